//! What the analyst means, before it is checked against the document.

use std::ops::Range;
use std::sync::Arc;

use super::migrate::Migration;
pub use super::rules::OnLabelRemoval;
use super::schema_parts::SchemaEdit;
use crate::model::{
    AnnotationId, AttributeValue, Choice, Conflict, DocumentState, EntityId, Label, LabelName, Provenance,
    RelationType, Schema, Target,
};

/// A request. [`plan`](fn@super::plan) turns it into a transaction, or says why it cannot be.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A new annotation on one or more disjoint ranges (bytes). Refused where one with the same label and the same
    /// ranges exists.
    Annotate {
        ranges: Vec<Range<usize>>,
        label: LabelName,
        provenance: Provenance,
    },
    /// New annotations of one label on many places, each of one or more disjoint ranges (bytes), as one step: for as
    /// many as a search finds. Where the label already stands on exactly the same ranges, or a place is named twice,
    /// nothing is made there if `skip_existing`; else the whole is refused.
    AnnotatePlaces {
        places: Vec<Vec<Range<usize>>>,
        label: LabelName,
        provenance: Provenance,
        skip_existing: bool,
    },
    Delete {
        ids: Vec<AnnotationId>,
    },
    Relabel {
        ids: Vec<AnnotationId>,
        label: LabelName,
    },
    /// Gives an annotation other spans (bytes): how an edge is moved.
    SetSpans {
        id: AnnotationId,
        ranges: Vec<Range<usize>>,
    },
    /// Gives an annotation further places (bytes). What touches one of its own becomes one piece with it.
    AddPieces {
        id: AnnotationId,
        ranges: Vec<Range<usize>>,
    },
    /// Takes the piece at a place (bytes) off an annotation that has several.
    RemovePiece {
        id: AnnotationId,
        at: usize,
    },
    /// Cuts an annotation in two at a place (bytes): the first part stays what it is, the second is new and says the same.
    Split {
        id: AnnotationId,
        at: usize,
    },
    /// Makes one annotation of several of one label, with their places, attributes, notes and relations.
    MergeAnnotations {
        ids: Vec<AnnotationId>,
    },
    /// Copies annotations on their places under another label.
    Duplicate {
        ids: Vec<AnnotationId>,
        label: LabelName,
    },
    SetNote {
        of: Target,
        note: String,
    },
    /// Whether somebody is to look at it again.
    SetFlag {
        of: Target,
        flag: bool,
    },
    /// Links annotations to an entry of the register of entities; `None` takes the link away.
    SetEntity {
        ids: Vec<AnnotationId>,
        entity: Option<EntityId>,
    },
    /// `None` removes the attribute.
    SetAttribute {
        of: Target,
        name: String,
        value: Option<AttributeValue>,
    },
    Relate {
        label: LabelName,
        source: AnnotationId,
        target: AnnotationId,
    },
    /// Gives a relation another type or other ends: how it is relabelled, turned round, and hung elsewhere.
    ChangeRelation {
        id: AnnotationId,
        label: LabelName,
        source: AnnotationId,
        target: AnnotationId,
    },
    DeleteRelations {
        ids: Vec<AnnotationId>,
    },
    /// Makes one chain of annotations and of the chains that they are in, by a relation type that is an equivalence.
    JoinChain {
        label: LabelName,
        ids: Vec<AnnotationId>,
    },
    /// Takes an annotation out of its chain, of which the others stay one.
    LeaveChain {
        label: LabelName,
        id: AnnotationId,
    },
    /// Makes an annotation and those of its chain after it in the text a chain of their own.
    SplitChain {
        label: LabelName,
        id: AnnotationId,
    },
    SetState(DocumentState),
    AddLabel(Label),
    /// Replaces a label's description; with another name, its annotations follow.
    ChangeLabel {
        name: LabelName,
        label: Label,
    },
    /// Puts a label at another place in the order.
    MoveLabel {
        name: LabelName,
        to: usize,
    },
    RemoveLabel {
        name: LabelName,
        annotations: OnLabelRemoval,
    },
    AddRelationType(RelationType),
    /// A relation type or an attribute is added, changed, moved or taken away, and what is said by it follows.
    EditSchema(Box<SchemaEdit>),
    /// Another schema as a whole. Refused where an annotation's label would be missing from it.
    ReplaceSchema(Schema),
    /// Another schema with what becomes of names that it lacks.
    Migrate(Box<Migration>),
    /// Puts the chosen version in its place; the conflict is then gone.
    Resolve {
        conflict: Arc<Conflict>,
        choice: Choice,
    },
    /// Several requests as one step.
    Batch(Vec<Command>),
}
