//! The entity register of the project that is open: the part of a session that knows no other.

use std::sync::Arc;

use crate::model::{Entry, Register};
use crate::workspace::register::RegisterIndex;

/// What is known of the register.
#[derive(Debug, Default)]
pub(super) struct OpenRegister {
    /// As the file held it when it was last read or written; `None` until it was read.
    pub base: Option<Arc<Register>>,
    /// As it is here.
    pub current: Arc<Register>,
    pub index: RegisterIndex,
    pub saving: bool,
    /// Changes with what it holds.
    pub revision: u64,
}

impl OpenRegister {
    pub(super) fn is_read(&self) -> bool {
        self.base.is_some()
    }

    /// Another state of it takes the place of the one that is here.
    pub(super) fn show(&mut self, register: Arc<Register>) {
        if !Arc::ptr_eq(&self.current, &register) {
            self.index.bring(&self.current, &register);
            self.current = register;
            self.revision += 1;
        }
    }

    /// Another state of one entry.
    pub(super) fn put(&mut self, entry: Entry) {
        if let Some(before) = self.current.get(&entry.id).cloned() {
            self.index.remove(&before);
        }
        self.index.add(&entry);
        Arc::make_mut(&mut self.current).put(entry);
        self.revision += 1;
    }
}
