//! Nothing that was kept is out of sight: earlier versions of a file that cannot be opened at all, journals beside it, and
//! journals of work that never had a file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hashiya::model::{AnnotatedDocument, Annotator, Document, DocumentId, LabelName};
use hashiya::session::event::{JournalingEvent, SaveEvent};
use hashiya::session::versions::{OpenMode, RestoreMode, Source, VersionEntry};
use hashiya::session::{Content, ReadOnly, Session, SessionEvent, TextSelection};
use hashiya::store::{self, Expect};

use crate::fixture::{Folder, place};

const TEXT: &str = "سافر كريم إلى صلالة أمس";

/// A folder with a document that was saved twice: its file, and what the second save replaced.
struct Setup {
    folder: Folder,
    path: PathBuf,
}

fn document() -> AnnotatedDocument {
    let document = Document::new(DocumentId("d".into()), "خبر", TEXT, BTreeMap::new()).expect("short");
    AnnotatedDocument::new(document, Arc::new(store::default_schema()), Annotator::new("أحمد"))
}

fn session() -> Session {
    Session::new(Annotator::new("أحمد"), Arc::new(|| ()))
}

fn label(session: &mut Session, word: &str, label: &str) {
    let document = session.current_mut().expect("open");
    document.selection.text = TextSelection::of(place(TEXT, word, 0));
    session.label(&LabelName::new(label)).expect("selected");
}

fn shown(session: &Session) -> Vec<String> {
    let content = session.current().expect("open").content();
    content.annotations.iter().map(|a| format!("{} {}", a.label, content.quote(a))).collect()
}

fn in_file(path: &Path) -> Vec<String> {
    let content = store::load(path).expect("sound").0;
    content.annotations.iter().map(|a| format!("{} {}", a.label, content.quote(a))).collect()
}

fn listed(session: &mut Session) -> Vec<VersionEntry> {
    session.list_earlier().expect("there is something to look at");
    session.finish_jobs();
    session.earlier().expect("asked for").lines.clone().expect("read")
}

fn bring(session: &mut Session, line: &VersionEntry, purpose: OpenMode) -> Vec<SessionEvent> {
    session.bring_earlier(line, purpose);
    session.finish_jobs()
}

impl Setup {
    /// The version that the last save replaced has «كريم».
    fn new() -> Setup {
        let folder = Folder::new();
        let path = folder.join("خبر.ron");
        store::save(&document(), &path, Expect::Absent).expect("saved");
        let desk = Setup { folder, path };
        let mut session = desk.open();
        for (word, name) in [("كريم", "PER"), ("صلالة", "LOC")] {
            label(&mut session, word, name);
            std::thread::sleep(std::time::Duration::from_millis(5));
            session.save().expect("has a file");
            session.finish_jobs();
        }
        desk
    }

    fn open(&self) -> Session {
        let mut session = session();
        session.open_paths(vec![self.path.clone()]);
        session.finish_jobs();
        session
    }

    /// The names in the folder that begin as the damaged files that were set aside do.
    fn quarantined(&self) -> Vec<String> {
        let names =
            fs::read_dir(self.folder.path()).expect("there").filter_map(|e| e.ok()?.file_name().into_string().ok());
        let mut found: Vec<String> = names.filter(|name| name.contains(".damaged-")).collect();
        found.sort();
        found
    }
}

/// Opens the damaged file, restores the newest earlier version, and looks at what is where.
#[track_caller]
fn check_restored(desk: &Setup, damaged: Option<&[u8]>) {
    let mut session = desk.open();
    let lines = listed(&mut session);
    assert!(matches!(lines[0].about, Some(Ok(_))), "{lines:?}");
    assert_eq!(session.way_back(), Some(RestoreMode::Over));
    let notices = bring(&mut session, &lines[0], OpenMode::Read);
    assert!(notices.is_empty(), "{notices:?}");
    assert_eq!(shown(&session), ["PER كريم"]);
    assert!(matches!(session.current().expect("open").read_only(), Some(ReadOnly::Earlier { .. })));
    assert_eq!(fs::read(&desk.path).ok().as_deref(), damaged, "reading changes nothing");
    let first = session.entries()[0].id;
    session.show(first);
    session.finish_jobs();
    let lines = listed(&mut session);
    let notices = bring(&mut session, &lines[0], OpenMode::Restore);
    assert!(notices.iter().any(|n| matches!(n, SessionEvent::Restored { way: RestoreMode::Over, .. })), "{notices:?}");
    assert!(notices.iter().any(|n| matches!(n, SessionEvent::Save(SaveEvent::Saved { .. }))), "{notices:?}");
    assert_eq!(in_file(&desk.path), ["PER كريم"]);
    let document = session.current().expect("open");
    assert!(document.read_only().is_none() && !document.is_dirty());
    match damaged {
        Some(bytes) => {
            let [aside] = &desk.quarantined()[..] else { panic!("{:?}", desk.quarantined()) };
            assert_eq!(fs::read(desk.folder.join(aside)).expect("there"), bytes, "byte for byte");
            let told = |n: &SessionEvent| matches!(n, SessionEvent::Save(SaveEvent::DamagedSetAside { path }) if path.ends_with(aside));
            assert!(notices.iter().any(told), "{notices:?}");
        }
        None => assert_eq!(desk.quarantined(), [""; 0]),
    }
    // Work goes on in the file as in any other, and nothing is set aside again.
    label(&mut session, "أمس", "DATE");
    session.save().expect("has a file");
    let notices = session.finish_jobs();
    assert!(notices.iter().all(|n| matches!(n, SessionEvent::Save(SaveEvent::Saved { .. }))), "{notices:?}");
    assert_eq!(in_file(&desk.path), ["PER كريم", "DATE أمس"]);
    assert_eq!(desk.quarantined().len(), usize::from(damaged.is_some()));
    drop(session);
    let session = desk.open();
    assert!(session.current().expect("it opens").read_only().is_none());
}

