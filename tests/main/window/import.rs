//! Files of other formats dropped on the window: they are shown before they are taken, and asked about where they leave a question.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui_kittest::kittest::Queryable as _;

use super::{Start, Window};

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// A window with these files in its folder `files`, which is dropped on it.
fn dropping(files: Vec<(&'static str, String)>) -> Window {
    let mut window = Start { files, ..Start::default() }.window();
    drop_folder(&mut window);
    window
}

fn drop_folder(window: &mut Window) {
    let dropped = Arc::new(Dropped(window.folder.join("files")));
    window.harness.input_mut().dropped_files.push(dropped);
    window.run();
    window.wait_for("what the files hold", |w| w.has("Files of other formats") && !w.says("Looking at what"));
}

fn brat() -> Vec<(&'static str, String)> {
    vec![
        ("files/خبر.txt", "زار أحمد القاهرة".to_owned()),
        ("files/خبر.ann", "T1\tPER 4 8\tأحمد\nT2\tLOC 9 16\tالقاهرة\n".to_owned()),
        ("files/نص.txt", "نص بلا علامات".to_owned()),
    ]
}

/// Named on the command line, they take the same road.
#[test]
fn files_named_at_the_start_are_shown_before_they_are_taken() {
    let mut window = Start { files: brat(), ..Start::default() }.window();
    let folder = window.folder.join("files");
    window.begin_again(vec![folder]);
    window.wait_for("what the files hold", |w| w.has("Files of other formats") && !w.says("Looking at what"));
    assert!(window.says("1 document, 2 annotations"), "{:?}", window.labels());
    window.click("Import");
    window.wait_for("the document", |w| w.annotations().len() == 2);
}

#[test]
fn nothing_is_taken_before_the_analyst_says_so() {
    let mut window = dropping(brat());
    assert!(window.says("1 document, 2 annotations"), "{:?}", window.labels());
    assert!(window.says("brat\u{2069}: 1") || window.says("brat: 1"), "{:?}", window.labels());
    assert!(window.has("زار أحمد القاهرة"), "the document begins there: {:?}", window.labels());
    assert!(window.says("PER: أحمد · LOC: القاهرة"), "{:?}", window.labels());
    assert_eq!(window.harness.query_all_by_label_contains("خبر،").count(), 0, "it is not in the list");
    assert_eq!(window.harness.query_all_by_label_contains("نص،").count(), 1, "a text is");
    window.click("Cancel");
    assert!(!window.has("Files of other formats"));
    assert_eq!(window.harness.query_all_by_label_contains("خبر،").count(), 0);
    drop_folder(&mut window);
    window.click("Import");
    window.wait_for("the document", |w| w.annotations().len() == 2);
    let annotations = window.annotations();
    assert!(annotations[0].contains("القاهرة") && annotations[1].contains("أحمد"), "{annotations:?}");
}

#[test]
fn what_offsets_count_is_asked_where_nothing_tells() {
    let line = "{\"id\": \"د\", \"text\": \"😀 في القاهرة اليوم\", \"spans\": [{\"start\": 6, \"end\": 13, \"label\": \"LOC\"}]}\n";
    let mut window = dropping(vec![("files/set.jsonl", line.to_owned())]);
    assert!(window.says("Nothing in these files can be imported"), "{:?}", window.labels());
    assert!(window.says("no text beside them tells"), "{:?}", window.labels());
    window.click_like("Offsets count:");
    window.click("UTF-16 units");
    window.wait_for("another look", |w| w.says("1 document, 1 annotation"));
    assert!(window.says("LOC: القاهرة"), "{:?}", window.labels());
    window.click("Import");
    window.wait_for("the document", |w| w.annotations().len() == 1);
    assert!(window.annotations()[0].contains("القاهرة"), "{:?}", window.annotations());
}

#[test]
fn lines_that_cannot_be_read_are_left_out_where_that_is_wanted() {
    let good = "{\"id\": \"د\", \"text\": \"في القاهرة اليوم\", \"spans\": [{\"start\": 3, \"end\": 10, \"label\": \"LOC\", \"text\": \"القاهرة\"}]}\n";
    let mut window = dropping(vec![("files/set.jsonl", format!("{good}{{\"id\": \"هـ\", \"text\": 7}}\n"))]);
    assert!(window.says("Nothing in these files can be imported"), "{:?}", window.labels());
    window.click("Leave out lines that cannot be read");
    window.wait_for("another look", |w| w.says("1 document, 1 annotation"));
    assert!(window.says("Worth knowing before you import (1)"), "{:?}", window.labels());
    window.click("Import");
    window.wait_for("the document", |w| w.annotations().len() == 1);
}
