//! Projects that are not as they should be, in the window without a display and on the command line: a clear word, the rest usable,
//! nothing lost; and two commands on one project at once.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use hashiya::edit::Command as Edit;
use hashiya::model::{Annotator, DocumentState};
use hashiya::session::document::Replace;
use hashiya::session::event::{OpenEvent, ProjectEvent, SaveEvent};
use hashiya::session::{Session, SessionEvent};
use hashiya::store::{self, Expect, Lock, history};
use serde_json::Value;

use crate::cli::{done, done_saying, fails, path, stderr};
use crate::fixture::Folder;

/// A project of four documents, three of them annotated.
fn project() -> (Folder, String) {
    let folder = Folder::new();
    let line = |n: usize| {
        let spans = "[{\"start\": 4, \"end\": 8, \"label\": \"PER\"}]";
        format!("{{\"id\": \"{n}\", \"text\": \"زار أحمد القاهرة {n}.\", \"spans\": {spans}}}\n")
    };
    folder.write("in/أخبار.jsonl", (1..=3).map(line).collect::<String>());
    folder.write("in/نص.txt", "نص بلا علامة");
    let root = path(&folder, "مشروع");
    done(&["project", "new", &root, "--from", &path(&folder, "in")]);
    (folder, root)
}

fn status(root: &str) -> Value {
    let output = crate::cli::hashiya(&["project", "status", root, "--json"]);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", stderr(&output)))
}

/// A window on it, and what it was told.
fn window(root: &str) -> (Session, Vec<SessionEvent>) {
    let mut session = Session::new(Annotator::new("ليلى"), Arc::new(|| ()));
    session.open_paths(vec![root.into()]);
    let told = session.finish_jobs();
    (session, told)
}

fn failures(told: &[SessionEvent]) -> Vec<String> {
    let failed = |event: &SessionEvent| match event {
        SessionEvent::Failed(why) => Some(why.to_string()),
        _ => None,
    };
    told.iter().filter_map(failed).collect()
}

/// The names of the files that the list has.
fn listed(session: &Session) -> Vec<String> {
    let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
    session.entries().iter().filter_map(|entry| entry.path().and_then(name)).collect()
}

#[track_caller]
fn shows(root: &str, documents: &[&str], word: &str) -> Session {
    let (session, told) = window(root);
    assert_eq!(listed(&session), documents, "{told:?}");
    let said = failures(&told);
    assert!(said.iter().any(|said| said.contains(word)), "'{word}' is not in {told:?}");
    session
}

const ALL: [&str; 4] = ["1.ron", "2.ron", "3.ron", "نص.ron"];

/// The document that is shown is marked as done and saved.
fn work(session: &mut Session) -> Vec<SessionEvent> {
    session.dispatch(Edit::SetState(DocumentState::Done)).expect("it can be changed");
    session.save().expect("it has a file");
    session.finish_jobs()
}

fn is_done(at: &Path) -> bool {
    store::load(at).expect("readable").0.state == DocumentState::Done
}

#[test]
fn documents_without_their_project_file_are_listed_and_made_a_project_again() {
    let (folder, root) = project();
    let before = std::fs::read(folder.join("مشروع/documents/1.ron")).expect("there");
    std::fs::remove_file(folder.join("مشروع/project.ron")).expect("there");
    for command in ["status", "list"] {
        let output = crate::cli::hashiya(&["project", command, &root]);
        assert!(command == "list" || stderr(&output).contains("no project.ron"), "{}", stderr(&output));
    }
    fails(&["project", "add", &root, &path(&folder, "in")], 1, &["no project.ron", "hashiya project new"]);
    let (mut session, told) = window(&root);
    assert_eq!((listed(&session), failures(&told)), (ALL.map(String::from).to_vec(), Vec::new()));
    assert!(session.project().is_none());
    work(&mut session);
    drop(session);
    assert!(is_done(&folder.join("مشروع/documents/1.ron")));
    // The same command makes it one again, and nothing that was done is touched.
    done(&["project", "new", &root, "--from", &path(&folder, "in")]);
    assert!(is_done(&folder.join("مشروع/documents/1.ron")) && status(&root)["documents"] == 4);
    assert_ne!(std::fs::read(folder.join("مشروع/documents/1.ron")).expect("there"), before);
}

