//! Earlier states of a document, as they are listed, chosen and brought back.

use std::path::PathBuf;
use std::sync::Arc;

use super::entry_id::EntryId;
use super::failure::SessionFailure;
use super::tasks::TaskId;
use crate::edit::Transaction;
use crate::model::{AnnotatedDocument, Timestamp};
use crate::store::ContentHash;
pub use crate::workspace::versions::{VersionSource as Source, VersionSummary as About};

/// An earlier state of a document.
#[derive(Clone, Debug)]
pub struct VersionEntry {
    pub source: Source,
    pub when: Timestamp,
    /// `None` while it is read.
    pub about: Option<Result<About, Arc<SessionFailure>>>,
}

/// The earlier states of one document, the newest first, and then those of documents that had no file.
#[derive(Clone, Debug)]
pub struct VersionList {
    pub entry: Option<EntryId>,
    pub(super) path: Option<PathBuf>,
    /// `None` while the folders are read.
    pub lines: Option<Vec<VersionEntry>>,
    /// What reads them.
    pub(super) looking: Option<TaskId>,
}

/// What is to be done with an earlier state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenMode {
    /// Shown as a document of its own that cannot be changed.
    Read,
    /// Brought back to be worked on.
    Restore,
}

/// How an earlier state comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestoreMode {
    /// Shown only.
    Read,
    /// As a step of the document that is open.
    Step,
    /// In the place of a file that cannot be opened, or that is gone.
    Over,
    /// As a document that no file holds.
    Anew,
}

/// An earlier state on its way into the window.
#[derive(Debug)]
pub struct RestoredVersion {
    pub content: AnnotatedDocument,
    /// To be restored: what leads there from the revision of the order; `None` where the text is another.
    pub step: Option<Transaction>,
    /// What the file holds whose place it takes; `None` where it is gone.
    pub file: Option<ContentHash>,
}

/// What is to be brought.
#[derive(Clone, Debug)]
pub struct RestoreRequest {
    pub entry: Option<EntryId>,
    pub path: Option<PathBuf>,
    pub source: Source,
    pub when: Timestamp,
    pub way: RestoreMode,
    pub revision: u64,
}
