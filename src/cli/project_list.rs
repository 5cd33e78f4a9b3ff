//! `hashiya project list`: the documents of a project or of any folder as rows, filtered and sorted as in the window.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde_json::{Value, json};

use super::output::{Failure, message_of, warn};
use super::progress::Progress;
use super::stop;
use super::values;
use crate::model::{Timestamp, one_line};
use crate::store::{Summary, is_project};
use crate::workspace::{
    DocumentFacts as _, DocumentOrder, DocumentQuery, ProjectFolder, SortBy, Summarised, WorkspaceError, summaries,
};

#[derive(Debug, Args)]
pub(super) struct List {
    /// The folder of the project, or another folder of documents
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Only documents that a filter takes, such as 'state:undone label:PER>5 folder:north'; 'hashiya guide filters' is its manual
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true, value_parser = values::query)]
    pub filter: Option<DocumentQuery>,
    /// In the order of files, title, state, annotations, annotator, changed or size
    #[arg(long, value_name = "FIELD", default_value = "files", value_parser = values::sort_by)]
    pub sort: SortBy,
    /// The last first
    #[arg(long)]
    pub descending: bool,
    /// As JSON, one object a line
    #[arg(long)]
    pub json: bool,
}

pub(super) fn run(task: &List, out: &mut dyn Write) -> Result<(), Failure> {
    stop::listen();
    let progress = Progress::begin();
    let mut filter = task.filter.clone();
    let folder = match is_project(&task.folder) {
        true => {
            let project = ProjectFolder::open(&task.folder)?;
            filter = filter.map(|filter| project.knowing(filter)).transpose()?;
            project.documents()
        }
        false => task.folder.clone(),
    };
    let found = summaries::of_folder(&folder, &progress.counting("document")).map_err(|error| match error {
        WorkspaceError::Cancelled => Failure::Stopped,
        error => error.into(),
    })?;
    drop(progress);
    let below = |path: &Path| path.strip_prefix(&folder).unwrap_or(path).to_path_buf();
    let documents: Vec<(PathBuf, Arc<Summary>)> =
        found.documents.into_iter().map(|(path, summary)| (below(&path), summary)).collect();
    let order = DocumentOrder { by: task.sort, descending: task.descending };
    let mut rows = Vec::new();
    for (place, (below, summary)) in documents.iter().enumerate() {
        let row = Summarised { below, summary };
        if filter.as_ref().is_none_or(|filter| filter.takes(&row)) {
            rows.push((order.key(&row), place, row));
        }
    }
    rows.sort_by(|a, b| order.compare((&a.0, a.1), (&b.0, b.1)));
    for (.., row) in &rows {
        match task.json {
            true => writeln!(out, "{}", json_of(row))?,
            false => write_row(row, out)?,
        }
    }
    found.failed.iter().for_each(|error| warn(&message_of(error)));
    if found.failed.is_empty() { Ok(()) } else { Err(Failure::Told) }
}

/// Path, state, annotations, words, annotator, last change, title, with tabs between.
fn write_row(row: &Summarised<'_>, out: &mut dyn Write) -> Result<(), Failure> {
    let Summary { state, annotations, words, annotator, changed, .. } = row.summary;
    let changed = changed.and_then(Timestamp::to_rfc3339).unwrap_or_else(|| "–".to_owned());
    let path = slashed(row.below);
    let title = one_line(row.title());
    writeln!(out, "{path}\t{state}\t{annotations}\t{words}\t{annotator}\t{changed}\t{title}")?;
    Ok(())
}

fn json_of(row: &Summarised<'_>) -> Value {
    let summary = row.summary;
    let labels: serde_json::Map<String, Value> =
        summary.labels.iter().map(|(label, count)| (label.to_string(), json!(count))).collect();
    let attributes: serde_json::Map<String, Value> =
        summary.attributes.iter().map(|(name, value)| (name.to_string(), json!(value))).collect();
    json!({
        "path": slashed(row.below),
        "title": row.title(),
        "id": &*summary.id.0,
        "state": summary.state.name(),
        "annotator": summary.annotator.as_str(),
        "annotations": summary.annotations,
        "relations": summary.relations,
        "conflicts": summary.conflicts,
        "labels": labels,
        "words": summary.words,
        "characters": summary.code_points,
        "changed": summary.changed.and_then(Timestamp::to_rfc3339),
        "attributes": attributes,
    })
}

/// With `/` between folders on every system.
fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
