//! What a folder holds is read and written within it: a link in it that leads elsewhere is followed only where a person
//! names the link itself.

use std::fs;
use std::path::Path;

use super::disk::resolve;

/// Whether `path`, below `folder`, leads out of it by a link. What is not there leads where it would be made.
pub fn escapes_root(path: &Path, folder: &Path) -> bool {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    // In a folder that is not there nothing stands that could lead elsewhere.
    let Ok(folder) = fs::canonicalize(folder) else { return false };
    let target = match resolve(path) {
        Ok(target) => target,
        Err(error) if error.kind() == std::io::ErrorKind::IsADirectory => path.to_path_buf(),
        Err(_) => return true,
    };
    let there = target.ancestors().find_map(|part| match part.as_os_str().is_empty() {
        true => fs::canonicalize(".").ok(),
        false => fs::canonicalize(part).ok(),
    });
    !there.is_some_and(|there| there.starts_with(&folder))
}

/// Whether a file beside others, such as one that belongs to another, leads out of their folder.
pub fn leads_away(path: &Path) -> bool {
    path.parent().is_some_and(|folder| escapes_root(path, folder))
}

/// Whether a link stands at `path`, wherever it leads.
pub(super) fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
}
