//! `hashiya history` and `hashiya restore`: earlier versions of a document, listed and brought back.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::output::{Failure, count, tell_report, versions_kept, warn};
use super::standard;
use crate::workspace::versions::{self, VersionSource};

#[derive(Debug, Args)]
pub(super) struct Versions {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
    /// The number that `hashiya history` gives it
    #[arg(value_name = "N")]
    pub number: usize,
    /// Where it is written (- for the standard output), and a file that is there stays; without it FILE is replaced and becomes an earlier version
    #[arg(long, value_name = "NEW.ron")]
    pub out: Option<PathBuf>,
    /// Only say where it would be written
    #[arg(long)]
    pub dry_run: bool,
}

/// One version a line, the newest first: its number, when it was saved, its annotations, its state.
pub(super) fn list(task: Versions, out: &mut dyn Write) -> Result<(), Failure> {
    standard::refuse([&task.file], "the standard input has no earlier versions")?;
    let found = versions::numbered_versions(&task.file)?;
    if found.is_empty() {
        warn(&format!("{}: no earlier version is kept", task.file.display()));
    }
    for (number, version) in found.into_iter().enumerate() {
        let moment = version.saved.to_rfc3339().unwrap_or_default();
        let read = versions::content_of(Some(&task.file), &VersionSource::Version(version))
            .map(|(content, _)| format!("{}\t{}", count(content.annotations.len(), "annotation"), content.state));
        let what = read.unwrap_or_else(|error| error.to_string().replace('\n', " "));
        writeln!(out, "{}\t{moment}\t{what}", number + 1)?;
    }
    Ok(())
}

pub(super) fn restore(task: Restore, out: &mut dyn Write) -> Result<(), Failure> {
    standard::refuse([&task.file], "the standard input has no earlier versions")?;
    let place = task.out.as_ref().unwrap_or(&task.file);
    if task.dry_run {
        versions::numbered(&task.file, task.number)?;
        writeln!(out, "{}", place.display())?;
        warn("nothing was written, as --dry-run asks");
        return Ok(());
    }
    match &task.out {
        Some(new) if standard::is_meant(new) => out.write_all(&versions::bytes_of(&task.file, task.number)?)?,
        Some(new) => versions::restore_as(&task.file, task.number, new)?,
        None => {
            let report = versions::restore_over(&task.file, task.number, versions_kept())?;
            tell_report(&task.file, &report);
        }
    }
    Ok(())
}
