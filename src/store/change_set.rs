//! Several files replaced together: all of them or none, whatever happens in between.
//!
//! 1. Each new file is written beside the one it is to replace and read back ([`ChangeSet::stage`]).
//! 2. All of them are forced to the disk together, and a record of them is put into the folder that holds them all. From that
//!    moment the change is decided.
//! 3. Each new file takes its place, the folders are forced to the disk, and the record goes ([`ChangeSet::commit`]).
//!
//! Whoever is killed before step 2 leaves temporary files, which housekeeping removes; whoever is killed after it leaves
//! the record, and the next one that opens any of the files completes the change ([`complete`]). Where a file cannot take its
//! place (a folder vanished, permission was taken away), the record is turned round first and the old files come back.
//!
//! A file may be removed as well, after the new ones have their places ([`ChangeSet::remove`]).
//!
//! Readers that take no lock may see some files new and some old while step 3 runs; they call [`complete`] as well, which
//! waits for it.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::disk::{self, ContentHash, Expect, Stamper, stamp_of};
use super::error::{DiskRefusal, SaveError};
use super::path_guard::{escapes_root, is_link};
use super::temporary::{Temporary, free_name, is_temporary_name};
use super::{flush, plain};
use crate::model::{AnnotatedDocument, Digest};

/// The record of a change that is decided and not done yet.
const RECORD: &str = ".hashiya-change";

/// The largest record that is read, and written: half a million files. In bytes; a file takes some 400 and its names.
const MAX_RECORD_BYTES: u64 = 256 << 20;

/// How long a reader waits for a change that another program is carrying out: a rename and a wait for the disk a folder.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// Files that are written and wait to take their places together. Dropped without [`ChangeSet::commit`], nothing has
/// happened.
#[derive(Debug, Default)]
pub struct ChangeSet {
    staged: Vec<Staged>,
}

#[derive(Debug)]
struct Staged {
    /// As it was named.
    path: PathBuf,
    /// The file that a chain of links leads to.
    target: PathBuf,
    temporary: PathBuf,
    /// The old file under a further name, while the change is carried out.
    backup: Option<PathBuf>,
    stamp: ContentHash,
    expect: Expect,
    /// The file goes; nothing takes its place.
    removes: bool,
}

/// What [`complete`] found and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completed {
    /// The folder that holds the files.
    pub folder: PathBuf,
    /// Files that took their places only now.
    pub completed: usize,
    /// Files that were taken back.
    pub taken_back: usize,
    /// Files that another program changed meanwhile; they were left as they are.
    pub left: Vec<PathBuf>,
}

impl ChangeSet {
    pub fn is_empty(&self) -> bool {
        self.staged.is_empty()
    }

    pub fn len(&self) -> usize {
        self.staged.len()
    }

