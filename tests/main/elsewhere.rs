//! Another program changes the file of an open document: it is noticed, and no way out loses work of either side.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hashiya::edit::transaction_between;
use hashiya::model::{AnnotatedDocument, Annotator, Document, DocumentId, DocumentState, LabelName};
use hashiya::session::event::{ExternalEvent, JournalingEvent, SaveEvent};
use hashiya::session::{ReloadMode, Session, SessionEvent, TextSelection};
use hashiya::store::{self, Expect};
use proptest::prelude::*;

use crate::fixture::{Folder, annotation, any_document, assert_same, place};

const TEXT: &str = "سافر كريم إلى صلالة أمس";

/// The text with a label on each of some words; ids as whoever made them gave them.
fn with(marks: &[(&str, &str, &str)]) -> AnnotatedDocument {
    let document = Document::new(DocumentId("d".into()), "d", TEXT, BTreeMap::new()).expect("short");
    let mut content = AnnotatedDocument::new(document, Arc::new(store::default_schema()), Annotator::new("أحمد"));
    content.state = DocumentState::InProgress;
    for (id, label, quote) in marks {
        content.annotations.insert(annotation(id, label, TEXT, &[place(TEXT, quote, 0)]));
    }
    content
}

struct Setup {
    folder: Folder,
    path: PathBuf,
    session: Session,
}

impl Setup {
    /// A session on a file that holds `content`.
    fn on(content: &AnnotatedDocument) -> Setup {
        let folder = Folder::new();
        let path = folder.join("d.ron");
        store::save(content, &path, Expect::Absent).expect("saved");
        let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
        session.open_paths(vec![path.clone()]);
        session.finish_jobs();
        let mut desk = Setup { folder, path, session };
        desk.hears_nothing("a file that nobody touched says nothing");
        desk
    }

    /// Another program writes the file.
    fn theirs(&self, content: &AnnotatedDocument) {
        store::save(content, &self.path, Expect::Anything).expect("saved");
    }

    fn label(&mut self, word: &str, label: &str) {
        let document = self.session.current_mut().expect("open");
        document.selection.text = TextSelection::of(place(TEXT, word, 0));
        self.session.label(&LabelName::new(label)).expect("selected");
    }

    fn noticed(&mut self) -> Vec<SessionEvent> {
        self.session.finish_looking()
    }

    #[track_caller]
    fn hears_nothing(&mut self, why: &str) {
        let notices = self.noticed();
        assert!(notices.is_empty(), "{why}: {notices:?}");
    }

    fn take(&mut self, how: ReloadMode) -> Vec<SessionEvent> {
        let id = self.session.current_id().expect("open");
        self.session.take_file(id, how).expect("changeable");
        self.session.finish_jobs()
    }

    fn keep_mine(&mut self) {
        let id = self.session.current_id().expect("open");
        self.session.keep_mine(id);
    }

    fn save(&mut self) -> Vec<SessionEvent> {
        self.session.save().expect("has a file");
        self.session.finish_jobs()
    }

    fn is_dirty(&self) -> bool {
        self.session.current().expect("open").is_dirty()
    }

    /// `LABEL word` of each annotation in the window.
    fn shown(&self) -> Vec<String> {
        labels(self.session.current().expect("open").content())
    }

    fn in_file(&self) -> Vec<String> {
        labels(&store::load(&self.path).expect("sound").0)
    }
}

fn labels(content: &AnnotatedDocument) -> Vec<String> {
    content.annotations.iter().map(|a| format!("{} {}", a.label, content.quote(a))).collect()
}

fn is_saved(notices: &[SessionEvent]) -> bool {
    notices.iter().any(|notice| matches!(notice, SessionEvent::Save(SaveEvent::Saved { .. })))
}

fn changed(notices: &[SessionEvent], of: &Path, is_gone: bool) -> bool {
    matches!(notices, [SessionEvent::External(ExternalEvent::Changed { path, gone, .. })] if path == of && *gone == is_gone)
}

