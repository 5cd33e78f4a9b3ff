//! Looking in the document and in all of them, by text and by annotation, and mending what is inconsistent.

use egui::{Key, Modifiers};

use super::{CTRL, Start, Window};

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };
const CTRL_ALT: Modifiers = Modifiers { alt: true, ..CTRL };

/// A window on three texts, the first of which is shown.
fn project() -> Window {
    let files = vec![
        ("1.txt", "وصل كريم إلى القاهرة أمس.\nثم زار كَرِيمٌ بيروت مع أحمد.".to_owned()),
        ("2.txt", "قال احمد إن كريم سافر إلى بيروت.".to_owned()),
        ("3.txt", "لا شيء هنا سوى القَاهِرَةِ.".to_owned()),
    ];
    let mut window = Start { files, open: vec!["1.txt", "2.txt", "3.txt"], ..Start::default() }.window();
    window.wait_for("all three", |w| w.says("of 3 done"));
    window
}

/// The lines of the concordance, in their order.
fn lines(window: &Window) -> Vec<String> {
    let labels = window.labels().into_iter();
    labels.filter(|l| l.contains('‹') && !l.starts_with('‹') || l.contains("› ")).collect()
}

fn seek(window: &mut Window, text: &str, found: usize) {
    window.key(CTRL_SHIFT, Key::F);
    // Letter by letter, as it is typed.
    text.chars().for_each(|letter| window.type_text(&letter.to_string()));
    window.wait_for("the lines", |w| w.has(&format!("Found: {found}")));
}

#[test]
fn a_text_is_found_in_all_documents_however_it_is_spelt() {
    let mut window = project();
    seek(&mut window, "كريم", 3);
    assert_eq!(lines(&window).len(), 3, "{:?}", lines(&window));
    assert!(lines(&window).iter().any(|line| line.contains("‹كَرِيمٌ›")), "marks are part of the hit");
    // Each switch takes one difference away.
    window.click("Search options");
    window.click("Ignore vowel marks and tatweel");
    window.wait_for("fewer", |w| w.has("Found: 2"));
    window.click("Ignore vowel marks and tatweel");
    window.wait_for("all again", |w| w.has("Found: 3"));
    window.key(Modifiers::NONE, Key::Escape);
    window.click("This document");
    window.wait_for("the document alone", |w| w.has("Found: 2"));
}

#[test]
fn a_click_on_a_line_goes_to_its_document() {
    let mut window = project();
    seek(&mut window, "احمد", 2);
    let line = lines(&window).into_iter().find(|l| l.contains("‹احمد›")).expect("the line of the second text");
    window.click_like(&line[..line.floor_char_boundary(20)]);
    window.wait_for("the second text", |w| w.words().iter().any(|(word, _)| word == "سافر"));
    assert_eq!(window.quote(), "احمد");
}

#[test]
fn lines_are_sorted_by_their_neighbours() {
    let mut window = project();
    seek(&mut window, "كريم", 3);
    window.click("Order: position");
    window.click("the word after");
    window.run();
    let after: Vec<String> = lines(&window)
        .iter()
        .map(|line| line.split('›').nth(1).unwrap_or_default().split_whitespace().next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(after, ["إلى", "بيروت", "سافر"]);
    window.click("Order: the word after");
    window.click("the word before");
    window.run();
    let before: Vec<String> = lines(&window)
        .iter()
        .map(|line| line.split('‹').next().unwrap_or_default().split_whitespace().last().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(before, ["إن", "زار", "وصل"]);
}

#[test]
fn ticked_lines_are_labelled_together_in_their_documents() {
    let mut window = project();
    seek(&mut window, "بيروت", 2);
    window.click("All");
    // A line has the keyboard.
    let line = lines(&window)[0].clone();
    window.click_like(&line[..line.floor_char_boundary(20)]);
    window.digit(Key::Num3, "3");
    window.wait_for("the label", |w| w.annotations() == ["LOC: بيروت"]);
    window.key(Modifiers::NONE, Key::Escape);
    window.key(Modifiers { alt: true, ..Modifiers::NONE }, Key::ArrowDown);
    window.wait_for("the other", |w| {
        w.words().iter().any(|(word, _)| word == "سافر") && w.annotations() == ["LOC: بيروت"]
    });
}

#[test]
fn what_cannot_be_looked_for_is_said() {
    let mut window = project();
    seek(&mut window, "كريم", 3);
    window.click("Search options");
    window.click("Regular expression");
    window.key(Modifiers::NONE, Key::Escape);
    window.key(CTRL_SHIFT, Key::F);
    window.type_text("(كريم");
    window.wait_for("the reason", |w| w.says("is not a regular expression"));
}

#[test]
fn annotations_are_found_by_what_is_known_of_them() {
    let mut window = project();
    window.take_word("كريم");
    window.digit(Key::Num1, "1");
    window.take_word("القاهرة");
    window.digit(Key::Num3, "3");
    window.key(CTRL_ALT, Key::F);
    window.wait_for("both", |w| w.has("Found: 2"));
    window.click("Label: any label");
    window.click("LOC");
    window.wait_for("the place", |w| w.has("Found: 1"));
    assert!(lines(&window)[0].contains("‹القاهرة›"), "{:?}", lines(&window));
    window.click("Overlapping: any label");
    let per: Vec<_> = window.labels().into_iter().filter(|l| l == "PER").collect();
    assert!(!per.is_empty());
    window.click("PER");
    window.wait_for("nothing", |w| w.has("Found: 0"));
}

#[test]
fn what_is_left_out_elsewhere_is_listed_and_mended_by_one_key() {
    let mut window = project();
    window.take_word("بيروت");
    window.digit(Key::Num3, "3");
    window.key(CTRL_SHIFT, Key::L);
    window.wait_for("the finding", |w| w.has("Found: 1"));
    assert!(window.has("Not labelled here"), "{:?}", window.labels());
    let line = lines(&window)[0].clone();
    window.click_like(&line[..line.floor_char_boundary(20)]);
    window.wait_for("the second text", |w| w.words().iter().any(|(word, _)| word == "سافر"));
    assert!(window.annotations().is_empty());
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("the mend", |w| w.annotations() == ["LOC: بيروت"]);
    window.wait_for("nothing more", |w| w.has("Found: 0"));
}
