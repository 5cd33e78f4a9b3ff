//! The thread that looks. It is apart from the tasks, so that no save waits for a search; a newer request of a lane ends
//! the older one at the next document.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::look::{self, Cancelled, HitCollector};
use super::place::SearchHit;
use super::request::{CompiledQuery, SEARCH_SLOTS, SearchQuery, SearchSlot, Source};
use super::words::MAX_FILE_BYTES;
use crate::arabic::clitics::Lexicon;
use crate::model::{AnnotatedDocument, LabelName};
use crate::session::entry_id::EntryId;
use crate::session::tasks::RepaintSignal;
use crate::store::DocumentCache;
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
    pub request: SearchQuery,
    /// The entry it was told of last, and the place after it: the list may change meanwhile.
    pub last: Option<EntryId>,
    pub next: usize,
}

/// A request on its way.
#[derive(Debug)]
struct SearchRequest {
    lane: SearchSlot,
    ticket: u64,
    ready: CompiledQuery,
    /// Until all are told.
    sources: Receiver<Vec<(EntryId, Source)>>,
    import: ImportRequest,
}

/// What was found since the report before.
#[derive(Debug)]
pub(super) struct SearchBatch {
    pub lane: SearchSlot,
    ticket: u64,
    pub places: Vec<SearchHit>,
    /// How many were found since, kept or not.
    pub counted: usize,
    pub looked: usize,
    pub unread: usize,
    pub finished: bool,
    /// The label that is proposed, for the guard of the memory.
    pub label: Option<LabelName>,
    pub words: Option<Arc<Lexicon>>,
}

/// The session's one seeker. Dropping it ends what it is looking for.
#[derive(Debug)]
pub(super) struct SearchWorker {
    tasks: Option<Sender<Box<SearchRequest>>>,
    reports: Receiver<SearchBatch>,
    latest: Arc<[AtomicU64; SEARCH_SLOTS]>,
    thread: Option<JoinHandle<()>>,
    next: u64,
    /// Searches of all documents that are not told of all of them yet.
    pub(super) feeding: [Option<Feeding>; SEARCH_SLOTS],
}

impl SearchWorker {
    pub(super) fn new(repaint: RepaintSignal) -> Self {
        let (tasks, accepted) = channel::<Box<SearchRequest>>();
        let (send, reports) = channel();
        let latest: Arc<[AtomicU64; SEARCH_SLOTS]> = Arc::default();
        let current = latest.clone();
        let work = move || {
            let mut shelf = DocumentCache::default();
            for task in accepted {
                let mut desk = SearchState { latest: &current, send: &send, repaint: &repaint, shelf: &mut shelf };
                if desk.execute(*task).is_err() {
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new().name("hashiya-seeker".into()).spawn(work);
        SearchWorker { tasks: Some(tasks), reports, latest, thread: thread.ok(), next: 0, feeding: Default::default() }
    }

    /// Begins a search; what it looks into is told by what this gives back.
    pub(super) fn submit(&mut self, lane: SearchSlot, ready: CompiledQuery, import: ImportRequest) -> Feed {
        self.next += 1;
        let ticket = self.next;
        self.latest[lane as usize].store(ticket, Ordering::Relaxed);
        let (feed, sources) = channel();
        if let Some(tasks) = &self.tasks {
            // Where the thread is gone, so is the window that would have shown what it found.
            let _ = tasks.send(Box::new(SearchRequest { lane, ticket, ready, sources, import }));
        }
        Feed(feed)
    }

    pub(super) fn cancel(&mut self, lane: SearchSlot) {
        self.latest[lane as usize].store(0, Ordering::Relaxed);
        // The thread does not wait for the rest.
        self.feeding[lane as usize] = None;
    }

    /// The next report of a request that still stands.
    pub(super) fn poll(&mut self) -> Option<SearchBatch> {
        std::iter::from_fn(|| self.reports.try_recv().ok()).find(|found| self.is_current(found))
    }

    /// Waits for the next report of a request that still stands; none where none can come any more.
    pub(super) fn wait(&mut self) -> Option<SearchBatch> {
        std::iter::from_fn(|| self.reports.recv().ok()).find(|found| self.is_current(found))
    }

    fn is_current(&self, found: &SearchBatch) -> bool {
        self.latest[found.lane as usize].load(Ordering::Relaxed) == found.ticket
    }
}

impl Drop for SearchWorker {
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
struct SearchState<'a> {
    latest: &'a [AtomicU64; SEARCH_SLOTS],
    send: &'a Sender<SearchBatch>,
    repaint: &'a RepaintSignal,
    shelf: &'a mut DocumentCache,
}

/// The session is gone.
struct Disconnected;

impl SearchState<'_> {
    fn execute(&mut self, task: SearchRequest) -> Result<(), Disconnected> {
        let latest = &self.latest[task.lane as usize];
        let cancelled = || latest.load(Ordering::Relaxed) != task.ticket;
        let mut basket = HitCollector::new();
        let needs_all = task.ready.needs_all();
        let mut documents: Vec<(EntryId, Arc<AnnotatedDocument>)> = Vec::new();
        let mut words = match &task.ready {
            CompiledQuery::Words(known, gone) => {
                let mut words = Lexicon::clone(known);
                gone.iter().for_each(|text| words.remove_text(text));
                words
            }
            _ => Lexicon::default(),
        };
        let SearchRequest { lane, ticket, ready, sources, import } = task;
        let label = match &ready {
            CompiledQuery::Propagate(_, label) => Some(label.clone()),
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
        ready: &CompiledQuery,
        entry: EntryId,
        text: &str,
        words: &mut Lexicon,
        basket: &mut HitCollector,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<(), Cancelled> {
        match ready {
            CompiledQuery::Words(..) => {
                words.add_text(text);
                Ok(())
            }
            ready => look::at_text(ready, entry, text, cancelled, basket),
        }
    }

    fn report(
        &self,
        lane: SearchSlot,
        ticket: u64,
        label: &Option<LabelName>,
        basket: &mut HitCollector,
        finished: bool,
        words: Option<Arc<Lexicon>>,
    ) -> Result<(), Disconnected> {
        let found = SearchBatch {
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
        self.send.send(found).map_err(|_| Disconnected)?;
        (self.repaint)();
        Ok(())
    }
}

/// Whether a file is too long to be read for its words alone.
fn is_long(path: &std::path::Path) -> bool {
    crate::store::FileFingerprint::at(path).ok().flatten().is_none_or(|seen| seen.length() > MAX_FILE_BYTES)
}
