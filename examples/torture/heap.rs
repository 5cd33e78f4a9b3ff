//! How much memory a thread takes, whatever the others do.

use std::cell::Cell;

use crate::allocator::{Count, Counted};

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

/// Counts for each thread by itself.
pub struct Apart;

impl Count for Apart {
    fn add(bytes: usize) {
        // At the end of a thread nobody counts any more.
        let _ = HELD.try_with(|held| {
            held.set(held.get() + bytes as isize);
            PEAK.with(|peak| peak.set(peak.get().max(held.get())));
        });
    }

    fn remove(bytes: usize) {
        let _ = HELD.try_with(|held| held.set(held.get() - bytes as isize));
    }
}

#[global_allocator]
static MEMORY: Counted<Apart> = Counted::new();

/// From here on the peak is counted anew.
pub fn forget_peak() {
    HELD.with(|held| held.set(0));
    PEAK.with(|peak| peak.set(0));
}

/// The most bytes this thread held at once since then, more than it held then.
pub fn peak() -> usize {
    PEAK.with(|peak| peak.get().max(0) as usize)
}
