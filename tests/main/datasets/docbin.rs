//! DocBin, read by hand: tokens that give back the text, entities that do not overlap, all spans in their group.

use std::io::Read as _;
use std::ops::Range;

use serde_json::{Map, Value, json};

use super::*;
use hashiya::formats::{Overlap, ShardSize, TokenSource};

/// A value of MessagePack as JSON; bytes are a list of numbers.
fn unpacked(at: &mut &[u8]) -> Value {
    use rmp::Marker::*;
    use rmp::decode as unpack;
    let marker = rmp::Marker::from_u8(at[0]);
    let list = |at: &mut &[u8], len: u32| Value::Array((0..len).map(|_| unpacked(at)).collect());
    match marker {
        FixMap(_) | Map16 | Map32 => {
            let len = unpack::read_map_len(at).expect("a map");
            let field = |at: &mut &[u8]| {
                let key = unpacked(at);
                (key.as_str().map_or_else(|| "bytes".to_owned() + &key.to_string(), str::to_owned), unpacked(at))
            };
            Value::Object((0..len).map(|_| field(at)).collect::<Map<_, _>>())
        }
        FixArray(_) | Array16 | Array32 => {
            let len = unpack::read_array_len(at).expect("a list");
            list(at, len)
        }
        Bin8 | Bin16 | Bin32 => {
            let len = unpack::read_bin_len(at).expect("bytes") as usize;
            let (bytes, rest) = at.split_at(len);
            *at = rest;
            json!(bytes)
        }
        True | False => json!(unpack::read_bool(at).expect("a flag")),
        F64 => json!(unpack::read_f64(at).expect("a number")),
        FixPos(_) | U8 | U16 | U32 | U64 => json!(unpack::read_int::<u64, _>(at).expect("a number")),
        _ => {
            let (text, rest) = unpack::read_str_from_slice(*at).expect("a string");
            *at = rest;
            json!(text)
        }
    }
}

fn bytes_of(value: &Value) -> Vec<u8> {
    let bytes = value.as_array().expect("bytes").iter();
    bytes.map(|byte| byte.as_u64().expect("a byte") as u8).collect()
}

fn within(value: &Value) -> Value {
    unpacked(&mut bytes_of(value).as_slice())
}

fn file_of_documents(documents: &[&AnnotatedDocument], columns: ColumnOptions) -> (Value, Export) {
    let export = format("docbin").export_with(documents, ExportOptions { columns, ..ExportOptions::default() });
    let mut message = Vec::new();
    flate2::read::ZlibDecoder::new(&*export.files[0].1).read_to_end(&mut message).expect("compressed");
    (unpacked(&mut message.as_slice()), export)
}

/// Of each document its text as its tokens give it, its entities and what is in its group, as `LABEL|text|id`.
fn shown(file: &Value, documents: &[&AnnotatedDocument]) -> Vec<(String, Vec<String>, Vec<String>)> {
    let strings: Vec<&str> =
        file["strings"].as_array().expect("a list").iter().map(|text| text.as_str().expect("text")).collect();
    assert!(strings.is_sorted());
    let numbers: Vec<u64> =
        bytes_of(&file["tokens"]).as_chunks::<8>().0.iter().map(|number| u64::from_le_bytes(*number)).collect();
    let mut rows = numbers.chunks(4);
    let mut spaces = bytes_of(&file["spaces"]).into_iter();
    let lengths = bytes_of(&file["lengths"]);
    let lengths = lengths.as_chunks::<4>().0.iter().map(|number| i32::from_le_bytes(*number) as usize);
    lengths
        .zip(documents)
        .enumerate()
        .map(|(n, (length, document))| {
            // The keys are spaCy's own business: the text of a token is where it stands.
            let (mut at, mut tokens) = (0, Vec::<Range<usize>>::new());
            let mut entities: Vec<(u64, Range<usize>)> = Vec::new();
            let text = document.text();
            for _ in 0..length {
                let row = rows.next().expect("a row for each token");
                let token =
                    strings.iter().filter(|s| text[at..].starts_with(**s) && hash(s) == row[0]).max_by_key(|s| s.len());
                let end = at + token.unwrap_or_else(|| panic!("no string for {:?}", &text[at..])).len();
                match row[1] {
                    3 => entities.push((row[2], at..end)),
                    1 => entities.last_mut().expect("it begins before it goes on").1.end = end,
                    _ => assert_eq!((row[1], row[2], row[3]), (2, 0, 0)),
                }
                tokens.push(at..end);
                at = end + usize::from(spaces.next() == Some(1));
            }
            let name = |key: u64| strings.iter().find(|s| hash(s) == key).map_or("?", |s| s);
            let entity = |(label, range): &(u64, Range<usize>)| format!("{}|{}", name(*label), &text[range.clone()]);
            let groups = within(&file["span_groups"][n]);
            let (group, names) = groups.as_object().expect("groups").iter().next().expect("one");
            assert_eq!(names, &json!(["sc"]));
            let group = within(&serde_json::from_str(group.trim_start_matches("bytes")).expect("bytes"));
            let spans = group["spans"].as_array().expect("a list").iter().map(|span| {
                let bytes = bytes_of(span);
                let word = |at: usize| u64::from_be_bytes(bytes[at..at + 8].try_into().expect("8 bytes"));
                let number = |at: usize| i32::from_be_bytes(bytes[at..at + 4].try_into().expect("4 bytes")) as usize;
                let on = &tokens[number(24)..number(28)];
                let covered = &text[on[0].start..on[on.len() - 1].end];
                let points: String = text.chars().skip(number(32)).take(number(36) - number(32)).collect();
                assert_eq!(points, covered, "characters and tokens");
                format!("{}|{covered}|{}", name(word(16)), name(word(0)))
            });
            let spans = spans.collect();
            let whole = format!("{}{}", &text[..at.min(text.len())], if at == text.len() { "" } else { " cut" });
            (whole, entities.iter().map(entity).collect(), spans)
        })
        .collect()
}

