//! A folded text and the way back: which characters of the source a piece of it stands for.
//!
//! Most letters fold to as many bytes as they had, so the map keeps one entry for each stretch that only moved, and one
//! for each character that changed its length: a few per cent of what an entry per character would take.

use std::ops::Range;

/// A folded text with its map. Made by [`super::Normalizer::fold`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    runs: Vec<Run>,
    source_len: u32,
    /// Where the source character of the last folded one begins.
    last_source: Option<u32>,
}

/// From `folded` on, up to the next run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    folded: u32,
    source: u32,
    /// Bytes step in parallel; otherwise all of the run stands for the one source character at `source`.
    parallel: bool,
}

impl Folded {
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source range (bytes) that `folded` (bytes of [`Folded::text`]) stands for: from the first character it came
    /// from to the last, and on over the deleted characters that follow the last.
    ///
    /// A range that holds no folded character gives an empty range.
    pub fn source_range(&self, folded: Range<usize>) -> Range<usize> {
        let start = self.source_of(folded.start);
        if folded.end <= folded.start {
            return start..start;
        }
        start..self.source_after(folded.end).max(start)
    }

    pub(super) fn with_capacity(bytes: usize) -> Self {
        Folded { text: String::with_capacity(bytes), ..Folded::default() }
    }

    pub(super) fn push(&mut self, c: char, start: usize, end: usize) {
        let folded = offset(self.text.len());
        let source = offset(start);
        if self.last_source == Some(source) {
            // One more letter of the same ligature: its first may have been taken for a character that only moved.
            let before = offset(self.text.len() - self.text.chars().next_back().map_or(0, char::len_utf8));
            match self.runs.last_mut() {
                Some(run) if !run.parallel => {}
                Some(run) if run.folded == before => run.parallel = false,
                _ => self.runs.push(Run { folded: before, source, parallel: false }),
            }
        } else {
            let parallel = end - start == c.len_utf8();
            let goes_on = self
                .runs
                .last()
                .is_some_and(|run| run.parallel && parallel && source == run.source + (folded - run.folded));
            if !goes_on {
                self.runs.push(Run { folded, source, parallel });
            }
        }
        self.last_source = Some(source);
        self.text.push(c);
    }

    pub(super) fn finish(&mut self, source_len: usize) {
        self.source_len = offset(source_len);
    }

    fn run_at(&self, folded: usize) -> Option<(usize, Run)> {
        let index = self.runs.partition_point(|run| run.folded as usize <= folded).checked_sub(1)?;
        Some((index, self.runs[index]))
    }

    /// Where the source character of the folded byte `at` begins.
    fn source_of(&self, at: usize) -> usize {
        match self.run_at(at) {
            _ if at >= self.text.len() => self.source_len as usize,
            Some((_, run)) if run.parallel => run.source as usize + (at - run.folded as usize),
            Some((_, run)) => run.source as usize,
            None => 0,
        }
    }

    /// Where the source character begins that follows the one before the folded byte `at`, deleted ones passed over.
    fn source_after(&self, at: usize) -> usize {
        match self.run_at(at) {
            _ if at >= self.text.len() => self.source_len as usize,
            // Within a ligature: the whole of it is covered.
            Some((index, run)) if !run.parallel && at > run.folded as usize => {
                self.runs.get(index + 1).map_or(self.source_len, |next| next.source) as usize
            }
            _ => self.source_of(at),
        }
    }
}

/// Documents are shorter than 4 GiB (`TextOffset` holds them), and so is what they fold to.
fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
