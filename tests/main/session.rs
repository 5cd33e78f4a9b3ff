//! The session as the window uses it: labelling, edges, undo, and what becomes of files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hashiya::arabic::clitics::CliticPolicy;
use hashiya::edit::Command;
use hashiya::model::{AnnotatedDocument, Annotator, Document, DocumentId, DocumentState, LabelName, Target};
use hashiya::session::event::{OpenEvent, SaveEvent};
use hashiya::session::files::Replace;
use hashiya::session::{
    Content, Edge, EntryId, ExportGuard, ExportRequest, OpenWarning, ReadOnly, Session, SessionError, SessionEvent,
    Step, TextSelection, Towards,
};
use hashiya::store::{self, Expect};

use crate::fixture::{Folder, assert_same};

fn session() -> Session {
    Session::new(Annotator::new("أحمد"), Arc::new(|| ()))
}

fn document(id: &str, text: &str) -> AnnotatedDocument {
    let document = Document::new(DocumentId(id.into()), id, text, BTreeMap::new()).expect("short");
    AnnotatedDocument::new(document, Arc::new(store::default_schema()), Annotator::new("أحمد"))
}

/// A session on one document; `«…»` is what is selected.
fn selecting(marked: &str) -> Session {
    let start = marked.find('«').expect("a selection begins");
    let end = marked.find('»').expect("a selection ends") - '«'.len_utf8();
    let mut session = session();
    session.add(vec![document("d", &marked.replace(['«', '»'], ""))]);
    select(&mut session, start..end);
    session
}

fn select(session: &mut Session, range: std::ops::Range<usize>) {
    let document = session.current_mut().expect("a document is open");
    document.selection.text = TextSelection::of(range);
    document.selection.annotation = None;
}

fn select_word(session: &mut Session, word: &str) {
    let text = session.current().expect("a document is open").content().text();
    let start = text.find(word).expect("the word is there");
    select(session, start..start + word.len());
}

fn label(name: &str) -> LabelName {
    name.into()
}

/// The text with `‹LABEL›` before each annotation that begins, in `«…»`; nested ones as they nest.
fn shown(session: &Session) -> String {
    let content = session.current().expect("a document is open").content();
    let mut cuts: Vec<(usize, u8, usize, String)> = Vec::new();
    for annotation in content.annotations.iter() {
        for span in annotation.spans.iter() {
            let range = span.range();
            cuts.push((range.start, 1, usize::MAX - range.len(), format!("{}«", annotation.label)));
            cuts.push((range.end, 0, range.len(), "»".into()));
        }
    }
    cuts.sort();
    let mut out = String::new();
    let mut from = 0;
    for (at, _, _, mark) in cuts {
        out.push_str(&content.text()[from..at]);
        out.push_str(&mark);
        from = at;
    }
    out.push_str(&content.text()[from..]);
    out
}

fn dirty(session: &Session) -> bool {
    session.current().expect("a document is open").is_dirty()
}

fn saved_in(session: &mut Session, path: &Path) {
    session.save_as(path.to_path_buf(), Replace::OnlyUnchanged).expect("a document is open");
    let notices = session.finish_jobs();
    assert!(notices.iter().any(|n| matches!(n, SessionEvent::Save(SaveEvent::Saved { .. }))), "{notices:?}");
}

fn ids(session: &Session) -> Vec<EntryId> {
    session.entries().iter().map(|e| e.id).collect()
}

fn titles(session: &Session) -> Vec<&str> {
    session.entries().iter().map(|e| e.title()).collect()
}

#[test]
fn a_label_makes_an_annotation_of_the_selection_and_relabels_what_is_in_hand() {
    let mut session = selecting("سافر «كريم» إلى صلالة");
    session.label(&label("PER")).expect("text is selected");
    assert_eq!(shown(&session), "سافر PER«كريم» إلى صلالة");
    let document = session.current().expect("open");
    assert_eq!(document.active().map(|a| a.label.as_str()), Some("PER"), "the new one is active");
    assert_eq!(document.active().map(|a| a.record.annotator.as_str()), Some("أحمد"));
    assert_eq!(document.content().state, DocumentState::InProgress, "work has begun");
    session.label(&label("ORG")).expect("an annotation is active");
    assert_eq!(shown(&session), "سافر ORG«كريم» إلى صلالة");
    session.add_label(&label("PER")).expect("an annotation is active");
    assert_eq!(session.current().expect("open").content().annotations.len(), 2, "a further one on the same place");
}

