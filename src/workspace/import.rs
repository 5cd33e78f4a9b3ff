//! Importing: other people's files become documents, each with the files that belong to it.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::{OpenWarning, WorkspaceError};
use super::replace::Replacements;
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

/// Many files on their way into a folder of documents: all of them or none.
///
/// Each file is read twice. The first time it is checked, and the labels of all files are gathered; the second time its
/// documents are written, each with the schema of all. No document is held longer than it takes to do either.
pub struct ImportBatch {
    out: PathBuf,
    existing: Existing,
    /// Places that hold the same text already, and are left as they are.
    there: HashSet<PathBuf>,
    files: Vec<ImportFile>,
    places: Vec<PathBuf>,
    taken: HashSet<PathBuf>,
    schema: SchemaBuilder,
    /// Of all documents together.
    pub annotations: usize,
    /// Lines that cannot be read.
    pub left_out: usize,
}

/// What to do where a document would take the place of one that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    Refuse,
    /// One of the same text stays as it is, whatever was done to it; another one is refused.
    KeepSameText,
}

struct ImportFile {
    format: &'static dyn Format,
    path: PathBuf,
    below: PathBuf,
    options: ImportOptions,
}

impl ImportFile {
    fn place(&self, out: &Path, document: &AnnotatedDocument) -> PathBuf {
        out.join(&self.below).join(format!("{}.ron", formats::file_name(&document.document.id().0)))
    }
}

/// What an import found so far; `go_on` says whether to go on.
pub type GoOn<'a> = &'a dyn Fn(usize) -> bool;

impl ImportBatch {
    /// Documents will be put below `out`, and share the schema as it has become at the end.
    pub fn new(out: PathBuf, schema: SchemaBuilder) -> Self {
        ImportBatch {
            out,
            existing: Existing::Refuse,
            there: HashSet::new(),
            files: Vec::new(),
            places: Vec::new(),
            taken: HashSet::new(),
            schema,
            annotations: 0,
            left_out: 0,
        }
    }

    /// What to do where a document is there already.
    pub fn taking(self, existing: Existing) -> Self {
        ImportBatch { existing, ..self }
    }

    /// Checks one file; its documents go into the folder `below` of the batch. A file that fails leaves no trace. `go_on` is
    /// asked for each document, with how many there are.
    ///
    /// # Errors
    /// As [`import_into`], where a document would have the place of another, or where `go_on` says no.
    pub fn add(
        &mut self,
        format: &'static dyn Format,
        path: &Path,
        below: &Path,
        options: &ImportOptions,
        go_on: GoOn<'_>,
    ) -> Result<Vec<OpenWarning>, WorkspaceError> {
        struct Check<'a> {
            batch: &'a ImportBatch,
            file: &'a ImportFile,
            places: Vec<PathBuf>,
            taken: HashSet<PathBuf>,
            there: HashSet<PathBuf>,
            notes: Vec<OpenWarning>,
            losses: Vec<OpenWarning>,
            refused: Vec<ImportError>,
            annotations: usize,
            go_on: GoOn<'a>,
            failed: Option<WorkspaceError>,
        }

        impl ImportSink for Check<'_> {
            fn document(&mut self, document: AnnotatedDocument) -> Result<(), Stopped> {
                if !(self.go_on)(self.batch.places.len() + self.places.len()) {
                    self.failed = Some(WorkspaceError::Cancelled);
                    return Err(Stopped);
                }
                let place = self.file.place(&self.batch.out, &document);
                if store::is_there(&place) {
                    let digest = document.document.digest();
                    let same = || store::load(&place).is_ok_and(|(there, _)| there.document.digest() == digest);
                    self.failed = match self.batch.existing {
                        Existing::Refuse => Some(WorkspaceError::AlreadyImported { path: place.clone() }),
                        Existing::KeepSameText if same() => None,
                        Existing::KeepSameText => Some(WorkspaceError::OtherTextThere { path: place.clone() }),
                    };
                    if self.failed.is_some() {
                        return Err(Stopped);
                    }
                    self.there.insert(place.clone());
                }
                if self.batch.taken.contains(&place) || !self.taken.insert(place.clone()) {
                    self.failed = Some(WorkspaceError::SamePlace { path: place });
                    return Err(Stopped);
                }
                self.annotations += document.annotations.len();
                self.places.push(place);
                Ok(())
            }

