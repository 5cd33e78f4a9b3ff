//! `hashiya export`: documents become a dataset, once it has been said what the dataset cannot carry.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs;
use super::output::{Failure, tell};
use super::values;
use crate::arabic::clitics::CliticPolicy;
use crate::formats::{self, Format, LossKind, loss};
use crate::model::AnnotatedDocument;
use crate::workspace::ExportGuard;
use crate::workspace::export::{self, ExportBatch, ExportRequest};

#[derive(Debug, Args)]
pub(super) struct Export {
    /// Documents, or folders of documents
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[arg(long, value_name = "FORMAT", value_parser = values::writable_format)]
    pub to: &'static str,
    /// The dataset's file, or its folder where the format is one of several files
    #[arg(long, value_name = "PATH")]
    pub out: PathBuf,
    /// What becomes of proclitics at the start of spans: taken in, left out, or made tokens of their own (CoNLL)
    #[arg(long, value_enum)]
    pub clitics: Option<Clitics>,
    /// Write nothing if an annotation would be lost or changed
    #[arg(long)]
    pub strict: bool,
    /// Export what can be read even if an input fails
    #[arg(long)]
    pub keep_going: bool,
    /// Only list what would be written, and what would be lost
    #[arg(long)]
    pub dry_run: bool,
    /// Replace files that Hashiya did not export, too; a document becomes an earlier version
    #[arg(long)]
    pub force: bool,
}

/// What an export makes of proclitics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Clitics {
    /// Spans take in the proclitics of their first word
    Include,
    /// Spans begin after them
    Exclude,
    /// Spans stay; in a format of tokens, clitics are tokens
    Split,
}

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
