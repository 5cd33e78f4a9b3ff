//! The labels of a project, changed by its session: what is done at once, what is asked about, what is refused, and what a crash leaves.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use hashiya::edit::{Command, Migration, OnLabelRemoval, Touched};
use hashiya::model::{
    AnnotatedDocument, Annotator, AttributeDefinition, AttributeKind, AttributeValue, Document, DocumentId,
    DocumentState, Label, LabelChange, LabelName, Project, Schema, Target,
};
use hashiya::session::event::{JournalingEvent, ProjectEvent};
use hashiya::session::{Session, SessionError, SessionEvent, TextSelection};
use hashiya::store;
use hashiya::workspace::ProjectFolder;

use crate::fixture::{Folder, place};

const TEXT: &str = "سافر كريم إلى صلالة أمس";

/// A project of two documents with one text, and its session.
struct Setup {
    folder: Folder,
    session: Session,
}

fn schema() -> Schema {
    let mut schema = store::default_schema();
    let kind = AttributeKind::Choice(vec!["حقيقي".into(), "متخيل".into()]);
    let (name, empty) = ("kind".to_owned(), String::new);
    let attribute = AttributeDefinition {
        name,
        kind,
        arabic: empty(),
        english: empty(),
        guideline: empty(),
        ..AttributeDefinition::new("", AttributeKind::Flag)
    };
    schema.labels[0].attributes.push(attribute);
    schema
}

impl Setup {
    fn new() -> Setup {
        let folder = Folder::new();
        let root = folder.join("مشروع");
        let schema = Arc::new(schema());
        let project = ProjectFolder::create(&root, Project::new("صحف", schema.clone())).expect("made");
        for name in ["أ", "ب"] {
            let document = Document::new(DocumentId(name.into()), name, TEXT, BTreeMap::new()).expect("short");
            let content = AnnotatedDocument::new(document, schema.clone(), Annotator::new("أحمد"));
            store::save(&content, &project.documents().join(format!("{name}.ron")), store::Expect::Absent)
                .expect("saved");
        }
        let mut setup = Setup { folder, session: session() };
        setup.open();
        setup
    }

    fn open(&mut self) {
        self.session = session();
        self.session.open_paths(vec![self.root()]);
        self.session.finish_jobs();
        assert!(self.session.project().is_some() && self.session.current().is_some());
    }

    fn root(&self) -> PathBuf {
        self.folder.join("مشروع")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root().join(format!("documents/{name}.ron"))
    }

    fn stored(&self) -> Schema {
        (*ProjectFolder::open(&self.root()).expect("a project").project.schema).clone()
    }

    fn label(&mut self, word: &str, label: &str) {
        let document = self.session.current_mut().expect("open");
        document.selection.text = TextSelection::of(place(TEXT, word, 0));
        self.session.label(&LabelName::new(label)).expect("selected");
    }

    fn save(&mut self) {
        self.session.save().expect("has a file");
        self.session.finish_jobs();
    }

    /// What is asked about.
    fn asked(&mut self, command: Command) -> Option<Migration> {
        self.session.change_labels(command).expect("sound");
        self.session.finish_jobs().into_iter().find_map(|event| match event {
            SessionEvent::Project(ProjectEvent::MigrationAsked { migration }) => Some((*migration).clone()),
            _ => None,
        })
    }

    fn rename(&mut self, old: &str, new: &str) -> Option<Migration> {
        let label = self.stored().label(&LabelName::new(old)).expect("there").clone();
        self.asked(Command::ChangeLabel { name: old.into(), label: Label { name: new.into(), ..label } })
    }
}

fn session() -> Session {
    Session::new(Annotator::new("أحمد"), Arc::new(|| ()))
}

fn labels(content: &AnnotatedDocument) -> Vec<String> {
    content.annotations.iter().map(|annotation| annotation.label.to_string()).collect()
}

