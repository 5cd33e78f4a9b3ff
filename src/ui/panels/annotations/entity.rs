//! What the annotation in hand stands for, by the entity register: shown by its name, followed, changed, taken away.

use egui::Ui;

use super::super::icons::{BUTTON, Icon, IconState, places_at_end, sign_button};
use super::{AnnotationsAction, AnnotationsInput};
use crate::model::Annotation;
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::widgets::Row;

/// The row of the link, where there is a link or a register to choose from.
pub(super) fn entity_row(
    ui: &mut Ui,
    annotation: &Annotation,
    input: &AnnotationsInput<'_>,
    words: &Localizer,
    actions: &mut Vec<AnnotationsAction>,
) {
    let Some(link) = &annotation.entity else {
        if input.register.is_some() {
            let (name, hint) = (words.get("entity-none"), words.get("entity-none-hint"));
            let row = Row::new(&name).leading("⌁").detail(&hint).spoken(&name);
            if ui.add(row).clicked() {
                actions.push(AnnotationsAction::ChooseEntry(annotation.id.clone()));
            }
        }
        return;
    };
    let entry = input.register.and_then(|register| register.resolve(link));
    let (shown, detail) = match entry {
        Some(entry) => {
            let references: Vec<&str> = entry.references.iter().map(String::as_str).collect();
            (isolated(&entry.name), references.join(" · "))
        }
        None => (
            isolated(link.as_str()),
            words.get(if input.register.is_some() { "entity-unknown" } else { "entity-no-register" }),
        ),
    };
    let spoken = words.format("entity-linked", &[("name", (&shown).into())]);
    let row = Row::new(&shown).leading("⌁").detail(&detail).spoken(&spoken).room(0.0, BUTTON);
    let response = ui.add(row);
    let id = ui.make_persistent_id(("unlink", &annotation.id));
    let in_part = ui.memory(|memory| memory.has_focus(id));
    let reachable = response.has_focus() || response.lost_focus() || in_part;
    let awake = ui.rect_contains_pointer(response.rect) || response.has_focus() || in_part;
    let [_, at] = places_at_end(ui, response.rect);
    let stand = IconState { on: false, awake, reachable };
    let hint = words.format("entity-unlink", &[("name", (&shown).into())]);
    if sign_button(ui, id, at, Icon::Cross, &hint, stand).clicked() {
        actions.push(AnnotationsAction::Unlink(annotation.id.clone()));
    } else if response.clicked() {
        actions.push(match entry {
            Some(entry) => AnnotationsAction::FollowEntry(entry.id.clone()),
            None => AnnotationsAction::ChooseEntry(annotation.id.clone()),
        });
    }
}