/// What spaCy has for a string; that the numbers are right is for its own test.
fn hash(text: &str) -> u64 {
    static KNOWN: &[(&str, u64)] =
        &[("PERSON", 380), ("ORG", 383), ("GPE", 384), ("LOC", 385), ("EVENT", 387), ("_", 456)];
    if let Some((_, key)) = KNOWN.iter().find(|(name, _)| *name == text) {
        return *key;
    }
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = 1 ^ (text.len() as u64).wrapping_mul(M);
    for word in text.as_bytes().chunks(8) {
        let number = word.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
        let mixed = if word.len() == 8 { number.wrapping_mul(M) } else { number };
        let mixed = if word.len() == 8 { (mixed ^ (mixed >> 47)).wrapping_mul(M) } else { mixed };
        hash = (hash ^ mixed).wrapping_mul(M);
    }
    hash = (hash ^ (hash >> 47)).wrapping_mul(M);
    hash ^ (hash >> 47)
}

#[test]
fn docbin_has_tokens_entities_that_do_not_overlap_and_all_spans_in_a_group() {
    let corpus = corpus();
    let documents: Vec<&AnnotatedDocument> = corpus.iter().collect();
    let (file, export) = file_of_documents(&documents, ColumnOptions::default());
    assert_eq!((&file["version"], &file["attrs"]), (&json!("0.1"), &json!([65, 77, 78, 454])));
    assert_eq!(file["flags"][0], json!({"has_unknown_spaces": false}));
    let found = shown(&file, &documents);
    for ((text, _, spans), document) in found.iter().zip(&documents) {
        assert_eq!(text.as_str(), document.document.text().as_ref());
        let lost = document.annotations.iter().filter(|a| a.spans.is_discontinuous()).count();
        assert_eq!(spans.len() + lost, document.annotations.len());
    }
    let (_, entities, spans) = &found[0];
    assert_eq!(entities[0], "اسم علم|مُحَمَّدٌ الكاتـــب");
    assert!(spans.contains(&"اسمعلم|الكاتـــب|a".to_owned()), "{spans:?}");
    assert!(!entities.iter().any(|entity| entity.starts_with("اسمعلم")), "{entities:?}");
    let only = |id: &str| export.losses.iter().any(|l| l.id == Some(id.into()) && l.what.code() == "only-in-group");
    assert!(only("a") && !only("10"));
    let facts = within(&file["user_data"][0]);
    assert_eq!(facts["id"], json!(corpus[0].document.id().0.as_ref()));
    assert_eq!(facts["metadata"].as_object().map(Map::len), Some(corpus[0].document.metadata().len()));
    // Which of two stands for both is a choice.
    let text = "زار أحمد بيروت الكبرى";
    let two = vec![
        annotation("1", "EVENT", text, &[place(text, "زار أحمد", 0)]),
        annotation("2", "LOC", text, &[place(text, "أحمد بيروت الكبرى", 0)]),
    ];
    let document = Document::new(DocumentId("ز".into()), "ز", text, BTreeMap::new()).expect("short");
    let bare = AnnotatedDocument::new(document, Arc::new(schema()), Annotator::new("أحمد"));
    let document = AnnotatedDocument { annotations: AnnotationSet::from_annotations(two), ..bare };
    for (overlap, entity) in [(None, "EVENT|زار أحمد"), (Some(Overlap::Longest), "LOC|أحمد بيروت الكبرى")]
    {
        let columns = ColumnOptions { overlap, ..ColumnOptions::default() };
        assert_eq!(shown(&file_of_documents(&[&document], columns).0, &[&document])[0].1, [entity]);
    }
}

