//! One open document: what is in it, what was done to it, what is selected in it.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::error::{ReadOnly, SessionError};
use super::journal_state::JournalState;
use super::known_chains::KnownChains;
use super::selection::{Selection, TextSelection};
use super::steps::{Past, StepLog};
use super::value_memory::ValueMemory;
use crate::arabic::clitics::{self, Lexicon};
use crate::arabic::words;
use crate::edit::{Command, Context, Done, GroupId, History, Operation, StateId, Transaction};
use crate::model::{AnnotatedDocument, Annotation, AnnotationId, ChainPlace, LabelName, Provenance, Schema, TextSpan};
use crate::store::history::Origin;
use crate::store::{ContentHash, Lock};
use crate::workspace::editor::plan_change;

/// An edge of an annotation, in logical order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    Start,
    End,
}

/// How far one press moves an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Grapheme,
    Clitic,
    Word,
}

/// Which way an edge moves, in logical order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    Start,
    End,
}

/// Whether a file that changed on disk may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    OnlyUnchanged,
    Anyway,
}

/// What became of the file of an open document since this program last read or wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExternalChange {
    /// What it holds now; `None`: it is gone.
    pub file: Option<ContentHash>,
    /// Nobody was asked about it yet.
    pub unasked: bool,
}

/// Where the last step of a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Durability {
    /// In the document's file, or there was none.
    Saved,
    /// In the journal: a crash would not lose it.
    Kept,
    /// On its way to the disk.
    BeingWritten,
    /// In memory alone; the reason, where the journal failed.
    InMemory(Option<String>),
}

/// A document in the workspace with its history and selection.
#[derive(Debug)]
pub struct OpenDocument {
    content: AnnotatedDocument,
    history: History,
    pub selection: Selection,
    /// The `.ron` file it is saved in; `None` until it is saved for the first time.
    pub(super) path: Option<PathBuf>,
    /// Why it cannot be changed, where it cannot.
    pub(super) read_only: Option<ReadOnly>,
    pub(super) journal: JournalState,
    /// The file is this program's to change.
    pub(super) lock: Option<Lock>,
    /// What the file held when it was last read or written.
    pub(super) stamp: Option<ContentHash>,
    /// The document that goes with the stamp: what a merge with a changed file starts from.
    pub(super) base: Option<AnnotatedDocument>,
    pub(super) away: Option<ExternalChange>,
    /// What stands in its place is damaged: it is set aside before a save replaces it.
    pub(super) file_damaged: bool,
    /// The state whose save is under way.
    pub(super) saving: Option<StateId>,
    /// A save that was asked for meanwhile: it waits, since until the first one ends nobody knows what the file holds.
    pub(super) save_next: Option<(PathBuf, Replace)>,
    /// The steps that the log of the document does not have yet, and those that it had when it was opened.
    pub(super) steps: StepLog,
    /// The schema that the document has in its file and its history, where it is shown with the one of its project: the next step
    /// takes that over.
    own_schema: Option<Arc<Schema>>,
    /// How often the schema that is shown changed without a step.
    schemas_shown: u64,
    chains: Mutex<KnownChains>,
}

impl OpenDocument {
    /// A document as `path` holds it.
    pub fn loaded(content: AnnotatedDocument, path: PathBuf, stamp: ContentHash) -> Self {
        OpenDocument {
            base: Some(content.clone()),
            content,
            history: History::saved(),
            selection: Selection::default(),
            path: Some(path.clone()),
            read_only: None,
            journal: JournalState::default(),
            lock: None,
            stamp: Some(stamp),
            away: None,
            file_damaged: false,
            saving: None,
            save_next: None,
            steps: StepLog::of(path, stamp),
            own_schema: None,
            schemas_shown: 0,
            chains: Mutex::default(),
        }
    }

