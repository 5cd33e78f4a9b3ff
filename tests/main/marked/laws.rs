//! What the notation of [`super`] keeps: what is printed is what was read, and what is badly written is refused.

use hashiya::model::{AnnotatedDocument, AttributeValue};
use proptest::prelude::*;

use super::{document, print, print_anonymous};
use crate::fixture::{any_document, hard_document};

/// What is printed is what was read.
#[track_caller]
fn check(notation: &str) {
    assert_eq!(print(&document(notation)), notation);
}

#[test]
fn what_is_printed_is_what_was_read() {
    check("");
    check("قال [PER أحمد] في [LOC القاهرة]");
    check("[ORG بنك [LOC مصر]]");
    check("[PER#1 أحمد] ثم [PER#1 علي] وبعده [PER سالم]");
    check("[ORG#1 جامعتي [LOC القاهرة]#1# وتونس] والشارقة");
    check("[PER alias=\"أبو \\\"علي\\\"\" gender=male n=-1.5 odd='12' sure=true أحمد]");
    check("[PER sure=false =\"ملاحظة\\nأخرى\" أحمد]");
    check("[PER#1 أحمد] في [LOC#2 بيروت]\n#1 → #2 lives-in sure=true\n#2 → #1 named#x =\"؟\"");
    check("[اسم\\ علم#a\\#1 أ\\[ب\\]\\\\ج\\=د]\\#هـ \\u{200f}\\n");
    check("[PER  أحمد ] [LOC ][LOC س]");
}

#[test]
fn a_document_is_built_as_it_is_written() {
    let found = document("😀 [PER#p gender=male أحمد] و[PER#p علي] في [LOC القاهرة]\n#p → #T2 lives-in");
    assert_eq!(found.text(), "😀 أحمد وعلي في القاهرة");
    let person = found.annotations.get(&"p".into()).expect("it is there");
    assert_eq!(found.quote(person), "أحمد … علي");
    assert_eq!(person.record.attributes["gender"], AttributeValue::Choice("male".into()));
    assert_eq!(person.spans.first().range(), 5..13, "bytes; in the notation stand characters");
    assert_eq!(found.relations[&"R1".into()].target, "T2".into());
    assert_eq!(
        print_anonymous(&found),
        "😀 [PER#1 gender=male أحمد] و[PER#1 علي] في [LOC#2 القاهرة]\n#1 → #2 lives-in"
    );
    assert_eq!(print(&document(&print(&hard_document()))), print(&hard_document()));
}

#[test]
fn what_is_not_well_written_is_refused_with_its_place() {
    for (notation, place, what) in [
        ("قال [PER أحمد", "character 14", "PER is not closed"),
        ("قال أحمد]", "character 9", "nothing is open"),
        ("قال [ أحمد]", "character 6", "a label is missing"),
        ("[PER]", "character 5", "a space parts the head"),
        ("[PER# أ]", "character 6", "an id is missing"),
        ("[PER#1 أ [PER#1 ب]]", "character 17", "within another of its own"),
        ("[PER#1 أ] [LOC#1 ب]", "character 18", "another label"),
        ("[PER#1 أ] [PER#1 sure=true ب]", "character 28", "at the first piece"),
        ("[PER#T2 أ] [LOC ب]", "character 17", "T2 is taken"),
        ("[PER sure= أ]", "character 11", "a value is missing"),
        ("[PER sure=true sure=true أ]", "character 25", "has a value already"),
        ("[PER =3 أ]", "character 8", "a note stands in quotation marks"),
        ("[PER =\"أ]", "character 10", "not closed"),
        ("[PER أ]#3#", "character 7", "nothing is open that this could close"),
        ("[PER أ]# ب", "character 7", "ends the piece of an id"),
        ("أ=ب", "character 2", "names no attribute"),
        ("أ\\ب", "character 2", "a backslash stands before"),
        ("\\u{zz}", "character 1", "the number of a character"),
        ("[PER#1 أ]\n#1 → #2 x", "line 2, character 7", "no annotation has this id"),
        ("[PER#1 أ]\n1 → 1 x", "line 2, character 1", "is written '#id'"),
        ("[PER#1 أ]\n#1 #1 x", "line 2, character 3", "parts the ends"),
        ("[PER#1 أ]\n#1 → #1", "line 2, character 8", "has a type"),
        ("[PER#1 أ]\n#1 → #1 x y", "line 2, character 10", "ends with its line"),
    ] {
        let said = std::panic::catch_unwind(|| document(notation)).expect_err(notation);
        let said = said.downcast_ref::<String>().expect("a message").clone();
        assert!(said.contains(&format!("{place}: ")) && said.contains(what), "{notation}: {said}");
    }
}

proptest! {
    #[test]
    fn any_document_is_printed_and_read_again(document in any_document()) {
        let printed = print(&document);
        let again = super::document(&printed);
        prop_assert_eq!(again.text(), document.text());
        let places = |document: &AnnotatedDocument| {
            document.annotations.iter().map(|a| (a.id.clone(), a.label.clone(), a.spans.clone())).collect::<Vec<_>>()
        };
        prop_assert_eq!(places(&again), places(&document));
        prop_assert_eq!(print(&again), printed);
        prop_assert_eq!(print_anonymous(&again), print_anonymous(&document));
    }
}
