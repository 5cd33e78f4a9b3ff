//! What a file shows without being read: enough to know, most of the time, that nobody touched it.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::error::DiskRefusal;

/// A save by whatever program changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileFingerprint {
    length: u64,
    modified: Option<SystemTime>,
    identity: Identity,
}

/// Clocks of file systems go by steps of up to two seconds: two writes within one look alike.
const COARSEST_CLOCK: Duration = Duration::from_secs(2);

impl FileFingerprint {
    /// `None` where there is no file.
    pub fn at(path: &Path) -> std::io::Result<Option<FileFingerprint>> {
        match fs::metadata(path) {
            Ok(m) if !m.is_file() => Err(DiskRefusal::NotAFile.into()),
            Ok(m) => Ok(Some(FileFingerprint::of(&m))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) fn of(m: &fs::Metadata) -> FileFingerprint {
        FileFingerprint { length: m.len(), modified: m.modified().ok(), identity: Identity::of(m) }
    }

    /// What may be kept of it; `None` where the file's system does not say when it was written.
    pub fn to_store(&self) -> Option<StoredFingerprint> {
        let since = self.modified?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let (file, changed) = self.identity.lasting();
        Some(StoredFingerprint {
            length: self.length,
            modified: (since.as_secs(), since.subsec_nanos()),
            file,
            changed,
        })
    }

    /// Bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Whether the file's system says when it was written.
    pub fn is_dated(&self) -> bool {
        self.modified.is_some()
    }

    /// Whether a further write would be sure to look different: the last one is not of this moment.
    pub fn is_settled(&self) -> bool {
        self.modified.and_then(|time| time.elapsed().ok()).is_some_and(|since| since > COARSEST_CLOCK)
    }
}

/// A [`FileFingerprint`] as it is kept from one day to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredFingerprint {
    length: u64,
    /// Seconds since 1970, and nanoseconds.
    modified: (u64, u32),
    /// The number of the file on its disk; the number of the disk may be another after each start.
    file: u64,
    /// When anything of the file last changed, its time of writing included: no program can set this one.
    changed: (i64, i64),
}

impl StoredFingerprint {
    /// As numbers, most of them small.
    pub(super) fn to_numbers(self) -> [u64; 6] {
        let StoredFingerprint { length, modified: (seconds, nanos), file, changed } = self;
        [length, seconds, u64::from(nanos), file, changed.0 as u64, changed.1 as u64]
    }

    /// What the same numbers were.
    pub(super) fn from_numbers(numbers: [u64; 6]) -> Option<StoredFingerprint> {
        let [length, seconds, nanos, file, changed, changed_nanos] = numbers;
        let modified = (seconds, u32::try_from(nanos).ok()?);
        Some(StoredFingerprint { length, modified, file, changed: (changed as i64, changed_nanos as i64) })
    }
}

/// Which file it is, where the system says so: one that took another's place has its own.
#[cfg(unix)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity {
    device: u64,
    inode: u64,
    changed: (i64, i64),
}

#[cfg(unix)]
impl Identity {
    fn of(metadata: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        let changed = (metadata.ctime(), metadata.ctime_nsec());
        Identity { device: metadata.dev(), inode: metadata.ino(), changed }
    }

    fn lasting(self) -> (u64, (i64, i64)) {
        (self.inode, self.changed)
    }
}

#[cfg(not(unix))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity;

#[cfg(not(unix))]
impl Identity {
    fn of(_: &fs::Metadata) -> Self {
        Identity
    }

    fn lasting(self) -> (u64, (i64, i64)) {
        (0, (0, 0))
    }
}
