//! What models are trained with: GLiNER, GLiNER2, and conversations.

use super::*;
use hashiya::formats::TokenSource;

fn json_of(name: &str, document: &AnnotatedDocument, columns: ColumnOptions) -> (serde_json::Value, Export) {
    let export = format(name).export_with(&[document], ExportOptions { columns, ..ExportOptions::default() });
    let value = serde_json::from_slice(file_of(format(name), &export).1).expect("JSON");
    (value, export)
}

fn has(losses: &[Loss], id: &str, code: &str) -> bool {
    losses.iter().any(|loss| loss.id == Some(id.into()) && loss.what.code() == code)
}

#[test]
fn gliner_has_tokens_and_entities_whose_last_token_is_named() {
    let corpus = corpus();
    let (rows, export) = json_of("gliner", &corpus[1], ColumnOptions::default());
    let tokens: Vec<_> =
        rows[0]["tokenized_text"].as_array().expect("tokens").iter().map(|t| t.as_str().expect("text")).collect();
    let of = |row: &serde_json::Value| {
        let [first, last] = [0, 1].map(|n| row[n].as_u64().expect("a number") as usize);
        format!("{} {}", row[2].as_str().expect("a label"), tokens[first..=last].join("|"))
    };
    let ner: Vec<_> = rows[0]["ner"].as_array().expect("a list").iter().map(of).collect();
    // The marks are tokens of their own for it; the proclitics of القاهرة cannot be cut off.
    assert_eq!(ner[0], "PER م|\u{64f}|ح|\u{64e}|م|\u{64e}|\u{651}|د|\u{64c}|بن|\u{64f}|علي|\u{651}");
    assert_eq!(ner[1], "LOC وبالقـــاهرة");
    assert!(has(&export.losses, "l1", "edges-in-token") && has(&export.losses, "p1", "too-wide"));
    assert_eq!(rows[0]["relations"][0][2], "works-for");
    let (ours, export) =
        json_of("gliner", &corpus[1], ColumnOptions { tokens: Some(TokenSource::Ours), ..ColumnOptions::default() });
    assert_eq!((&ours[0]["ner"][0][0], &ours[0]["ner"][0][1]), (&2.into(), &4.into()));
    assert!(!has(&export.losses, "p1", "too-wide"));
    let words = ColumnOptions { tokens: Some(TokenSource::Whitespace), ..ColumnOptions::default() };
    assert!(json_of("gliner", &corpus[1], words).0[0]["tokenized_text"][2] == "مُحَمَّدٌ");

    let back = again("gliner", &export, &corpus[1].schema).remove(0);
    assert_eq!(back.annotations.len() + 1, corpus[1].annotations.len(), "but for the one of two pieces");
    assert_eq!(back.relations.len(), corpus[1].relations.len());
}

#[test]
fn gliner_is_read_and_refused_by_its_numbers() {
    let file = "[{\"tokenized_text\": [\"زار\", \"أحمد\", \"بيروت\", \"😀\"], \"ner\": [[1, 2, \"EVENT\"], [1, 1, \"PER\"], [3, 3, \"X\"]],\n\
        \"relations\": [[0, 1, \"has\"]], \"ner_negatives\": [\"LOC\"]},\n{\"tokenized_text\": [], \"ner\": []}]";
    assert_eq!(detected(file), Some("gliner"));
    let found = read("gliner", file);
    assert_eq!(found.documents[0].text(), "زار أحمد بيروت 😀");
    assert_eq!(quotes(&found.documents[0]), ["EVENT أحمد بيروت", "PER أحمد", "X 😀"]);
    assert_eq!(found.documents[0].relations.len(), 1);
    assert_eq!(found.documents[0].document.metadata()["ner_negatives"], "[\"LOC\"]");
    assert!(found.losses.iter().any(|loss| loss.what == LossDetail::Spaces));
    let row = |ner: &str| {
        format!("[\n{{\"tokenized_text\": [\"أ\", \"ب\"], \"ner\": [{ner}], \"relations\": [[0, 7, \"r\"]]}}]")
    };
    check_refused("gliner", row("[0, 2, \"PER\"]"), &[":2:", "'PER' 0..2", "2"]);
    check_refused("gliner", row("[1, 0, \"PER\"]"), &["'PER' 1..0"]);
    check_refused("gliner", row("[0, 1, \"PER\"]"), &["'7', which is not in the file"]);
    check_refused("gliner", row("[0, 1]"), &[":2:", "JSON"]);
}

/// Each vowel sign is a token for GLiNER, so that a text of 2 MB has more tokens than a file may have annotations.
#[test]
fn a_text_of_more_tokens_than_there_may_be_annotations_comes_back_from_gliner() {
    let text = "\u{64e}".repeat(formats::MAX_ANNOTATIONS + 1);
    let document = Document::new(DocumentId("d".into()), "d", text, BTreeMap::new()).expect("short");
    let document = AnnotatedDocument::new(document, Arc::new(default_schema()), Annotator::new("أحمد"));
    let export = format("gliner").export(&[&document]);
    let back = read("gliner", file_of(format("gliner"), &export).1);
    assert_eq!(back.documents[0].text().split(' ').count(), formats::MAX_ANNOTATIONS + 1);
    // Entities are annotations, however few tokens there are.
    let many = "[0,0,\"A\"],".repeat(formats::MAX_ANNOTATIONS);
    let file = format!("[{{\"tokenized_text\":[\"ب\"],\"ner\":[{many}[0,0,\"A\"]]}}]");
    check_refused("gliner", file, &["more than 1000000 annotations"]);
}

