//! What the session was asked for and did not do, and what it has to say of a file.

use super::store::holder;
use super::{Localize, path, with};
use crate::session::{ReadOnly, SessionError, SessionFailure};
use crate::ui::localizer::{Localizer, isolated};

impl Localize for SessionError {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            SessionError::NoDocument => words.get("refused-no-document"),
            SessionError::SaveFirst => words.get("refused-save-first"),
            SessionError::NoProject => words.get("refused-no-project"),
            SessionError::LabelsChanged => words.get("refused-labels-changed"),
            SessionError::NothingSelected => words.get("status-select-first"),
            SessionError::ReadOnly(reason) => reason.localized(words),
            SessionError::GroupChangedSince { titles } => words.format(
                "refused-group-changed",
                &[
                    ("n", titles.len().into()),
                    ("names", titles.iter().map(|t| isolated(t)).collect::<Vec<_>>().join(" ").into()),
                ],
            ),
            SessionError::Register(problem) => problem.localized(words),
            SessionError::Rejected(rejected) => rejected.localized(words),
            SessionError::Mismatch(mismatch) => mismatch.localized(words),
        }
    }
}

impl Localize for ReadOnly {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            ReadOnly::Held { who } => with(words, "read-only-held", "who", holder(who, words)),
            ReadOnly::NewerFormat { found } => with(words, "read-only-newer", "version", found),
            ReadOnly::BeingRead => words.get("read-only-being-read"),
            ReadOnly::Unsound => words.get("read-only-unsound"),
            ReadOnly::Earlier { saved } => with(words, "read-only-earlier", "saved", words.date(saved)),
        }
    }
}

impl Localize for SessionFailure {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            SessionFailure::Workspace(error) => error.localized(words),
            SessionFailure::Refused(error) => error.localized(words),
            SessionFailure::RefusedIn { title, error } => {
                words.format("failed-in", &[("title", title.into()), ("why", error.localized(words).into())])
            }
            SessionFailure::OtherText { path: at } => with(words, "failed-other-text", "path", path(at)),
            SessionFailure::TaskBrokenOff { task } => with(words, "failed-task-broken-off", "task", words.get(task)),
            SessionFailure::ReadingBrokenOff { title } => with(words, "failed-reading-broken-off", "title", title),
            SessionFailure::SaveBrokenOff { title } => with(words, "failed-save-broken-off", "title", title),
        }
    }
}
