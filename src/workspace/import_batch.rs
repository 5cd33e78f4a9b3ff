//! An import of many files: their documents become files of ours in a folder, all of them or none.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::error::{OpenWarning, WorkspaceError};
use super::import::GoOn;
use super::readings::Readings;
use super::replace::Replacements;
use crate::formats::{self, Format, ImportOptions, SchemaBuilder};
use crate::model::{AnnotatedDocument, Schema};
use crate::store;

/// Many files on their way into a folder of documents: all of them or none.
pub struct ImportBatch {
    out: PathBuf,
    readings: Readings,
    places: Vec<PathBuf>,
    taken: HashSet<PathBuf>,
}

fn place_of(out: &Path, below: &Path, document: &AnnotatedDocument) -> PathBuf {
    out.join(below).join(format!("{}.ron", formats::file_name(&document.document.id().0)))
}

impl ImportBatch {
    /// Documents will be put below `out`, and share the schema as it has become at the end.
    pub fn new(out: PathBuf, schema: SchemaBuilder) -> Self {
        ImportBatch { out, readings: Readings::new(schema), places: Vec::new(), taken: HashSet::new() }
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
        let (mut new, mut taken) = (Vec::new(), HashSet::new());
        let notes = self.readings.check(format, path, below, options, &mut |document| {
            if !go_on(self.places.len() + new.len()) {
                return Err(WorkspaceError::Cancelled);
            }
            let place = place_of(&self.out, below, &document);
            if store::is_there(&place) {
                return Err(WorkspaceError::AlreadyImported { path: place });
            }
            if self.taken.contains(&place) || !taken.insert(place.clone()) {
                return Err(WorkspaceError::SamePlace { path: place });
            }
            new.push(place);
            Ok(())
        })?;
        self.taken.extend(taken);
        self.places.extend(new);
        Ok(notes)
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Annotations of all documents together.
    pub fn annotations(&self) -> usize {
        self.readings.annotations
    }

    /// Lines that cannot be read.
    pub fn left_out(&self) -> usize {
        self.readings.left_out
    }

    /// The new files, locked and written beside their places; [`Replacements::commit`] puts them there. `go_on` is asked
    /// before each document, with how many there are.
    ///
    /// # Errors
    /// Where a file is there meanwhile, is somebody's, or cannot be written, or where `go_on` says no.
    pub fn stage(self, go_on: GoOn<'_>) -> Result<Replacements, WorkspaceError> {
        let ImportBatch { out, readings, .. } = self;
        let mut replacements = Replacements::default();
        let mut again = readings.again();
        for file in readings.files() {
            again.read(file, &mut |document| match go_on(replacements.len()) {
                true => replacements.create(&place_of(&out, file.below(), &document), &document),
                false => Err(WorkspaceError::Cancelled),
            })?;
        }
        Ok(replacements)
    }

    /// The schema that all documents will have, as it is so far.
    pub fn schema(&self) -> &Schema {
        self.readings.schema()
    }

    /// Where the documents would be put.
    pub fn places(&self) -> impl Iterator<Item = &Path> {
        self.places.iter().map(PathBuf::as_path)
    }
}
