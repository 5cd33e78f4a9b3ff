//! What the session does so that no step is lost: every one goes to the keeper, and what a crash left is taken up again.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::document::OpenDocument;
use super::entry::{Content, Entry, EntryId};
use super::keeper::{Kept, Order, Turn};
use super::notice::Notice;
use super::tasks::{Priority, Progress, TaskInfo};
use super::{Session, SessionError};
use crate::edit::Transaction;
use crate::model::AnnotatedDocument;
use crate::store::journal::{Foundation, Length, Loss, Misfit, Recovery, journal_of, open_unsaved, unsaved_in};
use crate::store::{DiskRefusal, Lock, Stamp};
use crate::workspace::save;

/// A journal that was taken away so often within [`SETBACKS_COUNT_FOR`] is not begun anew at once: two programs that take each
/// other's files away would fill the disk.
const MOST_SETBACKS: u32 = 5;

/// How long a setback counts.
const SETBACKS_COUNT_FOR: Duration = Duration::from_secs(60);

/// Until a journal that failed is tried again, the first time; each time it fails again it is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// The longest such wait.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// How far a document's steps have come on their way to the disk.
#[derive(Debug, Default)]
pub(super) struct Journalling {
    /// A journal was ordered and has not failed.
    pub begun: bool,
    /// Steps that were handed to the keeper.
    pub sent: u64,
    /// Steps that are on the disk; `None` where the journal itself is not known to be.
    safe: Option<u64>,
    /// Which of the document's journals it is.
    pub turn: Turn,
    failure: Option<Arc<std::io::Error>>,
    /// The folder of the document is gone: its journal is where those of documents without a file are.
    pub elsewhere: bool,
    /// How many bytes its steps had when it was last to be begun anew.
    tried_at: u64,
    setbacks: Setbacks,
    outbox: Outbox,
}

/// Steps that were done and not yet handed to the journal writer. Whatever changes a document puts them here; the session
/// takes them within the same call.
#[derive(Debug, Default)]
struct Outbox {
    /// The document before the first of them, where a journal that begins with it could not do without.
    before: Option<Box<AnnotatedDocument>>,
    steps: Vec<Transaction>,
}

/// What befell the journal of a document of late.
#[derive(Debug, Default)]
struct Setbacks {
    count: u32,
    /// How often it was put off.
    waits: u32,
    last: Option<Instant>,
}

impl Setbacks {
    /// One more; how many there were of late.
    fn add(&mut self) -> u32 {
        let remembered = SETBACKS_COUNT_FOR + self.longest_wait();
        if self.last.is_none_or(|last| last.elapsed() > remembered) {
            (self.count, self.waits) = (0, 0);
        }
        self.last = Some(Instant::now());
        self.count += 1;
        self.count
    }

    /// How long to wait before the next try.
    fn wait(&mut self) -> Duration {
        let wait = self.longest_wait();
        self.waits += 1;
        wait
    }

    fn longest_wait(&self) -> Duration {
        LONGEST_WAIT.min(FIRST_WAIT * 2u32.pow(self.waits.min(16)))
    }
}

impl Journalling {
    /// A journal that was read up to this step and is gone on with.
    pub(super) fn resumed(last: u64) -> Self {
        Journalling { begun: true, sent: last, safe: Some(last), ..Journalling::default() }
    }

    /// Another one is ordered, which nobody has seen on the disk yet.
    fn begins(&mut self, turn: Turn) {
        (self.begun, self.turn, self.safe) = (true, turn, None);
    }

    /// Its steps are in memory alone.
    fn breaks_off(&mut self) {
        (self.begun, self.safe) = (false, None);
    }

    /// It is not needed any more.
    pub(super) fn ends(&mut self) {
        self.breaks_off();
        (self.elsewhere, self.failure) = (false, None);
    }

