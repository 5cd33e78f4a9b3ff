//! From arguments to files: what a folder stands for, and which format a file is read with.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::WorkspaceError;
use super::import::{format_for, owner_among, owner_of};
use super::open::is_document_name;
use crate::formats;
use crate::store::folder::WalkedFile;
use crate::store::{self, EntryKind, FileFingerprint, Index, IndexRecord, LoadError, Summary};

/// The format of files that hold nothing but text.
const TEXT: &str = "txt";

/// A file that an argument stands for.
#[derive(Clone, Debug)]
pub struct InputFile {
    pub path: PathBuf,
    /// The folders between the argument and the file.
    pub below: PathBuf,
    /// The person named the file itself, rather than a folder it lies in.
    pub named: bool,
    /// What it looked like in its folder.
    seen: Option<FileFingerprint>,
    /// Which of the arguments it lies in.
    argument: usize,
}

impl InputFile {
    /// Its path below the argument.
    pub fn place(&self) -> PathBuf {
        self.path.file_name().map_or_else(|| self.below.clone(), |name| self.below.join(name))
    }
}

/// The folders in which what is made of each file is put: those between its argument and it. Where two files would have one place,
/// the name of the argument's folder, or of that in which a file that was named lies, stands before those of all.
pub fn places_below(files: &[InputFile], arguments: &[PathBuf]) -> Vec<PathBuf> {
    let mut places = HashSet::new();
    let clash = files.iter().any(|file| !places.insert((&file.below, file.path.file_stem())));
    let below = |file: &InputFile| {
        let argument = arguments.get(file.argument).map(PathBuf::as_path);
        let folder = if file.named { file.path.parent() } else { argument };
        match folder.and_then(Path::file_name).filter(|_| clash) {
            Some(name) => Path::new(name).join(&file.below),
            None => file.below.clone(),
        }
    };
    files.iter().map(below).collect()
}

/// What the arguments stand for, and what of them cannot be read.
#[derive(Debug, Default)]
pub struct Inputs {
    pub files: Vec<InputFile>,
    /// What lies in folders and is none of them.
    pub passed_over: PassedOver,
    /// Folders without any file that was wanted.
    pub without: Vec<PathBuf>,
}

/// The files that `inputs` stand for: files as they are, and in folders, inner ones too, those that `wanted` accepts,
/// sorted by name. What cannot be read is named, and the rest goes on.
pub fn find(inputs: &[PathBuf], wanted: impl Fn(&Path) -> bool) -> Inputs {
    find_while(inputs, wanted, &|_| true)
}

/// As [`find`], as long as `go_on` says yes, which is told how many files of a folder there are.
pub fn find_while(inputs: &[PathBuf], wanted: impl Fn(&Path) -> bool, go_on: &dyn Fn(usize) -> bool) -> Inputs {
    let mut found = Inputs::default();
    for (argument, input) in inputs.iter().enumerate() {
        if store::standard_input::is_meant(input) || !input.is_dir() {
            let (path, below) = (input.clone(), PathBuf::new());
            found.files.push(InputFile { path, below, named: true, seen: None, argument });
            continue;
        }
        let before = found.files.len();
        let walk = store::folder::walk(input, go_on);
        let files = walk.files.into_iter().filter(|file| wanted(&file.path));
        found.files.extend(files.map(|WalkedFile { path, below, seen }| {
            let seen = Some(seen);
            InputFile { path, below, named: false, seen, argument }
        }));
        if found.files.len() == before && walk.failed.is_empty() {
            found.without.push(input.clone());
        }
        let passed_over = &mut found.passed_over;
        passed_over.broken.extend(walk.broken);
        passed_over.too_deep.extend(walk.too_deep);
        passed_over.no_files.extend(walk.no_files);
        passed_over.leading_out.extend(walk.leading_out);
        passed_over.failed.extend(walk.failed.into_iter().map(WorkspaceError::from));
    }
    found
}

/// What a window lists of what was named, and what it says of the rest.
#[derive(Debug, Default)]
pub struct Listed {
    /// Files as they are named; of folders, those that can be opened.
    pub files: Vec<ListedFile>,
    /// What was named and cannot be read.
    pub told: Vec<WorkspaceError>,
    pub passed_over: PassedOver,
    /// The folders that were named.
    pub folders: Vec<ListedFolder>,
}

/// A file that a window lists.
#[derive(Clone, Debug)]
pub struct ListedFile {
    pub path: PathBuf,
    /// Which of [`Listed::folders`] it lies in.
    pub folder: Option<usize>,
    /// What the index of the folder knows of it.
    pub summary: Option<Arc<Summary>>,
}

