//! `hashiya merge` and `hashiya diff`: two versions of a document brought together, or compared.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use clap::Args;

use super::inputs::document;
use super::output::{Failure, count, tell_all, tell_report, versions_kept, warn};
use super::standard;
use crate::edit::diff::{DocumentLines, differences};
use crate::edit::merge::merge;
use crate::model::{AnnotatedDocument, DocumentId, Schema};
use crate::store::{self, Expect, FileKind, LoadError};
use crate::workspace::register::merge_files;
use crate::workspace::replace::{Edited, LockedDocument, Replacements};
use crate::workspace::versions::{journal_waits, keep_version};
use crate::workspace::{WorkspaceError, text};

#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The version both came from; may be empty
    #[arg(value_name = "BASE")]
    pub base: PathBuf,
    /// Replaced by the merge, unless --out is given
    #[arg(value_name = "OURS")]
    pub ours: PathBuf,
    #[arg(value_name = "THEIRS")]
    pub theirs: PathBuf,
    /// Where the merge is written instead; there must be no file yet; - for the standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// What to call the file in messages
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Only show what the merge would change in OURS
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct Diff {
    #[arg(value_name = "A.ron")]
    pub before: PathBuf,
    #[arg(value_name = "B.ron")]
    pub after: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Textconv {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
}

/// Writes the merge over OURS, as git expects of a merge driver, or to `--out`. Fails where there are conflicts, once
/// they are written.
pub(super) fn run(task: Merge, out: &mut dyn Write) -> Result<(), Failure> {
    standard::refuse([&task.ours], "OURS is what the merge replaces, which the standard input cannot be")?;
    let name = task.name.clone().unwrap_or_else(|| task.ours.display().to_string());
    let kinds = [&task.ours, &task.theirs].map(|path| kind(path));
    if kinds.iter().all(|kind| *kind == Some(FileKind::Register)) {
        return registers(&task, &name, out);
    }
    if task.out.is_none() && kinds.iter().all(|kind| kind.is_some_and(|kind| kind != FileKind::Document)) {
        return line_by_line(&task);
    }
    // Git has both versions; a person who merges by hand is told what was edited and keeps an earlier version.
    let ours = LockedDocument::open(&task.ours, Edited::Accept)?;
    tell_all(&ours.warnings);
    let theirs = document(&task.theirs)?;
    let base = match document(&task.base) {
        Ok(base) => base,
        // Added on both sides: git gives an empty file for what was before.
        Err(WorkspaceError::Load(LoadError::Empty { .. })) => nothing_before(&ours.content),
        Err(error) => return Err(error.into()),
    };
    let made = merge(&base, &ours.content, &theirs)
        .map_err(|error| Failure::Because(format!("{name}: not merged: {error}. The files are as they were")))?;
    match (&task.out, task.dry_run) {
        (_, true) => {
            for difference in differences(&ours.content, &made.document) {
                writeln!(out, "{difference}")?;
            }
            warn(&format!("{name}: nothing was written, as --dry-run asks"));
        }
        (Some(place), false) => standard::put_document(place, &made.document, out)?,
        (None, false) => write_over(ours, made.document.clone(), &name)?,
    }
    made.notes.iter().for_each(|note| warn(&format!("{name}: {note}")));
    let open = &made.document.conflicts;
    if open.is_empty() {
        return Ok(());
    }
    let lines = DocumentLines::new(&made.document);
    open.iter().for_each(|conflict| warn(&format!("{name}: conflict: {}", lines.conflict(conflict))));
    warn(&format!(
        "{name}: merged, {} to decide; both versions are in the file, open it in Hashiya to decide them",
        count(open.len(), "conflict")
    ));
    Err(Failure::Told)
}

/// Two entity registers, entry by entry: there is nothing to decide.
fn registers(task: &Merge, name: &str, out: &mut dyn Write) -> Result<(), Failure> {
    let (text, merge, stamp) = merge_files(&task.base, &task.ours, &task.theirs)?;
    match (&task.out, task.dry_run) {
        (_, true) => {
            out.write_all(text.as_bytes())?;
            warn(&format!("{name}: nothing was written, as --dry-run asks"));
        }
        (Some(place), false) if standard::is_meant(place) => out.write_all(text.as_bytes())?,
        (Some(place), false) => text::replace(place, text.as_bytes(), Expect::Absent)?,
        (None, false) => text::replace(&task.ours, text.as_bytes(), Expect::Unchanged(stamp))?,
    }
    merge.notes.iter().for_each(|note| warn(&format!("{name}: {note}")));
    Ok(())
}

fn write_over(mut ours: LockedDocument, merged: AnnotatedDocument, name: &str) -> Result<(), Failure> {
    let by_git = is_name_of_git(&ours.path);
    // Git will put the merge over the file of this name. Steps that a crash left beside it stay readable.
    if by_git && journal_waits(Path::new(name)) {
        keep_version(Path::new(name))?;
    }
    ours.content = merged;
    let mut replacements = Replacements::default();
    match by_git {
        // A file of git's own, which is gone in a moment, has no earlier versions.
        true => replacements.replace_unkept(ours)?,
        false => replacements.replace(ours)?,
    }
    for (path, report) in replacements.commit(versions_kept())? {
        tell_report(&path, &report);
    }
    Ok(())
}

/// `.merge_file_XXXXXX`: how git calls the versions it hands to a merge driver.
fn is_name_of_git(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(".merge_file_"))
}

