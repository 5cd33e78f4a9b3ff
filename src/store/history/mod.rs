//! The log of a document: every step that its file ever took, in a hidden folder beside it, so that who did what and when is
//! seen, undone and gone back to, also after a restart.
//!
//! `.NAME.history/steps` has the records of a journal (`KIND LENGTH CHECK JSON`, chained checks). Steps count once the record of
//! their save stands behind them; what stands behind the last save was being written and is cut. Each save says what the file
//! held before and after, so that a change by another program is noticed. When the log is [`LONG_LOG_BYTES`] long it is packed
//! (`steps-N.gz`), and all but the newest [`MAX_PACKED`] of those are removed: the log takes no more than that.
//!
//! | kind | holds |
//! |---|---|
//! | `B` | the number of the first step; whether earlier ones were removed |
//! | `S` | a step: who, when, how it came about, its operations |
//! | `F` | a save: what the file held before the steps and after them |
//!
//! The log is a memory and no authority: a document that has none, or a damaged one, opens all the same, and no save fails because
//! of it. A save is called done once the disk has its steps too: what is in the file after a power cut and was called done is in
//! the log, and what was being written behind the last save takes nothing of what stands before it.

mod groups;
mod read;
mod record;
mod write;

use std::path::{Path, PathBuf};

pub use groups::{CHANGES_FOLDER, GroupRecord, find_group, groups_in, keep_group};
pub use read::{Log, Missing, Save, Step, exists, head, read};
pub use record::{Author, GroupId, NewStep, Origin};
pub use write::{SaveNote, adopt, append, append_unflushed, flush_logs};

use super::sidecar::beside;

const MAGIC: &[u8] = b"hashiya-history 1\n";

/// A log longer than this is packed before the next save. In bytes.
pub const LONG_LOG_BYTES: u64 = 8 << 20;

/// Packed logs that are kept beside the one that is written; older steps are removed.
pub const MAX_PACKED: usize = 3;

/// What is read of one log at most, packed or not. One save may take it beyond [`LONG_LOG_BYTES`]. In bytes.
const MAX_LOG_BYTES: u64 = 64 << 20;

/// The folder of a document's log.
pub fn folder_of(document: &Path) -> PathBuf {
    beside(document, "history")
}

fn current(folder: &Path) -> PathBuf {
    folder.join("steps")
}
