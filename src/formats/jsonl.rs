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

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::error::ImportProblem;
use super::loss::{Loss, LossKind, OfAnnotation, What};
use super::offsets::{OffsetMap, Unit};
use super::vocabulary::Owner;
use super::{Export, Format, Import, ImportError, ImportNote, ImportOptions, Input, Layout, Vocabulary, stem, txt};
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, AnnotationSet, Annotator, AttributeValue, Attributes, Document,
    DocumentId, DocumentState, Provenance, Relation, Schema, Spans, TextSpan, Timestamp,
};

pub struct Jsonl;

#[derive(Default, Serialize, Deserialize)]
struct Row {
    #[serde(default)]
    id: Value,
    text: String,
    #[serde(default)]
    spans: Vec<SpanRow>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    relations: Vec<RelationRow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    annotator: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    attributes: Map<String, Value>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    metadata: BTreeMap<String, String>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

#[derive(Serialize, Deserialize)]
struct SpanRow {
    start: u64,
    end: u64,
    label: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default)]
    id: Value,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<PartRow>,
    #[serde(flatten)]
    facts: Facts,
}

#[derive(Serialize, Deserialize)]
struct PartRow {
    start: u64,
    end: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct RelationRow {
    #[serde(default)]
    id: Value,
    #[serde(rename = "type")]
    label: String,
    source: Value,
    target: Value,
    #[serde(flatten)]
    facts: Facts,
}

/// What spans and relations both may carry.
#[derive(Default, Serialize, Deserialize)]
struct Facts {
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    attributes: Map<String, Value>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    annotator: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provenance: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(flatten)]
    others: Map<String, Value>,
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