#[test]
fn edges_within_tokens_of_docbin_are_told_and_documents_have_categories() {
    let text = "زار  وبيروت";
    let mut document = AnnotatedDocument {
        annotations: AnnotationSet::from_annotations(vec![
            annotation("1", "LOC", text, &[place(text, "بيروت", 0)]),
            annotation("2", "EVENT", text, &[place(text, "زار ", 0)]),
        ]),
        ..AnnotatedDocument::new(
            Document::new(DocumentId("ز".into()), "ز", text, BTreeMap::new()).expect("short"),
            Arc::new(Schema {
                document_attributes: vec![AttributeDefinition {
                    name: "باب".into(),
                    arabic: "باب".into(),
                    english: "topic".into(),
                    ..AttributeDefinition::new("", AttributeKind::Choice(vec!["سفر".into(), "مال".into()]))
                }],
                ..schema()
            }),
            Annotator::new("أحمد"),
        )
    };
    document.attributes.insert("باب".into(), AttributeValue::Choice("مال".into()));
    document.attributes.insert("مهم".into(), AttributeValue::Flag(false));
    document.attributes.insert("عدد".into(), AttributeValue::Number(3.0));
    let (file, export) = file_of_documents(&[&document], ColumnOptions::default());
    assert_eq!(file["cats"][0], json!({"باب=سفر": 0.0, "باب=مال": 1.0, "مهم": 0.0}));
    let found = &shown(&file, &[&document])[0];
    assert_eq!((found.0.as_str(), found.2.len()), (text, 2));
    assert_eq!(found.2[1], "LOC|وبيروت|1");
    let told = |id: Option<&str>, code: &str| {
        export.losses.iter().any(|l| l.id.as_ref().map(|id| id.as_str()) == id && l.what.code() == code)
    };
    assert!(told(Some("1"), "edges-in-token") && told(Some("2"), "spaces-at-edges") && told(None, "facts-of-document"));
    let words = ColumnOptions { tokens: Some(TokenSource::Whitespace), ..ColumnOptions::default() };
    assert_eq!(shown(&file_of_documents(&[&document], words).0, &[&document])[0].0, text);
}

/// Files of a bounded size, which others read in their order; a place with the extension is that of the first.
#[test]
fn a_large_dataset_is_several_files() {
    let corpus = corpus();
    let many: Vec<&AnnotatedDocument> = std::iter::repeat_n(&corpus[0], 1200).collect();
    let columns = ColumnOptions { shards: Some(ShardSize::Mb1), ..ColumnOptions::default() };
    let export = format("docbin").export_with(&many, ExportOptions { columns, ..ExportOptions::default() });
    let names: Vec<_> = export.files.iter().map(|(path, _)| path.display().to_string()).collect();
    assert!(names.len() > 1, "{names:?}");
    assert_eq!(names[..2], ["data-00000.spacy", "data-00001.spacy"]);
    let places = |out: &str| {
        let places = hashiya::workspace::export::places("docbin", export.files.clone(), Path::new(out));
        let places = places.expect("no name leads out").into_iter().map(|(path, _)| path.display().to_string());
        places.take(2).collect::<Vec<_>>()
    };
    assert_eq!(places("لا/تدريب"), ["لا/تدريب/data-00000.spacy", "لا/تدريب/data-00001.spacy"]);
    assert_eq!(places("لا/تدريب.spacy"), ["لا/تدريب.spacy", "لا/تدريب-00001.spacy"]);
}
