//! Projects on the command line: made of texts and datasets, gone on with, added to, counted.

use std::path::Path;

use hashiya::edit::{Command, Context};
use hashiya::model::{Annotator, DocumentState, IdGenerator, Timestamp};
use hashiya::store::{Expect, load, save};
use serde_json::Value;

use crate::cli::{done, done_saying, fails, path};
use crate::fixture::Folder;

/// Two folders with a text of one name in each, and a dataset.
fn texts() -> Folder {
    let folder = Folder::new();
    for (place, text) in [("in/شمال/خبر.txt", "وصل أحمد"), ("in/جنوب/خبر.txt", "غادرت ليلى"), ("in/a.txt", "نص ثالث")]
    {
        let place = folder.join(place);
        std::fs::create_dir_all(place.parent().expect("a folder")).expect("made");
        std::fs::write(place, text).expect("written");
    }
    folder.write(
        "more.jsonl",
        "{\"id\": \"ر\", \"text\": \"زار أحمد\", \"spans\": [{\"start\": 4, \"end\": 8, \"label\": \"PER\"}]}\n",
    );
    folder
}

fn status(folder: &Folder) -> Value {
    serde_json::from_str(&done(&["project", "status", &path(folder, "مشروع"), "--json"])).expect("JSON")
}

#[track_caller]
fn check(folder: &Folder, field: &str, expect: Value) {
    let status = status(folder);
    assert_eq!(status[field], expect, "{field} of {status:#}");
}

/// Carries out a command on a document of the project and saves it.
fn edit(at: &Path, command: Command) {
    let (mut document, stamp) = load(at).expect("there");
    let (annotator, mut ids) = (Annotator::new("ليلى"), IdGenerator::new(7));
    let context = &mut Context { annotator: &annotator, now: Timestamp(1_790_000_000_000), ids: &mut ids };
    let transaction = hashiya::edit::plan(&document, command, context).expect("planned");
    transaction.apply(&mut document).expect("applied");
    save(&document, at, Expect::Unchanged(stamp)).expect("saved");
}

#[test]
fn a_project_is_made_of_texts_and_its_status_counts_them() {
    let folder = texts();
    let project = path(&folder, "مشروع");
    done_saying(&["project", "new", &project, "--from", &path(&folder, "in")], "3 documents, 0 annotations");
    for place in ["شمال/خبر.ron", "جنوب/خبر.ron", "a.ron"] {
        assert!(folder.join(&format!("مشروع/documents/{place}")).is_file(), "{place}");
    }
    check(&folder, "documents", 3.into());
    check(
        &folder,
        "states",
        serde_json::json!({"new": 3, "in-progress": 0, "done": 0, "look-again": 0, "rejected": 0}),
    );
    check(&folder, "words", 6.into());
    // Read, and nothing in it, is another thing than not read.
    edit(&folder.join("مشروع/documents/a.ron"), Command::SetState(DocumentState::Done));
    check(&folder, "done_without_annotation", 1.into());
    check(&folder, "same_identity", serde_json::json!([]));
    fails(&["project", "new", &project], 1, &["a project is there already"]);
    fails(&["project", "status", &path(&folder, "in")], 1, &["no project.ron"]);
}

#[test]
fn what_was_begun_is_gone_on_with_and_nothing_that_is_there_is_touched() {
    let folder = texts();
    let project = path(&folder, "مشروع");
    let input = path(&folder, "in");
    done(&["project", "new", &project, "--from", &input]);
    let worked = folder.join("مشروع/documents/a.ron");
    edit(&worked, Command::SetState(DocumentState::LookAgain));
    let before = std::fs::read(&worked).expect("there");
    std::fs::remove_file(folder.join("مشروع/documents/شمال/خبر.ron")).expect("as if it had been broken off before it");
    done_saying(
        &["project", "new", &project, "--from", &input],
        "1 document, 0 annotations; 2 documents there already",
    );
    assert_eq!(std::fs::read(&worked).expect("there"), before);
    // A text that changed is no document of its own, and none is replaced by it.
    std::fs::write(folder.join("in/a.txt"), "نص آخر").expect("written");
    fails(&["project", "add", &project, &input], 1, &["another text is in this place"]);
    check(&folder, "sources", serde_json::json!({"lost": 0, "changed": 1}));
    std::fs::remove_file(folder.join("in/جنوب/خبر.txt")).expect("removed");
    check(&folder, "sources", serde_json::json!({"lost": 1, "changed": 1}));
}

