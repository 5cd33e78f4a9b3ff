//! Earlier versions of a document: what a save replaced stays for a while in a hidden folder beside it.
//!
//! A version is the whole file as it was, compressed with gzip, so that it can be read without Hashiya. Its name says
//! when it was saved and the hash of what it held.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::change_set::ChangeSet;
use super::disk::{self, ContentHash, Expect, MAX_OWN_BYTES, stamp_of};
use super::error::{DiskRefusal, LoadError, NotOurs, SaveError};
use super::path_guard::is_link;
use super::plain;
use super::sidecar::beside;
use crate::model::{Digest, Timestamp};

/// One earlier version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// When the file was last written before it was replaced.
    pub saved: Timestamp,
    /// SHA-256 of what it held.
    pub hash: Digest,
    pub path: PathBuf,
    /// A version that is not compressed yet.
    plain: bool,
}

/// The earlier versions of a document, the newest first.
pub fn versions(document: &Path) -> Vec<Version> {
    let folder = beside(document, "versions");
    if is_link(&folder) {
        return Vec::new();
    }
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<Version> = entries.filter_map(|entry| version_at(&entry.ok()?)).collect();
    found.sort_by(|a, b| (b.saved.0, b.path.as_path()).cmp(&(a.saved.0, a.path.as_path())));
    // Where a crash left one both as it is and compressed, it is one version.
    found.dedup_by(|a, b| a.hash == b.hash && a.saved == b.saved);
    found
}

/// A version that was just kept, before it is known whether the file will be replaced.
#[derive(Debug)]
pub struct New(PathBuf);

/// The file was not replaced after all: what was kept of it is no earlier version, and as a second name of the live file
/// it would change with it.
pub fn forget(version: New) {
    let _ = fs::remove_file(version.0);
}

/// Keeps the file at `document` as it is, before a save replaces it. At once: compressing it is for [`tidy`]. `None` where
/// there is nothing to keep, or it is kept already.
pub fn keep(document: &Path) -> Result<Option<New>, SaveError> {
    let io = |source| SaveError::from_io(document, source);
    let Some(stamp) = stamp_of(document).map_err(io)? else { return Ok(None) };
    if versions(document).first().is_some_and(|version| version.hash == stamp.hash) {
        return Ok(None);
    }
    let modified = fs::metadata(document).and_then(|metadata| metadata.modified()).map_err(io)?;
    let saved = modified.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64);
    let folder = beside(document, "versions");
    if is_link(&folder) {
        return Err(io(DiskRefusal::LinkForFolder.into()));
    }
    fs::create_dir_all(&folder).map_err(io)?;
    let moment = Timestamp(saved).to_rfc3339().unwrap_or_default().replace(':', ".");
    let place = folder.join(format!("{moment}-{}.ron", stamp.hash));
    // A second name for the file costs nothing; where the file system has none, it is copied.
    let target = disk::resolve(document).map_err(io)?;
    match fs::hard_link(&target, &place) {
        Ok(()) => Ok(Some(New(place))),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(None),
        Err(_) => {
            if stamp.len > MAX_OWN_BYTES {
                return Err(SaveError::TooLarge { path: document.into(), len: stamp.len, limit: MAX_OWN_BYTES });
            }
            let bytes = plain::read(&target, MAX_OWN_BYTES).map_err(io)?;
            match disk::write(&place, &bytes, Expect::Absent) {
                Ok(_) => Ok(Some(New(place))),
                Err(SaveError::Exists { .. }) => Ok(None),
                Err(error) => Err(error),
            }
        }
    }
}

/// How many names the file at `document` has besides its own and those of its versions (hard links).
#[cfg(unix)]
pub fn other_names(document: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let Ok(file) = fs::metadata(document) else { return 0 };
    if file.nlink() < 2 {
        return 0;
    }
    let same =
        |version: &Version| fs::metadata(&version.path).is_ok_and(|m| (m.dev(), m.ino()) == (file.dev(), file.ino()));
    let ours = versions(document).iter().filter(|version| version.plain && same(version)).count() as u64;
    file.nlink().saturating_sub(1 + ours)
}

/// Elsewhere nothing says so without opening the file.
#[cfg(not(unix))]
pub fn other_names(_: &Path) -> u64 {
    0
}

/// Compresses what [`keep`] left and removes all but the newest `most` versions.
pub fn tidy(document: &Path, most: usize) -> Result<(), SaveError> {
    tidy_all(&[document], most).pop().flatten().map_or(Ok(()), Err)
}

