//! The attributes of an annotation, a relation or a document as fields: a tick for a flag, a menu for a choice, a line for what is written.

use std::borrow::Cow;

use egui::{Role, Ui};

use super::choice_button;
use super::labels::attribute_name;
use crate::model::{AttributeDefinition, AttributeKind, AttributeValue, Attributes, Target};
use crate::suggest::dates::date_named;
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::{Localizer, isolated, without_isolates};
use crate::ui::theme::space;
use crate::ui::typed::european;
use crate::ui::widgets::{BidiButton, BidiCheckbox, BidiLabel, BidiTextField, Row, guideline_hover, mirrored};

/// What is being written.
#[derive(Debug, Default)]
pub struct AttributeDrafts {
    written: Option<Draft>,
    /// The attribute whose field is to have the keyboard, and of what.
    focus: Option<(Option<Target>, String)>,
}

#[derive(Debug)]
struct Draft {
    of: Target,
    name: String,
    kind: AttributeKind,
    text: String,
    /// What the document holds.
    kept: String,
}

impl AttributeDrafts {
    /// Gives the field of an attribute the keyboard.
    pub fn write(&mut self, of: Option<Target>, name: String) {
        self.focus = Some((of, name));
    }

    /// Whether a field is written into, or is to be.
    pub fn is_wanted(&self) -> bool {
        self.focus.is_some() || self.written.is_some()
    }

    /// What was typed and is not yet in the document.
    pub fn take(&mut self) -> Option<(Target, AttributeChange)> {
        let Draft { of, name, kind, text, .. } = self.written.take().filter(|draft| draft.text != draft.kept)?;
        Some((of, change_to(name, &kind, &text)))
    }

    /// The same where its field is not shown any more.
    pub fn take_but(&mut self, shown: &[&Target]) -> Option<(Target, AttributeChange)> {
        let is_gone = self.written.as_ref().is_some_and(|draft| !shown.contains(&&draft.of));
        if is_gone { self.take() } else { None }
    }
}

/// What was done to one attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum AttributeChange {
    Set(String, Option<AttributeValue>),
    /// What was typed is no number.
    NoNumber(String),
    /// What was typed is no date.
    NoDate(String),
}

/// The fields, one a line; below one that is written into, what the text says for it, to be taken.
pub fn attribute_fields(
    ui: &mut Ui,
    drafts: &mut AttributeDrafts,
    of: &Target,
    (definitions, proposed): (&[AttributeDefinition], &[(String, AttributeValue)]),
    has: &Attributes,
    words: &Localizer,
) -> Vec<AttributeChange> {
    let mut changes = Vec::new();
    for definition in definitions {
        let value = has.get(&definition.name);
        let name = shown_name(definition, value, words);
        let name = &*name;
        let mut set = |value| changes.push(AttributeChange::Set(definition.name.clone(), value));
        match &definition.kind {
            AttributeKind::Flag => {
                let mut ticked = value == Some(&AttributeValue::Flag(true));
                let response = guideline_hover(ui.add(BidiCheckbox::new(&mut ticked, name)), &definition.guideline);
                if response.changed() {
                    set(ticked.then_some(AttributeValue::Flag(true)));
                }
            }
            AttributeKind::Choices(choices) => {
                several_choices(ui, choices, value, (name, &definition.guideline), words, set)
            }
            AttributeKind::Choice(choices) => {
                mirrored(ui, |ui| {
                    ui.spacing_mut().button_padding.x = space::S;
                    let label = ui.add(BidiLabel::new(name).small().weak().sense(egui::Sense::hover()));
                    guideline_hover(label, &definition.guideline);
                    let none = words.get("attribute-none");
                    let chosen = match value {
                        Some(AttributeValue::Choice(chosen)) => chosen.as_str(),
                        _ => none.as_str(),
                    };
                    let parts = [("attribute", name.into()), ("value", chosen.into())];
                    let (button, _) = choice_button(ui, chosen, &words.format("attribute-choose", &parts), |ui| {
                        let mut row = |ui: &mut Ui, choice: Option<&String>, shown: &str| {
                            let ticked = choice.map_or(value.is_none(), |choice| choice == chosen && value.is_some());
                            if ui.add(Row::new(shown).ticked(ticked).role(Role::MenuItemRadio)).clicked() {
                                set(choice.cloned().map(AttributeValue::Choice));
                                ui.close();
                            }
                        };
                        row(ui, None, &none);
                        egui::ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
                            choices.iter().for_each(|choice| row(ui, Some(choice), choice));
                        });
                    });
                    guideline_hover(button, &definition.guideline);
                });
            }
            AttributeKind::Number | AttributeKind::Text | AttributeKind::Date => {
                changes.extend(written(ui, drafts, of, definition, value, name));
                for (_, value) in proposed.iter().filter(|(attribute, _)| *attribute == definition.name) {
                    if proposal(ui, attribute_name(definition, words.language()), value, words) {
                        changes.push(AttributeChange::Set(definition.name.clone(), Some(value.clone())));
                    }
                }
            }
        }
    }
    changes
}

/// A value that the text says, as a button. Whether it is taken.
fn proposal(ui: &mut Ui, name: &str, value: &AttributeValue, words: &Localizer) -> bool {
    let value = isolated(&value.localized(words));
    let text = words.format("attribute-take", &[("value", (&value).into())]);
    let parts = [("attribute", name.into()), ("value", (&value).into())];
    let spoken = without_isolates(&words.format("attribute-take-as", &parts)).into_owned();
    mirrored(ui, |ui| ui.add(BidiButton::quiet(&text).small().spoken(&spoken).hint(&spoken)).clicked()).inner
}

