//! Editing as the analyst means it: each command, what it refuses, and that every step can be taken back.

#![expect(clippy::single_range_in_vec_init, reason = "the ranges of an annotation are a list, often of one")]

use std::collections::BTreeMap;
use std::sync::Arc;

use hashiya::edit::{Command, CommandError, Context, History, OnLabelRemoval, plan};
use hashiya::model::{
    AnnotatedDocument, Annotator, AttributeDefinition, AttributeKind, AttributeValue, Colour, Document, DocumentId,
    DocumentState, IdGenerator, Label, LabelName, Provenance, RelationType, Schema, Target, Timestamp,
};
use proptest::prelude::*;

const TEXT: &str = "التقى أحمد الكاتب بسلمى في القاهرة 😀 يوم 12 مارس";

fn schema() -> Schema {
    let label = |name: &str, key| Label::new(name, "", "", Colour([10, 20, 30]), Some(key));
    Schema {
        name: "test".into(),
        labels: vec![label("PER", '1'), label("LOC", '2'), label("ORG", '3')],
        relation_types: vec![RelationType {
            name: "works".into(),
            arabic: String::new(),
            english: String::new(),
            colour: Colour([0; 3]),
            source_labels: vec!["PER".into()],
            target_labels: vec!["ORG".into(), "LOC".into()],
            guideline: String::new(),
            attributes: vec![],
        }],
        document_attributes: vec![],
    }
}

struct Setup {
    document: AnnotatedDocument,
    history: History,
    ids: IdGenerator,
    annotator: Annotator,
    clock: i64,
}

impl Setup {
    fn new() -> Self {
        let document = Document::new(DocumentId("d".into()), "d", TEXT, BTreeMap::new()).expect("short");
        let annotator = Annotator::from("tester");
        Setup {
            document: AnnotatedDocument::new(document, Arc::new(schema()), annotator.clone()),
            history: History::saved(),
            ids: IdGenerator::new(1),
            annotator,
            clock: 0,
        }
    }

    fn run(&mut self, command: Command) -> Result<(), CommandError> {
        self.clock += 1;
        let mut context = Context { annotator: &self.annotator, now: Timestamp(self.clock), ids: &mut self.ids };
        let transaction = plan(&self.document, command, &mut context)?;
        self.history.commit(&mut self.document, transaction)?;
        assert_eq!(self.document.problems(), vec![], "no command may leave an unsound document");
        Ok(())
    }

    /// Labels what stands between « and ».
    fn annotate(&mut self, quote: &str, label: &str) -> Result<(), CommandError> {
        let start = TEXT.find(quote).expect("the quote stands in the text");
        self.run(Command::Annotate {
            ranges: vec![start..start + quote.len()],
            label: label.into(),
            provenance: Provenance::Human,
        })
    }

    fn id(&self, nth: usize) -> hashiya::model::AnnotationId {
        self.document.annotations.iter().nth(nth).expect("there are that many").id.clone()
    }

    /// What the analyst sees: the annotations in order as `quote/LABEL`, then the relations.
    fn shown(&self) -> Vec<String> {
        let annotations = self.document.annotations.iter().map(|a| format!("{}/{}", self.document.quote(a), a.label));
        let relations = self.document.relations.values().map(|r| format!("{}→{}", r.source, r.target));
        annotations.chain(relations).chain([format!("{:?}", self.document.state)]).collect()
    }

    fn everything(&self) -> String {
        let annotations: Vec<_> = self.document.annotations.iter().collect();
        format!("{annotations:?}{:?}{:?}{:?}", self.document.relations, self.document.schema, self.document.state)
    }
}

