//! Work longer than a frame: one thread that reads, writes and imports, and reports back in order. What may wait, such as
//! counting the documents of a folder of thousands, is done where nothing else is asked for: a save waits for one of
//! these jobs at most.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::jobs::{Job, Report};

/// Called from the worker's thread when a report is waiting; the window asks for a frame.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// The session's one worker. Dropping it finishes the jobs that were accepted and may not
/// wait, so that a save under way is never cut.
#[derive(Debug)]
pub struct Worker {
    jobs: Option<Sender<Ask>>,
    /// Jobs that may wait, in order.
    later: Later,
    /// With whether the job was one that may wait.
    reports: Receiver<(Report, bool)>,
    thread: Option<JoinHandle<()>>,
    /// Jobs accepted and not reported: those that are done in order, and those that may wait.
    running: usize,
    later_running: usize,
    /// It died with jobs that were not reported.
    lost: bool,
}

type Later = Arc<Mutex<VecDeque<Job>>>;

#[derive(Debug)]
enum Ask {
    Job(Job),
    /// There are jobs that may wait.
    LookLater,
}

/// The next job: what was asked for first, then what may wait. `None` where the session is gone.
fn next(asked: &Receiver<Ask>, later: &Later) -> Option<(Job, bool)> {
    loop {
        match asked.try_recv() {
            Ok(Ask::Job(job)) => return Some((job, false)),
            Ok(Ask::LookLater) => {}
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => {
                let waiting = later.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                if let Some(job) = waiting {
                    return Some((job, true));
                }
                match asked.recv() {
                    Ok(Ask::Job(job)) => return Some((job, false)),
                    Ok(Ask::LookLater) => {}
                    Err(_) => return None,
                }
            }
        }
    }
}

impl Worker {
    pub fn new(waker: Waker) -> Self {
        let (jobs, accepted) = channel::<Ask>();
        let later = Later::default();
        let waiting = later.clone();
        let (send, reports) = channel();
        let stages = send.clone();
        let work = move || {
            while let Some((job, may_wait)) = next(&accepted, &waiting) {
                // Where the session is gone, nobody looks at what is shown meanwhile.
                let shown = |report| {
                    let _ = stages.send((report, may_wait));
                    waker();
                };
                let report = job.run(&shown);
                if send.send((report, may_wait)).is_err() {
                    return;
                }
                waker();
            }
        };
        let thread = std::thread::Builder::new().name("hashiya-worker".into()).spawn(work);
        Worker { jobs: Some(jobs), later, reports, thread: thread.ok(), running: 0, later_running: 0, lost: false }
    }

    /// Queues a job. Where no thread could be started or it has died, the job is given back to be run in place.
    pub fn submit(&mut self, job: Job) -> Result<(), Box<Job>> {
        if self.thread.is_none() {
            return Err(Box::new(job));
        }
        let Some(jobs) = &self.jobs else { return Err(Box::new(job)) };
        match jobs.send(Ask::Job(job)) {
            Ok(()) => self.running += 1,
            Err(refused) => match refused.0 {
                Ask::Job(job) => return Err(Box::new(job)),
                Ask::LookLater => {}
            },
        }
        Ok(())
    }

    /// Queues jobs that every other job goes before. Where there is no thread they are left out, and so are those that
    /// are not begun when the worker is dropped.
    pub fn submit_later(&mut self, later: impl IntoIterator<Item = Job>) {
        let Some(jobs) = self.jobs.as_ref().filter(|_| self.thread.is_some()) else { return };
        let mut waiting = self.later.lock().unwrap_or_else(PoisonError::into_inner);
        let before = waiting.len();
        waiting.extend(later);
        let added = waiting.len() - before;
        drop(waiting);
        if added > 0 && jobs.send(Ask::LookLater).is_ok() {
            self.later_running += added;
        }
    }

    /// Leaves out what may wait and is not begun.
    pub fn drop_later(&mut self) {
        let left = std::mem::take(&mut *self.later.lock().unwrap_or_else(PoisonError::into_inner));
        self.later_running = self.later_running.saturating_sub(left.len());
    }

