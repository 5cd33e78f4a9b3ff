//! The session's dealings with files: opening, saving, exporting. What may take longer than a frame is a task.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::background::Progress;
use super::decisions;
use super::document::OpenDocument;
pub use super::document::Replace;
use super::entry::{Content, Entry};
use super::entry_id::EntryId;
use super::error::{ReadOnly, SessionError};
use super::event::{JournalingEvent, OpenEvent, SaveEvent, SchemaEvent, SessionEvent};
use super::failure::SessionFailure;
use super::journal_writer::{JournalCommand, JournalWriterHandle};
use super::reading::Reading;
use super::register_saving::REGISTERING;
use super::state::Session;
use super::tasks::{Priority, TaskInfo};
use crate::edit::StateId;
use crate::formats::{self, TextEncoding};
use crate::model::AnnotatedDocument;
use crate::store::journal::Recovery;
use crate::store::{
    self, ContentHash, Expect, Lock, ReadingPositions, SaveError, Settings, SettingsFile, Watch, WindowFile,
    WindowState,
};
use crate::workspace::repair::DamagedDocument;
use crate::workspace::save::{self, SaveReport, SaveRequest};
use crate::workspace::schemas::{self, LoadedSchema, Over, SchemaKind};
use crate::workspace::{LoadedFile, OpenedDocument, WorkspaceError, open};

/// A save that has ended.
struct Written {
    path: PathBuf,
    state: StateId,
    /// The number of its last step.
    upto: u64,
    content: Box<AnnotatedDocument>,
    lock: Option<Lock>,
    beside: SaveReport,
    /// How many steps it put into the file.
    steps: usize,
}

impl Session {
    pub(super) fn add_root(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        if !self.roots.iter().any(|root| path.starts_with(root)) {
            self.roots.retain(|root| !root.starts_with(&path));
            self.roots.push(path);
        }
    }

    /// The files and folders a person opened or saved and has not closed.
    pub fn opened_roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// Writes how the window is left, off the frame.
    pub fn keep_window(&mut self, file: &WindowFile, state: &WindowState) {
        let (file, state) = (file.clone(), state.clone());
        self.keep_up(move || file.save(&state).map_err(SessionFailure::from));
    }

    /// Shows an entry, reading it first where it is closed.
    pub fn show(&mut self, id: EntryId) {
        self.entries.current = Some(id);
        self.read(id);
    }

    /// Reads an entry that is closed.
    pub(super) fn read(&mut self, id: EntryId) {
        let Some(entry) = self.entry(id) else { return };
        if !matches!(entry.content, Content::Closed(_) | Content::Failed(_)) {
            return;
        }
        if let Some(path) = entry.path().cloned() {
            let import = self.imports.request_for(&path, &self.annotator);
            let Some(entry) = self.entry_mut(id) else { return };
            let reading = Reading::default();
            let view = reading.view().clone();
            entry.begin_reading(reading);
            let reading = path.clone();
            let work = move |progress: Progress| {
                let tell = |stage| progress.show(move |session| session.staged(id, stage));
                let go_on = |done, all| {
                    progress.at(done, all);
                    !progress.is_cancelled()
                };
                let loaded = open::open(&reading, &import, Some(Watch { view: &view, tell: &tell }), &go_on)
                    .map_err(SessionFailure::from);
                let sizes = loaded.as_ref().map(LoadedFile::sizes).unwrap_or_default();
                (loaded, sizes)
            };
            let info = TaskInfo::new(READING, Priority::InOrder).of(id);
            // What is imported holds documents without end; one of ours is shown while it is read.
            let info = if open::is_document_name(&path) { info } else { info.stopping() };
            self.spawn(info, work, move |session, (loaded, sizes)| {
                session.loaded(id, &path, loaded);
                session.note_sizes(id, &sizes);
            });
        }
    }

