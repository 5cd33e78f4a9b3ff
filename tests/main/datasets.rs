//! Formats of other annotation tools and of model training: what is written is read again as far as the table says, the losses
//! name the rest, and what others write is read or refused by its place.

mod docbin;
mod doccano;
mod label_studio;
mod langextract;
mod models;
mod parquet;
mod rows;
mod spacy;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use hashiya::formats::{
    self, AnnotationLoss, ColumnOptions, Export, ExportOptions, Feature, Format, Head, Import, ImportError,
    ImportOptions, ImportProblem, Input, Loss, LossDetail, LossKind, Pieces, SchemaBuilder, Support, Unit,
};
use hashiya::model::{
    AnnotatedDocument, AnnotationSet, Annotator, AttributeDefinition, AttributeKind, AttributeValue, Attributes,
    Document, DocumentId, Label, Provenance, Record, Relation, SWATCHES, Schema, Timestamp,
};
use hashiya::store::default_schema;
use hashiya::ui::l10n::Localize;
use hashiya::ui::localizer::{Digits, Language, Localizer};
use proptest::prelude::*;

mod gate;
mod html;
mod office;
mod refi;
mod stam;
mod tables;
mod tei;
mod uima;
mod web_annotation;
mod webanno;

use crate::fixture::{annotation, any_document, hard_document, place, spans_of};
use crate::golden::check_golden;

/// Those whose annotations come back where they stood.
const NAMES: &[&str] = &[
    "doccano",
    "doccano-relations",
    "label-studio",
    "spacy",
    "langextract",
    "csv",
    "tsv",
    "gate",
    "web-annotation",
    "xmi",
    "cas-json",
    "stam",
    "datasets",
    "parquet",
    "tei",
];

/// Archives of texts, whose annotations come back too.
const ZIPPED: &[&str] = &["refi-qda"];

/// A text in which a span stands behind a character of two UTF-16 units.
const VISIT: &str = "😀 زار أحمد بيروت";

/// Those that carry less, or are written only.
const OTHERS: &[&str] = &["gliner", "gliner2", "chat"];

pub fn format(name: &str) -> &'static dyn Format {
    formats::by_name(name).expect("a format of the registry")
}

fn options() -> ImportOptions {
    ImportOptions {
        annotator: Annotator::new("أحمد"), now: Timestamp(1_780_000_000_000), ..ImportOptions::default()
    }
}

fn import_with(
    name: &str,
    path: &str,
    bytes: impl AsRef<[u8]>,
    options: &ImportOptions,
    mut words: SchemaBuilder,
) -> Result<Import, ImportError> {
    let input = Input { path: Path::new(path), bytes: bytes.as_ref(), companions: vec![] };
    let mut import = format(name).import(&input, options, &mut words)?;
    words.finish(&mut import.documents);
    for document in &import.documents {
        assert_eq!(document.problems(), vec![], "an import may not leave an unsound document");
    }
    Ok(import)
}

fn import(name: &str, bytes: impl AsRef<[u8]>) -> Result<Import, ImportError> {
    import_with(name, "ملف.json", bytes, &options(), SchemaBuilder::of_files(default_schema()))
}

#[track_caller]
fn read(name: &str, bytes: impl AsRef<[u8]>) -> Import {
    import(name, bytes).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn check_refused(name: &str, bytes: impl AsRef<[u8]>, expect: &[&str]) {
    let error = import(name, bytes).expect_err("a bad file");
    let said = error.to_string();
    for part in expect.iter().chain(&["ملف.json"]) {
        assert!(said.contains(part), "'{part}' is not in: {said}");
    }
    // It can be said in both languages.
    for language in [Language::Arabic, Language::English] {
        assert!(!error.localized(&Localizer::new(language, Digits::default())).is_empty());
    }
}

/// What an archive holds.
fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let count = archive.len();
    let mut entry = |at| {
        let mut entry = archive.by_index(at).expect("an entry");
        let (name, mut bytes) = (entry.name().expect("UTF-8").to_string(), Vec::new());
        std::io::Read::read_to_end(&mut entry, &mut bytes).expect("sound");
        (name, bytes)
    };
    (0..count).map(&mut entry).collect()
}

