//! Work on a project shared out: who does what, packages handed over and brought back, second readings, and which set of documents is
//! listed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::background::{Pending, Progress};
use super::entry::Entry;
use super::error::SessionError;
use super::event::ProjectEvent;
use super::failure::SessionFailure;
use super::state::Session;
use super::tasks::{Priority, TaskInfo};
use crate::model::Annotator;
use crate::store::Summary;
use crate::workspace::guidelines::Guidelines;
use crate::workspace::project::{RereadPlan, SetStatus, SharePlan, ShareReport};
use crate::workspace::{DocumentFacts as _, DocumentQuery, ProjectFolder, Summarised, WorkspaceError};

/// An answer that somebody waits for.
type Asked<T> = Pending<Result<T, Arc<SessionFailure>>>;

/// The pages of guidelines, once they are read.
pub type GuidelinesAsked = Asked<Guidelines>;

impl Session {
    /// Who does a document, as the project says.
    pub fn assigned_to(&self, entry: &Entry) -> &[Annotator] {
        let assignments = &self.project.assignments;
        if assignments.is_empty() || !entry.path().is_some_and(|path| self.is_in_project(path)) {
            return &[];
        }
        let below = entry.below().components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>();
        assignments.get(&below.join("/")).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether documents of the project were given to annotators.
    pub fn is_shared_out(&self) -> bool {
        !self.project.assignments.is_empty()
    }

    /// Everybody who was given a document.
    pub fn assigned_annotators(&self) -> Vec<Annotator> {
        let mut all: Vec<Annotator> = self.project.assignments.values().flatten().cloned().collect();
        all.sort();
        all.dedup();
        all
    }

    /// The sets beside the documents of the project, and how far each is.
    pub fn readings(&self) -> &BTreeMap<String, SetStatus> {
        &self.project.readings
    }

    /// The set that is listed; nothing: the documents themselves.
    pub fn shown_set(&self) -> Option<&str> {
        self.project.set.as_deref()
    }

    /// Lists a set beside the documents, or the documents again. What holds unsaved work stays in the list.
    pub fn show_set(&mut self, set: Option<String>) {
        let Some(folder) = self.project().cloned() else { return };
        if self.project.set == set {
            return;
        }
        let listed = match &set {
            Some(set) => folder.readings().join(set),
            None => folder.documents(),
        };
        self.project.set = set;
        let leaves = |path: &Path| path.starts_with(&folder.root) && !path.starts_with(&listed);
        self.drop_entries(|entry| !entry.is_dirty() && entry.path().is_some_and(|path| leaves(path)));
        self.open_paths(vec![listed]);
    }

    /// Reads who does what, and how far the sets beside the documents are, off the frame.
    pub(super) fn look_at_sharing(&mut self) {
        let Some(folder) = self.project().cloned() else { return };
        let work = move |progress: Progress| {
            let sets = folder.reading_status(&|_, _| !progress.is_cancelled());
            (folder.root.clone(), folder.assignments().and_then(|assignments| Ok((assignments, sets?))))
        };
        let info = TaskInfo::new("task-summarise", Priority::Soon);
        self.spawn(info, work, |session, (root, found)| match found {
            Ok((assignments, sets)) if session.project().is_some_and(|open| open.root == root) => {
                session.project.assignments = Arc::new(assignments);
                session.project.readings = sets;
                // A filter by it is asked anew.
                let query = session.list.query().clone();
                session.filter_list(query);
            }
            Ok(_) => {}
            Err(error) => session.fail(error),
        });
    }

    /// A task on the project that says how far it is and can be stopped.
    fn on_project<T: Send + 'static>(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&ProjectFolder, &(dyn Fn(usize, usize) -> bool + Sync)) -> Result<T, WorkspaceError>
        + Send
        + 'static,
        then: impl FnOnce(&mut Session, T) + Send + 'static,
    ) {
        let Some(folder) = self.project().cloned() else { return };
        let name_of_project = folder.project.name.clone();
        let work = move |progress: Progress| {
            work(&folder, &|done, all| {
                progress.at(done, all);
                !progress.is_cancelled()
            })
        };
        let info = TaskInfo::new(name, Priority::InOrder).stopping();
        self.spawn(info, work, move |session, done| match done {
            Ok(done) => then(session, done),
            Err(WorkspaceError::Cancelled) => session.notify(ProjectEvent::Stopped { name: name_of_project }),
            Err(error) => session.fail(error),
        });
    }

