//! The file of an annotated document, format versions 1 to 5: how it is believed. `document_text` says how it is written.
//!
//! Nothing is taken from a file on trust: version, digest, bounds, character boundaries, quotes, ids, labels, ends of
//! relations and attributes are checked, and every problem is named with its line.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::checksum::{self, Checksum};
use super::conflict_records::ConflictV2;
pub use super::document_writer::write;
use super::error::{FileProblem, LoadError, NotOurs, ProblemKind, TextChange};
use super::header::{self, FileKind};
use super::parallel_reader;
use super::quote::{Quote, Sums, shortened};
use super::unique::{UniqueMap, parse};
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, AnnotationSet, Annotator, AttributeValue, Digest, Document,
    DocumentId, DocumentState, EntityId, LabelName, Owner, Problem, Provenance, Record, Relation, Schema, Spans,
    TextSpan, Timestamp,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Document")]
struct FileV1<'a> {
    #[serde(rename = "version")]
    _version: u32,
    id: String,
    title: String,
    digest: String,
    #[serde(default)]
    metadata: UniqueMap<String>,
    annotator: String,
    state: DocumentState,
    #[serde(default)]
    attributes: UniqueMap<AttributeValue>,
    schema: Schema,
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow)]
    annotations: Vec<AnnotationV1<'a>>,
    #[serde(borrow)]
    relations: Vec<RelationV1<'a>>,
}

/// Version 2 knows conflicts. A document without any is still written as version 1, so that an older Hashiya reads it.
/// Version 3 has the same fields; the number says that a quote may have only its ends, which an older Hashiya cannot
/// read. Such a quote is understood under any number, since lines that git merged may bring it under a lower one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Document")]
pub(super) struct FileV2<'a> {
    #[serde(rename = "version")]
    _version: u32,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) digest: String,
    #[serde(default)]
    pub(super) metadata: UniqueMap<String>,
    pub(super) annotator: String,
    pub(super) state: DocumentState,
    #[serde(default)]
    pub(super) attributes: UniqueMap<AttributeValue>,
    /// From version 5 on.
    #[serde(default)]
    pub(super) note: String,
    #[serde(default)]
    pub(super) flag: bool,
    pub(super) schema: Schema,
    #[serde(borrow)]
    pub(super) text: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) annotations: Vec<AnnotationV1<'a>>,
    #[serde(borrow)]
    pub(super) relations: Vec<RelationV1<'a>>,
    #[serde(borrow)]
    pub(super) conflicts: Vec<ConflictV2<'a>>,
}

impl<'a> From<FileV1<'a>> for FileV2<'a> {
    fn from(file: FileV1<'a>) -> Self {
        let FileV1 { _version, id, title, digest, metadata, annotator, state, attributes, schema, text, .. } = file;
        let (annotations, relations, conflicts) = (file.annotations, file.relations, Vec::new());
        FileV2 {
            _version,
            id,
            title,
            digest,
            metadata,
            annotator,
            state,
            attributes,
            note: String::new(),
            flag: false,
            schema,
            text,
            annotations,
            relations,
            conflicts,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Annotation")]
pub(super) struct AnnotationV1<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) label: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) spans: Vec<SpanV1<'a>>,
    /// From version 5 on, as the flag.
    #[serde(default)]
    pub(super) entity: Option<String>,
    #[serde(default)]
    pub(super) attributes: UniqueMap<AttributeValue>,
    #[serde(default)]
    pub(super) note: String,
    #[serde(default)]
    pub(super) flag: bool,
    provenance: Provenance,
    #[serde(borrow)]
    annotator: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) created: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) modified: Cow<'a, str>,
}

impl<'a> AnnotationV1<'a> {
    /// One made by hand, of one span and nothing else.
    pub(super) fn plain(
        id: &'a str,
        label: &'a str,
        (start, end, quote): (usize, usize, &'a str),
        annotator: &'a str,
        created: &'a str,
        modified: &'a str,
    ) -> Self {
        AnnotationV1 {
            id: id.into(),
            label: label.into(),
            spans: vec![SpanV1(start, end, quote.into())],
            entity: None,
            attributes: UniqueMap::default(),
            note: String::new(),
            flag: false,
            provenance: Provenance::Human,
            annotator: annotator.into(),
            created: created.into(),
            modified: modified.into(),
        }
    }
}

/// Start and end in bytes of the text, and what stands between them.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct SpanV1<'a>(pub(super) usize, pub(super) usize, #[serde(borrow)] pub(super) Quote<'a>);

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "Relation")]
pub(super) struct RelationV1<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) label: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) source: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) target: Cow<'a, str>,
    #[serde(default)]
    pub(super) attributes: UniqueMap<AttributeValue>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    flag: bool,
    provenance: Provenance,
    #[serde(borrow)]
    pub(super) annotator: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) created: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) modified: Cow<'a, str>,
}

