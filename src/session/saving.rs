//! Saving everything that is new or changed at once: what has a file in its file, what has none in the project, or in one
//! folder that a person names.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::background::Progress;
use super::document::{OpenDocument, Replace};
use super::entry::Entry;
use super::entry_id::EntryId;
use super::failure::SessionFailure;
use super::state::Session;
use super::tasks::{Priority, TaskInfo};
use crate::edit::Command;
use crate::formats;
use crate::store;
use crate::workspace::WorkspaceError;

/// A document without a file: the inner folder it belongs in, and its name.
struct Homeless {
    id: EntryId,
    inner: PathBuf,
    name: String,
}

impl Session {
    /// Saves every document that has a file and unsaved work, and with a project open also those without a file, as documents
    /// of the project, and what of the entity register could not be written. Those that still need a place are returned.
    pub fn save_all(&mut self) -> Vec<EntryId> {
        self.save_registers();
        let dirty: Vec<EntryId> = self.entries.live().filter(|e| e.is_dirty()).map(|e| e.id).collect();
        let mut homeless = Vec::new();
        for id in dirty {
            match self.entry(id).and_then(Entry::document).and_then(|d| d.path.clone()) {
                Some(path) => self.save_entry(id, path, Replace::OnlyUnchanged),
                // One whose first save is under way has a place.
                None if self.entry(id).and_then(Entry::document).is_some_and(|d| d.is_saving()) => {}
                None => homeless.push(id),
            }
        }
        let Some(folder) = self.project().map(|project| project.documents()).filter(|_| !homeless.is_empty()) else {
            return homeless;
        };
        // Those of a sample do not belong to the work.
        let (samples, own): (Vec<_>, Vec<_>) =
            homeless.into_iter().partition(|id| self.entry(*id).is_some_and(|entry| entry.sample));
        self.take_project_schema(&own);
        self.save_below(&own, folder);
        samples
    }

    /// Saves documents that have no file below `folder`: with the inner folders that their sources have, and names that
    /// are free.
    pub fn save_new_below(&mut self, folder: PathBuf) {
        let new: Vec<EntryId> = self.without_file().collect();
        self.save_below(&new, folder);
    }

    /// Documents with work that no file holds and that have none.
    pub fn without_file(&self) -> impl Iterator<Item = EntryId> + '_ {
        let is_new = |entry: &&Entry| entry.is_dirty() && entry.document().is_some_and(is_homeless);
        self.entries.live().filter(is_new).map(|entry| entry.id)
    }

    /// The folder that a first save of all of them suggests: the one in which their sources have their places.
    pub fn suggested_folder(&self) -> Option<PathBuf> {
        let sources = self.without_file().filter_map(|id| source_folder(self.entry(id)?));
        sources.reduce(|common, folder| {
            common.ancestors().find(|above| folder.starts_with(above)).unwrap_or(Path::new("")).to_path_buf()
        })
    }

    /// The folder that is open and holds the sources of all documents without a file.
    pub fn root_of_new(&self) -> Option<PathBuf> {
        let sources: Vec<Option<PathBuf>> = self
            .without_file()
            .map(|id| source_folder(self.entry(id)?).filter(|folder| folder.is_absolute()))
            .collect();
        let holds_all = |root: &&PathBuf| {
            sources.iter().all(|source| source.as_ref().is_some_and(|source| source.starts_with(root)))
        };
        self.roots.iter().find(holds_all).filter(|_| !sources.is_empty()).cloned()
    }

    /// Whether it follows from where a document comes, or from the project, where it is saved first.
    pub(super) fn has_place(&self, id: EntryId) -> bool {
        self.project().is_some() || self.entry(id).is_some_and(|entry| source_folder(entry).is_some())
    }

    fn save_below(&mut self, ids: &[EntryId], folder: PathBuf) {
        let new: Vec<Homeless> = ids
            .iter()
            .filter_map(|id| {
                let entry = self.entry(*id)?;
                let document = entry.document()?.content();
                let inner = source_folder(entry).and_then(|source| self.below_root(&source)).unwrap_or_default();
                // One of several of a file is called as the file says, any other as its file is.
                let stem = entry.path().filter(|_| entry.shared.is_none()).and_then(|path| path.file_stem());
                let name =
                    stem.map_or(document.document.id().0.to_string(), |stem| stem.to_string_lossy().into_owned());
                Some(Homeless { id: *id, inner, name: formats::file_name(&name) })
            })
            .collect();
        // The disk is asked off the frame which names are free.
        let work = move |_: Progress| {
            let mut taken = HashSet::new();
            new.into_iter()
                .map(|Homeless { id, inner, name }| {
                    let place = store::free_name(&folder.join(inner), &name, &|path| taken.contains(path));
                    taken.insert(place.clone());
                    let made = store::folder::make(&store::folder::of_file(&place));
                    made.map(|_| (id, place)).map_err(WorkspaceError::from)
                })
                .collect::<Result<Vec<_>, WorkspaceError>>()
                .map_err(SessionFailure::from)
        };
        let info = TaskInfo::new("task-save", Priority::InOrder);
        self.spawn(info, work, |session, places| match places {
            Ok(places) => {
                for (id, place) in places {
                    session.save_entry(id, place, Replace::OnlyUnchanged);
                }
            }
            Err(failure) => session.fail(failure),
        });
    }

    /// The folders between what a person opened and the folder of a source.
    fn below_root(&self, source: &Path) -> Option<PathBuf> {
        let root = self.roots.iter().find(|root| source.starts_with(root))?;
        source.strip_prefix(root).ok().map(Path::to_path_buf)
    }

    /// New documents of the project have its schema. One whose annotations it does not know keeps its own.
    fn take_project_schema(&mut self, ids: &[EntryId]) {
        let Some(schema) = self.project().map(|folder| folder.project.schema.clone()) else { return };
        for id in ids {
            let other = self.entry(*id).and_then(Entry::document).is_some_and(|d| d.content().schema != schema);
            if other {
                // Refused where a label is missing from it, and the status of the project says so.
                let _ = self.dispatch_to(*id, Command::ReplaceSchema((*schema).clone()));
            }
        }
    }
}

/// Whether a document has no place, and none is under way.
fn is_homeless(document: &OpenDocument) -> bool {
    document.path().is_none() && !document.is_saving()
}

/// The folder of the file that a document was made from.
fn source_folder(entry: &Entry) -> Option<PathBuf> {
    let source = entry.shared.as_ref().or(entry.path()).or(entry.beside.as_ref())?;
    source.parent().map(Path::to_path_buf)
}
