//! The rules of what may be said in a document, and the operations that say it.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::operation::{DocumentMetadata, Operation, StaleTransaction};
use crate::model::attribute::fits;
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, Annotator, AttributeDefinition, AttributeProblem, AttributeValue,
    Attributes, IdGenerator, LabelName, Problem, Provenance, Record, Relation, RelationType, Schema, SchemaError,
    SpanError, Spans, SpansError, Target, TextSpan, Timestamp,
};

/// What a plan needs from outside, since the model has neither clock nor chance.
#[derive(Debug)]
pub struct Context<'a> {
    pub annotator: &'a Annotator,
    pub now: Timestamp,
    pub ids: &'a mut IdGenerator,
}

/// What becomes of the annotations of a label that is removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnLabelRemoval {
    /// There must be none.
    Refuse,
    Delete,
    Relabel(LabelName),
}

/// Why a command cannot be done. The document is as it was.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CommandError {
    #[error("{0}")]
    Span(#[from] SpanError),
    #[error("{0}")]
    Spans(#[from] SpansError),
    #[error("the schema has no label '{0}'")]
    UnknownLabel(LabelName),
    #[error("the schema has no relation type '{0}'")]
    UnknownRelationType(LabelName),
    #[error("there is no annotation '{0}'")]
    UnknownAnnotation(AnnotationId),
    #[error("there is no relation '{0}'")]
    UnknownRelation(AnnotationId),
    #[error("'{label}' already stands on exactly this place")]
    AlreadyThere { label: LabelName, id: AnnotationId },
    #[error("'{label}' may not link '{source_label}' to '{target_label}'")]
    EndNotAllowed { label: LabelName, source_label: LabelName, target_label: LabelName },
    #[error("'{0}' cannot be linked to itself")]
    SelfRelation(AnnotationId),
    #[error("the attribute '{name}' {reason}")]
    Attribute { name: String, reason: AttributeProblem },
    #[error("{count} annotations carry the label '{label}': say what becomes of them")]
    LabelInUse { label: LabelName, count: usize },
    #[error("{count} annotations carry '{label}', which the new schema lacks")]
    MissingFromNewSchema { label: LabelName, count: usize },
    #[error("this place belongs to '{0}' already")]
    PieceThere(AnnotationId),
    #[error("no piece of '{0}' is here")]
    NoPieceHere(AnnotationId),
    #[error("'{0}' has one piece alone: delete the annotation instead")]
    OnlyPiece(AnnotationId),
    #[error("nothing of '{0}' stands on one side of the cut: put the caret inside it")]
    CutAtEdge(AnnotationId),
    #[error("select two annotations or more to make one of them")]
    NothingToMerge,
    #[error("'{first}' and '{second}' are different labels: give the annotations one label first")]
    LabelsDiffer { first: LabelName, second: LabelName },
    #[error("'{0}' makes no chains: it is not an equivalence")]
    NoChainType(LabelName),
    #[error("select two annotations or more to join them")]
    NothingToJoin,
    #[error("they are in one chain already")]
    OneChainAlready,
    #[error("'{id}' is in no chain of '{label}'")]
    InNoChain { label: LabelName, id: AnnotationId },
    #[error("the chain begins here: nothing of it would be left before the cut")]
    ChainCutAtEnd,
    #[error("this conflict is decided already")]
    NoSuchConflict,
    #[error("the two versions cannot both stand: choose one")]
    NotBoth,
    #[error("{0}")]
    Schema(#[from] SchemaError),
    /// Under the new schema the document would not be sound.
    #[error("the document does not fit the new schema: {0}")]
    Problem(#[from] Problem),
    #[error("{0}")]
    Mismatch(#[from] StaleTransaction),
}

pub(super) fn annotate(
    document: &AnnotatedDocument,
    ranges: &[Range<usize>],
    label: LabelName,
    provenance: Provenance,
    context: &mut Context,
) -> Result<Vec<Operation>, CommandError> {
    let Some(known) = document.schema.label(&label) else { return Err(CommandError::UnknownLabel(label)) };
    let defaults = defaults(&known.attributes);
    let spans = spans_of(document, ranges)?;
    refuse_twin(document, &spans, &label, |a| a.label == label && a.spans == spans)?;
    let id = fresh_id(document, context);
    Ok(vec![begin(id, label, spans, defaults, provenance, context)])
}

/// The values that something new has.
pub(super) fn defaults(definitions: &[AttributeDefinition]) -> Attributes {
    let of = |definition: &AttributeDefinition| Some((definition.name.clone(), definition.default.clone()?));
    definitions.iter().filter_map(of).collect()
}

/// A new annotation.
pub(super) fn begin(
    id: AnnotationId,
    label: LabelName,
    spans: Spans,
    attributes: Attributes,
    provenance: Provenance,
    context: &Context,
) -> Operation {
    let annotation = Annotation {
        id: id.clone(),
        label,
        spans,
        entity: None,
        record: Record { attributes, ..Record::new(provenance, context.annotator.clone(), context.now) },
    };
    Operation::Annotation { id, before: None, after: Some(Box::new(annotation)) }
}

/// What stands there already is gathered once, so that the cost is that of the places and the annotations together.
pub(super) fn annotate_places(
    document: &AnnotatedDocument,
    places: &[Vec<Range<usize>>],
    label: LabelName,
    provenance: Provenance,
    skip_existing: bool,
    context: &mut Context,
) -> Result<Vec<Operation>, CommandError> {
    let Some(known) = document.schema.label(&label) else { return Err(CommandError::UnknownLabel(label)) };
    let defaults = defaults(&known.attributes);
    let mut taken: HashMap<Spans, AnnotationId> = HashMap::new();
    // Of several on one place the first in order is the one to be named.
    for annotation in document.annotations.iter().filter(|a| a.label == label) {
        taken.entry(annotation.spans.clone()).or_insert_with(|| annotation.id.clone());
    }
    let mut ids = HashSet::new();
    let mut operations = Vec::with_capacity(places.len());
    for ranges in places {
        let spans = spans_of(document, ranges)?;
        match taken.entry(spans) {
            Entry::Occupied(_) if skip_existing => {}
            Entry::Occupied(twin) => return Err(CommandError::AlreadyThere { label, id: twin.get().clone() }),
            Entry::Vacant(free) => {
                let mut id = fresh_id(document, context);
                while !ids.insert(id.clone()) {
                    id = fresh_id(document, context);
                }
                let (spans, attributes) = (free.key().clone(), defaults.clone());
                operations.push(begin(id.clone(), label.clone(), spans, attributes, provenance.clone(), context));
                free.insert(id);
            }
        }
    }
    Ok(operations)
}

pub(super) fn spans_of(document: &AnnotatedDocument, ranges: &[Range<usize>]) -> Result<Spans, CommandError> {
    let spans = ranges.iter().map(|r| TextSpan::new(document.text(), r.clone())).collect::<Result<_, _>>()?;
    Ok(Spans::new(spans)?)
}

pub(super) fn refuse_twin(
    document: &AnnotatedDocument,
    spans: &Spans,
    label: &LabelName,
    is_twin: impl Fn(&Annotation) -> bool,
) -> Result<(), CommandError> {
    match document.annotations.standing_on(spans.first()).find(|a| is_twin(a)) {
        Some(twin) => Err(CommandError::AlreadyThere { label: label.clone(), id: twin.id.clone() }),
        None => Ok(()),
    }
}

pub(super) fn fresh_id(document: &AnnotatedDocument, context: &mut Context) -> AnnotationId {
    loop {
        let id = context.ids.next_id();
        if !document.annotations.contains(&id) && !document.relations.contains(&id) {
            return id;
        }
    }
}

pub(super) fn existing<'a>(document: &'a AnnotatedDocument, id: &AnnotationId) -> Result<&'a Annotation, CommandError> {
    document.annotations.get(id).map(|a| &**a).ok_or_else(|| CommandError::UnknownAnnotation(id.clone()))
}

pub(super) fn change(
    document: &AnnotatedDocument,
    id: &AnnotationId,
    context: &Context,
    edit: impl FnOnce(&mut Annotation),
) -> Result<Operation, CommandError> {
    let before = existing(document, id)?.clone();
    let mut after = before.clone();
    edit(&mut after);
    if after != before {
        after.record.modified = context.now;
    }
    Ok(Operation::Annotation { id: id.clone(), before: Some(before.into()), after: Some(after.into()) })
}

/// The attributes that the schema knows for this.
pub(super) fn definitions_of<'a>(
    document: &'a AnnotatedDocument,
    of: &Target,
) -> Result<&'a [AttributeDefinition], CommandError> {
    let schema = &document.schema;
    Ok(match of {
        Target::Annotation(id) => schema.label(&existing(document, id)?.label).map_or(&[], |l| &l.attributes),
        Target::Relation(id) => {
            schema.relation_type(&existing_relation(document, id)?.label).map_or(&[], |r| &r.attributes)
        }
        Target::Document => &schema.document_attributes,
    })
}