#[test]
fn what_cannot_be_labelled_is_refused_and_changes_nothing() {
    let mut session = selecting("سافر «كريم» إلى صلالة");
    select(&mut session, 0..0);
    assert_eq!(session.label(&label("PER")).unwrap_err(), SessionError::NothingSelected);
    select_word(&mut session, "كريم");
    assert!(session.label(&label("NONE")).is_err(), "the schema lacks it");
    session.label(&label("PER")).expect("text is selected");
    select_word(&mut session, "كريم");
    assert!(session.label(&label("PER")).is_err(), "the same label on the same place twice");
    assert_eq!(shown(&session), "سافر PER«كريم» إلى صلالة");
    assert_eq!(self::session().label(&label("PER")).unwrap_err(), SessionError::NoDocument);
}

/// Labels `«…»`, moves an edge, and compares with `expected`, where `«…»` is the span after it.
#[track_caller]
fn check_edge(marked: &str, edge: Edge, towards: Towards, step: Step, expected: &str) {
    let mut session = selecting(marked);
    session.label(&label("PER")).expect("text is selected");
    session.move_edge(edge, towards, step).expect("an annotation is active");
    assert_eq!(shown(&session).replace("PER", ""), expected, "{marked} {edge:?} {towards:?} {step:?}");
}

#[test]
fn edges_move_by_words() {
    use Edge::*;
    check_edge("قال كريم الحداد «هنا» أمس", Start, Towards::Start, Step::Word, "قال كريم «الحداد هنا» أمس");
    check_edge("قال «كريم الحداد هنا» أمس", Start, Towards::End, Step::Word, "قال كريم «الحداد هنا» أمس");
    check_edge("قال «كريم» الحداد هنا", End, Towards::End, Step::Word, "قال «كريم الحداد» هنا");
    check_edge("قال «كريم الحداد» هنا", End, Towards::Start, Step::Word, "قال «كريم» الحداد هنا");
    // Over punctuation, to the next word.
    check_edge("قال: «كريم» (الحداد)، هنا", End, Towards::End, Step::Word, "قال: «كريم (الحداد»)، هنا");
    // A cut word is first made whole.
    check_edge("قال وبال«قاهرة» أمس", Start, Towards::Start, Step::Word, "قال «وبالقاهرة» أمس");
    check_edge("قال «القا»هرة أمس", End, Towards::End, Step::Word, "قال «القاهرة» أمس");
}

#[test]
fn edges_move_by_graphemes_and_never_cut_a_mark_off_its_letter() {
    use Edge::*;
    check_edge("قال وبا«لقاهرة» أمس", Start, Towards::End, Step::Grapheme, "قال وبال«قاهرة» أمس");
    check_edge("قال وبال«قاهرة» أمس", Start, Towards::Start, Step::Grapheme, "قال وبا«لقاهرة» أمس");
    let (cut, whole) = ("قال «مُحَم\u{651}»\u{64e}د أمس", "قال «مُحَم\u{651}\u{64e}»د أمس");
    check_edge(cut, End, Towards::End, Step::Grapheme, whole);
    check_edge("قال «مُحَ»مَّد", End, Towards::Start, Step::Grapheme, "قال «مُ»حَمَّد");
    check_edge("هو «كريم»👩‍👧‍👦 هنا", End, Towards::End, Step::Grapheme, "هو «كريم👩‍👧‍👦» هنا");
}

#[test]
fn an_edge_that_cannot_move_stays_and_no_span_becomes_empty() {
    use Edge::*;
    for (edge, towards) in [(Start, Towards::Start), (End, Towards::End)] {
        for step in [Step::Word, Step::Grapheme] {
            check_edge("«كريم الحداد»", edge, towards, step, "«كريم الحداد»");
        }
    }
    check_edge("قال «كريم» أمس", Start, Towards::End, Step::Word, "قال «كريم» أمس");
    check_edge("قال «كريم» أمس", End, Towards::Start, Step::Word, "قال «كريم» أمس");
    check_edge("قال «ك»ريم أمس", End, Towards::Start, Step::Grapheme, "قال «ك»ريم أمس");
}

