//! What a span of a document's file quotes: all of it where it is short; a head, a tail, a length and a digest of it where
//! it is long (format version 3). Without that, 40 000 spans within each other over 400 000 characters are a file of 8 GB.
//!
//! The quote guards the offsets, as the digest of the text guards the text: whoever moves a span by hand is told. Head
//! and tail alone would not tell of a span moved from one refrain to another, so that the middle counts as well; and to
//! hash each span anew would cost the sum of their lengths. So the digest is a polynomial of the bytes, of which that
//! of any span follows from those of two beginnings of the text in a few steps. It is no cryptography and need be none:
//! the text has its SHA-256, and whoever can write a wrong offset on purpose can write the digest that goes with it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor, value::MapAccessDeserializer};
use unicode_segmentation::UnicodeSegmentation;

use super::ron_writer::{Place, push_str};

/// The longest quote that is written whole, in bytes: some fifty Arabic words, more than nearly any mention and most
/// sentences have, and less than a screen of a diff.
pub(super) const MAX_WHOLE_BYTES: usize = 512;
/// The longest head and the longest tail, in bytes: ten words or so, enough to know the place by.
const MAX_END_BYTES: usize = 96;
/// A character of several code points is looked at this far beyond that, in bytes.
const BEYOND: usize = 64;

/// Characters of a quote that a message shows.
const SHOWN: usize = 40;

/// A quote as a file has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Quote<'a> {
    Whole(Cow<'a, str>),
    /// Apart, since few are long and a file may have a hundred thousand short ones.
    Long(Box<Long<'a>>),
}

/// `(head: "…", tail: "…", bytes: 40000, digest: "0123456789abcdef")`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Long<'a> {
    #[serde(borrow)]
    head: Cow<'a, str>,
    #[serde(borrow)]
    tail: Cow<'a, str>,
    /// Length of all of it.
    bytes: usize,
    /// The polynomial of all of it ([`Sums::of`]), in 16 hexadecimal digits.
    #[serde(borrow)]
    digest: Cow<'a, str>,
}

impl<'a> From<&'a str> for Quote<'a> {
    fn from(quote: &'a str) -> Self {
        Quote::Whole(quote.into())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Quote<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Quote<'de>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a quote, or the head, tail, bytes and digest of a long one")
            }

            fn visit_borrowed_str<E: Error>(self, quote: &'de str) -> Result<Self::Value, E> {
                Ok(Quote::Whole(quote.into()))
            }

            fn visit_str<E: Error>(self, quote: &str) -> Result<Self::Value, E> {
                Ok(Quote::Whole(quote.to_owned().into()))
            }

            fn visit_string<E: Error>(self, quote: String) -> Result<Self::Value, E> {
                Ok(Quote::Whole(quote.into()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                Long::deserialize(MapAccessDeserializer::new(map)).map(|long| Quote::Long(Box::new(long)))
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl Quote<'_> {
    /// What a file says of `range` of `text`, which lies on boundaries of characters.
    pub(super) fn of(text: &str, range: Range<usize>, sums: &Sums) -> Quote<'static> {
        let quote = &text[range.clone()];
        if !is_long(quote.len()) {
            return Quote::Whole(Cow::Owned(quote.to_owned()));
        }
        let (head, tail) = (head_of(quote).to_owned().into(), tail_of(quote).to_owned().into());
        let digest = hex(sums.of(text, range)).into();
        Quote::Long(Box::new(Long { head, tail, bytes: quote.len(), digest }))
    }

    /// Whether `range` of `text` is what is quoted. In time bounded by what the file holds, however long the range is.
    pub(super) fn fits(&self, text: &str, range: Range<usize>, sums: &Sums) -> bool {
        let Some(there) = text.get(range.clone()) else { return false };
        match self {
            Quote::Whole(quote) => *there == **quote,
            Quote::Long(long) => {
                let Long { head, tail, bytes, digest } = &**long;
                there.len() == *bytes
                    && there.starts_with(&**head)
                    && there.ends_with(&**tail)
                    && hex(sums.of(text, range)) == **digest
            }
        }
    }

    /// What it begins with, and how many bytes all of it has.
    pub(super) fn begins(&self) -> (&str, usize) {
        match self {
            Quote::Whole(quote) => (quote, quote.len()),
            Quote::Long(long) => (&long.head, long.bytes),
        }
    }

    /// Enough of it to recognise it.
    pub(super) fn shown(&self) -> String {
        match self {
            Quote::Whole(quote) => shortened(quote),
            Quote::Long(long) => {
                let tail = long.tail.char_indices().rev().nth(SHOWN / 2).map_or(0, |(at, _)| at);
                format!("{} … {}", shortened(&long.head).trim_end_matches('…'), &long.tail[tail..])
            }
        }
    }

    /// As much of it as the file has.
    pub(super) fn said(&self) -> Cow<'_, str> {
        match self {
            Quote::Whole(quote) => Cow::Borrowed(quote),
            Quote::Long(long) => format!("{} … {}", long.head, long.tail).into(),
        }
    }
}

