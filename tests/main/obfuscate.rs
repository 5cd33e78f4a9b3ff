//! What is obfuscated says nothing of the original and behaves as it does: bytes, graphemes, joining, direction, places.

use std::collections::HashSet;

use hashiya::arabic::disguise::{Chance, Disguise};
use hashiya::model::{AnnotatedDocument, AttributeValue};
use hashiya::store::{Expect, document_reader, load, save};
use hashiya::workspace::obfuscate::obfuscate;
use proptest::prelude::*;
use unicode_general_category::get_general_category;
use unicode_script::UnicodeScript as _;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::cli::{done, done_saying, fails, path};
use crate::fixture::{Folder, any_document, any_text, hard_document};

/// Joining classes as Unicode 14 has them, taken from another implementation.
const DUAL: &[(u32, u32)] = &[
    (0x620, 0x620),
    (0x626, 0x626),
    (0x628, 0x628),
    (0x62a, 0x62e),
    (0x633, 0x63f),
    (0x641, 0x647),
    (0x649, 0x64a),
    (0x66e, 0x66f),
    (0x678, 0x687),
    (0x69a, 0x6bf),
    (0x6c1, 0x6c2),
    (0x6cc, 0x6cc),
    (0x6ce, 0x6ce),
    (0x6d0, 0x6d1),
    (0x6fa, 0x6fc),
    (0x6ff, 0x6ff),
    (0x750, 0x758),
    (0x75c, 0x76a),
    (0x76d, 0x770),
    (0x772, 0x772),
    (0x775, 0x777),
    (0x77a, 0x77f),
    (0x886, 0x886),
    (0x889, 0x88d),
    (0x8a0, 0x8a9),
    (0x8af, 0x8b0),
    (0x8b3, 0x8b8),
    (0x8ba, 0x8c8),
];
const RIGHT: &[(u32, u32)] = &[
    (0x622, 0x625),
    (0x627, 0x627),
    (0x629, 0x629),
    (0x62f, 0x632),
    (0x648, 0x648),
    (0x671, 0x673),
    (0x675, 0x677),
    (0x688, 0x699),
    (0x6c0, 0x6c0),
    (0x6c3, 0x6cb),
    (0x6cd, 0x6cd),
    (0x6cf, 0x6cf),
    (0x6d2, 0x6d3),
    (0x6d5, 0x6d5),
    (0x6ee, 0x6ef),
    (0x759, 0x75b),
    (0x76b, 0x76c),
    (0x771, 0x771),
    (0x773, 0x774),
    (0x778, 0x779),
    (0x870, 0x882),
    (0x88e, 0x88e),
    (0x8aa, 0x8ac),
    (0x8ae, 0x8ae),
    (0x8b1, 0x8b2),
    (0x8b9, 0x8b9),
];

fn joining(c: char) -> char {
    let is_in = |ranges: &[(u32, u32)]| ranges.iter().any(|(from, to)| (*from..=*to).contains(&u32::from(c)));
    if is_in(DUAL) {
        'D'
    } else if is_in(RIGHT) {
        'R'
    } else {
        'U'
    }
}

/// The words of four letters and more, without their marks and capitals.
fn words(text: &str) -> HashSet<String> {
    let in_word = |c: char| c.is_alphabetic() || c == 'ـ' || hashiya::arabic::letters::is_mark(c);
    let bare =
        |word: &str| -> String { word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect() };
    text.split(|c| !in_word(c)).map(bare).filter(|word| word.chars().count() >= 4).collect()
}

fn check(text: &str, other: &str) {
    assert_eq!(text.len(), other.len());
    assert_eq!(text.chars().count(), other.chars().count());
    for (c, d) in text.chars().zip(other.chars()) {
        let of = |c: char| (joining(c), unicode_bidi::bidi_class(c), c.len_utf8(), get_general_category(c), c.script());
        assert_eq!(of(c), of(d), "{c:?} became {d:?}");
        let stays = !c.is_alphabetic() && !c.is_numeric();
        assert!(!stays || c == d, "{c:?} became {d:?}");
    }
    let edges = |text: &str| text.grapheme_indices(true).map(|(at, _)| at).collect::<Vec<_>>();
    assert_eq!(edges(text), edges(other), "{text:?} became {other:?}");
    let left: Vec<String> = words(text).intersection(&words(other)).cloned().collect();
    // The hamza has no other letter of its kind.
    assert!(left.iter().all(|word| word.chars().all(|c| c == 'ء')), "{left:?} is still in {other:?}");
}

fn disguised(text: &str, seed: u64) -> String {
    Disguise::new([text], Chance::of_seed(seed)).text(text)
}

proptest! {
    #[test]
    fn a_disguised_text_is_one_of_the_same_shape(text in any_text(), seed: u64) {
        check(&text, &disguised(&text, seed));
    }

    #[test]
    fn any_script_keeps_its_graphemes(text in "[\\p{L}\\p{M}\\p{N} \u{200d}]{0,40}", seed: u64) {
        let other = disguised(&text, seed);
        assert_eq!(text.len(), other.len());
        let edges = |text: &str| text.grapheme_indices(true).map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(edges(&text), edges(&other), "{text:?} became {other:?}");
    }

    #[test]
    fn an_obfuscated_document_has_its_annotations_where_they_were(document in any_document(), seed: u64) {
        same_places(&document, seed);
    }
}

