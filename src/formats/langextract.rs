//! JSON lines of LangExtract: a text with extractions, each with its class, its text and the interval of characters it was found at.
//!
//! ```json
//! {"document_id": "d1", "text": "…", "extractions": [{"extraction_class": "LOC", "extraction_text": "القاهرة",
//!  "char_interval": {"start_pos": 3, "end_pos": 10}, "alignment_status": "match_exact", "attributes": {"kind": "city"}}]}
//! ```
//!
//! LangExtract refuses an extraction with a field that it does not know, so that ours have none. What it has found nowhere has no
//! interval and is named; of what it has found about (`match_fuzzy`, `match_lesser`, `match_greater`) the place is taken and
//! the text that was wanted is kept as an attribute.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::builder::Importer;
use super::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use super::column_options::Pieces;
use super::contiguous::contiguous;
use super::draft::{self, Draft, DraftFacts, DraftSpan, attribute_of};
use super::export_choice::ExportChoice;
use super::flow::{Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::json_records::{RecordFault, list, value};
use super::json_rows::{Fields, Name, Others, Text, object};
use super::json_write::{LineWriter, json_of, line_of};
use super::loss::{LossDetail, LossKind};
use super::losses::Losses;
use super::sniff::{Fit, Head};
use super::text;
use crate::model::offset_map::{OffsetMap, Unit};
use crate::model::{AnnotatedDocument, AttributeValue};

pub struct LangExtract;

static INFO: FormatInfo = FormatInfo {
    name: "langextract",
    extensions: &["jsonl", "ndjson", "json"],
    about: "LangExtract: a text a line with its extractions",
    unit: Some(Unit::CodePoints),
    reads: true,
    writes: Some(Layout::OneFile),
    repeats_texts: true,
    carries: Capabilities::new(
        &[
            Feature::Overlap,
            Feature::Nesting,
            Feature::EdgesInTokens,
            Feature::Flags,
            Feature::Numbers,
            Feature::Choices,
            Feature::Texts,
            Feature::Notes,
            Feature::SeveralDocuments,
            Feature::ExactText,
        ],
        &[],
    )
    .offering(&[ExportChoice::Pieces.with_all()]),
};

object! {
    Row needs "text" text;
    {
        "document_id" id: Name<'a>,
        "text" text: Text<'a>,
        "extractions" extractions: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    Extraction needs "extraction_class" class, "extraction_text" text;
    {
        "extraction_class" class: Text<'a>,
        "extraction_text" text: Text<'a>,
        "char_interval" interval: Interval<'a>,
        "token_interval" tokens: &'a RawValue,
        "alignment_status" status: Text<'a>,
        "extraction_index" index: u64,
        "group_index" group: u64,
        "description" description: Text<'a>,
        "attributes" attributes: Fields<'a, &'a RawValue>,
        .. others: Others<'a>
    }
}

object! {
    Interval needs;
    {
        "start_pos" start: u64,
        "end_pos" end: u64,
        .. others: Others<'a>
    }
}

impl Format for LangExtract {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        head.fit_of_records(|record| match record.has("text") && record.has("extractions") {
            true => Fit::Sure,
            false => Fit::No,
        })
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let decoded = text::decode(input.path, input.bytes, importer)?;
        draft::read(input, importer, &decoded.text, INFO.name, None, &mut draft_of)
    }

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        let pieces = options.columns.pieces;
        let line = move |document: &AnnotatedDocument, losses: &mut Losses<'_>| line(document, pieces, losses);
        Some(Box::new(LineWriter::new("dataset.jsonl", &INFO, line)))
    }
}

fn draft_of(source: &str) -> Result<Draft<'_>, RecordFault<'_>> {
    let row: Row = value(source)?;
    let mut draft = Draft {
        id: row.id.and_then(|id| id.0),
        text: row.text.map(|text| text.0).unwrap_or_default(),
        ..Draft::default()
    };
    if let Some(extractions) = row.extractions {
        let losses = &mut draft.losses;
        draft.spans = list(extractions.get(), |row: Extraction| Ok(span_of(row, losses)))?;
    }
    draft.other_fields(row.others)?;
    Ok(draft)
}

fn span_of<'t>(row: Extraction<'t>, losses: &mut Vec<(LossKind, LossDetail)>) -> Option<DraftSpan<'t>> {
    let text = row.text.map(|text| text.0).unwrap_or_default();
    let label = row.class.map(|class| class.0).unwrap_or_default();
    let (Some(start), Some(end)) = row.interval.map_or((None, None), |at| (at.start, at.end)) else {
        let short: String = text.chars().take(40).collect();
        losses.push((LossKind::Lost, LossDetail::Unplaced(format!("{label} '{short}'"))));
        return None;
    };
    let attributes = row.attributes.unwrap_or_default().0.into_iter();
    let mut attributes: Vec<_> = attributes.filter_map(|(name, value)| Some((name.0, attribute_of(value)?))).collect();
    let is_exact = row.status.as_deref().is_none_or(|status| status == "match_exact");
    if !is_exact {
        attributes.push(("extraction_text".into(), AttributeValue::Text(text.clone().into_owned())));
    }
    let unknown: Vec<Cow<str>> = row.others.into_iter().map(|(key, _)| key.0).collect();
    let note = row.description.map(|note| note.0);
    let has_facts = !attributes.is_empty() || !unknown.is_empty() || note.is_some();
    let facts = has_facts.then(|| Box::new(DraftFacts { attributes, unknown, note, ..DraftFacts::default() }));
    Some(DraftSpan { id: None, label, start, end, said: is_exact.then_some(text), facts })
}

fn line(document: &AnnotatedDocument, pieces: Pieces, losses: &mut Losses<'_>) -> String {
    #[derive(Serialize)]
    struct Written<'d> {
        document_id: &'d str,
        text: &'d str,
        extractions: Vec<WrittenExtraction<'d>>,
    }

    #[derive(Serialize)]
    struct WrittenExtraction<'d> {
        extraction_class: &'d str,
        extraction_text: &'d str,
        char_interval: WrittenInterval,
        alignment_status: &'static str,
        extraction_index: usize,
        description: Option<&'d str>,
        #[serde(skip_serializing_if = "Map::is_empty")]
        attributes: Map<String, Value>,
    }

    #[derive(Serialize)]
    struct WrittenInterval {
        start_pos: u64,
        end_pos: u64,
    }

    let map = OffsetMap::new(document.text());
    let mut extractions = Vec::new();
    for (n, span) in contiguous(document, pieces, false, losses).into_iter().enumerate() {
        losses.beside(span.annotation);
        let note = span.annotation.record.note.as_str();
        extractions.push(WrittenExtraction {
            extraction_class: span.annotation.label.as_str(),
            char_interval: WrittenInterval {
                start_pos: map.code_point(span.range.start).0,
                end_pos: map.code_point(span.range.end).0,
            },
            extraction_text: &document.text()[span.range],
            alignment_status: "match_exact",
            extraction_index: n + 1,
            description: (!note.is_empty()).then_some(note),
            attributes: json_of(&span.annotation.record.attributes),
        });
    }
    line_of(&Written { document_id: document.document.id().0.as_ref(), text: document.text(), extractions })
}
