//! Work that is never saved: the journal is begun anew when it has grown long, and no step is lost on the way, whenever the
//! program dies.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hashiya::edit::Command;
use hashiya::model::{AnnotatedDocument, Annotator, Document, DocumentId, Target};
use hashiya::session::event::JournalingEvent;
use hashiya::session::{Durability, Session, SessionEvent};
use hashiya::store::{self, Expect, journal::journal_of};

use crate::fixture::{Folder, assert_same, hard_document};

/// A saved document of a few kilobytes.
fn file_in(folder: &Folder) -> PathBuf {
    let path = folder.join("خبر.ron");
    store::save(&hard_document(), &path, Expect::Absent).expect("saved");
    path
}

/// A session on the file whose journal is begun anew after `limit` bytes of steps.
fn open(path: &Path, limit: u64) -> (Session, Vec<SessionEvent>) {
    let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
    session.limit_journals(limit);
    session.open_paths(vec![path.to_path_buf()]);
    let notices = session.finish_jobs();
    (session, notices)
}

fn note(session: &mut Session, note: &str) {
    session
        .dispatch(Command::SetNote { of: Target::Annotation("l1".into()), note: note.into() })
        .expect("the document is ours");
}

fn content(session: &Session) -> AnnotatedDocument {
    session.current().expect("open").content().clone()
}

/// The step a journal begins with, as its head says.
fn first_step(journal: &Path) -> u64 {
    let head = fs::read_to_string(journal).expect("a journal");
    let from = head.find("\"first\":").expect("its head") + "\"first\":".len();
    head[from..].split(',').next().and_then(|number| number.parse().ok()).expect("a number")
}

/// The program ends without a word.
fn killed(mut session: Session) {
    session.finish_journals();
    drop(session);
}

fn is_aside(notices: &[SessionEvent]) -> bool {
    notices.iter().any(|n| {
        matches!(
            n,
            SessionEvent::Journal(JournalingEvent::KeptAside { .. })
                | SessionEvent::Journal(JournalingEvent::Failed { .. })
        )
    })
}

