//! What a journal's records hold: transactions as JSON, strict in both directions.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::read::Damage;
use crate::edit::operation::DocumentMetadata;
use crate::edit::{Operation, Transaction};
use crate::model::{
    Annotation, AnnotationId, Annotator, AttributeDefinition, AttributeValue, Conflict, Digest, DocumentId,
    DocumentState, EntityId, Label, LabelName, MetadataField, Provenance, Record, Relation, RelationType, Schema,
    Sides, Spans, TextSpan, Timestamp,
};
use crate::store::ContentHash;
use crate::store::unique::UniqueMap;

/// How a journal begins: what it builds on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Begin {
    /// The file as it was; `None` for a document that no file holds yet.
    pub base: Option<StampRecord>,
    /// SHA-256 of the text.
    pub text: String,
    /// The number of the first step.
    pub first: u64,
    /// Whether the whole document follows, in its file's format, as it was before the first step.
    pub content: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StampRecord {
    pub sha256: String,
    pub bytes: u64,
}

/// A save: the file is about to hold, or holds, every step up to this one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mark {
    pub upto: u64,
    pub file: StampRecord,
    /// Where the file is, as far as it can be written.
    pub path: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub step: u64,
    operations: Vec<OperationRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) enum OperationRecord {
    Annotation { id: AnnotationId, before: Option<Box<AnnotationRecord>>, after: Option<Box<AnnotationRecord>> },
    Relation { id: AnnotationId, before: Option<Box<RelationRecord>>, after: Option<Box<RelationRecord>> },
    Schema { before: Arc<Schema>, after: Arc<Schema> },
    State { before: DocumentState, after: DocumentState },
    Attributes { before: UniqueMap<AttributeValue>, after: UniqueMap<AttributeValue> },
    Facts { before: FactsRecord, after: FactsRecord },
    Conflicts { before: Vec<ConflictRecord>, after: Vec<ConflictRecord> },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactsRecord {
    id: DocumentId,
    title: String,
    metadata: UniqueMap<String>,
    annotator: Annotator,
    #[serde(default)]
    note: String,
    #[serde(default)]
    flag: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) enum ConflictRecord {
    Annotation(Sides<AnnotationRecord>),
    Relation(Sides<RelationRecord>),
    Label(Sides<Label>),
    RelationType(Sides<RelationType>),
    DocumentAttribute(Sides<AttributeDefinition>),
    State(Sides<DocumentState>),
    Value { name: String, sides: Sides<AttributeValue> },
    Fact { fact: MetadataField, sides: Sides<String> },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnnotationRecord {
    id: AnnotationId,
    label: LabelName,
    spans: Vec<(usize, usize)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entity: Option<EntityId>,
    attributes: UniqueMap<AttributeValue>,
    note: String,
    #[serde(default)]
    flag: bool,
    provenance: Provenance,
    annotator: Annotator,
    created: i64,
    modified: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RelationRecord {
    id: AnnotationId,
    label: LabelName,
    source: AnnotationId,
    target: AnnotationId,
    attributes: UniqueMap<AttributeValue>,
    note: String,
    #[serde(default)]
    flag: bool,
    provenance: Provenance,
    annotator: Annotator,
    created: i64,
    modified: i64,
}

impl From<ContentHash> for StampRecord {
    fn from(stamp: ContentHash) -> Self {
        StampRecord { sha256: stamp.hash.to_string(), bytes: stamp.len }
    }
}

impl StampRecord {
    pub(crate) fn stamp(&self) -> Option<ContentHash> {
        Some(ContentHash { hash: Digest::from_hex(&self.sha256)?, len: self.bytes })
    }
}

impl Step {
    pub(super) fn of(step: u64, transaction: &Transaction) -> Self {
        Step { step, operations: transaction.operations.iter().map(OperationRecord::of).collect() }
    }

    /// The transaction on a document with this text; the error says what cannot be.
    pub(super) fn transaction(self, text: &str) -> Result<Transaction, Damage> {
        let operations = self.operations.into_iter().map(|operation| operation.operation(text));
        Ok(Transaction { operations: operations.collect::<Result<_, _>>()? })
    }
}

impl OperationRecord {
    pub(crate) fn of(operation: &Operation) -> Self {
        match operation {
            Operation::Annotation { id, before, after } => {
                let record = |a: &Option<Box<Annotation>>| a.as_deref().map(|a| Box::new(AnnotationRecord::of(a)));
                OperationRecord::Annotation { id: id.clone(), before: record(before), after: record(after) }
            }
            Operation::Relation { id, before, after } => {
                let record = |r: &Option<Box<Relation>>| r.as_deref().map(|r| Box::new(RelationRecord::of(r)));
                OperationRecord::Relation { id: id.clone(), before: record(before), after: record(after) }
            }
            Operation::Schema { before, after } => {
                OperationRecord::Schema { before: before.clone(), after: after.clone() }
            }
            Operation::State { before, after } => OperationRecord::State { before: *before, after: *after },
            Operation::Attributes { before, after } => {
                OperationRecord::Attributes { before: UniqueMap(before.clone()), after: UniqueMap(after.clone()) }
            }
            Operation::Facts { before, after } => {
                OperationRecord::Facts { before: FactsRecord::of(before), after: FactsRecord::of(after) }
            }
            Operation::Conflicts { before, after } => {
                let records = |conflicts: &[Arc<Conflict>]| conflicts.iter().map(|c| ConflictRecord::of(c)).collect();
                OperationRecord::Conflicts { before: records(before), after: records(after) }
            }
        }
    }

    pub(crate) fn operation(self, text: &str) -> Result<Operation, Damage> {
        Ok(match self {
            OperationRecord::Annotation { id, before, after } => {
                let read = |record: Option<Box<AnnotationRecord>>| {
                    record.map(|record| record.annotation(&id, text).map(Box::new)).transpose()
                };
                let (before, after) = (read(before)?, read(after)?);
                Operation::Annotation { id, before, after }
            }
            OperationRecord::Relation { id, before, after } => {
                let read = |record: Option<Box<RelationRecord>>| {
                    record.map(|record| record.relation(&id).map(Box::new)).transpose()
                };
                let (before, after) = (read(before)?, read(after)?);
                Operation::Relation { id, before, after }
            }
            OperationRecord::Schema { before, after } => Operation::Schema { before, after },
            OperationRecord::State { before, after } => Operation::State { before, after },
            OperationRecord::Attributes { before, after } => Operation::Attributes { before: before.0, after: after.0 },
            OperationRecord::Facts { before, after } => {
                Operation::Facts { before: Box::new(before.facts()), after: Box::new(after.facts()) }
            }
            OperationRecord::Conflicts { before, after } => {
                let read = |records: Vec<ConflictRecord>| {
                    let conflicts = records.into_iter().map(|record| record.conflict(text).map(Arc::new));
                    conflicts.collect::<Result<Vec<_>, Damage>>()
                };
                Operation::Conflicts { before: read(before)?, after: read(after)? }
            }
        })
    }
}

impl AnnotationRecord {
    fn of(a: &Annotation) -> Self {
        AnnotationRecord {
            id: a.id.clone(),
            label: a.label.clone(),
            spans: a.spans.iter().map(|span| (span.range().start, span.range().end)).collect(),
            entity: a.entity.clone(),
            attributes: UniqueMap(a.record.attributes.clone()),
            note: a.record.note.clone(),
            flag: a.record.flag,
            provenance: a.record.provenance.clone(),
            annotator: a.record.annotator.clone(),
            created: a.record.created.0,
            modified: a.record.modified.0,
        }
    }

    fn annotation(self, id: &AnnotationId, text: &str) -> Result<Annotation, Damage> {
        if self.id != *id {
            return Err(Damage::OtherId { id: id.clone(), found: self.id });
        }
        let [created, modified] = moments(id, [self.created, self.modified])?;
        let span = |(start, end)| TextSpan::new_or_empty(text, start..end);
        let spans = self.spans.into_iter().map(span).collect::<Result<Vec<_>, _>>()?;
        Ok(Annotation {
            id: self.id,
            label: self.label,
            spans: Spans::new(spans)?,
            entity: self.entity,
            record: Record {
                attributes: self.attributes.0,
                note: self.note,
                flag: self.flag,
                provenance: self.provenance,
                annotator: self.annotator,
                created,
                modified,
            },
        })
    }
}

/// Milliseconds as times that a file can hold.
fn moments(id: &AnnotationId, times: [i64; 2]) -> Result<[Timestamp; 2], Damage> {
    let moments = times.map(Timestamp);
    match moments.iter().all(|moment| moment.to_rfc3339().is_some()) {
        true => Ok(moments),
        false => Err(Damage::Time { id: id.clone() }),
    }
}

impl RelationRecord {
    fn of(r: &Relation) -> Self {
        RelationRecord {
            id: r.id.clone(),
            label: r.label.clone(),
            source: r.source.clone(),
            target: r.target.clone(),
            attributes: UniqueMap(r.record.attributes.clone()),
            note: r.record.note.clone(),
            flag: r.record.flag,
            provenance: r.record.provenance.clone(),
            annotator: r.record.annotator.clone(),
            created: r.record.created.0,
            modified: r.record.modified.0,
        }
    }

    fn relation(self, id: &AnnotationId) -> Result<Relation, Damage> {
        if self.id != *id {
            return Err(Damage::OtherId { id: id.clone(), found: self.id });
        }
        let [created, modified] = moments(id, [self.created, self.modified])?;
        Ok(Relation {
            id: self.id,
            label: self.label,
            source: self.source,
            target: self.target,
            record: Record {
                attributes: self.attributes.0,
                note: self.note,
                flag: self.flag,
                provenance: self.provenance,
                annotator: self.annotator,
                created,
                modified,
            },
        })
    }
}

impl FactsRecord {
    fn of(facts: &DocumentMetadata) -> Self {
        let DocumentMetadata { id, title, metadata, annotator, note, flag } = facts.clone();
        FactsRecord { id, title, metadata: UniqueMap(metadata), annotator, note, flag }
    }

    fn facts(self) -> DocumentMetadata {
        let FactsRecord { id, title, metadata, annotator, note, flag } = self;
        DocumentMetadata { id, title, metadata: metadata.0, annotator, note, flag }
    }
}

impl ConflictRecord {
    fn of(conflict: &Conflict) -> Self {
        match conflict.clone() {
            Conflict::Annotation(sides) => ConflictRecord::Annotation(Sides {
                ours: sides.ours.as_ref().map(AnnotationRecord::of),
                theirs: sides.theirs.as_ref().map(AnnotationRecord::of),
            }),
            Conflict::Relation(sides) => ConflictRecord::Relation(Sides {
                ours: sides.ours.as_ref().map(RelationRecord::of),
                theirs: sides.theirs.as_ref().map(RelationRecord::of),
            }),
            Conflict::Label(sides) => ConflictRecord::Label(sides),
            Conflict::RelationType(sides) => ConflictRecord::RelationType(sides),
            Conflict::DocumentAttribute(sides) => ConflictRecord::DocumentAttribute(sides),
            Conflict::State(sides) => ConflictRecord::State(sides),
            Conflict::Value { name, sides } => ConflictRecord::Value { name, sides },
            Conflict::Fact { fact, sides } => ConflictRecord::Fact { fact, sides },
        }
    }

    fn conflict(self, text: &str) -> Result<Conflict, Damage> {
        Ok(match self {
            ConflictRecord::Annotation(Sides { ours, theirs }) => {
                let read = |side: Option<AnnotationRecord>| {
                    let id = side.as_ref().map(|record| record.id.clone());
                    side.zip(id).map(|(record, id)| record.annotation(&id, text)).transpose()
                };
                Conflict::Annotation(Sides { ours: read(ours)?, theirs: read(theirs)? })
            }
            ConflictRecord::Relation(Sides { ours, theirs }) => {
                let read = |side: Option<RelationRecord>| {
                    let id = side.as_ref().map(|record| record.id.clone());
                    side.zip(id).map(|(record, id)| record.relation(&id)).transpose()
                };
                Conflict::Relation(Sides { ours: read(ours)?, theirs: read(theirs)? })
            }
            ConflictRecord::Label(sides) => Conflict::Label(sides),
            ConflictRecord::RelationType(sides) => Conflict::RelationType(sides),
            ConflictRecord::DocumentAttribute(sides) => Conflict::DocumentAttribute(sides),
            ConflictRecord::State(sides) => Conflict::State(sides),
            ConflictRecord::Value { name, sides } => Conflict::Value { name, sides },
            ConflictRecord::Fact { fact, sides } => Conflict::Fact { fact, sides },
        })
    }
}
