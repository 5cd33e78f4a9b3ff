//! `manifest.json`: how a dataset was made and what is in each of its files, for programs.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::summary::{Counts, DatasetSummary, FileSummary, PartSummary};
use crate::arabic::clitics::CliticPolicy;
use crate::formats::{ExportChoice, LossKind, Unit};
use crate::workspace::export::ExportRequest;

/// How parts are made, for whoever wants to make them again.
const METHOD: &str =
    "iterative stratification by label (Sechidis, Tsoumakas and Vlahavas 2011); documents of one text stay together";

pub(super) fn of(summary: &DatasetSummary<'_>) -> String {
    let request = summary.request;
    let out = summary.filtered_out;
    let manifest = json!({
        "program": format!("Hashiya {}", env!("CARGO_PKG_VERSION")),
        "format": { "name": summary.format.name, "about": summary.format.about, "offsets": summary.format.unit.map(Unit::name) },
        "options": options(request),
        "filter": filter(request),
        "filtered_out": { "documents": out.documents, "annotations": out.annotations, "relations": out.relations },
        "split": request.split.as_ref().map(|split| json!({
            "parts": split.to_string(),
            "seed": split.seed,
            "method": METHOD,
        })),
        "counts": counts(&summary.counts),
        "parts": summary.parts.iter().map(part).collect::<Vec<_>>(),
        "losses": losses(summary),
        "schema": summary.schema,
    });
    format!("{manifest:#}\n")
}

/// What was chosen, by the options of the command line.
fn options(request: &ExportRequest) -> Map<String, Value> {
    let chosen = ExportChoice::ALL.into_iter().filter(|choice| choice.is_set(&request.columns));
    let chosen = chosen.filter_map(|choice| Some((choice.option().to_owned(), choice.get(&request.columns)?.into())));
    let clitics = request.clitics.map(|policy| match policy {
        CliticPolicy::Include => "include",
        CliticPolicy::Exclude => "exclude",
        CliticPolicy::Split => "split",
    });
    chosen.chain(clitics.map(|policy| ("clitics".to_owned(), policy.into()))).collect()
}

fn filter(request: &ExportRequest) -> Map<String, Value> {
    let filter = &request.filter;
    let lists: [(&str, Vec<String>); 5] = [
        ("state", filter.states.iter().map(ToString::to_string).collect()),
        ("annotator", filter.annotators.iter().map(ToString::to_string).collect()),
        ("label", filter.labels.iter().map(ToString::to_string).collect()),
        ("folder", filter.folders.iter().map(|folder| folder.display().to_string()).collect()),
        ("filter", Some(filter.query.to_string()).filter(|query| !query.is_empty()).into_iter().collect()),
    ];
    lists.into_iter().filter(|(_, list)| !list.is_empty()).map(|(name, list)| (name.to_owned(), list.into())).collect()
}

fn counts(counts: &Counts) -> Value {
    json!({
        "documents": counts.documents,
        "code_points": counts.code_points,
        "annotations": counts.annotations,
        "discontinuous": counts.discontinuous,
        "relations": counts.relations,
        "labels": counts.labels,
        "relation_types": counts.relation_types,
        "states": counts.states,
        "annotators": counts.annotators,
        "provenance": counts.provenance,
    })
}

fn part(part: &PartSummary) -> Value {
    let file = |file: &FileSummary| json!({ "path": file.path, "bytes": file.stamp.len, "sha256": file.stamp.hash.to_string() });
    json!({
        "name": part.name,
        "share": part.share,
        "counts": counts(&part.counts),
        "documents": part.ids,
        "files": part.files.iter().map(file).collect::<Vec<_>>(),
    })
}

fn losses(summary: &DatasetSummary<'_>) -> BTreeMap<String, usize> {
    let mut all: BTreeMap<LossKind, usize> = BTreeMap::new();
    for report in &summary.losses {
        report.counts().into_iter().for_each(|(kind, n)| *all.entry(kind).or_default() += n);
    }
    all.into_iter().map(|(kind, n)| (kind.to_string(), n)).collect()
}
