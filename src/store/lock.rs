//! One program at a time: whoever opens a document to work on it locks a hidden file beside it.
//!
//! The system gives the lock back when a program ends, however it ends, so no lock outlives its holder. What the lock's
//! file says is only for a person to read.
//!
//! Each lock is an open file, of which a process may have 1024 or fewer. A change of more documents than that holds the folder
//! that they lie in ([`FolderLock`]). Whoever locks a document looks afterwards whether a folder above it is held; whoever holds
//! a folder locks each document for a moment before it is touched: whichever comes second sees the other.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::path_guard::is_link;
use super::plain;
use super::sidecar::beside;

/// Who holds a lock that does not say it.
pub const UNKNOWN: &str = "another program";

/// A document is this program's to change while this lives.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

/// Another program, or this one by another name of the file, has the document open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: it is open in another program ({who}); close it there first", path.display())]
pub struct LockHeld {
    pub path: PathBuf,
    /// Who, in which program and on which machine, as far as the lock says.
    pub who: String,
}

/// The lock of a folder, in it.
const FOLDER_LOCK: &str = ".hashiya-lock";

/// How often a folder is asked for again: whoever looks whether it is held holds it for a moment.
const TRIES: usize = 20;

/// All documents below a folder are this program's to change while this lives, once each was locked with [`Lock::take_within`].
#[derive(Debug)]
pub struct FolderLock {
    lock: Lock,
    folder: PathBuf,
}

impl FolderLock {
    /// Locks `folder`. `None` where it knows no locks.
    pub fn take(folder: &Path) -> Result<Option<FolderLock>, LockHeld> {
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        let path = folder.join(FOLDER_LOCK);
        for tried in 0..TRIES {
            match take_file(path.clone(), &folder) {
                Err(_) if tried + 1 < TRIES => std::thread::sleep(Duration::from_millis(5)),
                taken => return Ok(taken?.map(|lock| FolderLock { lock, folder })),
            }
        }
        Ok(None)
    }

    /// Whether `document` lies below the folder.
    pub fn holds(&self, document: &Path) -> bool {
        let above = document.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::canonicalize(above).is_ok_and(|above| above.starts_with(&self.folder))
    }
}

impl Lock {
    /// Locks `document`. `None` where the folder or its file system knows no locks, or a link or no file stands in the lock's place: then
    /// only the comparison before each save stands between two programs.
    pub fn take(document: &Path) -> Result<Option<Lock>, LockHeld> {
        Lock::take_within(document, &[])
    }

    /// The same, by whoever holds `folders`.
    pub fn take_within(document: &Path, folders: &[FolderLock]) -> Result<Option<Lock>, LockHeld> {
        let lock = take_file(beside(document, "lock"), document)?;
        match folder_holder(document, folders) {
            Some(who) => Err(LockHeld { path: document.into(), who }),
            None => Ok(lock),
        }
    }

    /// Whether this is the lock of `document`.
    pub fn is_of(&self, document: &Path) -> bool {
        self.path == beside(document, "lock")
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is still held, so that nobody who holds it loses it.
        if is_still_at(&self.file, &self.path) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Locks the file at `path`, which stands for `of`.
fn take_file(path: PathBuf, of: &Path) -> Result<Option<Lock>, LockHeld> {
    // What a link leads to is not ours to write.
    if is_link(&path) {
        return Ok(None);
    }
    // A holder that ends removes the file; whoever had opened it by then holds a lock on nothing, and tries again.
    for _ in 0..20 {
        let Ok(mut file) = plain::open_to_write(&path, true) else {
            return Ok(None);
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockHeld { path: of.into(), who: holder(&mut file) }),
            Err(TryLockError::Error(_)) => return Ok(None),
        }
        if is_still_at(&file, &path) {
            let _ = file.set_len(0).and_then(|()| file.write_all(who_we_are().as_bytes()));
            return Ok(Some(Lock { file, path }));
        }
    }
    Ok(None)
}

/// Who holds a folder above `document`, but for `ours`.
fn folder_holder(document: &Path, ours: &[FolderLock]) -> Option<String> {
    let above = document.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let above = fs::canonicalize(above).ok()?;
    above.ancestors().find_map(|folder| {
        let path = folder.join(FOLDER_LOCK);
        let is_file = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file());
        if !is_file || ours.iter().any(|ours| is_still_at(&ours.lock.file, &path)) {
            return None;
        }
        let mut file = plain::open(&path).ok()?;
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => Some(holder(&mut file)),
            Ok(()) | Err(TryLockError::Error(_)) => None,
        }
    })
}

/// What a lock that is held says of its holder.
fn holder(file: &mut File) -> String {
    let mut who = String::new();
    let _ = file.take(400).read_to_string(&mut who);
    let who = who.split_whitespace().collect::<Vec<_>>().join(" ");
    if who.is_empty() { UNKNOWN.into() } else { who }
}

#[cfg(unix)]
fn is_still_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |m: fs::Metadata| (m.dev(), m.ino());
    matches!((file.metadata().map(place), fs::metadata(path).map(place)), (Ok(ours), Ok(there)) if ours == there)
}

/// Elsewhere an open file cannot be removed.
#[cfg(not(unix))]
fn is_still_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Our own words for a lock: user, machine, process.
fn who_we_are() -> String {
    let variable = |names: [&str; 2]| names.iter().find_map(|name| std::env::var(name).ok()).filter(|v| !v.is_empty());
    let user = variable(["USER", "USERNAME"]).unwrap_or_else(|| "?".into());
    let host = plain::read(Path::new("/proc/sys/kernel/hostname"), 1 << 10).ok();
    let host = host.map(|name| String::from_utf8_lossy(&name).trim().to_owned());
    let host = host.or_else(|| variable(["HOSTNAME", "COMPUTERNAME"])).unwrap_or_else(|| "?".into());
    format!("{user}@{host}, process {}", std::process::id())
}
