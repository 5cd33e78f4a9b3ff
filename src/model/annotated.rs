//! One document as one annotator sees it: what a `.ron` file holds.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use super::annotation::{Annotation, AnnotationId, Annotator, LabelName, Relation};
use super::attribute::{
    AttributeDefinition, AttributeKind, AttributeProblem, AttributeValue, Attributes, fit_choices, fits,
};
use super::conflict::Conflict;
use super::document::Document;
use super::index::AnnotationSet;
use super::offset::{SpanError, TextSpan};
use super::progress::DocumentState;
use super::relations::RelationSet;
use super::schema::{RelationKind, RelationType, Schema, SchemaError};
use super::timestamp::Timestamp;

/// A document with more problems than this is no better known for naming them.
pub const MAX_PROBLEMS: usize = 100_000;

/// A document, its schema and one annotator's annotations.
///
/// Read by everyone; changed only by the operations of `edit`, which keep what [`AnnotatedDocument::problems`]
/// checks.
#[derive(Clone, Debug)]
pub struct AnnotatedDocument {
    pub document: Document,
    pub schema: Arc<Schema>,
    pub annotator: Annotator,
    pub state: DocumentState,
    pub attributes: Attributes,
    pub note: String,
    /// Somebody is to look at the document again, whatever its state.
    pub flag: bool,
    pub annotations: AnnotationSet,
    pub relations: RelationSet,
    /// What a merge left to be decided. The document is sound without a decision.
    pub conflicts: Vec<Arc<Conflict>>,
}

/// Something that must not be in an annotated document.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Problem {
    #[error("the schema is not sound: {0}")]
    Schema(#[from] SchemaError),
    #[error("annotation '{id}': {error}")]
    Span { id: AnnotationId, error: SpanError },
    #[error("annotation '{id}' has the label '{label}', which the schema lacks")]
    UnknownLabel { id: AnnotationId, label: LabelName },
    #[error("relation '{id}' has the type '{label}', which the schema lacks")]
    UnknownRelationType { id: AnnotationId, label: LabelName },
    #[error("relation '{id}' points to the annotation '{end}', which is not in the document")]
    UnknownEnd { id: AnnotationId, end: AnnotationId },
    #[error("relation '{id}' of type '{label}' may not link '{source_label}' to '{target_label}'")]
    EndNotAllowed { id: AnnotationId, label: LabelName, source_label: LabelName, target_label: LabelName },
    #[error("the id '{id}' is used by an annotation and by a relation")]
    DuplicateId { id: AnnotationId },
    #[error("the attribute '{attribute}' of {owner} {reason}")]
    Attribute { owner: Owner, attribute: String, reason: AttributeProblem },
}

/// What an attribute belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    Annotation(AnnotationId),
    Relation(AnnotationId),
    Document,
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Owner::Annotation(id) => write!(f, "annotation '{id}'"),
            Owner::Relation(id) => write!(f, "relation '{id}'"),
            Owner::Document => f.write_str("the document"),
        }
    }
}

impl AnnotatedDocument {
    /// `document` with nothing said about it yet.
    pub fn new(document: Document, schema: Arc<Schema>, annotator: Annotator) -> Self {
        AnnotatedDocument {
            document,
            schema,
            annotator,
            state: DocumentState::New,
            attributes: Attributes::new(),
            note: String::new(),
            flag: false,
            annotations: AnnotationSet::default(),
            relations: RelationSet::default(),
            conflicts: Vec::new(),
        }
    }

    /// When a person last changed an annotation or a relation: what was imported and never touched counts for nothing.
    pub fn last_change(&self) -> Option<Timestamp> {
        let records = self.annotations.iter().map(|annotation| &annotation.record);
        let records = records.chain(self.relations.values().map(|relation| &relation.record));
        records.filter(|record| record.given_time().is_none()).map(|record| record.modified).max()
    }

    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// The characters of the annotation's spans, the parts of a discontinuous one joined by ` … `.
    pub fn quote(&self, annotation: &Annotation) -> String {
        let parts: Vec<&str> = annotation.spans.iter().map(|span| self.document.quote(span)).collect();
        parts.join(" … ")
    }

    /// The beginning of [`AnnotatedDocument::quote`], at most so many characters: for rows, cards and messages, which must
    /// not cost the length of a span.
    pub fn quote_start(&self, annotation: &Annotation, most: usize) -> String {
        let mut quote = String::new();
        let mut room = most;
        for (i, span) in annotation.spans.iter().enumerate() {
            if i > 0 {
                quote.push_str(" … ");
            }
            let part = self.document.quote(span);
            match part.char_indices().nth(room) {
                Some((end, _)) => {
                    quote.push_str(&part[..end]);
                    quote.push('…');
                    break;
                }
                None => quote.push_str(part),
            }
            room -= part.chars().count();
        }
        quote
    }

    /// Bytes that the annotations quote, over all of them: what a list or a dataset with the text of each needs. Known
    /// before any of it is built, since spans within each other make it the square of the text.
    pub fn quoted_bytes(&self) -> u64 {
        self.annotations.iter().flat_map(|annotation| annotation.spans.iter()).map(|span| u64::from(span.len())).sum()
    }