#[test]
fn a_project_without_its_documents_says_so_and_takes_them_again() {
    let (folder, root) = project();
    std::fs::remove_dir_all(folder.join("مشروع/documents")).expect("there");
    fails(&["project", "status", &root], 1, &["documents"]);
    shows(&root, &[], "the project has no folder 'documents'");
    done(&["project", "add", &root, &path(&folder, "in")]);
    assert_eq!(status(&root)["documents"], 4);
    // A file in the place of the folder is nobody's to remove.
    std::fs::rename(folder.join("مشروع/documents"), folder.join("away")).expect("there");
    folder.write("مشروع/documents", "نص");
    for command in ["status", "list"] {
        fails(&["project", command, &root], 1, &["documents"]);
    }
    fails(&["project", "add", &root, &path(&folder, "in")], 1, &["documents"]);
    assert_eq!(std::fs::read_to_string(folder.join("مشروع/documents")).expect("there"), "نص");
}

#[cfg(unix)]
#[test]
fn documents_that_are_a_link_out_of_the_project_are_not_followed() {
    let (folder, root) = project();
    std::fs::rename(folder.join("مشروع/documents"), folder.join("elsewhere")).expect("there");
    std::os::unix::fs::symlink(folder.join("elsewhere"), folder.join("مشروع/documents")).expect("links");
    fails(&["project", "status", &root], 1, &["a link that leads out"]);
    let (session, told) = window(&root);
    assert!(session.project().is_none() && failures(&told).iter().any(|said| said.contains("leads out")), "{told:?}");
    assert!(!listed(&session).iter().any(|name| name == "1.ron"), "{:?}", listed(&session));
}

#[cfg(unix)]
#[test]
fn a_project_that_may_not_be_written_is_read_and_says_why_it_takes_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, root) = project();
    let rights = |name: &str, mode| {
        std::fs::set_permissions(folder.join(name), std::fs::Permissions::from_mode(mode)).expect("own folder");
    };
    let documents = folder.join("مشروع/documents");
    let before = std::fs::read(documents.join("1.ron")).expect("there");
    folder.write("more/جديد.txt", "نص جديد");
    rights("", 0o755);
    ["مشروع", "مشروع/documents"].iter().for_each(|name| rights(name, 0o555));
    let read = ["status", "list", "stats"].map(|command| vec!["project", command, &root]);
    let more = path(&folder, "more");
    let package = path(&folder, "مشروع/حزمة");
    let written = [
        (vec!["project", "add", &root, &more], "no permission"),
        (vec!["project", "migrate", &root, "--rename", "PER=PERSON"], "no permission"),
        (vec!["project", "assign", &root, "--to", "أحمد"], "no permission"),
        (vec!["project", "package", &root, "--for", "أحمد", "--out", &package], "no document is assigned"),
    ];
    let all = read.iter().map(|words| (words, 0, "")).chain(written.iter().map(|(words, said)| (words, 1, *said)));
    for (words, code, part) in all {
        let Some(output) = crate::cli::without_privileges(&folder, &documents, words) else {
            return crate::support::skip("nobody may run nothing: a project that may not be written");
        };
        assert_eq!(output.status.code(), Some(code), "{words:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(part), "{words:?}: {}", stderr(&output));
    }
    ["مشروع", "مشروع/documents"].iter().for_each(|name| rights(name, 0o755));
    assert_eq!(std::fs::read(documents.join("1.ron")).expect("there"), before);
    assert_eq!(status(&root)["documents"], 4);
}

#[test]
fn a_project_that_is_moved_while_it_is_open_keeps_the_work_until_it_is_back() {
    let (folder, root) = project();
    let (mut session, _) = window(&root);
    let at = folder.join("مشروع/documents/1.ron");
    assert_eq!(session.current().and_then(|document| document.path()), Some(&at));
    std::fs::rename(&root, folder.join("بعيد")).expect("in one folder");
    let told = work(&mut session);
    assert!(session.is_dirty() && !failures(&told).is_empty(), "{told:?}");
    assert!(!at.exists(), "no second project comes of it");
    session.add_to_project(vec![folder.join("in")], true);
    let told = session.finish_jobs();
    assert!(!failures(&told).is_empty(), "{told:?}");
    std::fs::rename(folder.join("بعيد"), &root).expect("in one folder");
    session.save().expect("it has a file");
    let told = session.finish_jobs();
    assert!(told.iter().any(|event| matches!(event, SessionEvent::Save(SaveEvent::Saved { .. }))), "{told:?}");
    assert!(!session.is_dirty() && is_done(&at));
}

