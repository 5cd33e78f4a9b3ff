//! The samples: texts to try the window on. They are in the list only where they are asked for and nobody's own documents
//! are, so that no list, count, search, statistics or export of one's own documents holds them.

use super::entry::Entry;
use super::entry_id::EntryId;
use super::state::Session;
use crate::model::AnnotatedDocument;
use crate::session::document::OpenDocument;

impl Session {
    /// Puts the samples into the list and shows the first. Where documents of one's own are listed, nothing happens.
    pub fn look_at_samples(&mut self, samples: Vec<AnnotatedDocument>) {
        if self.has_own() {
            return;
        }
        let mut first = None;
        for content in samples {
            let id = self.entries.new_id();
            let mut entry = Entry::opened(id, OpenDocument::imported(content));
            entry.sample = true;
            self.entries.push(entry);
            first.get_or_insert(id);
        }
        self.entries.current = first.or(self.entries.current);
    }

    /// Whether anything but samples is listed.
    pub fn has_own(&self) -> bool {
        // The samples are all or none of a short list.
        self.entries.as_slice().first().is_some_and(|entry| !entry.sample)
            || self.entries.as_slice().last().is_some_and(|entry| !entry.sample)
    }

    /// Whether the samples are in the list.
    pub fn has_samples(&self) -> bool {
        self.entries.live().any(|entry| entry.sample)
    }

    /// How many of them hold work that no file holds.
    pub fn samples_with_work(&self) -> usize {
        self.entries.live().filter(|entry| entry.sample && entry.is_dirty()).count()
    }

    /// Samples with work on them stay, as documents of one's own.
    pub fn keep_samples_with_work(&mut self) {
        let kept: Vec<EntryId> =
            self.entries.live().filter(|entry| entry.sample && entry.is_dirty()).map(|entry| entry.id).collect();
        for id in kept {
            if let Some(entry) = self.entry_mut(id) {
                entry.sample = false;
            }
        }
    }

    /// A sample was saved: it is a document of one's own from now on, and the others go.
    pub(super) fn keep_sample(&mut self, id: EntryId) {
        if let Some(entry) = self.entry_mut(id) {
            entry.sample = false;
        }
        self.leave_samples();
    }

    /// Takes the samples off the list, and what was done to them with them.
    pub fn throw_samples_away(&mut self) {
        let samples: Vec<EntryId> = self.entries.live().filter(|entry| entry.sample).map(|entry| entry.id).collect();
        samples.into_iter().for_each(|id| self.drop_entry(id));
    }

    /// Documents of one's own come into the list: the samples go, but for those with work that nobody was asked about.
    pub(super) fn leave_samples(&mut self) {
        if self.has_samples() {
            self.keep_samples_with_work();
            self.throw_samples_away();
        }
    }

    /// Takes an entry off the list; another one is not shown for it.
    pub(super) fn drop_entry(&mut self, id: EntryId) {
        self.let_go_of(id);
        self.entries.remove(id);
        if self.entries.current == Some(id) {
            self.entries.current = None;
        }
    }
}
