//! The labels of a project changed in the window: what only adds at once, what concerns annotations after a look, one undo for all.

use std::path::PathBuf;

use egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use hashiya::formats::ImportOptions;
use hashiya::formats::SchemaBuilder;
use hashiya::model::{
    AnnotatedDocument, AttributeDefinition, AttributeKind, DocumentState, LabelName, Project, Schema,
};
use hashiya::store;
use hashiya::store::settings::{Language, Settings};
use hashiya::workspace::ProjectFolder;
use hashiya::workspace::inputs::for_project;
use hashiya::workspace::project::fill;

use super::{CTRL, Start, Window};
use crate::support::Look;

pub const CTRL_SHIFT: egui::Modifiers = egui::Modifiers { shift: true, ..CTRL };

/// A project of texts, with its window.
pub fn project(texts: &[&str], settings: Settings) -> Window {
    project_with(texts, settings, store::default_schema())
}

fn project_with(texts: &[&str], settings: Settings, schema: Schema) -> Window {
    let arabic = settings.language == Language::Arabic;
    let mut window =
        Start { settings, look: Look { size: [1500.0, 900.0], ..Look::default() }, ..Start::default() }.window();
    let from = window.folder.join("نصوص");
    std::fs::create_dir_all(&from).expect("a folder");
    for (n, text) in texts.iter().enumerate() {
        std::fs::write(from.join(format!("{n}.txt")), text).expect("written");
    }
    let root = window.folder.join("مشروع");
    let schema = std::sync::Arc::new(schema);
    let mut folder = ProjectFolder::create(&root, Project::new("صحف", schema.clone())).expect("made");
    let found = for_project(std::slice::from_ref(&from), None, &|_| true);
    let builder = SchemaBuilder::fixed((*schema).clone());
    fill(&mut folder, (&found.files, &[from]), builder, (&ImportOptions::default(), None), &|_, _, _| true)
        .expect("filled");
    window.begin_again(vec![root]);
    let all = texts.len();
    let done = format!("of {all} done");
    window.wait_for("the documents", move |w| (arabic || w.says(&done)) && !w.words().is_empty());
    window
}

impl Window {
    pub fn root(&self) -> PathBuf {
        self.folder.join("مشروع")
    }

    pub fn document(&self, n: usize) -> AnnotatedDocument {
        store::load(&self.root().join(format!("documents/{n}.ron"))).expect("a document").0
    }

    pub fn put_label(&mut self, word: &str, key: Key) {
        let place = self.word(word);
        self.click_at(place.center(), 2, egui::Modifiers::NONE);
        self.key(egui::Modifiers::NONE, key);
    }

    pub fn save_it(&mut self) {
        self.key(CTRL, Key::S);
        self.wait_for("the save", |w| w.has("Saved"));
    }

    /// Types over what a field holds.
    pub fn type_into(&mut self, field: &str, text: &str) {
        let is_field = |role: Role| matches!(role, Role::TextInput | Role::MultilineTextInput);
        self.harness.get_by(|node| is_field(node.role()) && node.label().as_deref() == Some(field)).click();
        self.run();
        self.key(CTRL, Key::A);
        self.type_text(text);
    }

    fn rename_chosen(&mut self, name: &str) {
        self.type_into("Name in datasets", name);
        self.key(egui::Modifiers::NONE, Key::Enter);
    }
}

fn labels(document: &AnnotatedDocument) -> Vec<String> {
    document.annotations.iter().map(|annotation| annotation.label.to_string()).collect()
}

const TEXTS: [&str; 3] = ["وصل كريم أمس.", "قال أحمد كلامًا.", "لا شيء هنا."];

#[test]
fn a_label_is_renamed_in_all_documents_and_one_undo_takes_it_back() {
    let mut window = project(&TEXTS, Start::default().settings);
    window.put_label("كريم", Key::Num1);
    window.save_it();
    window.key(egui::Modifiers::ALT, Key::ArrowDown);
    window.wait_for("the second text", |w| w.words().iter().any(|(word, _)| word == "أحمد"));
    window.put_label("أحمد", Key::Num1);
    // Not saved: the change of all documents waits for it.
    window.key(CTRL_SHIFT, Key::E);
    window.rename_chosen("PERSON");
    window.wait_for("the look", |w| w.has("Change the labels of the project"));
    window.wait_for("the counts", |w| w.says("annotations: 1"));
    assert!(window.says("unsaved work: 1"), "{:?}", window.labels());
    window.click("Save them");
    window.wait_for("both documents", |w| w.says("annotations: 2 · documents: 2") && !w.says("unsaved work"));
    assert!(window.has("0: annotations: 1 · relations: 0 · values: 0"), "each by itself: {:?}", window.labels());
    window.click("Change all documents");
    window.wait_for("the change", |w| w.says("The labels of the project are changed"));
    window.wait_for("the document again", |w| !w.words().is_empty());
    for n in 0..3 {
        assert!(window.document(n).schema.label(&LabelName::new("PERSON")).is_some());
    }
    assert_eq!(
        (labels(&window.document(0)), labels(&window.document(1))),
        (vec!["PERSON".into()], vec!["PERSON".into()])
    );
    let folder = ProjectFolder::open(&window.root()).expect("a project");
    assert!(folder.project.schema.label(&LabelName::new("PER")).is_none());
    // One undo, in the document that is shown, takes all of it back.
    window.key(CTRL, Key::Z);
    window.wait_for("the way back", |w| {
        let folder = ProjectFolder::open(&w.root()).expect("a project");
        folder.project.schema.label(&LabelName::new("PER")).is_some()
    });
    window.wait_for("the word of it", |w| w.annotations() == ["PER: أحمد"] && w.has("Kept safe"));
    window.save_it();
    assert_eq!((labels(&window.document(0)), labels(&window.document(1))), (vec!["PER".into()], vec!["PER".into()]));
}

