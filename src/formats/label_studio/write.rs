//! Writing Label Studio: one list of tasks, each with one annotation.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::formats::column_options::Pieces;
use crate::formats::contiguous::{Contiguous, contiguous, places, relations};
use crate::formats::json_write::{json_of, line_of};
use crate::formats::losses::Losses;
use crate::model::offset_map::OffsetMap;
use crate::model::{AnnotatedDocument, AttributeValue, DocumentState, Record};

/// The control that labels come from, and the text they are on.
const CONTROL: &str = "label";
const OBJECT: &str = "text";

#[derive(Serialize)]
struct Task<'d> {
    /// Label Studio's own converters ask for it.
    id: usize,
    data: Map<String, Value>,
    annotations: [Annotation; 1],
    predictions: [(); 0],
    #[serde(skip_serializing_if = "TaskMeta::is_empty")]
    meta: TaskMeta<'d>,
}

#[derive(Serialize)]
struct Annotation {
    result: Vec<Value>,
    was_cancelled: bool,
    ground_truth: bool,
}

/// What Label Studio has no field for.
#[derive(Serialize)]
struct TaskMeta<'d> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    annotator: &'d str,
    /// Whose names the data of a task have for something else.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    metadata: BTreeMap<&'d str, &'d str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    look_again: bool,
}

impl TaskMeta<'_> {
    fn is_empty(&self) -> bool {
        let says_nothing = self.title.is_none() && self.state.is_none() && self.metadata.is_empty();
        says_nothing && self.annotator.is_empty() && !self.look_again
    }
}

/// The task of a document; `number` is its place among all, from 1.
pub(super) fn task_of(document: &AnnotatedDocument, number: usize, pieces: Pieces, losses: &mut Losses<'_>) -> String {
    let (id, title) = (document.document.id().0.as_ref(), document.document.title());
    let mut data = Map::new();
    data.insert(OBJECT.into(), document.text().into());
    if number.to_string() != id {
        data.insert("document_id".into(), id.into());
    }
    let mut metadata = BTreeMap::new();
    for (key, value) in document.document.metadata() {
        match key.as_str() {
            "text" | "document_id" => drop(metadata.insert(key.as_str(), value.as_str())),
            _ => drop(data.insert(key.clone(), value.as_str().into())),
        }
    }
    let state = Some(document.state).filter(|state| *state != DocumentState::New);
    line_of(&Task {
        id: number,
        data,
        annotations: [Annotation {
            result: results(document, pieces, losses),
            was_cancelled: false,
            ground_truth: false,
        }],
        predictions: [],
        meta: TaskMeta {
            title: (title != id).then_some(title),
            state: state.map(DocumentState::name),
            annotator: document.annotator.as_str(),
            metadata,
            look_again: document.flag,
        },
    })
}

fn results(document: &AnnotatedDocument, pieces: Pieces, losses: &mut Losses<'_>) -> Vec<Value> {
    let map = OffsetMap::new(document.text());
    let written = contiguous(document, pieces, true, losses);
    let ids = ids_of(document, &written);
    let mut results = Vec::new();
    for (span, id) in written.iter().zip(&ids) {
        losses.beside(span.annotation);
        let place = |range: &Range<usize>| {
            Map::from_iter([
                ("start".to_owned(), map.code_point(range.start).0.into()),
                ("end".to_owned(), map.code_point(range.end).0.into()),
                ("text".to_owned(), document.text()[range.clone()].into()),
            ])
        };
        let mut value = place(&span.range);
        value.insert("labels".into(), json!([span.annotation.label.as_str()]));
        let record = &span.annotation.record;
        let mut meta = meta_of(record, document);
        meta.extend(span.annotation.entity.iter().map(|entity| ("entity".to_owned(), entity.as_str().into())));
        results.push(json!({
            "id": id, "from_name": CONTROL, "to_name": OBJECT, "type": "labels", "origin": "manual", "value": value,
            "meta": meta,
        }));
        for (name, attribute) in &record.attributes {
            results.push(control(Some(id), name, attribute, place(&span.range)));
        }
    }
    results.extend(document.attributes.iter().map(|(name, value)| control(None, name, value, Map::new())));
    for (relation, source, target) in relations(document, &places(&written), losses) {
        let mut meta = meta_of(&relation.record, document);
        meta.insert("id".into(), relation.id.as_str().into());
        if !relation.record.attributes.is_empty() {
            meta.insert("attributes".into(), Value::Object(json_of(&relation.record.attributes)));
        }
        results.push(json!({
            "type": "relation", "from_id": ids[source], "to_id": ids[target], "direction": "right",
            "labels": [relation.label.as_str()], "meta": meta,
        }));
    }
    results
}

