//! A rectangle that is drawn around annotations, from the margin: which of them it takes, and how it looks.

use std::collections::BTreeSet;

use egui::{CornerRadius, Pos2, Rect, Stroke, StrokeKind, Ui};

use super::paint::points;
use super::{Canvas, FrameContext};
use crate::model::AnnotationId;
use crate::page::{MAX_LAYERS, bytes_of};
use crate::ui::theme::Theme;

/// Points beside the column of text within which a press is still one into the text.
const BESIDE: f32 = 6.0;
/// Points that a rectangle is long or high at least: less was a click.
const MIN_BAND: f32 = 4.0;

impl Canvas {
    /// Whether a place is in the margin, where a drag draws a rectangle.
    pub(super) fn is_in_margin(at: Pos2, sight: &FrameContext) -> bool {
        at.x < sight.column.left() - BESIDE || at.x > sight.column.right() + BESIDE
    }

    /// What a rectangle takes: the annotations of which a part on the screen lies in it, in the order of the text. Its work is that of
    /// the annotations in view.
    pub(super) fn in_band(&self, (from, to): (Pos2, Pos2), sight: &FrameContext) -> Option<Vec<AnnotationId>> {
        let band = Rect::from_two_pos(from, to);
        if band.width() < MIN_BAND && band.height() < MIN_BAND {
            return None;
        }
        let (left, top) = (sight.column.left() * sight.scale, sight.column.top() * sight.scale);
        let in_view = bytes_of(&self.visible);
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for (span, annotation, _) in sight.document.content().annotations.in_view(in_view, MAX_LAYERS) {
            let fragments = self.page.fragments(&self.visible, &span.range());
            let is_in = fragments.iter().any(|part| points(&part.rect, left, top, sight.scale).intersects(band));
            if is_in && seen.insert(&annotation.id) {
                found.push(annotation.id.clone());
            }
        }
        Some(found)
    }

    pub(super) fn draw_band(&self, ui: &Ui, theme: &Theme) {
        let Some((from, to)) = self.band else { return };
        let band = Rect::from_two_pos(from, to);
        ui.painter().rect(
            band,
            CornerRadius::ZERO,
            theme.accent.gamma_multiply(0.12),
            Stroke::new(1.0, theme.accent),
            StrokeKind::Inside,
        );
    }
}
