//! How far the steps of one document have come on their way to the disk.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::journal_writer::Turn;
use crate::edit::Transaction;
use crate::model::AnnotatedDocument;
use crate::store::journal::Length;

/// How long a setback counts.
const SETBACKS_COUNT_FOR: Duration = Duration::from_secs(60);

/// Until a journal that failed is tried again, the first time; each time it fails again it is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// The longest such wait.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// How far a document's steps have come on their way to the disk.
#[derive(Debug, Default)]
pub(super) struct JournalState {
    /// A journal was ordered and has not failed.
    pub begun: bool,
    /// Steps that were handed to the keeper.
    pub sent: u64,
    /// Steps that are on the disk; `None` where the journal itself is not known to be.
    safe: Option<u64>,
    /// Which of the document's journals it is.
    pub turn: Turn,
    pub failure: Option<Arc<std::io::Error>>,
    /// The folder of the document is gone: its journal is where those of documents without a file are.
    pub elsewhere: bool,
    /// How many bytes its steps had when it was last to be begun anew.
    tried_at: u64,
    pub setbacks: Setbacks,
    pub outbox: Outbox,
}

/// Steps that were done and not yet handed to the journal writer. Whatever changes a document puts them here; the session
/// takes them within the same call.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    /// The document before the first of them, where a journal that begins with it could not do without.
    pub before: Option<Box<AnnotatedDocument>>,
    pub steps: Vec<Transaction>,
}

/// What befell the journal of a document of late.
#[derive(Debug, Default)]
pub(super) struct Setbacks {
    count: u32,
    /// How often it was put off.
    waits: u32,
    last: Option<Instant>,
}

impl Setbacks {
    /// One more; how many there were of late.
    pub(super) fn add(&mut self) -> u32 {
        let remembered = SETBACKS_COUNT_FOR + self.longest_wait();
        if self.last.is_none_or(|last| last.elapsed() > remembered) {
            (self.count, self.waits) = (0, 0);
        }
        self.last = Some(Instant::now());
        self.count += 1;
        self.count
    }

    /// How long to wait before the next try.
    pub(super) fn wait(&mut self) -> Duration {
        let wait = self.longest_wait();
        self.waits += 1;
        wait
    }

    fn longest_wait(&self) -> Duration {
        LONGEST_WAIT.min(FIRST_WAIT * 2u32.pow(self.waits.min(16)))
    }
}

impl JournalState {
    /// A journal that was read up to this step and is gone on with.
    pub(super) fn resumed(last: u64) -> Self {
        JournalState { begun: true, sent: last, safe: Some(last), ..JournalState::default() }
    }

    /// Another one is ordered, which nobody has seen on the disk yet.
    pub(super) fn begins(&mut self, turn: Turn) {
        (self.begun, self.turn, self.safe) = (true, turn, None);
    }

    /// Its steps are in memory alone.
    pub(super) fn breaks_off(&mut self) {
        (self.begun, self.safe) = (false, None);
    }

    /// It is not needed any more.
    pub(super) fn ends(&mut self) {
        self.breaks_off();
        (self.elsewhere, self.failure) = (false, None);
    }

    /// Steps up to this one are on the disk.
    pub(super) fn reached(&mut self, upto: u64) {
        self.safe = self.safe.max(Some(upto));
        self.failure = None;
    }

    pub(super) fn is_safe(&self) -> bool {
        self.safe.is_some_and(|safe| safe >= self.sent)
    }

    /// Whether a journal of this length is to be begun anew, now that its steps may have `most` bytes. Not before they
    /// outweigh what would be written anew; and where it did not work, or has not happened yet, not before twice as many.
    pub(super) fn is_due(&mut self, length: Length, most: u64) -> bool {
        if length.steps < self.tried_at {
            self.tried_at = 0;
        }
        let due = length.steps > most.max(length.founded).max(2 * self.tried_at);
        if due {
            self.tried_at = length.steps;
        }
        due
    }
}