#[test]
fn wherever_a_file_is_cut_off_the_version_before_can_take_its_place() {
    let whole = fs::read(&Setup::new().path).expect("saved");
    let text = String::from_utf8(whole.clone()).expect("UTF-8").find("text: ").expect("there");
    // Nothing, half of a letter, before the text, within it, within the annotations.
    for cut in [0, 1, 9, text, text + 12, whole.len() * 4 / 5] {
        let desk = Setup::new();
        let bytes = &fs::read(&desk.path).expect("saved")[..cut];
        fs::write(&desk.path, bytes).expect("writable");
        check_restored(&desk, Some(bytes));
    }
}

#[test]
fn a_file_of_zeros_or_of_another_program_gives_its_place_too() {
    for bytes in [&[0_u8; 4096][..], b"\xff\xfe\x00", b"<<<<<<< ours\n", b"(version: 0, id: 1)"] {
        let desk = Setup::new();
        fs::write(&desk.path, bytes).expect("writable");
        check_restored(&desk, Some(bytes));
    }
}

#[test]
fn a_file_that_is_gone_comes_back() {
    let desk = Setup::new();
    fs::remove_file(&desk.path).expect("there");
    check_restored(&desk, None);
}

#[test]
fn a_file_that_the_doctor_knows_gives_its_place_as_well() {
    let desk = Setup::new();
    let damaged = fs::read_to_string(&desk.path).expect("saved").replacen("\"كريم\"", "\"سعيد\"", 1);
    fs::write(&desk.path, &damaged).expect("writable");
    let session = desk.open();
    assert_eq!(session.current().expect("shown in part").read_only(), Some(&ReadOnly::Unsound));
    drop(session);
    check_restored(&desk, Some(damaged.as_bytes()));
}

#[test]
fn a_second_damage_never_takes_the_name_of_the_first() {
    let desk = Setup::new();
    for (n, bytes) in [b"(", b"["].into_iter().enumerate() {
        fs::write(&desk.path, bytes).expect("writable");
        let mut session = desk.open();
        let lines = listed(&mut session);
        let line = lines.iter().find(|line| matches!(line.about, Some(Ok(_)))).expect("readable");
        bring(&mut session, line, OpenMode::Restore);
        assert_eq!(desk.quarantined().len(), n + 1, "{:?}", desk.quarantined());
    }
    let held: Vec<Vec<u8>> =
        desk.quarantined().iter().map(|name| fs::read(desk.folder.join(name)).expect("there")).collect();
    assert_eq!(held, [b"(", b"["]);
}

#[test]
fn a_file_of_a_newer_hashiya_is_not_replaced() {
    let desk = Setup::new();
    let newer = "(version: 9, holograms: [])";
    fs::write(&desk.path, newer).expect("writable");
    let mut session = desk.open();
    let lines = listed(&mut session);
    assert_eq!(session.way_back(), None);
    bring(&mut session, &lines[0], OpenMode::Restore);
    assert_eq!(fs::read_to_string(&desk.path).expect("there"), newer);
    bring(&mut session, &lines[0], OpenMode::Read);
    assert_eq!(shown(&session), ["PER كريم"], "to be read it may be");
}