    /// The places, as they were named.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.staged.iter().map(|staged| staged.path.as_path())
    }

    /// Checks a document and writes it beside `path`. `path` itself is not touched.
    ///
    /// # Errors
    /// As [`super::save`]; what was staged before stays staged.
    pub fn stage(
        &mut self,
        document: &AnnotatedDocument,
        path: &Path,
        expect: Expect,
    ) -> Result<ContentHash, SaveError> {
        let mut parts = super::document_writer::parts(path, document)?;
        parts.push(super::checksum::of(&parts).0);
        let parts: Vec<&[u8]> = parts.iter().map(String::as_bytes).collect();
        self.stage_parts(path, &parts, expect)
    }

    /// Writes bytes beside `path`. `path` itself is not touched.
    ///
    /// # Errors
    /// As [`super::write`].
    pub fn stage_bytes(&mut self, path: &Path, bytes: &[u8], expect: Expect) -> Result<ContentHash, SaveError> {
        self.stage_parts(path, &[bytes], expect)
    }

    fn stage_parts(&mut self, path: &Path, parts: &[&[u8]], expect: Expect) -> Result<ContentHash, SaveError> {
        let len = parts.iter().map(|part| part.len() as u64).sum();
        if len > disk::MAX_OWN_BYTES {
            return Err(SaveError::TooLarge { path: path.into(), len, limit: disk::MAX_OWN_BYTES });
        }
        let mut file = NewFile::beside(path)?;
        parts.iter().try_for_each(|part| file.append(part))?;
        self.stage_file(file.finish()?, expect)
    }

    /// Takes a file that was written as a whole beside its place.
    ///
    /// # Errors
    /// Where its place is not as it is expected to be.
    pub fn stage_file(&mut self, file: WholeFile, expect: Expect) -> Result<ContentHash, SaveError> {
        let WholeFile { path, target, temporary, stamp } = file;
        let checked = disk::check_expected(&path, &target, expect);
        self.staged.push(Staged {
            path,
            target,
            temporary: temporary.leave(),
            backup: None,
            stamp,
            expect,
            removes: false,
        });
        checked.map(|()| stamp)
    }

    /// The file at `path` goes with the rest, where it is what `stamp` says and no link. To be called after all others are staged.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn remove(&mut self, path: &Path, stamp: ContentHash) -> Result<(), SaveError> {
        let (target, expect) = (path.to_path_buf(), Expect::Unchanged(stamp));
        if is_link(path) {
            return Err(SaveError::from_io(path, DiskRefusal::LinkLeadsOut.into()));
        }
        disk::check_expected(path, path, expect)?;
        let temporary = free_name(path);
        self.staged.push(Staged {
            path: target.clone(),
            target,
            temporary,
            backup: None,
            stamp,
            expect,
            removes: true,
        });
        Ok(())
    }

    /// Puts every file in its place. The stamps are in the order of staging.
    ///
    /// # Errors
    /// Unless the error is [`SaveError::Unknown`] (all files are in place, and the disk did not confirm it) or
    /// [`SaveError::NotTakenBack`], every file is as it was.
    pub fn commit(mut self) -> Result<Vec<ContentHash>, SaveError> {
        self.flush()?;
        // As late as can be: whoever writes after this moment is not seen.
        for staged in &self.staged {
            disk::check_expected(&staged.path, &staged.target, staged.expect)?;
        }
        let stamps = self.staged.iter().map(|staged| staged.stamp).collect();
        match &self.staged[..] {
            [] => return Ok(stamps),
            // One file is all or nothing by itself.
            [only] if !only.removes => {
                let (path, target) = (only.path.clone(), only.target.clone());
                put_in_place(&only.temporary, &target, only.expect).map_err(|source| failed_at(&path, source))?;
                self.staged.clear();
                let confirmed = sync_folders([&target]);
                return confirmed.map(|()| stamps.clone()).map_err(|source| SaveError::Unknown {
                    path,
                    stamp: stamps[0],
                    source,
                });
            }
            _ => {}
        }
        let folder = self.common_folder()?;
        self.back_up()?;
        let record = Record::of(&folder, &self.staged)?;
        let published = record.publish(&folder);
        if matches!(published, Err(SaveError::NotTakenBack { .. })) {
            // It is carried out by whoever finds the record, for which the new files stay.
            self.staged.clear();
        }
        let (record_path, _lock) = published?;
        // Decided: from here on nothing may be removed by the way.
        let staged = std::mem::take(&mut self.staged);
        for (n, change) in staged.iter().enumerate() {
            if let Err(source) = change.execute() {
                // What another program put there meanwhile is its own, even where it is the same; of any other refusal the
                // file itself says what came of it.
                let touched = if source.kind() == std::io::ErrorKind::AlreadyExists { n } else { n + 1 };
                return Err(match take_back(&record, &record_path, &staged, touched) {
                    Ok(()) => failed_at(&change.path, source),
                    Err(error) => SaveError::NotTakenBack { path: change.path.clone(), source: error },
                });
            }
        }
        let unknown = |source| SaveError::Unknown { path: staged[0].path.clone(), stamp: staged[0].stamp, source };
        sync_folders(staged.iter().map(|change| &change.target)).map_err(unknown)?;
        fs::remove_file(&record_path).map_err(unknown)?;
        for backup in staged.iter().filter_map(|change| change.backup.as_ref()) {
            let _ = fs::remove_file(backup);
        }
        Ok(stamps)
    }

    /// Puts every file in its place, each for itself: none depends on another. What stands in a place already stays.
    ///
    /// # Errors
    /// Where one has no place, or the disk does not confirm it: others may be in theirs.
    pub fn commit_each(self) -> Result<(), SaveError> {
        self.flush()?;
        for Staged { temporary, path, target, .. } in &self.staged {
            put_in_place(temporary, target, Expect::Absent).or_else(|error| match error.kind() {
                std::io::ErrorKind::AlreadyExists => Ok(()),
                _ => Err(failed_at(path, error)),
            })?;
        }
        let synced = sync_folders(self.staged.iter().map(|staged| &staged.target));
        synced.map_err(|source| SaveError::from_io(&self.staged[0].path, source))
    }

    /// Decides the change, puts the first `files` in their places, and stops as a kill would. For tests of what comes after.
    ///
    /// # Errors
    /// As [`ChangeSet::commit`].
    #[doc(hidden)]
    pub fn break_off_after(mut self, files: usize) -> Result<(), SaveError> {
        self.flush()?;
        let folder = self.common_folder()?;
        self.back_up()?;
        Record::of(&folder, &self.staged)?.publish(&folder)?;
        for change in std::mem::take(&mut self.staged).iter().take(files) {
            change.execute().map_err(|source| failed_at(&change.path, source))?;
        }
        Ok(())
    }

    /// Forces all new files to the disk: none may take its place before.
    fn flush(&self) -> Result<(), SaveError> {
        let new = self.staged.iter().filter(|staged| !staged.removes);
        let temporaries: Vec<&Path> = new.map(|staged| &*staged.temporary).collect();
        flush::files(&temporaries).map_err(|(path, source)| {
            let of = self.staged.iter().find(|staged| staged.temporary == path);
            SaveError::from_io(of.map_or(path, |staged| &staged.path), source)
        })
    }

    /// The nearest folder that all files are below. Its record is found by whoever opens any of them.
    fn common_folder(&self) -> Result<PathBuf, SaveError> {
        let mut common: Option<PathBuf> = None;
        for staged in &self.staged {
            let failed = |source| SaveError::from_io(&staged.path, source);
            let folder = staged.target.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = fs::canonicalize(folder.unwrap_or(Path::new("."))).map_err(failed)?;
            common = Some(match common {
                None => folder,
                Some(common) => common
                    .ancestors()
                    .find(|above| folder.starts_with(above))
                    .map_or_else(|| Err(failed(DiskRefusal::NoCommonFolder.into())), |above| Ok(above.to_path_buf()))?,
            });
        }
        common.ok_or_else(|| SaveError::from_io(Path::new(""), DiskRefusal::NoCommonFolder.into()))
    }

    /// Gives each old file a further name, so that it can come back.
    fn back_up(&mut self) -> Result<(), SaveError> {
        for staged in &mut self.staged {
            let failed = |source| SaveError::from_io(&staged.path, source);
            if stamp_of(&staged.target).map_err(failed)?.is_none() {
                continue;
            }
            let backup = free_name(&staged.target);
            if fs::hard_link(&staged.target, &backup).is_err() {
                // The file system knows no further names.
                fs::copy(&staged.target, &backup).and_then(|_| plain::open(&backup)?.sync_all()).map_err(failed)?;
            }
            staged.backup = Some(backup);
        }
        Ok(())
    }
}

