//! What files of others hold, before anything of them is taken: how many documents and annotations of which format, how the first
//! documents look, and every warning and refusal that taking them would bring.
//!
//! Each file is read to its end, since its last line may be the one that is refused; no more than the first documents are held.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::error::{OpenWarning, WorkspaceError};
use super::import::{self, ImportEnd, ImportRequest};
use crate::formats::{Format, ImportError, ImportNote, ImportProblem, ImportSink, Loss, SchemaBuilder, Stopped};
use crate::model::{AnnotatedDocument, Colour, LabelName};

/// Documents that are shown, of all files together.
const FIRST: usize = 6;
/// Characters of each.
const EXCERPT_CHARS: usize = 280;
/// Warnings and files that cannot be read which are named one by one; the others are counted.
const MAX_NAMED: usize = 200;

/// How a document begins that would be taken: its text from the line of its first annotation on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewedDocument {
    pub title: String,
    pub excerpt: String,
    /// The pieces of annotations within the excerpt, bytes of it, each with its label.
    pub spans: Vec<(Range<usize>, LabelName)>,
    /// Of the whole document.
    pub annotations: usize,
}

/// What files of others hold.
#[derive(Debug, Default)]
pub struct ImportPreview {
    /// How many files are of each format, by its name.
    pub formats: BTreeMap<&'static str, usize>,
    /// The files that can be taken.
    pub readable: Vec<PathBuf>,
    pub documents: usize,
    pub annotations: usize,
    /// Labels that annotations have, the most used first, with their colour.
    pub labels: Vec<(LabelName, usize, Option<Colour>)>,
    pub first: Vec<PreviewedDocument>,
    /// What was guessed, what is not used, and lines that are left out.
    pub warnings: Vec<OpenWarning>,
    pub more_warnings: usize,
    /// Files of which nothing can be taken as they are read now.
    pub failed: Vec<WorkspaceError>,
    pub more_failed: usize,
}

impl ImportPreview {
    /// Whether a file is refused because nothing tells what its offsets count.
    pub fn asks_unit(&self) -> bool {
        self.refusals().any(|error| {
            matches!(
                *error.what,
                ImportProblem::UnitUnknown { .. } | ImportProblem::OutOfText { .. } | ImportProblem::Mismatch { .. }
            )
        })
    }

    /// Whether the encoding of a file was guessed, or is another one than was said.
    pub fn asks_encoding(&self) -> bool {
        let guessed = |warning: &OpenWarning| matches!(warning, OpenWarning::Import(ImportNote::Guessed { .. }));
        self.warnings.iter().any(guessed)
            || self.refusals().any(|error| matches!(*error.what, ImportProblem::Undecodable { .. }))
    }

    /// Whether files are refused for single lines, without which the rest can be taken.
    pub fn asks_for_lines(&self) -> bool {
        self.refusals().any(|error| error.line.is_some())
    }

    fn refusals(&self) -> impl Iterator<Item = &ImportError> {
        self.failed.iter().flat_map(|error| match error {
            WorkspaceError::Import(error) => std::slice::from_ref(error),
            WorkspaceError::Lines(errors) => errors,
            _ => &[],
        })
    }

    fn warn(&mut self, warning: OpenWarning) {
        match self.warnings.len() < MAX_NAMED {
            true => self.warnings.push(warning),
            false => self.more_warnings += 1,
        }
    }

    fn fail(&mut self, error: WorkspaceError) {
        match self.failed.len() < MAX_NAMED {
            true => self.failed.push(error),
            false => self.more_failed += 1,
        }
    }
}

/// Reads the files as [`import::import_alone`] would, and says what came of it. `go_on` is asked for each file and each document,
/// with how many files were read.
///
/// # Errors
/// Where `go_on` says no. A file that cannot be read is no error: it is among those that failed.
pub fn preview(
    paths: &[PathBuf],
    request: &ImportRequest,
    go_on: &dyn Fn(usize) -> bool,
) -> Result<ImportPreview, WorkspaceError> {
    let mut found = ImportPreview::default();
    let mut labels: HashMap<LabelName, (usize, Option<Colour>)> = HashMap::new();
    for (n, path) in paths.iter().enumerate() {
        if !go_on(n) {
            return Err(WorkspaceError::Cancelled);
        }
        let format = match import::format_of_request(path, request) {
            Ok(format) => format,
            Err(error) => {
                found.fail(error);
                continue;
            }
        };
        match look(format, path, request, found.first.len(), &|| go_on(n)) {
            Err(WorkspaceError::Cancelled) => return Err(WorkspaceError::Cancelled),
            Err(error) => found.fail(error),
            Ok(mut seen) => {
                found.readable.push(path.clone());
                *found.formats.entry(format.name()).or_default() += 1;
                found.documents += seen.documents;
                found.annotations += seen.annotations;
                found.first.append(&mut seen.first);
                let left_out = seen.refused.into_iter().map(OpenWarning::LineLeftOut);
                seen.notes.into_iter().map(OpenWarning::from).chain(left_out).for_each(|warning| found.warn(warning));
                seen.losses.into_iter().for_each(|loss| found.warn(OpenWarning::Loss(loss)));
                for (label, count) in seen.labels {
                    let colour = seen.schema.label(&label).map(|info| info.colour);
                    let entry = labels.entry(label).or_insert((0, colour));
                    entry.0 += count;
                }
            }
        }
    }
    found.labels = labels.into_iter().map(|(label, (count, colour))| (label, count, colour)).collect();
    found.labels.sort_by(|(a, n, _), (b, m, _)| m.cmp(n).then_with(|| a.as_str().cmp(b.as_str())));
    Ok(found)
}

