//! CoNLL in all its dress: a token and its tags a line, an empty line between sentences; and CoNLL-U Plus.
//!
//! Which columns hold what, and the scheme of the tags, is said by a person or the file, or found by what stands in them.
//! The tokens and sentences of a file are kept with the document, and come back when it is written again. With comments, a
//! file of ours carries ids and texts:
//!
//! ```text
//! # newdoc id = "d1"
//! # text = "وصل أحمد.\n"
//! وصل⇥O
//! أحمد⇥B-PER
//! .⇥O
//! ```
//!
//! The `text` of a sentence, a JSON string, reaches to the start of the next, so all of them together are the document,
//! byte for byte. Without it, tokens are joined by spaces and sentences by line feeds, and the report says so.

mod columns;
mod info;
mod layers;
mod lines;
mod read;
pub(super) mod row_log;
mod sheet;
mod tags;
mod token_log;
mod write;

use std::ops::Range;

use super::builder::Importer;
use super::capabilities::FormatInfo;
use super::flow::{Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format, Look};
use super::sniff::{Fit, Head};
use crate::model::AnnotatedDocument;

pub struct Conll;

/// The tokens of a document that a person wants, in their order.
pub(super) fn token_ranges(document: &AnnotatedDocument, options: &ExportOptions<'_>) -> Vec<Range<usize>> {
    layers::tokens_of(document, &options.columns, options.split).ranges
}

impl Format for Conll {
    fn info(&self) -> &'static FormatInfo {
        &info::CONLL
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        read::sniff(head)
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        read::read(input, importer, false)
    }

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(write::PlainWriter::new(options)))
    }

    fn survey(&self, _: &ExportOptions<'_>) -> Option<Look> {
        // Where nobody chose, it is as in the file that was imported.
        Some(write::see_columns)
    }
}

/// CoNLL-U as it came, and CoNLL-U Plus.
pub struct Conllu;

impl Format for Conllu {
    fn info(&self) -> &'static FormatInfo {
        &info::CONLLU
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        read::sniff_conllu(head)
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        read::read(input, importer, true)
    }

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(write::PlusWriter::new(options)))
    }

    fn survey(&self, _: &ExportOptions<'_>) -> Option<Look> {
        Some(write::see_layers_and_rows)
    }
}
