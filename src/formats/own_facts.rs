//! What formats of others have no field for: an object of JSON by the name `hashiya`, wherever such a format keeps fields of any
//! name. It has `id`, `note`, `look_again`, `entity` (of an annotation), `annotator`, `provenance`, `created`, `modified` and `attributes` of an annotation or relation;
//! `id`, `title`, `text`, `state`, `look_again`, `annotator`, `attributes` and `metadata` of a document.

use std::borrow::Cow;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::draft::{Draft, DraftFacts, MAX_METADATA, attribute_of, provenance_of, state_of};
use super::error::{AttributeRefusal, ImportProblem};
use super::json_records::RecordFault;
use super::json_rows::{Fields, Others, Text, object};
use super::json_write::json_of;
use crate::model::schema::MAX_ATTRIBUTES;
use crate::model::{AnnotatedDocument, Annotation, AttributeValue, DocumentState, Record};

/// The name of the object.
pub(super) const OWN: &str = "hashiya";

object! {
    OwnFacts needs ;
    {
        "id" id: Text<'a>,
        "note" note: Text<'a>,
        "look_again" look_again: bool,
        "entity" entity: Text<'a>,
        "annotator" annotator: Text<'a>,
        "provenance" provenance: Text<'a>,
        "created" created: Text<'a>,
        "modified" modified: Text<'a>,
        "text" text: Text<'a>,
        "title" title: Text<'a>,
        "state" state: Text<'a>,
        "attributes" attributes: Fields<'a, &'a RawValue>,
        "metadata" metadata: Fields<'a, Text<'a>>,
        .. others: Others<'a>
    }
}

/// Attributes as their values are written; what is nothing is none.
pub(super) fn attributes_of<'t>(
    fields: impl IntoIterator<Item = (Text<'t>, &'t RawValue)>,
) -> Result<Vec<(Cow<'t, str>, AttributeValue)>, ImportProblem> {
    let mut attributes = Vec::new();
    for (name, value) in fields {
        let Some(value) = attribute_of(value) else { continue };
        if attributes.len() == MAX_ATTRIBUTES {
            let reason = AttributeRefusal::TooManyAttributes(MAX_ATTRIBUTES);
            return Err(ImportProblem::Attribute { owner: None, attribute: name.0.into_owned(), reason });
        }
        attributes.push((name.0, value));
    }
    Ok(attributes)
}

impl<'t> OwnFacts<'t> {
    /// What is said of an annotation or relation, and its id.
    pub(super) fn into_facts(
        self,
        format: &'static str,
    ) -> Result<(Option<Cow<'t, str>>, DraftFacts<'t>), RecordFault<'t>> {
        let text = |text: Option<Text<'t>>| text.map(|text| text.0);
        let facts = DraftFacts {
            attributes: attributes_of(self.attributes.unwrap_or_default().0)?,
            note: text(self.note),
            look_again: self.look_again == Some(true),
            entity: text(self.entity),
            annotator: text(self.annotator),
            provenance: self.provenance.map(|said| provenance_of(Some(&said), format)),
            created: text(self.created),
            modified: text(self.modified),
            unknown: self.others.into_iter().map(|(key, _)| key.0).collect(),
            ..DraftFacts::default()
        };
        Ok((text(self.id), facts))
    }

    /// Puts what is said of a document into its draft, and gives its text where that is said.
    pub(super) fn put_into(self, draft: &mut Draft<'t>) -> Result<Option<Cow<'t, str>>, RecordFault<'t>> {
        draft.id = self.id.map(|id| id.0).or(draft.id.take());
        draft.title = self.title.map(|title| title.0).or(draft.title.take());
        draft.annotator = self.annotator.map(|annotator| annotator.0).or(draft.annotator.take());
        draft.state = state_of(self.state.as_deref())?;
        draft.look_again = self.look_again == Some(true);
        draft.attributes.extend(attributes_of(self.attributes.unwrap_or_default().0)?);
        let metadata = self.metadata.unwrap_or_default().0;
        if draft.metadata.len() + metadata.len() > MAX_METADATA {
            return Err(ImportProblem::TooManyFacts(MAX_METADATA).into());
        }
        draft.metadata.extend(metadata.into_iter().map(|(key, value)| (key.0, value.0)));
        draft.unknown.extend(self.others.into_iter().map(|(key, _)| key.0));
        Ok(self.text.map(|text| text.0))
    }
}

/// Note, flag, provenance and times of an annotation or relation; its annotator where that is not the document's.
pub(super) fn own_of_record(record: &Record, document: &AnnotatedDocument) -> Map<String, Value> {
    let mut own = Map::new();
    if !record.note.is_empty() {
        own.insert("note".into(), record.note.as_str().into());
    }
    if record.flag {
        own.insert("look_again".into(), true.into());
    }
    if record.annotator != document.annotator {
        own.insert("annotator".into(), record.annotator.as_str().into());
    }
    own.insert("provenance".into(), record.provenance.to_string().into());
    for (name, time) in [("created", record.created), ("modified", record.modified)] {
        own.extend(time.to_rfc3339().map(|time| (name.to_owned(), time.into())));
    }
    own
}

/// The same of an annotation, with the entry of the entity register that it is linked to.
pub(super) fn own_of_annotation(annotation: &Annotation, document: &AnnotatedDocument) -> Map<String, Value> {
    let mut own = own_of_record(&annotation.record, document);
    own.extend(annotation.entity.iter().map(|entity| ("entity".to_owned(), entity.as_str().into())));
    own
}

/// Title, state, flag, annotator and attributes of a document.
pub(super) fn own_of_document(document: &AnnotatedDocument) -> Map<String, Value> {
    let (id, title) = (document.document.id().0.as_ref(), document.document.title());
    let mut own = Map::new();
    if title != id {
        own.insert("title".into(), title.into());
    }
    if document.state != DocumentState::New {
        own.insert("state".into(), document.state.name().into());
    }
    if document.flag {
        own.insert("look_again".into(), true.into());
    }
    own.insert("annotator".into(), document.annotator.as_str().into());
    if !document.attributes.is_empty() {
        own.insert("attributes".into(), Value::Object(json_of(&document.attributes)));
    }
    own
}
