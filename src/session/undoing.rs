//! Undo and redo: of a step, of one from before the opening, and of a change of many documents, which is taken back in all of them or in none, in
//! those that are open and in those that are only on the disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::background::Progress;
use super::document::OpenDocument;
use super::entry::Entry;
use super::entry_id::EntryId;
use super::error::SessionError;
use super::event::SessionEvent;
use super::failure::SessionFailure;
use super::groups::TakenBack;
use super::state::Session;
use super::steps::Past;
use super::tasks::{Priority, TaskInfo};
use crate::edit::{Done, GroupId, StepSummary, Transaction};
use crate::model::AnnotatedDocument;
use crate::store::ContentHash;
use crate::store::history::find_group;
use crate::workspace::WorkspaceError;
use crate::workspace::bulk::{self, BulkOrder, BulkReport};
use crate::workspace::editor::seed;
use crate::workspace::history;
use crate::workspace::replace::Edited;

/// What was found on the disk of a change that is to be taken back.
struct Found {
    /// What takes it back in documents that are open and whose earlier steps were not read.
    unread: Vec<(EntryId, Vec<Transaction>)>,
    on_disk: Option<(PathBuf, GroupId)>,
    /// Documents that were changed on the disk.
    documents: Vec<PathBuf>,
}

impl Session {
    /// A name for a change of these documents, where they are several, which is listed in the folder they have in common.
    pub(super) fn begin_group(&mut self, entries: impl Iterator<Item = EntryId>, what: &str) -> Option<GroupId> {
        let entries: BTreeSet<EntryId> = entries.collect();
        if entries.len() < 2 {
            return None;
        }
        let group = GroupId::fresh(crate::store::now(), seed());
        let path = |id: &EntryId| {
            let entry = self.entry(*id)?;
            let document = entry.document().and_then(|document| document.path.clone());
            document.or_else(|| entry.path().cloned()).filter(|path| crate::workspace::open::is_document_name(path))
        };
        let paths: Vec<PathBuf> = entries.iter().filter_map(path).collect();
        self.groups.made.insert(group.clone(), entries);
        if paths.len() > 1 {
            let (named, what, by) = (group.clone(), what.to_owned(), self.annotator.clone());
            let work = move |_: Progress| match bulk::common_folder(paths.iter().map(PathBuf::as_path)) {
                Some(root) => bulk::list_change(&root, &named, &what, &by, &paths).map_err(SessionFailure::from),
                None => Ok(()),
            };
            let info = TaskInfo::new("task-upkeep", Priority::InOrder);
            self.spawn(info, work, |session, listed| {
                if let Err(failure) = listed {
                    session.fail(failure);
                }
            });
        }
        Some(group)
    }

    /// Takes the last step of the current document back. A change of many documents is taken back in all of them. True where something
    /// is taken back or looked for; what comes of the looking is told by an event.
    ///
    /// # Errors
    /// Where the document cannot be changed, or another one was changed since in a way that stands against it.
    pub fn undo(&mut self) -> Result<bool, SessionError> {
        let id = self.entries.current.ok_or(SessionError::NoDocument)?;
        let document = self.current().ok_or(SessionError::NoDocument)?;
        match document.last_step() {
            Some(Done { group: Some(group), .. }) if document.read_only().is_none() => {
                let group = group.clone();
                self.undo_group(id, group).map(|()| true)
            }
            None if document.can_undo() => {
                self.read_past(id);
                Ok(true)
            }
            _ => self.undo_one(id),
        }
    }

    fn undo_one(&mut self, id: EntryId) -> Result<bool, SessionError> {
        let document = self.entry_mut(id).and_then(Entry::document_mut).ok_or(SessionError::NoDocument)?;
        let step = document.last_step().cloned();
        let done = document.undo()?;
        let undone = step.clone().filter(|_| done.is_some());
        let text = document.content().text();
        let told = step.and_then(|step| Some((StepSummary::of(&step.transaction, text), step.before_opening?)));
        self.send_outbox(id);
        self.show_schema_of_project(id);
        if let Some(made) = undone.and_then(|step| self.label_made_with(id, &step.transaction)) {
            self.take_label_back(made);
        }
        if told.is_some() {
            let title = self.entry(id).map(|entry| entry.title().to_owned()).unwrap_or_default();
            self.notify(SessionEvent::TakenBack { title, step: told });
        }
        Ok(done.is_some())
    }

