//! The project that a window has open: one owner of it, what is done to it, and the documents that were taken out of it.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::background::{Pending, Progress};
use super::entry::{Content, Entry};
use super::entry_id::EntryId;
use super::error::SessionError;
use super::event::ProjectEvent;
use super::failure::SessionFailure;
use super::project_state::OpenProject;
use super::reading::Reading;
use super::state::Session;
use super::tasks::{Priority, TaskInfo};
use crate::formats::{ImportOptions, SchemaBuilder};
use crate::model::Project;
use crate::workspace::inputs;
use crate::workspace::project::{FillReport, FoundProject, MovedDocument, Renaming, fill, lies_in, rename};
use crate::workspace::{ProjectFolder, ProjectStatus, WorkspaceError};

impl Session {
    /// The project that is open.
    pub fn project(&self) -> Option<&ProjectFolder> {
        self.project.folder.as_ref()
    }

    /// Whether a file or folder lies in the project that is open.
    pub fn is_in_project(&self, path: &Path) -> bool {
        self.project().is_some_and(|project| lies_in(path, &project.root))
    }

    /// What was named belongs to a project: it is the one that is open from now on.
    pub(super) fn take_project(&mut self, found: FoundProject) {
        let FoundProject { root, folder } = found;
        let is_other = self.project().is_some_and(|open| open.root != root);
        if is_other {
            self.leave_project();
        }
        self.add_root(&root);
        match folder {
            Ok(folder) => {
                self.imports.schema = folder.project.schema.clone();
                let name = folder.project.name.clone();
                self.project.folder = Some(folder);
                self.look_at_sharing();
                self.read_register();
                self.notify(ProjectEvent::Opened { name });
            }
            // Its documents are listed all the same.
            Err(error) => self.fail(error),
        }
    }

    /// Closes the project: its documents go from the list, but for those with work that is not saved.
    pub fn leave_project(&mut self) {
        let Some(folder) = std::mem::take::<OpenProject>(&mut self.project).folder else { return };
        self.leave_register(&folder.root);
        self.imports.schema = Arc::new(crate::store::default_schema());
        self.roots.retain(|path| !path.starts_with(&folder.root));
        self.drop_entries(|entry| !entry.is_dirty() && entry.path().is_some_and(|p| p.starts_with(&folder.root)));
        self.notify(ProjectEvent::Closed { name: folder.project.name });
    }

    /// Closes the project, and with it what of its documents is not saved: a person said so.
    pub fn drop_project(&mut self) {
        let Some(root) = self.project().map(|folder| folder.root.clone()) else { return };
        let is_new =
            |entry: &Entry| entry.document().is_some_and(|document| document.is_dirty() && document.path().is_none());
        self.leave_project();
        self.give_up_register(&root);
        self.drop_entries(|entry| is_new(entry) || entry.path().is_some_and(|path| path.starts_with(&root)));
    }

    /// Whether there is work that is not saved and belongs to the project, or would come into it with a save.
    pub fn is_project_dirty(&self) -> bool {
        let belongs = |entry: &Entry| {
            let path = entry.document().and_then(|document| document.path());
            path.is_none_or(|path| self.is_in_project(path))
        };
        let documents = || self.entries.live().any(|entry| entry.is_dirty() && !entry.sample && belongs(entry));
        // What is being written of the register is written after it was left as well.
        self.register.has_failed() || documents()
    }

    /// Takes many entries off the list at once.
    pub(super) fn drop_entries(&mut self, gone: impl Fn(&Entry) -> bool) {
        let live: Vec<EntryId> = self.entries.live().filter(|entry| gone(entry)).map(|entry| entry.id).collect();
        for id in live {
            self.let_go_of(id);
        }
        self.entries.remove_all(gone);
    }

