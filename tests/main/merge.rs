//! Two people's work on one document comes together, and what they disagree on waits to be decided.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use hashiya::edit::merge::{Merge, MergeError, Note, merge};
use hashiya::edit::{Command, CommandError, History};
use hashiya::formats::{self, LossKind};
use hashiya::model::{
    AnnotatedDocument, Annotation, AnnotationSet, Choice, Conflict, Document, DocumentId, DocumentState, Label, Side,
};
use hashiya::store::checksum::Checksum;
use hashiya::store::document_reader;
use proptest::prelude::*;

use crate::fixture::{HARD_TEXT, annotation, hard_document, place};
use crate::golden::check_golden;
use crate::marked::{self, assert_marked};
use crate::merge_laws::{self, run};

fn ron(document: &AnnotatedDocument) -> String {
    document_reader::write(Path::new("f.ron"), document).expect("what a merge makes is sound")
}

/// The hard document after `edit`.
fn after(edit: impl FnOnce(&mut AnnotatedDocument)) -> AnnotatedDocument {
    let mut document = hard_document();
    edit(&mut document);
    assert_eq!(document.problems(), []);
    document
}

fn with(document: &mut AnnotatedDocument, id: &str, edit: impl FnOnce(&mut Annotation)) {
    let mut changed = (**document.annotations.get(&id.into()).expect("in the fixture")).clone();
    edit(&mut changed);
    document.annotations.insert(changed);
}

fn merged(ours: &AnnotatedDocument, theirs: &AnnotatedDocument) -> Merge {
    merged_from(&hard_document(), ours, theirs)
}

fn merged_from(base: &AnnotatedDocument, ours: &AnnotatedDocument, theirs: &AnnotatedDocument) -> Merge {
    let merge = merge(base, ours, theirs).expect("the text is the same");
    let read = document_reader::read(Path::new("f.ron"), ron(&merge.document).as_bytes()).expect("it is read again");
    assert_eq!(read.conflicts, merge.document.conflicts);
    merge
}

/// Work of two on the hard document that disagrees on one thing of each kind.
fn disagreeing() -> AnnotatedDocument {
    let ours = after(|d| {
        with(d, "p1", |a| a.record.note = "لنا".into());
        d.annotations.remove(&"l1".into());
        Arc::make_mut(&mut d.schema).labels[0].english = "Human".into();
        d.state = DocumentState::Done;
    });
    let theirs = after(|d| {
        with(d, "p1", |a| a.record.note = "لهم".into());
        with(d, "l1", |a| a.record.note = "مهم".into());
        Arc::make_mut(&mut d.schema).labels[0].english = "Somebody".into();
        d.state = DocumentState::Rejected;
    });
    merged(&ours, &theirs).document
}

#[test]
fn the_format_with_conflicts_is_as_the_golden_file_shows_it() {
    let made = disagreeing();
    assert_eq!(made.conflicts.len(), 4);
    let written = ron(&made);
    assert!(written.starts_with("(\n    version: 2,\n"));
    check_golden("conflicts.ron", &written);
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/conflicts.ron");
    let (read, seal) = document_reader::read_sealed(&golden, &fs::read(&golden).expect("there")).expect("sound");
    assert_eq!((seal, read.conflicts.len()), (Checksum::Whole, 4));
    assert_eq!(ron(&read), written, "byte for byte");
}

#[test]
fn no_exporter_leaves_a_conflict_out_in_silence() {
    let made = disagreeing();
    for format in formats::registry().iter().filter(|format| format.layout().is_some()) {
        let losses = format.export(&[&made]).losses;
        let undecided: Vec<_> = losses.iter().filter(|loss| loss.kind == LossKind::Undecided).collect();
        assert_eq!(undecided.len(), 4, "{}: {losses:?}", format.name());
        for id in ["p1", "l1"] {
            assert!(undecided.iter().any(|loss| loss.id == Some(id.into())), "{}: {id}", format.name());
        }
    }
}

/// Decides the first conflict; undo must bring everything back.
fn decide(document: &AnnotatedDocument, choice: Choice) -> Result<AnnotatedDocument, CommandError> {
    let (mut decided, mut history) = (document.clone(), History::saved());
    let conflict = document.conflicts[0].clone();
    run(&mut decided, &mut history, Command::Resolve { conflict, choice })?;
    assert_eq!(decided.conflicts.len(), document.conflicts.len() - 1);
    let mut back = decided.clone();
    history.undo(&mut back).expect("undone");
    assert_eq!(ron(&back), ron(document));
    Ok(decided)
}

