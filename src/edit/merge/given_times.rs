//! Times that an import gave, since its file has none: two imports of one file differ in them and in nothing that anybody did.
//! Before a merge they are made the same, else an annotation that one side deleted would count as changed by the other.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::model::{AnnotatedDocument, AnnotationId, AnnotationSet, Record, Timestamp};

/// Ours and theirs with the times of the first import wherever nobody touched what was imported since.
pub(super) fn aligned<'a>(
    base: &AnnotatedDocument,
    ours: &'a AnnotatedDocument,
    theirs: &'a AnnotatedDocument,
) -> [Cow<'a, AnnotatedDocument>; 2] {
    let first = |id: &AnnotationId, of: fn(&AnnotatedDocument, &AnnotationId) -> Option<Timestamp>| {
        let sides = || [ours, theirs].into_iter().filter_map(|side| of(side, id)).min();
        of(base, id).or_else(sides)
    };
    [ours, theirs].map(|side| {
        let changed: HashMap<&AnnotationId, Timestamp> =
            side.annotations.iter().filter_map(|a| other_time(&a.id, &a.record, first(&a.id, of_annotation))).collect();
        let links: HashMap<&AnnotationId, Timestamp> =
            side.relations.values().filter_map(|r| other_time(&r.id, &r.record, first(&r.id, of_relation))).collect();
        if changed.is_empty() && links.is_empty() {
            return Cow::Borrowed(side);
        }
        let mut aligned = side.clone();
        if !changed.is_empty() {
            let annotations = side.annotations.iter().map(|annotation| match changed.get(&annotation.id) {
                Some(time) => {
                    let mut annotation = (**annotation).clone();
                    (annotation.record.created, annotation.record.modified) = (*time, *time);
                    annotation.into()
                }
                None => annotation.clone(),
            });
            aligned.annotations = AnnotationSet::from_shared(annotations.collect());
        }
        for (id, time) in links {
            if let Some(mut relation) = side.relations.get(id).cloned() {
                (relation.record.created, relation.record.modified) = (time, time);
                aligned.relations.insert(relation);
            }
        }
        Cow::Owned(aligned)
    })
}

/// The time that a record is to have, where it is another than it has.
fn other_time<'a>(
    id: &'a AnnotationId,
    record: &Record,
    first: Option<Timestamp>,
) -> Option<(&'a AnnotationId, Timestamp)> {
    let first = first.filter(|first| record.given_time().is_some_and(|time| time != *first))?;
    Some((id, first))
}

fn of_annotation(document: &AnnotatedDocument, id: &AnnotationId) -> Option<Timestamp> {
    document.annotations.get(id)?.record.given_time()
}

fn of_relation(document: &AnnotatedDocument, id: &AnnotationId) -> Option<Timestamp> {
    document.relations.get(id)?.record.given_time()
}
