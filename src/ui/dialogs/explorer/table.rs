//! A table of statistics: any length, sorted by a column, its rows made off the frame.

use std::sync::Arc;

use egui::Ui;

use super::charts::{self, Chart};
use super::names::Names;
use crate::analysis::statistics::tables::{Cell, Table, TableKind, TableRow};
use crate::session::{Pending, Session};
use crate::ui::localizer::Localizer;
use crate::ui::theme::space;
use crate::ui::widgets::{BidiLabel, GridColumn, GridRow, grid_head, list};

/// Points that a column of numbers takes, and the least that one of words does.
const NUMBER: f32 = 92.0;
const WORDS: f32 = 110.0;

/// Which column, and whether the largest come first.
type Sorting = Option<(usize, bool)>;

/// A table and what is drawn over it.
#[derive(Debug)]
pub(super) struct Made {
    pub table: Table,
    pub chart: Chart,
}

/// The table that is shown.
#[derive(Debug, Default)]
pub(super) struct TableView {
    /// What it was made of.
    made: Option<(usize, TableKind, Sorting)>,
    coming: Option<Pending<Arc<Made>>>,
    shown: Option<Arc<Made>>,
    sorting: Sorting,
    current: Option<usize>,
}

impl TableView {
    /// Has the table made, where it is another than the one that is shown; `source` says what it is made of.
    pub(super) fn prepare(
        &mut self,
        session: &mut Session,
        kind: TableKind,
        source: usize,
        make: impl FnOnce() -> (Table, Chart) + Send + 'static,
    ) {
        let wanted = (source, kind, self.sorting);
        if self.made != Some(wanted) {
            self.made = Some(wanted);
            let sorting = self.sorting;
            self.coming = Some(session.ask("task-statistics", move || {
                let (mut table, chart) = make();
                sort(&mut table, sorting);
                Arc::new(Made { table, chart })
            }));
        }
        if let Some(made) = self.coming.as_ref().and_then(Pending::get) {
            self.shown = Some(made.clone());
            self.coming = None;
        }
    }

    /// The row that was chosen.
    pub(super) fn show(&mut self, ui: &mut Ui, words: &Localizer, names: &Names) -> Option<TableRow> {
        let made = self.shown.clone()?;
        let table = &made.table;
        charts::show(ui, &made.chart, names, words);
        if table.rows.is_empty() {
            ui.add_space(space::S);
            ui.add(BidiLabel::new(&words.get("explorer-empty")).weak().wrap());
            return None;
        }
        if !table.is_whole {
            ui.add(BidiLabel::new(&words.get("explorer-sample")).small().weak().wrap());
        }
        let columns = columns_of(table, ui.available_width() - space::M);
        let shown: Vec<String> = table.columns.iter().map(|name| names.column(table.kind, name, words)).collect();
        let shown: Vec<String> = shown
            .into_iter()
            .enumerate()
            .map(|(at, name)| match self.sorting.filter(|(by, _)| *by == at) {
                Some((_, down)) => format!("{name} {}", if down { "↓" } else { "↑" }),
                None => name,
            })
            .collect();
        if let Some(at) = grid_head(ui, &shown, &columns) {
            // Numbers begin with the largest, words with the first.
            let down = self.sorting.filter(|(by, _)| *by == at).map_or(columns[at].is_number, |(_, down)| !down);
            self.sorting = Some((at, down));
        }
        let mut clicked = None;
        let current = self.current;
        let output = list(ui, "explorer", table.rows.len(), current, None, |ui, at| {
            let row = &table.rows[at];
            let cells = table.columns.iter().zip(&row.cells);
            let cells: Vec<String> = cells.map(|(column, cell)| names.cell(column, cell, words)).collect();
            let spoken = cells.join(" · ");
            let response = ui.add(GridRow::new(&cells, &columns, &spoken).selected(current == Some(at)));
            if response.clicked() {
                clicked = Some(at);
            }
            response
        });
        self.current = output.chosen.or(clicked).or(self.current).filter(|at| *at < table.rows.len());
        clicked.and_then(|at| table.rows.get(at)).cloned()
    }
}

fn sort(table: &mut Table, sorting: Sorting) {
    let Some((by, down)) = sorting else { return };
    let key = |row: &TableRow| row.cells.get(by).cloned().unwrap_or(Cell::Empty);
    table.rows.sort_by(|a, b| {
        let order = match (key(a), key(b)) {
            (Cell::Count(a), Cell::Count(b)) => a.cmp(&b),
            (Cell::Real(a), Cell::Real(b)) => a.total_cmp(&b),
            (Cell::Text(a), Cell::Text(b)) => a.cmp(&b),
            (Cell::Empty, Cell::Empty) => std::cmp::Ordering::Equal,
            (Cell::Empty, _) => std::cmp::Ordering::Less,
            (_, Cell::Empty) => std::cmp::Ordering::Greater,
            (a, b) => a.text().cmp(&b.text()),
        };
        if down { order.reverse() } else { order }
    });
}

fn columns_of(table: &Table, width: f32) -> Vec<GridColumn> {
    let is_number = |at: usize| {
        let mut cells = table.rows.iter().take(50).map(|row| row.cells.get(at));
        cells.all(|cell| matches!(cell, Some(Cell::Count(_) | Cell::Real(_) | Cell::Empty)))
    };
    let numbers: Vec<bool> = (0..table.columns.len()).map(is_number).collect();
    let (few, many) = (numbers.iter().filter(|number| **number).count(), numbers.len());
    let number = NUMBER.min(width / many.max(1) as f32);
    let rest = (width - few as f32 * number) / (many - few).max(1) as f32;
    let words = rest.max(WORDS.min(width / many.max(1) as f32));
    numbers.iter().map(|is| GridColumn { width: if *is { number } else { words }, is_number: *is }).collect()
}
