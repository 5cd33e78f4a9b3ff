//! Finding a text: plain, whole word or by a regular expression, over the text as it is or folded. Hits are ranges of
//! the source, diacritics included.
//!
//! A folded plain search folds as it reads and stores nothing, so that ten megabytes take a few hundredths of a second.

mod anchor;
mod pattern_fault;

use std::collections::VecDeque;
use std::ops::{ControlFlow, Range};

use memchr::memmem;
use regex::{Regex, RegexBuilder};

use self::anchor::Anchor;
pub use self::pattern_fault::{PatternFault, PatternFaultKind};
use super::normalize::{Normalization, Normalizer};
use super::words;

/// What to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    pub pattern: String,
    /// The pattern is a regular expression (syntax of the `regex` crate).
    pub regex: bool,
    /// A hit must begin and end where a word does.
    pub whole_word: bool,
    pub folds: Normalization,
}

/// Why a query cannot be looked for.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    #[error("there is nothing to search for: the search text is empty")]
    Empty,
    #[error(
        "the search text '{pattern}' is made of characters that this search ignores; switch the folding of marks and hamza off to find them"
    )]
    FoldsToNothing { pattern: String },
    #[error("'{pattern}' is not a regular expression: {source}")]
    Regex { pattern: String, fault: PatternFault, source: Box<regex::Error> },
}

/// A query made ready for any number of texts.
#[derive(Clone, Debug)]
pub struct Matcher {
    folder: Normalizer,
    whole_word: bool,
    needle: Needle,
}

#[derive(Clone, Debug)]
enum Needle {
    /// The text as it is.
    Raw(Box<memmem::Finder<'static>>),
    /// Folded characters, each with the length of the longest proper prefix of the needle that ends with it.
    Folded {
        pattern: Vec<char>,
        fallback: Vec<u32>,
        anchor: Option<Anchor>,
    },
    Regex(Regex),
}

impl Matcher {
    pub fn new(query: &Query) -> Result<Self, QueryError> {
        let pattern = query.pattern.as_str();
        if pattern.is_empty() {
            return Err(QueryError::Empty);
        }
        let folder = Normalizer::new(query.folds);
        let folds_to_nothing = || QueryError::FoldsToNothing { pattern: pattern.to_owned() };
        let needle = if query.regex {
            let folded = fold_regex(&folder, pattern);
            if folded.is_empty() {
                return Err(folds_to_nothing());
            }
            let regex = RegexBuilder::new(&folded).case_insensitive(query.folds.case).multi_line(true).build();
            Needle::Regex(regex.map_err(|error| QueryError::Regex {
                pattern: pattern.to_owned(),
                fault: PatternFault::new(pattern, &folded),
                source: Box::new(error),
            })?)
        } else if query.folds == Normalization::NONE {
            Needle::Raw(Box::new(memmem::Finder::new(pattern).into_owned()))
        } else {
            let pattern: Vec<char> = folder.fold_str(pattern).chars().collect();
            if pattern.is_empty() {
                return Err(folds_to_nothing());
            }
            let fallback = fallback(&pattern);
            let anchor = Anchor::of(&folder, &pattern);
            Needle::Folded { pattern, fallback, anchor }
        };
        Ok(Matcher { folder, whole_word: query.whole_word, needle })
    }

    /// All hits in order, none overlapping another.
    pub fn find_all(&self, text: &str) -> Vec<Range<usize>> {
        let mut hits = Vec::new();
        let _ = self.each(text, |hit| {
            hits.push(hit);
            ControlFlow::Continue(())
        });
        hits
    }

    /// How many hits there are.
    pub fn count(&self, text: &str) -> usize {
        let mut count = 0;
        let _ = self.each(text, |_| {
            count += 1;
            ControlFlow::Continue(())
        });
        count
    }

