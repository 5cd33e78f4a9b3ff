//! Earlier versions of the document that is shown, and journals that were kept aside: listed, opened to be read, restored. A
//! document that is open takes an earlier state as a step that undo takes back; a file that cannot be opened is replaced
//! by it, and stays beside it under another name; work that never had a file becomes a document again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::background::Progress;
use super::document::{OpenDocument, Replace};
use super::entry::{Content, Entry};
use super::entry_id::EntryId;
use super::error::{ReadOnly, SessionError};
use super::event::SessionEvent;
use super::failure::SessionFailure;
use super::state::Session;
use super::tasks::{Priority, TaskInfo};
use super::versions::{
    About, OpenMode, RestoreMode, RestoreRequest, RestoredVersion, Source, VersionEntry, VersionList,
};
use crate::edit::transaction_between;
use crate::model::{AnnotatedDocument, Timestamp};
use crate::store::{self, ContentHash, LoadError};
use crate::workspace::{WorkspaceError, open::is_document_name, versions};

impl Session {
    /// Lists the earlier states of the current document off the frame, open or not, and those of documents that had no
    /// file; see [`Session::earlier`].
    ///
    /// # Errors
    /// Where there is neither a file nor a folder for unsaved work.
    pub fn list_earlier(&mut self) -> Result<(), SessionError> {
        let entry = self.current_entry();
        let path = entry.and_then(|entry| match entry.content() {
            Content::Open(document) => document.path.clone(),
            Content::Failed(_) => entry.path().cloned().filter(|path| is_document_name(path)),
            Content::Closed(_) | Content::Loading(_) => None,
        });
        // The journal of a document that is open is its own affair.
        let live = entry.is_some_and(|entry| way_back(entry) == Some(RestoreMode::Over));
        let (entry, unsaved) = (entry.map(|entry| entry.id), self.journals.unsaved.clone());
        if path.is_none() && unsaved.is_none() {
            return Err(SessionError::NoDocument);
        }
        if let Some(before) = self.earlier.take().and_then(|earlier| earlier.looking) {
            self.cancel_task(before);
        }
        self.earlier = Some(VersionList { entry, path: path.clone(), lines: None, looking: None });
        let beside = path.clone();
        // `live`: the journal beside the file belongs to nobody, since the file cannot be opened.
        let work = move |_: Progress| {
            let found = versions::list(beside.as_deref(), live, unsaved.as_deref());
            found.into_iter().map(|(source, when)| VersionEntry { source, when, about: None }).collect()
        };
        let then = move |session: &mut Session, lines| session.listed_earlier(entry, path.as_deref(), lines);
        self.spawn(TaskInfo::new("task-versions", Priority::Soon), work, then);
        Ok(())
    }

    /// What was listed last.
    pub fn earlier(&self) -> Option<&VersionList> {
        self.earlier.as_ref()
    }

    /// How an earlier state of the document that was listed last would come back; `None` where it cannot.
    pub fn way_back(&self) -> Option<RestoreMode> {
        way_back(self.entry(self.earlier.as_ref()?.entry?)?)
    }

    /// Brings an earlier state; what came of it is told by a notice.
    pub fn bring_earlier(&mut self, line: &VersionEntry, purpose: OpenMode) {
        let Some(VersionList { entry, path, .. }) = self.earlier.clone() else { return };
        let way = match (purpose, &line.source) {
            (OpenMode::Read, _) => Some(RestoreMode::Read),
            (OpenMode::Restore, Source::Unsaved(_)) => Some(RestoreMode::Anew),
            (OpenMode::Restore, _) => self.way_back(),
        };
        let Some(way) = way else { return };
        let revision = entry.and_then(|id| self.entry(id)?.document()).map_or(0, OpenDocument::revision);
        let (source, when) = (line.source.clone(), line.when);
        self.submit_bringing(RestoreRequest { entry, path, source, when, way, revision });
    }

    /// Brings a document as it was after a step: to be read, or into the open document as a step.
    pub fn bring_step(&mut self, entry: EntryId, path: PathBuf, number: u64, when: Timestamp, way: RestoreMode) {
        let revision = self.entry(entry).and_then(Entry::document).map_or(0, OpenDocument::revision);
        let (entry, path, source) = (Some(entry), Some(path), Source::Step(number));
        self.submit_bringing(RestoreRequest { entry, path, source, when, way, revision });
    }

    fn submit_bringing(&mut self, order: RestoreRequest) {
        let document = order.entry.and_then(|id| self.entry(id)?.document()).filter(|_| order.way == RestoreMode::Step);
        let ours = document.map(|document| Box::new(document.content().clone()));
        let bringing = order.clone();
        let work = move |_: Progress| bring(&bringing, ours.as_deref());
        let info = TaskInfo::new("task-versions", Priority::InOrder);
        self.spawn(info, work, move |session, brought| session.brought_earlier(order, brought));
    }

    pub(super) fn listed_earlier(&mut self, entry: Option<EntryId>, path: Option<&Path>, lines: Vec<VersionEntry>) {
        let Some(earlier) = self.earlier.as_mut().filter(|earlier| earlier.entry == entry) else { return };
        let sources: Vec<Source> = lines.iter().map(|line| line.source.clone()).collect();
        earlier.lines = Some(lines);
        let path = path.map(Path::to_path_buf);
        let work = move |progress: Progress| {
            let all = sources.len();
            for (n, source) in sources.into_iter().enumerate() {
                // Another list was asked for meanwhile.
                if progress.is_cancelled() {
                    return;
                }
                progress.at(n, all);
                let about = versions::summary(path.as_deref(), &source).map_err(SessionFailure::from);
                progress.show(move |session| session.looked_at_earlier(entry, &source, about));
            }
        };
        let looking = self.spawn(TaskInfo::new("task-versions", Priority::Soon), work, |_, ()| ());
        if let Some(earlier) = &mut self.earlier {
            earlier.looking = looking;
        }
    }

