//! Damaged documents and texts that changed under their annotations, as their user meets them.

use std::fs;
use std::path::{Path, PathBuf};

use egui::{Key, Modifiers};
use hashiya::store::{self, Expect, document_reader, versions};

use super::{CTRL, Start, Window, on};
use crate::fixture::hard_document;

const NONE: Modifiers = Modifiers::NONE;
const CTRL_SHIFT: Modifiers = Modifiers { command: true, ctrl: true, shift: true, ..Modifiers::NONE };

fn sound() -> String {
    document_reader::write(Path::new("f.ron"), &hard_document()).expect("sound")
}

/// A window in whose folder a file holds `text`, and was opened.
fn opening(text: &str) -> (Window, PathBuf) {
    let mut window = Start::default().window();
    let path = window.folder.write("تالف.ron", text);
    open(&mut window, &path);
    (window, path)
}

fn open(window: &mut Window, path: &Path) {
    window.key(CTRL, Key::L);
    window.type_path(path);
}

const DIALOG: &str = "A damaged document";

#[test]
fn a_damaged_document_is_shown_and_mended_into_another_file() {
    let damaged = sound().replacen("(72, 92, ", "(70, 90, ", 1).replacen("source: \"p1\"", "source: \"p9\"", 1);
    let (mut window, path) = opening(&damaged);
    window.wait_for("the dialog", |w| w.has(DIALOG));
    assert!(window.has("Problems: 2") && window.has("Repairs: 2"), "{:?}", window.labels());
    assert!(window.says("l1 says “"), "the problem is named: {:?}", window.labels());
    assert!(window.has("l1 moves to where its words stand"), "{:?}", window.labels());
    assert!(window.says("Will be: ") && window.says("«القـــاهرة»"), "{:?}", window.labels());
    // One of the two is not agreed to.
    window.click_like("r1 is left out");
    window.click("Apply the chosen (1)");
    window.wait_for("the repair", |w| w.has("Problems: 1"));
    assert!(!window.has("No problem is left. Save the repaired document as a new file."));
    window.click("Undo the last ones");
    window.wait_for("both", |w| w.has("Problems: 2"));
    window.click("Apply the chosen (2)");
    window.wait_for("the repairs", |w| w.has("No problem is left. Save the repaired document as a new file."));
    window.click("Save the repaired document as…");
    window.type_path(&path);
    assert!(window.says("a repaired document replaces no file"), "never over the damaged one: {:?}", window.labels());
    let mended = window.folder.join("مصلح.ron");
    window.type_path(&mended);
    window.wait_for("the mended document", |w| !w.has("Read only") && w.has("Saved") && mended.exists());
    let (document, _) = store::load(&mended).expect("sound");
    let moved = document.annotations.get(&"l1".into()).expect("it is there");
    assert_eq!(document.quote(moved), "القـــاهرة");
    assert_eq!(document.relations.len(), hard_document().relations.len() - 1);
    assert_eq!(fs::read_to_string(&path).expect("it is there"), damaged, "the damaged file is as it was");
}

#[test]
fn a_file_without_its_end_says_so_and_is_not_shown_as_done() {
    let whole = sound().replacen("state: InProgress", "state: Done", 1);
    assert!(whole.contains("state: Done"));
    let third = whole.match_indices("        (id: ").nth(2).expect("annotations").0;
    let (mut window, _) = opening(&whole[..third]);
    window.wait_for("the dialog", |w| w.has(DIALOG));
    assert!(
        window.says("The end of the file is missing") && window.says("2 annotations are left"),
        "{:?}",
        window.labels()
    );
    window.click("Close");
    let row = window.labels().into_iter().find(|label| label.contains("Damaged"));
    assert!(row.is_some_and(|row| row.contains("Read only")), "{:?}", window.labels());
    assert!(!window.labels().iter().any(|label| label.contains("، Done،")), "{:?}", window.labels());
}

#[test]
fn a_damaged_document_is_neither_changed_nor_saved_in_part() {
    let damaged = sound().replacen("(72, 92, ", "(70, 90, ", 1);
    let (mut window, path) = opening(&damaged);
    window.wait_for("the dialog", |w| w.has(DIALOG));
    window.click("Close");
    assert!(window.has("Read only"), "{:?}", window.labels());
    window.key(CTRL_SHIFT, Key::S);
    let part = window.folder.join("بعضه.ron");
    window.type_path(&part);
    assert!(window.says("repair it into a new file"), "{:?}", window.labels());
    assert!(!part.exists());
    window.key(Modifiers { alt: true, ..CTRL }, Key::M);
    assert!(window.has(DIALOG), "its command brings the dialog back");
    assert_eq!(fs::read_to_string(&path).expect("it is there"), damaged);
}

