//! What stands below a list in the editor: a button that adds, two that move the chosen one, one that takes it away.

use egui::{Ui, vec2};

use crate::ui::localizer::Localizer;
use crate::ui::panels::icons::{BUTTON, Icon, IconState, sign_button};
use crate::ui::widgets::{BidiButton, mirrored, mirrored_end};

/// What was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListAct {
    Add,
    /// The chosen one goes to this place.
    Move(usize),
    Remove,
}

/// What the buttons are called; what is not said is what their sign says.
#[derive(Clone, Copy)]
pub(super) struct ListWords {
    pub(super) add: Option<&'static str>,
    pub(super) up: &'static str,
    pub(super) down: &'static str,
    pub(super) remove: &'static str,
    /// The text of the button that takes away, where its name says more.
    pub(super) remove_text: &'static str,
    /// The text of the button that adds.
    pub(super) add_text: &'static str,
}

/// Of a list of labels or relation types.
pub(super) const OF_NAMES: ListWords = ListWords {
    add: Some("action-add"),
    up: "action-move-up",
    down: "action-move-down",
    remove: "action-delete-ellipsis",
    remove_text: "action-delete-ellipsis",
    add_text: "action-add",
};

pub(super) const OF_ATTRIBUTES: ListWords = ListWords {
    add: Some("attribute-add"),
    up: "attribute-up",
    down: "attribute-down",
    remove: "attribute-delete",
    remove_text: "action-delete-ellipsis",
    add_text: "action-add",
};

/// Choices are added by the field for a new one.
pub(super) const OF_CHOICES: ListWords = ListWords {
    add: None,
    up: "choice-up",
    down: "choice-down",
    remove: "choice-delete",
    remove_text: "action-delete-ellipsis",
    add_text: "action-add",
};

/// The buttons of a list of `count`, of which `at` is chosen.
pub(super) fn list_buttons(
    ui: &mut Ui,
    of: &ListWords,
    at: Option<usize>,
    count: usize,
    words: &Localizer,
) -> Option<ListAct> {
    let mut act = None;
    mirrored(ui, |ui| {
        if let Some(add) = of.add {
            let (text, spoken) = (words.get(of.add_text), words.get(add));
            if ui.add(BidiButton::new(&text).spoken(&spoken).hint(&spoken)).clicked() {
                act = Some(ListAct::Add);
            }
        }
        let Some(at) = at.filter(|at| *at < count) else { return };
        let places =
            [(Icon::Up, of.up, at.checked_sub(1)), (Icon::Down, of.down, Some(at + 1).filter(|to| *to < count))];
        for (sign, word, to) in places {
            let (_, rect) = ui.allocate_space(vec2(BUTTON + 4.0, BUTTON + 4.0));
            let id = ui.make_persistent_id(word);
            let stand = IconState { on: false, awake: true, reachable: to.is_some() };
            let button = |ui: &mut Ui| sign_button(ui, id, rect, sign, &words.get(word), stand);
            let pressed = ui.add_enabled_ui(to.is_some(), button).inner.clicked();
            act = to.filter(|_| pressed).map(ListAct::Move).or(act);
        }
        mirrored_end(ui, |ui| {
            let (text, spoken) = (words.get(of.remove_text), words.get(of.remove));
            if ui.add(BidiButton::danger(&text).spoken(&spoken).hint(&spoken)).clicked() {
                act = Some(ListAct::Remove);
            }
        });
    });
    act
}
