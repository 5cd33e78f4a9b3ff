//! GLiNER2: the mentions of each type as texts, without their places.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use memchr::memmem::Finder;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::formats::budget::Budget;
use crate::formats::builder::Importer;
use crate::formats::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use crate::formats::column_options::Pieces;
use crate::formats::contiguous::{contiguous, places, relations};
use crate::formats::draft::{self, Draft, DraftRelation, DraftSpan};
use crate::formats::error::{AttributeRefusal, ImportProblem};
use crate::formats::export_choice::ExportChoice;
use crate::formats::flow::{Input, ReadEnd};
use crate::formats::format::{DocumentWriter, ExportOptions, Format};
use crate::formats::json_records::{RecordFault, list, value};
use crate::formats::json_rows::{Fields, Name, Others, Text, object};
use crate::formats::json_write::{LineWriter, line_of};
use crate::formats::loss::{AnnotationLoss, LossDetail, LossKind};
use crate::formats::losses::Losses;
use crate::formats::sniff::{Fit, Head};
use crate::formats::text;
use crate::model::offset_map::Unit;
use crate::model::schema::MAX_ATTRIBUTES;
use crate::model::{AnnotatedDocument, AttributeKind, AttributeValue};

pub struct Gliner2;

/// Bytes of text that mentions of one file are looked for in, at most: what is labelled stands in no text of millions of mentions.
const MAX_LOOKS: u64 = 8 << 30;

/// Places of one mention that are looked at for one of whole words.
const MAX_PLACES: usize = 64;

static INFO: FormatInfo = FormatInfo {
    name: "gliner2",
    extensions: &["jsonl", "ndjson", "json"],
    about: "GLiNER2: a text a line with the mentions of each type, classes and relations",
    unit: None,
    reads: true,
    writes: Some(Layout::OneFile),
    repeats_texts: true,
    carries: Capabilities::new(
        &[Feature::EdgesInTokens, Feature::SeveralDocuments, Feature::ExactText],
        &[Feature::Overlap, Feature::Nesting, Feature::Relations, Feature::DocumentAttributes],
    )
    .offering(&[ExportChoice::Pieces.with_all()]),
};

object! {
    Row needs "input" text, "output" output;
    {
        "input" text: Text<'a>,
        "output" output: Output<'a>,
        .. others: Others<'a>
    }
}

object! {
    Output needs;
    {
        "entities" entities: Fields<'a, &'a RawValue>,
        "classifications" classifications: &'a RawValue,
        "relations" relations: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    Class needs "task" task;
    {
        "task" task: Text<'a>,
        "true_label" chosen: &'a RawValue,
        "labels" labels: &'a RawValue,
        "multi_label" many: bool,
        .. others: Others<'a>
    }
}

object! {
    Ends needs;
    {
        "head" head: Text<'a>,
        "tail" tail: Text<'a>,
        .. others: Others<'a>
    }
}

impl Format for Gliner2 {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        head.fit_of_records(|record| {
            match record.has("input") && record.get("output").is_some_and(|o| o.starts_with('{')) {
                true => Fit::Sure,
                false => Fit::No,
            }
        })
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let decoded = text::decode(input.path, input.bytes, importer)?;
        let (mut looks, mut first) = (0, None);
        let mut parse = |source| {
            // The records are read twice.
            let at = str::as_ptr(source);
            if *first.get_or_insert(at) == at {
                looks = 0;
            }
            draft_of(source, &mut looks)
        };
        draft::read(input, importer, &decoded.text, INFO.name, Some(Unit::Bytes), &mut parse)
    }

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        let pieces = options.columns.pieces;
        let line = move |document: &AnnotatedDocument, losses: &mut Losses<'_>| line(document, pieces, losses);
        Some(Box::new(LineWriter::new("dataset.jsonl", &INFO, line)))
    }
}