impl Staged {
    fn execute(&self) -> std::io::Result<()> {
        match self.removes {
            true => fs::remove_file(&self.target),
            false => put_in_place(&self.temporary, &self.target, self.expect),
        }
    }
}

impl Drop for ChangeSet {
    fn drop(&mut self) {
        for staged in &self.staged {
            let _ = fs::remove_file(&staged.temporary);
            if let Some(backup) = &staged.backup {
                let _ = fs::remove_file(backup);
            }
        }
    }
}

/// A file that was written beside its place takes it. Where none may be there, a second name is made, which the system
/// refuses where a file has come in between.
fn put_in_place(temporary: &Path, target: &Path, expect: Expect) -> std::io::Result<()> {
    if expect == Expect::Absent {
        match fs::hard_link(temporary, target) {
            // In place. Its first name, where it cannot go, is left to housekeeping: it is no reason to call this a failure.
            Ok(()) => {
                let _ = fs::remove_file(temporary);
                return Ok(());
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists || is_there(target) => return Err(error),
            // The file system knows no second names.
            Err(_) => {}
        }
    }
    fs::rename(temporary, target)
}

fn failed_at(path: &Path, source: std::io::Error) -> SaveError {
    match source.kind() {
        std::io::ErrorKind::AlreadyExists => SaveError::Exists { path: path.into() },
        _ => SaveError::from_io(path, source),
    }
}

/// One of the files cannot be put in its place: the old ones come back for the first `touched`, where the new one stands.
fn take_back(record: &Record, record_path: &Path, staged: &[Staged], touched: usize) -> std::io::Result<()> {
    // Whoever finds the record after a crash goes back as well.
    record.turned_round().replace(record_path)?;
    let folder = record_path.parent().unwrap_or(Path::new("."));
    for file in record.files.iter().take(touched) {
        go_back(folder, file)?;
    }
    sync_folders(staged.iter().map(|change| &change.target))?;
    fs::remove_file(record_path)?;
    for change in staged {
        let _ = fs::remove_file(&change.temporary);
    }
    for backup in staged[touched..].iter().filter_map(|change| change.backup.as_ref()) {
        let _ = fs::remove_file(backup);
    }
    Ok(())
}

/// What is written down before the first file takes its place. Paths are relative to the folder of the record.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    version: u32,
    /// The change is given up and the old files come back.
    back: bool,
    files: Vec<FileChange>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileChange {
    target: String,
    temporary: String,
    backup: Option<String>,
    /// SHA-256 of the new file, in hexadecimal digits.
    new: String,
    /// SHA-256 of the old file; `None` where there was none.
    old: Option<String>,
    /// The old file goes, and `new` is what it holds.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    removes: bool,
}

/// Who knows no removals does not execute the half of a change.
fn version_of(files: &[FileChange]) -> u32 {
    if files.iter().any(|file| file.removes) { 2 } else { 1 }
}

impl Record {
    fn of(folder: &Path, staged: &[Staged]) -> Result<Record, SaveError> {
        let mut files = Vec::with_capacity(staged.len());
        for change in staged {
            let failed = |source| SaveError::from_io(&change.path, source);
            let below = |path: &Path| -> std::io::Result<String> {
                let above = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                let whole =
                    fs::canonicalize(above.unwrap_or(Path::new(".")))?.join(path.file_name().unwrap_or_default());
                let below = whole.strip_prefix(folder).map_err(|_| DiskRefusal::NoCommonFolder)?;
                below.to_str().map(str::to_owned).ok_or_else(|| DiskRefusal::NameNotUnicode.into())
            };
            files.push(FileChange {
                target: below(&change.target).map_err(failed)?,
                temporary: below(&change.temporary).map_err(failed)?,
                backup: change.backup.as_deref().map(below).transpose().map_err(failed)?,
                new: change.stamp.hash.to_string(),
                old: stamp_of(&change.target).map_err(failed)?.map(|stamp| stamp.hash.to_string()),
                removes: change.removes,
            });
        }
        Ok(Record { version: version_of(&files), back: false, files })
    }

    fn turned_round(&self) -> Record {
        Record { back: true, ..self.clone() }
    }

    /// Puts the record into its place, locked by this process for as long as the file lives.
    fn publish(&self, folder: &Path) -> Result<(PathBuf, File), SaveError> {
        let place = folder.join(RECORD);
        let failed = |source| SaveError::from_io(&place, source);
        for _ in 0..3 {
            let (temporary, file) = self.write_beside(&place).map_err(failed)?;
            // A second name is made only where there is none, which a rename does not promise.
            let linked = match fs::hard_link(&temporary, &place) {
                Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists && !is_there(&place) => {
                    fs::rename(&temporary, &place)
                }
                linked => linked,
            };
            let _ = fs::remove_file(&temporary);
            match linked {
                Ok(()) => match sync_folders([&place]) {
                    Ok(()) => return Ok((place, file)),
                    // Not decided: it goes before the new files do, or whoever finds it would carry out what is left of them.
                    Err(source) => {
                        return Err(match fs::remove_file(&place) {
                            Ok(()) => failed(source),
                            Err(_) => SaveError::NotTakenBack { path: place.clone(), source },
                        });
                    }
                },
                // Left by a crash, or another program is at it.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                    complete_record(&place)?;
                }
                Err(error) => return Err(failed(error)),
            }
        }
        Err(SaveError::ChangeUnderWay { path: folder.to_path_buf() })
    }

    fn replace(&self, place: &Path) -> std::io::Result<()> {
        let (temporary, _file) = self.write_beside(place)?;
        fs::rename(&temporary, place)?;
        sync_folders([&place.to_path_buf()])
    }

    /// The record as a file that is locked, and where it is.
    fn write_beside(&self, place: &Path) -> std::io::Result<(PathBuf, File)> {
        let json = serde_json::to_vec(self).map_err(std::io::Error::other)?;
        // One that nobody could read would keep everybody from the files for good.
        if json.len() as u64 > MAX_RECORD_BYTES {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        let mut written = Temporary::beside(place)?;
        written.file_mut().write_all(&json)?;
        written.file().sync_all()?;
        let _ = written.file().try_lock();
        let file = written.file().try_clone()?;
        Ok((written.leave(), file))
    }
}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Completes, or takes back, a change of several files that a crash broke off, where the file at `path` may be one of
/// them. Waits for one that another program is carrying out. Called before a document is read.
///
/// # Errors
/// Where the change can be neither completed nor taken back, or another program does not come to its end.
pub fn complete(path: &Path) -> Result<Vec<Completed>, SaveError> {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut found = Vec::new();
    for folder in whole.ancestors().skip(1) {
        let record = folder.join(RECORD);
        // A link is none of ours.
        if fs::symlink_metadata(&record).is_ok_and(|metadata| metadata.is_file()) {
            found.extend(complete_record(&record)?);
        }
    }
    Ok(found)
}

/// `None` where the change is done, or was never decided.
fn complete_record(place: &Path) -> Result<Option<Completed>, SaveError> {
    let failed = |source| SaveError::from_io(place, source);
    let begun = Instant::now();
    let file = loop {
        let file = match plain::open_to_write(place, false) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(failed)?,
        };
        match file.try_lock() {
            Ok(()) => break file,
            Err(TryLockError::WouldBlock) if begun.elapsed() < MAX_WAIT => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => return Err(SaveError::ChangeUnderWay { path: place.to_path_buf() }),
            // Where the file system knows no locks, the record itself is all there is to go by.
            Err(TryLockError::Error(_)) => break file,
        }
    };
    // Whoever was at work is done; what is locked now may be a file without a name.
    if !is_there(place) {
        return Ok(None);
    }
    let mut json = Vec::new();
    (&file).take(MAX_RECORD_BYTES).read_to_end(&mut json).map_err(failed)?;
    let record: Record =
        serde_json::from_slice(&json).map_err(|_| SaveError::BadChangeRecord { path: place.to_path_buf() })?;
    let folder = place.parent().unwrap_or(Path::new("."));
    if record.version != version_of(&record.files) || !record.files.iter().all(|file| file.is_within(folder)) {
        return Err(SaveError::BadChangeRecord { path: place.to_path_buf() });
    }
    let mut settled = Completed { folder: folder.to_path_buf(), completed: 0, taken_back: 0, left: Vec::new() };
    for file in &record.files {
        let step = if record.back { go_back(folder, file) } else { advance(folder, file) };
        match step.map_err(failed)? {
            Step::Nothing => {}
            Step::Done if record.back => settled.taken_back += 1,
            Step::Done => settled.completed += 1,
            Step::Left => settled.left.push(folder.join(&file.target)),
        }
    }
    let mut targets: Vec<PathBuf> = record.files.iter().map(|file| folder.join(&file.target)).collect();
    targets.retain(|target| target.parent().is_some_and(is_there));
    sync_folders(&targets).map_err(failed)?;
    fs::remove_file(place).map_err(failed)?;
    let names = record.files.iter().flat_map(|file| [Some(&file.temporary), file.backup.as_ref()]).flatten();
    for name in names {
        let _ = fs::remove_file(folder.join(name));
    }
    Ok(Some(settled))
}

