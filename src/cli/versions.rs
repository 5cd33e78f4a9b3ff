//! `hashiya history`, `hashiya restore` and `hashiya undo`: steps and earlier versions of a document, changes of many documents, listed and
//! brought back.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::output::{Failure, count, tell_report, versions_kept, warn};
use super::{standard, stop};
use crate::edit::GroupId;
use crate::model::{Annotator, LabelName};
use crate::store::history::{Missing, Origin};
use crate::workspace::bulk::{self, BulkOrder};
use crate::workspace::history::{self, StepFilter, StepLine};
use crate::workspace::replace::Edited;
use crate::workspace::versions::{self, VersionSource, Which};
use crate::workspace::{WorkspaceError, annotator_named};

#[derive(Debug, Args)]
pub(super) struct Versions {
    /// A document: its earlier versions and its steps; or a folder: the changes of many documents in it
    #[arg(value_name = "FILE.ron|FOLDER")]
    pub file: PathBuf,
    /// Only steps of this person
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Only steps that touch annotations of this label
    #[arg(long, value_name = "L")]
    pub label: Option<String>,
    /// Only steps of this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, conflicts_with_all = ["from", "to"])]
    pub day: Option<String>,
    /// Only steps of this day and later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub from: Option<String>,
    /// Only steps of this day and earlier
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub to: Option<String>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
    /// The number that `hashiya history` gives an earlier version
    #[arg(value_name = "N", required_unless_present = "step", conflicts_with = "step")]
    pub number: Option<usize>,
    /// The document as it was after this step; 0: before the first
    #[arg(long, value_name = "N")]
    pub step: Option<u64>,
    /// Where it is written (- for the standard output), and a file that is there stays; without it FILE is replaced and becomes an earlier version
    #[arg(long, value_name = "NEW.ron")]
    pub out: Option<PathBuf>,
    /// Only say where it would be written
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct Undo {
    /// The folder in which the change is listed, or one below
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Which change, as `hashiya history FOLDER` names it; else the newest that was not taken back
    #[arg(long, value_name = "ID")]
    pub group: Option<String>,
    /// Only name the documents that would be changed
    #[arg(long)]
    pub dry_run: bool,
    /// Go on from files that were changed outside Hashiya as they are
    #[arg(long)]
    pub force: bool,
    /// Who takes it back
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,
}

fn day(text: &str) -> Result<String, String> {
    let is_day = text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok();
    if is_day { Ok(text.to_owned()) } else { Err("write a day as YYYY-MM-DD".to_owned()) }
}

/// One version a line, the newest first: its number, when it was saved, its annotations, its state. Then one step a line, the newest
/// first: the word `step`, its number, when, who, what.
pub(super) fn list(task: Versions, out: &mut dyn Write) -> Result<(), Failure> {
    standard::refuse([&task.file], "the standard input has no earlier versions")?;
    if task.file.is_dir() {
        return list_changes(&task.file, task.json, out);
    }
    let filter = StepFilter {
        by: task.by.map(Annotator::new),
        label: task.label.map(LabelName::new),
        from: task.day.clone().or(task.from),
        to: task.day.or(task.to),
    };
    let found = versions::numbered_versions(&task.file)?;
    // A file that cannot be read has earlier versions all the same.
    let log = match history::steps_of(&task.file) {
        Ok(log) => log,
        Err(_) if filter == StepFilter::default() => history::StepList::default(),
        Err(error) => return Err(error.into()),
    };
    for missing in &log.missing {
        warn(&format!("{}: {}", task.file.display(), missing_in_words(*missing)));
    }
    let steps: Vec<&StepLine> = log.steps.iter().filter(|step| filter.takes(step)).collect();
    if task.json {
        let versions: Vec<Value> = found
            .iter()
            .enumerate()
            .map(|(at, version)| json!({"version": at + 1, "saved": version.saved.to_rfc3339(), "sha256": version.hash.to_string()}))
            .collect();
        let steps: Vec<Value> = steps.into_iter().map(json_of).collect();
        let missing: Vec<&str> = log.missing.iter().map(|missing| missing_in_words(*missing)).collect();
        writeln!(out, "{:#}", json!({"versions": versions, "steps": steps, "missing": missing}))?;
        return Ok(());
    }
    if found.is_empty() && log.steps.is_empty() {
        warn(&format!("{}: no earlier version is kept", task.file.display()));
    }
    for (number, version) in found.into_iter().enumerate().filter(|_| filter == StepFilter::default()) {
        let moment = version.saved.to_rfc3339().unwrap_or_default();
        let read = versions::content_of(Some(&task.file), &VersionSource::Version(version))
            .map(|(content, _)| format!("{}\t{}", count(content.annotations.len(), "annotation"), content.state));
        let what = read.unwrap_or_else(|error| error.to_string().replace('\n', " "));
        writeln!(out, "{}\t{moment}\t{what}", number + 1)?;
    }
    for step in steps {
        let moment = step.when.to_rfc3339().unwrap_or_default();
        let by: Vec<&str> = step.by.iter().map(Annotator::as_str).collect();
        let what = step.summary.as_ref().map_or_else(|| "of another text".to_owned(), ToString::to_string);
        let how = match step.origin {
            Origin::Done => "",
            Origin::Undone => "took back: ",
            Origin::Redone => "did again: ",
            Origin::Outside => "another program: ",
        };
        writeln!(out, "step\t{}\t{moment}\t{}\t{how}{what}", step.number, by.join(", "))?;
    }
    Ok(())
}

fn missing_in_words(missing: Missing) -> &'static str {
    match missing {
        Missing::Older => "older steps were removed, since the log of a document has a limit",
        Missing::Damaged => "a part of the log of its steps cannot be read",
    }
}

