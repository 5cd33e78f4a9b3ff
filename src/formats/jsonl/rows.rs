//! The rows of our own JSON lines: documents, spans, parts and relations.

use serde::de::{Error, MapAccess};
use serde_json::value::RawValue;

pub(super) use crate::formats::json_rows::{Fields, Ignored, Name, Others, Text};
use crate::formats::json_rows::{Rest, object};

/// What spans and relations both may carry.
#[derive(Clone, Debug, Default)]
pub(super) struct MetadataRow<'a> {
    pub attributes: Fields<'a, &'a RawValue>,
    pub note: Option<Text<'a>>,
    pub look_again: bool,
    pub annotator: Option<Text<'a>>,
    pub provenance: Option<Text<'a>>,
    pub created: Option<Text<'a>>,
    pub modified: Option<Text<'a>>,
    pub others: Others<'a>,
}

impl<'de> Rest<'de> for Option<Box<MetadataRow<'de>>> {
    fn take_field<A: MapAccess<'de>>(&mut self, key: Text<'de>, map: &mut A) -> Result<(), A::Error> {
        let facts = self.get_or_insert_default();
        let field = match &*key {
            "attributes" => {
                facts.attributes = map.next_value::<Option<_>>()?.unwrap_or_default();
                return Ok(());
            }
            "look_again" => {
                facts.look_again = map.next_value::<Option<_>>()?.unwrap_or_default();
                return Ok(());
            }
            "note" => &mut facts.note,
            "annotator" => &mut facts.annotator,
            "provenance" => &mut facts.provenance,
            "created" => &mut facts.created,
            "modified" => &mut facts.modified,
            _ => return facts.others.take_field(key, map),
        };
        if field.is_some() {
            return Err(A::Error::custom(format!("duplicate field `{}`", &*key)));
        }
        *field = map.next_value()?;
        Ok(())
    }
}

object! {
    /// A document.
    Row needs "text" text;
    {
        "id" id: Name<'a>,
        "text" text: Text<'a>,
        "spans" spans: Vec<SpanRow<'a>>,
        "relations" relations: Vec<RelationRow<'a>>,
        "title" title: Text<'a>,
        "annotator" annotator: Text<'a>,
        "state" state: Text<'a>,
        "look_again" look_again: bool,
        "attributes" attributes: Fields<'a, &'a RawValue>,
        "metadata" metadata: Fields<'a, Text<'a>>,
        .. others: Others<'a>
    }
}

object! {
    /// A span, or the extent of a discontinuous one.
    SpanRow needs "start" start, "end" end, "label" label;
    {
        "start" start: u64,
        "end" end: u64,
        "label" label: Text<'a>,
        "text" text: Text<'a>,
        "id" id: Name<'a>,
        "parts" parts: Vec<PartRow<'a>>,
        "entity" entity: Text<'a>,
        .. facts: Option<Box<MetadataRow<'a>>>
    }
}

object! {
    /// A piece of a discontinuous span.
    PartRow needs "start" start, "end" end;
    {
        "start" start: u64,
        "end" end: u64,
        "text" text: Text<'a>,
        .. others: Ignored
    }
}

object! {
    /// A relation between two spans.
    RelationRow needs "type" label, "source" source, "target" target;
    {
        "id" id: Name<'a>,
        "type" label: Text<'a>,
        "source" source: Name<'a>,
        "target" target: Name<'a>,
        .. facts: Option<Box<MetadataRow<'a>>>
    }
}
