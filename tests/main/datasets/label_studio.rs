//! What Label Studio exports, whose annotations of it are taken, and what of it is refused.

use super::*;

/// A task as Label Studio exports it, with what of `{…}` is said.
fn task(text: &str, rest: &str) -> String {
    format!(
        "[{{\"id\":5,\"data\":{{\"text\":{text:?},\"source\":\"x\"}},{rest},\"created_at\":\"2024-05-15T12:08:36.422297Z\",\"inner_id\":1}}]"
    )
}

fn region(id: &str, start: usize, end: usize, text: &str, label: &str) -> String {
    format!(
        "{{\"id\":\"{id}\",\"from_name\":\"label\",\"to_name\":\"text\",\"type\":\"labels\",\"origin\":\"manual\",\
         \"value\":{{\"start\":{start},\"end\":{end},\"text\":{text:?},\"labels\":[\"{label}\"]}}}}"
    )
}

fn work(by: &str, results: &[String]) -> String {
    format!(
        "{{\"id\":7,\"completed_by\":{by},\"was_cancelled\":false,\"ground_truth\":false,\"lead_time\":1.5,\
         \"created_at\":\"2024-05-15T12:09:16.789536Z\",\"updated_at\":\"2024-05-15T12:10:00Z\",\"result\":[{}]}}",
        results.join(",")
    )
}

fn import_by(by: &str, bytes: &str) -> Import {
    let options = ImportOptions { by: Some(by.into()), ..options() };
    import_with("label-studio", "ملف.json", bytes, &options, SchemaBuilder::of_files(default_schema())).expect("sound")
}

#[test]
fn regions_of_label_studio_have_labels_attributes_relations_and_makers() {
    let per_region = "{\"id\":\"a\",\"from_name\":\"gender\",\"to_name\":\"text\",\"type\":\"choices\",\"value\":{\"start\":6,\"end\":10,\"text\":\"أحمد\",\"choices\":[\"ذكر\",\"بالغ\"]}}";
    let number = "{\"id\":\"a\",\"from_name\":\"سنة\",\"to_name\":\"text\",\"type\":\"number\",\"value\":{\"start\":6,\"end\":10,\"number\":30}}";
    let remark = "{\"id\":\"a\",\"from_name\":\"remark\",\"to_name\":\"text\",\"type\":\"textarea\",\"value\":{\"start\":6,\"end\":10,\"text\":[\"من صيدا\"]}}";
    let of_document = "{\"id\":\"z\",\"from_name\":\"sentiment\",\"to_name\":\"text\",\"type\":\"choices\",\"value\":{\"choices\":[\"Positive\"]}}";
    let left =
        "{\"from_id\":\"b\",\"to_id\":\"a\",\"type\":\"relation\",\"direction\":\"left\",\"labels\":[\"visits\"]}";
    let bare = "{\"from_id\":\"a\",\"to_id\":\"b\",\"type\":\"relation\",\"direction\":\"bi\"}";
    let person = region("a", 6, 10, "أحمد", "PER").replace(
        "\"origin\":\"manual\"",
        "\"origin\":\"prediction\",\"score\":0.5,\"meta\":{\"text\":[\"سطر\",\"وسطر\"]}",
    );
    let results = [per_region, number, remark, &person, &region("b", 11, 16, "بيروت", "LOC"), of_document, left, bare]
        .map(str::to_owned);
    let annotations = format!(
        "\"annotations\":[{}]",
        work("{\"id\":3,\"email\":\"a@b.c\",\"first_name\":\"\",\"last_name\":\"\"}", &results)
    );
    let file = task(VISIT, &annotations);
    assert_eq!(detected(&file), Some("label-studio"));
    let found = read("label-studio", &file);
    let document = &found.documents[0];
    assert_eq!((document.document.id().to_string().as_str(), document.text()), ("5", VISIT));
    assert_eq!(quotes(document), ["PER أحمد", "LOC بيروت"]);
    let first = &document.annotations.get(&"a".into()).expect("there").record;
    assert_eq!(first.attributes["gender"], AttributeValue::Choice("ذكر".into()));
    assert_eq!(first.attributes["gender-2"], AttributeValue::Choice("بالغ".into()));
    assert_eq!(first.attributes["سنة"], AttributeValue::Number(30.0));
    assert_eq!(first.attributes["remark"], AttributeValue::Text("من صيدا".into()));
    assert_eq!((first.note.as_str(), first.annotator.as_str()), ("سطر\nوسطر", "a@b.c"));
    assert_eq!(first.provenance, Provenance::AcceptedSuggestion { source: "prediction".into() });
    assert_eq!(first.created.to_rfc3339().as_deref(), Some("2024-05-15T12:09:16.789Z"));
    assert_eq!(document.attributes["sentiment"], AttributeValue::Choice("Positive".into()));
    let relations: Vec<_> =
        document.relations.values().map(|r| format!("{} {} {}", r.label, r.source, r.target)).collect();
    assert_eq!(relations, ["visits a b", "relation a b"]);
    assert_eq!(document.document.metadata()["source"], "x");
    let told: Vec<_> = found.losses.iter().map(|loss| loss.what.to_string()).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told.iter().any(|said| said.contains("'score'")) && told.iter().any(|said| said.contains("'direction'")),
        "{told:?}"
    );
}