    /// A document that no `.ron` file holds yet: imported text or a sample.
    pub fn imported(content: AnnotatedDocument) -> Self {
        // Nothing is lost by closing an import that was only read, so it counts as saved until it is changed.
        OpenDocument {
            content,
            history: History::saved(),
            selection: Selection::default(),
            path: None,
            read_only: None,
            journal: JournalState::default(),
            lock: None,
            stamp: None,
            base: None,
            away: None,
            file_damaged: false,
            saving: None,
            save_next: None,
            steps: StepLog::default(),
            own_schema: None,
            schemas_shown: 0,
            chains: Mutex::default(),
        }
    }

    /// A document that is work already and that no file holds.
    pub(super) fn unsaved(content: AnnotatedDocument) -> Self {
        OpenDocument { history: History::unsaved(), ..OpenDocument::imported(content) }
    }

    /// An earlier state in the place of a file that cannot be opened and holds `file`, or that is gone.
    pub(super) fn instead_of(content: AnnotatedDocument, path: PathBuf, file: Option<ContentHash>) -> Self {
        let unsaved = OpenDocument::unsaved(content);
        OpenDocument { path: Some(path), stamp: file, file_damaged: file.is_some(), ..unsaved }
    }

    /// The same document with what a journal says was done to it; `last` is the number of its last step.
    pub(super) fn recovered(self, history: History, last: u64) -> Self {
        // What the journal brought back goes into the log with the next save.
        let mut steps = self.steps;
        steps.recovered(self.base.as_ref(), &self.content, &history);
        OpenDocument { history, journal: JournalState::resumed(last), steps, ..self }
    }

    /// The same document, whose file holds `base`.
    pub(super) fn based_on(self, base: AnnotatedDocument) -> Self {
        OpenDocument { base: Some(base), ..self }
    }

    pub(super) fn locked(self, lock: Option<Lock>, read_only: Option<ReadOnly>) -> Self {
        OpenDocument { lock, read_only, ..self }
    }

    /// The same document, to be shown only.
    pub fn only_to_read(self, reason: ReadOnly) -> Self {
        OpenDocument { read_only: Some(reason), ..self }
    }

    pub fn read_only(&self) -> Option<&ReadOnly> {
        self.read_only.as_ref()
    }

    fn refuse_read_only(&self) -> Result<(), SessionError> {
        self.read_only.clone().map_or(Ok(()), |reason| Err(SessionError::ReadOnly(reason)))
    }

    /// A document that is only to be read is not written where it was read; one that is shown in part, nowhere.
    pub(super) fn refuse_saving_at(&self, path: &Path) -> Result<(), SessionError> {
        if matches!(self.read_only, Some(ReadOnly::Unsound | ReadOnly::BeingRead)) {
            return self.refuse_read_only();
        }
        if self.path.as_deref() == Some(path) { self.refuse_read_only() } else { Ok(()) }
    }

    pub fn content(&self) -> &AnnotatedDocument {
        &self.content
    }

    pub fn path(&self) -> Option<&PathBuf> {
        self.path.as_ref()
    }

    /// Grows with every change of the content.
    pub fn revision(&self) -> u64 {
        self.history.revision() + self.schemas_shown
    }

    pub fn is_dirty(&self) -> bool {
        self.history.is_dirty()
    }

    pub fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    /// Whether undo takes something back; what was done before the opening may be read only when it is asked for.
    pub fn can_undo(&self) -> bool {
        self.history.can_undo() || (self.steps.past == Past::Unread && self.read_only.is_none())
    }

    /// The step that undo would take back, where it is known.
    pub fn last_step(&self) -> Option<&Done> {
        self.history.last()
    }

    /// The step that redo would do again.
    pub fn next_step(&self) -> Option<&Done> {
        self.history.next()
    }

    /// The newest step that is part of a change of many documents and not taken back.
    pub(super) fn done_in(&self, group: &GroupId) -> Option<&Done> {
        self.history.done_in(group)
    }

    /// Puts what was done before the opening where undo finds it.
    pub(super) fn remember(&mut self, older: Vec<Done>) {
        self.history.remember(older);
    }

    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    pub(super) fn state(&self) -> StateId {
        self.history.state()
    }