#[test]
fn a_change_is_noticed_once_and_only_if_the_content_differs() {
    let mut desk = Setup::on(&with(&[]));
    let same = fs::read(&desk.path).expect("there");
    fs::write(&desk.path, &same).expect("writable");
    desk.hears_nothing("touched, and the same");
    desk.theirs(&with(&[("a", "PER", "كريم")]));
    let notices = desk.noticed();
    assert!(changed(&notices, &desk.path, false), "{notices:?}");
    desk.hears_nothing("once");
    assert!(desk.session.current().expect("open").away().is_some_and(|away| away.unasked));
    fs::write(&desk.path, &same).expect("writable");
    desk.hears_nothing("nothing happened");
    assert_eq!(desk.session.current().expect("open").away(), None, "it is again what was read");
}

#[test]
fn our_own_saves_are_no_changes() {
    let mut desk = Setup::on(&with(&[]));
    for (word, label) in [("كريم", "PER"), ("صلالة", "LOC")] {
        desk.label(word, label);
        assert!(is_saved(&desk.save()));
        desk.hears_nothing("nothing happened");
    }
}

#[test]
fn reading_again_takes_the_files_content_over_as_one_step() {
    let mut desk = Setup::on(&with(&[("a", "PER", "كريم")]));
    desk.theirs(&with(&[("b", "LOC", "صلالة")]));
    desk.noticed();
    let notices = desk.take(ReloadMode::ReadAgain);
    assert!(
        matches!(
            &notices[..],
            [SessionEvent::External(ExternalEvent::TakenOver { conflicts: 0, other_text: false, .. })]
        ),
        "{notices:?}"
    );
    assert_eq!(desk.shown(), ["LOC صلالة"]);
    assert!(!desk.is_dirty(), "it is what the file holds");
    assert!(desk.session.undo().expect("open"));
    assert_eq!(desk.shown(), ["PER كريم"], "what stood here can be had back");
    assert!(desk.is_dirty());
    assert!(is_saved(&desk.save()), "the file that was read is the one that is replaced");
    assert_eq!(desk.in_file(), ["PER كريم"]);
}

#[test]
fn unsaved_work_and_a_changed_file_are_merged_as_one_step() {
    let mut desk = Setup::on(&with(&[("a", "DATE", "أمس")]));
    desk.label("كريم", "PER");
    desk.theirs(&with(&[("a", "DATE", "أمس"), ("b", "LOC", "صلالة")]));
    let notices = desk.noticed();
    assert!(changed(&notices, &desk.path, false), "{notices:?}");
    let notices = desk.take(ReloadMode::Merge);
    assert!(
        matches!(&notices[..], [SessionEvent::External(ExternalEvent::TakenOver { conflicts: 0, .. })]),
        "{notices:?}"
    );
    assert_eq!(desk.shown(), ["PER كريم", "LOC صلالة", "DATE أمس"]);
    assert!(desk.is_dirty(), "the file lacks ours");
    assert!(desk.session.undo().expect("open"));
    assert_eq!(desk.shown(), ["PER كريم", "DATE أمس"], "one step");
    assert!(desk.session.redo().expect("open"));
    assert!(is_saved(&desk.save()), "no further question");
    assert_eq!(desk.in_file(), ["PER كريم", "LOC صلالة", "DATE أمس"]);
    desk.hears_nothing("nothing happened");
}

