//! `hashiya register link|merge|split|propose`: what annotations are linked to, in one document or in all of a project.

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::output::{Failure, count, tell_all, tell_report, versions_kept, warn};
use super::progress::Progress;
use super::register_entry::{EntryFacts, named, opened, root_of};
use super::{standard, stop};
use crate::edit::Command;
use crate::model::{AnnotationId, EntityId, Entry, LabelName};
use crate::workspace::bulk::{BulkOrder, BulkReport};
use crate::workspace::register::{self, Picked, Proposal, SplitOff};
use crate::workspace::replace::{Edited, LockedDocument, Replacements};
use crate::workspace::{Editor, WorkspaceError, annotator_named};

#[derive(Debug, Args)]
pub(super) struct Link {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
    /// An annotation; may be repeated
    #[arg(long, value_name = "ID", required = true)]
    pub id: Vec<String>,
    #[command(flatten)]
    pub to: To,
    /// Who links
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,
    /// Go on from a file that was changed outside Hashiya as it is
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct To {
    /// The id of an entry of the project's register, or one of its names
    #[arg(long, value_name = "ENTRY")]
    pub entity: Option<String>,
    /// A new entry of this name
    #[arg(long, value_name = "NAME")]
    pub new: Option<String>,
    /// Nothing: the link goes
    #[arg(long)]
    pub unlink: bool,
}

#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Entries, by their ids or names
    #[arg(value_name = "ENTRY", required = true)]
    pub from: Vec<String>,
    /// The entry that stays
    #[arg(long, value_name = "ENTRY")]
    pub into: String,
}

