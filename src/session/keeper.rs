//! The keeper of journals: a thread of its own, so that a step is on the disk within a moment while the worker reads or
//! writes something large.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::entry::EntryId;
use super::worker::Waker;
use crate::edit::Transaction;
use crate::store::journal::{self, Foundation, Journal, Length, Sync};
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
    /// Begins the journal that is there anew, with all it led to. Where that cannot be, it is gone on with.
    Renew {
        entry: EntryId,
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
#[derive(Clone, Debug)]
pub enum Kept {
    /// Every step up to this number is on the disk, in a journal of this length.
    Safe {
        entry: EntryId,
        upto: u64,
        length: Length,
    },
    /// The journal cannot be written; its steps are in memory alone until one can be begun.
    Failed {
        entry: EntryId,
        error: Arc<std::io::Error>,
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
            let (waits, asked) = channel();
            let telling = Telling { send, waker };
            let waiter = {
                let telling = telling.clone();
                std::thread::Builder::new().name("hashiya-disk".into()).spawn(move || wait_for_disk(&asked, &telling))
            };
            let (journals, given_up, places, waiting, saves) = Default::default();
            let answers = Vec::new();
            let desk = Desk { journals, given_up, places, waiting, saves, answers, begun: 0, waits, telling };
            desk.work(&accepted);
            if let Ok(waiter) = waiter {
                let _ = waiter.join();
            }
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
    /// Each with the number of its beginning.
    journals: HashMap<EntryId, (Journal, u64)>,
    /// Journals that failed. They are not written, and stay locked while their documents are open.
    given_up: HashMap<EntryId, Journal>,
    /// Where the journals are, those that failed too.
    places: HashMap<EntryId, PathBuf>,
    /// Entry → the last step that was written and is not yet said to be safe.
    waiting: HashMap<EntryId, u64>,
    /// Saves that may be under way: a journal that begins meanwhile has to know of them.
    saves: HashMap<EntryId, (u64, Stamp, PathBuf)>,
    answers: Vec<(EntryId, Sender<()>)>,
    begun: u64,
    waits: Sender<Wait>,
    telling: Telling,
}

/// A wish to be told when what was written is on the disk.
struct Wait {
    entry: EntryId,
    begun: u64,
    sync: Sync,
    /// The last step that is then safe, and how long the journal is.
    upto: Option<(u64, Length)>,
    answers: Vec<Sender<()>>,
}

/// How the session is told.
#[derive(Clone)]
struct Telling {
    send: Sender<Kept>,
    waker: Waker,
}

impl Telling {
    fn say(&self, kept: Kept) {
        if self.send.send(kept).is_ok() {
            (self.waker)();
        }
    }
}

/// Waits for the disk, so that writing never does: what is written survives the end of the program at once. All that was
/// asked for while the disk was busy is waited for together.
fn wait_for_disk(asked: &Receiver<Wait>, telling: &Telling) {
    // A journal whose wait failed is never asked about again.
    let mut given_up: HashSet<u64> = HashSet::new();
    while let Ok(first) = asked.recv() {
        let mut waits: Vec<Wait> = vec![first];
        while let Ok(wait) = asked.try_recv() {
            match waits.iter().position(|known| known.begun == wait.begun) {
                Some(at) => {
                    let known = waits.remove(at);
                    let answers = known.answers.into_iter().chain(wait.answers).collect();
                    waits.push(Wait {
                        sync: known.sync.and(wait.sync),
                        upto: wait.upto.or(known.upto),
                        answers,
                        ..wait
                    });
                }
                None => waits.push(wait),
            }
        }
        for Wait { entry, begun, sync, upto, answers } in waits {
            if !given_up.contains(&begun) {
                match (sync.wait(), upto) {
                    (Ok(()), Some((upto, length))) => telling.say(Kept::Safe { entry, upto, length }),
                    (Ok(()), None) => {}
                    (Err(error), _) => {
                        given_up.insert(begun);
                        telling.say(Kept::Failed { entry, error: Arc::new(error) });
                    }
                }
            }
            for done in answers {
                let _ = done.send(());
            }
        }
    }
}

impl Desk {
    /// All orders that wait are carried out before the disk is asked about them together.
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
                self.begun += 1;
                self.journals.insert(entry, (*journal, self.begun));
            }
            Order::Begin { entry, path, foundation } => match self.begin(entry, path, &foundation) {
                Ok(()) => {}
                // The old journal stays where it is: what it holds is still true of its file.
                Err(error) => self.fail(entry, error),
            },
            Order::Renew { entry, foundation } => {
                let Some(path) = self.places.get(&entry).cloned() else { return };
                match self.begin(entry, path, &foundation) {
                    Ok(()) => {}
                    Err(error) if !self.journals.contains_key(&entry) => self.fail(entry, error),
                    // Long, and still all that was done: it is tried again when it has grown.
                    Err(_) => {}
                }
            }
            Order::Step { entry, number, transaction } => {
                if self.written(entry, |journal| journal.append(number, &transaction)) {
                    self.waiting.insert(entry, number);
                }
            }
            Order::Saving { entry, upto, file, path, done } => {
                self.written(entry, |journal| journal.mark_saving(upto, file, &path));
                self.saves.insert(entry, (upto, file, path));
                self.answers.push((entry, done));
            }
            Order::Saved { entry, upto, file, path } => {
                self.saves.remove(&entry);
                self.written(entry, |journal| journal.mark_saved(upto, file, &path));
            }
            Order::Remove { entry, lock } => {
                self.waiting.remove(&entry);
                self.saves.remove(&entry);
                self.journals.remove(&entry);
                self.given_up.remove(&entry);
                if let Some(place) = self.places.remove(&entry) {
                    // One that cannot be removed is found to hold nothing new when its document is opened.
                    let _ = journal::remove(&place);
                }
                drop(lock);
            }
            Order::SetAside { entry } => {
                self.waiting.remove(&entry);
                self.journals.remove(&entry);
                self.given_up.remove(&entry);
                let Some(place) = self.places.remove(&entry) else { return };
                match journal::set_aside(&place) {
                    Ok(path) => self.say(Kept::Aside { entry, path }),
                    Err(error) => self.say(Kept::Failed { entry, error: Arc::new(error) }),
                }
            }
        }
    }

    /// Begins a journal. The one before stays open, and so locked, until the new one has taken its place.
    fn begin(&mut self, entry: EntryId, path: PathBuf, foundation: &Foundation) -> std::io::Result<()> {
        let own = self.places.get(&entry) == Some(&path);
        let journal = Journal::begin(&path, foundation, own)?;
        self.begun += 1;
        self.journals.insert(entry, (journal, self.begun));
        self.given_up.remove(&entry);
        self.waiting.insert(entry, foundation.first - 1);
        if let Some(old) = self.places.insert(entry, path).filter(|_| !own) {
            let _ = journal::remove(&old);
        }
        if let Some((upto, file, path)) = self.saves.get(&entry).cloned() {
            self.written(entry, |journal| journal.mark_saving(upto, file, &path));
        }
        Ok(())
    }

    /// Writes to the journal of an entry. False where there is none or it failed.
    fn written(&mut self, entry: EntryId, write: impl FnOnce(&mut Journal) -> std::io::Result<()>) -> bool {
        let Some((journal, _)) = self.journals.get_mut(&entry) else { return false };
        match write(journal) {
            Ok(()) => true,
            Err(error) => {
                self.fail(entry, error);
                false
            }
        }
    }

    /// Gives a journal up after an error. It is never written again: what the system lost it would not tell twice.
    fn fail(&mut self, entry: EntryId, error: std::io::Error) {
        if let Some((journal, _)) = self.journals.remove(&entry) {
            self.given_up.insert(entry, journal);
        }
        self.waiting.remove(&entry);
        self.say(Kept::Failed { entry, error: Arc::new(error) });
    }

    fn sync(&mut self) {
        let marked = self.answers.iter().map(|(entry, _)| *entry).collect::<Vec<_>>();
        let mut answers = std::mem::take(&mut self.answers);
        let waiting = std::mem::take(&mut self.waiting);
        for entry in waiting.keys().copied().chain(marked).collect::<HashSet<_>>() {
            let Some((journal, begun)) = self.journals.get_mut(&entry) else { continue };
            let (begun, length) = (*begun, journal.length());
            match journal.sync() {
                Ok(sync) => {
                    let own = answers.extract_if(.., |(of, _)| *of == entry).map(|(_, done)| done).collect();
                    let upto = waiting.get(&entry).map(|upto| (*upto, length));
                    // Where the waiter is gone, nothing is called safe.
                    let _ = self.waits.send(Wait { entry, begun, sync, upto, answers: own });
                }
                Err(error) => self.fail(entry, error),
            }
        }
        // Where there is no journal there is nothing to wait for.
        for (_, done) in answers {
            let _ = done.send(());
        }
    }

    fn say(&self, kept: Kept) {
        self.telling.say(kept);
    }
}
