//! Everything about one attribute, field by field.

use std::collections::BTreeMap;

use egui::{Id, Ui};

use super::choices::{ChoicesChange, ChoicesList, some_of};
use super::fields::{Bare as _, Draft, Fields, NAMES, one_of};
use super::input::{SchemaAction, SchemaInput, edit};
use crate::edit::{Command, SchemaEdit};
use crate::model::{AttributeDefinition, AttributeKind, AttributeValue, LabelName};
use crate::ui::dialogs::{complaint, form_row};
use crate::ui::localizer::Localizer;
use crate::ui::panels::attributes::{value_of, with_choice};
use crate::ui::panels::{choice_button, choices_button};
use crate::ui::widgets::{BidiCheckbox, BidiTextField, Row, column_layout, list};

/// What an attribute may hold, without what may be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Flag,
    Choice,
    Choices,
    Number,
    Text,
    Date,
}

impl Kind {
    const ALL: [Kind; 6] = [Kind::Flag, Kind::Choice, Kind::Choices, Kind::Number, Kind::Text, Kind::Date];

    pub(super) fn of(kind: &AttributeKind) -> Self {
        match kind {
            AttributeKind::Flag => Kind::Flag,
            AttributeKind::Choice(_) => Kind::Choice,
            AttributeKind::Choices(_) => Kind::Choices,
            AttributeKind::Number => Kind::Number,
            AttributeKind::Text => Kind::Text,
            AttributeKind::Date => Kind::Date,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Kind::Flag => "kind-flag",
            Kind::Choice => "kind-choice",
            Kind::Choices => "kind-choices",
            Kind::Number => "kind-number",
            Kind::Text => "kind-text",
            Kind::Date => "kind-date",
        }
    }

    fn with(self, choices: Vec<String>) -> AttributeKind {
        match self {
            Kind::Flag => AttributeKind::Flag,
            Kind::Choice => AttributeKind::Choice(choices),
            Kind::Choices => AttributeKind::Choices(choices),
            Kind::Number => AttributeKind::Number,
            Kind::Text => AttributeKind::Text,
            Kind::Date => AttributeKind::Date,
        }
    }

    fn is_chosen(self) -> bool {
        matches!(self, Kind::Choice | Kind::Choices)
    }
}

/// The form of one attribute.
#[derive(Clone, Debug, Default)]
pub(super) struct AttributeForm {
    fields: Fields,
    choices: ChoicesList,
    /// The choices that it had before it became something else.
    had: Vec<String>,
    /// It is to be a choice, once there is one.
    wanted: Option<Kind>,
    wrong_kind: Option<String>,
    default: Draft,
    wrong_default: Option<String>,
}

/// Where an attribute stands.
pub(super) struct AttributePlace<'a> {
    pub(super) owner: Option<&'a LabelName>,
    pub(super) attribute: &'a AttributeDefinition,
    pub(super) salt: Id,
}

impl AttributePlace<'_> {
    fn changed(&self, attribute: AttributeDefinition, choices: BTreeMap<String, String>) -> Command {
        let (owner, name) = (self.owner.cloned(), self.attribute.name.clone());
        edit(SchemaEdit::ChangeAttribute { owner, name, attribute, choices })
    }

    /// With other choices, as one of a kind.
    fn with_choices(&self, kind: Kind, change: &ChoicesChange) -> Command {
        let mut attribute = AttributeDefinition { kind: kind.with(change.choices.clone()), ..self.attribute.clone() };
        attribute.default = match (attribute.default.take(), kind == Kind::of(&self.attribute.kind)) {
            (Some(AttributeValue::Choice(choice)), true) => {
                Some(AttributeValue::Choice(change.renamed.get(&choice).cloned().unwrap_or(choice)))
            }
            (Some(AttributeValue::Choices(chosen)), true) => {
                let renamed = |choice: String| change.renamed.get(&choice).cloned().unwrap_or(choice);
                Some(AttributeValue::Choices(chosen.into_iter().map(renamed).collect()))
            }
            (default, true) => default,
            (_, false) => None,
        };
        self.changed(attribute, change.renamed.clone())
    }
}

