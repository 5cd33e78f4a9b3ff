//! WebAnno TSV 3.3 of INCEpTION: a token a line below its sentence, a column for each feature of each layer.
//!
//! ```text
//! #FORMAT=WebAnno TSV 3.3
//! #T_SP=webanno.custom.Span|value
//! #T_RL=webanno.custom.Relation|value|BT_webanno.custom.Span
//!
//! #Text=زار أحمد بيروت.
//! 1-1    0-3    زار      _         _       _
//! 1-2    4-8    أحمد     PER       _       _
//! 1-3    9-14   بيروت    LOC       visits  1-2
//! ```
//!
//! `_` is nothing, `*` an annotation without a value, `[3]` tells one of several tokens, or of several above each other, from others,
//! and `1-2.1` is a part of a token. The layers are those of XMI, with their types beside the files, without which values are texts.
//! Sentences reach up to the next, so that no text lies between two; what stands before the first token cannot be written.

mod cells;
mod header;
mod read;
mod write;

use std::path::{Path, PathBuf};

use super::{companions, take, types_beside};
use crate::formats::builder::Importer;
use crate::formats::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use crate::formats::file_names::FileNames;
use crate::formats::flow::{Input, ReadEnd};
use crate::formats::format::{DocumentWriter, ExportOptions, Format};
use crate::formats::sniff::{Fit, Head};
use crate::formats::text;
use crate::model::offset_map::Unit;

/// WebAnno TSV 3.
pub(in crate::formats) struct WebAnnoTsv;

static INFO: FormatInfo = FormatInfo {
    name: "webanno-tsv",
    extensions: &["tsv"],
    about: "WebAnno TSV 3.3 of INCEpTION: a token a line, layers in columns; one document a file, TypeSystem.xml beside them",
    unit: Some(Unit::Utf16),
    reads: true,
    writes: Some(Layout::Folder),
    repeats_texts: false,
    carries: Capabilities::WHOLE
        .without(&[Feature::DocumentAttributes, Feature::Metadata, Feature::State])
        .also(&[Feature::Entities])
        .partly(&[Feature::Discontinuous, Feature::Texts, Feature::ExactText, Feature::LookAgain]),
};

impl Format for WebAnnoTsv {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        if head.is_webanno() { Fit::Sure } else { Fit::No }
    }

    fn companions(&self, path: &Path) -> Vec<PathBuf> {
        companions(path)
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let file = text::decode(input.path, input.bytes, importer)?.text;
        let types = types_beside(input, importer)?;
        let found = read::read(&file, types, &importer.budget);
        let (cas, missing) = found.map_err(|(at, problem)| {
            let line = 1 + memchr::memchr_iter(b'\n', &file.as_bytes()[..at.min(file.len())]).count();
            importer.at(line)(problem)
        })?;
        take(input, importer, &file, &cas, Vec::new(), missing as usize, INFO.name)
    }

    fn writer<'a>(&self, _: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        let features = super::rows::Features::default();
        Some(Box::new(write::Writer { info: &INFO, names: FileNames::default(), features }))
    }
}
