//! A crash and what comes after: what was journalled is there again, what does not fit is kept aside, nothing is
//! applied blindly.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hashiya::edit::Command;
use hashiya::model::{AnnotatedDocument, Annotator, Document, DocumentId, DocumentState, Target};
use hashiya::session::event::JournalingEvent;
use hashiya::session::files::Replace;
use hashiya::session::{Content, Durability, Session, SessionEvent, TextSelection};
use hashiya::store::{self, Expect, journal::journal_of};
use proptest::prelude::*;

use crate::fixture::{Folder, assert_same, spans_of};

const TEXT: &str = "زار كريم الحداد مدينة صلالة، ثم عاد إلى القاهرة مع سعيد.";

fn session() -> Session {
    Session::new(Annotator::new("أحمد"), Arc::new(|| ()))
}

fn document() -> AnnotatedDocument {
    let document = Document::new(DocumentId("خبر".into()), "خبر", TEXT, BTreeMap::new()).expect("short");
    AnnotatedDocument::new(document, Arc::new(store::default_schema()), Annotator::new("أحمد"))
}

/// A saved document in a folder of its own.
fn file_in(folder: &Folder) -> PathBuf {
    let path = folder.join("خبر.ron");
    store::save(&document(), &path, Expect::Absent).expect("saved");
    path
}

fn open(path: &Path) -> (Session, Vec<SessionEvent>) {
    let mut session = session();
    session.open_paths(vec![path.to_path_buf()]);
    let notices = session.finish_jobs();
    (session, notices)
}

fn label(session: &mut Session, word: &str, label: &str) {
    let start = TEXT.find(word).expect("the word is there");
    let document = session.current_mut().expect("open");
    document.selection.text = TextSelection::of(start..start + word.len());
    document.selection.annotation = None;
    session.label(&label.into()).expect("free");
}

/// `LABEL: quote` of each annotation, in document order.
fn shown(session: &Session) -> Vec<String> {
    let content = session.current().expect("open").content();
    content.annotations.iter().map(|a| format!("{}: {}", a.label, content.quote(a))).collect()
}

/// The program ends without a word, as if it had been killed: no journal is removed.
fn killed(mut session: Session) {
    session.finish_journals();
    drop(session);
}

fn recovered(notices: &[SessionEvent]) -> Option<usize> {
    notices.iter().find_map(|n| match n {
        SessionEvent::Journal(JournalingEvent::Recovered { steps, .. }) => Some(*steps),
        _ => None,
    })
}

fn aside(notices: &[SessionEvent]) -> Option<&PathBuf> {
    notices.iter().find_map(|n| match n {
        SessionEvent::Journal(JournalingEvent::KeptAside { path, .. }) => Some(path),
        _ => None,
    })
}

/// A document with three steps in its journal and none in its file.
fn crashed(folder: &Folder) -> PathBuf {
    let path = file_in(folder);
    let (mut session, _) = open(&path);
    label(&mut session, "كريم", "PER");
    label(&mut session, "القاهرة", "LOC");
    label(&mut session, "سعيد", "PER");
    session.undo().expect("a step");
    killed(session);
    path
}

#[test]
fn after_a_crash_every_step_is_there_again_and_can_be_taken_back() {
    let folder = Folder::new();
    let path = crashed(&folder);
    let (mut session, notices) = open(&path);
    assert_eq!(recovered(&notices), Some(4), "three labels and one undo: {notices:?}");
    assert_eq!(shown(&session), ["PER: كريم", "LOC: القاهرة"]);
    assert!(session.is_dirty(), "the file has none of it yet");
    assert_eq!(session.current().expect("open").safety(), Durability::Kept);
    session.undo().expect("the undo is taken back");
    assert_eq!(shown(&session).len(), 3);
    killed(session);
    let (mut session, notices) = open(&path);
    assert_eq!(recovered(&notices), Some(5), "the journal was gone on with");
    assert_eq!(shown(&session).len(), 3);
    session.save().expect("open");
    session.finish_jobs();
    drop(session);
    let beside = folder.names();
    let expected = [".خبر.ron.history", ".خبر.ron.versions", "خبر.ron"];
    assert_eq!(beside, expected, "of a saved document only its steps and what it replaced stay beside it");
    let (session, notices) = open(&path);
    assert_eq!((recovered(&notices), shown(&session).len()), (None, 3));
}

