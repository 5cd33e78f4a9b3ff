//! A text that changed under its annotations: they are found again, or asked for, never guessed.

use std::collections::HashMap;
use std::process::Command;
use std::sync::Arc;

use hashiya::edit::reanchor::{ReanchorOutcome, reanchor};
use hashiya::model::{AnnotatedDocument, AnnotationSet, Annotator, Document, DocumentId};
use hashiya::store::{Expect, default_schema, load, save};
use proptest::prelude::*;

use crate::fixture::{Folder, annotation, any_document, hard_document};
use crate::marked;

fn with(text: &str, ranges: &[std::ops::Range<usize>]) -> AnnotatedDocument {
    let document = Document::new(DocumentId("د".into()), "", text, Default::default()).expect("short");
    let empty = AnnotatedDocument::new(document, Arc::new(default_schema()), Annotator::new("أحمد"));
    let annotations =
        ranges.iter().enumerate().map(|(i, r)| annotation(&format!("T{i}"), "PER", text, std::slice::from_ref(r)));
    AnnotatedDocument { annotations: AnnotationSet::from_annotations(annotations), ..empty }
}

/// The annotations of the marked text `before` stand in the new text where `after` marks them.
#[track_caller]
fn check(before: &str, after: &str) {
    let expect = marked::document(after);
    let found = reanchor(&marked::document(before), expect.text());
    let new = found.document(&HashMap::new()).expect("short");
    assert_eq!(marked::print_anonymous(&new), marked::print_anonymous(&expect), "{:?}", found.fates);
}

#[track_caller]
fn check_fate(before: &str, after: &str, expect: fn(&ReanchorOutcome) -> bool) {
    let found = reanchor(&marked::document(before), after);
    assert!(expect(&found.fates[0].1), "{:?}", found.fates);
}

#[test]
fn annotations_go_where_their_words_went() {
    check("قال [PER أحمد] إنه", "قال [PER أحمد] إنه");
    check("قال [PER أحمد] إنه", "وأمس قال [PER أحمد] إنه هنا");
    check(r"سطر\nقال [PER أحمد] إنه\n", r"سطر جديد\nسطر\nقال [PER أحمد] إنه\n");
    check("قال أحمد ثم ذهب [PER أحمد] إلى البيت", "قال أحمد مرارًا ثم ذهب [PER أحمد] إلى البيت");
    check(r"أول\nثان [LOC هنا]\nثالث\n", r"ثالث\nأول\nثان [LOC هنا]\n");
    check(r"نعم\nنعم\n[PER نعم]\nلا\n", r"نعم\nنعم\n[PER نعم]\nلا جديد\n");
}

#[test]
fn nested_crossing_and_parted_annotations_go_together() {
    check("زار [ORG بنك [LOC لبنان]] أمس", "وأمس زار [ORG بنك [LOC لبنان]] أحمد");
    check("وفدا [ORG#1 جامعتي [LOC القاهرة]#1# وتونس]", "زار وفدا [ORG#1 جامعتي [LOC القاهرة]#1# وتونس] أمس");
    check("[ORG#1 جامعتا] مصر و[ORG#1 تونس] معا", "وفي [ORG#1 جامعتا] مصر و[ORG#1 تونس] معا");
    // The link follows what it links.
    check(
        "قال [PER#1 sure=true أحمد] في [LOC#2 بيروت]\n#1 → #2 in",
        "ثم قال [PER#1 sure=true أحمد] في [LOC#2 بيروت]\n#1 → #2 in",
    );
}

#[test]
fn what_could_stand_in_two_places_is_asked_and_what_is_gone_is_lost() {
    check_fate("قال [PER أحمد] إنه", "قال محمد إنه", |fate| *fate == ReanchorOutcome::Lost);
    check_fate(
        r"نعم\n[PER نعم]\n",
        "نعم\nنعم\nنعم\n",
        |fate| matches!(fate, ReanchorOutcome::Ambiguous(places) if places.len() > 1),
    );
    check_fate("في بيت [PER كبير] جدا", "كبير", |fate| *fate == ReanchorOutcome::Lost);
    // One that is gone takes its link along, and the rest stays.
    check("قال [PER#1 أحمد] في [LOC#2 بيروت]\n#1 → #2 in", "قال سالم في [LOC بيروت]");
}

