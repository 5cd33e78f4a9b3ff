//! A document with everything that breaks careless programs, and the tools the tests of files share.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hashiya::model::{
    AnnotatedDocument, Annotation, AnnotationId, Annotator, AttributeValue, Attributes, Document, DocumentId,
    DocumentState, Provenance, Record, Relation, Spans, TextSpan, Timestamp,
};
use hashiya::store::default_schema;
use hashiya::workspace::export::{self, ExportBatch};
use hashiya::workspace::{ExportGuard, WorkspaceError};
use proptest::prelude::*;

/// Files of a dataset, as an export writes them below `out`.
pub fn write_dataset(out: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<usize, WorkspaceError> {
    let files = export::places("brat", files.to_vec(), out)?;
    Ok(ExportBatch::stage(files, ExportGuard::OwnExports)?.commit()?.files.len())
}

/// A folder of its own for one test, removed at its end.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("hashiya-test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("the temporary folder is writable");
        Folder(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.join(name);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("writable");
        std::fs::write(&path, bytes).expect("writable");
        path
    }

    /// The names in the folder, sorted, hidden ones too.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).expect("readable");
        let mut names: Vec<String> =
            entries.map(|e| e.expect("readable").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An emoji before everything, a diacritised word, a tatweel, CRLF, NBSP, a bidi mark, U+2028, quotation marks, a
/// backslash.
pub const HARD_TEXT: &str = "😀 قال مُحَمَّدٌ بنُ عليّ: «وصلنا إلى وبالقـــاهرة\u{a0}أمس»\r\n\
    زار وفدا جامعتي القاهرة وتونس (Ain\u{200f} Shams) يوم 12/5/2026\u{2028}وقال \"نعم\\لا\"\t#دير_الزور 👩‍👧‍👦\n\nانتهى";

/// Where `quote` stands in `text` for the `n`-th time, in bytes.
pub fn place(text: &str, quote: &str, n: usize) -> std::ops::Range<usize> {
    let start = text.match_indices(quote).nth(n).unwrap_or_else(|| panic!("'{quote}' is not in the text")).0;
    start..start + quote.len()
}

pub fn annotation(id: &str, label: &str, text: &str, ranges: &[std::ops::Range<usize>]) -> Annotation {
    let spans = ranges.iter().map(|r| TextSpan::new(text, r.clone()).expect("a span of the text")).collect();
    Annotation {
        id: id.into(),
        label: label.into(),
        spans: Spans::new(spans).expect("disjoint spans"),
        entity: None,
        record: Record {
            attributes: Attributes::new(),
            note: String::new(),
            flag: false,
            provenance: Provenance::Human,
            annotator: Annotator::new("أحمد"),
            created: Timestamp(1_780_000_000_123),
            modified: Timestamp(1_780_000_600_000),
        },
    }
}

/// [`HARD_TEXT`] with nested, overlapping, mid-word and discontinuous annotations, attributes, notes, relations.
pub fn hard_document() -> AnnotatedDocument {
    let text = HARD_TEXT;
    let at = |quote: &str, n| place(text, quote, n);
    let mut annotations = vec![
        annotation("p1", "PER", text, &[at("مُحَمَّدٌ بنُ عليّ", 0)]),
        annotation("l1", "LOC", text, &[at("القـــاهرة", 0)]),
        annotation("o1", "ORG", text, &[at("جامعتي القاهرة", 0)]),
        annotation("l2", "LOC", text, &[at("القاهرة", 0)]),
        annotation("o2", "ORG", text, &[at("جامعتي", 0), at("تونس", 0)]),
        annotation("o3", "ORG", text, &[at("القاهرة وتونس (Ain\u{200f} Shams)", 0)]),
        annotation("d1", "DATE", text, &[at("12/5/2026", 0)]),
        annotation("e1", "EVENT", text, &[at("دير_الزور 👩‍👧‍👦", 0)]),
    ];
    annotations[0].record.attributes = Attributes::from([("gender".into(), AttributeValue::Choice("male".into()))]);
    annotations[0].record.note = "اسم \"كامل\"\nفي سطرين\tو\\علامة".into();
    annotations[1].record.provenance = Provenance::Imported { format: "brat".into() };
    annotations[7].record.provenance = Provenance::AcceptedSuggestion { source: "propagation".into() };
    annotations[7].record.attributes = Attributes::from([("planned".into(), AttributeValue::Flag(true))]);
    let relation = |id: &str, label: &str, source: &str, target: &str| Relation {
        id: id.into(),
        label: label.into(),
        source: source.into(),
        target: target.into(),
        record: Record::new(Provenance::Human, Annotator::new("أحمد"), Timestamp(1_780_000_000_123)),
    };
    let relations = [relation("r1", "works-for", "p1", "o1"), relation("r2", "located-in", "o1", "l2")];
    let metadata =
        BTreeMap::from([("encoding".into(), "UTF-8".into()), ("url".into(), "https://example.org/١".into())]);
    let document = Document::new(DocumentId("خبر-١".into()), "خبر \"صعب\"", text, metadata).expect("short");
    AnnotatedDocument {
        state: DocumentState::InProgress,
        attributes: Attributes::from([("topic".into(), AttributeValue::Choice("أخرى".into()))]),
        annotations: hashiya::model::AnnotationSet::from_annotations(annotations),
        relations: relations.into_iter().collect(),
        ..AnnotatedDocument::new(document, Arc::new(default_schema()), Annotator::new("أحمد"))
    }
}

/// Everything two annotated documents can differ in.
pub fn assert_same(a: &AnnotatedDocument, b: &AnnotatedDocument) {
    assert_eq!(a.document.id(), b.document.id());
    assert_eq!(a.document.title(), b.document.title());
    assert_eq!(a.document.text(), b.document.text());
    assert_eq!(a.document.digest(), b.document.digest());
    assert_eq!(a.document.metadata(), b.document.metadata());
    assert_eq!(a.schema, b.schema);
    assert_eq!(a.annotator, b.annotator);
    assert_eq!(a.state, b.state);
    assert_eq!(a.attributes, b.attributes);
    assert_eq!((&a.note, a.flag), (&b.note, b.flag));
    assert_eq!(listed(a), listed(b));
    assert_eq!(a.relations, b.relations);
}

fn listed(document: &AnnotatedDocument) -> Vec<Annotation> {
    document.annotations.iter().map(|a| (**a).clone()).collect()
}

/// A document's id, label and ranges of each annotation, in document order: what no format may change.
pub fn spans_of(document: &AnnotatedDocument) -> Vec<(AnnotationId, String, Vec<std::ops::Range<usize>>)> {
    let row = |a: &Arc<Annotation>| (a.id.clone(), a.label.to_string(), a.spans.iter().map(TextSpan::range).collect());
    document.annotations.iter().map(row).collect()
}

/// Texts of the characters that matter, Arabic, Latin, emoji, controls, and sometimes anything at all.
pub fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[ابتثمحدرسعقلهوية]{1,6}",
        2 => prop::sample::select(vec![
            "مُحَمَّد", "قـــال", "😀", "👩‍👧‍👦", "\r\n", "\n", "\u{a0}", "\u{2028}", "\u{85}", "\u{200f}", "\u{202e}",
            "\"", "\\", "#", "\t", "،", "«", "»", "(", ")", "ABC", "12", "١٢", "e\u{301}", "ﷺ", "\u{feff}", ":", "_",
        ]).prop_map(str::to_owned),
        2 => Just(" ".to_owned()),
        1 => any::<char>().prop_filter("no NUL", |c| *c != '\0').prop_map(String::from),
    ];
    prop::collection::vec(piece, 1..25).prop_map(|pieces| pieces.concat())
}

