//! Other people's formats: what is written is read again span for span, and what does not fit is named.

use std::path::{Path, PathBuf};

use hashiya::formats::{
    self, ColumnOptions, Export, ExportOptions, Format, Import, ImportError, ImportOptions, Input, LossKind,
    SchemaBuilder, TextEncoding, Unit,
};
use hashiya::model::{AnnotatedDocument, Annotator, Timestamp};
use hashiya::store::default_schema;
use proptest::prelude::*;

use crate::fixture::{HARD_TEXT, any_document, assert_same, hard_document, spans_of};
use crate::golden::check_golden;
use crate::marked::{self, assert_marked};

fn options() -> ImportOptions {
    ImportOptions {
        annotator: Annotator::new("أحمد"), now: Timestamp(1_780_000_000_000), ..ImportOptions::default()
    }
}

fn format(name: &str) -> &'static dyn Format {
    formats::by_name(name).expect("a format of the registry")
}

/// Imports as the command line does: companions from `beside`, one vocabulary, finished at the end.
fn import_with(
    name: &str,
    path: &str,
    bytes: &[u8],
    beside: &[(PathBuf, Vec<u8>)],
    options: &ImportOptions,
    mut words: SchemaBuilder,
) -> Result<Import, ImportError> {
    let wanted = format(name).companions(Path::new(path));
    let companions = beside.iter().filter(|(p, _)| wanted.contains(p)).cloned().collect();
    let input = Input { path: Path::new(path), bytes, companions };
    let mut import = format(name).import(&input, options, &mut words)?;
    words.finish(&mut import.documents);
    for document in &import.documents {
        assert_eq!(document.problems(), vec![], "an import may not leave an unsound document");
    }
    Ok(import)
}

fn import(name: &str, path: &str, bytes: impl AsRef<[u8]>) -> Result<Import, ImportError> {
    import_with(name, path, bytes.as_ref(), &[], &options(), SchemaBuilder::growing(default_schema()))
}

fn text_of(export: &Export, path: &str) -> String {
    let (_, bytes) = export.files.iter().find(|(p, _)| p == Path::new(path)).expect("the file was written");
    String::from_utf8(bytes.clone()).expect("UTF-8")
}

/// The export that carries most: CoNLL with comments.
fn exported(name: &str, documents: &[&AnnotatedDocument]) -> Export {
    let columns = ColumnOptions { comments: true, ..ColumnOptions::default() };
    format(name).export_with(documents, ExportOptions { columns, ..ExportOptions::default() })
}

/// Exports and imports again; all documents of the export.
fn round_trip(name: &str, documents: &[&AnnotatedDocument]) -> Vec<AnnotatedDocument> {
    let export = exported(name, documents);
    let readable = |path: &Path| formats::by_extension(path).is_some_and(|f| f.name() == name);
    let mut found = Vec::new();
    for (path, bytes) in export.files.iter().filter(|(path, _)| readable(path)) {
        let path = path.to_str().expect("UTF-8");
        let words = SchemaBuilder::growing(default_schema());
        found.extend(import_with(name, path, bytes, &export.files, &options(), words).expect("our own file").documents);
    }
    found
}

#[track_caller]
fn check_refused(name: &str, bytes: impl AsRef<[u8]>, expect: &[&str]) {
    let error = import(name, "ملف.x", bytes).expect_err("a bad file").to_string();
    for part in expect.iter().chain(&["ملف.x"]) {
        assert!(error.contains(part), "'{part}' is not in: {error}");
    }
}

#[test]
fn jsonl_carries_everything_but_the_schema() {
    let export = format("jsonl").export(&[&hard_document()]);
    let line = text_of(&export, "dataset.jsonl");
    check_golden("hard.jsonl", &line);
    assert!(line.starts_with("{\"id\":\"خبر-١\",\"text\":\"😀 قال") && line.lines().count() == 1);
    let read = round_trip("jsonl", &[&hard_document()]);
    assert_same(&read[0], &hard_document());
    let json: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    let span = &json["spans"][1];
    let characters: Vec<char> = HARD_TEXT.chars().collect();
    let (start, end) = (span["start"].as_u64().unwrap() as usize, span["end"].as_u64().unwrap() as usize);
    assert_eq!(characters[start..end].iter().collect::<String>(), "القـــاهرة");
    assert_eq!(span["text"], "القـــاهرة");
}

