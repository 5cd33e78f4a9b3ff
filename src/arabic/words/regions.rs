//! The pieces larger than a word: paragraph, sentence, clause, hashtag. A gesture widens through them.

use std::ops::Range;

use super::edges::{Trim, clamp, trim_span};
use super::tokens::{Token, TokenKind, blank_before, tokens, tokens_from};
use crate::arabic::letters::{is_blank, is_invisible, is_letter, is_mark, is_number};

/// The line that holds `offset`, without its line end (`\n`, `\r\n`, `\r`, U+0085, U+2028, U+2029). It may be empty.
pub fn paragraph_at(text: &str, offset: usize) -> Range<usize> {
    let mut offset = clamp(text, offset);
    if text[..offset].ends_with('\r') && text[offset..].starts_with('\n') {
        offset -= 1; // between the two halves of a line end is the end of the line before
    }
    let start = text[..offset].char_indices().rev().find(|&(_, c)| ends_line(c)).map_or(0, |(at, c)| at + c.len_utf8());
    let end = text[offset..].find(ends_line).map_or(text.len(), |at| offset + at);
    start..end
}

/// All paragraphs of `text` in order, each as by [`paragraph_at`].
pub fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let end = text[start..].find(ends_line).map_or(text.len(), |at| start + at);
        let mut after = text[end..].chars();
        next = after.next().map(|c| {
            let line_end = if c == '\r' && after.next() == Some('\n') { 2 } else { c.len_utf8() };
            end + line_end
        });
        Some(start..end)
    })
}

/// The sentence at `offset`, with the punctuation and quotes that close it and without the blanks around it.
pub fn sentence_at(text: &str, offset: usize) -> Range<usize> {
    piece_at(text, offset, Scope::Sentence)
}

/// The clause at `offset`: what stands between `، ؛ . ؟ ! :` (and their Latin kin), without them and without blanks.
pub fn clause_at(text: &str, offset: usize) -> Range<usize> {
    piece_at(text, offset, Scope::Clause)
}

/// The sentences of `text` in order. Every token lies in exactly one.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    paragraphs(text).flat_map(move |line| {
        let mut found = Vec::new();
        pieces(text, line, Scope::Sentence, |piece, _| {
            if !piece.is_empty() {
                found.push(piece);
            }
            true
        });
        found
    })
}

/// The hashtag that holds `offset`, `#` included: `#دير_الزور`. None where the `#` marks nothing.
pub fn hashtag_at(text: &str, offset: usize) -> Option<Range<usize>> {
    let offset = clamp(text, offset);
    let mut previous: Option<Token> = None;
    // With the number of its tokens.
    let mut tag: Option<(Range<usize>, usize)> = None;
    for token in tokens_from(text, blank_before(text, offset)) {
        let glued = previous.is_some_and(|p| p.end == token.start);
        let piece = token.text(text);
        tag = match tag {
            _ if is_hash(piece)
                && (tag.is_some() || !glued || previous.is_some_and(|p| p.kind == TokenKind::Punctuation)) =>
            {
                if let Some(found) = holds(tag, offset) {
                    return Some(found);
                }
                Some((token.range(), 1))
            }
            Some((open, parts)) if glued && is_tag_part(token, piece) => Some((open.start..token.end, parts + 1)),
            Some(open) => {
                if let Some(found) = holds(Some(open), offset) {
                    return Some(found);
                }
                None
            }
            None => None,
        };
        if token.start > offset && tag.as_ref().is_none_or(|(open, _)| open.start > offset) {
            return None;
        }
        previous = Some(token);
    }
    holds(tag, offset)
}

/// The tag, if the offset touches it and it is more than its `#`.
fn holds(tag: Option<(Range<usize>, usize)>, offset: usize) -> Option<Range<usize>> {
    tag.filter(|(tag, parts)| tag.start <= offset && offset <= tag.end && *parts > 1).map(|(tag, _)| tag)
}