#[test]
fn a_new_label_goes_into_the_project_at_once_and_into_a_document_with_its_next_step() {
    let mut window = project(&TEXTS, Start::default().settings);
    let before: Vec<_> =
        (0..3).map(|n| std::fs::read(window.root().join(format!("documents/{n}.ron"))).expect("read")).collect();
    window.key(CTRL_SHIFT, Key::E);
    window.click("Add");
    window.rename_chosen("BOOK");
    window.wait_for("the project", |w| {
        let folder = ProjectFolder::open(&w.root()).expect("a project");
        folder.project.schema.label(&LabelName::new("BOOK")).is_some()
    });
    window.key(egui::Modifiers::NONE, Key::Escape);
    assert!(window.says("BOOK"), "the label can be put on at once: {:?}", window.labels());
    assert!(window.has("Saved"), "showing another schema is no work");
    let after: Vec<_> =
        (0..3).map(|n| std::fs::read(window.root().join(format!("documents/{n}.ron"))).expect("read")).collect();
    assert_eq!(before, after, "no document is touched");
    let place = window.word("كريم");
    window.click_at(place.center(), 2, egui::Modifiers::NONE);
    window.click_like("BOOK");
    window.save_it();
    assert_eq!(labels(&window.document(0)), ["BOOK"]);
    // Undo and redo go over the step that took the schema over.
    window.key(CTRL, Key::Z);
    assert!(window.annotations().is_empty());
    window.key(CTRL_SHIFT, Key::Z);
    assert_eq!(window.annotations().len(), 1);
}

/// Makes a label with letters while reading, and puts it on a word.
fn label_with_new(window: &mut Window, word: &str, name: &str) {
    let place = window.word(word);
    window.click_at(place.center(), 2, egui::Modifiers::NONE);
    window.press(Key::Slash, None, "/", egui::Modifiers::NONE);
    window.type_text(name);
    window.key(egui::Modifiers::NONE, Key::Enter);
}

fn has_label(window: &Window, name: &str) -> bool {
    let folder = ProjectFolder::open(&window.root()).expect("a project");
    folder.project.schema.label(&LabelName::new(name)).is_some()
}

#[test]
fn a_label_that_was_made_while_reading_goes_with_the_step_that_made_it_unless_something_has_it() {
    let mut window = project(&TEXTS, Start::default().settings);
    label_with_new(&mut window, "كريم", "زائر");
    window.wait_for("the project", |w| has_label(w, "زائر"));
    assert_eq!(window.annotations(), ["زائر: كريم"]);
    window.key(CTRL, Key::Z);
    window.wait_for("the label to go", |w| !has_label(w, "زائر"));
    assert!(window.annotations().is_empty());
    window.key(CTRL_SHIFT, Key::Z);
    window.wait_for("the label again", |w| has_label(w, "زائر"));
    assert_eq!(window.annotations(), ["زائر: كريم"]);
    // It stays where another annotation has it, and that is said.
    window.save_it();
    window.key(CTRL, Key::Z);
    window.wait_for("the word of it", |w| w.says("The label زائر stays in the project"));
    assert!(has_label(&window, "زائر"));
}

#[test]
fn another_guideline_asks_for_another_look_at_what_is_done() {
    let mut window = project(&TEXTS, Start::default().settings);
    window.put_label("كريم", Key::Num1);
    window.key(CTRL, Key::Enter);
    window.save_it();
    window.key(CTRL_SHIFT, Key::E);
    window.type_into("Guideline", "أسماء الناس وحدهم");
    window.click("Close");
    window.wait_for("the look", |w| w.says("Done documents that are to be looked at again: 1"));
    window.click("Change all documents");
    window.wait_for("the change", |w| w.says("The labels of the project are changed"));
    assert_eq!(window.document(0).state, DocumentState::LookAgain);
    assert_eq!(window.document(1).state, DocumentState::New);
}

