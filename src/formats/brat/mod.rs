//! Brat standoff: a text and an `.ann` beside it, offsets in code points.
//!
//! Identities of ours become `T1`, `R1`; names become letters of ASCII, and `visual.conf` beside them says what they are; a span over
//! a line end is written in pieces, with a note that joins them again. Events are annotations with a relation for each role.

pub(super) mod configuration;
mod info;
pub(super) mod names;
mod read;
mod write;

use std::path::{Path, PathBuf};

use super::builder::Importer;
use super::capabilities::FormatInfo;
use super::flow::{Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::sniff::{Fit, Head};

pub struct Brat;

impl Format for Brat {
    fn info(&self) -> &'static FormatInfo {
        &info::INFO
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        read::sniff(head)
    }

    fn companions(&self, path: &Path) -> Vec<PathBuf> {
        let project = ["annotation.conf", "visual.conf"].map(|name| path.with_file_name(name));
        std::iter::once(path.with_extension("txt")).chain(project).collect()
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        read::read(input, importer)
    }

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(write::Writer::calling(options.register)))
    }
}
