//! Bytes from and to the disk: bounded reads, and writes after which either the old or the new file is there, whole.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::checksum;
use super::error::{DiskRefusal, LoadError, SaveError};
use super::path_guard::is_link;
use super::temporary::Temporary;
use super::{plain, standard_input};
use crate::model::Digest;

/// The largest foreign file that is read, in bytes.
pub const MAX_IMPORT_BYTES: u64 = 128 << 20;

/// The largest file of our own, in bytes: what was imported can be saved with its annotations.
pub const MAX_OWN_BYTES: u64 = 512 << 20;

/// The largest file of our own that holds no text of a document, in bytes.
pub const MAX_SMALL_BYTES: u64 = 16 << 20;

/// What a file held when it was read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentHash {
    /// SHA-256 of the file's bytes.
    pub hash: Digest,
    /// Bytes.
    pub len: u64,
}

/// What a save may replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// No file is there.
    Absent,
    /// The file is as it was read or written last, or is gone.
    Unchanged(ContentHash),
    /// Whatever is there. For a person who has been told.
    Anything,
}

impl ContentHash {
    pub fn of(bytes: &[u8]) -> Self {
        ContentHash { hash: Digest::from_bytes(Sha256::digest(bytes).into()), len: bytes.len() as u64 }
    }
}

/// The stamp of bytes that come one after the other.
#[derive(Clone, Debug, Default)]
pub struct Stamper {
    hasher: Sha256,
    len: u64,
}

impl Stamper {
    pub fn see(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        self.len += bytes.len() as u64;
    }

    pub fn stamp(self) -> ContentHash {
        ContentHash { hash: Digest::from_bytes(self.hasher.finalize().into()), len: self.len }
    }
}

/// What stands at a place where something is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occupant {
    Nothing,
    /// A plain file, or a link to one.
    File(ContentHash),
    /// A pipe or a device of characters: what is written into it goes on from there.
    Stream,
    /// A socket or a disk.
    Device,
}

/// Looks at a place without opening what is no plain file.
///
/// # Errors
/// Where it is a folder, a link to nothing, or cannot be looked at.
pub fn what_is_at(path: &Path) -> Result<Occupant, SaveError> {
    let failed = |source| SaveError::from_io(path, source);
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(failed(std::io::ErrorKind::IsADirectory.into())),
        Ok(metadata) if !metadata.is_file() => {
            Ok(if takes_bytes(&metadata) { Occupant::Stream } else { Occupant::Device })
        }
        Ok(_) => Ok(stamp_of(path).map_err(failed)?.map_or(Occupant::Nothing, Occupant::File)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && is_link(path) => {
            Err(SaveError::Exists { path: path.into() })
        }
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound) => Ok(Occupant::Nothing),
        Err(error) => Err(failed(error)),
    }
}

/// Whether a pipe or a device of characters stands at a place.
pub fn is_stream(path: &Path) -> bool {
    matches!(what_is_at(path), Ok(Occupant::Stream))
}

#[cfg(unix)]
fn takes_bytes(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    metadata.file_type().is_fifo() || metadata.file_type().is_char_device()
}

#[cfg(not(unix))]
fn takes_bytes(_: &fs::Metadata) -> bool {
    false
}

/// The first bytes of a file, and whether it has more.
///
/// # Errors
/// Where it cannot be read.
pub fn read_head(path: &Path, most: usize) -> Result<(Vec<u8>, bool), LoadError> {
    let io = |source| LoadError::Io { path: path.to_path_buf(), source };
    if let Some(read) = standard_input::at(path, MAX_OWN_BYTES) {
        let bytes = read.map_err(io)?;
        return Ok((bytes[..bytes.len().min(most)].to_vec(), bytes.len() > most));
    }
    let mut bytes = Vec::new();
    plain::open(path).map_err(io)?.take(most as u64 + 1).read_to_end(&mut bytes).map_err(io)?;
    let goes_on = bytes.len() > most;
    bytes.truncate(most);
    Ok((bytes, goes_on))
}