#[test]
fn a_step_is_said_to_be_safe_only_once_it_is_on_the_disk() {
    let folder = Folder::new();
    let path = file_in(&folder);
    let (mut session, _) = open(&path);
    let safety = |session: &Session| session.current().expect("open").safety();
    assert_eq!(safety(&session), Durability::Saved);
    label(&mut session, "كريم", "PER");
    assert_eq!(safety(&session), Durability::BeingWritten, "nobody has said yet that it is");
    session.finish_journals();
    assert_eq!(safety(&session), Durability::Kept);
    session.undo().expect("a step");
    assert_eq!(safety(&session), Durability::Saved, "the file holds just this");
}

#[test]
fn closing_a_document_takes_its_journal_away() {
    let folder = Folder::new();
    let path = crashed(&folder);
    let (mut session, _) = open(&path);
    let id = session.current_id().expect("open");
    session.close(id);
    drop(session);
    assert_eq!(folder.names(), ["خبر.ron"]);
}

#[test]
fn a_torn_end_is_cut_and_what_stands_before_it_is_replayed() {
    let folder = Folder::new();
    let path = crashed(&folder);
    let journal = journal_of(&path);
    let whole = fs::read(&journal).expect("a journal");
    let last = whole[..whole.len() - 1].iter().rposition(|b| *b == b'\n').expect("lines") + 1;
    for torn in [whole.len() - 1, whole.len() - 9, last + 40, last + 3, last] {
        fs::write(&journal, &whole[..torn]).expect("writable");
        let (session, notices) = open(&path);
        assert_eq!(recovered(&notices), Some(3), "cut at {torn} of {}", whole.len());
        let told =
            notices.iter().any(|n| matches!(n, SessionEvent::Journal(JournalingEvent::Recovered { torn: true, .. })));
        assert_eq!(told, torn != last, "cut at {torn}: {notices:?}");
        assert_eq!(shown(&session), ["PER: كريم", "LOC: القاهرة", "PER: سعيد"], "the undo was not whole");
        killed(session);
        assert_eq!(fs::read(&journal).expect("kept"), &whole[..last], "what was torn is cut off");
    }
    assert_eq!(folder.names().len(), 2, "a torn end is no damage: {:?}", folder.names());
}

#[test]
fn a_journal_whose_only_step_is_not_whole_is_kept() {
    let folder = Folder::new();
    let path = file_in(&folder);
    let (mut session, _) = open(&path);
    label(&mut session, "كريم", "PER");
    killed(session);
    let whole = fs::read(journal_of(&path)).expect("a journal");
    for (damaged, how) in [(&whole[..whole.len() - 4], "torn"), (&whole[..whole.len() - 1], "without its end")] {
        fs::write(journal_of(&path), damaged).expect("writable");
        let (session, notices) = open(&path);
        let aside = aside(&notices).unwrap_or_else(|| panic!("{how}: {notices:?}"));
        assert_eq!(fs::read(aside).expect("kept"), damaged, "{how}");
        drop(session);
    }
}

#[test]
fn a_document_that_was_renamed_after_a_crash_finds_its_journal() {
    let folder = Folder::new();
    let path = crashed(&folder);
    let renamed = folder.join("خبر آخر.ron");
    fs::rename(&path, &renamed).expect("renamed");
    let (session, notices) = open(&renamed);
    assert_eq!(recovered(&notices), Some(4), "{notices:?}");
    assert_eq!(shown(&session), ["PER: كريم", "LOC: القاهرة"]);
    killed(session);
    assert!(!folder.names().contains(&".خبر.ron.journal".into()), "{:?}", folder.names());
    // A copy of the document is no reason to take the journal of the one it was copied from.
    let (folder, other) = (Folder::new(), Folder::new());
    let path = crashed(&folder);
    let copy = folder.join("نسخة.ron");
    fs::copy(&path, &copy).expect("copied");
    assert_eq!(recovered(&open(&copy).1), None);
    assert_eq!(recovered(&open(&path).1), Some(4));
    // Nor is another text that was put in its place.
    let path = crashed(&other);
    fs::remove_file(&path).expect("removed");
    let mut different = document();
    different.state = DocumentState::Rejected;
    let new = other.join("جديد.ron");
    store::save(&different, &new, Expect::Absent).expect("saved");
    assert_eq!(recovered(&open(&new).1), None);
    assert!(journal_of(&path).exists(), "it waits for its document");
}

