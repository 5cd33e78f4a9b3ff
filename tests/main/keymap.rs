//! Keys mean the same under a Latin and an Arabic keyboard, and no key means two things.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Event, Key, Modifiers};
use hashiya::model::{Colour, Label, Schema};
use hashiya::ui::command::UiCommand;
use hashiya::ui::keymap::{Focus, KeyMap, KeyMapError, Shortcut, presses};

/// A press as egui-winit reports it: what the layout writes if egui knows it as a key, else the place; then the text.
fn press(written: &str, place: Key, modifiers: Modifiers) -> Vec<Event> {
    let key = Key::from_name(written).unwrap_or(place);
    let mut events = vec![Event::Key { key, physical_key: Some(place), pressed: true, repeat: false, modifiers }];
    if !modifiers.ctrl && !written.is_empty() && !written.chars().any(|c| c.is_ascii_uppercase() && written.len() > 1) {
        events.push(Event::Text(written.into()));
    }
    events
}

fn ctrl() -> Modifiers {
    Modifiers { ctrl: true, command: true, ..Modifiers::NONE }
}

fn ctrl_shift() -> Modifiers {
    Modifiers { shift: true, ..ctrl() }
}

/// What the default map makes of events on the page.
#[track_caller]
fn check(events: Vec<Event>, expect: Option<UiCommand>) {
    let map = KeyMap::default();
    let presses = presses(&events);
    assert_eq!(presses.len(), 1, "one press in {events:?}");
    assert_eq!(map.command(&presses[0], Focus::Page), expect, "{events:?} as {:?}", presses[0]);
}

#[test]
fn no_two_commands_share_a_key() {
    assert_eq!(KeyMap::with_overrides(&BTreeMap::new()), (KeyMap::default(), Vec::new()));
}

#[test]
fn plain_keys_that_schemas_use_for_labels_are_free() {
    let map = KeyMap::default();
    for character in ('a'..='z').chain('0'..='9') {
        let events = [Event::Text(character.into())];
        for press in presses(&events) {
            assert_eq!(map.command(&press, Focus::Page), None, "{character}");
            assert!(press.is_label_key(character), "{character}");
        }
    }
}

#[test]
fn letters_work_by_their_place_under_an_arabic_keyboard() {
    check(press("s", Key::S, ctrl()), Some(UiCommand::Save));
    check(press("س", Key::S, ctrl()), Some(UiCommand::Save));
    check(press("ئ", Key::Z, ctrl()), Some(UiCommand::Undo));
    check(press("~", Key::Z, ctrl_shift()), Some(UiCommand::Redo));
    check(press("ن", Key::K, ctrl()), Some(UiCommand::Palette));
    check(press("؛", Key::P, ctrl_shift()), Some(UiCommand::Palette));
}

#[test]
fn punctuation_that_the_arabic_layout_moved_is_not_taken_for_its_namesake() {
    // Shift+G writes لأ, Shift+D writes ], Shift+L writes /.
    check(press("لأ", Key::G, ctrl_shift()), Some(UiCommand::ToggleLanguage));
    check(press("]", Key::D, Modifiers::SHIFT), None);
    check(press("/", Key::L, Modifiers::SHIFT), None);
    check(press("[", Key::F, Modifiers::SHIFT), None);
    // The brackets' own keys write ج and د.
    check(press("ج", Key::OpenBracket, Modifiers::NONE), Some(UiCommand::StartGrowWord));
    check(press("<", Key::OpenBracket, Modifiers::SHIFT), Some(UiCommand::StartShrinkWord));
    check(press(">", Key::CloseBracket, Modifiers::SHIFT), Some(UiCommand::EndShrinkWord));
    check(press("د", Key::CloseBracket, ctrl()), Some(UiCommand::EndGrowGrapheme));
    check(press("و", Key::Comma, ctrl()), Some(UiCommand::Settings));
    check(press("؟", Key::Slash, Modifiers::SHIFT), Some(UiCommand::Help));
}

