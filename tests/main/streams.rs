//! `-`, pipes and devices: what the command line reads from and writes into beside files.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use crate::cli::{done, fails, path};
use crate::fixture::Folder;

/// Runs with `input` as the standard input.
fn piped(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hashiya"));
    command.args(arguments).env("USER", "ليلى");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary runs");
    // One that refuses its arguments reads nothing.
    let _ = child.stdin.take().expect("it is piped").write_all(input);
    child.wait_with_output().expect("it ends")
}

#[track_caller]
pub fn gives(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let output = piped(arguments, input);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    output.stdout
}

/// `docs/خبر.ron` with three annotations, and its bytes.
fn annotated() -> (Folder, String, Vec<u8>) {
    let folder = Folder::new();
    folder.write("خبر.txt", "😀 وصل أحمد إلى القاهرة، ثم غادر أحمد القاهرة.");
    done(&["import", &path(&folder, "خبر.txt"), "--out", &path(&folder, "docs")]);
    let file = path(&folder, "docs/خبر.ron");
    done(&["annotate", &file, "--label", "PER", "--match", "أحمد"]);
    done(&["annotate", &file, "--label", "LOC", "--span", "15..22"]);
    let bytes = fs::read(&file).expect("there");
    (folder, file, bytes)
}

#[test]
fn a_document_is_read_from_the_standard_input_as_from_its_file() {
    let (folder, file, bytes) = annotated();
    for command in [&["list", "--json"][..], &["list"], &["stats", "--json"], &["validate"]] {
        let (from_file, from_input) = ([command, &[&file]].concat(), [command, &["-"]].concat());
        assert_eq!(String::from_utf8_lossy(&gives(&from_input, &bytes)), done(&from_file), "{command:?}");
    }
    let hits = String::from_utf8(gives(&["search", "-", "أحمد"], &bytes)).expect("UTF-8");
    assert_eq!(hits, done(&["search", &file, "أحمد"]).replace(&file, "-"));
    // The same bytes as the file that an export makes, and nothing beside them.
    for format in ["jsonl", "conll", "csv", "html"] {
        let place = path(&folder, &format!("set.{format}"));
        done(&["export", &file, "--to", format, "--out", &place]);
        let written = gives(&["export", "-", "--to", format, "--out", "-"], &bytes);
        assert!(written == fs::read(&place).expect("there"), "{format}");
    }
    let picture = gives(&["render", "-", "--out", "-"], &bytes);
    assert!(picture.starts_with(b"\x89PNG"));
    assert!(gives(&["render", "-", "--out", "-", "--as", "svg"], &bytes).starts_with(b"<svg"));
}

#[test]
fn a_dataset_is_imported_from_the_standard_input_by_what_it_holds() {
    let (folder, file, _) = annotated();
    let dataset = gives(&["export", &file, "--to", "jsonl", "--out", "-"], b"");
    gives(&["import", "-", "--out", &path(&folder, "back")], &dataset);
    let listed = done(&["list", &path(&folder, "back/خبر.ron")]);
    assert_eq!(listed, done(&["list", &file]));
    // Text has nothing to be known by, and no name of its own.
    let text = "وصل أحمد".as_bytes();
    let refused = piped(&["import", "-", "--out", &path(&folder, "text")], text);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("name one with --from"));
    gives(&["import", "-", "--from", "txt", "--out", &path(&folder, "text")], text);
    assert!(folder.join("text/stdin.ron").is_file());
    let hits = String::from_utf8(gives(&["search", "-", "أحمد"], text)).expect("UTF-8");
    assert_eq!(hits, "-\t4\t8\tوصل ‹أحمد›\n");
}

#[test]
fn what_the_standard_streams_cannot_be_is_said() {
    let (folder, file, bytes) = annotated();
    for (arguments, part) in [
        (&["export", &file, "--to", "brat", "--out", "-"][..], "several files"),
        (&["import", &file, "--out", "-"], "a folder"),
        (&["annotate", "-", "--label", "PER", "--match", "أحمد"], "which the standard input is not"),
        (&["clitics", "-", "--clitics", "include", "--write"], "which the standard input is not"),
        (&["merge", &file, "-", &file], "which the standard input cannot be"),
        (&["export", &file, "--to", "jsonl", "--out", "-", "--report", "-"], "cannot both"),
    ] {
        let output = piped(arguments, &bytes);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(said.contains(part) && output.stdout.is_empty(), "{arguments:?}: {said}");
    }
    // A file of this name is named with its folder.
    fs::copy(&file, folder.join("-")).expect("copied");
    let mut command = Command::new(env!("CARGO_BIN_EXE_hashiya"));
    let listed = command.current_dir(folder.join("")).args(["list", "./-"]).output().expect("it runs");
    assert!(String::from_utf8_lossy(&listed.stdout).contains("أحمد"));
}

/// What is refused, or fails on its way, leaves the standard output empty: half a dataset does not look whole.
#[test]
fn nothing_of_a_dataset_that_fails_is_written_out() {
    let (folder, file, _) = annotated();
    folder.write("docs/zz.ron", "(version: 1, id: \"broken\"");
    let docs = path(&folder, "docs");
    let output = piped(&["export", &docs, "--to", "jsonl", "--out", "-"], b"");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    done(&["annotate", &file, "--label", "LOC", "--span", "2..5,11..14"]);
    let output = piped(&["export", &file, "--to", "conll", "--out", "-", "--strict"], b"");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
}

