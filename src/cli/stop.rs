//! Ctrl+C, and the end of the session, ask a long command to stop: what it has begun goes away again, and it says what it wrote.
//! Asked a second time, it ends at once.

use std::sync::atomic::{AtomicBool, Ordering};

use super::output::warn;

/// The exit code of a command that was stopped, as shells have it for Ctrl+C.
pub(super) const EXIT_CODE: u8 = 130;

static ASKED: AtomicBool = AtomicBool::new(false);

/// There is nothing to be taken back, and nobody who hears the question.
static AT_ONCE: AtomicBool = AtomicBool::new(false);

/// From here on Ctrl+C ends the program.
pub(super) fn end_at_once() {
    AT_ONCE.store(true, Ordering::SeqCst);
}

/// From here on Ctrl+C asks. Where the system does not let us know of it, it ends the program as it always did.
pub(super) fn listen() {
    let _ = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::SeqCst) || AT_ONCE.load(Ordering::SeqCst) {
            std::process::exit(i32::from(EXIT_CODE));
        }
    });
}

pub(super) fn is_asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

/// Where it came too late, says what stands on the disk.
pub(super) fn tell_done(files: usize) {
    if is_asked() {
        warn(&format!(
            "it was too late to stop: {files} {} written",
            if files == 1 { "file was" } else { "files were" }
        ));
    }
}
