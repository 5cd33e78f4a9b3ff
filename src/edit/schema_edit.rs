//! What a change of the labels, as a person asks for it in the editor, means for all documents of one schema.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::command::{Command, OnLabelRemoval};
use super::given_names::{check_length, check_name};
use super::migrate::Migration;
use super::operation::Operation;
use super::plan::plan;
use super::rules::{CommandError, Context};
use crate::model::{
    AnnotatedDocument, Annotator, AttributeChange, AttributeDefinition, Document, DocumentId, IdGenerator, LabelChange,
    LabelName, RelationKind, RelationType, RelationTypeChange, Schema, Timestamp,
};

impl Migration {
    /// An attribute gets another name, and its choices others; `owner` by the name that it has in `schema`.
    pub fn of_attribute(schema: &Schema, change: AttributeChange) -> Migration {
        let mut migration = Migration { attributes: vec![change], ..Migration::default() };
        migration.schema = migration.applied_to(schema).into();
        migration
    }

    /// The migration that a change of the labels amounts to, for documents of this schema; `None` for a command about anything else.
    /// Documents in which a guideline that changes was followed are to be looked at again.
    ///
    /// # Errors
    /// As for a document of this schema without annotations.
    pub fn of_command(schema: &Arc<Schema>, command: &Command) -> Result<Option<Migration>, CommandError> {
        check_given_names(schema, command)?;
        let mut migration = match command {
            Command::Migrate(migration) => return Ok(Some((**migration).clone())),
            Command::EditSchema(edit) => return edit.migration(schema).map(Some),
            Command::AddLabel(_)
            | Command::ChangeLabel { .. }
            | Command::MoveLabel { .. }
            | Command::RemoveLabel { .. }
            | Command::AddRelationType(_)
            | Command::ReplaceSchema(_) => Migration::to(after(schema, command)?),
            _ => return Ok(None),
        };
        let (name, change) = match command {
            Command::ChangeLabel { name, label } if label.name != *name => {
                (name, LabelChange::Becomes(label.name.clone()))
            }
            Command::RemoveLabel { name, annotations: OnLabelRemoval::Relabel(heir) } => {
                (name, LabelChange::Becomes(heir.clone()))
            }
            Command::RemoveLabel { name, .. } => (name, LabelChange::Deleted),
            _ => {
                migration.look_where_guidelines_changed(schema);
                return Ok(Some(migration));
            }
        };
        migration.labels.insert(name.clone(), change);
        // A type of relations goes with the last label that one of its ends allowed.
        let gone = schema.relation_types.iter().filter(|old| migration.schema.relation_type(&old.name).is_none());
        migration.relation_types = gone.map(|old| (old.name.clone(), RelationTypeChange::Deleted)).collect();
        migration.look_where_guidelines_changed(schema);
        Ok(Some(migration))
    }

    /// What a document may have that the migration of documents of `before` touches: nothing where it only adds.
    pub fn touches(&self, before: &Schema) -> Touched {
        let mut touched = Touched::default();
        for old in &before.labels {
            let stays = match self.labels.contains_key(&old.name) {
                true => None,
                false => self.schema.label(&old.name),
            };
            if stays.is_none_or(|new| !holds_all(&old.attributes, &new.attributes)) {
                touched.labels.push(old.name.clone());
            }
        }
        let kind =
            |name: &LabelName| self.schema.relation_type(name).filter(|_| !self.relation_types.contains_key(name));
        touched.relations =
            before.relation_types.iter().any(|old| kind(&old.name).is_none_or(|new| !is_as_wide(old, new)));
        touched.facts = !holds_all(&before.document_attributes, &self.schema.document_attributes);
        let again =
            |old: &&crate::model::Label| self.new_name(&old.name).is_some_and(|new| self.look_again.contains(new));
        touched.look_again = before.labels.iter().filter(again).map(|label| label.name.clone()).collect();
        touched
    }
}

/// What a migration touches of documents that have the schema it begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Annotations of these labels.
    pub labels: Vec<LabelName>,
    /// Relations of some type.
    pub relations: bool,
    /// Labels of documents themselves.
    pub facts: bool,
    /// Documents that are done and have annotations of one of these.
    pub look_again: Vec<LabelName>,
}

impl Touched {
    /// Whether no document can have anything of it.
    pub fn is_nothing(&self) -> bool {
        *self == Touched::default()
    }
}

/// Names that a person gives are asked for more than those of a file.
fn check_given_names(schema: &Schema, command: &Command) -> Result<(), CommandError> {
    let (label, before) = match command {
        Command::AddLabel(label) => (label, None),
        Command::ChangeLabel { name, label } => (label, schema.label(name)),
        Command::Batch(commands) => return commands.iter().try_for_each(|one| check_given_names(schema, one)),
        _ => return Ok(()),
    };
    if before.is_none_or(|before| before.name != label.name) {
        check_name(label.name.as_str())?;
    }
    for (shown, was) in [(&label.arabic, before.map(|b| &b.arabic)), (&label.english, before.map(|b| &b.english))] {
        if was != Some(shown) {
            check_length(shown)?;
        }
    }
    Ok(())
}

/// The schema after a command, which is planned for a document without text.
fn after(schema: &Arc<Schema>, command: &Command) -> Result<Arc<Schema>, CommandError> {
    let Ok(empty) = Document::new(DocumentId("schema".into()), "", "", BTreeMap::new()) else {
        return Ok(schema.clone());
    };
    let mut document = AnnotatedDocument::new(empty, schema.clone(), Annotator::new(""));
    // Nothing that is made here has an id.
    let mut ids = IdGenerator::new(0);
    let annotator = Annotator::new("");
    let mut context = Context { annotator: &annotator, now: Timestamp(0), ids: &mut ids };
    for operation in plan(&document, command.clone(), &mut context)?.operations {
        if let Operation::Schema { after, .. } = operation {
            document.schema = after;
        }
    }
    Ok(document.schema)
}

/// Whether every value of the old attributes fits the new ones.
fn holds_all(old: &[AttributeDefinition], new: &[AttributeDefinition]) -> bool {
    old.iter().all(|old| new.iter().any(|new| new.name == old.name && new.kind.holds(&old.kind)))
}

/// Whether every relation of the old type fits the new one. An empty list of ends allows all.
fn is_as_wide(old: &RelationType, new: &RelationType) -> bool {
    let wide = |old: &[LabelName], new: &[LabelName]| {
        new.is_empty() || (!old.is_empty() && old.iter().all(|label| new.contains(label)))
    };
    let is_wider = new.kind == old.kind || new.kind != RelationKind::Directed;
    is_wider
        && wide(&old.source_labels, &new.source_labels)
        && wide(&old.target_labels, &new.target_labels)
        && holds_all(&old.attributes, &new.attributes)
}
