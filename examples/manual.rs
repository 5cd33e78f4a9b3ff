//! Manual pages and completions, made of what the command line says of itself: `cargo run --example manual -- FOLDER`.
//!
//! A package makes them when it is built, so that they cannot be older than the program.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use clap_complete::Shell;
use hashiya::cli;

/// Where each shell looks for what completes `hashiya`, by the name of its file.
const SHELLS: [(Shell, &str); 3] =
    [(Shell::Bash, "hashiya.bash"), (Shell::Zsh, "_hashiya"), (Shell::Fish, "hashiya.fish")];

fn main() -> Result<(), Box<dyn Error>> {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        return Err("a folder is to be named: cargo run --example manual -- FOLDER".into());
    };
    let pages = write(&folder)?;
    println!("{pages} manual pages and {} completions in {}", SHELLS.len(), folder.display());
    Ok(())
}

/// Without `help` beside the commands of each group: its pages would say again what theirs say.
fn without_help(command: clap::Command) -> clap::Command {
    command.disable_help_subcommand(true).mut_subcommands(without_help)
}

/// Writes all of it and says how many pages there are.
pub fn write(folder: &Path) -> Result<usize, Box<dyn Error>> {
    let (manual, completions) = (folder.join("man"), folder.join("completions"));
    fs::create_dir_all(&manual)?;
    fs::create_dir_all(&completions)?;
    let mut command = cli::described();
    for (shell, name) in SHELLS {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut command, "hashiya", &mut script);
        fs::write(completions.join(name), script)?;
    }
    // Not the same value: whoever makes completions has put `help` into it.
    clap_mangen::generate_to(without_help(cli::described()), &manual)?;
    Ok(fs::read_dir(manual)?.count())
}
