//! Undo and redo without limit, and the knowledge of whether the file on disk still holds what memory holds.

use std::sync::Arc;

use super::group::GroupId;
use super::operation::{StaleTransaction, Transaction};
use crate::model::{AnnotatedDocument, Timestamp};

/// The transactions of one document since it was opened, and those before that were remembered.
///
/// `position` counts the transactions that are applied; undo moves it back, redo forward; a new transaction cuts off
/// what could have been redone.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Each with the name of the state it leads to.
    transactions: Vec<(Done, StateId)>,
    position: usize,
    /// The state before the first of them.
    base: StateId,
    /// The state that the file holds; `None` where no file holds any.
    saved: Option<StateId>,
    states: u64,
    revision: u64,
}

/// A step that was done.
#[derive(Clone, Debug)]
pub struct Done {
    pub transaction: Arc<Transaction>,
    /// The change of many documents that it is a part of.
    pub group: Option<GroupId>,
    /// When it was done, where it was done before the document was opened.
    pub before_opening: Option<Timestamp>,
}

/// Names one state of a document in its history; never used twice, so a state that was cut off stays unreachable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateId(u64);

impl History {
    /// The history of a document that is as its file holds it.
    pub fn saved() -> Self {
        History { saved: Some(StateId(0)), ..History::default() }
    }

    /// The history of a document that no file holds yet.
    pub fn unsaved() -> Self {
        History::default()
    }

    /// The history of a document that took this one's place, as its file holds it.
    pub fn begun_anew(&self) -> Self {
        History { revision: self.revision + 1, ..History::saved() }
    }

    /// Applies a transaction to `document` and remembers it. An empty transaction leaves no trace.
    pub fn commit(
        &mut self,
        document: &mut AnnotatedDocument,
        transaction: impl Into<Arc<Transaction>>,
    ) -> Result<(), StaleTransaction> {
        self.commit_of(document, transaction.into(), None)
    }

    /// The same, as a part of a change of many documents.
    pub fn commit_of(
        &mut self,
        document: &mut AnnotatedDocument,
        transaction: Arc<Transaction>,
        group: Option<GroupId>,
    ) -> Result<(), StaleTransaction> {
        if transaction.is_empty() {
            return Ok(());
        }
        transaction.apply(document)?;
        self.transactions.truncate(self.position);
        self.states += 1;
        self.transactions.push((Done { transaction, group, before_opening: None }, StateId(self.states)));
        self.position += 1;
        self.revision += 1;
        Ok(())
    }

    /// Takes the last transaction back and returns what was applied to do so; `None` where there is none.
    pub fn undo(&mut self, document: &mut AnnotatedDocument) -> Result<Option<Transaction>, StaleTransaction> {
        let Some(position) = self.position.checked_sub(1) else { return Ok(None) };
        let inverse = self.transactions[position].0.transaction.inverse();
        inverse.apply(document)?;
        self.position = position;
        self.revision += 1;
        Ok(Some(inverse))
    }

    /// Does again what was last undone; `None` where there is nothing.
    pub fn redo(&mut self, document: &mut AnnotatedDocument) -> Result<Option<Transaction>, StaleTransaction> {
        let Some((Done { transaction, .. }, _)) = self.transactions.get(self.position) else { return Ok(None) };
        transaction.apply(document)?;
        self.position += 1;
        self.revision += 1;
        Ok(Some((**transaction).clone()))
    }

    /// The step that undo would take back.
    pub fn last(&self) -> Option<&Done> {
        self.position.checked_sub(1).map(|last| &self.transactions[last].0)
    }

    /// The step that redo would do again.
    pub fn next(&self) -> Option<&Done> {
        self.transactions.get(self.position).map(|(done, _)| done)
    }

    /// The newest step of a change of many documents that is not taken back.
    pub fn done_in(&self, group: &GroupId) -> Option<&Done> {
        let applied = self.transactions[..self.position].iter().rev().map(|(done, _)| done);
        applied.into_iter().find(|done| done.group.as_ref() == Some(group))
    }

    /// Puts steps before all others that led to the state before the first, the oldest first.
    pub fn remember(&mut self, older: Vec<Done>) {
        let Some(last) = older.len().checked_sub(1) else { return };
        let mut new_state = || {
            self.states += 1;
            StateId(self.states)
        };
        let oldest = new_state();
        let mut before: Vec<(Done, StateId)> = older.into_iter().map(|done| (done, new_state())).collect();
        before[last].1 = self.base;
        self.base = oldest;
        self.position += before.len();
        before.append(&mut self.transactions);
        self.transactions = before;
    }

    /// The steps from what the file holds to the state the document is in; `None` where the one does not lead to the other.
    pub fn since_saved(&self) -> Option<Vec<Done>> {
        let saved = self.saved?;
        let at = match saved == self.base {
            true => 0,
            false => self.transactions.iter().position(|(_, state)| *state == saved)? + 1,
        };
        let steps = self.transactions.get(at..self.position)?;
        Some(steps.iter().map(|(done, _)| done.clone()).collect())
    }

    pub fn can_undo(&self) -> bool {
        self.position > 0
    }

    pub fn can_redo(&self) -> bool {
        self.position < self.transactions.len()
    }

    /// The name of the state the document is in: hand it to [`History::mark_saved`] once a save of it has succeeded.
    pub fn state(&self) -> StateId {
        match self.position.checked_sub(1) {
            Some(last) => self.transactions[last].1,
            None => self.base,
        }
    }

    /// Says that the file now holds `state`.
    pub fn mark_saved(&mut self, state: StateId) {
        self.saved = Some(state);
    }

    /// Says that no file holds any state of this history.
    pub fn mark_unsaved(&mut self) {
        self.saved = None;
    }

    /// Whether memory holds something that the file does not.
    pub fn is_dirty(&self) -> bool {
        self.saved != Some(self.state())
    }

    /// Grows with every change; what is computed from a document is current while this stands.
    pub fn revision(&self) -> u64 {
        self.revision
    }
}
