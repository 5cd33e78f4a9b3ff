//! `hashiya import`: other people's files become documents.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs;
use super::output::{Failure, count, message_of, tell_all, warn};
use super::progress::Progress;
use super::standard;
use super::stop;
use super::values::{self, Columns};
use crate::formats::{self, ImportOptions, SchemaBuilder, Separator, TextEncoding, Unit};
use crate::model::{AttributeDefinition, AttributeKind, Schema};
use crate::store;
use crate::workspace::annotator_named;
use crate::workspace::import::{GoOn, ImportBatch, format_for, owner_of};
use crate::workspace::inputs::{InputFile, is_importable};
use crate::workspace::open::is_document_name;

#[derive(Debug, Args)]
pub(super) struct Import {
    /// Files, or folders whose files of a known format are taken, inner folders too; - for the standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Where the documents are put
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
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
    /// Who annotated, where the file does not say
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,
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
    /// Import what can be imported even if an input fails; lines that cannot be read are listed and left out
    #[arg(long)]
    pub keep_going: bool,
    /// Only list what would be written
    #[arg(long)]
    pub dry_run: bool,
}

pub(super) fn run(task: Import, out: &mut dyn Write) -> Result<(), Failure> {
    standard::refuse([&task.out], "documents are files of their own and go into a folder, which --out names")?;
    stop::listen();
    let progress = Progress::begin();
    let given = task.schema.as_deref().map(store::load_schema).transpose()?;
    let schema = match given.clone() {
        Some(schema) if task.schema_grow => SchemaBuilder::growing(schema),
        Some(schema) => SchemaBuilder::fixed(schema),
        None => SchemaBuilder::of_files(store::default_schema()),
    };
    let wanted = |path: &Path| !stop::is_asked() && is_importable(path, task.from);
    let (found, mut failed) = inputs::find(&task.inputs, wanted);
    let options = ImportOptions {
        columns: task.columns.as_ref().map(|columns| columns.0.clone()),
        separator: task.separator,
        keep_going: task.keep_going,
        by: task.by.clone(),
        ..options(task.unit, task.encoding, task.annotator.as_deref())
    };
    let mut batch = ImportBatch::new(task.out.clone(), schema);
    for (n, file) in found.iter().enumerate() {
        let go_on = |documents| {
            match found.len() {
                1 => progress.at("reading document", documents + 1, None),
                files => progress.at("reading file", n + 1, Some(files)),
            }
            !stop::is_asked()
        };
        if let Err(message) = add(&mut batch, file, &task, &options, &go_on) {
            if stop::is_asked() {
                break;
            }
            warn(&message);
            failed += 1;
        }
    }
    if stop::is_asked() {
        return Err(Failure::Stopped);
    }
    if failed > 0 && !task.keep_going {
        warn("nothing was written, since an input failed; --keep-going imports the rest");
        return Err(Failure::Told);
    }
    if batch.is_empty() {
        warn("no document was found in what was named; nothing was written");
        return Err(Failure::Told);
    }
    if let Some(given) = given.filter(|_| task.schema_grow) {
        let added = additions(&given, batch.schema());
        if !added.is_empty() {
            warn(&format!("added to the schema: {}", added.join(", ")));
        }
    }
    let mut summary =
        format!("{}, {}", count(batch.places().count(), "document"), count(batch.annotations, "annotation"));
    if batch.left_out > 0 {
        summary.push_str(&format!("; {} left out", count(batch.left_out, "line")));
    }
    let places: Vec<_> = batch.places().map(Path::to_path_buf).collect();
    match task.dry_run {
        true => warn(&format!("{summary}; nothing was written")),
        false => {
            let all = places.len();
            let staged = batch.stage(&|documents| {
                progress.at("writing document", documents + 1, Some(all));
                !stop::is_asked()
            })?;
            if stop::is_asked() {
                return Err(Failure::Stopped);
            }
            staged.commit(0)?;
            warn(&summary);
            stop::tell_done(all);
        }
    }
    for place in places {
        writeln!(out, "{}", place.display())?;
    }
    if failed > 0 { Err(Failure::Told) } else { Ok(()) }
}

fn add(
    batch: &mut ImportBatch,
    file: &InputFile,
    task: &Import,
    options: &ImportOptions,
    go_on: GoOn<'_>,
) -> Result<(), String> {
    let format = format_for(&file.path, task.from)
        .map_err(|error| message_of(&error))?
        .or_else(|| owner_of(&file.path).filter(|_| file.named))
        .ok_or_else(|| unknown_format(&file.path))?;
    let warnings = batch.add(format, &file.path, &file.below, options, go_on).map_err(|error| message_of(&error))?;
    tell_all(&warnings);
    Ok(())
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
                (Some(AttributeKind::Choice(old)), AttributeKind::Choice(choices)) => {
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