#[test]
fn where_nothing_can_be_made_of_a_file_its_earlier_versions_are_named() {
    let mut window = Start::default().window();
    let path = window.folder.join("مقطوع.ron");
    store::save(&hard_document(), &path, Expect::Absent).expect("saved");
    versions::keep(&path).expect("kept");
    versions::tidy(&path, 3).expect("compressed");
    let cut = sound().split("text: ").next().expect("the text begins").to_owned();
    fs::write(&path, &cut).expect("the folder is writable");
    open(&mut window, &path);
    window.wait_for("the message", |w| w.says("Earlier versions of it are kept: 1"));
    assert!(window.says("the file is cut short, its end is missing"), "{:?}", window.labels());
    assert!(!window.has(DIALOG));
    assert_eq!(fs::read_to_string(&path).expect("it is there"), cut);
}

#[test]
fn annotations_are_brought_to_a_changed_text_and_what_is_doubtful_is_asked() {
    let mut window = on("زار كريم صلالة.\nثم عاد سعيد إلى القاهرة.\nوكتب يوسف رسالة.\n");
    for (word, key, text) in [("كريم", Key::Num1, "1"), ("القاهرة", Key::Num3, "3"), ("يوسف", Key::Num1, "1")]
    {
        window.take_word(word);
        window.digit(key, text);
    }
    // One line stays, one is gone, one stands twice.
    let new = "مقدمة.\nزار كريم صلالة.\nنقل يوسف سلاما.\nحمل يوسف كتابا.\n";
    let path = window.folder.write("جديد.txt", new);
    window.key(CTRL_SHIFT, Key::R);
    assert!(window.has("The changed text"), "{:?}", window.labels());
    window.type_path(&path);
    window.wait_for("what was found", |w| w.has("Annotations in the changed text"));
    assert!(window.has("In place: 0 · Moved: 1 · In several places: 1 · Not found: 1"), "{:?}", window.labels());
    assert!(window.has("Left out: 2 · Relations that lose an end: 0"));
    window.click_like("حمل ‹يوسف›");
    assert!(window.has("Left out: 1 · Relations that lose an end: 0"), "{:?}", window.labels());
    window.click("Make the new document");
    window.wait_for("the new document", |w| w.words().iter().any(|(word, _)| word.starts_with("مقدمة")));
    assert_eq!(window.annotations(), ["PER: كريم", "PER: يوسف"]);
    window.wait_for("its journal", |w| w.has("Kept safe"));
    let app = window.harness.state().as_ref().expect("a window");
    let document = app.session().current().expect("the new document");
    assert!(document.is_dirty() && document.path().is_none(), "no file holds it yet");
    let at = document.content().annotations.iter().map(|a| a.spans.extent().start).max();
    assert_eq!(at, new.rfind("يوسف"), "where it was decided to be");
}

#[test]
fn a_text_edited_by_hand_takes_its_annotations_along() {
    let mut window = Start::default().window();
    let path = window.folder.join("محرر.ron");
    store::save(&hard_document(), &path, Expect::Absent).expect("saved");
    versions::keep(&path).expect("kept");
    versions::tidy(&path, 3).expect("compressed");
    let edited = sound().replacen("انتهى", "انتهى الخبر", 1);
    assert_ne!(edited, sound());
    fs::write(&path, &edited).expect("the folder is writable");
    open(&mut window, &path);
    window.wait_for("the dialog", |w| w.has(DIALOG));
    window.click("Move annotations to the edited text…");
    window.wait_for("what was found", |w| w.has("Annotations in the changed text"));
    assert!(window.says("In place: "), "{:?}", window.labels());
    window.key(NONE, Key::Enter);
    window.wait_for("the new document", |w| w.has("Kept safe"));
    let app = window.harness.state().as_ref().expect("a window");
    let document = app.session().current().expect("the new document").content();
    assert!(document.text().contains("انتهى الخبر"));
    assert!(!document.annotations.is_empty() && document.problems().is_empty());
    assert_eq!(fs::read_to_string(&path).expect("it is there"), edited, "the old file is as it was");
}
