//! `hashiya export`: documents become a dataset, once it has been said what the dataset cannot carry.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::dataset::{Dataset, Job};
use super::inputs;
use super::output::{Failure, message_of, warn};
use super::progress::Progress;
use super::stop;
use crate::model::AnnotatedDocument;
use crate::workspace::export_run::{Origin, Step, Take};
use crate::workspace::inputs::{InputFile, is_document};
use crate::workspace::{ExportSource, WorkspaceError, open};

#[derive(Debug, Args)]
pub(super) struct Export {
    /// Documents, or folders of documents; - for the standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub dataset: Dataset,
    /// Export what can be read even if an input fails
    #[arg(long)]
    pub keep_going: bool,
}

pub(super) fn run(task: Export, out: &mut dyn Write) -> Result<(), Failure> {
    stop::listen();
    let progress = Progress::begin();
    let request = task.dataset.request(&task.inputs)?;
    let (found, mut failed) = inputs::find(&task.inputs, is_document);
    if failed > 0 && !task.keep_going {
        return Err(Failure::Told);
    }
    let mut documents =
        Documents { files: &found, progress: &progress, failed: BTreeSet::new(), taken: BTreeSet::new() };
    let job = Job {
        source: &mut documents,
        name: &|n, _| found[n].path.display().to_string(),
        failed: &|documents| documents.failed.len(),
        keep_going: task.keep_going,
        before: Vec::new(),
    };
    let made = task.dataset.make(&request, job, out)?;
    failed += documents.failed.len();
    made.written.finish(made.outcome.documents, &progress, out)?;
    if failed > 0 { Err(Failure::Told) } else { Ok(()) }
}

/// The documents of files, read when they are asked for. One that cannot be read is told once, and the rest goes on.
struct Documents<'a> {
    files: &'a [InputFile],
    progress: &'a Progress,
    /// The places of those that could not be read.
    failed: BTreeSet<usize>,
    /// The places of those that were read before.
    taken: BTreeSet<usize>,
}

impl ExportSource for Documents<'_> {
    fn count(&self) -> usize {
        self.files.len()
    }

    fn below(&self, n: usize) -> &Path {
        &self.files[n].below
    }

    fn each(&mut self, places: &[usize], step: Step, take: Take<'_>) -> Result<bool, WorkspaceError> {
        for n in places.iter().copied() {
            let Some(document) = self.document(n, step)? else { continue };
            let file = &self.files[n];
            if !take(&Origin { n, below: &file.below, path: file.place() }, document)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Documents<'_> {
    fn document(&mut self, n: usize, step: Step) -> Result<Option<AnnotatedDocument>, WorkspaceError> {
        if stop::is_asked() {
            return Err(WorkspaceError::Cancelled);
        }
        let doing = match step {
            Step::Looking => "looking at document",
            Step::Writing => "writing document",
        };
        self.progress.at(doing, n + 1, Some(self.files.len()));
        if self.failed.contains(&n) {
            return Ok(None);
        }
        let path = &self.files[n].path;
        let is_new = self.taken.insert(n);
        let read = if is_new { inputs::document(path) } else { open::read(path).map(|(document, _, _)| document) };
        match read {
            Ok(document) => Ok(Some(document)),
            Err(error) => {
                self.failed.insert(n);
                warn(&message_of(&error));
                Ok(None)
            }
        }
    }
}
