//! What one window has open: the parts, each with what it does, and the ways in to the document that is shown.

use std::path::PathBuf;

use super::catalog_state::Catalog;
use super::decisions::DecisionMemory;
use super::document::{Edge, OpenDocument, Step, Towards};
use super::document_list::DocumentList;
use super::effort_meter::Effort;
use super::entry::{Entries, Entry, ListChange};
use super::entry_id::EntryId;
use super::error::{ReadOnly, SessionError};
use super::event::SessionEvent;
use super::groups::Groups;
use super::import_defaults::ImportDefaults;
use super::journals::Journals;
use super::project_state::OpenProject;
use super::register_state::{LeftRegister, OpenRegister};
use super::repairs::Repairs;
use super::search::Search;
use super::selection::TextSelection;
use super::statistics_state::StatisticsState;
use super::tasks::{RepaintSignal, Tasks};
use super::value_memory::ValueMemory;
use super::versions::VersionList;
use super::watcher::Watcher;
use crate::edit::{Command, Context, GroupId, Transaction};
use crate::model::{AnnotatedDocument, AnnotationId, Annotator, IdGenerator, LabelName};

/// The workspace of one analyst.
#[derive(Debug)]
pub struct Session {
    /// First, so that tasks are done and journals written before the documents and their locks go.
    pub(super) tasks: Tasks<Session>,
    pub(super) journals: Journals,
    pub(super) watcher: Watcher,
    pub(super) entries: Entries,
    pub annotator: Annotator,
    /// The label that each new selection gets at once, where the sticky mode is on.
    pub sticky: Option<LabelName>,
    pub imports: ImportDefaults,
    ids: IdGenerator,
    /// How many earlier versions of a document stay beside it.
    pub versions_kept: usize,
    pub(super) earlier: Option<VersionList>,
    pub(super) notices: Vec<SessionEvent>,
    pub(super) catalog: Catalog,
    /// The files and folders a person opened or saved, in that order; those below another one are not named again.
    pub(super) roots: Vec<PathBuf>,
    pub(super) project: OpenProject,
    pub(super) register: OpenRegister,
    pub(super) left_registers: Vec<LeftRegister>,
    pub(super) search: Search,
    pub(super) memory: DecisionMemory,
    pub(super) values: ValueMemory,
    pub(super) repairs: Repairs,
    pub(super) list: DocumentList,
    pub(super) effort: Effort,
    pub(super) statistics: StatisticsState,
    pub(super) groups: Groups,
}

impl Session {
    pub fn new(annotator: Annotator, repaint: RepaintSignal) -> Self {
        Session {
            tasks: Tasks::new(&repaint),
            journals: Journals::new(repaint.clone()),
            watcher: Watcher::new(repaint.clone()),
            entries: Entries::default(),
            annotator,
            sticky: None,
            imports: ImportDefaults::default(),
            ids: IdGenerator::new(crate::workspace::editor::seed()),
            versions_kept: crate::store::Settings::default().versions_kept as usize,
            earlier: None,
            notices: Vec::new(),
            catalog: Catalog::new(repaint.clone()),
            roots: Vec::new(),
            project: OpenProject::default(),
            register: OpenRegister::default(),
            left_registers: Vec::new(),
            search: Search::new(repaint),
            memory: DecisionMemory::default(),
            values: ValueMemory::default(),
            repairs: Repairs::default(),
            list: DocumentList::default(),
            effort: Effort::default(),
            statistics: StatisticsState::default(),
            groups: Groups::default(),
        }
    }

    /// From now on the ids of new annotations follow from `seed`: the same work makes the same document, as a comparison of two
    /// sessions needs. Two analysts must not have the same.
    pub fn make_ids_from(&mut self, seed: u64) {
        self.ids = IdGenerator::new(seed);
    }

    /// Puts documents into the list that no file holds yet, and shows the first of them.
    pub fn add(&mut self, contents: Vec<AnnotatedDocument>) {
        let mut first = None;
        for content in contents {
            let id = self.entries.add(OpenDocument::imported(content));
            first.get_or_insert(id);
        }
        self.entries.current = first.or(self.entries.current);
    }

    /// Shows a document that cannot be changed, such as an earlier version of one.
    pub fn add_only_to_read(&mut self, content: AnnotatedDocument, reason: ReadOnly) {
        let id = self.entries.add(OpenDocument::imported(content).only_to_read(reason));
        self.entries.current = Some(id);
    }