#[test]
fn a_latin_layout_reaches_the_same_commands() {
    check(press("?", Key::Slash, Modifiers::SHIFT), Some(UiCommand::Help));
    check(press("[", Key::OpenBracket, Modifiers::NONE), Some(UiCommand::StartGrowWord));
    check(press("{", Key::OpenBracket, Modifiers::SHIFT), Some(UiCommand::StartShrinkWord));
    check(press("+", Key::Equals, ctrl_shift()), Some(UiCommand::ZoomIn));
    check(press("=", Key::Equals, ctrl()), Some(UiCommand::ZoomIn));
    check(press("0", Key::Num0, ctrl()), Some(UiCommand::ZoomReset));
    check(press("٠", Key::Num0, ctrl()), Some(UiCommand::ZoomReset));
    check(press("*", Key::Num8, ctrl_shift()), Some(UiCommand::ToggleInvisibles));
    // Dvorak: the key in the place of Q writes an apostrophe, and the one that writes q quits.
    check(press("'", Key::Q, ctrl()), None);
    check(press("q", Key::X, ctrl()), Some(UiCommand::Quit));
}

#[test]
fn text_alone_is_enough_as_input_methods_send_it() {
    check(vec![Event::Text("؟".into())], Some(UiCommand::Help));
    check(vec![Event::Text("ج".into())], Some(UiCommand::StartGrowWord));
    check(vec![Event::Text("}".into())], Some(UiCommand::EndShrinkWord));
    check(vec![Event::Copy], Some(UiCommand::Copy));
}

#[test]
fn the_key_of_a_label_may_be_latin_or_arabic_under_either_keyboard() {
    let is = |events: Vec<Event>, key: char| presses(&events)[0].is_label_key(key);
    for (written, place) in [("p", Key::P), ("ح", Key::P)] {
        assert!(is(press(written, place, Modifiers::NONE), 'p'));
        assert!(is(press(written, place, Modifiers::NONE), 'ح'));
        assert!(!is(press(written, place, Modifiers::NONE), 'o'));
        assert!(!is(press(written, place, ctrl()), 'p'));
    }
    assert!(is(press("٣", Key::Num3, Modifiers::NONE), '3'));
    assert!(is(press("3", Key::Num3, Modifiers::NONE), '٣'));
    assert!(is(press("لا", Key::B, Modifiers::NONE), 'b'));
    assert!(!is(press("P", Key::P, Modifiers::SHIFT), 'p'), "a capital is another key");
    assert!(is(press("P", Key::P, Modifiers::SHIFT), 'P'));
}

#[test]
fn a_field_keeps_the_keys_that_mean_something_to_it() {
    let map = KeyMap::default();
    let undo = &presses(&press("z", Key::Z, ctrl()))[0];
    let save = &presses(&press("s", Key::S, ctrl()))[0];
    let tab = &presses(&press("Tab", Key::Tab, Modifiers::NONE))[0];
    let at = |press, focus| map.command(press, focus);
    assert_eq!([Focus::Page, Focus::Field, Focus::Dialog].map(|f| at(undo, f)), [Some(UiCommand::Undo), None, None]);
    assert_eq!([Focus::Field, Focus::Dialog].map(|f| at(save, f)), [Some(UiCommand::Save), None]);
    assert_eq!([Focus::Page, Focus::Control].map(|f| at(tab, f)), [Some(UiCommand::NextAnnotation), None]);
    let f1 = &presses(&press("F1", Key::F1, Modifiers::NONE))[0];
    let question = &presses(&press("?", Key::Slash, Modifiers::SHIFT))[0];
    assert_eq!([f1, question].map(|press| at(press, Focus::Field)), [Some(UiCommand::Help), None]);
}

