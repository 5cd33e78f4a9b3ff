//! A damaged document is mended one thing at a time, without a guess, into another file.

use std::path::Path;
use std::process::Command;

use hashiya::model::{AnnotationSet, Document, DocumentId};
use hashiya::store::repair::{Repair, diagnose, diagnose_fully};
use hashiya::store::{document_reader, load};
use proptest::prelude::*;

use crate::fixture::{Folder, hard_document};
use crate::random_edits::{Chance, document};

fn sound() -> String {
    document_reader::write(Path::new("f.ron"), &hard_document()).expect("sound")
}

/// The hard document's file with `from` replaced by `to`; what is done about it, a line each; and that afterwards it
/// is sound and says `expect`.
#[track_caller]
fn check(from: &str, to: &str, repairs: &[&str], expect: &str) {
    let damaged = sound().replacen(from, to, 1);
    assert_ne!(damaged, sound(), "'{from}' is in the file");
    let (diagnosis, done) = diagnose_fully(Path::new("f.ron"), damaged.as_bytes()).expect("it can be read");
    let done: Vec<String> = done.iter().map(ToString::to_string).chain(diagnosis.dropped).collect();
    assert_eq!(done.len(), repairs.len(), "{done:#?}");
    for (said, part) in done.iter().zip(repairs) {
        assert!(said.contains(part), "'{part}' is not in '{said}'");
    }
    assert_eq!(diagnosis.problems, []);
    let document = diagnosis.document.expect("a sound document");
    let written = document_reader::write(Path::new("f.ron"), &document).expect("sound");
    assert!(written.contains(expect), "'{expect}' is not in {written}");
}

#[test]
fn each_damage_has_its_repair() {
    check("(72, 92, ", "(70, 90, ", &["'l1' moves from 70..90 to 72..92"], "(72, 92, \"القـــاهرة\")");
    check("(72, 92, ", "(9999, 99999, ", &["'l1' moves"], "(72, 92, \"القـــاهرة\")");
    check("(72, 92, \"القـــاهرة\")", "(72, 92, \"القطار\")", &["'l1' stays where it is"], "(72, 92, \"القـــاهرة\")");
    check(
        "(72, 92, \"القـــاهرة\")",
        "(73, 92, \"القطار\")",
        &["'l1' is left out; it said: LOC on 'القطار'"],
        "\"d1\"",
    );
    check("انتهى\"", "انتهت\"", &["digest"], "انتهت");
    check("digest: \"", "digest: \"x", &["digest"], "digest: \"9d38");
    check("(id: \"l1\"", "(id: \"l2\"", &["the second annotation 'l2' gets the id 'l2-2'"], "(id: \"l2-2\"");
    check("(id: \"r1\"", "(id: \"p1\"", &["the second relation 'p1' gets the id 'p1-2'"], "(id: \"p1-2\"");
    check("label: \"DATE\"", "label: \"WHEN\"", &["the label 'WHEN' is added"], "(name: \"WHEN\"");
    check("label: \"works-for\"", "label: \"WORKS\"", &["the relation type 'WORKS' is added"], "(name: \"WORKS\"");
    check("source: \"p1\"", "source: \"p9\"", &["relation 'r1' is left out"], "\"r2\"");
    check(
        "target: \"o1\"",
        "target: \"l1\"",
        &["'works-for' may link 'PER' to 'LOC'"],
        "target_labels: [\"ORG\", \"LOC\"]",
    );
    check("Choice(\"male\")", "Choice(\"m\")", &["'m' becomes a choice"], "Choice(\"m\")");
    check("Choice(\"male\")", "Flag(true)", &["loses its attribute 'gender', which said true"], "\"p1\"");
    check(
        "{\"planned\": Flag(true)}",
        "{\"sure\": Number(0.5)}",
        &["'sure' is defined"],
        "(name: \"sure\", kind: Number)",
    );
    check("created: \"2026", "created: \"x2026", &["is no time"], "\"p1\"");
    check("key: Some('2')", "key: Some('1')", &["'ORG' loses the key '1'"], "\"ORG\"");
}

#[test]
fn repairs_are_agreed_to_one_by_one_and_the_rest_stays_wrong() {
    let damaged = sound().replacen("(72, 92, ", "(70, 90, ", 1).replacen("source: \"p1\"", "source: \"p9\"", 1);
    let after = |rounds: &[Vec<Repair>]| diagnose(Path::new("f.ron"), damaged.as_bytes(), rounds).expect("readable");
    let first = after(&[]);
    assert_eq!((first.problems.len(), first.proposals.len()), (2, 2));
    let second = after(&[vec![first.proposals[1].clone()]]);
    assert_eq!((second.problems.len(), second.proposals.clone()), (1, vec![first.proposals[0].clone()]));
    let third = after(&[vec![first.proposals[1].clone()], second.proposals]);
    assert_eq!((third.problems.len(), third.proposals), (0, vec![]));
}

