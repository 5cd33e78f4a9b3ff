//! `project.ron`: the name of a body of work, the order of its documents, its schema and guidelines.

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::disk::{self, ContentHash, Expect};
use super::error::{LoadError, NotOurs, SaveError, unsound_schema};
use super::header::{self, FileKind};
use super::ron_writer::{Place, push_str};
use super::schema_file::push_fields;
use super::unique::parse;
use crate::model::{DocumentId, Problem, Project, Schema};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Project")]
struct ProjectV1 {
    #[serde(rename = "version")]
    _version: u32,
    project: String,
    schema: Schema,
    documents: Vec<DocumentId>,
    #[serde(default)]
    guidelines: String,
}

/// Reads a project's file.
pub fn load_project(path: &Path) -> Result<(Project, ContentHash), LoadError> {
    let bytes = disk::read(path, disk::MAX_SMALL_BYTES)?;
    Ok((read_project(path, &bytes)?, ContentHash::of(&bytes)))
}

/// Reads a project from the bytes of its file; `path` is for the messages.
pub fn read_project(path: &Path, bytes: &[u8]) -> Result<Project, LoadError> {
    let (source, kind) = header::open(path, bytes)?;
    if kind != FileKind::Project {
        let what = NotOurs::Holds { found: kind, wanted: FileKind::Project };
        return Err(LoadError::NotOurs { path: path.into(), line: 1, what });
    }
    let file: ProjectV1 = parse(path, source)?;
    file.schema.check().map_err(|error| unsound_schema(path, error))?;
    Ok(Project {
        name: file.project,
        schema: Arc::new(file.schema),
        documents: file.documents,
        guidelines: file.guidelines,
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

/// What a project's file holds.
pub fn project_to_ron(project: &Project) -> String {
    let mut out = String::from("(\n    version: 1,\n    project: ");
    push_str(&mut out, &project.name, Place::Line);
    out.push_str(",\n    documents: [\n");
    for id in &project.documents {
        out.push_str("        ");
        push_str(&mut out, &id.0, Place::Line);
        out.push_str(",\n");
    }
    out.push_str("    ],\n    schema: (\n");
    push_fields(&mut out, &project.schema, "        ");
    out.push_str("    ),\n    guidelines: ");
    push_str(&mut out, &project.guidelines, Place::Block);
    out.push_str(",\n)\n");
    out
}
