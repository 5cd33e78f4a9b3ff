//! The whole annotation in the hand: its pieces, several at once, split, merged, duplicated, and the menu of what can be done.

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{CTRL, SHIFT, Window, on};

const NONE: Modifiers = Modifiers::NONE;
const ALT: Modifiers = Modifiers::ALT;
const TEXT: &str = "زار كريم الحداد جامعة القاهرة ثم سافر إلى صلالة مع سعيد الكاتب.\nانتهى الخبر.";

/// A text with persons and places.
fn annotated(words: &[(&str, Key, &str)]) -> Window {
    let mut window = on(TEXT);
    for (word, key, text) in words {
        window.take_word(word);
        window.digit(*key, text);
        window.pause();
    }
    window
}

fn persons_and_places() -> Window {
    annotated(&[
        ("كريم", Key::Num1, "1"),
        ("القاهرة", Key::Num3, "3"),
        ("صلالة", Key::Num3, "3"),
        ("سعيد", Key::Num1, "1"),
    ])
}

fn take(window: &mut Window, word: &str, modifiers: Modifiers) {
    let at = window.word(word).center();
    window.click_at(at, 1, modifiers);
}

fn right_click(window: &mut Window, at: Pos2) {
    window.pause();
    window.harness.hover_at(at);
    for pressed in [true, false] {
        let modifiers = NONE;
        window.harness.event(Event::PointerButton { pos: at, button: PointerButton::Secondary, pressed, modifiers });
        window.run();
    }
}

fn menu_entries(window: &Window) -> Vec<String> {
    let nodes = window.harness.root().children_recursive();
    let entries = nodes.filter(|node| node.accesskit_node().role() == Role::MenuItem);
    entries.filter_map(|node| node.accesskit_node().label()).collect()
}

fn choose(window: &mut Window, entry: &str) {
    let entry = entry.to_owned();
    let wanted = move |node: &egui_kittest::kittest::AccessKitNode<'_>| {
        node.role() == Role::MenuItem && node.label().as_deref() == Some(&*entry)
    };
    window.harness.get_by(wanted).click();
    window.run();
}

#[test]
fn ctrl_and_a_drag_or_two_clicks_add_a_piece_to_what_is_in_hand() {
    let mut window = annotated(&[("كريم", Key::Num1, "1")]);
    let (from, to) = (window.word("سعيد").center(), window.word("الكاتب").center());
    window.drag(from, to, CTRL);
    assert_eq!(window.annotations(), ["PER: كريم … سعيد الكاتب"], "{:?}", window.labels());
    assert!(window.says("of 2 pieces"));
    let at = window.word("انتهى").center();
    window.click_at(at, 2, CTRL);
    assert_eq!(window.annotations(), ["PER: كريم … سعيد الكاتب … انتهى"]);
    window.key(CTRL, Key::Z);
    window.key(CTRL, Key::Z);
    assert_eq!(window.annotations(), ["PER: كريم"]);
}

#[test]
fn a_key_adds_what_is_selected_and_another_takes_the_piece_off() {
    let mut window = annotated(&[("كريم", Key::Num1, "1")]);
    window.take_word("سعيد");
    window.press(Key::Equals, Some(Key::Equals), "=", NONE);
    assert_eq!(window.annotations(), ["PER: كريم … سعيد"], "{:?}", window.labels());
    take(&mut window, "كريم", NONE);
    window.press(Key::Minus, Some(Key::Minus), "-", NONE);
    assert_eq!(window.annotations(), ["PER: سعيد"], "{:?}", window.labels());
}

#[test]
fn ctrl_and_shift_clicks_select_many_and_keys_are_for_all_of_them() {
    let mut window = persons_and_places();
    take(&mut window, "كريم", NONE);
    take(&mut window, "سعيد", CTRL);
    assert!(window.says("2 annotations chosen"), "{:?}", window.labels());
    window.digit(Key::Num2, "2");
    assert_eq!(window.annotations(), ["LOC: القاهرة", "LOC: صلالة", "ORG: سعيد", "ORG: كريم"]);
    window.key(CTRL, Key::Z);
    assert_eq!(window.annotations(), ["LOC: القاهرة", "LOC: صلالة", "PER: سعيد", "PER: كريم"], "one step");
    // A second Ctrl+click takes one out again.
    take(&mut window, "كريم", NONE);
    take(&mut window, "القاهرة", CTRL);
    take(&mut window, "سعيد", CTRL);
    take(&mut window, "القاهرة", CTRL);
    assert!(window.says("2 annotations chosen"), "{:?}", window.labels());
    window.key(NONE, Key::Delete);
    assert_eq!(window.annotations(), ["LOC: القاهرة", "LOC: صلالة"]);
    window.key(CTRL, Key::Z);
    take(&mut window, "القاهرة", NONE);
    take(&mut window, "سعيد", SHIFT);
    assert!(window.says("3 annotations chosen"), "{:?}", window.labels());
    window.key(NONE, Key::Escape);
    window.key(NONE, Key::Delete);
    assert_eq!(window.annotations().len(), 3, "Esc leaves the active one");
}

