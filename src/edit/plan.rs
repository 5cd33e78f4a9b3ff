//! From command to transaction: what each command means, in operations.

use super::chains::{join_chain, leave_chain, split_chain};
use super::command::Command;
use super::operation::{Operation, Transaction};
use super::reshape::{add_pieces, duplicate, merge_annotations, remove_piece, split};
use super::resolve::resolve;
use super::rules::{
    CommandError, Context, annotate, annotate_places, change, change_label, change_record, change_relation,
    check_attribute, definitions_of, delete, delete_relation, existing, new_schema, place_of, refuse_broken_ends,
    refuse_twin, relabel, relate, remove_label, replace_schema, set_attribute, spans_of,
};
use crate::model::{AnnotatedDocument, Annotation, LabelName, Target};

/// What `command` amounts to on `document`, which stays as it is.
pub fn plan(
    document: &AnnotatedDocument,
    command: Command,
    context: &mut Context,
) -> Result<Transaction, CommandError> {
    let operations = match command {
        Command::Annotate { ranges, label, provenance } => annotate(document, &ranges, label, provenance, context)?,
        Command::AnnotatePlaces { places, label, provenance, skip_existing } => {
            annotate_places(document, &places, label, provenance, skip_existing, context)?
        }
        Command::Delete { ids } => delete(document, &ids)?,
        Command::Relabel { ids, label } => {
            let operations = relabel(document, &ids, &label, context)?;
            refuse_broken_ends(document, &ids, &label)?;
            operations
        }
        Command::SetSpans { id, ranges } => {
            let spans = spans_of(document, &ranges)?;
            let twin = |a: &Annotation, label: &LabelName| a.id != id && a.label == *label && a.spans == spans;
            let label = existing(document, &id)?.label.clone();
            refuse_twin(document, &spans, &label, |a| twin(a, &label))?;
            vec![change(document, &id, context, |a| a.spans = spans.clone())?]
        }
        Command::AddPieces { id, ranges } => vec![add_pieces(document, &id, &ranges, context)?],
        Command::RemovePiece { id, at } => vec![remove_piece(document, &id, at, context)?],
        Command::Split { id, at } => split(document, &id, at, context)?,
        Command::MergeAnnotations { ids } => merge_annotations(document, &ids, context)?,
        Command::Duplicate { ids, label } => duplicate(document, &ids, &label, context)?,
        Command::SetNote { of, note } => vec![change_record(document, &of, context, |record| record.note = note)?],
        Command::SetFlag { of, flag } => vec![change_record(document, &of, context, |record| record.flag = flag)?],
        Command::SetEntity { ids, entity } => {
            let link = |id| change(document, id, context, |annotation| annotation.entity = entity.clone());
            ids.iter().map(link).collect::<Result<_, _>>()?
        }
        Command::SetAttribute { of, name, value } => {
            check_attribute(definitions_of(document, &of)?, &name, value.as_ref())?;
            vec![match of {
                Target::Document => {
                    let mut after = document.attributes.clone();
                    set_attribute(&mut after, name, value);
                    Operation::Attributes { before: document.attributes.clone(), after }
                }
                of => {
                    change_record(document, &of, context, |record| set_attribute(&mut record.attributes, name, value))?
                }
            }]
        }
        Command::Relate { label, source, target } => relate(document, label, source, target, context)?,
        Command::ChangeRelation { id, label, source, target } => {
            vec![change_relation(document, &id, label, source, target, context)?]
        }
        Command::DeleteRelations { ids } => {
            ids.iter().map(|id| delete_relation(document, id)).collect::<Result<_, _>>()?
        }
        Command::JoinChain { label, ids } => join_chain(document, &label, &ids, context)?,
        Command::LeaveChain { label, id } => leave_chain(document, &label, &id, context)?,
        Command::SplitChain { label, id } => split_chain(document, &label, &id, context)?,
        Command::SetState(after) => vec![Operation::State { before: document.state, after }],
        Command::AddLabel(label) => new_schema(document, |schema| schema.labels.push(label))?,
        Command::ChangeLabel { name, label } => change_label(document, &name, label, context)?,
        Command::MoveLabel { name, to } => {
            let from = place_of(&document.schema, &name)?;
            new_schema(document, |schema| {
                let label = schema.labels.remove(from);
                schema.labels.insert(to.min(schema.labels.len()), label);
            })?
        }
        Command::RemoveLabel { name, annotations } => remove_label(document, &name, annotations, context)?,
        Command::AddRelationType(relation) => new_schema(document, |schema| schema.relation_types.push(relation))?,
        Command::ReplaceSchema(schema) => replace_schema(document, schema)?,
        Command::EditSchema(edit) => edit.migration(&document.schema)?.plan(document, context.now)?.0.operations,
        Command::Migrate(migration) => migration.plan(document, context.now)?.0.operations,
        Command::Resolve { conflict, choice } => resolve(document, &conflict, choice, context)?,
        Command::Batch(commands) => batch(document, commands, context)?,
    };
    Ok(Transaction { operations: operations.into_iter().filter(|o| !o.is_idle()).collect() })
}

/// Each command is planned on what those before it leave behind.
fn batch(
    document: &AnnotatedDocument,
    commands: Vec<Command>,
    context: &mut Context,
) -> Result<Vec<Operation>, CommandError> {
    let mut scratch = document.clone();
    let mut operations = Vec::new();
    for command in commands {
        let transaction = plan(&scratch, command, context)?;
        transaction.apply(&mut scratch)?;
        operations.extend(transaction.operations);
    }
    Ok(operations)
}
