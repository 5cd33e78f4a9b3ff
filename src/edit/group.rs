//! The name of a change of many documents, which undo takes back as one.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::Timestamp;

/// Names a change of many documents: the same for the step in each.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroupId(Arc<str>);

impl GroupId {
    pub fn new(id: impl Into<Arc<str>>) -> Self {
        GroupId(id.into())
    }

    /// One that no other change has: the moment and what chance gives.
    pub fn fresh(now: Timestamp, chance: u64) -> Self {
        GroupId(format!("{:012x}-{:08x}", now.0, chance as u32).into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GroupId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
