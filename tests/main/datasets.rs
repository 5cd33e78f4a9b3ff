//! Formats of other annotation tools and of model training: what is written is read again as far as the table says, the losses
//! name the rest, and what others write is read or refused by its place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use hashiya::formats::{
    self, AnnotationLoss, ColumnOptions, Export, ExportOptions, Feature, Format, Head, Import, ImportError,
    ImportOptions, ImportProblem, Input, Loss, LossDetail, LossKind, Pieces, SchemaBuilder, Support, Unit,
};
use hashiya::model::{
    AnnotatedDocument, AnnotationSet, Annotator, AttributeValue, Attributes, Document, DocumentId, Label, Provenance,
    Record, Relation, SWATCHES, Schema, Timestamp,
};
use hashiya::store::default_schema;
use hashiya::ui::l10n::Localize;
use hashiya::ui::localizer::{Digits, Language, Localizer};
use proptest::prelude::*;

use crate::fixture::{annotation, any_document, hard_document, place, spans_of};
use crate::golden::check_golden;

/// Those of this file.
const NAMES: &[&str] = &["doccano", "doccano-relations", "label-studio"];

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

/// The file of a format among those that it writes.
fn file_of<'e>(format: &dyn Format, export: &'e Export) -> (&'e Path, &'e [u8]) {
    let own = |path: &Path| path.extension().is_some_and(|e| format.extensions().iter().any(|own| e == *own));
    let found = export.files.iter().find(|(path, _)| own(path));
    found.map(|(path, bytes)| (path.as_path(), bytes.as_slice())).expect("a file of the format")
}

/// What comes back of an export, with the schema of the documents.
fn again(name: &str, export: &Export, schema: &Schema) -> Vec<AnnotatedDocument> {
    let (path, bytes) = file_of(format(name), export);
    let path = path.to_str().expect("UTF-8");
    let read = import_with(name, path, bytes, &options(), SchemaBuilder::growing(schema.clone()));
    read.unwrap_or_else(|error| panic!("{name}: {error}")).documents
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
        relations: relations.into_iter().map(|r| (r.id.clone(), r)).collect(),
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
    for name in NAMES {
        let export = format(name).export(&documents);
        for (path, bytes) in &export.files {
            let text = std::str::from_utf8(bytes).expect("UTF-8");
            check_golden(&format!("datasets/{name}/{}", path.display()), text);
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
        if ids {
            let back = read.annotations.get(&annotation.id).expect("it stays");
            if carries(Feature::Notes) == Support::Yes {
                assert_eq!(&back.record.note, note, "{name}");
            }
            if carries(Feature::Flags) == Support::Yes {
                assert_eq!(back.record.attributes, annotation.record.attributes, "{name}");
            }
            if carries(Feature::Annotators) == Support::Yes {
                assert_eq!(back.record, annotation.record, "{name}");
            }
        }
    }
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
    for name in NAMES {
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
                _ => {}
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
            relations: relations.map(|r| (r.id.clone(), r)).collect(),
            annotations: AnnotationSet::from_annotations(annotations),
            schema,
            ..document
        }
    })
}

proptest! {
    #[test]
    fn any_document_comes_back_as_far_as_it_is_carried(document in any_rich_document()) {
        for name in NAMES {
            check_law(name, &document);
        }
    }
}

/// Whatever a file is called: no reader takes a file of another format, ours included.
#[test]
fn no_file_of_one_format_is_taken_for_another() {
    let corpus = corpus();
    for own in formats::registry().iter().filter(|format| format.layout().is_some()) {
        for documents in [&corpus[..], &corpus[..1], &corpus[2..3], &corpus[3..]] {
            let export = own.export(&documents.iter().collect::<Vec<_>>());
            let (path, bytes) = file_of(*own, &export);
            let head = Head::new(path, bytes, false);
            let found = formats::detect(&head).map(|format| format.name());
            assert_eq!(found, Some(own.name()), "{}", String::from_utf8_lossy(bytes));
        }
    }
}

