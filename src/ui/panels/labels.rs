//! The labels that may be given, with their keys and how often each is used here.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use egui::{Key, Modifiers, Response, Ui};

use super::icons::{BUTTON, Icon, IconState, places_at_end, sign_button};
use super::{above_foot, foot, panel_head, part_id, pointer_on_next_row};
use crate::model::{AttributeDefinition, Label, LabelName, RelationType, Schema};
use crate::session::Session;
use crate::typeset::Font;
use crate::ui::command::UiCommand;
use crate::ui::label_list::{LabelList, LabelRow};
use crate::ui::localizer::{Language, Localizer};
use crate::ui::palette::LabelPaint;
use crate::ui::text_renderer::{Overflow, TextLayoutOptions, TextRenderer};
use crate::ui::theme::{ROW, Theme, size, space};
use crate::ui::widgets::{
    BidiButton, BidiHover, BidiLabel, Row, column, empty_state, filter_field, is_rtl, list, mirrored, mirrored_wrapped,
    words,
};

/// What the panel shows.
#[derive(Clone, Copy, Debug)]
pub struct LabelsInput<'a> {
    pub schema: &'a Arc<Schema>,
    /// How many annotations of the document carry each label.
    pub counts: &'a BTreeMap<LabelName, usize>,
    /// Another one whenever the counts are.
    pub revision: u64,
    /// The label each new selection gets at once.
    pub sticky: Option<&'a LabelName>,
    /// The only label that is not dimmed on the page.
    pub alone: Option<&'a LabelName>,
    /// The label of the active annotation.
    pub active: Option<&'a LabelName>,
}

/// What the analyst asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabelsAction {
    /// Give it to the selection, or to the active annotation.
    Use(LabelName),
    /// Put it beside the label that is there.
    Further(LabelName),
    /// Give it to each new selection, or end that.
    Sticky(Option<LabelName>),
    /// Dim every other label on the page; the same again shows all.
    Dim(LabelName),
    /// A command of the window: the schema editor, loading a schema.
    Command(UiCommand),
}

/// What the panel remembers.
#[derive(Clone, Debug, Default)]
pub struct LabelsState {
    filter: String,
    /// The row the arrow keys have reached.
    reached: Option<usize>,
    /// Labels of which those below are folded away.
    folded: HashSet<LabelName>,
    listed: LabelList,
}

/// With more labels than this, there is a field to find one.
const MANY: usize = 14;

pub fn labels(ui: &mut Ui, state: &mut LabelsState, input: &LabelsInput<'_>) -> Vec<LabelsAction> {
    let words = words(ui.ctx());
    let mut actions = Vec::new();
    let count = words.number(input.schema.labels.len());
    column(ui, |ui| {
        panel_head(ui, &words.get("panel-labels"), if input.schema.labels.is_empty() { "" } else { &count });
        if input.schema.labels.is_empty() {
            empty_state(ui, &words.get("labels-empty"));
            mirrored_wrapped(ui, |ui| {
                for (command, word) in [(UiCommand::EditSchema, "labels-add"), (UiCommand::LoadSchema, "labels-load")] {
                    if ui.add(BidiButton::new(&words.get(word))).clicked() {
                        actions.push(LabelsAction::Command(command));
                    }
                }
            });
            return;
        }
        let mut submitted = false;
        if input.schema.labels.len() > MANY {
            let field = filter_field(ui, &mut state.filter, &words.get("filter-labels"), false);
            submitted = field.submitted && !state.filter.trim().is_empty();
            if field.response.changed() {
                state.reached = None;
            }
        } else {
            state.filter.clear();
        }
        let found = Some(state.filter.as_str()).filter(|filter| !filter.trim().is_empty());
        state.listed.refresh(input.schema, input.counts, input.revision, found, &state.folded);
        let LabelsState { listed, folded, .. } = state;
        let shown = &listed.rows;
        // Enter takes the label that fits best.
        if let Some(first) = shown.first().filter(|_| submitted) {
            actions.push(LabelsAction::Use(input.schema.labels[first.at].name.clone()));
        }
        let mut reached = state.reached.filter(|at| *at < shown.len());
        above_foot(ui, "labels", |ui| {
            if shown.is_empty() {
                empty_state(ui, &words.get("labels-none-match"));
                return;
            }
            let moved = list(ui, "labels", shown.len(), reached, None, |ui, index| {
                let row = shown[index];
                let total = listed.totals.get(row.at).copied().unwrap_or(0);
                let place = RowPlace { row, total, is_tree: listed.is_tree && state.filter.trim().is_empty() };
                label_row(ui, &place, input, folded, &words, &mut actions)
            });
            reached = moved.chosen.or(reached);
        });
        foot(ui, "labels", |ui| {
            if let Some(label) = input.sticky.and_then(|name| input.schema.label(name)) {
                let name = label_name(label, words.language());
                ui.add(BidiLabel::new(&words.format("labels-sticky-on", &[("label", name.into())])).small().weak());
            }
            // On one line: a low window has none to spare.
            mirrored(ui, |ui| {
                for (command, word) in [
                    (UiCommand::EditSchema, UiCommand::EditSchema.message_id()),
                    (UiCommand::GuidelineOfLabel, "labels-guideline"),
                ] {
                    if ui.add(BidiButton::quiet(&words.get(word))).clicked() {
                        actions.push(LabelsAction::Command(command));
                    }
                }
            });
        });
        state.reached = reached;
    });
    actions
}

