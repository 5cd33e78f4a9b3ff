//! The steps of a document: who did what and when, by day. They are narrowed to a person, a label or a day; one that is chosen is
//! opened to be read as the document was after it, or gone back to as a step that undo takes back.

use std::collections::BTreeSet;
use std::path::PathBuf;

use egui::{Context, Key, ScrollArea};

use super::{before_buttons, complaint};
use crate::edit::StepSummary;
use crate::model::{Annotator, LabelName};
use crate::session::versions::{OpenMode, RestoreMode};
use crate::session::{EntryId, Pending, SessionFailure};
use crate::store::history::{Missing, Origin};
use crate::store::local_time;
use crate::ui::command::UiCommand;
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::modal::{Flow, Modal, Request, UiContext};
use crate::ui::theme::space;
use crate::ui::widgets::{
    BidiButton, BidiLabel, Row, column, dialog, is_free, menu_button, mirrored, mirrored_end, mirrored_wrapped,
};
use crate::workspace::history::{StepFilter, StepLine, StepList, day_of, steps_of};

/// The most rows that are made; what is older is found by the filters.
const MAX_ROWS: usize = 500;

/// The dialog while it is open.
#[derive(Debug)]
pub struct HistoryDialog {
    entry: EntryId,
    path: PathBuf,
    found: Pending<Result<StepList, SessionFailure>>,
    filter: StepFilter,
    at: usize,
}

impl HistoryDialog {
    /// Has the steps of the current document read; `None` where it has no file.
    pub fn open(session: &mut crate::session::Session) -> Option<Self> {
        let entry = session.current_id()?;
        let path = session.current()?.path()?.clone();
        let reading = path.clone();
        let found = session.ask("task-history", move || steps_of(&reading).map_err(SessionFailure::from));
        Some(HistoryDialog { entry, path, found, filter: StepFilter::default(), at: 0 })
    }
}

impl Modal for HistoryDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let (ctx, words) = (cx.ctx.clone(), cx.words.clone());
        let can_change =
            cx.session.entry(self.entry).and_then(|e| e.document()).is_some_and(|d| d.read_only().is_none());
        let (mut bring, mut cancel, mut versions) = (None, false, false);
        let (_, close) = dialog(&ctx, "history", &words.get("history-title"), 600.0, |ui| {
            ui.add(BidiLabel::new(&words.get("history-about")).weak().wrap());
            let list = match self.found.get() {
                None => {
                    ui.add(BidiLabel::new(&words.get("earlier-reading")).weak());
                    None
                }
                Some(Err(why)) => {
                    complaint(ui, &why.localized(&words));
                    None
                }
                Some(Ok(list)) => Some(list),
            };
            if let Some(list) = list {
                filters(ui, list, &mut self.filter, &mut self.at, &words);
            }
            let steps: Vec<&StepLine> = list
                .map(|list| list.steps.iter().filter(|step| self.filter.takes(step)).take(MAX_ROWS).collect())
                .unwrap_or_default();
            self.at = self.at.min(steps.len().saturating_sub(1));
            let moved = keyed(&ctx, &mut self.at, steps.len());
            let decided = decided(&ctx);
            if list.is_some() && steps.is_empty() {
                ui.add(BidiLabel::new(&words.get("history-none")).weak().wrap());
            }
            let most = (ctx.content_rect().height() - 340.0).clamp(100.0, 360.0);
            ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show(ui, |ui| {
                column(ui, |ui| {
                    let mut day = String::new();
                    for (at, step) in steps.iter().enumerate() {
                        let its_day = day_of(step.when);
                        if its_day != day {
                            ui.add_space(space::S);
                            ui.add(BidiLabel::new(&words.date(&its_day)).small().bold().weak());
                            day = its_day;
                        }
                        let (name, detail) = (what(step, &words), who_and_when(step, &words));
                        let spoken = format!("{name} · {detail}");
                        let row = Row::new(&name).detail(&detail).spoken(&spoken).selected(at == self.at);
                        let response = ui.add(row);
                        if response.clicked() {
                            self.at = at;
                        }
                        if moved && at == self.at {
                            response.scroll_to_me(None);
                        }
                    }
                });
            });
            for missing in list.map(|list| list.missing.as_slice()).unwrap_or_default() {
                let word = match missing {
                    Missing::Older => "history-older",
                    Missing::Damaged => "history-damaged",
                };
                ui.add(BidiLabel::new(&words.get(word)).small().weak().wrap());
            }
            before_buttons(ui);
            mirrored(ui, |ui| {
                let step = steps.get(self.at);
                let chosen = step.map(|step| (step.number, step.when));
                let (read, hint) = (words.get("history-read"), words.get("history-read-hint"));
                if ui.add_enabled(chosen.is_some(), BidiButton::new(&read).hint(&hint)).clicked() {
                    bring = chosen.map(|(number, when)| (number, when, OpenMode::Read));
                }
                let (back, hint) = (words.get("history-back"), words.get("history-back-hint"));
                if ui.add_enabled(chosen.is_some() && can_change, BidiButton::new(&back).hint(&hint)).clicked() {
                    bring = chosen.map(|(number, when)| (number, when, OpenMode::Restore));
                }
                if let Some(purpose) = decided.filter(|purpose| can_change || *purpose == OpenMode::Read) {
                    bring = chosen.map(|(number, when)| (number, when, purpose));
                }
                versions = ui.add(BidiButton::quiet(&words.get("history-versions"))).clicked();
                mirrored_end(ui, |ui| {
                    cancel = ui.add(BidiButton::quiet(&words.get("action-close"))).clicked();
                });
            });
        });
        if versions {
            cx.request(Request::Command(UiCommand::EarlierVersions));
            return Flow::Close;
        }
        let Some((number, when, purpose)) = bring else { return Flow::close_if(cancel || close) };
        let way = match purpose {
            OpenMode::Read => RestoreMode::Read,
            OpenMode::Restore => RestoreMode::Step,
        };
        cx.session.bring_step(self.entry, self.path.clone(), number, when, way);
        Flow::Close
    }
}

