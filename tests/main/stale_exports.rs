//! A dataset that is exported again with other parts or fewer files leaves none of its older files, and takes none that is another's.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use hashiya::store::{self, ChangeSet, Expect};

use crate::cli::{done, done_saying, hashiya, path, stderr};
use crate::fixture::Folder;

/// Eight documents of a few words.
fn corpus() -> Folder {
    let folder = Folder::new();
    let line = |n: usize| format!("{{\"id\":\"d{n}\",\"text\":\"نص رقم {n} {}\"}}\n", "كلمة ".repeat(n * 7));
    folder.write("all.jsonl", (0..8).map(line).collect::<String>());
    done(&["import", &path(&folder, "all.jsonl"), "--out", &path(&folder, "docs")]);
    folder
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok);
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| !name.starts_with('.') && !name.contains("manifest")).collect()
}

fn of<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

#[test]
fn parts_of_other_names_take_the_place_of_the_older_ones() {
    let folder = corpus();
    let (docs, out) = (path(&folder, "docs"), path(&folder, "out"));
    let export = |format: &str, split: &str| {
        hashiya(&["export", &docs, "--to", format, "--out", &out, "--split", split, "--seed", "1"])
    };
    let at = folder.join("out");
    export("jsonl", "train=2,dev=1,test=1");
    assert_eq!(names(&at), of(["train.jsonl", "dev.jsonl", "test.jsonl"]));
    // What somebody put there, what somebody changed, and a dataset in another format stay.
    std::fs::write(at.join("mine.jsonl"), "{}\n").expect("writable");
    std::fs::write(at.join("test.jsonl"), "{\"text\":\"mine now\"}\n").expect("writable");
    export("csv", "train=1,dev=1");
    let dry = ["export", &docs, "--to", "jsonl", "--out", &out, "--split", "train=1,valid=1", "--dry-run"];
    let looked = done(&dry);
    assert!(looked.lines().any(|line| line.ends_with("dev.jsonl\tremoved")), "{looked}");
    assert!(!looked.contains("test.jsonl\tremoved"), "{looked}");
    let output = export("jsonl", "train=1,valid=1");
    let said = stderr(&output);
    assert!(said.contains("dev.jsonl: removed") && !said.contains("test.jsonl: removed"), "{said}");
    let left = of(["train.jsonl", "valid.jsonl", "test.jsonl", "mine.jsonl", "train.csv", "dev.csv"]);
    assert_eq!(names(&at), left);
    // Once more, and nothing is left to be removed.
    assert!(!stderr(&export("jsonl", "train=1,valid=1")).contains("removed"));
    // A file that comes back is not taken for the old one.
    std::fs::write(at.join("dev.jsonl"), "").expect("writable");
    assert!(!stderr(&export("jsonl", "train=1,test2=1")).contains("dev.jsonl"));
    assert!(at.join("dev.jsonl").exists());
}

#[test]
fn parts_that_are_folders_lose_their_older_files() {
    let folder = corpus();
    let (docs, out) = (path(&folder, "docs"), path(&folder, "out"));
    let export = |split: &str| {
        done(&["export", &docs, "--to", "brat", "--out", &out, "--split", split, "--seed", "1"]);
    };
    export("train=1,dev=1");
    assert!(names(&folder.join("out/dev")).len() > 4);
    export("train=1,valid=1");
    assert_eq!(names(&folder.join("out/dev")), of([]));
    // Without parts a folder of brat is no dataset of its own: one document after the other is exported there.
    let plain = path(&folder, "plain");
    let all = std::fs::read_dir(folder.join("docs")).expect("a folder").filter_map(Result::ok);
    for document in all.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "ron")).take(2) {
        done(&["export", document.to_str().expect("UTF-8"), "--to", "brat", "--out", &plain]);
    }
    assert_eq!(names(&folder.join("plain")).iter().filter(|name| name.ends_with(".ann")).count(), 2);
}

