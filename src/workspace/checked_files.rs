//! Files of others that are read twice: the first time they are checked, and the labels of all are gathered; the second time their
//! documents are wanted, each with the schema of all. No document is held longer than whoever takes it does.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::{OpenWarning, WorkspaceError};
use super::import::{ImportEnd, all_lines, import_into};
use crate::formats::{Format, ImportError, ImportNote, ImportOptions, ImportSink, Loss, SchemaBuilder, Stopped};
use crate::model::{AnnotatedDocument, Schema};

/// Takes a document, or says why no more are wanted.
pub(super) type Take<'a> = &'a mut dyn FnMut(AnnotatedDocument) -> Result<(), WorkspaceError>;

/// The files that were checked so far.
pub(super) struct CheckedFiles {
    files: Vec<CheckedFile>,
    schema: SchemaBuilder,
    /// Of all documents together.
    pub(super) annotations: usize,
    /// Lines that cannot be read.
    pub(super) left_out: usize,
}

/// A file that was read once.
pub(super) struct CheckedFile {
    format: &'static dyn Format,
    path: PathBuf,
    below: PathBuf,
    options: ImportOptions,
    seen: Seen,
}

impl CheckedFile {
    /// The folders between what a person named and the file.
    pub(super) fn below(&self) -> &Path {
        &self.below
    }

    /// These folders and the name of the file.
    pub(super) fn place(&self) -> PathBuf {
        self.below.join(self.path.file_name().unwrap_or_default())
    }

    pub(super) fn documents(&self) -> usize {
        self.seen.documents
    }
}

/// What the documents of a file amount to, so that another content is noticed when they are read again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen {
    documents: usize,
    annotations: usize,
    /// Of the texts, in their order.
    digest: u64,
}

impl Seen {
    fn see(&mut self, document: &AnnotatedDocument) {
        let [a, b, c, d, e, f, g, h, ..] = *document.document.digest().bytes();
        self.documents += 1;
        self.annotations += document.annotations.len();
        // Order counts: what was there is turned before the next is added.
        self.digest = self.digest.rotate_left(7) ^ u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    }
}

/// What a reader says, with whoever takes its documents.
struct Sink<'a> {
    take: Take<'a>,
    seen: Seen,
    notes: Vec<OpenWarning>,
    losses: Vec<OpenWarning>,
    refused: Vec<ImportError>,
    /// The first time all of it is told, and not again.
    listens: bool,
    failed: Option<WorkspaceError>,
}

impl<'a> Sink<'a> {
    fn new(take: Take<'a>, listens: bool) -> Self {
        let (notes, losses, refused) = (Vec::new(), Vec::new(), Vec::new());
        Sink { take, seen: Seen::default(), notes, losses, refused, listens, failed: None }
    }
}

impl ImportSink for Sink<'_> {
    fn document(&mut self, document: AnnotatedDocument) -> Result<(), Stopped> {
        self.seen.see(&document);
        (self.take)(document).map_err(|error| {
            self.failed = Some(error);
            Stopped
        })
    }

    fn loss(&mut self, loss: Loss) {
        if self.listens {
            self.losses.push(OpenWarning::Loss(loss));
        }
    }

    fn note(&mut self, note: ImportNote) {
        if self.listens {
            self.notes.push(note.into());
        }
    }

    fn refused(&mut self, error: ImportError) {
        if self.listens {
            self.refused.push(error);
        }
    }
}

impl CheckedFiles {
    /// Documents will share the schema as it has become at the end.
    pub(super) fn new(schema: SchemaBuilder) -> Self {
        CheckedFiles { files: Vec::new(), schema, annotations: 0, left_out: 0 }
    }

    /// Checks one file, whose documents go to `take` without their schema. A file that fails leaves no trace.
    ///
    /// # Errors
    /// As [`import_into`], and what `take` says.
    pub(super) fn check(
        &mut self,
        format: &'static dyn Format,
        path: &Path,
        below: &Path,
        options: &ImportOptions,
        take: Take<'_>,
    ) -> Result<Vec<OpenWarning>, WorkspaceError> {
        let mut schema = self.schema.clone();
        let mut sink = Sink::new(take, true);
        let end = import_into(format, path, options, &mut schema, &mut sink);
        let Sink { seen, mut notes, mut losses, refused, failed, .. } = sink;
        match (end, failed) {
            (_, Some(error)) => return Err(error),
            (Err(ImportEnd::Failed(error)), None) => return Err(all_lines(error, refused)),
            (Ok(()) | Err(ImportEnd::Stopped), None) => {}
        }
        self.annotations += seen.annotations;
        self.left_out += refused.len();
        notes.extend(refused.into_iter().map(OpenWarning::LineLeftOut));
        notes.append(&mut losses);
        self.schema = schema;
        self.files.push(CheckedFile { format, path: path.into(), below: below.into(), options: options.clone(), seen });
        Ok(notes)
    }

    pub(super) fn files(&self) -> &[CheckedFile] {
        &self.files
    }

    /// The schema that all documents will have, as it is so far.
    pub(super) fn schema(&self) -> &Schema {
        self.schema.schema()
    }

    /// And where they have no labels at all, the usual one.
    pub(super) fn whole_schema(&self) -> Arc<Schema> {
        self.schema.clone().into_schema()
    }

    /// The schema of all gets what that of a document has which is ours already.
    ///
    /// # Errors
    /// Where it does not grow and lacks a label.
    pub(super) fn take_schema_of(&mut self, path: &Path, document: &AnnotatedDocument) -> Result<(), WorkspaceError> {
        Ok(self.schema.take_schema_of(document).map_err(|problem| problem.at(path, 1))?)
    }

    /// Reading the files once more, one after the other.
    pub(super) fn again(&self) -> Again {
        Again { whole: self.whole_schema(), schema: self.schema.clone() }
    }
}

/// Another reading of files that were checked.
pub(super) struct Again {
    whole: Arc<Schema>,
    schema: SchemaBuilder,
}

impl Again {
    /// The schema of all documents.
    pub(super) fn schema(&self) -> &Arc<Schema> {
        &self.whole
    }

    /// The documents of a file go to `take`.
    ///
    /// # Errors
    /// What `take` says, and where the file cannot be read any more or holds other documents than before.
    pub(super) fn read(&mut self, file: &CheckedFile, take: Take<'_>) -> Result<(), WorkspaceError> {
        let whole = &self.whole;
        let mut with_schema = |mut document: AnnotatedDocument| {
            document.schema = whole.clone();
            take(document)
        };
        let mut sink = Sink::new(&mut with_schema, false);
        let end = import_into(file.format, &file.path, &file.options, &mut self.schema, &mut sink);
        match (end, sink.failed) {
            (_, Some(error)) | (Err(ImportEnd::Failed(error)), None) => Err(error),
            (Ok(()) | Err(ImportEnd::Stopped), None) if sink.seen == file.seen => Ok(()),
            (Ok(()) | Err(ImportEnd::Stopped), None) => {
                Err(WorkspaceError::ChangedMeanwhile { path: file.path.clone() })
            }
        }
    }
}
