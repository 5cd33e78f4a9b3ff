//! What a gesture or an export does to a span with the cuts of its words.

use std::ops::Range;

use super::Lexicon;
use super::segment::{CliticSegmentation, Confidence, CutKind, enclitics, proclitics};
use crate::arabic::words::{Token, TokenKind, next_edge, prev_edge, tokens_in, word_at};

/// What becomes of proclitics at the edges of spans when a dataset is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CliticPolicy {
    /// The span takes the whole first word.
    Include,
    /// The span begins after the proclitics of its first word.
    Exclude,
    /// Words are parted into clitics and stem, and spans stay where they are.
    #[default]
    Split,
}

/// Which end of a span moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edge {
    Start,
    End,
}

/// Where it moves, in logical order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    Forward,
    Back,
}

/// By how much it moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    Word,
    Clitic,
    Grapheme,
}

/// One step of the cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub range: Range<usize>,
    /// What the range stands for, where that is not what is written (see [`super::CliticSegmentation::normalised`]). For a span of
    /// several words, of the first word alone.
    pub normalised: Option<String>,
    /// What was cut off last; None where the word is whole.
    pub cut: Option<CutKind>,
}

/// The ranges that one key cycles through, the widest first:
/// وبالقاهرة, بالقاهرة, القاهرة, قاهرة. The span may be of several words; the first is the one that is cut.
pub fn candidates(text: &str, span: Range<usize>, vocabulary: &Lexicon) -> Vec<Candidate> {
    let Some(word) = first_word(text, &span) else {
        return vec![Candidate { range: span, normalised: None, cut: None }];
    };
    let end = span.end;
    let whole = Candidate { range: word.start..end, normalised: None, cut: None };
    let cuts = proclitics(text, word.range(), vocabulary).into_iter().filter(|cut| cut.at < end);
    let cut = cuts.map(|cut| Candidate { range: cut.at..end, normalised: cut.normalised, cut: Some(cut.kind) });
    std::iter::once(whole).chain(cut).collect()
}

/// The next step of the cycle after `span`; the span itself where its word has no clitic.
pub fn cycle_start(text: &str, span: Range<usize>, vocabulary: &Lexicon) -> Candidate {
    let mut steps = candidates(text, span.clone(), vocabulary);
    let next = steps.iter().position(|step| step.range.start > span.start).unwrap_or(0);
    steps.swap_remove(next)
}

/// What `span` stands for, where its first word has lost letters to the clitic before it: the لاتحاد of للاتحاد is
/// الاتحاد. None where it is as it is written.
pub fn normalised(text: &str, span: Range<usize>, vocabulary: &Lexicon) -> Option<String> {
    let word = first_word(text, &span)?;
    let cut = proclitics(text, word.range(), vocabulary).into_iter().find(|cut| cut.at == span.start)?;
    let rest = word.end.min(span.end)..span.end;
    (span.end >= word.end).then_some(())?;
    cut.normalised.map(|first| format!("{first}{}", &text[rest]))
}

/// `span` with one end moved one step. None where the span would become empty or the text ends.
pub fn step_edge(
    text: &str,
    span: Range<usize>,
    edge: Edge,
    direction: Direction,
    unit: Unit,
    vocabulary: &Lexicon,
) -> Option<Range<usize>> {
    let from = if edge == Edge::Start { span.start } else { span.end };
    let to = match (unit, direction) {
        (Unit::Grapheme, Direction::Forward) => next_edge(text, from),
        (Unit::Grapheme, Direction::Back) => prev_edge(text, from),
        _ => next_stop(text, from, edge, direction, unit, vocabulary)?,
    };
    let moved = if edge == Edge::Start { to..span.end } else { span.start..to };
    (to != from && moved.start < moved.end).then_some(moved)
}

/// `span` begun after the proclitics of its first word, where the evidence is at least `confidence`. The article is
/// cut off too where `article` says so (schemes differ).
pub fn exclude_proclitics(
    text: &str,
    span: Range<usize>,
    vocabulary: &Lexicon,
    confidence: Confidence,
    article: bool,
) -> Range<usize> {
    let Some(word) = first_word(text, &span).filter(|word| word.start == span.start) else { return span };
    let takes = |cut: &CliticSegmentation| {
        cut.confidence >= confidence && (article || cut.kind != CutKind::Article) && cut.at < span.end
    };
    let cut = proclitics(text, word.range(), vocabulary).into_iter().rfind(takes);
    cut.map_or(span.start, |cut| cut.at)..span.end
}

/// `span` begun at the start of its first word where only proclitics stand between.
pub fn include_proclitics(text: &str, span: Range<usize>, vocabulary: &Lexicon) -> Range<usize> {
    let Some(word) = first_word(text, &span) else { return span };
    let is_cut = proclitics(text, word.range(), vocabulary).iter().any(|cut| cut.at == span.start);
    if is_cut { word.start..span.end } else { span }
}

/// The parts of a token for a dataset that writes clitics as tokens of their own: و, ب, القاهرة. The article stays with
/// its noun unless `article`.
pub fn split(text: &str, token: Token, vocabulary: &Lexicon, article: bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = token.start;
    for cut in proclitics(text, token.range(), vocabulary) {
        if (article || cut.kind != CutKind::Article) && cut.at > start {
            parts.push(start..cut.at);
            start = cut.at;
        }
    }
    parts.push(start..token.end);
    parts
}

/// The word in which `span` begins.
fn first_word(text: &str, span: &Range<usize>) -> Option<Token> {
    word_at(text, span.start).filter(|word| word.kind == TokenKind::Word && span.start < word.end)
}

/// The next place where a moving edge rests: for a start the beginnings of words and stems, for an end the ends of
/// words and stems.
fn next_stop(
    text: &str,
    from: usize,
    edge: Edge,
    direction: Direction,
    unit: Unit,
    vocabulary: &Lexicon,
) -> Option<usize> {
    let stops = |token: Token| {
        let mut stops = match edge {
            Edge::Start => vec![token.start],
            Edge::End => vec![token.end],
        };
        if unit == Unit::Clitic && token.kind == TokenKind::Word {
            let cuts = match edge {
                Edge::Start => proclitics(text, token.range(), vocabulary),
                Edge::End => enclitics(text, token.range(), vocabulary),
            };
            stops.extend(cuts.into_iter().map(|cut| cut.at));
        }
        stops
    };
    match direction {
        Direction::Forward => tokens_in(text, from.saturating_sub(1)..text.len())
            .find_map(|token| stops(token).into_iter().filter(|&stop| stop > from).min()),
        Direction::Back => {
            // Widen the window backwards until it holds a stop.
            let mut window = 256;
            loop {
                let start = from.saturating_sub(window);
                let before = tokens_in(text, start..from.saturating_add(1));
                let found = before.flat_map(stops).filter(|&stop| stop < from).max();
                if found.is_some() || start == 0 {
                    return found;
                }
                window *= 4;
            }
        }
    }
}
