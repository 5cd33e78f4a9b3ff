//! Undo and redo without limit, and the knowledge of whether the file on disk still holds what memory holds.

use super::operation::{StaleTransaction, Transaction};
use crate::model::AnnotatedDocument;

/// The transactions of one document since it was opened.
///
/// `position` counts the transactions that are applied; undo moves it back, redo forward; a new transaction cuts off
/// what could have been redone.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Each with the name of the state it leads to.
    transactions: Vec<(Transaction, StateId)>,
    position: usize,
    /// The state that the file holds; `None` where no file holds any.
    saved: Option<StateId>,
    states: u64,
    revision: u64,
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
        transaction: Transaction,
    ) -> Result<(), StaleTransaction> {
        if transaction.is_empty() {
            return Ok(());
        }
        transaction.apply(document)?;
        self.transactions.truncate(self.position);
        self.states += 1;
        self.transactions.push((transaction, StateId(self.states)));
        self.position += 1;
        self.revision += 1;
        Ok(())
    }

    /// Takes the last transaction back and returns what was applied to do so; `None` where there is none.
    pub fn undo(&mut self, document: &mut AnnotatedDocument) -> Result<Option<Transaction>, StaleTransaction> {
        let Some(position) = self.position.checked_sub(1) else { return Ok(None) };
        let inverse = self.transactions[position].0.inverse();
        inverse.apply(document)?;
        self.position = position;
        self.revision += 1;
        Ok(Some(inverse))
    }

    /// Does again what was last undone; `None` where there is nothing.
    pub fn redo(&mut self, document: &mut AnnotatedDocument) -> Result<Option<Transaction>, StaleTransaction> {
        let Some((transaction, _)) = self.transactions.get(self.position) else { return Ok(None) };
        transaction.apply(document)?;
        self.position += 1;
        self.revision += 1;
        Ok(Some(transaction.clone()))
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
            None => StateId(0),
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
