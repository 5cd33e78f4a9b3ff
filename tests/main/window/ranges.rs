//! Several ranges selected at once: by mouse and keys, on the screen and to a screen reader, labelled, copied and left.

use std::cell::RefCell;
use std::rc::Rc;

use egui::{Event, Key, Modifiers, Rect, Role};
use egui_kittest::kittest::NodeT as _;
use hashiya::page::DrawOp;
use hashiya::store::settings::{Language, Settings};

use super::{CTRL, SHIFT, Start, Window, from_right, on};

const NONE: Modifiers = Modifiers::NONE;
const TEXT: &str = "زار وفدا جامعتي القاهرة وتونس مدينة صلالة أمس وبالقاهرة انتهى";

/// Double-clicks the first word, and the others with Ctrl held.
fn take_words(window: &mut Window, words: &[&str]) {
    for (n, word) in words.iter().enumerate() {
        let at = window.word(word).center();
        window.click_at(at, 2, if n == 0 { NONE } else { CTRL });
    }
}

fn page_name(window: &Window) -> String {
    let mut pages = window.harness.root().children_recursive().filter(|n| n.accesskit_node().role() == Role::Document);
    pages.next().and_then(|page| page.accesskit_node().label()).expect("there is a page")
}

/// The words of the page that the colour of selected text stands behind.
fn painted(window: &Window) -> Vec<String> {
    let canvas = window.harness.state().as_ref().and_then(|app| app.shown_canvas()).expect("a page is shown");
    let (origin, painted) = (canvas.column().min, canvas.painted().expect("it was painted"));
    let behind: Vec<Rect> = painted
        .ops
        .iter()
        .filter_map(|op| match op {
            DrawOp::Fill { rect, colour, .. } if *colour == painted.look.selection_colour => {
                let corner = |x, y| egui::pos2(x, y) + origin.to_vec2();
                Some(Rect::from_min_max(corner(rect.x0, rect.y0), corner(rect.x1, rect.y1)))
            }
            _ => None,
        })
        .collect();
    let words = window.words().into_iter();
    words.filter(|(_, at)| behind.iter().any(|rect| rect.contains(at.center()))).map(|(word, _)| word).collect()
}

