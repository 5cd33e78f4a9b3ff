//! Tasks of the session: how they are asked for, and how what came of them is taken.

use std::sync::{Arc, OnceLock};

use super::state::Session;
use super::tasks::{self, Outcome, Priority, TaskId, TaskInfo, Work};

/// What the window does for itself: nobody waits for it.
const UPKEEP: &str = "task-upkeep";

/// What a task of the session says while it runs, and what it is told.
pub(super) type Progress = tasks::Progress<Session>;

/// What a task comes to, for whoever looks for it now and then, such as a dialog. Where it is dropped before the task begins,
/// the task does nothing.
#[derive(Debug)]
pub struct Pending<T>(Arc<OnceLock<T>>);

impl<T> From<T> for Pending<T> {
    /// What was worked out at once.
    fn from(known: T) -> Self {
        Pending(Arc::new(OnceLock::from(known)))
    }
}

impl<T> Pending<T> {
    pub fn get(&self) -> Option<&T> {
        self.0.get()
    }
}

impl Session {
    /// Runs `work` beside everything else, for somebody who shows what it comes to. A frame is asked for when it is there.
    pub fn ask<T: Send + Sync + 'static>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Pending<T> {
        self.ask_while(name, |_| work())
    }

    /// The same for long work, which asks now and then whether anybody still waits for it, and ends early where nobody does.
    pub fn ask_while<T: Send + Sync + 'static>(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&dyn Fn() -> bool) -> T + Send + 'static,
    ) -> Pending<T> {
        self.ask_with(TaskInfo::new(name, Priority::Soon), work)
    }

    /// The same after all that reads or writes documents and was asked for before.
    pub(super) fn ask_in_order<T: Send + Sync + 'static>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Pending<T> {
        self.ask_with(TaskInfo::new(name, Priority::InOrder), |_| work())
    }

    fn ask_with<T: Send + Sync + 'static>(
        &mut self,
        info: TaskInfo,
        work: impl FnOnce(&dyn Fn() -> bool) -> T + Send + 'static,
    ) -> Pending<T> {
        self.ask_counting(info, |go_on| work(&|| go_on(0, 0)))
    }

    /// The same for work that says how much of it is done, and of how much; of nothing: it does not know. It is told whether to go on.
    pub(super) fn ask_counting<T: Send + Sync + 'static>(
        &mut self,
        info: TaskInfo,
        work: impl FnOnce(&(dyn Fn(usize, usize) -> bool + Sync)) -> T + Send + 'static,
    ) -> Pending<T> {
        let slot = Arc::new(OnceLock::new());
        let wanted = Arc::downgrade(&slot);
        let fill = move |progress: Progress| {
            if wanted.strong_count() == 0 {
                return;
            }
            let found = work(&|done, all| {
                if all > 0 {
                    progress.at(done, all);
                }
                wanted.strong_count() > 0 && !progress.is_cancelled()
            });
            if let Some(slot) = wanted.upgrade() {
                // Nobody else fills it.
                let _ = slot.set(found);
            }
        };
        self.spawn(info, fill, |_, ()| ());
        Pending(slot)
    }

    /// Runs `work` off the frame and `then` on the session with its result. Without a thread both run at once: slower, but
    /// nothing is lost, and there is no task to name.
    pub(super) fn spawn<T: Send + 'static>(
        &mut self,
        info: TaskInfo,
        work: impl FnOnce(Progress) -> T + Send + 'static,
        then: impl FnOnce(&mut Session, T) + Send + 'static,
    ) -> Option<TaskId> {
        let both: Work<Session> = Box::new(move |progress| {
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

    /// Lets go of something large where no frame waits for it.
    pub(super) fn drop_off_frame(&mut self, value: impl Send + 'static) {
        self.spawn(TaskInfo::new(UPKEEP, Priority::Background), move |_| drop(value), |_, ()| ());
    }

    /// Takes the results of tasks that have ended.
    pub(super) fn take_outcomes(&mut self) {
        while let Some(outcome) = self.tasks.poll() {
            self.take_outcome(outcome);
        }
    }

    pub(super) fn take_outcome(&mut self, outcome: Outcome<Session>) {
        match outcome {
            Outcome::Then(then) => then(self),
            Outcome::BrokenOff(info) => self.task_broke_off(&info),
        }
    }

    /// What is under way off the frame, the oldest first.
    pub fn tasks(&self) -> impl Iterator<Item = (TaskId, TaskInfo)> + '_ {
        self.tasks.under_way()
    }

    /// The task that a person may want to know of: one that is waited for, else one in the background.
    pub fn task_to_show(&self) -> Option<(TaskId, TaskInfo)> {
        let awaited = |(_, info): &(TaskId, TaskInfo)| info.priority != Priority::Background && info.name != UPKEEP;
        self.tasks().find(awaited).or_else(|| self.tasks().find(|(_, info)| info.priority == Priority::Background))
    }

    /// Asks a task that can be stopped to end early with what it has.
    pub fn stop_task(&mut self, id: TaskId) {
        self.stop_counting(id);
        self.tasks.stop(id);
    }

    /// Asks a task to end.
    pub fn cancel_task(&mut self, id: TaskId) {
        self.tasks.cancel(id);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
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

    #[test]
    fn a_search_for_documents_that_is_stopped_ends_and_is_not_waited_for() {
        let (mut session, gates) = held();
        session.open_paths(vec![std::env::temp_dir().join("hashiya-is-not-here")]);
        let (id, info) = session.tasks().last().expect("the last one asked for");
        assert!(info.stops && session.is_finding());
        let (gate, held) = session.tasks().next().expect("the gate");
        session.stop_task(gate);
        session.stop_task(id);
        assert!(!held.stops && session.jobs_under_way() == 3, "neither is taken away");
        drop(gates);
        session.finish_jobs();
        assert!(!session.is_finding() && session.jobs_under_way() == 0);
    }

    #[test]
    fn what_is_waited_for_is_shown_before_what_runs_behind_and_upkeep_never() {
        let (mut session, gates) = held();
        let list = Arc::default();
        note(&mut session, Priority::Background, "behind", &list);
        let shown = |session: &Session| session.task_to_show().map(|(_, info)| info.priority);
        assert_eq!(shown(&session), Some(Priority::InOrder));
        drop(gates);
        session.finish_jobs();
        let (open, gate) = sync_channel::<()>(0);
        session.spawn(TaskInfo::new(UPKEEP, Priority::InOrder), move |_| gate.recv().is_ok(), |_, _| ());
        assert_eq!(shown(&session), None);
        drop(open);
        session.finish_jobs();
    }

    #[test]
    fn what_is_asked_for_is_there_when_the_task_has_ended_and_is_not_worked_out_for_nobody() {
        let (mut session, gates) = held();
        let ran = Arc::new(Mutex::new(Vec::new()));
        let ask = |session: &mut Session, n: u32| {
            let ran = ran.clone();
            session.ask("task-test", move || {
                ran.lock().expect("nobody panics").push(n);
                n * 2
            })
        };
        let kept = ask(&mut session, 21);
        drop(ask(&mut session, 4));
        assert_eq!(kept.get(), None);
        drop(gates);
        session.finish_jobs();
        assert_eq!(kept.get(), Some(&42));
        assert_eq!(*ran.lock().expect("done"), [21]);
    }
}
