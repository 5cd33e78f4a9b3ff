//! The tables of statistics: one shape for the command line, for CSV and for the window.

use super::{Dimension, Lengths, Places, Statistics, Unlabelled, Value};
use crate::model::DocumentState;

/// Columns of a pivot that stand side by side; spreadsheets and eyes end before there are more.
const MAX_COLUMNS: usize = 200;

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Count(u64),
    Real(f64),
    Empty,
}

impl Cell {
    /// As CSV and the terminal have it.
    pub fn text(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Count(count) => count.to_string(),
            Cell::Real(real) => real.to_string(),
            Cell::Empty => String::new(),
        }
    }
}

impl From<Option<u64>> for Cell {
    fn from(count: Option<u64>) -> Cell {
        count.map_or(Cell::Empty, Cell::Count)
    }
}

impl From<Option<f64>> for Cell {
    fn from(real: Option<f64>) -> Cell {
        real.map_or(Cell::Empty, Cell::Real)
    }
}

impl From<u64> for Cell {
    fn from(count: u64) -> Cell {
        Cell::Count(count)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

/// A row with the places it counts, where it has such.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    pub cells: Vec<Cell>,
    pub places: Places,
    /// The document it is about.
    pub document: Option<u32>,
}

impl TableRow {
    pub(super) fn new(cells: Vec<Cell>) -> Self {
        TableRow { cells, places: Places::default(), document: None }
    }
}

/// A table. Columns are named as in CSV.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub kind: TableKind,
    pub columns: Vec<String>,
    pub rows: Vec<TableRow>,
    /// Whether nothing was left out for want of room.
    pub is_whole: bool,
}

/// The tables there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableKind {
    Labels,
    Documents,
    Annotators,
    Days,
    States,
    Lengths,
    Vocabulary,
    Ambiguity,
    Pace,
    /// The pivot as a person looks at it, its columns side by side.
    Pivot,
    /// The pivot as programs read it, one cell a row.
    Cells,
    /// What annotating took, by label and by document.
    EffortLabels,
    EffortDocuments,
}

impl TableKind {
    pub const ALL: [TableKind; 13] = [
        TableKind::Labels,
        TableKind::Documents,
        TableKind::Annotators,
        TableKind::Days,
        TableKind::States,
        TableKind::Lengths,
        TableKind::Vocabulary,
        TableKind::Ambiguity,
        TableKind::Pace,
        TableKind::Pivot,
        TableKind::Cells,
        TableKind::EffortLabels,
        TableKind::EffortDocuments,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            TableKind::Labels => "labels",
            TableKind::Documents => "documents",
            TableKind::Annotators => "annotators",
            TableKind::Days => "days",
            TableKind::States => "states",
            TableKind::Lengths => "lengths",
            TableKind::Vocabulary => "vocabulary",
            TableKind::Ambiguity => "ambiguity",
            TableKind::Pace => "pace",
            TableKind::Pivot => "pivot",
            TableKind::Cells => "cells",
            TableKind::EffortLabels => "effort-labels",
            TableKind::EffortDocuments => "effort-documents",
        }
    }

    pub fn from_name(name: &str) -> Option<TableKind> {
        TableKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    fn columns(self) -> &'static [&'static str] {
        match self {
            TableKind::Labels => &["label", "annotations", "documents", "strings", "folded"],
            TableKind::Documents => &[
                "document",
                "id",
                "title",
                "state",
                "annotator",
                "words",
                "characters",
                "annotations",
                "relations",
                "changed",
            ],
            TableKind::Annotators => &["annotator", "annotations", "documents", "own", "settled"],
            TableKind::Days => &["day", "made", "changed"],
            TableKind::States => &["state", "documents", "words", "annotations"],
            TableKind::Lengths => &["label", "unit", "spans", "least", "median", "mean", "percentile-95", "most"],
            TableKind::Vocabulary => &["label", "string", "folded", "annotations"],
            TableKind::Ambiguity => &["folded", "labels", "annotations", "label-counts", "unlabelled"],
            TableKind::Pace => &["day", "documents", "words", "annotations"],
            TableKind::Pivot => &[],
            TableKind::Cells => &["row", "column", "annotations"],
            TableKind::EffortLabels => {
                &["label", "annotations", "seconds", "presses", "seconds-each", "presses-each", "proposals", "hasty"]
            }
            TableKind::EffortDocuments => {
                &["document", "annotations", "seconds", "presses", "seconds-each", "presses-each", "proposals", "hasty"]
            }
        }
    }
}

impl Table {
    pub(super) fn new(kind: TableKind, rows: Vec<TableRow>) -> Table {
        let columns = kind.columns().iter().map(|name| (*name).to_owned()).collect();
        Table { kind, columns, rows, is_whole: true }
    }
}

