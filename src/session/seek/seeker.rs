//! The thread that looks. It is apart from the tasks, so that no save waits for a search; a newer wish of a lane ends
//! the older one at the next document.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::look::{self, Basket, Cancelled};
use super::place::Place;
use super::wish::{LANES, Lane, Ready, Source, Wish};
use super::words::MAX_FILE_BYTES;
use crate::arabic::clitics::Vocabulary;
use crate::model::{AnnotatedDocument, LabelName};
use crate::session::entry_id::EntryId;
use crate::session::tasks::RepaintSignal;
use crate::store::Shelf;
use crate::workspace::ImportRequest;

/// Reports come at most this often, but for the last.
const REPORT_EVERY: Duration = Duration::from_millis(40);

/// Tells the seeker of documents to look into, a part at a time. Dropped, it has told of all.
#[derive(Debug)]
pub(super) struct Feed(Sender<Vec<(EntryId, Source)>>);

impl Feed {
    pub(super) fn put(&self, sources: Vec<(EntryId, Source)>) {
        // Where the seeker does not listen any more, nobody waits for what it would find.
        let _ = self.0.send(sources);
    }
}

/// A search of all documents of which the seeker was not told all yet.
#[derive(Debug)]
pub(super) struct Feeding {
    pub feed: Feed,
    pub wish: Wish,
    /// The entry it was told of last, and the place after it: the list may change meanwhile.
    pub last: Option<EntryId>,
    pub next: usize,
}

/// A wish on its way.
#[derive(Debug)]
struct Task {
    lane: Lane,
    ticket: u64,
    ready: Ready,
    /// Until all are told.
    sources: Receiver<Vec<(EntryId, Source)>>,
    import: ImportRequest,
}

/// What was found since the report before.
#[derive(Debug)]
pub(super) struct Found {
    pub lane: Lane,
    ticket: u64,
    pub places: Vec<Place>,
    /// How many were found since, kept or not.
    pub counted: usize,
    pub looked: usize,
    pub unread: usize,
    pub finished: bool,
    /// The label that is proposed, for the guard of the memory.
    pub label: Option<LabelName>,
    pub words: Option<Arc<Vocabulary>>,
}

/// The session's one seeker. Dropping it ends what it is looking for.
#[derive(Debug)]
pub(super) struct Seeker {
    tasks: Option<Sender<Box<Task>>>,
    reports: Receiver<Found>,
    latest: Arc<[AtomicU64; LANES]>,
    thread: Option<JoinHandle<()>>,
    next: u64,
    /// Searches of all documents that are not told of all of them yet.
    pub(super) feeding: [Option<Feeding>; LANES],
}

