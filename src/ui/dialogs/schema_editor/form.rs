//! Everything about one label, field by field. A field is put into the schema when it is left, if the schema allows it;
//! what is wrong is said below the field while it is typed.

use egui::{Context, Key, Role, Ui};

use super::{SchemaAction, SchemaInput, check_change};
use crate::edit::Command;
use crate::model::{AttributeKind, Colour, Label, LabelName};
use crate::ui::dialogs::{complaint, form_row};
use crate::ui::keymap::{Focus, KeyPress, presses};
use crate::ui::localizer::Localizer;
use crate::ui::palette::LabelPaint;
use crate::ui::panels::choice_button;
use crate::ui::panels::labels::label_name;
use crate::ui::theme::{Theme, space};
use crate::ui::widgets::{BidiButton, BidiLabel, BidiTextField, Row, mirrored, mirrored_wrapped, swatches};

/// The fields of a label that are typed.
const FIELDS: [Field; 5] = [Field::Arabic, Field::English, Field::Name, Field::Colour, Field::Guideline];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Arabic,
    English,
    Name,
    Colour,
    Guideline,
}

/// What was typed into a field, and what the schema holds.
#[derive(Clone, Debug, Default)]
struct Draft {
    text: String,
    kept: String,
    wrong: Option<String>,
}

/// The form of one label.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// The place of the label in the schema.
    pub(super) at: usize,
    drafts: [Draft; FIELDS.len()],
    /// The next press becomes the label's key.
    capturing: bool,
    wrong_key: Option<String>,
    wrong_parent: Option<String>,
    /// The label is new: its name is what is to be typed first.
    fresh: bool,
}

/// Room for the names of the fields, in points.
const NAMES: f32 = 165.0;

impl Form {
    pub(super) fn of(at: usize, label: &Label) -> Self {
        let mut form = Form::awaiting(at);
        form.fresh = false;
        form.sync_text(label);
        form
    }

    /// The form of a label that is about to be added.
    pub(super) fn awaiting(at: usize) -> Self {
        Form { at, drafts: Default::default(), capturing: false, wrong_key: None, wrong_parent: None, fresh: true }
    }

    /// Takes over what changed in the schema, but for what is being typed.
    pub(super) fn sync_text(&mut self, label: &Label) {
        for (field, draft) in FIELDS.into_iter().zip(&mut self.drafts) {
            let kept = kept(field, label);
            if draft.kept != kept {
                if draft.text == draft.kept {
                    draft.text.clone_from(&kept);
                    draft.wrong = None;
                }
                draft.kept = kept;
            }
        }
    }

    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        label: &Label,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        let fresh = std::mem::take(&mut self.fresh);
        let used = input.counts.get(&label.name).copied().unwrap_or(0);
        for (index, word) in ["label-arabic", "label-english", "label-name"].into_iter().enumerate() {
            let focus = fresh && index == 0;
            form_row(ui, &words.get(word), NAMES, |ui| {
                self.typed(ui, index, &words.get(word), focus, label, input, words, actions);
            });
        }
        form_row(ui, &words.get("label-key"), NAMES, |ui| self.key(ui, label, words, actions));
        form_row(ui, &words.get("label-colour"), NAMES, |ui| {
            if let Some(colour) = swatches(ui, label.colour) {
                actions.push(change(label, Label { colour, ..label.clone() }));
            }
            let theme = Theme::get(ui.ctx());
            mirrored(ui, |ui| {
                let (rect, _) = ui.allocate_exact_size(egui::vec2(18.0, 18.0), egui::Sense::hover());
                ui.painter().rect_filled(rect, 3, LabelPaint::new(label.colour, theme.page).line);
                self.typed(ui, 3, &words.get("label-colour-hex"), false, label, input, words, actions);
            });
            if let Some(wrong) = &self.drafts[3].wrong {
                complaint(ui, wrong);
            }
        });
        form_row(ui, &words.get("label-parent"), NAMES, |ui| self.parent(ui, label, input, words, actions));
        form_row(ui, &words.get("label-guideline"), NAMES, |ui| {
            self.typed(ui, 4, &words.get("label-guideline"), false, label, input, words, actions);
        });
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

