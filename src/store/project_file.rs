//! `project.ron`: the name of a body of work, the language of its texts, its schema and guidelines.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::disk::{self, ContentHash, Expect};
use super::error::{LoadError, NotOurs, SaveError, unsound_schema};
use super::header::{self, FileKind, PROJECT_VERSION};
use super::path_guard::is_link;
use super::ron_writer::{Place, push_str};
use super::schema_file::{push_fields, says_more};
use super::unique::parse;
use crate::model::project::DEFAULT_LANGUAGE;
use crate::model::{
    AttributeChange, DocumentId, LabelChange, LabelName, Problem, Project, RelationTypeChange, Schema, SchemaChange,
};

/// The name of the file in the project's folder.
pub const PROJECT_FILE: &str = "project.ron";

/// The folder of the documents in the project's folder.
pub const DOCUMENTS_FOLDER: &str = "documents";

/// The folder of documents that were taken out of the project.
pub const REMOVED_FOLDER: &str = "removed";

/// The folder of other annotators' sets of the same documents, and of second readings, in the project's folder.
pub const READINGS_FOLDER: &str = "readings";

/// Version 1 named its documents one by one, so that two people who added some had a conflict. They are what lies in the folder.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Project")]
struct ProjectV1 {
    #[serde(rename = "version")]
    _version: u32,
    project: String,
    schema: Schema,
    #[serde(rename = "documents")]
    _documents: Vec<DocumentId>,
    #[serde(default)]
    guidelines: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Project")]
struct ProjectV2 {
    #[serde(rename = "version")]
    _version: u32,
    project: String,
    #[serde(default = "default_language")]
    language: String,
    schema: Schema,
    #[serde(default)]
    guidelines: String,
    #[serde(default)]
    changes: Vec<SchemaChange>,
}

fn default_language() -> String {
    DEFAULT_LANGUAGE.into()
}

impl From<ProjectV1> for ProjectV2 {
    fn from(ProjectV1 { _version, project, schema, guidelines, .. }: ProjectV1) -> Self {
        ProjectV2 { _version, project, language: default_language(), schema, guidelines, changes: Vec::new() }
    }
}

/// Whether a folder is a project's: it holds a file of that name.
pub fn is_project(folder: &Path) -> bool {
    folder.join(PROJECT_FILE).is_file()
}

/// Reads a project's file.
pub fn load_project(path: &Path) -> Result<(Project, ContentHash), LoadError> {
    let bytes = disk::read(path, disk::MAX_SMALL_BYTES)?;
    Ok((read_project(path, &bytes)?, ContentHash::of(&bytes)))
}

/// Reads a project from the bytes of its file; `path` is for the messages.
pub fn read_project(path: &Path, bytes: &[u8]) -> Result<Project, LoadError> {
    let (source, kind, version) = header::open_versioned(path, bytes)?;
    if kind != FileKind::Project {
        let what = NotOurs::Holds { found: kind, wanted: FileKind::Project };
        return Err(LoadError::NotOurs { path: path.into(), line: 1, what });
    }
    let file: ProjectV2 = match version {
        1 => parse::<ProjectV1>(path, source)?.into(),
        _ => parse(path, source)?,
    };
    file.schema.check().map_err(|error| unsound_schema(path, error))?;
    Ok(Project {
        name: file.project,
        language: file.language,
        schema: Arc::new(file.schema),
        guidelines: file.guidelines,
        changes: file.changes,
    })
}

/// Writes a project's file.
pub fn save_project(project: &Project, path: &Path, expect: Expect) -> Result<ContentHash, SaveError> {
    project
        .schema
        .check()
        .map_err(|error| SaveError::Unsound { path: path.into(), problems: vec![Problem::Schema(error)] })?;
    disk::write(path, project_to_ron(project).as_bytes(), expect)
}

/// What `project.ron` held before and after a change of many documents that changed it with them: to take it back as one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectChange {
    pub before: String,
    pub after: String,
}

/// Where the change of a project with many documents is kept; `id` is that of the change.
pub fn project_change_path(root: &Path, id: &str) -> PathBuf {
    // A name that a list of changes brings is no path.
    let id: String = id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    root.join(format!(".hashiya-project-{id}"))
}

