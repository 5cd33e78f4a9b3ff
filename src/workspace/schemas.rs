//! Schemas in files: our own, those within documents, and those of other programs; read and written by the same way for window and
//! command line.

use std::path::{Path, PathBuf};

use super::error::WorkspaceError;
use super::export::{ExportBatch, ExportGuard};
use crate::formats::schemas::{self, SchemaFormat, SchemaLoss, SchemaNote};
use crate::model::Schema;
use crate::store::header::FileKind;
use crate::store::{self, Expect, disk};

/// The longest file of labels of another program that is read.
const MAX_SCHEMA_BYTES: u64 = 16 * 1024 * 1024;

/// How our own files of schemas are called among the formats.
pub const OWN: &str = "hashiya";

/// What a file of a schema is written in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SchemaKind {
    /// Our own RON.
    Own,
    Other(&'static SchemaFormat),
}

impl SchemaKind {
    /// By the name of a format.
    ///
    /// # Errors
    /// Where no format is called so.
    pub fn named(name: &str) -> Result<Self, WorkspaceError> {
        match name {
            OWN => Ok(SchemaKind::Own),
            name => {
                schemas::named(name).map(SchemaKind::Other).ok_or_else(|| WorkspaceError::NoFormat(name.to_owned()))
            }
        }
    }

    /// By the name of a file; what no other format is known by is our own.
    pub fn of_path(path: &Path) -> Self {
        schemas::of_path(path).map_or(SchemaKind::Own, SchemaKind::Other)
    }

    pub fn name(self) -> &'static str {
        match self {
            SchemaKind::Own => OWN,
            SchemaKind::Other(format) => format.name,
        }
    }

    /// What it has no place for.
    pub fn losses(self, schema: &Schema) -> Vec<SchemaLoss> {
        match self {
            SchemaKind::Own => Vec::new(),
            SchemaKind::Other(format) => format.losses(schema),
        }
    }
}

/// A schema that was read, and what of its file was left out.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedSchema {
    pub schema: Schema,
    pub kind: SchemaKind,
    pub notes: Vec<SchemaNote>,
}

/// The file that a folder or a file stands for, and its kind.
fn meant(path: &Path, kind: Option<SchemaKind>) -> Result<(PathBuf, SchemaKind), WorkspaceError> {
    if !store::is_folder(path)? {
        return Ok((path.to_path_buf(), kind.unwrap_or_else(|| SchemaKind::of_path(path))));
    }
    let is_there = |format: &&SchemaFormat| store::is_there(&path.join(format.file));
    let format = match kind {
        Some(SchemaKind::Other(format)) => Some(format),
        _ => schemas::formats().iter().find(is_there),
    };
    match format {
        Some(format) => Ok((path.join(format.file), SchemaKind::Other(format))),
        None => Ok((path.to_path_buf(), SchemaKind::Own)),
    }
}

/// Reads the schema of a file, in any format that its name tells or that is named; of a document the one within it.
///
/// # Errors
/// Where the file cannot be read, or is no sound schema.
pub fn load_schema(path: &Path, kind: Option<SchemaKind>) -> Result<LoadedSchema, WorkspaceError> {
    let (path, kind) = meant(path, kind)?;
    let SchemaKind::Other(format) = kind else {
        let schema = store::load_schema(&path)?;
        return Ok(LoadedSchema { schema, kind, notes: Vec::new() });
    };
    let bytes = disk::read(&path, MAX_SCHEMA_BYTES)?;
    let beside = |name: &&'static str| {
        let place = path.with_file_name(name);
        if !store::is_there(&place) {
            None
        } else {
            Some(disk::read(&place, MAX_SCHEMA_BYTES).map(|bytes| (*name, bytes)))
        }
    };
    let companions = format.companions.iter().filter_map(beside).collect::<Result<Vec<_>, _>>()?;
    let read = format.read(&path, &bytes, &companions)?;
    Ok(LoadedSchema { schema: read.schema, kind, notes: read.notes })
}

/// What a file of a schema may replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Nothing that Hashiya did not write itself and that nobody changed since.
    Nothing,
    /// The file of this name: a person was asked. Not what stands beside it.
    Named,
    /// Whatever is there but documents.
    Anything,
}

/// Writes a schema to a file, with those that belong beside it; what the format has no place for is in the answer.
///
/// # Errors
/// Where the schema is not sound, a file stands there that may not be replaced, or it cannot be written.
pub fn save_schema(
    schema: &Schema,
    path: &Path,
    kind: SchemaKind,
    over: Over,
) -> Result<Vec<SchemaLoss>, WorkspaceError> {
    let SchemaKind::Other(format) = kind else {
        // Annotated work is no schema, whatever a person said of a file.
        if store::folder::holds_kind(path).is_some_and(|kind| kind != FileKind::Schema) {
            return Err(WorkspaceError::OverDocument { path: path.into() });
        }
        let expect = if over == Over::Nothing { Expect::Absent } else { Expect::Anything };
        store::save_schema(schema, path, expect)?;
        return Ok(Vec::new());
    };
    let path = if store::is_folder(path)? { path.join(format.file) } else { path.to_path_buf() };
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for (name, text) in format.write(schema) {
        let place = if files.is_empty() { path.clone() } else { path.with_file_name(name) };
        files.push((place, text.into_bytes()));
    }
    let guard = match over {
        Over::Nothing => ExportGuard::OwnExports,
        Over::Named => ExportGuard::Confirmed,
        Over::Anything => ExportGuard::Force,
    };
    if over == Over::Named {
        // Nobody was asked about these.
        drop(ExportBatch::stage(files[1..].to_vec(), ExportGuard::OwnExports)?);
    }
    ExportBatch::stage(files, guard)?.commit()?;
    Ok(format.losses(schema))
}
