//! An annotated document as the text of its file, checked before it is written. Of a large one several processors write
//! a part each.

use std::path::Path;
use std::thread;

use super::checksum;
use super::disk::MAX_OWN_BYTES;
use super::error::SaveError;
use super::quote::{self, Sums, push_quote};
use super::ron_writer::{self, Place, push_str};
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, AttributeValue, Conflict, DocumentState, MetadataField, Problem,
    Provenance, Record, Relation, Sides, TextSpan, Timestamp,
};

/// Below this many annotations one processor is as fast.
const MIN_PARALLEL_ANNOTATIONS: usize = 4096;
/// More threads than this gain little: the text is written by one, and the disk waits for all.
const MAX_THREADS: usize = 8;
/// Bytes of an annotation or relation without its quotes, at least: field names and two times.
const LEAST_ENTRY: usize = 140;

/// The document as the text of its file.
pub fn write(path: &Path, document: &AnnotatedDocument) -> Result<String, SaveError> {
    let mut parts = parts(path, document)?;
    parts.push(checksum::of(&parts).0);
    Ok(parts.concat())
}

/// The text of a document's file in parts, without its last line.
pub(super) fn parts(path: &Path, document: &AnnotatedDocument) -> Result<Vec<String>, SaveError> {
    let len = least_len(document);
    if len > MAX_OWN_BYTES {
        return Err(SaveError::TooLarge { path: path.into(), len, limit: MAX_OWN_BYTES });
    }
    let sums = Sums::default();
    let annotations: Vec<&Annotation> = document.annotations.iter().map(|annotation| &**annotation).collect();
    let written = match annotations.len() < MIN_PARALLEL_ANNOTATIONS {
        true => Written {
            problems: document.problems(),
            head: head(document),
            lines: vec![lines(document, &annotations, &sums)],
            relations: relations(document),
        },
        false => written_apart(document, &annotations, &sums),
    };
    let Written { problems, head, lines, relations } = written;
    if !problems.is_empty() {
        return Err(SaveError::Unsound { path: path.into(), problems });
    }
    let beyond = |id| SaveError::Time { path: path.into(), id };
    let mut parts = vec![head];
    for piece in lines {
        parts.push(piece.map_err(beyond)?);
    }
    parts.push("    ],\n    relations: [\n".into());
    parts.push(relations.map_err(beyond)?);
    let mut writer = Writer { out: String::from("    ],\n"), last_time: None, sums: &sums };
    if version_of(document) > 1 {
        writer.out.push_str("    conflicts: [\n");
        for conflict in &document.conflicts {
            writer.conflict(document, conflict).map_err(beyond)?;
        }
        writer.out.push_str("    ],\n");
    }
    writer.out.push_str(")\n");
    parts.push(writer.out);
    Ok(parts)
}

/// A document that is being written: what is wrong with it, and its parts or the id of an entry whose time cannot be.
struct Written {
    problems: Vec<Problem>,
    head: String,
    lines: Vec<Result<String, AnnotationId>>,
    relations: Result<String, AnnotationId>,
}

/// Checks and writes at the same time.
fn written_apart(document: &AnnotatedDocument, annotations: &[&Annotation], sums: &Sums) -> Written {
    let threads = thread::available_parallelism().map_or(1, usize::from).clamp(1, MAX_THREADS);
    thread::scope(|scope| {
        let checked = scope.spawn(|| document.problems());
        let pieces = annotations.chunks(annotations.len().div_ceil(threads));
        let running: Vec<_> = pieces.map(|piece| scope.spawn(move || lines(document, piece, sums))).collect();
        let (head, relations) = (head(document), relations(document));
        let lines = running.into_iter().map(finished).collect();
        Written { problems: finished(checked), head, lines, relations }
    })
}

/// What a thread made; where it panicked, so does this.
fn finished<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// The spans that the file of a document quotes.
fn quoted(document: &AnnotatedDocument) -> impl Iterator<Item = TextSpan> {
    let waiting = document.conflicts.iter().flat_map(|conflict| match &**conflict {
        Conflict::Annotation(Sides { ours, theirs }) => [ours.as_ref(), theirs.as_ref()],
        _ => [None, None],
    });
    let annotations = document.annotations.iter().map(|annotation| &**annotation);
    annotations.chain(waiting.flatten()).flat_map(|annotation| annotation.spans.iter())
}

