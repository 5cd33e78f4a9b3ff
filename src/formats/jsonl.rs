//! JSON lines: one document a line, offsets in code points, everything the model knows.
//!
//! ```json
//! {"id": "d1", "text": "…", "spans": [{"start": 3, "end": 10, "label": "LOC", "text": "القاهرة", "id": "a1"}]}
//! ```
//!
//! Beside these keys stand, where there is something to say: `title`, `annotator`, `state`, `look_again`, `metadata`, `attributes`
//! and `relations` of a document; `parts`, `entity`, `attributes`, `note`, `annotator`, `provenance`, `created` and `modified` of
//! a span. A discontinuous span has its extent in `start`, `end` and `text`, and its pieces in `parts`
//! (`[{start, end, text}]`), so that a reader that knows no `parts` still finds the place.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::budget::{self, Budget};
use super::builder::{DocumentBuilder, GivenIds, Importer};
use super::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use super::datasets;
use super::draft::{MAX_METADATA, attribute_of, fact_of, looks_like_spans, provenance_of, state_of};
use super::error::ImportProblem;
use super::file_names::stem;
use super::flow::{ImportNote, Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::json_fault::JsonFault;
use super::json_write::{LineWriter, json_of, line_of};
use super::loss::{AnnotationLoss, LossKind};
use super::losses::Losses;
use super::sniff::{Fit, Head};
use super::spacy;
use super::text;
use super::units::{self, Piece, UnitFinder};
use super::vocabulary::Owner;
use crate::model::offset_map::{OffsetMap, Unit};
use crate::model::{
    AnnotatedDocument, AnnotationId, Annotator, Attributes, Document, DocumentId, EntityId, Provenance, Record,
    Relation, Spans, TextSpan, Timestamp,
};

mod rows;

use rows::{MetadataRow, Name, Others, Row, SpanRow, Text};

pub struct Jsonl;

static INFO: FormatInfo = FormatInfo {
    name: "jsonl",
    extensions: &["jsonl", "ndjson"],
    about: "JSON lines of Hashiya: one document a line, spans with their text",
    unit: Some(Unit::CodePoints),
    reads: true,
    writes: Some(Layout::OneFile),
    repeats_texts: true,
    carries: Capabilities::WHOLE
        .also(&[Feature::SeveralDocuments, Feature::LookAgain, Feature::Entities])
        .partly(&[Feature::Discontinuous]),
};

#[derive(Serialize)]
struct WrittenRow<'a> {
    id: &'a str,
    text: &'a str,
    spans: Vec<WrittenSpan<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relations: Vec<WrittenRelation<'a>>,
    title: &'a str,
    annotator: &'a str,
    state: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    look_again: bool,
    #[serde(skip_serializing_if = "Map::is_empty")]
    attributes: Map<String, Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    metadata: &'a BTreeMap<String, String>,
}

#[derive(Serialize)]
struct WrittenSpan<'a> {
    start: u64,
    end: u64,
    label: &'a str,
    text: &'a str,
    id: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<WrittenPart<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<&'a str>,
    #[serde(flatten)]
    facts: WrittenFacts<'a>,
}

#[derive(Serialize)]
struct WrittenPart<'a> {
    start: u64,
    end: u64,
    text: &'a str,
}

#[derive(Serialize)]
struct WrittenRelation<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    label: &'a str,
    source: &'a str,
    target: &'a str,
    #[serde(flatten)]
    facts: WrittenFacts<'a>,
}

/// What spans and relations both may carry.
#[derive(Serialize)]
struct WrittenFacts<'a> {
    #[serde(skip_serializing_if = "Map::is_empty")]
    attributes: Map<String, Value>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    look_again: bool,
    annotator: &'a str,
    provenance: Shown<'a, Provenance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
}

/// Written as it shows itself.
struct Shown<'a, T>(&'a T);

impl<T: std::fmt::Display> Serialize for Shown<'_, T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