#[test]
fn whose_annotations_of_label_studio_are_taken_is_said_by_a_person() {
    let (one, two) = (region("a", 6, 10, "أحمد", "PER"), region("b", 11, 16, "بيروت", "LOC"));
    let cancelled = work("1", std::slice::from_ref(&two)).replace("\"was_cancelled\":false", "\"was_cancelled\":true");
    let truth = work("14", &[one.clone(), two.clone()]).replace("\"ground_truth\":false", "\"ground_truth\":true");
    let prediction = format!("{{\"model_version\":\"نموذج ١\",\"score\":0.7,\"result\":[{two}]}}");
    let file = task(
        VISIT,
        &format!(
            "\"annotations\":[{},{truth},{cancelled}],\"predictions\":[{prediction}],\"drafts\":[{{}}]",
            work("{\"id\":3,\"email\":\"a@b.c\",\"first_name\":\"ليلى\",\"last_name\":\"حداد\"}", &[one])
        ),
    );
    let makers = |import: &Import| {
        let document = &import.documents[0];
        let row = |a: &Arc<hashiya::model::Annotation>| format!("{} {} {}", a.id, a.label, a.record.annotator);
        document.annotations.iter().map(row).collect::<Vec<_>>()
    };
    let all = read("label-studio", &file);
    assert_eq!(makers(&all), ["a PER a@b.c", "a@2 PER 14", "b LOC 14"]);
    let told: Vec<_> = all.losses.iter().map(|loss| loss.what.to_string()).collect();
    assert!(
        ["1 annotations that were cancelled", "1 predictions (--by", "1 drafts"]
            .iter()
            .all(|part| told.iter().any(|said| said.contains(part))),
        "{told:?}"
    );
    for by in ["a@b.c", "ليلى حداد", "3"] {
        assert_eq!(makers(&import_by(by, &file)), ["a PER a@b.c"], "{by}");
    }
    assert_eq!(makers(&import_by("ground-truth", &file)), ["a PER 14", "b LOC 14"]);
    for by in ["predictions", "نموذج ١"] {
        let found = import_by(by, &file);
        assert_eq!(makers(&found), ["b LOC نموذج ١"], "{by}");
        assert!(found.losses.iter().any(|loss| loss.what.to_string().contains("2 annotations of others")));
    }
    assert_eq!(makers(&import_by("nobody", &file)), Vec::<String>::new());
}

