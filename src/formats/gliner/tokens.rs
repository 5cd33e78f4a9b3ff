//! GLiNER: tokens, entities and relations by their numbers.

use std::ops::Range;

use serde::Serialize;
use serde_json::value::RawValue;

use super::splitter;
use crate::arabic::words;
use crate::formats::builder::Importer;
use crate::formats::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use crate::formats::column_options::{ColumnOptions, TokenSource};
use crate::formats::contiguous::{contiguous, places, relations};
use crate::formats::draft::{self, Draft, DraftRelation, DraftSpan};
use crate::formats::error::ImportProblem;
use crate::formats::export_choice::ExportChoice;
use crate::formats::flow::{Input, ReadEnd};
use crate::formats::format::{DocumentWriter, ExportOptions, Format};
use crate::formats::json_records::{RecordFault, list, list_of_tokens, value};
use crate::formats::json_rows::{Name, Others, Text, object};
use crate::formats::json_write::{ListWriter, line_of};
use crate::formats::loss::{AnnotationLoss, LossDetail, LossKind};
use crate::formats::losses::Losses;
use crate::formats::sniff::{Fit, Head};
use crate::formats::text;
use crate::model::AnnotatedDocument;
use crate::model::offset_map::Unit;

pub struct Gliner;

/// Tokens of the longest entity that a model of the usual configuration learns (`max_width`).
const USUAL_WIDTH: usize = 12;

static INFO: FormatInfo = FormatInfo {
    name: "gliner",
    extensions: &["json", "jsonl", "ndjson"],
    about: "GLiNER: lists of tokens with entities and relations by their numbers",
    unit: None,
    reads: true,
    writes: Some(Layout::OneFile),
    repeats_texts: false,
    carries: Capabilities::new(
        &[Feature::Overlap, Feature::Nesting, Feature::Relations, Feature::SeveralDocuments],
        &[],
    )
    .offering(&[ExportChoice::Tokens.with_all(), ExportChoice::Pieces.with_all()]),
};

object! {
    Row needs "tokenized_text" tokens;
    {
        "id" id: Name<'a>,
        "tokenized_text" tokens: &'a RawValue,
        "ner" ner: &'a RawValue,
        "relations" relations: &'a RawValue,
        .. others: Others<'a>
    }
}

impl Format for Gliner {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        head.fit_of_records(|record| if record.has("tokenized_text") { Fit::Sure } else { Fit::No })
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let decoded = text::decode(input.path, input.bytes, importer)?;
        draft::read(input, importer, &decoded.text, INFO.name, Some(Unit::Bytes), &mut draft_of)
    }

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        let columns = options.columns;
        let record = move |document: &AnnotatedDocument, losses: &mut Losses<'_>| record(document, columns, losses);
        Some(Box::new(ListWriter::new("dataset.json", &INFO, record)))
    }
}

fn draft_of(source: &str) -> Result<Draft<'_>, RecordFault<'_>> {
    let row: Row = value(source)?;
    let mut text = String::new();
    let mut places: Vec<(u32, u32)> = Vec::new();
    if let Some(tokens) = row.tokens {
        places = list_of_tokens(tokens.get(), |token: Text| {
            if !text.is_empty() {
                text.push(' ');
            }
            let start = text.len() as u32;
            text.push_str(&token);
            Ok(Some((start, text.len() as u32)))
        })?;
    }
    let mut draft = Draft { id: row.id.and_then(|id| id.0), ..Draft::default() };
    if let Some(ner) = row.ner {
        draft.spans = list(ner.get(), |(first, last, label): (u64, u64, Text)| {
            let token = |n: u64| usize::try_from(n).ok().and_then(|n| places.get(n));
            match (token(first), token(last)) {
                (Some(from), Some(to)) if first <= last => {
                    let (start, end) = (from.0.into(), to.1.into());
                    Ok(Some(DraftSpan { id: None, label: label.0, start, end, said: None, facts: None }))
                }
                _ => {
                    let (id, tokens) = (label.0.into_owned(), places.len());
                    Err(ImportProblem::NoSuchToken { id, first, last, tokens }.into())
                }
            }
        })?;
    }
    if let Some(relations) = row.relations {
        let count = draft.spans.len();
        draft.relations = list(relations.get(), |(source, target, label): (u64, u64, Text)| {
            let end = |n: u64| {
                let unknown = || ImportProblem::UnknownEnd { id: (*label).to_owned(), end: n.to_string() };
                usize::try_from(n).ok().filter(|n| *n < count).ok_or_else(unknown)
            };
            let (source, target) = (end(source)?, end(target)?);
            Ok(Some(DraftRelation { id: None, label: label.0, source, target, facts: None }))
        })?;
    }
    if places.len() > 1 {
        draft.losses.push((LossKind::Flattened, LossDetail::Spaces));
    }
    draft.text = text.into();
    draft.other_fields(row.others)?;
    Ok(draft)
}

#[derive(Serialize)]
struct Written<'d> {
    tokenized_text: Vec<&'d str>,
    /// The last token itself.
    ner: Vec<(usize, usize, &'d str)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relations: Vec<(usize, usize, &'d str)>,
    id: &'d str,
}

fn record(document: &AnnotatedDocument, options: ColumnOptions, losses: &mut Losses<'_>) -> String {
    let text = document.text();
    let tokens = match options.tokens {
        None => splitter::split(text),
        Some(TokenSource::Ours | TokenSource::Imported) => words::tokens(text).map(|token| token.range()).collect(),
        Some(TokenSource::Whitespace) => between_blanks(text),
    };
    let mut written = contiguous(document, options.pieces, false, losses);
    let mut ner = Vec::with_capacity(written.len());
    written.retain(|span| {
        let first = tokens.partition_point(|token| token.end <= span.range.start);
        let end = tokens.partition_point(|token| token.start < span.range.end).max(first);
        if first == end {
            losses.annotation(span.annotation, LossKind::Lost, AnnotationLoss::NoToken);
            return false;
        }
        losses.beside(span.annotation);
        let on = tokens[first].start..tokens[end - 1].end;
        if on.start < span.range.start || on.end > span.range.end {
            losses.annotation(span.annotation, LossKind::Widened, AnnotationLoss::EdgesInToken);
        } else if on != span.range {
            losses.annotation(span.annotation, LossKind::Flattened, AnnotationLoss::SpacesAtEdges);
        }
        if end - first > USUAL_WIDTH {
            losses.annotation(span.annotation, LossKind::Flattened, AnnotationLoss::TooWide(USUAL_WIDTH));
        }
        ner.push((first, end - 1, span.annotation.label.as_str()));
        true
    });
    let links = relations(document, &places(&written), losses).into_iter();
    let links = links.map(|(link, source, target)| (source, target, link.label.as_str())).collect();
    let tokenized_text: Vec<&str> = tokens.into_iter().map(|token| &text[token]).collect();
    if tokenized_text.join(" ") != text {
        losses.document(LossKind::Flattened, LossDetail::OnlyTokens);
    }
    line_of(&Written { tokenized_text, ner, relations: links, id: document.document.id().0.as_ref() })
}

fn between_blanks(text: &str) -> Vec<Range<usize>> {
    let place = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(|word| place(word)..place(word) + word.len()).collect()
}
