//! A piece of a file: whole lines, and what they are.

use std::ops::Range;
use std::sync::Arc;

/// What the lines of a piece are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Annotations,
    Relations,
}

/// Whole lines of a file.
#[derive(Debug)]
pub(super) struct Piece {
    pub kind: Kind,
    /// The first line, where it began in an earlier chunk; else nothing.
    pub first: Vec<u8>,
    pub chunk: Arc<Vec<u8>>,
    /// The rest of the lines, in the chunk.
    pub lines: Range<usize>,
}

impl Piece {
    /// The lines, without what ends them; `None` where they are not UTF-8.
    pub(super) fn lines(&self) -> Option<impl Iterator<Item = &str>> {
        let first = std::str::from_utf8(&self.first).ok()?;
        let rest = std::str::from_utf8(&self.chunk[self.lines.clone()]).ok()?;
        Some(first.lines().chain(rest.lines()))
    }

    /// The bytes of the first line.
    pub(super) fn first_line(&self) -> &[u8] {
        let rest = &self.chunk[self.lines.clone()];
        match self.first.is_empty() {
            true => &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())],
            false => &self.first,
        }
    }

    /// How many lines there are.
    pub(super) fn count(&self) -> usize {
        usize::from(!self.first.is_empty()) + memchr::memchr_iter(b'\n', &self.chunk[self.lines.clone()]).count()
    }
}
