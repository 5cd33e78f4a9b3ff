//! What a journal holds is believed only where it fits: checked record by record, and applied only to the document it
//! was written for. What does not fit is kept aside, never applied and never deleted.

use std::fs::{self, File, TryLockError};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::orphan;
use super::record::{Begin, Mark, Step};
use super::{Check, Journal, MAGIC, MAX_JOURNAL_BYTES, first_check, journal_of, next_check, open_own, unfinished};
use crate::edit::{History, StaleTransaction, Transaction};
use crate::model::{AnnotatedDocument, AnnotationId, Digest, Problem, SpanError, SpansError};
use crate::store::disk::{self, ContentHash};
use crate::store::document_reader;
use crate::store::error::{DiskRefusal, LoadError};
use crate::store::fingerprint::FileFingerprint;
use crate::store::temporary::is_temporary_name;

/// Why a journal is not applied.
#[derive(Debug, thiserror::Error)]
pub enum JournalMismatch {
    #[error("it builds on another state of the file: the file was changed since")]
    OtherFile,
    #[error("it is not a journal that this version of Hashiya reads")]
    Unreadable,
    #[error("it has {0} bytes, more than is read")]
    TooLong(u64),
    #[error("it is damaged: {0}")]
    Damaged(#[from] Damage),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// What in a journal cannot be.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    #[error("its first step is not whole")]
    FirstStep,
    #[error("a step has no number")]
    NoNumber,
    #[error("step {step} comes after step {after}")]
    OutOfOrder { step: u64, after: u64 },
    #[error("the document it builds on is missing")]
    NoDocument,
    /// What the reader of JSON says.
    #[error("{0}")]
    Record(String),
    #[error(transparent)]
    Document(Box<LoadError>),
    #[error("the operation on '{id}' holds '{found}'")]
    OtherId { id: AnnotationId, found: AnnotationId },
    /// A document with it could not be saved.
    #[error("'{id}' has a time beyond the calendar")]
    Time { id: AnnotationId },
    #[error(transparent)]
    Span(#[from] SpanError),
    #[error(transparent)]
    Spans(#[from] SpansError),
    #[error(transparent)]
    Mismatch(#[from] StaleTransaction),
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// What was found beside a document that was opened.
#[derive(Debug)]
pub enum Recovery {
    /// No journal, or one whose steps the file holds already.
    Nothing,
    Recovered(Box<Recovered>),
    /// A journal that does not fit. It is at `path` now.
    Aside {
        path: PathBuf,
        why: JournalMismatch,
    },
}

/// A document as a journal left it.
#[derive(Debug)]
pub struct Recovered {
    pub content: AnnotatedDocument,
    /// The steps, so that they can be taken back.
    pub history: History,
    pub steps: usize,
    /// The number of the last step.
    pub last: u64,
    /// To be gone on with.
    pub journal: Journal,
    /// Where a copy of the whole journal is, if more was cut from it than the end that was being written.
    pub damaged: Option<PathBuf>,
    /// The record that was being written last is not whole, and was cut.
    pub torn: bool,
}

/// Reads the journal beside the document at `path`, whose file holds `content` and `stamp`. Only who has the
/// document's lock may do so.
pub fn recover(path: &Path, content: &AnnotatedDocument, stamp: ContentHash) -> Recovery {
    let journal = journal_of(path);
    // A crash may have left one that never took its place. The document is ours, and so is this.
    let before = journal.with_extension("journal-new");
    for left in [Some(unfinished(&journal)), is_unfinished_before(&before).then_some(before)].into_iter().flatten() {
        let _ = fs::remove_file(left);
    }
    let found = match open_own(&journal) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            orphan::adopt(&journal, content, stamp).ok_or(error)
        }
        found => found,
    };
    match found {
        Ok(file) => match replay(file, &journal, Some((content, stamp))) {
            Ok(Some(recovered)) => Recovery::Recovered(Box::new(recovered)),
            Ok(None) => {
                // What cannot be removed is found folded again the next time.
                let _ = fs::remove_file(&journal);
                Recovery::Nothing
            }
            Err(why) => Recovery::Aside { path: quarantine(&journal).unwrap_or(journal), why },
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Recovery::Nothing,
        Err(error) => Recovery::Aside { path: quarantine(&journal).unwrap_or(journal), why: error.into() },
    }
}

/// Whether it is a journal that did not take its place, as they were called before they had a mark: by its name, and by how
/// it begins.
fn is_unfinished_before(path: &Path) -> bool {
    let mut head = Vec::new();
    let named = path.extension().is_some_and(|extension| extension == "journal-new");
    let read = named.then(|| open_own(path)).and_then(Result::ok);
    read.is_some_and(|file| file.take(MAGIC.len() as u64).read_to_end(&mut head).is_ok()) && MAGIC.starts_with(&head)
}

/// The journals in a folder of unsaved work. Those that a crash kept from taking their place are removed: what they
/// would have replaced is there.
pub fn unsaved_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|e| e.path())).collect();
    let named = |path: &Path| path.file_name().is_some_and(is_temporary_name);
    // One that is being written is locked, or has just been made.
    let settled = |path: &Path| FileFingerprint::at(path).ok().flatten().is_some_and(|seen| seen.is_settled());
    for path in paths.iter().filter(|path| (named(path) || is_unfinished_before(path)) && settled(path)) {
        if open_own(path).is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(path);
        }
    }
    let mut found: Vec<PathBuf> =
        paths.iter().filter(|path| path.extension().is_some_and(|e| e == "journal")).cloned().collect();
    found.sort();
    found
}

