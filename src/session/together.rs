//! Several annotations selected together, and what is done to all of them as one step.

use super::document::OpenDocument;
use super::error::SessionError;
use super::state::Session;
use crate::edit::{Command, Transaction};
use crate::model::attribute::fits;
use crate::model::{AnnotationId, AttributeValue, LabelName, Target};

impl OpenDocument {
    /// Selects further annotations together with those that are selected; the last of them is active. Without any, nothing changes.
    pub fn select_also(&mut self, ids: impl IntoIterator<Item = AnnotationId>) {
        let known = |id: &AnnotationId| self.content().annotations.contains(id);
        let ids: Vec<AnnotationId> = ids.into_iter().filter(known).collect();
        let Some(last) = ids.last().cloned() else { return };
        let mut together = self.selection.take_together();
        together.extend(ids);
        self.activate(&last);
        self.selection.together = together;
    }

    /// Selects these and no others.
    pub fn select_annotations(&mut self, ids: impl IntoIterator<Item = AnnotationId>) {
        self.selection.annotation = None;
        self.selection.together.clear();
        self.select_also(ids);
    }

    /// Selects an annotation as well, or no more where it is selected already. Another one is active then.
    pub fn toggle_selected(&mut self, id: &AnnotationId) {
        if !self.selection.holds(id) {
            return self.select_also([id.clone()]);
        }
        let mut rest = self.selection.take_together();
        rest.remove(id);
        self.selection.annotation = None;
        if let Some(last) = rest.last().cloned() {
            self.activate(&last);
            self.selection.together = rest;
        }
    }

    /// Selects all annotations of the text from the active one to this one.
    pub fn select_through(&mut self, id: &AnnotationId) {
        let Some(active) = self.selection.annotation.clone() else { return self.activate(id) };
        let set = &self.content().annotations;
        let (Some(from), Some(to)) = (set.rank(&active), set.rank(id)) else { return };
        let between = set.iter().skip(from.min(to)).take(from.abs_diff(to) + 1);
        let mut ids: Vec<AnnotationId> = between.map(|annotation| annotation.id.clone()).collect();
        // The one that was asked for is active.
        ids.push(id.clone());
        self.select_also(ids);
    }

    /// All annotations of a label, in the order of the text.
    pub fn annotations_of(&self, label: &LabelName) -> Vec<AnnotationId> {
        let of_label = self.content().annotations.iter().filter(|annotation| annotation.label == *label);
        of_label.map(|annotation| annotation.id.clone()).collect()
    }

    /// What is meant where something is done to an annotation: all that are selected, if it is one of them.
    pub fn meant_by(&self, id: &AnnotationId) -> Vec<AnnotationId> {
        if self.selection.holds(id) { self.selection.annotations() } else { vec![id.clone()] }
    }
}

impl Session {
    /// Writes a note on all of these, as one step.
    ///
    /// # Errors
    /// As [`Session::dispatch`].
    pub fn set_note_of(&mut self, all: Vec<Target>, note: &str) -> Result<Transaction, SessionError> {
        self.for_all(all, |of| Command::SetNote { of, note: note.to_owned() })
    }

    /// Says of all of these whether somebody is to look at them again, as one step.
    ///
    /// # Errors
    /// As [`Session::dispatch`].
    pub fn set_flag_of(&mut self, all: Vec<Target>, flag: bool) -> Result<Transaction, SessionError> {
        self.for_all(all, |of| Command::SetFlag { of, flag })
    }

    /// Gives annotations the value of an attribute, or takes it away, as one step. Those whose label does not know the attribute, or not
    /// this value, are passed over; their number is given.
    ///
    /// # Errors
    /// As [`Session::dispatch`]; where none of them knows it, the reason of the first.
    pub fn set_attribute_of(
        &mut self,
        ids: Vec<AnnotationId>,
        name: &str,
        value: Option<&AttributeValue>,
    ) -> Result<usize, SessionError> {
        let document = self.current().ok_or(SessionError::NoDocument)?.content();
        let knows = |id: &AnnotationId| {
            let label = document.annotations.get(id).and_then(|annotation| document.schema.label(&annotation.label));
            let known = label.and_then(|label| label.attributes.iter().find(|known| known.name == name));
            known.is_some_and(|known| value.is_none_or(|value| fits(value, &known.kind).is_ok()))
        };
        let all = ids.len();
        let first = ids.first().cloned();
        let mut ids: Vec<AnnotationId> = ids.into_iter().filter(|id| knows(id)).collect();
        if ids.is_empty() {
            ids.extend(first);
        }
        let passed_over = all - ids.len();
        let set = |of| Command::SetAttribute { of, name: name.to_owned(), value: value.cloned() };
        self.for_all(ids.into_iter().map(Target::Annotation).collect(), set).map(|_| passed_over)
    }

    fn for_all(&mut self, all: Vec<Target>, command: impl Fn(Target) -> Command) -> Result<Transaction, SessionError> {
        let mut commands: Vec<Command> = all.into_iter().map(command).collect();
        match commands.len() {
            1 => self.dispatch(commands.remove(0)),
            _ => self.dispatch(Command::Batch(commands)),
        }
    }
}
