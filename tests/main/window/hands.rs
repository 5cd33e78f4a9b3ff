//! Hands that know Arabic: every place of a string at once, and words with or without their clitics.

use egui::{Key, Modifiers};

use hashiya::store::settings::Settings;

use super::{CTRL, SHIFT, Start, Window, on};

const TEXT: &str = "وصل كريم إلى القاهرة. قال كريم إنه جاء وبالقاهرة يبدأ.\nزار القَاهِرَةَ وكريم معه في للقاهرة.";

/// A window for which it is chosen that proclitics belong to new annotations.
fn with_clitics_inside(text: &str) -> Window {
    let settings = Settings { exclude_clitics: false, ..Start::default().settings };
    Start { settings, files: vec![("نص.txt", text.to_owned())], open: vec!["نص.txt"], ..Start::default() }.window()
}

/// Double-clicks a word and gives it the label of a key.
fn label(window: &mut Window, word: &str, key: Key, text: &str) {
    window.take_word(word);
    window.digit(key, text);
}

fn proposed(window: &Window) -> Vec<String> {
    let rows = window.labels().into_iter().filter(|label| label.contains('‹') && label.contains('›'));
    rows.filter(|label| !label.starts_with('‹') && !label.starts_with("Other places")).collect()
}

#[test]
fn one_key_shows_the_other_places_and_enter_labels_them_all() {
    let mut window = on(TEXT);
    label(&mut window, "كريم", Key::Num1, "1");
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("the places", |w| w.says("2 of 2 chosen"));
    assert!(window.has("As it is written") && window.has("After و"), "{:?}", window.labels());
    assert_eq!(proposed(&window).len(), 2, "{:?}", proposed(&window));
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.says("Places changed: 2"), "{:?}", window.labels());
    assert_eq!(window.annotations(), ["PER: كريم", "PER: كريم", "PER: كريم"]);
    window.key(CTRL, Key::Z);
    assert_eq!(window.annotations(), ["PER: كريم"], "one step of undo");
}

#[test]
fn places_take_their_clitics_in_where_that_is_chosen() {
    let mut window = with_clitics_inside(TEXT);
    label(&mut window, "كريم", Key::Num1, "1");
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("the places", |w| w.says("2 of 2 chosen"));
    window.key(Modifiers::NONE, Key::Enter);
    // The first took a whole word without clitics: the setting says what becomes of those of the others.
    assert_eq!(window.annotations(), ["PER: كريم", "PER: كريم", "PER: وكريم"]);
}

#[test]
fn edges_follow_the_span_that_was_labelled() {
    let mut window = on(TEXT);
    // وبالقاهرة → بالقاهرة → القاهرة
    window.take_word("وبالقاهرة");
    window.key(Modifiers::NONE, Key::Backslash);
    window.key(Modifiers::NONE, Key::Backslash);
    assert_eq!(window.quote(), "القاهرة");
    window.digit(Key::Num3, "3");
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("the places", |w| w.says("3 of 3 chosen"));
    for group in ["As it is written", "After ل", "In another spelling"] {
        assert!(window.has(group), "{group}: {:?}", window.labels());
    }
    window.key(Modifiers::NONE, Key::Enter);
    let labelled = ["LOC: القاهرة", "LOC: القاهرة", "LOC: القَاهِرَةَ", "LOC: لقاهرة"];
    assert_eq!(window.annotations(), labelled);
}

#[test]
fn what_was_turned_down_twice_is_not_offered_again() {
    let mut window = on("علي وعلي\n\nعلي وعلي");
    label(&mut window, "علي", Key::Num1, "1");
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("the places", |w| w.says("3 of 3 chosen"));
    // The row of a group takes the ticks of its places.
    window.click("After و");
    assert!(window.says("1 of 3 chosen"), "{:?}", window.labels());
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(window.annotations(), ["PER: علي", "PER: علي"]);
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("the guard", |w| w.says("rejected twice: 2"));
    assert!(!window.has("After و"), "{:?}", window.labels());
}

#[test]
fn space_and_arrows_choose_and_escape_leaves_everything() {
    let mut window = on(TEXT);
    label(&mut window, "كريم", Key::Num1, "1");
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("the places", |w| w.says("2 of 2 chosen"));
    window.run();
    window.key(Modifiers::NONE, Key::Space);
    assert!(window.says("1 of 2 chosen"), "{:?}", window.labels());
    window.key(Modifiers::NONE, Key::ArrowDown);
    window.key(Modifiers::NONE, Key::ArrowDown);
    window.key(Modifiers::NONE, Key::Space);
    assert!(window.says("0 of 2 chosen"), "{:?}", window.labels());
    window.key(Modifiers::NONE, Key::Escape);
    assert_eq!(window.annotations(), ["PER: كريم"]);
}

#[test]
fn all_at_once_needs_no_dialog() {
    let mut window = on(TEXT);
    label(&mut window, "كريم", Key::Num1, "1");
    window.key(SHIFT, Key::Enter);
    window.wait_for("the labels", |w| w.annotations().len() == 3);
    assert!(window.says("Places changed: 2"));
}

