//! What of the documents an export takes: states, labels, annotators, folders. Each is a list of switches, of which none means all.

use std::collections::BTreeMap;
use std::path::PathBuf;

use egui::{ScrollArea, Ui};

use crate::model::{Annotator, DocumentState, LabelName};
use crate::session::{ExportFilter, ExportNames};
use crate::ui::localizer::Localizer;
use crate::ui::panels::{choices_button, icons};
use crate::ui::theme::ROW;
use crate::ui::widgets::BidiCheckbox;
use crate::workspace::DocumentQuery;

/// Names that are said of what was chosen; of more of them it is said how many.
const SAID: usize = 3;
/// Rows of a list that are seen at once.
const ROWS: f32 = 9.0;

/// One line: the states, and labels and annotators where there are several to choose from.
pub(super) fn show(ui: &mut Ui, filter: &mut ExportFilter, names: &ExportNames, words: &Localizer) {
    let state = |state: &DocumentState| words.get(icons::state_word(*state));
    let lists = ["export-states", "export-labels", "export-annotators", "export-folders"].map(|key| words.get(key));
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
    if !names.folders.is_empty() || !filter.folders.is_empty() {
        // A path runs from left to right.
        let said = |folder: &PathBuf| format!("\u{2066}{}\u{2069}", folder.display());
        several(ui, &lists[3], &names.folders, &mut filter.folders, &said, words);
    }
}

/// What is remembered of a filter, by the options of the command line; values stand on lines.
pub(super) fn to_remember(filter: &ExportFilter) -> impl Iterator<Item = (String, String)> + use<> {
    let folders = filter.folders.iter().filter_map(|folder| folder.to_str());
    let lists: [(&str, Vec<&str>); 4] = [
        ("state", filter.states.iter().map(|state| state.name()).collect()),
        ("label", filter.labels.iter().map(|label| label.as_str()).collect()),
        ("by", filter.annotators.iter().map(|annotator| annotator.as_str()).collect()),
        ("folder", folders.collect()),
    ];
    let chosen = lists.map(|(name, values)| (!values.is_empty()).then(|| (name.to_owned(), values.join("\n"))));
    chosen.into_iter().flatten()
}

/// As [`to_remember`] gave it.
pub(super) fn remembered(choices: &BTreeMap<String, String>) -> ExportFilter {
    let list = |name: &str| choices.get(name).into_iter().flat_map(|values| values.split('\n'));
    // An older Hashiya parted states by commas.
    let states: Vec<&str> = list("state").flat_map(|states| states.split(',')).collect();
    ExportFilter {
        states: DocumentState::ALL.into_iter().filter(|state| states.contains(&state.name())).collect(),
        labels: list("label").map(LabelName::new).collect(),
        annotators: list("by").map(Annotator::from).collect(),
        folders: list("folder").map(PathBuf::from).collect(),
        // Documents that the list's filter takes are named one by one.
        query: DocumentQuery::default(),
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
    // What was chosen for other documents can be let go as well.
    let gone: Vec<T> = chosen.iter().filter(|value| !all.contains(value)).cloned().collect();
    let all: Vec<T> = all.iter().cloned().chain(gone).collect();
    choices_button(ui, &shown, &shown, |ui| {
        ui.set_min_width(220.0);
        let height = (all.len() as f32).min(ROWS) * ROW;
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            for value in &all {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_comes_back_as_it_was_and_so_do_the_states_of_an_older_file() {
        let filter = ExportFilter {
            states: vec![DocumentState::New, DocumentState::Done],
            annotators: vec![Annotator::from("سارة, الأولى"), Annotator::from("ليلى")],
            labels: vec![LabelName::new("PER")],
            folders: vec!["a/b".into()],
            ..ExportFilter::default()
        };
        assert_eq!(remembered(&to_remember(&filter).collect()), filter);
        assert_eq!(to_remember(&ExportFilter::default()).count(), 0, "what is as usual is not written");
        let older = BTreeMap::from([("state".to_owned(), "new,done".to_owned())]);
        assert_eq!(remembered(&older).states, filter.states);
    }
}
