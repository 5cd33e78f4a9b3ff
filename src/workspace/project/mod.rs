//! A project: a folder with `project.ron` and its documents in `documents`. Made, opened, filled, counted.

mod assign;
mod fill;
mod members;
mod migrate;
mod package;
mod place;
mod readings;
mod register;
mod sources;
mod status;

use std::path::{Path, PathBuf};

pub use self::assign::{AnnotatorShare, SharePlan, ShareReport};
pub use self::fill::{FillReport, FillStep, fill};
pub use self::members::{MovedDocument, Renaming, rename};
pub use self::migrate::{LabelUse, LabelUses};
pub use self::package::{PackageReport, ReturnReport};
pub use self::place::{FoundProject, Resolved, knowing, lies_in, resolve};
pub use self::readings::{GUIDELINES_FOLDER, RereadPlan};
pub use self::sources::{SourceChange, SourceState};
pub use self::status::{ProjectStatus, SetStatus};
use super::error::WorkspaceError;
use crate::model::Project;
use crate::store::{self, ContentHash, DOCUMENTS_FOLDER, Expect, Lock, PROJECT_FILE, READINGS_FOLDER, SaveError};

/// A project that was opened. No document is read for it.
#[derive(Clone, Debug)]
pub struct ProjectFolder {
    pub root: PathBuf,
    pub project: Project,
    /// What `project.ron` held when it was read: a change is refused where somebody else wrote it since.
    stamp: ContentHash,
}

impl ProjectFolder {
    /// Makes a project in `root`, a folder that is new, empty, or holds no project yet. Its documents come with [`fill()`].
    ///
    /// # Errors
    /// Where a project is there already, or the folder cannot be made or written.
    pub fn create(root: &Path, project: Project) -> Result<ProjectFolder, WorkspaceError> {
        if store::is_taken(&root.join(PROJECT_FILE))? {
            return Err(WorkspaceError::ProjectThere { path: root.into() });
        }
        let made = store::folder::make(&root.join(DOCUMENTS_FOLDER))?;
        let written = store::save_project(&project, &root.join(PROJECT_FILE), Expect::Absent);
        let stamp =
            written.inspect_err(|_| made.iter().rev().for_each(|folder| store::folder::remove_empty(folder)))?;
        Ok(ProjectFolder { root: root.into(), project, stamp })
    }

    /// The same, or where a project of that name is there already, it: making it was broken off, and is gone on with.
    ///
    /// # Errors
    /// As [`ProjectFolder::create`].
    pub fn create_or_go_on(root: &Path, project: Project) -> Result<ProjectFolder, WorkspaceError> {
        match ProjectFolder::open(root) {
            Ok(folder) if folder.project.name == project.name => Ok(folder),
            _ => ProjectFolder::create(root, project),
        }
    }

    /// Opens the project in `root`.
    ///
    /// # Errors
    /// Where there is none, or its file cannot be read.
    pub fn open(root: &Path) -> Result<ProjectFolder, WorkspaceError> {
        if !store::is_project(root) {
            return Err(WorkspaceError::NoProject { path: root.into() });
        }
        let (path, documents) = (root.join(PROJECT_FILE), root.join(DOCUMENTS_FOLDER));
        if store::leads_away(&documents) {
            return Err(WorkspaceError::LeadsOut { path: documents });
        }
        // A change of the project and its documents that a crash broke off is completed first.
        store::complete(&path)?;
        let (project, stamp) = store::load_project(&path)?;
        Ok(ProjectFolder { root: root.into(), project, stamp })
    }

    /// The root of the project in which a file or folder lies: the nearest folder above it, or it itself, with a `project.ron`.
    pub fn root_of(path: &Path) -> Option<PathBuf> {
        let path = std::path::absolute(path).ok()?;
        path.ancestors().find(|folder| store::is_project(folder)).map(Path::to_path_buf)
    }

    /// Where its documents are.
    pub fn documents(&self) -> PathBuf {
        self.root.join(DOCUMENTS_FOLDER)
    }

    /// Where the sets of other annotators and second readings are, each in a folder of its own.
    pub fn readings(&self) -> PathBuf {
        self.root.join(READINGS_FOLDER)
    }

    /// Holds the project for a change of many documents: of two programs one is refused, and none works with a `project.ron` that
    /// the other has replaced.
    ///
    /// # Errors
    /// Where another program holds it, or changed `project.ron` since it was read here.
    pub(in crate::workspace) fn lock(&self) -> Result<Option<Lock>, WorkspaceError> {
        let path = self.root.join(PROJECT_FILE);
        let lock = Lock::take(&path)?;
        match super::versions::stamp_at(&path)? {
            Some(found) if found == self.stamp => Ok(lock),
            Some(found) => Err(SaveError::Changed { path, found: found.hash }.into()),
            None => Err(WorkspaceError::NoProject { path: self.root.clone() }),
        }
    }

    /// Writes `project.ron` as `change` makes it.
    ///
    /// # Errors
    /// Where somebody else wrote it since it was read, or it cannot be written: then it is as it was.
    pub fn change(&mut self, change: impl FnOnce(&mut Project)) -> Result<(), WorkspaceError> {
        let mut project = self.project.clone();
        change(&mut project);
        if project == self.project {
            return Ok(());
        }
        let path = self.root.join(PROJECT_FILE);
        self.stamp = store::save_project(&project, &path, Expect::Unchanged(self.stamp))?;
        self.project = project;
        Ok(())
    }
}
