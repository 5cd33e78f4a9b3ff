//! JSON lines of Prodigy and of spaCy: a text with spans that count code points, tokens, relations, an answer.
//!
//! ```json
//! {"text": "…", "tokens": [{"text": "زار", "start": 0, "end": 3, "id": 0, "ws": true}],
//!  "spans": [{"start": 3, "end": 10, "label": "LOC", "token_start": 1, "token_end": 1}], "answer": "accept"}
//! ```
//!
//! `token_end` is the last token itself. What spaCy's `Doc.to_json` writes is read as well: `ents`, and groups of spans by their
//! names. Tokens are written so that they give back the text and every span stands on whole ones; both programs keep fields that
//! they do not know, so that ids stay.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::value::RawValue;

use super::builder::Importer;
use super::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use super::column_options::Pieces;
use super::contiguous::{contiguous, places, relations};
use super::cut_tokens::{cut_tokens, tokens_of};
use super::draft::{self, Draft, DraftFacts, DraftRelation, DraftSpan, attribute_of, fact_of, state_of};
use super::error::{AttributeRefusal, ImportProblem};
use super::export_choice::ExportChoice;
use super::flow::{Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::json_records::{RecordFault, list, list_of_tokens, value};
use super::json_rows::{Fields, Name, Others, Text, object};
use super::json_write::{LineWriter, line_of};
use super::loss::{LossDetail, LossKind};
use super::losses::Losses;
use super::sniff::{Fit, Head, JsonFields};
use super::text;
use crate::model::offset_map::{OffsetMap, Unit};
use crate::model::schema::MAX_ATTRIBUTES;
use crate::model::{AnnotatedDocument, AttributeValue, DocumentState};

pub struct Spacy;

static INFO: FormatInfo = FormatInfo {
    name: "spacy",
    extensions: &["jsonl", "ndjson", "json"],
    about: "JSON lines of spaCy and Prodigy: spans, tokens, relations, answers",
    unit: Some(Unit::CodePoints),
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
            Feature::State,
            Feature::Ids,
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
        "id" id: Name<'a>,
        "text" text: Text<'a>,
        "title" title: Text<'a>,
        "state" state: Text<'a>,
        "spans" spans: &'a RawValue,
        "ents" ents: &'a RawValue,
        "tokens" tokens: &'a RawValue,
        "sents" sents: &'a RawValue,
        "relations" relations: &'a RawValue,
        "cats" cats: &'a RawValue,
        "label" label: Name<'a>,
        "accept" accept: &'a RawValue,
        "answer" answer: Text<'a>,
        "meta" meta: &'a RawValue,
        "_annotator_id" annotator: Name<'a>,
        "_session_id" session: Name<'a>,
        .. others: Others<'a>
    }
}

object! {
    SpanRow needs "start" start, "end" end;
    {
        "id" id: Name<'a>,
        "start" start: u64,
        "end" end: u64,
        "label" label: Name<'a>,
        "text" text: Text<'a>,
        "token_start" token_start: u64,
        "token_end" token_end: u64,
        .. others: Others<'a>
    }
}

object! {
    TokenRow needs;
    {
        "id" id: u64,
        "text" text: Text<'a>,
        "start" start: u64,
        "end" end: u64,
        "ws" ws: bool,
        "disabled" disabled: bool,
        .. others: Others<'a>
    }
}

object! {
    RelationRow needs "label" label;
    {
        "id" id: Name<'a>,
        "label" label: Text<'a>,
        "head" head: u64,
        "child" child: u64,
        "head_span" source: SpanRow<'a>,
        "child_span" target: SpanRow<'a>,
        "color" colour: Text<'a>,
        .. others: Others<'a>
    }
}

/// Whether only spaCy or Prodigy write such a record.
pub(super) fn is_of(record: &JsonFields<'_>) -> bool {
    const OURS: &[&str] = &["_input_hash", "_task_hash", "_view_id", "_session_id", "_annotator_id", "answer", "ents"];
    let with = |list, field| record.first_object(list).is_some_and(|item| item.has(field));
    record.has("text")
        && !record.has("tokenized_text")
        && (OURS.iter().any(|key| record.has(key))
            || with("tokens", "start")
            || with("spans", "token_start")
            || with("relations", "head_span")
            || record.has("tokens") && record.has("spans")
            || record.get("spans").is_some_and(|groups| groups.starts_with('{')))
}

impl Format for Spacy {
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

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        let pieces = options.columns.pieces;
        let line = move |document: &AnnotatedDocument, losses: &mut Losses<'_>| line(document, pieces, losses);
        Some(Box::new(LineWriter::new("dataset.jsonl", &INFO, line)))
    }
}

