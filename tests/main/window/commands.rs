//! Commands and their keys as a person changes them; labels as commands; and what is said, for how long, in which language.

use std::fs;

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT, Queryable as _};
use hashiya::store::SettingsFile;
use hashiya::store::settings::{Language, Settings};

use super::{CTRL, SHIFT, Start, Window, on};

const NONE: Modifiers = Modifiers::NONE;
const TEXT: &str = "زار كريم الحداد مدينة صلالة، ثم عاد إلى القاهرة مع سعيد.";

/// The settings' page of keys with a command chosen.
fn choose(window: &mut Window, command: &str) {
    window.key(CTRL, Key::Comma);
    window.click("Keys");
    filter(window, command);
    window.click(command);
}

fn filter(window: &mut Window, text: &str) {
    window.harness.get_by_label("Filter commands").focus();
    window.run();
    window.key(CTRL, Key::A);
    window.type_text(text);
}

fn press_new_key(window: &mut Window, modifiers: Modifiers, key: Key, text: &str) {
    window.click("Change the key…");
    assert!(window.has("Press the new key; Esc leaves everything as it is."));
    if modifiers.ctrl {
        window.press(Key::ControlLeft, Some(Key::ControlLeft), "", NONE);
    }
    window.press(key, Some(key), text, modifiers);
}

/// The keys of the settings' file, once the worker has written it.
fn kept(window: &mut Window, expect: &[(&str, &str)]) {
    let folder = window.folder.path().to_path_buf();
    let expect = expect.iter().map(|(id, keys)| (id.to_string(), keys.to_string())).collect();
    window.wait_for("the settings to be written", |_| SettingsFile::in_folder(&folder).load().0.keys == expect);
}

/// What the shown row of this name says is its key.
fn key_of(window: &Window, name: &str) -> Option<String> {
    let rows = window.harness.query_all_by_label(name);
    rows.filter_map(|row| row.accesskit_node().data().keyboard_shortcut().map(str::to_owned)).next()
}

fn is_finding(window: &Window) -> bool {
    window.has("Find in the document")
}

fn is_asking_where_to_go(window: &Window) -> bool {
    window.harness.query_by_role_and_label(Role::TextInput, "Position").is_some()
}

#[test]
fn a_key_is_changed_in_the_settings_and_shown_wherever_keys_are() {
    let mut window = on(TEXT);
    choose(&mut window, "Find…");
    assert!(window.has("Keys of “Find…”: Ctrl+F"), "{:?}", window.labels());
    // Enter, Tab and the like are keys as others are, and do nothing else meanwhile.
    press_new_key(&mut window, NONE, Key::Escape, "");
    assert!(window.has("Keys of “Find…”: Ctrl+F") && !window.has("Press the new key; Esc leaves everything as it is."));
    press_new_key(&mut window, NONE, Key::F8, "");
    assert!(window.has("Keys of “Find…”: F8"), "{:?}", window.labels());
    window.click("Add a key…");
    window.press(Key::F7, Some(Key::F7), "", SHIFT);
    assert!(window.has("Keys of “Find…”: F8, Shift+F7"), "{:?}", window.labels());
    window.click("Close");
    kept(&mut window, &[("find", "F8 Shift+F7")]);
    window.key(CTRL, Key::F);
    assert!(!is_finding(&window), "its old key is free");
    window.key(NONE, Key::F8);
    assert!(is_finding(&window));
    window.key(NONE, Key::Escape);
    // Menu, palette and key list.
    window.click("Edit");
    assert_eq!(key_of(&window, "Find…").as_deref(), Some("F8"));
    window.key(NONE, Key::Escape);
    window.key(CTRL, Key::K);
    assert_eq!(key_of(&window, "Find…").as_deref(), Some("F8"));
    window.key(NONE, Key::Escape);
    window.key(NONE, Key::F1);
    filter(&mut window, "find");
    assert_eq!(key_of(&window, "Find…").as_deref(), Some("F8   Shift+F7"));
    window.key(NONE, Key::Escape);
    // Another day.
    let keys = SettingsFile::in_folder(window.folder.path()).load().0.keys;
    let mut window = Start { settings: Settings { keys, ..Start::default().settings }, ..Start::default() }.window();
    window.key(NONE, Key::F8);
    assert!(is_finding(&window));
    window.key(NONE, Key::Escape);
    // And back.
    choose(&mut window, "Find…");
    window.click("The usual key");
    assert!(window.has("Keys of “Find…”: Ctrl+F"));
    window.click("No key");
    assert!(window.has("Keys of “Find…”: none"));
    window.click("Close");
    kept(&mut window, &[("find", "")]);
    window.key(CTRL, Key::F);
    assert!(!is_finding(&window));
}

