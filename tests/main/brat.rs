//! Brat by brat's own rules: what its parser wants of a line, and what of a project comes back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hashiya::formats::{
    self, AnnotationLoss, Export, Import, ImportError, ImportOptions, Input, LossDetail, LossKind, SchemaBuilder,
};
use hashiya::model::{
    AnnotatedDocument, AnnotationSet, AttributeDefinition, AttributeKind, AttributeValue, Attributes, Colour, Document,
    DocumentId, Label, Provenance, Record, Relation, RelationType, Schema, TextSpan,
};
use hashiya::store::default_schema;
use proptest::prelude::*;

use crate::fixture::{Folder, annotation, any_document};

fn files(of: &[(&str, &str)]) -> Vec<(PathBuf, Vec<u8>)> {
    of.iter().map(|(name, text)| (PathBuf::from(name), text.as_bytes().to_vec())).collect()
}

/// Reads the first `.ann` of a folder.
fn read(folder: &[(PathBuf, Vec<u8>)]) -> Result<Import, ImportError> {
    let format = formats::by_name("brat").expect("a format");
    let is_ann = |path: &Path| path.extension().is_some_and(|e| e == "ann");
    let (path, bytes) = folder.iter().find(|(path, _)| is_ann(path)).expect("an .ann");
    let wanted = format.companions(path);
    let companions = folder.iter().filter(|(path, _)| wanted.contains(path)).cloned().collect();
    let mut words = SchemaBuilder::of_files(default_schema());
    let mut import = format.import(&Input { path, bytes, companions }, &ImportOptions::default(), &mut words)?;
    words.finish(&mut import.documents);
    Ok(import)
}

fn read_ann(text: &str, ann: &str) -> Result<Import, ImportError> {
    read(&files(&[("d.txt", text), ("d.ann", ann)]))
}

fn written(document: &AnnotatedDocument) -> Export {
    formats::by_name("brat").expect("a format").export(&[document])
}

fn file(export: &Export, extension: &str) -> String {
    let found = export.files.iter().find(|(path, _)| path.to_string_lossy().ends_with(extension));
    String::from_utf8(found.expect("it is written").1.clone()).expect("UTF-8")
}

/// What comes of an `.ann` that is read and written again.
fn again(text: &str, ann: &str) -> String {
    file(&written(&read_ann(text, ann).expect("sound").documents[0]), ".ann")
}

fn range(start: usize, end: usize) -> std::ops::Range<usize> {
    start..end
}

const TEXT: &str = "افتُتح المعرض في دبي ثم\nأُغلق المعرض في مسقط";

/// `quote` where it stands for the `n`-th time, as a line of brat.
fn line(id: &str, label: &str, text: &str, quote: &str, n: usize) -> String {
    let start = text.match_indices(quote).nth(n).expect("it is there").0;
    let points = |end: usize| text[..end].chars().count();
    format!("{id}\t{label} {} {}\t{quote}\n", points(start), points(start + quote.len()))
}

/// What brat's own parser asks of each line.
fn hold_to_rules(text: &str, ann: &str) {
    let points: Vec<char> = text.chars().collect();
    let ends_line = |c: char| "\t\n\r\u{b}\u{c}\u{1c}\u{1d}\u{1e}\u{85}\u{2028}\u{2029}".contains(c);
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    let mut ids = std::collections::HashSet::new();
    for line in ann.lines() {
        let (id, rest) = line.split_once('\t').expect("an id and a tab");
        assert!(id == "*" || ids.insert(id.to_owned()), "{id} twice");
        let head = rest.split('\t').next().expect("something");
        let words: Vec<&str> = head.split(' ').collect();
        assert!(is_name(words[0].split(':').next().expect("a type")), "{line}");
        if id.starts_with('T') {
            let (places, quote) = rest.split_once('\t').expect("a quote");
            let pieces: Vec<String> = places
                .split_once(' ')
                .expect("places")
                .1
                .split(';')
                .map(|piece| {
                    let (start, end) = piece.split_once(' ').expect("two");
                    let piece: String = points[start.parse().expect("n")..end.parse().expect("n")].iter().collect();
                    assert!(!piece.contains(ends_line), "{line}");
                    piece
                })
                .collect();
            assert_eq!(pieces.join(" "), quote, "{line}");
        }
        if id.starts_with('R') {
            assert_eq!(words.len(), 3, "{line}");
        }
        if id.starts_with(['A', 'N']) {
            assert!(words.len() <= 3, "{line}");
        }
    }
}

