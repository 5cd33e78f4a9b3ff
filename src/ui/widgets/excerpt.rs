//! A piece of a text with its annotations under it, to be read and not worked on.

use std::ops::Range;

use egui::{Color32, Response, Role, Sense, Ui, Widget, WidgetInfo, vec2};

use super::{BODY, setting};
use crate::ui::localizer::without_isolates;
use crate::ui::text_renderer::{Overflow, TextRenderer};
use crate::ui::theme::{Theme, round};

/// A text, and where colours stand under it.
#[must_use = "an excerpt shows only where it is added: ui.add(excerpt)"]
pub struct Excerpt<'a> {
    text: &'a str,
    /// Bytes of the text and their colour; what comes later is above.
    marks: &'a [(Range<usize>, Color32)],
}

impl<'a> Excerpt<'a> {
    pub fn new(text: &'a str, marks: &'a [(Range<usize>, Color32)]) -> Self {
        Excerpt { text, marks }
    }
}

impl Widget for Excerpt<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let ctx = ui.ctx().clone();
        let setting = setting(&ctx, BODY, false, Overflow::Wrap(ui.available_width().max(0.0)));
        let block = TextRenderer::with(&ctx, |scribe| scribe.block(self.text, &setting, ctx.pixels_per_point()));
        let (rect, response) = ui.allocate_exact_size(block.size(), Sense::hover());
        if ui.is_rect_visible(rect) {
            for (range, colour) in self.marks {
                for piece in block.fragments(range.clone()) {
                    let piece = piece.translate(rect.min.to_vec2()).expand2(vec2(1.0, -2.0));
                    ui.painter().rect_filled(piece, round::SMALL, *colour);
                }
            }
            let ink = Theme::get(&ctx).ink;
            TextRenderer::with(&ctx, |scribe| scribe.paint(ui.painter(), rect.min, &block, ink));
        }
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(Role::Paragraph, enabled, without_isolates(self.text)));
        response
    }
}
