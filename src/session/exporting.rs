//! Exporting the documents of the session: what a format would lose, and the dataset itself, both beside everything else, with how
//! far they are and a way to stop them.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::background::{Pending, Progress};
use super::entry::{Content, Entry, Summary};
use super::entry_id::EntryId;
use super::error::ReadOnly;
use super::event::ExportEvent;
use super::failure::SessionFailure;
use super::state::Session;
use super::tasks::{Priority, TaskInfo};
use crate::formats::LossReport;
use crate::model::{AnnotatedDocument, Annotator, LabelName};
use crate::workspace::export::{self, Dataset, Destination, ExportBatch, Written};
use crate::workspace::export_run::{self, ExportOutcome, Listed, ListedDocuments};
use crate::workspace::open::is_document_name;
use crate::workspace::{ExportGuard, ExportRequest, WorkspaceError};

/// What an export would come to: what its format loses, and what else there is to say.
pub type ExportPreview = (LossReport, ExportOutcome);

/// What a filter of an export may ask for: the labels and the makers that the open documents have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportNames {
    /// In the order of their schemas.
    pub labels: Vec<LabelName>,
    pub annotators: Vec<Annotator>,
    /// Those in which listed documents lie, from the folder that was opened, and the folders around these.
    pub folders: Vec<PathBuf>,
}

impl ExportNames {
    fn of(contents: &[AnnotatedDocument], known: Vec<Arc<Summary>>, folders: Vec<PathBuf>) -> Self {
        let (mut labels, mut seen) = (Vec::new(), HashSet::new());
        let mut annotators = BTreeSet::new();
        for document in contents {
            labels.extend(
                document.schema.labels.iter().map(|label| &label.name).filter(|name| seen.insert(*name)).cloned(),
            );
            let makers = document.annotations.iter().map(|annotation| &annotation.record.annotator);
            for annotator in makers.chain(std::iter::once(&document.annotator)) {
                if !annotators.contains(annotator) {
                    annotators.insert(annotator.clone());
                }
            }
        }
        // Of a document that is not open its annotator is known, and of its labels those that occur.
        for summary in &known {
            labels.extend(summary.labels.iter().map(|(name, _)| name).filter(|name| seen.insert(*name)).cloned());
            annotators.insert(summary.annotator.clone());
        }
        let folders: BTreeSet<PathBuf> = folders
            .iter()
            .flat_map(|folder| folder.ancestors().filter(|outer| !outer.as_os_str().is_empty()))
            .map(Path::to_path_buf)
            .collect();
        ExportNames { labels, annotators: annotators.into_iter().collect(), folders: folders.into_iter().collect() }
    }
}

impl Session {
    /// What the filter of an export may ask for.
    pub fn export_names(&mut self) -> Pending<ExportNames> {
        let open = self.open_entries().filter_map(|entry| entry.document());
        let contents: Vec<AnnotatedDocument> = open.map(|document| document.content().clone()).collect();
        let known = |entry: &Entry| match entry.content() {
            Content::Closed(Some(summary)) => Some(summary.clone()),
            _ => None,
        };
        let known: Vec<Arc<Summary>> = self.entries().iter().filter_map(known).collect();
        let listed = self.entries().iter().filter(|entry| may_be_exported(entry));
        let mut folders: Vec<PathBuf> = listed.map(|entry| self.folders_above(entry)).collect();
        folders.dedup();
        self.ask("task-export", move || ExportNames::of(&contents, known, folders))
    }

    /// The documents of the list that can be exported, in its order.
    pub fn listed_for_export(&self) -> impl Iterator<Item = &Entry> {
        self.entries().iter().filter(|entry| may_be_exported(entry))
    }

    pub fn may_export(&self, id: EntryId) -> bool {
        self.entry(id).is_some_and(may_be_exported)
    }

    /// The folders between what was opened and the file of a document.
    fn folders_above(&self, entry: &Entry) -> PathBuf {
        let Some(path) = entry.path() else { return PathBuf::new() };
        let below = self.opened_roots().iter().find_map(|root| path.strip_prefix(root).ok());
        below.and_then(Path::parent).unwrap_or(Path::new("")).to_path_buf()
    }

    /// What exporting the chosen documents would lose. Where the answer is dropped before it is there, it is not worked out.
    pub fn preview_export(
        &mut self,
        ids: &[EntryId],
        request: ExportRequest,
    ) -> Pending<Result<ExportPreview, Arc<SessionFailure>>> {
        let documents = self.for_export(ids);
        self.ask_while("task-export", move |wanted| {
            let mut listed = ListedDocuments { documents: &documents, go_on: &|_, _| wanted() };
            export_run::losses(&mut listed, &request, wanted).map_err(|error| Arc::new(error.into()))
        })
    }

    /// Writes the chosen documents as a dataset. `guard` says what of what is there may be replaced.
    pub fn export(&mut self, ids: &[EntryId], mut request: ExportRequest, out: PathBuf, guard: ExportGuard) {
        let documents = self.for_export(ids);
        let place = out.clone();
        request.register = self.register_shared();
        let work = move |progress: Progress| {
            write_export(&documents, &request, &place, guard, &progress).map_err(SessionFailure::from)
        };
        let info = TaskInfo::new("task-export", Priority::Soon).stopping();
        self.spawn(info, work, move |session, written| {
            session.tell(written.map(|(written, losses, outcome)| {
                let (files, removed) = (written.files.len(), written.removed);
                ExportEvent::Exported { out, files, losses, outcome, removed }
            }));
        });
    }

