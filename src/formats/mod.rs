//! Other people's files: one registry, one file for each format, the offset map, the loss report.
//!
//! Formats turn bytes into documents and documents into bytes; they never touch the disk. The unit inside the house is
//! the byte; every other unit lives here, behind [`offsets::OffsetMap`].

pub mod brat;
mod budget;
pub mod conll;
pub mod encoding;
pub mod error;
mod json_fault;
pub mod jsonl;
pub mod loss;
mod names;
pub mod offsets;
pub mod txt;
pub mod vocabulary;

use std::path::{Path, PathBuf};

pub use encoding::TextEncoding;
pub use error::{AttributeRefusal, Binary, ImportError, ImportProblem};
pub use json_fault::{JsonFault, JsonFaultKind};
pub use loss::{Loss, LossKind, OfAnnotation, What};
pub use offsets::Unit;
pub use vocabulary::Vocabulary;

use crate::arabic::clitics;
use crate::model::{AnnotatedDocument, Annotator, Timestamp};

/// What a person may say about files that are imported.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// The unit of the offsets; `None` looks at the text that stands beside them.
    pub unit: Option<Unit>,
    /// `None` guesses.
    pub encoding: Option<TextEncoding>,
    /// Who is said to have annotated where the file does not say.
    pub annotator: Annotator,
    /// When the import happens: the time of annotations that carry none.
    pub now: Timestamp,
}

impl Default for ImportOptions {
    fn default() -> Self {
        ImportOptions { unit: None, encoding: None, annotator: Annotator::new(""), now: Timestamp(0) }
    }
}

/// A file to import, with the files it cannot be read without.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    pub path: &'a Path,
    pub bytes: &'a [u8],
    /// The files [`Format::companions`] asked for, as far as they exist.
    pub companions: Vec<(PathBuf, Vec<u8>)>,
}

/// What a file holds.
///
/// The documents carry an empty schema: [`Vocabulary::finish`] gives all documents of one import the same.
#[derive(Clone, Debug, Default)]
pub struct Import {
    pub documents: Vec<AnnotatedDocument>,
    /// What the file says and our model cannot hold.
    pub losses: Vec<Loss>,
    /// What was guessed or is worth knowing, such as the encoding.
    pub notes: Vec<ImportNote>,
}

/// What is worth knowing of how a file was read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportNote {
    #[error("{}: read as {encoding}, which was guessed; --encoding names another", path.display())]
    Guessed { path: PathBuf, encoding: &'static str },
    #[error("{}: offsets count {unit}, as the text beside them shows", path.display())]
    Unit { path: PathBuf, unit: Unit },
    #[error("{}: offsets count the byte order mark, so it stays as the first character", path.display())]
    MarkCounts { path: PathBuf },
}

/// What an export amounts to, before anything is written.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// Paths relative to the place the person names, and their bytes.
    pub files: Vec<(PathBuf, Vec<u8>)>,
    /// What the files cannot carry.
    pub losses: Vec<Loss>,
}

/// Bytes of text that an export repeats for its annotations, at most: as many as an import reads.
pub const MOST_QUOTED: u64 = 128 << 20;

/// An export that was not begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{format} repeats the text of each annotation, which makes {len} bytes here, and {MOST_QUOTED} are the most: long \
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
    match format.repeats_texts() && len > MOST_QUOTED {
        true => Err(ExportTooLarge { format: format.name(), len }),
        false => Ok(()),
    }
}

/// Whether an export makes one file or a folder of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    OneFile,
    Folder,
}

/// A format of other people.
pub trait Format: Sync {
    /// The name on the command line.
    fn name(&self) -> &'static str;
    /// Extensions of its files without dot, the one that is written first.
    fn extensions(&self) -> &'static [&'static str];
    /// The unit of its offsets; `None` where it has none.
    fn unit(&self) -> Option<Unit>;
    /// One line: what it is, and what it cannot express.
    fn about(&self) -> &'static str;
    /// `None`: cannot be written.
    fn layout(&self) -> Option<Layout>;
    fn reads(&self) -> bool {
        true
    }
    /// Whether its files repeat the text of each annotation.
    fn repeats_texts(&self) -> bool {
        false
    }
    /// The files beside `path` that belong to it.
    fn companions(&self, path: &Path) -> Vec<PathBuf> {
        let _ = path;
        Vec::new()
    }
    fn import(&self, input: &Input, options: &ImportOptions, words: &mut Vocabulary) -> Result<Import, ImportError>;
    fn export(&self, documents: &[&AnnotatedDocument]) -> Export;
    /// The same with clitics as tokens of their own, where the format has tokens: و, ب, القاهرة.
    fn export_split(&self, documents: &[&AnnotatedDocument], words: &clitics::Vocabulary) -> Export {
        let _ = words;
        self.export(documents)
    }
}

/// Every format, in the order in which they are offered.
pub fn registry() -> &'static [&'static dyn Format] {
    &[&txt::Txt, &jsonl::Jsonl, &conll::Conll, &brat::Brat]
}

/// The format of this name.
pub fn by_name(name: &str) -> Option<&'static dyn Format> {
    registry().iter().copied().find(|format| format.name() == name)
}

/// The format that a file's extension suggests.
pub fn by_extension(path: &Path) -> Option<&'static dyn Format> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    registry().iter().copied().find(|format| format.reads() && format.extensions().contains(&extension.as_str()))
}

/// Documents that one file may hold. In memory each takes a kilobyte, however short its line.
pub const MOST_DOCUMENTS: usize = 100_000;

/// Annotations and relations that one file may hold. In memory each takes half a kilobyte, however short its line.
pub const MOST_ANNOTATIONS: usize = 1_000_000;

/// A document's id as a file name: what no system allows in one is replaced, and the rest is kept.
pub fn file_name(id: &str) -> String {
    let allowed = |c: char| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { '_' } else { c };
    let name: String = id.chars().map(allowed).collect();
    let name = name.trim_end_matches(['.', ' ']).trim_start_matches('.');
    let name = match name.char_indices().take_while(|(at, c)| at + c.len_utf8() <= 150).last() {
        Some((at, c)) => name[..at + c.len_utf8()].trim_end_matches(['.', ' ']),
        None => "document",
    };
    // Windows takes these for devices, with any extension.
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = |device: &str| stem.strip_prefix(device).is_some_and(|n| matches!(n.as_bytes(), [b'1'..=b'9']));
    match ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str()) || numbered("COM") || numbered("LPT") {
        true => format!("_{name}"),
        false => name.to_owned(),
    }
}

/// The stem of a file's name: the id of a document that has no other.
fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| "document".into(), |stem| stem.to_string_lossy().into_owned())
}