#[cfg(test)]
impl RelationV1<'_> {
    /// Whether it was made by hand and says nothing more.
    pub(super) fn is_plain(&self) -> bool {
        self.attributes.0.is_empty() && self.note.is_empty() && self.provenance == Provenance::Human
    }
}

/// Reads a document from the bytes of its file; `path` is for the messages. Lists every problem it finds.
pub fn read(path: &Path, bytes: &[u8]) -> Result<AnnotatedDocument, LoadError> {
    read_sealed(path, bytes).map(|(document, _)| document)
}

/// As [`read`], with what the last line says of the rest.
pub fn read_sealed(path: &Path, bytes: &[u8]) -> Result<(AnnotatedDocument, Checksum), LoadError> {
    let (source, kind, version) = header::open_versioned(path, bytes)?;
    if kind != FileKind::Document {
        let what = NotOurs::Holds { found: kind, wanted: FileKind::Document };
        return Err(LoadError::NotOurs { path: path.into(), line: 1, what });
    }
    if let Some(document) = read_apart(path, source, version) {
        return Ok((document, checksum::check(source)));
    }
    let file = parse_file(path, source, version)?;
    let mut reader = Reader::new(source);
    let document = reader.document(file);
    match document {
        Some(document) if reader.problems.is_empty() => Ok((document, checksum::check(source))),
        _ => Err(LoadError::Unsound { path: path.into(), problems: reader.into_problems() }),
    }
}

/// The document of a large sound file, its annotations read by several processors; `None` where anything is in doubt.
fn read_apart(path: &Path, source: &str, version: u32) -> Option<AnnotatedDocument> {
    let parts = parallel_reader::take_apart(source)?;
    let (pieces, file) = parts.parse(|| parse_file(path, &parts.rest, version));
    let (file, pieces) = (file.ok()?, pieces?);
    if !file.annotations.is_empty() {
        return None;
    }
    let mut reader = Reader::new(source);
    let sums = reader.sums.clone();
    let document = reader.document_of(file, |reader, text, _| {
        let read = |piece| {
            let mut reader = Reader { sums: sums.clone(), ..Reader::new(source) };
            let read = reader.annotations(text, piece);
            (read, reader.problems)
        };
        let mut all = ReadAnnotations::default();
        std::thread::scope(|scope| {
            let running: Vec<_> = pieces.into_iter().map(|piece| scope.spawn(move || read(piece))).collect();
            for thread in running {
                let Ok((read, problems)) = thread.join() else {
                    // What was wrong was said where it happened; the whole file is read again by the plain way.
                    reader.problem(None, ProblemKind::BadDigest);
                    return;
                };
                all.entries.extend(read.entries);
                all.sound.extend(read.sound);
                reader.problems.extend(problems);
            }
        });
        all
    });
    document.filter(|_| reader.problems.is_empty())
}

/// Annotations as they were read.
#[derive(Default)]
struct ReadAnnotations {
    /// Ids with their places in the file, also of those that were refused.
    entries: Vec<(AnnotationId, Option<usize>)>,
    sound: Vec<Annotation>,
}

/// The records of a file of any version that is read, brought to the newest.
pub(super) fn parse_file<'a>(path: &Path, source: &'a str, version: u32) -> Result<FileV2<'a>, LoadError> {
    match version {
        1 => parse::<FileV1>(path, source).map(FileV2::from),
        _ => parse(path, source),
    }
}

/// So many problems of a file are named; one span in ten bytes may be wrong, and each takes hundreds to name.
const MAX_PROBLEMS: usize = 100_000;

