//! The entity register of a project where documents come and go: a package takes it along, and what was entered or merged there comes back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::super::error::WorkspaceError;
use super::super::replace::Replacements;
use super::ProjectFolder;
use crate::edit::merge_registers;
use crate::model::{EntityId, Register};
use crate::store::register_file::checked_register;
use crate::store::{self, ContentHash, Expect, REGISTER_FILE};

/// Where a package keeps the register as it was handed over.
const BASE_FILE: &str = ".hashiya-base-register";

/// What documents of other projects are linked to, by the roots of the projects.
pub(super) type Linked = BTreeMap<PathBuf, BTreeSet<EntityId>>;

impl ProjectFolder {
    /// The register with what its file held; `None` where there is no file.
    fn read_register(root: &Path) -> Result<Option<(Register, ContentHash)>, WorkspaceError> {
        Ok(store::load_register(&store::register_path(root))?)
    }

    /// Takes the entries along to which documents are linked that come out of other projects.
    pub(super) fn adopt_entries(&self, linked: &Linked) -> Result<(), WorkspaceError> {
        let (ours, stamp) = match Self::read_register(&self.root)? {
            Some((ours, stamp)) => (ours, Some(stamp)),
            None => (Register::default(), None),
        };
        let mut merged = ours.clone();
        for (root, ids) in linked.iter().filter(|(root, _)| **root != self.root) {
            // A register that cannot be read keeps no document away: its links are told by `validate`.
            let Ok(Some((theirs, _))) = Self::read_register(root) else { continue };
            for entry in ids.iter().filter(|id| ours.is_free(id)).filter_map(|id| theirs.resolve(id)) {
                merged.enter((**entry).clone())?;
            }
        }
        if merged != ours {
            let path = store::register_path(&self.root);
            store::save_register(&merged, &path, stamp.map_or(Expect::Absent, Expect::Unchanged))?;
        }
        Ok(())
    }

    /// Puts the register into a package, and beside it as it is handed over.
    pub(super) fn pack_register(&self, out: &Path, into: &mut Replacements) -> Result<(), WorkspaceError> {
        let Some((register, _)) = Self::read_register(&self.root)? else { return Ok(()) };
        for place in [out.join(REGISTER_FILE), out.join(BASE_FILE)] {
            into.put(&place, checked_register(&register, &place)?.as_bytes(), Expect::Absent)?;
        }
        Ok(())
    }

    /// Merges the register of a package that comes back with what the project has by now. Gives how many entries are new or others.
    pub(super) fn take_register_back(&self, package: &Path, into: &mut Replacements) -> Result<usize, WorkspaceError> {
        let Some((theirs, _)) = Self::read_register(package)? else { return Ok(0) };
        let base = store::load_register(&package.join(BASE_FILE))?.map(|(base, _)| base).unwrap_or_default();
        let (ours, stamp) = match Self::read_register(&self.root)? {
            Some((ours, stamp)) => (ours, Some(stamp)),
            None => (Register::default(), None),
        };
        let merged = merge_registers(&base, &ours, &theirs).register;
        let changed = merged.iter().filter(|entry| ours.get(&entry.id) != Some(entry)).count();
        if merged != ours {
            let path = store::register_path(&self.root);
            let expect = stamp.map_or(Expect::Absent, Expect::Unchanged);
            into.put(&path, checked_register(&merged, &path)?.as_bytes(), expect)?;
        }
        Ok(changed)
    }
}
