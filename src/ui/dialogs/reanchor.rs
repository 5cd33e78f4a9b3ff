//! A text that changed under its annotations: how many stand where they stood, which moved, which are gone, and which
//! could stand in several places, for a person to say.

use std::collections::HashMap;

use egui::{Context, Key, Ui};

use super::before_buttons;
use super::repair::rows;
use crate::edit::reanchor::{ReanchorOutcome, Reanchoring};
use crate::model::{Annotation, AnnotationId, Spans};
use crate::session::{HitContext, PendingReanchor};
use crate::ui::localizer::Localizer;
use crate::ui::message::Message;
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::panels::labels::label_name;
use crate::ui::theme::space;
use crate::ui::widgets::{
    BidiButton, BidiLabel, BidiTab, ConcordanceRow, Row, Tone, dialog, is_free, mirrored, mirrored_end,
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Ambiguous,
    Lost,
    Moved,
}

/// Characters of an annotation's text that its row has.
const MAX_SHOWN: usize = 200;

const TABS: [(Tab, &str); 3] =
    [(Tab::Ambiguous, "reanchor-ambiguous"), (Tab::Lost, "reanchor-lost"), (Tab::Moved, "reanchor-moved")];

/// The dialog while it is open.
#[derive(Debug)]
pub struct ReanchorDialog {
    moving: Box<PendingReanchor>,
    view: View,
}

#[derive(Debug, Default)]
struct View {
    tab: Option<Tab>,
    /// The annotations of each tab, by their place among all.
    lists: [Vec<usize>; 3],
    current: usize,
    chosen: HashMap<AnnotationId, usize>,
    /// How many relations lack an end, until another place is chosen.
    unlinked: Option<usize>,
}

impl ReanchorDialog {
    pub fn of(moving: Box<PendingReanchor>) -> Self {
        ReanchorDialog { moving, view: View::default() }
    }
}

impl Modal for ReanchorDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let (chosen, close) = self.view.show(&cx.ctx, &self.moving.found, &cx.words);
        let Some(chosen) = chosen else { return Flow::close_if(close) };
        match cx.session.finish_reanchor(&self.moving, &chosen) {
            Ok(()) => cx.tell(Tone::Good, Message::message_id("status-reanchored")),
            Err(error) => cx.tell(Tone::Danger, Message::localized(error)),
        }
        Flow::Close
    }
}

impl View {
    /// The places for those that could stand in several, once the new document is to be made, and whether it is left.
    fn show(
        &mut self,
        ctx: &Context,
        found: &Reanchoring,
        words: &Localizer,
    ) -> (Option<HashMap<AnnotationId, Spans>>, bool) {
        let tab = self.begin(found);
        let enter = ctx.input(|input| input.key_pressed(Key::Enter));
        let (mut chosen, mut cancel) = (None, false);
        let (_, close) = dialog(ctx, "reanchor", &words.get("dialog-reanchor-title"), 720.0, |ui| {
            let [exact, moved, ambiguous, lost] = found.counts();
            let counts = [("exact", exact), ("moved", moved), ("ambiguous", ambiguous), ("lost", lost)];
            let counts = counts.map(|(name, count)| (name, count.into()));
            ui.add(BidiLabel::new(&words.format("reanchor-counts", &counts)).wrap());
            ui.add_space(space::S);
            mirrored(ui, |ui| {
                for (at, (other, word)) in TABS.iter().enumerate() {
                    let name = words.format(word, &[("n", self.lists[at].len().into())]);
                    if ui.add(BidiTab::new(tab == *other, &name)).clicked() {
                        (self.tab, self.current) = (Some(*other), 0);
                    }
                }
            });
            let on_a_row = self.of_tab(ui, tab, found, enter, words);
            ui.add_space(space::S);
            let left = lost + ambiguous - self.chosen.len();
            let tone = if left > 0 { Tone::Warning } else { Tone::Good };
            let unlinked = match self.unlinked {
                Some(count) => count,
                None => *self.unlinked.insert(found.unlinked(&self.places(found))),
            };
            let said = words.format("reanchor-left-out", &[("n", left.into()), ("relations", unlinked.into())]);
            ui.add(BidiLabel::new(&said).tone(tone).wrap());
            ui.add(BidiLabel::new(&words.get("reanchor-new")).small().weak().wrap());
            before_buttons(ui);
            mirrored_end(ui, |ui| {
                let make = ui.add(BidiButton::primary(&words.get("reanchor-make"))).clicked();
                if make || (enter && (on_a_row || is_free(ui.ctx()))) {
                    chosen = Some(self.places(found));
                }
                cancel = ui.add(BidiButton::quiet(&words.get("action-cancel"))).clicked();
            });
        });
        (chosen, cancel || close)
    }

