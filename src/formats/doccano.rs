//! The JSON lines of doccano, in both of its shapes: spans as lists, and entities with relations.
//!
//! ```json
//! {"id": 1, "text": "…", "label": [[3, 10, "LOC"]]}
//! {"id": 1, "text": "…", "entities": [{"id": 0, "label": "LOC", "start_offset": 3, "end_offset": 10}],
//!  "relations": [{"id": 0, "from_id": 0, "to_id": 1, "type": "located-in"}]}
//! ```
//!
//! Its offsets count UTF-16, as the browser does. It ignores fields of an entity that it does not know, so that entities are
//! written with their text, which tells the unit to whoever reads them. The lists have no place for that, and a text may repeat
//! itself: where it makes a difference, a field of the record says it (`"offset_unit": "utf16"`). Every field of a record that is none of its own is
//! kept by doccano as a fact about the document and comes back at the head of a record.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use serde::Serialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::builder::Importer;
use super::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use super::column_options::Pieces;
use super::contiguous::{Contiguous, contiguous, numbers, places, relations};
use super::draft::{self, Draft, DraftFacts, DraftRelation, DraftSpan, attribute_of, fact_of};
use super::error::{AttributeRefusal, ImportProblem};
use super::export_choice::ExportChoice;
use super::flow::{Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::json_records::{RecordFault, list, value};
use super::json_rows::{Fields, Name, Others, Text, object};
use super::json_write::{LineWriter, line_of};
use super::loss::{LossDetail, LossKind};
use super::losses::Losses;
use super::sniff::{Fit, Head, JsonFields};
use super::text;
use crate::model::offset_map::{OffsetMap, Unit};
use crate::model::schema::MAX_ATTRIBUTES;
use crate::model::{AnnotatedDocument, AttributeValue};

/// With spans as lists, or with entities and relations. Both read both.
pub struct Doccano {
    pub relations: bool,
}

static LISTS: FormatInfo = FormatInfo {
    name: "doccano",
    extensions: &["jsonl", "ndjson", "json"],
    about: "doccano, sequence labelling: one document a line, spans as lists [start, end, label]",
    unit: Some(Unit::Utf16),
    reads: true,
    writes: Some(Layout::OneFile),
    repeats_texts: false,
    carries: Capabilities::new(
        &[
            Feature::Overlap,
            Feature::Nesting,
            Feature::EdgesInTokens,
            Feature::Metadata,
            Feature::SeveralDocuments,
            Feature::ExactText,
        ],
        &[],
    )
    .offering(&[ExportChoice::Pieces.with_all()]),
};

static ENTITIES: FormatInfo = FormatInfo {
    name: "doccano-relations",
    extensions: &["jsonl", "ndjson", "json"],
    about: "doccano with relations: one document a line, entities with their text, and relations between them",
    unit: Some(Unit::Utf16),
    reads: true,
    writes: Some(Layout::OneFile),
    repeats_texts: true,
    carries: Capabilities::new(
        &[
            Feature::Overlap,
            Feature::Nesting,
            Feature::EdgesInTokens,
            Feature::Relations,
            Feature::Metadata,
            Feature::SeveralDocuments,
            Feature::ExactText,
        ],
        &[Feature::Ids],
    )
    .offering(&[ExportChoice::Pieces.with_all()]),
};

object! {
    Row needs "text" text;
    {
        "id" id: Name<'a>,
        "text" text: Text<'a>,
        "title" title: Text<'a>,
        "offset_unit" unit: Text<'a>,
        "label" label: &'a RawValue,
        "labels" labels: &'a RawValue,
        "annotations" annotations: &'a RawValue,
        "entities" entities: &'a RawValue,
        "relations" relations: &'a RawValue,
        "cats" cats: &'a RawValue,
        "meta" meta: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    /// A span with its fields by their names.
    EntityRow needs "start_offset" start, "end_offset" end, "label" label;
    {
        "id" id: Name<'a>,
        "label" label: Name<'a>,
        "start_offset" start: u64,
        "end_offset" end: u64,
        "text" text: Text<'a>,
        .. others: Others<'a>
    }
}

object! {
    RelationRow needs "from_id" source, "to_id" target, "type" label;
    {
        "id" id: Name<'a>,
        "from_id" source: Name<'a>,
        "to_id" target: Name<'a>,
        "type" label: Text<'a>,
        .. others: Others<'a>
    }
}

/// What a list of labels holds: spans in either shape, or classes of the whole document.
enum Item<'t> {
    Span { start: u64, end: u64, label: Cow<'t, str> },
    Entity(EntityRow<'t>),
    Class(Cow<'t, str>),
}

impl<'de: 'a, 'a> Deserialize<'de> for Item<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Item<'de>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("[start, end, label] or an object with start_offset, end_offset and label")
            }

            fn visit_borrowed_str<E: Error>(self, class: &'de str) -> Result<Self::Value, E> {
                Ok(Item::Class(Cow::Borrowed(class)))
            }

            fn visit_str<E: Error>(self, class: &str) -> Result<Self::Value, E> {
                Ok(Item::Class(Cow::Owned(class.to_owned())))
            }

            fn visit_u64<E: Error>(self, class: u64) -> Result<Self::Value, E> {
                Ok(Item::Class(Cow::Owned(class.to_string())))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut count = 0;
                let mut missing = || {
                    count += 1;
                    A::Error::invalid_length(count - 1, &"[start, end, label]")
                };
                let start = list.next_element()?.ok_or_else(&mut missing)?;
                let end = list.next_element()?.ok_or_else(&mut missing)?;
                let label: Name = list.next_element()?.ok_or_else(&mut missing)?;
                match list.next_element::<IgnoredAny>()? {
                    Some(_) => Err(A::Error::invalid_length(4, &"[start, end, label]")),
                    None => Ok(Item::Span { start, end, label: label.0.unwrap_or_default() }),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                EntityRow::deserialize(MapAccessDeserializer::new(map)).map(Item::Entity)
            }
        }

        deserializer.deserialize_any(Read)
    }
}

impl Format for Doccano {
    fn info(&self) -> &'static FormatInfo {
        if self.relations { &ENTITIES } else { &LISTS }
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        let entities = |record: &JsonFields<'_>| {
            let first = record.first_item("entities");
            first.is_some_and(|item| item.starts_with('[') || item.starts_with(']'))
                || record.first_object("entities").is_some_and(|item| item.has("start_offset"))
        };
        let labels = |record: &JsonFields<'_>, key| {
            let first = record.first_item(key);
            first.is_some_and(|item| item.starts_with(['[', '"', ']']))
                || record.first_object(key).is_some_and(|item| item.has("start_offset"))
        };
        head.fit_of_records(|record| {
            let fits = match self.relations {
                _ if !record.has("text") || record.has("spans") || record.has("tokens") => false,
                true => entities(record),
                false => {
                    !record.has("entities") && ["label", "labels", "annotations"].iter().any(|key| labels(record, key))
                }
            };
            if fits { Fit::Sure } else { Fit::No }
        })
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let decoded = text::decode(input.path, input.bytes, importer)?;
        draft::read(input, importer, &decoded.text, self.info().name, None, &mut draft_of)
    }

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        let (info, pieces) = (self.info(), options.columns.pieces);
        let line = move |document: &AnnotatedDocument, losses: &mut Losses<'_>| match std::ptr::eq(info, &ENTITIES) {
            true => line_of_entities(document, pieces, losses),
            false => line_of_lists(document, pieces, losses),
        };
        Some(Box::new(LineWriter::new("dataset.jsonl", info, line)))
    }
}

