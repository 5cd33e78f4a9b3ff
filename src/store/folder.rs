//! What a folder offers to be opened.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::error::{LoadError, SaveError};
use super::head::{self, Kind};
use super::inside::leads_out;
use super::plain;

/// A file that can be opened or imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub path: PathBuf,
    pub kind: EntryKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A document of Hashiya, or a `.ron` file that is damaged and should be named when it is opened.
    Document,
    /// Plain text.
    Text,
    Project,
    Schema,
}

/// What a folder offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    pub entries: Vec<Entry>,
    /// Links that lead out of the folder.
    pub left_out: Vec<PathBuf>,
}

/// Why a link was left out, and what to do.
pub const LEADS_OUT: &str = "a link that leads out of its folder was left out; open the link itself if it is meant";

/// The documents, texts, schemas and projects directly within `folder`, sorted by name with numbers by their value.
///
/// Hidden files are left out, and so are links that lead out of the folder, and a text `NAME.txt` where `NAME.ron` stands
/// beside it: it was imported.
pub fn list(folder: &Path) -> Result<Listing, LoadError> {
    let io = |source| LoadError::Io { path: folder.to_path_buf(), source };
    let (mut entries, mut left_out) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || !path.is_file() {
            continue;
        }
        match leads_out(&path, folder) {
            // Not read, not even to know what it is.
            true if is_offered(&path) => left_out.push(path),
            true => {}
            false => entries.extend(kind_of(&path).map(|kind| Entry { path, kind })),
        }
    }
    entries.sort_by_cached_key(|entry| natural_key(&entry.path));
    let documents: std::collections::HashSet<PathBuf> =
        entries.iter().filter(|e| e.kind == EntryKind::Document).map(|e| e.path.clone()).collect();
    entries.retain(|e| e.kind != EntryKind::Text || !documents.contains(&e.path.with_extension("ron")));
    left_out.sort();
    Ok(Listing { entries, left_out })
}

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

/// What kind of file of ours stands at `path`, whatever its name; `None` for any other file.
pub fn holds_kind(path: &Path) -> Option<Kind> {
    path.metadata().ok().filter(fs::Metadata::is_file).and_then(|_| head_of(path))
}

/// The files below a folder.
#[derive(Debug, Default)]
pub struct Walk {
    /// Each with the folders between the root and it; sorted by name in each folder, hidden ones left out.
    pub files: Vec<(PathBuf, PathBuf)>,
    /// Links that lead out of the root.
    pub left_out: Vec<PathBuf>,
    /// Folders that could not be read.
    pub failed: Vec<LoadError>,
}

/// How deep folders are followed.
const MAX_DEPTH: usize = 32;

/// All files below `root`. A folder that cannot be read is named, and the rest goes on.
pub fn walk(root: &Path) -> Walk {
    let mut walk = Walk::default();
    walk_folder(root, root, Path::new(""), 0, &mut walk);
    walk
}

fn walk_folder(root: &Path, folder: &Path, below: &Path, depth: usize, walk: &mut Walk) {
    let read = fs::read_dir(folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
    let mut entries = match read {
        Ok(entries) => entries,
        Err(source) => return walk.failed.push(LoadError::Io { path: folder.to_path_buf(), source }),
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (name, path) = (entry.file_name(), entry.path());
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        // A link to a folder may lead back up; a link to a file is a file, unless it leads out of what was named.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            if depth < MAX_DEPTH {
                walk_folder(root, &path, &below.join(&name), depth + 1, walk);
            }
            continue;
        }
        match fs::metadata(&path) {
            Ok(metadata) if !metadata.is_file() => {}
            Ok(_) => match entry.file_type().is_ok_and(|kind| kind.is_symlink()) && leads_out(&path, root) {
                true => walk.left_out.push(path),
                false => walk.files.push((path, below.to_path_buf())),
            },
            // A link to nothing or in a circle, or a file that went meanwhile.
            Err(_) if entry.file_type().is_ok_and(|kind| kind.is_symlink()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            // What cannot be looked at is not passed over: a command that changes all or none has to know of it.
            Err(source) => walk.failed.push(LoadError::Io { path, source }),
        }
    }
}

/// Whether a file's name is one of those that are offered.
fn is_offered(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("txt") || e.eq_ignore_ascii_case("ron"))
}

/// What a single file is, by its name and, for `.ron`, by its first bytes; `None` for a file of another kind.
pub fn kind_of(path: &Path) -> Option<EntryKind> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "txt" => Some(EntryKind::Text),
        "ron" => match head_of(path) {
            Some(Kind::Schema) => Some(EntryKind::Schema),
            Some(Kind::Project) => Some(EntryKind::Project),
            Some(Kind::Settings | Kind::Places | Kind::Memory | Kind::Window) => None,
            Some(Kind::Document) | None => Some(EntryKind::Document),
        },
        _ => None,
    }
}

fn head_of(path: &Path) -> Option<Kind> {
    let mut bytes = Vec::new();
    plain::open(path).ok()?.take(4096).read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    head::kind_of(path, text.trim_start_matches('\u{feff}')).ok()
}

/// A name as text and numbers in turn, so that `خبر 9` comes before `خبر 10`.
fn natural_key(path: &Path) -> Vec<(String, u64)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut key = Vec::new();
    let mut rest = name.as_str();
    while !rest.is_empty() {
        let digits_at = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (text, tail) = rest.split_at(digits_at);
        let digits_end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        key.push((text.to_owned(), tail[..digits_end].parse().unwrap_or(u64::MAX)));
        rest = &tail[digits_end..];
    }
    // The name itself last: `1` and `01` are told apart the same way every time.
    key.push((name.clone(), 0));
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_sort_by_value() {
        let mut names = ["خبر 10.ron", "b.ron", "خبر 9.ron", "a.ron", "خبر 09.ron"];
        names.sort_by_cached_key(|n| natural_key(Path::new(n)));
        assert_eq!(names, ["a.ron", "b.ron", "خبر 09.ron", "خبر 9.ron", "خبر 10.ron"]);
    }
}
