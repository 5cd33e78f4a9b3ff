//! What statistics of the session were counted, and what is being counted.

use std::sync::Arc;

use super::entry_id::EntryId;
use super::failure::SessionFailure;
use super::tasks::TaskId;
use crate::analysis::statistics::Wanted;
use crate::workspace::statistics::Counted;
use crate::workspace::{ExportFilter, StatisticsReport};

/// What is counted apart from the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatisticsSlot {
    /// All tables but the pivot.
    Tables,
    Pivot,
}

/// What came of counting.
#[derive(Clone, Debug)]
pub struct CountedStatistics {
    pub report: Arc<StatisticsReport>,
    /// The entries by the numbers of documents.
    pub entries: Arc<[EntryId]>,
    /// What was asked for.
    pub wanted: Wanted,
    pub unlabelled: bool,
    pub filter: ExportFilter,
    /// The list and the steps when it was asked for.
    pub(super) state: (u64, u64),
}

/// Entries that are being gathered.
#[derive(Debug)]
pub(super) struct Gathering {
    pub slot: StatisticsSlot,
    pub wanted: Wanted,
    pub unlabelled: bool,
    pub filter: ExportFilter,
    pub documents: Vec<Counted>,
    pub entries: Vec<EntryId>,
    pub state: (u64, u64),
    pub next: usize,
}

/// What was counted, and what is being counted.
#[derive(Debug, Default)]
pub(super) struct StatisticsState {
    pub counted: [Option<CountedStatistics>; 2],
    pub failed: Option<Arc<SessionFailure>>,
    pub gathering: Vec<Gathering>,
    pub tasks: [Option<TaskId>; 2],
    /// Steps done to any document.
    pub steps: u64,
}