#[test]
fn an_edge_dragged_past_the_other_turns_the_span_round() {
    let mut session = selecting("قال كريم «الحداد» هنا أمس");
    session.label(&label("PER")).expect("text is selected");
    let id = session.current().and_then(|d| d.active()).expect("in hand").id.clone();
    let text = session.current().expect("open").content().text().to_owned();
    let at = |word: &str| text.find(word).expect("there");
    session.drag_edge(&id, Edge::Start, at("هنا") + "هنا".len()).expect("can be done");
    assert_eq!(shown(&session), "قال كريم الحدادPER« هنا» أمس");
    session.undo().expect("can be undone");
    session.drag_edge(&id, Edge::End, at("كريم")).expect("can be done");
    assert_eq!(shown(&session), "قال PER«كريم »الحداد هنا أمس");
    session.drag_edge(&id, Edge::End, text.len() + 5).expect("nothing happens");
    session.drag_edge(&id, Edge::End, at("كريم")).expect("nothing happens: it would be empty");
    assert_eq!(shown(&session), "قال PER«كريم »الحداد هنا أمس");
}

#[test]
fn undo_takes_back_one_gesture_at_a_time_and_the_dirty_mark_follows() {
    let folder = Folder::new();
    let mut session = selecting("سافر «كريم» إلى صلالة أمس");
    saved_in(&mut session, &folder.path().join("d.ron"));
    let mut seen = vec![shown(&session)];
    session.label(&label("PER")).expect("selected");
    seen.push(shown(&session));
    select_word(&mut session, "صلالة");
    session.label(&label("LOC")).expect("selected");
    seen.push(shown(&session));
    session.label(&label("ORG")).expect("in hand");
    seen.push(shown(&session));
    session.move_edge(Edge::End, Towards::End, Step::Word).expect("in hand");
    seen.push(shown(&session));
    session.delete_active().expect("in hand");
    for expected in seen.iter().rev() {
        assert!(dirty(&session));
        assert!(session.undo().expect("sound"));
        assert_eq!(shown(&session), *expected);
    }
    assert!(!dirty(&session), "all was taken back to what the file holds");
    assert!(!session.undo().expect("sound"), "there is nothing more");
    assert_eq!(session.current().expect("open").content().state, DocumentState::New);
    for expected in &seen[1..] {
        assert!(session.redo().expect("sound"));
        assert_eq!(shown(&session), *expected);
        assert!(dirty(&session));
    }
    session.save().expect("has a file");
    session.finish_jobs();
    assert!(!dirty(&session));
    session.undo().expect("sound");
    assert!(dirty(&session), "what the file holds was taken back");
    session.redo().expect("sound");
    assert!(!dirty(&session));
}

#[test]
fn stepping_goes_round_the_annotations_and_a_deleted_one_leaves_its_place() {
    let mut session = selecting("زار كريم «صلالة» ثم ريسوت مع سعيد");
    for (word, name) in [("كريم", "PER"), ("صلالة", "LOC"), ("سعيد", "PER")] {
        select_word(&mut session, word);
        session.label(&label(name)).expect("selected");
    }
    let quote = |session: &Session| {
        let document = session.current().expect("open");
        document.active().map(|a| document.content().quote(a)).unwrap_or_default()
    };
    select(&mut session, 0..0);
    let step = |session: &mut Session, forward| {
        session.step_annotation(forward).expect("there are annotations");
        quote(session)
    };
    assert_eq!(step(&mut session, true), "كريم");
    assert_eq!(step(&mut session, true), "صلالة");
    assert_eq!(step(&mut session, true), "سعيد");
    assert_eq!(step(&mut session, true), "كريم", "round again");
    assert_eq!(step(&mut session, false), "سعيد", "and back");
    assert_eq!(step(&mut session, false), "صلالة");
    session.delete_active().expect("in hand");
    assert_eq!(quote(&session), "", "nothing is active, so a second Del deletes nothing");
    assert_eq!(session.delete_active().unwrap_err(), SessionError::NothingSelected);
    assert_eq!(step(&mut session, true), "سعيد", "the next after the place of the deleted one");
    assert_eq!(selecting("«كريم»").step_annotation(true), None);
}

