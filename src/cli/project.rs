//! `hashiya project`: a folder of documents with one schema, made, filled and counted.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::inputs;
use super::migrate;
use super::output::{Failure, count, message_of, tell_all, warn};
use super::progress::Progress;
use super::project_list;
use super::reading::{options, schema_of};
use super::sharing;
use super::statistics;
use super::stop;
use super::values;
use crate::formats::{ImportOptions, SchemaBuilder, TextEncoding, Unit};
use crate::model::project::DEFAULT_LANGUAGE;
use crate::model::{Project as ProjectFacts, Schema};
use crate::store;
use crate::workspace::inputs::for_project;
use crate::workspace::project::{FillReport, FillStep, Renaming, SetStatus, SourceState, fill, rename};
use crate::workspace::{ProjectFolder, ProjectStatus};

#[derive(Debug, Subcommand)]
pub(super) enum Project {
    /// Make a project of texts and datasets
    New(New),
    /// Put further texts and datasets into a project; what is there already stays as it is
    Add(Add),
    /// List the documents of a project, or of any folder: state, counts, annotator, last change; filtered and sorted
    List(project_list::List),
    /// Change the schema of a project and all of its documents with it; --dry-run shows what would become of them
    Migrate(migrate::Migrate),
    /// Share documents out to annotators, some of them to several
    Assign(sharing::Assign),
    /// Make a project of its own of what one annotator has to do, to be handed over
    Package(sharing::Package),
    /// Take back what was done in a package: merged document by document, all or none; exit code 1 if something is to be decided
    Return(sharing::Return),
    /// Make second readings of documents that are done, blind, to be compared with the first
    Reread(sharing::Reread),
    /// Count a project: documents by state, annotations, annotators, and what is not as it should be
    Status(Status),
    /// Give a document another title, its file another name, or both; its earlier versions go with it
    Rename(Rename),
    /// Move documents out of a project into its folder 'removed', or bring them back from there
    Remove(Remove),
    /// Count annotations by label, document, annotator, day, length, string, and by any two things at once
    Stats(statistics::ProjectStats),
}

#[derive(Debug, Args)]
pub(super) struct New {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Files, or folders whose texts and datasets are taken, inner folders too
    #[arg(long, value_name = "INPUT", num_args = 1..)]
    pub from: Vec<PathBuf>,
    /// What to call it; else the folder's name
    #[arg(long)]
    pub name: Option<String>,
    /// The language of the texts, as a tag such as ar, arz or en
    #[arg(long, value_name = "TAG", default_value = DEFAULT_LANGUAGE)]
    pub language: String,
    /// A schema, or a document that carries one; else the labels of the inputs
    #[arg(long, value_name = "FILE")]
    pub schema: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Files, or folders whose texts and datasets are taken, inner folders too
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}

/// How inputs are read.
#[derive(Debug, Args)]
pub(super) struct Reading {
    /// Labels, relation types and attributes that the schema lacks are added to it, instead of refused
    #[arg(long)]
    pub schema_grow: bool,
    /// The format of the inputs; else what they hold tells
    #[arg(long, value_name = "FORMAT", value_parser = values::readable_format)]
    pub format: Option<&'static str>,
    /// What offsets count: code-points, utf16 or bytes; else the text beside them tells
    #[arg(long, value_parser = values::unit)]
    pub unit: Option<Unit>,
    /// The encoding, such as utf-8, utf-16, windows-1256, iso-8859-6; else it is guessed
    #[arg(long, value_name = "NAME", value_parser = values::encoding)]
    pub encoding: Option<TextEncoding>,
    /// Who annotates; of annotations, where the file does not say
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,
    /// Take what can be taken even if an input fails; lines that cannot be read are listed and left out
    #[arg(long)]
    pub keep_going: bool,
}