#[test]
fn a_project_that_is_deleted_while_it_is_open_leaves_the_work_in_the_window() {
    let (folder, root) = project();
    let (mut session, _) = window(&root);
    std::fs::remove_dir_all(&root).expect("there");
    let told = work(&mut session);
    assert!(session.is_dirty() && !failures(&told).is_empty(), "{told:?}");
    // It can be put anywhere else.
    let elsewhere = folder.join("نسخة.ron");
    session.save_as(elsewhere.clone(), Replace::OnlyUnchanged).expect("it can be saved");
    let told = session.finish_jobs();
    assert!(!session.is_dirty() && is_done(&elsewhere), "{told:?}");
}

#[test]
fn two_documents_of_one_identity_are_both_there_and_named() {
    let (folder, root) = project();
    let first = folder.join("مشروع/documents/1.ron");
    std::fs::copy(&first, folder.join("مشروع/documents/نسخة 1.ron")).expect("copied");
    let status = status(&root);
    assert_eq!(status["documents"], 5);
    assert!(status["same_identity"].to_string().contains("نسخة 1.ron"), "{status:#}");
    let (mut session, told) = window(&root);
    assert_eq!((session.entries().len(), failures(&told)), (5, Vec::new()));
    // Work on one is no work on the other.
    work(&mut session);
    assert!(is_done(&first) && !is_done(&folder.join("مشروع/documents/نسخة 1.ron")));
    let out = path(&folder, "all.jsonl");
    done(&["export", &path(&folder, "مشروع/documents"), "--to", "jsonl", "--out", &out]);
    assert_eq!(std::fs::read_to_string(&out).expect("written").lines().count(), 5);
}

#[test]
fn documents_of_an_older_schema_are_counted_worked_on_and_brought_up() {
    let (folder, root) = project();
    let old = std::fs::read(folder.join("مشروع/documents/2.ron")).expect("there");
    done(&["project", "migrate", &root, "--rename", "PER=PERSON"]);
    // From a backup, or a colleague who was away.
    std::fs::write(folder.join("مشروع/documents/2.ron"), old).expect("written");
    let counted = status(&root);
    assert_eq!(counted["labels"], serde_json::json!({"PER": 1, "PERSON": 2}));
    assert!(counted["with_other_schema"].to_string().contains("2.ron"), "{counted:#}");
    let (session, told) = window(&root);
    assert_eq!((listed(&session), failures(&told)), (ALL.map(String::from).to_vec(), Vec::new()));
    drop(session);
    done(&["project", "migrate", &root]);
    let counted = status(&root);
    assert_eq!(
        (&counted["labels"], &counted["with_other_schema"]),
        (&serde_json::json!({"PERSON": 3}), &serde_json::json!([]))
    );
}

#[test]
fn files_of_others_among_the_documents_are_named_and_left_alone() {
    let (folder, root) = project();
    let foreign = [("صورة.png", "\u{1}png"), ("notes.docx", "PK"), (".git/config", "[core]"), ("فارغ.ron", "")];
    foreign.iter().for_each(|(name, bytes)| drop(folder.write(&format!("مشروع/documents/{name}"), bytes)));
    let counted = status(&root);
    assert_eq!(counted["documents"], 4);
    assert!(counted.to_string().contains("صورة.png") && !counted.to_string().contains(".git"), "{counted:#}");
    let (session, told) = window(&root);
    assert!(ALL.iter().all(|name| listed(&session).contains(&(*name).to_owned())));
    let passed = told.iter().any(|event| matches!(event, SessionEvent::Open(OpenEvent::PassedOver(_))));
    assert!(passed, "{told:?}");
    drop(session);
    // One that cannot be read keeps a change of all away, by its name; what is none does not.
    fails(&["project", "migrate", &root, "--rename", "PER=PERSON"], 1, &["فارغ.ron"]);
    std::fs::remove_file(folder.join("مشروع/documents/فارغ.ron")).expect("there");
    done(&["project", "migrate", &root, "--rename", "PER=PERSON"]);
    for (name, bytes) in &foreign[..3] {
        assert_eq!(std::fs::read_to_string(folder.join(&format!("مشروع/documents/{name}"))).expect("there"), *bytes);
    }
}