/// Changes what is said of an annotation or a relation; of a document its note and its flag.
pub(super) fn change_record(
    document: &AnnotatedDocument,
    of: &Target,
    context: &Context,
    edit: impl FnOnce(&mut Record),
) -> Result<Operation, CommandError> {
    match of {
        Target::Annotation(id) => change(document, id, context, |annotation| edit(&mut annotation.record)),
        Target::Relation(id) => {
            let before = existing_relation(document, id)?.clone();
            let mut after = before.clone();
            edit(&mut after.record);
            if after != before {
                after.record.modified = context.now;
            }
            Ok(Operation::Relation { id: id.clone(), before: Some(before.into()), after: Some(after.into()) })
        }
        Target::Document => {
            let before = DocumentMetadata::of(document);
            let mut record = Record::new(Provenance::Human, context.annotator.clone(), context.now);
            (record.note, record.flag) = (before.note.clone(), before.flag);
            edit(&mut record);
            let after = DocumentMetadata { note: record.note, flag: record.flag, ..before.clone() };
            Ok(Operation::Facts { before: before.into(), after: after.into() })
        }
    }
}

pub(super) fn existing_relation<'a>(
    document: &'a AnnotatedDocument,
    id: &AnnotationId,
) -> Result<&'a Relation, CommandError> {
    document.relations.get(id).ok_or_else(|| CommandError::UnknownRelation(id.clone()))
}

