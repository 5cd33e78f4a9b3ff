//! Compares what benchmarks measured before a change and after it, and names what got slower or larger:
//! `cargo run --example compare_benches -- BEFORE AFTER`.
//!
//! Each of the two is a folder with the tables of one run (`NAME.tsv`, see `benches/support/record.rs`), or with a folder of
//! tables for each of several runs. One run says little: what else runs on the machine moves a figure by more than a change does.
//! With runs taken in turns, before, after, before, after, a figure is named where both hold: its best after the change is
//! worse by more than a tenth than its best before, and no run after the change was as good as any before.
//! Exit code 1 where anything is named, 2 where there is nothing to compare.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What is worse by no more is not named.
const MAX_SHARE: f64 = 0.10;
/// Figures so small that the clock, not the program, makes them: their unit and how much of it.
const TOO_SMALL: [(&str, f64); 3] = [("ms", 0.02), ("s", 0.02), ("MB", 0.5)];

/// What was measured: the benchmark, the row, what of it, and in which unit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Measure {
    bench: String,
    row: String,
    what: String,
    unit: String,
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}, {}", self.bench, self.row, self.what)
    }
}

/// All samples of each measure, of all runs.
type Samples = BTreeMap<Measure, Vec<f64>>;

/// What the comparison of a measure says.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    Worse,
    Better,
    Same,
    /// Too small to be told from the clock's own noise.
    TooSmall,
}

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [before, after] = &arguments[..] else {
        eprintln!("compare_benches: two folders are to be named: BEFORE AFTER");
        return ExitCode::from(2);
    };
    match read(before).and_then(|before| Ok((before, read(after)?))) {
        Ok((before, after)) => {
            let (report, code) = compare(&before, &after);
            print!("{report}");
            ExitCode::from(code)
        }
        Err(error) => {
            eprintln!("compare_benches: {error}");
            ExitCode::from(2)
        }
    }
}

/// The tables in a folder and in the folders within it.
fn read(folder: &Path) -> io::Result<Samples> {
    let mut samples = Samples::new();
    let of = |error: io::Error, path: &Path| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        let mut paths = Vec::new();
        for entry in fs::read_dir(&folder).map_err(|error| of(error, &folder))? {
            paths.push(entry?.path());
        }
        for path in paths {
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "tsv") {
                let bench = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let table = fs::read_to_string(&path).map_err(|error| of(error, &path))?;
                take(&bench, &table, &mut samples)
                    .map_err(|why| io::Error::new(io::ErrorKind::InvalidData, format!("{}: {why}", path.display())))?;
            }
        }
    }
    Ok(samples)
}

/// Takes a table's rows.
fn take(bench: &str, table: &str, samples: &mut Samples) -> Result<(), String> {
    let mut lines = table.lines();
    if lines.next() != Some("row\tmeasure\tunit\tvalue") {
        return Err("not a table of a benchmark".into());
    }
    for (at, line) in lines.enumerate() {
        let wrong = || format!("line {}: {line:?} is no row, measure, unit and value", at + 2);
        let cells: Vec<&str> = line.split('\t').collect();
        let [row, what, unit, value] = cells[..] else { return Err(wrong()) };
        let value: f64 = value.parse().map_err(|_| wrong())?;
        if !value.is_finite() {
            return Err(wrong());
        }
        let measure = Measure { bench: bench.into(), row: row.into(), what: what.into(), unit: unit.into() };
        samples.entry(measure).or_default().push(value);
    }
    Ok(())
}

fn is_more_better(unit: &str) -> bool {
    unit.ends_with("/s")
}

/// Best and worst of a measure.
fn range(unit: &str, values: &[f64]) -> (f64, f64) {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if is_more_better(unit) { (most, least) } else { (least, most) }
}

/// How much worse `after` is than `before`, as a factor.
fn factor(unit: &str, before: f64, after: f64) -> f64 {
    if is_more_better(unit) { before / after } else { after / before }
}

fn verdict(unit: &str, before: &[f64], after: &[f64]) -> (Verdict, f64) {
    let (best_before, worst_before) = range(unit, before);
    let (best_after, worst_after) = range(unit, after);
    let worse = factor(unit, best_before, best_after);
    let floor = TOO_SMALL.iter().find(|(name, _)| *name == unit).map_or(0.0, |(_, least)| *least);
    if best_before.max(best_after) <= floor {
        return (Verdict::TooSmall, worse);
    }
    let verdict = if worse > 1.0 + MAX_SHARE && factor(unit, worst_before, best_after) > 1.0 {
        Verdict::Worse
    } else if 1.0 / worse > 1.0 + MAX_SHARE && factor(unit, best_before, worst_after) < 1.0 {
        Verdict::Better
    } else {
        Verdict::Same
    };
    (verdict, worse)
}

