//! Editing as the analyst means it: each command, what it refuses, and that every step can be taken back.

#![expect(clippy::single_range_in_vec_init, reason = "the ranges of an annotation are a list, often of one")]

use hashiya::edit::{Command, CommandError, Context, History, OnLabelRemoval, plan};
use hashiya::model::{
    AnnotatedDocument, AnnotationId, Annotator, AttributeDefinition, AttributeKind, AttributeValue, Colour,
    DocumentState, IdGenerator, Label, LabelName, Provenance, RelationIndex, RelationType, Schema, Target, Timestamp,
};
use proptest::prelude::*;

use crate::marked::{self, assert_marked};

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
            kind: Default::default(),
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
        Setup::on(TEXT)
    }

    /// A marked text under the schema of these tests.
    #[track_caller]
    fn on(notation: &str) -> Self {
        Setup {
            document: marked::document_of(notation, schema()),
            history: History::saved(),
            ids: IdGenerator::new(1),
            annotator: Annotator::from("tester"),
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

    fn annotate(&mut self, quote: &str, label: &str) -> Result<(), CommandError> {
        let start = TEXT.find(quote).expect("the quote stands in the text");
        self.run(Command::Annotate {
            ranges: vec![start..start + quote.len()],
            label: label.into(),
            provenance: Provenance::Human,
        })
    }

    fn everything(&self) -> String {
        let annotations: Vec<_> = self.document.annotations.iter().collect();
        format!("{annotations:?}{:?}{:?}{:?}", self.document.relations, self.document.schema, self.document.state)
    }
}

/// The marked text `before` becomes `after` by the command, and undo brings it back.
#[track_caller]
fn check(before: &str, command: Command, after: &str) {
    let mut desk = Setup::on(before);
    let everything = desk.everything();
    if let Err(error) = desk.run(command) {
        panic!("{error}: {before}");
    }
    assert_marked(&desk.document, after);
    assert_eq!(desk.document.state, DocumentState::New);
    desk.history.undo(&mut desk.document).expect("there is a step");
    assert_eq!(desk.everything(), everything);
}

/// The command is refused on the marked text, which stays as it was.
#[track_caller]
fn refused(before: &str, command: Command) -> CommandError {
    let mut desk = Setup::on(before);
    let everything = desk.everything();
    let error = desk.run(command).expect_err(before);
    assert_eq!(desk.everything(), everything);
    error
}

/// The command that makes the first annotation of a marked text.
#[track_caller]
fn annotate(notation: &str) -> Command {
    let label = marked::document(notation).annotations.first().expect("it has a mark").label.clone();
    Command::Annotate { ranges: marked::ranges(notation).1, label, provenance: Provenance::Human }
}

#[test]
fn a_label_on_a_place_stands_there_once() {
    let nested = "التقى [PER [PER أحمد] الكاتب] بسلمى";
    check("التقى أحمد الكاتب بسلمى", annotate("التقى [PER أحمد الكاتب] بسلمى"), "التقى [PER أحمد الكاتب] بسلمى");
    check("التقى [PER أحمد الكاتب] بسلمى", annotate("التقى [PER أحمد] الكاتب بسلمى"), nested);
    check("التقى [PER أحمد] الكاتب", annotate("التقى أ[LOC حمد الكا]تب"), "التقى [PER#1 أ[LOC حمد]#1# الكا]تب");
    check(
        "التقى [PER أحمد] الكاتب",
        annotate("[ORG#1 التقى] أحمد [ORG#1 الكاتب]"),
        "[ORG#1 التقى] [PER أحمد] [ORG#1 الكاتب]",
    );
    let again = refused(nested, annotate("التقى [PER أحمد] الكاتب بسلمى"));
    assert!(matches!(again, CommandError::AlreadyThere { .. }));
    let unknown = refused(nested, annotate("التقى [XYZ أحمد] الكاتب بسلمى"));
    assert!(matches!(unknown, CommandError::UnknownLabel(_)));
    let moved = |to: &str| Command::SetSpans { id: "T1".into(), ranges: marked::ranges(to).1 };
    assert!(matches!(refused(nested, moved("التقى [_ أحمد] الكاتب بسلمى")), CommandError::AlreadyThere { .. }));
    check(nested, moved("التقى أحمد [_ الكاتب] بسلمى"), "التقى [PER أحمد] [PER الكاتب] بسلمى");
}

#[test]
fn attributes_and_notes_stand_on_annotations_relations_and_the_document() {
    let mut desk = Setup::on("التقى [PER#a أحمد] الكاتب بسلمى في [LOC#b القاهرة] 😀 يوم 12 مارس\n#a → #b works");
    let link = Target::Relation(desk.document.relations.keys().next().unwrap().clone());
    let mut schema = (*desk.document.schema).clone();
    let sure = || AttributeDefinition {
        name: "sure".into(),
        kind: AttributeKind::Flag,
        arabic: "مؤكد".into(),
        english: "sure".into(),
        guideline: String::new(),
        ..AttributeDefinition::new("", AttributeKind::Flag)
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
    assert_marked(
        &desk.document,
        "التقى [PER#1 أحمد] الكاتب بسلمى في [LOC#2 القاهرة] 😀 يوم 12 مارس\n#1 → #2 works sure=true =\"من الصحيفة\"",
    );
    assert_eq!(desk.document.attributes.get("sure"), Some(&AttributeValue::Flag(true)));
    assert!(matches!(desk.run(set(&link, "unsure")), Err(CommandError::Attribute { .. })));
    let of_annotation = Target::Annotation("a".into());
    assert!(
        matches!(desk.run(set(&of_annotation, "sure")), Err(CommandError::Attribute { .. })),
        "its label knows none"
    );
    let gone = Target::Relation("nobody".into());
    assert!(matches!(desk.run(set(&gone, "sure")), Err(CommandError::UnknownRelation(_))));
    let note = Command::SetNote { of: Target::Document, note: "x".into() };
    desk.run(note).expect("a document carries a note");
    desk.run(Command::SetFlag { of: Target::Document, flag: true }).expect("and a flag");
    assert_eq!((desk.document.note.as_str(), desk.document.flag), ("x", true));
    (0..5).for_each(|_| drop(desk.history.undo(&mut desk.document).unwrap()));
    assert_eq!(desk.everything(), before);
}

#[test]
fn deleting_an_end_deletes_the_relation_and_undo_brings_both_back() {
    let linked = "التقى [PER#a أحمد] بسلمى في [LOC#b القاهرة]\n#a → #b works";
    check("التقى [PER#a أحمد] بسلمى في [LOC#b القاهرة]", works("a", "b"), linked);
    assert!(matches!(refused(linked, works("b", "a")), CommandError::EndNotAllowed { .. }));
    let relabel = |label: &str| Command::Relabel { ids: vec!["b".into()], label: label.into() };
    assert!(matches!(refused(linked, relabel("PER")), CommandError::EndNotAllowed { .. }));
    check(linked, relabel("ORG"), "التقى [PER#a أحمد] بسلمى في [ORG#b القاهرة]\n#a → #b works");
    check(linked, Command::Delete { ids: vec!["b".into()] }, "التقى [PER أحمد] بسلمى في القاهرة");
    check(linked, Command::Delete { ids: vec!["a".into()] }, "التقى أحمد بسلمى في [LOC القاهرة]");
    let link = Command::DeleteRelations { ids: vec!["R1".into()] };
    check(linked, link, "التقى [PER أحمد] بسلمى في [LOC القاهرة]");
}

fn works(source: &str, target: &str) -> Command {
    Command::Relate { label: "works".into(), source: source.into(), target: target.into() }
}

#[test]
fn a_relation_is_turned_round_and_hung_elsewhere_under_its_id() {
    let linked = "التقى [PER#a أحمد] بسلمى في [ORG#b القاهرة] و[ORG#c صور]\n#a → #b works";
    let change = |label: &str, source: &str, target: &str| Command::ChangeRelation {
        id: "R1".into(),
        label: label.into(),
        source: source.into(),
        target: target.into(),
    };
    let moved = "التقى [PER#a أحمد] بسلمى في [ORG#b القاهرة] و[ORG#c صور]\n#a → #c works";
    check(linked, change("works", "a", "c"), moved);
    assert!(matches!(refused(linked, change("works", "b", "a")), CommandError::EndNotAllowed { .. }));
    assert!(matches!(refused(linked, change("nothing", "a", "c")), CommandError::UnknownRelationType(_)));
    assert!(matches!(refused(linked, change("works", "a", "a")), CommandError::SelfRelation(_)));
    let two = format!("{linked}\n#a → #c works");
    assert!(matches!(refused(&two, change("works", "a", "c")), CommandError::AlreadyThere { .. }));
}

#[test]
fn a_renamed_label_takes_its_annotations_along() {
    let person = Label { name: "PERSON".into(), ..schema().labels[0].clone() };
    let rename = Command::ChangeLabel { name: "PER".into(), label: person };
    check("[PER أحمد] و[LOC صور] و[PER علي]", rename.clone(), "[PERSON أحمد] و[LOC صور] و[PERSON علي]");
    let mut desk = Setup::on("[PER أحمد]");
    desk.run(rename).unwrap();
    assert_eq!(desk.document.schema.relation_types[0].source_labels, [LabelName::from("PERSON")]);
}

#[test]
fn removing_a_label_asks_what_becomes_of_its_annotations() {
    let before = "[PER أحمد] في [ORG [LOC القاهرة]]";
    let remove = |annotations| Command::RemoveLabel { name: "LOC".into(), annotations };
    let error = refused(before, remove(OnLabelRemoval::Refuse));
    assert_eq!(error, CommandError::LabelInUse { label: "LOC".into(), count: 1 });
    check(before, remove(OnLabelRemoval::Delete), "[PER أحمد] في [ORG القاهرة]");
    check(before, remove(OnLabelRemoval::Relabel("PER".into())), "[PER أحمد] في [ORG [PER القاهرة]]");
    check(before, remove(OnLabelRemoval::Relabel("ORG".into())), "[PER أحمد] في [ORG القاهرة]");
    refused(before, remove(OnLabelRemoval::Relabel("LOC".into())));
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
    (0u8..12, 0usize..60, 1usize..30, 0usize..4)
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
                (10, Some(source), Some(target)) => match desk.document.relations.keys().nth(pick) {
                    Some(id) => Command::ChangeRelation { id: id.clone(), label: "works".into(), source, target },
                    None => continue,
                },
                (11, ..) => match desk.document.relations.keys().nth(pick) {
                    Some(id) => Command::DeleteRelations { ids: vec![id.clone()] },
                    None => continue,
                },
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
            let document = &desk.document;
            let index = RelationIndex::of(&document.relations);
            for annotation in document.annotations.iter() {
                let naive: Vec<_> = document.relations_of(&annotation.id).map(|relation| &relation.id).collect();
                prop_assert_eq!(index.at(&annotation.id).iter().collect::<Vec<_>>(), naive);
            }
            let dangles = |end: &AnnotationId| !document.annotations.contains(end);
            prop_assert!(!document.relations.values().any(|r| dangles(&r.source) || dangles(&r.target)));
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
    let before = "[PER#a أحمد] الكاتب في [LOC القاهرة] 😀 يوم مارس";
    let places = [
        "[_ أحمد] الكاتب في القاهرة 😀 يوم مارس",
        "أحمد [_ الكاتب] في القاهرة 😀 يوم مارس",
        "أحمد الكاتب في [_ القاهرة] 😀 يوم مارس",
        "أحمد [_ الكاتب] في القاهرة 😀 يوم مارس",
        "أحمد [_#1 الكاتب] في [_#1 القاهرة] 😀 يوم مارس",
        "أحمد الكاتب في القاهرة 😀 يوم [_ مارس]",
    ]
    .map(|place| marked::ranges(place).1);
    let command = |label: &str, places: &[Vec<_>], skip_existing| Command::AnnotatePlaces {
        places: places.to_vec(),
        label: label.into(),
        provenance: Provenance::Human,
        skip_existing,
    };
    let error = refused(before, command("PER", &places, false));
    assert_eq!(error, CommandError::AlreadyThere { label: "PER".into(), id: "a".into() });
    let after = "[PER أحمد] [PER#1 [PER الكاتب]] في [LOC [PER#1 [PER القاهرة]]] 😀 يوم [PER مارس]";
    check(before, command("PER", &places, true), after);
    let error = refused(before, command("NOPE", &places[5..], true));
    assert_eq!(error, CommandError::UnknownLabel("NOPE".into()));
    // A place inside a character refuses the whole.
    let error = refused(before, command("PER", &[places[5].clone(), vec![1..2]], true));
    assert!(matches!(error, CommandError::Span(_)));
}
