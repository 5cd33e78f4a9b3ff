//! The page as a list of things to paint, the lowest first. The window turns it into meshes, the picture into pixels.
//!
//! Highlights are painted behind and below text that was laid out without them: nothing here can move a glyph.

use std::ops::Range;

use super::view::{Page, PageFragment, PageRect, Visible};
use crate::typeset::{Caret, Direction, Font, GlyphKey, ParagraphLayout, TextStyle, Typesetter};

/// Red, green, blue and opacity, not premultiplied.
pub type Rgba = [u8; 4];

/// One thing to paint. Coordinates as in [`Page`].
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// A filled rectangle with corners rounded by `round` pixels.
    Fill { rect: PageRect, colour: Rgba, round: f32 },
    /// A glyph whose origin is at a whole pixel.
    Glyph { key: GlyphKey, x: i32, baseline: i32, colour: Rgba },
}

/// How strongly a highlight shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    #[default]
    Normal,
    Hovered,
    /// The annotation in hand.
    Active,
    /// Out of focus: an outline of itself.
    Dimmed,
}

/// The colours of one label on this surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paint {
    /// Behind the words; translucent.
    pub tint: Rgba,
    pub tint_strong: Rgba,
    /// Underlines and edges.
    pub line: Rgba,
    /// The tag's words.
    pub tag: Rgba,
}

/// A range of text to be highlighted.
#[derive(Clone, Debug, PartialEq)]
pub struct Highlight {
    /// Bytes of the document.
    pub range: Range<usize>,
    pub paint: Paint,
    /// The label's name, shown under the start of the range.
    pub tag: String,
    pub emphasis: Emphasis,
    /// Whether the tag stands here: the first span of a discontinuous annotation only.
    pub tagged: bool,
}

/// What the page is to look like in this frame.
#[derive(Clone, Debug)]
pub struct Look<'a> {
    pub ink: Rgba,
    pub weak_ink: Rgba,
    pub selection_colour: Rgba,
    pub caret_colour: Rgba,
    pub current_line_colour: Rgba,
    /// Those that touch what is visible; others are passed over.
    pub highlights: &'a [Highlight],
    /// Bytes.
    pub selection: Range<usize>,
    /// `None`: no caret in this frame.
    pub caret: Option<Caret>,
    pub show_tags: bool,
    pub show_invisibles: bool,
    /// Physical pixels for each logical one: how thick a line is.
    pub scale: f32,
}

/// Levels of underlines that fit below a line of text.
const LEVELS: u8 = 4;
/// Em of the reading size.
const TAG_SIZE: f32 = 0.5;

impl Page {
    /// Everything to paint for `visible`, the lowest first.
    pub fn scene(&mut self, ts: &mut Typesetter, visible: &[Visible], look: &Look) -> Vec<Op> {
        let mut ops = Vec::with_capacity(1024);
        if let (Some(caret), true) = (look.caret, look.selection.is_empty()) {
            self.current_line(ts, caret, look, &mut ops);
        }
        let marks = self.marks(visible, look);
        for mark in &marks {
            mark.behind(look, &mut ops);
        }
        for fragment in self.fragments(visible, &look.selection) {
            ops.push(Op::Fill { rect: fragment.rect, colour: look.selection_colour, round: 0.0 });
        }
        for paragraph in visible {
            glyphs_of(&paragraph.layout, 0.0, paragraph.top, look.ink, &mut ops);
        }
        for mark in &marks {
            mark.below(look, self.style(), &mut ops);
        }
        if look.show_tags {
            self.tags(ts, &marks, look, &mut ops);
        }
        if look.show_invisibles {
            super::invisibles::show(self, ts, visible, look, &mut ops);
        }
        if let Some(caret) = look.caret {
            self.caret(ts, caret, look, &mut ops);
        }
        ops
    }

    fn current_line(&mut self, ts: &mut Typesetter, caret: Caret, look: &Look, ops: &mut Vec<Op>) {
        if let Some(rect) = self.caret_rect(ts, caret) {
            let rect = PageRect { x0: -8.0 * look.scale, x1: self.width() + 8.0 * look.scale, ..rect };
            ops.push(Op::Fill { rect, colour: look.current_line_colour, round: 4.0 * look.scale });
        }
    }

