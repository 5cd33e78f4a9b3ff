//! `hashiya export`: documents become a dataset, once it has been said what the dataset cannot carry.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::arguments::{Clitics, Export};
use super::{Failure, inputs, tell};
use crate::arabic::clitics::CliticPolicy;
use crate::formats::{self, Format, LossKind, loss};
use crate::model::AnnotatedDocument;
use crate::workspace::ExportGuard;
use crate::workspace::export::{self, ExportBatch, ExportRequest};

pub(super) fn run(task: Export, out: &mut dyn Write) -> Result<(), Failure> {
    let format = formats::by_name(task.to).expect("the argument was parsed against the registry");
    let (documents, failed) = inputs::documents(&task.inputs, task.keep_going)?;
    export::refuse_same_ids(documents.iter().map(|(path, document)| (path.as_path(), document)))?;
    let (paths, documents): (Vec<PathBuf>, Vec<AnnotatedDocument>) = documents.into_iter().unzip();
    let request = ExportRequest { format: task.to.to_owned(), clitics: task.clitics.map(policy) };
    let export = export::export(documents, &request, |n, document, moved| {
        let text = document.text();
        let (before, after) = (&text[moved.from.clone()], &text[moved.to.clone()]);
        tell(&format!("{}: '{}' '{before}' is written as '{after}'", paths[n].display(), moved.id));
    })?;
    let files = prepare(format, export, &task.out, task.strict)?;
    write(files, guard(task.force), task.dry_run, out)?;
    if failed > 0 { Err(Failure::Told) } else { Ok(()) }
}

fn policy(clitics: Clitics) -> CliticPolicy {
    match clitics {
        Clitics::Include => CliticPolicy::Include,
        Clitics::Exclude => CliticPolicy::Exclude,
        Clitics::Split => CliticPolicy::Split,
    }
}

/// What `--force` allows.
pub(super) fn guard(force: bool) -> ExportGuard {
    if force { ExportGuard::Force } else { ExportGuard::OwnExports }
}

/// The files of a dataset with their places, once the losses were told.
pub(super) fn prepare(
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
    Ok(export::places(format.name(), export.files, target)?)
}

/// Writes files, all of them or none, and names them.
pub(super) fn write(
    files: Vec<(PathBuf, Vec<u8>)>,
    guard: ExportGuard,
    dry_run: bool,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if dry_run {
        let verdicts = export::look(&files, guard)?;
        for ((path, _), verdict) in files.iter().zip(verdicts) {
            writeln!(out, "{}\t{verdict}", path.display())?;
        }
        tell("nothing was written, as --dry-run asks");
        return Ok(());
    }
    for path in ExportBatch::stage(files, guard)?.commit()? {
        writeln!(out, "{}", path.display())?;
    }
    Ok(())
}
