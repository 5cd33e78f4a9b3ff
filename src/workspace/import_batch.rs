//! An import of many files: their documents become files of ours in a folder, all of them or none.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::checked_files::CheckedFiles;
use super::error::{OpenWarning, WorkspaceError};
use super::import::GoOn;
use super::replace::Replacements;
use crate::formats::{self, Format, ImportOptions, SchemaBuilder};
use crate::model::{AnnotatedDocument, Schema};
use crate::store;

/// Many files on their way into a folder of documents: all of them or none.
pub struct ImportBatch {
    out: PathBuf,
    existing: Existing,
    /// Places that hold the same text already, and are left as they are.
    there: HashSet<PathBuf>,
    files: CheckedFiles,
    places: Vec<PathBuf>,
    taken: HashSet<PathBuf>,
}

/// What to do where a document would take the place of one that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    Refuse,
    /// One of the same text stays as it is, whatever was done to it; another one is refused.
    KeepSameText,
}

fn place_of(out: &Path, below: &Path, document: &AnnotatedDocument) -> PathBuf {
    out.join(below).join(format!("{}.ron", formats::file_name(&document.document.id().0)))
}

impl ImportBatch {
    /// Documents will be put below `out`, and share the schema as it has become at the end.
    pub fn new(out: PathBuf, schema: SchemaBuilder) -> Self {
        let files = CheckedFiles::new(schema);
        let (there, taken) = (HashSet::new(), HashSet::new());
        ImportBatch { out, existing: Existing::Refuse, there, files, places: Vec::new(), taken }
    }

    /// What to do where a document is there already.
    pub fn taking(self, existing: Existing) -> Self {
        ImportBatch { existing, ..self }
    }

    /// Checks one file; its documents go into the folder `below` of the batch. A file that fails leaves no trace. `go_on` is
    /// asked for each document, with how many there are.
    ///
    /// # Errors
    /// As [`super::import::import_into`], where a document would have the place of another, or where `go_on` says no.
    pub fn add(
        &mut self,
        format: &'static dyn Format,
        path: &Path,
        below: &Path,
        options: &ImportOptions,
        go_on: GoOn<'_>,
    ) -> Result<Vec<OpenWarning>, WorkspaceError> {
        let (mut new, mut taken, mut there) = (Vec::new(), HashSet::new(), HashSet::new());
        let notes = self.files.check(format, path, below, options, &mut |document| {
            if !go_on(self.places.len() + new.len()) {
                return Err(WorkspaceError::Cancelled);
            }
            let place = place_of(&self.out, below, &document);
            if store::is_there(&place) {
                let digest = document.document.digest();
                let same = || store::load(&place).is_ok_and(|(there, _)| there.document.digest() == digest);
                match self.existing {
                    Existing::Refuse => return Err(WorkspaceError::AlreadyImported { path: place }),
                    Existing::KeepSameText if same() => drop(there.insert(place.clone())),
                    Existing::KeepSameText => return Err(WorkspaceError::OtherTextThere { path: place }),
                }
            }
            if self.taken.contains(&place) || !taken.insert(place.clone()) {
                return Err(WorkspaceError::SamePlace { path: place });
            }
            new.push(place);
            Ok(())
        })?;
        self.taken.extend(taken);
        self.there.extend(there);
        self.places.extend(new);
        Ok(notes)
    }

    /// Takes note of a document of ours that somebody else will put at `place`: its place is taken, and the schema of all
    /// gets what its own has.
    ///
    /// # Errors
    /// Where the place is another's, or the schema does not grow and lacks a label.
    pub(super) fn take_document(
        &mut self,
        path: &Path,
        place: &Path,
        document: &AnnotatedDocument,
    ) -> Result<(), WorkspaceError> {
        if self.taken.contains(place) {
            return Err(WorkspaceError::SamePlace { path: place.into() });
        }
        self.files.take_schema_of(path, document)?;
        self.taken.insert(place.into());
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How many documents there are, those that stay as they are among them.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// How many documents are there already and stay as they are.
    pub fn there(&self) -> usize {
        self.there.len()
    }

    /// Annotations of all documents together.
    pub fn annotations(&self) -> usize {
        self.files.annotations
    }

    /// Lines that cannot be read.
    pub fn left_out(&self) -> usize {
        self.files.left_out
    }

    /// The new files, locked and written beside their places; [`Replacements::commit`] puts them there. `go_on` is asked
    /// before each document, with how many there are.
    ///
    /// # Errors
    /// Where a file is there meanwhile, is somebody's, or cannot be written, or where `go_on` says no.
    pub fn stage(self, go_on: GoOn<'_>) -> Result<Replacements, WorkspaceError> {
        let mut all = Replacements::default();
        self.stage_in_chunks(usize::MAX, go_on, &mut |replacements| {
            all = replacements;
            Ok(())
        })?;
        Ok(all)
    }

    /// The same in chunks of `most` documents, each given to `take` once it is whole.
    ///
    /// # Errors
    /// As [`ImportBatch::stage`], and what `take` says.
    pub fn stage_in_chunks(
        self,
        most: usize,
        go_on: GoOn<'_>,
        take: &mut dyn FnMut(Replacements) -> Result<(), WorkspaceError>,
    ) -> Result<(), WorkspaceError> {
        let ImportBatch { out, files, there, .. } = self;
        let mut replacements = Replacements::default();
        let mut again = files.again();
        for file in files.files() {
            again.read(file, &mut |document| {
                let place = place_of(&out, file.below(), &document);
                if there.contains(&place) {
                    return Ok(());
                }
                if !go_on(replacements.len()) {
                    return Err(WorkspaceError::Cancelled);
                }
                replacements.create(&place, &document)?;
                match replacements.len() >= most {
                    true => take(std::mem::take(&mut replacements)),
                    false => Ok(()),
                }
            })?;
        }
        take(replacements)
    }

    /// The schema that all documents will have; where they have no labels at all, the usual one.
    pub(super) fn whole_schema(&self) -> Arc<Schema> {
        self.files.whole_schema()
    }

    /// The schema that all documents will have, as it is so far.
    pub fn schema(&self) -> &Schema {
        self.files.schema()
    }

    /// Where the documents would be put.
    pub fn places(&self) -> impl Iterator<Item = &Path> {
        self.places.iter().map(PathBuf::as_path)
    }
}
