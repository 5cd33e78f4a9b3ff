//! The guide beside the text: opened by a key or from the menu, without a project and without a network, in the language of the window; its
//! list of pages and the links between them.

use egui::{Key, Modifiers};
use hashiya::store::settings::{Language, Settings};
use hashiya::workspace::guide::{self, GuideLanguage};

use super::{CTRL, SHIFT, Start, Window, from_right, on};

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };

fn with_guide() -> Window {
    let mut window = on("زار كريم الحداد مدينة صلالة.");
    window.key(SHIFT, Key::F1);
    window.wait_for("the guide", |w| w.has("The guide of Hashiya"));
    window
}

#[test]
fn a_key_opens_the_guide_beside_the_text_and_closes_it() {
    let mut window = with_guide();
    let (line, page) = (window.word("كريم"), window.place_of("The guide of Hashiya"));
    assert!(!line.intersects(page), "{line:?} {page:?}");
    // One goes on working while it is read.
    window.put_label("كريم", Key::Num1);
    assert!(window.has("The guide of Hashiya"));
    window.key(SHIFT, Key::F1);
    assert!(!window.has("The guide of Hashiya"));
    window.key(SHIFT, Key::F1);
    window.click("Close the guide");
    assert!(!window.has("The guide of Hashiya"));
}

#[test]
fn links_and_the_list_lead_to_pages_and_back() {
    let mut window = with_guide();
    window.click("Your first document");
    window.wait_for("the page", |w| w.says("From a text file to an exported dataset"));
    window.click("Back");
    window.wait_for("the first page", |w| w.has("The guide of Hashiya"));
    window.click("The same words elsewhere");
    window.wait_for("the page", |w| w.says("One annotation is made by hand"));
    window.click_like("Page: The same words elsewhere");
    window.click("Relations, events, chains");
    // A link to a heading of another page.
    window.wait_for("the page", |w| w.has("The schema"));
    window.click("The schema");
    window.wait_for("the heading", |w| w.says("A schema is a file of its own, a part of each document"));
}

/// The steps of the first page, with its text: what it promises is what happens.
#[test]
fn the_first_document_goes_as_its_page_says() {
    let page = guide::text("first-document", GuideLanguage::English).expect("it is there");
    let text = page.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("its text");
    let mut window =
        Start { files: vec![("news.txt", text.into())], open: vec!["news.txt"], ..Start::default() }.window();
    let drag = |window: &mut Window, first: &str, last: &str| {
        let (from, to) = (from_right(window.word(first), 0.1), from_right(window.word(last), 0.9));
        window.drag(from, to, Modifiers::NONE);
    };
    drag(&mut window, "أحمد", "سالم");
    window.digit(Key::Num1, "1");
    drag(&mut window, "جامعة", "القاهرة");
    window.digit(Key::Num2, "2");
    window.take_word("القاهرة");
    window.digit(Key::Num3, "3");
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("the other places", |w| w.has("Label 2"));
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("all annotations", |w| w.annotations().len() == 5);
    assert!(window.has("Kept safe") || window.has("Being written…"), "{:?}", window.labels());
    window.key(CTRL, Key::Enter);
    window.key(CTRL, Key::S);
    window.wait_for("the path", |w| w.has("Save by path"));
    window.key(Modifiers::NONE, Key::Enter);
    let saved = window.folder.join("news.ron");
    window.wait_for("the file", |w| w.has("Saved") && saved.is_file());
    window.key(CTRL, Key::E);
    window.wait_for("what is lost", |w| w.has("This format keeps everything."));
    window.key(Modifiers::NONE, Key::Enter);
    let exported = window.folder.join("news.jsonl");
    window.wait_for("the dataset", |_| exported.is_file());
    let line = std::fs::read_to_string(exported).expect("UTF-8");
    assert_eq!(line.lines().count(), 1);
    for piece in [r#""label":"PER","text":"أحمد سالم""#, r#""label":"LOC","text":"القاهرة""#, r#""state":"done""#]
    {
        assert!(line.contains(piece), "{piece} is not in {line}");
    }
}

#[test]
fn the_guide_is_in_the_language_of_the_window() {
    let settings = Settings { language: Language::Arabic, ..Start::default().settings };
    let mut window = Start { settings, ..Start::default() }.window();
    window.key(SHIFT, Key::F1);
    window.wait_for("the guide", |w| w.has("دليل حاشية"));
    window.click("مستندك الأول");
    window.wait_for("the page", |w| w.has("مستندك الأول") && w.says("من ملف نصي إلى مجموعة بيانات مصدَّرة"));
    window.key(CTRL_SHIFT, Key::G);
    window.wait_for("the same page in English", |w| w.says("From a text file to an exported dataset"));
}

#[test]
fn the_guide_needs_no_document_and_gives_its_place_to_the_guidelines() {
    let mut window = Start { bare: true, ..Start::default() }.window();
    window.click("Help");
    window.click_like("Guide");
    window.wait_for("the guide", |w| w.has("The guide of Hashiya"));
    window.key(CTRL, Key::Num4);
    assert!(!window.has("The guide of Hashiya") && window.has("Close the guidelines"));
    window.key(SHIFT, Key::F1);
    assert!(window.has("The guide of Hashiya") && !window.has("Close the guidelines"));
}
