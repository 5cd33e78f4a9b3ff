//! Converting: the documents of other people's files go into a dataset of another format, and none of them is a file of ours between.

use std::path::Path;

use super::checked_files::{CheckedFile, CheckedFiles};
use super::error::{OpenWarning, WorkspaceError};
use super::export_run::{ExportSource, Origin, Step, Take};
use super::import::GoOn;
use crate::formats::{Format, ImportOptions, SchemaBuilder};
use crate::model::{AnnotatedDocument, AttributeValue, Attributes, Record, Schema};

/// What of documents is held between the files, in bytes. A corpus that takes more is read once more for whatever asks for its
/// documents again.
const MAX_HELD_BYTES: usize = 64 << 20;

/// What stands in a document beside its text, for each of its annotations and relations, in bytes: the value, its place in an
/// index, and its id.
const BYTES_EACH: usize = 512;

/// Files of other formats as the source of an export. All are checked before the first document is asked for.
pub struct Conversion<'a> {
    files: CheckedFiles,
    /// The documents so far, while they are few.
    held: Option<Held>,
    /// The most bytes that they take.
    most: usize,
    /// Of each file, the place of its first document among all.
    firsts: Vec<usize>,
    documents: usize,
    /// Told how many documents were handed on; `false` where no more are wanted.
    go_on: &'a dyn Fn(Step, usize) -> bool,
}

/// Documents that need not be read again.
#[derive(Default)]
struct Held {
    documents: Vec<AnnotatedDocument>,
    bytes: usize,
    has_schema: bool,
}

impl<'a> Conversion<'a> {
    /// The documents share the schema as it has become at the end.
    pub fn new(schema: SchemaBuilder, go_on: &'a dyn Fn(Step, usize) -> bool) -> Self {
        let (files, held) = (CheckedFiles::new(schema), Some(Held::default()));
        Conversion { files, held, most: MAX_HELD_BYTES, firsts: Vec::new(), documents: 0, go_on }
    }

    /// Holds documents of at most so many bytes between the files.
    pub fn holding(self, most: usize) -> Self {
        Conversion { most, ..self }
    }

    /// Checks one file, which lies in the folder `below` of what a person named. A file that fails leaves no trace. `go_on` is
    /// asked for each document, with how many there are.
    ///
    /// # Errors
    /// As [`super::import::import_into`], and where `go_on` says no.
    pub fn add(
        &mut self,
        format: &'static dyn Format,
        path: &Path,
        below: &Path,
        options: &ImportOptions,
        go_on: GoOn<'_>,
    ) -> Result<Vec<OpenWarning>, WorkspaceError> {
        // What lies beside a file may name labels, and a file that follows may name them otherwise: the second reading knows both.
        if !format.companions(path).is_empty() {
            self.held = None;
        }
        let (before, mut found) = (self.documents, 0);
        let start = self.held.as_ref().map_or((0, 0), |held| (held.documents.len(), held.bytes));
        let (held, most) = (&mut self.held, self.most);
        let read = self.files.check(format, path, below, options, &mut |document| {
            if !go_on(before + found) {
                return Err(WorkspaceError::Cancelled);
            }
            found += 1;
            if let Some(all) = held {
                all.bytes += weight(&document);
                all.documents.push(document);
            }
            if held.as_ref().is_some_and(|all| all.bytes > most) {
                *held = None;
            }
            Ok(())
        });
        match &read {
            Ok(_) => {
                self.firsts.push(before);
                self.documents += found;
            }
            Err(_) => {
                if let Some(held) = &mut self.held {
                    held.documents.truncate(start.0);
                    held.bytes = start.1;
                }
            }
        }
        read
    }

    /// Lines that cannot be read.
    pub fn left_out(&self) -> usize {
        self.files.left_out
    }

    /// The schema that all documents have, as it is so far.
    pub fn schema(&self) -> &Schema {
        self.files.schema()
    }
}

/// What a document takes, about.
fn weight(document: &AnnotatedDocument) -> usize {
    let value = |value: &AttributeValue| match value {
        AttributeValue::Text(text) | AttributeValue::Choice(text) => text.len(),
        AttributeValue::Choices(choices) => choices.iter().map(String::len).sum(),
        AttributeValue::Flag(_) | AttributeValue::Number(_) | AttributeValue::Date(_) => 0,
    };
    let attributes =
        |all: &Attributes| all.iter().map(|(name, of)| name.len() + value(of) + BYTES_EACH / 4).sum::<usize>();
    let texts = |record: &Record| record.note.len() + attributes(&record.attributes);
    let annotations = document
        .annotations
        .iter()
        .map(|annotation| BYTES_EACH + std::mem::size_of_val(annotation.spans.as_slice()) + texts(&annotation.record));
    let relations = document.relations.values().map(|relation| BYTES_EACH + texts(&relation.record));
    let facts = document.document.metadata().iter().map(|(name, value)| name.len() + value.len() + BYTES_EACH / 4);
    let own = BYTES_EACH + document.text().len() + attributes(&document.attributes);
    own + annotations.chain(relations).chain(facts).sum::<usize>()
}

impl ExportSource for Conversion<'_> {
    fn count(&self) -> usize {
        self.documents
    }

    fn below(&self, n: usize) -> &Path {
        let file = self.firsts.partition_point(|first| *first <= n).checked_sub(1);
        file.and_then(|file| self.files.files().get(file)).map_or(Path::new(""), |file| file.below())
    }

    fn each(&mut self, places: &[usize], step: Step, take: Take<'_>) -> Result<bool, WorkspaceError> {
        let mut again = self.files.again();
        let mut hand_on = |n, file: &CheckedFile, document| match (self.go_on)(step, n) {
            true => take(&Origin { n, below: file.below(), path: file.place() }, document),
            false => Err(WorkspaceError::Cancelled),
        };
        if let Some(held) = &mut self.held {
            if !std::mem::replace(&mut held.has_schema, true) {
                held.documents.iter_mut().for_each(|document| document.schema = again.schema().clone());
            }
            let files = self.files.files().iter().zip(&self.firsts);
            let files = files.flat_map(|(file, first)| (*first..*first + file.documents()).map(move |_| file));
            let mut wanted = places.iter().copied().peekable();
            for ((n, document), file) in held.documents.iter().enumerate().zip(files) {
                if wanted.next_if_eq(&n).is_some() && !hand_on(n, file, document.clone())? {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        let mut wanted = places.iter().copied().peekable();
        for (file, first) in self.files.files().iter().zip(&self.firsts) {
            let mut next = *first;
            // Of a file none of whose documents is wanted nothing is read.
            if wanted.peek().is_none_or(|n| *n >= first + file.documents()) {
                continue;
            }
            let mut stopped = false;
            let read = again.read(file, &mut |document| {
                let n = next;
                next += 1;
                // A file that has grown since it was checked is refused at its end.
                if wanted.next_if_eq(&n).is_none() || n >= first + file.documents() {
                    return Ok(());
                }
                stopped = !hand_on(n, file, document)?;
                // Any reason ends the reading; which it was is known here.
                if stopped { Err(WorkspaceError::Cancelled) } else { Ok(()) }
            });
            match stopped {
                true => return Ok(false),
                false => read?,
            }
        }
        Ok(true)
    }
}
