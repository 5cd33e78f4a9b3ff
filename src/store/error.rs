//! What can go wrong between memory and disk, said so that a person knows what is safe and what to do.

use std::path::{Path, PathBuf};

use super::header::FileKind;
use super::syntax_fault::SyntaxFault;
use crate::model::{AnnotationId, Digest, Problem, RegisterProblem, SpanError, SpansError, one_line};

/// Why a file could not be opened. Whatever the reason, the file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("{}: {}", path.display(), cause(source))]
    Io { path: PathBuf, source: std::io::Error },
    #[error(
        "{}: the file has {len} bytes and Hashiya opens at most {limit}; split it into several files",
        path.display()
    )]
    TooLarge { path: PathBuf, len: u64, limit: u64 },
    #[error("{}: the file is empty; if it held work, look for a copy of it in a backup", path.display())]
    Empty { path: PathBuf },
    #[error(
        "{}:{line}: byte {at} is not UTF-8; a program other than Hashiya has changed the file, bring back an older copy",
        path.display()
    )]
    NotUtf8 { path: PathBuf, at: usize, line: usize },
    #[error("{}:{line}: this is not a file of Hashiya: {what}", path.display())]
    NotOurs { path: PathBuf, line: usize, what: NotOurs },
    #[error(
        "{}: the file has the format version {found} and this Hashiya knows versions up to {known}; \
         open it with a newer Hashiya, the file is untouched",
        path.display()
    )]
    NewerVersion { path: PathBuf, found: String, known: u32 },
    #[error("{}:{line}:{column}: {what}{}; the file is untouched", path.display(), ended(*cut))]
    Syntax {
        path: PathBuf,
        line: usize,
        column: usize,
        fault: SyntaxFault,
        /// What the parser says of it.
        what: String,
        /// The end of the file is missing.
        cut: bool,
    },
    #[error("{}", unsound(path, problems))]
    Unsound { path: PathBuf, problems: Vec<FileProblem> },
}

/// Why a file is not one of ours, or not the one that was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOurs {
    #[error("it does not begin with '('")]
    NoParenthesis,
    #[error("its first field is not 'version'")]
    NoVersion,
    #[error("its version is not a number from 1")]
    BadVersion,
    #[error("nothing follows its version")]
    NothingFollows,
    #[error("it has the unknown field '{0}'")]
    UnknownField(String),
    #[error("it holds {found}, not {wanted}")]
    Holds { found: FileKind, wanted: FileKind },
    /// An earlier version that cannot be unpacked.
    #[error("this version is damaged: {said}")]
    Packed {
        /// Its end is missing.
        cut: bool,
        /// What the unpacker says.
        said: String,
    },
    #[error("this version is damaged: it does not match its hash")]
    Hash,
}

/// What this program, and not the system, refuses to do with a file. It travels inside of a [`std::io::Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiskRefusal {
    #[error("the symbolic links lead in a circle")]
    Circle,
    #[error("it would have more bytes than are read again ({})", super::journal::MAX_JOURNAL_BYTES)]
    JournalTooLong,
    #[error("another program removes it again and again")]
    JournalTaken,
    #[error("too many journals are set aside here")]
    TooManyJournals,
    #[error("too many damaged files are set aside here")]
    TooManySetAside,
    #[error("it is not a file")]
    NotAFile,
    #[error("it is a link that leads out of the folder of its documents; put a file in its place")]
    LinkForFile,
    #[error("its folder of earlier versions is a link and not a folder of its own")]
    LinkForFolder,
    #[error("the name would lead out of the folder")]
    NameLeadsOut,
    #[error("a link there leads out of the folder")]
    LinkLeadsOut,
    #[error("the files have no folder in common; change those of one disk at a time")]
    NoCommonFolder,
    #[error("a name there is not Unicode, which a change of several files needs")]
    NameNotUnicode,
}

impl From<DiskRefusal> for std::io::Error {
    fn from(problem: DiskRefusal) -> Self {
        std::io::Error::other(problem)
    }
}

impl LoadError {
    /// The problems one by one, each on a line that begins with the file and, where it is known, the line in it.
    pub fn lines(&self) -> Vec<String> {
        match self {
            LoadError::Unsound { path, problems } => {
                problems.iter().map(|p| format!("{}{}", path.display(), p.placed())).collect()
            }
            other => vec![other.to_string()],
        }
    }
}