    fn caret(&mut self, ts: &mut Typesetter, caret: Caret, look: &Look, ops: &mut Vec<Op>) {
        let Some(rect) = self.caret_rect(ts, caret) else { return };
        let width = (1.5 * look.scale).round().max(1.0);
        let x0 = (rect.x0 - width / 2.0).round();
        let inset = (rect.y1 - rect.y0) * 0.12;
        let stem = PageRect { x0, x1: x0 + width, y0: rect.y0 + inset, y1: rect.y1 - inset };
        ops.push(Op::Fill { rect: stem, colour: look.caret_colour, round: 0.0 });
        // A small flag says which way the text runs that the caret clings to.
        let (index, local) = self.local(caret);
        let flag = (4.0 * look.scale).round();
        let rtl = self.layout(ts, index).caret_box(local).rtl;
        let (x0, x1) = if rtl { (stem.x0 - flag, stem.x0) } else { (stem.x1, stem.x1 + flag) };
        let flag = PageRect { x0, x1, y0: stem.y0, y1: stem.y0 + width };
        ops.push(Op::Fill { rect: flag, colour: look.caret_colour, round: 0.0 });
    }

    /// The highlights that are visible, each with its fragments and the level its underline is at.
    fn marks<'a>(&self, visible: &[Visible], look: &'a Look) -> Vec<Mark<'a>> {
        let levels = levels(look.highlights);
        look.highlights
            .iter()
            .zip(levels)
            .map(|(highlight, level)| Mark { highlight, level, fragments: self.fragments(visible, &highlight.range) })
            .filter(|mark| !mark.fragments.is_empty())
            .collect()
    }

    /// Names of labels, small, below the line at the start of each span. One that would run into its neighbour moves on
    /// along its own span; where there is no room it is left to the hover.
    fn tags(&mut self, ts: &mut Typesetter, marks: &[Mark], look: &Look, ops: &mut Vec<Op>) {
        let size = (self.style().size * TAG_SIZE).round().max(8.0);
        let style = TextStyle { font: Font::Interface, size, line_height: 1.2 };
        let gap = 3.0 * look.scale;
        // Paragraph and line, and what is taken on it from left to right.
        let mut taken: Vec<((usize, usize), f32, f32)> = Vec::new();
        for mark in marks.iter().filter(|m| m.highlight.tagged && m.highlight.emphasis != Emphasis::Dimmed) {
            let Some(fragment) = mark.fragments.first() else { continue };
            if mark.highlight.range.start < self.paragraphs().whole(fragment.paragraph).start {
                continue;
            }
            let layout = ts.layout(&mark.highlight.tag, &style, None, Direction::AUTO);
            let rtl = self.layout(ts, fragment.paragraph).base().is_rtl();
            let here = (fragment.paragraph, fragment.line);
            let line: Vec<_> = taken.iter().filter(|(place, ..)| *place == here).map(|(_, a, b)| (*a, *b)).collect();
            let Some(x) = place_tag(&line, (fragment.rect.x0, fragment.rect.x1), layout.width(), rtl, gap) else {
                continue;
            };
            taken.push((here, x, x + layout.width()));
            let y = underline_top(fragment, self.style(), look.scale, 0) + 2.0 * look.scale;
            glyphs_of(&layout, x.round(), y.round(), mark.highlight.paint.tag, ops);
        }
    }
}

/// The left edge of a tag on a line where `taken` is not free. It begins at the start of its span, which may be
/// narrower than the tag; a later place must lie within the span.
fn place_tag(taken: &[(f32, f32)], (x0, x1): (f32, f32), width: f32, rtl: bool, gap: f32) -> Option<f32> {
    let mut x = if rtl { x1 - width } else { x0 };
    loop {
        let Some(&(a, b)) = taken.iter().find(|(a, b)| x < b + gap && *a < x + width + gap) else { return Some(x) };
        x = if rtl { a - gap - width } else { b + gap };
        let inside = x >= x0 && x + width <= x1;
        if !inside {
            return None;
        }
    }
}

/// A highlight on screen.
struct Mark<'a> {
    highlight: &'a Highlight,
    level: u8,
    fragments: Vec<PageFragment>,
}

