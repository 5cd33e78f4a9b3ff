//! Statistics: equal to what is counted without any cleverness, and the same however documents are ordered and shared out.

use std::collections::{BTreeMap, BTreeSet};

use hashiya::analysis::statistics::tables::{Cell, TableKind};
use hashiya::analysis::statistics::{Dimension, MAX_PLACES, Statistics, Unlabelled, Value, Wanted};
use hashiya::model::{AnnotatedDocument, AnnotationSet, AttributeValue, DocumentState, Provenance, Timestamp};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use crate::cli::{done, fails, path};
use crate::fixture::{Folder, any_document, hard_document};
use crate::marked;

const EVERYTHING: Wanted =
    Wanted { counts: true, vocabulary: true, pivot: Some((Dimension::Label, Some(Dimension::Overlap))) };

fn count(documents: &[(u32, AnnotatedDocument)], wanted: Wanted) -> Statistics {
    let mut statistics = Statistics::new(wanted, TimeZone::UTC);
    documents.iter().for_each(|(number, document)| statistics.add(*number, &format!("{number}.ron"), document));
    statistics
}

/// Documents in different states, by different people, made on different days.
fn any_documents() -> impl Strategy<Value = Vec<(u32, AnnotatedDocument)>> {
    prop::collection::vec((any_document(), any::<u8>()), 0..7).prop_map(|documents| {
        let vary = |(number, (mut document, chance)): (usize, (AnnotatedDocument, u8))| {
            document.state = DocumentState::ALL[usize::from(chance) % DocumentState::ALL.len()];
            let mut annotations: Vec<_> = document.annotations.iter().map(|a| (**a).clone()).collect();
            for (n, annotation) in annotations.iter_mut().enumerate() {
                let day = i64::from(chance % 5) + n as i64 % 3;
                annotation.record.created = Timestamp(1_780_000_000_000 + day * 86_400_000);
                annotation.record.modified = Timestamp(annotation.record.created.0 + n as i64 % 2 * 86_400_000);
                annotation.record.annotator = if n % 2 == 0 { "أحمد" } else { "Leïla" }.into();
                if n % 3 == 0 {
                    annotation.record.provenance = Provenance::Imported { format: "brat".into() };
                    annotation.record.attributes.insert("sure".into(), AttributeValue::Flag(n % 2 == 0));
                }
            }
            document.annotations = AnnotationSet::from_annotations(annotations);
            (number as u32, document)
        };
        documents.into_iter().enumerate().map(vary).collect()
    })
}

