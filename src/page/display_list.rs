//! What there is to paint: operations, colours, highlights, and what the page is to look like.

use std::ops::Range;
use std::sync::Arc;

use super::stroke::StrokePath;
use super::view::PageRect;
use crate::model::{AnnotationId, TextSelection};
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

/// How a relation type looks on this surface, and what it is called.
#[derive(Clone, Debug, PartialEq)]
pub struct ArcLook {
    pub line: Rgba,
    /// Of the letters of its name.
    pub name_colour: Rgba,
    pub name: Arc<str>,
}

/// A relation to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationMark {
    pub id: AnnotationId,
    /// Bytes of the document: the first span of each end.
    pub source: Range<usize>,
    pub target: Range<usize>,
    pub look: ArcLook,
    /// Active where one of its ends is; of what stands out otherwise nothing.
    pub emphasis: Emphasis,
}

/// The letter of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    /// Where it stands: a byte of the document.
    pub at: usize,
    pub letter: Arc<str>,
    pub ground: Rgba,
    pub ink: Rgba,
}

/// What of a document is to be seen on its text.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    pub highlights: Vec<Highlight>,
    pub relations: Vec<RelationMark>,
}

/// What the page is to look like in this frame.
#[derive(Clone, Debug)]
pub struct SceneStyle {
    pub ink: Rgba,
    pub weak_ink: Rgba,
    /// What the text stands on.
    pub page_colour: Rgba,
    pub selection_colour: Rgba,
    pub caret_colour: Rgba,
    pub current_line_colour: Rgba,
    /// Those that touch what is visible; others are passed over.
    pub highlights: Vec<Highlight>,
    /// Relations with an end in view, each once.
    pub relations: Vec<RelationMark>,
    /// Letters beside what is to be chosen.
    pub hints: Vec<Hint>,
    pub selection: TextSelection,
    /// `None`: no caret in this frame.
    pub caret: Option<Caret>,
    pub show_tags: bool,
    /// How large the names of labels are, in em of the reading size.
    pub tag_size: f32,
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
