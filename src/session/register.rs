//! The entity register of a project in the window: what annotations are linked to, entries made, changed, merged, split, and their places.
//!
//! A change is here at once and written off the frame, together with what others wrote meanwhile. What concerns the links of many documents
//! is one change of all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::background::{Pending, Progress};
use super::entry::Entry as ListEntry;
use super::entry_id::EntryId;
use super::error::SessionError;
use super::event::ProjectEvent;
use super::failure::SessionFailure;
use super::register_saving::{REGISTERING, write_first};
use super::search::{PlaceList, SearchQuery};
use super::state::Session;
use super::tasks::{Priority, TaskInfo};
use crate::edit::Command;
use crate::model::{Annotation, AnnotationId, EntityId, Entry, LabelName, Register, RegisterProblem};
use crate::workspace::bulk::{BulkOrder, BulkReport};
use crate::workspace::register::{self, EntryPlace, EntryUses, OpenDocuments, Picked, Proposal, SplitOff};
use crate::workspace::{ProjectFolder, WorkspaceError};

/// The places of an entry, once they are read, and how many documents could not be.
pub type EntryPlacesAsked = Pending<Result<(Vec<EntryPlace>, usize), Arc<SessionFailure>>>;

/// How much is linked to each entry, once it is counted.
pub type EntryUsesAsked = Pending<Result<EntryUses, Arc<SessionFailure>>>;

impl Session {
    /// The entity register of the project; `None` where none is open, or it is still being read.
    pub fn register(&self) -> Option<&Register> {
        self.project().filter(|_| self.register.is_read()).map(|_| &*self.register.current)
    }

    /// The same, to be handed to a task.
    pub(super) fn register_shared(&self) -> Option<Arc<Register>> {
        self.register().map(|_| self.register.current.clone())
    }

    /// Stays the same while nothing of the register changes.
    pub fn register_revision(&self) -> u64 {
        self.register.revision
    }

    /// The entry that an annotation is linked to, where the register has it.
    pub fn entry_of(&self, annotation: &Annotation) -> Option<&Arc<Entry>> {
        self.register()?.resolve(annotation.entity.as_ref()?)
    }

    /// What an annotation of the document that is shown may stand for, the strongest evidence first.
    pub fn propose_entries(&self, id: &AnnotationId) -> Vec<Proposal> {
        let (Some(register), Some(document)) = (self.register(), self.current()) else { return Vec::new() };
        let Some(annotation) = document.content().annotations.get(id) else { return Vec::new() };
        let form = register::form_of(document.content(), annotation);
        self.register.index.propose(register, &form, Some(&annotation.label))
    }

    /// Entries of which some words begin with what was typed, whatever the spelling.
    pub fn typed_entries(&self, typed: &str, most: usize) -> Vec<EntityId> {
        self.register().map(|register| self.register.index.typed(register, typed, most)).unwrap_or_default()
    }

    /// Links annotations of the document that is shown to an entry, as one step; `None` takes their links away.
    ///
    /// # Errors
    /// Where the document cannot be changed.
    pub fn link(&mut self, ids: Vec<AnnotationId>, entity: Option<EntityId>) -> Result<(), SessionError> {
        let document = self.current().ok_or(SessionError::NoDocument)?.content();
        let of = |id: &AnnotationId| {
            let annotation = document.annotations.get(id)?;
            Some((register::form_of(document, annotation), annotation.entity.clone()))
        };
        let before: Vec<_> = ids.iter().filter_map(of).collect();
        self.dispatch(Command::SetEntity { ids, entity: entity.clone() })?;
        for (form, was) in before {
            if let Some(was) = was {
                self.register.index.unlearn(&form, &was);
            }
            if let Some(entity) = &entity {
                self.register.index.learn(&form, entity);
            }
        }
        Ok(())
    }

    /// Enters a new thing of this name, which goes with a label. Gives its id.
    ///
    /// # Errors
    /// Where no project is open or its register is not read yet, or the name cannot be one.
    pub fn enter(&mut self, name: &str, label: Option<&LabelName>) -> Result<EntityId, SessionError> {
        let mut entry = Entry::new(register::fresh_id(), name);
        entry.kinds.extend(label.cloned());
        let id = entry.id.clone();
        self.change_register(|register| register.enter(entry).map(|()| id))
    }

    /// Changes what is said of an entry.
    ///
    /// # Errors
    /// As [`Session::enter`].
    pub fn edit_entry(&mut self, id: &EntityId, edit: impl FnOnce(&mut Entry)) -> Result<(), SessionError> {
        self.change_register(|register| register.edit(id, edit).map(|()| id.clone())).map(|_| ())
    }

    /// Takes an entry out of the register; links to it stay in the documents and lead nowhere.
    ///
    /// # Errors
    /// As [`Session::enter`].
    pub fn remove_entry(&mut self, id: &EntityId) -> Result<(), SessionError> {
        self.change_register(|register| {
            register.remove(id).map(|_| id.clone()).ok_or_else(|| RegisterProblem::Unknown(id.clone()))
        })
        .map(|_| ())
    }

    fn change_register(
        &mut self,
        edit: impl FnOnce(&mut Register) -> Result<EntityId, RegisterProblem>,
    ) -> Result<EntityId, SessionError> {
        if self.register().is_none() {
            return Err(SessionError::NoProject);
        }
        let mut changed = (*self.register.current).clone();
        let id = edit(&mut changed)?;
        self.register.change(changed);
        self.save_register();
        Ok(id)
    }

