//! What a document still lacks by its schema: required attributes without a value, and annotations that stand where their
//! label does not allow it. It is no fault of the file: one works on with it, and looks at it before the document is done.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use super::annotated::{AnnotatedDocument, Owner};
use super::annotation::{Annotation, AnnotationId, LabelName};
use super::attribute::{AttributeDefinition, Attributes};
use super::schema::{Label, Overlap};

/// So many of one document are named.
pub const MAX_UNMET: usize = 1000;

/// One thing that a document lacks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unmet {
    #[error("{owner} has no value for '{attribute}', which is required")]
    Missing { owner: Owner, attribute: String },
    #[error("annotation '{id}' ({label}) may not stand {how} annotation '{other}' ({other_label})")]
    Overlap { id: AnnotationId, label: LabelName, how: SpanRelation, other: AnnotationId, other_label: LabelName },
}

impl Unmet {
    /// The annotation it is about; `None` for relations and the document as a whole.
    pub fn annotation(&self) -> Option<&AnnotationId> {
        match self {
            Unmet::Missing { owner: Owner::Annotation(id), .. } | Unmet::Overlap { id, .. } => Some(id),
            Unmet::Missing { .. } => None,
        }
    }
}

/// How two annotations that share text stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpanRelation {
    /// One within the other, or both on one place.
    Nested,
    /// Each begins or ends outside the other.
    Crossing,
}

impl fmt::Display for SpanRelation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SpanRelation::Nested => "within or around",
            SpanRelation::Crossing => "across an edge of",
        })
    }
}

/// What the document lacks, in the order of the text, at most [`MAX_UNMET`]; the document itself comes first, relations
/// last. Linear in the document, as long as few annotations stand on one place.
pub fn requirements(document: &AnnotatedDocument) -> Vec<Unmet> {
    let mut unmet = Vec::new();
    missing(&document.schema.document_attributes, &document.attributes, || Owner::Document, &mut unmet);
    let labels: HashMap<&LabelName, &Label> = document.schema.labels.iter().map(|label| (&label.name, label)).collect();
    let rules = labels.values().any(|label| label.overlap != Overlap::Any);
    for annotation in document.annotations.iter() {
        if unmet.len() >= MAX_UNMET {
            break;
        }
        let Some(label) = labels.get(&annotation.label) else { continue };
        let owner = || Owner::Annotation(annotation.id.clone());
        missing(&label.attributes, &annotation.record.attributes, owner, &mut unmet);
        if rules {
            overlaps(document, annotation, &labels, &mut unmet);
        }
    }
    let types: HashMap<&LabelName, &[AttributeDefinition]> =
        document.schema.relation_types.iter().map(|kind| (&kind.name, kind.attributes.as_slice())).collect();
    for relation in document.relations.values() {
        let definitions = types.get(&relation.label).copied().unwrap_or_default();
        missing(definitions, &relation.record.attributes, || Owner::Relation(relation.id.clone()), &mut unmet);
    }
    unmet.truncate(MAX_UNMET);
    unmet
}

/// What one annotation lacks: the same as [`requirements`] says of it, by what it says itself and what stands on its place.
pub fn requirements_of(document: &AnnotatedDocument, annotation: &Annotation) -> Vec<Unmet> {
    let labels: HashMap<&LabelName, &Label> = document.schema.labels.iter().map(|label| (&label.name, label)).collect();
    let mut unmet = Vec::new();
    if let Some(label) = labels.get(&annotation.label) {
        let owner = || Owner::Annotation(annotation.id.clone());
        missing(&label.attributes, &annotation.record.attributes, owner, &mut unmet);
        overlaps(document, annotation, &labels, &mut unmet);
    }
    unmet
}

/// What the document itself lacks: values of its own attributes.
pub fn requirements_of_document(document: &AnnotatedDocument) -> Vec<Unmet> {
    let mut unmet = Vec::new();
    missing(&document.schema.document_attributes, &document.attributes, || Owner::Document, &mut unmet);
    unmet
}

fn missing(definitions: &[AttributeDefinition], has: &Attributes, owner: impl Fn() -> Owner, unmet: &mut Vec<Unmet>) {
    let lacking = definitions.iter().filter(|definition| definition.required && !has.contains_key(&definition.name));
    unmet.extend(lacking.map(|definition| Unmet::Missing { owner: owner(), attribute: definition.name.clone() }));
}

/// Of two that may not stand together the later one in the order of the text is named, once.
fn overlaps(
    document: &AnnotatedDocument,
    annotation: &Annotation,
    labels: &HashMap<&LabelName, &Label>,
    unmet: &mut Vec<Unmet>,
) {
    let rule = |label: &LabelName| labels.get(label).map_or(Overlap::Any, |label| label.overlap);
    let own = rule(&annotation.label);
    let mut seen = BTreeSet::new();
    for span in annotation.spans.iter() {
        for (_, other) in document.annotations.overlapping(span.range()) {
            if unmet.len() >= MAX_UNMET {
                return;
            }
            let is_before = (other.spans.first(), &other.id) < (annotation.spans.first(), &annotation.id);
            if other.id == annotation.id || !is_before || !seen.insert(&other.id) {
                continue;
            }
            let how = relation_of(annotation, other);
            let breaks = |rule| match rule {
                Overlap::Any => false,
                Overlap::Nested => how == SpanRelation::Crossing,
                Overlap::OtherLabels => annotation.label == other.label,
                Overlap::Never => true,
            };
            if breaks(own) || breaks(rule(&other.label)) {
                unmet.push(Unmet::Overlap {
                    id: annotation.id.clone(),
                    label: annotation.label.clone(),
                    how,
                    other: other.id.clone(),
                    other_label: other.label.clone(),
                });
            }
        }
    }
}

/// By what they cover from their first to their last piece.
fn relation_of(one: &Annotation, other: &Annotation) -> SpanRelation {
    let (a, b) = (one.spans.extent(), other.spans.extent());
    let within = |inner: &std::ops::Range<usize>, outer: &std::ops::Range<usize>| {
        outer.start <= inner.start && inner.end <= outer.end
    };
    if within(&a, &b) || within(&b, &a) { SpanRelation::Nested } else { SpanRelation::Crossing }
}
