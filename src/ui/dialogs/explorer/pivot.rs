//! Two things counted against each other. A cell opens its places.

use std::sync::Arc;

use egui::{Role, Sense, Ui, WidgetInfo, vec2};

use super::names::Names;
use crate::analysis::statistics::{Dimension, Places, Value};
use crate::session::{CountedStatistics, Pending};
use crate::ui::localizer::{Localizer, isolated, without_isolates};
use crate::ui::modal::UiContext;
use crate::ui::panels::choice_button;
use crate::ui::theme::{ROW, Theme, round, space};
use crate::ui::widgets::{BidiButton, BidiLabel, GridColumn, Row, in_sight, is_rtl, list, mirrored, paint_text};

/// Points that the names of rows take, and each column.
const NAMES: f32 = 180.0;
const COLUMN: f32 = 96.0;

/// Rows and columns in their order, with their sums.
#[derive(Debug)]
struct Axes {
    rows: Vec<(Value, u64)>,
    columns: Vec<(Value, u64)>,
    /// The largest count of a cell.
    most: u64,
}

/// The table while it is shown.
#[derive(Debug, Default)]
pub(super) struct PivotView {
    made: Option<usize>,
    coming: Option<Pending<Arc<Axes>>>,
    axes: Option<Arc<Axes>>,
    /// The first column that is in sight.
    first: usize,
}

impl PivotView {
    /// What rows and columns are. True where another was chosen.
    pub(super) fn choose(
        &mut self,
        ui: &mut Ui,
        rows: &mut Dimension,
        columns: &mut Dimension,
        words: &Localizer,
    ) -> bool {
        let before = (*rows, *columns);
        let name = |dimension: Dimension| words.get(&format!("explorer-by-{}", dimension.name()));
        mirrored(ui, |ui| {
            for (word, chosen) in [("explorer-rows", &mut *rows), ("explorer-columns", &mut *columns)] {
                let shown = words.format(word, &[("what", name(*chosen).into())]);
                choice_button(ui, &shown, &shown, |ui| {
                    for dimension in Dimension::ALL {
                        if ui.add(Row::new(&name(dimension)).ticked(dimension == *chosen)).clicked() {
                            *chosen = dimension;
                            ui.close();
                        }
                    }
                });
            }
            let swap = words.get("explorer-swap");
            if ui.add(BidiButton::quiet(&swap).small()).clicked() {
                std::mem::swap(rows, columns);
            }
        });
        let changed = before != (*rows, *columns);
        if changed {
            self.first = 0;
        }
        changed
    }

