//! What others write for doccano, and what of it is refused.

use super::*;

#[test]
fn doccano_is_read_in_every_shape() {
    let lists = "{\"id\":7,\"text\":\"زار أحمد بيروت\",\"label\":[[4,8,\"اسم علم\"],[9,14,\"LOC\"]],\"Comments\":[],\"source\":\"x\"}\r\n\
        {\"text\":\"بلا\",\"label\":[]}\n";
    assert_eq!(detected(lists), Some("doccano"));
    let found = read("doccano", format!("\u{feff}{lists}"));
    assert_eq!(quotes(&found.documents[0]), ["اسم علم أحمد", "LOC بيروت"]);
    assert_eq!(found.documents[0].document.id().to_string(), "7");
    assert_eq!(found.documents[1].document.id().to_string(), "ملف-2", "the line of what has no id");
    let metadata = found.documents[0].document.metadata();
    assert_eq!((metadata["source"].as_str(), metadata["Comments"].as_str()), ("x", "[]"));
    let labels: Vec<_> = found.documents[0].schema.labels.iter().map(|l| l.name.as_str()).collect();
    assert_eq!(labels, ["اسم علم", "LOC"], "the labels of the file and no others");

    let relations = "{\n  \"text\": \"زار أحمد بيروت\",\n  \"entities\": [\n    {\"id\": 0, \"start_offset\": 4, \"end_offset\": 8, \"label\": \"PER\", \"user\": 3},\n    \
        {\"id\": 1, \"start_offset\": 9, \"end_offset\": 14, \"label\": \"LOC\"}],\n  \"relations\": [{\"id\": 0, \"from_id\": 0, \"to_id\": 1, \"type\": \"visits\"}]\n}\n";
    assert_eq!(detected(relations), Some("doccano-relations"));
    for name in ["doccano", "doccano-relations"] {
        let found = read(name, relations);
        let document = &found.documents[0];
        assert_eq!(quotes(document), ["PER أحمد", "LOC بيروت"]);
        let relation = &document.relations[&"r0".into()];
        assert_eq!((relation.label.as_str(), relation.source.as_str(), relation.target.as_str()), ("visits", "0", "1"));
        assert!(found.losses.iter().any(|l| l.what.to_string().contains("'user'")), "{:?}", found.losses);
    }
    // The labels of a classification are attributes of the document.
    let classes = read("doccano", "{\"text\":\"جميل\",\"label\":[\"إيجابي\",3],\"labels\":\"قصير\"}");
    let attributes = &classes.documents[0].attributes;
    assert_eq!(attributes["label"], AttributeValue::Choice("إيجابي".into()));
    assert_eq!(attributes["label-2"], AttributeValue::Choice("3".into()));
    assert_eq!(attributes["labels"], AttributeValue::Choice("قصير".into()));
    // Slots and intents; the annotations of older versions; the list of documents that is one JSON.
    let slots = read(
        "doccano",
        "[{\"text\":\"زار أحمد\",\"cats\":[\"سفر\"],\"entities\":[[4,8,\"PER\"]]},\n{\"text\":\"أحمد\",\"annotations\":[{\"label\":4,\"start_offset\":0,\"end_offset\":4}]}]",
    );
    assert_eq!(quotes(&slots.documents[0]), ["PER أحمد"]);
    assert_eq!(quotes(&slots.documents[1]), ["4 أحمد"]);
    assert_eq!(slots.documents[1].document.id().to_string(), "ملف-2");
}

