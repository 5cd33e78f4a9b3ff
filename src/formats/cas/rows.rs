//! A document as the structures that Hashiya writes of it, the same for XMI and JSON: annotations and relations of one layer each,
//! as INCEpTION's custom layers are, with a feature for each attribute.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::json;

use super::layers as names;
use super::types::OwnType;
use crate::formats::loss::{AnnotationLoss, LossKind};
use crate::formats::losses::Losses;
use crate::formats::xml::is_unsayable;
use crate::model::offset_map::OffsetMap;
use crate::model::{AnnotatedDocument, AttributeKind, AttributeValue, DocumentState, Record, Schema};

/// The value of a feature that is written.
pub(super) enum Cell<'d> {
    Text(Cow<'d, str>),
    Flag(bool),
    Number(f64),
    /// A place in the text, in UTF-16.
    Offset(u64),
    Reference(u64),
    References(Vec<u64>),
}

/// A structure that is written.
pub(super) struct Row<'d> {
    pub kind: &'static str,
    pub id: u64,
    pub cells: Vec<(Cow<'d, str>, Cell<'d>)>,
}

/// What the structures are written as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Some characters of the text have to be told apart.
    Xmi,
    Json,
    /// Without a place for what is said of the document.
    Tsv,
}

/// The number of the text.
pub(super) const SOFA_ID: u64 = 1;

/// The features by which attributes are written: each name of one kind has one, in all documents of an export.
#[derive(Default)]
pub(super) struct Features {
    of: BTreeMap<&'static str, Owned>,
}

