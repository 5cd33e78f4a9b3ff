//! What becomes of each character. Most are looked up in a table; those that need their neighbours or that stand for
//! several letters take the slow way.
//!
//! Hamza carriers are folded composed: decomposing أ and deleting its mark would fold the hamza away even where it is
//! to be kept. A text that spells them in two characters (ا + U+0654) is read as if composed.

use std::ops::ControlFlow;

use unicode_normalization::char::{compose, decompose_canonical, decompose_compatible};

use super::folds::{Flow, Normalization};
use crate::arabic::letters::{TATWEEL, is_invisible, is_letter, is_mark};

/// Table entries from here on are not characters.
pub(super) const SLOW: u16 = 0xfff0;
pub(super) const DELETED: u16 = 0xfff1;
/// Set in an entry that holds only where no mark follows.
pub(super) const UNMARKED: u16 = 0x1000;

/// How many characters are looked at after a letter: more marks than any letter bears, few enough that a text of marks
/// alone is not read over and over.
const LOOKAHEAD: usize = 16;

const FATHATAN: char = '\u{64b}';

/// What becomes of each character below U+0800.
pub(super) fn fast_table(folds: Normalization) -> Box<[u16; 0x800]> {
    let mut table = Box::new([SLOW; 0x800]);
    for point in 0..0x800u16 {
        let Some(c) = char::from_u32(u32::from(point)) else { continue };
        let neighbours = needs_neighbours(folds, c);
        if neighbours && (is_mark(c) || is_invisible(c)) {
            continue;
        }
        let mut out = Vec::new();
        fold_alone(folds, c, &mut |folded| out.push(folded));
        table[usize::from(point)] = match out[..] {
            [] => DELETED,
            [single] => match u16::try_from(u32::from(single)) {
                Ok(code) if code < 0x800 => code | if neighbours { UNMARKED } else { 0 },
                _ => SLOW,
            },
            _ => SLOW,
        };
    }
    table
}

/// The way of characters that the table cannot answer for.
pub(super) struct Slow<'a> {
    folds: Normalization,
    text: &'a str,
    /// Marks that were read together with the letter before them, to be passed over: a hamza, a tanwin.
    taken: [Option<usize>; 2],
}

impl<'a> Slow<'a> {
    pub(super) fn new(folds: Normalization, text: &'a str) -> Self {
        Slow { folds, text, taken: [None; 2] }
    }

    /// Folds the character at `at`; gives the place after it.
    pub(super) fn character(
        &mut self,
        at: usize,
        emit: &mut impl FnMut(char, usize, usize) -> Flow<()>,
    ) -> Flow<usize> {
        let Some(c) = self.text[at..].chars().next() else { return ControlFlow::Continue(self.text.len()) };
        let end = at + c.len_utf8();
        let mut broken = ControlFlow::Continue(());
        let mut out = |folded| {
            if broken.is_continue() {
                broken = emit(folded, at, end);
            }
        };
        let keeps_tanwin = self.folds.marks && self.folds.keep_final_tanwin;
        if self.taken.contains(&Some(at)) {
            // It has been given out already.
        } else if is_tanwin(c) && keeps_tanwin {
            if tanwin_ends_word(&self.text[end..]) {
                out(FATHATAN);
            }
        } else {
            let mut whole = c;
            self.taken = [None; 2];
            if is_carrier(c)
                && let Some((composed, mark_at)) = carried_hamza(self.text, c, end)
            {
                whole = composed;
                self.taken[0] = Some(mark_at);
            }
            // سورياً and سوريًا are one word: the tanwin goes before its alef, so that سوريا alone matches neither.
            if matches!(c, 'ا' | 'ى')
                && keeps_tanwin
                && let Some(tanwin_at) = final_tanwin(self.text, end)
            {
                self.taken[1] = Some(tanwin_at);
                out(FATHATAN);
            }
            fold_alone(self.folds, whole, &mut out);
        }
        broken?;
        ControlFlow::Continue(end)
    }
}

/// Whether what becomes of `c` depends on what follows it.
fn needs_neighbours(folds: Normalization, c: char) -> bool {
    if folds == Normalization::NONE {
        return false;
    }
    // Where everything a hamza mark could make is folded away with it, the mark alone may be looked up.
    let hamza_vanishes = folds.marks && folds.alef && folds.hamza && folds.ya && folds.ta_marbuta;
    let hamza_mark = matches!(c, '\u{653}'..='\u{655}') && !folds.marks;
    let tanwin = folds.marks && folds.keep_final_tanwin;
    (!hamza_vanishes && (is_carrier(c) || hamza_mark)) || (tanwin && (is_tanwin(c) || matches!(c, 'ا' | 'ى')))
}

/// Letters that compose with U+0653–U+0655.
fn is_carrier(c: char) -> bool {
    matches!(c, 'ا' | 'و' | 'ي' | '\u{6c1}' | '\u{6d2}' | '\u{6d5}')
}

/// The letter that `carrier` and a hamza or madda among the marks after it make, and where that mark stands.
fn carried_hamza(text: &str, carrier: char, after: usize) -> Option<(char, usize)> {
    // A mark of the same class between them would keep them apart, as in NFC.
    for (at, c) in text[after..].char_indices().take(LOOKAHEAD).take_while(|&(_, c)| is_mark(c)) {
        if matches!(c, '\u{653}'..='\u{655}') {
            return compose(carrier, c).map(|composed| (composed, after + at));
        }
    }
    None
}

