//! The hash of a file while its chunks come, and what its last line says of the rest.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use sha2::{Digest as _, Sha256};

use crate::store::checksum::{self, Checksum};
use crate::store::disk::ContentHash;

/// Bytes held back until the file has ended: its last line is shorter.
const HELD: usize = 4096;

/// `None` where the last line is longer than any seal, which is then to be looked for in the whole file.
pub(super) fn all(chunks: Receiver<Arc<Vec<u8>>>) -> Option<(Checksum, ContentHash)> {
    let mut hasher = Sha256::new();
    let mut held: Vec<u8> = Vec::new();
    let mut len = 0;
    for chunk in chunks {
        len += chunk.len() as u64;
        let kept = chunk.len().min(HELD);
        // What is held is followed by enough that may be.
        if kept == HELD {
            hasher.update(&held);
            held.clear();
        }
        let (before, end) = chunk.split_at(chunk.len() - kept);
        hasher.update(before);
        held.extend_from_slice(end);
        if held.len() > 2 * HELD {
            let done = held.len() - HELD;
            hasher.update(&held[..done]);
            held.drain(..done);
        }
    }
    checksum::of_end(hasher, &held, len)
}
