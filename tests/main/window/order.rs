//! Input acts in the order in which it came: what one slow frame brings does what it does one event a frame.

use std::time::Duration;

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Role, ViewportEvent, ViewportId};
use egui_kittest::kittest::{NodeT, Queryable as _};

use super::{CTRL, SHIFT, Start, Window, on};

const NONE: Modifiers = Modifiers::NONE;
const TEXT: &str =
    "زار كريم الحداد مدينة صلالة، ثم عاد إلى القاهرة مع سعيد.\nوفي الفقرة الثانية كلام آخر عن ريسوت.\nسطر ثالث.";
const WORDS: [&str; 6] = ["كريم", "الحداد", "مدينة", "القاهرة", "سعيد", "ريسوت"];
const LABELS: [(Key, &str); 3] = [(Key::Num1, "1"), (Key::Num2, "2"), (Key::Num3, "3")];

/// What the system sends at once: one event, or a key with the text it writes.
type Stroke = Vec<Event>;

fn button(at: Pos2, pressed: bool, modifiers: Modifiers) -> Stroke {
    vec![Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers }]
}

fn moved(at: Pos2) -> Stroke {
    vec![Event::PointerMoved(at)]
}

fn clicks(at: Pos2, times: usize) -> Vec<Stroke> {
    let mut strokes = vec![moved(at)];
    (0..times).for_each(|_| strokes.extend([button(at, true, NONE), button(at, false, NONE)]));
    strokes
}

/// A double click with Ctrl held, which adds a word to what is selected.
fn adding_clicks(at: Pos2) -> Vec<Stroke> {
    let mut strokes = vec![moved(at), vec![Event::ModifiersChanged(CTRL)]];
    (0..2).for_each(|_| strokes.extend([button(at, true, CTRL), button(at, false, CTRL)]));
    strokes.push(vec![Event::ModifiersChanged(NONE)]);
    strokes
}

/// A key as it goes down and up, with its text, between the modifiers that are held.
pub(super) fn key(modifiers: Modifiers, key: Key, text: &str) -> Vec<Stroke> {
    let event = |pressed| Event::Key { key, physical_key: Some(key), pressed, repeat: false, modifiers };
    let mut down = vec![event(true)];
    if !text.is_empty() {
        down.push(Event::Text(text.into()));
    }
    let mut strokes = vec![down, vec![event(false)]];
    if modifiers != NONE {
        strokes.insert(0, vec![Event::ModifiersChanged(modifiers)]);
        strokes.push(vec![Event::ModifiersChanged(NONE)]);
    }
    strokes
}

fn typed(text: &str) -> Vec<Stroke> {
    text.chars().map(|c| vec![Event::Text(c.into())]).collect()
}

impl Window {
    /// Gives one frame all of it, and the window time to come to rest.
    pub(super) fn at_once(&mut self, strokes: &[Vec<Stroke>]) {
        let events = strokes.iter().flatten().flatten().cloned();
        self.harness.input_mut().events.extend(events);
        self.harness.step();
        self.run();
    }

    /// The same, one stroke a frame.
    fn one_by_one(&mut self, strokes: &[Vec<Stroke>]) {
        for stroke in strokes.iter().flatten() {
            self.harness.input_mut().events.extend(stroke.iter().cloned());
            self.harness.step();
        }
        self.run();
    }

    /// What was done to the documents and what the keyboard is at, without what the worker says in its own time.
    fn state(&self) -> String {
        let app = self.harness.state().as_ref().expect("the window has begun");
        let document = app.session().current().expect("a document is shown");
        let content = document.content();
        let mut annotations: Vec<_> = content
            .annotations
            .iter()
            .map(|a| (a.label.to_string(), a.spans.extent(), a.record.note.clone()))
            .collect();
        // Those of one place stand by their ids, which are random.
        annotations.sort_by_key(|(label, extent, _)| (extent.start, extent.end, label.clone()));
        let active = document.active().map(|a| (a.label.to_string(), a.spans.extent()));
        let fields: Vec<_> = self
            .harness
            .query_all_by(|node| node.role() == Role::TextInput || node.role() == Role::MultilineTextInput)
            .map(|node| (node.accesskit_node().label(), node.value(), node.is_focused()))
            .collect();
        let selection = &document.selection.text;
        format!("{annotations:?}\nin hand {active:?}, selected {selection:?}, {:?}\n{fields:?}", content.state)
    }

