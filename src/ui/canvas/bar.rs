//! The scroll bar that is also a map: where in the document annotations are, by colour, and which part is in view.

use std::collections::HashMap;
use std::sync::Arc;

use egui::{Color32, Id, Mesh, Rect, Sense, Shape, Stroke, StrokeKind, Ui, pos2};

use crate::model::LabelName;
use crate::page::Page;
use crate::session::OpenDocument;
use crate::ui::label_places::LabelPlaces;
use crate::ui::palette::LabelPaint;
use crate::ui::theme::Theme;

/// Points.
pub(super) const WIDTH: f32 = 14.0;
/// The thumb is at least this tall, in points, so that it can be taken hold of in a long document.
const THUMB: f32 = 24.0;

/// The map as it was last drawn up.
#[derive(Default)]
pub(super) struct Bar {
    /// What the ticks were made from: revision, place, and the theme.
    made: Option<(u64, usize, Rect, bool)>,
    /// The ticks, ready to paint.
    ticks: Option<Arc<Mesh>>,
    /// Where in the thumb it was taken hold of, in points.
    grip: Option<f32>,
    track: Option<Rect>,
}

impl Bar {
    /// Where it stood in the last frame, in points.
    pub(super) fn rect(&self) -> Rect {
        self.track.unwrap_or(Rect::NOTHING)
    }

    /// Draws the bar at a side of `outer`. Gives how many pixels are to be above the viewport, if it was dragged or
    /// clicked.
    pub(super) fn show(
        &mut self,
        ui: &Ui,
        outer: Rect,
        left: bool,
        page: &Page,
        (document, labels): (&OpenDocument, &LabelPlaces),
        theme: &Theme,
    ) -> Option<f64> {
        let x = if left { outer.left() } else { outer.right() - WIDTH };
        let track = Rect::from_min_max(pos2(x, outer.top()), pos2(x + WIDTH, outer.bottom()));
        self.track = Some(track);
        let response = ui.interact(track, Id::unique("hashiya-canvas-bar"), Sense::click_and_drag());
        // The name is got first: what is asked for inside would wait for the context for ever.
        let name = crate::ui::widgets::words(ui.ctx()).get("page-scroll-bar");
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ScrollBar, true, &name));
        let shown = f64::from(page.viewport()).min(page.height());
        let whole = page.height().max(1.0);
        self.draw_up(document, labels, track, theme);
        let painter = ui.painter();
        painter.extend(self.ticks.iter().map(|mesh| Shape::Mesh(mesh.clone())));
        if whole <= shown {
            return None;
        }
        let height = ((shown / whole) as f32 * track.height()).max(THUMB);
        let travel = track.height() - height;
        let most = whole - shown;
        let top = track.top() + (page.scrolled() / most).min(1.0) as f32 * travel;
        let thumb = Rect::from_min_max(pos2(x + 1.0, top), pos2(x + WIDTH - 1.0, top + height));
        let strength = if self.grip.is_some() || response.hovered() { 0.34 } else { 0.20 };
        // What it covers is seen through it; its edge is what it is seen by.
        let (fill, edge) = (theme.ink_weak.gamma_multiply(strength), Stroke::new(1.0, theme.outline));
        painter.rect(thumb, 5.0, fill, edge, StrokeKind::Inside);
        let pointer = ui.input(|input| input.pointer.interact_pos())?;
        if !response.is_pointer_button_down_on() {
            self.grip = None;
            return None;
        }
        let grip = *self.grip.get_or_insert(match thumb.contains(pointer) {
            true => pointer.y - thumb.top(),
            false => height / 2.0,
        });
        let share = ((pointer.y - grip - track.top()) / travel.max(1.0)).clamp(0.0, 1.0);
        Some(f64::from(share) * most)
    }

    /// One tick for each row of the track in which an annotation begins; made anew only when something changed. Asks
    /// the set once for each row, so that its cost is that of the track and not of the annotations or the labels.
    fn draw_up(&mut self, document: &OpenDocument, labels: &LabelPlaces, track: Rect, theme: &Theme) {
        let dark = theme.mode == crate::ui::theme::Mode::Dark;
        // While a document is read, annotations come without a change.
        let made = (document.revision(), document.content().annotations.len(), track, dark);
        if self.made == Some(made) {
            return;
        }
        self.made = Some(made);
        let content = document.content();
        let mut colours: HashMap<&LabelName, Color32> = HashMap::new();
        let mut mesh = Mesh::default();
        let rows = (track.height() as usize).saturating_sub(2).max(1);
        // Place by bytes: heights are estimates until all is laid out, bytes are exact and never jump.
        let bytes = content.text().len().max(1);
        let mut from = 0;
        while let Some(annotation) = content.annotations.first_from(from) {
            let row = annotation.spans.first().start().to_usize() * rows / bytes;
            from = ((row + 1) * bytes).div_ceil(rows);
            if let Some(label) = labels.label(&annotation.label) {
                let colour = colours.entry(&annotation.label);
                let colour = *colour.or_insert_with(|| LabelPaint::new(label.colour, theme.page).line);
                let y = track.top() + row as f32;
                let tick = Rect::from_min_max(pos2(track.left() + 4.0, y), pos2(track.right() - 4.0, y + 2.0));
                mesh.add_colored_rect(tick, colour);
            }
        }
        self.ticks = (!mesh.is_empty()).then(|| Arc::new(mesh));
    }
}