fn wait_until(what: impl Fn() -> bool) {
    while !what() {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Three steps and the change-over after the third; the journal just before and after, both with all three.
fn changed_over(session: &mut Session, journal: &Path) -> (Vec<u8>, Vec<u8>) {
    session.limit_journals(u64::MAX);
    note(session, "أولى");
    note(session, "ثانية");
    session.finish_journals();
    let short = fs::read(journal).expect("a journal").len();
    session.limit_journals(1);
    note(session, "ثالثة");
    let read = || fs::read(journal).expect("a journal");
    wait_until(|| read().len() > short && read().ends_with(b"\n"));
    let before = read();
    // Now it hears that the step is safe and the journal long.
    session.finish_journals();
    wait_until(|| first_step(journal) == 4);
    (before, read())
}

#[test]
fn a_journal_that_is_never_saved_stays_short_and_holds_every_step() {
    let folder = Folder::new();
    let path = file_in(&folder);
    let journal = journal_of(&path);
    let (mut session, _) = open(&path, 4_000);
    let (mut longest, mut begun) = (0, std::collections::BTreeSet::new());
    for n in 0..400 {
        note(&mut session, &format!("ملاحظة {n}"));
        session.finish_journals();
        longest = longest.max(fs::metadata(&journal).expect("a journal").len());
        begun.insert(first_step(&journal));
        assert_eq!(session.current().expect("open").safety(), Durability::Kept);
    }
    let document = fs::metadata(&path).expect("saved").len();
    assert!(begun.len() > 3, "400 steps of about 500 bytes: {begun:?}");
    // The document once, escaped, and as many steps again, before the next one takes over.
    assert!(longest < 6 * document, "{longest} bytes beside a file of {document}");
    let before = content(&session);
    killed(session);
    let (session, notices) = open(&path, 4_000);
    assert_same(&before, &content(&session));
    assert!(session.is_dirty() && !is_aside(&notices), "{notices:?}");
}

#[test]
fn a_large_document_is_not_written_anew_at_every_step() {
    let folder = Folder::new();
    let path = file_in(&folder);
    let (mut session, _) = open(&path, 1);
    let mut begun = std::collections::BTreeSet::new();
    for n in 0..60 {
        note(&mut session, &n.to_string());
        session.finish_journals();
        begun.insert(first_step(&journal_of(&path)));
    }
    assert!((2..8).contains(&begun.len()), "each time only when the steps outweigh the document: {begun:?}");
}

#[test]
fn whenever_a_change_over_is_cut_short_every_step_is_there() {
    let folder = Folder::new();
    let path = file_in(&folder);
    let journal = journal_of(&path);
    let unfinished = store::journal::unfinished(&journal);
    let (mut session, _) = open(&path, u64::MAX);
    let (before, after) = changed_over(&mut session, &journal);
    let left = content(&session);
    killed(session);
    let check = |what: &str| {
        let (session, notices) = open(&path, u64::MAX);
        assert_same(&left, &content(&session));
        assert!(session.is_dirty() && !is_aside(&notices), "{what}: {notices:?}");
        killed(session);
        assert_eq!(folder.names(), [".خبر.ron.journal", "خبر.ron"], "{what}: nothing else is left lying");
    };
    // The new one is begun, written in part or whole, and has not taken the old one's place.
    for cut in (0..after.len()).step_by(97).chain([after.len() - 1, after.len()]) {
        fs::write(&journal, &before).expect("writable");
        fs::write(&unfinished, &after[..cut]).expect("writable");
        check(&format!("cut at {cut} of {}", after.len()));
    }
    fs::write(&journal, &after).expect("writable");
    check("in its place");
    // A step after it that was being written when the program died.
    fs::write(&journal, [&after[..], b"S 400 0123"].concat()).expect("writable");
    check("with half a step");
}

#[test]
fn steps_made_while_a_save_ran_are_there_when_the_journal_was_begun_anew_meanwhile() {
    let folder = Folder::new();
    let path = file_in(&folder);
    let (mut session, _) = open(&path, u64::MAX);
    note(&mut session, "قبل الحفظ");
    let saved_before = fs::read(&path).expect("saved");
    session.save().expect("it has a file");
    // The file is written, and the session has not heard of it yet.
    wait_until(|| fs::read(&path).is_ok_and(|bytes| bytes != saved_before));
    note(&mut session, "بعد الحفظ");
    session.finish_journals();
    session.limit_journals(1);
    note(&mut session, "بعد ذلك");
    session.finish_journals();
    wait_until(|| first_step(&journal_of(&path)) == 4);
    let left = content(&session);
    drop(session);
    let (session, notices) = open(&path, u64::MAX);
    assert_same(&left, &content(&session));
    assert!(session.is_dirty() && !is_aside(&notices), "{notices:?}");
}

#[test]
fn a_journal_that_cannot_be_begun_anew_is_gone_on_with() {
    let folder = Folder::new();
    let path = file_in(&folder);
    let (mut session, _) = open(&path, u64::MAX);
    note(&mut session, "أولى");
    session.finish_journals();
    // Something that cannot be replaced stands where the new one is written.
    let in_the_way = store::journal::unfinished(&journal_of(&path));
    fs::create_dir_all(in_the_way.join("x")).expect("writable");
    session.limit_journals(1);
    for n in 0..12 {
        note(&mut session, &n.to_string());
        session.finish_journals();
        assert_eq!(session.current().expect("open").safety(), Durability::Kept);
    }
    assert!(!is_aside(&session.poll()), "nothing is lost, so nobody is alarmed");
    assert_eq!(first_step(&journal_of(&path)), 1);
    fs::remove_dir_all(&in_the_way).expect("there");
    for n in 0..40 {
        note(&mut session, &n.to_string());
        session.finish_journals();
    }
    assert!(first_step(&journal_of(&path)) > 1, "once it can be, it is");
    let left = content(&session);
    killed(session);
    assert_same(&left, &content(&open(&path, u64::MAX).0));
}

#[test]
fn work_without_a_file_stays_its_window_s_through_a_change_over() {
    let folder = Folder::new();
    let unsaved = folder.join("unsaved");
    let start = |limit| {
        let text = "زار كريم الحداد مدينة صلالة.";
        let document = Document::new(DocumentId("خبر".into()), "خبر", text, BTreeMap::new()).expect("short");
        let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
        session.limit_journals(limit);
        session.add(vec![AnnotatedDocument::new(document, Arc::new(store::default_schema()), Annotator::new("أحمد"))]);
        session.set_unsaved_folder(unsaved.clone());
        let notices = session.finish_jobs();
        (session, notices)
    };
    let (mut session, _) = start(1);
    let states = [hashiya::model::DocumentState::Done, hashiya::model::DocumentState::InProgress];
    for n in 0..80 {
        session.dispatch(Command::SetState(states[n % 2])).expect("ours");
        session.finish_journals();
    }
    let journal = fs::read_dir(&unsaved).expect("there").next().expect("one").expect("readable").path();
    assert!(first_step(&journal) > 1, "it was begun anew");
    let (other, notices) = start(1);
    assert!(!other.is_dirty() && notices.is_empty(), "it belongs to the window that is open: {notices:?}");
    drop(other);
    // It dies at its worst moment: all of its steps are in what the journal was begun with, and none comes after.
    let is_bare = || !fs::read_to_string(&journal).expect("a journal").contains("\nS ");
    'begun: for n in 0.. {
        session.dispatch(Command::SetState(states[n % 2])).expect("ours");
        session.finish_journals();
        for _ in 0..50 {
            if is_bare() {
                break 'begun;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    let left = content(&session);
    killed(session);
    // What a crash left half written goes, what another window is writing at this moment stays.
    let [dead, alive] = ["ميت", "حي"].map(|name| store::journal::unfinished(&unsaved.join(format!("{name}.journal"))));
    // As an older Hashiya called them; and a file of that name that is nobody's journal.
    let [before, foreign] = ["قبل", "غريب"].map(|name| unsaved.join(format!("{name}.journal-new")));
    for (path, bytes) in [(&dead, ""), (&before, "hashiya-journal 1\nB 12"), (&foreign, "ليس سجلًّا")] {
        fs::write(path, bytes).expect("writable");
        let file = fs::File::options().write(true).open(path).expect("there");
        file.set_modified(SystemTime::now() - Duration::from_secs(60)).expect("it has a date");
    }
    let fresh = fs::File::create(&alive).expect("writable");
    let (session, _) = start(1);
    assert_same(&left, &content(&session));
    assert_eq!([&dead, &alive, &before, &foreign].map(|path| path.exists()), [false, true, false, true]);
    drop(fresh);
}
