//! A document as a row of a dataset: each row has the same fields of the same types, so that no reader has to guess them. What has no
//! value is an empty string or an empty list; the type of an attribute stands beside its value.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Serialize;

use crate::formats::loss::{AnnotationLoss, LossKind};
use crate::formats::losses::Losses;
use crate::formats::survey::Survey;
use crate::model::offset_map::{OffsetMap, Unit};
use crate::model::{AnnotatedDocument, AttributeValue, Attributes, EntityId, Record};

#[derive(Serialize)]
pub(in crate::formats) struct Row<'d> {
    pub id: &'d str,
    /// What the offsets count.
    pub offset_unit: &'static str,
    pub text: &'d str,
    pub spans: Vec<Span<'d>>,
    pub relations: Vec<Link<'d>>,
    pub attributes: Vec<Attribute<'d>>,
    pub metadata: Vec<MetadataField<'d>>,
    pub title: &'d str,
    pub annotator: &'d str,
    pub state: &'static str,
    pub look_again: &'static str,
}

#[derive(Serialize)]
pub(in crate::formats) struct Span<'d> {
    pub start: u64,
    pub end: u64,
    pub label: &'d str,
    /// The number of the label among those of all documents.
    pub label_id: i64,
    pub text: &'d str,
    pub id: &'d str,
    /// The pieces of a discontinuous one.
    pub parts: Vec<Part<'d>>,
    /// The entry of the entity register that it is linked to; empty where there is none.
    pub entity: &'d str,
    #[serde(flatten)]
    pub about: About<'d>,
}

#[derive(Serialize)]
pub(in crate::formats) struct Part<'d> {
    pub start: u64,
    pub end: u64,
    pub text: &'d str,
}

#[derive(Serialize)]
pub(in crate::formats) struct Link<'d> {
    pub id: &'d str,
    #[serde(rename = "type")]
    pub label: &'d str,
    pub type_id: i64,
    pub source: &'d str,
    pub target: &'d str,
    #[serde(flatten)]
    pub about: About<'d>,
}

/// What is said of spans and relations both.
#[derive(Serialize)]
pub(in crate::formats) struct About<'d> {
    pub attributes: Vec<Attribute<'d>>,
    pub note: &'d str,
    /// `true` where somebody is to look at it again, else empty.
    pub look_again: &'static str,
    pub annotator: &'d str,
    pub provenance: String,
    pub created: String,
    pub modified: String,
}

#[derive(Serialize)]
pub(in crate::formats) struct Attribute<'d> {
    pub name: &'d str,
    /// `flag`, `number`, `choice`, `choices`, `date` or `text`.
    pub kind: &'static str,
    pub value: Cow<'d, str>,
}

#[derive(Serialize)]
pub(in crate::formats) struct MetadataField<'d> {
    pub name: &'d str,
    pub value: &'d str,
}

/// The numbers of labels and relation types.
pub(in crate::formats) struct Classes {
    labels: HashMap<String, i64>,
    types: HashMap<String, i64>,
}

impl Classes {
    pub(in crate::formats) fn of(survey: &Survey) -> Self {
        let numbered = |names: &[String]| names.iter().cloned().zip(0..).collect();
        Classes { labels: numbered(survey.labels()), types: numbered(survey.relation_types()) }
    }
}

/// What nobody looked at beforehand has no number.
const UNKNOWN: i64 = -1;

/// The row of a document, and what it does not carry.
pub(in crate::formats) fn row_of<'d>(
    document: &'d AnnotatedDocument,
    classes: &Classes,
    losses: &mut Losses<'_>,
) -> Row<'d> {
    let text: &str = document.text();
    let map = OffsetMap::new(text);
    let place = |at: usize| map.code_point(at).0;
    let mut spans = Vec::with_capacity(document.annotations.len());
    for annotation in document.annotations.iter() {
        let is_discontinuous = annotation.spans.is_discontinuous();
        if is_discontinuous {
            losses.annotation(annotation, LossKind::Flattened, AnnotationLoss::Parts);
        }
        losses.beside(annotation);
        let extent = annotation.spans.extent();
        let pieces = annotation.spans.iter().filter(|_| is_discontinuous).map(|piece| piece.range());
        spans.push(Span {
            start: place(extent.start),
            end: place(extent.end),
            label: annotation.label.as_str(),
            label_id: classes.labels.get(annotation.label.as_str()).copied().unwrap_or(UNKNOWN),
            text: &text[extent],
            id: annotation.id.as_str(),
            parts: pieces
                .map(|piece| Part { start: place(piece.start), end: place(piece.end), text: &text[piece] })
                .collect(),
            entity: annotation.entity.as_ref().map_or("", EntityId::as_str),
            about: about_of(&annotation.record),
        });
    }
    let relations = document.relations.values().map(|relation| Link {
        id: relation.id.as_str(),
        label: relation.label.as_str(),
        type_id: classes.types.get(relation.label.as_str()).copied().unwrap_or(UNKNOWN),
        source: relation.source.as_str(),
        target: relation.target.as_str(),
        about: about_of(&relation.record),
    });
    Row {
        id: &document.document.id().0,
        offset_unit: Unit::CodePoints.name(),
        text,
        relations: relations.collect(),
        spans,
        attributes: attributes_of(&document.attributes),
        metadata: document.document.metadata().iter().map(|(name, value)| MetadataField { name, value }).collect(),
        title: document.document.title(),
        annotator: document.annotator.as_str(),
        state: document.state.name(),
        look_again: look_again(document.flag),
    }
}