#[test]
fn stepping_after_a_deletion_leaves_no_nested_annotation_out() {
    let mut session = selecting("قرب «جامعة القاهرة» أمس");
    session.label(&label("ORG")).expect("selected");
    select_word(&mut session, "القاهرة");
    session.label(&label("LOC")).expect("selected");
    session.step_annotation(false);
    assert_eq!(session.current().and_then(|d| d.active()).map(|a| a.label.as_str()), Some("ORG"));
    session.delete_active().expect("in hand");
    session.step_annotation(true);
    assert_eq!(session.current().and_then(|d| d.active()).map(|a| a.label.as_str()), Some("LOC"));
}

#[test]
fn what_is_saved_is_what_is_opened_again() {
    let folder = Folder::new();
    let path = folder.path().join("وثيقة.ron");
    let mut session = selecting("قالت «جامعة القاهرة» 😀 مُحَمَّد John (2026)");
    session.label(&label("ORG")).expect("selected");
    select_word(&mut session, "القاهرة");
    session.label(&label("LOC")).expect("selected");
    let id = session.current().and_then(|d| d.active()).expect("in hand").id.clone();
    session
        .dispatch(Command::SetNote { of: Target::Annotation(id), note: "ملاحظة\nwith \"quotes\"".into() })
        .expect("can be done");
    saved_in(&mut session, &path);
    assert!(!dirty(&session));

    let mut again = self::session();
    again.open_paths(vec![path.clone()]);
    again.finish_jobs();
    let (a, b) = (session.current().expect("open"), again.current().expect("open"));
    assert_same(a.content(), b.content());
    assert_eq!(b.path(), Some(&path));
    assert!(!b.is_dirty() && !b.can_undo());
}

#[test]
fn a_file_that_another_program_changed_is_not_overwritten_unasked() {
    let folder = Folder::new();
    let path = folder.path().join("d.ron");
    let mut session = selecting("سافر «كريم» أمس");
    saved_in(&mut session, &path);
    let theirs = fs::read_to_string(&path).expect("saved").replace("أحمد", "هدى");
    fs::write(&path, &theirs).expect("writable");
    session.label(&label("PER")).expect("selected");
    session.save().expect("has a file");
    let notices = session.finish_jobs();
    let in_the_way = notices.iter().find_map(|notice| match notice {
        SessionEvent::Save(SaveEvent::InTheWay { entry, path, .. }) => Some((entry, path)),
        _ => None,
    });
    let (entry, there) = in_the_way.unwrap_or_else(|| panic!("{notices:?}"));
    assert_eq!(fs::read_to_string(&path).expect("still there"), theirs);
    assert!(dirty(&session) && !session.current().expect("open").is_saving());
    session.save_entry(*entry, there.clone(), Replace::Anyway);
    assert!(session.finish_jobs().iter().any(|notice| matches!(notice, SessionEvent::Save(SaveEvent::Saved { .. }))));
    assert!(!dirty(&session));
    assert_eq!(store::load(&path).expect("sound").0.annotations.len(), 1);
}

#[test]
fn a_file_of_that_name_is_not_overwritten_unasked() {
    let folder = Folder::new();
    let path = folder.path().join("d.ron");
    fs::write(&path, "something of somebody").expect("writable");
    let mut session = selecting("سافر «كريم» أمس");
    assert_eq!(session.save(), Ok(false), "it has no file yet");
    session.save_as(path.clone(), Replace::OnlyUnchanged).expect("open");
    assert!(matches!(&session.finish_jobs()[..], [SessionEvent::Save(SaveEvent::InTheWay { .. })]));
    assert_eq!(fs::read_to_string(&path).expect("still there"), "something of somebody");
    assert_eq!(session.current().expect("open").path(), None, "it has still no file");
}

