//! What may be said, to be changed: labels, relation types, attributes of both and of documents. Each change is one command, so that
//! undo takes them back one by one; what touches annotations is asked about before it is done.

mod attribute_form;
mod attributes;
mod choices;
mod fields;
mod form;
mod guideline;
mod input;
mod label_pick;
mod list_buttons;
mod relation_form;
mod removal;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use egui::{Align, Context, ScrollArea, Ui, vec2};

use self::attributes::{AWAITED, AttributesPane, ShownAttributes};
use self::fields::bare_schema;
use self::form::Form;
use self::input::edit;
pub use self::input::{SchemaAction, SchemaInput};
use self::label_pick::MANY;
use self::list_buttons::{ListAct, OF_NAMES, list_buttons};
use self::relation_form::RelationForm;
use self::removal::Removal;
use super::{before_buttons, complaint};
use crate::edit::{Command, OnLabelRemoval, SchemaEdit};
use crate::model::{Label, LabelName, RelationKind, RelationType, Schema};
use crate::session::LabelUsesAsked;
use crate::ui::command::UiCommand;
use crate::ui::l10n::Localize as _;
use crate::ui::label_list::LabelList;
use crate::ui::localizer::Localizer;
use crate::ui::modal::{Flow, Modal, Request, UiContext};
use crate::ui::palette::{LabelPaint, free_colour};
use crate::ui::panels::labels::{label_name, relation_name};
use crate::ui::theme::{ROW, Theme, space};
use crate::ui::widgets::{
    BidiButton, BidiLabel, BidiTab, Row, column_layout, dialog, empty_state, filter_field, list, mirrored,
    mirrored_end, mirrored_wrapped, row_layout, words,
};

/// The places of the editor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Labels,
    RelationTypes,
    Documents,
}

const PLACES: [(Place, &str); 3] = [
    (Place::Labels, "schema-place-of-labels"),
    (Place::RelationTypes, "schema-place-of-relations"),
    (Place::Documents, "schema-place-of-documents"),
];

/// What is shown of a label or a relation type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Description,
    Attributes,
}

/// The editor while it is open.
#[derive(Debug, Default)]
pub struct SchemaEditor {
    place: Place,
    part: Part,
    /// The place of the chosen label, and of the chosen relation type.
    chosen: usize,
    relation: usize,
    form: Option<Form>,
    relation_form: Option<(usize, RelationForm)>,
    attributes: AttributesPane,
    /// Frames for which a label or relation type is waited for that was asked for and is not in the schema yet.
    awaited: u8,
    filter: String,
    found: LabelList,
    removal: Option<Removal>,
    /// A schema, and the same without guidelines.
    bare: Option<(Arc<Schema>, Arc<Schema>)>,
    /// Why the last command was refused, if it was.
    refused: Option<String>,
    /// How much carries each label in the files of the project; nothing where the labels are those of a document by itself.
    uses: Option<Option<LabelUsesAsked>>,
    /// The same, once it is counted.
    counts: Option<BTreeMap<LabelName, usize>>,
}