/// One thing in a document's file that cannot be.
#[derive(Clone, Debug, PartialEq)]
pub struct FileProblem {
    /// The line of the annotation or relation in the file, from 1.
    pub line: Option<usize>,
    pub what: ProblemKind,
}

/// What is wrong inside a file that is well-formed RON.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ProblemKind {
    #[error("the digest is not 64 hexadecimal digits")]
    BadDigest,
    #[error("the text does not match its digest: {hint}")]
    Digest { said: Digest, found: Digest, hint: TextChange },
    #[error("the text has {len} bytes, more than a document may hold")]
    TextTooLong { len: usize },
    #[error("annotation '{id}': {error}")]
    Span { id: AnnotationId, error: SpanError },
    #[error("annotation '{id}': {error}")]
    Spans { id: AnnotationId, error: SpansError },
    #[error(
        "annotation '{id}': the quote says '{}' but the text has '{}' at {start}..{end}",
        one_line(said),
        one_line(found)
    )]
    Quote { id: AnnotationId, start: usize, end: usize, said: String, found: String },
    #[error("the id '{id}' is used twice")]
    DuplicateId { id: AnnotationId },
    #[error("'{id}': '{said}' is not a time; write it like 2026-11-20T10:00:00.000Z")]
    Time { id: AnnotationId, said: String },
    #[error("a conflict holds neither version")]
    EmptyConflict,
    #[error("{0}")]
    Model(Problem),
    #[error("{0}")]
    Register(RegisterProblem),
}

/// What was done to a text, as far as its digest shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextChange {
    #[error(
        "its line ends were changed from LF to CRLF, by git or an editor; change them back, \
         and write '*.ron -text' into .gitattributes"
    )]
    ToCrlf,
    #[error("its line ends were changed from CRLF to LF; change them back")]
    ToLf,
    #[error("line feeds at its end were added or removed; change them back")]
    AtItsEnd,
    #[error("it was changed outside Hashiya, and the annotations may no longer fit it")]
    Somehow,
}

impl FileProblem {
    /// `:LINE: what`, to stand after the file's name.
    fn placed(&self) -> String {
        match self.line {
            Some(line) => format!(":{line}: {}", self.what),
            None => format!(": {}", self.what),
        }
    }
}

fn ended(cut: bool) -> &'static str {
    if cut { ", since the end of the file is missing" } else { "" }
}

/// How many problems a message lists; `validate` lists all.
const SHOWN: usize = 3;

fn unsound(path: &Path, problems: &[FileProblem]) -> String {
    let mut message = String::new();
    for problem in problems.iter().take(SHOWN) {
        message.push_str(&format!("{}{}\n", path.display(), problem.placed()));
    }
    if problems.len() > SHOWN {
        message.push_str(&format!("… and {} more; 'hashiya validate' lists all\n", problems.len() - SHOWN));
    }
    message
        + "The document was not opened and its file is untouched: correct the lines named, or bring back an older copy"
}

