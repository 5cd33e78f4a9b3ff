//! What the session does so that no step is lost: every one goes to the keeper, and what a crash left is taken up again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::background::Progress;
use super::document::OpenDocument;
use super::entry::{Content, Entry};
use super::entry_id::EntryId;
use super::error::SessionError;
use super::event::JournalingEvent;
use super::journal_writer::{JournalEvent, Turn};
use super::journals::Journals;
use super::state::Session;
use super::tasks::{Priority, TaskInfo};
use crate::edit::Transaction;
use crate::model::AnnotatedDocument;
use crate::store::journal::{JournalMismatch, Loss, Recovery, open_unsaved, unsaved_in};
use crate::store::{DiskRefusal, Lock};
use crate::workspace::save;

/// A journal that was taken away so often of late is not begun anew at once: two programs that take each other's files away
/// would fill the disk.
const MAX_SETBACKS: u32 = 5;

impl Session {
    /// Names the folder for the work that no file holds yet, and takes up what a crash left there.
    pub fn set_unsaved_folder(&mut self, folder: PathBuf) {
        self.journals.unsaved = Some(folder.clone());
        let work =
            move |_: Progress| -> Vec<Recovery> { unsaved_in(&folder).iter().map(|path| open_unsaved(path)).collect() };
        self.spawn(TaskInfo::new("task-read", Priority::InOrder), work, Session::found_unsaved);
    }

    /// Takes a step to a document that was worked out elsewhere.
    pub(super) fn take_step(&mut self, id: EntryId, step: Transaction) -> Result<(), SessionError> {
        let document = self.entry_mut(id).and_then(Entry::document_mut);
        document.ok_or(SessionError::NoDocument)?.commit(step)?;
        self.send_outbox(id);
        Ok(())
    }

    /// Does something to the journal of an entry's document, where it is open.
    pub(super) fn with_journal(&mut self, id: EntryId, act: impl FnOnce(&mut Journals, &mut OpenDocument)) {
        if let Some(document) = self.entries.get_mut(id).and_then(Entry::document_mut) {
            act(&mut self.journals, document);
        }
    }

