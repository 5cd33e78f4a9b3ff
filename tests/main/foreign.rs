//! What libraries and the system say of a failure, fed to the Arabic sentences: English may stand in them as a name or a quote,
//! never as a sentence.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hashiya::arabic::normalize::Normalization;
use hashiya::arabic::search::{Matcher, PatternFaultKind, Query, QueryError};
use hashiya::formats::{self, ImportOptions, ImportProblem, Input, JsonFaultKind, SchemaBuilder};
use hashiya::model::{AnnotatedDocument, DocumentId};
use hashiya::store::{self, Expect, LoadError, default_schema, document_reader, versions};
use hashiya::ui::l10n::Localize;
use hashiya::ui::localizer::{Digits, Language, Localizer};

use crate::fixture::Folder;
use crate::marked;

/// The message without what a person may have written (quotes).
fn sentence(said: &str) -> String {
    let mut rest = said.to_owned();
    while let Some(from) = rest.find('«') {
        let Some(to) = rest[from..].find('»') else { panic!("a quote is not closed: {said}") };
        rest.replace_range(from..from + to + '»'.len_utf8(), "");
    }
    rest
}

fn two_latin_words(said: &str) -> bool {
    let latin = |word: &str| word.chars().any(|c| c.is_ascii_alphabetic());
    let words: Vec<&str> = said.split_whitespace().collect();
    words.windows(2).any(|pair| latin(pair[0]) && latin(pair[1]))
}

/// The message in Arabic, held to the rule.
#[track_caller]
fn said(what: &dyn Localize) -> String {
    let said = what.localized(&Localizer::new(Language::Arabic, Digits::default()));
    assert!(!two_latin_words(&sentence(&said)), "{said}");
    said
}

#[test]
fn the_rule_finds_an_english_sentence() {
    assert!(two_latin_words(&sentence("السطر تالف (\u{2068}expected value\u{2069})")));
    assert!(!two_latin_words(&sentence("السطر تالف، «two words» PER")));
}

#[test]
fn what_is_no_json_is_told_by_its_kind_and_column() {
    let fault = |line: &str| {
        let input = Input { path: Path::new("ملف"), bytes: line.as_bytes(), companions: Vec::new() };
        let jsonl = formats::by_name("jsonl").expect("a format of the registry");
        let mut words = SchemaBuilder::growing(default_schema());
        let error = jsonl.import(&input, &ImportOptions::default(), &mut words).expect_err(line);
        let said = said(&error);
        match *error.what {
            ImportProblem::Json(fault) => (fault, said),
            other => panic!("{line}: {other}"),
        }
    };
    use JsonFaultKind::*;
    for (line, kind) in [
        ("{\"text\":", Ended),
        ("{\"text\":\"نص", Ended),
        ("{\"text\":\"نص\",\"spans\":[", Ended),
        ("{text:1}", Syntax),
        ("{\"text\" \"نص\"}", Syntax),
        ("{\"text\":\"\\q\"}", Syntax),
        ("{\"text\":01}", Syntax),
        ("{\"text\":\"نص\",}", Syntax),
        ("{\"text\":\"نص\"} زائد", Syntax),
        ("[1,2]", Data),
        ("7", Data),
        ("{\"text\":3}", Data),
        ("{\"text\":\"نص\",\"text\":\"نص\"}", Data),
        ("{\"text\":\"نص\",\"spans\":[{\"start\":-2,\"end\":0,\"label\":\"PER\"}]}", Data),
        ("{\"text\":\"نص\",\"spans\":{}}", Data),
    ] {
        assert_eq!(fault(line).0.kind, kind, "{line}");
    }
    let deep = format!("{{\"other\":{}", "[".repeat(1000));
    assert_ne!(fault(&deep).0.kind, Data);
    // Characters, not bytes.
    let (at, said) = fault("{\"النص\":\"نص\" ؟}");
    assert_eq!(at.column, Some(14), "{at:?}");
    assert!(said.contains("عند العمود ١٤"), "{said}");
}

/// Arabic alone, so that what is Latin in a message is the program's.
fn arabic_document() -> AnnotatedDocument {
    let document = marked::document("قال [PER#ا أحمد] في [LOC#ب القاهرة]");
    let source = document.document.with_facts(DocumentId("خبر".into()), "خبر".into(), BTreeMap::new());
    AnnotatedDocument { document: source, ..document }
}

