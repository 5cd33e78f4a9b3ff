//! What the canvas shows of one document: lazily laid paragraphs, heights, span fragments, hit tests, a display list,
//! and its picture, in pixels or in lines and curves. Knows no egui.

mod arcs;
pub mod colours;
mod connectors;
mod continuations;
mod display_list;
mod heights;
mod hints;
mod invisibles;
mod layers;
mod motion;
mod paragraphs;
pub mod picture;
mod placed_arc;
mod scene;
mod stroke;
mod tag_layouts;
mod tag_text;
mod tags;
pub mod vector;
mod view;

pub use arcs::{ArcLooks, MAX_ARCS, relation_marks};
pub use display_list::{
    ArcLook, DrawOp, Emphasis, Highlight, Hint, Marks, Neighbours, Paint, RelationMark, Rgba, SceneStyle,
};
pub use layers::{Layer, MAX_LAYERS, layers};
pub use motion::{CaretCursor, Motion};
pub use paragraphs::Paragraphs;
pub use placed_arc::PlacedArc;
pub use stroke::{PagePoint, PathStep, StrokePath};
pub use tag_text::{tag_name, tag_text};
pub use tags::TAG_SIZE;
pub use view::{Page, PageFragment, PagePosition, PageRect, VisibleParagraph, bytes_of};
