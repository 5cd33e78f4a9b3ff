//! The steps of an open document on their way into its log, and those of before its opening on their way back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::edit::{Done, GroupId, History, Transaction, transaction_between};
use crate::model::{AnnotatedDocument, Annotator};
use crate::store::ContentHash;
use crate::store::history::{NewStep, Origin};

/// What is known of the steps before the opening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Past {
    /// All that undo can take back is in the history, or there is no log.
    #[default]
    Known,
    /// There is a log, and nobody asked for it yet.
    Unread,
    /// It is being read, and then the newest step of it is taken back.
    Reading,
}

/// The steps that the log of a document does not have yet.
#[derive(Debug, Default)]
pub(super) struct StepLog {
    steps: Vec<NewStep>,
    /// What the file held when the first of them was done; `None`: they begin with no state of the file.
    pub base: Option<ContentHash>,
    /// The file as it was opened, and what it held.
    pub opened: Option<(PathBuf, ContentHash)>,
    /// The first step that was logged in it since.
    pub own: Option<u64>,
    pub past: Past,
}

impl StepLog {
    /// Of a document whose file holds this.
    pub(super) fn of(path: PathBuf, stamp: ContentHash) -> Self {
        StepLog { base: Some(stamp), opened: Some((path, stamp)), ..StepLog::default() }
    }

    /// Of a document that came from somewhere else, and whose file holds this now.
    pub(super) fn going_on(stamp: ContentHash) -> Self {
        StepLog { base: Some(stamp), ..StepLog::default() }
    }

    /// Says that the file has a log, which nobody has read.
    pub(super) fn has_log(&mut self, has_log: bool) {
        if has_log && self.opened.is_some() {
            self.past = Past::Unread;
        }
    }

    pub(super) fn push(&mut self, transaction: Arc<Transaction>, origin: Origin, group: Option<GroupId>) {
        self.steps.push(NewStep { when: crate::store::now(), by: None, origin, group, transaction });
    }

    /// Says who did what nobody is said to have done yet.
    pub(super) fn done_by(&mut self, annotator: &Annotator) {
        for step in self.steps.iter_mut().rev().take_while(|step| step.by.is_none()) {
            step.by = Some(annotator.clone());
        }
    }

    /// What a journal brought back: its steps where they begin with what the file holds, else what both differ by.
    pub(super) fn recovered(&mut self, file: Option<&AnnotatedDocument>, now: &AnnotatedDocument, history: &History) {
        let steps = match history.since_saved() {
            Some(steps) => steps,
            None => {
                // Before its first step it was another state than the file holds: undo goes back to that and no further.
                self.opened = None;
                let step = file.and_then(|file| transaction_between(file, now));
                let done = |step: Transaction| Done { transaction: Arc::new(step), group: None, before_opening: None };
                step.map(done).into_iter().collect()
            }
        };
        for Done { transaction, group, .. } in steps {
            let touched = transaction.touched().max_by_key(|annotation| annotation.record.modified);
            let when = touched.map_or_else(crate::store::now, |annotation| annotation.record.modified);
            let by = touched.map(|annotation| annotation.record.annotator.clone());
            self.steps.push(NewStep { when, by, origin: Origin::Done, group, transaction });
        }
    }

    /// What a save now puts into the file.
    pub(super) fn to_save(&self) -> Vec<NewStep> {
        self.steps.clone()
    }

    /// A save put the first `count` of them into the file, which holds this now.
    pub(super) fn saved(&mut self, count: usize, path: &Path, stamp: ContentHash, first: Option<u64>) {
        self.steps.drain(..count.min(self.steps.len()));
        self.base = Some(stamp);
        if self.opened.as_ref().is_some_and(|(opened, _)| opened == path) {
            self.own = self.own.or(first);
        }
    }
}
