//! Work longer than a frame: one thread that reads, writes and imports, and reports back in order.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::jobs::{Job, Report};

/// Called from the worker's thread when a report is waiting; the window asks for a frame.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// The session's one worker. Dropping it finishes the jobs that were accepted, so that a save under way is never cut.
#[derive(Debug)]
pub struct Worker {
    jobs: Option<Sender<Job>>,
    reports: Receiver<Report>,
    thread: Option<JoinHandle<()>>,
    running: usize,
    /// It died with jobs that were not reported.
    lost: bool,
}

impl Worker {
    pub fn new(waker: Waker) -> Self {
        let (jobs, accepted) = channel::<Job>();
        let (send, reports) = channel();
        let stages = send.clone();
        let work = move || {
            for job in accepted {
                // Where the session is gone, nobody looks at what is shown meanwhile.
                let shown = |report| {
                    let _ = stages.send(report);
                    waker();
                };
                let report = job.run(&shown);
                if send.send(report).is_err() {
                    return;
                }
                waker();
            }
        };
        let thread = std::thread::Builder::new().name("hashiya-worker".into()).spawn(work);
        Worker { jobs: Some(jobs), reports, thread: thread.ok(), running: 0, lost: false }
    }

    /// Queues a job. Where no thread could be started or it has died, the job is given back to be run in place.
    pub fn submit(&mut self, job: Job) -> Result<(), Box<Job>> {
        if self.thread.is_none() {
            return Err(Box::new(job));
        }
        let Some(jobs) = &self.jobs else { return Err(Box::new(job)) };
        jobs.send(job).map_err(|refused| Box::new(refused.0))?;
        self.running += 1;
        Ok(())
    }

    /// The next report, if one waits.
    pub fn poll(&mut self) -> Option<Report> {
        match self.reports.try_recv() {
            Ok(report) => Some(self.counted(report)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                self.died();
                None
            }
        }
    }

    /// Waits for the next report; `None` where nothing is under way.
    pub fn wait(&mut self) -> Option<Report> {
        if self.running == 0 {
            return None;
        }
        match self.reports.recv() {
            Ok(report) => Some(self.counted(report)),
            Err(_) => {
                self.died();
                None
            }
        }
    }

    /// Waits for the next report, but no longer than this.
    pub fn wait_at_most(&mut self, time: Duration) -> Option<Report> {
        let waited = if self.running == 0 { None } else { Some(self.reports.recv_timeout(time)) };
        match waited? {
            Ok(report) => Some(self.counted(report)),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                self.died();
                None
            }
        }
    }

    /// A report ends its job, unless it only shows how far that has come.
    fn counted(&mut self, report: Report) -> Report {
        if !matches!(report, Report::Stage { .. }) {
            self.running = self.running.saturating_sub(1);
        }
        report
    }

    fn died(&mut self) {
        self.lost |= self.running > 0;
        self.running = 0;
    }

    /// Whether jobs were lost with a worker that died. Said once.
    pub fn take_lost(&mut self) -> bool {
        std::mem::take(&mut self.lost)
    }

    /// Jobs accepted and not yet reported.
    pub fn running(&self) -> usize {
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
