//! What a folder offers to be opened.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::error::LoadError;
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
            Some(Kind::Settings | Kind::Places | Kind::Memory) => None,
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
