//! What the session was asked for and did not do, and what it has to say of a file.

use super::store::holder;
use super::{Told, path, with};
use crate::session::{Failure, KeptVersions, ReadOnly, Remark, SessionError};
use crate::store::local_time;
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
            Failure::Load(error) => error.told(words),
            Failure::Hopeless { error, kept } => {
                let kept = kept.as_ref().map_or_else(|| words.get("kept-none"), |kept| kept.told(words));
                format!("{}\n{kept}", error.told(words))
            }
            Failure::Save(error) => error.told(words),
            Failure::Import(error) => error.told(words),
            Failure::Held(held) => held.told(words),
            Failure::Refused(error) => error.told(words),
            Failure::RefusedIn { title, error } => {
                words.format("failed-in", &[("title", title.into()), ("why", error.told(words).into())])
            }
            Failure::Document(error) => error.told(words),
            Failure::Journal { path: at, why } => {
                words.format("failed-journal", &[("path", path(at)), ("why", why.told(words).into())])
            }
            Failure::Merge { path: at, error } => {
                words.format("failed-merge", &[("path", path(at)), ("why", error.told(words).into())])
            }
            Failure::NoBase { path: at } => with(words, "failed-no-base", "path", path(at)),
            Failure::OtherText { path: at } => with(words, "failed-other-text", "path", path(at)),
            Failure::Damaged { path: at } => with(words, "failed-damaged", "path", path(at)),
            Failure::LeadsOut { path: at } => with(words, "failed-leads-out", "path", path(at)),
            Failure::NoDocument { path: at } => with(words, "failed-no-document", "path", path(at)),
            Failure::Several { path: at } => with(words, "failed-several", "path", path(at)),
            Failure::NoText { path: at } => with(words, "failed-no-text", "path", path(at)),
            Failure::NoFormat(name) => with(words, "failed-no-format", "name", name),
            Failure::OpenConflicts => words.get("failed-open-conflicts"),
            Failure::ReadingBrokenOff { title } => with(words, "failed-reading-broken-off", "title", title),
            Failure::SaveBrokenOff { title } => with(words, "failed-save-broken-off", "title", title),
        }
    }
}

impl Told for KeptVersions {
    fn told(&self, words: &Words) -> String {
        let when = words.in_digits(&local_time(self.newest));
        words.format("kept-versions", &[("n", self.count.into()), ("when", when.into())])
    }
}

impl Told for Remark {
    fn told(&self, words: &Words) -> String {
        match self {
            Remark::SealBroken(at) => with(words, "remark-seal-broken", "path", path(at)),
            Remark::ConflictsLeft { path: at, count } => {
                words.format("remark-conflicts-left", &[("path", path(at)), ("n", (*count).into())])
            }
            Remark::Import(note) => note.told(words),
            Remark::Loss(loss) => loss.told(words),
        }
    }
}