#[test]
fn every_place_is_relabelled_or_deleted_in_one_step() {
    let mut window = on(TEXT);
    label(&mut window, "كريم", Key::Num1, "1");
    window.key(SHIFT, Key::Enter);
    window.wait_for("the labels", |w| w.annotations().len() == 3);
    window.digit(Key::Num2, "2");
    window.key(Modifiers { alt: true, ..CTRL }, Key::R);
    window.wait_for("the others", |w| w.says("2 of 2 chosen"));
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(window.annotations(), ["ORG: كريم", "ORG: كريم", "ORG: كريم"]);
    window.key(SHIFT, Key::Delete);
    window.wait_for("all three", |w| w.says("3 of 3 chosen"));
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.annotations().is_empty());
    window.key(CTRL, Key::Z);
    assert_eq!(window.annotations().len(), 3);
}

#[test]
fn the_key_goes_round_the_clitics_of_a_selection() {
    let mut window = on(TEXT);
    window.take_word("وبالقاهرة");
    for expected in ["بالقاهرة", "القاهرة", "قاهرة", "وبالقاهرة"] {
        window.key(Modifiers::NONE, Key::Backslash);
        assert_eq!(window.quote(), expected);
    }
    // So does a double click after a double click, except that it leaves the article.
    for expected in ["بالقاهرة", "القاهرة", "وبالقاهرة", "بالقاهرة"] {
        window.take_word("وبالقاهرة");
        assert_eq!(window.quote(), expected);
    }
    window.take_word("للقاهرة");
    window.key(Modifiers::NONE, Key::Backslash);
    assert_eq!(window.quote(), "لقاهرة");
    assert!(window.says("Stands for ‹القاهرة›"), "{:?}", window.labels());
    window.take_word("كريم");
    window.key(Modifiers::NONE, Key::Backslash);
    assert!(window.says("No clitic"));
}

#[test]
fn a_step_is_shown_before_the_annotation_takes_it() {
    let mut window = with_clitics_inside(TEXT);
    label(&mut window, "وبالقاهرة", Key::Num3, "3");
    window.key(Modifiers::NONE, Key::Backslash);
    window.key(Modifiers::NONE, Key::Backslash);
    assert_eq!(window.quote(), "القاهرة");
    assert_eq!(window.annotations(), ["LOC: وبالقاهرة"], "nothing is taken yet");
    window.key(Modifiers::NONE, Key::Escape);
    assert_eq!(window.annotations(), ["LOC: وبالقاهرة"]);
    window.key(Modifiers::NONE, Key::Tab);
    window.key(Modifiers::NONE, Key::Backslash);
    window.key(Modifiers::NONE, Key::Backslash);
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(window.annotations(), ["LOC: القاهرة"]);
}

#[test]
fn edges_move_by_clitics() {
    let alt = Modifiers::ALT;
    let mut window = with_clitics_inside(TEXT);
    label(&mut window, "وبالقاهرة", Key::Num3, "3");
    window.key(Modifiers { shift: true, ..alt }, Key::OpenBracket);
    assert_eq!(window.annotations(), ["LOC: بالقاهرة"]);
    window.key(Modifiers { shift: true, ..alt }, Key::OpenBracket);
    assert_eq!(window.annotations(), ["LOC: القاهرة"]);
    window.key(alt, Key::OpenBracket);
    assert_eq!(window.annotations(), ["LOC: بالقاهرة"]);
    window.key(alt, Key::CloseBracket);
    assert_eq!(window.annotations(), ["LOC: بالقاهرة يبدأ"]);
}

#[test]
fn a_project_is_converted_with_a_preview_and_one_undo_a_document() {
    let mut window = with_clitics_inside(TEXT);
    label(&mut window, "وبالقاهرة", Key::Num3, "3");
    label(&mut window, "للقاهرة", Key::Num3, "3");
    window.key(Modifiers { alt: true, ..CTRL }, Key::C);
    window.wait_for("the answer", |w| w.says("Nothing found"));
    window.click("Clitics (و ف ب ك ل) belong inside the annotation");
    window.wait_for("the spans", |w| w.says("2 of 2 chosen"));
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("the change", |w| w.annotations() == ["LOC: القاهرة", "LOC: لقاهرة"]);
    window.key(CTRL, Key::Z);
    assert_eq!(window.annotations(), ["LOC: للقاهرة", "LOC: وبالقاهرة"]);
}

#[test]
fn a_text_is_told_in_latin_letters_in_the_other_calendar_and_by_its_characters() {
    let mut window = on("اجتمعوا في ١ رمضان ١٤٤٥ هـ وعادوا للقاهرة.");
    let (from, to) = (window.word("١").center(), window.word("١٤٤٥").center());
    window.drag(from, to, Modifiers::NONE);
    window.key(CTRL, Key::I);
    assert!(window.says("11 مارس 2024"), "{:?}", window.labels());
    assert!(window.has("U+0631 ARABIC LETTER REH"), "{:?}", window.labels());
    window.key(Modifiers::NONE, Key::Escape);
    window.take_word("للقاهرة");
    window.key(Modifiers::NONE, Key::Backslash);
    window.key(CTRL, Key::I);
    assert!(window.has("Stands for") && window.has("القاهرة") && window.has("lqAhrp"), "{:?}", window.labels());
}
