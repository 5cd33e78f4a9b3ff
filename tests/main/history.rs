//! Every step of a document: logged with its save, taken back past the last opening, shown and gone back to; and one undo for a
//! change of many documents.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hashiya::edit::{GroupId, StepSummary, transaction_between};
use hashiya::model::{AnnotatedDocument, Annotator, LabelName};
use hashiya::session::search::{Fix, HitContext, HitKind, SearchHit};
use hashiya::session::versions::RestoreMode;
use hashiya::session::{Session, SessionEvent, TextSelection};
use hashiya::store::document_reader;
use hashiya::store::history::{self as log, Missing, Origin};
use hashiya::store::{self, Expect};
use hashiya::workspace::bulk::{self, BulkOrder};
use hashiya::workspace::history::{state_after, steps_of};
use hashiya::workspace::replace::Edited;
use proptest::prelude::*;

use crate::cli::{done, fails};
use crate::fixture::{Folder, place};
use crate::random_edits::{self, Chance, command};

const TEXT: &str = "سافر كريم إلى صلالة أمس ثم عاد كريم";

fn session_on(paths: &[PathBuf]) -> Session {
    let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
    session.open_paths(paths.to_vec());
    session.finish_jobs();
    session
}

fn plain(name: &str) -> AnnotatedDocument {
    let document = hashiya::model::Document::new(name.into_id(), name, TEXT, Default::default()).expect("short");
    AnnotatedDocument::new(document, Arc::new(store::default_schema()), Annotator::new("أحمد"))
}

trait IntoId {
    fn into_id(self) -> hashiya::model::DocumentId;
}

impl IntoId for &str {
    fn into_id(self) -> hashiya::model::DocumentId {
        hashiya::model::DocumentId(self.into())
    }
}

fn saved(folder: &Folder, name: &str) -> PathBuf {
    let path = folder.join(name);
    store::save(&plain(name), &path, Expect::Absent).expect("saved");
    path
}

fn label(session: &mut Session, word: &str, nth: usize, label: &str) {
    let document = session.current_mut().expect("open");
    document.selection.text = TextSelection::of(place(TEXT, word, nth));
    session.label(&LabelName::new(label)).expect("selected");
}

fn save(session: &mut Session) -> Vec<SessionEvent> {
    assert!(session.save().expect("has a file"));
    session.finish_jobs()
}

/// One undo, with what it has to read.
fn undo(session: &mut Session) -> (bool, Vec<SessionEvent>) {
    let any = session.undo().expect("open");
    (any, session.finish_jobs())
}

fn shown(session: &Session) -> Vec<String> {
    labels_of(session.current().expect("open").content())
}

fn labels_of(content: &AnnotatedDocument) -> Vec<String> {
    content.annotations.iter().map(|a| format!("{} {}", a.label, content.quote(a))).collect()
}

fn ron(content: &AnnotatedDocument) -> String {
    document_reader::write(Path::new("d.ron"), content).expect("sound")
}

#[test]
fn undo_goes_back_past_a_save_and_past_a_restart_and_says_what_it_took_back() {
    let folder = Folder::new();
    let path = saved(&folder, "d.ron");
    let first = fs::read(&path).expect("saved");
    let mut session = session_on(std::slice::from_ref(&path));
    label(&mut session, "كريم", 0, "PER");
    save(&mut session);
    label(&mut session, "صلالة", 0, "LOC");
    save(&mut session);
    drop(session);

    let mut session = session_on(std::slice::from_ref(&path));
    assert!(session.current().expect("open").can_undo());
    let (any, events) = undo(&mut session);
    assert!(any);
    let said = events.iter().find_map(|event| match event {
        SessionEvent::TakenBack { step: Some((summary, _)), .. } => Some(summary.clone()),
        _ => None,
    });
    assert_eq!(said.expect("it says what").quote.as_deref(), Some("صلالة"));
    assert_eq!(shown(&session), ["PER كريم"]);
    assert!(session.current().expect("open").is_dirty());
    undo(&mut session);
    assert!(!undo(&mut session).0, "nothing is left");
    save(&mut session);
    assert_eq!(fs::read(&path).expect("saved"), first, "byte for byte");
    // What was taken back is done again as long as the window is open, and is a step of the log itself.
    assert!(session.redo().expect("open"));
    save(&mut session);
    let origins: Vec<Origin> = steps_of(&path).expect("read").steps.iter().rev().map(|step| step.origin).collect();
    assert_eq!(origins, [Origin::Done, Origin::Done, Origin::Undone, Origin::Undone, Origin::Redone]);
    drop(session);
    let mut session = session_on(std::slice::from_ref(&path));
    undo(&mut session);
    assert_eq!(shown(&session), [""; 0]);
    assert!(!undo(&mut session).0);
}

