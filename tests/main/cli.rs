//! The command line as scripts and people meet it: the built binary, its output, its exit codes, its messages.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use hashiya::store::{Expect, load, save};

use crate::fixture::{Folder, assert_same, hard_document, spans_of};

const SAMPLE: &str = "😀 وصل أحمد إلى القاهرة، ثم غادر أحمد القاهرة إلى Paris.\r\nانتهى";

pub fn hashiya(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hashiya")).args(arguments).env("USER", "ليلى").output().expect("the binary runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Runs and expects success; standard output.
#[track_caller]
pub fn done(arguments: &[&str]) -> String {
    let output = hashiya(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
    stdout(&output)
}

/// Runs and expects success and this part in what is said to a person.
#[track_caller]
pub fn done_saying(arguments: &[&str], part: &str) {
    let output = hashiya(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
    assert!(stderr(&output).contains(part), "{arguments:?}: '{part}' is not in: {}", stderr(&output));
}

/// Runs with the settings of a folder and expects success.
#[track_caller]
pub fn done_with(arguments: &[&str], config: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hashiya"));
    let output = command.args(arguments).env("HASHIYA_CONFIG_DIR", config).output().expect("the binary runs");
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
}

/// Runs and expects this exit code; each part in standard error or output. Never a panic.
#[track_caller]
pub fn fails(arguments: &[&str], code: i32, expect: &[&str]) {
    let output = hashiya(arguments);
    let said = stderr(&output) + &stdout(&output);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    assert!(!said.contains("panicked"), "{said}");
    for part in expect {
        assert!(said.contains(part), "{arguments:?}: '{part}' is not in: {said}");
    }
}

pub fn path(folder: &Folder, name: &str) -> String {
    folder.join(name).to_str().expect("UTF-8").to_owned()
}

/// A folder with `docs/خبر.ron`, imported from a text.
fn imported() -> (Folder, String) {
    let folder = Folder::new();
    folder.write("خبر.txt", SAMPLE);
    done(&["import", &path(&folder, "خبر.txt"), "--out", &path(&folder, "docs")]);
    let file = path(&folder, "docs/خبر.ron");
    (folder, file)
}

#[test]
fn the_whole_way_gives_the_same_spans() {
    let (folder, file) = imported();
    done(&["annotate", &file, "--label", "PER", "--match", "أحمد"]);
    done(&["annotate", &file, "--label", "LOC", "--regex", "إلى (القاهرة|Paris)"]);
    done(&["annotate", &file, "--label", "LOC", "--span", "37..44", "--annotator", "سالم"]);
    done(&["annotate", &file, "--label", "EVENT", "--span", "2..5,11..14"]);
    done(&["annotate", &file, "--label", "ORG", "--span", "6..22"]);
    let list = done(&["list", &file, "--json"]);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&list).expect("JSON");
    let characters: Vec<char> = SAMPLE.chars().collect();
    for row in &rows {
        let at = |key: &str| row[key].as_u64().expect("a number") as usize;
        assert_eq!(characters[at("start")..at("end")].iter().collect::<String>(), row["text"]);
    }
    let texts: Vec<_> = rows.iter().map(|r| (r["label"].as_str().unwrap(), r["text"].as_str().unwrap())).collect();
    assert_eq!(
        texts,
        [
            ("EVENT", "وصل أحمد إلى"),
            ("ORG", "أحمد إلى القاهرة"),
            ("PER", "أحمد"),
            ("LOC", "القاهرة"),
            ("PER", "أحمد"),
            ("LOC", "القاهرة"),
            ("LOC", "Paris")
        ]
    );
    assert_eq!(rows[0]["parts"].as_array().map(Vec::len), Some(2));
    assert!(rows.iter().any(|r| r["annotator"] == "سالم") && rows.iter().any(|r| r["annotator"] == "ليلى"));
    assert_eq!(done(&["list", &file]).lines().count(), 7);

    let places = |file: &str| {
        let (document, _) = load(Path::new(file)).expect("sound");
        spans_of(&document).into_iter().map(|(_, label, ranges)| (label, ranges)).collect::<Vec<_>>()
    };
    for (format, target) in [("jsonl", "set.jsonl"), ("brat", "brat")] {
        let target = path(&folder, target);
        done(&["export", &path(&folder, "docs"), "--to", format, "--out", &target]);
        let back = path(&folder, &format!("back-{format}"));
        done(&["import", &target, "--out", &back]);
        assert_eq!(places(&format!("{back}/خبر.ron")), places(&file), "{format}");
        done(&["validate", &back]);
    }
    let (before, mut after) = (load(Path::new(&file)).unwrap().0, load(&folder.join("back-jsonl/خبر.ron")).unwrap().0);
    let labels: Vec<_> = after.schema.labels.iter().map(|label| label.name.as_str()).collect();
    assert_eq!(labels, ["EVENT", "ORG", "PER", "LOC"], "those of the file, and no others");
    after.schema = before.schema.clone();
    assert_same(&after, &before);
}

#[test]
fn annotate_says_everything_that_can_be_said() {
    let folder = Folder::new();
    let text = folder.write("خبر.txt", "يعمل أحمد في جامعة القاهرة منذ مارس.\n");
    done(&["import", text.to_str().expect("Unicode"), "--out", &path(&folder, "docs")]);
    let file = path(&folder, "docs/خبر.ron");
    let id_of = |row: &str| row.split('\t').next().expect("an id").to_owned();
    let person = id_of(&done(&["annotate", &file, "--label", "PER", "--match", "أحمد", "--attribute", "gender=male"]));
    let place = id_of(&done(&["annotate", &file, "--label", "ORG", "--match", "جامعة القاهرة", "--note", "أم جامعة؟"]));
    let relate = ["annotate", &file, "--relate", "works-for", "--from", &person, "--to", &place];
    let link = id_of(&done(&[&relate[..], &["--note", "بحسب النص"]].concat()));
    done(&["annotate", &file, "--document", "--attribute", "topic=ثقافة"]);
    let listed: serde_json::Value = serde_json::from_str(&done(&["list", &file, "--json"])).expect("JSON");
    assert_eq!(listed[0]["attributes"]["gender"], "male");
    assert_eq!(listed[0]["relations"][0]["id"], link);
    assert_eq!(listed[0]["relations"][0]["note"], "بحسب النص");
    assert_eq!(listed[1]["note"], "أم جامعة؟");
    // The same again, taken back, and what cannot be.
    fails(&relate, 1, &["already", "as it was"]);
    done(&["annotate", &file, "--id", &person, "--attribute", "gender="]);
    done(&["annotate", &file, "--id", &link, "--note", ""]);
    let listed: serde_json::Value = serde_json::from_str(&done(&["list", &file, "--json"])).expect("JSON");
    assert_eq!(
        (&listed[0]["attributes"]["gender"], &listed[0]["relations"][0]["note"]),
        (&serde_json::Value::Null, &"".into())
    );
    for (arguments, expect) in [
        (["--id", &person, "--attribute", "gender=both"], "one of male, female, unknown"),
        (["--id", &person, "--attribute", "age=3"], "no attribute 'age'; defined are gender"),
        (["--id", "none", "--attribute", "gender=male"], "there is no annotation 'none'"),
        (["--id", &place, "--attribute", "age=3"], "none is defined here"),
        (["--id", "nobody", "--note", "x"], "no annotation 'nobody'"),
        (["--id", &person, "--label", "LOC"], "may not link"),
    ] {
        fails(&[&["annotate", &file], &arguments[..]].concat(), 1, &[expect, "as it was"]);
    }
    fails(&["annotate", &file, "--document"], 1, &["say what becomes of it"]);
    done(&["annotate", &file, "--document", "--note", "قوبل"]);
    let saved = std::fs::read_to_string(&file).expect("there");
    assert!(saved.contains("version: 5,") && saved.contains("    note: \"قوبل\",\n"), "{saved}");
    fails(&["annotate", &file, "--relate", "works-for", "--from", &person], 2, &["--to"]);
}

#[test]
fn annotate_shapes_what_is_there() {
    let folder = Folder::new();
    let text = folder.write("خبر.txt", "قال أحمد الكاتب ثم مضى سعيد.\n");
    done(&["import", text.to_str().expect("Unicode"), "--out", &path(&folder, "docs")]);
    let file = path(&folder, "docs/خبر.ron");
    let listed = || -> Vec<(String, String)> {
        let listed: serde_json::Value = serde_json::from_str(&done(&["list", &file, "--json"])).expect("JSON");
        let row = |row: &serde_json::Value| {
            let part = |part: &serde_json::Value| part["text"].as_str().expect("text").to_owned();
            let parts = row["parts"].as_array().map(|parts| parts.iter().map(part).collect::<Vec<_>>().join("|"));
            let text = row["text"].as_str().expect("text").to_owned();
            (row["id"].as_str().expect("id").to_owned(), parts.unwrap_or(text))
        };
        listed.as_array().expect("rows").iter().map(row).collect()
    };
    let texts = || listed().into_iter().map(|(_, text)| text).collect::<Vec<_>>();
    done(&["annotate", &file, "--label", "PER", "--match", "أحمد الكاتب"]);
    let id = listed()[0].0.clone();
    done(&["annotate", &file, "--id", &id, "--add-piece", "23..27"]);
    assert_eq!(texts(), ["أحمد الكاتب|سعيد"]);
    done(&["annotate", &file, "--id", &id, "--remove-piece", "24"]);
    done(&["annotate", &file, "--id", &id, "--split", "8", "--flag", "true", "--note", "اسمه"]);
    assert_eq!(texts(), ["أحمد", "الكاتب"]);
    let saved = std::fs::read_to_string(&file).expect("there");
    assert_eq!(saved.matches("flag: true").count(), 2, "both say the same: {saved}");
    let ids = listed();
    fails(&["annotate", &file, "--id", &ids[0].0, "--merge"], 1, &["two annotations", "as it was"]);
    fails(&["annotate", &file, "--id", &ids[0].0, "--split", "4"], 1, &["one side of the cut"]);
    fails(&["annotate", &file, "--id", &ids[0].0, "--split", "400"], 1, &["no code point 400"]);
    done(&["annotate", &file, "--id", &ids[0].0, "--id", &ids[1].0, "--merge"]);
    assert_eq!(texts(), ["أحمد الكاتب"]);
}

#[test]
fn annotate_refuses_what_cannot_be_and_leaves_the_file() {
    let (folder, file) = imported();
    let before = std::fs::read(&file).expect("readable");
    fails(
        &["annotate", &file, "--label", "PERSON", "--match", "أحمد"],
        1,
        &["خبر.ron", "no label 'PERSON'", "PER, ORG"],
    );
    fails(&["annotate", &file, "--label", "PER", "--match", "سعيد"], 1, &["no such place", "as it was"]);
    fails(&["annotate", &file, "--label", "PER", "--match", ""], 1, &["empty text"]);
    fails(&["annotate", &file, "--label", "PER", "--span", "0..4000"], 1, &["no code point 4000", "the text has"]);
    fails(&["annotate", &file, "--label", "PER", "--span", "5..5"], 2, &["5..5 covers no text"]);
    fails(&["annotate", &file, "--label", "PER", "--span", "9..5"], 2, &["9..5 covers no text"]);
    fails(&["stat"], 2, &["no command 'stat'", "--help"]);
    fails(&["annotate", &file, "--label", "PER", "--span", "1..5,3..7"], 1, &["overlap"]);
    fails(&["annotate", &file, "--label", "PER", "--span", "five"], 2, &["START..END"]);
    fails(&["annotate", &file, "--label", "PER", "--regex", "("], 2, &["regex"]);
    fails(&["annotate", &file, "--label", "PER"], 2, &["--match"]);
    fails(&["annotate", &file, "--label", "PER", "--span", "1..2", "--match", "أ"], 2, &[]);
    fails(
        &["annotate", &path(&folder, "none.ron"), "--label", "PER", "--match", "أ"],
        1,
        &["none.ron", "no such file"],
    );
    fails(&["annotate", &path(&folder, "خبر.txt"), "--label", "PER", "--match", "أ"], 1, &["import it first"]);
    assert_eq!(std::fs::read(&file).expect("readable"), before);
    done(&["annotate", &file, "--label", "PER", "--match", "أحمد"]);
    let again = hashiya(&["annotate", &file, "--label", "PER", "--match", "أحمد"]);
    assert!(again.status.success() && stderr(&again).contains("the label is on 2 places already"));
}

#[test]
fn nothing_is_written_when_an_input_fails() {
    let folder = Folder::new();
    let [good, empty, pdf] = [("a.txt", "نص"), ("b.txt", ""), ("c.txt", "%PDF-1.7")].map(|(n, t)| {
        folder.write(n, t);
        path(&folder, n)
    });
    let out = path(&folder, "out");
    fails(
        &["import", &good, &empty, &pdf, "--out", &out],
        1,
        &["b.txt", "empty", "c.txt", "a PDF", "nothing was written"],
    );
    assert!(!Path::new(&out).exists());
    fails(&["import", &good, &empty, "--out", &out, "--keep-going"], 1, &["a.ron", "b.txt"]);
    assert_eq!(done(&["list", &format!("{out}/a.ron"), "--json"]), "[]\n");
    fails(&["import", &good, "--out", &out], 1, &["already there"]);

    folder.write("out/broken.ron", "(version: 1, id: \"x\"");
    let dataset = path(&folder, "set.jsonl");
    fails(&["export", &out, "--to", "jsonl", "--out", &dataset], 1, &["broken.ron:1:"]);
    assert!(!Path::new(&dataset).exists());
    fails(&["export", &out, "--to", "jsonl", "--out", &dataset, "--keep-going"], 1, &["broken.ron"]);
    assert_eq!(std::fs::read_to_string(&dataset).expect("written").lines().count(), 1);
    fails(&["stats", &out], 1, &["broken.ron"]);
}

#[test]
fn every_bad_input_has_its_message() {
    let folder = Folder::new();
    let out = path(&folder, "out");
    let bad = |name: &str, bytes: &[u8], expect: &[&str]| {
        folder.write(name, bytes);
        let mut expect = expect.to_vec();
        expect.push(name);
        fails(&["import", &path(&folder, name), "--out", &out], 1, &expect);
    };
    bad("empty.txt", b"", &["the file is empty"]);
    bad("binary.txt", b"\x00\x01\x02\x03abc", &["NUL bytes"]);
    bad(
        "utf8.txt",
        "سطر\nنص \u{fffd}\u{fffd}".replace('\u{fffd}', "").bytes().chain([0xff, 0xd9]).collect::<Vec<_>>().as_slice(),
        &["utf8.txt:2", "UTF-8"],
    );
    bad("bad.jsonl", b"{\"text\": \"\xd9\x86\xd8\xb5\"}\n{\"text\": 5}", &["bad.jsonl:2", "JSON"]);
    bad("alone.ann", b"T1\tPER 0 2\tab", &["alone.txt is missing"]);
    bad("tags.conll", "أ\tX-PER\n".as_bytes(), &["tags.conll:1", "'X-PER'"]);
    bad("picture.png", b"\x89PNG", &["--from"]);
    fails(&["import", &path(&folder, "none.txt"), "--out", &out], 1, &["none.txt", "no such file"]);
    folder.write("empty/readme.md", "x");
    fails(&["import", &path(&folder, "empty"), "--out", &out], 1, &["no file of the kind"]);
    folder.write("a.txt", "نص");
    fails(&["import", &path(&folder, "a.txt"), "--out", &out, "--from", "xml"], 2, &["txt, jsonl, "]);
    fails(&["import", &path(&folder, "a.txt"), "--out", &out, "--encoding", "klingon"], 2, &["windows-1256"]);
    fails(&["import", &path(&folder, "a.txt"), "--out", &out, "--unit", "feet"], 2, &["utf16"]);
    fails(&["import", &path(&folder, "a.txt"), "--out", &path(&folder, "a.txt")], 1, &["a.txt"]);
    fails(&["export", &path(&folder, "a.txt"), "--to", "jsonl", "--out", &out], 1, &["import it first"]);
    fails(&["nonsense-command", "--flag"], 2, &[]);
    let sparse = std::fs::File::create(folder.join("huge.txt")).expect("writable");
    sparse.set_len(hashiya::store::MAX_IMPORT_BYTES + 1).expect("sparse");
    fails(&["import", &path(&folder, "huge.txt"), "--out", &out], 1, &["huge.txt", "split it"]);
    assert!(!Path::new(&out).exists());
}

/// A program of this user, or of nobody where this user may write everywhere, as root may. `None` where the system lets
/// nobody run anything.
#[cfg(unix)]
pub fn without_privileges(folder: &Folder, docs: &Path, arguments: &[&str]) -> Option<Output> {
    use std::os::unix::process::CommandExt as _;
    /// `nobody` of every Linux and BSD.
    const NOBODY: u32 = 65534;
    let built = Path::new(env!("CARGO_BIN_EXE_hashiya"));
    if std::fs::write(docs.join("probe"), "x").is_err() {
        return Some(hashiya(arguments));
    }
    std::fs::remove_file(docs.join("probe")).expect("it was just written");
    // Nobody may not reach the folder it was built in.
    let reachable = folder.join("hashiya");
    if !reachable.exists() && std::fs::hard_link(built, &reachable).is_err() {
        std::fs::copy(built, &reachable).expect("the folder is writable");
    }
    let mut command = Command::new(&reachable);
    command.args(arguments).env("USER", "ليلى").env("HOME", folder.path()).current_dir(folder.path());
    command.uid(NOBODY).gid(NOBODY).output().ok()
}

#[cfg(unix)]
#[test]
fn a_folder_without_rights_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, file) = imported();
    let docs = folder.join("docs");
    let rights =
        |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("own folder");
    // Everybody may look in and nobody may write.
    rights(folder.path(), 0o755);
    rights(Path::new(&file), 0o644);
    rights(&docs, 0o555);
    match without_privileges(&folder, &docs, &["annotate", &file, "--label", "PER", "--match", "أحمد"]) {
        Some(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{said}");
            assert!(said.contains("خبر.ron") && said.contains("no permission"), "{said}");
        }
        None => {
            crate::support::skip("this user may write everywhere, and nobody may run nothing: a folder without rights")
        }
    }
    rights(&docs, 0o700);
    assert_eq!(done(&["list", &file]).lines().count(), 0);
}

