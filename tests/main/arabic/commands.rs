//! What the command line does with Arabic: strings however they are spelt, clitics in or out, consistency.

use hashiya::store::load;

use crate::cli::{done, fails, path};
use crate::fixture::Folder;
use crate::marked::assert_marked;

const ONE: &str = "وصل أحمد إلى القاهرة. قال احمد إنه زار القَاهِرَةَ وبالقاهرة أقام.\nثم عاد للقاهرة.";
const TWO: &str = "سافر كريم إلى بيروت، وبيروت مدينة. على الطريق لقي عليّ.";

/// A folder of two documents.
fn project() -> (Folder, String) {
    let folder = Folder::new();
    folder.write("texts/١.txt", ONE);
    folder.write("texts/٢.txt", TWO);
    done(&["import", &path(&folder, "texts"), "--out", &path(&folder, "docs")]);
    let docs = path(&folder, "docs");
    (folder, docs)
}

/// What `annotate` says it has labelled.
fn annotated(file: &str, arguments: &[&str]) -> Vec<String> {
    let said = done(&[&["annotate", file], arguments].concat());
    said.lines().map(|line| line.split('\t').next_back().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_string_is_labelled_however_it_is_spelt_and_with_its_clitics_in_or_out() {
    let exclude = ["القاهرة", "القَاهِرَةَ", "القاهرة", "لقاهرة"];
    let include = ["القاهرة", "القَاهِرَةَ", "وبالقاهرة", "للقاهرة"];
    for (clitics, expected) in [("exclude", exclude), ("include", include)] {
        let (_folder, docs) = project();
        let file = format!("{docs}/١.ron");
        let request = ["--label", "LOC", "--match", "القاهرة", "--fold", "safe", "--clitics", clitics];
        assert_eq!(annotated(&file, &request), expected, "{clitics}");
        fails(&[&["annotate", file.as_str()], &request[..]].concat(), 1, &["the text has no such place"]);
    }
    let (_folder, docs) = project();
    let file = format!("{docs}/٢.ron");
    assert_eq!(annotated(&file, &["--label", "PER", "--match", "علي", "--fold", "safe"]), ["عليّ"]);
    // The fold of search takes the preposition for the name, as it says.
    assert_eq!(annotated(&file, &["--label", "ORG", "--match", "علي", "--fold", "search"]), ["على", "عليّ"]);
    fails(&["annotate", &file, "--label", "PER", "--span", "0..4", "--fold", "safe"], 2, &["--fold"]);
}

#[test]
fn a_text_is_searched_in_documents_and_texts() {
    let (folder, docs) = project();
    let found = done(&["search", &docs, "القاهره"]);
    let hits: Vec<&str> = found.lines().map(|line| line.split(['‹', '›']).nth(1).expect("a hit is marked")).collect();
    assert_eq!(hits, ["القاهرة", "القَاهِرَةَ", "القاهرة"]);
    let fields: Vec<&str> = found.lines().next().expect("a line").split('\t').collect();
    assert_eq!(&fields[1..3], ["13", "20"], "code points");
    assert_eq!(done(&["search", &path(&folder, "texts/١.txt"), "القاهرة", "--fold", "exact"]).lines().count(), 2);
    assert_eq!(done(&["search", &docs, "بيروت", "--word"]).lines().count(), 1);
    assert_eq!(done(&["search", &docs, r"\bال\w+ره", "--regex"]).lines().count(), 2);
    let before = done(&["search", &docs, "--regex", r"\bال\w+ره"]);
    assert_eq!(before.lines().count(), 2, "an option may stand between the documents and the text");
    fails(&["search", "--regex", &docs], 1, &["and then the text to look for"]);
    let json = done(&["search", &docs, "احمد", "--json", "--context", "1"]);
    let rows: Vec<serde_json::Value> = json.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0]["text"].as_str(), rows[0]["before"].as_str()), (Some("أحمد"), Some("وصل ")));
    fails(&["search", &docs, "(", "--regex"], 1, &["is not a regular expression"]);
    fails(&["search", &docs, "ـ"], 1, &["characters that this search ignores"]);
    fails(&["search", &path(&folder, "nowhere"), "x"], 1, &["nowhere"]);
}

