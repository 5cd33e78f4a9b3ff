//! Folders: the files below one, in the order in which every part of the program takes them, and what a file is.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::error::{LoadError, SaveError};
use super::fingerprint::FileFingerprint;
use super::header::{self, FileKind};
use super::path_guard::escapes_root;
use super::{disk, plain, standard_input};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A document of Hashiya, or a `.ron` file that is damaged and should be named when it is opened.
    Document,
    /// Plain text.
    Text,
    Project,
    Schema,
}

/// Why a link was left out, and what to do.
pub const LEADS_OUT: &str = "a link that leads out of its folder was left out; open the link itself if it is meant";

/// The folder a file is in, as a path that can be opened.
pub fn of_file(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf()
}

/// Makes a folder and those above it that are missing. Returns those that were made, outer ones first.
pub fn make(folder: &Path) -> Result<Vec<PathBuf>, SaveError> {
    let missing: Vec<PathBuf> = folder
        .ancestors()
        .take_while(|above| !above.as_os_str().is_empty() && !above.exists())
        .map(Path::to_path_buf)
        .collect();
    fs::create_dir_all(folder).map_err(|source| SaveError::from_io(folder, source))?;
    Ok(missing.into_iter().rev().collect())
}

/// Removes a folder that was made for files which were not written after all. One that holds anything stays.
pub fn remove_empty(folder: &Path) {
    let _ = fs::remove_dir(folder);
}

/// The folders in a folder, sorted by name, hidden ones left out; none where it cannot be read.
pub fn inner_folders(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let is_inner = |entry: &fs::DirEntry| {
        entry.file_type().is_ok_and(|kind| kind.is_dir()) && !entry.file_name().to_string_lossy().starts_with('.')
    };
    let mut inner: Vec<PathBuf> = entries.flatten().filter(is_inner).map(|entry| entry.path()).collect();
    inner.sort();
    inner
}

/// A name in a folder that goes on from what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    pub name: String,
    pub is_folder: bool,
}

/// Names of one folder that are looked at for completing a path: a folder of 100 000 texts does not hold a frame up.
const MAX_NAMES_LOOKED_AT: usize = 20_000;

/// The names in `folder` that begin with `start`, folders first, hidden ones only where `start` is hidden too. Names that
/// are not Unicode cannot be typed.
pub fn completions(folder: &Path, start: &str) -> Vec<Completion> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let completion = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().ok()?;
        let fits = name.starts_with(start) && (start.starts_with('.') || !name.starts_with('.'));
        fits.then(|| Completion { is_folder: entry.path().is_dir(), name })
    };
    let mut found: Vec<Completion> = entries.take(MAX_NAMES_LOOKED_AT).flatten().filter_map(completion).collect();
    found.sort_by_cached_key(|one| (!one.is_folder, natural_key(OsStr::new(&one.name))));
    found
}

/// What kind of file of ours stands at `path`, whatever its name; `None` for any other file.
pub fn holds_kind(path: &Path) -> Option<FileKind> {
    if standard_input::is_meant(path) {
        return disk::read_head(path, HEAD_BYTES).ok().and_then(|(bytes, _)| kind_in(path, &bytes));
    }
    path.metadata().ok().filter(fs::Metadata::is_file).and_then(|_| head_of(path))
}

/// The files below a folder.
#[derive(Debug, Default)]
pub struct Walk {
    /// Sorted by name in each folder, numbers by their value, hidden ones left out.
    pub files: Vec<WalkedFile>,
    /// Links that lead out of the root.
    pub leading_out: Vec<PathBuf>,
    /// Links to nothing or in a circle.
    pub broken: Vec<PathBuf>,
    /// Folders that lie too deep to be followed.
    pub too_deep: Vec<PathBuf>,
    /// Pipes, sockets and devices.
    pub no_files: Vec<PathBuf>,
    /// Folders that could not be read.
    pub failed: Vec<LoadError>,
}

/// A file below a folder.
#[derive(Debug)]
pub struct WalkedFile {
    pub path: PathBuf,
    /// The folders between the root and it.
    pub below: PathBuf,
    /// What it looked like.
    pub seen: FileFingerprint,
}

/// How deep folders are followed.
pub const MAX_DEPTH: usize = 32;

/// All files below `root`. A folder that cannot be read is named, and the rest goes on. `go_on` is asked in each folder, with
/// how many files there are so far; where it says no, what was found until then is the answer.
pub fn walk(root: &Path, go_on: &dyn Fn(usize) -> bool) -> Walk {
    let mut walk = Walk::default();
    walk_folder(root, (root, Path::new("")), 0, &mut walk, go_on);
    walk
}