fn draft_of(source: &str) -> Result<Draft<'_>, RecordFault<'_>> {
    let row: Row = value(source)?;
    let annotator = row.annotator.or(row.session).and_then(|name| name.0);
    let mut draft = Draft {
        id: row.id.and_then(|id| id.0),
        title: row.title.map(|title| title.0),
        text: row.text.map(|text| text.0).unwrap_or_default(),
        state: match (row.state, row.answer.as_deref()) {
            (Some(state), _) => state_of(Some(&state))?,
            (None, Some("accept")) => DocumentState::Done,
            (None, Some("reject")) => DocumentState::Rejected,
            (None, _) => DocumentState::New,
        },
        annotator,
        ..Draft::default()
    };
    if let Some(answer) = row.answer.filter(|answer| !matches!(&**answer, "accept" | "reject")) {
        draft.metadata.push(("answer".into(), answer.0));
    }
    match row.spans {
        Some(groups) if groups.get().starts_with('{') => {
            for (group, spans) in value::<Fields<&RawValue>>(groups.get())?.0 {
                let mut more = spans_of(spans.get(), Some(&group.0), &mut draft.losses)?;
                draft.spans.append(&mut more);
            }
        }
        Some(spans) => draft.spans = spans_of(spans.get(), None, &mut draft.losses)?,
        None => {}
    }
    if let Some(ents) = row.ents {
        let mut more = spans_of(ents.get(), None, &mut draft.losses)?;
        draft.spans.append(&mut more);
    }
    if let Some(tokens) = row.tokens {
        see_tokens(tokens.get(), &mut draft)?;
    }
    if let Some(relations) = row.relations {
        let mut losses = Vec::new();
        draft.relations = relations_of(relations.get(), &draft.spans, &mut losses)?;
        draft.losses.append(&mut losses);
    }
    if let Some(class) = row.label.and_then(|label| label.0) {
        draft.attributes.push(("label".into(), AttributeValue::Choice(class.into_owned())));
    }
    if let Some(accepted) = row.accept {
        let classes = list(accepted.get(), |class: Name| Ok(class.0))?;
        if classes.len() > MAX_ATTRIBUTES {
            let reason = AttributeRefusal::TooManyAttributes(MAX_ATTRIBUTES);
            return Err(ImportProblem::Attribute { owner: None, attribute: "accept".into(), reason }.into());
        }
        for (n, class) in classes.into_iter().enumerate() {
            let name = if n == 0 { Cow::Borrowed("accept") } else { format!("accept-{}", n + 1).into() };
            draft.attributes.push((name, AttributeValue::Choice(class.into_owned())));
        }
    }
    if let Some(cats) = row.cats {
        let cats = value::<Fields<&RawValue>>(cats.get())?.0;
        draft.attributes.extend(cats.into_iter().filter_map(|(name, value)| Some((name.0, attribute_of(value)?))));
    }
    match row.meta {
        Some(meta) if meta.get().starts_with('{') => {
            let meta = value::<Fields<&RawValue>>(meta.get())?.0;
            draft.metadata.extend(meta.into_iter().map(|(key, value)| (key.0, fact_of(value))));
        }
        Some(meta) => draft.other_field("meta".into(), meta),
        None => {}
    }
    draft.other_fields(row.others)?;
    Ok(draft)
}

/// Spans of a list, which may be a group with a name: `sc` is the one that nobody names.
fn spans_of<'t>(
    spans: &'t str,
    group: Option<&Cow<'t, str>>,
    losses: &mut Vec<(LossKind, LossDetail)>,
) -> Result<Vec<DraftSpan<'t>>, RecordFault<'t>> {
    list(spans, |row: SpanRow| {
        let (start, end) = (row.start.unwrap_or_default(), row.end.unwrap_or_default());
        let Some(label) = row.label.and_then(|label| label.0) else {
            losses.push((LossKind::Lost, LossDetail::Unlabelled(format!("{start}..{end}"))));
            return Ok(None);
        };
        let unknown: Vec<_> = row.others.into_iter().map(|(key, _)| key.0).collect();
        let attributes = match group.filter(|group| ***group != *"sc") {
            Some(group) => vec![("group".into(), AttributeValue::Choice(group.clone().into_owned()))],
            None => Vec::new(),
        };
        let has_facts = !unknown.is_empty() || !attributes.is_empty();
        let facts = has_facts.then(|| Box::new(DraftFacts { unknown, attributes, ..DraftFacts::default() }));
        Ok(Some(DraftSpan {
            id: row.id.and_then(|id| id.0),
            label,
            start,
            end,
            said: row.text.map(|text| text.0),
            facts,
        }))
    })
}

/// The last token shows what offsets count; what tokens are besides is named once.
fn see_tokens<'t>(tokens: &'t str, draft: &mut Draft<'t>) -> Result<(), RecordFault<'t>> {
    let mut is_first = true;
    list_of_tokens(tokens, |token: TokenRow| {
        if std::mem::take(&mut is_first) {
            draft.unknown.extend(token.others.iter().map(|(key, _)| Cow::Owned(format!("tokens.{}", &**key))));
        }
        if let (Some(start), Some(end), Some(text)) = (token.start, token.end, token.text)
            && start < end
        {
            draft.evidence = Some((start, end, text.0));
        }
        Ok(None::<()>)
    })?;
    Ok(())
}