#[test]
fn a_name_that_no_annotation_has_is_changed_at_once_and_no_file_is_touched() {
    let mut setup = Setup::new();
    let before = std::fs::read(setup.path("ب")).expect("read");
    assert_eq!(setup.rename("ORG", "INST"), None);
    assert!(setup.stored().label(&"INST".into()).is_some());
    assert_eq!(std::fs::read(setup.path("ب")).expect("read"), before);
    // A document that was away is brought to it all the same.
    let project = ProjectFolder::open(&setup.root()).expect("a project").project;
    assert_eq!(project.changes.len(), 1);
    let shown = setup.session.current().expect("open");
    assert!(shown.content().schema.label(&"INST".into()).is_some() && !shown.is_dirty());
}

#[test]
fn many_changes_one_after_another_are_all_kept() {
    let mut setup = Setup::new();
    for (old, new) in [("ORG", "INST"), ("LOC", "PLACE")] {
        let label = setup.session.schema_to_edit().expect("there").label(&old.into()).expect("there").clone();
        let command = Command::ChangeLabel { name: old.into(), label: Label { name: new.into(), ..label } };
        // Neither is waited for.
        setup.session.change_labels(command).expect("sound");
        let fresh = Label::new(&format!("NEW-{new}"), "", "", setup.stored().labels[0].colour, None);
        setup.session.change_labels(Command::AddLabel(fresh)).expect("sound");
    }
    setup.session.finish_jobs();
    for name in ["INST", "PLACE", "NEW-INST", "NEW-PLACE"] {
        assert!(setup.stored().label(&name.into()).is_some(), "{name}: {:?}", setup.stored().labels);
    }
}

#[test]
fn unsaved_work_is_asked_about_and_refuses_the_change() {
    let mut setup = Setup::new();
    setup.label("كريم", "PER");
    let migration = setup.rename("PER", "PERSON").expect("an annotation that no file has yet is concerned");
    assert_eq!(setup.session.unsaved_of_project().count(), 1);
    let refused = setup.session.migrate_project(migration.clone(), String::new());
    assert_eq!(refused, Err(SessionError::SaveFirst));
    assert_eq!(labels(setup.session.current().expect("still open").content()), ["PER"]);
    setup.session.save_project_documents();
    setup.session.finish_jobs();
    setup.session.migrate_project(migration, "PER → PERSON".into()).expect("saved");
    let told = setup.session.finish_jobs();
    assert!(told.iter().any(|event| matches!(event, SessionEvent::Project(ProjectEvent::Migrated { .. }))), "{told:?}");
    assert_eq!(labels(&store::load(&setup.path("أ")).expect("sound").0), ["PERSON"]);
    assert!(setup.session.undo().expect("possible"));
    setup.session.finish_jobs();
    assert_eq!(labels(setup.session.current().expect("open").content()), ["PER"]);
    assert!(setup.stored().label(&"PER".into()).is_some(), "the project is as it was");
    assert!(setup.session.schema_to_edit().expect("there").label(&"PER".into()).is_some());
    assert!(setup.session.redo().expect("possible"));
    setup.session.finish_jobs();
    assert!(setup.stored().label(&"PERSON".into()).is_some(), "and again");
}

#[test]
fn what_is_done_under_a_label_that_came_meanwhile_survives_a_crash() {
    let mut setup = Setup::new();
    let fresh = Label::new("BOOK", "", "", setup.stored().labels[0].colour, None);
    assert_eq!(setup.asked(Command::AddLabel(fresh)), None);
    setup.label("كريم", "BOOK");
    setup.session.finish_journals();
    // It ends without a save: the next session finds what the journal holds.
    setup.session = session();
    setup.session.open_paths(vec![setup.root()]);
    let told = setup.session.finish_jobs();
    let recovered = |event: &SessionEvent| matches!(event, SessionEvent::Journal(JournalingEvent::Recovered { .. }));
    assert!(told.iter().any(recovered), "{told:?}");
    let shown = setup.session.current().expect("open");
    assert_eq!(labels(shown.content()), ["BOOK"]);
    assert!(shown.content().problems().is_empty());
}

