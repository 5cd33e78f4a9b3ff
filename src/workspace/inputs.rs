//! From arguments to files: what a folder stands for, and which format a file is read with.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::error::WorkspaceError;
use super::import::owner_of;
use super::open::is_document_name;
use crate::formats::{self, Format};
use crate::store::{self, EntryKind, LoadError};

/// A file that an argument stands for.
#[derive(Clone, Debug)]
pub struct InputFile {
    pub path: PathBuf,
    /// The folders between the argument and the file.
    pub below: PathBuf,
    /// The person named the file itself, rather than a folder it lies in.
    pub named: bool,
}

/// What the arguments stand for, and what of them cannot be read.
#[derive(Debug, Default)]
pub struct Inputs {
    pub files: Vec<InputFile>,
    pub failed: Vec<WorkspaceError>,
    /// Links that lead out of their folder: told, and no failure.
    pub left_out: Vec<WorkspaceError>,
    /// Links to nothing: told, and no failure.
    pub broken: Vec<PathBuf>,
    /// Folders without any file that was wanted.
    pub without: Vec<PathBuf>,
}

/// The files that `inputs` stand for: files as they are, and in folders, inner ones too, those that `wanted` accepts,
/// sorted by name. What cannot be read is named, and the rest goes on.
pub fn find(inputs: &[PathBuf], wanted: impl Fn(&Path) -> bool) -> Inputs {
    find_while(inputs, wanted, &|_| true)
}

/// As [`find`], as long as `go_on` says yes, which is told how many files of a folder there are.
fn find_while(inputs: &[PathBuf], wanted: impl Fn(&Path) -> bool, go_on: &dyn Fn(usize) -> bool) -> Inputs {
    let mut found = Inputs::default();
    for input in inputs {
        if !input.is_dir() {
            found.files.push(InputFile { path: input.clone(), below: PathBuf::new(), named: true });
            continue;
        }
        let before = found.files.len();
        let walk = store::folder::walk(input, go_on);
        let files = walk.files.into_iter().filter(|(path, _)| wanted(path));
        found.files.extend(files.map(|(path, below)| InputFile { path, below, named: false }));
        if found.files.len() == before && walk.failed.is_empty() {
            found.without.push(input.clone());
        }
        found.broken.extend(walk.broken);
        found.failed.extend(walk.failed.into_iter().map(WorkspaceError::from));
        found.left_out.extend(walk.left_out.into_iter().map(|path| WorkspaceError::LeadsOut { path }));
    }
    found
}

/// What a window lists of what was named, and what it says of the rest.
#[derive(Debug, Default)]
pub struct Listed {
    /// Files as they are named; of folders, those that can be opened.
    pub files: Vec<PathBuf>,
    /// What was named and cannot be read, and links that lead out.
    pub told: Vec<WorkspaceError>,
    pub passed_over: PassedOver,
}

/// What lies in folders that were named and cannot be listed.
#[derive(Debug, Default)]
pub struct PassedOver {
    /// Inner folders and files that cannot be looked at.
    pub failed: Vec<WorkspaceError>,
    /// Links to nothing.
    pub broken: Vec<PathBuf>,
    /// Files that are neither ours nor of a format that is read.
    pub foreign: Vec<PathBuf>,
}

impl PassedOver {
    pub fn is_empty(&self) -> bool {
        self.failed.is_empty() && self.broken.is_empty() && self.foreign.is_empty()
    }
}

/// What is said of a file in a folder.
enum Listing {
    Document,
    /// A file of another format; one that holds a single document is not listed beside the document that was made of it.
    Import,
    /// Another file of ours, or one that belongs to a file beside it.
    Silent,
    Foreign,
}

/// The files that a window lists for `inputs`: the same walk as [`find`]. No document is read but its first bytes.
pub fn list(inputs: &[PathBuf], go_on: &dyn Fn(usize) -> bool) -> Listed {
    let found = find_while(inputs, |_| true, go_on);
    let mut listed = Listed { told: found.left_out, ..Listed::default() };
    listed.passed_over.broken = found.broken;
    for error in found.failed {
        // A folder that was named is no detail of another one.
        let named = matches!(&error, WorkspaceError::Load(LoadError::Io { path, .. }) if inputs.contains(path));
        let to = if named { &mut listed.told } else { &mut listed.passed_over.failed };
        to.push(error);
    }
    let sorted: Vec<(InputFile, Listing)> = found
        .files
        .into_iter()
        .map(|file| {
            let listing = if file.named { Listing::Document } else { listing_of(&file.path) };
            (file, listing)
        })
        .collect();
    let is_ours =
        |(file, listing): &(InputFile, Listing)| matches!(listing, Listing::Document).then(|| file.path.clone());
    let documents: HashSet<PathBuf> = sorted.iter().filter_map(is_ours).collect();
    for (InputFile { path, .. }, listing) in sorted {
        match listing {
            Listing::Document => listed.files.push(path),
            Listing::Import if holds_one(&path) && documents.contains(&path.with_extension("ron")) => {}
            Listing::Import => listed.files.push(path),
            Listing::Silent => {}
            Listing::Foreign => listed.passed_over.foreign.push(path),
        }
    }
    listed
}

fn listing_of(path: &Path) -> Listing {
    if is_document_name(path) {
        if is_document(path) { Listing::Document } else { Listing::Silent }
    } else if format_of(path, None).is_some() {
        Listing::Import
    } else if owner_of(path).is_some() {
        Listing::Silent
    } else {
        Listing::Foreign
    }
}

/// Whether a file of another format holds a single document, which is saved as `NAME.ron` beside it.
fn holds_one(path: &Path) -> bool {
    let plain = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt"));
    plain || formats::by_extension(path).is_some_and(|format| !format.companions(path).is_empty())
}

/// Whether a file is a document of ours, by its name and its first bytes.
pub fn is_document(path: &Path) -> bool {
    is_document_name(path) && store::folder::kind_of(path) == Some(EntryKind::Document)
}

/// The format a file is to be read with: the one that was named, or the one its extension suggests. A `.txt` that
/// belongs to an `.ann` beside it is no document of its own.
pub fn format_of(path: &Path, from: Option<&str>) -> Option<&'static dyn Format> {
    match from {
        Some(name) => formats::by_name(name),
        None if owner_of(path).is_some() => None,
        None => formats::by_extension(path),
    }
}
