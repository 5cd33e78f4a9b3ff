//! What of the documents an export takes: states, labels, annotators. Each is a list of switches, of which none means all.

use egui::{ScrollArea, Ui};

use crate::model::{Annotator, DocumentState};
use crate::session::{ExportFilter, ExportNames};
use crate::ui::localizer::Localizer;
use crate::ui::panels::{choices_button, icons};
use crate::ui::theme::ROW;
use crate::ui::widgets::BidiCheckbox;

/// Names that are said of what was chosen; of more of them it is said how many.
const SAID: usize = 3;
/// Rows of a list that are seen at once.
const ROWS: f32 = 9.0;

/// One line: the states, and labels and annotators where there are several to choose from.
pub(super) fn show(ui: &mut Ui, filter: &mut ExportFilter, names: &ExportNames, words: &Localizer) {
    let state = |state: &DocumentState| words.get(icons::state_word(*state));
    let lists = ["export-states", "export-labels", "export-annotators"].map(|key| words.get(key));
    several(ui, &lists[0], &DocumentState::ALL, &mut filter.states, &state, words);
    if names.labels.len() > 1 || !filter.labels.is_empty() {
        several(ui, &lists[1], &names.labels, &mut filter.labels, &|label| label.to_string(), words);
    }
    if names.annotators.len() > 1 || !filter.annotators.is_empty() {
        let said = |annotator: &Annotator| match annotator.as_str() {
            "" => words.get("export-nameless"),
            name => name.to_owned(),
        };
        several(ui, &lists[2], &names.annotators, &mut filter.annotators, &said, words);
    }
}

fn several<T: Clone + PartialEq>(
    ui: &mut Ui,
    name: &str,
    all: &[T],
    chosen: &mut Vec<T>,
    said: &dyn Fn(&T) -> String,
    words: &Localizer,
) {
    let shown = match chosen.len() {
        0 => words.get("export-all"),
        n if n > SAID => words.format("export-some", &[("n", n.into())]),
        _ => chosen.iter().map(said).collect::<Vec<_>>().join(" · "),
    };
    // The name says which way the line runs: within a message it would be isolated and say nothing.
    let shown = format!("{name}: {shown}");
    choices_button(ui, &shown, &shown, |ui| {
        ui.set_min_width(220.0);
        let height = (all.len() as f32).min(ROWS) * ROW;
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            for value in all {
                let mut on = chosen.contains(value);
                if ui.add(BidiCheckbox::new(&mut on, &said(value))).changed() {
                    // In the order of the list, so that the same choice is the same request.
                    let now = |other: &&T| if *other == value { on } else { chosen.contains(other) };
                    *chosen = all.iter().filter(now).cloned().collect();
                }
            }
        });
    });
}