    fn import(&self, input: &Input, options: &ImportOptions, words: &mut Vocabulary) -> Result<Import, ImportError> {
        let (decoded, notes) = txt::decode(input.path, input.bytes, options)?;
        let mut rows = Vec::new();
        // At line feeds alone: U+2028 and U+0085 may stand inside a string.
        for (i, line) in decoded.text.split('\n').enumerate() {
            if line.trim_ascii().is_empty() {
                continue;
            }
            let row: Row = serde_json::from_str(line).map_err(|error| {
                let what = error.to_string().replace("line 1 column", "column");
                ImportProblem::Json(what).at(input.path, i + 1)
            })?;
            rows.push((i + 1, row));
        }
        let unit = detect_unit(&rows, options.unit).map_err(|(line, problem)| problem.at(input.path, line))?;
        let mut import = Import { notes, ..Import::default() };
        if unit != Unit::CodePoints && options.unit.is_none() {
            import.notes.push(ImportNote::Unit { path: input.path.into(), unit });
        }
        let mut ids = std::collections::HashSet::new();
        for (line, row) in rows {
            let fallback = format!("{}-{line}", stem(input.path));
            let id = name_of(&row.id).unwrap_or(fallback);
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

/// The unit that makes the text of every span match. Code points where nothing tells.
fn detect_unit(rows: &[(usize, Row)], said: Option<Unit>) -> Result<Unit, (usize, ImportProblem)> {
    let candidates = said.map_or(Unit::ALL.to_vec(), |unit| vec![unit]);
    let mut first_mismatch = vec![None; candidates.len()];
    for (line, row) in rows {
        let map = OffsetMap::new(&row.text);
        for (unit, mismatch) in candidates.iter().zip(&mut first_mismatch) {
            if mismatch.is_none() {
                *mismatch =
                    row.spans.iter().find_map(|span| check_span(row, &map, span, *unit).err()).map(|p| (*line, p));
            }
        }
        if first_mismatch.iter().all(Option::is_some) {
            break;
        }
    }
    match first_mismatch.iter().position(Option::is_none) {
        Some(i) => Ok(candidates[i]),
        None => Err(first_mismatch.into_iter().flatten().next().expect("each candidate has a mismatch")),
    }
}

fn check_span(row: &Row, map: &OffsetMap, span: &SpanRow, unit: Unit) -> Result<(), ImportProblem> {
    let whole = std::iter::once((span.start, span.end, &span.text));
    for (start, end, said) in whole.chain(span.parts.iter().map(|p| (p.start, p.end, &p.text))) {
        let id = || name_of(&span.id).unwrap_or_else(|| span.label.clone());
        let places = (map.byte_of(start, unit), map.byte_of(end, unit));
        let (Some(from), Some(to)) = places else {
            return Err(ImportProblem::OutOfText { id: id(), start, end, unit });
        };
        if from > to {
            let error = crate::model::SpanError::Reversed { start: start as usize, end: end as usize };
            return Err(ImportProblem::Span { id: id(), error });
        }
        if let Some(said) = said.as_ref().filter(|said| **said != row.text[from..to]) {
            let short = |text: &str| text.chars().take(40).collect::<String>();
            let (said, found) = (short(said), short(&row.text[from..to]));
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
    fn document(&mut self, id: String, row: Row) -> Result<AnnotatedDocument, ImportProblem> {
        let map = OffsetMap::new(&row.text);
        let own = row.annotator.as_deref().map_or_else(|| self.options.annotator.clone(), Annotator::from);
        let mut annotations: Vec<Annotation> = Vec::with_capacity(row.spans.len());
        let mut labels = HashMap::new();
        let taken: std::collections::HashSet<String> =
            row.spans.iter().map(|s| &s.id).chain(row.relations.iter().map(|r| &r.id)).filter_map(name_of).collect();
        let mut numbers = 1..;
        let mut fresh = || numbers.by_ref().map(|n| format!("s{n}")).find(|id| !taken.contains(id));
        for span in &row.spans {
            let id = name_of(&span.id).or_else(&mut fresh).unwrap_or_default();
            let id = AnnotationId::new(id);
            let label = self.words.label(&span.label)?;
            if labels.insert(id.clone(), label.clone()).is_some() {
                return Err(ImportProblem::DuplicateId(id.to_string()));
            }
            let annotation = Annotation {
                spans: self.spans(&row.text, &map, &id, span)?,
                attributes: self.attributes(Owner::Label(&label), &span.facts.attributes)?,
                note: span.facts.note.clone(),
                provenance: provenance_of(span.facts.provenance.as_deref()),
                annotator: span.facts.annotator.as_deref().map_or_else(|| own.clone(), Annotator::from),
                created: self.time(&id, span.facts.created.as_deref())?,
                modified: self.time(&id, span.facts.modified.as_deref().or(span.facts.created.as_deref()))?,
                label,
                id,
            };
            self.unknown(crate::model::Owner::Annotation(annotation.id.clone()), &span.facts.others);
            annotations.push(annotation);
        }
        let mut relations = BTreeMap::new();
        for row in &row.relations {
            let id = AnnotationId::new(name_of(&row.id).or_else(&mut fresh).unwrap_or_default());
            let relation = self.relation(id.clone(), row, &labels, &own)?;
            if labels.contains_key(&id) || relations.insert(id.clone(), relation).is_some() {
                return Err(ImportProblem::DuplicateId(id.to_string()));
            }
            self.unknown(crate::model::Owner::Relation(id.clone()), &row.facts.others);
        }
        let mut metadata = row.metadata;
        for (key, value) in row.others {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            metadata.entry(key).or_insert(text);
        }
        let attributes = self.attributes(Owner::Document, &row.attributes)?;
        let state = state_of(row.state.as_deref())?;
        let title = row.title.unwrap_or_else(|| id.clone());
        let document = Document::new(DocumentId(id.into()), title, row.text, metadata)?;
        Ok(AnnotatedDocument {
            state,
            attributes,
            annotations: AnnotationSet::from_annotations(annotations),
            relations,
            ..AnnotatedDocument::new(document, Arc::new(Schema::default()), own)
        })
    }

    fn spans(&self, text: &str, map: &OffsetMap, id: &AnnotationId, row: &SpanRow) -> Result<Spans, ImportProblem> {
        let span = |start: u64, end: u64| {
            let (from, to) = (map.byte_of(start, self.unit), map.byte_of(end, self.unit));
            let (Some(from), Some(to)) = (from, to) else {
                return Err(ImportProblem::OutOfText { id: id.to_string(), start, end, unit: self.unit });
            };
            TextSpan::new_or_empty(text, from..to).map_err(|error| ImportProblem::Span { id: id.to_string(), error })
        };
        let extent = span(row.start, row.end)?;
        let parts = match row.parts.is_empty() {
            true => vec![extent],
            false => row.parts.iter().map(|part| span(part.start, part.end)).collect::<Result<_, _>>()?,
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
        labels: &HashMap<AnnotationId, crate::model::LabelName>,
        own: &Annotator,
    ) -> Result<Relation, ImportProblem> {
        let end = |value: &Value| {
            let end = AnnotationId::new(name_of(value).unwrap_or_default());
            let unknown = || ImportProblem::UnknownEnd { id: id.to_string(), end: end.to_string() };
            labels.get(&end).cloned().ok_or_else(unknown).map(|label| (end.clone(), label))
        };
        let ((source, source_label), (target, target_label)) = (end(&row.source)?, end(&row.target)?);
        let label = self.words.relation(id.as_str(), &row.label, &source_label, &target_label)?;
        Ok(Relation {
            attributes: self.attributes(Owner::Relation(&label), &row.facts.attributes)?,
            note: row.facts.note.clone(),
            provenance: provenance_of(row.facts.provenance.as_deref()),
            annotator: row.facts.annotator.as_deref().map_or_else(|| own.clone(), Annotator::from),
            created: self.time(&id, row.facts.created.as_deref())?,
            modified: self.time(&id, row.facts.modified.as_deref().or(row.facts.created.as_deref()))?,
            label,
            source,
            target,
            id,
        })
    }

    fn attributes(&mut self, owner: Owner, row: &Map<String, Value>) -> Result<Attributes, ImportProblem> {
        let mut attributes = Attributes::new();
        for (name, value) in row {
            let value = match value {
                Value::Bool(flag) => AttributeValue::Flag(*flag),
                Value::Number(number) => AttributeValue::Number(number.as_f64().unwrap_or(f64::NAN)),
                Value::String(text) => AttributeValue::Text(text.clone()),
                Value::Null => continue,
                other => AttributeValue::Text(other.to_string()),
            };
            attributes.insert(name.clone(), self.words.attribute(owner, name, value)?);
        }
        Ok(attributes)
    }

    fn time(&self, id: &AnnotationId, said: Option<&str>) -> Result<Timestamp, ImportProblem> {
        let Some(said) = said else { return Ok(self.options.now) };
        Timestamp::from_rfc3339(said).ok_or_else(|| ImportProblem::Time { id: id.to_string(), said: said.into() })
    }

    fn unknown(&mut self, owner: crate::model::Owner, others: &Map<String, Value>) {
        for key in others.keys() {
            let what = What::Field { owner: owner.clone(), field: key.clone() };
            self.losses.push(Loss { document: self.document.clone(), id: None, kind: LossKind::Lost, what });
        }
    }
}

/// An id given as a string or a number.
fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
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

fn row_of(document: &AnnotatedDocument) -> Row {
    let text = document.text();
    let map = OffsetMap::new(text);
    let part = |span: TextSpan| PartRow {
        start: map.code_point(span.start().to_usize()).0,
        end: map.code_point(span.end().to_usize()).0,
        text: Some(text[span.range()].to_owned()),
    };
    let span = |annotation: &Arc<Annotation>| {
        let extent = annotation.spans.extent();
        let pieces = annotation.spans.is_discontinuous();
        SpanRow {
            start: map.code_point(extent.start).0,
            end: map.code_point(extent.end).0,
            label: annotation.label.to_string(),
            text: Some(text[extent].to_owned()),
            id: Value::String(annotation.id.to_string()),
            parts: annotation.spans.iter().filter(|_| pieces).map(part).collect(),
            facts: facts_of(
                &annotation.attributes,
                &annotation.note,
                &annotation.annotator,
                &annotation.provenance,
                (annotation.created, annotation.modified),
            ),
        }
    };
    let relation = |relation: &Relation| RelationRow {
        id: Value::String(relation.id.to_string()),
        label: relation.label.to_string(),
        source: Value::String(relation.source.to_string()),
        target: Value::String(relation.target.to_string()),
        facts: facts_of(
            &relation.attributes,
            &relation.note,
            &relation.annotator,
            &relation.provenance,
            (relation.created, relation.modified),
        ),
    };
    Row {
        id: Value::String(document.document.id().to_string()),
        text: text.to_owned(),
        spans: document.annotations.iter().map(span).collect(),
        relations: document.relations.values().map(relation).collect(),
        title: Some(document.document.title().to_owned()),
        annotator: Some(document.annotator.to_string()),
        state: STATES.iter().find(|(state, _)| *state == document.state).map(|(_, name)| (*name).to_owned()),
        attributes: json_of(&document.attributes),
        metadata: document.document.metadata().clone(),
        others: Map::new(),
    }
}

fn facts_of(
    attributes: &Attributes,
    note: &str,
    annotator: &Annotator,
    provenance: &Provenance,
    times: (Timestamp, Timestamp),
) -> Facts {
    Facts {
        attributes: json_of(attributes),
        note: note.to_owned(),
        annotator: Some(annotator.to_string()),
        provenance: Some(match provenance {
            Provenance::Human => "human".into(),
            Provenance::Imported { format } => format!("imported:{format}"),
            Provenance::AcceptedSuggestion { source } => format!("suggestion:{source}"),
        }),
        created: times.0.to_rfc3339(),
        modified: times.1.to_rfc3339(),
        others: Map::new(),
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