/// A folder that was named, and what its index holds of the files that are there as they were.
#[derive(Clone, Debug)]
pub struct ListedFolder {
    pub path: PathBuf,
    pub records: Vec<IndexRecord>,
    /// The index holds what is not there any more.
    pub stale: bool,
}

/// What lies in folders that were named and is not taken. On the command line what failed ends a command, and the rest is told.
#[derive(Debug, Default)]
pub struct PassedOver {
    /// Inner folders and files that cannot be looked at.
    pub failed: Vec<WorkspaceError>,
    /// Links to nothing.
    pub broken: Vec<PathBuf>,
    /// Links that lead out of their folder.
    pub leading_out: Vec<PathBuf>,
    /// Folders that lie too deep.
    pub too_deep: Vec<PathBuf>,
    /// Pipes, sockets and devices.
    pub no_files: Vec<PathBuf>,
    /// Files that are neither ours nor of a format that is read; looked for by [`list`] alone.
    pub foreign: Vec<PathBuf>,
}

impl PassedOver {
    pub fn is_empty(&self) -> bool {
        let paths = [&self.broken, &self.leading_out, &self.too_deep, &self.no_files, &self.foreign];
        self.failed.is_empty() && paths.iter().all(|paths| paths.is_empty())
    }
}

/// What is said of a file in a folder.
enum Listing {
    /// With what the index of its folder knows of it.
    Document(Option<IndexRecord>),
    /// A file of another format; one that holds a single document is not listed beside the document that was made of it.
    Import,
    /// Another file of ours, or one that belongs to a file beside it.
    Silent,
    Foreign,
}

/// The files that a window lists for `inputs`: the same walk as [`find`]. No document is read but its first bytes, and not
/// those where the index of its folder knows the file.
pub fn list(inputs: &[PathBuf], go_on: &dyn Fn(usize) -> bool) -> Listed {
    // The indexes are read while the folders are walked: with 100 000 documents each takes a third of a second.
    let (found, mut indexes) = std::thread::scope(|scope| {
        let reading = std::thread::Builder::new().spawn_scoped(scope, || Indexes::of(inputs));
        let found = find_while(inputs, |_| true, go_on);
        // Without them documents are counted again, no more.
        let read = reading.ok().and_then(|reading| reading.join().ok());
        (found, read.unwrap_or(Indexes { inputs, of: HashMap::new() }))
    });
    let mut listed = Listed { passed_over: found.passed_over, ..Listed::default() };
    // A folder that was named is no detail of another one.
    let is_named = |error: &WorkspaceError| matches!(error, WorkspaceError::Load(LoadError::Io { path, .. }) if inputs.contains(path));
    let failed = std::mem::take(&mut listed.passed_over.failed);
    (listed.told, listed.passed_over.failed) = failed.into_iter().partition(is_named);
    // Of 100 000 texts the disk is not asked what they belong to, unless a link may be it.
    let linked = !listed.passed_over.leading_out.is_empty() || !listed.passed_over.broken.is_empty();
    let owns = |file: &&InputFile| !is_document_name(&file.path) && !is_text_name(&file.path);
    let owners: HashSet<PathBuf> = found.files.iter().filter(owns).map(|file| file.path.clone()).collect();
    let is_owner = |path: &Path| owners.contains(path) || (linked && path.is_file());
    let may_belong = linked || !owners.is_empty();
    let sorted: Vec<(InputFile, Listing)> = found
        .files
        .into_iter()
        .map(|file| {
            let known = indexes.take(&file);
            let listing = match known {
                Some(record) => Listing::Document(Some(record)),
                None if file.named => Listing::Document(None),
                None => listing_of(&file.path, may_belong.then_some(&is_owner)),
            };
            (file, listing)
        })
        .collect();
    let is_ours =
        |(file, listing): &(InputFile, Listing)| matches!(listing, Listing::Document(_)).then(|| file.path.clone());
    let texts = sorted.iter().any(|(_, listing)| matches!(listing, Listing::Import));
    // Only what is imported is looked for among them.
    let documents: HashSet<PathBuf> = sorted.iter().filter(|_| texts).filter_map(is_ours).collect();
    let mut records: Vec<Vec<IndexRecord>> = inputs.iter().map(|_| Vec::new()).collect();
    for (InputFile { path, named, argument, .. }, listing) in sorted {
        let folder = (!named).then_some(argument);
        match listing {
            Listing::Document(record) => {
                let summary = record.as_ref().map(|record| record.summary.clone());
                records[argument].extend(record);
                listed.files.push(ListedFile { path, folder, summary });
            }
            Listing::Import if holds_one(&path) && documents.contains(&path.with_extension("ron")) => {}
            Listing::Import => listed.files.push(ListedFile { path, folder, summary: None }),
            Listing::Silent => {}
            Listing::Foreign => listed.passed_over.foreign.push(path),
        }
    }
    listed.folders = inputs
        .iter()
        .zip(records)
        .enumerate()
        .map(|(argument, (path, records))| {
            let stale = indexes.of.get(&argument).is_some_and(|index| !index.is_empty());
            ListedFolder { path: path.clone(), records, stale }
        })
        .collect();
    listed
}

