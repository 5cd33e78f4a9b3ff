//! Exporting: documents become the files of a dataset or a picture, which never take the place of what was not exported.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::error::WorkspaceError;
use super::open::is_document_name;
use super::replace::Replacements;
use crate::analysis::clitics::{Moved, moves, with_moves};
use crate::arabic::clitics::{CliticPolicy, Vocabulary};
use crate::formats::{self, Export, Layout};
use crate::model::AnnotatedDocument;
use crate::store::disk::Occupant;
use crate::store::{self, Expect, Kind, Stamp, exports_file::ExportedFiles};

/// How a dataset is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRequest {
    /// A name of the registry.
    pub format: String,
    /// What becomes of proclitics at the edges of spans; `None`: spans as they are.
    pub clitics: Option<CliticPolicy>,
}

/// What an export may replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportGuard {
    /// What was exported before and not changed since.
    OwnExports,
    /// Any plain file but a document: a person was asked.
    Confirmed,
    /// Whatever is there, as `--force` says. A document is kept as an earlier version.
    Force,
}

/// The words of the documents: what the clitic rules know.
pub fn vocabulary_of<'a>(documents: impl IntoIterator<Item = &'a AnnotatedDocument>) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    documents.into_iter().for_each(|document| vocabulary.add_text(document.text()));
    vocabulary
}

/// The dataset that the documents become, before anything is written. `moved` is told of each span that differs from the
/// document's own, which stays as it is.
///
/// # Errors
/// Where there is no such format.
pub fn export(
    mut documents: Vec<AnnotatedDocument>,
    request: &ExportRequest,
    mut moved: impl FnMut(usize, &AnnotatedDocument, &Moved),
) -> Result<Export, WorkspaceError> {
    let format = formats::by_name(&request.format).ok_or_else(|| WorkspaceError::NoFormat(request.format.clone()))?;
    // Only what needs the words of the documents reads them for it.
    let vocabulary = request.clitics.map(|_| vocabulary_of(&documents)).unwrap_or_default();
    if let Some(policy @ (CliticPolicy::Include | CliticPolicy::Exclude)) = request.clitics {
        for (n, document) in documents.iter_mut().enumerate() {
            let moves = moves(document, policy, false, &vocabulary);
            moves.iter().for_each(|one| moved(n, document, one));
            *document = with_moves(document, &moves);
        }
    }
    let documents: Vec<&AnnotatedDocument> = documents.iter().collect();
    formats::check_export(format, &documents)?;
    Ok(match request.clitics {
        Some(CliticPolicy::Split) => format.export_split(&documents, &vocabulary),
        _ => format.export(&documents),
    })
}

/// Refuses documents that would have one name in a dataset.
///
/// # Errors
/// Names the first two of one id.
pub fn refuse_same_ids<'a>(
    documents: impl IntoIterator<Item = (&'a Path, &'a AnnotatedDocument)>,
) -> Result<(), WorkspaceError> {
    let mut known = std::collections::HashMap::new();
    for (path, document) in documents {
        let id = document.document.id();
        if let Some(other) = known.insert(id, path) {
            let (path, other) = (path.to_path_buf(), Path::to_path_buf(other));
            return Err(WorkspaceError::SameId { path, other, id: id.to_string() });
        }
    }
    Ok(())
}

/// Where the files of a dataset go: below `out`, or to `out` itself where the format makes one file and `out` is no folder.
///
/// # Errors
/// Where a name or a link would lead out of the place that was named.
pub fn places(
    format: &str,
    files: Vec<(PathBuf, Vec<u8>)>,
    out: &Path,
) -> Result<Vec<(PathBuf, Vec<u8>)>, WorkspaceError> {
    let format = formats::by_name(format).ok_or_else(|| WorkspaceError::NoFormat(format.into()))?;
    let ends_in_slash = out.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
    let into_folder = format.layout() == Some(Layout::Folder) || out.is_dir() || ends_in_slash;
    let place = |path: PathBuf| if into_folder { path } else { PathBuf::new() };
    files.into_iter().map(|(path, bytes)| Ok((store::place_in(out, &place(path))?, bytes))).collect()
}

/// What an export would do to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    New,
    Same,
    Replaced,
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Verdict::New => "new",
            Verdict::Same => "the same already",
            Verdict::Replaced => "replaced",
        })
    }
}

/// What an export would do to each place, without writing.
///
/// # Errors
/// As [`ExportBatch::stage`].
pub fn look(files: &[(PathBuf, Vec<u8>)], guard: ExportGuard) -> Result<Vec<Verdict>, WorkspaceError> {
    let mut known = Known::default();
    files.iter().map(|(path, bytes)| known.verdict(path, Stamp::of(bytes), guard).map(|(verdict, _)| verdict)).collect()
}

/// What stands in each folder that came from exports.
#[derive(Debug, Default)]
struct Known(BTreeMap<PathBuf, ExportedFiles>);

impl Known {
    fn of(&mut self, path: &Path) -> (&mut ExportedFiles, String) {
        let folder = store::folder::of_file(path);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (self.0.entry(folder.clone()).or_insert_with(|| ExportedFiles::in_folder(&folder)), name)
    }

