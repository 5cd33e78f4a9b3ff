//! What the offsets of a file count: found by the text that stands beside them, said by a person, or refused.

use super::error::ImportProblem;
use crate::model::offset_map::{OffsetMap, Unit};
use crate::model::{SpanError, TextSpan};

/// A piece of a span as a file has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub start: u64,
    pub end: u64,
    /// The text that the file has beside it.
    pub said: Option<&'a str>,
}

/// Where a piece lies when offsets count `unit`, held to the text beside it.
pub(super) fn place(
    text: &str,
    map: &OffsetMap<'_>,
    piece: Piece<'_>,
    unit: Unit,
    id: impl Fn() -> String,
) -> Result<TextSpan, ImportProblem> {
    let Piece { start, end, said } = piece;
    let (Some(from), Some(to)) = (map.byte_of(start, unit), map.byte_of(end, unit)) else {
        return Err(ImportProblem::OutOfText { id: id(), start, end, unit });
    };
    if from > to {
        let error = SpanError::Reversed { start: start as usize, end: end as usize };
        return Err(ImportProblem::Span { id: id(), error });
    }
    if let Some(said) = said.filter(|said| **said != text[from..to] && !is_escaped(said, &text[from..to])) {
        let short = |text: &str| text.chars().take(40).collect::<String>();
        let (said, found) = (short(said), short(&text[from..to]));
        return Err(ImportProblem::Mismatch { id: id(), start, end, said, found, unit });
    }
    TextSpan::new_or_empty(text, from..to).map_err(|error| ImportProblem::Span { id: id(), error })
}

/// Whether a file says a text with other line ends: with `\n`, a sign and a letter, for each, as Label Studio does, or with those of
/// a spreadsheet.
fn is_escaped(said: &str, text: &str) -> bool {
    let with_feeds = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
    (said.contains("\\n") && said == text.replace(['\n', '\r'], "\\n"))
        || (text.contains('\r') && with_feeds(said) == with_feeds(text))
}

/// The unit in which all spans of a file fit the text beside them. Where no text tells, code points, unless that is a guess:
/// a character of two UTF-16 units stands before.
pub(super) struct UnitFinder {
    is_said: bool,
    candidates: Vec<Unit>,
    /// Of each, the first line where it does not fit.
    mismatches: Vec<Option<(usize, ImportProblem)>>,
    /// The first span that is elsewhere in another unit, with no text beside it.
    ambiguous: Option<(usize, ImportProblem)>,
}

impl UnitFinder {
    pub(super) fn new(said: Option<Unit>) -> Self {
        let candidates = said.map_or(Unit::ALL.to_vec(), |unit| vec![unit]);
        let mismatches = vec![None; candidates.len()];
        UnitFinder { is_said: said.is_some(), candidates, mismatches, ambiguous: None }
    }

    /// Whether no unit fits any more.
    pub(super) fn is_hopeless(&self) -> bool {
        self.mismatches.iter().all(Option::is_some)
    }

    /// Asks of each unit whether what stands on a line fits. Where code points and UTF-16 agree in its text, only one of them is
    /// asked.
    pub(super) fn see(&mut self, line: usize, agree: bool, check: impl Fn(Unit) -> Result<(), ImportProblem>) {
        let mut of_code_points = None;
        for (unit, mismatch) in self.candidates.iter().zip(&mut self.mismatches) {
            if mismatch.is_some() {
                continue;
            }
            let found = match (unit, &of_code_points) {
                (Unit::Utf16, Some(known)) if agree => Option::clone(known),
                _ => check(*unit).err(),
            };
            if *unit == Unit::CodePoints {
                of_code_points = Some(found.clone());
            }
            *mismatch = found.map(|problem| (line, problem));
        }
    }

    /// A piece that has no text beside it.
    pub(super) fn see_bare(&mut self, line: usize, map: &OffsetMap<'_>, piece: Piece<'_>, id: impl Fn() -> String) {
        let Piece { start, end, .. } = piece;
        let differs = |at| map.byte_of(at, Unit::CodePoints) != map.byte_of(at, Unit::Utf16);
        if self.ambiguous.is_none() && !self.is_said && (differs(start) || differs(end)) {
            self.ambiguous = Some((line, ImportProblem::UnitUnknown { id: id(), start, end }));
        }
    }

    /// # Errors
    /// The line and what does not fit there.
    pub(super) fn found(self) -> Result<Unit, (usize, ImportProblem)> {
        let fits = |unit| self.candidates.iter().zip(&self.mismatches).any(|(u, m)| *u == unit && m.is_none());
        if fits(Unit::CodePoints) && fits(Unit::Utf16) {
            return self.ambiguous.map_or(Ok(Unit::CodePoints), Err);
        }
        match self.candidates.iter().copied().find(|unit| fits(*unit)) {
            Some(unit) => Ok(unit),
            None => Err(self.mismatches.into_iter().flatten().next().expect("each candidate has a mismatch")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "😀 في القاهرة 😀 بيروت";

    fn find(said: Option<Unit>, pieces: &[(u64, u64, Option<&str>)]) -> Result<Unit, (usize, ImportProblem)> {
        let map = OffsetMap::new(TEXT);
        let mut finder = UnitFinder::new(said);
        for (line, &(start, end, said)) in pieces.iter().enumerate() {
            let piece = Piece { start, end, said };
            finder.see(line, map.units_agree(), |unit| place(TEXT, &map, piece, unit, String::new).map(drop));
            if said.is_none() {
                finder.see_bare(line, &map, piece, String::new);
            }
        }
        finder.found()
    }

    #[test]
    fn one_text_beside_an_offset_tells_for_the_whole_file() {
        assert_eq!(find(None, &[(5, 12, Some("القاهرة"))]), Ok(Unit::CodePoints));
        assert_eq!(find(None, &[(17, 22, None), (6, 13, Some("القاهرة"))]), Ok(Unit::Utf16));
        assert_eq!(find(None, &[(10, 24, Some("القاهرة"))]), Ok(Unit::Bytes));
        assert!(matches!(find(None, &[(4, 11, Some("القاهرة"))]), Err((0, ImportProblem::Mismatch { .. }))));
    }

    #[test]
    fn a_line_end_may_be_said_otherwise() {
        assert!(is_escaped("أ\\n\\nب", "أ\r\nب") && is_escaped("أ\\nب", "أ\nب"));
        assert!(!is_escaped("أ ب", "أ\nب") && !is_escaped("أ\\nب", "أ ب"));
        assert!(is_escaped("أ\nب", "أ\r\nب") && is_escaped("أ\nب", "أ\rب") && !is_escaped("أ\n\nب", "أ\r\nب"));
    }

    #[test]
    fn where_nothing_tells_and_the_units_differ_the_file_is_refused() {
        assert!(matches!(find(None, &[(0, 0, None), (5, 12, None)]), Err((1, ImportProblem::UnitUnknown { .. }))));
        assert_eq!(find(Some(Unit::Utf16), &[(6, 13, None)]), Ok(Unit::Utf16));
        // Between two surrogates, so it is no UTF-16.
        assert_eq!(find(None, &[(1, 2, None)]), Ok(Unit::CodePoints));
        assert_eq!(find(None, &[(0, 0, None)]), Ok(Unit::CodePoints));
    }
}
