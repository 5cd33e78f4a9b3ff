//! Reading a log: record by record, up to the first that is not whole; the rest is said to be missing, nothing is guessed.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::value::RawValue;

use super::record::{Begin, GroupId, Origin, SaveRecord, StepRead};
use super::{MAGIC, MAX_LOG_BYTES, current, folder_of};
use crate::edit::{Operation, Transaction};
use crate::model::{Annotator, Digest, Timestamp};
use crate::store::disk::ContentHash;
use crate::store::journal::read::{Damage, head_of};
use crate::store::journal::record::OperationRecord;
use crate::store::journal::{Check, next_check};
use crate::store::path_guard::is_link;
use crate::store::plain;

/// One step of a document.
#[derive(Debug)]
pub struct Step {
    /// Counts from 1 over the life of the document.
    pub number: u64,
    pub when: Timestamp,
    /// Who did it; several where a comparison found what several had made.
    pub by: Vec<Annotator>,
    pub origin: Origin,
    pub group: Option<GroupId>,
    operations: Box<RawValue>,
}

impl Step {
    /// What it did, on a document with this text.
    ///
    /// # Errors
    /// Where it does not fit the text.
    pub fn transaction(&self, text: &str) -> Result<Transaction, Damage> {
        let records: Vec<OperationRecord> =
            serde_json::from_str(self.operations.get()).map_err(|error| Damage::Record(error.to_string()))?;
        let operations = records.into_iter().map(|record| record.operation(text));
        Ok(Transaction { operations: operations.collect::<Result<Vec<Operation>, _>>()? })
    }
}

/// One save, and the steps that it put into the file.
#[derive(Debug)]
pub struct Save {
    pub when: Timestamp,
    pub before: Option<ContentHash>,
    pub after: ContentHash,
    /// Of the text that the file holds since.
    pub text: Digest,
    /// The steps lead from what was before to what was after.
    pub leads: bool,
    pub steps: Vec<Step>,
}

/// What a log does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Older steps than the first: they were removed, since a log has a limit.
    Older,
    /// A part of it cannot be read.
    Damaged,
}

/// The log of a document, the oldest save first.
#[derive(Debug, Default)]
pub struct Log {
    pub saves: Vec<Save>,
    pub missing: Vec<Missing>,
}

impl Log {
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = (&Save, &Step)> {
        self.saves.iter().flat_map(|save| save.steps.iter().map(move |step| (save, step)))
    }

    /// Whether the save at `at` goes on from what the one before it left.
    pub fn follows(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.saves.get(before));
        matches!((before, self.saves.get(at)), (Some(before), Some(save)) if save.before == Some(before.after))
    }
}

/// Whether a document has a log, by one look.
pub fn exists(document: &Path) -> bool {
    fs::symlink_metadata(current(&folder_of(document))).is_ok_and(|metadata| metadata.is_file())
}

/// Reads the log of a document, with what was packed of it. A document that has none has an empty one.
pub fn read(document: &Path) -> Log {
    let folder = folder_of(document);
    let mut log = Log::default();
    if is_link(&folder) {
        return log;
    }
    for (_, packed) in packed(&folder) {
        let part = unpacked(&packed).map(|bytes| Scan::of(&bytes));
        log.take(part.unwrap_or_else(|_| Scan::damaged()));
    }
    match plain::read(&current(&folder), MAX_LOG_BYTES) {
        Ok(bytes) => log.take(Scan::of(&bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(_) => log.take(Scan::damaged()),
    }
    log
}

/// What the file was when the log was last written, from the end of the log alone.
pub fn head(document: &Path) -> Option<ContentHash> {
    let folder = folder_of(document);
    let bytes = plain::read(&current(&folder), MAX_LOG_BYTES).ok().filter(|_| !is_link(&folder))?;
    Scan::of(&bytes).saves.last().map(|save| save.after)
}

/// The packed parts of a log with their numbers, the oldest first.
pub(super) fn packed(folder: &Path) -> Vec<(u64, PathBuf)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let number = |path: &Path| path.file_name()?.to_str()?.strip_prefix("steps-")?.strip_suffix(".gz")?.parse().ok();
    let mut found: Vec<(u64, PathBuf)> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| Some((number(&entry.path())?, entry.path())))
        .collect();
    found.sort();
    found
}

