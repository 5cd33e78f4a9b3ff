//! What was asked of documents on a disk and did not happen, and what there is to say of a file that was opened.

use super::{Localize, localized_all, path, with};
use crate::store::local_time;
use crate::ui::localizer::Localizer;
use crate::workspace::inputs::PassedOver;
use crate::workspace::{
    FilterPart, FilteredOut, KeptVersions, OpenWarning, QueryError, QueryFault, SplitError, WorkspaceError,
};

impl Localize for WorkspaceError {
    fn localized(&self, words: &Localizer) -> String {
        let only = |key: &str, at: &std::path::Path| with(words, key, "path", path(at));
        match self {
            WorkspaceError::Load(error) => error.localized(words),
            WorkspaceError::Hopeless { error, kept } => {
                let kept = kept.as_ref().map_or_else(|| words.get("kept-none"), |kept| kept.localized(words));
                format!("{}\n{kept}", error.localized(words))
            }
            WorkspaceError::Save(error) => error.localized(words),
            WorkspaceError::Import(error) => error.localized(words),
            WorkspaceError::Held(held) => held.localized(words),
            WorkspaceError::Document(error) => error.localized(words),
            WorkspaceError::Journal { path: at, why } => {
                words.format("failed-journal", &[("path", path(at)), ("why", why.localized(words).into())])
            }
            WorkspaceError::JournalWaiting { path: at } => only("failed-journal-waiting", at),
            WorkspaceError::ChecksumBroken { path: at } => only("failed-checksum-broken", at),
            WorkspaceError::Rejected { path: at, error } => {
                words.format("failed-rejected", &[("path", path(at)), ("why", error.localized(words).into())])
            }
            WorkspaceError::Merge { path: at, error } => {
                words.format("failed-merge", &[("path", path(at)), ("why", error.localized(words).into())])
            }
            WorkspaceError::NoBase { path: at } => only("failed-no-base", at),
            WorkspaceError::Damaged { path: at } => only("failed-damaged", at),
            WorkspaceError::Gone { path: at } => only("failed-gone", at),
            WorkspaceError::LeadsOut { path: at } => only("failed-leads-out", at),
            WorkspaceError::NoDocument { path: at } => only("failed-no-document", at),
            WorkspaceError::Several { path: at } => only("failed-several", at),
            WorkspaceError::NoText { path: at } => only("failed-no-text", at),
            WorkspaceError::NoFormat(name) => with(words, "failed-no-format", "name", name),
            WorkspaceError::Export(error) => error.localized(words),
            WorkspaceError::UnknownInFilter { part, name } => {
                let key = match part {
                    FilterPart::Label => "failed-filter-label",
                    FilterPart::Annotator => "failed-filter-annotator",
                };
                with(words, key, "name", name)
            }
            WorkspaceError::AllFilteredOut(n) => with(words, "failed-filter-all", "n", *n),
            WorkspaceError::TooFewTexts { texts, parts } => {
                words.format("failed-too-few-texts", &[("texts", (*texts).into()), ("parts", (*parts).into())])
            }
            WorkspaceError::OpenConflicts => words.get("failed-open-conflicts"),
            WorkspaceError::NoVersion { path: at, number, count } => words.format(
                "failed-no-version",
                &[("path", path(at)), ("number", (*number).into()), ("count", (*count).into())],
            ),
            WorkspaceError::NoStep { path: at, number } => {
                words.format("failed-no-step", &[("path", path(at)), ("number", (*number as usize).into())])
            }
            WorkspaceError::NoGroup { path: at, id } => {
                words.format("failed-no-group", &[("path", path(at)), ("id", id.as_str().into())])
            }
            WorkspaceError::GroupChangedSince { paths, of } => {
                let names: Vec<String> = paths.iter().take(NAMED).map(|at| at.display().to_string()).collect();
                words.format(
                    "failed-group-changed",
                    &[("n", paths.len().into()), ("of", (*of).into()), ("names", names.join("\n").into())],
                )
            }
            WorkspaceError::OverDocument { path: at } => only("failed-over-document", at),
            WorkspaceError::OverDevice { path: at } => only("failed-over-device", at),
            WorkspaceError::NeedsFolder { format } => with(words, "failed-needs-folder", "format", *format),
            WorkspaceError::OverForeign { path: at } => only("failed-over-foreign", at),
            WorkspaceError::SamePlace { path: at } => only("failed-same-place", at),
            WorkspaceError::ChangedMeanwhile { path: at } => only("failed-changed-meanwhile", at),
            WorkspaceError::Lines(errors) => {
                let first = errors.first().map(|error| error.localized(words)).unwrap_or_default();
                words.format("failed-lines", &[("first", first.into()), ("n", errors.len().into())])
            }
            WorkspaceError::Cancelled => words.get("failed-cancelled"),
            WorkspaceError::AlreadyImported { path: at } => only("failed-already-imported", at),
            WorkspaceError::OtherTextThere { path: at } => only("failed-other-text-there", at),
            WorkspaceError::ProjectThere { path: at } => only("failed-project-there", at),
            WorkspaceError::NoProject { path: at } => only("failed-no-project", at),
            WorkspaceError::NotInProject { path: at } => only("failed-not-in-project", at),
            WorkspaceError::NoDocumentsFolder { path: at } => only("failed-no-documents-folder", at),
            WorkspaceError::BadFileName { name } => with(words, "failed-bad-file-name", "name", name),
            WorkspaceError::BadShares => words.get("failed-bad-shares"),
            WorkspaceError::NothingAssigned { annotator } => {
                words.format("failed-nothing-assigned", &[("annotator", annotator.as_str().into())])
            }
            WorkspaceError::NoPackage { path: at } => only("failed-no-package", at),
            WorkspaceError::Register(problem) => problem.localized(words),
            WorkspaceError::NoRegister { path: at } => only("failed-no-register", at),
            WorkspaceError::Inputs(errors) => localized_all(errors, words).join("\n"),
        }
    }
}