impl Statistics {
    /// One of the tables. `unlabelled` is what is known of strings that bear no label somewhere, for the ambiguity of strings.
    pub fn table(&self, kind: TableKind, unlabelled: Option<&Unlabelled>) -> Table {
        match kind {
            TableKind::Labels => self.labels_table(),
            TableKind::Documents => self.documents_table(),
            TableKind::Annotators => {
                let row = |(name, counts): (&crate::model::Annotator, &super::AnnotatorCounts)| {
                    let counts = [counts.annotations, counts.documents, counts.own, counts.own_settled];
                    let name = std::iter::once(name.as_str().into());
                    TableRow::new(name.chain(counts.map(Cell::Count)).collect())
                };
                let mut table = Table::new(kind, self.annotators().into_iter().map(row).collect());
                table.is_whole = self.annotators.is_whole();
                table
            }
            TableKind::Days => {
                let days = self.days.iter().filter(|(_, day)| day.made + day.changed > 0);
                let row = |(day, counts): (&jiff::civil::Date, &super::DayCounts)| {
                    TableRow::new(vec![Cell::Text(day.to_string()), counts.made.into(), counts.changed.into()])
                };
                Table::new(kind, days.map(row).collect())
            }
            TableKind::States => {
                let row = |(state, counts): (DocumentState, &super::StateCounts)| {
                    let counts = [counts.documents, counts.words, counts.annotations];
                    TableRow::new(std::iter::once(state.name().into()).chain(counts.map(Cell::Count)).collect())
                };
                Table::new(kind, DocumentState::ALL.into_iter().zip(&self.states).map(row).collect())
            }
            TableKind::Lengths => self.lengths_table(),
            TableKind::Vocabulary => self.vocabulary_table(),
            TableKind::Ambiguity => self.ambiguity_table(unlabelled),
            TableKind::Pace => {
                let row = |(day, counts): (&jiff::civil::Date, &super::DayCounts)| {
                    let counts = [counts.documents, counts.words, counts.made];
                    TableRow::new(std::iter::once(Cell::Text(day.to_string())).chain(counts.map(Cell::Count)).collect())
                };
                Table::new(kind, self.days.iter().map(row).collect())
            }
            TableKind::Pivot => self.pivot_table(),
            TableKind::Cells => self.cells_table(),
            // Not counted from documents: [`super::effort_table`].
            TableKind::EffortLabels | TableKind::EffortDocuments => Table::new(kind, Vec::new()),
        }
    }

    /// What a document is called in tables.
    pub fn place_name(&self, number: u32) -> String {
        self.documents.get(&number).map(|facts| facts.place.to_string()).unwrap_or_else(|| number.to_string())
    }

    fn labels_table(&self) -> Table {
        let sizes = self.vocabulary.sizes();
        let row = |(label, counts): (&crate::model::LabelName, &super::LabelCounts)| {
            let size = sizes.get(label).copied().unwrap_or_default();
            let counts = [counts.annotations, counts.documents, size.written, size.folded];
            TableRow::new(std::iter::once(label.as_str().into()).chain(counts.map(Cell::Count)).collect())
        };
        let mut rows: Vec<TableRow> = self.labels.iter().map(row).collect();
        most_first(&mut rows, 1);
        Table { is_whole: self.vocabulary.is_whole(), ..Table::new(TableKind::Labels, rows) }
    }

    fn documents_table(&self) -> Table {
        let row = |(number, facts): (&u32, &super::DocumentFacts)| TableRow {
            cells: vec![
                (&*facts.place).into(),
                (&*facts.id).into(),
                (&*facts.title).into(),
                facts.state.name().into(),
                facts.annotator.as_str().into(),
                facts.words.into(),
                facts.code_points.into(),
                facts.annotations.into(),
                facts.relations.into(),
                facts.changed.map_or(Cell::Empty, |day| Cell::Text(day.to_string())),
            ],
            places: Places::default(),
            document: Some(*number),
        };
        Table::new(TableKind::Documents, self.documents.iter().map(row).collect())
    }

    fn lengths_table(&self) -> Table {
        let row = |label: &str, unit: &str, lengths: &Lengths| {
            TableRow::new(vec![
                label.into(),
                unit.into(),
                lengths.spans.into(),
                lengths.least().into(),
                lengths.median().into(),
                lengths.mean().into(),
                lengths.percentile_95().into(),
                lengths.most().into(),
            ])
        };
        let used = self.labels.iter().filter(|(_, counts)| counts.annotations > 0);
        let rows = used.flat_map(|(label, counts)| {
            [row(label.as_str(), "words", &counts.words), row(label.as_str(), "characters", &counts.code_points)]
        });
        Table::new(TableKind::Lengths, rows.collect())
    }