#[test]
fn a_document_that_is_made_goes_out_alone() {
    let (folder, file, bytes) = annotated();
    folder.write("new.txt", "😀 وصل أحمد إلى القاهرة اليوم، ثم غادر أحمد القاهرة.");
    let made = piped(&["reanchor", &file, "--text", &path(&folder, "new.txt"), "--out", "-"], b"");
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    assert!(String::from_utf8_lossy(&made.stderr).contains("moved\t"));
    assert_eq!(gives(&["validate", "-"], &made.stdout), b"");
    let veiled = gives(&["obfuscate", "-", "--out", "-"], &bytes);
    assert_eq!(gives(&["validate", "-"], &veiled), b"");
    let merged = gives(&["merge", &file, &file, &file, "--out", "-"], b"");
    assert!(merged == bytes);
    done(&["annotate", &file, "--label", "LOC", "--span", "2..5"]);
    assert!(gives(&["restore", &file, "1", "--out", "-"], b"") == bytes);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_written_into_and_stays_one() {
    use std::os::unix::fs::FileTypeExt;
    let (folder, file, _) = annotated();
    let place = path(&folder, "set.jsonl");
    done(&["export", &file, "--to", "jsonl", "--out", &place]);
    let pipe = path(&folder, "pipe.jsonl");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read(pipe)
    });
    assert_eq!(done(&["export", &file, "--to", "jsonl", "--out", &pipe]), "");
    let read = reader.join().expect("it ends").expect("readable");
    assert!(read == fs::read(&place).expect("there"));
    assert!(fs::symlink_metadata(&pipe).expect("there").file_type().is_fifo());
    fails(&["export", &file, "--to", "brat", "--out", &pipe], 1, &["several files"]);
    // The device behind the standard output gets what `-` gets, and no line more.
    assert!(gives(&["export", &file, "--to", "jsonl", "--out", "/dev/stdout"], b"") == read);
    fails(&["export", &file, "--to", "jsonl", "--out", "/dev/full"], 1, &["/dev/full", "there is no room"]);
    done(&["render", &file, "--out", "/dev/null"]);
    done(&["export", &file, "--to", "jsonl", "--out", "/dev/null", "--report", "/dev/null"]);
    assert!(fs::metadata("/dev/null").expect("there").file_type().is_char_device());
}

#[cfg(unix)]
#[test]
fn what_is_neither_file_nor_stream_is_refused() {
    let (folder, file, _) = annotated();
    let place = folder.join("socket");
    let _socket = std::os::unix::net::UnixListener::bind(&place).expect("a short path");
    let place = path(&folder, "socket");
    fails(&["export", &file, "--to", "jsonl", "--out", &place, "--force"], 1, &["a socket"]);
    assert!(!fs::metadata(&place).expect("there").is_file());
}

/// A picture under another kind's name is opened by nobody.
#[test]
fn a_picture_is_of_the_kind_its_name_says() {
    let (folder, file, _) = annotated();
    for name in ["p.jpg", "p", "p.png.txt"] {
        fails(&["render", &file, "--out", &path(&folder, name)], 1, &[".png", ".svg"]);
        assert!(!folder.join(name).exists());
    }
    fails(&["render", &file, "--out", &path(&folder, "p.png"), "--as", "svg"], 1, &["another kind"]);
    done(&["render", &file, "--out", &path(&folder, "p.SVG")]);
    assert!(fs::read(folder.join("p.SVG")).expect("there").starts_with(b"<svg"));
    done(&["render", &file, "--out", &path(&folder, "p"), "--as", "png"]);
    assert!(fs::read(folder.join("p")).expect("there").starts_with(b"\x89PNG"));
}

/// A schema that was given refuses what it lacks, or grows, which is said, and stays what it was on the disk.
#[test]
fn a_schema_that_was_given_grows_where_that_is_asked_for() {
    let (folder, file, _) = annotated();
    let schema = path(&folder, "schema.ron");
    fs::copy(&file, &schema).expect("copied");
    let before = fs::read(&schema).expect("there");
    let row = r#"{"id": "ج", "text": "وصل أحمد", "spans": [{"start": 4, "end": 8, "label": "HERO", "attributes": {"sure": true}}]}"#;
    folder.write("new.jsonl", row);
    let (new, out) = (path(&folder, "new.jsonl"), path(&folder, "grown"));
    fails(&["import", &new, "--schema", &schema, "--out", &out], 1, &["HERO"]);
    fails(&["import", &new, "--schema-grow", "--out", &out], 2, &["--schema"]);
    let output = piped(&["import", &new, "--schema", &schema, "--schema-grow", "--out", &out], b"");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("added to the schema: label HERO, attribute sure of HERO"), "{said}");
    let grown = hashiya::store::load(&folder.join("grown/ج.ron")).expect("sound").0;
    let given = hashiya::store::load(schema.as_ref()).expect("sound").0;
    assert_eq!(grown.schema.labels.len(), given.schema.labels.len() + 1);
    assert!(fs::read(&schema).expect("there") == before);
}
