//! The attributes of a label, of a relation type or of documents: a list, and everything about the chosen one.

use egui::{Align, ScrollArea, Ui, vec2};

use super::attribute_form::{AttributeForm, AttributePlace, Kind};
use super::input::{SchemaAction, SchemaInput, edit};
use super::list_buttons::{ListAct, OF_ATTRIBUTES, list_buttons};
use crate::edit::SchemaEdit;
use crate::model::{AttributeDefinition, AttributeKind, LabelName};
use crate::ui::localizer::Localizer;
use crate::ui::panels::labels::attribute_name;
use crate::ui::theme::{ROW, space};
use crate::ui::widgets::{Row, column_layout, empty_state, list, row_layout};

/// Width of the list where it stands beside the form, and rows of it where it stands above, in points and rows.
const LIST: f32 = 250.0;
const ROWS_ABOVE: f32 = 5.0;

/// Frames for which what was asked for is waited for.
pub(super) const AWAITED: u8 = 3;

/// The attributes that are shown, and what they are shown with.
#[derive(Clone, Copy)]
pub(super) struct ShownAttributes<'a> {
    /// The label or relation type whose they are; none where they are those of documents.
    pub(super) owner: Option<&'a LabelName>,
    pub(super) all: &'a [AttributeDefinition],
    pub(super) input: &'a SchemaInput<'a>,
    pub(super) words: &'a Localizer,
}

/// The pane while it is shown.
#[derive(Clone, Debug, Default)]
pub(super) struct AttributesPane {
    /// Whose attributes they are; nothing before any were shown.
    of: Option<Option<LabelName>>,
    chosen: usize,
    form: Option<(usize, AttributeForm)>,
    /// Frames for which one is waited for that was asked for and is not in the schema yet.
    awaited: u8,
}