#[test]
fn a_key_that_another_command_has_is_told_with_ways_to_settle_it() {
    let mut window = on(TEXT);
    choose(&mut window, "Find…");
    press_new_key(&mut window, CTRL, Key::G, "");
    assert!(window.has("Ctrl+G is the key of “Go to…”."), "{:?}", window.labels());
    assert!(window.has("Keys of “Find…”: Ctrl+F"), "nothing is changed before it is decided");
    window.click("Leave it there");
    assert!(!window.says("is the key of"));
    press_new_key(&mut window, CTRL, Key::G, "");
    window.click("Swap: “Go to…” gets Ctrl+F");
    assert!(window.has("Keys of “Find…”: Ctrl+G") && !window.says("is the key of"));
    window.click("Close");
    kept(&mut window, &[("find", "Ctrl+G"), ("go-to", "Ctrl+F")]);
    window.key(CTRL, Key::F);
    assert!(is_asking_where_to_go(&window));
    window.key(NONE, Key::Escape);
    window.key(CTRL, Key::G);
    assert!(is_finding(&window));
    window.key(NONE, Key::Escape);
    // The usual key, which another has now, is asked about alike.
    choose(&mut window, "Find…");
    window.click("The usual key");
    window.click("Swap: “Go to…” gets Ctrl+G");
    // A further key is taken away; there is none to give for it.
    window.click("Add a key…");
    window.press(Key::T, Some(Key::T), "", CTRL);
    window.click("Take it from “Keep labelling”");
    window.click("Close");
    kept(&mut window, &[("find", "Ctrl+F Ctrl+T"), ("toggle-sticky", "")]);
}

#[test]
fn keys_of_labels_and_of_the_caret_are_not_given_to_a_command() {
    let mut window = on(TEXT);
    choose(&mut window, "Find…");
    press_new_key(&mut window, NONE, Key::Num1, "1");
    assert!(window.says("1 is the key of the label “Person”"), "{:?}", window.labels());
    press_new_key(&mut window, CTRL, Key::ArrowLeft, "");
    assert!(window.says("no command can have it"), "{:?}", window.labels());
    window.click("Change the key…");
    window.harness.event(Event::Paste("نص".into()));
    window.run();
    assert!(window.says("Ctrl+V moves the caret, leaves, cuts or pastes"), "{:?}", window.labels());
    assert!(window.has("Keys of “Find…”: Ctrl+F"));
    window.click("Close");
    window.take_word("كريم");
    window.digit(Key::Num1, "1");
    assert_eq!(window.annotations(), ["PER: كريم"]);
}

#[test]
fn keys_of_the_file_that_cannot_be_are_told_and_stay_in_it() {
    let keys = [("find", "F8"), ("save", "Hyper+S"), ("sing", "F4"), ("go-to", "Ctrl+O")];
    let keys: std::collections::BTreeMap<_, _> = keys.map(|(id, keys)| (id.to_owned(), keys.to_owned())).into();
    let settings = Settings { keys: keys.clone(), ..Start::default().settings };
    let mut window = Start { settings, ..Start::default() }.window();
    for part in ["the command sing", "Hyper+S, given to “Save”", "Ctrl+O to both “Open…” and “Go to…”"]
    {
        assert!(window.says(part), "{part}: {:?}", window.labels());
    }
    // The rest is in force.
    window.key(NONE, Key::F8);
    assert!(is_finding(&window));
    window.key(NONE, Key::Escape);
    // Whatever else of the settings changes, the entries are not lost.
    window.key(CTRL | SHIFT, Key::T);
    let folder = window.folder.path().to_path_buf();
    let before = Start::default().settings.theme;
    window.wait_for("the settings", |_| SettingsFile::in_folder(&folder).load().0.theme != before);
    assert_eq!(SettingsFile::in_folder(&folder).load().0.keys, keys);
}

