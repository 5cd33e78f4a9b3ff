//! From arguments to documents, with a word for the person about whatever cannot be read.

use std::path::{Path, PathBuf};

use super::output::{Failure, message_of, tell_all, warn};
use super::stop;
use crate::model::AnnotatedDocument;
use crate::workspace::inputs::{self, InputFile, is_document};
use crate::workspace::replace::{Edited, LockedDocument, Locks};
use crate::workspace::{WorkspaceError, open};

/// The files that `inputs` stand for, and how many of the inputs failed. A folder in which there is none, and what cannot
/// be read, is told and counts as failed.
pub(super) fn find(named: &[PathBuf], wanted: impl Fn(&Path) -> bool) -> (Vec<InputFile>, usize) {
    tell_of(inputs::find_while(named, wanted, &|_| !stop::is_asked()))
}

/// Files that were found, and how many of the inputs failed, once that was told.
pub(super) fn tell_of(found: inputs::Inputs) -> (Vec<InputFile>, usize) {
    let inputs::Inputs { files, passed_over, without } = found;
    for path in passed_over.leading_out {
        warn(&WorkspaceError::LeadsOut { path }.to_string());
    }
    for link in &passed_over.broken {
        warn(&format!("{}: a link to nothing was left out", link.display()));
    }
    for folder in &passed_over.too_deep {
        let most = crate::store::folder::MAX_DEPTH;
        warn(&format!("{}: a folder below {most} others was left out", folder.display()));
    }
    for other in &passed_over.no_files {
        warn(&format!("{}: what is no plain file was left out", other.display()));
    }
    passed_over.failed.iter().for_each(|error| warn(&message_of(error)));
    for folder in &without {
        warn(&format!("{}: the folder holds no file of the kind that is wanted", folder.display()));
    }
    (files, passed_over.failed.len() + without.len())
}

/// The documents of Hashiya that `inputs` stand for, each with its path. Unless `keep_going`, one failure is the end.
pub(super) fn documents(
    inputs: &[PathBuf],
    keep_going: bool,
) -> Result<(Vec<(PathBuf, AnnotatedDocument)>, usize), Failure> {
    let (found, mut failed) = find(inputs, is_document);
    let mut documents = Vec::new();
    for file in found {
        match document(&file.path) {
            Ok(document) => documents.push((file.path, document)),
            Err(error) => {
                warn(&message_of(&error));
                failed += 1;
            }
        }
    }
    match failed > 0 && !keep_going {
        true => Err(Failure::Told),
        false => Ok((documents, failed)),
    }
}

/// The same, each locked to be changed as long as the locks live. One that cannot be is the end: all are changed or none.
pub(super) fn locked(inputs: &[PathBuf], edited: Edited) -> Result<(Vec<LockedDocument>, Locks), Failure> {
    let (found, failed) = find(inputs, is_document);
    if failed > 0 {
        return Err(Failure::Told);
    }
    let (mut documents, mut locks) = (Vec::with_capacity(found.len()), Locks::default());
    for file in found {
        let mut document = LockedDocument::open_within(&file.path, edited, &locks)?;
        document.give_lock_to(&mut locks)?;
        tell_all(&document.warnings);
        documents.push(document);
    }
    Ok((documents, locks))
}

/// One document to be looked at; what is worth knowing of its file is told.
pub(super) fn document(path: &Path) -> Result<AnnotatedDocument, WorkspaceError> {
    let (document, _, warnings) = open::read(path)?;
    tell_all(&warnings);
    Ok(document)
}