/// The files that are in an archive, or the file that is none.
fn entries(path: &Path, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    match bytes.starts_with(b"PK") {
        true => unpacked(bytes),
        false => vec![(path.display().to_string(), bytes.to_vec())],
    }
}

/// The file of a format among those that it writes.
fn file_of<'e>(format: &dyn Format, export: &'e Export) -> (&'e Path, &'e [u8]) {
    let own = |path: &Path| path.extension().is_some_and(|e| format.extensions().iter().any(|own| e == *own));
    let found = export.files.iter().find(|(path, _)| own(path));
    found.map(|(path, bytes)| (path.as_path(), bytes.as_slice())).expect("a file of the format")
}

/// What comes back of an export, with the schema of the documents.
fn again(name: &str, export: &Export, schema: &Schema) -> Vec<AnnotatedDocument> {
    let own = |path: &Path| path.extension().is_some_and(|e| format(name).extensions().iter().any(|own| e == *own));
    let read = |(path, bytes): &(std::path::PathBuf, Vec<u8>)| {
        let path = path.to_str().expect("UTF-8");
        let read = import_with(name, path, bytes, &options(), SchemaBuilder::growing(schema.clone()));
        read.unwrap_or_else(|error| panic!("{name}: {error}")).documents
    };
    export.files.iter().filter(|(path, _)| own(path)).flat_map(read).collect()
}

/// A schema with names that are alike but for a space, Arabic, and in two words.
fn schema() -> Schema {
    let mut schema = default_schema();
    for (n, name) in ["اسم علم", "اسمعلم", "اسم مكان", "Legal Entity"].into_iter().enumerate() {
        schema.labels.push(Label::new(name, name, name, SWATCHES[n].day, None));
    }
    schema
}

/// Everything that breaks careless programs, in four documents: one of them empty, one without annotations.
fn corpus() -> Vec<AnnotatedDocument> {
    let text = "👩‍👧‍👦 قالَ مُحَمَّدٌ الكاتـــب في\r\nبيروت الكبرى\u{feff} وصيدا\u{2028}إنّ «شركة الأرز» لم تعلّق\u{85} 😀.\n";
    let at = |quote: &str| place(text, quote, 0);
    let mut annotations = vec![
        annotation("10", "اسم علم", text, &[at("مُحَمَّدٌ الكاتـــب")]),
        annotation("a", "اسمعلم", text, &[at("الكاتـــب")]),
        annotation("b", "اسم مكان", text, &[at("في\r\nبيروت الكبرى")]),
        annotation("c", "LOC", text, &[at("الكبرى\u{feff} وصيدا")]),
        annotation("d", "LOC", text, &[at("بيروت"), at("صيدا")]),
        annotation("2", "Legal Entity", text, &[at("شركة الأرز")]),
        annotation("e", "ORG", text, &[at("شركة الأرز")]),
        annotation("f", "EVENT", text, &[at("😀")]),
    ];
    annotations[0].record.note = "ملاحظة\nفي سطرين \"وعلامة\"".into();
    annotations[6].record.annotator = Annotator::new("ليلى");
    annotations[7].record.attributes = Attributes::from([("planned".into(), AttributeValue::Flag(true))]);
    let record = || Record::new(Provenance::Human, Annotator::new("أحمد"), Timestamp(1_780_000_000_123));
    let relation = |id: &str, source: &str, target: &str| Relation {
        id: id.into(),
        label: "located-in".into(),
        source: source.into(),
        target: target.into(),
        record: record(),
    };
    let relations = [relation("r2", "e", "c"), relation("x", "e", "d"), relation("7", "2", "b")];
    let kind = |source: &str| source.to_owned();
    let mut schema = schema();
    for relation in &mut schema.relation_types {
        relation.source_labels.clear();
        relation.target_labels.clear();
    }
    let schema = Arc::new(schema);
    let document = |id: &str, title: &str, text: &str, metadata: &[(&str, &str)]| {
        let metadata: BTreeMap<_, _> = metadata.iter().map(|(k, v)| (kind(k), kind(v))).collect();
        let document = Document::new(DocumentId(id.into()), title, text, metadata).expect("short");
        AnnotatedDocument::new(document, schema.clone(), Annotator::new("أحمد"))
    };
    let first = AnnotatedDocument {
        annotations: AnnotationSet::from_annotations(annotations),
        relations: relations.into_iter().collect(),
        ..document("خبر ١", "عنوان الخبر", text, &[("text", "غير النص"), ("المصدر", "{\"a\": 1}"), ("title", "x")])
    };
    let hard = AnnotatedDocument { schema: schema.clone(), ..hard_document() };
    vec![first, hard, document("فارغ", "فارغ", "", &[]), document("بلا علامات", "بلا علامات", "وصل الوفد أمس.", &[])]
}

