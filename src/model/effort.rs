//! What annotating took: time at work, keys and clicks, kept for the analyst alone.

use serde::{Deserialize, Serialize};

/// What some annotations of a label took, or what was spent on a document without making any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EffortRecord {
    /// When it was noted, in milliseconds since 1970.
    pub at: i64,
    /// The id of the document.
    pub document: String,
    pub annotator: String,
    /// `None` where none was made.
    pub label: Option<String>,
    /// How many were made.
    pub annotations: u32,
    /// At work, without pauses, in milliseconds.
    pub ms: u64,
    pub keys: u32,
    pub clicks: u32,
    /// Those among them that the program had proposed.
    pub proposals: u32,
    /// Proposals accepted faster than they can have been read.
    pub hasty: u32,
}
