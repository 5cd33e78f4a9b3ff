//! What makes hours before the window bearable: a card that is asked for and never in the way, names that can be read, edges at hand,
//! menus under the pointer, messages that go by themselves, contrast and rest for those who need them.

use egui::{Color32, Key, Modifiers, Pos2, Rect, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hashiya::store::settings::{HoverCard, Settings};
use hashiya::ui::system_wishes::SystemWishes;

use super::{CTRL, SHIFT, Start, Window, on};
use crate::support::Look;

const NONE: Modifiers = Modifiers::NONE;

/// Lines enough for a card above and below.
const LINES: usize = 12;

fn lines() -> String {
    let line = |n: usize| format!("وصل كريم{n} إلى مدينة{n} مساء أمس ثم عاد منها\n");
    (0..LINES).map(line).collect()
}

fn with(settings: Settings) -> Window {
    Start { files: vec![("نص.txt", lines())], open: vec!["نص.txt"], settings, ..Start::default() }.window()
}

/// What the card says of the annotation; it is nowhere else on the screen.
fn card(window: &Window) -> Option<Rect> {
    let by = window
        .harness
        .query_all_by(|node| node.label().or_else(|| node.value()).is_some_and(|text| text.starts_with("Annotator: ")));
    let rects: Vec<Rect> = by.map(|node| node.rect()).collect();
    // The button of the status bar says who works here.
    rects.into_iter().find(|rect| rect.bottom() < window.harness.ctx.content_rect().bottom() - 40.0)
}

#[test]
fn the_card_comes_for_a_pointer_that_rests_and_not_for_a_key() {
    let mut window = with(Start::default().settings);
    let at = window.word("كريم5").center();
    window.take_word("كريم5");
    window.digit(Key::Num1, "1");
    (0..3).for_each(|_| window.pause());
    assert_eq!(card(&window), None, "the pointer is where the word was taken");
    window.rest(at - vec2(0.0, 150.0));
    window.rest(at);
    let shown = card(&window).expect("who moves there wants to know");
    let (line, next) = (window.word("كريم5"), window.word("كريم6"));
    let height = next.top() - line.top();
    let free = line.top()..line.bottom() + 2.0 * height;
    assert!(shown.bottom() <= free.start || shown.top() >= free.end, "{shown:?} on {free:?}");
    window.key(NONE, Key::Escape);
    (0..2).for_each(|_| window.pause());
    assert_eq!(card(&window), None, "a key sends it away");
}

#[test]
fn the_card_is_not_over_the_line_of_the_caret_either() {
    let mut window = with(Start::default().settings);
    window.take_word("كريم6");
    window.digit(Key::Num1, "1");
    // The caret stands where the card would.
    let caret = window.word("كريم5").center();
    window.click_at(caret, 1, NONE);
    let at = window.word("كريم6").center();
    window.rest(at);
    let shown = card(&window).expect("there is room elsewhere");
    for line in ["كريم5", "كريم6"].map(|word| window.word(word)) {
        assert!(shown.bottom() <= line.top() || shown.top() >= line.bottom(), "{shown:?} on {line:?}");
    }
}

#[test]
fn the_card_may_stand_at_the_foot_or_be_switched_off() {
    let shown = |hover_card: HoverCard| {
        let mut window = with(Settings { hover_card, ..Start::default().settings });
        window.take_word("كريم2");
        window.digit(Key::Num1, "1");
        let at = window.word("كريم2").center();
        window.rest(at + vec2(0.0, 200.0));
        window.rest(at);
        (card(&window), window.word("كريم9"))
    };
    let (foot, line) = shown(HoverCard::Foot);
    assert!(foot.expect("shown").top() > line.top(), "{foot:?}");
    assert_eq!(shown(HoverCard::Never).0, None);
}

#[test]
fn what_lies_around_a_word_is_on_its_card() {
    let mut window = on("زار جامعة القاهرة الجديدة أمس");
    let (from, to) = (window.word("جامعة").right_center(), window.word("الجديدة").left_center());
    window.drag(from - vec2(1.0, 0.0), to + vec2(1.0, 0.0), NONE);
    window.digit(Key::Num2, "2");
    window.take_word("القاهرة");
    window.digit(Key::Num3, "3");
    let at = window.word("القاهرة").center();
    window.rest(at + vec2(0.0, 300.0));
    window.rest(at);
    assert!(window.has("Around it") && window.says("Organisation: جامعة القاهرة الجديدة"), "{:?}", window.labels());
}

#[test]
fn an_edge_is_dragged_below_the_letters_without_choosing_first() {
    let mut window = on("زار كريم الحداد القاهرة أمس");
    window.take_word("كريم");
    window.digit(Key::Num1, "1");
    let (word, next) = (window.word("كريم"), window.word("الحداد"));
    window.click_at(window.word("أمس").center(), 1, NONE);
    assert_eq!(window.quote(), "");
    // Through the letters a drag selects text, as ever.
    window.drag(word.left_center() + vec2(1.0, 0.0), next.left_center() + vec2(3.0, 0.0), NONE);
    assert_eq!(window.annotations(), ["PER: كريم"]);
    window.click_at(window.word("أمس").center(), 1, NONE);
    let below = |x: f32| Pos2::new(x, word.bottom() - word.height() * 0.2);
    window.drag(below(word.left() + 1.0), below(next.left() + 3.0), NONE);
    assert_eq!(window.annotations(), ["PER: كريم الحداد"]);
    assert_eq!(window.quote(), "كريم الحداد", "it is in hand");
    window.key(CTRL, Key::Z);
    assert_eq!(window.annotations(), ["PER: كريم"], "and it is one step");
}

#[test]
fn a_right_click_on_a_document_shows_it_and_offers_what_can_be_done() {
    let text = |n: usize| format!("نص رقم {n}");
    let files = vec![("أول.txt", text(1)), ("ثان.txt", text(2))];
    let mut window = Start { files, open: vec!["أول.txt", "ثان.txt"], ..Start::default() }.window();
    let row = |window: &Window, name: &str| {
        window.labels().into_iter().find(|label| label.starts_with(name)).expect("a row of the list")
    };
    let second = row(&window, "ثان");
    window.right_click(&second);
    window.wait_for("the second text", |w| w.words().iter().any(|(word, _)| word == "2"));
    assert!(window.has("Mark as done") && window.has("Close document"), "{:?}", window.labels());
    window.click("Mark as done");
    window.wait_for("its state", |w| row(w, "ثان").contains("Done, nothing in it"));
    assert!(!row(&window, "أول").contains("Done"), "the other is as it was");
    // The same by the key for menus, while the row has the keyboard.
    let first = row(&window, "أول");
    window.click(&first);
    window.wait_for("the first text", |w| w.words().iter().any(|(word, _)| word == "1"));
    window.harness.get_by_label(&first).focus();
    window.pause();
    window.key(SHIFT, Key::F10);
    assert!(window.says("What can be done with the document"), "{:?}", window.labels());
    let (menu, row_at) = (window.place_of("Mark as done"), window.place_of(&first));
    assert!(menu.top() >= row_at.bottom() - 1.0 && menu.top() < row_at.bottom() + 40.0, "{menu:?} below {row_at:?}");
    window.key(NONE, Key::Escape);
    assert!(!window.has("Mark as done"), "Esc closes it");
    window.key(SHIFT, Key::F10);
    window.key(NONE, Key::Enter);
    window.wait_for("its state", |w| row(w, "أول").contains("In progress"));
}

#[test]
fn what_went_wrong_becomes_one_line_and_waits_for_esc() {
    let broken = [("sing".to_owned(), "F4".to_owned())].into();
    let mut window =
        Start { settings: Settings { keys: broken, ..Start::default().settings }, bare: true, ..Start::default() }
            .window();
    let height = |window: &Window| {
        let said = |text: String| text.contains("command sing");
        let all = window.harness.query_all_by(|node| node.label().or_else(|| node.value()).is_some_and(said));
        all.map(|node| node.rect().height()).fold(0.0, f32::max)
    };
    let whole = height(&window);
    assert!(window.has("Dismiss"));
    window.key(NONE, Key::ArrowDown);
    (0..70).for_each(|_| window.pause());
    assert!(window.says("command sing") && !window.has("Dismiss"), "{:?}", window.labels());
    assert!(height(&window) <= whole.max(28.0));
    let small = window.labels().into_iter().find(|label| label.contains("command sing")).expect("one line");
    window.click(&small);
    assert!(window.has("Dismiss"), "a click shows all of it again");
    window.key(NONE, Key::Escape);
    assert!(!window.says("command sing"));
}

/// The colour of the page beside its text, and of a panel.
fn surfaces(window: &Window) -> [Color32; 2] {
    let picture = window.picture();
    let page = window.word("كريم3");
    let at = |x: f32, y: f32| picture.pixels[y as usize * picture.size[0] + x as usize];
    let panel = window.place_of("Labels");
    [at(page.right() + 2.0, page.center().y), at(panel.left() - 3.0, panel.center().y)]
}

#[test]
fn high_contrast_is_a_setting_and_a_wish_of_the_desktop() {
    let white = [Color32::WHITE; 2];
    let mut window = with(Start::default().settings);
    assert_ne!(surfaces(&window), white);
    window.key(CTRL, Key::Comma);
    window.click("High contrast: black and white surfaces, stronger lines");
    window.key(NONE, Key::Escape);
    assert_eq!(surfaces(&window), white);
    let mut window = with(Start::default().settings);
    let ctx = window.harness.ctx.clone();
    let wishes = SystemWishes { less_movement: true, high_contrast: true, dark: None };
    let app = window.harness.state_mut().take().expect("an app");
    *window.harness.state_mut() = Some(app.heeding(&ctx, wishes));
    window.run();
    assert_eq!(surfaces(&window), white);
    assert_eq!(ctx.global_style().animation_time, 0.0, "nothing fades");
}

#[test]
fn names_of_labels_are_as_large_as_is_chosen_and_lines_make_room() {
    let distance = |tag_percent: u32, show_tags: bool| {
        let window = with(Settings { tag_percent, show_tags, ..Start::default().settings });
        window.word("كريم4").top() - window.word("كريم3").top()
    };
    let usual = distance(55, true);
    assert_eq!(distance(35, true), usual);
    assert!(distance(90, true) > usual + 10.0);
    assert_eq!(distance(90, false), usual, "without names nothing needs room");
    let look = Look { size: [1280.0, 1500.0], ..Look::default() };
    let mut window = Start { look, ..Start::default() }.window();
    window.key(CTRL, Key::Comma);
    window.click("More: Size of label names");
    assert!(window.has("60%"), "{:?}", window.labels());
}

#[test]
fn a_small_window_lists_five_annotations_beside_what_is_in_hand_and_its_note() {
    let look = Look { size: [1024.0, 700.0], ..Look::default() };
    let files = vec![("نص.txt", lines())];
    let mut window = Start { look, files, open: vec!["نص.txt"], ..Start::default() }.window();
    for n in 0..8 {
        window.take_word(&format!("كريم{n}"));
        window.digit(Key::Num1, "1");
    }
    let note = window.place_of("Note on the chosen annotation").top();
    let rows = window.harness.query_all_by(|node| {
        node.role() == egui::Role::ListBoxOption && node.label().is_some_and(|label| label.starts_with("كريم"))
    });
    let listed = rows.filter(|row| row.rect().bottom() <= note).count();
    assert!(listed >= 5, "{listed}: {:?}", window.labels());
}

#[test]
fn panels_that_were_put_away_stay_away_on_the_next_day() {
    let mut window = on("سافر كريم إلى صلالة");
    window.key(CTRL, Key::Num1);
    assert!(!window.has("Documents"), "{:?}", window.labels());
    let mut window = window.next_day();
    window.wait_for("the text", |w| !w.words().is_empty());
    assert!(!window.has("Documents") && window.has("Labels"), "{:?}", window.labels());
}

#[test]
fn formats_are_offered_by_names_in_words_in_both_languages() {
    use hashiya::store::settings::Language;
    let offered = |language: Language, button: &str| {
        let settings = Settings { language, ..Start::default().settings };
        let mut window = Start { settings, ..Start::default() }.window();
        window.key(CTRL, Key::E);
        window.click_like(button);
        let rows = window.harness.query_all_by(|node| node.role() == egui::Role::MenuItemRadio);
        let names: Vec<String> = rows.filter_map(|row| row.accesskit_node().label()).collect();
        names
    };
    let english = offered(Language::English, "Format: ");
    let writable = hashiya::formats::registry().iter().filter(|format| format.layout().is_some()).count();
    assert_eq!(english.len(), writable, "{english:?}");
    assert!(english.contains(&"Hugging Face datasets (.jsonl)".to_owned()), "{english:?}");
    // The ending stands in brackets behind words, and is not the name.
    for name in english.iter().chain(&offered(Language::Arabic, "الصيغة: ")) {
        let (words, ending) = name.rsplit_once(" (").unwrap_or_else(|| panic!("no ending: {name}"));
        assert!(ending.ends_with(')') && !words.starts_with("format-") && !words.is_empty(), "{name}");
    }
}
