//! Work that is not saved, when its document or the window is to be closed.

use crate::session::Entry;
use crate::ui::modal::{Closes, Closing, Flow, Modal, Request, UiContext};
use crate::ui::widgets::{Choice, confirm};

/// What is to be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Save,
    Discard,
    Stay,
}

/// The question, and what it holds up.
#[derive(Debug)]
pub struct Unsaved {
    pub closes: Closes,
}

impl Modal for Unsaved {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let count = match self.closes {
            Closes::Document(id) => usize::from(cx.session.entry(id).is_some_and(Entry::is_dirty)),
            Closes::Window | Closes::Project => cx.session.open_entries().filter(|entry| entry.is_dirty()).count(),
        };
        // A save that was under way has ended: nothing is left to ask, and what was asked for is done.
        if count == 0 {
            cx.request(Request::Close(Closing::Now(self.closes)));
            return Flow::Close;
        }
        let words = &cx.words;
        let body = words.format("dialog-unsaved-body", &[("n", count.into())]);
        let save = words.get(if count > 1 { "action-save-all" } else { "action-save" });
        let discard = words.get("action-discard");
        let choices = [
            Choice { answer: Answer::Save, text: &save, danger: false },
            Choice { answer: Answer::Discard, text: &discard, danger: true },
        ];
        match confirm(&cx.ctx, &words.get("dialog-unsaved-title"), &body, &choices, Answer::Stay) {
            None => return Flow::Open,
            Some(Answer::Stay) => {}
            Some(Answer::Discard) => cx.request(Request::Close(Closing::Now(self.closes))),
            Some(Answer::Save) => cx.request(Request::Close(Closing::WhenSaved(self.closes))),
        }
        Flow::Close
    }
}