fn unpacked(path: &Path) -> std::io::Result<Vec<u8>> {
    let packed = plain::read(path, MAX_LOG_BYTES)?;
    let mut bytes = Vec::new();
    GzDecoder::new(packed.as_slice()).take(MAX_LOG_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl Log {
    fn take(&mut self, scan: Scan) {
        let Scan { begin, saves, torn: _, damaged, .. } = scan;
        let last = self.steps().next_back().map(|(_, step)| step.number);
        let cut = match (&begin, last) {
            (Some(begin), None) => begin.cut.then_some(Missing::Older),
            (Some(begin), Some(last)) => (begin.first > last + 1).then_some(Missing::Damaged),
            (None, _) => None,
        };
        self.missing.extend(cut.into_iter().chain(damaged.then_some(Missing::Damaged)));
        self.missing.dedup();
        // Numbers grow, or what repeats them is not believed.
        let fits = |save: &Save| last.is_none_or(|last| save.steps.first().is_none_or(|step| step.number > last));
        self.saves.extend(saves.into_iter().filter(fits));
    }
}

/// One file of a log.
pub(super) struct Scan {
    pub begin: Option<Begin>,
    pub saves: Vec<Save>,
    /// Bytes up to the end of the last save.
    pub good: usize,
    pub check: Check,
    /// What stands behind it was being written.
    pub torn: bool,
    /// What stands behind it was written and is not whole.
    pub damaged: bool,
}

impl Scan {
    fn damaged() -> Scan {
        Scan { begin: None, saves: Vec::new(), good: 0, check: first_check(), torn: false, damaged: true }
    }

    pub(super) fn of(bytes: &[u8]) -> Scan {
        let mut scan = Scan { damaged: false, ..Scan::damaged() };
        let Some(mut rest) = bytes.strip_prefix(MAGIC) else {
            // A kill may have come before the first record.
            (scan.torn, scan.damaged) = (MAGIC.starts_with(bytes), !MAGIC.starts_with(bytes));
            return scan;
        };
        let mut check = first_check();
        let mut steps: Vec<Step> = Vec::new();
        let mut fault = false;
        while let Some((kind, json, next)) = record(&mut rest, &check) {
            check = next;
            let whole = match kind {
                b'B' if scan.begin.is_none() => {
                    scan.begin = serde_json::from_slice(json).ok();
                    scan.begin.is_some()
                }
                b'S' => match step(json) {
                    Some(step) if steps.last().is_none_or(|before| step.number == before.number + 1) => {
                        steps.push(step);
                        true
                    }
                    _ => false,
                },
                b'F' => match save(json, std::mem::take(&mut steps)) {
                    Some(save) => {
                        scan.saves.push(save);
                        true
                    }
                    None => false,
                },
                _ => false,
            };
            if !whole {
                fault = true;
                break;
            }
            if kind != b'S' {
                (scan.good, scan.check) = (bytes.len() - rest.len(), check);
            }
        }
        scan.torn = !steps.is_empty() || !rest.is_empty();
        scan.damaged = fault || rest.contains(&b'\n');
        scan
    }
}

fn step(json: &[u8]) -> Option<Step> {
    let StepRead { step, when, by, origin, group, operations } = serde_json::from_slice(json).ok()?;
    let when = Timestamp(when);
    when.to_rfc3339()?;
    Some(Step { number: step, when, by, origin, group, operations })
}

fn save(json: &[u8], steps: Vec<Step>) -> Option<Save> {
    let SaveRecord { upto, when, before, after, text, leads } = serde_json::from_slice(json).ok()?;
    if steps.last().is_some_and(|step| step.number != upto) {
        return None;
    }
    let before = match before {
        Some(before) => Some(before.stamp()?),
        None => None,
    };
    Some(Save { when: Timestamp(when), before, after: after.stamp()?, text: Digest::from_hex(&text)?, leads, steps })
}

/// The next record of `rest`, with the check after it; `None` at the first that is not whole.
fn record<'a>(rest: &mut &'a [u8], check: &Check) -> Option<(u8, &'a [u8], Check)> {
    let bytes: &'a [u8] = rest;
    let mut blanks = bytes.iter().take(80).enumerate().filter(|(_, byte)| **byte == b' ').map(|(at, _)| at);
    let end = blanks.nth(2)? + 1;
    let (kind, len, expected) = head_of(&bytes[..end])?;
    let json = bytes.get(end..end.checked_add(usize::try_from(len).ok()?)?)?;
    if bytes.get(end + json.len()) != Some(&b'\n') || next_check(check, kind, json) != expected {
        return None;
    }
    *rest = &bytes[end + json.len() + 1..];
    Some((kind, json, expected))
}

pub(super) fn first_check() -> Check {
    next_check(&[0; 16], b'H', MAGIC)
}
