//! Documents whose file cannot be opened as it is, and texts that changed under their annotations. The old file is never
//! written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::checks::{complete_change_sets, unrecoverable};
use super::error::WorkspaceError;
use super::import::{ImportRequest, import_text};
use crate::edit::reanchor::{Reanchoring, reanchor};
use crate::model::AnnotatedDocument;
use crate::store::repair::{self, Diagnosis, Repair};
use crate::store::{self, ContentHash, LoadError, versions};

/// A damaged document and the repairs that were agreed to so far.
#[derive(Clone, Debug)]
pub struct DamagedDocument {
    pub path: PathBuf,
    pub bytes: Arc<[u8]>,
    pub rounds: Vec<Vec<Repair>>,
    pub diagnosis: Diagnosis,
    /// As it was before its text was edited by hand, where an earlier version still has that text.
    pub before: Option<Arc<AnnotatedDocument>>,
    /// A round of repairs is being worked out.
    pub busy: bool,
}

impl DamagedDocument {
    /// How many rounds of repairs were done.
    pub fn rounds(&self) -> usize {
        self.rounds.len()
    }

    /// The mended document, once nothing is wrong with it.
    pub fn repaired(&self) -> Option<&AnnotatedDocument> {
        self.diagnosis.document.as_ref().filter(|_| self.diagnosis.problems.is_empty())
    }

    /// Whether the annotations can be brought to the text that was edited by hand.
    pub fn knows_old_text(&self) -> bool {
        self.before.is_some() && self.diagnosis.document.is_some()
    }

    /// Where the mended document is suggested to go.
    pub fn suggested_path(&self) -> PathBuf {
        new_name_beside(&self.path)
    }
}

/// What the doctor makes of a file that was not opened because of `error`, which is given back where that is nothing.
///
/// # Errors
/// Where nothing of the file can be shown.
pub fn examine(path: &Path, error: LoadError) -> Result<(DamagedDocument, ContentHash), WorkspaceError> {
    if !matches!(error, LoadError::Unsound { .. } | LoadError::Syntax { .. }) {
        return Err(unrecoverable(path, error));
    }
    let bytes = store::read(path, store::MAX_OWN_BYTES)?;
    let diagnosis = match repair::diagnose(path, &bytes, &[]) {
        Ok(diagnosis) if diagnosis.document.is_some() || !diagnosis.proposals.is_empty() => diagnosis,
        _ => return Err(unrecoverable(path, error)),
    };
    let texts = versions::versions(path).into_iter().filter_map(|version| {
        let bytes = versions::read(&version).ok()?;
        store::document_reader::read(&version.path, &bytes).ok()
    });
    let before = repair::before_the_edit(path, &bytes, texts.map(|version| version.document.text().clone()));
    let stamp = ContentHash::of(&bytes);
    let (path, before) = (path.to_path_buf(), before.map(Arc::new));
    Ok((DamagedDocument { path, bytes: bytes.into(), rounds: Vec::new(), diagnosis, before, busy: false }, stamp))
}

/// What a repair did, or why it did nothing.
#[derive(Debug)]
pub struct RepairReport {
    /// Lines of the file that cannot be read and are left out.
    pub dropped: Vec<String>,
    pub repairs: Vec<Repair>,
    /// The mended document, or what is left for a person.
    pub mended: Result<AnnotatedDocument, LoadError>,
}

/// Mends what can be mended without guessing. The file stays as it is, whatever happens.
///
/// # Errors
/// Where the file cannot be read at all.
pub fn mend(path: &Path) -> Result<RepairReport, WorkspaceError> {
    complete_change_sets(path)?;
    let bytes = store::read(path, store::MAX_OWN_BYTES)?;
    let (diagnosis, repairs) = repair::diagnose_fully(path, &bytes)?;
    let Diagnosis { dropped, problems, document, .. } = diagnosis;
    let unsound = |problems| LoadError::Unsound { path: path.into(), problems };
    let mended = document.filter(|_| problems.is_empty()).ok_or_else(|| unsound(problems));
    Ok(RepairReport { dropped, repairs, mended })
}

/// Annotations looked for in a text that changed.
#[derive(Debug)]
pub struct PendingReanchor {
    pub found: Reanchoring,
    /// Where a first save of the new document is suggested.
    pub beside: PathBuf,
}

/// Where the new text is.
#[derive(Debug)]
pub enum NewText {
    File(PathBuf, ImportRequest),
    Here(Arc<str>, PathBuf),
}

/// Looks for the annotations of `content` in a text that changed.
///
/// # Errors
/// Where conflicts wait to be decided, or the new text cannot be read.
pub fn compute_reanchor(content: &AnnotatedDocument, text: NewText) -> Result<PendingReanchor, WorkspaceError> {
    if !content.conflicts.is_empty() {
        return Err(WorkspaceError::OpenConflicts);
    }
    let (text, beside) = match text {
        NewText::Here(text, beside) => (text, beside),
        NewText::File(path, import) => (import_text(&path, &import)?.document.text().clone(), path),
    };
    Ok(PendingReanchor { found: reanchor(content, text), beside })
}

/// A name beside `path` that its own document does not have.
pub fn new_name_beside(path: &Path) -> PathBuf {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{stem}-2.ron"))
}
