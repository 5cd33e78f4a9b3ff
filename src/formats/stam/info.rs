//! The row of STAM in the table of formats, and the names of its data that are ours.

use crate::formats::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use crate::model::offset_map::Unit;

pub(super) static INFO: FormatInfo = FormatInfo {
    name: "stam",
    extensions: &["json"],
    about: "STAM, the Stand-off Text Annotation Model, as JSON: a store a document, with its text",
    unit: Some(Unit::CodePoints),
    reads: true,
    writes: Some(Layout::Folder),
    repeats_texts: false,
    carries: Capabilities::WHOLE.also(&[Feature::Entities, Feature::LookAgain]),
};

/// The sets of our files: what the model has, attributes by their names, and facts about the document.
pub(super) const OWN: &str = "hashiya";
pub(super) const ATTRIBUTES: &str = "hashiya:attributes";
pub(super) const METADATA: &str = "hashiya:metadata";

/// The keys of [`OWN`].
pub(super) const KEYS: [&str; 10] =
    ["label", "note", "annotator", "provenance", "created", "modified", "title", "state", "entity", "look_again"];
