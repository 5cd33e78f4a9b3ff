//! A package: what one annotator has to do, as a project of its own to be handed over, and how it comes back.
//!
//! The documents lie in `documents` whether they are the annotator's alone or a set beside those of others: who works blind should not
//! see a difference. `.hashiya-package` says which is which and what was handed over, and `.hashiya-base` holds the files as they were,
//! from which two lines of work are told apart when the package comes back.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::error::WorkspaceError;
use super::super::replace::{Edited, Replacements};
use super::ProjectFolder;
use crate::edit::merge::{Note, merge};
use crate::edit::{Migration, MigrationReport};
use crate::model::{AnnotatedDocument, Annotator, SchemaChange, Timestamp};
use crate::store::assignments_file::Assignments;
use crate::store::{self, DOCUMENTS_FOLDER, Expect, PROJECT_FILE};
use crate::workspace::inputs::{self, is_document};

/// What says that a project is a package.
pub(super) const PACKAGE_FILE: &str = ".hashiya-package";

/// Where a package keeps its documents as they were handed over.
pub(super) const BASE_FOLDER: &str = ".hashiya-base";

/// The largest list that is read, in bytes.
const MAX_BYTES: u64 = 64 << 20;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackageV1 {
    version: u32,
    project: String,
    annotator: Annotator,
    /// How many changes of the schema the project had seen.
    changes: usize,
    /// Below `documents`, with `/` between folders.
    documents: Vec<String>,
    /// Those of them that are a set beside those of others.
    readings: Vec<String>,
}

/// A document that was away is brought to the schema as if it had been there: its times stay, so that coming back twice is no change.
const BEFORE_ALL: Timestamp = Timestamp(i64::MIN);

/// What was handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageReport {
    pub documents: usize,
    /// Of them, those that others do as well.
    pub readings: usize,
    /// Documents that are assigned and not there: removed from the project, or renamed outside Hashiya.
    pub missing: Vec<String>,
}

/// What came back.
#[derive(Debug, Default)]
pub struct ReturnReport {
    pub annotator: String,
    /// Documents in which something was done.
    pub changed: usize,
    pub unchanged: usize,
    /// Documents that the package has and the project had not.
    pub added: usize,
    /// Documents that were handed over and are not in the package any more: those of the project are as they were.
    pub missing: Vec<String>,
    /// What both sides had changed, to be decided, by document.
    pub conflicts: Vec<(String, usize)>,
    pub notes: Vec<(String, Note)>,
    /// What brought the documents to the schema that the project has meanwhile.
    pub migrated: MigrationReport,
    /// Entries of the register that are new or others now.
    pub entries: usize,
    /// The files of the project that are others now.
    pub written: Vec<PathBuf>,
    /// Annotations of the package's documents before, and of the project's documents after.
    pub annotations: (usize, usize),
}

impl ProjectFolder {
    /// Makes a package of what an annotator has to do, in a folder that is new or empty.
    ///
    /// # Errors
    /// Where nothing is assigned to them, a document cannot be read, or the folder cannot be written: then none is left behind.
    pub fn package(
        &self,
        annotator: &Annotator,
        out: &Path,
        go_on: &dyn Fn(usize, usize) -> bool,
    ) -> Result<PackageReport, WorkspaceError> {
        if store::is_taken(&out.join(PROJECT_FILE))? {
            return Err(WorkspaceError::ProjectThere { path: out.into() });
        }
        let _lock = self.lock()?;
        let assignments: Assignments = self.assignments()?;
        let own = assignments.into_iter().filter(|(_, annotators)| annotators.contains(annotator));
        let mut own: Vec<(String, bool)> = own.map(|(name, annotators)| (name, annotators.len() > 1)).collect();
        let mut missing = Vec::new();
        for (name, is_reading) in std::mem::take(&mut own) {
            match store::is_taken(&self.place_of(&name, is_reading.then_some(annotator))?)? {
                true => own.push((name, is_reading)),
                false => missing.push(name),
            }
        }
        if own.is_empty() {
            return Err(WorkspaceError::NothingAssigned { annotator: annotator.to_string() });
        }
        let mut replacements = Replacements::default();
        let mut report = PackageReport { missing, ..PackageReport::default() };
        for (n, (name, is_reading)) in own.iter().enumerate() {
            if !go_on(n, own.len()) {
                return Err(WorkspaceError::Cancelled);
            }
            let from = self.place_of(name, is_reading.then_some(annotator))?;
            let (mut document, _) = store::load(&from)?;
            document.annotator = annotator.clone();
            for folder in [DOCUMENTS_FOLDER, BASE_FOLDER] {
                replacements.create(&store::place_in(&out.join(folder), Path::new(name))?, &document)?;
            }
            report.documents += 1;
            report.readings += usize::from(*is_reading);
        }
        let package = PackageV1 {
            version: 1,
            project: self.project.name.clone(),
            annotator: annotator.clone(),
            changes: self.project.changes.len(),
            documents: own.iter().map(|(name, _)| name.clone()).collect(),
            readings: own.iter().filter(|(_, is_reading)| *is_reading).map(|(name, _)| name.clone()).collect(),
        };
        let list = serde_json::to_vec_pretty(&package).unwrap_or_default();
        replacements.put(&out.join(PACKAGE_FILE), &list, Expect::Absent)?;
        for page in self.guideline_files() {
            let Ok(below) = page.strip_prefix(&self.root) else { continue };
            let bytes = store::read(&page, MAX_BYTES)?;
            replacements.put(&out.join(below), &bytes, Expect::Absent)?;
        }
        self.pack_register(out, &mut replacements)?;
        replacements.put(&out.join(PROJECT_FILE), store::project_to_ron(&self.project).as_bytes(), Expect::Absent)?;
        replacements.commit(0)?;
        Ok(report)
    }