#[test]
fn datasets_and_their_losses_are_as_the_golden_files_show_them() {
    let words = [Language::Arabic, Language::English].map(|language| Localizer::new(language, Digits::default()));
    let shown = |loss: &Loss| {
        let said = words.each_ref().map(|words| loss.localized(words).replace(['\u{2068}', '\u{2069}'], ""));
        format!("{loss}\n  {}\n  {}\n", said[0], said[1])
    };
    let corpus = corpus();
    let documents: Vec<_> = corpus.iter().collect();
    for name in NAMES.iter().chain(OTHERS).chain(ZIPPED) {
        let export = format(name).export(&documents);
        for (path, bytes) in export.files.iter().flat_map(|(path, bytes)| entries(path, bytes)) {
            // Of what is binary others tell whether it is right.
            let Ok(text) = std::str::from_utf8(&bytes) else { continue };
            check_golden(&format!("datasets/{name}/{path}"), text);
        }
        let losses: String = export.losses.iter().map(shown).collect();
        check_golden(&format!("datasets/{name}/losses.txt"), &losses);
    }
}

/// Whether a loss says that the annotation is not there at all.
fn is_gone(loss: &Loss) -> bool {
    use AnnotationLoss::{Discontinuous, Empty, NoToken, TakenTokens};
    let whole = |what: &AnnotationLoss| matches!(what, Discontinuous | Empty | NoToken | TakenTokens);
    loss.kind == LossKind::Lost && matches!(&loss.what, LossDetail::Annotation { what, .. } if whole(what))
}