#[test]
fn lines_of_the_key_list_lead_to_where_the_key_is_changed() {
    let mut window = on(TEXT);
    window.key(NONE, Key::F1);
    filter(&mut window, "open by path");
    window.click("Open by path…");
    assert!(window.has("Keys of “Open by path…”: Ctrl+L"), "{:?}", window.labels());
    window.click("Close");
    window.key(NONE, Key::F1);
    filter(&mut window, "person");
    assert_eq!(key_of(&window, "Label: Person").as_deref(), Some("1"));
    assert_eq!(key_of(&window, "Further label: Person").as_deref(), Some("Shift+1"));
    window.click("Label: Person");
    assert!(window.has("Name in datasets"), "{:?}", window.labels());
}

#[test]
fn a_label_is_a_command_of_the_palette() {
    let mut window = on(TEXT);
    window.take_word("كريم");
    window.key(CTRL, Key::K);
    window.type_text("شخص");
    window.key(NONE, Key::Enter);
    assert_eq!(window.annotations(), ["PER: كريم"]);
    window.key(CTRL, Key::K);
    window.type_text("further org");
    window.key(NONE, Key::Enter);
    assert_eq!(window.annotations(), ["ORG: كريم", "PER: كريم"]);
}

#[test]
fn the_annotation_in_hand_is_copied_as_a_row_of_a_table() {
    let mut window = on("قال كريم\tالحداد كلمته.");
    let (from, to) = (window.word("كريم").center(), window.word("الحداد").center());
    window.drag(from, to, NONE);
    window.digit(Key::Num1, "1");
    let (key, modifiers) = (Key::C, CTRL | SHIFT);
    window.harness.event(Event::Key { key, physical_key: Some(key), pressed: true, repeat: false, modifiers });
    window.harness.step();
    let commands = &window.harness.output().platform_output.commands;
    let copied = commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.as_str()),
        _ => None,
    });
    assert_eq!(copied, Some("كريم الحداد\tPER\t4\t15"));
}

#[test]
fn the_status_bar_forgets_with_the_next_action_and_with_time() {
    // The caret stands between blanks, where there is no word to label.
    let mut window = on(&format!("  {TEXT}"));
    let says = |window: &Window| window.has("Select words in the text first");
    window.digit(Key::Num1, "1");
    assert!(says(&window));
    let at = window.word("كريم").center();
    window.click_at(at, 1, NONE);
    assert!(!says(&window), "a click on the page is an action");
    window.key(CTRL, Key::Home);
    window.digit(Key::Num1, "1");
    assert!(says(&window));
    window.key(CTRL, Key::Num2);
    assert!(!says(&window), "so is a command");
    window.digit(Key::Num1, "1");
    (0..5).for_each(|_| window.pause());
    assert!(says(&window), "long enough to be read");
    (0..4).for_each(|_| window.pause());
    assert!(!says(&window));
}

/// A window that could not open a file, beside a document that is shown.
fn failing(language: Language) -> Window {
    let settings = Settings { language, ..Start::default().settings };
    let mut window = Start { settings, ..Start::default() }.window();
    window.key(CTRL, Key::L);
    let path = window.folder.join("لا شيء.ron");
    fs::write(&path, "").expect("writable");
    window.type_path(&path);
    window
}

fn times(window: &Window, part: &str) -> usize {
    window.labels().iter().filter(|label| label.contains(part)).count()
}

#[test]
fn an_error_stands_in_one_place() {
    let mut window = failing(Language::English);
    window.wait_for("the page to tell", |w| w.has("This document could not be opened"));
    assert_eq!(times(&window, "the file is empty"), 1, "{:?}", window.labels());
    assert!(!window.has("Dismiss"), "what the page says is said by nothing else");
}

