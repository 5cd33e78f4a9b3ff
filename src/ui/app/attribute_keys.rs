//! Attributes by keys: once the key for them was pressed, a letter for each value that the annotation in hand may have. A flag is thrown, a
//! choice is taken or taken back; what is written goes into its field.

use egui::{Context, Key};

use super::App;
use super::choosing::{AttributeKeys, LETTERS, Offer, ValueChoice, letter};
use crate::edit::Command;
use crate::model::{AttributeDefinition, AttributeKind, AttributeValue, Attributes, Relation, Target};
use crate::ui::keymap::{Focus, KeyPress, take_presses};
use crate::ui::localizer::isolated;
use crate::ui::message::Message;
use crate::ui::panels::labels::attribute_name;
use crate::ui::widgets::Tone;

impl App {
    /// Offers the values of the chosen relation, else of the annotation in hand.
    pub(super) fn begin_attributes(&mut self) {
        let Some(document) = self.session.current() else { return };
        let schema = &document.content().schema;
        let (of, definitions, has) = match (self.chosen_relation(), document.active()) {
            (Some(Relation { id, label, record, .. }), _) => {
                let kind = schema.relation_type(label);
                (Target::Relation(id.clone()), kind.map(|kind| &kind.attributes), &record.attributes)
            }
            (None, Some(annotation)) => {
                let label = schema.label(&annotation.label);
                let attributes = &annotation.record.attributes;
                (Target::Annotation(annotation.id.clone()), label.map(|label| &label.attributes), attributes)
            }
            (None, None) => return self.say("status-choose-annotation-first"),
        };
        let offers = offers(definitions.map_or(&[], Vec::as_slice), has);
        if offers.is_empty() {
            return self.say("attributes-none-here");
        }
        self.labelling.attributes = Some(AttributeKeys { of, offers });
        self.say_offers();
        self.pages.focus_page = true;
    }

    /// The letters with what each gives, in the status bar.
    fn say_offers(&mut self) {
        let Some(AttributeKeys { offers, .. }) = self.labelling.attributes.clone() else { return };
        self.tell(
            Tone::Plain,
            Message::new(move |words| {
                let language = words.language();
                let said = offers.iter().enumerate().filter_map(|(at, offer)| {
                    let name = attribute_name(&offer.attribute, language);
                    let what = match &offer.value {
                        Some(AttributeValue::Choice(choice)) => format!("{name}: {}", isolated(choice)),
                        _ => isolated(name),
                    };
                    let mark = if offer.is_set { " ✓" } else { "" };
                    Some(format!("{} {what}{mark}", letter(at, language)?))
                });
                let said: Vec<String> = said.collect();
                words.format("attributes-offered", &[("offers", said.join(" · ").into())])
            }),
        );
    }

    /// Reads the presses that choose a value.
    pub(super) fn read_attribute_keys(&mut self, ctx: &Context, focus: Focus) {
        if self.labelling.attributes.is_none() || !matches!(focus, Focus::Page | Focus::Control) {
            return;
        }
        for choice in take_presses(ctx, value_choice) {
            let Some(keys) = self.labelling.attributes.take() else { return };
            match choice {
                ValueChoice::Leave => self.message = None,
                ValueChoice::Letter(at) => match keys.offers.get(at).cloned() {
                    Some(offer) => self.take_offer(keys.of, offer),
                    None => {
                        self.labelling.attributes = Some(keys);
                        self.say("relate-no-such-letter");
                    }
                },
            }
        }
    }

    fn take_offer(&mut self, of: Target, offer: Offer) {
        let name = offer.attribute.name;
        match offer.value {
            Some(value) => {
                let value = (!offer.is_set).then_some(value);
                self.set_attribute(of, name, value);
            }
            None => self.panels.annotations.write_attribute(name),
        }
    }

    pub(super) fn set_attribute(&mut self, of: Target, name: String, value: Option<AttributeValue>) {
        self.message = None;
        self.change_relation(Command::SetAttribute { of, name, value });
    }
}

/// A letter for each flag and choice, and one for each attribute that is written.
fn offers(definitions: &[AttributeDefinition], has: &Attributes) -> Vec<Offer> {
    let of = |definition: &AttributeDefinition| -> Vec<Option<AttributeValue>> {
        match &definition.kind {
            AttributeKind::Flag => vec![Some(AttributeValue::Flag(true))],
            AttributeKind::Choice(choices) => choices.iter().cloned().map(AttributeValue::Choice).map(Some).collect(),
            AttributeKind::Choices(choices) => {
                choices.iter().map(|choice| Some(AttributeValue::Choices(vec![choice.clone()]))).collect()
            }
            AttributeKind::Number | AttributeKind::Text | AttributeKind::Date => vec![None],
        }
    };
    let all =
        definitions.iter().flat_map(|definition| of(definition).into_iter().map(move |value| (definition, value)));
    let offer = |(definition, value): (&AttributeDefinition, Option<AttributeValue>)| {
        let is_set = value.is_some() && has.get(&definition.name) == value.as_ref();
        Offer { attribute: definition.clone(), value, is_set }
    };
    all.take(LETTERS.len()).map(offer).collect()
}

/// What a press means while a value is chosen.
fn value_choice(press: &KeyPress) -> Option<ValueChoice> {
    let shortcut = press.shortcut;
    if shortcut.ctrl || shortcut.alt || shortcut.shift {
        return None;
    }
    match shortcut.key {
        Key::Escape => Some(ValueChoice::Leave),
        key => LETTERS.iter().position(|(letter, ..)| *letter == key).map(ValueChoice::Letter),
    }
}
