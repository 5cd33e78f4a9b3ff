//! The journals of the open documents: what is ordered of the thread that writes them, and where each stands.

use std::path::{Path, PathBuf};

use super::document::OpenDocument;
use super::entry_id::EntryId;
use super::journal_state::Outbox;
use super::journal_writer::{JournalCommand, JournalEvent, JournalWriter, JournalWriterHandle, Turn};
use super::tasks::RepaintSignal;
use crate::store::ContentHash;
use crate::store::journal::{Journal, JournalBase, LONG_JOURNAL_BYTES, Length, journal_of};

/// The journals of the open documents.
#[derive(Debug)]
pub(super) struct Journals {
    keeper: JournalWriter,
    /// Where the journals of documents without a file are; `None` keeps none of them.
    pub unsaved: Option<PathBuf>,
    /// The number of the journal that was begun last.
    last: Turn,
    /// How many bytes of steps a journal holds before it is begun anew.
    pub long: u64,
}

impl Journals {
    pub(super) fn new(repaint: RepaintSignal) -> Self {
        Journals { keeper: JournalWriter::new(repaint), unsaved: None, last: 0, long: LONG_JOURNAL_BYTES }
    }

    pub(super) fn handle(&self) -> Option<JournalWriterHandle> {
        self.keeper.handle()
    }

    /// The next thing its thread says, if it says one.
    pub(super) fn poll(&mut self) -> Option<JournalEvent> {
        self.keeper.poll()
    }

    /// Waits for what it says next; `None` where it is gone.
    pub(super) fn wait(&mut self) -> Option<JournalEvent> {
        self.keeper.wait()
    }

    /// A number that no journal of this session had.
    fn next_turn(&mut self) -> Turn {
        self.last += 1;
        self.last
    }

    /// Hands the steps that were done to a document to the journal writer. The frame waits for neither disk nor lock.
    pub(super) fn send_outbox(&mut self, id: EntryId, document: &mut OpenDocument) {
        let turn = self.next_turn();
        let Outbox { mut before, steps } = std::mem::take(&mut document.journal.outbox);
        let mut orders = Vec::with_capacity(steps.len() + 1);
        for transaction in steps {
            document.journal.sent += 1;
            let number = document.journal.sent;
            if !document.journal.begun {
                let Some(path) = self.place_of(document, id) else { continue };
                let (base, text) = (document.base_of_journal(), document.content().document.digest());
                let foundation = JournalBase { base, text, content: before.take(), first: number };
                document.journal.begins(turn);
                orders.push(JournalCommand::Begin { entry: id, turn, path, foundation });
            }
            orders.push(JournalCommand::Step { entry: id, number, transaction });
        }
        orders.into_iter().for_each(|order| self.keeper.order(order));
    }

    /// Begins the journal of a document anew with the document as it is.
    pub(super) fn restart_journal(&mut self, id: EntryId, document: &mut OpenDocument) {
        let turn = self.next_turn();
        let Some(path) = self.place_of(document, id) else { return };
        if document.journal.elsewhere {
            // There it is told from an untouched text by its steps: it counts as one itself.
            document.journal.sent = document.journal.sent.max(1);
        }
        let foundation = foundation(document);
        document.journal.begins(turn);
        self.keeper.order(JournalCommand::Begin { entry: id, turn, path, foundation });
    }

    /// Goes on with a journal that was read, as that of this document.
    pub(super) fn resume(&mut self, id: EntryId, document: &mut OpenDocument, journal: Journal) {
        let turn = self.next_turn();
        document.journal.turn = turn;
        self.keeper.order(JournalCommand::Resume { entry: id, turn, journal: Box::new(journal) });
    }

    /// Tries again where the journal of a document failed.
    pub(super) fn try_again(&mut self, id: EntryId, document: &mut OpenDocument) {
        if document.is_dirty() && document.why_not_kept().is_some() {
            self.restart_journal(id, document);
        }
    }

    /// Steps up to this one are on the disk, in a journal of this length.
    pub(super) fn reached(&mut self, id: EntryId, document: &mut OpenDocument, upto: u64, length: Length) {
        document.journal.reached(upto);
        if document.journal.is_due(length, self.long) {
            self.keeper.order(JournalCommand::Renew { entry: id, foundation: foundation(document) });
        }
    }

    /// The work of a document is in its file or is not wanted: its journal goes, and then its lock.
    pub(super) fn stop(&mut self, id: EntryId, document: &mut OpenDocument) {
        document.journal.ends();
        let lock = document.lock.take();
        self.keeper.order(JournalCommand::Remove { entry: id, lock });
    }

    /// The file of a document holds all that is in it: its journal goes, its lock stays.
    pub(super) fn remove(&mut self, id: EntryId, document: &mut OpenDocument) {
        document.journal.ends();
        self.keeper.order(JournalCommand::Remove { entry: id, lock: None });
    }

    /// What the file at `path` now holds need not stand in the journal.
    pub(super) fn fold(&mut self, id: EntryId, document: &mut OpenDocument, path: &Path, upto: u64, moved: bool) {
        // A folder that takes a save takes a journal.
        let moved = std::mem::take(&mut document.journal.elsewhere) || moved;
        if document.journal.sent == upto {
            self.remove(id, document);
        } else if let (true, false, Some(file)) = (document.journal.begun, moved, document.stamp) {
            self.keeper.order(JournalCommand::Saved { entry: id, upto, file, path: path.to_path_buf() });
        } else {
            self.restart_journal(id, document);
        }
    }

    /// Asks to be told when the journal of a document is to be tried again.
    pub(super) fn remind(&mut self, id: EntryId, document: &mut OpenDocument) {
        let after = document.journal.setbacks.wait();
        self.keeper.order(JournalCommand::Remind { entry: id, after });
    }

    /// Where the journal of a document belongs; `None` where nothing is kept of documents without a file.
    fn place_of(&self, document: &OpenDocument, id: EntryId) -> Option<PathBuf> {
        match document.path().filter(|_| !document.journal.elsewhere) {
            Some(path) => Some(journal_of(path)),
            None => {
                let name = crate::formats::file_name(&document.content().document.id().0);
                Some(self.unsaved.as_deref()?.join(format!("{name}-{}-{}.journal", std::process::id(), id.0)))
            }
        }
    }
}

/// What a journal builds on that begins with the next step and holds all before it.
fn foundation(document: &OpenDocument) -> JournalBase {
    let content = Some(Box::new(document.own_content()));
    let (base, text) = (document.base_of_journal(), document.content().document.digest());
    JournalBase { base, text, content, first: document.journal.sent + 1 }
}

impl OpenDocument {
    /// The file that its journal stands beside.
    fn base_of_journal(&self) -> Option<ContentHash> {
        self.stamp.filter(|_| !self.journal.elsewhere)
    }
}
