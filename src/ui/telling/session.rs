//! What the session was asked for and did not do, and what it has to say of a file.

use super::store::holder;
use super::{Told, path, with};
use crate::session::{Failure, ReadOnly, SessionError};
use crate::ui::words::Words;

impl Told for SessionError {
    fn told(&self, words: &Words) -> String {
        match self {
            SessionError::NoDocument => words.get("refused-no-document"),
            SessionError::NothingSelected => words.get("status-select-first"),
            SessionError::ReadOnly(reason) => reason.told(words),
            SessionError::Rejected(rejected) => rejected.told(words),
            SessionError::Mismatch(mismatch) => mismatch.told(words),
        }
    }
}

impl Told for ReadOnly {
    fn told(&self, words: &Words) -> String {
        match self {
            ReadOnly::Held { who } => with(words, "read-only-held", "who", holder(who, words)),
            ReadOnly::NewerFormat { found } => with(words, "read-only-newer", "version", found),
            ReadOnly::BeingRead => words.get("read-only-being-read"),
            ReadOnly::Unsound => words.get("read-only-unsound"),
            ReadOnly::Earlier { saved } => with(words, "read-only-earlier", "saved", words.in_digits(saved)),
        }
    }
}

impl Told for Failure {
    fn told(&self, words: &Words) -> String {
        match self {
            Failure::Workspace(error) => error.told(words),
            Failure::Refused(error) => error.told(words),
            Failure::RefusedIn { title, error } => {
                words.format("failed-in", &[("title", title.into()), ("why", error.told(words).into())])
            }
            Failure::OtherText { path: at } => with(words, "failed-other-text", "path", path(at)),
            Failure::TaskBrokenOff { task } => with(words, "failed-task-broken-off", "task", words.get(task)),
            Failure::ReadingBrokenOff { title } => with(words, "failed-reading-broken-off", "title", title),
            Failure::SaveBrokenOff { title } => with(words, "failed-save-broken-off", "title", title),
        }
    }
}
