//! How annotations change: a command is planned into a transaction that inverts itself.

pub mod command;
pub mod diff;
pub mod history;
pub mod merge;
pub mod operation;
pub mod plan;
pub mod reanchor;
mod resolve;
mod rules;
mod towards;

pub use command::{Command, Orphans};
pub use history::{History, StateId};
pub use merge::{Merge, MergeError, merge};
pub use operation::{Facts, Mismatch, Operation, Part, Transaction};
pub use plan::plan;
pub use rules::{Context, Rejected};
pub use towards::towards;
