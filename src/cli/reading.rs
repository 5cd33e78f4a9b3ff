//! How files of other formats are read: what several commands ask about it, and the files one after the other.

use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs;
use super::output::{Failure, message_of, tell_all, warn};
use super::progress::Progress;
use super::standard;
use super::stop;
use super::values::{self, Columns};
use crate::formats::{self, Format, ImportOptions, SchemaBuilder, Separator, TextEncoding, Unit};
use crate::model::{AttributeDefinition, AttributeKind, Schema};
use crate::store;
use crate::workspace::import::{GoOn, format_for, owner_of};
use crate::workspace::inputs::{InputFile, is_importable};
use crate::workspace::open::is_document_name;
use crate::workspace::schemas;
use crate::workspace::{OpenWarning, WorkspaceError, annotator_named};

#[derive(Debug, Args)]
pub(super) struct Reading {
    /// The format of the inputs; else what they hold tells
    #[arg(long, value_name = "FORMAT", value_parser = values::readable_format)]
    pub from: Option<&'static str>,
    /// A schema, or a document that carries one: labels beyond it are refused, unless --schema-grow. Without it there are the labels of the files
    #[arg(long, value_name = "FILE")]
    pub schema: Option<PathBuf>,
    /// Labels, relation types and attributes that the schema lacks are added to it and named, instead of refused
    #[arg(long, requires = "schema")]
    pub schema_grow: bool,
    /// What offsets count: code-points, utf16 or bytes; else the text beside them tells
    #[arg(long, value_parser = values::unit)]
    pub unit: Option<Unit>,
    /// The encoding, such as utf-8, utf-16, windows-1256, iso-8859-6; else it is guessed
    #[arg(long, value_name = "NAME", value_parser = values::encoding)]
    pub encoding: Option<TextEncoding>,
    /// What the columns of CoNLL are, such as token,_,tag (also id, misc); else what stands in them tells
    #[arg(long, value_name = "NAMES", value_parser = values::columns)]
    pub columns: Option<Columns>,
    /// What separates the columns: tab, blanks or one sign; else what stands in the lines tells
    #[arg(long, value_parser = values::separator)]
    pub separator: Option<Separator>,
    /// Whose annotations are taken of a document with those of several (Label Studio): a name, an e-mail address, a number, ground-truth,
    /// predictions or the name of a model; else those of all, without predictions
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,
}

/// The schema of a file in any format; what of the file was left out is told.
pub(super) fn schema_of(path: &Path) -> Result<Schema, Failure> {
    let loaded = schemas::load_schema(path, None)?;
    tell_all(loaded.notes.iter().map(|note| format!("{}: {note}", path.display())));
    Ok(loaded.schema)
}

/// Takes a file: its format, itself, how it is read, and whoever is asked whether to go on, with how many documents there are.
pub(super) type TakeFile<'a> = &'a mut dyn FnMut(
    &'static dyn Format,
    &InputFile,
    &ImportOptions,
    GoOn<'_>,
) -> Result<Vec<OpenWarning>, WorkspaceError>;

impl Reading {
    /// The schema that was given, and what grows from it.
    pub(super) fn schema(&self) -> Result<(Option<Schema>, SchemaBuilder), Failure> {
        let given = self.schema.as_deref().map(schema_of).transpose()?;
        let builder = match given.clone() {
            Some(schema) if self.schema_grow => SchemaBuilder::growing(schema),
            Some(schema) => SchemaBuilder::fixed(schema),
            None => SchemaBuilder::of_files(store::default_schema()),
        };
        Ok((given, builder))
    }

