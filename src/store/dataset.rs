//! Writing the files of a dataset: each whole or not at all, none outside the place that was named.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::disk::{self, Expect};
use super::error::{DiskRefusal, SaveError};
use super::housekeeping::{STALE, clean_stale_temporaries};
use super::inside::leads_out;
use super::temporary::folder_of;

/// Writes `files`, whose paths are relative to `out`, and makes the folders they need. A single file whose path is empty is
/// written at `out` itself. Says how many files were written; after an error, those before it are there.
pub fn write_dataset(out: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<usize, SaveError> {
    let places = files.iter().map(|(relative, _)| place_in(out, relative)).collect::<Result<Vec<_>, _>>()?;
    let folders: BTreeSet<PathBuf> = places.iter().map(|path| folder_of(path).to_path_buf()).collect();
    for (path, (_, bytes)) in places.into_iter().zip(files) {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|source| SaveError::Io { path: path.clone(), source })?;
        }
        disk::write(&path, bytes, Expect::Anything)?;
    }
    // What an export that was killed left there.
    for folder in folders {
        clean_stale_temporaries(&folder, STALE);
    }
    Ok(files.len())
}

/// Where a file of a dataset goes: below `out`, neither by its name nor by a link elsewhere. An empty path is `out` itself,
/// which a person named.
pub fn place_in(out: &Path, relative: &Path) -> Result<PathBuf, SaveError> {
    if relative.as_os_str().is_empty() {
        return Ok(out.to_path_buf());
    }
    let path = out.join(relative);
    let what = match relative.components().all(|part| matches!(part, Component::Normal(_))) {
        false => DiskRefusal::NameLeadsOut,
        true if leads_out(&path, out) => DiskRefusal::LinkLeadsOut,
        true => return Ok(path),
    };
    Err(SaveError::Io { path, source: what.into() })
}
