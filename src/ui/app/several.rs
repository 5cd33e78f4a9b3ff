//! Several annotations at once: how they are selected beyond a click, and what is done to all of them as one step.

use super::App;
use crate::model::{AnnotationId, AttributeValue, Target};
use crate::ui::localizer::Localizer;
use crate::ui::message::Message;
use crate::ui::widgets::Tone;

impl App {
    /// Selects the next (or previous) annotation as well.
    pub(super) fn select_next_too(&mut self, forward: bool) {
        let Some(document) = self.session.current_mut() else { return };
        match document.neighbour(forward) {
            Some(id) => document.select_also([id]),
            None => return self.say("annotations-empty"),
        }
        self.canvas_follows();
        self.say_how_many();
    }

    /// Selects all annotations of the label of the one in hand.
    pub(super) fn select_same_label(&mut self) {
        let Some(document) = self.session.current_mut() else { return };
        let Some(active) = document.active() else { return self.say("status-choose-annotation-first") };
        let (id, label) = (active.id.clone(), active.label.clone());
        // The one in hand stays active, and nothing scrolls.
        let ids = document.annotations_of(&label).into_iter().chain([id]);
        document.select_annotations(ids);
        self.say_how_many();
    }

    /// Selects all annotations that the panel lists: what its filter, label and origin leave.
    pub(super) fn select_listed(&mut self) {
        let Some(document) = self.session.current() else { return };
        let mut ids = self.panels.annotations.listed(document.content());
        // The one in hand stays active where it is among them.
        if let Some(active) = document.active().map(|active| active.id.clone()).filter(|id| ids.contains(id)) {
            ids.push(active);
        }
        if ids.is_empty() {
            return self.say("annotations-none-match");
        }
        if let Some(document) = self.session.current_mut() {
            document.select_annotations(ids);
        }
        self.say_how_many();
    }

    /// What a click on an annotation with a modifier, or a rectangle, selects.
    pub(super) fn select_many(&mut self, ids: Vec<AnnotationId>, also: bool) {
        let Some(document) = self.session.current_mut() else { return };
        match (also, ids.is_empty()) {
            (true, _) => document.select_also(ids),
            (false, false) => document.select_annotations(ids),
            (false, true) => document.selection.annotation = None,
        }
        self.say_how_many();
    }

    pub(super) fn toggle_selected(&mut self, id: &AnnotationId) {
        if let Some(document) = self.session.current_mut() {
            document.toggle_selected(id);
        }
        self.say_how_many();
    }

    pub(super) fn select_through(&mut self, id: &AnnotationId) {
        if let Some(document) = self.session.current_mut() {
            document.select_through(id);
        }
        self.say_how_many();
    }

    pub(super) fn say_how_many(&mut self) {
        let count = self.session.current().map_or(0, |document| document.selection.annotation_count());
        let said = move |words: &Localizer| words.format("annotations-selected", &[("n", count.into())]);
        self.tell(Tone::Plain, Message::new(said));
    }

    /// Gives an attribute to what it is for: an annotation that is selected, with all that are selected together with it.
    pub(super) fn set_attribute(&mut self, of: Target, name: String, value: Option<AttributeValue>) {
        self.message = None;
        let ids = match (&of, self.session.current()) {
            (Target::Annotation(id), Some(document)) => document.meant_by(id),
            _ => Vec::new(),
        };
        if ids.len() < 2 {
            return self.change_relation(crate::edit::Command::SetAttribute { of, name, value });
        }
        match self.session.set_attribute_of(ids, &name, value.as_ref()) {
            Ok(0) => {}
            Ok(passed_over) => {
                let said = move |words: &Localizer| words.format("attribute-passed-over", &[("n", passed_over.into())]);
                self.tell(Tone::Plain, Message::new(said));
            }
            Err(error) => self.tell_refusal(Err(error)),
        }
    }

    /// More than one annotation is selected.
    pub(super) fn has_several(&self) -> bool {
        self.session.current().is_some_and(|document| document.selection.annotation_count() > 1)
    }
}