#[test]
fn validate_names_every_problem_on_a_line() {
    let folder = Folder::new();
    let path = path(&folder, "d.ron");
    save(&hard_document(), Path::new(&path), Expect::Absent).expect("saved");
    assert_eq!(done(&["validate", &path]), "");
    let damaged = std::fs::read_to_string(&path).unwrap().replace("label: \"LOC\", spans", "label: \"XX\", spans");
    std::fs::write(&path, damaged).unwrap();
    let output = hashiya(&["validate", &path]);
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<String> = stdout(&output).lines().map(str::to_owned).collect();
    assert!(lines.len() >= 2 && lines.iter().all(|l| l.starts_with(&format!("{path}:"))), "{lines:?}");
    assert!(lines[0].contains("'XX'"));
    std::fs::write(&path, "(version: 9, new: true)").unwrap();
    fails(&["validate", &path], 1, &["version 9"]);
}

#[test]
fn export_says_what_is_lost_before_it_writes() {
    let folder = Folder::new();
    save(&hard_document(), &folder.join("d.ron"), Expect::Absent).expect("saved");
    let (input, out) = (path(&folder, "d.ron"), path(&folder, "set.conll"));
    fails(&["export", &input, "--to", "conll", "--out", &out, "--strict"], 1, &["nested", "discontinuous", "--strict"]);
    assert!(!Path::new(&out).exists());
    let output = hashiya(&["export", &input, "--to", "conll", "--out", &out]);
    assert!(output.status.success() && stderr(&output).contains("cannot carry everything"));
    assert_eq!(stdout(&output), format!("{out}\n"));
    fails(&["export", &input, "--to", "conll", "--out", &input], 1, &["may not take the place"]);
    fails(&["export", &input, "--to", "txt", "--out", &out], 2, &["jsonl, conll, "]);
}

