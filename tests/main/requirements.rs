//! What a document lacks by its schema, shown on marked texts.

use hashiya::model::requirements::requirements_of;
use hashiya::model::{AttributeDefinition, AttributeKind, Overlap, Schema, Unmet, requirements};
use hashiya::store::default_schema;

use crate::marked;

/// The document lacks this; asked one by one, its annotations say the same.
#[track_caller]
fn check(notation: &str, schema: Schema, lacks: &[&str]) {
    let document = marked::document_of(notation, schema);
    let unmet = requirements(&document);
    assert_eq!(unmet.iter().map(ToString::to_string).collect::<Vec<_>>(), lacks, "{notation}");
    let alone: Vec<Unmet> = document.annotations.iter().flat_map(|one| requirements_of(&document, one)).collect();
    let of_annotations: Vec<Unmet> = unmet.into_iter().filter(|one| one.annotation().is_some()).collect();
    assert_eq!(alone, of_annotations, "{notation}");
}

fn with_rule(label: &str, overlap: Overlap) -> Schema {
    let mut schema = default_schema();
    schema.labels.iter_mut().filter(|known| known.name.as_str() == label).for_each(|known| known.overlap = overlap);
    schema
}

#[test]
fn a_required_attribute_is_asked_of_each_that_carries_the_label() {
    let mut schema = default_schema();
    let required =
        |name: &str| AttributeDefinition { required: true, ..AttributeDefinition::new(name, AttributeKind::Date) };
    schema.labels.iter_mut().filter(|label| label.name.as_str() == "DATE").for_each(|label| {
        label.attributes.push(required("value"));
    });
    schema.document_attributes.push(required("published"));
    check(
        "كتب [PER أحمد] يوم [DATE value=<2024-03-11> الاثنين] ثم [DATE أمس]",
        schema,
        &[
            "the document has no value for 'published', which is required",
            "annotation 'T3' has no value for 'value', which is required",
        ],
    );
}

#[test]
fn a_label_says_where_it_may_stand() {
    let nested = "[ORG#1 جامعة [LOC القاهرة]] الجديدة";
    let crossing = "[ORG#1 جامعة [LOC القاهرة]#1# الجديدة]";
    for rule in [Overlap::Any, Overlap::OtherLabels] {
        check(nested, with_rule("LOC", rule), &[]);
        check(crossing, with_rule("LOC", rule), &[]);
    }
    check(nested, with_rule("ORG", Overlap::Nested), &[]);
    check(
        crossing,
        with_rule("ORG", Overlap::Nested),
        &["annotation 'T2' (LOC) may not stand across an edge of annotation '1' (ORG)"],
    );
    let never = ["annotation 'T2' (LOC) may not stand within or around annotation '1' (ORG)"];
    check(nested, with_rule("LOC", Overlap::Never), &never);
    check(nested, with_rule("ORG", Overlap::Never), &never);
    let twice = "[LOC ضاحية [LOC بيروت]]";
    check(twice, with_rule("LOC", Overlap::Nested), &[]);
    check(
        twice,
        with_rule("LOC", Overlap::OtherLabels),
        &["annotation 'T2' (LOC) may not stand within or around annotation 'T1' (LOC)"],
    );
    check("[LOC صور] و[LOC صيدا]", with_rule("LOC", Overlap::Never), &[]);
}

#[test]
fn a_schema_without_rules_asks_for_nothing() {
    let document = crate::fixture::hard_document();
    assert!(requirements(&document).is_empty());
}
