//! Rows for `datasets`: the same fields of the same types in each, and labels with the same numbers in all files.

use serde_json::Value;

use super::*;
use hashiya::formats::{DatasetFeature, FeatureKind, ShardSize};

fn rows(bytes: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// A value is of the type that the features say, and of no other.
fn check_type(value: &Value, kind: &FeatureKind, at: &str) {
    match kind {
        FeatureKind::Text => assert!(value.is_string(), "{at}: {value}"),
        FeatureKind::Integer => assert!(value.is_i64(), "{at}: {value}"),
        FeatureKind::Class(names) => {
            let number = value.as_i64().expect("a number") as usize;
            assert!(number < names.len(), "{at}: {number}");
        }
        FeatureKind::Records(fields) => {
            let records = value.as_array().unwrap_or_else(|| panic!("{at}: {value}"));
            records.iter().for_each(|record| check_record(record, fields, at));
        }
    }
}

fn check_record(record: &Value, fields: &[DatasetFeature], at: &str) {
    let record = record.as_object().unwrap_or_else(|| panic!("{at}: {record}"));
    let names: BTreeSet<&str> = record.keys().map(String::as_str).collect();
    assert_eq!(names, fields.iter().map(|field| field.name).collect(), "{at}");
    fields.iter().for_each(|field| check_type(&record[field.name], &field.kind, &format!("{at}.{}", field.name)));
}

#[test]
fn every_row_has_all_fields_of_the_types_that_are_said() {
    let corpus = corpus();
    let documents: Vec<&AnnotatedDocument> = corpus.iter().collect();
    let survey = format("datasets").survey_of(documents.iter().copied(), &ExportOptions::default());
    let features = DatasetFeature::all(&survey);
    let export = format("datasets").export(&documents);
    let rows = rows(&export.files[0].1);
    assert_eq!(rows.len(), corpus.len());
    rows.iter().for_each(|row| check_record(row, &features, "row"));
    let span = &rows[0]["spans"][0];
    let number = span["label_id"].as_u64().expect("a number") as usize;
    assert_eq!(survey.labels()[number], span["label"].as_str().expect("a label"));
    let json =
        |features: &[DatasetFeature]| serde_json::from_str::<Value>(&DatasetFeature::to_json(features)).expect("JSON");
    let said = json(&features);
    assert_eq!(said["spans"][0]["label_id"]["_type"], "ClassLabel");
    assert_eq!(said["spans"][0]["parts"][0]["start"]["dtype"], "int64");
    // Nobody could say what a class of no names is.
    // `datasets` takes the names of classes only where fields stand in their order.
    let written = DatasetFeature::to_json(&features);
    let place = |name: &str| written.find(&format!("\"{name}\":")).expect("a field");
    assert!(["id", "offset_unit", "text", "spans", "start", "end", "label"].map(place).is_sorted());
    let none = json(&DatasetFeature::all(&Default::default()));
    assert_eq!(none["spans"][0]["label_id"]["_type"], "Value");
}

/// Files of one dataset, and parts of a corpus that were looked at together, have one number for a label.
#[test]
fn a_label_has_one_number_in_all_files_and_parts() {
    let corpus = corpus();
    let many: Vec<&AnnotatedDocument> = std::iter::repeat_n(&corpus, 300).flatten().collect();
    let survey = format("datasets").survey_of(many.iter().copied(), &ExportOptions::default());
    let columns = ColumnOptions { shards: Some(ShardSize::Mb1), ..ColumnOptions::default() };
    let options = ExportOptions { columns, survey: Some(&survey), ..ExportOptions::default() };
    let numbers = |export: &Export| {
        let rows = export.files.iter().flat_map(|(_, bytes)| rows(bytes));
        let spans = rows.flat_map(|row| row["spans"].as_array().expect("a list").clone());
        spans.map(|span| (span["label"].to_string(), span["label_id"].to_string())).collect::<BTreeSet<_>>()
    };
    let export = format("datasets").export_with(&many, options);
    assert!(export.files.len() > 1 && export.files.iter().all(|(_, bytes)| bytes.len() <= 1 << 20));
    let all = numbers(&export);
    let labels: BTreeSet<_> = all.iter().map(|(label, _)| label).collect();
    assert_eq!(labels.len(), all.len(), "{all:?}");
    let part = numbers(&format("datasets").export_with(&[&corpus[1]], options));
    assert!(part.is_subset(&all) && !part.is_empty());
}

#[test]
fn rows_of_others_are_read_with_what_they_have_and_refused_by_their_places() {
    let line = |unit: &str, start, end| {
        format!(
            "{{\"offset_unit\":\"{unit}\",\"text\":\"😀 في القاهرة\",\"spans\":[{{\"start\":{start},\"end\":{end},\"label\":\"LOC\",\
             \"odd\":1}}],\"relations\":null,\"lang\":\"ar\"}}"
        )
    };
    assert_eq!(detected(&line("utf16", 6, 13)), Some("datasets"));
    let read = read("datasets", line("utf16", 6, 13));
    assert_eq!(quotes(&read.documents[0]), ["LOC القاهرة"]);
    assert_eq!(read.documents[0].document.metadata()["lang"], "ar");
    assert!(read.losses.iter().any(|loss| loss.what.to_string().contains("'odd'")));
    check_refused("datasets", line("words", 6, 13), &[":1:", "'words'"]);
    check_refused("datasets", line("code-points", 5, 99), &[":1:", "5..99"]);
    let link = "{\"offset_unit\":\"code-points\",\"text\":\"نص\",\"relations\":[{\"id\":\"r\",\"type\":\"t\",\"source\":\"a\",\"target\":\"b\"}]}";
    check_refused("datasets", link, &["'r'", "'a'"]);
}
