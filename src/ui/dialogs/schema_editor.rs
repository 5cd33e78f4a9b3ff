//! The labels themselves: added, named, coloured, ordered, given keys, deleted. Each change is one command, so that
//! undo takes them back one by one.

mod form;
mod removal;

use std::collections::BTreeMap;

use egui::{Align, Context, Ui, vec2};

use self::form::Form;
use self::removal::Removal;
use super::{before_buttons, complaint};
use crate::edit::{Command, OnLabelRemoval};
use crate::model::{Label, LabelName, Schema};
use crate::session::LabelUsesAsked;
use crate::ui::command::UiCommand;
use crate::ui::keymap::KeyMap;
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::Localizer;
use crate::ui::modal::{Flow, Modal, Request, UiContext};
use crate::ui::palette::{LabelPaint, free_colour};
use crate::ui::panels::icons::{BUTTON, Icon, IconState, sign_button};
use crate::ui::panels::labels::label_name;
use crate::ui::theme::{ROW, Theme, space};
use crate::ui::widgets::{
    BidiButton, BidiLabel, Row, column_layout, dialog, empty_state, list, mirrored, mirrored_end, row_layout, words,
};

/// What the editor shows.
#[derive(Clone, Copy)]
pub struct SchemaInput<'a> {
    pub schema: &'a Schema,
    /// How many annotations carry each label.
    pub counts: &'a BTreeMap<LabelName, usize>,
    /// A key that already does something else is no key for a label.
    pub keys: &'a KeyMap,
    /// Why the last command was refused, if it was.
    pub refused: Option<&'a str>,
    /// The labels are those of a project with all of its documents.
    pub of_project: bool,
    /// The counts are those of all its documents, and not yet of the one that is shown alone.
    pub project_counted: bool,
}

/// What the analyst asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemaAction {
    Do(Command),
    /// Divide a label by an attribute of it.
    Split(LabelName),
    Load,
    Save,
    Close,
}

/// The editor while it is open.
#[derive(Debug, Default)]
pub struct SchemaEditor {
    /// The place of the chosen label.
    chosen: usize,
    form: Option<Form>,
    removal: Option<Removal>,
    /// Why the last command was refused, if it was.
    refused: Option<String>,
    /// How much carries each label in the files of the project; nothing where the labels are those of a document by itself.
    uses: Option<Option<LabelUsesAsked>>,
}

impl Modal for SchemaEditor {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let Some(document) = cx.session.current() else { return Flow::Close };
        let here = document.content().annotations.label_counts().clone();
        let Some(schema) = cx.session.schema_to_edit() else { return Flow::Close };
        let uses = self.uses.get_or_insert_with(|| cx.session.label_uses());
        let of_project = cx.session.edits_project_schema();
        let known = uses.as_ref().and_then(|uses| uses.get()?.as_ref().ok());
        let project_counted = known.is_some();
        let counts = match known {
            Some(uses) => uses.iter().map(|(label, used)| (label.clone(), used.annotations)).collect(),
            None => here,
        };
        let refused = self.refused.clone();
        let input = SchemaInput {
            schema: &schema,
            counts: &counts,
            keys: cx.keys,
            refused: refused.as_deref(),
            of_project,
            project_counted,
        };
        let mut flow = Flow::Open;
        for action in self.draw(&cx.ctx, &input) {
            match action {
                SchemaAction::Do(command) => {
                    self.refused = cx.session.change_labels(command).err().map(|error| error.localized(&cx.words));
                }
                SchemaAction::Split(label) => cx.request(Request::SplitLabel(label)),
                SchemaAction::Load => cx.request(Request::Command(UiCommand::LoadSchema)),
                SchemaAction::Save => cx.request(Request::Command(UiCommand::SaveSchema)),
                SchemaAction::Close => flow = Flow::Close,
            }
        }
        flow
    }
}

const LIST: f32 = 250.0;

impl SchemaEditor {
    /// Begins with a label chosen.
    pub fn at(schema: &Schema, label: &LabelName) -> Self {
        let chosen = schema.labels.iter().position(|known| known.name == *label).unwrap_or(0);
        SchemaEditor { chosen, ..SchemaEditor::default() }
    }

