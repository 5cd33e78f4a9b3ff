//! Read in stages, a file means what it means as a whole, or it is not read in stages.

use std::collections::BTreeMap;
use std::sync::Mutex;

use proptest::prelude::*;

use super::*;
use crate::model::{
    AnnotationId, Annotator, Attributes, Document, DocumentId, EntityId, Provenance, Record, Spans, TextSpan, Timestamp,
};
use crate::store::{default_schema, document_reader};

const PATH: &str = "f.ron";

/// Texts that are written in each of the ways a text can be.
const TEXTS: [&str; 5] = [
    "سافر كريم إلى صلالة في الشتاء.\nوعاد منها في الربيع.\n",
    "سطر أول\r\nسطر ثان\r\n",
    "قال \"نعم\" ثم \"#لا\"# وسكت",
    "\n    annotations: [\n    ],\n    relations: [\n    ],\n    text: \"كلمة\",\n    annotations: [\n",
    "/* \" */ // \\ r#\"\n    text: \"",
];

/// `count` annotations of every kind on `text`, and relations between them.
fn document(text: &str, count: usize) -> AnnotatedDocument {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let facts = BTreeMap::from([("source".to_owned(), "https://example.org/\"x\"".to_owned())]);
    let document = Document::new(DocumentId("d".into()), "عنوان\n    text: \"", text, facts).expect("short");
    let mut document = AnnotatedDocument::new(document, Arc::new(default_schema()), Annotator::new("ليلى"));
    let labels = ["PER", "ORG", "LOC", "DATE"];
    for n in 0..count {
        let from = n * (ends.len() - 3) / count.max(1);
        let span = |a: usize, b: usize| TextSpan::new(text, ends[a]..ends[b]).expect("in the text");
        let spans = match n % 5 {
            4 if from + 4 < ends.len() => {
                Spans::new(vec![span(from, from + 1), span(from + 3, from + 4)]).expect("apart")
            }
            _ => span(from, (from + 2 + n % 7).min(ends.len() - 1)).into(),
        };
        document.annotations.insert(Annotation {
            id: AnnotationId::new(format!("a{n}")),
            label: labels[n % 4].into(),
            spans,
            entity: None,
            record: Record {
                attributes: Attributes::new(),
                note: if n % 6 == 0 { "ملاحظة // ليست تعليقًا\n\"،".into() } else { String::new() },
                flag: false,
                provenance: match n % 9 {
                    8 => Provenance::Imported { format: "brat".into() },
                    _ => Provenance::Human,
                },
                annotator: Annotator::new("ليلى"),
                created: Timestamp(1_780_000_000_000 + n as i64),
                modified: Timestamp(1_780_000_000_000 + 7 * n as i64),
            },
        });
    }
    for n in 0..count / 8 {
        let relation = Relation {
            id: AnnotationId::new(format!("r{n}")),
            label: "works-for".into(),
            source: AnnotationId::new(format!("a{}", n * 4)),
            target: AnnotationId::new(format!("a{}", n * 4 + 1)),
            record: Record {
                attributes: Attributes::new(),
                note: if n % 2 == 0 { "ص".into() } else { String::new() },
                flag: false,
                provenance: Provenance::Human,
                annotator: Annotator::new("ليلى"),
                created: Timestamp(0),
                modified: Timestamp(0),
            },
        };
        document.relations.insert(relation);
    }
    document
}

fn written(document: &AnnotatedDocument) -> String {
    document_reader::write(Path::new(PATH), document).expect("sound")
}

/// What is shown of `bytes` and what they are read as, `size` at a time.
fn staged(bytes: &[u8], size: usize) -> (Vec<Stage>, Option<(AnnotatedDocument, ContentHash, Checksum)>) {
    let (stages, view) = (Mutex::new(Vec::new()), InView::default());
    let tell = |stage| stages.lock().expect("nobody panics").push(stage);
    let watch = Watch { view: &view, tell: &tell };
    let read = read_by(Path::new(PATH), bytes, size, Some(watch)).expect("memory can be read");
    if let Some((document, ..)) = &read {
        assert_eq!(view.read(), document.annotations.len(), "each is counted once");
    }
    (stages.into_inner().expect("nobody panics"), read)
}

