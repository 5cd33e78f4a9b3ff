//! `hashiya project migrate`: another schema for a project and its documents.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::output::{Failure, count, message_of, versions_kept, warn};
use super::progress::Progress;
use super::stop;
use crate::edit::{Migration, MigrationReport};
use crate::model::{LabelChange, LabelName, RelationTypeChange, Schema};
use crate::store;
use crate::workspace::bulk::BulkOrder;
use crate::workspace::project::ProjectMigration;
use crate::workspace::replace::Edited;
use crate::workspace::{ProjectFolder, annotator_named};

#[derive(Debug, Args)]
pub(super) struct Migrate {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The new schema, or a document that carries it; else the project's own, so that documents with an older one get it
    #[arg(long, value_name = "FILE")]
    pub schema: Option<PathBuf>,
    /// A label or relation type gets another name, or becomes one with another: OLD=NEW; may be repeated
    #[arg(long, value_name = "OLD=NEW", value_parser = pair)]
    pub rename: Vec<(String, String)>,
    /// A label is divided by the values of an attribute: OLD:ATTRIBUTE:VALUE=NEW,VALUE=NEW,=REST; may be repeated
    #[arg(long, value_name = "RULE", value_parser = split_rule)]
    pub split: Vec<(LabelName, LabelChange)>,
    /// A label or relation type goes, with its annotations or relations; may be repeated
    #[arg(long, value_name = "NAME")]
    pub delete: Vec<String>,
    /// Relations whose ends the new schema does not allow are deleted, instead of refused
    #[arg(long)]
    pub delete_unfit_relations: bool,
    /// Done documents with annotations of this label are to be looked at again; may be repeated. Those of labels whose guideline changed are
    /// in any case
    #[arg(long, value_name = "LABEL")]
    pub look_again: Vec<String>,
    /// Done documents stay done where a guideline changed
    #[arg(long)]
    pub keep_done: bool,
    /// Only show what would become of the documents
    #[arg(long)]
    pub dry_run: bool,
    /// As one JSON object
    #[arg(long)]
    pub json: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((old, new)) if !old.is_empty() && !new.is_empty() => Ok((old.to_owned(), new.to_owned())),
        _ => Err("write it as OLD=NEW".into()),
    }
}

fn split_rule(text: &str) -> Result<(LabelName, LabelChange), String> {
    let wrong = || "write it as OLD:ATTRIBUTE:VALUE=NEW,VALUE=NEW,=REST".to_owned();
    let (old, rule) = text.split_once(':').ok_or_else(wrong)?;
    let (attribute, values) = rule.split_once(':').ok_or_else(wrong)?;
    let (mut into, mut rest) = (BTreeMap::new(), None);
    for value in values.split(',') {
        let (value, new) = value.split_once('=').filter(|(_, new)| !new.is_empty()).ok_or_else(wrong)?;
        match value {
            "" => rest = Some(LabelName::from(new)),
            value => drop(into.insert(value.to_owned(), LabelName::from(new))),
        }
    }
    let rest = rest.ok_or_else(|| "say what the rest becomes: =REST".to_owned())?;
    Ok((old.into(), LabelChange::Split { attribute: attribute.to_owned(), into, rest }))
}

pub(super) fn run(task: Migrate, out: &mut dyn Write) -> Result<(), Failure> {
    stop::listen();
    let mut folder = ProjectFolder::open(&task.folder)?;
    let given = task.schema.as_deref().map(store::load_schema).transpose()?;
    let nothing_said = given.is_none() && task.rename.is_empty() && task.split.is_empty() && task.delete.is_empty();
    let migration = match nothing_said {
        true => Migration { delete_unfit_relations: task.delete_unfit_relations, ..folder.to_own_schema() },
        false => migration(&task, &folder.project.schema, given)?,
    };
    let mut migration = with_looks(migration, &task.look_again)?;
    if !task.keep_done {
        migration.look_where_guidelines_changed(&folder.project.schema);
    }
    let progress = Progress::begin();
    let go_on = progress.counting("document");
    let mut named = None;
    let (now, preview) = (store::now(), task.dry_run);
    let done = match preview {
        true => folder.preview_migration(&migration, now, &go_on)?,
        false => {
            let what = "hashiya project migrate".to_owned();
            let by = annotator_named(None);
            let order = BulkOrder { what, by, edited: Edited::Refuse, versions_kept: versions_kept() };
            let (done, group) = folder.migrate(&migration, &order, &go_on)?;
            named = group;
            done
        }
    };
    drop(go_on);
    drop(progress);
    done.failed.iter().for_each(|error| warn(&message_of(error)));
    match task.json {
        true => writeln!(out, "{:#}", json_of(&done))?,
        false => rows(&done.report, out)?,
    }
    let documents = format!("{} of {}", done.report.documents, count(done.rewritten, "document"));
    match preview {
        true => warn(&format!("{documents} with the new schema would change otherwise; nothing was written")),
        false => warn(&format!("{documents} with the new schema changed otherwise")),
    }
    if let Some(group) = named {
        warn(&format!("'hashiya undo {} --group {group}' takes all of it back", task.folder.display()));
    }
    if done.failed.is_empty() { Ok(()) } else { Err(Failure::Told) }
}

