//! How far the work on a document has come.

use serde::{Deserialize, Serialize};

/// How far the work on a document has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DocumentState {
    #[default]
    New,
    InProgress,
    Done,
    Rejected,
}
