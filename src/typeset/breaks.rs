//! Where a line may be broken: UAX #14 (ICU's rules), with the tailoring that browsers have.
//!
//! As in Chromium a line may be broken after any run of spaces, and between two ASCII characters only where the table
//! of [`between_ascii`] allows it; the pairs were read off Chromium 156, all 8 836 of them. Most Arabic words hold no
//! place for a break and are passed over without asking ICU.

use std::sync::OnceLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::shape::mark_follows;

/// The bytes before which a line may be broken, in order, the end of the text among them.
pub(super) fn find(text: &str, breaks: &mut Vec<u32>) {
    breaks.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let plain = pass_word(bytes, &mut at);
        if !plain {
            inside_word(&text[start..at], start as u32, breaks);
        }
        let spaces = at;
        while at < bytes.len() && is_space(bytes[at]) {
            at += 1;
        }
        // UAX #14 would allow a break between a space and a mark on it; a grapheme is not torn all the same.
        if at == bytes.len() || at > spaces && !mark_follows(text, at) {
            breaks.push(at as u32);
        }
    }
}

fn is_space(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// Goes to the end of the word at `at`; whether it is plain, that is, surely without a place for a break.
fn pass_word(bytes: &[u8], at: &mut usize) -> bool {
    let start = *at;
    let mut plain = true;
    // A mark of exclamation or question is plain at the end of a word alone.
    let mut closed = false;
    while let Some(&byte) = bytes.get(*at) {
        if is_space(byte) {
            break;
        }
        plain &= !closed;
        let second = bytes.get(*at + 1).copied().unwrap_or(0);
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => *at += 1,
            b'.' | b',' | b':' | b'"' | b'\'' | b')' | b'%' | b'#' | b'@' | b'_' => *at += 1,
            b'(' => {
                plain &= *at == start;
                *at += 1;
            }
            b'!' | b'?' => {
                closed = true;
                *at += 1;
            }
            0xD8 => {
                closed |= matches!(second, 0x9B | 0x9F);
                plain &= matches!(second, 0x8C | 0x90..=0x9B | 0x9F..=0xBF);
                *at += 2;
            }
            0xD9 | 0xDA => *at += 2,
            0xDB => {
                closed |= second == 0x94;
                *at += 2;
            }
            0xC2 => {
                plain &= matches!(second, 0xA0 | 0xAB | 0xBB);
                *at += 2;
            }
            // Joiners and direction marks.
            0xE2 if second == 0x80 && matches!(bytes.get(*at + 2), Some(0x8C..=0x8F)) => *at += 3,
            _ => {
                plain = false;
                *at += 1;
            }
        }
    }
    plain
}

/// The breaks within a word that begins at byte `start` of the text, its ends left out.
fn inside_word(word: &str, start: u32, breaks: &mut Vec<u32>) {
    static SEGMENTER: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    let segmenter = SEGMENTER.get_or_init(|| LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default()));
    let bytes = word.as_bytes();
    let is_ascii = |at: usize| matches!(bytes[at], b'!'..=b'~');
    let mut next_ascii = 1;
    let mut push_ascii_before = |end: usize, breaks: &mut Vec<u32>| {
        while next_ascii < end {
            if is_ascii(next_ascii - 1) && is_ascii(next_ascii) {
                let before = next_ascii.checked_sub(2).map(|i| bytes[i]);
                if between_ascii(before, bytes[next_ascii - 1], bytes[next_ascii]) {
                    breaks.push(start + next_ascii as u32);
                }
            }
            next_ascii += 1;
        }
    };
    for at in segmenter.segment_str(word) {
        push_ascii_before(at, breaks);
        if at > 0 && at < word.len() && !(is_ascii(at - 1) && is_ascii(at)) && !after_first_hyphen(word, at) {
            breaks.push(start + at as u32);
        }
    }
    push_ascii_before(bytes.len(), breaks);
}

/// Whether what ends at `at` is a hyphen that begins a word and a letter follows: they stay together (LB20a, as ICU 78
/// has it with the class HH of Unicode 17; our ICU is older).
fn after_first_hyphen(word: &str, at: usize) -> bool {
    let mut before = word[..at].chars().rev();
    let hyphen = before.next().is_some_and(|c| matches!(c, '-' | '\u{2010}' | '\u{2012}' | '\u{2013}'));
    let first = before.next().is_none_or(|c| matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{200b}'));
    hyphen && first && word[at..].starts_with(char::is_alphabetic)
}

/// Whether a line may be broken between the ASCII characters `a` and `b`, `before` being what stands before `a`.
fn between_ascii(before: Option<u8>, a: u8, b: u8) -> bool {
    let closes = matches!(b, b'!' | b')' | b',' | b'.' | b'/' | b':' | b';' | b'?' | b']' | b'}');
    match a {
        // A hyphen before a digit may be a minus.
        b'-' if b.is_ascii_digit() => before.is_some_and(|before| before.is_ascii_alphanumeric()),
        b'-' => !closes && b != b'$',
        b'?' => !closes && b != b'"' && b != b'\'',
        b'!' | b'"' | b'#' | b'%' | b'&' | b')' | b'*' | b'+' | b',' | b'.' | b':' | b';' | b'=' | b'>' | b'\\'
        | b']' | b'|' | b'}' | b'~' => matches!(b, b'(' | b'<' | b'[' | b'{'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a bar wherever a line may be broken.
    fn barred(text: &str) -> String {
        let mut breaks = Vec::new();
        find(text, &mut breaks);
        let mut barred = String::new();
        let mut from = 0;
        for at in breaks {
            barred += &text[from..at as usize];
            barred += "|";
            from = at as usize;
        }
        barred
    }

    fn check(expected: &str) {
        assert_eq!(barred(&expected.replace('|', "")), expected);
    }

    #[test]
    fn lines_break_where_browsers_break_them() {
        check("قال: |«نعم»، |ثم |مضى.|");
        check("( |أيمن |رسلان |)\u{A0}|");
        check("https://example.com/a?|b=c&d |(ص. |12-|15) |-1 |A-|B |x.|(y)|");
        check("هل؟نعم |قال؛|".replace("؟", "؟|").as_str());
        check("عربي-|عربي |سنة–|شهر |كتاب\u{200C}ها |😀|😀|");
        check("ثم |-سلام |‐سلام |–سلام |(-|سلام |\u{a0}-سلام |-|A|");
        check("a  |b\t|c|");
        check(" \u{64B}ab|");
        assert_eq!(barred(""), "");
    }
}
