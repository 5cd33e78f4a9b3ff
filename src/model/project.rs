//! A body of work: a name, the language of its texts, one schema, guidelines. Its documents are what lies in its folder.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::annotation::LabelName;
use super::schema::Schema;

/// What `project.ron` says. Curated gold is another annotator's set of documents, never a flag.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    pub name: String,
    /// The language of the texts, as a tag of BCP 47, such as `ar` or `arz`.
    pub language: String,
    pub schema: Arc<Schema>,
    /// Markdown for the analysts, as a whole; each label's own text is in the schema.
    pub guidelines: String,
    /// What happened to names of the schema, in order: documents that were away meanwhile are brought to it.
    pub changes: Vec<SchemaChange>,
}

/// What becomes of the annotations of a label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LabelChange {
    /// A new name, or that of another label: where that one stands on the same place already, the two become one.
    Becomes(LabelName),
    /// One of several labels, by the value of an attribute; `rest` where it has none of these values.
    Split {
        attribute: String,
        into: BTreeMap<String, LabelName>,
        rest: LabelName,
    },
    Deleted,
}

/// What becomes of the relations of a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RelationTypeChange {
    Becomes(LabelName),
    Deleted,
}

/// Other names for an attribute or for what it may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeChange {
    /// The label or relation type by the name that it had; `None` for documents themselves.
    #[serde(default)]
    pub owner: Option<LabelName>,
    pub name: String,
    /// The name that it gets, which may be the one it has.
    pub becomes: String,
    /// Choices that get another name, or become one with another.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}

/// What one change of the schema did to names that were in use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchemaChange {
    #[serde(default)]
    pub labels: BTreeMap<LabelName, LabelChange>,
    #[serde(default)]
    pub relation_types: BTreeMap<LabelName, RelationTypeChange>,
    #[serde(default)]
    pub attributes: Vec<AttributeChange>,
}

impl SchemaChange {
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.relation_types.is_empty() && self.attributes.is_empty()
    }

    /// Whether the schema of the project lacks all that is changed: then it happened before.
    pub fn is_known(&self, project: &Project) -> bool {
        let has =
            |name: &LabelName| project.schema.label(name).is_some() || project.schema.relation_type(name).is_some();
        let is_there = |change: &AttributeChange| {
            let definitions = project.schema.attributes_of(change.owner.as_ref());
            let definition = definitions.iter().find(|definition| definition.name == change.name);
            definition.is_some_and(|definition| {
                let choices = definition.kind.choices();
                change.becomes != change.name || change.values.keys().any(|value| choices.contains(value))
            })
        };
        !self.labels.keys().chain(self.relation_types.keys()).any(has) && !self.attributes.iter().any(is_there)
    }
}

/// The language of texts where nobody says another.
pub const DEFAULT_LANGUAGE: &str = "ar";

impl Project {
    pub fn new(name: impl Into<String>, schema: Arc<Schema>) -> Self {
        Project {
            name: name.into(),
            language: DEFAULT_LANGUAGE.into(),
            schema,
            guidelines: String::new(),
            changes: Vec::new(),
        }
    }
}
