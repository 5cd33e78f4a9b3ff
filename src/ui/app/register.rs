//! The entity register as the window's person has it: the link of the annotation in hand, the register itself, and the way to places.

use super::App;
use crate::model::EntityId;
use crate::ui::dialogs::entity::EntityPicker;
use crate::ui::dialogs::register::RegisterDialog;

impl App {
    /// What the annotation in hand stands for is chosen.
    pub(super) fn open_entity_picker(&mut self) {
        self.commit_pending_edits();
        if !self.has_register() {
            return;
        }
        match EntityPicker::of(&self.session) {
            Some(dialog) => self.open_dialog(dialog),
            None => self.say("status-choose-annotation-first"),
        }
    }

    /// The register, at an entry where one is named.
    pub(super) fn open_register(&mut self, at: Option<&EntityId>) {
        self.commit_pending_edits();
        if !self.has_register() {
            return;
        }
        if let Some(dialog) = RegisterDialog::of(&self.session, at) {
            self.open_dialog(dialog);
        }
    }

    /// The register at what the annotation in hand is linked to.
    pub(super) fn follow_entity(&mut self) {
        if !self.has_register() {
            return;
        }
        let entry = self.session.current().and_then(|document| document.active());
        match entry.and_then(|annotation| self.session.entry_of(annotation)).map(|entry| entry.id.clone()) {
            Some(id) => self.open_register(Some(&id)),
            None => self.say("status-not-linked"),
        }
    }

    /// Says why there is none, where there is none.
    fn has_register(&mut self) -> bool {
        match (self.session.project().is_some(), self.session.register().is_some()) {
            (_, true) => true,
            (true, false) => {
                self.say("status-register-being-read");
                false
            }
            (false, false) => {
                self.say("status-no-register");
                false
            }
        }
    }
}
