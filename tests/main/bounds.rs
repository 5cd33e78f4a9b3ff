//! Files made to be dear: what there is too much of is refused in a sentence, and work does not grow with its square.
//! What each costs in memory is measured by `cargo bench --bench readers`.

use std::io::Write;
use std::path::Path;

use hashiya::formats::{self, ImportOptions, Input, SchemaBuilder};
use hashiya::model::{Digest, DocumentId};
use hashiya::store::{default_schema, document_reader, read_schema, repair, versions};

use crate::fixture::Folder;

/// A document on the text `a`, with these in the place of its schema's attributes, its metadata and its annotations.
fn document(attributes: &str, metadata: &str, annotations: &str) -> String {
    let digest = Digest::of("a");
    format!(
        "(version: 1, id: \"d\", title: \"\", digest: \"{digest}\", metadata: {{{metadata}}}, annotator: \"\", state: New, \
         schema: (labels: [(name: \"A\", arabic: \"\", english: \"\", colour: \"#000000\", attributes: [{attributes}])]), \
         text: \"a\", annotations: [{annotations}], relations: [])"
    )
}

fn annotation(id: &str, attributes: &str) -> String {
    let times = "created: \"2026-11-20T10:00:00Z\", modified: \"2026-11-20T10:00:00Z\"";
    format!(
        "(id: \"{id}\", label: \"A\", spans: [(0, 1, \"a\")], attributes: {{{attributes}}}, provenance: Human, \
         annotator: \"\", {times}),"
    )
}

fn check_refused(source: &str, parts: &[&str]) {
    let refused = document_reader::read(Path::new("f.ron"), source.as_bytes()).expect_err("too many").to_string();
    for part in parts {
        assert!(refused.contains(part), "'{part}' is not in: {refused}");
    }
}