/// The list is a file that anybody may write: it leads to no file that the folder itself does not know.
#[test]
fn a_list_that_somebody_wrote_removes_nothing() {
    let folder = corpus();
    let (docs, out) = (path(&folder, "docs"), path(&folder, "out"));
    folder.write("mine.txt", "mine");
    std::fs::create_dir_all(folder.join("out")).expect("writable");
    let list =
        "{\"version\":2,\"files\":{},\"datasets\":{\"jsonl\":[\"../mine.txt\",\"/etc/hosts\",\"own.jsonl\",\"sub\"]}}";
    folder.write("out/.hashiya-exports", list);
    folder.write("out/own.jsonl", "{}");
    std::fs::create_dir_all(folder.join("out/sub")).expect("writable");
    done(&["export", &docs, "--to", "jsonl", "--out", &out, "--split", "a=1,b=1"]);
    assert!(
        folder.join("mine.txt").exists() && folder.join("out/own.jsonl").exists() && folder.join("out/sub").exists()
    );
}

/// At each moment between the decision and the end.
#[test]
fn a_removal_that_was_broken_off_is_completed_or_taken_back() {
    for broken_off in 0..=3 {
        let folder = Folder::new();
        let (new, old, other) = (folder.join("new.txt"), folder.write("old.txt", "old"), folder.write("x.txt", "x"));
        let stage = || {
            let mut changes = ChangeSet::default();
            changes.stage_bytes(&new, b"new", Expect::Absent).expect("staged");
            for place in [&old, &other] {
                changes.remove(place, store::stamp_of(place).expect("readable").expect("there")).expect("staged");
            }
            changes
        };
        stage().break_off_after(broken_off).expect("decided");
        let changed = broken_off < 2;
        if changed {
            std::fs::write(&old, "changed").expect("writable");
        }
        let settled = store::complete(&new).expect("completed");
        assert_eq!(settled[0].completed, 3 - broken_off - usize::from(changed), "{broken_off}");
        assert_eq!(settled[0].left, if changed { vec![old.clone()] } else { vec![] });
        assert_eq!(folder.names(), if changed { vec!["new.txt", "old.txt"] } else { vec!["new.txt"] });
    }
    // One that was never decided leaves everything, and one that was changed meanwhile does not begin.
    let folder = Folder::new();
    let old = folder.write("old.txt", "old");
    let stamp = store::stamp_of(&old).expect("readable").expect("there");
    let mut changes = ChangeSet::default();
    changes.stage_bytes(&folder.join("new.txt"), b"new", Expect::Absent).expect("staged");
    changes.remove(&old, stamp).expect("staged");
    std::fs::write(&old, "changed").expect("writable");
    assert!(changes.commit().is_err());
    assert_eq!(folder.names(), ["old.txt"]);
    assert!(ChangeSet::default().remove(&old, stamp).is_err());
    let stamp = store::stamp_of(&old).expect("readable").expect("there");
    let mut changes = ChangeSet::default();
    changes.remove(&old, stamp).expect("staged");
    changes.commit().expect("it goes by itself");
    assert_eq!(folder.names(), Vec::<String>::new());
}

/// kill -9 at any moment of an export: what is found afterwards is the one dataset or the other.
#[test]
fn twelve_kills_while_exporting_leave_one_dataset_or_the_other() {
    let folder = corpus();
    let (docs, out) = (path(&folder, "docs"), path(&folder, "out"));
    let splits = ["train=2,dev=1,test=1", "a=1,b=1"];
    let wanted = [of(["train.jsonl", "dev.jsonl", "test.jsonl"]), of(["a.jsonl", "b.jsonl"])];
    let arguments =
        |n: usize| ["export", &docs, "--to", "jsonl", "--out", &out, "--split", splits[n % 2], "--seed", "1"];
    done(&arguments(0));
    for round in 1..=12 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_hashiya"))
            .args(arguments(round))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        std::thread::sleep(Duration::from_micros(2_000 + round as u64 * 1_700));
        child.kill().expect("it is ours");
        child.wait().expect("it is ours");
        store::complete(&folder.join("out/x")).expect("completed or taken back");
        let mut found = names(&folder.join("out"));
        // What never was decided waits to be cleared away.
        found.retain(|name| !name.ends_with("hashiya-tmp"));
        assert!(wanted.contains(&found), "round {round}: {found:?}");
    }
    done(&arguments(0));
    done_saying(&arguments(1), "train.jsonl: removed");
    assert_eq!(names(&folder.join("out")), wanted[1]);
}
