//! Ids of documents as names of files, and names of files as ids.

use std::collections::HashMap;
use std::path::Path;

/// A document's id as a file name: what no system allows in one is replaced, and the rest is kept.
pub fn file_name(id: &str) -> String {
    let allowed = |c: char| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { '_' } else { c };
    let name: String = id.chars().map(allowed).collect();
    let name = name.trim_end_matches(['.', ' ']).trim_start_matches('.');
    let name = match name.char_indices().take_while(|(at, c)| at + c.len_utf8() <= 150).last() {
        Some((at, c)) => name[..at + c.len_utf8()].trim_end_matches(['.', ' ']),
        None => "document",
    };
    // Windows takes these for devices, with any extension.
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = |device: &str| stem.strip_prefix(device).is_some_and(|n| matches!(n.as_bytes(), [b'1'..=b'9']));
    match ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str()) || numbered("COM") || numbered("LPT") {
        true => format!("_{name}"),
        false => name.to_owned(),
    }
}

/// The names of documents' files in one folder, each of which one document has: `a`, `a-2`, `a-3`. On some systems `A` is the same
/// file as `a`.
#[derive(Debug, Default)]
pub(super) struct FileNames {
    /// Each name that is taken, in small letters, with the number from which a further document of it looks for a free one.
    taken: HashMap<String, usize>,
}

impl FileNames {
    /// The name, without an extension, for the file of a document of this id.
    pub(super) fn take(&mut self, id: &str) -> String {
        let name = file_name(id);
        let known = name.to_lowercase();
        let Some(next) = self.taken.get_mut(&known) else {
            self.taken.insert(known, 2);
            return name;
        };
        let mut n = *next;
        while self.taken.contains_key(&format!("{known}-{n}")) {
            n += 1;
        }
        self.taken.insert(format!("{known}-{n}"), 2);
        self.taken.insert(known, n + 1);
        format!("{name}-{n}")
    }
}

/// The name of one of the files of a dataset, from 0. Others find them in their order by `*.EXTENSION`.
pub(super) fn shard_name(number: usize, extension: &str) -> String {
    format!("data-{number:05}.{extension}")
}

/// The stem of a file's name: the id of a document that has no other.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| "document".into(), |stem| stem.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_documents_have_one_file() {
        let mut names = FileNames::default();
        let taken = ["a", "A", "a-2", "a", "b", "a", "b-2", "b"].map(|id| names.take(id));
        assert_eq!(taken, ["a", "A-2", "a-2-2", "a-3", "b", "a-4", "b-2", "b-3"]);
    }
}
