//! What every command of the command line costs, at one size and at ten times the size: a ratio of about ten is linear.
//!
//! Usage: `cargo bench --bench commands [-- FILTER…]`; only rows whose command and shape hold a FILTER are measured. Seconds
//! are processor time (user and system) of the program run as its own process, so that other programs do not count.
//! `HASHIYA_BIN` names another program to be measured.

#[path = "support/child.rs"]
mod child;
#[path = "support/record.rs"]
mod record;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use child::{Spent, run};
use hashiya::formats;
use hashiya::model::{
    AnnotatedDocument, Annotation, AnnotationSet, Annotator, Document, DocumentId, LabelName, Provenance, Record,
    Spans, TextSpan, Timestamp,
};
use hashiya::store::{self, Expect, default_schema, samples};

/// Seconds of processor time after which a command is ended: at that size it is not linear.
const MAX_SECONDS: u64 = 120;
/// The word that is looked for and labelled.
const WORD: &str = "القاهرة";

/// What a document can be made of. Each has a size in which the work is hard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// 1 MB of running text with 10 000 annotations side by side.
    Plain,
    /// The same in one paragraph, where the word stands 8 000 times.
    OneLine,
    /// 10 000 annotations on one word.
    OnePlace,
    /// 200 annotations within one another. What is printed grows with the square.
    Nested,
    /// A letter and 100 000 marks, 1 000 annotations on them.
    Marks,
    /// 200 000 bytes of brackets and quotes, 1 000 annotations.
    Brackets,
    /// A folder of 100 documents.
    Folder,
}

const SHAPES: [Shape; 7] =
    [Shape::Plain, Shape::OneLine, Shape::OnePlace, Shape::Nested, Shape::Marks, Shape::Brackets, Shape::Folder];

impl Shape {
    fn text(self, times: usize) -> String {
        match self {
            Shape::Plain => running(1_000_000 * times),
            Shape::OneLine => running(1_000_000 * times).replace('\n', " "),
            Shape::OnePlace => running(20_000),
            Shape::Nested => running(3200 * times),
            Shape::Marks => format!("ب{}", "\u{64e}\u{651}".repeat(50_000 * times)),
            Shape::Brackets => "([\"«".repeat(40_000 * times),
            Shape::Folder => running(5_000),
        }
    }

    /// Ranges in characters.
    fn places(self, times: usize, characters: usize) -> Vec<(usize, usize)> {
        let spread = |count: usize, length: usize| {
            let step = (characters / count).max(1);
            (0..count).map(|n| (n * step, (n * step + 1 + n % length).min(characters))).collect()
        };
        match self {
            Shape::Plain | Shape::OneLine => spread(10_000 * times, 9),
            Shape::OnePlace => vec![(4, 9); 10_000 * times],
            Shape::Nested => (0..200 * times).map(|n| (n, characters - n)).collect(),
            Shape::Marks | Shape::Brackets => spread(1_000 * times, 9),
            Shape::Folder => spread(50, 9),
        }
    }

    fn documents(self, times: usize) -> usize {
        if self == Shape::Folder { 100 * times } else { 1 }
    }
}

/// The samples over and over, with the word in each tenth of a kilobyte.
fn running(bytes: usize) -> String {
    let sample = samples().remove(1);
    let words: Vec<&str> = sample.text().split_inclusive(' ').collect();
    let mut text = String::with_capacity(bytes + 100);
    for (n, word) in words.iter().cycle().enumerate() {
        if text.len() >= bytes {
            break;
        }
        text.push_str(word);
        if n % 10 == 0 {
            text.push_str(WORD);
            text.push(' ');
        }
    }
    text
}

fn document(shape: Shape, times: usize, number: usize, labels: &[&str]) -> AnnotatedDocument {
    let text = shape.text(times);
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let annotation = |(n, (start, end)): (usize, (usize, usize))| Annotation {
        id: format!("a{n:06}").as_str().into(),
        label: LabelName::new(labels[n % labels.len()]),
        spans: Spans::from(TextSpan::new(&text, bytes[start]..bytes[end]).expect("in the text")),
        entity: None,
        record: Record::new(Provenance::Human, Annotator::new("ليلى"), Timestamp(1_780_000_000_000)),
    };
    let places = shape.places(times, bytes.len() - 1);
    let annotations = AnnotationSet::from_annotations(places.into_iter().enumerate().map(annotation));
    let id = DocumentId(format!("d{number:05}").as_str().into());
    let document = Document::new(id, "", text, BTreeMap::new()).expect("small enough");
    let schema = Arc::new(default_schema());
    AnnotatedDocument { annotations, ..AnnotatedDocument::new(document, schema, Annotator::new("ليلى")) }
}