/// Holds what is read in stages to what is read as a whole. Says whether it was read in stages.
fn check(bytes: &[u8], size: usize) -> Result<bool, String> {
    let whole = document_reader::read_sealed(Path::new(PATH), bytes);
    let (stages, read) = staged(bytes, size);
    let Some((read, stamp, seal)) = read else { return Ok(false) };
    let (document, sealed) = whole.map_err(|error| format!("it is not sound: {error}"))?;
    if (written(&document), sealed, ContentHash::of(bytes)) != (written(&read), seal, stamp) {
        return Err("another document".into());
    }
    let shown = stages.iter().filter_map(|stage| match stage {
        Stage::Text(shown) => Some(shown),
        Stage::View(_) => None,
    });
    for shown in shown {
        let facts = |d: &AnnotatedDocument| {
            (d.document.title().to_owned(), d.document.digest(), d.document.metadata().clone(), d.state)
        };
        if shown.text() != read.text() || facts(shown) != facts(&read) || shown.schema != read.schema {
            return Err("what was shown is not what was read".into());
        }
    }
    Ok(true)
}

/// The document with what version 5 of the format brought.
fn newest(document: &AnnotatedDocument) -> AnnotatedDocument {
    let mut document = document.clone();
    (document.note, document.flag) = ("ملاحظة: \"text: \"\n    text: ".into(), true);
    let ids: Vec<AnnotationId> = document.annotations.iter().map(|annotation| annotation.id.clone()).collect();
    for (n, id) in ids.iter().enumerate() {
        let mut annotation = (**document.annotations.get(id).expect("there")).clone();
        annotation.record.flag = n % 3 == 0;
        annotation.entity = (n % 2 == 0).then(|| EntityId::new(format!("e{n}")));
        document.annotations.insert(annotation);
    }
    document.relations.change_each(|relation| relation.record.flag = true);
    document
}

#[test]
fn every_text_that_is_written_is_read_in_stages_and_shown_before() {
    for text in TEXTS {
        for count in [0, 1, 40] {
            let document = document(text, count);
            for document in [&newest(&document), &document] {
                let source = written(document);
                for size in [1, 7, 64, 1 << 18] {
                    assert_eq!(check(source.as_bytes(), size), Ok(true), "{size} bytes at a time of\n{source}");
                }
            }
            let source = written(&document);
            let (stages, _) = staged(source.as_bytes(), 256);
            assert!(matches!(&stages[0], Stage::Text(shown) if shown.text() == text && shown.annotations.is_empty()));
        }
    }
}

#[test]
fn a_file_with_bounded_quotes_is_read_in_stages() {
    let text = "كلمة ".repeat(400);
    let mut document = document(&text, 20);
    let mut long = (**document.annotations.get(&AnnotationId::new("a3")).expect("there")).clone();
    (long.id, long.spans) = (AnnotationId::new("long"), TextSpan::new(&text, 0..text.len() - 1).expect("there").into());
    document.annotations.insert(long);
    let source = written(&document);
    assert!(source.contains("version: 3") && source.contains("(head: "), "{source}");
    for size in [7, 300, 1 << 18] {
        assert_eq!(check(source.as_bytes(), size), Ok(true));
    }
    // A quote that says other bytes than stand there is left to the plain way, which says so.
    let moved = source.replacen("bytes: 3599", "bytes: 3598", 1);
    assert_eq!((moved == source, check(moved.as_bytes(), 300)), (false, Ok(false)));
}

#[test]
fn annotations_in_view_are_shown_as_they_are() {
    let text = "كلمة ".repeat(4000);
    let document = document(&text, 900);
    let source = written(&document);
    let (stages, view) = (Mutex::new(Vec::new()), InView::default());
    let middle = text.len() / 2;
    view.look(middle..middle + 100);
    let tell = |stage| {
        if let Stage::View(annotations) = stage {
            stages.lock().expect("nobody panics").push(annotations);
        }
    };
    let watch = Watch { view: &view, tell: &tell };
    let read = read_by(Path::new(PATH), source.as_bytes(), 4096, Some(watch)).expect("memory can be read");
    assert!(read.is_some());
    let shown: Vec<_> = stages.into_inner().expect("nobody panics").into_iter().flatten().collect();
    for (_, there) in document.annotations.overlapping(middle..middle + 100) {
        assert!(shown.contains(there), "{there:?} is in view");
    }
    assert!(shown.len() < 450, "what is far from the view is not shown: {}", shown.len());
    assert!(shown.iter().all(|some| document.annotations.get(&some.id) == Some(some)));
}