/// The lowest version of the format that holds the document.
fn version_of(document: &AnnotatedDocument) -> u32 {
    if says_more(document) {
        return 5;
    }
    if document.state == DocumentState::LookAgain {
        return 4;
    }
    match quoted(document).any(|span| quote::is_long(span.len() as usize)) {
        true => 3,
        false if document.conflicts.is_empty() => 1,
        false => 2,
    }
}

/// Whether it says what version 5 brought: flags, links to the register, a note of the document, and what attributes,
/// labels and relation types say of themselves since.
fn says_more(document: &AnnotatedDocument) -> bool {
    let waiting = document.conflicts.iter().any(|conflict| match &**conflict {
        Conflict::Annotation(sides) => {
            [&sides.ours, &sides.theirs].into_iter().flatten().any(|a| a.record.flag || a.entity.is_some())
        }
        Conflict::Relation(sides) => [&sides.ours, &sides.theirs].into_iter().flatten().any(|r| r.record.flag),
        Conflict::Label(sides) => {
            [&sides.ours, &sides.theirs].into_iter().flatten().any(super::schema_file::label_says_more)
        }
        Conflict::RelationType(sides) => {
            [&sides.ours, &sides.theirs].into_iter().flatten().any(super::schema_file::type_says_more)
        }
        Conflict::DocumentAttribute(sides) => {
            [&sides.ours, &sides.theirs].into_iter().flatten().any(super::schema_file::attribute_says_more)
        }
        Conflict::Value { sides, .. } => {
            let new = |value: &AttributeValue| matches!(value, AttributeValue::Choices(_) | AttributeValue::Date(_));
            [&sides.ours, &sides.theirs].into_iter().flatten().any(new)
        }
        Conflict::Fact { fact, .. } => *fact == MetadataField::Note,
        Conflict::State(_) => false,
    });
    document.flag
        || !document.note.is_empty()
        || waiting
        || super::schema_file::says_more(&document.schema)
        || document.annotations.iter().any(|a| a.record.flag || a.entity.is_some())
        || document.relations.values().any(|r| r.record.flag)
}

/// Bytes that the file of a document has at least: known before anything of it is built.
fn least_len(document: &AnnotatedDocument) -> u64 {
    let quotes: u64 = quoted(document).map(|span| quote::written(span.len() as usize) as u64).sum();
    (document.text().len() + LEAST_ENTRY * (document.annotations.len() + document.relations.len())) as u64 + quotes
}

/// Everything before the annotations.
fn head(document: &AnnotatedDocument) -> String {
    let mut out = String::with_capacity(document.text().len() + 4096);
    out.push_str(&format!("(\n    version: {},\n", version_of(document)));
    let mut line = |name: &str, value: &str| {
        out.extend(["    ", name, ": "]);
        push_str(&mut out, value, Place::Line);
        out.push_str(",\n");
    };
    line("id", &document.document.id().0);
    line("title", document.document.title());
    line("digest", &document.document.digest().to_string());
    out.push_str("    metadata: {\n");
    for (name, value) in document.document.metadata() {
        out.push_str("        ");
        push_str(&mut out, name, Place::Line);
        out.push_str(": ");
        push_str(&mut out, value, Place::Line);
        out.push_str(",\n");
    }
    out.push_str("    },\n    annotator: ");
    push_str(&mut out, document.annotator.as_str(), Place::Line);
    out.push_str(&format!(",\n    state: {:?},\n    attributes: ", document.state));
    ron_writer::push_attribute_map(&mut out, &document.attributes);
    if !document.note.is_empty() {
        out.push_str(",\n    note: ");
        push_str(&mut out, &document.note, Place::Line);
    }
    if document.flag {
        out.push_str(",\n    flag: true");
    }
    out.push_str(",\n    schema: (\n");
    super::schema_file::push_fields(&mut out, &document.schema, "        ");
    out.push_str("    ),\n    text: ");
    push_str(&mut out, document.text(), Place::Block);
    out.push_str(",\n    annotations: [\n");
    out
}

/// Annotations, one a line.
fn lines(document: &AnnotatedDocument, annotations: &[&Annotation], sums: &Sums) -> Result<String, AnnotationId> {
    // A text that grows is held twice while it moves.
    let spans = annotations.iter().flat_map(|annotation| annotation.spans.iter());
    let quotes: usize = spans.map(|span| quote::written(span.len() as usize)).sum();
    let mut writer = Writer { out: String::with_capacity(200 * annotations.len() + quotes), last_time: None, sums };
    for annotation in annotations {
        writer.out.push_str("        ");
        writer.annotation(document, annotation)?;
        writer.out.push_str(",\n");
    }
    Ok(writer.out)
}

