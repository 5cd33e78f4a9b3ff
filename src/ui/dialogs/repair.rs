//! A damaged document: what is wrong with it, and each repair with what was and what will be, ticked or not. What comes
//! of it is saved as another file; the damaged one stays as it is.

use std::ops::Range;

use egui::{Context, Key, Ui};

use super::earlier::EarlierDialog;
use super::{before_buttons, complaint};
use crate::session::{DamagedDocument, EntryId};
use crate::store::repair::{Entry, Owner, Repair};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::Localizer;
use crate::ui::modal::{Event, FileDialogPurpose, Flow, Modal, Request, UiContext};
use crate::ui::theme::{ROW, space};
use crate::ui::widgets::{
    BidiButton, BidiLabel, Row, Tone, column, dialog, is_free, list, mirrored, mirrored_end, mirrored_wrapped,
};

/// Rows of each list that are shown at once.
const ROWS: usize = 5;

/// Characters of a text shown around a place.
const AROUND: usize = 40;

/// What was decided in a frame.
enum Decision {
    Do(Vec<Repair>),
    TakeBack,
    FollowText,
    Earlier,
    SaveAs,
    Close,
}

/// The dialog while it is open.
#[derive(Debug)]
pub struct MendDialog {
    document: EntryId,
    /// The round the ticks are for.
    round: Option<usize>,
    ticks: Vec<bool>,
    current: usize,
    focused: bool,
}

impl MendDialog {
    pub fn of(document: EntryId) -> Self {
        MendDialog { document, round: None, ticks: Vec::new(), current: 0, focused: false }
    }
}

impl Modal for MendDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let Some(damaged) = cx.session.damaged(self.document) else { return Flow::Close };
        let decisions = self.draw(&cx.ctx, damaged, &cx.words);
        for decision in decisions {
            match decision {
                Decision::Do(repairs) => cx.session.repair(self.document, repairs),
                Decision::TakeBack => cx.session.undo_repair(self.document),
                Decision::FollowText => {
                    cx.session.look_in_edited_text(self.document);
                    return Flow::Close;
                }
                Decision::Earlier => return EarlierDialog::open(cx),
                Decision::SaveAs => cx.request(Request::AskPath(FileDialogPurpose::SaveMended)),
                Decision::Close => return Flow::Close,
            }
        }
        Flow::Open
    }

    fn event(&mut self, event: &Event<'_>, _: &mut UiContext<'_>) -> Flow {
        Flow::close_if(matches!(event, Event::Picked(FileDialogPurpose::SaveMended, _)))
    }
}

impl MendDialog {
    fn draw(&mut self, ctx: &Context, damaged: &DamagedDocument, words: &Localizer) -> Vec<Decision> {
        let diagnosis = &damaged.diagnosis;
        if self.round != Some(damaged.rounds()) {
            self.round = Some(damaged.rounds());
            self.ticks = vec![true; diagnosis.proposals.len()];
            (self.current, self.focused) = (0, false);
        }
        let mut actions = Vec::new();
        let (_, close) = dialog(ctx, "mend", &words.get("dialog-mend-title"), 680.0, |ui| {
            let name = damaged.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            ui.add(BidiLabel::new(&words.format("mend-about", &[("name", name.into())])).weak().wrap());
            self.problems(ui, damaged, words);
            let enter = self.repairs(ui, damaged, words);
            let sound = damaged.repaired().is_some();
            if sound {
                ui.add_space(space::S);
                ui.add(BidiLabel::new(&words.get("mend-sound")).tone(Tone::Good).wrap());
            } else if diagnosis.proposals.is_empty() {
                complaint(ui, &words.get("mend-needs-a-person"));
            }
            if !sound {
                ui.add_space(space::S);
                mirrored_wrapped(ui, |ui| {
                    if ui.add(BidiButton::new(&words.get("earlier-of-file"))).clicked() {
                        actions.push(Decision::Earlier);
                    }
                });
            }
            if damaged.knows_old_text() {
                ui.add_space(space::S);
                ui.add(BidiLabel::new(&words.get("mend-text-edited")).wrap());
                mirrored_wrapped(ui, |ui| {
                    if ui.add(BidiButton::new(&words.get("mend-follow-text"))).clicked() {
                        actions.push(Decision::FollowText);
                    }
                });
            }
            before_buttons(ui);
            let ticked = self.ticks.iter().filter(|ticked| **ticked).count();
            let can_do = ticked > 0 && !damaged.busy;
            mirrored(ui, |ui| {
                let back = ui.add_enabled(damaged.rounds() > 0, BidiButton::quiet(&words.get("mend-take-back")));
                if back.clicked() {
                    actions.push(Decision::TakeBack);
                }
                mirrored_end(ui, |ui| {
                    let save = words.get("mend-save");
                    let save = if sound { BidiButton::primary(&save) } else { BidiButton::new(&save) };
                    if ui.add_enabled(sound && !damaged.busy, save).clicked() {
                        actions.push(Decision::SaveAs);
                    }
                    let verb = words.format("mend-do", &[("n", ticked.into())]);
                    let verb = if sound { BidiButton::new(&verb) } else { BidiButton::primary(&verb) };
                    let pressed = ui.add_enabled(can_do, verb).clicked();
                    if pressed || (enter && can_do) {
                        let agreed = diagnosis.proposals.iter().zip(&self.ticks).filter(|(_, ticked)| **ticked);
                        actions.push(Decision::Do(agreed.map(|(repair, _)| repair.clone()).collect()));
                    } else if enter && sound && !damaged.busy {
                        actions.push(Decision::SaveAs);
                    }
                    if ui.add(BidiButton::quiet(&words.get("action-close"))).clicked() {
                        actions.push(Decision::Close);
                    }
                });
            });
        });
        if close {
            actions.push(Decision::Close);
        }
        actions
    }