    fn word_at(&self, word: &str) -> Pos2 {
        self.word(word).center()
    }

    /// The field that has the keyboard, and what is in it.
    fn field(&self) -> Option<String> {
        let mut fields = self.harness.query_all_by(|node| node.role() == Role::TextInput && node.is_focused());
        fields.next().map(|field| field.value().unwrap_or_default())
    }
}

#[test]
fn a_double_click_and_a_label_key_of_one_frame_label_the_word_that_was_clicked() {
    let mut window = on(TEXT);
    window.take_word("كريم");
    window.digit(Key::Num1, "1");
    let at = window.word_at("القاهرة");
    window.pause();
    window.at_once(&[clicks(at, 2), key(NONE, Key::Num3, "3")]);
    assert_eq!(window.annotations(), ["LOC: القاهرة", "PER: كريم"]);
}

#[test]
fn a_label_key_and_then_a_click_of_one_frame_label_what_was_chosen_before() {
    let mut window = on(TEXT);
    window.take_word("كريم");
    let at = window.word_at("القاهرة");
    window.pause();
    window.at_once(&[key(NONE, Key::Num1, "1"), clicks(at, 2)]);
    assert_eq!(window.annotations(), ["PER: كريم"]);
    assert_eq!(window.quote(), "القاهرة");
}

#[test]
fn labels_and_double_clicks_in_turn_are_each_for_their_own_word() {
    let mut window = on(TEXT);
    let places = ["كريم", "صلالة،", "القاهرة", "سعيد."].map(|word| window.word_at(word.trim_matches(['،', '.'])));
    window.pause();
    let hands: Vec<_> = places
        .iter()
        .zip([(Key::Num1, "1"), (Key::Num3, "3"), (Key::Num3, "3"), (Key::Num1, "1")])
        .flat_map(|(at, (press, text))| [clicks(*at, 2), key(NONE, press, text)])
        .collect();
    window.at_once(&hands);
    assert_eq!(window.annotations(), ["LOC: القاهرة", "LOC: صلالة", "PER: سعيد", "PER: كريم"]);
    // All keys of one frame, not only the first.
    window.at_once(&[key(CTRL, Key::Z, ""), key(CTRL, Key::Z, ""), key(NONE, Key::Tab, ""), key(NONE, Key::Num2, "2")]);
    assert_eq!(window.annotations().len(), 2);
    assert!(window.annotations().iter().any(|shown| shown.starts_with("ORG")), "{:?}", window.annotations());
}

#[test]
fn double_clicks_with_ctrl_of_one_frame_add_to_each_other() {
    let mut window = on(TEXT);
    let [first, second, third] = ["كريم", "صلالة", "القاهرة"].map(|word| window.word_at(word));
    window.pause();
    let hands = [clicks(first, 2), adding_clicks(second), adding_clicks(third), key(NONE, Key::Num1, "1")];
    window.at_once(&hands);
    assert_eq!(window.annotations(), ["PER: كريم … صلالة … القاهرة"]);
}

#[test]
fn a_click_and_the_key_of_a_dialog_of_one_frame_leave_the_keyboard_to_its_field() {
    let mut window = on(TEXT);
    let at = window.word_at("كريم");
    window.pause();
    window.at_once(&[clicks(at, 1), key(CTRL, Key::G, "")]);
    assert_eq!(window.field().as_deref(), Some(""), "{:?}", window.labels());
    window.at_once(&[typed("12"), key(NONE, Key::Escape, "")]);
    assert_eq!(window.field(), None);
    // The digits were for the field and labelled nothing.
    assert!(window.annotations().is_empty());
    window.at_once(&[clicks(at, 1), key(CTRL, Key::G, ""), typed("12")]);
    assert_eq!(window.field().as_deref(), Some("12"), "{:?}", window.labels());
}

#[test]
fn escape_lets_go_of_what_the_click_before_it_took_though_that_brought_the_keyboard() {
    let mut window = on(TEXT);
    let at = window.word_at("كريم");
    window.key(CTRL, Key::G);
    window.pause();
    window.at_once(&[key(NONE, Key::Escape, ""), clicks(at, 2), key(NONE, Key::Escape, "")]);
    assert_eq!(window.quote(), "");
    window.at_once(&[
        key(CTRL, Key::G, ""),
        key(NONE, Key::Escape, ""),
        clicks(at, 1),
        clicks(at, 1),
        key(NONE, Key::Escape, ""),
    ]);
    assert_eq!(window.quote(), "");
}

