//! Exporting: documents become the files of a dataset or a picture, which never take the place of what was not exported.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::WorkspaceError;
use super::exported::{DatasetPlace, Known};
pub use super::exported::{ExportGuard, Verdict};
use super::filter::ExportFilter;
use super::replace::Replacements;
use super::split::Split;
use crate::arabic::clitics::{CliticPolicy, Lexicon};
use crate::formats::{
    self, ColumnOptions, ExportOptions, ExportSink, Format, Layout, Loss, LossReport, Stopped, Survey,
};
use crate::model::{AnnotatedDocument, DocumentId, Register};
use crate::store::disk::Occupant;
use crate::store::{self, ContentHash, Expect, FileKind, NewFile, Shelves, Spool, Stamper};

/// How a dataset is to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportRequest {
    /// A name of the registry.
    pub format: String,
    /// What becomes of proclitics at the edges of spans; `None`: spans as they are.
    pub clitics: Option<CliticPolicy>,
    /// What was chosen about it.
    pub columns: ColumnOptions,
    /// What of the documents is written.
    pub filter: ExportFilter,
    /// The parts of the dataset; `None`: it is one.
    pub split: Option<Split>,
    /// A card in English and in Arabic beside the dataset.
    pub card: bool,
    /// The metadata of Croissant beside it.
    pub croissant: bool,
    /// What links to the entity register are called.
    pub register: Option<Arc<Register>>,
}

impl ExportRequest {
    /// Whether parts are made, or files that say what is in the dataset: all goes into a folder then.
    pub fn is_training_set(&self) -> bool {
        self.split.is_some() || self.card || self.croissant
    }

    pub(super) fn options<'a>(&'a self, vocabulary: &'a Lexicon, survey: Option<&'a Survey>) -> ExportOptions<'a> {
        let split = (self.clitics == Some(CliticPolicy::Split)).then_some(vocabulary);
        ExportOptions { split, columns: self.columns, survey, register: self.register.as_deref() }
    }
}

/// The ids of the documents of an export. Where two documents of different folders have one, the later one is called by its folder as
/// well: as one they would be one row or one file.
#[derive(Debug, Default)]
pub(super) struct Ids(HashSet<DocumentId>);

impl Ids {
    /// The document under an id that no earlier one has, and the id that it had where that is another. `below`: the folders between
    /// what a person named and its file.
    pub(super) fn own(
        &mut self,
        mut document: AnnotatedDocument,
        below: &Path,
    ) -> (AnnotatedDocument, Option<DocumentId>) {
        let id = document.document.id().clone();
        if self.0.insert(id.clone()) {
            return (document, None);
        }
        let folders: Vec<_> = below.iter().map(|folder| folder.to_string_lossy()).collect();
        let named = if folders.is_empty() { id.to_string() } else { format!("{}/{id}", folders.join("/")) };
        let numbered = (2..).map(|number| format!("{named}-{number}"));
        let first = (named != *id.0).then(|| named.clone());
        let mut candidates = first.into_iter().chain(numbered).map(|name| DocumentId(name.into()));
        let own = candidates.find(|candidate| self.0.insert(candidate.clone())).unwrap_or_else(|| id.clone());
        let of = &document.document;
        document.document = of.with_facts(own, of.title().to_owned(), of.metadata().clone());
        (document, Some(id))
    }
}

/// Whether the files of a dataset go below `out`, or its one file to `out` itself.
fn goes_into_folder(format: &dyn Format, out: &Path) -> bool {
    let ends_in_slash = out.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
    let is_called_so = || {
        let called = |extension: &&str| out.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension));
        format.extensions().iter().any(called)
    };
    match format.layout() {
        Some(Layout::Folder) => true,
        Some(Layout::Shards) if !is_called_so() => true,
        _ => out.is_dir() || ends_in_slash,
    }
}