    pub(super) fn mark_saved(&mut self, state: StateId) {
        self.history.mark_saved(state);
    }

    pub(super) fn mark_unsaved(&mut self) {
        self.history.mark_unsaved();
    }

    /// How safe the last step is.
    pub fn safety(&self) -> Durability {
        let journal = &self.journal;
        if !self.is_dirty() {
            Durability::Saved
        } else if !journal.begun {
            Durability::InMemory(self.why_not_kept().map(ToString::to_string))
        } else if journal.is_safe() {
            Durability::Kept
        } else {
            Durability::BeingWritten
        }
    }

    /// Why its steps are in memory alone, where its journal failed.
    pub fn why_not_kept(&self) -> Option<&std::io::Error> {
        self.journal.failure.as_deref().filter(|_| !self.journal.begun)
    }

    /// Makes the journal ready for a step that is about to be done: one that begins with it may need the document as it is. Gives
    /// the revision that the step changes.
    fn before_step(&mut self) -> u64 {
        let file_has_it = self.path().is_some() && !self.is_dirty() && !self.journal.elsewhere;
        if !self.journal.begun && !file_has_it && self.journal.outbox.steps.is_empty() {
            self.journal.outbox.before = Some(Box::new(self.content().clone()));
        }
        self.revision()
    }

    /// What was done goes to the journal, and with the next save into the log.
    fn after_step(&mut self, done: Transaction, revision: u64, origin: Origin, group: Option<GroupId>) {
        let now = self.revision();
        self.chains.get_mut().unwrap_or_else(PoisonError::into_inner).after(&done, revision, now);
        if !done.is_empty() {
            self.steps.push(Arc::new(done.clone()), origin, group);
            self.journal.outbox.steps.push(done);
        }
    }

    /// What another program did to the file, if it did something.
    pub fn away(&self) -> Option<ExternalChange> {
        self.away
    }

    /// Whether what is here and what the file holds can be brought together: it is known what both came from.
    pub fn can_merge(&self) -> bool {
        self.base.is_some() && self.read_only().is_none()
    }

    /// Shows the document with another schema, under which it is sound as it is. That is no step and no work: the next step takes it over.
    pub(super) fn show_schema(&mut self, schema: Arc<Schema>) {
        let own = self.own_schema.take().unwrap_or_else(|| self.content.schema.clone());
        self.own_schema = (own != schema).then_some(own);
        self.content.schema = schema;
        self.schemas_shown += 1;
    }

    /// Shows the document with the schema that it has in its file and its history, before one of its steps is taken back.
    pub(super) fn show_own_schema(&mut self) {
        if let Some(own) = self.own_schema.take() {
            self.content.schema = own;
            self.schemas_shown += 1;
        }
    }

    /// Takes the schema that is shown over by a step of its own, before the document is written.
    pub(super) fn take_schema_over(&mut self) -> Result<(), SessionError> {
        if self.own_schema.is_none() {
            return Ok(());
        }
        self.refuse_read_only()?;
        let step = self.with_schema_shown(Transaction { operations: Vec::new() });
        self.commit(step)
    }

    /// The document as its history knows it: what a journal begins with.
    pub(super) fn own_content(&self) -> AnnotatedDocument {
        let schema = self.own_schema.as_ref().unwrap_or(&self.content.schema).clone();
        AnnotatedDocument { schema, ..self.content.clone() }
    }

    /// A step that was planned for the document as it is shown, for the document as its history knows it.
    fn with_schema_shown(&mut self, step: Transaction) -> Transaction {
        let Some(before) = self.own_schema.take() else { return step };
        let after = std::mem::replace(&mut self.content.schema, before.clone());
        let takes_over = Operation::Schema { before, after };
        Transaction { operations: std::iter::once(takes_over).chain(step.operations).collect() }
    }

    /// Applies a step that was planned elsewhere.
    pub(super) fn commit(&mut self, step: Transaction) -> Result<(), SessionError> {
        self.commit_of(step, None)
    }

