//! Words, and the larger and smaller pieces around them: the one answer to "where does a word begin?" for the
//! gestures of the window, Ctrl+arrows, CoNLL export, search and propagation.
//!
//! - [`mod@tokens`]: UAX #29 tailored for Arabic.
//! - [`clause_at`], [`sentence_at`], [`paragraph_at`], [`hashtag_at`]: the larger pieces.
//! - [`snap_to_words`], [`snap_to_graphemes`], [`trim_span`]: the edges a gesture may leave behind.
//!
//! All ranges are bytes of the text passed in, on character boundaries. An offset inside a character is taken as that
//! character's start, one beyond the text as its end: a gesture may be a frame older than the document.

mod edges;
mod regions;
mod tokens;

pub use edges::{Trim, ceil_edge, floor_edge, is_edge, next_edge, prev_edge, snap_to_graphemes, trim_span};
pub use regions::{clause_at, hashtag_at, paragraph_at, paragraphs, sentence_at, sentences};
pub use tokens::{
    Token, TokenKind, Tokens, next_word_boundary, prev_word_boundary, snap_to_words, tokens, tokens_in, word_at,
};
