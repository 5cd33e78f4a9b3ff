//! The entity register on its way to the disk. What is changed is written at once, off the frame, on top of what others wrote; what could
//! not be written is held until it is, also when its project was left, and the window does not close before it is written or given up.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::background::Progress;
use super::event::ProjectEvent;
use super::register_state::{LeftRegister, OpenRegister, Saving, Unwritten};
use super::state::Session;
use super::tasks::{Priority, TaskInfo};
use crate::edit::RegisterNote;
use crate::model::Register;
use crate::workspace::WorkspaceError;
use crate::workspace::register::{self, RegisterIndex};

/// The name of what reads and writes a register.
pub(super) const REGISTERING: &str = "task-register";

/// How often a project that another program holds for a moment is tried again, and how long after.
const TRIES: usize = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

/// What was written of a register.
#[derive(Debug, Default)]
struct Written {
    /// What was to be in the file last, and what the file holds then; nothing where there was nothing to write.
    last: Option<(Arc<Register>, Register)>,
    notes: Vec<RegisterNote>,
}

/// Writes all that is not written, also what is changed meanwhile.
fn write_newest(root: &Path, unwritten: &Unwritten) -> Result<Written, WorkspaceError> {
    let mut written = Written::default();
    loop {
        let (base, ours) = unwritten.both();
        if Arc::ptr_eq(&base, &ours) {
            return Ok(written);
        }
        let saved = retrying(|| register::save_merged(root, &base, &ours))?;
        written.notes.extend(saved.notes);
        written.last = Some((ours.clone(), saved.register));
        unwritten.written(ours);
    }
}

/// Writes what is not written, before something is done to the file.
pub(super) fn write_first(root: &Path, unwritten: &Unwritten) -> Result<(), WorkspaceError> {
    write_newest(root, unwritten).map(|_| ())
}

fn retrying<T>(mut work: impl FnMut() -> Result<T, WorkspaceError>) -> Result<T, WorkspaceError> {
    for _ in 0..TRIES {
        match work() {
            Err(WorkspaceError::Held(_)) => std::thread::sleep(BETWEEN_TRIES),
            done => return done,
        }
    }
    work()
}

/// A register as it was read, with an index of it.
struct ReadRegister {
    base: Arc<Register>,
    ours: Arc<Register>,
    index: RegisterIndex,
}

impl Session {
    /// Reads the register of the project, off the frame.
    pub(super) fn read_register(&mut self) {
        let Some(folder) = self.project().cloned() else { return };
        // What could not be written when the project was left before goes first, or is what is shown.
        let left = self.take_left(&folder.root);
        let revision = self.register.revision;
        let priority = if left.is_some() { Priority::InOrder } else { Priority::Soon };
        let work = move |progress: Progress| {
            let written = left.as_ref().map(|left| write_newest(&folder.root, left));
            let go_on = |_, _| !progress.is_cancelled();
            let read = register::load(&folder.root).and_then(|(register, _)| {
                let there = Arc::new(register);
                let (base, ours) = match &left {
                    Some(left) if left.is_dirty() => left.both(),
                    _ => (there.clone(), there),
                };
                let index = register::index_of(&folder, &ours, &go_on)?;
                Ok(ReadRegister { base, ours, index })
            });
            (folder.root, left, written.and_then(Result::err), read)
        };
        let info = TaskInfo::new(REGISTERING, priority);
        self.spawn(info, work, move |session, (root, left, failed, read)| {
            let still_left = left.filter(|left| left.is_dirty());
            let has_failed = failed.is_some();
            failed.into_iter().for_each(|error| session.fail(error));
            if session.project().is_none_or(|open| open.root != root) {
                session.keep_left(root, still_left, has_failed);
                return;
            }
            // What was changed or written here meanwhile is newer; what others wrote comes with the next save.
            let register = &session.register;
            let is_worked_on = register.revision != revision || register.saving != Saving::No || register.is_dirty();
            if register.is_read() && is_worked_on {
                return;
            }
            match read {
                Ok(ReadRegister { base, ours, index }) => {
                    let revision = session.register.revision + 1;
                    let saving = if has_failed { Saving::Failed } else { Saving::No };
                    let unwritten = Some(Unwritten::of(base, ours.clone()));
                    session.replace_register(OpenRegister { unwritten, current: ours, index, saving, revision });
                }
                Err(error) => {
                    session.keep_left(root, still_left, has_failed);
                    session.fail(error);
                }
            }
        });
    }

    /// Writes the register where it is not what the file held, off the frame.
    pub(super) fn save_register(&mut self) {
        let Some(root) = self.project().map(|folder| folder.root.clone()) else { return };
        if !self.register.is_dirty() || self.register.saving == Saving::UnderWay {
            return;
        }
        let Some(unwritten) = self.register.unwritten.clone() else { return };
        self.register.saving = Saving::UnderWay;
        self.write_off_frame(root, unwritten);
    }