fn same_places(document: &AnnotatedDocument, seed: u64) -> AnnotatedDocument {
    let made = obfuscate(document, Some(seed)).expect("as long as it was").document;
    check(document.text(), made.text());
    assert_eq!(made.problems(), []);
    let places =
        |document: &AnnotatedDocument| document.annotations.iter().map(|a| a.spans.clone()).collect::<Vec<_>>();
    assert_eq!(places(document), places(&made));
    let ends = |document: &AnnotatedDocument| {
        let place = |id| document.annotations.get(id).expect("its end").spans.clone();
        let mut ends: Vec<_> =
            document.relations.values().map(|r| (place(&r.source).extent(), place(&r.target).extent())).collect();
        ends.sort_by_key(|(from, to)| (from.start, from.end, to.start, to.end));
        ends
    };
    assert_eq!(ends(document), ends(&made));
    made
}

#[test]
fn every_letter_of_arabic_becomes_another_that_joins_alike() {
    let text: String = ('\u{621}'..='\u{64a}').filter(|c| *c != 'ـ').collect();
    for seed in 0..200 {
        let other = disguised(&text, seed);
        check(&text, &other);
        assert!(
            text.chars().zip(other.chars()).all(|(c, d)| c == 'ء' || (c != d && ('\u{621}'..='\u{64a}').contains(&d)))
        );
    }
}

#[test]
fn the_same_letter_is_another_each_time() {
    let text = "ب".repeat(400);
    let found: HashSet<char> = disguised(&text, 1).chars().collect();
    assert!(found.len() > 15, "a table of letters would be read by their frequencies: {found:?}");
    assert_ne!(disguised(&text, 1), disguised(&text, 2));
}

#[test]
fn nothing_of_the_original_is_in_what_is_written() {
    let mut document = hard_document();
    let text = AttributeValue::Text("ملاحظة سرية عن كريم".into());
    document.schema = {
        let mut schema = (*document.schema).clone();
        let remark = hashiya::model::AttributeDefinition {
            name: "ملحوظة".into(),
            kind: hashiya::model::AttributeKind::Text,
            arabic: "ملحوظة".into(),
            english: "remark".into(),
            guideline: "اكتب".into(),
            ..hashiya::model::AttributeDefinition::new("", hashiya::model::AttributeKind::Flag)
        };
        schema.labels[0].attributes.push(remark);
        schema.into()
    };
    let mut first = (**document.annotations.iter().find(|a| a.id.as_str() == "p1").expect("it is there")).clone();
    first.record.attributes.insert("ملحوظة".into(), text);
    document.annotations.remove(&"p1".into());
    document.annotations.insert(first);
    let made = same_places(&document, 5);
    let file = std::path::Path::new("x.ron");
    let ron = document_reader::write(file, &made).expect("it can be written");
    let original = document_reader::write(file, &document).expect("it can be written");
    // The words of our own file are in both; all others are the document's.
    let ours = "id title text metadata annotator state schema labels name arabic english colour guideline attributes version document \
                annotations relations spans label quote note provenance created modified source target value kind choice flag text \
                human imported format accepted suggestion brat obfuscated relation types type document hash sha kinds start parent done \
                new progress rejected length digest checksum first last some none true false inprogress acceptedsuggestion sha256 seal \
                sourcelabels targetlabels relationtypes documentattributes number other hashiya";
    let ours: HashSet<String> = words(ours);
    let left: Vec<String> =
        words(&original).intersection(&words(&ron)).filter(|w| !ours.contains(*w)).cloned().collect();
    let hex = |word: &String| word.chars().all(|c| c.is_ascii_hexdigit());
    assert!(left.iter().all(hex), "{left:?}");
    for name in ["PER", "gender", "أحمد", "خبر", "example.org", "planned"] {
        assert!(original.contains(name) && !ron.contains(name), "{name}");
    }
}

#[test]
fn the_command_writes_a_document_of_the_same_shape() {
    let folder = Folder::new();
    save(&hard_document(), &folder.join("d.ron"), Expect::Absent).expect("saved");
    let (file, out) = (path(&folder, "d.ron"), path(&folder, "n.ron"));
    done_saying(&["obfuscate", &file, "--out", &out, "--seed", "7"], "look at it before it is sent");
    let (document, _) = load(&folder.join("n.ron")).expect("sound");
    check(hard_document().text(), document.text());
    fails(&["obfuscate", &file, "--out", &out], 1, &["n.ron"]);
    let other = path(&folder, "o.ron");
    done(&["obfuscate", &file, "--out", &other, "--seed", "7"]);
    let read = |name: &str| std::fs::read(folder.join(name)).expect("written");
    assert_eq!(read("n.ron"), read("o.ron"));
    for name in ["p.ron", "q.ron"] {
        done(&["obfuscate", &file, "--out", &path(&folder, name)]);
    }
    assert_ne!(read("p.ron"), read("q.ron"), "without a seed it is another each time");
}