impl Format for Jsonl {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    /// An object with a text on each line.
    fn sniff(&self, head: &Head<'_>) -> Fit {
        let line = head.first_line();
        if !line.starts_with('{') {
            return if head.has_extension(INFO.extensions) { Fit::Maybe } else { Fit::No };
        }
        // What is said to models has no text of its own.
        head.fit_of_records(|record| match record.has("text") {
            true if record.has("spans") && !spacy::is_of(record) && !datasets::is_of(record) => Fit::Sure,
            false if record.has("messages") => Fit::No,
            _ => Fit::Maybe,
        })
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let decoded = text::decode(input.path, input.bytes, importer)?;
        let mut documents = 0;
        let mut units = UnitFinder::new(importer.options.unit);
        // The first time, each line is checked and counted, and let go: no more than one is held beside the documents.
        for (i, line) in lines_of(&decoded.text) {
            let row = match row_of_line(line) {
                Ok(row) => row,
                Err(problem) => {
                    importer.refuse(i, problem)?;
                    continue;
                }
            };
            let (spans, links) = (row.spans.as_ref().map_or(0, Vec::len), row.relations.as_ref().map_or(0, Vec::len));
            importer.count_annotations(spans + links).map_err(importer.at(i))?;
            if documents == budget::MAX_DOCUMENTS {
                return Err(importer.at(i)(ImportProblem::TooManyDocuments(documents)).into());
            }
            documents += 1;
            weigh(&row, &mut importer.budget).map_err(importer.at(i))?;
            see_units(&mut units, i, &row);
        }
        let unit = units.found().map_err(|(line, problem)| importer.at(line)(problem))?;
        if unit != Unit::CodePoints && importer.options.unit.is_none() {
            importer.note(ImportNote::Unit { path: input.path.into(), unit });
        }
        importer.expect(documents);
        for (line, source) in lines_of(&decoded.text) {
            // What is no row was named the first time.
            let Ok(row) = row_of_line(source) else { continue };
            let fallback = || format!("{}-{line}", stem(input.path));
            let id = name_of(row.id.as_ref()).map_or_else(fallback, str::to_owned);
            let taken = importer.take_id(&id);
            let mut reader = Reader { importer: &mut *importer, unit, document: &id, line };
            match taken.and_then(|()| reader.document(row)) {
                Ok(document) => importer.document(document)?,
                Err(problem) => importer.refuse(line, problem)?,
            }
        }
        Ok(())
    }

    fn writer<'a>(&self, _: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(LineWriter::new("dataset.jsonl", &INFO, line)))
    }
}

/// The line of a document, and what it does not carry.
fn line(document: &AnnotatedDocument, losses: &mut Losses<'_>) -> String {
    for annotation in document.annotations.iter() {
        if annotation.spans.is_discontinuous() {
            losses.annotation(annotation, LossKind::Flattened, AnnotationLoss::Parts);
        }
        losses.beside(annotation);
    }
    line_of(&row_of(document))
}

/// The lines with anything on them, numbered from 1. At line feeds alone: U+2028 and U+0085 may stand inside a string.
fn lines_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut from = 0;
    let lines = ends.map(move |end| &text[std::mem::replace(&mut from, end + 1)..end]);
    lines.enumerate().map(|(i, line)| (i + 1, line)).filter(|(_, line)| !line.trim_ascii().is_empty())
}

fn row_of_line(line: &str) -> Result<Row<'_>, ImportProblem> {
    let mut row: Row = serde_json::from_str(line).map_err(|error| ImportProblem::Json(JsonFault::new(&error, line)))?;
    // A list that grew has room for as many again.
    row.spans.iter_mut().for_each(Vec::shrink_to_fit);
    row.relations.iter_mut().for_each(Vec::shrink_to_fit);
    Ok(row)
}

