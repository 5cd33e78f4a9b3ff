//! Earlier states of a document: the versions that saves replaced, and journals that were set aside. Listed, read,
//! restored as a new file or in the place of the old one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::WorkspaceError;
use super::replace::{Edited, LockedDocument};
use super::save::{SaveReport, SaveRequest, save};
use crate::edit::{Transaction, transaction_between};
use crate::model::{AnnotatedDocument, Annotator, Timestamp};
use crate::store::history::{NewStep, Origin};
use crate::store::versions::{self, Version};
use crate::store::{self, ContentHash, Expect, LoadError, Lock, journal};

/// Where an earlier state of a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionSource {
    Version(Version),
    /// A journal beside the file that did not fit it, or whose file cannot be opened.
    Journal(PathBuf),
    /// A journal of a document that had no file yet.
    Unsaved(PathBuf),
    /// The document as it was after this step.
    Step(u64),
}

/// What is in an earlier state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionSummary {
    pub title: String,
    pub annotator: String,
    pub annotations: usize,
    /// Steps of a journal.
    pub steps: usize,
}

/// The earlier states of the document at `path`, the newest first, and then those in the folder of work without a file.
/// `live`: the journal beside the file belongs to nobody, since the file cannot be opened.
pub fn list(path: Option<&Path>, live: bool, unsaved: Option<&Path>) -> Vec<(VersionSource, Timestamp)> {
    let mut found = Vec::new();
    if let Some(path) = path {
        found.extend(versions::versions(path).into_iter().map(|version| {
            let saved = version.saved;
            (VersionSource::Version(version), saved)
        }));
        let journals = journal::quarantined_of(path).into_iter().chain(journal::left_at(path).filter(|_| live));
        found.extend(journals.map(|(journal, when)| (VersionSource::Journal(journal), when)));
    }
    let homeless = unsaved.map(journal::quarantined_in).unwrap_or_default().into_iter();
    found.extend(homeless.map(|(journal, when)| (VersionSource::Unsaved(journal), when)));
    found.sort_by_key(|(source, when)| (matches!(source, VersionSource::Unsaved(_)), std::cmp::Reverse(when.0)));
    found
}

/// Says what is in an earlier state.
///
/// # Errors
/// Where it cannot be read.
pub fn summary(path: Option<&Path>, source: &VersionSource) -> Result<VersionSummary, WorkspaceError> {
    let (content, steps) = content_of(path, source)?;
    Ok(VersionSummary {
        title: content.document.title().to_owned(),
        annotator: content.annotator.to_string(),
        annotations: content.annotations.len(),
        steps,
    })
}

/// An earlier state, and how many steps of a journal led there.
///
/// # Errors
/// Where it cannot be read, or what its steps build on is not found.
pub fn content_of(path: Option<&Path>, source: &VersionSource) -> Result<(AnnotatedDocument, usize), WorkspaceError> {
    let journal = match source {
        VersionSource::Version(version) => return Ok((version_of(version)?, 0)),
        VersionSource::Step(number) => {
            let path = path.ok_or(WorkspaceError::NoStep { path: PathBuf::new(), number: *number })?;
            return Ok((super::history::state_after(path, *number)?, 0));
        }
        VersionSource::Journal(journal) | VersionSource::Unsaved(journal) => journal,
    };
    // What its steps build on may be the file itself or a version of it.
    let known = |stamp: ContentHash| {
        let path = path?;
        match store::load(path) {
            Ok((content, found)) if found == stamp => Some(content),
            _ => {
                let version = versions::versions(path).into_iter().find(|version| version.hash == stamp.hash)?;
                version_of(&version).ok()
            }
        }
    };
    journal::read_quarantined(journal, known).map_err(|why| WorkspaceError::Journal { path: journal.clone(), why })
}

/// The document of a version.
///
/// # Errors
/// Where it cannot be unpacked or read.
pub fn version_of(version: &Version) -> Result<AnnotatedDocument, LoadError> {
    store::document_reader::read(&version.path, &versions::read(version)?)
}

/// What the file at `path` holds, to be compared before it is replaced; `None` where it is gone.
///
/// # Errors
/// Where it cannot be read.
pub fn stamp_at(path: &Path) -> Result<Option<ContentHash>, WorkspaceError> {
    Ok(store::stamp_of(path).map_err(|source| LoadError::Io { path: path.into(), source })?)
}

