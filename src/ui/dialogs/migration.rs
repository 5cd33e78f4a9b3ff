//! A change of the labels that concerns annotations, relations or values: what would become of them, one by one, before a document, or all
//! documents of a project, are changed or none.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{ScrollArea, Ui};

use super::schema_editor::SchemaEditor;
use super::{complaint, do_or_cancel, saved_first};
use crate::edit::migrate::DOCUMENT_OWNER;
use crate::edit::{Migration, MigrationReport};
use crate::model::{AttributeChange, LabelChange, LabelName, RelationTypeChange, Schema};
use crate::session::{Pending, Session, SessionError, SessionFailure};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::theme::{ROW, space};
use crate::ui::widgets::{BidiCheckbox, BidiLabel, Row, Tone, column, column_layout, dialog, list};
use crate::workspace::migrate::MigrationOutcome;

/// Documents that stand against the change and are named; the rest is counted.
const MAX_NAMED: usize = 5;

/// Names that change and are told one by one.
const MAX_CHANGES: usize = 6;

/// Documents that are in sight at once.
const ROWS: usize = 5;

/// The dialog while it is open.
#[derive(Debug)]
pub struct MigrationDialog {
    migration: Migration,
    /// The labels that it is a change of.
    before: Option<Arc<Schema>>,
    /// Of all documents of a project, not of one document by itself.
    of_project: bool,
    /// What was asked to be looked at again, for when a person decides otherwise and back.
    look_again: std::collections::BTreeSet<LabelName>,
    preview: Option<Pending<Result<MigrationOutcome, Arc<SessionFailure>>>>,
    /// What becomes of the names, in words.
    changes: Vec<String>,
    /// What the preview comes to, once it is there.
    told: Option<PreviewText>,
    refused: Option<String>,
    /// What was open when it was asked.
    behind: Option<Box<dyn Modal>>,
}

/// What would be done, in words. Made once, since it may be of a hundred thousand documents.
#[derive(Debug)]
struct PreviewText {
    lines: Vec<String>,
    /// Values that lose their place.
    lost: Vec<String>,
    /// Documents that stand against it, of which the first are named.
    failed: Vec<String>,
    failures: usize,
}

impl MigrationDialog {
    /// Has it looked at what the migration would do.
    pub fn open(session: &mut Session, migration: Migration, behind: Option<Box<dyn Modal>>) -> Self {
        let preview = session.preview_migration(migration.clone());
        MigrationDialog {
            look_again: migration.look_again.clone(),
            before: session.schema_to_edit(),
            of_project: session.edits_project_schema(),
            migration,
            preview,
            changes: Vec::new(),
            told: None,
            refused: None,
            behind,
        }
    }

    fn look(&mut self, session: &mut Session) {
        self.preview = session.preview_migration(self.migration.clone());
        (self.told, self.refused) = (None, None);
        self.changes.clear();
    }

    /// Choices that change what would be done.
    fn choices(&mut self, ui: &mut Ui, cx: &mut UiContext<'_>) {
        let words = cx.words.clone();
        if !self.look_again.is_empty() {
            let mut again = !self.migration.look_again.is_empty();
            if ui.add(BidiCheckbox::new(&mut again, &words.get("migration-look-again"))).changed() {
                self.migration.look_again = if again { self.look_again.clone() } else { Default::default() };
                self.look(cx.session);
            }
        }
        if !self.migration.schema.relation_types.is_empty() || self.migration.delete_unfit_relations {
            let mut delete = self.migration.delete_unfit_relations;
            if ui.add(BidiCheckbox::new(&mut delete, &words.get("migration-delete-unfit"))).changed() {
                self.migration.delete_unfit_relations = delete;
                self.look(cx.session);
            }
        }
    }

    /// What would be done; whether it can be.
    fn preview(&mut self, ui: &mut Ui, session: &Session, words: &Localizer) -> bool {
        match self.preview.as_ref().and_then(Pending::get) {
            None => {
                ui.add(BidiLabel::new(&looked_at(session, words)).weak());
                false
            }
            Some(Err(failure)) => {
                complaint(ui, &failure.localized(words));
                false
            }
            Some(Ok(preview)) => {
                let told = self.told.get_or_insert_with(|| PreviewText::of(preview, self.of_project, words));
                let most = (ui.ctx().content_rect().height() - 400.0).clamp(80.0, 300.0);
                ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show(ui, |ui| {
                    column(ui, |ui| told.show(ui, words));
                });
                if self.of_project && preview.documents.len() > 1 {
                    by_document(ui, preview, words);
                }
                preview.failed.is_empty()
            }
        }
    }

