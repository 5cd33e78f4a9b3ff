//! Statistics and explorer in the window, and what annotating took: seen and chosen by its words.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use hashiya::store::settings::{Language, Settings};
use hashiya::store::{EFFORT_FILE, read_effort};

use super::{CTRL, SHIFT, Start, Window};

const CTRL_ALT: Modifiers = Modifiers { alt: true, ..CTRL };

/// Three texts, of which two have annotations.
fn project() -> Window {
    let files = vec![
        ("1.txt", "وصل كريم إلى القاهرة أمس.".to_owned()),
        ("2.txt", "قال أحمد إن كريم سافر إلى بيروت.".to_owned()),
        ("3.txt", "لا شيء هنا.".to_owned()),
    ];
    let mut window = Start { files, open: vec!["1.txt", "2.txt", "3.txt"], ..Start::default() }.window();
    window.wait_for("all three", |w| w.says("of 3 done"));
    window.label("كريم", Key::Num1);
    window.label("القاهرة", Key::Num3);
    window.key(Modifiers::ALT, Key::ArrowDown);
    window.wait_for("the second text", |w| w.words().iter().any(|(word, _)| word == "سافر"));
    window.label("أحمد", Key::Num1);
    window
}

impl Window {
    fn label(&mut self, word: &str, key: Key) {
        let place = self.word(word);
        self.click_at(place.center(), 2, Modifiers::NONE);
        self.key(Modifiers::NONE, key);
    }

    fn explorer(&mut self) {
        self.key(CTRL_ALT, Key::T);
        self.wait_for("the counts", |w| w.says("3 documents"));
    }
}

#[test]
fn labels_are_counted_and_a_cell_opens_its_places() {
    let mut window = project();
    window.explorer();
    window.wait_for("the labels", |w| w.says("Person · 2 · 2 · 2 · 2"));
    assert!(window.has("Chart: annotations of the most frequent labels"));
    window.click("Two dimensions at once");
    window.wait_for("the cells", |w| w.labels().iter().any(|l| l.starts_with("Person × 2")));
    let cell = window.labels().into_iter().find(|l| l.starts_with("Person × 2")).expect("a cell");
    assert!(cell.ends_with(": 1"), "{cell}");
    window.click(&cell);
    window.wait_for("its place", |w| w.says("‹أحمد›") && w.has("Found: 1"));
    let line = window.labels().into_iter().find(|l| l.contains("‹أحمد›")).expect("the line");
    window.click(&line);
    window.wait_for("the place", |w| w.quote() == "أحمد");
}

#[test]
fn what_is_counted_says_when_it_is_older_than_the_documents() {
    let mut window = project();
    window.explorer();
    assert!(!window.has("Older than the documents"));
    window.key(Modifiers::NONE, Key::Escape);
    window.label("بيروت", Key::Num3);
    window.explorer();
    assert!(window.has("Older than the documents"), "{:?}", window.labels());
    window.click("Count again");
    window.wait_for("the new counts", |w| w.says("4 annotations") && !w.has("Older than the documents"));
}

#[test]
fn rows_are_sorted_by_the_column_that_is_pressed() {
    let mut window = project();
    window.explorer();
    window.wait_for("the labels", |w| w.says("Person · 2"));
    let place = |window: &Window, start: &str| {
        let label = window.labels().into_iter().find(|l| l.starts_with(start)).expect("a row");
        window.place_of(&label).top()
    };
    assert!(place(&window, "Person ·") < place(&window, "Location ·"));
    window.click("Folded");
    window.wait_for("the largest first", |w| w.has("Folded ↓"));
    window.click("Folded ↓");
    window.wait_for("the smallest first", |w| w.has("Folded ↑") && place(w, "Person ·") > place(w, "Location ·"));
}

#[test]
fn documents_count_by_their_states() {
    let mut window = project();
    window.key(CTRL, Key::Enter);
    window.explorer();
    window.click("All states");
    for state in ["New", "In progress", "Look again", "Rejected"] {
        let of_state = |name: Option<String>| name.as_deref() == Some(state);
        window.harness.get_by(|node| node.role() == Role::CheckBox && of_state(node.label())).click();
        window.run();
    }
    window.key(Modifiers::NONE, Key::Escape);
    window.wait_for("the one that is done", |w| w.says("1 document ·"));
    assert!(window.says("States: 1 of 5"), "{:?}", window.labels());
}