    /// Saves the current document in its file. `Ok(false)`: it has none yet, and a place must be asked for.
    pub fn save(&mut self) -> Result<bool, SessionError> {
        let id = self.entries.current.ok_or(SessionError::NoDocument)?;
        let document = self.current().ok_or(SessionError::NoDocument)?;
        let Some(path) = document.path.clone() else { return Ok(false) };
        document.refuse_saving_at(&path)?;
        self.save_entry(id, path, Replace::OnlyUnchanged);
        Ok(true)
    }

    /// Saves the current document at `path` and goes on working there.
    pub fn save_as(&mut self, path: PathBuf, replace: Replace) -> Result<(), SessionError> {
        let id = self.entries.current.ok_or(SessionError::NoDocument)?;
        self.current().ok_or(SessionError::NoDocument)?.refuse_saving_at(&path)?;
        self.save_entry(id, path, replace);
        Ok(())
    }

    /// Saves an entry's document at `path` off the frame. While a save of it is under way, this one waits for it.
    pub fn save_entry(&mut self, id: EntryId, path: PathBuf, replace: Replace) {
        let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { return };
        if let Err(error) = document.refuse_saving_at(&path) {
            self.fail(error);
            return;
        }
        if document.saving.is_some() {
            document.save_next = Some((path, replace));
            return;
        }
        // A document is written with the schema that it is shown with, and the step to it is in its log.
        if document.read_only().is_none() && document.take_schema_over().is_ok() {
            self.send_outbox(id);
        }
        let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { return };
        let state = document.state();
        document.saving = Some(state);
        let expect = match (replace, document.stamp) {
            (Replace::Anyway, _) => Expect::Anything,
            (Replace::OnlyUnchanged, Some(stamp)) if document.path.as_ref() == Some(&path) => Expect::Unchanged(stamp),
            (Replace::OnlyUnchanged, _) => Expect::Absent,
        };
        let content = Box::new(document.content().clone());
        let upto = document.journal.sent;
        self.watcher.forget(id);
        let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { return };
        let lock = !document.lock.as_ref().is_some_and(|lock| lock.is_of(&path));
        let set_aside = document.file_damaged && document.path.as_ref() == Some(&path);
        let steps = document.steps.to_save();
        let base = document.steps.base.filter(|_| document.path.as_ref() == Some(&path));
        let keeper = self.journals.handle();
        let work = move |_: Progress| {
            let mut beside = SaveReport::default();
            let locked = if lock { save::lock(&path) } else { Ok(None) };
            let (lock, free) = match locked {
                Ok(lock) => (lock, Ok(())),
                Err(error) => (None, Err(error)),
            };
            let stamp = free.and_then(|()| {
                let note = |file| note_saving(keeper.as_ref(), id, upto, file, &path);
                let steps = steps.as_slice();
                let request = SaveRequest { path: &path, content: &content, expect, set_aside, steps, base };
                save::save(&request, &mut beside, note)
            });
            let steps = steps.len();
            (Written { path, state, upto, content, lock, beside, steps }, stamp.map_err(SessionFailure::from))
        };
        let info = TaskInfo::new(SAVING, Priority::InOrder).of(id);
        self.spawn(info, work, move |session, (written, stamp)| session.saved(id, written, stamp));
    }

    /// Stops the journal of an entry, and nobody watches its file or offers to mend it: before it goes or its file moves.
    pub(super) fn let_go_of(&mut self, id: EntryId) {
        self.stop_journal(id);
        self.watcher.forget(id);
        self.repairs.forget(id);
    }

    /// Takes a document off the list. Asking about unsaved work is the caller's part.
    pub fn close(&mut self, id: EntryId) {
        self.let_go_of(id);
        let Some((place, closed)) = self.entries.remove(id) else { return };
        self.roots.retain(|root| closed.path() != Some(root));
        if self.entries.current == Some(id) {
            self.entries.current = None;
            if let Some(neighbour) = self.entries.at(place).or(self.entries.as_slice().last()).map(|e| e.id) {
                self.show(neighbour);
            }
        }
    }