#[test]
fn brat_carries_spans_relations_attributes_and_notes() {
    let export = format("brat").export(&[&hard_document()]);
    check_golden("brat/hard.ann", &text_of(&export, "خبر-١.ann"));
    check_golden("brat/annotation.conf", &text_of(&export, "annotation.conf"));
    assert_eq!(text_of(&export, "خبر-١.txt"), HARD_TEXT, "the text is the text, byte for byte");
    let kinds = formats::loss::counts(&export.losses);
    assert_eq!(kinds.get(&LossKind::Flattened), Some(&1), "the note of two lines: {:?}", export.losses);
    check_golden("brat/visual.conf", &text_of(&export, "visual.conf"));
    let read = &round_trip("brat", &[&hard_document()])[0];
    let places = |d: &AnnotatedDocument| spans_of(d).into_iter().map(|(_, l, r)| (l, r)).collect::<Vec<_>>();
    assert_eq!(places(read), places(&hard_document()));
    let attributes =
        |d: &AnnotatedDocument| d.annotations.iter().map(|a| a.record.attributes.clone()).collect::<Vec<_>>();
    assert_eq!(attributes(read), attributes(&hard_document()));
    assert_eq!(read.relations.len(), 2);
    let first = read.annotations.first().expect("annotations");
    assert_eq!(first.record.note, "اسم \"كامل\"\nفي سطرين و\\علامة", "the lines stay, the tab does not");
    let relation = &read.relations[&"R1".into()];
    assert_eq!(relation.source, first.id);
}

#[test]
fn conll_carries_flat_spans_and_lists_the_rest() {
    let export = exported("conll", &[&hard_document()]);
    let text = text_of(&export, "dataset.conll");
    check_golden("hard.conll", &text);
    assert!(text.contains("مُحَمَّدٌ\tB-PER\nبنُ\tI-PER\nعليّ\tI-PER\n:\tO\n«\tO\n"), "{text}");
    let said = |id: &str, kind: LossKind, what: &str| {
        export.losses.iter().any(|l| l.id == Some(id.into()) && l.kind == kind && l.what.to_string().contains(what))
    };
    assert!(said("l1", LossKind::Widened, "inside a token"), "القـــاهرة in وبالقـــاهرة");
    assert!(said("l2", LossKind::Lost, "nested"));
    assert!(said("o3", LossKind::Lost, "overlapping"));
    assert!(said("o2", LossKind::Lost, "discontinuous"));
    let read = &round_trip("conll", &[&hard_document()])[0];
    assert_eq!(read.text(), hard_document().text());
    let quotes: Vec<_> = read.annotations.iter().map(|a| (a.label.to_string(), read.quote(a))).collect();
    let expected = [
        ("PER", "مُحَمَّدٌ بنُ عليّ"),
        ("LOC", "وبالقـــاهرة"),
        ("ORG", "جامعتي القاهرة"),
        ("DATE", "12/5/2026"),
        ("EVENT", "دير_الزور 👩‍👧‍👦"),
    ];
    assert_eq!(quotes, expected.map(|(l, q)| (l.to_owned(), q.to_owned())));
}

