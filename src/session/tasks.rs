//! Work longer than a frame. A task is a closure that runs on another thread and one that takes its result into the session
//! on the next frame; both stand where the task is asked for.
//!
//! Two threads: one for what reads or writes documents that are worked on, in the order in which it was asked for, so that a
//! save never waits behind anything but what was asked for before it; one for the rest, what a person waits for before what
//! nobody does.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::Session;
use super::entry::EntryId;

/// Called from another thread when a result is waiting; the window asks for a frame.
pub type RepaintSignal = Arc<dyn Fn() + Send + Sync>;

/// What is done to the session with the result of a task, or with a part of it.
pub(super) type Continuation = Box<dyn FnOnce(&mut Session) + Send>;

type Work = Box<dyn FnOnce(Progress) -> Continuation + Send>;

/// Names a task for the life of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaskId(u64);

/// When a task runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// In the order of asking: what reads or writes a document that is worked on.
    InOrder,
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
    /// How much is done, and of how much, where the task says so.
    pub progress: Option<(usize, usize)>,
}

impl TaskInfo {
    pub(super) fn new(name: &'static str, priority: Priority) -> Self {
        TaskInfo { name, priority, entry: None, progress: None }
    }

    pub(super) fn of(self, entry: EntryId) -> Self {
        TaskInfo { entry: Some(entry), ..self }
    }
}

struct Task {
    id: TaskId,
    work: Work,
}

/// What tasks and the session share.
#[derive(Default)]
struct Queues {
    in_order: VecDeque<Task>,
    soon: VecDeque<Task>,
    background: VecDeque<Task>,
    cancelled: BTreeSet<TaskId>,
    progress: BTreeMap<TaskId, (usize, usize)>,
    closed: bool,
}

impl Queues {
    fn of(&mut self, priority: Priority) -> &mut VecDeque<Task> {
        match priority {
            Priority::InOrder => &mut self.in_order,
            Priority::Soon => &mut self.soon,
            Priority::Background => &mut self.background,
        }
    }
}

#[derive(Default)]
struct Shared {
    queues: Mutex<Queues>,
    more: Condvar,
}