/// What two make of a marked text becomes `expected` with so many conflicts, whoever merges.
#[track_caller]
fn check([base, ours, theirs]: [&str; 3], expected: &str, conflicts: usize) -> AnnotatedDocument {
    let [base, ours, theirs] = [base, ours, theirs].map(marked::document);
    let mirrored = merged_from(&base, &theirs, &ours).document;
    let made = merged_from(&base, &ours, &theirs).document;
    assert_marked(&made, expected);
    assert_eq!((made.conflicts.len(), mirrored.conflicts.len()), (conflicts, conflicts));
    if conflicts == 0 {
        assert_marked(&mirrored, expected);
    }
    made
}

/// The document after its first conflict was decided for a side.
#[track_caller]
fn check_decided(made: &AnnotatedDocument, side: Side, expected: &str) {
    assert_marked(&decide(made, Choice::Side(side)).expect("it can be decided"), expected);
}

#[test]
fn what_two_did_elsewhere_comes_together() {
    let base = "قال [PER#a أحمد] في [LOC#b القاهرة] أمس";
    // Added on both sides, nested and around each other.
    check(
        [
            base,
            "قال [PER#a أحمد] [ORG#c في [LOC#b القاهرة]] أمس",
            "قال [PER#a أحمد] في [LOC#b [LOC#d القا]هرة] [DATE#e أمس]",
        ],
        "قال [PER أحمد] [ORG في [LOC [LOC القا]هرة]] [DATE أمس]",
        0,
    );
    // A piece more here, another label there.
    check(
        [base, "[PER#a قال] [PER#a أحمد] في [LOC#b القاهرة] أمس", "قال [PER#a أحمد] في [ORG#b القاهرة] أمس"],
        "[PER#1 قال] [PER#1 أحمد] في [ORG القاهرة] أمس",
        0,
    );
    // Taken away here, linked there to what stays.
    check(
        [base, "قال [PER#a أحمد] في القاهرة أمس", "قال [PER#a أحمد] في [LOC#b القاهرة] [DATE#c أمس]\n#a → #c on"],
        "قال [PER#1 أحمد] في القاهرة [DATE#2 أمس]\n#1 → #2 on",
        0,
    );
}

#[test]
fn spans_that_two_moved_differently_wait_with_both() {
    let base = "زار [ORG#a جامعة القاهرة] وتونس";
    let made = check(
        [base, "زار جامعة [ORG#a القاهرة] وتونس", "زار [ORG#a جامعة] القاهرة و[ORG#a تونس]"],
        "زار جامعة [ORG القاهرة] وتونس",
        1,
    );
    check_decided(&made, Side::Ours, "زار جامعة [ORG القاهرة] وتونس");
    check_decided(&made, Side::Theirs, "زار [ORG#1 جامعة] القاهرة و[ORG#1 تونس]");
}

#[test]
fn changes_to_different_fields_of_one_annotation_come_together() {
    let made = check(
        [
            "قال [PER#a gender=male محمد] في [ORG#b جامعتي القاهرة]",
            "قال [PER#a gender=male =\"لنا\" محمد] في [ORG#b جامعتي القاهرة]",
            "قال [PER#a gender=female محمد] في جامعتي [ORG#b القاهرة]",
        ],
        "قال [PER gender=female =\"لنا\" محمد] في جامعتي [ORG القاهرة]",
        0,
    );
    assert!(ron(&made).starts_with("(\n    version: 1,"), "an older Hashiya reads what has no conflicts");
}

#[test]
fn one_field_changed_differently_waits_with_both_versions() {
    let made = check(
        ["قال وب[LOC#a القاهرة]", "قال وب[EVENT#a =\"معًا\" القاهرة]", "قال وب[NUM#a =\"معًا\" القاهرة]"],
        "قال وب[EVENT =\"معًا\" القاهرة]",
        1,
    );
    assert!(ron(&made).starts_with("(\n    version: 2,"), "an older Hashiya refuses it rather than lose a version");
    check_decided(&made, Side::Ours, "قال وب[EVENT =\"معًا\" القاهرة]");
    check_decided(&made, Side::Theirs, "قال وب[NUM =\"معًا\" القاهرة]");
    assert_marked(&decide(&made, Choice::Both).expect("both"), "قال وب[EVENT =\"معًا\" [NUM =\"معًا\" القاهرة]]");
}

#[test]
fn deleted_here_and_changed_there_is_asked_and_deleted_twice_is_not() {
    let kept = "قال وب[LOC =\"مهم\" القاهرة] أمس";
    let made = check(
        ["قال وب[LOC#a القاهرة] [DATE#b أمس]", "قال وبالقاهرة أمس", "قال وب[LOC#a =\"مهم\" القاهرة] أمس"],
        kept,
        1,
    );
    check_decided(&made, Side::Ours, "قال وبالقاهرة أمس");
    check_decided(&made, Side::Theirs, kept);
    assert_eq!(decide(&made, Choice::Both).expect_err("one side has none"), CommandError::NotBoth);
}

