//! What the command line prints, each subcommand in a golden file of its own: its help, a success, a failure. And what each
//! format loses of a document that has everything.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use hashiya::formats::{self, ImportOptions, Input, SchemaBuilder};
use hashiya::model::{Entry, Project, Register};
use hashiya::store::{Expect, default_schema, register_path, save, save_register};
use hashiya::ui::l10n::Localize;
use hashiya::ui::localizer::{Digits, Language, Localizer};
use hashiya::ui::palette::LabelPaint;
use hashiya::ui::theme::{Mode, Theme};
use hashiya::workspace::ProjectFolder;
use regex::Regex;

use crate::fixture::{Folder, hard_document};
use crate::golden::{check_golden, decode_png};
use crate::marked;

const TEXT: &str = "وصل أحمد إلى القاهرة، ثم غادر أحمد القاهرة إلى تونس.\nانتهى\n";

/// A folder with a document that has everything, a text and its document before and after two people worked on it, and a file
/// that is damaged.
fn folder() -> Folder {
    let folder = Folder::new();
    save(&hard_document(), &folder.join("صعب.ron"), Expect::Absent).expect("saved");
    folder.write("خبر.txt", TEXT);
    folder.write("تالف.ron", "(version: 1, id: ");
    let lines = formats::by_name("jsonl").expect("a format").export(&[&hard_document()]);
    folder.write("صعب.jsonl", &lines.files[0].1);
    folder.write("قبل/خبر.txt", TEXT);
    for arguments in [
        &["import", "قبل/خبر.txt", "--out", "قبل"][..],
        &["import", "قبل/خبر.txt", "--out", "أ"],
        &["import", "قبل/خبر.txt", "--out", "ب"],
        &["annotate", "أ/خبر.ron", "--label", "PER", "--match", "أحمد", "--annotator", "أحمد"],
        &["annotate", "ب/خبر.ron", "--label", "LOC", "--span", "13..20", "--annotator", "ليلى"],
    ] {
        let (said, code) = run(&folder, arguments);
        assert_eq!(code, Some(0), "{said}");
    }
    folder
}

/// All that is printed, with what differs from run to run replaced by `…`.
fn run(folder: &Folder, arguments: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hashiya"));
    command.args(arguments).current_dir(folder.path()).env("HASHIYA_CONFIG_DIR", folder.path().join(".config"));
    command.env("USER", "ليلى").env("TZ", "UTC").env("GIT_CONFIG_GLOBAL", "/dev/null").env_remove("COLUMNS");
    let output = command.output().expect("the binary runs");
    let mut said = String::new();
    for (stream, mark) in [(&output.stdout, "  | "), (&output.stderr, "  ! ")] {
        for line in String::from_utf8_lossy(stream).lines() {
            said.push_str(mark);
            said.push_str(line);
            said.push('\n');
        }
    }
    (steady(&said, folder.path()), output.status.code())
}