fn is_hash(piece: &str) -> bool {
    let mut chars = piece.chars();
    matches!(chars.next(), Some('#' | '\u{ff03}')) && chars.all(is_invisible)
}

fn is_tag_part(token: Token, piece: &str) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Number) || piece.chars().all(|c| c == '_' || is_invisible(c))
}

fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Sentence,
    Clause,
}

fn piece_at(text: &str, offset: usize, scope: Scope) -> Range<usize> {
    let offset = clamp(text, offset);
    let line = paragraph_at(text, offset);
    let mut found = line.start..line.start;
    pieces(text, line, scope, |piece, after| {
        found = piece;
        after <= offset
    });
    found
}

/// Calls `each(piece, end)` for every piece of a line until it returns false. `end` is where the next piece may begin.
fn pieces(text: &str, line: Range<usize>, scope: Scope, mut each: impl FnMut(Range<usize>, usize) -> bool) {
    let body = &text[line.clone()];
    let place = |range: Range<usize>| {
        let trimmed = trim_span(body, range, Trim::BLANKS);
        line.start + trimmed.start..line.start + trimmed.end
    };
    let mut start = 0;
    let mut found = tokens(body).peekable();
    let mut before: Option<Token> = None;
    let mut two_before: Option<Token> = None;
    while let Some(token) = found.next() {
        let ends = ends_piece(body, token, before, two_before, scope);
        (two_before, before) = (before, Some(token));
        if !ends {
            continue;
        }
        let mut end = token.end;
        // `؟!`, `...`, and the quote or bracket that closes what was said.
        while let Some(next) = found.peek().copied().filter(|next| next.start == end) {
            let c = base(next.text(body));
            let closes = scope == Scope::Sentence && matches!(c, '"' | '\'' | ')' | ']' | '»' | '”' | '’' | '›');
            if !(is_full_stop(c) || closes) {
                break;
            }
            end = next.end;
            (two_before, before) = (before, found.next());
        }
        let piece = if scope == Scope::Clause { start..token.start } else { start..end };
        if !each(place(piece), line.start + end) {
            return;
        }
        start = end;
    }
    if start < body.len() || start == 0 {
        each(place(start..body.len()), line.end + 1);
    }
}

fn is_full_stop(c: char) -> bool {
    matches!(c, '.' | '؟' | '?' | '!' | '…' | '۔' | '‼' | '⁉')
}

fn base(token: &str) -> char {
    token.chars().next().unwrap_or(' ')
}

/// Whether `token` closes a sentence or clause.
fn ends_piece(body: &str, token: Token, before: Option<Token>, two_before: Option<Token>, scope: Scope) -> bool {
    if token.kind != TokenKind::Punctuation {
        return false;
    }
    let c = base(token.text(body));
    let next = body[token.end..].chars().next();
    let between_digits = next.is_some_and(is_number) && body[..token.start].chars().next_back().is_some_and(is_number);
    match c {
        '.' => {
            // `د.محمد`, `د. محمد`: the mark of an abbreviation. After a number the letter is a unit: `عام 2020 م.`
            let glued = next.is_some_and(|c| is_letter(c) || is_number(c) || is_mark(c));
            let initial = before.is_some_and(|word| word.end == token.start && is_one_letter(word.text(body)))
                && two_before.is_none_or(|word| word.kind != TokenKind::Number)
                && next.is_some_and(is_blank);
            !glued && !initial
        }
        '؟' | '?' | '!' | '…' | '۔' | '‼' | '⁉' => true,
        '،' | ',' | '؛' | ';' => scope == Scope::Clause && !between_digits,
        ':' => scope == Scope::Clause && !between_digits,
        _ => false,
    }
}

fn is_one_letter(word: &str) -> bool {
    let mut bases = word.chars().filter(|&c| !is_mark(c) && !is_invisible(c));
    bases.next().is_some_and(is_letter) && bases.next().is_none()
}
