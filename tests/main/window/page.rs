//! Selecting and labelling on the page, with the mouse and without it.

use egui::{Event, Key, Modifiers, vec2};

use super::{CTRL, SHIFT, Start, from_right, on};

const NONE: Modifiers = Modifiers::NONE;
const TEXT: &str = "زار كريم الحداد مدينة صلالة، ثم عاد إلى القاهرة مع سعيد.\nوفي الفقرة الثانية كلام آخر عن ريسوت.";

#[test]
fn a_double_click_takes_a_word_and_its_key_labels_it() {
    let mut window = on(TEXT);
    window.take_word("كريم");
    assert_eq!(window.quote(), "كريم");
    window.digit(Key::Num1, "1");
    assert_eq!(window.annotations(), ["PER: كريم"]);
    window.wait_for("the journal", |w| w.has("Kept safe"));
    // Another label's key relabels what is active.
    window.digit(Key::Num3, "3");
    assert_eq!(window.annotations(), ["LOC: كريم"]);
    window.key(NONE, Key::Delete);
    assert!(window.annotations().is_empty());
}

/// Proclitics stay outside a new annotation, as the guideline of the samples has it («دبي» من «بدبي»); each gesture that
/// takes some away says so.
#[test]
fn proclitics_stay_outside_and_it_is_said() {
    let mut window = on("يقام المعرض بدبي وبالقاهرة، والكتاب في القاهرة. دبي مدينة والقاهرة مدينة.");
    window.take_word("بدبي");
    assert_eq!(window.quote(), "بدبي", "the word is shown as it stands");
    window.digit(Key::Num3, "3");
    assert_eq!(window.annotations(), ["LOC: دبي"]);
    assert!(window.says("‹ب› stays outside the annotation; Alt+[ takes it in"), "{:?}", window.labels());
    window.key(Modifiers::ALT, Key::OpenBracket);
    assert_eq!(window.annotations(), ["LOC: بدبي"], "the key does what was said");
    window.key(CTRL, Key::Z);
    window.key(CTRL, Key::Z);
    // What the key for clitics has chosen is labelled as it is chosen, the whole word too.
    for (steps, said, label) in [
        (1, "The selection begins after ‹و›", "LOC: بالقاهرة"),
        (2, "The selection begins after ‹وب›", "LOC: القاهرة"),
        (3, "The selection begins after ‹وبال›", "LOC: قاهرة"),
        (4, "", "LOC: وبالقاهرة"),
    ] {
        window.pause();
        window.take_word("وبالقاهرة");
        for _ in 0..steps {
            window.key(NONE, Key::Backslash);
        }
        assert!(said.is_empty() || window.says(said), "{said}: {:?}", window.labels());
        window.digit(Key::Num3, "3");
        assert_eq!(window.annotations(), [label], "{steps}");
        assert!(!window.says("stays outside"), "{:?}", window.labels());
        window.key(CTRL, Key::Z);
    }
}

#[test]
fn a_further_double_click_takes_proclitics_off_and_says_so_but_never_the_article() {
    let mut window = on("يقام المعرض بدبي وبالقاهرة، والكتاب في القاهرة. دبي مدينة والقاهرة مدينة.");
    let check = |window: &mut super::Window, word: &str, rounds: &[&str]| {
        let at = window.word(word).center();
        window.pause();
        for shown in rounds {
            window.pause();
            window.click_at(at, 2, NONE);
            assert_eq!(window.quote(), *shown, "{word}");
            let left_out = word.strip_suffix(shown).filter(|left_out| !left_out.is_empty());
            let said = left_out.map(|left_out| format!("The selection begins after ‹{left_out}›"));
            assert_eq!(window.says("The selection begins"), said.is_some(), "{:?}", window.labels());
            assert!(said.is_none_or(|said| window.says(&said)), "{:?}", window.labels());
        }
    };
    check(&mut window, "القاهرة", &["القاهرة", "القاهرة", "القاهرة"]);
    check(&mut window, "وبالقاهرة", &["وبالقاهرة", "بالقاهرة", "القاهرة", "وبالقاهرة", "بالقاهرة"]);
    window.digit(Key::Num3, "3");
    assert_eq!(window.annotations(), ["LOC: بالقاهرة"], "as it was chosen");
}