/// Takes what a line becomes, and asks for what it takes while it is read.
fn weigh(row: &Row<'_>, budget: &mut Budget) -> Result<(), ImportProblem> {
    let (spans, links) = (row.spans.as_deref().unwrap_or_default(), row.relations.as_deref().unwrap_or_default());
    let facts = spans.iter().map(|span| &span.facts).chain(links.iter().map(|link| &link.facts)).flatten();
    let (mut with_facts, mut fields) = (0, 0);
    for facts in facts {
        for n in 0..facts.attributes.0.len() {
            budget.charge(1, budget::attribute(n == 0))?;
        }
        budget.charge(facts.others.len(), budget::LOSS)?;
        with_facts += 1;
        fields += facts.attributes.0.len() + facts.others.len();
    }
    let (own, said) =
        (row.attributes.as_ref().map_or(0, |a| a.0.len()), row.metadata.as_ref().map_or(0, |m| m.0.len()));
    for n in 0..own + said + row.others.len() {
        budget.charge(1, budget::attribute(n % 8 == 0))?;
    }
    budget.charge(1, budget::DOCUMENT)?;
    budget.charge(spans.len(), budget::ANNOTATION)?;
    budget.charge(links.len(), budget::RELATION)?;
    let rows = size_of_val(spans)
        + size_of_val(links)
        + with_facts * size_of::<MetadataRow>()
        + fields * 4 * size_of::<(Text, &RawValue)>();
    budget.lend(rows, 1)
}

fn see_units(units: &mut UnitFinder, line: usize, row: &Row<'_>) {
    if units.is_hopeless() {
        return;
    }
    let text = row.text.as_deref().unwrap_or_default();
    let map = OffsetMap::new(text);
    let spans = || row.spans.iter().flatten().flat_map(|span| pieces(span).map(move |piece| (span, piece)));
    units.see(line, map.units_agree(), |unit| {
        spans().try_for_each(|(span, piece)| units::place(text, &map, piece, unit, || known_as(span)).map(drop))
    });
    for (span, piece) in spans().filter(|(_, piece)| piece.said.is_none()) {
        units.see_bare(line, &map, piece, || known_as(span));
    }
}

/// A span as a whole, and its parts.
fn pieces<'r>(span: &'r SpanRow<'_>) -> impl Iterator<Item = Piece<'r>> {
    let piece = |start: Option<u64>, end: Option<u64>, said: Option<&'r Text<'_>>| Piece {
        start: start.unwrap_or_default(),
        end: end.unwrap_or_default(),
        said: said.map(|said| &**said),
    };
    let parts = span.parts.iter().flatten().map(move |part| piece(part.start, part.end, part.text.as_ref()));
    std::iter::once(piece(span.start, span.end, span.text.as_ref())).chain(parts)
}

/// What a span without an id is called in a message.
fn known_as(span: &SpanRow<'_>) -> String {
    name_of(span.id.as_ref()).unwrap_or_else(|| span.label.as_deref().unwrap_or_default()).to_owned()
}

struct Reader<'r, 'a> {
    importer: &'r mut Importer<'a>,
    unit: Unit,
    document: &'r str,
    line: usize,
}

