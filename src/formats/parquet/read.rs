//! The rows of a file, group by group, within the memory that an import may take.

use bytes::Bytes;
use parquet::basic::Compression;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;

use super::info::INFO;
use super::leaves::{LeafReader, guarded};
use super::owned::owned;
use super::plan::Plan;
use super::row::Row;
use super::thrift::{check_footer, damaged, pages_of};
use crate::formats::builder::Importer;
use crate::formats::draft::{self, DraftAt, TakeDraft};
use crate::formats::error::ImportProblem;
use crate::formats::flow::{Input, ReadEnd};
use crate::formats::parquet_fault::ParquetFault;

/// What a value that a page claims takes in memory, with its levels.
const VALUE: u64 = 64;
/// What a value of a row takes, with its share of the draft and of the document that it becomes part of.
const CELL: u64 = 160;

pub(super) fn read(input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
    let in_file = |problem: ImportProblem| problem.in_file(input.path);
    check_footer(input.bytes, &importer.budget).map_err(in_file)?;
    let bytes = Bytes::copy_from_slice(input.bytes);
    let file = guarded(|| SerializedFileReader::new(bytes)).map_err(in_file)?;
    let plan = Plan::of(&file).map_err(in_file)?;
    let mut weighs = true;
    draft::read_each(input, importer, INFO.name, None, &mut |importer, next| {
        each_row(input, &file, &plan, importer, std::mem::take(&mut weighs), next)
    })
}

/// Gives the rows of a file, from 1. Where it `weighs`, which is once, it takes what the texts of the rows need and asks for what is
/// held beside them: a page of a few bytes may hold a long text, and many rows may be one entry of a dictionary.
fn each_row(
    input: &Input<'_>,
    file: &SerializedFileReader<Bytes>,
    plan: &Plan,
    importer: &mut Importer<'_>,
    weighs: bool,
    next: TakeDraft<'_>,
) -> Result<(), ReadEnd> {
    let mut number = 0;
    for group in 0..file.num_row_groups() {
        let in_file = |problem: ImportProblem| problem.in_file(input.path);
        let about = file.metadata().row_group(group);
        let pages = pages_in(input.bytes, about, plan).map_err(in_file)?;
        if weighs {
            // One that gives back what was compressed needs room for both. A row may be all that a page has.
            let values = pages.values.saturating_mul(VALUE);
            let all = pages.bytes.saturating_add(values).min(u64::MAX / 2);
            importer.budget.lend(2, all).map_err(in_file)?;
        }
        let reader = guarded(|| file.get_row_group(group)).map_err(in_file)?;
        let readers = plan.used.iter().map(|at| Ok(LeafReader::new(guarded(|| reader.get_column_reader(*at))?)));
        let mut readers = readers.collect::<Result<Vec<_>, ImportProblem>>().map_err(in_file)?;
        let count = about.num_rows();
        for row in 1..=count {
            number += 1;
            read_row(plan, &mut readers, importer, weighs).map_err(importer.at(number))?;
            let texts = readers.iter().map(LeafReader::text_bytes).sum();
            if weighs {
                importer.budget.charge(1, texts).map_err(importer.at(number))?;
                // A text is held twice while it becomes that of a document.
                let held = if row == count { 0 } else { pages.bytes };
                importer.budget.lend(1, held.saturating_add(texts)).map_err(importer.at(number))?;
            }
            let draft = Row { plan, columns: &readers }.draft(number == 1).map_err(|problem| (number, problem));
            if row < count {
                next(importer, DraftAt { line: number, number, draft })?;
            } else {
                // The pages go before the document is made.
                let draft = draft.map(owned);
                readers.clear();
                next(importer, DraftAt { line: number, number, draft })?;
            }
        }
    }
    Ok(())
}

/// What the pages of a group take while they are read: each column holds a page.
fn pages_in(file: &[u8], group: &RowGroupMetaData, plan: &Plan) -> Result<Pages, ImportProblem> {
    let (mut bytes, mut values) = (0u64, 0);
    for at in &plan.used {
        let column = group.columns().get(*at).ok_or_else(|| damaged("a group of rows has too few columns"))?;
        if !matches!(column.compression(), Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::GZIP(_)) {
            let name = format!("{:?}", column.compression());
            let name = name.split(['(', ' ']).next().unwrap_or_default();
            return Err(ParquetFault::Compression(name.to_owned()).into());
        }
        let (start, len) = guarded(|| Ok(column.byte_range()))?;
        let end = start.checked_add(len).and_then(|end| usize::try_from(end).ok());
        let chunk = end.and_then(|end| file.get(usize::try_from(start).ok()?..end));
        let pages = chunk.and_then(pages_of).ok_or_else(|| damaged("a column is not where its footer says"))?;
        if pages.is_delta {
            return Err(ParquetFault::Encoding(plan.leaves[*at].path.clone()).into());
        }
        values = values.max(pages.values);
        bytes = bytes.saturating_add(pages.bytes);
    }
    Ok(Pages { bytes, values })
}

/// The largest pages of all columns together: their bytes, and the values of the one that has most.
struct Pages {
    bytes: u64,
    values: u64,
}

/// Reads the next row of all columns.
fn read_row(
    plan: &Plan,
    readers: &mut [LeafReader],
    importer: &Importer<'_>,
    weighs: bool,
) -> Result<(), ImportProblem> {
    let mut count = 0;
    for (reader, at) in readers.iter_mut().zip(&plan.used) {
        reader.read()?;
        count += reader.levels();
        if weighs {
            importer.budget.lend(count, CELL)?;
        }
        reader.order(&plan.leaves[*at])?;
    }
    Ok(())
}
