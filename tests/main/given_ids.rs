//! Imports whose annotations have no ids: what is the same in two of them is known for the same by label and place.

use proptest::prelude::*;

use hashiya::edit::diff::{ChangeKind, differences};
use hashiya::edit::merge::merge;
use hashiya::model::AnnotatedDocument;
use hashiya::store::load;

use crate::cli::{done, fails, path};
use crate::fixture::Folder;

const TEXT: &str = "وصل أحمد إلى القاهرة ثم غادر سالم دمشق إلى بيروت";

/// A document of JSON lines with these spans, none of which has an id, imported into a folder of its own.
fn imported(folder: &Folder, name: &str, spans: &[(usize, usize, &str)]) -> (String, AnnotatedDocument) {
    let spans: Vec<_> = spans.iter().map(|(start, end, label)| serde_json::json!([start, end, label])).collect();
    let row = serde_json::json!({"id": "خبر", "text": TEXT, "label": spans});
    folder.write(&format!("{name}.jsonl"), row.to_string());
    done(&["import", &path(folder, &format!("{name}.jsonl")), "--from", "doccano", "--out", &path(folder, name)]);
    let file = path(folder, &format!("{name}/خبر.ron"));
    let document = load(file.as_ref()).expect("sound").0;
    (file, document)
}

const FOUND: [(usize, usize, &str); 4] = [(4, 8, "PER"), (13, 20, "LOC"), (29, 33, "PER"), (34, 38, "LOC")];

#[test]
fn one_span_more_in_front_is_one_difference() {
    let folder = Folder::new();
    let (a, _) = imported(&folder, "a", &FOUND);
    let (b, _) = imported(&folder, "b", &[&[(0, 3, "EVENT")], &FOUND[..]].concat());
    let found = done(&["diff", &a, &b]);
    let changed: Vec<&str> = found.lines().filter(|line| line.contains("«")).filter(|l| !l.contains("label")).collect();
    assert_eq!(changed.len(), 1, "{found}");
    assert!(changed[0].starts_with("+ EVENT «وصل» 0..3"), "{found}");
}

/// Both sides added their own and one took one out; nothing is twice in the result.
#[test]
fn three_imports_merge_by_label_and_place() {
    let folder = Folder::new();
    let (base, _) = imported(&folder, "base", &FOUND);
    let (ours, _) = imported(&folder, "ours", &[&[(0, 3, "EVENT")], &FOUND[..]].concat());
    let (theirs, _) = imported(&folder, "theirs", &[&FOUND[..1], &FOUND[2..], &[(43, 48, "LOC")]].concat());
    let out = path(&folder, "merged.ron");
    let merged = std::process::Command::new(env!("CARGO_BIN_EXE_hashiya"))
        .args(["merge", &base, &ours, &theirs, "--out", &out])
        .output()
        .expect("the binary runs");
    assert!(std::path::Path::new(&out).is_file(), "{}", String::from_utf8_lossy(&merged.stderr));
    let places: Vec<_> = done(&["list", &out]).lines().map(|line| line.split('\t').nth(2).map(str::to_owned)).collect();
    assert_eq!(places, ["0", "4", "29", "34", "43"].map(|place| Some(place.to_owned())));
    // Two without what both came from: the same is there once.
    folder.write("empty.ron", "");
    let out = path(&folder, "both.ron");
    let arguments = ["merge", &path(&folder, "empty.ron"), &base, &ours, "--out", &out];
    let _ = std::process::Command::new(env!("CARGO_BIN_EXE_hashiya")).args(arguments).output().expect("it runs");
    assert_eq!(load(out.as_ref()).expect("sound").0.annotations.len(), 5);
    fails(&["merge", &base, &ours, &theirs, "--out", &out], 1, &["already"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever two files without ids hold: a comparison names what is in one and not in the other, as a multiset, and the merge
    /// over what both have holds all of both.
    #[test]
    fn a_comparison_of_files_without_ids_is_that_of_their_sets(
        first in prop::collection::vec((0usize..20, 1usize..5, 0usize..3), 0..12),
        second in prop::collection::vec((0usize..20, 1usize..5, 0usize..3), 0..12),
        common in prop::collection::vec((0usize..20, 1usize..5, 0usize..3), 0..12),
    ) {
        let folder = Folder::new();
        let labels = ["PER", "LOC", "ORG"];
        let spans = |parts: &[&Vec<(usize, usize, usize)>]| -> Vec<(usize, usize, &str)> {
            parts.iter().flat_map(|part| part.iter()).map(|(at, len, label)| (*at, at + len, labels[*label])).collect()
        };
        let (a, b) = (spans(&[&first, &common]), spans(&[&second, &common]));
        let (_, before) = imported(&folder, "a", &a);
        let (_, after) = imported(&folder, "b", &b);
        let (mut gone, mut new) = (a.clone(), b.clone());
        for span in &b {
            if let Some(at) = gone.iter().position(|other| other == span) {
                gone.swap_remove(at);
                new.swap_remove(new.iter().position(|other| other == span).expect("it is of b"));
            }
        }
        let found = differences(&before, &after);
        let of = |sign| found.iter().filter(|d| d.sign == sign && d.what.contains('«')).count();
        prop_assert_eq!((of(ChangeKind::Removed), of(ChangeKind::Added)), (gone.len(), new.len()));
        let (_, base) = imported(&folder, "base", &spans(&[&common]));
        let merged = merge(&base, &before, &after).expect("one text").document;
        prop_assert_eq!(merged.annotations.len(), b.len() + gone.len());
    }
}
