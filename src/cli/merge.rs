//! `hashiya merge` and `hashiya diff`: two versions of a document brought together, or compared.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use super::arguments::{Diff, Merge, Textconv};
use super::inputs::not_a_document;
use super::{Failure, tell};
use crate::edit::diff::{annotation_line, describe, differences};
use crate::edit::merge::merge;
use crate::model::{AnnotatedDocument, DocumentId, Schema};
use crate::store::{self, Expect, Kind, LoadError};

/// Writes the merge over OURS, as git expects of a merge driver, or to `--out`. Fails where there are conflicts, once
/// they are written.
pub fn run(task: Merge) -> Result<(), Failure> {
    let name = task.name.clone().unwrap_or_else(|| task.ours.display().to_string());
    let kinds = [&task.ours, &task.theirs].map(|path| kind(path));
    if task.out.is_none() && kinds.iter().all(|kind| kind.is_some_and(|kind| kind != Kind::Document)) {
        return line_by_line(&task);
    }
    let (ours, stamp) = store::load(&task.ours)?;
    let (theirs, _) = store::load(&task.theirs)?;
    let base = match store::load(&task.base) {
        Ok((base, _)) => base,
        // Added on both sides: git gives an empty file for what was before.
        Err(LoadError::Empty { .. }) => nothing_before(&ours),
        Err(error) => return Err(error.into()),
    };
    let made = merge(&base, &ours, &theirs)
        .map_err(|error| Failure::Because(format!("{name}: not merged: {error}. The files are as they were")))?;
    match &task.out {
        Some(out) => store::save(&made.document, out, Expect::Absent)?,
        None => store::save(&made.document, &task.ours, Expect::Unchanged(stamp))?,
    };
    made.notes.iter().for_each(|note| tell(&format!("{name}: {note}")));
    let open = &made.document.conflicts;
    if open.is_empty() {
        return Ok(());
    }
    open.iter().for_each(|conflict| tell(&format!("{name}: conflict: {}", describe(&made.document, conflict))));
    tell(&format!(
        "{name}: merged, {} to decide; both versions are in the file, open it in Hashiya to decide them",
        match open.len() {
            1 => "1 conflict".into(),
            n => format!("{n} conflicts"),
        }
    ));
    Err(Failure::Told)
}

/// What a file holds. Git gives the versions names of its own, so the name says nothing.
fn kind(path: &Path) -> Option<Kind> {
    let bytes = store::read(path, store::MAX_OWN_BYTES).ok()?;
    store::head::open(path, &bytes).ok().map(|(_, kind)| kind)
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
            "{}: it holds no document, and git, which would merge it line by line, cannot be run: {error}",
            task.ours.display()
        ))),
    }
}

pub fn diff(task: Diff, out: &mut dyn Write) -> Result<(), Failure> {
    let load = |path: &Path| store::load(path).map_err(|error| Failure::Because(not_a_document(path, &error)));
    let ((before, _), (after, _)) = (load(&task.before)?, load(&task.after)?);
    for difference in differences(&before, &after) {
        writeln!(out, "{difference}")?;
    }
    Ok(())
}

/// The document as lines that git can compare. A file that cannot be read as one is given as it is, since git gives up
/// on the whole comparison where this fails.
pub fn textconv(task: Textconv, out: &mut dyn Write) -> Result<(), Failure> {
    let bytes = store::read(&task.file, store::MAX_OWN_BYTES)?;
    let Ok(document) = store::document_file::read(&task.file, &bytes) else {
        out.write_all(&bytes)?;
        return Ok(());
    };
    writeln!(out, "title: {}\nstate: {:?}", document.document.title(), document.state)?;
    for (name, value) in &document.attributes {
        writeln!(out, "attribute {name}: {value:?}")?;
    }
    for label in &document.schema.labels {
        writeln!(out, "label {label:?}")?;
    }
    for kind in &document.schema.relation_types {
        writeln!(out, "relation type {kind:?}")?;
    }
    for conflict in &document.conflicts {
        writeln!(out, "conflict {}", describe(&document, conflict))?;
    }
    for annotation in document.annotations.iter() {
        write!(out, "{}", annotation_line(&document, annotation))?;
        for (name, value) in &annotation.attributes {
            write!(out, ", {name}: {value:?}")?;
        }
        match annotation.note.is_empty() {
            true => writeln!(out)?,
            false => writeln!(out, ", note: {:?}", annotation.note)?,
        }
    }
    for relation in document.relations.values() {
        writeln!(out, "{} {} → {} ({})", relation.label, relation.source, relation.target, relation.id)?;
    }
    writeln!(out, "text:\n{}", document.text())?;
    Ok(())
}
