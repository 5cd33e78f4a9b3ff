//! Everything about one label, field by field.

use std::sync::Arc;

use egui::{Context, Id, Key, Role, Ui};

use super::fields::{Fields, NAMES, one_of};
use super::input::{SchemaAction, SchemaInput};
use super::label_pick::{LabelPick, PickWords};
use crate::edit::Command;
use crate::model::{AttributeKind, Label, LabelName, Overlap, Schema};
use crate::ui::dialogs::{complaint, form_row};
use crate::ui::keymap::{Focus, KeyPress, presses};
use crate::ui::localizer::Localizer;
use crate::ui::panels::labels::label_name;
use crate::ui::theme::space;
use crate::ui::widgets::{BidiButton, BidiLabel, mirrored, mirrored_wrapped};

/// The form of one label.
#[derive(Clone, Debug, Default)]
pub(super) struct Form {
    /// The place of the label in the schema.
    pub(super) at: usize,
    fields: Fields,
    /// What the label stands under is called.
    parent: String,
    pick: LabelPick,
    /// The next press becomes the label's key.
    capturing: bool,
    wrong_key: Option<String>,
    wrong_parent: Option<String>,
    wrong_overlap: Option<String>,
}

fn overlap_word(overlap: Overlap) -> &'static str {
    match overlap {
        Overlap::Any => "overlap-any",
        Overlap::Nested => "overlap-nested",
        Overlap::OtherLabels => "overlap-other-labels",
        Overlap::Never => "overlap-never",
    }
}

impl Form {
    pub(super) fn of(at: usize) -> Self {
        Form { at, ..Form::default() }
    }

    /// The form of a label that is about to be added.
    pub(super) fn awaiting(at: usize) -> Self {
        Form { at, fields: Fields::fresh(), ..Form::default() }
    }

    /// Takes over what changed in the schema, but for what is being typed.
    fn sync(&mut self, label: &Label, schema: &Arc<Schema>, words: &Localizer) {
        if self.fields.sync(label, schema) {
            let parent = label.parent.as_ref().and_then(|name| schema.label(name));
            self.parent = parent.map(|label| label_name(label, words.language()).to_owned()).unwrap_or_default();
        }
    }

    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        salt: Id,
        label: &Label,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        self.sync(label, input.schema, words);
        let used = input.counts.get(&label.name).copied().unwrap_or(0);
        let refusal = |other: &Label| refusal_of(label, other, input, words);
        actions.extend(self.fields.names(ui, salt, label, &refusal, words).map(|other| change(label, other)));
        form_row(ui, &words.get("label-key"), NAMES, |ui| self.key(ui, label, words, actions));
        actions.extend(self.fields.colour(ui, salt, label, &refusal, words).map(|other| change(label, other)));
        form_row(ui, &words.get("label-parent"), NAMES, |ui| self.parent(ui, label, input, words, actions));
        let name = words.get("label-overlap");
        let overlap = form_row(ui, &name, NAMES, |ui| {
            let said = |overlap| words.get(overlap_word(overlap));
            let chosen = one_of(ui, &name, &Overlap::ALL, label.overlap, said);
            if let Some(wrong) = &self.wrong_overlap {
                complaint(ui, wrong);
            }
            chosen
        });
        if let Some(overlap) = overlap {
            let other = Label { overlap, ..label.clone() };
            self.wrong_overlap = refusal(&other);
            actions.extend(Some(other).filter(|_| self.wrong_overlap.is_none()).map(|other| change(label, other)));
        }
        actions.extend(self.fields.guideline(ui, salt, label, words).map(|other| change(label, other)));
        ui.add_space(space::XS);
        let word = if input.project_counted { "schema-count-project" } else { "label-count" };
        ui.add(BidiLabel::new(&words.format(word, &[("n", used.into())])).small().weak());
        let divides = |kind: &AttributeKind| matches!(kind, AttributeKind::Choice(_) | AttributeKind::Flag);
        if label.attributes.iter().any(|attribute| divides(&attribute.kind)) {
            mirrored(ui, |ui| {
                if ui.add(BidiButton::quiet(&words.get("schema-split"))).clicked() {
                    actions.push(SchemaAction::Split(label.name.clone()));
                }
            });
        }
    }

    /// Every field that was typed, as one step: the form goes away. What the schema refuses is let go.
    pub(super) fn finish(
        &mut self,
        label: &Label,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        let refusal = |other: &Label| refusal_of(label, other, input, words);
        actions.extend(self.fields.finish(label, &refusal, words).map(|other| change(label, other)));
    }

    fn key(&mut self, ui: &mut Ui, label: &Label, words: &Localizer, actions: &mut Vec<SchemaAction>) {
        mirrored_wrapped(ui, |ui| {
            let none = words.get("schema-no-key");
            let key = label.key.map(|key| key.to_uppercase().to_string()).unwrap_or(none);
            let asking = words.get("schema-press-key");
            let text = if self.capturing { &asking } else { &key };
            let spoken = format!("{}: {text}", words.get("label-key"));
            let button = BidiButton::new(text).selected(self.capturing).min_width(72.0).spoken(&spoken);
            if ui.add(button.hint(&words.get("schema-key-tip"))).clicked() {
                self.capturing = !self.capturing;
                self.wrong_key = None;
            }
            if label.key.is_some()
                && !self.capturing
                && ui.add(BidiButton::quiet(&words.get("schema-take-key-away"))).clicked()
            {
                self.wrong_key = None;
                actions.push(change(label, Label { key: None, ..label.clone() }));
            }
        });
        if let Some(wrong) = &self.wrong_key {
            complaint(ui, wrong);
        }
    }

    /// While a key is waited for, the press goes to nobody else.
    pub(super) fn take_key(
        &mut self,
        ctx: &Context,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        let Some(label) = input.schema.labels.get(self.at).filter(|_| self.capturing) else { return };
        let pressed = ctx.input_mut(|input| {
            let pressed = presses(&input.events);
            input.events.retain(|event| !matches!(event, egui::Event::Key { .. } | egui::Event::Text(_)));
            pressed
        });
        let Some(press) = pressed.into_iter().find(|press| !press.repeat) else { return };
        self.capturing = false;
        if press.shortcut.key == Key::Escape {
            return;
        }
        match wanted_key(&press, label, input, words) {
            Ok(key) if key == label.key => self.wrong_key = None,
            Ok(key) => {
                self.wrong_key = None;
                actions.push(change(label, Label { key, ..label.clone() }));
            }
            Err(wrong) => self.wrong_key = Some(wrong),
        }
    }

    fn parent(
        &mut self,
        ui: &mut Ui,
        label: &Label,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        let none = words.get("schema-no-parent");
        let shown = if self.parent.is_empty() { &none } else { &self.parent };
        let spoken = format!("{}: {shown}", words.get("label-parent"));
        let is_chosen = |name: &LabelName| label.parent.as_ref() == Some(name);
        let said = PickWords {
            shown,
            spoken: &spoken,
            none: Some(&none),
            is_chosen: &is_chosen,
            is_none: label.parent.is_none(),
            role: Role::MenuItemRadio,
        };
        let chosen = self.pick.show(ui, &said, input.schema, words);
        if let Some(parent) = chosen.filter(|parent| *parent != label.parent) {
            let request = Label { parent, ..label.clone() };
            self.wrong_parent = refusal_of(label, &request, input, words);
            if self.wrong_parent.is_none() {
                actions.push(change(label, request));
            }
        }
        if let Some(wrong) = &self.wrong_parent {
            complaint(ui, wrong);
        }
    }
}

