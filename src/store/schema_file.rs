//! The schema as RON: a file of its own, and a part of every document's file. One label, relation type or attribute
//! to a line.

use std::path::Path;

use serde::Deserialize;

use super::disk::{self, ContentHash, Expect};
use super::error::{LoadError, NotOurs, SaveError};
use super::header::{self, FileKind};
use super::ron_writer::{Place, push_char, push_str, push_value};
use super::unique::parse;
use crate::model::{
    AttributeDefinition, AttributeKind, Digest, Label, LabelName, Overlap, Problem, RelationKind, RelationType, Schema,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Schema")]
struct SchemaV1 {
    #[serde(rename = "version")]
    _version: u32,
    #[serde(default)]
    name: String,
    #[serde(deserialize_with = "crate::model::schema::labels")]
    labels: Vec<Label>,
    #[serde(default, deserialize_with = "crate::model::schema::relation_types")]
    relation_types: Vec<RelationType>,
    #[serde(default, deserialize_with = "crate::model::schema::attributes")]
    document_attributes: Vec<AttributeDefinition>,
}

/// Reads the schema at `path`: a schema's file, or the schema within a document's file.
pub fn load_schema(path: &Path) -> Result<Schema, LoadError> {
    read_schema(path, &disk::read(path, disk::MAX_OWN_BYTES)?)
}

/// Reads a schema from the bytes of a file; `path` is for the messages.
pub fn read_schema(path: &Path, bytes: &[u8]) -> Result<Schema, LoadError> {
    let (source, kind) = header::open(path, bytes)?;
    match kind {
        FileKind::Document => Ok((*super::document_reader::read(path, bytes)?.schema).clone()),
        FileKind::Schema => {
            let file: SchemaV1 = parse(path, source)?;
            let SchemaV1 { _version, name, labels, relation_types, document_attributes } = file;
            let schema = Schema { name, labels, relation_types, document_attributes };
            schema.check().map_err(|error| super::error::unsound_schema(path, error))?;
            Ok(schema)
        }
        found => {
            let what = NotOurs::Holds { found, wanted: FileKind::Schema };
            Err(LoadError::NotOurs { path: path.into(), line: 1, what })
        }
    }
}

/// Writes `schema` as a file of its own.
pub fn save_schema(schema: &Schema, path: &Path, expect: Expect) -> Result<ContentHash, SaveError> {
    schema.check().map_err(|error| SaveError::Unsound { path: path.into(), problems: vec![Problem::Schema(error)] })?;
    disk::write(path, schema_to_ron(schema).as_bytes(), expect)
}

/// The text of a schema's file.
pub fn schema_to_ron(schema: &Schema) -> String {
    let version = if says_more(schema) { header::SCHEMA_VERSION } else { 1 };
    let mut out = format!("(\n    version: {version},\n");
    push_fields(&mut out, schema, "    ");
    out.push_str(")\n");
    out
}

/// The first bytes of the SHA-256 of a schema's text: two schemas that have the same are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SchemaStamp(pub u64);

impl SchemaStamp {
    pub fn of(schema: &Schema) -> Self {
        let mut text = String::new();
        push_fields(&mut text, schema, "");
        let digest = Digest::of(&text);
        let first = digest.bytes().iter().take(8).fold(0, |stamp, byte| stamp << 8 | u64::from(*byte));
        SchemaStamp(first)
    }
}

/// Appends the fields of `schema`, each line after `indent`.
pub fn push_fields(out: &mut String, schema: &Schema, indent: &str) {
    out.extend([indent, "name: "]);
    push_str(out, &schema.name, Place::Line);
    out.extend([",\n", indent, "labels: [\n"]);
    for label in &schema.labels {
        out.extend([indent, "    "]);
        push_label(out, label);
        out.push_str(",\n");
    }
    out.extend([indent, "],\n", indent, "relation_types: [\n"]);
    for relation in &schema.relation_types {
        out.extend([indent, "    "]);
        push_relation_type(out, relation);
        out.push_str(",\n");
    }
    out.extend([indent, "],\n", indent, "document_attributes: [\n"]);
    for attribute in &schema.document_attributes {
        out.extend([indent, "    "]);
        push_attribute(out, attribute);
        out.push_str(",\n");
    }
    out.extend([indent, "],\n"]);
}

pub(super) fn push_label(out: &mut String, label: &Label) {
    push_field(out, "(name: ", label.name.as_str());
    push_field(out, ", arabic: ", &label.arabic);
    push_field(out, ", english: ", &label.english);
    push_field(out, ", colour: ", &label.colour.to_hex());
    if let Some(key) = label.key {
        out.push_str(", key: Some(");
        push_char(out, key);
        out.push(')');
    }
    if let Some(parent) = &label.parent {
        push_field(out, ", parent: Some(", parent.as_str());
        out.push(')');
    }
    push_unless_empty(out, ", guideline: ", &label.guideline);
    if label.overlap != Overlap::Any {
        out.push_str(&format!(", overlap: {:?}", label.overlap));
    }
    push_attributes(out, &label.attributes);
    out.push(')');
}

pub(super) fn push_relation_type(out: &mut String, relation: &RelationType) {
    push_field(out, "(name: ", relation.name.as_str());
    push_field(out, ", arabic: ", &relation.arabic);
    push_field(out, ", english: ", &relation.english);
    push_field(out, ", colour: ", &relation.colour.to_hex());
    if relation.kind != RelationKind::Directed {
        out.push_str(&format!(", kind: {:?}", relation.kind));
    }
    push_names(out, ", source_labels: [", &relation.source_labels);
    push_names(out, ", target_labels: [", &relation.target_labels);
    push_unless_empty(out, ", guideline: ", &relation.guideline);
    push_attributes(out, &relation.attributes);
    out.push(')');
}

pub(super) fn push_attribute(out: &mut String, attribute: &AttributeDefinition) {
    push_field(out, "(name: ", &attribute.name);
    out.push_str(", kind: ");
    match &attribute.kind {
        AttributeKind::Flag => out.push_str("Flag"),
        AttributeKind::Number => out.push_str("Number"),
        AttributeKind::Text => out.push_str("Text"),
        AttributeKind::Date => out.push_str("Date"),
        AttributeKind::Choice(choices) | AttributeKind::Choices(choices) => {
            let is_one = matches!(attribute.kind, AttributeKind::Choice(_));
            out.push_str(if is_one { "Choice([" } else { "Choices([" });
            push_list(out, choices.iter().map(String::as_str));
            out.push_str("])");
        }
    }
    push_unless_empty(out, ", arabic: ", &attribute.arabic);
    push_unless_empty(out, ", english: ", &attribute.english);
    push_unless_empty(out, ", guideline: ", &attribute.guideline);
    for (name, is_so) in
        [("required", attribute.required), ("remembered", attribute.remembered), ("shown", attribute.shown)]
    {
        if is_so {
            out.extend([", ", name, ": true"]);
        }
    }
    if let Some(value) = &attribute.default {
        out.push_str(", default: Some(");
        push_value(out, value);
        out.push(')');
    }
    out.push(')');
}

/// Whether it says what the second version of schemas brought.
pub(super) fn says_more(schema: &Schema) -> bool {
    schema.labels.iter().any(label_says_more)
        || schema.relation_types.iter().any(type_says_more)
        || schema.document_attributes.iter().any(attribute_says_more)
}

pub(super) fn label_says_more(label: &Label) -> bool {
    label.overlap != Overlap::Any || label.attributes.iter().any(attribute_says_more)
}

pub(super) fn type_says_more(kind: &RelationType) -> bool {
    kind.kind != RelationKind::Directed || kind.attributes.iter().any(attribute_says_more)
}

pub(super) fn attribute_says_more(attribute: &AttributeDefinition) -> bool {
    let new = matches!(attribute.kind, AttributeKind::Choices(_) | AttributeKind::Date);
    new || attribute.required || attribute.remembered || attribute.shown || attribute.default.is_some()
}

fn push_attributes(out: &mut String, attributes: &[AttributeDefinition]) {
    if attributes.is_empty() {
        return;
    }
    out.push_str(", attributes: [");
    for (i, attribute) in attributes.iter().enumerate() {
        out.push_str(if i > 0 { ", " } else { "" });
        push_attribute(out, attribute);
    }
    out.push(']');
}

fn push_names(out: &mut String, before: &str, names: &[LabelName]) {
    if !names.is_empty() {
        out.push_str(before);
        push_list(out, names.iter().map(LabelName::as_str));
        out.push(']');
    }
}

fn push_list<'a>(out: &mut String, items: impl Iterator<Item = &'a str>) {
    for (i, item) in items.enumerate() {
        push_field(out, if i > 0 { ", " } else { "" }, item);
    }
}

fn push_unless_empty(out: &mut String, before: &str, text: &str) {
    if !text.is_empty() {
        push_field(out, before, text);
    }
}

fn push_field(out: &mut String, before: &str, text: &str) {
    out.push_str(before);
    push_str(out, text, Place::Line);
}
