//! The shape of the annotation in hand: pieces put to it and taken off, cut in two at the caret, several made one, a copy under another
//! label.

use super::App;
use crate::edit::{Command, piece_at};
use crate::model::{AnnotationId, LabelName};
use crate::session::{Selection, TextSelection};
use crate::ui::message::Message;
use crate::ui::widgets::Tone;

impl App {
    /// The annotation that is meant: the active one, else the innermost in which the caret stands or at whose end.
    pub(super) fn annotation_meant(&self) -> Option<AnnotationId> {
        let document = self.session.current()?;
        if let Some(active) = document.active() {
            return Some(active.id.clone());
        }
        let (text, at) = (document.content().text(), document.selection.text.head());
        let before = text.floor_char_boundary(at.saturating_sub(1));
        document.innermost_at(at).or_else(|| document.innermost_at(before))
    }

    /// The annotation that a selected text may be a piece of: the active one, else the one that was in hand before the text was selected.
    fn owner_of_piece(&self) -> Option<AnnotationId> {
        let document = self.session.current()?;
        let last = || {
            let (entry, id) = self.labelling.last_active.clone()?;
            (Some(entry) == self.session.current_id()).then_some(id)
        };
        let id = document.active().map(|active| active.id.clone()).or_else(last)?;
        document.content().annotations.contains(&id).then_some(id)
    }

    pub(super) fn can_add_piece(&self) -> bool {
        let selected = self.session.current().is_some_and(|document| !document.selection.text.is_empty());
        selected && self.owner_of_piece().is_some()
    }

    pub(super) fn can_remove_piece(&self) -> bool {
        let pieces =
            |id: AnnotationId| Some(self.session.current()?.content().annotations.get(&id)?.spans.is_discontinuous());
        self.annotation_meant().and_then(pieces).unwrap_or_default()
    }

    /// What is selected becomes a piece of the annotation in hand.
    pub(super) fn add_piece(&mut self) {
        let (Some(entry), Some(document)) = (self.session.current_id(), self.session.current()) else { return };
        if document.selection.text.is_empty() {
            return self.say("status-select-first");
        }
        let Some(id) = self.owner_of_piece() else { return self.say("piece-of-nothing") };
        let (selection, said) = self.trimmed(entry, Selection::of_text(document.selection.text.clone()));
        let ranges = selection.text.pieces().collect();
        self.shape(&id, Command::AddPieces { id: id.clone(), ranges });
        if let Some(said) = said {
            self.tell(Tone::Plain, said);
        }
    }

    /// The piece in which the caret stands goes.
    pub(super) fn remove_piece(&mut self) {
        let (Some(id), Some(document)) = (self.annotation_meant(), self.session.current()) else {
            return self.say("status-choose-annotation-first");
        };
        let at = document.selection.text.head();
        let annotation = document.content().annotations.get(&id);
        // The caret may have been left behind: then the last piece is meant.
        let last = annotation.map(|annotation| annotation.spans.last().range().end);
        let at = match annotation.and_then(|annotation| piece_at(annotation, at)) {
            Some(_) => at,
            None => last.unwrap_or(at),
        };
        self.shape(&id, Command::RemovePiece { id: id.clone(), at });
    }

    /// Does something to the place of an annotation, which is in hand afterwards, and says of how many pieces it is.
    fn shape(&mut self, id: &AnnotationId, command: Command) {
        match self.session.dispatch(command) {
            Ok(_) => {
                let Some(document) = self.session.current_mut() else { return };
                document.activate(id);
                let pieces = document.active().map_or(1, |annotation| annotation.spans.as_slice().len());
                self.tell(Tone::Good, Message::new(move |words| words.format("pieces-now", &[("n", pieces.into())])));
            }
            Err(error) => self.tell_refusal(Err(error)),
        }
    }

    /// Cuts the annotation in hand in two where the caret stands.
    pub(super) fn split_annotation(&mut self) {
        let (Some(id), Some(document)) = (self.annotation_meant(), self.session.current()) else {
            return self.say("status-choose-annotation-first");
        };
        let at = document.selection.text.head();
        match self.session.dispatch(Command::Split { id: id.clone(), at }) {
            Ok(done) => {
                let second = done.touched().map(|annotation| annotation.id.clone()).find(|made| *made != id);
                if let (Some(second), Some(document)) = (second, self.session.current_mut()) {
                    document.activate(&second);
                }
                self.say("split-done");
            }
            Err(error) => self.tell_refusal(Err(error)),
        }
    }

    /// Makes one of the annotations that are selected.
    pub(super) fn merge_selected(&mut self) {
        let Some(document) = self.session.current() else { return };
        let ids = document.selection.annotations();
        let (count, relations) = (ids.len(), document.content().relations.len());
        match self.session.dispatch(Command::MergeAnnotations { ids }) {
            Ok(done) => {
                let stays = done.touched().map(|annotation| annotation.id.clone()).last();
                let Some(document) = self.session.current_mut() else { return };
                if let Some(id) = stays {
                    document.activate(&id);
                }
                let gone = relations - document.content().relations.len();
                self.tell(
                    Tone::Good,
                    Message::new(move |words| {
                        let said = if gone == 0 { "merged-annotations" } else { "merged-annotations-relations" };
                        words.format(said, &[("n", count.into()), ("relations", gone.into())])
                    }),
                );
            }
            Err(error) => self.tell_refusal(Err(error)),
        }
    }

    /// The next label is for a copy.
    pub(super) fn begin_duplicate(&mut self) {
        if self.session.current().and_then(|document| document.active()).is_none() {
            return self.say("status-choose-annotation-first");
        }
        self.labelling.duplicating = true;
        self.say("duplicate-choose-label");
        self.pages.focus_page = true;
    }

    /// Copies what is selected under the label that was chosen for it. False where none was asked for.
    pub(super) fn duplicate_as(&mut self, label: &LabelName) -> bool {
        if !std::mem::take(&mut self.labelling.duplicating) {
            return false;
        }
        let Some(document) = self.session.current() else { return true };
        let ids = document.selection.annotations();
        if ids.is_empty() {
            return false;
        }
        match self.session.dispatch(Command::Duplicate { ids, label: label.clone() }) {
            Ok(done) => {
                let copies: Vec<AnnotationId> = done.touched().map(|annotation| annotation.id.clone()).collect();
                if let Some(document) = self.session.current_mut() {
                    document.select_annotations(copies);
                }
                self.say("duplicate-done");
            }
            Err(error) => self.tell_refusal(Err(error)),
        }
        true
    }

    /// Text was taken for a piece by the mouse. Where it is refused, the annotation is in hand as before and nothing is selected.
    pub(super) fn take_piece(&mut self) {
        self.add_piece();
        if let Some(document) = self.session.current_mut() {
            document.selection.text = TextSelection::caret(document.selection.text.head());
        }
    }
}
