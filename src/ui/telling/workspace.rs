//! What was asked of documents on a disk and did not happen, and what there is to say of a file that was opened.

use super::{Told, path, with};
use crate::store::local_time;
use crate::ui::words::Words;
use crate::workspace::inputs::PassedOver;
use crate::workspace::{KeptVersions, OpenWarning, WorkspaceError};

impl Told for WorkspaceError {
    fn told(&self, words: &Words) -> String {
        let only = |key: &str, at: &std::path::Path| with(words, key, "path", path(at));
        match self {
            WorkspaceError::Load(error) => error.told(words),
            WorkspaceError::Hopeless { error, kept } => {
                let kept = kept.as_ref().map_or_else(|| words.get("kept-none"), |kept| kept.told(words));
                format!("{}\n{kept}", error.told(words))
            }
            WorkspaceError::Save(error) => error.told(words),
            WorkspaceError::Import(error) => error.told(words),
            WorkspaceError::Held(held) => held.told(words),
            WorkspaceError::Document(error) => error.told(words),
            WorkspaceError::Journal { path: at, why } => {
                words.format("failed-journal", &[("path", path(at)), ("why", why.told(words).into())])
            }
            WorkspaceError::JournalWaiting { path: at } => only("failed-journal-waiting", at),
            WorkspaceError::ChecksumBroken { path: at } => only("failed-checksum-broken", at),
            WorkspaceError::Rejected { path: at, error } => {
                words.format("failed-rejected", &[("path", path(at)), ("why", error.told(words).into())])
            }
            WorkspaceError::Merge { path: at, error } => {
                words.format("failed-merge", &[("path", path(at)), ("why", error.told(words).into())])
            }
            WorkspaceError::NoBase { path: at } => only("failed-no-base", at),
            WorkspaceError::Damaged { path: at } => only("failed-damaged", at),
            WorkspaceError::Gone { path: at } => only("failed-gone", at),
            WorkspaceError::LeadsOut { path: at } => only("failed-leads-out", at),
            WorkspaceError::NoDocument { path: at } => only("failed-no-document", at),
            WorkspaceError::Several { path: at } => only("failed-several", at),
            WorkspaceError::NoText { path: at } => only("failed-no-text", at),
            WorkspaceError::NoFormat(name) => with(words, "failed-no-format", "name", name),
            WorkspaceError::Export(error) => error.told(words),
            WorkspaceError::OpenConflicts => words.get("failed-open-conflicts"),
            WorkspaceError::NoVersion { path: at, number, count } => words.format(
                "failed-no-version",
                &[("path", path(at)), ("number", (*number).into()), ("count", (*count).into())],
            ),
            WorkspaceError::OverDocument { path: at } => only("failed-over-document", at),
            WorkspaceError::OverDevice { path: at } => only("failed-over-device", at),
            WorkspaceError::OverForeign { path: at } => only("failed-over-foreign", at),
            WorkspaceError::SameId { path: at, other, id } => {
                words.format("failed-same-id", &[("path", path(at)), ("other", path(other)), ("id", id.into())])
            }
            WorkspaceError::SamePlace { path: at } => only("failed-same-place", at),
            WorkspaceError::Lines(errors) => {
                let first = errors.first().map(|error| error.told(words)).unwrap_or_default();
                words.format("failed-lines", &[("first", first.into()), ("n", errors.len().into())])
            }
            WorkspaceError::Cancelled => words.get("failed-cancelled"),
            WorkspaceError::AlreadyImported { path: at } => only("failed-already-imported", at),
        }
    }
}

impl Told for KeptVersions {
    fn told(&self, words: &Words) -> String {
        let when = words.in_digits(&local_time(self.newest));
        words.format("kept-versions", &[("n", self.count.into()), ("when", when.into())])
    }
}

impl Told for OpenWarning {
    fn told(&self, words: &Words) -> String {
        match self {
            OpenWarning::ChecksumBroken(at) => with(words, "remark-seal-broken", "path", path(at)),
            OpenWarning::ConflictsLeft { path: at, count } => {
                words.format("remark-conflicts-left", &[("path", path(at)), ("n", (*count).into())])
            }
            OpenWarning::Settled(settled) => words.format(
                "remark-change-settled",
                &[
                    ("path", path(&settled.folder)),
                    ("completed", settled.completed.into()),
                    ("back", settled.taken_back.into()),
                    ("left", settled.left.len().into()),
                ],
            ),
            OpenWarning::Import(note) => note.told(words),
            OpenWarning::Loss(loss) => loss.told(words),
            OpenWarning::LineLeftOut(error) => with(words, "remark-line-left-out", "why", error.told(words)),
        }
    }
}

impl Told for PassedOver {
    /// One message for all that is not in the list, with the first of each kind by name.
    fn told(&self, words: &Words) -> String {
        let kind = |id: &str, count: usize, first: Option<String>| {
            first.map(|first| words.format(id, &[("n", count.into()), ("first", first.into())]))
        };
        let named = |paths: &[std::path::PathBuf]| paths.first().map(|path| path.display().to_string());
        let parts = [
            kind("passed-over-failed", self.failed.len(), self.failed.first().map(|error| error.told(words))),
            kind("passed-over-broken", self.broken.len(), named(&self.broken)),
            kind("passed-over-foreign", self.foreign.len(), named(&self.foreign)),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        words.format("passed-over", &[("what", parts.join(" · ").into())])
    }
}
