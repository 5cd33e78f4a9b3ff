//! From arguments to files: what a folder stands for, and which format a file is read with.

use std::path::{Path, PathBuf};

use super::error::WorkspaceError;
use super::open::is_document_name;
use crate::formats::{self, Format};
use crate::store::{self, EntryKind};

/// A file that an argument stands for.
#[derive(Clone, Debug)]
pub struct InputFile {
    pub path: PathBuf,
    /// The folders between the argument and the file.
    pub below: PathBuf,
    /// The person named the file itself, rather than a folder it lies in.
    pub named: bool,
}

/// What the arguments stand for, and what of them cannot be read.
#[derive(Debug, Default)]
pub struct Inputs {
    pub files: Vec<InputFile>,
    pub failed: Vec<WorkspaceError>,
    /// Links that lead out of their folder: told, and no failure.
    pub left_out: Vec<WorkspaceError>,
    /// Folders without any file that was wanted.
    pub without: Vec<PathBuf>,
}

/// The files that `inputs` stand for: files as they are, and in folders, inner ones too, those that `wanted` accepts,
/// sorted by name. What cannot be read is named, and the rest goes on.
pub fn find(inputs: &[PathBuf], wanted: impl Fn(&Path) -> bool) -> Inputs {
    let mut found = Inputs::default();
    for input in inputs {
        if !input.is_dir() {
            found.files.push(InputFile { path: input.clone(), below: PathBuf::new(), named: true });
            continue;
        }
        let before = found.files.len();
        let walk = store::folder::walk(input);
        let files = walk.files.into_iter().filter(|(path, _)| wanted(path));
        found.files.extend(files.map(|(path, below)| InputFile { path, below, named: false }));
        if found.files.len() == before && walk.failed.is_empty() {
            found.without.push(input.clone());
        }
        found.failed.extend(walk.failed.into_iter().map(WorkspaceError::from));
        found.left_out.extend(walk.left_out.into_iter().map(|path| WorkspaceError::LeadsOut { path }));
    }
    found
}

/// Whether a file is a document of ours, by its name and its first bytes.
pub fn is_document(path: &Path) -> bool {
    is_document_name(path) && store::folder::kind_of(path) == Some(EntryKind::Document)
}

/// The format a file is to be read with: the one that was named, or the one its extension suggests. A `.txt` that
/// belongs to an `.ann` beside it is no document of its own.
pub fn format_of(path: &Path, from: Option<&str>) -> Option<&'static dyn Format> {
    match from {
        Some(name) => formats::by_name(name),
        None if owner_of(path).is_some() => None,
        None => formats::by_extension(path),
    }
}

/// The format of which the file at `path` is a companion, where the file it accompanies is there.
pub fn owner_of(path: &Path) -> Option<&'static dyn Format> {
    formats::registry().iter().copied().find(|format| {
        let owners = format.extensions().iter().map(|extension| path.with_extension(extension));
        let mut owners = owners.filter(|owner| owner != path && owner.is_file());
        owners.any(|owner| format.companions(&owner).iter().any(|c| c == path))
    })
}
