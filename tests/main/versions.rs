//! Earlier versions: what a save replaced can be listed, read and brought back.

use std::fs;
use std::path::Path;

use hashiya::model::{Annotator, DocumentState};
use hashiya::store::versions::{self, keep, read, restore, tidy, versions as listed};
use hashiya::store::{self, Expect};

use crate::fixture::{Folder, assert_same, hard_document};

/// Saves the document in a state, as the window does: what it replaces is kept.
fn save(path: &Path, annotator: &str) {
    let mut document = hard_document();
    document.annotator = Annotator::new(annotator);
    document.state = DocumentState::Done;
    keep(path).expect("kept");
    store::save(&document, path, Expect::Anything).expect("saved");
    tidy(path, 3).expect("tidied");
}

/// The annotators of the versions that are kept, the newest first.
fn kept(path: &Path) -> Vec<String> {
    let content = |version| store::document_reader::read(path, &read(version).expect("whole")).expect("sound");
    listed(path).iter().map(|version| content(version).annotator.to_string()).collect()
}

#[test]
fn what_a_save_replaces_is_kept_and_the_oldest_go() {
    let folder = Folder::new();
    let path = folder.join("خبر.ron");
    for annotator in ["أ", "ب", "ج", "د", "ه", "ه"] {
        save(&path, annotator);
        // Versions are told apart by the time of their file.
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(kept(&path), ["ه", "د", "ج"], "the newest three of what was replaced");
    assert_eq!(store::load(&path).expect("sound").0.annotator.as_str(), "ه");
    let out = folder.join("قديم.ron");
    let oldest = listed(&path).pop().expect("three");
    restore(&oldest, &out).expect("free");
    assert_eq!(store::load(&out).expect("sound").0.annotator.as_str(), "ج");
    assert!(restore(&oldest, &path).is_err(), "never over a file that is there");
    assert_eq!(store::load(&path).expect("sound").0.annotator.as_str(), "ه");
}

#[test]
fn a_version_that_a_crash_left_uncompressed_is_one_too() {
    let folder = Folder::new();
    let path = folder.join("a.ron");
    store::save(&hard_document(), &path, Expect::Absent).expect("saved");
    keep(&path).expect("kept");
    keep(&path).expect("kept once");
    let before = listed(&path);
    assert_eq!(before.len(), 1);
    let whole = store::document_reader::read(&path, &read(&before[0]).expect("whole")).expect("sound");
    assert_same(&whole, &hard_document());
    tidy(&path, 3).expect("tidied");
    let after = listed(&path);
    assert_eq!((after.len(), after[0].hash), (1, before[0].hash));
    assert_eq!(read(&after[0]).expect("whole"), fs::read(&path).expect("there"));
}

#[test]
fn a_damaged_version_is_named_and_foreign_files_are_no_versions() {
    let folder = Folder::new();
    let path = folder.join("a.ron");
    save(&path, "أ");
    save(&path, "ب");
    let version = listed(&path).pop().expect("one");
    let beside = version.path.parent().expect("a folder").to_path_buf();
    for name in ["notes.txt", "2026-11-20.ron.gz", "-.ron", "x-abc.ron.gz"] {
        fs::write(beside.join(name), "x").expect("writable");
    }
    assert_eq!(listed(&path), std::slice::from_ref(&version));
    let mut bytes = fs::read(&version.path).expect("there");
    let at = bytes.len() / 2;
    bytes[at] ^= 0x55;
    fs::write(&version.path, &bytes).expect("writable");
    let message = versions::read(&version).expect_err("damaged").to_string();
    assert!(message.contains("damaged"), "{message}");
}