enum Step {
    /// It was done already.
    Nothing,
    Done,
    /// Another program changed the file since.
    Left,
}

fn hash_at(path: &Path) -> std::io::Result<Option<String>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if !metadata.is_file() => return Ok(Some(String::new())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        _ => {}
    }
    Ok(stamp_of(path)?.map(|stamp| stamp.hash.to_string()))
}

/// The new file takes its place, if the old one still has it.
fn advance(folder: &Path, file: &FileChange) -> std::io::Result<Step> {
    let (target, temporary) = (folder.join(&file.target), folder.join(&file.temporary));
    if file.removes {
        return match hash_at(&target)? {
            None => Ok(Step::Nothing),
            now if now == file.old => fs::remove_file(target).map(|()| Step::Done),
            Some(_) => Ok(Step::Left),
        };
    }
    if hash_at(&temporary)?.as_ref() != Some(&file.new) {
        return Ok(Step::Nothing);
    }
    let now = hash_at(&target)?;
    if now != file.old {
        return Ok(if now.as_ref() == Some(&file.new) { Step::Nothing } else { Step::Left });
    }
    fs::rename(temporary, target)?;
    Ok(Step::Done)
}

/// The old file takes its place again, if the new one has it.
fn go_back(folder: &Path, file: &FileChange) -> std::io::Result<Step> {
    let target = folder.join(&file.target);
    let now = hash_at(&target)?;
    if now == file.old {
        return Ok(Step::Nothing);
    }
    let is_ours = if file.removes { now.is_none() } else { now.as_ref() == Some(&file.new) };
    if !is_ours {
        return Ok(Step::Left);
    }
    match &file.backup {
        None if file.removes => return Ok(Step::Left),
        Some(backup) => fs::rename(folder.join(backup), target)?,
        None => fs::remove_file(target)?,
    }
    Ok(Step::Done)
}