    /// The same, as a part of a change of many documents.
    pub(super) fn commit_of(&mut self, step: Transaction, group: Option<GroupId>) -> Result<(), SessionError> {
        self.refuse_read_only()?;
        let step = if step.is_empty() { step } else { self.with_schema_shown(step) };
        let revision = self.before_step();
        self.history.commit_of(&mut self.content, Arc::new(step.clone()), group.clone())?;
        self.drop_gone(&step);
        self.after_step(step, revision, Origin::Done, group);
        Ok(())
    }

    /// Another content altogether, which has no history here.
    pub(super) fn replace(&mut self, content: AnnotatedDocument) {
        (self.content, self.history) = (content, self.history.begun_anew());
        self.selection = Selection::default();
        self.steps = StepLog::default();
        self.own_schema = None;
    }

    /// Does what `command` means, as one step that undo takes back. What is made by hand has the values that are remembered.
    pub(super) fn dispatch(
        &mut self,
        command: Command,
        context: &mut Context,
        group: Option<GroupId>,
        values: &ValueMemory,
    ) -> Result<Transaction, SessionError> {
        self.refuse_read_only()?;
        let mut transaction = plan_change(&self.content, command, context)?;
        values.fill(&mut transaction, &self.content.schema);
        self.commit_of(transaction.clone(), group)?;
        Ok(transaction)
    }

    /// Takes the last step back and puts the caret where it was done.
    pub(super) fn undo(&mut self) -> Result<Option<Transaction>, SessionError> {
        self.refuse_read_only()?;
        self.show_own_schema();
        let revision = self.before_step();
        let group = self.history.last().and_then(|done| done.group.clone());
        let done = self.history.undo(&mut self.content)?;
        done.iter().cloned().for_each(|done| self.after_step(done, revision, Origin::Undone, group.clone()));
        self.follow(done.as_ref());
        Ok(done)
    }

    pub(super) fn redo(&mut self) -> Result<Option<Transaction>, SessionError> {
        self.refuse_read_only()?;
        self.show_own_schema();
        let revision = self.before_step();
        let group = self.history.next().and_then(|done| done.group.clone());
        let done = self.history.redo(&mut self.content)?;
        done.iter().cloned().for_each(|done| self.after_step(done, revision, Origin::Redone, group.clone()));
        self.follow(done.as_ref());
        Ok(done)
    }

    fn follow(&mut self, done: Option<&Transaction>) {
        let Some(done) = done else { return };
        if let Some(annotation) = done.touched().last() {
            let (id, at) = (annotation.id.clone(), annotation.spans.extent().end);
            let text = TextSelection::caret(at);
            self.selection = Selection { annotation: Some(id), ..Selection::of_text(text) };
        }
        self.drop_gone(done);
    }

    /// What a step deleted is not selected any more.
    fn drop_gone(&mut self, step: &Transaction) {
        for operation in &step.operations {
            if let Operation::Annotation { id, after: None, .. } = operation
                && !self.content.annotations.contains(id)
            {
                self.selection.annotation.take_if(|active| active == id);
                self.selection.together.remove(id);
            }
        }
    }

    /// The content of a document that is only shown while it is read; nobody keeps what is done to it.
    pub(super) fn content_being_read(&mut self) -> &mut AnnotatedDocument {
        &mut self.content
    }

    pub(super) fn drop_gone_annotation(&mut self) {
        if self.selection.annotation.as_ref().is_some_and(|id| !self.content.annotations.contains(id)) {
            self.selection.annotation = None;
        }
        let content = &self.content;
        self.selection.together.retain(|id| content.annotations.contains(id));
    }

    /// The active annotation.
    pub fn active(&self) -> Option<&Annotation> {
        self.content.annotations.get(self.selection.annotation.as_ref()?).map(|a| &**a)
    }

