//! `hashiya convert`: a dataset of one format becomes one of another, and no document is put on the disk between.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::dataset::{Dataset, Job, Made, Written};
use super::output::{Failure, count, warn};
use super::progress::Progress;
use super::reading::Reading;
use super::stop;
use crate::formats::{ImportOptions, Loss, LossReport};
use crate::workspace::convert::Conversion;
use crate::workspace::export_run::Step;
use crate::workspace::import::GoOn;
use crate::workspace::inputs::InputFile;
use crate::workspace::{ExportSource as _, OpenWarning};

#[derive(Debug, Args)]
pub(super) struct Convert {
    /// Files, or folders whose files of a known format are taken, inner folders too; - for the standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    /// Who annotated, where the file does not say
    #[arg(long, value_name = "NAME")]
    pub annotated_by: Option<String>,
    #[command(flatten)]
    pub dataset: Dataset,
    /// Convert what can be read even if an input fails; lines that cannot be read are listed and left out
    #[arg(long)]
    pub keep_going: bool,
    /// Say what was done as JSON, instead of the files that were written
    #[arg(long)]
    pub json: bool,
}

pub(super) fn run(task: Convert, out: &mut dyn Write) -> Result<(), Failure> {
    stop::listen();
    let progress = Progress::begin();
    let request = task.dataset.request(&task.inputs)?;
    if task.json && task.dataset.goes_out_with_report() {
        return Err(Failure::Because(
            "--json and the dataset or its --report cannot both go to the standard output".into(),
        ));
    }
    let (given, schema) = task.reading.schema()?;
    let told = |step, n| {
        let doing = if step == Step::Looking { "looking at document" } else { "writing document" };
        progress.at(doing, n + 1, None);
        !stop::is_asked()
    };
    let mut source = Conversion::new(schema, &told);
    let mut before = Vec::new();
    let mut add = |format, file: &InputFile, options: &ImportOptions, go_on: GoOn<'_>| {
        let warnings = source.add(format, &file.path, &file.below, options, go_on)?;
        before.extend(warnings.iter().filter_map(loss));
        Ok(warnings)
    };
    let annotator = task.annotated_by.as_deref();
    let failed = task.reading.files(&task.inputs, annotator, task.keep_going, &progress, &mut add)?;
    if failed > 0 && !task.keep_going {
        warn("nothing was written, since an input failed; --keep-going converts the rest");
        return Err(Failure::Told);
    }
    if source.count() == 0 {
        warn("no document was found in what was named; nothing was written");
        return Err(Failure::Told);
    }
    task.reading.tell_additions(given.as_ref(), source.schema());
    let left_out = source.left_out();
    let job = Job {
        source: &mut source,
        name: &|_, document| document.document.id().to_string(),
        failed: &|_| 0,
        keep_going: task.keep_going,
        before,
    };
    let Made { outcome, losses, written } = task.dataset.make(&request, job, out)?;
    let documents = outcome.documents;
    let done = Done { documents, annotations: outcome.annotations, left_out, losses: &losses };
    match (task.json, written) {
        (false, written) => written.finish(documents, &progress, out)?,
        (true, Written::Looked(verdicts)) => {
            let paths: Vec<_> = verdicts.iter().map(|(path, _)| path.display().to_string()).collect();
            writeln!(out, "{}", done.json(task.dataset.to, &paths, true))?;
        }
        (true, Written::Staged(batch)) => {
            let written = Written::commit(*batch, documents, &progress)?;
            let paths: Vec<_> = written.files.iter().chain(&written.streams).map(|p| p.display().to_string()).collect();
            writeln!(out, "{}", done.json(task.dataset.to, &paths, false))?;
            stop::tell_done(written.files.len());
        }
    }
    warn(&done.line());
    if failed > 0 { Err(Failure::Told) } else { Ok(()) }
}

/// What a file says and our model cannot hold.
fn loss(warning: &OpenWarning) -> Option<Loss> {
    match warning {
        OpenWarning::Loss(loss) => Some(loss.clone()),
        _ => None,
    }
}

/// What was converted.
struct Done<'a> {
    documents: usize,
    annotations: usize,
    left_out: usize,
    losses: &'a LossReport,
}

impl Done<'_> {
    fn line(&self) -> String {
        let mut line = format!("{}, {}", count(self.documents, "document"), count(self.annotations, "annotation"));
        if self.left_out > 0 {
            line.push_str(&format!("; {} left out", count(self.left_out, "line")));
        }
        let counts: Vec<_> = self.losses.counts().into_iter().map(|(kind, n)| format!("{n} {kind}")).collect();
        if !counts.is_empty() {
            line.push_str(&format!("; not carried over: {}", counts.join(", ")));
        }
        line
    }

    fn json(&self, format: &str, files: &[String], dry_run: bool) -> serde_json::Value {
        let counts = self.losses.counts().into_iter().map(|(kind, n)| (kind.to_string(), json!(n)));
        json!({
            "format": format,
            "documents": self.documents,
            "annotations": self.annotations,
            "lines_left_out": self.left_out,
            "losses": counts.collect::<serde_json::Map<_, _>>(),
            "files": files,
            "dry_run": dry_run,
        })
    }
}
