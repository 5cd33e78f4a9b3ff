//! Offsets in other people's units, and the one map between them and bytes.

use std::fmt;

use super::annotation::Spans;

/// What a file's offsets count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Unicode code points, as Python counts.
    CodePoints,
    /// UTF-16 code units, as JavaScript and Java count.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

impl Unit {
    pub const ALL: [Unit; 3] = [Unit::CodePoints, Unit::Utf16, Unit::Bytes];

    pub fn name(self) -> &'static str {
        match self {
            Unit::CodePoints => "code-points",
            Unit::Utf16 => "utf16",
            Unit::Bytes => "bytes",
        }
    }

    pub fn from_name(name: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.name() == name)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A place counted in Unicode code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodePoint(pub u64);

/// A place counted in UTF-16 code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Utf16(pub u64);

/// Bytes between two checkpoints.
const STRIDE: usize = 256;

/// Bytes ↔ code points ↔ UTF-16 units of one text. A question reads at most [`STRIDE`] bytes of it.
#[derive(Debug)]
pub struct OffsetMap<'a> {
    text: &'a str,
    /// For each multiple of [`STRIDE`], rounded down to a character: code points and UTF-16 units before it.
    checkpoints: Vec<Checkpoint>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Checkpoint {
    byte: usize,
    code_points: u64,
    utf16: u64,
}

impl Checkpoint {
    fn past(self, c: char) -> Self {
        Checkpoint {
            byte: self.byte + c.len_utf8(),
            code_points: self.code_points + 1,
            utf16: self.utf16 + c.len_utf16() as u64,
        }
    }
}

impl<'a> OffsetMap<'a> {
    /// Reads the text once.
    pub fn new(text: &'a str) -> Self {
        let mut checkpoints = vec![Checkpoint::default()];
        let mut here = Checkpoint::default();
        for c in text.chars() {
            let next = here.past(c);
            // The last character that begins at or before the multiple.
            if next.byte > checkpoints.len() * STRIDE {
                checkpoints.push(here);
            }
            here = next;
        }
        OffsetMap { text, checkpoints }
    }

    /// Code points before `byte`, which must be on a character boundary; one inside a character counts as its start.
    pub fn code_point(&self, byte: usize) -> CodePoint {
        CodePoint(self.at_byte(byte).code_points)
    }

    /// Spans in code points, such as `3..9,12..15`.
    pub fn places(&self, spans: &Spans) -> String {
        let place = |byte: usize| self.code_point(byte).0;
        let spans = spans.iter().map(|span| format!("{}..{}", place(span.range().start), place(span.range().end)));
        spans.collect::<Vec<_>>().join(",")
    }

    /// UTF-16 units before `byte`, as for [`OffsetMap::code_point`].
    pub fn utf16(&self, byte: usize) -> Utf16 {
        Utf16(self.at_byte(byte).utf16)
    }

    /// The byte at which the code point begins; `None` beyond the text's end.
    pub fn byte_of_code_point(&self, place: CodePoint) -> Option<usize> {
        self.find(place.0, |c| c.code_points)
    }

    /// The byte at which the UTF-16 unit begins; `None` beyond the text's end and between two surrogates.
    pub fn byte_of_utf16(&self, place: Utf16) -> Option<usize> {
        self.find(place.0, |c| c.utf16)
    }

    /// The byte of a place counted in `unit`; `None` where there is no such place. Bytes are only checked.
    pub fn byte_of(&self, place: u64, unit: Unit) -> Option<usize> {
        match unit {
            Unit::CodePoints => self.byte_of_code_point(CodePoint(place)),
            Unit::Utf16 => self.byte_of_utf16(Utf16(place)),
            Unit::Bytes => usize::try_from(place).ok().filter(|at| self.text.is_char_boundary(*at)),
        }
    }

    fn at_byte(&self, byte: usize) -> Checkpoint {
        let last = self.checkpoints.len() - 1;
        let mut here = self.checkpoints[(byte / STRIDE).min(last)];
        for c in self.text[here.byte..].chars() {
            let next = here.past(c);
            if next.byte > byte {
                break;
            }
            here = next;
        }
        here
    }

    fn find(&self, place: u64, count: impl Fn(&Checkpoint) -> u64) -> Option<usize> {
        let after = self.checkpoints.partition_point(|c| count(c) <= place);
        let mut here = self.checkpoints[after.checked_sub(1)?];
        let mut rest = self.text[here.byte..].chars();
        while count(&here) < place {
            here = here.past(rest.next()?);
        }
        (count(&here) == place).then_some(here.byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_emoji_is_one_code_point_and_two_units() {
        let map = OffsetMap::new("😀قال");
        assert_eq!((map.code_point(4), map.utf16(4)), (CodePoint(1), Utf16(2)));
        assert_eq!(map.byte_of_code_point(CodePoint(2)), Some(6));
        assert_eq!(map.byte_of_utf16(Utf16(3)), Some(6));
        assert_eq!(map.byte_of_utf16(Utf16(1)), None, "between two surrogates");
        assert_eq!(map.byte_of_code_point(CodePoint(5)), None);
        assert_eq!(map.byte_of_code_point(CodePoint(4)), Some(10));
        assert_eq!(map.byte_of(1, Unit::Bytes), None, "inside the emoji");
        assert_eq!(OffsetMap::new("").byte_of_code_point(CodePoint(0)), Some(0));
    }

    proptest! {
        #[test]
        fn the_map_is_its_own_inverse(pieces in prop::collection::vec("[ابتaz 😀é\u{64e}\n]{0,200}", 0..6)) {
            let text = pieces.concat();
            let map = OffsetMap::new(&text);
            let (mut points, mut units) = (0, 0);
            for (byte, c) in text.char_indices().chain([(text.len(), '\0')]) {
                prop_assert_eq!((map.code_point(byte).0, map.utf16(byte).0), (points, units));
                prop_assert_eq!(map.byte_of_code_point(CodePoint(points)), Some(byte));
                prop_assert_eq!(map.byte_of_utf16(Utf16(units)), Some(byte));
                points += 1;
                units += c.len_utf16() as u64;
            }
            prop_assert_eq!(map.byte_of_code_point(CodePoint(points)), None);
        }
    }
}
