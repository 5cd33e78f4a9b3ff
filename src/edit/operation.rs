//! The smallest changes, each of which knows how to be taken back.

use std::fmt;
use std::sync::Arc;

use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, Annotator, Attributes, Conflict, DocumentId, DocumentState, Relation,
    Schema,
};
use std::collections::BTreeMap;

/// One change of an annotated document, with what was there before.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// `None` before: the annotation is new. `None` after: it is deleted.
    Annotation {
        id: AnnotationId,
        before: Option<Box<Annotation>>,
        after: Option<Box<Annotation>>,
    },
    /// As for annotations.
    Relation {
        id: AnnotationId,
        before: Option<Box<Relation>>,
        after: Option<Box<Relation>>,
    },
    Schema {
        before: Arc<Schema>,
        after: Arc<Schema>,
    },
    State {
        before: DocumentState,
        after: DocumentState,
    },
    Attributes {
        before: Attributes,
        after: Attributes,
    },
    Facts {
        before: Box<DocumentMetadata>,
        after: Box<DocumentMetadata>,
    },
    Conflicts {
        before: Vec<Arc<Conflict>>,
        after: Vec<Arc<Conflict>>,
    },
}

/// What is said of a document besides its annotations and their schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentMetadata {
    pub id: DocumentId,
    pub title: String,
    pub metadata: BTreeMap<String, String>,
    pub annotator: Annotator,
    pub note: String,
    pub flag: bool,
}

impl DocumentMetadata {
    pub fn of(document: &AnnotatedDocument) -> Self {
        DocumentMetadata {
            id: document.document.id().clone(),
            title: document.document.title().to_owned(),
            metadata: document.document.metadata().clone(),
            annotator: document.annotator.clone(),
            note: document.note.clone(),
            flag: document.flag,
        }
    }

    fn put(self, document: &mut AnnotatedDocument) {
        document.document = document.document.with_facts(self.id, self.title, self.metadata);
        document.annotator = self.annotator;
        document.note = self.note;
        document.flag = self.flag;
    }
}

/// What stands in the document is not what an operation expects: it belongs to another revision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the change does not fit the document: {what} is not as it was when the change was made")]
pub struct StaleTransaction {
    pub what: Part,
}

/// A part of a document that an operation changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Annotation(AnnotationId),
    Relation(AnnotationId),
    Schema,
    State,
    Attributes,
    Facts,
    Conflicts,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Annotation(id) => write!(f, "annotation '{id}'"),
            Part::Relation(id) => write!(f, "relation '{id}'"),
            Part::Schema => f.write_str("the schema"),
            Part::State => f.write_str("the document's state"),
            Part::Attributes => f.write_str("an attribute of the document"),
            Part::Facts => f.write_str("the document's title"),
            Part::Conflicts => f.write_str("the list of conflicts"),
        }
    }
}

impl Operation {
    /// The operation that takes this one back.
    pub fn inverse(&self) -> Operation {
        match self.clone() {
            Operation::Annotation { id, before, after } => Operation::Annotation { id, before: after, after: before },
            Operation::Relation { id, before, after } => Operation::Relation { id, before: after, after: before },
            Operation::Schema { before, after } => Operation::Schema { before: after, after: before },
            Operation::State { before, after } => Operation::State { before: after, after: before },
            Operation::Attributes { before, after } => Operation::Attributes { before: after, after: before },
            Operation::Facts { before, after } => Operation::Facts { before: after, after: before },
            Operation::Conflicts { before, after } => Operation::Conflicts { before: after, after: before },
        }
    }

    /// Whether nothing differs after it.
    pub fn is_idle(&self) -> bool {
        match self {
            Operation::Annotation { before, after, .. } => before == after,
            Operation::Relation { before, after, .. } => before == after,
            Operation::Schema { before, after } => before == after,
            Operation::State { before, after } => before == after,
            Operation::Attributes { before, after } => before == after,
            Operation::Facts { before, after } => before == after,
            Operation::Conflicts { before, after } => before == after,
        }
    }

    /// Whether the document holds what the operation expects to find.
    fn fits(&self, document: &AnnotatedDocument) -> Result<(), StaleTransaction> {
        let (fits, what) = match self {
            Operation::Annotation { id, before, .. } => {
                (document.annotations.get(id).map(|a| &**a) == before.as_deref(), Part::Annotation(id.clone()))
            }
            Operation::Relation { id, before, .. } => {
                (document.relations.get(id) == before.as_deref(), Part::Relation(id.clone()))
            }
            Operation::Schema { before, .. } => (document.schema == *before, Part::Schema),
            Operation::State { before, .. } => (document.state == *before, Part::State),
            Operation::Attributes { before, .. } => (document.attributes == *before, Part::Attributes),
            Operation::Facts { before, .. } => (DocumentMetadata::of(document) == **before, Part::Facts),
            Operation::Conflicts { before, .. } => (document.conflicts == *before, Part::Conflicts),
        };
        if fits { Ok(()) } else { Err(StaleTransaction { what }) }
    }

    fn apply(&self, document: &mut AnnotatedDocument) -> Result<(), StaleTransaction> {
        self.fits(document)?;
        match self {
            Operation::Annotation { id, after, .. } => match after {
                Some(annotation) => document.annotations.insert((**annotation).clone()),
                None => {
                    document.annotations.remove(id);
                }
            },
            Operation::Relation { id, after, .. } => match after {
                Some(relation) => {
                    document.relations.insert((**relation).clone());
                }
                None => {
                    document.relations.remove(id);
                }
            },
            Operation::Schema { after, .. } => document.schema = after.clone(),
            Operation::State { after, .. } => document.state = *after,
            Operation::Attributes { after, .. } => document.attributes = after.clone(),
            Operation::Facts { after, .. } => (**after).clone().put(document),
            Operation::Conflicts { after, .. } => document.conflicts = after.clone(),
        }
        Ok(())
    }
}

/// Operations that are done and undone as one: what one gesture of the analyst amounts to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transaction {
    pub operations: Vec<Operation>,
}

impl Transaction {
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    pub fn inverse(&self) -> Transaction {
        Transaction { operations: self.operations.iter().rev().map(Operation::inverse).collect() }
    }

    /// Applies all operations, or none: where one does not fit, those before it are taken back.
    pub fn apply(&self, document: &mut AnnotatedDocument) -> Result<(), StaleTransaction> {
        for (i, operation) in self.operations.iter().enumerate() {
            if let Err(mismatch) = operation.apply(document) {
                for done in self.operations[..i].iter().rev() {
                    done.inverse().apply(document)?;
                }
                return Err(mismatch);
            }
        }
        Ok(())
    }

    /// The annotations that exist after this transaction and that it made or changed.
    pub fn touched(&self) -> impl Iterator<Item = &Annotation> + '_ {
        self.operations.iter().filter_map(|operation| match operation {
            Operation::Annotation { after, .. } => after.as_deref(),
            _ => None,
        })
    }
}
