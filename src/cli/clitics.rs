//! `hashiya clitics`: the spans of a project with their proclitics, or without; and what an export makes of them.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs;
use super::output::{Failure, count, tell_report, versions_kept, warn};
use super::standard;
use crate::analysis::clitics::{Moved, moves, vocabulary_of};
use crate::arabic::clitics::CliticPolicy;
use crate::edit::Command;
use crate::model::offset_map::OffsetMap;
use crate::model::{AnnotatedDocument, one_line};
use crate::workspace::bulk::{Bulk, BulkOrder, common_folder};
use crate::workspace::replace::Edited;
use crate::workspace::{Editor, WorkspaceError, annotator_named};

#[derive(Debug, Args)]
pub(super) struct Convert {
    /// Documents, or folders of documents
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Whether spans take the proclitics of their first word in
    #[arg(long, value_enum)]
    pub clitics: CliticPolicyArg,
    /// ال is left out too
    #[arg(long)]
    pub article: bool,
    /// Save the documents; without it, what would change is only shown
    #[arg(long)]
    pub write: bool,
    /// Only show what would change, even with --write
    #[arg(long)]
    pub dry_run: bool,
    /// Go on from files that were changed outside Hashiya as they are
    #[arg(long)]
    pub force: bool,
    /// Who converts
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,
}

/// Where proclitics stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum CliticPolicyArg {
    /// Spans take in the proclitics of their first word
    Include,
    /// Spans begin after them
    Exclude,
}

impl From<CliticPolicyArg> for CliticPolicy {
    fn from(inside: CliticPolicyArg) -> Self {
        match inside {
            CliticPolicyArg::Include => CliticPolicy::Include,
            CliticPolicyArg::Exclude => CliticPolicy::Exclude,
        }
    }
}

pub(super) fn run(task: Convert, out: &mut dyn Write) -> Result<(), Failure> {
    let policy = task.clitics.into();
    if !task.write || task.dry_run {
        let (documents, _) = inputs::documents(&task.inputs, false)?;
        let vocabulary = vocabulary_of(documents.iter().map(|(_, document)| document));
        let mut moved = 0;
        for (path, document) in &documents {
            let found = moves(document, policy, task.article, &vocabulary);
            moved += found.len();
            tell_moves(path, document, &found, out)?;
        }
        warn(&format!("{} would be moved; --write saves them", count(moved, "annotation")));
        return Ok(());
    }
    standard::refuse(&task.inputs, "--write changes files, which the standard input is not")?;
    let edited = if task.force { Edited::Accept } else { Edited::Refuse };
    // All are locked before the first is read, and each until all are replaced.
    let (documents, locks) = inputs::locked(&task.inputs, edited)?;
    let vocabulary = vocabulary_of(documents.iter().map(|document| &document.content));
    let mut editor = Editor::new(annotator_named(task.annotator.as_deref()));
    // One undo takes all of it back.
    let what = match task.clitics {
        CliticPolicyArg::Include => "clitics: include",
        CliticPolicyArg::Exclude => "clitics: exclude",
    };
    let (by, versions_kept) = (editor.annotator.clone(), versions_kept());
    let mut bulk = Bulk::begin(&BulkOrder { what: what.to_owned(), by, edited, versions_kept }, None).holding(locks);
    let root = common_folder(task.inputs.iter().map(PathBuf::as_path));
    let (asked, mut moved) = (documents.len(), 0);
    for mut document in documents {
        let found = moves(&document.content, policy, task.article, &vocabulary);
        if found.is_empty() {
            continue;
        }
        moved += found.len();
        tell_moves(&document.path, &document.content, &found, out)?;
        let spans = |moved: &Moved| Command::SetSpans { id: moved.id.clone(), ranges: vec![moved.to.clone()] };
        let batch = Command::Batch(found.iter().map(spans).collect());
        let rejected = |error| WorkspaceError::Rejected { path: document.path.clone(), error };
        editor.run(&mut document.content, batch).map_err(rejected)?;
        bulk.take(document)?;
    }
    let report = bulk.commit(root.as_deref())?;
    for (path, report) in &report.changed {
        tell_report(path, report);
    }
    let changed = report.changed.len();
    if let Some(group) = report.group.filter(|_| changed > 1 && report.not_listed.is_none()) {
        warn(&format!("'hashiya undo --group {group}' and a folder takes all of it back"));
    }
    warn(&format!("{} moved in {changed} of {}", count(moved, "annotation"), count(asked, "document")));
    Ok(())
}

/// One moved annotation a line: file, id, label, start and end before and after, text before and after.
fn tell_moves(path: &Path, document: &AnnotatedDocument, moves: &[Moved], out: &mut dyn Write) -> Result<(), Failure> {
    let text = document.text();
    let map = OffsetMap::new(text);
    for Moved { id, from, to } in moves {
        let label = document.annotations.get(id).map(|a| a.label.to_string()).unwrap_or_default();
        let place = |range: &std::ops::Range<usize>| {
            format!("{}..{}", map.code_point(range.start).0, map.code_point(range.end).0)
        };
        let (before, after) = (one_line(&text[from.clone()]), one_line(&text[to.clone()]));
        writeln!(out, "{}\t{id}\t{label}\t{}\t{}\t{before} → {after}", path.display(), place(from), place(to))?;
    }
    Ok(())
}
