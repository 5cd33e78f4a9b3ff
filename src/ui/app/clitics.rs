//! The clitics of what is selected or in hand: each press of the key shows the next place where it could begin.
//!
//! Text that is selected is selected anew, and labelled when a label's key says so. For an annotation in hand the step is
//! shown as a selection inside it first; Enter takes it, anything else leaves the annotation as it is.

use super::App;
use super::dialogs::Dialog;
use crate::arabic::clitics::{cycle_start, normalised};
use crate::edit::Command;
use crate::session::TextSelection;
use crate::ui::command::UiCommand;
use crate::ui::message::Message;
use crate::ui::widgets::Tone;
use crate::ui::words::Words;

impl App {
    pub(super) fn cycle_clitics(&mut self) {
        let vocabulary = self.session.vocabulary().clone();
        let Some(document) = self.session.current_mut() else { return };
        let selected = document.selection.text.range();
        let span = match (selected.is_empty(), document.active()) {
            (false, _) => selected,
            (true, Some(annotation)) => annotation.spans.extent(),
            (true, None) => return self.say("status-select-first"),
        };
        let next = cycle_start(document.content().text(), span.clone(), &vocabulary);
        let in_hand = document.active().is_some();
        if next.range == span {
            return self.say("clitics-none-here");
        }
        document.selection.text = TextSelection::of(next.range);
        match (next.normalised, in_hand) {
            (Some(normalised), _) => {
                let said = move |words: &Words| words.format("clitics-stands-for", &[("text", (&normalised).into())]);
                self.tell(Tone::Plain, Message::new(said));
            }
            (None, true) => {
                let (take, leave) = (self.key_of(UiCommand::Propagate), self.key_of(UiCommand::FocusPage));
                let said = move |words: &Words| {
                    words.format("clitics-enter-takes", &[("take", (&take).into()), ("leave", (&leave).into())])
                };
                self.tell(Tone::Plain, Message::new(said));
            }
            (None, false) => {}
        }
    }

    /// Reading aids on the selected text, or on the annotation in hand.
    pub(super) fn describe(&mut self) {
        let Some(document) = self.session.current() else { return };
        let selected = document.selection.text.range();
        let range = match (selected.is_empty(), document.active()) {
            (false, _) => selected,
            (true, Some(annotation)) => annotation.spans.extent(),
            (true, None) => return self.say("status-select-first"),
        };
        let text = document.content().text();
        let stands_for = normalised(text, range.clone(), self.session.vocabulary());
        self.dialog = Some(Dialog::Reading(text[range].to_owned(), stands_for));
    }

    /// Gives the annotation in hand the span that is shown for it. False where none is shown.
    pub(super) fn take_preview(&mut self) -> bool {
        let Some(document) = self.session.current() else { return false };
        let range = document.selection.text.range();
        let Some(annotation) = document.active().filter(|_| !range.is_empty()) else { return false };
        let id = annotation.id.clone();
        let done = match annotation.spans.extent() == range {
            true => Ok(()),
            false => self.session.dispatch(Command::SetSpans { id: id.clone(), ranges: vec![range] }).map(|_| ()),
        };
        if let Some(document) = self.session.current_mut() {
            document.activate(&id);
        }
        self.tell_refusal(done);
        true
    }
}
