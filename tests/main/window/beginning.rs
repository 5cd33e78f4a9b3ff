//! The beginning: who works here, in which language, the ways to documents; and the samples for whoever looks first.

use egui::Key;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hashiya::store::SettingsFile;
use hashiya::store::settings::{Language, Settings};

use super::{CTRL, Start, Window};
use crate::support::Look;

const NONE: egui::Modifiers = egui::Modifiers::NONE;

/// A window in an empty folder, in which nobody has worked before. In English, whatever the system speaks.
fn first_start() -> Window {
    let folder = crate::fixture::Folder::new();
    let (harness, painter) =
        super::harness(Look { size: [1280.0, 820.0], ..Look::default() }, None, folder.path(), Vec::new());
    let mut window = Window { harness, painter, folder };
    window.run();
    window.click("English");
    window
}

fn kept(window: &mut Window, is: impl Fn(&Settings) -> bool) {
    let folder = window.folder.path().to_path_buf();
    window.wait_for("the settings to be kept", |_| is(&SettingsFile::in_folder(&folder).load().0));
}

#[test]
fn a_first_start_asks_for_name_and_language_and_a_later_one_does_not() {
    let mut window = first_start();
    assert!(window.words().is_empty(), "no text of others is on the page");
    for way in ["Open folder…", "Open files…", "New project…", "Look at the samples"] {
        assert!(window.has(way), "{way} among {:?}", window.labels());
    }
    window.click("العربية");
    assert!(window.has("اسمك") && window.has("فتح مجلد…"), "{:?}", window.labels());
    kept(&mut window, |settings| settings.language == Language::Arabic && settings.annotator.is_empty());
    window.click("English");
    window.harness.get_by_role_and_label(egui::Role::TextInput, "Your name").focus();
    window.run();
    window.key(CTRL, Key::A);
    window.type_text("سلمى");
    window.key(NONE, Key::Enter);
    assert!(window.has("Your name"), "it stays in sight until something is opened");
    kept(&mut window, |settings| settings.annotator == "سلمى");
    let window = window.next_day();
    assert!(window.has("Open folder…") && !window.has("Your name"), "{:?}", window.labels());
    assert!(window.has("Annotator: سلمى"));
}

#[test]
fn all_of_the_beginning_is_reached_by_keys() {
    let mut window = first_start();
    window.harness.get_by_role_and_label(egui::Role::TextInput, "Your name").focus();
    window.run();
    let mut reached = Vec::new();
    for _ in 0..6 {
        window.key(NONE, Key::Tab);
        let focused =
            window.harness.query_all_by(|node| node.is_focused()).next().and_then(|node| node.accesskit_node().label());
        reached.extend(focused);
    }
    assert_eq!(reached, ["العربية", "English", "Open folder…", "Open files…", "New project…", "Look at the samples"]);
    window.key(NONE, Key::Enter);
    window.wait_for("the samples", |w| w.words().len() > 20);
}

#[test]
fn samples_are_marked_counted_nowhere_and_thrown_away_in_one_step() {
    let mut window = Start { bare: true, ..Start::default() }.window();
    window.click("Look at the samples");
    window.wait_for("the samples", |w| w.words().len() > 20);
    assert!(window.says("A sample, not counted or exported"), "{:?}", window.labels());
    assert_eq!(window.labels().iter().filter(|label| label.contains("، Sample")).count(), 3, "{:?}", window.labels());
    assert!(!window.says("of 3 done"));
    window.click("Throw the samples away");
    assert!(window.words().is_empty() && window.has("Look at the samples"), "{:?}", window.labels());
    assert!(!window.says("Sample"));
}

#[test]
fn work_on_a_sample_is_asked_about_before_texts_of_ones_own_come() {
    let files = vec![("texts/أ.txt", "سافر كريم".to_owned())];
    let mut window = Start { files, ..Start::default() }.window();
    let first = window.words()[0].0.clone();
    window.take_word(&first);
    window.digit(Key::Num1, "1");
    window.key(CTRL, Key::L);
    let texts = window.folder.join("texts");
    window.type_path(&texts);
    window.wait_for("the question", |w| w.has("What becomes of your work on the samples?"));
    window.key(NONE, Key::Escape);
    assert!(!window.says("أ،"), "nothing was opened: {:?}", window.labels());
    window.key(CTRL, Key::L);
    window.type_path(&texts);
    window.click("Throw away");
    window.wait_for("the text", |w| w.words().len() == 2);
    assert!(window.has("0 of 1 done") && !window.says("Sample"), "{:?}", window.labels());
}

#[test]
fn without_work_samples_go_unasked_when_texts_come() {
    let files = vec![("texts/أ.txt", "سافر كريم".to_owned())];
    let mut window = Start { files, ..Start::default() }.window();
    window.key(CTRL, Key::L);
    let texts = window.folder.join("texts");
    window.type_path(&texts);
    window.wait_for("the text", |w| w.words().len() == 2);
    assert!(window.has("0 of 1 done") && !window.says("Sample"), "{:?}", window.labels());
}

#[test]
fn a_sample_that_is_saved_is_a_document_of_ones_own_and_one_that_is_done_is_not_saved() {
    let mut window = Start::default().window();
    window.key(CTRL | super::SHIFT, Key::Enter);
    assert!(!window.has("Save by path") && window.has("Throw the samples away"), "{:?}", window.labels());
    window.key(CTRL | super::SHIFT, Key::S);
    let place = window.folder.join("لي.ron");
    window.type_path(&place);
    window.wait_for("the file", |w| place.is_file() && w.has("1 of 2 done"));
    assert!(!window.has("Throw the samples away"), "{:?}", window.labels());
}

#[test]
fn a_typed_path_is_listed_walked_and_completed() {
    let files = vec![
        ("نصوص/خبر أول.txt", "سافر كريم".to_owned()),
        ("نصوص/خبر ثان.txt", "عاد أحمد".to_owned()),
        ("نماذج/ج.txt", "نص".to_owned()),
    ];
    let mut window = Start { files, ..Start::default() }.window();
    window.key(CTRL, Key::L);
    window.key(CTRL, Key::A);
    let start = window.folder.join("ن").display().to_string();
    window.type_text(&start);
    window.wait_for("what is there", |w| w.has("نصوص/") && w.has("نماذج/"));
    window.type_text("ص");
    window.wait_for("what is left", |w| w.has("نصوص/") && !w.has("نماذج/"));
    window.key(NONE, Key::Tab);
    window.wait_for("what lies in it", |w| w.has("خبر أول.txt") && w.has("خبر ثان.txt"));
    window.key(NONE, Key::Tab);
    assert!(!window.has("Cancel") || typed(&window).ends_with("نصوص/خبر "), "{}", typed(&window));
    window.wait_for("both again", |w| w.has("خبر أول.txt") && w.has("خبر ثان.txt"));
    window.key(NONE, Key::ArrowDown);
    window.key(NONE, Key::ArrowDown);
    window.key(NONE, Key::Enter);
    window.wait_for("the second text", |w| w.words().iter().any(|(word, _)| word == "عاد"));
}

/// What stands in the field of the path.
fn typed(window: &Window) -> String {
    let field = window.harness.query_by_role_and_label(egui::Role::TextInput, "Path of a file or a folder");
    field.and_then(|field| field.value()).unwrap_or_default()
}
