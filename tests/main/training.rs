//! What makes an export a training set, as the command line writes it: what is taken of the documents, the parts, and the files
//! that say what they hold.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::cli::{done, done_saying, fails, path};
use crate::fixture::Folder;

/// Documents imported from lines of JSON, one file each, in `docs/NAME` or at the path that a name holds.
fn documents(rows: &[(&str, Value)]) -> Folder {
    let folder = Folder::new();
    for (name, row) in rows {
        let below = Path::new(name).parent().expect("a name").to_str().expect("UTF-8");
        let file = folder.write(&format!("in/{name}.jsonl"), format!("{row}\n"));
        done(&["import", file.to_str().expect("UTF-8"), "--out", &path(&folder, &format!("docs/{below}"))]);
    }
    folder
}

/// A document by ليلى of these words, each with the label and the maker that stand beside it, where one does.
fn row(id: &str, state: &str, words: &[(&str, &str, &str)]) -> Value {
    let (mut text, mut spans) = (String::new(), Vec::new());
    for (word, label, maker) in words {
        let start = text.chars().count();
        text.push_str(word);
        if !label.is_empty() {
            let end = text.chars().count();
            spans.push(
                json!({"start": start, "end": end, "label": label, "annotator": maker, "id": format!("a{start}")}),
            );
        }
        text.push(' ');
    }
    json!({"id": id, "text": text, "spans": spans, "state": state, "annotator": "ليلى"})
}

/// The lines of a file by the ids of their documents.
fn lines(folder: &Folder, name: &str) -> BTreeMap<String, Value> {
    let text = std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let line = |line: &str| {
        let value: Value = serde_json::from_str(line).expect("JSON");
        (value["id"].as_str().expect("an id").to_owned(), value)
    };
    text.lines().map(line).collect()
}

/// The spans of each document as `LABEL word`.
fn spans(folder: &Folder, name: &str) -> Vec<(String, String)> {
    let of = |value: &Value| {
        let spans = value["spans"].as_array().expect("spans").iter();
        let text = |span: &Value, name: &str| span[name].as_str().expect("a text").to_owned();
        let spans = spans.map(|span| format!("{} {}", text(span, "label"), text(span, "text")));
        spans.collect::<Vec<_>>().join(", ")
    };
    lines(folder, name).iter().map(|(id, value)| (id.clone(), of(value))).collect()
}

fn corpus() -> Folder {
    let mut first = row("أول", "done", &[("كريم", "PER", "ليلى"), ("في", "", ""), ("بغداد", "LOC", "سارة")]);
    first["relations"] = json!([{"id": "r", "type": "IN", "source": "a0", "target": "a8", "annotator": "ليلى"}]);
    documents(&[
        ("أخبار/أول", first),
        ("أخبار/اليوم/ثان", row("ثان", "done", &[("دمشق", "LOC", "ليلى")])),
        ("كتب/ثالث", row("ثالث", "new", &[("خالد", "PER", "ليلى")])),
        ("كتب/رابع", row("رابع", "done", &[("نص", "", "")])),
    ])
}

#[test]
fn a_filter_takes_what_was_asked_for_and_counts_the_rest() {
    let folder = corpus();
    let docs = path(&folder, "docs");
    let mut n = 0;
    let mut check = |filter: &[&str], said: &str, wanted: &[(&str, &str)]| {
        n += 1;
        let out = path(&folder, &format!("{n}.jsonl"));
        let arguments = [&["export", &docs, "--to", "jsonl", "--out", &out], filter].concat();
        done_saying(&arguments, said);
        let wanted: Vec<(String, String)> = wanted.iter().map(|(id, spans)| ((*id).into(), (*spans).into())).collect();
        let mut found = spans(&folder, &format!("{n}.jsonl"));
        found.sort();
        let mut sorted = wanted;
        sorted.sort();
        assert_eq!(found, sorted, "{filter:?}");
    };
    let (first, second, third, fourth) =
        (("أول", "PER كريم, LOC بغداد"), ("ثان", "LOC دمشق"), ("ثالث", "PER خالد"), ("رابع", ""));
    let leaves = |documents: &str, annotations: &str, relations: &str| {
        format!("the filter leaves out {documents}, and of the others {annotations} and {relations}")
    };
    check(&[], "", &[first, second, third, fourth]);
    check(&["--state", "done"], &leaves("1 document", "0 annotations", "0 relations"), &[first, second, fourth]);
    check(&["--state", "done", "--state", "new"], "", &[first, second, third, fourth]);
    check(
        &["--label", "PER"],
        &leaves("0 documents", "2 annotations", "1 relation"),
        &[("أول", "PER كريم"), ("ثان", ""), third, fourth],
    );
    // What a document of somebody else holds of hers is hers; a document with nothing of hers is not in the dataset.
    check(&["--annotator", "سارة"], &leaves("3 documents", "1 annotation", "1 relation"), &[("أول", "LOC بغداد")]);
    check(&["--folder", "أخبار"], &leaves("2 documents", "0 annotations", "0 relations"), &[first, second]);
    check(&["--folder", "./أخبار/اليوم/"], "", &[second]);
    check(
        &["--folder", "كتب", "--state", "done", "--label", "LOC"],
        &leaves("3 documents", "0 annotations", "0 relations"),
        &[fourth],
    );
}

#[test]
fn a_relation_goes_with_its_end() {
    let folder = corpus();
    let (docs, out) = (path(&folder, "docs"), path(&folder, "out.jsonl"));
    done(&["export", &docs, "--to", "jsonl", "--out", &out, "--annotator", "ليلى"]);
    let found = lines(&folder, "out.jsonl");
    assert_eq!(found["أول"]["relations"], Value::Null, "one of its ends is by somebody else");
    done(&["export", &docs, "--to", "jsonl", "--out", &out, "--label", "PER", "--label", "LOC"]);
    assert_eq!(lines(&folder, "out.jsonl")["أول"]["relations"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_filter_that_asks_for_what_there_is_not_writes_nothing() {
    let folder = corpus();
    let (docs, out) = (path(&folder, "docs"), path(&folder, "out.jsonl"));
    let refused = |filter: [&str; 2], part: &str| {
        fails(
            &["export", &docs, "--to", "jsonl", "--out", &out, filter[0], filter[1]],
            1,
            &[part, "nothing was written"],
        );
        assert!(!Path::new(&out).exists(), "{filter:?}");
    };
    refused(["--label", "LOK"], "no document has the label 'LOK'");
    refused(["--annotator", "ليلا"], "no document has anything by the annotator 'ليلا'");
    refused(["--state", "rejected"], "leaves out all of 4 documents");
    refused(["--folder", "صحف"], "leaves out all of 4 documents");
    fails(&["export", &docs, "--to", "jsonl", "--out", &out, "--state", "finished"], 2, &["in-progress"]);
}

#[test]
fn a_dataset_speaks_of_the_labels_that_it_was_asked_for_alone() {
    let folder = corpus();
    let (docs, out) = (path(&folder, "docs"), path(&folder, "brat"));
    done(&["export", &docs, "--to", "brat", "--out", &out, "--label", "LOC"]);
    let configuration = std::fs::read_to_string(folder.join("brat/annotation.conf")).expect("written");
    assert!(configuration.contains("LOC") && !configuration.contains("PER"), "{configuration}");
}