#[test]
fn a_label_that_goes_gives_its_annotations_to_another_after_a_look() {
    let mut window = project(&TEXTS, Start::default().settings);
    window.put_label("كريم", Key::Num1);
    window.put_label("أمس", Key::Num2);
    window.save_it();
    window.key(CTRL_SHIFT, Key::E);
    window.wait_for("the counts", |w| w.says("Annotations in the project: 1"));
    window.click("Delete…");
    window.click("Give them another label");
    let is_heir = |name: Option<String>| name.is_some_and(|name| name.starts_with("Location"));
    window.harness.get_by(|node| node.role() == Role::RadioButton && is_heir(node.label())).click();
    window.run();
    window.click("Delete the label");
    window.wait_for("the look", |w| w.has("PER becomes LOC") && w.says("annotations: 1 · documents: 1"));
    // Thought better of: nothing has happened, and the editor is there again.
    window.click("Cancel");
    assert!(window.has("Labels") && window.has("Name in datasets"), "{:?}", window.labels());
    assert_eq!(labels(&window.document(0)), ["PER", "ORG"]);
}

#[test]
fn a_label_is_divided_by_the_values_of_an_attribute() {
    let mut schema = store::default_schema();
    let kind = AttributeKind::Choice(vec!["real".into(), "fictional".into()]);
    let empty = String::new;
    let kind = AttributeDefinition {
        name: "kind".into(),
        kind,
        arabic: empty(),
        english: empty(),
        guideline: empty(),
        ..AttributeDefinition::new("", AttributeKind::Flag)
    };
    schema.labels[0].attributes = vec![kind];
    let mut window = project_with(&TEXTS, Start::default().settings, schema);
    window.put_label("كريم", Key::Num1);
    window.save_it();
    window.key(CTRL_SHIFT, Key::E);
    window.click("Divide by an attribute…");
    window.type_into("fictional becomes", "HERO");
    window.type_into("All others become", "PERSON");
    window.click("Divide…");
    window.wait_for("the look", |w| w.says("PER is divided by kind") && w.says("PER becomes PERSON – annotations: 1"));
    window.click("Change all documents");
    window.wait_for("the change", |w| w.says("The labels of the project are changed"));
    assert_eq!(labels(&window.document(0)), ["PERSON"]);
    let names: Vec<String> = window.document(1).schema.labels.iter().map(|label| label.name.to_string()).collect();
    assert_eq!(names[..3], ["HERO", "PER-real", "PERSON"]);
}

#[test]
fn an_attribute_and_a_choice_get_other_names_in_all_documents() {
    let mut window = project(&TEXTS, Start::default().settings);
    window.put_label("كريم", Key::Num1);
    window.key(egui::Modifiers::NONE, Key::Period);
    window.press(Key::F, Some(Key::F), "f", egui::Modifiers::NONE);
    window.save_it();
    assert_eq!(said(&window.document(0)), ["gender=male"]);
    window.key(CTRL_SHIFT, Key::E);
    window.tab("Attributes (1)");
    window.type_into("Name of the choice", "رجل");
    window.key(egui::Modifiers::NONE, Key::Enter);
    window.wait_for("the look", |w| w.says("under another name: 1 · documents: 1"));
    window.click("Change all documents");
    window.wait_for("the change", |w| w.says("The labels of the project are changed"));
    assert_eq!(said(&window.document(0)), ["gender=رجل"]);
    window.wait_for("the document again", |w| !w.words().is_empty());
    window.key(CTRL_SHIFT, Key::E);
    window.tab("Attributes (1)");
    window.type_into("Name in datasets", "sex");
    window.key(egui::Modifiers::NONE, Key::Enter);
    window.wait_for("the look", |w| w.says("gender becomes sex") && w.says("under another name: 1"));
    window.click("Change all documents");
    window.wait_for("the change", |w| said(&w.document(0)) == ["sex=رجل"]);
    // What no document has is changed at once.
    window.wait_for("the document again", |w| !w.words().is_empty());
    window.key(CTRL_SHIFT, Key::E);
    window.tab("Attributes (1)");
    window.type_into("New choice", "آخر");
    window.key(egui::Modifiers::NONE, Key::Enter);
    window.wait_for("the project", |w| {
        let folder = ProjectFolder::open(&w.root()).expect("a project");
        let choices = folder.project.schema.labels[0].attributes[0].kind.choices().to_vec();
        choices == ["رجل", "female", "unknown", "آخر"]
    });
}

/// What annotations say by attributes.
fn said(document: &AnnotatedDocument) -> Vec<String> {
    let all = document.annotations.iter().flat_map(|annotation| annotation.record.attributes.clone());
    all.map(|(name, value)| format!("{name}={value}")).collect()
}
