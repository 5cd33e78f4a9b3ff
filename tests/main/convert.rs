//! What `convert` writes is what an import and an export write together: the same bytes and the same losses, from files that are
//! read once, twice or from the standard input; all of it or nothing.

use std::fs;
use std::path::{Path, PathBuf};

use hashiya::formats::{self, Export, Format, ImportOptions, SchemaBuilder};
use hashiya::model::{AnnotatedDocument, Timestamp};
use hashiya::store::{default_schema, samples};
use hashiya::workspace::convert::Conversion;
use hashiya::workspace::export_run::{self, ExportOutcome, Listed, ListedDocuments};
use hashiya::workspace::import_batch::ImportBatch;
use hashiya::workspace::{ExportRequest, WorkspaceError, open};

use crate::cli::{done, done_saying, fails, path};
use crate::fixture::{Folder, hard_document};

const NAMES: &str = "the dataset";

fn options() -> ImportOptions {
    ImportOptions { now: Timestamp(1_700_000_000_000), ..ImportOptions::default() }
}

fn schema() -> SchemaBuilder {
    SchemaBuilder::of_files(default_schema())
}

/// The files of a dataset of the samples and a document that has everything; those that are read, not what belongs to them.
fn dataset(folder: &Folder, format: &dyn Format) -> Vec<PathBuf> {
    let mut documents = samples();
    documents.push(hard_document());
    let export = format.export(&documents.iter().collect::<Vec<_>>());
    let mut files = Vec::new();
    for (name, bytes) in export.files {
        let file = folder.write(&format!("{NAMES}/{}", name.display()), bytes);
        if file.extension().is_some_and(|found| format.extensions().iter().any(|e| found == *e)) {
            files.push(file);
        }
    }
    files.sort();
    files
}

/// What is written and lost, and how much of it there was.
type Outcome = Result<(Export, ExportOutcome), String>;

fn outcome(done: Result<ExportOutcome, WorkspaceError>, export: Export) -> Outcome {
    done.map(|outcome| (export, outcome)).map_err(|error| error.to_string())
}

fn by_documents(documents: &[AnnotatedDocument], request: &ExportRequest) -> Outcome {
    let mut export = Export::default();
    let documents: Vec<_> =
        documents.iter().map(|document| (Listed::Open(Box::new(document.clone())), PathBuf::new())).collect();
    let mut listed = ListedDocuments { documents: &documents, go_on: &|_, _| true };
    let done = export_run::run(&mut listed, request, &mut export, &mut |_, _, _| ());
    outcome(done, export)
}

fn directly(format: &'static dyn Format, files: &[PathBuf], request: &ExportRequest, most: usize) -> Outcome {
    let mut source = Conversion::new(schema(), &|_, _| true).holding(most);
    for file in files {
        source.add(format, file, Path::new(""), &options(), &|_| true).expect("our own files are read");
    }
    let mut export = Export::default();
    let done = export_run::run(&mut source, request, &mut export, &mut |_, _, _| ());
    outcome(done, export)
}

#[track_caller]
fn assert_alike(converted: Outcome, exported: &Outcome, which: &str) {
    match (converted, exported) {
        (Ok((converted, counts)), Ok((exported, wanted))) => {
            for ((path, bytes), (wanted_path, wanted)) in converted.files.iter().zip(&exported.files) {
                assert!(path == wanted_path && bytes == wanted, "{which}: {} differs", path.display());
            }
            assert_eq!(converted.files.len(), exported.files.len(), "{which}");
            assert_eq!(converted.losses, exported.losses, "{which}");
            assert_eq!((&counts, counts.documents > 0), (wanted, true), "{which}");
        }
        (Err(converted), Err(exported)) => assert_eq!(converted, *exported, "{which}"),
        (converted, exported) => panic!("{which}: {:?} and {:?}", converted.err(), exported.as_ref().err()),
    }
}

/// Every format that is read and written, into every one that is written.
#[test]
fn it_gives_what_an_import_and_an_export_give() {
    let mut pairs = 0;
    for source in formats::registry().iter().copied().filter(|format| format.reads() && format.layout().is_some()) {
        let folder = Folder::new();
        let files = dataset(&folder, source);
        let mut batch = ImportBatch::new(folder.join("documents"), schema());
        for file in &files {
            batch.add(source, file, Path::new(""), &options(), &|_| true).expect("our own files are read");
        }
        let places: Vec<PathBuf> = batch.places().map(Path::to_path_buf).collect();
        batch.stage(&|_| true).expect("written").commit(0).expect("in their places");
        let documents: Vec<_> = places.iter().map(|place| open::read(place).expect("sound").0).collect();
        for target in formats::registry().iter().filter(|format| format.layout().is_some()) {
            let request = ExportRequest { format: target.name().into(), ..ExportRequest::default() };
            let exported = by_documents(&documents, &request);
            // Documents are held, or all files are read once more.
            for most in [usize::MAX, 0] {
                let which = format!("{} to {}, holding {most}", source.name(), target.name());
                assert_alike(directly(source, &files, &request, most), &exported, &which);
            }
            pairs += 1;
        }
    }
    assert!(pairs > 300, "{pairs}");
}