    /// Does again what was last taken back.
    ///
    /// # Errors
    /// As [`Session::undo`].
    pub fn redo(&mut self) -> Result<bool, SessionError> {
        let id = self.entries.current.ok_or(SessionError::NoDocument)?;
        let document = self.current().ok_or(SessionError::NoDocument)?;
        if let Some(group) = document.next_step().and_then(|step| step.group.clone())
            && let Some(taken) = self.groups.taken_back.get(&group).cloned()
        {
            return self.redo_group(group, taken).map(|()| true);
        }
        let next = document.next_step().map(|step| step.transaction.clone());
        if let Some(made) = next.and_then(|step| self.label_made_with(id, &step)) {
            self.bring_label_back(&made)?;
        }
        let done = self.current_mut().ok_or(SessionError::NoDocument)?.redo()?;
        self.send_outbox(id);
        self.show_schema_of_project(id);
        Ok(done.is_some())
    }

    /// Reads what was done to a document before it was opened, off the frame, and takes the newest step of it back.
    fn read_past(&mut self, id: EntryId) {
        let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { return };
        let Some((path, stamp)) = document.steps.opened.clone() else { return };
        document.steps.past = Past::Reading;
        // Nothing is left that undo could take back: what is here is what was opened.
        let (content, revision, own) = (document.own_content(), document.revision(), document.steps.own);
        let work = move |_: Progress| history::past(&path, &content, stamp, own);
        let info = TaskInfo::new("task-history", Priority::InOrder).of(id);
        self.spawn(info, work, move |session, older| session.took_past(id, revision, older));
    }

    fn took_past(&mut self, id: EntryId, revision: u64, older: Vec<Done>) {
        let Some(entry) = self.entry_mut(id) else { return };
        let title = entry.title().to_owned();
        let Some(document) = entry.document_mut().filter(|document| document.steps.past == Past::Reading) else {
            return;
        };
        document.steps.past = Past::Known;
        let nothing = older.is_empty();
        document.remember(older);
        if nothing {
            self.notify(SessionEvent::TakenBack { title, step: None });
            return;
        }
        // What was done meanwhile is not to be taken back by a key that was pressed before.
        let document = self.entry(id).and_then(Entry::document);
        if document.is_none_or(|document| document.revision() != revision) {
            return;
        }
        let group = document.and_then(OpenDocument::last_step).and_then(|step| step.group.clone());
        let done = match group {
            Some(group) => self.undo_group(id, group),
            None => self.undo_one(id).map(|_| ()),
        };
        if let Err(error) = done {
            self.fail(error);
        }
    }

    /// Looks off the frame whether another program changed a file since its log was written, which is then a step of its own.
    pub(super) fn notice_outside(&mut self, path: PathBuf, content: AnnotatedDocument, stamp: ContentHash) {
        // Where the folder takes nothing, the log stays as it is.
        let work = move |_: Progress| drop(history::notice(&path, &content, stamp));
        self.spawn(TaskInfo::new("task-history", Priority::InOrder), work, |_, ()| ());
    }

    /// Takes a change of many documents back in all of them.
    fn undo_group(&mut self, id: EntryId, group: GroupId) -> Result<(), SessionError> {
        self.refuse_against(&group)?;
        let all_here =
            self.groups.made.get(&group).is_some_and(|made| {
                made.iter().all(|id| self.entry(*id).is_some_and(|entry| entry.document().is_some()))
            });
        let start = self.entry(id).and_then(Entry::document).and_then(|document| document.path.clone());
        let Some(start) = start.filter(|_| !all_here) else {
            self.took_group(&group, None);
            return Ok(());
        };
        let open: Vec<PathBuf> = self.entries.live().filter_map(|e| e.document()?.path.clone()).collect();
        let unread: Vec<(EntryId, PathBuf, AnnotatedDocument)> = self
            .entries
            .live()
            .filter_map(|entry| Some((entry.id, entry.document()?)))
            .filter(|(_, document)| document.steps.past == Past::Unread && document.done_in(&group).is_none())
            .filter_map(|(id, document)| Some((id, document.path.clone()?, document.own_content())))
            .collect();
        let order = self.bulk_order();
        let named = group.clone();
        let work = move |progress: Progress| find(&start, &named, &order, &open, unread, &progress);
        let info = TaskInfo::new("task-history", Priority::InOrder).stopping();
        self.spawn(info, work, move |session, found| match found {
            // What was done meanwhile may stand against it.
            Ok(found) => session.took_group(&group, found),
            Err(failure) => session.fail(failure),
        });
        Ok(())
    }

