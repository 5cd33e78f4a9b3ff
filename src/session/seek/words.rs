//! The words of the project, which the clitic rules know: those of the documents that are open, and of some files around the
//! one that was shown first. They are counted in and out one by one, off the frame: a folder of 100 000 texts is not read for
//! its words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Lane, Ready, Source};
use crate::arabic::clitics::Vocabulary;
use crate::session::Session;
use crate::session::entry::{Content, Entry, EntryId, ListChange};

/// Files that are not open and are read for their words, in all the life of a session.
const MAX_FILES: usize = 256;

/// A longer file is not read for its words, in bytes.
pub(super) const MAX_FILE_BYTES: u64 = 1 << 20;

/// What is known of the words.
#[derive(Debug, Default)]
pub(in crate::session) struct ProjectWords {
    vocabulary: Arc<Vocabulary>,
    /// Whose words were counted: the text of an open document, or `None` for what a file held.
    counted: BTreeMap<EntryId, Option<Arc<str>>>,
    /// How many files were read for them.
    files: usize,
    /// The list when it was last looked at: its changes, and what it held.
    seen: u64,
    order: u64,
}

impl ProjectWords {
    pub(in crate::session) fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }

    pub(super) fn take_up(&mut self, vocabulary: Arc<Vocabulary>) {
        self.vocabulary = vocabulary;
    }
}

impl Session {
    /// Has the words of documents counted in that were opened since, and those out that are gone or have another text.
    pub(super) fn count_words(&mut self) {
        if !self.findings(Lane::Words).finished {
            return;
        }
        let (mut sources, gone) = self.changed_texts();
        self.add_files_around(&mut sources);
        if sources.is_empty() && gone.is_empty() {
            return;
        }
        let ready = Ready::Words(self.words.vocabulary.clone(), gone);
        self.stop_seeking(Lane::Words);
        let import = self.import_wish();
        self.begin_seeking(Lane::Words, ready, sources.len(), import).put(sources);
    }

    /// The texts to be counted in and out.
    fn changed_texts(&mut self) -> (Vec<(EntryId, Source)>, Vec<Arc<str>>) {
        let (mut sources, mut gone) = (Vec::new(), Vec::new());
        let seen = std::mem::replace(&mut self.words.seen, self.entries.touched());
        if seen == self.words.seen {
            return (sources, gone);
        }
        let changed: BTreeSet<EntryId> = match self.entries.changes_since(seen) {
            Some(changes) => changes
                .filter_map(|change| match change {
                    ListChange::Changed(id) | ListChange::Removed { id, .. } => Some(id),
                    ListChange::Inserted { .. } => None,
                })
                .collect(),
            None => self.entries.live().map(|entry| entry.id).chain(self.words.counted.keys().copied()).collect(),
        };
        for id in changed {
            let now = self.entries.get(id).and_then(Entry::document).map(|d| d.content().document.text().clone());
            match (now, self.words.counted.get(&id)) {
                (_, Some(None)) | (None, None) => {}
                (Some(now), Some(Some(known))) if Arc::ptr_eq(&now, known) => {}
                (Some(now), _) => {
                    gone.extend(self.words.counted.insert(id, Some(now.clone())).flatten());
                    sources.push((id, Source::Text(now)));
                }
                (None, Some(Some(_))) => gone.extend(self.words.counted.remove(&id).flatten()),
            }
        }
        (sources, gone)
    }

    /// Files around the document that is shown, once all are listed, until so many were read for their words.
    fn add_files_around(&mut self, sources: &mut Vec<(EntryId, Source)>) {
        let left = MAX_FILES - self.words.files;
        if left == 0 || self.words.order == self.entries.order() || self.is_listing() || self.current().is_none() {
            return;
        }
        self.words.order = self.entries.order();
        let here = self.current.and_then(|id| self.entries.place(id)).unwrap_or(0);
        let around = self.entries.as_slice().iter().skip(here.saturating_sub(left / 2)).take(left);
        for entry in around {
            if let (Content::Closed(_), Some(path)) = (entry.content(), entry.path())
                && !self.words.counted.contains_key(&entry.id)
            {
                self.words.counted.insert(entry.id, None);
                self.words.files += 1;
                sources.push((entry.id, Source::File(path.clone())));
            }
        }
    }
}