    fn execute(&self, session: &mut Session) -> Result<(), SessionError> {
        let migration = self.migration.clone();
        match &self.before {
            _ if self.of_project => {
                let what: Vec<String> = self.changes.iter().take(MAX_CHANGES).cloned().collect();
                session.migrate_project(migration, what.join(" · "))
            }
            Some(before) => session.migrate_document(migration, before),
            None => Err(SessionError::NoDocument),
        }
    }
}

impl Modal for MigrationDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let words = cx.words.clone();
        let (mut agreed, mut save, mut cancel) = (false, false, false);
        let [title, act, undo] = match self.of_project {
            true => ["migration-title", "migration-do", "migration-undo"],
            false => ["migration-title-own", "migration-do-own", "migration-undo-own"],
        };
        let (_, close) = dialog(&cx.ctx.clone(), "migration", &words.get(title), 620.0, |ui| {
            if self.changes.is_empty() {
                self.changes = changes(&self.migration, self.before.as_deref(), &words);
            }
            for line in self.changes.iter().take(MAX_CHANGES) {
                ui.add(BidiLabel::new(line).bold().wrap());
            }
            if self.changes.len() > MAX_CHANGES {
                let more = [("n", (self.changes.len() - MAX_CHANGES).into())];
                ui.add(BidiLabel::new(&words.format("schema-note-more", &more)).weak());
            }
            ui.add_space(space::S);
            let possible = self.preview(ui, cx.session, &words);
            ui.add_space(space::S);
            self.choices(ui, cx);
            let is_saved = !self.of_project || saved_first(ui, cx.session, &words, &mut save);
            if let Some(refused) = &self.refused {
                complaint(ui, refused);
            }
            ui.add(BidiLabel::new(&words.get(undo)).small().weak().wrap());
            (agreed, cancel) = do_or_cancel(ui, &words.get(act), possible && is_saved, &words);
        });
        if save {
            cx.session.save_project_documents();
            // What is being saved is counted as well.
            self.look(cx.session);
        }
        if agreed {
            match self.execute(cx.session) {
                // The documents of a project are let go of meanwhile.
                Ok(()) if self.of_project => return Flow::Close,
                Ok(()) => return self.behind.take().map_or(Flow::Close, Flow::Replace),
                Err(error) => self.refused = Some(error.localized(&words)),
            }
        }
        if cancel || close {
            if let Some(behind) = self.behind.take() {
                return Flow::Replace(behind);
            }
            let label = self.migration.labels.keys().next();
            return match (cx.session.schema_to_edit(), label) {
                (Some(schema), Some(label)) => Flow::replace(SchemaEditor::at(&schema, label)),
                _ => Flow::Close,
            };
        }
        Flow::Open
    }
}

/// How far the look at the documents has come.
fn looked_at(session: &Session, words: &Localizer) -> String {
    let task = session.tasks().find(|(_, info)| info.name == "task-migration");
    match task.and_then(|(_, info)| info.progress).filter(|(_, all)| *all > 0) {
        Some((done, all)) => words.format("explorer-counting", &[("n", done.into()), ("total", all.into())]),
        None => words.get("migration-looking"),
    }
}

/// What is to become of the names, a line each.
fn changes(migration: &Migration, before: Option<&Schema>, words: &Localizer) -> Vec<String> {
    let is_there = |name: &LabelName| migration.schema.label(name).is_some();
    let mut lines: Vec<String> = migration
        .labels
        .iter()
        .map(|(old, change)| match change {
            LabelChange::Becomes(new) => arrow(words, old, new),
            LabelChange::Deleted => {
                words.format("migration-label-deleted", &[("label", isolated(old.as_str()).into())])
            }
            LabelChange::Split { attribute, into, rest } => {
                let mut names: Vec<String> = into.values().map(|name| isolated(name.as_str())).collect();
                names.push(isolated(rest.as_str()));
                names.dedup();
                let parts = names.join(" · ");
                let (label, attribute) = (isolated(old.as_str()), isolated(attribute));
                let named = [("label", label.into()), ("attribute", attribute.into()), ("parts", parts.into())];
                words.format("migration-label-split", &named)
            }
        })
        .collect();
    lines.extend(migration.relation_types.iter().map(|(old, change)| match change {
        RelationTypeChange::Becomes(new) => arrow(words, old, new),
        RelationTypeChange::Deleted => {
            words.format("migration-type-deleted", &[("type", isolated(old.as_str()).into())])
        }
    }));
    for AttributeChange { owner, name, becomes, values } in &migration.attributes {
        let owner = owner.as_ref().map_or_else(|| words.get("mend-the-document"), |owner| isolated(owner.as_str()));
        let about = |old: &str, new: &str| {
            let named =
                [("old", isolated(old).into()), ("new", isolated(new).into()), ("owner", owner.as_str().into())];
            words.format("migration-attribute-renamed", &named)
        };
        lines.extend((becomes != name).then(|| about(name, becomes)));
        lines.extend(values.iter().map(|(old, new)| about(&format!("{name}: {old}"), new)));
    }
    let guidelines = migration.look_again.iter().filter(|name| is_there(name));
    lines.extend(
        guidelines.map(|name| words.format("migration-guideline", &[("label", isolated(name.as_str()).into())])),
    );
    if let Some(before) = before {
        taken_away(migration, before, words, &mut lines);
    }
    if lines.is_empty() {
        lines.push(words.get("migration-other"));
    }
    lines
}

