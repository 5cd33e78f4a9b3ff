//! One program at a time: whoever opens a document to work on it locks a hidden file beside it.
//!
//! The system gives the lock back when a program ends, however it ends, so no lock outlives its holder. What the lock's
//! file says is only for a person to read.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

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

impl Lock {
    /// Locks `document`. `None` where the folder or its file system knows no locks, or a link or no file stands in the lock's place: then
    /// only the comparison before each save stands between two programs.
    pub fn take(document: &Path) -> Result<Option<Lock>, LockHeld> {
        let path = beside(document, "lock");
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
                Err(TryLockError::WouldBlock) => {
                    let mut who = String::new();
                    let _ = (&mut file).take(400).read_to_string(&mut who);
                    let who = who.split_whitespace().collect::<Vec<_>>().join(" ");
                    let who = if who.is_empty() { UNKNOWN.into() } else { who };
                    return Err(LockHeld { path: document.into(), who });
                }
                Err(TryLockError::Error(_)) => return Ok(None),
            }
            if is_still_at(&file, &path) {
                let _ = file.set_len(0).and_then(|()| file.write_all(who_we_are().as_bytes()));
                return Ok(Some(Lock { file, path }));
            }
        }
        Ok(None)
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