#[test]
fn a_document_that_is_renamed_while_somebody_works_on_it_keeps_its_journal() {
    let folder = Folder::new();
    let path = file_in(&folder);
    killed({
        let (mut before, _) = open(&path);
        label(&mut before, "كريم", "PER");
        before
    });
    let (mut at_work, notices) = open(&path);
    assert_eq!(recovered(&notices), Some(1));
    label(&mut at_work, "سعيد", "PER");
    at_work.finish_journals();
    let renamed = folder.join("خبر آخر.ron");
    fs::rename(&path, &renamed).expect("renamed");
    let (other, notices) = open(&renamed);
    assert_eq!((recovered(&notices), shown(&other)), (None, Vec::new()));
    assert!(journal_of(&path).exists());
}

#[test]
fn a_journal_damaged_in_the_middle_is_kept_whole_beside_what_was_read() {
    let folder = Folder::new();
    let path = crashed(&folder);
    let journal = journal_of(&path);
    let mut bytes = fs::read(&journal).expect("a journal");
    let second = String::from_utf8(bytes.clone()).expect("text").find("\"step\":2").expect("a second step");
    bytes[second + 30] ^= 1;
    fs::write(&journal, &bytes).expect("writable");
    let (session, notices) = open(&path);
    let copy = notices.iter().find_map(|n| match n {
        SessionEvent::Journal(JournalingEvent::Recovered { steps: 1, damaged: Some(copy), .. }) => Some(copy.clone()),
        _ => None,
    });
    assert_eq!(fs::read(copy.expect("a copy is named")).expect("there"), bytes);
    assert_eq!(shown(&session), ["PER: كريم"]);
}

#[test]
fn a_journal_of_another_state_of_the_file_is_kept_aside_and_not_applied() {
    let folder = Folder::new();
    let path = crashed(&folder);
    let journal = fs::read(journal_of(&path)).expect("a journal");
    let mut other = document();
    other.state = DocumentState::Rejected;
    store::save(&other, &path, Expect::Anything).expect("saved");
    let (mut session, notices) = open(&path);
    let aside = aside(&notices).expect("said").clone();
    assert_eq!((recovered(&notices), shown(&session)), (None, Vec::new()));
    assert_eq!(fs::read(&aside).expect("kept"), journal);
    // Work goes on, with a journal of its own.
    label(&mut session, "كريم", "PER");
    killed(session);
    let (session, notices) = open(&path);
    assert_eq!(recovered(&notices), Some(1));
    assert_eq!(shown(&session), ["PER: كريم"]);
    assert_eq!(fs::read(&aside).expect("still kept"), journal);
}

#[test]
fn what_is_no_journal_is_kept_aside() {
    for bytes in [
        &b"hashiya-journal 2\n"[..],
        b"hashiya-journal 1\n",
        b"\xff\xfe",
        b"hashiya-journal 1\nB 99999999999999 x {}\n",
    ] {
        let folder = Folder::new();
        let path = file_in(&folder);
        fs::write(journal_of(&path), bytes).expect("writable");
        let (session, notices) = open(&path);
        let aside = aside(&notices).unwrap_or_else(|| panic!("{bytes:?}: {notices:?}"));
        assert_eq!(fs::read(aside).expect("kept"), bytes);
        assert!(matches!(session.current_entry().map(|e| e.content()), Some(Content::Open(_))));
    }
}

