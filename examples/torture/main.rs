//! Torture of what the program promises about files: kills, two programs at once, faults of the system, power cuts.
//!
//! `cargo run --release --example torture -- SUITE [COUNT]`. Each suite prints what it did and ends with exit code 1 where
//! a promise was broken. Linux; `full`, `full-commands` and `power` need root, `faults` and `slow`
//! need strace.

#[path = "../../benches/support/allocator.rs"]
mod allocator;
#[allow(dead_code, reason = "only what the readers are given is wanted here")]
#[path = "../../tests/main/archives.rs"]
mod archives;
mod command_faults;
#[cfg(feature = "power-cuts")]
mod disk;
mod faults;
#[path = "../../tests/main/flips.rs"]
mod flips;
mod full;
mod full_commands;
mod heap;
#[path = "../../tests/main/hostile.rs"]
mod hostile;
mod kill_annotate;
mod kill_change;
mod kill_project;
mod kill_save;
#[path = "../../tests/main/merge_laws.rs"]
mod merge_laws;
#[cfg(feature = "power-cuts")]
mod power;
mod project_faults;
mod project_work;
mod races;
#[path = "../../tests/main/random_edits.rs"]
mod random_edits;
mod reading;
mod scene;
mod slow;
mod two;

use std::process::ExitCode;

/// A suite: its name, how often it runs unless told, and itself. The error says which promise was broken.
type Suite = (&'static str, usize, fn(usize) -> Result<String, String>);

/// The rows that a variable of the environment names, or all; an error where none has that name, so that a misspelt name is no suite that
/// held.
fn chosen<'a, T>(
    variable: &str,
    only: Option<&str>,
    rows: &'a [T],
    name: impl Fn(&T) -> &str,
) -> Result<Vec<&'a T>, String> {
    let found: Vec<&T> = rows.iter().filter(|row| only.is_none_or(|only| only == name(row))).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let names: Vec<&str> = rows.iter().map(name).collect();
    Err(format!("{variable}={} is none of: {}", only.unwrap_or_default(), names.join(", ")))
}

/// What a process that is started by a suite does with its arguments.
type Child = fn(&[String]);

const SUITES: &[Suite] = &[
    ("kill-save", 10_000, kill_save::run),
    ("kill-annotate", 1_000, kill_annotate::run),
    ("kill-change", 1_000, kill_change::run),
    ("kill-project", 1_000, kill_project::run),
    ("two", 1_000, two::run),
    ("races", 200, races::run),
    ("full", 1, full::run),
    ("full-commands", 1, full_commands::run),
    ("faults", 1, faults::run),
    ("command-faults", 1, command_faults::run),
    ("slow", 1_000, slow::run),
    #[cfg(feature = "power-cuts")]
    ("power", 2_000, power::run),
    #[cfg(not(feature = "power-cuts"))]
    ("power", 2_000, |_| Err("this program was built without --features power-cuts".into())),
    ("fuzz", 10_000_000, reading::fuzz),
    ("roundtrip", 1_000_000, reading::roundtrip),
    ("merge", 1_000_000, reading::merge),
    ("flips", 3, reading::flips),
];

/// What the suites start as processes of their own, to be killed.
const CHILDREN: &[(&str, Child)] = &[
    ("child-save", kill_save::child),
    #[cfg(feature = "power-cuts")]
    ("child-careless", power::careless),
    ("child-annotate", kill_annotate::child),
    ("child-change", kill_change::child),
    ("child-project", project_work::child),
    ("child-two", two::child),
    ("child-race", races::child),
    ("child-fault", faults::child),
    ("child-command-fault", command_faults::child),
    ("child-slow", slow::child),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(name) = arguments.first() else { return usage() };
    if let Some((_, child)) = CHILDREN.iter().find(|(known, _)| known == name) {
        child(&arguments[1..]);
        return ExitCode::SUCCESS;
    }
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
