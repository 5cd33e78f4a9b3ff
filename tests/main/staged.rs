//! Large files, which are read in stages: what is wrong with them is said as ever, also after their text was shown.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use hashiya::model::{
    AnnotatedDocument, Annotation, AnnotationSet, Annotator, Attributes, Document, DocumentId, Provenance, Record,
    TextSpan, Timestamp,
};
use hashiya::session::event::OpenEvent;
use hashiya::session::{Content, OpenWarning, ReadOnly, Session, SessionEvent};
use hashiya::store::{self, Checksum, ContentHash, Expect, InView, Stage, Watch, document_reader};

use crate::fixture::{Folder, assert_same};

/// A document whose file is well over the half megabyte from which one is read in stages.
fn large(word: &str) -> AnnotatedDocument {
    let text = format!("{word} سافر كريم إلى صلالة في الشتاء\n").repeat(3500);
    let words: Vec<usize> = text.match_indices(word).map(|(at, _)| at).collect();
    let annotation = |(n, at): (usize, usize)| Annotation {
        id: format!("a{n}").as_str().into(),
        label: if n % 2 == 0 { "PER" } else { "LOC" }.into(),
        spans: TextSpan::new(&text, at..at + word.len()).expect("in the text").into(),
        entity: None,
        record: Record {
            attributes: Attributes::new(),
            note: if n % 50 == 0 { "للمراجعة" } else { "" }.into(),
            flag: false,
            provenance: Provenance::Human,
            annotator: Annotator::new("ليلى"),
            created: Timestamp(n as i64),
            modified: Timestamp(n as i64),
        },
    };
    let annotations = AnnotationSet::from_annotations(words.into_iter().enumerate().map(annotation));
    let document = Document::new(DocumentId(word.into()), word, text.clone(), BTreeMap::new()).expect("short");
    let schema = Arc::new(store::default_schema());
    AnnotatedDocument { annotations, ..AnnotatedDocument::new(document, schema, Annotator::new("ليلى")) }
}

fn session() -> Session {
    Session::new(Annotator::new("أحمد"), Arc::new(|| ()))
}

type Read = Result<(AnnotatedDocument, ContentHash, Checksum), store::LoadError>;

/// What a file is read as, and whether its text was shown before.
fn watched(path: &Path) -> (Read, Option<String>) {
    let (shown, view) = (Mutex::new(None), InView::default());
    let tell = |stage| {
        if let Stage::Text(text) = stage {
            *shown.lock().expect("nobody panics") = Some(text.text().to_owned());
        }
    };
    let read = store::load_watched(path, Some(Watch { view: &view, tell: &tell }));
    (read, shown.into_inner().expect("nobody panics"))
}

#[test]
fn a_large_document_is_shown_and_then_read_as_it_was_saved() {
    let folder = Folder::new();
    let (path, document) = (folder.join("كبير.ron"), large("أحمد"));
    let saved = store::save(&document, &path, Expect::Absent).expect("saved");
    assert!(saved.len > 600_000, "it is large: {}", saved.len);
    let (read, shown) = watched(&path);
    let (read, stamp, seal) = read.expect("sound");
    assert_same(&read, &document);
    assert_eq!((stamp, seal, shown.as_deref()), (saved, Checksum::Whole, Some(document.text())));
}