/// A label's name in a language; its dataset name where that language has none.
pub fn label_name(label: &Label, language: Language) -> &str {
    name_in(language, &label.arabic, &label.english, label.name.as_str())
}

/// A relation type's name in a language, likewise.
pub fn relation_name(kind: &RelationType, language: Language) -> &str {
    name_in(language, &kind.arabic, &kind.english, kind.name.as_str())
}

/// An attribute's name in a language, likewise.
pub fn attribute_name(attribute: &AttributeDefinition, language: Language) -> &str {
    name_in(language, &attribute.arabic, &attribute.english, &attribute.name)
}

/// The name in a language, else in the other, else the one of the datasets.
fn name_in<'a>(language: Language, arabic: &'a str, english: &'a str, name: &'a str) -> &'a str {
    let named = match language {
        Language::Arabic => [arabic, english],
        Language::English => [english, arabic],
    };
    named.into_iter().find(|name| !name.trim().is_empty()).unwrap_or(name)
}

/// The name of a label in the document that is shown, in a language.
pub fn shown_label_name(session: &Session, name: &LabelName, language: Language) -> String {
    let label = session.shown().and_then(|document| document.content().schema.label(name));
    label.map_or_else(|| name.to_string(), |label| label_name(label, language).to_owned())
}

/// The height in points at which the panel shows so many labels without scrolling, with its head, its foot and its field; and with what
/// a label says that is given without pause.
pub fn labels_height(labels: usize, sticky: bool) -> f32 {
    // Head, foot, and the spaces between them; with no label, the buttons.
    let around = if labels == 0 || labels > MANY { 4.4 } else { 2.9 } + if sticky { 0.8 } else { 0.0 };
    (labels as f32 + around) * ROW
}

/// A row and where it stands.
struct RowPlace {
    row: LabelRow,
    /// How many annotations carry the label or one below it.
    total: usize,
    /// Rows stand in a tree.
    is_tree: bool,
}

