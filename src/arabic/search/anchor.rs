//! The way past the parts of a text that cannot hold a hit: look for the rarest letter of the pattern as bytes, and
//! fold only around the places where it stands.

use std::ops::Range;

use memchr::{memchr2_iter, memmem};

use crate::arabic::letters::{TATWEEL, is_invisible, is_mark};
use crate::arabic::normalize::Normalizer;

/// Letters that make up less than one in twenty-five of a running text, the rarest first.
const RARE: [char; 18] = ['ظ', 'غ', 'ث', 'ذ', 'ض', 'ز', 'خ', 'ص', 'ط', 'ش', 'ج', 'ق', 'ح', 'ك', 'ف', 'س', 'د', 'ع'];

/// Patterns up to this length have their windows measured from each anchor. Beyond it, measuring anew at each would read
/// a text of anchors over and over.
const SHORT: usize = 64;

/// A letter that every hit has.
#[derive(Clone, Debug)]
pub(super) struct Anchor {
    finder: Box<memmem::Finder<'static>>,
    /// The pattern's characters before and after the letter, where it stands in the pattern once.
    neighbours: Option<(Option<char>, Option<char>)>,
    /// Of the pattern, in folded characters.
    length: usize,
}

impl Anchor {
    /// None where no letter of the pattern is rare. What else folds to the letter, presentation forms, the mathematical
    /// alphabet and the kafs of other languages, is looked for by its first bytes.
    pub(super) fn of(folder: &Normalizer, pattern: &[char]) -> Option<Anchor> {
        let letter = RARE
            .into_iter()
            .filter(|letter| pattern.contains(letter))
            .find(|letter| is_its_only_source(folder, *letter))?;
        let at = pattern.iter().position(|c| *c == letter)?;
        let once = pattern.iter().filter(|c| **c == letter).count() == 1;
        let before = at.checked_sub(1).and_then(|before| pattern.get(before)).copied();
        let neighbours = once.then(|| (before, pattern.get(at + 1).copied()));
        let mut bytes = [0; 4];
        let finder = memmem::Finder::new(letter.encode_utf8(&mut bytes).as_bytes()).into_owned();
        Some(Anchor { finder: Box::new(finder), neighbours, length: pattern.len() })
    }

    /// Whether the characters around the anchor at `at` can be the pattern's.
    fn may_hit(&self, folder: &Normalizer, text: &str, at: usize) -> bool {
        let Some((before, after)) = self.neighbours else { return true };
        let (left, right) = text.split_at(at);
        fits(folder, left.chars().rev(), before) && fits(folder, right.chars().skip(1), after)
    }

    /// Calls `window` with each part of `text` that can hold hits; in order, apart from each other.
    pub(super) fn windows<T>(
        &self,
        folder: &Normalizer,
        text: &str,
        mut window: impl FnMut(Range<usize>) -> Option<T>,
    ) -> Option<T> {
        let bytes = text.as_bytes();
        let mut anchors = self.finder.find_iter(bytes).filter(|&at| self.may_hit(folder, text, at)).peekable();
        // U+FB50–U+FEFF, U+1EE00–U+1EEFF, and the block of ک, ڪ and ګ.
        let mut forms = memchr2_iter(0xef, 0xda, bytes).peekable();
        let mut mathematical = memmem::find_iter(bytes, &[0xf0u8, 0x9e][..]).peekable();
        let mut open: Option<Range<usize>> = None;
        loop {
            let nearest = [anchors.peek().copied(), forms.peek().copied(), mathematical.peek().copied()];
            let Some(at) = nearest.into_iter().flatten().min() else { break };
            anchors.next_if_eq(&at);
            forms.next_if_eq(&at);
            mathematical.next_if_eq(&at);
            let limit = open.as_ref().map_or(0, |open| open.end);
            let end = self.reach_forward(text, if self.length > SHORT { at.max(limit) } else { at });
            let start = self.reach_back(text, at, limit);
            match open.as_mut() {
                Some(open) if start <= open.end => open.end = end.max(open.end),
                _ => {
                    if let Some(found) = open.replace(start..end).and_then(&mut window) {
                        return Some(found);
                    }
                }
            }
        }
        open.and_then(window)
    }

    /// As many characters before `at` as a hit can have, and one; not beyond `limit`.
    fn reach_back(&self, text: &str, at: usize, limit: usize) -> usize {
        if limit >= at {
            return limit;
        }
        let kept = text[limit..at].char_indices().rev().filter(|&(_, c)| !may_be_deleted(c));
        kept.map(|(place, _)| limit + place).nth(self.length).unwrap_or(limit)
    }

    /// As many characters after `from` as a hit can have, and two, with what is deleted after them.
    fn reach_forward(&self, text: &str, from: usize) -> usize {
        let kept = text[from..].char_indices().filter(|&(_, c)| !may_be_deleted(c));
        kept.map(|(place, _)| from + place).nth(self.length + 3).unwrap_or(text.len())
    }
}

/// Whether `wanted` can be what the first of `chars` becomes that becomes anything.
fn fits(folder: &Normalizer, chars: impl Iterator<Item = char>, wanted: Option<char>) -> bool {
    let Some(wanted) = wanted else { return true };
    for c in chars.take(8) {
        if folder.may_become(c, wanted) {
            return true;
        }
        if !may_be_deleted(c) {
            return false;
        }
    }
    // Behind more marks than a letter bears there may be anything; at the text's end it does not matter.
    true
}

fn may_be_deleted(c: char) -> bool {
    // Hamza alone is deleted by a switch of its own.
    matches!(c, TATWEEL | 'ء') || is_mark(c) || is_invisible(c)
}

/// Whether among the characters of one and two bytes only `letter` itself folds to it, and others of its byte block.
fn is_its_only_source(folder: &Normalizer, letter: char) -> bool {
    let mut sources = ('\0'..'\u{800}').filter(|&c| folder.each_of(c, |folded| folded == letter));
    sources.all(|c| c == letter || ('\u{680}'..'\u{6c0}').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arabic::normalize::Normalization;

    #[test]
    fn only_presentation_forms_and_mathematical_letters_hide_a_rare_letter() {
        let folder = Normalizer::new(Normalization { underscore: true, ..Normalization::SEARCH });
        for c in '\u{800}'..=char::MAX {
            let hides = folder.each_of(c, |folded| RARE.contains(&folded));
            let mut bytes = [0; 4];
            let bytes = c.encode_utf8(&mut bytes).as_bytes();
            let found = bytes[0] == 0xef || bytes[..2] == [0xf0, 0x9e];
            assert!(!hides || found, "{c:?} folds to a rare letter");
        }
    }
}
