//! What the analyst has selected: ranges of the text and, beside them, the active annotation.

use std::collections::BTreeSet;

use crate::model::AnnotationId;
pub use crate::model::TextSelection;

/// Selected text and the active annotation are apart: a click on an annotation activates it and leaves a caret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub text: TextSelection,
    pub annotation: Option<AnnotationId>,
    /// Annotations that are selected together, the active one among them: where it is not, they are what was selected before.
    pub together: BTreeSet<AnnotationId>,
}

impl Selection {
    /// A selection of text, with no annotation.
    pub fn of_text(text: TextSelection) -> Self {
        Selection { text, ..Selection::default() }
    }

    /// Whether an annotation is selected: the active one, or one together with it.
    pub fn holds(&self, id: &AnnotationId) -> bool {
        let Some(active) = &self.annotation else { return false };
        active == id || (self.together.contains(active) && self.together.contains(id))
    }

    /// The annotations that are selected, by id.
    pub fn annotations(&self) -> Vec<AnnotationId> {
        match &self.annotation {
            Some(active) if self.together.contains(active) => self.together.iter().cloned().collect(),
            active => active.iter().cloned().collect(),
        }
    }

    /// The annotations that are selected, taken out without a copy: there may be very many, of which one is added or taken away.
    pub(super) fn take_together(&mut self) -> BTreeSet<AnnotationId> {
        let mut together = std::mem::take(&mut self.together);
        match &self.annotation {
            Some(active) if together.contains(active) => {}
            active => together = active.iter().cloned().collect(),
        }
        together
    }

    /// How many annotations are selected.
    pub fn annotation_count(&self) -> usize {
        match &self.annotation {
            Some(active) if self.together.contains(active) => self.together.len(),
            active => usize::from(active.is_some()),
        }
    }
}
