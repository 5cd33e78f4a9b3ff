//! Changes of many documents: one small file for each in `.hashiya-changes` of the folder that they have in common, which says
//! what was done, by whom and to which documents, so that all of it is taken back without looking into any other document.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::record::GroupId;
use crate::model::{Annotator, Timestamp};
use crate::store::disk::{self, Expect};
use crate::store::error::{LoadError, SaveError};
use crate::store::path_guard::is_link;

/// Where the changes of many documents below a folder are listed.
pub const CHANGES_FOLDER: &str = ".hashiya-changes";

/// The newest of them that are kept.
const MAX_GROUPS: usize = 100;

/// The longest list that is read: 100 000 documents. In bytes.
const MAX_BYTES: u64 = 64 << 20;

/// A change of many documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupRecord {
    pub id: GroupId,
    /// What was done, as it was called where it was done.
    pub what: String,
    pub by: Annotator,
    /// Milliseconds since 1970.
    pub when: i64,
    /// The change that this one took back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<GroupId>,
    /// It was listed before it was known which of the documents take it and are saved.
    #[serde(default)]
    pub planned: bool,
    /// Below the folder, with `/` between names.
    pub documents: Vec<String>,
}

impl GroupRecord {
    pub fn moment(&self) -> Timestamp {
        Timestamp(self.when)
    }
}

fn place(folder: &Path, id: &GroupId) -> Option<PathBuf> {
    // What a log names is no path.
    let is_name = id.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (is_name && !id.as_str().is_empty()).then(|| folder.join(CHANGES_FOLDER).join(format!("{id}.json")))
}

/// Writes down a change of documents below `folder`, and lets the oldest go.
///
/// # Errors
/// Where the folder takes nothing.
pub fn keep_group(folder: &Path, record: &GroupRecord) -> Result<(), SaveError> {
    let failed = |source| SaveError::from_io(folder, source);
    let Some(path) = place(folder, &record.id) else { return Ok(()) };
    let changes = folder.join(CHANGES_FOLDER);
    if is_link(&changes) {
        return Err(failed(crate::store::error::DiskRefusal::LinkForFolder.into()));
    }
    fs::create_dir_all(&changes).map_err(failed)?;
    let json = serde_json::to_vec(record).map_err(|error| failed(std::io::Error::other(error)))?;
    disk::write(&path, &json, Expect::Anything)?;
    let mut names = names_in(&changes);
    names.sort();
    let too_many = names.len().saturating_sub(MAX_GROUPS);
    names[..too_many].iter().for_each(|old| drop(fs::remove_file(old)));
    Ok(())
}

fn names_in(changes: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(changes) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect()
}

fn read(path: &Path) -> Result<GroupRecord, LoadError> {
    let bytes = disk::read(path, MAX_BYTES)?;
    let not_ours = |error: serde_json::Error| LoadError::Io { path: path.into(), source: std::io::Error::other(error) };
    serde_json::from_slice(&bytes).map_err(not_ours)
}

/// The changes of documents that are listed in `folder`, the newest first. What cannot be read is left out.
pub fn groups_in(folder: &Path) -> Vec<GroupRecord> {
    let changes = folder.join(CHANGES_FOLDER);
    if is_link(&changes) {
        return Vec::new();
    }
    let mut found: Vec<GroupRecord> = names_in(&changes).iter().filter_map(|path| read(path).ok()).collect();
    found.sort_by(|a, b| (b.when, &b.id).cmp(&(a.when, &a.id)));
    found
}

/// The folder in which a change is listed, from `start` upwards, and what is said of it.
///
/// # Errors
/// Where it is listed and cannot be read.
pub fn find_group(start: &Path, id: &GroupId) -> Result<Option<(PathBuf, GroupRecord)>, LoadError> {
    let start = std::path::absolute(start).unwrap_or_else(|_| start.to_path_buf());
    for folder in start.ancestors() {
        if let Some(path) = place(folder, id).filter(|path| path.is_file() && !is_link(&folder.join(CHANGES_FOLDER))) {
            return Ok(Some((folder.to_path_buf(), read(&path)?)));
        }
    }
    Ok(None)
}