/// Opens a document that lives in a journal only. [`Recovery::Nothing`] where another program is at work on it, or where
/// a file holds all of it.
pub fn open_unsaved(journal: &Path) -> Recovery {
    let file = match open_own(journal) {
        Ok(file) => file,
        Err(error) => return Recovery::Aside { path: journal.into(), why: error.into() },
    };
    if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
        return Recovery::Nothing;
    }
    match replay(file, journal, None) {
        Ok(Some(recovered)) => Recovery::Recovered(Box::new(recovered)),
        Ok(None) => {
            let _ = fs::remove_file(journal);
            Recovery::Nothing
        }
        Err(why) => Recovery::Aside { path: quarantine(journal).unwrap_or_else(|_| journal.into()), why },
    }
}

/// Gives a journal another name, beside its own, that no other has.
pub fn quarantine(journal: &Path) -> std::io::Result<PathBuf> {
    let free = free_name(journal)?;
    fs::rename(journal, &free)?;
    Ok(free)
}

fn free_name(journal: &Path) -> std::io::Result<PathBuf> {
    let names = (1..10_000).map(|n| journal.with_extension(format!("journal-kept-{n}")));
    for name in names {
        if fs::symlink_metadata(&name).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound) {
            return Ok(name);
        }
    }
    Err(DiskRefusal::TooManyJournals.into())
}

/// `None`: nothing in the journal that the file does not hold.
fn replay(
    mut file: File,
    path: &Path,
    opened: Option<(&AnnotatedDocument, ContentHash)>,
) -> Result<Option<Recovered>, JournalMismatch> {
    let len = file.metadata()?.len();
    // A power cut between its name and its first record: nothing in it was ever called safe.
    if len == 0 {
        return Ok(None);
    }
    let scan = Scan::of(&mut file)?;
    let (start, after) = scan.start(opened, path)?;
    let in_the_file = match opened {
        Some(_) => scan.last <= after && !matches!(start, Start::Journal(_)),
        None => scan.is_in_its_file(),
    };
    if in_the_file {
        return scan.nothing_left();
    }
    // A document that no file holds is told from its untouched import by its steps, and those that were done before the
    // journal was begun anew count.
    let is_work = match opened {
        Some(_) => matches!(start, Start::Journal(_)),
        None => scan.begin.first > 1,
    };
    let mut history = if is_work { History::unsaved() } else { History::saved() };
    let mut content = match start {
        Start::File(content) => content.clone(),
        Start::Journal(content) => *content,
    };
    let steps = scan.replay(&mut file, after, &mut content, |content, step| history.commit(content, step))?;
    if steps == 0 && opened.is_none() && !is_work {
        return scan.nothing_left();
    }
    let mut damaged = None;
    if scan.rest == Rest::Damaged {
        let copy = free_name(path)?;
        fs::copy(path, &copy)?;
        damaged = Some(copy);
    }
    let journal = Journal::resume(file, path, scan.check, scan.good, scan.founded)?;
    let torn = scan.rest == Rest::Torn;
    Ok(Some(Recovered { content, history, steps, last: scan.last, journal, damaged, torn }))
}

/// What the steps are applied to.
pub(super) enum Start<'a> {
    File(&'a AnnotatedDocument),
    Journal(Box<AnnotatedDocument>),
}

/// A journal at a first reading: everything but what the steps say.
pub(super) struct Scan {
    pub(super) begin: Begin,
    pub(super) content: Option<String>,
    pub(super) marks: Vec<(u8, Mark)>,
    /// The number of the last step; one less than the first where there is none.
    last: u64,
    /// The bytes up to which every record is whole.
    good: u64,
    /// The bytes before the first step.
    founded: u64,
    check: Check,
    rest: Rest,
}

