//! Opening: the lock first, then the file, its checks, and what a crash left beside it.

use std::path::Path;

pub use super::checks::unrecoverable;
use super::checks::{complete_change_sets, warnings_of};
use super::error::{OpenWarning, WorkspaceError};
use super::import::{self, ImportRequest};
use super::repair::{self, DamagedDocument};
use crate::model::{AnnotatedDocument, Timestamp};
use crate::store::journal::Recovery;
use crate::store::{self, ContentHash, Lock, Watch};

/// A file read to be worked on.
#[derive(Debug)]
pub enum LoadedFile {
    /// Our own file.
    Document(Box<OpenedDocument>),
    /// Our own file, which is damaged.
    Damaged(Box<DamagedDocument>, ContentHash),
    /// Another format, which may hold several documents.
    Imported { contents: Vec<AnnotatedDocument>, warnings: Vec<OpenWarning> },
}

/// What is counted of a document while it is read, since it takes as long as the document is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// What stands between blanks.
    pub words: usize,
    /// When an annotation or a relation was last changed.
    pub changed: Option<Timestamp>,
}

impl Size {
    fn of(content: &AnnotatedDocument) -> Size {
        Size { words: content.text().split_whitespace().count(), changed: content.last_change() }
    }
}

impl LoadedFile {
    /// The sizes of its documents, in their order.
    pub fn sizes(&self) -> Vec<Size> {
        match self {
            LoadedFile::Document(opened) => vec![Size::of(&opened.content)],
            LoadedFile::Damaged(damaged, _) => damaged.diagnosis.document.iter().map(Size::of).collect(),
            LoadedFile::Imported { contents, .. } => contents.iter().map(Size::of).collect(),
        }
    }
}

/// Our own file, and what was found beside it.
#[derive(Debug)]
pub struct OpenedDocument {
    pub content: AnnotatedDocument,
    pub stamp: ContentHash,
    /// Who has the document open, where that is another program: it can be read and not changed.
    pub held_by: Option<String>,
    /// `None` also where the folder knows no locks.
    pub lock: Option<Lock>,
    pub recovery: Recovery,
    /// Beside it is a log of its steps.
    pub has_log: bool,
    pub warnings: Vec<OpenWarning>,
}

/// Whether a path names a document of ours, whatever the case of its extension.
pub fn is_document_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron"))
}

/// Opens a file to be worked on: a document of ours under its lock, anything else by import. A large document is shown to
/// `watch` while it is read; it is one only once it is given back. An import asks `go_on` for each document, with how many
/// there are and of how many, as far as the file tells.
///
/// # Errors
/// Where nothing of the file can be shown, or `go_on` says no. A damaged document is no error.
pub fn open(
    path: &Path,
    import: &ImportRequest,
    watch: Option<Watch<'_>>,
    go_on: &dyn Fn(usize, usize) -> bool,
) -> Result<LoadedFile, WorkspaceError> {
    match is_document_name(path) {
        true => open_document(path, watch),
        false => {
            let (contents, warnings) = import::import_alone(path, import, go_on)?;
            Ok(LoadedFile::Imported { contents, warnings })
        }
    }
}

fn open_document(path: &Path, watch: Option<Watch<'_>>) -> Result<LoadedFile, WorkspaceError> {
    let mut warnings = complete_change_sets(path)?;
    // Locked before it is read: what is read is then what may be changed.
    let (lock, held_by) = match Lock::take(path) {
        Ok(lock) => (lock, None),
        Err(held) => (None, Some(held.who)),
    };
    let (content, stamp, seal) = match store::load_watched(path, watch) {
        Ok(read) => read,
        Err(error) => {
            let (damaged, stamp) = repair::examine(path, error)?;
            return Ok(LoadedFile::Damaged(Box::new(damaged), stamp));
        }
    };
    warnings.extend(warnings_of(path, &content, seal));
    let recovery = match held_by {
        Some(_) => Recovery::Nothing,
        None => store::journal::recover(path, &content, stamp),
    };
    let has_log = store::history::exists(path);
    Ok(LoadedFile::Document(Box::new(OpenedDocument { content, stamp, held_by, lock, recovery, has_log, warnings })))
}

/// Reads a document to be looked at: nothing is locked and no journal is taken up.
///
/// # Errors
/// Where it cannot be read as a whole.
pub fn read(path: &Path) -> Result<(AnnotatedDocument, ContentHash, Vec<OpenWarning>), WorkspaceError> {
    let mut warnings = complete_change_sets(path)?;
    let (content, stamp, seal) = store::load_sealed(path)?;
    warnings.extend(warnings_of(path, &content, seal));
    Ok((content, stamp, warnings))
}

/// The one document of a file of any format, to be looked into.
///
/// # Errors
/// Where it cannot be read, or holds none or several.
pub fn read_one(path: &Path, import: &ImportRequest) -> Result<AnnotatedDocument, WorkspaceError> {
    if is_document_name(path) {
        return Ok(read(path)?.0);
    }
    let mut contents = import::import_alone(path, import, &|_, _| true)?.0.into_iter();
    match (contents.next(), contents.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(WorkspaceError::Several { path: path.into() }),
    }
}