/// A document with any text and any spans, overlapping, nested, discontinuous, each id used once.
pub fn any_document() -> impl Strategy<Value = AnnotatedDocument> {
    let labels = prop::sample::select(vec!["PER", "ORG", "LOC", "DATE", "NUM", "EVENT"]);
    let cuts = prop::collection::vec(any::<prop::sample::Index>(), 2..7);
    (any_text(), prop::collection::vec((labels, cuts), 0..8)).prop_map(|(text, marks)| {
        let boundaries: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
        let mut annotations = Vec::new();
        for (i, (label, cuts)) in marks.into_iter().enumerate() {
            let mut cuts: Vec<usize> = cuts.iter().map(|c| *c.get(&boundaries)).collect();
            cuts.sort_unstable();
            cuts.dedup();
            let ranges: Vec<_> = cuts.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect();
            if !ranges.is_empty() {
                annotations.push(annotation(&format!("T{}", i + 1), label, &text, &ranges));
            }
        }
        let document = Document::new(DocumentId("d".into()), "عنوان", text, BTreeMap::new()).expect("short");
        AnnotatedDocument {
            annotations: hashiya::model::AnnotationSet::from_annotations(annotations),
            ..AnnotatedDocument::new(document, Arc::new(default_schema()), Annotator::new("أحمد"))
        }
    })
}