#[derive(Debug, Args)]
pub(super) struct Status {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// As one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Rename {
    /// The document
    #[arg(value_name = "DOCUMENT")]
    pub document: PathBuf,
    /// Its new title
    #[arg(long, required_unless_present = "file")]
    pub title: Option<String>,
    /// The new name of its file, in the folder it is in
    #[arg(long, value_name = "NAME")]
    pub file: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Remove {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Its documents
    #[arg(required_unless_present = "list", value_name = "DOCUMENT")]
    pub documents: Vec<PathBuf>,
    /// Bring documents back that lie in the folder 'removed'
    #[arg(long)]
    pub back: bool,
    /// Print what lies in the folder 'removed', a path a line, and move nothing
    #[arg(long, conflicts_with_all = ["documents", "back"])]
    pub list: bool,
}

pub(super) fn run(task: Project, out: &mut dyn Write) -> Result<(), Failure> {
    match task {
        Project::New(task) => new(task, out),
        Project::Add(task) => add(task, out),
        Project::List(task) => project_list::run(&task, out),
        Project::Migrate(task) => migrate::run(task, out),
        Project::Assign(task) => sharing::assign(&task, out),
        Project::Package(task) => sharing::package(&task, out),
        Project::Return(task) => sharing::take_back(&task, out),
        Project::Reread(task) => sharing::reread(&task, out),
        Project::Status(task) => status(&task, out),
        Project::Rename(task) => rename_document(task, out),
        Project::Remove(task) => remove(&task, out),
        Project::Stats(task) => statistics::project_stats(&task, out),
    }
}

fn new(task: New, out: &mut dyn Write) -> Result<(), Failure> {
    let given = task.schema.as_deref().map(schema_of).transpose()?;
    let name = task.name.clone().or_else(|| Some(task.folder.file_name()?.to_string_lossy().into_owned()));
    let name = name.filter(|name| !name.trim().is_empty());
    let name = name.ok_or_else(|| Failure::Because("the project needs a name: --name".into()))?;
    let schema =
        given.clone().unwrap_or_else(|| if task.from.is_empty() { store::default_schema() } else { Schema::default() });
    let facts = ProjectFacts { language: task.language.clone(), ..ProjectFacts::new(name, schema.into()) };
    let builder = match given {
        Some(schema) if task.reading.schema_grow => SchemaBuilder::growing(schema),
        Some(schema) => SchemaBuilder::fixed(schema),
        None => SchemaBuilder::of_files(store::default_schema()),
    };
    // A broken run is gone on with by the same command.
    let mut folder = match ProjectFolder::open(&task.folder) {
        Ok(folder) if folder.project.name == facts.name && !task.from.is_empty() => folder,
        _ => ProjectFolder::create(&task.folder, facts)?,
    };
    if task.from.is_empty() {
        writeln!(out, "{}", task.folder.display())?;
        return Ok(());
    }
    fill_from(&mut folder, &task.from, builder, &task.reading, out)
}

fn add(task: Add, out: &mut dyn Write) -> Result<(), Failure> {
    let mut folder = ProjectFolder::open(&task.folder)?;
    let schema = (*folder.project.schema).clone();
    let builder = if task.reading.schema_grow { SchemaBuilder::growing(schema) } else { SchemaBuilder::fixed(schema) };
    fill_from(&mut folder, &task.inputs, builder, &task.reading, out)
}

fn fill_from(
    folder: &mut ProjectFolder,
    named: &[PathBuf],
    schema: SchemaBuilder,
    reading: &Reading,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    stop::listen();
    let progress = Progress::begin();
    let found = for_project(named, reading.format, &|_| !stop::is_asked());
    let (found, failed) = inputs::tell_of(found);
    if stop::is_asked() {
        return Err(Failure::Stopped);
    }
    if failed > 0 && !reading.keep_going {
        warn("nothing was written, since an input failed; --keep-going takes the rest");
        return Err(Failure::Told);
    }
    let options = ImportOptions {
        keep_going: reading.keep_going,
        ..options(reading.unit, reading.encoding, reading.annotator.as_deref())
    };
    let step = |step: FillStep, done: usize, all: usize| {
        let doing = match step {
            FillStep::Reading => "reading file",
            FillStep::Writing => "writing document",
        };
        progress.at(doing, done + 1, Some(all));
        !stop::is_asked()
    };
    let report = match fill(folder, (&found, named), schema, (&options, reading.format), &step) {
        Ok(report) => report,
        Err(error) => {
            drop(progress);
            if stop::is_asked() {
                warn("stopped; what was written stays, and the same command goes on from there");
                return Err(Failure::Told);
            }
            return Err(error.into());
        }
    };
    drop(progress);
    tell(&report);
    writeln!(out, "{}", folder.root.display())?;
    if failed + report.failed.len() > 0 { Err(Failure::Told) } else { Ok(()) }
}

fn tell(report: &FillReport) {
    tell_all(report.warnings.iter().map(|(_, warning)| warning));
    report.failed.iter().for_each(|error| warn(&message_of(error)));
    let mut summary = format!("{}, {}", count(report.documents, "document"), count(report.annotations, "annotation"));
    if report.there > 0 {
        summary.push_str(&format!("; {} there already", count(report.there, "document")));
    }
    if report.left_out > 0 {
        summary.push_str(&format!("; {} left out", count(report.left_out, "line")));
    }
    if report.grown {
        summary.push_str("; the schema of the project has further labels");
    }
    warn(&summary);
}

fn rename_document(task: Rename, out: &mut dyn Write) -> Result<(), Failure> {
    let versions = store::SettingsFile::standard().peek().versions_kept as usize;
    let place = rename(&task.document, &Renaming { title: task.title, file: task.file }, versions)?;
    Ok(writeln!(out, "{}", place.display())?)
}

fn remove(task: &Remove, out: &mut dyn Write) -> Result<(), Failure> {
    let folder = ProjectFolder::open(&task.folder)?;
    let places = if task.list {
        stop::listen();
        let removed = folder.removed(&|_| !stop::is_asked())?;
        removed.into_iter().map(|moved| moved.to).collect()
    } else if task.back {
        let removed = task.documents.iter().map(|path| folder.removed_at(path)).collect::<Result<Vec<_>, _>>()?;
        folder.bring_back(&removed)?
    } else {
        stop::listen();
        let moved = folder.remove(&task.documents, &|_| !stop::is_asked())?;
        moved.into_iter().map(|moved| moved.to).collect()
    };
    for place in places {
        writeln!(out, "{}", place.display())?;
    }
    Ok(())
}

fn status(task: &Status, out: &mut dyn Write) -> Result<(), Failure> {
    stop::listen();
    let progress = Progress::begin();
    let folder = ProjectFolder::open(&task.folder)?;
    let status = ProjectStatus::of(&folder, &progress.counting("document"))?;
    drop(progress);
    if task.json {
        writeln!(out, "{:#}", json_of(&status))?;
    } else {
        rows(&status, out)?;
    }
    status.failed.iter().for_each(|error| warn(&message_of(error)));
    if status.failed.is_empty() { Ok(()) } else { Err(Failure::Told) }
}

fn json_of(status: &ProjectStatus) -> Value {
    let (lost, changed) = status.lost_and_changed();
    let set = |name: &str, of: &SetStatus| json!({"name": name, "documents": of.documents, "settled": of.settled, "annotations": of.annotations});
    json!({
        "name": status.name,
        "language": status.language,
        "documents": status.documents,
        "states": status.states,
        "done_without_annotation": status.done_without,
        "annotations": status.annotations,
        "relations": status.relations,
        "words": status.words,
        "characters": status.code_points,
        "labels": status.labels.iter().map(|(label, n)| (label.to_string(), json!(n))).collect::<serde_json::Map<_, _>>(),
        "annotators": status.annotators.iter().map(|(name, of)| set(name.as_str(), of)).collect::<Vec<_>>(),
        "readings": status.readings.iter().map(|(name, of)| set(name, of)).collect::<Vec<_>>(),
        "unassigned": status.unassigned,
        "with_conflicts": status.with_conflicts,
        "with_other_schema": status.with_other_schema,
        "same_identity": status.same_id,
        "sources": {"lost": lost, "changed": changed},
        "unreadable": status.failed.len(),
        "foreign": status.foreign,
    })
}

fn rows(status: &ProjectStatus, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "project\t{}", status.name)?;
    writeln!(out, "language\t{}", status.language)?;
    for (name, count) in [
        ("documents", status.documents),
        ("annotations", status.annotations),
        ("relations", status.relations),
        ("words", status.words),
        ("characters", status.code_points),
    ] {
        writeln!(out, "{name}\t{count}")?;
    }
    for (state, count) in &status.states {
        writeln!(out, "state {state}\t{count}")?;
    }
    writeln!(out, "done without annotation\t{}", status.done_without)?;
    for (label, count) in &status.labels {
        writeln!(out, "label {label}\t{count}")?;
    }
    for (name, of) in &status.annotators {
        writeln!(out, "annotator {name}\t{} of {} done, {} annotations", of.settled, of.documents, of.annotations)?;
    }
    for (name, of) in &status.readings {
        writeln!(out, "reading {name}\t{} of {} done, {} annotations", of.settled, of.documents, of.annotations)?;
    }
    let (lost, changed) = status.lost_and_changed();
    for (what, count) in [
        ("assigned to nobody", status.unassigned),
        ("with conflicts", status.with_conflicts),
        ("with another schema", status.with_other_schema.len()),
        ("of one identity with another", status.same_id.len()),
        ("unreadable", status.failed.len()),
        ("foreign files", status.foreign.len()),
        ("sources lost", lost),
        ("sources changed", changed),
    ] {
        if count > 0 {
            writeln!(out, "{what}\t{count}")?;
        }
    }
    for source in &status.sources {
        let became = if source.state == SourceState::Lost { "lost" } else { "changed" };
        writeln!(out, "source {became}\t{}", source.path.display())?;
    }
    Ok(())
}
