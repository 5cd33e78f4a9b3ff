//! Where files go that a list names: none outside the folder that was named; and what such a list calls them.

use std::path::{Component, Path, PathBuf};

use super::error::{DiskRefusal, SaveError};
use super::path_guard::escapes_root;

/// Where a file of a dataset goes: below `out`, neither by its name nor by a link elsewhere. An empty path is `out` itself,
/// which a person named.
pub fn place_in(out: &Path, relative: &Path) -> Result<PathBuf, SaveError> {
    if relative.as_os_str().is_empty() {
        return Ok(out.to_path_buf());
    }
    let path = out.join(relative);
    let what = match relative.components().all(|part| matches!(part, Component::Normal(_))) {
        false => DiskRefusal::NameLeadsOut,
        true if escapes_root(&path, out) => DiskRefusal::LinkLeadsOut,
        true => return Ok(path),
    };
    Err(SaveError::Io { path, source: what.into() })
}

/// What a file is called below `folder`, with `/` between folders, as lists of files that other systems read name it: the other way
/// round of [`place_in`]. `None` where it does not lie there, or its path is not Unicode.
pub fn name_in(folder: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.strip_prefix(folder).ok()?.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}
