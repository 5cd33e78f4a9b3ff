//! What is worked out from a document once and holds until another is asked for: places in code points.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::session::{EntryId, OpenDocument};

/// Answers and what they were worked out for.
#[derive(Debug, Default)]
pub(super) struct OffsetCache {
    place: Option<((EntryId, Range<usize>), CachedOffset)>,
}

/// A range in the units people read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CachedOffset {
    /// Code points from the start of the document.
    pub start: usize,
    pub end: usize,
    /// Grapheme clusters.
    pub characters: usize,
}

impl OffsetCache {
    /// A range (bytes) in code points. Only what lies between it and the range asked for before is counted: the next
    /// place is mostly near the last.
    pub(super) fn place(&mut self, id: EntryId, document: &OpenDocument, range: Range<usize>) -> CachedOffset {
        let key = (id, range.clone());
        let text = document.content().text();
        let (from, counted) = match &self.place {
            Some((made, place)) if *made == key => return place.clone(),
            Some(((of, known), place)) if *of == id => (known.start, place.start),
            _ => (0, 0),
        };
        let start = match from <= range.start {
            true => counted + text[from..range.start].chars().count(),
            false => counted - text[range.start..from].chars().count(),
        };
        let quote = &text[range];
        let place =
            CachedOffset { start, end: start + quote.chars().count(), characters: quote.graphemes(true).count() };
        self.place = Some((key, place.clone()));
        place
    }
}
