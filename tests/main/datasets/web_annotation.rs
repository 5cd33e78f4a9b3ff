//! Web Annotation: pages, lists and single annotations, targets of every kind, links, and files that are wrong.

use super::*;

fn import_beside(bytes: &str, text: &str) -> Result<Import, ImportError> {
    let companions = vec![("ملف.txt".into(), text.as_bytes().to_vec())];
    let input = Input { path: Path::new("ملف.jsonld"), bytes: bytes.as_bytes(), companions };
    let mut words = SchemaBuilder::of_files(default_schema());
    let mut import = format("web-annotation").import(&input, &options(), &mut words)?;
    words.finish(&mut import.documents);
    Ok(import)
}

#[track_caller]
fn check_said(bytes: &str, expect: &[&str]) {
    let said = import_beside(bytes, VISIT).expect_err("a bad file").to_string();
    assert!(expect.iter().all(|part| said.contains(part)), "{said}");
}

const CONTEXT: &str = "\"@context\":\"http://www.w3.org/ns/anno.jsonld\"";

fn position(start: i64, end: i64) -> String {
    format!("{{\"type\":\"TextPositionSelector\",\"start\":{start},\"end\":{end}}}")
}

/// An annotation with a selector or several.
fn item(id: &str, body: &str, selector: &str) -> String {
    format!(
        "{{{CONTEXT},\"id\":\"{id}\",\"type\":\"Annotation\",\"body\":{body},\"target\":{{\"source\":\"http://a.example/x\",\"selector\":{selector}}}}}"
    )
}

#[test]
fn annotations_of_others_are_read_in_every_shape() {
    let quote =
        format!("[{},{{\"type\":\"TextQuoteSelector\",\"exact\":\"أحمد\",\"prefix\":\"زار \"}}]", position(6, 10));
    let person = item("http://a.example/1", "\"PER\"", &quote);
    let place = item(
        "urn:uuid:2",
        "[{\"type\":\"TextualBody\",\"purpose\":\"tagging\",\"value\":\"LOC\",\"format\":\"text/plain\"},{\"type\":\"TextualBody\",\"purpose\":\"commenting\",\"value\":\"مدينة\"}]",
        &position(11, 16),
    )
    .replace("\"type\":\"Annotation\"", "\"type\":\"Annotation\",\"creator\":{\"id\":\"http://a.example/layla\",\"name\":\"ليلى\"},\"created\":\"2026-11-20T10:00:00Z\"");
    let nowhere = item("x", "\"PER\"", "{\"type\":\"XPathSelector\",\"value\":\"/p\"}");
    let unlabelled = item("y", "[]", &position(2, 5)).replace("\"source\"", "\"odd\":1,\"source\"");
    let link = "{\"id\":\"l\",\"type\":\"Annotation\",\"motivation\":\"linking\",\"body\":{\"source\":\"urn:uuid:2\",\"purpose\":\"linking\"},\"target\":\"http://a.example/1\"}";
    let list = format!("[{person},\n{place},{nowhere},{unlabelled},{link}]");
    let page = format!("{{{CONTEXT},\"id\":\"http://a.example/page\",\"type\":\"AnnotationPage\",\"items\":{list}}}");
    for file in [&list, &page] {
        assert_eq!(detected(file), Some("web-annotation"));
        let found = import_beside(file, VISIT).expect("sound");
        let document = &found.documents[0];
        assert_eq!(quotes(document), ["PER أحمد", "LOC بيروت"]);
        let place = document.annotations.get(&"urn:uuid:2".into()).expect("there");
        assert_eq!((place.record.note.as_str(), place.record.annotator.as_str()), ("مدينة", "ليلى"));
        assert_eq!(place.record.created.to_rfc3339().as_deref(), Some("2026-11-20T10:00:00.000Z"));
        let relation = &document.relations[&"l".into()];
        assert_eq!((relation.source.as_str(), relation.target.as_str()), ("http://a.example/1", "urn:uuid:2"));
        let told: Vec<_> = found.losses.iter().map(|loss| loss.what.to_string()).collect();
        for part in ["x, which stands nowhere", "y, which has no label"] {
            assert!(told.iter().any(|said| said.contains(part)), "{part}: {told:?}");
        }
    }
    assert_eq!(detected(&person), Some("web-annotation"));
    let one = import_beside(&person.replace("\"id\"", "\"stars\":5,\"id\""), VISIT).expect("sound");
    assert_eq!(quotes(&one.documents[0]), ["PER أحمد"]);
    assert_eq!(one.documents[0].document.id().to_string(), "ملف");
    assert!(one.losses.iter().any(|loss| loss.what.to_string().contains("'stars'")), "{:?}", one.losses);
}

#[test]
fn positions_are_held_to_the_quotes_beside_them() {
    let quoted = |start, end, exact: &str| {
        item(
            "a",
            "\"LOC\"",
            &format!("[{},{{\"type\":\"TextQuoteSelector\",\"exact\":\"{exact}\"}}]", position(start, end)),
        )
    };
    for (start, end) in [(11, 16), (12, 17), (21, 31)] {
        let found = import_beside(&quoted(start, end, "بيروت"), VISIT).expect("one unit fits");
        assert_eq!(quotes(&found.documents[0]), ["LOC بيروت"]);
    }
    check_said(&quoted(3, 8, "بيروت"), &[":1:", "'a' 3..8", "بيروت"]);
    check_said(&item("a", "\"LOC\"", &position(11, 16)), &["'a' 11..16", "--unit"]);
    check_said(&quoted(11, 99, "بيروت"), &["'a' 11..99", "no such place"]);
    check_said(&item("a", "\"LOC\"", &position(-1, 2)), &["JSON", "column"]);
    check_said(&item("a", "\" LOC\"", &position(0, 0)), &["cannot be a label"]);
    let whole = quoted(11, 16, "بيروت");
    check_said(&whole[..whole.len() - 4], &["JSON", "EOF"]);
    check_said("{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"a\"}", &["`target`"]);
    let lost =
        format!("[{whole},{{\"id\":\"l\",\"body\":{{\"source\":\"b\",\"purpose\":\"linking\"}},\"target\":\"a\"}}]");
    check_said(&lost, &["'b', which is not in the file"]);
    check_refused("web-annotation", whole, &["ملف.txt is missing"]);
}

#[test]
fn everything_comes_back_with_its_text_in_the_page_or_beside_it() {
    let hard = hard_document();
    let export = format("web-annotation").export(&[&hard, &hard]);
    let names: Vec<_> = export.files.iter().map(|(path, _)| path.display().to_string()).collect();
    assert_eq!(names, ["خبر-١.txt", "خبر-١.jsonld", "خبر-١-2.txt", "خبر-١-2.jsonld"]);
    assert_eq!(export.files[0].1, hard.text().as_bytes());
    assert_eq!(export.losses, vec![]);
    let read = again("web-annotation", &export, &hard.schema).remove(0);
    crate::fixture::assert_same(&read, &hard);
}
