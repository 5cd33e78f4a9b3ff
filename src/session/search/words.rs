//! The words of the project, which the clitic rules know: those of the documents that are open, and of some files around the
//! one that was shown first. They are counted in and out one by one, off the frame: a folder of 100 000 texts is not read for
//! its words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::request::Source;
use crate::arabic::clitics::Lexicon;
use crate::session::entry::{Content, Entries, Entry, ListChange};
use crate::session::entry_id::EntryId;

/// Files that are not open and are read for their words, in all the life of a session.
const MAX_FILES: usize = 256;

/// A longer file is not read for its words, in bytes.
pub(super) const MAX_FILE_BYTES: u64 = 1 << 20;

/// What is known of the words.
#[derive(Debug, Default)]
pub(super) struct ProjectWords {
    vocabulary: Arc<Lexicon>,
    /// Whose words were counted: the text of an open document, or `None` for what a file held.
    counted: BTreeMap<EntryId, Option<Arc<str>>>,
    /// How many files were read for them.
    files: usize,
    /// The list when it was last looked at: its changes, and what it held.
    seen: u64,
    order: u64,
}

impl ProjectWords {
    pub(super) fn vocabulary(&self) -> &Arc<Lexicon> {
        &self.vocabulary
    }

    pub(super) fn replace(&mut self, vocabulary: Arc<Lexicon>) {
        self.vocabulary = vocabulary;
    }

    /// The texts to be counted in and out.
    pub(super) fn changed_texts(&mut self, entries: &Entries) -> (Vec<(EntryId, Source)>, Vec<Arc<str>>) {
        let (mut sources, mut gone) = (Vec::new(), Vec::new());
        let seen = std::mem::replace(&mut self.seen, entries.touched());
        if seen == self.seen {
            return (sources, gone);
        }
        let changed: BTreeSet<EntryId> = match entries.changes_since(seen) {
            Some(changes) => changes
                .filter_map(|change| match change {
                    ListChange::Changed(id) | ListChange::Removed { id, .. } => Some(id),
                    ListChange::Inserted { .. } => None,
                })
                .collect(),
            None => entries.live().map(|entry| entry.id).chain(self.counted.keys().copied()).collect(),
        };
        for id in changed {
            let now = entries.get(id).and_then(Entry::document).map(|d| d.content().document.text().clone());
            match (now, self.counted.get(&id)) {
                (_, Some(None)) | (None, None) => {}
                (Some(now), Some(Some(known))) if Arc::ptr_eq(&now, known) => {}
                (Some(now), _) => {
                    gone.extend(self.counted.insert(id, Some(now.clone())).flatten());
                    sources.push((id, Source::Text(now)));
                }
                (None, Some(Some(_))) => gone.extend(self.counted.remove(&id).flatten()),
            }
        }
        (sources, gone)
    }

    /// Files around the document that is shown, until so many were read for their words.
    pub(super) fn add_files_around(&mut self, entries: &Entries, sources: &mut Vec<(EntryId, Source)>) {
        let left = MAX_FILES - self.files;
        if left == 0 || self.order == entries.order() {
            return;
        }
        self.order = entries.order();
        let here = entries.current.and_then(|id| entries.place(id)).unwrap_or(0);
        let around = entries.as_slice().iter().skip(here.saturating_sub(left / 2)).take(left);
        for entry in around {
            if let (Content::Closed(_), Some(path)) = (entry.content(), entry.path())
                && !self.counted.contains_key(&entry.id)
            {
                self.counted.insert(entry.id, None);
                self.files += 1;
                sources.push((entry.id, Source::File(path.clone())));
            }
        }
    }
}
