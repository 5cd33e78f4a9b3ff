//! Very many of one thing: hits in one paragraph, annotations on one place, spans within one another. Sizes at which a
//! look at each for each would not come to an end while somebody waits, and right answers nevertheless.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use hashiya::analysis::lint::lint;
use hashiya::arabic::clitics::CliticPolicy;
use hashiya::arabic::normalize::Normalization;
use hashiya::edit::{Command, Context, plan};
use hashiya::model::{
    AnnotatedDocument, Annotation, AnnotationSet, Annotator, Document, DocumentId, IdGenerator, Provenance, Record,
    TextSpan, Timestamp,
};
use hashiya::store::{Expect, default_schema, save};
use hashiya::suggest::{Group, Propagation};

use crate::cli::{done, path};
use crate::fixture::Folder;

/// `text` with annotations on these ranges of characters, labelled in turn.
fn document(text: &str, labels: &[&str], ranges: impl IntoIterator<Item = (usize, usize)>) -> AnnotatedDocument {
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let annotation = |(n, (start, end)): (usize, (usize, usize))| Annotation {
        id: format!("a{n:06}").as_str().into(),
        label: labels[n % labels.len()].into(),
        spans: TextSpan::new(text, bytes[start]..bytes[end]).expect("in the text").into(),
        entity: None,
        record: Record::new(Provenance::Human, Annotator::new("ليلى"), Timestamp(0)),
    };
    let annotations = AnnotationSet::from_annotations(ranges.into_iter().enumerate().map(annotation));
    let document = Document::new(DocumentId("d".into()), "", text, BTreeMap::new()).expect("small enough");
    let schema = Arc::new(default_schema());
    AnnotatedDocument { annotations, ..AnnotatedDocument::new(document, schema, Annotator::new("ليلى")) }
}

/// The ranges of an annotation in one piece.
fn whole(range: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(range).collect()
}

fn saved(document: &AnnotatedDocument) -> (Folder, String) {
    let folder = Folder::new();
    save(document, &folder.join("d.ron"), Expect::Absent).expect("sound");
    let file = path(&folder, "d.ron");
    (folder, file)
}

#[test]
fn many_hits_in_one_paragraph_have_their_words_around_them() {
    const HITS: usize = 20_000;
    let text: String = (0..HITS).map(|n| format!("قبل{n} القاهرة بعد{n} ")).collect();
    let (_folder, file) = saved(&document(&text, &["LOC"], [(0, 2)]));
    let found = done(&["search", &file, "القاهرة", "--json", "--context", "1"]);
    let rows: Vec<serde_json::Value> = found.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(rows.len(), HITS);
    for (n, row) in rows.iter().enumerate() {
        assert_eq!(row["before"], format!("قبل{n} "));
        assert_eq!(row["after"], format!(" بعد{n}"));
    }
    let at = |n: usize| text[..text.find(&format!("قبل{n} ")).expect("it is there")].chars().count() + 4;
    assert_eq!(rows[19_999]["start"], at(19_999) + "19999".len());
}

