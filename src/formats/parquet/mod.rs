//! Parquet: the rows of `datasets` in columns, as `load_dataset`, DuckDB, Polars, Spark and pandas read them.
//!
//! The schema is that of `datasets/row.rs`: lists of records are three-level lists, everything is optional, the key `huggingface` of the
//! footer says the features. Rows are written in groups of a bounded size, so that memory does not grow with the corpus. Files of
//! others are read where they have a column of texts, and with it the spans of a list of records with `start`, `end` and a label.

mod info;
mod leaves;
mod owned;
mod plan;
mod read;
mod row;
mod thrift;
mod write;

use self::info::{INFO, MAGIC};
use super::builder::Importer;
use super::capabilities::FormatInfo;
use super::datasets;
use super::flow::{Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format, Look};
use super::sniff::{Fit, Head};

pub(super) struct Parquet;

impl Format for Parquet {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        if head.begins_with(MAGIC) { Fit::Signed } else { Fit::No }
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        read::read(input, importer)
    }

    fn survey(&self, _: &ExportOptions<'_>) -> Option<Look> {
        Some(datasets::see_names)
    }

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(write::Writer::new(options)))
    }
}
