//! The keeper of journals: a thread of its own, so that a step is on the disk within a moment while tasks read or
//! write something large.
//!
//! A journal is a file like others, and other programs may take it away: it is looked at before its steps are called safe, and
//! a few times a second while it is all that holds them.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::entry_id::EntryId;
use super::tasks::RepaintSignal;
use crate::edit::Transaction;
use crate::store::journal::{self, Journal, JournalBase, Length, Loss, Sync};
use crate::store::{ContentHash, Lock};

/// Between two looks at the journals that are being written. What befalls them is told within a second.
pub const LOOK_EVERY: Duration = Duration::from_millis(400);

/// Which journal of a document is meant: each time one is begun for it, the session counts on.
pub type Turn = u64;

/// What the keeper is asked to do. Orders are carried out in turn.
#[derive(Debug)]
pub enum JournalCommand {
    /// Goes on with a journal that was read.
    Resume {
        entry: EntryId,
        turn: Turn,
        journal: Box<Journal>,
    },
    /// Begins a journal at `path`; the one this document had before is removed once the new one is safe.
    Begin {
        entry: EntryId,
        turn: Turn,
        path: PathBuf,
        foundation: JournalBase,
    },
    /// Begins the journal that is there anew, with all it led to. Where that cannot be, it is gone on with.
    Renew {
        entry: EntryId,
        foundation: JournalBase,
    },
    Step {
        entry: EntryId,
        number: u64,
        transaction: Transaction,
    },
    /// A save is about to replace the file at `path`: said before it happens, answered once it is on the disk.
    Saving {
        entry: EntryId,
        upto: u64,
        file: ContentHash,
        path: PathBuf,
        done: Sender<()>,
    },
    Saved {
        entry: EntryId,
        upto: u64,
        file: ContentHash,
        path: PathBuf,
    },
    /// The journal's work is in a file, or is not wanted. The lock goes last.
    Remove {
        entry: EntryId,
        lock: Option<Lock>,
    },
    /// Asks for [`JournalEvent::Reminded`] after a while.
    Remind {
        entry: EntryId,
        after: Duration,
    },
}

/// What the keeper says.
#[derive(Clone, Debug)]
pub enum JournalEvent {
    /// Every step up to this number is on the disk, in a journal of this length.
    Safe {
        entry: EntryId,
        turn: Turn,
        upto: u64,
        length: Length,
    },
    /// The journal cannot be written; its steps are in memory alone until one can be begun.
    Failed {
        entry: EntryId,
        turn: Turn,
        error: Arc<std::io::Error>,
    },
    /// Another program took the journal away or changed it. Its steps are in memory alone until it is begun anew.
    Lost {
        entry: EntryId,
        turn: Turn,
        /// Where it was.
        path: PathBuf,
        loss: Loss,
        /// Where what stood in its place is now: it is not ours.
        aside: Option<PathBuf>,
    },
    Reminded {
        entry: EntryId,
    },
}

/// Hands orders to the keeper from any thread.
#[derive(Clone, Debug)]
pub struct JournalWriterHandle(Sender<JournalCommand>);

impl JournalWriterHandle {
    pub fn order(&self, order: JournalCommand) {
        // A keeper that is gone has said so: no answer comes, and the work counts as unsaved.
        let _ = self.0.send(order);
    }
}

/// The session's one keeper. Dropping it carries out what was ordered.
#[derive(Debug)]
pub struct JournalWriter {
    orders: Option<JournalWriterHandle>,
    reports: Receiver<JournalEvent>,
    thread: Option<JoinHandle<()>>,
}

impl JournalWriter {
    pub fn new(repaint: RepaintSignal) -> Self {
        let (orders, accepted) = channel();
        let (send, reports) = channel();
        let work = move || {
            let (waits, asked) = channel();
            let (doubt, doubts) = channel();
            let telling = EventSender { send, repaint };
            let waiter = {
                let telling = telling.clone();
                std::thread::Builder::new()
                    .name("hashiya-disk".into())
                    .spawn(move || fsync_loop(&asked, &doubt, &telling))
            };
            JournalWriterState::new(waits, doubts, telling).work(&accepted);
            if let Ok(waiter) = waiter {
                let _ = waiter.join();
            }
        };
        let thread = std::thread::Builder::new().name("hashiya-keeper".into()).spawn(work);
        JournalWriter { orders: Some(JournalWriterHandle(orders)), reports, thread: thread.ok() }
    }

    pub fn order(&self, order: JournalCommand) {
        if let Some(orders) = &self.orders {
            orders.order(order);
        }
    }