/// Opens a file of at most `limit` bytes to be read, and says how many it has now.
pub(super) fn open(path: &Path, limit: u64) -> Result<(File, u64), LoadError> {
    let io = |source| LoadError::Io { path: path.to_path_buf(), source };
    let file = plain::open(path).map_err(io)?;
    match file.metadata().map_err(io)?.len() {
        len if len > limit => Err(LoadError::TooLarge { path: path.to_path_buf(), len, limit }),
        len => Ok((file, len)),
    }
}

/// Reads a file of at most `limit` bytes. A file that grows while it is read is cut off by the limit, not by memory.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, LoadError> {
    let io = |source| LoadError::Io { path: path.to_path_buf(), source };
    let too_large = |len| LoadError::TooLarge { path: path.to_path_buf(), len, limit };
    if let Some(read) = standard_input::at(path, MAX_OWN_BYTES) {
        let bytes = read.map_err(io)?;
        return if bytes.len() as u64 > limit { Err(too_large(bytes.len() as u64)) } else { Ok(bytes.to_vec()) };
    }
    let (file, len) = open(path, limit)?;
    let mut bytes = Vec::with_capacity(len as usize + 1);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(io)?;
    match bytes.len() as u64 {
        len if len > limit => Err(too_large(len)),
        _ => Ok(bytes),
    }
}

/// Replaces the file at `path` by `bytes`, whole or not at all.
///
/// The bytes go to a temporary file in the same folder, are forced to the disk, are read back and compared, and only
/// then take the place of the old file. A symbolic link stays a link, permissions stay as they were.
pub fn write(path: &Path, bytes: &[u8], expect: Expect) -> Result<ContentHash, SaveError> {
    let failed = |source| SaveError::from_io(path, source);
    let (target, mut file) = begin(path, bytes.len())?;
    file.file_mut().write_all(bytes).map_err(failed)?;
    finish(path, &target, file, [bytes], ContentHash::of(bytes), expect)
}

/// The same for a file of these parts and their checksum, which is worked out while they are written. Tells what the file will
/// be before it takes its place.
pub(super) fn write_sealed(
    path: &Path,
    parts: &[String],
    expect: Expect,
    tell: impl FnOnce(ContentHash),
) -> Result<ContentHash, SaveError> {
    let failed = |source| SaveError::from_io(path, source);
    let (target, mut file) = begin(path, parts.iter().map(String::len).sum())?;
    let ((checksum, stamp), written) = std::thread::scope(|scope| {
        let sealing = scope.spawn(|| checksum::of(parts));
        let written = parts.iter().try_for_each(|part| file.file_mut().write_all(part.as_bytes()));
        (sealing.join().unwrap_or_else(|_| checksum::of(parts)), written)
    });
    written.and_then(|()| file.file_mut().write_all(checksum.as_bytes())).map_err(failed)?;
    tell(stamp);
    let whole = parts.iter().map(String::as_bytes).chain([checksum.as_bytes()]);
    finish(path, &target, file, whole, stamp, expect)
}

/// The file that `path` leads to, and a temporary one beside it.
fn begin(path: &Path, len: usize) -> Result<(PathBuf, Temporary), SaveError> {
    let failed = |source| SaveError::from_io(path, source);
    if len as u64 > MAX_OWN_BYTES {
        return Err(SaveError::TooLarge { path: path.into(), len: len as u64, limit: MAX_OWN_BYTES });
    }
    let target = resolve(path).map_err(failed)?;
    refuse_write_protected(path, &target)?;
    plain::refuse_other(&target).map_err(failed)?;
    let file = Temporary::beside(&target).map_err(failed)?;
    file.take_after(&target).map_err(failed)?;
    Ok((target, file))
}