impl AttributesPane {
    /// `beside`: the list stands beside the form, else above it.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        (height, beside): (f32, bool),
        shown: &ShownAttributes<'_>,
        actions: &mut Vec<SchemaAction>,
    ) {
        if self.of.as_ref().is_none_or(|of| of.as_ref() != shown.owner) {
            *self = AttributesPane { of: Some(shown.owner.cloned()), ..AttributesPane::default() };
        }
        let awaited = usize::from(self.awaited > 0);
        self.awaited = self.awaited.saturating_sub(1);
        self.chosen = self.chosen.min((shown.all.len() + awaited).saturating_sub(1));
        let ctx = ui.ctx().clone();
        if beside {
            let layout = row_layout(&ctx).with_cross_align(Align::Min);
            ui.allocate_ui_with_layout(vec2(ui.available_width(), height), layout, |ui| {
                ui.spacing_mut().item_spacing.x = space::L;
                ui.allocate_ui_with_layout(vec2(LIST, height), column_layout(&ctx), |ui| {
                    ui.set_min_width(LIST);
                    ui.spacing_mut().item_spacing.x = space::XS;
                    self.list(ui, height - ROW - space::S, shown, actions);
                });
                let width = ui.available_width();
                ui.allocate_ui_with_layout(vec2(width, height), column_layout(&ctx), |ui| {
                    ui.set_min_width(width);
                    ui.spacing_mut().item_spacing.x = space::S;
                    self.form(ui, height, shown, actions);
                });
            });
            return;
        }
        let rows = (shown.all.len().max(2) as f32).min(ROWS_ABOVE).min((height * 0.3 / ROW).floor().max(2.0));
        self.list(ui, rows * ROW, shown, actions);
        ui.add_space(space::XS);
        ui.separator();
        let left = height - rows * ROW - ROW - 3.0 * space::M;
        self.form(ui, left, shown, actions);
    }

    fn list(&mut self, ui: &mut Ui, height: f32, shown: &ShownAttributes<'_>, actions: &mut Vec<SchemaAction>) {
        let ShownAttributes { owner, all: attributes, words, .. } = *shown;
        let room = vec2(ui.available_width(), height);
        ui.allocate_ui_with_layout(room, column_layout(ui.ctx()), |ui| {
            ui.set_min_height(height);
            if attributes.is_empty() {
                empty_state(ui, &words.get("attributes-empty"));
                return;
            }
            let bring = self.form.as_ref().is_none_or(|(at, _)| *at != self.chosen).then_some(self.chosen);
            let moved = list(ui, "attributes", attributes.len(), Some(self.chosen), bring, |ui, at| {
                let attribute = &attributes[at];
                let name = attribute_name(attribute, words.language());
                let dataset = if name == attribute.name { "" } else { attribute.name.as_str() };
                let kind = words.get(Kind::of(&attribute.kind).word());
                ui.add(Row::new(name).detail(dataset).trailing(&kind).selected(at == self.chosen))
            });
            if let Some(at) = moved.chosen.filter(|at| *at != self.chosen) {
                self.finish(shown, actions);
                self.chosen = at;
            }
        });
        let chosen = attributes.get(self.chosen);
        match list_buttons(ui, &OF_ATTRIBUTES, chosen.map(|_| self.chosen), attributes.len(), words) {
            Some(ListAct::Add) => {
                self.finish(shown, actions);
                let attribute = AttributeDefinition::new(fresh_name(attributes), AttributeKind::Flag);
                let add = SchemaEdit::AddAttribute { owner: owner.cloned(), attribute };
                actions.push(SchemaAction::Do(edit(add)));
                self.chosen = attributes.len();
                self.form = Some((self.chosen, AttributeForm::fresh()));
                self.awaited = AWAITED;
            }
            Some(ListAct::Move(to)) => {
                if let Some(attribute) = chosen {
                    self.finish(shown, actions);
                    let (owner, name) = (owner.cloned(), attribute.name.clone());
                    actions.push(SchemaAction::Do(edit(SchemaEdit::MoveAttribute { owner, name, to })));
                    (self.chosen, self.form) = (to, None);
                }
            }
            Some(ListAct::Remove) => {
                if let Some(attribute) = chosen {
                    self.form = None;
                    let (owner, name) = (owner.cloned(), attribute.name.clone());
                    actions.push(SchemaAction::Do(edit(SchemaEdit::RemoveAttribute { owner, name })));
                }
            }
            None => {}
        }
    }

    fn form(&mut self, ui: &mut Ui, height: f32, shown: &ShownAttributes<'_>, actions: &mut Vec<SchemaAction>) {
        let ShownAttributes { owner, all, input, words } = *shown;
        let Some(attribute) = all.get(self.chosen) else { return };
        if self.form.as_ref().is_none_or(|(at, _)| *at != self.chosen) {
            self.form = Some((self.chosen, AttributeForm::default()));
        }
        let salt = ui.make_persistent_id(("attribute of the schema", owner, self.chosen));
        let Some((_, form)) = &mut self.form else { return };
        let place = AttributePlace { owner, attribute, salt };
        let scroll = ScrollArea::vertical().id_salt(("attribute", self.chosen)).max_height(height);
        scroll.auto_shrink([false, false]).show(ui, |ui| {
            ui.with_layout(column_layout(ui.ctx()), |ui| form.show(ui, &place, input, words, actions));
        });
    }

    /// Puts what was typed into the attribute before another is chosen or the pane goes away.
    pub(super) fn finish(&mut self, shown: &ShownAttributes<'_>, actions: &mut Vec<SchemaAction>) {
        let ShownAttributes { owner, all, input, words } = *shown;
        let is_own = self.of.as_ref().is_some_and(|of| of.as_ref() == owner);
        let Some((at, form)) = self.form.as_mut().filter(|_| is_own) else { return };
        let Some(attribute) = all.get(*at) else { return };
        let place = AttributePlace { owner, attribute, salt: egui::Id::NULL };
        form.finish(&place, input, words, actions);
    }

    /// The pane of other attributes, or of these anew.
    pub(super) fn forget(&mut self) {
        *self = AttributesPane::default();
    }
}

/// A name that is free.
fn fresh_name(attributes: &[AttributeDefinition]) -> String {
    let taken = |name: &String| attributes.iter().any(|attribute| attribute.name == *name);
    let mut names = std::iter::once("attribute".to_owned()).chain((2..).map(|n| format!("attribute{n}")));
    names.find(|name| !taken(name)).unwrap_or_default()
}
