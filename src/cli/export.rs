//! `hashiya export`: documents become a dataset, once it has been said what the dataset cannot carry.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs;
use super::output::{Failure, message_of, warn};
use super::progress::Progress;
use super::standard;
use super::stop;
use super::values;
use crate::analysis::clitics::Moved;
use crate::arabic::clitics::CliticPolicy;
use crate::formats::{self, ColumnOptions, ExportChoice, Format, LossReport, Overlap, Pieces, Scheme, TokenSource};
use crate::model::{AnnotatedDocument, one_line};
use crate::workspace::export::{self, Dataset, Destination, ExportBatch, ExportRequest, Ids, Look};
use crate::workspace::inputs::{InputFile, is_document};
use crate::workspace::{ExportGuard, WorkspaceError, open};

#[derive(Debug, Args)]
pub(super) struct Export {
    /// Documents, or folders of documents; - for the standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// The format of the dataset; 'hashiya formats' lists them and what each carries
    #[arg(long, value_name = "FORMAT", value_parser = values::writable_format)]
    pub to: &'static str,
    /// The dataset's file, or its folder where the format is one of several files; - for the standard output. A pipe or a device
    /// is written into
    #[arg(long, value_name = "PATH")]
    pub out: PathBuf,
    /// What becomes of proclitics at the start of spans: taken in, left out, or made tokens of their own (CoNLL)
    #[arg(long, value_enum)]
    pub clitics: Option<Clitics>,
    /// How tags are written in CoNLL: iob1, iob2, bioes, bilou, io or plain; else as in the file that was imported, or iob2
    #[arg(long, value_parser = values::scheme)]
    pub scheme: Option<Scheme>,
    /// Whose tokens CoNLL and GLiNER get: ours, whitespace or imported; else those of the imported file or ours, and for GLiNER its own
    #[arg(long, value_parser = values::tokens)]
    pub tokens: Option<TokenSource>,
    /// What becomes of annotations on the same tokens: first, longest, outermost, columns (one a layer) or cells (several tags)
    #[arg(long, value_parser = values::overlap)]
    pub overlap: Option<Overlap>,
    /// What becomes of annotations of several pieces where a format has none: drop, split (each an annotation) or cover (all between)
    #[arg(long, value_parser = values::pieces)]
    pub discontinuous: Option<Pieces>,
    /// CoNLL with comments that carry ids and the text byte for byte; many readers take comments for tokens
    #[arg(long)]
    pub comments: bool,
    /// Write nothing if anything would be lost or changed
    #[arg(long)]
    pub strict: bool,
    /// What to do where the format cannot carry everything
    #[arg(long, value_enum, default_value_t = OnLoss::Report)]
    pub on_loss: OnLoss,
    /// Write what the format cannot carry as JSON, with counts and places
    #[arg(long, value_name = "FILE.json")]
    pub report: Option<PathBuf>,
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

/// What an export does where something would be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum OnLoss {
    /// Write nothing
    Refuse,
    /// List it and write
    Report,
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
    stop::listen();
    let progress = Progress::begin();
    let format = formats::by_name(task.to).expect("the argument was parsed against the registry");
    if standard::is_meant(&task.out) && task.report.as_deref().is_some_and(standard::is_meant) {
        return Err(Failure::Because("--out and --report cannot both go to the standard output".into()));
    }
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
    refuse_strange(format, &columns)?;
    let request = ExportRequest { format: task.to.to_owned(), clitics: task.clitics.map(policy), columns };
    // Only what needs all documents beforehand reads them for it.
    let silent = || Documents {
        files: found.iter(),
        progress: Some((&progress, "looking at document", found.len())),
        ..Documents::default()
    };
    let vocabulary = request.clitics.map(|_| export::vocabulary_of(silent())).unwrap_or_default();
    let request = request.with_layers(silent(), &vocabulary);
    let doing = Some((&progress, "writing document", found.len()));
    let mut documents = Documents { files: found.iter(), tell: true, progress: doing, ..Documents::default() };
    let mut report = LossReport::default();
    let mut take = |loss| report.take(loss);
    let moved = |n: usize, document: &AnnotatedDocument, moved: &Moved| {
        let text = document.text();
        let (before, after) = (one_line(&text[moved.from.clone()]), one_line(&text[moved.to.clone()]));
        warn(&format!("{}: '{}' '{before}' is written as '{after}'", found[n].path.display(), moved.id));
    };
    let guard = guard(task.force);
    let destination =
        if standard::is_meant(&task.out) { Destination::Standard } else { Destination::PathOrStream(&task.out) };
    let written = if task.dry_run {
        let mut look = Look::new(task.to, destination, guard, &mut take)?;
        export::write(&mut documents, &request, &vocabulary, &mut look, moved)?;
        Written::Looked(look.finish()?)
    } else {
        let mut dataset = Dataset::new(task.to, destination, guard, &mut take, &|| !stop::is_asked())?;
        export::write(&mut documents, &request, &vocabulary, &mut dataset, moved)?;
        Written::Staged(dataset.finish()?)
    };
    if stop::is_asked() {
        return Err(Failure::Stopped);
    }
    let count = documents.count;
    failed += documents.finish(task.keep_going)?;
    tell_losses(format, &report);
    if let Some(path) = &task.report {
        let json = format!("{:#}\n", report.to_json(format.name(), count));
        match standard::is_meant(path) {
            true => out.write_all(json.as_bytes())?,
            false => drop(ExportBatch::stage(vec![(path.clone(), json.into_bytes())], guard)?.commit()?),
        }
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
            warn("nothing was written, as --dry-run asks");
        }
        Written::Staged(batch) => {
            progress.at("putting the files in their places:", count, None);
            // Whoever is to read a pipe may never come.
            if batch.is_stream() {
                stop::end_at_once();
            }
            let written = batch.commit()?;
            drop(progress);
            let files = written.files.len();
            standard::tell(written, out)?;
            stop::tell_done(files);
        }
    }
    if failed > 0 { Err(Failure::Told) } else { Ok(()) }
}

