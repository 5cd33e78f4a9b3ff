//! The row of brat in the table of formats, and what it makes of a text on one line.

use crate::formats::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use crate::formats::offsets::Unit;

pub(super) static INFO: FormatInfo = FormatInfo {
    name: "brat",
    extensions: &["ann"],
    about: "brat standoff: .txt and .ann, with annotation.conf",
    unit: Some(Unit::CodePoints),
    reads: true,
    writes: Some(Layout::Folder),
    repeats_texts: true,
    carries: Capabilities::new(
        &[
            Feature::Overlap,
            Feature::Nesting,
            Feature::Discontinuous,
            Feature::EdgesInTokens,
            Feature::Relations,
            Feature::Numbers,
            Feature::ExactText,
        ],
        &[Feature::Flags, Feature::Choices, Feature::Texts, Feature::Notes, Feature::Ids, Feature::Schema],
    ),
};

/// A span's text as brat writes it, on one line.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|c| if ends_line(c) { ' ' } else { c }).collect()
}

/// Whether a reader of the `.ann` may take `c` for the end of a line or of a field.
pub(super) fn ends_line(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
