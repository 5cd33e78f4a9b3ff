//! Lines of some width through the page: straight or curved, as both painters need them.

/// A place on the page: `x` and `y` as in [`super::Page`].
pub type PagePoint = [f32; 2];

/// How a path goes on from where it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PathStep {
    LineTo(PagePoint),
    /// A cubic Bézier curve: the control points at its beginning and its end, and where it ends.
    CurveTo(PagePoint, PagePoint, PagePoint),
}

/// An open path. What it paints is as wide as the stroke that has it, with nothing at its ends.
#[derive(Clone, Debug, PartialEq)]
pub struct StrokePath {
    pub start: PagePoint,
    pub steps: Vec<PathStep>,
}

/// Pixels of a curve for each straight piece of it, and how many pieces it has at most.
const PIECE: f32 = 3.0;
const MAX_PIECES: f32 = 64.0;

impl StrokePath {
    /// A path that goes nowhere yet.
    pub fn from(start: PagePoint) -> Self {
        StrokePath { start, steps: Vec::new() }
    }

    pub fn line_to(mut self, to: PagePoint) -> Self {
        self.steps.push(PathStep::LineTo(to));
        self
    }

    pub fn curve_to(mut self, leaving: PagePoint, arriving: PagePoint, to: PagePoint) -> Self {
        self.steps.push(PathStep::CurveTo(leaving, arriving, to));
        self
    }

    /// The corners of a line that looks like it: both painters paint this one.
    pub fn flattened(&self) -> Vec<PagePoint> {
        let mut points = vec![self.start];
        let mut from = self.start;
        for step in &self.steps {
            match *step {
                PathStep::LineTo(to) => {
                    points.push(to);
                    from = to;
                }
                PathStep::CurveTo(leaving, arriving, to) => {
                    let way = distance(from, leaving) + distance(leaving, arriving) + distance(arriving, to);
                    let pieces = (way / PIECE).ceil().clamp(2.0, MAX_PIECES);
                    points.extend((1..=pieces as u32).map(|n| {
                        let t = n as f32 / pieces;
                        let s = 1.0 - t;
                        let weights = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
                        let along = |axis: usize| {
                            let corners = [from[axis], leaving[axis], arriving[axis], to[axis]];
                            weights.iter().zip(corners).map(|(weight, corner)| weight * corner).sum()
                        };
                        [along(0), along(1)]
                    }));
                    from = to;
                }
            }
        }
        points
    }
}

/// How far a place is from the straight line between two others.
pub(super) fn distance_to_line([x, y]: PagePoint, [x0, y0]: PagePoint, [x1, y1]: PagePoint) -> f32 {
    let (dx, dy) = (x1 - x0, y1 - y0);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (((x - x0) * dx + (y - y0) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    distance([x, y], [x0 + along * dx, y0 + along * dy])
}

fn distance([x0, y0]: PagePoint, [x1, y1]: PagePoint) -> f32 {
    (x1 - x0).hypot(y1 - y0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flattened_path_goes_through_its_ends_and_stays_near_its_curve() {
        let path = StrokePath::from([0.0, 0.0]).line_to([10.0, 0.0]).curve_to([40.0, 0.0], [40.0, 30.0], [70.0, 30.0]);
        let points = path.flattened();
        assert_eq!((points[0], points[1], points[points.len() - 1]), ([0.0, 0.0], [10.0, 0.0], [70.0, 30.0]));
        assert!(points.len() > 10 && points.windows(2).all(|pair| pair[0][0] < pair[1][0]), "{points:?}");
        // The middle of a curve that is the same from both sides.
        let nearest = points.windows(2).map(|pair| distance_to_line([40.0, 15.0], pair[0], pair[1]));
        assert!(nearest.fold(f32::MAX, f32::min) < 0.2);
        let giant = StrokePath::from([0.0, 0.0]).curve_to([1e6, 0.0], [1e6, 1e6], [0.0, 1e6]);
        assert_eq!(giant.flattened().len(), 65);
    }
}
