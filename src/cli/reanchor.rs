//! `hashiya reanchor`: the annotations of a document brought to a text that changed, into a new file.

use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::inputs::document;
use super::output::{Failure, warn};
use super::reading::options;
use super::standard;
use super::values;
use crate::edit::diff::DocumentLines;
use crate::edit::reanchor::ReanchorOutcome;
use crate::formats::TextEncoding;
use crate::model::OffsetMap;
use crate::workspace::repair::{NewText, compute_reanchor};
use crate::workspace::{ImportRequest, WorkspaceError};

#[derive(Debug, Args)]
pub(super) struct Reanchor {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
    /// The text as it is now
    #[arg(long, value_name = "NEW.txt")]
    pub text: PathBuf,
    /// Where the document with the new text is written; there must be no file yet; - for the standard output
    #[arg(long, value_name = "NEW.ron")]
    pub out: PathBuf,
    /// Write the rest where some annotations are ambiguous or lost
    #[arg(long)]
    pub leave_out: bool,
    /// Only list what moved and what is lost
    #[arg(long)]
    pub dry_run: bool,
    /// The encoding of the text; else it is guessed
    #[arg(long, value_name = "NAME", value_parser = values::encoding)]
    pub encoding: Option<TextEncoding>,
}

pub(super) fn run(task: Reanchor, out: &mut dyn Write) -> Result<(), Failure> {
    let old = document(&task.file)?;
    let import = ImportRequest { options: options(None, task.encoding, None), schema: old.schema.clone(), from: None };
    let found = match compute_reanchor(&old, NewText::File(task.text.clone(), import)) {
        Ok(pending) => pending.found,
        Err(WorkspaceError::OpenConflicts) => {
            return Err(Failure::Because(format!("{}: {}", task.file.display(), WorkspaceError::OpenConflicts)));
        }
        Err(error) => return Err(error.into()),
    };
    let lines = DocumentLines::new(&old);
    let after = OffsetMap::new(found.text());
    let mut aside = std::io::stderr();
    let report = standard::report_of(&task.out, out, &mut aside);
    for (annotation, fate) in &found.fates {
        let line = lines.annotation(annotation);
        match fate {
            ReanchorOutcome::Exact(_) => {}
            ReanchorOutcome::Moved(spans) => {
                writeln!(report, "moved\t{line}\tto {}", after.places(spans))?;
            }
            ReanchorOutcome::Ambiguous(places) => writeln!(report, "ambiguous\t{line}\t{}", in_words(places.len()))?,
            ReanchorOutcome::Lost => writeln!(report, "lost\t{line}")?,
        }
    }
    let [exact, moved, ambiguous, lost] = found.counts();
    warn(&format!("{exact} where they were, {moved} moved, {ambiguous} ambiguous, {lost} lost"));
    if ambiguous + lost > 0 && !task.leave_out {
        let message = "those listed as ambiguous or lost would be left out; with --leave-out the rest is written";
        return Err(Failure::Because(format!("nothing was written: {message}")));
    }
    let document = found.document(&HashMap::new()).map_err(|error| Failure::Because(error.to_string()))?;
    let gone = old.relations.len() - document.relations.len();
    if gone > 0 {
        warn(&format!("{gone} relations are left out with an annotation they linked"));
    }
    if task.dry_run {
        warn("nothing was written, as --dry-run asks");
        return Ok(());
    }
    standard::put_document(&task.out, &document, out)
}

fn in_words(places: usize) -> String {
    match places {
        0 => "too many places to compare".into(),
        n => format!("{n} places are equally like it"),
    }
}
