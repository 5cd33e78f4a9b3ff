//! GATE's bdocjs: offsets of both kinds, sets, features of every kind, and files that are wrong.

use super::*;

/// A document of `😀 زار أحمد بيروت` with these sets.
fn document(offsets: &str, sets: &str) -> String {
    format!(
        "{{\"text\":\"{VISIT}\",\"offset_type\":\"{offsets}\",\"name\":\"خبر\",\"features\":{{\"n\":1,\"s\":\"نص\"}},\"annotation_sets\":{{{sets}}}}}"
    )
}

fn set(name: &str, annotations: &str) -> String {
    format!("\"{name}\":{{\"name\":\"{name}\",\"annotations\":[{annotations}],\"next_annid\":9}}")
}

fn annotation(label: &str, start: i64, end: i64, features: &str) -> String {
    format!("{{\"type\":\"{label}\",\"start\":{start},\"end\":{end},\"id\":0,\"features\":{{{features}}}}}")
}

#[test]
fn sets_are_annotators_and_features_attributes() {
    let features = "\"gender\":\"male\",\"sure\":true,\"n\":1.5,\"none\":null,\"list\":[1,{\"a\":2}]";
    let sets = [
        set("", &annotation("PER", 6, 10, features)),
        set(
            "ليلى",
            &[annotation("LOC", 11, 16, ""), annotation("اسم علم", 6, 6, "")].join(",").replacen(
                ":0,\"features",
                ":1,\"features",
                1,
            ),
        ),
    ];
    let file = document("p", &sets.join(","));
    assert_eq!(detected(&file), Some("gate"));
    let found = read("gate", &file);
    let document = &found.documents[0];
    assert_eq!(quotes(document), ["PER أحمد", "اسم علم ", "LOC بيروت"]);
    assert_eq!(
        (document.document.id().to_string().as_str(), document.document.metadata()["s"].as_str()),
        ("خبر", "نص")
    );
    let makers: Vec<_> = document.annotations.iter().map(|a| format!("{} {}", a.id, a.record.annotator)).collect();
    assert_eq!(makers, ["0 أحمد", "0@2 ليلى", "1 ليلى"], "each set has numbers of its own");
    let expected = [
        ("gender", AttributeValue::Text("male".into())),
        ("sure", AttributeValue::Flag(true)),
        ("n", AttributeValue::Number(1.5)),
        ("list", AttributeValue::Text("[1,{\"a\":2}]".into())),
    ];
    let first = document.annotations.iter().next().expect("there");
    assert_eq!(first.record.attributes, expected.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    assert_eq!(found.losses, vec![]);
    let by = ImportOptions { by: Some("ليلى".into()), ..options() };
    let found =
        import_with("gate", "ملف.bdocjs", &file, &by, SchemaBuilder::of_files(default_schema())).expect("sound");
    assert_eq!(quotes(&found.documents[0]), ["اسم علم ", "LOC بيروت"]);
    assert!(found.losses.iter().any(|loss| loss.what.to_string().contains("1 annotations of others")));
}

#[test]
fn what_offsets_count_is_what_the_file_says() {
    let file = |offsets: &str, start, end| document(offsets, &set("", &annotation("LOC", start, end, "")));
    assert_eq!(quotes(&read("gate", file("p", 11, 16)).documents[0]), ["LOC بيروت"]);
    assert_eq!(quotes(&read("gate", file("j", 12, 17)).documents[0]), ["LOC بيروت"]);
    let nameless = read("gate", file("p", 11, 16).replace("\"name\":\"خبر\"", "\"name\":\"\""));
    assert_eq!(nameless.documents[0].document.id().to_string(), "ملف");
    let bare = file("p", 11, 16).replace("\"offset_type\":\"p\",", "");
    assert_eq!(quotes(&read("gate", &bare).documents[0]), ["LOC بيروت"]);
    let said = ImportOptions { unit: Some(Unit::Utf16), ..options() };
    let words = || SchemaBuilder::of_files(default_schema());
    let found = import_with("gate", "ملف.bdocjs", file("p", 12, 17), &said, words()).expect("a person knows better");
    assert_eq!(quotes(&found.documents[0]), ["LOC بيروت"]);
    check_refused("gate", file("j", 1, 3), &[":1:", "'0' 1..3", "no such place", "utf16"]);
    check_refused("gate", file("x", 1, 3), &[":1:", "'x'", "'p'"]);
}

#[test]
fn bad_files_of_gate_are_refused_by_place_and_what_has_no_place_is_named() {
    let of = |annotations: &str| document("p", &set("", annotations));
    check_refused("gate", of(&annotation("LOC", 11, 99, "")), &["'0' 11..99", "no such place"]);
    check_refused("gate", of(&annotation("LOC", 9, 6, "")), &["ends before it starts"]);
    check_refused("gate", of(&annotation("LOC", -1, 6, "")), &["JSON", "column"]);
    check_refused("gate", of(&annotation("", 6, 10, "")), &["cannot be a label"]);
    check_refused("gate", of("{\"type\":\"A\",\"start\":1}"), &["`end`"]);
    let twice = [annotation("LOC", 11, 16, ""), annotation("PER", 6, 10, ""), annotation("PER", 6, 10, "")].join(",");
    check_refused("gate", of(&twice), &["'0@1' is used twice"]);
    let whole = of(&annotation("LOC", 11, 16, ""));
    check_refused("gate", &whole[..whole.len() - 9], &[":1:", "JSON", "EOF"]);
    check_refused("gate", "{\"text\":\"نص\",\"offset_type\":\"p\"}", &["`annotation_sets`"]);
    let odd = whole.replace("\"next_annid\":9", "\"odd\":1").replace("\"features\":{}}", "\"features\":{},\"more\":2}");
    let told: Vec<_> = read("gate", odd).losses.iter().map(|loss| loss.what.to_string()).collect();
    assert!(told.len() == 2 && told[0].contains("'more'") && told[1].contains("'odd'"), "{told:?}");
}

#[test]
fn each_annotator_has_a_set_and_everything_comes_back() {
    let mut document = hard_document();
    let mut annotations: Vec<_> = document.annotations.iter().map(|a| (**a).clone()).collect();
    annotations.retain(|a| !a.spans.is_discontinuous());
    annotations[0].record.annotator = Annotator::new("ليلى");
    annotations[1].record.annotator = Annotator::new("");
    annotations[2].record.annotator = Annotator::new("hashiya");
    document.annotations = AnnotationSet::from_annotations(annotations);
    document.relations.clear();
    let metadata = BTreeMap::from([("hashiya".to_owned(), "{}".to_owned()), ("م".into(), "[[1,2]]".into())]);
    document.document =
        Document::new(document.document.id().clone(), "عنوان", document.text(), metadata).expect("short");
    let export = format("gate").export(&[&document]);
    let file = std::str::from_utf8(&export.files[0].1).expect("UTF-8");
    assert!(
        ["\"ليلى\":{\"annotations\":[{", "\"hashiya\":{\"annotations\":[{"].iter().all(|set| file.contains(set)),
        "{file}"
    );
    let read = again("gate", &export, &document.schema).remove(0);
    crate::fixture::assert_same(&read, &document);
    // Two documents whose names are alike have a file each.
    let export = format("gate").export(&[&document, &document]);
    assert_eq!(
        export.files.iter().map(|(path, _)| path.display().to_string()).collect::<Vec<_>>(),
        ["خبر-١.bdocjs", "خبر-١-2.bdocjs"]
    );
}