/// The same for many documents, in their order, with one wait for the disk: a wait for each took ten milliseconds a document.
pub fn tidy_all(documents: &[&Path], most: usize) -> Vec<Option<SaveError>> {
    let mut packed = ChangeSet::default();
    let mut plain: Vec<(usize, PathBuf)> = Vec::new();
    let mut told: Vec<Option<SaveError>> = Vec::with_capacity(documents.len());
    for (n, document) in documents.iter().enumerate() {
        told.push(stage_packed(document, most, &mut packed, &mut |path| plain.push((n, path))).err());
    }
    match packed.commit_each() {
        Ok(()) => {
            for (n, path) in plain {
                if let Err(source) = fs::remove_file(&path) {
                    told[n].get_or_insert(SaveError::from_io(&path, source));
                }
            }
        }
        // They stay as they are: a version need not be compressed.
        Err(error) => {
            if let Some(told) = told.first_mut() {
                told.get_or_insert(error);
            }
        }
    }
    told
}

fn stage_packed(
    document: &Path,
    most: usize,
    packed: &mut ChangeSet,
    was_plain: &mut dyn FnMut(PathBuf),
) -> Result<(), SaveError> {
    let found = versions(document);
    for version in found.iter().skip(most) {
        fs::remove_file(&version.path).map_err(|source| SaveError::from_io(&version.path, source))?;
    }
    for version in found.iter().take(most).filter(|version| version.plain) {
        let io = |source| SaveError::from_io(&version.path, source);
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        let copied = plain::open(&version.path).and_then(|mut file| std::io::copy(&mut file, &mut encoder));
        let bytes = copied.and_then(|_| encoder.finish()).map_err(io)?;
        match packed.stage_bytes(&version.path.with_extension("ron.gz"), &bytes, Expect::Absent) {
            Ok(_) | Err(SaveError::Exists { .. }) => was_plain(version.path.clone()),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The bytes of a version, held to its hash.
pub fn read(version: &Version) -> Result<Vec<u8>, LoadError> {
    let bytes = disk::read(&version.path, MAX_OWN_BYTES)?;
    let damaged = |what| LoadError::NotOurs { path: version.path.clone(), line: 1, what };
    if version.plain {
        return if ContentHash::of(&bytes).hash == version.hash { Ok(bytes) } else { Err(damaged(NotOurs::Hash)) };
    }
    // A small file may hold a large one. It is unpacked piece by piece to see whether it is what its name says, and only
    // then kept; no more is unpacked than would be opened.
    let unpack = || GzDecoder::new(bytes.as_slice()).take(MAX_OWN_BYTES);
    let failed = |error: std::io::Error| {
        let cut = error.kind() == std::io::ErrorKind::UnexpectedEof;
        damaged(NotOurs::Packed { cut, said: error.to_string() })
    };
    let stamp = disk::stamp_from(unpack()).map_err(failed)?;
    if stamp.hash != version.hash {
        return Err(damaged(NotOurs::Hash));
    }
    let mut whole = Vec::with_capacity(stamp.len as usize);
    unpack().read_to_end(&mut whole).map_err(failed)?;
    match ContentHash::of(&whole) == stamp {
        true => Ok(whole),
        false => Err(damaged(NotOurs::Hash)),
    }
}

/// Writes a version as a file of its own, never over one that is there.
pub fn restore(version: &Version, out: &Path) -> Result<(), RestoreError> {
    disk::write(out, &read(version)?, Expect::Absent)?;
    Ok(())
}

/// Why a version was not restored. Every file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// `2026-11-20T10.00.00.000Z-HASH.ron.gz`, or `.ron` where it is not compressed yet.
/// A link, a pipe or a folder of such a name is none.
fn version_at(entry: &fs::DirEntry) -> Option<Version> {
    if !entry.file_type().ok()?.is_file() {
        return None;
    }
    let path = entry.path();
    let name = path.file_name()?.to_str()?;
    let (stem, plain) = match name.strip_suffix(".ron.gz") {
        Some(stem) => (stem, false),
        None => (name.strip_suffix(".ron")?, true),
    };
    let (moment, hash) = stem.rsplit_once('-')?;
    let saved = Timestamp::from_rfc3339(&moment.replacen('.', ":", 2))?;
    Some(Version { saved, hash: Digest::from_hex(hash)?, path: path.clone(), plain })
}