    /// The chains that the active annotation belongs to, the first in the text first.
    pub fn active_chains(&self) -> Arc<[ChainPlace]> {
        let Some(active) = &self.selection.annotation else { return Arc::default() };
        let mut chains = self.chains.lock().unwrap_or_else(PoisonError::into_inner);
        chains.at(&self.content, self.revision(), active)
    }

    /// Takes an active annotation and puts the caret at its end.
    pub fn activate(&mut self, id: &AnnotationId) {
        if let Some(annotation) = self.content.annotations.get(id) {
            let end = annotation.spans.extent().end;
            let text = TextSelection::caret(end);
            self.selection = Selection { annotation: Some(id.clone()), ..Selection::of_text(text) };
        }
    }

    /// The annotation after (or before) the active one or the caret, going round at the ends of the text.
    pub fn neighbour(&self, forward: bool) -> Option<AnnotationId> {
        let set = &self.content.annotations;
        let at = self.selection.text.head();
        let here = match self.active() {
            Some(active) => Some((active.spans.first(), active.id.clone())),
            None => TextSpan::new_or_empty(self.content.text(), at..at).ok().map(|span| (span, "".into())),
        };
        let (span, id) = here?;
        let found = match forward {
            true => set.next_after(span, &id).or_else(|| set.first()),
            false => set.previous_before(span, &id).or_else(|| set.last()),
        };
        found.map(|a| a.id.clone())
    }

    /// Annotations that cover `at` (bytes), the innermost first.
    pub fn annotations_at(&self, at: usize) -> Vec<AnnotationId> {
        let mut found: Vec<_> = self.content.annotations.overlapping(at..at + 1).collect();
        found.sort_by_key(|(span, _)| span.len());
        let mut seen = std::collections::HashSet::new();
        found.into_iter().map(|(_, annotation)| &annotation.id).filter(|id| seen.insert(*id)).cloned().collect()
    }

    /// The innermost annotation that covers `at` (bytes), the first of several of one length.
    pub fn innermost_at(&self, at: usize) -> Option<AnnotationId> {
        let innermost = self.content.annotations.overlapping(at..at + 1).min_by_key(|(span, _)| span.len());
        innermost.map(|(_, annotation)| annotation.id.clone())
    }

    /// What labelling the selection would mean: a new annotation where text is selected, with a span for each range, another
    /// label for the active annotation where none is.
    pub(super) fn label_command(&self, label: &LabelName) -> Option<Command> {
        if !self.selection.text.is_empty() {
            return Some(annotate(self.selection.text.pieces().collect(), label));
        }
        let ids = self.selection.annotations();
        (!ids.is_empty()).then(|| Command::Relabel { ids, label: label.clone() })
    }

    /// A further annotation with `label` on the spans of each that is selected.
    pub(super) fn add_label_command(&self, label: &LabelName) -> Option<Command> {
        if !self.selection.text.is_empty() {
            return Some(annotate(self.selection.text.pieces().collect(), label));
        }
        let ranges = |a: &Annotation| a.spans.iter().map(|s| s.range()).collect();
        if self.selection.annotation_count() > 1 {
            let selected = self.selection.annotations();
            let places = selected.iter().filter_map(|id| self.content.annotations.get(id)).map(|a| ranges(a)).collect();
            let (label, provenance) = (label.clone(), Provenance::Human);
            return Some(Command::AnnotatePlaces { places, label, provenance, skip_existing: true });
        }
        self.active().map(|a| annotate(ranges(a), label))
    }

    /// Moves an edge of the active annotation by one grapheme, clitic or word. `None` where it cannot move further.
    pub(super) fn edge_command(
        &self,
        edge: Edge,
        towards: Towards,
        step: Step,
        vocabulary: &Lexicon,
    ) -> Option<Command> {
        let annotation = self.active()?;
        let text = self.content.text();
        let mut ranges: Vec<Range<usize>> = annotation.spans.iter().map(|s| s.range()).collect();
        let moved = |at: usize| match (step, towards) {
            (Step::Grapheme, Towards::End) => words::next_edge(text, at),
            (Step::Grapheme, Towards::Start) => words::prev_edge(text, at),
            (Step::Clitic, _) => clitic_edge(text, at, edge, towards, vocabulary),
            (Step::Word, _) => word_edge(text, at, edge, towards),
        };
        match edge {
            Edge::Start => {
                let first = ranges.first_mut()?;
                first.start = moved(first.start);
            }
            Edge::End => {
                let last = ranges.last_mut()?;
                last.end = moved(last.end);
            }
        }
        self.span_command(annotation, ranges)
    }

