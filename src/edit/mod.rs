//! How annotations change: a command is planned into a transaction that inverts itself.

mod attribute_changes;
mod chains;
pub mod command;
pub mod diff;
mod given_names;
mod group;
pub mod history;
mod join;
pub mod merge;
pub mod migrate;
pub mod operation;
pub mod plan;
pub mod reanchor;
mod reshape;
mod resolve;
mod rules;
mod schema_edit;
mod schema_parts;
mod state_diff;
mod summary;

pub use command::{Command, OnLabelRemoval};
pub use given_names::MAX_NAME_CHARS;
pub use group::GroupId;
pub use history::{Done, History, StateId};
pub use merge::register::{RegisterMerge, RegisterNote, merge_registers};
pub use merge::{Merge, MergeError, merge};
pub use migrate::{Migration, MigrationReport};
pub use operation::{DocumentMetadata, Operation, Part, StaleTransaction, Transaction};
pub use plan::plan;
pub use reshape::piece_at;
pub use rules::{CommandError, Context};
pub use schema_edit::Touched;
pub use schema_parts::SchemaEdit;
pub use state_diff::transaction_between;
pub use summary::StepSummary;