/// The place of the `n`-th file of a dataset: below `out`, or `out` itself; where one file was named and all do not fit in, those
/// behind it stand beside it, with their numbers.
fn place_of(out: &Path, into_folder: bool, path: &Path, n: usize) -> Result<PathBuf, WorkspaceError> {
    if into_folder || n == 0 {
        return Ok(store::place_in(out, if into_folder { path } else { Path::new("") })?);
    }
    let mut name = out.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{n:05}"));
    if let Some(extension) = out.extension() {
        name.push(".");
        name.push(extension);
    }
    Ok(out.with_file_name(name))
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
    let into_folder = goes_into_folder(format, out);
    let place = |(n, (path, bytes)): (usize, (PathBuf, _))| Ok((place_of(out, into_folder, &path, n)?, bytes));
    files.into_iter().enumerate().map(place).collect()
}

/// Where the losses of a dataset at `out` are listed: `NAME-losses.json` beside it.
pub fn losses_beside(out: &Path, is_folder: bool) -> PathBuf {
    let name = if is_folder { out.file_name() } else { out.file_stem() };
    let mut name = name.unwrap_or_default().to_owned();
    name.push("-losses.json");
    out.with_file_name(name)
}

/// Losses as the file that lists them for scripts.
pub fn losses_file(report: &LossReport, format: &str, documents: usize) -> Vec<u8> {
    format!("{:#}\n", report.to_json(format, documents)).into_bytes()
}

/// Whether a pipe or a device of characters stands at a place, which is written into.
pub fn is_stream(path: &Path) -> bool {
    store::disk::is_stream(path)
}

/// Files on their way to their places: all of them or none.
#[derive(Debug, Default)]
pub struct ExportBatch {
    replacements: Replacements,
    places: Vec<PathBuf>,
    /// What is written into as it is, since it is no plain file.
    streams: Vec<(PathBuf, Spool)>,
    /// What goes to the standard output.
    standard: Option<Spool>,
    known: Known,
    /// Where all files are those of one dataset, of which no older one stays.
    dataset: Option<DatasetPlace>,
}

/// What an export wrote.
#[derive(Debug, Default)]
pub struct Written {
    pub files: Vec<PathBuf>,
    /// What the same dataset was made of before, and is not any more.
    pub removed: Vec<PathBuf>,
    /// Pipes and devices.
    pub streams: Vec<PathBuf>,
    /// What is left to be written to the standard output.
    pub standard: Option<Spool>,
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
                Occupant::File(stamp) if stamp == ContentHash::of(&bytes) => true,
                Occupant::File(_) | Occupant::Stream | Occupant::Device => {
                    return Err(WorkspaceError::OverForeign { path });
                }
            };
            places.push((path, same));
        }
        replacements.commit(0)?;
        Ok(places)
    }

    fn add(&mut self, path: PathBuf, bytes: Vec<u8>, guard: ExportGuard) -> Result<(), WorkspaceError> {
        let mut file = self.begin(path)?;
        file.append(&bytes)?;
        self.take(file, guard)
    }

    /// A new file for a place, to be written little by little.
    fn begin(&mut self, path: PathBuf) -> Result<OpenFile, WorkspaceError> {
        match store::disk::what_is_at(&path)? {
            Occupant::Stream => return Ok(OpenFile::Stream(path, Spool::default())),
            Occupant::Device => return Err(WorkspaceError::OverDevice { path }),
            Occupant::Nothing | Occupant::File(_) => {}
        }
        let file = self.replacements.begin(&path)?;
        Ok(OpenFile::File(path, file))
    }

    /// Takes a file that was written to its end.
    fn take(&mut self, file: OpenFile, guard: ExportGuard) -> Result<(), WorkspaceError> {
        let (path, file) = match file {
            OpenFile::File(path, file) => (path, file.finish()?),
            OpenFile::Stream(path, bytes) => {
                self.streams.push((path, bytes));
                return Ok(());
            }
            OpenFile::Standard(bytes) => {
                self.standard = Some(bytes);
                return Ok(());
            }
        };
        let new = file.stamp();
        let (verdict, there) = self.known.verdict(&path, new, guard)?;
        match (verdict, there) {
            (Verdict::Same, _) => {}
            (_, Occupant::Nothing | Occupant::Stream | Occupant::Device) => {
                self.replacements.put_file(file, Expect::Absent)?
            }
            (_, Occupant::File(stamp)) => {
                if guard == ExportGuard::Force && store::folder::holds_kind(&path) == Some(FileKind::Document) {
                    self.keep(&path)?;
                }
                self.replacements.put_file(file, Expect::Unchanged(stamp))?;
            }
        }
        let (known, name) = self.known.of(&path);
        known.note(&name, new);
        self.places.push(path);
        Ok(())
    }

    /// A document that has to give way becomes an earlier version, and nobody's work is taken from under a window.
    fn keep(&mut self, path: &Path) -> Result<(), WorkspaceError> {
        let lock = self.replacements.lock(path)?;
        self.replacements.hold(path, lock)?;
        if super::versions::journal_waits(path) {
            return Err(WorkspaceError::JournalWaiting { path: path.into() });
        }
        super::versions::keep_version(path)
    }

    /// Whether it writes into pipes and devices alone, which wait for whoever reads them.
    pub fn is_stream(&self) -> bool {
        self.places.is_empty()
    }

    /// Puts all files in their places, and remembers that they were exported; then writes into what is no file.
    ///
    /// # Errors
    /// As [`Replacements::commit`], and where a pipe takes no more: the files are in their places then.
    pub fn commit(mut self) -> Result<Written, WorkspaceError> {
        let stale = self.dataset.as_ref().map(|dataset| self.known.stale(dataset, &self.places)).unwrap_or_default();
        for (folder, known) in self.known.folders() {
            if known.changed() {
                self.replacements.put(&known.path_in(folder), &known.to_bytes(), Expect::Anything)?;
            }
        }
        let mut removed = Vec::with_capacity(stale.len());
        for (path, stamp) in stale {
            self.replacements.remove(&path, stamp)?;
            removed.push(path);
        }
        self.replacements.commit(usize::MAX)?;
        let mut written = Written { files: self.places, removed, streams: Vec::new(), standard: self.standard };
        for (path, bytes) in self.streams {
            bytes.copy_into(&path)?;
            written.streams.push(path);
        }
        Ok(written)
    }
}

