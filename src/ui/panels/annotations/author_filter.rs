//! By whom, or how, an annotation was made: what the list can be narrowed to and the page dims all others for.

use crate::model::{AnnotatedDocument, Annotation, Annotator, Provenance};

/// A maker of annotations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorFilter {
    Annotator(Annotator),
    /// A person's own hand, whoever it was.
    Hand,
    Import,
    Suggestion,
}

impl AuthorFilter {
    /// Whether an annotation is of this maker.
    pub fn made(&self, annotation: &Annotation) -> bool {
        match self {
            AuthorFilter::Annotator(annotator) => annotation.record.annotator == *annotator,
            AuthorFilter::Hand => matches!(annotation.record.provenance, Provenance::Human),
            AuthorFilter::Import => matches!(annotation.record.provenance, Provenance::Imported { .. }),
            AuthorFilter::Suggestion => matches!(annotation.record.provenance, Provenance::AcceptedSuggestion { .. }),
        }
    }

    /// The key of its name in the words; an annotator has a name of their own.
    pub(super) fn message_id(&self) -> Option<&'static str> {
        match self {
            AuthorFilter::Annotator(_) => None,
            AuthorFilter::Hand => Some("maker-hand"),
            AuthorFilter::Import => Some("maker-import"),
            AuthorFilter::Suggestion => Some("maker-suggestion"),
        }
    }

    /// The makers a document has annotations of: annotators by name, then how annotations came about.
    pub(super) fn all_of(document: &AnnotatedDocument) -> Vec<AuthorFilter> {
        let mut annotators: Vec<&Annotator> = Vec::new();
        let mut ways = [(AuthorFilter::Hand, false), (AuthorFilter::Import, false), (AuthorFilter::Suggestion, false)];
        for annotation in document.annotations.iter() {
            if annotators.last() != Some(&&annotation.record.annotator)
                && !annotators.contains(&&annotation.record.annotator)
            {
                annotators.push(&annotation.record.annotator);
            }
            if let Some(way) = ways.iter_mut().find(|(way, seen)| !seen && way.made(annotation)) {
                way.1 = true;
            }
        }
        annotators.sort();
        let seen = ways.into_iter().filter(|(_, seen)| *seen).map(|(way, _)| way);
        annotators.into_iter().cloned().map(AuthorFilter::Annotator).chain(seen).collect()
    }
}
