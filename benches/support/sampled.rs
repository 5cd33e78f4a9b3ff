//! A benchmark of divan whose median is also recorded: divan itself only prints.

use std::cell::RefCell;
use std::hint::black_box;
use std::time::Instant;

use super::record::record;

/// As `bench_local`. A value that is given back is dropped after the time was taken.
pub fn sampled<T>(bencher: divan::Bencher, name: &str, mut work: impl FnMut() -> T) {
    let times = RefCell::new(Vec::new());
    bencher.bench_local(|| {
        let begun = Instant::now();
        let made = black_box(work());
        times.borrow_mut().push(begun.elapsed().as_secs_f64() * 1e3);
        made
    });
    let mut times = times.into_inner();
    times.sort_by(f64::total_cmp);
    if let Some(median) = times.get(times.len() / 2) {
        record(name, "median", "ms", *median);
    }
}
