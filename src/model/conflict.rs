//! Where two people's work on one document disagrees: both versions, side by side, until somebody decides.
//!
//! A conflict takes nothing away: the document it stands in is sound as it is, with one of the versions in its place.

use serde::{Deserialize, Serialize};

use super::annotation::{Annotation, AnnotationId, Relation};
use super::attribute::{AttributeDefinition, AttributeValue};
use super::progress::DocumentState;
use super::schema::{Label, RelationType};

/// The two versions of one thing; `None` where that side does not have it. At least one side has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sides<T> {
    pub ours: Option<T>,
    pub theirs: Option<T>,
}

impl<T> Sides<T> {
    pub fn new(ours: Option<T>, theirs: Option<T>) -> Self {
        Sides { ours, theirs }
    }

    /// The version of one side.
    pub fn of(&self, side: Side) -> Option<&T> {
        match side {
            Side::Ours => self.ours.as_ref(),
            Side::Theirs => self.theirs.as_ref(),
        }
    }

    /// A version that is there, ours before theirs.
    pub fn any(&self) -> Option<&T> {
        self.ours.as_ref().or(self.theirs.as_ref())
    }

    pub fn swapped(self) -> Self {
        Sides { ours: self.theirs, theirs: self.ours }
    }
}

/// One of two lines of work: the one merged into, and the one that is merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Ours,
    Theirs,
}

/// What is said of a document besides its annotations.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MetadataField {
    Id,
    Title,
    Note,
    Annotator,
    SchemaName,
    Metadata(String),
}

impl std::fmt::Display for MetadataField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            MetadataField::Id => f.write_str("id"),
            MetadataField::Title => f.write_str("title"),
            MetadataField::Note => f.write_str("note"),
            MetadataField::Annotator => f.write_str("annotator"),
            MetadataField::SchemaName => f.write_str("schema's name"),
            MetadataField::Metadata(name) => write!(f, "metadata '{name}'"),
        }
    }
}

/// One thing that both sides changed, each in its own way.
#[derive(Clone, Debug, PartialEq)]
pub enum Conflict {
    Annotation(Sides<Annotation>),
    Relation(Sides<Relation>),
    Label(Sides<Label>),
    RelationType(Sides<RelationType>),
    /// An attribute that documents may have.
    DocumentAttribute(Sides<AttributeDefinition>),
    State(Sides<DocumentState>),
    /// The value of an attribute of the document.
    Value {
        name: String,
        sides: Sides<AttributeValue>,
    },
    Fact {
        fact: MetadataField,
        sides: Sides<String>,
    },
}

/// What becomes of a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Side(Side),
    /// Ours stays in its place, and theirs comes in as well under an id of its own.
    Both,
}

impl Conflict {
    /// The annotation or relation it is about.
    pub fn id(&self) -> Option<&AnnotationId> {
        match self {
            Conflict::Annotation(sides) => sides.any().map(|a| &a.id),
            Conflict::Relation(sides) => sides.any().map(|r| &r.id),
            _ => None,
        }
    }

    /// Whether both versions can stand in one document.
    pub fn can_keep_both(&self) -> bool {
        match self {
            Conflict::Annotation(sides) => sides.ours.is_some() && sides.theirs.is_some(),
            Conflict::Relation(sides) => sides.ours.is_some() && sides.theirs.is_some(),
            _ => false,
        }
    }

    /// The same conflict seen from the other side.
    pub fn swapped(self) -> Self {
        match self {
            Conflict::Annotation(sides) => Conflict::Annotation(sides.swapped()),
            Conflict::Relation(sides) => Conflict::Relation(sides.swapped()),
            Conflict::Label(sides) => Conflict::Label(sides.swapped()),
            Conflict::RelationType(sides) => Conflict::RelationType(sides.swapped()),
            Conflict::DocumentAttribute(sides) => Conflict::DocumentAttribute(sides.swapped()),
            Conflict::State(sides) => Conflict::State(sides.swapped()),
            Conflict::Value { name, sides } => Conflict::Value { name, sides: sides.swapped() },
            Conflict::Fact { fact, sides } => Conflict::Fact { fact, sides: sides.swapped() },
        }
    }
}
