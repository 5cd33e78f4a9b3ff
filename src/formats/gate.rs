//! GATE's bdocjs: one document a file, annotations in sets, features of any kind.
//!
//! ```json
//! {"text": "…", "offset_type": "p", "name": "d1", "features": {}, "annotation_sets": {"": {"name": "", "next_annid": 2,
//!   "annotations": [{"type": "LOC", "start": 3, "end": 10, "id": 1, "features": {"kind": "city"}}]}}}
//! ```
//!
//! `offset_type` says what offsets count: `p` code points, as Python does, `j` UTF-16, as Java does. A set other than the one without
//! a name is an annotator's, which is what GATE compares; so is what several annotators made written as sets. Features are
//! attributes, and of a document facts; what GATE has no field for stands in a feature `hashiya` (`own_facts.rs`).

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::Path;

use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::builder::Importer;
use super::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use super::column_options::Pieces;
use super::contiguous::{contiguous, numbers};
use super::draft::{self, Draft, DraftFacts, DraftSpan};
use super::error::ImportProblem;
use super::export_choice::ExportChoice;
use super::file_names::{FileNames, stem};
use super::flow::{ExportSink, Input, ReadEnd, Stopped};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::json_records::{RecordFault, Records, list, value};
use super::json_rows::{Fields, Name, Others, Text, object};
use super::json_write::{json_of, line_of};
use super::loss::{LeftOut, LossDetail, LossKind};
use super::losses::Losses;
use super::own_facts::{OWN, OwnFacts, attributes_of, own_of_annotation, own_of_document};
use super::sniff::{Fit, Head};
use super::text;
use crate::model::AnnotatedDocument;
use crate::model::offset_map::{OffsetMap, Unit};

pub(super) struct Gate;

static INFO: FormatInfo = FormatInfo {
    name: "gate",
    extensions: &["bdocjs", "json"],
    about: "GATE's bdocjs: one document a file, annotations in sets, each annotator's in one of their own",
    unit: Some(Unit::CodePoints),
    reads: true,
    writes: Some(Layout::Folder),
    repeats_texts: false,
    carries: Capabilities::WHOLE
        .without(&[Feature::Discontinuous, Feature::Relations, Feature::RelationAttributes])
        .also(&[Feature::Entities, Feature::LookAgain])
        .offering(&[ExportChoice::Pieces.with_all()]),
};

object! {
    DocumentRow needs "text" text, "annotation_sets" sets;
    {
        "text" text: Text<'a>,
        "name" name: Text<'a>,
        "offset_type" unit: Text<'a>,
        "features" features: Fields<'a, &'a RawValue>,
        "annotation_sets" sets: Fields<'a, &'a RawValue>,
        .. others: Others<'a>
    }
}

object! {
    SetRow needs "annotations" annotations;
    {
        "name" name: Text<'a>,
        "annotations" annotations: &'a RawValue,
        "next_annid" next: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    AnnotationRow needs "type" label, "start" start, "end" end;
    {
        "type" label: Name<'a>,
        "start" start: u64,
        "end" end: u64,
        "id" id: Name<'a>,
        "features" features: Fields<'a, &'a RawValue>,
        .. others: Others<'a>
    }
}

impl Format for Gate {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        head.fit_of_records(|record| {
            // The text may be longer than what is looked at.
            let is_set = record.get("annotation_sets").is_some_and(|sets| sets.starts_with('{'));
            match is_set || record.get("offset_type").is_some_and(|kind| kind.starts_with(['"'])) {
                true if !record.has("spans") && !record.has("data") => Fit::Sure,
                _ if head.has_extension(&INFO.extensions[..1]) => Fit::Maybe,
                _ => Fit::No,
            }
        })
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let decoded = text::decode(input.path, input.bytes, importer)?;
        // What offsets count is said by the file; who says it besides knows better.
        let said = Records::of(&decoded.text).next().and_then(|record| value::<DocumentRow>(record.source.ok()?).ok());
        let said = said.and_then(|row| unit_of(row.unit.as_deref()).ok());
        let unit = importer.options.unit.or(said);
        let by = importer.options.by.clone();
        // One document a file: the name of the file is that of a document without one.
        let name = stem(input.path);
        let mut parse = |source| {
            let draft = draft_of(source, by.as_deref())?;
            let id = draft.id.filter(|id| !id.is_empty()).or_else(|| Some(name.clone().into()));
            Ok(Draft { id, ..draft })
        };
        draft::read(input, importer, &decoded.text, INFO.name, unit, &mut parse)
    }

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(Writer { pieces: options.columns.pieces, names: FileNames::default() }))
    }
}

/// GATE takes offsets without a type for Python's.
fn unit_of(said: Option<&str>) -> Result<Unit, ImportProblem> {
    match said {
        Some("p") | None => Ok(Unit::CodePoints),
        Some("j") => Ok(Unit::Utf16),
        Some(other) => Err(ImportProblem::OffsetKind(other.chars().take(40).collect())),
    }
}

