//! `hashiya stats` and `hashiya project stats`: what documents amount to, for people, as JSON and as CSV.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value, json};

use super::dataset::Filter;
use super::inputs;
use super::output::{Failure, message_of, tell_all, warn};
use super::progress::Progress;
use super::reading::options;
use super::stop;
use super::values;
use crate::analysis::statistics::tables::{Cell, Table, TableKind};
use crate::analysis::statistics::{Dimension, Places, Statistics, Wanted, effort_table};
use crate::model::{DocumentState, Schema};
use crate::store::read_effort;
use crate::workspace::inputs::is_document;
use crate::workspace::project::knowing;
use crate::workspace::statistics::{Counted, count, csv_of, of_files};
use crate::workspace::{
    DocumentQuery, ExportFilter, ImportRequest, ProjectFolder, StatisticsReport, StatisticsRequest,
};

#[derive(Debug, Args)]
pub(super) struct Stats {
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Only documents that a filter takes, such as 'state:undone label:PER>5 folder:north'; 'hashiya guide filters' is its manual
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true, value_parser = values::query)]
    pub filter: Option<DocumentQuery>,
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ProjectStats {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub project: PathBuf,
    /// Everything as one JSON object
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// One table as CSV: labels, documents, annotators, days, states, lengths, vocabulary, ambiguity, pace, pivot (as a person looks at
    /// it), cells (the pivot one count a row), effort-labels or effort-documents (what annotating took on this machine)
    #[arg(long, value_name = "TABLE", value_parser = table)]
    pub csv: Option<TableKind>,
    /// The rows of the pivot: label, document, annotator, day-made, day-changed, state, document-label, attribute, overlap (labels in,
    /// around, across and on the place) or length (in words)
    #[arg(long, value_name = "WHAT", value_parser = dimension, conflicts_with = "by")]
    pub rows: Option<Dimension>,
    /// The columns of the pivot, of the same
    #[arg(long, value_name = "WHAT", value_parser = dimension, requires = "rows")]
    pub columns: Option<Dimension>,
    /// Annotations counted by one of the same
    #[arg(long, value_name = "WHAT", value_parser = dimension)]
    pub by: Option<Dimension>,
    /// Look for strings that bear a label somewhere and none elsewhere, for the table of ambiguity; reads everything twice
    #[arg(long)]
    pub unlabelled: bool,
    #[command(flatten)]
    pub filter: Filter,
}

fn table(name: &str) -> Result<TableKind, String> {
    let names = || TableKind::ALL.map(TableKind::name).join(", ");
    TableKind::from_name(name).ok_or_else(|| format!("the tables are {}", names()))
}

fn dimension(name: &str) -> Result<Dimension, String> {
    let names = || Dimension::ALL.map(Dimension::name).join(", ");
    Dimension::from_name(name).ok_or_else(|| format!("annotations are counted by {}", names()))
}

/// Counts, and says what could not be read.
fn counted(
    documents: &[Counted],
    wanted: Wanted,
    unlabelled: bool,
    filter: ExportFilter,
) -> Result<StatisticsReport, Failure> {
    stop::listen();
    let progress = Progress::begin();
    let import = ImportRequest { options: options(None, None, None), schema: Schema::default().into(), from: None };
    let request = StatisticsRequest { wanted, unlabelled, filter, import };
    let report = count(documents, &request, &progress.counting("counting document"));
    drop(progress);
    let report = report?;
    tell_all(report.warnings.iter().map(|(_, warning)| warning));
    report.failed.iter().for_each(|(_, error)| warn(&message_of(error)));
    let more = report.failed_count - report.failed.len();
    if more > 0 {
        warn(&format!("{more} further documents cannot be read"));
    }
    Ok(report)
}