    pub(super) fn bulk_order(&self) -> BulkOrder {
        let (by, versions_kept) = (self.annotator.clone(), self.versions_kept);
        BulkOrder { what: String::new(), by, edited: Edited::Refuse, versions_kept }
    }

    /// Documents that are open and have a step of the change that is not taken back.
    fn members(&self, group: &GroupId) -> Vec<EntryId> {
        let is_member = |entry: &&Entry| entry.document().is_some_and(|document| document.done_in(group).is_some());
        self.entries.live().filter(is_member).map(|entry| entry.id).collect()
    }

    /// Names the open documents that a change cannot be taken back in.
    fn refuse_against(&self, group: &GroupId) -> Result<(), SessionError> {
        let stands = |id: &EntryId| {
            let document = self.entry(*id).and_then(Entry::document)?;
            let is_last = document.last_step().is_some_and(|step| step.group.as_ref() == Some(group));
            let fits = || {
                let mut scratch = document.own_content();
                let step = document.done_in(group)?;
                step.transaction.inverse().apply(&mut scratch).ok()?;
                scratch.problems().is_empty().then_some(())
            };
            let free = document.read_only().is_none() && (is_last || fits().is_some());
            (!free).then(|| document.content().document.title().to_owned())
        };
        let titles: Vec<String> = self.members(group).iter().filter_map(stands).collect();
        match titles.is_empty() {
            true => Ok(()),
            false => Err(SessionError::GroupChangedSince { titles }),
        }
    }

    /// Takes a change back in the documents that are open, once it is taken back in all others.
    fn took_group(&mut self, group: &GroupId, found: Option<Found>) {
        let beside = GroupId::fresh(crate::store::now(), seed());
        let Found { unread, on_disk, documents } =
            found.unwrap_or(Found { unread: Vec::new(), on_disk: None, documents: Vec::new() });
        let mut count = documents.len();
        let mut refused = None;
        for id in self.members(group) {
            let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { continue };
            let is_last = document.last_step().is_some_and(|step| step.group.as_ref() == Some(group));
            // What takes it back was worked out for the document as its history knows it.
            document.show_own_schema();
            let done = match document.done_in(group).map(|step| step.transaction.inverse()) {
                _ if is_last => document.undo().map(|_| ()),
                Some(inverse) => document.commit_of(inverse, Some(beside.clone())),
                None => continue,
            };
            self.send_outbox(id);
            match done {
                Ok(()) => count += 1,
                Err(error) => refused = Some(error),
            }
        }
        for (id, inverses) in unread {
            let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) else { continue };
            document.show_own_schema();
            let inverse =
                Transaction { operations: inverses.into_iter().flat_map(|inverse| inverse.operations).collect() };
            match document.commit_of(inverse, Some(beside.clone())) {
                Ok(()) => count += 1,
                Err(error) => refused = Some(error),
            }
            self.send_outbox(id);
        }
        // It may have been a change of the project's schema.
        if let Some((root, _)) = &on_disk {
            self.read_project_again(root.clone());
        }
        self.count_again(&documents);
        self.show_project_schema();
        self.groups.taken_back.insert(group.clone(), TakenBack { beside, on_disk });
        self.notify(SessionEvent::GroupTakenBack { documents: count, again: false });
        if let Some(error) = refused {
            self.fail(error);
        }
    }

    /// Does a change of many documents again in all in which it was taken back.
    fn redo_group(&mut self, group: GroupId, taken: TakenBack) -> Result<(), SessionError> {
        let is_here = |document: &OpenDocument| {
            let next = document.next_step().is_some_and(|step| step.group.as_ref() == Some(&group));
            let last = document.last_step().is_some_and(|step| step.group.as_ref() == Some(&taken.beside));
            (next, last, document.done_in(&taken.beside).is_some())
        };
        let mut titles = Vec::new();
        let mut here = Vec::new();
        for entry in self.entries.live() {
            let Some(document) = entry.document() else { continue };
            match is_here(document) {
                (true, ..) => here.push((entry.id, true)),
                (_, true, _) => here.push((entry.id, false)),
                (false, false, true) => titles.push(document.content().document.title().to_owned()),
                (false, false, false) => {}
            }
        }
        if !titles.is_empty() {
            return Err(SessionError::GroupChangedSince { titles });
        }
        let again = move |session: &mut Session, documents: Vec<PathBuf>| {
            let mut count = documents.len();
            for (id, forward) in here {
                let Some(document) = session.entry_mut(id).and_then(Entry::document_mut) else { continue };
                let done = if forward { document.redo() } else { document.undo() };
                session.send_outbox(id);
                match done {
                    Ok(_) => count += 1,
                    Err(error) => session.fail(error),
                }
            }
            session.groups.taken_back.remove(&group);
            session.count_again(&documents);
            session.show_project_schema();
            session.notify(SessionEvent::GroupTakenBack { documents: count, again: true });
        };
        let Some((root, on_disk)) = taken.on_disk else {
            again(self, Vec::new());
            return Ok(());
        };
        let open: Vec<PathBuf> = self.entries.live().filter_map(|e| e.document()?.path.clone()).collect();
        let order = self.bulk_order();
        let read = root.clone();
        let work = move |progress: Progress| undo_on_disk(&root, &on_disk, &order, &open, &progress);
        self.spawn(
            TaskInfo::new("task-history", Priority::InOrder).stopping(),
            work,
            move |session, done| match done {
                Ok(report) => {
                    session.read_project_again(read);
                    again(session, report.changed.into_iter().map(|(path, _)| path).collect());
                }
                Err(failure) => session.fail(failure),
            },
        );
        Ok(())
    }
}