/// What the change of this name did to `project.ron`; `None` where it did nothing to it.
///
/// # Errors
/// Where that is kept and cannot be read: the documents would be taken back without it.
pub fn project_change(root: &Path, id: &str) -> Result<Option<ProjectChange>, LoadError> {
    let path = project_change_path(root, id);
    if is_link(&path) {
        return Ok(None);
    }
    let bytes = match disk::read(&path, 2 * disk::MAX_SMALL_BYTES) {
        Err(LoadError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        read => read?,
    };
    let not_ours = |error: serde_json::Error| LoadError::Io { path, source: std::io::Error::other(error) };
    serde_json::from_slice(&bytes).map(Some).map_err(not_ours)
}

/// What a project's file holds.
pub fn project_to_ron(project: &Project) -> String {
    // One that an older Hashiya reads whole stays readable to it.
    let has_attributes = project.changes.iter().any(|change| !change.attributes.is_empty());
    let version = if has_attributes || says_more(&project.schema) { PROJECT_VERSION } else { 2 };
    let mut out = format!("(\n    version: {version},\n    project: ");
    push_str(&mut out, &project.name, Place::Line);
    out.push_str(",\n    language: ");
    push_str(&mut out, &project.language, Place::Line);
    out.push_str(",\n    schema: (\n");
    push_fields(&mut out, &project.schema, "        ");
    out.push_str("    ),\n    guidelines: ");
    push_str(&mut out, &project.guidelines, Place::Block);
    out.push_str(",\n");
    if !project.changes.is_empty() {
        out.push_str("    changes: [\n");
        for change in &project.changes {
            push_change(&mut out, change);
        }
        out.push_str("    ],\n");
    }
    out.push_str(")\n");
    out
}

/// One change of the schema, a line.
fn push_change(out: &mut String, change: &SchemaChange) {
    out.push_str("        (labels: ");
    push_map(out, &change.labels, LabelName::as_str, |out, new| match new {
        LabelChange::Becomes(name) => push_becomes(out, name),
        LabelChange::Deleted => out.push_str("Deleted"),
        LabelChange::Split { attribute, into, rest } => {
            out.push_str("Split(attribute: ");
            push_str(out, attribute, Place::Line);
            out.push_str(", into: ");
            push_map(out, into, String::as_str, |out, name| push_str(out, name.as_str(), Place::Line));
            out.push_str(", rest: ");
            push_str(out, rest.as_str(), Place::Line);
            out.push(')');
        }
    });
    out.push_str(", relation_types: ");
    push_map(out, &change.relation_types, LabelName::as_str, |out, new| match new {
        RelationTypeChange::Becomes(name) => push_becomes(out, name),
        RelationTypeChange::Deleted => out.push_str("Deleted"),
    });
    if !change.attributes.is_empty() {
        out.push_str(", attributes: [");
        for (n, AttributeChange { owner, name, becomes, values }) in change.attributes.iter().enumerate() {
            out.push_str(if n == 0 { "(" } else { ", (" });
            if let Some(owner) = owner {
                out.push_str("owner: Some(");
                push_str(out, owner.as_str(), Place::Line);
                out.push_str("), ");
            }
            out.push_str("name: ");
            push_str(out, name, Place::Line);
            out.push_str(", becomes: ");
            push_str(out, becomes, Place::Line);
            out.push_str(", values: ");
            push_map(out, values, String::as_str, |out, new| push_str(out, new, Place::Line));
            out.push(')');
        }
        out.push(']');
    }
    out.push_str("),\n");
}

fn push_becomes(out: &mut String, name: &LabelName) {
    out.push_str("Becomes(");
    push_str(out, name.as_str(), Place::Line);
    out.push(')');
}

fn push_map<K, V>(
    out: &mut String,
    map: &BTreeMap<K, V>,
    key: impl Fn(&K) -> &str,
    push_value: impl Fn(&mut String, &V),
) {
    out.push('{');
    for (n, (name, value)) in map.iter().enumerate() {
        out.push_str(if n == 0 { "" } else { ", " });
        push_str(out, key(name), Place::Line);
        out.push_str(": ");
        push_value(out, value);
    }
    out.push('}');
}