/// The indexes of the folders among the inputs, by their place.
struct Indexes<'a> {
    inputs: &'a [PathBuf],
    of: HashMap<usize, Index>,
}

impl Indexes<'_> {
    fn of(inputs: &[PathBuf]) -> Indexes<'_> {
        let folders = inputs.iter().enumerate().filter(|(_, input)| input.is_dir());
        Indexes { inputs, of: folders.map(|(place, folder)| (place, Index::of(folder))).collect() }
    }

    fn take(&mut self, file: &InputFile) -> Option<IndexRecord> {
        let fingerprint = file.seen.filter(|_| is_document_name(&file.path))?.to_store()?;
        let folder = &self.inputs[file.argument];
        self.of.get_mut(&file.argument)?.take(folder, &file.path, fingerprint)
    }
}

/// What is said of the file at `path` in a folder; `is_owner` knows the files that others may belong to, if there are any.
fn listing_of(path: &Path, is_owner: Option<&dyn Fn(&Path) -> bool>) -> Listing {
    if is_document_name(path) {
        if is_document(path) { Listing::Document(None) } else { Listing::Silent }
    } else if is_owner.is_some_and(|is_owner| owner_among(path, is_owner).is_some()) {
        Listing::Silent
    } else if is_dataset(path) {
        Listing::Import
    } else {
        Listing::Foreign
    }
}

/// Whether a file is of another format and holds more than text, as far as its name tells and, where it was named itself, its
/// beginning. Of a text in a folder it is its beginning where `look_into_texts` says so.
pub fn is_foreign(file: &ListedFile, look_into_texts: bool) -> bool {
    let path = &file.path;
    if is_document_name(path) || (file.folder.is_some() && is_text_name(path) && !look_into_texts) {
        return false;
    }
    // What cannot be read says so where it is shown. What is called as datasets are and is of no format that is known is text only
    // where somebody says so.
    let called_so =
        || formats::has_shared_extension(path) || formats::by_extension(path).is_some_and(|f| f.name() != TEXT);
    format_for(path, None).is_ok_and(|found| found.map_or_else(called_so, |format| format.name() != TEXT))
}

fn is_text_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt"))
}

/// Whether a file of another format holds a single document, which is saved as `NAME.ron` beside it.
fn holds_one(path: &Path) -> bool {
    is_text_name(path) || formats::by_extension(path).is_some_and(|format| !format.companions(path).is_empty())
}

/// Whether a file is a document of ours, by its name and its first bytes.
pub fn is_document(path: &Path) -> bool {
    is_document_name(path) && store::folder::kind_of(path) == Some(EntryKind::Document)
}

/// Whether a file in a folder is one of another format to be read: with `from` by the extensions of that format, else by its extension
/// or by what it holds. A document of ours is none, nor is a file that belongs to another, such as the `.txt` of an `.ann` beside it.
/// Window and command line choose by this alone.
pub fn is_importable(path: &Path, from: Option<&str>) -> bool {
    match from.and_then(formats::by_name) {
        Some(format) => {
            format.extensions().iter().any(|e| path.extension().is_some_and(|found| found.eq_ignore_ascii_case(e)))
        }
        None => !is_document_name(path) && owner_of(path).is_none() && is_dataset(path),
    }
}

/// Whether a file that belongs to no other is of a format, by its extension or, where that tells nothing, by its beginning. What is
/// called as datasets are and cannot be read is told when it is opened.
fn is_dataset(path: &Path) -> bool {
    let found = || format_for(path, None);
    match formats::has_shared_extension(path) {
        true => found().map_or(true, |format| format.is_some()),
        false => formats::by_extension(path).is_some() || found().is_ok_and(|format| format.is_some()),
    }
}