fn numbered(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

#[test]
fn what_a_file_has_too_much_of_is_counted_and_said() {
    let choices = |count| format!("(name: \"x\", kind: Choice([{}]))", "\"\",".repeat(count));
    check_refused(&document(&choices(5_000), "", ""), &["5000 choices", "4096"]);
    assert!(document_reader::read(Path::new("f.ron"), document(&choices(4_096), "", "").as_bytes()).is_ok());
    let attributes = numbered(1_100, |n| format!("(name: \"{n}\", kind: Flag),"));
    check_refused(&document(&attributes, "", ""), &["1100 attributes", "1024"]);
    check_refused(&document("", &numbered(70_000, |n| format!("\"{n}\": \"\",")), ""), &["65536 names"]);
    let values = annotation("a", &numbered(70_000, |n| format!("\"{n}\": Flag(true),")));
    check_refused(&document("", "", &values), &["65536 names"]);
    let ends = format!(
        "(version: 1, labels: [], relation_types: [(name: \"r\", arabic: \"\", english: \"\", colour: \"#000000\", \
         source_labels: [{}])])",
        "\"\",".repeat(5_000)
    );
    let refused = read_schema(Path::new("s.ron"), ends.as_bytes()).expect_err("too many").to_string();
    assert!(refused.contains("5000 labels"), "{refused}");
}

#[test]
fn the_doctor_s_work_does_not_grow_with_the_square_of_the_damage() {
    let same = document("", "", &annotation("a", "").repeat(20_000));
    let diagnosis = repair::diagnose(Path::new("f.ron"), same.as_bytes(), &[]).expect("a document");
    assert_eq!((diagnosis.problems.len(), diagnosis.proposals.len()), (19_999, 19_999));
    let (treated, _) = repair::diagnose_fully(Path::new("f.ron"), same.as_bytes()).expect("a document");
    assert_eq!(treated.document.map(|d| d.annotations.len()), Some(20_000), "each has an id of its own");
    let undefined = annotation("a", &numbered(20_000, |n| format!("\"{n}\": Flag(true),")));
    let diagnosis =
        repair::diagnose(Path::new("f.ron"), document("", "", &undefined).as_bytes(), &[]).expect("a document");
    assert_eq!(diagnosis.proposals.len(), 20_000);
}

#[test]
fn no_more_than_a_hundred_thousand_problems_are_named() {
    let spans = "(9, 9, \"\"),".repeat(150_000);
    let wrong = annotation("a", "").replace("(0, 1, \"a\")", &spans);
    let error = document_reader::read(Path::new("f.ron"), document("", "", &wrong).as_bytes()).expect_err("wrong");
    assert_eq!(error.lines().len(), 100_000);
}

fn import(format: &str, bytes: &str, text: Option<&str>) -> Result<usize, String> {
    let format = formats::by_name(format).expect("a format of the registry");
    let companions = text.map(|text| ("f.txt".into(), text.into())).into_iter().collect();
    let input = Input { path: Path::new("f"), bytes: bytes.as_bytes(), companions };
    let read = format.import(&input, &ImportOptions::default(), &mut SchemaBuilder::growing(default_schema()));
    read.map(|read| read.documents.len()).map_err(|error| error.to_string())
}

#[test]
fn datasets_with_too_much_of_something_are_refused_and_large_ones_are_read() {
    let metadata = numbered(70_000, |n| format!("\"{n}\":\"\","));
    let refused = import("jsonl", &format!("{{\"text\":\"\",\"metadata\":{{{metadata}\"x\":\"\"}}}}"), None);
    assert!(refused.as_ref().is_err_and(|said| said.contains("65536 facts")), "{refused:?}");
    let choices = numbered(5_000, |n| format!("T{n}\tA 0 1\ta\nA{n}\tname T{n} v{n}\n"));
    let refused = import("brat", &choices, Some("a"));
    assert!(refused.as_ref().is_err_and(|said| said.contains("4096")), "{refused:?}");
    for (format, file) in [
        ("jsonl", "{\"text\":\"\"}\n".repeat(100_001)),
        ("conll", "-DOCSTART-\na O\n".repeat(100_001)),
        ("conll", "aaaaaaaaaaaaa B-A\n".repeat(1_000_001)),
        ("brat", "*\tE\n".repeat(1_000_001)),
    ] {
        let refused = import(format, &file, Some("a"));
        assert!(refused.as_ref().is_err_and(|said| said.contains("more than 100")), "{format}: {refused:?}");
    }
    // A field that is not known stays as it is written, however much of it there is.
    let zeros = format!(
        "{{\"text\":\"م\",\"spans\":[{{\"start\":0,\"end\":1,\"label\":\"A\",\"x\":[{}0]}}]}}",
        "0,".repeat(300_000)
    );
    assert_eq!(import("jsonl", &zeros, None), Ok(1));
    // Ids are looked up, not gone through.
    assert_eq!(import("conll", &"-DOCSTART-\na O\n".repeat(30_000), None), Ok(30_000));
    let linked = numbered(30_000, |n| format!("T{n}\tA 0 1\ta\nR{n}\tr A:T{n} B:T{n}\n"));
    assert_eq!(import("brat", &linked, Some("a")), Ok(1));
}

#[test]
fn a_version_that_unpacks_to_something_else_is_not_kept_in_memory() {
    let folder = Folder::new();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0u8; 1 << 20];
    (0..64).for_each(|_| encoder.write_all(&zeros).expect("memory"));
    let bomb = encoder.finish().expect("memory");
    assert!(bomb.len() < 80_000, "64 MB of zeros in {} bytes", bomb.len());
    let name = |hash: Digest| format!(".د.ron.versions/2026-11-20T10.00.00.000Z-{hash}.ron.gz");
    folder.write(&name(Digest::of("x")), &bomb);
    let version = versions::versions(&folder.join("د.ron")).pop().expect("one");
    let refused = versions::read(&version).expect_err("a bomb").to_string();
    assert!(refused.contains("hash"), "{refused}");
    // What its name says is in it is unpacked.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all("نص".as_bytes()).expect("memory");
    folder.write(&name(Digest::of("نص")), encoder.finish().expect("memory"));
    let sound =
        versions::versions(&folder.join("د.ron")).into_iter().find(|v| v.hash == Digest::of("نص")).expect("there");
    assert_eq!(versions::read(&sound).expect("sound"), "نص".as_bytes());
}