fn about_of(record: &Record) -> About<'_> {
    About {
        attributes: attributes_of(&record.attributes),
        note: &record.note,
        look_again: look_again(record.flag),
        annotator: record.annotator.as_str(),
        provenance: record.provenance.to_string(),
        created: record.created.to_rfc3339().unwrap_or_default(),
        modified: record.modified.to_rfc3339().unwrap_or_default(),
    }
}

/// What a column says of what is to be looked at again.
pub(in crate::formats) const TRUE: &str = "true";

fn look_again(flag: bool) -> &'static str {
    if flag { TRUE } else { "" }
}

pub(super) const FLAG: &str = "flag";
pub(super) const NUMBER: &str = "number";
pub(super) const CHOICE: &str = "choice";
pub(super) const CHOICES: &str = "choices";
pub(super) const DATE: &str = "date";
pub(super) const TEXT: &str = "text";

fn attributes_of(attributes: &Attributes) -> Vec<Attribute<'_>> {
    let one = |(name, value)| {
        let (kind, value) = match value {
            &AttributeValue::Flag(flag) => (FLAG, Cow::Borrowed(if flag { "true" } else { "false" })),
            AttributeValue::Number(number) => (NUMBER, Cow::Owned(number.to_string())),
            AttributeValue::Choice(choice) => (CHOICE, Cow::Borrowed(choice.as_str())),
            AttributeValue::Choices(_) => (CHOICES, Cow::Owned(value.to_string())),
            AttributeValue::Date(date) => (DATE, Cow::Owned(date.to_string())),
            AttributeValue::Text(text) => (TEXT, Cow::Borrowed(text.as_str())),
        };
        let name: &String = name;
        Attribute { name, kind, value }
    };
    attributes.iter().map(one).collect()
}

/// An attribute as a row says it.
pub(in crate::formats) fn attribute_of(kind: &str, value: Cow<'_, str>) -> AttributeValue {
    match kind {
        FLAG if matches!(&*value, "true" | "false") => AttributeValue::Flag(value == "true"),
        CHOICE => AttributeValue::Choice(value.into_owned()),
        CHOICES => AttributeValue::Choices(AttributeValue::choices_of(&value)),
        DATE => value.parse().map_or_else(|_| AttributeValue::Text(value.into_owned()), AttributeValue::Date),
        NUMBER => match value.parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(number) => AttributeValue::Number(number),
            None => AttributeValue::Text(value.into_owned()),
        },
        _ => AttributeValue::Text(value.into_owned()),
    }
}

/// What stands in a column of a row.
pub(in crate::formats) enum Cell<'r> {
    Text(&'r str),
    Integer(i64),
    Records {
        records: Vec<Vec<Cell<'r>>>,
        /// Columns of which a record is made.
        leaves: usize,
    },
}

impl Cell<'_> {
    /// Columns that it stands in.
    pub(in crate::formats) fn leaves(&self) -> usize {
        match self {
            Cell::Text(_) | Cell::Integer(_) => 1,
            Cell::Records { leaves, .. } => *leaves,
        }
    }
}

/// Columns of an attribute, and of what is said of spans and relations both.
const ATTRIBUTE: usize = 3;
const ABOUT: usize = ATTRIBUTE + 6;

fn cells_of<'r>(attributes: &'r [Attribute<'_>]) -> Cell<'r> {
    let cells = |one: &'r Attribute<'_>| vec![Cell::Text(one.name), Cell::Text(one.kind), Cell::Text(&one.value)];
    Cell::Records { records: attributes.iter().map(cells).collect(), leaves: ATTRIBUTE }
}

impl About<'_> {
    fn cells(&self) -> [Cell<'_>; 7] {
        [
            cells_of(&self.attributes),
            Cell::Text(self.note),
            Cell::Text(self.look_again),
            Cell::Text(self.annotator),
            Cell::Text(&self.provenance),
            Cell::Text(&self.created),
            Cell::Text(&self.modified),
        ]
    }
}

impl Span<'_> {
    fn cells(&self) -> Vec<Cell<'_>> {
        let number = |number: u64| Cell::Integer(number as i64);
        let parts = self.parts.iter().map(|part| vec![number(part.start), number(part.end), Cell::Text(part.text)]);
        let mut cells = vec![
            number(self.start),
            number(self.end),
            Cell::Text(self.label),
            Cell::Integer(self.label_id),
            Cell::Text(self.text),
            Cell::Text(self.id),
            Cell::Records { records: parts.collect(), leaves: 3 },
            Cell::Text(self.entity),
        ];
        cells.extend(self.about.cells());
        cells
    }
}

impl Link<'_> {
    fn cells(&self) -> Vec<Cell<'_>> {
        let mut cells = vec![
            Cell::Text(self.id),
            Cell::Text(self.label),
            Cell::Integer(self.type_id),
            Cell::Text(self.source),
            Cell::Text(self.target),
        ];
        cells.extend(self.about.cells());
        cells
    }
}

impl Row<'_> {
    /// The row in columns, in the order of the features.
    pub(in crate::formats) fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Text(self.id),
            Cell::Text(self.offset_unit),
            Cell::Text(self.text),
            Cell::Records { records: self.spans.iter().map(Span::cells).collect(), leaves: 7 + 3 + ABOUT },
            Cell::Records { records: self.relations.iter().map(Link::cells).collect(), leaves: 5 + ABOUT },
            cells_of(&self.attributes),
            Cell::Records {
                records: self.metadata.iter().map(|fact| vec![Cell::Text(fact.name), Cell::Text(fact.value)]).collect(),
                leaves: 2,
            },
            Cell::Text(self.title),
            Cell::Text(self.annotator),
            Cell::Text(self.state),
            Cell::Text(self.look_again),
        ]
    }
}
