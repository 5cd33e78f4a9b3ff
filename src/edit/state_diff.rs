//! From one state of a document to another in one step, so that taking a file or an earlier version over can be undone.

use std::sync::Arc;

use super::operation::{DocumentMetadata, Operation, Transaction};
use crate::model::{AnnotatedDocument, Annotation};

/// What leads from `from` to `to`; nothing where both are the same. `None` where their texts differ: a text never
/// changes.
pub fn transaction_between(from: &AnnotatedDocument, to: &AnnotatedDocument) -> Option<Transaction> {
    if from.document.digest() != to.document.digest() {
        return None;
    }
    let mut operations = Vec::new();
    if from.schema != to.schema {
        operations.push(Operation::Schema { before: from.schema.clone(), after: to.schema.clone() });
    }
    let (before, after) = (DocumentMetadata::of(from), DocumentMetadata::of(to));
    if before != after {
        operations.push(Operation::Facts { before: Box::new(before), after: Box::new(after) });
    }
    if from.state != to.state {
        operations.push(Operation::State { before: from.state, after: to.state });
    }
    if from.attributes != to.attributes {
        operations.push(Operation::Attributes { before: from.attributes.clone(), after: to.attributes.clone() });
    }
    annotations(from, to, &mut operations);
    for relation in from.relations.values() {
        let id = &relation.id;
        let after = to.relations.get(id);
        if after != Some(relation) {
            let before = Some(Box::new(relation.clone()));
            operations.push(Operation::Relation { id: id.clone(), before, after: after.cloned().map(Box::new) });
        }
    }
    for relation in to.relations.values().filter(|relation| !from.relations.contains(&relation.id)) {
        let id = &relation.id;
        let after = Some(Box::new(relation.clone()));
        operations.push(Operation::Relation { id: id.clone(), before: None, after });
    }
    if from.conflicts != to.conflicts {
        operations.push(Operation::Conflicts { before: from.conflicts.clone(), after: to.conflicts.clone() });
    }
    Some(Transaction { operations })
}

fn annotations(from: &AnnotatedDocument, to: &AnnotatedDocument, operations: &mut Vec<Operation>) {
    let boxed = |annotation: &Arc<Annotation>| Box::new((**annotation).clone());
    for annotation in from.annotations.iter() {
        let after = to.annotations.get(&annotation.id);
        // States of one document share most of their annotations.
        if !after.is_some_and(|after| Arc::ptr_eq(after, annotation) || after == annotation) {
            let (id, before) = (annotation.id.clone(), Some(boxed(annotation)));
            operations.push(Operation::Annotation { id, before, after: after.map(boxed) });
        }
    }
    for annotation in to.annotations.iter().filter(|a| !from.annotations.contains(&a.id)) {
        let (id, after) = (annotation.id.clone(), Some(boxed(annotation)));
        operations.push(Operation::Annotation { id, before: None, after });
    }
}
