//! Markdown pages of guidelines, as blocks with styled text: headings, paragraphs, lists, quotes, code, links. No HTML: what stands there
//! as HTML is shown as it is written.
//!
//! Bounded: a page has at most [`MAX_BLOCKS`] blocks, a block at most [`MAX_BLOCK_BYTES`]; what is more is left out or goes on in
//! the next block, and the page says so.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::arabic::normalize::{Normalization, Normalizer};

/// The most blocks of a page.
pub const MAX_BLOCKS: usize = 20_000;

/// The longest text of a block, in bytes: one that is longer goes on in the next.
pub const MAX_BLOCK_BYTES: usize = 8_192;

/// Lists and quotes within one another are indented so deep and no deeper.
const MAX_DEPTH: usize = 8;

/// What begins the address of a link to a label, as in `[PER](label:PER)`.
pub const LABEL_LINK: &str = "label:";

/// A page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MarkdownPage {
    pub blocks: Vec<MarkdownBlock>,
    /// The page goes on, and the rest is left out.
    pub is_cut: bool,
}

/// A piece of a page that stands below the one before it.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkdownBlock {
    pub kind: BlockKind,
    /// How deep it stands in lists and quotes.
    pub depth: usize,
    /// What stands before the first line: a bullet, or a number with its point.
    pub marker: Option<String>,
    pub text: String,
    /// Where the text is not plain; ranges of bytes in order, none over another.
    pub runs: Vec<MarkdownRun>,
    /// What a link to this heading names, without `#`.
    pub anchor: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// 1 is the largest of six.
    Heading(u8),
    Paragraph,
    Quote,
    Code,
    /// A line across.
    Rule,
}

/// How a piece of a text is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkdownRun {
    pub range: Range<usize>,
    pub strong: bool,
    pub emphasis: bool,
    pub code: bool,
    pub struck: bool,
    pub link: Option<LinkTarget>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// To a label of the schema.
    Label(String),
    /// To another page, by its path from this one, or to this one where it is empty; to a heading of it.
    Page { path: String, anchor: Option<String> },
    /// Somewhere outside: it is told and not opened.
    Outside(String),
}

impl LinkTarget {
    /// What an address means.
    pub fn of(address: &str) -> LinkTarget {
        let address = decoded(address);
        if let Some(label) = address.strip_prefix(LABEL_LINK) {
            return LinkTarget::Label(label.trim().to_owned());
        }
        let scheme = address.split_once(':').map(|(scheme, _)| scheme);
        if scheme.is_some_and(|scheme| scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric())) {
            return LinkTarget::Outside(address);
        }
        match address.split_once('#') {
            Some((path, anchor)) => LinkTarget::Page { path: path.to_owned(), anchor: Some(anchor.to_owned()) },
            None => LinkTarget::Page { path: address, anchor: None },
        }
    }
}

/// `%20` and the like as they are meant.
fn decoded(address: &str) -> String {
    let bytes = address.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| bytes[at] == b'%') {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| address.to_owned())
}

/// The name of a heading in links: its letters and digits, spelling differences aside, with `-` for what stands between words.
pub fn anchor_of(heading: &str) -> String {
    let folded = Normalizer::new(Normalization::SEARCH).fold_str(heading);
    let words = folded.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

impl MarkdownPage {
    /// The blocks of a page.
    pub fn of(text: &str) -> MarkdownPage {
        let parser = Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH);
        let mut builder = BlockBuilder::default();
        for event in parser {
            builder.take(event);
            if builder.page.blocks.len() >= MAX_BLOCKS {
                builder.page.is_cut = true;
                return builder.page;
            }
        }
        builder.close();
        builder.page
    }

    /// The first heading of the page, which is what it is called.
    pub fn title(&self) -> Option<&str> {
        let heading = self.blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading(_)));
        heading.map(|block| block.text.as_str()).filter(|text| !text.trim().is_empty())
    }

    /// The place of the heading that an anchor names.
    pub fn heading(&self, anchor: &str) -> Option<usize> {
        let wanted = anchor_of(anchor);
        self.blocks.iter().position(|block| block.anchor.as_ref().is_some_and(|anchor| *anchor == wanted))
    }

    /// The place of the heading of a label: one that links to it, or else one that is called as the label is in any of its names.
    pub fn heading_of_label(&self, name: &str, names: &[&str]) -> Option<usize> {
        let headings =
            || self.blocks.iter().enumerate().filter(|(_, block)| matches!(block.kind, BlockKind::Heading(_)));
        let links = |block: &MarkdownBlock| {
            block.runs.iter().any(|run| matches!(&run.link, Some(LinkTarget::Label(label)) if label == name))
        };
        let anchors: Vec<String> =
            names.iter().chain([&name]).map(|name| anchor_of(name)).filter(|anchor| !anchor.is_empty()).collect();
        let called = |block: &MarkdownBlock| anchors.contains(&anchor_of(&block.text));
        let linked = headings().find(|(_, block)| links(block));
        linked.or_else(|| headings().find(|(_, block)| called(block))).map(|(at, _)| at)
    }
}

