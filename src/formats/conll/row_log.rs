//! The lines of a file as it had them, but for words and tags: other columns, comments, words of several tokens, empty nodes. They
//! are kept with the document as one text in its metadata, and come back when it is written again.
//!
//! The first line is a [`Head`], the second the names of the columns where the file gives them. Then each line of the file is one:
//!
//! ```text
//! %c# newdoc id = %i         a comment; %i is the id of the document
//! %c# text = %s              %s: the sentence, as the text has it
//! %n⇥%f⇥كتب⇥VERB⇥_⇥%t        a row: number in the sentence, word, tag; the rest as it stands
//! ⇥⇥إلى⇥ADP                  a cell that is as the one above it is left out, and so are the last ones
//! %b                         an empty line
//! ```
//!
//! `%e` is an empty cell, `%w…` a word that the text has in another form, `%T` a tag that only goes on, `%%` the sign itself; `%<`
//! begins a row with fewer cells than the one above, `%x` says that nothing ends the last line.

use std::fmt::Write as _;
use std::ops::Range;

use super::columns::{Layout, misc_tag};
use crate::formats::column_options::Role;
use crate::model::{AnnotatedDocument, Digest};

pub(super) const ROWS: &str = "conll.rows";

/// The value of its kind that says which file it was.
const KINDS: [&str; 2] = ["conll", "conllu"];

/// What the first line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub is_conllu: bool,
    /// What ends a line.
    pub line_end: &'static str,
    pub roles: Vec<Role>,
    /// The name of the field of MISC that holds the tags, where no column does.
    pub field: Option<String>,
    /// Each token that has no tag says so: `NER=O`.
    pub says_outside: bool,
    /// Lines that say more than a word and its tags.
    pub lines: usize,
    /// The digest of the text: rows are of no other.
    pub text: String,
}

const LINE_ENDS: [(&str, &str); 3] = [("lf", "\n"), ("crlf", "\r\n"), ("cr", "\r")];

fn letter(role: Role) -> char {
    match role {
        Role::Ignored => '_',
        Role::Id => 'i',
        Role::Token => 'f',
        Role::Tag => 't',
        Role::Misc => 'm',
    }
}

impl Head {
    fn written(&self) -> String {
        let end = LINE_ENDS.iter().find(|(_, end)| *end == self.line_end).map_or("lf", |(name, _)| name);
        let roles: String = self.roles.iter().map(|role| letter(*role)).collect();
        let kind = KINDS[usize::from(self.is_conllu)];
        let field = self.field.as_ref().map(|name| format!(" field={name}")).unwrap_or_default();
        let outside = if self.says_outside { " outside=said" } else { "" };
        format!("{kind} end={end} columns={roles}{field}{outside} lines={} text={}", self.lines, self.text)
    }

    fn of(line: &str) -> Option<Head> {
        let (kind, rest) = line.split_once(' ')?;
        let is_conllu = KINDS.iter().position(|one| *one == kind)? == 1;
        let (line_end, roles, text) = ("\n", Vec::new(), String::new());
        let mut head = Head { is_conllu, line_end, roles, field: None, says_outside: false, lines: 0, text };
        for (key, value) in rest.split(' ').filter_map(|field| field.split_once('=')) {
            match key {
                "end" => head.line_end = LINE_ENDS.iter().find(|(name, _)| *name == value)?.1,
                "columns" => {
                    let all = [Role::Ignored, Role::Id, Role::Token, Role::Tag, Role::Misc];
                    let role = |c: char| all.into_iter().find(|role| letter(*role) == c);
                    head.roles = value.chars().map(role).collect::<Option<_>>()?;
                }
                "field" => head.field = Some(value.to_owned()),
                "outside" => head.says_outside = true,
                "lines" => head.lines = value.parse().ok()?,
                "text" => head.text = value.to_owned(),
                _ => return None,
            }
        }
        head.roles.contains(&Role::Token).then_some(head)
    }
}

/// Enough of the digest of a text to know it by.
fn short(digest: Digest) -> String {
    let mut hex = digest.to_string();
    hex.truncate(16);
    hex
}

/// What is kept of the rows of a document.
pub(super) struct OwnRows<'d> {
    pub head: Head,
    /// The names of the columns, as a line.
    pub names: &'d str,
    pub lines: &'d str,
}

