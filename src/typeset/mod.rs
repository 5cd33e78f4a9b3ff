//! The paragraph: fonts, bidi, shaping, lines, carets, hit tests, glyph pictures. Knows no egui.
//!
//! One [`Typesetter`] lays out paragraph after paragraph into [`ParagraphLayout`]s. All lengths are physical pixels,
//! x to the right and y downwards from the paragraph's top left corner; all offsets are bytes of the paragraph's text.
//!
//! Highlights never enter this room: no label can move a glyph, because nothing here knows that there are labels.

mod bidi;
mod breaks;
mod caret;
mod emoji;
mod fonts;
mod layout;
mod lines;
mod raster;
mod script;
mod shape;

pub use bidi::{Base, Direction, Levels, visual_order};
pub use caret::{Affinity, Caret, CaretBox, Fragment, Side};
pub use fonts::{Face, FaceId, Font, ReadingFont};
pub use layout::{Cell, Line, ParagraphLayout, PlacedGlyph, TextStyle};
pub use lines::{ShapedGlyph, ShapedRun, Typesetter};
pub use raster::{GlyphImage, GlyphKey, GlyphPixels, OutlineStep, Rasteriser, outline_of};
