//! Version 3 of a document's file: of a long span only the ends of its quote, and all of it guarded all the same.

use std::path::Path;

use hashiya::edit::merge::merge;
use hashiya::model::{AnnotatedDocument, AnnotationSet, Document, DocumentId};
use hashiya::store::repair::{Repair, diagnose, diagnose_fully};
use hashiya::store::{LoadError, document_reader};
use proptest::prelude::*;

use crate::fixture::{HARD_TEXT, annotation, any_document, assert_same, hard_document};
use crate::golden::check_golden;
use crate::random_edits::with_long_spans;

fn ron(document: &AnnotatedDocument) -> String {
    document_reader::write(Path::new("f.ron"), document).expect("sound")
}

fn read(source: &str) -> Result<AnnotatedDocument, LoadError> {
    document_reader::read(Path::new("f.ron"), source.as_bytes())
}

/// A line per annotation.
fn entries(source: &str) -> impl Iterator<Item = &str> {
    source.lines().map(str::trim).filter(|line| line.starts_with("(id: "))
}

#[test]
fn the_format_of_long_spans_is_as_the_golden_file_shows_it() {
    let document = with_long_spans(&hard_document());
    let written = ron(&document);
    check_golden("long.ron", &written);
    assert!(written.starts_with("(\n    version: 3,\n") && written.contains("    conflicts: [\n    ],\n)\n"));
    assert_eq!(written.matches("digest: ").count(), 1 + 3, "the text's, and those of three long spans");
    assert_same(&read(&written).expect("sound"), &document);
}

#[test]
fn a_document_is_written_in_the_lowest_version_that_holds_it() {
    let version = |document: &AnnotatedDocument| ron(document)[..].lines().nth(1).expect("a line").trim().to_owned();
    assert_eq!(version(&hard_document()), "version: 1,");
    let text = "ا".repeat(300);
    let spanning = |bytes: usize| AnnotatedDocument {
        document: Document::new(DocumentId("x".into()), "", text.as_str(), Default::default()).expect("short"),
        annotations: AnnotationSet::from_annotations([annotation(
            "a",
            "PER",
            &text,
            std::slice::from_ref(&(0..bytes)),
        )]),
        relations: Default::default(),
        ..hard_document()
    };
    assert_eq!((version(&spanning(512)), version(&spanning(514))), ("version: 1,".into(), "version: 3,".into()));
    // One that waits in a conflict counts as well, and is read back.
    let base = spanning(20);
    let merged = merge(&base, &spanning(30), &spanning(600)).expect("of one text").document;
    assert_eq!(merged.conflicts.len(), 1);
    assert_eq!(version(&merged), "version: 3,");
    let again = read(&ron(&merged)).expect("sound");
    assert_eq!(again.conflicts, merged.conflicts);
    assert_eq!(version(&merge(&base, &spanning(30), &spanning(40)).expect("of one text").document), "version: 2,");
}

/// Files of an older Hashiya have the whole quote, however long it is, and stay readable.
#[test]
fn a_long_quote_in_full_is_read_under_any_version() {
    let document = with_long_spans(&hard_document());
    let written = ron(&document);
    let full = entries(&written).fold(written.clone(), |whole, line| {
        let Some(at) = line.find("(head: ") else { return whole };
        let id = line.split('"').nth(1).expect("an id");
        let mut quoted = String::new();
        for span in document.annotations.get(&id.into()).expect("it is there").spans.iter() {
            quoted.push_str(&format!("({}, {}, {:?}), ", span.start(), span.end(), document.document.quote(span)));
        }
        let end = line.find("], provenance").expect("spans end");
        let start = line[..at].find("spans: [").expect("spans") + "spans: [".len();
        whole.replacen(&line[start..end], &quoted, 1)
    });
    assert!(!full.contains("(head: "));
    assert_same(&read(&full).expect("sound"), &document);
    let first = full.replacen("version: 3", "version: 1", 1).replacen("    conflicts: [\n    ],\n", "", 1);
    assert_same(&read(&first).expect("sound"), &document);
    // Lines of a newer file that a merge by lines brought into an older one.
    let merged = written.replacen("version: 3", "version: 1", 1).replacen("    conflicts: [\n    ],\n", "", 1);
    assert_same(&read(&merged).expect("sound"), &document);
    let second = read(&written.replacen("version: 3", "version: 2", 1)).expect("sound");
    assert_same(&second, &document);
    // What is saved of it says what it is.
    assert_eq!(ron(&second), written);
    assert!(read(&written.replacen("version: 3", "version: 6", 1)).is_err_and(|e| e.to_string().contains("version 6")));
}

