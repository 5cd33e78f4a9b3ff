//! Clitics: the و ف ب ك ل and ال that are written as one with the word they stand before, and the pronouns written as
//! one with the word they follow.
//!
//! No dictionary is at hand, so a cut is offered only on evidence: the shape of the article, or a remainder that the
//! project's own texts use as a word ([`Lexicon`]). A short list of words that only look cut stands against both.
//! Spans are stored as characters, and what to do with a clitic is chosen at export: nothing here changes a span by
//! itself.

mod lexicon;
mod segment;
mod spans;

pub use lexicon::Lexicon;
pub use segment::{CliticSegmentation, Confidence, CutKind, enclitics, possible_starts, proclitics};
pub use spans::{
    Candidate, CliticPolicy, Direction, Edge, Unit, candidates, cycle_start, exclude_proclitics, include_proclitics,
    normalised, split, step_edge,
};
