//! Relation types and attributes as they are changed one by one: what the schema becomes, and what becomes of what is said by them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::given_names::{check_definition, check_length, check_name};
use super::migrate::{DOCUMENT_OWNER, Migration};
use super::rules::CommandError;
use crate::model::{
    AttributeChange, AttributeDefinition, AttributeProblem, LabelName, RelationType, RelationTypeChange, Schema,
};

/// One change of a relation type or an attribute. `owner` is a label or a relation type; nothing stands for documents themselves.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemaEdit {
    AddRelationType(RelationType),
    /// Replaces its description; with another name, its relations follow.
    ChangeRelationType {
        name: LabelName,
        kind: RelationType,
    },
    /// Puts it at another place in the order.
    MoveRelationType {
        name: LabelName,
        to: usize,
    },
    /// Its relations go with it.
    RemoveRelationType(LabelName),
    AddAttribute {
        owner: Option<LabelName>,
        attribute: AttributeDefinition,
    },
    /// Replaces its description; with another name, its values follow.
    ChangeAttribute {
        owner: Option<LabelName>,
        name: String,
        attribute: AttributeDefinition,
        /// Choices that get another name.
        choices: BTreeMap<String, String>,
    },
    MoveAttribute {
        owner: Option<LabelName>,
        name: String,
        to: usize,
    },
    /// Its values go into the notes.
    RemoveAttribute {
        owner: Option<LabelName>,
        name: String,
    },
}

impl SchemaEdit {
    /// What it amounts to for documents of `schema`.
    ///
    /// # Errors
    /// Where the schema would not be sound, or a name is none that a person may give.
    pub fn migration(&self, schema: &Arc<Schema>) -> Result<Migration, CommandError> {
        let mut migration = Migration::default();
        let mut after = (**schema).clone();
        match self {
            SchemaEdit::AddRelationType(kind) => {
                check_type(kind, None)?;
                after.relation_types.push(kind.clone());
            }
            SchemaEdit::ChangeRelationType { name, kind } => {
                let at = place_of_type(schema, name)?;
                check_type(kind, Some(&schema.relation_types[at]))?;
                after.relation_types[at] = kind.clone();
                if kind.name != *name {
                    let change = RelationTypeChange::Becomes(kind.name.clone());
                    migration.relation_types.insert(name.clone(), change);
                }
            }
            SchemaEdit::MoveRelationType { name, to } => {
                let at = place_of_type(schema, name)?;
                moved(&mut after.relation_types, at, *to);
            }
            SchemaEdit::RemoveRelationType(name) => {
                after.relation_types.remove(place_of_type(schema, name)?);
                migration.relation_types.insert(name.clone(), RelationTypeChange::Deleted);
            }
            SchemaEdit::AddAttribute { owner, attribute } => {
                check_definition(owner_name(owner), attribute, None)?;
                attributes(&mut after, owner)?.push(attribute.clone());
            }
            SchemaEdit::ChangeAttribute { owner, name, attribute, choices } => {
                let definitions = attributes(&mut after, owner)?;
                let at = place_of_attribute(definitions, name)?;
                check_definition(owner_name(owner), attribute, Some(&definitions[at]))?;
                definitions[at] = attribute.clone();
                if attribute.name != *name || !choices.is_empty() {
                    let (becomes, values) = (attribute.name.clone(), choices.clone());
                    let change = AttributeChange { owner: owner.clone(), name: name.clone(), becomes, values };
                    migration.attributes.push(change);
                }
            }
            SchemaEdit::MoveAttribute { owner, name, to } => {
                let definitions = attributes(&mut after, owner)?;
                let at = place_of_attribute(definitions, name)?;
                moved(definitions, at, *to);
            }
            SchemaEdit::RemoveAttribute { owner, name } => {
                let definitions = attributes(&mut after, owner)?;
                definitions.remove(place_of_attribute(definitions, name)?);
            }
        }
        after.check()?;
        migration.schema = Arc::new(after);
        Ok(migration)
    }
}

fn owner_name(owner: &Option<LabelName>) -> &str {
    owner.as_ref().map_or(DOCUMENT_OWNER, LabelName::as_str)
}

fn check_type(kind: &RelationType, before: Option<&RelationType>) -> Result<(), CommandError> {
    if before.is_none_or(|before| before.name != kind.name) {
        check_name(kind.name.as_str())?;
    }
    check_length(&kind.arabic)?;
    Ok(check_length(&kind.english)?)
}

fn place_of_type(schema: &Schema, name: &LabelName) -> Result<usize, CommandError> {
    let place = schema.relation_types.iter().position(|kind| kind.name == *name);
    place.ok_or_else(|| CommandError::UnknownRelationType(name.clone()))
}

fn attributes<'s>(
    schema: &'s mut Schema,
    owner: &Option<LabelName>,
) -> Result<&'s mut Vec<AttributeDefinition>, CommandError> {
    let name = owner.clone().unwrap_or_else(|| LabelName::new(DOCUMENT_OWNER));
    schema.attributes_of_mut(owner.as_ref()).ok_or(CommandError::UnknownLabel(name))
}

fn place_of_attribute(definitions: &[AttributeDefinition], name: &str) -> Result<usize, CommandError> {
    let place = definitions.iter().position(|definition| definition.name == name);
    let reason = AttributeProblem::Undefined;
    place.ok_or_else(|| CommandError::Attribute { name: name.to_owned(), reason })
}

fn moved<T>(list: &mut Vec<T>, from: usize, to: usize) {
    let one = list.remove(from);
    list.insert(to.min(list.len()), one);
}