/// Each piece of an annotation of several, and all between them, where a person wants it so.
#[test]
fn pieces_become_annotations_of_their_own_or_are_covered() {
    let corpus = corpus();
    for name in NAMES {
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

fn quotes(document: &AnnotatedDocument) -> Vec<String> {
    document.annotations.iter().map(|a| format!("{} {}", a.label, document.quote(a))).collect()
}

fn detected(bytes: &str) -> Option<&'static str> {
    formats::detect(&Head::new(Path::new("x.jsonl"), bytes.as_bytes(), false)).map(|format| format.name())
}

#[test]
fn doccano_is_read_in_every_shape() {
    let lists = "{\"id\":7,\"text\":\"زار أحمد بيروت\",\"label\":[[4,8,\"اسم علم\"],[9,14,\"LOC\"]],\"Comments\":[],\"source\":\"x\"}\r\n\
        {\"text\":\"بلا\",\"label\":[]}\n";
    assert_eq!(detected(lists), Some("doccano"));
    let found = read("doccano", format!("\u{feff}{lists}"));
    assert_eq!(quotes(&found.documents[0]), ["اسم علم أحمد", "LOC بيروت"]);
    assert_eq!(found.documents[0].document.id().to_string(), "7");
    assert_eq!(found.documents[1].document.id().to_string(), "ملف-2", "the line of what has no id");
    let metadata = found.documents[0].document.metadata();
    assert_eq!((metadata["source"].as_str(), metadata["Comments"].as_str()), ("x", "[]"));
    let labels: Vec<_> = found.documents[0].schema.labels.iter().map(|l| l.name.as_str()).collect();
    assert_eq!(labels, ["اسم علم", "LOC"], "the labels of the file and no others");

    let relations = "{\n  \"text\": \"زار أحمد بيروت\",\n  \"entities\": [\n    {\"id\": 0, \"start_offset\": 4, \"end_offset\": 8, \"label\": \"PER\", \"user\": 3},\n    \
        {\"id\": 1, \"start_offset\": 9, \"end_offset\": 14, \"label\": \"LOC\"}],\n  \"relations\": [{\"id\": 0, \"from_id\": 0, \"to_id\": 1, \"type\": \"visits\"}]\n}\n";
    assert_eq!(detected(relations), Some("doccano-relations"));
    for name in ["doccano", "doccano-relations"] {
        let found = read(name, relations);
        let document = &found.documents[0];
        assert_eq!(quotes(document), ["PER أحمد", "LOC بيروت"]);
        let relation = &document.relations[&"r0".into()];
        assert_eq!((relation.label.as_str(), relation.source.as_str(), relation.target.as_str()), ("visits", "0", "1"));
        assert!(found.losses.iter().any(|l| l.what.to_string().contains("'user'")), "{:?}", found.losses);
    }
    // The labels of a classification are attributes of the document.
    let classes = read("doccano", "{\"text\":\"جميل\",\"label\":[\"إيجابي\",3],\"labels\":\"قصير\"}");
    let attributes = &classes.documents[0].attributes;
    assert_eq!(attributes["label"], AttributeValue::Choice("إيجابي".into()));
    assert_eq!(attributes["label-2"], AttributeValue::Choice("3".into()));
    assert_eq!(attributes["labels"], AttributeValue::Choice("قصير".into()));
    // Slots and intents; the annotations of older versions; the list of documents that is one JSON.
    let slots = read(
        "doccano",
        "[{\"text\":\"زار أحمد\",\"cats\":[\"سفر\"],\"entities\":[[4,8,\"PER\"]]},\n{\"text\":\"أحمد\",\"annotations\":[{\"label\":4,\"start_offset\":0,\"end_offset\":4}]}]",
    );
    assert_eq!(quotes(&slots.documents[0]), ["PER أحمد"]);
    assert_eq!(quotes(&slots.documents[1]), ["4 أحمد"]);
    assert_eq!(slots.documents[1].document.id().to_string(), "ملف-2");
}

#[test]
fn what_doccano_counts_is_told_by_the_text_or_by_a_person() {
    let line = |start: usize, end: usize, text: &str| {
        format!(
            "{{\"text\":\"😀 في القاهرة\",\"entities\":[{{\"id\":1,\"start_offset\":{start},\"end_offset\":{end},\"label\":\"LOC\"{text}}}]}}"
        )
    };
    for (start, end, unit) in [(5, 12, None), (6, 13, Some(Unit::Utf16)), (10, 24, Some(Unit::Bytes))] {
        let found = read("doccano-relations", line(start, end, ",\"text\":\"القاهرة\""));
        assert_eq!(quotes(&found.documents[0]), ["LOC القاهرة"]);
        assert_eq!(found.notes.len(), usize::from(unit.is_some()));
    }
    let error = import("doccano-relations", line(5, 12, "")).expect_err("nothing tells");
    assert!(matches!(*error.what, ImportProblem::UnitUnknown { start: 5, end: 12, .. }), "{error}");
    let said = ImportOptions { unit: Some(Unit::Utf16), ..options() };
    let words = || SchemaBuilder::of_files(default_schema());
    let found =
        import_with("doccano", "a.jsonl", "{\"text\":\"😀 في القاهرة\",\"label\":[[6,13,\"LOC\"]]}", &said, words());
    assert_eq!(quotes(&found.expect("said").documents[0]), ["LOC القاهرة"]);
    // A file of ours says it; who reads it may know better.
    let declared = "{\"text\":\"😀 في القاهرة\",\"label\":[[5,12,\"LOC\"]],\"offset_unit\":\"code-points\"}";
    assert_eq!(quotes(&read("doccano", declared).documents[0]), ["LOC القاهرة"]);
    let other = declared.replace("[5,12", "[6,13");
    let found = import_with("doccano", "a.jsonl", other, &said, words()).expect("said");
    assert_eq!(quotes(&found.documents[0]), ["LOC القاهرة"]);
    let half = import_with("doccano", "a.jsonl", "{\"text\":\"😀 في\",\"label\":[[1,3,\"LOC\"]]}", &said, words());
    assert!(half.expect_err("half of a pair").to_string().contains("'LOC' 1..3: no such place"));
}

#[test]
fn bad_files_of_doccano_are_refused_by_line_and_span() {
    check_refused(
        "doccano",
        "{\"text\":\"نص\",\"label\":[]}\n{\"text\":\"نص\",\"label\":[[0",
        &[":2:", "JSON", "column"],
    );
    check_refused("doccano", "{\"text\":\"نص\",\"label\":[[0,9,\"A\"]]}", &[":1:", "'A' 0..9", "no such place"]);
    check_refused("doccano", "{\"text\":\"نص\",\"label\":[[2,0,\"A\"]]}", &["ends before it starts"]);
    check_refused("doccano", "{\"text\":\"نص\",\"label\":[[0,2]]}", &["[start, end, label]", "column"]);
    check_refused("doccano", "{\"text\":\"نص\",\"label\":[[0,2,\"A\",1]]}", &["[start, end, label]"]);
    check_refused("doccano", "{\"text\":\"نص\",\"label\":[[-1,2,\"A\"]]}", &[":1:", "JSON"]);
    check_refused("doccano", "{\"text\":\"نص\",\"label\":[[0,2,\" A\"]]}", &["cannot be a label"]);
    check_refused("doccano", "{\"label\":[[0,2,\"A\"]]}", &["text"]);
    check_refused(
        "doccano",
        "[\n{\"text\":\"نص\"},\n{\"text\":\"نص\",\n\"label\":[[0,2,7.5]]},\n{\"text\":3}]",
        &[":5:", "JSON"],
    );
    check_refused("doccano", "[{\"text\":\"نص\"}", &["JSON", "EOF"]);
    let relation = "{\"text\":\"نص\",\"entities\":[],\"relations\":[{\"from_id\":0,\"to_id\":1,\"type\":\"t\"}]}";
    check_refused("doccano-relations", relation, &[":1:", "'0', which is not in the file"]);
    // The rest of a file with bad lines is taken where that is wanted.
    let words = SchemaBuilder::of_files(default_schema());
    let going = ImportOptions { keep_going: true, ..options() };
    let lines = "{\"text\":\"نص\",\"label\":[[0,9,\"A\"]]}\n{\"text\":\"نص\",\"label\":[[0,2,\"A\"]]}\n{\n";
    let found = import_with("doccano", "a.jsonl", lines, &ImportOptions { unit: Some(Unit::Utf16), ..going }, words);
    let found = found.expect("one line is sound");
    assert_eq!((found.documents.len(), found.refused.len()), (1, 2));
}

/// A task as Label Studio exports it, with what of `{…}` is said.
fn task(text: &str, rest: &str) -> String {
    format!(
        "[{{\"id\":5,\"data\":{{\"text\":{text:?},\"source\":\"x\"}},{rest},\"created_at\":\"2024-05-15T12:08:36.422297Z\",\"inner_id\":1}}]"
    )
}

fn region(id: &str, start: usize, end: usize, text: &str, label: &str) -> String {
    format!(
        "{{\"id\":\"{id}\",\"from_name\":\"label\",\"to_name\":\"text\",\"type\":\"labels\",\"origin\":\"manual\",\
         \"value\":{{\"start\":{start},\"end\":{end},\"text\":{text:?},\"labels\":[\"{label}\"]}}}}"
    )
}

fn work(by: &str, results: &[String]) -> String {
    format!(
        "{{\"id\":7,\"completed_by\":{by},\"was_cancelled\":false,\"ground_truth\":false,\"lead_time\":1.5,\
         \"created_at\":\"2024-05-15T12:09:16.789536Z\",\"updated_at\":\"2024-05-15T12:10:00Z\",\"result\":[{}]}}",
        results.join(",")
    )
}

const VISIT: &str = "😀 زار أحمد بيروت";

fn import_by(by: &str, bytes: &str) -> Import {
    let options = ImportOptions { by: Some(by.into()), ..options() };
    import_with("label-studio", "ملف.json", bytes, &options, SchemaBuilder::of_files(default_schema())).expect("sound")
}

#[test]
fn regions_of_label_studio_have_labels_attributes_relations_and_makers() {
    let per_region = "{\"id\":\"a\",\"from_name\":\"gender\",\"to_name\":\"text\",\"type\":\"choices\",\"value\":{\"start\":6,\"end\":10,\"text\":\"أحمد\",\"choices\":[\"ذكر\",\"بالغ\"]}}";
    let number = "{\"id\":\"a\",\"from_name\":\"سنة\",\"to_name\":\"text\",\"type\":\"number\",\"value\":{\"start\":6,\"end\":10,\"number\":30}}";
    let remark = "{\"id\":\"a\",\"from_name\":\"remark\",\"to_name\":\"text\",\"type\":\"textarea\",\"value\":{\"start\":6,\"end\":10,\"text\":[\"من صيدا\"]}}";
    let of_document = "{\"id\":\"z\",\"from_name\":\"sentiment\",\"to_name\":\"text\",\"type\":\"choices\",\"value\":{\"choices\":[\"Positive\"]}}";
    let left =
        "{\"from_id\":\"b\",\"to_id\":\"a\",\"type\":\"relation\",\"direction\":\"left\",\"labels\":[\"visits\"]}";
    let bare = "{\"from_id\":\"a\",\"to_id\":\"b\",\"type\":\"relation\",\"direction\":\"bi\"}";
    let person = region("a", 6, 10, "أحمد", "PER").replace(
        "\"origin\":\"manual\"",
        "\"origin\":\"prediction\",\"score\":0.5,\"meta\":{\"text\":[\"سطر\",\"وسطر\"]}",
    );
    let results = [per_region, number, remark, &person, &region("b", 11, 16, "بيروت", "LOC"), of_document, left, bare]
        .map(str::to_owned);
    let annotations = format!(
        "\"annotations\":[{}]",
        work("{\"id\":3,\"email\":\"a@b.c\",\"first_name\":\"\",\"last_name\":\"\"}", &results)
    );
    let file = task(VISIT, &annotations);
    assert_eq!(detected(&file), Some("label-studio"));
    let found = read("label-studio", &file);
    let document = &found.documents[0];
    assert_eq!((document.document.id().to_string().as_str(), document.text()), ("5", VISIT));
    assert_eq!(quotes(document), ["PER أحمد", "LOC بيروت"]);
    let first = &document.annotations.get(&"a".into()).expect("there").record;
    assert_eq!(first.attributes["gender"], AttributeValue::Choice("ذكر".into()));
    assert_eq!(first.attributes["gender-2"], AttributeValue::Choice("بالغ".into()));
    assert_eq!(first.attributes["سنة"], AttributeValue::Number(30.0));
    assert_eq!(first.attributes["remark"], AttributeValue::Text("من صيدا".into()));
    assert_eq!((first.note.as_str(), first.annotator.as_str()), ("سطر\nوسطر", "a@b.c"));
    assert_eq!(first.provenance, Provenance::AcceptedSuggestion { source: "prediction".into() });
    assert_eq!(first.created.to_rfc3339().as_deref(), Some("2024-05-15T12:09:16.789Z"));
    assert_eq!(document.attributes["sentiment"], AttributeValue::Choice("Positive".into()));
    let relations: Vec<_> =
        document.relations.values().map(|r| format!("{} {} {}", r.label, r.source, r.target)).collect();
    assert_eq!(relations, ["visits a b", "relation a b"]);
    assert_eq!(document.document.metadata()["source"], "x");
    let told: Vec<_> = found.losses.iter().map(|loss| loss.what.to_string()).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told.iter().any(|said| said.contains("'score'")) && told.iter().any(|said| said.contains("'direction'")),
        "{told:?}"
    );
}