    #[allow(clippy::too_many_arguments, reason = "one field of a form that everything flows through")]
    fn typed(
        &mut self,
        ui: &mut Ui,
        index: usize,
        name: &str,
        focus: bool,
        label: &Label,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        let field = FIELDS[index];
        let id = ui.make_persistent_id(("field of a label", self.at, index));
        let draft = &mut self.drafts[index];
        let shown = match field {
            Field::Guideline => BidiTextField::multiline(&mut draft.text, name, 3),
            Field::Colour => BidiTextField::new(&mut draft.text, name).width(110.0).ltr(),
            Field::Name => BidiTextField::new(&mut draft.text, name).ltr(),
            Field::Arabic | Field::English => BidiTextField::new(&mut draft.text, name),
        };
        let shown = shown.id(id).focus(focus).select_all(focus).show(ui);
        if shown.response.changed() {
            let wrong = self.edit(index, label, input, words).err();
            self.drafts[index].wrong = wrong;
        }
        if shown.submitted || shown.escaped || shown.response.lost_focus() {
            self.commit(index, label, input, words, actions);
        }
        if let Some(wrong) = self.drafts[index].wrong.as_ref().filter(|_| field != Field::Colour) {
            complaint(ui, wrong);
        }
    }

    /// The label as it would be with a draft in it, or why it cannot be.
    fn edit(&self, index: usize, label: &Label, input: &SchemaInput<'_>, words: &Localizer) -> Result<Label, String> {
        let text = self.drafts[index].text.trim();
        let mut request = label.clone();
        match FIELDS[index] {
            Field::Arabic => request.arabic = text.to_owned(),
            Field::English => request.english = text.to_owned(),
            Field::Guideline => request.guideline = text.to_owned(),
            Field::Name => request.name = LabelName::new(text),
            Field::Colour => {
                let hex = format!("#{}", text.trim_start_matches('#').to_lowercase());
                request.colour = Colour::from_hex(&hex).ok_or_else(|| words.get("schema-bad-colour"))?;
            }
        }
        check_change(input.schema, &label.name, &request, words)?;
        Ok(request)
    }

    fn commit(
        &mut self,
        index: usize,
        label: &Label,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        if self.drafts[index].text == self.drafts[index].kept {
            return;
        }
        match self.edit(index, label, input, words) {
            Ok(request) => {
                let draft = &mut self.drafts[index];
                draft.text = kept(FIELDS[index], &request);
                draft.kept.clone_from(&draft.text);
                draft.wrong = None;
                if request != *label {
                    actions.push(change(label, request));
                }
            }
            Err(wrong) => self.drafts[index].wrong = Some(wrong),
        }
    }

    /// Commits every field at once, as one step: the form goes away. What the schema refuses is let go.
    pub(super) fn finish(
        &mut self,
        label: &Label,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        let mut whole = label.clone();
        for (index, field) in FIELDS.iter().enumerate() {
            if self.drafts[index].text == self.drafts[index].kept {
                continue;
            }
            let Ok(request) = self.edit(index, label, input, words) else { continue };
            match field {
                Field::Arabic => whole.arabic = request.arabic,
                Field::English => whole.english = request.english,
                Field::Guideline => whole.guideline = request.guideline,
                Field::Name => whole.name = request.name,
                Field::Colour => whole.colour = request.colour,
            }
        }
        if whole != *label {
            actions.push(change(label, whole));
        }
        for draft in &mut self.drafts {
            draft.kept.clone_from(&draft.text);
        }
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
        let theme = Theme::get(ui.ctx());
        let none = words.get("schema-no-parent");
        let parent = label.parent.as_ref().and_then(|name| input.schema.label(name));
        let shown = parent.map_or(none.as_str(), |label| label_name(label, words.language()));
        let mut chosen: Option<Option<LabelName>> = None;
        let spoken = format!("{}: {shown}", words.get("label-parent"));
        choice_button(ui, shown, &spoken, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if ui.add(Row::new(&none).ticked(label.parent.is_none()).role(Role::MenuItemRadio)).clicked() {
                chosen = Some(None);
                ui.close();
            }
            for other in input.schema.labels.iter().filter(|other| other.name != label.name) {
                let row = Row::new(label_name(other, words.language()))
                    .detail(other.name.as_str())
                    .swatch(LabelPaint::new(other.colour, theme.raised).line)
                    .ticked(label.parent.as_ref() == Some(&other.name))
                    .role(Role::MenuItemRadio);
                if ui.add(row).clicked() {
                    chosen = Some(Some(other.name.clone()));
                    ui.close();
                }
            }
        });
        if let Some(parent) = chosen.filter(|parent| *parent != label.parent) {
            let request = Label { parent, ..label.clone() };
            self.wrong_parent = check_change(input.schema, &label.name, &request, words).err();
            if self.wrong_parent.is_none() {
                actions.push(change(label, request));
            }
        }
        if let Some(wrong) = &self.wrong_parent {
            complaint(ui, wrong);
        }
    }
}

fn kept(field: Field, label: &Label) -> String {
    match field {
        Field::Arabic => label.arabic.clone(),
        Field::English => label.english.clone(),
        Field::Name => label.name.as_str().to_owned(),
        Field::Colour => label.colour.to_hex(),
        Field::Guideline => label.guideline.clone(),
    }
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
