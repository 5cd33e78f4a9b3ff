//! `hashiya schema`: whether a schema is sound, the same one in another format, and documents brought to it.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::migrate::{self, Changes, Say};
use super::output::{Failure, count, message_of, tell_all, warn};
use super::reading::schema_of;
use crate::analysis::schema_advice::advice;
use crate::workspace::schemas::{self, OWN, Over, SchemaKind};

#[derive(Debug, Subcommand)]
pub(super) enum Schema {
    /// Check schemas, of any format and within documents; what is wrong, and what may be meant otherwise; exit code 1 if one is not sound
    Check(Check),
    /// Write a schema in another format; what that has no place for is listed
    Convert(Convert),
    /// Bring documents to a schema; shows first what would become of them
    Apply(Apply),
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Schemas: files of Hashiya, annotation.conf, XML of Label Studio, JSON of doccano, CSV, or a folder with one of them
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The format; else the name of the file tells
    #[arg(long, value_name = "FORMAT", value_parser = kind)]
    pub format: Option<SchemaKind>,
    /// What may be meant otherwise is wrong as well
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Args)]
pub(super) struct Convert {
    /// The schema, or a document that carries it
    #[arg(value_name = "FROM")]
    pub from: PathBuf,
    /// The file to write; a folder gets the files that the format has in one
    #[arg(value_name = "TO")]
    pub to: PathBuf,
    /// The format of FROM: hashiya, brat, label-studio, doccano or csv; else its name tells
    #[arg(long, value_name = "FORMAT", value_parser = kind)]
    pub from_format: Option<SchemaKind>,
    /// The format of TO; else its name tells
    #[arg(long, value_name = "FORMAT", value_parser = kind)]
    pub to_format: Option<SchemaKind>,
    /// Write nothing where something would be lost
    #[arg(long)]
    pub strict: bool,
    /// Only show what would be lost
    #[arg(long)]
    pub dry_run: bool,
    /// Replace files that Hashiya did not write
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub(super) struct Apply {
    /// The schema in any format, or a document that carries it
    #[arg(value_name = "SCHEMA")]
    pub schema: PathBuf,
    /// Documents, or folders of documents
    #[arg(required_unless_present = "project", conflicts_with = "project", value_name = "DOCUMENT")]
    pub documents: Vec<PathBuf>,
    /// A project, with all of its documents
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
    #[command(flatten)]
    pub changes: Changes,
    /// Save the documents; without it, what would become of them is only shown
    #[arg(long)]
    pub write: bool,
    /// Only show what would become of the documents, even with --write
    #[arg(long)]
    pub dry_run: bool,
    /// As one JSON object
    #[arg(long)]
    pub json: bool,
}

fn kind(name: &str) -> Result<SchemaKind, String> {
    let known = || {
        let others = crate::formats::schemas::formats().iter().map(|format| format.name);
        std::iter::once(OWN).chain(others).collect::<Vec<_>>().join(", ")
    };
    SchemaKind::named(name).map_err(|_| format!("schemas are written in {}", known()))
}

pub(super) fn run(task: Schema, out: &mut dyn Write) -> Result<(), Failure> {
    match task {
        Schema::Check(task) => check(&task, out),
        Schema::Convert(task) => convert(&task, out),
        Schema::Apply(task) => apply(task, out),
    }
}

/// One line for each thing that is wrong, or may be; a line for each schema that is sound.
fn check(task: &Check, out: &mut dyn Write) -> Result<(), Failure> {
    let mut is_sound = true;
    for path in &task.files {
        let loaded = match schemas::load_schema(path, task.format) {
            Ok(loaded) => loaded,
            Err(error) => {
                is_sound = false;
                writeln!(out, "{}", message_of(&error))?;
                continue;
            }
        };
        tell_all(loaded.notes.iter().map(|note| format!("{}: {note}", path.display())));
        let found = advice(&loaded.schema);
        for advice in &found {
            writeln!(out, "{}: {advice}", path.display())?;
        }
        is_sound &= !task.strict || found.is_empty();
        let schema = &loaded.schema;
        let attributes = schema.document_attributes.len()
            + schema.labels.iter().map(|label| label.attributes.len()).sum::<usize>()
            + schema.relation_types.iter().map(|kind| kind.attributes.len()).sum::<usize>();
        warn(&format!(
            "{}: {}, {}, {}",
            path.display(),
            count(schema.labels.len(), "label"),
            count(schema.relation_types.len(), "relation type"),
            count(attributes, "attribute"),
        ));
    }
    if is_sound { Ok(()) } else { Err(Failure::Told) }
}

fn convert(task: &Convert, out: &mut dyn Write) -> Result<(), Failure> {
    let loaded = schemas::load_schema(&task.from, task.from_format)?;
    tell_all(loaded.notes.iter().map(|note| format!("{}: {note}", task.from.display())));
    let to = task.to_format.unwrap_or_else(|| SchemaKind::of_path(&task.to));
    let losses = to.losses(&loaded.schema);
    for loss in &losses {
        writeln!(out, "{}\t{}\t{}", loss.names.len(), loss.place, loss.names.join(", "))?;
    }
    if task.strict && !losses.is_empty() {
        return Err(Failure::Because(format!("{} has no place for what is listed; nothing was written", to.name())));
    }
    if task.dry_run {
        warn("nothing was written");
        return Ok(());
    }
    let over = if task.force { Over::Anything } else { Over::Nothing };
    schemas::save_schema(&loaded.schema, &task.to, to, over)?;
    warn(&format!("{}: written as {}", task.to.display(), to.name()));
    Ok(())
}

fn apply(task: Apply, out: &mut dyn Write) -> Result<(), Failure> {
    let schema = schema_of(&task.schema)?;
    let preview = !task.write || task.dry_run;
    let say = Say { preview, json: task.json, what: "hashiya schema apply" };
    match &task.project {
        Some(root) => migrate::of_project(root, Some(schema), &task.changes, &say, out)?,
        None => migrate::of_documents(&task.documents, schema, &task.changes, &say, out)?,
    }
    if !task.write {
        warn("--write saves the documents");
    }
    Ok(())
}