    fn problems(&self, ui: &mut Ui, damaged: &DamagedDocument, words: &Localizer) {
        let (problems, dropped) = (&damaged.diagnosis.problems, &damaged.diagnosis.dropped);
        if damaged.diagnosis.cut {
            let left = damaged.diagnosis.document.as_ref().map_or(0, |document| document.annotations.len());
            ui.add_space(space::S);
            ui.add(BidiLabel::new(&words.format("mend-cut", &[("n", left.into())])).tone(Tone::Danger).wrap());
        }
        let count = problems.len() + dropped.len();
        if count == 0 {
            return;
        }
        ui.add_space(space::M);
        ui.add(BidiLabel::heading(&words.format("mend-problems", &[("n", count.into())])));
        rows(ui, "problems", count, None, |ui, at| match problems.get(at) {
            Some(problem) => {
                let said = problem.what.localized(words);
                let line = problem.line.map(|line| words.format("mend-line", &[("n", line.into())]));
                ui.add(Row::new(&said).leading(line.as_deref().unwrap_or("–")))
            }
            None => {
                let line = dropped[at - problems.len()].as_str();
                ui.add(Row::new(&words.format("mend-unreadable", &[("line", line.into())])).leading("–"))
            }
        });
    }

    /// The repairs, and below them the active one at length. True where Enter was pressed on them or on nothing.
    fn repairs(&mut self, ui: &mut Ui, damaged: &DamagedDocument, words: &Localizer) -> bool {
        let enter = ui.input(|input| input.key_pressed(Key::Enter));
        let nothing = |ui: &Ui| is_free(ui.ctx());
        let proposals = &damaged.diagnosis.proposals;
        let Some(last) = proposals.len().checked_sub(1) else { return enter && nothing(ui) };
        let text = damaged.diagnosis.document.as_ref().map_or("", |document| document.text());
        self.current = self.current.min(last);
        ui.add_space(space::M);
        ui.add(BidiLabel::heading(&words.format("mend-repairs", &[("n", proposals.len().into())])));
        let (mut on_a_row, mut toggled) = (false, None);
        let first = !std::mem::replace(&mut self.focused, true);
        let current = self.current;
        let chosen = rows(ui, "repairs", proposals.len(), Some(current), |ui, at| {
            let said = headline(&proposals[at], words);
            let response = ui.add(Row::new(&said).ticked(self.ticks[at]).selected(at == current));
            if first && at == 0 {
                response.request_focus();
            }
            if response.clicked() && !enter {
                toggled = Some(at);
            }
            on_a_row |= response.has_focus();
            response
        });
        self.current = chosen.unwrap_or(self.current);
        if let Some(at) = toggled {
            self.ticks[at] = !self.ticks[at];
        }
        let (was, will) = preview(&proposals[self.current], text, words);
        for (word, said) in [("mend-was", was), ("mend-will", will)] {
            if let Some(said) = said {
                ui.add_space(space::XS);
                column(ui, |ui| ui.add(BidiLabel::new(&words.format(word, &[("what", said.into())])).wrap()));
            }
        }
        enter && (on_a_row || nothing(ui))
    }
}

/// A list as high as its rows, up to a few. Returns the row that was chosen.
pub(super) fn rows(
    ui: &mut Ui,
    id: &str,
    count: usize,
    current: Option<usize>,
    row: impl FnMut(&mut Ui, usize) -> egui::Response,
) -> Option<usize> {
    let height = count.min(ROWS) as f32 * ROW;
    ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
        ui.set_height(height);
        list(ui, id, count, current, None, row).chosen
    })
    .inner
}

