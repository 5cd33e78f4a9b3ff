//! Conversations to fine-tune a chat model with: the guidelines of the labels, the text, and the entities as the answer.
//!
//! ```json
//! {"messages": [{"role": "system", "content": "…"}, {"role": "user", "content": "زار أحمد بيروت"},
//!  {"role": "assistant", "content": "{\"entities\": [{\"text\": \"أحمد\", \"label\": \"PER\", \"occurrence\": 1}]}"}]}
//! ```
//!
//! Models cannot count characters: an entity is its text and which occurrence of it in the text is meant, from 1. Relations are
//! between the numbers of the entities, from 0. It is written only.

use std::collections::HashMap;

use memchr::memmem::Finder;
use serde_json::{Map, Value, json};

use super::builder::Importer;
use super::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use super::column_options::Pieces;
use super::contiguous::{Contiguous, contiguous, places, relations};
use super::export_choice::ExportChoice;
use super::flow::{Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::json_write::{LineWriter, line_of};
use super::loss::{LossDetail, LossKind};
use super::losses::Losses;
use super::sniff::{Fit, Head};
use crate::model::{AnnotatedDocument, Schema};

pub struct Chat;

/// Bytes of a text that its annotations are looked for in, at most. In a text of megabytes, which no model reads, occurrences are
/// not counted.
const MAX_LOOKS: u64 = 2 << 30;

static INFO: FormatInfo = FormatInfo {
    name: "chat",
    extensions: &["jsonl"],
    about: "conversations to fine-tune chat models with: guidelines, text, entities",
    unit: None,
    reads: false,
    writes: Some(Layout::OneFile),
    repeats_texts: true,
    carries: Capabilities::new(
        &[
            Feature::Overlap,
            Feature::Nesting,
            Feature::EdgesInTokens,
            Feature::Relations,
            Feature::SeveralDocuments,
            Feature::ExactText,
        ],
        &[Feature::Schema],
    )
    .offering(&[ExportChoice::Pieces.with_all()]),
};

impl Format for Chat {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, _: &Head<'_>) -> Fit {
        Fit::No
    }

    /// What a model is to say is no record of what was annotated.
    fn read(&self, _: &Input<'_>, _: &mut Importer<'_>) -> Result<(), ReadEnd> {
        Ok(())
    }

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        let pieces = options.columns.pieces;
        let line = move |document: &AnnotatedDocument, losses: &mut Losses<'_>| line(document, pieces, losses);
        Some(Box::new(LineWriter::new("dataset.jsonl", &INFO, line)))
    }
}

fn line(document: &AnnotatedDocument, pieces: Pieces, losses: &mut Losses<'_>) -> String {
    let written = contiguous(document, pieces, false, losses);
    let occurrences = occurrences(document.text(), &written);
    if occurrences.is_none() {
        losses.document(LossKind::Flattened, LossDetail::OnlyMentions);
    }
    let mut entities = Vec::with_capacity(written.len());
    for (n, span) in written.iter().enumerate() {
        losses.beside(span.annotation);
        let text = &document.text()[span.range.clone()];
        let mut entity = json!({"text": text, "label": span.annotation.label.as_str()});
        if let Some(occurrences) = &occurrences {
            entity["occurrence"] = occurrences[n].into();
        }
        entities.push(entity);
    }
    let links = relations(document, &places(&written), losses).into_iter();
    let links: Vec<Value> = links
        .map(|(link, source, target)| json!({"type": link.label.as_str(), "head": source, "tail": target}))
        .collect();
    let mut answer = Map::from_iter([("entities".to_owned(), Value::Array(entities))]);
    if !document.schema.relation_types.is_empty() {
        answer.insert("relations".into(), links.into());
    }
    losses.document(LossKind::Lost, LossDetail::IdOfDocument);
    let message = |role: &str, content: &str| json!({"role": role, "content": content});
    line_of(&json!({"messages": [
        message("system", &task_of(&document.schema)),
        message("user", document.text()),
        message("assistant", &line_of(&answer)),
    ]}))
}

/// What the model is to do: the labels with their guidelines, and the form of the answer.
fn task_of(schema: &Schema) -> String {
    let mut task = "Annotate the entities of the text. Answer with JSON only: {\"entities\": [{\"text\", \"label\", \
                    \"occurrence\"}]}, where occurrence says which occurrence of these characters in the text is meant, from 1."
        .to_owned();
    if !schema.relation_types.is_empty() {
        task.push_str(
            " Beside them stand \"relations\": [{\"type\", \"head\", \"tail\"}], where head and tail are the places of two \
             entities in the list, from 0.",
        );
    }
    let mut list = |title: &str, rows: Vec<(&str, &str, &str)>| {
        if rows.is_empty() {
            return;
        }
        task.push_str(&format!("\n\n{title}:"));
        for (name, arabic, guideline) in rows {
            let arabic = if arabic.is_empty() || arabic == name { String::new() } else { format!(" ({arabic})") };
            let guideline = if guideline.is_empty() { String::new() } else { format!(": {guideline}") };
            task.push_str(&format!("\n- {name}{arabic}{guideline}"));
        }
    };
    list("Labels", schema.labels.iter().map(|l| (l.name.as_str(), l.arabic.as_str(), l.guideline.as_str())).collect());
    let types = schema.relation_types.iter().map(|r| (r.name.as_str(), r.arabic.as_str(), r.guideline.as_str()));
    list("Relations", types.collect());
    task
}

/// Which occurrence of its text each annotation is, from 1, counting those that overlap each other; `None` where that would take
/// too long.
fn occurrences(text: &str, written: &[Contiguous<'_>]) -> Option<Vec<usize>> {
    let mut by_text: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, span) in written.iter().enumerate() {
        by_text.entry(&text[span.range.clone()]).or_default().push(n);
    }
    if by_text.len() as u64 * text.len() as u64 > MAX_LOOKS {
        return None;
    }
    let mut found = vec![1; written.len()];
    for (quote, mut wanted) in by_text {
        wanted.sort_by_key(|n| written[*n].range.start);
        let finder = Finder::new(quote);
        let (mut at, mut count) = (0, 0);
        for n in wanted {
            let place = written[n].range.start;
            while at <= place {
                let Some(next) = finder.find(&text.as_bytes()[at..]).filter(|next| at + next <= place) else { break };
                count += 1;
                at += next + 1;
            }
            found[n] = count;
        }
    }
    Some(found)
}
