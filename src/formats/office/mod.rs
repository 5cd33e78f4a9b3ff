//! The texts of word processors, `.docx` and `.odt`: paragraphs, headings and the cells of tables a line each, tabs, line breaks,
//! and the notes below the page behind the text. A comment is an annotation `comment` on the passage it is about. Of tracked
//! changes the text is taken as it would be if all were accepted. Nothing of the look is taken; what has no place is counted.

mod body;
mod docx;
mod odt;

use super::builder::Importer;
use super::capabilities::{Capabilities, Feature, FormatInfo};
use super::draft::{self, DraftAt};
use super::flow::{Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::sniff::{Fit, Head};
use super::zipped::Zipped;
use crate::model::offset_map::Unit;

/// A document of Word.
pub(super) struct Docx;

/// A text document of OpenDocument.
pub(super) struct Odt;

const CARRIES: Capabilities = Capabilities::new(
    &[Feature::Overlap, Feature::Nesting, Feature::EdgesInTokens, Feature::Notes, Feature::Metadata],
    &[],
);

static DOCX: FormatInfo = FormatInfo {
    name: "docx",
    extensions: &["docx"],
    about: "the text of a Word document: paragraphs, notes, and comments as annotations",
    unit: None,
    reads: true,
    writes: None,
    repeats_texts: false,
    carries: CARRIES,
};

static ODT: FormatInfo = FormatInfo {
    name: "odt",
    extensions: &["odt"],
    about: "the text of an OpenDocument text: paragraphs, notes, and comments as annotations",
    ..DOCX
};

/// What of an archive shows which it is, and how sure that is.
fn fit(head: &Head<'_>, entry: &str, info: &FormatInfo) -> Fit {
    match () {
        () if head.is_zip_with(entry) => Fit::Sure,
        () if head.is_zip() && head.has_extension(info.extensions) => Fit::Maybe,
        () => Fit::No,
    }
}

type ReadBody = fn(&mut Zipped<'_>, &mut Importer<'_>) -> Result<body::Body, ReadEnd>;

fn read(input: &Input<'_>, importer: &mut Importer<'_>, info: &FormatInfo, body: ReadBody) -> Result<(), ReadEnd> {
    let mut zipped = Zipped::open(input.path, input.bytes)?;
    let body = body(&mut zipped, importer)?;
    drop(zipped);
    draft::read_each(input, importer, info.name, Some(Unit::Bytes), &mut |importer, next| {
        next(importer, DraftAt { line: 1, number: 1, draft: Ok(body.draft(input.path)) })
    })
}

impl Format for Docx {
    fn info(&self) -> &'static FormatInfo {
        &DOCX
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        fit(head, docx::DOCUMENT, &DOCX)
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        read(input, importer, &DOCX, docx::read)
    }

    fn writer<'a>(&self, _: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        None
    }
}

impl Format for Odt {
    fn info(&self) -> &'static FormatInfo {
        &ODT
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        fit(head, odt::KIND, &ODT)
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        read(input, importer, &ODT, odt::read)
    }

    fn writer<'a>(&self, _: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        None
    }
}