    /// Counts how much is linked to each entry, off the frame; `None` where no register is read.
    pub fn entry_uses(&mut self) -> Option<EntryUsesAsked> {
        let folder = self.project()?.clone();
        let (register, open) = (self.register.current.clone(), self.open_of_project());
        let info = TaskInfo::new("task-summarise", Priority::Soon);
        Some(self.ask_counting(info, move |go_on| {
            register::uses(&folder, &register, &open, go_on).map_err(|error| Arc::new(error.into()))
        }))
    }

    /// Finds the places of an entry, off the frame; `None` where no register is read.
    pub fn entry_places(&mut self, id: &EntityId) -> Option<EntryPlacesAsked> {
        let folder = self.project()?.clone();
        let (register, open, id) = (self.register.current.clone(), self.open_of_project(), id.clone());
        let info = TaskInfo::new("task-summarise", Priority::Soon);
        Some(self.ask_counting(info, move |go_on| {
            register::places(&folder, &register, &id, &open, go_on).map_err(|error| Arc::new(error.into()))
        }))
    }

    /// Places of an entry, to be walked; those in documents that are not listed are counted as further ones.
    pub fn entry_places_query(&self, places: &[EntryPlace], unread: usize) -> SearchQuery {
        let listed: BTreeMap<&PathBuf, EntryId> = {
            let wanted: BTreeSet<&PathBuf> = places.iter().map(|place| &place.document).collect();
            let entries = self.entries().iter().filter_map(|entry| Some((entry.path()?, entry.id)));
            entries.filter(|(path, _)| wanted.contains(path)).collect()
        };
        let mut by_entry: BTreeMap<EntryId, Vec<Range<usize>>> = BTreeMap::new();
        let mut more = unread;
        for place in places {
            match listed.get(&place.document) {
                Some(entry) => by_entry.entry(*entry).or_default().push(place.range.clone()),
                None => more += 1,
            }
        }
        SearchQuery::Places(Arc::new(PlaceList { by_entry, more }))
    }

    /// Documents of the project that are open; they share what they hold.
    fn open_of_project(&self) -> OpenDocuments {
        let content = |entry: &ListEntry| {
            let document = entry.document()?;
            let path = document.path().filter(|path| self.is_in_project(path))?;
            Some((path.clone(), document.content().clone()))
        };
        self.entries.live().filter_map(content).collect()
    }

    /// Merges entries into another in all documents of the project, off the frame; `what` it is called in the list of changes.
    ///
    /// # Errors
    /// Where no project is open, or a document of it holds work that is not saved, or is being read.
    pub fn merge_entries(&mut self, from: Vec<EntityId>, into: EntityId, what: String) -> Result<(), SessionError> {
        self.change_links(what, move |folder, order, go_on| {
            register::merge_entries(folder, (&from, &into), order, go_on)
        })
    }

    /// Splits an entry, with the links that go over, off the frame. `picked` are the annotations that go over; where there are none, those
    /// whose text is a name of what is split off.
    ///
    /// # Errors
    /// As [`Session::merge_entries`].
    pub fn split_entry(
        &mut self,
        from: EntityId,
        off: SplitOff,
        picked: Vec<EntryPlace>,
        what: String,
    ) -> Result<(), SessionError> {
        self.change_links(what, move |folder, order, go_on| {
            let is_picked = |path: &Path, id: &AnnotationId| {
                picked.iter().any(|place| place.document == path && place.annotation == *id)
            };
            let picked: Option<Picked<'_>> = if picked.is_empty() { None } else { Some(&is_picked) };
            register::split_entry(folder, (&from, &off), picked, order, go_on)
        })
    }

    fn change_links(
        &mut self,
        what: String,
        work: impl FnOnce(
            &ProjectFolder,
            &BulkOrder,
            &(dyn Fn(usize, usize) -> bool + Sync),
        ) -> Result<(Register, BulkReport), WorkspaceError>
        + Send
        + 'static,
    ) -> Result<(), SessionError> {
        let folder = self.project().cloned().ok_or(SessionError::NoProject)?;
        let unwritten = self.register.unwritten.clone().ok_or(SessionError::NoProject)?;
        let order = BulkOrder { what, ..self.bulk_order() };
        let run = move |progress: &Progress| {
            // An entry that was just made may be what is merged.
            write_first(&folder.root, &unwritten)?;
            let folder = ProjectFolder::open(&folder.root)?;
            work(&folder, &order, &|done, all| {
                progress.at(done, all);
                !progress.is_cancelled()
            })
        };
        self.with_project_let_go(REGISTERING, run, move |session, done| match done {
            Ok((register, report)) => {
                match session.register.is_dirty() {
                    false => session.register.take_over(Arc::new(register)),
                    // What was changed meanwhile goes on top of it.
                    true => session.save_register(),
                }
                let paths: Vec<_> = report.changed.iter().map(|(path, _)| path.clone()).collect();
                session.count_again(&paths);
                session.notify(ProjectEvent::LinksChanged { documents: paths.len() });
            }
            Err(WorkspaceError::Cancelled) => {
                let name = session.project().map(|folder| folder.project.name.clone()).unwrap_or_default();
                session.notify(ProjectEvent::Stopped { name });
            }
            Err(error) => session.fail(error),
        })
    }
}
