//! Rows of a table of times, and what a benchmark asks the system besides.

use crate::clock::cpu_seconds;
use crate::record::record;

/// Milliseconds of this thread's own work: what other programs do with the processors does not count.
pub fn timed<T>(work: impl FnOnce() -> T) -> f64 {
    let start = cpu_seconds();
    std::hint::black_box(work());
    (cpu_seconds() - start) * 1e3
}

#[allow(dead_code, reason = "not every benchmark asks")]
/// Median, 99th of a hundred, worst and how many, in milliseconds.
pub fn row(name: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1))).unwrap_or(&0.0);
    println!("{name:<40} {:>9.2} {:>9.2} {:>9.2} {:>7}", at(50), at(99), at(100), times.len());
    // The worst of a run says more about the machine than about the program.
    record(name, "median", "ms", *at(50));
    record(name, "p99", "ms", *at(99));
}

#[allow(dead_code, reason = "not every benchmark asks")]
/// The head of such a table.
pub fn head() {
    println!("{:<40} {:>9} {:>9} {:>9} {:>7}  (milliseconds)", "", "median", "p99", "worst", "times");
}

#[allow(dead_code, reason = "not every benchmark asks")]
/// A row of one figure.
pub fn figure(name: &str, measure: &str, unit: &str, value: f64) {
    println!("{name:<40} {value:>9.0} {unit}");
    record(name, measure, unit, value);
}

#[allow(dead_code, reason = "not every benchmark asks")]
/// Megabytes of memory this process has, 0 where the system does not say.
pub fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)).and_then(|number| number.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}
