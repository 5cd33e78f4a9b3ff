//! Changing documents that no window has open: each locked from before it is read until after it is replaced, with an
//! earlier version kept, and all of them changed or none.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::checks::{complete_change_sets, warnings_of};
use super::error::{OpenWarning, WorkspaceError};
use super::history::{self, Logged};
use super::save::SaveReport;
use crate::edit::{GroupId, transaction_between};
use crate::model::{AnnotatedDocument, Annotator};
use crate::store::history::{NewStep, Origin};
use crate::store::journal::OrphanJournals;
use crate::store::{
    self, ChangeSet, Checksum, ContentHash, Expect, FolderLock, Lock, LockHeld, NewFile, SaveError, Spool, WholeFile,
    versions,
};

/// A document that is this process's to change while this lives.
#[derive(Debug)]
pub struct LockedDocument {
    pub path: PathBuf,
    pub content: AnnotatedDocument,
    pub warnings: Vec<OpenWarning>,
    stamp: ContentHash,
    /// As it was read, to know the step that leads from there.
    before: AnnotatedDocument,
    /// `None` where the folder knows no locks: then the comparison before the replacement is all there is.
    lock: Option<Lock>,
}

/// What to do with a file whose checksum does not match, since it was edited outside Hashiya.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    Refuse,
    /// A person has been told, or both versions are kept elsewhere.
    Accept,
}

impl LockedDocument {
    /// Locks and reads a document to be changed and replaced.
    ///
    /// # Errors
    /// Where another program has it open, a journal holds steps that the file does not, or it cannot be read as a whole.
    pub fn open(path: &Path, edited: Edited) -> Result<LockedDocument, WorkspaceError> {
        LockedDocument::open_within(path, edited, &Locks::default())
    }

    /// The same, by whoever holds `locks`: a document that is one of many.
    ///
    /// # Errors
    /// As [`LockedDocument::open`].
    pub fn open_within(path: &Path, edited: Edited, locks: &Locks) -> Result<LockedDocument, WorkspaceError> {
        let mut warnings = complete_change_sets(path)?;
        let lock = Lock::take_within(path, &locks.folders)?;
        let (content, stamp, seal) = store::load_sealed(path)?;
        if seal == Checksum::Broken && edited == Edited::Refuse {
            return Err(WorkspaceError::ChecksumBroken { path: path.into() });
        }
        let mut orphans = locks.orphans.lock().unwrap_or_else(PoisonError::into_inner);
        if store::journal::waiting_among(path, &content, stamp, &mut orphans).is_some() {
            return Err(WorkspaceError::JournalWaiting { path: path.into() });
        }
        warnings.extend(warnings_of(path, &content, seal));
        let before = content.clone();
        Ok(LockedDocument { path: path.into(), content, warnings, stamp, before, lock })
    }

    /// Its lock is held with those of others from now on.
    ///
    /// # Errors
    /// As [`Locks::hold`].
    pub fn give_lock_to(&mut self, locks: &mut Locks) -> Result<(), WorkspaceError> {
        locks.hold(&self.path, self.lock.take())
    }

    /// Whether nothing was done to it.
    pub fn is_as_read(&self) -> bool {
        transaction_between(&self.before, &self.content).is_some_and(|step| step.is_empty())
    }

    /// The lock goes on, with what the file holds.
    pub(super) fn into_lock(self) -> (Option<Lock>, ContentHash, AnnotatedDocument) {
        (self.lock, self.stamp, self.before)
    }
}

/// Documents whose locks are held one by one. Each is an open file, of which some systems allow a process 256.
const MAX_SINGLE_LOCKS: usize = 64;

/// The locks of many documents.
#[derive(Debug, Default)]
pub struct Locks {
    single: Vec<Lock>,
    /// The folder that all locked documents have in common.
    common: Option<PathBuf>,
    folders: Vec<FolderLock>,
    /// Journals of documents that were renamed.
    orphans: Mutex<OrphanJournals>,
    /// A folder that knows no locks: each document is held by itself.
    is_without_folders: bool,
}