#[test]
fn a_crash_between_a_save_and_its_journal_is_no_conflict() {
    let folder = Folder::new();
    let path = crashed(&folder);
    let (mut session, _) = open(&path);
    let before = fs::read(journal_of(&path)).expect("a journal");
    session.save().expect("open");
    // The worker notes the save in the journal, writes the file, and reports; the program dies before it is taken up.
    while store::load(&path).expect("sound at every moment").0.annotations.is_empty() {
        std::thread::yield_now();
    }
    let noted = fs::read(journal_of(&path)).expect("not removed before the report is taken up");
    assert!(noted.len() > before.len() && noted.starts_with(&before), "the save is noted first");
    drop(session);
    let (session, notices) = open(&path);
    assert_eq!((recovered(&notices), aside(&notices)), (None, None), "{notices:?}");
    assert_eq!(shown(&session), ["PER: كريم", "LOC: القاهرة"]);
    assert!(!session.is_dirty());
}

#[test]
fn steps_made_while_a_save_runs_stay_in_the_journal() {
    let folder = Folder::new();
    let path = file_in(&folder);
    let (mut session, _) = open(&path);
    label(&mut session, "كريم", "PER");
    session.save().expect("open");
    label(&mut session, "سعيد", "PER");
    session.finish_jobs();
    assert!(session.is_dirty());
    killed(session);
    assert_eq!(store::load(&path).expect("sound").0.annotations.len(), 1);
    let (session, notices) = open(&path);
    assert_eq!(recovered(&notices), Some(1));
    assert_eq!(shown(&session), ["PER: كريم", "PER: سعيد"]);
}

#[test]
fn work_that_no_file_holds_comes_back_too() {
    let folder = Folder::new();
    let unsaved = folder.join("unsaved");
    let start = || {
        let mut session = session();
        session.add(vec![document()]);
        session.set_unsaved_folder(unsaved.clone());
        let notices = session.finish_jobs();
        (session, notices)
    };
    let (mut session, notices) = start();
    assert!(notices.is_empty(), "{notices:?}");
    label(&mut session, "كريم", "PER");
    label(&mut session, "سعيد", "PER");
    // Another window that starts meanwhile leaves it to whom it belongs.
    session.finish_journals();
    let (other, notices) = start();
    assert_eq!((recovered(&notices), shown(&other)), (None, Vec::new()));
    drop(other);
    killed(session);
    let (mut session, notices) = start();
    assert_eq!(recovered(&notices), Some(2));
    assert_eq!(session.entries().len(), 1, "it takes the place of the untouched text");
    assert_eq!(shown(&session), ["PER: كريم", "PER: سعيد"]);
    session.undo().expect("a step");
    let path = folder.join("خبر.ron");
    session.save_as(path.clone(), Replace::OnlyUnchanged).expect("open");
    session.finish_jobs();
    drop(session);
    assert_eq!(store::load(&path).expect("sound").0.annotations.len(), 1);
    let (_, notices) = start();
    assert!(notices.is_empty(), "what a file holds is not brought back: {notices:?}");
}

#[test]
fn a_journal_that_cannot_be_written_is_told_and_begun_anew_when_it_can() {
    let folder = Folder::new();
    let path = file_in(&folder);
    let (mut session, _) = open(&path);
    // Something that cannot be replaced stands in the journal's way.
    let in_the_way = store::journal::unfinished(&journal_of(&path));
    fs::create_dir_all(&in_the_way).expect("writable");
    label(&mut session, "كريم", "PER");
    session.finish_journals();
    let told = session.poll();
    assert!(matches!(told.as_slice(), [SessionEvent::Journal(JournalingEvent::Failed { .. })]), "{told:?}");
    assert!(matches!(session.current().expect("open").safety(), Durability::InMemory(Some(_))));
    fs::remove_dir(&in_the_way).expect("there");
    label(&mut session, "سعيد", "PER");
    session.finish_journals();
    assert_eq!(session.current().expect("open").safety(), Durability::Kept);
    killed(session);
    let (session, _) = open(&path);
    assert_eq!(shown(&session), ["PER: كريم", "PER: سعيد"], "what was done before is there as well");
}

