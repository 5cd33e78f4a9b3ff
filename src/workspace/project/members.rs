//! Documents of a project get another name or leave it. What leaves lies in the folder `removed` of the project, with its
//! earlier versions, until somebody deletes it there or brings it back; nothing is deleted here.

use std::path::{Path, PathBuf};

use super::super::error::WorkspaceError;
use super::super::open::is_document_name;
use super::super::replace::{Edited, LockedDocument, Replacements};
use super::ProjectFolder;
use crate::formats;
use crate::store::assignments_file::{ASSIGNMENTS_FILE, load_assignments, save_assignments};
use crate::store::{self, Expect, Lock, READINGS_FOLDER, REMOVED_FOLDER};

/// What a document is to be called; `None` leaves it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renaming {
    pub title: Option<String>,
    /// The name of its file, with or without its extension, in the folder it is in.
    pub file: Option<String>,
}

/// A document that was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedDocument {
    pub from: PathBuf,
    pub to: PathBuf,
}

/// Gives a document another title, its file another name, or both. Its earlier versions and its log go with it, whose it is, and so do the other
/// readings of it where it is a document of a project. Returns where it is now.
///
/// # Errors
/// Where another program has it open, a journal waits beside it, it cannot be read, or the new name is taken or is none:
/// then nothing was changed.
pub fn rename(path: &Path, renaming: &Renaming, versions_kept: usize) -> Result<PathBuf, WorkspaceError> {
    let to = match &renaming.file {
        Some(name) => path.with_file_name(file_name(name)?),
        None => path.to_path_buf(),
    };
    if to != path && store::is_taken(&to)? {
        return Err(store::SaveError::Exists { path: to }.into());
    }
    if let Some(title) = &renaming.title {
        let mut locked = LockedDocument::open(path, Edited::Refuse)?;
        let facts = &locked.content.document;
        if facts.title() != title {
            let renamed = facts.with_facts(facts.id().clone(), title.clone(), facts.metadata().clone());
            locked.content.document = renamed;
            let mut replacements = Replacements::default();
            replacements.replace(locked)?;
            replacements.commit(versions_kept)?;
        }
    }
    if to != path {
        let moved = move_all(&with_readings(path, &to)?)?;
        if let Err(error) = reassign(path, &to) {
            take_back(&moved);
            return Err(error);
        }
    }
    Ok(to)
}

/// Whose a document is goes with its name.
fn reassign(from: &Path, to: &Path) -> Result<(), WorkspaceError> {
    let Some(root) = ProjectFolder::root_of(from) else { return Ok(()) };
    let documents = root.join(store::DOCUMENTS_FOLDER);
    let below = |path: &Path| store::name_in(&documents, &std::path::absolute(path).unwrap_or_else(|_| path.into()));
    let (Some(old), Some(new)) = (below(from), below(to)) else { return Ok(()) };
    let file = root.join(ASSIGNMENTS_FILE);
    // A list that cannot be read is told where work is shared out; it keeps no document from its name.
    let Ok(Some((mut assignments, stamp))) = load_assignments(&file) else { return Ok(()) };
    let Some(annotators) = assignments.remove(&old) else { return Ok(()) };
    assignments.insert(new, annotators);
    save_assignments(&assignments, &file, Expect::Unchanged(stamp))?;
    Ok(())
}

impl ProjectFolder {
    /// Moves documents out of the project, each into the inner folder of [`REMOVED_FOLDER`] that it had. `go_on` is told how
    /// many are done.
    ///
    /// # Errors
    /// Where one is no document of the project, is open elsewhere, or cannot be moved: then all are where they were.
    pub fn remove(
        &self,
        documents: &[PathBuf],
        go_on: &dyn Fn(usize) -> bool,
    ) -> Result<Vec<MovedDocument>, WorkspaceError> {
        let mut moved = Vec::new();
        for path in documents {
            let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
            // What cannot be looked at is told after those before it are back in their places.
            let inner = store::is_file(&path).map_err(WorkspaceError::from).and_then(|is_file| {
                let inner = if is_file { inner(&self.documents(), &path) } else { None };
                inner.ok_or_else(|| WorkspaceError::NotInProject { path: path.clone() })
            });
            let place = inner.map(|inner| {
                let folder = self.root.join(REMOVED_FOLDER).join(inner.parent().unwrap_or(Path::new("")));
                let name = inner.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                store::free_name(&folder, &name, &|_| false)
            });
            let done = match place {
                Ok(_) if !go_on(moved.len()) => Err(WorkspaceError::Cancelled),
                Ok(to) => move_all(&[MovedDocument { from: path, to }]),
                Err(error) => Err(error),
            };
            match done {
                Ok(one) => moved.extend(one),
                Err(error) => {
                    take_back(&moved);
                    return Err(error);
                }
            }
        }
        Ok(moved)
    }