    /// Puts an edge of annotation `id` at `at` (bytes): what dragging it does. An edge dragged past the other edge
    /// turns the span round.
    pub(super) fn drag_command(&self, id: &AnnotationId, edge: Edge, at: usize) -> Option<Command> {
        let annotation = self.content.annotations.get(id)?;
        let mut ranges: Vec<Range<usize>> = annotation.spans.iter().map(|s| s.range()).collect();
        let range = match edge {
            Edge::Start => ranges.first_mut()?,
            Edge::End => ranges.last_mut()?,
        };
        let fixed = match edge {
            Edge::Start => range.end,
            Edge::End => range.start,
        };
        *range = fixed.min(at)..fixed.max(at);
        self.span_command(annotation, ranges)
    }

    fn span_command(&self, annotation: &Annotation, ranges: Vec<Range<usize>>) -> Option<Command> {
        let sound = ranges.iter().all(|r| r.start < r.end && r.end <= self.content.text().len())
            && ranges.windows(2).all(|pair| pair[0].end <= pair[1].start);
        let changed = !annotation.spans.iter().map(|s| s.range()).eq(ranges.iter().cloned());
        (sound && changed).then(|| Command::SetSpans { id: annotation.id.clone(), ranges })
    }
}

fn annotate(ranges: Vec<Range<usize>>, label: &LabelName) -> Command {
    Command::Annotate { ranges, label: label.clone(), provenance: Provenance::Human }
}

/// The next place where a clitic, or a word without one, begins (of a start) or ends; the edge stays where there is none.
fn clitic_edge(text: &str, at: usize, edge: Edge, towards: Towards, vocabulary: &Lexicon) -> usize {
    // The other edge is out of the way: whether the span would turn round is asked by the command.
    let (edge, span) = match edge {
        Edge::Start => (clitics::Edge::Start, at..text.len()),
        Edge::End => (clitics::Edge::End, 0..at),
    };
    let direction = match towards {
        Towards::Start => clitics::Direction::Back,
        Towards::End => clitics::Direction::Forward,
    };
    let moved = clitics::step_edge(text, span, edge, direction, clitics::Unit::Clitic, vocabulary);
    match (moved, edge) {
        (Some(moved), clitics::Edge::Start) => moved.start,
        (Some(moved), clitics::Edge::End) => moved.end,
        (None, _) => at,
    }
}

/// A start edge goes to the nearest start of a word, an end edge to the nearest end of one, so that no press leaves a
/// space at the edge. Where there is none, the edge stays.
fn word_edge(text: &str, at: usize, edge: Edge, towards: Towards) -> usize {
    let mut from = at;
    loop {
        // The boundaries of Ctrl+arrow are ends forwards and starts backwards; the other edge of that token is asked for
        // where the edge to be moved is of the other kind.
        let boundary = match towards {
            Towards::End => words::next_word_boundary(text, from),
            Towards::Start => words::prev_word_boundary(text, from),
        };
        let token = match towards {
            Towards::End => words::tokens_in(text, from..boundary).filter(|t| t.is_content()).last(),
            Towards::Start => words::tokens_in(text, boundary..from).find(|t| t.is_content()),
        };
        let Some(token) = token else { return at };
        let place = match edge {
            Edge::Start => token.start,
            Edge::End => token.end,
        };
        let moves = match towards {
            Towards::End => place > at,
            Towards::Start => place < at,
        };
        if moves {
            return place;
        }
        if boundary == from {
            return at;
        }
        from = boundary;
    }
}