#[test]
fn proclitics_stay_inside_where_that_is_chosen() {
    let settings = hashiya::store::settings::Settings { exclude_clitics: false, ..Start::default().settings };
    let files = vec![("نص.txt", "يقام المعرض بدبي. دبي مدينة.".to_owned())];
    let mut window = Start { settings, files, open: vec!["نص.txt"], ..Start::default() }.window();
    window.take_word("بدبي");
    window.digit(Key::Num3, "3");
    assert_eq!(window.annotations(), ["LOC: بدبي"]);
    assert!(!window.says("stays outside"), "{:?}", window.labels());
}

#[test]
fn a_label_s_key_labels_the_word_of_the_caret() {
    let mut window = on(TEXT);
    let at = window.word("صلالة").center();
    window.click_at(at, 1, NONE);
    window.digit(Key::Num3, "3");
    assert_eq!(window.annotations(), ["LOC: صلالة"]);
    window.key(CTRL, Key::Z);
    assert!(window.annotations().is_empty());
    assert!(window.says("Undone: LOC added"), "{:?}", window.labels());
    // Behind a word it is that word as well; between blanks there is none.
    window.key(CTRL, Key::Home);
    window.key(CTRL, Key::ArrowLeft);
    window.digit(Key::Num1, "1");
    assert_eq!(window.annotations().len(), 1);
}

/// The text of a page that is longer than the window, each word of it once.
fn long_text() -> String {
    (0..400).map(|n| format!("كلمة{n} {}", if n % 9 == 8 { "\n" } else { "" })).collect()
}

#[test]
fn a_click_or_a_drag_on_what_is_in_view_moves_nothing() {
    let mut window = on(&long_text());
    window.key(CTRL, Key::End);
    window.key(NONE, Key::PageUp);
    let words = window.words();
    let page = words.iter().map(|(_, at)| at.top()).fold((f32::MAX, f32::MIN), |(a, b), y| (a.min(y), b.max(y)));
    for rim in [page.0, page.1] {
        let (word, place) = words.iter().filter(|(_, at)| at.top() == rim).nth(2).expect("a line of words").clone();
        window.click_at(place.center(), 2, NONE);
        assert_eq!(window.word(&word), place, "the page stands still");
        assert_eq!(window.quote(), word, "both clicks of a double click are on one word");
        window.digit(Key::Num1, "1");
        assert_eq!(window.word(&word), place, "and stays where it is for the label");
        let (other, to) = words.iter().filter(|(_, at)| at.top() == rim).nth(4).expect("a line of words").clone();
        window.drag(place.center(), to.center(), NONE);
        assert_eq!(window.word(&other), to, "nor does a drag move it");
        window.pause();
    }
    window.key(CTRL, Key::Home);
    assert!(window.words().iter().any(|(word, _)| word == "كلمة0"), "keys bring the caret into view");
}

#[test]
fn the_row_of_a_new_annotation_is_in_view() {
    let mut window = on(&long_text());
    for n in 0..30 {
        let word = format!("كلمة{n}");
        window.take_word(&word);
        window.digit(Key::Num1, "1");
        let row = window.place_of(&format!("{word}، Person"));
        let (above, below) = (window.place_of("Order: Position in the text"), window.place_of("Chosen"));
        assert!(
            above.bottom() <= row.top() && row.bottom() <= below.top(),
            "{word}: {row:?} within {above:?} and {below:?}"
        );
        window.pause();
    }
}

#[test]
fn a_further_label_is_put_beside_with_shift() {
    let mut window = on(TEXT);
    window.take_word("كريم");
    window.digit(Key::Num1, "1");
    window.press(Key::Exclamationmark, Some(Key::Num3), "#", SHIFT);
    window.press(Key::Num3, Some(Key::Num3), "#", SHIFT);
    assert_eq!(window.annotations(), ["LOC: كريم", "PER: كريم"]);
}

#[test]
fn a_drag_takes_whole_words_and_with_alt_what_it_passes() {
    let mut window = on(TEXT);
    let (from, to) = (window.word("كريم").center(), window.word("مدينة").center());
    window.drag(from, to, NONE);
    assert_eq!(window.quote(), "كريم الحداد مدينة");
    window.drag(to, from, NONE);
    assert_eq!(window.quote(), "كريم الحداد مدينة", "backwards too");
    let word = window.word("القاهرة");
    window.drag(from_right(word, 0.32), word.left_center() + vec2(0.5, 0.0), Modifiers::ALT);
    let quote = window.quote();
    assert!("القاهرة".ends_with(&quote) && quote.len() < "القاهرة".len() && !quote.is_empty(), "{quote}");
}