#[test]
fn a_span_over_a_line_end_is_written_in_pieces_and_read_as_one() {
    let text = "وزارة\r\nالثقافة\tوالفنون";
    let mut document = read_ann(text, "").expect("a text").documents.remove(0);
    let whole = annotation("T1", "ORG", text, &[range(0, text.len())]);
    let end = text.find('\r').expect("there");
    let two = annotation("T2", "ORG", text, &[0..end, end + 2..end + 2 + "الثقافة".len()]);
    let only = annotation("T3", "ORG", text, &[range(end, end + 2)]);
    document.annotations = AnnotationSet::from_annotations([whole.clone(), two, only]);
    let export = written(&document);
    let ann = file(&export, ".ann");
    hold_to_rules(text, &ann);
    assert!(ann.contains("T1\tORG 0 5;7 14;15 22\tوزارة الثقافة والفنون\n"), "{ann}");
    assert!(ann.contains("T2\tORG 0 5;7 14\tوزارة الثقافة\n"), "{ann}");
    let told = |what: &AnnotationLoss, id: &str| {
        let is_it = |loss: &&formats::Loss| matches!(&loss.what, LossDetail::Annotation { what: w, .. } if w == what);
        export.losses.iter().filter(is_it).all(|loss| loss.id == Some(id.into()))
            && export.losses.iter().any(|loss| is_it(&loss))
    };
    assert!(told(&AnnotationLoss::LineEnds, "T1") && told(&AnnotationLoss::OnlyLineEnds, "T3"), "{:?}", export.losses);
    let read = read(&export.files).expect("our own").documents.remove(0);
    let spans =
        |id: &str| read.annotations.get(&id.into()).map(|a| a.spans.iter().map(TextSpan::range).collect::<Vec<_>>());
    assert_eq!(spans("T1"), Some(vec![range(0, text.len())]));
    assert_eq!(spans("T2").map(|spans| spans.len()), Some(2), "pieces of two lines are two, where they were two");
    // Where somebody moved the annotation since, it is where they put it.
    let moved = ann.replace("T1\tORG 0 5;7 14;15 22\tوزارة الثقافة والفنون", "T1\tORG 0 5\tوزارة");
    let read = read_ann(text, &moved).expect("sound").documents.remove(0);
    assert_eq!(read.quote(read.annotations.get(&"T1".into()).expect("there")), "وزارة");
}

#[test]
fn quotes_of_other_programs_are_read_whole_or_refused_by_line() {
    let text = "وزارة\nالثقافة";
    let spans = |ann: &str| {
        let read = read_ann(text, ann).expect("sound").documents.remove(0);
        read.annotations.first().map(|a| a.spans.iter().count())
    };
    assert_eq!(spans("T1\tORG 0 5;6 13\tوزارة الثقافة"), Some(2));
    assert_eq!(spans("T1\tORG 0 13\tوزارة الثقافة"), Some(1), "over the line end");
    assert_eq!(spans("T1\tORG 0 5\tوزارة "), Some(1), "a blank behind the quote");
    assert_eq!(spans("T1\tORG 0 5"), Some(1), "no quote at all");
    for (ann, at) in [
        ("T1\tORG 0 5\tوزارة\nT2\tORG 0 5;3 8\tوزارة رة ال", "d.ann:2"),
        ("T1\tORG 0 13\tوزارة\nالثقافة\n", "d.ann:"),
        ("T1\tORG 0 99\tوزارة\n", "0..99"),
    ] {
        let refused = read_ann(text, ann).expect_err("not brat").to_string();
        assert!(refused.contains(at), "{refused}");
    }
}