/// What needs all documents before the first is written, and what takes some of them alone.
#[test]
fn parts_clitics_and_filters_are_those_of_an_export() {
    let format = formats::by_name("jsonl").expect("a format");
    let folder = Folder::new();
    let files = dataset(&folder, format);
    let request = hashiya::workspace::ImportRequest { options: options(), schema: default_schema().into(), from: None };
    let (documents, _) = hashiya::workspace::import::import_alone(&files[0], &request, &|_, _| true).expect("read");
    for (target, change) in [
        ("conll", "clitics"),
        ("conll", "split"),
        ("datasets", "parts"),
        ("jsonl", "parts"),
        ("jsonl", "label"),
        ("csv", "unknown"),
    ] {
        let mut request = ExportRequest { format: target.into(), ..ExportRequest::default() };
        match change {
            "clitics" => request.clitics = Some(hashiya::arabic::clitics::CliticPolicy::Include),
            "split" => request.clitics = Some(hashiya::arabic::clitics::CliticPolicy::Split),
            "parts" => {
                request.split = "train=1,test=1".parse().ok();
                request.card = true;
            }
            "label" => request.filter.labels = vec!["PER".into()],
            _ => request.filter.labels = vec!["NOTHING".into()],
        }
        let exported = by_documents(&documents, &request);
        assert_eq!(exported.is_err(), change == "unknown", "{target}, {change}");
        for most in [usize::MAX, 0] {
            assert_alike(directly(format, &files, &request, most), &exported, &format!("{target}, {change}, {most}"));
        }
    }
}

fn lines(count: usize) -> String {
    let line = |n| {
        format!(
            "{{\"id\": \"d{n}\", \"text\": \"زار أحمد دبي {n}\", \"spans\": [{{\"start\": 5, \"end\": 9, \"label\": \"PER\"}}]}}\n"
        )
    };
    (0..count).map(line).collect()
}

/// The command line: what is written, what is not replaced, what is said.
#[test]
fn a_command_converts_files_folders_and_streams() {
    let folder = Folder::new();
    let (input, out) = (path(&folder, "in.jsonl"), path(&folder, "out.conll"));
    folder.write("in.jsonl", lines(3));
    done(&["import", &input, "--out", &path(&folder, "documents")]);
    done(&["export", &path(&folder, "documents"), "--to", "conll", "--out", &path(&folder, "wanted.conll")]);
    assert_eq!(done(&["convert", &input, "--to", "conll", "--out", &out]), format!("{out}\n"));
    let wanted = fs::read(folder.join("wanted.conll")).expect("written");
    assert!(fs::read(&out).expect("written") == wanted && !wanted.is_empty());
    let piped = crate::streams::gives(&["convert", "-", "--to", "conll", "--out", "-"], lines(3).as_bytes());
    assert!(piped == wanted, "the standard input and output");

    folder.write("mine.conll", "mine");
    let mine = path(&folder, "mine.conll");
    fails(&["convert", &input, "--to", "conll", "--out", &mine], 1, &["--force replaces it"]);
    assert_eq!(fs::read_to_string(&mine).expect("there"), "mine");
    done_saying(&["convert", &input, "--to", "conll", "--out", &mine, "--force"], "3 documents, 3 annotations");
    assert!(fs::read(&mine).expect("there") == wanted);

    let new = path(&folder, "new.conll");
    done_saying(&["convert", &input, "--to", "conll", "--out", &new, "--dry-run"], "nothing was written, as --dry-run");
    fails(&["convert", &input, "--to", "conll", "--out", &new, "--strict"], 1, &["as --strict asks"]);
    fails(&["convert", &input, "--to", "conll", "--out", &new, "--on-loss", "refuse"], 1, &["as --on-loss refuse"]);
    fails(&["convert", &path(&folder, "documents/d0.ron"), "--to", "conll", "--out", &new], 1, &["nothing to import"]);
    fails(&["convert", &input, "--to", "conll", "--out", "-", "--json"], 1, &["cannot both go to the standard output"]);
    assert!(!Path::new(&new).exists());

    // A folder whose inner folders hold documents of the same ids: each stays a document of its own.
    folder.write("many/a/x.jsonl", lines(2));
    folder.write("many/b/x.jsonl", lines(2));
    let both = path(&folder, "both.jsonl");
    done_saying(&["convert", &path(&folder, "many"), "--to", "jsonl", "--out", &both], "renamed");
    let both = fs::read_to_string(&both).expect("written");
    assert!(both.lines().count() == 4 && both.contains("\"b/d0\""), "{both}");
    let one = path(&folder, "one.jsonl");
    done_saying(&["convert", &path(&folder, "many"), "--to", "jsonl", "--out", &one, "--folder", "b"], "2 documents");
}

