//! History in the window: undo past a save, and the dialog of steps, by keyboard and by names.

use egui::{Key, Modifiers};

use super::{CTRL, Start, Window};
use crate::fixture::hard_document;
use hashiya::store;

const TEXT: &str = "سافر كريم إلى صلالة";

/// A window on a document with a file, in which one label was given and saved.
fn saved_once() -> Window {
    let like = hard_document();
    let document = hashiya::model::Document::new("د".to_owned().into_id(), "د", TEXT, Default::default());
    let schema = std::sync::Arc::new(store::default_schema());
    let content = hashiya::model::AnnotatedDocument::new(document.expect("short"), schema, like.annotator);
    let ron = store::document_reader::write(std::path::Path::new("د.ron"), &content).expect("sound");
    let mut window = Start { files: vec![("د.ron", ron)], open: vec!["د.ron"], ..Start::default() }.window();
    window.wait_for("the text", |w| w.says("كريم") && w.has("Saved"));
    window.take_word("كريم");
    window.digit(Key::Num1, "1");
    save(&mut window);
    window
}

trait IntoId {
    fn into_id(self) -> hashiya::model::DocumentId;
}

impl IntoId for String {
    fn into_id(self) -> hashiya::model::DocumentId {
        hashiya::model::DocumentId(self.as_str().into())
    }
}

fn save(window: &mut Window) {
    window.key(CTRL, Key::S);
    window.wait_for("saved", |w| w.has("Saved"));
}

#[test]
fn the_keys_of_undo_go_back_past_the_save_of_the_day_before_and_say_so() {
    let mut window = saved_once().next_day();
    window.wait_for("the text", |w| w.says("كريم") && w.has("Saved"));
    assert_eq!(window.annotations().len(), 1);
    window.key(CTRL, Key::Z);
    window.wait_for("what was taken back", |w| w.annotations().is_empty() && w.says("undone, from"));
    assert!(window.says("Person"), "{:?}", window.labels());
}

#[test]
fn the_dialog_lists_steps_and_goes_back_to_one_by_keyboard() {
    let mut window = saved_once();
    window.take_word("صلالة");
    window.digit(Key::Num2, "2");
    save(&mut window);
    assert_eq!(window.annotations().len(), 2);
    window.key(CTRL | Modifiers::ALT, Key::H);
    window.wait_for("the steps", |w| w.labels().iter().filter(|label| label.contains("added")).count() >= 2);
    assert!(window.has("Go back to here") && window.has("Open to read"));
    window.key(Modifiers::NONE, Key::ArrowDown);
    window.key(CTRL, Key::Enter);
    window.wait_for("the state after the first step", |w| w.annotations().len() == 1);
    window.key(CTRL, Key::Z);
    window.wait_for("both again", |w| w.annotations().len() == 2);
}