impl FileChange {
    /// Whether it speaks of files below `folder` alone, and of temporary files of ours: the record is a file that anybody
    /// may have written.
    fn is_within(&self, folder: &Path) -> bool {
        let below = |name: &str| {
            let name = Path::new(name);
            let plain = name.components().all(|part| matches!(part, Component::Normal(_)));
            plain
                && name.file_name().is_some()
                && !escapes_root(&folder.join(name), folder)
                && !is_link(&folder.join(name))
        };
        let ours = |name: &str| below(name) && Path::new(name).file_name().is_some_and(is_temporary_name);
        let digest = |hex: &str| Digest::from_hex(hex).is_some();
        let beside = |name: &str| Path::new(name).parent() == Path::new(&self.target).parent();
        below(&self.target)
            && ours(&self.temporary)
            && beside(&self.temporary)
            && self.backup.as_deref().is_none_or(|backup| ours(backup) && beside(backup))
            && digest(&self.new)
            && self.old.as_deref().is_none_or(digest)
    }
}

/// Forces the names in the folders of these files to the disk, each folder once.
fn sync_folders<'a>(files: impl IntoIterator<Item = &'a PathBuf>) -> std::io::Result<()> {
    let folders: BTreeSet<&Path> = files.into_iter().filter_map(|file| file.parent()).collect();
    let here = |folder: &'a Path| if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let folders: Vec<&Path> = folders.into_iter().map(here).collect();
    flush::folders(&folders).map_err(|(_, source)| source)
}

