//! A damaged document's file: what is wrong, what could be done, and what comes of it. Nothing here writes.
//!
//! [`diagnose`] is given the bytes of the file and the repairs that were agreed to; it applies them and says what is wrong
//! still and what it proposes next. The file itself is never touched: what comes of it is saved elsewhere.

mod apply;
mod kinds;
mod propose;
mod salvage;

use std::path::Path;
use std::sync::Arc;

pub use kinds::{Entry, Owner, Repair};

use super::document_reader::{FileV2, Reader, parse_file};
use super::error::{FileProblem, LoadError, NotOurs};
use super::header::{self, FileKind};
use crate::model::{AnnotatedDocument, Digest};

/// What a damaged document looks like after the repairs so far.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// Sound once there are no problems; before that, what of it can be shown.
    pub document: Option<AnnotatedDocument>,
    /// What is wrong still.
    pub problems: Vec<FileProblem>,
    /// What could be done next. Empty where nothing is wrong, or where only a person can help.
    pub proposals: Vec<Repair>,
    /// Lines that are not RON and were left out, where the rest is whole.
    pub dropped: Vec<String>,
    /// The file has no end: whatever stood behind its last line is lost.
    pub cut: bool,
}

/// Applies `rounds` one after the other: repairs of one round were proposed together.
pub fn diagnose(path: &Path, bytes: &[u8], rounds: &[Vec<Repair>]) -> Result<Diagnosis, LoadError> {
    let (source, kind, version) = header::open_versioned(path, bytes)?;
    if kind != FileKind::Document {
        let what = NotOurs::Holds { found: kind, wanted: FileKind::Document };
        return Err(LoadError::NotOurs { path: path.into(), line: 1, what });
    }
    match parse_file(path, source, version) {
        Ok(file) => Ok(diagnosed(source, file, rounds)),
        Err(error) => {
            let salvage::Salvaged { source, dropped, cut } = salvage::salvage(path, source, version, error)?;
            let file = parse_file(path, &source, version)?;
            Ok(Diagnosis { dropped, cut, ..diagnosed(&source, file, rounds) })
        }
    }
}

/// The document as it was before its text was edited by hand: the annotations of the file on the one of `texts` that
/// its digest is of. `None` where the text was not edited, none of them is that text, or more is wrong.
pub fn before_the_edit(
    path: &Path,
    bytes: &[u8],
    texts: impl IntoIterator<Item = Arc<str>>,
) -> Option<AnnotatedDocument> {
    let (source, _, version) = header::open_versioned(path, bytes).ok()?;
    let mut file = parse_file(path, source, version).ok()?;
    let said = Digest::from_hex(&file.digest).filter(|said| *said != Digest::of(&file.text))?;
    let text = texts.into_iter().find(|text| Digest::of(text) == said)?;
    file.text = text.as_ref().to_owned().into();
    let mut reader = Reader::new(source);
    let document = reader.document(file)?;
    reader.into_problems().is_empty().then_some(document)
}

fn diagnosed(source: &str, mut file: FileV2<'_>, rounds: &[Vec<Repair>]) -> Diagnosis {
    for round in rounds {
        apply::apply(&mut file, round);
    }
    let proposals = propose::proposals(&file);
    let mut reader = Reader::new(source);
    let document = reader.document(file);
    let problems = reader.into_problems();
    Diagnosis { document, problems, proposals, dropped: Vec::new(), cut: false }
}

/// Agrees to everything that is proposed until nothing is. Returns the repairs in the order they were done.
pub fn diagnose_fully(path: &Path, bytes: &[u8]) -> Result<(Diagnosis, Vec<Repair>), LoadError> {
    /// Each round ends a kind of damage; a repair brings up few others.
    const MAX_ROUNDS: usize = 64;
    let mut rounds: Vec<Vec<Repair>> = Vec::new();
    loop {
        let diagnosis = diagnose(path, bytes, &rounds)?;
        if diagnosis.proposals.is_empty() || rounds.len() == MAX_ROUNDS {
            return Ok((diagnosis, rounds.into_iter().flatten().collect()));
        }
        rounds.push(diagnosis.proposals);
    }
}