    pub fn handle(&self) -> Option<JournalWriterHandle> {
        self.orders.clone()
    }

    /// The next thing it says, if it says one.
    pub fn poll(&mut self) -> Option<JournalEvent> {
        self.reports.try_recv().ok()
    }

    /// Waits for what it says next; `None` where it is gone.
    pub fn wait(&mut self) -> Option<JournalEvent> {
        self.reports.recv().ok()
    }
}

impl Drop for JournalWriter {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A journal that is being written.
struct Open {
    journal: Journal,
    /// The number of its beginning, which no other has.
    begun: u64,
    turn: Turn,
}

/// What lies on the keeper's desk.
struct JournalWriterState {
    journals: HashMap<EntryId, Open>,
    /// Journals that failed. They are not written, and stay locked while their documents are open.
    given_up: HashMap<EntryId, Journal>,
    /// Where the journals are, those that failed too.
    places: HashMap<EntryId, PathBuf>,
    /// Entry → the last step that was written and is not yet said to be safe.
    waiting: HashMap<EntryId, u64>,
    /// Saves that may be under way: a journal that begins meanwhile has to know of them.
    saves: HashMap<EntryId, (u64, ContentHash, PathBuf)>,
    answers: Vec<(EntryId, Sender<()>)>,
    /// When somebody wants to be reminded of an entry.
    reminders: Vec<(Instant, EntryId)>,
    begun: u64,
    waits: Sender<FsyncRequest>,
    doubts: Receiver<Doubt>,
    telling: EventSender,
}

/// A request to be told when what was written is on the disk.
struct FsyncRequest {
    entry: EntryId,
    turn: Turn,
    begun: u64,
    sync: Sync,
    /// The last step that is then safe, and how long the journal is.
    upto: Option<(u64, Length)>,
    answers: Vec<Sender<()>>,
}

/// Steps up to `upto` are on the disk, and their journal was not where it should be.
struct Doubt {
    entry: EntryId,
    begun: u64,
    upto: u64,
}

/// How the session is told.
#[derive(Clone)]
struct EventSender {
    send: Sender<JournalEvent>,
    repaint: RepaintSignal,
}

impl EventSender {
    fn say(&self, kept: JournalEvent) {
        if self.send.send(kept).is_ok() {
            (self.repaint)();
        }
    }
}

/// Waits for the disk, so that writing never does: what is written survives the end of the program at once. All that was
/// asked for while the disk was busy is waited for together.
fn fsync_loop(asked: &Receiver<FsyncRequest>, doubt: &Sender<Doubt>, telling: &EventSender) {
    // A journal whose wait failed is never asked about again.
    let mut given_up: HashSet<u64> = HashSet::new();
    while let Ok(first) = asked.recv() {
        let mut waits: Vec<FsyncRequest> = vec![first];
        while let Ok(wait) = asked.try_recv() {
            match waits.iter().position(|known| known.begun == wait.begun) {
                Some(at) => {
                    let known = waits.remove(at);
                    let answers = known.answers.into_iter().chain(wait.answers).collect();
                    waits.push(FsyncRequest {
                        sync: known.sync.and(wait.sync),
                        upto: wait.upto.or(known.upto),
                        answers,
                        ..wait
                    });
                }
                None => waits.push(wait),
            }
        }
        for FsyncRequest { entry, turn, begun, sync, upto, answers } in waits {
            if !given_up.contains(&begun) {
                match (sync.wait(), upto) {
                    (Ok(()), Some((upto, length))) if sync.is_in_place() => {
                        telling.say(JournalEvent::Safe { entry, turn, upto, length });
                    }
                    // Who writes it knows whether it gave way to another one or was taken away.
                    (Ok(()), Some((upto, _))) => drop(doubt.send(Doubt { entry, begun, upto })),
                    (Ok(()), None) => {}
                    (Err(error), _) => {
                        given_up.insert(begun);
                        telling.say(JournalEvent::Failed { entry, turn, error: Arc::new(error) });
                    }
                }
            }
            for done in answers {
                let _ = done.send(());
            }
        }
    }
}

impl JournalWriterState {
    fn new(waits: Sender<FsyncRequest>, doubts: Receiver<Doubt>, telling: EventSender) -> Self {
        let (journals, given_up, places, waiting, saves) = Default::default();
        let (answers, reminders) = Default::default();
        JournalWriterState {
            journals,
            given_up,
            places,
            waiting,
            saves,
            answers,
            reminders,
            begun: 0,
            waits,
            doubts,
            telling,
        }
    }