proptest! {
    #[test]
    fn jsonl_gives_back_any_document(document in any_document()) {
        assert_same(&round_trip("jsonl", &[&document])[0], &document);
    }

    #[test]
    fn conll_gives_back_any_text_and_never_a_span_it_was_not_given(document in any_document()) {
        let export = exported("conll", &[&document]);
        let lost = export.losses.iter().filter(|l| l.kind == LossKind::Lost && l.id.is_some()).count();
        let moved = export.losses.iter().any(|l| matches!(l.kind, LossKind::Widened | LossKind::Flattened));
        let read = &round_trip("conll", &[&document])[0];
        prop_assert_eq!(read.text(), document.text());
        prop_assert_eq!(read.annotations.len() + lost, document.annotations.len());
        let places = |d: &AnnotatedDocument| spans_of(d).into_iter().map(|(_, l, r)| (l, r)).collect::<Vec<_>>();
        let before = places(&document);
        prop_assert!(moved || places(read).iter().all(|place| before.contains(place)));
    }

    #[test]
    fn no_bytes_make_an_importer_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), text in ".{0,200}") {
        for format in formats::registry() {
            for bytes in [&bytes[..], text.as_bytes()] {
                let companions = vec![(PathBuf::from("a.txt"), text.as_bytes().to_vec())];
                let input = Input { path: Path::new("a.ann"), bytes, companions };
                let _ = format.import(&input, &options(), &mut SchemaBuilder::growing(default_schema()));
            }
        }
    }

    #[test]
    fn no_line_of_brat_makes_the_importer_panic(
        lines in prop::collection::vec("[TRAEN#*]?[0-9]?\t?[A-Za-z:]{0,6} ?[T0-9]{0,3}[ ;:]?[0-9]{0,3}\t?.{0,8}", 0..6)
    ) {
        let companions = vec![(PathBuf::from("a.txt"), HARD_TEXT.as_bytes().to_vec())];
        let bytes = lines.join("\n");
        let input = Input { path: Path::new("a.ann"), bytes: bytes.as_bytes(), companions };
        let _ = format("brat").import(&input, &options(), &mut SchemaBuilder::growing(default_schema()));
    }
}

#[test]
fn what_stands_where_is_written_and_read() {
    let crossing = "وفدا [ORG#1 جامعتي [LOC القاهرة]#1# وتونس] 😀 [PER gender=male =\"ملاحظة\" أحمد]";
    let brat = "T1\tORG 5 19\tجامعتي القاهرة\nT2\tLOC 12 25\tالقاهرة وتونس\nT3\tPER 28 32\tأحمد\nA1\tgender T3 male\n\
        #1\tAnnotatorNotes T3\tملاحظة\n";
    check_round_trip("brat", crossing, brat);
    let parted = "وفدا [ORG#1 جامعتي] القاهرة و[ORG#1 تونس]";
    check_round_trip("brat", parted, "T1\tORG 5 11;21 25\tجامعتي تونس\n");
    check_round_trip(
        "brat",
        "قال [PER#1 أحمد] من [ORG#2 بنك [LOC مصر]]\n#1 → #2 works-for",
        "T1\tPER 4 8\tأحمد\nT2\tORG 12 19\tبنك مصر\nT3\tLOC 16 19\tمصر\nR1\tworks-for Arg1:T1 Arg2:T2\n",
    );
}

#[test]
fn several_documents_share_a_file_and_a_schema() {
    let other = {
        let mut import = import("txt", "آخر.txt", "وصل وفد إلى تونس.\r\n\r\nانتهى").expect("text");
        import.documents.remove(0)
    };
    for name in ["jsonl", "conll", "brat"] {
        let read = round_trip(name, &[&hard_document(), &other]);
        let mut ids: Vec<_> = read.iter().map(|d| d.document.id().to_string()).collect();
        ids.sort();
        assert_eq!(ids, ["آخر", "خبر-١"], "{name}");
        assert!(read.iter().any(|d| d.text() == other.text()), "{name} keeps CRLF and blank lines");
    }
}

/// The one document of a file is what the marked text says.
#[track_caller]
fn check(name: &str, path: &str, bytes: &str, beside: &[(PathBuf, Vec<u8>)], expected: &str) -> Import {
    let words = SchemaBuilder::growing(default_schema());
    let import = import_with(name, path, bytes.as_bytes(), beside, &options(), words).expect("it is read");
    assert_eq!(import.documents.len(), 1);
    assert_marked(&import.documents[0], expected);
    import
}

