//! Earlier states of an open document: listed, read and restored from the window's side; and what a save says besides.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hashiya::edit::Command;
use hashiya::model::{AnnotatedDocument, Annotator, Document, DocumentId, LabelName};
use hashiya::session::event::SaveEvent;
use hashiya::session::versions::{OpenMode, RestoreMode, Source, VersionEntry};
use hashiya::session::{ReadOnly, Session, SessionEvent, TextSelection};
use hashiya::store::{self, Expect};

use crate::fixture::{Folder, place};

const TEXT: &str = "سافر كريم إلى صلالة أمس";

struct Setup {
    folder: Folder,
    path: PathBuf,
    session: Session,
}

fn session_on(path: &Path) -> Session {
    let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
    session.open_paths(vec![path.to_path_buf()]);
    session.finish_jobs();
    session
}

fn empty(text: &str) -> AnnotatedDocument {
    let document = Document::new(DocumentId("d".into()), "d", text, BTreeMap::new()).expect("short");
    AnnotatedDocument::new(document, Arc::new(store::default_schema()), Annotator::new("أحمد"))
}

impl Setup {
    fn new() -> Setup {
        let folder = Folder::new();
        let path = folder.join("d.ron");
        store::save(&empty(TEXT), &path, Expect::Absent).expect("saved");
        let session = session_on(&path);
        Setup { folder, path, session }
    }

    fn label(&mut self, word: &str, label: &str) {
        let document = self.session.current_mut().expect("open");
        document.selection.text = TextSelection::of(place(TEXT, word, 0));
        self.session.label(&LabelName::new(label)).expect("selected");
    }

    fn save(&mut self) -> Vec<SessionEvent> {
        // Versions are told apart by the time of their file.
        std::thread::sleep(std::time::Duration::from_millis(5));
        self.session.save().expect("has a file");
        self.session.finish_jobs()
    }

    fn listed(&mut self) -> Vec<VersionEntry> {
        self.session.list_earlier().expect("has a file");
        self.session.finish_jobs();
        self.session.earlier().expect("asked for").lines.clone().expect("read")
    }

    fn bring(&mut self, line: &VersionEntry, purpose: OpenMode) -> Vec<SessionEvent> {
        self.session.bring_earlier(line, purpose);
        self.session.finish_jobs()
    }

    fn shown(&self) -> Vec<String> {
        let content = self.session.current().expect("open").content();
        content.annotations.iter().map(|a| format!("{} {}", a.label, content.quote(a))).collect()
    }
}

/// Annotations and steps of each line, or why it cannot be read.
fn about(lines: &[VersionEntry]) -> Vec<Result<(usize, usize), String>> {
    let about = |line: &VersionEntry| {
        let about = line.about.clone().expect("looked at");
        about.map(|about| (about.annotations, about.steps)).map_err(|why| why.to_string())
    };
    lines.iter().map(about).collect()
}

#[test]
fn what_saves_replaced_is_listed_read_and_restored_as_one_step() {
    let mut desk = Setup::new();
    desk.label("كريم", "PER");
    desk.save();
    desk.label("صلالة", "LOC");
    desk.save();
    let lines = desk.listed();
    assert_eq!(about(&lines), [Ok((1, 0)), Ok((0, 0))], "the newest first");
    let notices = desk.bring(&lines[0], OpenMode::Restore);
    assert!(matches!(&notices[..], [SessionEvent::Restored { way: RestoreMode::Step, .. }]), "{notices:?}");
    assert_eq!(desk.shown(), ["PER كريم"]);
    assert!(desk.session.current().expect("open").is_dirty());
    assert!(desk.session.undo().expect("open"));
    assert_eq!(desk.shown(), ["PER كريم", "LOC صلالة"]);
    assert!(!desk.session.current().expect("open").is_dirty());
    desk.bring(&lines[1], OpenMode::Read);
    assert_eq!(desk.shown(), [""; 0]);
    assert!(matches!(desk.session.current().expect("open").read_only(), Some(ReadOnly::Earlier { .. })));
    assert!(desk.session.dispatch(Command::SetState(hashiya::model::DocumentState::Done)).is_err());
    assert_eq!(desk.session.entries().len(), 2);
}

