//! A document while it is read: what of it can be shown already, and what waits until it is there.
//!
//! What is shown is no document of the session: it cannot be changed, saved, exported or counted, and goes when the
//! document itself comes, which takes its caret and its selection over.

use std::sync::Arc;

use super::document::OpenDocument;
use super::error::ReadOnly;
use crate::model::Annotation;
use crate::store::{InView, Stage};

/// A document that is being read.
#[derive(Debug, Default)]
pub struct Reading {
    view: Arc<InView>,
    shown: Option<Box<OpenDocument>>,
}

impl Reading {
    /// What is looked at, for who reads it.
    pub fn view(&self) -> &Arc<InView> {
        &self.view
    }

    /// How many annotations were read so far.
    pub fn annotations(&self) -> usize {
        self.view.read()
    }

    pub(super) fn shown(&self) -> Option<&OpenDocument> {
        self.shown.as_deref()
    }

    pub(super) fn shown_mut(&mut self) -> Option<&mut OpenDocument> {
        self.shown.as_deref_mut()
    }

    pub(super) fn take_stage(&mut self, stage: Stage) {
        match (stage, &mut self.shown) {
            (Stage::Text(content), shown) => {
                *shown = Some(Box::new(OpenDocument::imported(*content).only_to_read(ReadOnly::BeingRead)));
            }
            (Stage::View(annotations), Some(shown)) => shown.show_also(annotations),
            (Stage::View(_), None) => {}
        }
    }
}

impl OpenDocument {
    /// Puts annotations on a document that is only shown while it is read.
    fn show_also(&mut self, annotations: Vec<Arc<Annotation>>) {
        annotations.into_iter().for_each(|annotation| self.content_being_read().annotations.insert_shared(annotation));
    }

    /// The caret, the selection and the active annotation as they were when only this was shown of the document. A text
    /// that is another has none of them.
    pub(super) fn as_looked_at(&mut self, shown: &OpenDocument) {
        let (text, before) = (self.content().document.text(), shown.content().document.text());
        if Arc::ptr_eq(text, before) || text == before {
            self.selection = shown.selection.clone();
            self.drop_gone_annotation();
        }
    }
}