/// The versions that saves replaced, the newest first.
///
/// # Errors
/// Where there is neither a document nor a version of one.
pub fn numbered_versions(path: &Path) -> Result<Vec<Version>, WorkspaceError> {
    let found = versions::versions(path);
    match found.is_empty() && !store::is_there(path) {
        true => Err(LoadError::Io { path: path.into(), source: std::io::ErrorKind::NotFound.into() }.into()),
        false => Ok(found),
    }
}

/// Whether a journal stands beside the document at `path`.
pub fn journal_waits(path: &Path) -> bool {
    store::is_there(&journal::journal_of(path))
}

/// Keeps what the document at `path` holds as an earlier version, since another program is about to replace it.
///
/// # Errors
/// Where it cannot be kept.
pub fn keep_version(path: &Path) -> Result<(), WorkspaceError> {
    versions::keep(path)?;
    Ok(())
}

/// Version `number` of the document at `path`, 1 being the newest.
///
/// # Errors
/// Where there is none.
pub fn numbered(path: &Path, number: usize) -> Result<Version, WorkspaceError> {
    let mut found = versions::versions(path);
    match number.checked_sub(1) {
        Some(at) if at < found.len() => Ok(found.swap_remove(at)),
        _ => Err(WorkspaceError::NoVersion { path: path.into(), number, count: found.len() }),
    }
}

/// An earlier version, byte for byte.
///
/// # Errors
/// Where there is no such version, or it is damaged.
pub fn bytes_of(path: &Path, number: usize) -> Result<Vec<u8>, WorkspaceError> {
    super::checks::complete_change_sets(path)?;
    Ok(versions::read(&numbered(path, number)?)?)
}

/// Writes an earlier version, byte for byte, as a file of its own, never over one that is there.
///
/// # Errors
/// Where there is no such version, it is damaged, or the place is taken.
pub fn restore_as(path: &Path, number: usize, out: &Path) -> Result<(), WorkspaceError> {
    super::checks::complete_change_sets(path)?;
    let _lock = Lock::take(out)?;
    let bytes = versions::read(&numbered(path, number)?)?;
    store::write(out, &bytes, Expect::Absent)?;
    Ok(())
}

/// A state of a document by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// An earlier version, 1 being the newest.
    Version(usize),
    /// After a step.
    Step(u64),
}

/// Puts an earlier version in the place of the document at `path`. What is there now becomes an earlier version itself; a
/// damaged file gets a name of its own, and a missing one is there again.
///
/// # Errors
/// Where another program has the document open, a journal waits beside it, or there is no such version. The file is then as
/// it was.
pub fn restore_over(
    path: &Path,
    which: Which,
    by: &Annotator,
    versions_kept: usize,
) -> Result<SaveReport, WorkspaceError> {
    super::checks::complete_change_sets(path)?;
    // Held while the version is chosen: a save of another program would move the numbers.
    let (_lock, expect, set_aside, before) = match LockedDocument::open(path, Edited::Accept) {
        Ok(document) => {
            let (lock, stamp, before) = document.into_lock();
            (lock, Expect::Unchanged(stamp), false, Some((stamp, before)))
        }
        Err(WorkspaceError::Load(_)) => {
            let lock = Lock::take(path)?;
            if journal::journal_of(path).exists() {
                return Err(WorkspaceError::JournalWaiting { path: path.into() });
            }
            match stamp_at(path)? {
                Some(stamp) => (lock, Expect::Unchanged(stamp), true, None),
                None => (lock, Expect::Absent, false, None),
            }
        }
        Err(error) => return Err(error),
    };
    let content = match which {
        Which::Version(number) => version_of(&numbered(path, number)?)?,
        Which::Step(number) => super::history::state_after(path, number)?,
    };
    let mut report = SaveReport::default();
    let step = before.as_ref().and_then(|(_, before)| transaction_between(before, &content));
    let base = before.map(|(stamp, _)| stamp).filter(|_| step.is_some());
    let steps: Vec<NewStep> = step.filter(|step| !step.is_empty()).map(|step| done_by(by, step)).into_iter().collect();
    save(&SaveRequest { path, content: &content, expect, set_aside, steps: &steps, base }, &mut report, |_| ())?;
    if let Err(error) = versions::tidy(path, versions_kept) {
        report.not_kept.get_or_insert(error);
    }
    Ok(report)
}

fn done_by(by: &Annotator, step: Transaction) -> NewStep {
    let (when, by, origin) = (store::now(), Some(by.clone()), Origin::Done);
    NewStep { when, by, origin, group: None, transaction: Arc::new(step) }
}