#[derive(Debug, Args)]
pub(super) struct Split {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The id of an entry, or one of its names
    #[arg(value_name = "ENTRY")]
    pub entry: String,
    /// The id of an entry that was merged into it: it comes back as it was
    #[arg(long, value_name = "ID", required_unless_present = "name")]
    pub former: Option<String>,
    /// A new entry of this name, which the entry had or its texts have
    #[arg(long, conflicts_with = "former")]
    pub name: Option<String>,
    #[command(flatten)]
    pub facts: EntryFacts,
    /// Exactly these annotations go over, by their ids; else those whose text is a name of what is split off
    #[arg(long, value_name = "ID")]
    pub id: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct Propose {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Only annotations of this label
    #[arg(long, value_name = "LABEL")]
    pub label: Option<String>,
    /// Link what has one entry of the same name and none of another label
    #[arg(long)]
    pub take: bool,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

pub(super) fn link(task: &Link, out: &mut dyn Write) -> Result<(), Failure> {
    let path = &task.file;
    standard::refuse([path], "link changes a file, which the standard input is not")?;
    let edited = if task.force { Edited::Accept } else { Edited::Refuse };
    let mut locked = LockedDocument::open(path, edited)?;
    tell_all(&locked.warnings);
    let ids: Vec<AnnotationId> = task.id.iter().map(|id| AnnotationId::from(id.as_str())).collect();
    let mut new = None;
    let entity = match (&task.to.entity, &task.to.new) {
        (Some(said), _) => Some(named(&opened(&root_of(path)?)?.1, said)?),
        (None, Some(name)) => {
            let mut entry = Entry::new(register::fresh_id(), name);
            let labels = ids.iter().filter_map(|id| locked.content.annotations.get(id));
            entry.kinds = labels.map(|annotation| annotation.label.clone()).collect();
            let id = entry.id.clone();
            new = Some((root_of(path)?, entry));
            Some(id)
        }
        (None, None) => None,
    };
    let mut editor = Editor::new(annotator_named(task.annotator.as_deref()));
    let command = Command::SetEntity { ids: ids.clone(), entity: entity.clone() };
    editor.run(&mut locked.content, command).map_err(|error| WorkspaceError::Rejected { path: path.clone(), error })?;
    // An entry without a link is worth less than a link without an entry is harmful.
    if let Some((root, entry)) = new {
        register::change(&root, |register| register.enter(entry))?;
    }
    let mut replacements = Replacements::default().by(editor.annotator.clone());
    replacements.replace(locked)?;
    for (path, report) in replacements.commit(versions_kept())? {
        tell_report(&path, &report);
    }
    for id in &ids {
        writeln!(out, "{id}\t{}", entity.as_ref().map_or("", EntityId::as_str))?;
    }
    Ok(())
}

fn order(what: &str) -> BulkOrder {
    let by = annotator_named(None);
    BulkOrder { what: format!("hashiya register {what}"), by, edited: Edited::Refuse, versions_kept: versions_kept() }
}

fn tell_bulk(folder: &Path, report: &BulkReport) {
    for (path, report) in &report.changed {
        tell_report(path, report);
    }
    warn(&format!("links changed in {}", count(report.changed.len(), "document")));
    if let Some(error) = &report.not_listed {
        warn(&format!("it cannot be taken back as one: {error}"));
    }
    if let Some(group) = &report.group {
        warn(&format!("'hashiya undo {} --group {group}' takes all of it back", folder.display()));
    }
}

pub(super) fn merge(task: &Merge, out: &mut dyn Write) -> Result<(), Failure> {
    stop::listen();
    let (folder, register) = opened(&task.folder)?;
    let from = task.from.iter().map(|said| named(&register, said)).collect::<Result<Vec<_>, _>>()?;
    let into = named(&register, &task.into)?;
    let progress = Progress::begin();
    let (_, report) =
        register::merge_entries(&folder, (&from, &into), &order("merge"), &progress.counting("document"))?;
    drop(progress);
    writeln!(out, "{into}")?;
    tell_bulk(&task.folder, &report);
    Ok(())
}

pub(super) fn split(task: &Split, out: &mut dyn Write) -> Result<(), Failure> {
    stop::listen();
    let (folder, register) = opened(&task.folder)?;
    let from = named(&register, &task.entry)?;
    let off = match (&task.former, &task.name) {
        (Some(former), _) => SplitOff::Former(EntityId::new(former.as_str())),
        (None, name) => {
            let mut entry = Entry::new(register::fresh_id(), name.as_deref().unwrap_or_default());
            task.facts.put_into(&mut entry);
            SplitOff::New(entry)
        }
    };
    let ids: HashSet<&str> = task.id.iter().map(String::as_str).collect();
    let is_picked = |_: &Path, id: &AnnotationId| ids.contains(id.as_str());
    let picked: Option<Picked<'_>> = if ids.is_empty() { None } else { Some(&is_picked) };
    let progress = Progress::begin();
    let (_, report) =
        register::split_entry(&folder, (&from, &off), picked, &order("split"), &progress.counting("document"))?;
    drop(progress);
    writeln!(out, "{}", off.id())?;
    tell_bulk(&task.folder, &report);
    Ok(())
}

pub(super) fn propose(task: &Propose, out: &mut dyn Write) -> Result<(), Failure> {
    stop::listen();
    let (folder, register) = opened(&task.folder)?;
    let label = task.label.as_deref().map(LabelName::new);
    let progress = Progress::begin();
    let mut lines: Vec<String> = Vec::new();
    let name = |id: &EntityId| register.get(id).map(|entry| entry.name.clone()).unwrap_or_default();
    let mut take = |path: &Path,
                    document: &crate::model::AnnotatedDocument,
                    annotation: &crate::model::Annotation,
                    proposals: Vec<Proposal>| {
        if label.as_ref().is_some_and(|label| *label != annotation.label) || proposals.is_empty() {
            return None;
        }
        let path = path.strip_prefix(&folder.root).unwrap_or(path).display().to_string();
        let form = register::form_of(document, annotation);
        if task.json {
            let proposal = |p: &Proposal| {
                json!({
                    "entity": p.entity.as_str(),
                    "name": name(&p.entity),
                    "reason": p.reason.name(),
                    "fits_label": p.fits_label,
                })
            };
            let proposals: Vec<_> = proposals.iter().map(proposal).collect();
            let row = json!({
                "document": path,
                "annotation": annotation.id.as_str(),
                "label": annotation.label.as_str(),
                "text": form,
                "proposals": proposals,
            });
            lines.push(row.to_string());
        } else {
            for Proposal { entity, reason, .. } in &proposals {
                let (id, label, name) = (&annotation.id, &annotation.label, name(entity));
                lines.push(format!("{path}\t{id}\t{label}\t{form}\t{entity}\t{name}\t{reason}"));
            }
        }
        let mut sure = proposals.iter().filter(|p| p.reason.is_sure() && p.fits_label != Some(false));
        match (sure.next(), sure.next()) {
            (Some(one), None) => Some(one.entity.clone()),
            _ => None,
        }
    };
    let taken =
        register::take_proposals(&folder, &order("propose"), &mut take, !task.take, &progress.counting("document"))?;
    drop(progress);
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    match task.take {
        true => {
            warn(&format!("{} linked", count(taken.linked, "annotation")));
            tell_bulk(&task.folder, &taken.report);
        }
        false => warn(&format!("{} could be linked with --take", count(taken.linked, "annotation"))),
    }
    Ok(())
}
