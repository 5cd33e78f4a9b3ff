//! A store of STAM as it is written.

use std::collections::HashSet;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::info::{ATTRIBUTES, INFO, KEYS, METADATA, OWN};
use crate::formats::file_names::FileNames;
use crate::formats::flow::{ExportSink, Stopped};
use crate::formats::format::DocumentWriter;
use crate::formats::json_write::line_of;
use crate::formats::losses::Losses;
use crate::formats::own_facts::{own_of_annotation, own_of_record};
use crate::model::offset_map::OffsetMap;
use crate::model::{AnnotatedDocument, AttributeValue, Record, TextSpan};

#[derive(Default)]
pub(super) struct Writer {
    names: FileNames,
}

impl DocumentWriter for Writer {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        let name = self.names.take(&document.document.id().0);
        out.file(Path::new(&format!("{name}.stam.json")))?;
        let mut losses = Losses::new(document, &INFO);
        document.annotations.iter().for_each(|annotation| losses.beside(annotation));
        out.bytes(store_of(document).as_bytes())?;
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, _: &mut dyn ExportSink) -> Result<(), Stopped> {
        Ok(())
    }
}

/// The store of a document, an annotation a line.
fn store_of(document: &AnnotatedDocument) -> String {
    let (map, resource) = (OffsetMap::new(document.text()), document.document.id().0.as_ref());
    let mut keys = [HashSet::new(), HashSet::new()];
    let mut items = Vec::new();
    let cursor = |byte| json!({"@type": "BeginAlignedCursor", "value": map.code_point(byte).0});
    let place = |span: TextSpan| {
        let range = span.range();
        let offset = json!({"@type": "Offset", "begin": cursor(range.start), "end": cursor(range.end)});
        json!({"@type": "TextSelector", "resource": resource, "offset": offset})
    };
    let mut of_document = vec![datum(OWN, "annotator", json!(document.annotator.as_str()))];
    if document.document.title() != resource {
        of_document.push(datum(OWN, "title", json!(document.document.title())));
    }
    if document.flag {
        of_document.push(datum(OWN, "look_again", json!(true)));
    }
    if document.state != Default::default() {
        of_document.push(datum(OWN, "state", json!(document.state.name())));
    }
    for (name, value) in &document.attributes {
        keys[0].insert(name.as_str());
        of_document.push(datum(ATTRIBUTES, name, plain(value)));
    }
    for (key, value) in document.document.metadata() {
        keys[1].insert(key);
        of_document.push(datum(METADATA, key, json!(value)));
    }
    let about = json!({"@type": "ResourceSelector", "resource": resource});
    items.push(line_of(&json!({"@type": "Annotation", "target": about, "data": of_document})));
    for annotation in document.annotations.iter() {
        let target = match annotation.spans.is_discontinuous() {
            true => {
                json!({"@type": "CompositeSelector", "selectors": annotation.spans.iter().map(place).collect::<Vec<_>>()})
            }
            false => place(annotation.spans.first()),
        };
        keys[0].extend(annotation.record.attributes.keys().map(String::as_str));
        items.push(item_of(
            annotation.id.as_str(),
            annotation.label.as_str(),
            target,
            &annotation.record,
            own_of_annotation(annotation, document),
        ));
    }
    for relation in document.relations.values() {
        let end = |id: &str| json!({"@type": "AnnotationSelector", "annotation": id});
        let ends = [end(relation.source.as_str()), end(relation.target.as_str())];
        let target = json!({"@type": "DirectionalSelector", "selectors": ends});
        keys[0].extend(relation.record.attributes.keys().map(String::as_str));
        items.push(item_of(
            relation.id.as_str(),
            relation.label.as_str(),
            target,
            &relation.record,
            own_of_record(&relation.record, document),
        ));
    }
    let set = |id: &str, keys: &mut dyn Iterator<Item = &str>| {
        let mut keys: Vec<_> = keys.collect();
        keys.sort_unstable();
        let keys: Vec<_> = keys.into_iter().map(|key| json!({"@type": "DataKey", "@id": key})).collect();
        line_of(&json!({"@type": "AnnotationDataSet", "@id": id, "keys": keys, "data": []}))
    };
    let mut sets = vec![set(OWN, &mut KEYS.into_iter())];
    for (id, keys) in [ATTRIBUTES, METADATA].into_iter().zip(&keys) {
        if !keys.is_empty() {
            sets.push(set(id, &mut keys.iter().copied()));
        }
    }
    let text = json!({"@type": "TextResource", "@id": resource, "text": document.text()});
    format!(
        "{{\"@type\":\"AnnotationStore\",\"resources\":[\n{}\n],\"annotationsets\":[\n{}\n],\"annotations\":[\n{}\n]}}\n",
        line_of(&text),
        sets.join(",\n"),
        items.join(",\n")
    )
}

fn plain(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::Flag(flag) => json!(flag),
        AttributeValue::Number(number) => json!(number),
        AttributeValue::Choices(_) | AttributeValue::Date(_) => json!(value.to_string()),
        AttributeValue::Choice(text) | AttributeValue::Text(text) => json!(text),
    }
}

fn datum(set: &str, key: &str, value: Value) -> Value {
    let kind = match value {
        Value::Bool(_) => "Bool",
        Value::Number(_) => "Float",
        _ => "String",
    };
    json!({"@type": "AnnotationData", "set": set, "key": key, "value": {"@type": kind, "value": value}})
}

fn item_of(id: &str, label: &str, target: Value, record: &Record, own: Map<String, Value>) -> String {
    let mut data = vec![datum(OWN, "label", json!(label))];
    for (key, value) in own {
        data.push(match KEYS[4..6].contains(&key.as_str()) {
            true => json!({
                "@type": "AnnotationData", "set": OWN, "key": key, "value": {"@type": "Datetime", "value": value},
            }),
            false => datum(OWN, &key, value),
        });
    }
    data.extend(record.attributes.iter().map(|(name, value)| datum(ATTRIBUTES, name, plain(value))));
    line_of(&json!({"@type": "Annotation", "@id": id, "target": target, "data": data}))
}