fn walk_folder(
    root: &Path,
    (folder, below): (&Path, &Path),
    depth: usize,
    walk: &mut Walk,
    go_on: &dyn Fn(usize) -> bool,
) {
    if !go_on(walk.files.len()) {
        return;
    }
    let read = fs::read_dir(folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
    let mut entries = match read {
        Ok(entries) => entries,
        Err(source) => return walk.failed.push(LoadError::Io { path: folder.to_path_buf(), source }),
    };
    entries.sort_by_cached_key(|entry| natural_key(&entry.file_name()));
    for entry in entries {
        let (name, path) = (entry.file_name(), entry.path());
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        // A link to a folder may lead back up; a link to a file is a file, unless it leads out of what was named.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            if depth < MAX_DEPTH {
                walk_folder(root, (&path, &below.join(&name)), depth + 1, walk, go_on);
            } else {
                walk.too_deep.push(path);
            }
            continue;
        }
        // The folder knows its own entries; the whole path is followed for links alone.
        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        match if is_link { fs::metadata(&path) } else { entry.metadata() } {
            // Where a link leads to a folder, the folder is looked for in its own place.
            Ok(metadata) if metadata.is_dir() => {}
            Ok(metadata) if !metadata.is_file() => walk.no_files.push(path),
            Ok(metadata) => match is_link && escapes_root(&path, root) {
                true => walk.leading_out.push(path),
                false => {
                    let (below, seen) = (below.to_path_buf(), FileFingerprint::of(&metadata));
                    walk.files.push(WalkedFile { path, below, seen });
                }
            },
            Err(_) if is_link => walk.broken.push(path),
            // A file that went meanwhile.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            // What cannot be looked at is not passed over: a command that changes all or none has to know of it.
            Err(source) => walk.failed.push(LoadError::Io { path, source }),
        }
    }
}

/// What a single file is, by its name and, for `.ron`, by its first bytes; `None` for a file of another kind.
pub fn kind_of(path: &Path) -> Option<EntryKind> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "txt" => Some(EntryKind::Text),
        "ron" => match head_of(path) {
            Some(FileKind::Schema) => Some(EntryKind::Schema),
            Some(FileKind::Project) => Some(EntryKind::Project),
            Some(
                FileKind::Settings
                | FileKind::Places
                | FileKind::Memory
                | FileKind::Window
                | FileKind::Assignments
                | FileKind::Register,
            ) => None,
            Some(FileKind::Document) | None => Some(EntryKind::Document),
        },
        _ => None,
    }
}

/// How much of a file is read to know its kind, in bytes.
const HEAD_BYTES: usize = 4096;

fn head_of(path: &Path) -> Option<FileKind> {
    let mut bytes = Vec::new();
    plain::open(path).ok()?.take(HEAD_BYTES as u64).read_to_end(&mut bytes).ok()?;
    kind_in(path, &bytes)
}

fn kind_in(path: &Path, bytes: &[u8]) -> Option<FileKind> {
    let text = String::from_utf8_lossy(bytes);
    header::kind_of(path, text.trim_start_matches('\u{feff}')).ok()
}

/// What orders paths below a folder, with `/` between names, as [`walk`] does.
pub(super) fn walk_key(below: &str) -> Vec<NaturalKey> {
    below.split('/').map(|name| natural_key(OsStr::new(name))).collect()
}

type NaturalKey = (Vec<(String, u64)>, OsString);

/// A name as text and numbers in turn, so that `خبر 9` comes before `خبر 10`.
fn natural_key(name: &OsStr) -> NaturalKey {
    let text = name.to_string_lossy();
    let mut key = Vec::new();
    let mut rest = text.as_ref();
    while !rest.is_empty() {
        let digits_at = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (letters, tail) = rest.split_at(digits_at);
        let digits_end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        key.push((letters.to_owned(), tail[..digits_end].parse().unwrap_or(u64::MAX)));
        rest = &tail[digits_end..];
    }
    // The name itself last: `1` and `01` are told apart the same way every time.
    (key, name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_sort_by_value() {
        let mut names = ["خبر 10.ron", "b.ron", "خبر 9.ron", "a.ron", "خبر 09.ron"];
        names.sort_by_cached_key(|n| natural_key(OsStr::new(n)));
        assert_eq!(names, ["a.ron", "b.ron", "خبر 09.ron", "خبر 9.ron", "خبر 10.ron"]);
    }
}
