//! What the session does so that no step is lost: every one goes to the keeper, and what a crash left is taken up again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::OpenDocument;
use super::entry::{Content, Entry, EntryId};
use super::files::Notice;
use super::jobs::Job;
use super::keeper::{Kept, Order};
use super::{Session, SessionError};
use crate::edit::Transaction;
use crate::model::AnnotatedDocument;
use crate::store::journal::{Foundation, Length, Misfit, Recovery, journal_of};

/// How far a document's steps have come on their way to the disk.
#[derive(Debug, Default)]
pub(super) struct Journalling {
    /// A journal was ordered and has not failed.
    pub begun: bool,
    /// Steps that were handed to the keeper.
    pub sent: u64,
    /// Steps that are on the disk.
    safe: u64,
    failure: Option<Arc<std::io::Error>>,
    /// How many bytes its steps had when it was last to be begun anew.
    tried_at: u64,
}

impl Journalling {
    /// A journal that was read up to this step and is gone on with.
    pub fn resumed(last: u64) -> Self {
        Journalling { begun: true, sent: last, safe: last, failure: None, tried_at: 0 }
    }

    /// Whether a journal of this length is to be begun anew, now that its steps may have `most` bytes. Not before they
    /// outweigh what would be written anew; and where it did not work, or has not happened yet, not before twice as many.
    fn is_due(&mut self, length: Length, most: u64) -> bool {
        if length.steps < self.tried_at {
            self.tried_at = 0;
        }
        let due = length.steps > most.max(length.founded).max(2 * self.tried_at);
        if due {
            self.tried_at = length.steps;
        }
        due
    }
}

/// Where the last step of a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Safety {
    /// In the document's file, or there was none.
    Saved,
    /// In the journal: a crash would not lose it.
    Kept,
    /// On its way to the disk.
    BeingWritten,
    /// In memory alone; the reason, where the journal failed.
    InMemory(Option<String>),
}

impl OpenDocument {
    /// How safe the last step is.
    pub fn safety(&self) -> Safety {
        let journal = &self.journal;
        match () {
            () if !self.is_dirty() => Safety::Saved,
            () if !journal.begun => Safety::InMemory(journal.failure.as_ref().map(ToString::to_string)),
            () if journal.safe >= journal.sent => Safety::Kept,
            () => Safety::BeingWritten,
        }
    }

    /// What a journal builds on that begins with the next step and holds all before it.
    fn foundation(&self) -> Foundation {
        let content = Some(Box::new(self.content().clone()));
        let (base, text) = (self.stamp, self.content().document.digest());
        Foundation { base, text, content, first: self.journal.sent + 1 }
    }

    /// The document as it is, where a journal that begins with the next step could not do without it.
    fn needed_to_begin(&self) -> Option<Box<AnnotatedDocument>> {
        let file_has_it = self.path().is_some() && !self.is_dirty();
        (!self.journal.begun && !file_has_it).then(|| Box::new(self.content().clone()))
    }
}

impl Session {
    /// Names the folder for the work that no file holds yet, and takes up what a crash left there.
    pub fn keep_unsaved_in(&mut self, folder: PathBuf) {
        self.submit(Job::FindUnsaved { folder: folder.clone() });
        self.unsaved = Some(folder);
    }

    /// Takes a step to a document that was worked out elsewhere.
    pub(super) fn take_step(&mut self, id: EntryId, step: Transaction) -> Result<(), SessionError> {
        self.keeping(id, |session, id| {
            let document = session.entry_mut(id).and_then(Entry::document_mut);
            document.ok_or(SessionError::NoDocument)?.commit(step.clone())?;
            Ok(((), Some(step)))
        })
    }

    /// Does `step` to a document and hands what it did to the keeper. The frame waits for neither disk nor lock.
    pub(super) fn keeping<T>(
        &mut self,
        id: EntryId,
        step: impl FnOnce(&mut Session, EntryId) -> Result<(T, Option<Transaction>), SessionError>,
    ) -> Result<T, SessionError> {
        let before = self.entry(id).and_then(Entry::document).and_then(OpenDocument::needed_to_begin);
        let (result, transaction) = step(self, id)?;
        if let Some(transaction) = transaction.filter(|transaction| !transaction.is_empty()) {
            self.keep(id, before, transaction);
        }
        Ok(result)
    }

    fn keep(&mut self, id: EntryId, before: Option<Box<AnnotatedDocument>>, transaction: Transaction) {
        let unsaved = self.unsaved.clone();
        let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { return };
        document.journal.sent += 1;
        let number = document.journal.sent;
        if !document.journal.begun {
            let Some(path) = place_of(document, unsaved.as_deref(), id) else { return };
            let (base, text) = (document.stamp, document.content().document.digest());
            let foundation = Foundation { base, text, content: before, first: number };
            document.journal.begun = true;
            self.keeper.order(Order::Begin { entry: id, path, foundation });
        }
        self.keeper.order(Order::Step { entry: id, number, transaction });
    }