/// What comes back is what there was, but for what the losses name; and the losses name nothing that comes back.
fn check_law(name: &str, document: &AnnotatedDocument) {
    let export = format(name).export(&[document]);
    let carries = |feature| format(name).info().carries.of(feature);
    let losses: Vec<&Loss> = export.losses.iter().collect();
    let read = again(name, &export, &document.schema).remove(0);
    assert_eq!(read.text(), document.text(), "{name}");
    assert_eq!(read.document.id(), document.document.id(), "{name}");
    let gone: BTreeSet<_> = losses.iter().filter(|loss| is_gone(loss)).filter_map(|loss| loss.id.clone()).collect();
    let moved = |id| losses.iter().any(|l| l.id.as_ref() == Some(id) && l.kind == LossKind::Widened);
    let stays = || document.annotations.iter().filter(|a| !gone.contains(&a.id));
    let rows = |d: &AnnotatedDocument, ids: bool| {
        let row = |(id, label, ranges): (hashiya::model::AnnotationId, String, Vec<_>)| {
            (if ids { id.to_string() } else { String::new() }, label, ranges)
        };
        let mut rows: Vec<_> = spans_of(d).into_iter().map(row).collect();
        rows.sort_by(|a, b| format!("{a:?}").cmp(&format!("{b:?}")));
        rows
    };
    let ids = carries(Feature::Ids) == Support::Yes;
    let expected = AnnotatedDocument {
        annotations: AnnotationSet::from_annotations(stays().map(|a| (**a).clone()).collect::<Vec<_>>()),
        ..document.clone()
    };
    if !document.annotations.iter().any(|a| moved(&a.id)) {
        assert_eq!(rows(&read, ids), rows(&expected, ids), "{name}");
    }
    assert_eq!(read.annotations.len(), expected.annotations.len(), "{name}");
    let lost_relations = losses.iter().filter(|l| matches!(l.what, LossDetail::EndOfRelation(_))).count();
    match carries(Feature::Relations) {
        Support::No => assert_eq!(read.relations.len(), 0, "{name}"),
        _ => {
            assert_eq!(read.relations.len() + lost_relations, document.relations.len(), "{name}");
            let ends = |d: &AnnotatedDocument| {
                let quote = |id| d.annotations.get(id).map(|a| (a.label.to_string(), a.spans.extent()));
                let rows = d.relations.values().map(|r| (r.label.to_string(), quote(&r.source), quote(&r.target)));
                let whole = rows.filter(|row| row.1.is_some() && row.2.is_some());
                whole.map(|row| format!("{row:?}")).collect::<BTreeSet<_>>()
            };
            assert_eq!(ends(&read), ends(&expected), "{name}");
            if carries(Feature::RelationAttributes) == Support::Yes && lost_relations == 0 {
                assert_eq!(read.relations, document.relations, "{name}");
            }
        }
    }
    let told = |id: &hashiya::model::AnnotationId, wanted: AnnotationLoss| {
        losses.iter().any(|l| {
            l.id.as_ref() == Some(id) && matches!(&l.what, LossDetail::Annotation { what, .. } if *what == wanted)
        })
    };
    for annotation in stays() {
        let note = &annotation.record.note;
        assert_eq!(
            told(&annotation.id, AnnotationLoss::Note),
            !note.is_empty() && carries(Feature::Notes) == Support::No,
            "{name}"
        );
        let same = |a: &&Arc<hashiya::model::Annotation>| a.label == annotation.label && a.spans == annotation.spans;
        let alike = || read.annotations.iter().filter(|a| same(a));
        let own = || alike().next().filter(|_| alike().count() == 1).cloned();
        if let Some(back) = if ids { read.annotations.get(&annotation.id).cloned() } else { own() } {
            if carries(Feature::Notes) == Support::Yes {
                assert_eq!(&back.record.note, note, "{name}");
            }
            if carries(Feature::Flags) == Support::Yes {
                assert_eq!(back.record.attributes, annotation.record.attributes, "{name}");
            }
            let flag = annotation.record.flag && carries(Feature::LookAgain) != Support::No;
            assert_eq!(back.record.flag, flag, "{name}");
            let entity = annotation.entity.as_ref().filter(|_| carries(Feature::Entities) == Support::Yes);
            assert_eq!(back.entity.as_ref(), entity, "{name}");
            if carries(Feature::Annotators) == Support::Yes {
                assert_eq!(back.record, Record { flag, ..annotation.record.clone() }, "{name}");
            }
        }
    }
    let flags = document.annotations.iter().filter(|annotation| annotation.record.flag).count();
    let said = |what: LossDetail| losses.iter().any(|loss| loss.what == what);
    let (has_flags, has_links) = (carries(Feature::LookAgain), carries(Feature::Entities));
    assert_eq!(said(LossDetail::LookAgain(flags)), flags > 0 && has_flags == Support::No, "{name}");
    assert_eq!(said(LossDetail::DocumentFlag), document.flag && has_flags != Support::Yes, "{name}");
    assert_eq!(read.flag, document.flag && has_flags == Support::Yes, "{name}");
    let links = document.annotations.iter().filter(|annotation| annotation.entity.is_some()).count();
    assert_eq!(said(LossDetail::Entities(links)), links > 0 && has_links == Support::No, "{name}");
    if carries(Feature::Metadata) == Support::Yes {
        assert_eq!(read.document.metadata(), document.document.metadata(), "{name}");
    }
    if carries(Feature::State) == Support::Yes {
        assert_eq!(read.state, document.state, "{name}");
    }
    if carries(Feature::DocumentAttributes) == Support::Yes {
        assert_eq!(read.attributes, document.attributes, "{name}");
    }
}

#[test]
fn what_is_carried_comes_back_and_the_losses_name_the_rest() {
    for name in NAMES.iter().chain(ZIPPED) {
        let corpus = corpus();
        for document in &corpus {
            check_law(name, document);
        }
        // All of them in one file, in their order.
        let export = format(name).export(&corpus.iter().collect::<Vec<_>>());
        let ids =
            |documents: &[AnnotatedDocument]| documents.iter().map(|d| d.document.id().clone()).collect::<Vec<_>>();
        assert_eq!(ids(&again(name, &export, &corpus[0].schema)), ids(&corpus), "{name}");
    }
}

