//! Importing: other people's files become documents, each with the files that belong to it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::{OpenWarning, WorkspaceError};
use crate::formats::{
    self, Format, HEAD_BYTES, Head, Import, ImportError, ImportNote, ImportOptions, ImportSink, Input, Loss, ReadEnd,
    SchemaBuilder, Stopped,
};
use crate::model::{AnnotatedDocument, Schema};
use crate::store;

/// How a file of another format is to be read.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    pub options: ImportOptions,
    /// The labels that documents get where their file has none; the names and colours of those it has are looked up here.
    pub schema: Arc<Schema>,
    /// The name of the format; `None` looks at what the file holds.
    pub from: Option<&'static str>,
}

/// The format of which the file at `path` is a companion, where the file it accompanies is there.
pub fn owner_of(path: &Path) -> Option<&'static dyn Format> {
    owner_among(path, &|owner| owner.is_file())
}

/// The same, where `is_owner` says which files are there.
pub(super) fn owner_among(path: &Path, is_owner: &dyn Fn(&Path) -> bool) -> Option<&'static dyn Format> {
    formats::registry().iter().copied().find(|format| {
        let owners = format.extensions().iter().map(|extension| path.with_extension(extension));
        // The disk is asked last: of 100 000 texts in a folder each is asked about.
        let mut owners = owners.filter(|owner| owner != path && format.companions(owner).iter().any(|c| c == path));
        owners.any(|owner| is_owner(&owner))
    })
}

/// The format of a file: the one that was named, or the one that fits what the file holds. A `.txt` that belongs to an `.ann`
/// beside it is no document of its own.
///
/// # Errors
/// Where the file cannot be read.
pub fn format_for(path: &Path, from: Option<&str>) -> Result<Option<&'static dyn Format>, WorkspaceError> {
    if let Some(name) = from {
        return Ok(formats::by_name(name));
    }
    if owner_of(path).is_some() {
        return Ok(None);
    }
    let (bytes, goes_on) = store::read_head(path, HEAD_BYTES)?;
    Ok(formats::detect(&Head::new(known_as(path), &bytes, goes_on)))
}

/// What a file is called: the standard input has no name that a document could have.
fn known_as(path: &Path) -> &Path {
    if store::standard_input::is_meant(path) { Path::new("stdin") } else { path }
}

/// Reads one file with all that belongs to it; the documents, which still lack their schema, go to `sink` one by one.
///
/// # Errors
/// Where the file, or one that belongs to it, cannot be read: what belongs to it is never passed over.
pub fn import_into(
    format: &dyn Format,
    path: &Path,
    options: &ImportOptions,
    schema: &mut SchemaBuilder,
    sink: &mut dyn ImportSink,
) -> Result<(), ImportEnd> {
    // Brat may be named by its text as well.
    let is_standard = store::standard_input::is_meant(path);
    let wanted =
        is_standard || format.extensions().iter().any(|e| path.extension().is_some_and(|p| p.eq_ignore_ascii_case(e)));
    let main = path.with_extension(format.extensions()[0]);
    let path = if !wanted && format.companions(&main).iter().any(|c| c == path) { &main } else { path };
    let bytes = store::read(path, store::MAX_IMPORT_BYTES)?;
    let path = known_as(path);
    let companions =
        format.companions(path).into_iter().filter(|path| !is_standard && path.is_file() && !store::leads_away(path));
    let read = |path: PathBuf| Ok((path.clone(), store::read(&path, store::MAX_IMPORT_BYTES)?));
    let companions = companions.map(read).collect::<Result<_, WorkspaceError>>()?;
    format.read_into(&Input { path, bytes: &bytes, companions }, options, schema, sink).map_err(|end| match end {
        ReadEnd::Refused(error) => ImportEnd::Failed(error.into()),
        ReadEnd::Stopped => ImportEnd::Stopped,
    })
}

/// Why a file was not imported to its end.
#[derive(Debug)]
pub enum ImportEnd {
    Failed(WorkspaceError),
    /// Whoever takes the documents knows why.
    Stopped,
}

impl<E: Into<WorkspaceError>> From<E> for ImportEnd {
    fn from(error: E) -> Self {
        ImportEnd::Failed(error.into())
    }
}