#[test]
fn what_both_changed_is_left_to_be_decided() {
    let mut desk = Setup::on(&with(&[("a", "PER", "كريم")]));
    let document = desk.session.current_mut().expect("open");
    document.activate(&"a".into());
    desk.session.label(&LabelName::new("ORG")).expect("in hand");
    desk.theirs(&with(&[("a", "LOC", "كريم")]));
    desk.noticed();
    let notices = desk.take(ReloadMode::Merge);
    assert!(
        matches!(&notices[..], [SessionEvent::External(ExternalEvent::TakenOver { conflicts: 1, .. })]),
        "{notices:?}"
    );
    assert_eq!(desk.session.current().expect("open").content().conflicts.len(), 1);
    assert!(desk.session.undo().expect("open"));
    assert_eq!(desk.shown(), ["ORG كريم"]);
    assert!(desk.session.current().expect("open").content().conflicts.is_empty());
}

#[test]
fn the_base_of_a_merge_is_what_was_saved_last() {
    let mut desk = Setup::on(&with(&[("a", "PER", "كريم")]));
    desk.label("أمس", "DATE");
    assert!(is_saved(&desk.save()));
    let saved = store::load(&desk.path).expect("sound").0;
    // They delete what was saved; we leave it alone: it was wanted gone.
    let mut theirs = saved.clone();
    theirs.annotations.remove(&"a".into());
    desk.label("صلالة", "LOC");
    desk.theirs(&theirs);
    desk.noticed();
    desk.take(ReloadMode::Merge);
    assert_eq!(desk.shown(), ["LOC صلالة", "DATE أمس"]);
}

#[test]
fn keeping_mine_asks_no_more_unless_the_file_changes_again() {
    let mut desk = Setup::on(&with(&[]));
    desk.label("كريم", "PER");
    desk.theirs(&with(&[("b", "LOC", "صلالة")]));
    desk.noticed();
    desk.keep_mine();
    desk.hears_nothing("it is known now");
    desk.theirs(&with(&[("c", "DATE", "أمس")]));
    let notices = desk.save();
    assert!(
        notices.iter().any(|n| matches!(n, SessionEvent::Save(SaveEvent::InTheWay { .. }))),
        "another change: {notices:?}"
    );
    assert_eq!(desk.in_file(), ["DATE أمس"]);
    desk.noticed();
    desk.keep_mine();
    assert!(is_saved(&desk.save()));
    assert_eq!(desk.in_file(), ["PER كريم"]);
}

#[test]
fn keeping_mine_of_an_untouched_document_is_work_that_is_not_saved() {
    let mut desk = Setup::on(&with(&[("a", "PER", "كريم")]));
    desk.theirs(&with(&[]));
    desk.noticed();
    assert!(!desk.is_dirty());
    desk.keep_mine();
    assert!(desk.is_dirty(), "no file holds it");
    desk.session.finish_journals();
    // The program ends without a save, and begins again.
    let Setup { folder, path, session } = desk;
    drop(session);
    let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
    session.open_paths(vec![path.clone()]);
    let notices = session.finish_jobs();
    assert!(
        notices.iter().any(|n| matches!(n, SessionEvent::Journal(JournalingEvent::Recovered { .. }))),
        "{notices:?}"
    );
    assert_eq!(labels(session.current().expect("open").content()), ["PER كريم"]);
    drop(folder);
}

#[test]
fn a_file_that_vanished_is_told_and_what_it_held_counts_as_unsaved() {
    let mut desk = Setup::on(&with(&[("a", "PER", "كريم")]));
    fs::remove_file(&desk.path).expect("there");
    let notices = desk.noticed();
    assert!(changed(&notices, &desk.path, true), "{notices:?}");
    assert!(desk.is_dirty());
    assert!(is_saved(&desk.save()));
    assert_eq!(desk.in_file(), ["PER كريم"]);
    assert!(!desk.is_dirty());
}

#[test]
fn a_file_that_cannot_be_read_leaves_the_open_document_alone() {
    let mut desk = Setup::on(&with(&[("a", "PER", "كريم")]));
    desk.label("أمس", "DATE");
    fs::write(&desk.path, "<<<<<<< ours\n").expect("writable");
    let notices = desk.noticed();
    assert!(changed(&notices, &desk.path, false), "{notices:?}");
    for how in [ReloadMode::Merge, ReloadMode::ReadAgain] {
        let notices = desk.take(how);
        assert!(
            matches!(&notices[..], [SessionEvent::Failed(why)] if why.to_string().contains("d.ron")),
            "{notices:?}"
        );
    }
    assert_eq!(desk.shown(), ["PER كريم", "DATE أمس"]);
    assert!(desk.is_dirty());
}