    /// Hands all files that `inputs` stand for to `take`, and tells what is worth knowing of each; how many failed. Unless
    /// `keep_going`, one is the end.
    pub(super) fn files(
        &self,
        inputs: &[PathBuf],
        annotator: Option<&str>,
        keep_going: bool,
        progress: &Progress,
        take: TakeFile<'_>,
    ) -> Result<usize, Failure> {
        let wanted = |path: &Path| !stop::is_asked() && is_importable(path, self.from);
        let (found, mut failed) = inputs::find(inputs, wanted);
        let options = ImportOptions {
            columns: self.columns.as_ref().map(|columns| columns.0.clone()),
            separator: self.separator,
            keep_going,
            by: self.by.clone(),
            ..options(self.unit, self.encoding, annotator)
        };
        for (n, file) in found.iter().enumerate() {
            let go_on = |documents| {
                match found.len() {
                    1 => progress.at("reading document", documents + 1, None),
                    files => progress.at("reading file", n + 1, Some(files)),
                }
                !stop::is_asked()
            };
            let read = self
                .format_of(file)
                .and_then(|format| take(format, file, &options, &go_on).map_err(|error| message_of(&error)));
            match read {
                Ok(warnings) => tell_all(&warnings),
                Err(_) if stop::is_asked() => break,
                Err(message) => {
                    warn(&message);
                    failed += 1;
                }
            }
        }
        match stop::is_asked() {
            true => Err(Failure::Stopped),
            false => Ok(failed),
        }
    }

    fn format_of(&self, file: &InputFile) -> Result<&'static dyn Format, String> {
        format_for(&file.path, self.from)
            .map_err(|error| message_of(&error))?
            .or_else(|| owner_of(&file.path).filter(|_| file.named))
            .ok_or_else(|| unknown_format(&file.path))
    }

    /// Says what a schema that was given has grown by.
    pub(super) fn tell_additions(&self, given: Option<&Schema>, now: &Schema) {
        let Some(given) = given.filter(|_| self.schema_grow) else { return };
        let added = additions(given, now);
        if !added.is_empty() {
            warn(&format!("added to the schema: {}", added.join(", ")));
        }
    }
}

pub(super) fn options(unit: Option<Unit>, encoding: Option<TextEncoding>, annotator: Option<&str>) -> ImportOptions {
    ImportOptions {
        unit,
        encoding,
        annotator: annotator_named(annotator),
        now: store::now(),
        ..ImportOptions::default()
    }
}

fn unknown_format(path: &Path) -> String {
    let name = path.display();
    if is_document_name(path) {
        return format!("{name}: this is a document of Hashiya already; there is nothing to import");
    }
    let names: Vec<_> = formats::registry().iter().filter(|f| f.reads()).map(|f| f.name()).collect();
    match path.exists() || standard::is_meant(path) {
        true => {
            format!("{name}: what it holds is of no format that is known; name one with --from ({})", names.join(", "))
        }
        false => format!("{name}: there is no such file or folder"),
    }
}

/// What a schema has beyond one that it grew from.
fn additions(before: &Schema, after: &Schema) -> Vec<String> {
    let mut added = Vec::new();
    let mut attributes = |owner: &str, before: &[AttributeDefinition], after: &[AttributeDefinition]| {
        for new in after {
            match (before.iter().find(|old| old.name == new.name).map(|old| &old.kind), &new.kind) {
                (None, _) => added.push(format!("attribute {} of {owner}", new.name)),
                (
                    Some(AttributeKind::Choice(old) | AttributeKind::Choices(old)),
                    AttributeKind::Choice(choices) | AttributeKind::Choices(choices),
                ) => {
                    let new_ones = choices.iter().filter(|choice| !old.contains(choice));
                    added.extend(new_ones.map(|choice| format!("choice {choice} of {}", new.name)));
                }
                _ => {}
            }
        }
    };
    let none = Vec::new();
    for label in &after.labels {
        let old = before.labels.iter().find(|old| old.name == label.name);
        attributes(label.name.as_str(), old.map_or(&none, |old| &old.attributes), &label.attributes);
    }
    for kind in &after.relation_types {
        let old = before.relation_types.iter().find(|old| old.name == kind.name);
        attributes(kind.name.as_str(), old.map_or(&none, |old| &old.attributes), &kind.attributes);
    }
    attributes("documents", &before.document_attributes, &after.document_attributes);
    let labels = after.labels.iter().filter(|label| before.label(&label.name).is_none());
    let kinds = after.relation_types.iter().filter(|kind| before.relation_type(&kind.name).is_none());
    let labels = labels.map(|label| format!("label {}", label.name));
    labels.chain(kinds.map(|kind| format!("relation type {}", kind.name))).chain(added).collect()
}
