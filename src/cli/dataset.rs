//! The dataset that a command writes: what a person says about it, and the writing, once it was said what it cannot carry.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::output::{Failure, warn};
use super::progress::Progress;
use super::standard;
use super::stop;
use super::values;
use crate::analysis::clitics::Moved;
use crate::arabic::clitics::CliticPolicy;
use crate::formats::{
    self, ColumnOptions, ExportChoice, Format, Loss, LossReport, Overlap, Pieces, Scheme, ShardSize, TokenSource,
};
use crate::model::{AnnotatedDocument, Annotator, DocumentState, LabelName, one_line};
use crate::workspace::export::{self, Destination, ExportBatch, ExportRequest, Look};
use crate::workspace::export_run::{self, ExportOutcome};
use crate::workspace::project::knowing;
use crate::workspace::register::register_of;
use crate::workspace::{DocumentQuery, ExportFilter, ExportGuard, ExportSource, Split, WorkspaceError};

#[derive(Debug, Args)]
pub(super) struct Dataset {
    /// The format of the dataset; 'hashiya formats' lists them and what each carries
    #[arg(long, value_name = "FORMAT", value_parser = values::writable_format)]
    pub to: &'static str,
    /// The dataset's file, or its folder where the format is one of several files (parquet, datasets and docbin: either), or the
    /// dataset has parts or a card; - for the standard output. A pipe or a device is written into
    #[arg(long, value_name = "PATH")]
    pub out: PathBuf,
    /// What becomes of proclitics at the start of spans: taken in, left out, or made tokens of their own (CoNLL)
    #[arg(long, value_enum)]
    pub clitics: Option<Clitics>,
    /// How tags are written in CoNLL: iob1, iob2, bioes, bilou, io or plain; else as in the file that was imported, or iob2
    #[arg(long, value_parser = values::scheme)]
    pub scheme: Option<Scheme>,
    /// Whose tokens CoNLL, DocBin and GLiNER get: ours, whitespace or imported; else those of the imported file or ours, and for GLiNER its own
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
    /// The largest size of the files of a dataset of several, in MB before they are compressed: 1, 16, 64, 256 or 1024; else 256
    #[arg(long, value_name = "MB", value_parser = values::shard_size)]
    pub shard_size: Option<ShardSize>,
    #[command(flatten)]
    pub filter: Filter,
    /// Parts to train and to test with, such as train=80,dev=10,test=10, each in a file or folder of its own below --out
    #[arg(long, value_name = "PARTS", value_parser = values::split)]
    pub split: Option<Split>,
    /// What decides by chance which document goes to which part: the same number, the same parts
    #[arg(long, value_name = "NUMBER", default_value_t = 0, requires = "split")]
    pub seed: u64,
    /// Write a card beside the dataset, README.md and README.ar.md: labels, counts, parts, how it was made
    #[arg(long)]
    pub card: bool,
    /// Write croissant.json beside the dataset, from which programs read what is in it and where
    #[arg(long)]
    pub croissant: bool,
    /// Write nothing if anything would be lost or changed
    #[arg(long)]
    pub strict: bool,
    /// What to do where the format cannot carry everything
    #[arg(long, value_enum, default_value_t = OnLoss::Report)]
    pub on_loss: OnLoss,
    /// Write what the format cannot carry as JSON, with counts and places
    #[arg(long, value_name = "FILE.json")]
    pub report: Option<PathBuf>,
    /// Only list what would be written, and what would be lost
    #[arg(long)]
    pub dry_run: bool,
    /// Replace files that Hashiya did not export, too; a document becomes an earlier version
    #[arg(long)]
    pub force: bool,
}

