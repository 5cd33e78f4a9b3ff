//! Documents whose file cannot be opened as it is, and texts that changed under their annotations: what was found out
//! about them, what was agreed to, and the new document that comes of it. The old file is never written.

use std::collections::HashMap;
use std::path::PathBuf;

use super::background::Progress;
use super::document::OpenDocument;
use super::entry_id::EntryId;
use super::error::{ReadOnly, SessionError};
use super::event::{SaveEvent, SessionEvent};
use super::failure::SessionFailure;
use super::repairs::RepairOrder;
use super::state::Session;
use super::tasks::{Priority, TaskInfo};
use crate::model::{AnnotatedDocument, AnnotationId, DocumentError, Spans};
use crate::store::repair::{self as file_repair, Repair};
use crate::workspace::repair::{self, DamagedDocument, NewText, PendingReanchor};
use crate::workspace::replace;

impl Session {
    /// What is known of a document whose file is damaged.
    pub fn damaged(&self, id: EntryId) -> Option<&DamagedDocument> {
        self.repairs.get(id)
    }

    /// Does repairs that were proposed together; the file stays as it is.
    pub fn repair(&mut self, id: EntryId, repairs: Vec<Repair>) {
        self.apply_repairs(id, Some(repairs));
    }

    /// Takes the last round of repairs back.
    pub fn undo_repair(&mut self, id: EntryId) {
        self.apply_repairs(id, None);
    }

    fn apply_repairs(&mut self, id: EntryId, further: Option<Vec<Repair>>) {
        let Some(RepairOrder { path, bytes, rounds }) = self.repairs.order(id, further) else { return };
        let doing = rounds.clone();
        let work =
            move |_: Progress| file_repair::diagnose(&path, &bytes, &doing).map(Box::new).map_err(SessionFailure::from);
        let info = TaskInfo::new("task-repair", Priority::Soon).of(id);
        self.spawn(info, work, move |session, diagnosis| {
            if let Err(failure) = session.repairs.ended(id, rounds, diagnosis) {
                session.fail(failure);
            }
        });
    }

    /// Writes the mended document as a new file, never over one that is there, and opens it.
    pub fn save_repaired(&mut self, id: EntryId, path: PathBuf) {
        let Some(content) = self.repairs.get(id).and_then(DamagedDocument::repaired) else { return };
        let content = Box::new(content.clone());
        let place = path.clone();
        let work = move |_: Progress| replace::create(&place, &content).map_err(SessionFailure::from);
        let info = TaskInfo::new("task-save", Priority::InOrder);
        self.spawn(info, work, move |session, result| session.repaired_saved(path, result));
    }

    pub(super) fn repaired_saved(&mut self, path: PathBuf, result: Result<(), SessionFailure>) {
        match result {
            Ok(()) => {
                self.notify(SaveEvent::Saved { path: path.clone() });
                self.open_paths(vec![path]);
            }
            Err(failure) => self.fail(failure),
        }
    }

    /// Looks for the annotations of the current document in the text of a file; answered by [`SessionEvent::Looked`].
    pub fn look_in_new_text(&mut self, text: PathBuf) -> Result<(), SessionError> {
        let document = self.current().ok_or(SessionError::NoDocument)?;
        if document.read_only() == Some(&ReadOnly::Unsound) {
            return Err(SessionError::ReadOnly(ReadOnly::Unsound));
        }
        let content = Box::new(document.content().clone());
        let text = NewText::File(text, self.imports.request(&self.annotator));
        self.find_reanchor(content, text);
        Ok(())
    }

    /// Looks for the annotations of a damaged document in its text as it was edited by hand.
    pub fn look_in_edited_text(&mut self, id: EntryId) {
        let Some((content, text)) = self.repairs.edited_text(id) else { return };
        self.find_reanchor(content, text);
    }

    fn find_reanchor(&mut self, content: Box<AnnotatedDocument>, text: NewText) {
        let work =
            move |_: Progress| repair::compute_reanchor(&content, text).map(Box::new).map_err(SessionFailure::from);
        self.spawn(TaskInfo::new("task-reanchor", Priority::Soon), work, Session::looked);
    }

    pub(super) fn looked(&mut self, result: Result<Box<PendingReanchor>, SessionFailure>) {
        match result {
            Ok(moving) => {
                self.repairs.pending = Some(moving);
                self.notify(SessionEvent::Looked);
            }
            Err(failure) => self.fail(failure),
        }
    }

    /// What was found in the new text.
    pub fn take_moving(&mut self) -> Option<Box<PendingReanchor>> {
        self.repairs.pending.take()
    }

    /// Makes a new document of the new text and the annotations whose place is known or chosen. No file holds it yet.
    pub fn finish_reanchor(
        &mut self,
        moving: &PendingReanchor,
        chosen: &HashMap<AnnotationId, Spans>,
    ) -> Result<(), DocumentError> {
        let content = moving.found.document(chosen)?;
        let id = self.entries.add(OpenDocument::unsaved(content));
        if let Some(entry) = self.entries.get_mut(id) {
            entry.beside = Some(moving.beside.clone());
        }
        self.entries.current = Some(id);
        self.start_journal(id);
        Ok(())
    }
}
