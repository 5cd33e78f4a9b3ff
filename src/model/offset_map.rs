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

/// Bytes that are counted at once.
const WORD: usize = 8;

/// Words that are counted before it is asked whether a place is among them.
const WORDS: usize = 4;

/// Bytes ↔ code points ↔ UTF-16 units of one text. A question reads at most [`STRIDE`] bytes of it.
#[derive(Debug)]
pub struct OffsetMap<'a> {
    text: &'a str,
    /// What begins before each multiple of [`STRIDE`].
    checkpoints: Vec<Counts>,
    all: Counts,
}

/// Characters that begin in a part of a text.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    code_points: u64,
    /// Those of two UTF-16 units.
    pairs: u64,
}

impl Counts {
    fn utf16(self) -> u64 {
        self.code_points + self.pairs
    }

    /// With the characters that begin in these bytes, at most [`STRIDE`]: each byte that continues none begins one, and one of four
    /// bytes is two units of UTF-16 (RFC 3629).
    fn with(self, bytes: &[u8]) -> Self {
        let (words, rest) = bytes.as_chunks::<WORD>();
        rest.iter().fold(self.with_words(words), |counts, byte| Counts {
            code_points: counts.code_points + u64::from(begins(*byte)),
            pairs: counts.pairs + u64::from(is_of_pair(*byte)),
        })
    }

    /// The same of so few words that a byte holds how many there are.
    #[inline]
    fn with_words(self, words: &[[u8; WORD]]) -> Self {
        debug_assert!(words.len() * WORD <= STRIDE);
        let (code_points, pairs) = words.iter().fold((0, 0), |(code_points, pairs), word| {
            let word = u64::from_le_bytes(*word);
            let continues = (word >> 7) & !(word >> 6);
            let is_of_pair = (word >> 7) & (word >> 6) & (word >> 5) & (word >> 4);
            (code_points + (!continues & ONES), pairs + (is_of_pair & ONES))
        });
        // Each byte of a sum counts for the bytes of its place in all words.
        let add = |sums: u64| {
            const EVEN: u64 = 0x00ff_00ff_00ff_00ff;
            ((sums & EVEN) + ((sums >> 8) & EVEN)).wrapping_mul(0x0001_0001_0001_0001) >> 48
        };
        Counts { code_points: self.code_points + add(code_points), pairs: self.pairs + add(pairs) }
    }
}

/// A one in each byte.
const ONES: u64 = 0x0101_0101_0101_0101;

/// Whether a character begins with this byte.
fn begins(byte: u8) -> bool {
    byte as i8 >= -0x40
}

/// Whether it begins one of two UTF-16 units.
fn is_of_pair(byte: u8) -> bool {
    byte >= 0xf0
}

impl<'a> OffsetMap<'a> {
    /// Reads the text once.
    pub fn new(text: &'a str) -> Self {
        let mut checkpoints = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut here = Counts::default();
        for part in text.as_bytes().chunks(STRIDE) {
            checkpoints.push(here);
            here = here.with(part);
        }
        // Where the text ends at a multiple, or is empty.
        if text.len().is_multiple_of(STRIDE) {
            checkpoints.push(here);
        }
        OffsetMap { text, checkpoints, all: here }
    }

    /// Whether places count the same in code points as in UTF-16.
    pub fn units_agree(&self) -> bool {
        self.all.pairs == 0
    }

    /// Code points before `byte`, which must be on a character boundary; one inside a character counts as its start.
    pub fn code_point(&self, byte: usize) -> CodePoint {
        CodePoint(self.before(byte).code_points)
    }

    /// Spans in code points, such as `3..9,12..15`.
    pub fn places(&self, spans: &Spans) -> String {
        let place = |byte: usize| self.code_point(byte).0;
        let spans = spans.iter().map(|span| format!("{}..{}", place(span.range().start), place(span.range().end)));
        spans.collect::<Vec<_>>().join(",")
    }

