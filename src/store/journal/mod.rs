//! The journal of an open document: each step on the disk before the next breath, and back again after a crash.
//!
//! A journal is a hidden file beside its document, or in the folder for unsaved work where the document has no file yet.
//! After a first line with the version come records, one a line: `KIND LENGTH CHECK JSON`. The check is a hash over the
//! check of the record before and the JSON, so that no record can be missing, changed or out of its order unseen.
//!
//! | kind | holds |
//! |---|---|
//! | `B` | what the steps build on: the hash of the file, the number of the first step |
//! | `C` | the whole document before the first step, where no file holds it |
//! | `S` | a step: one transaction, undo and redo as well |
//! | `M` | a save is about to put the steps up to a number into a file with this hash |
//! | `D` | that save is done |

mod look;
mod orphan;
mod quarantine;
pub(super) mod read;
pub(super) mod record;

use std::fs::{self, File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest as _, Sha256};

pub use look::Loss;
pub use orphan::{OrphanJournals, waiting, waiting_among};
pub use quarantine::{left_at, quarantined_in, quarantined_of, read_quarantined};
pub use read::{Damage, JournalMismatch, Recovered, Recovery, open_unsaved, quarantine, recover, unsaved_in};

use super::disk::ContentHash;
use super::document_reader;
use super::error::DiskRefusal;
use super::plain;
use super::sidecar::beside;
use super::temporary::{Temporary, folder_of, only_place};
use crate::edit::Transaction;
use crate::model::AnnotatedDocument;
use record::{Begin, Mark, Step};

const MAGIC: &[u8] = b"hashiya-journal 1\n";

/// A journal longer than this is not read: it is kept aside. None is written longer. In bytes.
pub const MAX_JOURNAL_BYTES: u64 = 512 << 20;

/// A journal whose steps take more than this should be begun anew with the document as it is. In bytes.
pub const LONG_JOURNAL_BYTES: u64 = 64 << 20;

/// A record longer than this is written in parts, so that it is not copied once more. In bytes.
const LONG_RECORD: usize = 1 << 20;

/// The check of a record: the first half of a SHA-256.
pub(super) type Check = [u8; 16];

/// What the steps of a new journal build on.
#[derive(Debug)]
pub struct JournalBase {
    /// The file as it is; `None` where there is none.
    pub base: Option<ContentHash>,
    /// SHA-256 of the document's text, as the document says.
    pub text: crate::model::Digest,
    /// The document before the first step, where the file does not hold it.
    pub content: Option<Box<AnnotatedDocument>>,
    /// The number of the first step.
    pub first: u64,
}

/// A journal that is being written. Records survive the end of the program at once, and a power cut once
/// [`Sync::wait`] has said so.
#[derive(Debug)]
pub struct Journal {
    file: File,
    /// Nobody has waited for its name yet.
    fresh: bool,
    path: PathBuf,
    check: Check,
    len: u64,
    /// Bytes before the first step.
    founded: u64,
}

/// How long a journal is. In bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// What it builds on: where no file has it, the whole document.
    pub founded: u64,
    /// The steps and the notes of saves.
    pub steps: u64,
}

/// What is still to be waited for until everything written so far is on the disk.
#[derive(Debug)]
pub struct Sync {
    file: File,
    path: PathBuf,
    /// Its name must be on the disk as well.
    name: bool,
    /// Bytes.
    len: u64,
}

impl Sync {
    /// Waits. After an error nothing is known of what was written since the last time, and the journal must not be used
    /// any more: asking the system again would be answered with a lie.
    pub fn wait(&self) -> std::io::Result<()> {
        self.file.sync_data()?;
        if self.name { sync_folder(&self.path) } else { Ok(()) }
    }

    /// Whether what was waited for is to be found where it was written. What the disk has confirmed is safe only then; it
    /// may be written further meanwhile.
    pub fn is_in_place(&self) -> bool {
        look::look(&self.file, &self.path, look::Length::AtLeast(self.len)).is_ok_and(|lost| lost.is_none())
    }

    /// One wait for this and for a later one of the same journal.
    pub fn and(self, later: Sync) -> Sync {
        Sync { name: self.name || later.name, ..later }
    }
}

/// Where the journal of the document at `path` is.
pub fn journal_of(path: &Path) -> PathBuf {
    beside(path, "journal")
}

impl Journal {
    /// Begins a journal at `path`, whole or not at all. One that is there already is kept aside, unless it is the
    /// `own` one that this continues.
    pub fn begin(path: &Path, foundation: &JournalBase, own: bool) -> std::io::Result<Journal> {
        if !own && fs::symlink_metadata(path).is_ok() {
            read::quarantine(path)?;
        }
        // The folder for unsaved work may be missing. That of a file is not made anew where it has vanished.
        if let (None, Some(folder)) = (foundation.base, path.parent()) {
            fs::create_dir_all(folder)?;
        }
        let mut new = Temporary::only_beside(path, &mut to_write())?;
        let file = new.file().try_clone()?;
        let mut journal = Journal { file, fresh: true, path: path.into(), check: first_check(), len: 0, founded: 0 };
        // No two programs work on one journal, even where it stands beside no document: not for a moment.
        let _ = journal.file.try_lock();
        journal.write_foundation(foundation)?;
        // One that takes the place of another must be safe first. A first one is there at once: what it holds survives the
        // end of the program, and nobody is told that it is safe before the disk says so.
        if own {
            journal.file.sync_all()?;
        }
        new.take_place(path)?;
        Ok(journal)
    }