/// What of the documents is written. Each may be said several times.
#[derive(Debug, Args)]
pub(super) struct Filter {
    /// Only documents in this state: new, in-progress, done, look-again or rejected; may be repeated
    #[arg(long, value_name = "STATE", value_parser = values::state)]
    pub state: Vec<DocumentState>,
    /// Only annotations and relations made by NAME, in documents that are theirs or have such; may be repeated
    #[arg(long, value_name = "NAME")]
    pub annotator: Vec<String>,
    /// Only annotations of this label; documents without any stay; may be repeated
    #[arg(long, value_name = "LABEL")]
    pub label: Vec<String>,
    /// Only documents below FOLDER, a path within the folders that are given; may be repeated
    #[arg(long, value_name = "FOLDER")]
    pub folder: Vec<PathBuf>,
    /// Only documents that a filter takes, such as 'state:done label:PER>5 -folder:north'; 'hashiya guide filters' is its manual
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true, value_parser = values::query)]
    pub filter: Option<DocumentQuery>,
}

impl Filter {
    /// What is wanted of documents below `inputs`.
    pub(super) fn wanted(&self, inputs: &[PathBuf]) -> Result<ExportFilter, WorkspaceError> {
        Ok(ExportFilter {
            states: self.state.clone(),
            annotators: self.annotator.iter().map(|name| Annotator::new(name.as_str())).collect(),
            labels: self.label.iter().map(|name| LabelName::new(name.as_str())).collect(),
            // Of './news/' and 'news' the second is meant.
            folders: self.folder.iter().map(|folder| folder.strip_prefix(".").unwrap_or(folder).to_owned()).collect(),
            query: knowing(self.filter.clone().unwrap_or_default(), inputs)?,
        })
    }
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

/// What is written, and of what.
pub(super) struct Job<'a, S> {
    /// The documents.
    pub source: &'a mut S,
    /// How a person knows a document, by its place among all.
    pub name: &'a dyn Fn(usize, &AnnotatedDocument) -> String,
    /// How many of the source could not be read.
    pub failed: &'a dyn Fn(&S) -> usize,
    pub keep_going: bool,
    /// What was lost before, when the documents were read.
    pub before: Vec<Loss>,
}

/// What came of it.
pub(super) struct Made {
    pub outcome: ExportOutcome,
    /// What was lost, before and now.
    pub losses: LossReport,
    pub written: Written,
}

pub(super) enum Written {
    Looked(Vec<(PathBuf, export::Verdict)>),
    Staged(Box<ExportBatch>),
}

impl Dataset {
    /// Whether the dataset goes to the standard output.
    pub(super) fn goes_out(&self) -> bool {
        standard::is_meant(&self.out)
    }

    /// Whether it goes there, or what it loses does.
    pub(super) fn goes_out_with_report(&self) -> bool {
        self.goes_out() || self.report.as_deref().is_some_and(standard::is_meant)
    }

    /// What can be refused before anything is read.
    pub(super) fn request(&self, inputs: &[PathBuf]) -> Result<ExportRequest, Failure> {
        let format = self.format();
        if self.goes_out() && self.report.as_deref().is_some_and(standard::is_meant) {
            return Err(Failure::Because("--out and --report cannot both go to the standard output".into()));
        }
        let columns = ColumnOptions {
            scheme: self.scheme,
            tokens: self.tokens,
            overlap: self.overlap,
            pieces: self.discontinuous.unwrap_or_default(),
            comments: self.comments,
            shards: self.shard_size,
        };
        refuse_strange(format, &columns)?;
        Ok(ExportRequest {
            format: self.to.to_owned(),
            clitics: self.clitics.map(policy),
            columns,
            filter: self.filter.wanted(inputs)?,
            split: self.split.clone().map(|split| split.seeded(self.seed)),
            card: self.card,
            croissant: self.croissant,
            register: register_of(inputs).map(Arc::new),
        })
    }

