//! Work longer than a frame. A task is a closure that runs on another thread and one that takes its result into `S`, the session,
//! on the next frame; both stand where the task is asked for.
//!
//! Three threads: one for what reads or writes documents that are worked on, in the order in which it was asked for, so that a
//! save never waits behind anything but what was asked for before it; one for the rest, what a person waits for before what
//! nobody does; and one for the first list of what is opened, which waits behind neither and gives way to no other program.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::entry_id::EntryId;

/// Called from another thread when a result is waiting; the window asks for a frame.
pub type RepaintSignal = Arc<dyn Fn() + Send + Sync>;

/// What is done to the session with the result of a task, or with a part of it.
pub(super) type Continuation<S> = Box<dyn FnOnce(&mut S) + Send>;

pub(super) type Work<S> = Box<dyn FnOnce(Progress<S>) -> Continuation<S> + Send>;

/// Names a task for the life of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaskId(u64);

/// When a task runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// In the order of asking: what reads or writes a document that is worked on.
    InOrder,
    /// What is listed of files and folders before they are looked through: a fraction of a second.
    Listing,
    /// Beside those: what a person waits for and no document depends on.
    Soon,
    /// Where nothing else of that kind is asked for, such as summaries of thousands of files. Left out when the session ends.
    Background,
}

/// What a task is to a person, and to whoever cancels it.
#[derive(Clone, Debug)]
pub struct TaskInfo {
    /// The id of a message that names it, `task-…`.
    pub name: &'static str,
    pub priority: Priority,
    /// The document it reads or writes, where it is one.
    pub entry: Option<EntryId>,
    /// How much is done, and of how much, where the task says so; of nothing where the whole is not known.
    pub progress: Option<(usize, usize)>,
    /// Asked to stop, it ends early and gives what it has.
    pub stops: bool,
}

impl TaskInfo {
    pub(super) fn new(name: &'static str, priority: Priority) -> Self {
        TaskInfo { name, priority, entry: None, progress: None, stops: false }
    }

    pub(super) fn of(self, entry: EntryId) -> Self {
        TaskInfo { entry: Some(entry), ..self }
    }

    pub(super) fn stopping(self) -> Self {
        TaskInfo { stops: true, ..self }
    }
}

struct Task<S> {
    id: TaskId,
    work: Work<S>,
}

/// What tasks and the session share.
struct Queues<S> {
    in_order: VecDeque<Task<S>>,
    listing: VecDeque<Task<S>>,
    soon: VecDeque<Task<S>>,
    background: VecDeque<Task<S>>,
    cancelled: BTreeSet<TaskId>,
    progress: BTreeMap<TaskId, (usize, usize)>,
    closed: bool,
}

impl<S> Default for Queues<S> {
    fn default() -> Self {
        Queues {
            in_order: VecDeque::new(),
            listing: VecDeque::new(),
            soon: VecDeque::new(),
            background: VecDeque::new(),
            cancelled: BTreeSet::new(),
            progress: BTreeMap::new(),
            closed: false,
        }
    }
}

impl<S> Queues<S> {
    fn of(&mut self, priority: Priority) -> &mut VecDeque<Task<S>> {
        match priority {
            Priority::InOrder => &mut self.in_order,
            Priority::Listing => &mut self.listing,
            Priority::Soon => &mut self.soon,
            Priority::Background => &mut self.background,
        }
    }
}

struct Shared<S> {
    queues: Mutex<Queues<S>>,
    more: Condvar,
}

impl<S> Default for Shared<S> {
    fn default() -> Self {
        Shared { queues: Mutex::default(), more: Condvar::new() }
    }
}