#[test]
fn a_label_on_a_place_stands_there_once() {
    let mut desk = Setup::new();
    desk.annotate("أحمد الكاتب", "PER").unwrap();
    desk.annotate("أحمد", "PER").unwrap();
    assert_eq!(desk.shown(), ["أحمد الكاتب/PER", "أحمد/PER", "New"]);
    assert!(matches!(desk.annotate("أحمد", "PER"), Err(CommandError::AlreadyThere { .. })));
    assert!(matches!(desk.annotate("أحمد", "XYZ"), Err(CommandError::UnknownLabel(_))));
    let long = desk.id(0);
    let short = TEXT.find("أحمد").unwrap();
    let moved = Command::SetSpans { id: long, ranges: vec![short..short + "أحمد".len()] };
    assert!(matches!(desk.run(moved), Err(CommandError::AlreadyThere { .. })));
}

#[test]
fn attributes_and_notes_stand_on_annotations_relations_and_the_document() {
    let mut desk = Setup::new();
    desk.annotate("أحمد", "PER").unwrap();
    desk.annotate("القاهرة", "LOC").unwrap();
    desk.run(Command::Relate { label: "works".into(), source: desk.id(0), target: desk.id(1) }).unwrap();
    let link = Target::Relation(desk.document.relations.keys().next().unwrap().clone());
    let mut schema = (*desk.document.schema).clone();
    let sure = || AttributeDefinition {
        name: "sure".into(),
        kind: AttributeKind::Flag,
        arabic: "مؤكد".into(),
        english: "sure".into(),
        guideline: String::new(),
    };
    schema.relation_types[0].attributes.push(sure());
    schema.document_attributes.push(sure());
    desk.run(Command::ReplaceSchema(schema)).unwrap();
    let before = desk.everything();
    let set = |of: &Target, name: &str| Command::SetAttribute {
        of: of.clone(),
        name: name.into(),
        value: Some(AttributeValue::Flag(true)),
    };
    desk.run(set(&link, "sure")).unwrap();
    desk.run(Command::SetNote { of: link.clone(), note: "من الصحيفة".into() }).unwrap();
    desk.run(set(&Target::Document, "sure")).unwrap();
    let relation = desk.document.relations.values().next().unwrap();
    assert_eq!(relation.record.note, "من الصحيفة");
    assert_eq!(relation.record.attributes.get("sure"), Some(&AttributeValue::Flag(true)));
    assert_eq!(desk.document.attributes.get("sure"), Some(&AttributeValue::Flag(true)));
    assert!(matches!(desk.run(set(&link, "unsure")), Err(CommandError::Attribute { .. })));
    let of_annotation = Target::Annotation(desk.id(0));
    assert!(
        matches!(desk.run(set(&of_annotation, "sure")), Err(CommandError::Attribute { .. })),
        "its label knows none"
    );
    let gone = Target::Relation("nobody".into());
    assert!(matches!(desk.run(set(&gone, "sure")), Err(CommandError::UnknownRelation(_))));
    let note = Command::SetNote { of: Target::Document, note: "x".into() };
    assert_eq!(desk.run(note).err(), Some(CommandError::DocumentNote));
    (0..3).for_each(|_| drop(desk.history.undo(&mut desk.document).unwrap()));
    assert_eq!(desk.everything(), before);
}

#[test]
fn deleting_an_end_deletes_the_relation_and_undo_brings_both_back() {
    let mut desk = Setup::new();
    desk.annotate("أحمد", "PER").unwrap();
    desk.annotate("القاهرة", "LOC").unwrap();
    let (a, b) = (desk.id(0), desk.id(1));
    desk.run(Command::Relate { label: "works".into(), source: a.clone(), target: b.clone() }).unwrap();
    let wrong_way = Command::Relate { label: "works".into(), source: b.clone(), target: a.clone() };
    assert!(matches!(desk.run(wrong_way), Err(CommandError::EndNotAllowed { .. })));
    let broken = Command::Relabel { ids: vec![b.clone()], label: "PER".into() };
    assert!(matches!(desk.run(broken), Err(CommandError::EndNotAllowed { .. })));
    let before = desk.everything();
    desk.run(Command::Delete { ids: vec![b] }).unwrap();
    assert_eq!(desk.shown(), ["أحمد/PER", "New"]);
    desk.history.undo(&mut desk.document).unwrap();
    assert_eq!(desk.everything(), before);
}

