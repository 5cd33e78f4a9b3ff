//! Dialogs over the page: menus that open each time, Enter that does what the dialog is for, choices that are remembered,
//! and places that stay under the pointer.

use egui::{Event, Key, Modifiers, PointerButton, Rect, Role};
use egui_kittest::kittest::{NodeT, Queryable as _};

use super::{CTRL, SHIFT, Window, on};

const NONE: Modifiers = Modifiers::NONE;
const TEXT: &str = "وصل كريم إلى القاهرة. قال كريم إنه جاء وبالقاهرة يبدأ.";

fn place(window: &Window, label: &str) -> Rect {
    let node = window.harness.query_all_by_label(label).next();
    node.unwrap_or_else(|| panic!("no {label} among {:?}", window.labels())).rect()
}

/// Clicks where it is on the screen, as a hand does: what lies above it gets the click.
fn press(window: &mut Window, label: &str) {
    let at = place(window, label).center();
    window.click_at(at, 1, NONE);
}

/// A click so quick that one frame brings all of it.
fn tap(window: &mut Window, label: &str) {
    let at = place(window, label).center();
    window.pause();
    window.harness.hover_at(at);
    window.run();
    for pressed in [true, false] {
        let button = PointerButton::Primary;
        window.harness.input_mut().events.push(Event::PointerButton { pos: at, button, pressed, modifiers: NONE });
    }
    window.run();
}

fn chosen(window: &Window, label: &str) -> bool {
    let node = window.harness.get_by_label(label);
    node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
}

fn write_to(window: &mut Window, path: &std::path::Path) {
    window.harness.get_by_role_and_label(Role::TextInput, "Write to file").focus();
    window.run();
    window.key(CTRL, Key::A);
    window.type_text(&path.display().to_string());
}

#[test]
fn the_menu_of_a_dialog_opens_by_mouse_each_time() {
    let mut window = on(TEXT);
    window.key(CTRL, Key::E);
    let [json, brat, conll] = ["JSON lines (.jsonl)", "brat (a folder of files)", "Words with tags, CoNLL (.conll)"];
    for (shown, wanted) in [(json, brat), (brat, conll), (conll, json)] {
        // What is clicked comes to the front: the dialog over its closed menu, and then both in one frame.
        press(&mut window, "Proclitics");
        tap(&mut window, &format!("Format: {shown}"));
        tap(&mut window, wanted);
        assert!(window.has(&format!("Format: {wanted}")), "{wanted} was chosen: {:?}", window.labels());
    }
}

#[test]
fn enter_exports_after_a_choice_and_the_choices_come_again() {
    let mut window = on(TEXT);
    window.key(CTRL, Key::E);
    press(&mut window, "Format: JSON lines (.jsonl)");
    press(&mut window, "Words with tags, CoNLL (.conll)");
    press(&mut window, "Outside the annotation (القاهرة)");
    let out = window.folder.join("out.conll");
    write_to(&mut window, &out);
    window.wait_for("the losses", |w| !w.has("Looking at what this format can hold…"));
    if window.has("Export without these") {
        window.click("Export without these");
    }
    // The hand chose a button last.
    window.harness.get_by_label("Outside the annotation (القاهرة)").focus();
    window.run();
    window.key(NONE, Key::Enter);
    window.wait_for("the dataset", |w| !w.has("Format: Words with tags, CoNLL (.conll)") && out.exists());
    window.key(CTRL, Key::E);
    assert!(
        window.has("Format: Words with tags, CoNLL (.conll)") && chosen(&window, "Outside the annotation (القاهرة)"),
        "{:?}",
        window.labels()
    );
    window.key(NONE, Key::Escape);
    let mut window = window.next_day();
    window.wait_for("the text", |w| !w.words().is_empty());
    window.key(CTRL, Key::E);
    assert!(
        window.has("Format: Words with tags, CoNLL (.conll)") && chosen(&window, "Outside the annotation (القاهرة)"),
        "{:?}",
        window.labels()
    );
}

