//! The entity register by keys: an annotation is linked, the link followed, entries are made, corrected, merged, split, led to where
//! they stand, and all of it taken back.

use egui::{Key, Modifiers};
use hashiya::model::Register;
use hashiya::store::settings::{Language, Settings};
use hashiya::workspace::register;

use super::project_schema::{CTRL_SHIFT, project};
use super::{CTRL, Start, Window};

const NONE: Modifiers = Modifiers::NONE;
const ALT: Modifiers = Modifiers::ALT;
const ALT_SHIFT: Modifiers = Modifiers { shift: true, ..ALT };

const TEXTS: [&str; 2] = ["زار أحمد دمشق ثم حلب.", "وصل إلى دمشق وسافر بدمشق."];

fn register_of(window: &Window) -> Register {
    register::load(&window.root()).expect("read").0
}

/// Name and number of other names of each entry, sorted.
fn entries(window: &Window) -> Vec<(String, Vec<String>)> {
    let register = register_of(window);
    let names = |entry: &hashiya::model::Entry| entry.names.iter().map(|name| name.text.clone()).collect();
    let mut all: Vec<_> = register.iter().map(|entry| (entry.name.clone(), names(entry))).collect();
    all.sort();
    all
}

/// Form and entry of each annotation of a document, as it was saved.
fn links(window: &Window, n: usize) -> Vec<String> {
    let (document, register) = (window.document(n), register_of(window));
    let link = |annotation: &std::sync::Arc<hashiya::model::Annotation>| {
        let entry = annotation.entity.as_ref().map(|id| register.resolve(id).map_or("?", |entry| &entry.name));
        format!("{} → {}", register::form_of(&document, annotation), entry.unwrap_or("-"))
    };
    document.annotations.iter().map(link).collect()
}

fn second_text(window: &mut Window) {
    window.key(ALT, Key::ArrowDown);
    window.wait_for("the second text", |w| w.words().iter().any(|(word, _)| word == "وسافر"));
}

/// The first text with دمشق linked to a new entry.
fn linked() -> Window {
    // With clitics inside, so that names are met with them.
    let settings = Settings { exclude_clitics: false, ..Start::default().settings };
    let mut window = project(&TEXTS, settings);
    window.wait_for("the register", |w| !w.says("being read"));
    window.put_label("دمشق", Key::Num2);
    window.key(ALT, Key::L);
    assert!(window.says("What “دمشق” stands for"), "{:?}", window.labels());
    assert!(window.has("New entry “دمشق”"), "{:?}", window.labels());
    window.key(NONE, Key::Enter);
    assert!(window.says("Linked to دمشق"), "{:?}", window.labels());
    window.save_it();
    window
}

#[test]
fn names_are_linked_by_keys_and_the_same_name_is_proposed_with_its_reason() {
    let mut window = linked();
    assert_eq!(entries(&window), [("دمشق".into(), vec![])]);
    assert_eq!(links(&window, 0), ["دمشق → دمشق"]);
    second_text(&mut window);
    window.put_label("دمشق", Key::Num2);
    window.key(ALT, Key::L);
    assert!(window.has("دمشق, the same name"), "{:?}", window.labels());
    window.key(NONE, Key::Enter);
    window.put_label("بدمشق", Key::Num2);
    window.key(ALT, Key::L);
    assert!(window.has("دمشق, the same without ب"), "{:?}", window.labels());
    window.key(NONE, Key::Enter);
    window.save_it();
    assert_eq!(links(&window, 1), ["دمشق → دمشق", "بدمشق → دمشق"]);
    // One undo takes the last link back, and the entry stays.
    window.key(CTRL, Key::Z);
    window.save_it();
    assert_eq!(links(&window, 1), ["دمشق → دمشق", "بدمشق → -"]);
    assert_eq!(entries(&window).len(), 1);
}

#[test]
fn a_link_is_found_by_typing_taken_away_and_stands_beside_the_annotation() {
    let mut window = linked();
    assert!(window.has("Entry دمشق"), "the inspector: {:?}", window.labels());
    window.put_label("حلب", Key::Num2);
    assert!(window.has("No entry"), "{:?}", window.labels());
    window.key(ALT, Key::L);
    window.type_text("دم");
    assert!(window.has("دمشق"), "{:?}", window.labels());
    window.key(NONE, Key::Enter);
    assert!(window.says("Linked to دمشق"), "{:?}", window.labels());
    window.key(ALT, Key::L);
    window.type_text("شيء آخر");
    window.key(NONE, Key::ArrowDown);
    window.key(NONE, Key::Enter);
    assert!(window.says("The link is removed"), "{:?}", window.labels());
    assert!(window.has("No entry"), "{:?}", window.labels());
}

#[test]
fn the_register_leads_to_the_places_of_an_entry() {
    let mut window = linked();
    second_text(&mut window);
    window.put_label("دمشق", Key::Num2);
    window.key(ALT, Key::L);
    window.key(NONE, Key::Enter);
    window.save_it();
    window.key(ALT_SHIFT, Key::L);
    window.wait_for("what is linked", |w| w.says("دمشق 2 places in 2 documents"));
    window.click("Show places");
    window.wait_for("the places", |w| !w.has("Show places"));
    window.wait_for("both of them", |w| w.says("Found: 2"));
    let evidence = ["زار أحمد ‹دمشق› ثم حلب.", "وصل إلى ‹دمشق› وسافر بدمشق."];
    assert!(evidence.iter().all(|sentence| window.has(sentence)), "{:?}", window.labels());
    window.click(evidence[0]);
    window.wait_for("the first text", |w| w.words().iter().any(|(word, _)| word == "حلب"));
}