/// What a reader cannot use is a loss as well, which `--strict` refuses and the report lists.
#[test]
fn what_the_reader_does_not_use_is_a_loss() {
    let folder = Folder::new();
    let line = r#"{"id": "a", "text": "أحمد", "spans": [{"start": 0, "end": 4, "label": "PER", "odd": 1}]}"#;
    folder.write("in.jsonl", line);
    let (input, out) = (path(&folder, "in.jsonl"), path(&folder, "out.jsonl"));
    let strict = ["convert", &input, "--to", "jsonl", "--out", &out, "--strict"];
    fails(&strict, 1, &["odd", "nothing was written, as --strict asks"]);
    assert!(!Path::new(&out).exists());
    let report = path(&folder, "report.json");
    done_saying(&["convert", &input, "--to", "jsonl", "--out", &out, "--report", &report], "not carried over: 1 lost");
    assert!(fs::read_to_string(&report).expect("written").contains("odd"));
}

#[test]
fn a_line_that_cannot_be_read_is_named_and_left_out_where_that_is_asked() {
    let folder = Folder::new();
    let text = lines(3);
    let bad: Vec<&str> = text.lines().take(1).chain(["{\"text\": 5}"]).chain(text.lines().skip(1)).collect();
    folder.write("in.jsonl", bad.join("\n"));
    let (input, out) = (path(&folder, "in.jsonl"), path(&folder, "out.conll"));
    fails(&["convert", &input, "--to", "conll", "--out", &out], 1, &["in.jsonl:2", "--keep-going converts the rest"]);
    assert!(!Path::new(&out).exists());
    done_saying(
        &["convert", &input, "--to", "conll", "--out", &out, "--keep-going"],
        "3 documents, 3 annotations; 1 line left out",
    );
    assert!(Path::new(&out).exists());
}

/// A file that becomes another one between the two readings is no dataset of either.
#[test]
fn a_file_that_changes_between_its_readings_is_refused() {
    let folder = Folder::new();
    let file = folder.write("in.jsonl", lines(5));
    let format = formats::by_name("jsonl").expect("a format");
    for (held, is_refused) in [(usize::MAX, false), (0, true)] {
        folder.write("in.jsonl", lines(5));
        let mut source = Conversion::new(schema(), &|_, _| true).holding(held);
        source.add(format, &file, Path::new(""), &options(), &|_| true).expect("sound");
        folder.write("in.jsonl", lines(5).replace("دبي 3", "فاس 3"));
        let request = ExportRequest { format: "conll".into(), ..ExportRequest::default() };
        let done = export_run::run(&mut source, &request, &mut Export::default(), &mut |_, _, _| ());
        assert_eq!(matches!(done, Err(WorkspaceError::ChangedMeanwhile { .. })), is_refused);
    }
}

/// Killed as soon as its new file waits beside the place, and then a little further each time, it has written all or nothing, and
/// what stood there before stands there as it was.
#[test]
fn killed_anywhere_it_leaves_the_whole_dataset_or_what_was_there() {
    let folder = Folder::new();
    let input = folder.write("in.jsonl", lines(400)).display().to_string();
    let out = folder.join("out");
    let place = out.join("set.conll");
    let arguments = ["convert", &input, "--to", "conll", "--out", &place.display().to_string(), "--force"];
    done(&arguments);
    let whole = fs::read(&place).expect("written");
    for n in 0..12 {
        fs::write(&place, "mine").expect("writable");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hashiya"));
        command.args(arguments).stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let mut child = command.spawn().expect("the binary runs");
        let begun = || {
            let sizes = fs::read_dir(&out).into_iter().flatten().flatten().filter_map(|entry| entry.metadata().ok());
            sizes.map(|found| found.len()).sum::<u64>() > 4 + n * whole.len() as u64 / 8
        };
        while !begun() && child.try_wait().expect("ours").is_none() {
            std::thread::yield_now();
        }
        child.kill().expect("ours");
        child.wait().expect("ours");
        let left = fs::read(&place).expect("there");
        assert!(left == b"mine" || left == whole, "{n}: {} bytes of {}", left.len(), whole.len());
    }
    done(&arguments);
    assert!(fs::read(&place).expect("written") == whole);
}
