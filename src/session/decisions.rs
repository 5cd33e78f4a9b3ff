//! What the session remembers of the analyst's decisions, folder by folder, and its file in each.
//!
//! A memory is read when the first document of a folder is, and written when one is saved: a folder in which nothing
//! was saved gets no file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::failure::SessionFailure;
use super::search::SearchHit;
use crate::model::LabelName;
use crate::store::{self, ContentHash, Expect, Remembered, SaveError};
use crate::suggest::{Memory, Tally};

/// What is remembered for one folder.
#[derive(Debug, Default)]
struct FolderMemory {
    memory: Memory,
    stamp: Option<ContentHash>,
    changed: bool,
}

/// The memory of every folder that documents were read from. Documents without one share a memory that is not kept.
#[derive(Debug, Default)]
pub struct DecisionMemory {
    folders: BTreeMap<Option<PathBuf>, FolderMemory>,
    /// The folder of the document that is being worked on.
    pub(super) here: Option<PathBuf>,
}

impl DecisionMemory {
    /// Whether the guard stands against proposing `label` for what stands at `place`.
    pub fn is_refused(&self, place: &SearchHit, label: &LabelName) -> bool {
        self.memory().is_some_and(|memory| memory.tally(&place.form(), label).is_suppressed())
    }

    /// What is remembered for the document that is being worked on.
    pub fn memory(&self) -> Option<&Memory> {
        self.folders.get(&self.here).map(|shelf| &shelf.memory)
    }

    pub(super) fn accept(&mut self, quote: &str, label: &LabelName) {
        let shelf = self.folders.entry(self.here.clone()).or_default();
        shelf.memory.accept(quote, label);
        shelf.changed = true;
    }

    pub(super) fn reject(&mut self, quote: &str, label: &LabelName) {
        let shelf = self.folders.entry(self.here.clone()).or_default();
        shelf.memory.reject(quote, label);
        shelf.changed = true;
    }

    /// Whether the memory of a folder has not been asked for yet.
    pub(super) fn is_new(&self, folder: &Path) -> bool {
        self.folders.get(&Some(folder.to_path_buf())).is_none_or(|shelf| shelf.stamp.is_none())
    }

    /// Takes up what the file of a folder holds, beside what was decided meanwhile.
    pub(super) fn handle_memory(&mut self, folder: &Path, entries: &[Remembered], stamp: ContentHash) {
        let shelf = self.folders.entry(Some(folder.to_path_buf())).or_default();
        if shelf.stamp.is_some() {
            return;
        }
        for entry in entries {
            let tally = Tally { accepts: entry.accepts, rejects: entry.rejects };
            shelf.memory.restore(&entry.text, &LabelName::new(entry.label.as_str()), tally);
        }
        shelf.stamp = Some(stamp);
    }

    /// What is to be written for a folder, if there is anything new. Decisions made before a document had a folder go
    /// with the first that gets one.
    pub(super) fn take_changes(&mut self, folder: &Path) -> Option<(Vec<Remembered>, Option<ContentHash>)> {
        let key = Some(folder.to_path_buf());
        if let Some(homeless) = self.folders.remove(&None) {
            let shelf = self.folders.entry(key.clone()).or_default();
            for ((text, label), tally) in homeless.memory.entries() {
                shelf.memory.restore(text, label, tally);
            }
            shelf.changed |= homeless.changed;
        }
        let shelf = self.folders.get_mut(&key).filter(|shelf| shelf.changed)?;
        shelf.changed = false;
        Some((remembered(&shelf.memory), shelf.stamp))
    }

    /// A write failed: what it held is still to be written.
    pub(super) fn not_written(&mut self, folder: &Path) {
        if let Some(shelf) = self.folders.get_mut(&Some(folder.to_path_buf())) {
            shelf.changed = true;
        }
    }

    pub(super) fn written(&mut self, folder: &Path, stamp: ContentHash) {
        self.folders.entry(Some(folder.to_path_buf())).or_default().stamp = Some(stamp);
    }
}

fn remembered(memory: &Memory) -> Vec<Remembered> {
    let entry = |((text, label), tally): ((&str, &LabelName), Tally)| Remembered {
        text: text.to_owned(),
        label: label.to_string(),
        accepts: tally.accepts,
        rejects: tally.rejects,
    };
    memory.entries().into_iter().map(entry).collect()
}

/// Writes a folder's memory. Where another window or git wrote the file since it was read, the higher count of each
/// decision stands: nothing that was decided is forgotten, and nothing is counted twice.
pub(super) fn write(
    folder: &Path,
    entries: Vec<Remembered>,
    known: Option<ContentHash>,
) -> Result<ContentHash, SessionFailure> {
    let path = store::memory_path(folder);
    let expect = known.map_or(Expect::Absent, Expect::Unchanged);
    match store::save_memory(&entries, &path, expect) {
        Err(SaveError::Changed { .. } | SaveError::Exists { .. }) => {
            let theirs = store::load_memory(&path)?;
            let mut all: BTreeMap<(String, String), (u32, u32)> = BTreeMap::new();
            for entry in entries.into_iter().chain(theirs.into_iter().flat_map(|(theirs, _)| theirs)) {
                let held = all.entry((entry.text, entry.label)).or_default();
                *held = (held.0.max(entry.accepts), held.1.max(entry.rejects));
            }
            let entry = |((text, label), (accepts, rejects))| Remembered { text, label, accepts, rejects };
            let all: Vec<Remembered> = all.into_iter().map(entry).collect();
            Ok(store::save_memory(&all, &path, Expect::Anything)?)
        }
        done => Ok(done?),
    }
}