/// A choice that means nothing in a format was made for another one.
fn refuse_strange(format: &dyn Format, columns: &ColumnOptions) -> Result<(), Failure> {
    let offers = format.info().carries.offers();
    for choice in ExportChoice::ALL.into_iter().filter(|choice| choice.is_set(columns)) {
        let (option, name) = (choice.option(), format.name());
        let offer = offers.iter().find(|offer| offer.choice == choice);
        let value = choice.get(columns).unwrap_or_default();
        match offer {
            None => return Err(Failure::Because(format!("--{option} means nothing in {name}"))),
            Some(offer) if !offer.values.contains(&value) => {
                let values = offer.values.join(", ");
                return Err(Failure::Because(format!("--{option} in {name} is one of {values}")));
            }
            Some(_) => {}
        }
    }
    Ok(())
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
    progress: Option<(&'a Progress, &'static str, usize)>,
    ids: Ids,
    same: Option<WorkspaceError>,
    failed: usize,
    count: usize,
}

impl Iterator for Documents<'_> {
    type Item = AnnotatedDocument;

    fn next(&mut self) -> Option<AnnotatedDocument> {
        for file in self.files.by_ref() {
            if stop::is_asked() {
                return None;
            }
            if let Some((progress, doing, all)) = self.progress {
                progress.at(doing, self.count + self.failed + 1, Some(all));
            }
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

/// Losses of annotations of one kind that are localized; of documents the first is, with how many there are.
const MAX_TOLD: usize = 50;

fn tell_losses(format: &dyn Format, report: &LossReport) {
    let name = format.name();
    for (_, _, group) in report.groups() {
        let most = if group.places.first().is_some_and(|loss| loss.id.is_some()) { MAX_TOLD } else { 1 };
        group.places.iter().take(most).for_each(|loss| warn(&format!("{name}: {loss}")));
        match (group.count - group.count.min(most), most) {
            (0, _) => {}
            (more, 1) => warn(&format!("{name}: and the like {more} more times")),
            (more, _) => warn(&format!("{name}: and {more} more of that kind; --report lists them")),
        }
    }
    if !report.is_empty() {
        let counts: Vec<_> = report.counts().into_iter().map(|(kind, n)| format!("{n} {kind}")).collect();
        warn(&format!("{name} cannot carry everything: {}", counts.join(", ")));
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
