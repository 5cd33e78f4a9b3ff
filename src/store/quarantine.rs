//! A damaged file whose place an earlier version takes: it gets a name of its own, which nothing here takes away again.

use std::fs;
use std::path::{Path, PathBuf};

use super::disk::{self, Expect, MAX_OWN_BYTES, stamp_of};
use super::error::{DiskRefusal, SaveError};
use super::plain;

/// Gives the file at `path` a further name, `NAME.ron.damaged-N`, under which it stays. Returns that name, which is the
/// one it has already where it was set aside before; `None` where there is no file.
pub fn quarantine(path: &Path) -> Result<Option<PathBuf>, SaveError> {
    let io = |source| SaveError::from_io(path, source);
    let target = disk::resolve(path).map_err(io)?;
    let Some(stamp) = stamp_of(&target).map_err(io)? else { return Ok(None) };
    let Some(name) = path.file_name() else { return Ok(None) };
    for number in 1..10_000 {
        let mut aside = name.to_os_string();
        aside.push(format!(".damaged-{number}"));
        let aside = path.with_file_name(aside);
        match stamp_of(&aside).map_err(io)? {
            Some(there) if there == stamp => return Ok(Some(aside)),
            Some(_) => continue,
            None => {}
        }
        match fs::hard_link(&target, &aside) {
            Ok(()) => return Ok(Some(aside)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => continue,
            // Where the file system has no second names, it is copied.
            Err(_) => {}
        }
        match disk::write(&aside, &plain::read(&target, MAX_OWN_BYTES).map_err(io)?, Expect::Absent) {
            Ok(_) => return Ok(Some(aside)),
            Err(SaveError::Exists { .. }) => continue,
            Err(error) => return Err(error),
        }
    }
    Err(io(DiskRefusal::TooManySetAside.into()))
}