    /// Asks how a text begins in an encoding; answered by [`OpenEvent::Previewed`].
    pub fn preview(&mut self, path: PathBuf, encoding: &str) {
        if let Some(encoding) = TextEncoding::from_name(encoding) {
            let work = move |_: Progress| {
                let bytes = store::read(&path, store::MAX_IMPORT_BYTES).map_err(SessionFailure::from);
                bytes.map(|bytes| formats::encoding::preview(&bytes, encoding, PREVIEW_CHARS))
            };
            self.spawn(TaskInfo::new("task-read", Priority::Soon), work, |session, preview| {
                session.tell(preview.map(|(text, unreadable)| OpenEvent::Previewed { text, unreadable }));
            });
        }
    }

    /// Reads a text anew in another encoding. False where there is work on it that would be lost.
    pub fn reopen(&mut self, id: EntryId, encoding: &str) -> bool {
        let Some(encoding) = TextEncoding::from_name(encoding) else { return false };
        let Some(entry) = self.entry_mut(id) else { return false };
        let untouched = entry.document().is_some_and(|d| d.path().is_none() && d.content().annotations.is_empty());
        // One of several documents of a file cannot be read anew by itself.
        if !untouched || entry.path().is_none() || entry.shared.is_some() {
            return false;
        }
        entry.content = Content::Closed(None);
        self.imports.encoding = Some(encoding);
        self.show(id);
        true
    }

    pub fn load_schema(&mut self, path: PathBuf) {
        let reading = path.clone();
        let work = move |_: Progress| schemas::load_schema(&reading, None).map_err(SessionFailure::from);
        self.spawn(TaskInfo::new("task-schema", Priority::InOrder), work, move |session, loaded| {
            let loaded = loaded.map(|LoadedSchema { schema, notes, .. }| (Box::new(schema), notes));
            session.tell(loaded.map(|(schema, notes)| SchemaEvent::Loaded { path, schema, notes }));
        });
    }

    pub fn save_schema(&mut self, path: PathBuf) -> Result<(), SessionError> {
        let schema = self.schema_to_edit().ok_or(SessionError::NoDocument)?;
        let place = path.clone();
        // The dialog has asked whether an old file may go.
        let work = move |_: Progress| {
            let kind = SchemaKind::of_path(&place);
            schemas::save_schema(&schema, &place, kind, Over::Named).map_err(SessionFailure::from)
        };
        self.spawn(TaskInfo::new("task-schema", Priority::InOrder), work, move |session, saved| {
            session.tell(saved.map(|losses| SchemaEvent::Saved { path, losses }));
        });
        Ok(())
    }

    /// Writes the settings off the frame; answered only by [`SessionEvent::NotKept`](super::SessionEvent::NotKept).
    pub fn keep_settings(&mut self, file: &SettingsFile, settings: &Settings) {
        let (file, settings) = (file.clone(), settings.clone());
        self.keep_up(move || file.save(&settings).map_err(SessionFailure::from));
    }

    /// Writes the places off the frame.
    pub fn keep_places(&mut self, places: ReadingPositions) {
        self.keep_up(move || places.save().map_err(SessionFailure::from));
    }

    /// Upkeep that is told only where it fails.
    pub(super) fn keep_up(&mut self, work: impl FnOnce() -> Result<(), SessionFailure> + Send + 'static) {
        let info = TaskInfo::new("task-upkeep", Priority::InOrder);
        self.spawn(
            info,
            move |_| work(),
            |session, kept| {
                session.notices.extend(kept.err().map(|why| SessionEvent::NotKept(Arc::new(why))));
            },
        );
    }

    pub(super) fn notify(&mut self, notice: impl Into<SessionEvent>) {
        self.notices.push(notice.into());
    }

    /// What a task has to tell, or why it failed.
    pub(super) fn tell(&mut self, told: Result<impl Into<SessionEvent>, SessionFailure>) {
        self.notices.push(told.map_or_else(|failure| SessionEvent::Failed(Arc::new(failure)), Into::into));
    }

    fn set_content(&mut self, id: EntryId, content: Content) {
        if let Some(entry) = self.entry_mut(id) {
            entry.content = content;
        }
    }

