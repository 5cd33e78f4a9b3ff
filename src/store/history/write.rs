//! Adding to a log: the steps of one save and the record that seals them, in one write at the end of the file.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use super::read::{Scan, first_check, packed};
use super::record::{Begin, NewStep, SaveRecord, StepToWrite};
use super::{LONG_LOG_BYTES, MAGIC, MAX_LOG_BYTES, MAX_PACKED, current, folder_of};
use crate::model::{Annotator, Digest, Timestamp};
use crate::store::disk::{self, ContentHash, Expect};
use crate::store::error::DiskRefusal;
use crate::store::journal::record::OperationRecord;
use crate::store::journal::{Check, next_check};
use crate::store::path_guard::is_link;
use crate::store::temporary::folder_of as parent_of;
use crate::store::{flush, plain};

/// What a save did to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaveNote {
    pub when: Timestamp,
    /// `None`: there was no file, or it is not where the steps begin.
    pub before: Option<ContentHash>,
    pub after: ContentHash,
    pub text: Digest,
    pub leads: bool,
}

/// Two threads of one program add to no log at once; of two programs only one has the document's lock.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Adds the steps of a save, and returns the number of the first, once the disk has them: a save that is called done is in the log
/// whenever it is in the file.
///
/// # Errors
/// Where the folder takes nothing: the log is then as it was. Where the disk does not confirm it, a power cut may take it.
pub fn append(document: &Path, note: &SaveNote, steps: &[NewStep]) -> std::io::Result<u64> {
    let first = append_unflushed(document, note, steps)?;
    flush_logs(&[document]).map_err(|(_, error)| error)?;
    Ok(first)
}