fn steady(said: &str, folder: &Path) -> String {
    let mut said =
        said.replace(env!("CARGO_BIN_EXE_hashiya"), "…/hashiya").replace(folder.to_str().expect("Unicode"), "…");
    for (pattern, with) in [
        (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?", "<time>"),
        (r"\d{4}-\d\d-\d\d-\d\d-?\d\d-?\d\d[-.\d]*", "<time>"),
        (r"\b[0-9a-f]{16,64}\b", "<hash>"),
        (r"\b[0-9a-f]{12}-[0-9a-f]{8}\b", "<group>"),
        (r#"(?m)("id":"|annotation '|entry '|\(|^  \| )[0-9a-v]{10}("|'|\)|\t|$)"#, "$1<id>$2"),
        (r"\bhashiya \d+\.\d+\.\d+", "hashiya <version>"),
    ] {
        said = Regex::new(pattern).expect("an expression").replace_all(&said, with).into_owned();
    }
    said
}

/// The help of a subcommand, and what it prints for each of these arguments, in one folder, with its exit code.
#[track_caller]
fn check(subject: &str, runs: &[&[&str]]) {
    check_in(&folder(), subject, runs);
}

#[track_caller]
fn check_in(folder: &Folder, subject: &str, runs: &[&[&str]]) {
    if subject.starts_with("git") {
        match Command::new("git").args(["init", "-q"]).current_dir(folder.path()).status() {
            Ok(status) => assert!(status.success(), "git init"),
            Err(error) => return crate::support::skip(&format!("git: {error}")),
        }
    }
    let words: Vec<&str> = subject.split(' ').collect();
    let help: Vec<&str> = words.iter().copied().chain(["--help"]).collect();
    let all = std::iter::once(help).chain(runs.iter().map(|run| [&words[..], run].concat()));
    let mut text = String::new();
    let mut codes = Vec::new();
    for arguments in all {
        let (said, code) = run(folder, &arguments);
        assert!(!said.contains("panicked"), "{said}");
        let code = code.expect("no signal ended it");
        let line: Vec<String> = arguments
            .iter()
            .map(|argument| if argument.contains(' ') { format!("'{argument}'") } else { (*argument).to_owned() })
            .collect();
        text.push_str(&format!("$ hashiya {}\n{said}  = {code}\n\n", line.join(" ")));
        codes.push(code);
    }
    assert!(codes.contains(&0) && codes.iter().any(|code| *code != 0), "{subject}: a success and a failure: {codes:?}");
    check_golden(&format!("cli/{}.txt", subject.replace(' ', "-")), &text);
}

#[test]
fn reading_commands_print_what_the_golden_files_show() {
    check("list", &[&["صعب.ron"], &["أ/خبر.ron", "--json"], &["تالف.ron"], &["خبر.txt"]]);
    check("validate", &[&["صعب.ron"], &["تالف.ron"], &["none.ron"]]);
    check("stats", &[&["صعب.ron"], &["صعب.ron", "--json"], &["تالف.ron"]]);
    check("formats", &[&[], &["--none"]]);
    check("diff", &[&["أ/خبر.ron", "ب/خبر.ron"], &["أ/خبر.ron", "صعب.ron"], &["تالف.ron", "صعب.ron"]]);
    check("textconv", &[&["صعب.ron"], &["none.ron"]]);
    check(
        "search",
        &[&["صعب.ron", "القاهرة"], &["صعب.ron", "القاهرة", "--json"], &["صعب.ron", "(", "--regex"], &["صعب.ron", ""]],
    );
    check("lint", &[&["صعب.ron"], &["أ/خبر.ron"], &["تالف.ron"]]);
    check("history", &[&["أ/خبر.ron"], &["none.ron"]]);
    check("schema check", &[&["صعب.ron", "أ/خبر.ron"], &["تالف.ron"], &["none.csv"], &["صعب.ron", "--strict"]]);
}

#[test]
fn writing_commands_print_what_the_golden_files_show() {
    let obfuscate = ["صعب.ron", "--out", "آخر.ron", "--seed", "1"];
    check("obfuscate", &[&obfuscate, &["صعب.ron", "--out", "صعب.ron"], &["none.ron", "--out", "آخر.ron"]]);
    check(
        "import",
        &[
            &["خبر.txt", "--out", "جديد"],
            &["خبر.txt", "--out", "جديد"],
            &["none.txt", "--out", "جديد"],
            &["خبر.txt", "--out", "x", "--unit", "feet"],
        ],
    );
    check(
        "annotate",
        &[
            &["أ/خبر.ron", "--label", "LOC", "--match", "القاهرة", "--dry-run"],
            &["أ/خبر.ron", "--label", "PER", "--match", "سعيد"],
            &["أ/خبر.ron", "--label", "X", "--span", "0..3"],
            &["أ/خبر.ron", "--label", "PER", "--regex", "("],
        ],
    );
    check(
        "convert",
        &[
            &["صعب.jsonl", "--to", "conll", "--out", "محوّل.conll"],
            &["صعب.jsonl", "--to", "brat", "--out", "brat", "--dry-run"],
            &["صعب.jsonl", "--to", "doccano", "--out", "محوّل.jsonl", "--json"],
            &["صعب.jsonl", "--to", "conll", "--out", "x.conll", "--strict"],
            &["صعب.ron", "--to", "conll", "--out", "x.conll"],
            &["صعب.jsonl", "--to", "txt", "--out", "x"],
        ],
    );
    check(
        "schema convert",
        &[
            &["صعب.ron", "labels.xml"],
            &["labels.xml", "labels.json", "--dry-run"],
            &["صعب.ron", "labels.json", "--strict"],
            &["صعب.ron", "قبل/خبر.ron"],
            &["صعب.ron", "x", "--to-format", "none"],
        ],
    );
    check(
        "schema apply",
        &[
            &["صعب.ron", "أ/خبر.ron"],
            &["صعب.ron", "أ/خبر.ron", "--delete", "PER", "--write"],
            &["أ/خبر.ron", "صعب.ron"],
            &["صعب.ron"],
        ],
    );
    check(
        "export",
        &[
            &["صعب.ron", "--to", "conll", "--out", "صعب.conll"],
            &["صعب.ron", "--to", "brat", "--out", "brat", "--dry-run"],
            &["صعب.ron", "--to", "conll", "--out", "x.conll", "--strict"],
            &["صعب.ron", "--to", "jsonl", "--out", "صعب.ron"],
            &["صعب.ron", "--to", "txt", "--out", "x"],
        ],
    );
    check(
        "render",
        &[
            &["صعب.ron", "--out", "صفحة.png"],
            &["صعب.ron", "--out", "صعب.ron"],
            &["صعب.ron", "--out", "x.png", "--scale", "9"],
        ],
    );
    check("restore", &[&["أ/خبر.ron", "1", "--out", "قديم.ron"], &["أ/خبر.ron", "9"], &["أ/خبر.ron", "x"]]);
    check(
        "merge",
        &[
            &["قبل/خبر.ron", "أ/خبر.ron", "ب/خبر.ron", "--out", "معًا.ron"],
            &["قبل/خبر.ron", "أ/خبر.ron", "صعب.ron", "--out", "x.ron"],
        ],
    );
    check(
        "reanchor",
        &[
            &["أ/خبر.ron", "--text", "خبر.txt", "--out", "نقل.ron"],
            &["أ/خبر.ron", "--text", "none.txt", "--out", "x.ron"],
        ],
    );
    check("clitics", &[&["صعب.ron", "--clitics", "exclude"], &["none.ron", "--clitics", "exclude"], &["صعب.ron"]]);
    check("demo", &[&["--out", "عرض"], &["--out", "خبر.txt"]]);
    check("git install", &[&["--project", "."], &["--project", "none"]]);
}

/// A project whose register has entries, one of them merged into another, and documents that are linked to some.
fn project() -> Folder {
    let folder = Folder::new();
    let schema = Arc::new(default_schema());
    let root = folder.join("p");
    let made = ProjectFolder::create(&root, Project::new("أخبار", schema)).expect("made");
    let texts = [
        "زار [PER#a1 أحمد] [LOC#a2 =@dz دير الزور] و[LOC#a3 ديرالزور]",
        "من [LOC#b1 =@dz2 ديرالزور] إلى [LOC#b2 =@gone حمص] و[LOC#b3 بحلب]",
    ];
    for (n, notation) in texts.into_iter().enumerate() {
        let document = marked::document_of(notation, default_schema());
        save(&document, &made.documents().join(format!("d{n}.ron")), Expect::Absent).expect("saved");
    }
    let entry = |id: &str, name: &str| Entry::new(id.into(), name);
    let mut place = entry("dz", "دير الزور");
    place.kinds.insert("LOC".into());
    place.references.insert("wikidata:Q239097".into());
    let mut register = Register::of([place, entry("dz2", "ديرالزور"), entry("al", "حلب"), entry("al2", "حلب")]);
    register.merge_into(&"dz2".into(), &"dz".into()).expect("both there");
    save_register(&register, &register_path(&root), Expect::Absent).expect("saved");
    folder
}

#[test]
fn the_register_prints_what_the_golden_files_show() {
    check_in(
        &project(),
        "register list",
        &[&["p"], &["p", "--json", "--filter", "دير"], &["p", "--unused"], &["p", "--label", "LOC"], &["none"]],
    );
    check_in(&project(), "register show", &[&["p", "dz"], &["p", "ديرالزور", "--json"], &["p", "حلب"], &["p", "حماة"]]);
    check_in(
        &project(),
        "register add",
        &[
            &[
                "p",
                "دمشق",
                "--other",
                "Damascus@en",
                "--kind",
                "LOC",
                "--reference",
                "wikidata:Q3766",
                "--note",
                "عاصمة",
            ],
            &["p", "دير الزور"],
            &["p", "x", "--reference", "Q3766"],
            &["p", " "],
            &["none", "x"],
        ],
    );
    check_in(
        &project(),
        "register edit",
        &[
            &["p", "al", "--name", "حلب الشهباء", "--kind", "LOC"],
            &["p", "dz", "--drop", "wikidata:Q239097", "--other", "Deir ez-Zor@en"],
            &["p", "al2", "--other", "x@not_a_language"],
            &["p", "none", "--name", "x"],
        ],
    );
    check_in(&project(), "register remove", &[&["p", "al2"], &["p", "dz"], &["p", "none"]]);
    check_in(
        &project(),
        "register link",
        &[
            &["p/documents/d0.ron", "--id", "a3", "--entity", "dz"],
            &["p/documents/d1.ron", "--id", "b2", "--id", "b1", "--unlink"],
            &["p/documents/d0.ron", "--id", "a1", "--entity", "none"],
            &["p/documents/d0.ron", "--id", "none", "--entity", "al"],
            &["p/documents/d0.ron", "--id", "a1"],
        ],
    );
    check_in(
        &project(),
        "register merge",
        &[&["p", "al2", "--into", "al"], &["p", "al", "--into", "al"], &["p", "none", "--into", "al"]],
    );
    check_in(
        &project(),
        "register split",
        &[
            &["p", "dz", "--former", "dz2"],
            &["p", "dz", "--former", "none"],
            &["p", "none", "--name", "x"],
            &["p", "dz"],
        ],
    );
    check_in(
        &project(),
        "register propose",
        &[&["p"], &["p", "--json", "--label", "LOC"], &["p", "--take"], &["p"], &["none"]],
    );
}

#[test]
fn the_program_prints_its_help_and_refuses_nonsense_as_the_golden_file_shows() {
    let folder = Folder::new();
    let text: Vec<String> =
        [&["--help"][..], &["--version"], &["git", "--help"], &["nonsense", "--flag"], &["--nonsense"]]
            .iter()
            .map(|arguments| {
                let (said, code) = run(&folder, arguments);
                format!("$ hashiya {}\n{said}  = {}\n", arguments.join(" "), code.expect("no signal ended it"))
            })
            .collect();
    check_golden("cli/hashiya.txt", &text.join("\n"));
}

/// What a format does not carry of the document that has everything, and what of its own files is not taken.
#[test]
fn the_losses_of_each_format_are_as_the_golden_files_show_them() {
    let arabic = Localizer::new(Language::Arabic, Digits::default());
    let shown = |loss: &formats::Loss| {
        let said = loss.localized(&arabic).replace('\u{2068}', "⟨").replace('\u{2069}', "⟩");
        format!("{loss}\n{said}\n")
    };
    let brat =
        "T1\tPER 0 4\tأحمد\nE1\tPER:T1 Agent:T1\n*\tEquiv T1 T1\nN1\tReference T1 wiki:7\tأحمد\n#1\tNote T9\tكلام\n";
    let jsonl = "{\"text\":\"أحمد\",\"spans\":[{\"start\":0,\"end\":4,\"label\":\"PER\",\"odd\":{\"a\":[1]}}]}";
    let conll = "أحمد\tI-PER\nوليلى\tI-LOC\n";
    let beside = [("a.txt".into(), "أحمد هنا".as_bytes().to_vec())];
    let foreign =
        [("brat", "a.ann", brat, &beside[..]), ("jsonl", "a.jsonl", jsonl, &[]), ("conll", "a.conll", conll, &[])];
    for (name, path, source, companions) in foreign {
        let format = formats::by_name(name).expect("a format of the registry");
        let export = format.export(&[&hard_document()]);
        let input = Input { path: Path::new(path), bytes: source.as_bytes(), companions: companions.to_vec() };
        let mut words = SchemaBuilder::growing(default_schema());
        let import = format.import(&input, &ImportOptions::default(), &mut words).expect("it is read");
        let list = |losses: &[formats::Loss]| losses.iter().map(shown).collect::<String>();
        check_golden(
            &format!("losses/{name}.txt"),
            &format!("written:\n{}\nread:\n{}", list(&export.losses), list(&import.losses)),
        );
    }
}

/// `render` paints with the colours of the window: its paper, and the twelve colours as they are by night.
#[test]
fn the_pictures_of_render_have_the_colours_of_the_window() {
    let folder = folder();
    for (name, mode) in [("light", Mode::Light), ("dark", Mode::Dark)] {
        let out = format!("{name}.png");
        let (said, code) = run(&folder, &["render", "صعب.ron", "--out", &out, "--theme", name, "--width", "420"]);
        assert_eq!(code, Some(0), "{said}");
        let picture = decode_png(&std::fs::read(folder.join(&out)).expect("drawn"));
        let theme = Theme::of(mode);
        assert_eq!(picture.pixels[0], theme.page, "{name}");
        for label in ["PER", "LOC", "ORG"] {
            let schema = default_schema();
            let colour = schema.labels.iter().find(|l| l.name.as_str() == label).expect("of the sample").colour;
            let line = LabelPaint::new(colour, theme.page).line;
            assert!(picture.pixels.contains(&line), "{name}: the line of {label} is {line:?}");
        }
        check_golden(&format!("render-{name}.png"), &picture);
    }
}
