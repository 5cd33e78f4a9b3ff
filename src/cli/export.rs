//! `hashiya export`: documents become a dataset, once it has been said what the dataset cannot carry.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs;
use super::output::{Failure, message_of, warn};
use super::values;
use crate::analysis::clitics::Moved;
use crate::arabic::clitics::CliticPolicy;
use crate::formats::{self, Format, Loss, LossKind};
use crate::model::AnnotatedDocument;
use crate::workspace::export::{self, Dataset, ExportBatch, ExportRequest, Ids, Look};
use crate::workspace::inputs::{InputFile, is_document};
use crate::workspace::{ExportGuard, WorkspaceError, open};

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
    let (found, mut failed) = inputs::find(&task.inputs, is_document);
    if failed > 0 && !task.keep_going {
        return Err(Failure::Told);
    }
    let request = ExportRequest { format: task.to.to_owned(), clitics: task.clitics.map(policy) };
    // Only what needs the words of the documents reads them for it.
    let vocabulary = match request.clitics {
        Some(_) => {
            export::vocabulary_of(&Documents { files: found.iter(), ..Documents::default() }.collect::<Vec<_>>())
        }
        None => Default::default(),
    };
    let mut documents = Documents { files: found.iter(), tell: true, ..Documents::default() };
    let mut told = Reported::new(format);
    let mut take = |loss| told.take(&loss);
    let moved = |n: usize, document: &AnnotatedDocument, moved: &Moved| {
        let text = document.text();
        let (before, after) = (&text[moved.from.clone()], &text[moved.to.clone()]);
        warn(&format!("{}: '{}' '{before}' is written as '{after}'", found[n].path.display(), moved.id));
    };
    let guard = guard(task.force);
    let written = if task.dry_run {
        let mut look = Look::new(task.to, &task.out, guard, &mut take)?;
        export::write(&mut documents, &request, &vocabulary, &mut look, moved)?;
        Written::Looked(look.finish()?)
    } else {
        let mut dataset = Dataset::new(task.to, &task.out, guard, &mut take)?;
        export::write(&mut documents, &request, &vocabulary, &mut dataset, moved)?;
        Written::Staged(dataset.finish()?)
    };
    failed += documents.finish(task.keep_going)?;
    told.finish(task.strict)?;
    match written {
        Written::Looked(verdicts) => {
            for (path, verdict) in verdicts {
                writeln!(out, "{}\t{verdict}", path.display())?;
            }
            warn("nothing was written, as --dry-run asks");
        }
        Written::Staged(batch) => {
            for path in batch.commit()? {
                writeln!(out, "{}", path.display())?;
            }
        }
    }
    if failed > 0 { Err(Failure::Told) } else { Ok(()) }
}

enum Written {
    Looked(Vec<(PathBuf, export::Verdict)>),
    Staged(ExportBatch),
}

/// The documents of files, read when they are asked for. One that cannot be read is told, and the rest goes on.
#[derive(Default)]
struct Documents<'a> {
    files: std::slice::Iter<'a, InputFile>,
    tell: bool,
    ids: Ids,
    same: Option<WorkspaceError>,
    failed: usize,
}

impl Iterator for Documents<'_> {
    type Item = AnnotatedDocument;

    fn next(&mut self) -> Option<AnnotatedDocument> {
        for file in self.files.by_ref() {
            let read = if self.tell { inputs::document(&file.path) } else { open::read(&file.path).map(|(d, _, _)| d) };
            match read {
                Ok(document) => {
                    if let Err(error) = self.ids.take(&file.path, &document) {
                        self.same = Some(error);
                        return None;
                    }
                    return Some(document);
                }
                Err(error) => {
                    self.failed += 1;
                    if self.tell {
                        warn(&message_of(&error));
                    }
                }
            }
        }
        None
    }
}

impl Documents<'_> {
    /// How many could not be read. Unless `keep_going`, one is the end.
    fn finish(self, keep_going: bool) -> Result<usize, Failure> {
        match self.same {
            Some(error) => Err(error.into()),
            None if self.failed > 0 && !keep_going => Err(Failure::Told),
            None => Ok(self.failed),
        }
    }
}

/// Tells losses as they come, and counts them.
struct Reported<'a> {
    format: &'a dyn Format,
    counts: BTreeMap<LossKind, usize>,
    changed: bool,
}

impl<'a> Reported<'a> {
    fn new(format: &'a dyn Format) -> Self {
        Reported { format, counts: BTreeMap::new(), changed: false }
    }

    fn take(&mut self, loss: &Loss) {
        warn(&format!("{}: {loss}", self.format.name()));
        *self.counts.entry(loss.kind).or_insert(0) += 1;
        self.changed |= match loss.kind {
            LossKind::Renamed => false,
            LossKind::Undecided => true,
            _ => loss.id.is_some(),
        };
    }

    fn finish(self, strict: bool) -> Result<(), Failure> {
        if !self.counts.is_empty() {
            let counts: Vec<_> = self.counts.into_iter().map(|(kind, n)| format!("{n} {kind}")).collect();
            warn(&format!("{} cannot carry everything: {}", self.format.name(), counts.join(", ")));
        }
        match strict && self.changed {
            true => Err(Failure::Because("nothing was written, as --strict asks".into())),
            false => Ok(()),
        }
    }
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
) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
    let mut told = Reported::new(format);
    export.losses.iter().for_each(|loss| told.take(loss));
    told.finish(false)?;
    Ok(export::places(format.name(), export.files, target)?)
}

/// Writes files, all of them or none, and names them.
pub(super) fn write(files: Vec<(PathBuf, Vec<u8>)>, guard: ExportGuard, out: &mut dyn Write) -> Result<(), Failure> {
    for path in ExportBatch::stage(files, guard)?.commit()? {
        writeln!(out, "{}", path.display())?;
    }
    Ok(())
}
