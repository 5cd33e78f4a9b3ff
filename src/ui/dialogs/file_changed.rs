//! A file that another program changed or put in the way of a save: which of the two is to stand.

use std::path::PathBuf;
use std::sync::Arc;

use crate::session::files::Replace;
use crate::session::{EntryId, ReloadMode, SessionFailure};
use crate::ui::l10n::Localize as _;
use crate::ui::message::Message;
use crate::ui::modal::{FileDialogPurpose, Flow, Modal, Request, UiContext};
use crate::ui::widgets::{Choice, Tone, confirm};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Merge,
    ReadAgain,
    KeepMine,
    /// Write it, whatever stands there.
    Write,
    Elsewhere,
    Leave,
}

/// Another program changed the file of a document.
#[derive(Debug)]
pub struct FileChanged {
    pub entry: EntryId,
}

/// Something stands where a document is to be saved.
#[derive(Debug)]
pub struct InTheWay {
    pub entry: EntryId,
    pub path: PathBuf,
    pub why: Arc<SessionFailure>,
}

impl FileChanged {
    /// The answer and the file; `None` where there is nothing to ask any more.
    fn ask(&self, cx: &UiContext<'_>) -> Option<(Option<Answer>, PathBuf)> {
        let words = &cx.words;
        let document = cx.session.entry(self.entry)?.document()?;
        // It is as it was again, or was saved meanwhile.
        let away = document.away()?;
        let path = document.path()?.clone();
        let (gone, dirty, fixed) = (away.file.is_none(), document.is_dirty(), document.read_only().is_some());
        let body = match (gone, fixed, dirty) {
            (true, ..) => "changed-body-gone",
            (_, true, _) => "changed-body-read-only",
            (_, _, true) => "changed-body-unsaved",
            (_, _, false) => "changed-body",
        };
        let name = [("name", path.display().to_string().into())];
        let body = words.format(body, &name);
        let [merge, again, theirs, mine, write, other] = [
            "changed-merge",
            "changed-read-again",
            "changed-take-theirs",
            "changed-keep-mine",
            "changed-write-again",
            "dialog-in-the-way-other",
        ]
        .map(|word| words.get(word));
        let choice = |answer, text| Choice { answer, text, danger: false };
        let choices = match (gone, fixed, dirty) {
            (true, true, _) => vec![choice(Answer::Elsewhere, other.as_str())],
            (true, false, _) => vec![choice(Answer::Write, write.as_str()), choice(Answer::Elsewhere, &other)],
            (_, true, _) => vec![choice(Answer::ReadAgain, again.as_str())],
            (_, _, true) => vec![
                choice(Answer::Merge, merge.as_str()),
                choice(Answer::KeepMine, &mine),
                choice(Answer::ReadAgain, &theirs),
            ],
            (_, _, false) => vec![choice(Answer::ReadAgain, again.as_str()), choice(Answer::KeepMine, &mine)],
        };
        Some((confirm(&cx.ctx, &words.get("changed-title"), &body, &choices, Answer::Leave), path))
    }
}

impl Modal for FileChanged {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        match self.ask(cx) {
            Some((None, _)) => Flow::Open,
            Some((Some(answer), path)) => {
                execute(cx, self.entry, path, answer);
                Flow::Close
            }
            None => Flow::Close,
        }
    }
}

impl Modal for InTheWay {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let words = cx.words.clone();
        let (overwrite, other) = (words.get("dialog-in-the-way-overwrite"), words.get("dialog-in-the-way-other"));
        let merge = words.get("changed-merge");
        let document = cx.session.entry(self.entry).and_then(|entry| entry.document());
        let mut choices = vec![
            Choice { answer: Answer::Elsewhere, text: &other, danger: false },
            Choice { answer: Answer::Write, text: &overwrite, danger: true },
        ];
        if document.is_some_and(|d| d.path() == Some(&self.path) && d.can_merge()) {
            choices.insert(0, Choice { answer: Answer::Merge, text: &merge, danger: false });
        }
        let (title, body) = (words.get("dialog-in-the-way-title"), self.why.localized(&words));
        let Some(answer) = confirm(&cx.ctx, &title, &body, &choices, Answer::Leave) else { return Flow::Open };
        cx.session.asked_about_file(self.entry);
        execute(cx, self.entry, self.path.clone(), answer);
        Flow::Close
    }
}

fn execute(cx: &mut UiContext<'_>, entry: EntryId, path: PathBuf, answer: Answer) {
    match answer {
        Answer::Leave => {}
        Answer::Merge => take_file(cx, entry, ReloadMode::Merge),
        Answer::ReadAgain => take_file(cx, entry, ReloadMode::ReadAgain),
        Answer::KeepMine => {
            cx.session.keep_mine(entry);
            cx.tell(Tone::Plain, Message::message_id("status-kept-mine"));
        }
        Answer::Write => cx.session.save_entry(entry, path, Replace::Anyway),
        Answer::Elsewhere => {
            cx.session.show(entry);
            cx.request(Request::AskPath(FileDialogPurpose::SaveAs));
        }
    }
}

fn take_file(cx: &mut UiContext<'_>, entry: EntryId, how: ReloadMode) {
    let done = cx.session.take_file(entry, how);
    cx.tell_refusal(done);
}