    /// Takes back what was done in a package: each document is merged with what the project has of it by now, and brought to the schema
    /// that the project has by now. All documents or none.
    ///
    /// # Errors
    /// Where the folder is no package, what was handed over is not in it any more, a document is open elsewhere, or cannot be read, merged
    /// or brought to the schema: then the project is as it was.
    pub fn take_back(
        &self,
        package: &Path,
        versions_kept: usize,
        go_on: &dyn Fn(usize, usize) -> bool,
    ) -> Result<ReturnReport, WorkspaceError> {
        let no_package = || WorkspaceError::NoPackage { path: package.into() };
        let list = store::read(&package.join(PACKAGE_FILE), MAX_BYTES).map_err(|_| no_package())?;
        let said: PackageV1 = serde_json::from_slice(&list).map_err(|_| no_package())?;
        let later: &[SchemaChange] = self.project.changes.get(said.changes..).unwrap_or_default();
        let migration = Migration::of_changes(later, self.project.schema.clone());
        let _lock = self.lock()?;
        let mut report = ReturnReport { annotator: said.annotator.to_string(), ..ReturnReport::default() };
        let mut replacements = Replacements::default();
        let theirs = inputs::find(&[package.join(DOCUMENTS_FOLDER)], is_document);
        if let Some(error) = theirs.passed_over.failed.into_iter().next() {
            return Err(error);
        }
        let mut seen = std::collections::BTreeSet::new();
        for (n, file) in theirs.files.iter().enumerate() {
            if !go_on(n, theirs.files.len()) {
                return Err(WorkspaceError::Cancelled);
            }
            let Some(name) = store::name_in(&package.join(DOCUMENTS_FOLDER), &file.path) else { continue };
            let is_reading = said.readings.contains(&name);
            let (theirs, _) = store::load(&file.path)?;
            let mut theirs = self.up_to_date(theirs, &file.path, &migration, &mut report.migrated)?;
            report.annotations.0 += theirs.annotations.len();
            let place = self.place_of(&name, is_reading.then_some(&said.annotator))?;
            seen.insert(name.clone());
            if !store::is_taken(&place)? {
                report.added += 1;
                report.written.push(place.clone());
                report.annotations.1 += theirs.annotations.len();
                replacements.create(&place, &theirs)?;
                continue;
            }
            let base_path = package.join(BASE_FOLDER).join(&name);
            let (base, _) = store::load(&base_path)?;
            let mut base = self.up_to_date(base, &base_path, &migration, &mut MigrationReport::default())?;
            let mut ours = replacements.open(&place, Edited::Refuse)?;
            // What was handed over was made the annotator's: that is no change of theirs.
            if theirs.annotator == base.annotator {
                theirs.annotator = ours.content.annotator.clone();
            }
            base.annotator = ours.content.annotator.clone();
            let made = merge(&base, &ours.content, &theirs)
                .map_err(|error| WorkspaceError::Merge { path: place.clone(), error })?;
            report.annotations.1 += made.document.annotations.len();
            report.notes.extend(made.notes.into_iter().map(|note| (name.clone(), note)));
            if !made.document.conflicts.is_empty() {
                report.conflicts.push((name.clone(), made.document.conflicts.len()));
            }
            let idle = crate::edit::transaction_between(&ours.content, &made.document)
                .is_some_and(|transaction| transaction.operations.is_empty());
            match idle {
                true => report.unchanged += 1,
                false => {
                    report.changed += 1;
                    report.written.push(place.clone());
                    ours.content = made.document;
                    replacements.replace(ours)?;
                }
            }
        }
        report.entries = self.take_register_back(package, &mut replacements)?;
        report.missing = said.documents.into_iter().filter(|name| !seen.contains(name)).collect();
        replacements.commit(versions_kept)?;
        Ok(report)
    }

    /// A document that was away, under the schema that the project has by now; labels that it got meanwhile stay.
    fn up_to_date(
        &self,
        mut document: AnnotatedDocument,
        path: &Path,
        migration: &Migration,
        report: &mut MigrationReport,
    ) -> Result<AnnotatedDocument, WorkspaceError> {
        if migration.labels.is_empty() && migration.relation_types.is_empty() {
            return Ok(document);
        }
        let schema = migration.applied_to(&document.schema).into();
        let migration = Migration { schema, ..migration.clone() };
        let rejected = |error| WorkspaceError::Rejected { path: path.into(), error };
        let (transaction, done) = migration.plan(&document, BEFORE_ALL).map_err(rejected)?;
        transaction.apply(&mut document).map_err(|stale| rejected(stale.into()))?;
        report.add(&done);
        Ok(document)
    }

    /// Where a document is, or the set of one annotator of it. The name may stand in a file that anybody wrote, and leads nowhere else.
    ///
    /// # Errors
    /// Where it would.
    pub(super) fn place_of(&self, name: &str, reading_of: Option<&Annotator>) -> Result<PathBuf, WorkspaceError> {
        let folder = reading_of.map_or_else(|| self.documents(), |annotator| self.reading_of(annotator, 1));
        Ok(store::place_in(&folder, Path::new(name))?)
    }
}
