//! Carrying out jobs: the one place where the session meets the disk and other people's formats.

use std::path::{Path, PathBuf};

use super::document::ReadOnly;
use super::entry::EntryId;
use super::failure::{Failure, Remark};
use super::jobs::{Beside, ExportWish, ImportWish, Job, Loaded, Opened, Report, Summary};
use super::keeper::{KeeperHandle, Order};
use super::{earlier, elsewhere, mending, recall};
use crate::analysis::clitics::{moves, with_moves};
use crate::arabic::clitics::{self, CliticPolicy};
use crate::formats::{self, Input, Layout, Vocabulary};
use crate::model::AnnotatedDocument;
use crate::store::journal::{Recovery, open_unsaved};
use crate::store::{self, EntryKind, Expect, Lock, Stamp, Watch};

impl Job {
    /// Does the job and says how it went. Never panics on what a file holds; every failure is reported. What can be shown
    /// before it is done goes to `meanwhile`.
    pub(super) fn run(self, meanwhile: &(dyn Fn(Report) + Sync)) -> Report {
        match self {
            Job::Find { paths } => find(paths),
            Job::Summarise { entry, path } => {
                let summary = store::load(&path)
                    .map(|(content, _)| summary_of(&content))
                    .map_err(|e| mending::hopeless(&path, e));
                Report::Summarised { entry, summary }
            }
            Job::Load { entry, path, import, view } => {
                let tell = |stage| meanwhile(Report::Stage { entry, stage });
                let loaded = load(&path, &import, Some(Watch { view: &view, tell: &tell }));
                Report::Loaded { entry, path, loaded }
            }
            Job::Save { entry, path, content, state, expect, upto, keeper, lock, set_aside } => {
                let (lock, free) = match lock.then(|| Lock::take(&path)) {
                    Some(Ok(lock)) => (lock, Ok(())),
                    Some(Err(held)) => (None, Err(Failure::Held(held))),
                    None => (None, Ok(())),
                };
                let note = |file| note_saving(keeper.as_ref(), entry, upto, file, &path);
                let mut beside = Beside { other_names: store::versions::other_names(&path), ..Beside::default() };
                let stamp = free.and_then(|()| {
                    // A damaged file is no earlier version: it gets a name of its own, or nothing is saved.
                    if set_aside {
                        beside.set_aside = store::keep_damaged(&path)?;
                    // Where no version can be kept, a save that replaces nothing foreign is worth more than none.
                    } else if let Err(error) = store::versions::keep(&path) {
                        if expect == Expect::Anything {
                            return Err(error.into());
                        }
                        beside.not_kept = Some(error);
                    }
                    Ok(store::save_telling(&content, &path, expect, note)?)
                });
                Report::Saved { entry, path, state, upto, stamp, content, lock, beside }
            }
            Job::TakeFile { entry, path, how, revision, base, ours } => {
                elsewhere::take(entry, path, how, revision, base.as_deref(), &ours)
            }
            Job::ListEarlier { entry, path, live, unsaved } => earlier::list(entry, path, live, unsaved.as_deref()),
            Job::LookAtEarlier { entry, path, source } => earlier::look(entry, path.as_deref(), source),
            Job::BringEarlier { order, ours } => earlier::bring(order, ours.as_deref()),
            Job::TidyVersions { path, most } => {
                let result = store::versions::tidy(&path, most);
                Report::Tidied { result: result.map_err(Failure::from) }
            }
            Job::FindUnsaved { folder } => {
                let found = store::journal::unsaved_in(&folder).iter().map(|path| open_unsaved(path)).collect();
                Report::FoundUnsaved { found }
            }
            Job::Weigh { contents, wish } => {
                let losses = export(contents, &wish).map(|export| export.losses);
                Report::Weighed { format: wish.format, losses }
            }
            Job::Export { contents, wish, out } => {
                let (files, losses) = match export(contents, &wish) {
                    Ok(export) => (write_all(&out, &wish.format, export.files), export.losses),
                    Err(failure) => (Err(failure), Vec::new()),
                };
                Report::Exported { out, files, losses }
            }
            Job::Treat { entry, path, bytes, rounds } => {
                let treatment = store::doctor::treat(&path, &bytes, &rounds);
                Report::Treated { entry, rounds, treatment: treatment.map(Box::new).map_err(Failure::from) }
            }
            Job::SaveMended { path, content } => {
                let result = store::save(&content, &path, Expect::Absent);
                Report::SavedMended { path, result: result.map(|_| ()).map_err(Failure::from) }
            }
            Job::LookFor { content, text } => {
                Report::LookedFor { moving: mending::look_for(&content, text).map(Box::new) }
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
    let beside = |path: &PathBuf| path.parent().filter(|f| !f.as_os_str().is_empty()).map(Path::to_path_buf);
    let folders: std::collections::BTreeSet<PathBuf> = paths.iter().filter_map(beside).collect();
    for folder in folders {
        store::clean_stale_temporaries(&folder, STALE);
    }
    for path in paths {
        if path.is_dir() {
            match store::folder::list(&path) {
                Ok(store::folder::Listing { entries, left_out }) => {
                    let opened = |kind| matches!(kind, EntryKind::Document | EntryKind::Text);
                    found.extend(entries.into_iter().filter(|e| opened(e.kind)).map(|e| e.path));
                    failures.extend(left_out.into_iter().map(|path| Failure::LeadsOut { path }));
                }
                Err(error) => failures.push(error.into()),
            }
            store::clean_stale_temporaries(&path, STALE);
        } else {
            found.push(path);
        }
    }
    Report::Found { paths: found, failures }
}

/// A temporary file of a save this old belongs to no save under way.
const STALE: std::time::Duration = std::time::Duration::from_secs(600);

fn load(path: &Path, import: &ImportWish, watch: Option<Watch<'_>>) -> Result<Loaded, Failure> {
    if is_ours(path) {
        return load_own(path, watch);
    }
    let format = formats::by_extension(path).or_else(|| formats::by_name("txt")).ok_or_else(no_txt)?;
    let bytes = store::read(path, store::MAX_IMPORT_BYTES)?;
    let companions = format
        .companions(path)
        .into_iter()
        .filter(|beside| beside.is_file() && !store::leads_away(beside))
        .filter_map(|beside| Some((beside.clone(), store::read(&beside, store::MAX_IMPORT_BYTES).ok()?)))
        .collect();
    let input = Input { path, bytes: &bytes, companions };
    let mut words = Vocabulary::growing((*import.schema).clone());
    let read = format.import(&input, &import.options, &mut words)?;
    let mut contents = read.documents;
    words.finish(contents.iter_mut());
    let losses = read.losses.into_iter().map(Remark::Loss);
    Ok(Loaded::Imported { contents, notes: read.notes.into_iter().map(Remark::from).chain(losses).collect() })
}

/// The format that reads any text is in the registry, or nothing is.
pub(super) fn no_txt() -> Failure {
    Failure::NoFormat("txt".into())
}

/// The document of a file that holds one, to be looked into.
pub(super) fn read_one(path: &Path, import: &ImportWish) -> Result<AnnotatedDocument, Failure> {
    if is_ours(path) {
        // Only looked at: nothing is locked and no journal is taken up.
        return Ok(store::load(path)?.0);
    }
    match load(path, import, None)? {
        Loaded::Ron(opened) => Ok(opened.content),
        Loaded::Damaged(patient, _) => Err(Failure::Damaged { path: patient.path }),
        Loaded::Imported { contents, .. } => {
            let mut contents = contents.into_iter();
            match (contents.next(), contents.next()) {
                (Some(only), None) => Ok(only),
                _ => Err(Failure::Several { path: path.into() }),
            }
        }
    }
}

pub(super) fn is_ours(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron"))
}

fn load_own(path: &Path, watch: Option<Watch<'_>>) -> Result<Loaded, Failure> {
    // Locked before it is read: what is read is then what may be changed.
    let (lock, read_only) = match Lock::take(path) {
        Ok(lock) => (lock, None),
        Err(held) => (None, Some(ReadOnly::Held { who: held.who })),
    };
    let (content, stamp, seal) = match store::load_watched(path, watch) {
        Ok(read) => read,
        Err(error) => {
            let (patient, stamp) = mending::examine(path, error)?;
            return Ok(Loaded::Damaged(Box::new(patient), stamp));
        }
    };
    let mut notes = Vec::new();
    if seal == store::Seal::Broken {
        notes.push(Remark::SealBroken(path.into()));
    }
    if !content.conflicts.is_empty() {
        notes.push(Remark::ConflictsLeft { path: path.into(), count: content.conflicts.len() });
    }
    let recovery = match read_only {
        Some(_) => Recovery::Nothing,
        None => store::journal::recover(path, &content, stamp),
    };
    Ok(Loaded::Ron(Box::new(Opened { content, stamp, read_only, lock, recovery, notes })))
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

fn export(mut contents: Vec<AnnotatedDocument>, wish: &ExportWish) -> Result<formats::Export, Failure> {
    let format = formats::by_name(&wish.format).ok_or_else(|| Failure::NoFormat(wish.format.clone()))?;
    let mut words = clitics::Vocabulary::default();
    if let Some(policy) = wish.clitics {
        contents.iter().for_each(|document| words.add_text(document.text()));
        for document in &mut contents {
            *document = with_moves(document, &moves(document, policy, false, &words));
        }
    }
    let documents: Vec<&AnnotatedDocument> = contents.iter().collect();
    Ok(match wish.clitics {
        Some(CliticPolicy::Split) => format.export_split(&documents, &words),
        _ => format.export(&documents),
    })
}

/// Writes an export at `out`: one file there, or a folder of files.
fn write_all(out: &Path, format: &str, mut files: Vec<(PathBuf, Vec<u8>)>) -> Result<usize, Failure> {
    if formats::by_name(format).and_then(|f| f.layout()) == Some(Layout::OneFile) {
        files.iter_mut().for_each(|(path, _)| *path = PathBuf::new());
    }
    Ok(store::write_dataset(out, &files)?)
}
