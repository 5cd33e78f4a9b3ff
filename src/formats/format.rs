//! What a format is to the rest of the program: a row of facts, a reader that gives documents one by one, and a writer that
//! takes them one by one.

use std::borrow::Borrow;
use std::path::{Path, PathBuf};

use super::builder::Importer;
use super::capabilities::{FormatInfo, Layout};
use super::column_options::ColumnOptions;
use super::error::ImportError;
use super::flow::{Export, ExportSink, Import, ImportOptions, ImportSink, Input, ReadEnd, Stopped};
use super::sniff::{Fit, Head};
use super::survey::Survey;
use super::vocabulary::SchemaBuilder;
use crate::arabic::clitics;
use crate::model::{AnnotatedDocument, Register};

/// How a person wants a dataset to be.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExportOptions<'a> {
    /// Clitics are tokens of their own, where the format has tokens: و, ب, القاهرة.
    pub split: Option<&'a clitics::Lexicon>,
    /// What a person chose about it.
    pub columns: ColumnOptions,
    /// What was found in all documents beforehand, where the format asks for it ([`Format::survey`]).
    pub survey: Option<&'a Survey>,
    /// What links to the entity register are called, where that is known.
    pub register: Option<&'a Register>,
}

impl ExportOptions<'_> {
    /// As many layers of columns as the document needs that needs most.
    pub(super) fn layers(&self) -> usize {
        self.survey.map_or(1, |survey| survey.layers.max(1))
    }
}

/// Takes what a dataset has to say of all its documents from one of them.
pub type Look = fn(&AnnotatedDocument, &ExportOptions<'_>, &mut Survey);

/// Writes documents as they come.
pub trait DocumentWriter {
    /// # Errors
    /// Where no more is wanted.
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped>;

    /// After the last document.
    ///
    /// # Errors
    /// Where no more is wanted.
    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped>;
}

/// A format of other people.
pub trait Format: Sync {
    /// Its row in the table.
    fn info(&self) -> &'static FormatInfo;

    /// How well the beginning of a file fits.
    fn sniff(&self, head: &Head<'_>) -> Fit;

    /// The files beside `path` that belong to it.
    fn companions(&self, path: &Path) -> Vec<PathBuf> {
        let _ = path;
        Vec::new()
    }

    /// Gives the documents of a file one by one.
    ///
    /// # Errors
    /// Where the file is not what it should be, or no more documents are wanted.
    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd>;

    /// Looks at a document for what its dataset has to say of all of them; `None` where they need not be known before the first is
    /// written.
    fn survey(&self, options: &ExportOptions<'_>) -> Option<Look> {
        let _ = options;
        None
    }

    /// `None` where the format cannot be written.
    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>>;
}

impl dyn Format + '_ {
    pub fn name(&self) -> &'static str {
        self.info().name
    }

    pub fn extensions(&self) -> &'static [&'static str] {
        self.info().extensions
    }

    pub fn reads(&self) -> bool {
        self.info().reads
    }

    /// `None`: cannot be written.
    pub fn layout(&self) -> Option<Layout> {
        self.info().writes
    }

    /// Gives the documents of a file to `sink`, one by one, and at the end what was not understood.
    ///
    /// # Errors
    /// As [`Format::read`].
    pub fn read_into(
        &self,
        input: &Input<'_>,
        options: &ImportOptions,
        words: &mut SchemaBuilder,
        sink: &mut dyn ImportSink,
    ) -> Result<(), ReadEnd> {
        let mut importer = Importer::new(input, options, words, sink);
        self.read(input, &mut importer)?;
        importer.finish()
    }

    /// All documents of a file at once.
    ///
    /// # Errors
    /// Where the file is not what it should be. Nothing of it is taken then.
    pub fn import(
        &self,
        input: &Input<'_>,
        options: &ImportOptions,
        words: &mut SchemaBuilder,
    ) -> Result<Import, ImportError> {
        let mut import = Import::default();
        match self.read_into(input, options, words, &mut import) {
            Err(ReadEnd::Refused(error)) => Err(error),
            // This sink stops nothing.
            Ok(()) | Err(ReadEnd::Stopped) => Ok(import),
        }
    }

    /// What a dataset of these documents has to say of all of them. They are asked for only where the format wants it.
    pub fn survey_of<D: Borrow<AnnotatedDocument>>(
        &self,
        documents: impl IntoIterator<Item = D>,
        options: &ExportOptions<'_>,
    ) -> Survey {
        let mut survey = Survey::default();
        if let Some(look) = self.survey(options) {
            documents.into_iter().for_each(|document| look(document.borrow(), options, &mut survey));
        }
        survey
    }

    /// The dataset of documents that are all there.
    pub fn export(&self, documents: &[&AnnotatedDocument]) -> Export {
        self.export_with(documents, ExportOptions::default())
    }

    pub fn export_with(&self, documents: &[&AnnotatedDocument], options: ExportOptions<'_>) -> Export {
        let mut export = Export::default();
        let found = match options.survey {
            Some(_) => Survey::default(),
            None => self.survey_of(documents.iter().copied(), &options),
        };
        let options = ExportOptions { survey: options.survey.or(Some(&found)), ..options };
        if let Some(mut writer) = self.writer(options) {
            let written = documents.iter().try_for_each(|document| writer.write(document, &mut export));
            // This sink stops nothing.
            let _ = written.and_then(|()| writer.finish(&mut export));
        }
        export
    }
}

/// Bytes of text that an export repeats for its annotations, at most: as many as an import reads.
pub const MAX_QUOTED_BYTES: u64 = 128 << 20;

/// An export that was not begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{format} repeats the text of each annotation, which makes {len} bytes here, and {MAX_QUOTED_BYTES} are the most: long \
     annotations lie within each other; export fewer documents, or another format"
)]
pub struct ExportTooLarge {
    pub format: &'static str,
    pub len: u64,
}

/// Whether an export can be made, to be asked before it is: the texts of annotations within each other are the square of
/// their text.
///
/// # Errors
/// Where the format repeats the text of each annotation, and all of them are too much.
pub fn check_export(format: &dyn Format, documents: &[&AnnotatedDocument]) -> Result<(), ExportTooLarge> {
    let len = documents.iter().map(|document| document.quoted_bytes()).sum();
    if format.info().repeats_texts && len > MAX_QUOTED_BYTES {
        return Err(ExportTooLarge { format: format.name(), len });
    }
    Ok(())
}
