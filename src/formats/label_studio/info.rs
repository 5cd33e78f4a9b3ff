//! The row of Label Studio in the table of formats.

use crate::formats::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use crate::formats::export_choice::ExportChoice;
use crate::model::offset_map::Unit;

pub(super) static INFO: FormatInfo = FormatInfo {
    name: "label-studio",
    extensions: &["json"],
    about: "Label Studio: a list of tasks with annotations and predictions",
    unit: Some(Unit::CodePoints),
    reads: true,
    writes: Some(Layout::OneFile),
    repeats_texts: true,
    carries: Capabilities::WHOLE
        .without(&[Feature::Discontinuous])
        .also(&[Feature::SeveralDocuments, Feature::Entities, Feature::LookAgain])
        .offering(&[ExportChoice::Pieces.with_all()]),
};
