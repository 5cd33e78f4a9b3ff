//! What LangExtract writes: intervals that are there, are not, or are about.

use super::*;

#[test]
fn extractions_are_placed_by_their_intervals_and_those_without_are_named() {
    let line = "{\"extractions\":[{\"extraction_class\":\"PER\",\"extraction_text\":\"أحمد\",\"char_interval\":{\"start_pos\":6,\"end_pos\":10},\
        \"alignment_status\":\"match_exact\",\"extraction_index\":1,\"group_index\":0,\"description\":\"اسم\",\"attributes\":{\"دور\":\"زائر\",\"كنى\":[\"أ\",\"ب\"]},\"token_interval\":null},\
        {\"extraction_class\":\"LOC\",\"extraction_text\":\"مدينة بيروت\",\"char_interval\":{\"start_pos\":11,\"end_pos\":16},\"alignment_status\":\"match_lesser\",\"attributes\":null},\
        {\"extraction_class\":\"LOC\",\"extraction_text\":\"صيدا\",\"char_interval\":null,\"alignment_status\":null,\"score\":1}],\
        \"text\":\"😀 زار أحمد بيروت\",\"document_id\":\"doc_1\"}\n";
    assert_eq!(detected(line), Some("langextract"));
    let found = read("langextract", line);
    let document = &found.documents[0];
    assert_eq!(document.document.id().to_string(), "doc_1");
    assert_eq!(quotes(document), ["PER أحمد", "LOC بيروت"]);
    let facts: Vec<_> = document.annotations.iter().map(|a| a.record.clone()).collect();
    assert_eq!((facts[0].note.as_str(), &facts[0].attributes["دور"]), ("اسم", &AttributeValue::Text("زائر".into())));
    assert_eq!(facts[0].attributes["كنى"], AttributeValue::Choices(vec!["أ".into(), "ب".into()]));
    assert_eq!(facts[1].attributes["extraction_text"], AttributeValue::Text("مدينة بيروت".into()));
    assert!(found.losses.iter().any(|loss| loss.what.to_string() == "LOC 'صيدا', which stands nowhere in the text"));
}

#[test]
fn bad_extractions_are_refused_by_line_and_place() {
    let line = |start: usize, end: usize| {
        format!(
            "{{\"text\":\"😀 في القاهرة\",\"extractions\":[{{\"extraction_class\":\"LOC\",\"extraction_text\":\"القاهرة\",\
             \"char_interval\":{{\"start_pos\":{start},\"end_pos\":{end}}}}}]}}"
        )
    };
    assert_eq!(quotes(&read("langextract", line(5, 12)).documents[0]), ["LOC القاهرة"]);
    check_refused("langextract", format!("{}\n{}", line(5, 12), line(4, 11)), &[":2:", "'LOC' 4..11", "القاهرة"]);
    check_refused("langextract", line(5, 99), &["5..99", "no such place"]);
    check_refused(
        "langextract",
        "{\"text\":\"نص\",\"extractions\":[{\"extraction_class\":\"A\"}]}",
        &["`extraction_text`"],
    );
    check_refused("langextract", "{\"text\":\"نص\",\"extractions\":[", &[":1:", "JSON"]);
}