    /// Calls `found` for each hit until it breaks: the way to stop a search that has been overtaken by the next letter.
    pub fn each(&self, text: &str, mut found: impl FnMut(Range<usize>) -> ControlFlow<()>) -> ControlFlow<()> {
        let mut report = |hit: Range<usize>| {
            if hit.is_empty() || (self.whole_word && !is_whole_word(text, &hit)) {
                return ControlFlow::Continue(());
            }
            found(hit)
        };
        match &self.needle {
            Needle::Raw(finder) => {
                finder.find_iter(text.as_bytes()).try_for_each(|at| report(at..at + finder.needle().len()))
            }
            Needle::Regex(regex) if self.folder.folds() == Normalization::NONE => {
                regex.find_iter(text).try_for_each(|hit| report(hit.range()))
            }
            Needle::Regex(regex) => {
                let folded = self.folder.fold(text);
                regex.find_iter(folded.text()).try_for_each(|hit| report(folded.source_range(hit.range())))
            }
            Needle::Folded { pattern, fallback, anchor } => {
                // Where each of the last characters came from, so that a hit knows its start.
                let mut sources = vec![0usize; pattern.len().next_power_of_two()];
                let mut search = |window| {
                    let flow = self.each_folded(text, window, pattern, fallback, &mut sources, &mut report);
                    flow.is_break().then_some(())
                };
                let broken = match anchor {
                    Some(anchor) => anchor.windows(&self.folder, text, search),
                    None => search(0..text.len()),
                };
                broken.map_or(ControlFlow::Continue(()), ControlFlow::Break)
            }
        }
    }

