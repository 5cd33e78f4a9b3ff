//! Saving one open document: lock, what is there kept as an earlier version, journal told, atomic write.

use std::path::{Path, PathBuf};

use super::error::WorkspaceError;
use super::history::{self, Logged};
use crate::model::AnnotatedDocument;
use crate::store::history::NewStep;
use crate::store::{self, ContentHash, Expect, Lock, SaveError};

/// One document to be put into one file.
#[derive(Debug)]
pub struct SaveRequest<'a> {
    pub path: &'a Path,
    pub content: &'a AnnotatedDocument,
    pub expect: Expect,
    /// What stands there is damaged: it gets another name first, which it keeps.
    pub set_aside: bool,
    /// What leads from `base` to the content, for the log of the document.
    pub steps: &'a [NewStep],
    /// What the file held when the first of the steps was done; `None`: they begin with no state of this file.
    pub base: Option<ContentHash>,
}

/// What a person should know of a save besides whether it succeeded.
#[derive(Debug, Default)]
pub struct SaveReport {
    /// Why what was replaced is not kept as an earlier version.
    pub not_kept: Option<SaveError>,
    /// Further names of the file that was replaced (hard links): they still hold what it held.
    pub other_names: u64,
    /// Where the damaged file is that was set aside.
    pub set_aside: Option<PathBuf>,
    /// Why its steps are not in the log of the document.
    pub not_logged: Option<std::io::Error>,
    /// The number that its first step has there.
    pub first_step: Option<u64>,
}

/// Saves a document whose place is locked. Tells what the file will be before it is touched: a journal has to know it.
///
/// # Errors
/// Unless it is [`SaveError::Unknown`], the file is as it was, and so are its earlier versions.
pub fn save(
    request: &SaveRequest,
    report: &mut SaveReport,
    announce: impl FnOnce(ContentHash),
) -> Result<ContentHash, WorkspaceError> {
    let SaveRequest { path, content, expect, set_aside, steps, base } = *request;
    report.other_names = store::versions::other_names(path);
    let mut version = None;
    // A damaged file is no earlier version: it gets a name of its own, or nothing is saved.
    if set_aside {
        report.set_aside = store::quarantine(path)?;
    } else {
        version = keep_version(path, expect, report)?;
    }
    let saved = store::save_telling(content, path, expect, announce);
    if let (Err(error), Some(version)) = (&saved, version)
        && !matches!(error, SaveError::Unknown { .. })
    {
        store::versions::forget(version);
    }
    let after = saved?;
    let text = content.document.digest();
    let logged = Logged { before: base, after, text, leads: true, steps: steps.to_vec() };
    match history::log(path, logged) {
        Ok(first) => report.first_step = first,
        Err(error) => report.not_logged = Some(error),
    }
    Ok(after)
}

/// Keeps what is at `path` as an earlier version. Where none can be kept, a save that replaces nothing foreign is worth
/// more than none.
fn keep_version(
    path: &Path,
    expect: Expect,
    report: &mut SaveReport,
) -> Result<Option<store::versions::New>, SaveError> {
    match store::versions::keep(path) {
        Ok(version) => Ok(version),
        Err(error) if expect == Expect::Anything => Err(error),
        Err(error) => {
            report.not_kept = Some(error);
            Ok(None)
        }
    }
}

/// The lock of a place that is not this program's yet.
///
/// # Errors
/// Where another program has it.
pub fn lock(path: &Path) -> Result<Option<Lock>, WorkspaceError> {
    Ok(Lock::take(path)?)
}
