//! How far a long command is: one line on the terminal, which the next one is written over. Where nobody looks at a terminal,
//! nothing is said.

use std::io::{self, IsTerminal as _};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{output, stop};

/// How often the line changes.
const PAUSE: Duration = Duration::from_millis(100);

/// The line of a command, while it lasts.
pub(super) struct Progress {
    /// When the line may be written next; `None` where there is no terminal.
    next: Option<Mutex<Instant>>,
}

impl Progress {
    /// Says nothing for the first moment: most commands are over by then.
    pub(super) fn begin() -> Self {
        let is_seen = io::stderr().is_terminal();
        Progress { next: is_seen.then(|| Mutex::new(Instant::now() + PAUSE)) }
    }

    /// `done` of `all` are done; of `None` where the whole is not known.
    pub(super) fn at(&self, doing: &str, done: usize, all: Option<usize>) {
        let Some(next) = &self.next else { return };
        let mut next = next.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if now >= *next {
            *next = now + PAUSE;
            output::show_line(&line(doing, done, all));
        }
    }

    /// For work that tells how many of how many are done and asks whether to go on: until Ctrl+C.
    pub(super) fn counting<'a>(&'a self, doing: &'a str) -> impl Fn(usize, usize) -> bool + Sync + 'a {
        move |done, all| {
            self.at(doing, done + 1, Some(all));
            !stop::is_asked()
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        output::clear_line();
    }
}

fn line(doing: &str, done: usize, all: Option<usize>) -> String {
    match all {
        Some(all) => format!("{doing} {done} of {all}"),
        None => format!("{doing} {done}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_much_of_how_much() {
        assert_eq!(line("writing document", 3, Some(50)), "writing document 3 of 50");
        assert_eq!(line("looking for files:", 3, None), "looking for files: 3");
    }
}