/// A document as [`any_document`], with notes, attributes, relations and labels in two words.
fn any_rich_document() -> impl Strategy<Value = AnnotatedDocument> {
    (any_document(), prop::collection::vec(any::<prop::sample::Index>(), 0..6)).prop_map(|(document, picks)| {
        let mut annotations: Vec<_> = document.annotations.iter().map(|a| (**a).clone()).collect();
        let corpus = corpus();
        let schema = corpus[0].schema.clone();
        let count = annotations.len();
        for (n, annotation) in annotations.iter_mut().enumerate() {
            match (n + picks.len()) % 4 {
                0 => annotation.record.note = format!("ملاحظة {n}\u{2028}\t\"😀\""),
                1 => annotation.label = "اسم علم".into(),
                2 => annotation.label = "اسمعلم".into(),
                _ => (annotation.record.flag, annotation.entity) = (true, Some("e1".into())),
            }
        }
        let ids: Vec<_> = annotations.iter().map(|a| a.id.clone()).collect();
        let relations = picks.iter().enumerate().filter(|_| count > 0).map(|(n, pick)| Relation {
            id: format!("R{n}").as_str().into(),
            label: "located-in".into(),
            source: pick.get(&ids).clone(),
            target: ids[n % count].clone(),
            record: Record::new(Provenance::Human, Annotator::new("أحمد"), Timestamp(1_780_000_000_123)),
        });
        AnnotatedDocument {
            relations: relations.collect(),
            annotations: AnnotationSet::from_annotations(annotations),
            schema,
            flag: picks.len() % 2 == 1,
            ..document
        }
    })
}

proptest! {
    #[test]
    fn any_document_comes_back_as_far_as_it_is_carried(document in any_rich_document()) {
        for name in NAMES.iter().chain(ZIPPED) {
            check_law(name, &document);
        }
    }
}

/// Whatever a file is called: no reader takes a file of another format, ours included.
#[test]
fn no_file_of_one_format_is_taken_for_another() {
    let corpus = corpus();
    for own in formats::registry().iter().filter(|format| format.layout().is_some() && format.reads()) {
        for documents in [&corpus[..], &corpus[..1], &corpus[2..3], &corpus[3..]] {
            let export = own.export(&documents.iter().collect::<Vec<_>>());
            let (path, bytes) = file_of(*own, &export);
            let head = Head::new(path, bytes, false);
            let found = formats::detect(&head).map(|format| format.name());
            let expected = own.reads().then(|| own.name());
            assert_eq!(found, expected, "{}", String::from_utf8_lossy(bytes));
        }
    }
}

/// Each piece of an annotation of several, and all between them, where a person wants it so.
#[test]
fn pieces_become_annotations_of_their_own_or_are_covered() {
    let corpus = corpus();
    let lacks = |name: &&&str| format(name).info().carries.of(Feature::Discontinuous) == Support::No;
    for name in NAMES.iter().chain(ZIPPED).filter(lacks) {
        for (pieces, more) in [(Pieces::Split, 1), (Pieces::Cover, 0)] {
            let columns = ColumnOptions { pieces, ..ColumnOptions::default() };
            let export = format(name).export_with(&[&corpus[0]], ExportOptions { columns, ..ExportOptions::default() });
            let read = again(name, &export, &corpus[0].schema).remove(0);
            assert_eq!(read.annotations.len(), corpus[0].annotations.len() + more, "{name}");
            let kind = if more == 1 { LossKind::Flattened } else { LossKind::Widened };
            assert!(export.losses.iter().any(|l| l.id == Some("d".into()) && l.kind == kind), "{name}");
        }
    }
}

/// A text that repeats itself at the distance by which two units differ tells neither of them.
#[test]
fn what_doccano_counts_is_said_where_the_text_repeats_itself() {
    let text = "😀 هههه";
    let document = AnnotatedDocument {
        annotations: AnnotationSet::from_annotations(vec![annotation("1", "LOC", text, &[place(text, "هه", 0)])]),
        ..AnnotatedDocument::new(
            Document::new(DocumentId("ضحك".into()), "ضحك", text, BTreeMap::new()).expect("short"),
            Arc::new(schema()),
            Annotator::new("أحمد"),
        )
    };
    NAMES.iter().for_each(|name| check_law(name, &document));
}

fn quotes(document: &AnnotatedDocument) -> Vec<String> {
    document.annotations.iter().map(|a| format!("{} {}", a.label, document.quote(a))).collect()
}

fn detected(bytes: &str) -> Option<&'static str> {
    formats::detect(&Head::new(Path::new("x.jsonl"), bytes.as_bytes(), false)).map(|format| format.name())
}