pub(super) struct Reader<'a> {
    source: &'a str,
    /// What is wrong, each with a byte of the file within the entry it concerns.
    problems: Vec<(Option<usize>, ProblemKind)>,
    /// Labels and annotators, so that a hundred thousand annotations share a few strings.
    names: HashMap<String, Arc<str>>,
    last_time: Option<(String, Timestamp)>,
    /// Of the text of the document that is read.
    sums: Arc<Sums>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Reader { source, problems: Vec::new(), names: HashMap::new(), last_time: None, sums: Arc::default() }
    }

    /// Whether nothing was wrong so far.
    pub(super) fn is_content(&self) -> bool {
        self.problems.is_empty()
    }

    /// In the order of the file. Lines are counted once over all of them: a damaged file may have a hundred thousand.
    pub(super) fn into_problems(mut self) -> Vec<FileProblem> {
        self.problems.sort_by_key(|(at, _)| *at);
        let (mut line, mut counted) = (1, 0);
        let placed = self.problems.into_iter().map(|(at, what)| {
            let line = at.map(|at| {
                line += header::line_of(&self.source.as_bytes()[counted..at]) - 1;
                counted = at;
                line
            });
            FileProblem { line, what }
        });
        placed.collect()
    }

    /// `None` where the problems leave no document to speak of.
    pub(super) fn document(&mut self, file: FileV2<'a>) -> Option<AnnotatedDocument> {
        self.document_of(file, |reader, text, records| reader.annotations(text, records))
    }

    fn annotations(&mut self, text: &str, records: Vec<AnnotationV1<'_>>) -> ReadAnnotations {
        let mut read =
            ReadAnnotations { entries: Vec::with_capacity(records.len()), sound: Vec::with_capacity(records.len()) };
        for entry in records {
            let at = self.offset_of(&entry.id);
            let (id, annotation) = self.annotation(text, entry, at);
            read.entries.push((id, at));
            read.sound.extend(annotation);
        }
        read
    }

    /// The document of a file whose annotations are read by `annotations`, which is given the text and the records.
    fn document_of<'f>(
        &mut self,
        file: FileV2<'f>,
        annotations: impl FnOnce(&mut Self, &str, Vec<AnnotationV1<'f>>) -> ReadAnnotations,
    ) -> Option<AnnotatedDocument> {
        let said = Digest::from_hex(&file.digest);
        if said.is_none() {
            self.problem(None, ProblemKind::BadDigest);
        }
        let len = file.text.len();
        let text: Arc<str> = file.text.into();
        let document = Document::new(DocumentId(file.id.into()), file.title, text.clone(), file.metadata.0);
        let Ok(document) = document else {
            self.problem(None, ProblemKind::TextTooLong { len });
            return None;
        };
        let found = document.digest();
        if let Some(said) = said.filter(|said| *said != found) {
            self.problem(None, ProblemKind::Digest { said, found, hint: why_digest_differs(&text, said) });
        }
        let ReadAnnotations { mut entries, sound: annotations } = annotations(self, &text, file.annotations);
        let spoken_of = entries.len();
        let mut relations = Vec::new();
        for entry in file.relations {
            let at = self.offset_of(&entry.id);
            let relation = self.relation(entry, at);
            entries.push((relation.id.clone(), at));
            relations.push(relation);
        }
        let conflicts: Vec<_> =
            file.conflicts.into_iter().filter_map(|c| self.conflict(&text, c)).map(Arc::new).collect();
        let document = AnnotatedDocument {
            document,
            schema: Arc::new(file.schema),
            annotator: Annotator::new(file.annotator),
            state: file.state,
            attributes: file.attributes.0,
            note: file.note,
            flag: file.flag,
            annotations: AnnotationSet::from_annotations(annotations),
            relations: relations.into_iter().collect(),
            conflicts,
        };
        let problems = document.problems();
        let all_there = document.annotations.len() + document.relations.len() == entries.len();
        if !(problems.is_empty() && all_there) {
            self.name_problems(&document, problems, entries, spoken_of);
        }
        Some(document)
    }

    /// Notes what is wrong with the document as a whole, and ids used twice. `entries` are the ids in the file with
    /// their places, annotations first, of which there are `annotations`.
    fn name_problems(
        &mut self,
        document: &AnnotatedDocument,
        problems: Vec<Problem>,
        entries: Vec<(AnnotationId, Option<usize>)>,
        annotations: usize,
    ) {
        let (annotations, relations) = entries.split_at(annotations);
        let mut places = HashMap::new();
        for kind in [annotations, relations] {
            let mut seen = HashSet::new();
            for (id, at) in kind {
                if !seen.insert(id) {
                    self.problem(*at, ProblemKind::DuplicateId { id: id.clone() });
                }
                places.entry(id).or_insert(*at);
            }
        }
        for problem in problems {
            // An annotation that was refused is missing from the set; it is named once.
            let refused = |end: &AnnotationId| places.contains_key(end) && !document.annotations.contains(end);
            if matches!(&problem, Problem::UnknownEnd { end, .. } if refused(end)) {
                continue;
            }
            let at = owner_of(&problem).and_then(|id| places.get(&id).copied().flatten());
            self.problem(at, ProblemKind::Model(problem));
        }
    }

    pub(super) fn offset_of(&self, id: &str) -> Option<usize> {
        offset_in(self.source, id)
    }

    /// The annotation, or `None` and a problem where it has no sound spans; its id in any case.
    pub(super) fn annotation(
        &mut self,
        text: &str,
        entry: AnnotationV1<'_>,
        at: Option<usize>,
    ) -> (AnnotationId, Option<Annotation>) {
        let id = AnnotationId::new(&*entry.id);
        let mut spans = Vec::with_capacity(entry.spans.len());
        let mut sound = true;
        for SpanV1(start, end, quote) in entry.spans {
            match TextSpan::new_or_empty(text, start..end) {
                Ok(span) if quote.fits(text, span.range(), &self.sums) => spans.push(span),
                Ok(span) => {
                    let (said, found) = (quote.shown(), shortened(&text[span.range()]));
                    self.problem(at, ProblemKind::Quote { id: id.clone(), start, end, said, found });
                    sound = false;
                }
                Err(error) => {
                    self.problem(at, ProblemKind::Span { id: id.clone(), error });
                    sound = false;
                }
            }
        }
        let created = self.time(&id, &entry.created, at);
        let modified = self.time(&id, &entry.modified, at);
        if !sound {
            return (id, None);
        }
        let spans = match Spans::new(spans) {
            Ok(spans) => spans,
            Err(error) => {
                self.problem(at, ProblemKind::Spans { id: id.clone(), error });
                return (id, None);
            }
        };
        let annotation = Annotation {
            id: id.clone(),
            label: LabelName::new(self.shared(&entry.label)),
            spans,
            entity: entry.entity.map(EntityId::new),
            record: Record {
                attributes: entry.attributes.0,
                note: entry.note,
                flag: entry.flag,
                provenance: entry.provenance,
                annotator: Annotator::new(self.shared(&entry.annotator)),
                created,
                modified,
            },
        };
        (id, Some(annotation))
    }

    pub(super) fn relation(&mut self, entry: RelationV1<'_>, at: Option<usize>) -> Relation {
        let id = AnnotationId::new(&*entry.id);
        let created = self.time(&id, &entry.created, at);
        let modified = self.time(&id, &entry.modified, at);
        Relation {
            label: LabelName::new(self.shared(&entry.label)),
            source: AnnotationId::new(&*entry.source),
            target: AnnotationId::new(&*entry.target),
            id,
            record: Record {
                attributes: entry.attributes.0,
                note: entry.note,
                flag: entry.flag,
                provenance: entry.provenance,
                annotator: Annotator::new(self.shared(&entry.annotator)),
                created,
                modified,
            },
        }
    }

    fn shared(&mut self, name: &str) -> Arc<str> {
        if let Some(shared) = self.names.get(name) {
            return shared.clone();
        }
        let shared: Arc<str> = name.into();
        self.names.insert(name.to_owned(), shared.clone());
        shared
    }

    /// Neighbours often share their times: the last one read is remembered.
    fn time(&mut self, id: &AnnotationId, said: &str, at: Option<usize>) -> Timestamp {
        if let Some((last, moment)) = &self.last_time
            && last == said
        {
            return *moment;
        }
        match Timestamp::from_rfc3339(said) {
            Some(moment) => {
                self.last_time = Some((said.to_owned(), moment));
                moment
            }
            None => {
                self.problem(at, ProblemKind::Time { id: id.clone(), said: said.to_owned() });
                Timestamp(0)
            }
        }
    }

    /// Notes a problem; `at` is a byte of the file within the entry it concerns.
    pub(super) fn problem(&mut self, at: Option<usize>, what: ProblemKind) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push((at, what));
        }
    }
}

