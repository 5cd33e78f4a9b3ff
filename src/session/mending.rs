//! Documents whose file cannot be opened as it is, and texts that changed under their annotations: what was found out
//! about them, what was agreed to, and the new document that comes of it. The old file is never written.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::OpenDocument;
use super::entry::{Entry, EntryId};
use super::failure::{Failure, KeptVersions};
use super::files::Notice;
use super::jobs::{ImportWish, Job};
use super::run::no_txt;
use super::{Session, SessionError};
use crate::edit::reanchor::{Reanchoring, reanchor};
use crate::formats::{self, Input, Vocabulary};
use crate::model::{AnnotatedDocument, AnnotationId, DocumentError, Spans};
use crate::store::doctor::{self, Repair, Treatment};
use crate::store::{self, LoadError, Stamp, versions};

/// A damaged document and what was agreed to so far.
#[derive(Clone, Debug)]
pub struct Patient {
    pub path: PathBuf,
    bytes: Arc<[u8]>,
    rounds: Vec<Vec<Repair>>,
    pub treatment: Treatment,
    /// As it was before its text was edited by hand, where an earlier version still has that text.
    before: Option<Arc<AnnotatedDocument>>,
    /// A round is being worked out.
    pub busy: bool,
}

impl Patient {
    /// How many rounds of repairs were done.
    pub fn rounds(&self) -> usize {
        self.rounds.len()
    }

    /// The mended document, once nothing is wrong with it.
    pub fn mended(&self) -> Option<&AnnotatedDocument> {
        self.treatment.document.as_ref().filter(|_| self.treatment.problems.is_empty())
    }

    /// Whether the annotations can be brought to the text that was edited by hand.
    pub fn knows_old_text(&self) -> bool {
        self.before.is_some() && self.treatment.document.is_some()
    }
}

/// Annotations looked for in a text that changed.
#[derive(Debug)]
pub struct Moving {
    pub found: Reanchoring,
    /// Where a first save of the new document is suggested.
    beside: PathBuf,
}

/// Where the new text is.
#[derive(Debug)]
pub enum NewText {
    File(PathBuf, ImportWish),
    Here(Arc<str>, PathBuf),
}

/// What the doctor makes of a file that was not opened because of `error`, which is given back where that is nothing.
pub(super) fn examine(path: &Path, error: LoadError) -> Result<(Patient, Stamp), Failure> {
    if !matches!(error, LoadError::Unsound { .. } | LoadError::Syntax { .. }) {
        return Err(hopeless(path, error));
    }
    let bytes = store::read(path, store::MAX_OWN_BYTES)?;
    let treatment = match doctor::treat(path, &bytes, &[]) {
        Ok(treatment) if treatment.document.is_some() || !treatment.proposals.is_empty() => treatment,
        _ => return Err(hopeless(path, error)),
    };
    let texts = versions::versions(path).into_iter().filter_map(|version| {
        let bytes = versions::read(&version).ok()?;
        store::document_file::read(&version.path, &bytes).ok()
    });
    let before = doctor::before_the_edit(path, &bytes, texts.map(|version| version.document.text().clone()));
    let stamp = Stamp::of(&bytes);
    let (path, before) = (path.to_path_buf(), before.map(Arc::new));
    Ok((Patient { path, bytes: bytes.into(), rounds: Vec::new(), treatment, before, busy: false }, stamp))
}

/// A file of ours that cannot be opened at all, with what is kept of it.
pub(super) fn hopeless(path: &Path, error: LoadError) -> Failure {
    Failure::Hopeless { error, kept: KeptVersions::of(path).map(Box::new) }
}

/// Looks for the annotations of `content` in a text that changed.
pub(super) fn look_for(content: &AnnotatedDocument, text: NewText) -> Result<Moving, Failure> {
    if !content.conflicts.is_empty() {
        return Err(Failure::OpenConflicts);
    }
    let (text, beside) = match text {
        NewText::Here(text, beside) => (text, beside),
        NewText::File(path, import) => {
            let format = formats::by_name("txt").ok_or_else(no_txt)?;
            let bytes = store::read(&path, store::MAX_IMPORT_BYTES)?;
            let input = Input { path: &path, bytes: &bytes, companions: Default::default() };
            let mut words = Vocabulary::growing((*import.schema).clone());
            let read = format.import(&input, &import.options, &mut words)?;
            let [new] = &read.documents[..] else { return Err(Failure::NoText { path }) };
            (new.document.text().clone(), path)
        }
    };
    Ok(Moving { found: reanchor(content, text), beside })
}

