//! What is found and not listed yet, and listed and not counted yet: the parts of the catalogue that a session holds.

use std::collections::VecDeque;
use std::path::PathBuf;

use super::entry_id::EntryId;
use super::failure::SessionFailure;
use super::tasks::{RepaintSignal, TaskId};
use crate::workspace::inputs::PassedOver;

/// What is found and not listed yet, and listed and not counted yet.
pub(super) struct Catalog {
    /// Looks for documents that have not ended, the oldest first.
    pub finding: Vec<Finding>,
    pub last: u64,
    pub arrived: VecDeque<Arrived>,
    pub uncounted: VecDeque<(EntryId, PathBuf)>,
    pub counting: Option<TaskId>,
    /// How many were counted since counting began.
    pub counted: usize,
    pub repaint: RepaintSignal,
}

/// A look for documents, from asking to the end of its last chunk.
#[derive(Debug)]
pub(super) struct Finding {
    pub number: u64,
    /// The document to be shown; where it is not found, the first one is.
    pub wanted: Option<PathBuf>,
    pub first: Option<EntryId>,
    pub shown: bool,
}

/// A part of what a look has found, until a frame takes it.
pub(super) enum Arrived {
    Paths { finding: u64, paths: Vec<PathBuf> },
    End { finding: u64, passed_over: PassedOver, failures: Vec<SessionFailure> },
}

impl std::fmt::Debug for Catalog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Catalog");
        shown.field("finding", &self.finding).field("uncounted", &self.uncounted.len()).finish_non_exhaustive()
    }
}

impl Catalog {
    pub(super) fn new(repaint: RepaintSignal) -> Self {
        Catalog {
            finding: Vec::new(),
            last: 0,
            arrived: VecDeque::new(),
            uncounted: VecDeque::new(),
            counting: None,
            counted: 0,
            repaint,
        }
    }

    /// Chunks that wait for a frame.
    pub(super) fn arrived(&self) -> usize {
        self.arrived.len()
    }
}