fn draft_of(source: &str) -> Result<Draft<'_>, RecordFault<'_>> {
    let row: Row = value(source)?;
    let mut draft = Draft {
        id: row.id.and_then(|id| id.0),
        title: row.title.map(|title| title.0),
        text: row.text.map(|text| text.0).unwrap_or_default(),
        unit: row.unit.as_deref().and_then(Unit::from_name),
        ..Draft::default()
    };
    if let (None, Some(unit)) = (draft.unit, row.unit) {
        draft.unknown.push("offset_unit".into());
        draft.metadata.push(("offset_unit".into(), unit.0));
    }
    let fields = [
        ("label", row.label),
        ("labels", row.labels),
        ("annotations", row.annotations),
        ("entities", row.entities),
        ("cats", row.cats),
    ];
    for (name, field) in fields {
        let Some(field) = field else { continue };
        if !field.get().starts_with('[') {
            // One class, as a text; anything else has no place.
            match attribute_of(field) {
                Some(AttributeValue::Text(class)) if field.get().starts_with('"') => {
                    draft.attributes.push((name.into(), AttributeValue::Choice(class)));
                }
                None => {}
                Some(_) => draft.other_field(name.into(), field),
            }
            continue;
        }
        let mut classes = 0;
        let mut attributes = Vec::new();
        let items = list(field.get(), |item| {
            Ok(match item {
                Item::Span { start, end, label } => {
                    Some(DraftSpan { id: None, label, start, end, said: None, facts: None })
                }
                Item::Entity(row) => Some(span_of(row)),
                Item::Class(class) => {
                    classes += 1;
                    if classes > MAX_ATTRIBUTES {
                        let reason = AttributeRefusal::TooManyAttributes(MAX_ATTRIBUTES);
                        return Err(ImportProblem::Attribute { owner: None, attribute: name.into(), reason }.into());
                    }
                    let name = if classes == 1 { Cow::Borrowed(name) } else { format!("{name}-{classes}").into() };
                    attributes.push((name, AttributeValue::Choice(class.into_owned())));
                    None
                }
            })
        })?;
        draft.attributes.append(&mut attributes);
        match draft.spans.is_empty() {
            true => draft.spans = items,
            false => draft.spans.extend(items),
        }
    }
    if let Some(field) = row.relations {
        draft.relations = relations_of(field.get(), &draft.spans)?;
    }
    match row.meta {
        Some(meta) if meta.get().starts_with('{') => {
            let Fields(fields) = value::<Fields<&RawValue>>(meta.get())?;
            draft.metadata.extend(fields.into_iter().map(|(key, value)| (key.0, fact_of(value))));
        }
        Some(meta) => draft.other_field("meta".into(), meta),
        None => {}
    }
    draft.other_fields(row.others)?;
    Ok(draft)
}

