//! How an entry of the register is named on the command line, and what is said of one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::output::Failure;
use crate::model::register::{OtherName, is_language};
use crate::model::{EntityId, Entry, LabelName, Register};
use crate::workspace::register::{self, RegisterIndex};
use crate::workspace::{ProjectFolder, WorkspaceError};

/// What is said of an entry besides its name.
#[derive(Debug, Args)]
pub(super) struct EntryFacts {
    /// Another name, with its language behind @ where it is known: 'Deir ez-Zor@en'; may be repeated
    #[arg(long, value_name = "NAME@LANGUAGE")]
    pub other: Vec<String>,
    /// A label that it goes with; may be repeated
    #[arg(long, value_name = "LABEL")]
    pub kind: Vec<String>,
    /// What it is elsewhere, such as wikidata:Q3411; may be repeated
    #[arg(long, value_name = "SCHEME:VALUE")]
    pub reference: Vec<String>,
    /// A note; an empty one takes it away
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

impl EntryFacts {
    pub(super) fn put_into(&self, entry: &mut Entry) {
        entry.names.extend(self.other.iter().map(|name| match name.rsplit_once('@') {
            Some((text, language)) if is_language(language) && !text.is_empty() => {
                OtherName { text: text.to_owned(), language: Some(language.to_owned()) }
            }
            _ => OtherName::new(name.clone()),
        }));
        entry.kinds.extend(self.kind.iter().map(|kind| LabelName::new(kind.as_str())));
        entry.references.extend(self.reference.iter().cloned());
        if let Some(note) = &self.note {
            entry.note = note.clone();
        }
    }
}

/// The entry that a person means: by its id, by that of one merged into it, or by one of its names.
pub(super) fn named(register: &Register, said: &str) -> Result<EntityId, Failure> {
    if let Some(entry) = register.resolve(&EntityId::new(said)) {
        return Ok(entry.id.clone());
    }
    let index = RegisterIndex::default();
    let wanted = index.key(said);
    let has = |entry: &&Arc<Entry>| entry.all_names().any(|name| index.key(name) == wanted);
    let found: Vec<_> = register.iter().filter(|_| wanted.is_some()).filter(has).collect();
    match found[..] {
        [entry] => Ok(entry.id.clone()),
        [] => Err(Failure::Because(format!(
            "there is no entry '{said}' in the register; 'hashiya register list' shows all"
        ))),
        _ => {
            let ids: Vec<&str> = found.iter().map(|entry| entry.id.as_str()).collect();
            Err(Failure::Because(format!("several entries are called '{said}'; name one of them: {}", ids.join(", "))))
        }
    }
}

pub(super) fn opened(folder: &Path) -> Result<(ProjectFolder, Register), Failure> {
    let folder = ProjectFolder::open(folder)?;
    let (register, _) = register::load(&folder.root)?;
    Ok((folder, register))
}

/// The root of the project that a document lies in.
pub(super) fn root_of(path: &Path) -> Result<PathBuf, Failure> {
    Ok(ProjectFolder::root_of(path).ok_or_else(|| WorkspaceError::NoRegister { path: path.into() })?)
}
