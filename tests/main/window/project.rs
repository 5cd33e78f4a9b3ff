//! The project in the window: made, filled, its documents renamed, removed and brought back, closed; everything saved at once.

use std::fs;

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use hashiya::store;

use super::{CTRL, SHIFT, Start, Window};

const NONE: egui::Modifiers = egui::Modifiers::NONE;
const ALT: egui::Modifiers = egui::Modifiers { alt: true, ..CTRL };

fn texts() -> Vec<(&'static str, String)> {
    vec![
        ("texts/شمال/خبر.txt", "سافر كريم إلى صلالة".to_owned()),
        ("texts/جنوب/خبر.txt", "عاد أحمد من دمشق".to_owned()),
        ("texts/مقال.txt", "زارت سلمى القاهرة".to_owned()),
    ]
}

/// A window with a project that was made by its dialog, of three texts in two folders.
fn made() -> Window {
    let mut window = Start { files: texts(), bare: true, ..Start::default() }.window();
    window.key(ALT, Key::N);
    window.type_text("أخبار");
    window.key(NONE, Key::Tab);
    let texts = window.folder.join("texts");
    window.type_text(&texts.display().to_string());
    window.key(NONE, Key::Enter);
    assert!(window.has(&format!("Do not take {}", texts.display())), "{:?}", window.labels());
    window.key(NONE, Key::Enter);
    window.wait_for("the project", |w| w.has("أخبار") && w.says("of 3 done") && !w.words().is_empty());
    window.wait_for("the dialog to go", |w| !w.has("New project"));
    window
}

fn say(window: &mut Window, name: &str, value: &str) {
    window.harness.get_by_role_and_label(egui::Role::TextInput, name).focus();
    window.run();
    window.key(CTRL, Key::A);
    window.type_text(value);
}

#[test]
fn a_project_is_made_by_keys_alone_and_open_again_on_the_next_day() {
    let mut window = made();
    let root = window.folder.join("أخبار");
    assert!(root.join("documents/شمال/خبر.ron").is_file() && root.join("documents/جنوب/خبر.ron").is_file());
    window.click_like("مقال،");
    window.wait_for("the article", |w| w.words().iter().any(|(word, _)| word == "القاهرة"));
    let mut window = window.next_day();
    window.wait_for("the article", |w| w.words().iter().any(|(word, _)| word == "القاهرة"));
    assert!(window.has("أخبار") && window.says("of 3 done"), "{:?}", window.labels());
}

#[test]
fn one_key_saves_everything_and_leaving_asks_once() {
    let mut window = made();
    let documents = window.folder.join("أخبار/documents");
    for (row, word) in [("مقال،", "سلمى"), ("خبر، جنوب", "أحمد")] {
        window.click_like(row);
        window.wait_for("its text", |w| w.words().iter().any(|(other, _)| other == word));
        window.take_word(word);
        window.digit(Key::Num1, "1");
    }
    window.key(CTRL | SHIFT, Key::A);
    window.wait_for("all to be saved", |w| w.says("2 documents saved"));
    for (file, count) in [("مقال.ron", 1), ("جنوب/خبر.ron", 1), ("شمال/خبر.ron", 0)] {
        assert_eq!(store::load(&documents.join(file)).expect("sound").0.annotations.len(), count, "{file}");
    }
}

#[test]
fn new_texts_of_an_open_folder_are_saved_beside_themselves_unasked() {
    let mut window = Start { files: texts(), open: vec!["texts"], ..Start::default() }.window();
    for (row, word) in [("خبر، شمال", "كريم"), ("خبر، جنوب", "أحمد")] {
        window.click_like(row);
        window.wait_for("its text", |w| w.words().iter().any(|(other, _)| other == word));
        window.take_word(word);
        window.digit(Key::Num1, "1");
    }
    window.key(CTRL | SHIFT, Key::A);
    window.wait_for("all to be saved", |w| w.says("2 documents saved"));
    for file in ["texts/شمال/خبر.ron", "texts/جنوب/خبر.ron"] {
        assert_eq!(store::load(&window.folder.join(file)).expect("sound").0.annotations.len(), 1, "{file}");
    }
    assert!(!window.folder.join("texts/مقال.ron").exists(), "nothing was done to it");
}

