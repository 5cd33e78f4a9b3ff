//! The window around the page: panels, menus, dialogs, files, and what is said.

use egui::{Key, Modifiers, Role, ViewportEvent, ViewportId};
use egui_kittest::kittest::{NodeT, Queryable as _};
use hashiya::store;
use hashiya::store::settings::{Language, Settings};

use super::{CTRL, SHIFT, Start, Window, on};
use crate::support::Look;

const NONE: Modifiers = Modifiers::NONE;
const TEXT: &str = "زار كريم الحداد مدينة صلالة، ثم عاد إلى القاهرة مع سعيد.";

fn labelled() -> Window {
    let mut window = on(TEXT);
    for (word, key, text) in [("كريم", Key::Num1, "1"), ("القاهرة", Key::Num3, "3"), ("سعيد", Key::Num1, "1")]
    {
        window.take_word(word);
        window.digit(key, text);
    }
    window
}

#[test]
fn a_click_in_the_labels_panel_labels() {
    let mut window = on(TEXT);
    window.take_word("كريم");
    window.click_like("Organisation ORG");
    assert_eq!(window.annotations(), ["ORG: كريم"]);
    window.digit(Key::Num1, "1");
    assert_eq!(window.annotations(), ["PER: كريم"], "the page has the keyboard again");
}

/// Rows and what is chosen have the room there is: the choices of order and label give way, and no panel reaches over the
/// line at the foot of the window.
#[test]
fn a_small_window_still_lists_annotations() {
    for size in [[760.0, 560.0], [1600.0, 500.0]] {
        let look = Look { size, ..Look::default() };
        let mut window =
            Start { look, files: vec![("نص.txt", TEXT.to_owned())], open: vec!["نص.txt"], ..Start::default() }.window();
        for (word, key, text) in [("كريم", Key::Num1, "1"), ("القاهرة", Key::Num3, "3"), ("سعيد", Key::Num1, "1")]
        {
            window.take_word(word);
            window.digit(key, text);
        }
        let foot = window.harness.get_by_label("Annotator: أحمد").rect().top();
        for quote in ["كريم", "القاهرة", "سعيد"] {
            let rows = window.harness.query_all_by(|node| {
                node.role() != Role::Mark && node.label().is_some_and(|label| label.starts_with(quote))
            });
            let below: Vec<f32> = rows.map(|row| row.rect().bottom()).collect();
            assert!(
                !below.is_empty() && below.iter().all(|y| *y <= foot),
                "{quote} at {size:?}: {below:?}, foot {foot}"
            );
        }
        // More can be said of what is in hand: its attributes where its label has any, else its note.
        let in_sight = |window: &Window, name: &str| {
            let mut found =
                window.harness.query_all_by(|node| node.label().is_some_and(|label| label.starts_with(name)));
            found.any(|node| node.rect().bottom() <= foot)
        };
        assert!(in_sight(&window, "Gender"), "{size:?}: {:?}", window.labels());
        window.click_like("القاهرة");
        assert!(in_sight(&window, "Note on the chosen annotation"), "{size:?}: {:?}", window.labels());
    }
}

#[test]
fn the_annotations_panel_lists_filters_and_takes_in_hand() {
    let mut window = labelled();
    let rows = |window: &Window| {
        ["كريم", "القاهرة", "سعيد"].map(|quote| {
            let mut rows = window.harness.query_all_by(|node| {
                node.role() != Role::Mark && node.label().is_some_and(|label| label.starts_with(quote))
            });
            rows.next().is_some()
        })
    };
    assert_eq!(rows(&window), [true; 3], "{:?}", window.labels());
    window.harness.get_by_label("Filter annotations").focus();
    window.run();
    window.type_text("القاهره");
    assert_eq!(rows(&window), [false, true, false], "found without its exact spelling: {:?}", window.labels());
    window.click_like("القاهرة");
    assert_eq!(window.quote(), "القاهرة", "a click activates it");
    // Nothing in the panels pushes the page about.
    let column = |window: &Window| window.harness.state().as_ref().and_then(|app| Some(app.shown_canvas()?.column()));
    let before = column(&window);
    for _ in 0..20 {
        window.harness.step();
    }
    assert_eq!(column(&window), before);
}