#[test]
fn taken_commands_leave_no_key_and_no_text_behind() {
    let ctx = egui::Context::default();
    let mut events = press("[", Key::OpenBracket, Modifiers::NONE);
    events.extend(press("x", Key::X, Modifiers::NONE));
    ctx.begin_pass(egui::RawInput { events, ..Default::default() });
    let taken = KeyMap::default().take_commands(&ctx, Focus::Page);
    let left = ctx.input(|input| input.events.clone());
    ctx.end_pass().textures_delta.clear();
    assert_eq!(taken, [UiCommand::StartGrowWord]);
    assert_eq!(presses(&left).len(), 1);
    assert!(left.contains(&Event::Text("x".into())) && !left.contains(&Event::Text("[".into())));
}

#[test]
fn the_analyst_may_choose_other_keys_but_not_one_key_for_two_commands() {
    let overrides = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs.iter().map(|(id, keys)| (id.to_string(), keys.to_string())).collect()
    };
    let (map, errors) = KeyMap::with_overrides(&overrides(&[("save", "F8"), ("open-path", "")]));
    assert_eq!(errors, []);
    let f8 = &presses(&press("F8", Key::F8, Modifiers::NONE))[0];
    assert_eq!(map.command(f8, Focus::Page), Some(UiCommand::Save));
    assert!(map.shortcuts(UiCommand::OpenPath).is_empty());
    // Two commands may change their keys with each other.
    let (map, errors) = KeyMap::with_overrides(&overrides(&[("save", "Ctrl+O"), ("open", "Ctrl+S")]));
    assert_eq!(errors, []);
    assert_eq!(map.key_texts(UiCommand::Save), ["Ctrl+O"]);
    let refused = |pairs: &[(&str, &str)]| {
        // What is beside it is in force.
        let mut all = overrides(pairs);
        all.insert("find".into(), "F8".into());
        let (map, errors) = KeyMap::with_overrides(&all);
        assert_eq!(map.command(f8, Focus::Page), Some(UiCommand::Find));
        for command in [UiCommand::Save, UiCommand::Open] {
            assert_eq!(map.shortcuts(command), command.default_shortcuts());
        }
        errors
    };
    assert_eq!(
        refused(&[("save", "Ctrl+O")]),
        [KeyMapError::Conflict { shortcut: "Ctrl+O".into(), first: "open".into(), second: "save".into() }]
    );
    // Taking one back may take the key that another was given.
    assert_eq!(refused(&[("save", "Ctrl+O"), ("open", "Ctrl+G")]).len(), 2);
    assert_eq!(refused(&[("sing", "F8")]), [KeyMapError::UnknownCommand("sing".into())]);
    assert_eq!(
        refused(&[("save", "Hyper+S"), ("open", "Ctrl+K Banana")]),
        [
            KeyMapError::UnknownKey { command: "open".into(), shortcut: "Banana".into() },
            KeyMapError::UnknownKey { command: "save".into(), shortcut: "Hyper+S".into() }
        ]
    );
}

/// The labels of a document whose keys are these.
fn labelled(keys: &[Option<char>]) -> KeyMap {
    let label = |(at, key): (usize, &Option<char>)| Label::new(&format!("L{at}"), "", "", Colour([9; 3]), *key);
    let labels = keys.iter().enumerate().map(label).collect();
    let mut map = KeyMap::default();
    map.set_labels(Some(&Arc::new(Schema { labels, ..Schema::default() })));
    map
}

