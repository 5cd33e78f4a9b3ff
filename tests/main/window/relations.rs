//! Relations and attributes by hand: by letters, by arrows, by clicks and by a line that is drawn.

use egui::{Event, Key, Modifiers, PointerButton, Pos2};

use super::{CTRL, Window, on};

const NONE: Modifiers = Modifiers::NONE;
const ALT: Modifiers = Modifiers::ALT;
const TEXT: &str = "زار كريم جامعة القاهرة ثم سافر إلى صلالة مع سعيد ومن هناك كتب إلى شركته أوتار.\nانتهى الخبر.";

/// A text with a person, two organisations and two places.
fn annotated() -> Window {
    let mut window = on(TEXT);
    for (word, key, text) in [
        ("كريم", Key::Num1, "1"),
        ("جامعة", Key::Num2, "2"),
        ("القاهرة", Key::Num3, "3"),
        ("صلالة", Key::Num3, "3"),
        ("أوتار", Key::Num2, "2"),
    ] {
        window.take_word(word);
        window.digit(key, text);
        window.pause();
    }
    window
}

fn take(window: &mut Window, word: &str) {
    let at = window.word(word).center();
    window.click_at(at, 1, NONE);
    window.pause();
}

fn alt(window: &mut Window, key: Key) {
    window.key(ALT, key);
}

#[test]
fn a_relation_is_three_presses() {
    let mut window = annotated();
    take(&mut window, "كريم");
    alt(&mut window, Key::Num1);
    assert!(window.says("choose where it leads"), "{:?}", window.labels());
    // The nearest organisation has the first letter, the other one the second.
    window.press(Key::F, Some(Key::F), "f", NONE);
    assert_eq!(window.relations(), ["works-for: كريم → جامعة"]);
    assert_eq!(window.quote(), "كريم", "the known end stays in hand");
    alt(&mut window, Key::Num1);
    // Under an Arabic board the key of J writes another letter.
    window.press(Key::J, Some(Key::J), "ت", NONE);
    assert_eq!(window.relations(), ["works-for: كريم → أوتار", "works-for: كريم → جامعة"]);
    window.key(CTRL, Key::Z);
    assert_eq!(window.relations(), ["works-for: كريم → جامعة"]);
    assert!(window.annotations().contains(&"ORG: أوتار".to_owned()));
}

#[test]
fn the_other_end_is_chosen_by_arrows_or_by_a_click() {
    let mut window = annotated();
    take(&mut window, "جامعة");
    alt(&mut window, Key::Num2);
    // In the order of the text, which runs to the left.
    window.key(NONE, Key::ArrowLeft);
    window.key(NONE, Key::ArrowLeft);
    window.key(NONE, Key::ArrowRight);
    window.key(NONE, Key::Enter);
    assert_eq!(window.relations(), ["located-in: جامعة → القاهرة"]);
    alt(&mut window, Key::Num2);
    let at = window.word("صلالة").center();
    window.click_at(at, 1, NONE);
    assert_eq!(window.relations(), ["located-in: جامعة → القاهرة", "located-in: جامعة → صلالة"]);
    assert_eq!(window.quote(), "جامعة");
}

#[test]
fn escape_leaves_and_what_may_not_be_linked_is_said() {
    let mut window = annotated();
    take(&mut window, "صلالة");
    alt(&mut window, Key::Num1);
    assert!(window.says("does not link annotations of"), "{:?}", window.labels());
    take(&mut window, "كريم");
    alt(&mut window, Key::Num1);
    window.press(Key::Z, Some(Key::Z), "z", NONE);
    assert!(window.says("No such letter"));
    window.key(NONE, Key::Escape);
    window.press(Key::F, Some(Key::F), "f", NONE);
    assert!(window.relations().is_empty());
    // From the other end.
    take(&mut window, "أوتار");
    window.key(ALT | Modifiers::SHIFT, Key::Num1);
    assert!(window.says("choose where it comes from"), "{:?}", window.labels());
    window.press(Key::F, Some(Key::F), "f", NONE);
    assert_eq!(window.relations(), ["works-for: كريم → أوتار"]);
}

#[test]
fn a_relation_is_walked_turned_round_relabelled_and_deleted() {
    let mut window = annotated();
    take(&mut window, "القاهرة");
    alt(&mut window, Key::Num2);
    let at = window.word("صلالة").center();
    window.click_at(at, 1, NONE);
    assert_eq!(window.relations(), ["located-in: القاهرة → صلالة"]);
    alt(&mut window, Key::R);
    assert!(window.says("القاهرة — Located in ⭢ صلالة"), "{:?}", window.labels());
    alt(&mut window, Key::E);
    assert_eq!(window.quote(), "صلالة");
    window.key(ALT | Modifiers::SHIFT, Key::R);
    assert_eq!(window.relations(), ["located-in: صلالة → القاهرة"]);
    // It may not become of a type that does not link places.
    alt(&mut window, Key::Num1);
    assert_eq!(window.relations(), ["located-in: صلالة → القاهرة"]);
    window.click("Located in to القاهرة");
    alt(&mut window, Key::Delete);
    assert!(window.relations().is_empty());
    assert_eq!(window.annotations().len(), 5);
    window.key(CTRL, Key::Z);
    assert_eq!(window.relations(), ["located-in: صلالة → القاهرة"]);
}

#[test]
fn a_line_that_is_drawn_links_its_ends() {
    let mut window = annotated();
    let (from, to) = (window.word("كريم").center(), window.word("أوتار").center());
    draw(&mut window, from, to);
    assert_eq!(window.relations(), ["works-for: كريم → أوتار"]);
    let (from, to) = (window.word("كريم").center(), window.word("صلالة").center());
    draw(&mut window, from, to);
    assert_eq!(window.relations().len(), 1, "no type links a person to a place");
}

fn draw(window: &mut Window, from: Pos2, to: Pos2) {
    let modifiers = Modifiers { ctrl: true, command: true, shift: true, ..NONE };
    let button = |pos, pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers };
    window.pause();
    for event in [Event::PointerMoved(from), button(from, true), Event::PointerMoved(to), button(to, false)] {
        window.harness.event(event);
    }
    window.run();
}

#[test]
fn an_attribute_is_a_letter() {
    let mut window = annotated();
    take(&mut window, "كريم");
    window.key(NONE, Key::Period);
    assert!(window.says("F Gender: male · J Gender: female · D Gender: unknown"), "{:?}", window.labels());
    window.press(Key::J, Some(Key::J), "j", NONE);
    assert!(window.has("Gender: female"), "{:?}", window.labels());
    // The same letter takes it back.
    window.key(NONE, Key::Period);
    window.press(Key::J, Some(Key::J), "j", NONE);
    assert!(window.has("Gender: none"));
    window.key(CTRL, Key::Z);
    assert!(window.has("Gender: female"));
    take(&mut window, "صلالة");
    window.key(NONE, Key::Period);
    assert!(window.says("The label has no attributes"));
}

#[test]
fn all_roles_of_an_annotation_are_filled_one_after_the_other() {
    let mut window = annotated();
    take(&mut window, "جامعة");
    alt(&mut window, Key::Num0);
    // Only one type begins at an organisation.
    window.press(Key::F, Some(Key::F), "f", NONE);
    assert_eq!(window.relations(), ["located-in: جامعة → القاهرة"]);
    assert!(window.says("Linked"));
}
