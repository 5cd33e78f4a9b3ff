//! Opening what is there, and only where it is a plain file: every read of the program begins here.
//!
//! To open a pipe waits for whoever writes into it, perhaps for ever; a device may have no end, or do something. So
//! that which is no plain file is refused before it is opened. Should it take a file's place between the look and the
//! opening, it is opened without waiting, looked at again and let go. What has no length but says something when it is
//! read, such as the files in `/proc`, is a plain file, read up to the limit of its reader and judged by what it holds; one
//! that would wait is an error.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

use super::error::DiskRefusal;

/// Opens a plain file for reading, at the end of whatever links.
pub(super) fn open(path: &Path) -> Result<File> {
    open_as(path, OpenOptions::new().read(true))
}

/// Opens a plain file for reading and writing. With `create`, one is made where there is none.
pub(super) fn open_to_write(path: &Path, create: bool) -> Result<File> {
    open_as(path, OpenOptions::new().read(true).write(true).create(create).truncate(false))
}

/// The bytes of a plain file; of one longer than `limit`, an error.
pub(super) fn read(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > limit {
        true => Err(ErrorKind::FileTooLarge.into()),
        false => Ok(bytes),
    }
}

/// Opens a folder, to wait until the names in it are on the disk.
#[cfg(unix)]
pub(super) fn open_folder(path: &Path) -> Result<File> {
    match fs::metadata(path)?.is_dir() {
        true => File::open(path),
        false => Err(ErrorKind::NotADirectory.into()),
    }
}

/// Whether what stands at `path` is no plain file. A link is what it leads to; nothing is not in the way.
pub(super) fn refuse_other(path: &Path) -> Result<()> {
    match fs::metadata(path) {
        Ok(metadata) => check(&metadata),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Opens a plain file by `options`.
pub(super) fn open_as(path: &Path, options: &mut OpenOptions) -> Result<File> {
    refuse_other(path)?;
    let file = without_waiting(options).open(path)?;
    check(&file.metadata()?)?;
    Ok(file)
}

fn check(metadata: &Metadata) -> Result<()> {
    match metadata {
        m if m.is_file() => Ok(()),
        m if m.is_dir() => Err(ErrorKind::IsADirectory.into()),
        _ => Err(Error::from(DiskRefusal::NotAFile)),
    }
}

#[cfg(unix)]
fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags((rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY).bits() as i32)
}

#[cfg(not(unix))]
fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// As if a pipe had taken the place of the file after the look.
    #[test]
    fn what_is_opened_is_looked_at_again() {
        let pipe = std::env::temp_dir().join(format!("hashiya-plain-{}", std::process::id()));
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs");
        assert!(made.success());
        let opened = without_waiting(OpenOptions::new().read(true)).open(&pipe).expect("it does not wait");
        assert!(check(&opened.metadata().expect("it is open")).is_err());
        let refused = open(&pipe).expect_err("no file").to_string();
        fs::remove_file(&pipe).expect("it was made here");
        assert_eq!(refused, "it is not a file");
    }
}