proptest! {
    #[test]
    fn neither_order_nor_parts_show(documents in any_documents(), at in any::<prop::sample::Index>(), rows in 0usize..10, columns in 0usize..10) {
        let wanted = Wanted { pivot: Some((Dimension::ALL[rows], Some(Dimension::ALL[columns]))), ..EVERYTHING };
        let whole = count(&documents, wanted);
        let mut reversed = documents.clone();
        reversed.reverse();
        prop_assert_eq!(&count(&reversed, wanted), &whole);
        let (first, second) = documents.split_at(at.index(documents.len() + 1));
        let mut merged = count(second, wanted);
        merged.merge(count(first, wanted));
        prop_assert_eq!(&merged, &whole);
        merged.merge(whole.another());
        prop_assert_eq!(merged, whole);
    }

    #[test]
    fn counts_are_those_of_a_naive_count(documents in any_documents()) {
        let whole = count(&documents, EVERYTHING);
        let all: Vec<_> = documents.iter().flat_map(|(n, d)| d.annotations.iter().map(move |a| (*n, d, a))).collect();
        prop_assert_eq!(whole.totals.annotations as usize, all.len());
        let words = |text: &str| text.split_whitespace().count() as u64;
        prop_assert_eq!(whole.totals.words, documents.iter().map(|(_, d)| words(d.text())).sum::<u64>());
        for (label, counts) in &whole.labels {
            let of: Vec<_> = all.iter().filter(|(_, _, a)| a.label == *label).collect();
            prop_assert_eq!(counts.annotations as usize, of.len());
            prop_assert_eq!(counts.documents as usize, of.iter().map(|(n, ..)| n).collect::<BTreeSet<_>>().len());
            let piece = |d: &AnnotatedDocument, span: std::ops::Range<usize>| d.text()[span].to_owned();
            let lengths = |length: &dyn Fn(&str) -> u64| {
                let mut lengths: Vec<u64> = of
                    .iter()
                    .map(|(_, d, a)| a.spans.iter().map(|span| length(&piece(d, span.range()))).sum())
                    .collect();
                lengths.sort_unstable();
                lengths
            };
            for (found, naive) in [(&counts.words, lengths(&words)), (&counts.code_points, lengths(&|t| t.chars().count() as u64))] {
                prop_assert_eq!((found.least(), found.most()), (naive.first().copied(), naive.last().copied()));
                let median = naive.get(naive.len() / 2).map(|above| (naive[(naive.len() - 1) / 2] + above) as f64 / 2.0);
                prop_assert_eq!(found.median(), median);
                let sum: u64 = naive.iter().sum();
                prop_assert_eq!(found.mean(), (!naive.is_empty()).then(|| sum as f64 / naive.len() as f64));
            }
        }
        for (at, state) in DocumentState::ALL.into_iter().enumerate() {
            let of = documents.iter().filter(|(_, d)| d.state == state).count();
            prop_assert_eq!(whole.states[at].documents as usize, of);
        }
        let made = all.iter().filter(|(_, _, a)| a.record.given_time().is_none()).count();
        prop_assert_eq!(whole.days.values().map(|day| day.made).sum::<u64>() as usize, made);
    }

    #[test]
    fn overlaps_are_those_of_comparing_all_with_all(documents in any_documents()) {
        let mut naive: BTreeMap<(String, String), u64> = BTreeMap::new();
        for (_, document) in &documents {
            for a in document.annotations.iter() {
                let (one, mut found) = (a.spans.extent(), BTreeSet::new());
                for b in document.annotations.iter().filter(|b| b.id != a.id) {
                    let other = b.spans.extent();
                    let kind = match () {
                        () if one == other => "same",
                        () if one.is_empty() || other.is_empty() => continue,
                        () if other.start <= one.start && one.end <= other.end => "inside",
                        () if one.start <= other.start && other.end <= one.end => "around",
                        () if one.start < other.end && other.start < one.end => "crossing",
                        () => continue,
                    };
                    found.insert(format!("{} {kind}", b.label));
                }
                if found.is_empty() {
                    found.insert(String::new());
                }
                found.into_iter().for_each(|found| *naive.entry((a.label.to_string(), found)).or_default() += 1);
            }
        }
        let whole = count(&documents, EVERYTHING);
        let found = whole.pivot.as_ref().expect("it was wanted").cells().into_iter();
        let name = |value: &Value| value.text(&|number| number.to_string());
        let found: BTreeMap<_, _> = found.map(|((row, column), places)| ((name(row), name(column)), places.total)).collect();
        prop_assert_eq!(found, naive);
    }

    #[test]
    fn every_cell_has_its_places(documents in any_documents(), rows in 0usize..10, columns in 0usize..10) {
        let wanted = Wanted { counts: false, vocabulary: false, pivot: Some((Dimension::ALL[rows], Some(Dimension::ALL[columns]))) };
        let whole = count(&documents, wanted);
        for places in whole.pivot.as_ref().expect("wanted").cells().values() {
            prop_assert!(places.total > 0 && places.first().len() <= MAX_PLACES && places.first().is_sorted());
            for place in places.first() {
                let document = &documents[place.document as usize].1;
                prop_assert!(document.annotations.iter().any(|a| a.spans.extent() == place.range()));
                let before = document.text()[..place.range().start].chars().count();
                prop_assert_eq!(place.code_points.0 as usize, before);
            }
        }
    }
}

#[test]
fn strings_are_told_apart_as_written_and_taken_together_as_folded() {
    let document = marked::document(
        "زار [PER أحمد] و[PER احمد] مدينة [LOC القاهرة] ونادي [ORG القاهره] ثم [PER#1 علي] [PER#1 حسن]",
    );
    let whole = count(&[(0, document)], Wanted::TABLES);
    let sizes = whole.vocabulary.sizes();
    let per = sizes[&"PER".into()];
    assert_eq!((per.tokens, per.written, per.folded, per.apart), (2, 2, 1, 1));
    let ambiguous = whole.table(TableKind::Ambiguity, None);
    assert_eq!(ambiguous.rows.len(), 1);
    assert_eq!(ambiguous.rows[0].cells[3], Cell::Text("LOC 1, ORG 1".into()));
    assert_eq!(ambiguous.rows[0].places.first().len(), 2);
}