    /// Takes what tasks have finished and hands over what there is to tell. Called once a frame.
    pub fn poll(&mut self) -> Vec<SessionEvent> {
        self.take_outcomes();
        self.list_arrived();
        self.update_list();
        self.take_up_all_kept();
        self.drain_watcher();
        self.drain_search();
        self.gather_statistics();
        std::mem::take(&mut self.notices)
    }

    /// Waits for what the tasks have to say next, but no longer than this, and takes it.
    pub fn wait_at_most(&mut self, time: Duration) {
        if let Some(outcome) = self.tasks.wait_at_most(time) {
            self.take_outcome(outcome);
        }
        self.list_arrived();
    }

    /// Waits until every task has ended; for closing and for programs without a window.
    pub fn finish_jobs(&mut self) -> Vec<SessionEvent> {
        while let Some(outcome) = self.tasks.wait() {
            self.take_outcome(outcome);
            self.list_all_arrived();
        }
        self.list_all_arrived();
        self.poll()
    }

    pub(super) fn loaded(&mut self, id: EntryId, path: &Path, loaded: Result<LoadedFile, SessionFailure>) {
        if self.entry(id).is_none() {
            return;
        }
        self.remember_from(path);
        // What else is to be said of it comes after the word that it is open, and is what stays to be read.
        let said_before = self.notices.len();
        let (documents, notes) = match loaded {
            Err(failure) => {
                let failure = Arc::new(failure);
                self.set_content(id, Content::Failed(failure.clone()));
                self.notices.push(SessionEvent::Failed(failure));
                return;
            }
            Ok(LoadedFile::Document(mut opened)) => {
                let notes = std::mem::take(&mut opened.warnings);
                (vec![self.opened(id, path, *opened)], notes)
            }
            Ok(LoadedFile::Damaged(damaged, stamp)) => return self.take_damaged(id, *damaged, stamp),
            Ok(LoadedFile::Imported { contents, warnings: notes }) => {
                (contents.into_iter().map(OpenDocument::imported).collect(), notes)
            }
        };
        let mut documents = documents.into_iter();
        let Some(first) = documents.next() else {
            let error = WorkspaceError::NoDocument { path: path.into() };
            self.set_content(id, Content::Failed(Arc::new(error.into())));
            return;
        };
        let title = first.content().document.title().to_owned();
        if let Some(entry) = self.entry_mut(id) {
            entry.has_been_read(first);
        }
        self.show_schema_of_project(id);
        self.watch(id);
        // A file may hold several documents; each gets a line of its own below the first.
        let shared = Some(path.to_path_buf());
        let further: Vec<Entry> = documents
            .map(|document| {
                let mut entry = Entry::opened(self.entries.new_id(), document);
                entry.shared.clone_from(&shared);
                entry
            })
            .collect();
        if let Some(entry) = self.entry_mut(id).filter(|_| !further.is_empty()) {
            entry.shared = shared;
            self.entries.insert_below(id, further);
        }
        if !self.apply_waiting(id) {
            self.notices.insert(said_before, OpenEvent::Opened { title, notes }.into());
        }
    }

    /// Shows what can be read of a damaged file; the doctor's proposals wait for a person.
    fn take_damaged(&mut self, id: EntryId, damaged: DamagedDocument, stamp: ContentHash) {
        match &damaged.diagnosis.document {
            Some(content) => {
                let document = OpenDocument::loaded(content.clone(), damaged.path.clone(), stamp);
                if let Some(entry) = self.entry_mut(id) {
                    entry.has_been_read(document.only_to_read(ReadOnly::Unsound));
                }
            }
            None => {
                let error = WorkspaceError::Damaged { path: damaged.path.clone() };
                self.set_content(id, Content::Failed(Arc::new(error.into())));
            }
        }
        self.repairs.insert(id, damaged);
        self.notify(OpenEvent::Damaged { entry: id });
    }

