//! A line of the document list: a file, a sample or an import, open or not.

mod entries;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) use self::entries::Entries;
pub use self::entries::ListChange;
use super::document::OpenDocument;
pub use super::entry_id::EntryId;
use super::error::ReadOnly;
use super::failure::SessionFailure;
use super::reading::Reading;
use crate::model::{Annotator, DocumentId, DocumentState, LabelName, Timestamp};
pub use crate::store::Summary;
use crate::workspace::DocumentFacts;
use crate::workspace::open::Size;

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
    /// What was known of it when it began to be read; shown until it is there.
    before: Option<Arc<Summary>>,
    /// What was counted when it was read.
    size: Option<Size>,
    /// How many folders of `path` are above what was opened.
    above: usize,
}

impl Entry {
    pub(super) fn from_path(id: EntryId, path: PathBuf) -> Self {
        let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let above = path.components().count().saturating_sub(1);
        let content = Content::Closed(None);
        Entry { id, name, path: Some(path), shared: None, beside: None, content, before: None, size: None, above }
    }

    pub(super) fn opened(id: EntryId, document: OpenDocument) -> Self {
        let name = document.content().document.title().to_owned();
        let (path, content) = (document.path().cloned(), Content::Open(Box::new(document)));
        let above = path.as_ref().map_or(0, |path| path.components().count().saturating_sub(1));
        Entry { id, name, path, shared: None, beside: None, content, before: None, size: None, above }
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

    pub(super) fn begin_reading(&mut self, reading: Reading) {
        if let Content::Closed(summary) = std::mem::replace(&mut self.content, Content::Loading(reading)) {
            self.before = summary;
        }
    }

    pub(super) fn set_size(&mut self, size: Size) {
        self.size = Some(size);
    }

    /// It was changed just now.
    pub(super) fn was_changed(&mut self, now: Timestamp) {
        self.size.iter_mut().for_each(|size| size.changed = Some(now));
    }

    /// It lies in this folder, which was opened.
    pub(super) fn lies_in(&mut self, folder: &Path) {
        self.above = folder.components().count();
    }

    /// What was known of it before it was open.
    fn summary(&self) -> Option<&Summary> {
        match &self.content {
            Content::Closed(summary) => summary.as_deref(),
            Content::Loading(_) => self.before.as_deref(),
            Content::Open(_) | Content::Failed(_) => None,
        }
    }

    /// The folder in which it lies, below the one that was opened; else that folder's own name.
    pub fn folder(&self) -> Option<String> {
        let folder = self.path.as_deref()?.parent()?;
        let below: PathBuf = folder.components().skip(self.above).collect();
        match below.as_os_str().is_empty() {
            true => folder.file_name().map(|name| name.to_string_lossy().into_owned()),
            false => Some(below.to_string_lossy().into_owned()),
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

impl DocumentFacts for Entry {
    fn title(&self) -> &str {
        Entry::title(self)
    }

    fn below(&self) -> &Path {
        let Some(path) = &self.path else { return Path::new("") };
        let mut parts = path.components();
        parts.by_ref().take(self.above).for_each(drop);
        parts.as_path()
    }

    fn id(&self) -> Option<&DocumentId> {
        let summary = self.summary().map(|summary| &summary.id);
        summary.or_else(|| Some(self.document()?.content().document.id()))
    }

    fn state(&self) -> Option<DocumentState> {
        // What a file says of itself that lost a part of it is no state of the work.
        let whole = self.document().filter(|document| document.read_only() != Some(&ReadOnly::Unsound));
        self.summary().map(|summary| summary.state).or_else(|| Some(whole?.content().state))
    }

    fn annotator(&self) -> Option<&Annotator> {
        let summary = self.summary().map(|summary| &summary.annotator);
        summary.or_else(|| Some(&self.document()?.content().annotator))
    }

    fn annotations(&self) -> Option<usize> {
        let own = |document: &OpenDocument| document.content().annotations.len();
        self.summary().map(|summary| summary.annotations).or_else(|| self.document().map(own))
    }

    fn relations(&self) -> Option<usize> {
        let own = |document: &OpenDocument| document.content().relations.len();
        self.summary().map(|summary| summary.relations).or_else(|| self.document().map(own))
    }

    fn conflicts(&self) -> Option<usize> {
        let own = |document: &OpenDocument| document.content().conflicts.len();
        self.summary().map(|summary| summary.conflicts).or_else(|| self.document().map(own))
    }

    fn words(&self) -> Option<usize> {
        self.summary().map(|summary| summary.words).or_else(|| self.size.map(|size| size.words))
    }

    fn changed(&self) -> Option<Timestamp> {
        self.summary().map_or_else(|| self.size?.changed, |summary| summary.changed)
    }

    fn each_label(&self, tell: &mut dyn FnMut(&LabelName, usize)) {
        match (self.summary(), self.document()) {
            (Some(summary), _) => summary.labels.iter().for_each(|(label, count)| tell(label, *count as usize)),
            (None, Some(document)) => {
                document.content().annotations.label_counts().iter().for_each(|(label, count)| tell(label, *count));
            }
            (None, None) => {}
        }
    }

    fn each_attribute(&self, tell: &mut dyn FnMut(&str, &str)) {
        match (self.summary(), self.document()) {
            (Some(summary), _) => summary.attributes.iter().for_each(|(name, value)| tell(name, value)),
            (None, Some(document)) => {
                let attributes = document.content().attributes.iter();
                attributes.for_each(|(name, value)| tell(name, &value.to_string()));
            }
            (None, None) => {}
        }
    }
}
