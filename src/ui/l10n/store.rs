//! The disk's failures: files that are not opened, saves that do not happen, journals that do not fit, locks.

use super::parsers::{json_fault, with_details};
use super::{Localize, path, with};
use crate::store::header::FileKind;
use crate::store::journal::{Damage, JournalMismatch, Loss};
use crate::store::lock;
use crate::store::settings::{SettingsFileOutcome, SettingsWarning};
use crate::store::{FileProblem, LoadError, LockHeld, NotOurs, ProblemKind, SaveError, SyntaxFault, TextChange};
use crate::ui::localizer::Localizer;

/// How many problems a message lists.
const SHOWN: usize = 3;

impl Localize for LoadError {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            LoadError::Io { path: at, source } => {
                words.format("load-io", &[("path", path(at)), ("why", source.localized(words).into())])
            }
            LoadError::TooLarge { path: at, len, limit } => words
                .format("load-too-large", &[("path", path(at)), ("len", (*len).into()), ("limit", (*limit).into())]),
            LoadError::Empty { path: at } => with(words, "load-empty", "path", path(at)),
            LoadError::NotUtf8 { path: at, at: byte, line } => {
                words.format("load-not-utf8", &[("path", path(at)), ("byte", (*byte).into()), ("line", (*line).into())])
            }
            LoadError::NotOurs { path: at, line, what } => words.format(
                "load-not-ours",
                &[("path", path(at)), ("line", (*line).into()), ("why", what.localized(words).into())],
            ),
            LoadError::NewerVersion { path: at, found, known } => {
                words.format("load-newer", &[("path", path(at)), ("found", found.into()), ("known", (*known).into())])
            }
            LoadError::Syntax { path: at, line: _, column: _, fault: _, what: _, cut: true } => {
                with(words, "load-cut", "path", path(at))
            }
            LoadError::Syntax { path: at, line, column, fault, what, cut: false } => {
                let fault = fault.localized(words);
                // What was not expected there may be said in a way that the kind alone cannot.
                let named = with_details(words, fault, what);
                words.format(
                    "load-syntax",
                    &[
                        ("path", path(at)),
                        ("line", (*line).into()),
                        ("column", (*column).into()),
                        ("why", named.into()),
                    ],
                )
            }
            LoadError::Unsound { path: at, problems } => {
                let mut lines = vec![with(words, "load-unsound", "path", path(at))];
                lines.extend(problems.iter().take(SHOWN).map(|problem| problem.localized(words)));
                if problems.len() > SHOWN {
                    lines.push(with(words, "load-more", "n", problems.len() - SHOWN));
                }
                lines.join("\n")
            }
        }
    }
}

impl Localize for NotOurs {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            NotOurs::NoParenthesis => words.get("ours-no-parenthesis"),
            NotOurs::NoVersion => words.get("ours-no-version"),
            NotOurs::BadVersion => words.get("ours-bad-version"),
            NotOurs::NothingFollows => words.get("ours-nothing-follows"),
            NotOurs::UnknownField(name) => with(words, "ours-unknown-field", "name", name),
            NotOurs::Holds { found, wanted } => words.format(
                "ours-holds",
                &[("found", found.localized(words).into()), ("wanted", wanted.localized(words).into())],
            ),
            NotOurs::Packed { cut: true, said: _ } => words.get("ours-packed-cut"),
            NotOurs::Packed { cut: false, said } => with_details(words, words.get("ours-packed"), said),
            NotOurs::Hash => words.get("ours-hash"),
        }
    }
}

impl Localize for SyntaxFault {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            SyntaxFault::Ended => words.get("syntax-ended"),
            SyntaxFault::MissingField(name) => with(words, "syntax-missing-field", "name", name),
            SyntaxFault::UnknownField(name) => with(words, "syntax-unknown-field", "name", name),
            SyntaxFault::FieldTwice(name) => with(words, "syntax-field-twice", "name", name),
            SyntaxFault::UnknownWord(word) => with(words, "syntax-unknown-word", "word", word),
            SyntaxFault::Punctuation => words.get("syntax-punctuation"),
            SyntaxFault::Text => words.get("syntax-text"),
            SyntaxFault::Number => words.get("syntax-number"),
            SyntaxFault::WrongValue => words.get("syntax-wrong-value"),
            SyntaxFault::TooDeep => words.get("syntax-too-deep"),
            SyntaxFault::Trailing => words.get("syntax-trailing"),
        }
    }
}

