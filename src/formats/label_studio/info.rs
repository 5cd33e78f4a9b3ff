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
    carries: Capabilities::new(
        &[
            Feature::Overlap,
            Feature::Nesting,
            Feature::EdgesInTokens,
            Feature::Relations,
            Feature::RelationAttributes,
            Feature::Flags,
            Feature::Numbers,
            Feature::Choices,
            Feature::Texts,
            Feature::Notes,
            Feature::DocumentAttributes,
            Feature::Metadata,
            Feature::State,
            Feature::Annotators,
            Feature::Ids,
            Feature::SeveralDocuments,
            Feature::ExactText,
        ],
        &[],
    )
    .offering(&[ExportChoice::Pieces.with_all()]),
};