/// A file of a dataset while it is written.
#[derive(Debug)]
enum OpenFile {
    File(PathBuf, NewFile),
    /// What is no plain file is written into at the end.
    Stream(PathBuf, Spool),
    Standard(Spool),
}

impl OpenFile {
    fn append(&mut self, bytes: &[u8]) -> Result<(), WorkspaceError> {
        match self {
            OpenFile::File(_, file) => file.append(bytes)?,
            OpenFile::Stream(_, all) | OpenFile::Standard(all) => all.append(bytes)?,
        }
        Ok(())
    }
}

/// Where a dataset goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination<'a> {
    /// A file or a folder. What is no plain file is refused: a window does not wait for whoever reads a pipe.
    Path(&'a Path),
    /// As a command names it: a pipe or a device is written into.
    PathOrStream(&'a Path),
    /// The standard output, for a format of one file.
    Standard,
}

/// The same, and what may stand there.
#[derive(Clone, Debug)]
struct Target {
    format: &'static str,
    /// `None`: the standard output.
    out: Option<PathBuf>,
    into_folder: bool,
    streams: bool,
    guard: ExportGuard,
    /// Files so far.
    files: usize,
    dataset: Option<DatasetPlace>,
}

impl Target {
    fn new(request: &ExportRequest, out: Destination<'_>, guard: ExportGuard) -> Result<Self, WorkspaceError> {
        let name = &request.format;
        let format = formats::by_name(name).ok_or_else(|| WorkspaceError::NoFormat(name.clone()))?;
        let (out, streams) = match out {
            Destination::Path(out) => (Some(out), false),
            Destination::PathOrStream(out) => (Some(out), true),
            Destination::Standard => (None, true),
        };
        let is_folder = request.is_training_set() || format.layout() == Some(Layout::Folder);
        if is_folder && out.is_none_or(|out| !out.is_dir() && store::is_there(out)) {
            return Err(WorkspaceError::NeedsFolder { format: format.name() });
        }
        let into_folder = request.is_training_set() || out.is_some_and(|out| goes_into_folder(format, out));
        let is_dataset = request.is_training_set() || format.layout() == Some(Layout::Shards);
        let dataset = out
            .filter(|out| is_dataset && !is_stream(out))
            .map(|out| DatasetPlace::new(format.name(), out, into_folder));
        let out = out.map(Path::to_path_buf);
        Ok(Target { format: format.name(), out, into_folder, streams, guard, files: 0, dataset })
    }

    /// Where a file of the dataset goes; `None`: the standard output.
    fn next_place(&mut self, path: &Path) -> Result<Option<PathBuf>, WorkspaceError> {
        let Some(out) = &self.out else {
            self.files += 1;
            let needs_folder = || WorkspaceError::NeedsFolder { format: self.format };
            return if self.files == 1 { Ok(None) } else { Err(needs_folder()) };
        };
        let is_stream = is_stream(out);
        if is_stream && self.files > 0 {
            return Err(WorkspaceError::NeedsFolder { format: self.format });
        }
        let place = place_of(out, self.into_folder, path, self.files)?;
        if is_stream && !self.streams {
            return Err(WorkspaceError::OverDevice { path: place });
        }
        self.files += 1;
        Ok(Some(place))
    }

    /// What may give way to the last file. A person who was asked saw the one that was named, and none beside it.
    fn guard(&self) -> ExportGuard {
        match self.guard {
            ExportGuard::Confirmed if !self.into_folder && self.files > 1 => ExportGuard::OwnExports,
            guard => guard,
        }
    }
}

/// What stopped an export, kept for whoever asks at its end: a writer only hears that it has to stop.
#[derive(Default)]
struct Failed(Option<WorkspaceError>);

impl Failed {
    fn hold<T>(&mut self, result: Result<T, WorkspaceError>) -> Result<T, Stopped> {
        result.map_err(|error| {
            self.0.get_or_insert(error);
            Stopped
        })
    }

    /// What came first; `end` is how the last file ended.
    fn finish(self, end: Result<(), WorkspaceError>) -> Result<(), WorkspaceError> {
        self.0.map_or(end, Err)
    }
}

/// A dataset on its way to its place: each file is written beside the place it is meant for, little by little.
pub struct Dataset<'a> {
    target: Target,
    batch: ExportBatch,
    open: Option<OpenFile>,
    shelves: Shelves,
    /// Folders that were cleared of what killed exports left: once each, since that looks at all files there.
    cleaned: HashSet<PathBuf>,
    on_loss: &'a mut dyn FnMut(Loss),
    go_on: &'a dyn Fn() -> bool,
    failed: Failed,
}