#[test]
fn shift_click_extends_and_a_triple_click_takes_the_clause() {
    let mut window = on(TEXT);
    let (from, to) = (from_right(window.word("كريم"), 0.05), window.word("مدينة").center());
    window.click_at(from, 1, NONE);
    assert_eq!(window.quote(), "");
    window.click_at(to, 1, SHIFT);
    assert_eq!(window.quote(), "كريم الحداد مدينة");
    let at = window.word("كريم").center();
    window.click_at(at, 3, NONE);
    assert_eq!(window.quote(), "زار كريم الحداد مدينة صلالة");
    window.click_at(at, 4, NONE);
    assert_eq!(window.quote(), "زار كريم الحداد مدينة صلالة، ثم عاد إلى القاهرة مع سعيد.");
}

#[test]
fn without_a_mouse_the_caret_walks_and_selects() {
    let mut window = on(TEXT);
    window.key(NONE, Key::Home);
    window.key(CTRL, Key::ArrowLeft);
    window.key(NONE, Key::ArrowLeft);
    window.key(CTRL | SHIFT, Key::ArrowLeft);
    window.key(CTRL | SHIFT, Key::ArrowLeft);
    assert_eq!(window.quote(), "كريم الحداد");
    window.digit(Key::Num1, "1");
    assert_eq!(window.annotations(), ["PER: كريم الحداد"]);
    window.key(NONE, Key::End);
    assert_eq!(window.quote(), "");
    window.key(SHIFT, Key::Home);
    assert!(window.quote().starts_with("زار كريم"), "{}", window.quote());
    window.key(CTRL, Key::A);
    assert!(window.quote().starts_with("زار كريم الحداد"));
}

#[test]
fn tab_walks_the_annotations_and_round() {
    let mut window = on(TEXT);
    for (word, key, text) in [("كريم", Key::Num1, "1"), ("القاهرة", Key::Num3, "3"), ("ريسوت", Key::Num3, "3")]
    {
        window.take_word(word);
        window.digit(key, text);
    }
    let mut seen = Vec::new();
    for _ in 0..4 {
        window.key(NONE, Key::Tab);
        seen.push(window.quote());
    }
    assert_eq!(seen, ["كريم", "القاهرة", "ريسوت", "كريم"]);
    window.key(SHIFT, Key::Tab);
    assert_eq!(window.quote(), "ريسوت");
    window.key(NONE, Key::Delete);
    assert_eq!(window.annotations(), ["LOC: القاهرة", "PER: كريم"]);
}

#[test]
fn brackets_move_the_edges() {
    let mut window = on(TEXT);
    window.take_word("الحداد");
    window.digit(Key::Num1, "1");
    window.press(Key::OpenBracket, Some(Key::OpenBracket), "[", NONE);
    assert_eq!(window.annotations(), ["PER: كريم الحداد"]);
    window.press(Key::CloseBracket, Some(Key::CloseBracket), "]", NONE);
    assert_eq!(window.annotations(), ["PER: كريم الحداد مدينة"]);
    window.press(Key::OpenCurlyBracket, Some(Key::OpenBracket), "{", SHIFT);
    assert_eq!(window.annotations(), ["PER: الحداد مدينة"]);
    // On an Arabic board the same places write other letters.
    window.press(Key::CloseBracket, Some(Key::CloseBracket), "د", NONE);
    assert_eq!(window.annotations(), ["PER: الحداد مدينة صلالة"]);
    window.key(CTRL, Key::OpenBracket);
    assert_eq!(window.annotations(), ["PER:  الحداد مدينة صلالة"]);
}

#[test]
fn an_edge_is_dragged_with_the_mouse() {
    let mut window = on(TEXT);
    window.take_word("كريم");
    window.digit(Key::Num1, "1");
    let (edge, to) = (window.word("كريم").left_center(), from_right(window.word("الحداد"), 0.9));
    window.drag(edge, to, NONE);
    assert_eq!(window.annotations(), ["PER: كريم الحداد"]);
    let (edge, to) = (window.word("كريم").right_center(), from_right(window.word("زار"), 0.1));
    window.drag(edge, to, NONE);
    assert_eq!(window.annotations(), ["PER: زار كريم الحداد"]);
    window.key(CTRL, Key::Z);
    assert_eq!(window.annotations(), ["PER: كريم الحداد"], "one drag is one step");
}