/// Whether a quote of so many bytes is written by its ends. A document with such a span needs version 3.
pub(super) fn is_long(bytes: usize) -> bool {
    bytes > MAX_WHOLE_BYTES
}

/// Bytes that a quote takes in a file, about.
pub(super) fn written(bytes: usize) -> usize {
    // The names of the fields of a long one, its length and its digest.
    const FIELDS: usize = 60;
    if is_long(bytes) { 2 * MAX_END_BYTES + FIELDS } else { bytes }
}

/// Appends the quote of `range` of `text`.
pub(super) fn push_quote(out: &mut String, text: &str, range: Range<usize>, sums: &Sums) {
    // Of a document that is not sound, which is checked beside this, a span may lie anywhere.
    let quote = text.get(range.clone()).unwrap_or_default();
    if !is_long(quote.len()) {
        push_str(out, quote, Place::Line);
        return;
    }
    out.push_str("(head: ");
    push_str(out, head_of(quote), Place::Line);
    out.push_str(", tail: ");
    push_str(out, tail_of(quote), Place::Line);
    out.push_str(&format!(", bytes: {}, digest: \"{}\")", quote.len(), hex(sums.of(text, range))));
}

/// As many whole characters from the start as fit; of a character longer than that, a part.
fn head_of(quote: &str) -> &str {
    let seen = &quote[..quote.floor_char_boundary(MAX_END_BYTES + BEYOND)];
    let ends = seen.grapheme_indices(true).map(|(at, character)| at + character.len());
    match ends.take_while(|end| *end <= MAX_END_BYTES).last() {
        Some(end) => &quote[..end],
        None => &quote[..quote.floor_char_boundary(MAX_END_BYTES)],
    }
}

/// The same from the end.
fn tail_of(quote: &str) -> &str {
    let from = quote.ceil_char_boundary(quote.len().saturating_sub(MAX_END_BYTES + BEYOND));
    let first = quote.len().saturating_sub(MAX_END_BYTES);
    let starts = quote[from..].grapheme_indices(true).map(|(at, _)| from + at);
    let start = starts.filter(|start| *start >= first).min();
    &quote[start.unwrap_or_else(|| quote.ceil_char_boundary(first))..]
}

fn hex(sum: u64) -> String {
    format!("{sum:016x}")
}

/// Enough of a quote to recognise it.
pub(super) fn shortened(quote: &str) -> String {
    match quote.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &quote[..end]),
        None => quote.to_owned(),
    }
}

/// Polynomials of the beginnings of one text, worked out when the first is asked for: an eighth of the text's memory.
#[derive(Debug, Default)]
pub(super) struct Sums {
    /// That of each beginning whose length is a multiple of [`STEP`].
    table: OnceLock<Vec<u64>>,
}

const STEP: usize = 64;
/// The prime 2⁶¹ − 1.
const PRIME: u64 = (1 << 61) - 1;
/// Any number below the prime that no text is likely to know. It is part of the file's format.
const BASE: u64 = 0x0b3c_5d1e_9a77_4f21;

impl Sums {
    /// The polynomial of a range of `text`, always the same text: bytes b₁ … bₙ make Σ (bᵢ + 1) · BASEⁿ⁻ⁱ modulo the prime.
    pub(super) fn of(&self, text: &str, range: Range<usize>) -> u64 {
        let table = self.table.get_or_init(|| {
            let mut sum = 0;
            let mut table = Vec::with_capacity(text.len() / STEP + 1);
            table.push(0);
            for piece in text.as_bytes().chunks_exact(STEP) {
                sum = piece.iter().fold(sum, |sum, byte| next(sum, *byte));
                table.push(sum);
            }
            table
        });
        let beginning = |end: usize| {
            let from = end / STEP;
            text.as_bytes()[from * STEP..end].iter().fold(table[from], |sum, byte| next(sum, *byte))
        };
        let before = times(beginning(range.start), power(range.len()));
        (beginning(range.end) + PRIME - before) % PRIME
    }
}

fn next(sum: u64, byte: u8) -> u64 {
    let sum = times(sum, BASE) + u64::from(byte) + 1;
    if sum >= PRIME { sum - PRIME } else { sum }
}

fn times(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    // 2⁶¹ is 1: what stands above is added to what stands below.
    let sum = (product as u64 & PRIME) + (product >> 61) as u64;
    if sum >= PRIME { sum - PRIME } else { sum }
}