#[test]
fn every_cut_and_flipped_bit_is_read_as_the_whole_file_is_or_left_to_it() {
    let document = document(TEXTS[0], 24);
    let sound = written(&document).into_bytes();
    let (mut same, mut left) = (0, 0);
    let mut count = |done: Result<bool, String>, what: String| match done {
        Ok(true) => same += 1,
        Ok(false) => left += 1,
        Err(why) => panic!("{what}: {why}"),
    };
    for end in (0..sound.len()).step_by(5) {
        count(check(&sound[..end], 512), format!("a cut at {end} of {}", sound.len()));
    }
    let mut flipped = sound.clone();
    for at in (0..sound.len()).step_by(3) {
        let bit = 1 << (at % 8);
        flipped[at] ^= bit;
        count(check(&flipped, 512), format!("bit {bit} of byte {at} of {}", sound.len()));
        flipped[at] ^= bit;
    }
    assert!(same > 100 && left > 1000, "{same} read, {left} left to the plain way");
}

#[test]
fn what_is_not_as_hashiya_writes_it_is_left_to_the_plain_way() {
    let sound = written(&document(TEXTS[0], 24));
    let changes: [(&str, &str); 8] = [
        ("version: 1", "version: 9"),
        ("\n    text: ", "\n    /* text: */ text: "),
        ("    annotations: [\n", "    annotations: [ // first\n"),
        ("        (id: \"a3\"", "        // (id: \"a3\""),
        ("\"a3\"", "\"a4\""),
        ("label: \"PER\"", "label: \"NOBODY\""),
        ("source: \"a0\"", "source: \"a999\""),
        ("سافر", "سافز"),
    ];
    for (before, after) in changes {
        let changed = sound.replacen(before, after, 1);
        assert_ne!(changed, sound);
        assert_eq!(check(changed.as_bytes(), 300), Ok(false), "{after}");
    }
    // A comment behind a record would take its comma with it.
    let line = sound.lines().find(|line| line.contains("ملاحظة")).expect("one has a note");
    let commented = sound.replace(line, &format!("{} // ,", line.trim_end_matches(',')));
    assert_eq!(check(commented.as_bytes(), 300), Ok(false));
    assert_eq!(check(format!("\u{feff}{sound}").as_bytes(), 300), Ok(false));
    assert_eq!(check(b"", 300), Ok(false));
    let indented = sound.replacen("        (id: \"a3\"", "         (id: \"a3\"", 1);
    assert_eq!(check(indented.as_bytes(), 300), Ok(true));
    // Broken by hand, and nothing else wrong.
    let edited = sound.replacen("state: New", "state: Done", 1);
    assert_eq!(check(edited.as_bytes(), 300), Ok(true));
    assert_eq!(staged(edited.as_bytes(), 300).1.map(|(_, _, seal)| seal), Some(Checksum::Broken));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn any_text_in_chunks_of_any_size_is_the_same_document(
        text in "[\"#\\\\\r\n\t\u{0}\u{202e}r(),:\\[\\]a مك]{8,60}",
        count in 0usize..30,
        size in 1usize..900,
    ) {
        prop_assert_eq!(check(written(&document(&text, count)).as_bytes(), size), Ok(true));
    }

    #[test]
    fn the_seal_and_the_stamp_are_those_of_the_whole(
        bytes in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(b' '), Just(b'/'), any::<u8>()], 0..9000),
        sealed in any::<bool>(),
        size in 1usize..5000,
    ) {
        let mut source = String::from_utf8_lossy(&bytes).into_owned();
        if sealed {
            source.push('\n');
            let (seal, _) = crate::store::checksum::of(&[source.clone()]);
            source.push_str(&seal);
        }
        let (send, receive) = channel();
        source.as_bytes().chunks(size).for_each(|chunk| send.send(Arc::new(chunk.to_vec())).expect("received below"));
        drop(send);
        if let Some((seal, stamp)) = hash::all(receive) {
            prop_assert_eq!(stamp, ContentHash::of(source.as_bytes()));
            prop_assert_eq!(seal, crate::store::checksum::check(&source));
        } else {
            prop_assert!(!sealed);
        }
    }
}