/// A rename asks the folder alone for permission. Whoever took it from the file itself meant something by it.
pub(super) fn refuse_write_protected(path: &Path, target: &Path) -> Result<(), SaveError> {
    match fs::metadata(target) {
        Ok(metadata) if metadata.is_file() && metadata.permissions().readonly() => {
            Err(SaveError::WriteProtected { path: path.into() })
        }
        _ => Ok(()),
    }
}

/// Forces the temporary file to the disk, holds it to what was written, and puts it in its place.
fn finish<'a>(
    path: &Path,
    target: &Path,
    mut file: Temporary,
    parts: impl IntoIterator<Item = &'a [u8]>,
    stamp: ContentHash,
    expect: Expect,
) -> Result<ContentHash, SaveError> {
    let failed = |source| SaveError::from_io(path, source);
    // A failed fsync is final: the descriptor is given up with the temporary file, never asked again.
    file.file().sync_all().map_err(failed)?;
    file.file_mut().seek(SeekFrom::Start(0)).map_err(failed)?;
    if !reads_as(file.file_mut(), parts).map_err(failed)? {
        return Err(SaveError::ReadBack { path: path.into() });
    }
    // As late as can be: whoever writes after this moment is not seen.
    check_expected(path, target, expect)?;
    let unknown = |source| SaveError::Unknown { path: path.into(), stamp, source };
    match file.take_place(target) {
        Ok(()) => file.sync_folder().map_err(unknown).map(|()| stamp),
        // A network may say of what it did that it failed.
        Err(source) if !file.is_waiting() && stamp_of(target).is_ok_and(|found| found == Some(stamp)) => {
            Err(unknown(source))
        }
        Err(source) => Err(failed(source)),
    }
}

/// The file a chain of symbolic links leads to, so that a save replaces the file and not the link.
pub fn resolve(path: &Path) -> std::io::Result<PathBuf> {
    let mut target = path.to_path_buf();
    for _ in 0..40 {
        match fs::symlink_metadata(&target) {
            Ok(metadata) if metadata.is_symlink() => {
                let link = fs::read_link(&target)?;
                target = target.parent().unwrap_or(Path::new("")).join(link);
            }
            Ok(metadata) if metadata.is_dir() => return Err(std::io::ErrorKind::IsADirectory.into()),
            _ => return Ok(target),
        }
    }
    Err(DiskRefusal::Circle.into())
}

pub(super) fn check_expected(path: &Path, target: &Path, expect: Expect) -> Result<(), SaveError> {
    let failed = |source| SaveError::from_io(path, source);
    match expect {
        Expect::Anything => Ok(()),
        // Nor a link to nothing.
        Expect::Absent => match target.try_exists().map_err(failed)? || is_link(path) {
            true => Err(SaveError::Exists { path: path.into() }),
            false => Ok(()),
        },
        Expect::Unchanged(stamp) => match stamp_of(target).map_err(failed)? {
            Some(found) if found != stamp => Err(SaveError::Changed { path: path.into(), found: found.hash }),
            _ => Ok(()),
        },
    }
}

/// What the file at `path` holds; `None` where there is no file.
pub fn stamp_of(path: &Path) -> std::io::Result<Option<ContentHash>> {
    match plain::open(path) {
        Ok(file) => stamp_from(file).map(Some),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// What is read to its end.
pub(super) fn stamp_from(mut file: impl Read) -> std::io::Result<ContentHash> {
    let mut stamper = Stamper::default();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(stamper.stamp()),
            n => stamper.see(&buffer[..n]),
        }
    }
}

/// Whether the file from here on is these parts and nothing else.
pub(super) fn reads_as<'a>(file: &mut File, parts: impl IntoIterator<Item = &'a [u8]>) -> std::io::Result<bool> {
    let mut buffer = vec![0; 1 << 18];
    for expected in parts.into_iter().flat_map(|part| part.chunks(1 << 18)) {
        let read = &mut buffer[..expected.len()];
        match file.read_exact(read) {
            Ok(()) if read == expected => {}
            Ok(()) => return Ok(false),
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(file.read(&mut buffer)? == 0)
}