#[test]
fn what_is_inconsistent_is_listed_and_none_is_said() {
    let (_folder, docs) = project();
    done(&["lint", &docs]);
    annotated(&format!("{docs}/٢.ron"), &["--label", "LOC", "--span", "14..19"]);
    fails(&["lint", &docs], 1, &["بيروت\tit is not labelled, and LOC 1 times elsewhere; label it LOC"]);
    annotated(&format!("{docs}/٢.ron"), &["--label", "LOC", "--span", "20..27"]);
    fails(&["lint", &docs, "--json"], 1, &["\"trouble\":\"a blank, quote, bracket", "\"mend\":\"move it to"]);
}

#[test]
fn spans_are_converted_when_asked_and_shown_before() {
    let (_folder, docs) = project();
    let file = format!("{docs}/١.ron");
    annotated(&file, &["--label", "LOC", "--match", "القاهرة", "--clitics", "include"]);
    let check = |expected: &str| assert_marked(&load(file.as_ref()).expect("sound").0, expected);
    let within =
        r"وصل أحمد إلى [LOC القاهرة]. قال احمد إنه زار [LOC القَاهِرَةَ] [LOC وبالقاهرة] أقام.\nثم عاد [LOC للقاهرة].";
    check(within);
    let shown = done(&["clitics", &docs, "--clitics", "exclude"]);
    assert!(shown.contains("وبالقاهرة → القاهرة") && shown.contains("للقاهرة → لقاهرة"), "{shown}");
    // Only shown.
    check(within);
    done(&["clitics", &docs, "--clitics", "exclude", "--write"]);
    check(r"وصل أحمد إلى [LOC القاهرة]. قال احمد إنه زار [LOC القَاهِرَةَ] وب[LOC القاهرة] أقام.\nثم عاد ل[LOC لقاهرة].");
    assert!(done(&["list", &file, "--json"]).contains("\"normalised\":\"القاهرة\""));
    done(&["clitics", &docs, "--clitics", "include", "--write"]);
    check(within);
}

#[test]
fn an_export_chooses_what_becomes_of_clitics() {
    let (folder, docs) = project();
    let file = format!("{docs}/١.ron");
    annotated(&file, &["--label", "LOC", "--match", "القاهرة", "--fold", "safe", "--clitics", "exclude"]);
    let conll = |clitics: &[&str]| {
        let out = path(&folder, "out.conll");
        done(&[&["export", docs.as_str(), "--to", "conll", "--out", &out], clitics].concat());
        let text = std::fs::read_to_string(&out).expect("it was written");
        let rows = text.lines().filter(|line| line.contains("LOC")).map(|line| line.replace('\t', " "));
        rows.collect::<Vec<_>>()
    };
    let whole = ["القاهرة B-LOC", "القَاهِرَةَ B-LOC", "وبالقاهرة B-LOC", "للقاهرة B-LOC"];
    assert_eq!(conll(&[]), whole, "tokens are words, and spans are widened to them");
    assert_eq!(conll(&["--clitics", "include"]), whole);
    assert_eq!(
        conll(&["--clitics", "split"]),
        ["القاهرة B-LOC", "القَاهِرَةَ B-LOC", "القاهرة B-LOC", "لقاهرة B-LOC"],
        "و and ب are tokens of their own, and no span is widened"
    );
    let jsonl = path(&folder, "out.jsonl");
    done(&["export", &docs, "--to", "jsonl", "--out", &jsonl, "--clitics", "include"]);
    assert!(std::fs::read_to_string(&jsonl).expect("it was written").contains("\"وبالقاهرة\""));
    assert_eq!(done(&["list", &file]).matches("وبالقاهرة").count(), 0, "the document itself stays");
}
