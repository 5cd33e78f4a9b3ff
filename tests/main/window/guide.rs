//! The guide beside the text: opened by a key or from the menu, without a project and without a network, in the language of the window; its
//! list of pages and the links between them.

use egui::{Key, Modifiers};
use hashiya::store::settings::{Language, Settings};

use super::{CTRL, SHIFT, Start, Window, on};

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
    window.click_like("Page: The guide of Hashiya");
    window.click_like("team.md");
    window.wait_for("the page", |w| w.says("A project is a folder, so a team needs nothing"));
    // A link to a heading of another page.
    window.click_like("Page: Team work");
    window.click_like("relations.md");
    window.wait_for("the page", |w| w.has("The schema"));
    window.click("The schema");
    window.wait_for("the heading", |w| w.says("A schema is a file of its own, a part of each document"));
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
    assert!(!window.has("The guide of Hashiya") && window.has("Close guidelines"));
    window.key(SHIFT, Key::F1);
    assert!(window.has("The guide of Hashiya") && !window.has("Close guidelines"));
}
