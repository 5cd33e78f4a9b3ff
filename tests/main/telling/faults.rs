//! What is wrong with tables and with files of Parquet.

use hashiya::formats::{ImportProblem, ParquetFault, TableFault};

use super::{PROSE, name};

pub(super) fn faults() -> Vec<ImportProblem> {
    let tables = [
        TableFault::NoColumn("اسم"),
        TableFault::ColumnTwice(name()),
        TableFault::TooManyColumns(9),
        TableFault::Cells { found: 1, expected: 9 },
        TableFault::OpenQuote,
        TableFault::BehindQuote(name()),
        TableFault::Value { column: name(), said: name() },
        TableFault::NoText(name()),
        TableFault::Continues { expected: 2, said: 3 },
    ];
    let columns: [fn(String) -> ParquetFault; 4] =
        [ParquetFault::Compression, ParquetFault::Encoding, ParquetFault::NoText, ParquetFault::NoValue];
    let columns = columns.map(|fault| ImportProblem::Parquet(fault(name())));
    let damaged = ImportProblem::Parquet(ParquetFault::Damaged(PROSE.into()));
    tables.map(ImportProblem::Table).into_iter().chain(columns).chain([damaged]).collect()
}