#[test]
fn a_second_program_reads_only_and_is_told_who_holds_the_file() {
    let folder = Folder::new();
    let path = file_in(&folder);
    let (mut first, _) = open(&path);
    label(&mut first, "كريم", "PER");
    first.finish_journals();
    let (mut second, notices) = open(&path);
    assert_eq!(recovered(&notices), None, "the journal belongs to the first");
    let refused = second.dispatch(Command::SetState(DocumentState::Done)).expect_err("read only").to_string();
    assert!(refused.contains(&format!("process {}", std::process::id())), "{refused}");
    assert!(second.save().is_err());
    drop(second);
    first.save().expect("open");
    first.finish_jobs();
    drop(first);
    let (mut third, _) = open(&path);
    third.dispatch(Command::SetState(DocumentState::Done)).expect("free again");
    drop(third);
}

/// A random walk of an analyst: label, delete, undo, redo, note, save.
fn any_walk() -> impl Strategy<Value = Vec<(u8, usize)>> {
    prop::collection::vec((0u8..8, 0usize..64), 1..24)
}

fn walk(session: &mut Session, steps: &[(u8, usize)]) {
    let words: Vec<(usize, &str)> =
        TEXT.match_indices(' ').map(|(at, _)| (at + 1, TEXT[at + 1..].split(' ').next().unwrap_or_default())).collect();
    let labels = ["PER", "LOC", "ORG", "DATE"];
    for (what, n) in steps {
        let (start, word) = words[n % words.len()];
        let ids: Vec<_> = session.current().expect("open").content().annotations.iter().map(|a| a.id.clone()).collect();
        let id = ids.get(n % ids.len().max(1)).cloned();
        // What is refused changes nothing, here as in the window.
        let _ = match (what, id) {
            (0..=2, _) => session
                .dispatch(Command::Annotate {
                    ranges: std::iter::once(start..start + word.len()).collect(),
                    label: labels[n % 4].into(),
                    provenance: hashiya::model::Provenance::Human,
                })
                .map(|_| ()),
            (3, _) => session.undo().map(|_| ()),
            (4, _) => session.redo().map(|_| ()),
            (5, Some(id)) => session
                .dispatch(Command::SetNote { of: Target::Annotation(id), note: format!("«{n}»\r\n\u{202e}") })
                .map(|_| ()),
            (6, Some(id)) => session.dispatch(Command::Delete { ids: vec![id] }).map(|_| ()),
            (7, _) => session.save().map(|_| ()),
            _ => Ok(()),
        };
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_done_is_there_after_a_crash(steps in any_walk()) {
        let folder = Folder::new();
        let path = file_in(&folder);
        let (mut session, _) = open(&path);
        walk(&mut session, &steps);
        session.finish_jobs();
        session.finish_journals();
        let before = session.current().expect("open").content().clone();
        killed(session);
        let (session, _) = open(&path);
        let after = session.current().expect("open").content();
        prop_assert_eq!(spans_of(&before), spans_of(after));
        assert_same(&before, after);
    }

    #[test]
    fn a_journal_with_any_byte_changed_never_makes_an_unsound_document(at in 0.0f64..1.0, byte in any::<u8>()) {
        let folder = Folder::new();
        let path = crashed(&folder);
        let journal = journal_of(&path);
        let mut bytes = fs::read(&journal).expect("a journal");
        let at = ((bytes.len() - 1) as f64 * at) as usize;
        bytes[at] = byte;
        fs::write(&journal, &bytes).expect("writable");
        let (session, _) = open(&path);
        let content = session.current().expect("open").content();
        prop_assert_eq!(content.problems(), vec![]);
        let shown = shown(&session);
        let whole = ["PER: كريم", "LOC: القاهرة", "PER: سعيد"];
        prop_assert!(shown.iter().zip(whole).all(|(a, b)| a == b), "a beginning of what was done: {:?}", shown);
    }
}