impl<S> Shared<S> {
    fn queues(&self) -> MutexGuard<'_, Queues<S>> {
        // Nothing that holds it can panic halfway.
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next task of the first of these priorities that has one. Waits for it; `None` once the session is gone and none
    /// is left.
    fn next(&self, priorities: &[Priority]) -> Option<Task<S>> {
        let mut queues = self.queues();
        loop {
            if let Some(task) = priorities.iter().find_map(|priority| queues.of(*priority).pop_front()) {
                return Some(task);
            }
            if queues.closed {
                return None;
            }
            queues = self.more.wait(queues).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// What a thread says of a task.
struct News<S> {
    id: TaskId,
    what: What<S>,
}

enum What<S> {
    /// A part of the result. The task goes on.
    Part(Continuation<S>),
    Ended(Continuation<S>),
    /// It panicked.
    BrokenOff,
}

/// What a task says while it runs, and what it is told.
pub(super) struct Progress<S> {
    id: TaskId,
    shared: Arc<Shared<S>>,
    news: Sender<News<S>>,
    repaint: RepaintSignal,
}

impl<S> Progress<S> {
    /// Hands over what can be shown already. Where nobody looks any more, nothing happens.
    pub(super) fn show(&self, part: impl FnOnce(&mut S) + Send + 'static) {
        if self.news.send(News { id: self.id, what: What::Part(Box::new(part)) }).is_ok() {
            (self.repaint)();
        }
    }

    /// Says that `done` of `all` are done. A frame is not asked for.
    pub(super) fn at(&self, done: usize, all: usize) {
        self.shared.queues().progress.insert(self.id, (done, all));
    }

    /// Whether nobody wants the result any more. Long tasks ask now and then and end early.
    pub(super) fn is_cancelled(&self) -> bool {
        self.shared.queues().cancelled.contains(&self.id)
    }
}

/// What came of a task, to be done on the session.
pub(super) enum Outcome<S> {
    Then(Continuation<S>),
    /// It panicked: whatever waits for it waits in vain.
    BrokenOff(TaskInfo),
}

/// A task that could not be handed to a thread, to be run in place.
pub(super) struct Refused<S>(Work<S>);

impl<S> Refused<S> {
    pub(super) fn run_here(self, session: &mut S) {
        let (news, shown) = channel();
        let then = (self.0)(Progress { id: TaskId(0), shared: Arc::default(), news, repaint: Arc::new(|| ()) });
        for News { what, .. } in shown {
            match what {
                What::Part(part) | What::Ended(part) => part(session),
                What::BrokenOff => {}
            }
        }
        then(session);
    }
}

/// The tasks of one session. Dropping them ends those that were accepted, except what runs in the background and has not
/// begun, so that a save under way is never cut.
pub(super) struct Tasks<S> {
    shared: Arc<Shared<S>>,
    news: Receiver<News<S>>,
    in_order: Option<JoinHandle<()>>,
    listing: Option<JoinHandle<()>>,
    beside: Option<JoinHandle<()>>,
    /// Those that were accepted and have not ended.
    under_way: BTreeMap<TaskId, TaskInfo>,
    background: usize,
    last: u64,
}

impl<S> std::fmt::Debug for Tasks<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tasks").field("under_way", &self.under_way).finish_non_exhaustive()
    }
}

impl<S: 'static> Tasks<S> {
    pub(super) fn new(repaint: &RepaintSignal) -> Self {
        let shared = Arc::new(Shared::default());
        let (send, news) = channel();
        let thread = |name: &str, low: bool, priorities: &'static [Priority]| {
            let (shared, send, repaint) = (shared.clone(), send.clone(), repaint.clone());
            let work = move || {
                if low {
                    crate::store::lower_thread_priority();
                }
                run_all(&shared, priorities, &send, &repaint);
            };
            std::thread::Builder::new().name(name.into()).spawn(work).ok()
        };
        let in_order = thread("hashiya-tasks", false, &[Priority::InOrder]);
        let listing = thread("hashiya-listing", false, &[Priority::Listing]);
        let beside = thread("hashiya-beside", true, &[Priority::Soon, Priority::Background]);
        Tasks { shared, news, in_order, listing, beside, under_way: BTreeMap::new(), background: 0, last: 0 }
    }

    /// Queues a task; where there is no thread for it, it is given back to be run in place.
    pub(super) fn submit(&mut self, info: TaskInfo, work: Work<S>) -> Result<TaskId, Refused<S>> {
        let thread = match info.priority {
            Priority::InOrder => &self.in_order,
            Priority::Listing => &self.listing,
            Priority::Soon | Priority::Background => &self.beside,
        };
        if thread.is_none() {
            return Err(Refused(work));
        }
        self.last += 1;
        let id = TaskId(self.last);
        self.shared.queues().of(info.priority).push_back(Task { id, work });
        self.shared.more.notify_all();
        self.background += usize::from(info.priority == Priority::Background);
        self.under_way.insert(id, info);
        Ok(id)
    }

    /// Asks a task to end. One that has not begun never does, and its result is not taken.
    pub(super) fn cancel(&mut self, id: TaskId) {
        let Some(info) = self.under_way.get(&id) else { return };
        let mut queues = self.shared.queues();
        let waiting = queues.of(info.priority);
        let before = waiting.len();
        waiting.retain(|task| task.id != id);
        if waiting.len() < before {
            drop(queues);
            self.ended(id);
        } else {
            queues.cancelled.insert(id);
        }
    }

    /// Asks a task that can be stopped to end early. Its result is taken, also where it has not begun.
    pub(super) fn stop(&mut self, id: TaskId) {
        if self.under_way.get(&id).is_some_and(|info| info.stops) {
            self.shared.queues().cancelled.insert(id);
        }
    }

    /// Leaves out what was to run in the background and has not begun.
    pub(super) fn drop_background(&mut self) {
        let left = std::mem::take(&mut self.shared.queues().background);
        for task in left {
            self.ended(task.id);
        }
    }

    /// What came of a task, if any has ended or has something to show.
    pub(super) fn poll(&mut self) -> Option<Outcome<S>> {
        let news = self.news.try_recv().ok()?;
        Some(self.taken(news))
    }

    /// Waits for what comes next; `None` where nothing is under way.
    pub(super) fn wait(&mut self) -> Option<Outcome<S>> {
        if self.under_way.is_empty() {
            return None;
        }
        let news = self.news.recv().ok()?;
        Some(self.taken(news))
    }

    /// Waits for what comes next, but no longer than this.
    pub(super) fn wait_at_most(&mut self, time: Duration) -> Option<Outcome<S>> {
        if self.under_way.is_empty() {
            return None;
        }
        match self.news.recv_timeout(time) {
            Ok(news) => Some(self.taken(news)),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => None,
        }
    }

    fn taken(&mut self, News { id, what }: News<S>) -> Outcome<S> {
        match what {
            What::Part(part) => Outcome::Then(part),
            What::Ended(then) => {
                self.ended(id);
                Outcome::Then(then)
            }
            What::BrokenOff => {
                let unknown = TaskInfo::new("task-unknown", Priority::Soon);
                Outcome::BrokenOff(self.ended(id).unwrap_or(unknown))
            }
        }
    }

    fn ended(&mut self, id: TaskId) -> Option<TaskInfo> {
        let info = self.under_way.remove(&id);
        let in_background = info.as_ref().is_some_and(|info| info.priority == Priority::Background);
        self.background -= usize::from(in_background);
        let mut queues = self.shared.queues();
        queues.cancelled.remove(&id);
        queues.progress.remove(&id);
        info
    }

    /// Tasks that were accepted and have not ended, the oldest first, with how far they have come.
    pub(super) fn under_way(&self) -> impl Iterator<Item = (TaskId, TaskInfo)> + '_ {
        self.under_way.iter().map(|(id, info)| {
            let progress = self.shared.queues().progress.get(id).copied();
            (*id, TaskInfo { progress, ..info.clone() })
        })
    }

    /// Whether a task was accepted and has not ended.
    pub(super) fn is_under_way(&self, id: TaskId) -> bool {
        self.under_way.contains_key(&id)
    }

    /// How many were accepted and have not ended.
    pub(super) fn count(&self) -> usize {
        self.under_way.len()
    }

    /// How many of them somebody waits for.
    pub(super) fn count_awaited(&self) -> usize {
        self.under_way.len() - self.background
    }
}

/// Runs tasks until the session is gone. A task that panics ends alone: the thread takes the next one.
fn run_all<S>(shared: &Arc<Shared<S>>, priorities: &[Priority], send: &Sender<News<S>>, repaint: &RepaintSignal) {
    while let Some(Task { id, work }) = shared.next(priorities) {
        let progress = Progress { id, shared: shared.clone(), news: send.clone(), repaint: repaint.clone() };
        let done = catch_unwind(AssertUnwindSafe(|| work(progress)));
        let what = done.map_or(What::BrokenOff, What::Ended);
        if send.send(News { id, what }).is_err() {
            return;
        }
        // The signal is the window's; whatever happens to it, the next task is done.
        let _ = catch_unwind(AssertUnwindSafe(|| repaint()));
    }
}

impl<S> Drop for Tasks<S> {
    fn drop(&mut self) {
        {
            let mut queues = self.shared.queues();
            queues.closed = true;
            queues.background.clear();
        }
        self.shared.more.notify_all();
        for thread in [self.in_order.take(), self.listing.take(), self.beside.take()].into_iter().flatten() {
            // What panicked was reported when it happened; there is nobody left to tell.
            let _ = thread.join();
        }
    }
}