#[test]
fn a_step_is_gone_back_to_as_one_step_and_read_as_it_was() {
    let folder = Folder::new();
    let path = saved(&folder, "d.ron");
    let mut session = session_on(std::slice::from_ref(&path));
    label(&mut session, "كريم", 0, "PER");
    label(&mut session, "صلالة", 0, "LOC");
    save(&mut session);
    label(&mut session, "كريم", 1, "PER");
    save(&mut session);
    let steps = steps_of(&path).expect("read").steps;
    assert_eq!(steps.iter().map(|step| step.number).collect::<Vec<_>>(), [3, 2, 1]);
    assert!(steps.iter().all(|step| step.by == [Annotator::new("أحمد")]));
    assert_eq!(labels_of(&state_after(&path, 1).expect("known")), ["PER كريم"]);
    assert_eq!(labels_of(&state_after(&path, 0).expect("known")), [""; 0]);
    assert!(state_after(&path, 4).is_err());
    let id = session.current_id().expect("open");
    session.bring_step(id, path.clone(), 1, steps[2].when, RestoreMode::Step);
    session.finish_jobs();
    assert_eq!(shown(&session), ["PER كريم"]);
    assert!(session.undo().expect("open"));
    assert_eq!(shown(&session).len(), 3);
    session.bring_step(id, path, 2, steps[1].when, RestoreMode::Read);
    session.finish_jobs();
    assert_eq!(shown(&session), ["PER كريم", "LOC صلالة"]);
    assert!(session.current().expect("open").read_only().is_some());
}

#[test]
fn what_another_program_did_is_a_step_by_those_who_made_its_annotations() {
    let folder = Folder::new();
    let path = saved(&folder, "d.ron");
    let mut session = session_on(std::slice::from_ref(&path));
    label(&mut session, "كريم", 0, "PER");
    save(&mut session);
    drop(session);
    let (mut content, _) = store::load(&path).expect("read");
    let annotation = crate::fixture::annotation("x1", "LOC", TEXT, &[place(TEXT, "صلالة", 0)]);
    content.annotations.insert(annotation.clone());
    store::save(&content, &path, Expect::Anything).expect("saved");
    let mut session = session_on(std::slice::from_ref(&path));
    let steps = steps_of(&path).expect("read").steps;
    assert_eq!((steps[0].origin, &steps[0].by), (Origin::Outside, &vec![annotation.record.annotator]));
    undo(&mut session);
    undo(&mut session);
    assert_eq!(shown(&session), [""; 0]);
}