/// Relations first, so that at no step a relation lacks an end.
pub(super) fn delete(document: &AnnotatedDocument, ids: &[AnnotationId]) -> Result<Vec<Operation>, CommandError> {
    let doomed: std::collections::BTreeSet<_> = ids.iter().collect();
    let mut operations: Vec<Operation> = document
        .relations
        .at_any(doomed.iter().copied())
        .into_iter()
        .map(|r| Operation::Relation { id: r.id.clone(), before: Some(Box::new(r.clone())), after: None })
        .collect();
    for id in doomed {
        let before = Some(Box::new(existing(document, id)?.clone()));
        operations.push(Operation::Annotation { id: id.clone(), before, after: None });
    }
    Ok(operations)
}

pub(super) fn delete_relation(document: &AnnotatedDocument, id: &AnnotationId) -> Result<Operation, CommandError> {
    let relation = existing_relation(document, id)?;
    Ok(Operation::Relation { id: id.clone(), before: Some(Box::new(relation.clone())), after: None })
}

/// Attributes that the new label does not define are dropped with the change, and come back with undo.
pub(super) fn relabel(
    document: &AnnotatedDocument,
    ids: &[AnnotationId],
    label: &LabelName,
    context: &Context,
) -> Result<Vec<Operation>, CommandError> {
    let definition = document.schema.label(label).ok_or_else(|| CommandError::UnknownLabel(label.clone()))?;
    let ids: std::collections::BTreeSet<_> = ids.iter().collect();
    let mut operations = Vec::new();
    let mut places: HashMap<&Spans, &AnnotationId> = HashMap::new();
    for id in ids {
        let spans = &existing(document, id)?.spans;
        if let Some(twin) = places.insert(spans, id) {
            return Err(CommandError::AlreadyThere { label: label.clone(), id: twin.clone() });
        }
        refuse_twin(document, spans, label, |a| a.id != *id && a.label == *label && a.spans == *spans)?;
        operations.push(change(document, id, context, |a| {
            a.label = label.clone();
            a.record.attributes.retain(|name, value| {
                definition.attributes.iter().any(|d| d.name == *name && fits(value, &d.kind).is_ok())
            });
        })?);
    }
    Ok(operations)
}

/// An end of a relation may not take a label that the relation's type does not allow there.
pub(super) fn refuse_broken_ends(
    document: &AnnotatedDocument,
    ids: &[AnnotationId],
    label: &LabelName,
) -> Result<(), CommandError> {
    let ids: HashSet<&AnnotationId> = ids.iter().collect();
    let label_of = |end: &AnnotationId| match ids.contains(end) {
        true => Ok(label.clone()),
        false => existing(document, end).map(|a| a.label.clone()),
    };
    for relation in document.relations.at_any(ids.iter().copied()) {
        let Some(kind) = document.schema.relation_type(&relation.label) else { continue };
        check_ends(kind, label_of(&relation.source)?, label_of(&relation.target)?)?;
    }
    Ok(())
}

