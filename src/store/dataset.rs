//! Where the files of a dataset go: none outside the place that was named.

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
