//! The row of brat in the table of formats, and the rules of its lines: what ends one, what an id of each kind looks like, and which
//! pieces a span is written in.

use std::ops::Range;

use crate::formats::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use crate::model::offset_map::Unit;

pub(super) static INFO: FormatInfo = FormatInfo {
    name: "brat",
    extensions: &["ann"],
    about: "brat standoff: .txt and .ann, with annotation.conf and visual.conf",
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
            Feature::RelationAttributes,
            Feature::Numbers,
            Feature::Entities,
            Feature::ExactText,
        ],
        &[
            Feature::Flags,
            Feature::Choices,
            Feature::Texts,
            Feature::Notes,
            Feature::LookAgain,
            Feature::Ids,
            Feature::Schema,
        ],
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

/// The pieces of a span between ends of lines and tabs, in bytes. An empty span is one piece.
pub(super) fn pieces(text: &str, span: Range<usize>) -> Vec<Range<usize>> {
    if span.is_empty() {
        return vec![span];
    }
    let mut found = Vec::new();
    let mut start = span.start;
    let ends = text[span.clone()].char_indices().filter(|(_, c)| ends_line(*c));
    for (at, c) in ends.map(|(at, c)| (span.start + at, c)).chain([(span.end, '\n')]) {
        if start < at {
            found.push(start..at);
        }
        start = at + c.len_utf8();
    }
    found
}

/// `T12` → 12, where that is an id of this letter.
pub(super) fn number_of(id: &str, letter: char) -> Option<u64> {
    let digits = id.strip_prefix(letter)?;
    let plain = !digits.is_empty() && digits.len() < 19 && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

/// `E12.3` → `E12` and 3: the third role of an event, or of an equivalence the third link.
pub(super) fn part_of(id: &str, letter: char) -> Option<(&str, u64)> {
    let (whole, part) = id.rsplit_once('.')?;
    number_of(whole, letter)?;
    let plain = !part.is_empty() && part.len() < 19 && part.bytes().all(|b| b.is_ascii_digit());
    Some((whole, part.parse().ok().filter(|_| plain)?))
}
