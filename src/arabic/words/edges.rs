//! Where a span may begin and end. An edge never parts a letter from its marks, from the tatweel that lengthens it, or
//! from the joiners and bidi controls that follow it; grapheme clusters (UAX #29) stay whole.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use crate::arabic::letters::{TATWEEL, is_blank, is_invisible, is_letter, is_mark, is_number, is_plain};

/// Whether a span may begin or end at `offset` (bytes).
///
/// Every edge is a grapheme boundary, but for clusters of UAX #29 that would make a blank part of a word: a blank, with
/// the marks on it, is parted from the number sign (U+0600) before it and from the letter after it.
pub fn is_edge(text: &str, offset: usize) -> bool {
    if offset == 0 || offset >= text.len() {
        return offset <= text.len();
    }
    text.is_char_boundary(offset) && parts(text, offset, || base_before(text, offset))
}

/// `offset` itself where it is an edge, else the edge before it.
pub fn floor_edge(text: &str, offset: usize) -> usize {
    let offset = clamp(text, offset);
    if is_edge(text, offset) { offset } else { prev_edge(text, offset) }
}

/// `offset` itself where it is an edge, else the edge after it.
pub fn ceil_edge(text: &str, offset: usize) -> usize {
    if offset >= text.len() {
        return text.len();
    }
    let offset = text.ceil_char_boundary(offset);
    if is_edge(text, offset) { offset } else { next_edge(text, offset) }
}

/// The first edge after `offset`, else the end of the text.
pub fn next_edge(text: &str, offset: usize) -> usize {
    let offset = clamp(text, offset);
    let Some(c) = text[offset..].chars().next() else { return text.len() };
    let reach = text.ceil_char_boundary(offset.saturating_add(CLINGING));
    attached_end(&text[..reach], offset + c.len_utf8())
}

/// The last edge before `offset`, else 0.
pub fn prev_edge(text: &str, offset: usize) -> usize {
    let mut at = clamp(text, offset);
    let reach = text.floor_char_boundary(at.saturating_sub(CLINGING));
    // Each turn passes one character with ink and all that clings to it, so the whole walk is linear.
    while let Some((base_at, base)) = text[reach..at].char_indices().rev().find(|&(_, c)| has_ink(c)) {
        let base_at = reach + base_at;
        if is_blank(base)
            && let Some(edge) = last_edge_within(text, base_at + base.len_utf8(), at)
        {
            return edge;
        }
        at = base_at;
        if is_edge(text, at) {
            return at;
        }
    }
    last_edge_within(text, reach, at).unwrap_or(reach)
}

/// Bytes to which a letter is looked for that something clings to: no letter bears a thousand marks, and in a text of
/// marks alone each question would read all of it.
const CLINGING: usize = 2 << 10;

/// The last edge in `start..end`, where nothing has anything to cling to.
fn last_edge_within(text: &str, start: usize, end: usize) -> Option<usize> {
    text[start..end].char_indices().rev().map(|(at, _)| start + at).find(|&at| parts(text, at, || None))
}

/// The smallest range on edges that holds `range`.
pub fn snap_to_graphemes(text: &str, range: Range<usize>) -> Range<usize> {
    let start = floor_edge(text, range.start);
    start..ceil_edge(text, range.end).max(start)
}

/// What [`trim_span`] takes off the two ends of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trim {
    /// Quotes and brackets whose partner is not inside the span, and pairs that enclose the whole of it.
    pub quotes_and_brackets: bool,
    /// A `#` at the start.
    pub hash: bool,
    /// Commas, full stops and the like. Off for a new span, on for the mend of a stray one.
    pub punctuation: bool,
}

impl Trim {
    /// What is taken off a span the analyst has just drawn.
    pub const NEW_SPAN: Trim = Trim { quotes_and_brackets: true, hash: true, punctuation: false };
    /// What is taken off a span that is being mended.
    pub const MEND: Trim = Trim { quotes_and_brackets: true, hash: true, punctuation: true };
    /// Blanks alone.
    pub const BLANKS: Trim = Trim { quotes_and_brackets: false, hash: false, punctuation: false };
}

/// `range` without blanks and what `trim` names at its two ends, on edges.
///
/// A bracket whose partner is inside stays: `جامعة (القاهرة)` keeps its `)`, `(القاهرة)` loses both. A range that holds
/// nothing else keeps everything but its blanks; one of blanks alone comes back empty.
pub fn trim_span(text: &str, range: Range<usize>, trim: Trim) -> Range<usize> {
    let whole = snap_to_graphemes(text, range);
    let blanks_off = trim_blanks(text, whole);
    let mut span = blanks_off.clone();
    loop {
        let inside = &text[span.clone()];
        let (Some(first), Some(last)) = (inside.chars().next(), last_base(inside)) else { return blanks_off };
        let rest = |shorter: Range<usize>| trim_blanks(text, shorter);
        let without_first = || rest(next_edge(text, span.start).min(span.end)..span.end);
        let without_last = || rest(span.start..prev_edge(text, span.end).max(span.start));
        let next = if trim.quotes_and_brackets && opens(first, inside) {
            without_first()
        } else if trim.quotes_and_brackets && closes(last, inside) {
            without_last()
        } else if (trim.hash && matches!(first, '#' | '\u{ff03}')) || (trim.punctuation && is_stop(first)) {
            without_first()
        } else if trim.punctuation && is_stop(last) {
            without_last()
        } else {
            return span;
        };
        if next.is_empty() {
            return blanks_off;
        }
        span = next;
    }
}

