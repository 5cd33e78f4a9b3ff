//! Documents in a git repository: merged and compared by annotation. Where git is not installed, what needs it is left
//! out and said (and fails where CI runs); the merge itself is tested in `merge`.

use std::path::Path;
use std::process::{Command, Output};

use hashiya::model::AnnotatedDocument;
use hashiya::store::{Expect, load, save};

use crate::fixture::{Folder, HARD_TEXT, annotation, hard_document, place};

/// A repository of its own with the drivers installed and the hard document committed; `None` without git.
fn repository() -> Option<Folder> {
    if Command::new("git").arg("--version").output().is_err() {
        crate::support::skip("git is not installed: merging in a repository");
        return None;
    }
    let folder = Folder::new();
    git(&folder, &["init", "-q", "-b", "main"]);
    git(&folder, &["config", "user.name", "ليلى"]);
    git(&folder, &["config", "user.email", "l@example.org"]);
    folder.write(".gitattributes", "*.png binary");
    hashiya(&["git", "install", "--project", &path(&folder, "")]);
    save(&hard_document(), &folder.join("خبر.ron"), Expect::Absent).expect("saved");
    commit(&folder, "base");
    Some(folder)
}

fn path(folder: &Folder, name: &str) -> String {
    folder.join(name).to_str().expect("UTF-8").to_owned()
}

fn hashiya(arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_hashiya")).args(arguments).output().expect("the binary runs");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
    output
}

fn try_git(folder: &Folder, arguments: &[&str]) -> Output {
    let mut command = Command::new("git");
    // The machine's own settings must not matter.
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
    command.arg("-C").arg(folder.path()).args(arguments).output().expect("git runs")
}

#[track_caller]
fn git(folder: &Folder, arguments: &[&str]) -> String {
    let output = try_git(folder, arguments);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

fn commit(folder: &Folder, message: &str) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-qm", message]);
}

fn edit(folder: &Folder, change: impl FnOnce(&mut AnnotatedDocument)) {
    let path = folder.join("خبر.ron");
    let (mut document, stamp) = load(&path).expect("a document");
    change(&mut document);
    save(&document, &path, Expect::Unchanged(stamp)).expect("saved");
}

fn note(document: &mut AnnotatedDocument, id: &str, note: &str) {
    let mut changed = (**document.annotations.get(&id.into()).expect("in the fixture")).clone();
    changed.record.note = note.into();
    document.annotations.insert(changed);
}

/// Two branches with one change each; then `main` is checked out.
fn branches(folder: &Folder, ours: impl FnOnce(&mut AnnotatedDocument), theirs: impl FnOnce(&mut AnnotatedDocument)) {
    git(folder, &["checkout", "-qb", "layla"]);
    edit(folder, theirs);
    commit(folder, "theirs");
    git(folder, &["checkout", "-q", "main"]);
    edit(folder, ours);
    commit(folder, "ours");
}

#[test]
fn two_branches_come_together_by_annotation() {
    let Some(folder) = repository() else { return };
    let at = place(HARD_TEXT, "أمس", 0);
    branches(&folder, |d| note(d, "p1", "لنا"), |d| d.annotations.insert(annotation("n1", "DATE", HARD_TEXT, &[at])));
    git(&folder, &["merge", "-q", "layla", "-m", "together"]);
    let (merged, _) = load(&folder.join("خبر.ron")).expect("a document");
    assert!(merged.annotations.contains(&"n1".into()) && merged.conflicts.is_empty());
    assert_eq!(merged.annotations.get(&"p1".into()).map(|a| a.record.note.as_str()), Some("لنا"));
}