impl Session {
    /// What is known of a document whose file is damaged.
    pub fn patient(&self, id: EntryId) -> Option<&Patient> {
        self.patients.get(&id)
    }

    /// Does repairs that were proposed together; the file stays as it is.
    pub fn mend(&mut self, id: EntryId, repairs: Vec<Repair>) {
        let Some(patient) = self.patients.get(&id) else { return };
        let mut rounds = patient.rounds.clone();
        rounds.push(repairs);
        self.treat(id, rounds);
    }

    /// Takes the last round of repairs back.
    pub fn unmend(&mut self, id: EntryId) {
        let Some(patient) = self.patients.get(&id) else { return };
        let mut rounds = patient.rounds.clone();
        rounds.pop();
        self.treat(id, rounds);
    }

    fn treat(&mut self, id: EntryId, rounds: Vec<Vec<Repair>>) {
        let Some(patient) = self.patients.get_mut(&id).filter(|patient| !patient.busy) else { return };
        patient.busy = true;
        let (path, bytes) = (patient.path.clone(), patient.bytes.clone());
        self.submit(Job::Treat { entry: id, path, bytes, rounds });
    }

    pub(super) fn treated(&mut self, id: EntryId, rounds: Vec<Vec<Repair>>, result: Result<Box<Treatment>, Failure>) {
        let Some(patient) = self.patients.get_mut(&id) else { return };
        patient.busy = false;
        let treatment = match result {
            Ok(treatment) => *treatment,
            Err(failure) => return self.fail(failure),
        };
        (patient.rounds, patient.treatment) = (rounds, treatment);
    }

    /// Writes the mended document as a new file, never over one that is there, and opens it.
    pub fn save_mended(&mut self, id: EntryId, path: PathBuf) {
        let Some(content) = self.patients.get(&id).and_then(Patient::mended) else { return };
        let content = Box::new(content.clone());
        self.submit(Job::SaveMended { path, content });
    }

    pub(super) fn saved_mended(&mut self, path: PathBuf, result: Result<(), Failure>) {
        match result {
            Ok(()) => {
                self.notices.push(Notice::Saved { path: path.clone() });
                self.open_paths(vec![path]);
            }
            Err(failure) => self.fail(failure),
        }
    }

    /// Looks for the annotations of the current document in the text of a file; answered by [`Notice::Looked`].
    pub fn look_in_new_text(&mut self, text: PathBuf) -> Result<(), SessionError> {
        let document = self.current().ok_or(SessionError::NoDocument)?;
        if document.read_only() == Some(&super::ReadOnly::Unsound) {
            return Err(SessionError::ReadOnly(super::ReadOnly::Unsound));
        }
        let content = Box::new(document.content().clone());
        let text = NewText::File(text, self.import_wish());
        self.submit(Job::LookFor { content, text });
        Ok(())
    }

    /// Looks for the annotations of a damaged document in its text as it was edited by hand.
    pub fn look_in_edited_text(&mut self, id: EntryId) {
        let Some(patient) = self.patients.get(&id) else { return };
        let (Some(before), Some(now)) = (&patient.before, &patient.treatment.document) else { return };
        let text = NewText::Here(now.document.text().clone(), patient.path.clone());
        self.submit(Job::LookFor { content: Box::new((**before).clone()), text });
    }

    pub(super) fn looked(&mut self, result: Result<Box<Moving>, Failure>) {
        match result {
            Ok(moving) => {
                self.moving = Some(moving);
                self.notices.push(Notice::Looked);
            }
            Err(failure) => self.fail(failure),
        }
    }

    /// What was found in the new text.
    pub fn take_moving(&mut self) -> Option<Box<Moving>> {
        self.moving.take()
    }

    /// Makes a new document of the new text and the annotations whose place is known or chosen. No file holds it yet.
    pub fn settle(&mut self, moving: &Moving, chosen: &HashMap<AnnotationId, Spans>) -> Result<(), DocumentError> {
        let content = moving.found.document(chosen)?;
        let id = self.new_entry_id();
        let mut entry = Entry::opened(id, OpenDocument::unsaved(content));
        entry.beside = Some(moving.beside.clone());
        self.entries.push(entry);
        self.current = Some(id);
        self.keep_from_now_on(id);
        Ok(())
    }
}

impl Patient {
    /// Where the mended document is suggested to go.
    pub fn suggested_path(&self) -> PathBuf {
        new_name_beside(&self.path)
    }
}

/// A name beside `path` that its own document does not have.
pub(super) fn new_name_beside(path: &Path) -> PathBuf {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{stem}-2.ron"))
}
