//! The day's work through the list: done and on to the next, filtered, sorted, found again on the next day.

use egui::{Key, Modifiers};
use hashiya::model::DocumentState;
use hashiya::store;

use super::{CTRL, Start, Window};

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };
const ALT_SHIFT: Modifiers = Modifiers { alt: true, shift: true, ..Modifiers::NONE };

fn page(window: &Window) -> String {
    window.words().into_iter().map(|(word, _)| word).collect::<Vec<_>>().join(" ")
}

/// Texts in two folders, as many as have a filter: those of the north say شمال, two of one name are in both.
fn two_folders() -> Window {
    let files = [
        ("project/شمال/خبر 1.txt", "شمال 1"),
        ("project/شمال/خبر 2.txt", "شمال 2"),
        ("project/شمال/خبر 3.txt", "شمال 3"),
        ("project/شمال/خبر 4.txt", "شمال 4"),
        ("project/شمال/خبر 5.txt", "شمال 5"),
        ("project/جنوب/خبر 1.txt", "جنوب 1"),
        ("project/جنوب/خبر 2.txt", "جنوب 2"),
        ("project/جنوب/خبر 3.txt", "جنوب 3"),
        ("project/جنوب/خبر 4.txt", "جنوب 4"),
        ("project/جنوب/خبر 5.txt", "جنوب 5"),
    ];
    let files = files.map(|(path, text)| (path, text.to_owned())).to_vec();
    let mut window = Start { files, open: vec!["project"], ..Start::default() }.window();
    window.wait_for("the first text", |w| page(w) == "جنوب 1");
    window
}

#[test]
fn one_key_marks_a_document_as_done_saves_it_and_shows_the_next_until_none_is_left() {
    let files = [("project/أ.txt", "نص أ"), ("project/ب.txt", "نص ب"), ("project/ج.txt", "نص ج")];
    let files = files.map(|(path, text)| (path, text.to_owned())).to_vec();
    let mut window = Start { files, open: vec!["project"], ..Start::default() }.window();
    window.wait_for("the first text", |w| page(w) == "نص أ");
    for next in ["نص ب", "نص ج"] {
        window.key(CTRL_SHIFT, Key::Enter);
        window.wait_for("the next text", |w| page(w) == next);
    }
    assert!(window.has("2 of 3 done"), "{:?}", window.labels());
    window.key(CTRL_SHIFT, Key::Enter);
    window.wait_for("the word that none is left", |w| w.says("Every document is done"));
    window.wait_for("the last is saved", |w| w.folder.join("project/ج.ron").is_file());
    for name in ["أ", "ب", "ج"] {
        let (document, _) = store::load(&window.folder.join(&format!("project/{name}.ron"))).expect("it was saved");
        assert_eq!(document.state, DocumentState::Done, "{name}");
    }
    assert!(window.says("أ، Done, nothing in it، 0 annotations"), "{:?}", window.labels());
    // One that is to be looked at again is not done.
    window.key(ALT_SHIFT, Key::Enter);
    window.key(CTRL, Key::PageUp);
    window.wait_for("the text before", |w| page(w) == "نص ب");
    window.key(CTRL_SHIFT, Key::PageDown);
    window.wait_for("the one to be looked at again", |w| page(w) == "نص ج");
}

#[test]
fn the_next_undone_document_is_one_of_the_filter_in_the_order_of_the_list() {
    let mut window = two_folders();
    window.click("Filter documents");
    window.type_text("folder:شمال -\"خبر 2\"");
    window.wait_for("what the filter takes", |w| w.has("0 of 4 of the filter"));
    assert!(window.says("خبر 1، شمال،") && !window.says("خبر 2،") && !window.says("جنوب،"), "{:?}", window.labels());
    window.key(Modifiers::NONE, Key::Escape);
    window.key(CTRL_SHIFT, Key::PageDown);
    window.wait_for("the first of the north", |w| page(w) == "شمال 1");
    window.key(CTRL_SHIFT, Key::PageDown);
    window.wait_for("the next but the second", |w| page(w) == "شمال 3");
    window.key(CTRL_SHIFT, Key::Enter);
    window.wait_for("the fourth", |w| page(w) == "شمال 4");
    assert!(window.has("1 of 4 of the filter") && window.has("1 of 10 done"), "{:?}", window.labels());
    window.key(CTRL_SHIFT, Key::PageUp);
    window.wait_for("back over the one that is done", |w| page(w) == "شمال 1");
    window.click("Sort by: Order of files");
    window.click("Last first");
    window.key(Modifiers::NONE, Key::Escape);
    window.key(CTRL_SHIFT, Key::PageDown);
    window.wait_for("behind the end, at the other one", |w| page(w) == "شمال 5");
}

#[test]
fn the_order_is_there_again_on_the_next_day() {
    let mut window = two_folders();
    window.click("Sort by: Order of files");
    window.click("Title");
    window.wait_for("the order", |w| w.has("Sort by: Title"));
    let mut window = window.next_day();
    window.wait_for("the order of the day before", |w| w.has("Sort by: Title"));
}

#[test]
fn a_filter_that_is_none_says_where_it_is_wrong_and_leaves_the_list_alone() {
    let mut window = two_folders();
    window.click("Filter documents");
    window.type_text("خبر stat:new");
    window.wait_for("the word of the fault", |w| w.says("At character 5: “stat” is not a field"));
    assert!(window.says("خبر 1، جنوب،"), "{:?}", window.labels());
}
