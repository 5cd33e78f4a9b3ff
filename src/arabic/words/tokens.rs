//! Tokens: UAX #29 word boundaries, tailored where they are wrong for Arabic.
//!
//! 1. `:`, `_`, `'` and the other characters that UAX #29 lets stand inside a word part it where a neighbour is an
//!    Arabic letter: `قال:إن` is three tokens, `user_name` and `can't` are one.
//! 2. `.` between Arabic letters parts them, unless every piece is one letter: `أ.ف.ب` is one token, `د.محمد` three.
//! 3. `#` is a token of its own ([`super::hashtag_at`] gives the whole).
//! 4. Marks, tatweel, joiners and bidi controls belong to the letter before them.
//! 5. NBSP and U+202F are spaces; U+FEFF, and any run of invisible characters alone, is no token.
//! 6. `٫` belongs to a number only between digits.
//! 7. Links, e-mail addresses and `@mentions` are one token each.
//!
//! Each token begins and ends where a span may (see [`super::is_edge`]).

use std::collections::VecDeque;
use std::ops::Range;

use unicode_segmentation::{UWordBoundIndices, UnicodeSegmentation};

use super::edges::{attached_end, clamp, floor_edge};
use crate::arabic::letters::{
    TATWEEL, is_arabic_letter, is_blank, is_invisible, is_letter, is_mark, is_number, is_punctuation,
};

/// A word, number, sign or address: bytes `start..end` of the text it was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Token {
    pub start: usize,
    pub end: usize,
    pub kind: TokenKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Holds a letter; digits may stand beside it (`كوفيد19`).
    Word,
    /// Digits, with the separators UAX #29 allows between them (`3.5`, `٣٫٥`, `1,000`).
    Number,
    Punctuation,
    /// Currency, mathematics, pictures: an emoji is one token, however many characters it is made of.
    Symbol,
    /// A link, an e-mail address or an `@mention`.
    Address,
}

impl Token {
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    pub fn text(self, source: &str) -> &str {
        &source[self.range()]
    }

    /// Whether a reader would count it: anything but punctuation.
    pub fn is_content(self) -> bool {
        self.kind != TokenKind::Punctuation
    }
}

/// The range from the first to the last token that `range` touches; empty, at its start, where it touches none.
pub fn snap_to_words(text: &str, range: Range<usize>) -> Range<usize> {
    let start = clamp(text, range.start);
    let mut touched = tokens_in(text, start..range.end);
    let Some(first) = touched.next() else { return start..start };
    let last = touched.last().unwrap_or(first);
    first.start..last.end
}

/// The tokens of `text` in logical order; lazily, in time linear in what is consumed.
pub fn tokens(text: &str) -> Tokens<'_> {
    tokens_from(text, 0)
}

/// The tokens that share at least one byte with `range`, without reading the text before it.
pub fn tokens_in(text: &str, range: Range<usize>) -> impl Iterator<Item = Token> + '_ {
    let (start, end) = (clamp(text, range.start), range.end);
    let text = &text[..text.ceil_char_boundary(end.max(start).saturating_add(MAX_LOOK_BYTES))];
    tokens_from(text, blank_before(text, start))
        .skip_while(move |token| token.end <= start)
        .take_while(move |token| token.start < end)
}

/// The token at `offset`: the one that holds it, else the one that ends there; none between blanks.
pub fn word_at(text: &str, offset: usize) -> Option<Token> {
    let offset = clamp(text, offset);
    let mut before = None;
    let text = &text[..text.ceil_char_boundary(offset.saturating_add(MAX_LOOK_BYTES))];
    for token in tokens_from(text, blank_before(text, offset)) {
        if token.start > offset {
            break;
        }
        if token.end > offset {
            return Some(token);
        }
        before = (token.end == offset).then_some(token);
    }
    before
}

/// Where Ctrl+arrow forward stops: the end of the next token that is not punctuation, else the end of the text.
pub fn next_word_boundary(text: &str, offset: usize) -> usize {
    let offset = clamp(text, offset);
    tokens_from(text, blank_before(text, offset))
        .find(|token| token.end > offset && token.is_content())
        .map_or(text.len(), |token| token.end)
}