/// The marked text as a file, and what is read of that.
#[track_caller]
fn check_round_trip(name: &str, marks: &str, written: &str) {
    let document = marked::document(marks);
    let export = exported(name, &[&document]);
    let own = |path: &Path| formats::by_extension(path).is_some_and(|format| format.name() == name);
    let (_, bytes) = export.files.iter().find(|(path, _)| own(path)).expect("a file of the format");
    assert_eq!(String::from_utf8_lossy(bytes), written);
    assert_marked(&round_trip(name, &[&document])[0], marks);
}

/// The surface text beside the offsets says what they count.
#[test]
fn the_unit_of_offsets_is_found_from_the_text_beside_them() {
    let with = |start: usize, end: usize| {
        format!(
            "{{\"text\":\"😀 في القاهرة\",\"spans\":[{{\"start\":{start},\"end\":{end},\"label\":\"LOC\",\"text\":\"القاهرة\"}}]}}"
        )
    };
    for (start, end, note) in [(5, 12, None), (6, 13, Some("utf16")), (10, 24, Some("bytes"))] {
        let import = check("jsonl", "a.jsonl", &with(start, end), &[], "😀 في [LOC القاهرة]");
        assert_eq!(
            import.notes.iter().any(|n| n.to_string().contains(note.unwrap_or("offsets count"))),
            note.is_some()
        );
    }
    check_refused("jsonl", format!("\n{}", with(4, 11)), &["ملف.x:2", "'LOC' 4..11", "القاهرة", " القاهر", "UTF-16"]);
    check_refused("jsonl", with(5, 99), &["ملف.x:1", "5..99", "no such place"]);
    let said = ImportOptions { unit: Some(Unit::Utf16), ..options() };
    let words = || SchemaBuilder::growing(default_schema());
    let forced = import_with("jsonl", "a.jsonl", with(5, 12).as_bytes(), &[], &said, words());
    assert!(forced.expect_err("the unit was given").to_string().contains("utf16"));
    let bare = "{\"text\":\"😀 في القاهرة\",\"spans\":[{\"start\":6,\"end\":13,\"label\":\"LOC\"}]}";
    let read = import_with("jsonl", "a.jsonl", bare.as_bytes(), &[], &said, words()).expect("fits");
    assert_marked(&read.documents[0], "😀 في [LOC القاهرة]");

    let ann = "T1\tLOC 6 13\tالقاهرة\n";
    let beside = [(PathBuf::from("a.txt"), "😀 في القاهرة".as_bytes().to_vec())];
    let read = check("brat", "a.ann", ann, &beside, "😀 في [LOC القاهرة]");
    assert!(read.notes[0].to_string().contains("utf16"), "{:?}", read.notes);
}

#[test]
fn bad_jsonl_is_refused_by_line_and_span() {
    check_refused("jsonl", "{\"text\":\"نص\"}\n{\"text\":", &["ملف.x:2", "JSON", "column"]);
    check_refused("jsonl", "[1,2]", &["ملف.x:1", "JSON"]);
    check_refused("jsonl", "{\"id\":\"a\"}", &["text"]);
    check_refused(
        "jsonl",
        "{\"id\":\"a\",\"text\":\"نص\"}\n{\"id\":\"a\",\"text\":\"نص\"}",
        &["ملف.x:2", "'a'", "twice"],
    );
    let spans = |spans: &str| format!("{{\"text\":\"نص آخر\",\"spans\":[{spans}]}}");
    let twice =
        "{\"start\":0,\"end\":2,\"label\":\"PER\",\"id\":\"x\"},{\"start\":3,\"end\":6,\"label\":\"PER\",\"id\":\"x\"}";
    check_refused("jsonl", spans(twice), &["'x'", "twice"]);
    check_refused("jsonl", spans("{\"start\":2,\"end\":0,\"label\":\"PER\"}"), &["ends before it starts"]);
    check_refused("jsonl", spans("{\"start\":-2,\"end\":0,\"label\":\"PER\"}"), &["ملف.x:1"]);
    check_refused("jsonl", spans("{\"start\":0,\"end\":2,\"label\":\" \"}"), &["cannot be a label"]);
    check_refused(
        "jsonl",
        "{\"text\":\"نص\",\"relations\":[{\"type\":\"works-for\",\"source\":\"a\",\"target\":\"b\"}]}",
        &["'a'"],
    );
    check_refused("jsonl", "", &["empty"]);
}

