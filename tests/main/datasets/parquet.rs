//! Parquet: rows come back whole, files of others as far as they are plain, and what is damaged is refused in words.

use std::sync::Arc as Shared;

use ::parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::reader::FileReader;
use ::parquet::file::serialized_reader::SerializedFileReader;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;

use super::*;
use hashiya::formats::ShardSize;

fn written(documents: &[&AnnotatedDocument]) -> Vec<u8> {
    format("parquet").export(documents).files.remove(0).1
}

/// A column of a file of somebody else.
enum Column<'c> {
    Texts(&'c [&'c str], &'c [i16], &'c [i16]),
    Longs(&'c [i64], &'c [i16], &'c [i16]),
    Ints(&'c [i32], &'c [i16], &'c [i16]),
}

fn foreign(schema: &str, about: Option<&str>, columns: &[Column<'_>]) -> Vec<u8> {
    let schema = Shared::new(parse_message_type(schema).expect("a schema"));
    let about = about.map(|said| vec![KeyValue::new("huggingface".to_owned(), said.to_owned())]);
    let properties = Shared::new(WriterProperties::builder().set_key_value_metadata(about).build());
    let mut file = SerializedFileWriter::new(Vec::new(), schema, properties).expect("memory");
    let mut group = file.next_row_group().expect("memory");
    for column in columns {
        let mut writer = group.next_column().expect("memory").expect("a column");
        let levels = |levels: &'_ [i16]| (!levels.is_empty()).then(|| levels.to_vec());
        match column {
            Column::Texts(texts, def, rep) => {
                let texts: Vec<ByteArray> = texts.iter().map(|text| ByteArray::from(*text)).collect();
                let (def, rep) = (levels(def), levels(rep));
                writer.typed::<ByteArrayType>().write_batch(&texts, def.as_deref(), rep.as_deref())
            }
            Column::Longs(numbers, def, rep) => {
                let (def, rep) = (levels(def), levels(rep));
                writer.typed::<Int64Type>().write_batch(numbers, def.as_deref(), rep.as_deref())
            }
            Column::Ints(numbers, def, rep) => {
                let (def, rep) = (levels(def), levels(rep));
                writer.typed::<Int32Type>().write_batch(numbers, def.as_deref(), rep.as_deref())
            }
        }
        .expect("memory");
        writer.close().expect("memory");
    }
    group.close().expect("memory");
    file.into_inner().expect("memory")
}

/// What a column chunk holds, its rows in groups, and what the footer says.
#[test]
fn the_footer_says_the_features_and_rows_are_in_groups() {
    let corpus = corpus();
    let many: Vec<&AnnotatedDocument> = std::iter::repeat_n(&corpus, 400).flatten().collect();
    let columns = ColumnOptions { shards: Some(ShardSize::Mb1), ..ColumnOptions::default() };
    let export = format("parquet").export_with(&many, ExportOptions { columns, ..ExportOptions::default() });
    assert!(export.files.len() > 1);
    assert_eq!(export.files[1].0, Path::new("data-00001.parquet"));
    let mut features = BTreeSet::new();
    for (_, bytes) in &export.files {
        let file = SerializedFileReader::new(bytes::Bytes::from(bytes.clone())).expect("sound");
        let about = file.metadata().file_metadata().key_value_metadata().expect("it says something").clone();
        features.insert(about.into_iter().find(|one| one.key == "huggingface").and_then(|one| one.value));
    }
    assert_eq!(features.len(), 1, "all files say the same");
    let said: serde_json::Value =
        serde_json::from_str(features.first().and_then(Option::as_deref).expect("it is said")).expect("JSON");
    let names = &said["info"]["features"]["spans"][0]["label_id"]["names"];
    assert_eq!(names.as_array().map(Vec::len), Some(corpus[0].schema.labels.len()));
    // A list that no version of `datasets` but the newest knows.
    assert!(!said.to_string().contains("\"List\""));
}

#[test]
fn files_of_others_are_read_as_far_as_they_are_plain() {
    let schema = "message m {
        required binary sentence (UTF8);
        required int64 year;
        optional group entities (LIST) { repeated group list { optional group element {
            required int32 start; required int32 end; required int64 label; optional binary odd (UTF8); } } }
        optional group scores (LIST) { repeated group list { optional int64 element; } }
    }";
    let about =
        "{\"info\":{\"features\":{\"entities\":[{\"label\":{\"names\":[\"PER\",\"LOC\"],\"_type\":\"ClassLabel\"}}]}}}";
    let file = foreign(
        schema,
        Some(about),
        &[
            Column::Texts(&["زار أحمد بيروت", "لا شيء"], &[], &[]),
            Column::Longs(&[2024, 2025], &[], &[]),
            Column::Ints(&[4, 9], &[3, 3, 1], &[0, 1, 0]),
            Column::Ints(&[8, 14], &[3, 3, 1], &[0, 1, 0]),
            Column::Longs(&[0, 1], &[3, 3, 1], &[0, 1, 0]),
            Column::Texts(&["x"], &[4, 3, 1], &[0, 1, 0]),
            Column::Longs(&[5], &[3, 0], &[0, 0]),
        ],
    );
    let head = Head::new(Path::new("x.txt"), &file, false);
    assert_eq!(formats::detect(&head).map(|format| format.name()), Some("parquet"));
    let found = read("parquet", &file);
    assert_eq!(quotes(&found.documents[0]), ["PER أحمد", "LOC بيروت"]);
    assert_eq!((found.documents.len(), found.documents[1].annotations.len()), (2, 0));
    assert_eq!(found.documents[1].document.metadata()["year"], "2025");
    let told: Vec<_> = found.losses.iter().map(|loss| loss.what.to_string()).collect();
    for name in ["'scores'", "'entities.odd'"] {
        assert!(told.iter().any(|said| said.contains(name)), "{name}: {told:?}");
    }
    // A struct of lists, as `datasets` makes of a `Sequence`, and labels as they are called.
    let schema = "message m {
        optional binary text (UTF8);
        optional group spans {
            optional group start (LIST) { repeated group list { optional int64 item; } }
            optional group end (LIST) { repeated group list { optional int64 item; } }
            optional group type (LIST) { repeated group list { optional binary item (UTF8); } } }
    }";
    let spans = foreign(
        schema,
        None,
        &[
            Column::Texts(&["زار أحمد بيروت"], &[1], &[0]),
            Column::Longs(&[4], &[4], &[0]),
            Column::Longs(&[8], &[4], &[0]),
            Column::Texts(&["PER"], &[4], &[0]),
        ],
    );
    assert_eq!(quotes(&read("parquet", &spans).documents[0]), ["PER أحمد"]);
    let bare = foreign("message m { required int64 n; }", None, &[Column::Longs(&[1], &[], &[])]);
    check_refused("parquet", bare, &["no column of texts", "n"]);
    let null = foreign("message m { optional binary text (UTF8); }", None, &[Column::Texts(&[], &[0], &[0])]);
    check_refused("parquet", null, &[":1:", "'text' has no value"]);
}

