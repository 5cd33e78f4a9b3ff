//! A document that was renamed after a crash: its journal stands under the old name and would be found by nobody.

use std::collections::HashMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::open_own;
use super::read::Scan;
use crate::model::AnnotatedDocument;
use crate::store::ContentHash;

/// The journal, in the folder of `journal`, of a document that is there no more and held just what this one holds. It
/// gets the name `journal`, which must be free, and is locked.
pub(super) fn adopt(journal: &Path, content: &AnnotatedDocument, stamp: ContentHash) -> Option<File> {
    let folder = journal.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut orphans = fs::read_dir(folder).ok()?.filter_map(|entry| orphan(&entry.ok()?.path()));
    let (file, path) = orphans.find_map(|path| Some((open_fitting(&path, content, stamp)?, path)))?;
    fs::rename(path, journal).ok()?;
    Some(file)
}

/// The journal that holds steps for the document at `path` which its file does not, or may hold such: one beside it, or one
/// of a document that was renamed. Nothing is touched.
pub fn waiting(path: &Path, content: &AnnotatedDocument, stamp: ContentHash) -> Option<PathBuf> {
    waiting_among(path, content, stamp, &mut OrphanJournals::default())
}

/// The journals whose documents are there no more, by folder: a change of many documents reads each folder once.
#[derive(Debug, Default)]
pub struct OrphanJournals(HashMap<PathBuf, Vec<PathBuf>>);

/// As [`waiting`], for one of many documents.
pub fn waiting_among(
    path: &Path,
    content: &AnnotatedDocument,
    stamp: ContentHash,
    OrphanJournals(known): &mut OrphanJournals,
) -> Option<PathBuf> {
    let journal = super::journal_of(path);
    if fs::symlink_metadata(&journal).is_ok() {
        return Some(journal);
    }
    let folder = journal.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let orphans = known.entry(folder.to_path_buf()).or_insert_with(|| {
        let entries = fs::read_dir(folder).into_iter().flatten();
        entries.filter_map(|entry| orphan(&entry.ok()?.path())).collect()
    });
    orphans.iter().find(|path| open_fitting(path, content, stamp).is_some()).cloned()
}

/// `.NAME.journal` where NAME is not there.
fn orphan(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?.strip_prefix('.')?.strip_suffix(".journal")?;
    let document = path.with_file_name(name);
    let is_gone = fs::symlink_metadata(document).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound);
    (is_gone && name.ends_with(".ron")).then(|| path.to_path_buf())
}

/// The journal at `path`, where nobody is at work on it and it goes on from this document.
fn open_fitting(path: &Path, content: &AnnotatedDocument, stamp: ContentHash) -> Option<File> {
    let mut file = open_own(path).ok()?;
    // Whoever renamed a document that is open somewhere has not taken it from who works on it.
    file.try_lock().ok()?;
    let scan = Scan::of(&mut file).ok()?;
    scan.start(Some((content, stamp)), path).ok()?;
    Some(file)
}
