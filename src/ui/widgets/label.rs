//! A text to be read: wrapped, elided or on one line.

use egui::{Response, Role, Sense, Ui, Widget, WidgetInfo};

use super::{BODY, BidiHover, Tone, setting};
use crate::ui::localizer::without_isolates;
use crate::ui::text_renderer::{Overflow, TextRenderer};
use crate::ui::theme::{Theme, size};

/// A text in any mix of directions.
#[must_use = "a label shows only where it is added: ui.add(label)"]
pub struct BidiLabel<'a> {
    text: &'a str,
    size: f32,
    bold: bool,
    tone: Tone,
    fit: Fit,
    role: Role,
    sense: Sense,
}

enum Fit {
    /// By the layout around it: elided in a row, wrapped in a column.
    Auto,
    Wrap,
    Elide(Option<f32>),
    Extend,
}

impl<'a> BidiLabel<'a> {
    pub fn new(text: &'a str) -> Self {
        BidiLabel {
            text,
            size: BODY,
            bold: false,
            tone: Tone::Plain,
            fit: Fit::Auto,
            role: Role::Label,
            sense: Sense::hover(),
        }
    }

    /// The name of a group of things.
    pub fn heading(text: &'a str) -> Self {
        BidiLabel { size: size::HEADING, bold: true, role: Role::Heading, ..BidiLabel::new(text) }
    }

    /// The name of a dialog.
    pub fn title(text: &'a str) -> Self {
        BidiLabel { size: size::TITLE, bold: true, role: Role::Heading, ..BidiLabel::new(text) }
    }

    pub fn small(self) -> Self {
        BidiLabel { size: size::SMALL, ..self }
    }

    /// Points per em.
    pub fn size(self, size: f32) -> Self {
        BidiLabel { size, ..self }
    }

    pub fn bold(self) -> Self {
        BidiLabel { bold: true, ..self }
    }

    pub fn weak(self) -> Self {
        self.tone(Tone::Weak)
    }

    pub fn tone(self, tone: Tone) -> Self {
        BidiLabel { tone, ..self }
    }

    /// Breaks into lines at the width there is.
    pub fn wrap(self) -> Self {
        BidiLabel { fit: Fit::Wrap, ..self }
    }

    /// Ends in "…" where the width ends; the whole shows on hover.
    pub fn elide(self) -> Self {
        BidiLabel { fit: Fit::Elide(None), ..self }
    }

    /// As [`BidiLabel::elide`], at most this many points wide.
    pub fn elide_at(self, width: f32) -> Self {
        BidiLabel { fit: Fit::Elide(Some(width)), ..self }
    }

    /// One line, as wide as it is.
    pub fn extend(self) -> Self {
        BidiLabel { fit: Fit::Extend, ..self }
    }

    pub fn sense(self, sense: Sense) -> Self {
        BidiLabel { sense, ..self }
    }
}

impl Widget for BidiLabel<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let room = ui.available_width().max(0.0);
        let overflow = match self.fit {
            Fit::Extend => Overflow::Extend,
            Fit::Wrap => Overflow::Wrap(room),
            Fit::Elide(width) => Overflow::Elide(width.unwrap_or(room).min(room)),
            Fit::Auto if ui.layout().is_horizontal() => Overflow::Elide(room),
            Fit::Auto => Overflow::Wrap(room),
        };
        let ctx = ui.ctx().clone();
        let setting = setting(&ctx, self.size, self.bold, overflow);
        let scale = ctx.pixels_per_point();
        let block = TextRenderer::with(&ctx, |scribe| scribe.block(self.text, &setting, scale));
        let (rect, response) = ui.allocate_exact_size(block.size(), self.sense);
        if ui.is_rect_visible(rect) {
            let ink = self.tone.colour(Theme::get(&ctx));
            TextRenderer::with(&ctx, |scribe| scribe.paint(ui.painter(), rect.min, &block, ink));
        }
        let role = self.role;
        response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), without_isolates(self.text)));
        if block.is_elided() { response.bidi_hover(self.text) } else { response }
    }
}
