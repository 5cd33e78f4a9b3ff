//! Arguments in, exit code out; everything else is in the library.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use hashiya::{cli, store, ui};

fn main() -> ExitCode {
    store::allow_many_open_files();
    match cli::run(std::env::args_os()) {
        cli::Outcome::Exit(code) => code,
        cli::Outcome::Window(paths) => match ui::run(paths) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("hashiya: {error}");
                ExitCode::FAILURE
            }
        },
    }
}