    fn vocabulary_table(&self) -> Table {
        let row = |(label, written, folded, places): (&str, &str, &str, &Places)| TableRow {
            cells: vec![label.into(), written.into(), folded.into(), places.total.into()],
            places: places.clone(),
            document: None,
        };
        let mut rows: Vec<TableRow> = self.vocabulary.strings_with_places().map(row).collect();
        rows.sort_by(|a, b| {
            a.cells[0].text().cmp(&b.cells[0].text()).then_with(|| a.cells[1].text().cmp(&b.cells[1].text()))
        });
        most_first(&mut rows, 3);
        Table { is_whole: self.vocabulary.is_whole(), ..Table::new(TableKind::Vocabulary, rows) }
    }

    /// Strings with several labels, and, where it was looked for, those that bear none elsewhere.
    fn ambiguity_table(&self, unlabelled: Option<&Unlabelled>) -> Table {
        let mut rows = Vec::new();
        for string in self.vocabulary.rows() {
            let bare = unlabelled.and_then(|unlabelled| unlabelled.of(&string.folded));
            if string.labels.len() < 2 && bare.is_none() {
                continue;
            }
            let mut labels: Vec<_> = string.labels.iter().map(|(label, places)| (label, places.total)).collect();
            labels.sort_by_key(|(label, count)| (std::cmp::Reverse(*count), (*label).clone()));
            let named: Vec<String> = labels.iter().map(|(label, count)| format!("{label} {count}")).collect();
            let mut places = Places::default();
            string.labels.values().chain(bare).for_each(|part| super::bounded::Join::join(&mut places, part.clone()));
            rows.push(TableRow {
                cells: vec![
                    (&*string.folded).into(),
                    (labels.len() as u64).into(),
                    labels.iter().map(|(_, count)| count).sum::<u64>().into(),
                    Cell::Text(named.join(", ")),
                    if unlabelled.is_some() { bare.map_or(0, |bare| bare.total).into() } else { Cell::Empty },
                ],
                places,
                document: None,
            });
        }
        most_first(&mut rows, 2);
        Table { is_whole: self.vocabulary.is_whole(), ..Table::new(TableKind::Ambiguity, rows) }
    }

    /// Rows and columns as a person looks at them: a column for each value, the largest first, one for the rest where there are
    /// very many, and one for the sum.
    fn pivot_table(&self) -> Table {
        let Some(pivot) = &self.pivot else { return Table::new(TableKind::Pivot, Vec::new()) };
        let name = |value: &Value| value.text(&|number| self.place_name(number));
        let (rows, mut columns) = (pivot.row_sums(), pivot.column_sums());
        let has_rest = columns.len() > MAX_COLUMNS;
        columns.truncate(MAX_COLUMNS);
        if pivot.columns.is_none() {
            columns.clear();
        }
        let mut names = vec![pivot.rows.name().to_owned()];
        names.extend(columns.iter().map(|(value, _)| name(value)));
        if has_rest {
            names.push("others".into());
        }
        names.push("sum".into());
        let row = |(row, sum): &(Value, u64)| {
            let count = |column: &Value| pivot.cell(row, column).map_or(0, |places| places.total);
            let counts: Vec<u64> = columns.iter().map(|(column, _)| count(column)).collect();
            let rest = has_rest.then(|| sum - counts.iter().sum::<u64>());
            let cells = counts.into_iter().chain(rest).chain([*sum]).map(Cell::Count);
            TableRow::new(std::iter::once(Cell::Text(name(row))).chain(cells).collect())
        };
        let rows = rows.iter().map(row).collect();
        Table { kind: TableKind::Pivot, columns: names, rows, is_whole: pivot.is_whole() }
    }

    fn cells_table(&self) -> Table {
        let Some(pivot) = &self.pivot else { return Table::new(TableKind::Cells, Vec::new()) };
        let name = |value: &Value| value.text(&|number| self.place_name(number));
        let row = |((row, column), places): ((&Value, &Value), &Places)| TableRow {
            cells: vec![Cell::Text(name(row)), Cell::Text(name(column)), places.total.into()],
            places: places.clone(),
            document: None,
        };
        let rows = pivot.cells().into_iter().map(row).collect();
        Table { is_whole: pivot.is_whole(), ..Table::new(TableKind::Cells, rows) }
    }

    /// The dimensions of the pivot, where there is one.
    pub fn pivot_dimensions(&self) -> Option<(Dimension, Option<Dimension>)> {
        self.pivot.as_ref().map(|pivot| (pivot.rows, pivot.columns))
    }
}

/// The rows with the largest counts in a column first; those with one count stay as they are.
fn most_first(rows: &mut [TableRow], column: usize) {
    rows.sort_by_key(|row| match row.cells.get(column) {
        Some(Cell::Count(count)) => std::cmp::Reverse(*count),
        _ => std::cmp::Reverse(0),
    });
}