impl Locks {
    /// Holds the lock of one further document. Where there are many, the folder that they lie in is held in their place.
    ///
    /// # Errors
    /// Where another program holds that folder.
    pub fn hold(&mut self, document: &Path, lock: Option<Lock>) -> Result<(), WorkspaceError> {
        let Some(lock) = lock else { return Ok(()) };
        let document = std::path::absolute(document).unwrap_or_else(|_| document.to_path_buf());
        let above = document.parent().unwrap_or(Path::new("/"));
        let common = self.common.as_deref().unwrap_or(above).ancestors().find(|folder| above.starts_with(folder));
        self.common = common.map(Path::to_path_buf);
        if self.folders.iter().any(|folder| folder.holds(&document)) {
            return Ok(());
        }
        self.single.push(lock);
        if self.single.len() > MAX_SINGLE_LOCKS && !self.is_without_folders {
            let Some(common) = self.common.as_deref() else { return Ok(()) };
            match FolderLock::take(common)? {
                Some(folder) => {
                    self.folders.push(folder);
                    self.single.clear();
                }
                None => self.is_without_folders = true,
            }
        }
        Ok(())
    }
}

/// New files that wait beside their places. Dropped without [`Replacements::commit`], nothing has happened.
#[derive(Debug, Default)]
pub struct Replacements {
    changes: ChangeSet,
    /// Places that hold a document now, which becomes an earlier version.
    replaced: Vec<PathBuf>,
    locks: Locks,
    /// Folders that were made for the new files, outer ones first.
    folders: Vec<PathBuf>,
    /// Folders that are known to be there.
    there: HashSet<PathBuf>,
    committed: bool,
    /// Who changes the documents.
    by: Option<Annotator>,
    /// The change of many documents that this is.
    group: Option<GroupId>,
    /// What goes into the log of each document that is replaced, in their order.
    steps: Vec<Logged>,
}

impl Replacements {
    /// Writes the changed document beside its file.
    ///
    /// # Errors
    /// Where it is not sound, cannot be written, or another program changed the file meanwhile.
    pub fn replace(&mut self, document: LockedDocument) -> Result<(), WorkspaceError> {
        let LockedDocument { path, content, warnings: _, stamp, before, lock } = document;
        self.locks.hold(&path, lock)?;
        let after = self.changes.stage(&content, &path, Expect::Unchanged(stamp))?;
        // What another program did since the last save is a step of its own. A log that takes nothing is told after the change.
        let _ = history::notice(&path, &before, stamp);
        let step = transaction_between(&before, &content);
        let leads = step.is_some();
        let step = step.filter(|step| !step.is_empty()).map(|step| NewStep {
            when: store::now(),
            by: self.by.clone(),
            origin: Origin::Done,
            group: self.group.clone(),
            transaction: Arc::new(step),
        });
        let text = content.document.digest();
        self.steps.push(Logged { before: Some(stamp), after, text, leads, steps: step.into_iter().collect() });
        self.replaced.push(path);
        Ok(())
    }

    /// Says who changes the documents that are replaced from here on.
    pub fn by(mut self, annotator: Annotator) -> Self {
        self.by = Some(annotator);
        self
    }

    /// Says that the documents that are replaced from here on are one change of many.
    pub(super) fn in_group(mut self, group: GroupId) -> Self {
        self.group = Some(group);
        self
    }

    /// As [`Replacements::replace`], for a file that is another program's own: no earlier version of it is kept.
    ///
    /// # Errors
    /// As [`Replacements::replace`].
    pub fn replace_unkept(&mut self, document: LockedDocument) -> Result<(), WorkspaceError> {
        self.replace(document)?;
        self.replaced.pop();
        self.steps.pop();
        Ok(())
    }

    /// Writes a document for a place where no file is. Folders that are missing are made.
    ///
    /// # Errors
    /// Where a file is there, or it cannot be written. A place without a file needs no lock: the system itself refuses a second
    /// file of one name.
    pub fn create(&mut self, path: &Path, content: &AnnotatedDocument) -> Result<(), WorkspaceError> {
        self.make_folder_of(path)?;
        self.changes.stage(content, path, Expect::Absent)?;
        Ok(())
    }

    /// Writes any other file. One that is there is replaced, once [`super::export`] has looked at it.
    pub(super) fn put(&mut self, path: &Path, bytes: &[u8], expect: Expect) -> Result<(), WorkspaceError> {
        self.make_folder_of(path)?;
        self.changes.stage_bytes(path, bytes, expect)?;
        Ok(())
    }

    /// A new file beside `path`, to be written little by little and handed to [`Replacements::put_file`].
    pub(super) fn begin(&mut self, path: &Path) -> Result<NewFile, WorkspaceError> {
        self.make_folder_of(path)?;
        Ok(NewFile::beside(path)?)
    }

    pub(super) fn put_file(&mut self, file: WholeFile, expect: Expect) -> Result<(), WorkspaceError> {
        self.changes.stage_file(file, expect)?;
        Ok(())
    }

