//! Exporting the documents of the session: what a format would lose, and the dataset itself, both beside everything else, with how
//! far they are and a way to stop them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::background::{Pending, Progress};
use super::entry_id::EntryId;
use super::event::ExportEvent;
use super::failure::SessionFailure;
use super::state::Session;
use super::tasks::{Priority, TaskInfo};
use crate::formats::LossReport;
use crate::model::AnnotatedDocument;
use crate::workspace::{ExportGuard, ExportRequest, WorkspaceError, export};

impl Session {
    /// What exporting the chosen documents would lose. Where the answer is dropped before it is there, it is not worked out.
    pub fn preview_export(
        &mut self,
        ids: &[EntryId],
        request: ExportRequest,
    ) -> Pending<Result<LossReport, Arc<SessionFailure>>> {
        let contents = self.open_contents(ids);
        self.ask_while("task-export", move |wanted| {
            export::losses(contents, &request, wanted).map_err(|error| Arc::new(error.into()))
        })
    }

    /// Writes the chosen documents as a dataset. `guard` says what of what is there may be replaced.
    pub fn export(&mut self, ids: &[EntryId], request: ExportRequest, out: PathBuf, guard: ExportGuard) {
        let contents = self.open_contents(ids);
        let place = out.clone();
        let work = move |progress: Progress| {
            write_export(contents, &request, &place, guard, &progress).map_err(SessionFailure::from)
        };
        let info = TaskInfo::new("task-export", Priority::Soon).stopping();
        self.spawn(info, work, move |session, written| {
            session.tell(written.map(|(files, losses)| ExportEvent::Exported { out, files, losses }));
        });
    }

    pub(super) fn open_contents(&self, ids: &[EntryId]) -> Vec<AnnotatedDocument> {
        let documents = ids.iter().filter_map(|id| self.entry(*id)?.document());
        documents.map(|d| d.content().clone()).collect()
    }
}

/// How many files were written, and how much they do not carry.
fn write_export(
    contents: Vec<AnnotatedDocument>,
    request: &ExportRequest,
    out: &Path,
    guard: ExportGuard,
    progress: &Progress,
) -> Result<(usize, usize), WorkspaceError> {
    let mut losses = 0;
    let mut take = |_| losses += 1;
    let go_on = || !progress.is_cancelled();
    let mut dataset = export::Dataset::new(&request.format, export::Destination::Path(out), guard, &mut take, &go_on)?;
    let vocabulary = request.clitics.map(|_| export::vocabulary_of(&contents)).unwrap_or_default();
    let request = request.clone().with_layers(&contents, &vocabulary);
    let all = contents.len();
    let documents = contents.into_iter().enumerate().take_while(|(n, _)| {
        progress.at(*n, all);
        go_on()
    });
    export::write(documents.map(|(_, document)| document), &request, &vocabulary, &mut dataset, |_, _, _| ())?;
    let written = dataset.finish()?.commit()?;
    Ok((written.files.len(), losses))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{SyncSender, sync_channel};

    use super::*;
    use crate::model::Annotator;
    use crate::session::SessionEvent;
    use crate::session::entry::Content;

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
        let request = ExportRequest { format: "brat".into(), clitics: None, columns: Default::default() };
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
