//! What killed saves leave behind is removed by its mark: beside documents, in the folders of their earlier versions,
//! wherever else Hashiya writes. Nothing without that mark is touched, whatever it looks like.
//!
//! Versions before this mark called their temporary files `.NAME.ron.XXXXXX`, which a person's copy may be called too
//! (`.doc.ron.backup`): those stay.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::temporary::{folder_of, is_temporary_name};

/// A temporary file this old belongs to no save and no import under way; the new files of a large import wait for the last.
pub const STALE_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// Cleans each of the folders among `paths`, and the folder that each stands in, of what is [`STALE_AFTER`].
pub fn clean_around(paths: &[PathBuf]) {
    let within = paths.iter().filter(|path| path.is_dir()).map(PathBuf::as_path);
    let folders: BTreeSet<&Path> = paths.iter().map(|path| folder_of(path)).chain(within).collect();
    for folder in folders {
        clean_stale_temporaries(folder, STALE_AFTER);
    }
}

/// Removes the temporary files in `folder`, and in the folders of earlier versions that stand in it, which nothing has touched
/// for `age`. Returns how many. What cannot be removed stays: this is housekeeping, not a promise.
pub fn clean_stale_temporaries(folder: &Path, age: Duration) -> usize {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let mut cleaned = 0;
    for entry in entries.filter_map(Result::ok) {
        if is_versions(&entry) {
            let Ok(inner) = fs::read_dir(entry.path()) else { continue };
            cleaned += inner.filter_map(Result::ok).filter(|entry| cleans(entry, age)).count();
        } else {
            cleaned += usize::from(cleans(&entry, age));
        }
    }
    cleaned
}

/// The folder of a document's earlier versions or of its steps, and no link to another folder.
fn is_versions(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let named = name
        .to_str()
        .is_some_and(|name| name.starts_with('.') && (name.ends_with(".versions") || name.ends_with(".history")));
    named && entry.file_type().is_ok_and(|kind| kind.is_dir())
}

fn cleans(entry: &DirEntry, age: Duration) -> bool {
    if !is_temporary_name(&entry.file_name()) {
        return false;
    }
    let file = entry.metadata().ok().filter(fs::Metadata::is_file);
    let untouched = file.and_then(|file| file.modified().ok()?.elapsed().ok());
    untouched.is_some_and(|since| since >= age) && fs::remove_file(entry.path()).is_ok()
}
