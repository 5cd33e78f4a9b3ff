//! Arguments in, exit code out; everything else is in the library.

use std::path::PathBuf;
use std::process::ExitCode;

use hashiya::cli;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        cli::Outcome::Exit(code) => code,
        cli::Outcome::Window(paths) => window(paths),
    }
}

/// Opens the window.
fn window(_paths: Vec<PathBuf>) -> ExitCode {
    eprintln!("hashiya: this build has no window yet; {}", cli::WITHOUT_DISPLAY);
    ExitCode::FAILURE
}