    /// Makes a project in `root` of what lies in `from`, off the frame; what is open and was made from there, and holds work, comes
    /// into it by [`Session::save_all`]. The project is open afterwards.
    pub fn make_project(&mut self, root: PathBuf, facts: Project, from: Vec<PathBuf>) {
        // What has a file is saved before it is read.
        let dirty: Vec<EntryId> = self.entries.live().filter(|e| e.is_dirty()).map(|e| e.id).collect();
        let mut except = HashSet::new();
        for id in dirty {
            let Some(entry) = self.entry(id) else { continue };
            match entry.document().and_then(|d| d.path().cloned()) {
                Some(path) => self.save_entry(id, path, super::document::Replace::OnlyUnchanged),
                None => except.extend(entry.path().cloned().filter(|_| entry.shared.is_none())),
            }
        }
        let options = self.options_of_project();
        let schema = SchemaBuilder::of_files((*facts.schema).clone());
        let (name, sources) = (facts.name.clone(), from.clone());
        let work = move |progress: Progress| {
            let mut folder = ProjectFolder::create_or_go_on(&root, facts)?;
            let report = fill_from(&mut folder, (&from, &except), schema, &options, &progress);
            Ok((folder.root, report))
        };
        let info = TaskInfo::new("task-project", Priority::InOrder).stopping();
        self.spawn(info, work, move |session, made: Result<_, WorkspaceError>| match made {
            Ok((root, report)) => {
                // What it was made of is not listed beside it.
                let within = |path: &Path| sources.iter().any(|source| path.starts_with(source));
                session.roots.retain(|path| !within(path));
                session.drop_entries(|entry| !entry.is_dirty() && entry.path().is_some_and(|path| within(path)));
                session.filled(name, report);
                session.open_paths(vec![root]);
            }
            Err(error) => session.fail(error),
        });
    }

    /// Adds what lies in `from` to the project that is open. With `grow` its schema gets the labels that it lacks.
    pub fn add_to_project(&mut self, from: Vec<PathBuf>, grow: bool) {
        let Some(folder) = self.project().cloned() else { return };
        let (name, root) = (folder.project.name.clone(), folder.root.clone());
        let mut folder = folder;
        let options = self.options_of_project();
        let work = move |progress: Progress| {
            let schema = (*folder.project.schema).clone();
            let schema = if grow { SchemaBuilder::growing(schema) } else { SchemaBuilder::fixed(schema) };
            let report = fill_from(&mut folder, (&from, &HashSet::new()), schema, &options, &progress);
            (report, crate::store::is_there(&folder.root))
        };
        let info = TaskInfo::new("task-project", Priority::InOrder).stopping();
        self.spawn(info, work, move |session, (report, is_there)| {
            session.filled(name, report);
            // Read anew: its schema may have grown. The documents that came are listed.
            if is_there {
                session.show_set(None);
                session.open_paths(vec![root]);
            }
        });
    }

    fn options_of_project(&self) -> ImportOptions {
        ImportOptions {
            encoding: self.imports.encoding,
            // One file that cannot be read does not keep a thousand others away: it is named.
            keep_going: true,
            annotator: self.annotator.clone(),
            now: crate::store::now(),
            ..ImportOptions::default()
        }
    }

    fn filled(&mut self, name: String, report: Result<FillReport, WorkspaceError>) {
        match report {
            Ok(report) => self.notify(ProjectEvent::Filled { name, report: Arc::new(report) }),
            Err(WorkspaceError::Cancelled) => self.notify(ProjectEvent::Stopped { name }),
            Err(error) => self.fail(error),
        }
    }

    /// Writes the name, language or guidelines of the project, off the frame.
    pub fn change_project(&mut self, change: impl FnOnce(&mut Project) + Send + 'static) {
        let Some(mut folder) = self.project().cloned() else { return };
        let work = move |_: Progress| folder.change(change).map(|()| folder).map_err(SessionFailure::from);
        self.spawn(TaskInfo::new("task-project", Priority::InOrder), work, |session, changed| match changed {
            Ok(folder) if session.project().is_some_and(|open| open.root == folder.root) => {
                session.imports.schema = folder.project.schema.clone();
                session.project.folder = Some(folder);
                session.notify(ProjectEvent::Changed);
            }
            Ok(_) => {}
            Err(failure) => session.fail(failure),
        });
    }

    /// Counts the project; `None` where none is open.
    pub fn project_status(&mut self) -> Option<Pending<Result<ProjectStatus, Arc<SessionFailure>>>> {
        let folder = self.project()?.clone();
        let work = move || ProjectStatus::of(&folder, &|_, _| true).map_err(|error| Arc::new(error.into()));
        Some(self.ask("task-summarise", work))
    }

