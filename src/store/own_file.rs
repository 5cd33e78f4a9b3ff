//! Writing the small files that the program keeps for itself: settings, places, the state of the window.

use std::path::Path;

use super::disk::{self, Expect};
use super::error::SaveError;
use super::housekeeping::{STALE_AFTER, clean_stale_temporaries};
use super::temporary::folder_of;

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