    /// Brings documents back that were removed.
    ///
    /// # Errors
    /// Where a place is taken meanwhile, or the disk refuses: then all are where they were.
    pub fn bring_back(&self, removed: &[MovedDocument]) -> Result<Vec<PathBuf>, WorkspaceError> {
        let back: Vec<MovedDocument> = removed
            .iter()
            .map(|MovedDocument { from, to }| MovedDocument { from: to.clone(), to: from.clone() })
            .collect();
        move_all(&back)?;
        Ok(back.into_iter().map(|moved| moved.to).collect())
    }

    /// Where a document that lies in [`REMOVED_FOLDER`] was.
    ///
    /// # Errors
    /// Where it does not lie there.
    pub fn removed_at(&self, path: &Path) -> Result<MovedDocument, WorkspaceError> {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        match inner(&self.root.join(REMOVED_FOLDER), &path) {
            Some(inner) if store::is_file(&path)? => Ok(MovedDocument { from: self.documents().join(inner), to: path }),
            _ => Err(WorkspaceError::NotInProject { path }),
        }
    }

    /// All documents that lie in [`REMOVED_FOLDER`], by folder and name. `go_on` is told how many were found.
    ///
    /// # Errors
    /// Where a folder or file of it cannot be looked at, or `go_on` says no.
    pub fn removed(&self, go_on: &dyn Fn(usize) -> bool) -> Result<Vec<MovedDocument>, WorkspaceError> {
        let root = self.root.join(REMOVED_FOLDER);
        if !store::is_folder(&root)? {
            return Ok(Vec::new());
        }
        let walk = store::folder::walk(&root, go_on);
        if let Some(error) = walk.failed.into_iter().next() {
            return Err(error.into());
        }
        if !go_on(walk.files.len()) {
            return Err(WorkspaceError::Cancelled);
        }
        let documents = walk.files.into_iter().filter(|file| is_document_name(&file.path));
        let moved = documents.filter_map(|file| {
            let from = self.documents().join(file.path.strip_prefix(&root).ok()?);
            Some(MovedDocument { from, to: file.path })
        });
        Ok(moved.collect())
    }
}

/// The place of a file within a folder, however the two are written: as they stand or from the root.
fn inner(folder: &Path, path: &Path) -> Option<PathBuf> {
    let [folder, path] = [folder, path].map(|path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()));
    path.strip_prefix(folder).ok().map(Path::to_path_buf)
}

/// The file of a typed name.
fn file_name(name: &str) -> Result<String, WorkspaceError> {
    let name = name.trim();
    let stem = name.strip_suffix(".ron").unwrap_or(name);
    if stem.is_empty() || formats::file_name(stem) != stem {
        return Err(WorkspaceError::BadFileName { name: name.into() });
    }
    Ok(format!("{stem}.ron"))
}

/// The document and, where it is one of a project, its other readings, which have the same inner paths.
fn with_readings(from: &Path, to: &Path) -> Result<Vec<MovedDocument>, WorkspaceError> {
    let mut moves = vec![MovedDocument { from: from.into(), to: to.into() }];
    let Some(root) = ProjectFolder::root_of(from) else { return Ok(moves) };
    let documents = root.join(store::DOCUMENTS_FOLDER);
    let [Some(from), Some(to)] = [from, to].map(|path| inner(&documents, path)) else {
        return Ok(moves);
    };
    for reading in store::folder::inner_folders(&root.join(READINGS_FOLDER)) {
        let place = reading.join(&from);
        if store::is_file(&place)? {
            moves.push(MovedDocument { from: place, to: reading.join(&to) });
        }
    }
    Ok(moves)
}

/// Moves all of them or none.
fn move_all(moves: &[MovedDocument]) -> Result<Vec<MovedDocument>, WorkspaceError> {
    let mut done: Vec<MovedDocument> = Vec::new();
    for one in moves {
        let moved = lock_to_move(&one.from).and_then(|_lock| Ok(store::move_document(&one.from, &one.to)?));
        if let Err(error) = moved {
            take_back(&done);
            return Err(error);
        }
        done.push(one.clone());
    }
    Ok(done)
}

/// What was moved goes back. Where the disk refuses that too, a document is in its new place and nothing is lost.
fn take_back(moved: &[MovedDocument]) {
    for MovedDocument { from, to } in moved.iter().rev() {
        let _ = store::move_document(to, from);
    }
}

/// A damaged document can be moved as well, so it is not read.
fn lock_to_move(path: &Path) -> Result<Option<Lock>, WorkspaceError> {
    let lock = Lock::take(path)?;
    match store::is_taken(&store::journal::journal_of(path))? {
        true => Err(WorkspaceError::JournalWaiting { path: path.into() }),
        false => Ok(lock),
    }
}