/// Where Ctrl+arrow back stops: the start of the token before `offset` that is not punctuation, else 0.
pub fn prev_word_boundary(text: &str, offset: usize) -> usize {
    let offset = clamp(text, offset);
    let mut limit = offset;
    while limit > 0 {
        let from = blank_before(text, limit);
        let last =
            tokens_from(text, from).take_while(|token| token.start < limit).filter(|token| token.is_content()).last();
        if let Some(token) = last {
            return token.start;
        }
        limit = from;
    }
    0
}

/// Tokens from `start`, which must be 0 or the place of a blank: nothing before a blank changes what follows it.
pub(super) fn tokens_from(text: &str, start: usize) -> Tokens<'_> {
    Tokens { text, base: start, bounds: text[start..].split_word_bound_indices(), done: start, pieces: VecDeque::new() }
}

/// A word that is asked for by a place is read this far (bytes) before it and behind it.
const MAX_LOOK_BYTES: usize = 8192;

/// The start of the last blank before `offset`, else 0. In a text with no blank in [`MAX_LOOK_BYTES`] bytes, a place about that far
/// back: a gesture must not read megabytes, and what is cut there is no word of any language.
pub(super) fn blank_before(text: &str, offset: usize) -> usize {
    let limit = text.floor_char_boundary(offset.saturating_sub(MAX_LOOK_BYTES));
    let blank = text[limit..offset].char_indices().rev().find(|&(_, c)| is_blank(c));
    blank.map_or_else(|| floor_edge(text, limit), |(at, _)| limit + at)
}

/// Iterator of [`tokens`].
pub struct Tokens<'a> {
    text: &'a str,
    /// Where `bounds` counts from.
    base: usize,
    bounds: UWordBoundIndices<'a>,
    /// Everything before this place has been given out or passed over.
    done: usize,
    /// What is left of a segment that had to be parted.
    pieces: VecDeque<Range<usize>>,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let piece = match self.pieces.pop_front() {
                Some(piece) => piece,
                None => {
                    let (at, segment) = self.bounds.next()?;
                    let start = self.base + at;
                    let end = start + segment.len();
                    if needs_parting(segment) {
                        part(self.text, start..end, &mut self.pieces);
                        continue;
                    }
                    start..end
                }
            };
            let start = piece.start.max(self.done);
            if start >= piece.end {
                continue;
            }
            let start = start + idle_length(&self.text[start..piece.end]);
            if start == piece.end {
                continue;
            }
            if let Some(end) = address_end(self.text, start, piece.end) {
                let end = attached_end(self.text, end);
                self.base = end;
                self.bounds = self.text[end..].split_word_bound_indices();
                self.pieces.clear();
                self.done = end;
                return Some(Token { start, end, kind: TokenKind::Address });
            }
            let end = attached_end(self.text, piece.end);
            self.done = end;
            return Some(Token { start, end, kind: kind_of(&self.text[start..end]) });
        }
    }
}

/// How many bytes of a piece come before its token: blanks and invisible characters, with the marks that cling to them.
fn idle_length(piece: &str) -> usize {
    if !piece.starts_with(|c| is_blank(c) || is_invisible(c)) {
        return 0;
    }
    piece.find(|c| !is_blank(c) && !is_invisible(c) && !is_mark(c)).unwrap_or(piece.len())
}

fn kind_of(token: &str) -> TokenKind {
    let mut kind = None;
    for c in token.chars() {
        if c == '\u{20e3}' || c == '\u{fe0f}' {
            return TokenKind::Symbol; // keycaps and pictures drawn from a digit or sign: 1️⃣ ©️
        }
        if c == TATWEEL || is_mark(c) || is_invisible(c) {
            continue;
        }
        if is_letter(c) {
            return TokenKind::Word;
        }
        if is_number(c) {
            kind = Some(TokenKind::Number);
        } else if kind.is_none() {
            kind = Some(if is_punctuation(c) { TokenKind::Punctuation } else { TokenKind::Symbol });
        }
    }
    // Tatweel alone is a dash.
    kind.unwrap_or(if token.contains(TATWEEL) { TokenKind::Punctuation } else { TokenKind::Symbol })
}

