//! The Arabic language: words, clitics, and folding with its map back to the source.
//!
//! Everything here is a pure function of text: byte ranges go in, byte ranges of the same text come out, and the text
//! itself is never changed. Offsets are UTF-8 bytes of the `&str` that was passed, so a caller may pass a whole
//! document or one paragraph.

pub mod clitics;
pub mod dates;
pub mod disguise;
pub mod gazetteer;
pub mod letters;
pub mod normalize;
pub mod numbers;
pub mod search;
pub mod translit;
pub mod words;
