//! What becomes of documents when their schema changes: in marked text, as a law, and for a whole project.

use std::sync::Arc;

use hashiya::edit::{Command, Context, Migration, MigrationReport, plan};
use hashiya::model::{
    AnnotatedDocument, Annotation, AnnotationId, Annotator, AttributeChange, AttributeDefinition, AttributeKind,
    AttributeValue, DocumentState, IdGenerator, LabelChange, LabelName, RelationTypeChange, Schema, Target, Timestamp,
};
use hashiya::store::{document_reader, load, load_project};
use proptest::prelude::*;

use crate::cli::{done, done_saying, fails, path};
use crate::fixture::Folder;
use crate::marked;

const NOW: Timestamp = Timestamp(1_790_000_000_000);

fn becomes(pairs: &[(&str, &str)]) -> Migration {
    let outcomes = pairs.iter().map(|(old, new)| ((*old).into(), LabelChange::Becomes((*new).into())));
    Migration { labels: outcomes.collect(), ..Migration::default() }
}

fn with_schema_of(migration: Migration, document: &AnnotatedDocument, edit: impl FnOnce(&mut Schema)) -> Migration {
    let mut schema = migration.applied_to(&document.schema);
    edit(&mut schema);
    Migration { schema: Arc::new(schema), ..migration }
}

fn ron(document: &AnnotatedDocument) -> String {
    document_reader::write(std::path::Path::new("f.ron"), document).expect("sound")
}

/// Migrates, asks that the result is sound and that the inverse gives the first document back byte for byte.
#[track_caller]
fn migrated(before: &AnnotatedDocument, migration: &Migration) -> (AnnotatedDocument, MigrationReport) {
    let (transaction, report) = migration.plan(before, NOW).expect("planned");
    let mut after = before.clone();
    transaction.apply(&mut after).expect("applied");
    assert_eq!(after.problems(), vec![]);
    let mut back = after.clone();
    transaction.inverse().apply(&mut back).expect("taken back");
    assert_eq!(ron(&back), ron(before));
    (after, report)
}

/// A document under a migration, in marks.
#[track_caller]
fn check(before: &str, migration: Migration, edit: impl FnOnce(&mut Schema), expect: &str) -> MigrationReport {
    let before = marked::document(before);
    let migration = with_schema_of(migration, &before, edit);
    let (after, report) = migrated(&before, &migration);
    assert_eq!(marked::print(&after), expect);
    report
}

#[test]
fn a_label_gets_another_name_and_its_relations_stay() {
    let report = check(
        "قال [PER#1 أحمد] في [LOC#2 القاهرة]\n#1 → #2 in",
        becomes(&[("PER", "شخص")]),
        |_| (),
        "قال [شخص#1 أحمد] في [LOC#2 القاهرة]\n#1 → #2 in",
    );
    assert_eq!(report.relabelled[&("PER".into(), "شخص".into())], 1);
}

/// Attributes of a document as a migration leaves them.
fn attribute(owner: Option<&str>, name: &str, becomes: &str, values: &[(&str, &str)]) -> AttributeChange {
    let values = values.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect();
    AttributeChange { owner: owner.map(LabelName::new), name: name.into(), becomes: becomes.into(), values }
}

/// Two people and their kinds, each a value of an attribute.
fn with_kinds() -> AnnotatedDocument {
    let mut document = marked::document("قال [PER#1 أحمد] و[PER#2 ليلى]");
    let mut schema = (*document.schema).clone();
    let labels = schema.labels.iter_mut().filter(|label| label.name.as_str() == "PER");
    let kind = AttributeKind::Choice(vec!["m".into(), "f".into(), "x".into()]);
    labels.for_each(|label| label.attributes = vec![definition("kind", kind.clone())]);
    document.schema = schema.into();
    let (mut ids, annotator) = (IdGenerator::new(1), Annotator::new("هدى"));
    let all: Vec<AnnotationId> = document.annotations.iter().map(|a| a.id.clone()).collect();
    for (id, value) in all.into_iter().zip(["m", "f"]) {
        let value = Some(AttributeValue::Choice(value.into()));
        let command = Command::SetAttribute { of: Target::Annotation(id), name: "kind".into(), value };
        let mut context = Context { annotator: &annotator, now: NOW, ids: &mut ids };
        plan(&document, command, &mut context).expect("planned").apply(&mut document).expect("applied");
    }
    document
}

