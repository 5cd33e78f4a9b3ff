//! The keeper of journals: a thread of its own, so that a step is on the disk within a moment while the worker reads or
//! writes something large.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::entry::EntryId;
use super::worker::Waker;
use crate::edit::Transaction;
use crate::store::journal::{self, Foundation, Journal};
use crate::store::{Lock, Stamp};

/// What the keeper is asked to do. Orders are carried out in turn.
#[derive(Debug)]
pub enum Order {
    /// Goes on with a journal that was read.
    Resume {
        entry: EntryId,
        journal: Box<Journal>,
    },
    /// Begins a journal at `path`; the one this document had before is removed once the new one is safe.
    Begin {
        entry: EntryId,
        path: PathBuf,
        foundation: Foundation,
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
        file: Stamp,
        path: PathBuf,
        done: Sender<()>,
    },
    Saved {
        entry: EntryId,
        upto: u64,
        file: Stamp,
        path: PathBuf,
    },
    /// The journal's work is in a file, or is not wanted. The lock goes last.
    Remove {
        entry: EntryId,
        lock: Option<Lock>,
    },
    /// The journal does not fit the file any more and is kept aside.
    SetAside {
        entry: EntryId,
    },
}

/// What the keeper says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Every step up to this number is on the disk. `long`: the journal should be begun anew.
    Safe {
        entry: EntryId,
        upto: u64,
        long: bool,
    },
    /// The journal cannot be written; its steps are in memory alone until one can be begun.
    Failed {
        entry: EntryId,
        message: String,
    },
    Aside {
        entry: EntryId,
        path: PathBuf,
    },
}

/// Hands orders to the keeper from any thread.
#[derive(Clone, Debug)]
pub struct KeeperHandle(Sender<Order>);

impl KeeperHandle {
    pub fn order(&self, order: Order) {
        // A keeper that is gone has said so: no answer comes, and the work counts as unsaved.
        let _ = self.0.send(order);
    }
}

/// The session's one keeper. Dropping it carries out what was ordered.
#[derive(Debug)]
pub struct Keeper {
    orders: Option<KeeperHandle>,
    reports: Receiver<Kept>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    pub fn new(waker: Waker) -> Self {
        let (orders, accepted) = channel();
        let (send, reports) = channel();
        let work = move || {
            let (journals, places, waiting, saves) = Default::default();
            Desk { journals, places, waiting, saves, answers: Vec::new(), send, waker }.work(&accepted);
        };
        let thread = std::thread::Builder::new().name("hashiya-keeper".into()).spawn(work);
        Keeper { orders: Some(KeeperHandle(orders)), reports, thread: thread.ok() }
    }

