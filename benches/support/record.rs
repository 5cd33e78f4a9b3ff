//! What a benchmark measured, written as a table that a program can read: `target/bench/NAME.tsv`, or in the folder that
//! `HASHIYA_BENCH_TABLES` names. `examples/compare_benches.rs` compares two sets of them; the columns are its own.

use std::fs::{File, OpenOptions, create_dir_all};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// What stands before the names of rows: the size or the font they are about.
static SECTION: Mutex<String> = Mutex::new(String::new());

fn path(bench: &str) -> PathBuf {
    let folder = std::env::var_os("HASHIYA_BENCH_TABLES").map(PathBuf::from);
    // Cargo gives benchmarks a folder of their own below that of what is built.
    let usual = || Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap_or(Path::new("target")).join("bench");
    folder.unwrap_or_else(usual).join(format!("{bench}.tsv"))
}

/// Begins the table of this run; that of the run before goes.
pub fn begin() {
    let path = path(env!("CARGO_CRATE_NAME"));
    create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("the folder of the tables can be written");
    let mut file = File::create(&path).expect("the table can be written");
    writeln!(file, "row\tmeasure\tunit\tvalue").expect("the table can be written");
}

#[allow(dead_code, reason = "not every benchmark has several tables")]
/// What the rows from here on are about.
pub fn section(name: &str) {
    name.clone_into(&mut SECTION.lock().expect("nobody panics"));
}

/// One figure. Of `MB/s` more is better, of all other units less is. A process that a benchmark starts for one row goes on with
/// the table of the benchmark, and so does a row that is measured again.
pub fn record(row: &str, measure: &str, unit: &str, value: f64) {
    let section = SECTION.lock().expect("nobody panics");
    let row = if section.is_empty() { row.to_owned() } else { format!("{section}: {row}") };
    let row = row.replace(['\t', '\n', '\r'], " ");
    let mut file =
        OpenOptions::new().append(true).create(true).open(path(env!("CARGO_CRATE_NAME"))).expect("the table was begun");
    writeln!(file, "{row}\t{measure}\t{unit}\t{value:.6}").expect("the table can be written");
}
