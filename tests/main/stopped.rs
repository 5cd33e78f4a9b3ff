//! Imports and exports that are stopped on the way leave nothing behind, say so, and can be run again; how far they are is said to
//! a terminal alone.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use hashiya::formats::{self, ImportOptions, SchemaBuilder};
use hashiya::store::{default_schema, samples};
use hashiya::workspace::export::{Dataset, Destination, ExportRequest};
use hashiya::workspace::export_run::{self, Listed, ListedDocuments};
use hashiya::workspace::import;
use hashiya::workspace::import_batch::ImportBatch;
use hashiya::workspace::{ExportGuard, WorkspaceError};

use crate::fixture::Folder;

fn lines(count: usize) -> String {
    let line = |n| {
        format!(
            "{{\"id\": \"d{n}\", \"text\": \"نص {n}\", \"spans\": [{{\"start\": 0, \"end\": 2, \"label\": \"PER\"}}]}}\n"
        )
    };
    (0..count).map(line).collect()
}

/// Everything below a folder, as paths from it.
fn below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                open.push(path.clone());
            }
            found.push(path.strip_prefix(folder).expect("below it").display().to_string());
        }
    }
    found.sort();
    found
}

#[test]
fn an_export_that_is_told_to_stop_takes_back_what_it_began() {
    stopped_anywhere(&ExportRequest { format: "brat".into(), ..ExportRequest::default() });
}

#[test]
fn a_training_set_is_there_as_a_whole_or_not_at_all() {
    let split = "train=1,test=1".parse().ok();
    stopped_anywhere(&ExportRequest {
        format: "jsonl".into(),
        split,
        card: true,
        croissant: true,
        ..ExportRequest::default()
    });
}

/// Stops an export at each moment at which it asks.
fn stopped_anywhere(request: &ExportRequest) {
    let folder = Folder::new();
    let asked = Cell::new(0);
    // The longest run of yes is one that is never told to stop.
    for most in 0..100 {
        asked.set(0);
        let go_on = || {
            asked.set(asked.get() + 1);
            asked.get() <= most
        };
        let mut take = |_| ();
        let out = folder.join("out");
        let mut dataset = Dataset::new(request, Destination::Path(&out), ExportGuard::OwnExports, &mut take, &go_on)
            .expect("there is such a format");
        let documents = samples().into_iter().map(|document| (Listed::Open(Box::new(document)), PathBuf::new()));
        let documents: Vec<_> = documents.collect();
        let mut held = ListedDocuments { documents: &documents, go_on: &|_, _| true };
        export_run::run(&mut held, request, &mut dataset, &mut |_, _, _| ()).expect("it can be written");
        match dataset.finish() {
            Err(WorkspaceError::Cancelled) => assert_eq!(below(folder.path()), [""; 0], "after {most} times yes"),
            Err(error) => panic!("{error}"),
            Ok(batch) => {
                assert!(most > samples().len(), "it was asked for each file");
                assert!(batch.commit().expect("written").files.len() > samples().len());
                return;
            }
        }
    }
    panic!("it asks without end");
}

#[test]
fn an_import_that_is_told_to_stop_takes_back_what_it_began() {
    let folder = Folder::new();
    let file = folder.write("in.jsonl", lines(5));
    let format = formats::by_name("jsonl").expect("a format");
    let options = ImportOptions::default();
    let batch = || ImportBatch::new(folder.join("out"), SchemaBuilder::of_files(default_schema()));
    let mut stopped = batch();
    let refused = stopped.add(format, &file, Path::new(""), &options, &|documents| documents < 3);
    assert!(matches!(refused, Err(WorkspaceError::Cancelled)) && stopped.is_empty());
    for most in 0..5 {
        let mut batch = batch();
        batch.add(format, &file, Path::new(""), &options, &|_| true).expect("sound");
        let staged = batch.stage(&|documents| documents < most);
        assert!(matches!(staged, Err(WorkspaceError::Cancelled)), "{most}");
        assert_eq!(below(folder.path()), ["in.jsonl"]);
    }
    let seen = Cell::new((0, 0));
    let mut schema = SchemaBuilder::of_files(default_schema());
    let go_on = |documents, all| {
        seen.set((documents, all));
        true
    };
    import::import(format, &file, &options, &mut schema, &go_on).expect("sound");
    assert_eq!(seen.get().0, 5, "it was told how far it is");
}

#[cfg(target_os = "linux")]
mod signals {
    use std::process::{Child, Command, Stdio};

    use rustix::process::{Pid, Signal, kill_process};

    use super::*;

    fn start(arguments: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hashiya"));
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs")
    }

    /// Sends a signal as soon as a file of ours waits in `out`; the exit code, and what was said.
    fn stopped(mut child: Child, out: &Path, signal: Signal) -> (Option<i32>, String) {
        let begun = || out.is_dir() && below(out).iter().any(|name| name.ends_with(".hashiya-tmp"));
        while !begun() && child.try_wait().expect("it is ours").is_none() {
            std::thread::yield_now();
        }
        kill_process(Pid::from_child(&child), signal).expect("it is ours and not waited for");
        let output = child.wait_with_output().expect("it ends");
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    }

    #[test]
    fn after_ctrl_c_an_import_and_an_export_say_what_they_wrote_and_leave_nothing() {
        const DOCUMENTS: usize = 600;
        let folder = Folder::new();
        let file = folder.write("in.jsonl", lines(DOCUMENTS)).display().to_string();
        let documents = folder.join("documents");
        let import = ["import", &file, "--out", &documents.display().to_string()];
        for signal in [Signal::INT, Signal::TERM] {
            let (code, said) = stopped(start(&import), &documents, signal);
            assert_eq!(code, Some(130), "{said}");
            assert!(said.contains("stopped; nothing was written") && !said.contains('\r'), "{said}");
            assert_eq!(below(folder.path()), ["in.jsonl"]);
        }
        let again = start(&import).wait_with_output().expect("it ends");
        assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
        assert!(!again.stderr.contains(&b'\r'), "there is no terminal");
        let names = below(&documents);
        assert_eq!(names.iter().filter(|name| name.ends_with(".ron")).count(), DOCUMENTS);

        let dataset = folder.join("dataset");
        let export =
            ["export", &documents.display().to_string(), "--to", "brat", "--out", &dataset.display().to_string()];
        let (code, said) = stopped(start(&export), &dataset, Signal::INT);
        assert_eq!(code, Some(130), "{said}");
        assert!(said.contains("stopped; nothing was written") && !said.contains('\r'), "{said}");
        assert!(!dataset.exists() && below(&documents) == names);
        let again = start(&export).wait_with_output().expect("it ends");
        assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
        assert_eq!(below(&dataset).iter().filter(|name| name.ends_with(".ann")).count(), DOCUMENTS);
    }
}