/// What the arguments amount to. Renamed labels and types are renamed in the project's own schema where no other was given.
fn migration(task: &Migrate, own: &Schema, given: Option<Schema>) -> Result<Migration, Failure> {
    let is_label = |name: &str| own.labels.iter().any(|label| label.name.as_str() == name);
    let is_type = |name: &str| own.relation_types.iter().any(|kind| kind.name.as_str() == name);
    let unknown =
        |name: &str| Failure::Because(format!("the schema of the project has no label or relation type '{name}'"));
    let mut migration = Migration { delete_unfit_relations: task.delete_unfit_relations, ..Migration::default() };
    for (old, new) in &task.rename {
        match (is_label(old), is_type(old)) {
            (true, _) => drop(migration.labels.insert(old.as_str().into(), LabelChange::Becomes(new.as_str().into()))),
            (_, true) => {
                let change = RelationTypeChange::Becomes(new.as_str().into());
                migration.relation_types.insert(old.as_str().into(), change);
            }
            _ => return Err(unknown(old)),
        }
    }
    for (old, change) in &task.split {
        if !is_label(old.as_str()) {
            return Err(unknown(old.as_str()));
        }
        migration.labels.insert(old.clone(), change.clone());
    }
    for name in &task.delete {
        match (is_label(name), is_type(name)) {
            (true, _) => drop(migration.labels.insert(name.as_str().into(), LabelChange::Deleted)),
            (_, true) => drop(migration.relation_types.insert(name.as_str().into(), RelationTypeChange::Deleted)),
            _ => return Err(unknown(name)),
        }
    }
    migration.schema = match given {
        Some(schema) => schema,
        None => migration.applied_to(own),
    }
    .into();
    Ok(migration)
}

fn with_looks(mut migration: Migration, labels: &[String]) -> Result<Migration, Failure> {
    for label in labels {
        if migration.schema.label(&label.as_str().into()).is_none() {
            return Err(Failure::Because(format!("the new schema has no label '{label}'")));
        }
        migration.look_again.insert(label.as_str().into());
    }
    Ok(migration)
}

/// What a report counts, with words for a person: what, of what, how many.
fn counted(report: &MigrationReport) -> Vec<(&'static str, String, usize)> {
    let mut rows = Vec::new();
    let arrow = |(old, new): &(LabelName, LabelName)| format!("{old} → {new}");
    let owned = |(owner, name): &(String, String)| format!("{name} of {owner}");
    rows.extend(report.relabelled.iter().map(|(names, n)| ("annotations relabelled", arrow(names), *n)));
    rows.extend(report.joined.iter().map(|(label, n)| ("annotations made one with another", label.to_string(), *n)));
    rows.extend(report.deleted.iter().map(|(label, n)| ("annotations deleted", label.to_string(), *n)));
    rows.extend(report.relations_renamed.iter().map(|(names, n)| ("relations renamed", arrow(names), *n)));
    rows.extend(report.relations_deleted.iter().map(|(label, n)| ("relations deleted", label.to_string(), *n)));
    rows.extend(report.values_converted.iter().map(|(names, n)| ("values of another kind", owned(names), *n)));
    rows.extend(report.values_noted.iter().map(|(names, n)| ("values moved to the note", owned(names), *n)));
    if report.look_again > 0 {
        rows.push(("documents to be looked at again", String::new(), report.look_again));
    }
    rows
}

fn rows(report: &MigrationReport, out: &mut dyn Write) -> Result<(), Failure> {
    for (what, of, n) in counted(report) {
        writeln!(out, "{what}\t{of}\t{n}")?;
    }
    Ok(())
}

fn json_of(done: &ProjectMigration) -> Value {
    let changes = |report: &MigrationReport| -> Vec<Value> {
        counted(report).into_iter().map(|(what, of, n)| json!({"what": what, "of": of, "count": n})).collect()
    };
    let document = |(path, report): &(PathBuf, MigrationReport)| json!({"path": path, "changes": changes(report)});
    json!({
        "documents": done.report.documents,
        "with_new_schema": done.rewritten,
        "changes": changes(&done.report),
        "by_document": done.documents.iter().map(document).collect::<Vec<_>>(),
        "failed": done.failed.iter().map(message_of).collect::<Vec<_>>(),
    })
}