    /// Something that is asked of the project beside everything else.
    fn ask_project<T: Send + Sync + 'static>(
        &mut self,
        work: impl FnOnce(&ProjectFolder, &(dyn Fn(usize, usize) -> bool + Sync)) -> Result<T, WorkspaceError>
        + Send
        + 'static,
    ) -> Option<Asked<T>> {
        let folder = self.project()?.clone();
        let info = TaskInfo::new("task-summarise", Priority::Soon);
        Some(self.ask_counting(info, move |go_on| work(&folder, go_on).map_err(|error| Arc::new(error.into()))))
    }

    /// The pages of the project's guidelines.
    pub fn guidelines(&mut self) -> Option<GuidelinesAsked> {
        self.ask_project(|folder, go_on| Guidelines::of(folder, go_on))
    }

    /// The documents that the list shows, for a task; with `all`, all of the project.
    fn wanted(&self, all: bool) -> impl Fn(&Path, &Summary) -> bool + Send + Sync + 'static {
        let query = if all { DocumentQuery::default() } else { self.list().query().clone() };
        let documents = self.project().map(ProjectFolder::documents).unwrap_or_default();
        move |path: &Path, summary: &Summary| {
            let below = path.strip_prefix(&documents).unwrap_or(path);
            query.takes(&Summarised { below, summary })
        }
    }

    /// Looks who would get what of the documents that are nobody's: of all, or of those that the list's filter takes.
    pub fn preview_shares(&mut self, plan: SharePlan, all: bool) -> Option<Asked<ShareReport>> {
        let wanted = self.wanted(all);
        self.ask_project(move |folder, go_on| folder.preview_shares(&plan, &wanted, go_on))
    }

    /// Gives the documents that are nobody's to annotators, off the frame; told by [`ProjectEvent::Shared`].
    pub fn share_out(&mut self, plan: SharePlan, all: bool) {
        let wanted = self.wanted(all);
        self.on_project(
            "task-sharing",
            move |folder, go_on| folder.assign(&plan, &wanted, go_on),
            |session, report| {
                session.look_at_sharing();
                session.notify(ProjectEvent::Shared { report: Arc::new(report) });
            },
        );
    }

    /// Makes a package of what an annotator has to do, off the frame; told by [`ProjectEvent::Packaged`].
    ///
    /// # Errors
    /// Where a document of the project holds work that is not saved: the package would lack it.
    pub fn make_package(&mut self, annotator: Annotator, out: PathBuf) -> Result<(), SessionError> {
        if self.unsaved_of_project().next().is_some() {
            return Err(SessionError::SaveFirst);
        }
        let place = out.clone();
        self.on_project(
            "task-sharing",
            move |folder, go_on| folder.package(&annotator, &place, go_on),
            |session, report| session.notify(ProjectEvent::Packaged { path: out, report }),
        );
        Ok(())
    }

    /// Merges what was done in a package, off the frame; told by [`ProjectEvent::Returned`].
    ///
    /// # Errors
    /// Where a document of the project holds work that is not saved, or is being read.
    pub fn take_back(&mut self, package: PathBuf) -> Result<(), SessionError> {
        let folder = self.project().cloned().ok_or(SessionError::NoProject)?;
        let kept = self.versions_kept;
        let work = move |progress: &Progress| {
            folder.take_back(&package, kept, &|done, all| {
                progress.at(done, all);
                !progress.is_cancelled()
            })
        };
        self.with_project_let_go("task-sharing", work, |session, report| match report {
            Ok(report) => {
                session.count_again(&report.written);
                session.look_at_sharing();
                let root = session.project().map(|folder| folder.root.clone()).filter(|_| report.added > 0);
                if let (Some(root), None) = (root, session.shown_set()) {
                    // What came that was not there is listed.
                    session.open_paths(vec![root]);
                }
                session.notify(ProjectEvent::Returned { report: Arc::new(report) });
            }
            Err(WorkspaceError::Cancelled) => {
                let name = session.project().map(|folder| folder.project.name.clone()).unwrap_or_default();
                session.notify(ProjectEvent::Stopped { name });
            }
            Err(error) => session.fail(error),
        })
    }

    /// How many documents there are to be read again.
    pub fn count_to_reread(&mut self, plan: RereadPlan, all: bool) -> Option<Asked<usize>> {
        let wanted = self.wanted(all);
        self.ask_project(move |folder, go_on| folder.count_to_reread(&plan, &wanted, go_on))
    }

    /// Makes second readings, off the frame; told by [`ProjectEvent::ToReadAgain`].
    pub fn reread(&mut self, plan: RereadPlan, all: bool) {
        let wanted = self.wanted(all);
        let named = |folder: &ProjectFolder, annotator: &Annotator| {
            let place = folder.reading_of(annotator, 2);
            place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
        };
        self.on_project(
            "task-sharing",
            move |folder, go_on| Ok((named(folder, &plan.annotator), folder.reread(&plan, &wanted, go_on)?.len())),
            |session, (set, documents)| {
                session.look_at_sharing();
                session.notify(ProjectEvent::ToReadAgain { set, documents });
            },
        );
    }
}
