//! Brat standoff: a text and an `.ann` beside it, offsets in code points.
//!
//! Identities of ours become `T1`, `R1`; spaces in names become `_`; a line end within a span's text is written as a
//! space, as brat does. Events are read as annotations with a relation for each role.

mod read;
mod write;

use std::path::{Path, PathBuf};

use super::{Export, Format, Import, ImportError, ImportOptions, Input, Layout, Unit, Vocabulary};
use crate::model::AnnotatedDocument;

pub struct Brat;

impl Format for Brat {
    fn name(&self) -> &'static str {
        "brat"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ann"]
    }

    fn unit(&self) -> Option<Unit> {
        Some(Unit::CodePoints)
    }

    fn about(&self) -> &'static str {
        "brat standoff, .txt and .ann with annotation.conf; overlapping, nested and discontinuous spans, relations, \
         attributes, notes; no attributes of documents or relations, no annotators, no times"
    }

    fn layout(&self) -> Option<Layout> {
        Some(Layout::Folder)
    }

    fn companions(&self, path: &Path) -> Vec<PathBuf> {
        vec![path.with_extension("txt")]
    }

    fn repeats_texts(&self) -> bool {
        true
    }

    fn import(&self, input: &Input, options: &ImportOptions, words: &mut Vocabulary) -> Result<Import, ImportError> {
        read::import(input, options, words)
    }

    fn export(&self, documents: &[&AnnotatedDocument]) -> Export {
        write::export(documents)
    }
}

/// A name as brat can write it: no white space.
pub(super) fn brat_name(name: &str) -> String {
    name.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c }).collect()
}

/// A span's text as brat writes it, on one line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if ends_line(c) { ' ' } else { c }).collect()
}

/// Whether a reader of the `.ann` may take `c` for the end of a line or of a field.
fn ends_line(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
