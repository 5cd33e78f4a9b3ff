//! What can be done about a damaged document: one repair at a time, each said in words before it is done.

use std::fmt;

use crate::model::{AnnotationId, AttributeKind, LabelName};

/// What an attribute belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    Label(LabelName),
    RelationType(LabelName),
    Document,
}

/// An entry of the file, by its place in its list: ids may be used twice.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Entry {
    Annotation(usize, AnnotationId),
    Relation(usize, AnnotationId),
    /// The document itself.
    Document,
}

/// One repair of a document's file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Repair {
    /// The digest is worked out anew from the text as it is.
    WriteDigest,
    /// A span goes to where its quote stands nearest.
    MoveSpan {
        at: usize,
        id: AnnotationId,
        part: usize,
        from: (usize, usize),
        to: (usize, usize),
        quote: String,
    },
    /// A span keeps its place, and its quote becomes what stands there.
    TakeText {
        at: usize,
        id: AnnotationId,
        part: usize,
        was: String,
        is: String,
    },
    /// Spans of one annotation that overlap become one.
    JoinSpans {
        at: usize,
        id: AnnotationId,
    },
    /// The entry leaves the document; what it said is in the words of the repair.
    SetAside {
        entry: Entry,
        said: String,
    },
    NewId {
        entry: Entry,
        new: AnnotationId,
    },
    /// A time that is none becomes the entry's other time, or the beginning of time.
    SetTime {
        entry: Entry,
        was: String,
        to: String,
    },
    AddLabel(LabelName),
    AddRelationType(LabelName),
    /// A relation type allows a label at an end.
    AllowEnds {
        relation: LabelName,
        source: LabelName,
        target: LabelName,
    },
    Define {
        owner: Owner,
        attribute: String,
        kind: AttributeKind,
    },
    AddChoice {
        owner: Owner,
        attribute: String,
        choice: String,
    },
    DropValue {
        entry: Entry,
        attribute: String,
        said: String,
    },
    DropKey {
        label: LabelName,
        key: char,
    },
    /// An attribute whose default it cannot hold.
    DropDefault {
        owner: String,
        attribute: String,
    },
    DropParent {
        label: LabelName,
        parent: LabelName,
    },
    /// The second of two definitions of one name leaves the schema.
    DropSecond {
        what: &'static str,
        name: String,
    },
    DropConflict {
        at: usize,
        said: String,
    },
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Entry::Annotation(_, id) => write!(f, "annotation '{id}'"),
            Entry::Relation(_, id) => write!(f, "relation '{id}'"),
            Entry::Document => write!(f, "the document"),
        }
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Owner::Label(name) => write!(f, "the label '{name}'"),
            Owner::RelationType(name) => write!(f, "the relation type '{name}'"),
            Owner::Document => write!(f, "documents"),
        }
    }
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Repair::WriteDigest => write!(f, "the digest is worked out anew from the text as it is"),
            Repair::MoveSpan { id, from, to, quote, .. } => {
                let (from, to) = (format!("{}..{}", from.0, from.1), format!("{}..{}", to.0, to.1));
                write!(f, "annotation '{id}' moves from {from} to {to}, where '{quote}' stands")
            }
            Repair::TakeText { id, was, is, .. } => {
                write!(f, "annotation '{id}' stays where it is, and its quote becomes '{is}' instead of '{was}'")
            }
            Repair::JoinSpans { id, .. } => write!(f, "the overlapping spans of annotation '{id}' become one"),
            Repair::SetAside { entry, said } => write!(f, "{entry} is left out; it said: {said}"),
            Repair::NewId { entry, new } => write!(f, "the second {entry} gets the id '{new}'"),
            Repair::SetTime { entry, was, to } => write!(f, "{entry}: '{was}' is no time and becomes {to}"),
            Repair::AddLabel(name) => write!(f, "the label '{name}' is added to the schema"),
            Repair::AddRelationType(name) => write!(f, "the relation type '{name}' is added to the schema"),
            Repair::AllowEnds { relation, source, target } => {
                write!(f, "the relation type '{relation}' may link '{source}' to '{target}'")
            }
            Repair::Define { owner, attribute, kind } => {
                write!(f, "the attribute '{attribute}' is defined for {owner} as {kind}")
            }
            Repair::AddChoice { owner, attribute, choice } => {
                write!(f, "'{choice}' becomes a choice of the attribute '{attribute}' of {owner}")
            }
            Repair::DropValue { entry, attribute, said } => {
                write!(f, "{entry} loses its attribute '{attribute}', which said {said}")
            }
            Repair::DropKey { label, key } => write!(f, "the label '{label}' loses the key '{key}', which another has"),
            Repair::DropDefault { owner, attribute } => {
                write!(f, "the attribute '{attribute}' of '{owner}' loses its default")
            }
            Repair::DropParent { label, parent } => write!(f, "the label '{label}' loses its parent '{parent}'"),
            Repair::DropSecond { what, name } => write!(f, "the second {what} '{name}' leaves the schema"),
            Repair::DropConflict { at, said } => write!(f, "conflict {} is left out; it said: {said}", at + 1),
        }
    }
}