pub(super) fn check_ends(
    kind: &RelationType,
    source_label: LabelName,
    target_label: LabelName,
) -> Result<(), CommandError> {
    if kind.allows(&source_label, &target_label) {
        return Ok(());
    }
    Err(CommandError::EndNotAllowed { label: kind.name.clone(), source_label, target_label })
}

/// Refuses a relation between these ends that its type does not allow, or that another one than `except` is already.
fn check_relation(
    document: &AnnotatedDocument,
    (label, source, target): (&LabelName, &AnnotationId, &AnnotationId),
    except: Option<&AnnotationId>,
) -> Result<(), CommandError> {
    let kind = document.schema.relation_type(label).ok_or_else(|| CommandError::UnknownRelationType(label.clone()))?;
    let source_label = existing(document, source)?.label.clone();
    let target_label = existing(document, target)?.label.clone();
    if source == target {
        return Err(CommandError::SelfRelation(source.clone()));
    }
    check_ends(kind, source_label, target_label)?;
    let is_twin = |r: &&Relation| r.label == *label && r.source == *source && r.target == *target;
    match document.relations.at(source).find(|relation| is_twin(relation) && except != Some(&relation.id)) {
        Some(twin) => Err(CommandError::AlreadyThere { label: label.clone(), id: twin.id.clone() }),
        None => Ok(()),
    }
}

pub(super) fn relate(
    document: &AnnotatedDocument,
    label: LabelName,
    source: AnnotationId,
    target: AnnotationId,
    context: &mut Context,
) -> Result<Vec<Operation>, CommandError> {
    check_relation(document, (&label, &source, &target), None)?;
    let attributes =
        document.schema.relation_type(&label).map_or_else(Attributes::new, |kind| defaults(&kind.attributes));
    let id = fresh_id(document, context);
    let relation = Relation {
        id: id.clone(),
        label,
        source,
        target,
        record: Record { attributes, ..Record::new(Provenance::Human, context.annotator.clone(), context.now) },
    };
    Ok(vec![Operation::Relation { id, before: None, after: Some(Box::new(relation)) }])
}

/// Attributes that the new type does not define are dropped with the change, and come back with undo.
pub(super) fn change_relation(
    document: &AnnotatedDocument,
    id: &AnnotationId,
    label: LabelName,
    source: AnnotationId,
    target: AnnotationId,
    context: &Context,
) -> Result<Operation, CommandError> {
    let before = existing_relation(document, id)?.clone();
    check_relation(document, (&label, &source, &target), Some(id))?;
    let mut after = Relation { label, source, target, ..before.clone() };
    if let Some(kind) = document.schema.relation_type(&after.label) {
        after
            .record
            .attributes
            .retain(|name, value| kind.attributes.iter().any(|d| d.name == *name && fits(value, &d.kind).is_ok()));
    }
    if after != before {
        after.record.modified = context.now;
    }
    Ok(Operation::Relation { id: id.clone(), before: Some(before.into()), after: Some(after.into()) })
}

pub(super) fn check_attribute(
    definitions: &[crate::model::AttributeDefinition],
    name: &str,
    value: Option<&AttributeValue>,
) -> Result<(), CommandError> {
    let Some(value) = value else { return Ok(()) };
    let reason = match definitions.iter().find(|d| d.name == name) {
        None => Err(AttributeProblem::Undefined),
        Some(definition) => fits(value, &definition.kind),
    };
    reason.map_err(|reason| CommandError::Attribute { name: name.to_owned(), reason })
}

pub(super) fn set_attribute(attributes: &mut Attributes, name: String, value: Option<AttributeValue>) {
    match value {
        Some(value) => attributes.insert(name, value),
        None => attributes.remove(&name),
    };
}

pub(super) fn new_schema(
    document: &AnnotatedDocument,
    edit: impl FnOnce(&mut Schema),
) -> Result<Vec<Operation>, CommandError> {
    let mut after = (*document.schema).clone();
    edit(&mut after);
    after.check()?;
    Ok(vec![Operation::Schema { before: document.schema.clone(), after: Arc::new(after) }])
}

pub(super) fn place_of(schema: &Schema, name: &LabelName) -> Result<usize, CommandError> {
    schema.labels.iter().position(|l| l.name == *name).ok_or_else(|| CommandError::UnknownLabel(name.clone()))
}

