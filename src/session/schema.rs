//! The labels as they are changed: those of a document by itself, and those of a project with all of its documents.
//!
//! What only adds goes into `project.ron` at once. What concerns annotations that are there is told first
//! ([`ProjectEvent::MigrationAsked`]) and carried out in all documents or in none. A document that is open is shown with the schema of its
//! project as soon as it is sound under it, which is no work of its own: its next step takes the schema over.

use std::path::PathBuf;
use std::sync::Arc;

use super::background::{Pending, Progress};
use super::document::OpenDocument;
use super::entry::{Content, Entry};
use super::entry_id::EntryId;
use super::error::{ReadOnly, SessionError};
use super::event::ProjectEvent;
use super::failure::SessionFailure;
use super::files::Replace;
use super::project::wait_until_free;
use super::project_state::MadeLabel;
use super::state::Session;
use super::tasks::{Priority, TaskInfo};
use crate::edit::{Command, CommandError, Migration, OnLabelRemoval, Touched, Transaction};
use crate::model::{AnnotatedDocument, Label, LabelName, Schema};
use crate::workspace::bulk::BulkOrder;
use crate::workspace::migrate::MigrationOutcome;
use crate::workspace::project::LabelUses;
use crate::workspace::{ProjectFolder, WorkspaceError};

/// How much carries each label of a project, once it is counted.
pub type LabelUsesAsked = Pending<Result<LabelUses, Arc<SessionFailure>>>;

impl Session {
    /// Whether a change of the labels is one of the project: the document that is shown is one of it.
    pub fn edits_project_schema(&self) -> bool {
        self.current_entry().and_then(Entry::path).is_some_and(|path| self.is_in_project(path))
    }

    /// The labels that are edited: the project's, or those of the document that is shown.
    pub fn schema_to_edit(&self) -> Option<Arc<Schema>> {
        match self.project() {
            Some(folder) if self.edits_project_schema() => Some(folder.project.schema.clone()),
            _ => Some(self.current()?.content().schema.clone()),
        }
    }

    /// How much carries each label in the files of the project; `None` where the labels are those of a document by itself.
    pub fn label_uses(&mut self) -> Option<LabelUsesAsked> {
        let folder = self.project().filter(|_| self.edits_project_schema())?.clone();
        let info = TaskInfo::new("task-summarise", Priority::Soon);
        Some(self.ask_counting(info, move |go_on| folder.label_uses(go_on).map_err(|error| Arc::new(error.into()))))
    }

    /// Changes the labels. Where annotations, relations or values are touched it is asked about first, by
    /// [`ProjectEvent::MigrationAsked`]; else it is a step of a document by itself, and of a project written at once.
    ///
    /// # Errors
    /// Where the labels would not be sound, or the document cannot be changed.
    pub fn change_labels(&mut self, command: Command) -> Result<(), SessionError> {
        let Some(folder) = self.project().filter(|_| self.edits_project_schema()).cloned() else {
            return self.change_own_labels(command);
        };
        let before = folder.project.schema.clone();
        let Some(migration) = Migration::of_command(&before, &command)? else {
            return self.dispatch(command).map(|_| ());
        };
        let touched = migration.touches(&before);
        if touched.is_nothing() {
            self.set_project_schema(migration);
            return Ok(());
        }
        if self.has_unsaved_of(&touched) {
            self.notify(ProjectEvent::MigrationAsked { migration: Arc::new(migration) });
            return Ok(());
        }
        let work = move |progress: Progress| {
            let go_on = |done, all| {
                progress.at(done, all);
                !progress.is_cancelled()
            };
            folder.needs_migration(&migration, &go_on).map(|needs| (needs, migration))
        };
        // In the order of asking: what was changed before is written by then.
        let info = TaskInfo::new("task-summarise", Priority::InOrder).stopping();
        self.spawn(info, work, move |session, found| {
            // Another change was quicker: this one is meant on top of it.
            if session.project().is_some_and(|folder| folder.project.schema != before) {
                if let Err(error) = session.change_labels(command) {
                    session.fail(error);
                }
                return;
            }
            match found {
                Ok((true, migration)) => {
                    session.notify(ProjectEvent::MigrationAsked { migration: Arc::new(migration) })
                }
                Ok((false, migration)) => session.set_project_schema(migration),
                Err(WorkspaceError::Cancelled) => {}
                Err(error) => session.fail(error),
            }
        });
        Ok(())
    }