/// Why a save did not succeed. Unless the variant says otherwise, the file on disk is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The check of consistency before every save: writing this would make a file that cannot be opened.
    #[error("{}: not saved, since the document is not sound: {}", path.display(), problems[0])]
    Unsound { path: PathBuf, problems: Vec<Problem> },
    #[error("{}: not saved, since the register is not sound: {problem}", path.display())]
    Register { path: PathBuf, problem: RegisterProblem },
    #[error("{}: not saved, since '{id}' has a time beyond the calendar", path.display())]
    Time { path: PathBuf, id: AnnotationId },
    #[error("{}: not saved: {len} bytes is more than Hashiya opens again ({limit})", path.display())]
    TooLarge { path: PathBuf, len: u64, limit: u64 },
    #[error(
        "{}: not saved: the file has changed on disk since it was opened; \
         save under another name, or overwrite it knowingly",
        path.display()
    )]
    Changed { path: PathBuf, found: Digest },
    #[error("{}: not saved: a file of this name is already there; choose another name", path.display())]
    Exists { path: PathBuf },
    #[error("{}: not saved: the disk is full; the file on disk is as it was. Make room and save again", path.display())]
    DiskFull { path: PathBuf },
    #[error(
        "{}: not saved: no permission to write there; the file on disk is as it was. Save it to another folder",
        path.display()
    )]
    Permission { path: PathBuf },
    #[error("{}: not saved: the folder is not there; bring it back or save to another one", path.display())]
    NoFolder { path: PathBuf },
    #[error("{}: not saved: what the disk gives back is not what was written; the file on disk is as it was", path.display())]
    ReadBack { path: PathBuf },
    /// The new file is in place, but the disk did not confirm that it will survive a power cut.
    #[error("{}: written, but the disk did not confirm it ({}); save again", path.display(), cause(source))]
    Unknown { path: PathBuf, stamp: super::ContentHash, source: std::io::Error },
    /// A person took the permission to write from the file itself.
    #[error(
        "{}: not saved: the file is write-protected and as it was; give it the permission to be written, or use another name",
        path.display()
    )]
    WriteProtected { path: PathBuf },
    #[error(
        "{}: nothing was changed: another program is changing several files of this folder; try again in a moment",
        path.display()
    )]
    ChangeUnderWay { path: PathBuf },
    #[error(
        "{}: it is no record of a change that this Hashiya reads; if it is not meant for it, move it elsewhere, \
         else open the folder with a newer Hashiya. Nothing was changed",
        path.display()
    )]
    BadChangeRecord { path: PathBuf },
    /// Some files are new and some are old; the record says which, and the next opening of any of them tries again.
    #[error(
        "{}: not every file could be changed, nor could those that were be taken back ({}); \
         the next command on one of them tries again",
        path.display(), cause(source)
    )]
    NotTakenBack { path: PathBuf, source: std::io::Error },
    /// A pipe or a device took only a part, or nothing.
    #[error("{}: not all of it could be written into it: {}", path.display(), cause(source))]
    Stream { path: PathBuf, source: std::io::Error },
    #[error("{}: not saved: {}; the file on disk is as it was", path.display(), cause(source))]
    Io { path: PathBuf, source: std::io::Error },
}

impl SaveError {
    /// The cause alone, without what became of the file.
    pub fn cause(&self) -> String {
        match self {
            SaveError::DiskFull { .. } => "the disk is full".into(),
            SaveError::Permission { .. } => "no permission to write there".into(),
            SaveError::NoFolder { .. } => "the folder is not there".into(),
            SaveError::Io { source, .. } | SaveError::Unknown { source, .. } | SaveError::Stream { source, .. } => {
                cause(source)
            }
            other => other.to_string(),
        }
    }

    /// The kind of failure that an error of the system before the rename amounts to.
    pub(super) fn from_io(path: &Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind::*;
        let path = path.to_path_buf();
        match source.kind() {
            StorageFull | QuotaExceeded => SaveError::DiskFull { path },
            PermissionDenied | ReadOnlyFilesystem => SaveError::Permission { path },
            NotFound | NotADirectory => SaveError::NoFolder { path },
            _ => SaveError::Io { path, source },
        }
    }
}

/// The cause in the words of a person rather than of the system.
pub fn cause(error: &std::io::Error) -> String {
    use std::io::ErrorKind::*;
    match error.kind() {
        NotFound => "there is no such file or folder".into(),
        PermissionDenied => "no permission to read or write it".into(),
        IsADirectory => "it is a folder, not a file".into(),
        NotADirectory => "a part of the path is a file, not a folder".into(),
        AlreadyExists => "it is there already".into(),
        StorageFull | QuotaExceeded => "there is no room".into(),
        BrokenPipe => "whoever read it went away".into(),
        ReadOnlyFilesystem => "nothing can be written there".into(),
        InvalidFilename => "its name is too long or holds what no name may".into(),
        FileTooLarge => "it is too large".into(),
        ResourceBusy | ExecutableFileBusy => "another program has it in use".into(),
        StaleNetworkFileHandle => "it is on a disk that is connected no more".into(),
        TimedOut | HostUnreachable | NetworkUnreachable | NetworkDown => "the disk does not answer".into(),
        OutOfMemory => "there is not enough memory".into(),
        _ => said_by_the_system(error),
    }
}

/// What the system says, without the number it has for it.
fn said_by_the_system(error: &std::io::Error) -> String {
    let said = error.to_string();
    match (error.raw_os_error(), said.rsplit_once(" (os error ")) {
        (Some(_), Some((words, _))) => words.to_owned(),
        _ => said,
    }
}

/// A schema that reads well and says something impossible.
pub(super) fn unsound_schema(path: &Path, error: crate::model::SchemaError) -> LoadError {
    let what = ProblemKind::Model(Problem::Schema(error));
    LoadError::Unsound { path: path.into(), problems: vec![FileProblem { line: None, what }] }
}