fn draft_of<'t>(source: &'t str, by: Option<&str>) -> Result<Draft<'t>, RecordFault<'t>> {
    let row: DocumentRow = value(source)?;
    unit_of(row.unit.as_deref())?;
    let mut draft = Draft {
        id: row.name.map(|name| name.0),
        text: row.text.map(|text| text.0).unwrap_or_default(),
        ..Draft::default()
    };
    let (own, features): (Vec<_>, Vec<_>) =
        row.features.unwrap_or_default().0.into_iter().partition(|(key, field)| is_own(key, field));
    for (_, own) in own {
        value::<OwnFacts>(own.get())?.put_into(&mut draft)?;
    }
    draft.other_fields(features)?;
    draft.other_fields(row.others)?;
    let (mut ids, mut left_out) = (HashSet::new(), 0);
    for (number, (key, set)) in row.sets.unwrap_or_default().0.into_iter().enumerate() {
        let set: SetRow = value(set.get())?;
        draft.unknown.extend(set.others.into_iter().map(|(key, _)| key.0));
        let annotator = Some(key.0).filter(|name| !name.is_empty());
        let is_wanted = by.is_none_or(|by| annotator.as_deref().unwrap_or_default() == by);
        let annotations = set.annotations.map_or("[]", RawValue::get);
        let mut spans = list(annotations, |row: AnnotationRow| {
            left_out += usize::from(!is_wanted);
            Ok(if is_wanted { Some(span_of(row, &annotator, number + 1, &mut ids)?) } else { None })
        })?;
        match draft.spans.is_empty() {
            true => draft.spans = spans,
            false => draft.spans.append(&mut spans),
        }
    }
    if left_out > 0 {
        draft.losses.push((LossKind::Lost, LossDetail::LeftOut { what: LeftOut::OfOthers, count: left_out }));
    }
    Ok(draft)
}

/// Whether a feature is what GATE has no field for, rather than one of somebody who likes the name.
fn is_own(key: &Text<'_>, field: &RawValue) -> bool {
    &**key == OWN && field.get().starts_with('{')
}

fn span_of<'t>(
    row: AnnotationRow<'t>,
    annotator: &Option<Cow<'t, str>>,
    set: usize,
    ids: &mut HashSet<Cow<'t, str>>,
) -> Result<DraftSpan<'t>, RecordFault<'t>> {
    let (own, features): (Vec<_>, Vec<_>) =
        row.features.unwrap_or_default().0.into_iter().partition(|(key, field)| is_own(key, field));
    let (mut id, mut facts) = (None, DraftFacts::default());
    for (_, own) in own {
        (id, facts) = value::<OwnFacts>(own.get())?.into_facts(INFO.name)?;
    }
    facts.attributes.extend(attributes_of(features)?);
    facts.unknown.extend(row.others.into_iter().map(|(key, _)| key.0));
    facts.annotator = facts.annotator.or_else(|| annotator.clone());
    // Each set has numbers of its own; two of one number in a set are refused.
    let id = id.or(row.id.and_then(|id| id.0)).map(|id| match ids.contains(&id) {
        true => Cow::Owned(format!("{id}@{set}")),
        false => id,
    });
    ids.extend(id.clone());
    Ok(DraftSpan {
        id,
        label: row.label.and_then(|label| label.0).unwrap_or_default(),
        start: row.start.unwrap_or_default(),
        end: row.end.unwrap_or_default(),
        said: None,
        facts: Some(Box::new(facts)),
    })
}

struct Writer {
    pieces: Pieces,
    names: FileNames,
}

impl DocumentWriter for Writer {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        out.file(Path::new(&format!("{}.bdocjs", self.names.take(&document.document.id().0))))?;
        let mut losses = Losses::new(document, &INFO);
        let mut file = line_of(&document_of(document, self.pieces, &mut losses));
        file.push('\n');
        out.bytes(file.as_bytes())?;
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, _: &mut dyn ExportSink) -> Result<(), Stopped> {
        Ok(())
    }
}

fn document_of(document: &AnnotatedDocument, pieces: Pieces, losses: &mut Losses<'_>) -> Value {
    let map = OffsetMap::new(document.text());
    let written = contiguous(document, pieces, true, losses);
    let ids = written.iter().map(|span| (span.piece == 0).then(|| span.annotation.id.as_str()));
    let (ids, _) = numbers(ids);
    let next = ids.iter().max().map_or(1, |last| u64::from(*last) + 1);
    let mut sets: Map<String, Value> = Map::new();
    sets.insert(String::new(), json!([]));
    for (span, id) in written.iter().zip(ids) {
        losses.beside(span.annotation);
        let record = &span.annotation.record;
        let mut features = json_of(&record.attributes);
        let mut own = own_of_annotation(span.annotation, document);
        if span.piece == 0 && id.to_string() != span.annotation.id.as_str() {
            own.insert("id".into(), span.annotation.id.as_str().into());
        }
        // A set says who made what is in it, but for somebody without a name.
        let set = if record.annotator == document.annotator { "" } else { record.annotator.as_str() };
        if !set.is_empty() {
            own.remove("annotator");
        }
        if let Some(of_that_name) = features.remove(OWN) {
            own.insert("attributes".into(), json!({OWN: of_that_name}));
        }
        features.insert(OWN.into(), Value::Object(own));
        let annotation = json!({
            "type": span.annotation.label.as_str(), "start": map.code_point(span.range.start).0,
            "end": map.code_point(span.range.end).0, "id": id, "features": features,
        });
        if let Some(set) = sets.entry(set).or_insert_with(|| json!([])).as_array_mut() {
            set.push(annotation);
        }
    }
    let sets: Map<String, Value> = sets
        .into_iter()
        .map(|(name, annotations)| {
            let set = json!({"name": name, "annotations": annotations, "next_annid": next});
            (name, set)
        })
        .collect();
    let mut own = own_of_document(document);
    let mut features = Map::new();
    for (key, value) in document.document.metadata() {
        match key == OWN {
            true => drop(own.insert("metadata".into(), json!({OWN: value}))),
            false => drop(features.insert(key.clone(), value.as_str().into())),
        }
    }
    features.insert(OWN.into(), Value::Object(own));
    json!({
        "text": document.text(), "offset_type": "p", "name": document.document.id().0.as_ref(), "features": features,
        "annotation_sets": sets,
    })
}
