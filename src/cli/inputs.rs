//! From arguments to files: what a folder stands for, and documents read from it.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Failure, tell};
use crate::formats::{self, Format};
use crate::model::AnnotatedDocument;
use crate::store::{self, EntryKind, LoadError};

/// How deep folders are followed.
const DEEPEST: usize = 32;

/// A file that an argument stands for.
#[derive(Clone, Debug)]
pub struct Found {
    pub path: PathBuf,
    /// The folders between the argument and the file.
    pub below: PathBuf,
    /// The person named the file itself, rather than a folder it lies in.
    pub named: bool,
}

/// The files that `inputs` stand for: files as they are, and in folders those that `wanted` accepts, sorted by name.
/// A folder in which there is none, and what cannot be read, is told and counts as failed.
pub fn find(inputs: &[PathBuf], wanted: impl Fn(&Path) -> bool) -> (Vec<Found>, usize) {
    let mut found = Vec::new();
    let mut failed = 0;
    for input in inputs {
        if !input.is_dir() {
            found.push(Found { path: input.clone(), below: PathBuf::new(), named: true });
            continue;
        }
        let before = found.len();
        if let Err(message) = walk(input, input, Path::new(""), 0, &wanted, &mut found) {
            tell(&message);
            failed += 1;
        } else if found.len() == before {
            tell(&format!("{}: the folder holds no file of the kind that is wanted", input.display()));
            failed += 1;
        }
    }
    (found, failed)
}

fn walk(
    root: &Path,
    folder: &Path,
    below: &Path,
    depth: usize,
    wanted: &impl Fn(&Path) -> bool,
    found: &mut Vec<Found>,
) -> Result<(), String> {
    let io = |source| LoadError::Io { path: folder.to_path_buf(), source }.to_string();
    let mut entries = fs::read_dir(folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>()).map_err(io)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        let kind = entry.file_type().map_err(io)?;
        // A link to a folder may lead back up; a link to a file is a file, unless it leads out of what was named.
        if kind.is_dir() && depth < DEEPEST {
            walk(root, &entry.path(), &below.join(&name), depth + 1, wanted, found)?;
        } else if entry.path().is_file() && store::leads_out(&entry.path(), root) {
            tell(&format!("{}: {}", entry.path().display(), store::folder::LEADS_OUT));
        } else if entry.path().is_file() && wanted(&entry.path()) {
            found.push(Found { path: entry.path(), below: below.to_path_buf(), named: false });
        }
    }
    Ok(())
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

/// The documents of Hashiya that `inputs` stand for, each with its path. Unless `keep_going`, one failure is the end.
pub fn documents(inputs: &[PathBuf], keep_going: bool) -> Result<(Vec<(PathBuf, AnnotatedDocument)>, usize), Failure> {
    let is_document = |path: &Path| {
        path.extension().is_some_and(|e| e == "ron") && store::folder::kind_of(path) == Some(EntryKind::Document)
    };
    let (found, mut failed) = find(inputs, is_document);
    let mut documents = Vec::new();
    for file in found {
        match store::load(&file.path) {
            Ok((document, _)) => documents.push((file.path, document)),
            Err(error) => {
                tell(&not_a_document(&file.path, &error));
                failed += 1;
            }
        }
    }
    match failed > 0 && !keep_going {
        true => Err(Failure::Told),
        false => Ok((documents, failed)),
    }
}

/// The error, with what to do where the file is of another format.
pub fn not_a_document(path: &Path, error: &LoadError) -> String {
    match (error, formats::by_extension(path)) {
        (LoadError::NotOurs { .. } | LoadError::NotUtf8 { .. }, Some(format)) => {
            format!("{error}; it looks like {}, so import it first: hashiya import", format.name())
        }
        _ => error.to_string(),
    }
}