/// `offset` on a character boundary of `text`, at most its length.
pub(super) fn clamp(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset)
}

/// `end`, moved over what clings to the character before it.
pub(super) fn attached_end(text: &str, end: usize) -> usize {
    if is_edge(text, end) {
        return end;
    }
    let mut base = base_before(text, end);
    let mut at = end;
    for c in text[end..].chars() {
        if has_ink(c) {
            base = (!is_blank(c)).then_some(c);
        }
        at += c.len_utf8();
        if at == text.len() || parts(text, at, || base) {
            break;
        }
    }
    at
}

/// Whether an edge stands at `at`, strictly inside `text`; `base` tells what the next character could cling to.
fn parts(text: &str, at: usize, base: impl FnOnce() -> Option<char>) -> bool {
    let (Some(before), Some(after)) = (text[..at].chars().next_back(), text[at..].chars().next()) else { return true };
    if is_plain(before) && is_plain(after) {
        return true;
    }
    if is_blank(after) {
        return !(before == '\r' && after == '\n');
    }
    match base() {
        None => has_ink(after) || is_grapheme_boundary(text, at),
        Some(base) => is_grapheme_boundary(text, at) && !clings_to(base, after),
    }
}

/// Closing punctuation that ends a clause or a sentence, and dashes: what a hasty drag leaves at a span's end.
fn is_stop(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '،' | '؛' | '؟' | '…' | '۔' | '-' | '–' | '—' | '|' | '/' | '_')
}

/// Neither invisible nor a mark. Blanks are among these: they end what clings.
fn has_ink(c: char) -> bool {
    is_plain(c) || !(is_invisible(c) || is_mark(c))
}

/// Tatweel lengthens letters and digits; marks and invisible characters cling to anything with ink.
fn clings_to(base: char, c: char) -> bool {
    if c == TATWEEL { is_letter(base) || is_number(base) } else { !has_ink(c) }
}

/// The character that what follows `offset` would cling to: the last one before it with ink, none after a blank.
fn base_before(text: &str, offset: usize) -> Option<char> {
    let reach = text.floor_char_boundary(offset.saturating_sub(CLINGING));
    let base = text[reach..offset].chars().rev().find(|&c| has_ink(c))?;
    (!is_blank(base)).then_some(base)
}

fn is_grapheme_boundary(text: &str, at: usize) -> bool {
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

fn trim_blanks(text: &str, range: Range<usize>) -> Range<usize> {
    let mut start = range.start;
    for c in text[range.clone()].chars() {
        if !(is_blank(c) || is_invisible(c)) {
            break;
        }
        start += c.len_utf8();
    }
    // A mark may cling to the last blank: then that blank is its letter and stays.
    let start = floor_edge(text, start).max(range.start);
    let mut end = range.end;
    let mut invisible = range.end;
    for c in text[start..range.end].chars().rev() {
        if is_invisible(c) {
            invisible -= c.len_utf8();
        } else if is_blank(c) {
            invisible -= c.len_utf8();
            end = invisible;
        } else {
            break;
        }
    }
    start..end.max(start)
}

fn last_base(text: &str) -> Option<char> {
    text.chars().rev().find(|&c| has_ink(c) && c != TATWEEL).or_else(|| text.chars().next_back())
}

const PAIRS: [(char, char); 14] = [
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('«', '»'),
    ('“', '”'),
    ('„', '“'),
    ('‘', '’'),
    ('‹', '›'),
    ('\u{fd3e}', '\u{fd3f}'),
    ('\u{fd3f}', '\u{fd3e}'),
    ('⟨', '⟩'),
    ('〈', '〉'),
    ('《', '》'),
    ('”', '“'),
];

/// Whether `first`, at the start of `inside`, is a quote or bracket to take off.
fn opens(first: char, inside: &str) -> bool {
    if matches!(first, '"' | '\'' | '`' | '＂') {
        let count = inside.matches(first).count();
        return count % 2 == 1 || (count == 2 && last_base(inside) == Some(first));
    }
    if !is_bracket(first) {
        return false;
    }
    match partner(inside) {
        None => true,
        // Taken off only where the partner is the last character, so that the pair goes together.
        Some(at) => inside[at..].chars().skip(1).all(|c| is_invisible(c) || is_mark(c)),
    }
}

/// Whether `last`, at the end of `inside`, is a quote or bracket to take off.
fn closes(last: char, inside: &str) -> bool {
    if matches!(last, '"' | '\'' | '`' | '＂') {
        return inside.matches(last).count() % 2 == 1;
    }
    if !is_bracket(last) {
        return false;
    }
    // Its partner is inside where an opening of its kind stands unclosed before it.
    let Some(at) = inside.rfind(last) else { return false };
    let openings = PAIRS.iter().filter(|pair| pair.1 == last).map(|pair| pair.0);
    let mut depth = 0i32;
    let openings: Vec<char> = openings.collect();
    for c in inside[..at].chars() {
        if openings.contains(&c) {
            depth += 1;
        } else if c == last {
            depth = (depth - 1).max(0);
        }
    }
    depth == 0
}

fn is_bracket(c: char) -> bool {
    PAIRS.iter().any(|&(open, close)| c == open || c == close)
}

/// Where the bracket that `inside` begins with is closed, in bytes of `inside`.
fn partner(inside: &str) -> Option<usize> {
    let first = inside.chars().next()?;
    let mut depth = 0i32;
    for (at, c) in inside.char_indices().skip(1) {
        if PAIRS.contains(&(first, c)) {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        } else if c == first {
            depth += 1;
        }
    }
    None
}
