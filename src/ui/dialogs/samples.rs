//! Samples with work on them, when they are to go: thrown away with it, or kept as documents of one's own.

use crate::ui::modal::{Flow, Modal, Request, UiContext};
use crate::ui::widgets::{Choice, confirm};

/// What is to be done about the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Keep,
    ThrowAway,
    Leave,
}

/// The question, and what it holds up.
#[derive(Debug, Default)]
pub struct SamplesDialog {
    then: Option<Request>,
}

impl SamplesDialog {
    /// Asked before something else is done.
    pub fn before(then: Request) -> Self {
        SamplesDialog { then: Some(then) }
    }
}

impl Modal for SamplesDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let count = cx.session.samples_with_work();
        let words = &cx.words;
        let body = words.format("dialog-samples-body", &[("n", count.into())]);
        let (keep, away) = (words.get("action-keep-samples"), words.get("action-throw-away"));
        let choices = [
            Choice { answer: Answer::Keep, text: &keep, danger: false },
            Choice { answer: Answer::ThrowAway, text: &away, danger: true },
        ];
        let answer = match count {
            0 => Some(Answer::ThrowAway),
            _ => confirm(&cx.ctx, &words.get("dialog-samples-title"), &body, &choices, Answer::Leave),
        };
        match answer {
            None => return Flow::Open,
            Some(Answer::Leave) => return Flow::Close,
            Some(Answer::Keep) => cx.session.keep_samples_with_work(),
            Some(Answer::ThrowAway) => {}
        }
        cx.session.throw_samples_away();
        if let Some(then) = self.then.take() {
            cx.request(then);
        }
        Flow::Close
    }
}