#[test]
fn what_is_typed_after_a_click_into_a_field_goes_into_the_field() {
    let mut window = on(TEXT);
    window.take_word("كريم");
    window.digit(Key::Num1, "1");
    let mut fields = window.harness.query_all_by_role(Role::TextInput);
    let field = fields.next().expect("a panel has a filter").rect().center();
    drop(fields);
    window.pause();
    window.at_once(&[clicks(field, 1), key(NONE, Key::Num3, "3"), key(NONE, Key::Num2, "2"), typed("ق")]);
    assert_eq!(window.field().as_deref(), Some("32ق"));
    assert_eq!(window.annotations(), ["PER: كريم"]);
    // And what is typed after a click on the page is for the page.
    let at = window.word_at("القاهرة");
    window.pause();
    window.at_once(&[typed("x"), clicks(at, 2), key(NONE, Key::Num3, "3")]);
    assert_eq!(window.annotations(), ["LOC: القاهرة", "PER: كريم"]);
}

#[test]
fn a_drag_with_a_key_after_it_labels_what_was_dragged_over() {
    let mut window = on(TEXT);
    let (from, to, away) = (window.word_at("كريم"), window.word_at("مدينة"), window.word_at("سعيد"));
    window.pause();
    let drag = vec![moved(from), button(from, true, NONE), moved(to), button(to, false, NONE), moved(away)];
    window.at_once(&[drag, key(NONE, Key::Num1, "1"), clicks(away, 1)]);
    assert_eq!(window.annotations(), ["PER: كريم الحداد مدينة"]);
}

#[test]
fn modifiers_are_those_held_at_each_event() {
    let mut window = on(TEXT);
    let (from, to) = (window.word_at("كريم"), window.word_at("مدينة"));
    let shift = |on| vec![vec![Event::ModifiersChanged(if on { SHIFT } else { NONE })]];
    window.pause();
    let held = vec![moved(to), button(to, true, SHIFT), button(to, false, SHIFT)];
    window.at_once(&[clicks(from, 1), shift(true), held, shift(false), key(NONE, Key::Num1, "1")]);
    assert_eq!(window.annotations().len(), 1, "{:?}", window.annotations());
    assert!(window.annotations()[0].ends_with("الحداد مدينة"), "{:?}", window.annotations());
    // Presses of one key, each of which moves the caret.
    window.key(NONE, Key::End);
    window.key(NONE, Key::Home);
    let right = key(CTRL | SHIFT, Key::ArrowLeft, "");
    window.at_once(&[right.clone(), right.clone(), right]);
    assert_eq!(window.quote(), "زار كريم الحداد");
}

#[test]
fn a_window_closes_only_after_the_input_that_came_before() {
    let mut window = on(TEXT);
    let at = window.word_at("القاهرة");
    window.pause();
    let viewport = window.harness.input_mut().viewports.entry(ViewportId::ROOT).or_default();
    viewport.events.push(ViewportEvent::Close);
    window.at_once(&[clicks(at, 2), key(NONE, Key::Num3, "3")]);
    assert_eq!(window.annotations(), ["LOC: القاهرة"]);
    // The harness is no window system: that the program asks to be closed again is answered here.
    let viewport = window.harness.input_mut().viewports.entry(ViewportId::ROOT).or_default();
    viewport.events.push(ViewportEvent::Close);
    window.harness.step();
    window.run();
    assert!(window.has("Save your work?"), "{:?}", window.labels());
}

