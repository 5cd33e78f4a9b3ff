//! What cannot be in an entity register, why an entry is proposed, and what a merge of registers decided by itself.

use super::{Localize, with};
use crate::edit::RegisterNote;
use crate::model::RegisterProblem;
use crate::model::register::{EntryFault, EntryPart, MAX_ENTRIES, MAX_NAME_BYTES};
use crate::ui::localizer::Localizer;
use crate::workspace::register::Reason;

impl Localize for RegisterProblem {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            RegisterProblem::Entry { id, fault } => words
                .format("register-entry-fault", &[("id", id.as_str().into()), ("why", fault.localized(words).into())]),
            RegisterProblem::TooMany { count } => {
                words.format("register-too-many", &[("n", (*count).into()), ("most", MAX_ENTRIES.into())])
            }
            RegisterProblem::Unknown(id) => with(words, "register-unknown", "id", id.as_str()),
            RegisterProblem::Itself => words.get("register-itself"),
            RegisterProblem::NotAbsorbed { id, former } => {
                words.format("register-not-absorbed", &[("id", id.as_str().into()), ("former", former.as_str().into())])
            }
        }
    }
}

impl Localize for EntryFault {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            EntryFault::Id => words.get("entry-bad-id"),
            EntryFault::NoName => words.get("entry-no-name"),
            EntryFault::LongName => with(words, "entry-long-name", "most", MAX_NAME_BYTES),
            EntryFault::Language(tag) => with(words, "entry-bad-language", "tag", tag),
            EntryFault::Reference(reference) => with(words, "entry-bad-reference", "reference", reference),
            EntryFault::TooMany { what, count, most } => {
                let key = match what {
                    EntryPart::Names => "entry-too-many-names",
                    EntryPart::Kinds => "entry-too-many-kinds",
                    EntryPart::References => "entry-too-many-references",
                    EntryPart::Absorbed => "entry-too-many-absorbed",
                    EntryPart::Note => "entry-long-note",
                };
                words.format(key, &[("n", (*count).into()), ("most", (*most).into())])
            }
            EntryFault::Nested => words.get("entry-nested"),
        }
    }
}

impl Localize for Reason {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            Reason::SameName => words.get("reason-same-name"),
            Reason::SameSpelling => words.get("reason-same-spelling"),
            Reason::WithoutClitics { clitics } => with(words, "reason-without-clitics", "clitics", clitics),
            Reason::WithoutBlanks => words.get("reason-without-blanks"),
            Reason::LinkedElsewhere { places } => with(words, "reason-linked-elsewhere", "n", *places as usize),
            Reason::LooseSpelling => words.get("reason-loose-spelling"),
            Reason::PartOfName => words.get("reason-part-of-name"),
            Reason::SimilarSound => words.get("reason-similar-sound"),
        }
    }
}

impl Localize for RegisterNote {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            RegisterNote::Renamed { id: _, name, other } => {
                words.format("register-note-renamed", &[("name", name.into()), ("other", other.into())])
            }
            RegisterNote::Kept { id: _, name } => with(words, "register-note-kept", "name", name),
            RegisterNote::Followed { id, into: _, name } => {
                words.format("register-note-followed", &[("id", id.as_str().into()), ("name", name.into())])
            }
        }
    }
}