fn draft_of<'t>(source: &'t str, looks: &mut u64) -> Result<Draft<'t>, RecordFault<'t>> {
    let row: Row = value(source)?;
    let text = row.text.map(|text| text.0).unwrap_or_default();
    let output = row.output.unwrap_or_default();
    let mut draft = Draft::default();
    // What a mention takes at most, with what is told of it, before it is known what the record as a whole does.
    const MENTION: u64 = 400;
    let mut budget = Budget::of(source.len());
    let mut by_text: HashMap<Cow<'t, str>, usize> = HashMap::new();
    for (label, mentions) in output.entities.unwrap_or_default().0 {
        // Where the mention of this text that comes next is looked for.
        let mut from: HashMap<Cow<'t, str>, usize> = HashMap::new();
        list(mentions.get(), |mention: Text<'t>| {
            budget.charge(1, MENTION)?;
            *looks += text.len() as u64;
            if *looks > MAX_LOOKS {
                return Err(ImportProblem::TooManyMentions.into());
            }
            let at = from.get(&mention.0).copied().unwrap_or_default();
            let Some((start, is_only)) = find(&text, &mention, at) else {
                draft.losses.push((LossKind::Lost, LossDetail::Unplaced(format!("{} '{}'", &*label, short(&mention)))));
                return Ok(None::<()>);
            };
            if !is_only {
                draft.losses.push((LossKind::Flattened, LossDetail::SeveralPlaces(short(&mention))));
            }
            let end = start + mention.len();
            from.insert(mention.0.clone(), end);
            by_text.entry(mention.0).or_insert(draft.spans.len());
            let (start, end, label) = (start as u64, end as u64, label.0.clone());
            draft.spans.push(DraftSpan { id: None, label, start, end, said: None, facts: None });
            Ok(None)
        })?;
    }
    if let Some(relations) = output.relations {
        list(relations.get(), |relation: Fields<Ends>| {
            for (label, ends) in relation.0 {
                let end = |end: Option<Text>| end.and_then(|end| by_text.get(&end.0).copied());
                match (end(ends.head), end(ends.tail)) {
                    (Some(source), Some(target)) => {
                        draft.relations.push(DraftRelation { id: None, label: label.0, source, target, facts: None });
                    }
                    _ => draft.losses.push((LossKind::Lost, LossDetail::RelationOfTokens(label.0.into_owned()))),
                }
            }
            Ok(None::<()>)
        })?;
    }
    if let Some(classes) = output.classifications {
        list(classes.get(), |class: Class| {
            let task = class.task.map(|task| task.0).unwrap_or_default();
            let chosen = match class.chosen {
                Some(chosen) if chosen.get().starts_with('[') => list(chosen.get(), |name: Name| Ok(name.0))?,
                Some(chosen) => value::<Name>(chosen.get())?.0.into_iter().collect(),
                None => Vec::new(),
            };
            if chosen.len() > MAX_ATTRIBUTES {
                let reason = AttributeRefusal::TooManyAttributes(MAX_ATTRIBUTES);
                return Err(ImportProblem::Attribute { owner: None, attribute: task.into_owned(), reason }.into());
            }
            for (n, choice) in chosen.into_iter().enumerate() {
                let name = if n == 0 { task.clone() } else { Cow::Owned(format!("{task}-{}", n + 1)) };
                draft.attributes.push((name, AttributeValue::Choice(choice.into_owned())));
            }
            Ok(None::<()>)
        })?;
    }
    draft.text = text;
    draft.other_fields(output.others)?;
    draft.other_fields(row.others)?;
    Ok(draft)
}

fn short(mention: &str) -> String {
    mention.chars().take(40).collect()
}

/// Where a mention stands at or behind a byte, and whether it stands nowhere else there. Whole words go before parts of one.
fn find(text: &str, mention: &str, from: usize) -> Option<(usize, bool)> {
    if mention.is_empty() {
        return None;
    }
    let finder = Finder::new(mention);
    let places: Vec<usize> =
        finder.find_iter(&text.as_bytes()[from..]).take(MAX_PLACES).map(|place| from + place).collect();
    let is_whole = |at: &&usize| {
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !joins(text[..**at].chars().next_back()) && !joins(text[**at + mention.len()..].chars().next())
    };
    let best = places.iter().find(is_whole).or(places.first())?;
    Some((*best, places.len() == 1))
}

fn line(document: &AnnotatedDocument, pieces: Pieces, losses: &mut Losses<'_>) -> String {
    let written = contiguous(document, pieces, false, losses);
    let quote = |at: usize| &document.text()[written[at].range.clone()];
    let mut entities: Map<String, Value> = Map::new();
    let mut seen = HashSet::new();
    for (at, span) in written.iter().enumerate() {
        losses.beside(span.annotation);
        let label = span.annotation.label.as_str();
        if !seen.insert((label, quote(at))) {
            losses.annotation(span.annotation, LossKind::Flattened, AnnotationLoss::SameText);
            continue;
        }
        let mentions = entities.entry(label).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(mentions) = mentions {
            mentions.push(quote(at).into());
        }
    }
    let guideline =
        |label: &crate::model::Label| !label.guideline.is_empty() && entities.contains_key(label.name.as_str());
    let told = document.schema.labels.iter().filter(|label| guideline(label));
    let told: Map<String, Value> =
        told.map(|label| (label.name.to_string(), label.guideline.as_str().into())).collect();
    let mut output = Map::from_iter([("entities".to_owned(), Value::Object(entities))]);
    if !told.is_empty() {
        output.insert("entity_descriptions".into(), told.into());
    }
    let classes: Vec<Value> =
        document.attributes.iter().filter_map(|(name, value)| class_of(document, name, value)).collect();
    let others = document.attributes.len() - classes.len();
    if others > 0 {
        let what = LossDetail::Facts { state: None, metadata: 0, attributes: others };
        losses.document(LossKind::Lost, what);
    }
    if !classes.is_empty() {
        output.insert("classifications".into(), classes.into());
    }
    let links: Vec<Value> = relations(document, &places(&written), losses)
        .into_iter()
        .map(|(link, source, target)| json!({link.label.as_str(): {"head": quote(source), "tail": quote(target)}}))
        .collect();
    if !links.is_empty() {
        output.insert("relations".into(), links.into());
    }
    if !written.is_empty() {
        losses.document(LossKind::Flattened, LossDetail::OnlyMentions);
    }
    losses.document(LossKind::Lost, LossDetail::IdOfDocument);
    line_of(&json!({"input": document.text(), "output": output}))
}

/// A choice of the document as a classification, among the choices there are.
fn class_of(document: &AnnotatedDocument, name: &str, value: &AttributeValue) -> Option<Value> {
    let AttributeValue::Choice(choice) = value else { return None };
    let definition = document.schema.document_attributes.iter().find(|definition| definition.name == name);
    let labels = match definition.map(|definition| &definition.kind) {
        Some(AttributeKind::Choice(choices)) => choices.clone(),
        _ => vec![choice.clone()],
    };
    Some(json!({"task": name, "labels": labels, "true_label": [choice]}))
}