pub(super) fn carriers(document: &AnnotatedDocument, label: &LabelName) -> Vec<AnnotationId> {
    document.annotations.iter().filter(|a| a.label == *label).map(|a| a.id.clone()).collect()
}

pub(super) fn change_label(
    document: &AnnotatedDocument,
    name: &LabelName,
    label: crate::model::Label,
    context: &Context,
) -> Result<Vec<Operation>, CommandError> {
    let place = place_of(&document.schema, name)?;
    let renamed = label.name.clone();
    let attributes = label.attributes.clone();
    let mut operations = new_schema(document, |schema| {
        schema.labels[place] = label;
        let follow = |n: &mut LabelName| {
            if n == name {
                *n = renamed.clone();
            }
        };
        schema.labels.iter_mut().filter_map(|l| l.parent.as_mut()).for_each(follow);
        for relation in &mut schema.relation_types {
            relation.source_labels.iter_mut().chain(&mut relation.target_labels).for_each(follow);
        }
    })?;
    for id in carriers(document, name) {
        operations.push(change(document, &id, context, |a| {
            a.label = renamed.clone();
            a.record.attributes.retain(|n, v| attributes.iter().any(|d| d.name == *n && fits(v, &d.kind).is_ok()));
        })?);
    }
    Ok(operations)
}

pub(super) fn remove_label(
    document: &AnnotatedDocument,
    name: &LabelName,
    orphans: OnLabelRemoval,
    context: &Context,
) -> Result<Vec<Operation>, CommandError> {
    let place = place_of(&document.schema, name)?;
    let ids = carriers(document, name);
    let heir = match &orphans {
        OnLabelRemoval::Relabel(heir) => Some(heir.clone()),
        OnLabelRemoval::Refuse | OnLabelRemoval::Delete => None,
    };
    let mut operations = match orphans {
        OnLabelRemoval::Refuse if !ids.is_empty() => {
            return Err(CommandError::LabelInUse { label: name.clone(), count: ids.len() });
        }
        OnLabelRemoval::Refuse => Vec::new(),
        OnLabelRemoval::Delete => delete(document, &ids)?,
        OnLabelRemoval::Relabel(heir) if heir == *name => return Err(CommandError::UnknownLabel(heir)),
        // Where the heir already stands on the same place, the orphan is deleted: it would say the same twice.
        OnLabelRemoval::Relabel(heir) => {
            let (twins, rest): (Vec<_>, Vec<_>) = ids.into_iter().partition(|id| {
                existing(document, id).is_ok_and(|a| {
                    refuse_twin(document, &a.spans, &heir, |b| b.label == heir && b.spans == a.spans).is_err()
                })
            });
            let mut operations = delete(document, &twins)?;
            operations.extend(relabel(document, &rest, &heir, context)?);
            operations
        }
    };
    operations.extend(new_schema(document, |schema| {
        let gone = schema.labels.remove(place);
        for label in &mut schema.labels {
            if label.parent.as_ref() == Some(name) {
                label.parent = gone.parent.clone();
            }
        }
        schema.relation_types.retain_mut(|relation| {
            let ends = [&mut relation.source_labels, &mut relation.target_labels];
            ends.into_iter().all(|allowed| forget_end(allowed, name, heir.as_ref()))
        });
    })?);
    Ok(operations)
}

/// Takes `gone` out of the labels an end allows and puts its heir in. Says whether anything is still allowed: an end
/// that allowed only `gone` must not come to allow everything, which is what an empty list means.
pub(super) fn forget_end(allowed: &mut Vec<LabelName>, gone: &LabelName, heir: Option<&LabelName>) -> bool {
    if !allowed.contains(gone) {
        return true;
    }
    allowed.retain(|label| label != gone);
    if let Some(heir) = heir.filter(|heir| !allowed.contains(heir)) {
        allowed.push(heir.clone());
    }
    !allowed.is_empty()
}

pub(super) fn replace_schema(document: &AnnotatedDocument, schema: Schema) -> Result<Vec<Operation>, CommandError> {
    schema.check()?;
    for (label, count) in document.annotations.label_counts() {
        if schema.label(label).is_none() {
            return Err(CommandError::MissingFromNewSchema { label: label.clone(), count: *count });
        }
    }
    let after = Arc::new(schema);
    let candidate = AnnotatedDocument { schema: after.clone(), ..document.clone() };
    if let Some(problem) = candidate.problems().into_iter().next() {
        return Err(CommandError::Problem(problem));
    }
    Ok(vec![Operation::Schema { before: document.schema.clone(), after }])
}
