//! Small text files of other programs that a command adds lines to, such as git's.

use std::path::Path;

use super::error::WorkspaceError;
use crate::store::{self, ContentHash, Expect, LoadError};

/// The largest such file that is read, in bytes.
const MAX_TEXT_BYTES: u64 = 1 << 20;

/// A file as it is, and what a later [`replace`] compares it with.
///
/// # Errors
/// Where it is there and cannot be read, or is a link that leads out of its folder.
pub fn read(path: &Path) -> Result<(Vec<u8>, Expect), WorkspaceError> {
    if store::leads_away(path) {
        return Err(WorkspaceError::LeadsOut { path: path.into() });
    }
    match store::read(path, MAX_TEXT_BYTES) {
        Ok(bytes) => {
            let stamp = ContentHash::of(&bytes);
            Ok((bytes, Expect::Unchanged(stamp)))
        }
        Err(LoadError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            Ok((Vec::new(), Expect::Absent))
        }
        Err(error) => Err(error.into()),
    }
}

/// Writes the file, whole or not at all. Its folder is made where it is missing.
///
/// # Errors
/// Where it was changed since it was read, or cannot be written.
pub fn replace(path: &Path, bytes: &[u8], expect: Expect) -> Result<(), WorkspaceError> {
    store::folder::make(&store::folder::of_file(path))?;
    store::write(path, bytes, expect)?;
    Ok(())
}
