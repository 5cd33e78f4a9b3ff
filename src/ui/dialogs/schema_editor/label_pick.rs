//! A label, or some, chosen of any number: a menu with a field to find one by a few letters. Only the rows in sight are made.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use egui::{Role, Ui, vec2};

use crate::model::{LabelName, Schema};
use crate::ui::label_list::LabelList;
use crate::ui::localizer::Localizer;
use crate::ui::palette::LabelPaint;
use crate::ui::panels::choices_button;
use crate::ui::panels::labels::label_name;
use crate::ui::theme::{ROW, Theme};
use crate::ui::widgets::{BidiTextField, Row, column_layout, list};

/// With more labels than this, there is a field to find one.
pub(super) const MANY: usize = 14;

/// Rows that are in sight at once.
const IN_SIGHT: usize = 9;

/// The menu while it is open.
#[derive(Clone, Debug, Default)]
pub(super) struct LabelPick {
    typed: String,
    found: LabelList,
}

/// What a menu says and how it stands.
pub(super) struct PickWords<'a> {
    /// What is chosen.
    pub(super) shown: &'a str,
    /// What is to be chosen, for the ear.
    pub(super) spoken: &'a str,
    /// The row that stands for none, where there may be none.
    pub(super) none: Option<&'a str>,
    /// Which rows have a tick, and whether that one has it.
    pub(super) is_chosen: &'a dyn Fn(&LabelName) -> bool,
    pub(super) is_none: bool,
    /// Of one choice or of switches.
    pub(super) role: Role,
}

impl LabelPick {
    /// What was clicked: a label, or the row for none.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        said: &PickWords<'_>,
        schema: &Arc<Schema>,
        words: &Localizer,
    ) -> Option<Option<LabelName>> {
        let (mut clicked, role) = (None, said.role);
        choices_button(ui, said.shown, said.spoken, |ui| {
            let theme = Theme::get(ui.ctx());
            ui.set_min_width(260.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            if schema.labels.len() > MANY {
                let name = words.get("filter-labels");
                BidiTextField::new(&mut self.typed, &name).hint(&name).show(ui);
            } else {
                self.typed.clear();
            }
            self.found.refresh(schema, &BTreeMap::new(), 0, Some(&self.typed), &HashSet::new());
            if let Some(none) = said.none
                && ui.add(Row::new(none).ticked(said.is_none).role(role)).clicked()
            {
                clicked = Some(None);
            }
            let rows = &self.found.rows;
            let height = rows.len().clamp(1, IN_SIGHT) as f32 * ROW;
            let room = vec2(ui.available_width(), height);
            ui.allocate_ui_with_layout(room, column_layout(ui.ctx()), |ui| {
                let one = |ui: &mut Ui, at: usize| {
                    let label = &schema.labels[rows[at].at];
                    let row = Row::new(label_name(label, words.language()))
                        .detail(label.name.as_str())
                        .swatch(LabelPaint::new(label.colour, theme.raised).line)
                        .ticked((said.is_chosen)(&label.name))
                        .role(role);
                    let response = ui.add(row);
                    if response.clicked() {
                        clicked = Some(Some(label.name.clone()));
                    }
                    response
                };
                list(ui, "labels to choose", rows.len(), None, None, one);
            });
            if clicked.is_some() && role == Role::MenuItemRadio {
                ui.close();
            }
        });
        clicked
    }
}
