//! JSON lines: one document a line, offsets in code points, everything the model knows.
//!
//! ```json
//! {"id": "d1", "text": "…", "spans": [{"start": 3, "end": 10, "label": "LOC", "text": "القاهرة", "id": "a1"}]}
//! ```
//!
//! Beside these keys stand, where there is something to say: `title`, `annotator`, `state`, `metadata`, `attributes`
//! and `relations` of a document; `parts`, `attributes`, `note`, `annotator`, `provenance`, `created` and `modified` of
//! a span. A discontinuous span has its extent in `start`, `end` and `text`, and its pieces in `parts`
//! (`[{start, end, text}]`), so that a reader that knows no `parts` still finds the place.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::budget::{self, Budget};
use super::error::ImportProblem;
use super::json_fault::JsonFault;
use super::loss::{Loss, LossKind, OfAnnotation, What};
use super::offsets::{OffsetMap, Unit};
use super::vocabulary::Owner;
use super::{
    Export, Format, Import, ImportError, ImportNote, ImportOptions, Input, Layout, MOST_ANNOTATIONS, MOST_DOCUMENTS,
    Vocabulary, stem, txt,
};
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, AnnotationSet, Annotator, AttributeValue, Attributes, Document,
    DocumentId, DocumentState, LabelName, Provenance, Record, Relation, Schema, Spans, TextSpan, Timestamp,
};

mod rows;

use rows::{Facts, Name, Others, RelationRow, Row, SpanRow, Text};

pub struct Jsonl;

#[derive(Serialize)]
struct WrittenRow {
    id: String,
    text: String,
    spans: Vec<WrittenSpan>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relations: Vec<WrittenRelation>,
    title: String,
    annotator: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    attributes: Map<String, Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    metadata: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct WrittenSpan {
    start: u64,
    end: u64,
    label: String,
    text: String,
    id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<WrittenPart>,
    #[serde(flatten)]
    facts: WrittenFacts,
}

#[derive(Serialize)]
struct WrittenPart {
    start: u64,
    end: u64,
    text: String,
}

#[derive(Serialize)]
struct WrittenRelation {
    id: String,
    #[serde(rename = "type")]
    label: String,
    source: String,
    target: String,
    #[serde(flatten)]
    facts: WrittenFacts,
}

/// What spans and relations both may carry.
#[derive(Serialize)]
struct WrittenFacts {
    #[serde(skip_serializing_if = "Map::is_empty")]
    attributes: Map<String, Value>,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
    annotator: String,
    provenance: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
}

impl Format for Jsonl {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn unit(&self) -> Option<Unit> {
        Some(Unit::CodePoints)
    }

    fn about(&self) -> &'static str {
        "one document a line, spans with their text, relations, attributes, notes; only the schema is not in it"
    }

    fn layout(&self) -> Option<Layout> {
        Some(Layout::OneFile)
    }

    fn repeats_texts(&self) -> bool {
        true
    }

    fn import(&self, input: &Input, options: &ImportOptions, words: &mut Vocabulary) -> Result<Import, ImportError> {
        let (decoded, notes) = txt::decode(input.path, input.bytes, options)?;
        let (mut documents, mut annotations) = (0, 0);
        let mut budget = Budget::of(input.bytes.len());
        let mut units = Units::new(options.unit);
        // The first time, each line is checked and counted, and let go: no more than one is held beside the documents.
        for (i, line) in lines_of(&decoded.text) {
            let row = row_of_line(line).map_err(|problem| problem.at(input.path, i))?;
            let (spans, links) = (row.spans.as_ref().map_or(0, Vec::len), row.relations.as_ref().map_or(0, Vec::len));
            annotations += spans + links;
            if annotations > MOST_ANNOTATIONS {
                return Err(ImportProblem::TooManyAnnotations(MOST_ANNOTATIONS).at(input.path, i));
            }
            if documents == MOST_DOCUMENTS {
                return Err(ImportProblem::TooManyDocuments(MOST_DOCUMENTS).at(input.path, i));
            }
            documents += 1;
            weigh(&row, &mut budget).map_err(|problem| problem.at(input.path, i))?;
            units.see(i, &row);
        }
        let unit = units.found().map_err(|(line, problem)| problem.at(input.path, line))?;
        let mut import = Import { notes, ..Import::default() };
        if unit != Unit::CodePoints && options.unit.is_none() {
            import.notes.push(ImportNote::Unit { path: input.path.into(), unit });
        }
        let mut ids = HashSet::with_capacity(documents);
        import.documents.reserve_exact(documents);
        for (line, source) in lines_of(&decoded.text) {
            let row = row_of_line(source).map_err(|problem| problem.at(input.path, line))?;
            let fallback = format!("{}-{line}", stem(input.path));
            let id = name_of(row.id.as_ref()).unwrap_or(fallback);
            if !ids.insert(id.clone()) {
                return Err(ImportProblem::DuplicateId(id).at(input.path, line));
            }
            let mut reader = Reader { options, words, unit, losses: Vec::new(), document: id.clone() };
            let document = reader.document(id, row).map_err(|problem| problem.at(input.path, line))?;
            import.losses.append(&mut reader.losses);
            import.documents.push(document);
        }
        Ok(import)
    }

