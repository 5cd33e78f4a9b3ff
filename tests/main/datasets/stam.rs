//! STAM: selectors and values of every kind as others write them, and stores that are wrong.

use super::*;

/// A store of `😀 زار أحمد بيروت` with these sets and annotations.
fn store(sets: &str, annotations: &str) -> String {
    format!(
        "{{\n  \"@type\": \"AnnotationStore\", \"@id\": \"x\",\n  \"resources\": [{{\"@type\":\"TextResource\",\"@id\":\"خبر\",\"text\":\"{VISIT}\"}}, {{\"@id\":\"آخر\",\"text\":\"نص\"}}],\n  \"annotationsets\": [{sets}],\n  \"annotations\": [\n{annotations}\n]}}\n"
    )
}

fn at(start: i64, end: i64) -> String {
    let cursor = |value: i64| {
        let kind = if value < 0 { "EndAlignedCursor" } else { "BeginAlignedCursor" };
        format!("{{\"@type\":\"{kind}\",\"value\":{value}}}")
    };
    format!("{{\"@type\":\"Offset\",\"begin\":{},\"end\":{}}}", cursor(start), cursor(end))
}

fn place(start: i64, end: i64) -> String {
    format!("{{\"@type\":\"TextSelector\",\"resource\":\"خبر\",\"offset\":{}}}", at(start, end))
}

fn about(id: &str, offset: &str) -> String {
    format!("{{\"@type\":\"AnnotationSelector\",\"annotation\":\"{id}\"{offset}}}")
}

fn several(kind: &str, selectors: &[String]) -> String {
    format!("{{\"@type\":\"{kind}Selector\",\"selectors\":[{}]}}", selectors.join(","))
}

fn item(id: &str, target: &str, data: &str) -> String {
    format!("{{\"@type\":\"Annotation\",\"@id\":\"{id}\",\"target\":{target},\"data\":[{data}]}}")
}

fn datum(key: &str, kind: &str, value: &str) -> String {
    format!(
        "{{\"@type\":\"AnnotationData\",\"set\":\"s\",\"key\":\"{key}\",\"value\":{{\"@type\":\"{kind}\",\"value\":{value}}}}}"
    )
}

const LOC: &str = "{\"@type\":\"AnnotationData\",\"@id\":\"D1\",\"set\":\"s\"}";

const SET: &str = "{\"@type\":\"AnnotationDataSet\",\"@id\":\"s\",\"keys\":[{\"@type\":\"DataKey\",\"@id\":\"type\"}],\"data\":[{\"@type\":\"AnnotationData\",\"@id\":\"D1\",\"key\":\"type\",\"value\":{\"@type\":\"String\",\"value\":\"LOC\"}}]}";

#[test]
fn selectors_of_every_kind_are_read() {
    let pieces = [place(6, 10), place(11, 16)];
    let values = [
        datum("sure", "Bool", "true"),
        datum("n", "Int", "3"),
        datum("list", "List", "[1]"),
        datum("mark", "Null", "null"),
        datum("comment", "String", "\"قول\""),
        datum("Type", "String", "\"PER\""),
    ];
    let file = store(
        SET,
        &[
            item("a", &place(11, 16), LOC),
            item("b", &place(-5, 16), LOC),
            item("c", &several("Composite", &pieces), &values.join(",")),
            item("d", &several("Multi", &pieces), &datum("pos", "String", "\"noun\"")),
            item("e", &about("b", &format!(",\"offset\":{}", at(1, 3))), LOC),
            item("f", &about("b", ""), &datum("verified", "Bool", "true")),
            item("r", &several("Directional", &[about("b", ""), about("e", "")]), &datum("type", "String", "\"في\"")),
            item("m", "{\"@type\":\"ResourceSelector\",\"resource\":\"خبر\"}", &datum("genre", "String", "\"أخبار\"")),
            item("n", "{\"@type\":\"DataSetSelector\",\"dataset\":\"s\"}", &datum("by", "String", "\"x\"")),
            item("o", &place(6, 10), ""),
        ]
        .join(",\n"),
    )
    .replacen("\"@id\":\"a\"", "\"@id\":\"a\",\"odd\":1", 1);
    assert_eq!(detected(&file), Some("stam"));
    let found = read("stam", &file);
    let ids: Vec<_> = found.documents.iter().map(|d| d.document.id().to_string()).collect();
    assert_eq!(ids, ["خبر", "آخر"]);
    let document = &found.documents[0];
    let mut rows = quotes(document);
    rows.sort();
    let expected = ["LOC بيروت", "LOC بيروت", "LOC ير", "PER أحمد … بيروت", "pos أحمد", "pos بيروت", "verified بيروت"];
    assert_eq!(rows, expected);
    let person = document.annotations.get(&"c".into()).expect("there");
    assert_eq!(person.record.note, "قول");
    let attributes: Vec<_> = person.record.attributes.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
    assert_eq!(attributes, ["list=Text(\"[1]\")", "mark=Flag(true)", "n=Number(3.0)", "sure=Flag(true)"]);
    let relation = &document.relations[&"r".into()];
    assert_eq!((relation.label.as_str(), relation.source.as_str(), relation.target.as_str()), ("في", "b", "e"));
    assert_eq!(document.document.metadata()["genre"], "أخبار");
    let told: Vec<_> = found.losses.iter().map(|loss| loss.to_string()).collect();
    for part in ["o, which has no label", "lost: 1 annotations that stand", "flattened: 1 annotations of", "'odd'"] {
        assert!(told.iter().any(|loss| loss.contains(part)), "{part} in {told:?}");
    }
    assert_eq!(told.len(), 4, "{told:?}");
}

#[test]
fn bad_stores_are_refused_by_place() {
    let of = |annotation: String| store(SET, &annotation);
    check_refused("stam", of(item("a", &place(11, 99), LOC)), &["'a' 11..99", "no such place"]);
    check_refused("stam", of(item("a", &place(-99, 16), LOC)), &["'a' 83..16", "no such place"]);
    check_refused("stam", of(item("a", &place(9, 6), LOC)), &["ends before it starts"]);
    check_refused("stam", of(item("a", &several("Composite", &[place(6, 10), place(8, 12)]), LOC)), &["'a'"]);
    check_refused("stam", of(item("a", &about("x", ""), LOC)), &["'a'", "'x'", "not in the file"]);
    check_refused("stam", of(item("a", &place(6, 10), &LOC.replace("D1", "D9"))), &["'D9'"]);
    let twice = [item("a", &place(6, 10), LOC), item("a", &place(6, 10), LOC)].join(",");
    check_refused("stam", of(twice), &["'a' is used twice"]);
    let whole = of(item("a", &place(6, 10), LOC));
    check_refused("stam", &whole[..whole.len() - 9], &["ملف.json:6", "JSON", "EOF"]);
    check_refused("stam", whole.replace("\"آخر\"", "\"خبر\""), &["'خبر' is used twice"]);
    check_refused("stam", whole.replace("\"text\":\"نص\"", "\"@include\":\"x.txt\""), &["x.txt is missing"]);
    check_refused("stam", whole.replace("\"begin\"", "\"start\""), &["ملف.json:6:", "`begin`"]);
}