pub(super) fn stats(task: Stats, out: &mut dyn Write) -> Result<(), Failure> {
    let (found, failed) = inputs::find(&task.inputs, is_document);
    let documents = of_files(&found, &task.inputs);
    let wanted = Wanted { counts: true, ..Wanted::default() };
    let filter =
        ExportFilter { query: knowing(task.filter.unwrap_or_default(), &task.inputs)?, ..ExportFilter::default() };
    let report = counted(&documents, wanted, false, filter)?;
    if failed + report.failed_count > 0 {
        return Err(Failure::Told);
    }
    let statistics = &report.statistics;
    let totals = statistics.totals;
    let labels: BTreeMap<_, _> = statistics.labels.iter().map(|(label, of)| (label.as_str(), of.annotations)).collect();
    let states = DocumentState::ALL.into_iter().zip(statistics.states).filter(|(_, counts)| counts.documents > 0);
    let states: BTreeMap<_, _> = states.map(|(state, counts)| (state.name(), counts.documents)).collect();
    if task.json {
        let stats = json!({
            "documents": totals.documents,
            "characters": totals.code_points,
            "words": totals.tokens,
            "annotations": totals.annotations,
            "discontinuous": totals.discontinuous,
            "relations": totals.relations,
            "labels": labels,
            "states": states,
        });
        writeln!(out, "{stats:#}")?;
        return Ok(());
    }
    for (name, count) in [
        ("documents", totals.documents),
        ("characters", totals.code_points),
        ("words", totals.tokens),
        ("annotations", totals.annotations),
        ("discontinuous", totals.discontinuous),
        ("relations", totals.relations),
    ] {
        writeln!(out, "{name}\t{count}")?;
    }
    for (label, count) in labels {
        writeln!(out, "label {label}\t{count}")?;
    }
    for (state, count) in states {
        writeln!(out, "state {state}\t{count}")?;
    }
    Ok(())
}

pub(super) fn project_stats(task: &ProjectStats, out: &mut dyn Write) -> Result<(), Failure> {
    let folder = ProjectFolder::open(&task.project)?;
    if let Some(kind @ (TableKind::EffortLabels | TableKind::EffortDocuments)) = task.csv {
        let table = effort_table(&read_effort(&folder.root), kind);
        return Ok(out.write_all(csv_of(&table).as_bytes())?);
    }
    let named = [folder.documents()];
    let (found, failed) = inputs::find(&named, is_document);
    let documents = of_files(&found, &named);
    let pivot = task.rows.or(task.by).map(|rows| (rows, task.columns));
    if matches!(task.csv, Some(TableKind::Pivot | TableKind::Cells)) && pivot.is_none() {
        return Err(Failure::Because("the pivot needs its rows: --rows label --columns document".into()));
    }
    let wanted = match task.csv {
        Some(TableKind::Ambiguity | TableKind::Vocabulary | TableKind::Labels) => Wanted::TABLES,
        Some(_) => Wanted { pivot, vocabulary: false, ..Wanted::TABLES },
        None => Wanted { pivot, vocabulary: task.json, ..Wanted::TABLES },
    };
    let report =
        counted(&documents, wanted, task.unlabelled, task.filter.wanted(std::slice::from_ref(&task.project))?)?;
    if !report.filtered_out.is_nothing() {
        warn(&report.filtered_out.to_string());
    }
    match (task.csv, task.json) {
        (Some(kind), _) => {
            let table = report.statistics.table(kind, report.unlabelled.as_ref());
            say_if_cut(&table);
            out.write_all(csv_of(&table).as_bytes())?;
        }
        (None, true) => writeln!(out, "{:#}", json_of(&report))?,
        (None, false) if pivot.is_some() => rows(&report.statistics.table(TableKind::Pivot, None), out)?,
        (None, false) => summary(&report.statistics, out)?,
    }
    if failed + report.failed_count > 0 { Err(Failure::Told) } else { Ok(()) }
}

fn say_if_cut(table: &Table) {
    if !table.is_whole {
        warn("there are more of them than are kept; what is listed is exact, and a fair sample of all");
    }
}

