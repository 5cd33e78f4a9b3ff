//! The same work without a window.
//!
//! Exit codes: 0 done, 1 an input failed, 2 the command was not understood. What a script reads goes to standard output,
//! everything for a person to standard error. Nothing is written where an input fails, unless `--keep-going` says so.
//!
//! Commands read arguments, call [`crate::workspace`] and print. None plans, locks or writes by itself: `tidy` holds that.

mod annotate;
mod arguments;
mod clitics;
mod demo;
mod export;
mod git;
mod import;
mod inputs;
mod lint;
mod merge;
mod reanchor;
mod render;
mod report;
mod search;
mod validate;
mod versions;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Task};

use crate::formats;
use crate::store::{LoadError, SettingsFile};
use crate::workspace::{SaveReport, WorkspaceError};

/// What the arguments amount to.
#[derive(Debug)]
pub enum Outcome {
    /// Done, well or badly.
    Exit(ExitCode),
    /// A window is wanted, on these files and folders; on the samples where there are none.
    Window(Vec<PathBuf>),
}

/// Carries out what the arguments say, the program's own name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // A closed pipe is no reason to fail: nobody is there to read it.
            let _ = error.print();
            return Outcome::Exit(ExitCode::from(error.exit_code() as u8));
        }
    };
    let Some(task) = arguments.task else { return Outcome::Window(arguments.paths) };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let result = carry_out(task, &mut out).and_then(|()| out.flush().map_err(Failure::from));
    Outcome::Exit(match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(Failure::Told) => ExitCode::FAILURE,
        Err(Failure::Because(message)) => {
            tell(&message);
            ExitCode::FAILURE
        }
    })
}

fn carry_out(task: Task, out: &mut dyn Write) -> Result<(), Failure> {
    match task {
        Task::Import(task) => import::run(task, out),
        Task::Annotate(task) => annotate::run(task, out),
        Task::List(task) => report::list(task, out),
        Task::Export(task) => export::run(task, out),
        Task::Validate(task) => validate::run(task, out),
        Task::Stats(task) => report::stats(task, out),
        Task::Render(task) => render::run(task, out),
        Task::History(task) => versions::list(task, out),
        Task::Restore(task) => versions::restore(task, out),
        Task::Formats(task) => report::formats(task, out),
        Task::Merge(task) => merge::run(task, out),
        Task::Diff(task) => merge::diff(task, out),
        Task::Reanchor(task) => reanchor::run(task, out),
        Task::Git(arguments::Git::Install(task)) => git::install(task),
        Task::Textconv(task) => merge::textconv(task, out),
        Task::Search(task) => search::run(task, out),
        Task::Lint(task) => lint::run(task, out),
        Task::Clitics(task) => clitics::run(task, out),
        Task::Demo(task) => demo::run(task, out),
    }
}

/// Why a command ends with exit code 1.
#[derive(Debug)]
enum Failure {
    Because(String),
    /// Everything was said already.
    Told,
    /// The reader of our output went away; it has what it wanted.
    ClosedPipe,
}

impl From<io::Error> for Failure {
    /// Errors of the output alone: files have errors of their own that name them.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Failure::Because(format!("the output cannot be written: {error}")),
        }
    }
}

impl From<WorkspaceError> for Failure {
    fn from(error: WorkspaceError) -> Self {
        Failure::Because(message_of(&error))
    }
}

impl From<crate::store::LoadError> for Failure {
    fn from(error: crate::store::LoadError) -> Self {
        WorkspaceError::from(error).into()
    }
}

/// The error, with what to do where the file is of another format.
fn message_of(error: &WorkspaceError) -> String {
    if let WorkspaceError::Load(LoadError::NotOurs { path, .. } | LoadError::NotUtf8 { path, .. }) = error
        && let Some(format) = formats::by_extension(path)
    {
        return format!("{error}; it looks like {}, so import it first: hashiya import", format.name());
    }
    error.to_string()
}

/// Says what is worth knowing of a file, and what of a save did not go as it should.
fn tell_all(warnings: impl IntoIterator<Item = impl std::fmt::Display>) {
    warnings.into_iter().for_each(|warning| tell(&warning.to_string()));
}

/// Says what else a replacement did.
fn tell_report(path: &std::path::Path, report: &SaveReport) {
    let path = path.display();
    if let Some(error) = &report.not_kept {
        tell(&format!(
            "{path}: saved; but what it replaced could not be kept as an earlier version: {}",
            error.cause()
        ));
    }
    if let Some(aside) = &report.set_aside {
        tell(&format!("{path}: the damaged file is {} now", aside.display()));
    }
    if report.other_names > 0 {
        tell(&format!(
            "{path}: {} further names of the file (hard links) hold what it held before",
            report.other_names
        ));
    }
}

/// How many earlier versions of a document are kept, as the settings say.
fn versions_kept() -> usize {
    SettingsFile::standard().peek().versions_kept as usize
}

/// Says something to the person, if there is one.
fn tell(message: &str) {
    let _ = writeln!(io::stderr(), "hashiya: {message}");
}