    fn export(&self, documents: &[&AnnotatedDocument]) -> Export {
        let mut out = String::new();
        let mut losses = Vec::new();
        for document in documents {
            let json = serde_json::to_string(&row_of(document)).expect("strings and finite numbers become JSON");
            // Escaped for readers that take these for line ends. They stand inside strings only.
            for c in json.chars() {
                match c {
                    '\u{85}' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
                    c => out.push(c),
                }
            }
            out.push('\n');
            let mut list = super::loss::Losses::of(document);
            list.conflicts();
            for annotation in document.annotations.iter() {
                if annotation.spans.is_discontinuous() {
                    list.annotation(annotation, LossKind::Flattened, OfAnnotation::Parts);
                }
            }
            losses.append(&mut list.list);
        }
        Export { files: vec![(PathBuf::from("dataset.jsonl"), out.into_bytes())], losses }
    }
}

/// Facts about a document beside its text: its file holds no more (`store::unique`).
const MOST_METADATA: usize = 1 << 16;

/// The lines with anything on them, numbered from 1. At line feeds alone: U+2028 and U+0085 may stand inside a string.
fn lines_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.split('\n').enumerate().map(|(i, line)| (i + 1, line));
    lines.filter(|(_, line)| !line.trim_ascii().is_empty())
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
        + with_facts * size_of::<Facts>()
        + fields * 4 * size_of::<(Text, &RawValue)>();
    budget.lend(rows, 1)
}

/// The unit that makes the text of every span match. Code points where nothing tells.
struct Units {
    candidates: Vec<Unit>,
    /// Of each, the first line where it does not fit.
    mismatches: Vec<Option<(usize, ImportProblem)>>,
}

impl Units {
    fn new(said: Option<Unit>) -> Self {
        let candidates = said.map_or(Unit::ALL.to_vec(), |unit| vec![unit]);
        Units { mismatches: vec![None; candidates.len()], candidates }
    }

    fn see(&mut self, line: usize, row: &Row<'_>) {
        if self.mismatches.iter().all(Option::is_some) {
            return;
        }
        let text = row.text.as_deref().unwrap_or_default();
        let map = OffsetMap::new(text);
        for (unit, mismatch) in self.candidates.iter().zip(&mut self.mismatches) {
            if mismatch.is_none() {
                let spans = row.spans.iter().flatten();
                let first = { spans }.find_map(|span| check_span(text, &map, span, *unit).err());
                *mismatch = first.map(|problem| (line, problem));
            }
        }
    }

    fn found(self) -> Result<Unit, (usize, ImportProblem)> {
        let fits = self.candidates.iter().zip(&self.mismatches).find(|(_, mismatch)| mismatch.is_none());
        match fits {
            Some((unit, _)) => Ok(*unit),
            None => Err(self.mismatches.into_iter().flatten().next().expect("each candidate has a mismatch")),
        }
    }
}

fn check_span(text: &str, map: &OffsetMap, span: &SpanRow, unit: Unit) -> Result<(), ImportProblem> {
    let whole = std::iter::once((span.start, span.end, &span.text));
    for (start, end, said) in whole.chain(span.parts.iter().flatten().map(|p| (p.start, p.end, &p.text))) {
        let (start, end) = (start.unwrap_or_default(), end.unwrap_or_default());
        let id = || name_of(span.id.as_ref()).unwrap_or_else(|| span.label.as_deref().unwrap_or_default().to_owned());
        let places = (map.byte_of(start, unit), map.byte_of(end, unit));
        let (Some(from), Some(to)) = places else {
            return Err(ImportProblem::OutOfText { id: id(), start, end, unit });
        };
        if from > to {
            let error = crate::model::SpanError::Reversed { start: start as usize, end: end as usize };
            return Err(ImportProblem::Span { id: id(), error });
        }
        if let Some(said) = said.as_deref().filter(|said| **said != text[from..to]) {
            let short = |text: &str| text.chars().take(40).collect::<String>();
            let (said, found) = (short(said), short(&text[from..to]));
            return Err(ImportProblem::Mismatch { id: id(), start, end, said, found, unit });
        }
    }
    Ok(())
}

