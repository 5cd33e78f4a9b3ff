//! Plain text: one file is one document with nothing annotated yet.

use super::builder::{Contents, Importer};
use super::capabilities::{Capabilities, Feature, FormatInfo};
use super::error::ImportProblem;
use super::file_names::stem;
use super::flow::{Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::sniff::{Fit, Head};
use super::text;
use crate::model::{Document, DocumentId};

pub struct Txt;

static INFO: FormatInfo = FormatInfo {
    name: "txt",
    extensions: &["txt"],
    about: "plain text, one document a file, in any encoding",
    unit: None,
    reads: true,
    writes: None,
    repeats_texts: false,
    carries: Capabilities::new(&[Feature::ExactText], &[]),
};

impl Format for Txt {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    /// Whatever is in no other format may be text.
    fn sniff(&self, _: &Head<'_>) -> Fit {
        Fit::Maybe
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let decoded = text::decode(input.path, input.bytes, importer)?;
        let metadata = text::metadata(&decoded);
        let id = stem(input.path);
        let in_file = |problem: ImportProblem| problem.in_file(input.path);
        importer.take_id(&id).map_err(in_file)?;
        let document = Document::new(DocumentId(id.as_str().into()), id, decoded.text, metadata)
            .map_err(|error| in_file(error.into()))?;
        let annotator = importer.options.annotator.clone();
        Ok(importer.document(Contents::default().of(document, annotator))?)
    }

    fn writer<'a>(&self, _: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        None
    }
}