#[test]
fn a_version_with_another_text_is_restored_as_a_document_of_its_own() {
    let desk = Setup::new();
    store::versions::keep(&desk.path).expect("kept");
    store::save(&empty("نص آخر"), &desk.path, Expect::Anything).expect("saved");
    // Its lock goes with the first window.
    let Setup { folder, path, session } = desk;
    drop(session);
    let mut desk = Setup { session: session_on(&path), folder, path };
    let lines = desk.listed();
    let notices = desk.bring(&lines[0], OpenMode::Restore);
    assert!(
        matches!(&notices[..], [SessionEvent::Restored { way: RestoreMode::Anew, unsaved: false, .. }]),
        "{notices:?}"
    );
    let document = desk.session.current().expect("open");
    assert_eq!((document.content().text(), document.path()), (TEXT, None));
    assert!(document.is_dirty(), "closing it asks");
}

#[test]
fn a_journal_that_was_kept_aside_is_listed_with_its_steps_and_opened() {
    let mut desk = Setup::new();
    desk.label("كريم", "PER");
    desk.label("صلالة", "LOC");
    desk.session.finish_journals();
    // The program ends without a save; then another one replaces the file, keeping what it replaces.
    let Setup { folder, path, session } = desk;
    drop(session);
    store::versions::keep(&path).expect("kept");
    let mut theirs = empty(TEXT);
    theirs.annotator = Annotator::new("هدى");
    store::save(&theirs, &path, Expect::Anything).expect("saved");
    let mut desk = Setup { session: session_on(&path), folder, path };
    let lines = desk.listed();
    let journal = lines.iter().position(|line| matches!(line.source, Source::Journal(_))).expect("kept aside");
    assert_eq!(about(&lines)[journal], Ok((2, 2)));
    desk.bring(&lines[journal], OpenMode::Read);
    assert_eq!(desk.shown(), ["PER كريم", "LOC صلالة"]);
    assert!(desk.session.current().expect("open").read_only().is_some());
    // Without what it builds on, it says why it cannot be read, and stays.
    fs::remove_dir_all(desk.folder.join(".d.ron.versions")).expect("there");
    desk.session = session_on(&desk.path);
    let lines = desk.listed();
    let [Err(why)] = &about(&lines)[..] else { panic!("{lines:?}") };
    assert!(why.contains("another state of the file"), "{why}");
    assert!(matches!(&lines[0].source, Source::Journal(path) if path.exists()));
}

#[cfg(unix)]
#[test]
fn other_names_of_a_file_are_told_once_and_keep_what_it_held() {
    let mut desk = Setup::new();
    let other = desk.folder.join("other.ron");
    fs::hard_link(&desk.path, &other).expect("the file system has links");
    let before = fs::read(&other).expect("there");
    desk.label("كريم", "PER");
    let notices = desk.save();
    let told = |notices: &[SessionEvent]| {
        notices.iter().any(|n| matches!(n, SessionEvent::Save(SaveEvent::OtherNames { names: 1, .. })))
    };
    assert!(told(&notices), "{notices:?}");
    assert_eq!(fs::read(&other).expect("there"), before);
    desk.label("صلالة", "LOC");
    let notices = desk.save();
    assert!(!told(&notices), "the versions are no other names: {notices:?}");
}

#[test]
fn a_version_that_cannot_be_kept_is_told_and_the_save_goes_on() {
    let mut desk = Setup::new();
    fs::write(desk.folder.join(".d.ron.versions"), "in the way").expect("writable");
    desk.label("كريم", "PER");
    let notices = desk.save();
    assert!(notices.iter().any(|n| matches!(n, SessionEvent::Save(SaveEvent::Saved { .. }))), "{notices:?}");
    assert!(notices.iter().any(|n| matches!(n, SessionEvent::Save(SaveEvent::VersionNotKept { .. }))), "{notices:?}");
    assert_eq!(store::load(&desk.path).expect("sound").0.annotations.len(), 1);
}

#[test]
fn what_killed_saves_left_beside_an_opened_file_is_cleaned() {
    let desk = Setup::new();
    let old = desk.folder.write(".d.ron.0a1b2c3d.hashiya-tmp", "half");
    let version = desk.folder.write(".d.ron.versions/.x.ron.gz.0a1b2c3d.hashiya-tmp", "half");
    let own = desk.folder.write(".doc.ron.backup", "a person's");
    let fresh = desk.folder.write(".d.ron.4d5e6f70.hashiya-tmp", "half");
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(48 * 3600);
    for path in [&old, &version, &own] {
        fs::File::options().write(true).open(path).and_then(|f| f.set_modified(long_ago)).expect("ours");
    }
    drop(session_on(&desk.path));
    assert!(!old.exists() && !version.exists() && own.exists());
    assert!(fresh.exists(), "a save under way may own what is fresh");
}
