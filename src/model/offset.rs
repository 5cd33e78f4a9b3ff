//! Places in a text. One unit inside the house: UTF-8 byte offsets into the stored text.
//!
//! Code points and UTF-16 units are other people's units: [`super::OffsetMap`] has types of their own for them.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A UTF-8 byte offset into a document's stored text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TextOffset(pub u32);

impl TextOffset {
    /// The offset as an index into the text.
    pub fn to_usize(self) -> usize {
        self.0 as usize
    }
}

impl From<u32> for TextOffset {
    fn from(bytes: u32) -> Self {
        TextOffset(bytes)
    }
}

impl TryFrom<usize> for TextOffset {
    type Error = std::num::TryFromIntError;

    fn try_from(bytes: usize) -> Result<Self, Self::Error> {
        u32::try_from(bytes).map(TextOffset)
    }
}

impl fmt::Display for TextOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A half-open range of bytes `start..end` of a document's text, `start <= end`, both on character boundaries.
///
/// Made only against a text, by [`TextSpan::new`]. Grapheme and word alignment is the policy of the gesture that
/// makes a span, not an invariant: imports may cut anywhere between characters. An empty span (`start == end`)
/// exists only where a format brings one, through [`TextSpan::new_or_empty`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextSpan {
    start: TextOffset,
    end: TextOffset,
}

/// Why a range is not a span of a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    #[error("the span {start}..{end} ends before it starts")]
    Reversed { start: usize, end: usize },
    #[error("the span {start}..{end} is empty")]
    Empty { start: usize, end: usize },
    #[error("the span {start}..{end} lies outside the text, which has {len} bytes")]
    OutOfBounds { start: usize, end: usize, len: usize },
    #[error("the span {start}..{end} cuts a character: byte {at} is inside '{character}'")]
    InsideCharacter { start: usize, end: usize, at: usize, character: char },
}

impl TextSpan {
    /// The span `range` of `text`; refuses an empty one.
    pub fn new(text: &str, range: Range<usize>) -> Result<Self, SpanError> {
        if range.start == range.end {
            return Err(SpanError::Empty { start: range.start, end: range.end });
        }
        Self::new_or_empty(text, range)
    }

    /// The span `range` of `text`, which may be empty. For formats that know zero-width spans.
    pub fn new_or_empty(text: &str, range: Range<usize>) -> Result<Self, SpanError> {
        let Range { start, end } = range;
        if start > end {
            return Err(SpanError::Reversed { start, end });
        }
        let len = text.len();
        let (Ok(s), Ok(e)) = (TextOffset::try_from(start), TextOffset::try_from(end)) else {
            return Err(SpanError::OutOfBounds { start, end, len });
        };
        if end > len {
            return Err(SpanError::OutOfBounds { start, end, len });
        }
        for at in [start, end] {
            if !text.is_char_boundary(at) {
                let character = text[text.floor_char_boundary(at)..].chars().next().unwrap_or('\u{fffd}');
                return Err(SpanError::InsideCharacter { start, end, at, character });
            }
        }
        Ok(TextSpan { start: s, end: e })
    }

    pub fn start(self) -> TextOffset {
        self.start
    }

    pub fn end(self) -> TextOffset {
        self.end
    }

    /// The bytes as an index range into the text.
    pub fn range(self) -> Range<usize> {
        self.start.to_usize()..self.end.to_usize()
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end.0 - self.start.0
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly within this span.
    pub fn contains(self, other: TextSpan) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl fmt::Display for TextSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::reversed_empty_ranges, reason = "a reversed range is what is to be refused")]
    fn a_span_lies_on_character_boundaries_within_its_text() {
        let text = "قال 😀";
        assert_eq!(TextSpan::new(text, 0..6).map(TextSpan::range), Ok(0..6));
        assert_eq!(TextSpan::new(text, 0..0), Err(SpanError::Empty { start: 0, end: 0 }));
        assert_eq!(TextSpan::new(text, 4..2), Err(SpanError::Reversed { start: 4, end: 2 }));
        assert_eq!(TextSpan::new(text, 0..99), Err(SpanError::OutOfBounds { start: 0, end: 99, len: 11 }));
        assert_eq!(
            TextSpan::new(text, 0..9),
            Err(SpanError::InsideCharacter { start: 0, end: 9, at: 9, character: '😀' })
        );
    }
}
