//! A list of any length: only the rows in sight are made.

use egui::{Key, Modifiers, ScrollArea, Ui};

use crate::ui::panes::offer_row;
use crate::ui::theme::ROW;

/// What happened to a list in this frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListOutput {
    /// The row that was clicked, or reached by the arrow keys.
    pub chosen: Option<usize>,
    /// The row that was double-clicked, or chosen while Enter was pressed.
    pub opened: Option<usize>,
}

/// Shows `count` rows of which `current` is chosen. `row` adds the row of an index and returns its response (best
/// a [`super::Row`]). With a row in focus, ↑ ↓ Home End PgUp PgDn choose another.
///
/// `bring` scrolls a row into sight once, as after a choice made elsewhere.
pub fn list(
    ui: &mut Ui,
    id: &str,
    count: usize,
    current: Option<usize>,
    bring: Option<usize>,
    row: impl FnMut(&mut Ui, usize) -> egui::Response,
) -> ListOutput {
    list_of(ui, id, ROW, count, current, bring, row)
}

/// As [`list`], of rows that are all of this height, in points.
pub fn list_of(
    ui: &mut Ui,
    id: &str,
    row_height: f32,
    count: usize,
    current: Option<usize>,
    bring: Option<usize>,
    mut row: impl FnMut(&mut Ui, usize) -> egui::Response,
) -> ListOutput {
    let mut output = ListOutput::default();
    let state_id = ui.make_persistent_id(("list", id));
    let mut state = ui.data(|data| data.get_temp::<State>(state_id)).unwrap_or_default();
    if state.row_height != row_height {
        // What was in sight stays there when rows become higher.
        state.offset *= if state.row_height > 0.0 { row_height / state.row_height } else { 1.0 };
        state.row_height = row_height;
    }
    let had_focus = state.focused;
    let page = (ui.available_height() / row_height).floor().max(1.0) as usize;
    let height = ui.available_height();
    // What comes below the list may take room from it a frame after the choice was made: the row that is chosen and was in
    // sight stays in sight.
    let mut bring = bring.or(current.filter(|index| height < state.height && state.shows(*index)));
    if had_focus && count > 0 {
        output.chosen = keyed(ui, count, current, page);
        bring = output.chosen.or(bring);
    }
    let mut scroll = ScrollArea::vertical().id_salt(("list", id)).auto_shrink([false, false]);
    if let Some(index) = bring {
        scroll = scroll.vertical_scroll_offset(state.offset_that_shows(index, height));
    }
    let mut has_focus = false;
    // Rows touch, so that no click falls between them; what comes after the list keeps its spacing.
    let spacing = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 0.0);
    let shown = scroll.show_rows(ui, row_height, count, |ui, range| {
        let entered = current.filter(|index| range.contains(index)).unwrap_or(range.start);
        for index in range {
            let response = row(ui, index);
            if index == entered {
                offer_row(ui.ctx(), response.id);
            }
            if response.clicked() {
                output.chosen = Some(index);
                response.request_focus();
                if ui.input(|input| input.key_pressed(Key::Enter)) {
                    output.opened = Some(index);
                }
            }
            if response.double_clicked() {
                output.opened = Some(index);
            }
            if response.has_focus() {
                has_focus = true;
                // Those to the sides fold and unfold.
                let filter = egui::EventFilter { vertical_arrows: true, horizontal_arrows: true, ..Default::default() };
                ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
            }
            // The focus goes along with the choice that the keys made.
            if had_focus && bring == Some(index) && output.chosen == Some(index) && !response.has_focus() {
                response.request_focus();
                has_focus = true;
            }
        }
    });
    ui.spacing_mut().item_spacing.y = spacing;
    // A row that went out of sight takes its focus along; the choice is still the list's to move.
    state.focused = has_focus || (had_focus && output.chosen.is_some());
    state.offset = shown.state.clamped_offset().y;
    state.height = height;
    ui.data_mut(|data| data.insert_temp(state_id, state));
    output
}

#[derive(Clone, Copy, Default)]
struct State {
    /// Whether a row had the keyboard in the last frame.
    focused: bool,
    /// How far it was scrolled, in points.
    offset: f32,
    /// How high it was, in points.
    height: f32,
    /// How high its rows are, in points.
    row_height: f32,
}

impl State {
    /// Whether a row was whole in sight in the last frame.
    fn shows(self, index: usize) -> bool {
        (self.offset_that_shows(index, self.height) - self.offset).abs() < 0.5
    }

    /// Scrolls no further than needed for the row to be whole in sight.
    fn offset_that_shows(self, index: usize, height: f32) -> f32 {
        let (top, bottom) = (index as f32 * self.row_height, (index + 1) as f32 * self.row_height);
        if top < self.offset {
            top
        } else if bottom > self.offset + height {
            bottom - height
        } else {
            self.offset
        }
    }
}

fn keyed(ui: &Ui, count: usize, current: Option<usize>, page: usize) -> Option<usize> {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let last = count - 1;
    let at = current.unwrap_or(0).min(last);
    if pressed(Key::ArrowDown) {
        Some(current.map_or(0, |_| (at + 1).min(last)))
    } else if pressed(Key::ArrowUp) {
        Some(current.map_or(last, |_| at.saturating_sub(1)))
    } else if pressed(Key::PageDown) {
        Some((at + page).min(last))
    } else if pressed(Key::PageUp) {
        Some(at.saturating_sub(page))
    } else if pressed(Key::Home) {
        Some(0)
    } else if pressed(Key::End) {
        Some(last)
    } else {
        None
    }
}
