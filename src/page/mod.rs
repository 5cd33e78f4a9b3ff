//! What the canvas shows of one document: lazily laid paragraphs, heights, span fragments, hit tests, a display list,
//! and its picture. Knows no egui.

pub mod colours;
mod display_list;
mod heights;
mod invisibles;
mod layers;
mod motion;
mod paragraphs;
pub mod picture;
mod scene;
mod tag_layouts;
mod tags;
mod view;

pub use display_list::{Emphasis, Highlight, Look, Op, Paint, Rgba};
pub use layers::{DEEPEST, Layer, layers};
pub use motion::{Motion, Walker};
pub use paragraphs::Paragraphs;
pub use view::{Page, PageFragment, PageRect, Place, Visible, bytes_of};