    /// Sorts the annotations into tabs, once. The first tab that holds any is shown.
    fn begin(&mut self, found: &Reanchoring) -> Tab {
        if let Some(tab) = self.tab {
            return tab;
        }
        for (at, (_, fate)) in found.fates.iter().enumerate() {
            match fate {
                ReanchorOutcome::Exact(_) => {}
                ReanchorOutcome::Ambiguous(_) => self.lists[0].push(at),
                ReanchorOutcome::Lost => self.lists[1].push(at),
                ReanchorOutcome::Moved(_) => self.lists[2].push(at),
            }
        }
        let first = TABS.iter().zip(&self.lists).find(|(_, list)| !list.is_empty());
        *self.tab.insert(first.map_or(Tab::Ambiguous, |((tab, _), _)| *tab))
    }

    /// True where one of the rows has the keyboard.
    fn of_tab(&mut self, ui: &mut Ui, tab: Tab, found: &Reanchoring, enter: bool, words: &Localizer) -> bool {
        let list = &self.lists[tab as usize];
        let Some(last) = list.len().checked_sub(1) else {
            ui.add(BidiLabel::new(&words.get("reanchor-none")).weak().wrap());
            return false;
        };
        self.current = self.current.min(last);
        let mut on_a_row = false;
        let current = self.current;
        let chosen = rows(ui, "fates", list.len(), Some(current), |ui, at| {
            let (annotation, _) = &found.fates[list[at]];
            let (quote, label) = (found.old().quote_start(annotation, MAX_SHOWN), name_of(annotation, found, words));
            let row = Row::new(&quote).trailing(&label).selected(at == current);
            let row = if tab == Tab::Ambiguous { row.ticked(self.chosen.contains_key(&annotation.id)) } else { row };
            let response = ui.add(row);
            on_a_row |= response.has_focus();
            response
        });
        let (annotation, fate) = &found.fates[list[current]];
        let (annotation, fate) = (annotation.clone(), fate.clone());
        self.current = chosen.unwrap_or(current);
        ui.add_space(space::S);
        ui.add(BidiLabel::new(&words.get("reanchor-stood")).small().weak());
        ui.add(ConcordanceRow::new(&line(found.old().text(), &annotation.spans)));
        match fate {
            ReanchorOutcome::Moved(spans) => {
                ui.add(BidiLabel::new(&words.get("reanchor-stands")).small().weak());
                ui.add(ConcordanceRow::new(&line(found.text(), &spans)));
            }
            ReanchorOutcome::Ambiguous(places) if places.is_empty() => {
                ui.add(BidiLabel::new(&words.get("reanchor-too-many")).tone(Tone::Warning).wrap());
            }
            ReanchorOutcome::Ambiguous(places) => {
                on_a_row |= self.choose(ui, &annotation, &places, found, enter, words)
            }
            ReanchorOutcome::Exact(_) | ReanchorOutcome::Lost => {}
        }
        on_a_row
    }

    /// The places one annotation could stand in; the last row leaves it out.
    fn choose(
        &mut self,
        ui: &mut Ui,
        annotation: &Annotation,
        places: &[Spans],
        found: &Reanchoring,
        enter: bool,
        words: &Localizer,
    ) -> bool {
        ui.add(BidiLabel::new(&words.get("reanchor-where")).small().weak());
        let decided = self.chosen.get(&annotation.id).copied();
        let (mut on_a_row, mut pressed) = (false, None);
        rows(ui, annotation.id.as_str(), places.len() + 1, None, |ui, at| {
            let response = match places.get(at) {
                Some(place) => ui.add(ConcordanceRow::new(&line(found.text(), place)).ticked(decided == Some(at))),
                None => ui.add(Row::new(&words.get("reanchor-leave-out")).ticked(decided.is_none())),
            };
            if response.clicked() && !enter {
                pressed = Some(at);
            }
            on_a_row |= response.has_focus();
            response
        });
        if pressed.is_some() {
            self.unlinked = None;
        }
        match pressed {
            Some(at) if at < places.len() => drop(self.chosen.insert(annotation.id.clone(), at)),
            Some(_) => drop(self.chosen.remove(&annotation.id)),
            None => {}
        }
        on_a_row
    }

    fn places(&self, found: &Reanchoring) -> HashMap<AnnotationId, Spans> {
        let ambiguous = self.lists[0].iter().map(|at| &found.fates[*at]);
        ambiguous
            .filter_map(|(annotation, fate)| match fate {
                ReanchorOutcome::Ambiguous(places) => {
                    let place = places.get(*self.chosen.get(&annotation.id)?)?;
                    Some((annotation.id.clone(), place.clone()))
                }
                _ => None,
            })
            .collect()
    }
}

fn line(text: &str, spans: &Spans) -> HitContext {
    let extent = spans.extent();
    HitContext::around(text, extent.start..extent.end)
}

fn name_of(annotation: &Annotation, found: &Reanchoring, words: &Localizer) -> String {
    let label = found.old().schema.label(&annotation.label);
    label.map_or(annotation.label.as_str(), |label| label_name(label, words.language())).to_owned()
}
