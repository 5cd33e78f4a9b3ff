//! What is done before a file of ours is read, and what is said of it afterwards.

use std::path::Path;

use super::error::{KeptVersions, OpenWarning, WorkspaceError};
use crate::model::AnnotatedDocument;
use crate::store::{self, Checksum, LoadError};

/// A file of ours that cannot be opened at all, with what is kept of it.
pub fn unrecoverable(path: &Path, error: LoadError) -> WorkspaceError {
    WorkspaceError::Hopeless { error, kept: KeptVersions::of(path).map(Box::new) }
}

/// Completes what a crash broke off before anything is read.
pub(super) fn complete_change_sets(path: &Path) -> Result<Vec<OpenWarning>, WorkspaceError> {
    Ok(store::complete(path)?.into_iter().map(OpenWarning::Settled).collect())
}

pub(super) fn warnings_of(path: &Path, content: &AnnotatedDocument, seal: Checksum) -> Vec<OpenWarning> {
    let mut warnings = Vec::new();
    if seal == Checksum::Broken {
        warnings.push(OpenWarning::ChecksumBroken(path.into()));
    }
    if !content.conflicts.is_empty() {
        warnings.push(OpenWarning::ConflictsLeft { path: path.into(), count: content.conflicts.len() });
    }
    warnings
}
