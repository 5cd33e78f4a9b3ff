//! How a text is looked for: plain, whole words or by a regular expression, and a switch for each fold.

use egui::Ui;

use super::choices_button;
use crate::arabic::normalize::Normalization;
use crate::arabic::search::Query;
use crate::ui::widgets::{BidiCheckbox, words};

/// What is typed and how it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryState {
    pub text: String,
    pub whole_word: bool,
    pub regex: bool,
    pub folds: Normalization,
}

impl Default for QueryState {
    fn default() -> Self {
        QueryState { text: String::new(), whole_word: false, regex: false, folds: Normalization::SEARCH }
    }
}

/// One switch: its word, how it throws its folds, and whether they are on.
type Switch = (&'static str, fn(&mut Normalization, bool), fn(&Normalization) -> bool);

/// What an analyst tells apart, not what Unicode does.
const SWITCHES: [Switch; 6] = [
    ("fold-marks", |folds, on| folds.marks = on, |folds| folds.marks),
    ("fold-alef", |folds, on| (folds.alef, folds.hamza) = (on, on), |folds| folds.alef),
    ("fold-ya", |folds, on| (folds.ya, folds.kaf) = (on, on), |folds| folds.ya),
    ("fold-ta-marbuta", |folds, on| folds.ta_marbuta = on, |folds| folds.ta_marbuta),
    ("fold-digits", |folds, on| folds.digits = on, |folds| folds.digits),
    (
        "fold-punctuation",
        |folds, on| (folds.punctuation, folds.spaces, folds.width, folds.case) = (on, on, on, on),
        |folds| folds.punctuation,
    ),
];

impl QueryState {
    /// None where nothing is typed.
    pub fn query(&self) -> Option<Query> {
        // Blanks at the ends are hardly meant, but for a regular expression.
        let pattern = if self.regex { self.text.as_str() } else { self.text.trim() };
        (!pattern.trim().is_empty()).then(|| Query {
            pattern: pattern.to_owned(),
            regex: self.regex,
            whole_word: self.whole_word,
            folds: self.folds,
        })
    }
}

/// The button that opens the switches, naming what is on.
pub fn switches(ui: &mut Ui, state: &mut QueryState) {
    let words = words(ui.ctx());
    let on = SWITCHES.iter().filter(|(_, _, is_on)| is_on(&state.folds)).count();
    let mut chosen: Vec<String> = Vec::new();
    if state.regex {
        chosen.push(words.get("find-regex"));
    }
    if state.whole_word {
        chosen.push(words.get("find-whole-words"));
    }
    chosen.push(match on {
        0 => words.get("find-folds-none"),
        6 => words.get("find-folds-all"),
        _ => words.format("find-folds-some", &[("n", on.into())]),
    });
    let name = words.get("find-options");
    choices_button(ui, &chosen.join(" · "), &name, |ui| {
        ui.set_min_width(250.0);
        ui.add(BidiCheckbox::new(&mut state.whole_word, &words.get("find-whole-words")));
        ui.add(BidiCheckbox::new(&mut state.regex, &words.get("find-regex")));
        ui.separator();
        for (word, throw, is_on) in SWITCHES {
            let mut on = is_on(&state.folds);
            if ui.add(BidiCheckbox::new(&mut on, &words.get(word))).changed() {
                throw(&mut state.folds, on);
            }
        }
    });
}