#[test]
fn the_filter_of_the_list_says_what_counts() {
    // A short list has no filter.
    let names = ["01.txt", "02.txt", "03.txt", "04.txt", "05.txt", "06.txt", "07.txt", "08.txt", "09.txt", "10.txt"];
    let files = names.iter().map(|name| (*name, format!("خبر عن كريم {name}"))).collect();
    let mut window = Start { files, open: names.to_vec(), ..Start::default() }.window();
    window.wait_for("all ten", |w| w.says("of 10 done"));
    window.label("كريم", Key::Num1);
    window.click("Filter documents");
    window.type_text("annotations>0");
    window.wait_for("the list", |w| w.says("0 of 1 of the filter"));
    window.key(CTRL_ALT, Key::T);
    window.wait_for("the one", |w| w.says("1 document ·"));
    window.click("Only what the list’s filter takes");
    window.wait_for("all", |w| w.says("10 documents ·"));
}

#[test]
fn a_table_is_written_as_csv() {
    let mut window = project();
    window.explorer();
    window.wait_for("the labels", |w| w.says("Person · 2"));
    window.click("Save as CSV…");
    window.run();
    let place = window.folder.join("جدول.csv");
    window.key(CTRL, Key::A);
    window.type_text(&place.display().to_string());
    window.wait_for("room for the file", |w| w.has("Save"));
    window.click("Save");
    window.wait_for("the file", |_| place.exists());
    let csv = std::fs::read_to_string(&place).expect("read");
    assert!(csv.starts_with("\u{feff}label,annotations,documents,strings,folded\r\nPER,2,2,2,2\r\n"), "{csv}");
}

#[test]
fn the_explorer_speaks_arabic() {
    let settings = Settings { language: Language::Arabic, ..Start::default().settings };
    let mut window = Start { settings, ..Start::default() }.window();
    window.key(CTRL_ALT, Key::T);
    window.wait_for("the counts", |w| w.says("٣ مستندات"));
    window.click("الوتيرة والنهاية");
    window.wait_for("no estimate", |w| w.says("لا يمكن تقدير النهاية بعد"));
}

#[test]
fn time_and_presses_are_kept_beside_the_settings_and_shown() {
    let mut window = project();
    window.explorer();
    window.click("Effort by label");
    window.wait_for("the effort", |w| w.says("Person · 2 · "));
    window.key(Modifiers::NONE, Key::Escape);
    let window = window.next_day();
    let records = read_effort(window.folder.path());
    let per: Vec<_> = records.iter().filter(|record| record.label.as_deref() == Some("PER")).collect();
    assert_eq!(per.iter().map(|record| record.annotations).sum::<u32>(), 2);
    assert!(per.iter().all(|record| record.keys >= 1 && record.clicks >= 2 && record.hasty == 0), "{per:?}");
    assert!(per.iter().all(|record| record.annotator == "أحمد"));
}

#[test]
fn switched_off_nothing_is_written() {
    let settings = Settings { measure_effort: false, ..Start::default().settings };
    let files = vec![("1.txt", "وصل كريم إلى القاهرة أمس.".to_owned())];
    let mut window = Start { files, open: vec!["1.txt"], settings, ..Start::default() }.window();
    window.label("كريم", Key::Num1);
    let window = window.next_day();
    assert!(!window.folder.join(EFFORT_FILE).exists());
}

/// Proposals accepted, and those of them told to be accepted faster than they can be read, after so many seconds.
fn accepted_after(seconds: usize) -> (u32, u32) {
    let files = vec![("1.txt", "وصل كريم إلى بيروت، ثم زار كريم دمشق، ورأى كريم القاهرة.".to_owned())];
    let mut window = Start { files, open: vec!["1.txt"], ..Start::default() }.window();
    window.label("كريم", Key::Num1);
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("the places", |w| w.says("2 of 2 chosen"));
    (0..seconds).for_each(|_| window.pause());
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(window.annotations().len(), 3);
    let window = window.next_day();
    let records = read_effort(window.folder.path());
    let accepted = records.iter().find(|record| record.proposals > 0).expect("proposals were accepted");
    (accepted.proposals, accepted.hasty)
}

#[test]
fn proposals_accepted_faster_than_they_are_read_are_shown_as_such() {
    assert_eq!(accepted_after(0), (2, 2));
    assert_eq!(accepted_after(5), (2, 0));
}

#[test]
fn what_is_labelled_at_once_was_not_proposed_to_anybody() {
    let files = vec![("1.txt", "كريم هنا. كريم هناك. كريم عاد. كريم نام.".to_owned())];
    let mut window = Start { files, open: vec!["1.txt"], ..Start::default() }.window();
    window.label("كريم", Key::Num1);
    // Labelled at once: nobody saw what was proposed, and nobody says that it was read.
    window.key(SHIFT, Key::Enter);
    window.wait_for("all of them", |w| w.annotations().len() == 4);
    window.key(CTRL_ALT, Key::T);
    window.wait_for("the counts", |w| w.says("4 annotations"));
    let window = window.next_day();
    let records = read_effort(window.folder.path());
    let accepted = records.iter().find(|record| record.proposals > 0).expect("proposals were accepted");
    assert_eq!((accepted.proposals, accepted.annotations, accepted.hasty), (3, 3, 0));
}