#[test]
fn a_dataset_with_further_labels_is_added_where_the_schema_may_grow() {
    let folder = texts();
    let project = path(&folder, "مشروع");
    let more = path(&folder, "more.jsonl");
    folder.write(
        "labels.ron",
        "(version: 1, name: \"\", labels: [(name: \"LOC\", arabic: \"\", english: \"\", colour: \"#112233\")])",
    );
    done(&["project", "new", &project, "--from", &path(&folder, "in"), "--schema", &path(&folder, "labels.ron")]);
    fails(&["project", "add", &project, &more], 1, &["PER"]);
    check(&folder, "documents", 3.into());
    done_saying(&["project", "add", &project, &more, "--schema-grow"], "the schema of the project has further labels");
    check(&folder, "labels", serde_json::json!({"PER": 1}));
    // Those that were there have the schema that the project had.
    assert_eq!(status(&folder)["with_other_schema"].as_array().expect("a list").len(), 3);
}

#[test]
fn two_folders_with_files_of_one_name_are_two_documents_each() {
    let folder = texts();
    let project = path(&folder, "مشروع");
    let (north, south) = (path(&folder, "in/شمال"), path(&folder, "in/جنوب"));
    done(&["project", "new", &project, "--from", &north, &south]);
    check(&folder, "documents", 2.into());
    assert!(folder.join("مشروع/documents/شمال/خبر.ron").is_file());
}

#[test]
fn a_project_file_of_a_newer_version_is_refused_by_name() {
    let folder = texts();
    let project = path(&folder, "مشروع");
    done(&["project", "new", &project]);
    let file = folder.join("مشروع/project.ron");
    let text = std::fs::read_to_string(&file).expect("there").replace("version: 2", "version: 4");
    std::fs::write(&file, text).expect("written");
    fails(&["project", "status", &project], 1, &["project.ron", "version 4"]);
}

#[test]
fn a_document_is_renamed_with_its_versions_and_its_other_readings_and_nothing_is_replaced() {
    let folder = texts();
    let project = path(&folder, "مشروع");
    done(&["project", "new", &project, "--from", &path(&folder, "in")]);
    let (old, new) = (folder.join("مشروع/documents/a.ron"), folder.join("مشروع/documents/ب.ron"));
    let (reading, moved) = (folder.join("مشروع/readings/ليلى/a.ron"), folder.join("مشروع/readings/ليلى/ب.ron"));
    std::fs::create_dir_all(reading.parent().expect("a folder")).expect("made");
    std::fs::copy(&old, &reading).expect("copied");
    let text = |at: &Path| load(at).expect("a document").0.document.text().clone();
    let before = text(&old);
    let said =
        done(&["project", "rename", &path(&folder, "مشروع/documents/a.ron"), "--title", "نص ثالث", "--file", "ب"]);
    assert!(said.trim_end().ends_with("ب.ron"), "{said}");
    assert!(!old.exists() && !reading.exists());
    assert_eq!((text(&new), text(&moved)), (before.clone(), before));
    assert_eq!(load(&new).expect("there").0.document.title(), "نص ثالث");
    // What the title replaced is an earlier version, which went with the file.
    assert_eq!(hashiya::store::versions::versions(&new).len(), 1);
    check(&folder, "documents", 3.into());
    // A name that is taken, that is none, and a document that is at work.
    folder.write("مشروع/documents/ت.ron", std::fs::read(&new).expect("there"));
    let at = path(&folder, "مشروع/documents/ب.ron");
    fails(&["project", "rename", &at, "--file", "ت"], 1, &["ت.ron"]);
    fails(&["project", "rename", &at, "--file", "../ث"], 1, &["cannot be the name of a file"]);
    let lock = hashiya::store::Lock::take(&new).expect("free");
    fails(&["project", "rename", &at, "--file", "ج"], 1, &["open in another program"]);
    drop(lock);
    std::fs::write(folder.join("مشروع/documents/.ب.ron.journal"), b"").expect("written");
    fails(&["project", "rename", &at, "--file", "ج"], 1, &["a window that crashed"]);
    assert!(new.is_file() && !folder.join("مشروع/documents/ج.ron").exists());
}