    /// All orders that wait are carried out before the disk is asked about them together.
    fn work(mut self, orders: &Receiver<JournalCommand>) {
        let mut next = Instant::now() + LOOK_EVERY;
        loop {
            // With nothing to look at and nobody to remind it sleeps.
            let looks = (!self.journals.is_empty()).then_some(next);
            let due = looks.into_iter().chain(self.reminders.iter().map(|(at, _)| *at)).min();
            let order = match due {
                None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => orders.recv_timeout(at.saturating_duration_since(Instant::now())),
            };
            match order {
                Ok(order) => {
                    self.execute(order);
                    while let Ok(order) = orders.try_recv() {
                        self.execute(order);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if next <= Instant::now() {
                self.look_at_all();
                next = Instant::now() + LOOK_EVERY;
            }
            self.remind();
            self.sync();
        }
    }

    fn execute(&mut self, order: JournalCommand) {
        match order {
            JournalCommand::Resume { entry, turn, journal } => {
                self.places.insert(entry, journal.path().to_path_buf());
                self.begun += 1;
                self.journals.insert(entry, Open { journal: *journal, begun: self.begun, turn });
            }
            JournalCommand::Begin { entry, turn, path, foundation } => match self.begin(entry, turn, path, &foundation)
            {
                Ok(()) => {}
                // The old journal stays where it is: what it holds is still true of its file.
                Err(error) => {
                    self.give_up(entry);
                    self.say(JournalEvent::Failed { entry, turn, error: Arc::new(error) });
                }
            },
            JournalCommand::Renew { entry, foundation } => {
                // One that was taken away does not just give way: it is told, and begun anew when that was heard.
                if !self.is_in_place(entry) {
                    return;
                }
                let (Some(open), Some(path)) = (self.journals.get(&entry), self.places.get(&entry)) else { return };
                // Long, and still all that was done: where it cannot be, it is tried again when it has grown.
                let _ = self.begin(entry, open.turn, path.clone(), &foundation);
            }
            JournalCommand::Step { entry, number, transaction } => {
                if self.written(entry, |journal| journal.append(number, &transaction)) {
                    self.waiting.insert(entry, number);
                }
            }
            JournalCommand::Saving { entry, upto, file, path, done } => {
                self.written(entry, |journal| journal.mark_saving(upto, file, &path));
                self.saves.insert(entry, (upto, file, path));
                self.answers.push((entry, done));
            }
            JournalCommand::Saved { entry, upto, file, path } => {
                self.saves.remove(&entry);
                self.written(entry, |journal| journal.mark_saved(upto, file, &path));
            }
            JournalCommand::Remove { entry, lock } => {
                self.waiting.remove(&entry);
                self.saves.remove(&entry);
                // What another program put in the journal's place is not ours to remove.
                let own = self.is_own_file(entry);
                self.journals.remove(&entry);
                self.given_up.remove(&entry);
                self.reminders.retain(|(_, of)| *of != entry);
                if let Some(place) = self.places.remove(&entry).filter(|_| own) {
                    // One that cannot be removed is found to hold nothing new when its document is opened.
                    let _ = journal::remove(&place);
                }
                drop(lock);
            }
            JournalCommand::Remind { entry, after } => self.reminders.push((Instant::now() + after, entry)),
        }
    }

    fn remind(&mut self) {
        let now = Instant::now();
        for (_, entry) in self.reminders.extract_if(.., |(at, _)| *at <= now).collect::<Vec<_>>() {
            self.say(JournalEvent::Reminded { entry });
        }
    }

    /// Looks at every journal that is being written. Those that are in their place although the disk's answer found them
    /// elsewhere are asked about again.
    fn look_at_all(&mut self) {
        let entries: Vec<EntryId> = self.journals.keys().copied().collect();
        for entry in entries {
            self.is_in_place(entry);
        }
        while let Ok(Doubt { entry, begun, upto }) = self.doubts.try_recv() {
            if self.journals.get(&entry).is_some_and(|open| open.begun == begun) {
                let waiting = self.waiting.entry(entry).or_default();
                *waiting = upto.max(*waiting);
            }
        }
    }

    /// Whether the journal of an entry is where and as it was written. Where it is not, that is told, and it is written no more.
    fn is_in_place(&mut self, entry: EntryId) -> bool {
        let Some(open) = self.journals.get(&entry) else { return false };
        match open.journal.look() {
            Ok(None) => true,
            Ok(Some(loss)) => {
                self.lose(entry, loss);
                false
            }
            Err(error) => {
                self.fail(entry, error);
                false
            }
        }
    }

    fn lose(&mut self, entry: EntryId, loss: Loss) {
        let Some(Open { journal, turn, .. }) = self.journals.remove(&entry) else { return };
        let path = journal.path().to_path_buf();
        self.waiting.remove(&entry);
        // What is not ours is not written over. Where it cannot be moved, nothing is begun in its place.
        let aside = loss.is_foreign().then(|| journal::quarantine(&path).ok()).flatten();
        match loss {
            // What is left of it gives way to the one that is begun anew, and stays locked until then.
            Loss::Cut => drop(self.given_up.insert(entry, journal)),
            _ => drop(self.places.remove(&entry)),
        }
        self.say(JournalEvent::Lost { entry, turn, path, loss, aside });
    }

    /// Whether what stands at the place of an entry's journal is that journal, or what is left of it.
    fn is_own_file(&self, entry: EntryId) -> bool {
        match (self.journals.get(&entry), self.given_up.get(&entry)) {
            (Some(open), _) => open.journal.look().is_ok_and(|loss| !loss.is_some_and(Loss::is_foreign)),
            // Where a write failed midway, the half of it that is there is no other program's.
            (None, Some(journal)) => journal.look().is_ok_and(|loss| loss != Some(Loss::Replaced)),
            (None, None) => false,
        }
    }

    /// Begins a journal. The one before stays open, and so locked, until the new one has taken its place.
    fn begin(&mut self, entry: EntryId, turn: Turn, path: PathBuf, foundation: &JournalBase) -> std::io::Result<()> {
        let at_its_place = self.places.get(&entry) == Some(&path);
        let mut journal = Journal::begin(&path, foundation, at_its_place && self.is_own_file(entry))?;
        if let Some(old) = self.places.get(&entry).filter(|_| !at_its_place) {
            // The old one goes once the new one is on the disk.
            journal.sync()?.wait()?;
            if self.is_own_file(entry) {
                let _ = journal::remove(old);
            }
        }
        self.begun += 1;
        self.journals.insert(entry, Open { journal, begun: self.begun, turn });
        self.given_up.remove(&entry);
        self.waiting.insert(entry, foundation.first - 1);
        self.places.insert(entry, path);
        if let Some((upto, file, path)) = self.saves.get(&entry).cloned() {
            self.written(entry, |journal| journal.mark_saving(upto, file, &path));
        }
        Ok(())
    }

    /// Writes to the journal of an entry. False where there is none or it failed.
    fn written(&mut self, entry: EntryId, write: impl FnOnce(&mut Journal) -> std::io::Result<()>) -> bool {
        let Some(open) = self.journals.get_mut(&entry) else { return false };
        match write(&mut open.journal) {
            Ok(()) => true,
            Err(error) => {
                self.fail(entry, error);
                false
            }
        }
    }

    /// Gives a journal up after an error, and tells it.
    fn fail(&mut self, entry: EntryId, error: std::io::Error) {
        if let Some(turn) = self.give_up(entry) {
            self.say(JournalEvent::Failed { entry, turn, error: Arc::new(error) });
        }
    }

    /// A journal that was given up is never written again: what the system lost it would not tell twice.
    fn give_up(&mut self, entry: EntryId) -> Option<Turn> {
        self.waiting.remove(&entry);
        let open = self.journals.remove(&entry)?;
        self.given_up.insert(entry, open.journal);
        Some(open.turn)
    }

    fn sync(&mut self) {
        let marked = self.answers.iter().map(|(entry, _)| *entry).collect::<Vec<_>>();
        let mut answers = std::mem::take(&mut self.answers);
        let waiting = std::mem::take(&mut self.waiting);
        for entry in waiting.keys().copied().chain(marked).collect::<HashSet<_>>() {
            // What is known to be lost need not wait for the disk to be told.
            if !self.is_in_place(entry) {
                continue;
            }
            let Some(open) = self.journals.get_mut(&entry) else { continue };
            let (begun, turn, length) = (open.begun, open.turn, open.journal.length());
            match open.journal.sync() {
                Ok(sync) => {
                    let own = answers.extract_if(.., |(of, _)| *of == entry).map(|(_, done)| done).collect();
                    let upto = waiting.get(&entry).map(|upto| (*upto, length));
                    // Where the waiter is gone, nothing is called safe.
                    let _ = self.waits.send(FsyncRequest { entry, turn, begun, sync, upto, answers: own });
                }
                Err(error) => self.fail(entry, error),
            }
        }
        // Where there is no journal there is nothing to wait for.
        for (_, done) in answers {
            let _ = done.send(());
        }
    }

    fn say(&self, kept: JournalEvent) {
        self.telling.say(kept);
    }
}
