//! Attributes by keys: once the key for them was pressed, a letter for each value that the annotation in hand may have. A flag is thrown, a
//! choice is taken or taken back; what is written goes into its field.

use egui::{Context, Key};

use super::App;
use super::choosing::{AttributeKeys, LETTERS, Offer, ProposedValues, ValueChoice, letter};
use crate::arabic::clitics::Lexicon;
use crate::model::{AttributeDefinition, AttributeKind, AttributeValue, Attributes, Relation, Target};
use crate::session::OpenDocument;
use crate::suggest::values::value_named;
use crate::ui::keymap::{Focus, KeyPress, take_presses};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::isolated;
use crate::ui::message::Message;
use crate::ui::panels::attributes::with_choice;
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
        let definitions = definitions.map_or(&[][..], Vec::as_slice);
        let proposals = match &of {
            Target::Annotation(_) => proposals(document, definitions, self.session.vocabulary()),
            _ => Vec::new(),
        };
        let offers = offers(definitions, has, proposals);
        if offers.is_empty() {
            return self.say("attributes-none-here");
        }
        self.labelling.attributes = Some(AttributeKeys { of, offers });
        self.say_offers();
        self.pages.focus_page = true;
    }

    /// What the text of the annotation in hand says for its attributes, worked out once for each state of the document.
    pub(super) fn proposed_values(&mut self) -> ProposedValues {
        let (Some(id), Some(document)) = (self.session.current_id(), self.session.current()) else {
            return ProposedValues::default();
        };
        let Some(annotation) = document.active() else { return ProposedValues::default() };
        let key = (id, document.revision(), annotation.id.clone());
        if let Some((made, values)) = &self.labelling.proposed
            && *made == key
        {
            return values.clone();
        }
        let label = document.content().schema.label(&annotation.label);
        let definitions = label.map_or(&[][..], |label| &label.attributes);
        let values: ProposedValues = proposals(document, definitions, self.session.vocabulary()).into();
        self.labelling.proposed = Some((key, values.clone()));
        values
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
                        Some(AttributeValue::Choices(chosen)) => format!("{name}: {}", isolated(&chosen.join(" · "))),
                        Some(AttributeValue::Flag(_)) | None => isolated(name),
                        Some(value) => format!("{name} = {}", isolated(&value.localized(words))),
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
            Some(AttributeValue::Choices(thrown)) => {
                let value = self.with_thrown(&of, &name, &offer.attribute.kind, &thrown);
                self.set_attribute(of, name, value);
            }
            Some(value) => {
                let value = (!offer.is_set).then_some(value);
                self.set_attribute(of, name, value);
            }
            None => self.panels.annotations.write_attribute(name),
        }
    }

    /// The choices that it has with one thrown.
    fn with_thrown(&self, of: &Target, name: &str, kind: &AttributeKind, thrown: &[String]) -> Option<AttributeValue> {
        let content = self.session.current()?.content();
        let attributes = match of {
            Target::Annotation(id) => &content.annotations.get(id)?.record.attributes,
            Target::Relation(id) => &content.relations.get(id)?.record.attributes,
            Target::Document => &content.attributes,
        };
        let chosen = match attributes.get(name) {
            Some(AttributeValue::Choices(chosen)) => chosen.as_slice(),
            _ => &[],
        };
        with_choice(kind.choices(), chosen, thrown.first()?)
    }
}

/// What the text of the annotation in hand says for attributes that are written and have no such value yet.
fn proposals(
    document: &OpenDocument,
    definitions: &[AttributeDefinition],
    vocabulary: &Lexicon,
) -> Vec<(String, AttributeValue)> {
    let Some(annotation) = document.active() else { return Vec::new() };
    let (text, extent) = (document.content().text(), annotation.spans.extent());
    let written = definitions.iter().filter(|definition| definition.kind.choices().is_empty());
    let proposal = |definition: &AttributeDefinition| {
        let value = value_named(definition, text, extent.clone(), vocabulary)?;
        let is_new = annotation.record.attributes.get(&definition.name) != Some(&value);
        is_new.then(|| (definition.name.clone(), value))
    };
    written.filter_map(proposal).collect()
}

/// A letter for each flag and choice, for what the text says, and one for each attribute that is written.
fn offers(
    definitions: &[AttributeDefinition],
    has: &Attributes,
    proposals: Vec<(String, AttributeValue)>,
) -> Vec<Offer> {
    let proposed = |name: &String| {
        proposals.iter().filter(|(of, _)| of == name).map(|(_, value)| Some(value.clone())).collect::<Vec<_>>()
    };
    let of = |definition: &AttributeDefinition| -> Vec<Option<AttributeValue>> {
        match &definition.kind {
            AttributeKind::Flag => vec![Some(AttributeValue::Flag(true))],
            AttributeKind::Choice(choices) => choices.iter().cloned().map(AttributeValue::Choice).map(Some).collect(),
            AttributeKind::Choices(choices) => {
                choices.iter().map(|choice| Some(AttributeValue::Choices(vec![choice.clone()]))).collect()
            }
            AttributeKind::Number | AttributeKind::Text | AttributeKind::Date => {
                let mut values = proposed(&definition.name);
                values.push(None);
                values
            }
        }
    };
    let all =
        definitions.iter().flat_map(|definition| of(definition).into_iter().map(move |value| (definition, value)));
    let offer = |(definition, value): (&AttributeDefinition, Option<AttributeValue>)| {
        let is_set = match (&value, has.get(&definition.name)) {
            (Some(AttributeValue::Choices(one)), Some(AttributeValue::Choices(chosen))) => {
                one.iter().all(|choice| chosen.contains(choice))
            }
            (value, has) => value.is_some() && has == value.as_ref(),
        };
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