    /// The same of a document by itself.
    fn change_own_labels(&mut self, command: Command) -> Result<(), SessionError> {
        let document = self.current().ok_or(SessionError::NoDocument)?;
        let schema = document.content().schema.clone();
        if let Some(migration) = Migration::of_command(&schema, &command)? {
            let touches = match migration.plan(document.content(), crate::store::now()) {
                Ok((_, report)) => !report.is_schema_alone(),
                // Whether such relations go is what is asked.
                Err(CommandError::EndNotAllowed { .. }) => true,
                Err(error) => return Err(error.into()),
            };
            if touches && document.read_only().is_none() {
                self.notify(ProjectEvent::MigrationAsked { migration: Arc::new(migration) });
                return Ok(());
            }
        }
        self.dispatch(command)?;
        self.own_labels_changed();
        Ok(())
    }

    /// What is imported next has the labels of the document that is shown.
    fn own_labels_changed(&mut self) {
        if let Some(document) = self.current() {
            self.imports.schema = document.content().schema.clone();
        }
    }

    /// Carries out in the document that is shown, as one step, what was asked about it.
    ///
    /// # Errors
    /// Where its labels are others by now than `before`, or it cannot be changed.
    pub fn migrate_document(&mut self, migration: Migration, before: &Schema) -> Result<(), SessionError> {
        let document = self.current().ok_or(SessionError::NoDocument)?;
        if *document.content().schema != *before {
            return Err(SessionError::LabelsChanged);
        }
        self.dispatch(Command::Migrate(Box::new(migration)))?;
        self.own_labels_changed();
        Ok(())
    }

    /// Makes a label and puts it on what is selected, or beside the label that is there. Of a document by itself that is one step; the
    /// labels of a project are changed first, and the step takes them over.
    ///
    /// # Errors
    /// Where nothing is selected, the label cannot be one, or the document cannot be changed.
    pub fn label_with_new(&mut self, label: Label, further: bool) -> Result<(), SessionError> {
        let name = label.name.clone();
        let command = |document: &OpenDocument| match further {
            true => document.add_label_command(&name),
            false => document.label_command(&name),
        };
        let document = self.current().ok_or(SessionError::NoDocument)?;
        let command = command(document).ok_or(SessionError::NothingSelected)?;
        if self.edits_project_schema() {
            self.change_labels(Command::AddLabel(label.clone()))?;
            if further { self.add_label(&name) } else { self.label(&name) }?;
            // As the history has it: with the schema that the step takes over.
            let step = self.current().and_then(|document| document.last_step()).map(|done| done.transaction.clone());
            if let (Some(entry), Some(step)) = (self.current_id(), step) {
                self.project.made_labels.push(MadeLabel { entry, step, label });
            }
            return Ok(());
        }
        let add = Command::AddLabel(label);
        Migration::of_command(&self.current().ok_or(SessionError::NoDocument)?.content().schema, &add)?;
        let transaction = self.dispatch(Command::Batch(vec![add, command]))?;
        self.take_in_hand(&transaction, &name);
        self.own_labels_changed();
        Ok(())
    }

    /// The label of the project that was made with a step of a document.
    pub(super) fn label_made_with(&self, entry: EntryId, step: &Transaction) -> Option<MadeLabel> {
        let is_it = |made: &&MadeLabel| made.entry == entry && *made.step == *step;
        self.project.made_labels.iter().rev().find(is_it).cloned()
    }

    /// The step that a label of the project was made with was taken back: the label goes as well, unless something else has it by now or
    /// somebody changed it, which is told.
    pub(super) fn take_label_back(&mut self, made: MadeLabel) {
        let Some(folder) = self.project().cloned() else { return };
        let schema = folder.project.schema.clone();
        let name = made.label.name.clone();
        if schema.label(&name) != Some(&made.label) {
            return;
        }
        let command = Command::RemoveLabel { name: name.clone(), annotations: OnLabelRemoval::Refuse };
        let Ok(Some(migration)) = Migration::of_command(&schema, &command) else { return };
        let work = move |_: Progress| folder.needs_migration(&migration, &|_, _| true).map(|needs| (needs, migration));
        // In the order of asking: the label itself is in the file by then.
        self.spawn(TaskInfo::new("task-summarise", Priority::InOrder), work, move |session, found| {
            let is_as_it_was = session.project().is_some_and(|folder| folder.project.schema == schema);
            match found {
                Ok((false, migration)) if is_as_it_was && !session.is_used_here(&name) => {
                    session.set_project_schema(migration);
                }
                Ok(_) => session.notify(ProjectEvent::LabelStays { name }),
                Err(error) => session.fail(error),
            }
        });
    }

