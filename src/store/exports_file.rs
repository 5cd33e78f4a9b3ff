//! Which files of a folder came from an export, and what they held: an export replaces those, and nothing else, unasked.

use std::collections::BTreeMap;
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
    changed: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileV1 {
    version: u32,
    files: BTreeMap<String, String>,
}

impl ExportedFiles {
    /// What is remembered of a folder. A file that cannot be read remembers nothing: exports then ask.
    pub fn in_folder(folder: &Path) -> ExportedFiles {
        let path = folder.join(NAME);
        let read =
            (!super::path_guard::is_link(&path)).then(|| disk::read(&path, disk::MAX_SMALL_BYTES).ok()).flatten();
        let file = read.and_then(|bytes| serde_json::from_slice::<FileV1>(&bytes).ok()).filter(|f| f.version == 1);
        ExportedFiles { files: file.map(|file| file.files).unwrap_or_default(), changed: false }
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

    pub fn changed(&self) -> bool {
        self.changed
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let file = FileV1 { version: 1, files: self.files.clone() };
        // A map of strings to strings is always written.
        serde_json::to_vec_pretty(&file).unwrap_or_default()
    }
}
