//! Memory that is counted as it is asked for, so that a benchmark knows what its work holds at most.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use crate::allocator::{Count, Counted};

/// Counts for all threads together.
pub struct Together;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

static PAUSED: AtomicBool = AtomicBool::new(false);

impl Count for Together {
    fn add(bytes: usize) {
        if PAUSED.load(Relaxed) {
            return;
        }
        MOST.fetch_max(HELD.fetch_add(bytes, Relaxed) + bytes, Relaxed);
    }

    fn remove(bytes: usize) {
        if PAUSED.load(Relaxed) {
            return;
        }
        HELD.fetch_sub(bytes, Relaxed);
    }
}

#[global_allocator]
static MEMORY: Counted<Together> = Counted::new();

#[allow(dead_code, reason = "not every benchmark asks")]
/// Bytes that are held now.
pub fn held() -> usize {
    HELD.load(Relaxed)
}

#[allow(dead_code, reason = "not every benchmark asks")]
/// Work whose memory is not counted, which costs time. What it makes it has to let go.
pub fn uncounted<T>(work: impl FnOnce() -> T) -> T {
    PAUSED.store(true, Relaxed);
    let made = work();
    PAUSED.store(false, Relaxed);
    made
}

/// What `work` makes, and the bytes it held at most beyond those that were held before.
pub fn peak<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = HELD.load(Relaxed);
    MOST.store(before, Relaxed);
    let made = work();
    (made, MOST.load(Relaxed).saturating_sub(before))
}
