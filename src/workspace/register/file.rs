//! The register's file: read, changed, saved together with what others wrote meanwhile, merged for git, salvaged.

use std::path::{Path, PathBuf};

use super::super::checks::complete_change_sets;
use super::super::error::WorkspaceError;
use super::super::project::ProjectFolder;
use crate::edit::{RegisterMerge, RegisterNote, merge_registers};
use crate::model::{Register, RegisterProblem};
use crate::store::register_file::{self, MAX_REGISTER_BYTES, checked_register};
use crate::store::{self, ContentHash, Expect, LoadError, Lock, PROJECT_FILE};

/// The register of the project in `root`, an empty one where it has none yet, and what the file held.
///
/// # Errors
/// Where it cannot be read.
pub fn load(root: &Path) -> Result<(Register, Option<ContentHash>), WorkspaceError> {
    let path = store::register_path(root);
    complete_change_sets(&path)?;
    Ok(match store::load_register(&path)? {
        Some((register, stamp)) => (register, Some(stamp)),
        None => (Register::default(), None),
    })
}

/// The register of the project in which the first of `paths` that is in any lies. One that cannot be read says nothing: its links are
/// written by their ids.
pub fn register_of(paths: &[PathBuf]) -> Option<Register> {
    let root = paths.iter().find_map(|path| ProjectFolder::root_of(path))?;
    load(&root).ok().map(|(register, _)| register)
}

/// What is expected to be there of a register that was read.
pub(super) fn expected(stamp: Option<ContentHash>) -> Expect {
    stamp.map_or(Expect::Absent, Expect::Unchanged)
}

/// Changes the register of the project in `root` as it is on the disk. Gives what it is then.
///
/// # Errors
/// Where another program changes the project, `edit` refuses, or the file cannot be read or written: then it is as it was.
pub fn change<T>(
    root: &Path,
    edit: impl FnOnce(&mut Register) -> Result<T, RegisterProblem>,
) -> Result<(Register, T), WorkspaceError> {
    let _lock = Lock::take(&root.join(PROJECT_FILE))?;
    let (before, stamp) = load(root)?;
    let mut register = before.clone();
    let done = edit(&mut register)?;
    if register != before {
        store::save_register(&register, &store::register_path(root), expected(stamp))?;
    }
    Ok((register, done))
}

/// What a save of work on the register came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergedSave {
    /// What the file holds now.
    pub register: Register,
    /// What was decided between it and what others wrote meanwhile.
    pub notes: Vec<RegisterNote>,
}

/// Writes `ours`, which was made of `base`, together with what others wrote since.
///
/// # Errors
/// As [`change`].
pub fn save_merged(root: &Path, base: &Register, ours: &Register) -> Result<MergedSave, WorkspaceError> {
    let (register, notes) = change(root, |there| {
        if there == base {
            *there = ours.clone();
            return Ok(Vec::new());
        }
        let RegisterMerge { register, notes } = merge_registers(base, ours, there);
        *there = register;
        Ok(notes)
    })?;
    Ok(MergedSave { register, notes })
}

/// Merges three files of registers, as git asks for it; nothing is written. Gives the text, and what our file held. An empty base is none.
///
/// # Errors
/// Where one cannot be read, or what comes of them is more than a register holds.
pub fn merge_files(
    base: &Path,
    ours: &Path,
    theirs: &Path,
) -> Result<(String, RegisterMerge, ContentHash), WorkspaceError> {
    let read = |path: &Path| -> Result<(Register, ContentHash), WorkspaceError> {
        let bytes = store::read(path, MAX_REGISTER_BYTES)?;
        Ok((register_file::read_register(path, &bytes)?, ContentHash::of(&bytes)))
    };
    let was = match read(base) {
        Ok((register, _)) => register,
        Err(WorkspaceError::Load(LoadError::Empty { .. })) => Register::default(),
        Err(error) => return Err(error),
    };
    let (mine, stamp) = read(ours)?;
    let (other, _) = read(theirs)?;
    let merge = merge_registers(&was, &mine, &other);
    let text = checked_register(&merge.register, ours)?;
    Ok((text, merge, stamp))
}

/// Writes what can be read of a damaged register into a new file. Gives how many entries that is, and the lines that cannot be read.
///
/// # Errors
/// Where it is no register, or the new file cannot be written or is there already.
pub fn salvage_into(path: &Path, new: &Path) -> Result<(usize, Vec<String>), WorkspaceError> {
    let bytes = store::read(path, MAX_REGISTER_BYTES)?;
    let (register, dropped) = register_file::salvage_register(path, &bytes)?;
    store::save_register(&register, new, Expect::Absent)?;
    Ok((register.len(), dropped))
}
