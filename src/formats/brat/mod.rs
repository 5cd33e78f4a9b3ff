//! Brat standoff: a text and an `.ann` beside it, offsets in code points.
//!
//! Identities of ours become `T1`, `R1`; spaces in names become `_`; a line end within a span's text is written as a
//! space, as brat does. Events are read as annotations with a relation for each role.

mod info;
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
        vec![path.with_extension("txt")]
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        read::read(input, importer)
    }

    fn writer<'a>(&self, _: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(write::Writer::default()))
    }
}