#[test]
fn a_save_that_fails_leaves_the_work_unsaved_and_says_where() {
    let folder = Folder::new();
    let path = folder.path().join("no such folder").join("d.ron");
    let mut session = selecting("سافر «كريم» أمس");
    session.label(&label("PER")).expect("selected");
    session.save_as(path, Replace::OnlyUnchanged).expect("open");
    let notices = session.finish_jobs();
    let [SessionEvent::Failed(why)] = &notices[..] else { panic!("{notices:?}") };
    let message = why.to_string();
    assert!(message.contains("d.ron"), "{message}");
    assert!(dirty(&session) && !session.current().expect("open").is_saving());
}

#[test]
fn saving_again_while_a_save_is_under_way_is_no_conflict_with_oneself() {
    let folder = Folder::new();
    let path = folder.path().join("d.ron");
    let mut session = selecting("سافر «كريم» إلى صلالة");
    saved_in(&mut session, &path);
    // No report is taken up between these, as when the keys are pressed within one frame.
    session.label(&label("PER")).expect("selected");
    session.save().expect("has a file");
    select_word(&mut session, "صلالة");
    session.label(&label("LOC")).expect("selected");
    session.save().expect("has a file");
    session.save().expect("has a file");
    let notices = session.finish_jobs();
    assert!(notices.iter().all(|n| matches!(n, SessionEvent::Save(SaveEvent::Saved { .. }))), "{notices:?}");
    assert!(!dirty(&session) && !session.current().expect("open").is_saving());
    assert_eq!(store::load(&path).expect("sound").0.annotations.len(), 2);
}

#[test]
fn a_first_save_twice_at_once_is_no_conflict_either() {
    let folder = Folder::new();
    let path = folder.path().join("d.ron");
    let mut session = selecting("سافر «كريم» إلى صلالة");
    session.label(&label("PER")).expect("selected");
    session.save_as(path.clone(), Replace::OnlyUnchanged).expect("open");
    select_word(&mut session, "صلالة");
    session.label(&label("LOC")).expect("selected");
    session.save_as(path.clone(), Replace::OnlyUnchanged).expect("open");
    let notices = session.finish_jobs();
    assert!(notices.iter().all(|n| matches!(n, SessionEvent::Save(SaveEvent::Saved { .. }))), "{notices:?}");
    assert_eq!(store::load(&path).expect("sound").0.annotations.len(), 2);
}

#[test]
fn closing_shows_the_neighbour_and_an_empty_list_refuses_work() {
    let mut session = session();
    session.add(["أ", "ب", "ج"].map(|id| document(id, "نص")).into());
    let [a, b, c] = ids(&session)[..] else { panic!("three documents") };
    session.show(b);
    session.close(b);
    assert_eq!(session.current_id(), Some(c));
    session.close(c);
    assert_eq!(session.current_id(), Some(a));
    session.close(a);
    assert_eq!((session.current_id(), session.entries().len()), (None, 0));
    session.close(a);
    assert_eq!(session.undo().unwrap_err(), SessionError::NoDocument);
    assert_eq!(session.save().unwrap_err(), SessionError::NoDocument);
    session.step_document(true);
}

#[test]
fn stepping_through_documents_stops_at_the_ends() {
    let mut session = session();
    session.add(["أ", "ب"].map(|id| document(id, "نص")).into());
    let all = ids(&session);
    session.step_document(false);
    assert_eq!(session.current_id(), Some(all[0]));
    session.step_document(true);
    session.step_document(true);
    assert_eq!(session.current_id(), Some(all[1]));
}

#[test]
fn a_worker_that_died_is_done_without() {
    let folder = Folder::new();
    let path = folder.path().join("d.ron");
    // Whatever a task calls may panic.
    let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| panic!("the test's waker")));
    session.add(vec![document("d", "سافر كريم إلى صلالة")]);
    for i in 0..4 {
        session.save_as(folder.path().join(format!("{i}.ron")), Replace::OnlyUnchanged).expect("open");
    }
    session.finish_jobs();
    session.finish_jobs();
    assert!(!session.current().expect("open").is_saving(), "a save that never ends would hold the window for ever");
    assert_eq!(session.jobs_under_way(), 0);
    select_word(&mut session, "كريم");
    session.label(&label("PER")).expect("selected");
    session.save_as(path.clone(), Replace::Anyway).expect("open");
    session.finish_jobs();
    assert!(!dirty(&session));
    assert_eq!(store::load(&path).expect("sound").0.annotations.len(), 1);
}

