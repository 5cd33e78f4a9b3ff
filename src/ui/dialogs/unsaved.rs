//! Work that is not saved, of documents or the entity register, when its document, its project or the window is to be closed.

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
        let of_register = match self.closes {
            Closes::Document(_) => false,
            Closes::Window | Closes::Project => cx.session.has_register_failed(),
        };
        // A save that was under way has ended: nothing is left to ask, and what was asked for is done.
        if count == 0 && !of_register {
            cx.request(Request::Close(Closing::Now(self.closes)));
            return Flow::Close;
        }
        let words = &cx.words;
        let documents = (count > 0).then(|| words.format("dialog-unsaved-body", &[("n", count.into())]));
        let register = of_register.then(|| words.get("dialog-unsaved-register"));
        let body = documents.into_iter().chain(register).collect::<Vec<_>>().join("\n");
        let save = words.get(if count + usize::from(of_register) > 1 { "action-save-all" } else { "action-save" });
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