#[test]
fn an_unknown_label_grows_the_schema_or_is_refused() {
    let line =
        "{\"text\":\"نص آخر\",\"spans\":[{\"start\":0,\"end\":2,\"label\":\"GPE\",\"attributes\":{\"sure\":true}}]}";
    let grown = import("jsonl", "a.jsonl", line).expect("the schema grows");
    let label = grown.documents[0].schema.label(&"GPE".into()).expect("added");
    assert_eq!((label.key, label.attributes[0].name.as_str()), (Some('7'), "sure"));
    let fixed = |line: &str| {
        let words = SchemaBuilder::fixed(default_schema());
        import_with("jsonl", "a.jsonl", line.as_bytes(), &[], &options(), words).expect_err("refused").to_string()
    };
    assert!(fixed(line).contains("a.jsonl:1: the label 'GPE' is not in the schema"));
    assert!(fixed(&line.replace("GPE", "PER")).contains("'sure'"));
}

#[test]
fn foreign_facts_are_kept_or_named() {
    let line = "{\"text\":\"نص\",\"source\":\"x\",\"score\":0.5,\"spans\":[{\"start\":0,\"end\":2,\"label\":\"PER\",\"token_start\":0}]}";
    let read = import("jsonl", "a.jsonl", line).expect("read");
    let metadata = read.documents[0].document.metadata();
    assert_eq!((metadata["source"].as_str(), metadata["score"].as_str()), ("x", "0.5"));
    assert!(read.losses.iter().any(|l| l.what.to_string().contains("token_start")));
}

#[test]
fn lines_end_at_line_feeds_alone() {
    let line = "{\"id\":\"a\",\"text\":\"أ\u{2028}ب\u{85}ج\",\"spans\":[]}\r\n{\"id\":\"b\",\"text\":\"د\"}";
    let read = import("jsonl", "a.jsonl", line).expect("two documents");
    assert_eq!(read.documents.len(), 2);
    assert_eq!(read.documents[0].text(), "أ\u{2028}ب\u{85}ج");
    let out = text_of(&format("jsonl").export(&[&read.documents[0]]), "dataset.jsonl");
    assert!(!out.contains('\u{2028}') && out.contains("\\u2028"), "escaped for readers that split there");
}