#[test]
fn relations_follow_their_ends() {
    let old = hard_document();
    let text = old.text().replace("مُحَمَّدٌ بنُ عليّ", "سالم");
    let found = reanchor(&old, text);
    assert_eq!(found.counts(), [0, 7, 0, 1]);
    let new = found.document(&HashMap::new()).expect("short");
    assert_eq!((new.annotations.len(), new.relations.len()), (7, 1));
    assert_eq!(new.problems(), []);
}

#[test]
fn the_command_lists_what_happened_and_asks_before_it_leaves_out() {
    let folder = Folder::new();
    let file = folder.join("خبر.ron");
    save(&hard_document(), &file, Expect::Absent).expect("saved");
    let text = folder.write("جديد.txt", hard_document().text().replace("12/5/2026", "أمس"));
    let new = folder.join("جديد.ron");
    let run = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hashiya"));
        command.arg("reanchor").arg(&file).arg("--text").arg(&text).arg("--out").arg(&new).args(more);
        command.output().expect("it runs")
    };
    let refused = run(&[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stdout).contains("lost\tDATE «12/5/2026»"));
    assert!(!new.exists());
    assert!(run(&["--leave-out"]).status.success());
    assert_eq!(load(&new).expect("sound").0.annotations.len(), 7);
}

proptest! {
    /// Words that stand once: text that comes or goes elsewhere moves each annotation exactly.
    #[test]
    fn text_elsewhere_moves_annotations_exactly(
        words in 4usize..60,
        marks in prop::collection::vec(any::<prop::sample::Index>(), 1..6),
        at in any::<prop::sample::Index>(),
        inserted in prop_oneof![Just(""), Just("س ص "), Just("سطر\n"), Just("\n\n")],
        deleted in 0usize..3,
        newline in 1usize..9,
    ) {
        let word = |n: usize| format!("كلمة{n}ي{}", if n.is_multiple_of(newline) { "\n" } else { " " });
        let cut = at.index(words + 1);
        let gone = cut..(cut + deleted).min(words);
        let mut old = String::new();
        let mut new = String::new();
        let mut places = Vec::new();
        for n in 0..words {
            if n == cut { new.push_str(inserted); }
            let start = (old.len(), new.len());
            old.push_str(&word(n));
            if !gone.contains(&n) { new.push_str(&word(n)); }
            places.push((start.0..start.0 + word(n).trim_end().len(), start.1..start.1 + word(n).trim_end().len()));
        }
        if cut == words { new.push_str(inserted); }
        let mut chosen: Vec<usize> = marks.iter().map(|m| m.index(words)).filter(|n| !gone.contains(n)).collect();
        chosen.sort_unstable();
        chosen.dedup();
        let document = with(&old, &chosen.iter().map(|n| places[*n].0.clone()).collect::<Vec<_>>());
        let found = reanchor(&document, new.as_str());
        for (n, (_, fate)) in chosen.iter().zip(&found.fates) {
            match fate {
                ReanchorOutcome::Exact(spans) | ReanchorOutcome::Moved(spans) => prop_assert_eq!(spans.extent(), places[*n].1.clone()),
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }

    /// In any text: what is said to be found has the same words, and the same text changes nothing.
    #[test]
    fn what_is_found_has_the_same_words(document in any_document(), other in any_document(), at in any::<prop::sample::Index>()) {
        let same = reanchor(&document, document.text());
        prop_assert_eq!(same.counts()[0], document.annotations.len());
        let cut = document.text().floor_char_boundary(at.index(document.text().len() + 1));
        let text = [&document.text()[..cut], other.text(), &document.text()[cut..]].concat();
        let found = reanchor(&document, text);
        let new = found.document(&HashMap::new()).expect("short");
        prop_assert_eq!(new.problems(), vec![]);
        prop_assert_eq!(found.unlinked(&HashMap::new()), document.relations.len() - new.relations.len());
        for annotation in new.annotations.iter() {
            let old = document.annotations.get(&annotation.id).expect("it was there");
            prop_assert_eq!(document.quote(old), new.quote(annotation));
        }
    }
}