    pub fn entries(&self) -> &[Entry] {
        self.entries.as_slice()
    }

    /// Where an entry stands in [`Session::entries`].
    pub fn place_of(&self, id: EntryId) -> Option<usize> {
        self.entries.place(id)
    }

    /// The entries that hold a document, and some that may, in the order of the list: found without a walk over it.
    pub fn open_entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.live()
    }

    /// Stays the same while nothing of any entry changes: what was made of them is current until then.
    pub fn entries_touched(&self) -> u64 {
        self.entries.touched()
    }

    /// Stays the same while no entry comes or goes.
    pub fn entries_order(&self) -> u64 {
        self.entries.order()
    }

    /// What happened to the entries since [`Session::entries_touched`] was `seen`, but for those that came at the end of the
    /// list and are only lines. `None` where too much happened to be remembered.
    pub fn entry_changes(&self, seen: u64) -> Option<impl Iterator<Item = ListChange> + '_> {
        self.entries.changes_since(seen)
    }

    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.entries.get(id)
    }

    pub(super) fn entry_mut(&mut self, id: EntryId) -> Option<&mut Entry> {
        self.entries.get_mut(id)
    }

    pub fn current_id(&self) -> Option<EntryId> {
        self.entries.current
    }

    /// The entry shown in the canvas, open or not.
    pub fn current_entry(&self) -> Option<&Entry> {
        self.entry(self.entries.current?)
    }

    /// The open document shown in the canvas.
    pub fn current(&self) -> Option<&OpenDocument> {
        self.current_entry()?.document()
    }

    pub fn current_mut(&mut self) -> Option<&mut OpenDocument> {
        let id = self.entries.current?;
        self.entry_mut(id)?.document_mut()
    }

    /// Whether any document, or the entity register, holds work that no file does.
    pub fn is_dirty(&self) -> bool {
        self.has_unsaved_documents() || self.is_register_dirty()
    }

    /// Whether any document holds work that no file does.
    pub fn has_unsaved_documents(&self) -> bool {
        self.entries.live().any(Entry::is_dirty)
    }

    /// Does what `command` means to the current document, as one step.
    pub fn dispatch(&mut self, command: Command) -> Result<Transaction, SessionError> {
        self.dispatch_to(self.entries.current.ok_or(SessionError::NoDocument)?, command)
    }

    /// Does what `command` means to a document that is open, as one step.
    pub(crate) fn dispatch_to(&mut self, id: EntryId, command: Command) -> Result<Transaction, SessionError> {
        self.dispatch_in(id, command, None)
    }

    /// The same, as a part of a change of many documents.
    pub(super) fn dispatch_in(
        &mut self,
        id: EntryId,
        command: Command,
        group: Option<GroupId>,
    ) -> Result<Transaction, SessionError> {
        let now = crate::store::now();
        let Session { entries, annotator, ids, values, .. } = self;
        let document = entries.get_mut(id).and_then(Entry::document_mut);
        let mut context = Context { annotator, now, ids };
        let document = document.ok_or(SessionError::NoDocument)?;
        let done = document.dispatch(command, &mut context, group, values)?;
        values.learn(&done, &document.content().schema);
        self.entry_mut(id).into_iter().for_each(|entry| entry.was_changed(now));
        self.send_outbox(id);
        self.effort_of(id, &done);
        Ok(done)
    }

    /// Labels what is selected: selected text gets a new annotation, which is then active; without selected text
    /// the active annotation is relabelled.
    pub fn label(&mut self, label: &LabelName) -> Result<Transaction, SessionError> {
        self.label_by(label, OpenDocument::label_command)
    }

    /// Puts a further label on what is selected, or on the place of the active annotation.
    pub fn add_label(&mut self, label: &LabelName) -> Result<Transaction, SessionError> {
        self.label_by(label, OpenDocument::add_label_command)
    }

    fn label_by(
        &mut self,
        label: &LabelName,
        command: impl FnOnce(&OpenDocument, &LabelName) -> Option<Command>,
    ) -> Result<Transaction, SessionError> {
        let document = self.current().ok_or(SessionError::NoDocument)?;
        let command = command(document, label).ok_or(SessionError::NothingSelected)?;
        let several = document.selection.text.is_empty() && document.selection.annotation_count() > 1;
        let transaction = self.dispatch(command)?;
        // Those that are selected together stay so.
        if several {
            return Ok(transaction);
        }
        self.take_in_hand(&transaction, label);
        Ok(transaction)
    }

    /// Makes what was labelled last the active annotation, and remembers the decision.
    pub(super) fn take_in_hand(&mut self, transaction: &Transaction, label: &LabelName) {
        let made = transaction.touched().last().map(|a| a.id.clone());
        if let (Some(id), Some(document)) = (made, self.current_mut()) {
            document.activate(&id);
            if let Some(quote) = document.active().map(|a| document.content().quote(a)) {
                self.memory.accept(&quote, label);
            }
        }
    }

    /// Deletes the active annotation and those selected together with it. The caret stands where it began, so that the next step
    /// leaves none out, not even one that was inside it.
    pub fn delete_active(&mut self) -> Result<Transaction, SessionError> {
        let document = self.current().ok_or(SessionError::NoDocument)?;
        let annotation = document.active().ok_or(SessionError::NothingSelected)?;
        let start = annotation.spans.extent().start;
        let ids = document.selection.annotations();
        let content = document.content();
        let gone = ids.iter().filter_map(|id| content.annotations.get(id));
        let gone: Vec<_> = gone.map(|a| (content.quote(a), a.label.clone())).collect();
        let transaction = self.dispatch(Command::Delete { ids })?;
        if let Some(document) = self.current_mut() {
            document.selection.text = TextSelection::caret(start);
        }
        gone.iter().for_each(|(quote, label)| self.memory.reject(quote, label));
        Ok(transaction)
    }

    /// Moves an edge of the active annotation. Nothing happens where it cannot move.
    pub fn move_edge(&mut self, edge: Edge, towards: Towards, step: Step) -> Result<(), SessionError> {
        let document = self.current().ok_or(SessionError::NoDocument)?;
        document.active().ok_or(SessionError::NothingSelected)?;
        match document.edge_command(edge, towards, step, self.search.vocabulary()) {
            Some(command) => self.dispatch(command).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Puts an edge of an annotation at `at` (bytes).
    pub fn drag_edge(&mut self, id: &AnnotationId, edge: Edge, at: usize) -> Result<(), SessionError> {
        let document = self.current().ok_or(SessionError::NoDocument)?;
        match document.drag_command(id, edge, at) {
            Some(command) => self.dispatch(command).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Takes the next (or previous) active annotation.
    pub fn step_annotation(&mut self, forward: bool) -> Option<AnnotationId> {
        let document = self.current_mut()?;
        let id = document.neighbour(forward)?;
        document.activate(&id);
        Some(id)
    }

    /// Tasks that have not ended.
    pub fn jobs_under_way(&self) -> usize {
        self.tasks.count() + self.catalog.arrived()
    }

    /// Whether something is under way that closing must wait for. Counting the documents of a folder need not end.
    pub fn is_busy(&self) -> bool {
        self.tasks.count_awaited() + self.catalog.arrived() > 0
    }

    /// The window closes: what may wait is not wanted any more.
    pub fn drop_later_jobs(&mut self) {
        self.tasks.drop_background();
    }

    /// The file of the current document, or the place a first save suggests.
    pub fn suggested_path(&self) -> Option<PathBuf> {
        let entry = self.current_entry()?;
        let document = entry.document()?;
        if let Some(path) = document.path() {
            return Some(path.clone());
        }
        if let Some(beside) = &entry.beside {
            return Some(crate::workspace::repair::new_name_beside(beside));
        }
        // An id may come from a file of others and need not be a name that a disk allows.
        let name = format!("{}.ron", crate::formats::file_name(&document.content().document.id().0));
        match (&entry.shared, entry.path()) {
            (Some(shared), _) => Some(shared.with_file_name(name)),
            (None, Some(source)) => Some(source.with_extension("ron")),
            // Where nothing says a folder, a name by itself would be one in the folder the program was started in.
            (None, None) => Some(match (self.project(), std::env::home_dir()) {
                (Some(project), _) => project.documents().join(name),
                (None, Some(home)) => home.join(name),
                (None, None) => PathBuf::from(name),
            }),
        }
    }
}
