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

use egui::{Context, Id, Popup, RectAlign, Response, SetOpenCommand, Stroke, StrokeKind, Ui, vec2};

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
    show_menu(Popup::context_menu(response), response, name, add)
}

/// Rows that have a menu of their own, for the key that opens one.
#[derive(Clone, Copy, Default)]
struct RowMenu {
    /// The row that has the keyboard.
    focused: Option<Id>,
    /// The row whose menu the key asked for, not yet open.
    asked: Option<Id>,
    /// The row whose menu stands open below it, since it was opened by the key.
    below: Option<Id>,
    /// The first thing in the menu is to have the keyboard: it cannot in the pass that measures the menu.
    enters: bool,
}

impl RowMenu {
    fn id() -> Id {
        Id::unique("row menu")
    }

    fn load(ctx: &Context) -> RowMenu {
        ctx.data(|data| data.get_temp(RowMenu::id())).unwrap_or_default()
    }

    fn store(self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(RowMenu::id(), self));
    }
}

/// Opens the menu of the row that has the keyboard. False where it has none.
pub(super) fn open_row_menu(ctx: &Context) -> bool {
    let focused = ctx.memory(|memory| memory.focused());
    let mut menu = RowMenu::load(ctx);
    menu.asked = focused.filter(|_| focused == menu.focused);
    menu.store(ctx);
    menu.asked.is_some()
}

/// What a right click on a row offers, and the key for menus while the row has the keyboard. The first thing added is what has
/// the keyboard then.
pub(super) fn row_menu<R>(response: &Response, name: &str, add: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let (ctx, id) = (&response.ctx, response.id);
    let mut menu = RowMenu::load(ctx);
    if response.has_focus() {
        menu.focused = Some(id);
    }
    let by_key = menu.asked.take_if(|asked| *asked == id).is_some();
    if by_key {
        (menu.below, menu.enters) = (Some(id), true);
    } else if response.secondary_clicked() {
        menu.below.take_if(|below| *below == id);
    }
    let is_below = menu.below == Some(id);
    if by_key || response.has_focus() || response.secondary_clicked() {
        menu.store(ctx);
    }
    let mut popup = Popup::context_menu(response);
    if by_key {
        popup = popup.open_memory(SetOpenCommand::Bool(true));
    }
    if is_below {
        let rect = response.rect;
        popup = popup.at_position(if is_rtl(ctx) { rect.right_bottom() } else { rect.left_bottom() });
    }
    let shown = show_menu(popup, response, name, |ui| {
        if is_below && menu.enters {
            let first = ui.next_auto_id();
            menu.enters = !ui.memory(|memory| memory.has_focus(first));
            ui.memory_mut(|memory| memory.request_focus(first));
            menu.store(ui.ctx());
        }
        add(ui)
    });
    if is_below && shown.is_none() {
        RowMenu { below: None, ..menu }.store(ctx);
        // Back to the row, unless what was chosen put the keyboard elsewhere.
        if ctx.memory(|memory| memory.focused().is_none()) {
            response.request_focus();
        }
    }
    shown
}

fn show_menu<R>(popup: Popup<'_>, response: &Response, name: &str, add: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let rtl = is_rtl(&response.ctx);
    popup
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