/// How often a document that somebody holds is tried again, and how long after: the lock of one that was just closed here goes once its
/// journal is gone.
const TRIES: usize = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

fn undo_on_disk(
    root: &Path,
    group: &GroupId,
    order: &BulkOrder,
    open: &[PathBuf],
    progress: &Progress,
) -> Result<BulkReport, SessionFailure> {
    let go_on = |_, _| !progress.is_cancelled();
    for _ in 0..TRIES {
        match bulk::undo(root, group, order, open, false, &go_on) {
            Err(WorkspaceError::Held(_)) => std::thread::sleep(BETWEEN_TRIES),
            done => return Ok(done?),
        }
    }
    Ok(bulk::undo(root, group, order, open, false, &go_on)?)
}

/// Takes a change back in the documents that no window has open, and says what takes it back in those that are.
fn find(
    start: &Path,
    group: &GroupId,
    order: &BulkOrder,
    open: &[PathBuf],
    unread: Vec<(EntryId, PathBuf, AnnotatedDocument)>,
    progress: &Progress,
) -> Result<Option<Found>, SessionFailure> {
    let folder = start.parent().unwrap_or(Path::new("."));
    let Some((root, record)) = find_group(folder, group)? else { return Ok(None) };
    let listed = bulk::documents_of(&root, &record);
    let mut inverses = Vec::new();
    let mut against = Vec::new();
    for (id, path, content) in unread {
        let absolute = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
        if !listed.contains(&absolute) {
            continue;
        }
        let found = bulk::inverses_of(&path, content.text(), group, record.planned);
        let mut scratch = content;
        let fits = |found: &Vec<Transaction>| found.iter().all(|inverse| inverse.apply(&mut scratch).is_ok());
        match found.filter(fits) {
            Some(found) if found.is_empty() => {}
            Some(found) => inverses.push((id, found)),
            None => against.push(path),
        }
    }
    if !against.is_empty() {
        let of = listed.len();
        return Err(WorkspaceError::GroupChangedSince { paths: against, of }.into());
    }
    let open: Vec<PathBuf> =
        open.iter().map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone())).collect();
    let report = undo_on_disk(&root, group, order, &open, progress)?;
    let on_disk = report.group.map(|group| (root, group));
    let documents = report.changed.into_iter().map(|(path, _)| path).collect();
    Ok(Some(Found { unread: inverses, on_disk, documents }))
}