/// What one file holds.
#[derive(Default)]
struct Seen {
    documents: usize,
    annotations: usize,
    labels: HashMap<LabelName, usize>,
    first: Vec<PreviewedDocument>,
    notes: Vec<ImportNote>,
    losses: Vec<Loss>,
    refused: Vec<ImportError>,
    schema: std::sync::Arc<crate::model::Schema>,
}

fn look(
    format: &'static dyn Format,
    path: &Path,
    request: &ImportRequest,
    shown: usize,
    go_on: &dyn Fn() -> bool,
) -> Result<Seen, WorkspaceError> {
    struct Sink<'a> {
        seen: Seen,
        room: usize,
        go_on: &'a dyn Fn() -> bool,
    }

    impl ImportSink for Sink<'_> {
        fn document(&mut self, document: AnnotatedDocument) -> Result<(), Stopped> {
            let seen = &mut self.seen;
            seen.documents += 1;
            seen.annotations += document.annotations.len();
            for annotation in document.annotations.iter() {
                *seen.labels.entry(annotation.label.clone()).or_default() += 1;
            }
            if seen.first.len() < self.room {
                seen.first.push(excerpt(&document));
            }
            if (self.go_on)() { Ok(()) } else { Err(Stopped) }
        }

        fn loss(&mut self, loss: Loss) {
            self.seen.losses.push(loss);
        }

        fn note(&mut self, note: ImportNote) {
            self.seen.notes.push(note);
        }

        fn refused(&mut self, error: ImportError) {
            self.seen.refused.push(error);
        }
    }

    let mut schema = SchemaBuilder::of_files((*request.schema).clone());
    let mut sink = Sink { seen: Seen::default(), room: FIRST.saturating_sub(shown), go_on };
    match import::import_into(format, path, &request.options, &mut schema, &mut sink) {
        Err(ImportEnd::Failed(error)) => Err(import::all_lines(error, sink.seen.refused)),
        Err(ImportEnd::Stopped) => Err(WorkspaceError::Cancelled),
        Ok(()) if sink.seen.documents == 0 => Err(WorkspaceError::NoDocument { path: path.into() }),
        Ok(()) => Ok(Seen { schema: schema.into_schema(), ..sink.seen }),
    }
}

/// The part of a document that shows what it is about.
fn excerpt(document: &AnnotatedDocument) -> PreviewedDocument {
    let text = document.text();
    let first = document.annotations.iter().map(|annotation| annotation.spans.extent().start).min().unwrap_or(0);
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    // A paragraph of a megabyte begins with its first annotation.
    let start =
        if text[start..first].chars().take(EXCERPT_CHARS / 2).count() < EXCERPT_CHARS / 2 { start } else { first };
    let rest = &text[start..];
    let end = rest.char_indices().nth(EXCERPT_CHARS).map_or(rest.len(), |(at, _)| at);
    // No word is cut, where there are any.
    let end = match end == rest.len() {
        true => end,
        false => rest[..end].rfind(char::is_whitespace).filter(|at| *at > end / 2).unwrap_or(end),
    };
    let excerpt = rest[..end].trim_end();
    let whole = start..start + excerpt.len();
    let spans = document
        .annotations
        .iter()
        .flat_map(|annotation| annotation.spans.iter().map(move |span| (span.range(), &annotation.label)))
        .filter(|(range, _)| range.start < whole.end && range.end > whole.start)
        .map(|(range, label)| {
            let within = range.start.max(whole.start) - start..range.end.min(whole.end) - start;
            (within, label.clone())
        })
        .collect();
    PreviewedDocument {
        title: document.document.title().to_owned(),
        excerpt: excerpt.to_owned(),
        spans,
        annotations: document.annotations.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    #[test]
    fn an_excerpt_begins_with_the_line_of_the_first_annotation() {
        let document = samples().remove(0);
        let shown = excerpt(&document);
        assert!(document.text().contains(&shown.excerpt));
        assert_eq!(shown.annotations, document.annotations.len());
        for (range, label) in &shown.spans {
            let quote = &shown.excerpt[range.clone()];
            let same = |span: crate::model::TextSpan| document.text()[span.range()].contains(quote);
            assert!(document.annotations.iter().any(|a| a.label == *label && a.spans.iter().any(same)), "{quote}");
        }
    }
}