#[test]
fn the_keys_of_labels_are_bound_in_the_same_map() {
    let map = labelled(&[Some('1'), None, Some('ح'), Some('[')]);
    let at = |events: Vec<Event>, focus| map.command(&presses(&events)[0], focus);
    let one = || press("1", Key::Num1, Modifiers::NONE);
    assert_eq!([Focus::Page, Focus::Control].map(|f| at(one(), f)), [Some(UiCommand::Label(0)); 2]);
    assert_eq!([Focus::Field, Focus::Dialog].map(|f| at(one(), f)), [None; 2]);
    assert_eq!(at(press("!", Key::Num1, Modifiers::SHIFT), Focus::Page), Some(UiCommand::FurtherLabel(0)));
    assert_eq!(at(press("p", Key::P, Modifiers::NONE), Focus::Page), Some(UiCommand::Label(2)));
    assert_eq!(at(press("p", Key::P, ctrl()), Focus::Page), None);
    // A command goes before a label, and the label shows no key that is not its own.
    assert_eq!(at(press("[", Key::OpenBracket, Modifiers::NONE), Focus::Page), Some(UiCommand::StartGrowWord));
    assert_eq!(map.key_texts(UiCommand::Label(0)), ["1"]);
    assert_eq!(map.key_texts(UiCommand::FurtherLabel(0)), ["Shift+1"]);
    assert!(map.key_texts(UiCommand::Label(1)).is_empty() && map.key_texts(UiCommand::Label(3)).is_empty());
    // Another document has other labels.
    let mut map = map;
    map.set_labels(None);
    assert_eq!(map.command(&presses(&one())[0], Focus::Page), None);
}

#[test]
fn no_key_a_person_may_choose_takes_typing_away_from_a_field() {
    let all = |keys: &str| -> BTreeMap<String, String> { [("save".to_owned(), keys.to_owned())].into() };
    for (written, place, modifiers) in [
        ("d", Key::D, Modifiers::NONE),
        ("D", Key::D, Modifiers::SHIFT),
        ("Enter", Key::Enter, Modifiers::NONE),
        ("a", Key::A, ctrl()),
        ("Backspace", Key::Backspace, ctrl()),
    ] {
        let press = &presses(&press(written, place, modifiers))[0];
        let text = press.shortcut.to_string();
        let mut keys = all(&text);
        // The command that has the key gives it up.
        keys.extend(KeyMap::default().owner(press.shortcut).map(|owner| (owner.id().to_owned(), String::new())));
        let (map, errors) = KeyMap::with_overrides(&keys);
        assert_eq!(errors, []);
        assert_eq!(map.command(press, Focus::Page), Some(UiCommand::Save), "{text}");
        assert_eq!(map.command(press, Focus::Field), None, "{text}");
    }
}

#[test]
fn a_key_reads_as_it_is_written() {
    for command in UiCommand::ALL {
        for shortcut in command.default_shortcuts() {
            assert_eq!(shortcut.to_string().parse::<Shortcut>(), Ok(shortcut), "{shortcut}");
        }
    }
    // Whatever key a person presses can be written into the settings and read from there.
    for key in Key::ALL {
        for modifiers in [Modifiers::NONE, Modifiers::SHIFT, ctrl(), ctrl_shift(), ctrl() | Modifiers::ALT] {
            let event = Event::Key { key: *key, physical_key: None, pressed: true, repeat: false, modifiers };
            // Ctrl and the like are held, and are no keys of their own.
            let Some(shortcut) = presses(&[event]).first().map(|press| press.shortcut) else {
                assert!(key.name().ends_with("Left") || key.name().ends_with("Right") || key.name().ends_with("Lock"));
                assert!(key.name().parse::<Shortcut>().is_err(), "{key:?}");
                continue;
            };
            let text = shortcut.to_string();
            assert_eq!(text.parse(), Ok(shortcut), "{text}");
            assert_eq!(text.split_whitespace().count(), 1, "{text}");
        }
    }
    assert_eq!("ctrl + shift + k".parse::<Shortcut>().map(|s| s.to_string()), Ok("Ctrl+Shift+K".into()));
    for bad in ["", "Ctrl", "Ctrl+", "Ctrl+Shift+", "Banana", "+"] {
        let read = bad.parse::<Shortcut>();
        assert!(read.is_err() || bad == "+", "{bad}: {read:?}");
    }
}