struct Reader<'a> {
    options: &'a ImportOptions,
    words: &'a mut Vocabulary,
    unit: Unit,
    losses: Vec<Loss>,
    document: String,
}

impl Reader<'_> {
    fn document(&mut self, id: String, row: Row<'_>) -> Result<AnnotatedDocument, ImportProblem> {
        let Row { text, spans, relations: links, title, annotator, state, attributes, metadata: said, others, .. } =
            row;
        let text = text.map_or_else(String::new, |text| text.0.into_owned());
        let (spans, links) = (spans.unwrap_or_default(), links.unwrap_or_default());
        let map = OffsetMap::new(&text);
        let own = annotator.as_deref().map_or_else(|| self.options.annotator.clone(), Annotator::from);
        let mut annotations: Vec<Arc<Annotation>> = Vec::with_capacity(spans.len());
        // Where the annotation of each id stands.
        let mut places: HashMap<AnnotationId, usize> = HashMap::with_capacity(spans.len());
        let ids = spans.iter().map(|s| &s.id).chain(links.iter().map(|r| &r.id));
        let taken: HashSet<&str> = ids.filter_map(|id| id.as_ref()?.0.as_deref()).collect();
        let mut numbers = 1..;
        let mut fresh = || numbers.by_ref().map(|n| format!("s{n}")).find(|id| !taken.contains(id.as_str()));
        let none = Facts::default();
        for span in &spans {
            let id = name_of(span.id.as_ref()).or_else(&mut fresh).unwrap_or_default();
            let id = AnnotationId::new(id);
            let label = self.words.label(span.label.as_deref().unwrap_or_default())?;
            if places.insert(id.clone(), annotations.len()).is_some() {
                return Err(ImportProblem::DuplicateId(id.to_string()));
            }
            let spans = self.spans(&text, &map, &id, span)?;
            let facts = span.facts.as_deref().unwrap_or(&none);
            let record = self.record(&id, Owner::Label(&label), facts, &own)?;
            let annotation = Annotation { id, label, spans, record };
            self.unknown(crate::model::Owner::Annotation(annotation.id.clone()), &facts.others);
            annotations.push(Arc::new(annotation));
        }
        let mut relations = BTreeMap::new();
        for link in &links {
            let id = AnnotationId::new(name_of(link.id.as_ref()).or_else(&mut fresh).unwrap_or_default());
            let label_of = |id: &AnnotationId| places.get(id).map(|place| annotations[*place].label.clone());
            let relation = self.relation(id.clone(), link, label_of, &own)?;
            if places.contains_key(&id) || relations.insert(id.clone(), relation).is_some() {
                return Err(ImportProblem::DuplicateId(id.to_string()));
            }
            self.unknown(crate::model::Owner::Relation(id), &link.facts.as_deref().unwrap_or(&none).others);
        }
        drop((places, taken));
        drop((spans, links));
        let facts = said.as_ref().map_or(0, |said| said.0.len()) + others.len();
        if facts > MOST_METADATA {
            return Err(ImportProblem::TooManyFacts(MOST_METADATA));
        }
        let mut metadata = BTreeMap::new();
        for (key, value) in said.unwrap_or_default().0 {
            metadata.insert(key.0.into_owned(), value.0.into_owned());
        }
        for (key, value) in others {
            // A string as it is, anything else as it is written.
            let text = serde_json::from_str::<String>(value.get()).unwrap_or_else(|_| value.get().to_owned());
            metadata.entry(key.0.into_owned()).or_insert(text);
        }
        let attributes = self.attributes(Owner::Document, &attributes.unwrap_or_default().0)?;
        let state = state_of(state.as_deref())?;
        let title = title.map_or_else(|| id.clone(), |title| title.0.into_owned());
        let document = Document::new(DocumentId(id.into()), title, text, metadata)?;
        Ok(AnnotatedDocument {
            state,
            attributes,
            annotations: AnnotationSet::from_shared(annotations),
            relations,
            ..AnnotatedDocument::new(document, Arc::new(Schema::default()), own)
        })
    }

    fn spans(&self, text: &str, map: &OffsetMap, id: &AnnotationId, row: &SpanRow) -> Result<Spans, ImportProblem> {
        let span = |start: Option<u64>, end: Option<u64>| {
            let (start, end) = (start.unwrap_or_default(), end.unwrap_or_default());
            let (from, to) = (map.byte_of(start, self.unit), map.byte_of(end, self.unit));
            let (Some(from), Some(to)) = (from, to) else {
                return Err(ImportProblem::OutOfText { id: id.to_string(), start, end, unit: self.unit });
            };
            TextSpan::new_or_empty(text, from..to).map_err(|error| ImportProblem::Span { id: id.to_string(), error })
        };
        let extent = span(row.start, row.end)?;
        let parts = match row.parts.as_deref() {
            None | Some([]) => vec![extent],
            Some(parts) => parts.iter().map(|part| span(part.start, part.end)).collect::<Result<_, _>>()?,
        };
        let spans = Spans::new(parts).map_err(|error| ImportProblem::Spans { id: id.to_string(), error })?;
        match spans.extent() == extent.range() {
            true => Ok(spans),
            false => Err(ImportProblem::Parts(id.to_string())),
        }
    }

    fn relation(
        &mut self,
        id: AnnotationId,
        row: &RelationRow,
        label_of: impl Fn(&AnnotationId) -> Option<LabelName>,
        own: &Annotator,
    ) -> Result<Relation, ImportProblem> {
        let end = |end: Option<&Name>| {
            let end = AnnotationId::new(name_of(end).unwrap_or_default());
            let unknown = || ImportProblem::UnknownEnd { id: id.to_string(), end: end.to_string() };
            label_of(&end).ok_or_else(unknown).map(|label| (end.clone(), label))
        };
        let ((source, source_label), (target, target_label)) = (end(row.source.as_ref())?, end(row.target.as_ref())?);
        let name = row.label.as_deref().unwrap_or_default();
        let label = self.words.relation(id.as_str(), name, &source_label, &target_label)?;
        let none = Facts::default();
        let facts = row.facts.as_deref().unwrap_or(&none);
        let record = self.record(&id, Owner::Relation(&label), facts, own)?;
        Ok(Relation { id, label, source, target, record })
    }

    /// What a row says of an annotation or of a relation besides its label and place.
    fn record(
        &mut self,
        id: &AnnotationId,
        owner: Owner,
        facts: &Facts,
        own: &Annotator,
    ) -> Result<Record, ImportProblem> {
        Ok(Record {
            attributes: self.attributes(owner, &facts.attributes.0)?,
            note: facts.note.as_deref().unwrap_or_default().to_owned(),
            provenance: provenance_of(facts.provenance.as_deref()),
            annotator: facts.annotator.as_deref().map_or_else(|| own.clone(), Annotator::from),
            created: self.time(id, facts.created.as_deref())?,
            modified: self.time(id, facts.modified.as_deref().or(facts.created.as_deref()))?,
        })
    }

    fn attributes(&mut self, owner: Owner, row: &[(Text, &RawValue)]) -> Result<Attributes, ImportProblem> {
        let mut attributes = Attributes::new();
        for (name, value) in row {
            let written = value.get();
            let value = match written.as_bytes() {
                [b'{' | b'[', ..] => AttributeValue::Text(written.to_owned()),
                _ => match serde_json::from_str::<Value>(written) {
                    Ok(Value::Bool(flag)) => AttributeValue::Flag(flag),
                    Ok(Value::Number(number)) => AttributeValue::Number(number.as_f64().unwrap_or(f64::NAN)),
                    Ok(Value::String(text)) => AttributeValue::Text(text),
                    Ok(Value::Null) => continue,
                    _ => AttributeValue::Text(written.to_owned()),
                },
            };
            let name = name.0.as_ref();
            attributes.insert(name.to_owned(), self.words.attribute(owner, name, value)?);
        }
        Ok(attributes)
    }

    fn time(&self, id: &AnnotationId, said: Option<&str>) -> Result<Timestamp, ImportProblem> {
        let Some(said) = said else { return Ok(self.options.now) };
        Timestamp::from_rfc3339(said).ok_or_else(|| ImportProblem::Time { id: id.to_string(), said: said.into() })
    }

    fn unknown(&mut self, owner: crate::model::Owner, others: &Others) {
        for (key, _) in others {
            let what = What::Field { owner: owner.clone(), field: key.0.as_ref().to_owned() };
            self.losses.push(Loss { document: self.document.clone(), id: None, kind: LossKind::Lost, what });
        }
    }
}