/// Attributes and choices that are there no more, of what stays.
fn taken_away(migration: &Migration, before: &Schema, words: &Localizer, lines: &mut Vec<String>) {
    let type_name = |name: &LabelName| match migration.relation_types.get(name) {
        None => Some(name.clone()),
        Some(RelationTypeChange::Becomes(new)) => Some(new.clone()),
        Some(RelationTypeChange::Deleted) => None,
    };
    let labels = before.labels.iter().filter_map(|label| {
        let new = migration.schema.label(migration.new_name(&label.name)?)?;
        Some((Some(&label.name), &label.attributes, &new.attributes))
    });
    let types = before.relation_types.iter().filter_map(|kind| {
        let new = migration.schema.relation_type(&type_name(&kind.name)?)?;
        Some((Some(&kind.name), &kind.attributes, &new.attributes))
    });
    let own = (None, &before.document_attributes, &migration.schema.document_attributes);
    for (owner, old, new) in labels.chain(types).chain([own]) {
        if old == new {
            continue;
        }
        for attribute in old {
            let change = migration.attributes.iter().find(|c| c.owner.as_ref() == owner && c.name == attribute.name);
            let name = change.map_or(&attribute.name, |change| &change.becomes);
            let of = owned(owner.map_or(DOCUMENT_OWNER, LabelName::as_str), &attribute.name, words);
            let Some(now) = new.iter().find(|other| other.name == *name) else {
                let word = if attribute.required { "migration-required-gone" } else { "migration-attribute-gone" };
                lines.push(words.format(word, &[("of", of.into())]));
                continue;
            };
            let there: std::collections::HashSet<&String> = now.kind.choices().iter().collect();
            let is_chosen = !now.kind.choices().is_empty();
            for choice in attribute.kind.choices().iter().filter(|_| is_chosen) {
                let renamed = change.is_some_and(|change| change.values.contains_key(choice));
                if !renamed && !there.contains(choice) {
                    let named = [("of", of.as_str().into()), ("choice", isolated(choice).into())];
                    lines.push(words.format("migration-choice-gone", &named));
                }
            }
            if std::mem::discriminant(&now.kind) != std::mem::discriminant(&attribute.kind) {
                lines.push(words.format("migration-kind-other", &[("of", of.as_str().into())]));
            }
        }
    }
}

fn arrow(words: &Localizer, old: &LabelName, new: &LabelName) -> String {
    words.format("migration-renamed", &[("old", isolated(old.as_str()).into()), ("new", isolated(new.as_str()).into())])
}

