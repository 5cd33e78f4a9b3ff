//! `hashiya import`: other people's files become documents.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::output::{Failure, count, warn};
use super::progress::Progress;
use super::reading::Reading;
use super::standard;
use super::stop;
use crate::formats::ImportOptions;
use crate::workspace::import::GoOn;
use crate::workspace::import_batch::ImportBatch;
use crate::workspace::inputs::InputFile;

#[derive(Debug, Args)]
pub(super) struct Import {
    /// Files, or folders whose files of a known format are taken, inner folders too; - for the standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Where the documents are put
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    #[command(flatten)]
    pub reading: Reading,
    /// Who annotated, where the file does not say
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,
    /// Import what can be imported even if an input fails; lines that cannot be read are listed and left out
    #[arg(long)]
    pub keep_going: bool,
    /// Only list what would be written
    #[arg(long)]
    pub dry_run: bool,
}

pub(super) fn run(task: Import, out: &mut dyn Write) -> Result<(), Failure> {
    standard::refuse([&task.out], "documents are files of their own and go into a folder, which --out names")?;
    stop::listen();
    let progress = Progress::begin();
    let (given, schema) = task.reading.schema()?;
    let mut batch = ImportBatch::new(task.out.clone(), schema);
    let mut add = |format, file: &InputFile, options: &ImportOptions, go_on: GoOn<'_>| {
        batch.add(format, &file.path, &file.below, options, go_on)
    };
    let annotator = task.annotator.as_deref();
    let failed = task.reading.files(&task.inputs, annotator, task.keep_going, &progress, &mut add)?;
    if failed > 0 && !task.keep_going {
        warn("nothing was written, since an input failed; --keep-going imports the rest");
        return Err(Failure::Told);
    }
    if batch.is_empty() {
        warn("no document was found in what was named; nothing was written");
        return Err(Failure::Told);
    }
    task.reading.tell_additions(given.as_ref(), batch.schema());
    let mut summary =
        format!("{}, {}", count(batch.places().count(), "document"), count(batch.annotations(), "annotation"));
    if batch.left_out() > 0 {
        summary.push_str(&format!("; {} left out", count(batch.left_out(), "line")));
    }
    let places: Vec<_> = batch.places().map(Path::to_path_buf).collect();
    match task.dry_run {
        true => warn(&format!("{summary}; nothing was written")),
        false => {
            let all = places.len();
            let staged = batch.stage(&|documents| {
                progress.at("writing document", documents + 1, Some(all));
                !stop::is_asked()
            })?;
            if stop::is_asked() {
                return Err(Failure::Stopped);
            }
            staged.commit(0)?;
            warn(&summary);
            stop::tell_done(all);
        }
    }
    for place in places {
        writeln!(out, "{}", place.display())?;
    }
    if failed > 0 { Err(Failure::Told) } else { Ok(()) }
}
