//! `hashiya lint`: what is labelled differently or not at all elsewhere, and edges that are probably not meant.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::inputs;
use super::output::{Failure, count, warn};
use crate::analysis::lint::{Mend, Trouble, lint};
use crate::model::offset_map::OffsetMap;
use crate::model::{AnnotatedDocument, one_line};

#[derive(Debug, Args)]
pub(super) struct Lint {
    /// Documents, or folders of documents
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

pub(super) fn run(task: Lint, out: &mut dyn Write) -> Result<(), Failure> {
    let (documents, _) = inputs::documents(&task.inputs, false)?;
    let all: Vec<&AnnotatedDocument> = documents.iter().map(|(_, document)| document).collect();
    let maps: Vec<OffsetMap> = all.iter().map(|document| OffsetMap::new(document.text())).collect();
    let findings = lint(&all);
    for finding in &findings {
        let (path, document) = &documents[finding.document];
        let map = &maps[finding.document];
        let place = |range: &std::ops::Range<usize>| (map.code_point(range.start).0, map.code_point(range.end).0);
        let (start, end) = place(&finding.range);
        let quote = &document.text()[finding.range.clone()];
        let label =
            finding.annotation.as_ref().and_then(|id| document.annotations.get(id)).map(|a| a.label.to_string());
        let what = match &finding.trouble {
            Trouble::EdgeInsideLetter => "an edge parts a letter from its marks".to_owned(),
            Trouble::StrayEdge => "a blank, quote, bracket, # or punctuation stands at an edge".to_owned(),
            Trouble::LabelledDifferently { usual, counts } => {
                let counts: Vec<String> = counts.iter().map(|(label, n)| format!("{label} {n}")).collect();
                format!("it is {usual} elsewhere ({})", counts.join(", "))
            }
            Trouble::Unlabelled { usual, count } => format!("it is not labelled, and {usual} {count} times elsewhere"),
        };
        let mend = finding.mend.as_ref().map(|mend| match mend {
            Mend::Move(range) => {
                let (start, end) = place(range);
                format!("move it to {start}..{end}")
            }
            Mend::Relabel(label) => format!("relabel it {label}"),
            Mend::Label(label) => format!("label it {label}"),
        });
        if task.json {
            let (kind, labels) = match &finding.trouble {
                Trouble::EdgeInsideLetter => ("edge-inside-letter", BTreeMap::new()),
                Trouble::StrayEdge => ("stray-edge", BTreeMap::new()),
                Trouble::LabelledDifferently { counts, .. } => {
                    let counts = counts.iter().map(|(label, n)| (label.to_string(), *n));
                    ("labelled-differently", counts.collect())
                }
                Trouble::Unlabelled { usual, count } => ("unlabelled", BTreeMap::from([(usual.to_string(), *count)])),
            };
            let change = match &finding.mend {
                None => Value::Null,
                Some(Mend::Move(range)) => {
                    let (start, end) = place(range);
                    json!({"do": "move", "start": start, "end": end})
                }
                Some(Mend::Relabel(label)) => json!({"do": "relabel", "label": label.as_str()}),
                Some(Mend::Label(label)) => json!({"do": "label", "label": label.as_str()}),
            };
            let row = json!({
                "kind": kind,
                "elsewhere": labels,
                "change": change,
                "file": path.display().to_string(),
                "start": start,
                "end": end,
                "text": quote,
                "label": label,
                "annotation": finding.annotation.as_ref().map(|id| id.as_str()),
                "trouble": what,
                "mend": mend,
            });
            writeln!(out, "{row}")?;
        } else {
            let shown = one_line(quote);
            let label = label.unwrap_or_default();
            let mend = mend.map(|mend| format!("; {mend}")).unwrap_or_default();
            writeln!(out, "{}\t{start}\t{end}\t{label}\t{shown}\t{what}{mend}", path.display())?;
        }
    }
    if findings.is_empty() {
        warn(&format!("{}, nothing to look at", count(documents.len(), "document")));
        return Ok(());
    }
    warn(&format!("{}, {} to look at", count(documents.len(), "document"), count(findings.len(), "place")));
    Err(Failure::Told)
}