#[test]
fn the_command_line_logs_its_steps_filters_them_and_goes_back_to_one() {
    let folder = Folder::new();
    let path = saved(&folder, "d.ron");
    let file = path.to_str().expect("UTF-8");
    let first = fs::read(&path).expect("saved");
    done(&["annotate", file, "--label", "PER", "--match", "كريم", "--annotator", "هدى"]);
    done(&["annotate", file, "--label", "LOC", "--match", "صلالة", "--annotator", "ليلى"]);
    let steps = |more: &[&str]| {
        let said = done(&[&["history", file], more].concat());
        said.lines().filter(|line| line.starts_with("step\t")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(steps(&[]).len(), 2);
    assert!(steps(&["--by", "هدى"])[0].contains("added 2 PER"), "{:?}", steps(&["--by", "هدى"]));
    assert!(steps(&["--label", "LOC"])[0].contains("ليلى"));
    assert_eq!(steps(&["--day", "2001-01-01"]), [""; 0]);
    assert_eq!(steps(&["--from", "2001-01-01"]).len(), 2);
    fails(&["history", file, "--day", "yesterday"], 2, &["YYYY-MM-DD"]);
    let all: serde_json::Value = serde_json::from_str(&done(&["history", file, "--json"])).expect("JSON");
    assert_eq!(all["steps"][0]["step"], 2);
    let schema: serde_json::Value =
        serde_json::from_str(&done(&["formats", "--json-schema", "history"])).expect("JSON");
    let mut found = Vec::new();
    crate::json_schemas::faults(&schema, &schema, &all, "", &mut found);
    assert_eq!(found, [""; 0]);
    done(&["restore", file, "--step", "1"]);
    assert_eq!(labels_of(&store::load(&path).expect("read").0), ["PER كريم", "PER كريم"]);
    assert_eq!(steps(&[]).len(), 3, "going back is a step itself");
    done(&["restore", file, "--step", "0"]);
    assert_eq!(fs::read(&path).expect("saved"), first);
    fails(&["restore", file, "--step", "9"], 1, &["step 9"]);
}

#[test]
fn one_command_over_many_documents_is_taken_back_in_all_or_in_none() {
    let folder = Folder::new();
    let paths: Vec<PathBuf> = (0..5).map(|n| saved(&folder, &format!("d{n}.ron"))).collect();
    let bytes = || paths.iter().map(|path| fs::read(path).expect("there")).collect::<Vec<_>>();
    let first = bytes();
    let order = BulkOrder { what: "test".into(), by: "هدى".into(), edited: Edited::Refuse, versions_kept: 3 };
    let mut chance = Chance(7);
    let report = bulk::change(
        folder.path(),
        &paths,
        &order,
        &mut |_, content| {
            *content = loop {
                let edited = random_edits::edited(content, chance.number(), 3);
                if transaction_between(content, &edited).is_some_and(|step| !step.is_empty()) {
                    break edited;
                }
            };
            Ok(())
        },
        &|_, _| true,
    )
    .expect("all are free");
    let group = report.group.expect("changed");
    let (root, name) = (folder.path().to_str().expect("UTF-8"), group.as_str());
    assert!(done(&["history", root]).contains(name));
    let after = bytes();
    assert_eq!(done(&["undo", root, "--dry-run"]).lines().count(), 5);
    assert_eq!(bytes(), after);
    // A later change of one of them that stands against it.
    let (content, _) = store::load(&paths[2]).expect("read");
    let mut other = content.clone();
    Arc::make_mut(&mut other.schema).name = "another".into();
    other.state = match content.state {
        hashiya::model::DocumentState::Done => hashiya::model::DocumentState::New,
        _ => hashiya::model::DocumentState::Done,
    };
    let ids: Vec<_> = other.annotations.iter().map(|a| a.id.clone()).collect();
    other.relations.clear();
    ids.iter().for_each(|id| drop(other.annotations.remove(id)));
    store::save(&other, &paths[2], Expect::Anything).expect("saved");
    fails(&["undo", root], 1, &["d2.ron", "1 of its 5"]);
    fs::write(&paths[2], &after[2]).expect("written");
    assert_eq!(bytes(), after, "nothing was taken back");
    done(&["undo", root]);
    assert_eq!(bytes(), first);
    let again = bulk::changes(folder.path());
    assert_eq!(again.iter().map(|(_, undone)| *undone).collect::<Vec<_>>(), [false, true]);
    done(&["undo", root, "--group", again[0].0.id.as_str()]);
    assert_eq!(bytes(), after, "taking back what took back does it again");
}

fn hit(session: &Session, at: usize, word: &str) -> SearchHit {
    let range = place(TEXT, word, 0);
    let line = HitContext { text: TEXT.to_owned(), hit: range.clone(), ..HitContext::default() };
    let change = Some(Fix::Annotate(LabelName::new("PER")));
    SearchHit { entry: session.entries()[at].id, range, line, kind: HitKind::Hit, annotation: None, change }
}

fn counts(paths: &[PathBuf]) -> Vec<usize> {
    paths.iter().map(|path| store::load(path).expect("read").0.annotations.len()).collect()
}

#[test]
fn one_undo_in_the_window_takes_a_change_of_many_documents_back() {
    let folder = Folder::new();
    let paths: Vec<PathBuf> = (0..4).map(|n| saved(&folder, &format!("d{n}.ron"))).collect();
    let mut session = session_on(&paths);
    let hits = (0..4).map(|at| hit(&session, at, "كريم")).collect();
    session.apply(hits).expect("all are free");
    session.finish_jobs();
    let here = |session: &Session| -> Vec<usize> {
        session.entries().iter().filter_map(|e| Some(e.document()?.content().annotations.len())).collect()
    };
    assert_eq!(here(&session), [1; 4]);
    let (any, events) = undo(&mut session);
    assert!(any);
    assert!(
        events.iter().any(|e| matches!(e, SessionEvent::GroupTakenBack { documents: 4, again: false })),
        "{events:?}"
    );
    assert_eq!(here(&session), [0; 4]);
    assert!(session.redo().expect("open"));
    session.finish_jobs();
    assert_eq!(here(&session), [1; 4]);
    // Saved and closed, two of them are taken back where they are.
    session.save_all();
    session.finish_jobs();
    assert_eq!(counts(&paths), [1; 4]);
    let ids: Vec<_> = session.entries().iter().map(|entry| entry.id).collect();
    ids[2..].iter().for_each(|id| session.close(*id));
    session.finish_jobs();
    session.finish_journals();
    session.show(ids[0]);
    session.finish_jobs();
    // A later step of the other open document is no hindrance where it does not stand against it.
    let (_, events) = undo(&mut session);
    assert!(events.iter().any(|e| matches!(e, SessionEvent::GroupTakenBack { documents: 4, .. })), "{events:?}");
    assert_eq!(counts(&paths[2..]), [0; 2]);
    session.save_all();
    session.finish_jobs();
    assert_eq!(counts(&paths), [0; 4]);
    assert!(session.redo().expect("open"));
    session.finish_jobs();
    session.save_all();
    session.finish_jobs();
    assert_eq!(counts(&paths), [1; 4]);
    drop(session);
    // The next day, with one of them open.
    let mut session = session_on(&paths[..1]);
    let (_, events) = undo(&mut session);
    assert!(events.iter().any(|e| matches!(e, SessionEvent::GroupTakenBack { documents: 4, .. })), "{events:?}");
    session.save_all();
    session.finish_jobs();
    assert_eq!(counts(&paths), [0; 4]);
}

#[test]
fn a_document_that_was_changed_since_is_named_and_nothing_is_taken_back() {
    let folder = Folder::new();
    let paths: Vec<PathBuf> = (0..3).map(|n| saved(&folder, &format!("d{n}.ron"))).collect();
    let mut session = session_on(&paths);
    let hits = (0..3).map(|at| hit(&session, at, "كريم")).collect();
    session.apply(hits).expect("all are free");
    session.finish_jobs();
    let ids: Vec<_> = session.entries().iter().map(|entry| entry.id).collect();
    session.show(ids[1]);
    let made = session.current().expect("open").content().annotations.first().expect("made").id.clone();
    session.current_mut().expect("open").activate(&made);
    session.label(&LabelName::new("LOC")).expect("relabelled");
    session.show(ids[0]);
    let refused = session.undo().expect_err("it stands against it").to_string();
    assert!(refused.contains("d1.ron"), "{refused}");
    let all: Vec<usize> =
        session.entries().iter().map(|e| e.document().expect("open").content().annotations.len()).collect();
    assert_eq!(all, [1; 3]);
}

#[test]
fn a_renamed_document_keeps_its_log_and_git_and_housekeeping_know_it() {
    let folder = Folder::new();
    let path = saved(&folder, "d.ron");
    let file = path.to_str().expect("UTF-8");
    done(&["annotate", file, "--label", "PER", "--match", "كريم"]);
    let renamed = folder.join("other.ron");
    fs::rename(&path, &renamed).expect("renamed");
    assert_eq!(steps_of(&renamed).expect("read").steps.len(), 1);
    assert!(log::exists(&renamed) && !log::exists(&path));
    let left = log::folder_of(&renamed).join(".x.0123abcd.hashiya-tmp");
    fs::write(&left, "").expect("written");
    store::clean_stale_temporaries(folder.path(), std::time::Duration::ZERO);
    assert!(!left.exists());
}

#[test]
fn a_log_that_is_cut_or_changed_anywhere_says_what_is_missing_and_stands_in_no_way() {
    let folder = Folder::new();
    let path = saved(&folder, "d.ron");
    let mut session = session_on(std::slice::from_ref(&path));
    for (word, nth) in [("كريم", 0), ("صلالة", 0), ("كريم", 1)] {
        label(&mut session, word, nth, "PER");
        save(&mut session);
    }
    drop(session);
    let place = log::folder_of(&path).join("steps");
    let whole = fs::read(&place).expect("logged");
    for at in (0..whole.len()).step_by(23) {
        fs::write(&place, &whole[..at]).expect("written");
        let cut = log::read(&path);
        assert!(cut.steps().count() <= 3);
        let mut changed = whole.clone();
        changed[at] ^= 0x20;
        fs::write(&place, &changed).expect("written");
        let read = log::read(&path);
        let all = read.steps().count() == 3;
        assert!(all || read.missing.contains(&Missing::Damaged) || at < 30, "{at}: {:?}", read.missing);
    }
    for at in [0, 5, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
        fs::write(&place, &whole[..at]).expect("written");
        let mut session = session_on(std::slice::from_ref(&path));
        while undo(&mut session).0 && session.current().expect("open").can_undo() {}
        label(&mut session, "أمس", 0, "LOC");
        let events = save(&mut session);
        assert!(!events.iter().any(|event| matches!(event, SessionEvent::Failed(_))), "{events:?}");
        let last = steps_of(&path).expect("read").steps.into_iter().next().expect("logged");
        assert_eq!(last.summary.expect("readable").quote.as_deref(), Some("أمس"));
        assert!(session.undo().expect("open"));
        save(&mut session);
    }
}

#[cfg(unix)]
#[test]
fn a_log_that_cannot_be_written_refuses_no_save() {
    let folder = Folder::new();
    let path = saved(&folder, "d.ron");
    fs::write(log::folder_of(&path), "a file in its place").expect("written");
    let mut session = session_on(std::slice::from_ref(&path));
    label(&mut session, "كريم", 0, "PER");
    let events = save(&mut session);
    use hashiya::session::event::SaveEvent;
    assert!(events.iter().any(|e| matches!(e, SessionEvent::Save(SaveEvent::NotLogged { .. }))), "{events:?}");
    assert_eq!(counts(&[path]), [1]);
}

#[test]
fn a_group_has_a_name_of_its_own_that_is_no_path() {
    let folder = Folder::new();
    assert!(log::find_group(folder.path(), &GroupId::new("../x")).expect("no file").is_none());
    assert_ne!(GroupId::fresh(store::now(), 1), GroupId::fresh(store::now(), 2));
    assert_eq!(StepSummary::default().to_string(), "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is done, saved, taken back, closed and opened again: undo leads back to the first state.
    #[test]
    fn undo_leads_back_to_the_first_state_whatever_was_saved_and_reopened(seed in any::<u64>()) {
        let folder = Folder::new();
        let path = folder.join("d.ron");
        let first = random_edits::document(seed);
        store::save(&first, &path, Expect::Absent).expect("saved");
        let first = ron(&store::load(&path).expect("read").0);
        let mut chance = Chance(seed);
        let mut session = session_on(std::slice::from_ref(&path));
        for _ in 0..20 {
            match chance.below(8) {
                0 | 1 => drop(save(&mut session)),
                2 => {
                    save(&mut session);
                    drop(session);
                    session = session_on(std::slice::from_ref(&path));
                }
                3 => drop(undo(&mut session)),
                4 => drop(session.redo().expect("open")),
                _ => {
                    let command = command(session.current().expect("open").content(), &mut chance);
                    if let Some(command) = command {
                        let _ = session.dispatch(command);
                    }
                }
            }
        }
        let mut steps = 0;
        while undo(&mut session).0 {
            steps += 1;
            prop_assert!(steps < 100, "it comes to an end");
        }
        prop_assert_eq!(ron(session.current().expect("open").content()), first);
    }
}
