//! Why something that was asked of an open document was refused. Nothing was changed.

use crate::edit::{CommandError, StaleTransaction};
use crate::model::RegisterProblem;

/// Why a document is shown and cannot be changed. Saving it under another name stays possible.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadOnly {
    #[error("it is open in another program ({who}); close it there, or save it under another name")]
    Held {
        /// Who, in which program and on which machine, as its lock says.
        who: String,
    },
    #[error("a newer Hashiya wrote it (format version {found}); open it with that one")]
    NewerFormat { found: String },
    #[error("its file is damaged and not all of it is shown; mend it into a new file")]
    Unsound,
    #[error("it is still being read; in a moment it can be changed")]
    BeingRead,
    #[error("it is an earlier version, saved on {saved}; restore it, or save it under another name")]
    Earlier { saved: String },
}

/// Why a request was not done. Nothing was changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SessionError {
    #[error("no document is open")]
    NoDocument,
    #[error("it holds work that is not saved; save it first")]
    SaveFirst,
    #[error("no project is open")]
    NoProject,
    #[error("the labels were changed meanwhile, and nothing was done; ask for the change again")]
    LabelsChanged,
    #[error("nothing is selected")]
    NothingSelected,
    #[error("this document cannot be changed: {0}")]
    ReadOnly(ReadOnly),
    /// All of a change of many documents is taken back, or nothing.
    #[error("changed since in a way that stands against it, so that nothing was taken back: {}", titles.join(", "))]
    GroupChangedSince { titles: Vec<String> },
    #[error("{0}; nothing was changed")]
    Register(#[from] RegisterProblem),
    #[error(transparent)]
    Rejected(#[from] CommandError),
    #[error(transparent)]
    Mismatch(#[from] StaleTransaction),
}