    /// Gives the document of an entry another title or its file another name, off the frame. It is read anew afterwards.
    ///
    /// # Errors
    /// Where it has no file, or holds work that is not saved.
    pub fn rename_document(&mut self, id: EntryId, renaming: Renaming) -> Result<(), SessionError> {
        let path = self.let_go_to_move(id)?;
        let versions = self.versions_kept;
        let old = path.clone();
        let work = move |_: Progress| {
            wait_until_free(&path);
            rename(&path, &renaming, versions).map_err(SessionFailure::from)
        };
        let info = TaskInfo::new("task-project", Priority::InOrder);
        self.spawn(info, work, move |session, renamed| {
            let place = match renamed {
                Ok(place) => {
                    session.notify(ProjectEvent::Renamed { path: place.clone() });
                    place
                }
                Err(failure) => {
                    session.fail(failure);
                    old.clone()
                }
            };
            for root in session.roots.iter_mut().filter(|root| **root == old) {
                root.clone_from(&place);
            }
            session.entries.set_path(id, place);
            session.take_up_again(id);
        });
        Ok(())
    }

    /// Moves the documents of entries out of the project, off the frame.
    ///
    /// # Errors
    /// Where no project is open, or one of them holds work that is not saved.
    pub fn remove_documents(&mut self, ids: &[EntryId]) -> Result<(), SessionError> {
        let folder = self.project().cloned().ok_or(SessionError::NoProject)?;
        if ids.iter().any(|id| self.path_of_saved(*id).is_err()) {
            return Err(SessionError::SaveFirst);
        }
        let paths = ids.iter().map(|id| self.let_go_to_move(*id)).collect::<Result<Vec<_>, _>>()?;
        let ids = ids.to_vec();
        let work = move |progress: Progress| {
            paths.iter().for_each(|path| wait_until_free(path));
            let all = paths.len();
            let moved = folder.remove(&paths, &|done| {
                progress.at(done, all);
                !progress.is_cancelled()
            });
            moved.map_err(SessionFailure::from)
        };
        let info = TaskInfo::new("task-project", Priority::InOrder).stopping();
        self.spawn(info, work, move |session, moved| match moved {
            Ok(moved) => {
                session.notify(ProjectEvent::Removed { documents: moved.len() });
                session.project.removed.push(moved);
                for id in ids {
                    session.close(id);
                }
            }
            Err(failure) => {
                session.fail(failure);
                ids.into_iter().for_each(|id| session.take_up_again(id));
            }
        });
        Ok(())
    }

    /// What lies in the project's folder of removed documents, read off the frame; `None` without a project.
    pub fn removed_documents(&mut self) -> Option<Pending<Result<Vec<MovedDocument>, SessionFailure>>> {
        let folder = self.project().cloned()?;
        Some(self.ask_while("task-project", move |go_on| folder.removed(&|_| go_on()).map_err(SessionFailure::from)))
    }

    /// What left the project by the last request of this session that was not brought back.
    pub fn last_removed(&self) -> &[MovedDocument] {
        self.project.removed.last().map_or(&[], Vec::as_slice)
    }

    /// Brings documents back that were removed, in this session or before.
    pub fn bring_back(&mut self, removed: Vec<MovedDocument>) {
        let Some(folder) = self.project().cloned() else { return };
        let asked: HashSet<PathBuf> = removed.iter().map(|moved| moved.to.clone()).collect();
        let work = move |_: Progress| folder.bring_back(&removed).map_err(SessionFailure::from);
        self.spawn(TaskInfo::new("task-project", Priority::InOrder), work, move |session, back| match back {
            Ok(back) => {
                for request in &mut session.project.removed {
                    request.retain(|moved| !asked.contains(&moved.to));
                }
                session.project.removed.retain(|request| !request.is_empty());
                session.notify(ProjectEvent::BroughtBack { documents: back.len() });
                session.open_paths(back);
            }
            Err(failure) => session.fail(failure),
        });
    }

    pub(super) fn path_of_saved(&self, id: EntryId) -> Result<PathBuf, SessionError> {
        let entry = self.entry(id).ok_or(SessionError::NoDocument)?;
        let path = entry.path().filter(|path| crate::workspace::open::is_document_name(path));
        let at_work = entry.document().is_some_and(|d| d.is_dirty() || d.is_saving() || d.path().is_none());
        match (path, &entry.content) {
            (Some(_), Content::Loading(_)) => Err(SessionError::ReadOnly(super::error::ReadOnly::BeingRead)),
            (Some(path), _) if !at_work => Ok(path.clone()),
            _ => Err(SessionError::SaveFirst),
        }
    }