#[test]
fn a_renamed_label_takes_its_annotations_along() {
    let mut desk = Setup::new();
    desk.annotate("أحمد", "PER").unwrap();
    let person = Label { name: "PERSON".into(), ..desk.document.schema.labels[0].clone() };
    desk.run(Command::ChangeLabel { name: "PER".into(), label: person }).unwrap();
    assert_eq!(desk.shown(), ["أحمد/PERSON", "New"]);
    assert_eq!(desk.document.schema.relation_types[0].source_labels, [LabelName::from("PERSON")]);
}

#[test]
fn removing_a_label_asks_what_becomes_of_its_annotations() {
    let remove = |orphans| {
        let mut desk = Setup::new();
        desk.annotate("أحمد", "PER").unwrap();
        desk.annotate("القاهرة", "LOC").unwrap();
        desk.annotate("القاهرة", "ORG").unwrap();
        desk.run(Command::RemoveLabel { name: "LOC".into(), annotations: orphans }).map(|()| desk.shown())
    };
    assert_eq!(remove(OnLabelRemoval::Refuse), Err(CommandError::LabelInUse { label: "LOC".into(), count: 1 }));
    assert_eq!(remove(OnLabelRemoval::Delete).unwrap(), ["أحمد/PER", "القاهرة/ORG", "New"]);
    let relabelled = remove(OnLabelRemoval::Relabel("PER".into())).unwrap();
    assert_eq!(relabelled.iter().filter(|shown| *shown == "القاهرة/PER").count(), 1, "{relabelled:?}");
    assert_eq!(remove(OnLabelRemoval::Relabel("ORG".into())).unwrap(), ["أحمد/PER", "القاهرة/ORG", "New"]);
    assert!(remove(OnLabelRemoval::Relabel("LOC".into())).is_err());
}

#[test]
fn the_dirty_mark_follows_the_saved_state_through_undo_and_new_work() {
    let mut desk = Setup::new();
    assert!(!desk.history.is_dirty());
    desk.annotate("أحمد", "PER").unwrap();
    assert!(desk.history.is_dirty());
    desk.history.mark_saved(desk.history.state());
    desk.history.undo(&mut desk.document).unwrap();
    assert!(desk.history.is_dirty(), "the file holds more than memory");
    desk.history.redo(&mut desk.document).unwrap();
    assert!(!desk.history.is_dirty());
    desk.history.undo(&mut desk.document).unwrap();
    desk.annotate("القاهرة", "LOC").unwrap();
    assert!(desk.history.is_dirty(), "as many steps as when saved, but others");
}

fn any_command() -> impl Strategy<Value = (u8, usize, usize, usize)> {
    (0u8..10, 0usize..60, 1usize..30, 0usize..4)
}