/// The ids of annotations and of their further pieces, each once: what has one id is one region.
fn ids_of(document: &AnnotatedDocument, written: &[Contiguous<'_>]) -> Vec<String> {
    let mut given: HashSet<String> = HashSet::new();
    // The number of the last piece; pieces of one annotation stand beside each other.
    let mut last = 1;
    let id_of = |span: &Contiguous<'_>| {
        let id = &span.annotation.id;
        if span.piece == 0 {
            last = 1;
            return id.to_string();
        }
        loop {
            last += 1;
            let name = format!("{id}-{last}");
            if !document.annotations.contains(&name.as_str().into()) && given.insert(name.clone()) {
                return name;
            }
        }
    };
    written.iter().map(id_of).collect()
}

/// The result of a control that says an attribute of a region, or of the document.
fn control(region: Option<&str>, name: &str, value: &AttributeValue, mut place: Map<String, Value>) -> Value {
    let (kind, field, said) = match value {
        AttributeValue::Flag(flag) => ("choices", "choices", json!([flag.to_string()])),
        AttributeValue::Choice(choice) => ("choices", "choices", json!([choice])),
        AttributeValue::Number(number) => ("number", "number", json!(number)),
        AttributeValue::Choices(choices) => ("choices", "choices", json!(choices)),
        AttributeValue::Date(date) => ("datetime", "datetime", json!(date)),
        AttributeValue::Text(text) => ("textarea", "text", json!([text])),
    };
    place.insert(field.into(), said);
    let mut result = json!({
        "id": region.map_or_else(|| format!("document-{name}"), str::to_owned),
        "from_name": name, "to_name": OBJECT, "type": kind, "origin": "manual", "value": place,
    });
    match value {
        AttributeValue::Flag(_) => result["meta"] = json!({ "flag": true }),
        AttributeValue::Choices(_) => result["meta"] = json!({ "several": true }),
        _ => {}
    }
    result
}

fn meta_of(record: &Record, document: &AnnotatedDocument) -> Map<String, Value> {
    let mut meta = Map::new();
    if !record.note.is_empty() {
        meta.insert("text".into(), json!([record.note]));
    }
    if record.flag {
        meta.insert("look_again".into(), true.into());
    }
    if record.annotator != document.annotator {
        meta.insert("annotator".into(), record.annotator.as_str().into());
    }
    meta.insert("provenance".into(), record.provenance.to_string().into());
    for (name, time) in [("created", record.created), ("modified", record.modified)] {
        meta.extend(time.to_rfc3339().map(|time| (name.to_owned(), time.into())));
    }
    meta
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Annotation, Annotator, Document, DocumentId, Provenance, Schema, Spans, TextSpan, Timestamp};

    #[test]
    fn every_piece_is_a_region_of_its_own() {
        let text = "abcdef";
        let annotation = |id: &str, places: &[usize]| Annotation {
            id: id.into(),
            label: "A".into(),
            spans: Spans::new(places.iter().map(|at| TextSpan::new(text, *at..at + 1).expect("inside")).collect())
                .expect("apart"),
            entity: None,
            record: Record::new(Provenance::Human, Annotator::from("t"), Timestamp(0)),
        };
        let document = Document::new(DocumentId("d".into()), "d", text, BTreeMap::new()).expect("a text");
        let mut document = AnnotatedDocument::new(document, Schema::default().into(), Annotator::from("t"));
        for made in [annotation("a", &[0, 2, 4]), annotation("a-2", &[0, 2]), annotation("a-3", &[5])] {
            document.annotations.insert(made);
        }
        let written =
            contiguous(&document, Pieces::Split, true, &mut Losses::new(&document, &super::super::info::INFO));
        assert_eq!(ids_of(&document, &written), ["a", "a-4", "a-5", "a-2", "a-2-2", "a-3"]);
    }
}