/// The name, and where nothing is said that a value is required.
fn shown_name<'d>(
    definition: &'d AttributeDefinition,
    value: Option<&AttributeValue>,
    words: &Localizer,
) -> Cow<'d, str> {
    let name = attribute_name(definition, words.language());
    match definition.required && value.is_none() {
        true => words.format("attribute-required", &[("attribute", name.into())]).into(),
        false => name.into(),
    }
}

/// A menu of choices of which as many as apply are ticked; it stays open.
fn several_choices(
    ui: &mut Ui,
    choices: &[String],
    value: Option<&AttributeValue>,
    (name, guideline): (&str, &str),
    words: &Localizer,
    mut set: impl FnMut(Option<AttributeValue>),
) {
    let chosen: &[String] = match value {
        Some(AttributeValue::Choices(chosen)) => chosen,
        _ => &[],
    };
    let shown = if chosen.is_empty() { words.get("attribute-none") } else { chosen.join(" · ") };
    mirrored(ui, |ui| {
        ui.spacing_mut().button_padding.x = space::S;
        ui.add(BidiLabel::new(name).small().weak());
        let parts = [("attribute", name.into()), ("value", shown.as_str().into())];
        let (button, _) = choice_button(ui, &shown, &words.format("attribute-choose", &parts), |ui| {
            egui::ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
                for choice in choices {
                    let ticked = chosen.contains(choice);
                    if ui.add(Row::new(choice).ticked(ticked).role(Role::MenuItemCheckBox)).clicked() {
                        set(with_choice(choices, chosen, choice));
                    }
                }
            });
        });
        guideline_hover(button, guideline);
    });
}

/// The chosen ones with one thrown, in the order of the schema; nothing where none is left.
pub fn with_choice(choices: &[String], chosen: &[String], thrown: &str) -> Option<AttributeValue> {
    let is_in = |choice: &&String| chosen.contains(choice) != (choice.as_str() == thrown);
    let chosen: Vec<String> = choices.iter().filter(is_in).cloned().collect();
    (!chosen.is_empty()).then_some(AttributeValue::Choices(chosen))
}

/// A field that is written into.
fn written(
    ui: &mut Ui,
    drafts: &mut AttributeDrafts,
    of: &Target,
    definition: &AttributeDefinition,
    value: Option<&AttributeValue>,
    name: &str,
) -> Option<AttributeChange> {
    let kept = value.map(ToString::to_string).unwrap_or_default();
    let is_own = |draft: &&mut Draft| draft.of == *of && draft.name == definition.name;
    let mut text = match drafts.written.as_mut().filter(is_own) {
        // Undo, or another hand, changed it while nothing was being typed.
        Some(draft) if draft.kept != kept && draft.text == draft.kept => kept.clone(),
        Some(draft) => draft.text.clone(),
        None => kept.clone(),
    };
    let is_wanted = |(wanted, name): &mut (Option<Target>, String)| {
        *name == definition.name && wanted.as_ref().is_none_or(|wanted| wanted == of)
    };
    let focus = drafts.focus.take_if(is_wanted).is_some();
    let id = ui.make_persistent_id(("attribute", of, &definition.name));
    let field = BidiTextField::new(&mut text, name).hint(name).id(id).focus(focus).show(ui);
    guideline_hover(field.response.clone(), &definition.guideline);
    if field.submitted {
        field.response.surrender_focus();
    }
    let done = field.submitted || field.escaped || field.response.lost_focus();
    if field.escaped {
        text.clone_from(&kept);
    }
    match (done, text == kept) {
        (_, true) => {
            if drafts.written.as_mut().filter(is_own).is_some() {
                drafts.written = None;
            }
            None
        }
        (false, false) => {
            let (name, kind) = (definition.name.clone(), definition.kind.clone());
            drafts.written = Some(Draft { of: of.clone(), name, kind, text, kept });
            None
        }
        (true, false) => {
            drafts.written = None;
            Some(change_to(definition.name.clone(), &definition.kind, &text))
        }
    }
}

fn change_to(name: String, kind: &AttributeKind, text: &str) -> AttributeChange {
    match value_of(kind, text) {
        Ok(value) => AttributeChange::Set(name, value),
        Err(text) if *kind == AttributeKind::Date => AttributeChange::NoDate(text),
        Err(text) => AttributeChange::NoNumber(text),
    }
}

/// What a text stands for; an empty one for nothing. A number may be written in any of the digits of the region, a date as in
/// a text of either calendar.
pub(in crate::ui) fn value_of(kind: &AttributeKind, text: &str) -> Result<Option<AttributeValue>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match kind {
        AttributeKind::Number => {
            let number: Option<f64> = european(text).parse().ok().filter(|number: &f64| number.is_finite());
            number.map(|number| Some(AttributeValue::Number(number))).ok_or_else(|| text.to_owned())
        }
        AttributeKind::Date => {
            let date = date_named(&european(text));
            date.map(|date| Some(AttributeValue::Date(date))).ok_or_else(|| text.to_owned())
        }
        _ => Ok(Some(AttributeValue::Text(text.to_owned()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_in_all_digits_of_the_region() {
        let number = |text: &str| value_of(&AttributeKind::Number, text);
        for (text, expect) in [("12", 12.0), ("١٢٫٥", 12.5), ("۱۲", 12.0), ("\u{200f}−٣", -3.0), ("١٬٢٣٤", 1234.0)]
        {
            assert_eq!(number(text), Ok(Some(AttributeValue::Number(expect))), "{text}");
        }
        assert_eq!(number("  "), Ok(None));
        for text in ["اثنان", "1.2.3", "inf", "NaN"] {
            assert_eq!(number(text), Err(text.to_owned()));
        }
    }
}