#[test]
fn what_doccano_counts_is_told_by_the_text_or_by_a_person() {
    let line = |start: usize, end: usize, text: &str| {
        format!(
            "{{\"text\":\"😀 في القاهرة\",\"entities\":[{{\"id\":1,\"start_offset\":{start},\"end_offset\":{end},\"label\":\"LOC\"{text}}}]}}"
        )
    };
    for (start, end, unit) in [(5, 12, None), (6, 13, Some(Unit::Utf16)), (10, 24, Some(Unit::Bytes))] {
        let found = read("doccano-relations", line(start, end, ",\"text\":\"القاهرة\""));
        assert_eq!(quotes(&found.documents[0]), ["LOC القاهرة"]);
        assert_eq!(found.notes.len(), usize::from(unit.is_some()));
    }
    let error = import("doccano-relations", line(5, 12, "")).expect_err("nothing tells");
    assert!(matches!(*error.what, ImportProblem::UnitUnknown { start: 5, end: 12, .. }), "{error}");
    let said = ImportOptions { unit: Some(Unit::Utf16), ..options() };
    let words = || SchemaBuilder::of_files(default_schema());
    let found =
        import_with("doccano", "a.jsonl", "{\"text\":\"😀 في القاهرة\",\"label\":[[6,13,\"LOC\"]]}", &said, words());
    assert_eq!(quotes(&found.expect("said").documents[0]), ["LOC القاهرة"]);
    // A file of ours says it; who reads it may know better.
    let declared = "{\"text\":\"😀 في القاهرة\",\"label\":[[5,12,\"LOC\"]],\"offset_unit\":\"code-points\"}";
    assert_eq!(quotes(&read("doccano", declared).documents[0]), ["LOC القاهرة"]);
    let other = declared.replace("[5,12", "[6,13");
    let found = import_with("doccano", "a.jsonl", other, &said, words()).expect("said");
    assert_eq!(quotes(&found.documents[0]), ["LOC القاهرة"]);
    let half = import_with("doccano", "a.jsonl", "{\"text\":\"😀 في\",\"label\":[[1,3,\"LOC\"]]}", &said, words());
    assert!(half.expect_err("half of a pair").to_string().contains("'LOC' 1..3: no such place"));
}

#[test]
fn bad_files_of_doccano_are_refused_by_line_and_span() {
    check_refused(
        "doccano",
        "{\"text\":\"نص\",\"label\":[]}\n{\"text\":\"نص\",\"label\":[[0",
        &[":2:", "JSON", "column"],
    );
    check_refused("doccano", "{\"text\":\"نص\",\"label\":[[0,9,\"A\"]]}", &[":1:", "'A' 0..9", "no such place"]);
    check_refused("doccano", "{\"text\":\"نص\",\"label\":[[2,0,\"A\"]]}", &["ends before it starts"]);
    check_refused("doccano", "{\"text\":\"نص\",\"label\":[[0,2]]}", &["[start, end, label]", "column"]);
    check_refused("doccano", "{\"text\":\"نص\",\"label\":[[0,2,\"A\",1]]}", &["[start, end, label]"]);
    check_refused("doccano", "{\"text\":\"نص\",\"label\":[[-1,2,\"A\"]]}", &[":1:", "JSON"]);
    check_refused("doccano", "{\"text\":\"نص\",\"label\":[[0,2,\" A\"]]}", &["cannot be a label"]);
    check_refused("doccano", "{\"label\":[[0,2,\"A\"]]}", &["text"]);
    check_refused(
        "doccano",
        "[\n{\"text\":\"نص\"},\n{\"text\":\"نص\",\n\"label\":[[0,2,7.5]]},\n{\"text\":3}]",
        &[":5:", "JSON"],
    );
    check_refused("doccano", "[{\"text\":\"نص\"}", &["JSON", "EOF"]);
    let relation = "{\"text\":\"نص\",\"entities\":[],\"relations\":[{\"from_id\":0,\"to_id\":1,\"type\":\"t\"}]}";
    check_refused("doccano-relations", relation, &[":1:", "'0', which is not in the file"]);
    // The rest of a file with bad lines is taken where that is wanted.
    let words = SchemaBuilder::of_files(default_schema());
    let going = ImportOptions { keep_going: true, ..options() };
    let lines = "{\"text\":\"نص\",\"label\":[[0,9,\"A\"]]}\n{\"text\":\"نص\",\"label\":[[0,2,\"A\"]]}\n{\n";
    let found = import_with("doccano", "a.jsonl", lines, &ImportOptions { unit: Some(Unit::Utf16), ..going }, words);
    let found = found.expect("one line is sound");
    assert_eq!((found.documents.len(), found.refused.len()), (1, 2));
}
