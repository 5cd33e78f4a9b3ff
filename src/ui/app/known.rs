//! What is worked out from a document once and holds until it changes: counts, places in code points.

use std::collections::BTreeMap;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::model::{AnnotationId, LabelName};
use crate::session::{EntryId, OpenDocument};

/// Answers and what they were worked out for.
#[derive(Debug, Default)]
pub(super) struct Known {
    counts: Option<((EntryId, u64), BTreeMap<LabelName, usize>)>,
    position: Option<((EntryId, u64, AnnotationId), usize)>,
    place: Option<((EntryId, Range<usize>), Place)>,
}

/// A range in the units people read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Code points from the start of the document.
    pub start: usize,
    pub end: usize,
    /// Grapheme clusters.
    pub characters: usize,
}

impl Known {
    /// How many annotations carry each label.
    pub fn counts(&mut self, id: EntryId, document: &OpenDocument) -> &BTreeMap<LabelName, usize> {
        let key = (id, document.revision());
        if self.counts.as_ref().is_none_or(|(made, _)| *made != key) {
            self.counts = None;
        }
        &self.counts.get_or_insert_with(|| (key, document.content().label_counts())).1
    }

    /// The place of an annotation among all, from 1.
    pub fn position(&mut self, id: EntryId, document: &OpenDocument, annotation: &AnnotationId) -> Option<usize> {
        let key = (id, document.revision(), annotation.clone());
        if let Some((made, position)) = &self.position
            && *made == key
        {
            return Some(*position);
        }
        let position = document.content().annotations.iter().position(|a| a.id == *annotation)? + 1;
        self.position = Some((key, position));
        Some(position)
    }

    /// A range (bytes) in code points.
    pub fn place(&mut self, id: EntryId, document: &OpenDocument, range: Range<usize>) -> Place {
        let key = (id, range.clone());
        if let Some((made, place)) = &self.place
            && *made == key
        {
            return place.clone();
        }
        let text = document.content().text();
        let start = text[..range.start].chars().count();
        let quote = &text[range];
        let place = Place { start, end: start + quote.chars().count(), characters: quote.graphemes(true).count() };
        self.place = Some((key, place.clone()));
        place
    }
}
