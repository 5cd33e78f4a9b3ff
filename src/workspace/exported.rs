//! What stands in a folder that exports wrote: what a new one may replace, and what of an older one has no place in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::error::WorkspaceError;
use super::open::is_document_name;
use crate::store::disk::Occupant;
use crate::store::exports_file::ExportedFiles;
use crate::store::{self, ContentHash};

/// What an export may replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportGuard {
    /// What was exported before and not changed since.
    OwnExports,
    /// Any plain file but a document: a person was asked.
    Confirmed,
    /// Whatever is there, as `--force` says. A document is kept as an earlier version.
    Force,
}

/// What an export would do to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    New,
    Same,
    Replaced,
    /// A pipe or a device, which stays what it is.
    Stream,
    /// An export of the same dataset wrote it before, and this one does not.
    Removed,
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Verdict::New => "new",
            Verdict::Same => "the same already",
            Verdict::Replaced => "replaced",
            Verdict::Stream => "written into",
            Verdict::Removed => "removed",
        })
    }
}

/// What stands in each folder that came from exports.
#[derive(Debug, Default)]
pub(super) struct Known(BTreeMap<PathBuf, ExportedFiles>);

impl Known {
    pub(super) fn of(&mut self, path: &Path) -> (&mut ExportedFiles, String) {
        let folder = store::folder::of_file(path);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (self.0.entry(folder.clone()).or_insert_with(|| ExportedFiles::in_folder(&folder)), name)
    }

    /// What becomes of a place, and what it holds now.
    pub(super) fn verdict(
        &mut self,
        path: &Path,
        new: ContentHash,
        guard: ExportGuard,
    ) -> Result<(Verdict, Occupant), WorkspaceError> {
        let there = store::disk::what_is_at(path)?;
        let forced = guard == ExportGuard::Force;
        let document = || {
            is_document_name(path)
                || store::folder::holds_kind(path).is_some()
                || store::disk::resolve(path).is_ok_and(|target| is_document_name(&target))
        };
        let verdict = match there {
            Occupant::File(stamp) if stamp == new => Verdict::Same,
            // A name that says it is a document is for documents.
            Occupant::Nothing | Occupant::File(_) if !forced && document() => {
                return Err(WorkspaceError::OverDocument { path: path.into() });
            }
            Occupant::Nothing => Verdict::New,
            Occupant::Stream => Verdict::Stream,
            Occupant::Device => return Err(WorkspaceError::OverDevice { path: path.into() }),
            Occupant::File(stamp) => {
                let (known, name) = self.of(path);
                if guard == ExportGuard::OwnExports && !known.holds(&name, stamp) {
                    return Err(WorkspaceError::OverForeign { path: path.into() });
                }
                Verdict::Replaced
            }
        };
        Ok((verdict, there))
    }

    pub(super) fn folders(&self) -> impl Iterator<Item = (&PathBuf, &ExportedFiles)> {
        self.0.iter()
    }

    /// The files that the same dataset was made of when it was exported last and that `places` has not, as they were written then: none
    /// that was changed since, and none that somebody else wrote.
    pub(super) fn stale(&mut self, dataset: &DatasetPlace, places: &[PathBuf]) -> Vec<(PathBuf, ContentHash)> {
        let DatasetPlace { root, name } = dataset;
        let names = places.iter().filter_map(|path| store::name_in(root, path)).collect();
        let (known, _) = self.of(&root.join("x"));
        let before = known.take_dataset(name, names);
        let mut stale = Vec::new();
        for path in before.iter().filter_map(|name| store::place_in(root, Path::new(name)).ok()) {
            // The list is a file that anybody may have written: what the folder itself remembers decides.
            let Ok(Occupant::File(stamp)) = store::disk::what_is_at(&path) else { continue };
            let (known, name) = self.of(&path);
            if known.holds(&name, stamp)
                && !is_document_name(&path)
                && store::disk::resolve(&path).is_ok_and(|to| to == path)
            {
                known.forget(&name);
                stale.push((path, stamp));
            }
        }
        stale
    }
}

/// A dataset of several files by the folder that holds them and its name there.
#[derive(Clone, Debug)]
pub(super) struct DatasetPlace {
    root: PathBuf,
    name: String,
}

impl DatasetPlace {
    /// `out`: the folder of its files, or the first of them.
    pub(super) fn new(format: &str, out: &Path, into_folder: bool) -> Self {
        match into_folder {
            true => DatasetPlace { root: store::folder::of_file(&out.join("x")), name: format.to_owned() },
            false => {
                let file = out.file_name().unwrap_or_default().to_string_lossy();
                DatasetPlace { root: store::folder::of_file(out), name: format!("{format} {file}") }
            }
        }
    }
}