#[test]
fn a_long_backlog_of_typing_needs_few_frames_and_loses_nothing() {
    let mut window = on(TEXT);
    window.key(CTRL, Key::F);
    let text: String = "قال ".repeat(100);
    window.harness.input_mut().events.extend(typed(&text).into_iter().flatten());
    let mut frames = 0;
    while window.field().as_deref() != Some(&text) {
        window.harness.step();
        frames += 1;
        assert!(frames < 5, "{:?}", window.field());
    }
    // Every other backlog is a frame for each stroke at most, and is asked for at once.
    let moves: Vec<Event> = (0..500).map(|i| Event::PointerMoved(egui::pos2(600.0, 100.0 + i as f32))).collect();
    window.harness.input_mut().events.extend(moves);
    window.harness.step();
    let order = window.harness.ctx.plugin::<hashiya::ui::input_order::InputOrder>();
    assert!(!order.lock().is_waiting());
    let backspaces = (0..text.chars().count()).flat_map(|_| key(NONE, Key::Backspace, "").remove(0));
    window.harness.input_mut().events.extend(backspaces);
    window.harness.step();
    assert!(!order.lock().is_waiting());
    window.run();
    assert_eq!(window.field().as_deref(), Some(""));
    let keys = (0..30).flat_map(|_| key(NONE, Key::Tab, "")).flatten();
    window.harness.input_mut().events.extend(keys);
    let mut frames = 0;
    while !window.harness.input_mut().events.is_empty() || order.lock().is_waiting() {
        window.harness.step();
        frames += 1;
        let delay = window.harness.output().viewport_output[&ViewportId::ROOT].repaint_delay;
        assert!(!order.lock().is_waiting() || delay == Duration::ZERO, "the next frame follows at once");
        assert!(frames <= 31);
    }
}

/// Numbers that look random and come again with the same seed (SplitMix64, Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides.max(1) as u64) as usize
    }

    fn one_of<T: Copy>(&mut self, these: &[T]) -> T {
        these[self.roll(these.len())]
    }
}

/// Something a hand does, of strokes that belong together.
fn hand(dice: &mut Dice, window: &Window) -> Vec<Stroke> {
    let words = window.words();
    let places: Vec<Pos2> =
        words.iter().filter(|(word, _)| WORDS.contains(&word.as_str())).map(|(_, rect)| rect.center()).collect();
    let at = dice.one_of(&places);
    match dice.roll(18) {
        0 => clicks(at, 1),
        1..=3 => clicks(at, 2),
        4 => {
            let to = dice.one_of(&places);
            let way = [0.3, 0.7, 1.0].map(|share| moved(at + (to - at) * share));
            let mut drag = vec![moved(at), button(at, true, NONE)];
            drag.extend(way);
            // The hand may be too slow to be where it lets go.
            drag.push(button(if dice.roll(3) == 0 { at } else { to }, false, NONE));
            drag
        }
        5..=8 => {
            let (press, text) = dice.one_of(&LABELS);
            key(NONE, press, text)
        }
        9 => {
            let arrow = dice.one_of(&[Key::ArrowLeft, Key::ArrowRight, Key::ArrowDown, Key::Home]);
            key(dice.one_of(&[NONE, SHIFT, CTRL]), arrow, "")
        }
        10 => key(NONE, dice.one_of(&[Key::Tab, Key::Enter, Key::Delete]), ""),
        11 => key(CTRL, dice.one_of(&[Key::Z, Key::F, Key::G]), ""),
        12 => key(NONE, Key::Escape, ""),
        13 => typed(dice.one_of(&["ال", "2", "مد"])),
        14 => key(NONE, dice.one_of(&[Key::Backspace, Key::Space]), ""),
        15..=16 => adding_clicks(at),
        _ => vec![moved(at)],
    }
}

/// The law: any sequence of input does in one frame what it does one stroke a frame. `HASHIYA_ORDER=500` makes as many
/// sequences as it says.
#[test]
fn what_one_frame_brings_does_what_it_does_one_stroke_a_frame() {
    let rounds = std::env::var("HASHIYA_ORDER").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    let mut dice = Dice(20261125);
    // Annotations of one place stand by their ids: with ids of their own, a click would take another one in hand.
    let start =
        || Start {
            files: vec![("نص.txt", TEXT.to_owned())], open: vec!["نص.txt"], ids: Some(7), ..Start::default()
        };
    let (mut quick, mut slow) = (start().window(), start().window());
    let mut labelled = 0;
    for round in 0..rounds {
        let hands: Vec<_> = (0..dice.roll(5) + 2).map(|_| hand(&mut dice, &quick)).collect();
        [&mut quick, &mut slow].into_iter().for_each(Window::pause);
        quick.one_by_one(&hands);
        slow.at_once(&hands);
        assert_eq!(slow.state(), quick.state(), "round {round}: {hands:?}");
        labelled = labelled.max(quick.annotations().len());
        // What is open is closed, so that the next round does not work behind it.
        for window in [&mut quick, &mut slow] {
            window.one_by_one(&[key(NONE, Key::Escape, ""), key(NONE, Key::Escape, "")]);
        }
    }
    assert!(labelled > 3, "annotations were made: {labelled}");
}