/// Relations between spans. Those between mere tokens have no place.
fn relations_of<'t>(
    field: &'t str,
    spans: &[DraftSpan<'t>],
    losses: &mut Vec<(LossKind, LossDetail)>,
) -> Result<Vec<DraftRelation<'t>>, RecordFault<'t>> {
    let (mut by_id, mut by_place) = (HashMap::new(), HashMap::new());
    for (at, span) in spans.iter().enumerate() {
        if let Some(id) = &span.id {
            by_id.entry(&**id).or_insert(at);
        }
        by_place.entry((span.start, span.end, &*span.label)).or_insert(at);
    }
    list(field, |row: RelationRow| {
        let end = |span: Option<SpanRow<'t>>| {
            let span = span?;
            let id = span.id.and_then(|id| id.0);
            if let Some(at) = id.and_then(|id| by_id.get(&*id).copied()) {
                return Some(at);
            }
            let label = span.label.and_then(|label| label.0)?;
            by_place.get(&(span.start?, span.end?, &*label)).copied()
        };
        let label = row.label.map(|label| label.0).unwrap_or_default();
        let (Some(source), Some(target)) = (end(row.source), end(row.target)) else {
            losses.push((LossKind::Lost, LossDetail::RelationOfTokens(label.into_owned())));
            return Ok(None);
        };
        let unknown: Vec<_> = row.others.into_iter().map(|(key, _)| key.0).collect();
        let facts = (!unknown.is_empty()).then(|| Box::new(DraftFacts { unknown, ..DraftFacts::default() }));
        Ok(Some(DraftRelation { id: row.id.and_then(|id| id.0), label, source, target, facts }))
    })
}

#[derive(Serialize)]
struct Written<'d> {
    id: &'d str,
    text: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'d str>,
    tokens: Vec<WrittenToken<'d>>,
    spans: Vec<WrittenSpan<'d>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relations: Vec<WrittenRelation<'d>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    meta: &'d BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(rename = "_annotator_id", skip_serializing_if = "str::is_empty")]
    annotator: &'d str,
}

#[derive(Serialize)]
struct WrittenToken<'d> {
    text: &'d str,
    start: u64,
    end: u64,
    id: usize,
    ws: bool,
}

#[derive(Clone, Serialize)]
struct WrittenSpan<'d> {
    start: u64,
    end: u64,
    label: &'d str,
    token_start: usize,
    /// The last token itself.
    token_end: usize,
    text: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'d str>,
}

#[derive(Serialize)]
struct WrittenRelation<'d> {
    id: &'d str,
    label: &'d str,
    head: usize,
    child: usize,
    head_span: WrittenSpan<'d>,
    child_span: WrittenSpan<'d>,
}

fn line(document: &AnnotatedDocument, pieces: Pieces, losses: &mut Losses<'_>) -> String {
    let (text, map) = (document.text(), OffsetMap::new(document.text()));
    let written = contiguous(document, pieces, false, losses);
    let cut = cut_tokens(text, written.iter().map(|span| &span.range));
    let place = |at: usize| map.code_point(at).0;
    let tokens = cut.iter().enumerate().map(|(id, token)| WrittenToken {
        text: &text[token.range.clone()],
        start: place(token.range.start),
        end: place(token.range.end),
        id,
        ws: token.has_space,
    });
    let mut spans = Vec::with_capacity(written.len());
    for span in &written {
        losses.beside(span.annotation);
        let on = tokens_of(&cut, &span.range);
        spans.push(WrittenSpan {
            start: place(span.range.start),
            end: place(span.range.end),
            label: span.annotation.label.as_str(),
            token_start: on.start,
            token_end: on.end.saturating_sub(1),
            text: &text[span.range.clone()],
            id: (span.piece == 0).then(|| span.annotation.id.as_str()),
        });
    }
    let relations =
        relations(document, &places(&written), losses).into_iter().map(|(link, source, target)| WrittenRelation {
            id: link.id.as_str(),
            label: link.label.as_str(),
            head: spans[source].token_end,
            child: spans[target].token_end,
            head_span: spans[source].clone(),
            child_span: spans[target].clone(),
        });
    let (id, title) = (document.document.id().0.as_ref(), document.document.title());
    line_of(&Written {
        id,
        text,
        title: (title != id).then_some(title),
        tokens: tokens.collect(),
        relations: relations.collect(),
        spans,
        meta: document.document.metadata(),
        answer: match document.state {
            DocumentState::Done => Some("accept"),
            DocumentState::Rejected => Some("reject"),
            DocumentState::New | DocumentState::InProgress | DocumentState::LookAgain => None,
        },
        state: matches!(document.state, DocumentState::InProgress | DocumentState::LookAgain)
            .then(|| document.state.name()),
        annotator: document.annotator.as_str(),
    })
}