/// Relations, one a line.
fn relations(document: &AnnotatedDocument) -> Result<String, AnnotationId> {
    let sums = Sums::default();
    let mut writer =
        Writer { out: String::with_capacity(200 * document.relations.len()), last_time: None, sums: &sums };
    for relation in in_document_order(document) {
        writer.out.push_str("        ");
        writer.relation(relation)?;
        writer.out.push_str(",\n");
    }
    Ok(writer.out)
}

/// Relations by where their source and their target stand, so that a diff shows them together.
fn in_document_order(document: &AnnotatedDocument) -> Vec<&Relation> {
    let place = |id: &AnnotationId| document.annotations.get(id).map(|a| a.spans.first());
    let mut relations: Vec<&Relation> = document.relations.values().collect();
    relations.sort_by_cached_key(|r| (place(&r.source), place(&r.target), r.id.clone()));
    relations
}

pub(super) struct Writer<'s> {
    pub(super) out: String,
    last_time: Option<(Timestamp, String)>,
    /// Of the document's text.
    sums: &'s Sums,
}

impl Writer<'_> {
    /// Fails with the id of an annotation whose time is beyond the calendar.
    pub(super) fn annotation(
        &mut self,
        document: &AnnotatedDocument,
        annotation: &Annotation,
    ) -> Result<(), AnnotationId> {
        self.name("(id: ", annotation.id.as_str());
        self.name(", label: ", annotation.label.as_str());
        self.out.push_str(", spans: [");
        for (i, span) in annotation.spans.iter().enumerate() {
            let separator = if i > 0 { ", " } else { "" };
            self.out.extend([separator, "(", &span.start().to_string(), ", ", &span.end().to_string(), ", "]);
            push_quote(&mut self.out, document.text(), span.range(), self.sums);
            self.out.push(')');
        }
        self.out.push(']');
        if let Some(entity) = &annotation.entity {
            self.name(", entity: Some(", entity.as_str());
            self.out.push(')');
        }
        ron_writer::push_attributes(&mut self.out, &annotation.record.attributes);
        self.tail(&annotation.record);
        self.times(annotation.record.created, annotation.record.modified).ok_or_else(|| annotation.id.clone())
    }

    pub(super) fn relation(&mut self, relation: &Relation) -> Result<(), AnnotationId> {
        self.name("(id: ", relation.id.as_str());
        self.name(", label: ", relation.label.as_str());
        self.name(", source: ", relation.source.as_str());
        self.name(", target: ", relation.target.as_str());
        ron_writer::push_attributes(&mut self.out, &relation.record.attributes);
        self.tail(&relation.record);
        self.times(relation.record.created, relation.record.modified).ok_or_else(|| relation.id.clone())
    }

    pub(super) fn name(&mut self, before: &str, name: &str) {
        self.out.push_str(before);
        push_str(&mut self.out, name, Place::Line);
    }

    fn tail(&mut self, record: &Record) {
        if !record.note.is_empty() {
            self.name(", note: ", &record.note);
        }
        if record.flag {
            self.out.push_str(", flag: true");
        }
        match &record.provenance {
            Provenance::Human => self.out.push_str(", provenance: Human"),
            Provenance::Imported { format } => {
                self.name(", provenance: Imported(format: ", format);
                self.out.push(')');
            }
            Provenance::AcceptedSuggestion { source } => {
                self.name(", provenance: AcceptedSuggestion(source: ", source);
                self.out.push(')');
            }
        }
        self.name(", annotator: ", record.annotator.as_str());
    }

    /// `None` where a time is beyond the calendar.
    fn times(&mut self, created: Timestamp, modified: Timestamp) -> Option<()> {
        for (name, moment) in [(", created: \"", created), ("\", modified: \"", modified)] {
            if self.last_time.as_ref().is_none_or(|(last, _)| *last != moment) {
                self.last_time = Some((moment, moment.to_rfc3339()?));
            }
            let text = self.last_time.as_ref().map_or("", |(_, text)| text);
            self.out.extend([name, text]);
        }
        self.out.push_str("\")");
        Some(())
    }
}
