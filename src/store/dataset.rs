//! Writing the files of a dataset: each whole or not at all, none outside the place that was named.

use std::path::{Component, Path, PathBuf};

use super::disk::{self, Expect};
use super::error::SaveError;

/// Writes `files`, whose paths are relative to `out`, and makes the folders they need. A single file whose path is empty is
/// written at `out` itself. Says how many files were written; after an error, those before it are there.
pub fn write_dataset(out: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<usize, SaveError> {
    let inside = |path: &Path| path.components().all(|part| matches!(part, Component::Normal(_)));
    if let Some((path, _)) = files.iter().find(|(path, _)| !inside(path)) {
        let source = std::io::Error::other("the name would lead out of the folder");
        return Err(SaveError::Io { path: path.clone(), source });
    }
    for (relative, bytes) in files {
        let path = if relative.as_os_str().is_empty() { out.to_path_buf() } else { out.join(relative) };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|source| SaveError::Io { path: path.clone(), source })?;
        }
        disk::write(&path, bytes, Expect::Anything)?;
    }
    Ok(files.len())
}
