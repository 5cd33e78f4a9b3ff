//! What is found and not listed yet, and listed and not counted yet: the parts of the catalogue that a session holds.

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;

use super::entry_id::EntryId;
use super::failure::SessionFailure;
use super::tasks::{RepaintSignal, TaskId};
use crate::store::IndexRecord;
use crate::workspace::inputs::{Correction, ListedFile, ListedFolder, PassedOver};

/// What is found and not listed yet, and listed and not counted yet.
pub(super) struct Catalog {
    /// Looks for documents that have not ended, the oldest first.
    pub finding: Vec<Finding>,
    pub last: u64,
    pub arrived: VecDeque<Arrived>,
    pub uncounted: VecDeque<Uncounted>,
    /// The folders of which documents are listed or counted, until their indexes are written.
    pub folders: HashMap<FolderId, Indexing>,
    pub counting: Option<TaskId>,
    /// A person stopped the counting: what waits for it is let go when the task that runs has ended.
    pub stopped: bool,
    /// How many were counted since counting began.
    pub counted: usize,
    pub repaint: RepaintSignal,
}

/// A folder among those of a look: the look's number and the folder's place.
pub(super) type FolderId = (u64, usize);

/// An entry that waits to be counted, with the folder in whose index it belongs.
pub(super) type Uncounted = (EntryId, Option<FolderId>);

/// What the index of a folder is to hold.
#[derive(Debug)]
pub(super) struct Indexing {
    pub folder: PathBuf,
    pub records: Vec<IndexRecord>,
    /// It is not what the file holds.
    pub changed: bool,
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
    Files { finding: u64, files: Vec<ListedFile> },
    Correction { finding: u64, correction: Correction },
    End(End),
}

/// All that was found is in the list.
pub(super) struct End {
    pub finding: u64,
    pub passed_over: PassedOver,
    pub failures: Vec<SessionFailure>,
    /// Files of other formats that were not taken.
    pub foreign: Vec<PathBuf>,
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
            folders: HashMap::new(),
            counting: None,
            stopped: false,
            counted: 0,
            repaint,
        }
    }

    pub(super) fn begin_indexing(&mut self, finding: u64, folders: Vec<ListedFolder>) {
        for (place, ListedFolder { path, records, stale }) in folders.into_iter().enumerate() {
            let folder = std::path::absolute(&path).unwrap_or(path);
            self.folders.insert((finding, place), Indexing { folder, records, changed: stale });
        }
    }

    /// The document that a look is for, where it was not said before.
    pub(super) fn wants(&mut self, finding: u64, wanted: PathBuf) {
        if let Some(look) = self.finding.iter_mut().find(|look| look.number == finding) {
            look.wanted.get_or_insert(wanted);
        }
    }

    /// There is more to do on the next frame.
    pub(super) fn ask_for_frame(&self) {
        (self.repaint)();
    }

    /// Chunks that wait for a frame.
    pub(super) fn arrived(&self) -> usize {
        self.arrived.len()
    }
}