/// What a repair does, on one line.
fn headline(repair: &Repair, words: &Localizer) -> String {
    let with = |word: &str, name: &str| words.format(word, &[("name", name.into())]);
    match repair {
        Repair::WriteDigest => words.get("mend-write-digest"),
        Repair::MoveSpan { id, .. } => with("mend-move-span", id.as_str()),
        Repair::TakeText { id, .. } => with("mend-take-text", id.as_str()),
        Repair::JoinSpans { id, .. } => with("mend-join-spans", id.as_str()),
        Repair::SetAside { entry, .. } => with("mend-set-aside", &entry_name(entry, words)),
        Repair::NewId { entry, .. } => with("mend-new-id", &entry_name(entry, words)),
        Repair::SetTime { entry, .. } => with("mend-set-time", &entry_name(entry, words)),
        Repair::AddLabel(name) => with("mend-add-label", name.as_str()),
        Repair::AddRelationType(name) => with("mend-add-relation-type", name.as_str()),
        Repair::AllowEnds { relation, .. } => with("mend-allow-ends", relation.as_str()),
        Repair::Define { attribute, owner, .. } => {
            words.format("mend-define", &[("name", attribute.into()), ("owner", owner_name(owner, words).into())])
        }
        Repair::AddChoice { attribute, owner, .. } => {
            words.format("mend-add-choice", &[("name", attribute.into()), ("owner", owner_name(owner, words).into())])
        }
        Repair::DropValue { entry, attribute, .. } => {
            words.format("mend-drop-value", &[("name", attribute.into()), ("owner", entry_name(entry, words).into())])
        }
        Repair::DropKey { label, .. } => with("mend-drop-key", label.as_str()),
        Repair::DropDefault { attribute, .. } => with("mend-drop-default", attribute),
        Repair::DropParent { label, .. } => with("mend-drop-parent", label.as_str()),
        Repair::DropSecond { name, .. } => with("mend-drop-second", name),
        Repair::DropConflict { at, .. } => words.format("mend-drop-conflict", &[("n", (at + 1).into())]),
    }
}

/// What was and what will be; none where the headline says all.
fn preview(repair: &Repair, text: &str, words: &Localizer) -> (Option<String>, Option<String>) {
    let gone = || Some(words.get("mend-nothing"));
    match repair {
        Repair::WriteDigest | Repair::JoinSpans { .. } => (None, None),
        Repair::MoveSpan { from, to, .. } => (around(text, from.0..from.1), around(text, to.0..to.1)),
        Repair::TakeText { was, is, .. } => (Some(format!("«{was}»")), Some(format!("«{is}»"))),
        Repair::SetAside { said, .. } | Repair::DropValue { said, .. } | Repair::DropConflict { said, .. } => {
            (Some(said.clone()), gone())
        }
        Repair::NewId { entry, new } => (Some(entry_name(entry, words)), Some(new.to_string())),
        Repair::SetTime { was, to, .. } => (Some(was.clone()), Some(to.clone())),
        Repair::AddLabel(name) | Repair::AddRelationType(name) => (gone(), Some(name.to_string())),
        Repair::AllowEnds { source, target, .. } => (None, Some(format!("{source} → {target}"))),
        Repair::Define { attribute, kind, .. } => (gone(), Some(format!("{attribute}: {}", kind.localized(words)))),
        Repair::AddChoice { choice, .. } => (None, Some(choice.clone())),
        Repair::DropKey { key, .. } => (Some(key.to_string()), gone()),
        Repair::DropDefault { attribute, .. } => (Some(attribute.clone()), gone()),
        Repair::DropParent { parent, .. } => (Some(parent.to_string()), gone()),
        Repair::DropSecond { name, .. } => (Some(name.clone()), gone()),
    }
}

fn entry_name(entry: &Entry, words: &Localizer) -> String {
    match entry {
        Entry::Annotation(_, id) | Entry::Relation(_, id) => id.to_string(),
        Entry::Document => words.get("mend-the-document"),
    }
}

fn owner_name(owner: &Owner, words: &Localizer) -> String {
    match owner {
        Owner::Label(name) | Owner::RelationType(name) => name.to_string(),
        Owner::Document => words.get("mend-the-document"),
    }
}

/// A place of the text in its surroundings, in «…»; a place that the text does not have, by its numbers.
fn around(text: &str, place: Range<usize>) -> Option<String> {
    let Some(quote) = text.get(place.clone()) else { return Some(format!("{}..{}", place.start, place.end)) };
    let before: Vec<char> = text[..place.start].chars().rev().take(AROUND).collect();
    let before: String = before.into_iter().rev().collect();
    let after: String = text[place.end..].chars().take(AROUND).collect();
    let quote: String = quote.chars().take(4 * AROUND).collect();
    Some(format!("{before}«{quote}»{after}").replace(['\n', '\r', '\t'], " "))
}
