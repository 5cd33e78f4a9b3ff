//! From which files the documents of a project were made, in `.hashiya-sources` in its folder: what of them is lost or was
//! changed since is told. The file belongs to the person whose disk the sources are on, and git leaves it out.

use std::path::Path;

use crate::store::project_sources::{ProjectSources, SourceRecord};
use crate::store::{self, ContentHash};

/// What became of the file that documents were made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceState {
    Unchanged,
    /// It holds something else than it did. Its documents are as they were; `hashiya reanchor` brings one to a changed text.
    Changed,
    /// It is there no more, or cannot be read.
    Lost,
}

/// A source that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceChange {
    pub path: std::path::PathBuf,
    pub state: SourceState,
    /// How many documents were made of it.
    pub documents: usize,
}

/// What the file is now, as a source; `None` where it cannot be read any more.
pub(super) fn record_of(path: &Path, documents: usize) -> Option<SourceRecord> {
    let stamp = store::stamp_of(path).ok()??;
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let fingerprint = store::FileFingerprint::at(&path).ok().flatten().and_then(|seen| seen.to_store());
    Some(SourceRecord { path, length: stamp.len, sha256: stamp.hash.to_string(), fingerprint, documents })
}

/// What became of a source. A file that looks as it did is not read.
fn state_of(source: &SourceRecord) -> SourceState {
    let Ok(Some(seen)) = store::FileFingerprint::at(&source.path) else { return SourceState::Lost };
    if source.fingerprint.is_some() && seen.to_store() == source.fingerprint {
        return SourceState::Unchanged;
    }
    let same = |stamp: ContentHash| stamp.len == source.length && stamp.hash.to_string() == source.sha256;
    match store::stamp_of(&source.path) {
        Ok(Some(stamp)) if same(stamp) => SourceState::Unchanged,
        Ok(Some(_)) => SourceState::Changed,
        Ok(None) | Err(_) => SourceState::Lost,
    }
}

/// The sources of a project that are not what they were.
pub(super) fn changes(root: &Path) -> Vec<SourceChange> {
    let sources = ProjectSources::of(root);
    let changed = sources.records().map(|source| (state_of(source), source));
    let changed = changed.filter(|(state, _)| *state != SourceState::Unchanged);
    changed
        .map(|(state, source)| SourceChange { path: source.path.clone(), state, documents: source.documents })
        .collect()
}
