//! A label is divided by the values of one of its attributes: each value gets a label of its own, or stays what it is.

use std::collections::BTreeMap;

use super::schema_editor::SchemaEditor;
use super::{before_buttons, complaint, form_row};
use crate::edit::{Command, Migration};
use crate::model::{AttributeDefinition, AttributeKind, Label, LabelChange, LabelName};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::{isolated, without_isolates};
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::panels::choice_button;
use crate::ui::widgets::{BidiButton, BidiLabel, BidiTextField, Row, dialog, mirrored_end};

/// Room for the values, in points.
const NAMES: f32 = 170.0;

/// The dialog while it is open.
#[derive(Debug)]
pub struct SplitLabelDialog {
    label: LabelName,
    /// The attributes that have a list of values, and which of them divides.
    attributes: Vec<AttributeDefinition>,
    chosen: usize,
    /// For each value of the attribute the label it gets.
    parts: Vec<(String, String)>,
    /// The label of all others.
    rest: String,
    refused: Option<String>,
}

impl SplitLabelDialog {
    /// `None` where the label has no attribute with a list of values.
    pub fn of(label: &Label) -> Option<Self> {
        let attributes: Vec<AttributeDefinition> =
            label.attributes.iter().filter(|attribute| !values_of(attribute).is_empty()).cloned().collect();
        let parts = parts_of(label.name.as_str(), attributes.first()?);
        let rest = label.name.as_str().to_owned();
        Some(SplitLabelDialog { label: label.name.clone(), attributes, chosen: 0, parts, rest, refused: None })
    }

    fn command(&self, cx: &UiContext<'_>) -> Option<Command> {
        let schema = cx.session.schema_to_edit()?;
        let name = |text: &str| LabelName::new(text.trim());
        let into: BTreeMap<String, LabelName> =
            self.parts.iter().map(|(value, label)| (value.clone(), name(label))).collect();
        let attribute = self.attributes.get(self.chosen)?.name.clone();
        let change = LabelChange::Split { attribute, into, rest: name(&self.rest) };
        let labels = BTreeMap::from([(self.label.clone(), change)]);
        let migration = Migration { labels, ..Migration::default() };
        let schema = migration.applied_to(&schema).into();
        Some(Command::Migrate(Box::new(Migration { schema, ..migration })))
    }
}

/// The values that an attribute can have, where they are a list.
fn values_of(attribute: &AttributeDefinition) -> Vec<String> {
    match &attribute.kind {
        AttributeKind::Choice(choices) | AttributeKind::Choices(choices) => choices.clone(),
        AttributeKind::Flag => vec!["true".into(), "false".into()],
        AttributeKind::Number | AttributeKind::Text | AttributeKind::Date => Vec::new(),
    }
}

fn parts_of(label: &str, attribute: &AttributeDefinition) -> Vec<(String, String)> {
    let name = |value: &str| format!("{label}-{}", value.split_whitespace().collect::<Vec<_>>().join("-"));
    values_of(attribute).into_iter().map(|value| (value.clone(), name(&value))).collect()
}

impl Modal for SplitLabelDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let words = cx.words.clone();
        let (mut split, mut cancel) = (false, false);
        let title = words.format("split-title", &[("label", isolated(self.label.as_str()).into())]);
        let (_, close) = dialog(&cx.ctx.clone(), "split", &title, 540.0, |ui| {
            ui.add(BidiLabel::new(&words.get("split-about")).weak().wrap());
            form_row(ui, &words.get("split-attribute"), NAMES, |ui| {
                let name = self.attributes[self.chosen].name.clone();
                choice_button(ui, &name, &format!("{}: {name}", words.get("split-attribute")), |ui| {
                    for (at, attribute) in self.attributes.iter().enumerate() {
                        if ui.add(Row::new(&attribute.name).ticked(at == self.chosen)).clicked() {
                            self.chosen = at;
                            self.parts = parts_of(self.label.as_str(), attribute);
                            ui.close();
                        }
                    }
                });
            });
            for (value, label) in &mut self.parts {
                let name = words.format("split-value", &[("value", isolated(value).into())]);
                let spoken = without_isolates(&name);
                form_row(ui, &name, NAMES, |ui| BidiTextField::new(label, &spoken).ltr().show(ui));
            }
            let rest = words.get("split-rest");
            form_row(ui, &rest, NAMES, |ui| BidiTextField::new(&mut self.rest, &rest).ltr().show(ui));
            if let Some(refused) = &self.refused {
                complaint(ui, refused);
            }
            before_buttons(ui);
            mirrored_end(ui, |ui| {
                split = ui.add(BidiButton::primary(&words.get("split-do"))).clicked();
                cancel = ui.add(BidiButton::new(&words.get("action-cancel"))).clicked();
            });
        });
        if split && let Some(command) = self.command(cx) {
            match cx.session.change_labels(command) {
                Ok(()) => return Flow::Close,
                Err(error) => self.refused = Some(error.localized(&words)),
            }
        }
        match (cancel || close, cx.session.schema_to_edit()) {
            (true, Some(schema)) => Flow::replace(SchemaEditor::at(&schema, &self.label)),
            (true, None) => Flow::Close,
            (false, _) => Flow::Open,
        }
    }
}