#[test]
fn brat_of_other_programs_is_read_whole_or_named() {
    let text = "شركة نسيج توظف سناء بلقاسم في الرباط وفاس";
    let ann = "R1\tworks-for Arg1:T2 Arg2:T1\t\r\n\
        T1\tORG 0 9\tشركة نسيج\r\n\
        T2\tPER 15 26\tسناء بلقاسم\r\n\
        T3\tLOC 30 36;38 41\tالرباط فاس\r\n\
        T4\tHiring 10 14\tتوظف\r\n\
        E1\tHiring:T4 Employer:T1 Person:T2\r\n\
        A1\tplanned E1\r\n\
        A2\tgender T2 female\r\n\
        M1\tsure T1\r\n\
        N1\tReference T3 Wikidata:Q3551\tالرباط\r\n\
        #1\tAnnotatorNotes T2\tمديرة\r\n\
        *\tEquiv T1 T2\r\n";
    let beside = [(PathBuf::from("d.txt"), text.as_bytes().to_vec())];
    let words = || SchemaBuilder::growing(default_schema());
    let read = import_with("brat", "d.ann", ann.as_bytes(), &beside, &options(), words()).expect("read");
    let document = &read.documents[0];
    let quotes: Vec<_> = document.annotations.iter().map(|a| format!("{} {}", a.label, document.quote(a))).collect();
    assert_eq!(quotes, ["ORG شركة نسيج", "Hiring توظف", "PER سناء بلقاسم", "LOC الرباط … فاس"]);
    let labels: Vec<_> = document.relations.values().map(|r| format!("{} {}", r.id, r.label)).collect();
    assert_eq!(labels, ["*1.1 Equiv", "E1.1 Employer", "E1.2 Person", "R1 works-for"]);
    let attributes = |id: &str| document.annotations.get(&id.into()).map(|a| format!("{:?}", a.record.attributes));
    assert_eq!(attributes("T2").as_deref(), Some("{\"gender\": Choice(\"female\")}"));
    assert_eq!(attributes("E1").as_deref(), Some("{\"planned\": Flag(true)}"));
    assert_eq!(attributes("T4"), None, "the trigger is the place of the event");
    assert_eq!(attributes("T3").as_deref(), Some("{\"Reference\": Text(\"Wikidata:Q3551 الرباط\")}"));
    assert_eq!(document.annotations.get(&"T2".into()).map(|a| a.record.note.as_str()), Some("مديرة"));
    assert!(read.losses.is_empty(), "{:?}", read.losses);

    let refused = |ann: &str| {
        import_with("brat", "d.ann", ann.as_bytes(), &beside, &options(), words()).expect_err("bad").to_string()
    };
    assert!(refused("\nT1\tORG 0 8\tشركة نسيج\n").starts_with("d.ann:2: span 'T1' 0..8"));
    assert!(refused("T1\tORG 0 99\tx\n").contains("0..99"));
    assert!(refused("T1\tORG 0-9\tx\n").contains("d.ann:1: 'T1"));
    assert!(refused("R1\tx Arg1:T1 Arg2:T2\n").contains("'T1', which is not in the file"));
    assert!(refused("hello\n").contains("not a line of brat"));
    let alone = import_with("brat", "e.ann", b"", &beside, &options(), words()).expect_err("no text").to_string();
    assert!(alone.contains("e.txt is missing"), "{alone}");
    let empty = import_with("brat", "d.ann", b"", &beside, &options(), words()).expect("nothing annotated yet");
    assert_eq!(empty.documents[0].annotations.len(), 0);
}

/// Programs that do not strip a byte order mark count it as a character.
#[test]
fn a_byte_order_mark_is_counted_where_the_offsets_count_it() {
    let beside = [(PathBuf::from("d.txt"), "\u{feff}وصل أحمد".as_bytes().to_vec())];
    check("brat", "d.ann", "T1\tPER 4 8\tأحمد", &beside, "وصل [PER أحمد]");
    check("brat", "d.ann", "T1\tPER 5 9\tأحمد", &beside, "\u{feff}وصل [PER أحمد]");
}

#[test]
fn conll_of_other_programs_is_read() {
    let foreign =
        "-DOCSTART- -X- O O\n\nوصل VRB - O\nأحمد NNP - I-PER\nالكاتب NN - I-PER\n# - - O\nاليوم - - B-DATE\n\nوعاد O\n";
    let read = check("conll", "a.conll", foreign, &[], r"وصل [PER أحمد الكاتب] # [DATE اليوم]\nوعاد");
    let told: Vec<_> = read.losses.iter().map(|loss| loss.what.code()).collect();
    assert_eq!(told, ["spaces", "stray-tags"], "{:?}", read.losses);
    check_refused("conll", "وصل\tO\nأحمد\tX-PER\n", &["ملف.x:2", "'X-PER'", "BIOES"]);
    check_refused("conll", "وصل\n", &["ملف.x:1", "no tag"]);
    check_refused("conll", "# text = \"وصل\"\nأحمد\tO\n", &["ملف.x:2", "'أحمد'", "not in the text"]);
}

