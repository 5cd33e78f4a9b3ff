//! JSON lines for `datasets` of Hugging Face: every row has all fields, of one type in all rows, and lists where lists are meant, so
//! that no reader takes an empty one for something else.
//!
//! ```json
//! {"id": "d1", "offset_unit": "code-points", "text": "…", "spans": [{"start": 3, "end": 10, "label": "LOC", "label_id": 1, "text":
//!   "القاهرة", "id": "a1", "parts": [], "attributes": [{"name": "kind", "kind": "choice", "value": "city"}], …}], "relations": […], …}
//! ```
//!
//! `label_id` and `type_id` are the numbers of a `ClassLabel`, whose names are those of the schema (`features.rs`); they are the same
//! in all files of a dataset. `row.rs` has the fields, which the file of Parquet shares.

mod features;
mod row;

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

use serde_json::value::RawValue;

pub use self::features::{DatasetFeature, FeatureKind};
pub(super) use self::row::{Cell, Classes, TRUE, attribute_of, row_of};
use super::builder::Importer;
use super::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use super::draft::{
    self, Draft, DraftFacts, DraftPiece, DraftRelation, DraftSpan, MAX_METADATA, provenance_of, state_of,
};
use super::error::{AttributeRefusal, ImportProblem};
use super::export_choice::ExportChoice;
use super::file_names::shard_name;
use super::flow::{ExportSink, Input, ReadEnd, Stopped};
use super::format::{DocumentWriter, ExportOptions, Format, Look};
use super::json_records::{RecordFault, list, value};
use super::json_rows::{Name, Others, Text, object};
use super::json_write::line_of;
use super::losses::Losses;
use super::sniff::{Fit, Head, JsonFields};
use super::survey::Survey;
use super::text;
use crate::model::offset_map::Unit;
use crate::model::schema::MAX_ATTRIBUTES;
use crate::model::{AnnotatedDocument, AttributeValue};

pub(super) struct Datasets;

/// What a row of these fields carries, in whatever file it stands.
pub(super) const CARRIES: Capabilities = Capabilities::WHOLE
    .also(&[Feature::SeveralDocuments, Feature::Entities, Feature::LookAgain])
    .partly(&[Feature::Discontinuous])
    .offering(&[ExportChoice::Shards.with_all()]);

static INFO: FormatInfo = FormatInfo {
    name: "datasets",
    extensions: &["jsonl", "ndjson"],
    about: "JSON lines for Hugging Face datasets: the same fields of the same types in every row",
    unit: Some(Unit::CodePoints),
    reads: true,
    writes: Some(Layout::Shards),
    repeats_texts: true,
    carries: CARRIES,
};

object! {
    DocumentRow needs "text" text;
    {
        "id" id: Name<'a>,
        "offset_unit" unit: Text<'a>,
        "text" text: Text<'a>,
        "spans" spans: &'a RawValue,
        "relations" relations: &'a RawValue,
        "attributes" attributes: &'a RawValue,
        "metadata" metadata: &'a RawValue,
        "title" title: Text<'a>,
        "annotator" annotator: Text<'a>,
        "state" state: Text<'a>,
        "look_again" look_again: Text<'a>,
        .. others: Others<'a>
    }
}

object! {
    SpanRow needs "start" start, "end" end, "label" label;
    {
        "start" start: u64,
        "end" end: u64,
        "label" label: Text<'a>,
        "label_id" number: i64,
        "text" text: Text<'a>,
        "id" id: Name<'a>,
        "parts" parts: &'a RawValue,
        "attributes" attributes: &'a RawValue,
        "note" note: Text<'a>,
        "look_again" look_again: Text<'a>,
        "entity" entity: Text<'a>,
        "annotator" annotator: Text<'a>,
        "provenance" provenance: Text<'a>,
        "created" created: Text<'a>,
        "modified" modified: Text<'a>,
        .. others: Others<'a>
    }
}

object! {
    PartRow needs "start" start, "end" end;
    {
        "start" start: u64,
        "end" end: u64,
        "text" text: Text<'a>,
        .. others: Others<'a>
    }
}

object! {
    LinkRow needs "type" label, "source" source, "target" target;
    {
        "id" id: Name<'a>,
        "type" label: Text<'a>,
        "type_id" number: i64,
        "source" source: Text<'a>,
        "target" target: Text<'a>,
        "attributes" attributes: &'a RawValue,
        "note" note: Text<'a>,
        "look_again" look_again: Text<'a>,
        "annotator" annotator: Text<'a>,
        "provenance" provenance: Text<'a>,
        "created" created: Text<'a>,
        "modified" modified: Text<'a>,
        .. others: Others<'a>
    }
}