    /// What must not be, up to [`MAX_PROBLEMS`]: the consistency check run on load and before each save. Empty when sound.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        problems.extend(self.schema.check().err().map(Problem::Schema));
        let mut labels: HashMap<_, _> =
            self.schema.labels.iter().map(|l| (&l.name, Definitions::of(&l.attributes))).collect();
        for annotation in self.annotations.iter() {
            if problems.len() >= MAX_PROBLEMS {
                return problems;
            }
            for span in annotation.spans.iter() {
                if let Err(error) = TextSpan::new_or_empty(self.text(), span.range()) {
                    problems.push(Problem::Span { id: annotation.id.clone(), error });
                }
            }
            match labels.get_mut(&annotation.label) {
                None => {
                    problems.push(Problem::UnknownLabel { id: annotation.id.clone(), label: annotation.label.clone() })
                }
                Some(definitions) => {
                    let owner = || Owner::Annotation(annotation.id.clone());
                    definitions.check(&annotation.record.attributes, owner, &mut problems);
                }
            }
        }
        let mut types: HashMap<_, _> = self.schema.relation_types.iter().map(|r| (&r.name, Ends::of(r))).collect();
        for relation in self.relations.values() {
            if problems.len() >= MAX_PROBLEMS {
                return problems;
            }
            self.check_relation(relation, types.get_mut(&relation.label), &mut problems);
        }
        let mut definitions = Definitions::of(&self.schema.document_attributes);
        definitions.check(&self.attributes, || Owner::Document, &mut problems);
        self.check_conflicts(&mut problems);
        problems
    }

    /// A version that waits in a conflict must at least fit the text; the rest is asked when it is chosen.
    fn check_conflicts(&self, problems: &mut Vec<Problem>) {
        for conflict in &self.conflicts {
            let Conflict::Annotation(sides) = &**conflict else { continue };
            for annotation in [&sides.ours, &sides.theirs].into_iter().flatten() {
                for span in annotation.spans.iter() {
                    if let Err(error) = TextSpan::new_or_empty(self.text(), span.range()) {
                        problems.push(Problem::Span { id: annotation.id.clone(), error });
                    }
                }
            }
        }
    }

    fn check_relation(&self, relation: &Relation, kind: Option<&mut Ends<'_>>, problems: &mut Vec<Problem>) {
        let id = relation.id.clone();
        if self.annotations.contains(&id) {
            problems.push(Problem::DuplicateId { id: id.clone() });
        }
        let ends = [&relation.source, &relation.target].map(|end| self.annotations.get(end).ok_or(end));
        for end in ends.iter().filter_map(|end| end.err()) {
            problems.push(Problem::UnknownEnd { id: id.clone(), end: end.clone() });
        }
        let Some(kind) = kind else {
            problems.push(Problem::UnknownRelationType { id, label: relation.label.clone() });
            return;
        };
        if let [Ok(source), Ok(target)] = ends
            && !kind.allow(&source.label, &target.label)
        {
            problems.push(Problem::EndNotAllowed {
                id,
                label: relation.label.clone(),
                source_label: source.label.clone(),
                target_label: target.label.clone(),
            });
        }
        kind.attributes.check(&relation.record.attributes, || Owner::Relation(relation.id.clone()), problems);
    }
}

/// What a relation type says, to be asked many times: a thousand attributes and four thousand labels are not gone through
/// for each relation.
struct Ends<'a> {
    is_directed: bool,
    sources: HashSet<&'a LabelName>,
    targets: HashSet<&'a LabelName>,
    attributes: Definitions<'a>,
}

impl<'a> Ends<'a> {
    fn of(kind: &'a RelationType) -> Self {
        let (sources, targets) = (kind.source_labels.iter().collect(), kind.target_labels.iter().collect());
        let is_directed = kind.kind == RelationKind::Directed;
        Ends { is_directed, sources, targets, attributes: Definitions::of(&kind.attributes) }
    }

    /// As [`RelationType::allows`].
    fn allow(&self, source: &LabelName, target: &LabelName) -> bool {
        let allows = |allowed: &HashSet<&LabelName>, label| allowed.is_empty() || allowed.contains(label);
        let links = |from, to| allows(&self.sources, from) && allows(&self.targets, to);
        links(source, target) || (!self.is_directed && links(target, source))
    }
}

/// The attributes of one owner, looked up once the first is asked for.
struct Definitions<'a> {
    all: &'a [AttributeDefinition],
    known: HashMap<&'a str, (&'a AttributeKind, HashSet<&'a str>)>,
}

impl<'a> Definitions<'a> {
    fn of(all: &'a [AttributeDefinition]) -> Self {
        Definitions { all, known: HashMap::new() }
    }

    fn check(&mut self, attributes: &Attributes, owner: impl Fn() -> Owner, problems: &mut Vec<Problem>) {
        if attributes.is_empty() {
            return;
        }
        if self.known.is_empty() {
            // Of two definitions of one name, which a sound schema has not, the first counts.
            for definition in self.all.iter().rev() {
                let choices = definition.kind.choices().iter().map(String::as_str).collect();
                self.known.insert(&definition.name, (&definition.kind, choices));
            }
        }
        for (name, value) in attributes {
            let reason = match (self.known.get(name.as_str()), value) {
                (None, _) => Some(AttributeProblem::Undefined),
                (Some((AttributeKind::Choice(_), choices)), AttributeValue::Choice(choice)) => {
                    (!choices.contains(choice.as_str())).then(|| AttributeProblem::NotAChoice(choice.clone()))
                }
                (Some((AttributeKind::Choices(_), choices)), AttributeValue::Choices(chosen)) => {
                    fit_choices(chosen, |choice| choices.contains(choice)).err()
                }
                (Some((kind, _)), value) => fits(value, kind).err(),
            };
            problems.extend(reason.map(|reason| Problem::Attribute {
                owner: owner(),
                attribute: name.clone(),
                reason,
            }));
        }
    }
}
