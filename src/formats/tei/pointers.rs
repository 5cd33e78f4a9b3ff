//! Where pointers of TEI lead: elements, and ranges of characters within them.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::formats::error::ImportProblem;
use crate::model::offset_map::Unit;

/// The text of a document while it is read: what XML has between its tags, without what stands between paragraphs for the eye,
/// and with a line end where one block follows another.
#[derive(Default)]
pub(super) struct TextOf<'t> {
    pub text: String,
    /// Code points of the text, and those that XML has.
    len: u64,
    raw: u64,
    is_pending: bool,
    /// Where pieces of XML begin in the text: as XML counts, as the text counts, and their length.
    pieces: Vec<(u64, u64, u64)>,
    /// The elements that have an id, as XML counts.
    pub elements: HashMap<Cow<'t, str>, (u64, u64)>,
}

impl TextOf<'_> {
    /// What follows begins on a new line.
    pub(super) fn break_line(&mut self) {
        self.is_pending = true;
    }

    pub(super) fn push(&mut self, piece: &str) {
        if piece.is_empty() {
            return;
        }
        if std::mem::take(&mut self.is_pending)
            && !self.text.is_empty()
            && !self.text.ends_with('\n')
            && !piece.starts_with('\n')
        {
            self.text.push('\n');
            self.len += 1;
        }
        let count = piece.chars().count() as u64;
        match self.pieces.last_mut() {
            Some((raw, at, len)) if *raw + *len == self.raw && *at + *len == self.len => *len += count,
            _ => self.pieces.push((self.raw, self.len, count)),
        }
        self.text.push_str(piece);
        self.len += count;
        self.raw += count;
    }

    /// What stands between elements for the eye.
    pub(super) fn pass(&mut self, blanks: &str) {
        self.raw += blanks.chars().count() as u64;
        self.is_pending = true;
    }

    /// Where XML is.
    pub(super) fn here(&self) -> u64 {
        self.raw
    }

    /// A range of XML in the text.
    pub(super) fn range(&self, from: u64, to: u64) -> (u64, u64) {
        let start = match self.pieces.partition_point(|(raw, _, _)| *raw <= from) {
            0 => 0,
            n => {
                let (raw, at, len) = self.pieces[n - 1];
                match self.pieces.get(n) {
                    // It begins between two pieces.
                    Some((_, next, _)) if from >= raw + len && to > from => *next,
                    _ => at + (from - raw).min(len),
                }
            }
        };
        let end = match self.pieces.partition_point(|(raw, _, _)| *raw < to) {
            0 => 0,
            n => {
                let (raw, at, len) = self.pieces[n - 1];
                at + (to - raw).min(len)
            }
        };
        (start, end.max(start))
    }

    /// The places that pointers lead to, in the text; `None` where one leads elsewhere.
    pub(super) fn places(&self, pointers: &str, id: &str) -> Result<Option<Vec<(u64, u64)>>, ImportProblem> {
        let mut places = Vec::new();
        for pointer in each(pointers) {
            let Some(pointer) = pointer.strip_prefix('#') else { return Ok(None) };
            let Some(inside) = pointer.strip_prefix("string-range(").and_then(|rest| rest.strip_suffix(')')) else {
                let Some((from, to)) = self.elements.get(pointer) else { return Ok(None) };
                places.push(self.range(*from, *to));
                continue;
            };
            let mut parts = inside.split(',').map(str::trim);
            let of = parts.next().unwrap_or_default().trim_start_matches('#');
            let Some((from, to)) = self.elements.get(of) else { return Ok(None) };
            let wrong = || ImportProblem::Pointer { id: id.into(), pointer: pointer.chars().take(80).collect() };
            let mut numbers = parts.map(|part| part.parse::<u64>().map_err(|_| wrong())).peekable();
            if numbers.peek().is_none() {
                return Err(wrong());
            }
            while let Some(offset) = numbers.next() {
                let (offset, len) = (offset?, numbers.next().ok_or_else(wrong)??);
                let end = offset.saturating_add(len);
                if end > to - from {
                    return Err(ImportProblem::OutOfText { id: id.into(), start: offset, end, unit: Unit::CodePoints });
                }
                places.push(self.range(from + offset, from + end));
            }
        }
        Ok(Some(places).filter(|places| !places.is_empty()))
    }
}

/// Pointers between blanks, where those within brackets do not count.
pub(super) fn each(pointers: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0usize;
    pointers
        .split(move |c: char| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && c.is_ascii_whitespace()
        })
        .filter(|pointer| !pointer.is_empty())
}

/// The id within this file that a pointer names.
pub(super) fn local(pointer: &str) -> &str {
    pointer.strip_prefix('#').unwrap_or(pointer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_those_of_the_text_whatever_stands_between_its_elements() {
        let mut text = TextOf::default();
        text.pass("\n  ");
        text.push("وصل");
        text.break_line();
        text.push("أحمد");
        text.pass("\n");
        text.push("ثم");
        assert_eq!(text.text, "وصل\nأحمد\nثم");
        text.elements.insert("t".into(), (0, 13));
        text.elements.insert("p".into(), (6, 10));
        let places = |pointers: &str| text.places(pointers, "a");
        assert_eq!(places("#p"), Ok(Some(vec![(4, 8)])));
        assert_eq!(places("#string-range(t, 3,3) #string-range(#t,6,4,11,2)"), Ok(Some(vec![(0, 3), (4, 8), (9, 11)])));
        assert_eq!(places("#string-range(p,1,0)"), Ok(Some(vec![(5, 5)])));
        assert_eq!((places("#x"), places("http://a.example/"), places("")), (Ok(None), Ok(None), Ok(None)));
        assert!(matches!(places("#string-range(p,2,3)"), Err(ImportProblem::OutOfText { start: 2, end: 5, .. })));
        for wrong in ["#string-range(p)", "#string-range(p,1)", "#string-range(p,-1,2)", "#string-range(p,a,b)"] {
            assert!(matches!(places(wrong), Err(ImportProblem::Pointer { .. })), "{wrong}");
        }
    }
}
