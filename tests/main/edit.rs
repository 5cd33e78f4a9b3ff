//! Editing as the analyst means it: each command, what it refuses, and that every step can be taken back.

#![expect(clippy::single_range_in_vec_init, reason = "the ranges of an annotation are a list, often of one")]

use std::sync::Arc;

use hashiya::edit::{Command, CommandError, Context, History, OnLabelRemoval, plan};
use hashiya::model::{
    AnnotatedDocument, AnnotationId, Annotator, AttributeDefinition, AttributeKind, AttributeValue, Chain, ChainPlace,
    Colour, DocumentState, IdGenerator, Label, LabelName, Provenance, Relation, RelationKind, RelationType, Schema,
    Target, Timestamp,
};
use hashiya::store::{self, Expect};
use proptest::prelude::*;

use crate::fixture::Folder;
use crate::marked::{self, assert_marked};

const TEXT: &str = "التقى أحمد الكاتب بسلمى في القاهرة 😀 يوم 12 مارس";

fn schema() -> Schema {
    let label = |name: &str, key| Label::new(name, "", "", Colour([10, 20, 30]), Some(key));
    let mut schema = Schema {
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
    };
    schema.relation_types.push(RelationType {
        name: "same".into(),
        kind: RelationKind::Equivalence,
        source_labels: vec![],
        target_labels: vec![],
        ..schema.relation_types[0].clone()
    });
    schema
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
        let AnnotatedDocument { annotations, relations, schema, state, note, flag, .. } = &self.document;
        let annotations: Vec<_> = annotations.iter().collect();
        format!("{annotations:?}{relations:?}{schema:?}{state:?}{note:?}{flag}")
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

/// What a file of the document would hold, byte for byte.
fn file_of(document: &AnnotatedDocument) -> String {
    let folder = Folder::new();
    let path = folder.join("x.ron");
    store::save(document, &path, Expect::Absent).expect("writable");
    std::fs::read_to_string(path).expect("written")
}

/// The chains as they are found by going from neighbour to neighbour.
fn chains_by_search(document: &AnnotatedDocument) -> Vec<Chain> {
    let same = |relation: &&Relation| relation.label.as_str() == "same";
    let mut seen = std::collections::BTreeSet::new();
    let mut found = Vec::new();
    for annotation in document.annotations.iter() {
        let mut reached = vec![annotation.id.clone()];
        let mut at = 0;
        while at < reached.len() && !seen.contains(&annotation.id) {
            for relation in document.relations.values().filter(same) {
                for (from, to) in [(&relation.source, &relation.target), (&relation.target, &relation.source)] {
                    if *from == reached[at] && !reached.contains(to) {
                        reached.push(to.clone());
                    }
                }
            }
            at += 1;
        }
        if reached.len() > 1 {
            seen.extend(reached.iter().cloned());
            let in_text = document.annotations.iter().map(|a| a.id.clone()).filter(|id| reached.contains(id));
            found.push(Chain { label: "same".into(), members: in_text.collect() });
        }
    }
    found
}

/// The relations at an annotation, and its chain with its place in it.
type Linked = (AnnotationId, Vec<AnnotationId>, Option<(Chain, usize)>);

/// What is linked to each annotation, by the indexes of the document.
fn indexed(document: &AnnotatedDocument) -> Vec<Linked> {
    let linked = |id: &AnnotationId| {
        let at = document.relations.at(id).map(|relation| relation.id.clone()).collect();
        let chain = Chain::of(document, &"same".into(), id).map(|chain| {
            let place = chain.members.iter().position(|member| member == id).expect("a member of its chain");
            (chain, place)
        });
        (id.clone(), at, chain)
    };
    document.annotations.iter().map(|annotation| linked(&annotation.id)).collect()
}

/// The same, by asking every relation.
fn scanned(document: &AnnotatedDocument) -> Vec<Linked> {
    let chains = chains_by_search(document);
    let linked = |id: &AnnotationId| {
        let ends = |relation: &&Relation| relation.source == *id || relation.target == *id;
        let at = document.relations.values().filter(ends).map(|relation| relation.id.clone()).collect();
        let place = |chain: &Chain| chain.members.iter().position(|member| member == id);
        let chain = chains.iter().find_map(|chain| Some((chain.clone(), place(chain)?)));
        (id.clone(), at, chain)
    };
    document.annotations.iter().map(|annotation| linked(&annotation.id)).collect()
}

fn any_command() -> impl Strategy<Value = (u8, usize, usize, usize)> {
    (0u8..21, 0usize..60, 1usize..30, 0usize..4)
}

proptest! {
    /// Undoing everything gives back the beginning, and redoing everything the end, whatever was done.
    #[test]
    fn undo_takes_back_exactly_what_was_done(steps in proptest::collection::vec(any_command(), 0..60)) {
        let mut desk = Setup::new();
        let (first, file) = (desk.everything(), file_of(&desk.document));
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
                (12, Some(id), _) => Command::AddPieces { id, ranges: vec![start..end] },
                (13, Some(id), _) => Command::RemovePiece { id, at: start },
                (14, Some(id), _) => Command::Split { id, at: end },
                (15, Some(first), Some(second)) => Command::MergeAnnotations { ids: vec![first, second] },
                (16, Some(first), Some(second)) => Command::Duplicate { ids: vec![first, second], label },
                (17, Some(first), Some(second)) => Command::JoinChain { label: "same".into(), ids: vec![first, second] },
                (18, Some(id), _) => Command::LeaveChain { label: "same".into(), id },
                (19, Some(id), _) => Command::SplitChain { label: "same".into(), id },
                (20, Some(id), _) => {
                    let of = if at % 2 == 0 { Target::Annotation(id) } else { Target::Document };
                    Command::Batch(vec![
                        Command::SetFlag { of: of.clone(), flag: pick > 1 },
                        Command::SetNote { of, note: label.to_string() },
                    ])
                }
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
            prop_assert_eq!(indexed(document), scanned(document));
            let dangles = |end: &AnnotationId| !document.annotations.contains(end);
            prop_assert!(!document.relations.values().any(|r| dangles(&r.source) || dangles(&r.target)));
        }
        for state in states.iter().rev().skip(1) {
            prop_assert!(desk.history.undo(&mut desk.document).unwrap().is_some());
            prop_assert_eq!(&desk.everything(), state);
            prop_assert_eq!(indexed(&desk.document), scanned(&desk.document));
        }
        prop_assert!(!desk.history.can_undo());
        prop_assert_eq!(file_of(&desk.document), file);
        for state in states.iter().skip(1) {
            prop_assert!(desk.history.redo(&mut desk.document).unwrap().is_some());
            prop_assert_eq!(&desk.everything(), state);
            prop_assert_eq!(indexed(&desk.document), scanned(&desk.document));
        }
        prop_assert!(!desk.history.can_redo());
    }
}

