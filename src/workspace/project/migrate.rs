//! The schema of a project changes, and all of its documents with it: looked at beforehand, document by document, and then all of them
//! together with `project.ron` or none.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::super::bulk::{Bulk, BulkOrder};
use super::super::error::WorkspaceError;
use super::super::migrate::MigrationOutcome;
use super::super::summaries::{self, Summaries};
use super::ProjectFolder;
use crate::edit::{GroupId, Migration, Touched};
use crate::model::{DocumentState, LabelName, Project, Schema, Timestamp};
use crate::store::project_file::ProjectChange;
use crate::store::{self, ContentHash, Expect, PROJECT_FILE, SaveError, SchemaStamp, Summary};
use crate::workspace::inputs::{self, is_document};

/// How much carries a label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LabelUse {
    pub documents: usize,
    pub annotations: usize,
}

/// How much carries each label that is in use.
pub type LabelUses = BTreeMap<LabelName, LabelUse>;

impl ProjectFolder {
    /// The documents of the project, readings of others among them, and what could not be looked at.
    fn document_files(&self) -> (Vec<PathBuf>, Vec<WorkspaceError>) {
        let (mut folders, mut failed) = (Vec::new(), Vec::new());
        for folder in [self.documents(), self.readings()] {
            match store::is_folder(&folder) {
                Ok(true) => folders.push(folder),
                Ok(false) => {}
                Err(error) => failed.push(error.into()),
            }
        }
        let found = inputs::find(&folders, is_document);
        failed.extend(found.passed_over.failed);
        (found.files.into_iter().map(|file| file.path).collect(), failed)
    }

    /// The documents of the project, readings of others among them.
    ///
    /// # Errors
    /// Where a folder cannot be looked at.
    pub(in crate::workspace) fn document_paths(&self) -> Result<Vec<PathBuf>, WorkspaceError> {
        let (files, failed) = self.document_files();
        failed.into_iter().next().map_or(Ok(files), Err)
    }