#[test]
fn text_keeps_every_character_and_its_encoding_is_remembered() {
    let text = "سطر\r\n\r\nآخر\u{a0}مُحَمَّد لله";
    let bytes = encoding_rs::WINDOWS_1256.encode(text).0;
    let read = import("txt", "خبر.txt", &bytes).expect("guessed");
    assert_eq!(read.documents[0].text(), text);
    assert_eq!(read.documents[0].document.metadata()["encoding"], "windows-1256");
    assert!(read.notes[0].to_string().contains("windows-1256, which was guessed"));
    let named = ImportOptions { encoding: TextEncoding::from_name("windows-1256"), ..options() };
    let words = SchemaBuilder::growing(default_schema());
    let read = import_with("txt", "a.txt", &bytes, &[], &named, words).expect("named");
    assert_eq!((read.documents[0].text(), read.notes.len()), (text, 0));
    let read = import("txt", "a.txt", format!("\u{feff}{text}")).expect("marked");
    assert_eq!(read.documents[0].text(), text);
    assert_eq!(read.documents[0].document.metadata()["byte-order-mark"], "yes");
    check_refused("txt", "", &["empty"]);
    check_refused("txt", b"%PDF-1.4", &["a PDF"]);
    let mut damaged = text.as_bytes().to_vec();
    damaged[14] = 0xff;
    check_refused("txt", &damaged, &["ملف.x:3", "byte 14", "UTF-8"]);
}

#[test]
fn names_for_files_are_safe() {
    for (id, name) in
        [("خبر-١", "خبر-١"), ("a/b\\c:d", "a_b_c_d"), ("../etc", "_etc"), ("...", "document"), ("", "document")]
    {
        assert_eq!(formats::file_name(id), name);
    }
    assert!(formats::file_name(&"م".repeat(500)).len() <= 150);
}

/// Real tweets with nested locations, 76 of them after an emoji; only where the data is at hand.
#[test]
fn real_tweets_keep_every_span() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/idrisi");
    let Some(folder) = [folder, PathBuf::from("../../shared/data/idrisi")].into_iter().find(|f| f.is_dir()) else {
        crate::support::left_out("the tweets of idrisi are not on this machine");
        return;
    };
    let mut spans = 0;
    for entry in std::fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.extension().is_none_or(|e| e != "jsonl") {
            continue;
        }
        let source = std::fs::read_to_string(&path).expect("UTF-8");
        let mut lines = String::new();
        for line in source.split('\n').filter(|l| !l.trim().is_empty()) {
            let tweet: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let mentions = tweet["location_mentions"].as_array().cloned().unwrap_or_default();
            let span = |m: &serde_json::Value| serde_json::json!({"start": m["startIdx"], "end": m["endIdx"], "label": "LOC", "text": m["text"]});
            let row = serde_json::json!({
                "id": tweet["tweet_id"], "text": tweet["text"], "spans": mentions.iter().map(span).collect::<Vec<_>>(),
            });
            lines += &format!("{row}\n");
        }
        let read = import("jsonl", "tweets.jsonl", &lines).expect("every span is exact as code points");
        assert!(read.notes.is_empty(), "{:?}", read.notes);
        spans += read.documents.iter().map(|d| d.annotations.len()).sum::<usize>();
        let documents: Vec<_> = read.documents.iter().collect();
        for name in ["jsonl", "brat"] {
            let mut again = round_trip(name, &documents);
            again.sort_by_key(|d| d.document.id().clone());
            let mut before: Vec<_> = documents.iter().map(|d| (d.document.id().clone(), places(d))).collect();
            before.sort_by_key(|(id, _)| id.clone());
            assert_eq!(again.iter().map(|d| (d.document.id().clone(), places(d))).collect::<Vec<_>>(), before);
        }
    }
    eprintln!("{spans} spans of real tweets");
}

fn places(document: &AnnotatedDocument) -> Vec<(String, Vec<std::ops::Range<usize>>)> {
    spans_of(document).into_iter().map(|(_, label, ranges)| (label, ranges)).collect()
}