#[test]
fn whose_annotations_of_label_studio_are_taken_is_said_by_a_person() {
    let (one, two) = (region("a", 6, 10, "أحمد", "PER"), region("b", 11, 16, "بيروت", "LOC"));
    let cancelled = work("1", std::slice::from_ref(&two)).replace("\"was_cancelled\":false", "\"was_cancelled\":true");
    let truth = work("14", &[one.clone(), two.clone()]).replace("\"ground_truth\":false", "\"ground_truth\":true");
    let prediction = format!("{{\"model_version\":\"نموذج ١\",\"score\":0.7,\"result\":[{two}]}}");
    let file = task(
        VISIT,
        &format!(
            "\"annotations\":[{},{truth},{cancelled}],\"predictions\":[{prediction}],\"drafts\":[{{}}]",
            work("{\"id\":3,\"email\":\"a@b.c\",\"first_name\":\"ليلى\",\"last_name\":\"حداد\"}", &[one])
        ),
    );
    let makers = |import: &Import| {
        let document = &import.documents[0];
        let row = |a: &Arc<hashiya::model::Annotation>| format!("{} {} {}", a.id, a.label, a.record.annotator);
        document.annotations.iter().map(row).collect::<Vec<_>>()
    };
    let all = read("label-studio", &file);
    assert_eq!(makers(&all), ["a PER a@b.c", "a@2 PER 14", "b LOC 14"]);
    let told: Vec<_> = all.losses.iter().map(|loss| loss.what.to_string()).collect();
    assert!(
        ["1 annotations that were cancelled", "1 predictions (--by", "1 drafts"]
            .iter()
            .all(|part| told.iter().any(|said| said.contains(part))),
        "{told:?}"
    );
    for by in ["a@b.c", "ليلى حداد", "3"] {
        assert_eq!(makers(&import_by(by, &file)), ["a PER a@b.c"], "{by}");
    }
    assert_eq!(makers(&import_by("ground-truth", &file)), ["a PER 14", "b LOC 14"]);
    for by in ["predictions", "نموذج ١"] {
        let found = import_by(by, &file);
        assert_eq!(makers(&found), ["b LOC نموذج ١"], "{by}");
        assert!(found.losses.iter().any(|loss| loss.what.to_string().contains("2 annotations of others")));
    }
    assert_eq!(makers(&import_by("nobody", &file)), Vec::<String>::new());
}