/// Characters that UAX #29 keeps inside a word and that may have to part it.
fn is_joint(c: char) -> bool {
    match c {
        '.' | ':' | '\'' | '_' => true,
        '\0'..='\x7f' => false,
        '\u{b7}' | '\u{387}' | '\u{55f}' | '\u{5f4}' | '\u{66b}' | '\u{2018}' | '\u{2019}' | '\u{2024}'
        | '\u{2027}' | '\u{202f}' | '\u{203f}' | '\u{2040}' | '\u{2054}' => true,
        '\u{fe13}' | '\u{fe33}' | '\u{fe34}' | '\u{fe4d}'..='\u{fe4f}' | '\u{fe52}' | '\u{fe55}' => true,
        '\u{ff07}' | '\u{ff0e}' | '\u{ff1a}' | '\u{ff3f}' => true,
        _ => false,
    }
}

fn needs_parting(segment: &str) -> bool {
    let mut chars = segment.chars();
    let Some(first) = chars.next() else { return false };
    chars.clone().next().is_some() && (is_joint(first) || chars.any(is_joint))
}

/// Parts a segment of UAX #29 at the joints that do not hold in Arabic.
fn part(text: &str, segment: Range<usize>, pieces: &mut VecDeque<Range<usize>>) {
    let body = &text[segment.clone()];
    // Joints with the base characters on either side of their run.
    let mut from = 0;
    let mut previous: Option<char> = None;
    let mut chars = body.char_indices().peekable();
    // First every joint but the full stop, so that the dotted run left over is what rule 2 speaks of.
    let mut parts: Vec<(Range<usize>, bool)> = Vec::new();
    while let Some((at, c)) = chars.next() {
        if is_mark(c) || is_invisible(c) {
            continue;
        }
        if !is_joint(c) || c == '.' {
            previous = Some(c);
            continue;
        }
        let mut end = at + c.len_utf8();
        let mut next = None;
        while let Some(&(next_at, n)) = chars.peek() {
            if n == c || is_mark(n) || is_invisible(n) {
                end = next_at + n.len_utf8();
                chars.next();
            } else {
                next = Some(n);
                break;
            }
        }
        let digits = |c: Option<char>| c.is_some_and(is_number);
        let arabic = |c: Option<char>| c.is_some_and(is_arabic_letter);
        let parts_here = match c {
            '\u{202f}' => true,
            '\u{66b}' => !(digits(previous) && digits(next)),
            // What is left of a joint that has lost its neighbour to rule 6 joins nothing.
            _ => arabic(previous) || arabic(next) || (from == at && at > 0) || next.is_some_and(is_joint),
        };
        if parts_here {
            parts.push((from..at, true));
            parts.push((at..end, false));
            from = end;
        }
        previous = Some(c);
    }
    parts.push((from..body.len(), true));
    for (range, may_be_dotted) in parts {
        if range.is_empty() {
            continue;
        }
        let start = segment.start + range.start;
        if !may_be_dotted {
            pieces.push_back(start..segment.start + range.end);
            continue;
        }
        // What a sign held to the number before the joint, it does not hold to a joint that is a token by itself: the rest
        // has the words that it has alone.
        for (at, piece) in body[range].split_word_bound_indices() {
            match piece.contains('.') {
                true => part_dotted(piece, start + at, pieces),
                false => pieces.push_back(start + at..start + at + piece.len()),
            }
        }
    }
}