#[test]
fn a_project_of_a_newer_version_lists_its_documents_and_is_changed_by_nobody() {
    let (folder, root) = project();
    let file = folder.join("مشروع/project.ron");
    let newer = std::fs::read_to_string(&file).expect("there").replace("version: 2", "version: 9");
    std::fs::write(&file, &newer).expect("written");
    let input = path(&folder, "in");
    for words in [&["project", "add", &root, &input][..], &["project", "migrate", &root, "--rename", "PER=X"]] {
        fails(words, 1, &["project.ron", "version 9"]);
    }
    let mut session = shows(&root, &ALL, "version 9");
    work(&mut session);
    assert!(is_done(&folder.join("مشروع/documents/1.ron")));
    assert_eq!(std::fs::read_to_string(&file).expect("there"), newer);
}

#[test]
fn a_broken_list_of_assignments_is_told_and_everything_else_goes_on() {
    let (folder, root) = project();
    done(&["project", "assign", &root, "--to", "أحمد"]);
    let file = folder.join("مشروع/assignments.ron");
    let broken = std::fs::read_to_string(&file).expect("there").replacen("[", "<<<<<<< ours\n[", 2);
    std::fs::write(&file, &broken).expect("written");
    let counted = status(&root);
    assert_eq!(counted["documents"], 4);
    assert_eq!(counted["unreadable"], 1);
    fails(&["project", "status", &root], 1, &["assignments.ron", "documents\t4"]);
    done(&["project", "list", &root]);
    let out = path(&folder, "حزمة");
    fails(&["project", "assign", &root, "--to", "سارة"], 1, &["assignments.ron"]);
    fails(&["project", "package", &root, "--for", "أحمد", "--out", &out], 1, &["assignments.ron"]);
    assert_eq!(std::fs::read_to_string(&file).expect("there"), broken);
    let (mut session, told) = window(&root);
    assert!(told.iter().any(|event| matches!(event, SessionEvent::Project(ProjectEvent::Opened { .. }))), "{told:?}");
    work(&mut session);
    assert!(is_done(&folder.join("مشروع/documents/1.ron")));
}

#[test]
fn a_broken_log_and_a_broken_list_of_changes_stand_in_no_way() {
    let (folder, root) = project();
    done(&["project", "migrate", &root, "--rename", "PER=PERSON"]);
    let log = folder.join("مشروع/documents/.1.ron.history/steps");
    let whole = std::fs::read(&log).expect("a migration is a step");
    let mut torn = whole[..whole.len() - 9].to_vec();
    torn.extend([0; 40]);
    std::fs::write(&log, &torn).expect("written");
    let changes = folder.join("مشروع/.hashiya-changes");
    let list = std::fs::read_dir(&changes).expect("it is listed").next().expect("one").expect("readable").path();
    std::fs::write(&list, "{\"id\":").expect("written");
    let (mut session, told) = window(&root);
    assert_eq!((listed(&session), failures(&told)), (ALL.map(String::from).to_vec(), Vec::new()));
    let told = work(&mut session);
    assert!(failures(&told).is_empty(), "{told:?}");
    drop(session);
    // What was done since is in the log again.
    let read = history::read(&folder.join("مشروع/documents/1.ron"));
    assert!(read.steps().next().is_some(), "{read:?}");
    done(&["project", "migrate", &root, "--rename", "PERSON=PER"]);
    assert_eq!(status(&root)["labels"], serde_json::json!({"PER": 3}));
}