fn span_of(row: EntityRow<'_>) -> DraftSpan<'_> {
    DraftSpan {
        id: row.id.and_then(|id| id.0),
        label: row.label.and_then(|label| label.0).unwrap_or_default(),
        start: row.start.unwrap_or_default(),
        end: row.end.unwrap_or_default(),
        said: row.text.map(|text| text.0),
        facts: facts_of(row.others),
    }
}

fn facts_of(others: Others<'_>) -> Option<Box<DraftFacts<'_>>> {
    let unknown: Vec<_> = others.into_iter().map(|(key, _)| key.0).collect();
    (!unknown.is_empty()).then(|| Box::new(DraftFacts { unknown, ..DraftFacts::default() }))
}

/// Entities and relations are numbered apart: a relation whose number is that of an entity is called `r` and its number.
fn relations_of<'t>(field: &'t str, spans: &[DraftSpan<'t>]) -> Result<Vec<DraftRelation<'t>>, RecordFault<'t>> {
    let named = spans.iter().enumerate().filter_map(|(at, span)| Some((span.id.clone()?, at)));
    let known: HashMap<Cow<str>, usize> = named.collect();
    let mut taken = HashSet::new();
    list(field, |row: RelationRow| {
        let id = row.id.and_then(|id| id.0).map(|id| match known.contains_key(&id) {
            true => Cow::Owned(format!("r{id}")),
            false => id,
        });
        // Two of one number are two relations: the second gets a name of its own.
        let id = id.filter(|id| taken.insert(id.clone()) && !known.contains_key(id));
        let end = |end: Option<Name>| {
            let end = end.and_then(|end| end.0).unwrap_or_default();
            let unknown = || ImportProblem::UnknownEnd {
                id: id.as_deref().unwrap_or("relation").to_owned(),
                end: end.clone().into_owned(),
            };
            known.get(&end).copied().ok_or_else(unknown)
        };
        let (source, target) = (end(row.source)?, end(row.target)?);
        let label = row.label.map(|label| label.0).unwrap_or_default();
        Ok(Some(DraftRelation { id, label, source, target, facts: facts_of(row.others) }))
    })
}

#[derive(Serialize)]
struct WrittenHead<'d> {
    id: &'d str,
    text: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'d str>,
}

fn head_of(document: &AnnotatedDocument) -> WrittenHead<'_> {
    let (id, title) = (document.document.id().0.as_ref(), document.document.title());
    WrittenHead { id, text: document.text(), title: (title != id).then_some(title) }
}

