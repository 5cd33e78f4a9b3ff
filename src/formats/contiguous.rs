//! Annotations as formats have them whose spans are of one piece, the numbers by which some formats call them, and the relations
//! whose ends are there.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::column_options::Pieces;
use super::loss::{AnnotationLoss, LossDetail, LossKind};
use super::losses::Losses;
use crate::model::{AnnotatedDocument, Annotation, AnnotationId, Relation};

/// An annotation, or a piece of one.
pub(super) struct Contiguous<'d> {
    pub annotation: &'d Annotation,
    /// In bytes.
    pub range: Range<usize>,
    /// Which piece it is, from 0.
    pub piece: usize,
}

/// What is written of a document whose annotations have one piece each; what becomes of the others is told. Of a span of no
/// characters too, where the format has none.
pub(super) fn contiguous<'d>(
    document: &'d AnnotatedDocument,
    pieces: Pieces,
    takes_empty: bool,
    losses: &mut Losses<'_>,
) -> Vec<Contiguous<'d>> {
    let mut written = Vec::with_capacity(document.annotations.len());
    for annotation in document.annotations.iter() {
        let extent = annotation.spans.extent();
        if extent.is_empty() && !takes_empty {
            losses.annotation(annotation, LossKind::Lost, AnnotationLoss::Empty);
            continue;
        }
        match pieces {
            _ if !annotation.spans.is_discontinuous() => {
                written.push(Contiguous { annotation, range: extent, piece: 0 });
            }
            Pieces::Drop => losses.annotation(annotation, LossKind::Lost, AnnotationLoss::Discontinuous),
            Pieces::Split => {
                losses.annotation(annotation, LossKind::Flattened, AnnotationLoss::Split);
                let ranges = annotation.spans.iter().map(|span| span.range()).filter(|range| !range.is_empty());
                written.extend(ranges.enumerate().map(|(piece, range)| Contiguous { annotation, range, piece }));
            }
            Pieces::Cover => {
                losses.annotation(annotation, LossKind::Widened, AnnotationLoss::Covered);
                written.push(Contiguous { annotation, range: extent, piece: 0 });
            }
        }
    }
    written
}

/// Where the first piece of each annotation stands in what is written.
pub(super) fn places<'d>(written: &[Contiguous<'d>]) -> HashMap<&'d AnnotationId, usize> {
    let first = written.iter().enumerate().filter(|(_, span)| span.piece == 0);
    first.map(|(at, span)| (&span.annotation.id, at)).collect()
}

/// The relations between annotations that are written, with the places of their ends. The others are told.
pub(super) fn relations<'d>(
    document: &'d AnnotatedDocument,
    places: &HashMap<&AnnotationId, usize>,
    losses: &mut Losses<'_>,
) -> Vec<(&'d Relation, usize, usize)> {
    let mut written = Vec::with_capacity(document.relations.len());
    for relation in document.relations.values() {
        match (places.get(&relation.source), places.get(&relation.target)) {
            (Some(source), Some(target)) => written.push((relation, *source, *target)),
            _ => losses.relation(relation, LossKind::Lost, LossDetail::EndOfRelation(relation.id.clone())),
        }
    }
    written
}

/// Numbers for ids, those that are numbers themselves; and how many got another name.
pub(super) fn numbers<'a>(ids: impl Iterator<Item = Option<&'a str>> + Clone) -> (Vec<u32>, usize) {
    let number = |id: &str| id.parse::<u32>().ok().filter(|number| number.to_string() == id);
    let mut taken: HashSet<u32> = ids.clone().flatten().filter_map(number).collect();
    let (mut next, mut renamed) = (0, 0);
    let mut fresh = || {
        while !taken.insert(next) {
            next += 1;
        }
        next
    };
    let numbers = ids
        .map(|id| match id {
            None => fresh(),
            Some(id) => number(id).unwrap_or_else(|| {
                renamed += 1;
                fresh()
            }),
        })
        .collect();
    (numbers, renamed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_are_numbers_stay_and_the_others_get_those_that_are_free() {
        let ids = [Some("a"), Some("0"), None, Some("01"), Some("2")];
        assert_eq!(numbers(ids.into_iter()), (vec![1, 0, 3, 4, 2], 2));
    }
}