#[test]
fn a_piece_comes_and_goes() {
    let add = |to: &str| Command::AddPieces { id: "a".into(), ranges: marked::ranges(to).1 };
    let one = "التقى [PER#a أحمد] الكاتب بسلمى";
    check(one, add("التقى أحمد الكاتب [_ بسلمى]"), "التقى [PER#a أحمد] الكاتب [PER#a بسلمى]");
    // What touches or overlaps is one piece.
    check(one, add("التقى أحم[_ د الكاتب] بسلمى"), "التقى [PER#a أحمد الكاتب] بسلمى");
    assert_eq!(refused(one, add("التقى أ[_ حم]د الكاتب بسلمى")), CommandError::PieceThere("a".into()));
    let two = "التقى [PER#a أحمد] الكاتب [PER#a بسلمى]";
    let at = |quote: &str| "التقى أحمد الكاتب بسلمى".find(quote).expect("it stands there");
    let remove = |at| Command::RemovePiece { id: "a".into(), at };
    check(two, remove(at("بسلمى")), one);
    check(two, remove(at("أحمد") + "أحمد".len()), "التقى أحمد الكاتب [PER#a بسلمى]");
    assert_eq!(refused(two, remove(at("الكاتب"))), CommandError::NoPieceHere("a".into()));
    assert_eq!(refused(one, remove(at("أحمد"))), CommandError::OnlyPiece("a".into()));
    let twin = "التقى [PER#a أحمد] الكاتب [PER بسلمى] ثم [PER#a مضى]";
    let at = "التقى أحمد الكاتب بسلمى ثم مضى".find("مضى").expect("it stands there");
    let other = "التقى [PER#a أحمد] الكاتب [PER أحمد] ثم مضى";
    assert!(matches!(
        refused(other, Command::AddPieces { id: "b".into(), ranges: vec![at..at + 2] }),
        CommandError::UnknownAnnotation(_)
    ));
    check(twin, remove(at), "التقى [PER#a أحمد] الكاتب [PER بسلمى] ثم مضى");
}