    pub fn draw(&mut self, ctx: &Context, input: &SchemaInput<'_>) -> Vec<SchemaAction> {
        let words = words(ctx);
        let mut actions = Vec::new();
        self.chosen = self.chosen.min(input.schema.labels.len().saturating_sub(1));
        if let Some(form) = &mut self.form {
            form.take_key(ctx, input, &words, &mut actions);
        }
        let mut closing = false;
        let height = (ctx.content_rect().height() - 190.0).clamp(260.0, 470.0);
        let (_, close) = dialog(ctx, "labels", &words.get("schema-title"), 800.0, |ui| {
            let layout = row_layout(ctx).with_cross_align(Align::Min);
            ui.allocate_ui_with_layout(vec2(ui.available_width(), height), layout, |ui| {
                ui.spacing_mut().item_spacing.x = space::L;
                self.labels(ui, height, input, &words, &mut actions);
                let width = ui.available_width();
                ui.allocate_ui_with_layout(vec2(width, height), column_layout(ctx), |ui| {
                    ui.set_min_width(width);
                    ui.spacing_mut().item_spacing.x = space::S;
                    self.details(ui, height, input, &words, &mut actions);
                });
            });
            if let Some(refused) = input.refused {
                complaint(ui, refused);
            }
            if input.of_project {
                ui.add(BidiLabel::new(&words.get("schema-of-project")).small().weak().wrap());
            }
            before_buttons(ui);
            mirrored(ui, |ui| {
                let (load, save) = (words.get("command-load-schema"), words.get("command-save-schema"));
                if ui.add(BidiButton::new(&load).hint(&words.get("command-load-schema.tip"))).clicked() {
                    actions.push(SchemaAction::Load);
                }
                if ui.add(BidiButton::new(&save).hint(&words.get("command-save-schema.tip"))).clicked() {
                    actions.push(SchemaAction::Save);
                }
                mirrored_end(ui, |ui| {
                    closing = ui.add(BidiButton::primary(&words.get("action-close"))).clicked();
                });
            });
        });
        let asked = self.removal.is_some();
        self.ask_removal(ctx, input, &words, &mut actions);
        if closing || (close && !asked) {
            self.finish(input, &words, &mut actions);
            actions.push(SchemaAction::Close);
        }
        actions
    }

    fn labels(
        &mut self,
        ui: &mut Ui,
        height: f32,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        let theme = Theme::get(ui.ctx());
        let labels = &input.schema.labels;
        ui.allocate_ui_with_layout(vec2(LIST, height), column_layout(ui.ctx()), |ui| {
            ui.set_min_width(LIST);
            ui.spacing_mut().item_spacing.x = space::XS;
            let list_height = height - ROW - space::S;
            ui.allocate_ui_with_layout(vec2(LIST, list_height), column_layout(ui.ctx()), |ui| {
                ui.set_min_height(list_height);
                if labels.is_empty() {
                    empty_state(ui, &words.get("labels-empty"));
                    return;
                }
                let mut bring = None;
                if self.form.as_ref().is_none_or(|form| form.at != self.chosen) {
                    bring = Some(self.chosen);
                }
                let moved = list(ui, "labels", labels.len(), Some(self.chosen), bring, |ui, at| {
                    let label = &labels[at];
                    let name = label_name(label, words.language());
                    let key = label.key.map(|key| key.to_uppercase().to_string()).unwrap_or_else(|| " ".into());
                    let dataset = if name == label.name.as_str() { "" } else { label.name.as_str() };
                    let count = words.number(input.counts.get(&label.name).copied().unwrap_or(0));
                    let swatch = LabelPaint::new(label.colour, theme.raised).line;
                    let row = Row::new(name).leading(&key).swatch(swatch).detail(dataset).trailing(&count);
                    ui.add(row.selected(at == self.chosen))
                });
                if let Some(at) = moved.chosen.filter(|at| *at != self.chosen) {
                    self.finish(input, words, actions);
                    self.chosen = at;
                }
            });
            mirrored(ui, |ui| {
                if ui.add(BidiButton::new(&words.get("action-add"))).clicked() {
                    self.finish(input, words, actions);
                    actions.push(SchemaAction::Do(Command::AddLabel(fresh_label(input.schema))));
                    self.chosen = labels.len();
                    self.form = Some(Form::awaiting(self.chosen));
                }
                let Some(label) = labels.get(self.chosen) else { return };
                for (sign, word, to) in [
                    (Icon::Up, "action-move-up", self.chosen.checked_sub(1)),
                    (Icon::Down, "action-move-down", Some(self.chosen + 1).filter(|to| *to < labels.len())),
                ] {
                    let (_, rect) = ui.allocate_space(vec2(BUTTON + 4.0, BUTTON + 4.0));
                    let id = ui.make_persistent_id(word);
                    let stand = IconState { on: false, awake: true, reachable: to.is_some() };
                    let pressed = ui
                        .add_enabled_ui(to.is_some(), |ui| sign_button(ui, id, rect, sign, &words.get(word), stand))
                        .inner
                        .clicked();
                    if let Some(to) = to.filter(|_| pressed) {
                        self.finish(input, words, actions);
                        actions.push(SchemaAction::Do(Command::MoveLabel { name: label.name.clone(), to }));
                        self.chosen = to;
                        self.form = None;
                    }
                }
                mirrored_end(ui, |ui| {
                    if ui.add(BidiButton::danger(&words.get("action-delete-ellipsis"))).clicked() {
                        self.form = None;
                        self.remove(label, input, actions);
                    }
                });
            });
        });
    }

