//! Whether a journal is still where it was written: its path leads to the file that is held open, and that file is as long as
//! what was written into it. Whoever empties a folder (`git clean`, `git stash -u`) takes journals with it, and writing into a
//! file that no name leads to any more fails nowhere.
//!
//! What was changed within the file without changing its length is not seen here; its checks tell when it is read.

use std::cmp::Ordering;
use std::fs::{self, File, Metadata};
use std::io::ErrorKind;
use std::path::Path;

use crate::store::temporary::folder_of;

/// What another program did to a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Loss {
    #[error("it was removed")]
    Removed,
    #[error("its folder was removed")]
    FolderRemoved,
    #[error("another file took its place")]
    Replaced,
    #[error("its end was cut off")]
    Cut,
    #[error("another program wrote into it")]
    WrittenInto,
}

impl Loss {
    /// What stands at the journal's path now has something in it that this program did not write.
    pub fn is_foreign(self) -> bool {
        matches!(self, Loss::Replaced | Loss::WrittenInto)
    }
}

/// How long a journal has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// Nobody is writing it.
    Exactly(u64),
    /// It may be written meanwhile.
    AtLeast(u64),
}

/// What became of the journal `ours`, which was written at `path`.
///
/// Both are asked each time rather than compared with what was known once: on some network file systems the number of a file
/// lasts no longer than somebody has it open.
///
/// # Errors
/// Where the system does not say.
pub(super) fn look(ours: &File, path: &Path, length: Length) -> std::io::Result<Option<Loss>> {
    // A link is none, wherever it leads.
    let there = match fs::symlink_metadata(path) {
        Ok(there) => there,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            let has_folder = folder_of(path).is_dir();
            return Ok(Some(if has_folder { Loss::Removed } else { Loss::FolderRemoved }));
        }
        Err(error) => return Err(error),
    };
    if !is_same(&ours.metadata()?, &there) {
        return Ok(Some(Loss::Replaced));
    }
    Ok(match length {
        Length::Exactly(written) => match there.len().cmp(&written) {
            Ordering::Less => Some(Loss::Cut),
            Ordering::Equal => None,
            Ordering::Greater => Some(Loss::WrittenInto),
        },
        Length::AtLeast(written) => (there.len() < written).then_some(Loss::Cut),
    })
}

#[cfg(unix)]
fn is_same(ours: &Metadata, there: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    there.is_file() && (ours.dev(), ours.ino()) == (there.dev(), there.ino())
}

/// Elsewhere a file has no number that `std` tells: one that was made and written at the same moments is the same.
#[cfg(not(unix))]
fn is_same(ours: &Metadata, there: &Metadata) -> bool {
    let moments = |file: &Metadata| (file.created().ok(), file.modified().ok(), file.len());
    there.is_file() && moments(ours) == moments(there)
}