/// Rule 2: an abbreviation such as `أ.ف.ب` holds together, any other full stop beside an Arabic letter parts.
fn part_dotted(body: &str, start: usize, pieces: &mut VecDeque<Range<usize>>) {
    let base = |c: &char| !(is_mark(*c) || is_invisible(*c) || *c == TATWEEL);
    let one_letter = |piece: &str| {
        let mut bases = piece.chars().filter(base);
        bases.next().is_some_and(is_letter) && bases.next().is_none()
    };
    if body.split('.').all(one_letter) {
        pieces.push_back(start..start + body.len());
        return;
    }
    let mut from = 0;
    for (at, dot) in body.match_indices('.') {
        let before = body[..at].chars().rev().find(base);
        let after = body[at + dot.len()..].chars().find(base);
        if before.is_none_or(is_arabic_letter) || after.is_none_or(is_arabic_letter) {
            let tail = &body[at + dot.len()..];
            let clinging = tail.len() - tail.trim_start_matches(|c| is_mark(c) || is_invisible(c)).len();
            let end = at + dot.len() + clinging;
            if from < at {
                pieces.push_back(start + from..start + at);
            }
            pieces.push_back(start + at..start + end);
            from = end;
        }
    }
    if from < body.len() {
        pieces.push_back(start + from..start + body.len());
    }
}

/// The end of a link, e-mail address or mention that begins at `start`, whose first segment ends at `segment_end`.
fn address_end(text: &str, start: usize, segment_end: usize) -> Option<usize> {
    let first = text.as_bytes()[start];
    if !(first.is_ascii_alphanumeric() || first == b'@') {
        return None;
    }
    let rest = &text[start..];
    if first == b'@' {
        let glued = text[..start].chars().next_back().is_some_and(|c| is_letter(c) || is_number(c));
        let name = rest[1..].bytes().take_while(|&b| b.is_ascii_alphanumeric() || b == b'_').count();
        return (!glued && name > 0).then_some(start + 1 + name);
    }
    let head = rest.as_bytes();
    let begins = |prefix: &str| head.get(..prefix.len()).is_some_and(|h| h.eq_ignore_ascii_case(prefix.as_bytes()));
    let first_segment = &text[start..segment_end];
    let bare_host = || {
        text[segment_end..].starts_with('/')
            && first_segment.is_ascii()
            && first_segment
                .rsplit_once('.')
                .is_some_and(|(_, top)| top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic()))
    };
    let prefix = ["http://", "https://", "ftp://", "www."].into_iter().find(|prefix| begins(prefix));
    if prefix.is_some() || bare_host() {
        let length = link_length(rest);
        return (length > prefix.map_or(segment_end - start, str::len)).then_some(start + length);
    }
    email_length(head).map(|length| start + length)
}

/// Up to a blank, a quote or Arabic punctuation, without the punctuation that closes the sentence around it.
fn link_length(rest: &str) -> usize {
    let stops = |c: char| {
        is_blank(c)
            || matches!(c, '"' | '<' | '>' | '«' | '»' | '“' | '”' | '،' | '؛' | '؟' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
    };
    let mut link = &rest[..rest.find(stops).unwrap_or(rest.len())];
    loop {
        let shorter = link.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '…', '*']);
        let shorter = match shorter.chars().next_back() {
            Some(')') if !shorter.contains('(') => &shorter[..shorter.len() - 1],
            Some(']') if !shorter.contains('[') => &shorter[..shorter.len() - 1],
            Some('}') if !shorter.contains('{') => &shorter[..shorter.len() - 1],
            _ => shorter,
        };
        if shorter.len() == link.len() {
            return link.len();
        }
        link = shorter;
    }
}

/// RFC 5321 allows 64 bytes before the `@` and 255 after it, which keeps this from reading a hostile text over and over.
fn email_length(head: &[u8]) -> Option<usize> {
    let local = head.iter().take(65).take_while(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(b)).count();
    if local > 64 || head.get(local) != Some(&b'@') {
        return None;
    }
    let domain =
        head[local + 1..].iter().take(255).take_while(|b| b.is_ascii_alphanumeric() || b".-".contains(b)).count();
    let domain = &head[local + 1..local + 1 + domain];
    let trimmed = domain.len() - domain.iter().rev().take_while(|b| b".-".contains(b)).count();
    let domain = &domain[..trimmed];
    let dot = domain.iter().rposition(|&b| b == b'.')?;
    (dot > 0 && domain.len() - dot > 2).then_some(local + 1 + domain.len())
}
