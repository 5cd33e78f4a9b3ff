//! The chains that were asked for, kept while no step changes them: a frame, a label or a walk along a chain finds none anew.

use std::collections::HashMap;
use std::sync::Arc;

use crate::edit::{Operation, Transaction};
use crate::model::{AnnotatedDocument, AnnotationId, Chain, ChainPlace};

/// Chains of one revision of a document.
#[derive(Debug, Default)]
pub(super) struct KnownChains {
    revision: u64,
    /// Of each chain that was asked for all members; of a member perhaps not all its chains.
    by_member: HashMap<AnnotationId, Vec<ChainPlace>>,
    last: Option<(AnnotationId, Arc<[ChainPlace]>)>,
}

impl KnownChains {
    /// The chains of an annotation: one of each type at most, the first in the text first.
    pub(super) fn at(&mut self, document: &AnnotatedDocument, revision: u64, id: &AnnotationId) -> Arc<[ChainPlace]> {
        if self.revision != revision {
            *self = KnownChains { revision, ..KnownChains::default() };
        }
        if let Some((_, places)) = self.last.as_ref().filter(|(known, _)| known == id) {
            return places.clone();
        }
        let mut places: Vec<ChainPlace> = Vec::new();
        for label in Chain::labels_at(document, id) {
            let known = |places: &Vec<ChainPlace>| places.iter().find(|place| place.chain.label == *label).cloned();
            if self.by_member.get(id).and_then(known).is_none()
                && let Some(chain) = Chain::of(document, label, id).map(Arc::new)
            {
                for (at, member) in chain.members.iter().enumerate() {
                    let place = ChainPlace { chain: chain.clone(), at };
                    self.by_member.entry(member.clone()).or_default().push(place);
                }
            }
            places.extend(self.by_member.get(id).and_then(known));
        }
        places.sort_by_cached_key(|place| place.chain.start(document));
        let places: Arc<[ChainPlace]> = places.into();
        self.last = Some((id.clone(), places.clone()));
        places
    }

    /// A step led from one revision to another: what it leaves as it was is known of the other as well.
    pub(super) fn after(&mut self, step: &Transaction, before: u64, now: u64) {
        let is_next = self.revision == before && now == before + 1;
        if is_next && !step.operations.iter().any(|operation| self.is_changed_by(operation)) {
            self.revision = now;
        }
    }

    fn is_changed_by(&self, operation: &Operation) -> bool {
        match operation {
            Operation::Relation { .. } | Operation::Schema { .. } => true,
            // Its members stand in the order of the text.
            Operation::Annotation { id, before, after } => {
                let spans = [before, after].map(|annotation| annotation.as_ref().map(|known| &known.spans));
                spans[0] != spans[1] && self.by_member.contains_key(id)
            }
            Operation::State { .. }
            | Operation::Attributes { .. }
            | Operation::Facts { .. }
            | Operation::Conflicts { .. } => false,
        }
    }
}