    fn write_off_frame(&mut self, root: PathBuf, unwritten: Arc<Unwritten>) {
        let work = move |_: Progress| {
            let written = write_newest(&root, &unwritten);
            (root, unwritten, written)
        };
        self.spawn(TaskInfo::new(REGISTERING, Priority::InOrder), work, |session, (root, unwritten, written)| {
            let is_open = session.register.unwritten.as_ref().is_some_and(|open| Arc::ptr_eq(open, &unwritten));
            if !is_open {
                session.left_was_written(&root, &unwritten, written.is_ok());
            }
            match written {
                Ok(Written { last, notes }) => {
                    if is_open {
                        session.register.saving = Saving::No;
                        match last {
                            Some((ours, now)) if Arc::ptr_eq(&ours, &session.register.current) => {
                                session.register.take_over(Arc::new(now));
                            }
                            // What was changed since is written on top of it.
                            _ => session.save_register(),
                        }
                    }
                    if !notes.is_empty() {
                        session.notify(ProjectEvent::RegisterMerged { notes: notes.into() });
                    }
                }
                Err(error) => {
                    if is_open {
                        session.register.saving = Saving::Failed;
                    }
                    session.fail(error);
                }
            }
        });
    }

    /// Whether a register holds what its file does not: that of the project that is open, or of one that was left.
    pub fn is_register_dirty(&self) -> bool {
        self.register.is_dirty() || !self.left_registers.is_empty()
    }

    /// Whether that of the project that is open does.
    pub fn is_own_register_dirty(&self) -> bool {
        self.register.is_dirty()
    }

    /// Whether a register holds what could not be written.
    pub fn has_register_failed(&self) -> bool {
        self.register.has_failed() || self.left_registers.iter().any(|left| left.saving == Saving::Failed)
    }

    /// Tries to write what of registers is not written.
    pub fn save_registers(&mut self) {
        self.save_register();
        let mut again = Vec::new();
        for left in self.left_registers.iter_mut().filter(|left| left.saving != Saving::UnderWay) {
            left.saving = Saving::UnderWay;
            again.push((left.root.clone(), left.unwritten.clone()));
        }
        again.into_iter().for_each(|(root, unwritten)| self.write_off_frame(root, unwritten));
    }

    /// The project is left: what of its register is not written is held until it is.
    pub(super) fn leave_register(&mut self, root: &Path) {
        let revision = self.register.revision + 1;
        let left = std::mem::replace(&mut self.register, OpenRegister { revision, ..OpenRegister::default() });
        if let Some(unwritten) = left.unwritten.clone().filter(|unwritten| unwritten.is_dirty()) {
            // One that is being written is written to the end.
            let saving = left.saving;
            self.left_registers.push(LeftRegister { root: root.into(), unwritten, saving });
        }
        self.drop_off_frame(left);
        self.save_registers();
    }

    /// What of a register could not be written is not wanted.
    pub(super) fn give_up_register(&mut self, root: &Path) {
        self.left_registers.retain(|left| left.root != root || left.saving == Saving::UnderWay);
    }

    fn take_left(&mut self, root: &Path) -> Option<Arc<Unwritten>> {
        let at = self.left_registers.iter().position(|left| left.root == root)?;
        Some(self.left_registers.remove(at).unwritten)
    }

    fn keep_left(&mut self, root: PathBuf, unwritten: Option<Arc<Unwritten>>, has_failed: bool) {
        let saving = if has_failed { Saving::Failed } else { Saving::No };
        self.left_registers.extend(unwritten.map(|unwritten| LeftRegister { root, unwritten, saving }));
    }

    fn left_was_written(&mut self, root: &Path, unwritten: &Arc<Unwritten>, is_written: bool) {
        let is_it = |left: &LeftRegister| left.root == root && Arc::ptr_eq(&left.unwritten, unwritten);
        if is_written {
            self.left_registers.retain(|left| !is_it(left));
        } else {
            self.left_registers.iter_mut().filter(|left| is_it(left)).for_each(|left| left.saving = Saving::Failed);
        }
    }

    fn replace_register(&mut self, register: OpenRegister) {
        let before = std::mem::replace(&mut self.register, register);
        self.drop_off_frame(before);
    }

    /// What wrote a register broke off through a fault of the program: it is tried again as after any failure.
    pub(super) fn register_broke_off(&mut self) {
        if self.register.saving == Saving::UnderWay {
            self.register.saving = Saving::Failed;
        }
        let under_way = self.left_registers.iter_mut().filter(|left| left.saving == Saving::UnderWay);
        under_way.for_each(|left| left.saving = Saving::Failed);
    }
}