#[test]
fn what_fails_after_the_text_was_shown_fails_as_ever() {
    let sound = document_reader::write(Path::new("f.ron"), &large("أحمد")).expect("sound");
    let cut = |place: &str| sound[..sound.rfind(place).expect("there") + 20].to_owned();
    let in_text = sound[..sound.floor_char_boundary(90_000)].to_owned();
    // What was done, the bytes, whether the text was there to be shown, and whether the doctor is asked.
    let damages: [(&str, String, bool, bool); 8] = [
        ("bad digest", sound.replacen("\"أحمد سافر", "\"أحمد ساغر", 1), true, true),
        ("bad quote", sound.replacen(", \"أحمد\")", ", \"حمدي\")", 1), true, true),
        ("an id twice", sound.replacen("id: \"a7\"", "id: \"a8\"", 1), true, true),
        ("cut off in the annotations", cut("id: \"a1700\""), true, true),
        ("cut off before the end", sound[..sound.len() - 90].to_owned(), true, true),
        ("cut off in the text", in_text, false, true),
        ("not ours", sound.replacen('(', "[", 1), false, false),
        ("newer", sound.replacen("version: 1", "version: 99", 1), false, false),
    ];
    for (what, source, is_shown, examined) in damages {
        assert_ne!(source, sound, "{what}");
        let folder = Folder::new();
        let path = folder.write("f.ron", &source);
        let (read, shown) = watched(&path);
        let plain = document_reader::read_sealed(&path, source.as_bytes()).map(|_| ()).expect_err("it is damaged");
        assert_eq!(read.map(|_| ()).expect_err("it is damaged").to_string(), plain.to_string(), "{what}");
        assert_eq!(shown.is_some(), is_shown, "{what}");

        let mut session = session();
        session.open_paths(vec![path.clone()]);
        let notices = session.finish_jobs();
        let entry = session.current_entry().expect("listed");
        // The doctor says of the same bytes whether anything of them can be shown.
        let in_part = examined
            && store::repair::diagnose(&path, source.as_bytes(), &[])
                .is_ok_and(|diagnosis| diagnosis.document.is_some());
        match in_part {
            true => {
                let open = session.current().expect("what can be read is shown");
                assert_eq!(open.read_only(), Some(&ReadOnly::Unsound), "{what}");
                assert!(
                    notices.iter().any(|n| matches!(n, SessionEvent::Open(OpenEvent::Damaged { .. }))),
                    "{what}: {notices:?}"
                );
            }
            false => {
                assert!(matches!(entry.content(), Content::Failed(_)), "{what}: {:?}", entry.content());
                assert!(session.shown().is_none(), "{what}");
            }
        }
        assert!(session.save().is_err(), "{what}");
        assert_eq!(std::fs::read_to_string(&path).expect("there"), source, "{what}: the file stays as it is");
    }
}

#[test]
fn a_broken_seal_of_a_large_file_is_told() {
    let folder = Folder::new();
    let sound = document_reader::write(Path::new("f.ron"), &large("أحمد")).expect("sound");
    let path = folder.write("f.ron", sound.replacen("state: New", "state: Done", 1));
    let mut session = session();
    session.open_paths(vec![path]);
    let notices = session.finish_jobs();
    let told = |notice: &SessionEvent| matches!(notice, SessionEvent::Open(OpenEvent::Opened { notes, .. }) if notes.iter().any(|n| matches!(n, OpenWarning::ChecksumBroken(_))));
    assert!(notices.iter().any(told), "{notices:?}");
    assert!(session.current().expect("open").read_only().is_none());
}

#[test]
fn two_large_documents_are_read_in_turn_while_others_are_looked_at() {
    let folder = Folder::new();
    let paths = ["أحمد", "سعاد"].map(|word| {
        let path = folder.join(&format!("{word}.ron"));
        store::save(&large(word), &path, Expect::Absent).expect("saved");
        path
    });
    let mut session = session();
    session.open_paths(paths.to_vec());
    // Whenever the first is found, the second is asked for; both are read, each as its own.
    while session.entries().len() < 2 {
        session.wait_at_most(std::time::Duration::from_secs(60));
    }
    let ids: Vec<_> = session.entries().iter().map(|entry| entry.id).collect();
    session.show(ids[1]);
    session.show(ids[0]);
    session.show(ids[1]);
    session.finish_jobs();
    for (id, word) in ids.into_iter().zip(["أحمد", "سعاد"]) {
        session.show(id);
        let open = session.current().expect("both are open");
        assert_eq!((open.content().document.title(), open.content().annotations.len()), (word, 3500));
    }
}