    /// Hands the steps that were done to a document to the journal writer. Called by everything that lets a document change,
    /// in the same call and not once a frame: a step is on its way to the disk before anything else can happen.
    pub(super) fn send_outbox(&mut self, id: EntryId) {
        self.has_stepped();
        let annotator = self.annotator.clone();
        if let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) {
            document.steps.done_by(&annotator);
        }
        self.with_journal(id, |journals, document| journals.send_outbox(id, document));
    }

    /// Begins the journal of an entry anew with the document as it is.
    pub(super) fn restart_journal(&mut self, id: EntryId) {
        self.with_journal(id, |journals, document| journals.restart_journal(id, document));
    }

    /// How many bytes of steps a journal holds before it is begun anew.
    pub fn limit_journals(&mut self, bytes: u64) {
        self.journals.long = bytes;
    }

    /// Tries again where journals failed: a save that succeeded shows that the disk takes something again.
    pub(super) fn retry_journals(&mut self) {
        let ids: Vec<EntryId> = self.entries.live().map(|e| e.id).collect();
        for id in ids {
            self.with_journal(id, |journals, document| journals.try_again(id, document));
        }
    }

    /// The work of an entry is in its file or is not wanted: its journal goes, and then its lock.
    pub(super) fn stop_journal(&mut self, id: EntryId) {
        self.with_journal(id, |journals, document| journals.stop(id, document));
    }

    /// The window closes and nothing that is not saved is wanted any more. Without this, journals stay for the next
    /// start.
    pub fn discard_journals(&mut self) {
        let ids: Vec<EntryId> = self.entries.live().map(|e| e.id).collect();
        ids.into_iter().for_each(|id| self.stop_journal(id));
    }

    /// Waits until every step that was handed over is on the disk, or is known not to be.
    pub fn finish_journals(&mut self) {
        let under_way = |e: &Entry| e.document().is_some_and(|d| d.journal.begun && !d.journal.is_safe());
        while self.entries.live().any(under_way) {
            match self.journals.wait() {
                Some(kept) => self.handle_journal_event(kept),
                None => return,
            }
        }
    }

    pub(super) fn take_up_all_kept(&mut self) {
        while let Some(kept) = self.journals.poll() {
            self.handle_journal_event(kept);
        }
    }

    /// What is said of a journal that another one has followed is passed over.
    fn handle_journal_event(&mut self, kept: JournalEvent) {
        match kept {
            JournalEvent::Safe { entry: id, turn, upto, length } => {
                if self.journalled(id, turn).is_some() {
                    self.with_journal(id, |journals, document| journals.reached(id, document, upto, length));
                }
            }
            JournalEvent::Failed { entry: id, turn, error } => self.not_kept(id, turn, error),
            JournalEvent::Lost { entry: id, turn, path, loss, aside } => self.lost_journal(id, turn, path, loss, aside),
            JournalEvent::Reminded { entry: id } => {
                self.with_journal(id, |journals, document| journals.try_again(id, document));
            }
        }
    }

    /// The document of an entry, where this is the journal it counts on.
    fn journalled(&mut self, id: EntryId, turn: Turn) -> Option<&mut OpenDocument> {
        let document = self.entry_mut(id).and_then(Entry::document_mut)?;
        (document.journal.begun && document.journal.turn == turn).then_some(document)
    }

    fn not_kept(&mut self, id: EntryId, turn: Turn, error: Arc<std::io::Error>) {
        let has_unsaved = self.journals.unsaved.is_some();
        let Some(document) = self.journalled(id, turn) else { return };
        document.journal.breaks_off();
        let gone = matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory);
        document.journal.setbacks.add();
        let is_new = document.journal.failure.replace(error.clone()).is_none();
        // A folder that is gone is not made anew, and the work is not left in memory alone for that.
        let elsewhere = gone && has_unsaved && document.path().is_some() && !document.journal.elsewhere;
        document.journal.elsewhere |= elsewhere;
        let title = self.entry(id).map(|entry| entry.title().to_owned()).unwrap_or_default();
        if elsewhere {
            self.notify(JournalingEvent::Elsewhere { title });
            self.restart_journal(id);
            return;
        }
        // Said once, not at every try.
        if is_new {
            self.notify(JournalingEvent::Failed { title, error });
        }
        self.remind(id);
    }

    /// Another program took the journal away or changed it: all that is in the document goes into a new one.
    fn lost_journal(&mut self, id: EntryId, turn: Turn, path: PathBuf, loss: Loss, aside: Option<PathBuf>) {
        let Some(document) = self.journalled(id, turn) else { return };
        document.journal.breaks_off();
        let dirty = document.is_dirty();
        // Who takes the one takes the other.
        if let Some(path) = document.path().cloned().filter(|_| document.lock.is_some()) {
            let locking = path.clone();
            let work = move |_: Progress| save::lock(&locking).ok().flatten();
            let info = TaskInfo::new("task-upkeep", Priority::InOrder).of(id);
            self.spawn(info, work, move |session, lock| session.relocked(id, &path, lock));
        }
        // What was in it is in the file: nothing is lost, and the next step begins one as the first did.
        if !dirty {
            if let Some(path) = aside {
                self.notify(JournalingEvent::KeptAside { path, why: Arc::new(JournalMismatch::OtherFile) });
            }
            return;
        }
        let Some(entry) = self.entry_mut(id) else { return };
        let title = entry.title().to_owned();
        let setbacks = entry.document_mut().map_or(0, |document| document.journal.setbacks.add());
        self.notify(JournalingEvent::Lost { title: title.clone(), path, loss, aside });
        if setbacks <= MAX_SETBACKS {
            self.restart_journal(id);
            return;
        }
        let error: Arc<std::io::Error> = Arc::new(DiskRefusal::JournalTaken.into());
        let document = self.entry_mut(id).and_then(Entry::document_mut);
        if document.is_some_and(|document| document.journal.failure.replace(error.clone()).is_none()) {
            self.notify(JournalingEvent::Failed { title, error });
        }
        self.remind(id);
    }

    /// A document was locked anew. A lock that is still held is not taken twice.
    pub(super) fn relocked(&mut self, id: EntryId, path: &Path, lock: Option<Lock>) {
        let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { return };
        let ours = document.lock.is_some() && document.path().map(PathBuf::as_path) == Some(path);
        if let Some(lock) = lock.filter(|_| ours) {
            document.lock = Some(lock);
        }
    }

    /// Asks to be told when the journal of a document is to be tried again.
    fn remind(&mut self, id: EntryId) {
        self.with_journal(id, |journals, document| journals.remind(id, document));
    }

    /// Takes up what was found in the folder for unsaved work.
    pub(super) fn found_unsaved(&mut self, found: Vec<Recovery>) {
        for recovery in found {
            match recovery {
                Recovery::Nothing => {}
                Recovery::Aside { path, why } => {
                    self.notify(JournalingEvent::KeptAside { path, why: Arc::new(why) });
                }
                Recovery::Recovered(recovered) => {
                    let id = self.place_for(&recovered.content);
                    let mut document = OpenDocument::imported(recovered.content);
                    document = document.recovered(recovered.history, recovered.last);
                    self.journals.resume(id, &mut document, recovered.journal);
                    let title = document.content().document.title().to_owned();
                    if let Some(entry) = self.entry_mut(id) {
                        entry.content = Content::Open(Box::new(document));
                    }
                    self.entries.current = Some(id);
                    self.notify(JournalingEvent::Recovered {
                        title,
                        steps: recovered.steps,
                        damaged: recovered.damaged,
                        torn: recovered.torn,
                    });
                }
            }
        }
    }

    /// The entry a recovered document takes: that of the same text untouched, such as a sample, or a new one.
    fn place_for(&mut self, content: &AnnotatedDocument) -> EntryId {
        let same = |d: &OpenDocument| {
            d.path().is_none()
                && !d.is_dirty()
                && !d.can_undo()
                && d.content().document.id() == content.document.id()
                && d.content().document.digest() == content.document.digest()
        };
        if let Some(entry) = self.entries.live().find(|e| e.document().is_some_and(same)) {
            return entry.id;
        }
        self.entries.add(OpenDocument::imported(content.clone()))
    }
}
