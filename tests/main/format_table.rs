//! The table of formats is true: what it says is not carried is listed as lost, what it says is carried comes back, and a file of
//! one format is never taken for another.

use std::path::{Path, PathBuf};

use hashiya::formats::{
    self, Export, Feature, Format, Head, Import, ImportOptions, ImportProblem, Input, Layout, LossDetail, LossKind,
    SchemaBuilder, Support,
};
use hashiya::model::AnnotatedDocument;
use hashiya::store::default_schema;

use crate::fixture::hard_document;

fn read(name: &str, path: &Path, bytes: &[u8], beside: &[(PathBuf, Vec<u8>)]) -> Import {
    let format = formats::by_name(name).expect("a format of the registry");
    let wanted = format.companions(path);
    let companions = beside.iter().filter(|(path, _)| wanted.contains(path)).cloned().collect();
    let mut words = SchemaBuilder::of_files(default_schema());
    let input = Input { path, bytes, companions };
    let mut import = format.import(&input, &ImportOptions::default(), &mut words).expect("our own file");
    words.finish(&mut import.documents);
    import
}

fn back(format: &'static dyn Format, export: &Export) -> AnnotatedDocument {
    let own = |path: &Path| {
        path.extension().is_some_and(|e| format.extensions().iter().any(|own| e.eq_ignore_ascii_case(own)))
    };
    let (path, bytes) = export.files.iter().find(|(path, _)| own(path)).expect("a file of the format");
    read(format.name(), path, bytes, &export.files).documents.remove(0)
}

/// The hard document has everything there is.
#[test]
fn what_the_table_says_is_carried_comes_back_and_the_rest_is_told() {
    let document = hard_document();
    for format in formats::registry().iter().filter(|format| format.layout().is_some() && format.reads()) {
        let export = format.export(&[&document]);
        let again = back(*format, &export);
        let told = |wanted: &dyn Fn(&LossDetail) -> bool| export.losses.iter().any(|loss| wanted(&loss.what));
        let carries = |feature| format.info().carries.of(feature);
        let name = format.name();
        let count = |document: &AnnotatedDocument, wanted: fn(&AnnotatedDocument) -> usize| wanted(document);
        type Check = (Feature, fn(&AnnotatedDocument) -> usize, fn(&LossDetail) -> bool);
        let checks: [Check; 5] = [
            (Feature::Relations, |d| d.relations.len(), |what| matches!(what, LossDetail::Relations(_))),
            (
                Feature::DocumentAttributes,
                |d| d.attributes.len(),
                |what| matches!(what, LossDetail::Facts { attributes: 1.., .. }),
            ),
            (
                Feature::Metadata,
                |d| d.document.metadata().len(),
                |what| matches!(what, LossDetail::Facts { metadata: 1.., .. }),
            ),
            (
                Feature::State,
                |d| usize::from(d.state != Default::default()),
                |what| matches!(what, LossDetail::Facts { state: Some(_), .. }),
            ),
            (
                Feature::Discontinuous,
                |d| d.annotations.iter().filter(|a| a.spans.is_discontinuous()).count(),
                |what| matches!(what, LossDetail::Annotation { what: formats::AnnotationLoss::Discontinuous, .. }),
            ),
        ];
        for (feature, wanted, of) in checks {
            assert!(count(&document, wanted) > 0, "the hard document has {}", feature.name());
            match carries(feature) {
                Support::No => {
                    assert!(told(&of), "{name} does not say that it loses {}", feature.name());
                    // Metadata of how the file was read are another thing.
                    assert!(feature == Feature::Metadata || count(&again, wanted) == 0, "{name}: {}", feature.name());
                }
                Support::Partly | Support::Yes => {
                    assert_eq!(count(&again, wanted), count(&document, wanted), "{name}: {}", feature.name());
                    assert!(!told(&of), "{name} says it loses {}, which it carries", feature.name());
                }
            }
        }
        if carries(Feature::ExactText) == Support::Yes {
            assert_eq!(again.text(), document.text(), "{name}");
        }
        if carries(Feature::Nesting) == Support::Yes {
            let pieces = document.annotations.iter().filter(|a| a.spans.is_discontinuous()).count();
            let lost = if carries(Feature::Discontinuous) == Support::No { pieces } else { 0 };
            assert_eq!(again.annotations.len() + lost, document.annotations.len(), "{name}");
        } else {
            assert!(export.losses.iter().any(|loss| loss.kind == LossKind::Lost && loss.id.is_some()), "{name}");
        }
    }
}

