//! `hashiya export`: documents become a dataset, once it has been said what the dataset cannot carry.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::arguments::{Clitics, Export};
use super::import::make_folder;
use super::{Failure, clitics, inputs, tell};
use crate::arabic::clitics::CliticPolicy;
use crate::formats::{self, Format, Layout, LossKind, loss};
use crate::model::AnnotatedDocument;
use crate::store::{self, Expect};

pub fn run(task: Export, out: &mut dyn Write) -> Result<(), Failure> {
    let format = formats::by_name(task.to).expect("the argument was parsed against the registry");
    let (documents, failed) = inputs::documents(&task.inputs, task.keep_going)?;
    let mut ids = std::collections::HashMap::new();
    for (path, document) in &documents {
        if let Some(other) = ids.insert(document.document.id().clone(), path) {
            let (path, other) = (path.display(), other.display());
            let id = document.document.id();
            return Err(Failure::Because(format!(
                "{path}: its document has the id '{id}', as that of {other} has; nothing was written"
            )));
        }
    }
    // Only what needs the words of the documents reads them for it.
    let policy = task.clitics.map(policy);
    let words = policy.map(|_| clitics::words_of(documents.iter().map(|(_, document)| document))).unwrap_or_default();
    let documents = match policy {
        Some(policy @ (CliticPolicy::Include | CliticPolicy::Exclude)) => {
            clitics::for_export(documents, policy, &words)
        }
        _ => documents,
    };
    let documents: Vec<&AnnotatedDocument> = documents.iter().map(|(_, document)| document).collect();
    check(format, &documents)?;
    let export = match policy {
        Some(CliticPolicy::Split) => format.export_split(&documents, &words),
        _ => format.export(&documents),
    };
    let files = place(format, export, &task.out, task.strict)?;
    write(files, Expect::Anything, out)?;
    if failed > 0 { Err(Failure::Told) } else { Ok(()) }
}

/// The files of a dataset with their places, once the losses were told.
pub fn prepare(
    format: &dyn Format,
    documents: &[&AnnotatedDocument],
    target: &Path,
    strict: bool,
) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
    check(format, documents)?;
    place(format, format.export(documents), target, strict)
}

fn check(format: &dyn Format, documents: &[&AnnotatedDocument]) -> Result<(), Failure> {
    formats::check_export(format, documents).map_err(|error| Failure::Because(format!("{error}; nothing was written")))
}

fn policy(clitics: Clitics) -> CliticPolicy {
    match clitics {
        Clitics::Include => CliticPolicy::Include,
        Clitics::Exclude => CliticPolicy::Exclude,
        Clitics::Split => CliticPolicy::Split,
    }
}

fn place(
    format: &dyn Format,
    export: formats::Export,
    target: &Path,
    strict: bool,
) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
    for loss in &export.losses {
        tell(&format!("{}: {loss}", format.name()));
    }
    if !export.losses.is_empty() {
        let counts: Vec<_> = loss::counts(&export.losses).into_iter().map(|(kind, n)| format!("{n} {kind}")).collect();
        tell(&format!("{} cannot carry everything: {}", format.name(), counts.join(", ")));
    }
    let changed = |loss: &formats::Loss| match loss.kind {
        LossKind::Renamed => false,
        LossKind::Undecided => true,
        _ => loss.id.is_some(),
    };
    if strict && export.losses.iter().any(changed) {
        return Err(Failure::Because("nothing was written, as --strict asks".into()));
    }
    match format.layout() {
        Some(Layout::Folder) => {
            export.files.into_iter().map(|(path, bytes)| Ok((store::place_in(target, &path)?, bytes))).collect()
        }
        _ => {
            let ends_in_slash = target.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
            let into_folder = target.is_dir() || ends_in_slash;
            if target.extension().is_some_and(|e| e == "ron") {
                let what = format!("{}: a dataset may not take the place of a document", target.display());
                return Err(Failure::Because(what));
            }
            let place = |path: PathBuf| if into_folder { path } else { PathBuf::new() };
            export.files.into_iter().map(|(path, bytes)| Ok((store::place_in(target, &place(path))?, bytes))).collect()
        }
    }
}

/// Writes files, each whole or not at all, and names them.
pub fn write(files: Vec<(PathBuf, Vec<u8>)>, expect: Expect, out: &mut dyn Write) -> Result<(), Failure> {
    for (path, bytes) in files {
        if let Some(folder) = path.parent() {
            make_folder(folder)?;
        }
        store::write(&path, &bytes, expect)?;
        writeln!(out, "{}", path.display())?;
    }
    Ok(())
}
