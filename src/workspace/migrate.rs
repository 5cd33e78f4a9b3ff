//! Another schema for documents that are given one by one: looked at beforehand, and then all of them or none.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::bulk::{self, BulkOrder, BulkReport};
use super::error::WorkspaceError;
use crate::edit::{CommandError, Migration, MigrationReport, Transaction};
use crate::model::{AnnotatedDocument, LabelName, Schema};
use crate::store;

/// What a migration does to documents.
#[derive(Debug, Default)]
pub struct MigrationOutcome {
    /// All documents together.
    pub report: MigrationReport,
    /// Documents that get more than another copy of the schema, each with what.
    pub documents: Vec<(PathBuf, MigrationReport)>,
    /// Documents that get another copy of the schema, those above among them.
    pub rewritten: usize,
    /// Documents that cannot be read or changed, or do not fit the new schema: with one of these nothing is done.
    pub failed: Vec<WorkspaceError>,
}

impl MigrationOutcome {
    /// Of one document, of which it is known what the migration does to it.
    pub fn of_document(path: PathBuf, planned: Result<(Transaction, MigrationReport), CommandError>) -> Self {
        let mut outcome = MigrationOutcome::default();
        match planned {
            Ok((transaction, report)) => outcome.count(&path, &report, transaction.operations.is_empty()),
            Err(error) => outcome.failed.push(WorkspaceError::Rejected { path, error }),
        }
        outcome
    }

    pub(super) fn count(&mut self, path: &Path, report: &MigrationReport, idle: bool) {
        self.rewritten += usize::from(!idle);
        if !report.is_schema_alone() {
            self.documents.push((path.to_path_buf(), report.clone()));
        }
        self.report.add(report);
    }
}

/// The names of labels and of relation types that the schemas of documents have.
///
/// # Errors
/// Where one cannot be read.
pub fn names_of(documents: &[PathBuf]) -> Result<(BTreeSet<LabelName>, BTreeSet<LabelName>), WorkspaceError> {
    let (mut labels, mut types) = (BTreeSet::new(), BTreeSet::new());
    for path in documents {
        let Schema { labels: own, relation_types, .. } = store::load_schema(path)?;
        labels.extend(own.into_iter().map(|label| label.name));
        types.extend(relation_types.into_iter().map(|kind| kind.name));
    }
    Ok((labels, types))
}

/// The migration of one document: done work of labels whose guideline becomes another is to be looked at again, if that is wanted.
fn of_document(migration: &Migration, document: &AnnotatedDocument, looks: bool) -> Migration {
    let mut own = migration.clone();
    if looks {
        own.look_where_guidelines_changed(&document.schema);
    }
    own
}

/// Looks what a migration would do; nothing is written. `looks`: done work of labels whose guideline becomes another is to be looked at
/// again.
///
/// # Errors
/// [`WorkspaceError::Cancelled`] where `go_on` says no. What fails in a document is told in the answer.
pub fn preview(
    documents: &[PathBuf],
    migration: &Migration,
    looks: bool,
    go_on: &dyn Fn(usize, usize) -> bool,
) -> Result<MigrationOutcome, WorkspaceError> {
    let mut all = MigrationOutcome::default();
    for (n, path) in documents.iter().enumerate() {
        if !go_on(n, documents.len()) {
            return Err(WorkspaceError::Cancelled);
        }
        let planned = store::load(path).map_err(WorkspaceError::from).and_then(|(document, _)| {
            let migration = of_document(migration, &document, looks);
            let rejected = |error| WorkspaceError::Rejected { path: path.clone(), error };
            migration.plan(&document, store::now()).map_err(rejected)
        });
        match planned {
            Ok((transaction, report)) => all.count(path, &report, transaction.operations.is_empty()),
            Err(error) => all.failed.push(error),
        }
    }
    Ok(all)
}

/// Carries a migration out, in all of the documents or in none.
///
/// # Errors
/// Where a document is open elsewhere, cannot be read or written, or does not fit the new schema, and where `go_on` says no.
pub fn migrate(
    documents: &[PathBuf],
    migration: &Migration,
    looks: bool,
    order: &BulkOrder,
    go_on: &dyn Fn(usize, usize) -> bool,
) -> Result<(MigrationOutcome, BulkReport), WorkspaceError> {
    let mut all = MigrationOutcome::default();
    let now = store::now();
    let root = bulk::common_folder(documents.iter().map(PathBuf::as_path)).unwrap_or_default();
    let mut edit = |path: &Path, document: &mut AnnotatedDocument| {
        let rejected = |error| WorkspaceError::Rejected { path: path.to_path_buf(), error };
        let (transaction, report) = of_document(migration, document, looks).plan(document, now).map_err(rejected)?;
        all.count(path, &report, transaction.operations.is_empty());
        transaction.apply(document).map_err(|stale| rejected(stale.into()))
    };
    let done = bulk::change(&root, documents, order, &mut edit, go_on)?;
    Ok((all, done))
}