impl Reader<'_, '_> {
    fn document(&mut self, row: Row<'_>) -> Result<AnnotatedDocument, ImportProblem> {
        let flag = row.look_again.unwrap_or_default();
        let Row { text, spans, relations: links, title, annotator, state, attributes, metadata: said, others, .. } =
            row;
        let text: Arc<str> = text.map(|text| text.0).unwrap_or_default().into();
        let (spans, links) = (spans.unwrap_or_default(), links.unwrap_or_default());
        let own = match annotator.as_deref() {
            Some(name) => self.importer.annotator(name),
            None => self.importer.options.annotator.clone(),
        };
        let mut builder = DocumentBuilder::new(&text, self.unit, spans.len(), spans.len());
        let ids = spans.iter().map(|s| &s.id).chain(links.iter().map(|r| &r.id));
        let mut given = GivenIds::besides(ids.map(|id| name_of(id.as_ref())));
        let none = MetadataRow::default();
        for span in &spans {
            let label = self.importer.words.label(span.label.as_deref().unwrap_or_default())?;
            let facts = span.facts.as_deref().unwrap_or(&none);
            let said = name_of(span.id.as_ref());
            let spans = spans_of(&builder, said.unwrap_or(label.as_str()), span)?;
            let id = match said {
                Some(id) => AnnotationId::from(id),
                None => given.annotation(label.as_str(), &spans, &builder),
            };
            let record = self.record(&id, Owner::Label(&label), facts, &own)?;
            self.unknown(crate::model::Owner::Annotation(id.clone()), &facts.others);
            let place = builder.annotate(id, label, spans, record)?;
            span.entity.iter().for_each(|entity| builder.link(place, entity));
        }
        for link in &links {
            let name = link.label.as_deref().unwrap_or_default();
            let said = name_of(link.id.as_ref());
            let end = |end: Option<&Name>| AnnotationId::from(name_of(end).unwrap_or_default());
            let called = said.unwrap_or(name);
            let ends = builder.ends(called, &end(link.source.as_ref()), &end(link.target.as_ref()))?;
            let id = match said {
                Some(id) => AnnotationId::from(id),
                None => given.relation(name, [&ends.source.0, &ends.target.0], &builder),
            };
            let label = self.importer.words.relation(id.as_str(), name, &ends.source.1, &ends.target.1)?;
            let facts = link.facts.as_deref().unwrap_or(&none);
            let record = self.record(&id, Owner::Relation(&label), facts, &own)?;
            self.unknown(crate::model::Owner::Relation(id.clone()), &facts.others);
            builder.relate(Relation { id, label, source: ends.source.0, target: ends.target.0, record })?;
        }
        drop(given);
        drop((spans, links));
        let facts = said.as_ref().map_or(0, |said| said.0.len()) + others.len();
        if facts > MAX_METADATA {
            return Err(ImportProblem::TooManyFacts(MAX_METADATA));
        }
        let mut metadata = BTreeMap::new();
        for (key, value) in said.unwrap_or_default().0 {
            metadata.insert(key.0.into_owned(), value.0.into_owned());
        }
        for (key, value) in others {
            if looks_like_spans(value.get()) {
                self.importer.unknown_field(self.document, crate::model::Owner::Document, &key.0, self.line);
            }
            metadata.entry(key.0.into_owned()).or_insert(fact_of(value).into_owned());
        }
        let attributes = self.attributes(Owner::Document, &attributes.unwrap_or_default().0)?;
        let state = state_of(state.as_deref())?;
        let id = self.document.to_owned();
        let title = title.map_or_else(|| id.clone(), |title| title.0.into_owned());
        let contents = builder.finish();
        let document = Document::new(DocumentId(id.into()), title, text, metadata)?;
        Ok(AnnotatedDocument { state, attributes, flag, ..contents.of(document, own) })
    }

    /// What a row says of an annotation or of a relation besides its label and place.
    fn record(
        &mut self,
        id: &AnnotationId,
        owner: Owner,
        facts: &MetadataRow,
        own: &Annotator,
    ) -> Result<Record, ImportProblem> {
        Ok(Record {
            attributes: self.attributes(owner, &facts.attributes.0)?,
            note: facts.note.as_deref().unwrap_or_default().to_owned(),
            flag: facts.look_again,
            provenance: provenance_of(facts.provenance.as_deref(), INFO.name),
            annotator: match facts.annotator.as_deref() {
                Some(name) => self.importer.annotator(name),
                None => own.clone(),
            },
            created: self.time(id, facts.created.as_deref())?,
            modified: self.time(id, facts.modified.as_deref().or(facts.created.as_deref()))?,
        })
    }

