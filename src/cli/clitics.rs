//! `hashiya clitics`: the spans of a project with their proclitics, or without; and what an export makes of them.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::annotate::{Desk, seed};
use super::import::annotator_named;
use super::{Failure, inputs, tell};
use crate::analysis::clitics::{Moved, moves, with_moves};
use crate::arabic::clitics::{CliticPolicy, Vocabulary};
use crate::edit::Command;
use crate::formats::offsets::OffsetMap;
use crate::model::AnnotatedDocument;
use crate::store::{self, Expect};

#[derive(Debug, Args)]
pub struct Convert {
    /// Documents, or folders of documents
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Whether spans take the proclitics of their first word in
    #[arg(long, value_enum)]
    pub clitics: Inside,
    /// ال is left out too
    #[arg(long)]
    pub article: bool,
    /// Save the documents; without it, what would change is only shown
    #[arg(long)]
    pub write: bool,
    /// Who converts
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,
}

/// Where proclitics stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Inside {
    /// Spans take in the proclitics of their first word
    Include,
    /// Spans begin after them
    Exclude,
}

impl From<Inside> for CliticPolicy {
    fn from(inside: Inside) -> Self {
        match inside {
            Inside::Include => CliticPolicy::Include,
            Inside::Exclude => CliticPolicy::Exclude,
        }
    }
}

pub fn run(task: Convert, out: &mut dyn Write) -> Result<(), Failure> {
    let (documents, _) = inputs::documents(&task.inputs, false)?;
    let vocabulary = words_of(documents.iter().map(|(_, document)| document));
    let mut desk = Desk::new(annotator_named(task.annotator.as_deref()), store::now(), seed());
    let (mut moved, mut written) = (0, 0);
    for (path, document) in &documents {
        let moves = moves(document, task.clitics.into(), task.article, &vocabulary);
        moved += moves.len();
        tell_moves(path, document, &moves, out)?;
        if !task.write || moves.is_empty() {
            continue;
        }
        // Read again with its stamp: what another program wrote meanwhile is not overwritten.
        let (mut now, stamp) = store::load(path)?;
        let spans = |moved: &Moved| Command::SetSpans { id: moved.id.clone(), ranges: vec![moved.to.clone()] };
        let batch = Command::Batch(moves.iter().map(spans).collect());
        let because = |why: String| Failure::Because(format!("{}: {why}; the file is as it was", path.display()));
        if now.document.digest() != document.document.digest() {
            return Err(because("it was changed by another program just now".into()));
        }
        desk.run(&mut now, batch).map_err(|rejected| because(rejected.to_string()))?;
        store::save(&now, path, Expect::Unchanged(stamp))?;
        written += 1;
    }
    tell(&match task.write {
        true => format!("{moved} annotations moved in {written} of {} documents", documents.len()),
        false => format!("{moved} annotations would be moved; --write saves them"),
    });
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
        let (before, after) = (&text[from.clone()], &text[to.clone()]);
        writeln!(out, "{}\t{id}\t{label}\t{}\t{}\t{before} → {after}", path.display(), place(from), place(to))?;
    }
    Ok(())
}

/// The words of the documents: what the clitic rules know.
pub fn words_of<'a>(documents: impl Iterator<Item = &'a AnnotatedDocument>) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    documents.for_each(|document| vocabulary.add_text(document.text()));
    vocabulary
}

/// The documents as an export with `policy` writes them; each span that differs from the document's is told.
pub fn for_export(
    documents: Vec<(PathBuf, AnnotatedDocument)>,
    policy: CliticPolicy,
    vocabulary: &Vocabulary,
) -> Vec<(PathBuf, AnnotatedDocument)> {
    let converted = documents.into_iter().map(|(path, document)| {
        let moves = moves(&document, policy, false, vocabulary);
        for moved in &moves {
            let text = document.text();
            let (before, after) = (&text[moved.from.clone()], &text[moved.to.clone()]);
            tell(&format!("{}: '{}' '{before}' is written as '{after}'", path.display(), moved.id));
        }
        let document = with_moves(&document, &moves);
        (path, document)
    });
    converted.collect()
}