#[test]
fn gliner2_has_mentions_guidelines_classes_and_relations() {
    let corpus = corpus();
    let (row, export) = json_of("gliner2", &corpus[1], ColumnOptions::default());
    assert_eq!(row["input"], corpus[1].text());
    assert_eq!(row["output"]["entities"]["LOC"], serde_json::json!(["القـــاهرة", "القاهرة"]));
    assert!(row["output"]["entity_descriptions"]["LOC"].as_str().is_some_and(|said| !said.is_empty()));
    assert_eq!(row["output"]["classifications"][0]["true_label"][0], "أخرى");
    assert_eq!(row["output"]["relations"][0]["works-for"]["tail"], "جامعتي القاهرة");
    assert!(export.losses.iter().any(|loss| loss.what == LossDetail::OnlyMentions));
    let back = again("gliner2", &export, &corpus[1].schema).remove(0);
    let places = |d: &AnnotatedDocument| {
        d.annotations.iter().map(|a| (a.label.to_string(), a.spans.extent())).collect::<Vec<_>>()
    };
    let whole: Vec<_> = corpus[1]
        .annotations
        .iter()
        .filter(|a| !a.spans.is_discontinuous())
        .map(|a| (a.label.to_string(), a.spans.extent()))
        .collect();
    assert_eq!(places(&back), whole);
    assert_eq!((back.attributes.clone(), back.relations.len()), (corpus[1].attributes.clone(), 2));

    let file = "{\"input\":\"زار أحمد صديقه أحمد وأحمدي\",\"output\":{\"entities\":{\"PER\":[\"أحمد\",\"أحمد\",\"سمير\"]},\"relations\":[{\"knows\":{\"head\":\"أحمد\",\"tail\":\"سمير\"}}],\
        \"classifications\":[{\"task\":\"لهجة\",\"labels\":[\"فصحى\",\"عامية\"],\"true_label\":\"فصحى\"}]}}\n";
    assert_eq!(detected(file), Some("gliner2"));
    let found = read("gliner2", file);
    assert_eq!(places(&found.documents[0]), [("PER".into(), 7..15), ("PER".into(), 27..35)]);
    assert_eq!(found.documents[0].attributes["لهجة"], AttributeValue::Choice("فصحى".into()));
    let told: Vec<_> = found.losses.iter().map(|loss| loss.what.code()).collect();
    assert_eq!(told, ["several-places", "several-places", "unplaced", "relation-of-tokens"]);
    check_refused("gliner2", "{\"input\":\"نص\"}", &[":1:", "`output`"]);
    check_refused("gliner2", "{\"input\":\"نص\",\"output\":{\"entities\":{\"A\":[1]}}}", &[":1:", "JSON"]);
}

/// Each entity is found again by its text and its number.
#[test]
fn a_conversation_says_which_occurrence_is_meant() {
    let text = "أأأ قال أحمد إن أحمد زار أحمد";
    let at = |quote: &str, n| place(text, quote, n);
    let annotations = vec![
        annotation("a", "PER", text, &[at("أحمد", 2)]),
        annotation("b", "PER", text, &[at("أحمد", 0)]),
        annotation("c", "LOC", text, std::slice::from_ref(&(2..6))),
    ];
    let document = Document::new(DocumentId("d".into()), "d", text, BTreeMap::new()).expect("short");
    let document = AnnotatedDocument {
        annotations: AnnotationSet::from_annotations(annotations),
        ..AnnotatedDocument::new(document, Arc::new(schema()), Annotator::new("أحمد"))
    };
    let (row, export) = json_of("chat", &document, ColumnOptions::default());
    let roles: Vec<_> = (0..3).map(|n| row["messages"][n]["role"].as_str().expect("a role")).collect();
    assert_eq!(roles, ["system", "user", "assistant"]);
    assert_eq!(row["messages"][1]["content"], text);
    let task = row["messages"][0]["content"].as_str().expect("text");
    assert!(
        document
            .schema
            .labels
            .iter()
            .all(|label| task.contains(label.name.as_str()) && task.contains(&label.guideline))
    );
    let answer = row["messages"][2]["content"].as_str().expect("text");
    let answer: serde_json::Value = serde_json::from_str(answer).expect("JSON in JSON");
    let entities = serde_json::json!([
        {"text": "أأ", "label": "LOC", "occurrence": 2},
        {"text": "أحمد", "label": "PER", "occurrence": 1},
        {"text": "أحمد", "label": "PER", "occurrence": 3},
    ]);
    assert_eq!(answer["entities"], entities);
    assert!(export.losses.iter().all(|loss| !is_gone(loss)));
    // It is no dataset to read, and a folder with it is read all the same.
    assert_eq!(detected(std::str::from_utf8(file_of(format("chat"), &export).1).expect("UTF-8")), None);
}

#[test]
fn mentions_of_a_large_file_are_looked_for_in_both_readings() {
    // 5 GB of looks in a megabyte of text: less than the most that is allowed, more than half of it.
    let text = "ا ".repeat(350_000);
    let mentions = vec!["\"ا\""; 5_000].join(",");
    let line = |text: &str| format!("{{\"input\":\"{text}\",\"output\":{{\"entities\":{{\"A\":[{mentions}]}}}}}}\n");
    let found = read("gliner2", format!("{}{}", line(&text), line("ا ا")));
    let counts: Vec<usize> = found.documents.iter().map(|document| document.annotations.len()).collect();
    assert_eq!(counts, [5_000, 2], "no document goes without a word");
}