#[test]
fn whatever_is_wrong_in_a_file_of_ours_is_told_by_its_kind() {
    let path = Path::new("ملف");
    let sound = document_reader::write(path, &arabic_document()).expect("sound");
    let mut damaged = Vec::new();
    for (at, mark) in sound.match_indices(['(', ')', ',', ':', '"', '[', ']', '{', '}']).step_by(7) {
        damaged.push(format!("{}{}", &sound[..at], &sound[at + mark.len()..]));
        damaged.push(format!("{}{mark}{mark}{}", &sound[..at], &sound[at + mark.len()..]));
        damaged.push(format!("{}؟{}", &sound[..at], &sound[at + mark.len()..]));
        damaged.push(format!("{})", &sound[..at]));
    }
    for line in sound.lines().filter(|line| line.trim().len() > 2).step_by(3) {
        damaged.push(sound.replacen(line, "", 1));
        damaged.push(sound.replacen(line, &format!("{line}\n{line}"), 1));
        if let Some((name, value)) = line.split_once(": ") {
            for other in ["7", "-1", "99999999999999999999999", "1_", "0x", "true", "()", "\"\\q\"", "'ا'", "Nothing"]
            {
                damaged.push(sound.replacen(line, &format!("{name}: {other},"), 1));
            }
            damaged.push(sound.replacen(line, &format!("{name}x: {value}"), 1));
        }
    }
    damaged.push(sound.replacen("[", &"[".repeat(200), 1));
    damaged.push(format!("{sound}\n7"));
    damaged.push(format!("{sound}\n/* "));
    let mut kinds = BTreeSet::new();
    for source in &damaged {
        let Err(error) = document_reader::read(path, source.as_bytes()) else { continue };
        said(&error);
        if let LoadError::Syntax { fault, .. } = &error {
            kinds.insert(format!("{fault:?}").split('(').next().unwrap_or_default().to_owned());
        }
    }
    let seen: Vec<&str> = kinds.iter().map(String::as_str).collect();
    for kind in ["Ended", "MissingField", "Number", "Punctuation", "Text", "Trailing", "WrongValue"] {
        assert!(seen.contains(&kind), "{kind} is not among {seen:?}");
    }
}

#[test]
fn what_is_no_expression_is_told_by_its_kind_and_piece() {
    use PatternFaultKind::*;
    for (pattern, kind) in [
        ("(", GroupUnclosed),
        ("نص)", GroupUnopened),
        ("[ا", Class),
        ("[ي-ا]", Class),
        ("*", Repetition),
        ("ا{2,1}", Repetition),
        ("ا{", Repetition),
        ("\\ي", Escape),
        ("\\x{110000}", Escape),
        ("\\", Escape),
        ("(?<>ا)", GroupName),
        ("(?<س>ا)(?<س>ب)", GroupName),
        ("(?ق)", Flag),
        ("\\p{Nothing}", UnicodeClass),
        ("(?=ا)", Unsupported),
        ("(ا)\\1", Unsupported),
        ("\\w{1000}{1000}", TooLarge),
    ] {
        let query = Query { pattern: pattern.into(), regex: true, whole_word: false, folds: Normalization::SEARCH };
        let error = Matcher::new(&query).expect_err(pattern);
        let QueryError::Regex { fault, .. } = &error else { panic!("{pattern}: {error}") };
        assert_eq!(fault.kind, kind, "{pattern}");
        let said = said(&error);
        assert!(said.contains(&fault.piece), "{said}");
    }
}

/// Every number the system has, as the system says it.
#[cfg(unix)]
#[test]
fn whatever_the_system_says_is_told_in_arabic() {
    let sentences: Vec<String> = (1..134).map(|number| said(&std::io::Error::from_raw_os_error(number))).collect();
    let by_kind = sentences.iter().filter(|said| !said.contains("رقم الخطأ")).count();
    assert!(by_kind >= 30, "{by_kind} are told by their kind");
    for number in [libc::ENOSPC, libc::EIO, libc::EMFILE, libc::EXDEV] {
        let sentence = said(&std::io::Error::from_raw_os_error(number));
        assert!(!sentence.contains("رقم الخطأ"), "{sentence}");
    }
}

#[test]
fn an_earlier_version_that_cannot_be_unpacked_is_told() {
    let folder = Folder::new();
    let path = folder.join("خبر.ron");
    store::save(&arabic_document(), &path, Expect::Absent).expect("saved");
    versions::keep(&path).expect("kept");
    versions::tidy(&path, 3).expect("packed");
    let version = versions::versions(&path).pop().expect("one");
    let packed = std::fs::read(&version.path).expect("readable");
    let mut told_cut = 0;
    for bytes in [packed[..packed.len() / 2].to_vec(), b"\x1f\x8b\x08 nothing".to_vec(), b"nothing at all, no".to_vec()]
    {
        std::fs::write(&version.path, bytes).expect("writable");
        let said = said(&versions::read(&version).expect_err("damaged"));
        told_cut += usize::from(said.contains("مبتورة"));
    }
    assert!(told_cut >= 1);
}
