//! Annotations counted by two things at once, each count with its places.

use std::collections::BTreeMap;

use super::bounded::{Bounded, Bucket, hash_of};
use super::dimension::{Dimension, Seen, Value};
use super::places::{Place, Places};

/// Counts that are kept of a table: some 20 labels in each of 10 000 documents.
pub const MAX_CELLS: usize = 200_000;

/// Which row and which column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct CellKey(Value, Value);

impl Bucket for CellKey {
    fn hash(&self) -> u64 {
        hash_of(&[self.0.key().as_bytes(), self.1.key().as_bytes()])
    }
}

/// A table of counts. An annotation with several values, such as attributes, is counted in each of their cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Pivot {
    pub rows: Dimension,
    /// `None` for a table of one column: all annotations of a row.
    pub columns: Option<Dimension>,
    cells: Bounded<CellKey, Places>,
}

impl Pivot {
    pub fn new(rows: Dimension, columns: Option<Dimension>) -> Self {
        Pivot { rows, columns, cells: Bounded::new(MAX_CELLS) }
    }

    pub(super) fn uses(&self, dimension: Dimension) -> bool {
        self.rows == dimension || self.columns == Some(dimension)
    }

    pub(super) fn add(&mut self, seen: &Seen<'_>, place: Place) {
        let columns = self.columns.map_or_else(|| vec![Value::None], |columns| seen.values(columns));
        for row in seen.values(self.rows) {
            for column in &columns {
                self.cells.count(CellKey(row.clone(), column.clone()), |places| places.add(place));
            }
        }
    }

    pub(super) fn merge(&mut self, other: Pivot) {
        self.cells.merge(other.cells);
    }

    /// Whether every cell is there.
    pub fn is_whole(&self) -> bool {
        self.cells.is_whole()
    }

    /// Cells by row and column, in the order of rows and then of columns.
    pub fn cells(&self) -> BTreeMap<(&Value, &Value), &Places> {
        self.cells.iter().map(|(CellKey(row, column), places)| ((row, column), places)).collect()
    }

    pub fn cell(&self, row: &Value, column: &Value) -> Option<&Places> {
        let key = CellKey(row.clone(), column.clone());
        self.cells.get(&key)
    }

    /// The rows with the sums of their cells, those with the largest sums first.
    pub fn row_sums(&self) -> Vec<(Value, u64)> {
        sums(self.cells.iter().map(|(key, places)| (&key.0, places.total)))
    }

    pub fn column_sums(&self) -> Vec<(Value, u64)> {
        sums(self.cells.iter().map(|(key, places)| (&key.1, places.total)))
    }
}

fn sums<'a>(cells: impl Iterator<Item = (&'a Value, u64)>) -> Vec<(Value, u64)> {
    let mut sums: BTreeMap<&Value, u64> = BTreeMap::new();
    cells.for_each(|(value, count)| *sums.entry(value).or_default() += count);
    let mut sums: Vec<_> = sums.into_iter().map(|(value, sum)| (value.clone(), sum)).collect();
    // Days and lengths in their own order, anything else by how much there is of it.
    if !sums.iter().any(|(value, _)| matches!(value, Value::Day(_) | Value::Length(_))) {
        sums.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
    }
    sums
}
