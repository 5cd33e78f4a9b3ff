//! The innermost annotation at each of many places, in one walk over both: however many are nested around a place, each
//! is looked at once.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::iter::Peekable;
use std::ops::Range;
use std::sync::Arc;

use super::annotation::Annotation;
use super::index::AnnotationSet;
use super::offset::TextSpan;

/// A span and whose it is.
type Enclosing<'a> = (TextSpan, &'a Arc<Annotation>);

/// The walk. Places are asked for in ascending order and share no byte.
pub struct Innermost<'a> {
    coming: Peekable<Box<dyn Iterator<Item = Enclosing<'a>> + 'a>>,
    /// Those that begin before the end of the last place, the shortest on top, of several the first in document order.
    open: BinaryHeap<Reverse<(u32, usize)>>,
    passed: Vec<Enclosing<'a>>,
}

impl<'a> Innermost<'a> {
    pub fn new(annotations: &'a AnnotationSet) -> Self {
        let all: Box<dyn Iterator<Item = _>> = Box::new(annotations.overlapping(0..usize::MAX));
        Innermost { coming: all.peekable(), open: BinaryHeap::new(), passed: Vec::new() }
    }

    /// The shortest span that [`AnnotationSet::overlapping`] gives for `place` (bytes), and its annotation.
    pub fn at(&mut self, place: &Range<usize>) -> Option<(TextSpan, &'a Arc<Annotation>)> {
        while let Some(next) = self.coming.next_if(|(span, _)| span.start().to_usize() < place.end) {
            self.open.push(Reverse((next.0.len(), self.passed.len())));
            self.passed.push(next);
        }
        while let Some(&Reverse((_, n))) = self.open.peek() {
            let (span, annotation) = self.passed[n];
            let Range { start, end } = span.range();
            if place.start < end || (start == end && place.start <= start) {
                return Some((span, annotation));
            }
            self.open.pop();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Annotator, Provenance, Record, Timestamp};

    proptest! {
        #[test]
        fn the_walk_finds_what_a_look_at_each_place_finds(
            spans in proptest::collection::vec((0usize..100, 0usize..60), 0..60),
            steps in proptest::collection::vec((0usize..6, 1usize..9), 0..30),
        ) {
            let text = "x".repeat(200);
            let annotation = |(n, (start, length)): (usize, (usize, usize))| Annotation {
                id: format!("a{n}").as_str().into(),
                label: "PER".into(),
                spans: TextSpan::new_or_empty(&text, start..start + length).unwrap().into(), entity: None, record: Record::new(Provenance::Human, Annotator::from("t"), Timestamp(0)),};
            let set = AnnotationSet::from_annotations(spans.into_iter().enumerate().map(annotation));
            let mut walk = Innermost::new(&set);
            let mut start = 0;
            for (gap, length) in steps {
                let place = start + gap..start + gap + length;
                start = place.end;
                let plain = set.overlapping(place.clone()).min_by_key(|(span, _)| span.len());
                let found = walk.at(&place);
                prop_assert_eq!(found.map(|(s, a)| (s, &a.id)), plain.map(|(s, a)| (s, &a.id)));
            }
        }
    }
}