            fn loss(&mut self, loss: Loss) {
                self.losses.push(OpenWarning::Loss(loss));
            }

            fn note(&mut self, note: ImportNote) {
                self.notes.push(note.into());
            }

            fn refused(&mut self, error: ImportError) {
                self.refused.push(error);
            }
        }

        let file = ImportFile { format, path: path.into(), below: below.into(), options: options.clone() };
        let mut schema = self.schema.clone();
        let mut check = Check {
            batch: self,
            file: &file,
            places: vec![],
            taken: HashSet::new(),
            there: HashSet::new(),
            notes: vec![],
            losses: vec![],
            refused: vec![],
            annotations: 0,
            go_on,
            failed: None,
        };
        let end = import_into(format, path, options, &mut schema, &mut check);
        let Check { places, taken, there, mut notes, mut losses, refused, annotations, failed, .. } = check;
        match (end, failed) {
            (_, Some(error)) => return Err(error),
            (Err(ImportEnd::Failed(error)), None) => return Err(all_lines(error, refused)),
            (Ok(()) | Err(ImportEnd::Stopped), None) => {}
        }
        self.annotations += annotations;
        self.left_out += refused.len();
        notes.extend(refused.into_iter().map(OpenWarning::LineLeftOut));
        self.schema = schema;
        self.taken.extend(taken);
        self.there.extend(there);
        self.places.extend(places);
        self.files.push(file);
        notes.append(&mut losses);
        Ok(notes)
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
        struct Stage<'a, 'b> {
            out: &'a Path,
            file: &'a ImportFile,
            schema: &'a Arc<Schema>,
            there: &'a HashSet<PathBuf>,
            replacements: &'a mut Replacements,
            most: usize,
            take: &'a mut (dyn FnMut(Replacements) -> Result<(), WorkspaceError> + 'b),
            go_on: GoOn<'a>,
            failed: Option<WorkspaceError>,
        }

        impl ImportSink for Stage<'_, '_> {
            fn document(&mut self, mut document: AnnotatedDocument) -> Result<(), Stopped> {
                let place = self.file.place(self.out, &document);
                if self.there.contains(&place) {
                    return Ok(());
                }
                document.schema = self.schema.clone();
                let staged = match (self.go_on)(self.replacements.len()) {
                    true => self.replacements.create(&place, &document),
                    false => Err(WorkspaceError::Cancelled),
                };
                let staged = staged.and_then(|()| match self.replacements.len() >= self.most {
                    true => (self.take)(std::mem::take(self.replacements)),
                    false => Ok(()),
                });
                staged.map_err(|error| {
                    self.failed = Some(error);
                    Stopped
                })
            }

            // The first time they were told.
            fn loss(&mut self, _: Loss) {}

            fn note(&mut self, _: ImportNote) {}
        }

        let ImportBatch { out, files, mut schema, there, .. } = self;
        let whole = schema.clone().into_schema();
        let mut replacements = Replacements::default();
        for file in &files {
            let mut stage = Stage {
                out: &out,
                file,
                schema: &whole,
                there: &there,
                replacements: &mut replacements,
                most,
                take: &mut *take,
                go_on,
                failed: None,
            };
            let end = import_into(file.format, &file.path, &file.options, &mut schema, &mut stage);
            match (end, stage.failed) {
                (_, Some(error)) | (Err(ImportEnd::Failed(error)), None) => return Err(error),
                (Ok(()) | Err(ImportEnd::Stopped), None) => {}
            }
        }
        take(replacements)
    }

    /// The schema that all documents will have, as it is so far.
    pub fn schema(&self) -> &Schema {
        self.schema.schema()
    }

    /// Where the documents would be put.
    pub fn places(&self) -> impl Iterator<Item = &Path> {
        self.places.iter().map(PathBuf::as_path)
    }
}
