//! How the window is left and found again: size, place, panels, what was open. The second day begins where the first ended.

use egui::panel::PanelState;
use egui::{Context, Frame, Id, Panel, Rect, Ui, UiBuilder};

use super::App;
use crate::session::Session;
use crate::store::{WindowFile, WindowState};
use crate::ui::widgets::words;

/// Less than half a pixel is rounding and no hand.
const ROUNDING: f32 = 0.5;

/// The state and where it is kept.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    pub file: WindowFile,
    pub state: WindowState,
    /// As the file has it.
    pub saved: WindowState,
    /// What the window is called now.
    pub title: String,
}

impl Remembered {
    pub(super) fn of((file, state): (WindowFile, WindowState)) -> Self {
        Remembered { file, saved: state.clone(), state, title: String::new() }
    }

    /// Takes the size and the place of the window as they are now.
    pub(super) fn look_at(&mut self, ctx: &Context) {
        ctx.input(|input| {
            let viewport = input.viewport();
            self.state.maximized = viewport.maximized.unwrap_or(false);
            // A window that fills the screen, or is not on it, has a size of its own to go back to.
            if self.state.maximized || viewport.minimized == Some(true) || viewport.fullscreen == Some(true) {
                return;
            }
            if let Some(inner) = viewport.inner_rect.filter(|inner| inner.is_positive()) {
                self.state.size = Some((inner.width().round(), inner.height().round()));
            }
            if let Some(outer) = viewport.outer_rect {
                self.state.position = Some((outer.min.x.round(), outer.min.y.round()));
            }
        });
    }

    /// What is open in the session.
    pub(super) fn take_opened(&mut self, session: &Session) {
        self.state.opened = session.opened_roots().to_vec();
        self.state.shown = session.current_entry().and_then(|entry| entry.path().cloned());
    }
}

/// A panel at the side. It is as wide as it was last dragged, `wanted`; a window that is too narrow for it only makes it
/// give way for as long as it is.
pub(super) fn side_panel(
    ui: &mut Ui,
    panel: Panel,
    id: &'static str,
    frame: Frame,
    sizes: std::ops::RangeInclusive<f32>,
    wanted: &mut f32,
    show: impl FnOnce(&mut Ui),
) -> Rect {
    let (least, most) = (*sizes.start(), *sizes.end());
    let here = wanted.clamp(least, most);
    let panel_id = ui.scope_id().with(id);
    let state = PanelState::load(ui.ctx(), panel_id);
    let before = state.map_or(here, |state| state.size().x.clamp(least, most));
    let grows_back = before < here - ROUNDING;
    let range = if grows_back { here..=most } else { sizes };
    let shown = panel.frame(frame).default_size(here).size_range(range).show(ui, |ui| {
        // A panel that has little to show for a moment is as wide as ever: the page beside it must not move.
        // One that has too much for a low window ends above the line at its foot all the same.
        let rect = ui.available_rect_before_wrap();
        let mut inner = ui.new_child(UiBuilder::new().max_rect(rect).layout(*ui.layout()));
        inner.shrink_clip_rect(ui.max_rect().expand(f32::from(frame.inner_margin.bottom)));
        show(&mut inner);
        ui.advance_cursor_after_rect(rect);
    });
    name_resize_handle(ui.ctx(), panel_id);
    let now = shown.response.rect.width();
    if !grows_back && (now - before).abs() > ROUNDING {
        *wanted = now;
    }
    shown.response.rect
}

/// Names the edge of a panel that is dragged, to the ear, in the language of the interface: the toolkit does it in English.
/// The id is that of egui's `containers/panel.rs` (`resize_widget_id`).
pub(super) fn name_resize_handle(ctx: &Context, panel: Id) {
    let name = words(ctx).get("panel-resize");
    ctx.accesskit_node_builder(panel.with("__resize"), |node| node.set_label(name));
}

impl App {
    /// Writes how the window is left, where that is new.
    pub(super) fn write_window_state(&mut self) {
        self.window.take_opened(&self.session);
        if self.window.state != self.window.saved {
            self.window.saved = self.window.state.clone();
            self.session.keep_window(&self.window.file, &self.window.state);
        }
    }
}
