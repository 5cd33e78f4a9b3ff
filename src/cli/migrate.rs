//! `hashiya project migrate` and `hashiya schema apply`: another schema for a project, or for documents by themselves.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::inputs;
use super::output::{Failure, count, message_of, tell_report, versions_kept, warn};
use super::progress::Progress;
use super::reading::schema_of;
use super::stop;
use crate::edit::{Migration, MigrationReport};
use crate::model::{AttributeChange, LabelChange, LabelName, RelationTypeChange, Schema};
use crate::store;
use crate::workspace::bulk::{BulkOrder, BulkReport};
use crate::workspace::inputs::is_document;
use crate::workspace::migrate::{self, MigrationOutcome};
use crate::workspace::replace::Edited;
use crate::workspace::{ProjectFolder, annotator_named};

#[derive(Debug, Args)]
pub(super) struct Migrate {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The new schema in any format, or a document that carries it; else the project's own, so that documents with an older one get it
    #[arg(long, value_name = "FILE")]
    pub schema: Option<PathBuf>,
    #[command(flatten)]
    pub changes: Changes,
    /// Only show what would become of the documents
    #[arg(long)]
    pub dry_run: bool,
    /// As one JSON object
    #[arg(long)]
    pub json: bool,
}

/// What becomes of names that the new schema lacks.
#[derive(Debug, Args)]
pub(super) struct Changes {
    /// A label or relation type gets another name, or becomes one with another: OLD=NEW; may be repeated
    #[arg(long, value_name = "OLD=NEW", value_parser = pair)]
    pub rename: Vec<(String, String)>,
    /// A label is divided by the values of an attribute: OLD:ATTRIBUTE:VALUE=NEW,VALUE=NEW,=REST; may be repeated
    #[arg(long, value_name = "RULE", value_parser = split_rule)]
    pub split: Vec<(LabelName, LabelChange)>,
    /// An attribute of a label or relation type gets another name, or of documents where OWNER is empty: OWNER:OLD=NEW; may be repeated
    #[arg(long, value_name = "RULE", value_parser = attribute_rule)]
    pub rename_attribute: Vec<AttributeChange>,
    /// A choice of an attribute gets another name, or becomes one with another: OWNER:ATTRIBUTE:OLD=NEW; may be repeated
    #[arg(long, value_name = "RULE", value_parser = choice_rule)]
    pub rename_choice: Vec<AttributeChange>,
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

fn attribute_rule(text: &str) -> Result<AttributeChange, String> {
    let wrong = || "write it as OWNER:OLD=NEW".to_owned();
    let (owner, rule) = text.split_once(':').ok_or_else(wrong)?;
    let (name, becomes) = pair(rule).map_err(|_| wrong())?;
    let owner = Some(owner).filter(|owner| !owner.is_empty()).map(LabelName::from);
    Ok(AttributeChange { owner, name, becomes, values: BTreeMap::new() })
}

fn choice_rule(text: &str) -> Result<AttributeChange, String> {
    let wrong = || "write it as OWNER:ATTRIBUTE:OLD=NEW".to_owned();
    let (owner, rule) = text.split_once(':').ok_or_else(wrong)?;
    let (name, rule) = rule.split_once(':').ok_or_else(wrong)?;
    let (old, new) = pair(rule).map_err(|_| wrong())?;
    let owner = Some(owner).filter(|owner| !owner.is_empty()).map(LabelName::from);
    let values = BTreeMap::from([(old, new)]);
    Ok(AttributeChange { owner, name: name.to_owned(), becomes: name.to_owned(), values })
}

pub(super) fn run(task: Migrate, out: &mut dyn Write) -> Result<(), Failure> {
    let given = task.schema.as_deref().map(schema_of).transpose()?;
    let say = Say { preview: task.dry_run, json: task.json, what: "hashiya project migrate" };
    of_project(&task.folder, given, &task.changes, &say, out)
}

/// How a migration is carried out and told.
pub(super) struct Say {
    pub preview: bool,
    pub json: bool,
    /// How the change is called in the list of changes.
    pub what: &'static str,
}

impl Say {
    fn order(&self) -> BulkOrder {
        let by = annotator_named(None);
        BulkOrder { what: self.what.to_owned(), by, edited: Edited::Refuse, versions_kept: versions_kept() }
    }