/// What is to be said, and the exit code.
fn compare(before: &Samples, after: &Samples) -> (String, u8) {
    let mut groups: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let (mut same, mut compared, mut once) = (0, 0, 0);
    for (measure, old) in before {
        let Some(new) = after.get(measure) else {
            groups.entry("only before").or_default().push(measure.to_string());
            continue;
        };
        compared += 1;
        once += usize::from(old.len() < 2 || new.len() < 2);
        let (verdict, worse) = verdict(&measure.unit, old, new);
        let line = || {
            let (from, to) = (range(&measure.unit, old).0, range(&measure.unit, new).0);
            format!("{measure}: {from:.2} → {to:.2} {} (× {worse:.2})", measure.unit)
        };
        match verdict {
            Verdict::Worse => groups.entry("worse").or_default().push(line()),
            Verdict::Better => groups.entry("better").or_default().push(line()),
            Verdict::Same | Verdict::TooSmall => same += 1,
        }
    }
    for measure in after.keys().filter(|measure| !before.contains_key(measure)) {
        groups.entry("only after").or_default().push(measure.to_string());
    }
    let mut report = String::new();
    for name in ["worse", "better", "only before", "only after"] {
        if let Some(lines) = groups.get(name) {
            report.push_str(&format!("{name} ({}):\n", lines.len()));
            lines.iter().for_each(|line| report.push_str(&format!("  {line}\n")));
        }
    }
    report.push_str(&format!("{compared} figures compared, {same} of them as before within a tenth or within noise\n"));
    if once > 0 {
        report.push_str(&format!("{once} figures were measured once on a side: take at least two runs of each\n"));
    }
    let code = match (compared, groups.contains_key("worse")) {
        (0, _) => 2,
        (_, true) => 1,
        (_, false) => 0,
    };
    (report, code)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both sides as `unit: before | after`, and what is said of them.
    #[track_caller]
    fn check(sides: &str, expected: Verdict) {
        let (unit, values) = sides.split_once(": ").expect("a unit");
        let (before, after) = values.split_once(" | ").expect("two sides");
        let numbers = |side: &str| -> Vec<f64> { side.split(' ').map(|n| n.parse().expect("a number")).collect() };
        assert_eq!(verdict(unit, &numbers(before), &numbers(after)).0, expected, "{sides}");
    }

    #[test]
    fn what_is_worse_by_more_than_a_tenth_beyond_noise_is_named() {
        check("ms: 10 10.2 | 11.5 12", Verdict::Worse);
        check("ms: 10 10.2 | 10.9 12", Verdict::Same);
        // One run before was as slow as the best after.
        check("ms: 10 13 | 11.5 12", Verdict::Same);
        check("ms: 10 10.5 | 8 8.2", Verdict::Better);
        check("ms: 10 10.5 | 8 10.2", Verdict::Same);
        check("ms: 0.001 0.002 | 0.01 0.012", Verdict::TooSmall);
        check("ms: 0.01 0.01 | 5 5", Verdict::Worse);
        check("MB: 100 | 112", Verdict::Worse);
    }

    #[test]
    fn of_what_is_done_in_a_second_more_is_better() {
        check("MB/s: 100 98 | 80 82", Verdict::Worse);
        check("MB/s: 100 98 | 120 118", Verdict::Better);
        check("MB/s: 100 81 | 80 82", Verdict::Same);
    }

    fn samples(table: &str) -> Samples {
        let mut samples = Samples::new();
        take("page", table, &mut samples).expect("a table");
        samples
    }

    #[test]
    fn a_report_names_what_changed_and_what_is_on_one_side_alone() {
        let before = samples(
            "row\tmeasure\tunit\tvalue\nscroll\tmedian\tms\t10\nscroll\tmedian\tms\t10.1\nold\tmedian\tms\t1\n",
        );
        let after =
            samples("row\tmeasure\tunit\tvalue\nscroll\tmedian\tms\t12\nscroll\tmedian\tms\t13\nnew\tmedian\tms\t1\n");
        let (report, code) = compare(&before, &after);
        assert_eq!(code, 1);
        assert_eq!(
            report,
            "worse (1):\n  page: scroll, median: 10.00 → 12.00 ms (× 1.20)\nonly before (1):\n  page: old, median\n\
             only after (1):\n  page: new, median\n1 figures compared, 0 of them as before within a tenth or within noise\n"
        );
        assert_eq!(compare(&before, &before).1, 0);
        assert_eq!(compare(&before, &Samples::new()).1, 2);
    }

    #[test]
    fn a_table_that_is_none_is_refused_with_its_line() {
        let wrong = |table: &str| take("page", table, &mut Samples::new()).expect_err("refused");
        assert_eq!(wrong("something"), "not a table of a benchmark");
        assert!(wrong("row\tmeasure\tunit\tvalue\na\tb\tms\n").starts_with("line 2:"));
        assert!(wrong("row\tmeasure\tunit\tvalue\na\tb\tms\tNaN\n").starts_with("line 2:"));
    }

    #[test]
    fn runs_are_the_tables_of_a_folder_and_of_those_within_it() {
        let folder = std::env::temp_dir().join(format!("hashiya-compare-{}", std::process::id()));
        for (run, value) in [("1", "10"), ("2", "11")] {
            fs::create_dir_all(folder.join(run)).expect("the temporary folder can be written");
            let table = format!("row\tmeasure\tunit\tvalue\nscroll\tmedian\tms\t{value}\n");
            fs::write(folder.join(run).join("page.tsv"), table).expect("written");
        }
        let read = read(&folder).expect("tables");
        fs::remove_dir_all(&folder).expect("it is ours");
        let mut values: Vec<f64> = read.values().flatten().copied().collect();
        values.sort_by(f64::total_cmp);
        assert_eq!((read.len(), values), (1, vec![10.0, 11.0]));
    }
}
