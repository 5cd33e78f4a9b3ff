//! Documents whose file is damaged, and what was found of annotations in a new text: what is known until a person decides.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::entry_id::EntryId;
use crate::model::AnnotatedDocument;
use crate::store::repair::{Diagnosis, Repair};
use crate::workspace::repair::{DamagedDocument, NewText, PendingReanchor};

/// What is to be repaired.
#[derive(Debug, Default)]
pub(super) struct Repairs {
    /// Documents whose file is damaged.
    damaged: BTreeMap<EntryId, DamagedDocument>,
    /// What was found in a new text, until it is taken.
    pub pending: Option<Box<PendingReanchor>>,
}

/// What the repairs of a damaged document are worked out from.
pub(super) struct RepairOrder {
    pub path: PathBuf,
    pub bytes: Arc<[u8]>,
    pub rounds: Vec<Vec<Repair>>,
}

impl Repairs {
    pub(super) fn insert(&mut self, id: EntryId, damaged: DamagedDocument) {
        self.damaged.insert(id, damaged);
    }

    pub(super) fn forget(&mut self, id: EntryId) {
        self.damaged.remove(&id);
    }

    pub(super) fn get(&self, id: EntryId) -> Option<&DamagedDocument> {
        self.damaged.get(&id)
    }

    /// Orders one round more, or without one, one round less. `None` while an order is carried out.
    pub(super) fn order(&mut self, id: EntryId, further: Option<Vec<Repair>>) -> Option<RepairOrder> {
        let damaged = self.damaged.get_mut(&id).filter(|damaged| !damaged.busy)?;
        damaged.busy = true;
        let mut rounds = damaged.rounds.clone();
        match further {
            Some(round) => rounds.push(round),
            None => drop(rounds.pop()),
        }
        Some(RepairOrder { path: damaged.path.clone(), bytes: damaged.bytes.clone(), rounds })
    }

    /// What came of an order. Where it failed, all stays as it was.
    pub(super) fn ended<E>(
        &mut self,
        id: EntryId,
        rounds: Vec<Vec<Repair>>,
        result: Result<Box<Diagnosis>, E>,
    ) -> Result<(), E> {
        let Some(damaged) = self.damaged.get_mut(&id) else { return Ok(()) };
        damaged.busy = false;
        let diagnosis = *result?;
        (damaged.rounds, damaged.diagnosis) = (rounds, diagnosis);
        Ok(())
    }

    /// A damaged document as it was before its text was edited by hand, and the text it has now.
    pub(super) fn edited_text(&self, id: EntryId) -> Option<(Box<AnnotatedDocument>, NewText)> {
        let damaged = self.damaged.get(&id)?;
        let (before, now) = (damaged.before.as_ref()?, damaged.diagnosis.document.as_ref()?);
        let text = NewText::Here(now.document.text().clone(), damaged.path.clone());
        Some((Box::new((**before).clone()), text))
    }
}