#[test]
fn what_label_studio_counts_is_told_by_the_text_of_its_regions() {
    let of = |start, end, text: &str| {
        task(
            "😀 من\nصيدا إلى بيروت",
            &format!("\"annotations\":[{}]", work("1", &[region("a", start, end, text, "LOC")])),
        )
    };
    let place = |bytes: &str| {
        let found = read("label-studio", bytes);
        (quotes(&found.documents[0]), found.notes.len())
    };
    assert_eq!(place(&of(14, 19, "بيروت")), (vec!["LOC بيروت".to_owned()], 0));
    assert_eq!(place(&of(15, 20, "بيروت")), (vec!["LOC بيروت".to_owned()], 1));
    // A line end within a region is said as two signs.
    assert_eq!(place(&of(2, 9, "من\\nصيدا")).0, ["LOC من\nصيدا"]);
    check_refused("label-studio", of(3, 8, "بيروت"), &[":1:", "'a' 3..8", "بيروت"]);
    check_refused("label-studio", of(15, 9999, "بيروت"), &["15..9999", "no such place"]);
    let bare = of(14, 19, "بيروت").replace("\"text\":\"بيروت\",", "");
    check_refused("label-studio", &bare, &["'a' 14..19", "--unit"]);
    let half = import_with(
        "label-studio",
        "ملف.json",
        bare.replace("14", "1"),
        &ImportOptions { unit: Some(Unit::Utf16), ..options() },
        SchemaBuilder::of_files(default_schema()),
    );
    assert!(half.expect_err("half of a pair").to_string().contains("'a' 1..19: no such place"));
}