impl Modal for SchemaEditor {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        if cx.session.current().is_none() {
            return Flow::Close;
        }
        let Some(schema) = cx.session.schema_to_edit() else { return Flow::Close };
        let uses = self.uses.get_or_insert_with(|| cx.session.label_uses());
        if self.counts.is_none() {
            let known = uses.as_ref().and_then(|uses| uses.get()?.as_ref().ok());
            self.counts =
                known.map(|uses| uses.iter().map(|(label, used)| (label.clone(), used.annotations)).collect());
        }
        let (counts, refused) = (self.counts.take(), self.refused.take());
        let Some(document) = cx.session.current() else { return Flow::Close };
        let input = SchemaInput {
            schema: &schema,
            bare: None,
            counts: counts.as_ref().unwrap_or_else(|| document.content().annotations.label_counts()),
            keys: cx.keys,
            refused: refused.as_deref(),
            of_project: cx.session.edits_project_schema(),
            project_counted: counts.is_some(),
        };
        let actions = self.draw(&cx.ctx, &input);
        (self.counts, self.refused) = (counts, refused);
        let mut flow = Flow::Open;
        for action in actions {
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
        let bare = match self.bare.take() {
            Some((of, bare)) if Arc::ptr_eq(&of, input.schema) => bare,
            _ => Arc::new(bare_schema(input.schema)),
        };
        self.bare = Some((input.schema.clone(), bare.clone()));
        let input = &SchemaInput { bare: Some(&bare), ..*input };
        let mut actions = Vec::new();
        if let Some(form) = self.form.as_mut().filter(|_| self.place == Place::Labels) {
            form.take_key(ctx, input, &words, &mut actions);
        }
        let mut closing = false;
        let height = (ctx.content_rect().height() - 240.0).clamp(220.0, 560.0);
        let (_, close) = dialog(ctx, "labels", &words.get("schema-title"), 880.0, |ui| {
            self.places(ui, input, &words, &mut actions);
            match self.place {
                Place::Labels | Place::RelationTypes => {
                    let layout = row_layout(ctx).with_cross_align(Align::Min);
                    ui.allocate_ui_with_layout(vec2(ui.available_width(), height), layout, |ui| {
                        ui.spacing_mut().item_spacing.x = space::L;
                        ui.allocate_ui_with_layout(vec2(LIST, height), column_layout(ctx), |ui| {
                            ui.set_min_width(LIST);
                            ui.spacing_mut().item_spacing.x = space::XS;
                            self.names(ui, height, input, &words, &mut actions);
                        });
                        let width = ui.available_width();
                        ui.allocate_ui_with_layout(vec2(width, height), column_layout(ctx), |ui| {
                            ui.set_min_width(width);
                            ui.spacing_mut().item_spacing.x = space::S;
                            self.details(ui, height, input, &words, &mut actions);
                        });
                    });
                }
                Place::Documents => {
                    let all = &input.schema.document_attributes;
                    let shown = ShownAttributes { owner: None, all, input, words: &words };
                    self.attributes.show(ui, (height, true), &shown, &mut actions);
                }
            }
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

    fn places(&mut self, ui: &mut Ui, input: &SchemaInput<'_>, words: &Localizer, actions: &mut Vec<SchemaAction>) {
        mirrored_wrapped(ui, |ui| {
            for (place, word) in PLACES {
                if ui.add(BidiTab::new(place == self.place, &words.get(word))).clicked() && place != self.place {
                    self.finish(input, words, actions);
                    (self.place, self.part) = (place, Part::Description);
                    (self.form, self.relation_form) = (None, None);
                    self.attributes.forget();
                }
            }
        });
        ui.add_space(space::XS);
    }

    /// How many there are to choose from, and which is chosen.
    fn listed(&mut self, input: &SchemaInput<'_>) -> (usize, &mut usize) {
        match self.place {
            Place::RelationTypes => (input.schema.relation_types.len(), &mut self.relation),
            Place::Labels | Place::Documents => (input.schema.labels.len(), &mut self.chosen),
        }
    }

    /// The list of labels or of relation types, and what stands below it.
    fn names(
        &mut self,
        ui: &mut Ui,
        height: f32,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        let of_labels = self.place == Place::Labels;
        let known = match of_labels {
            true => self.form.as_ref().map(|form| form.at),
            false => self.relation_form.as_ref().map(|(at, _)| *at),
        };
        // One that was asked for is shown once the schema has it.
        let awaited = usize::from(self.awaited > 0);
        self.awaited = self.awaited.saturating_sub(1);
        let (count, chosen) = self.listed(input);
        *chosen = (*chosen).min((count + awaited).saturating_sub(1));
        let at = *chosen;
        let mut list_height = height - ROW - space::S;
        if of_labels && count > MANY {
            filter_field(ui, &mut self.filter, &words.get("filter-labels"), false);
            list_height -= ROW + space::S;
        } else {
            self.filter.clear();
        }
        let moved = ui.allocate_ui_with_layout(vec2(LIST, list_height), column_layout(ui.ctx()), |ui| {
            ui.set_min_height(list_height);
            match count {
                0 => {
                    let word = if of_labels { "labels-empty" } else { "relations-empty" };
                    empty_state(ui, &words.get(word));
                    None
                }
                _ if of_labels => self.label_rows(ui, (at, known != Some(at)), input, words),
                _ => relation_rows(ui, (at, known != Some(at)), input, words),
            }
        });
        if let Some(to) = moved.inner.filter(|to| *to != at) {
            self.finish(input, words, actions);
            *self.listed(input).1 = to;
        }
        match list_buttons(ui, &OF_NAMES, (at < count).then_some(at), count, words) {
            Some(ListAct::Add) => {
                self.finish(input, words, actions);
                (self.part, self.awaited) = (Part::Description, AWAITED);
                *self.listed(input).1 = count;
                self.filter.clear();
                if of_labels {
                    actions.push(SchemaAction::Do(Command::AddLabel(fresh_label(input.schema))));
                    self.form = Some(Form::awaiting(count));
                } else {
                    let add = SchemaEdit::AddRelationType(fresh_type(input.schema));
                    actions.push(SchemaAction::Do(edit(add)));
                    self.relation_form = Some((count, RelationForm::fresh()));
                }
            }
            Some(ListAct::Move(to)) => {
                self.finish(input, words, actions);
                actions.push(SchemaAction::Do(match of_labels {
                    true => Command::MoveLabel { name: input.schema.labels[at].name.clone(), to },
                    false => {
                        let name = input.schema.relation_types[at].name.clone();
                        edit(SchemaEdit::MoveRelationType { name, to })
                    }
                }));
                *self.listed(input).1 = to;
                (self.form, self.relation_form) = (None, None);
            }
            Some(ListAct::Remove) => {
                (self.form, self.relation_form) = (None, None);
                match of_labels {
                    true => self.remove(&input.schema.labels[at], input, actions),
                    false => {
                        let name = input.schema.relation_types[at].name.clone();
                        actions.push(SchemaAction::Do(edit(SchemaEdit::RemoveRelationType(name))));
                    }
                }
            }
            None => {}
        }
    }

    fn label_rows(
        &mut self,
        ui: &mut Ui,
        (chosen, bring): (usize, bool),
        input: &SchemaInput<'_>,
        words: &Localizer,
    ) -> Option<usize> {
        let theme = Theme::get(ui.ctx());
        let labels = &input.schema.labels;
        let is_found = !self.filter.trim().is_empty();
        if is_found {
            let nothing = (BTreeMap::new(), HashSet::new());
            self.found.refresh(input.schema, &nothing.0, 0, Some(&self.filter), &nothing.1);
            if self.found.rows.is_empty() {
                empty_state(ui, &words.get("labels-none-match"));
                return None;
            }
        }
        let rows = &self.found.rows;
        let label_at = |row: usize| if is_found { rows[row].at } else { row };
        let count = if is_found { rows.len() } else { labels.len() };
        let row = if is_found { rows.iter().position(|row| row.at == chosen) } else { Some(chosen) };
        let moved = list(ui, "labels", count, row, row.filter(|_| bring), |ui, row| {
            let at = label_at(row);
            let label = &labels[at];
            let name = label_name(label, words.language());
            let key = label.key.map(|key| key.to_uppercase().to_string()).unwrap_or_else(|| " ".into());
            let dataset = if name == label.name.as_str() { "" } else { label.name.as_str() };
            let count = words.number(input.counts.get(&label.name).copied().unwrap_or(0));
            let swatch = LabelPaint::new(label.colour, theme.raised).line;
            let row = Row::new(name).leading(&key).swatch(swatch).detail(dataset).trailing(&count);
            ui.add(row.selected(at == chosen))
        });
        moved.chosen.map(label_at)
    }

    /// What says everything about one label or relation type.
    fn details(
        &mut self,
        ui: &mut Ui,
        height: f32,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        let (label, kind) = match self.place {
            Place::RelationTypes => (None, input.schema.relation_types.get(self.relation)),
            Place::Labels | Place::Documents => (input.schema.labels.get(self.chosen), None),
        };
        let attributes = match (label, kind) {
            (Some(label), _) => &label.attributes,
            (None, Some(kind)) => &kind.attributes,
            (None, None) => return,
        };
        let count = [("n", attributes.len().into())];
        let parts = [
            (Part::Description, words.get("schema-description")),
            (Part::Attributes, words.format("schema-attributes-of", &count)),
        ];
        mirrored(ui, |ui| {
            for (part, text) in parts {
                if ui.add(BidiTab::new(part == self.part, &text)).clicked() && part != self.part {
                    self.finish(input, words, actions);
                    self.part = part;
                }
            }
        });
        ui.add_space(space::XS);
        let height = height - ROW - 2.0 * space::S;
        if self.part == Part::Attributes {
            let owner = label.map(|label| &label.name).or(kind.map(|kind| &kind.name));
            let shown = ShownAttributes { owner, all: attributes, input, words };
            self.attributes.show(ui, (height, false), &shown, actions);
            return;
        }
        let scroll = ScrollArea::vertical().id_salt((self.place as usize, self.relation, self.chosen));
        if let Some(label) = label {
            if self.form.as_ref().is_none_or(|form| form.at != self.chosen) {
                self.form = Some(Form::of(self.chosen));
            }
            let salt = ui.make_persistent_id(("label of the schema", self.chosen));
            let Some(form) = &mut self.form else { return };
            scroll.max_height(height).auto_shrink([false, false]).show(ui, |ui| {
                ui.with_layout(column_layout(ui.ctx()), |ui| form.show(ui, salt, label, input, words, actions));
            });
        } else if let Some(kind) = kind {
            if self.relation_form.as_ref().is_none_or(|(at, _)| *at != self.relation) {
                self.relation_form = Some((self.relation, RelationForm::default()));
            }
            let salt = ui.make_persistent_id(("relation type of the schema", self.relation));
            let Some((_, form)) = &mut self.relation_form else { return };
            scroll.max_height(height).auto_shrink([false, false]).show(ui, |ui| {
                ui.with_layout(column_layout(ui.ctx()), |ui| form.show(ui, salt, kind, input, words, actions));
            });
        }
    }

    /// Puts what was typed into the schema before something else is shown or the editor closes.
    fn finish(&mut self, input: &SchemaInput<'_>, words: &Localizer, actions: &mut Vec<SchemaAction>) {
        let schema = input.schema;
        let (owner, attributes) = match self.place {
            Place::Labels => {
                let label = schema.labels.get(self.chosen);
                (label.map(|label| &label.name), label.map(|label| &label.attributes))
            }
            Place::RelationTypes => {
                let kind = schema.relation_types.get(self.relation);
                (kind.map(|kind| &kind.name), kind.map(|kind| &kind.attributes))
            }
            Place::Documents => (None, Some(&schema.document_attributes)),
        };
        if let Some(all) = attributes {
            self.attributes.finish(&ShownAttributes { owner, all, input, words }, actions);
        }
        if let (Some(form), Some(label)) = (&mut self.form, schema.labels.get(self.chosen))
            && form.at == self.chosen
        {
            form.finish(label, input, words, actions);
        }
        if let Some((at, form)) = &mut self.relation_form
            && let Some(kind) = schema.relation_types.get(*at)
        {
            form.finish(kind, input, words, actions);
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

fn relation_rows(
    ui: &mut Ui,
    (chosen, bring): (usize, bool),
    input: &SchemaInput<'_>,
    words: &Localizer,
) -> Option<usize> {
    let theme = Theme::get(ui.ctx());
    let kinds = &input.schema.relation_types;
    let moved = list(ui, "relation types", kinds.len(), Some(chosen), bring.then_some(chosen), |ui, at| {
        let kind = &kinds[at];
        let name = relation_name(kind, words.language());
        let dataset = if name == kind.name.as_str() { "" } else { kind.name.as_str() };
        let row = Row::new(name).swatch(LabelPaint::new(kind.colour, theme.raised).line).detail(dataset);
        ui.add(row.selected(at == chosen))
    });
    moved.chosen
}

/// A name that neither a label nor a relation type has.
fn fresh_name(schema: &Schema, start: &str) -> LabelName {
    let names = schema.labels.iter().map(|l| l.name.as_str());
    let taken: HashSet<&str> = names.chain(schema.relation_types.iter().map(|r| r.name.as_str())).collect();
    let mut names = std::iter::once(start.to_owned()).chain((2..).map(|n| format!("{start}{n}")));
    LabelName::new(names.find(|name| !taken.contains(name.as_str())).unwrap_or_default())
}

/// A label to begin with: a name that is free, and the first colour that no other has.
fn fresh_label(schema: &Arc<Schema>) -> Label {
    Label::new(fresh_name(schema, "LABEL").as_str(), "", "", free_colour(schema), None)
}

/// A relation type to begin with, likewise: directed, between any labels.
fn fresh_type(schema: &Arc<Schema>) -> RelationType {
    RelationType {
        name: fresh_name(schema, "RELATION"),
        arabic: String::new(),
        english: String::new(),
        colour: free_colour(schema),
        kind: RelationKind::Directed,
        source_labels: Vec::new(),
        target_labels: Vec::new(),
        guideline: String::new(),
        attributes: Vec::new(),
    }
}