    pub(super) fn looked_at_earlier(
        &mut self,
        entry: Option<EntryId>,
        source: &Source,
        about: Result<About, SessionFailure>,
    ) {
        let earlier = self.earlier.as_mut().filter(|earlier| earlier.entry == entry);
        let lines = earlier.and_then(|earlier| earlier.lines.as_mut());
        if let Some(line) = lines.and_then(|lines| lines.iter_mut().find(|line| line.source == *source)) {
            line.about = Some(about.map_err(Arc::new));
        }
    }

    pub(super) fn brought_earlier(&mut self, order: RestoreRequest, brought: Result<RestoredVersion, SessionFailure>) {
        let saved = store::local_time(order.when);
        let RestoredVersion { content, step, file } = match brought {
            Ok(brought) => brought,
            Err(failure) => return self.fail(failure),
        };
        let title = content.document.title().to_owned();
        let way = match (order.way, order.entry, order.path.clone()) {
            (RestoreMode::Read, ..) => return self.add_only_to_read(content, ReadOnly::Earlier { saved }),
            (RestoreMode::Over, Some(id), Some(path))
                if self.entry(id).and_then(way_back) == Some(RestoreMode::Over) =>
            {
                self.put_over(id, path, content, file);
                RestoreMode::Over
            }
            (RestoreMode::Over, ..) => return,
            (RestoreMode::Step, Some(id), _) => {
                let Some(document) = self.entry(id).and_then(Entry::document) else { return };
                if document.revision() != order.revision {
                    // What was done meanwhile is to be taken back with it.
                    let revision = document.revision();
                    return self.submit_bringing(RestoreRequest { revision, ..order });
                }
                match step {
                    Some(step) => match self.take_step(id, step) {
                        Ok(()) => RestoreMode::Step,
                        Err(error) => return self.fail(error),
                    },
                    None => self.add_work(content),
                }
            }
            (RestoreMode::Step, None, _) => return,
            (RestoreMode::Anew, ..) => self.add_work(content),
        };
        let unsaved = matches!(order.source, Source::Unsaved(_));
        self.notify(SessionEvent::Restored { title, saved, way, unsaved });
    }

    /// A document of its own that no file holds.
    fn add_work(&mut self, content: AnnotatedDocument) -> RestoreMode {
        let id = self.entries.add(OpenDocument::unsaved(content));
        self.entries.current = Some(id);
        self.start_journal(id);
        RestoreMode::Anew
    }

    /// Puts an earlier state where a file cannot be opened, and saves it there. What stands there now is set aside first.
    fn put_over(&mut self, id: EntryId, path: PathBuf, content: AnnotatedDocument, file: Option<ContentHash>) {
        let document = OpenDocument::instead_of(content, path.clone(), file);
        let Some(entry) = self.entry_mut(id) else { return };
        entry.content = Content::Open(Box::new(document));
        self.repairs.forget(id);
        self.entries.current = Some(id);
        self.start_journal(id);
        self.save_entry(id, path, Replace::OnlyUnchanged);
    }

    /// The document itself counts as a step: it is not safe before the disk has it.
    pub(super) fn start_journal(&mut self, id: EntryId) {
        if let Some(document) = self.entry_mut(id).and_then(Entry::document_mut) {
            document.journal.sent = 1;
        }
        self.restart_journal(id);
    }
}

/// How an earlier state of an entry comes back; `None` where nothing may be written.
fn way_back(entry: &Entry) -> Option<RestoreMode> {
    match entry.content() {
        Content::Open(document) => match document.read_only() {
            None => Some(RestoreMode::Step),
            Some(ReadOnly::Unsound) => Some(RestoreMode::Over),
            Some(
                ReadOnly::Held { .. } | ReadOnly::NewerFormat { .. } | ReadOnly::Earlier { .. } | ReadOnly::BeingRead,
            ) => None,
        },
        Content::Failed(why) if entry.path().is_some_and(|path| is_document_name(path)) => match &**why {
            SessionFailure::Workspace(WorkspaceError::Hopeless { error, .. } | WorkspaceError::Load(error)) => {
                match error {
                    // Nothing is wrong with such a file: this program is not the one to open it.
                    LoadError::NewerVersion { .. } => None,
                    LoadError::Io { source, .. } if source.kind() != std::io::ErrorKind::NotFound => None,
                    _ => Some(RestoreMode::Over),
                }
            }
            SessionFailure::Workspace(WorkspaceError::Damaged { .. }) => Some(RestoreMode::Over),
            _ => None,
        },
        Content::Failed(_) | Content::Closed(_) | Content::Loading(_) => None,
    }
}

fn bring(order: &RestoreRequest, ours: Option<&AnnotatedDocument>) -> Result<RestoredVersion, SessionFailure> {
    let (content, _) = versions::content_of(order.path.as_deref(), &order.source)?;
    let step = ours.and_then(|ours| transaction_between(ours, &content));
    let file = match (&order.path, order.way) {
        (Some(path), RestoreMode::Over) => versions::stamp_at(path)?,
        _ => None,
    };
    Ok(RestoredVersion { content, step, file })
}