#[test]
fn a_quote_equally_near_in_two_places_is_not_guessed() {
    let text = "أب ج أب";
    let mut document = hard_document();
    document.document = Document::new(DocumentId("x".into()), "", text, Default::default()).expect("short");
    document.relations.clear();
    let one = crate::fixture::annotation("a", "PER", text, std::slice::from_ref(&(0..4)));
    document.annotations = AnnotationSet::from_annotations([one]);
    let written = document_reader::write(Path::new("f.ron"), &document).expect("sound");
    let damaged = written.replacen("(0, 4, ", "(4, 5, ", 1);
    let (_, done) = diagnose_fully(Path::new("f.ron"), damaged.as_bytes()).expect("readable");
    assert!(matches!(&done[..], [Repair::TakeText { .. }]), "{done:?}");
}

#[test]
fn a_file_cut_off_or_with_a_broken_line_gives_back_what_can_be_read() {
    let source = sound();
    let d1 = source.find("(id: \"d1\"").expect("in the file");
    for (damaged, annotations, relations) in [
        (source[..d1 + 30].to_owned(), 6, 0),
        (source[..d1].to_owned(), 6, 0),
        (source[..source.find("(id: \"r2\"").expect("in the file") + 40].to_owned(), 8, 1),
        (source[..source.rfind("    ],\n)").expect("in the file")].to_owned(), 8, 2),
        (
            source.replacen(
                "(id: \"l1\", label: \"LOC\", spans: [",
                "(id: \"l1\", label: \"LOC\", spa\u{fffd}ns: [",
                1,
            ),
            7,
            2,
        ),
    ] {
        assert!(document_reader::read(Path::new("f.ron"), damaged.as_bytes()).is_err());
        let (diagnosis, _) = diagnose_fully(Path::new("f.ron"), damaged.as_bytes()).expect("the text is whole");
        assert_eq!(diagnosis.problems, []);
        let document = diagnosis.document.expect("sound");
        assert_eq!((document.annotations.len(), document.relations.len()), (annotations, relations));
    }
    let text = source.find("انتهى").expect("in the file");
    let error = diagnose_fully(Path::new("f.ron"), &source.as_bytes()[..text]).expect_err("the text is not whole");
    assert!(error.to_string().contains("untouched"), "{error}");
}

#[test]
fn validate_repairs_into_a_new_file_and_says_what_it_did() {
    let folder = Folder::new();
    let damaged = sound().replacen("(72, 92, ", "(70, 90, ", 1);
    let file = folder.write("خبر.ron", &damaged);
    let new = folder.join("جديد.ron");
    let run = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hashiya"));
        command.arg("validate").arg("--repair").arg(&file).arg("--out").arg(&new).output().expect("it runs")
    };
    let output = run();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("'l1' moves from 70..90 to 72..92"));
    assert_eq!(load(&new).expect("sound").0.annotations.len(), 8);
    assert_eq!(std::fs::read_to_string(&file).expect("there"), damaged, "the old file is as it was");
    assert_eq!(run().status.code(), Some(1), "a file that is there is not replaced");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    /// Whatever happens to a file: either it is refused as it is, or what comes of all repairs is sound; no panic.
    #[test]
    fn treatment_ends_in_a_sound_document_or_in_words(seed in any::<u64>(), cuts in 1usize..6) {
        let mut chance = Chance(seed);
        let source = document_reader::write(Path::new("f.ron"), &document(seed)).expect("sound");
        let mut words: Vec<&str> = source.split_inclusive([' ', '(', ',', '"']).collect();
        for _ in 0..cuts {
            let (a, b) = (chance.below(words.len()), chance.below(words.len()));
            match chance.below(3) {
                0 => words.swap(a, b),
                1 => drop(words.remove(a)),
                _ => words[a] = words[b],
            }
        }
        if let Ok((diagnosis, _)) = diagnose_fully(Path::new("f.ron"), words.concat().as_bytes())
            && let (Some(document), true) = (diagnosis.document, diagnosis.problems.is_empty())
        {
            let written = document_reader::write(Path::new("f.ron"), &document).expect("sound");
            document_reader::read(Path::new("f.ron"), written.as_bytes()).expect("it is read again");
        }
    }
}
