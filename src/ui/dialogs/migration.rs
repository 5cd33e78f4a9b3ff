//! A change of the labels that concerns annotations of a project: what would become of them, label by label, before all documents are
//! changed or none.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{ScrollArea, Ui};

use super::schema_editor::SchemaEditor;
use super::{complaint, do_or_cancel, saved_first};
use crate::edit::{Migration, MigrationReport};
use crate::model::{AttributeChange, LabelChange, LabelName, RelationTypeChange};
use crate::session::{Pending, Session, SessionFailure};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::theme::space;
use crate::ui::widgets::{BidiCheckbox, BidiLabel, Tone, column, dialog};
use crate::workspace::migrate::MigrationOutcome;

/// Documents that stand against the change and are named; the rest is counted.
const MAX_NAMED: usize = 5;

/// The dialog while it is open.
#[derive(Debug)]
pub struct MigrationDialog {
    migration: Migration,
    /// What was asked to be looked at again, for when a person decides otherwise and back.
    look_again: std::collections::BTreeSet<LabelName>,
    preview: Option<Pending<Result<MigrationOutcome, Arc<SessionFailure>>>>,
    refused: Option<String>,
}

impl MigrationDialog {
    /// Has it looked at what the migration would do.
    pub fn open(session: &mut Session, migration: Migration) -> Self {
        let preview = session.preview_migration(migration.clone());
        MigrationDialog { look_again: migration.look_again.clone(), migration, preview, refused: None }
    }

    fn look(&mut self, session: &mut Session) {
        self.preview = session.preview_migration(self.migration.clone());
        self.refused = None;
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
}

impl Modal for MigrationDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let words = cx.words.clone();
        let (mut carry_out, mut save, mut cancel) = (false, false, false);
        let (_, close) = dialog(&cx.ctx.clone(), "migration", &words.get("migration-title"), 620.0, |ui| {
            for line in changes(&self.migration, &words) {
                ui.add(BidiLabel::new(&line).bold().wrap());
            }
            ui.add_space(space::S);
            let mut possible = false;
            match self.preview.as_ref().and_then(Pending::get) {
                None => {
                    ui.add(BidiLabel::new(&looked_at(cx.session, &words)).weak());
                }
                Some(Err(failure)) => complaint(ui, &failure.localized(&words)),
                Some(Ok(preview)) => {
                    possible = preview.failed.is_empty();
                    let most = (ui.ctx().content_rect().height() - 360.0).clamp(80.0, 320.0);
                    ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show(ui, |ui| {
                        column(ui, |ui| show_preview(ui, preview, &words));
                    });
                }
            }
            ui.add_space(space::S);
            self.choices(ui, cx);
            let is_saved = saved_first(ui, cx.session, &words, &mut save);
            if let Some(refused) = &self.refused {
                complaint(ui, refused);
            }
            ui.add(BidiLabel::new(&words.get("migration-undo")).small().weak().wrap());
            (carry_out, cancel) = do_or_cancel(ui, &words.get("migration-do"), possible && is_saved, &words);
        });
        if save {
            cx.session.save_project_documents();
            // What is being saved is counted as well.
            self.look(cx.session);
        }
        if carry_out {
            let what = changes(&self.migration, &words).join(" · ");
            match cx.session.migrate_project(self.migration.clone(), what) {
                Ok(()) => return Flow::Close,
                Err(error) => self.refused = Some(error.localized(&words)),
            }
        }
        if cancel || close {
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
fn changes(migration: &Migration, words: &Localizer) -> Vec<String> {
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
    if lines.is_empty() {
        lines.push(words.get("migration-other"));
    }
    lines
}

fn arrow(words: &Localizer, old: &LabelName, new: &LabelName) -> String {
    words.format("migration-renamed", &[("old", isolated(old.as_str()).into()), ("new", isolated(new.as_str()).into())])
}

/// A row of what would be done: what it is, of what, how often, in how many documents.
type CountedRow = (&'static str, String, usize, usize);

/// What would be done, counted over annotations and documents.
fn counted(preview: &MigrationOutcome, words: &Localizer) -> Vec<CountedRow> {
    let owned = |(owner, name): &(String, String)| format!("{} · {}", isolated(name), isolated(owner));
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

fn show_preview(ui: &mut Ui, preview: &MigrationOutcome, words: &Localizer) {
    let all = [("n", preview.documents.len().into()), ("total", preview.rewritten.into())];
    ui.add(BidiLabel::new(&words.format("migration-documents", &all)).wrap());
    for (word, of, n, documents) in counted(preview, words) {
        let documents = words.format("migration-in-documents", &[("n", documents.into())]);
        let named = [("of", of.into()), ("n", n.into()), ("documents", documents.into())];
        ui.add(BidiLabel::new(&words.format(word, &named)).wrap());
    }
    if preview.report.look_again > 0 {
        let text = words.format("migration-look-again-count", &[("n", preview.report.look_again.into())]);
        ui.add(BidiLabel::new(&text).wrap());
    }
    if preview.failed.is_empty() {
        return;
    }
    let text = words.format("migration-failed", &[("n", preview.failed.len().into())]);
    ui.add(BidiLabel::new(&text).tone(Tone::Danger).wrap());
    for error in preview.failed.iter().take(MAX_NAMED) {
        ui.add(BidiLabel::new(&error.localized(words)).small().tone(Tone::Danger).wrap());
    }
}

/// What was done, as it is told afterwards.
pub fn migrated(report: &MigrationReport, words: &Localizer) -> String {
    words.format("status-migrated", &[("n", report.documents.into())])
}