#[test]
fn what_an_export_loses_is_listed_beside_it_and_never_over_a_file_of_others() {
    let mut window = on(TEXT);
    window.key(CTRL, Key::E);
    press(&mut window, "Format: JSON lines (.jsonl)");
    press(&mut window, "Words with tags, CoNLL (.conll)");
    let out = window.folder.join("out.conll");
    write_to(&mut window, &out);
    window.wait_for("the losses", |w| w.has("Export without these"));
    press(&mut window, "Save report…");
    let report = window.folder.join("out-losses.json");
    window.wait_for("the list", |w| w.says(&report.display().to_string()));
    let text = std::fs::read_to_string(&report).expect("written");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&json["format"], &json["documents"]), (&"conll".into(), &1.into()));
    assert!(json["losses"].as_array().is_some_and(|losses| !losses.is_empty()), "{text}");
    assert!(
        window.has("Format: Words with tags, CoNLL (.conll)") && !out.exists(),
        "the dialog is open: {:?}",
        window.labels()
    );
    let mine = window.folder.write("mine-losses.json", "mine");
    let out = window.folder.join("mine.conll");
    write_to(&mut window, &out);
    window.wait_for("the losses", |w| w.has("Export without these"));
    press(&mut window, "Save report…");
    window.wait_for("the refusal", |w| w.says(&mine.display().to_string()));
    assert_eq!(std::fs::read_to_string(&mine).expect("there"), "mine");
}

#[test]
fn enter_replaces_no_dataset() {
    let mut window = on(TEXT);
    window.key(CTRL, Key::E);
    let out = window.folder.write("there.jsonl", "mine");
    write_to(&mut window, &out);
    window.wait_for("the losses", |w| !w.has("Looking at what this format can hold…"));
    if window.has("Export without these") {
        window.click("Export without these");
    }
    window.harness.get_by_label("As annotated").focus();
    window.run();
    window.key(NONE, Key::Enter);
    window.harness.get_by_role_and_label(Role::TextInput, "Write to file").focus();
    window.run();
    window.key(NONE, Key::Enter);
    assert!(window.has("Format: JSON lines (.jsonl)"), "the dialog is open: {:?}", window.labels());
    assert_eq!(std::fs::read_to_string(&out).expect("there"), "mine");
}

#[test]
fn after_a_click_beside_the_text_the_keys_are_those_of_the_page() {
    let mut window = on(TEXT);
    window.take_word("كريم");
    // Behind the last menu nothing takes the keyboard.
    let at = egui::pos2(1240.0, place(&window, "Help").center().y);
    window.click_at(at, 1, NONE);
    assert_eq!(window.quote(), "كريم");
    window.key(SHIFT, Key::ArrowLeft);
    assert_ne!(window.quote(), "كريم", "the selection grew");
    window.digit(Key::Num1, "1");
    assert_eq!(window.annotations().len(), 1);
}

#[test]
fn a_dialog_that_grows_stays_under_the_pointer() {
    let mut window = on(TEXT);
    window.key(CTRL, Key::E);
    window.wait_for("the losses", |w| !w.has("Looking at what this format can hold…"));
    let (before, height) = (place(&window, "Format: JSON lines (.jsonl)"), place(&window, "Cancel").top());
    // A format that loses more says so in more lines.
    press(&mut window, "Format: JSON lines (.jsonl)");
    press(&mut window, "Words with tags, CoNLL (.conll)");
    window.wait_for("the losses", |w| !w.has("Looking at what this format can hold…"));
    let (after, grown) = (place(&window, "Format: Words with tags, CoNLL (.conll)"), place(&window, "Cancel").top());
    assert_ne!(height, grown, "the dialog has another height");
    assert_eq!(before.top(), after.top());
}

#[test]
fn the_button_that_closes_is_in_the_window_however_long_the_text_is() {
    let mut window = on(&format!("{TEXT}\n\n").repeat(9));
    window.key(CTRL, Key::A);
    window.key(CTRL, Key::I);
    assert!(place(&window, "Close").bottom() < 820.0, "{:?}", place(&window, "Close"));
    press(&mut window, "Close");
    assert!(!window.has("About this text"));
}

#[test]
fn the_names_of_settings_are_not_cut() {
    let mut window = on(TEXT);
    window.key(CTRL, Key::Comma);
    for name in ["Size of the window’s controls", "Text size", "Line height"] {
        let (text, button) = (place(&window, name), place(&window, &format!("Less: {name}")));
        assert!(button.left() - text.right() > 16.0, "{name} has room to spare: {text:?} {button:?}");
    }
}

#[test]
fn the_properties_of_a_document_count_what_is_in_it() {
    let mut window = on("قال كريم\nنعم");
    window.take_word("كريم");
    window.digit(Key::Num1, "1");
    window.key(Modifiers::ALT, Key::I);
    assert!(window.has("Properties of the document"), "{:?}", window.labels());
    for (name, value) in [("Paragraphs", "2"), ("Words", "3"), ("Code points", "12"), ("Annotations", "1")] {
        assert!(window.has(name) && window.has(value), "{name}: {:?}", window.labels());
    }
    let digest = hashiya::model::Digest::of("قال كريم\nنعم").to_string();
    assert!(window.says(&digest), "{:?}", window.labels());
    window.key(NONE, Key::Escape);
    assert!(!window.has("Properties of the document"));
}