    /// What says everything about one label.
    fn details(
        &mut self,
        ui: &mut Ui,
        height: f32,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        let Some(label) = input.schema.labels.get(self.chosen) else {
            if input.schema.labels.is_empty() {
                ui.add_space(space::L);
                ui.add(BidiLabel::new(&words.get(UiCommand::EditSchema.message_id())).weak());
            }
            return;
        };
        if self.form.as_ref().is_none_or(|form| form.at != self.chosen) {
            self.form = Some(Form::of(self.chosen, label));
        }
        let Some(form) = &mut self.form else { return };
        form.sync_text(label);
        egui::ScrollArea::vertical().max_height(height).auto_shrink([false, false]).show(ui, |ui| {
            ui.with_layout(column_layout(ui.ctx()), |ui| form.show(ui, label, input, words, actions));
        });
    }

    /// Puts what was typed into the label before another is chosen or the editor closes.
    fn finish(&mut self, input: &SchemaInput<'_>, words: &Localizer, actions: &mut Vec<SchemaAction>) {
        if let (Some(form), Some(label)) = (&mut self.form, input.schema.labels.get(self.chosen)) {
            form.finish(label, input, words, actions);
        }
    }

    fn remove(&mut self, label: &Label, input: &SchemaInput<'_>, actions: &mut Vec<SchemaAction>) {
        let used = input.counts.get(&label.name).copied().unwrap_or(0);
        let allowed = input
            .schema
            .relation_types
            .iter()
            .any(|r| r.source_labels.iter().chain(&r.target_labels).any(|l| *l == label.name));
        if used == 0 && !allowed {
            let name = label.name.clone();
            actions.push(SchemaAction::Do(Command::RemoveLabel { name, annotations: OnLabelRemoval::Refuse }));
        } else {
            self.removal = Some(Removal::new(label.name.clone(), allowed));
        }
    }

    fn ask_removal(
        &mut self,
        ctx: &Context,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        let Some(removal) = &mut self.removal else { return };
        let Some(answer) = removal.show(ctx, input, words) else { return };
        let name = removal.label().clone();
        actions.extend(answer.map(|annotations| SchemaAction::Do(Command::RemoveLabel { name, annotations })));
        self.removal = None;
        self.form = None;
    }
}

/// A label to begin with: a name that is free, and the first colour that no other has.
fn fresh_label(schema: &Schema) -> Label {
    let taken = |name: &str| {
        schema.labels.iter().any(|l| l.name.as_str() == name)
            || schema.relation_types.iter().any(|r| r.name.as_str() == name)
    };
    let names = std::iter::once("LABEL".to_owned()).chain((2..).map(|n| format!("LABEL{n}")));
    let name = names.into_iter().find(|name| !taken(name)).unwrap_or_default();
    Label::new(&name, "", "", free_colour(schema), None)
}

/// What the schema would say of a label changed so.
fn check_change(schema: &Schema, name: &LabelName, label: &Label, words: &Localizer) -> Result<(), String> {
    let mut changed = schema.clone();
    if label.name != *name {
        let renamed = changed.labels.iter_mut().filter_map(|l| l.parent.as_mut()).filter(|parent| **parent == *name);
        renamed.for_each(|parent| *parent = label.name.clone());
        let ends =
            changed.relation_types.iter_mut().flat_map(|r| r.source_labels.iter_mut().chain(&mut r.target_labels));
        ends.filter(|end| **end == *name).for_each(|end| *end = label.name.clone());
    }
    if let Some(place) = changed.labels.iter_mut().find(|l| l.name == *name) {
        *place = label.clone();
    }
    changed.check().map_err(|error| error.localized(words))
}