#[test]
fn another_text_is_read_where_nothing_is_unsaved_and_refused_where_something_is() {
    let other = Document::new(DocumentId("d".into()), "d", "نص آخر", BTreeMap::new()).expect("short");
    let other = AnnotatedDocument::new(other, Arc::new(store::default_schema()), Annotator::new("أحمد"));
    let mut desk = Setup::on(&with(&[]));
    desk.label("كريم", "PER");
    desk.theirs(&other);
    desk.noticed();
    for how in [ReloadMode::Merge, ReloadMode::ReadAgain] {
        let notices = desk.take(how);
        assert!(
            matches!(&notices[..], [SessionEvent::Failed(why)] if why.to_string().contains("text itself")),
            "{notices:?}"
        );
        assert_eq!(desk.shown(), ["PER كريم"]);
    }
    let mut desk = Setup::on(&with(&[]));
    let revision = desk.session.current().expect("open").revision();
    desk.theirs(&other);
    desk.noticed();
    let notices = desk.take(ReloadMode::ReadAgain);
    assert!(
        matches!(&notices[..], [SessionEvent::External(ExternalEvent::TakenOver { other_text: true, .. })]),
        "{notices:?}"
    );
    let document = desk.session.current().expect("open");
    assert_eq!(document.content().text(), "نص آخر");
    assert!(!document.is_dirty() && document.revision() > revision);
}

#[test]
fn a_document_that_another_program_holds_is_read_again_and_stays_only_to_be_read() {
    let folder = Folder::new();
    let path = folder.join("d.ron");
    store::save(&with(&[]), &path, Expect::Absent).expect("saved");
    let lock = store::Lock::take(&path).expect("free");
    let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
    session.open_paths(vec![path.clone()]);
    session.finish_jobs();
    assert!(session.current().expect("open").read_only().is_some());
    let mut desk = Setup { folder, path, session };
    desk.theirs(&with(&[("b", "LOC", "صلالة")]));
    let notices = desk.noticed();
    assert!(changed(&notices, &desk.path, false), "{notices:?}");
    let id = desk.session.current_id().expect("open");
    assert!(desk.session.take_file(id, ReloadMode::Merge).is_err());
    desk.take(ReloadMode::ReadAgain);
    assert_eq!(desk.shown(), ["LOC صلالة"]);
    assert!(desk.session.current().expect("open").read_only().is_some());
    drop(lock);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any two states of one text: the step leads from the one to the other, and back.
    #[test]
    fn a_step_leads_from_any_state_to_any_other_and_back(from in any_document(), other in any_document()) {
        // The other's annotations that fit this text.
        let mut to = AnnotatedDocument { state: DocumentState::Done, annotations: Default::default(), ..from.clone() };
        for a in other.annotations.iter() {
            let ranges: Vec<_> = a.spans.iter().map(|span| span.range()).collect();
            let text = from.text();
            let fits = |r: &std::ops::Range<usize>| text.get(r.clone()).is_some_and(|part| !part.is_empty());
            if ranges.iter().all(fits) {
                to.annotations.insert(annotation(&a.id.to_string(), a.label.as_str(), text, &ranges));
            }
        }
        let step = transaction_between(&from, &to).expect("one text");
        let mut document = from.clone();
        step.apply(&mut document).expect("it fits");
        assert_same(&document, &to);
        step.inverse().apply(&mut document).expect("it fits");
        assert_same(&document, &from);
        prop_assert!(transaction_between(&to, &to).expect("one text").is_empty());
    }
}
