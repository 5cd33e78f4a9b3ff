//! The row of Parquet in the table of formats.

use crate::formats::capabilities::{FormatInfo, Layout};
use crate::formats::datasets;
use crate::model::offset_map::Unit;

pub(super) static INFO: FormatInfo = FormatInfo {
    name: "parquet",
    extensions: &["parquet"],
    about: "Parquet for Hugging Face datasets, DuckDB, Polars, Spark: a document a row, lists of spans",
    unit: Some(Unit::CodePoints),
    reads: true,
    writes: Some(Layout::Shards),
    repeats_texts: true,
    carries: datasets::CARRIES,
};

/// What a file begins and ends with.
pub(super) const MAGIC: &[u8] = b"PAR1";
