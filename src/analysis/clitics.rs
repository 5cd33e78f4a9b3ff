//! Which annotations begin elsewhere where a project wants proclitics inside its spans, or outside.

use std::borrow::Borrow;
use std::ops::Range;

use crate::arabic::clitics::{CliticPolicy, Confidence, Lexicon, exclude_proclitics, include_proclitics};
use crate::model::{AnnotatedDocument, AnnotationId, Spans};

/// The words of the documents: what the clitic rules know.
pub fn vocabulary_of<D: Borrow<AnnotatedDocument>>(documents: impl IntoIterator<Item = D>) -> Lexicon {
    let mut vocabulary = Lexicon::default();
    documents.into_iter().for_each(|document| vocabulary.add_text(document.borrow().text()));
    vocabulary
}

/// An annotation whose start is to be moved (bytes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub id: AnnotationId,
    pub from: Range<usize>,
    pub to: Range<usize>,
}

impl Moved {
    /// The proclitics that are taken in or left out.
    pub fn between(&self) -> Range<usize> {
        self.from.start.min(self.to.start)..self.from.start.max(self.to.start)
    }
}

/// The annotations of `document` that `policy` moves, in order; with `article`, ال is left out like other proclitics.
/// Discontinuous ones stay: which of their parts is meant is for a person to say.
pub fn moves(document: &AnnotatedDocument, policy: CliticPolicy, article: bool, vocabulary: &Lexicon) -> Vec<Moved> {
    let text = document.text();
    let moved = |span: Range<usize>| match policy {
        CliticPolicy::Include => include_proclitics(text, span, vocabulary),
        CliticPolicy::Exclude => exclude_proclitics(text, span, vocabulary, Confidence::Attested, article),
        CliticPolicy::Split => span,
    };
    let annotations = document.annotations.iter().filter(|annotation| !annotation.spans.is_discontinuous());
    annotations
        .filter_map(|annotation| {
            let from = annotation.spans.extent();
            let to = moved(from.clone());
            (to != from).then(|| Moved { id: annotation.id.clone(), from, to })
        })
        .collect()
}

/// The document with its annotations moved: what an export of another policy writes. The document itself stays.
pub fn with_moves(document: &AnnotatedDocument, moves: &[Moved]) -> AnnotatedDocument {
    let mut changed = document.clone();
    for moved in moves {
        let Some(annotation) = changed.annotations.get(&moved.id).cloned() else { continue };
        let Ok(span) = changed.document.span(moved.to.clone()) else { continue };
        changed.annotations.remove(&moved.id);
        let mut annotation = (*annotation).clone();
        annotation.spans = Spans::from(span);
        changed.annotations.insert(annotation);
    }
    changed
}
