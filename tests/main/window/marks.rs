//! What is left for later and what belongs together: notes and flags on annotations, relations and documents, the list of them over all
//! documents, and chains of coreference.

use egui::{Key, Modifiers};
use hashiya::model::{Colour, Label, RelationKind, RelationType, Schema};
use hashiya::store::{self, Expect};

use super::{CTRL, SHIFT, Start, Window};
use crate::fixture::Folder;
use crate::marked;

const NONE: Modifiers = Modifiers::NONE;
const ALT: Modifiers = Modifiers::ALT;

fn schema() -> Schema {
    let same = RelationType {
        name: "same".into(),
        arabic: "هو نفسه".into(),
        english: "Same as".into(),
        kind: RelationKind::Equivalence,
        colour: Colour([90, 60, 160]),
        source_labels: vec![],
        target_labels: vec![],
        guideline: String::new(),
        attributes: vec![],
    };
    Schema {
        labels: vec![Label::new("PER", "شخص", "Person", Colour([30, 90, 160]), Some('1'))],
        relation_types: vec![same],
        ..Schema::default()
    }
}

/// A file of ours with this marked text.
pub fn file_of(notation: &str) -> String {
    let folder = Folder::new();
    let path = folder.join("x.ron");
    store::save(&marked::document_of(notation, schema()), &path, Expect::Absent).expect("writable");
    std::fs::read_to_string(path).expect("written")
}

fn on(documents: &[(&'static str, &str)]) -> Window {
    let files: Vec<(&'static str, String)> = documents.iter().map(|(name, text)| (*name, file_of(text))).collect();
    let open = documents.iter().map(|(name, _)| *name).collect();
    let mut window = Start { files, open, ..Start::default() }.window();
    window.key(NONE, Key::Escape);
    window
}

fn take(window: &mut Window, word: &str, modifiers: Modifiers) {
    let at = window.word(word).center();
    window.click_at(at, 1, modifiers);
    window.pause();
}

const MENTIONS: &str =
    "قال [PER#a أحمد] إن [PER#b الكاتب] مضى ثم عاد [PER#c هو] مع [PER#d سعيد]\n#a → #b same\n#b → #c same";

#[test]
fn a_note_and_a_flag_are_two_keys() {
    let mut window = on(&[("أ.ron", MENTIONS)]);
    take(&mut window, "سعيد", NONE);
    window.key(ALT, Key::F);
    assert!(window.says("Flagged to be looked at again"), "{:?}", window.labels());
    assert!(window.says("سعيد، Person، Look again"), "the row says so: {:?}", window.labels());
    window.key(ALT, Key::N);
    window.run();
    window.type_text("من هو؟");
    window.key(NONE, Key::Escape);
    window.run();
    assert!(window.says("Note: من هو؟"), "{:?}", window.labels());
    // On several at once, as one step.
    take(&mut window, "أحمد", NONE);
    take(&mut window, "هو", CTRL);
    window.key(ALT, Key::F);
    let flagged = |window: &Window| window.labels().iter().filter(|label| label.ends_with("، Look again")).count();
    assert_eq!(flagged(&window), 3, "{:?}", window.labels());
    window.key(CTRL, Key::Z);
    assert_eq!(flagged(&window), 1, "{:?}", window.labels());
}

#[test]
fn with_nothing_in_hand_they_are_for_the_document() {
    let mut window = on(&[("أ.ron", MENTIONS)]);
    window.key(ALT, Key::F);
    assert!(window.says("The document is flagged"), "{:?}", window.labels());
    window.key(ALT, Key::N);
    window.run();
    assert!(window.has("Note on the document"), "{:?}", window.labels());
    window.type_text("يُقرأ ثانية");
    window.key(NONE, Key::Escape);
    window.run();
    window.key(NONE, Key::F4);
    window.wait_for("the list", |w| w.says("يُقرأ ثانية") && w.says("Notes and flags"));
}

#[test]
fn notes_and_flags_of_all_documents_are_walked_by_a_key() {
    let mut window = on(&[("أ.ron", MENTIONS), ("ب.ron", "زار [PER#x كريم] المدينة")]);
    take(&mut window, "سعيد", NONE);
    window.key(ALT, Key::F);
    // A relation as well.
    take(&mut window, "أحمد", NONE);
    window.key(ALT, Key::R);
    window.key(ALT, Key::F);
    assert!(window.says("The relation is flagged"), "{:?}", window.labels());
    window.key(CTRL, Key::PageDown);
    window.wait_for("the other document", |w| w.words().iter().any(|(word, _)| word == "كريم"));
    take(&mut window, "كريم", NONE);
    window.key(ALT, Key::F);
    window.key(NONE, Key::F4);
    window.wait_for("the first of the other document", |w| w.quote() == "أحمد");
    window.key(NONE, Key::F4);
    window.wait_for("the next", |w| w.quote() == "سعيد");
    window.key(NONE, Key::F4);
    window.wait_for("the one of the second document", |w| w.quote() == "كريم");
    window.key(SHIFT, Key::F4);
    window.wait_for("back", |w| w.quote() == "سعيد");
    window.click("Notes");
    window.wait_for("none", |w| w.says("0"));
}

#[test]
fn a_chain_is_shown_walked_joined_left_and_cut() {
    let mut window = on(&[("أ.ron", MENTIONS)]);
    take(&mut window, "أحمد", NONE);
    assert!(window.has("Chain Same as: 3"), "{:?}", window.labels());
    assert!(window.has("الكاتب, of the chain Same as"), "{:?}", window.labels());
    window.key(ALT, Key::C);
    assert_eq!(window.quote(), "الكاتب");
    assert!(window.says("2 of 3"), "{:?}", window.labels());
    window.key(ALT | SHIFT, Key::C);
    window.key(ALT | SHIFT, Key::C);
    assert_eq!(window.quote(), "هو", "round at the beginning");
    // Another one joins.
    take(&mut window, "سعيد", CTRL);
    window.key(ALT, Key::J);
    assert!(window.has("Chain Same as: 4"), "{:?}", window.labels());
    take(&mut window, "الكاتب", NONE);
    window.key(ALT | SHIFT, Key::J);
    assert!(window.says("Taken out of the chain"), "{:?}", window.labels());
    assert_eq!(window.relations(), ["same: أحمد → هو", "same: هو → سعيد"]);
    take(&mut window, "هو", NONE);
    window.key(ALT | SHIFT, Key::X);
    assert_eq!(window.relations(), ["same: هو → سعيد"]);
    window.key(CTRL, Key::Z);
    window.key(CTRL, Key::Z);
    window.key(CTRL, Key::Z);
    assert_eq!(window.relations(), ["same: أحمد → الكاتب", "same: الكاتب → هو"]);
}
