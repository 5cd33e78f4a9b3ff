//! A row of a table: cells in columns that begin at the side of the interface, numbers at their end.

use egui::{Align2, Color32, Context, Painter, Pos2, Rect, Response, Role, Sense, Ui, Widget, WidgetInfo, pos2, vec2};

use super::row::row_ground;
use super::{BODY, focus_ring, in_sight, is_rtl, setting};
use crate::ui::localizer::without_isolates;
use crate::ui::text_renderer::{Overflow, TextRenderer};
use crate::ui::theme::{ROW, Theme, round, size, space};

/// A column: how wide it is, in points, and whether it holds numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridColumn {
    pub width: f32,
    pub is_number: bool,
}

/// A row as wide as its columns, to be clicked.
#[must_use = "a row shows only where it is added: ui.add(row)"]
pub struct GridRow<'a> {
    cells: &'a [String],
    columns: &'a [GridColumn],
    selected: bool,
    spoken: &'a str,
}

impl<'a> GridRow<'a> {
    /// `spoken` is its name for the ear.
    pub fn new(cells: &'a [String], columns: &'a [GridColumn], spoken: &'a str) -> Self {
        GridRow { cells, columns, selected: false, spoken }
    }

    pub fn selected(self, selected: bool) -> Self {
        GridRow { selected, ..self }
    }
}

impl GridColumn {
    /// The places of the columns of a row.
    pub fn places(columns: &[GridColumn], row: Rect, rtl: bool) -> Vec<Rect> {
        let mut at = if rtl { row.right() } else { row.left() };
        let place = |column: &GridColumn| {
            let (left, right) = if rtl { (at - column.width, at) } else { (at, at + column.width) };
            at = if rtl { left } else { right };
            Rect::from_x_y_ranges(left..=right, row.y_range())
        };
        columns.iter().map(place).collect()
    }
}

impl Widget for GridRow<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let ctx = ui.ctx().clone();
        let theme = Theme::get(&ctx);
        let rtl = is_rtl(&ctx);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
        in_sight(ui, &response);
        if ui.is_rect_visible(rect) {
            row_ground(ui, &response, self.selected);
            for ((cell, column), place) in
                self.cells.iter().zip(self.columns).zip(GridColumn::places(self.columns, rect, rtl))
            {
                let inner = place.shrink2(vec2(space::S, 0.0));
                // Numbers end where the column ends.
                let at_left = rtl == column.is_number;
                let painter = ui.painter().with_clip_rect(inner.intersect(ui.clip_rect()));
                paint_cell(&ctx, &painter, inner, cell, at_left, false, theme.ink);
            }
            focus_ring(ui, &response, round::SMALL);
        }
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::ListBoxOption, ui.is_enabled(), without_isolates(self.spoken));
            info.selected = self.selected.then_some(true);
            info
        });
        response
    }
}

/// The names of the columns, each where its cells are, to be sorted by. The column that was chosen.
pub fn grid_head(ui: &mut Ui, names: &[String], columns: &[GridColumn]) -> Option<usize> {
    let ctx = ui.ctx().clone();
    let theme = Theme::get(&ctx);
    let rtl = is_rtl(&ctx);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let mut chosen = None;
    for (at, (name, (column, place))) in
        names.iter().zip(columns.iter().zip(GridColumn::places(columns, rect, rtl))).enumerate()
    {
        let response = ui.interact(place, ui.scope_id().with(("column", at)), Sense::click());
        in_sight(ui, &response);
        let inner = place.shrink2(vec2(space::S, 0.0));
        let painter = ui.painter().with_clip_rect(inner.intersect(ui.clip_rect()));
        let ink = if response.hovered() { theme.ink } else { theme.ink_weak };
        paint_cell(&ctx, &painter, inner, name, rtl == column.is_number, true, ink);
        focus_ring(ui, &response, round::SMALL);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, without_isolates(name)));
        if response.clicked() {
            chosen = Some(at);
        }
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, theme.border));
    chosen
}

fn paint_cell(ctx: &Context, painter: &Painter, inner: Rect, text: &str, at_left: bool, bold: bool, ink: Color32) {
    let line = setting(ctx, BODY, bold, Overflow::Elide(inner.width()));
    TextRenderer::with(ctx, |scribe| {
        let block = scribe.block(text, &line, ctx.pixels_per_point());
        let x = if at_left { inner.left() } else { inner.right() - block.size().x };
        scribe.paint(painter, pos2(x, inner.center().y - block.size().y / 2.0), &block, ink);
    });
}

/// Small text beside a chart: `anchor` says which of its corners is at `at`. It is cut at `width`.
pub fn paint_text(ctx: &Context, painter: &Painter, at: Pos2, anchor: Align2, text: &str, width: f32, ink: Color32) {
    let line = setting(ctx, size::SMALL, false, Overflow::Elide(width));
    TextRenderer::with(ctx, |scribe| {
        let block = scribe.block(text, &line, ctx.pixels_per_point());
        let place = anchor.anchor_size(at, block.size());
        scribe.paint(painter, place.min, &block, ink);
    });
}