proptest! {
    /// Undoing everything gives back the beginning, and redoing everything the end, whatever was done.
    #[test]
    fn undo_takes_back_exactly_what_was_done(steps in proptest::collection::vec(any_command(), 0..60)) {
        let mut desk = Setup::new();
        let first = desk.everything();
        let mut states = vec![first];
        for (kind, at, len, pick) in steps {
            let label: LabelName = ["PER", "LOC", "ORG", "NEW"][pick].into();
            let nth = |n: usize| desk.document.annotations.iter().nth(n % 7).map(|a| a.id.clone());
            let start = TEXT.floor_char_boundary(at);
            let end = TEXT.floor_char_boundary(at + len * 2);
            let command = match (kind, nth(at), nth(len)) {
                (0..=3, ..) => Command::Annotate { ranges: vec![start..end], label, provenance: Provenance::Human },
                (4, Some(id), _) => Command::Delete { ids: vec![id] },
                (5, Some(id), _) => Command::Relabel { ids: vec![id], label },
                (6, Some(id), _) => Command::SetSpans { id, ranges: vec![start..end] },
                (7, Some(source), Some(target)) => Command::Relate { label: "works".into(), source, target },
                (8, ..) => Command::RemoveLabel { name: label, annotations: OnLabelRemoval::Relabel("PER".into()) },
                (9, ..) => Command::Batch(vec![
                    Command::AddLabel(Label::new("NEW", "", "", Colour([1; 3]), None)),
                    Command::SetState(DocumentState::Done),
                ]),
                _ => continue,
            };
            let before = desk.everything();
            if desk.run(command).is_err() {
                prop_assert_eq!(desk.everything(), before, "a refused command changes nothing");
            } else if states.last() != Some(&desk.everything()) {
                states.push(desk.everything());
            }
        }
        for state in states.iter().rev().skip(1) {
            prop_assert!(desk.history.undo(&mut desk.document).unwrap().is_some());
            prop_assert_eq!(&desk.everything(), state);
        }
        prop_assert!(!desk.history.can_undo());
        for state in states.iter().skip(1) {
            prop_assert!(desk.history.redo(&mut desk.document).unwrap().is_some());
            prop_assert_eq!(&desk.everything(), state);
        }
        prop_assert!(!desk.history.can_redo());
    }
}

/// What a search found is labelled as one step: what bears the label already is passed over or refuses the whole, as
/// was asked.
#[test]
fn many_places_are_labelled_as_one_step() {
    let mut desk = Setup::new();
    let at = |quote: &str| TEXT.find(quote).map(|at| vec![at..at + quote.len()]).unwrap();
    desk.annotate("أحمد", "PER").unwrap();
    desk.annotate("القاهرة", "LOC").unwrap();
    let first = desk.document.annotations.first().unwrap().id.clone();
    let parts = vec![at("الكاتب")[0].clone(), at("القاهرة")[0].clone()];
    let places = vec![at("أحمد"), at("الكاتب"), at("القاهرة"), at("الكاتب"), parts.clone(), at("مارس")];
    let command = |skip_existing| Command::AnnotatePlaces {
        places: places.clone(),
        label: "PER".into(),
        provenance: Provenance::Human,
        skip_existing,
    };
    let before = desk.document.clone();
    assert_eq!(desk.run(command(false)), Err(CommandError::AlreadyThere { label: "PER".into(), id: first }));
    assert_eq!(desk.document.annotations.len(), before.annotations.len(), "nothing was done");
    desk.run(command(true)).unwrap();
    let ranges = |document: &AnnotatedDocument| -> Vec<(String, Vec<std::ops::Range<usize>>)> {
        let of = |a: &hashiya::model::Annotation| a.spans.iter().map(|span| span.range()).collect();
        document.annotations.iter().map(|a| (a.label.to_string(), of(a))).collect()
    };
    let expected = [
        ("PER", at("أحمد")),
        ("PER", at("الكاتب")),
        ("PER", parts),
        ("LOC", at("القاهرة")),
        ("PER", at("القاهرة")),
        ("PER", at("مارس")),
    ];
    let mut made = ranges(&desk.document);
    made.sort_by(|a, b| (&a.1[0].start, &a.1.len(), &a.0).cmp(&(&b.1[0].start, &b.1.len(), &b.0)));
    assert_eq!(made, expected.map(|(label, ranges)| (label.to_owned(), ranges)));
    let unknown = Command::AnnotatePlaces {
        places: vec![at("مارس")],
        label: "NOPE".into(),
        provenance: Provenance::Human,
        skip_existing: true,
    };
    assert_eq!(desk.run(unknown), Err(CommandError::UnknownLabel("NOPE".into())));
    let cut = Command::AnnotatePlaces {
        places: vec![at("يوم"), vec![1..2]],
        label: "PER".into(),
        provenance: Provenance::Human,
        skip_existing: true,
    };
    assert!(matches!(desk.run(cut), Err(CommandError::Span(_))));
    assert_eq!(desk.document.annotations.len(), 6, "a place inside a character refuses the whole");
}
