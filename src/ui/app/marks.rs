//! Notes and flags: of the chosen relation, else of what is selected, else of the document.

use super::App;
use crate::model::Target;

impl App {
    /// What a note or a flag is for.
    fn marked(&self) -> Option<Target> {
        let document = self.session.current()?;
        let relation = self.chosen_relation().map(|relation| Target::Relation(relation.id.clone()));
        let active = || document.active().map(|annotation| Target::Annotation(annotation.id.clone()));
        Some(relation.or_else(active).unwrap_or(Target::Document))
    }

    /// Goes to the field of the note, which the panel shows.
    pub(super) fn edit_note(&mut self) {
        if !self.settings.show_annotations {
            self.toggle(|settings| &mut settings.show_annotations);
        }
        self.panels.annotations.write_note();
    }

    pub(super) fn toggle_flag(&mut self) {
        let Some(of) = self.marked() else { return };
        let flag = !self.is_flagged(&of);
        self.set_flag(of, flag);
    }

    fn is_flagged(&self, of: &Target) -> bool {
        let Some(document) = self.session.current().map(|document| document.content()) else { return false };
        match of {
            Target::Annotation(id) => document.annotations.get(id).is_some_and(|annotation| annotation.record.flag),
            Target::Relation(id) => document.relations.get(id).is_some_and(|relation| relation.record.flag),
            Target::Document => document.flag,
        }
    }

    /// Whether what the key is for has a flag.
    pub(super) fn has_flag(&self) -> bool {
        self.marked().is_some_and(|of| self.is_flagged(&of))
    }

    /// Flags what is meant, with all that is selected together with it.
    pub(super) fn set_flag(&mut self, of: Target, flag: bool) {
        let all = match (&of, self.session.current()) {
            (Target::Annotation(id), Some(document)) => {
                document.meant_by(id).into_iter().map(Target::Annotation).collect()
            }
            _ => vec![of.clone()],
        };
        let done = self.session.set_flag_of(all, flag).map(|_| ());
        let word = match (&of, flag) {
            (Target::Document, true) => "flag-set-document",
            (Target::Relation(_), true) => "flag-set-relation",
            (Target::Annotation(_), true) => "flag-set",
            (_, false) => "flag-taken",
        };
        match done {
            Ok(()) => self.say(word),
            Err(error) => self.tell_refusal(Err(error)),
        }
    }

    pub(super) fn set_note(&mut self, all: Vec<Target>, note: &str) {
        let done = self.session.set_note_of(all, note).map(|_| ());
        self.tell_refusal(done);
    }
}
