//! Deciding a conflict: the chosen version comes into its place by the same rules as any other change.

use std::sync::Arc;

use super::OnLabelRemoval;
use super::operation::{DocumentMetadata, Operation};
use super::rules::{
    CommandError, Context, change_label, check_attribute, check_ends, delete, delete_relation, existing, fresh_id,
    new_schema, refuse_broken_ends, remove_label, replace_schema, set_attribute,
};
use crate::model::attribute::fits;
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, Annotator, AttributeDefinition, Attributes, Choice, Conflict,
    DocumentId, Label, LabelName, MetadataField, Relation, RelationType, Schema, Side, Sides,
};

pub(super) fn resolve(
    document: &AnnotatedDocument,
    conflict: &Arc<Conflict>,
    choice: Choice,
    context: &mut Context,
) -> Result<Vec<Operation>, CommandError> {
    let at = document.conflicts.iter().position(|c| c == conflict).ok_or(CommandError::NoSuchConflict)?;
    let side = match choice {
        Choice::Side(side) => side,
        Choice::Both if conflict.can_keep_both() => Side::Ours,
        Choice::Both => return Err(CommandError::NotBoth),
    };
    let mut operations = match &**conflict {
        Conflict::Annotation(sides) => annotation(document, sides, side)?,
        Conflict::Relation(sides) => relation(document, sides, side)?,
        Conflict::Label(sides) => label(document, sides, side, context)?,
        Conflict::RelationType(sides) => relation_type(document, sides, side)?,
        Conflict::DocumentAttribute(sides) => document_attribute(document, sides, side)?,
        Conflict::State(sides) => {
            let after = sides.of(side).copied().unwrap_or(document.state);
            vec![Operation::State { before: document.state, after }]
        }
        Conflict::Value { name, sides } => {
            check_attribute(&document.schema.document_attributes, name, sides.of(side))?;
            let mut after = document.attributes.clone();
            set_attribute(&mut after, name.clone(), sides.of(side).cloned());
            vec![Operation::Attributes { before: document.attributes.clone(), after }]
        }
        Conflict::Fact { fact, sides } => vec![said(document, fact, sides.of(side).cloned())],
    };
    if choice == Choice::Both {
        operations.extend(second(document, conflict, context)?);
    }
    let mut after = document.conflicts.clone();
    after.remove(at);
    operations.push(Operation::Conflicts { before: document.conflicts.clone(), after });
    Ok(operations)
}

fn annotation(
    document: &AnnotatedDocument,
    sides: &Sides<Annotation>,
    side: Side,
) -> Result<Vec<Operation>, CommandError> {
    let Some(id) = sides.any().map(|a| a.id.clone()) else { return Ok(Vec::new()) };
    let before = document.annotations.get(&id).map(|a| Box::new((**a).clone()));
    let Some(after) = sides.of(side) else {
        // It may be gone already: then there is nothing left to delete.
        return if before.is_some() { delete(document, &[id]) } else { Ok(Vec::new()) };
    };
    check_annotation(document, after)?;
    if before.is_some() {
        refuse_broken_ends(document, std::slice::from_ref(&id), &after.label)?;
    }
    Ok(vec![Operation::Annotation { id, before, after: Some(Box::new(after.clone())) }])
}

fn check_annotation(document: &AnnotatedDocument, annotation: &Annotation) -> Result<(), CommandError> {
    let label = document.schema.label(&annotation.label);
    let label = label.ok_or_else(|| CommandError::UnknownLabel(annotation.label.clone()))?;
    check_attributes(&annotation.record.attributes, &label.attributes)
}

fn check_attributes(attributes: &Attributes, definitions: &[AttributeDefinition]) -> Result<(), CommandError> {
    attributes.iter().try_for_each(|(name, value)| check_attribute(definitions, name, Some(value)))
}

fn relation(document: &AnnotatedDocument, sides: &Sides<Relation>, side: Side) -> Result<Vec<Operation>, CommandError> {
    let Some(id) = sides.any().map(|r| r.id.clone()) else { return Ok(Vec::new()) };
    let before = document.relations.get(&id).map(|r| Box::new(r.clone()));
    let Some(after) = sides.of(side) else {
        return if before.is_some() { Ok(vec![delete_relation(document, &id)?]) } else { Ok(Vec::new()) };
    };
    check_relation(document, after)?;
    Ok(vec![Operation::Relation { id, before, after: Some(Box::new(after.clone())) }])
}

fn check_relation(document: &AnnotatedDocument, relation: &Relation) -> Result<(), CommandError> {
    let kind = document.schema.relation_type(&relation.label);
    let kind = kind.ok_or_else(|| CommandError::UnknownRelationType(relation.label.clone()))?;
    let end = |end: &AnnotationId| existing(document, end).map(|a| a.label.clone());
    check_ends(kind, end(&relation.source)?, end(&relation.target)?)?;
    check_attributes(&relation.record.attributes, &kind.attributes)
}