#[test]
fn events_on_one_trigger_stay_several_each_with_its_own() {
    let mut ann = line("T1", "Opening", TEXT, "المعرض", 0);
    ann += &line("T2", "LOC", TEXT, "دبي", 0);
    ann += &line("T3", "LOC", TEXT, "مسقط", 0);
    ann += "E1\tOpening:T1 Place:T2 Place2:T3\nE2\tOpening:T1 Place:T3\n";
    ann += "A1\tPast E1\nM2\tNegation E2\nA3\tTense E2 future\n#1\tAnnotatorNotes E2\tالثاني\n";
    let read = read_ann(TEXT, &ann).expect("sound");
    assert!(read.losses.is_empty(), "{:?}", read.losses);
    let document = &read.documents[0];
    let attributes = |id: &str| {
        let of = document.annotations.get(&id.into()).expect("an event");
        of.record.attributes.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!((attributes("E1"), attributes("E2")), (vec!["Past".into()], vec!["Negation".into(), "Tense".into()]));
    assert!(document.annotations.get(&"T1".into()).is_none(), "the trigger is where the events are");
    let roles: Vec<_> = document.relations.values().map(|r| format!("{} {} {}", r.id, r.label, r.target)).collect();
    assert_eq!(roles, ["E1.1 Place T2", "E1.2 Place T3", "E2.1 Place T3"]);
    let out = file(&written(document), ".ann");
    hold_to_rules(TEXT, &out);
    for line in ["E1\tOpening:T1 Place:T2 Place2:T3", "E2\tOpening:T1 Place:T3", "#1\tAnnotatorNotes E2\tالثاني"]
    {
        assert!(out.lines().any(|l| l == line), "{line} in {out}");
    }
    assert_eq!(again(TEXT, &out), out, "from here on it stays");
    let conf = file(&written(document), "annotation.conf");
    assert!(conf.contains("[events]\nOpening\tPlace*:<ANY>\n"), "{conf}");
    // A relation may lead to an event, and to a trigger that is then an annotation beside it.
    let ann = format!("{ann}R1\tCoref Subject:T2 Object:E2\nR2\tCoref Object:T1 Subject:T3\n");
    let document = read_ann(TEXT, &ann).expect("sound").documents.remove(0);
    let ends = |id: &str| document.relations.get(&id.into()).map(|r| format!("{} {}", r.source, r.target));
    assert_eq!((ends("R1").as_deref(), ends("R2").as_deref()), (Some("T2 E2"), Some("T3 T1")));
    let out = again(TEXT, &ann);
    assert_eq!(out.lines().filter(|line| line.starts_with('T')).count(), 3, "{out}");
    assert!(out.contains("R1\tCoref Subject:T2 Object:E2\nR2\tCoref Subject:T3 Object:T1\n"), "{out}");
}

/// An arc that is added by hand to an event of others' stands in its line; everything else stays as it was, byte for byte.
#[test]
fn a_role_that_is_added_by_hand_is_a_role_of_the_event() {
    let mut ann = line("T1", "Opening", TEXT, "المعرض", 0);
    ann += &line("T2", "LOC", TEXT, "دبي", 0);
    ann += &line("T3", "LOC", TEXT, "مسقط", 0);
    ann += "E1\tOpening:T1 Place:T2\nE2\tOpening:T1 Place:T3\nR1\tNear Arg1:T2 Arg2:T3\nA1\tPast E1\n";
    let mut document = read_ann(TEXT, &ann).expect("sound").documents.remove(0);
    let before = file(&written(&document), ".ann");
    relate(&mut document, "Place", "E1", "T3");
    let after = file(&written(&document), ".ann");
    hold_to_rules(TEXT, &after);
    assert_eq!(after, before.replace("E1\tOpening:T1 Place:T2\n", "E1\tOpening:T1 Place:T2 Place2:T3\n"));
    assert_ne!(after, before);
}

#[test]
fn arguments_of_relations_are_known_by_their_names() {
    let mut ann = line("T1", "PER", TEXT, "المعرض", 0) + &line("T2", "LOC", TEXT, "دبي", 0);
    ann += "R1\tin Arg2:T2 Arg1:T1\nR2\tof Whole:T2 Part:T1\nR3\tof Part:T1 Whole:T2\nR4\tof Arg1:T1 Arg2:T2\n";
    let document = read_ann(TEXT, &ann).expect("sound").documents.remove(0);
    let ends = |id: &str| document.relations.get(&id.into()).map(|r| format!("{} {}", r.source, r.target)).expect(id);
    assert_eq!([ends("R1"), ends("R2"), ends("R3"), ends("R4")], ["T1 T2", "T2 T1", "T2 T1", "T1 T2"]);
    let out = again(TEXT, &ann);
    assert!(
        out.contains(
            "R1\tin Arg1:T1 Arg2:T2\nR2\tof Whole:T2 Part:T1\nR3\tof Whole:T2 Part:T1\nR4\tof Arg1:T1 Arg2:T2\n"
        ),
        "{out}"
    );
    // Where the project says which comes first, that is the source.
    let conf = "[relations]\nof Part:PER, Whole:LOC\n";
    let folder = files(&[("d.txt", TEXT), ("d.ann", &ann), ("annotation.conf", conf)]);
    let document = read(&folder).expect("sound").documents.remove(0);
    assert_eq!(document.relations[&"R2".into()].source, "T1".into());
    let out = file(&written(&document), "annotation.conf");
    assert!(out.contains("of\tPart:"), "{out}");
}

/// Relates two annotations by hand.
fn relate(document: &mut AnnotatedDocument, label: &str, source: &str, target: &str) {
    let relate = hashiya::edit::Command::Relate { label: label.into(), source: source.into(), target: target.into() };
    let mut editor = hashiya::workspace::editor::Editor::at("ليلى".into(), hashiya::model::Timestamp(0), 7);
    editor.run(document, relate).expect("allowed");
}

/// Brat refuses a relation whose arguments are not called as its project says.
#[test]
fn a_relation_that_is_made_by_hand_calls_its_arguments_as_its_project_does() {
    let ann = line("T1", "PER", TEXT, "المعرض", 0) + &line("T2", "LOC", TEXT, "دبي", 0);
    // By the configuration, though no relation of the type is in the document.
    let conf = "[entities]\nPER\nLOC\n[relations]\nCoref\tSubject:<ANY>, Object:<ANY>\n";
    let folder = files(&[("d.txt", TEXT), ("d.ann", &ann), ("annotation.conf", conf)]);
    let mut document = read(&folder).expect("sound").documents.remove(0);
    relate(&mut document, "Coref", "T1", "T2");
    let out = written(&document);
    assert!(file(&out, ".ann").contains("\tCoref Subject:T1 Object:T2\n"), "{}", file(&out, ".ann"));
    assert!(file(&out, "annotation.conf").contains("\nCoref\tSubject:<ANY>, Object:<ANY>\n"));
    // Without one another document of the corpus may say it: both ways are allowed, whichever comes first.
    let with_names =
        read_ann(TEXT, &format!("{ann}R1\tCoref Object:T1 Subject:T2\n")).expect("sound").documents.remove(0);
    let mut other = with_names.clone();
    other.document = Document::new(DocumentId("e".into()), "e", TEXT, BTreeMap::new()).expect("sound");
    other.relations.clear();
    relate(&mut other, "Coref", "T1", "T2");
    for documents in [[&with_names, &other], [&other, &with_names]] {
        let out = formats::by_name("brat").expect("a format").export(&documents);
        let conf = file(&out, "annotation.conf");
        let lines: Vec<_> = conf.lines().filter(|line| line.starts_with("Coref")).collect();
        assert_eq!(lines, ["Coref\tObject:<ANY>, Subject:<ANY>", "Coref\tArg1:<ANY>, Arg2:<ANY>"]);
    }
}

/// `Located` from a person or from a building, to a city: brat takes a line for each.
#[test]
fn a_relation_type_on_several_lines_allows_what_any_of_them_does() {
    let ann = line("T1", "PER", TEXT, "المعرض", 0);
    let check = |lines: &str, sources: &[&str], targets: &[&str]| {
        let conf = format!("[entities]\nPER\nBuilding\nCity\n[relations]\n{lines}");
        let folder = files(&[("d.txt", TEXT), ("d.ann", &ann), ("annotation.conf", &conf)]);
        let schema = read(&folder).expect("sound").documents.remove(0).schema;
        let kind = schema.relation_types.iter().find(|kind| kind.name.as_str() == "Located").expect("declared");
        let ends = [&kind.source_labels, &kind.target_labels];
        let ends = ends.map(|labels| labels.iter().map(|label| label.as_str()).collect::<Vec<_>>());
        assert_eq!(ends, [sources.to_vec(), targets.to_vec()], "{lines}");
    };
    check("Located Arg1:PER, Arg2:City\n", &["PER"], &["City"]);
    check("Located Arg1:PER, Arg2:City\nLocated Arg1:Building, Arg2:City\n", &["PER", "Building"], &["City"]);
    check("Located Arg1:PER, Arg2:City\nLocated Arg1:<ANY>, Arg2:Building\n", &[], &["City", "Building"]);
    check("Located Arg1:<ANY>, Arg2:City\nLocated Arg1:PER, Arg2:City\n", &[], &["City"]);
}

#[test]
fn references_equivalences_and_notes_of_every_type_come_back() {
    let mut ann = line("T1", "PER", TEXT, "المعرض", 0) + &line("T2", "LOC", TEXT, "دبي", 0);
    ann += &line("T3", "LOC", TEXT, "مسقط", 0);
    ann += "N1\tReference T2 Wikidata:Q612\tإمارة دبي\nN2\tReference T2 GeoNames:292223\n";
    ann += "#1\tAnnotatorNotes T1\tسطر\n#2\tAnnotatorNotes T1\tوآخر\n#3\tReviewNotes T1\tيُراجَع غدًا\n";
    ann += "R1\tnear Arg1:T2 Arg2:T3\nA1\tsure R1\n#4\tAnnotatorNotes R1\tبعيد\n#5\tReviewNotes R1\tنعم\n";
    ann += "*\tEquiv T1 T2 T3\n*\tSame T1 T3\n#6\tAnnotatorNotes A1\tعلى سمة\n";
    let read = read_ann(TEXT, &ann).expect("sound");
    let losses: Vec<_> = read.losses.iter().map(|loss| loss.what.to_string()).collect();
    assert!(losses.len() == 1 && losses[0].contains("على سمة"), "a note on an attribute is named: {losses:?}");
    let document = &read.documents[0];
    let of = |id: &str| &document.annotations.get(&id.into()).expect("there").record;
    assert_eq!(of("T1").note, "سطر\nوآخر");
    assert_eq!(of("T1").attributes["ReviewNotes"], AttributeValue::Text("يُراجَع غدًا".into()));
    assert_eq!(of("T2").attributes["Reference"], AttributeValue::Text("Wikidata:Q612 إمارة دبي".into()));
    assert_eq!(of("T2").attributes["Reference2"], AttributeValue::Text("GeoNames:292223".into()));
    assert_eq!(document.relations[&"R1".into()].record.attributes["sure"], AttributeValue::Flag(true));
    let out = file(&written(document), ".ann");
    hold_to_rules(TEXT, &out);
    for line in ann.lines().filter(|line| !line.starts_with(['#', 'A']) && !line.is_empty()) {
        assert!(out.lines().any(|l| l == line), "{line} in {out}");
    }
    assert_eq!(again(TEXT, &out), out);
}

#[test]
fn names_are_ascii_on_the_way_out_and_their_own_on_the_way_back() {
    let mut document = read_ann(TEXT, "").expect("a text").documents.remove(0);
    let names = ["شخص", "شَخص", "اسم علم", "اسم_علم", "a b", "a_b"];
    let at = |n: usize| TEXT.char_indices().nth(n).expect("long enough").0;
    let one = |(n, name): (usize, &&str)| annotation(&format!("T{}", n + 1), name, TEXT, &[range(at(n), at(n + 2))]);
    document.annotations = AnnotationSet::from_annotations(names.iter().enumerate().map(one));
    document.schema =
        Arc::new(Schema { labels: names.iter().map(|name| label(name, vec![])).collect(), ..Schema::default() });
    let export = written(&document);
    hold_to_rules(TEXT, &file(&export, ".ann"));
    assert!(file(&export, "annotation.conf").is_ascii());
    let renamed = export.losses.iter().filter(|loss| matches!(loss.what, LossDetail::BratName { .. })).count();
    assert_eq!(renamed, 5, "all but a_b are told");
    let back = read(&export.files).expect("our own").documents.remove(0);
    let labels: Vec<_> = back.annotations.iter().map(|a| a.label.to_string()).collect();
    assert_eq!(labels, names);
    // The words that another project has for its types are no names.
    let ann = line("T1", "Person", TEXT, "المعرض", 0);
    let folder = files(&[("d.txt", TEXT), ("d.ann", &ann), ("visual.conf", "[labels]\nPerson | شخص | ش\n")]);
    let other = read(&folder).expect("sound").documents.remove(0);
    assert_eq!(other.annotations.first().expect("one").label.as_str(), "Person");
}

#[test]
fn what_the_project_says_of_its_types_is_read() {
    let conf = "[entities]\n!Name\n\tPER\n\tLOC\n----\nOther\n\n[relations]\n# a rule\n<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>\n\
        near\tArg1:LOC, Arg2:LOC\nany Arg1:<ENTITY>, Arg2:<ANY>\n[events]\nOpening Place*:LOC\n[attributes]\n\
        sure Arg:<ANY>\ntense Arg:Opening, Value:past|future\n";
    let ann = line("T1", "PER", TEXT, "المعرض", 0);
    let schema = read(&files(&[("d.txt", TEXT), ("d.ann", &ann), ("annotation.conf", conf)]))
        .expect("sound")
        .documents
        .remove(0)
        .schema;
    let labels: Vec<_> = schema.labels.iter().map(|l| l.name.as_str()).collect();
    assert_eq!(labels, ["Name", "PER", "LOC", "Other", "Opening"]);
    let tense = &schema.labels[4].attributes;
    assert!(matches!(&tense[0].kind, AttributeKind::Choice(c) if c[..] == ["past", "future"]), "{tense:?}");
    let types: Vec<_> = schema.relation_types.iter().map(|r| (r.name.as_str(), r.source_labels.len())).collect();
    assert_eq!(types, [("near", 1), ("any", 0)]);
}

#[test]
fn an_annotation_conf_of_somebody_else_is_replaced_by_force_alone() {
    let folder = Folder::new();
    let file = folder
        .write("d.jsonl", "{\"id\":\"d\",\"text\":\"نص\",\"spans\":[{\"start\":0,\"end\":2,\"label\":\"شخص\"}]}\n");
    let path = |name: &str| folder.join(name).display().to_string();
    crate::cli::done(&["import", &file.display().to_string(), "--out", &path("docs")]);
    let own = folder.write("brat/annotation.conf", "[entities]\nMine\n");
    let export = ["export", &path("docs"), "--to", "brat", "--out", &path("brat")];
    crate::cli::fails(&export, 1, &["annotation.conf", "--force"]);
    assert_eq!(std::fs::read_to_string(&own).expect("there"), "[entities]\nMine\n");
    assert_eq!(std::fs::read_dir(folder.join("brat")).expect("there").count(), 1, "all of a dataset or none");
    crate::cli::done(&[&export[..], &["--force"]].concat());
    assert!(std::fs::read_to_string(&own).expect("there").contains("shkhs"));
}

fn label(name: &str, attributes: Vec<AttributeDefinition>) -> Label {
    Label { attributes, ..Label::new(name, name, name, Colour([1, 2, 3]), None) }
}

const LABELS: [&str; 6] = ["PER", "شخص", "شَخص", "a b", "a_b", "اسم علم"];
const TYPES: [&str; 3] = ["يعمل لدى", "يعمل_لدى", "near"];

fn schema() -> Schema {
    let definition = |(name, kind): (&str, AttributeKind)| AttributeDefinition {
        name: name.into(),
        kind,
        arabic: String::new(),
        english: String::new(),
        guideline: String::new(),
        ..AttributeDefinition::new("", AttributeKind::Flag)
    };
    let attributes: Vec<_> = [
        ("جنس", AttributeKind::Choice(vec!["ذكر".into(), "a b".into(), "a_b".into()])),
        ("sure", AttributeKind::Flag),
        ("مدى", AttributeKind::Number),
        ("شرح", AttributeKind::Text),
        ("Reference", AttributeKind::Text),
        ("Reference2", AttributeKind::Text),
    ]
    .map(definition)
    .to_vec();
    let relation = |name: &&str| RelationType {
        name: (*name).into(),
        arabic: String::new(),
        english: String::new(),
        colour: Colour([1, 2, 3]),
        source_labels: vec![],
        target_labels: vec![],
        kind: Default::default(),
        guideline: String::new(),
        attributes: attributes.clone(),
    };
    Schema {
        labels: LABELS.iter().map(|name| label(name, attributes.clone())).collect(),
        relation_types: TYPES.iter().map(relation).collect(),
        ..Schema::default()
    }
}

/// Attributes and a note that brat can carry.
fn any_record() -> impl Strategy<Value = (Attributes, String)> {
    let text = "[ابت،\"#:. _-]{0,6}";
    let value = prop_oneof![
        prop::sample::select(vec!["ذكر", "a b", "a_b"]).prop_map(|c| ("جنس", AttributeValue::Choice(c.into()))),
        Just(("sure", AttributeValue::Flag(true))),
        (-9.0..9.0f64).prop_map(|n| ("مدى", AttributeValue::Number(n))),
        prop::collection::vec(text, 1..4).prop_map(|lines| ("شرح", AttributeValue::Text(lines.join("\n")))),
        "Q:[0-9]{1,3}( [ابت ]{1,5})?".prop_map(|text| ("Reference", AttributeValue::Text(text))),
        text.prop_map(|text| ("Reference2", AttributeValue::Text(text))),
    ];
    let note = prop::collection::vec(text, 0..4).prop_map(|lines| lines.join("\n").trim_start_matches('\n').to_owned());
    (prop::collection::vec(value, 0..3), note)
        .prop_map(|(values, note)| (values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(), note))
}

/// A document as one of brat may be: events with roles, relations, equivalences, attributes, notes.
fn any_project() -> impl Strategy<Value = AnnotatedDocument> {
    let relations = prop::collection::vec(
        (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..5usize, any_record()),
        0..6,
    );
    let marks = prop::collection::vec((any::<bool>(), 0..LABELS.len(), any_record()), 8);
    (any_document(), marks, relations).prop_map(|(mut document, marks, relations)| {
        let of_brat = |record: &mut Record, (attributes, note): (Attributes, String)| {
            (record.attributes, record.note) = (attributes, note);
            record.provenance = Provenance::Imported { format: "brat".into() };
        };
        let mut annotations: Vec<_> = document.annotations.iter().map(|a| (**a).clone()).collect();
        for (annotation, (is_event, label, record)) in annotations.iter_mut().zip(marks) {
            annotation.label = LABELS[label].into();
            if is_event {
                annotation.id = annotation.id.as_str().replace('T', "E").as_str().into();
            }
            of_brat(&mut annotation.record, record);
        }
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut next = |of: &str| {
            let n = counts.entry(of.to_owned()).or_insert(0);
            *n += 1;
            *n
        };
        for (source, target, kind, record) in relations {
            if annotations.is_empty() {
                break;
            }
            let (source, target) = (source.get(&annotations), target.get(&annotations));
            let (id, label, record) = match kind {
                4 => (format!("*{}.1", next("*")), TYPES[0], Default::default()),
                3 if source.id.as_str().starts_with('E') => {
                    (format!("{}.{}", source.id, next(source.id.as_str())), TYPES[1], Default::default())
                }
                kind => (format!("R{}", next("R")), TYPES[kind % 3], record),
            };
            let mut relation = Relation {
                id: id.as_str().into(),
                label: label.into(),
                source: source.id.clone(),
                target: target.id.clone(),
                record: source.record.clone(),
            };
            of_brat(&mut relation.record, record);
            document.relations.insert(relation);
        }
        document.annotations = AnnotationSet::from_annotations(annotations);
        document.schema = Arc::new(schema());
        document
    })
}

/// What brat carries of a document, by ids.
fn carried(document: &AnnotatedDocument) -> Vec<String> {
    let beside = |record: &Record| format!("{:?} {:?}", record.attributes, record.note);
    let annotations = document.annotations.iter().map(|a| {
        let spans: Vec<_> = a.spans.iter().map(TextSpan::range).collect();
        format!("{} {} {spans:?} {}", a.id, a.label, beside(&a.record))
    });
    let relations = document.relations.values();
    let relations = relations.map(|r| format!("{} {} {} {} {}", r.id, r.label, r.source, r.target, beside(&r.record)));
    let mut all: Vec<String> = annotations.chain(relations).collect();
    all.sort();
    all
}

proptest! {
    #[test]
    fn brat_gives_back_any_project(document in any_project()) {
        // A mark at the head of a file is not text: see the test on byte order marks.
        prop_assume!(!document.text().starts_with('\u{feff}'));
        let export = written(&document);
        hold_to_rules(document.text(), &file(&export, ".ann"));
        let mut read = read(&export.files).expect("our own file");
        prop_assert!(read.losses.is_empty(), "{:?}", read.losses);
        let back = read.documents.remove(0);
        prop_assert_eq!(back.text(), document.text());
        // What is told to be lost is not there.
        let is_bare = |loss: &&formats::Loss| {
            matches!(loss.what, LossDetail::Annotation { what: AnnotationLoss::OnlyLineEnds, .. })
        };
        let mut expected = document.clone();
        for loss in export.losses.iter().filter(is_bare) {
            let id = loss.id.clone().expect("of an annotation");
            expected.annotations.remove(&id);
            expected.relations.retain(|r| r.source != id && r.target != id);
        }
        if expected.relations.len() == document.relations.len() {
            prop_assert_eq!(carried(&back), carried(&expected));
            let ids = export.losses.iter().any(|loss| matches!(loss.what, LossDetail::BratIds(_)));
            prop_assert!(!ids, "no id is another one");
        }
        let kinds = export.losses.iter().filter(|loss| loss.kind == LossKind::Flattened);
        for loss in kinds {
            prop_assert!(
                matches!(loss.what, LossDetail::Annotation { what: AnnotationLoss::LineEnds, .. }),
                "{:?}", loss
            );
        }
    }
}