/// Where in `source` a string that was borrowed from it lies; `None` for one that was unescaped and so copied.
fn offset_in(source: &str, part: &str) -> Option<usize> {
    let at = (part.as_ptr() as usize).checked_sub(source.as_ptr() as usize)?;
    (at + part.len() <= source.len()).then_some(at)
}

fn owner_of(problem: &Problem) -> Option<AnnotationId> {
    match problem {
        Problem::Span { id, .. }
        | Problem::UnknownLabel { id, .. }
        | Problem::UnknownRelationType { id, .. }
        | Problem::UnknownEnd { id, .. }
        | Problem::EndNotAllowed { id, .. }
        | Problem::DuplicateId { id } => Some(id.clone()),
        Problem::Attribute { owner: Owner::Annotation(id) | Owner::Relation(id), .. } => Some(id.clone()),
        Problem::Attribute { owner: Owner::Document, .. } => None,
        Problem::Schema(_) => None,
    }
}

/// The commonest ways a text loses its digest, told apart by trying to take them back.
fn why_digest_differs(text: &str, said: Digest) -> TextChange {
    if text.contains("\r\n") && Digest::of(&text.replace("\r\n", "\n")) == said {
        return TextChange::ToCrlf;
    }
    if Digest::of(&text.replace('\n', "\r\n")) == said {
        return TextChange::ToLf;
    }
    if Digest::of(text.trim_end_matches('\n')) == said || Digest::of(&format!("{text}\n")) == said {
        return TextChange::AtItsEnd;
    }
    TextChange::Somehow
}
