//! What cannot be looked for, and keys that cannot be given.

use super::{Localize, with};
use crate::arabic::search::{PatternFault, PatternFaultKind, QueryError};
use crate::ui::command::UiCommand;
use crate::ui::keymap::KeyMapError;
use crate::ui::localizer::Localizer;

impl Localize for QueryError {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            QueryError::Empty => words.get("query-empty"),
            QueryError::FoldsToNothing { pattern } => with(words, "query-folds-to-nothing", "pattern", pattern),
            QueryError::Regex { pattern, fault, source: _ } => {
                words.format("query-regex", &[("pattern", pattern.into()), ("why", fault.localized(words).into())])
            }
        }
    }
}

impl Localize for PatternFault {
    fn localized(&self, words: &Localizer) -> String {
        let why = words.get(match self.kind {
            PatternFaultKind::GroupUnclosed => "pattern-group-unclosed",
            PatternFaultKind::GroupUnopened => "pattern-group-unopened",
            PatternFaultKind::Class => "pattern-class",
            PatternFaultKind::Repetition => "pattern-repetition",
            PatternFaultKind::Escape => "pattern-escape",
            PatternFaultKind::GroupName => "pattern-group-name",
            PatternFaultKind::Flag => "pattern-flag",
            PatternFaultKind::UnicodeClass => "pattern-unicode-class",
            PatternFaultKind::Unsupported => "pattern-unsupported",
            PatternFaultKind::TooLarge => "pattern-too-large",
        });
        if self.piece.is_empty() {
            why
        } else {
            words.format("pattern-piece", &[("why", why.into()), ("piece", (&self.piece).into())])
        }
    }
}

impl Localize for KeyMapError {
    fn localized(&self, words: &Localizer) -> String {
        // A command by the name it has in the menus.
        let named = |id: &str| UiCommand::from_id(id).map_or_else(|| id.to_owned(), |c| words.get(c.message_id()));
        match self {
            KeyMapError::UnknownCommand(id) => with(words, "keys-unknown-command", "command", id),
            KeyMapError::UnknownKey { command, shortcut } => {
                words.format("keys-unknown-key", &[("command", named(command).into()), ("shortcut", shortcut.into())])
            }
            KeyMapError::Conflict { shortcut, first, second } => words.format(
                "keys-conflict",
                &[("shortcut", shortcut.into()), ("first", named(first).into()), ("second", named(second).into())],
            ),
        }
    }
}