/// A window with two errors of files that hold no labels, and a document in it.
fn with_errors(language: Language) -> (Window, &'static str) {
    let settings = Settings { language, ..Start::default().settings };
    let mut window = Start { settings, files: vec![("نص.txt", TEXT.to_owned())], ..Start::default() }.window();
    let path = window.folder.join("نص.txt");
    window.key(CTRL, Key::L);
    window.type_path(&path);
    // What is only shown while it is read takes a label later.
    let saved = if language == Language::Arabic { "محفوظ" } else { "Saved" };
    window.wait_for("the text", |w| w.says("كريم") && w.has(saved));
    window.take_word("كريم");
    window.digit(Key::Num1, "1");
    for name in ["أ.ron", "ب.ron"] {
        window.folder.write(name, "no labels\n");
        window.key(CTRL | Modifiers::ALT, Key::O);
        window.type_path(&window.folder.join(name));
        window.wait_for("the error", |w| w.labels().iter().any(|label| label.contains(name) && label.len() > 60));
    }
    let dismiss = if language == Language::Arabic { "إخفاء" } else { "Dismiss" };
    (window, dismiss)
}

fn dismissals(window: &Window, name: &str) -> usize {
    window.harness.query_all_by_label(name).count()
}

#[test]
fn escape_sends_all_messages_away_and_leaves_the_work_as_it_is() {
    let (mut window, dismiss) = with_errors(Language::English);
    assert_eq!(dismissals(&window, dismiss), 2, "{:?}", window.labels());
    assert_eq!(times(&window, "أ.ron"), 1, "{:?}", window.labels());
    let active_annotation = window.quote();
    assert_eq!(active_annotation, "كريم");
    window.key(NONE, Key::Escape);
    assert_eq!(dismissals(&window, dismiss), 0);
    assert_eq!(window.quote(), active_annotation);
    window.key(NONE, Key::Escape);
    assert_eq!(window.quote(), "", "the next one lets go");
}

#[test]
fn messages_wait_until_somebody_is_there_and_then_take_a_line_each() {
    let (mut window, dismiss) = with_errors(Language::Arabic);
    // They stand where lines of Arabic end, and speak another language as soon as the window does.
    let page = window.harness.ctx.content_rect();
    let at = window.harness.query_all_by_label(dismiss).next().expect("shown").rect();
    assert!(at.center().x < page.center().x, "{at:?} in {page:?}");
    window.key(CTRL | SHIFT, Key::G);
    assert_eq!((dismissals(&window, dismiss), dismissals(&window, "Dismiss")), (0, 2), "{:?}", window.labels());
    let told: Vec<String> = window.labels().into_iter().filter(|label| label.contains("أ.ron")).collect();
    let arabic = |text: &str| text.chars().any(|c| matches!(c, '\u{600}'..='\u{6ff}'));
    assert!(told.len() == 1 && !arabic(&told[0].replace("أ.ron", "")), "{told:?}");
    (0..10).for_each(|_| window.pause());
    assert_eq!(dismissals(&window, "Dismiss"), 2);
    (0..60).for_each(|_| window.pause());
    assert_eq!(dismissals(&window, "Dismiss"), 0);
    assert_eq!(times(&window, "أ.ron"), 1, "what went wrong is not gone: {:?}", window.labels());
    window.key(NONE, Key::Escape);
    assert_eq!(times(&window, "أ.ron"), 0);
}

#[test]
fn messages_stay_as_long_as_nobody_is_there() {
    let mut window = Start {
        settings: Settings { keys: [("sing".to_owned(), "F4".to_owned())].into(), ..Start::default().settings },
        bare: true,
        ..Start::default()
    }
    .window();
    (0..200).for_each(|_| window.pause());
    assert!(window.says("the command sing") && dismissals(&window, "Dismiss") == 1);
    window.key(NONE, Key::Escape);
    assert!(!window.says("the command sing"));
}