#[test]
fn an_annotation_is_cut_in_two() {
    let whole = "التقى [PER#a أحمد الكاتب] بسلمى في [LOC#b صور]\n#a → #b works";
    let text = "التقى أحمد الكاتب بسلمى في صور";
    let cut = |at: usize| Command::Split { id: "a".into(), at };
    let halves = "التقى [PER#a أحمد] [PER الكاتب] بسلمى في [LOC#b صور]\n#a → #b works";
    let blank = text.find(" الكاتب").expect("it stands there");
    // Blanks at the cut belong to neither part.
    check(whole, cut(blank), halves);
    check(whole, cut(blank + 1), halves);
    let start = text.find("أحمد").expect("it stands there");
    assert_eq!(refused(whole, cut(start)), CommandError::CutAtEdge("a".into()));
    assert_eq!(refused(whole, cut(text.len())), CommandError::CutAtEdge("a".into()));
    assert!(matches!(refused(whole, cut(start + 1)), CommandError::Span(_)), "within a character");
    // Between pieces, and within one.
    let pieces = "[PER#a أحمد] ثم [PER#a علي الكاتب]";
    let text = "أحمد ثم علي الكاتب";
    check(pieces, cut(text.find("ثم").expect("it stands there")), "[PER أحمد] ثم [PER علي الكاتب]");
    let within = text.find(" الكاتب").expect("it stands there");
    check(pieces, cut(within), "[PER#1 أحمد] ثم [PER#1 علي] [PER الكاتب]");
    assert!(matches!(refused("[PER#a [PER أحمد] علي]", cut("أحمد".len())), CommandError::AlreadyThere { .. }));
}

#[test]
fn several_become_one_with_all_that_is_said_of_them() {
    let merge =
        |ids: &[&str]| Command::MergeAnnotations { ids: ids.iter().map(|id| AnnotationId::from(*id)).collect() };
    check("التقى [PER#a أحمد] [PER#b الكاتب] بسلمى", merge(&["b", "a"]), "التقى [PER أحمد الكاتب] بسلمى");
    check("[PER#a أحمد] ثم [PER#b علي]", merge(&["a", "b"]), "[PER#1 أحمد] ثم [PER#1 علي]");
    check("[PER#a أحمد [PER#b ثم] علي]", merge(&["a", "b"]), "[PER أحمد ثم علي]");
    // Relations are those of the one that stays, none of itself, none twice.
    check(
        "[PER#a أحمد] و[PER#b علي] في [LOC#c صور] و[ORG#d طي]\n#a → #c works\n#b → #c works\n#b → #d works",
        merge(&["a", "b"]),
        "[PER#a أحمد] و[PER#a علي] في [LOC#c صور] و[ORG#d طي]\n#a → #c works\n#a → #d works",
    );
    check(
        "[LOC#a أحمد] و[LOC#b علي] في [PER#c صور]\n#c → #a works\n#c → #b works",
        merge(&["a", "b"]),
        "[LOC#a أحمد] و[LOC#a علي] في [PER#c صور]\n#c → #a works",
    );
    assert_eq!(refused("[PER#a أحمد] علي", merge(&["a", "a"])), CommandError::NothingToMerge);
    let differ = refused("[PER#a أحمد] [LOC#b علي]", merge(&["a", "b"]));
    assert_eq!(differ, CommandError::LabelsDiffer { first: "PER".into(), second: "LOC".into() });
    let twin = refused("[PER [PER#a أحمد] [PER#b علي]]", merge(&["a", "b"]));
    assert!(matches!(twin, CommandError::AlreadyThere { .. }));
    // Notes are kept, each once.
    let mut desk = Setup::on("[PER#a أحمد] [PER#b علي] [PER#c زيد]");
    for (id, note) in [("a", "أول"), ("b", "ثان"), ("c", "ثان")] {
        let of = Target::Annotation(id.into());
        desk.run(Command::SetNote { of, note: note.into() }).unwrap();
    }
    desk.run(merge(&["a", "c", "b"])).unwrap();
    let left = desk.document.annotations.first().expect("one is left");
    assert_eq!((desk.document.annotations.len(), left.record.note.as_str()), (1, "أول\nثان\nثان"));
}