    pub fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            orders.order(order);
        }
    }

    pub fn handle(&self) -> Option<KeeperHandle> {
        self.orders.clone()
    }

    /// The next thing it says, if it says one.
    pub fn poll(&mut self) -> Option<Kept> {
        self.reports.try_recv().ok()
    }

    /// Waits for what it says next; `None` where it is gone.
    pub fn wait(&mut self) -> Option<Kept> {
        self.reports.recv().ok()
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What lies on the keeper's desk.
struct Desk {
    journals: HashMap<EntryId, Journal>,
    /// Where the journals are, those that failed too.
    places: HashMap<EntryId, PathBuf>,
    /// Entry → the last step that was written and is not yet said to be safe.
    waiting: HashMap<EntryId, u64>,
    /// Saves that may be under way: a journal that begins meanwhile has to know of them.
    saves: HashMap<EntryId, (u64, Stamp, PathBuf)>,
    answers: Vec<Sender<()>>,
    send: Sender<Kept>,
    waker: Waker,
}

impl Desk {
    /// All orders that wait are carried out before one wait for the disk answers them together.
    fn work(mut self, orders: &Receiver<Order>) {
        while let Ok(order) = orders.recv() {
            self.carry_out(order);
            while let Ok(order) = orders.try_recv() {
                self.carry_out(order);
            }
            self.sync();
        }
    }

    fn carry_out(&mut self, order: Order) {
        match order {
            Order::Resume { entry, journal } => {
                self.places.insert(entry, journal.path().to_path_buf());
                self.journals.insert(entry, *journal);
            }
            Order::Begin { entry, path, foundation } => self.begin(entry, path, &foundation),
            Order::Step { entry, number, transaction } => {
                if self.written(entry, |journal| journal.append(number, &transaction)) {
                    self.waiting.insert(entry, number);
                }
            }
            Order::Saving { entry, upto, file, path, done } => {
                self.written(entry, |journal| journal.mark_saving(upto, file, &path));
                self.saves.insert(entry, (upto, file, path));
                self.answers.push(done);
            }
            Order::Saved { entry, upto, file, path } => {
                self.saves.remove(&entry);
                self.written(entry, |journal| journal.mark_saved(upto, file, &path));
            }
            Order::Remove { entry, lock } => {
                self.waiting.remove(&entry);
                self.saves.remove(&entry);
                self.journals.remove(&entry);
                if let Some(place) = self.places.remove(&entry) {
                    // One that cannot be removed is found to hold nothing new when its document is opened.
                    let _ = journal::remove(&place);
                }
                drop(lock);
            }
            Order::SetAside { entry } => {
                self.waiting.remove(&entry);
                self.journals.remove(&entry);
                let Some(place) = self.places.remove(&entry) else { return };
                match journal::set_aside(&place) {
                    Ok(path) => self.say(Kept::Aside { entry, path }),
                    Err(error) => self.say(Kept::Failed { entry, message: error.to_string() }),
                }
            }
        }
    }

    fn begin(&mut self, entry: EntryId, path: PathBuf, foundation: &Foundation) {
        self.journals.remove(&entry);
        let own = self.places.get(&entry) == Some(&path);
        match Journal::begin(&path, foundation, own) {
            Ok(journal) => {
                self.journals.insert(entry, journal);
                self.waiting.insert(entry, foundation.first - 1);
                if let Some(old) = self.places.insert(entry, path).filter(|_| !own) {
                    let _ = journal::remove(&old);
                }
                if let Some((upto, file, path)) = self.saves.get(&entry).cloned() {
                    self.written(entry, |journal| journal.mark_saving(upto, file, &path));
                }
            }
            // The old journal stays where it is: what it holds is still true of its file.
            Err(error) => self.fail(entry, &error),
        }
    }

    /// Writes to the journal of an entry. False where there is none or it failed.
    fn written(&mut self, entry: EntryId, write: impl FnOnce(&mut Journal) -> std::io::Result<()>) -> bool {
        let Some(journal) = self.journals.get_mut(&entry) else { return false };
        match write(journal) {
            Ok(()) => true,
            Err(error) => {
                self.fail(entry, &error);
                false
            }
        }
    }

    /// Gives a journal up after an error. It is never written again: what the system lost it would not tell twice.
    fn fail(&mut self, entry: EntryId, error: &std::io::Error) {
        self.journals.remove(&entry);
        self.waiting.remove(&entry);
        self.say(Kept::Failed { entry, message: error.to_string() });
    }

    fn sync(&mut self) {
        let marked: HashSet<EntryId> = match self.answers.is_empty() {
            true => HashSet::new(),
            false => self.journals.keys().copied().collect(),
        };
        let waiting = std::mem::take(&mut self.waiting);
        for entry in waiting.keys().copied().chain(marked).collect::<HashSet<_>>() {
            let Some(journal) = self.journals.get(&entry) else { continue };
            match (journal.sync(), waiting.get(&entry)) {
                (Ok(()), Some(upto)) => {
                    let long = journal.is_long();
                    self.say(Kept::Safe { entry, upto: *upto, long });
                }
                (Ok(()), None) => {}
                (Err(error), _) => self.fail(entry, &error),
            }
        }
        for done in self.answers.drain(..) {
            let _ = done.send(());
        }
    }

    fn say(&self, kept: Kept) {
        if self.send.send(kept).is_ok() {
            (self.waker)();
        }
    }
}