#[test]
fn a_first_save_asks_for_a_path_and_then_the_work_is_safe() {
    let mut window = Start::default().window();
    window.take_word("الإسكندرية");
    window.digit(Key::Num3, "3");
    window.key(CTRL, Key::S);
    assert!(window.has("Save by path"), "{:?}", window.labels());
    let path = window.folder.join("حفظ.ron");
    window.type_path(&path);
    window.wait_for("the save", |w| w.has("Saved"));
    let (saved, _) = store::load(&path).expect("a sound file");
    assert_eq!(saved.annotations.len(), 1);
    // Now it has a file: no more questions.
    window.key(NONE, Key::Delete);
    window.wait_for("the journal", |w| w.has("Kept safe"));
    window.key(CTRL, Key::S);
    window.wait_for("the save", |w| w.has("Saved"));
    assert!(store::load(&path).expect("a sound file").0.annotations.is_empty());
}

#[test]
fn a_path_without_a_system_dialog_keeps_what_was_typed() {
    let mut window = labelled();
    window.key(CTRL, Key::S);
    window.key(CTRL, Key::A);
    window.type_text("/no/such/folder/x.ron");
    window.click("Browse…");
    assert!(window.has("Save by path"));
    let field =
        |node: &egui_kittest::kittest::AccessKitNode<'_>| node.value().is_some_and(|v| v.contains("/no/such/folder"));
    assert!(window.harness.query_all_by(field).next().is_some(), "what was typed stays");
    window.harness.get_by_role_and_label(Role::TextInput, "Path of the file to write").focus();
    window.run();
    assert!(window.has("Save by path"));
    window.key(NONE, Key::Enter);
    assert!(window.has("Save by path"), "a folder that is not there is not accepted");
    window.key(NONE, Key::Escape);
    assert!(!window.has("Save by path"));
    window.wait_for("the journal", |w| w.has("Kept safe"));
}

fn asks_to_close(window: &mut Window) {
    let viewport = window.harness.input_mut().viewports.entry(ViewportId::ROOT).or_default();
    viewport.events.push(ViewportEvent::Close);
    window.harness.step();
}

/// Whether the frames since the last look asked the window to close.
fn closes(window: &mut Window) -> bool {
    let mut closes = false;
    for _ in 0..5 {
        let commands = &window.harness.output().viewport_output[&ViewportId::ROOT].commands;
        closes |= commands.contains(&egui::ViewportCommand::Close);
        window.harness.step();
    }
    closes
}

fn is_kept_open(window: &Window) -> bool {
    window.harness.output().viewport_output[&ViewportId::ROOT].commands.contains(&egui::ViewportCommand::CancelClose)
}

#[test]
fn closing_the_window_with_unsaved_work_asks() {
    let mut window = labelled();
    asks_to_close(&mut window);
    assert!(is_kept_open(&window));
    window.run();
    assert!(window.has("Save your work?"));
    window.key(NONE, Key::Escape);
    assert!(!window.has("Save your work?") && window.annotations().len() == 3);
    asks_to_close(&mut window);
    window.run();
    let at = window.harness.get_by_label("Discard").rect().center();
    window.harness.hover_at(at);
    window.run();
    let button = |pressed| egui::Event::PointerButton {
        pos: at,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: NONE,
    };
    window.harness.event(button(true));
    window.run();
    window.harness.event(button(false));
    window.harness.step();
    assert!(closes(&mut window));
}

