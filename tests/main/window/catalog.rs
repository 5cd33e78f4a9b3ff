//! Folders dropped on the window.

use egui_kittest::kittest::Queryable as _;

use super::Start;

#[test]
fn a_brat_folder_opens_with_its_annotations() {
    let text = "زار أحمد القاهرة";
    let files = vec![
        ("brat/خبر.txt", text.to_owned()),
        ("brat/خبر.ann", "T1\tPER 4 8\tأحمد\nT2\tLOC 9 16\tالقاهرة\n".to_owned()),
    ];
    let mut window = Start { files, ..Start::default() }.window();
    let folder = window.folder.join("brat");
    window.begin_again(vec![folder]);
    window.wait_for("what the files hold", |w| w.has("Import") && !w.says("Looking at what"));
    window.click("Import");
    window.wait_for("the text", |w| w.words().len() == 3);
    let annotations = window.annotations();
    assert_eq!(annotations.len(), 2, "{annotations:?}");
    assert!(annotations[0].contains("القاهرة") && annotations[1].contains("أحمد"), "{annotations:?}");
    let lines = window.harness.query_all_by_label_contains("خبر،").count();
    assert_eq!(lines, 1, "the text and its annotations are one document: {:?}", window.labels());
}