impl Shared {
    fn queues(&self) -> MutexGuard<'_, Queues> {
        // Nothing that holds it can panic halfway.
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next task of the first of these priorities that has one. Waits for it; `None` once the session is gone and none
    /// is left.
    fn next(&self, priorities: &[Priority]) -> Option<Task> {
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
struct News {
    id: TaskId,
    what: What,
}

enum What {
    /// A part of the result. The task goes on.
    Part(Continuation),
    Ended(Continuation),
    /// It panicked.
    BrokenOff,
}

/// What a task says while it runs, and what it is told.
pub(super) struct Progress {
    id: TaskId,
    shared: Arc<Shared>,
    news: Sender<News>,
    repaint: RepaintSignal,
}

impl Progress {
    /// Hands over what can be shown already. Where nobody looks any more, nothing happens.
    pub(super) fn show(&self, part: impl FnOnce(&mut Session) + Send + 'static) {
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
pub(super) enum Outcome {
    Then(Continuation),
    /// It panicked: whatever waits for it waits in vain.
    BrokenOff(TaskInfo),
}

/// A task that could not be handed to a thread, to be run in place.
pub(super) struct Refused(Work);

impl Refused {
    fn run_here(self, session: &mut Session) {
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
pub struct Tasks {
    shared: Arc<Shared>,
    news: Receiver<News>,
    in_order: Option<JoinHandle<()>>,
    beside: Option<JoinHandle<()>>,
    /// Those that were accepted and have not ended.
    under_way: BTreeMap<TaskId, TaskInfo>,
    background: usize,
    last: u64,
}

impl std::fmt::Debug for Tasks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tasks").field("under_way", &self.under_way).finish_non_exhaustive()
    }
}

impl Tasks {
    pub fn new(repaint: &RepaintSignal) -> Self {
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
        let beside = thread("hashiya-beside", true, &[Priority::Soon, Priority::Background]);
        Tasks { shared, news, in_order, beside, under_way: BTreeMap::new(), background: 0, last: 0 }
    }

    /// Queues a task; where there is no thread for it, it is given back to be run in place.
    fn submit(&mut self, info: TaskInfo, work: Work) -> Result<TaskId, Refused> {
        let thread = if info.priority == Priority::InOrder { &self.in_order } else { &self.beside };
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
    pub fn cancel(&mut self, id: TaskId) {
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

    /// Leaves out what was to run in the background and has not begun.
    pub fn drop_background(&mut self) {
        let left = std::mem::take(&mut self.shared.queues().background);
        for task in left {
            self.ended(task.id);
        }
    }

    /// What came of a task, if any has ended or has something to show.
    pub(super) fn poll(&mut self) -> Option<Outcome> {
        let news = self.news.try_recv().ok()?;
        Some(self.taken(news))
    }

    /// Waits for what comes next; `None` where nothing is under way.
    pub(super) fn wait(&mut self) -> Option<Outcome> {
        if self.under_way.is_empty() {
            return None;
        }
        let news = self.news.recv().ok()?;
        Some(self.taken(news))
    }

    /// Waits for what comes next, but no longer than this.
    pub(super) fn wait_at_most(&mut self, time: Duration) -> Option<Outcome> {
        if self.under_way.is_empty() {
            return None;
        }
        match self.news.recv_timeout(time) {
            Ok(news) => Some(self.taken(news)),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => None,
        }
    }

    fn taken(&mut self, News { id, what }: News) -> Outcome {
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
    pub fn under_way(&self) -> impl Iterator<Item = (TaskId, TaskInfo)> + '_ {
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
    pub fn count(&self) -> usize {
        self.under_way.len()
    }

    /// How many of them somebody waits for.
    pub fn count_awaited(&self) -> usize {
        self.under_way.len() - self.background
    }
}

/// Runs tasks until the session is gone. A task that panics ends alone: the thread takes the next one.
fn run_all(shared: &Arc<Shared>, priorities: &[Priority], send: &Sender<News>, repaint: &RepaintSignal) {
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

impl Drop for Tasks {
    fn drop(&mut self) {
        {
            let mut queues = self.shared.queues();
            queues.closed = true;
            queues.background.clear();
        }
        self.shared.more.notify_all();
        for thread in [self.in_order.take(), self.beside.take()].into_iter().flatten() {
            // What panicked was reported when it happened; there is nobody left to tell.
            let _ = thread.join();
        }
    }
}

impl Session {
    /// Runs `work` off the frame and `then` on the session with its result. Without a thread both run at once: slower, but
    /// nothing is lost, and there is no task to name.
    pub(super) fn spawn<T: Send + 'static>(
        &mut self,
        info: TaskInfo,
        work: impl FnOnce(Progress) -> T + Send + 'static,
        then: impl FnOnce(&mut Session, T) + Send + 'static,
    ) -> Option<TaskId> {
        let both: Work = Box::new(move |progress| {
            let result = work(progress);
            Box::new(move |session| then(session, result))
        });
        match self.tasks.submit(info, both) {
            Ok(id) => Some(id),
            Err(refused) => {
                // In order: what ended before goes first.
                self.take_outcomes();
                refused.run_here(self);
                None
            }
        }
    }

    /// Takes the results of tasks that have ended.
    pub(super) fn take_outcomes(&mut self) {
        while let Some(outcome) = self.tasks.poll() {
            self.take_outcome(outcome);
        }
    }

    pub(super) fn take_outcome(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Then(then) => then(self),
            Outcome::BrokenOff(info) => self.task_broke_off(&info),
        }
    }

    /// What is under way off the frame, the oldest first.
    pub fn tasks(&self) -> impl Iterator<Item = (TaskId, TaskInfo)> + '_ {
        self.tasks.under_way()
    }

    /// Asks a task to end.
    pub fn cancel_task(&mut self, id: TaskId) {
        self.tasks.cancel(id);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;
    use crate::model::Annotator;

    fn session() -> Session {
        Session::new(Annotator::new("ليلى"), Arc::new(|| ()))
    }

    fn info(priority: Priority) -> TaskInfo {
        TaskInfo::new("task-test", priority)
    }

    /// A session whose threads wait until the sender goes.
    fn held() -> (Session, [std::sync::mpsc::SyncSender<()>; 2]) {
        let mut session = session();
        let gates = [Priority::InOrder, Priority::Soon].map(|priority| {
            let (open, gate) = sync_channel::<()>(0);
            let (begun, begins) = sync_channel(1);
            let work = move |_| begun.send(()).is_ok() && gate.recv().is_ok();
            session.spawn(info(priority), work, |_, _| ());
            begins.recv().expect("it begins");
            open
        });
        (session, gates)
    }

    /// Spawns a task that writes its name into a list that both threads share.
    fn note(session: &mut Session, priority: Priority, name: &str, list: &Arc<Mutex<Vec<String>>>) {
        let (list, name) = (list.clone(), name.to_owned());
        let work = move |_: Progress| list.lock().expect("nobody panics").push(name);
        session.spawn(info(priority), work, |_, ()| ());
    }

    #[test]
    fn what_a_person_waits_for_goes_before_what_nobody_does() {
        let (mut session, gates) = held();
        let list = Arc::new(Mutex::new(Vec::new()));
        note(&mut session, Priority::Background, "b1", &list);
        note(&mut session, Priority::Background, "b2", &list);
        note(&mut session, Priority::Soon, "s1", &list);
        note(&mut session, Priority::Soon, "s2", &list);
        assert_eq!((session.jobs_under_way(), session.tasks.count_awaited()), (6, 4));
        drop(gates);
        session.finish_jobs();
        assert_eq!(*list.lock().expect("done"), ["s1", "s2", "b1", "b2"]);
        assert_eq!(session.jobs_under_way(), 0);
    }

    #[test]
    fn a_save_does_not_wait_behind_what_runs_beside_it() {
        let mut session = session();
        let (open, gate) = sync_channel::<()>(0);
        session.spawn(info(Priority::Background), move |_| gate.recv().is_ok(), |_, _| ());
        let list = Arc::new(Mutex::new(Vec::new()));
        (0..1000).for_each(|n| note(&mut session, Priority::Background, &n.to_string(), &list));
        let (done, seen) = sync_channel(1);
        session.spawn(info(Priority::InOrder), move |_| done.send(()).is_ok(), |_, sent| assert!(sent));
        // While the background stands still.
        assert!(seen.recv().is_ok() && list.lock().expect("nobody panics").is_empty());
        session.tasks.drop_background();
        drop(open);
        session.finish_jobs();
        assert!(list.lock().expect("done").is_empty(), "what had not begun was left out");
    }

    #[test]
    fn tasks_of_a_document_run_in_order_and_those_accepted_end_with_the_session() {
        let (mut session, gates) = held();
        let list = Arc::new(Mutex::new(Vec::new()));
        let names: Vec<String> = (0..50).map(|n| format!("{n}")).collect();
        names.iter().for_each(|name| note(&mut session, Priority::InOrder, name, &list));
        note(&mut session, Priority::Background, "never", &list);
        let opening = std::thread::spawn(move || drop(gates));
        drop(session);
        opening.join().expect("it only lets go");
        let mut ran = list.lock().expect("done").clone();
        ran.retain(|name| name != "never");
        assert_eq!(ran, names);
    }

    #[test]
    fn a_task_that_panics_ends_alone_and_what_waits_for_it_is_told() {
        let mut session = session();
        session.spawn(info(Priority::InOrder), |_| panic!("as a fault of the program would"), |_, ()| ());
        let list = Arc::new(Mutex::new(Vec::new()));
        note(&mut session, Priority::InOrder, "next", &list);
        let told = session.finish_jobs();
        assert_eq!(*list.lock().expect("done"), ["next"]);
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(session.jobs_under_way(), 0);
    }

    #[test]
    fn only_what_waits_for_a_broken_task_is_told_to_have_failed() {
        let mut session = session();
        session.add(crate::store::samples());
        let id = session.current_id().expect("a sample is shown");
        let document = session.current_mut().expect("open");
        document.saving = Some(document.state());
        let of = |name| TaskInfo::new(name, Priority::Soon).of(id);
        for other in ["task-repair", "task-upkeep", "task-read"] {
            session.task_broke_off(&of(other));
            assert!(session.current().expect("open").is_saving(), "{other} is no save");
        }
        session.task_broke_off(&of("task-save"));
        assert!(!session.current().expect("open").is_saving());
        assert_eq!(session.poll().len(), 4, "each is told");
    }

    #[test]
    fn a_cancelled_task_does_not_begin_or_learns_of_it() {
        let (mut session, gates) = held();
        let list = Arc::new(Mutex::new(Vec::new()));
        note(&mut session, Priority::Soon, "cancelled", &list);
        let (waiting, _) = session.tasks().last().expect("the last one asked for");
        session.cancel_task(waiting);
        let running = session.tasks().next().expect("the gate").0;
        session.cancel_task(running);
        assert_eq!(session.jobs_under_way(), 2);
        let (said, heard) = sync_channel(1);
        let work = move |progress: Progress| {
            progress.at(3, 7);
            let _ = said.send(());
            while !progress.is_cancelled() {
                std::thread::yield_now();
            }
        };
        drop(gates);
        session.finish_jobs();
        session.spawn(info(Priority::Soon), work, |_, ()| ());
        assert!(heard.recv().is_ok());
        let (id, running) = session.tasks().next().expect("it runs");
        assert_eq!(running.progress, Some((3, 7)));
        session.cancel_task(id);
        session.finish_jobs();
        assert!(list.lock().expect("done").is_empty());
    }
}