#[test]
fn what_disagrees_is_a_conflict_to_git_and_a_readable_file() {
    let Some(folder) = repository() else { return };
    branches(&folder, |d| note(d, "l1", "لنا"), |d| note(d, "l1", "لهم"));
    let output = try_git(&folder, &["merge", "layla"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    for part in ["خبر.ron", "«القـــاهرة»", "لنا", "لهم", "1 conflict", "CONFLICT"] {
        assert!(said.contains(part), "'{part}' is not in: {said}");
    }
    assert!(git(&folder, &["status", "--porcelain", "-z"]).contains("UU "));
    let (merged, _) = load(&folder.join("خبر.ron")).expect("it opens with its conflict");
    assert_eq!(merged.conflicts.len(), 1);
}

#[test]
fn git_compares_by_annotation_even_what_is_broken() {
    let Some(folder) = repository() else { return };
    edit(&folder, |d| note(d, "l1", "جديد"));
    let said = git(&folder, &["diff"]);
    assert!(
        said.contains("+LOC «القـــاهرة»") && said.contains("note: \"جديد\"") && !said.contains("sha256"),
        "{said}"
    );
    folder.write("خبر.ron", "(version: 1, id: \"x\"");
    assert!(git(&folder, &["diff"]).contains("+(version: 1, id"));
}

#[test]
fn installing_twice_changes_nothing_and_other_lines_stay() {
    let Some(folder) = repository() else { return };
    let attributes = || std::fs::read_to_string(folder.join(".gitattributes")).expect("written");
    let (before, config) = (attributes(), git(&folder, &["config", "--local", "--list"]));
    assert_eq!(before, "*.png binary\n*.ron -text merge=hashiya diff=hashiya\n");
    assert!(hashiya(&["git", "install", "--project", &path(&folder, "")]).status.success());
    assert_eq!((attributes(), git(&folder, &["config", "--local", "--list"])), (before, config));
    let outside = Folder::new();
    let refused = hashiya(&["git", "install", "--project", &path(&outside, "")]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(outside.names(), Vec::<String>::new());
}

#[test]
fn schemas_are_merged_as_text() {
    let Some(folder) = repository() else { return };
    let schema = hashiya::store::default_schema();
    let path = folder.join("schema.ron");
    hashiya::store::save_schema(&schema, &path, Expect::Absent).expect("saved");
    commit(&folder, "schema");
    let change = |at: usize| {
        let mut schema = hashiya::store::load_schema(&path).expect("a schema");
        schema.labels[at].english = "Changed".into();
        hashiya::store::save_schema(&schema, &path, Expect::Anything).expect("saved");
    };
    git(&folder, &["checkout", "-qb", "layla"]);
    change(0);
    commit(&folder, "theirs");
    git(&folder, &["checkout", "-q", "main"]);
    change(5);
    commit(&folder, "ours");
    git(&folder, &["merge", "-q", "layla", "-m", "together"]);
    let merged = hashiya::store::load_schema(&path).expect("a schema");
    assert_eq!(merged.labels.iter().filter(|l| l.english == "Changed").count(), 2);
}

#[test]
fn merge_and_diff_by_hand() {
    let folder = Folder::new();
    let file = |name: &str, change: &dyn Fn(&mut AnnotatedDocument)| {
        let mut document = hard_document();
        change(&mut document);
        save(&document, &folder.join(name), Expect::Absent).expect("saved");
        path(&folder, name)
    };
    let base = file("base.ron", &|_| {});
    let ours = file("ours.ron", &|d| note(d, "l1", "لنا"));
    let theirs = file("theirs.ron", &|d| drop(d.annotations.remove(&"d1".into())));
    let out = path(&folder, "out.ron");
    assert!(hashiya(&["merge", &base, &ours, &theirs, "--out", &out]).status.success());
    assert_eq!(load(Path::new(&ours)).expect("untouched").0.annotations.len(), 8);
    let said = String::from_utf8(hashiya(&["diff", &base, &out]).stdout).expect("UTF-8");
    assert_eq!(said, "- DATE «12/5/2026» 103..112 (d1)\n~ LOC «القـــاهرة» 39..49 (l1): note «» → «لنا»\n");
    assert_eq!(hashiya(&["merge", &base, &ours, &theirs, "--out", &out]).status.code(), Some(1), "nothing is replaced");
    let other = folder.write("other.ron", "(version: 1, id: ");
    let refused = hashiya(&["merge", &base, &ours, other.to_str().expect("UTF-8")]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(load(Path::new(&ours)).expect("untouched").0.annotations.len(), 8);
}