#[test]
fn a_copy_bears_another_label() {
    let copy = |label: &str| Command::Duplicate { ids: vec!["a".into()], label: label.into() };
    check("[PER#a أحمد] ثم [PER#a علي]", copy("ORG"), "[ORG#2 [PER#1 أحمد]] ثم [ORG#2 [PER#1 علي]]");
    assert!(matches!(refused("[PER#a أحمد]", copy("PER")), CommandError::AlreadyThere { .. }));
    assert!(matches!(refused("[PER#a أحمد]", copy("XYZ")), CommandError::UnknownLabel(_)));
}

#[test]
fn several_are_relabelled_at_once() {
    let relabel = |label: &str| Command::Relabel { ids: vec!["a".into(), "b".into()], label: label.into() };
    check("[PER#a أحمد] [LOC#b علي]", relabel("ORG"), "[ORG أحمد] [ORG علي]");
    let twins = refused("[PER#a [LOC#b أحمد]]", relabel("ORG"));
    assert!(matches!(twins, CommandError::AlreadyThere { .. }), "they would say the same twice");
}

#[test]
fn chains_are_joined_left_and_cut() {
    let text = |links: &str| format!("[PER#a أحمد] و[PER#b هو] و[PER#c الكاتب] و[PER#d صاحبه]{links}");
    let join = |ids: &[&str]| Command::JoinChain {
        label: "same".into(),
        ids: ids.iter().map(|id| AnnotationId::from(*id)).collect(),
    };
    let (leave, split) = (
        |id: &str| Command::LeaveChain { label: "same".into(), id: id.into() },
        |id: &str| Command::SplitChain { label: "same".into(), id: id.into() },
    );
    check(&text(""), join(&["c", "a", "b"]), &text("\n#a → #b same\n#b → #c same"));
    // Of two chains one link makes one.
    let two = text("\n#a → #b same\n#c → #d same");
    check(&two, join(&["a", "d"]), &text("\n#a → #b same\n#a → #d same\n#c → #d same"));
    let one = text("\n#a → #b same\n#b → #c same\n#b → #d same");
    assert_eq!(refused(&one, join(&["a", "d"])), CommandError::OneChainAlready);
    assert_eq!(refused(&one, join(&["a", "a"])), CommandError::NothingToJoin);
    // Those that held together by the one that goes are linked anew.
    check(&one, leave("b"), &text("\n#a → #c same\n#c → #d same"));
    check(&one, leave("d"), &text("\n#a → #b same\n#b → #c same"));
    check(&one, split("c"), &text("\n#a → #b same\n#c → #d same"));
    assert_eq!(refused(&one, split("a")), CommandError::ChainCutAtEnd);
    assert!(matches!(refused(&text(""), leave("a")), CommandError::InNoChain { .. }));
    let works = Command::JoinChain { label: "works".into(), ids: vec!["a".into(), "b".into()] };
    assert_eq!(refused(&text(""), works), CommandError::NoChainType("works".into()));
}

/// Chains are what a search through all relations finds, whatever links them.
#[test]
fn chains_are_what_links_them() {
    let document = Setup::on(
        "[PER#a أ] [PER#b ب] [PER#c ج] [PER#d د] [PER#e ه] [LOC#f و]\n#d → #b same\n#e → #a same\n#b → #a same\n#a → #f works",
    )
    .document;
    let chain = |id: &str| Chain::of(&document, &"same".into(), &id.into());
    let members = |id: &str| -> Vec<String> {
        chain(id).iter().flat_map(|chain| &chain.members).map(ToString::to_string).collect()
    };
    assert_eq!(members("d"), ["a", "b", "d", "e"]);
    assert_eq!(members("a"), members("d"));
    assert!(members("c").is_empty() && members("f").is_empty());
    let chain = Arc::new(chain("e").expect("a chain"));
    let around = [(0, true), (3, true), (0, false)].map(|(at, forward)| {
        let next = ChainPlace { chain: chain.clone(), at }.neighbour(forward);
        chain.members[next].as_str()
    });
    assert_eq!(around, ["b", "a", "e"], "round at the ends");
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