    /// Puts a label into the project again whose first step is done again.
    pub(super) fn bring_label_back(&mut self, made: &MadeLabel) -> Result<(), SessionError> {
        match self.project().is_some_and(|folder| folder.project.schema.label(&made.label.name).is_none()) {
            true => self.change_labels(Command::AddLabel(made.label.clone())),
            false => Ok(()),
        }
    }

    /// Whether a document that is open has the label.
    fn is_used_here(&self, label: &LabelName) -> bool {
        let has = |entry: &Entry| {
            entry.document().is_some_and(|document| document.content().annotations.label_counts().contains_key(label))
        };
        self.entries.live().any(has)
    }

    /// Whether a document of the project has something of it that no file has yet.
    fn has_unsaved_of(&self, touched: &Touched) -> bool {
        let concerned = |content: &AnnotatedDocument| {
            let labels = content.annotations.label_counts();
            touched.labels.iter().chain(&touched.look_again).any(|label| labels.contains_key(label))
                || (touched.relations && !content.relations.is_empty())
                || (touched.facts && !content.attributes.is_empty())
        };
        self.unsaved_of_project().any(|entry| entry.document().is_some_and(|document| concerned(document.content())))
    }

    /// Documents of the project that hold work which their file does not.
    pub fn unsaved_of_project(&self) -> impl Iterator<Item = &Entry> {
        let is_unsaved = |entry: &&Entry| {
            let unsaved = entry.document().is_some_and(|document| document.is_dirty() || document.is_saving());
            unsaved && entry.path().is_some_and(|path| self.is_in_project(path))
        };
        self.entries.live().filter(is_unsaved)
    }

    /// Saves the documents of the project that are open, as before a change of all documents.
    pub fn save_project_documents(&mut self) {
        let unsaved: Vec<(EntryId, PathBuf)> = self
            .unsaved_of_project()
            .filter_map(|entry| Some((entry.id, entry.document().filter(|d| !d.is_saving())?.path()?.clone())))
            .collect();
        for (id, path) in unsaved {
            self.save_entry(id, path, Replace::OnlyUnchanged);
        }
    }

    /// Gives the project another schema that no document has to be changed for.
    fn set_project_schema(&mut self, migration: Migration) {
        let Some(folder) = self.project.folder.as_mut() else { return };
        let (root, before) = (folder.root.clone(), folder.project.schema.clone());
        folder.project = folder.after(&migration);
        self.imports.schema = migration.schema.clone();
        let work = move |_: Progress| {
            let mut folder = ProjectFolder::open(&root)?;
            let changed = folder.expect_schema(&before).and_then(|()| folder.change_schema(&migration));
            Ok::<_, WorkspaceError>((folder, changed))
        };
        self.spawn(TaskInfo::new("task-project", Priority::InOrder), work, |session, written| match written {
            Ok((folder, Ok(()))) => {
                // Where another change waits, its own end says what the file holds.
                if session.project().is_some_and(|open| open.project == folder.project) {
                    session.project.folder = Some(folder);
                }
                session.notify(ProjectEvent::SchemaChanged);
            }
            Ok((folder, Err(error))) => {
                session.project_is(folder);
                session.fail(error);
            }
            Err(error) => session.fail(error),
        });
        self.show_project_schema();
    }

    /// What `project.ron` holds by now.
    pub(super) fn project_is(&mut self, folder: ProjectFolder) {
        if self.project().is_some_and(|open| open.root == folder.root) {
            self.imports.schema = folder.project.schema.clone();
            self.project.folder = Some(folder);
            self.show_project_schema();
        }
    }

    /// Reads `project.ron` anew, off the frame, where `root` is the project that is open.
    pub(super) fn read_project_again(&mut self, root: PathBuf) {
        if self.project().is_none_or(|open| open.root != root) {
            return;
        }
        let work = move |_: Progress| ProjectFolder::open(&root).map_err(SessionFailure::from);
        self.spawn(TaskInfo::new("task-project", Priority::InOrder), work, |session, read| match read {
            Ok(folder) => {
                session.project_is(folder);
                session.read_register();
            }
            Err(failure) => session.fail(failure),
        });
    }

    /// Shows all documents that are open with the schema of the project.
    pub(super) fn show_project_schema(&mut self) {
        let open: Vec<EntryId> = self.entries.live().filter(|e| e.document().is_some()).map(|e| e.id).collect();
        open.into_iter().for_each(|id| self.show_schema_of_project(id));
    }