object! {
    AttributeRow needs "name" name, "value" value;
    {
        "name" name: Text<'a>,
        "kind" kind: Text<'a>,
        "value" value: Text<'a>,
        .. others: Others<'a>
    }
}

/// Whether only we write such a record. What is written for doccano says its unit as well, behind its labels.
pub(super) fn is_of(record: &JsonFields<'_>) -> bool {
    let is_said = record.get("offset_unit").is_some_and(|unit| unit.starts_with('"'));
    is_said && !["label", "labels", "entities"].iter().any(|key| record.has(key))
}

impl Format for Datasets {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        head.fit_of_records(|record| if is_of(record) { Fit::Sure } else { Fit::No })
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let decoded = text::decode(input.path, input.bytes, importer)?;
        draft::read(input, importer, &decoded.text, INFO.name, None, &mut draft_of)
    }

    fn survey(&self, _: &ExportOptions<'_>) -> Option<Look> {
        Some(see_names)
    }

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        let classes = Classes::of(options.survey.unwrap_or(&Survey::default()));
        let most = options.columns.shards.unwrap_or_default().bytes();
        Some(Box::new(Writer { classes, most, shards: 0, written: 0 }))
    }
}

/// The labels of a document.
pub(super) fn see_names(document: &AnnotatedDocument, _: &ExportOptions<'_>, survey: &mut Survey) {
    survey.see_names(document);
}

fn draft_of(source: &str) -> Result<Draft<'_>, RecordFault<'_>> {
    let row: DocumentRow = value(source)?;
    fn text(text: Option<Text<'_>>) -> Option<Cow<'_, str>> {
        text.map(|text| text.0)
    }
    let mut draft = Draft {
        id: row.id.and_then(|id| id.0),
        title: text(row.title),
        text: text(row.text).unwrap_or_default(),
        annotator: text(row.annotator),
        state: state_of(row.state.as_deref())?,
        look_again: row.look_again.as_deref() == Some(TRUE),
        unit: row.unit.as_deref().map(unit_of).transpose()?,
        ..Draft::default()
    };
    if let Some(spans) = row.spans {
        draft.spans = list(spans.get(), |span| Ok(Some(span_of(span)?)))?;
    }
    if let Some(relations) = row.relations {
        let places = places_of(&draft.spans);
        draft.relations = list(relations.get(), |link| Ok(Some(relation_of(link, &places)?)))?;
    }
    if let Some(attributes) = row.attributes {
        draft.attributes = attributes_of(attributes.get(), &mut draft.unknown)?;
    }
    if let Some(metadata) = row.metadata {
        draft.metadata = facts_of(metadata.get(), &mut draft.unknown)?;
    }
    draft.other_fields(row.others)?;
    Ok(draft)
}

/// What offsets count.
pub(super) fn unit_of(said: &str) -> Result<Unit, ImportProblem> {
    Unit::from_name(said).ok_or_else(|| ImportProblem::OffsetUnit(said.chars().take(40).collect()))
}

/// Where the span of each id stands.
pub(super) fn places_of<'s>(spans: &'s [DraftSpan<'_>]) -> HashMap<&'s str, usize> {
    spans.iter().enumerate().filter_map(|(at, span)| Some((span.id.as_deref()?, at))).collect()
}

/// The end of a relation.
pub(super) fn end_of(places: &HashMap<&str, usize>, relation: &str, end: &str) -> Result<usize, ImportProblem> {
    let unknown = || ImportProblem::UnknownEnd { id: relation.to_owned(), end: end.to_owned() };
    places.get(end).copied().ok_or_else(unknown)
}

fn span_of(row: SpanRow<'_>) -> Result<DraftSpan<'_>, RecordFault<'_>> {
    let mut facts = DraftFacts {
        note: row.note.map(|note| note.0),
        look_again: row.look_again.as_deref() == Some(TRUE),
        entity: row.entity.map(|entity| entity.0).filter(|entity| !entity.is_empty()),
        annotator: row.annotator.map(|annotator| annotator.0),
        provenance: row.provenance.map(|said| provenance_of(Some(&said), INFO.name)),
        created: time_of(row.created),
        modified: time_of(row.modified),
        unknown: names_of(row.others),
        ..DraftFacts::default()
    };
    if let Some(attributes) = row.attributes {
        facts.attributes = attributes_of(attributes.get(), &mut facts.unknown)?;
    }
    if let Some(parts) = row.parts {
        let unknown = &mut facts.unknown;
        facts.pieces = list(parts.get(), |part: PartRow| {
            unknown.extend(names_of(part.others));
            let (start, end) = (part.start.unwrap_or_default(), part.end.unwrap_or_default());
            Ok(Some(DraftPiece { start, end, said: part.text.map(|text| text.0) }))
        })?;
    }
    Ok(DraftSpan {
        id: row.id.and_then(|id| id.0),
        label: row.label.map(|label| label.0).unwrap_or_default(),
        start: row.start.unwrap_or_default(),
        end: row.end.unwrap_or_default(),
        said: row.text.map(|text| text.0),
        facts: Some(Box::new(facts)),
    })
}

fn relation_of<'t>(row: LinkRow<'t>, places: &HashMap<&str, usize>) -> Result<DraftRelation<'t>, RecordFault<'t>> {
    let mut facts = DraftFacts {
        note: row.note.map(|note| note.0),
        look_again: row.look_again.as_deref() == Some(TRUE),
        annotator: row.annotator.map(|annotator| annotator.0),
        provenance: row.provenance.map(|said| provenance_of(Some(&said), INFO.name)),
        created: time_of(row.created),
        modified: time_of(row.modified),
        unknown: names_of(row.others),
        ..DraftFacts::default()
    };
    if let Some(attributes) = row.attributes {
        facts.attributes = attributes_of(attributes.get(), &mut facts.unknown)?;
    }
    let (id, label) = (row.id.and_then(|id| id.0), row.label.map(|label| label.0).unwrap_or_default());
    let known_as = id.as_deref().unwrap_or(&label);
    let source = end_of(places, known_as, row.source.as_deref().unwrap_or_default())?;
    let target = end_of(places, known_as, row.target.as_deref().unwrap_or_default())?;
    Ok(DraftRelation { id, label, source, target, facts: Some(Box::new(facts)) })
}

fn names_of<'t>(others: Others<'t>) -> Vec<Cow<'t, str>> {
    others.into_iter().map(|(key, _)| key.0).collect()
}