#[test]
fn a_document_that_is_only_looked_at_is_not_made_new_by_the_labels_of_its_project() {
    let mut setup = Setup::new();
    let fresh = Label::new("BOOK", "", "", setup.stored().labels[0].colour, None);
    setup.asked(Command::AddLabel(fresh));
    setup.open();
    let shown = setup.session.current().expect("open");
    assert!(shown.content().schema.label(&"BOOK".into()).is_some() && !shown.is_dirty());
    assert!(!setup.session.undo().is_ok_and(|done| done), "there is nothing to take back");
    setup.label("كريم", "PER");
    assert!(setup.session.undo().expect("possible"));
    let shown = setup.session.current().expect("open");
    assert!(shown.content().schema.label(&"BOOK".into()).is_some(), "still shown with it");
    assert!(setup.session.redo().expect("possible"));
    assert_eq!(labels(setup.session.current().expect("open").content()), ["PER"]);
    setup.save();
    let (stored, _) = store::load(&setup.path("أ")).expect("sound");
    assert!(stored.schema.label(&"BOOK".into()).is_some(), "the step took it over");
}

#[test]
fn a_label_is_divided_by_an_attribute_in_all_documents() {
    let mut setup = Setup::new();
    setup.label("كريم", "PER");
    let id = setup.session.current().expect("open").active().expect("made").id.clone();
    let value = Some(AttributeValue::Choice("متخيل".into()));
    let command = Command::SetAttribute { of: Target::Annotation(id), name: "kind".into(), value };
    setup.session.dispatch(command).expect("fits");
    setup.label("صلالة", "PER");
    setup.save();
    let into = BTreeMap::from([("متخيل".to_owned(), LabelName::new("FICTION"))]);
    let change = LabelChange::Split { attribute: "kind".into(), into, rest: "PER".into() };
    let migration = Migration { labels: [("PER".into(), change)].into(), ..Migration::default() };
    let schema = migration.applied_to(&setup.stored()).into();
    let asked = setup.asked(Command::Migrate(Box::new(Migration { schema, ..migration }))).expect("concerned");
    setup.session.migrate_project(asked, String::new()).expect("saved");
    setup.session.finish_jobs();
    assert_eq!(labels(&store::load(&setup.path("أ")).expect("sound").0), ["FICTION", "PER"]);
}

#[test]
fn a_migration_that_only_adds_touches_nothing() {
    let before = Arc::new(schema());
    let touched =
        |command: &Command| Migration::of_command(&before, command).expect("sound").expect("labels").touches(&before);
    let fresh = Label::new("BOOK", "", "", before.labels[0].colour, None);
    assert!(touched(&Command::AddLabel(fresh)).is_nothing());
    assert!(touched(&Command::MoveLabel { name: "LOC".into(), to: 0 }).is_nothing());
    let coloured = Label { key: None, arabic: "علم".into(), ..before.labels[0].clone() };
    assert!(touched(&Command::ChangeLabel { name: "PER".into(), label: coloured }).is_nothing());
    let guided = Label { guideline: "أخرى".into(), ..before.labels[0].clone() };
    let again = touched(&Command::ChangeLabel { name: "PER".into(), label: guided });
    assert_eq!(again, Touched { look_again: vec!["PER".into()], ..Touched::default() });
    let gone = touched(&Command::RemoveLabel { name: "LOC".into(), annotations: OnLabelRemoval::Delete });
    assert_eq!(gone.labels, ["LOC".into()]);
    let bare = Label { attributes: Vec::new(), ..before.labels[0].clone() };
    assert_eq!(touched(&Command::ChangeLabel { name: "PER".into(), label: bare }).labels, ["PER".into()]);
    let none = Migration::of_command(&before, &Command::SetState(DocumentState::Done));
    assert_eq!(none, Ok(None), "that is about a document");
}
