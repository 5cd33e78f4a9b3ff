//! The hidden files that stand beside a document: its lock, its journal, its earlier versions.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::disk::resolve;

/// `.NAME.lock`, `.NAME.journal` or `.NAME.history` beside the file that `document` leads to. Two symbolic links to
/// one file have the same companions; two hard links in different folders do not.
pub(super) fn beside(document: &Path, what: &str) -> PathBuf {
    let target = resolve(document).unwrap_or_else(|_| document.to_path_buf());
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".");
    name.push(what);
    target.with_file_name(name)
}