/// What a file holds. Git gives the versions names of its own, so the name says nothing.
fn kind(path: &Path) -> Option<FileKind> {
    let bytes = store::read(path, store::MAX_OWN_BYTES).ok()?;
    store::header::open(path, &bytes).ok().map(|(_, kind)| kind)
}

fn nothing_before(like: &AnnotatedDocument) -> AnnotatedDocument {
    let document = like.document.with_facts(DocumentId("".into()), String::new(), Default::default());
    AnnotatedDocument::new(document, Arc::new(Schema::default()), crate::model::Annotator::new(""))
}

/// Schemas, projects and settings have no annotations: git merges them as text.
fn line_by_line(task: &Merge) -> Result<(), Failure> {
    let status = Command::new("git").arg("merge-file").args([&task.ours, &task.base, &task.theirs]).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Failure::Told),
        Err(error) => Err(Failure::Because(format!(
            "{}: it holds no document, and git, which would merge it line by line, cannot be run: {}",
            task.ours.display(),
            store::error::cause(&error)
        ))),
    }
}

pub(super) fn diff(task: Diff, out: &mut dyn Write) -> Result<(), Failure> {
    let (before, after) = (document(&task.before)?, document(&task.after)?);
    for difference in differences(&before, &after) {
        writeln!(out, "{difference}")?;
    }
    Ok(())
}

/// On one line, with every letter and mark as it is.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The document as lines that git can compare. A file that cannot be read as one is given as it is, since git gives up
/// on the whole comparison where this fails.
pub(super) fn textconv(task: Textconv, out: &mut dyn Write) -> Result<(), Failure> {
    let bytes = store::read(&task.file, store::MAX_OWN_BYTES)?;
    let Ok(document) = store::document_reader::read(&task.file, &bytes) else {
        out.write_all(&bytes)?;
        return Ok(());
    };
    writeln!(out, "title: {}\nstate: {}", document.document.title(), document.state)?;
    let lines = DocumentLines::new(&document);
    for (name, value) in &document.attributes {
        writeln!(out, "attribute {name}: {value}")?;
    }
    for label in &document.schema.labels {
        writeln!(out, "label {}", json(label))?;
    }
    for kind in &document.schema.relation_types {
        writeln!(out, "relation type {}", json(kind))?;
    }
    for conflict in &document.conflicts {
        writeln!(out, "conflict {}", lines.conflict(conflict))?;
    }
    for annotation in document.annotations.iter() {
        write!(out, "{}", lines.annotation(annotation))?;
        for (name, value) in &annotation.record.attributes {
            write!(out, ", {name}: {value}")?;
        }
        match annotation.record.note.is_empty() {
            true => writeln!(out)?,
            false => writeln!(out, ", note: {}", json(&annotation.record.note))?,
        }
    }
    for relation in document.relations.values() {
        writeln!(out, "{} {} → {} ({})", relation.label, relation.source, relation.target, relation.id)?;
    }
    writeln!(out, "text:\n{}", document.text())?;
    Ok(())
}
