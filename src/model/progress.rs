//! How far the work on a document has come.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How far the work on a document has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DocumentState {
    #[default]
    New,
    InProgress,
    Done,
    /// It was called done, and somebody or a change of its guideline asks for another look.
    LookAgain,
    Rejected,
}

impl DocumentState {
    pub const ALL: [DocumentState; 5] = [
        DocumentState::New,
        DocumentState::InProgress,
        DocumentState::Done,
        DocumentState::LookAgain,
        DocumentState::Rejected,
    ];

    /// Whether there is nothing left to be done: what the next undone document is not.
    pub fn is_settled(self) -> bool {
        matches!(self, DocumentState::Done | DocumentState::Rejected)
    }

    /// Its name in datasets and in what commands print.
    pub fn name(self) -> &'static str {
        match self {
            DocumentState::New => "new",
            DocumentState::InProgress => "in-progress",
            DocumentState::Done => "done",
            DocumentState::LookAgain => "look-again",
            DocumentState::Rejected => "rejected",
        }
    }
}

impl fmt::Display for DocumentState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
