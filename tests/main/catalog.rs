//! The catalogue: what a folder stands for in the window and on the command line, how it comes into the list, and what its
//! index is believed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hashiya::arabic::normalize::Normalization;
use hashiya::arabic::search::Query;
use hashiya::model::Annotator;
use hashiya::session::event::OpenEvent;
use hashiya::session::{Content, Scope, SearchQuery, SearchSlot, Session, SessionEvent};
use hashiya::store::catalog_index::{self, Index, IndexRecord, MIN_RECORDS};
use hashiya::store::{self, Expect, FileFingerprint};
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
        // What no extension tells is known by what it holds.
        folder.write(name, if name.ends_with(".dat") { "أحمد B-PER\nنام O\n" } else { "نص\n" });
    }
}

/// Few stems and many endings, so that they meet: a text beside its annotations, a document beside its text.
fn any_name() -> impl Strategy<Value = String> {
    let folders = prop_oneof![Just(""), Just("في/"), Just("في/b/"), Just(".خفي/")];
    let stems = prop_oneof![Just("1"), Just("خبر 9"), Just("خبر 10"), Just("s"), Just(".h")];
    let endings = ["txt", "TXT", "ron", "ann", "jsonl", "conll", "dat", "png", ""];
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
        let taken = inputs::find(&root, |path| inputs::is_document(path) || inputs::is_importable(path, None));
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
        .filter_map(|n| if let SessionEvent::Open(OpenEvent::PassedOver(p)) = n { Some(p) } else { None })
        .collect();
    let [passed_over] = said[..] else { panic!("{notices:?}") };
    for language in [Language::Arabic, Language::English] {
        let told = passed_over.localized(&Localizer::new(language, Digits::European));
        assert!(told.contains("وصلة.txt") && told.contains("أخرى.pdf") && !told.contains('{'), "{told}");
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_folders_too_deep_and_what_is_no_file_are_named_in_the_one_message() {
    let (outside, folder) = (Folder::new(), Folder::new());
    folder.write("نص.txt", "نص");
    for number in 0..7 {
        let secret = outside.write(&format!("{number}.txt"), "سر");
        std::os::unix::fs::symlink(secret, folder.join(&format!("رابط {number}.txt"))).expect("links");
    }
    let deep: PathBuf = std::iter::repeat_n("د", 34).collect();
    folder.write(&format!("{}/أعمق.txt", deep.display()), "نص");
    let made = std::process::Command::new("mkfifo").arg(folder.join("أنبوب.txt")).status().expect("mkfifo runs");
    assert!(made.success());
    let mut session = session();
    session.open_paths(vec![folder.path().to_path_buf()]);
    let notices = session.finish_jobs();
    assert_eq!(listed(&session), [folder.join("نص.txt")]);
    let of_the_folder: Vec<_> =
        notices.iter().filter(|n| !matches!(n, SessionEvent::Open(OpenEvent::Opened { .. }))).collect();
    let [SessionEvent::Open(OpenEvent::PassedOver(passed_over))] = of_the_folder[..] else { panic!("{notices:?}") };
    assert_eq!(passed_over.leading_out.len(), 7);
    for language in [Language::Arabic, Language::English] {
        let told = passed_over.localized(&Localizer::new(language, Digits::European));
        for part in ["7", "رابط 0.txt", "رابط 1.txt", "رابط 2.txt", "أنبوب.txt", "د/د/د"] {
            assert!(told.contains(part), "{part} in {told}");
        }
        assert!(!told.contains("رابط 3.txt") && !told.contains('{'), "{told}");
    }
}

#[test]
fn opening_a_folder_reads_a_bounded_number_of_its_texts_for_their_words() {
    let folder = Folder::new();
    for number in 0..900 {
        folder.write(&format!("نص {number}.txt"), "شمندر أحمر");
    }
    let mut session = session();
    session.open_paths(vec![folder.path().to_path_buf()]);
    for _ in 0..3 {
        session.finish_jobs();
        session.finish_seeking();
    }
    let few = session.vocabulary().count("شمندر");
    assert!((200..=260).contains(&few), "{few} of 900 texts were read");
    // A document that is opened is counted in once, and out when it goes.
    let far = session.entries()[800].id;
    session.show(far);
    for _ in 0..3 {
        session.finish_jobs();
        session.finish_seeking();
    }
    assert_eq!(session.vocabulary().count("شمندر"), few + 1);
    session.close(far);
    session.finish_jobs();
    session.finish_seeking();
    // Its neighbour, which is shown now, was not counted before.
    assert_eq!(session.vocabulary().count("شمندر"), few + 1);
}

#[test]
fn a_search_of_thousands_is_told_of_a_chunk_a_frame_and_looks_into_all() {
    let folder = Folder::new();
    for number in 0..4_500 {
        folder.write(&format!("نص {number}.txt"), "عن القاهرة");
    }
    let mut session = session();
    session.open_paths(vec![folder.path().to_path_buf()]);
    session.finish_jobs();
    let query =
        Query { pattern: "القاهره".into(), regex: false, whole_word: false, folds: Normalization::SEARCH };
    session.seek(SearchSlot::Panel, Scope::Project, &SearchQuery::Text(query)).expect("a good query");
    assert_eq!(session.findings(SearchSlot::Panel).of, 4_500);
    // An entry of the part that was told of goes, and so does one of the rest.
    for place in [0, 4_000] {
        let id = session.entries()[place].id;
        session.close(id);
    }
    session.finish_seeking();
    let found = session.findings(SearchSlot::Panel);
    assert_eq!((found.total, found.looked, found.of, found.unread), (4_499, 4_499, 4_499, 0));
}

#[test]
fn counting_that_is_stopped_leaves_the_rest_for_the_next_opening() {
    const DOCUMENTS: usize = 900;
    let folder = indexed_folder(DOCUMENTS);
    let mut session = session();
    session.open_paths(vec![folder.path().to_path_buf()]);
    let counting = |session: &Session| session.tasks().find(|(_, info)| info.name == "task-summarise");
    let (task, info) = loop {
        session.poll();
        if let Some(found) = counting(&session) {
            break found;
        }
        std::thread::yield_now();
    };
    assert!(info.stops);
    session.stop_task(task);
    session.finish_jobs();
    let counted = |session: &Session| session.entries().iter().filter(|entry| entry.annotations().is_some()).count();
    assert_eq!(session.entries().len(), DOCUMENTS);
    assert!(counted(&session) < DOCUMENTS / 2, "{} were counted", counted(&session));
    assert!(counting(&session).is_none());
    session.open_paths(vec![folder.path().to_path_buf()]);
    session.finish_jobs();
    assert_eq!(counted(&session), DOCUMENTS);
}

/// A folder of documents that were written some time ago.
fn indexed_folder(documents: usize) -> Folder {
    let folder = Folder::new();
    let first = folder.join("0.ron");
    store::save(&hard_document(), &first, Expect::Absent).expect("writable");
    let bytes = std::fs::read(&first).expect("saved");
    for number in 0..documents {
        let path = folder.write(&format!("{number}.ron"), &bytes);
        settle(&path);
    }
    folder
}

fn settle(path: &Path) {
    let file = std::fs::File::options().write(true).open(path).expect("it is there");
    file.set_modified(SystemTime::now() - Duration::from_secs(60)).expect("times can be set");
}

type Seen = Vec<(PathBuf, String, Option<usize>)>;

/// What the list shows of a folder, and what was told.
fn seen_of(folder: &Folder) -> (Seen, Vec<SessionEvent>) {
    let mut session = session();
    session.open_paths(vec![folder.path().to_path_buf()]);
    let notices = session.finish_jobs();
    let entry =
        |e: &hashiya::session::Entry| (e.path().cloned().expect("a file"), e.title().to_owned(), e.annotations());
    (session.entries().iter().map(entry).collect(), notices)
}

/// The records of a folder's index, each as it would be taken.
fn records_of(folder: &Folder, documents: usize) -> Vec<IndexRecord> {
    let mut index = Index::of(folder.path());
    let take = |number: usize| {
        let path = folder.join(&format!("{number}.ron"));
        let fingerprint = FileFingerprint::at(&path).expect("readable")?.to_store()?;
        index.take(folder.path(), &path, fingerprint)
    };
    (0..documents).filter_map(take).collect()
}

const MANY: usize = MIN_RECORDS + 4;

#[test]
fn what_was_counted_is_believed_for_the_files_that_are_what_they_were_and_for_no_other() {
    let folder = indexed_folder(MANY);
    let (first, _) = seen_of(&folder);
    let mut records = records_of(&folder, MANY);
    assert_eq!(records.len(), MANY);
    for record in &mut records {
        std::sync::Arc::make_mut(&mut record.summary).title = format!("من الفهرس {}", record.path);
    }
    let gone = IndexRecord { path: "ليس هنا.ron".into(), ..records[9].clone() };
    records.push(gone);
    assert!(catalog_index::write(folder.path(), &mut records).expect("writable"));
    // One is another file now that looks as long and as old, one was written again, one is gone.
    let bytes = std::fs::read(folder.join("20.ron")).expect("there");
    folder.write("neu", &bytes);
    settle(&folder.join("neu"));
    std::fs::rename(folder.join("neu"), folder.join("20.ron")).expect("in one folder");
    folder.write("30.ron", &bytes);
    std::fs::remove_file(folder.join("40.ron")).expect("there");
    let (second, _) = seen_of(&folder);
    assert_eq!(second.len(), MANY - 1);
    for (path, title, annotations) in &second {
        let name = path.file_name().and_then(|name| name.to_str()).expect("Unicode");
        let (_, known, count) = first.iter().find(|(other, ..)| other == path).expect("no row is added");
        assert_eq!(annotations, count, "{name}");
        match name {
            "0.ron" | "20.ron" | "30.ron" => assert_eq!(title, known),
            _ => assert_eq!(*title, format!("من الفهرس {name}")),
        }
    }
    // What is gone was taken out, what is settled came in; what was written a moment ago did not.
    let mut index = Index::of(folder.path());
    for (path, ..) in &second {
        let fingerprint = FileFingerprint::at(path).expect("readable").and_then(|seen| seen.to_store()).expect("dated");
        let known = index.take(folder.path(), path, fingerprint).is_some();
        assert_eq!(known, !path.ends_with("30.ron"), "{}", path.display());
    }
    assert!(index.is_empty());
}

#[test]
fn a_damaged_or_foreign_index_changes_nothing_and_is_written_anew() {
    let folder = indexed_folder(MANY);
    let (expected, _) = seen_of(&folder);
    let index = catalog_index::path_in(folder.path());
    let sound = std::fs::read(&index).expect("it was written");
    let mut newer = sound.clone();
    newer[b"hashiya-index ".len()] += 1;
    let mut flipped = sound.clone();
    flipped[sound.len() / 2] ^= 4;
    let cut = sound[..sound.len() * 2 / 3].to_vec();
    for damaged in [newer, flipped, cut, Vec::new(), b"\xff\x00\n".to_vec()] {
        std::fs::write(&index, &damaged).expect("writable");
        let (seen, notices) = seen_of(&folder);
        assert_eq!(seen, expected);
        assert!(
            notices.iter().all(|notice| matches!(notice, SessionEvent::Open(OpenEvent::Opened { .. }))),
            "{notices:?}"
        );
        assert!(std::fs::read(&index).expect("there") == sound, "it is written anew");
    }
}

#[test]
fn where_no_index_can_be_written_or_it_leads_elsewhere_the_folder_opens_without_a_word() {
    let folder = indexed_folder(MANY);
    let index = catalog_index::path_in(folder.path());
    std::fs::create_dir(&index).expect("writable");
    let (seen, notices) = seen_of(&folder);
    assert!(seen.iter().all(|(.., annotations)| annotations.is_some()));
    assert!(notices.iter().all(|notice| matches!(notice, SessionEvent::Open(OpenEvent::Opened { .. }))), "{notices:?}");
    std::fs::remove_dir(&index).expect("nothing was put into it");
    #[cfg(unix)]
    {
        let outside = Folder::new();
        let elsewhere = outside.write("فهرس", "لا يُمسّ");
        std::os::unix::fs::symlink(&elsewhere, &index).expect("links");
        assert_eq!(seen_of(&folder).0, seen);
        assert_eq!(std::fs::read_to_string(elsewhere).expect("there"), "لا يُمسّ");
    }
    // A few documents need none.
    let few = indexed_folder(5);
    seen_of(&few);
    assert!(!catalog_index::path_in(few.path()).exists());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever bit of an index is another, and wherever it ends, nothing of it is believed.
    #[test]
    fn no_damage_of_an_index_is_believed(at in any::<proptest::sample::Index>(), bit in 0_u8..8, cut in any::<bool>()) {
        let folder = Folder::new();
        let path = folder.write("0.ron", "x");
        let seen = FileFingerprint::at(&path).expect("readable").expect("there");
        let fingerprint = seen.to_store().expect("dated");
        let summary = std::sync::Arc::new(store::Summary::from(&crate::fixture::hard_document()));
        let record = |n: usize| IndexRecord { path: format!("{n}.ron"), fingerprint, summary: summary.clone() };
        let mut records: Vec<_> = (0..MIN_RECORDS).map(record).collect();
        prop_assert!(catalog_index::write(folder.path(), &mut records).expect("writable"));
        let file = catalog_index::path_in(folder.path());
        let mut bytes = std::fs::read(&file).expect("written");
        prop_assert!(Index::of(folder.path()).take(folder.path(), &path, fingerprint).is_some());
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 1 << bit;
        }
        std::fs::write(&file, &bytes).expect("writable");
        prop_assert!(Index::of(folder.path()).is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever an index knows of a folder, the list is in the end what a folder without one gives, and in its order.
    #[test]
    fn a_list_that_stood_before_the_walk_is_what_the_walk_finds(
        names in vec(any_name(), 0..24), left_out in vec(any::<bool>(), 24), gone in vec(any_name(), 0..6), twice in any::<bool>(),
    ) {
        let folder = Folder::new();
        names.iter().for_each(|name| fill(&folder, name));
        let root = vec![folder.path().to_path_buf()];
        let (summary, document) = (std::sync::Arc::new(store::Summary::from(&hard_document())), "ron");
        let known = names.iter().zip(&left_out).filter(|(_, left_out)| !**left_out).map(|(name, _)| name);
        // An index knows documents alone: those that are called `s` are schemas.
        let is_document = |name: &&String| name.ends_with(document) && !name.contains('s');
        let known: BTreeSet<&String> = known.chain(&gone).filter(is_document).collect();
        let record = |name: &&String| {
            let (any, path) = (folder.write("any", "x"), folder.join(name.as_str()));
            let seen = FileFingerprint::at(&path).expect("readable");
            let seen = seen.unwrap_or_else(|| FileFingerprint::at(&any).expect("readable").expect("there"));
            IndexRecord { path: (*name).clone(), fingerprint: seen.to_store().expect("dated"), summary: summary.clone() }
        };
        let mut records: Vec<IndexRecord> = known.iter().map(record).collect();
        drop(std::fs::remove_file(folder.join("any")));
        let mut expected = session();
        expected.open_paths(root.clone());
        expected.finish_jobs();
        let expected = listed(&expected);
        folder.write(".hashiya-index", "");
        prop_assert!(catalog_index::write(folder.path(), &mut records).expect("writable"));
        let mut session = session();
        session.open_paths(root.clone());
        if twice {
            session.open_paths(root);
        }
        session.finish_jobs();
        let mut seen: Vec<PathBuf> = listed(&session);
        seen.dedup();
        prop_assert_eq!(seen, expected);
    }
}