/// Whatever is cut off or changed, it is said in words.
#[test]
fn damaged_files_are_refused_in_words() {
    let corpus = corpus();
    let file = written(&corpus.iter().collect::<Vec<_>>());
    for len in (0..file.len()).step_by(97) {
        check_refused("parquet", &file[..len], &["Parquet is damaged"]);
    }
    // The footer says that it is longer than the file, or shorter than it is.
    for len in [u32::MAX, 0, 7] {
        let mut lie = file.clone();
        let at = lie.len() - 8;
        lie[at..at + 4].copy_from_slice(&len.to_le_bytes());
        check_refused("parquet", lie, &["Parquet is damaged"]);
    }
    // A schema of nodes within each other without end, and one of more children than there are.
    for (children, nodes) in [(&[0x15, 0x02][..], 100_000), (&[0x15, 0xfe, 0xff, 0xff, 0xff, 0x0f], 3)] {
        // version, schema: a list of structures, each a name and a number of children.
        let mut footer = vec![0x15, 0x02, 0x19, 0xfc];
        let mut count = nodes;
        while count > 0x7f {
            footer.push((count & 0x7f) as u8 | 0x80);
            count >>= 7;
        }
        footer.push(count as u8);
        for _ in 0..nodes {
            footer.extend([0x48, 0x01, b'a']);
            footer.extend(children);
            footer.push(0);
        }
        footer.push(0);
        let mut file = b"PAR1".to_vec();
        file.extend(&footer);
        file.extend((footer.len() as u32).to_le_bytes());
        file.extend(b"PAR1");
        check_refused("parquet", file, &["its schema is no tree"]);
    }
}

proptest! {
    /// A row is read from the pages that hold it, the last of a group from a copy, a line of JSON with the same fields from the file:
    /// whatever the way, the documents are the same.
    #[test]
    fn rows_are_the_same_from_pages_from_a_copy_and_from_json(
        documents in prop::collection::vec(any_rich_document(), 1..5),
    ) {
        let named = |(n, document): (usize, AnnotatedDocument)| AnnotatedDocument {
            document: document.document.with_facts(
                hashiya::model::DocumentId(format!("d{n}").into()),
                document.document.title().to_owned(),
                document.document.metadata().clone(),
            ),
            ..document
        };
        let documents: Vec<AnnotatedDocument> = documents.into_iter().enumerate().map(named).collect();
        let all: Vec<&AnnotatedDocument> = documents.iter().collect();
        let shown = |documents: Vec<AnnotatedDocument>| format!("{documents:#?}");
        let schema = &documents[0].schema;
        let together = again("parquet", &format("parquet").export(&all), schema);
        let in_json = again("datasets", &format("datasets").export(&all), schema);
        prop_assert_eq!(shown(together.clone()), shown(in_json));
        for (document, one) in documents.iter().zip(together) {
            let alone = again("parquet", &format("parquet").export(&[document]), schema).remove(0);
            let one = AnnotatedDocument { schema: alone.schema.clone(), ..one };
            prop_assert_eq!(shown(vec![alone]), shown(vec![one]));
        }
    }
}