#[test]
fn each_part_of_a_long_quote_is_held_to_the_text_and_named_with_its_line() {
    let written = ron(&with_long_spans(&hard_document()));
    let line = written.lines().position(|line| line.contains("(id: \"long-1\"")).expect("it is there") + 1;
    let entry = written.lines().nth(line - 1).expect("it is there");
    for (from, to) in [
        ("head: \"قِفَا", "head: \"قِفُا"),
        ("bytes: ", "bytes: 1"),
        (", digest: \"", ", digest: \"0"),
        ("\", bytes", "x\", bytes"),
    ] {
        assert!(entry.contains(from), "{from}");
        let damaged = written.replacen(entry, &entry.replacen(from, to, 1), 1);
        let said = read(&damaged).expect_err("it is noticed").to_string();
        assert!(said.contains(&format!("f.ron:{line}: annotation 'long-1': the quote says 'قِف")), "{said}");
        assert!(said.len() < 1200, "a message does not grow with the span: {said}");
    }
    for (from, to) in [("head: ", "hed: "), ("bytes: ", "bytes: -"), (", digest: ", ", more: 1, digest: ")] {
        let damaged = written.replacen(entry, &entry.replacen(from, to, 1), 1);
        assert!(read(&damaged).is_err_and(|error| matches!(error, LoadError::Syntax { .. })), "{to}");
    }
}

/// From one refrain to the next: head, tail and length are the same, and the digest alone tells.
#[test]
fn a_span_moved_by_hand_to_where_its_ends_stand_too_is_noticed() {
    let verse = |middle: &str| format!("{}{middle}{}", "قفا نبك ".repeat(20), "بسقط اللوى ".repeat(20));
    let text = verse("الأول") + &verse("الثان");
    let half = text.len() / 2;
    let document = AnnotatedDocument {
        document: Document::new(DocumentId("x".into()), "", text.as_str(), Default::default()).expect("short"),
        annotations: AnnotationSet::from_annotations([annotation("a", "PER", &text, std::slice::from_ref(&(0..half)))]),
        relations: Default::default(),
        ..hard_document()
    };
    let written = ron(&document);
    let moved = written.replacen(&format!("(0, {half}, "), &format!("({half}, {}, ", text.len()), 1);
    assert_ne!(moved, written);
    assert!(read(&moved).is_err_and(|error| error.to_string().contains("'a'")));
    // And the doctor knows where it stood.
    let (diagnosis, done) = diagnose_fully(Path::new("f.ron"), moved.as_bytes()).expect("readable");
    assert!(matches!(&done[..], [Repair::MoveSpan { to, .. }] if *to == (0, half)), "{done:?}");
    assert_same(&diagnosis.document.expect("sound"), &document);
}

#[test]
fn the_doctor_mends_long_spans_by_what_the_file_has_of_them() {
    let document = with_long_spans(&hard_document());
    let written = ron(&document);
    let first = HARD_TEXT.len();
    let check = |from: &str, to: &str, expect: &dyn Fn(&[Repair]) -> bool| {
        assert!(written.contains(from), "{from}");
        let (diagnosis, done) =
            diagnose_fully(Path::new("f.ron"), written.replacen(from, to, 1).as_bytes()).expect("readable");
        assert!(expect(&done), "{done:?}");
        assert!(done.iter().all(|repair| repair.to_string().len() < 600), "what is said does not grow with the span");
        assert_eq!(diagnosis.problems, []);
        assert_same(&diagnosis.document.expect("sound"), &document);
    };
    let moved = |done: &[Repair]| matches!(done, [Repair::MoveSpan { .. }]);
    check(&format!("({first}, "), "(2, ", &moved);
    check(&format!("({first}, "), "(99999, ", &moved);
    let taken = |done: &[Repair]| matches!(done, [Repair::TakeText { .. }]);
    check("bytes: ", "bytes: 1", &taken);
    check(", digest: \"", ", digest: \"0", &taken);
    // Cut off anywhere among the annotations: those before the cut are there.
    let cut = written.find("(id: \"long-2\"").expect("it is there") + 40;
    let (diagnosis, _) = diagnose_fully(Path::new("f.ron"), &written.as_bytes()[..cut]).expect("the text is whole");
    assert_eq!(diagnosis.problems, []);
    assert!(diagnosis.document.is_some_and(|d| d.annotations.contains(&"long-1".into())));
    // Where the text was changed as well, nothing is guessed: the entry leaves, and its ends are said.
    let lost = written.replacen("نَبْكِ", "نَضْحَكْ", usize::MAX);
    assert!(diagnose(Path::new("f.ron"), lost.as_bytes(), &[]).is_ok_and(|diagnosis| !diagnosis.problems.is_empty()));
}

proptest! {
    #[test]
    fn any_document_with_long_spans_is_read_as_it_was_written(document in any_document()) {
        prop_assume!(!document.schema.labels.is_empty());
        let document = with_long_spans(&document);
        let written = ron(&document);
        let again = read(&written).expect("sound");
        assert_same(&again, &document);
        prop_assert_eq!(ron(&again), written);
    }
}

/// 40 000 spans within each other: the file that was 8 GB, here a tenth of it so that each run can afford it.
#[test]
fn a_file_of_nested_spans_grows_with_their_number_and_not_with_their_lengths() {
    let text = "ا".repeat(40_000);
    let nested =
        |n: usize| annotation(&format!("n{n}"), "PER", &text, std::slice::from_ref(&(2 * n..text.len() - 2 * n)));
    let document = AnnotatedDocument {
        document: Document::new(DocumentId("x".into()), "", text.as_str(), Default::default()).expect("short"),
        annotations: AnnotationSet::from_annotations((0..10_000).map(nested)),
        relations: Default::default(),
        ..hard_document()
    };
    let written = ron(&document);
    assert!(written.len() < text.len() + 10_000 * 600, "{}", written.len());
    assert_same(&read(&written).expect("sound"), &document);
}