/// What stands behind the last record that is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    Nothing,
    /// The beginning of a record: it was being written.
    Torn,
    /// A line that was written to its end, and is not what was written.
    Damaged,
}

impl Scan {
    pub(super) fn of(file: &mut File) -> Result<Scan, JournalMismatch> {
        let len = file.metadata()?.len();
        if len > MAX_JOURNAL_BYTES {
            return Err(JournalMismatch::TooLong(len));
        }
        let mut records = Records::new(file)?;
        let begin: Begin = match records.next(u64::MAX)? {
            Some((b'B', json)) => parse(&json)?,
            _ => return Err(JournalMismatch::Unreadable),
        };
        let last = begin.first.checked_sub(1).ok_or(JournalMismatch::Unreadable)?;
        let (founded, check) = (records.good, records.check);
        let mut scan =
            Scan { begin, content: None, marks: Vec::new(), last, good: 0, founded, check, rest: Rest::Nothing };
        while let Some((kind, json)) = records.next(u64::MAX)? {
            match kind {
                b'C' if scan.content.is_none() && scan.last + 1 == scan.begin.first => {
                    scan.content = Some(parse(&json)?);
                    scan.founded = records.good;
                }
                b'S' => {
                    let number = number_of(&json).ok_or(Damage::NoNumber)?;
                    if number != scan.last + 1 {
                        return Err(Damage::OutOfOrder { step: number, after: scan.last }.into());
                    }
                    scan.last = number;
                }
                b'M' | b'D' => scan.marks.push((kind, parse(&json)?)),
                _ => return Err(JournalMismatch::Unreadable),
            }
        }
        if scan.begin.content != scan.content.is_some() {
            return Err(Damage::NoDocument.into());
        }
        (scan.good, scan.check) = (records.good, records.check);
        scan.rest = records.rest()?;
        Ok(scan)
    }

    /// Takes the steps after number `after`, in turn; how many there were. What they led to is sound.
    pub(super) fn replay(
        &self,
        file: &mut File,
        after: u64,
        content: &mut AnnotatedDocument,
        mut take: impl FnMut(&mut AnnotatedDocument, Transaction) -> Result<(), StaleTransaction>,
    ) -> Result<usize, JournalMismatch> {
        let mut steps = 0;
        let mut records = Records::new(file)?;
        while let Some((kind, json)) = records.next(self.good)? {
            if kind != b'S' {
                continue;
            }
            let step: Step = parse(&json)?;
            if step.step <= after {
                continue;
            }
            let transaction = step.transaction(content.text())?;
            take(content, transaction).map_err(Damage::from)?;
            steps += 1;
        }
        match content.problems().into_iter().next() {
            Some(problem) => Err(Damage::Problem(problem).into()),
            None => Ok(steps),
        }
    }

    /// What to apply the steps to, and the number after which they begin.
    pub(super) fn start<'a>(
        &self,
        opened: Option<(&'a AnnotatedDocument, ContentHash)>,
        path: &Path,
    ) -> Result<(Start<'a>, u64), JournalMismatch> {
        let before_first = self.begin.first - 1;
        let Some((content, stamp)) = opened else {
            return Ok((Start::Journal(self.inline(path)?), before_first));
        };
        if Digest::from_hex(&self.begin.text) != Some(content.document.digest()) {
            return Err(JournalMismatch::OtherFile);
        }
        // Of the saves that are done only the last one counts; of those after it nobody knows.
        let done = self.marks.iter().rposition(|(kind, _)| *kind == b'D');
        let fits = |mark: &Mark| mark.file.stamp() == Some(stamp);
        // Where the journal was begun anew while a save ran, the file holds fewer steps than the journal builds on.
        let saved = |mark: &Mark| match mark.upto < before_first {
            true => Ok((Start::Journal(self.inline(path)?), before_first)),
            false => Ok((Start::File(content), mark.upto)),
        };
        let pending = &self.marks[done.map_or(0, |at| at + 1)..];
        if let Some((_, mark)) = pending.iter().rev().find(|(_, mark)| fits(mark)) {
            return saved(mark);
        }
        match done.map(|at| &self.marks[at].1) {
            Some(mark) if fits(mark) => saved(mark),
            Some(_) => Err(JournalMismatch::OtherFile),
            None if self.begin.base.as_ref().and_then(|base| base.stamp()) != Some(stamp) => {
                Err(JournalMismatch::OtherFile)
            }
            None if self.content.is_some() => Ok((Start::Journal(self.inline(path)?), before_first)),
            None => Ok((Start::File(content), before_first)),
        }
    }