/// Somebody mends the file by hand while the list of versions is open.
#[test]
fn a_file_that_changed_since_it_was_looked_at_is_not_replaced_unasked() {
    let desk = Setup::new();
    fs::write(&desk.path, "(").expect("writable");
    let mut session = desk.open();
    let lines = listed(&mut session);
    bring(&mut session, &lines[0], OpenMode::Read);
    let first = session.entries()[0].id;
    session.show(first);
    session.finish_jobs();
    listed(&mut session);
    session.bring_earlier(&lines[0], OpenMode::Restore);
    // The version is being brought; what stood there when it came is what may be replaced.
    session.finish_jobs();
    fs::write(&desk.path, "mended by hand").expect("writable");
    label(&mut session, "أمس", "DATE");
    session.save().expect("has a file");
    let notices = session.finish_jobs();
    assert!(notices.iter().any(|n| matches!(n, SessionEvent::Save(SaveEvent::InTheWay { .. }))), "{notices:?}");
    assert_eq!(fs::read_to_string(&desk.path).expect("there"), "mended by hand");
}

#[test]
fn the_journal_beside_a_file_that_cannot_be_opened_is_listed_with_its_steps() {
    let desk = Setup::new();
    let mut session = desk.open();
    // Back to what the version holds, so that the journal's foundation is known.
    let lines = listed(&mut session);
    bring(&mut session, &lines[0], OpenMode::Restore);
    session.save().expect("has a file");
    session.finish_jobs();
    label(&mut session, "أمس", "DATE");
    session.finish_journals();
    // The program dies, and the file is kept as a version and then cut off.
    drop(session);
    store::versions::keep(&desk.path).expect("kept");
    fs::remove_file(&desk.path).expect("there");
    fs::write(&desk.path, "").expect("writable");
    let mut session = desk.open();
    assert!(matches!(session.current_entry().expect("in the list").content(), Content::Failed(_)));
    let lines = listed(&mut session);
    let journal = lines.iter().find(|line| matches!(line.source, Source::Journal(_))).expect("listed");
    assert!(matches!(&journal.about, Some(Ok(about)) if about.steps == 1), "{journal:?}");
    bring(&mut session, journal, OpenMode::Restore);
    assert_eq!(in_file(&desk.path), ["PER كريم", "DATE أمس"]);
}

/// A journal without a file that was set aside, with `steps` whole steps in it.
fn homeless(unsaved: &Path) -> PathBuf {
    let mut session = session();
    session.add(vec![document()]);
    session.set_unsaved_folder(unsaved.to_path_buf());
    session.finish_jobs();
    label(&mut session, "كريم", "PER");
    label(&mut session, "صلالة", "LOC");
    session.finish_journals();
    drop(session);
    let [journal] = &store::journal::unsaved_in(unsaved)[..] else { panic!("one journal") };
    store::journal::quarantine(journal).expect("a free name")
}

#[test]
fn journals_of_work_without_a_file_are_listed_read_and_restored() {
    let folder = Folder::new();
    let unsaved = folder.join("unsaved");
    let journal = homeless(&unsaved);
    let kept = fs::read(&journal).expect("there");
    let mut session = session();
    session.set_unsaved_folder(unsaved.clone());
    session.finish_jobs();
    // No document is open.
    let lines = listed(&mut session);
    let [line] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!(line.source, Source::Unsaved(journal.clone()));
    let Some(Ok(about)) = &line.about else { panic!("{line:?}") };
    assert_eq!((about.title.as_str(), about.annotations, about.steps), ("خبر", 2, 2));
    bring(&mut session, line, OpenMode::Read);
    assert_eq!(shown(&session), ["PER كريم", "LOC صلالة"]);
    assert!(session.current().expect("open").read_only().is_some());
    let notices = bring(&mut session, line, OpenMode::Restore);
    assert!(
        matches!(&notices[..], [SessionEvent::Restored { way: RestoreMode::Anew, unsaved: true, .. }]),
        "{notices:?}"
    );
    let document = session.current().expect("open");
    assert!(document.is_dirty() && document.path().is_none() && document.read_only().is_none());
    session.finish_journals();
    assert_eq!(store::journal::unsaved_in(&unsaved).len(), 1, "it is kept again");
    assert_eq!(fs::read(&journal).expect("there"), kept, "and the old journal stays");
}

#[test]
fn a_journal_without_a_file_that_cannot_be_read_says_why_and_stays() {
    let folder = Folder::new();
    let unsaved = folder.join("unsaved");
    fs::create_dir_all(&unsaved).expect("writable");
    let journal = unsaved.join("خبر-1-0.journal");
    fs::write(&journal, "no journal at all\n").expect("writable");
    let mut session = session();
    session.set_unsaved_folder(unsaved.clone());
    let notices = session.finish_jobs();
    let [SessionEvent::Journal(JournalingEvent::KeptAside { path, .. })] = &notices[..] else { panic!("{notices:?}") };
    let lines = listed(&mut session);
    let [line] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!(line.source, Source::Unsaved(path.clone()));
    assert!(matches!(&line.about, Some(Err(_))), "{line:?}");
    assert!(path.exists() && !journal.exists());
}