    /// Our own file as a document, with what a journal beside it brought back.
    fn opened(&mut self, id: EntryId, path: &Path, opened: OpenedDocument) -> OpenDocument {
        if opened.has_log && opened.held_by.is_none() {
            self.notice_outside(path.to_path_buf(), opened.content.clone(), opened.stamp);
        }
        let mut document = match opened.recovery {
            Recovery::Recovered(recovered) => {
                let title = recovered.content.document.title().to_owned();
                self.notify(JournalingEvent::Recovered {
                    title,
                    steps: recovered.steps,
                    damaged: recovered.damaged,
                    torn: recovered.torn,
                });
                let document = OpenDocument::loaded(recovered.content, path.to_path_buf(), opened.stamp);
                let mut document = document.based_on(opened.content).recovered(recovered.history, recovered.last);
                self.journals.resume(id, &mut document, recovered.journal);
                document
            }
            other => {
                if let Recovery::Aside { path, why } = other {
                    self.notify(JournalingEvent::KeptAside { path, why: Arc::new(why) });
                }
                OpenDocument::loaded(opened.content, path.to_path_buf(), opened.stamp)
            }
        };
        document.steps.has_log(opened.has_log);
        document.locked(opened.lock, opened.held_by.map(|who| ReadOnly::Held { who }))
    }

    fn saved(&mut self, id: EntryId, written: Written, stamp: Result<ContentHash, SessionFailure>) {
        let Written { path, state, upto, content, lock, beside, steps } = written;
        let Some(entry) = self.entry_mut(id) else { return };
        let was_sample = entry.sample;
        let Some(document) = entry.document_mut() else { return };
        document.saving = None;
        let path_of_save = path.clone();
        let mut fold = None;
        let next = document.save_next.take();
        let failed_at = stamp.is_err().then(|| path.clone());
        let notice = match stamp {
            Ok(stamp) => {
                document.mark_saved(state);
                document.steps.saved(steps, &path, stamp, beside.first_step);
                let moved = document.path.as_ref() != Some(&path);
                document.path = Some(path.clone());
                if moved || lock.is_some() {
                    document.lock = lock;
                }
                fold = Some(moved);
                // What forbade changing it was said of the old file.
                (document.read_only, document.file_damaged) = (None, false);
                (document.stamp, document.base, document.away) = (Some(stamp), Some(*content), None);
                self.entries.set_path(id, path.clone());
                self.add_root(&path);
                if was_sample {
                    self.keep_sample(id);
                }
                SessionEvent::from(SaveEvent::Saved { path })
            }
            Err(
                why @ SessionFailure::Workspace(WorkspaceError::Save(
                    SaveError::Changed { .. } | SaveError::Exists { .. },
                )),
            ) => SaveEvent::InTheWay { entry: id, path, why: Arc::new(why) }.into(),
            Err(why) => {
                // The file may be ours and hold this; the work stays unsaved until a save is sure.
                if let (SessionFailure::Workspace(WorkspaceError::Save(SaveError::Unknown { stamp, .. })), true) =
                    (&why, document.path.as_ref() == Some(&path))
                {
                    (document.stamp, document.base) = (Some(*stamp), Some(*content));
                }
                SessionEvent::Failed(Arc::new(why))
            }
        };
        self.watch(id);
        if let Some(moved) = fold {
            let (tidied, most) = (path_of_save.clone(), self.versions_kept);
            self.keep_up(move || store::versions::tidy(&tidied, most).map_err(SessionFailure::from));
            let place = &path_of_save;
            self.with_journal(id, |journals, document| journals.fold(id, document, place, upto, moved));
        }
        // What went wrong at a place would go wrong there again, and what the file holds need not be written twice.
        let held = self.entry(id).and_then(Entry::document).filter(|d| !d.is_dirty()).and_then(|d| d.path());
        let next = next.filter(|(path, _)| failed_at.as_ref() != Some(path) && held != Some(path));
        let is_saved = failed_at.is_none();
        if is_saved {
            self.write_memory(&path_of_save);
        }
        self.notices.push(notice);
        if is_saved {
            self.tell_beside(path_of_save, beside);
            self.retry_journals();
        }
        if let Some((path, replace)) = next {
            self.save_entry(id, path, replace);
        }
    }

