//! Carrying out jobs: each arm asks the workspace for one thing and reports what came of it.

use std::path::{Path, PathBuf};

use super::earlier;
use super::entry::EntryId;
use super::failure::Failure;
use super::jobs::{Job, Report, Summary};
use super::keeper::{KeeperHandle, Order};
use super::recall;
use crate::formats;
use crate::model::AnnotatedDocument;
use crate::store::journal::open_unsaved;
use crate::store::{self, EntryKind, Expect, Stamp, Watch};
use crate::workspace::save::{self, SaveReport, SaveRequest};
use crate::workspace::{self, WorkspaceError, export, open, reload, repair, replace};

impl Job {
    /// Does the job and says how it went. Never panics on what a file holds; every failure is reported. What can be shown
    /// before it is done goes to `meanwhile`.
    pub(super) fn run(self, meanwhile: &(dyn Fn(Report) + Sync)) -> Report {
        match self {
            Job::Find { paths } => find(paths),
            Job::Summarise { entry, path } => {
                let summary = store::load(&path)
                    .map(|(content, _)| summary_of(&content))
                    .map_err(|error| open::hopeless(&path, error).into());
                Report::Summarised { entry, summary }
            }
            Job::Load { entry, path, import, view } => {
                let tell = |stage| meanwhile(Report::Stage { entry, stage });
                let loaded = open::open(&path, &import, Some(Watch { view: &view, tell: &tell }));
                let loaded = loaded.map_err(Failure::from);
                Report::Loaded { entry, path, loaded }
            }
            Job::Save { entry, path, content, state, expect, upto, keeper, lock, set_aside } => {
                let mut beside = SaveReport::default();
                let locked = if lock { save::lock(&path) } else { Ok(None) };
                let (lock, free) = match locked {
                    Ok(lock) => (lock, Ok(())),
                    Err(error) => (None, Err(error)),
                };
                let stamp = free.and_then(|()| {
                    let note = |file| note_saving(keeper.as_ref(), entry, upto, file, &path);
                    let request = SaveRequest { path: &path, content: &content, expect, set_aside };
                    save::save(&request, &mut beside, note)
                });
                Report::Saved { entry, path, state, upto, stamp: stamp.map_err(Failure::from), content, lock, beside }
            }
            Job::TakeFile { entry, path, how, revision, base, ours } => {
                let theirs = reload::reload(&path, how, base.as_deref(), &ours).map(Box::new).map_err(Failure::from);
                Report::TookFile { entry, path, how, revision, theirs }
            }
            Job::ListEarlier { entry, path, live, unsaved } => earlier::list(entry, path, live, unsaved.as_deref()),
            Job::LookAtEarlier { entry, path, source } => earlier::look(entry, path.as_deref(), source),
            Job::BringEarlier { order, ours } => earlier::bring(order, ours.as_deref()),
            Job::Relock { entry, path } => {
                let lock = save::lock(&path).ok().flatten();
                Report::Relocked { entry, path, lock }
            }
            Job::CleanUp { paths } => {
                store::housekeeping::clean_around(&paths);
                Report::CleanedUp
            }
            Job::TidyVersions { path, most } => {
                let result = store::versions::tidy(&path, most);
                Report::Tidied { result: result.map_err(Failure::from) }
            }
            Job::FindUnsaved { folder } => {
                let found = store::journal::unsaved_in(&folder).iter().map(|path| open_unsaved(path)).collect();
                Report::FoundUnsaved { found }
            }
            Job::Weigh { contents, request } => {
                let losses = export::export(contents, &request, |_, _, _| ()).map(|export| export.losses);
                Report::Weighed { format: request.format, losses: losses.map_err(Failure::from) }
            }
            Job::Export { contents, request, out, guard } => {
                let (files, losses) = match write_export(contents, &request, &out, guard) {
                    Ok((files, losses)) => (Ok(files), losses),
                    Err(error) => (Err(error.into()), Vec::new()),
                };
                Report::Exported { out, files, losses }
            }
            Job::Treat { entry, path, bytes, rounds } => {
                let treatment = store::doctor::treat(&path, &bytes, &rounds);
                Report::Treated { entry, rounds, treatment: treatment.map(Box::new).map_err(Failure::from) }
            }
            Job::SaveMended { path, content } => {
                let result = replace::create(&path, &content).map_err(Failure::from);
                Report::SavedMended { path, result }
            }
            Job::LookFor { content, text } => {
                Report::LookedFor { moving: repair::look_for(&content, text).map(Box::new).map_err(Failure::from) }
            }
            Job::Preview { path, encoding } => {
                let bytes = store::read(&path, store::MAX_IMPORT_BYTES).map_err(Failure::from);
                let preview = bytes.map(|bytes| formats::encoding::preview(&bytes, encoding, PREVIEW));
                Report::Previewed { preview }
            }
            Job::LoadSchema { path } => {
                let schema = store::load_schema(&path).map(Box::new).map_err(Failure::from);
                Report::SchemaLoaded { path, schema }
            }
            Job::LoadMemory { folder } => {
                let memory = store::load_memory(&store::memory_path(&folder)).map_err(Failure::from);
                Report::MemoryLoaded { folder, memory }
            }
            Job::SaveMemory { folder, entries, known } => {
                let stamp = recall::write(&folder, entries, known);
                Report::MemorySaved { folder, stamp }
            }
            Job::SaveSchema { path, schema } => {
                // The dialog has asked whether an old file may go.
                let result = store::save_schema(&schema, &path, Expect::Anything);
                Report::SchemaSaved { path, result: result.map(|_| ()).map_err(Failure::from) }
            }
            Job::KeepSettings { file, settings } => {
                Report::Kept { result: file.save(&settings).map_err(Failure::from) }
            }
            Job::KeepPlaces { places } => Report::Kept { result: places.save().map_err(Failure::from) },
        }
    }
}