#[test]
fn documents_of_one_name_in_two_folders_are_two_in_a_dataset() {
    let folder = Folder::new();
    for (place, text) in [("in/قديم/خبر.txt", "نص قديم"), ("in/جديد/خبر.txt", "نص جديد"), ("in/خبر.txt", "نص")]
    {
        folder.write(place, text);
    }
    let (texts, docs, out) = (path(&folder, "in"), path(&folder, "docs"), path(&folder, "set.jsonl"));
    done(&["import", &texts, "--out", &docs]);
    let export = ["export", &docs, "--to", "jsonl", "--out", &out];
    fails(&[&export[..], &["--strict"]].concat(), 1, &["since an earlier document has it"]);
    done(&export);
    let rows = std::fs::read_to_string(&out).expect("written");
    let mut ids: Vec<String> = rows.lines().map(|line| json(line)["id"].as_str().expect("an id").to_owned()).collect();
    ids.sort();
    // The first keeps its id; what lies in no folder below the input has none to be called by.
    assert_eq!(ids, ["خبر", "خبر-2", "قديم/خبر"]);
    for format in ["brat", "xmi", "tei"] {
        let (out, back) = (path(&folder, format), path(&folder, &format!("{format}-back")));
        done(&["export", &docs, "--to", format, "--out", &out]);
        assert_eq!(done(&["import", &out, "--out", &back]).lines().count(), 3, "{format}");
    }
    // A document named twice is two rows as well, and no row has the id of another.
    done(&["export", &docs, &docs, "--to", "jsonl", "--out", &out]);
    let rows = std::fs::read_to_string(&out).expect("written");
    let ids: std::collections::BTreeSet<_> = rows.lines().map(|line| json(line)["id"].to_string()).collect();
    assert_eq!(ids.len(), 6, "{ids:?}");
}