impl Localize for FilteredOut {
    fn localized(&self, words: &Localizer) -> String {
        let counts = [
            ("documents", self.documents.into()),
            ("annotations", self.annotations.into()),
            ("relations", self.relations.into()),
        ];
        words.format("filtered-out", &counts)
    }
}

impl Localize for SplitError {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            SplitError::NoShare(part) => with(words, "split-no-share", "part", part),
            SplitError::BadName(name) => with(words, "split-bad-name", "name", name),
            SplitError::SameName(name) => with(words, "split-same-name", "name", name),
            SplitError::Count => words.get("split-count"),
        }
    }
}

impl Localize for KeptVersions {
    fn localized(&self, words: &Localizer) -> String {
        let when = words.date(&local_time(self.newest));
        words.format("kept-versions", &[("n", self.count.into()), ("when", when.into())])
    }
}

impl Localize for OpenWarning {
    fn localized(&self, words: &Localizer) -> String {
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
            OpenWarning::Import(note) => note.localized(words),
            OpenWarning::Loss(loss) => loss.localized(words),
            OpenWarning::LineLeftOut(error) => with(words, "remark-line-left-out", "why", error.localized(words)),
        }
    }
}

/// Of each kind of what is not in the list, so many are named.
const NAMED: usize = 3;

impl Localize for PassedOver {
    /// One message for all that is not in the list, with the first few of each kind by name.
    fn localized(&self, words: &Localizer) -> String {
        let kind = |id: &str, count: usize, first: Option<String>| {
            first.map(|first| words.format(id, &[("n", count.into()), ("first", first.into())]))
        };
        let separator = words.get("passed-over-separator");
        let named = |paths: &[std::path::PathBuf]| {
            let first: Vec<String> = paths.iter().take(NAMED).map(|path| path.display().to_string()).collect();
            (!first.is_empty()).then(|| first.join(&separator))
        };
        let parts = [
            kind("passed-over-failed", self.failed.len(), self.failed.first().map(|error| error.localized(words))),
            kind("passed-over-broken", self.broken.len(), named(&self.broken)),
            kind("passed-over-leading-out", self.leading_out.len(), named(&self.leading_out)),
            kind("passed-over-too-deep", self.too_deep.len(), named(&self.too_deep)),
            kind("passed-over-no-file", self.no_files.len(), named(&self.no_files)),
            kind("passed-over-foreign", self.foreign.len(), named(&self.foreign)),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        words.format("passed-over", &[("what", parts.join(" · ").into())])
    }
}

impl Localize for QueryError {
    fn localized(&self, words: &Localizer) -> String {
        let fault = match &self.fault {
            QueryFault::NoField(name) => with(words, "query-no-field", "name", name),
            QueryFault::NoState(name) => with(words, "query-no-state", "name", name),
            QueryFault::NoNumber(text) => with(words, "query-no-number", "text", text),
            QueryFault::NoDay(text) => with(words, "query-no-day", "text", text),
            QueryFault::NoValue(name) => with(words, "query-no-value", "name", name),
            QueryFault::NoOrder(name) => with(words, "query-no-order", "name", name),
            QueryFault::OpenQuote => words.get("query-open-quote"),
        };
        words.format("query-wrong", &[("at", self.character.into()), ("fault", fault.into())])
    }
}