    fn is_safe(&self) -> bool {
        self.safe.is_some_and(|safe| safe >= self.sent)
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
            () if !journal.begun => Safety::InMemory(self.why_not_kept().map(ToString::to_string)),
            () if journal.is_safe() => Safety::Kept,
            () => Safety::BeingWritten,
        }
    }

    /// Why its steps are in memory alone, where its journal failed.
    pub fn why_not_kept(&self) -> Option<&std::io::Error> {
        self.journal.failure.as_deref().filter(|_| !self.journal.begun)
    }

    /// What a journal builds on that begins with the next step and holds all before it.
    fn foundation(&self) -> Foundation {
        let content = Some(Box::new(self.content().clone()));
        let (base, text) = (self.base_of_journal(), self.content().document.digest());
        Foundation { base, text, content, first: self.journal.sent + 1 }
    }

    /// The file that its journal stands beside.
    fn base_of_journal(&self) -> Option<Stamp> {
        self.stamp.filter(|_| !self.journal.elsewhere)
    }

    /// Makes the journal ready for a step that is about to be done: one that begins with it may need the document as it is.
    pub(super) fn before_step(&mut self) {
        let file_has_it = self.path().is_some() && !self.is_dirty() && !self.journal.elsewhere;
        if !self.journal.begun && !file_has_it && self.journal.outbox.steps.is_empty() {
            self.journal.outbox.before = Some(Box::new(self.content().clone()));
        }
    }

    /// What was done goes to the journal.
    pub(super) fn after_step(&mut self, done: Transaction) {
        if !done.is_empty() {
            self.journal.outbox.steps.push(done);
        }
    }
}