fn definition(name: &str, kind: AttributeKind) -> AttributeDefinition {
    AttributeDefinition::new(name, kind)
}

fn values(document: &AnnotatedDocument) -> Vec<String> {
    let said =
        |a: &Annotation| a.record.attributes.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
    document.annotations.iter().flat_map(|a| said(a)).collect()
}

#[test]
fn values_go_along_with_attributes_and_choices_that_get_other_names() {
    let before = with_kinds();
    let change = attribute(Some("PER"), "kind", "gender", &[("m", "ذكر"), ("f", "أنثى")]);
    let migration = Migration::of_attribute(&before.schema, change);
    let (after, report) = migrated(&before, &migration);
    assert_eq!(values(&after), ["gender=ذكر", "gender=أنثى"]);
    assert_eq!(report.values_renamed[&("PER".into(), "kind".into())], 2);
    assert!(report.values_noted.is_empty());
    assert!(!migration.touches(&before.schema).is_nothing());
    // Choices that become one.
    let migration =
        Migration::of_attribute(&before.schema, attribute(Some("PER"), "kind", "kind", &[("m", "x"), ("f", "x")]));
    let (after, _) = migrated(&before, &migration);
    assert_eq!(values(&after), ["kind=x", "kind=x"]);
    assert_eq!(after.schema.attributes_of(Some(&"PER".into()))[0].kind.choices(), ["x"]);
}

#[test]
fn a_choice_more_touches_nothing() {
    let before = with_kinds();
    let mut schema = (*before.schema).clone();
    let kind = &mut schema.attributes_of_mut(Some(&"PER".into())).expect("a label")[0].kind;
    kind.choices_mut().expect("a choice").push("y".into());
    assert!(Migration::to(schema.clone().into()).touches(&before.schema).is_nothing());
    assert!(!Migration::to(before.schema.clone()).touches(&schema).is_nothing());
}

/// A document that was away while its project changed several times.
#[test]
fn changes_of_attributes_one_after_the_other_are_one() {
    let before = with_kinds();
    let steps = [
        Migration {
            attributes: vec![attribute(Some("PER"), "kind", "gender", &[("m", "male")])],
            ..Migration::default()
        },
        becomes(&[("PER", "شخص")]),
        Migration {
            attributes: vec![attribute(Some("شخص"), "gender", "الجنس", &[("male", "ذكر"), ("f", "أنثى")])],
            ..Migration::default()
        },
    ];
    let (mut schema, mut changes) = ((*before.schema).clone(), Vec::new());
    for step in &steps {
        schema = step.applied_to(&schema);
        changes.push(step.change());
        let (after, _) = migrated(&before, &Migration::of_changes(&changes, schema.clone().into()));
        assert_eq!(values(&after).len(), 2, "{changes:?}");
    }
    let whole = Migration::of_changes(&changes, schema.into());
    let (after, report) = migrated(&before, &whole);
    assert_eq!(values(&after), ["الجنس=ذكر", "الجنس=أنثى"]);
    assert!(report.values_noted.is_empty());
    let (again, _) = migrated(&after, &whole);
    assert_eq!(ron(&again), ron(&after), "what is brought up to it already stays");
}

#[test]
fn labels_that_become_one_say_nothing_twice_and_lose_no_relation() {
    let report = check(
        "[GPE#1 =\"من الخريطة\" [LOC#2 =\"مؤكد\" مصر]] و[PER#3 أحمد]\n#3 → #1 from",
        becomes(&[("GPE", "LOC")]),
        |_| (),
        "[LOC#2 =\"مؤكد\\nمن الخريطة\" مصر] و[PER#3 أحمد]\n#3 → #2 from",
    );
    assert_eq!(report.joined[&"LOC".into()], 1);
    assert_eq!(report.relations_deleted.len(), 0);
}

#[test]
fn a_label_is_divided_by_the_values_of_an_attribute() {
    let into = [("city".to_owned(), "CITY".into()), ("river".to_owned(), "RIVER".into())].into();
    let change = LabelChange::Split { attribute: "kind".into(), into, rest: "LOC".into() };
    let migration = Migration { labels: [("LOC".into(), change)].into(), ..Migration::default() };
    check(
        "[LOC kind=city بيروت] و[LOC kind=river النيل] و[LOC لبنان]",
        migration,
        |_| (),
        "[CITY kind=city بيروت] و[RIVER kind=river النيل] و[LOC لبنان]",
    );
}