    fn format(&self) -> &'static dyn Format {
        formats::by_name(self.to).expect("the argument was parsed against the registry")
    }

    /// Writes the files beside their places, and tells what of the documents they do not carry. Nothing is in its place yet.
    pub(super) fn make<S: ExportSource>(
        &self,
        request: &ExportRequest,
        job: Job<'_, S>,
        out: &mut dyn Write,
    ) -> Result<Made, Failure> {
        let Job { source, name, failed, keep_going, before } = job;
        let format = self.format();
        let mut report = LossReport::default();
        let mut take = |loss| report.take(loss);
        let mut moved = |n: usize, document: &AnnotatedDocument, moved: &Moved| {
            let text = document.text();
            let (before, after) = (one_line(&text[moved.from.clone()]), one_line(&text[moved.to.clone()]));
            warn(&format!("{}: '{}' '{before}' is written as '{after}'", name(n, document), moved.id));
        };
        let guard = guard(self.force);
        let destination = if self.goes_out() { Destination::Standard } else { Destination::PathOrStream(&self.out) };
        // Where a document cannot be read, what else is wrong may come of that alone.
        let told = |error: WorkspaceError, failed: usize| match failed > 0 && !keep_going {
            true => Failure::Told,
            false => error.into(),
        };
        let (outcome, written) = if self.dry_run {
            let mut look = Look::new(request, destination, guard, &mut take)?;
            let outcome = export_run::run(source, request, &mut look, &mut moved);
            let outcome = outcome.map_err(|error| told(error, failed(source)))?;
            (outcome, Written::Looked(look.finish()?))
        } else {
            let mut dataset = export::Dataset::new(request, destination, guard, &mut take, &|| !stop::is_asked())?;
            let outcome = export_run::run(source, request, &mut dataset, &mut moved);
            let outcome = outcome.map_err(|error| told(error, failed(source)))?;
            (outcome, Written::Staged(Box::new(dataset.finish()?)))
        };
        if stop::is_asked() {
            return Err(Failure::Stopped);
        }
        if failed(source) > 0 && !keep_going {
            return Err(Failure::Told);
        }
        if !outcome.filtered_out.is_nothing() {
            warn(&outcome.filtered_out.to_string());
        }
        tell_losses(format, &report);
        before.into_iter().for_each(|loss| report.take(loss));
        if let Some(path) = &self.report {
            let json = export::losses_file(&report, format.name(), outcome.documents);
            match standard::is_meant(path) {
                true => out.write_all(&json)?,
                false => drop(ExportBatch::stage(vec![(path.clone(), json)], guard)?.commit()?),
            }
        }
        if report.loses_anything() && (self.strict || self.on_loss == OnLoss::Refuse) {
            let option = if self.strict { "--strict" } else { "--on-loss refuse" };
            return Err(Failure::Because(format!("nothing was written, as {option} asks")));
        }
        Ok(Made { outcome, losses: report, written })
    }
}

impl Written {
    /// Puts all files in their places.
    pub(super) fn commit(
        batch: ExportBatch,
        documents: usize,
        progress: &Progress,
    ) -> Result<export::Written, Failure> {
        progress.at("putting the files in their places:", documents, None);
        // Whoever is to read a pipe may never come.
        if batch.is_stream() {
            stop::end_at_once();
        }
        let written = batch.commit()?;
        for path in &written.removed {
            warn(&format!("{}: removed, since this dataset has it no more", path.display()));
        }
        Ok(written)
    }

    /// Puts the files in their places and names them; where they were only looked at, says what would become of each place.
    pub(super) fn finish(self, documents: usize, progress: &Progress, out: &mut dyn Write) -> Result<(), Failure> {
        match self {
            Written::Looked(verdicts) => {
                for (path, verdict) in verdicts {
                    writeln!(out, "{}\t{verdict}", path.display())?;
                }
                warn("nothing was written, as --dry-run asks");
            }
            Written::Staged(batch) => {
                let written = Written::commit(*batch, documents, progress)?;
                let files = written.files.len();
                standard::tell(written, out)?;
                stop::tell_done(files);
            }
        }
        Ok(())
    }
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