impl Localize for FileKind {
    fn localized(&self, words: &Localizer) -> String {
        words.get(match self {
            FileKind::Document => "kind-document",
            FileKind::Schema => "kind-schema",
            FileKind::Project => "kind-project",
            FileKind::Settings => "kind-settings",
            FileKind::Places => "kind-places",
            FileKind::Window => "kind-window",
            FileKind::Assignments => "kind-assignments",
            FileKind::Memory => "kind-memory",
            FileKind::Register => "kind-register",
        })
    }
}

impl Localize for FileProblem {
    fn localized(&self, words: &Localizer) -> String {
        match self.line {
            Some(line) => {
                words.format("problem-at-line", &[("line", line.into()), ("what", self.what.localized(words).into())])
            }
            None => self.what.localized(words),
        }
    }
}

impl Localize for ProblemKind {
    fn localized(&self, words: &Localizer) -> String {
        let about = |id: &crate::model::AnnotationId, why: String| {
            words.format("problem-span", &[("id", id.as_str().into()), ("why", why.into())])
        };
        match self {
            ProblemKind::BadDigest => words.get("problem-bad-digest"),
            ProblemKind::Digest { said: _, found: _, hint } => {
                with(words, "problem-digest", "why", hint.localized(words))
            }
            ProblemKind::TextTooLong { len } => with(words, "problem-too-long", "len", *len),
            ProblemKind::Span { id, error } => about(id, error.localized(words)),
            ProblemKind::Spans { id, error } => about(id, error.localized(words)),
            ProblemKind::Quote { id, start: _, end: _, said, found } => words
                .format("problem-quote", &[("id", id.as_str().into()), ("said", said.into()), ("found", found.into())]),
            ProblemKind::DuplicateId { id } => with(words, "problem-duplicate", "id", id.as_str()),
            ProblemKind::Time { id, said } => {
                words.format("problem-time", &[("id", id.as_str().into()), ("said", said.into())])
            }
            ProblemKind::EmptyConflict => words.get("problem-empty-conflict"),
            ProblemKind::Model(problem) => problem.localized(words),
            ProblemKind::Register(problem) => problem.localized(words),
        }
    }
}

impl Localize for TextChange {
    fn localized(&self, words: &Localizer) -> String {
        words.get(match self {
            TextChange::ToCrlf => "text-to-crlf",
            TextChange::ToLf => "text-to-lf",
            TextChange::AtItsEnd => "text-at-its-end",
            TextChange::Somehow => "text-somehow",
        })
    }
}

impl Localize for SaveError {
    fn localized(&self, words: &Localizer) -> String {
        let only = |key: &str, at: &std::path::Path| with(words, key, "path", path(at));
        match self {
            SaveError::Unsound { path: at, problems } => {
                let why = problems.first().map(|problem| problem.localized(words)).unwrap_or_default();
                words.format("save-unsound", &[("path", path(at)), ("why", why.into())])
            }
            SaveError::Register { path: at, problem } => {
                words.format("save-register", &[("path", path(at)), ("why", problem.localized(words).into())])
            }
            SaveError::Time { path: at, id } => {
                words.format("save-time", &[("path", path(at)), ("id", id.as_str().into())])
            }
            SaveError::TooLarge { path: at, len, limit } => words
                .format("save-too-large", &[("path", path(at)), ("len", (*len).into()), ("limit", (*limit).into())]),
            SaveError::Changed { path: at, found: _ } => only("save-changed", at),
            SaveError::Exists { path: at } => only("save-exists", at),
            SaveError::DiskFull { path: at } => only("save-disk-full", at),
            SaveError::Permission { path: at } => only("save-permission", at),
            SaveError::NoFolder { path: at } => only("save-no-folder", at),
            SaveError::ReadBack { path: at } => only("save-read-back", at),
            SaveError::Unknown { path: at, stamp: _, source } => {
                words.format("save-unknown", &[("path", path(at)), ("why", source.localized(words).into())])
            }
            SaveError::WriteProtected { path: at } => only("save-write-protected", at),
            SaveError::ChangeUnderWay { path: at } => only("save-change-under-way", at),
            SaveError::BadChangeRecord { path: at } => only("save-bad-change-record", at),
            SaveError::NotTakenBack { path: at, source } => {
                words.format("save-not-taken-back", &[("path", path(at)), ("why", source.localized(words).into())])
            }
            SaveError::Stream { path: at, source } => {
                words.format("save-stream", &[("path", path(at)), ("why", source.localized(words).into())])
            }
            SaveError::Io { path: at, source } => {
                words.format("save-io", &[("path", path(at)), ("why", source.localized(words).into())])
            }
        }
    }
}

