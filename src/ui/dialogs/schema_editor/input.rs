//! What the editor of the schema works with in a frame, and what it gives back.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::edit::{Command, Migration, SchemaEdit};
use crate::model::{LabelName, Schema};
use crate::ui::keymap::KeyMap;
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::Localizer;

/// What the editor shows.
#[derive(Clone, Copy)]
pub struct SchemaInput<'a> {
    pub schema: &'a Arc<Schema>,
    /// The same without guidelines, of which what is typed is asked: they may be long, and nothing depends on them.
    pub bare: Option<&'a Arc<Schema>>,
    /// How many annotations carry each label.
    pub counts: &'a BTreeMap<LabelName, usize>,
    /// A key that already does something else is no key for a label.
    pub keys: &'a KeyMap,
    /// Why the last command was refused, if it was.
    pub refused: Option<&'a str>,
    /// The labels are those of a project with all of its documents.
    pub of_project: bool,
    /// The counts are those of all its documents, and not yet of the one that is shown alone.
    pub project_counted: bool,
}

/// What the analyst asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemaAction {
    Do(Command),
    /// Divide a label by an attribute of it.
    Split(LabelName),
    Load,
    Save,
    Close,
}

impl SchemaInput<'_> {
    /// Why a change cannot be made; nothing where it can.
    pub(super) fn refusal(&self, command: &Command, words: &Localizer) -> Option<String> {
        Migration::of_command(self.bare.unwrap_or(self.schema), command).err().map(|error| error.localized(words))
    }
}

/// A change of a relation type or an attribute as a command.
pub(super) fn edit(edit: SchemaEdit) -> Command {
    Command::EditSchema(Box::new(edit))
}