    fn report(&self, done: &MigrationOutcome, out: &mut dyn Write) -> Result<(), Failure> {
        done.failed.iter().for_each(|error| warn(&message_of(error)));
        match self.json {
            true => writeln!(out, "{:#}", json_of(done))?,
            false => rows(&done.report, out)?,
        }
        let documents = format!("{} of {}", done.report.documents, count(done.rewritten, "document"));
        match self.preview {
            true => warn(&format!("{documents} with the new schema would change otherwise; nothing was written")),
            false => warn(&format!("{documents} with the new schema changed otherwise")),
        }
        Ok(())
    }
}

/// Another schema for a project and all of its documents, or a look at what it would do.
pub(super) fn of_project(
    root: &Path,
    given: Option<Schema>,
    changes: &Changes,
    say: &Say,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    stop::listen();
    let mut folder = ProjectFolder::open(root)?;
    let migration = match given.is_none() && changes.is_nothing() {
        true => Migration { delete_unfit_relations: changes.delete_unfit_relations, ..folder.to_own_schema() },
        false => {
            let own = &folder.project.schema;
            let is_label = |name: &LabelName| own.label(name).is_some();
            let is_type = |name: &LabelName| own.relation_type(name).is_some();
            let mut migration = changes.migration(&is_label, &is_type)?;
            migration.schema = given.unwrap_or_else(|| migration.applied_to(own)).into();
            migration
        }
    };
    let mut migration = with_looks(migration, &changes.look_again)?;
    if !changes.keep_done {
        migration.look_where_guidelines_changed(&folder.project.schema);
    }
    let progress = Progress::begin();
    let go_on = progress.counting("document");
    let mut named = None;
    let done = match say.preview {
        true => folder.preview_migration(&migration, store::now(), &go_on)?,
        false => {
            let (done, group) = folder.migrate(&migration, &say.order(), &go_on)?;
            named = group;
            done
        }
    };
    drop(go_on);
    drop(progress);
    say.report(&done, out)?;
    if let Some(group) = named {
        warn(&format!("'hashiya undo {} --group {group}' takes all of it back", root.display()));
    }
    if done.failed.is_empty() { Ok(()) } else { Err(Failure::Told) }
}

/// Another schema for documents by themselves, or a look at what it would do.
pub(super) fn of_documents(
    inputs: &[PathBuf],
    schema: Schema,
    changes: &Changes,
    say: &Say,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    stop::listen();
    let (found, failed) = inputs::find(inputs, is_document);
    if failed > 0 {
        return Err(Failure::Told);
    }
    let documents: Vec<PathBuf> = found.into_iter().map(|file| file.path).collect();
    let (labels, types) = match changes.is_nothing() {
        true => Default::default(),
        false => migrate::names_of(&documents)?,
    };
    let migration = changes.migration(&|name| labels.contains(name), &|name| types.contains(name))?;
    let migration = with_looks(Migration { schema: schema.into(), ..migration }, &changes.look_again)?;
    let progress = Progress::begin();
    let go_on = progress.counting("document");
    let looks = !changes.keep_done;
    let (done, report) = match say.preview {
        true => (migrate::preview(&documents, &migration, looks, &go_on)?, BulkReport::default()),
        false => migrate::migrate(&documents, &migration, looks, &say.order(), &go_on)?,
    };
    drop(go_on);
    drop(progress);
    report.changed.iter().for_each(|(path, report)| tell_report(path, report));
    say.report(&done, out)?;
    if let Some(group) = report.group.filter(|_| report.changed.len() > 1 && report.not_listed.is_none()) {
        warn(&format!("'hashiya undo --group {group}' and a folder takes all of it back"));
    }
    if done.failed.is_empty() { Ok(()) } else { Err(Failure::Told) }
}

impl Changes {
    fn is_nothing(&self) -> bool {
        let attributes = self.rename_attribute.iter().chain(&self.rename_choice).next();
        self.rename.is_empty() && self.split.is_empty() && self.delete.is_empty() && attributes.is_none()
    }

    /// What the arguments amount to, for schemas that have these labels and types. The new schema is still to be said.
    fn migration(
        &self,
        is_label: &dyn Fn(&LabelName) -> bool,
        is_type: &dyn Fn(&LabelName) -> bool,
    ) -> Result<Migration, Failure> {
        let unknown = |name: &LabelName| Failure::Because(format!("the schema has no label or relation type '{name}'"));
        let mut migration = Migration { delete_unfit_relations: self.delete_unfit_relations, ..Migration::default() };
        for (old, new) in &self.rename {
            let (old, new) = (LabelName::new(old.as_str()), LabelName::new(new.as_str()));
            match (is_label(&old), is_type(&old)) {
                (true, _) => drop(migration.labels.insert(old, LabelChange::Becomes(new))),
                (_, true) => drop(migration.relation_types.insert(old, RelationTypeChange::Becomes(new))),
                _ => return Err(unknown(&old)),
            }
        }
        for (old, change) in &self.split {
            if !is_label(old) {
                return Err(unknown(old));
            }
            migration.labels.insert(old.clone(), change.clone());
        }
        for name in self.delete.iter().map(|name| LabelName::new(name.as_str())) {
            match (is_label(&name), is_type(&name)) {
                (true, _) => drop(migration.labels.insert(name, LabelChange::Deleted)),
                (_, true) => drop(migration.relation_types.insert(name, RelationTypeChange::Deleted)),
                _ => return Err(unknown(&name)),
            }
        }
        for change in self.rename_choice.iter().chain(&self.rename_attribute) {
            if let Some(owner) = change.owner.as_ref().filter(|owner| !is_label(owner) && !is_type(owner)) {
                return Err(unknown(owner));
            }
            // Choices of an attribute that gets another name have theirs under both rules.
            let known = |other: &&mut AttributeChange| other.owner == change.owner && other.name == change.name;
            match migration.attributes.iter_mut().find(known) {
                None => migration.attributes.push(change.clone()),
                Some(other) => {
                    other.values.extend(change.values.clone());
                    if change.becomes != change.name {
                        other.becomes.clone_from(&change.becomes);
                    }
                }
            }
        }
        Ok(migration)
    }
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
    rows.extend(report.values_renamed.iter().map(|(names, n)| ("values renamed", owned(names), *n)));
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

fn json_of(done: &MigrationOutcome) -> Value {
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