impl AttributeForm {
    /// Of an attribute that is about to be added.
    pub(super) fn fresh() -> Self {
        AttributeForm { fields: Fields::fresh(), ..AttributeForm::default() }
    }

    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        place: &AttributePlace<'_>,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        let (attribute, salt) = (place.attribute, place.salt);
        if self.fields.sync(attribute, input.schema) {
            self.default.sync_text(&attribute.default.as_ref().map(ToString::to_string).unwrap_or_default());
            self.wanted = self.wanted.filter(|wanted| *wanted != Kind::of(&attribute.kind));
            if !attribute.kind.choices().is_empty() {
                attribute.kind.choices().clone_into(&mut self.had);
            }
        }
        let mut give = |other: Option<AttributeDefinition>| {
            let other = other.filter(|other| *other != *attribute);
            actions.extend(other.map(|other| SchemaAction::Do(place.changed(other, BTreeMap::new()))));
        };
        let refusal =
            |other: &AttributeDefinition| input.refusal(&place.changed(other.clone(), BTreeMap::new()), words);
        give(self.fields.names(ui, salt, attribute, &refusal, words));
        let kind = form_row(ui, &words.get("attribute-kind"), NAMES, |ui| self.kind(ui, attribute, &refusal, words));
        give(kind);
        let chosen = self.wanted.unwrap_or(Kind::of(&attribute.kind));
        if chosen.is_chosen() {
            let none = &[][..];
            let choices = if self.wanted.is_some() { none } else { attribute.kind.choices() };
            let refused = |change: &ChoicesChange| {
                let attribute = &place.attribute.bare();
                input.refusal(&AttributePlace { attribute, ..*place }.with_choices(chosen, change), words)
            };
            let given = form_row(ui, &words.get("attribute-choices-list"), NAMES, |ui| {
                let given = self.choices.show(ui, salt, choices, &refused, words);
                if choices.is_empty() {
                    let named = [("attribute", attribute.name.as_str().into())];
                    complaint(ui, &words.format("schema-no-choice", &named));
                }
                given
            });
            if let Some(change) = given {
                actions.push(SchemaAction::Do(place.with_choices(chosen, &change)));
            }
        }
        let mut give = |other: Option<AttributeDefinition>| {
            let other = other.filter(|other| *other != *attribute);
            actions.extend(other.map(|other| SchemaAction::Do(place.changed(other, BTreeMap::new()))));
        };
        if self.wanted.is_none() {
            let name = words.get("attribute-default");
            let given = form_row(ui, &name, NAMES, |ui| self.default_value(ui, &name, place, &refusal, words));
            give(given);
        }
        for (word, at) in [("attribute-is-required", 0), ("attribute-is-remembered", 1), ("attribute-is-shown", 2)] {
            // The guideline in it may be long: it is copied once the box is ticked.
            let mut is = [attribute.required, attribute.remembered, attribute.shown][at];
            if !form_row(ui, "", NAMES, |ui| ui.add(BidiCheckbox::new(&mut is, &words.get(word))).changed()) {
                continue;
            }
            let mut other = attribute.clone();
            let ticked = match at {
                0 => &mut other.required,
                1 => &mut other.remembered,
                _ => &mut other.shown,
            };
            *ticked = is;
            give(Some(other));
        }
        give(self.fields.guideline(ui, salt, attribute, words));
    }

    /// What it holds. Choices are asked for before it becomes one of them.
    fn kind(
        &mut self,
        ui: &mut Ui,
        attribute: &AttributeDefinition,
        refusal: &dyn Fn(&AttributeDefinition) -> Option<String>,
        words: &Localizer,
    ) -> Option<AttributeDefinition> {
        let own = Kind::of(&attribute.kind);
        let current = self.wanted.unwrap_or(own);
        let chosen = one_of(ui, &words.get("attribute-kind"), &Kind::ALL, current, |kind| words.get(kind.word()));
        let mut given = None;
        if let Some(kind) = chosen {
            self.wanted = None;
            self.wrong_kind = None;
            let choices = if attribute.kind.choices().is_empty() { &self.had } else { attribute.kind.choices() };
            if kind.is_chosen() && choices.is_empty() {
                self.wanted = Some(kind);
            } else if kind != own {
                let kind = kind.with(choices.to_vec());
                let default =
                    attribute.default.clone().filter(|value| crate::model::attribute::fits(value, &kind).is_ok());
                let other = AttributeDefinition { kind, default, ..attribute.clone() };
                self.wrong_kind = refusal(&other);
                given = Some(other).filter(|_| self.wrong_kind.is_none());
            }
        }
        if let Some(wrong) = &self.wrong_kind {
            complaint(ui, wrong);
        }
        given
    }

    /// What a new annotation gets.
    fn default_value(
        &mut self,
        ui: &mut Ui,
        name: &str,
        place: &AttributePlace<'_>,
        refusal: &dyn Fn(&AttributeDefinition) -> Option<String>,
        words: &Localizer,
    ) -> Option<AttributeDefinition> {
        let attribute = place.attribute;
        let none = words.get("attribute-none");
        let mut chosen: Option<Option<AttributeValue>> = None;
        match &attribute.kind {
            AttributeKind::Flag => {
                let is = |value: &Option<AttributeValue>| match value {
                    Some(AttributeValue::Flag(flag)) => Some(*flag),
                    _ => None,
                };
                let said = |flag: Option<bool>| match flag {
                    None => none.clone(),
                    Some(true) => words.get("attribute-yes"),
                    Some(false) => words.get("attribute-no"),
                };
                let flags = [None, Some(true), Some(false)];
                let flag = one_of(ui, name, &flags, is(&attribute.default), said);
                chosen = flag.map(|flag| flag.map(AttributeValue::Flag));
            }
            AttributeKind::Choice(choices) => {
                let current = match &attribute.default {
                    Some(AttributeValue::Choice(choice)) => Some(choice),
                    _ => None,
                };
                let shown = current.unwrap_or(&none);
                choice_button(ui, shown, &format!("{name}: {shown}"), |ui| {
                    let row = |at: usize| at.checked_sub(1).map(|at| &choices[at]);
                    choice_rows(ui, choices.len() + 1, |ui, at| {
                        let text = row(at).unwrap_or(&none);
                        let shown = Row::new(text).ticked(row(at) == current).role(egui::Role::MenuItemRadio);
                        let response = ui.add(shown);
                        if response.clicked() {
                            chosen = Some(row(at).cloned().map(AttributeValue::Choice));
                            ui.close();
                        }
                        response
                    });
                });
            }
            AttributeKind::Choices(choices) => {
                let current: &[String] = match &attribute.default {
                    Some(AttributeValue::Choices(current)) => current,
                    _ => &[],
                };
                let shown = if current.is_empty() { none.clone() } else { some_of(current) };
                choices_button(ui, &shown, &format!("{name}: {shown}"), |ui| {
                    choice_rows(ui, choices.len(), |ui, at| {
                        let row = Row::new(&choices[at]).ticked(current.contains(&choices[at]));
                        let response = ui.add(row.role(egui::Role::MenuItemCheckBox));
                        if response.clicked() {
                            chosen = Some(with_choice(choices, current, &choices[at]));
                        }
                        response
                    });
                });
            }
            AttributeKind::Number | AttributeKind::Text | AttributeKind::Date => {
                let field = BidiTextField::new(&mut self.default.text, name).id(place.salt.with("default")).show(ui);
                if field.response.changed() {
                    self.default.wrong = typed(&attribute.kind, &self.default.text, words).err();
                }
                let left = field.submitted || field.escaped || field.response.lost_focus();
                if left && self.default.is_changed() {
                    match typed(&attribute.kind, &self.default.text, words) {
                        Ok(value) => {
                            self.default.given();
                            chosen = Some(value);
                        }
                        Err(wrong) => self.default.wrong = Some(wrong),
                    }
                }
                if let Some(wrong) = &self.default.wrong {
                    complaint(ui, wrong);
                }
            }
        }
        let other = chosen.map(|default| AttributeDefinition { default, ..attribute.clone() });
        if let Some(other) = &other {
            self.wrong_default = refusal(other);
        }
        if let Some(wrong) = &self.wrong_default {
            complaint(ui, wrong);
        }
        other.filter(|_| self.wrong_default.is_none())
    }

    /// Everything that was typed, as the form goes away.
    pub(super) fn finish(
        &mut self,
        place: &AttributePlace<'_>,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        let refusal =
            |other: &AttributeDefinition| input.refusal(&place.changed(other.clone(), BTreeMap::new()), words);
        let kind = Kind::of(&place.attribute.kind);
        if kind.is_chosen() {
            let refused = |change: &ChoicesChange| {
                let attribute = &place.attribute.bare();
                input.refusal(&AttributePlace { attribute, ..*place }.with_choices(kind, change), words)
            };
            if let Some(change) = self.choices.finish(place.attribute.kind.choices(), &refused) {
                actions.push(SchemaAction::Do(place.with_choices(kind, &change)));
                return;
            }
        }
        let mut whole = self.fields.finish(place.attribute, &refusal, words);
        if self.default.is_changed()
            && let Ok(default) = typed(&place.attribute.kind, &self.default.text, words)
        {
            let other = AttributeDefinition { default, ..whole.as_ref().unwrap_or(place.attribute).clone() };
            whole = refusal(&other).is_none().then_some(other).or(whole);
            self.default.given();
        }
        actions.extend(whole.map(|other| SchemaAction::Do(place.changed(other, BTreeMap::new()))));
    }
}

/// Rows of a menu, of which only those in sight are made.
fn choice_rows(ui: &mut Ui, count: usize, row: impl FnMut(&mut Ui, usize) -> egui::Response) {
    const IN_SIGHT: usize = 9;
    ui.set_min_width(220.0);
    let room = egui::vec2(ui.available_width(), count.clamp(1, IN_SIGHT) as f32 * crate::ui::theme::ROW);
    ui.allocate_ui_with_layout(room, column_layout(ui.ctx()), |ui| {
        list(ui, "choices of the default", count, None, None, row);
    });
}

/// What a text stands for, or why it stands for nothing.
fn typed(kind: &AttributeKind, text: &str, words: &Localizer) -> Result<Option<AttributeValue>, String> {
    value_of(kind, text).map_err(|text| {
        let word = if *kind == AttributeKind::Date { "attribute-no-date" } else { "attribute-no-number" };
        words.format(word, &[("text", text.into())])
    })
}