/// Forces the logs of documents to the disk, and gives back which could not be. Documents that have none are passed over.
///
/// # Errors
/// Where the disk does not confirm one.
pub fn flush_logs<'a>(documents: &[&'a Path]) -> Result<(), (&'a Path, std::io::Error)> {
    let log_of = |document: &&'a Path| (*document, current(&folder_of(document)));
    let logs: Vec<(&'a Path, PathBuf)> = documents.iter().map(log_of).filter(|(_, log)| log.is_file()).collect();
    let named = |path: &Path, error: std::io::Error| {
        let of = logs.iter().find(|(_, log)| log.starts_with(path));
        (of.map_or(documents[0], |(document, _)| *document), error)
    };
    let files: Vec<&Path> = logs.iter().map(|(_, log)| log.as_path()).collect();
    flush::files(&files).map_err(|(path, error)| named(path, error))?;
    // The names of a log that was just begun, and of its folder; the system has nothing to write where they are old.
    let folders = files.iter().flat_map(|log| [parent_of(log), log.parent().map_or(Path::new("."), parent_of)]);
    let folders: Vec<&Path> = folders.collect::<BTreeSet<_>>().into_iter().collect();
    flush::folders(&folders).map_err(|(path, error)| named(path, error))
}

/// As [`append`], without the wait for the disk: [`flush_logs`] is to follow.
///
/// # Errors
/// Where the folder takes nothing. The log is then as it was.
pub fn append_unflushed(document: &Path, note: &SaveNote, steps: &[NewStep]) -> std::io::Result<u64> {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = folder_of(document);
    if is_link(&folder) {
        return Err(DiskRefusal::LinkForFolder.into());
    }
    fs::create_dir_all(&folder)?;
    let place = current(&folder);
    let mut end = End::of(&folder, &place)?;
    if end.len > LONG_LOG_BYTES {
        end = pack(&folder, &place, end)?;
    }
    let first = end.next;
    let mut bytes = Vec::new();
    if end.len == 0 {
        bytes.extend_from_slice(MAGIC);
        put(&mut bytes, &mut end.check, b'B', &Begin { first, cut: end.cut })?;
    }
    for (step, number) in steps.iter().zip(first..) {
        let operations = step.transaction.operations.iter().map(OperationRecord::of).collect();
        let by = authors(step).into_iter().map(Annotator::as_str).collect();
        let (when, origin, group) = (step.when.0, step.origin, step.group.as_ref());
        put(&mut bytes, &mut end.check, b'S', &StepToWrite { step: number, when, by, origin, group, operations })?;
    }
    let upto = first + steps.len() as u64 - 1;
    let SaveNote { when, before, after, text, leads } = *note;
    let (before, after, text) = (before.map(Into::into), after.into(), text.to_string());
    put(&mut bytes, &mut end.check, b'F', &SaveRecord { upto, when: when.0, before, after, text, leads })?;
    if end.len + bytes.len() as u64 > MAX_LOG_BYTES {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    let mut file = plain::open_as(&place, OpenOptions::new().write(true).create(true).truncate(false))?;
    // What stands behind the last save was being written when something broke it off.
    file.set_len(end.len)?;
    let written =
        std::io::Seek::seek(&mut file, std::io::SeekFrom::Start(end.len)).and_then(|_| file.write_all(&bytes));
    if let Err(error) = written {
        let _ = file.set_len(end.len);
        return Err(error);
    }
    Ok(first)
}

/// Who is said to have done a step: who did it, or those who made what it touches.
fn authors(step: &NewStep) -> Vec<&Annotator> {
    if let Some(by) = &step.by {
        return vec![by];
    }
    let mut found: Vec<&Annotator> =
        step.transaction.touched().map(|annotation| &annotation.record.annotator).collect();
    found.sort();
    found.dedup();
    found
}

fn put(bytes: &mut Vec<u8>, check: &mut Check, kind: u8, record: &impl Serialize) -> std::io::Result<()> {
    let json = serde_json::to_vec(record).map_err(std::io::Error::other)?;
    *check = next_check(check, kind, &json);
    write!(bytes, "{} {} ", kind as char, json.len())?;
    check.iter().try_for_each(|byte| write!(bytes, "{byte:02x}"))?;
    bytes.push(b' ');
    bytes.extend_from_slice(&json);
    bytes.push(b'\n');
    Ok(())
}

/// Where a log goes on.
struct End {
    len: u64,
    next: u64,
    check: Check,
    /// For one that is begun: steps before it are missing.
    cut: bool,
}

impl End {
    fn of(folder: &Path, place: &Path) -> std::io::Result<End> {
        let bytes = match plain::read(place, MAX_LOG_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let before = packed(folder);
                let cut = !before.is_empty();
                return Ok(End {
                    len: 0,
                    next: before.last().map_or(1, |(last, _)| last + 1),
                    check: first_check(),
                    cut,
                });
            }
            Err(error) => return Err(error),
        };
        let scan = Scan::of(&bytes);
        let last = scan.saves.iter().rev().find_map(|save| Some(save.steps.last()?.number));
        let next = last.map_or_else(|| scan.begin.as_ref().map_or(1, |begin| begin.first), |last| last + 1);
        if scan.damaged {
            // What cannot be read is a person's to look into.
            let aside = folder.join("steps-damaged");
            if fs::symlink_metadata(&aside).is_err() {
                fs::copy(place, &aside)?;
            }
        }
        let cut = scan.damaged || scan.begin.as_ref().is_some_and(|begin| begin.cut);
        Ok(End { len: scan.good as u64, next, check: scan.check, cut })
    }
}

/// Packs a log that has become long, and lets the oldest go.
fn pack(folder: &Path, place: &Path, end: End) -> std::io::Result<End> {
    let bytes = plain::read(place, MAX_LOG_BYTES)?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&bytes[..bytes.len().min(end.len as usize)])?;
    let name = folder.join(format!("steps-{}.gz", end.next - 1));
    match disk::write(&name, &encoder.finish()?, Expect::Anything) {
        Ok(_) => fs::remove_file(place)?,
        Err(error) => return Err(std::io::Error::other(error)),
    }
    let all = packed(folder);
    let too_many = all.len().saturating_sub(MAX_PACKED);
    for (_, old) in &all[..too_many] {
        fs::remove_file(old)?;
        // The oldest that stays says in its own beginning only what was cut before it was packed; its number says the rest.
    }
    Ok(End { len: 0, next: end.next, check: first_check(), cut: false })
}

/// Gives a document that was renamed its log: one in the folder whose document is gone and held just what this one holds.
pub fn adopt(document: &Path, stamp: ContentHash) -> bool {
    let folder = folder_of(document);
    if fs::symlink_metadata(&folder).is_ok() {
        return false;
    }
    let Ok(entries) = fs::read_dir(parent_of(&folder)) else { return false };
    let orphans = entries.filter_map(|entry| orphan(&entry.ok()?.path()));
    let found = orphans.into_iter().find(|(gone, _)| super::head(gone) == Some(stamp));
    found.is_some_and(|(_, log)| fs::rename(log, folder).is_ok())
}

/// `.NAME.history` where NAME is not there, with the path that NAME had.
fn orphan(path: &Path) -> Option<(PathBuf, PathBuf)> {
    let name = path.file_name()?.to_str()?.strip_prefix('.')?.strip_suffix(".history")?;
    let document = path.with_file_name(name);
    let gone = fs::symlink_metadata(&document).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound);
    (gone && name.ends_with(".ron") && !is_link(path)).then(|| (document, path.to_path_buf()))
}
