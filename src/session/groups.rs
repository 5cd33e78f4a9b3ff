//! The changes of many documents that a window knows of: which documents each is of, and what took it back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::entry_id::EntryId;
use crate::edit::GroupId;

/// Changes of many documents that this window made or took back.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// The documents that each is of.
    pub made: BTreeMap<GroupId, BTreeSet<EntryId>>,
    pub taken_back: BTreeMap<GroupId, TakenBack>,
}

/// What took a change of many documents back.
#[derive(Clone, Debug)]
pub(super) struct TakenBack {
    /// Documents whose newest step it was not have a step of this name that takes it back.
    pub beside: GroupId,
    /// The change of those that are not open, and the folder in which it is listed.
    pub on_disk: Option<(PathBuf, GroupId)>,
}