#[derive(Default)]
struct Owned {
    /// By name and kind.
    known: HashMap<(String, &'static str), String>,
    /// In the order in which they came: the feature, its range, and the attribute.
    list: Vec<(String, &'static str, String)>,
    taken: HashSet<String>,
}

/// Names that features have already, in small letters.
const TAKEN: [&str; 22] = [
    "value",
    "label",
    "uid",
    "note",
    "annotator",
    "provenance",
    "created",
    "modified",
    "pieces",
    "sofa",
    "begin",
    "end",
    "governor",
    "dependent",
    "state",
    "metadata",
    "features",
    "schema",
    "controls",
    "layer",
    "lookagain",
    "identifier",
];

fn kind_of(value: &AttributeValue) -> (&'static str, &'static str) {
    match value {
        AttributeValue::Flag(_) => ("flag", "uima.cas.Boolean"),
        AttributeValue::Number(_) => ("number", "uima.cas.Double"),
        AttributeValue::Choice(_) => ("choice", "uima.cas.String"),
        AttributeValue::Choices(_) => ("choices", "uima.cas.String"),
        AttributeValue::Date(_) => ("date", "uima.cas.String"),
        AttributeValue::Text(_) => ("text", "uima.cas.String"),
    }
}

impl Features {
    /// The feature of an attribute.
    fn name(&mut self, owner: &'static str, attribute: &str, value: &AttributeValue) -> String {
        let (kind, range) = kind_of(value);
        let of = self.of.entry(owner).or_default();
        if let Some(known) = of.known.get(&(attribute.to_owned(), kind)) {
            return known.clone();
        }
        // Names of features are those of fields in Java, and are attributes of XML too.
        let is_plain = |c: char| c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphabetic());
        let mut base: String = attribute.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
        if !base.starts_with(|c: char| c.is_alphabetic()) {
            base.insert(0, 'a');
        }
        let is_free =
            |name: &str| !TAKEN.contains(&name.to_lowercase().as_str()) && !of.taken.contains(&name.to_lowercase());
        let numbered = (1..).map(|n| if n == 1 { base.clone() } else { format!("{base}_{n}") });
        let name = numbered.into_iter().find(|name| is_free(name)).unwrap_or_default();
        of.taken.insert(name.to_lowercase());
        of.known.insert((attribute.to_owned(), kind), name.clone());
        of.list.push((name.clone(), range, format!("{kind}: {attribute}")));
        name
    }

    /// Which feature is which attribute, as JSON.
    fn as_json(&self) -> String {
        let of = |owned: &Owned| -> BTreeMap<String, [String; 2]> {
            let row = |((name, kind), feature): (&(String, &'static str), &String)| {
                (feature.clone(), [(*kind).to_owned(), name.clone()])
            };
            owned.known.iter().map(row).collect()
        };
        json!(self.of.iter().map(|(owner, owned)| (*owner, of(owned))).collect::<BTreeMap<_, _>>()).to_string()
    }

    fn attributes(&self, owner: &str) -> impl Iterator<Item = (String, &'static str, String)> + '_ {
        self.of.get(owner).into_iter().flat_map(|owned| owned.list.iter().cloned())
    }

    /// The types of what was written.
    pub(super) fn types(&self) -> Vec<OwnType> {
        let string = |name: &str, about: &str| (name.to_owned(), "uima.cas.String", about.to_owned());
        let flag = |name: &str, about: &str| (name.to_owned(), "uima.cas.Boolean", about.to_owned());
        let record = || {
            [
                string(names::UID, "the id of it in Hashiya"),
                string(names::NOTE, "a note"),
                flag(names::LOOK_AGAIN, "somebody is to look at it again"),
                string(names::ANNOTATOR, "who made it, where it is not the annotator of the document"),
                string(names::PROVENANCE, "where it comes from"),
                string(names::CREATED, "when it was made"),
                string(names::MODIFIED, "when it was changed last"),
            ]
        };
        let end = |name: &str, about: &str| (name.to_owned(), names::SPAN, about.to_owned());
        let mut span = vec![
            string("value", "the label"),
            string(names::IDENTIFIER, "register: and the entry of the entity register that it is linked to"),
        ];
        span.extend(record());
        span.push((
            names::PIECES.to_owned(),
            "webanno.custom.PieceLink[]",
            "its pieces, where it has several".to_owned(),
        ));
        span.extend(self.attributes(names::OF_SPANS));
        let mut relation =
            vec![end(names::SOURCE, "the source"), end(names::TARGET, "the target"), string("value", "the type")];
        relation.extend(record());
        relation.extend(self.attributes(names::OF_RELATIONS));
        let mut document = vec![
            string(names::STATE, "how far it is annotated"),
            flag(names::LOOK_AGAIN, "somebody is to look at it again"),
            string(names::ANNOTATOR, "whose annotations they are"),
            string(names::METADATA_OF_IT, "facts about the document, as JSON"),
            string(names::FEATURES, "which feature is which attribute, as JSON"),
            string(names::SCHEMA, "labels and relation types, as JSON"),
            string(names::CONTROLS, "characters that XML cannot say: where in UTF-16, and which"),
        ];
        document.extend(self.attributes(names::OF_DOCUMENT));
        let metadata = vec![string("documentTitle", "its title"), string("documentId", "its id")];
        let link =
            vec![string("role", "which piece it is"), ("target".to_owned(), names::PIECE, "the piece".to_owned())];
        let own = |name, parent, about, features| OwnType { name, parent, about, features };
        vec![
            own(names::METADATA, "uima.tcas.DocumentAnnotation", "the id and title of the document", metadata),
            own(names::SPAN, names::ANNOTATION, "annotations of Hashiya", span),
            own(names::RELATION, names::ANNOTATION, "relations of Hashiya", relation),
            own(names::PIECE, names::ANNOTATION, "a piece of an annotation", vec![]),
            own(names::PIECE_LINK, "uima.cas.TOP", "from an annotation to a piece of it", link),
            own(names::DOCUMENT, names::ANNOTATION_BASE, "what Hashiya knows of the document", document),
        ]
    }
}

/// The structures of a document but for its text. What stands of the document as a whole comes last.
pub(super) fn rows<'d>(
    document: &'d AnnotatedDocument,
    features: &mut Features,
    losses: &mut Losses<'_>,
    form: Form,
    out: &mut dyn FnMut(Row<'d>),
) {
    let map = OffsetMap::new(document.text());
    let at = |byte: usize| Cell::Offset(map.utf16(byte).0);
    let text = |text: &'d str| Cell::Text(Cow::Borrowed(text));
    let name = Cow::Borrowed;
    let mut next = SOFA_ID;
    let mut fresh = || {
        next += 1;
        next
    };
    let placed = |range: std::ops::Range<usize>| {
        vec![(name("sofa"), Cell::Reference(SOFA_ID)), (name("begin"), at(range.start)), (name("end"), at(range.end))]
    };
    let mut cells = placed(0..document.text().len());
    cells.push((name("documentId"), text(&document.document.id().0)));
    cells.push((name("documentTitle"), text(document.document.title())));
    out(Row { kind: names::METADATA, id: fresh(), cells });
    let record_cells = |record: &'d Record, owner, features: &mut Features, cells: &mut Vec<_>| {
        if !record.note.is_empty() {
            cells.push((name(names::NOTE), text(&record.note)));
        }
        if record.flag {
            cells.push((name(names::LOOK_AGAIN), Cell::Flag(true)));
        }
        if record.annotator != document.annotator || form == Form::Tsv {
            cells.push((name(names::ANNOTATOR), text(record.annotator.as_str())));
        }
        cells.push((name(names::PROVENANCE), Cell::Text(record.provenance.to_string().into())));
        for (key, time) in [(names::CREATED, record.created), (names::MODIFIED, record.modified)] {
            cells.extend(time.to_rfc3339().map(|time| (name(key), Cell::Text(time.into()))));
        }
        for (attribute, value) in &record.attributes {
            cells.push((Cow::Owned(features.name(owner, attribute, value)), cell_of(value)));
        }
    };
    let mut ids = HashMap::with_capacity(document.annotations.len());
    for annotation in document.annotations.iter() {
        let mut cells = placed(annotation.spans.extent());
        cells.push((name("value"), text(annotation.label.as_str())));
        if let Some(entity) = &annotation.entity {
            cells.push((name(names::IDENTIFIER), Cell::Text(format!("{}{entity}", names::REGISTER).into())));
        }
        cells.push((name(names::UID), text(annotation.id.as_str())));
        record_cells(&annotation.record, names::OF_SPANS, features, &mut cells);
        if annotation.spans.is_discontinuous() {
            losses.annotation(annotation, LossKind::Flattened, AnnotationLoss::Parts);
            let mut links = Vec::new();
            for (n, piece) in annotation.spans.iter().enumerate() {
                let (piece_id, link) = (fresh(), fresh());
                out(Row { kind: names::PIECE, id: piece_id, cells: placed(piece.range()) });
                let cells = vec![
                    (name("role"), Cell::Text((n + 1).to_string().into())),
                    (name("target"), Cell::Reference(piece_id)),
                ];
                out(Row { kind: names::PIECE_LINK, id: link, cells });
                links.push(link);
            }
            cells.push((name(names::PIECES), Cell::References(links)));
        }
        let id = fresh();
        ids.insert(&annotation.id, (id, annotation.spans.extent()));
        out(Row { kind: names::SPAN, id, cells });
    }
    for relation in document.relations.values() {
        let (Some((source, _)), Some((target, place))) = (ids.get(&relation.source), ids.get(&relation.target)) else {
            continue;
        };
        // INCEpTION has relations stand where their target does.
        let mut cells = placed(place.clone());
        cells.push((name(names::SOURCE), Cell::Reference(*source)));
        cells.push((name(names::TARGET), Cell::Reference(*target)));
        cells.push((name("value"), text(relation.label.as_str())));
        cells.push((name(names::UID), text(relation.id.as_str())));
        record_cells(&relation.record, names::OF_RELATIONS, features, &mut cells);
        out(Row { kind: names::RELATION, id: fresh(), cells });
    }
    let mut cells = vec![(name("sofa"), Cell::Reference(SOFA_ID))];
    if document.state != DocumentState::default() {
        cells.push((name(names::STATE), text(document.state.name())));
    }
    if document.flag {
        cells.push((name(names::LOOK_AGAIN), Cell::Flag(true)));
    }
    cells.push((name(names::ANNOTATOR), text(document.annotator.as_str())));
    if !document.document.metadata().is_empty() {
        cells.push((name(names::METADATA_OF_IT), Cell::Text(json!(document.document.metadata()).to_string().into())));
    }
    for (attribute, value) in &document.attributes {
        cells.push((Cow::Owned(features.name(names::OF_DOCUMENT, attribute, value)), cell_of(value)));
    }
    cells.push((name(names::FEATURES), Cell::Text(features.as_json().into())));
    cells.push((name(names::SCHEMA), Cell::Text(schema_of(&document.schema).into())));
    if form == Form::Xmi {
        let controls = document.text().char_indices().filter(|(_, c)| is_unsayable(*c));
        let controls = controls.map(|(at, c)| format!("{}:{:x}", map.utf16(at).0, u32::from(c)));
        let controls = controls.collect::<Vec<_>>().join(" ");
        if !controls.is_empty() {
            cells.push((name(names::CONTROLS), Cell::Text(controls.into())));
        }
    }
    out(Row { kind: names::DOCUMENT, id: fresh(), cells });
}

fn cell_of(value: &AttributeValue) -> Cell<'_> {
    match value {
        AttributeValue::Flag(flag) => Cell::Flag(*flag),
        AttributeValue::Number(number) => Cell::Number(*number),
        AttributeValue::Choices(_) | AttributeValue::Date(_) => Cell::Text(Cow::Owned(value.to_string())),
        AttributeValue::Choice(text) | AttributeValue::Text(text) => Cell::Text(Cow::Borrowed(text)),
    }
}

/// What a schema says of names: labels, relation types with their ends, attributes with their kinds.
fn schema_of(schema: &Schema) -> String {
    let attributes = |list: &[crate::model::AttributeDefinition]| -> Vec<serde_json::Value> {
        let row = |a: &crate::model::AttributeDefinition| match &a.kind {
            AttributeKind::Flag => json!([a.name, "flag"]),
            AttributeKind::Number => json!([a.name, "number"]),
            AttributeKind::Text => json!([a.name, "text"]),
            AttributeKind::Date => json!([a.name, "date"]),
            AttributeKind::Choice(choices) => json!([a.name, "choice", choices]),
            AttributeKind::Choices(choices) => json!([a.name, "choices", choices]),
        };
        list.iter().map(row).collect()
    };
    let labels: Vec<_> = schema.labels.iter().map(|l| json!([l.name.as_str(), attributes(&l.attributes)])).collect();
    let ends = |labels: &[crate::model::LabelName]| labels.iter().map(|l| l.to_string()).collect::<Vec<_>>();
    let types = schema.relation_types.iter();
    let types = types
        .map(|t| json!([t.name.as_str(), ends(&t.source_labels), ends(&t.target_labels), attributes(&t.attributes)]));
    json!({"labels": labels, "relations": types.collect::<Vec<_>>()}).to_string()
}