/// Whatever a file is called, what it holds decides; where nothing tells, its extension does.
#[test]
fn a_file_is_known_by_what_it_holds() {
    let document = hard_document();
    let detected = |path: &str, bytes: &[u8]| {
        formats::detect(&Head::new(Path::new(path), bytes, false)).map(|format| format.name())
    };
    for format in formats::registry().iter().filter(|format| format.layout().is_some() && format.reads()) {
        for (path, bytes) in &format.export(&[&document]).files {
            let own =
                path.extension().is_some_and(|e| format.extensions().iter().any(|own| e.eq_ignore_ascii_case(own)));
            for name in ["x.txt", "x.dat", "x", "x.conll", "x.jsonl", "x.ann"] {
                if own {
                    assert_eq!(detected(name, bytes), Some(format.name()), "{} as {name}", path.display());
                }
            }
        }
    }
    assert_eq!(detected("خبر.txt", "وصل أحمد.\n".as_bytes()), Some("txt"));
    assert_eq!(detected("خبر", "وصل أحمد.\n".as_bytes()), None);
    assert_eq!(detected("x.jsonl", b""), Some("jsonl"));
    assert_eq!(detected("x.ann", b""), Some("brat"));
    assert_eq!(detected("x.pdf", b"%PDF-1.7"), None);
    let utf16: Vec<u8> = "\u{feff}أحمد B-PER\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(detected("x.txt", &utf16), Some("conll"));
}

#[test]
fn a_field_that_nobody_understands_is_told_once_with_its_first_place() {
    let line = "{\"text\":\"نص آخر\",\"spans\":[{\"start\":0,\"end\":2,\"label\":\"A\",\"odd\":1},{\"start\":3,\"end\":6,\"label\":\"A\",\"odd\":2,\"other\":[]}]}\n";
    let import = read("jsonl", Path::new("a.jsonl"), format!("\n{line}{line}").as_bytes(), &[]);
    let told: Vec<_> = import.losses.iter().map(|loss| loss.to_string()).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("'odd'") && told[0].contains("4 times") && told[0].contains("line 2"), "{told:?}");
    assert!(told[1].contains("'other'") && told[1].contains("2 times"), "{told:?}");
}

#[test]
fn offsets_that_may_count_one_thing_or_another_are_refused() {
    let line = "{\"text\":\"😀 في القاهرة\",\"spans\":[{\"start\":5,\"end\":12,\"label\":\"LOC\"}]}";
    let input = Input { path: Path::new("a.jsonl"), bytes: line.as_bytes(), companions: vec![] };
    let jsonl = formats::by_name("jsonl").expect("a format of the registry");
    let mut words = SchemaBuilder::of_files(default_schema());
    let error = jsonl.import(&input, &ImportOptions::default(), &mut words).expect_err("nothing tells");
    assert!(matches!(*error.what, ImportProblem::UnitUnknown { start: 5, end: 12, .. }), "{error}");
    assert_eq!(error.line, Some(1));
}

/// The labels of the file and no others, with what is known of them.
#[test]
fn a_file_brings_its_labels_and_none_of_ours() {
    let line = "{\"text\":\"نص آخر\",\"spans\":[{\"start\":0,\"end\":2,\"label\":\"LOC\"},{\"start\":3,\"end\":6,\"label\":\"GPE\"}]}";
    let import = read("jsonl", Path::new("a.jsonl"), line.as_bytes(), &[]);
    let labels = &import.documents[0].schema.labels;
    assert_eq!(
        labels.iter().map(|l| (l.name.as_str(), &*l.arabic)).collect::<Vec<_>>(),
        [("LOC", "مكان"), ("GPE", "GPE")]
    );
    assert!(labels.iter().all(|label| label.attributes.is_empty()));
    let bare = read("jsonl", Path::new("a.jsonl"), "{\"text\":\"نص\"}".as_bytes(), &[]);
    assert_eq!(*bare.documents[0].schema, default_schema());
}

/// What a row offers is what the writer minds, and nothing else.
#[test]
fn each_choice_of_a_row_makes_another_dataset() {
    use hashiya::formats::{ColumnOptions, ExportChoice, ExportOptions};
    let document = hard_document();
    let mut wrong = Vec::new();
    for format in formats::registry().iter().filter(|format| format.layout().is_some()) {
        for choice in ExportChoice::ALL {
            // How large files become is seen in a large dataset.
            let is_large = choice == ExportChoice::Shards && format.layout() == Some(Layout::Shards);
            let documents = vec![&document; if is_large { 1500 } else { 1 }];
            let bytes = |columns| format.export_with(&documents, ExportOptions { columns, ..Default::default() }).files;
            let usual = bytes(ColumnOptions::default());
            let is_offered = format.info().carries.offers().iter().any(|offer| offer.choice == choice);
            let mut values = choice.with_all().values.iter().map(|value| {
                let mut columns = ColumnOptions::default();
                choice.set(&mut columns, Some(value));
                columns
            });
            let minds = values.any(|columns| choice.is_set(&columns) && bytes(columns) != usual);
            if minds != is_offered {
                wrong.push(format!("{} {}: offered {is_offered}, minded {minds}", format.name(), choice.option()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
