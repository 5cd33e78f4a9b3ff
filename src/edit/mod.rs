//! How annotations change: a command is planned into a transaction that inverts itself.

pub mod command;
pub mod history;
pub mod operation;
pub mod plan;

pub use command::{Command, Orphans};
pub use history::{History, StateId};
pub use operation::{Mismatch, Operation, Transaction};
pub use plan::{Context, Rejected, plan};
