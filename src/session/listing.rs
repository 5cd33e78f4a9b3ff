//! What is done with the list of documents: filtered, sorted, gone through from one that is not done to the next.

use super::document_list::DocumentList;
use super::entry::Entry;
use super::entry_id::EntryId;
use super::error::SessionError;
use super::files::Replace;
use super::state::Session;
use crate::edit::Command;
use crate::model::DocumentState;
use crate::workspace::open::Size;
use crate::workspace::{DocumentOrder, DocumentQuery};

/// What came of [`Session::done_and_next`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoneOutcome {
    /// The next one is shown.
    Next(EntryId),
    /// None is left.
    Last,
    /// It is done, and has no file: where it is to be saved has to be asked.
    Homeless,
}

impl Session {
    /// The entries as the list shows them.
    pub fn list(&self) -> &DocumentList {
        &self.list
    }

    /// Shows only the documents that a filter takes.
    pub fn filter_list(&mut self, query: DocumentQuery) {
        self.list.set_query(query);
        self.update_list();
    }

    pub fn sort_list(&mut self, order: DocumentOrder) {
        self.list.set_order(order);
        self.update_list();
    }

    /// Brings the list up to date, as far as one frame may. False where the rest follows in the next one.
    pub fn update_list(&mut self) -> bool {
        self.list.update(&self.entries)
    }

    /// Where in the list the document that is shown stands.
    pub fn current_index(&self) -> Option<usize> {
        self.list.index_of(&self.entries, self.entries.current?)
    }

    /// Shows the document after (or before) the current one in the list; stops at its ends.
    pub fn step_document(&mut self, forward: bool) {
        self.update_list();
        if let Some(id) = self.list.beside(&self.entries, self.entries.current, forward) {
            self.show(id);
        }
    }

    /// The next (or previous) document of the list that is not done.
    pub fn next_undone(&mut self, forward: bool) -> Option<EntryId> {
        self.update_list();
        self.list.next_undone(&self.entries, self.entries.current, forward)
    }

    /// Marks the document that is shown as done, saves it and shows the next one that is not.
    ///
    /// # Errors
    /// Where it cannot be changed: then nothing happens.
    pub fn done_and_next(&mut self) -> Result<DoneOutcome, SessionError> {
        // Found before it is marked, which may give it another place in the list.
        let next = self.next_undone(true);
        let id = self.current_id().ok_or(SessionError::NoDocument)?;
        if self.current().is_some_and(|document| document.content().state != DocumentState::Done) {
            self.dispatch(Command::SetState(DocumentState::Done))?;
        }
        // A sample is done with without a file.
        let is_sample = self.entry(id).is_some_and(Entry::is_sample);
        if !is_sample && !self.save()? {
            // A text that lies in a folder is saved beside itself, in a file that is not there yet.
            match self.suggested_path().filter(|path| path.is_absolute() && self.has_place(id)) {
                Some(path) => self.save_entry(id, path, Replace::OnlyUnchanged),
                None => return Ok(DoneOutcome::Homeless),
            }
        }
        match next {
            Some(next) => {
                self.show(next);
                Ok(DoneOutcome::Next(next))
            }
            None => Ok(DoneOutcome::Last),
        }
    }

    /// What was counted while a file was read: of the document of the entry, and of those that came below it.
    pub(super) fn note_sizes(&mut self, id: EntryId, sizes: &[Size]) {
        let Some(place) = self.entries.place(id) else { return };
        let ids = self.entries.as_slice()[place..].iter().take(sizes.len()).map(|entry| entry.id);
        for (id, size) in ids.collect::<Vec<_>>().into_iter().zip(sizes) {
            if let Some(entry) = self.entry_mut(id) {
                entry.set_size(*size);
            }
        }
    }
}