impl<'d> OwnRows<'d> {
    /// `None` where nothing is kept, or it is of another text.
    pub(super) fn of(document: &'d AnnotatedDocument) -> Option<OwnRows<'d>> {
        let rows = document.document.metadata().get(ROWS)?;
        let (first, rest) = rows.split_once('\n')?;
        let (names, lines) = rest.split_once('\n')?;
        let head = Head::of(first).filter(|head| head.text == short(document.document.digest()))?;
        Some(OwnRows { head, names, lines })
    }
}

/// How many lines of the file of a document are kept that say more than words and tags.
pub(in crate::formats) fn lines_kept(document: &AnnotatedDocument) -> usize {
    let head = document.document.metadata().get(ROWS).and_then(|rows| Head::of(rows.split('\n').next()?));
    head.map_or(0, |head| head.lines)
}

/// What the files of several documents need to have alike to be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::formats) struct Columns {
    pub(super) roles: Vec<Role>,
    pub(super) field: Option<String>,
    pub(super) names: String,
    pub(super) separator: char,
}

/// A sentence whose text a comment gives.
struct Sentence {
    /// Where it stands in the log.
    at: usize,
    text: String,
}

/// A token of a row, as it was placed.
pub(super) struct PlacedToken {
    pub range: Range<usize>,
    /// It is one of the tokens of the document.
    pub is_logged: bool,
}

/// Rows while they are read.
#[derive(Default)]
pub(super) struct RowLog {
    log: String,
    before: Vec<String>,
    /// What the next token has as its number.
    number: u64,
    sentence: Option<Sentence>,
    /// From the first to the last token of the sentence.
    range: Option<Range<usize>>,
    /// Something that the words and tags do not say.
    is_needed: bool,
    after_blank: bool,
    lines: usize,
    says_outside: bool,
}

/// The sign itself twice.
fn escaped(text: &str, out: &mut String) {
    for (n, part) in text.split('%').enumerate() {
        if n > 0 {
            out.push_str("%%");
        }
        out.push_str(part);
    }
}

/// Where a part of a line stands in it.
fn place_in(line: &str, part: &str) -> Option<Range<usize>> {
    let start = (part.as_ptr() as usize).checked_sub(line.as_ptr() as usize)?;
    (start + part.len() <= line.len()).then_some(start..start + part.len())
}

impl RowLog {
    pub(super) fn blank(&mut self, line: &str) {
        self.is_needed |= !line.is_empty() || self.after_blank;
        self.after_blank = true;
        self.number = 0;
        self.push("%b");
        escaped(line, &mut self.log);
    }

    /// `id`: the id of the document, where the line ends in it.
    pub(super) fn comment(&mut self, line: &str, id: Option<&str>, is_usual: bool) {
        self.is_needed |= !is_usual;
        self.lines += usize::from(!is_usual);
        self.after_blank = false;
        self.push("%c");
        if let Some(head) = id.filter(|id| !id.is_empty()).and_then(|id| line.strip_suffix(id)) {
            escaped(head, &mut self.log);
            self.log.push_str("%i");
            return;
        }
        match line.strip_prefix("# text = ") {
            Some(text) => {
                self.log.push_str("# text = ");
                self.sentence = Some(Sentence { at: self.log.len(), text: text.to_owned() });
                self.range = None;
                escaped(text, &mut self.log);
            }
            None => escaped(line, &mut self.log),
        }
    }

    /// The text of a sentence is not kept where the document has it.
    pub(super) fn end_sentence(&mut self, text: &str) {
        if let (Some(sentence), Some(range)) = (self.sentence.take(), self.range.take())
            && text[range] == sentence.text
        {
            let mut written = String::new();
            escaped(&sentence.text, &mut written);
            self.log.replace_range(sentence.at..sentence.at + written.len(), "%s");
        }
    }