#[test]
fn entries_are_corrected_merged_split_and_all_of_it_taken_back() {
    let mut window = linked();
    window.put_label("حلب", Key::Num2);
    window.key(ALT, Key::L);
    window.key(NONE, Key::Enter);
    window.save_it();
    window.key(ALT_SHIFT, Key::L);
    window.wait_for("what is linked", |w| w.says("حلب one place in one document"));
    // Corrected: what is not valid is said, and the dialog stays.
    window.type_into("References", "wikidata");
    window.key(NONE, Key::Escape);
    assert!(window.says("wikidata is not a reference"), "{:?}", window.labels());
    window.type_into("References", "wikidata:Q41183");
    window.type_into("Other names", "الشهباء\nAleppo@en");
    window.click("Merge into another…");
    assert!(window.says("Choose the entry that حلب is merged into"), "{:?}", window.labels());
    window.wait_for("what is linked", |w| w.says("دمشق one place"));
    window.click_like("دمشق one place");
    window.click("Merge into this");
    window.wait_for("the merge", |w| w.says("the links of one document were changed"));
    assert_eq!(links(&window, 0), ["دمشق → دمشق", "حلب → دمشق"]);
    assert_eq!(entries(&window), [("دمشق".into(), vec!["Aleppo".into(), "الشهباء".into(), "حلب".into()])]);
    // Split off as it was.
    window.click("Split off");
    window.click("حلب, as it was");
    window.wait_for("the split", |w| entries(w).len() == 2);
    window.wait_for("its links", |w| links(w, 0) == ["دمشق → دمشق", "حلب → حلب"]);
    // One undo each, in the document.
    window.key(NONE, Key::Escape);
    window.wait_for("the document", |w| !w.words().is_empty() && w.has("Saved"));
    window.key(CTRL, Key::Z);
    window.wait_for("the split taken back", |w| entries(w).len() == 1 && links(w, 0)[1] == "حلب → دمشق");
    window.wait_for("the document", |w| !w.words().is_empty() && w.has("Kept safe"));
    window.save_it();
    window.key(CTRL, Key::Z);
    window.wait_for("the merge taken back", |w| entries(w).len() == 2 && w.has("Kept safe"));
    window.save_it();
    assert_eq!(links(&window, 0)[1], "حلب → حلب");
    // What was corrected was no part of it.
    let register = register_of(&window);
    assert!(register.iter().any(|entry| entry.references.contains("wikidata:Q41183")), "{register:?}");
}

#[test]
fn an_empty_register_says_so_and_no_project_has_none() {
    let mut window = project(&TEXTS, Start::default().settings);
    window.key(CTRL_SHIFT, Key::K);
    assert!(window.says("The register is empty") && window.says("No entries yet"), "{:?}", window.labels());
    window.click("New entry");
    assert!(window.says("one entry") && window.says("New entry"), "{:?}", window.labels());
    window.type_into("Name", "حمص");
    window.wait_for("the count", |w| !w.has("Delete the entry") || w.says("not linked"));
    window.key(NONE, Key::Escape);
    window.wait_for("the file", |w| entries(w) == [("حمص".to_owned(), vec![])]);
    window.key(ALT_SHIFT, Key::L);
    assert!(window.says("linked to no entry"), "{:?}", window.labels());
    let mut alone = super::on("قال أحمد.");
    alone.key(CTRL_SHIFT, Key::K);
    assert!(alone.says("belongs to a project"), "{:?}", alone.labels());
    alone.key(ALT, Key::L);
    assert!(alone.says("belongs to a project"), "{:?}", alone.labels());
}

#[test]
fn it_is_said_in_arabic() {
    let settings = Settings { language: Language::Arabic, ..Start::default().settings };
    let mut window = project(&TEXTS, settings);
    window.put_label("دمشق", Key::Num2);
    window.key(ALT, Key::L);
    assert!(window.has("مدخل جديد «دمشق»"), "{:?}", window.labels());
    window.key(NONE, Key::Enter);
    assert!(window.says("بطت العلامة بـ"), "{:?}", window.labels());
    window.key(CTRL, Key::S);
    window.wait_for("the save", |w| w.has("محفوظ"));
    window.key(ALT_SHIFT, Key::L);
    window.wait_for("what is linked", |w| w.says("دمشق موضع واحد"));
    for word in ["سجل الكيانات", "الاسم", "أسماء أخرى", "دمج في آخر…", "مدخل جديد"]
    {
        assert!(window.has(word), "{word}: {:?}", window.labels());
    }
}

#[test]
fn the_window_waits_for_the_register_and_asks_about_what_could_not_be_written() {
    let mut window = linked();
    let held = hashiya::store::Lock::take(&window.root().join(hashiya::store::PROJECT_FILE)).expect("free");
    window.key(CTRL_SHIFT, Key::K);
    window.click("New entry");
    window.type_into("Name", "حمص");
    window.key(NONE, Key::Escape);
    window.wait_for("what failed", |w| w.says("another program"));
    // So does the second try, for what was changed meanwhile.
    for _ in 0..60 {
        window.run();
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    window.key(Modifiers { alt: true, ..CTRL }, Key::W);
    assert!(window.says("The entity register could not be written"), "{:?}", window.labels());
    // It is tried again, and what is still not written keeps the project open.
    window.click("Save");
    window.wait_for("another try", |w| !w.has("Discard") && w.says("another program"));
    for _ in 0..60 {
        window.run();
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(window.has("صحف"), "{:?}", window.labels());
    drop(held);
    window.key(Modifiers { alt: true, ..CTRL }, Key::W);
    window.click("Save");
    window.wait_for("the register", |w| entries(w).iter().any(|(name, _)| name == "حمص"));
    window.wait_for("the project to close", |w| !w.has("صحف"));
}