#[test]
fn documents_are_added_renamed_removed_and_brought_back() {
    let mut window = made();
    let more = window.folder.write("تقرير.txt", "وصل الوفد إلى عدن");
    let broken = window.folder.write("معطوب.conll", "زار\tB-PER\tX\tY\nأحمد\n");
    window.key(ALT, Key::E);
    for path in [&more, &broken] {
        say(&mut window, "Path of a file or folder to take documents from", &path.display().to_string());
        window.key(NONE, Key::Enter);
    }
    window.click("Add to the project");
    window.wait_for("what came", |w| w.says("of 4 done"));
    if window.has("Close") {
        window.click("Close");
    }
    let documents = window.folder.join("أخبار/documents");
    assert!(documents.join("تقرير.ron").is_file());

    window.click_like("تقرير،");
    window.wait_for("the report", |w| w.words().iter().any(|(word, _)| word == "الوفد"));
    window.key(NONE, Key::F2);
    say(&mut window, "File name", "وفد");
    window.key(NONE, Key::Enter);
    window.wait_for("its other name", |w| documents.join("وفد.ron").is_file() && !w.words().is_empty());
    assert!(!documents.join("تقرير.ron").exists());

    window.key(ALT, Key::D);
    assert!(window.says("is removed from the project."), "{:?}", window.labels());
    window.click("Remove");
    window.wait_for("it to go", |w| w.says("of 3 done"));
    assert!(window.folder.join("أخبار/removed/وفد.ron").is_file());
    window.key(ALT, Key::B);
    window.wait_for("what lies there", |w| w.says("One chosen"));
    window.key(NONE, Key::Enter);
    window.wait_for("it to come back", |w| w.says("of 4 done"));
    assert!(documents.join("وفد.ron").is_file());
}

#[test]
fn what_was_removed_by_another_hand_is_found_and_brought_back() {
    let mut window = made();
    window.key(ALT, Key::B);
    window.wait_for("the answer", |w| w.says("No document has been removed from this project"));
    window.key(NONE, Key::Escape);
    // As `hashiya project remove` of yesterday would have left them.
    let documents = window.folder.join("أخبار/documents");
    let removed = window.folder.join("أخبار/removed");
    let [north, south] = ["شمال/خبر.ron", "جنوب/خبر.ron"];
    for inner in [north, south] {
        fs::create_dir_all(removed.join(inner).parent().expect("a folder")).expect("writable");
        fs::rename(documents.join(inner), removed.join(inner)).expect("moved");
    }
    window.key(ALT, Key::B);
    window.wait_for("what lies there", |w| w.says("None chosen"));
    say(&mut window, "Find a removed document", "شمال");
    window.click("Choose all shown");
    window.wait_for("the choice", |w| w.says("One chosen"));
    window.click("Bring back");
    window.wait_for("it to come back", |_| documents.join(north).is_file());
    assert!(removed.join(south).is_file(), "nobody asked for it");
}

#[test]
fn the_properties_count_the_work_and_notice_a_lost_source() {
    let mut window = made();
    fs::remove_file(window.folder.join("texts/مقال.txt")).expect("it was there");
    window.key(ALT, Key::P);
    window.wait_for("the counts", |w| w.has("The work") && w.says("was made") || w.says("is not there any more"));
    assert!(window.says("مقال.txt"), "{:?}", window.labels());
    say(&mut window, "Name", "أخبار الصيف");
    window.click("Save");
    window.wait_for("the other name", |w| w.has("أخبار الصيف"));
    let file = fs::read_to_string(window.folder.join("أخبار/project.ron")).expect("readable");
    assert!(file.contains("أخبار الصيف"));
}

#[test]
fn a_project_that_is_closed_leaves_the_beginning_and_asks_for_its_work() {
    let mut window = made();
    window.click_like("مقال،");
    window.wait_for("the article", |w| w.words().iter().any(|(word, _)| word == "القاهرة"));
    window.take_word("القاهرة");
    window.digit(Key::Num3, "3");
    assert_eq!(window.annotations(), ["LOC: القاهرة"]);
    window.key(ALT, Key::W);
    assert!(window.has("Save your work?"), "{:?}", window.labels());
    window.click("Save");
    window.wait_for("the beginning", |w| w.has("Look at the samples"));
    let (article, _) = store::load(&window.folder.join("أخبار/documents/مقال.ron")).expect("sound");
    assert_eq!(article.annotations.len(), 1);
    assert!(!window.says("of 3 done"), "{:?}", window.labels());
}
