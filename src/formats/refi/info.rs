//! The row of REFI-QDA in the table of formats, and names that its reader and its writer share.

use crate::formats::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use crate::formats::export_choice::ExportChoice;
use crate::model::offset_map::Unit;

pub(super) static INFO: FormatInfo = FormatInfo {
    name: "refi-qda",
    extensions: &["qdpx"],
    about: "REFI-QDA, the exchange of MAXQDA, ATLAS.ti, NVivo and QualCoder: codes with colours and levels, coded texts",
    unit: Some(Unit::CodePoints),
    reads: true,
    writes: Some(Layout::OneFile),
    repeats_texts: false,
    carries: Capabilities::new(
        &[
            Feature::Overlap,
            Feature::Nesting,
            Feature::EdgesInTokens,
            Feature::Relations,
            Feature::Notes,
            Feature::DocumentAttributes,
            Feature::Metadata,
            Feature::State,
            Feature::SeveralDocuments,
            Feature::ExactText,
        ],
        &[Feature::Annotators],
    )
    .offering(&[ExportChoice::Pieces.with_all()]),
};

/// The entry of the archive that says what the others are.
pub(super) const PROJECT: &str = "project.qde";

/// Where an archive has the texts.
pub(super) const SOURCES: &str = "Sources/";

/// How a path within the archive begins.
pub(super) const INTERNAL: &str = "internal://";

/// Variables of a document that are none of its attributes.
pub(super) const STATE: &str = "hashiya:state";
pub(super) const METADATA: &str = "hashiya:metadata:";
