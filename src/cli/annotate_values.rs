//! What `hashiya annotate` says of what is there or was just made: attributes, notes, other labels, and relations.

use std::io::Write;

use clap::Args;

use super::output::Failure;
use crate::edit::{Command, CommandError};
use crate::model::{
    AnnotatedDocument, AnnotationId, AttributeDefinition, AttributeKind, AttributeValue, LabelName, Target,
};
use crate::suggest::dates::date_named;

/// What is said of an annotation, a relation or the document.
#[derive(Debug, Args)]
pub(super) struct Values {
    /// An attribute and its value; nothing behind the sign takes it away; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = named_value)]
    pub attribute: Vec<NamedValue>,
    /// A note; an empty one takes it away
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// Whether somebody is to look at it again
    #[arg(long, value_name = "true|false")]
    pub flag: Option<bool>,
}

/// NAME=VALUE; nothing behind the sign takes the attribute away.
#[derive(Clone, Debug)]
pub(super) struct NamedValue {
    name: String,
    value: String,
}

fn named_value(text: &str) -> Result<NamedValue, String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok(NamedValue { name: name.trim().to_owned(), value: value.trim().to_owned() })
        }
        _ => Err("write an attribute as NAME=VALUE; NAME= takes it away".to_owned()),
    }
}

/// Attributes and the note for one annotation, relation or document.
pub(super) fn values_of(
    values: &Values,
    document: &AnnotatedDocument,
    of: &Target,
    relabelled: Option<&LabelName>,
) -> Result<Vec<Command>, String> {
    let missing = match of {
        Target::Annotation(id) if !document.annotations.contains(id) => {
            Some(CommandError::UnknownAnnotation(id.clone()))
        }
        Target::Relation(id) if !document.relations.contains(id) => Some(CommandError::UnknownRelation(id.clone())),
        _ => None,
    };
    if let Some(missing) = missing {
        return Err(missing.to_string());
    }
    let definitions = definitions_of(document, of, relabelled);
    let mut commands = Vec::new();
    for NamedValue { name, value } in &values.attribute {
        let definition = definitions.iter().find(|definition| definition.name == *name).ok_or_else(|| {
            let known: Vec<&str> = definitions.iter().map(|definition| definition.name.as_str()).collect();
            match known.is_empty() {
                true => format!("there is no attribute '{name}': none is defined here"),
                false => format!("there is no attribute '{name}'; defined are {}", known.join(", ")),
            }
        })?;
        let value = value_of(definition, value)?;
        commands.push(Command::SetAttribute { of: of.clone(), name: name.clone(), value });
    }
    if let Some(note) = &values.note {
        commands.push(Command::SetNote { of: of.clone(), note: note.clone() });
    }
    if let Some(flag) = values.flag {
        commands.push(Command::SetFlag { of: of.clone(), flag });
    }
    Ok(commands)
}

fn definitions_of<'a>(
    document: &'a AnnotatedDocument,
    of: &Target,
    relabelled: Option<&LabelName>,
) -> &'a [AttributeDefinition] {
    let schema = &document.schema;
    let of_label = |label: &LabelName| schema.label(label).map_or(&[][..], |label| &label.attributes);
    match of {
        Target::Annotation(id) => match (relabelled, document.annotations.get(id)) {
            (Some(label), _) => of_label(label),
            (None, Some(annotation)) => of_label(&annotation.label),
            (None, None) => &[],
        },
        Target::Relation(id) => {
            let kind = document.relations.get(id).and_then(|relation| schema.relation_type(&relation.label));
            kind.map_or(&[][..], |kind| &kind.attributes)
        }
        Target::Document => &schema.document_attributes,
    }
}

fn value_of(definition: &AttributeDefinition, value: &str) -> Result<Option<AttributeValue>, String> {
    let name = &definition.name;
    if value.is_empty() {
        return Ok(None);
    }
    Ok(Some(match &definition.kind {
        AttributeKind::Flag => match value {
            "true" => AttributeValue::Flag(true),
            "false" => AttributeValue::Flag(false),
            _ => return Err(format!("'{name}' is a flag: true or false, not '{value}'")),
        },
        AttributeKind::Number => match value.parse::<f64>() {
            Ok(number) if number.is_finite() => AttributeValue::Number(number),
            _ => return Err(format!("'{name}' is a number, which '{value}' is not")),
        },
        AttributeKind::Choice(choices) if choices.iter().any(|choice| choice == value) => {
            AttributeValue::Choice(value.to_owned())
        }
        AttributeKind::Choice(choices) => {
            return Err(format!("'{name}' is one of {}, not '{value}'", choices.join(", ")));
        }
        AttributeKind::Choices(choices) => {
            let chosen = AttributeValue::choices_of(value);
            if let Some(other) = chosen.iter().find(|choice| !choices.contains(choice)) {
                return Err(format!("'{name}' is some of {} with ; between, not '{other}'", choices.join(", ")));
            }
            AttributeValue::Choices(chosen)
        }
        AttributeKind::Date => match date_named(value) {
            Some(date) => AttributeValue::Date(date),
            None => {
                return Err(format!("'{name}' is a date such as 2024-03-11, 2024-03 or 1445-09-01 AH, not '{value}'"));
            }
        },
        AttributeKind::Text => AttributeValue::Text(value.to_owned()),
    }))
}

/// Relations, one a line: id, type, source, target, with tabs between.
pub(super) fn write_relations<'a>(
    document: &AnnotatedDocument,
    ids: impl Iterator<Item = &'a AnnotationId>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    for relation in ids.filter_map(|id| document.relations.get(id)) {
        writeln!(out, "{}\t{}\t{}\t{}", relation.id, relation.label, relation.source, relation.target)?;
    }
    Ok(())
}