#[test]
fn about_says_the_version_and_the_licences_of_all_in_the_program() {
    let mut window = on(TEXT);
    window.key(CTRL, Key::F1);
    assert!(window.has("About Hashiya"), "{:?}", window.labels());
    assert!(window.says(env!("CARGO_PKG_VERSION")) && window.says("MIT OR Apache-2.0"), "{:?}", window.labels());
    press(&mut window, "Third-party software and fonts in Hashiya");
    window.key(NONE, Key::End);
    let last = hashiya::store::about::THIRD_PARTY.lines().last().expect("it has lines");
    assert!(window.says(last), "{last:?} among {:?}", window.labels());
    window.key(NONE, Key::Escape);
    assert!(!window.has("About Hashiya"));
}

#[test]
fn a_long_text_is_counted_off_the_frame() {
    let mut window = on(&"قال كريم نعم\n".repeat(5_000));
    window.key(Modifiers::ALT, Key::I);
    assert!(window.has("Properties of the document"), "{:?}", window.labels());
    let digits = |window: &Window, wanted: &str| {
        window.labels().iter().any(|label| label.chars().filter(char::is_ascii_digit).eq(wanted.chars()))
    };
    for wanted in ["15000", "5001", "65000"] {
        window.wait_for(wanted, |window| digits(window, wanted));
    }
}

#[test]
fn what_is_known_of_a_text_is_closed_by_a_button() {
    let mut window = on(TEXT);
    window.take_word("كريم");
    window.key(CTRL, Key::I);
    assert!(window.has("About this text"), "{:?}", window.labels());
    press(&mut window, "Close");
    assert!(!window.has("About this text"));
    window.digit(Key::Num1, "1");
    assert_eq!(window.annotations(), ["PER: كريم"], "the page has the keyboard");
}

/// Whether a menu of the page or of a dialog is open.
fn is_menu_open(window: &Window) -> bool {
    egui::Popup::is_any_open(&window.harness.ctx)
}

/// All menus of dialogs are opened by the same two functions; those of the export are of both kinds.
#[test]
fn escape_closes_the_menu_of_a_dialog_and_then_the_dialog() {
    let mut window = on(TEXT);
    window.key(CTRL, Key::E);
    press(&mut window, "Format: JSON lines (.jsonl)");
    press(&mut window, "Words with tags, CoNLL (.conll)");
    window.wait_for("the losses", |w| !w.has("Looking at what this format can hold…"));
    let dialogs = |window: &Window| window.harness.query_all_by_role(Role::Dialog).count();
    // Between its first menu and its last button; beside them are the panels.
    let (first, last) = (place(&window, "Format: Words with tags, CoNLL (.conll)"), place(&window, "Cancel"));
    let dialog = first.union(last).expand(4.0);
    let inside = |label: &String| label.contains(": ") && dialog.contains(place(&window, label).center());
    let names: Vec<String> = window.labels().into_iter().filter(inside).collect();
    let mut menus = Vec::new();
    for name in names {
        // In the window, and above it what is scrolled away.
        let at = place(&window, &name).center();
        if !(0.0..820.0).contains(&at.y) {
            continue;
        }
        for by_keys in [false, true] {
            window.harness.get_by_role_and_label(Role::TextInput, "Write to file").focus();
            window.run();
            window.click_at(at, 1, NONE);
            if !is_menu_open(&window) {
                continue;
            }
            if by_keys {
                window.key(NONE, Key::ArrowDown);
            }
            window.key(NONE, Key::Escape);
            assert!(!is_menu_open(&window), "{name}: the menu closes");
            assert_eq!(dialogs(&window), 1, "{name}: the dialog stays: {:?}", window.labels());
            menus.push(name.clone());
        }
    }
    assert!(menus.len() >= 4, "{menus:?}");
    // Twice at once is the menu and then the dialog.
    let at = place(&window, "Format: Words with tags, CoNLL (.conll)").center();
    window.click_at(at, 1, NONE);
    let escape = || super::order::key(NONE, Key::Escape, "");
    window.at_once(&[escape(), escape()]);
    assert_eq!((is_menu_open(&window), dialogs(&window)), (false, 0));
}
