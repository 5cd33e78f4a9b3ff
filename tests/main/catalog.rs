//! The catalogue: what a folder stands for in the window and on the command line, and how it comes into the list.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hashiya::model::Annotator;
use hashiya::session::notice::OpenNotice;
use hashiya::session::{Content, Session, SessionEvent};
use hashiya::store::{self, Expect};
use hashiya::ui::l10n::Localize as _;
use hashiya::ui::localizer::{Digits, Language, Localizer};
use hashiya::workspace::inputs;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::fixture::{Folder, hard_document};

fn session() -> Session {
    Session::new(Annotator::new("ليلى"), Arc::new(|| ()))
}

fn listed(session: &Session) -> Vec<PathBuf> {
    session.entries().iter().filter_map(|entry| entry.path().cloned()).collect()
}

/// What files hold, by the ending of their names.
fn fill(folder: &Folder, name: &str) {
    if name.ends_with(".ron") {
        let document = if name.contains('s') { None } else { Some(hard_document()) };
        std::fs::create_dir_all(folder.join(name).parent().expect("in the folder")).expect("writable");
        match document {
            Some(document) => drop(store::save(&document, &folder.join(name), Expect::Anything).expect("writable")),
            None => drop(
                store::save_schema(&store::default_schema(), &folder.join(name), Expect::Anything).expect("writable"),
            ),
        }
    } else {
        folder.write(name, "نص\n");
    }
}

/// Few stems and many endings, so that they meet: a text beside its annotations, a document beside its text.
fn any_name() -> impl Strategy<Value = String> {
    let folders = prop_oneof![Just(""), Just("في/"), Just("في/b/"), Just(".خفي/")];
    let stems = prop_oneof![Just("1"), Just("خبر 9"), Just("خبر 10"), Just("s"), Just(".h")];
    let endings = ["txt", "TXT", "ron", "ann", "jsonl", "conll", "png", ""];
    (folders, stems, proptest::sample::select(endings.to_vec())).prop_map(|(folder, stem, ending)| match ending {
        "" => format!("{folder}{stem}"),
        _ => format!("{folder}{stem}.{ending}"),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The window lists what the commands for documents and the import take, in their order, but for what was imported.
    #[test]
    fn a_tree_of_files_is_walked_alike_by_window_and_command_line(names in vec(any_name(), 0..24)) {
        let folder = Folder::new();
        names.iter().for_each(|name| fill(&folder, name));
        let root = [folder.path().to_path_buf()];
        let documents = inputs::find(&root, inputs::is_document).files;
        let documents: BTreeSet<&Path> = documents.iter().map(|file| file.path.as_path()).collect();
        let taken = inputs::find(&root, |path| inputs::is_document(path) || inputs::format_of(path, None).is_some());
        let imported = |path: &Path| {
            let one = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("txt") || e == "ann");
            one && documents.contains(path.with_extension("ron").as_path())
        };
        let expected: Vec<PathBuf> = taken.files.into_iter().map(|file| file.path).filter(|path| !imported(path)).collect();
        let mut session = session();
        session.open_paths(root.to_vec());
        session.finish_jobs();
        let mut seen = listed(&session);
        // A file of several documents has one line with its path.
        seen.dedup();
        prop_assert_eq!(seen, expected);
    }
}

#[test]
fn a_folder_of_thousands_comes_in_chunks_and_the_document_that_was_asked_for_with_its_own() {
    let folder = Folder::new();
    for number in 0..4_500 {
        folder.write(&format!("نص {number}.txt"), "نص");
    }
    let (last, gone) = (folder.join("نص 4499.txt"), folder.join("نص 9999.txt"));
    for (wanted, shown) in [(Some(last.clone()), last), (Some(gone), folder.join("نص 0.txt"))] {
        let mut session = session();
        session.open_again(vec![folder.path().to_path_buf()], wanted);
        let mut before = 0;
        while session.jobs_under_way() > 0 {
            session.poll();
            let now = session.entries().len();
            assert!(now - before <= 2_000, "one frame took {} entries", now - before);
            before = now;
            std::thread::yield_now();
        }
        assert_eq!(before, 4_500);
        assert!(!session.is_finding());
        assert_eq!(session.current_entry().and_then(|entry| entry.path()), Some(&shown));
    }
}

#[test]
fn every_document_of_a_folder_is_counted_and_one_that_is_damaged_holds_up_none() {
    let folder = Folder::new();
    let document = hard_document();
    for number in 0..150 {
        store::save(&document, &folder.join(&format!("{number}.ron")), Expect::Absent).expect("writable");
    }
    folder.write("70.ron", "(version: 1, id: ");
    let mut session = session();
    session.open_paths(vec![folder.path().to_path_buf()]);
    session.finish_jobs();
    let counts: Vec<Option<usize>> = session.entries().iter().map(|entry| entry.annotations()).collect();
    assert_eq!(counts.len(), 150);
    for (number, count) in counts.iter().enumerate() {
        let expected = (number != 70).then_some(document.annotations.len());
        assert_eq!(*count, expected, "document {number}");
    }
    assert!(matches!(session.entries()[70].content(), Content::Failed(_)));
}

#[cfg(unix)]
#[test]
fn what_is_not_listed_is_named_in_one_message_and_the_rest_is_opened() {
    let folder = Folder::new();
    folder.write("في/نص.txt", "سافر كريم");
    folder.write("صورة.png", "?");
    folder.write("أخرى.pdf", "?");
    std::os::unix::fs::symlink("ليس هنا.txt", folder.join("وصلة.txt")).expect("links");
    let mut session = session();
    session.open_paths(vec![folder.path().to_path_buf()]);
    let notices = session.finish_jobs();
    assert_eq!(listed(&session), [folder.join("في/نص.txt")]);
    let said: Vec<_> = notices
        .iter()
        .filter_map(|n| if let SessionEvent::Open(OpenNotice::PassedOver(p)) = n { Some(p) } else { None })
        .collect();
    let [passed_over] = said[..] else { panic!("{notices:?}") };
    for language in [Language::Arabic, Language::English] {
        let told = passed_over.localized(&Localizer::new(language, Digits::European));
        assert!(told.contains("وصلة.txt") && told.contains("أخرى.pdf") && !told.contains('{'), "{told}");
    }
}
