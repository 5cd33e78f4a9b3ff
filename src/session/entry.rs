//! A line of the document list: a file, a sample or an import, open or not.

mod entries;

use std::path::PathBuf;
use std::sync::Arc;

pub(super) use self::entries::Entries;
pub use self::entries::ListChange;
use super::document::OpenDocument;
pub use super::entry_id::EntryId;
use super::failure::SessionFailure;
use super::reading::Reading;
use crate::model::DocumentState;
pub use crate::store::Summary;

/// What is known of the document behind an entry.
#[derive(Debug)]
pub enum Content {
    /// Only its file is known; its summary may follow.
    Closed(Option<Arc<Summary>>),
    Loading(Reading),
    Open(Box<OpenDocument>),
    /// It could not be read.
    Failed(Arc<SessionFailure>),
}

/// One document of the workspace.
#[derive(Debug)]
pub struct Entry {
    pub id: EntryId,
    /// Shown until the document itself is read.
    name: String,
    /// Where it was found; `None` for a sample or one of several documents of an import. Changed by [`Entries`] alone.
    path: Option<PathBuf>,
    /// The file it was read from together with others.
    pub(super) shared: Option<PathBuf>,
    /// The text or file it was made anew from, beside which a first save is suggested.
    pub(super) beside: Option<PathBuf>,
    pub(super) content: Content,
}

impl Entry {
    pub(super) fn from_path(id: EntryId, path: PathBuf) -> Self {
        let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        Entry { id, name, path: Some(path), shared: None, beside: None, content: Content::Closed(None) }
    }

    pub(super) fn opened(id: EntryId, document: OpenDocument) -> Self {
        let name = document.content().document.title().to_owned();
        let (path, content) = (document.path().cloned(), Content::Open(Box::new(document)));
        Entry { id, name, path, shared: None, beside: None, content }
    }

    pub fn content(&self) -> &Content {
        &self.content
    }

    pub fn path(&self) -> Option<&PathBuf> {
        self.path.as_ref()
    }

    pub fn document(&self) -> Option<&OpenDocument> {
        match &self.content {
            Content::Open(document) => Some(document),
            _ => None,
        }
    }

    pub(super) fn document_mut(&mut self) -> Option<&mut OpenDocument> {
        match &mut self.content {
            Content::Open(document) => Some(document),
            _ => None,
        }
    }

    /// What to call it: the document's title, else its file's name.
    pub fn title(&self) -> &str {
        let title = match &self.content {
            Content::Open(document) => document.content().document.title(),
            Content::Loading(reading) => reading.shown().map_or("", |shown| shown.content().document.title()),
            Content::Closed(Some(summary)) => &summary.title,
            _ => "",
        };
        if title.is_empty() { &self.name } else { title }
    }

    pub fn state(&self) -> Option<DocumentState> {
        match &self.content {
            Content::Open(document) => Some(document.content().state),
            Content::Closed(Some(summary)) => Some(summary.state),
            _ => None,
        }
    }

    /// How many annotations the document has, where that is known.
    pub fn annotations(&self) -> Option<usize> {
        match &self.content {
            Content::Open(document) => Some(document.content().annotations.len()),
            Content::Closed(Some(summary)) => Some(summary.annotations),
            _ => None,
        }
    }

    /// Whether it is a file of ours that could not be opened: what is kept of it is offered.
    pub fn has_earlier(&self) -> bool {
        matches!(self.content, Content::Failed(_))
            && self.path.as_deref().is_some_and(crate::workspace::open::is_document_name)
    }

    pub fn is_dirty(&self) -> bool {
        self.document().is_some_and(OpenDocument::is_dirty)
    }

    /// The open document, or what is known of one that is being read. For showing only.
    pub fn shown(&self) -> Option<&OpenDocument> {
        match &self.content {
            Content::Open(document) => Some(document),
            Content::Loading(reading) => reading.shown(),
            Content::Closed(_) | Content::Failed(_) => None,
        }
    }

    pub(super) fn shown_mut(&mut self) -> Option<&mut OpenDocument> {
        match &mut self.content {
            Content::Open(document) => Some(document),
            Content::Loading(reading) => reading.shown_mut(),
            Content::Closed(_) | Content::Failed(_) => None,
        }
    }

    /// The document that was read, in the place of what was shown of it.
    pub(super) fn has_been_read(&mut self, mut document: OpenDocument) {
        if let Content::Loading(reading) = &self.content
            && let Some(shown) = reading.shown()
        {
            document.as_looked_at(shown);
        }
        self.content = Content::Open(Box::new(document));
    }
}