#[test]
fn what_of_label_studio_has_no_place_is_named_and_bad_files_are_refused() {
    let html = "{\"id\":\"h\",\"type\":\"hypertextlabels\",\"value\":{\"start\":\"/p[1]/text()[1]\",\"end\":\"/p[1]\",\"startOffset\":0,\"endOffset\":4,\"hypertextlabels\":[\"PER\"]}}";
    let box_ =
        "{\"id\":\"r\",\"type\":\"rectanglelabels\",\"value\":{\"x\":1.5,\"y\":2,\"rectanglelabels\":[\"PER\"]}}";
    let silent = region("s", 6, 10, "أحمد", "").replace("[\"\"]", "[]");
    let brush = "{\"id\":\"q\",\"from_name\":\"brush\",\"type\":\"brush\",\"value\":{\"rle\":[1,2]}}";
    let results = [html, box_, &silent, brush].map(str::to_owned);
    let found = read("label-studio", task(VISIT, &format!("\"annotations\":[{}]", work("1", &results))));
    let told: Vec<_> = found.losses.iter().map(|loss| loss.what.to_string()).collect();
    for part in
        ["hypertextlabels 'h', which stands nowhere", "rectanglelabels 'r'", "'s', which has no label", "brush 'brush'"]
    {
        assert!(told.iter().any(|said| said.contains(part)), "{part}: {told:?}");
    }
    // One text under another name is the text; of two nobody knows which.
    let other = "[{\"data\":{\"مقال\":\"نص\",\"n\":1}}]";
    assert_eq!(read("label-studio", other).documents[0].text(), "نص");
    check_refused("label-studio", "[{\"data\":{\"a\":\"نص\",\"b\":\"نص\"}}]", &[":1:", "`text`"]);
    check_refused("label-studio", "[\n{\"data\":{\"text\":\"نص\"}},\n{\"data\":{\"text\":\"نص\"}", &[":3:", "JSON"]);
    check_refused(
        "label-studio",
        "[\n{\"data\":{\"text\":\"نص\"}}\n{\"data\":{\"text\":\"نص\"}}]",
        &[":3:", "expected `,`"],
    );
    let lost = task(
        VISIT,
        &format!(
            "\"annotations\":[{}]",
            work("1", &["{\"type\":\"relation\",\"from_id\":\"x\",\"to_id\":\"y\"}".into()])
        ),
    );
    check_refused("label-studio", lost, &["'x', which is not in the file"]);
}