/// The files of one shape at one size.
struct Stage {
    folder: PathBuf,
    shape: Shape,
    times: usize,
}

impl Stage {
    fn at_size(root: &Path, shape: Shape, times: usize) -> Stage {
        Stage { folder: root.join(format!("{shape:?}-{times}")), shape, times }
    }

    fn set(&self) {
        let Stage { folder, shape, times } = self;
        let write = |side: &str, labels: &[&str]| {
            fs::create_dir_all(folder.join(side)).expect("the temporary folder is writable");
            for number in 0..shape.documents(*times) {
                let path = folder.join(side).join(format!("d{number:05}.ron"));
                let document = document(*shape, *times, number, labels);
                store::save(&document, &path, Expect::Absent).expect("a sound document");
            }
        };
        write("base", &["PER", "ORG", "LOC", "DATE"]);
        write("ours", &["PER", "ORG", "LOC", "LOC"]);
        write("theirs", &["ORG", "ORG", "LOC", "DATE"]);
        fs::write(folder.join("new.txt"), format!("نص جديد {}", shape.text(*times))).expect("writable");
    }

    fn at(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// What is given to a command that takes folders.
    fn input(&self) -> String {
        if self.shape == Shape::Folder { self.at("base") } else { self.at("base/d00000.ron") }
    }

    /// A copy that a command may write to.
    fn copy(&self) -> String {
        let copy = self.folder.join("copy");
        let _ = fs::remove_dir_all(&copy);
        fs::create_dir_all(&copy).expect("writable");
        for entry in fs::read_dir(self.folder.join("base")).expect("it was written").flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_file()) {
                fs::copy(entry.path(), copy.join(entry.file_name())).expect("writable");
            }
        }
        if self.shape == Shape::Folder { self.at("copy") } else { self.at("copy/d00000.ron") }
    }
}

/// The commands, by name, with their arguments at a stage.
fn commands(stage: &Stage) -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    let mut add = |name: &str, arguments: &[&str]| {
        all.push((name.to_owned(), arguments.iter().map(|a| (*a).to_owned()).collect()));
    };
    let input = stage.input();
    let one = stage.at("base/d00000.ron");
    let (ours, theirs) = (stage.at("ours/d00000.ron"), stage.at("theirs/d00000.ron"));
    add("list", &["list", &one]);
    add("list --json", &["list", &one, "--json"]);
    add("stats", &["stats", &input]);
    add("stats --json", &["stats", &input, "--json"]);
    add("validate", &["validate", &input]);
    add("lint", &["lint", &input]);
    add("lint --json", &["lint", &input, "--json"]);
    add("clitics", &["clitics", &input, "--clitics", "exclude"]);
    add("diff", &["diff", &one, &ours]);
    add("merge", &["merge", &one, &ours, &theirs, "--out", &stage.at("merged.ron")]);
    add("textconv", &["textconv", &one]);
    add("search", &["search", &input, WORD]);
    add("search --json", &["search", &input, WORD, "--json"]);
    add("search --word --json", &["search", &input, WORD, "--word", "--json"]);
    add("search --regex --json", &["search", &input, "--regex", "القا[هة]رة", "--json"]);
    add("search a mark", &["search", &input, "\u{651}", "--fold", "exact", "--json"]);
    add("search a bracket", &["search", &input, "[", "--fold", "exact", "--json"]);
    for format in formats::registry().iter().filter(|format| format.layout().is_some()) {
        let out = stage.at(&format!("export-{}/", format.name()));
        add(&format!("export --to {}", format.name()), &["export", &input, "--to", format.name(), "--out", &out]);
        if format.reads() {
            let back = stage.at(&format!("import-{}", format.name()));
            add(&format!("import {}", format.name()), &["import", &out, "--from", format.name(), "--out", &back]);
        }
    }
    let out = stage.at("export-exclude/");
    add("export --clitics exclude", &["export", &input, "--to", "jsonl", "--out", &out, "--clitics", "exclude"]);
    add("import txt", &["import", &stage.at("new.txt"), "--out", &stage.at("import-txt")]);
    let moved = stage.at("moved.ron");
    add("reanchor", &["reanchor", &one, "--text", &stage.at("new.txt"), "--out", &moved, "--leave-out"]);
    let picture = stage.at("page.png");
    add("render", &["render", &one, "--out", &picture]);
    // What follows writes to copies.
    let copy = stage.at("copy/d00000.ron");
    let label = ["annotate", &copy, "--label", "LOC"];
    let on = |place: &[&str]| -> Vec<String> { label.iter().chain(place).map(|a| (*a).to_owned()).collect() };
    all.push(("annotate --match".into(), on(&["--match", WORD])));
    all.push(("annotate --match --fold".into(), on(&["--match", WORD, "--fold", "search", "--clitics", "exclude"])));
    all.push(("annotate --regex".into(), on(&["--regex", "القا[هة]رة"])));
    all.push(("annotate --match a mark".into(), on(&["--match", "\u{651}"])));
    let spans: Vec<String> = (0..1000 * stage.times).map(|n| format!("{}..{}", n + 1, n + 3)).collect();
    let spans: Vec<&str> = spans.iter().flat_map(|span| ["--span", span.as_str()]).collect();
    all.push(("annotate --span …".into(), on(&spans)));
    let folder = if stage.shape == Shape::Folder { stage.at("copy") } else { copy.clone() };
    let owned = |arguments: &[&str]| arguments.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>();
    all.push(("clitics --write".into(), owned(&["clitics", &folder, "--clitics", "exclude", "--write"])));
    all.push(("history".into(), owned(&["history", &copy])));
    all.push(("restore".into(), owned(&["restore", &copy, "1", "--out", &stage.at("restored.ron")])));
    all
}