    /// What is known of the documents without reading them, readings of others among them.
    pub(in crate::workspace) fn document_summaries(
        &self,
        go_on: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> Result<Summaries, WorkspaceError> {
        let mut all = summaries::of_folder(&self.documents(), go_on)?;
        if store::is_folder(&self.readings())? {
            let Summaries { documents, failed, .. } = summaries::of_folder(&self.readings(), go_on)?;
            all.documents.extend(documents);
            all.failed.extend(failed);
        }
        Ok(all)
    }

    /// How many documents have annotations of each label, and how many annotations: what a label that is changed concerns.
    ///
    /// # Errors
    /// Where a folder cannot be read, or `go_on` says no.
    pub fn label_uses(&self, go_on: &(dyn Fn(usize, usize) -> bool + Sync)) -> Result<LabelUses, WorkspaceError> {
        let mut uses = LabelUses::new();
        for (_, summary) in self.document_summaries(go_on)?.documents {
            for (label, count) in &summary.labels {
                let used = uses.entry(label.clone()).or_default();
                used.documents += 1;
                used.annotations += *count as usize;
            }
        }
        Ok(uses)
    }

    /// Whether a migration does more to any document than to give it another copy of the schema. No document is read for it.
    ///
    /// # Errors
    /// Where a folder cannot be read, or `go_on` says no.
    pub fn needs_migration(
        &self,
        migration: &Migration,
        go_on: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> Result<bool, WorkspaceError> {
        let touched = migration.touches(&self.project.schema);
        if touched.is_nothing() {
            return Ok(false);
        }
        let found = self.document_summaries(go_on)?;
        Ok(found.documents.iter().any(|(_, summary)| is_touched(summary, &touched)))
    }

    /// Gives the project another schema where no document needs more than another copy of it: each takes it over when it is worked on.
    ///
    /// # Errors
    /// Where somebody else wrote `project.ron` since it was read, or it cannot be written.
    pub fn change_schema(&mut self, migration: &Migration) -> Result<(), WorkspaceError> {
        let after = self.after(migration);
        self.change(|project| *project = after)
    }

    /// Refuses where somebody else gave the project another schema than the one that a change was planned for.
    ///
    /// # Errors
    /// Then.
    pub fn expect_schema(&self, schema: &Schema) -> Result<(), WorkspaceError> {
        match *self.project.schema == *schema {
            true => Ok(()),
            false => {
                let path = self.root.join(PROJECT_FILE);
                Err(SaveError::Changed { path, found: self.stamp.hash }.into())
            }
        }
    }

    /// The project after a migration.
    pub fn after(&self, migration: &Migration) -> Project {
        let mut project = self.project.clone();
        project.schema = migration.schema.clone();
        let change = migration.change();
        // What the project itself had: documents that were away are brought up to it by what is known already.
        if !change.is_empty() && !change.is_known(&self.project) {
            project.changes.push(change);
        }
        project
    }

    /// Looks what a migration would do; nothing is written. Only documents that have something of what it touches are read. `go_on` is
    /// told how many documents were looked at, of how many.
    ///
    /// # Errors
    /// [`WorkspaceError::Cancelled`] where `go_on` says no. What fails in a document is told in the answer.
    pub fn preview_migration(
        &self,
        migration: &Migration,
        now: Timestamp,
        go_on: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> Result<MigrationOutcome, WorkspaceError> {
        let found = self.document_summaries(go_on)?;
        let mut all = MigrationOutcome { failed: found.failed, ..MigrationOutcome::default() };
        let touched = migration.touches(&self.project.schema);
        let (own, new) = (SchemaStamp::of(&self.project.schema), SchemaStamp::of(&migration.schema));
        let documents = found.documents.len();
        for (n, (path, summary)) in found.documents.iter().enumerate() {
            if !go_on(n, documents) {
                return Err(WorkspaceError::Cancelled);
            }
            if summary.schema == own && !is_touched(summary, &touched) {
                all.rewritten += usize::from(own != new);
                continue;
            }
            let planned = store::load(path).map_err(WorkspaceError::from).and_then(|(document, _)| {
                migration.plan(&document, now).map_err(|error| WorkspaceError::Rejected { path: path.clone(), error })
            });
            match planned {
                Ok((transaction, report)) => all.count(path, &report, transaction.operations.is_empty()),
                Err(error) => all.failed.push(error),
            }
        }
        Ok(all)
    }

    /// Carries a migration out: every document that it changes is locked, changed and written, with what it was as an earlier version,
    /// and `project.ron` with them; all of it or nothing, and one undo takes all of it back. The change has a name in the answer.
    ///
    /// # Errors
    /// Where a document is open elsewhere, cannot be read or written, or does not fit the new schema, and where `go_on` says no: then
    /// everything is as it was.
    pub fn migrate(
        &mut self,
        migration: &Migration,
        order: &BulkOrder,
        go_on: &dyn Fn(usize, usize) -> bool,
    ) -> Result<(MigrationOutcome, Option<GroupId>), WorkspaceError> {
        let _lock = self.lock()?;
        let (files, failed) = self.document_files();
        // Documents that were not seen would keep the old schema, and the project would have the new one.
        if let Some(error) = failed.into_iter().next() {
            return Err(error);
        }
        let now = store::now();
        let mut all = MigrationOutcome::default();
        let mut bulk = Bulk::begin(order, None);
        for (n, path) in files.iter().enumerate() {
            if !go_on(n, files.len()) {
                return Err(WorkspaceError::Cancelled);
            }
            let mut document = bulk.open(path)?;
            let rejected = |error| WorkspaceError::Rejected { path: path.clone(), error };
            let (transaction, report) = migration.plan(&document.content, now).map_err(rejected)?;
            all.count(path, &report, transaction.operations.is_empty());
            transaction.apply(&mut document.content).map_err(|stale| rejected(stale.into()))?;
            bulk.take(document)?;
        }
        let project = self.after(migration);
        let after = store::project_to_ron(&project);
        if project != self.project {
            let change = ProjectChange { before: store::project_to_ron(&self.project), after: after.clone() };
            bulk.put_project(&self.root, &change, Expect::Unchanged(self.stamp))?;
        }
        let done = bulk.commit(Some(&self.root))?;
        if project != self.project {
            self.stamp = ContentHash::of(after.as_bytes());
            self.project = project;
        }
        Ok((all, done.group))
    }

    /// The migration that brings documents of any older schema of the project to what it is now.
    pub fn to_own_schema(&self) -> Migration {
        Migration::of_changes(&self.project.changes, Arc::clone(&self.project.schema))
    }
}

/// Whether a document that has the schema a migration begins with has something of what it touches.
fn is_touched(summary: &Summary, touched: &Touched) -> bool {
    let has = |labels: &[LabelName]| summary.labels.iter().any(|(label, _)| labels.contains(label));
    has(&touched.labels)
        || (touched.relations && summary.relations > 0)
        || (touched.facts && !summary.attributes.is_empty())
        || (summary.state == DocumentState::Done && has(&touched.look_again))
}
