//! By whom, or how, an annotation was made: what the list can be narrowed to and the page dims all others for.

use crate::model::{AnnotatedDocument, Annotation, Annotator, Provenance};

/// A maker of annotations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Maker {
    Annotator(Annotator),
    /// A person's own hand, whoever it was.
    Hand,
    Import,
    Suggestion,
}

impl Maker {
    /// Whether an annotation is of this maker.
    pub fn made(&self, annotation: &Annotation) -> bool {
        match self {
            Maker::Annotator(annotator) => annotation.record.annotator == *annotator,
            Maker::Hand => matches!(annotation.record.provenance, Provenance::Human),
            Maker::Import => matches!(annotation.record.provenance, Provenance::Imported { .. }),
            Maker::Suggestion => matches!(annotation.record.provenance, Provenance::AcceptedSuggestion { .. }),
        }
    }

    /// The key of its name in the words; an annotator has a name of their own.
    pub(super) fn word(&self) -> Option<&'static str> {
        match self {
            Maker::Annotator(_) => None,
            Maker::Hand => Some("maker-hand"),
            Maker::Import => Some("maker-import"),
            Maker::Suggestion => Some("maker-suggestion"),
        }
    }

    /// The makers a document has annotations of: annotators by name, then how annotations came about.
    pub(super) fn all_of(document: &AnnotatedDocument) -> Vec<Maker> {
        let mut annotators: Vec<&Annotator> = Vec::new();
        let mut ways = [(Maker::Hand, false), (Maker::Import, false), (Maker::Suggestion, false)];
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
        annotators.into_iter().cloned().map(Maker::Annotator).chain(seen).collect()
    }
}
