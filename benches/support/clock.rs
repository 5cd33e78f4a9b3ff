//! Processor time, so that a benchmark does not count what other programs do with the machine.

#![cfg_attr(unix, expect(unsafe_code, reason = "the system counts processor time through calls of libc"))]

/// Processor time of this thread so far, in seconds.
#[cfg(unix)]
pub fn cpu_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a timespec of our own, which the call fills in.
    let done = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    assert_eq!(done, 0, "this system counts the processor time of threads");
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Where the system does not count it, the time on the wall.
#[cfg(not(unix))]
pub fn cpu_seconds() -> f64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed().as_secs_f64()
}
