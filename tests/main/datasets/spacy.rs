//! What spaCy and Prodigy write, and the tokens that are written for them.

use super::*;

#[test]
fn prodigy_and_spacy_are_read_with_their_tokens_relations_groups_and_answers() {
    let line = "{\"text\":\"😀 زار أحمد بيروت\",\"_input_hash\":-5,\"_task_hash\":7,\"_annotator_id\":\"ليلى\",\"answer\":\"reject\",\
        \"tokens\":[{\"text\":\"😀\",\"start\":0,\"end\":1,\"id\":0,\"ws\":true,\"pos\":\"SYM\"},{\"text\":\"زار\",\"start\":2,\"end\":5,\"id\":1,\"ws\":true}],\
        \"spans\":[{\"start\":6,\"end\":10,\"token_start\":2,\"token_end\":2,\"label\":\"PER\",\"source\":\"m\"},{\"start\":11,\"end\":16,\"label\":\"LOC\"}],\
        \"relations\":[{\"head\":2,\"child\":3,\"label\":\"visits\",\"color\":\"#fff\",\"head_span\":{\"start\":6,\"end\":10,\"label\":\"PER\"},\
        \"child_span\":{\"start\":11,\"end\":16,\"label\":\"LOC\"}},{\"head\":0,\"child\":1,\"label\":\"dep\",\"head_span\":{\"start\":0,\"end\":1,\"label\":null},\
        \"child_span\":{\"start\":2,\"end\":5,\"label\":null}}],\"meta\":{\"المصدر\":\"صحيفة\",\"n\":3},\"accept\":[\"سياسة\"]}\n";
    assert_eq!(detected(line), Some("spacy"));
    let found = read("spacy", line);
    let document = &found.documents[0];
    assert_eq!(quotes(document), ["PER أحمد", "LOC بيروت"]);
    assert_eq!((document.state, document.annotator.as_str()), (hashiya::model::DocumentState::Rejected, "ليلى"));
    let metadata = document.document.metadata();
    assert_eq!(
        (metadata["المصدر"].as_str(), metadata["n"].as_str(), metadata["_task_hash"].as_str()),
        ("صحيفة", "3", "7")
    );
    assert_eq!(document.attributes["accept"], AttributeValue::Choice("سياسة".into()));
    assert_eq!(document.relations.len(), 1);
    let told: Vec<_> = found.losses.iter().map(|loss| loss.what.to_string()).collect();
    for part in ["'source'", "'tokens.pos'", "relation 'dep' between tokens"] {
        assert!(told.iter().any(|said| said.contains(part)), "{part}: {told:?}");
    }
    let of_spacy = "[{\"text\":\"زار أحمد بيروت\",\"ents\":[{\"start\":4,\"end\":8,\"label\":\"PER\"}],\"sents\":[],\"cats\":{\"سفر\":0.9},\
        \"spans\":{\"sc\":[{\"start\":9,\"end\":14,\"label\":\"LOC\"}],\"ثانية\":[{\"start\":4,\"end\":14,\"label\":\"EVENT\"}]}}]";
    assert_eq!(detected(of_spacy), Some("spacy"));
    let document = &read("spacy", of_spacy).documents[0];
    assert_eq!(quotes(document), ["EVENT أحمد بيروت", "PER أحمد", "LOC بيروت"]);
    assert_eq!(document.attributes["سفر"], AttributeValue::Number(0.9));
    let group = |label: &str| {
        document.annotations.iter().find(|a| a.label.as_str() == label).map(|a| a.record.attributes.len())
    };
    assert_eq!((group("EVENT"), group("LOC")), (Some(1), Some(0)));
    assert_eq!(
        read("spacy", "{\"text\":\"نص\",\"answer\":\"ignore\"}").documents[0].document.metadata()["answer"],
        "ignore"
    );
}

#[test]
fn what_spans_of_prodigy_count_is_shown_by_tokens_and_bad_files_are_refused() {
    let line = |start, end, tokens: &str| {
        format!(
            "{{\"text\":\"😀 في القاهرة\",\"answer\":\"accept\",\"spans\":[{{\"start\":{start},\"end\":{end},\"label\":\"LOC\"}}]{tokens}}}"
        )
    };
    let points = ",\"tokens\":[{\"text\":\"في\",\"start\":2,\"end\":4}]";
    let units = ",\"tokens\":[{\"text\":\"في\",\"start\":3,\"end\":5}]";
    assert_eq!(quotes(&read("spacy", line(5, 12, points)).documents[0]), ["LOC القاهرة"]);
    assert_eq!(quotes(&read("spacy", line(6, 13, units)).documents[0]), ["LOC القاهرة"]);
    check_refused("spacy", line(5, 12, ""), &["'LOC' 5..12", "--unit"]);
    check_refused("spacy", line(5, 99, points), &[":1:", "5..99", "no such place"]);
    check_refused("spacy", "{\"text\":\"نص\",\"spans\":[{\"start\":0}]}", &[":1:", "`end`"]);
    check_refused("spacy", "{\"text\":\"نص\",\"spans\":[]}\n{\"text\":\"نص\",\"spans\":7}", &[":2:", "a list"]);
    let silent = read("spacy", "{\"text\":\"نص\",\"spans\":[{\"start\":0,\"end\":2}]}");
    assert!(silent.losses.iter().any(|loss| loss.what.to_string().contains("0..2, which has no label")));
}

/// A text of 10 MB has more tokens than a file may have annotations. They are as short here as JSON has them, to be read soon.
#[test]
fn tokens_of_prodigy_are_no_annotations() {
    let tokens = "{},".repeat(formats::MAX_ANNOTATIONS);
    let line =
        |list: &str, last: &str| format!("{{\"text\":\"نص\",\"answer\":\"accept\",\"{list}\":[{tokens}{last}]}}");
    let found = read("spacy", line("tokens", "{\"text\":\"نص\",\"start\":0,\"end\":2}"));
    assert_eq!(found.documents[0].text(), "نص");
    check_refused("spacy", line("spans", "{}"), &["more than 1000000 annotations"]);
}

/// spaCy makes its text of tokens and single spaces.
#[test]
fn tokens_of_prodigy_give_back_the_text_and_every_span() {
    for document in &corpus() {
        let export = format("spacy").export(&[document]);
        let (_, bytes) = file_of(format("spacy"), &export);
        let row: serde_json::Value = serde_json::from_slice(bytes).expect("one line");
        let tokens = row["tokens"].as_array().expect("a list");
        let text: String = tokens
            .iter()
            .map(|t| format!("{}{}", t["text"].as_str().unwrap_or_default(), if t["ws"] == true { " " } else { "" }))
            .collect();
        assert_eq!(text, document.text());
        for span in row["spans"].as_array().expect("a list") {
            let token = |key: &str| &tokens[span[key].as_u64().expect("a number") as usize];
            assert_eq!((&token("token_start")["start"], &token("token_end")["end"]), (&span["start"], &span["end"]));
        }
    }
}
