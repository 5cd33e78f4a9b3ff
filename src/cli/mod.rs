//! The same work without a window.
//!
//! Exit codes: 0 done, 1 an input failed, 2 the command was not understood. What a script reads goes to standard output,
//! everything for a person to standard error. Nothing is written where an input fails, unless `--keep-going` says so.

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

/// What the arguments amount to.
#[derive(Debug)]
pub enum Outcome {
    /// Done, well or badly.
    Exit(ExitCode),
    /// A window is wanted, on these files and folders; on the samples where there are none.
    Window(Vec<PathBuf>),
}

/// The commands that work on a machine without a display, for the message that there is none.
pub const WITHOUT_DISPLAY: &str = "these commands need none: import, annotate, list, search, lint, clitics, export, validate, stats, render, formats, demo, merge, diff, reanchor, git";

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
        Task::Restore(task) => versions::restore(task),
        Task::Formats => report::formats(out),
        Task::Merge(task) => merge::run(task),
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

impl From<crate::store::LoadError> for Failure {
    fn from(error: crate::store::LoadError) -> Self {
        Failure::Because(error.to_string())
    }
}

impl From<crate::store::SaveError> for Failure {
    fn from(error: crate::store::SaveError) -> Self {
        Failure::Because(error.to_string())
    }
}

/// Says something to the person, if there is one.
fn tell(message: &str) {
    let _ = writeln!(io::stderr(), "hashiya: {message}");
}