fn json(line: &str) -> serde_json::Value {
    serde_json::from_str(line).expect("JSON")
}

#[test]
fn stats_and_formats_are_stable() {
    let folder = Folder::new();
    save(&hard_document(), &folder.join("d.ron"), Expect::Absent).expect("saved");
    let stats = done(&["stats", &path(&folder, "d.ron"), "--json"]);
    let stats: serde_json::Value = serde_json::from_str(&stats).expect("JSON");
    assert_eq!(
        (&stats["documents"], &stats["annotations"], &stats["labels"]["ORG"]),
        (&1.into(), &8.into(), &3.into())
    );
    assert_eq!((&stats["discontinuous"], &stats["relations"]), (&1.into(), &2.into()));
    assert!(done(&["stats", &path(&folder, "d.ron")]).contains("label LOC\t2\n"));
    let formats = done(&["formats"]);
    for name in ["txt\tin", "jsonl\tin, out", "conll\tin, out", "brat\tin, out"] {
        assert!(formats.contains(name), "{formats}");
    }
}

#[test]
fn a_schema_binds_an_import_and_folders_keep_their_shape() {
    let folder = Folder::new();
    folder.write("in/a/1.txt", "نص");
    folder.write("in/b/1.txt", "نص آخر");
    folder.write("in/b/1.pdf", "x");
    folder.write("set.jsonl", "{\"id\":\"d\",\"text\":\"نص\",\"spans\":[{\"start\":0,\"end\":2,\"label\":\"GPE\"}]}");
    let out = path(&folder, "out");
    done(&["import", &path(&folder, "in"), "--out", &out, "--encoding", "utf-8"]);
    assert!(folder.join("out/a/1.ron").exists() && folder.join("out/b/1.ron").exists());
    fails(
        &["import", &path(&folder, "set.jsonl"), "--out", &out, "--schema", &path(&folder, "out/a/1.ron")],
        1,
        &["set.jsonl:1", "'GPE'"],
    );
    done(&["import", &path(&folder, "set.jsonl"), "--out", &out, "--annotator", "سالم"]);
    let (document, _) = load(&folder.join("out/d.ron")).expect("sound");
    assert_eq!(document.annotations.first().map(|a| a.record.annotator.as_str()), Some("سالم"));
    assert!(document.schema.labels.len() == 1 && document.schema.label(&"GPE".into()).is_some());
    // A text has no labels: it gets the usual ones.
    let (text, _) = load(&folder.join("out/a/1.ron")).expect("sound");
    assert!(text.schema.label(&"PER".into()).is_some());
}