/// A table with tabs between its cells.
fn rows(table: &Table, out: &mut dyn Write) -> Result<(), Failure> {
    say_if_cut(table);
    let line =
        |cells: Vec<String>| cells.iter().map(|cell| crate::model::one_line(cell)).collect::<Vec<_>>().join("\t");
    writeln!(out, "{}", line(table.columns.clone()))?;
    for row in &table.rows {
        writeln!(out, "{}", line(row.cells.iter().map(Cell::text).collect()))?;
    }
    Ok(())
}

fn summary(statistics: &Statistics, out: &mut dyn Write) -> Result<(), Failure> {
    let totals = statistics.totals;
    for (name, count) in [
        ("documents", totals.documents),
        ("done or rejected", totals.settled),
        ("words", totals.words),
        ("characters", totals.code_points),
        ("annotations", totals.annotations),
        ("relations", totals.relations),
    ] {
        writeln!(out, "{name}\t{count}")?;
    }
    for (label, counts) in &statistics.labels {
        writeln!(out, "label {label}\t{}\tin {} documents", counts.annotations, counts.documents)?;
    }
    for (name, counts) in statistics.annotators() {
        writeln!(out, "annotator {name}\t{}\tin {} documents", counts.annotations, counts.documents)?;
    }
    if let Some(estimate) = statistics.estimate() {
        let most = estimate.most.map_or_else(|| "any number".into(), |most| most.to_string());
        writeln!(
            out,
            "left\t{}\t{} days of work (between {} and {most}), as the last {} went",
            estimate.remaining, estimate.expected, estimate.least, estimate.days
        )?;
    }
    Ok(())
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) => json!(text),
        Cell::Count(count) => json!(count),
        Cell::Real(real) => json!(real),
        Cell::Empty => Value::Null,
    }
}

fn places(statistics: &Statistics, places: &Places) -> Value {
    let place = |place: &crate::analysis::statistics::Place| {
        let (start, end) = place.code_points;
        json!({"document": statistics.place_name(place.document), "start": start, "end": end})
    };
    places.first().iter().map(place).collect()
}

/// The rows of a table as objects, with their places where they have such.
fn objects(report: &StatisticsReport, kind: TableKind) -> Value {
    let statistics = &report.statistics;
    let table = statistics.table(kind, report.unlabelled.as_ref());
    say_if_cut(&table);
    let row = |row: &crate::analysis::statistics::tables::TableRow| {
        let names = table.columns.iter().map(|name| name.replace('-', "_"));
        let mut object: Map<String, Value> = names.zip(row.cells.iter().map(value)).collect();
        if row.places.total > 0 {
            object.insert("places".into(), places(statistics, &row.places));
            object.insert("more".into(), json!(row.places.more()));
        }
        Value::Object(object)
    };
    table.rows.iter().map(row).collect()
}

fn json_of(report: &StatisticsReport) -> Value {
    let statistics = &report.statistics;
    let totals = statistics.totals;
    let mut whole = json!({
        "totals": {
            "documents": totals.documents,
            "settled": totals.settled,
            "settled_undated": totals.settled_undated,
            "words": totals.words,
            "characters": totals.code_points,
            "annotations": totals.annotations,
            "discontinuous": totals.discontinuous,
            "relations": totals.relations,
            "unreadable": report.failed_count,
        },
        "estimate": statistics.estimate().map(|estimate| json!({
            "remaining": estimate.remaining,
            "days": estimate.days,
            "per_day": estimate.per_day,
            "expected": estimate.expected,
            "least": estimate.least,
            "most": estimate.most,
        })),
    });
    let others = [TableKind::Pivot, TableKind::Cells, TableKind::EffortLabels, TableKind::EffortDocuments];
    for kind in TableKind::ALL.into_iter().filter(|kind| !others.contains(kind)) {
        whole[kind.name()] = objects(report, kind);
    }
    if let Some((rows, columns)) = statistics.pivot_dimensions() {
        whole["pivot"] = json!({
            "rows": rows.name(),
            "columns": columns.map(Dimension::name),
            "cells": objects(report, TableKind::Cells),
        });
    }
    whole
}