    /// A file goes with the rest. To be called last.
    pub(super) fn remove(&mut self, path: &Path, stamp: ContentHash) -> Result<(), WorkspaceError> {
        Ok(self.changes.remove(path, stamp)?)
    }

    pub(super) fn hold(&mut self, document: &Path, lock: Option<Lock>) -> Result<(), WorkspaceError> {
        self.locks.hold(document, lock)
    }

    /// Locks a further file of this change, which is not read.
    pub(super) fn lock(&self, path: &Path) -> Result<Option<Lock>, LockHeld> {
        Lock::take_within(path, &self.locks.folders)
    }

    /// The documents of this change were locked before it began.
    pub(super) fn holding(mut self, locks: Locks) -> Self {
        self.locks = locks;
        self
    }

    /// Opens a further document of this change.
    ///
    /// # Errors
    /// As [`LockedDocument::open`].
    pub fn open(&self, path: &Path, edited: Edited) -> Result<LockedDocument, WorkspaceError> {
        LockedDocument::open_within(path, edited, &self.locks)
    }

    fn make_folder_of(&mut self, path: &Path) -> Result<(), WorkspaceError> {
        let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
        if !self.there.contains(folder) {
            self.folders.extend(store::folder::make(folder)?);
            self.there.insert(folder.to_path_buf());
        }
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// Puts all files in their places, and keeps what was there as earlier versions, at most `versions_kept` of each.
    /// The reports belong to the documents that were replaced, in their order.
    ///
    /// # Errors
    /// As [`ChangeSet::commit`].
    pub fn commit(mut self, versions_kept: usize) -> Result<Vec<(PathBuf, SaveReport)>, WorkspaceError> {
        let replaced = std::mem::take(&mut self.replaced);
        let mut reports = Vec::with_capacity(replaced.len());
        let mut new_versions = Vec::new();
        for path in replaced {
            let mut report = SaveReport { other_names: versions::other_names(&path), ..SaveReport::default() };
            match versions::keep(&path) {
                Ok(version) => new_versions.extend(version),
                Err(error) => report.not_kept = Some(error),
            }
            reports.push((path, report));
        }
        match std::mem::take(&mut self.changes).commit() {
            Ok(_) => self.committed = true,
            // New files are in their places, and the old ones are nowhere else.
            Err(error @ (SaveError::Unknown { .. } | SaveError::NotTakenBack { .. })) => {
                self.committed = true;
                return Err(error.into());
            }
            Err(error) => {
                new_versions.into_iter().for_each(versions::forget);
                return Err(error.into());
            }
        }
        let paths: Vec<PathBuf> = reports.iter().map(|(path, _)| path.clone()).collect();
        let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
        for ((_, report), told) in reports.iter_mut().zip(versions::tidy_all(&paths, versions_kept)) {
            // The change is done; that a version could not be packed is worth a word and no failure.
            if let Some(error) = told {
                report.not_kept.get_or_insert(error);
            }
        }
        for ((path, report), logged) in reports.iter_mut().zip(std::mem::take(&mut self.steps)) {
            report.not_logged = history::log_unflushed(path, logged).err();
        }
        if let Err((path, error)) = history::flush_logs(&paths)
            && let Some((_, report)) = reports.iter_mut().find(|(other, _)| other == path)
        {
            report.not_logged.get_or_insert(error);
        }
        Ok(reports)
    }
}

impl Drop for Replacements {
    fn drop(&mut self) {
        if self.committed {
            return;
        }
        // The temporary files go first, so that the folders are empty.
        self.changes = ChangeSet::default();
        for folder in self.folders.iter().rev() {
            store::folder::remove_empty(folder);
        }
    }
}

/// Puts one new document where no file is.
///
/// # Errors
/// As [`Replacements::create`] and [`Replacements::commit`].
pub fn create(path: &Path, content: &AnnotatedDocument) -> Result<(), WorkspaceError> {
    let mut replacements = Replacements::default();
    replacements.create(path, content)?;
    replacements.commit(0).map(|_| ())
}

/// The same; into what is a pipe or a device the document is written as it is.
///
/// # Errors
/// As [`create`], and where the pipe takes no more.
pub fn create_or_stream(path: &Path, content: &AnnotatedDocument) -> Result<(), WorkspaceError> {
    if !store::disk::is_stream(path) {
        return create(path, content);
    }
    let mut bytes = Spool::default();
    bytes.append(store::document_reader::write(path, content)?.as_bytes())?;
    Ok(bytes.copy_into(path)?)
}
