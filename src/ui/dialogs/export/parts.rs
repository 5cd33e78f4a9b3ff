//! What makes an export a training set: its parts with their shares, the number that decides which document goes to which, and what
//! is written beside it.

use std::collections::BTreeMap;

use egui::Ui;

use crate::session::{Split, SplitError};
use crate::ui::dialogs::{complaint, form_row, stepper};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::Localizer;
use crate::ui::widgets::{BidiCheckbox, BidiTextField};

/// What is offered to begin with.
const USUAL: &str = "train=80, dev=10, test=10";

/// What was chosen about the parts.
#[derive(Clone, Debug)]
pub(super) struct PartsChoice {
    on: bool,
    shares: String,
    seed: u64,
    pub(super) card: bool,
    pub(super) croissant: bool,
}

impl Default for PartsChoice {
    fn default() -> Self {
        PartsChoice { on: false, shares: USUAL.to_owned(), seed: 0, card: false, croissant: false }
    }
}

impl PartsChoice {
    /// As [`PartsChoice::to_remember`] gave it.
    pub(super) fn remembered(choices: &BTreeMap<String, String>) -> Self {
        let usual = PartsChoice::default();
        let shares = choices.get("split").cloned();
        PartsChoice {
            on: shares.is_some(),
            shares: shares.unwrap_or(usual.shares),
            seed: choices.get("seed").and_then(|seed| seed.parse().ok()).unwrap_or_default(),
            card: choices.contains_key("card"),
            croissant: choices.contains_key("croissant"),
        }
    }

    /// By the options of the command line.
    pub(super) fn to_remember(&self) -> impl Iterator<Item = (String, String)> + use<> {
        let seed = (self.on && self.seed != 0).then(|| self.seed.to_string());
        let choices = [
            ("split", self.on.then(|| self.shares.clone())),
            ("seed", seed),
            ("card", self.card.then(String::new)),
            ("croissant", self.croissant.then(String::new)),
        ];
        choices.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)))
    }

    /// The parts; `None` where there are none, or they cannot be.
    pub(super) fn split(&self) -> Option<Split> {
        self.parsed().and_then(Result::ok)
    }

    /// Whether what was typed can be understood.
    pub(super) fn is_sound(&self) -> bool {
        !matches!(self.parsed(), Some(Err(_)))
    }

    /// Whether there are several files, whatever the format.
    pub(super) fn makes_folder(&self) -> bool {
        self.on || self.card || self.croissant
    }

    fn parsed(&self) -> Option<Result<Split, SplitError>> {
        self.on.then(|| self.shares.parse::<Split>().map(|split| split.seeded(self.seed)))
    }

    /// The line of switches.
    pub(super) fn show(&mut self, ui: &mut Ui, words: &Localizer) {
        ui.add(BidiCheckbox::new(&mut self.on, &words.get("export-parts")));
        ui.add(BidiCheckbox::new(&mut self.card, &words.get("export-card")));
        ui.add(BidiCheckbox::new(&mut self.croissant, &words.get("export-croissant")));
    }

    /// What there is to say of the parts.
    pub(super) fn show_parts(&mut self, ui: &mut Ui, width: f32, words: &Localizer) {
        if !self.on {
            return;
        }
        let shares = words.get("export-shares");
        form_row(ui, &shares, width, |ui| {
            BidiTextField::new(&mut self.shares, &shares).ltr().show(ui);
            if let Some(Err(error)) = self.parsed() {
                complaint(ui, &error.localized(words));
            }
        });
        let seed = words.get("export-seed");
        form_row(ui, &seed, width, |ui| {
            let steps = stepper(ui, &seed, &words.number(usize::try_from(self.seed).unwrap_or_default()));
            self.seed = self.seed.saturating_add_signed(i64::from(steps));
        });
    }
}