#[test]
fn undo_and_redo_go_step_by_step() {
    let mut window = on(TEXT);
    for word in ["كريم", "سعيد"] {
        window.take_word(word);
        window.digit(Key::Num1, "1");
    }
    window.key(CTRL, Key::Z);
    assert_eq!(window.annotations(), ["PER: كريم"]);
    window.key(CTRL, Key::Z);
    assert!(window.annotations().is_empty() && window.has("Saved"), "back to what was opened");
    window.key(CTRL | SHIFT, Key::Z);
    window.key(CTRL | SHIFT, Key::Z);
    assert_eq!(window.annotations(), ["PER: سعيد", "PER: كريم"]);
}

#[test]
fn the_sticky_mode_labels_each_selection() {
    let mut window = on(TEXT);
    window.key(CTRL, Key::T);
    assert!(window.says("Keep labelling: Person"));
    window.take_word("كريم");
    window.take_word("سعيد");
    assert_eq!(window.annotations(), ["PER: سعيد", "PER: كريم"]);
    // A third click means the clause, not the word as well.
    let at = window.word("ريسوت").center();
    window.click_at(at, 3, NONE);
    assert_eq!(window.annotations().len(), 3, "{:?}", window.annotations());
    window.key(NONE, Key::Escape);
    window.take_word("الحداد");
    assert_eq!(window.annotations().len(), 3, "Esc ended it");
}

#[test]
fn label_keys_work_by_their_place_under_an_arabic_board() {
    let mut window = on(TEXT);
    window.take_word("كريم");
    window.press(Key::Num1, Some(Key::Num1), "١", NONE);
    assert_eq!(window.annotations(), ["PER: كريم"]);
    window.take_word("سعيد");
    window.type_text("١");
    assert_eq!(window.annotations(), ["PER: سعيد", "PER: كريم"], "from an input method only the text arrives");
    window.press(Key::Z, Some(Key::Z), "", CTRL);
    assert_eq!(window.annotations(), ["PER: كريم"]);
}

#[test]
fn one_press_of_a_key_labels_once() {
    let mut window = on(TEXT);
    window.take_word("كريم");
    window.digit(Key::Num1, "1");
    window.key(NONE, Key::ArrowLeft);
    assert!(window.annotations() == ["PER: كريم"]);
    window.key(CTRL, Key::Z);
    assert!(window.annotations().is_empty(), "press and text are one step");
    window.key(CTRL, Key::Z);
    assert!(window.says("nothing to undo"));
}

#[test]
fn a_label_never_moves_a_letter() {
    let text =
        "وفي زار كريم الحدّاد مدينةَ صلالة (2026) مع John Smith من #ليالي_الكتاب، ثم عاد إلى القاهرة 😀. ".repeat(2);
    let mut window = on(&text);
    let before = window.words();
    let words: Vec<_> = before.iter().map(|(_, rect)| *rect).collect();
    for (i, word) in words.iter().take(15).enumerate() {
        let clicks = if i % 3 == 0 { 3 } else { 2 };
        window.click_at(word.center(), clicks, NONE);
        window.digit(Key::Num1, "1");
        window.press(Key::Num3, Some(Key::Num3), "#", SHIFT);
    }
    assert!(window.annotations().len() >= 20, "{}", window.annotations().len());
    assert_eq!(window.words(), before);
}

#[test]
fn copying_gives_the_logical_text() {
    let mut window = on(TEXT);
    let (from, to) = (window.word("كريم").center(), window.word("مدينة").center());
    window.drag(from, to, NONE);
    window.harness.event(Event::Copy);
    window.harness.step();
    let copied = |window: &super::Window| {
        window.harness.output().platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    };
    assert_eq!(copied(&window).as_deref(), Some("كريم الحداد مدينة"));
}

#[test]
fn the_window_opens_on_the_samples() {
    let window = Start::default().window();
    assert!(window.words().iter().any(|(word, _)| word == "الإسكندرية"));
    assert!(window.has("Saved") && window.annotations().is_empty());
}

#[test]
fn escape_lets_go_of_what_is_in_hand() {
    let mut window = on(TEXT);
    window.take_word("كريم");
    window.digit(Key::Num1, "1");
    assert_eq!(window.quote(), "كريم");
    window.key(NONE, Key::Escape);
    assert_eq!(window.quote(), "");
    window.digit(Key::Num2, "2");
    assert_eq!(window.annotations(), ["PER: كريم"]);
    assert!(window.says("Select words in the text first"));
    window.take_word("سعيد");
    window.key(NONE, Key::Escape);
    assert_eq!(window.quote(), "", "a selection too");
}

