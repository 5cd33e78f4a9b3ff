//! The window when another program changes the file of a document that is open in it.

use std::fs;
use std::path::{Path, PathBuf};

use egui::{Event, Key, Modifiers};
use hashiya::store;

use super::{CTRL, Window, on};

const NONE: Modifiers = Modifiers::NONE;
const CHANGED: &str = "The file was changed by another program";

/// A window on a saved document with «كريم» labelled, and its file.
fn saved() -> (Window, PathBuf) {
    let mut window = on("زار كريم الحداد مدينة صلالة، ثم عاد إلى القاهرة مع سعيد.");
    window.take_word("كريم");
    window.digit(Key::Num1, "1");
    window.key(CTRL, Key::S);
    let path = window.folder.join("d.ron");
    window.type_path(&path);
    window.wait_for("the save", |w| w.has("Saved"));
    (window, path)
}

/// Another program makes every annotation one of هدى.
fn theirs(path: &Path) -> String {
    let theirs = fs::read_to_string(path).expect("saved").replace("أحمد", "هدى");
    fs::write(path, &theirs).expect("writable");
    theirs
}

fn in_file(path: &Path) -> Vec<String> {
    let content = store::load(path).expect("sound").0;
    content.annotations.iter().map(|a| format!("{} {} {}", a.label, content.quote(a), a.record.annotator)).collect()
}

fn gets_the_keyboard(window: &mut Window) {
    window.harness.event(Event::WindowFocused(true));
    window.run();
}

#[test]
fn a_changed_file_is_read_again_where_nothing_is_unsaved() {
    let (mut window, path) = saved();
    let content = store::load(&path).expect("sound").0;
    let none = hashiya::model::AnnotatedDocument { annotations: Default::default(), ..content };
    store::save(&none, &path, store::Expect::Anything).expect("saved");
    gets_the_keyboard(&mut window);
    window.wait_for("the question", |w| w.has(CHANGED));
    assert!(!window.has("Merge"), "there is nothing to merge");
    window.click("Read again");
    window.wait_for("the file", |w| w.annotations().is_empty());
    assert!(window.has("Saved"));
    window.key(CTRL, Key::Z);
    assert_eq!(window.annotations(), ["PER: كريم"], "undo brings it back");
}

#[test]
fn a_changed_file_and_unsaved_work_are_merged() {
    let (mut window, path) = saved();
    window.take_word("صلالة");
    window.digit(Key::Num3, "3");
    theirs(&path);
    gets_the_keyboard(&mut window);
    window.wait_for("the question", |w| w.has(CHANGED));
    window.click("Merge");
    window.wait_for("the merge", |w| w.says("merged with the file"));
    window.key(CTRL, Key::S);
    window.wait_for("the save", |w| w.has("Saved"));
    assert_eq!(in_file(&path), ["PER كريم هدى", "LOC صلالة أحمد"]);
}

#[test]
fn conflicts_of_a_merge_are_put_before_the_analyst() {
    let (mut window, path) = saved();
    window.digit(Key::Num2, "2");
    assert_eq!(window.annotations(), ["ORG: كريم"]);
    let content = fs::read_to_string(&path).expect("saved").replacen("label: \"PER\"", "label: \"LOC\"", 1);
    assert!(content.contains("label: \"LOC\""), "{content}");
    fs::write(&path, &content).expect("writable");
    gets_the_keyboard(&mut window);
    window.wait_for("the question", |w| w.has(CHANGED));
    window.click("Merge");
    window.wait_for("the conflict", |w| w.has("Conflicts"));
    window.click("Take theirs");
    assert!(window.has("All conflicts are decided. Save the document to keep the decisions."), "{:?}", window.labels());
    window.click("Close");
    assert_eq!(window.annotations(), ["LOC: كريم"]);
}

#[test]
fn keeping_mine_saves_without_another_question() {
    let (mut window, path) = saved();
    theirs(&path);
    gets_the_keyboard(&mut window);
    window.wait_for("the question", |w| w.has(CHANGED));
    window.click("Keep mine");
    window.key(CTRL, Key::S);
    window.wait_for("the save", |w| w.has("Saved"));
    assert_eq!(in_file(&path), ["PER كريم أحمد"]);
}

#[test]
fn whoever_asks_no_answer_finds_both_as_they_were() {
    let (mut window, path) = saved();
    window.take_word("صلالة");
    window.digit(Key::Num3, "3");
    let theirs = theirs(&path);
    gets_the_keyboard(&mut window);
    window.wait_for("the question", |w| w.has(CHANGED));
    window.key(NONE, Key::Escape);
    assert_eq!(fs::read_to_string(&path).expect("there"), theirs);
    assert_eq!(window.annotations().len(), 2);
    window.wait_for("the journal", |w| w.has("Kept safe"));
    // A save still asks, and offers to merge.
    window.key(CTRL, Key::S);
    window.wait_for("the question of the save", |w| w.has("The file is not as it was"));
    window.click("Merge");
    window.wait_for("the merge", |w| w.says("merged with the file"));
    assert_eq!(fs::read_to_string(&path).expect("there"), theirs, "not before it is saved");
}

#[test]
fn a_file_that_is_gone_is_written_again() {
    let (mut window, path) = saved();
    fs::remove_file(&path).expect("there");
    gets_the_keyboard(&mut window);
    window.wait_for("the question", |w| w.says("is not there any more"));
    window.click("Write it again");
    window.wait_for("the save", |w| w.has("Saved"));
    assert_eq!(in_file(&path), ["PER كريم أحمد"]);
}

#[test]
fn an_earlier_version_is_read_and_restored() {
    let (mut window, _) = saved();
    window.take_word("صلالة");
    window.digit(Key::Num3, "3");
    window.key(CTRL, Key::S);
    window.wait_for("the save", |w| w.has("Saved"));
    window.key(Modifiers { alt: true, ..CTRL }, Key::V);
    window.wait_for("the versions", |w| w.says("one annotation · أحمد"));
    window.click("Restore");
    window.wait_for("the version", |w| w.annotations() == ["PER: كريم"]);
    window.key(CTRL, Key::Z);
    assert_eq!(window.annotations().len(), 2, "undo takes it back");
    window.key(Modifiers { alt: true, ..CTRL }, Key::V);
    window.wait_for("the versions", |w| w.says("one annotation · أحمد"));
    window.click("Open to read");
    window.wait_for("the version", |w| w.has("Read only"));
    assert_eq!(window.annotations(), ["PER: كريم"]);
}