#[test]
fn what_a_change_did_to_the_project_is_taken_back_with_its_documents_or_nothing_is() {
    let (folder, root) = project();
    done(&["project", "migrate", &root, "--rename", "PER=PERSON"]);
    let changes = std::fs::read_dir(folder.join("مشروع/.hashiya-changes")).expect("it is listed");
    let list = changes.map(|entry| entry.expect("readable").path()).next().expect("one");
    let group = list.file_stem().and_then(|name| name.to_str()).expect("Unicode").to_owned();
    let kept = folder.join(&format!("مشروع/.hashiya-project-{group}"));
    let whole = std::fs::read(&kept).expect("the schema changed");
    std::fs::write(&kept, &whole[..whole.len() / 2]).expect("written");
    fails(&["undo", &root, "--group", &group], 1, &[".hashiya-project-"]);
    assert_eq!(status(&root)["labels"], serde_json::json!({"PERSON": 3}));
    std::fs::write(&kept, whole).expect("written");
    done(&["undo", &root, "--group", &group]);
    let counted = status(&root);
    assert_eq!(
        (&counted["labels"], &counted["with_other_schema"]),
        (&serde_json::json!({"PER": 3}), &serde_json::json!([]))
    );
}

#[test]
fn a_renamed_or_removed_document_takes_its_log_with_it() {
    let (folder, root) = project();
    done(&["project", "migrate", &root, "--rename", "PER=PERSON"]);
    let steps = |name: &str| history::read(&folder.join(name)).steps().count();
    let before = steps("مشروع/documents/1.ron");
    assert!(before > 0);
    done(&["project", "rename", &path(&folder, "مشروع/documents/1.ron"), "--file", "أول"]);
    assert_eq!((steps("مشروع/documents/1.ron"), steps("مشروع/documents/أول.ron")), (0, before));
    done(&["project", "remove", &root, &path(&folder, "مشروع/documents/أول.ron")]);
    assert_eq!(steps("مشروع/removed/أول.ron"), before);
    // A log that lies where it would come is somebody's.
    folder.write("مشروع/documents/.أول.ron.history/steps", "?");
    fails(&["project", "remove", &root, &path(&folder, "مشروع/removed/أول.ron"), "--back"], 1, &["history"]);
    assert_eq!(steps("مشروع/removed/أول.ron"), before);
}

#[test]
fn a_renamed_document_stays_whose_it_was_and_one_that_is_gone_is_left_out_of_a_package() {
    let (folder, root) = project();
    done(&["project", "assign", &root, "--to", "أحمد"]);
    done(&["project", "rename", &path(&folder, "مشروع/documents/1.ron"), "--file", "أول"]);
    assert_eq!(status(&root)["unassigned"], 0);
    done(&["project", "remove", &root, &path(&folder, "مشروع/documents/2.ron")]);
    let out = path(&folder, "حزمة");
    done_saying(
        &["project", "package", &root, "--for", "أحمد", "--out", &out],
        "2.ron: it is assigned and not in the project",
    );
    assert!(folder.join("حزمة/documents/أول.ron").is_file() && !folder.join("حزمة/documents/2.ron").exists());
    let listed = done(&["project", "remove", &root, "--list"]);
    assert!(listed.contains("removed/2.ron") && !listed.contains("documents"), "{listed}");
    done(&["project", "remove", &root, &path(&folder, "مشروع/removed/2.ron"), "--back"]);
    assert_eq!(status(&root)["unassigned"], 0);
}

#[test]
fn a_change_of_a_project_that_a_crash_broke_off_is_completed_by_whoever_opens_it() {
    let (folder, root) = project();
    let file = folder.join("مشروع/project.ron");
    let documents: Vec<PathBuf> = (1..=3).map(|n| folder.join(&format!("مشروع/documents/{n}.ron"))).collect();
    let mut changes = store::ChangeSet::default();
    for path in &documents {
        let (mut document, stamp) = store::load(path).expect("there");
        document.state = DocumentState::Done;
        changes.stage(&document, path, Expect::Unchanged(stamp)).expect("written");
    }
    let (mut facts, stamp) = store::load_project(&file).expect("there");
    facts.guidelines = "دليل".into();
    changes.stage_bytes(&file, store::project_to_ron(&facts).as_bytes(), Expect::Unchanged(stamp)).expect("written");
    changes.break_off_after(2).expect("decided");
    assert_eq!(status(&root)["states"]["done"], 3);
    assert_eq!(store::load_project(&file).expect("there").0.guidelines, "دليل");
    assert!(!folder.join("مشروع/.hashiya-change").exists());
}