impl Localize for LockHeld {
    fn localized(&self, words: &Localizer) -> String {
        words.format("save-held", &[("path", path(&self.path)), ("who", holder(&self.who, words).into())])
    }
}

/// Who holds a lock, as the lock says: `USER@MACHINE, process NUMBER`, or what another program wrote there.
pub(super) fn holder(who: &str, words: &Localizer) -> String {
    match who.rsplit_once(", process ") {
        _ if who == lock::UNKNOWN => words.get("held-unknown"),
        Some((whose, number)) => {
            words.format("held-process", &[("who", whose.into()), ("number", words.in_digits(number).into())])
        }
        None => who.to_owned(),
    }
}

impl Localize for JournalMismatch {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            JournalMismatch::OtherFile => words.get("journal-other-file"),
            JournalMismatch::Unreadable => words.get("journal-unreadable"),
            JournalMismatch::TooLong(len) => with(words, "journal-too-long", "len", *len),
            JournalMismatch::Damaged(damage) => with(words, "journal-damaged", "why", damage.localized(words)),
            JournalMismatch::Io(error) => error.localized(words),
        }
    }
}

impl Localize for Loss {
    fn localized(&self, words: &Localizer) -> String {
        words.get(match self {
            Loss::Removed => "journal-lost-removed",
            Loss::FolderRemoved => "journal-lost-folder",
            Loss::Replaced => "journal-lost-replaced",
            Loss::Cut => "journal-lost-cut",
            Loss::WrittenInto => "journal-lost-written",
        })
    }
}

impl Localize for Damage {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            Damage::FirstStep => words.get("journal-first-step"),
            Damage::NoNumber => words.get("journal-no-number"),
            Damage::OutOfOrder { step, after } => {
                words.format("journal-out-of-order", &[("step", (*step).into()), ("after", (*after).into())])
            }
            Damage::NoDocument => words.get("journal-no-document"),
            Damage::Record(text) => with(words, "journal-record", "why", json_fault(words, text, "json-data")),
            Damage::Document(error) => error.localized(words),
            Damage::OtherId { id, found } => {
                words.format("journal-other-id", &[("id", id.as_str().into()), ("found", found.as_str().into())])
            }
            Damage::Time { id } => words.format("journal-time", &[("id", id.as_str().into())]),
            Damage::Span(error) => error.localized(words),
            Damage::Spans(error) => error.localized(words),
            Damage::Mismatch(error) => error.localized(words),
            Damage::Problem(problem) => problem.localized(words),
        }
    }
}

impl Localize for SettingsWarning {
    fn localized(&self, words: &Localizer) -> String {
        let fate = match &self.fate {
            SettingsFileOutcome::Untouched => words.get("settings-untouched"),
            SettingsFileOutcome::SetAside(at) => with(words, "settings-set-aside", "path", path(at)),
            SettingsFileOutcome::Left => words.get("settings-left"),
        };
        format!("{}\n{fate}", self.error.localized(words))
    }
}