fn copied(window: &mut Window) -> Option<String> {
    window.harness.event(Event::Copy);
    window.harness.step();
    window.harness.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

#[test]
fn words_taken_with_ctrl_become_one_annotation_of_several_pieces() {
    let mut window = on(TEXT);
    take_words(&mut window, &["جامعتي", "وتونس"]);
    assert_eq!(painted(&window), ["جامعتي", "وتونس"]);
    assert!(window.has("2 ranges selected"), "{:?}", window.labels());
    assert_eq!(window.quote(), "وتونس", "the primary range");
    assert!(page_name(&window).ends_with("2 ranges selected"), "{}", page_name(&window));
    take_words(&mut window, &["زار", "أمس", "وفدا"]);
    assert_eq!(painted(&window), ["زار", "وفدا", "أمس"], "a press without Ctrl begins anew");
    assert!(window.has("3 ranges selected"));
    window.digit(Key::Num2, "2");
    assert_eq!(window.annotations(), ["ORG: زار … وفدا … أمس"]);
    assert!(!window.says("ranges selected") && !page_name(&window).contains("ranges"));
    window.key(CTRL, Key::Z);
    assert!(window.annotations().is_empty(), "one step of undo");
}

#[test]
fn a_drag_with_ctrl_adds_whole_words_and_what_touches_is_one_range() {
    let mut window = on(TEXT);
    window.take_word("زار");
    let (from, to) = (window.word("القاهرة").center(), window.word("وتونس").center());
    window.drag(from, to, CTRL);
    assert_eq!(copied(&mut window).as_deref(), Some("زار\nالقاهرة وتونس"));
    // On over what is selected.
    let (from, to) = (window.word("جامعتي").center(), window.word("القاهرة").center());
    window.drag(from, to, CTRL);
    assert_eq!(copied(&mut window).as_deref(), Some("زار\nجامعتي القاهرة وتونس"));
    assert_eq!(painted(&window), ["زار", "جامعتي", "القاهرة", "وتونس"]);
    // A click adds nothing and takes nothing away.
    let at = window.word("صلالة").center();
    window.click_at(at, 1, CTRL);
    assert!(window.has("2 ranges selected"));
    // With Alt as well, letters.
    let word = window.word("صلالة");
    window.drag(from_right(word, 0.5), word.left_center(), CTRL | Modifiers::ALT);
    let added = window.quote();
    assert!("صلالة".ends_with(&added) && added.len() < "صلالة".len() && !added.is_empty(), "{added}");
    assert!(window.has("3 ranges selected"));
}

#[test]
fn with_nothing_selected_ctrl_is_what_it_was() {
    let mut window = on(TEXT);
    let word = window.word("القاهرة");
    window.click_at(word.center(), 1, NONE);
    window.drag(from_right(word, 0.32), word.left_center(), CTRL);
    let quote = window.quote();
    assert!("القاهرة".ends_with(&quote) && quote.len() < "القاهرة".len() && !quote.is_empty(), "{quote}");
    assert!(!window.says("ranges selected"));
    let at = window.word("صلالة").center();
    window.click_at(at, 1, NONE);
    window.click_at(at, 2, CTRL);
    assert_eq!((window.quote().as_str(), painted(&window)), ("صلالة", vec!["صلالة".to_owned()]));
}

#[test]
fn escape_leaves_the_primary_range_and_then_a_caret() {
    let mut window = on(TEXT);
    take_words(&mut window, &["جامعتي", "وتونس", "أمس"]);
    window.key(NONE, Key::Escape);
    assert_eq!(painted(&window), ["أمس"]);
    assert_eq!(window.quote(), "أمس");
    window.key(NONE, Key::Escape);
    assert_eq!((window.quote(), painted(&window)), (String::new(), Vec::new()));
}

#[test]
fn keys_extend_the_primary_range_and_leave_all() {
    let mut window = on(TEXT);
    take_words(&mut window, &["جامعتي", "صلالة"]);
    window.key(CTRL | SHIFT, Key::ArrowLeft);
    assert!(window.quote().starts_with("صلالة أمس"), "{}", window.quote());
    assert_eq!(painted(&window), ["جامعتي", "صلالة", "أمس"]);
    window.key(NONE, Key::ArrowLeft);
    assert_eq!((window.quote(), painted(&window)), (String::new(), Vec::new()));
}

#[test]
fn a_word_among_the_ranges_goes_round_its_clitics() {
    let mut window = on(TEXT);
    take_words(&mut window, &["زار", "وبالقاهرة", "وبالقاهرة", "وبالقاهرة"]);
    assert_eq!(copied(&mut window).as_deref(), Some("زار\nالقاهرة"));
    window.key(NONE, Key::Backslash);
    assert_eq!(copied(&mut window).as_deref(), Some("زار\nقاهرة"));
    window.digit(Key::Num3, "3");
    assert_eq!(window.annotations(), ["LOC: زار … قاهرة"]);
}

#[test]
fn a_label_that_is_pinned_waits_for_all_ranges() {
    let mut window = on(TEXT);
    window.take_word("زار");
    window.key(CTRL, Key::T);
    let at = window.word("صلالة").center();
    window.click_at(at, 2, CTRL);
    assert!(window.annotations().is_empty());
    window.digit(Key::Num3, "3");
    assert_eq!(window.annotations(), ["LOC: زار … صلالة"]);
}

/// The line that joins pieces, as egui's triangles paint it.
#[test]
fn pieces_of_one_annotation_are_joined_on_the_screen() {
    let mut window = on(TEXT);
    take_words(&mut window, &["جامعتي", "وتونس"]);
    let bare = window.picture();
    window.digit(Key::Num2, "2");
    window.key(NONE, Key::Escape);
    window.key(NONE, Key::Escape);
    let marked = window.picture();
    let between = window.word("القاهرة");
    let canvas = window.harness.state().as_ref().and_then(|app| app.shown_canvas()).expect("a page is shown");
    let painted = canvas.painted().expect("it was painted");
    let strokes: Vec<_> = painted
        .ops
        .iter()
        .filter_map(|op| match op {
            DrawOp::Stroke { path, colour, .. } => Some((path.flattened(), *colour)),
            _ => None,
        })
        .collect();
    let [(points, colour)] = &strokes[..] else { panic!("one line joins them: {strokes:?}") };
    let middle = points[points.len() / 2];
    let at = egui::pos2(between.center().x, canvas.column().top() + middle[1]);
    let pixel = |picture: &egui::ColorImage, y: f32| picture[(at.x as usize, y as usize)].to_array();
    let near = |[r, g, b, _]: [u8; 4]| {
        let far = |channel: u8, wanted: u8| u32::from(channel.abs_diff(wanted));
        far(r, colour[0]) + far(g, colour[1]) + far(b, colour[2])
    };
    // Of the few rows that a thin line covers in part, one is near to its colour, and none was before.
    let nearest = |picture: &egui::ColorImage| (-1..=1).map(|by| near(pixel(picture, at.y + by as f32))).min();
    assert!(nearest(&marked) < Some(240), "{:?}", nearest(&marked));
    assert!(nearest(&bare) > Some(300), "{:?}", nearest(&bare));
}

#[test]
fn the_count_is_said_in_arabic() {
    let settings = Settings { language: Language::Arabic, annotator: "أحمد".into(), ..Settings::default() };
    let files = vec![("نص.txt", TEXT.to_owned())];
    let mut window = Start { settings, files, ..Start::default() }.window();
    let path = window.folder.join("نص.txt");
    window.key(CTRL, Key::L);
    window.type_path(&path);
    window.wait_for("the text", |w| w.words().len() > 5);
    take_words(&mut window, &["جامعتي", "وتونس"]);
    assert!(window.has("مقطعان محددان"), "{:?}", window.labels());
    assert!(page_name(&window).ends_with("مقطعان محددان"), "{}", page_name(&window));
    take_words(&mut window, &["جامعتي", "وتونس", "أمس"]);
    assert!(window.has("٣ مقاطع محددة"), "{:?}", window.labels());
}

/// What the middle button pastes elsewhere: each selection once, when the hand is off the mouse, and what was there before where
/// nothing is selected.
#[test]
fn what_is_selected_is_offered_to_the_middle_button() {
    let mut window = on("زار كريم الحداد مدينة صلالة.");
    let offered = Rc::new(RefCell::new(Vec::new()));
    let app = window.harness.state_mut().take().expect("the window is open");
    let told = offered.clone();
    *window.harness.state_mut() = Some(app.offering_selection_to(move |text| told.borrow_mut().push(text)));
    window.take_word("كريم");
    window.run();
    window.key(SHIFT | CTRL, Key::ArrowLeft);
    window.key(Modifiers::NONE, Key::Escape);
    window.run();
    assert_eq!(*offered.borrow(), ["كريم", "كريم الحداد"]);
}