fn write(folder: &Folder, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).expect("writable");
    path
}

#[test]
fn a_folder_opens_with_its_documents_and_the_texts_that_have_none() {
    let folder = Folder::new();
    write(&folder, "ب.txt", "نص ب");
    write(&folder, "أ.txt", "نص أ");
    write(&folder, "ignored.bin", "?");
    store::save(&document("أ", "نص أ"), &folder.path().join("أ.ron"), Expect::Absent).expect("saved");
    let mut session = session();
    session.open_paths(vec![folder.path().to_path_buf()]);
    let notices = session.finish_jobs();
    assert!(notices.iter().any(|n| matches!(n, SessionEvent::Open(OpenEvent::Opened { .. }))), "{notices:?}");
    let names: Vec<_> =
        session.entries().iter().map(|e| e.path().and_then(|p| p.file_name()).expect("a file").to_owned()).collect();
    assert_eq!(names, ["أ.ron", "ب.txt"], "the text beside its document is not listed again");
    assert_eq!(session.current().expect("the first is open").content().text(), "نص أ");
    session.step_document(true);
    session.finish_jobs();
    assert_eq!(session.current().expect("read when shown").content().text(), "نص ب");
    assert_eq!(session.current().expect("open").path(), None, "a text is not overwritten by a save");
    assert_eq!(session.suggested_path(), Some(folder.path().join("ب.ron")));
    // The same again adds nothing.
    session.open_paths(vec![folder.path().to_path_buf()]);
    session.finish_jobs();
    assert_eq!(session.entries().len(), 2);
}

#[test]
fn an_empty_folder_and_a_missing_file_are_said() {
    let folder = Folder::new();
    let mut session = session();
    session.open_paths(vec![folder.path().to_path_buf()]);
    assert!(matches!(&session.finish_jobs()[..], [SessionEvent::Open(OpenEvent::NothingFound)]));
    session.open_paths(vec![folder.path().join("none.ron")]);
    let notices = session.finish_jobs();
    assert!(
        notices.iter().any(|n| matches!(n, SessionEvent::Failed(m) if m.to_string().contains("none.ron"))),
        "{notices:?}"
    );
}

#[test]
fn a_file_that_cannot_be_read_stays_in_the_list_with_its_message() {
    let folder = Folder::new();
    let broken = write(&folder, "broken.ron", "(version: 1, text: ");
    store::save(&document("سليم", "نص"), &folder.path().join("sound.ron"), Expect::Absent).expect("saved");
    let mut session = session();
    session.open_paths(vec![folder.path().to_path_buf()]);
    session.finish_jobs();
    let failed = &session.entries()[0];
    let Content::Failed(why) = failed.content() else { panic!("{:?}", failed.content()) };
    let message = why.to_string();
    assert!(message.contains("broken.ron"), "{message}");
    let id = failed.id;
    // Mended meanwhile: showing it reads it anew.
    store::save(&document("سليم", "نص"), &broken, Expect::Anything).expect("saved");
    session.show(id);
    session.finish_jobs();
    assert!(session.current().is_some());
}

const LINES: &str = concat!(
    "{\"id\":\"news/1\",\"text\":\"زار كريم صلالة\",\"spans\":[{\"start\":4,\"end\":8,\"label\":\"PER\"}]}\n",
    "{\"id\":\"../2\",\"text\":\"وعاد\",\"spans\":[]}\n",
);

#[test]
fn each_document_of_a_file_gets_a_line_and_a_place_of_its_own() {
    let folder = Folder::new();
    let path = write(&folder, "all.jsonl", LINES);
    let mut session = session();
    session.open_paths(vec![path]);
    session.finish_jobs();
    assert_eq!(titles(&session).len(), 2, "{:?}", titles(&session));
    assert_eq!(shown(&session), "زار PER«كريم» صلالة");
    let first = session.suggested_path().expect("open");
    session.step_document(true);
    assert_eq!(session.current().expect("open").content().text(), "وعاد");
    let second = session.suggested_path().expect("open");
    assert_ne!(first, second);
    for suggested in [first, second] {
        assert_eq!(suggested.parent(), Some(folder.path()), "{suggested:?}: beside the file it came from");
        assert_eq!(suggested.extension().and_then(|e| e.to_str()), Some("ron"));
    }
}

