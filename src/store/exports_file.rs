//! Which files of a folder came from an export, and what they held: an export replaces those, and nothing else, unasked.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{self, ContentHash};
use crate::model::Digest;

/// The hidden file that remembers.
const NAME: &str = ".hashiya-exports";

/// The exported files of one folder.
#[derive(Clone, Debug, Default)]
pub struct ExportedFiles {
    /// Name → SHA-256 of what was written.
    files: BTreeMap<String, String>,
    /// A dataset of several files → what it was made of when it was exported last, below the folder.
    datasets: BTreeMap<String, Vec<String>>,
    changed: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileV1 {
    /// 2 where there are datasets.
    version: u32,
    files: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    datasets: BTreeMap<String, Vec<String>>,
}

impl ExportedFiles {
    /// What is remembered of a folder. A file that cannot be read remembers nothing: exports then ask.
    pub fn in_folder(folder: &Path) -> ExportedFiles {
        let path = folder.join(NAME);
        let read =
            (!super::path_guard::is_link(&path)).then(|| disk::read(&path, disk::MAX_SMALL_BYTES).ok()).flatten();
        let file =
            read.and_then(|bytes| serde_json::from_slice::<FileV1>(&bytes).ok()).filter(|f| matches!(f.version, 1 | 2));
        let (files, datasets) = file.map(|file| (file.files, file.datasets)).unwrap_or_default();
        ExportedFiles { files, datasets, changed: false }
    }

    pub fn path_in(&self, folder: &Path) -> PathBuf {
        folder.join(NAME)
    }

    /// Whether the file of this name was exported and holds what was written then.
    pub fn holds(&self, name: &str, stamp: ContentHash) -> bool {
        self.files.get(name).and_then(|hex| Digest::from_hex(hex)) == Some(stamp.hash)
    }

    /// Remembers what is exported now.
    pub fn note(&mut self, name: &str, stamp: ContentHash) {
        let hash = stamp.hash.to_string();
        self.changed |= self.files.get(name) != Some(&hash);
        self.files.insert(name.to_owned(), hash);
    }

    /// It is there no more.
    pub fn forget(&mut self, name: &str) {
        self.changed |= self.files.remove(name).is_some();
    }

    /// The names of the files below the folder that `dataset` had when it was exported last, and neither it nor another one has now.
    /// A file is of the dataset that wrote it last.
    pub fn take_dataset(&mut self, dataset: &str, names: Vec<String>) -> Vec<String> {
        let now: HashSet<&String> = names.iter().collect();
        let before = self.datasets.get(dataset).cloned().unwrap_or_default();
        for (other, of_other) in &mut self.datasets {
            let len = of_other.len();
            of_other.retain(|name| other == dataset || !now.contains(name));
            self.changed |= of_other.len() != len;
        }
        let others: HashSet<&String> =
            self.datasets.iter().filter(|(other, _)| *other != dataset).flat_map(|(_, names)| names).collect();
        let stale = before.iter().filter(|name| !now.contains(name) && !others.contains(name)).cloned().collect();
        self.changed |= before != names;
        self.datasets.insert(dataset.to_owned(), names);
        stale
    }

    pub fn changed(&self) -> bool {
        self.changed
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let version = if self.datasets.is_empty() { 1 } else { 2 };
        let file = FileV1 { version, files: self.files.clone(), datasets: self.datasets.clone() };
        // A map of strings to strings is always written.
        serde_json::to_vec_pretty(&file).unwrap_or_default()
    }
}
