//! A relation as the last scene laid it on the page.

use super::stroke::{PagePoint, StrokePath, distance_to_line};
use crate::model::AnnotationId;

/// A relation as it lies on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedArc {
    pub id: AnnotationId,
    /// Its place among the relations of the scene.
    pub(super) mark: usize,
    pub path: StrokePath,
    /// The two lines of its head; `None` where its target is out of sight.
    pub(super) head: Option<[PagePoint; 3]>,
    /// Where its name stands: the middle.
    pub name_at: PagePoint,
}

impl PlacedArc {
    /// Pixels from a place to the arc.
    pub fn distance(&self, at: PagePoint) -> f32 {
        let points = self.path.flattened();
        points.windows(2).map(|pair| distance_to_line(at, pair[0], pair[1])).fold(f32::MAX, f32::min)
    }
}
