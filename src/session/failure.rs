//! Why something that was asked for did not happen, as it is: no sentence is made below the window, which has two
//! languages, and the command line, which has one.

use std::path::PathBuf;

use super::SessionError;
use crate::edit::MergeError;
use crate::formats::{ExportTooLarge, ImportError, ImportNote, Loss};
use crate::model::{DocumentError, Timestamp};
use crate::store::journal::Misfit;
use crate::store::{Held, LoadError, SaveError, folder, seal, versions};

/// What failed. Whatever it was, no file and no open document is worse off.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A file of ours of which nothing can be shown.
    #[error("{error}{}", kept.as_ref().map(ToString::to_string).unwrap_or_default())]
    Hopeless { error: LoadError, kept: Option<Box<KeptVersions>> },
    #[error(transparent)]
    Save(#[from] SaveError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error(transparent)]
    Held(#[from] Held),
    #[error(transparent)]
    Refused(#[from] SessionError),
    /// A document that was read for changes refused them.
    #[error("{title}: {error}")]
    RefusedIn { title: String, error: SessionError },
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error("{}: {why}", path.display())]
    Journal { path: PathBuf, why: Misfit },
    #[error("{}: {error}", path.display())]
    Merge { path: PathBuf, error: MergeError },
    #[error("{}: what both came from is not known; keep yours or read the file again", path.display())]
    NoBase { path: PathBuf },
    #[error(
        "{}: the text itself is another in the file, so that no step leads there; \
         what is open stays as it is: save it under another name, then read the file again",
        path.display()
    )]
    OtherText { path: PathBuf },
    #[error("{}: its file is damaged and not all of it is shown; mend it into a new file", path.display())]
    Damaged { path: PathBuf },
    #[error("{}: {}", path.display(), folder::LEADS_OUT)]
    LeadsOut { path: PathBuf },
    #[error("{}: no document in it", path.display())]
    NoDocument { path: PathBuf },
    #[error("{}: it holds several documents; open it first", path.display())]
    Several { path: PathBuf },
    #[error("{}: it holds no text", path.display())]
    NoText { path: PathBuf },
    #[error("there is no format '{0}'")]
    NoFormat(String),
    #[error(transparent)]
    Export(#[from] ExportTooLarge),
    #[error("it has conflicts, whose versions belong to its text; decide them first")]
    OpenConflicts,
    #[error("{title}: reading it was broken off; choose it again")]
    ReadingBrokenOff { title: String },
    #[error("{title}: a save was broken off by a fault of the program; save it again")]
    SaveBrokenOff { title: String },
}

/// The earlier versions of a file that cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\n{count} earlier versions of it are kept, the newest saved on {}: {}. \
     'hashiya restore {} 1 --out NEW.ron' brings it back as another file",
    newest.to_rfc3339().unwrap_or_default(), place.display(), document.display()
)]
pub struct KeptVersions {
    pub document: PathBuf,
    pub count: usize,
    /// When the newest was saved, and where it is.
    pub newest: Timestamp,
    pub place: PathBuf,
}

impl KeptVersions {
    /// What is kept of the document at `path`, if anything is.
    pub(super) fn of(path: &std::path::Path) -> Option<Self> {
        let found = versions::versions(path);
        let newest = found.first()?;
        let (place, saved) = (newest.path.clone(), newest.saved);
        Some(KeptVersions { document: path.into(), count: found.len(), newest: saved, place })
    }
}

/// What is worth saying about a file that was opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Remark {
    #[error("{}: {}", .0.display(), seal::CHANGED)]
    SealBroken(PathBuf),
    #[error("{}: a merge left {count} to decide (Document, Decide conflicts)", path.display())]
    ConflictsLeft { path: PathBuf, count: usize },
    #[error(transparent)]
    Import(#[from] ImportNote),
    #[error("{0}")]
    Loss(Loss),
}