    /// Begins the journal of an entry anew with the document as it is.
    pub(super) fn begin_anew(&mut self, id: EntryId) {
        let unsaved = self.unsaved.clone();
        let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { return };
        let Some(path) = place_of(document, unsaved.as_deref(), id) else { return };
        let foundation = document.foundation();
        document.journal.begun = true;
        self.keeper.order(Order::Begin { entry: id, path, foundation });
    }

    /// Tries again where a journal failed, such as on a disk that was full.
    pub fn try_keeping_again(&mut self) {
        let failed = |d: &OpenDocument| d.is_dirty() && !d.journal.begun && d.journal.failure.is_some();
        let ids: Vec<EntryId> =
            self.entries.iter().filter(|e| e.document().is_some_and(failed)).map(|e| e.id).collect();
        ids.into_iter().for_each(|id| self.begin_anew(id));
    }

    /// The work of an entry is in its file or is not wanted: its journal goes, and then its lock.
    pub(super) fn stop_keeping(&mut self, id: EntryId) {
        let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { return };
        document.journal.begun = false;
        let lock = document.lock.take();
        self.keeper.order(Order::Remove { entry: id, lock });
    }

    /// The window closes and nothing that is not saved is wanted any more. Without this, journals stay for the next
    /// start.
    pub fn leave(&mut self) {
        let ids: Vec<EntryId> = self.entries.iter().map(|e| e.id).collect();
        ids.into_iter().for_each(|id| self.stop_keeping(id));
    }

    /// Waits until every step that was handed over is on the disk, or is known not to be.
    pub fn finish_keeping(&mut self) {
        let under_way = |e: &Entry| e.document().is_some_and(|d| d.journal.begun && d.journal.safe < d.journal.sent);
        while self.entries.iter().any(under_way) {
            match self.keeper.wait() {
                Some(kept) => self.take_up_kept(kept),
                None => return,
            }
        }
    }

    pub(super) fn take_up_all_kept(&mut self) {
        while let Some(kept) = self.keeper.poll() {
            self.take_up_kept(kept);
        }
    }

    fn take_up_kept(&mut self, kept: Kept) {
        match kept {
            Kept::Safe { entry: id, upto, length } => {
                let most = self.long_journal;
                let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { return };
                document.journal.safe = document.journal.safe.max(upto);
                document.journal.failure = None;
                if document.journal.begun && document.journal.is_due(length, most) {
                    let foundation = document.foundation();
                    self.keeper.order(Order::Renew { entry: id, foundation });
                }
            }
            Kept::Failed { entry: id, error } => {
                let Some(entry) = self.entry_mut(id) else { return };
                let title = entry.title().to_owned();
                let Some(document) = entry.document_mut() else { return };
                document.journal.begun = false;
                // Said once, not at every try.
                if document.journal.failure.replace(error.clone()).is_none() {
                    self.notices.push(Notice::NotJournalled { title, error });
                }
            }
            Kept::Aside { path, .. } => {
                self.notices.push(Notice::KeptAside { path, why: Arc::new(Misfit::OtherFile) });
            }
        }
    }

    /// Takes up what was found in the folder for unsaved work.
    pub(super) fn found_unsaved(&mut self, found: Vec<Recovery>) {
        for recovery in found {
            match recovery {
                Recovery::Nothing => {}
                Recovery::Aside { path, why } => {
                    self.notices.push(Notice::KeptAside { path, why: Arc::new(why) });
                }
                Recovery::Recovered(recovered) => {
                    let id = self.place_for(&recovered.content);
                    let document = OpenDocument::imported(recovered.content);
                    let document = document.recovered(recovered.history, recovered.last);
                    let title = document.content().document.title().to_owned();
                    if let Some(entry) = self.entry_mut(id) {
                        entry.content = Content::Open(Box::new(document));
                    }
                    self.current = Some(id);
                    self.keeper.order(Order::Resume { entry: id, journal: Box::new(recovered.journal) });
                    self.notices.push(Notice::Recovered {
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
        if let Some(entry) = self.entries.iter().find(|e| e.document().is_some_and(same)) {
            return entry.id;
        }
        let id = self.new_entry_id();
        self.entries.push(Entry::opened(id, OpenDocument::imported(content.clone())));
        id
    }
}

/// Where the journal of a document belongs; `None` where nothing is kept of documents without a file.
fn place_of(document: &OpenDocument, unsaved: Option<&Path>, id: EntryId) -> Option<PathBuf> {
    match document.path() {
        Some(path) => Some(journal_of(path)),
        None => {
            let name = crate::formats::file_name(&document.content().document.id().0);
            Some(unsaved?.join(format!("{name}-{}-{}.journal", std::process::id(), id.0)))
        }
    }
}