    /// A document that is saved is nobody's for as long as it is moved: its journal and its lock go (the thread of the journals
    /// lets go of both, so the task waits for it), and it is shown as being read.
    pub(super) fn let_go_to_move(&mut self, id: EntryId) -> Result<PathBuf, SessionError> {
        let path = self.path_of_saved(id)?;
        self.let_go_of(id);
        if let Some(entry) = self.entry_mut(id) {
            entry.content = Content::Loading(Reading::default());
        }
        Ok(path)
    }

    pub(super) fn take_up_again(&mut self, id: EntryId) {
        let is_current = self.entries.current == Some(id);
        if let Some(entry) = self.entry_mut(id) {
            entry.content = Content::Closed(None);
        }
        if is_current {
            self.read(id);
        }
    }
}

/// The longest that a task waits for the thread of the journals, in steps of ten milliseconds.
const MAX_STEPS_WAITED: u32 = 200;

/// Waits until this program has let go of the journal and the lock of a document. Where another one has them, the move says so.
pub(super) fn wait_until_free(path: &Path) {
    let is_held =
        || crate::store::is_there(&crate::store::journal::journal_of(path)) || crate::store::Lock::take(path).is_err();
    for _ in 0..MAX_STEPS_WAITED {
        if !is_held() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

/// Fills a project with what lies in `from`, but for the files that somebody has work on.
fn fill_from(
    folder: &mut ProjectFolder,
    (from, except): (&[PathBuf], &HashSet<PathBuf>),
    schema: SchemaBuilder,
    options: &ImportOptions,
    progress: &Progress,
) -> Result<FillReport, WorkspaceError> {
    if from.is_empty() {
        return Ok(FillReport::default());
    }
    let mut found = inputs::for_project(from, None, &|_| !progress.is_cancelled());
    if progress.is_cancelled() {
        return Err(WorkspaceError::Cancelled);
    }
    found.files.retain(|file| !except.contains(&file.path));
    let mut report = fill(folder, (&found.files, from), schema, (options, None), &|_, done, all| {
        progress.at(done, all);
        !progress.is_cancelled()
    })?;
    report.failed.append(&mut found.passed_over.failed);
    Ok(report)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;
    use crate::model::Annotator;
    use crate::session::SessionEvent;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("hashiya-{name}-{}", std::process::id()));
        crate::store::folder::make(&folder.join("texts")).expect("a folder for the test");
        folder
    }

    fn outcomes(told: Vec<SessionEvent>) -> Vec<ProjectEvent> {
        let of_project = |event| match event {
            SessionEvent::Project(event) => Some(event),
            _ => None,
        };
        told.into_iter().filter_map(of_project).collect()
    }

    #[test]
    fn a_project_that_is_stopped_while_it_is_made_is_gone_on_with_by_asking_again() {
        let folder = folder("stopped-project");
        for n in 0..3 {
            std::fs::write(folder.join(format!("texts/{n}.txt")), "سافر كريم").expect("writable");
        }
        std::fs::write(folder.join("texts/تالف.ron"), "(\n version: 1, id: \"x\"").expect("writable");
        let mut session = Session::new(Annotator::new("ليلى"), Arc::new(|| ()));
        let (open, gate) = sync_channel::<()>(0);
        let (begun, begins) = sync_channel(1);
        let wait = move |_: Progress| begun.send(()).is_ok() && gate.recv().is_ok();
        session.spawn(TaskInfo::new("task-test", Priority::InOrder), wait, |_, _| ());
        begins.recv().expect("it begins");
        let facts = || Project::new("أخبار", Arc::default());
        let (root, from) = (folder.join("أخبار"), vec![folder.join("texts")]);
        session.make_project(root.clone(), facts(), from.clone());
        let task = session.tasks().find(|(_, info)| info.name == "task-project").expect("it waits its turn");
        assert!(task.1.stops);
        session.stop_task(task.0);
        drop(open);
        let told = outcomes(session.finish_jobs());
        assert!(matches!(&told[..], [ProjectEvent::Stopped { .. }, ProjectEvent::Opened { .. }]), "{told:?}");
        session.make_project(root, facts(), from);
        let told = outcomes(session.finish_jobs());
        let report = told.iter().find_map(|event| match event {
            ProjectEvent::Filled { report, .. } => Some(report),
            _ => None,
        });
        let report = report.unwrap_or_else(|| panic!("{told:?}"));
        assert_eq!((report.documents, report.failed.len()), (3, 1), "what could not be taken is told: {report:?}");
        assert_eq!(session.entries().len(), 3);
        std::fs::remove_dir_all(&folder).expect("ours");
    }
}