#[test]
fn many_annotations_on_one_place_are_listed_searched_and_drawn() {
    const MANY: usize = 20_000;
    let text = "في القاهرة يوم الأحد قالت القاهرة إن القاهرة";
    let stacked = document(text, &["PER", "ORG"], vec![(3, 10); MANY]);
    let (folder, file) = saved(&stacked);
    assert_eq!(done(&["list", &file]).lines().count(), MANY);
    let listed: Vec<serde_json::Value> = serde_json::from_str(&done(&["list", &file, "--json"])).expect("JSON");
    assert_eq!(listed.len(), MANY);
    assert!(listed.iter().all(|row| row["start"] == 3 && row["end"] == 10 && row["text"] == "القاهرة"));
    let found = done(&["search", &file, "القاهرة", "--json"]);
    let rows: Vec<serde_json::Value> = found.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(rows[0]["labels"].as_array().map(Vec::len), Some(256), "a bounded number of labels is named");
    assert_eq!((&rows[0]["more_labels"], &rows[1]["labels"]), (&true.into(), &serde_json::json!([])));
    assert!(rows[1].get("more_labels").is_none());
    done(&["render", &file, "--out", &path(&folder, "page.png")]);

    // As many of each label: nothing is usual, and the other two places are of no label more than of another.
    assert_eq!(lint(&[&stacked]), vec![]);

    let found = Propagation::new("القاهرة", Normalization::SAFE, CliticPolicy::Exclude).expect("a string");
    let free = found.find_in(&stacked, &"PER".into());
    assert_eq!(free.len(), 2, "the place that bears the label is left out");
    let inside = found.find_in(&stacked, &"LOC".into());
    assert_eq!((inside.len(), inside[0].group.clone()), (3, Group::InsideExisting));
    assert_eq!(inside[0].existing, Some(("a000000".into(), "PER".into())));
    assert_eq!(found.annotations_in(&stacked).len(), MANY);

    let mut ids = IdGenerator::new(1);
    let annotator = Annotator::new("ليلى");
    let mut context = Context { annotator: &annotator, now: Timestamp(1), ids: &mut ids };
    let command = Command::AnnotatePlaces {
        places: text.match_indices("القاهرة").map(|(at, found)| whole(at..at + found.len())).collect(),
        label: "PER".into(),
        provenance: Provenance::Human,
        skip_existing: true,
    };
    let transaction = plan(&stacked, command, &mut context).expect("two places are free");
    assert_eq!(transaction.touched().count(), 2);
}

#[test]
fn the_innermost_of_many_nested_spans_is_found_at_many_places() {
    const DEEP: usize = 3000;
    let word = "القاهرة ";
    let text = word.repeat(DEEP);
    let characters = text.chars().count();
    let nested = document(&text, &["ORG"], (0..DEEP).map(|n| (8 * (n / 2), characters - 4 * n)));
    let found = Propagation::new("القاهرة", Normalization::SAFE, CliticPolicy::Exclude).expect("a string");
    let free = found.find_in(&nested, &"PER".into());
    assert_eq!(free.len(), DEEP);
    for occurrence in free.iter().step_by(97) {
        let there = nested.annotations.overlapping(occurrence.range.clone()).min_by_key(|(span, _)| span.len());
        let existing = occurrence.existing.clone();
        assert_eq!(existing, there.map(|(_, a)| (a.id.clone(), a.label.clone())), "at {:?}", occurrence.range);
    }
    // A line of a comparison shows the beginning of what is very long.
    let line =
        hashiya::edit::diff::DocumentLines::new(&nested).annotation(nested.annotations.first().expect("there is one"));
    assert!(line.len() < 1000 && line.starts_with("ORG «القاهرة القاهرة "), "{} bytes", line.len());
    assert!(line.contains("…» 0.."), "{line}");
}

#[test]
fn labels_of_many_annotations_change_as_one_step_beside_many_relations() {
    const MANY: usize = 20_000;
    let text = "أحمد ".repeat(MANY);
    let mut document = document(&text, &["PER"], (0..MANY).map(|n| (5 * n, 5 * n + 4)));
    let id = |n: usize| hashiya::model::AnnotationId::from(format!("a{n:06}").as_str());
    for n in 0..MANY - 1 {
        let relation = hashiya::model::Relation {
            id: format!("r{n:06}").as_str().into(),
            label: "family".into(),
            source: id(n),
            target: id(n + 1),
            record: Record::new(Provenance::Human, Annotator::new("ليلى"), Timestamp(0)),
        };
        document.relations.insert(relation);
    }
    let mut ids = IdGenerator::new(1);
    let annotator = Annotator::new("ليلى");
    let mut context = Context { annotator: &annotator, now: Timestamp(1), ids: &mut ids };
    let command = Command::Relabel { ids: (0..MANY).map(id).collect(), label: "ORG".into() };
    let transaction = plan(&document, command, &mut context).expect("this type allows any ends, or is not known");
    assert_eq!(transaction.operations.len(), MANY);
    let moves: Vec<Command> =
        (0..MANY).map(|n| Command::SetSpans { id: id(n), ranges: whole(9 * n..9 * n + 6) }).collect();
    let transaction = plan(&document, Command::Batch(moves), &mut context).expect("no two on one place");
    assert_eq!(transaction.operations.len(), MANY);
}