impl Seeker {
    pub(super) fn new(repaint: RepaintSignal) -> Self {
        let (tasks, accepted) = channel::<Box<Task>>();
        let (send, reports) = channel();
        let latest: Arc<[AtomicU64; LANES]> = Arc::default();
        let current = latest.clone();
        let work = move || {
            let mut shelf = Shelf::default();
            for task in accepted {
                let mut desk = Desk { latest: &current, send: &send, repaint: &repaint, shelf: &mut shelf };
                if desk.carry_out(*task).is_err() {
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new().name("hashiya-seeker".into()).spawn(work);
        Seeker { tasks: Some(tasks), reports, latest, thread: thread.ok(), next: 0, feeding: Default::default() }
    }

    /// Begins a search; what it looks into is told by what this gives back.
    pub(super) fn submit(&mut self, lane: Lane, ready: Ready, import: ImportRequest) -> Feed {
        self.next += 1;
        let ticket = self.next;
        self.latest[lane as usize].store(ticket, Ordering::Relaxed);
        let (feed, sources) = channel();
        if let Some(tasks) = &self.tasks {
            // Where the thread is gone, so is the window that would have shown what it found.
            let _ = tasks.send(Box::new(Task { lane, ticket, ready, sources, import }));
        }
        Feed(feed)
    }

    pub(super) fn cancel(&mut self, lane: Lane) {
        self.latest[lane as usize].store(0, Ordering::Relaxed);
        // The thread does not wait for the rest.
        self.feeding[lane as usize] = None;
    }

    /// The next report of a wish that still stands.
    pub(super) fn poll(&mut self) -> Option<Found> {
        std::iter::from_fn(|| self.reports.try_recv().ok()).find(|found| self.stands(found))
    }

    /// Waits for the next report of a wish that still stands; none where none can come any more.
    pub(super) fn wait(&mut self) -> Option<Found> {
        std::iter::from_fn(|| self.reports.recv().ok()).find(|found| self.stands(found))
    }

    fn stands(&self, found: &Found) -> bool {
        self.latest[found.lane as usize].load(Ordering::Relaxed) == found.ticket
    }
}

impl Drop for Seeker {
    fn drop(&mut self) {
        self.latest.iter().for_each(|latest| latest.store(0, Ordering::Relaxed));
        self.tasks = None;
        self.feeding = Default::default();
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was reported when it happened; there is nobody left to tell.
            let _ = thread.join();
        }
    }
}

/// What the thread works with.
struct Desk<'a> {
    latest: &'a [AtomicU64; LANES],
    send: &'a Sender<Found>,
    repaint: &'a RepaintSignal,
    shelf: &'a mut Shelf,
}

/// The session is gone.
struct Gone;

impl Desk<'_> {
    fn carry_out(&mut self, task: Task) -> Result<(), Gone> {
        let latest = &self.latest[task.lane as usize];
        let cancelled = || latest.load(Ordering::Relaxed) != task.ticket;
        let mut basket = Basket::new();
        let needs_all = task.ready.needs_all();
        let mut documents: Vec<(EntryId, Arc<AnnotatedDocument>)> = Vec::new();
        let mut words = match &task.ready {
            Ready::Words(known, gone) => {
                let mut words = Vocabulary::clone(known);
                gone.iter().for_each(|text| words.remove_text(text));
                words
            }
            _ => Vocabulary::default(),
        };
        let Task { lane, ticket, ready, sources, import } = task;
        let label = match &ready {
            Ready::Propagate(_, label) => Some(label.clone()),
            _ => None,
        };
        for (entry, source) in sources.iter().flatten() {
            if cancelled() {
                return Ok(());
            }
            let looked = match source {
                Source::Text(text) => self.look_at_text(&ready, entry, &text, &mut words, &mut basket, &cancelled),
                Source::Open(document) => {
                    let document = Arc::new(*document);
                    if needs_all {
                        documents.push((entry, document));
                        Ok(())
                    } else {
                        look::at_document(&ready, entry, &document, &cancelled, &mut basket)
                    }
                }
                Source::File(path) if ready.is_of_words() && is_long(&path) => Ok(()),
                Source::File(path) => {
                    match self.shelf.take(&path, |path| crate::workspace::open::read_one(path, &import)) {
                        Err(_) => {
                            basket.unread += 1;
                            Ok(())
                        }
                        Ok(document) if needs_all => {
                            documents.push((entry, document));
                            Ok(())
                        }
                        Ok(document) if ready.is_of_words() => {
                            let text = document.document.text();
                            self.look_at_text(&ready, entry, text, &mut words, &mut basket, &cancelled)
                        }
                        Ok(document) => look::at_document(&ready, entry, &document, &cancelled, &mut basket),
                    }
                }
            };
            if let Err(Cancelled) = looked {
                return Ok(());
            }
            basket.looked += 1;
            if basket.reported.elapsed() >= REPORT_EVERY && !needs_all {
                self.report(lane, ticket, &label, &mut basket, false, None)?;
            }
        }
        // One that was given up is told of no more documents.
        if cancelled() {
            return Ok(());
        }
        if needs_all && look::at_all(&ready, &documents, &cancelled, &mut basket).is_err() {
            return Ok(());
        }
        let words = ready.is_of_words().then(|| Arc::new(words));
        self.report(lane, ticket, &label, &mut basket, true, words)
    }

    fn look_at_text(
        &self,
        ready: &Ready,
        entry: EntryId,
        text: &str,
        words: &mut Vocabulary,
        basket: &mut Basket,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<(), Cancelled> {
        match ready {
            Ready::Words(..) => {
                words.add_text(text);
                Ok(())
            }
            ready => look::at_text(ready, entry, text, cancelled, basket),
        }
    }

    fn report(
        &self,
        lane: Lane,
        ticket: u64,
        label: &Option<LabelName>,
        basket: &mut Basket,
        finished: bool,
        words: Option<Arc<Vocabulary>>,
    ) -> Result<(), Gone> {
        let found = Found {
            lane,
            ticket,
            places: std::mem::take(&mut basket.places),
            counted: std::mem::take(&mut basket.counted),
            looked: basket.looked,
            unread: std::mem::take(&mut basket.unread),
            finished,
            label: label.clone(),
            words,
        };
        basket.reported = Instant::now();
        self.send.send(found).map_err(|_| Gone)?;
        (self.repaint)();
        Ok(())
    }
}

/// Whether a file is too long to be read for its words alone.
fn is_long(path: &std::path::Path) -> bool {
    crate::store::Glance::at(path).ok().flatten().is_none_or(|glance| glance.length() > MAX_FILE_BYTES)
}
