//! How many annotations are painted on one place: beyond a number of tints and underlines nothing more can be seen, so
//! the rest is counted instead.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;
use std::sync::Arc;

use super::display_list::Neighbours;
use crate::model::{Annotation, AnnotationId, AnnotationSet, TextSpan};

/// Annotations painted over one another at most. Sixteen tints cover the paper, and four underlines fit below a line.
pub const MAX_LAYERS: usize = 16;

/// A span to be painted.
#[derive(Clone, Debug)]
pub struct Layer<'a> {
    pub span: TextSpan,
    pub annotation: &'a Arc<Annotation>,
    /// How many more stand here that are not painted.
    pub hidden: usize,
}

impl Layer<'_> {
    /// The name to be shown under the span, with how many more stand there.
    pub fn tag(&self, name: &Arc<str>) -> Arc<str> {
        match self.hidden {
            0 => name.clone(),
            more => format!("{name} +{more}").into(),
        }
    }

    /// The pieces of its annotation beside this one.
    pub fn neighbours(&self) -> Neighbours {
        let spans = self.annotation.spans.as_slice();
        let at = spans.partition_point(|span| *span < self.span);
        Neighbours {
            before: at.checked_sub(1).and_then(|before| spans.get(before)).map(|span| span.range().end),
            after: spans.get(at + 1).map(|span| span.range().start),
        }
    }
}

/// The spans in `window` (bytes) that are painted, in document order: on no place more than [`MAX_LAYERS`], of which the
/// first in that order stay, and `active` wherever it stands. The cost depends on the window, however many annotations
/// stand on one place.
pub fn layers<'a>(
    annotations: &'a AnnotationSet,
    window: Range<usize>,
    active: Option<&AnnotationId>,
) -> Vec<Layer<'a>> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut ends = BinaryHeap::new();
    // The first layer that begins where the last one does.
    let mut first = 0;
    for (span, annotation, left_out) in annotations.in_view(window.clone(), MAX_LAYERS) {
        let Range { start, end } = span.range();
        while ends.peek().is_some_and(|Reverse(end)| *end <= start) {
            ends.pop();
        }
        let painted = ends.len() < MAX_LAYERS || active == Some(&annotation.id);
        if painted {
            ends.push(Reverse(end));
            if layers.get(first).is_none_or(|layer| layer.span.start() != span.start()) {
                first = layers.len();
            }
            layers.push(Layer { span, annotation, hidden: 0 });
        }
        if let Some(layer) = layers.get_mut(first) {
            layer.hidden += left_out + usize::from(!painted);
        }
    }
    let active_annotation =
        active.and_then(|id| annotations.get(id)).filter(|a| !layers.iter().any(|l| l.annotation.id == a.id));
    for span in active_annotation.iter().flat_map(|a| a.spans.iter()) {
        let range = span.range();
        if let Some(annotation) = active_annotation
            && range.start < window.end
            && window.start < range.end
        {
            layers.push(Layer { span, annotation, hidden: 0 });
        }
    }
    layers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Annotator, Provenance, Record, Timestamp};

    fn annotation(n: usize, range: Range<usize>) -> Annotation {
        Annotation {
            id: format!("a{n:05}").as_str().into(),
            label: "PER".into(),
            spans: TextSpan::new(&"x".repeat(4000), range).unwrap().into(),
            entity: None,
            record: Record::new(Provenance::Human, Annotator::from("t"), Timestamp(0)),
        }
    }

    #[test]
    fn what_is_painted_on_one_place_is_bounded_and_the_rest_is_counted() {
        let stacked = (0..3000).map(|n| annotation(n, 10..20));
        let beside = [annotation(5000, 12..14), annotation(6000, 30..35), annotation(7000, 0..40)];
        let set = AnnotationSet::from_annotations(stacked.chain(beside));
        let all = layers(&set, 0..4000, None);
        let (names, hidden): (Vec<_>, Vec<_>) = all.iter().map(|l| (l.annotation.id.as_str(), l.hidden)).unzip();
        assert_eq!(names.len(), MAX_LAYERS + 1, "{names:?}");
        assert_eq!((names[0], names[1], names[MAX_LAYERS]), ("a07000", "a00000", "a06000"));
        assert_eq!(hidden[1], 3000 - 15 + 1, "and the one that stands within them");
        assert_eq!(hidden.iter().sum::<usize>(), hidden[1]);
        assert_eq!(&*all[1].tag(&"PER".into()), "PER +2986");
        assert_eq!(&*all[0].tag(&"PER".into()), "PER");
        let active = AnnotationId::from("a02500");
        let with_active = layers(&set, 0..4000, Some(&active));
        assert_eq!(with_active.last().unwrap().annotation.id, active, "what is active is always seen");
        assert_eq!(layers(&set, 21..29, Some(&active)).len(), 1, "but not where it does not stand");
    }

    #[test]
    fn what_stands_side_by_side_is_painted_whole() {
        let nested = (0..12).map(|n| annotation(n, n..100 - n));
        let beside = (0..900).map(|n| annotation(100 + n, 200 + 4 * n..203 + 4 * n));
        let set = AnnotationSet::from_annotations(nested.chain(beside));
        assert!(
            layers(&set, 0..4000, None).iter().map(|l| l.annotation.id.clone()).eq(set.iter().map(|a| a.id.clone()))
        );
        assert_eq!(layers(&set, 50..51, None).len(), 12);
    }
}
