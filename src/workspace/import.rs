//! Importing: other people's files become documents, each with the files that belong to it.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::{OpenWarning, WorkspaceError};
use super::replace::Replacements;
use crate::formats::{self, Format, Import, ImportOptions, Input, Vocabulary};
use crate::model::{AnnotatedDocument, Schema};
use crate::store;

/// How a file of another format is to be read.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    pub options: ImportOptions,
    /// The labels documents get; it grows by those a file brings.
    pub schema: Arc<Schema>,
}

/// Reads one file with all that belongs to it; the documents still lack their schema.
///
/// # Errors
/// Where the file, or one that belongs to it, cannot be read: what belongs to it is never passed over.
pub fn import(
    format: &dyn Format,
    path: &Path,
    options: &ImportOptions,
    schema: &mut Vocabulary,
) -> Result<Import, WorkspaceError> {
    // Brat may be named by its text as well.
    let wanted = format.extensions().iter().any(|e| path.extension().is_some_and(|p| p.eq_ignore_ascii_case(e)));
    let main = path.with_extension(format.extensions()[0]);
    let path = if !wanted && format.companions(&main).iter().any(|c| c == path) { &main } else { path };
    let bytes = store::read(path, store::MAX_IMPORT_BYTES)?;
    let companions = format.companions(path).into_iter().filter(|path| path.is_file() && !store::leads_away(path));
    let read = |path: PathBuf| Ok((path.clone(), store::read(&path, store::MAX_IMPORT_BYTES)?));
    let companions = companions.map(read).collect::<Result<_, WorkspaceError>>()?;
    Ok(format.import(&Input { path, bytes: &bytes, companions }, options, schema)?)
}

/// Imports one file by itself, in the format its name tells or else as plain text: whole documents with their schema.
///
/// # Errors
/// As [`import`].
pub fn import_alone(
    path: &Path,
    request: &ImportRequest,
) -> Result<(Vec<AnnotatedDocument>, Vec<OpenWarning>), WorkspaceError> {
    let format = match formats::by_extension(path) {
        Some(format) => format,
        None => text_format()?,
    };
    import_as(format, path, request)
}

/// The text of a file that holds nothing but text.
///
/// # Errors
/// Where it cannot be read, or is empty of text.
pub fn import_text(path: &Path, request: &ImportRequest) -> Result<AnnotatedDocument, WorkspaceError> {
    let (documents, _) = import_as(text_format()?, path, request)?;
    match <[AnnotatedDocument; 1]>::try_from(documents) {
        Ok([document]) => Ok(document),
        Err(_) => Err(WorkspaceError::NoText { path: path.into() }),
    }
}

fn import_as(
    format: &dyn Format,
    path: &Path,
    request: &ImportRequest,
) -> Result<(Vec<AnnotatedDocument>, Vec<OpenWarning>), WorkspaceError> {
    let mut schema = Vocabulary::growing((*request.schema).clone());
    let read = import(format, path, &request.options, &mut schema)?;
    let mut documents = read.documents;
    schema.finish(documents.iter_mut());
    let losses = read.losses.into_iter().map(OpenWarning::Loss);
    Ok((documents, read.notes.into_iter().map(OpenWarning::from).chain(losses).collect()))
}

/// The format that reads any text is in the registry, or nothing is.
pub fn text_format() -> Result<&'static dyn Format, WorkspaceError> {
    formats::by_name("txt").ok_or_else(|| WorkspaceError::NoFormat("txt".into()))
}

/// Many files on their way into a folder of documents: all of them or none.
#[derive(Debug)]
pub struct ImportBatch {
    out: PathBuf,
    documents: Vec<(PathBuf, AnnotatedDocument)>,
    taken: HashSet<PathBuf>,
    schema: Vocabulary,
}

impl ImportBatch {
    /// Documents will be put below `out`, and share the schema as it has become at the end.
    pub fn new(out: PathBuf, schema: Vocabulary) -> Self {
        ImportBatch { out, documents: Vec::new(), taken: HashSet::new(), schema }
    }

    /// Reads one file; its documents go into the folder `below` of the batch. A file that fails leaves no trace.
    ///
    /// # Errors
    /// As [`import`], and where a document would have the place of another.
    pub fn add(
        &mut self,
        format: &dyn Format,
        path: &Path,
        below: &Path,
        options: &ImportOptions,
    ) -> Result<Vec<OpenWarning>, WorkspaceError> {
        let mut schema = self.schema.clone();
        let import = import(format, path, options, &mut schema)?;
        let (mut paths, mut taken) = (Vec::with_capacity(import.documents.len()), HashSet::new());
        for document in &import.documents {
            let name = format!("{}.ron", formats::file_name(&document.document.id().0));
            let place = self.out.join(below).join(name);
            if store::is_there(&place) {
                return Err(WorkspaceError::AlreadyImported { path: place });
            }
            if self.taken.contains(&place) || !taken.insert(place.clone()) {
                return Err(WorkspaceError::SamePlace { path: place });
            }
            paths.push(place);
        }
        self.schema = schema;
        self.taken.extend(taken);
        self.documents.extend(paths.into_iter().zip(import.documents));
        let losses = import.losses.into_iter().map(OpenWarning::Loss);
        Ok(import.notes.into_iter().map(OpenWarning::from).chain(losses).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// The new files, locked and written beside their places; [`Replacements::commit`] puts them there.
    ///
    /// # Errors
    /// Where a file is there meanwhile, is somebody's, or cannot be written.
    pub fn stage(self) -> Result<Replacements, WorkspaceError> {
        let ImportBatch { mut documents, schema, .. } = self;
        schema.finish(documents.iter_mut().map(|(_, document)| document));
        let mut replacements = Replacements::default();
        for (path, document) in documents {
            replacements.create(&path, &document)?;
        }
        Ok(replacements)
    }

    /// Where the documents would be put.
    pub fn places(&self) -> impl Iterator<Item = &Path> {
        self.documents.iter().map(|(path, _)| path.as_path())
    }
}
