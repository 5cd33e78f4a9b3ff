//! The small files that the program keeps for itself: settings, places, the state of the window, what stands beside documents.

use std::path::Path;

use serde::de::DeserializeOwned;

use super::disk::{self, ContentHash, Expect};
use super::error::{DiskRefusal, LoadError, NotOurs, SaveError};
use super::header::{self, FileKind};
use super::housekeeping::{STALE_AFTER, clean_stale_temporaries};
use super::path_guard::leads_away;
use super::temporary::folder_of;
use super::unique::parse;

/// Writes a file whole or not at all, whatever was there before. Its folder is made where there is none, and what killed
/// writes left in it goes.
///
/// # Errors
/// Where the text could not be made or the file cannot be written.
pub(super) fn write(path: &Path, text: Result<String, ron::Error>) -> Result<(), SaveError> {
    let failed = |source| SaveError::Io { path: path.to_path_buf(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let text = text.map_err(|error| failed(std::io::Error::other(error)))?;
    disk::write(path, text.as_bytes(), Expect::Anything)?;
    clean_stale_temporaries(folder_of(path), STALE_AFTER);
    Ok(())
}

/// Reads a small file that stands beside documents and may be missing; `most` are the bytes it may have.
///
/// # Errors
/// Where it is a link elsewhere, cannot be read, holds something else than `wanted`, or is damaged.
pub(super) fn read<T: DeserializeOwned>(
    path: &Path,
    most: u64,
    wanted: FileKind,
) -> Result<Option<(T, ContentHash)>, LoadError> {
    if leads_away(path) {
        return Err(LoadError::Io { path: path.into(), source: DiskRefusal::LinkForFile.into() });
    }
    let bytes = match disk::read(path, most) {
        Ok(bytes) => bytes,
        Err(LoadError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let (source, found) = header::open(path, &bytes)?;
    if found != wanted {
        return Err(LoadError::NotOurs { path: path.into(), line: 1, what: NotOurs::Holds { found, wanted } });
    }
    Ok(Some((parse(path, source)?, ContentHash::of(&bytes))))
}
