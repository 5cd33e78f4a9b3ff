//! A label that is in use is to go: how much that touches, and what becomes of its annotations.

use egui::{Context, Role, ScrollArea};

use super::input::SchemaInput;
use crate::edit::OnLabelRemoval;
use crate::model::LabelName;
use crate::ui::dialogs::before_buttons;
use crate::ui::localizer::Localizer;
use crate::ui::palette::LabelPaint;
use crate::ui::panels::labels::label_name;
use crate::ui::theme::{ROW, Theme, space};
use crate::ui::widgets::{BidiButton, BidiLabel, BidiRadio, Row, dialog, mirrored_end, words as words_of};

/// The question while it is open.
#[derive(Clone, Debug)]
pub(super) struct Removal {
    label: LabelName,
    /// Relation types name it.
    allowed: bool,
    /// `None` until the analyst has said what is to become of the annotations.
    choice: Option<Choice>,
}

#[derive(Clone, Debug, PartialEq)]
enum Choice {
    Delete,
    Give(Option<LabelName>),
}

impl Removal {
    pub(super) fn new(label: LabelName, allowed: bool) -> Self {
        Removal { label, allowed, choice: None }
    }

    pub(super) fn label(&self) -> &LabelName {
        &self.label
    }

    /// `Some(None)`: the label stays. `Some(Some(…))`: it goes, and its annotations become that.
    pub(super) fn show(
        &mut self,
        ctx: &Context,
        input: &SchemaInput<'_>,
        words: &Localizer,
    ) -> Option<Option<OnLabelRemoval>> {
        let Some(label) = input.schema.label(&self.label) else { return Some(None) };
        let used = input.counts.get(&self.label).copied().unwrap_or(0);
        let name = label_name(label, words.language());
        let title = words.format("dialog-delete-label-title", &[("label", name.into())]);
        let mut answer = None;
        let (_, close) = dialog(ctx, "delete-label", &title, 460.0, |ui| {
            ui.add(BidiLabel::new(&words.format("dialog-delete-label-body", &[("n", used.into())])).wrap());
            if self.allowed {
                ui.add(BidiLabel::new(&words.get("schema-remove-relations")).weak().wrap());
            }
            if used > 0 {
                ui.add_space(space::S);
                self.choose(ui, input, words);
            }
            before_buttons(ui);
            mirrored_end(ui, |ui| {
                let orphans = match &self.choice {
                    _ if used == 0 => Some(OnLabelRemoval::Refuse),
                    Some(Choice::Delete) => Some(OnLabelRemoval::Delete),
                    Some(Choice::Give(heir)) => heir.clone().map(OnLabelRemoval::Relabel),
                    None => None,
                };
                let delete = words.get("schema-delete-label");
                if ui.add_enabled(orphans.is_some(), BidiButton::danger(&delete)).clicked() {
                    answer = Some(orphans);
                }
                if ui.add(BidiButton::new(&words.get("action-cancel"))).clicked() {
                    answer = Some(None);
                }
            });
        });
        answer.or(close.then_some(None))
    }

    fn choose(&mut self, ui: &mut egui::Ui, input: &SchemaInput<'_>, words: &Localizer) {
        let delete = self.choice == Some(Choice::Delete);
        if ui.add(BidiRadio::new(delete, &words.get("dialog-delete-label-remove"))).clicked() {
            self.choice = Some(Choice::Delete);
        }
        let others = || input.schema.labels.iter().filter(|label| label.name != self.label);
        if others().next().is_none() {
            return;
        }
        let give = matches!(self.choice, Some(Choice::Give(_)));
        let give = ui.add(BidiRadio::new(give, &words.get("dialog-delete-label-move"))).clicked() || give;
        let mut heir = match &self.choice {
            Some(Choice::Give(heir)) => heir.clone(),
            _ => None,
        };
        if !give {
            return;
        }
        let theme = Theme::get(ui.ctx());
        ScrollArea::vertical().max_height(ROW * 6.0).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let words = words_of(ui.ctx());
            for label in others() {
                let row = Row::new(label_name(label, words.language()))
                    .detail(label.name.as_str())
                    .swatch(LabelPaint::new(label.colour, theme.raised).line)
                    .ticked(heir.as_ref() == Some(&label.name))
                    .role(Role::RadioButton);
                if ui.add(row).clicked() {
                    heir = Some(label.name.clone());
                }
            }
        });
        self.choice =
            if self.choice == Some(Choice::Delete) && !give { self.choice.take() } else { Some(Choice::Give(heir)) };
    }
}