    /// The places of the cell that was chosen, and what to call them.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        cx: &mut UiContext<'_>,
        counted: &CountedStatistics,
        names: &Names,
        words: &Localizer,
    ) -> Option<(Places, String)> {
        let made = Arc::as_ptr(&counted.report) as usize;
        if self.made != Some(made) {
            self.made = Some(made);
            let report = counted.report.clone();
            self.coming = Some(cx.session.ask("task-statistics", move || {
                let pivot = report.statistics.pivot.as_ref();
                let (rows, columns) = pivot.map(|pivot| (pivot.row_sums(), pivot.column_sums())).unwrap_or_default();
                let most = pivot.and_then(|pivot| pivot.cells().values().map(|places| places.total).max());
                Arc::new(Axes { rows, columns, most: most.unwrap_or(0) })
            }));
        }
        if let Some(axes) = self.coming.as_ref().and_then(Pending::get) {
            self.axes = Some(axes.clone());
            self.coming = None;
        }
        let (axes, pivot) = (self.axes.clone()?, counted.report.statistics.pivot.as_ref()?);
        let statistics = &counted.report.statistics;
        if axes.rows.is_empty() {
            ui.add(BidiLabel::new(&words.get("explorer-empty")).weak().wrap());
            return None;
        }
        if !pivot.is_whole() {
            ui.add(BidiLabel::new(&words.get("explorer-sample")).small().weak().wrap());
        }
        let room = ((ui.available_width() - NAMES - COLUMN - space::M) / COLUMN).floor().max(1.0) as usize;
        self.first = self.first.min(axes.columns.len().saturating_sub(room));
        let shown = self.first..(self.first + room).min(axes.columns.len());
        if axes.columns.len() > room {
            self.pages(ui, &axes, shown.clone(), room, words);
        }
        let ctx = ui.ctx().clone();
        let (theme, rtl) = (Theme::get(&ctx), is_rtl(&ctx));
        let number = GridColumn { width: COLUMN, is_number: true };
        let mut columns = vec![GridColumn { width: NAMES, is_number: false }];
        columns.resize(shown.len() + 2, number);
        let text = |ui: &Ui, place: egui::Rect, text: &str, at_start: bool, ink| {
            let inner = place.shrink2(vec2(space::S, 0.0));
            let at_left = rtl != at_start;
            let (at, anchor) = match at_left {
                true => (inner.left_center(), egui::Align2::LEFT_CENTER),
                false => (inner.right_center(), egui::Align2::RIGHT_CENTER),
            };
            paint_text(ui.ctx(), ui.painter(), at, anchor, text, inner.width(), ink);
        };
        let column_names: Vec<String> =
            axes.columns[shown.clone()].iter().map(|(value, _)| names.value(value, statistics, words)).collect();
        let (head, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, without_isolates(&column_names.join(" · "))));
        let sum = words.get("explorer-column-sum");
        let places = GridColumn::places(&columns, head, rtl);
        for (name, place) in column_names.iter().chain([&sum]).zip(&places[1..]) {
            text(ui, *place, name, false, theme.ink_weak);
        }
        let mut opened = None;
        list(ui, "pivot", axes.rows.len(), None, None, |ui, at| {
            let (row, row_sum) = &axes.rows[at];
            let name = names.value(row, statistics, words);
            let (rect, line) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            line.widget_info(|| WidgetInfo::labeled(Role::Label, true, without_isolates(&name)));
            let places = GridColumn::places(&columns, rect, rtl);
            text(ui, places[0], &name, true, theme.ink);
            for (nth, (column, _)) in axes.columns[shown.clone()].iter().enumerate() {
                let cell = pivot.cell(row, column);
                let count = cell.map_or(0, |places| places.total);
                let place = places[nth + 1];
                let Some(cell) = cell.filter(|_| count > 0) else {
                    text(ui, place, "–", false, theme.ink_weak);
                    continue;
                };
                let response = ui.interact(place, ui.scope_id().with(("cell", at, nth)), Sense::click());
                in_sight(ui, &response);
                let spoken = format!("{name} × {}: {}", column_names[nth], words.number(count));
                // The more there is, the deeper the ground.
                let depth = (count as f32 / axes.most.max(1) as f32).sqrt() * 0.55 + 0.05;
                let ground = theme.accent_soft.gamma_multiply(depth.min(1.0));
                ui.painter().rect_filled(place.shrink(1.0), round::SMALL, ground);
                if response.hovered() || response.has_focus() {
                    let stroke = egui::Stroke::new(1.5, theme.accent);
                    ui.painter().rect_stroke(place.shrink(1.0), round::SMALL, stroke, egui::StrokeKind::Inside);
                }
                text(ui, place, &words.number(count), false, theme.ink);
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, without_isolates(&spoken)));
                if response.clicked() {
                    opened = Some((cell.clone(), format!("{} × {}", isolated(&name), isolated(&column_names[nth]))));
                }
            }
            if let Some(last) = places.last() {
                text(ui, *last, &words.number(row_sum), false, theme.ink_weak);
            }
            line
        });
        opened
    }

    fn pages(&mut self, ui: &mut Ui, axes: &Axes, shown: std::ops::Range<usize>, room: usize, words: &Localizer) {
        mirrored(ui, |ui| {
            let all = axes.columns.len();
            let of = [("from", (shown.start + 1).into()), ("to", shown.end.into()), ("n", all.into())];
            ui.add(BidiLabel::new(&words.format("explorer-columns-shown", &of)).small().weak().extend());
            for (word, to, possible) in [
                ("explorer-columns-before", shown.start.saturating_sub(room), shown.start > 0),
                ("explorer-columns-after", shown.start + room, shown.end < all),
            ] {
                if ui.add_enabled(possible, BidiButton::quiet(&words.get(word)).small()).clicked() {
                    self.first = to;
                }
            }
        });
    }
}