#[test]
fn an_annotation_deleted_here_and_linked_there_stays_until_it_is_decided() {
    let linked = "[EVENT#1 مؤتمر] في [LOC#2 القاهرة]\n#1 → #2 in";
    let made = check(["[EVENT#1 مؤتمر] في [LOC#2 القاهرة]", "مؤتمر في [LOC#2 القاهرة]", linked], linked, 1);
    assert!(matches!(&*made.conflicts[0], Conflict::Annotation(sides) if sides.ours.is_none()));
    // Deleted with its link.
    check_decided(&made, Side::Ours, "مؤتمر في [LOC القاهرة]");
    check_decided(&made, Side::Theirs, linked);
}

#[test]
fn a_label_taken_out_here_and_used_there_comes_back_as_a_question() {
    let ours = after(|d| {
        d.annotations.remove(&"d1".into());
        Arc::make_mut(&mut d.schema).labels.retain(|l| l.name.as_str() != "DATE");
    });
    let theirs = after(|d| d.annotations.insert(annotation("n1", "DATE", HARD_TEXT, &[place(HARD_TEXT, "أمس", 0)])));
    let made = merged(&ours, &theirs).document;
    assert!(made.annotations.contains(&"n1".into()) && made.schema.label(&"DATE".into()).is_some());
    assert!(matches!(&*made.conflicts[0], Conflict::Label(sides) if sides.ours.is_none()));
    assert!(matches!(decide(&made, Choice::Side(Side::Ours)), Err(CommandError::LabelInUse { .. })));
}

#[test]
fn labels_added_on_both_sides_are_all_there_and_one_key_has_one_owner() {
    let colour = hard_document().schema.labels[0].colour;
    let add =
        |name: &str| after(|d| Arc::make_mut(&mut d.schema).labels.push(Label::new(name, "", "", colour, Some('7'))));
    let made = merged(&add("LAW"), &add("AID"));
    let names: Vec<_> = made.document.schema.labels.iter().map(|l| l.name.to_string()).collect();
    assert!(names.contains(&"LAW".into()) && names.contains(&"AID".into()));
    assert_eq!(made.notes, [Note::KeyTaken { key: '7', keeps: "AID".into(), loses: "LAW".into() }]);
}

#[test]
fn the_same_place_labelled_by_both_stays_twice_and_is_counted() {
    let [base, ours, theirs] =
        ["قال أمس ثم [PER#p علي]", "قال [DATE#n1 أمس] ثم [PER#p علي]", "قال [DATE#n2 أمس] ثم [PER#p علي]"]
            .map(marked::document);
    let made = merged_from(&base, &ours, &theirs);
    assert_marked(&made.document, "قال [DATE [DATE أمس]] ثم [PER علي]");
    assert!(["n1", "n2"].iter().all(|id| made.document.annotations.contains(&(*id).into())));
    assert_eq!((made.document.conflicts.len(), made.notes), (0, vec![Note::Twins { pairs: 1 }]));
}

#[test]
fn state_title_and_values_are_merged_and_decided_like_the_rest() {
    let retitled = |d: &AnnotatedDocument, title: &str| {
        d.document.with_facts(DocumentId("خبر-١".into()), title.into(), d.document.metadata().clone())
    };
    let ours = after(|d| (d.state, d.document) = (DocumentState::Done, retitled(d, "أول")));
    let theirs = after(|d| (d.state, d.document) = (DocumentState::Rejected, retitled(d, "ثان")));
    let mut made = merged(&ours, &theirs).document;
    assert_eq!((made.state, made.document.title(), made.conflicts.len()), (DocumentState::Done, "أول", 2));
    while !made.conflicts.is_empty() {
        made = decide(&made, Choice::Side(Side::Theirs)).expect("theirs");
    }
    assert_eq!((made.state, made.document.title()), (DocumentState::Rejected, "ثان"));
}

#[test]
fn another_text_is_not_merged() {
    let other = Document::new(DocumentId("خبر-١".into()), "", "نص آخر", Default::default()).expect("short");
    let theirs = AnnotatedDocument {
        document: other,
        annotations: AnnotationSet::default(),
        relations: Default::default(),
        ..hard_document()
    };
    let error = merge(&hard_document(), &hard_document(), &theirs).expect_err("texts differ");
    assert_eq!(error, MergeError::TextDiffers);
    assert!(error.to_string().contains("reanchor"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn merging_keeps_its_laws(seed in any::<u64>(), steps in (0usize..12, 0usize..12)) {
        merge_laws::check(seed, steps);
    }
}
