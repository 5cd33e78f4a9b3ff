//! Torture of what the program promises about files.
//!
//! `cargo run --release --example torture -- SUITE [COUNT]`. Each suite prints what it did and ends with exit code 1 where
//! a promise was broken.

#[path = "../../tests/main/hostile.rs"]
mod hostile;
#[path = "../../tests/main/merge_laws.rs"]
mod merge_laws;
#[path = "../../tests/main/random_edits.rs"]
mod random_edits;
mod reading;

use std::process::ExitCode;

/// A suite: its name, how often it runs unless told, and itself. The error says which promise was broken.
type Suite = (&'static str, usize, fn(usize) -> Result<String, String>);

const SUITES: &[Suite] = &[
    ("fuzz", 10_000_000, reading::fuzz),
    ("roundtrip", 1_000_000, reading::roundtrip),
    ("merge", 1_000_000, reading::merge),
    ("flips", 3, reading::flips),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(name) = arguments.first() else { return usage() };
    let Some((_, often, run)) = SUITES.iter().find(|(known, ..)| known == name) else { return usage() };
    let count = match arguments.get(1).map(|count| count.parse()) {
        None => *often,
        Some(Ok(count)) => count,
        Some(Err(_)) => return usage(),
    };
    match run(count) {
        Ok(figures) => {
            println!("{name}: {figures}");
            ExitCode::SUCCESS
        }
        Err(broken) => {
            println!("{name}: BROKEN: {broken}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    let names: Vec<&str> = SUITES.iter().map(|(name, ..)| *name).collect();
    eprintln!("usage: torture SUITE [COUNT]; the suites are {}", names.join(", "));
    ExitCode::from(2)
}
