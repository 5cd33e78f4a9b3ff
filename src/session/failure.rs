//! Why something that was asked of the session did not happen, as it is: no sentence is made below the window, which has
//! two languages.

use std::path::PathBuf;

use super::error::SessionError;
use crate::formats::ImportError;
use crate::model::DocumentError;
use crate::store::{LoadError, LockHeld, SaveError};
use crate::workspace::WorkspaceError;

/// What failed. Whatever it was, no file and no open document is worse off.
#[derive(Debug, thiserror::Error)]
pub enum SessionFailure {
    /// Something on the disk.
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    #[error(transparent)]
    Refused(#[from] SessionError),
    /// A document that was read for changes refused them.
    #[error("{title}: {error}")]
    RefusedIn { title: String, error: SessionError },
    #[error(
        "{}: the text itself is another in the file, so that no step leads there; \
         what is open stays as it is: save it under another name, then read the file again",
        path.display()
    )]
    OtherText { path: PathBuf },
    #[error("{title}: reading it was broken off; choose it again")]
    ReadingBrokenOff { title: String },
    #[error("{title}: a save was broken off by a fault of the program; save it again")]
    SaveBrokenOff { title: String },
    /// `task` is the id of the message that names it.
    #[error("{task}: broken off by a fault of the program; try it again")]
    TaskBrokenOff { task: &'static str },
}

/// What comes up from below the workspace comes through its error.
macro_rules! through_workspace {
    ($($error:ty),*) => {
        $(impl From<$error> for SessionFailure {
            fn from(error: $error) -> Self {
                SessionFailure::Workspace(error.into())
            }
        })*
    };
}

through_workspace!(LoadError, SaveError, ImportError, LockHeld, DocumentError);
