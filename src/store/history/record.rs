//! What the records of a log hold.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use crate::edit::GroupId;
use crate::edit::Transaction;
use crate::model::{Annotator, Timestamp};
use crate::store::journal::record::{OperationRecord, StampRecord};

/// How a step came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Somebody did it.
    Done,
    /// It takes the step before it back that was not taken back yet.
    Undone,
    /// It does again what was taken back last.
    Redone,
    /// Another program changed the file; found by comparison.
    Outside,
}

/// Who did a step.
pub type Author = Annotator;

/// A step on its way into the log.
#[derive(Clone, Debug)]
pub struct NewStep {
    pub when: Timestamp,
    /// Nobody, where it is not known: those who made the annotations it touches.
    pub by: Option<Author>,
    pub origin: Origin,
    pub group: Option<GroupId>,
    pub transaction: Arc<Transaction>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Begin {
    pub first: u64,
    /// Earlier steps were removed, or could not be read.
    pub cut: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct StepToWrite<'a> {
    pub step: u64,
    pub when: i64,
    pub by: Vec<&'a str>,
    pub origin: Origin,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<&'a GroupId>,
    pub operations: Vec<OperationRecord>,
}

/// A step as it is read: its operations stay JSON until somebody asks for them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepRead {
    pub step: u64,
    pub when: i64,
    pub by: Vec<Annotator>,
    pub origin: Origin,
    #[serde(default)]
    pub group: Option<GroupId>,
    pub operations: Box<RawValue>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SaveRecord {
    pub upto: u64,
    pub when: i64,
    /// `None`: there was no file.
    pub before: Option<StampRecord>,
    pub after: StampRecord,
    /// SHA-256 of the text that the file holds.
    pub text: String,
    /// The steps lead from what was before to what was after. They do not where the text became another one.
    pub leads: bool,
}