    /// UTF-16 units before `byte`, as for [`OffsetMap::code_point`].
    pub fn utf16(&self, byte: usize) -> Utf16 {
        Utf16(self.before(byte).utf16())
    }

    /// The byte at which the code point begins; `None` beyond the text's end.
    pub fn byte_of_code_point(&self, place: CodePoint) -> Option<usize> {
        self.find(place.0, |counts| counts.code_points, |_| 1)
    }

    /// The byte at which the UTF-16 unit begins; `None` beyond the text's end and between two surrogates.
    pub fn byte_of_utf16(&self, place: Utf16) -> Option<usize> {
        self.find(place.0, Counts::utf16, |byte| 1 + u64::from(is_of_pair(byte)))
    }

    /// The byte of a place counted in `unit`; `None` where there is no such place. Bytes are only checked.
    pub fn byte_of(&self, place: u64, unit: Unit) -> Option<usize> {
        match unit {
            Unit::CodePoints => self.byte_of_code_point(CodePoint(place)),
            Unit::Utf16 => self.byte_of_utf16(Utf16(place)),
            Unit::Bytes => usize::try_from(place).ok().filter(|at| self.text.is_char_boundary(*at)),
        }
    }

    fn before(&self, byte: usize) -> Counts {
        let byte = self.text.floor_char_boundary(byte);
        let from = byte / STRIDE;
        self.checkpoints[from].with(&self.text.as_bytes()[from * STRIDE..byte])
    }

    /// `width`: how many units the character that begins with a byte has.
    fn find(&self, place: u64, count: impl Fn(Counts) -> u64, width: impl Fn(u8) -> u64) -> Option<usize> {
        let from = self.checkpoints.partition_point(|counts| count(*counts) <= place).checked_sub(1)?;
        let mut here = self.checkpoints[from];
        let (words, rest) = self.text.as_bytes()[from * STRIDE..].as_chunks::<WORD>();
        let mut skipped = 0;
        // Whole words first, as long as the place is not in them.
        for len in [WORDS, 1] {
            while let Some(some) = words.get(skipped..skipped + len) {
                let next = here.with_words(some);
                if count(next) > place {
                    break;
                }
                (here, skipped) = (next, skipped + len);
            }
        }
        // The place is the first character from here on before which there are so many.
        let mut at = from * STRIDE + skipped * WORD;
        let mut before = count(here);
        for byte in words[skipped..].as_flattened().iter().chain(rest).copied() {
            if begins(byte) {
                if before >= place {
                    break;
                }
                before += width(byte);
            }
            at += 1;
        }
        (before == place).then_some(at)
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
        /// In every unit, at every place and beyond, what a walk through the text finds.
        #[test]
        fn a_place_is_found_where_a_walk_finds_it(pieces in prop::collection::vec("[ابتaz 😀é\u{64e}\u{ffff}\n]{0,200}", 0..5)) {
            let text = pieces.concat();
            let map = OffsetMap::new(&text);
            let (mut points, mut units) = (0, 0);
            let mut walk = vec![(0, 0, 0)];
            for c in text.chars() {
                (points, units) = (points + 1, units + c.len_utf16() as u64);
                walk.push((walk[walk.len() - 1].0 + c.len_utf8(), points, units));
            }
            for place in 0..text.len() as u64 + 3 {
                let found = |is_there: &dyn Fn(&(usize, u64, u64)) -> bool| {
                    walk.iter().find(|place| is_there(place)).map(|(byte, _, _)| *byte)
                };
                prop_assert_eq!(map.byte_of(place, Unit::CodePoints), found(&|(_, points, _)| *points == place));
                prop_assert_eq!(map.byte_of(place, Unit::Utf16), found(&|(_, _, units)| *units == place));
                prop_assert_eq!(map.byte_of(place, Unit::Bytes), found(&|(byte, _, _)| *byte as u64 == place));
            }
        }

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
