//! The choices of an attribute: listed, renamed, ordered, taken away, and a field for a new one.

use std::collections::BTreeMap;

use egui::{Id, Ui, vec2};

use super::fields::Draft;
use super::list_buttons::{ListAct, OF_CHOICES, list_buttons};
use crate::ui::dialogs::complaint;
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::theme::ROW;
use crate::ui::widgets::{BidiButton, BidiTextField, Row, column_layout, list, mirrored, mirrored_end};

/// Rows that are in sight at once.
const IN_SIGHT: usize = 5;

/// What is to become of the choices: all of them, and those that get another name.
pub(super) struct ChoicesChange {
    pub(super) choices: Vec<String>,
    pub(super) renamed: BTreeMap<String, String>,
}

/// Why choices cannot become these.
pub(super) type Refusal<'a> = &'a dyn Fn(&ChoicesChange) -> Option<String>;

/// The list while it is shown.
#[derive(Clone, Debug, Default)]
pub(super) struct ChoicesList {
    chosen: usize,
    /// The chosen one under the name that is typed.
    name: Draft,
    added: String,
    /// Why the new one cannot be added, and why the last other change was refused.
    wrong_added: Option<String>,
    wrong: Option<String>,
}

impl ChoicesList {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        salt: Id,
        choices: &[String],
        refusal: Refusal<'_>,
        words: &Localizer,
    ) -> Option<ChoicesChange> {
        let mut given = None;
        self.chosen = self.chosen.min(choices.len().saturating_sub(1));
        if let Some(chosen) = choices.get(self.chosen) {
            self.name.sync_text(chosen);
            let height = choices.len().min(IN_SIGHT) as f32 * ROW;
            let room = vec2(ui.available_width(), height);
            let moved = ui.allocate_ui_with_layout(room, column_layout(ui.ctx()), |ui| {
                ui.set_min_height(height);
                list(ui, "choices", choices.len(), Some(self.chosen), None, |ui, at| {
                    ui.add(Row::new(&choices[at]).selected(at == self.chosen))
                })
            });
            if let Some(at) = moved.inner.chosen.filter(|at| *at != self.chosen) {
                given = self.rename(choices, refusal);
                self.chosen = at;
                (self.name, self.wrong) = (Draft::default(), None);
                self.name.sync_text(&choices[at]);
            }
            match list_buttons(ui, &OF_CHOICES, Some(self.chosen), choices.len(), words) {
                Some(ListAct::Move(to)) => {
                    let mut all = choices.to_vec();
                    all.swap(self.chosen, to);
                    given = self.tried(ChoicesChange { choices: all, renamed: BTreeMap::new() }, refusal).or(given);
                    self.name.let_go();
                    // The name that is shown goes along with it.
                    self.chosen = if self.wrong.is_none() { to } else { self.chosen };
                }
                Some(ListAct::Remove) => {
                    let mut all = choices.to_vec();
                    all.remove(self.chosen);
                    given = self.tried(ChoicesChange { choices: all, renamed: BTreeMap::new() }, refusal).or(given);
                    self.name.let_go();
                }
                Some(ListAct::Add) | None => {}
            }
            let name = words.get("choice-name");
            let field = BidiTextField::new(&mut self.name.text, &name).id(salt.with("choice")).show(ui);
            if field.response.changed() {
                self.name.wrong = self.renamed(choices).and_then(|change| refusal(&change));
            }
            if field.submitted || field.escaped || field.response.lost_focus() {
                given = given.or_else(|| self.rename(choices, refusal));
            }
            if let Some(wrong) = self.name.wrong.as_ref().or(self.wrong.as_ref()) {
                complaint(ui, wrong);
            }
        }
        given.or(self.add(ui, salt, choices, refusal, words))
    }

    /// A field for a new one. Enter adds it, and the field is there for the next.
    fn add(
        &mut self,
        ui: &mut Ui,
        salt: Id,
        choices: &[String],
        refusal: Refusal<'_>,
        words: &Localizer,
    ) -> Option<ChoicesChange> {
        let (name, button) = (words.get("choice-new"), words.get("choice-add"));
        let mut add = false;
        mirrored(ui, |ui| {
            mirrored_end(ui, |ui| {
                let text = words.get("action-add");
                add = ui.add(BidiButton::new(&text).spoken(&button).hint(&button)).clicked();
                let field = BidiTextField::new(&mut self.added, &name).hint(&name).id(salt.with("new choice"));
                let field = field.show(ui);
                if field.response.changed() {
                    self.wrong_added = None;
                }
                if field.submitted {
                    add = true;
                    field.response.request_focus();
                }
            });
        });
        let mut given = None;
        if add && !self.added.trim().is_empty() {
            let mut all = choices.to_vec();
            all.push(self.added.trim().to_owned());
            let change = ChoicesChange { choices: all, renamed: BTreeMap::new() };
            self.wrong_added = refusal(&change);
            if self.wrong_added.is_none() {
                self.added.clear();
                given = Some(change);
            }
        }
        if let Some(wrong) = &self.wrong_added {
            complaint(ui, wrong);
        }
        given
    }

    /// Why the choices cannot be what was asked last, from elsewhere.
    fn tried(&mut self, change: ChoicesChange, refusal: Refusal<'_>) -> Option<ChoicesChange> {
        self.wrong = refusal(&change);
        self.wrong.is_none().then_some(change)
    }

    /// The choices with the chosen one under the name that is typed.
    fn renamed(&self, choices: &[String]) -> Option<ChoicesChange> {
        let (old, new) = (choices.get(self.chosen)?, self.name.text.trim());
        if old == new {
            return None;
        }
        let mut all = choices.to_vec();
        new.clone_into(&mut all[self.chosen]);
        Some(ChoicesChange { choices: all, renamed: BTreeMap::from([(old.clone(), new.to_owned())]) })
    }

    /// The same, where it can be.
    fn rename(&mut self, choices: &[String], refusal: Refusal<'_>) -> Option<ChoicesChange> {
        let change = self.renamed(choices).filter(|_| self.name.is_changed())?;
        self.name.wrong = refusal(&change);
        if self.name.wrong.is_some() {
            return None;
        }
        self.name.given();
        Some(change)
    }

    /// What was typed and not yet given, as the form goes away.
    pub(super) fn finish(&mut self, choices: &[String], refusal: Refusal<'_>) -> Option<ChoicesChange> {
        self.rename(choices, refusal)
    }
}

/// Choices in one line, the first few of many.
pub(super) fn some_of(choices: &[String]) -> String {
    const SHOWN: usize = 4;
    let more = if choices.len() > SHOWN { " · …" } else { "" };
    format!("{}{more}", choices.iter().take(SHOWN).map(|choice| isolated(choice)).collect::<Vec<_>>().join(" · "))
}
