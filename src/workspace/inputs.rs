//! From arguments to files: what a folder stands for, and which format a file is read with.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
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
        // What cannot be looked at is no file, and no folder without documents.
        let is_folder = match store::standard_input::is_meant(input) {
            true => Ok(false),
            false => store::is_folder(input),
        };
        let is_folder = match is_folder {
            Ok(is_folder) => is_folder,
            Err(error) => {
                found.passed_over.failed.push(error.into());
                continue;
            }
        };
        if !is_folder {
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

/// What a project is filled from: texts and datasets, and documents of ours as they are. A text from which a document beside
/// it was made is passed over: its work is in the document. `go_on` is told how many files of a folder there are.
pub fn for_project(inputs: &[PathBuf], from: Option<&str>, go_on: &dyn Fn(usize) -> bool) -> Inputs {
    let is_ours = |path: &Path| from.is_none() && is_document(path);
    let mut found = find_while(inputs, |path| is_importable(path, from) || is_ours(path), go_on);
    let documents: HashSet<PathBuf> =
        found.files.iter().map(|file| &file.path).filter(|path| is_document_name(path)).cloned().collect();
    found.files.retain(|InputFile { path, named, .. }| {
        *named || !holds_one(path) || !documents.contains(&path.with_extension("ron"))
    });
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
    list_with(inputs, Indexes::of(inputs), go_on)
}

/// The same, with the indexes of the folders as they were read.
pub fn list_with(inputs: &[PathBuf], mut indexes: Indexes, go_on: &dyn Fn(usize) -> bool) -> Listed {
    let found = find_while(inputs, |_| true, go_on);
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
#[derive(Debug, Default)]
pub struct Indexes {
    inputs: Vec<PathBuf>,
    of: HashMap<usize, Index>,
}

impl Indexes {
    pub fn of(inputs: &[PathBuf]) -> Indexes {
        let folders = inputs.iter().enumerate().filter(|(_, input)| input.is_dir());
        let of = folders.map(|(place, folder)| (place, Index::of(folder))).collect();
        Indexes { inputs: inputs.to_vec(), of }
    }

    /// The documents that the indexes know, in the order of the walk, none of which was looked at: what is listed until the walk
    /// has ended.
    pub fn files(&self) -> Vec<ListedFile> {
        let mut files = Vec::new();
        for (folder, root) in self.inputs.iter().enumerate() {
            let Some(index) = self.of.get(&folder) else { continue };
            // A folder that became a link leads nowhere.
            let mut inner: (&str, bool) = ("", true);
            for record in index.records() {
                let above = record.path.rsplit_once('/').map_or("", |(above, _)| above);
                if above != inner.0 {
                    inner = (above, is_plain(above) && !store::escapes_root(&root.join(above), root));
                }
                if inner.1 && is_plain(&record.path) && is_document_name(Path::new(&record.path)) {
                    let (path, summary) = (root.join(&record.path), Some(record.summary.clone()));
                    files.push(ListedFile { path, folder: Some(folder), summary });
                }
            }
        }
        files
    }

    fn take(&mut self, file: &InputFile) -> Option<IndexRecord> {
        let fingerprint = file.seen.filter(|_| is_document_name(&file.path))?.to_store()?;
        let folder = &self.inputs[file.argument];
        self.of.get_mut(&file.argument)?.take(folder, &file.path, fingerprint)
    }
}

/// Whether a path that stands in a file goes down alone, and to nothing that is hidden.
fn is_plain(below: &str) -> bool {
    let is_name =
        |part: Component| matches!(part, Component::Normal(name) if !name.as_encoded_bytes().starts_with(b"."));
    Path::new(below).components().all(is_name)
}

/// What a walk found of files that were listed before it.
#[derive(Debug)]
pub enum Correction {
    /// They are not there any more.
    Gone(Vec<PathBuf>),
    /// They are not what the index knew.
    Changed(Vec<ListedFile>),
    /// They were not known.
    Added(ListPlace, Vec<ListedFile>),
}

/// Where in a list files come.
#[derive(Clone, Debug)]
pub enum ListPlace {
    Above(PathBuf),
    Below(PathBuf),
    End,
}

/// How many times files are put between others: each moves all that stand below. What is more comes to the end.
const MAX_PLACES: usize = 500;

/// What is to be done to a list of `known` files so that it is what was `found`, each of at most `most` files.
pub fn corrections(known: &[PathBuf], found: Vec<ListedFile>, most: usize) -> Vec<Correction> {
    let mut left: HashSet<&OsStr> = known.iter().map(|path| path.as_os_str()).collect();
    let (mut changed, mut rest) = (Vec::new(), Vec::new());
    let mut added: Vec<(ListPlace, Vec<ListedFile>)> = Vec::new();
    let mut before = known.first().map_or(ListPlace::End, |first| ListPlace::Above(first.clone()));
    let mut goes_on = false;
    for file in found {
        if left.remove(file.path.as_os_str()) {
            goes_on = false;
            before = ListPlace::Below(file.path.clone());
            if file.summary.is_none() {
                changed.push(file);
            }
            continue;
        }
        let is_full = added.len() == MAX_PLACES;
        match added.last_mut() {
            Some((_, run)) if goes_on && run.len() < most => run.push(file),
            _ if is_full => {
                rest.push(file);
                continue;
            }
            _ => added.push((before, vec![file])),
        }
        let last = added.last().and_then(|(_, run)| run.last());
        before = last.map_or(ListPlace::End, |last| ListPlace::Below(last.path.clone()));
        goes_on = true;
    }
    let gone: Vec<PathBuf> = known.iter().filter(|path| left.contains(path.as_os_str())).cloned().collect();
    // What is gone goes at once, since each time the whole list is looked through.
    let mut all: Vec<Correction> = if gone.is_empty() { Vec::new() } else { vec![Correction::Gone(gone)] };
    all.extend(in_chunks(changed, most).map(Correction::Changed));
    all.extend(added.into_iter().map(|(place, files)| Correction::Added(place, files)));
    all.extend(in_chunks(rest, most).map(|files| Correction::Added(ListPlace::End, files)));
    all
}

/// The files, at most so many at once.
pub fn in_chunks(files: Vec<ListedFile>, most: usize) -> impl Iterator<Item = Vec<ListedFile>> {
    let mut rest = files.into_iter();
    std::iter::from_fn(move || {
        let chunk: Vec<ListedFile> = rest.by_ref().take(most).collect();
        (!chunk.is_empty()).then_some(chunk)
    })
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
