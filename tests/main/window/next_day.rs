//! The second day begins where the first one ended.

use std::fs;

use egui::vec2;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Start, Window, on};

fn two_texts() -> Window {
    let files = vec![("project/أ.txt", "سافر كريم".to_owned()), ("project/ب.txt", "عاد أحمد".to_owned())];
    Start { files, open: vec!["project"], ..Start::default() }.window()
}

/// The ways to begin are on the page, and nothing is asked of somebody who is known.
fn is_beginning(window: &Window) -> bool {
    window.words().is_empty() && window.has("Look at the samples") && !window.has("Your name")
}

fn text_on_the_page(window: &Window) -> String {
    window.words().into_iter().map(|(word, _)| word).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_folder_and_the_document_that_was_shown_are_open_again() {
    let mut window = two_texts();
    window.click_like("ب،");
    window.wait_for("the other text", |w| text_on_the_page(w) == "عاد أحمد");
    let mut window = window.next_day();
    window.wait_for("the text of the day before", |w| text_on_the_page(w) == "عاد أحمد");
    assert!(window.says("أ،"), "the folder is listed: {:?}", window.labels());
}

#[test]
fn a_document_that_was_closed_stays_closed_and_none_at_all_is_the_beginning() {
    let mut window = on("نص وحيد");
    window.key(super::CTRL, egui::Key::W);
    window.wait_for("an empty window", |w| w.words().is_empty());
    let mut window = window.next_day();
    window.wait_for("the beginning", is_beginning);
}

#[test]
fn what_is_gone_is_told_and_the_rest_is_opened() {
    let files = vec![("أ.txt", "سافر كريم".to_owned()), ("ب.txt", "عاد أحمد".to_owned())];
    let window = Start { files, open: vec!["أ.txt", "ب.txt"], ..Start::default() }.window();
    fs::remove_file(window.folder.join("أ.txt")).expect("it was there");
    let mut window = window.next_day();
    window.wait_for("what is left", |w| text_on_the_page(w) == "عاد أحمد");
    assert!(window.says("it was open last time"), "{:?}", window.labels());
    fs::remove_file(window.folder.join("ب.txt")).expect("it was there");
    let mut window = window.next_day();
    window.wait_for("the beginning", is_beginning);
    assert!(window.says("it was open last time"), "{:?}", window.labels());
}

#[test]
fn a_damaged_file_of_it_is_as_good_as_none() {
    for bytes in
        ["", "(version: 1, window: (size: Some((-1.0, inf)), opened: [\"/\"", "\u{0}", "(version: 9, window: ())"]
    {
        let window = on("نص");
        let place = window.folder.join("window.ron");
        let mut window = window.next_day();
        window.wait_for("the text", |w| text_on_the_page(w) == "نص");
        drop(window.harness.state_mut().take());
        fs::write(&place, bytes).expect("writable");
        let mut window = window.next_day();
        window.wait_for("the beginning", is_beginning);
    }
}

/// Where the page begins: right of the documents' panel in English.
fn left_of_page(window: &Window) -> f32 {
    let page = window.harness.get_by_label("نص, text of the document");
    page.accesskit_node().bounding_box().map(|bounds| bounds.x0 as f32).expect("it is drawn")
}

#[test]
fn panels_are_as_wide_as_before_the_window_was_narrow_for_a_while() {
    let mut window = on("سافر كريم إلى صلالة");
    let before = left_of_page(&window);
    window.harness.set_size(vec2(520.0, 820.0));
    window.run();
    let narrow = left_of_page(&window);
    assert!(narrow < before - 20.0, "it gives way: {narrow} of {before}");
    window.harness.set_size(vec2(1280.0, 820.0));
    window.run();
    window.run();
    assert_eq!(left_of_page(&window), before);
}