fn main() {
    let filters: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let program = std::env::var_os("HASHIYA_BIN").map_or_else(|| env!("CARGO_BIN_EXE_hashiya").into(), PathBuf::from);
    let root = std::env::temp_dir().join(format!("hashiya-bench-commands-{}", std::process::id()));
    record::begin();
    println!("{:<28} {:<10} {:>8} {:>8} {:>7}", "command", "shape", "1x s", "10x s", "ratio");
    for shape in SHAPES {
        let [small, large] = [1, 10].map(|times| Stage::at_size(&root, shape, times));
        let all = commands(&small).into_iter().zip(commands(&large));
        let is_wanted = |name: &str| {
            let row = format!("{name} {shape:?}");
            filters.is_empty() || filters.iter().any(|filter| row.contains(filter.as_str()))
        };
        let wanted: Vec<_> = all.filter(|((name, _), _)| is_wanted(name)).collect();
        if wanted.is_empty() {
            continue;
        }
        [&small, &large].into_iter().for_each(Stage::set);
        for ((name, at_one), (_, at_ten)) in wanted {
            let spent = [(&small, at_one), (&large, at_ten)].map(|(stage, arguments)| {
                // History and restore look at what the change before them left.
                if arguments[0] == "annotate" || arguments.last().is_some_and(|last| last == "--write") {
                    stage.copy();
                }
                run(&program, &arguments, MAX_SECONDS)
            });
            print!("{}", row(&name, shape, &spent));
            for (measure, spent) in ["at one size", "at ten times the size"].into_iter().zip(&spent) {
                // What was ended is as slow as can be said.
                let seconds = if spent.killed { MAX_SECONDS as f64 } else { spent.seconds };
                record::record(&format!("{name}, {shape:?}"), measure, "s", seconds);
            }
        }
        let _ = fs::remove_dir_all(&root);
    }
}

fn row(name: &str, shape: Shape, spent: &[Spent; 2]) -> String {
    let seconds = |spent: &Spent| match spent.killed {
        true => format!("> {MAX_SECONDS}"),
        false => format!("{:.2}", spent.seconds),
    };
    let ratio = match spent[1].killed || spent[0].killed {
        true => "–".to_owned(),
        // The start of the program, a few hundredths of a second, is no part of what grows.
        false => format!("{:.1}", spent[1].seconds / spent[0].seconds.max(0.01)),
    };
    let refused = match spent.iter().any(|spent| spent.code == Some(0)) {
        true => "",
        false => "  (refused)",
    };
    let shape = format!("{shape:?}");
    format!("{name:<28} {shape:<10} {:>8} {:>8} {ratio:>7}{refused}\n", seconds(&spent[0]), seconds(&spent[1]))
}