fn power(mut exponent: usize) -> u64 {
    let (mut power, mut square) = (1, BASE);
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = times(power, square);
        }
        square = times(square, square);
        exponent >>= 1;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn long(text: &str, range: Range<usize>) -> String {
        let mut out = String::new();
        push_quote(&mut out, text, range, &Sums::default());
        out
    }

    #[test]
    fn a_digest_is_what_its_definition_says() {
        let text = "قال الراوي: ".repeat(60);
        let sums = Sums::default();
        for range in [0..0, 0..1, 3..700, 63..65, 64..128, 127..text.len()] {
            let plain = text.as_bytes()[range.clone()]
                .iter()
                .fold(0u128, |sum, byte| (sum * u128::from(BASE) + u128::from(*byte) + 1) % u128::from(PRIME));
            assert_eq!(u128::from(sums.of(&text, range.clone())), plain, "{range:?}");
        }
    }

    /// What is in the files of people may not change with the program.
    #[test]
    fn a_long_quote_is_written_as_it_always_was() {
        let text = "وَقَالَ الرَّاوِي ".repeat(40);
        let written = long(&text, 0..text.len() - 1);
        assert_eq!(
            written,
            "(head: \"وَقَالَ الرَّاوِي وَقَالَ الرَّاوِي وَقَالَ الرَّا\", tail: \"الَ الرَّاوِي وَقَالَ الرَّاوِي وَقَالَ الرَّاوِي\", \
             bytes: 1359, digest: \"1736ba1be4d1f576\")"
        );
    }

    #[test]
    fn characters_of_several_code_points_stay_whole_at_the_ends() {
        let family = "👨\u{200d}👩\u{200d}👧\u{200d}👦";
        let text = family.repeat(40);
        let Quote::Long(quote) = Quote::of(&text, 0..text.len(), &Sums::default()) else { panic!("long") };
        assert_eq!((&*quote.head, &*quote.tail), (&*family.repeat(3), &*family.repeat(3)));
        // One that is longer than an end is cut between code points.
        let stacked = format!("ب{}", "\u{64e}".repeat(600));
        let Quote::Long(quote) = Quote::of(&stacked, 0..stacked.len(), &Sums::default()) else { panic!("long") };
        assert_eq!((quote.head.len(), quote.tail.len()), (96, 96));
    }

    proptest! {
        /// Whatever is quoted is read back, fits where it was, and nowhere else.
        #[test]
        fn a_quote_is_read_back_and_fits_its_place_alone(
            unit in "[\"\\\\#\n\t\u{0}\u{202e}\u{feff}aب\u{64e}👨\u{200d} ]{1,9}", count in 1usize..200, cut in 0usize..40, other in 0usize..40,
        ) {
            let text = unit.repeat(count) + "نهاية";
            let range = text.floor_char_boundary(cut.min(text.len()))..text.len();
            let sums = Sums::default();
            let written = long(&text, range.clone());
            prop_assert!(!written.contains('\n') && written.len() < 6 * (MAX_WHOLE_BYTES + 64));
            let quote: Quote = super::super::unique::options().from_str(&written).expect("RON");
            prop_assert_eq!(&quote, &Quote::of(&text, range.clone(), &sums));
            prop_assert!(quote.fits(&text, range.clone(), &sums));
            let moved = text.floor_char_boundary(other.min(text.len()))..text.len();
            prop_assert_eq!(quote.fits(&text, moved.clone(), &sums), moved == range);
            let shorter = range.start..text.len() - "ة".len();
            prop_assert!(!quote.fits(&text, shorter, &sums));
        }
    }

    #[test]
    fn each_part_of_a_long_quote_is_held_to_the_text() {
        let text = "بيت القصيد ".repeat(80) + "أ" + &"بيت القصيد ".repeat(80);
        let range = 0..text.len();
        let written = long(&text, range.clone());
        let read = |ron: &str| super::super::unique::options().from_str::<Quote>(ron).map(|q| q.into_owned());
        let fits = |ron: &str| read(ron).expect("RON").fits(&text, range.clone(), &Sums::default());
        assert!(fits(&written));
        // One character of the middle, which neither end shows.
        let sums = Sums::default();
        let other = text.replace('أ', "إ");
        assert!(!read(&written).expect("RON").fits(&other, range.clone(), &sums));
        for (from, to) in [("head: \"ب", "head: \"ت"), ("يد \", bytes", "يت \", bytes"), ("bytes: 3", "bytes: 4")]
        {
            assert!(written.contains(from), "{written}");
            assert!(!fits(&written.replacen(from, to, 1)), "{to}");
        }
        let digest = written.find("digest: \"").expect("digest") + 9;
        let wrong = if &written[digest..=digest] == "0" { "1" } else { "0" };
        assert!(!fits(&format!("{}{wrong}{}", &written[..digest], &written[digest + 1..])));
        // Nor is anything read that is none.
        for bad in [
            "(head: \"a\", tail: \"b\", bytes: 1)",
            "(1, 2)",
            "3",
            "(head: \"a\", tail: \"b\", bytes: 1, digest: \"\", more: 1)",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    impl Quote<'_> {
        fn into_owned(self) -> Quote<'static> {
            match self {
                Quote::Whole(quote) => Quote::Whole(quote.into_owned().into()),
                Quote::Long(long) => Quote::Long(Box::new(Long {
                    head: long.head.into_owned().into(),
                    tail: long.tail.into_owned().into(),
                    bytes: long.bytes,
                    digest: long.digest.into_owned().into(),
                })),
            }
        }
    }
}