#[test]
fn another_encoding_is_not_offered_where_it_would_double_a_list() {
    let folder = Folder::new();
    let path = write(&folder, "all.jsonl", LINES);
    let mut session = session();
    session.open_paths(vec![path]);
    session.finish_jobs();
    let id = session.current_id().expect("open");
    session.undo().expect("sound");
    assert!(!session.reopen(id, "windows-1256"), "there are annotations on it");
    session.step_document(true);
    let second = session.current_id().expect("open");
    assert!(!session.reopen(second, "windows-1256"), "it is one of several");
    assert_eq!(session.entries().len(), 2);
}

#[test]
fn a_document_that_is_only_to_be_read_refuses_every_change_and_is_saved_elsewhere() {
    let folder = Folder::new();
    let mut session = session();
    let why = ReadOnly::NewerFormat { found: "7".into() };
    session.add_only_to_read(document("d", "سافر كريم إلى صلالة"), why.clone());
    select_word(&mut session, "كريم");
    assert_eq!(session.label(&label("PER")), Err(SessionError::ReadOnly(why.clone())));
    assert_eq!(session.undo(), Err(SessionError::ReadOnly(why.clone())));
    assert_eq!(session.redo(), Err(SessionError::ReadOnly(why.clone())));
    assert_eq!(session.dispatch(Command::SetState(DocumentState::Done)), Err(SessionError::ReadOnly(why)));
    assert_eq!(shown(&session), "سافر كريم إلى صلالة");
    assert!(!session.is_dirty());
    saved_in(&mut session, &folder.join("copy.ron"));
    select_word(&mut session, "كريم");
    session.label(&label("PER")).expect("the copy is the analyst's own");
}

#[test]
fn a_file_changed_by_hand_opens_with_a_word_about_it() {
    let folder = Folder::new();
    let path = folder.path().join("خبر.ron");
    store::save(&document("خبر", "نص"), &path, Expect::Absent).expect("saved");
    let said = |session: &mut hashiya::session::Session| -> Vec<OpenWarning> {
        session.open_paths(vec![path.clone()]);
        let notices = session.finish_jobs();
        notices
            .into_iter()
            .flat_map(|n| if let SessionEvent::Open(OpenEvent::Opened { notes, .. }) = n { notes } else { vec![] })
            .collect()
    };
    assert_eq!(said(&mut session()), []);
    let written = std::fs::read_to_string(&path).expect("there");
    std::fs::write(&path, written.replacen("title: \"خبر\"", "title: \"عنوان\"", 1)).expect("writable");
    let notes = said(&mut session());
    assert!(notes == [OpenWarning::ChecksumBroken(path)], "{notes:?}");
}

#[test]
fn an_export_takes_proclitics_in_or_leaves_them_out() {
    let folder = Folder::new();
    let mut session = selecting("سافر كريم من القاهرة ثم وصل «بالقاهرة» وبيروت.");
    session.label(&label("LOC")).expect("a word is selected");
    let id = session.current_id().expect("it is open");
    let mut written = |clitics| {
        let out = folder.join("out.jsonl");
        session.export(
            &[id],
            ExportRequest { format: "jsonl".into(), clitics, ..ExportRequest::default() },
            out.clone(),
            ExportGuard::Confirmed,
        );
        session.finish_jobs();
        let text = fs::read_to_string(&out).expect("it was written");
        fs::remove_file(out).expect("it is there");
        (text.contains("\"بالقاهرة\""), text.contains("\"القاهرة\""))
    };
    assert_eq!(written(None), (true, false));
    assert_eq!(written(Some(CliticPolicy::Include)), (true, false));
    assert_eq!(written(Some(CliticPolicy::Exclude)), (false, true));
}