/// A time that is not said is an empty string.
fn time_of(said: Option<Text<'_>>) -> Option<Cow<'_, str>> {
    said.map(|said| said.0).filter(|said| !said.is_empty())
}

fn attributes_of<'t>(
    part: &'t str,
    unknown: &mut Vec<Cow<'t, str>>,
) -> Result<Vec<(Cow<'t, str>, AttributeValue)>, RecordFault<'t>> {
    let attributes = list(part, |row: AttributeRow| {
        unknown.extend(names_of(row.others));
        let (name, value) = (row.name.map(|name| name.0).unwrap_or_default(), row.value.map(|value| value.0));
        Ok(Some((name, attribute_of(row.kind.as_deref().unwrap_or_default(), value.unwrap_or_default()))))
    })?;
    if attributes.len() > MAX_ATTRIBUTES {
        let reason = AttributeRefusal::TooManyAttributes(MAX_ATTRIBUTES);
        return Err(ImportProblem::Attribute { owner: None, attribute: "attributes".into(), reason }.into());
    }
    Ok(attributes)
}

/// Facts with their names.
type NamedTexts<'t> = Vec<(Cow<'t, str>, Cow<'t, str>)>;

fn facts_of<'t>(part: &'t str, unknown: &mut Vec<Cow<'t, str>>) -> Result<NamedTexts<'t>, RecordFault<'t>> {
    let facts = list(part, |row: AttributeRow| {
        unknown.extend(row.kind.map(|_| Cow::Borrowed("kind")));
        unknown.extend(names_of(row.others));
        let text = |text: Option<Text<'t>>| text.map(|text| text.0).unwrap_or_default();
        Ok(Some((text(row.name), text(row.value))))
    })?;
    if facts.len() > MAX_METADATA {
        return Err(ImportProblem::TooManyFacts(MAX_METADATA).into());
    }
    Ok(facts)
}

struct Writer {
    classes: Classes,
    /// Bytes of a file at most, but for one that has a single row.
    most: usize,
    shards: usize,
    /// Bytes of the file that is written.
    written: usize,
}

impl Writer {
    fn begin(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        out.file(Path::new(&shard_name(self.shards, INFO.extensions[0])))?;
        self.shards += 1;
        self.written = 0;
        Ok(())
    }
}

impl DocumentWriter for Writer {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        let mut losses = Losses::new(document, &INFO);
        let mut line = line_of(&row_of(document, &self.classes, &mut losses));
        line.push('\n');
        if self.shards == 0 || (self.written > 0 && self.written + line.len() > self.most) {
            self.begin(out)?;
        }
        self.written += line.len();
        out.bytes(line.as_bytes())?;
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        if self.shards == 0 { self.begin(out) } else { Ok(()) }
    }
}