/// What is being made of the events.
#[derive(Default)]
struct BlockBuilder {
    page: MarkdownPage,
    open: Option<MarkdownBlock>,
    /// Lists that are open, with the number of the next item where they have numbers.
    lists: Vec<Option<u64>>,
    quotes: usize,
    /// The marker of an item whose first block has not begun.
    marker: Option<String>,
    strong: usize,
    emphasis: usize,
    struck: usize,
    links: Vec<LinkTarget>,
    code_block: bool,
    /// How often an anchor was used: the next of its name gets a number.
    anchors: HashMap<String, usize>,
}

impl BlockBuilder {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, false),
            Event::Code(text) => self.text(&text, true),
            Event::InlineHtml(text) | Event::Html(text) => self.text(&text, false),
            Event::SoftBreak => self.text(if self.code_block { "\n" } else { " " }, false),
            Event::HardBreak => self.text("\n", false),
            Event::Rule => {
                self.close();
                self.begin(BlockKind::Rule);
                self.close();
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, true),
            Event::FootnoteReference(text) => self.text(&text, false),
            Event::TaskListMarker(done) => self.text(if done { "☑ " } else { "☐ " }, false),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => {
                let kind = if self.quotes > 0 { BlockKind::Quote } else { BlockKind::Paragraph };
                self.begin(kind);
            }
            Tag::Heading { level, .. } => self.begin(BlockKind::Heading(level_of(level))),
            Tag::BlockQuote(_) => {
                self.close();
                self.quotes += 1;
            }
            Tag::CodeBlock(kind) => {
                self.code_block = true;
                // What it is written in says nothing to an analyst.
                let (CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) = kind;
                self.begin(BlockKind::Code);
            }
            Tag::List(first) => {
                self.close();
                self.lists.push(first);
            }
            Tag::Item => {
                self.close();
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let marker = format!("{number}.");
                        *number = number.saturating_add(1);
                        marker
                    }
                    _ => "•".to_owned(),
                };
                self.marker = Some(marker);
            }
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strong => self.strong += 1,
            Tag::Strikethrough => self.struck += 1,
            Tag::Link { dest_url, .. } => self.links.push(LinkTarget::of(&dest_url)),
            // The window has no pictures of a page: its words are there.
            Tag::Image { dest_url, .. } => self.links.push(LinkTarget::Outside(dest_url.into_string())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::HtmlBlock => self.close(),
            TagEnd::CodeBlock => {
                self.close();
                self.code_block = false;
            }
            TagEnd::BlockQuote(_) => {
                self.close();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.close();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.close();
                self.marker = None;
            }
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => drop(self.links.pop()),
            _ => {}
        }
    }

    fn begin(&mut self, kind: BlockKind) {
        self.close();
        let depth = (self.lists.len() + self.quotes).min(MAX_DEPTH);
        let marker = self.marker.take();
        self.open = Some(MarkdownBlock { kind, depth, marker, text: String::new(), runs: Vec::new(), anchor: None });
    }

    fn close(&mut self) {
        let Some(mut block) = self.open.take() else { return };
        let kept = block.text.trim_end().len();
        block.text.truncate(kept);
        for run in &mut block.runs {
            run.range = run.range.start.min(kept)..run.range.end.min(kept);
        }
        block.runs.retain(|run| !run.range.is_empty());
        if block.text.is_empty() && block.kind != BlockKind::Rule && block.marker.is_none() {
            return;
        }
        if let BlockKind::Heading(_) = block.kind {
            let anchor = anchor_of(&block.text);
            let used = self.anchors.entry(anchor.clone()).or_default();
            block.anchor = Some(if *used == 0 { anchor } else { format!("{anchor}-{used}") });
            *used += 1;
        }
        self.page.blocks.push(block);
    }

    fn text(&mut self, text: &str, code: bool) {
        let mut rest = text;
        while !rest.is_empty() {
            if self.open.is_none() {
                // The words of a tight list stand in no paragraph.
                self.begin(if self.quotes > 0 { BlockKind::Quote } else { BlockKind::Paragraph });
            }
            let Some(block) = &mut self.open else { return };
            let room = MAX_BLOCK_BYTES.saturating_sub(block.text.len());
            let taken = match rest.len() <= room {
                true => rest.len(),
                // At a blank where there is one, and never within a letter.
                false => {
                    let most = rest.floor_char_boundary(room);
                    rest[..most].rfind([' ', '\n']).map_or(most, |blank| blank + 1)
                }
            };
            let start = block.text.len();
            block.text.push_str(&rest[..taken]);
            let run = MarkdownRun {
                range: start..block.text.len(),
                strong: self.strong > 0,
                emphasis: self.emphasis > 0,
                code,
                struck: self.struck > 0,
                link: self.links.last().cloned(),
            };
            let is_plain = !(run.strong || run.emphasis || run.code || run.struck || run.link.is_some());
            if !is_plain && taken > 0 {
                block.runs.push(run);
            }
            rest = &rest[taken..];
            if !rest.is_empty() {
                if self.page.blocks.len() >= MAX_BLOCKS {
                    return;
                }
                let kind = block.kind;
                self.begin(kind);
            }
        }
    }
}

fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_its_blocks() {
        let page = MarkdownPage::of(
            "# إرشادات **الأعلام**\n\nفقرة فيها *توكيد* و`رمز` ورابط [PER](label:PER).\n\n1. أول\n2. ثانٍ\n   - داخل\n\n> قول\n\n```\nx\ny\n```\n\n---\n",
        );
        let kinds: Vec<(BlockKind, usize, Option<&str>, &str)> = page
            .blocks
            .iter()
            .map(|block| (block.kind, block.depth, block.marker.as_deref(), block.text.as_str()))
            .collect();
        assert_eq!(
            kinds,
            [
                (BlockKind::Heading(1), 0, None, "إرشادات الأعلام"),
                (BlockKind::Paragraph, 0, None, "فقرة فيها توكيد ورمز ورابط PER."),
                (BlockKind::Paragraph, 1, Some("1."), "أول"),
                (BlockKind::Paragraph, 1, Some("2."), "ثانٍ"),
                (BlockKind::Paragraph, 2, Some("•"), "داخل"),
                (BlockKind::Quote, 1, None, "قول"),
                (BlockKind::Code, 0, None, "x\ny"),
                (BlockKind::Rule, 0, None, ""),
            ]
        );
        assert_eq!(page.title(), Some("إرشادات الأعلام"));
        let styled: Vec<&str> = page.blocks[1].runs.iter().map(|run| &page.blocks[1].text[run.range.clone()]).collect();
        assert_eq!(styled, ["توكيد", "رمز", "PER"]);
        assert_eq!(page.blocks[1].runs[2].link, Some(LinkTarget::Label("PER".into())));
    }

    #[test]
    fn headings_are_found_by_anchor_and_by_label() {
        let page = MarkdownPage::of("## أسماء الأشخاص\n\nنص\n\n## [المكان](label:LOC)\n\n## الأشخاص\n\n## الأشخاص\n");
        assert_eq!(page.heading("اسماء-الاشخاص"), Some(0));
        assert_eq!(page.heading("الأشخاص-1"), Some(4));
        assert_eq!(page.heading_of_label("LOC", &["مكان"]), Some(2));
        assert_eq!(page.heading_of_label("PER", &["أسماء الأشخاص", "Person"]), Some(0));
        assert_eq!(page.heading_of_label("ORG", &["منظمة"]), None);
    }

    #[test]
    fn links_say_where_they_lead() {
        let page =
            |path: &str, anchor: Option<&str>| LinkTarget::Page { path: path.into(), anchor: anchor.map(Into::into) };
        assert_eq!(LinkTarget::of("other.md#per"), page("other.md", Some("per")));
        assert_eq!(LinkTarget::of("%D8%A3.md"), page("أ.md", None));
        assert_eq!(LinkTarget::of("#x"), page("", Some("x")));
        assert_eq!(LinkTarget::of("https://example.org/a"), LinkTarget::Outside("https://example.org/a".into()));
        assert_eq!(LinkTarget::of("label:اسم عام"), LinkTarget::Label("اسم عام".into()));
    }

    #[test]
    fn a_page_is_bounded_whatever_it_holds() {
        let long = MarkdownPage::of(&"كلمة ".repeat(10_000));
        assert!(long.blocks.len() > 1 && long.blocks.iter().all(|block| block.text.len() <= MAX_BLOCK_BYTES));
        let whole: usize = long.blocks.iter().map(|block| block.text.split_whitespace().count()).sum();
        assert_eq!(whole, 10_000);
        let many = MarkdownPage::of(&"- x\n".repeat(MAX_BLOCKS + 10));
        assert!(many.is_cut && many.blocks.len() == MAX_BLOCKS);
        for deep in ["> ".repeat(3_000), "[".repeat(20_000), "*".repeat(20_000), "- ".repeat(3_000)] {
            assert!(MarkdownPage::of(&format!("{deep}x")).blocks.iter().all(|block| block.depth <= MAX_DEPTH));
        }
    }
}
