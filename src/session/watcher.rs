//! Watching the files of open documents: a thread of its own looks at them every few seconds, and at once when the
//! window gets the keyboard, so that what another program does to a file is known before the next save.
//!
//! A look reads no more than what the folder says of a file, and the file itself only where that has changed. What is
//! seen is told once it was seen twice: a program that is still writing, or that takes a file away to put another in its
//! place, is given the time for it.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::entry_id::EntryId;
use super::tasks::RepaintSignal;
use crate::store::{self, ContentHash, FileFingerprint};

/// Between two looks.
const EVERY: Duration = Duration::from_secs(3);

/// Until what was seen once is looked at again.
const AGAIN: Duration = Duration::from_millis(250);

#[derive(Debug)]
enum WatchCommand {
    Watch {
        entry: EntryId,
        path: PathBuf,
        known: ContentHash,
    },
    Forget {
        entry: EntryId,
    },
    Look,
    /// Looks until nothing is in doubt, and answers.
    Settle {
        done: Sender<()>,
    },
}

/// What a file is now, where that is not what it was known to be, or is so again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub entry: EntryId,
    pub path: PathBuf,
    /// `None`: the file is gone.
    pub file: Option<ContentHash>,
}

/// The session's one watcher.
#[derive(Debug)]
pub struct Watcher {
    orders: Option<Sender<WatchCommand>>,
    seen: Receiver<Seen>,
    thread: Option<JoinHandle<()>>,
}

impl Watcher {
    pub fn new(repaint: RepaintSignal) -> Self {
        let (orders, accepted) = channel();
        let (send, seen) = channel();
        let work = move || PollState { files: HashMap::new(), send, repaint }.work(&accepted);
        let thread = std::thread::Builder::new().name("hashiya-watcher".into()).spawn(work);
        Watcher { orders: Some(orders), seen, thread: thread.ok() }
    }

    /// Watches the file of an entry, which held `known` when this program last read or wrote it.
    pub fn watch(&self, entry: EntryId, path: PathBuf, known: ContentHash) {
        self.order(WatchCommand::Watch { entry, path, known });
    }

    pub fn forget(&self, entry: EntryId) {
        self.order(WatchCommand::Forget { entry });
    }

    /// Looks now rather than in a few seconds.
    pub fn look(&self) {
        self.order(WatchCommand::Look);
    }

    /// Waits until every file was looked at and nothing is in doubt.
    pub fn settle(&self) {
        let (done, settled) = channel();
        self.order(WatchCommand::Settle { done });
        // Where the thread is gone, the sender is too.
        let _ = settled.recv();
    }

    pub fn poll(&self) -> Option<Seen> {
        self.seen.try_recv().ok()
    }

    fn order(&self, order: WatchCommand) {
        if let Some(orders) = &self.orders {
            // Without a watcher a change is found by the save, as it is in any case.
            let _ = orders.send(order);
        }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct PollState {
    files: HashMap<EntryId, File>,
    send: Sender<Seen>,
    repaint: RepaintSignal,
}

impl PollState {
    fn work(mut self, orders: &Receiver<WatchCommand>) {
        let mut next = Instant::now() + EVERY;
        loop {
            // With nothing to watch it sleeps.
            let order = match self.files.is_empty() {
                true => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
                false => orders.recv_timeout(next.saturating_duration_since(Instant::now())),
            };
            match order {
                Ok(WatchCommand::Watch { entry, path, known }) => {
                    self.files.insert(entry, File::new(path, known));
                    // Soon: whoever wrote between the reading and this moment is seen.
                    next = next.min(Instant::now() + AGAIN);
                }
                Ok(WatchCommand::Forget { entry }) => drop(self.files.remove(&entry)),
                Ok(WatchCommand::Look) => next = self.look(),
                Ok(WatchCommand::Settle { done }) => {
                    next = self.look();
                    // A file that changes without end is left to the next look.
                    for _ in 0..40 {
                        if !self.files.values().any(|file| file.unsure.is_some()) {
                            break;
                        }
                        std::thread::sleep(AGAIN / 10);
                        next = self.look();
                    }
                    let _ = done.send(());
                }
                Err(RecvTimeoutError::Timeout) => next = self.look(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Looks at every file and says when to look again.
    fn look(&mut self) -> Instant {
        let mut told = false;
        for (entry, file) in &mut self.files {
            if let Some(now) = file.look() {
                told |= self.send.send(Seen { entry: *entry, path: file.path.clone(), file: now }).is_ok();
            }
        }
        if told {
            (self.repaint)();
        }
        let unsure = self.files.values().any(|file| file.unsure.is_some());
        Instant::now() + if unsure { AGAIN } else { EVERY }
    }
}

/// What is known of one file. Of a stamp, `None` means that there is no file.
struct File {
    path: PathBuf,
    known: ContentHash,
    /// How it looked when it was last read, and what it held.
    last: Option<(FileFingerprint, ContentHash)>,
    /// Seen once and not yet told.
    unsure: Option<Option<ContentHash>>,
    told: Option<Option<ContentHash>>,
}

impl File {
    fn new(path: PathBuf, known: ContentHash) -> Self {
        File { path, known, last: None, unsure: None, told: None }
    }

    /// What is to be told. A file that cannot be looked at says nothing; the next save will.
    fn look(&mut self) -> Option<Option<ContentHash>> {
        let now = self.now().ok()?;
        if now == Some(self.known) {
            self.unsure = None;
            return self.told.take().map(|_| now);
        }
        if self.told == Some(now) {
            self.unsure = None;
            return None;
        }
        if self.unsure.replace(now) != Some(now) {
            return None;
        }
        self.unsure = None;
        self.told = Some(now);
        Some(now)
    }

    fn now(&mut self) -> std::io::Result<Option<ContentHash>> {
        let Some(seen) = FileFingerprint::at(&self.path)? else { return Ok(None) };
        if let Some((last, stamp)) = self.last
            && last == seen
            && seen.is_settled()
        {
            return Ok(Some(stamp));
        }
        let stamp = store::stamp_of(&self.path)?;
        self.last = stamp.map(|stamp| (seen, stamp));
        Ok(stamp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_once_is_not_told_yet() {
        let folder = std::env::temp_dir().join(format!("hashiya-watcher-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("writable");
        let (path, aside) = (folder.join("a.ron"), folder.join("aside"));
        std::fs::write(&path, "ours").expect("writable");
        let known = store::stamp_of(&path).expect("readable").expect("there");
        let mut file = File::new(path.clone(), known);
        assert_eq!(file.look(), None);
        // Gone for a moment, as where another file takes its place.
        std::fs::rename(&path, &aside).expect("there");
        assert_eq!(file.look(), None);
        std::fs::rename(&aside, &path).expect("there");
        assert_eq!((file.look(), file.look()), (None, None));
        // Half written at the first look.
        std::fs::write(&path, "th").expect("writable");
        assert_eq!(file.look(), None);
        std::fs::write(&path, "theirs").expect("writable");
        assert_eq!(file.look(), None);
        assert_eq!(file.look(), Some(Some(ContentHash::of(b"theirs"))));
        assert_eq!(file.look(), None, "told once");
        std::fs::write(&path, "ours").expect("writable");
        assert_eq!(file.look(), Some(Some(known)), "it is as it was");
        std::fs::remove_file(&path).expect("there");
        assert_eq!((file.look(), file.look(), file.look()), (None, Some(None), None), "gone, and told once");
        std::fs::remove_dir_all(&folder).expect("ours");
    }
}
