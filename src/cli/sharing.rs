//! `hashiya project assign|package|return|reread`: the work on a project shared out, handed over, and brought back.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::output::{Failure, count, versions_kept, warn};
use super::progress::Progress;
use super::stop;
use super::values;
use crate::model::{Annotator, Timestamp};
use crate::store::{self, Summary};
use crate::workspace::project::{RereadPlan, ReturnReport, SharePlan, ShareReport};
use crate::workspace::{DocumentQuery, ProjectFolder, Summarised};

/// A day in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

#[derive(Debug, Args)]
pub(super) struct Assign {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Who, and how much in relation to the others: NAME or NAME=SHARE; may be repeated
    #[arg(long, required = true, value_name = "NAME=SHARE", value_parser = share)]
    pub to: Vec<(Annotator, u32)>,
    /// How many of a hundred documents are done by several annotators, so that their agreement can be measured
    #[arg(long, value_name = "PERCENT", default_value_t = 0)]
    pub overlap: u32,
    /// How many annotators do each of those
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub overlap_annotators: usize,
    /// The same seed shares the same documents out alike
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Only documents below this folder of the project's documents; may be repeated
    #[arg(long, value_name = "FOLDER")]
    pub below: Vec<PathBuf>,
    /// Only documents that a filter takes, such as 'state:new folder:north'; 'hashiya guide filters' is its manual
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true, value_parser = values::query)]
    pub filter: Option<DocumentQuery>,
    /// Only show who would get what
    #[arg(long)]
    pub dry_run: bool,
    /// As one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Package {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Whose documents
    #[arg(long = "for", value_name = "NAME")]
    pub annotator: String,
    /// A folder that is new or empty
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Return {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The package that comes back
    #[arg(value_name = "PACKAGE")]
    pub package: PathBuf,
    /// As one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Reread {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Who reads their own documents again
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// How many of a hundred of those that are done
    #[arg(long, value_name = "PERCENT", default_value_t = 10)]
    pub percent: u32,
    /// Only documents that were not changed for so many days
    #[arg(long, value_name = "DAYS", default_value_t = 14)]
    pub after: u32,
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Only documents that a filter takes, such as 'label:PER folder:north'; 'hashiya guide filters' is its manual
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true, value_parser = values::query)]
    pub filter: Option<DocumentQuery>,
    /// Only say how many there would be
    #[arg(long)]
    pub dry_run: bool,
}

/// The share of an annotator of whom nothing is said.
const DEFAULT_SHARE: u32 = 1;

fn share(text: &str) -> Result<(Annotator, u32), String> {
    let (name, share) = match text.rsplit_once('=') {
        Some((name, share)) => (name, share.trim().parse().map_err(|_| format!("'{share}' is no whole number"))?),
        None => (text, DEFAULT_SHARE),
    };
    match name.trim() {
        "" => Err("write it as NAME or NAME=SHARE".into()),
        name => Ok((Annotator::new(name), share)),
    }
}

pub(super) fn assign(task: &Assign, out: &mut dyn Write) -> Result<(), Failure> {
    stop::listen();
    let progress = Progress::begin();
    let folder = ProjectFolder::open(&task.folder)?;
    let shares = SharePlan {
        annotators: task.to.clone(),
        overlap_percent: task.overlap,
        overlap_annotators: task.overlap_annotators,
        seed: task.seed,
    };
    let documents = folder.documents();
    let lies_below =
        |path: &Path| task.below.is_empty() || task.below.iter().any(|below| path.starts_with(documents.join(below)));
    let filter = knowing(task.filter.clone(), &folder)?;
    let takes = |path: &Path, summary: &Summary| {
        let below = path.strip_prefix(&documents).unwrap_or(path);
        lies_below(path) && filter.as_ref().is_none_or(|filter| filter.takes(&Summarised { below, summary }))
    };
    let report = match task.dry_run {
        true => folder.preview_shares(&shares, &takes, &progress.counting("document"))?,
        false => folder.assign(&shares, &takes, &progress.counting("document"))?,
    };
    drop(progress);
    let ShareReport { annotators, given_before } = &report;
    if task.json {
        let share = |(name, share): (&Annotator, &crate::workspace::project::AnnotatorShare)| json!({"name": name.as_str(), "documents": share.documents, "words": share.words, "overlapping": share.overlapping});
        let annotators: Vec<_> = annotators.iter().map(share).collect();
        writeln!(out, "{:#}", json!({"annotators": annotators, "given_before": given_before}))?;
    } else {
        for (name, share) in annotators {
            writeln!(
                out,
                "{name}\t{}, {}, {} of them others do as well",
                count(share.documents, "document"),
                count(share.words, "word"),
                share.overlapping
            )?;
        }
    }
    if *given_before > 0 {
        warn(&format!("{} somebody's already, and stayed so", were(*given_before)));
    }
    Ok(())
}