#[test]
fn what_has_no_place_any_more_goes_into_the_note() {
    let report = check(
        "[PER#1 role=judge n=3 =\"سبق ذكره\" أحمد]",
        Migration::default(),
        |schema| {
            let label = schema.labels.iter_mut().find(|label| label.name.as_str() == "PER").expect("there");
            label.attributes.retain(|attribute| attribute.name != "role");
            for attribute in &mut label.attributes {
                attribute.kind = AttributeKind::Text;
            }
        },
        "[PER#1 n=\"3\" =\"سبق ذكره\\nrole: judge\" أحمد]",
    );
    assert_eq!(report.values_noted[&("PER".into(), "role".into())], 1);
    assert_eq!(report.values_converted[&("PER".into(), "n".into())], 1);
}

#[test]
fn what_nobody_has_said_anything_about_is_refused() {
    let document = marked::document("قال [PER#1 أحمد] في [LOC#2 القاهرة]\n#1 → #2 in");
    let refused = |edit: &dyn Fn(&mut Schema)| {
        let mut schema = (*document.schema).clone();
        edit(&mut schema);
        let planned = Migration::to(schema.into()).plan(&document, NOW);
        planned.expect_err("refused").to_string()
    };
    assert!(refused(&|schema| schema.labels.retain(|label| label.name.as_str() != "PER")).contains("'PER'"));
    assert!(refused(&|schema| schema.relation_types.clear()).contains("'in'"));
    let said =
        refused(&|schema| schema.relation_types.iter_mut().for_each(|kind| kind.source_labels = vec!["LOC".into()]));
    assert!(said.contains("may not link 'PER' to 'LOC'"), "{said}");
}

#[test]
fn deleted_labels_take_their_relations_and_are_counted() {
    let migration = Migration { labels: [("LOC".into(), LabelChange::Deleted)].into(), ..Migration::default() };
    let report =
        check("قال [PER#1 أحمد] في [LOC#2 القاهرة]\n#1 → #2 in", migration, |_| (), "قال [PER#1 أحمد] في القاهرة");
    assert_eq!((report.deleted[&"LOC".into()], report.relations_deleted[&"in".into()]), (1, 1));
    let change = [("in".into(), RelationTypeChange::Becomes("located".into()))].into();
    let migration = Migration { relation_types: change, ..Migration::default() };
    check("[PER#1 أحمد] [LOC#2 مصر]\n#1 → #2 in", migration, |_| (), "[PER#1 أحمد] [LOC#2 مصر]\n#1 → #2 located");
}

#[test]
fn a_done_document_is_to_be_looked_at_again_where_a_guideline_changed() {
    let mut document = marked::document("قال [PER أحمد]");
    document.state = DocumentState::Done;
    let again = |label: &str| {
        let mut migration = Migration::to(document.schema.clone());
        migration.look_again.insert(label.into());
        migrated(&document, &migration).0.state
    };
    assert_eq!((again("PER"), again("LOC")), (DocumentState::LookAgain, DocumentState::Done));
}

#[test]
fn a_guideline_that_changed_asks_for_another_look_at_its_annotations_alone() {
    let mut document = marked::document("قال [PER أحمد]");
    document.state = DocumentState::Done;
    let changed = |label: &str| {
        let mut migration = with_schema_of(becomes(&[("PER", "شخص")]), &document, |schema| {
            let label = schema.labels.iter_mut().find(|known| known.name.as_str() == label).expect("there");
            label.guideline = "بلا ألقاب".into();
        });
        migration.look_where_guidelines_changed(&document.schema);
        migrated(&document, &migration).0.state
    };
    assert_eq!((changed("شخص"), changed("LOC")), (DocumentState::LookAgain, DocumentState::Done));
}

#[test]
fn values_of_the_document_itself_are_kept_in_its_metadata() {
    let mut document = marked::document("نص");
    let mut schema = (*document.schema).clone();
    let topic = AttributeDefinition {
        name: "موضوع".into(),
        kind: AttributeKind::Text,
        arabic: String::new(),
        english: String::new(),
        guideline: String::new(),
        ..AttributeDefinition::new("", AttributeKind::Flag)
    };
    schema.document_attributes.push(topic);
    document.schema = schema.into();
    document.attributes.insert("موضوع".into(), hashiya::model::AttributeValue::Text("رياضة".into()));
    let migration = with_schema_of(Migration::default(), &document, |schema| schema.document_attributes.clear());
    let (after, _) = migrated(&document, &migration);
    assert_eq!(after.document.metadata()["attribute موضوع"], "رياضة");
}

