//! A jump within sight is shown as a glide, so that the eye keeps its place in the text.

use egui::Ui;

use super::Canvas;
use crate::page::PagePosition;
use crate::typeset::Caret;
use crate::ui::text_renderer::TextRenderer;

/// Of a glide's way, what is left after this many seconds is a third.
const SECONDS: f32 = 0.045;
/// A jump over more viewports than this is one: there is nothing to follow with the eye.
const MAX_SCREENS: f32 = 1.5;

impl Canvas {
    /// Puts the page where a glide under way is going, so that keys count from there; gives what is seen. A hand on the
    /// mouse or the wheel ends the glide where it is.
    pub(super) fn arrive(&mut self, ui: &Ui) -> Option<PagePosition> {
        if self.visible.is_empty() {
            return None;
        }
        let taken = ui.input(|input| input.pointer.any_down() || input.smooth_scroll_delta().y != 0.0);
        let rest = std::mem::take(&mut self.glide);
        if taken {
            return None;
        }
        TextRenderer::with(ui.ctx(), |scribe| {
            let seen = self.page.place(scribe.typesetter());
            if rest != 0.0 {
                self.page.scroll_by(scribe.typesetter(), rest);
            }
            Some(seen)
        })
    }

    /// Shows the page on its way from what was seen to where it is now.
    pub(super) fn glide_from(&mut self, ui: &Ui, seen: Option<PagePosition>) {
        let Some(seen) = seen else { return };
        let way = TextRenderer::with(ui.ctx(), |scribe| {
            let ts = scribe.typesetter();
            if self.page.place(ts) == seen {
                return 0.0;
            }
            let line = self.page.caret_rect(ts, Caret::before(seen.offset));
            line.map_or(0.0, |line| -(line.y0 + seen.above * (line.y1 - line.y0)))
        });
        if way.abs() < 1.0 || way.abs() > MAX_SCREENS * self.page.viewport() {
            return;
        }
        let seconds = ui.input(|input| input.stable_dt).min(0.1);
        let rest = (way * (-seconds / SECONDS).exp()).trunc();
        if rest != 0.0 {
            let moved = TextRenderer::with(ui.ctx(), |scribe| self.page.scroll_by(scribe.typesetter(), -rest));
            self.glide = -moved;
            ui.ctx().request_repaint();
        }
    }
}