/// A row of what would be done: what it is, of what, how often, in how many documents.
type CountedRow = (&'static str, String, usize, usize);

/// What would be done, counted over annotations and documents.
fn counted(preview: &MigrationOutcome, words: &Localizer) -> Vec<CountedRow> {
    let owned = |(owner, name): &(String, String)| owned(owner, name, words);
    let mut rows: BTreeMap<(usize, &'static str, String), (usize, usize)> = BTreeMap::new();
    for (_, report) in &preview.documents {
        let MigrationReport { relabelled, deleted, joined, relations_renamed, relations_deleted, .. } = report;
        let mut add = |at: usize, word: &'static str, of: String, n: usize| {
            let row = rows.entry((at, word, of)).or_default();
            *row = (row.0 + n, row.1 + 1);
        };
        relabelled.iter().for_each(|((old, new), n)| add(0, "migration-relabelled", arrow(words, old, new), *n));
        joined.iter().for_each(|(label, n)| add(1, "migration-joined", isolated(label.as_str()), *n));
        deleted.iter().for_each(|(label, n)| add(2, "migration-deleted", isolated(label.as_str()), *n));
        for ((old, new), n) in relations_renamed {
            add(3, "migration-relations-renamed", arrow(words, old, new), *n);
        }
        for (label, n) in relations_deleted {
            add(4, "migration-relations-deleted", isolated(label.as_str()), *n);
        }
        report.values_renamed.iter().for_each(|(of, n)| add(5, "migration-values-renamed", owned(of), *n));
        report.values_converted.iter().for_each(|(of, n)| add(6, "migration-values-converted", owned(of), *n));
        report.values_noted.iter().for_each(|(of, n)| add(7, "migration-values-noted", owned(of), *n));
    }
    rows.into_iter().map(|((_, word, of), (n, documents))| (word, of, n, documents)).collect()
}

impl PreviewText {
    fn of(preview: &MigrationOutcome, of_project: bool, words: &Localizer) -> Self {
        let mut lines = Vec::new();
        if of_project {
            let all = [("n", preview.documents.len().into()), ("total", preview.rewritten.into())];
            lines.push(words.format("migration-documents", &all));
        }
        for (word, of, n, documents) in counted(preview, words) {
            let documents = words.format("migration-in-documents", &[("n", documents.into())]);
            let named = [("of", of.into()), ("n", n.into()), ("documents", documents.into())];
            let line = words.format(word, &named);
            lines.push(line);
        }
        if preview.report.look_again > 0 {
            lines.push(words.format("migration-look-again-count", &[("n", preview.report.look_again.into())]));
        }
        let named = preview.report.noted_values.iter().map(|((owner, attribute, value), n)| {
            let (of, value) = (owned(owner, attribute, words), isolated(value));
            words.format("migration-value-lost", &[("of", of.into()), ("value", value.into()), ("n", (*n).into())])
        });
        let lost = named.collect();
        let failed = preview.failed.iter().take(MAX_NAMED).map(|error| error.localized(words)).collect();
        PreviewText { lines, lost, failed, failures: preview.failed.len() }
    }

    fn show(&self, ui: &mut Ui, words: &Localizer) {
        for line in &self.lines {
            ui.add(BidiLabel::new(line).wrap());
        }
        for line in &self.lost {
            ui.add(BidiLabel::new(line).small().tone(Tone::Warning).wrap());
        }
        if self.failed.is_empty() {
            return;
        }
        let text = words.format("migration-failed", &[("n", self.failures.into())]);
        ui.add(BidiLabel::new(&text).tone(Tone::Danger).wrap());
        for error in &self.failed {
            ui.add(BidiLabel::new(error).small().tone(Tone::Danger).wrap());
        }
    }
}

/// Each document that changes, with how much of it does. Only the rows in sight are made.
fn by_document(ui: &mut Ui, preview: &MigrationOutcome, words: &Localizer) {
    let documents = &preview.documents;
    ui.add_space(space::XS);
    ui.add(BidiLabel::new(&words.get("migration-by-document")).small().weak());
    let room = egui::vec2(ui.available_width(), documents.len().min(ROWS) as f32 * ROW);
    ui.allocate_ui_with_layout(room, column_layout(ui.ctx()), |ui| {
        list(ui, "documents of the migration", documents.len(), None, None, |ui, at| {
            let (path, report) = &documents[at];
            let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy();
            let sum = |counts: &mut dyn Iterator<Item = &usize>| counts.sum::<usize>();
            let annotations = sum(&mut report.relabelled.values())
                + sum(&mut report.deleted.values())
                + sum(&mut report.joined.values());
            let relations = sum(&mut report.relations_renamed.values()) + sum(&mut report.relations_deleted.values());
            let values = sum(&mut report.values_renamed.values())
                + sum(&mut report.values_converted.values())
                + sum(&mut report.values_noted.values());
            let counts = [("a", annotations.into()), ("r", relations.into()), ("v", values.into())];
            let counts = words.format("migration-of-document", &counts);
            ui.add(Row::new(&name).trailing(&counts).spoken(&format!("{name}: {counts}")))
        });
    });
}

fn owned(owner: &str, attribute: &str, words: &Localizer) -> String {
    let owner = if owner == DOCUMENT_OWNER { words.get("mend-the-document") } else { isolated(owner) };
    format!("{} · {owner}", isolated(attribute))
}

/// What was done, as it is told afterwards.
pub fn migrated(report: &MigrationReport, words: &Localizer) -> String {
    words.format("status-migrated", &[("n", report.documents.into())])
}