proptest! {
    /// Whatever is renamed into whatever: the result is sound, the way back is exact, and no annotation is gone that was not joined.
    #[test]
    fn no_annotation_goes_without_being_counted(seed in 0_u64..500, from in 0_usize..6, to in 0_usize..6) {
        let document = crate::random_edits::document(seed);
        let labels = &document.schema.labels;
        let (from, to) = (labels[from % labels.len()].name.clone(), labels[to % labels.len()].name.clone());
        prop_assume!(from != to);
        let mut migration = Migration { delete_unfit_relations: true, ..Migration::default() };
        migration.labels.insert(from.clone(), LabelChange::Becomes(to));
        migration.schema = migration.applied_to(&document.schema).into();
        let (after, report) = migrated(&document, &migration);
        let joined: usize = report.joined.values().sum();
        prop_assert_eq!(after.annotations.len() + joined, document.annotations.len());
        let gone: usize = report.relations_deleted.values().sum();
        prop_assert_eq!(after.relations.len() + gone, document.relations.len());
        prop_assert!(after.annotations.iter().all(|annotation| annotation.label != from));
        // Done twice it does nothing more.
        let again = Migration::to(migration.schema.clone());
        prop_assert!(again.plan(&after, NOW).expect("planned").0.operations.is_empty());
    }
}

/// A project of three documents, two with a place.
fn project() -> (Folder, String) {
    let folder = Folder::new();
    let line = |id: &str, label: &str| {
        format!(
            "{{\"id\": \"{id}\", \"text\": \"زار بيروت\", \"spans\": [{{\"start\": 4, \"end\": 9, \"label\": \"{label}\"}}]}}\n"
        )
    };
    folder.write("in.jsonl", [line("a", "LOC"), line("b", "GPE"), line("c", "PER")].concat());
    let project = path(&folder, "p");
    done(&["project", "new", &project, "--from", &path(&folder, "in.jsonl")]);
    (folder, project)
}

#[test]
fn the_schema_of_a_project_changes_in_all_documents_or_in_none() {
    let (folder, project) = project();
    let preview = done(&["project", "migrate", &project, "--rename", "GPE=LOC", "--dry-run"]);
    assert_eq!(preview, "annotations relabelled\tGPE → LOC\t1\n");
    let labels = |name: &str| {
        let (document, _) = load(&folder.join(&format!("p/documents/{name}.ron"))).expect("there");
        document.annotations.iter().map(|annotation| annotation.label.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(labels("b"), "GPE");
    // One that cannot be changed holds all others back.
    let text = std::fs::read_to_string(folder.join("p/documents/c.ron")).expect("there");
    std::fs::write(folder.join("p/documents/c.ron"), text.replace("زار بيروت", "زار صيدا")).expect("written");
    fails(&["project", "migrate", &project, "--rename", "GPE=LOC"], 1, &["c.ron"]);
    assert_eq!(labels("b"), "GPE");
    std::fs::write(folder.join("p/documents/c.ron"), &text).expect("written");
    done_saying(&["project", "migrate", &project, "--rename", "GPE=LOC"], "1 of 3 documents");
    assert_eq!((labels("a"), labels("b"), labels("c")), ("LOC".into(), "LOC".into(), "PER".into()));
    let (facts, _) = load_project(&folder.join("p/project.ron")).expect("there");
    assert!(facts.schema.label(&"GPE".into()).is_none());
    // One undo takes all of it back, in project.ron as well, and one more does it again.
    let newest = || {
        let changes: serde_json::Value = serde_json::from_str(&done(&["history", &project, "--json"])).expect("JSON");
        changes["changes"][0]["group"].as_str().unwrap_or_else(|| panic!("{changes:#}")).to_owned()
    };
    done(&["undo", &project, "--group", &newest()]);
    assert_eq!(labels("b"), "GPE");
    assert!(load_project(&folder.join("p/project.ron")).expect("there").0.schema.label(&"GPE".into()).is_some());
    done(&["undo", &project, "--group", &newest()]);
    assert_eq!(labels("b"), "LOC");
    // What was is kept as an earlier version of each document.
    assert!(!done(&["history", &path(&folder, "p/documents/b.ron")]).is_empty());
    fails(&["project", "migrate", &project, "--delete", "GPE"], 1, &["no label or relation type 'GPE'"]);
}