/// A file that is being written beside its place. Dropped, it is gone.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    target: PathBuf,
    file: Temporary,
    stamper: Stamper,
}

/// A file that was written beside its place and read back, and is not forced to the disk yet. Dropped, it is gone.
#[derive(Debug)]
pub struct WholeFile {
    path: PathBuf,
    target: PathBuf,
    temporary: Temporary,
    stamp: ContentHash,
}

impl NewFile {
    /// # Errors
    /// Where nothing can be written there.
    pub fn beside(path: &Path) -> Result<NewFile, SaveError> {
        let failed = |source| SaveError::from_io(path, source);
        let target = disk::resolve(path).map_err(failed)?;
        disk::refuse_write_protected(path, &target)?;
        let file = Temporary::beside(&target).map_err(failed)?;
        Ok(NewFile { path: path.to_path_buf(), target, file, stamper: Stamper::default() })
    }

    /// # Errors
    /// Where it cannot be written.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), SaveError> {
        self.stamper.see(bytes);
        self.file.file_mut().write_all(bytes).map_err(|source| SaveError::from_io(&self.path, source))
    }

    /// # Errors
    /// Where the disk holds something else.
    pub fn finish(self) -> Result<WholeFile, SaveError> {
        let NewFile { path, target, mut file, stamper } = self;
        let failed = |source| SaveError::from_io(&path, source);
        let stamp = stamper.stamp();
        file.take_after(&target).map_err(failed)?;
        file.file_mut().seek(SeekFrom::Start(0)).map_err(failed)?;
        if disk::stamp_from(file.file_mut()).map_err(failed)? != stamp {
            return Err(SaveError::ReadBack { path });
        }
        Ok(WholeFile { path, target, temporary: file, stamp })
    }
}

impl WholeFile {
    pub fn stamp(&self) -> ContentHash {
        self.stamp
    }
}
