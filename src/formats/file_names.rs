//! Ids of documents as names of files, and names of files as ids.

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

/// The stem of a file's name: the id of a document that has no other.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| "document".into(), |stem| stem.to_string_lossy().into_owned())
}
