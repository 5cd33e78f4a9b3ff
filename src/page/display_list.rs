//! What there is to paint: operations, colours, highlights, and what the page is to look like.

use std::ops::Range;
use std::sync::Arc;

use super::stroke::StrokePath;
use super::view::PageRect;
use crate::model::TextSelection;
use crate::typeset::{Caret, GlyphKey, ParagraphLayout};

/// Red, green, blue and opacity, not premultiplied.
pub type Rgba = [u8; 4];

/// One thing to paint. Coordinates as in [`super::Page`].
#[derive(Clone, Debug, PartialEq)]
pub enum DrawOp {
    /// A filled rectangle with corners rounded by `round` pixels.
    Fill { rect: PageRect, colour: Rgba, round: f32 },
    /// A glyph whose origin is at a whole pixel.
    Glyph { key: GlyphKey, x: i32, baseline: i32, colour: Rgba },
    /// A line `width` pixels wide along a path.
    Stroke { path: StrokePath, width: f32, colour: Rgba },
}

/// How strongly a highlight shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    #[default]
    Normal,
    Hovered,
    /// The active annotation.
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
    pub tag: Arc<str>,
    pub emphasis: Emphasis,
    /// Whether the tag stands here: the first span of a discontinuous annotation only.
    pub tagged: bool,
    /// The other pieces of a discontinuous annotation.
    pub neighbours: Neighbours,
}

/// The pieces of one annotation on either side of a piece of it (bytes); `None` where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// Where the piece before ends.
    pub before: Option<usize>,
    /// Where the piece after begins.
    pub after: Option<usize>,
}

/// What the page is to look like in this frame.
#[derive(Clone, Debug)]
pub struct SceneStyle {
    pub ink: Rgba,
    pub weak_ink: Rgba,
    pub selection_colour: Rgba,
    pub caret_colour: Rgba,
    pub current_line_colour: Rgba,
    /// Those that touch what is visible; others are passed over.
    pub highlights: Vec<Highlight>,
    pub selection: TextSelection,
    /// `None`: no caret in this frame.
    pub caret: Option<Caret>,
    pub show_tags: bool,
    pub show_invisibles: bool,
    /// Physical pixels for each logical one: how thick a line is.
    pub scale: f32,
}

/// The glyphs of some lines of a layout whose top left corner is at `(x, y)`.
pub(super) fn glyphs_of(
    layout: &ParagraphLayout,
    lines: Range<usize>,
    x: f32,
    y: f32,
    colour: Rgba,
    ops: &mut Vec<DrawOp>,
) {
    let size = layout.style().size;
    for line in &layout.lines()[lines] {
        let line_y = y + line.baseline;
        ops.extend(layout.glyphs(line).iter().map(|glyph| {
            let (key, left) = GlyphKey::at(glyph.face, glyph.glyph, size, x + glyph.x);
            DrawOp::Glyph { key, x: left, baseline: (line_y + glyph.y).round() as i32, colour }
        }));
    }
}