    /// A row. `token`: `None` for a word of several tokens and for one that stands nowhere in the text.
    pub(super) fn row(&mut self, line: &str, layout: &Layout, text: &str, token: Option<PlacedToken>) {
        let cells = layout.separator.cells(line);
        let width = layout.roles.len();
        let column = |n: usize| {
            // The last cell is the tag where the others are fewer.
            let last = cells.len().saturating_sub(1);
            let n = if cells.len() < width && layout.tags().eq([width - 1]) && n == width - 1 { last } else { n };
            cells.get(n).and_then(|cell| place_in(line, cell))
        };
        let mut parts: Vec<(Range<usize>, &str)> = Vec::new();
        if let Some(at) = layout.position(Role::Id).and_then(column)
            && token.is_some()
            && line[at.clone()].parse() == Ok(self.number + 1)
        {
            self.number += 1;
            parts.push((at, "%n"));
        }
        if let (Some(token), Some(at)) = (&token, layout.position(Role::Token).and_then(column)) {
            let word = &line[at.clone()];
            if token.is_logged && text[token.range.clone()] == *word {
                parts.push((at, "%f"));
            } else if token.is_logged {
                parts.push((at.start..at.start, "%w"));
            }
        }
        if let Some(token) = &token {
            let tags: Vec<usize> = layout.tags().collect();
            if let Some(tail) = layout.tail {
                let from = column(tail).map_or(line.len(), |at| at.start);
                let end = cells.last().and_then(|cell| place_in(line, cell)).map_or(line.len(), |at| at.end);
                parts.push((from..end.max(from), "%t"));
            } else {
                for at in tags.into_iter().filter_map(column) {
                    let tag = &line[at.clone()];
                    let sign = if token.is_logged {
                        "%t"
                    } else if tag.starts_with(['I', 'E', 'L', 'i', 'e', 'l']) {
                        "%T"
                    } else {
                        continue;
                    };
                    parts.push((at, sign));
                }
            }
            if let Some(at) = layout.position(Role::Misc).and_then(column)
                && let Some(name) = &layout.misc_tags
            {
                let mut from = at.start;
                for field in line[at.clone()].split('|') {
                    if let Some((_, tag)) = misc_tag(name, field) {
                        let place = from + field.len() - tag.len()..from + field.len();
                        if tag.eq_ignore_ascii_case("o") {
                            self.says_outside = true;
                        } else if token.is_logged {
                            parts.push((place, "%t"));
                        } else {
                            parts.push((place, "%T"));
                        }
                    }
                    from += field.len() + 1;
                }
            }
        }
        parts.sort_by_key(|(at, _)| at.start);
        let (mut written, mut from) = (String::with_capacity(line.len()), 0);
        for (at, sign) in parts {
            escaped(&line[from..at.start], &mut written);
            written.push_str(sign);
            from = at.end;
        }
        escaped(&line[from..], &mut written);
        let separator = layout.separator.written();
        let is_regular = written.split(separator).enumerate().all(|(n, cell)| cell == if n == 0 { "%f" } else { "%t" });
        self.is_needed |= !is_regular;
        self.lines += usize::from(!is_regular);
        self.after_blank = false;
        if let (Some(token), true) = (&token, self.sentence.is_some()) {
            let first = self.range.as_ref().map_or(token.range.start, |range| range.start);
            self.range = Some(first..token.range.end.max(first));
        }
        self.pack(&written, separator);
    }

    /// What is as above is left out.
    fn pack(&mut self, row: &str, separator: char) {
        let mut out = String::with_capacity(row.len());
        let mut len = 0;
        let mut end = 0;
        for (n, cell) in row.split(separator).enumerate() {
            if n > 0 {
                out.push(separator);
            }
            match self.before.get_mut(n) {
                Some(before) if before == cell => {}
                before => {
                    out.push_str(if cell.is_empty() { "%e" } else { cell });
                    end = out.len();
                    match before {
                        Some(before) => cell.clone_into(before),
                        None => self.before.push(cell.to_owned()),
                    }
                }
            }
            len = n + 1;
        }
        if len < self.before.len() {
            self.before.truncate(len);
            self.push("%<");
        } else {
            out.truncate(end);
            self.push("");
        }
        self.log.push_str(&out);
    }

    fn push(&mut self, sign: &str) {
        self.log.push('\n');
        self.log.push_str(sign);
    }

    /// What is kept of a document, and the next one begins; `None` where words and tags say all.
    pub(super) fn finish(
        &mut self,
        layout: &Layout,
        file: &FileForm<'_>,
        text: &str,
        is_open: bool,
    ) -> Option<RowsOfText> {
        self.end_sentence(text);
        let log = std::mem::take(self);
        if !file.is_kept || !(log.is_needed || file.is_conllu) {
            return None;
        }
        let head = Head {
            is_conllu: file.is_conllu,
            line_end: file.line_end,
            roles: layout.roles.clone(),
            field: layout.misc_tags.clone(),
            says_outside: log.says_outside,
            lines: log.lines,
            text: String::new(),
        };
        let open = if is_open { "\n%x" } else { "" };
        Some(RowsOfText { head, rest: format!("\n{}{}{open}", file.names, log.log) })
    }
}

/// Rows that wait for the digest of their text.
pub(super) struct RowsOfText {
    head: Head,
    rest: String,
}

impl RowsOfText {
    pub(super) fn of(mut self, digest: Digest) -> String {
        self.head.text = short(digest);
        let mut all = self.head.written();
        let _ = write!(all, "{}", self.rest);
        all
    }
}

/// What all documents of a file have together.
pub(super) struct FileForm<'t> {
    pub is_conllu: bool,
    /// Files of ours with comments, and of our columns, say all by themselves.
    pub is_kept: bool,
    pub line_end: &'static str,
    /// The line with the names of the columns.
    pub names: &'t str,
}

impl<'t> FileForm<'t> {
    pub(super) fn line_end_of(text: &str) -> &'static str {
        match text.find(['\n', '\r']).map(|at| &text[at..]) {
            Some(rest) if rest.starts_with("\r\n") => "\r\n",
            Some(rest) if rest.starts_with('\r') && !rest.contains('\n') => "\r",
            _ => "\n",
        }
    }
}
