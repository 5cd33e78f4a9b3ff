//! The same work without a window.
//!
//! Exit codes: 0 done, 1 an input failed, 2 the command was not understood, 130 stopped by Ctrl+C. What a script reads goes to standard output,
//! everything for a person to standard error. Nothing is written where an input fails, unless `--keep-going` says so.
//!
//! Commands read arguments, call [`crate::workspace`] and print. None plans, locks or writes by itself: `tidy` holds that.

mod annotate;
mod annotate_shape;
mod annotate_values;
mod clitics;
mod commands;
mod convert;
mod dataset;
mod demo;
mod export;
mod git;
mod guide;
mod import;
mod inputs;
mod licences;
mod lint;
mod merge;
mod migrate;
mod obfuscate;
mod output;
mod progress;
mod project;
mod project_list;
mod reading;
mod reanchor;
mod register;
mod register_entry;
mod register_links;
mod render;
mod report;
mod schema;
mod schemas;
mod search;
mod sharing;
mod standard;
mod statistics;
mod stop;
mod validate;
mod values;
mod versions;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use commands::Arguments;
use output::{Failure, warn};

use crate::store;

/// What the arguments amount to.
#[derive(Debug)]
pub enum Outcome {
    /// Done, well or badly.
    Exit(ExitCode),
    /// A window is wanted, on these files and folders; on the samples where there are none.
    Window(Vec<PathBuf>),
}

/// The exit code where the command was not understood, as that of `clap`.
const MISUNDERSTOOD: u8 = 2;

/// A name that stands for nothing here, and looks like no path: without a separator and an extension.
fn is_a_mere_word(path: &Path) -> bool {
    path.components().count() == 1 && path.extension().is_none() && path.symlink_metadata().is_err()
}

/// Every command with its arguments, for what describes them: manual pages and the completions of shells.
pub fn described() -> clap::Command {
    Arguments::command()
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
    let Some(task) = arguments.task else {
        // A word that was meant as a command is no document to be looked for in a window.
        if let Some(word) = arguments.paths.iter().find(|path| is_a_mere_word(path)) {
            warn(&format!(
                "there is no command '{0}' and no file or folder '{0}'; 'hashiya --help' lists the commands",
                word.display()
            ));
            return Outcome::Exit(ExitCode::from(MISUNDERSTOOD));
        }
        return Outcome::Window(arguments.paths);
    };
    store::standard_input::name_it();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let result = task.execute(&mut out).and_then(|()| out.flush().map_err(Failure::from));
    Outcome::Exit(match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(Failure::Told) => ExitCode::FAILURE,
        Err(Failure::Stopped) => {
            warn("stopped; nothing was written");
            ExitCode::from(stop::EXIT_CODE)
        }
        Err(Failure::Because(message)) => {
            warn(&message);
            ExitCode::FAILURE
        }
    })
}