impl Session {
    /// Names the folder for the work that no file holds yet, and takes up what a crash left there.
    pub fn keep_unsaved_in(&mut self, folder: PathBuf) {
        self.unsaved = Some(folder.clone());
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

    /// Hands the steps that were done to a document to the journal writer. Called by everything that lets a document change,
    /// in the same call and not once a frame: a step is on its way to the disk before anything else can happen. The frame
    /// waits for neither disk nor lock.
    pub(super) fn send_outbox(&mut self, id: EntryId) {
        let (unsaved, turn) = (self.unsaved.clone(), self.next_turn());
        let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { return };
        let Outbox { mut before, steps } = std::mem::take(&mut document.journal.outbox);
        let mut orders = Vec::with_capacity(steps.len() + 1);
        for transaction in steps {
            document.journal.sent += 1;
            let number = document.journal.sent;
            if !document.journal.begun {
                let Some(path) = place_of(document, unsaved.as_deref(), id) else { continue };
                let (base, text) = (document.base_of_journal(), document.content().document.digest());
                let foundation = Foundation { base, text, content: before.take(), first: number };
                document.journal.begins(turn);
                orders.push(Order::Begin { entry: id, turn, path, foundation });
            }
            orders.push(Order::Step { entry: id, number, transaction });
        }
        orders.into_iter().for_each(|order| self.keeper.order(order));
    }

    /// Begins the journal of an entry anew with the document as it is.
    pub(super) fn begin_anew(&mut self, id: EntryId) {
        let (unsaved, turn) = (self.unsaved.clone(), self.next_turn());
        let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { return };
        let Some(path) = place_of(document, unsaved.as_deref(), id) else { return };
        if document.journal.elsewhere {
            // There it is told from an untouched text by its steps: it counts as one itself.
            document.journal.sent = document.journal.sent.max(1);
        }
        let foundation = document.foundation();
        document.journal.begins(turn);
        self.keeper.order(Order::Begin { entry: id, turn, path, foundation });
    }

    /// A number that no journal of this session had.
    pub(super) fn next_turn(&mut self) -> Turn {
        self.last_turn += 1;
        self.last_turn
    }

    /// Tries again where journals failed: a save that succeeded shows that the disk takes something again.
    pub(super) fn try_keeping_again(&mut self) {
        let ids: Vec<EntryId> = self.entries.live().map(|e| e.id).collect();
        ids.into_iter().for_each(|id| self.try_keeping_one_again(id));
    }

    fn try_keeping_one_again(&mut self, id: EntryId) {
        let failed = |d: &OpenDocument| d.is_dirty() && d.why_not_kept().is_some();
        if self.entry(id).and_then(Entry::document).is_some_and(failed) {
            self.begin_anew(id);
        }
    }

    /// The work of an entry is in its file or is not wanted: its journal goes, and then its lock.
    pub(super) fn stop_keeping(&mut self, id: EntryId) {
        let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { return };
        document.journal.ends();
        let lock = document.lock.take();
        self.keeper.order(Order::Remove { entry: id, lock });
    }

    /// The window closes and nothing that is not saved is wanted any more. Without this, journals stay for the next
    /// start.
    pub fn leave(&mut self) {
        let ids: Vec<EntryId> = self.entries.live().map(|e| e.id).collect();
        ids.into_iter().for_each(|id| self.stop_keeping(id));
    }

    /// Waits until every step that was handed over is on the disk, or is known not to be.
    pub fn finish_keeping(&mut self) {
        let under_way = |e: &Entry| e.document().is_some_and(|d| d.journal.begun && !d.journal.is_safe());
        while self.entries.live().any(under_way) {
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

    /// What is said of a journal that another one has followed is passed over.
    fn take_up_kept(&mut self, kept: Kept) {
        match kept {
            Kept::Safe { entry: id, turn, upto, length } => {
                let most = self.long_journal;
                let Some(document) = self.journalled(id, turn) else { return };
                document.journal.safe = document.journal.safe.max(Some(upto));
                document.journal.failure = None;
                if document.journal.is_due(length, most) {
                    let foundation = document.foundation();
                    self.keeper.order(Order::Renew { entry: id, foundation });
                }
            }
            Kept::Failed { entry: id, turn, error } => self.not_kept(id, turn, error),
            Kept::Lost { entry: id, turn, path, loss, aside } => self.lost_journal(id, turn, path, loss, aside),
            Kept::Reminded { entry: id } => self.try_keeping_one_again(id),
        }
    }

    /// The document of an entry, where this is the journal it counts on.
    fn journalled(&mut self, id: EntryId, turn: Turn) -> Option<&mut OpenDocument> {
        let document = self.entry_mut(id).and_then(Entry::document_mut)?;
        (document.journal.begun && document.journal.turn == turn).then_some(document)
    }

    fn not_kept(&mut self, id: EntryId, turn: Turn, error: Arc<std::io::Error>) {
        let has_unsaved = self.unsaved.is_some();
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
            self.notices.push(Notice::JournalElsewhere { title });
            self.begin_anew(id);
            return;
        }
        // Said once, not at every try.
        if is_new {
            self.notices.push(Notice::NotJournalled { title, error });
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
            self.notices.extend(aside.map(|path| Notice::KeptAside { path, why: Arc::new(Misfit::OtherFile) }));
            return;
        }
        let Some(entry) = self.entry_mut(id) else { return };
        let title = entry.title().to_owned();
        let setbacks = entry.document_mut().map_or(0, |document| document.journal.setbacks.add());
        self.notices.push(Notice::JournalLost { title: title.clone(), path, loss, aside });
        if setbacks <= MOST_SETBACKS {
            self.begin_anew(id);
            return;
        }
        let error: Arc<std::io::Error> = Arc::new(DiskRefusal::JournalTaken.into());
        let document = self.entry_mut(id).and_then(Entry::document_mut);
        if document.is_some_and(|document| document.journal.failure.replace(error.clone()).is_none()) {
            self.notices.push(Notice::NotJournalled { title, error });
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
        if let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) {
            let after = document.journal.setbacks.wait();
            self.keeper.order(Order::Remind { entry: id, after });
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
                    let (id, turn) = (self.place_for(&recovered.content), self.next_turn());
                    let mut document = OpenDocument::imported(recovered.content);
                    document = document.recovered(recovered.history, recovered.last);
                    document.journal.turn = turn;
                    let title = document.content().document.title().to_owned();
                    if let Some(entry) = self.entry_mut(id) {
                        entry.content = Content::Open(Box::new(document));
                    }
                    self.current = Some(id);
                    self.keeper.order(Order::Resume { entry: id, turn, journal: Box::new(recovered.journal) });
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
        if let Some(entry) = self.entries.live().find(|e| e.document().is_some_and(same)) {
            return entry.id;
        }
        let id = self.new_entry_id();
        self.entries.push(Entry::opened(id, OpenDocument::imported(content.clone())));
        id
    }
}

/// Where the journal of a document belongs; `None` where nothing is kept of documents without a file.
fn place_of(document: &OpenDocument, unsaved: Option<&Path>, id: EntryId) -> Option<PathBuf> {
    match document.path().filter(|_| !document.journal.elsewhere) {
        Some(path) => Some(journal_of(path)),
        None => {
            let name = crate::formats::file_name(&document.content().document.id().0);
            Some(unsaved?.join(format!("{name}-{}-{}.journal", std::process::id(), id.0)))
        }
    }
}
