//! The entity register of the project that is open, and what of those that were left no file holds yet: the part of a session that knows
//! no other.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::Register;
use crate::workspace::register::RegisterIndex;

/// What the window has made of a register and what that was made of. Whoever writes takes it when it begins, so that it is the newest,
/// whatever becomes of the window meanwhile.
#[derive(Debug)]
pub(super) struct Unwritten(Mutex<(Arc<Register>, Arc<Register>)>);

impl Unwritten {
    pub(super) fn of(base: Arc<Register>, ours: Arc<Register>) -> Arc<Self> {
        Arc::new(Unwritten(Mutex::new((base, ours))))
    }

    /// What the file held, with what others may have written since, and what is to be in it.
    pub(super) fn both(&self) -> (Arc<Register>, Arc<Register>) {
        // Nothing that holds it can panic halfway.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn is_dirty(&self) -> bool {
        let (base, ours) = self.both();
        !Arc::ptr_eq(&base, &ours)
    }

    /// What is to be in the file from now on.
    pub(super) fn change(&self, ours: Arc<Register>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1 = ours;
    }

    /// The file and the window have the same.
    fn is(&self, register: Arc<Register>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (register.clone(), register);
    }

    /// The file has it by now, and perhaps what others wrote: all that comes is made of it.
    pub(super) fn written(&self, ours: Arc<Register>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0 = ours;
    }
}

/// How far a register has come that no file holds as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Saving {
    #[default]
    No,
    UnderWay,
    /// The last try did not succeed; the next change, a save of all and the closing of the window try again.
    Failed,
}

/// What is known of the register.
#[derive(Debug, Default)]
pub(super) struct OpenRegister {
    /// `None` until it was read.
    pub unwritten: Option<Arc<Unwritten>>,
    /// As it is here.
    pub current: Arc<Register>,
    pub index: RegisterIndex,
    pub saving: Saving,
    /// Changes with what it holds.
    pub revision: u64,
}

impl OpenRegister {
    pub(super) fn is_read(&self) -> bool {
        self.unwritten.is_some()
    }

    pub(super) fn is_dirty(&self) -> bool {
        self.unwritten.as_ref().is_some_and(|unwritten| unwritten.is_dirty())
    }

    /// Whether it holds what could not be written.
    pub(super) fn has_failed(&self) -> bool {
        self.saving == Saving::Failed && self.is_dirty()
    }

    /// A state that was changed here takes the place of the one that is here.
    pub(super) fn change(&mut self, register: Register) {
        let register = Arc::new(register);
        self.show(register.clone());
        if let Some(unwritten) = &self.unwritten {
            unwritten.change(register);
        }
    }

    /// What the file holds takes the place of what is here.
    pub(super) fn take_over(&mut self, register: Arc<Register>) {
        if let Some(unwritten) = &self.unwritten {
            unwritten.is(register.clone());
        }
        self.show(register);
    }

    fn show(&mut self, register: Arc<Register>) {
        if !Arc::ptr_eq(&self.current, &register) {
            self.index.bring(&self.current, &register);
            self.current = register;
            self.revision += 1;
        }
    }
}

/// A register of a project that was left before all of it was written.
#[derive(Debug)]
pub(super) struct LeftRegister {
    pub root: PathBuf,
    pub unwritten: Arc<Unwritten>,
    pub saving: Saving,
}
