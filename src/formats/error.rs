//! Why a file of other people could not be read: which file, which line, what.

use std::path::{Path, PathBuf};

use crate::model::{DocumentError, SpanError, SpansError};

/// A file that could not be imported. Nothing of it was taken.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}: {what}", place(path, *line))]
pub struct ImportError {
    pub path: PathBuf,
    /// From 1.
    pub line: Option<usize>,
    pub what: Box<ImportProblem>,
}

fn place(path: &Path, line: Option<usize>) -> String {
    match line {
        Some(line) => format!("{}:{line}", path.display()),
        None => path.display().to_string(),
    }
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ImportProblem {
    #[error("the file is empty; there is nothing to annotate")]
    Empty,
    #[error("this is {0}, not text; convert it to plain text first")]
    Binary(&'static str),
    #[error("byte {at} cannot be read as {encoding}; name the right encoding with --encoding, or repair the file")]
    Undecodable { encoding: &'static str, at: usize },
    #[error("the file is not valid JSON: {0}")]
    Json(String),
    #[error("{0}")]
    Field(String),
    #[error("span '{id}': {error}")]
    Span { id: String, error: SpanError },
    #[error("span '{id}': {error}")]
    Spans { id: String, error: SpansError },
    #[error("span '{id}' {start}..{end}: no such place in the text when offsets count {unit}")]
    OutOfText { id: String, start: u64, end: u64, unit: &'static str },
    #[error(
        "span '{id}' {start}..{end}: the file says '{said}' but the text has '{found}' when offsets count {unit}; \
         the offsets fit neither code points nor UTF-16 nor bytes throughout"
    )]
    Mismatch { id: String, start: u64, end: u64, said: String, found: String, unit: &'static str },
    #[error("the id '{0}' is used twice")]
    DuplicateId(String),
    #[error("the label '{0}' is not in the schema that was given")]
    UnknownLabel(String),
    #[error("the relation type '{0}' is not in the schema that was given")]
    UnknownRelationType(String),
    #[error("the attribute '{attribute}' of '{owner}' does not fit the schema that was given: {reason}")]
    Attribute { owner: String, attribute: String, reason: String },
    #[error("relation '{id}' points to '{end}', which is not in the file")]
    UnknownEnd { id: String, end: String },
    #[error("relation '{id}' of type '{label}' may not link '{source_label}' to '{target_label}' in the schema given")]
    EndNotAllowed { id: String, label: String, source_label: String, target_label: String },
    #[error("'{0}' cannot be a label: it is empty, has spaces at its ends, or control characters")]
    BadName(String),
    #[error("'{0}' is not a tag of IOB2; tags are O, B-LABEL and I-LABEL")]
    BadTag(String),
    #[error("{0} is missing; it belongs to this file")]
    MissingCompanion(String),
    #[error("{0}")]
    Document(#[from] DocumentError),
    #[error("{0}")]
    Other(String),
}

impl ImportProblem {
    pub(super) fn at(self, path: &Path, line: usize) -> ImportError {
        ImportError { path: path.into(), line: Some(line), what: Box::new(self) }
    }

    pub(super) fn in_file(self, path: &Path) -> ImportError {
        ImportError { path: path.into(), line: None, what: Box::new(self) }
    }
}
