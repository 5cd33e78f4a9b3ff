//! Which project files and folders belong to that a person names, and what is listed for them.

use std::path::{Path, PathBuf};

use super::super::document_query::DocumentQuery;
use super::super::error::WorkspaceError;
use super::ProjectFolder;
use crate::store::{self, DOCUMENTS_FOLDER, PROJECT_FILE};

/// What stands for what a person named.
#[derive(Debug, Default)]
pub struct Resolved {
    /// What is to be listed.
    pub paths: Vec<PathBuf>,
    pub project: Option<FoundProject>,
    /// The document that was named within the documents of the project.
    pub wanted: Option<PathBuf>,
    /// A project without its folder of documents.
    pub missing: Vec<WorkspaceError>,
}

/// The project that something belongs to, or why its file cannot be read. Its documents can be in either case.
#[derive(Debug)]
pub struct FoundProject {
    pub root: PathBuf,
    pub folder: Result<ProjectFolder, WorkspaceError>,
}

/// Finds the project of `paths`: the first that one of them is, or lies in. For the project itself, its file, and whatever
/// lies among its documents stand all its documents; anything else in it stands for itself.
pub fn resolve(paths: &[PathBuf]) -> Resolved {
    let mut resolved = Resolved::default();
    for path in paths {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let Some(root) = ProjectFolder::root_of(&path) else {
            resolved.paths.push(path);
            continue;
        };
        let documents = root.join(DOCUMENTS_FOLDER);
        let among = path.starts_with(&documents);
        if path == root || path == root.join(PROJECT_FILE) || among {
            if among && path.is_file() {
                resolved.wanted.get_or_insert(path);
            }
            if store::leads_away(&documents) {
                // A link that is meant is opened by its own name; the project says so itself.
                resolved.paths.push(root.clone());
            } else if !documents.is_dir() {
                // What lies in the folder itself is listed all the same.
                resolved.missing.push(WorkspaceError::NoDocumentsFolder { path: root.clone() });
                resolved.paths.push(root.clone());
            } else if !resolved.paths.contains(&documents) {
                resolved.paths.push(documents);
            }
        } else {
            resolved.paths.push(path);
        }
        if resolved.project.is_none() {
            let folder = ProjectFolder::open(&root);
            resolved.project = Some(FoundProject { root, folder });
        }
    }
    resolved
}

/// A query that knows who does which document of the project in which the first of `paths` that is in any lies, where it asks that.
///
/// # Errors
/// Where the project or its assignments cannot be read.
pub fn knowing(query: DocumentQuery, paths: &[PathBuf]) -> Result<DocumentQuery, WorkspaceError> {
    let root = paths.iter().filter(|_| query.asks_assigned()).find_map(|path| ProjectFolder::root_of(path));
    match root {
        Some(root) => ProjectFolder::open(&root)?.knowing(query),
        None => Ok(query),
    }
}

/// Whether `path` lies in the project at `root`.
pub fn lies_in(path: &Path, root: &Path) -> bool {
    std::path::absolute(path).is_ok_and(|path| path.starts_with(root))
}