#[test]
fn a_drag_from_the_margin_takes_what_it_goes_around() {
    let mut window = persons_and_places();
    let canvas = window.harness.state().as_ref().and_then(|app| app.shown_canvas()).expect("a page is shown");
    let column = canvas.column();
    let line = window.word("كريم");
    // Around the right half of the first line: Karim and Cairo.
    let end = window.word("القاهرة");
    let from = Pos2::new(column.right() + 12.0, line.top() - 4.0);
    let to = Pos2::new(end.center().x, line.bottom() + 2.0);
    window.drag(from, to, NONE);
    assert!(window.says("2 annotations chosen"), "{:?}", window.labels());
    window.key(NONE, Key::Delete);
    assert_eq!(window.annotations(), ["LOC: صلالة", "PER: سعيد"]);
}

#[test]
fn all_of_a_label_and_all_that_are_listed_are_selected_by_a_key() {
    let mut window = persons_and_places();
    take(&mut window, "صلالة", NONE);
    window.key(ALT, Key::A);
    assert!(window.says("2 annotations chosen"), "{:?}", window.labels());
    window.digit(Key::Num2, "2");
    assert_eq!(window.annotations(), ["ORG: القاهرة", "ORG: صلالة", "PER: سعيد", "PER: كريم"]);
    window.key(ALT | SHIFT, Key::A);
    assert!(window.says("4 annotations chosen"), "{:?}", window.labels());
    take(&mut window, "كريم", NONE);
    window.key(ALT, Key::PageDown);
    assert!(window.says("2 annotations chosen"), "{:?}", window.labels());
}

#[test]
fn rows_are_selected_with_ctrl_and_shift() {
    let mut window = persons_and_places();
    let row = |window: &Window, quote: &str| {
        let labels = window.labels();
        let name = labels.iter().find(|label| label.starts_with(&format!("{quote}،"))).expect("it is listed").clone();
        window.place_of(&name).center() - vec2(40.0, 0.0)
    };
    let at = row(&window, "كريم");
    window.click_at(at, 1, NONE);
    let at = row(&window, "صلالة");
    window.click_at(at, 1, SHIFT);
    assert!(window.says("3 annotations chosen"), "{:?}", window.labels());
    let at = row(&window, "القاهرة");
    window.click_at(at, 1, CTRL);
    assert!(window.says("2 annotations chosen"), "{:?}", window.labels());
}

#[test]
fn one_is_cut_at_the_caret_and_two_are_merged() {
    let mut window = on(TEXT);
    let (from, to) = (window.word("سعيد").center(), window.word("الكاتب").center());
    window.drag(from, to, NONE);
    window.digit(Key::Num1, "1");
    assert_eq!(window.annotations(), ["PER: سعيد الكاتب"]);
    // The caret goes between the two words.
    let (left, right) = (window.word("الكاتب"), window.word("سعيد"));
    let between = Pos2::new((left.right() + right.left()) / 2.0, right.center().y);
    window.click_at(between, 1, NONE);
    window.key(ALT, Key::X);
    assert_eq!(window.annotations(), ["PER: الكاتب", "PER: سعيد"], "{:?}", window.labels());
    assert!(window.says("Split in two"));
    take(&mut window, "سعيد", NONE);
    take(&mut window, "الكاتب", CTRL);
    window.key(ALT, Key::M);
    assert_eq!(window.annotations(), ["PER: سعيد الكاتب"], "{:?}", window.labels());
    assert!(window.says("2 annotations were merged into one"));
}

#[test]
fn a_copy_bears_the_label_of_the_next_key() {
    let mut window = persons_and_places();
    take(&mut window, "كريم", NONE);
    window.key(ALT, Key::D);
    assert!(window.says("Press the key of the copy"), "{:?}", window.labels());
    window.digit(Key::Num2, "2");
    assert!(window.annotations().contains(&"ORG: كريم".to_owned()) && window.annotations().len() == 5);
    take(&mut window, "صلالة", NONE);
    window.key(ALT, Key::D);
    window.key(NONE, Key::Escape);
    take(&mut window, "صلالة", NONE);
    window.digit(Key::Num2, "2");
    assert_eq!(window.annotations().len(), 5, "Esc leaves it: the key relabels");
}

#[test]
fn a_right_click_and_a_key_open_the_same_menu() {
    let mut window = persons_and_places();
    let at = window.word("كريم").center();
    right_click(&mut window, at);
    let by_mouse = menu_entries(&window);
    for entry in
        ["Delete annotation", "Split at the caret", "Duplicate under another label…", "Choose all with this label"]
    {
        assert!(by_mouse.contains(&entry.to_owned()), "{entry}: {by_mouse:?}");
    }
    assert!(!by_mouse.contains(&"Merge the chosen annotations".to_owned()), "what cannot be done is left out");
    assert!(window.says("What can be done with “كريم”"), "{:?}", window.labels());
    window.key(NONE, Key::Escape);
    assert!(menu_entries(&window).is_empty());
    window.key(SHIFT, Key::F10);
    assert_eq!(menu_entries(&window), by_mouse);
    choose(&mut window, "Delete annotation");
    assert_eq!(window.annotations().len(), 3);
    assert!(menu_entries(&window).is_empty());
    // The key for the menu, arrows and Enter.
    take(&mut window, "سعيد", NONE);
    window.key(NONE, Key::Menu);
    window.key(NONE, Key::ArrowDown);
    window.key(NONE, Key::Enter);
    assert!(window.annotations().contains(&"ORG: سعيد".to_owned()), "{:?}", window.annotations());
}