    /// Shows a document of the project with the project's schema, where that changes nothing else of it.
    pub(super) fn show_schema_of_project(&mut self, id: EntryId) {
        let Some(folder) = self.project() else { return };
        let Some(document) = self.entry(id).and_then(Entry::document) else { return };
        let in_project = document.path().is_some_and(|path| self.is_in_project(path));
        let schema = folder.project.schema.clone();
        if !in_project || document.read_only().is_some() || document.content().schema == schema {
            return;
        }
        let planned = folder.to_own_schema().plan(document.content(), crate::store::now());
        if planned.is_ok_and(|(_, report)| report.is_schema_alone())
            && let Some(document) = self.entry_mut(id).and_then(Entry::document_mut)
        {
            document.show_schema(schema);
        }
    }

    /// Looks what a migration would do to the documents of the project, or to the one that is shown and is none of it.
    pub fn preview_migration(
        &mut self,
        migration: Migration,
    ) -> Option<Pending<Result<MigrationOutcome, Arc<SessionFailure>>>> {
        if !self.edits_project_schema() {
            let document = self.current()?;
            let planned = migration.plan(document.content(), crate::store::now());
            let path = document.path().cloned().unwrap_or_else(|| document.content().document.title().into());
            return Some(Ok(MigrationOutcome::of_document(path, planned)).into());
        }
        let folder = self.project()?.clone();
        // What is being saved is in its file by then.
        let info = TaskInfo::new("task-migration", Priority::InOrder).stopping();
        Some(self.ask_counting(info, move |go_on| {
            let done = folder.preview_migration(&migration, crate::store::now(), go_on);
            done.map_err(|error| Arc::new(error.into()))
        }))
    }

    /// Carries a migration out in all documents of the project or in none, off the frame; `what` it is called in the list of changes. One
    /// undo takes all of it back. What is told: [`ProjectEvent::Migrated`].
    ///
    /// # Errors
    /// Where no project is open, or a document of it holds work that is not saved, or is being read.
    pub fn migrate_project(&mut self, migration: Migration, what: String) -> Result<(), SessionError> {
        let folder = self.project().cloned().ok_or(SessionError::NoProject)?;
        let before = folder.project.schema.clone();
        let order = BulkOrder { what, ..self.bulk_order() };
        let work = move |progress: &Progress| {
            let mut folder = ProjectFolder::open(&folder.root)?;
            folder.expect_schema(&before)?;
            let go_on = |done, all| {
                progress.at(done, all);
                !progress.is_cancelled()
            };
            let (done, _) = folder.migrate(&migration, &order, &go_on)?;
            Ok((folder, done))
        };
        self.with_project_let_go("task-migration", work, |session, done| match done {
            Ok((folder, done)) => {
                session.project_is(folder);
                let paths: Vec<PathBuf> = done.documents.into_iter().map(|(path, _)| path).collect();
                session.count_again(&paths);
                session.notify(ProjectEvent::Migrated { report: Arc::new(done.report) });
            }
            Err(WorkspaceError::Cancelled) => {
                let name = session.project().map(|folder| folder.project.name.clone()).unwrap_or_default();
                session.notify(ProjectEvent::Stopped { name });
            }
            Err(error) => session.fail(error),
        })
    }

    /// Does something to documents of the project off the frame, while this window holds none of them. They are read again afterwards.
    ///
    /// # Errors
    /// Where one of them holds work that is not saved, or is being read: then nothing is done.
    pub(super) fn with_project_let_go<T: Send + 'static>(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
        then: impl FnOnce(&mut Session, T) + Send + 'static,
    ) -> Result<(), SessionError> {
        let in_project = |entry: &&Entry| entry.path().is_some_and(|path| self.is_in_project(path));
        let held = |entry: &Entry| matches!(entry.content, Content::Open(_) | Content::Loading(_));
        let open: Vec<EntryId> =
            self.entries.live().filter(in_project).filter(|entry| held(entry)).map(|entry| entry.id).collect();
        for id in &open {
            let entry = self.entry(*id);
            if entry.is_some_and(|entry| matches!(entry.content, Content::Loading(_))) {
                return Err(SessionError::ReadOnly(ReadOnly::BeingRead));
            }
            self.path_of_saved(*id)?;
        }
        let paths = open.iter().map(|id| self.let_go_to_move(*id)).collect::<Result<Vec<_>, _>>()?;
        let work = move |progress: Progress| {
            paths.iter().for_each(|path| wait_until_free(path));
            (work(&progress), paths)
        };
        let info = TaskInfo::new(name, Priority::InOrder).stopping();
        self.spawn(info, work, move |session, (done, paths)| {
            open.into_iter().for_each(|id| session.take_up_again(id));
            session.count_again(&paths);
            then(session, done);
        });
        Ok(())
    }
}