/// A save that is under way when the window is closed answers the question by itself.
#[test]
fn the_question_whether_to_save_does_not_outlive_the_save() {
    let mut window = labelled();
    window.key(CTRL, Key::S);
    let path = window.folder.join("حفظ.ron");
    window.type_path(&path);
    window.wait_for("the save", |w| w.has("Saved"));
    window.key(NONE, Key::Delete);
    window.harness.key_press_modifiers(CTRL, Key::S);
    window.harness.step();
    asks_to_close(&mut window);
    let mut closed = false;
    for _ in 0..2000 {
        let commands = &window.harness.output().viewport_output[&ViewportId::ROOT].commands;
        closed |= commands.contains(&egui::ViewportCommand::Close);
        if closed || !window.has("Save your work?") && !window.harness.ctx.input(|i| i.viewport().close_requested()) {
            break;
        }
        window.harness.step();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(!window.has("Save your work?"), "{:?}", window.labels());
    assert_eq!(store::load(&path).expect("a sound file").0.annotations.len(), 2);
}

#[test]
fn a_window_without_unsaved_work_closes_unasked() {
    let mut window = on(TEXT);
    asks_to_close(&mut window);
    assert!(!is_kept_open(&window) && !window.has("Save your work?"));
}

#[test]
fn saving_at_the_end_asks_for_one_folder_and_then_closes() {
    let mut window = labelled();
    let other = window.folder.write("آخر.txt", "نص آخر عن ريسوت");
    window.key(CTRL, Key::L);
    window.type_path(&other);
    window.wait_for("the other text", |w| w.words().iter().any(|(word, _)| word == "ريسوت"));
    window.take_word("ريسوت");
    window.digit(Key::Num3, "3");
    asks_to_close(&mut window);
    window.run();
    window.click("Save all");
    window.wait_for("a question for a folder", |w| w.has("Folder for documents that have no file yet"));
    let folder = window.folder.join("مستندات");
    window.key(CTRL, Key::A);
    window.type_text(&folder.display().to_string());
    window.harness.key_press(Key::Enter);
    let mut closed = false;
    for _ in 0..1000 {
        window.harness.step();
        closed |=
            window.harness.output().viewport_output[&ViewportId::ROOT].commands.contains(&egui::ViewportCommand::Close);
        if closed {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(closed && !window.has("Save your work?"), "{:?}", window.labels());
    for name in ["نص.ron", "آخر.ron"] {
        assert!(store::load(&folder.join(name)).is_ok(), "{name}");
    }
}

#[test]
fn a_document_that_is_closed_with_its_work_saved_is_gone_from_the_list() {
    let mut window = labelled();
    window.key(CTRL, Key::W);
    assert!(window.has("Save your work?"));
    window.click("Save");
    let path = window.folder.join("done.ron");
    window.type_path(&path);
    window.wait_for("the document to go", |w| w.words().is_empty());
    assert_eq!(store::load(&path).expect("sound").0.annotations.len(), 3);
    assert!(window.has("Open folder…"), "the ways to begin: {:?}", window.labels());
}

#[test]
fn help_and_palette_open_by_key_and_run_commands() {
    let mut window = on(TEXT);
    window.key(NONE, Key::F1);
    assert!(window.has("Keys and help"));
    window.key(NONE, Key::Escape);
    assert!(!window.has("Filter commands"));
    window.key(CTRL, Key::K);
    window.type_text("select all");
    window.key(NONE, Key::Enter);
    assert_eq!(window.quote(), TEXT);
    window.digit(Key::Num6, "6");
    assert_eq!(window.annotations().len(), 1, "the page has the keyboard again");
}

#[test]
fn the_window_mirrors_with_its_language() {
    let mut window = on(TEXT);
    let place =
        |window: &Window, name: &str| window.harness.get_by_role_and_label(Role::Heading, name).rect().center().x;
    assert!(place(&window, "Documents") < place(&window, "Labels"));
    window.key(CTRL | SHIFT, Key::G);
    assert!(place(&window, "المستندات") > place(&window, "التصنيفات"));
    window.take_word("كريم");
    window.digit(Key::Num1, "1");
    assert_eq!(window.annotations(), ["PER: كريم"]);
}

#[test]
fn theme_and_zoom_change_what_is_seen() {
    let mut window = on(TEXT);
    let dark = |window: &Window| hashiya::ui::theme::Theme::get(&window.harness.ctx).mode;
    let before = (dark(&window), window.word("كريم").width());
    window.key(CTRL | SHIFT, Key::T);
    assert_ne!(dark(&window), before.0);
    window.key(CTRL, Key::Plus);
    assert!(window.word("كريم").width() > before.1 * 1.1);
    window.key(CTRL, Key::Num0);
    assert!((window.word("كريم").width() - before.1).abs() < 0.5);
}

#[test]
fn the_find_bar_finds_a_word_without_its_marks() {
    let mut window = on("قرأَتِ الشَّاعِرَةُ قصيدة، ثم قرأت الشاعرة أخرى.");
    window.key(CTRL, Key::F);
    window.type_text("الشاعره");
    assert!(window.says("2"), "{:?}", window.labels());
    window.key(NONE, Key::Enter);
    assert_eq!(window.quote(), "الشَّاعِرَةُ", "the marks belong to the hit");
    window.key(NONE, Key::Escape);
    assert!(!window.has("Find in the document"));
    window.digit(Key::Num1, "1");
    assert_eq!(window.annotations(), ["PER: الشَّاعِرَةُ"]);
}

#[test]
fn escape_on_the_page_closes_the_find_bar_before_it_lets_go() {
    let mut window = on(TEXT);
    window.key(CTRL, Key::F);
    window.type_text("كريم");
    window.key(NONE, Key::Enter);
    let at = window.word("سعيد").center();
    window.click_at(at, 2, NONE);
    window.key(NONE, Key::Escape);
    assert!(!window.has("Find in the document"));
    assert_eq!(window.quote(), "سعيد");
}

#[test]
fn a_label_added_in_the_editor_is_used_at_once() {
    let mut window = on(TEXT);
    window.take_word("صلالة");
    window.key(CTRL | SHIFT, Key::E);
    window.click("Add");
    window.harness.get_by_role_and_label(Role::TextInput, "Name in datasets").focus();
    window.run();
    window.key(CTRL, Key::A);
    window.type_text("CITY");
    window.key(NONE, Key::Enter);
    let key = window.labels().into_iter().find(|l| l.starts_with("Key: ")).expect("the key's button");
    window.click(&key);
    window.press(Key::Num9, Some(Key::Num9), "9", NONE);
    window.click("Close");
    window.digit(Key::Num9, "9");
    assert_eq!(window.annotations(), ["CITY: صلالة"], "{:?}", window.labels());
}

#[test]
fn everything_that_can_be_used_has_a_name() {
    for (ctrl_shift, key) in [
        (None, None),
        (Some(CTRL), Some(Key::F)),
        (Some(CTRL), Some(Key::Comma)),
        (Some(CTRL | SHIFT), Some(Key::E)),
        (Some(CTRL), Some(Key::E)),
        (Some(NONE), Some(Key::F1)),
        (Some(CTRL), Some(Key::K)),
        (Some(CTRL), Some(Key::L)),
    ] {
        let mut window = labelled();
        if let (Some(modifiers), Some(key)) = (ctrl_shift, key) {
            window.key(modifiers, key);
        }
        let nodes = window.harness.root().children_recursive();
        let nameless: Vec<String> = nodes
            .filter(|node| {
                let role = node.accesskit_node().role();
                let usable = matches!(
                    role,
                    Role::Button
                        | Role::CheckBox
                        | Role::RadioButton
                        | Role::TextInput
                        | Role::MultilineTextInput
                        | Role::Slider
                        | Role::Tab
                        | Role::ListItem
                        | Role::MenuItem
                        | Role::MenuItemRadio
                        | Role::Link
                        | Role::ComboBox
                        | Role::Document
                        | Role::Mark
                        | Role::Dialog
                        | Role::SpinButton
                );
                usable && node.accesskit_node().label().is_none_or(|label| label.trim().is_empty())
            })
            .map(|node| format!("{:?} at {:?}", node.accesskit_node().role(), node.accesskit_node().bounding_box()))
            .collect();
        assert!(nameless.is_empty(), "{key:?}: {nameless:#?}");
    }
}

#[test]
fn an_arabic_window_says_what_it_does_in_arabic() {
    let settings = Settings { language: Language::Arabic, annotator: "هدى".into(), ..Settings::default() };
    let mut window = Start { settings, ..Start::default() }.window();
    assert!(window.has("محفوظ"));
    window.take_word("الإسكندرية");
    window.digit(Key::Num3, "3");
    window.wait_for("the journal", |w| w.has("في أمان"));
    assert_eq!(window.quote(), "الإسكندرية");
}

/// What has the keyboard, by its name.
fn has_keyboard(window: &Window) -> String {
    let focused = window.harness.query_all_by(|node| node.is_focused()).next();
    focused.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
}

#[test]
fn f6_goes_round_the_panels_and_enters_each_at_what_is_chosen() {
    let mut window = labelled();
    let page = has_keyboard(&window);
    let around = |window: &mut Window, modifiers: Modifiers| -> Vec<String> {
        let mut seen = Vec::new();
        loop {
            window.key(modifiers, Key::F6);
            window.pause();
            seen.push(has_keyboard(window));
            if seen.last() == Some(&page) || seen.len() > 9 {
                return seen;
            }
        }
    };
    let forward = around(&mut window, NONE);
    assert_eq!(forward.len(), 6, "{forward:?}");
    assert!(forward[0].starts_with("Person PER"), "labels: {forward:?}");
    assert!(forward[1].contains("سعيد"), "annotations, at the active one: {forward:?}");
    assert!(forward[2].starts_with("Kept safe") && forward[3] == "File", "{forward:?}");
    assert!(forward[4].contains("3 annotations") && page.contains("text of the document"), "{forward:?}");
    let mut back = around(&mut window, SHIFT);
    back.pop();
    back.reverse();
    assert_eq!(back, forward[..5], "and back the same way");
    // In the list the arrows choose another.
    window.key(NONE, Key::F6);
    window.key(NONE, Key::F6);
    window.key(NONE, Key::ArrowUp);
    assert!(has_keyboard(&window).contains("القاهرة"), "{}", has_keyboard(&window));
    window.key(NONE, Key::Escape);
    assert_eq!(has_keyboard(&window), page);
}

#[test]
fn nothing_has_an_english_name_in_the_arabic_window() {
    let settings = Settings { language: Language::Arabic, ..Start::default().settings };
    let text = "زار كريم الحداد مدينة صلالة.";
    let mut window =
        Start { files: vec![("خبر.txt", text.into())], open: vec!["خبر.txt"], settings, ..Start::default() }.window();
    window.take_word("كريم");
    window.digit(Key::Num1, "1");
    window.key(CTRL | SHIFT, Key::F);
    window.pause();
    // Names of keys, encodings and datasets are short or have Arabic words beside them.
    let is_arabic = |c: char| ('\u{600}'..='\u{6ff}').contains(&c);
    let english =
        |name: &String| name.chars().filter(char::is_ascii_alphabetic).count() > 6 && !name.contains(is_arabic);
    let named: Vec<String> = window.labels().into_iter().filter(english).collect();
    assert!(named.is_empty(), "{named:?}");
    assert!(window.has("تغيير حجم اللوحة"));
}

#[test]
fn f6_enters_what_has_no_list_at_its_first_control() {
    let mut window = Start { bare: true, ..Start::default() }.window();
    let mut seen = Vec::new();
    for _ in 0..4 {
        window.key(NONE, Key::F6);
        window.pause();
        seen.push(has_keyboard(&window));
    }
    assert!(seen.contains(&"Open folder…".to_owned()) && seen.contains(&"File".to_owned()), "{seen:?}");
    let mut window = labelled();
    window.key(SHIFT, Key::F1);
    window.pause();
    // From the guide, which has the keyboard or not, back to the page and into it.
    window.key(NONE, Key::Escape);
    window.key(NONE, Key::F6);
    window.pause();
    assert_eq!(has_keyboard(&window), "Page: The guide of Hashiya");
}