    /// Knuth, Morris and Pratt over the folded characters of `window` as they come.
    fn each_folded(
        &self,
        text: &str,
        window: Range<usize>,
        pattern: &[char],
        fallback: &[u32],
        sources: &mut [usize],
        mut report: impl FnMut(Range<usize>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mask = sources.len() - 1;
        let mut seen = 0usize;
        let mut matched = 0usize;
        // A hit reaches over the deleted characters after it: its end is where the next folded character begins.
        let mut open: Option<(usize, usize)> = None;
        let base = window.start;
        self.folder.each(&text[window.clone()], |c, start, end| {
            let (start, end) = (base + start, base + end);
            if let Some((hit_start, hit_end)) = open
                && start >= hit_end
            {
                open = None;
                report(hit_start..start)?;
            }
            sources[seen & mask] = start;
            seen += 1;
            while matched > 0 && pattern[matched] != c {
                matched = fallback[matched - 1] as usize;
            }
            if pattern[matched] == c {
                matched += 1;
                if matched == pattern.len() {
                    let first = sources[(seen - matched) & mask];
                    matched = 0;
                    // Two hits within one ligature are one place in the source.
                    if open.is_none_or(|(_, hit_end)| first >= hit_end) {
                        open = Some((first, end));
                    }
                }
            }
            ControlFlow::Continue(())
        })?;
        match open {
            Some((start, _)) => report(start..window.end),
            None => ControlFlow::Continue(()),
        }
    }
}

/// For each place of the pattern, how much of it still matches when the next character does not.
fn fallback(pattern: &[char]) -> Vec<u32> {
    let mut table = vec![0u32; pattern.len()];
    let mut matched = 0usize;
    for at in 1..pattern.len() {
        while matched > 0 && pattern[matched] != pattern[at] {
            matched = table[matched - 1] as usize;
        }
        if pattern[matched] == pattern[at] {
            matched += 1;
        }
        table[at] = u32::try_from(matched).unwrap_or(0);
    }
    table
}

/// Folds the letters of a regular expression and leaves its syntax, which is ASCII, as it stands.
fn fold_regex(folder: &Normalizer, pattern: &str) -> String {
    let mut folded = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(at) = rest.find(|c: char| !c.is_ascii()) {
        folded.push_str(&rest[..at]);
        let letters = rest[at..].find(|c: char| c.is_ascii()).map_or(rest.len(), |length| at + length);
        for c in folder.fold_str(&rest[at..letters]).chars() {
            if c.is_ascii_punctuation() {
                folded.push('\\'); // ؟ folds to ?, which would be syntax
            }
            folded.push(c);
        }
        rest = &rest[letters..];
    }
    folded.push_str(rest);
    folded
}

fn is_whole_word(text: &str, hit: &Range<usize>) -> bool {
    let mut touched = words::tokens_in(text, hit.clone());
    let Some(first) = touched.next() else { return false };
    let last = touched.last().unwrap_or(first);
    first.start == hit.start && last.end == hit.end
}

/// Bytes that a word of a concordance takes, the blank before it included, where several stand in a row: a fully vocalised
/// Arabic word of five letters has about 20. Words that are longer on the average are no language, and are cut: a row costs
/// the same in a text of marks or brackets alone.
const MEAN_WORD: usize = 64;
/// Bytes that a single word takes at most.
const LONGEST_WORD: usize = 256;

/// Where the `width`-th word that begins before `at` begins; `at` for none, `None` where there are fewer.
fn nth_word_before(line: &str, at: usize, width: usize) -> Option<usize> {
    let Some(words) = width.checked_sub(1) else { return Some(at) };
    // Most words are short: a little is read first, and more where it does not hold enough.
    let mut back = 64 + width.saturating_mul(16);
    loop {
        let from = line.floor_char_boundary(at.saturating_sub(back));
        let content = words::tokens_in(line, from..at).filter(|token| token.is_content() && token.start < at);
        let starts: Vec<usize> = content.map(|token| token.start).collect();
        if let Some(nth) = starts.len().checked_sub(words + 1) {
            return Some(starts[nth]);
        }
        if from == 0 {
            return None;
        }
        back = back.saturating_mul(4);
    }
}

/// A hit with its surroundings, as a row of a concordance. Ranges are bytes of the text searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KwicLine {
    pub hit: Range<usize>,
    /// Up to the asked number of words before the hit, within its paragraph.
    pub before: Range<usize>,
    /// The same after it.
    pub after: Range<usize>,
}

impl KwicLine {
    /// The row of `hit` with `width` words on either side. The text is read no further than that many words can reach,
    /// so that a row costs the same in a paragraph of ten megabytes.
    pub fn new(text: &str, hit: Range<usize>, width: usize) -> Self {
        let reach = width.saturating_mul(MEAN_WORD).saturating_add(LONGEST_WORD);
        let from = text.floor_char_boundary(hit.start.saturating_sub(reach));
        let to = text.ceil_char_boundary(hit.end.saturating_add(reach));
        let window = &text[from..to];
        let (start, end) = (hit.start - from, hit.end - from);
        let first = words::paragraph_at(window, start).start;
        // A hit may run over a line end; what comes after it is then in its last paragraph. One that ends between the
        // two halves of a line end has nothing after it.
        let last = words::paragraph_at(window, end).end.max(end);
        let before = nth_word_before(&window[first..], start - first, width).map_or(first, |at| first + at);
        let mut after = words::tokens_in(&window[..last], end.saturating_sub(1)..last)
            .filter(|token| token.is_content() && token.end > end)
            .map(|token| token.end);
        let after = width.checked_sub(1).map_or(end, |words| after.nth(words).unwrap_or(last));
        KwicLine { before: from + before.min(start)..hit.start, after: hit.end..from + after, hit }
    }

    /// What to sort by for "left neighbour" and "right neighbour" in logical order: the words after the hit, and the
    /// words before it with the nearest first, both folded so that spelling does not scatter them.
    pub fn sort_keys(&self, text: &str, folder: &Normalizer) -> (Vec<String>, Vec<String>) {
        let content = |range: Range<usize>| -> VecDeque<String> {
            words::tokens_in(text, range.clone())
                .filter(|token| token.is_content() && token.start >= range.start && token.end <= range.end)
                .map(|token| folder.fold_str(token.text(text)))
                .collect()
        };
        let after = content(self.after.clone()).into();
        let before = content(self.before.clone()).into_iter().rev().collect();
        (after, before)
    }
}