    /// Lists what an export of so many documents loses in a file at `place`, which takes the place of no file but an earlier list.
    pub fn save_losses(&mut self, report: LossReport, format: String, documents: usize, place: PathBuf) {
        let path = place.clone();
        let work = move |_: Progress| {
            let json = export::losses_file(&report, &format, documents);
            let batch = ExportBatch::stage(vec![(path, json)], ExportGuard::OwnExports)?;
            batch.commit().map(drop)
        };
        self.spawn(TaskInfo::new("task-export", Priority::Soon), work, move |session, written| {
            let written = written.map_err(SessionFailure::from);
            session.tell(written.map(|()| ExportEvent::LossesSaved { path: place }));
        });
    }

    pub(super) fn for_export(&self, ids: &[EntryId]) -> Vec<(Listed, PathBuf)> {
        let entries = ids.iter().filter_map(|id| self.entry(*id)).filter(|entry| may_be_exported(entry));
        let document = |entry: &Entry| match entry.document() {
            Some(open) => Some(Listed::Open(Box::new(open.content().clone()))),
            None => entry.path().cloned().map(Listed::File),
        };
        entries.filter_map(|entry| Some((document(entry)?, self.folders_above(entry)))).collect()
    }
}

/// Whether an export takes it: it is open as a whole, or has a file of ours that is read for it. A damaged document is shown in part:
/// a dataset of it would lack the rest without a word.
fn may_be_exported(entry: &Entry) -> bool {
    match entry.content() {
        Content::Open(document) => document.read_only() != Some(&ReadOnly::Unsound),
        Content::Closed(_) | Content::Loading(_) => entry.path().is_some_and(|path| is_document_name(path)),
        Content::Failed(_) => false,
    }
}

/// What was written, and how much it does not carry.
fn write_export(
    documents: &[(Listed, PathBuf)],
    request: &ExportRequest,
    out: &Path,
    guard: ExportGuard,
    progress: &Progress,
) -> Result<(Written, usize, ExportOutcome), WorkspaceError> {
    let mut losses = 0;
    let mut take = |_| losses += 1;
    let go_on = || !progress.is_cancelled();
    let mut dataset = Dataset::new(request, Destination::Path(out), guard, &mut take, &go_on)?;
    let all = documents.len();
    let told = |_, n| {
        progress.at(n, all);
        go_on()
    };
    let mut listed = ListedDocuments { documents, go_on: &told };
    let outcome = export_run::run(&mut listed, request, &mut dataset, &mut |_, _, _| ())?;
    let written = dataset.finish()?.commit()?;
    Ok((written, losses, outcome))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{SyncSender, sync_channel};

    use super::*;
    use crate::model::Annotator;
    use crate::session::SessionEvent;

    /// A session whose thread for tasks of this priority waits until the sender goes.
    fn held(priority: Priority) -> (Session, SyncSender<()>) {
        let mut session = Session::new(Annotator::new("ليلى"), Arc::new(|| ()));
        let (open, gate) = sync_channel::<()>(0);
        let (begun, begins) = sync_channel(1);
        let work = move |_| begun.send(()).is_ok() && gate.recv().is_ok();
        session.spawn(TaskInfo::new("task-test", priority), work, |_, _| ());
        begins.recv().expect("it begins");
        (session, open)
    }

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("hashiya-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        folder
    }

    fn stop(session: &mut Session, name: &str) {
        let task = session.tasks().find(|(_, info)| info.name == name).expect("it is under way");
        assert!(task.1.stops, "the status bar offers to stop it");
        session.stop_task(task.0);
    }

    fn is_cancelled(failure: &SessionFailure) -> bool {
        matches!(failure, SessionFailure::Workspace(WorkspaceError::Cancelled))
    }

    #[test]
    fn an_export_that_is_stopped_writes_nothing() {
        let (mut session, gate) = held(Priority::Soon);
        session.add(crate::store::samples());
        let ids: Vec<EntryId> = session.entries().iter().map(|entry| entry.id).collect();
        let folder = folder("stopped-export");
        let out = folder.join("brat");
        let request = ExportRequest { format: "brat".into(), ..ExportRequest::default() };
        session.export(&ids, request.clone(), out.clone(), ExportGuard::OwnExports);
        stop(&mut session, "task-export");
        drop(gate);
        let told = session.finish_jobs();
        assert!(matches!(&told[..], [SessionEvent::Failed(why)] if is_cancelled(why)), "{told:?}");
        assert!(!crate::store::is_there(&out), "not even the folder");
        session.export(&ids, request, out.clone(), ExportGuard::OwnExports);
        let told = session.finish_jobs();
        assert!(matches!(&told[..], [SessionEvent::Export(ExportEvent::Exported { .. })]), "{told:?}");
        std::fs::remove_dir_all(&folder).expect("ours");
    }

    #[test]
    fn an_import_that_is_stopped_can_be_asked_for_again() {
        let (mut session, gate) = held(Priority::InOrder);
        let folder = folder("stopped-import");
        let place = folder.join("many.jsonl");
        let line = |n: usize| format!("{{\"id\": \"d{n}\", \"text\": \"نص\", \"spans\": []}}\n");
        let text: String = (0..3).map(line).collect();
        std::fs::write(&place, text).expect("written");
        session.open_paths(vec![place]);
        while session.current_id().is_none() || !session.tasks().any(|(_, info)| info.name == "task-read") {
            session.wait_at_most(std::time::Duration::from_millis(50));
        }
        let id = session.current_id().expect("it is shown");
        stop(&mut session, "task-read");
        drop(gate);
        session.finish_jobs();
        let content = &session.entry(id).expect("it stays in the list").content;
        assert!(matches!(content, Content::Failed(why) if is_cancelled(why)), "{content:?}");
        session.show(id);
        session.finish_jobs();
        assert_eq!(session.open_entries().filter(|entry| entry.document().is_some()).count(), 3);
        std::fs::remove_dir_all(&folder).expect("ours");
    }
}
