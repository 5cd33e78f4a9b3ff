//! A document gets another place on the disk: its earlier versions and its log of steps go with it, and nothing that is there is
//! replaced.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::{DiskRefusal, SaveError};
use super::folder;
use super::path_guard::is_link;
#[cfg(unix)]
use super::plain;
use super::sidecar::beside;

/// Moves the document at `from` to `to`, whose folder is made where it is missing. The caller holds its lock, and has seen
/// that no journal waits beside it. A kill on the way leaves the document under one of its names or both, never under none.
///
/// # Errors
/// Where anything stands in the new place, or the disk refuses: then the document is where it was.
pub fn move_document(from: &Path, to: &Path) -> Result<(), SaveError> {
    let io = |source| SaveError::from_io(to, source);
    let with_it = WITH_IT.map(|what| [beside(from, what), beside(to, what)]);
    let places = with_it.iter().map(|[_, new]| new.as_path());
    if let Some(taken) = places.chain([to]).find(|place| place.symlink_metadata().is_ok()) {
        return Err(SaveError::Exists { path: taken.into() });
    }
    // A link that is moved may lead elsewhere from its new place.
    if is_link(from) || with_it.iter().any(|[old, _]| is_link(old)) {
        return Err(io(DiskRefusal::LinkForFolder.into()));
    }
    let made = folder::make(&folder::of_file(to))?;
    let moved = move_all(from, to, &with_it);
    if moved.is_err() {
        made.iter().rev().for_each(|folder| folder::remove_empty(folder));
    }
    moved.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => SaveError::Exists { path: to.into() },
        _ => io(error),
    })
}

/// The hidden folders of a document: its earlier versions, and the log of its steps.
const WITH_IT: [&str; 2] = ["versions", "history"];

/// A second name comes first where the file system has such: it is refused where a file is there, which a renaming is not.
fn move_all(from: &Path, to: &Path, with_it: &[[PathBuf; 2]]) -> std::io::Result<()> {
    let linked = match fs::hard_link(from, to) {
        Ok(()) => true,
        Err(error) if matches!(error.kind(), std::io::ErrorKind::AlreadyExists | std::io::ErrorKind::NotFound) => {
            return Err(error);
        }
        Err(_) => fs::rename(from, to).map(|()| false)?,
    };
    let mut moved: Vec<&[PathBuf; 2]> = Vec::new();
    let mut rest = || {
        for folders in with_it.iter().filter(|[old, _]| old.is_dir()) {
            fs::rename(&folders[0], &folders[1])?;
            moved.push(folders);
        }
        if linked { fs::remove_file(from) } else { Ok(()) }
    };
    if let Err(error) = rest() {
        for [old, new] in moved.into_iter().rev() {
            let _ = fs::rename(new, old);
        }
        match linked {
            true => drop(fs::remove_file(to)),
            false => drop(fs::rename(to, from)),
        }
        return Err(error);
    }
    sync_folder(&folder::of_file(to));
    sync_folder(&folder::of_file(from));
    Ok(())
}

/// Where the disk does not confirm it, a power cut may bring the old name back, and nothing is lost.
#[cfg(unix)]
fn sync_folder(folder: &Path) {
    let _ = plain::open_folder(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) {}

/// A name for a document in `folder` that nothing has: `name.ron`, else `name 2.ron` and so on. `taken` knows those that
/// are promised to others.
pub fn free_name(folder: &Path, name: &str, taken: &dyn Fn(&Path) -> bool) -> std::path::PathBuf {
    let is_free = |path: &std::path::PathBuf| path.symlink_metadata().is_err() && !taken(path);
    let first = folder.join(format!("{name}.ron"));
    if is_free(&first) {
        return first;
    }
    let mut number = 2_u32;
    loop {
        let path = folder.join(format!("{name} {number}.ron"));
        if is_free(&path) {
            return path;
        }
        number = number.saturating_add(1);
    }
}