impl Mark<'_> {
    fn behind(&self, look: &Look, ops: &mut Vec<Op>) {
        let colour = match self.highlight.emphasis {
            Emphasis::Dimmed => return,
            Emphasis::Normal => self.highlight.paint.tint,
            Emphasis::Hovered | Emphasis::Active => self.highlight.paint.tint_strong,
        };
        for fragment in &self.fragments {
            ops.push(Op::Fill { rect: body(fragment), colour, round: 2.0 * look.scale });
        }
    }

    fn below(&self, look: &Look, style: &TextStyle, ops: &mut Vec<Op>) {
        let active = self.highlight.emphasis == Emphasis::Active;
        let dimmed = self.highlight.emphasis == Emphasis::Dimmed;
        let colour = match dimmed {
            true => faint(self.highlight.paint.line),
            false => self.highlight.paint.line,
        };
        let thick = if active { 2.5 } else { 1.5 };
        let thick = (thick * look.scale).round().max(1.0);
        for fragment in &self.fragments {
            let y0 = underline_top(fragment, style, look.scale, self.level);
            let rect = PageRect { y0, y1: y0 + thick, x0: fragment.rect.x0 + 0.5, x1: fragment.rect.x1 - 0.5 };
            ops.push(Op::Fill { rect, colour, round: 0.0 });
            if active {
                // Edges to take hold of.
                let width = (1.5 * look.scale).round().max(1.0);
                let body = body(fragment);
                let edges = [(body.x0, body.x0 + width), (body.x1 - width, body.x1)];
                for (x0, x1) in edges {
                    ops.push(Op::Fill { rect: PageRect { x0, x1, y0: body.y0, y1: y0 + thick }, colour, round: 0.0 });
                }
            }
        }
    }
}

/// The part of a line that a tint fills: the letters and a little air, not the whole line height, so that the lines
/// stay apart.
fn body(fragment: &PageFragment) -> PageRect {
    let height = fragment.rect.y1 - fragment.rect.y0;
    let above = (fragment.baseline - fragment.rect.y0) * 0.16;
    PageRect { y0: (fragment.rect.y0 + above).round(), y1: (fragment.rect.y1 - height * 0.2).round(), ..fragment.rect }
}

/// Where an underline of a level begins: each level stands below the one before.
fn underline_top(fragment: &PageFragment, style: &TextStyle, scale: f32, level: u8) -> f32 {
    let step = ((style.size * 0.14).max(2.5 * scale)).round();
    body(fragment).y1 + f32::from(level) * step
}

/// Which underline each highlight gets, so that no two that share a character have the same: the shorter are nearer to
/// the text.
fn levels(highlights: &[Highlight]) -> Vec<u8> {
    let mut order: Vec<usize> = (0..highlights.len()).collect();
    order.sort_by_key(|i| (highlights[*i].range.len(), highlights[*i].range.start, *i));
    let mut levels = vec![0; highlights.len()];
    // By start, so that only neighbours are compared.
    let mut placed: std::collections::BTreeMap<(usize, usize), u8> = std::collections::BTreeMap::new();
    let mut longest = 0;
    for i in order {
        let range = &highlights[i].range;
        longest = longest.max(range.len());
        let neighbours = placed.range((range.start.saturating_sub(longest), 0)..(range.end, 0));
        let used = neighbours
            .filter(|((_, other), _)| highlights[*other].range.end > range.start)
            .fold(0u32, |used, (_, level)| used | 1 << level);
        let level = (0..LEVELS).find(|l| used & (1 << l) == 0).unwrap_or(LEVELS - 1);
        levels[i] = level;
        placed.insert((range.start, i), level);
    }
    levels
}

fn faint([r, g, b, a]: Rgba) -> Rgba {
    [r, g, b, a / 3]
}

/// The glyphs of a layout whose top left corner is at `(x, y)`.
pub(super) fn glyphs_of(layout: &ParagraphLayout, x: f32, y: f32, colour: Rgba, ops: &mut Vec<Op>) {
    let size = layout.style().size;
    for line in layout.lines() {
        let line_y = y + line.baseline;
        for glyph in layout.glyphs(line) {
            let (key, left) = GlyphKey::at(glyph.face, glyph.glyph, size, x + glyph.x);
            let baseline = (line_y + glyph.y).round() as i32;
            ops.push(Op::Glyph { key, x: left, baseline, colour });
        }
    }
}