fn is_tanwin(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{64d}')
}

/// Characters that may stand between a tanwin and what ends its word.
fn is_passed(c: char) -> bool {
    is_mark(c) || is_invisible(c) || c == TATWEEL
}

/// Whether a tanwin with `rest` after it ends its word, be it before the alef of سوريًا.
fn tanwin_ends_word(rest: &str) -> bool {
    let mut chars = rest.chars().take(LOOKAHEAD).filter(|&c| !is_passed(c));
    match chars.next() {
        Some('ا' | 'ى') => chars.next().is_none_or(|c| !is_letter(c)),
        next => next.is_none_or(|c| !is_letter(c)),
    }
}

/// Where among the marks of a letter that ends its word a tanwin stands.
fn final_tanwin(text: &str, after_letter: usize) -> Option<usize> {
    let marks = text[after_letter..].char_indices().take(LOOKAHEAD).take_while(|&(_, c)| is_passed(c));
    let (at, _) = marks.clone().find(|&(_, c)| is_tanwin(c))?;
    let end = marks.last().map_or(after_letter, |(at, c)| after_letter + at + c.len_utf8());
    text[end..].chars().next().is_none_or(|c| !is_letter(c)).then_some(after_letter + at)
}

/// What `c` becomes by itself.
fn fold_alone(folds: Normalization, c: char, out: &mut impl FnMut(char)) {
    if is_composed_arabic(c) {
        return last_step(folds, c, out);
    }
    if !folds.width {
        return with_accents(folds, c, out);
    }
    // Compatibility decomposition, with hamza carriers put together again.
    let mut held: Option<char> = None;
    let mut give = |c: char| {
        if is_composed_arabic(c) { last_step(folds, c, out) } else { with_accents(folds, c, out) }
    };
    decompose_compatible(c, |piece| {
        if let Some(before) = held.take() {
            match compose(before, piece).filter(|&whole| !folds.marks || is_composed_arabic(whole)) {
                Some(whole) => return held = Some(whole),
                None => give(before),
            }
        }
        held = Some(piece);
    });
    if let Some(last) = held {
        give(last);
    }
}

/// Arabic letters with a canonical (or, for U+0675, compatible) decomposition that folding must not see.
fn is_composed_arabic(c: char) -> bool {
    matches!(c, '\u{622}'..='\u{626}' | '\u{675}' | '\u{6c0}' | '\u{6c2}' | '\u{6d3}')
}

fn with_accents(folds: Normalization, c: char, out: &mut impl FnMut(char)) {
    if folds.marks && !c.is_ascii() {
        decompose_canonical(c, |piece| lower(folds, piece, out));
    } else {
        lower(folds, c, out);
    }
}

fn lower(folds: Normalization, c: char, out: &mut impl FnMut(char)) {
    match c {
        _ if !folds.case => last_step(folds, c, out),
        'ß' | 'ẞ' => (0..2).for_each(|_| last_step(folds, 's', out)),
        'ς' => last_step(folds, 'σ', out),
        _ => c.to_lowercase().for_each(|c| last_step(folds, c, out)),
    }
}

/// The table of the switches.
fn last_step(folds: Normalization, c: char, out: &mut impl FnMut(char)) {
    if c.is_ascii() && c != '_' {
        return out(c);
    }
    if folds.marks && is_deleted_mark(c) {
        return;
    }
    let is = |switch: bool, to: char| if switch { to } else { c };
    let folded = match c {
        '\u{622}' | '\u{623}' | '\u{625}' | '\u{671}'..='\u{673}' | '\u{675}' => is(folds.alef, 'ا'),
        '\u{621}' if folds.hamza => return,
        '\u{624}' => is(folds.hamza, 'و'),
        '\u{626}' => is(folds.hamza, 'ي'),
        '\u{649}' | '\u{6cc}'..='\u{6ce}' | '\u{6d0}'..='\u{6d3}' => is(folds.ya, 'ي'),
        '\u{6a9}'..='\u{6ab}' => is(folds.kaf, 'ك'),
        '\u{629}' | '\u{6c0}'..='\u{6c3}' | '\u{6d5}' | '\u{6be}' => is(folds.ta_marbuta, 'ه'),
        '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => {
            is(folds.digits, char::from_digit(u32::from(c) & 0xf, 10).unwrap_or(c))
        }
        '«' | '»' | '“' | '”' | '„' => is(folds.punctuation, '"'),
        '‘' | '’' => is(folds.punctuation, '\''),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => is(folds.punctuation, '-'),
        '،' => is(folds.punctuation, ','),
        '؛' => is(folds.punctuation, ';'),
        '؟' => is(folds.punctuation, '?'),
        '٪' => is(folds.punctuation, '%'),
        '٫' => is(folds.punctuation, '.'),
        '٬' => is(folds.punctuation, ','),
        '_' => is(folds.underscore, ' '),
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => is(folds.spaces, ' '),
        _ => c,
    };
    out(folded);
}

/// Marks, tatweel and controls that the switch `marks` deletes.
fn is_deleted_mark(c: char) -> bool {
    matches!(c,
        '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}'
        | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}' | '\u{8d3}'..='\u{8e1}' | '\u{8e3}'..='\u{8ff}' | '\u{61c}' | '\u{ad}'
        | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}'
        | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{300}'..='\u{36f}')
}