    /// What becomes of a place, and what it holds now.
    fn verdict(&mut self, path: &Path, new: Stamp, guard: ExportGuard) -> Result<(Verdict, Occupant), WorkspaceError> {
        let there = store::disk::what_is_at(path)?;
        let forced = guard == ExportGuard::Force;
        let document = || {
            is_document_name(path)
                || store::folder::holds_kind(path).is_some()
                || store::disk::resolve(path).is_ok_and(|target| is_document_name(&target))
        };
        let verdict = match there {
            Occupant::File(stamp) if stamp == new => Verdict::Same,
            // A name that says it is a document is for documents.
            Occupant::Nothing | Occupant::File(_) if !forced && document() => {
                return Err(WorkspaceError::OverDocument { path: path.into() });
            }
            Occupant::Nothing => Verdict::New,
            Occupant::Device if !forced => return Err(WorkspaceError::OverDevice { path: path.into() }),
            Occupant::Device => Verdict::Replaced,
            Occupant::File(stamp) => {
                let (known, name) = self.of(path);
                if guard == ExportGuard::OwnExports && !known.holds(&name, stamp) {
                    return Err(WorkspaceError::OverForeign { path: path.into() });
                }
                Verdict::Replaced
            }
        };
        Ok((verdict, there))
    }
}

/// Files on their way to their places: all of them or none.
#[derive(Debug, Default)]
pub struct ExportBatch {
    replacements: Replacements,
    places: Vec<PathBuf>,
    /// What is to be written into as it is, since it is no plain file.
    streams: Vec<(PathBuf, Vec<u8>)>,
    known: Known,
}

impl ExportBatch {
    /// Looks at each place and writes the files beside it. A file that is there already and the same is left alone.
    ///
    /// # Errors
    /// Where `guard` forbids replacing what is there, or it cannot be written.
    pub fn stage(files: Vec<(PathBuf, Vec<u8>)>, guard: ExportGuard) -> Result<ExportBatch, WorkspaceError> {
        // What a killed export left is cleared away by the next one.
        let places: Vec<PathBuf> = files.iter().map(|(path, _)| path.clone()).collect();
        store::housekeeping::clean_around(&places);
        let mut batch = ExportBatch::default();
        for (path, bytes) in files {
            batch.add(path, bytes, guard)?;
        }
        Ok(batch)
    }

    /// Writes files where none are, all of them or none. Those that are there and the same are left alone; each place comes
    /// back with whether it was. A document among them is one like any other.
    ///
    /// # Errors
    /// [`WorkspaceError::OverForeign`] where a place holds anything else.
    pub fn place_new(files: Vec<(PathBuf, Vec<u8>)>) -> Result<Vec<(PathBuf, bool)>, WorkspaceError> {
        let mut replacements = Replacements::default();
        let mut places = Vec::with_capacity(files.len());
        for (path, bytes) in files {
            let same = match store::disk::what_is_at(&path)? {
                Occupant::Nothing => {
                    replacements.put(&path, &bytes, Expect::Absent)?;
                    false
                }
                Occupant::File(stamp) if stamp == Stamp::of(&bytes) => true,
                Occupant::File(_) | Occupant::Device => return Err(WorkspaceError::OverForeign { path }),
            };
            places.push((path, same));
        }
        replacements.commit(0)?;
        Ok(places)
    }

    fn add(&mut self, path: PathBuf, bytes: Vec<u8>, guard: ExportGuard) -> Result<(), WorkspaceError> {
        let new = Stamp::of(&bytes);
        let (verdict, there) = self.known.verdict(&path, new, guard)?;
        match (verdict, there) {
            (_, Occupant::Device) => {
                self.streams.push((path.clone(), bytes));
                self.places.push(path);
                return Ok(());
            }
            (Verdict::Same, _) => {}
            (_, Occupant::Nothing) => self.replacements.put(&path, &bytes, Expect::Absent)?,
            (_, Occupant::File(stamp)) => {
                if guard == ExportGuard::Force && store::folder::holds_kind(&path) == Some(Kind::Document) {
                    self.keep(&path)?;
                }
                self.replacements.put(&path, &bytes, Expect::Unchanged(stamp))?;
            }
        }
        let (known, name) = self.known.of(&path);
        known.note(&name, new);
        self.places.push(path);
        Ok(())
    }

    /// A document that has to give way becomes an earlier version, and nobody's work is taken from under a window.
    fn keep(&mut self, path: &Path) -> Result<(), WorkspaceError> {
        self.replacements.hold(store::Lock::take(path)?);
        if super::versions::journal_waits(path) {
            return Err(WorkspaceError::JournalWaiting { path: path.into() });
        }
        super::versions::keep_version(path)
    }

    /// Puts all files in their places, and remembers that they were exported.
    ///
    /// # Errors
    /// As [`Replacements::commit`].
    pub fn commit(mut self) -> Result<Vec<PathBuf>, WorkspaceError> {
        for (folder, known) in &self.known.0 {
            if known.changed() {
                self.replacements.put(&known.path_in(folder), &known.to_bytes(), Expect::Anything)?;
            }
        }
        self.replacements.commit(usize::MAX)?;
        for (path, bytes) in self.streams {
            store::disk::write_into(&path, &bytes).map_err(WorkspaceError::from)?;
        }
        Ok(self.places)
    }
}