/// The arrow keys choose another step, while no field or button has the keyboard.
fn keyed(ctx: &Context, at: &mut usize, count: usize) -> bool {
    if count == 0 || !is_free(ctx) {
        return false;
    }
    let before = *at;
    ctx.input(|input| {
        let page = 8;
        *at = match () {
            () if input.key_pressed(Key::ArrowDown) => *at + 1,
            () if input.key_pressed(Key::ArrowUp) => at.saturating_sub(1),
            () if input.key_pressed(Key::PageDown) => *at + page,
            () if input.key_pressed(Key::PageUp) => at.saturating_sub(page),
            () if input.key_pressed(Key::Home) => 0,
            () if input.key_pressed(Key::End) => count - 1,
            () => *at,
        };
    });
    *at = (*at).min(count - 1);
    *at != before
}

/// Enter opens the chosen step to be read, Ctrl+Enter goes back to it.
fn decided(ctx: &Context) -> Option<OpenMode> {
    let is_free = is_free(ctx);
    let (enter, command) = ctx.input(|input| (input.key_pressed(Key::Enter), input.modifiers.command));
    (enter && is_free).then_some(if command { OpenMode::Restore } else { OpenMode::Read })
}

/// Three menus: persons, labels and days that the steps have.
fn filters(ui: &mut egui::Ui, list: &StepList, filter: &mut StepFilter, at: &mut usize, words: &Localizer) {
    let people: BTreeSet<&Annotator> = list.steps.iter().flat_map(|step| &step.by).collect();
    let labels: BTreeSet<&LabelName> =
        list.steps.iter().filter_map(|step| step.summary.as_ref()).flat_map(StepSummary::labels).collect();
    let days: BTreeSet<String> = list.steps.iter().map(|step| day_of(step.when)).collect();
    let before = filter.clone();
    mirrored_wrapped(ui, |ui| {
        let people = people.into_iter().map(|by| (by.as_str().to_owned(), by.clone())).collect();
        choose(ui, "history-by", words, people, &mut filter.by);
        let labels = labels.into_iter().map(|label| (label.as_str().to_owned(), label.clone())).collect();
        choose(ui, "history-label", words, labels, &mut filter.label);
        let days = days.into_iter().rev().map(|day| (words.date(&day), day)).collect();
        choose(ui, "history-day", words, days, &mut filter.from);
        filter.to = filter.from.clone();
    });
    if *filter != before {
        *at = 0;
    }
}