fn name_of(name: Option<&Name>) -> Option<String> {
    name.and_then(|name| name.0.as_deref()).map(str::to_owned)
}

const STATES: [(DocumentState, &str); 4] = [
    (DocumentState::New, "new"),
    (DocumentState::InProgress, "in-progress"),
    (DocumentState::Done, "done"),
    (DocumentState::Rejected, "rejected"),
];

fn state_of(said: Option<&str>) -> Result<DocumentState, ImportProblem> {
    let Some(said) = said else { return Ok(DocumentState::New) };
    let known = STATES.iter().find(|(_, name)| *name == said).map(|(state, _)| *state);
    known.ok_or_else(|| ImportProblem::State(said.into()))
}

fn provenance_of(said: Option<&str>) -> Provenance {
    match said.map(|said| said.split_once(':').unwrap_or((said, ""))) {
        Some(("human", "")) => Provenance::Human,
        Some(("suggestion", source)) => Provenance::AcceptedSuggestion { source: source.into() },
        Some(("imported", format)) => Provenance::Imported { format: format.into() },
        _ => Provenance::Imported { format: "jsonl".into() },
    }
}

fn row_of(document: &AnnotatedDocument) -> WrittenRow {
    let text = document.text();
    let map = OffsetMap::new(text);
    let part = |span: TextSpan| WrittenPart {
        start: map.code_point(span.start().to_usize()).0,
        end: map.code_point(span.end().to_usize()).0,
        text: text[span.range()].to_owned(),
    };
    let span = |annotation: &Arc<Annotation>| {
        let extent = annotation.spans.extent();
        let pieces = annotation.spans.is_discontinuous();
        WrittenSpan {
            start: map.code_point(extent.start).0,
            end: map.code_point(extent.end).0,
            label: annotation.label.to_string(),
            text: text[extent].to_owned(),
            id: annotation.id.to_string(),
            parts: annotation.spans.iter().filter(|_| pieces).map(part).collect(),
            facts: facts_of(
                &annotation.record.attributes,
                &annotation.record.note,
                &annotation.record.annotator,
                &annotation.record.provenance,
                (annotation.record.created, annotation.record.modified),
            ),
        }
    };
    let relation = |relation: &Relation| WrittenRelation {
        id: relation.id.to_string(),
        label: relation.label.to_string(),
        source: relation.source.to_string(),
        target: relation.target.to_string(),
        facts: facts_of(
            &relation.record.attributes,
            &relation.record.note,
            &relation.record.annotator,
            &relation.record.provenance,
            (relation.record.created, relation.record.modified),
        ),
    };
    WrittenRow {
        id: document.document.id().to_string(),
        text: text.to_owned(),
        spans: document.annotations.iter().map(span).collect(),
        relations: document.relations.values().map(relation).collect(),
        title: document.document.title().to_owned(),
        annotator: document.annotator.to_string(),
        state: STATES.iter().find(|(state, _)| *state == document.state).map(|(_, name)| *name),
        attributes: json_of(&document.attributes),
        metadata: document.document.metadata().clone(),
    }
}

fn facts_of(
    attributes: &Attributes,
    note: &str,
    annotator: &Annotator,
    provenance: &Provenance,
    times: (Timestamp, Timestamp),
) -> WrittenFacts {
    WrittenFacts {
        attributes: json_of(attributes),
        note: note.to_owned(),
        annotator: annotator.to_string(),
        provenance: match provenance {
            Provenance::Human => "human".into(),
            Provenance::Imported { format } => format!("imported:{format}"),
            Provenance::AcceptedSuggestion { source } => format!("suggestion:{source}"),
        },
        created: times.0.to_rfc3339(),
        modified: times.1.to_rfc3339(),
    }
}

fn json_of(attributes: &Attributes) -> Map<String, Value> {
    let json = |value: &AttributeValue| match value {
        AttributeValue::Flag(flag) => Value::Bool(*flag),
        AttributeValue::Number(number) => serde_json::Number::from_f64(*number).map_or(Value::Null, Value::Number),
        AttributeValue::Choice(text) | AttributeValue::Text(text) => Value::String(text.clone()),
    };
    attributes.iter().map(|(name, value)| (name.clone(), json(value))).collect()
}