/// A filter that knows who does which document of the project.
fn knowing(filter: Option<DocumentQuery>, folder: &ProjectFolder) -> Result<Option<DocumentQuery>, Failure> {
    Ok(match filter {
        Some(filter) => Some(folder.knowing(filter)?),
        None => None,
    })
}

fn were(documents: usize) -> String {
    format!("{} {}", count(documents, "document"), if documents == 1 { "was" } else { "were" })
}

pub(super) fn package(task: &Package, out: &mut dyn Write) -> Result<(), Failure> {
    stop::listen();
    let progress = Progress::begin();
    let folder = ProjectFolder::open(&task.folder)?;
    let report = folder.package(&Annotator::new(task.annotator.trim()), &task.out, &progress.counting("document"))?;
    drop(progress);
    for name in &report.missing {
        warn(&format!("{name}: it is assigned and not in the project, so it was left out"));
    }
    warn(&format!("{}, {} of them others do as well", count(report.documents, "document"), report.readings));
    writeln!(out, "{}", task.out.display())?;
    Ok(())
}

pub(super) fn take_back(task: &Return, out: &mut dyn Write) -> Result<(), Failure> {
    stop::listen();
    let progress = Progress::begin();
    let folder = ProjectFolder::open(&task.folder)?;
    let report = folder.take_back(&task.package, versions_kept(), &progress.counting("document"))?;
    drop(progress);
    if task.json {
        writeln!(out, "{:#}", json_of(&report))?;
    } else {
        for (what, n) in [
            ("changed", report.changed),
            ("unchanged", report.unchanged),
            ("added", report.added),
            ("missing from the package", report.missing.len()),
        ] {
            writeln!(out, "documents {what}\t{n}")?;
        }
        writeln!(out, "annotations in the package\t{}", report.annotations.0)?;
        writeln!(out, "annotations in the project's documents now\t{}", report.annotations.1)?;
        for (name, conflicts) in &report.conflicts {
            writeln!(out, "to be decided\t{name}\t{conflicts}")?;
        }
    }
    for (name, note) in &report.notes {
        warn(&format!("{name}: {note}"));
    }
    for name in &report.missing {
        warn(&format!("{name}: it was handed over and is not in the package; the project's own is as it was"));
    }
    match report.conflicts.is_empty() {
        true => Ok(()),
        false => {
            warn(
                "both sides changed the same: open these documents in the window and decide (Document, Decide conflicts)",
            );
            Err(Failure::Told)
        }
    }
}

fn json_of(report: &ReturnReport) -> serde_json::Value {
    let conflict = |(name, n): &(String, usize)| json!({"document": name, "count": n});
    json!({
        "annotator": report.annotator,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "added": report.added,
        "missing": report.missing,
        "conflicts": report.conflicts.iter().map(conflict).collect::<Vec<_>>(),
        "annotations_in_package": report.annotations.0,
        "annotations_now": report.annotations.1,
    })
}

pub(super) fn reread(task: &Reread, out: &mut dyn Write) -> Result<(), Failure> {
    stop::listen();
    let progress = Progress::begin();
    let folder = ProjectFolder::open(&task.folder)?;
    let again = RereadPlan {
        annotator: Annotator::new(task.by.trim()),
        percent: task.percent,
        done_before: Timestamp(store::now().0 - i64::from(task.after) * DAY),
        seed: task.seed,
    };
    let filter = knowing(task.filter.clone(), &folder)?;
    let takes = |below: &Path, summary: &Summary| {
        filter.as_ref().is_none_or(|filter| filter.takes(&Summarised { below, summary }))
    };
    if task.dry_run {
        let to_read = folder.count_to_reread(&again, &takes, &progress.counting("document"))?;
        drop(progress);
        warn(&format!("{} to be read again; nothing was written", count(to_read, "document")));
        return Ok(());
    }
    let places = folder.reread(&again, &takes, &progress.counting("document"))?;
    drop(progress);
    for place in &places {
        writeln!(out, "{}", place.display())?;
    }
    warn(&format!("{} to be read again", count(places.len(), "document")));
    Ok(())
}
