//! When another program changed the file of an open document: what it holds now, and the step that leads there.

use std::path::Path;

use super::error::WorkspaceError;
use crate::edit::merge::Note as MergeNote;
use crate::edit::{self, Transaction, transaction_between};
use crate::model::AnnotatedDocument;
use crate::store::{self, ContentHash};

/// How the file's content comes into the open document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReloadMode {
    /// As a whole.
    ReadAgain,
    /// Together with what was done here since both were one.
    Merge,
}

/// What the file holds, and the step that leads there.
#[derive(Debug)]
pub struct DiskVersion {
    pub content: AnnotatedDocument,
    pub stamp: ContentHash,
    /// `None` where the text itself is another.
    pub step: Option<Transaction>,
    /// After the step nothing is left that the file does not hold.
    pub same: bool,
    /// Left to be decided.
    pub conflicts: usize,
    pub notes: Vec<MergeNote>,
}

/// Reads the file at `path` and works out the step from `ours`. `base`: what both came from.
///
/// # Errors
/// Where the file cannot be read, or a merge has nothing to start from.
pub fn reload(
    path: &Path,
    mode: ReloadMode,
    base: Option<&AnnotatedDocument>,
    ours: &AnnotatedDocument,
) -> Result<DiskVersion, WorkspaceError> {
    super::checks::complete_change_sets(path)?;
    let (content, stamp) = store::load(path)?;
    if mode == ReloadMode::ReadAgain {
        let step = transaction_between(ours, &content);
        return Ok(DiskVersion { content, stamp, step, same: true, conflicts: 0, notes: Vec::new() });
    }
    let base = base.ok_or_else(|| WorkspaceError::NoBase { path: path.into() })?;
    let merged =
        edit::merge(base, ours, &content).map_err(|error| WorkspaceError::Merge { path: path.into(), error })?;
    let step = transaction_between(ours, &merged.document);
    let same = transaction_between(&merged.document, &content).is_some_and(|rest| rest.is_empty());
    let conflicts = merged.document.conflicts.len();
    Ok(DiskVersion { content, stamp, step, same, conflicts, notes: merged.notes })
}
