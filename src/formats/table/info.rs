//! The rows of tables in the table of formats.

use crate::formats::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use crate::model::offset_map::Unit;

const CARRIES: Capabilities = Capabilities::WHOLE
    .also(&[Feature::SeveralDocuments, Feature::Entities, Feature::LookAgain])
    .partly(&[Feature::Discontinuous]);

pub(super) static CSV: FormatInfo = FormatInfo {
    name: "csv",
    extensions: &["csv"],
    about: "a table for spreadsheets and pandas: one annotation a row, documents with their text among them",
    unit: Some(Unit::CodePoints),
    reads: true,
    writes: Some(Layout::OneFile),
    repeats_texts: true,
    carries: CARRIES,
};

pub(super) static TSV: FormatInfo =
    FormatInfo { name: "tsv", extensions: &["tsv"], about: "the table of csv with tabs between its cells", ..CSV };
