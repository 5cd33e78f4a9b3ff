//! What a format cannot carry, said before anything is written. Nothing is dropped, widened or flattened silently.

use std::collections::BTreeMap;
use std::fmt;

use crate::model::{AnnotatedDocument, Annotation, AnnotationId};

/// One thing that does not survive, or does not survive as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The document's id.
    pub document: String,
    /// The annotation or relation; `None` where the document as a whole is meant.
    pub id: Option<AnnotationId>,
    pub kind: LossKind,
    /// What and why, in words.
    pub what: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LossKind {
    /// It is not in the result at all.
    Lost,
    /// It covers more text than before.
    Widened,
    /// It is there in a simpler form.
    Flattened,
    /// It has another name.
    Renamed,
    /// A merge left two versions of it to decide, and only the one that stands is in the result.
    Undecided,
}

impl fmt::Display for LossKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LossKind::Lost => "lost",
            LossKind::Widened => "widened",
            LossKind::Flattened => "flattened",
            LossKind::Renamed => "renamed",
            LossKind::Undecided => "undecided",
        })
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.document, self.kind, self.what)
    }
}

/// How many of each kind.
pub fn counts(losses: &[Loss]) -> BTreeMap<LossKind, usize> {
    let mut counts = BTreeMap::new();
    for loss in losses {
        *counts.entry(loss.kind).or_insert(0) += 1;
    }
    counts
}

/// Collects the losses of one document.
pub(super) struct Losses<'a> {
    document: &'a AnnotatedDocument,
    pub list: Vec<Loss>,
}

impl<'a> Losses<'a> {
    pub fn of(document: &'a AnnotatedDocument) -> Self {
        Losses { document, list: Vec::new() }
    }

    pub fn document(&mut self, kind: LossKind, what: impl Into<String>) {
        self.push(None, kind, what.into());
    }

    /// Names the annotation by label, quote and id.
    pub fn annotation(&mut self, annotation: &Annotation, kind: LossKind, what: &str) {
        let quote = self.document.quote(annotation);
        let quote: String = quote.chars().take(40).collect();
        let what = format!("annotation '{}' {} «{quote}»: {what}", annotation.id, annotation.label);
        self.push(Some(annotation.id.clone()), kind, what);
    }

    pub fn relation(&mut self, id: &AnnotationId, kind: LossKind, what: &str) {
        self.push(Some(id.clone()), kind, format!("relation '{id}': {what}"));
    }

    fn push(&mut self, id: Option<AnnotationId>, kind: LossKind, what: String) {
        self.list.push(Loss { document: self.document.document.id().to_string(), id, kind, what });
    }

    /// What waits to be decided: no format has a place for two versions of one thing.
    pub fn conflicts(&mut self) {
        let document = self.document;
        for conflict in &document.conflicts {
            let what = "a merge left two versions to decide; only the one that stands is exported";
            self.push(conflict.id().cloned(), LossKind::Undecided, what.into());
        }
    }

    /// What every format without a place for our own facts loses: state, metadata, attributes of the document.
    pub fn facts_of_document(&mut self) {
        let document = self.document;
        let mut facts = Vec::new();
        if document.state != Default::default() {
            facts.push(format!("state {:?}", document.state));
        }
        if !document.document.metadata().is_empty() {
            facts.push(format!("metadata ({})", document.document.metadata().len()));
        }
        if !document.attributes.is_empty() {
            facts.push(format!("attributes of the document ({})", document.attributes.len()));
        }
        if !facts.is_empty() {
            self.document(LossKind::Lost, format!("{} of the document", facts.join(", ")));
        }
        self.conflicts();
    }
}