    fn write_foundation(&mut self, foundation: &JournalBase) -> std::io::Result<()> {
        self.file.write_all(MAGIC)?;
        self.len = MAGIC.len() as u64;
        let begin = Begin {
            base: foundation.base.map(Into::into),
            text: foundation.text.to_string(),
            first: foundation.first,
            content: foundation.content.is_some(),
        };
        self.write(b'B', &begin)?;
        if let Some(content) = &foundation.content {
            let source = document_reader::write(&self.path, content).map_err(std::io::Error::other)?;
            self.write(b'C', &source)?;
        }
        self.founded = self.len;
        Ok(())
    }

    /// Writes a step; it is safe after the next [`Journal::sync`].
    pub fn append(&mut self, number: u64, transaction: &Transaction) -> std::io::Result<()> {
        self.write(b'S', &Step::of(number, transaction))
    }

    /// Notes that a save is about to put every step up to `upto` into a file with this stamp.
    pub fn mark_saving(&mut self, upto: u64, file: ContentHash, path: &Path) -> std::io::Result<()> {
        self.write(b'M', &Mark { upto, file: file.into(), path: path.to_str().map(str::to_owned) })
    }

    /// Notes that this save is done.
    pub fn mark_saved(&mut self, upto: u64, file: ContentHash, path: &Path) -> std::io::Result<()> {
        self.write(b'D', &Mark { upto, file: file.into(), path: path.to_str().map(str::to_owned) })
    }

    /// What to wait for until everything written so far is on the disk.
    pub fn sync(&mut self) -> std::io::Result<Sync> {
        let name = std::mem::take(&mut self.fresh);
        Ok(Sync { file: self.file.try_clone()?, path: self.path.clone(), name, len: self.len })
    }

    /// What another program did to it. Nothing may be called safe before it was looked at again.
    ///
    /// # Errors
    /// Where the system does not say.
    pub fn look(&self) -> std::io::Result<Option<Loss>> {
        look::look(&self.file, &self.path, look::Length::Exactly(self.len))
    }

    pub fn length(&self) -> Length {
        Length { founded: self.founded, steps: self.len - self.founded }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    fn write(&mut self, kind: u8, record: &impl Serialize) -> std::io::Result<()> {
        let mut json = serde_json::to_vec(record).map_err(std::io::Error::other)?;
        let check = next_check(&self.check, kind, &json);
        let mut line = Vec::with_capacity(64 + if json.len() < LONG_RECORD { json.len() } else { 0 });
        line.push(kind);
        write!(line, " {} ", json.len())?;
        check.iter().try_for_each(|byte| write!(line, "{byte:02x}"))?;
        line.push(b' ');
        json.push(b'\n');
        let len = (line.len() + json.len()) as u64;
        // What is written must be read again.
        if self.len + len > MAX_JOURNAL_BYTES {
            return Err(DiskRefusal::JournalTooLong.into());
        }
        if json.len() < LONG_RECORD {
            line.extend_from_slice(&json);
            self.file.write_all(&line)?;
        } else {
            self.file.write_all(&line)?;
            self.file.write_all(&json)?;
        }
        (self.check, self.len) = (check, self.len + len);
        Ok(())
    }

    /// Goes on writing a journal that was read up to `len`. What stands after that is cut.
    fn resume(mut file: File, path: &Path, check: Check, len: u64, founded: u64) -> std::io::Result<Journal> {
        if file.metadata()?.len() > len {
            file.set_len(len)?;
            file.sync_all()?;
        }
        file.seek(SeekFrom::Start(len))?;
        let _ = file.try_lock();
        Ok(Journal { file, fresh: true, path: path.to_path_buf(), check, len, founded })
    }
}

/// Where a journal is written before it takes its place.
pub fn unfinished(journal: &Path) -> PathBuf {
    only_place(journal)
}

/// Opens a journal that is there. A link is none: what it leads to was not written by us.
fn open_own(journal: &Path) -> std::io::Result<File> {
    if !fs::symlink_metadata(journal)?.is_file() {
        return Err(DiskRefusal::NotAFile.into());
    }
    plain::open_as(journal, to_write().read(true))
}

/// Each write goes to where the file ends at that moment: one that another program cut is then found too short, and not filled
/// up with zeros to the length it should have.
#[cfg(unix)]
fn to_write() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.append(true);
    options
}

/// Elsewhere a file that is opened so cannot be cut by its own program either.
#[cfg(not(unix))]
fn to_write() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    options
}

/// Removes a journal: what it held is in a file, or is not wanted. Nobody waits for the disk: one that a power cut brings
/// back says itself that a save holds its steps.
pub fn remove(journal: &Path) -> std::io::Result<()> {
    fs::remove_file(journal)
}

fn first_check() -> Check {
    half(Sha256::digest(MAGIC).into())
}

pub(super) fn next_check(before: &Check, kind: u8, json: &[u8]) -> Check {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update([kind]);
    hasher.update(json);
    half(hasher.finalize().into())
}

fn half(hash: [u8; 32]) -> Check {
    std::array::from_fn(|i| hash[i])
}

/// Makes the names in the folder of `path` survive a power cut.
#[cfg(unix)]
fn sync_folder(path: &Path) -> std::io::Result<()> {
    plain::open_folder(folder_of(path))?.sync_all()
}

/// Elsewhere a folder cannot be opened, and the system writes names by itself.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}
