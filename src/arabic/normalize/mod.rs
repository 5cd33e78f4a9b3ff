//! Folding: spellings that a reader takes for the same are made the same, and every folded character remembers where in
//! the source it came from.
//!
//! A [`Normalizer`] is made once for a choice of [`Normalization`] and used for any number of texts. It folds whole strings with a
//! map back ([`Normalizer::fold`]) or feeds folded characters to a matcher without storing anything ([`Normalizer::each`]);
//! both give the same characters.

mod folds;
mod rules;
mod source_map;

use std::ops::ControlFlow;

pub use folds::Normalization;
pub use source_map::Folded;

use self::rules::{DELETED, SLOW, UNMARKED, fast_table};

/// A folding made ready.
#[derive(Clone, Debug)]
pub struct Normalizer {
    folds: Normalization,
    /// What becomes of U+0000–U+07FF, which is nearly all of an Arabic text.
    fast: Box<[u16; 0x800]>,
}

impl Normalizer {
    pub fn new(folds: Normalization) -> Self {
        Normalizer { folds, fast: fast_table(folds) }
    }

    pub fn folds(&self) -> Normalization {
        self.folds
    }

    /// The folded text with its map. `text` must be shorter than 4 GiB, as every document is.
    pub fn fold(&self, text: &str) -> Folded {
        let mut folded = Folded::with_capacity(text.len());
        let _ = self.each(text, |c, start, end| {
            folded.push(c, start, end);
            ControlFlow::Continue(())
        });
        folded.finish(text.len());
        folded
    }

    /// The folded text alone.
    pub fn fold_str(&self, text: &str) -> String {
        let mut folded = String::with_capacity(text.len());
        let _ = self.each(text, |c, _, _| {
            folded.push(c);
            ControlFlow::Continue(())
        });
        folded
    }

    /// Whether `wanted` may be among what `c` becomes; true wherever that is not settled at a glance.
    pub(super) fn may_become(&self, c: char, wanted: char) -> bool {
        match self.fast.get(c as usize) {
            Some(&code) => code >= UNMARKED || u32::from(code) == u32::from(wanted),
            None => true,
        }
    }

    /// Whether any character that `c` becomes by itself satisfies `test`.
    pub(super) fn each_of(&self, c: char, mut test: impl FnMut(char) -> bool) -> bool {
        let mut bytes = [0; 4];
        let found = self.each(c.encode_utf8(&mut bytes), |folded, _, _| {
            if test(folded) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        found.is_break()
    }

    /// Calls `emit(character, start, end)` for each folded character, `start..end` being the source character (bytes)
    /// it came from, until `emit` breaks. Starts never go back; the characters of one ligature share theirs.
    pub fn each(&self, text: &str, mut emit: impl FnMut(char, usize, usize) -> ControlFlow<()>) -> ControlFlow<()> {
        let bytes = text.as_bytes();
        let mut at = 0;
        let mut slow = rules::Slow::new(self.folds, text);
        while at < bytes.len() {
            let lead = bytes[at];
            let (code, length) = if lead < 0x80 {
                (self.fast[lead as usize], 1)
            } else if lead < 0xe0 {
                let point = ((lead as usize & 0x1f) << 6) | (bytes[at + 1] as usize & 0x3f);
                (self.fast[point & 0x7ff], 2)
            } else {
                (SLOW, 0)
            };
            let code = if code & UNMARKED != 0 && code < SLOW {
                if starts_plain(&bytes[at + length..]) { code & !UNMARKED } else { SLOW }
            } else {
                code
            };
            if code < SLOW {
                at += length;
                // The table holds no surrogate: it only names characters below U+0800.
                emit(char::from_u32(u32::from(code)).unwrap_or(char::REPLACEMENT_CHARACTER), at - length, at)?;
            } else if code == DELETED {
                at += length;
            } else {
                at = slow.character(at, &mut emit)?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// Whether the first character is ASCII, or a letter of the Arabic alphabet: no mark, nothing invisible, no tatweel.
fn starts_plain(bytes: &[u8]) -> bool {
    match bytes {
        [] | [0..=0x7f, ..] => true,
        [0xd8, second, ..] => *second >= 0xa0,
        [0xd9, second, ..] => (0x81..=0x8a).contains(second),
        _ => false,
    }
}