    fn attributes(&mut self, owner: Owner, row: &[(Text, &RawValue)]) -> Result<Attributes, ImportProblem> {
        let mut attributes = Attributes::new();
        for (name, value) in row {
            let Some(value) = attribute_of(value) else { continue };
            let name = name.0.as_ref();
            attributes.insert(name.to_owned(), self.importer.words.attribute(owner, name, value)?);
        }
        Ok(attributes)
    }

    fn time(&self, id: &AnnotationId, said: Option<&str>) -> Result<Timestamp, ImportProblem> {
        let Some(said) = said else { return Ok(self.importer.options.now) };
        Timestamp::from_rfc3339(said).ok_or_else(|| ImportProblem::Time { id: id.to_string(), said: said.into() })
    }

    fn unknown(&mut self, owner: crate::model::Owner, others: &Others) {
        for (key, _) in others {
            self.importer.unknown_field(self.document, owner.clone(), &key.0, self.line);
        }
    }
}

fn spans_of(builder: &DocumentBuilder<'_>, called: &str, row: &SpanRow) -> Result<Spans, ImportProblem> {
    let mut pieces = pieces(row).map(|piece| builder.piece(called, piece));
    let extent = pieces.next().expect("a span as a whole comes first")?;
    let parts = pieces.collect::<Result<Vec<_>, _>>()?;
    if parts.is_empty() {
        return Ok(extent.into());
    }
    let spans = Spans::new(parts).map_err(|error| ImportProblem::Spans { id: called.to_owned(), error })?;
    if spans.extent() == extent.range() { Ok(spans) } else { Err(ImportProblem::Parts(called.to_owned())) }
}

fn name_of<'r>(name: Option<&'r Name<'_>>) -> Option<&'r str> {
    name.and_then(|name| name.0.as_deref())
}

fn row_of(document: &AnnotatedDocument) -> WrittenRow<'_> {
    let text = document.text();
    let map = OffsetMap::new(text);
    let part = |span: TextSpan| WrittenPart {
        start: map.code_point(span.start().to_usize()).0,
        end: map.code_point(span.end().to_usize()).0,
        text: &text[span.range()],
    };
    let spans = document.annotations.iter().map(|annotation| {
        let extent = annotation.spans.extent();
        let pieces = annotation.spans.is_discontinuous();
        WrittenSpan {
            start: map.code_point(extent.start).0,
            end: map.code_point(extent.end).0,
            label: annotation.label.as_str(),
            text: &text[extent],
            id: annotation.id.as_str(),
            parts: annotation.spans.iter().filter(|_| pieces).map(part).collect(),
            entity: annotation.entity.as_ref().map(EntityId::as_str),
            facts: facts_of(&annotation.record),
        }
    });
    let relations = document.relations.values().map(|relation| WrittenRelation {
        id: relation.id.as_str(),
        label: relation.label.as_str(),
        source: relation.source.as_str(),
        target: relation.target.as_str(),
        facts: facts_of(&relation.record),
    });
    WrittenRow {
        id: &document.document.id().0,
        text,
        spans: spans.collect(),
        relations: relations.collect(),
        title: document.document.title(),
        annotator: document.annotator.as_str(),
        state: document.state.name(),
        look_again: document.flag,
        attributes: json_of(&document.attributes),
        metadata: document.document.metadata(),
    }
}

fn facts_of(record: &Record) -> WrittenFacts<'_> {
    WrittenFacts {
        attributes: json_of(&record.attributes),
        note: &record.note,
        look_again: record.flag,
        annotator: record.annotator.as_str(),
        provenance: Shown(&record.provenance),
        created: record.created.to_rfc3339(),
        modified: record.modified.to_rfc3339(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_are_those_between_line_feeds(text in "[aب \\n\\r\u{85}\u{2028}\\t]{0,40}") {
            let found: Vec<_> = lines_of(&text).collect();
            let split = text.split('\n').zip(1..).map(|(line, number)| (number, line));
            prop_assert_eq!(found, split.filter(|(_, line)| !line.trim_ascii().is_empty()).collect::<Vec<_>>());
        }
    }
}