    /// The next report, if one waits.
    pub fn poll(&mut self) -> Option<Report> {
        match self.reports.try_recv() {
            Ok(report) => Some(self.ended(report)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                self.died();
                None
            }
        }
    }

    /// Waits for the next report; `None` where nothing is under way.
    pub fn wait(&mut self) -> Option<Report> {
        if self.running() == 0 {
            return None;
        }
        match self.reports.recv() {
            Ok(report) => Some(self.ended(report)),
            Err(_) => {
                self.died();
                None
            }
        }
    }

    /// Waits for the next report, but no longer than this.
    pub fn wait_at_most(&mut self, time: Duration) -> Option<Report> {
        let waited = if self.running() == 0 { None } else { Some(self.reports.recv_timeout(time)) };
        match waited? {
            Ok(report) => Some(self.ended(report)),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                self.died();
                None
            }
        }
    }

    /// A report ends its job, unless it only shows how far that has come.
    fn ended(&mut self, (report, may_wait): (Report, bool)) -> Report {
        if !matches!(report, Report::Stage { .. }) {
            let running = if may_wait { &mut self.later_running } else { &mut self.running };
            *running = running.saturating_sub(1);
        }
        report
    }

    fn died(&mut self) {
        self.lost |= self.running > 0;
        (self.running, self.later_running) = (0, 0);
    }

    /// Whether jobs were lost with a worker that died. Said once.
    pub fn take_lost(&mut self) -> bool {
        std::mem::take(&mut self.lost)
    }

    /// Jobs accepted and not yet reported.
    pub fn running(&self) -> usize {
        self.running + self.later_running
    }

    /// Those among them that do not wait for the others.
    pub fn running_in_order(&self) -> usize {
        self.running
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the worker was reported when it happened; there is nobody left to tell.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::session::EntryId;

    fn counting(number: u32) -> Job {
        Job::Summarise { entry: EntryId(number), path: PathBuf::from("/nowhere/text.ron") }
    }

    fn urgent(number: u32) -> Job {
        Job::LoadSchema { path: PathBuf::from(format!("/nowhere/{number}.ron")) }
    }

    #[test]
    fn what_may_wait_is_begun_only_where_nothing_else_is_asked_for() {
        let (ask, asked) = channel();
        let later = Later::default();
        later.lock().expect("nobody panicked").extend((0..1000).map(counting));
        ask.send(Ask::LookLater).expect("it is asked");
        let mut order = Vec::new();
        for round in 0..3 {
            // As when two saves are asked for while one of a thousand documents is counted.
            for number in 0..2 {
                ask.send(Ask::Job(urgent(number))).expect("it is asked");
            }
            for _ in 0..3 {
                order.push(match next(&asked, &later) {
                    Some((Job::LoadSchema { path }, false)) => path.display().to_string(),
                    Some((Job::Summarise { entry, .. }, true)) => format!("{round}: {}", entry.0),
                    other => panic!("{other:?}"),
                });
            }
        }
        let (first, second) = ("/nowhere/0.ron", "/nowhere/1.ron");
        assert_eq!(order, [first, second, "0: 0", first, second, "1: 1", first, second, "2: 2"]);
        drop(ask);
        assert!(next(&asked, &later).is_none(), "a session that is gone needs no counts");
    }

    #[test]
    fn what_may_wait_is_counted_by_itself_and_may_be_dropped() {
        let mut worker = Worker::new(Arc::new(|| {}));
        worker.submit_later((0..500).map(counting));
        assert_eq!((worker.running(), worker.running_in_order()), (500, 0));
        assert!(worker.submit(urgent(0)).is_ok());
        assert_eq!((worker.running(), worker.running_in_order()), (501, 1));
        worker.drop_later();
        assert!(worker.running() <= 501);
        let mut reports = 0;
        while worker.wait().is_some() {
            reports += 1;
        }
        assert!((1..=501).contains(&reports), "{reports}");
        assert_eq!((worker.running(), worker.running_in_order()), (0, 0));
        worker.submit_later((0..20).map(counting));
        let done = std::iter::from_fn(|| worker.wait());
        assert_eq!(done.filter(|report| matches!(report, Report::Summarised { .. })).count(), 20);
    }
}