impl<'a> Dataset<'a> {
    /// `go_on` is asked before each file and each document.
    ///
    /// # Errors
    /// Where there is no such format.
    pub fn new(
        request: &ExportRequest,
        out: Destination<'_>,
        guard: ExportGuard,
        on_loss: &'a mut dyn FnMut(Loss),
        go_on: &'a dyn Fn() -> bool,
    ) -> Result<Self, WorkspaceError> {
        let target = Target::new(request, out, guard)?;
        Ok(Dataset {
            target,
            batch: ExportBatch::default(),
            open: None,
            shelves: Shelves::default(),
            cleaned: HashSet::new(),
            on_loss,
            go_on,
            failed: Failed::default(),
        })
    }

    fn ask(&mut self) -> Result<(), Stopped> {
        let go_on = (self.go_on)();
        self.failed.hold(if go_on { Ok(()) } else { Err(WorkspaceError::Cancelled) })
    }

    fn next_file(&mut self, path: Option<&Path>) -> Result<(), WorkspaceError> {
        if let Some(file) = self.open.take() {
            self.batch.take(file, self.target.guard())?;
        }
        if let Some(path) = path {
            let Some(place) = self.target.next_place(path)? else {
                self.open = Some(OpenFile::Standard(Spool::default()));
                return Ok(());
            };
            // What a killed export left is cleared away by the next one.
            if self.cleaned.insert(store::folder::of_file(&place)) {
                // One that was decided is completed first: what it leaves is looked at.
                store::complete(&place)?;
                store::housekeeping::clean_around(std::slice::from_ref(&place));
            }
            self.open = Some(self.batch.begin(place)?);
        }
        Ok(())
    }

    /// All files, whole and waiting beside their places.
    ///
    /// # Errors
    /// What stopped the export.
    pub fn finish(mut self) -> Result<ExportBatch, WorkspaceError> {
        // Documents that ceased to come are no end of the dataset.
        let _ = self.ask();
        let end = self.next_file(None);
        self.failed.finish(end)?;
        self.batch.dataset = self.target.dataset.take();
        Ok(self.batch)
    }
}