/// Why a label cannot become another.
fn refusal_of(label: &Label, other: &Label, input: &SchemaInput<'_>, words: &Localizer) -> Option<String> {
    input.refusal(&Command::ChangeLabel { name: label.name.clone(), label: other.clone() }, words)
}

fn change(label: &Label, request: Label) -> SchemaAction {
    SchemaAction::Do(Command::ChangeLabel { name: label.name.clone(), label: request })
}

/// The key a press stands for, `None` for Delete, or why it cannot be a label's.
fn wanted_key(
    press: &KeyPress,
    label: &Label,
    input: &SchemaInput<'_>,
    words: &Localizer,
) -> Result<Option<char>, String> {
    if matches!(press.shortcut.key, Key::Delete | Key::Backspace) {
        return Ok(None);
    }
    let plain = !press.shortcut.ctrl && !press.shortcut.alt;
    let typed = press.typed.filter(|c| plain && !c.is_control() && !c.is_whitespace());
    let typed = typed.ok_or_else(|| words.get("schema-not-a-key"))?;
    let key = typed.to_lowercase().next().unwrap_or(typed);
    let shown = key.to_uppercase().to_string();
    let other = input.schema.labels.iter().find(|other| {
        other.name != label.name && other.key.is_some_and(|taken| taken == key || press.is_label_key(taken))
    });
    if let Some(other) = other {
        let owner = label_name(other, words.language());
        return Err(words.format("schema-key-taken", &[("key", shown.into()), ("label", owner.into())]));
    }
    // Other labels were asked before.
    let command = input.keys.command(press, Focus::Page).filter(|command| input.keys.label(*command).is_none());
    if let Some(command) = command {
        let command = words.get(command.message_id());
        return Err(words.format("schema-key-command", &[("key", shown.into()), ("command", command.into())]));
    }
    Ok(Some(key))
}
