//! Chunks of a file cut into pieces of whole lines: annotations, then relations, then what is left.

use std::sync::Arc;

use super::piece::{Kind, Piece};
use super::queue::Queue;

/// What stands between the two lists.
const LIST_END: &[u8] = b"    ],\n";
const RELATIONS: &[u8] = b"    relations: [\n";

/// Where in a file the cutter is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Annotations,
    /// The line that opens the list of relations is due.
    Between,
    Relations,
    /// Nothing more is cut.
    Tail,
}

/// Cuts a file into pieces, from the first annotation on.
#[derive(Debug, Default)]
pub(super) struct Cutter {
    place: Place,
    /// A line that has begun.
    begun: Vec<u8>,
    tail: Vec<u8>,
}

impl Cutter {
    /// Takes the bytes of a chunk from `from` on; `None` where they are not what Hashiya writes.
    pub(super) fn take(&mut self, chunk: Arc<Vec<u8>>, mut from: usize, queue: &Queue) -> Option<()> {
        loop {
            let kind = match self.place {
                Place::Annotations => Kind::Annotations,
                Place::Relations => Kind::Relations,
                Place::Between => {
                    let Some((line, after)) = self.line(&chunk, from) else { return Some(()) };
                    if line != RELATIONS {
                        return None;
                    }
                    (self.place, from) = (Place::Relations, after);
                    continue;
                }
                Place::Tail => {
                    self.tail.extend_from_slice(&chunk[from..]);
                    return Some(());
                }
            };
            let mut first = Vec::new();
            if !self.begun.is_empty() {
                let Some((line, after)) = self.line(&chunk, from) else { return Some(()) };
                from = after;
                if line == LIST_END {
                    self.list_ended();
                    continue;
                }
                first = line;
            }
            let rest = &chunk[from..];
            let end = match rest.starts_with(LIST_END) {
                true => Some(0),
                // A list ends with a line of its own.
                false => memchr::memmem::find(rest, b"\n    ],\n").map(|at| at + 1),
            };
            let until = end.unwrap_or_else(|| memchr::memrchr(b'\n', rest).map_or(0, |at| at + 1));
            if until > 0 || !first.is_empty() {
                queue.push(Piece { kind, first, chunk: chunk.clone(), lines: from..from + until });
            }
            from += until;
            if end.is_none() {
                self.begun.extend_from_slice(&chunk[from..]);
                return Some(());
            }
            from += LIST_END.len();
            self.list_ended();
        }
    }

    fn list_ended(&mut self) {
        self.place = if self.place == Place::Annotations { Place::Between } else { Place::Tail };
    }

    /// The line that has begun, with its end in this chunk, and where the next one begins; `None` where it goes on.
    fn line(&mut self, chunk: &[u8], from: usize) -> Option<(Vec<u8>, usize)> {
        match memchr::memchr(b'\n', &chunk[from..]) {
            Some(at) => {
                self.begun.extend_from_slice(&chunk[from..=from + at]);
                Some((std::mem::take(&mut self.begun), from + at + 1))
            }
            None => {
                self.begun.extend_from_slice(&chunk[from..]);
                None
            }
        }
    }

    /// What stands after the relations, once the file has ended; `None` where it ended before.
    pub(super) fn tail(self) -> Option<String> {
        if self.place != Place::Tail {
            return None;
        }
        String::from_utf8(self.tail).ok()
    }
}