fn choose<T: PartialEq>(
    ui: &mut egui::Ui,
    name: &str,
    words: &Localizer,
    all: Vec<(String, T)>,
    chosen: &mut Option<T>,
) {
    let any = words.get("history-any");
    let current = all.iter().find(|(_, value)| chosen.as_ref() == Some(value)).map_or(any.as_str(), |(text, _)| text);
    let text = words.format(name, &[("what", isolated(current).into())]);
    let _ = menu_button(ui, &text, |ui| {
        ScrollArea::vertical().max_height(280.0).show(ui, |ui| {
            if ui.add(Row::new(&any).selected(chosen.is_none())).clicked() {
                *chosen = None;
            }
            for (text, value) in all {
                if ui.add(Row::new(&text).selected(chosen.as_ref() == Some(&value))).clicked() {
                    *chosen = Some(value);
                }
            }
        });
    });
}

/// What a step did, in words.
pub fn what(step: &StepLine, words: &Localizer) -> String {
    let done = match &step.summary {
        Some(summary) => summary_in_words(summary, words),
        None => words.get("history-other-text"),
    };
    match step.origin {
        Origin::Done => done,
        Origin::Undone => words.format("history-undone", &[("what", done.into())]),
        Origin::Redone => words.format("history-redone", &[("what", done.into())]),
        Origin::Outside => words.format("history-outside", &[("what", done.into())]),
    }
}

/// What a step did, in words: each kind of change with how many, the labels, and the words it first stands on.
pub fn summary_in_words(summary: &StepSummary, words: &Localizer) -> String {
    let names = |labels: &mut dyn Iterator<Item = &LabelName>| -> String {
        labels.take(3).map(|label| isolated(label.as_str())).collect::<Vec<_>>().join(" ")
    };
    let [added, deleted, relabelled, changed] = summary.counts();
    let mut parts = Vec::new();
    let mut say = |key: &str, n: usize, labels: String| {
        if n > 0 {
            parts.push(words.format(key, &[("n", n.into()), ("labels", labels.into())]));
        }
    };
    say("history-added", added, names(&mut summary.added.keys()));
    say("history-deleted", deleted, names(&mut summary.deleted.keys()));
    say("history-relabelled", relabelled, names(&mut summary.relabelled.keys().map(|(_, to)| to)));
    say("history-changed", changed, names(&mut summary.changed.keys()));
    say("history-relations", summary.relations, String::new());
    let joiner = words.get("history-joiner");
    let quoted = |what: String| match &summary.quote {
        Some(quote) if !quote.is_empty() => {
            words.format("history-quote", &[("what", what.into()), ("quote", isolated(quote).into())])
        }
        _ => what,
    };
    let flags = [
        (summary.schema, "history-schema"),
        (summary.state, "history-state"),
        (summary.facts, "history-facts"),
        (summary.conflicts, "history-conflicts"),
    ];
    let flags = flags.iter().filter(|(is, _)| *is).map(|(_, key)| words.get(key));
    // The text is that of the annotations: it stands beside them, not behind what became of the document.
    match parts.is_empty() {
        true => quoted(flags.collect::<Vec<_>>().join(&joiner)),
        false => std::iter::once(quoted(parts.join(&joiner))).chain(flags).collect::<Vec<_>>().join(&joiner),
    }
}

fn who_and_when(step: &StepLine, words: &Localizer) -> String {
    let time = local_time(step.when).chars().skip(11).collect::<String>();
    let by: Vec<String> = step.by.iter().map(|by| isolated(by.as_str())).collect();
    let mut parts = vec![words.in_digits(&time)];
    if !by.is_empty() {
        parts.push(by.join(" "));
    }
    if step.group.is_some() {
        parts.push(words.get("history-group"));
    }
    parts.join(" · ")
}