/// What the document list shows of a document.
pub(super) fn summary_of(content: &AnnotatedDocument) -> Summary {
    Summary { title: content.document.title().to_owned(), state: content.state, annotations: content.annotations.len() }
}

/// Characters of a text shown to choose its encoding by.
const PREVIEW: usize = 400;

/// Files as they are; of a folder, our documents and the texts that have none yet.
fn find(paths: Vec<PathBuf>) -> Report {
    let mut found = Vec::new();
    let mut failures = Vec::new();
    for path in paths {
        if path.is_dir() {
            match store::folder::list(&path) {
                Ok(store::folder::Listing { entries, left_out }) => {
                    let opened = |kind| matches!(kind, EntryKind::Document | EntryKind::Text);
                    found.extend(entries.into_iter().filter(|e| opened(e.kind)).map(|e| e.path));
                    let left_out = left_out.into_iter().map(|path| WorkspaceError::LeadsOut { path }.into());
                    failures.extend(left_out);
                }
                Err(error) => failures.push(error.into()),
            }
        } else {
            found.push(path);
        }
    }
    Report::Found { paths: found, failures }
}

/// How long a save waits for its note in the journal. Without the note a crash in the next moment would leave a journal
/// that does not fit, which is kept aside; nothing is lost by going on.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

fn note_saving(keeper: Option<&KeeperHandle>, entry: EntryId, upto: u64, file: Stamp, path: &Path) {
    let Some(keeper) = keeper else { return };
    let (done, noted) = std::sync::mpsc::channel();
    keeper.order(Order::Saving { entry, upto, file, path: path.to_path_buf(), done });
    let _ = noted.recv_timeout(PATIENCE);
}

fn write_export(
    contents: Vec<AnnotatedDocument>,
    request: &workspace::ExportRequest,
    out: &Path,
    guard: workspace::ExportGuard,
) -> Result<(usize, Vec<formats::Loss>), WorkspaceError> {
    let formats::Export { files, losses } = export::export(contents, request, |_, _, _| ())?;
    let files = export::places(&request.format, files, out)?;
    let written = export::ExportBatch::stage(files, guard)?.commit()?;
    Ok((written.len(), losses))
}