fn json_of(step: &StepLine) -> Value {
    let summary = step.summary.as_ref().map(|summary| {
        let [added, deleted, relabelled, changed] = summary.counts();
        let labels: Vec<&str> = summary.labels().into_iter().map(LabelName::as_str).collect();
        json!({
            "text": summary.to_string(),
            "labels": labels,
            "added": added,
            "deleted": deleted,
            "relabelled": relabelled,
            "changed": changed,
            "relations": summary.relations,
        })
    });
    let origin = match step.origin {
        Origin::Done => "done",
        Origin::Undone => "undone",
        Origin::Redone => "redone",
        Origin::Outside => "outside",
    };
    json!({
        "step": step.number,
        "when": step.when.to_rfc3339(),
        "by": step.by.iter().map(Annotator::as_str).collect::<Vec<_>>(),
        "origin": origin,
        "group": step.group.as_ref().map(GroupId::as_str),
        "what": summary,
    })
}

/// One change of many documents a line, the newest first: its name, when, who, how many documents, what.
fn list_changes(folder: &Path, as_json: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let found = bulk::changes(folder);
    if as_json {
        let row = |(record, undone): &(crate::store::history::GroupRecord, bool)| {
            json!({
                "group": record.id.as_str(),
                "when": record.moment().to_rfc3339(),
                "by": record.by.as_str(),
                "what": record.what,
                "undoes": record.undoes.as_ref().map(GroupId::as_str),
                "undone": undone,
                "documents": record.documents,
            })
        };
        writeln!(out, "{:#}", json!({"changes": found.iter().map(row).collect::<Vec<_>>()}))?;
        return Ok(());
    }
    if found.is_empty() {
        warn(&format!("{}: no change of many documents is listed", folder.display()));
    }
    for (record, undone) in found {
        let moment = record.moment().to_rfc3339().unwrap_or_default();
        let back = record.undoes.as_ref().map(|id| format!("took back {id}: ")).unwrap_or_default();
        let undone = if undone { "\ttaken back" } else { "" };
        let many = count(record.documents.len(), "document");
        writeln!(out, "{}\t{moment}\t{}\t{many}\t{back}{}{undone}", record.id, record.by, record.what)?;
    }
    Ok(())
}

pub(super) fn undo(task: Undo, out: &mut dyn Write) -> Result<(), Failure> {
    let newest = || bulk::changes(&task.folder).into_iter().find(|(record, undone)| !undone && record.undoes.is_none());
    let id = match &task.group {
        Some(id) => GroupId::new(id.as_str()),
        None => newest().map(|(record, _)| record.id).ok_or_else(|| {
            Failure::Because(format!(
                "{}: no change of many documents is listed that could be taken back",
                task.folder.display()
            ))
        })?,
    };
    let edited = if task.force { Edited::Accept } else { Edited::Refuse };
    let by = annotator_named(task.annotator.as_deref());
    let order = BulkOrder { what: String::new(), by, edited, versions_kept: versions_kept() };
    let report = bulk::undo(&task.folder, &id, &order, &[], task.dry_run, &|_, _| !stop::is_asked())?;
    for (path, report) in &report.changed {
        writeln!(out, "{}", path.display())?;
        tell_report(path, report);
    }
    let many = count(report.changed.len(), "document");
    match (task.dry_run, report.group) {
        (true, _) => warn(&format!("{many} would be changed; nothing was written, as --dry-run asks")),
        (false, Some(new)) => warn(&format!("{id} was taken back in {many}; --group {new} does it again")),
        (false, None) => warn(&format!("{id} was taken back before: no document has anything left of it")),
    }
    if let Some(error) = report.not_listed {
        warn(&format!("it cannot be taken back as one: {}", error.cause()));
    }
    Ok(())
}

pub(super) fn restore(task: Restore, out: &mut dyn Write) -> Result<(), Failure> {
    standard::refuse([&task.file], "the standard input has no earlier versions")?;
    let place = task.out.as_ref().unwrap_or(&task.file);
    let which = match (task.step, task.number) {
        (Some(step), _) => Which::Step(step),
        (None, Some(number)) => Which::Version(number),
        (None, None) => return Err(WorkspaceError::NoVersion { path: task.file, number: 0, count: 0 }.into()),
    };
    if task.dry_run {
        match which {
            Which::Version(number) => drop(versions::numbered(&task.file, number)?),
            Which::Step(number) => drop(history::state_after(&task.file, number)?),
        }
        writeln!(out, "{}", place.display())?;
        warn("nothing was written, as --dry-run asks");
        return Ok(());
    }
    match (&task.out, which) {
        (Some(new), Which::Step(number)) => {
            standard::put_document(new, &history::state_after(&task.file, number)?, out)?;
        }
        (Some(new), Which::Version(number)) if standard::is_meant(new) => {
            out.write_all(&versions::bytes_of(&task.file, number)?)?;
        }
        (Some(new), Which::Version(number)) => versions::restore_as(&task.file, number, new)?,
        (None, which) => {
            let report = versions::restore_over(&task.file, which, &annotator_named(None), versions_kept())?;
            tell_report(&task.file, &report);
        }
    }
    Ok(())
}
