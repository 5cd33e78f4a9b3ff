//! What the window asks when another program changed the file of an open document, and what it shows of the document's
//! earlier states.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Context, Event};

use super::App;
use super::dialogs::Dialog;
use crate::edit::merge::Note as MergeNote;
use crate::session::files::Replace;
use crate::session::{EntryId, Failure, ReloadMode};
use crate::ui::dialogs::conflicts::ConflictsDialog;
use crate::ui::dialogs::earlier::{EarlierAction, EarlierDialog, EarlierInput};
use crate::ui::message::Message;
use crate::ui::telling::{Told as _, told_all};
use crate::ui::widgets::{Choice, Tone, confirm};
use crate::ui::words::Words;

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

impl App {
    /// Asks about the file of the document that is shown, once for each change.
    pub(super) fn look_at_files(&mut self, ctx: &Context) {
        if ctx.input(|input| input.events.contains(&Event::WindowFocused(true))) {
            self.session.look_at_files();
        }
        if self.dialog.is_some() {
            return;
        }
        let Some(id) = self.session.current_id() else { return };
        let asks = self.session.current().is_some_and(|d| d.away().is_some_and(|away| away.unasked) && !d.is_saving());
        if asks {
            self.put_note_in();
            self.session.asked_about_file(id);
            self.dialog = Some(Dialog::ChangedOnDisk { entry: id });
        }
    }

    pub(super) fn ask_changed_on_disk(&mut self, ctx: &Context, entry: EntryId) -> Option<Dialog> {
        let words = self.words.clone();
        let document = self.session.entry(entry)?.document()?;
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
        match confirm(ctx, &words.get("changed-title"), &body, &choices, Answer::Leave) {
            None => return Some(Dialog::ChangedOnDisk { entry }),
            Some(answer) => self.do_about_file(ctx, entry, path, answer),
        }
        None
    }

    pub(super) fn ask_in_the_way(
        &mut self,
        ctx: &Context,
        entry: EntryId,
        path: PathBuf,
        why: Arc<Failure>,
    ) -> Option<Dialog> {
        let words = self.words.clone();
        let (overwrite, other) = (words.get("dialog-in-the-way-overwrite"), words.get("dialog-in-the-way-other"));
        let merge = words.get("changed-merge");
        let document = self.session.entry(entry).and_then(|entry| entry.document());
        let mut choices = vec![
            Choice { answer: Answer::Elsewhere, text: &other, danger: false },
            Choice { answer: Answer::Write, text: &overwrite, danger: true },
        ];
        if document.is_some_and(|d| d.path() == Some(&path) && d.can_merge()) {
            choices.insert(0, Choice { answer: Answer::Merge, text: &merge, danger: false });
        }
        let answer = confirm(ctx, &words.get("dialog-in-the-way-title"), &why.told(&words), &choices, Answer::Leave);
        let Some(answer) = answer else { return Some(Dialog::InTheWay { entry, path, why }) };
        self.session.asked_about_file(entry);
        self.do_about_file(ctx, entry, path, answer);
        None
    }

    fn do_about_file(&mut self, ctx: &Context, entry: EntryId, path: PathBuf, answer: Answer) {
        match answer {
            Answer::Leave => {}
            Answer::Merge => self.take_file(entry, ReloadMode::Merge),
            Answer::ReadAgain => self.take_file(entry, ReloadMode::ReadAgain),
            Answer::KeepMine => {
                self.session.keep_mine(entry);
                self.say("status-kept-mine");
            }
            Answer::Write => self.session.save_entry(entry, path, Replace::Anyway),
            Answer::Elsewhere => {
                self.session.show(entry);
                self.ask_save_as(ctx);
            }
        }
    }

    fn take_file(&mut self, entry: EntryId, how: ReloadMode) {
        let done = self.session.take_file(entry, how);
        self.tell_refusal(done);
    }

    /// Tells what came of it, and puts what is to be decided before the analyst.
    pub(super) fn taken_over(
        &mut self,
        entry: EntryId,
        title: String,
        how: ReloadMode,
        conflicts: usize,
        other_text: bool,
        notes: &[MergeNote],
    ) {
        if other_text {
            self.canvases.remove(&entry);
            self.shown.retain(|other| *other != entry);
        }
        let word = match (how, conflicts) {
            (ReloadMode::ReadAgain, _) => "status-read-again",
            (ReloadMode::Merge, 0) => "status-merged",
            (ReloadMode::Merge, _) => "status-merged-conflicts",
        };
        let notes = notes.to_vec();
        let said = move |words: &Words| {
            let text = words.format(word, &[("title", (&title).into()), ("n", conflicts.into())]);
            [text].into_iter().chain(told_all(&notes, words)).collect::<Vec<_>>().join(" · ")
        };
        self.tell(Tone::Good, Message::new(said));
        self.focus_page = true;
        let merged_here = how == ReloadMode::Merge && conflicts > 0 && self.session.current_id() == Some(entry);
        if merged_here && self.dialog.is_none() {
            self.dialog = Some(Dialog::Conflicts(ConflictsDialog::default()));
        }
    }

    pub(super) fn open_earlier(&mut self) {
        self.put_note_in();
        match self.session.list_earlier() {
            Ok(()) => self.dialog = Some(Dialog::Earlier(EarlierDialog::default())),
            Err(error) => self.tell_refusal(Err(error)),
        }
    }

    pub(super) fn show_earlier(&mut self, ctx: &Context, mut dialog: EarlierDialog) -> Option<Dialog> {
        let earlier = self.session.earlier()?;
        let input = EarlierInput {
            lines: earlier.lines.as_deref(),
            way: self.session.way_back(),
            kept: self.settings.versions_kept,
        };
        match dialog.show(ctx, &input) {
            Some(EarlierAction::Bring(line, purpose)) => {
                self.session.bring_earlier(&line, purpose);
                None
            }
            Some(EarlierAction::Close) => None,
            None => Some(Dialog::Earlier(dialog)),
        }
    }
}
