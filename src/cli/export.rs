//! `hashiya export`: documents become a dataset, once it has been said what the dataset cannot carry.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::arguments::{Clitics, Export, OnLoss};
use super::{Failure, inputs, message_of, tell};
use crate::analysis::clitics::Moved;
use crate::arabic::clitics::{CliticPolicy, Vocabulary};
use crate::formats::{self, ColumnOptions, Format, LossReport, Overlap};
use crate::model::AnnotatedDocument;
use crate::workspace::export::{self, Dataset, ExportBatch, ExportRequest, Ids, Look};
use crate::workspace::inputs::{InputFile, is_document};
use crate::workspace::{ExportGuard, WorkspaceError, open};

pub(super) fn run(task: Export, out: &mut dyn Write) -> Result<(), Failure> {
    let format = formats::by_name(task.to).expect("the argument was parsed against the registry");
    let (found, mut failed) = inputs::find(&task.inputs, is_document);
    if failed > 0 && !task.keep_going {
        return Err(Failure::Told);
    }
    let columns = ColumnOptions {
        scheme: task.scheme,
        tokens: task.tokens,
        overlap: task.overlap,
        pieces: task.discontinuous.unwrap_or_default(),
        layers: 0,
        comments: task.comments,
    };
    let mut request = ExportRequest { format: task.to.to_owned(), clitics: task.clitics.map(policy), columns };
    // Only what needs all documents beforehand reads them for it.
    let silent = || Documents { files: found.iter(), ..Documents::default() };
    let mut vocabulary = Vocabulary::default();
    if request.clitics.is_some() {
        silent().for_each(|document| vocabulary.add_text(document.text()));
    }
    if request.columns.overlap == Some(Overlap::Columns) || task.to == "conllu" {
        let needed = silent().map(|document| export::layers_needed(&document, &request, &vocabulary)).max();
        request.columns.layers = needed.unwrap_or(1);
    }
    let mut documents = Documents { files: found.iter(), tell: true, ..Documents::default() };
    let mut report = LossReport::default();
    let mut take = |loss| report.take(loss);
    let moved = |n: usize, document: &AnnotatedDocument, moved: &Moved| {
        let text = document.text();
        let (before, after) = (&text[moved.from.clone()], &text[moved.to.clone()]);
        tell(&format!("{}: '{}' '{before}' is written as '{after}'", found[n].path.display(), moved.id));
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
    let count = documents.count;
    failed += documents.finish(task.keep_going)?;
    tell_losses(format, &report);
    if let Some(path) = &task.report {
        let json = format!("{:#}\n", report.to_json(format.name(), count));
        ExportBatch::stage(vec![(path.clone(), json.into_bytes())], guard)?.commit()?;
    }
    if !report.is_empty() && (task.strict || task.on_loss == OnLoss::Refuse) {
        let option = if task.strict { "--strict" } else { "--on-loss refuse" };
        return Err(Failure::Because(format!("nothing was written, as {option} asks")));
    }
    match written {
        Written::Looked(verdicts) => {
            for (path, verdict) in verdicts {
                writeln!(out, "{}\t{verdict}", path.display())?;
            }
            tell("nothing was written, as --dry-run asks");
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
    count: usize,
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
                    self.count += 1;
                    return Some(document);
                }
                Err(error) => {
                    self.failed += 1;
                    if self.tell {
                        tell(&message_of(&error));
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

/// Losses of annotations of one kind that are told; of documents the first is, with how many there are.
const MOST_TOLD: usize = 50;

fn tell_losses(format: &dyn Format, report: &LossReport) {
    let name = format.name();
    for (_, _, group) in report.groups() {
        let most = if group.places.first().is_some_and(|loss| loss.id.is_some()) { MOST_TOLD } else { 1 };
        group.places.iter().take(most).for_each(|loss| tell(&format!("{name}: {loss}")));
        match (group.count - group.count.min(most), most) {
            (0, _) => {}
            (more, 1) => tell(&format!("{name}: and the like {more} more times")),
            (more, _) => tell(&format!("{name}: and {more} more of that kind; --report lists them")),
        }
    }
    if !report.is_empty() {
        let counts: Vec<_> = report.counts().into_iter().map(|(kind, n)| format!("{n} {kind}")).collect();
        tell(&format!("{name} cannot carry everything: {}", counts.join(", ")));
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
    let mut report = LossReport::default();
    export.losses.into_iter().for_each(|loss| report.take(loss));
    tell_losses(format, &report);
    Ok(export::places(format.name(), export.files, target)?)
}

/// Writes files, all of them or none, and names them.
pub(super) fn write(files: Vec<(PathBuf, Vec<u8>)>, guard: ExportGuard, out: &mut dyn Write) -> Result<(), Failure> {
    for path in ExportBatch::stage(files, guard)?.commit()? {
        writeln!(out, "{}", path.display())?;
    }
    Ok(())
}
