//! Which relations end at an annotation, so that nobody asks each relation of a document.

use std::collections::{BTreeMap, HashMap};

use super::annotation::{AnnotationId, Relation};

/// The relations of one state of a document by their ends. Made in the time of one pass over them.
#[derive(Clone, Debug, Default)]
pub struct RelationIndex {
    by_end: HashMap<AnnotationId, Vec<AnnotationId>>,
}

impl RelationIndex {
    pub fn of(relations: &BTreeMap<AnnotationId, Relation>) -> Self {
        let mut by_end: HashMap<AnnotationId, Vec<AnnotationId>> = HashMap::new();
        for relation in relations.values() {
            by_end.entry(relation.source.clone()).or_default().push(relation.id.clone());
            if relation.target != relation.source {
                by_end.entry(relation.target.clone()).or_default().push(relation.id.clone());
            }
        }
        RelationIndex { by_end }
    }

    /// The ids of the relations that begin or end at an annotation, in their order.
    pub fn at(&self, end: &AnnotationId) -> &[AnnotationId] {
        self.by_end.get(end).map_or(&[], Vec::as_slice)
    }
}