/// The unit, where it makes a difference. The texts of entities tell it too, but not where a text repeats itself.
fn unit_of(text: &str) -> Option<&'static str> {
    text.bytes().any(|byte| byte >= 0xf0).then(|| Unit::Utf16.name())
}

fn line_of_lists(document: &AnnotatedDocument, pieces: Pieces, losses: &mut Losses<'_>) -> String {
    #[derive(Serialize)]
    struct Written<'d> {
        #[serde(flatten)]
        head: WrittenHead<'d>,
        label: Vec<(u64, u64, &'d str)>,
        #[serde(skip_serializing_if = "Option::is_none")]
        offset_unit: Option<&'static str>,
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        meta: &'d BTreeMap<String, String>,
    }

    let map = OffsetMap::new(document.text());
    let written = contiguous(document, pieces, false, losses);
    let label = written.iter().map(|span| {
        losses.beside(span.annotation);
        (map.utf16(span.range.start).0, map.utf16(span.range.end).0, span.annotation.label.as_str())
    });
    let label = label.collect();
    line_of(&Written {
        head: head_of(document),
        label,
        offset_unit: unit_of(document.text()),
        meta: document.document.metadata(),
    })
}

fn line_of_entities(document: &AnnotatedDocument, pieces: Pieces, losses: &mut Losses<'_>) -> String {
    #[derive(Serialize)]
    struct Written<'d> {
        #[serde(flatten)]
        head: WrittenHead<'d>,
        entities: Vec<WrittenEntity<'d>>,
        relations: Vec<WrittenRelation<'d>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        offset_unit: Option<&'static str>,
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        meta: &'d BTreeMap<String, String>,
    }

    #[derive(Serialize)]
    struct WrittenEntity<'d> {
        id: u32,
        label: &'d str,
        start_offset: u64,
        end_offset: u64,
        text: &'d str,
    }

    #[derive(Serialize)]
    struct WrittenRelation<'d> {
        id: u32,
        from_id: u32,
        to_id: u32,
        #[serde(rename = "type")]
        label: &'d str,
    }

    let (map, text) = (OffsetMap::new(document.text()), document.text());
    let written = contiguous(document, pieces, false, losses);
    let ids = written.iter().map(|span| (span.piece == 0).then(|| span.annotation.id.as_str()));
    let (ids, renamed) = numbers(ids);
    let entity = |(span, id): (&Contiguous<'_>, &u32)| {
        losses.beside(span.annotation);
        (*id, map.utf16(span.range.start).0, map.utf16(span.range.end).0, span.range.clone())
    };
    let rows: Vec<_> = written.iter().zip(&ids).map(entity).collect();
    let entities = rows.into_iter().zip(&written).map(|((id, start_offset, end_offset, range), span)| WrittenEntity {
        id,
        label: span.annotation.label.as_str(),
        start_offset,
        end_offset,
        text: &text[range],
    });
    let entities = entities.collect();
    let links = relations(document, &places(&written), losses);
    // What was called `r` and a number since an entity has that number.
    let taken: HashSet<String> = ids.iter().map(u32::to_string).collect();
    let number = |id: &'_ str| id.strip_prefix('r').filter(|number| taken.contains(*number)).map(str::to_owned);
    let of_relations: Vec<String> =
        links.iter().map(|(link, ..)| number(link.id.as_str()).unwrap_or_else(|| link.id.to_string())).collect();
    let (numbers_of_links, more) = numbers(of_relations.iter().map(|id| Some(id.as_str())));
    if renamed + more > 0 {
        losses.document(LossKind::Renamed, LossDetail::NumberedIds(renamed + more));
    }
    let relations = links.iter().zip(numbers_of_links).map(|((link, source, target), id)| WrittenRelation {
        id,
        from_id: ids[*source],
        to_id: ids[*target],
        label: link.label.as_str(),
    });
    let relations = relations.collect();
    let (head, meta, offset_unit) = (head_of(document), document.document.metadata(), unit_of(document.text()));
    line_of(&Written { head, entities, relations, offset_unit, meta })
}