#[test]
fn a_document_that_is_removed_lies_beside_the_others_and_comes_back() {
    let folder = texts();
    let project = path(&folder, "مشروع");
    done(&["project", "new", &project, "--from", &path(&folder, "in")]);
    let inner = "مشروع/documents/شمال/خبر.ron";
    let before = std::fs::read(folder.join(inner)).expect("there");
    done(&["project", "remove", &project, &path(&folder, inner)]);
    check(&folder, "documents", 2.into());
    let removed = path(&folder, "مشروع/removed/شمال/خبر.ron");
    assert_eq!(std::fs::read(&removed).expect("kept"), before);
    fails(&["project", "remove", &project, &path(&folder, "in/a.txt")], 1, &["no document of the project"]);
    // One that cannot be moved leaves all where they are: a file stands where a folder would be.
    folder.write("مشروع/removed/جنوب", "");
    let all = [path(&folder, "مشروع/documents/a.ron"), path(&folder, "مشروع/documents/جنوب/خبر.ron")];
    fails(&["project", "remove", &project, &all[0], &all[1]], 1, &["removed"]);
    check(&folder, "documents", 2.into());
    // So does one that the system cannot look at.
    let long = path(&folder, &format!("مشروع/documents/{}.ron", "x".repeat(400)));
    fails(&["project", "remove", &project, &all[0], &long], 1, &["xxx"]);
    check(&folder, "documents", 2.into());
    done(&["project", "remove", &project, &removed, "--back"]);
    assert_eq!(std::fs::read(folder.join(inner)).expect("back"), before);
    check(&folder, "documents", 3.into());
}

/// A person stands in the folder above and writes what the shell completes.
#[test]
fn a_document_is_removed_and_brought_back_by_paths_that_do_not_begin_at_the_root() {
    let folder = texts();
    done(&["project", "new", &path(&folder, "مشروع"), "--from", &path(&folder, "in")]);
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hashiya"));
        let output = command.args(arguments).current_dir(folder.path()).output().expect("it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("Unicode")
    };
    run(&["project", "remove", "مشروع", "مشروع/documents/شمال/خبر.ron"]);
    let listed = run(&["project", "remove", "./مشروع", "--list"]);
    assert_eq!(listed, "./مشروع/removed/شمال/خبر.ron\n");
    run(&["project", "remove", "مشروع", "--back", listed.trim()]);
    check(&folder, "documents", 3.into());
}

#[test]
fn documents_of_ours_come_in_with_their_work_and_not_the_texts_they_were_made_of() {
    let folder = texts();
    let project = path(&folder, "مشروع");
    done(&["import", &path(&folder, "more.jsonl"), "--out", &path(&folder, "work")]);
    let work = folder.join("work/ر.ron");
    edit(&work, Command::SetState(DocumentState::Done));
    std::fs::write(folder.join("work/ر.txt"), "زار أحمد").expect("written");
    done_saying(&["project", "new", &project, "--from", &path(&folder, "work")], "1 document, 1 annotation");
    let (there, _) = load(&folder.join("مشروع/documents/ر.ron")).expect("a document");
    assert_eq!((there.state, there.annotations.len()), (DocumentState::Done, 1));
    check(&folder, "with_other_schema", serde_json::json!([]));
    done_saying(
        &["project", "add", &project, &path(&folder, "work")],
        "0 documents, 0 annotations; 1 document there already",
    );
    // Texts without labels share the schema of the project as well.
    let second = path(&folder, "ثان");
    done(&["project", "new", &second, "--from", &path(&folder, "in")]);
    let status: Value = serde_json::from_str(&done(&["project", "status", &second, "--json"])).expect("JSON");
    assert_eq!(status["with_other_schema"], serde_json::json!([]));
}

/// The project of [`texts`], one document done with nothing in it, one longer; with its rows.
fn listed(arguments: &[&str]) -> (Folder, String) {
    let folder = texts();
    let project = path(&folder, "مشروع");
    done(&["project", "new", &project, "--from", &path(&folder, "in"), "--annotator", "ليلى"]);
    edit(&folder.join("مشروع/documents/a.ron"), Command::SetState(DocumentState::Done));
    let text = folder.join("مشروع/documents/شمال/خبر.ron");
    edit(&text, Command::SetState(DocumentState::LookAgain));
    let arguments: Vec<&str> = ["project", "list", &project].into_iter().chain(arguments.iter().copied()).collect();
    let rows = done(&arguments);
    (folder, rows)
}

