//! What annotating took, summed up by label and by document.

use std::collections::BTreeMap;

use super::tables::{Cell, Table, TableKind, TableRow};
use crate::model::EffortRecord;

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    annotations: u64,
    ms: u64,
    presses: u64,
    proposals: u64,
    hasty: u64,
}

impl Sum {
    fn add(&mut self, record: &EffortRecord) {
        self.annotations += u64::from(record.annotations);
        self.ms += record.ms;
        self.presses += u64::from(record.keys) + u64::from(record.clicks);
        self.proposals += u64::from(record.proposals);
        self.hasty += u64::from(record.hasty);
    }

    /// Seconds, presses, and both for each annotation; proposals, and those accepted faster than they can have been read.
    fn row(&self, name: &str) -> TableRow {
        let each = |n: f64| if self.annotations == 0 { Cell::Empty } else { Cell::Real(n / self.annotations as f64) };
        let seconds = self.ms as f64 / 1000.0;
        TableRow::new(vec![
            name.into(),
            self.annotations.into(),
            Cell::Real(seconds),
            self.presses.into(),
            each(seconds),
            each(self.presses as f64),
            self.proposals.into(),
            self.hasty.into(),
        ])
    }
}

/// One of the tables of effort. Time that led to no annotation is in the row without a label.
pub fn effort_table(records: &[EffortRecord], kind: TableKind) -> Table {
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    for record in records {
        let name = match kind {
            TableKind::EffortDocuments => &record.document,
            _ => record.label.as_deref().unwrap_or(""),
        };
        sums.entry(name).or_default().add(record);
    }
    Table::new(kind, sums.iter().map(|(name, sum)| sum.row(name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effort_is_summed_up_by_label_and_by_document() {
        let record = |document: &str, label: Option<&str>, annotations, ms, keys| EffortRecord {
            document: document.into(),
            label: label.map(str::to_owned),
            annotations,
            ms,
            keys,
            clicks: 1,
            ..EffortRecord::default()
        };
        let records =
            [record("أ", Some("PER"), 1, 1500, 2), record("ب", Some("PER"), 3, 500, 0), record("ب", None, 0, 4000, 1)];
        let labels = effort_table(&records, TableKind::EffortLabels);
        let cells = |table: &Table, row: usize| table.rows[row].cells[..6].to_vec();
        let (real, count) = (Cell::Real, Cell::Count);
        assert_eq!(cells(&labels, 0), ["".into(), count(0), real(4.0), count(2), Cell::Empty, Cell::Empty]);
        assert_eq!(cells(&labels, 1), ["PER".into(), count(4), real(2.0), count(4), real(0.5), real(1.0)]);
        let documents = effort_table(&records, TableKind::EffortDocuments);
        assert_eq!(cells(&documents, 1), ["ب".into(), count(3), real(4.5), count(3), real(1.5), real(1.0)]);
    }
}