#[test]
fn a_click_goes_from_the_inner_annotation_to_the_outer() {
    let mut window = on("قرب جامعة القاهرة أمس");
    let (from, to) = (window.word("جامعة").center(), window.word("القاهرة").center());
    window.drag(from, to, NONE);
    window.digit(Key::Num2, "2");
    window.take_word("القاهرة");
    window.digit(Key::Num3, "3");
    window.key(NONE, Key::Escape);
    window.click_at(to, 1, NONE);
    assert_eq!(window.quote(), "القاهرة");
    window.click_at(to, 1, NONE);
    assert_eq!(window.quote(), "جامعة القاهرة");
    window.click_at(to, 1, NONE);
    assert_eq!(window.quote(), "القاهرة", "round again");
}

#[test]
fn a_text_opens_again_where_reading_stopped() {
    let text: String = (1..=300).map(|n| format!("هذه فقرة من فقرات النص عددها {n}\n")).collect();
    let start = || Start { files: vec![("نص.txt", text.clone())], open: vec!["نص.txt"], ..Start::default() };
    let mut window = start().window();
    assert!(window.words().iter().any(|(word, _)| word == "1"));
    window.key(CTRL, Key::End);
    assert!(window.words().iter().any(|(word, _)| word == "300"));
    for _ in 0..5 {
        window.key(NONE, Key::PageUp);
    }
    let lines = |w: &super::Window| w.words().into_iter().map(|(word, place)| (word, place.top())).collect::<Vec<_>>();
    let seen = lines(&window);
    window.key(CTRL, Key::W);
    window.wait_for("the place to be written", |w| w.folder.names().iter().any(|name| name == "places.ron"));
    let places = std::fs::read(window.folder.join("places.ron")).expect("it was written");
    // Another day, in another window.
    let again = start();
    let mut again = Start {
        files: again.files.into_iter().chain([("places.ron", String::from_utf8(places).expect("RON"))]).collect(),
        ..again
    }
    .window();
    assert_eq!(lines(&again), seen);
    // The caret is there as well: a page down goes on from it.
    again.key(NONE, Key::PageDown);
    assert_ne!(lines(&again), seen);
    assert!(!again.words().iter().any(|(word, _)| word == "1"));
}

#[test]
fn the_annotations_of_one_annotator_stand_out() {
    let mut document = crate::fixture::hard_document();
    let ids: Vec<_> = document.annotations.iter().map(|annotation| annotation.id.clone()).collect();
    for (n, id) in ids.iter().enumerate() {
        let mut annotation = (**document.annotations.get(id).expect("it is listed")).clone();
        annotation.record.annotator = hashiya::model::Annotator::from(if n % 2 == 0 { "سلمى" } else { "أحمد" });
        document.annotations.insert(annotation);
    }
    let ron = hashiya::store::document_reader::write(std::path::Path::new("نص.ron"), &document).expect("it is sound");
    let mut window = Start { files: vec![("نص.ron", ron)], open: vec!["نص.ron"], ..Start::default() }.window();
    let dimmed = |window: &super::Window| {
        let app = window.harness.state().as_ref().expect("the window is open");
        let painted = app.shown_canvas().and_then(|canvas| canvas.painted()).expect("a page is shown");
        let highlights = &painted.look.highlights;
        let dimmed = highlights.iter().filter(|h| h.emphasis == hashiya::page::Emphasis::Dimmed).count();
        (dimmed, highlights.len())
    };
    assert_eq!(dimmed(&window).0, 0);
    window.click("Annotations from: All origins");
    window.click("سلمى");
    let (some, all) = dimmed(&window);
    assert!(some > 0 && some < all, "{some} of {all} are dimmed");
    assert!(window.has("Annotations from: سلمى"));
    window.click("Annotations from: سلمى");
    window.click("By hand");
    assert_eq!(dimmed(&window).0, 2, "what was imported or suggested");
}

#[test]
fn ctrl_g_goes_to_a_paragraph() {
    let text: String = (1..=300).map(|n| format!("فقرة عددها {n}\n")).collect();
    let mut window = on(&text);
    window.key(CTRL, Key::G);
    window.type_text("٢٠٠");
    window.key(NONE, Key::Enter);
    assert!(window.words().iter().any(|(word, _)| word == "200"));
    // The page has the keyboard again.
    window.key(SHIFT | CTRL, Key::ArrowLeft);
    assert_eq!(window.quote(), "فقرة");
    window.key(CTRL, Key::G);
    window.type_text("999");
    assert!(window.says("The text has 301 paragraphs"), "{:?}", window.labels());
}
