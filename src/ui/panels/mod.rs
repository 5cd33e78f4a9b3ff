//! What stands around the page: menus, documents, labels, annotations, status.
//!
//! A panel is a view: it takes what it shows, keeps only what belongs to the eye (a filter, a place in a list), and
//! gives back what the analyst asked for. None of them holds the app or changes a document.

pub mod annotations;
pub mod attributes;
pub mod documents;
pub mod icons;
pub mod labels;
pub mod menu;
pub mod query;
pub mod search;
pub mod status;
pub mod welcome;

use egui::{Id, Popup, RectAlign, Response, Stroke, StrokeKind, Ui, vec2};

use super::localizer::{isolated, without_isolates};
use super::theme::{ROW, Theme, round, space};
use super::widgets::{BidiLabel, column_layout, is_rtl, menu_button, mirrored, mirrored_end, switches_button};

/// The name of a panel, and at the far side how many things it holds.
pub(super) fn panel_head(ui: &mut Ui, name: &str, count: &str) {
    mirrored(ui, |ui| {
        ui.add(BidiLabel::heading(name));
        if !count.is_empty() {
            mirrored_end(ui, |ui| ui.add(BidiLabel::new(count).small().weak()));
        }
    });
}

/// Fills the height there is but for what [`foot`] of the same id will need.
pub(super) fn above_foot<R>(ui: &mut Ui, id: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let known: f32 = ui.data(|data| data.get_temp(foot_id(id))).unwrap_or(ROW);
    let height = (ui.available_height() - known - space::XS).max(2.0 * ROW);
    let layout = column_layout(ui.ctx());
    let body = ui.allocate_ui_with_layout(vec2(ui.available_width(), height), layout, |ui| {
        ui.set_min_height(height);
        add(ui)
    });
    body.inner
}

/// What stands below [`above_foot`]. Its height is known from the frame before.
pub(super) fn foot<R>(ui: &mut Ui, id: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let shown = ui.scope(add);
    let height = shown.response.rect.height();
    let known: Option<f32> = ui.data(|data| data.get_temp(foot_id(id)));
    if known.is_none_or(|known| (height - known).abs() > 0.5) {
        ui.data_mut(|data| data.insert_temp(foot_id(id), height));
        ui.ctx().request_repaint();
    }
    shown.inner
}

fn foot_id(panel: &str) -> Id {
    Id::unique((panel, "foot"))
}

/// A button that shows what is chosen, and opens the menu of what may be. `name` is what it is called to the ear.
pub(super) fn choice_button<R>(
    ui: &mut Ui,
    chosen: &str,
    name: &str,
    add: impl FnOnce(&mut Ui) -> R,
) -> (Response, Option<R>) {
    let (response, shown) = menu_button(ui, &with_room(chosen), add);
    mark_as_choice(ui, &response, name);
    (response, shown)
}

/// As [`choice_button`], for switches of which several may be thrown.
pub(super) fn choices_button(ui: &mut Ui, chosen: &str, name: &str, add: impl FnOnce(&mut Ui)) -> Response {
    let (response, _) = switches_button(ui, &with_room(chosen), add);
    mark_as_choice(ui, &response, name);
    response
}

/// Spaces that no line end swallows keep the room for the mark.
fn with_room(chosen: &str) -> String {
    format!("{}\u{a0}\u{a0}\u{a0}\u{a0}", isolated(chosen))
}

fn mark_as_choice(ui: &Ui, response: &Response, name: &str) {
    let theme = Theme::get(ui.ctx());
    let rect = response.rect;
    ui.painter().rect_stroke(rect, round::CONTROL, Stroke::new(1.0, theme.outline), StrokeKind::Inside);
    let inset = ui.spacing().button_padding.x + 5.0;
    let x = if is_rtl(ui.ctx()) { rect.left() + inset } else { rect.right() - inset };
    let at = egui::pos2(x, rect.center().y);
    icons::paint_sign(ui.painter(), at, icons::Icon::Down, theme.ink_weak, theme.panel);
    let name = without_isolates(name).into_owned();
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
}

/// What a right click on something offers.
pub(super) fn context_menu<R>(response: &Response, name: &str, add: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let rtl = is_rtl(&response.ctx);
    Popup::context_menu(response)
        .align(if rtl { RectAlign::BOTTOM_END } else { RectAlign::BOTTOM_START })
        .layout(column_layout(&response.ctx))
        .width(220.0)
        .accessible_name(name)
        .show(add)
        .map(|shown| shown.inner)
}

/// The id of a part of a row, the same wherever the row stands in its list.
pub(super) fn part_id(panel: &str, row: impl std::hash::Hash + std::fmt::Debug, part: &str) -> Id {
    Id::unique((panel, row, part))
}

/// Whether the pointer is over the place where the next row of a list will stand: only then do the buttons that lie over
/// its end need room, and the words have the whole width otherwise.
pub(super) fn pointer_on_next_row(ui: &Ui) -> bool {
    let rect = ui.available_rect_before_wrap();
    ui.rect_contains_pointer(egui::Rect::from_min_size(rect.min, vec2(rect.width(), ROW)))
}