    fn tell_beside(&mut self, path: PathBuf, beside: SaveReport) {
        if let Some(aside) = beside.set_aside {
            self.notify(SaveEvent::DamagedSetAside { path: aside });
        }
        if beside.other_names > 0 {
            self.notify(SaveEvent::OtherNames { path: path.clone(), names: beside.other_names });
        }
        if let Some(why) = beside.not_logged {
            self.notify(SaveEvent::NotLogged { path: path.clone(), why: Arc::new(why) });
        }
        if let Some(error) = beside.not_kept {
            self.notify(SaveEvent::VersionNotKept { path, why: Arc::new(error.into()) });
        }
    }

    /// Reads what was decided in the folder of a file, once.
    fn remember_from(&mut self, path: &Path) {
        if let Some(folder) = folder_of(path).filter(|folder| self.memory.is_new(folder)) {
            let place = store::memory_path(&folder);
            let work = move |_: Progress| store::load_memory(&place).map_err(SessionFailure::from);
            let info = TaskInfo::new("task-upkeep", Priority::InOrder);
            self.spawn(info, work, move |session, memory| match memory {
                Ok(Some((entries, stamp))) => session.memory.handle_memory(&folder, &entries, stamp),
                Ok(None) => {}
                Err(failure) => session.fail(failure),
            });
        }
    }

    /// Writes what was decided beside a document that was just saved.
    fn write_memory(&mut self, path: &Path) {
        let Some(folder) = folder_of(path) else { return };
        if let Some((entries, known)) = self.memory.take_changes(&folder) {
            let place = folder.clone();
            let work = move |_: Progress| decisions::write(&place, entries, known);
            let info = TaskInfo::new("task-upkeep", Priority::InOrder);
            self.spawn(info, work, move |session, stamp| match stamp {
                Ok(stamp) => session.memory.written(&folder, stamp),
                Err(failure) => {
                    session.memory.not_written(&folder);
                    session.fail(failure);
                }
            });
        }
    }

    pub(super) fn fail(&mut self, failure: impl Into<SessionFailure>) {
        self.notices.push(SessionEvent::Failed(Arc::new(failure.into())));
    }

    /// A task broke off through a fault of the program: what waits for it, and nothing else, is said to have failed, so that
    /// nothing waits on.
    pub(super) fn task_broke_off(&mut self, info: &TaskInfo) {
        self.finding_broke_off(info);
        if info.name == REGISTERING {
            self.register_broke_off();
        }
        let failure = match info.entry.and_then(|id| self.entries.get_mut(id)) {
            Some(entry) if info.name == READING && matches!(entry.content, Content::Loading(_)) => {
                let title = entry.title().to_owned();
                entry.content = Content::Failed(Arc::new(SessionFailure::ReadingBrokenOff { title: title.clone() }));
                SessionFailure::ReadingBrokenOff { title }
            }
            Some(entry) if info.name == SAVING => {
                if let Some(document) = entry.document_mut() {
                    (document.saving, document.save_next) = (None, None);
                }
                SessionFailure::SaveBrokenOff { title: entry.title().to_owned() }
            }
            _ => SessionFailure::TaskBrokenOff { task: info.name },
        };
        self.fail(failure);
    }
}

/// The names of the tasks that read and save the document of an entry.
const READING: &str = "task-read";
const SAVING: &str = "task-save";

/// Characters of a text shown to choose its encoding by.
const PREVIEW_CHARS: usize = 400;

/// How long a save waits for its note in the journal. Without the note a crash in the next moment would leave a journal
/// that does not fit, which is kept aside; nothing is lost by going on.
const MAX_NOTE_WAIT: Duration = Duration::from_secs(5);

fn note_saving(keeper: Option<&JournalWriterHandle>, entry: EntryId, upto: u64, file: ContentHash, path: &Path) {
    let Some(keeper) = keeper else { return };
    let (done, noted) = std::sync::mpsc::channel();
    keeper.order(JournalCommand::Saving { entry, upto, file, path: path.to_path_buf(), done });
    let _ = noted.recv_timeout(MAX_NOTE_WAIT);
}

/// The folder whose memory a file belongs to; none where no folder is named.
pub(super) fn folder_of(path: &Path) -> Option<PathBuf> {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_path_buf)
}