#[test]
fn the_demonstration_is_the_same_each_time() {
    let folder = Folder::new();
    let out = path(&folder, "demo");
    let made = done(&["demo", "--out", &out]);
    for name in [
        "01-layali.ron",
        "02-suyul.ron",
        "03-nasij.ron",
        "dataset.jsonl",
        "dataset.conll",
        "01-layali.ann",
        "01-layali.png",
    ] {
        assert!(made.contains(name), "{made}");
    }
    done(&["validate", &out]);
    assert_eq!(done(&["demo", "--out", &out]), "", "nothing is missing");
    std::fs::write(folder.join("demo/dataset.jsonl"), "mine").expect("writable");
    fails(&["demo", "--out", &out], 1, &["dataset.jsonl", "left alone"]);
    let (document, _) = load(&folder.join("demo/03-nasij.ron")).expect("sound");
    assert!(document.annotations.iter().any(|a| a.spans.is_discontinuous()));
    assert!(document.relations.len() >= 3);
}

#[test]
fn render_draws_the_page_without_a_display() {
    let folder = Folder::new();
    save(&hard_document(), &folder.join("d.ron"), Expect::Absent).expect("saved");
    let (input, out) = (path(&folder, "d.ron"), path(&folder, "page.png"));
    let size = || {
        let bytes = std::fs::read(&out).expect("drawn");
        assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
        u32::from_be_bytes(bytes[16..20].try_into().expect("four bytes"))
    };
    done(&["render", &input, "--out", &out, "--width", "400"]);
    assert_eq!(size(), 400);
    let light = std::fs::read(&out).expect("drawn");
    let more = ["--width", "400", "--scale", "1.5", "--font", "amiri", "--theme", "dark"];
    done(&[&["render", &input, "--out", &out][..], &more].concat());
    assert_eq!(size(), 600);
    assert_ne!(std::fs::read(&out).expect("drawn"), light);
    // Lines and curves: one use for each glyph, no text that would need a font, nothing from elsewhere.
    let svg = path(&folder, "page.SVG");
    done(&["render", &input, "--out", &svg, "--width", "400"]);
    let drawn = std::fs::read_to_string(&svg).expect("drawn");
    assert!(
        drawn.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\""),
        "{}",
        &drawn[..200]
    );
    assert!(drawn.contains("<title>خبر \"صعب\"</title>") && drawn.ends_with("</svg>\n"));
    assert!(["<text", "font", "href=\"http", "NaN", "inf"].iter().all(|part| !drawn.contains(part)));
    let uses: Vec<_> = drawn.split("<use href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let letters = hard_document().text().chars().filter(|c| c.is_alphabetic()).count();
    assert!(uses.len() > letters / 2, "{} glyphs", uses.len());
    assert!(uses.iter().all(|name| drawn.matches(&format!("id=\"{name}\"")).count() == 1), "each shape stands once");
    assert!(drawn.matches("<image ").count() >= 2 && drawn.matches("data:image/png;base64,").count() >= 2, "emoji");
    assert!(drawn.matches("<rect ").count() > 20, "tints and underlines");
    done(&["render", &input, "--out", &svg, "--width", "400"]);
    assert_eq!(std::fs::read_to_string(&svg).expect("drawn"), drawn);
    fails(&["render", &input, "--out", &input, "--as", "png"], 1, &["may not take the place"]);
    fails(&["render", &input, "--out", &out, "--font", "Comic"], 2, &["Scheherazade New"]);
    fails(&["render", &input, "--out", &out, "--scale", "NaN"], 2, &["0.5 to 4"]);
    fails(&["render", &input, "--out", &out, "--width", "7"], 2, &["120"]);
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::new();
    save(&hard_document(), &folder.join("d.ron"), Expect::Absent).expect("saved");
    for arguments in
        [vec!["list".to_owned(), path(&folder, "d.ron")], vec!["--help".to_owned()], vec!["formats".to_owned()]]
    {
        let mut child = Command::new(env!("CARGO_BIN_EXE_hashiya"));
        let mut child = child.args(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("ends");
        assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    }
}