fn label_row(
    ui: &mut Ui,
    place: &RowPlace,
    input: &LabelsInput<'_>,
    folded: &mut HashSet<LabelName>,
    words: &Localizer,
    actions: &mut Vec<LabelsAction>,
) -> Response {
    let theme = Theme::get(ui.ctx());
    let label = &input.schema.labels[place.row.at];
    let name = label_name(label, words.language());
    let count = place.total;
    let is = |other: Option<&LabelName>| other == Some(&label.name);
    let (sticky, alone) = (is(input.sticky), is(input.alone));
    let key = label.key.map(|key| key.to_uppercase().to_string()).unwrap_or_default();
    let dataset = if name == label.name.as_str() { "" } else { label.name.as_str() };
    let mut spoken = format!("{name} {dataset}").trim_end().to_owned();
    if !key.is_empty() {
        spoken = format!("{spoken}، {}", words.format("labels-key-is", &[("key", key.as_str().into())]));
    }
    spoken = format!("{spoken}، {}", words.format("label-count", &[("n", count.into())]));
    let fold_word = if place.row.folded { "labels-unfold" } else { "labels-fold" };
    if place.row.has_below {
        spoken = format!("{spoken}، {}", words.get(if place.row.folded { "labels-folded" } else { "labels-unfolded" }));
    }
    // Deep trees keep room for their names.
    let indent = if place.is_tree { FOLD + place.row.depth.min(MAX_INDENTED) as f32 * INDENT } else { 0.0 };

    let part = |part| part_id("label", &label.name, part);
    let parts = [part("further"), part("sticky"), part("alone")];
    let focused = ui.memory(|memory| memory.focused());
    let in_parts = focused.is_some_and(|id| parts.contains(&id));
    let focus_id = part("focus");
    let had_focus = ui.data(|data| data.get_temp::<bool>(focus_id)).unwrap_or(false);
    // A name has the room of the buttons until they show.
    let buttons = sticky || alone || in_parts || had_focus || pointer_on_next_row(ui);
    let row = Row::new(name)
        .leading(if key.is_empty() { " " } else { &key })
        .swatch(LabelPaint::new(label.colour, theme.panel).line)
        .detail(dataset)
        .selected(is(input.active))
        .spoken(&spoken)
        .room(indent, COUNT + if buttons { 3.0 * BUTTON } else { 0.0 });
    let response = ui
        .scope(|ui| {
            if input.alone.is_some() && !alone {
                // Its words can still be read: it can be used as before.
                ui.set_opacity(0.65);
            }
            ui.add(row)
        })
        .inner;
    let has_focus = response.has_focus();
    if has_focus != had_focus {
        ui.data_mut(|data| data.insert_temp(focus_id, has_focus));
        ui.ctx().request_repaint();
    }
    if response.clicked() {
        let further = ui.input(|input| input.modifiers.command || input.modifiers.ctrl);
        let name = label.name.clone();
        actions.push(if further { LabelsAction::Further(name) } else { LabelsAction::Use(name) });
    }
    if response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Plus)) {
        actions.push(LabelsAction::Further(label.name.clone()));
    }

    if place.row.has_below {
        let (from, to) =
            if words.is_rtl() { (Key::ArrowRight, Key::ArrowLeft) } else { (Key::ArrowLeft, Key::ArrowRight) };
        let key = if place.row.folded { to } else { from };
        let mut turn = response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let sign = match (place.row.folded, words.is_rtl()) {
            (false, _) => Icon::Open,
            (true, false) => Icon::Shut,
            (true, true) => Icon::ShutRtl,
        };
        let from_start = indent - FOLD / 2.0;
        let x = if words.is_rtl() { response.rect.right() - from_start } else { response.rect.left() + from_start };
        let at = egui::Rect::from_center_size(egui::pos2(x, response.rect.center().y), egui::vec2(BUTTON, BUTTON));
        let stand = IconState { on: false, awake: true, reachable: response.has_focus() || response.lost_focus() };
        let said = words.format(fold_word, &[("label", name.into())]);
        turn |= sign_button(ui, part("fold"), at, sign, &said, stand).clicked();
        if turn && !folded.remove(&label.name) {
            folded.insert(label.name.clone());
        }
    }

    let awake = ui.rect_contains_pointer(response.rect) || response.has_focus() || in_parts;
    // In the frame of Tab the row has just lost the keyboard: its buttons are next.
    let reachable = response.has_focus() || response.lost_focus() || in_parts;
    paint_count(ui, response.rect, &words.number(count));
    let mut at_buttons = response.rect;
    if words.is_rtl() {
        at_buttons.min.x += COUNT;
    } else {
        at_buttons.max.x -= COUNT;
    }
    let [further_at, sticky_at, alone_at] = places_at_end(ui, at_buttons);
    let say = |key: &str| words.format(key, &[("label", name.into())]);
    let button = |id, at, sign, name: &str, on| sign_button(ui, id, at, sign, name, IconState { on, awake, reachable });
    if button(parts[0], further_at, Icon::Add, &say("labels-further"), false).clicked() {
        actions.push(LabelsAction::Further(label.name.clone()));
    }
    let hint = say(if sticky { "labels-unpin" } else { "labels-pin" });
    if button(parts[1], sticky_at, Icon::Pin, &hint, sticky).clicked() {
        actions.push(LabelsAction::Sticky((!sticky).then(|| label.name.clone())));
    }
    let hint = say(if alone { "labels-show-all" } else { "labels-show-alone" });
    if button(parts[2], alone_at, Icon::Eye, &hint, alone).clicked() {
        actions.push(LabelsAction::Dim(label.name.clone()));
    }
    response.bidi_hover(&hover_text(label, words.language()))
}

/// Room for the sign that folds, and for each step down the tree, in points.
const FOLD: f32 = 18.0;
const INDENT: f32 = 12.0;

/// Steps down the tree that are shown as such.
const MAX_INDENTED: usize = 6;

/// Room for a count at the end of a row, in points.
const COUNT: f32 = 30.0;

/// The count stands at the far edge, under that of the panel, whatever buttons show beside it.
fn paint_count(ui: &mut Ui, row: egui::Rect, count: &str) {
    let ctx = ui.ctx().clone();
    let theme = Theme::get(&ctx);
    let setting = TextLayoutOptions {
        font: Font::Interface,
        size: size::SMALL,
        line_height: 1.6,
        rtl: is_rtl(&ctx),
        overflow: Overflow::Extend,
    };
    let block = TextRenderer::with(&ctx, |scribe| scribe.block(count, &setting, ctx.pixels_per_point()));
    let edge = if setting.rtl { row.left() + space::S } else { row.right() - space::S - block.size().x };
    let at = egui::pos2(edge, row.center().y - block.size().y / 2.0);
    TextRenderer::with(&ctx, |scribe| scribe.paint(ui.painter(), at, &block, theme.ink_weak));
}

/// Characters of a guideline that show while the pointer rests on its label; the panel of guidelines has all of it.
const MAX_HOVERED: usize = 400;

/// The names and the guideline of a label.
fn hover_text(label: &Label, language: Language) -> String {
    let name = label_name(label, language);
    let other = label_name(label, language.other());
    let mut text = name.to_owned();
    for more in [other, label.name.as_str()] {
        if !text.split(" · ").any(|known| known == more) {
            text = format!("{text} · {more}");
        }
    }
    let guideline = label.guideline.trim();
    if !guideline.is_empty() {
        let end = guideline.char_indices().nth(MAX_HOVERED).map(|(at, _)| at);
        let more = if end.is_some() { "…" } else { "" };
        text = format!("{text}\n{}{more}", &guideline[..end.unwrap_or(guideline.len())]);
    }
    text
}

/// The width the panel wants, in points.
pub const WIDTH: f32 = 260.0 + space::S;