#[test]
fn what_label_studio_counts_is_told_by_the_text_of_its_regions() {
    let of = |start, end, text: &str| {
        task(
            "😀 من\nصيدا إلى بيروت",
            &format!("\"annotations\":[{}]", work("1", &[region("a", start, end, text, "LOC")])),
        )
    };
    let place = |bytes: &str| {
        let found = read("label-studio", bytes);
        (quotes(&found.documents[0]), found.notes.len())
    };
    assert_eq!(place(&of(14, 19, "بيروت")), (vec!["LOC بيروت".to_owned()], 0));
    assert_eq!(place(&of(15, 20, "بيروت")), (vec!["LOC بيروت".to_owned()], 1));
    // A line end within a region is said as two signs.
    assert_eq!(place(&of(2, 9, "من\\nصيدا")).0, ["LOC من\nصيدا"]);
    check_refused("label-studio", of(3, 8, "بيروت"), &[":1:", "'a' 3..8", "بيروت"]);
    check_refused("label-studio", of(15, 9999, "بيروت"), &["15..9999", "no such place"]);
    let bare = of(14, 19, "بيروت").replace("\"text\":\"بيروت\",", "");
    check_refused("label-studio", &bare, &["'a' 14..19", "--unit"]);
    let half = import_with(
        "label-studio",
        "ملف.json",
        bare.replace("14", "1"),
        &ImportOptions { unit: Some(Unit::Utf16), ..options() },
        SchemaBuilder::of_files(default_schema()),
    );
    assert!(half.expect_err("half of a pair").to_string().contains("'a' 1..19: no such place"));
}

#[test]
fn what_of_label_studio_has_no_place_is_named_and_bad_files_are_refused() {
    let html = "{\"id\":\"h\",\"type\":\"hypertextlabels\",\"value\":{\"start\":\"/p[1]/text()[1]\",\"end\":\"/p[1]\",\"startOffset\":0,\"endOffset\":4,\"hypertextlabels\":[\"PER\"]}}";
    let box_ =
        "{\"id\":\"r\",\"type\":\"rectanglelabels\",\"value\":{\"x\":1.5,\"y\":2,\"rectanglelabels\":[\"PER\"]}}";
    let silent = region("s", 6, 10, "أحمد", "").replace("[\"\"]", "[]");
    let brush = "{\"id\":\"q\",\"from_name\":\"brush\",\"type\":\"brush\",\"value\":{\"rle\":[1,2]}}";
    let results = [html, box_, &silent, brush].map(str::to_owned);
    let found = read("label-studio", task(VISIT, &format!("\"annotations\":[{}]", work("1", &results))));
    let told: Vec<_> = found.losses.iter().map(|loss| loss.what.to_string()).collect();
    for part in
        ["hypertextlabels 'h', which stands nowhere", "rectanglelabels 'r'", "'s', which has no label", "brush 'brush'"]
    {
        assert!(told.iter().any(|said| said.contains(part)), "{part}: {told:?}");
    }
    // One text under another name is the text; of two nobody knows which.
    let other = "[{\"data\":{\"مقال\":\"نص\",\"n\":1}}]";
    assert_eq!(read("label-studio", other).documents[0].text(), "نص");
    check_refused("label-studio", "[{\"data\":{\"a\":\"نص\",\"b\":\"نص\"}}]", &[":1:", "`text`"]);
    check_refused("label-studio", "[\n{\"data\":{\"text\":\"نص\"}},\n{\"data\":{\"text\":\"نص\"}", &[":3:", "JSON"]);
    check_refused(
        "label-studio",
        "[\n{\"data\":{\"text\":\"نص\"}}\n{\"data\":{\"text\":\"نص\"}}]",
        &[":3:", "expected `,`"],
    );
    let lost = task(
        VISIT,
        &format!(
            "\"annotations\":[{}]",
            work("1", &["{\"type\":\"relation\",\"from_id\":\"x\",\"to_id\":\"y\"}".into()])
        ),
    );
    check_refused("label-studio", lost, &["'x', which is not in the file"]);
}
