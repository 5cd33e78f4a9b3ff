//! `.hashiya-sources`: from which files the documents of a project were made, one record a line. What cannot be read of it is as
//! if it were not there: nothing of the documents depends on it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{self, Expect};
use super::error::SaveError;
use super::fingerprint::StoredFingerprint;
use super::path_guard::is_link;

/// The name of the file, in the project's folder.
pub const SOURCES_FILE: &str = ".hashiya-sources";

/// The longest that is read or written, in bytes: some 300 000 sources.
const MAX_BYTES: u64 = 64 << 20;

/// A file of which documents were made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRecord {
    pub path: PathBuf,
    /// In bytes.
    pub length: u64,
    /// Of the file, in hexadecimal digits.
    pub sha256: String,
    /// What the file looked like; `None` where its system does not date it.
    pub fingerprint: Option<StoredFingerprint>,
    /// How many documents were made of it.
    pub documents: usize,
}

/// The sources of a project, by path.
#[derive(Debug, Default)]
pub struct ProjectSources {
    records: BTreeMap<PathBuf, SourceRecord>,
}

impl ProjectSources {
    /// What is known of the project in `root`.
    pub fn of(root: &Path) -> ProjectSources {
        let path = root.join(SOURCES_FILE);
        let bytes = if is_link(&path) { None } else { disk::read(&path, MAX_BYTES).ok() };
        let bytes = bytes.unwrap_or_default();
        let lines = bytes.split(|byte| *byte == b'\n');
        let records = lines.filter_map(|line| serde_json::from_slice::<SourceRecord>(line).ok());
        ProjectSources { records: records.map(|record| (record.path.clone(), record)).collect() }
    }

    pub fn records(&self) -> impl Iterator<Item = &SourceRecord> {
        self.records.values()
    }

    /// Takes note of sources; of one that is known, what it is now.
    pub fn note(&mut self, records: impl IntoIterator<Item = SourceRecord>) {
        self.records.extend(records.into_iter().map(|record| (record.path.clone(), record)));
    }

    /// Writes the file as a whole. Sources whose path is not Unicode are left out.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, root: &Path) -> Result<(), SaveError> {
        let path = root.join(SOURCES_FILE);
        if is_link(&path) {
            return Ok(());
        }
        let mut text = String::new();
        for line in self.records.values().filter_map(|record| serde_json::to_string(record).ok()) {
            let _ = writeln!(text, "{line}");
        }
        match text.len() as u64 > MAX_BYTES {
            true => Ok(()),
            false => disk::write(&path, text.as_bytes(), Expect::Anything).map(|_| ()),
        }
    }
}