#[track_caller]
fn check_list(arguments: &[&str], expect: &[&str]) {
    let (_folder, rows) = listed(arguments);
    let paths: Vec<&str> = rows.lines().filter_map(|row| row.split('\t').next()).collect();
    assert_eq!(paths, expect, "{arguments:?}: {rows}");
}

#[test]
fn documents_of_a_project_are_listed_filtered_and_sorted() {
    let (north, south) = ("شمال/خبر.ron", "جنوب/خبر.ron");
    check_list(&[], &["a.ron", south, north]);
    check_list(&["--descending"], &[north, south, "a.ron"]);
    check_list(&["--sort", "state"], &[south, "a.ron", north]);
    check_list(&["--sort", "title", "--descending"], &[south, north, "a.ron"]);
    check_list(&["--filter", "state:undone"], &[south, north]);
    check_list(&["--filter", "-folder:شمال خبر"], &[south]);
    check_list(&["--filter", "حالة:منجز علامات:0"], &["a.ron"]);
    check_list(&["--filter", "label:PER"], &[]);
    let (folder, rows) = listed(&["--sort", "size", "--filter", "مجلد:جنوب"]);
    assert_eq!(rows, "جنوب/خبر.ron\tnew\t0\t2\tليلى\t–\tخبر\n");
    let project = path(&folder, "مشروع");
    fails(&["project", "list", &project, "--filter", "خبر stat:new"], 2, &["at character 5", "'stat' is no field"]);
    fails(&["project", "list", &project, "--sort", "height"], 2, &["files, title, state"]);
    // A folder that is no project is listed as well.
    let inner = done(&["project", "list", &path(&folder, "مشروع/documents/شمال"), "--json"]);
    let row: Value = serde_json::from_str(&inner).expect("one line");
    assert_eq!((&row["path"], &row["state"]), (&"خبر.ron".into(), &"look-again".into()));
}

#[test]
fn statistics_and_exports_take_the_filter_of_the_list() {
    let (folder, _) = listed(&[]);
    let documents = path(&folder, "مشروع/documents");
    let stats = done(&["stats", &documents, "--filter", "-state:done", "--json"]);
    let stats: Value = serde_json::from_str(&stats).expect("JSON");
    assert_eq!(stats["documents"], 2);
    let export = |filter: &str, out: &str| {
        let out = path(&folder, out);
        let arguments = ["export", &documents, "--to", "jsonl", "--out", &out, "--filter", filter];
        done(&arguments);
        std::fs::read_to_string(out).expect("written").lines().count()
    };
    assert_eq!(export("folder:شمال", "north.jsonl"), 1);
    assert_eq!(export("state:done,look-again", "two.jsonl"), 2);
    let arguments = ["export", &documents, "--to", "jsonl", "--out", "x", "--filter", "words>"];
    fails(&arguments, 2, &["'words' lacks what it is to be"]);
}

#[test]
fn a_summary_knows_when_a_person_last_changed_something() {
    let mut document = crate::marked::document("قال [PER أحمد] في [LOC بيروت]");
    let times = [Timestamp(1_000), Timestamp(5_000)];
    let mut annotations: Vec<hashiya::model::Annotation> = document.annotations.iter().map(|a| (**a).clone()).collect();
    for (annotation, time) in annotations.iter_mut().zip(times) {
        (annotation.record.created, annotation.record.modified) = (time, time);
        annotation.record.provenance = hashiya::model::Provenance::Imported { format: "jsonl".into() };
    }
    let changed = |annotations: &[hashiya::model::Annotation], document: &mut hashiya::model::AnnotatedDocument| {
        document.annotations =
            hashiya::model::AnnotationSet::from_shared(annotations.iter().cloned().map(std::sync::Arc::new).collect());
        hashiya::store::Summary::from(&*document).changed
    };
    assert_eq!(changed(&annotations, &mut document), None, "imported, and nobody touched it");
    annotations[0].record.modified = Timestamp(3_000);
    assert_eq!(changed(&annotations, &mut document), Some(Timestamp(3_000)));
}
