//! When another program changed the file of an open document: what is known of it, and the ways out. None of them loses
//! anything: what is taken over from the file is one step that undo takes back.

use std::path::Path;

use super::background::Progress;
use super::document::ExternalChange;
use super::entry::Entry;
use super::entry_id::EntryId;
use super::error::SessionError;
use super::event::{ExternalEvent, SessionEvent};
use super::failure::SessionFailure;
use super::state::Session;
use super::steps::StepLog;
use super::tasks::{Priority, TaskInfo};
use crate::workspace::reload::{self, DiskVersion, ReloadMode};

impl Session {
    /// Looks at the files of the open documents now; what is found comes with the notices.
    pub fn look_at_files(&self) {
        self.watcher.look();
    }

    /// Waits until the files of the open documents were looked at; for programs without a window.
    pub fn finish_looking(&mut self) -> Vec<SessionEvent> {
        self.watcher.settle();
        self.poll()
    }

    pub(super) fn watch(&self, id: EntryId) {
        let document = self.entry(id).and_then(Entry::document);
        if let Some((path, stamp)) = document.and_then(|d| Some((d.path.clone()?, d.stamp?))) {
            self.watcher.watch(id, path, stamp);
        }
    }

    pub(super) fn drain_watcher(&mut self) {
        while let Some(seen) = self.watcher.poll() {
            let Some(document) = self.entry_mut(seen.entry).and_then(Entry::document_mut) else { continue };
            // What a save under way does is no other program's doing; after it the file is looked at anew.
            if document.saving.is_some() || document.path.as_ref() != Some(&seen.path) {
                continue;
            }
            if document.stamp == seen.file {
                document.away = None;
                continue;
            }
            // A save found it already, and it was asked about.
            if document.away.is_some_and(|away| away.file == seen.file) {
                continue;
            }
            document.away = Some(ExternalChange { file: seen.file, unasked: true });
            let gone = seen.file.is_none();
            if gone && document.read_only.is_none() {
                self.no_file_holds(seen.entry);
            }
            self.notify(ExternalEvent::Changed { entry: seen.entry, path: seen.path, gone });
        }
    }

    /// The question about a file was put; it is not put again before the file changes again.
    pub fn asked_about_file(&mut self, id: EntryId) {
        if let Some(away) = self.entry_mut(id).and_then(Entry::document_mut).and_then(|d| d.away.as_mut()) {
            away.unasked = false;
        }
    }

    /// What is here stands: the next save replaces what the file holds now, and asks only if that changes again.
    pub fn keep_mine(&mut self, id: EntryId) {
        let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { return };
        let Some(ExternalChange { file: Some(stamp), .. }) = document.away.take() else { return };
        document.stamp = Some(stamp);
        self.no_file_holds(id);
        self.watch(id);
    }

    /// What is here is in no file any more: it counts as unsaved, and a journal holds all of it.
    pub(super) fn no_file_holds(&mut self, id: EntryId) {
        if let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) {
            document.mark_unsaved();
            self.restart_journal(id);
        }
    }

    /// Takes over what the file of an entry holds, off the frame; answered by [`ExternalEvent::TakenOver`].
    ///
    /// # Errors
    /// Where the document cannot be changed or is not one of a file.
    pub fn take_file(&mut self, id: EntryId, how: ReloadMode) -> Result<(), SessionError> {
        let document = self.entry(id).and_then(Entry::document).ok_or(SessionError::NoDocument)?;
        let path = document.path.clone().ok_or(SessionError::NoDocument)?;
        if let (ReloadMode::Merge, Some(reason)) = (how, &document.read_only) {
            return Err(SessionError::ReadOnly(reason.clone()));
        }
        let base = document.base.clone().filter(|_| how == ReloadMode::Merge).map(Box::new);
        let (ours, revision) = (Box::new(document.content().clone()), document.revision());
        let reading = path.clone();
        let work =
            move |_: Progress| reload::reload(&reading, how, base.as_deref(), &ours).map_err(SessionFailure::from);
        let info = TaskInfo::new("task-read", Priority::InOrder).of(id);
        self.spawn(info, work, move |session, theirs| session.took_file(id, &path, Reloaded { how, revision, theirs }));
        Ok(())
    }

    pub(super) fn took_file(&mut self, id: EntryId, path: &Path, taken: Reloaded) {
        let Reloaded { how, revision, theirs } = taken;
        let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { return };
        if document.path.as_deref() != Some(path) {
            return;
        }
        let theirs = match theirs {
            Ok(theirs) => theirs,
            Err(failure) => return self.fail(failure),
        };
        // What was done meanwhile is to be in it.
        if document.revision() != revision || document.saving.is_some() {
            if let Err(error) = self.take_file(id, how) {
                self.fail(error);
            }
            return;
        }
        let DiskVersion { content, stamp, step, same, conflicts, notes } = theirs;
        let changeable = document.read_only.is_none();
        let other_text = step.is_none();
        match step.filter(|_| changeable) {
            Some(step) => {
                if let Err(error) = self.take_step(id, step) {
                    return self.fail(error);
                }
            }
            None if changeable && document.is_dirty() => {
                return self.fail(SessionFailure::OtherText { path: path.into() });
            }
            None => document.replace(content.clone()),
        }
        let Some(entry) = self.entry_mut(id) else { return };
        let title = entry.title().to_owned();
        let Some(document) = entry.document_mut() else { return };
        if other_text || !changeable {
            document.steps = StepLog::going_on(stamp);
        }
        (document.stamp, document.base, document.away) = (Some(stamp), Some(content), None);
        if same || other_text || !changeable {
            let state = document.state();
            document.mark_saved(state);
            self.with_journal(id, |journals, document| journals.remove(id, document));
        } else {
            self.no_file_holds(id);
        }
        self.show_schema_of_project(id);
        self.watch(id);
        self.notify(ExternalEvent::TakenOver { entry: id, title, how, conflicts, other_text, notes });
    }
}

/// A file's content on its way into the open document.
#[derive(Debug)]
pub(super) struct Reloaded {
    pub how: ReloadMode,
    pub revision: u64,
    pub theirs: Result<DiskVersion, SessionFailure>,
}
