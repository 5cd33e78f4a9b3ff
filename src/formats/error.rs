//! Why a file of other people could not be read: which file, which line, what.

use std::path::{Path, PathBuf};

use super::json_fault::JsonFault;
use super::parquet_fault::ParquetFault;
use super::table_fault::TableFault;
use super::webanno_fault::WebAnnoFault;
use super::xml_fault::XmlFault;
use super::zip_fault::ZipFault;
use crate::model::offset_map::Unit;
use crate::model::{AttributeProblem, DocumentError, LabelName, SchemaError, SpanError, SpansError, one_line};

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
    Binary(Binary),
    #[error("byte {at} cannot be read as {encoding}; name the right encoding with --encoding, or repair the file")]
    Undecodable { encoding: &'static str, at: usize },
    #[error("{}: {}", .0.kind.in_words(), .0)]
    Json(JsonFault),
    #[error("'{id}': '{said}' is not an offset")]
    NotAnOffset { id: String, said: String },
    #[error("{0}")]
    WebAnno(WebAnnoFault),
    #[error("no view of the file has a text")]
    NoSofa,
    #[error("the file is not sound XML: {0}")]
    Xml(XmlFault),
    #[error("span '{0}': its parts do not begin and end where it does")]
    Parts(String),
    #[error("'{id}': '{said}' is not a time such as 2026-11-20T10:00:00Z")]
    Time { id: String, said: String },
    #[error("'{0}' is not a state: new, in-progress, done, look-again or rejected")]
    State(String),
    #[error("{0} is not a JSON string")]
    NotJsonString(String),
    #[error("'{0}' has no token: a line is a token and its tags")]
    EmptyToken(String),
    #[error("'{0}' has more columns or tags than the other lines")]
    ExtraColumns(String),
    #[error("'{0}' has no tag: a line is a token and its tag")]
    NoTag(String),
    #[error("the token '{0}' is not in the text of its sentence")]
    TokenNotInText(String),
    #[error("'{0}' is not a line of brat")]
    NotBrat(String),
    #[error("'{id}' has more than {most} pieces, which are the most that are read; split it into several annotations")]
    TooManyPieces { id: String, most: usize },
    #[error("'{0}' is not 'T1 ⇥ LABEL START END ⇥ text'")]
    NotATextBound(String),
    #[error("relation '{0}' does not have two arguments")]
    NotTwoArguments(String),
    #[error("event '{id}': '{role}' is not a role and its filler")]
    NotARole { id: String, role: String },
    #[error("'{0}' is not a normalisation")]
    NotANormalisation(String),
    #[error("the file has more than {0} documents; split it into several files")]
    TooManyDocuments(usize),
    #[error("the file has more than {0} annotations; split it into several files")]
    TooManyAnnotations(usize),
    #[error(
        "what the file holds would take more than {megabytes} MB of memory, sixteen times its size \
         and 64 MB; split it into several files"
    )]
    TooDense { megabytes: u64 },
    #[error("a document has more than {0} facts beside its text")]
    TooManyFacts(usize),
    #[error("the file has more than {0} labels")]
    TooManyLabels(usize),
    #[error("'{0}' names a label and a relation type at once")]
    LabelAndType(String),
    #[error("span '{id}': {error}")]
    Span { id: String, error: SpanError },
    #[error("span '{id}': {error}")]
    Spans { id: String, error: SpansError },
    #[error("span '{id}' {start}..{end}: no such place in the text when offsets count {unit}")]
    OutOfText { id: String, start: u64, end: u64, unit: Unit },
    #[error(
        "span '{id}' {start}..{end}: the file says '{}' but the text has '{}' when offsets count {unit}; \
         the offsets fit neither code points nor UTF-16 nor bytes throughout",
        one_line(said),
        one_line(found)
    )]
    Mismatch { id: String, start: u64, end: u64, said: String, found: String, unit: Unit },
    #[error(
        "span '{id}' {start}..{end}: the offsets may count code points or UTF-16, which differ here, and no text beside \
         them tells; name the unit with --unit"
    )]
    UnitUnknown { id: String, start: u64, end: u64 },
    #[error("entity '{id}' {first}..{last}: the first and last token are two of {tokens}, from 0, in their order")]
    NoSuchToken { id: String, first: u64, last: u64, tokens: usize },
    #[error("the mentions of the file are too many to be looked for in their texts; split it into several files")]
    TooManyMentions,
    #[error("the id '{0}' is used twice")]
    DuplicateId(String),
    #[error("the label '{0}' is not in the schema that was given")]
    UnknownLabel(String),
    #[error("the relation type '{0}' is not in the schema that was given")]
    UnknownRelationType(String),
    #[error(
        "the attribute '{attribute}' of '{}' does not fit the schema that was given: {reason}",
        owner.as_ref().map_or("the document", |label| label.as_str())
    )]
    Attribute {
        /// The label or relation type; `None` for the document.
        owner: Option<LabelName>,
        attribute: String,
        reason: AttributeRefusal,
    },
    #[error("relation '{id}' points to '{end}', which is not in the file")]
    UnknownEnd { id: String, end: String },
    #[error("relation '{id}' of type '{label}' may not link '{source_label}' to '{target_label}' in the schema given")]
    EndNotAllowed { id: String, label: String, source_label: String, target_label: String },
    #[error("'{0}' cannot be a label: it is empty, has spaces at its ends, or control characters")]
    BadName(String),
    #[error("'{0}' is not a tag; tags are O, or B-LABEL, I-LABEL and the others of BIOES and BILOU")]
    BadTag(String),
    #[error("{0} is missing; it belongs to this file")]
    MissingCompanion(String),
    #[error("'{id}': '{pointer}' is not a place such as #string-range(t1,6,19)")]
    Pointer { id: String, pointer: String },
    #[error("'{0}' is not what offsets count: 'p' (code points) or 'j' (UTF-16)")]
    OffsetKind(String),
    #[error("'{0}' is not what offsets count: code-points, utf16 or bytes")]
    OffsetUnit(String),
    #[error("{0} is a format that is written and not read")]
    OnlyWritten(&'static str),
    #[error("{0}")]
    Table(#[from] TableFault),
    #[error("{0}")]
    Parquet(#[from] ParquetFault),
    #[error(transparent)]
    Zip(#[from] ZipFault),
    #[error("{0}")]
    Document(#[from] DocumentError),
    /// Of a file of labels.
    #[error("its labels do not go together: {0}")]
    Schema(SchemaError),
    #[error("there is no label in it")]
    NoSchema,
}

/// Files that are often taken for text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Binary {
    #[error("a PDF")]
    Pdf,
    #[error("a ZIP archive or an office document")]
    Zip,
    #[error("an old office document")]
    OldOffice,
    #[error("an RTF document")]
    Rtf,
    #[error("a picture")]
    Picture,
    #[error("a gzip archive")]
    Gzip,
    #[error("a program")]
    Program,
    #[error("a database")]
    Database,
    #[error("a file with NUL bytes")]
    Nul,
    #[error("a file of binary data")]
    Data,
}

/// Why an attribute has no place in the schema that was given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttributeRefusal {
    #[error("it has more than {0} values to choose from")]
    TooManyChoices(usize),
    #[error("its owner has more than {0} attributes")]
    TooManyAttributes(usize),
    #[error("its owner is not in the schema")]
    NoOwner,
    #[error("it is not defined there")]
    Undefined,
    #[error("it {0}")]
    Unfit(AttributeProblem),
}

impl ImportProblem {
    /// Whether it is the file as a whole that is too much, rather than a line that is wrong.
    pub(super) fn is_limit(&self) -> bool {
        matches!(
            self,
            ImportProblem::TooManyDocuments(_)
                | ImportProblem::TooManyAnnotations(_)
                | ImportProblem::TooDense { .. }
                | ImportProblem::TooManyLabels(_)
                | ImportProblem::TooManyMentions
        )
    }

    pub fn at(self, path: &Path, line: usize) -> ImportError {
        ImportError { path: path.into(), line: Some(line), what: Box::new(self) }
    }

    pub(super) fn in_file(self, path: &Path) -> ImportError {
        ImportError { path: path.into(), line: None, what: Box::new(self) }
    }
}
