//! What the canvas shows of one document: lazily laid paragraphs, heights, span fragments, hit tests, a display list,
//! and its picture. Knows no egui.

pub mod colours;
mod heights;
mod invisibles;
mod layers;
mod motion;
mod paragraphs;
pub mod picture;
mod scene;
mod tags;
mod view;

pub use layers::{DEEPEST, Layer, layers};
pub use motion::{Motion, Walker};
pub use paragraphs::Paragraphs;
pub use scene::{Emphasis, Highlight, Look, Op, Paint, Rgba};
pub use view::{Page, PageFragment, PageRect, Place, Visible, bytes_of};