impl ExportSink for Dataset<'_> {
    fn file(&mut self, path: &Path) -> Result<(), Stopped> {
        self.ask()?;
        let opened = self.next_file(Some(path));
        self.failed.hold(opened)
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), Stopped> {
        self.ask()?;
        let written = self.open.as_mut().map_or(Ok(()), |file| file.append(bytes));
        self.failed.hold(written)
    }

    fn put_aside(&mut self, shelf: usize, bytes: &[u8]) -> Result<(), Stopped> {
        self.ask()?;
        let put = self.shelves.put(shelf, bytes);
        self.failed.hold(put.map_err(WorkspaceError::from))
    }

    fn take_back(&mut self, shelf: usize, piece: &mut [u8]) -> Result<usize, Stopped> {
        let taken = self.shelves.take(shelf, piece);
        self.failed.hold(taken.map_err(WorkspaceError::from))
    }

    fn loss(&mut self, loss: Loss) {
        (self.on_loss)(loss);
    }
}

/// A dataset that is only looked at: what would become of each place. Nothing is written.
pub struct Look<'a> {
    target: Target,
    known: Known,
    open: Option<(Option<PathBuf>, Stamper)>,
    shelves: Shelves,
    verdicts: Vec<(PathBuf, Verdict)>,
    on_loss: &'a mut dyn FnMut(Loss),
    failed: Failed,
}

impl<'a> Look<'a> {
    /// # Errors
    /// Where there is no such format.
    pub fn new(
        request: &ExportRequest,
        out: Destination<'_>,
        guard: ExportGuard,
        on_loss: &'a mut dyn FnMut(Loss),
    ) -> Result<Self, WorkspaceError> {
        let target = Target::new(request, out, guard)?;
        Ok(Look {
            target,
            known: Known::default(),
            open: None,
            shelves: Shelves::default(),
            verdicts: Vec::new(),
            on_loss,
            failed: Failed::default(),
        })
    }

    fn next_file(&mut self, path: Option<&Path>) -> Result<(), WorkspaceError> {
        if let Some((path, stamper)) = self.open.take() {
            let (path, verdict) = match path {
                None => (PathBuf::from("-"), Verdict::Stream),
                Some(path) => {
                    let (verdict, _) = self.known.verdict(&path, stamper.stamp(), self.target.guard())?;
                    (path, verdict)
                }
            };
            self.verdicts.push((path, verdict));
        }
        if let Some(path) = path {
            self.open = Some((self.target.next_place(path)?, Stamper::default()));
        }
        Ok(())
    }

    /// What would become of each place.
    ///
    /// # Errors
    /// Where what is there may not be replaced.
    pub fn finish(mut self) -> Result<Vec<(PathBuf, Verdict)>, WorkspaceError> {
        let end = self.next_file(None);
        self.failed.finish(end)?;
        if let Some(dataset) = &self.target.dataset {
            let places: Vec<PathBuf> = self.verdicts.iter().map(|(path, _)| path.clone()).collect();
            let stale = self.known.stale(dataset, &places);
            self.verdicts.extend(stale.into_iter().map(|(path, _)| (path, Verdict::Removed)));
        }
        Ok(self.verdicts)
    }
}

impl ExportSink for Look<'_> {
    fn file(&mut self, path: &Path) -> Result<(), Stopped> {
        let opened = self.next_file(Some(path));
        self.failed.hold(opened)
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), Stopped> {
        if let Some((_, stamper)) = &mut self.open {
            stamper.see(bytes);
        }
        Ok(())
    }

    fn put_aside(&mut self, shelf: usize, bytes: &[u8]) -> Result<(), Stopped> {
        let put = self.shelves.put(shelf, bytes);
        self.failed.hold(put.map_err(WorkspaceError::from))
    }

    fn take_back(&mut self, shelf: usize, piece: &mut [u8]) -> Result<usize, Stopped> {
        let taken = self.shelves.take(shelf, piece);
        self.failed.hold(taken.map_err(WorkspaceError::from))
    }

    fn loss(&mut self, loss: Loss) {
        (self.on_loss)(loss);
    }
}