    /// A save was the last thing that happened, and its file is there: what no other file holds is not offered twice.
    fn is_in_its_file(&self) -> bool {
        self.marks.last().is_some_and(|(_, mark)| mark.upto >= self.last && mark.is_there())
    }

    /// What a journal is worth that has no step for its document: nothing, where it is whole.
    fn nothing_left<T>(&self) -> Result<Option<T>, JournalMismatch> {
        match self.rest {
            Rest::Nothing => Ok(None),
            Rest::Torn | Rest::Damaged => Err(Damage::FirstStep.into()),
        }
    }

    fn inline(&self, path: &Path) -> Result<Box<AnnotatedDocument>, JournalMismatch> {
        let source = self.content.as_ref().ok_or(JournalMismatch::OtherFile)?;
        let read = document_reader::read(path, source.as_bytes());
        Ok(Box::new(read.map_err(|error| Damage::Document(Box::new(error)))?))
    }
}

impl Mark {
    /// Whether the file it speaks of is there as it says.
    fn is_there(&self) -> bool {
        let (Some(path), Some(stamp)) = (&self.path, self.file.stamp()) else { return false };
        // What the journal names need not be a file, and then it may have no end.
        let may_be = fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == stamp.len);
        may_be && disk::stamp_of(Path::new(path)).is_ok_and(|found| found == Some(stamp))
    }
}

fn parse<T: serde::de::DeserializeOwned>(json: &[u8]) -> Result<T, JournalMismatch> {
    serde_json::from_slice(json).map_err(|error| Damage::Record(error.to_string()).into())
}

/// The number at the head of a step, without reading the rest.
fn number_of(json: &[u8]) -> Option<u64> {
    let rest = json.strip_prefix(b"{\"step\":")?;
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()
}

/// The records of a journal, one at a time, until one is not whole.
struct Records<'a> {
    reader: BufReader<std::io::Take<&'a mut File>>,
    check: Check,
    /// Bytes that were read as whole records.
    good: u64,
}

impl<'a> Records<'a> {
    fn new(file: &'a mut File) -> Result<Self, JournalMismatch> {
        file.seek(SeekFrom::Start(0))?;
        let mut reader = BufReader::with_capacity(1 << 16, file.take(MAX_JOURNAL_BYTES));
        let mut magic = [0; MAGIC.len()];
        match reader.read_exact(&mut magic) {
            Ok(()) if magic == MAGIC => Ok(Records { reader, check: first_check(), good: MAGIC.len() as u64 }),
            Ok(()) => Err(JournalMismatch::Unreadable),
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Err(JournalMismatch::Unreadable),
            Err(error) => Err(error.into()),
        }
    }

    /// The next record that ends at or before `end`; `None` at the end or at the first that is not whole.
    fn next(&mut self, end: u64) -> std::io::Result<Option<(u8, Vec<u8>)>> {
        if self.good >= end {
            return Ok(None);
        }
        let mut head = Vec::with_capacity(64);
        for _ in 0..3 {
            (&mut self.reader).take(40).read_until(b' ', &mut head)?;
        }
        let Some((kind, len, check)) = head_of(&head) else { return Ok(None) };
        let mut json = Vec::new();
        // The buffer grows with what is there, whatever length the record claims.
        (&mut self.reader).take(len + 1).read_to_end(&mut json)?;
        if json.len() as u64 != len + 1 || json.pop() != Some(b'\n') || next_check(&self.check, kind, &json) != check {
            return Ok(None);
        }
        self.check = check;
        self.good += head.len() as u64 + len + 1;
        Ok(Some((kind, json)))
    }

    /// What stands behind the records that were read.
    fn rest(self) -> std::io::Result<Rest> {
        let file = self.reader.into_inner().into_inner();
        file.seek(SeekFrom::Start(self.good))?;
        let mut reader = BufReader::new(file.take(MAX_JOURNAL_BYTES));
        let mut rest = Rest::Nothing;
        loop {
            let bytes = reader.fill_buf()?;
            match bytes {
                [] => return Ok(rest),
                _ if bytes.contains(&b'\n') => return Ok(Rest::Damaged),
                _ => rest = Rest::Torn,
            }
            let n = bytes.len();
            reader.consume(n);
        }
    }
}

/// `KIND LENGTH CHECK `.
pub(crate) fn head_of(head: &[u8]) -> Option<(u8, u64, Check)> {
    let mut parts = head.strip_suffix(b" ")?.split(|b| *b == b' ');
    let (kind, len, check) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || check.len() != 32 || kind.len() != 1 || !len.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let len = std::str::from_utf8(len).ok()?.parse::<u64>().ok().filter(|len| *len <= MAX_JOURNAL_BYTES)?;
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(check.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some((kind[0], len, bytes))
}