/// Why a file was refused, with all lines that cannot be read.
pub(super) fn all_lines(error: WorkspaceError, refused: Vec<ImportError>) -> WorkspaceError {
    let of_line = matches!(&error, WorkspaceError::Import(first) if refused.first() == Some(first));
    if of_line && refused.len() > 1 { WorkspaceError::Lines(refused) } else { error }
}

/// All documents of a file at once. `go_on` is asked for each, with how many there are and of how many, as far as the file
/// tells.
///
/// # Errors
/// As [`import_into`], and [`WorkspaceError::Cancelled`] where `go_on` says no.
pub fn import(
    format: &dyn Format,
    path: &Path,
    options: &ImportOptions,
    schema: &mut SchemaBuilder,
    go_on: &dyn Fn(usize, usize) -> bool,
) -> Result<Import, WorkspaceError> {
    struct Counted<'a> {
        import: Import,
        expected: usize,
        go_on: &'a dyn Fn(usize, usize) -> bool,
    }

    impl ImportSink for Counted<'_> {
        fn expect(&mut self, documents: usize) {
            self.expected = documents;
            self.import.expect(documents);
        }

        fn document(&mut self, document: AnnotatedDocument) -> Result<(), Stopped> {
            self.import.document(document)?;
            if (self.go_on)(self.import.documents.len(), self.expected) { Ok(()) } else { Err(Stopped) }
        }

        fn loss(&mut self, loss: Loss) {
            self.import.loss(loss);
        }

        fn note(&mut self, note: ImportNote) {
            self.import.note(note);
        }

        fn refused(&mut self, error: ImportError) {
            self.import.refused(error);
        }
    }

    let mut sink = Counted { import: Import::default(), expected: 0, go_on };
    match import_into(format, path, options, schema, &mut sink) {
        Err(ImportEnd::Failed(error)) => Err(all_lines(error, sink.import.refused)),
        Err(ImportEnd::Stopped) => Err(WorkspaceError::Cancelled),
        Ok(()) => Ok(sink.import),
    }
}

/// Imports one file by itself, in the format of what it holds or else as plain text: whole documents with their schema.
///
/// # Errors
/// As [`import`].
pub fn import_alone(
    path: &Path,
    request: &ImportRequest,
    go_on: &dyn Fn(usize, usize) -> bool,
) -> Result<(Vec<AnnotatedDocument>, Vec<OpenWarning>), WorkspaceError> {
    import_as(format_of_request(path, request)?, path, request, go_on)
}

/// The format that a file is read in: the one that was said, or that of what it holds, or plain text.
pub(super) fn format_of_request(path: &Path, request: &ImportRequest) -> Result<&'static dyn Format, WorkspaceError> {
    format_for(path, request.from)?.map_or_else(text_format, Ok)
}

/// The text of a file that holds nothing but text.
///
/// # Errors
/// Where it cannot be read, or is empty of text.
pub fn import_text(path: &Path, request: &ImportRequest) -> Result<AnnotatedDocument, WorkspaceError> {
    let (documents, _) = import_as(text_format()?, path, request, &|_, _| true)?;
    match <[AnnotatedDocument; 1]>::try_from(documents) {
        Ok([document]) => Ok(document),
        Err(_) => Err(WorkspaceError::NoText { path: path.into() }),
    }
}

fn import_as(
    format: &dyn Format,
    path: &Path,
    request: &ImportRequest,
    go_on: &dyn Fn(usize, usize) -> bool,
) -> Result<(Vec<AnnotatedDocument>, Vec<OpenWarning>), WorkspaceError> {
    let mut schema = SchemaBuilder::of_files((*request.schema).clone());
    let read = import(format, path, &request.options, &mut schema, go_on)?;
    let mut documents = read.documents;
    schema.finish(documents.iter_mut());
    let losses = read.losses.into_iter().map(OpenWarning::Loss);
    let left_out = read.refused.into_iter().map(OpenWarning::LineLeftOut);
    Ok((documents, read.notes.into_iter().map(OpenWarning::from).chain(left_out).chain(losses).collect()))
}

/// The format that reads any text is in the registry, or nothing is.
pub fn text_format() -> Result<&'static dyn Format, WorkspaceError> {
    formats::by_name("txt").ok_or_else(|| WorkspaceError::NoFormat("txt".into()))
}

/// What an import found so far; `go_on` says whether to go on.
pub type GoOn<'a> = &'a dyn Fn(usize) -> bool;