#[test]
fn a_string_that_bears_a_label_here_and_none_there_is_ambiguous() {
    let documents = [marked::document("[LOC دبي] مدينة"), marked::document("زرت دبي ثم بدبي مرة و[LOC دبي]")];
    let documents: Vec<_> = documents.into_iter().enumerate().map(|(n, d)| (n as u32, d)).collect();
    let whole = count(&documents, Wanted::TABLES);
    let known = whole.vocabulary.strings();
    let mut unlabelled = Unlabelled::default();
    documents.iter().for_each(|(number, document)| unlabelled.add(&known, *number, document));
    let table = whole.table(TableKind::Ambiguity, Some(&unlabelled));
    assert_eq!(table.rows.len(), 1);
    assert_eq!(table.rows[0].cells[4], Cell::Count(2));
    assert!(whole.table(TableKind::Ambiguity, None).rows.is_empty());
}

#[test]
fn a_label_without_annotations_is_listed_and_imports_are_no_work_of_a_day() {
    let mut document = marked::document("[PER أحمد] في [LOC بيروت]");
    document.state = DocumentState::Done;
    let mut annotations: Vec<_> = document.annotations.iter().map(|a| (**a).clone()).collect();
    annotations.iter_mut().for_each(|a| a.record.provenance = Provenance::Imported { format: "brat".into() });
    annotations.iter_mut().for_each(|a| a.record.modified = a.record.created);
    document.annotations = AnnotationSet::from_annotations(annotations);
    let whole = count(&[(0, document)], Wanted::TABLES);
    assert!(whole.days.is_empty());
    assert_eq!((whole.totals.settled, whole.totals.settled_undated), (1, 1));
    let labels = whole.table(TableKind::Labels, None);
    assert!(labels.rows.iter().any(|row| row.cells[1] == Cell::Count(0)));
    assert_eq!(whole.estimate(), None);
}

#[test]
fn very_many_columns_of_a_pivot_are_summed_up() {
    let text: String = (0..300).map(|n| format!("[PER v=\"{n}\" كلمة{n}] ")).collect();
    let document = marked::document(&text);
    let wanted = Wanted { pivot: Some((Dimension::Label, Some(Dimension::Attribute))), ..Wanted::default() };
    let whole = count(&[(0, document)], wanted);
    let table = whole.table(TableKind::Pivot, None);
    assert_eq!(table.columns.len(), 203);
    assert_eq!(table.columns[201..], ["others", "sum"]);
    assert_eq!(table.rows[0].cells[201..], [Cell::Count(100), Cell::Count(300)]);
    assert_eq!(whole.table(TableKind::Cells, None).rows.len(), 300);
}

#[test]
fn the_command_line_counts_a_project_in_tables() {
    let folder = Folder::new();
    let project = path(&folder, "مشروع");
    let hard = folder.join("hard.ron");
    let save = |document: &AnnotatedDocument, place: &std::path::Path| {
        hashiya::store::save(document, place, hashiya::store::Expect::Absent).expect("written");
    };
    save(&hard_document(), &hard);
    done(&["project", "new", &project, "--schema", &path(&folder, "hard.ron")]);
    let documents = folder.join("مشروع/documents");
    save(&hard_document(), &documents.join("أ.ron"));
    // A label that a spreadsheet would take for a formula.
    let mut formula = marked::document("[PER أحمد] و[PER \\=1+1] ");
    formula.annotator = "=cmd()".into();
    save(&formula, &documents.join("ب.ron"));
    let csv = |table: &[&str]| done(&[&["project", "stats", &project, "--csv"], table].concat());
    let labels = csv(&["labels"]);
    assert!(labels.starts_with("\u{feff}label,annotations,documents,strings,folded\r\n"), "{labels}");
    assert!(csv(&["annotators"]).contains("'=cmd()"), "no cell is a formula");
    let pivot = csv(&["pivot", "--rows", "label", "--columns", "document"]);
    assert!(pivot.contains("أ.ron") && pivot.contains("ب.ron"), "{pivot}");
    let cells = csv(&["cells", "--rows", "document"]);
    assert_eq!(cells.lines().count(), 3);
    let one = csv(&["documents", "--folder", "."]);
    assert_eq!(one.lines().count(), 3);
    let by = done(&["project", "stats", &project, "--by", "label", "--label", "PER"]);
    assert_eq!(by.lines().count(), 2, "{by}");
    fails(&["project", "stats", &project, "--csv", "pivot"], 1, &["--rows"]);
    fails(&["project", "stats", &project, "--csv", "colours"], 2, &["vocabulary"]);
    fails(&["project", "stats", &project, "--annotator", "nobody"], 1, &["nobody"]);
    std::fs::write(documents.join("تالف.ron"), "(").expect("written");
    fails(&["project", "stats", &project], 1, &["تالف.ron"]);
}