/// Each of these took the square of its lines before, and was refused at the save alone.
#[test]
fn attributes_are_counted_as_they_are_read() {
    let attributes = format!("T1\tA 0 1\ta\n{}", numbered(100_000, |n| format!("A{n}\ta{n} T1\n")));
    let refused = import("brat", &attributes, Some("a"));
    assert!(refused.as_ref().is_err_and(|said| said.contains(":1026: ") && said.contains("1024")), "{refused:?}");
    let types = format!("T1\tA 0 1\ta\n{}", numbered(100_000, |n| format!("R{n}\tr{n} A:T1 B:T1\n")));
    assert!(import("brat", &types, Some("a")).is_err_and(|said| said.contains("4096 labels")));
    let span = |n: usize| format!("{{\"start\":0,\"end\":0,\"label\":\"A\",\"attributes\":{{\"a{n}\":1}}}},");
    let spans = numbered(100_000, span);
    let refused = import("jsonl", &format!("{{\"text\":\"\",\"spans\":[{}]}}", spans.trim_end_matches(',')), None);
    assert!(refused.as_ref().is_err_and(|said| said.contains("1024 attributes")), "{refused:?}");
    // As many as there may be, asked for by each annotation.
    let lines = numbered(20_000, |n| format!("T{n}\tA 0 1\ta\nA{n}\ta{} T{n} v{}\n", n % 1024, n % 4096));
    assert_eq!(import("brat", &lines, Some("a")), Ok(1));
}

#[test]
fn what_would_take_more_than_sixteen_times_its_file_is_refused_before_it_is_held() {
    let roles = format!("T1\tA 0 1\ta\nE1\tA:T1{}\n", " r:T1".repeat(400_000));
    let spans = "{\"start\":0,\"end\":0,\"label\":\"A\",\"x\":0,\"y\":0,\"z\":0},".repeat(150_000);
    let fields = format!("{{\"text\":\"\",\"spans\":[{}]}}", spans.trim_end_matches(','));
    for (format, file) in
        [("brat", roles), ("brat", "*\tE\n".repeat(900_000)), ("conll", "a B-A\n".repeat(900_000)), ("jsonl", fields)]
    {
        let refused = import(format, &file, Some("a"));
        assert!(refused.as_ref().is_err_and(|said| said.contains("sixteen times")), "{format}: {refused:?}");
    }
    // As dense as a real file is at most, and denser: 600 000 annotations in 10 MB, 100 000 documents in 1.2.
    let dense = numbered(600_000, |n| format!("T{n}\tA 0 1\ta\n"));
    assert_eq!(import("brat", &dense, Some("a")), Ok(1));
    assert_eq!(import("jsonl", &"{\"text\":\"\"}\n".repeat(90_000), None), Ok(90_000));
}

#[test]
fn a_dataset_that_repeats_texts_within_each_other_is_weighed_before_it_is_made() {
    let text = "ا".repeat(10_000);
    let nested =
        |n: usize| crate::fixture::annotation(&n.to_string(), "PER", &text, std::slice::from_ref(&(2 * n..text.len())));
    let document = hashiya::model::AnnotatedDocument {
        document: hashiya::model::Document::new(DocumentId("x".into()), "", text.as_str(), Default::default())
            .expect("short"),
        annotations: hashiya::model::AnnotationSet::from_annotations((0..9_000).map(nested)),
        relations: Default::default(),
        ..crate::fixture::hard_document()
    };
    let documents = [&document; 2];
    let weigh = |format: &str, count: usize| {
        formats::check_export(formats::by_name(format).expect("a format"), &documents[..count])
    };
    assert_eq!(document.quoted_bytes(), 9_000 * (20_000 + 20_000 - 2 * 8_999) / 2);
    assert!(weigh("jsonl", 1).is_ok() && weigh("conll", 2).is_ok());
    for format in ["jsonl", "brat"] {
        let refused = weigh(format, 2).expect_err("too much").to_string();
        assert!(refused.contains(format) && refused.contains("198018000"), "{refused}");
    }
    // A row of the window or a line of a diff has the beginning alone.
    let first = document.annotations.iter().next().expect("there are some");
    assert_eq!(document.quote_start(first, 3), "ااا…");
}
