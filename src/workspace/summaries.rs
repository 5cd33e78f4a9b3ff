//! What is known of the documents of a folder without opening them: from the folder's index where the file is what it was, and
//! by reading it where it is not. The window counts file by file, the command line all at once; both in this way.

use std::io::ErrorKind;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use super::error::WorkspaceError;
use super::inputs::{self, ListedFile, PassedOver};
use super::open;
use crate::store::{self, FileFingerprint, IndexRecord, LoadError, StoredFingerprint, Summary, catalog_index};

/// What was found in a file; the fingerprint where the file is sure to be what was read.
#[derive(Debug)]
pub struct CountedFile {
    pub summary: Result<Arc<Summary>, WorkspaceError>,
    pub fingerprint: Option<StoredFingerprint>,
}

/// Reads a file for its summary only.
pub fn count(path: &Path) -> CountedFile {
    let seen = || FileFingerprint::at(path).ok().flatten();
    let before = seen();
    let summary = match store::load(path) {
        Ok((content, _)) => Ok(Arc::new(Summary::from(&content))),
        Err(error) => Err(open::unrecoverable(path, error)),
    };
    // A file that was written while it was read, or a moment ago, may be another by now without looking so.
    let is_sure = |seen: &FileFingerprint| seen.is_settled() && Some(*seen) == before;
    let fingerprint = seen().filter(is_sure).and_then(|seen| seen.to_store());
    CountedFile { summary, fingerprint }
}

/// The documents below a folder, in their order.
#[derive(Debug, Default)]
pub struct Summaries {
    pub documents: Vec<(PathBuf, Arc<Summary>)>,
    /// Documents that cannot be read, and what else could not be looked at.
    pub failed: Vec<WorkspaceError>,
    pub passed_over: PassedOver,
}

/// The summaries of all documents below `folder`. The folder's index is brought up to date where it can be written. `go_on` is
/// told how many documents are known, of how many.
///
/// # Errors
/// [`WorkspaceError::Cancelled`] where `go_on` says no, and where the folder itself cannot be read.
pub fn of_folder(folder: &Path, go_on: &(dyn Fn(usize, usize) -> bool + Sync)) -> Result<Summaries, WorkspaceError> {
    if !store::is_folder(folder)? {
        let kind = if store::is_there(folder) { ErrorKind::NotADirectory } else { ErrorKind::NotFound };
        return Err(LoadError::Io { path: folder.into(), source: kind.into() }.into());
    }
    // What a crash broke off among the documents is completed before they are looked at. Where it cannot be, whoever opens one of
    // them is told.
    let _ = store::complete(&catalog_index::path_in(folder));
    let listed = inputs::list(std::slice::from_ref(&folder.to_path_buf()), &|found| go_on(0, found));
    if let Some(error) = listed.told.into_iter().next() {
        return Err(error);
    }
    let mut summaries = Summaries { passed_over: listed.passed_over, ..Summaries::default() };
    summaries.failed.append(&mut summaries.passed_over.failed);
    let files: Vec<ListedFile> = listed.files.into_iter().filter(|file| open::is_document_name(&file.path)).collect();
    let counted = count_unknown(&files, go_on)?;
    let (mut records, mut changed) = match listed.folders.into_iter().next() {
        Some(listed) => (listed.records, listed.stale),
        None => (Vec::new(), false),
    };
    for (ListedFile { path, summary, .. }, counted) in files.into_iter().zip(counted) {
        let counted = match (summary, counted) {
            (Some(known), _) => Ok(known),
            (None, Some(CountedFile { summary, fingerprint })) => {
                if let (Ok(summary), Some(fingerprint)) = (&summary, fingerprint)
                    && let Some(record) = IndexRecord::new(folder, &path, fingerprint, summary)
                {
                    records.push(record);
                    changed = true;
                }
                summary
            }
            (None, None) => return Err(WorkspaceError::Cancelled),
        };
        match counted {
            Ok(summary) => summaries.documents.push((path, summary)),
            Err(error) => summaries.failed.push(error),
        }
    }
    if changed {
        // A folder that is only to be read has no index, and is counted each time.
        let _ = catalog_index::write(folder, &mut records);
    }
    Ok(summaries)
}

/// Counts the files that no index knows, by several threads: each file takes a fraction of a millisecond, most of it waiting.
fn count_unknown(
    files: &[ListedFile],
    go_on: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Result<Vec<Option<CountedFile>>, WorkspaceError> {
    let unknown: Vec<usize> = (0..files.len()).filter(|at| files[*at].summary.is_none()).collect();
    let known = files.len() - unknown.len();
    let mut counted: Vec<Option<CountedFile>> = files.iter().map(|_| None).collect();
    let (next, cancelled) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let found = Mutex::new(&mut counted);
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(at) = unknown.get(place) else { return };
            if !go_on(known + place, files.len()) {
                cancelled.store(1, Ordering::Relaxed);
                return;
            }
            let one = count(&files[*at].path);
            found.lock().unwrap_or_else(std::sync::PoisonError::into_inner)[*at] = Some(one);
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(8);
    thread::scope(|scope| {
        for _ in 1..threads.min(unknown.len()) {
            // Where none can be started, this one does it all.
            let _ = thread::Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
    match cancelled.into_inner() {
        0 => Ok(counted),
        _ => Err(WorkspaceError::Cancelled),
    }
}