/// The other version, under an id of its own.
fn second(
    document: &AnnotatedDocument,
    conflict: &Conflict,
    context: &mut Context,
) -> Result<Option<Operation>, CommandError> {
    let id = fresh_id(document, context);
    Ok(match conflict {
        Conflict::Annotation(Sides { theirs: Some(theirs), .. }) => {
            check_annotation(document, theirs)?;
            let after = Some(Box::new(Annotation { id: id.clone(), ..theirs.clone() }));
            Some(Operation::Annotation { id, before: None, after })
        }
        Conflict::Relation(Sides { theirs: Some(theirs), .. }) => {
            check_relation(document, theirs)?;
            let after = Some(Box::new(Relation { id: id.clone(), ..theirs.clone() }));
            Some(Operation::Relation { id, before: None, after })
        }
        _ => None,
    })
}

fn label(
    document: &AnnotatedDocument,
    sides: &Sides<Label>,
    side: Side,
    context: &Context,
) -> Result<Vec<Operation>, CommandError> {
    let Some(name) = sides.any().map(|l| l.name.clone()) else { return Ok(Vec::new()) };
    let there = document.schema.label(&name).is_some();
    match sides.of(side) {
        Some(label) if there => {
            refuse_unfit(document, &name, label)?;
            change_label(document, &name, label.clone(), context)
        }
        Some(label) => new_schema(document, |schema| schema.labels.push(label.clone())),
        None if there => remove_label(document, &name, OnLabelRemoval::Refuse, context),
        None => Ok(Vec::new()),
    }
}

/// A version of a label that does not allow a value in use is refused: choosing it must not drop the value unseen.
fn refuse_unfit(document: &AnnotatedDocument, name: &LabelName, label: &Label) -> Result<(), CommandError> {
    let carriers = document.annotations.iter().filter(|a| a.label == *name);
    carriers.flat_map(|a| &a.record.attributes).try_for_each(|(name, value)| {
        let definition = label.attributes.iter().find(|d| d.name == *name);
        match definition.map(|d| fits(value, &d.kind)) {
            Some(Ok(())) => Ok(()),
            _ => check_attribute(&label.attributes, name, Some(value)),
        }
    })
}

fn relation_type(
    document: &AnnotatedDocument,
    sides: &Sides<RelationType>,
    side: Side,
) -> Result<Vec<Operation>, CommandError> {
    let mut schema = (*document.schema).clone();
    replace(&mut schema.relation_types, sides, side, |r| r.name.as_str());
    replace_schema(document, schema)
}

fn document_attribute(
    document: &AnnotatedDocument,
    sides: &Sides<AttributeDefinition>,
    side: Side,
) -> Result<Vec<Operation>, CommandError> {
    let mut schema = (*document.schema).clone();
    replace(&mut schema.document_attributes, sides, side, |a| &a.name);
    replace_schema(document, schema)
}

/// Puts one side's version into a list of named things, where the name stands or at the end; or takes it out.
fn replace<T: Clone>(list: &mut Vec<T>, sides: &Sides<T>, side: Side, name: impl Fn(&T) -> &str) {
    let Some(known) = sides.any() else { return };
    let place = list.iter().position(|item| name(item) == name(known));
    match (sides.of(side), place) {
        (Some(item), Some(at)) => list[at] = item.clone(),
        (Some(item), None) => list.push(item.clone()),
        (None, Some(at)) => {
            list.remove(at);
        }
        (None, None) => {}
    }
}

fn said(document: &AnnotatedDocument, fact: &MetadataField, value: Option<String>) -> Operation {
    if *fact == MetadataField::SchemaName {
        let after = Schema { name: value.unwrap_or_default(), ..(*document.schema).clone() };
        return Operation::Schema { before: document.schema.clone(), after: Arc::new(after) };
    }
    let before = DocumentMetadata::of(document);
    let mut after = before.clone();
    match (fact, value) {
        (MetadataField::Id, value) => after.id = DocumentId(value.unwrap_or_default().into()),
        (MetadataField::Note, value) => after.note = value.unwrap_or_default(),
        (MetadataField::Title, value) => after.title = value.unwrap_or_default(),
        (MetadataField::Annotator, value) => after.annotator = Annotator::new(value.unwrap_or_default()),
        (MetadataField::Metadata(name), Some(value)) => {
            after.metadata.insert(name.clone(), value);
        }
        (MetadataField::Metadata(name), None) => {
            after.metadata.remove(name);
        }
        (MetadataField::SchemaName, _) => {}
    }
    Operation::Facts { before: Box::new(before), after: Box::new(after) }
}