#[test]
fn many_documents_are_changed_with_few_open_files_and_nobody_takes_one_of_them_meanwhile() {
    let folder = Folder::new();
    let line = |n: usize| {
        let spans = "[{\"start\": 4, \"end\": 8, \"label\": \"PER\"}]";
        format!("{{\"id\": \"{n}\", \"text\": \"زار أحمد القاهرة {n}.\", \"spans\": {spans}}}\n")
    };
    folder.write("in/أخبار.jsonl", (0..150).map(line).collect::<String>());
    let root = path(&folder, "مشروع");
    done(&["project", "new", &root, "--from", &path(&folder, "in")]);
    // A lock is an open file; the shell takes the limit down for what it starts.
    let hashiya = env!("CARGO_BIN_EXE_hashiya");
    let limited = |words: &str| {
        let script = format!("ulimit -n 128; exec '{hashiya}' {words}");
        Command::new("sh").args(["-c", &script]).output().expect("there is a shell")
    };
    let output = limited(&format!("project migrate '{root}' --rename PER=PERSON"));
    if !cfg!(unix) {
        return;
    }
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(status(&root)["labels"], serde_json::json!({"PERSON": 150}));
    assert!(!folder.join("مشروع/documents/.hashiya-lock").exists() && !folder.join("مشروع/.hashiya-lock").exists());
    // Who holds the folder holds each document in it, and no other folder.
    let document = folder.join("مشروع/documents/7.ron");
    let held = store::FolderLock::take(&folder.join("مشروع")).expect("free").expect("locks are known here");
    assert!(Lock::take(&document).is_err() && Lock::take_within(&document, std::slice::from_ref(&held)).is_ok());
    assert!(Lock::take(&folder.join("in/x.ron")).is_ok());
    let annotate = ["annotate", &path(&folder, "مشروع/documents/7.ron"), "--label", "PERSON", "--match", "القاهرة"];
    fails(&annotate, 1, &["open in another program"]);
    drop(held);
    done(&annotate);
    // A document that somebody has open keeps a change of all away.
    let open = Lock::take(&document).expect("free");
    fails(&["project", "migrate", &root, "--rename", "PERSON=PER"], 1, &["7.ron", "open in another program"]);
    drop(open);
    assert_eq!(status(&root)["labels"], serde_json::json!({"PERSON": 151}));
}

#[test]
fn of_two_commands_on_one_project_none_loses_what_the_other_did() {
    let (folder, root) = project();
    for n in 0..40 {
        folder.write(&format!("more/جديد {n}.txt"), format!("نص {n}"));
    }
    let (more, package) = (path(&folder, "more"), path(&folder, "حزمة"));
    done(&["project", "assign", &root, "--to", "أحمد"]);
    done(&["project", "package", &root, "--for", "أحمد", "--out", &package]);
    done(&["annotate", &path(&folder, "حزمة/documents/1.ron"), "--label", "PER", "--match", "القاهرة"]);
    let commands: [&[&str]; 5] = [
        &["project", "add", &root, &more],
        &["project", "migrate", &root, "--rename", "PER=PERSON"],
        &["project", "assign", &root, "--to", "سارة"],
        &["project", "return", &root, &package],
        &["project", "status", &root, "--json"],
    ];
    let start = |words: &[&str]| -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hashiya"));
        command.args(words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the binary runs")
    };
    // What was refused is done afterwards, one after the other.
    let running: Vec<(&[&str], Child)> = commands.iter().map(|words| (*words, start(words))).collect();
    let ended = running.into_iter().map(|(words, child)| (words, child.wait_with_output().expect("it ends")));
    for (words, output) in ended.collect::<Vec<_>>() {
        let said = stderr(&output);
        if !output.status.success() {
            let clear = [
                "open in another program",
                "changed by another program",
                "it was changed",
                "there is no more",
                "No such file",
            ];
            assert!(clear.iter().any(|part| said.contains(part)), "{words:?}: {said}");
            if words[1] != "status" {
                done(words);
            }
        }
    }
    done(&["project", "migrate", &root]);
    let counted = status(&root);
    assert_eq!(
        (&counted["documents"], &counted["with_other_schema"]),
        (&44.into(), &serde_json::json!([])),
        "{counted:#}"
    );
    assert_eq!(counted["labels"], serde_json::json!({"PERSON": 4}), "{counted:#}");
    done(&["project", "assign", &root, "--to", "سارة"]);
    assert_eq!(status(&root)["unassigned"], 0);
}
