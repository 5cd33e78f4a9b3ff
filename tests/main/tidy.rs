//! The rules of the house that a program can check: who may use whom, where the toolkit and the disk may be named,
//! and that every file says why it exists.

mod circles;
mod retired;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use self::circles::CIRCLES;
use self::retired::{RETIRED, RETIRED_ANYWHERE, RETIRED_PREFIX};
use crate::paths::{Module, code_of, modules};

/// Which rooms a room may use besides itself.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("edit", &["model"]),
    ("arabic", &[]),
    ("typeset", &[]),
    ("page", &["model", "arabic", "typeset"]),
    ("store", &["model", "edit"]),
    ("formats", &["model", "arabic"]),
    ("analysis", &["model", "arabic"]),
    ("suggest", &["model", "arabic"]),
    ("workspace", &["model", "edit", "arabic", "store", "formats", "analysis"]),
    ("session", &["model", "edit", "arabic", "store", "formats", "analysis", "suggest", "workspace"]),
    ("cli", &["model", "edit", "arabic", "typeset", "page", "store", "formats", "analysis", "suggest", "workspace"]),
    (
        "ui",
        &[
            "model",
            "edit",
            "arabic",
            "typeset",
            "page",
            "store",
            "formats",
            "analysis",
            "suggest",
            "workspace",
            "session",
        ],
    ),
];

/// Crates and modules of the standard library that only some rooms may name.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("egui", &["ui"]),
    ("eframe", &["ui"]),
    ("rfd", &["ui"]),
    ("clap", &["cli"]),
    ("std::fs", &["store"]),
    ("std::time::SystemTime", &["session", "store", "cli"]),
];

/// A file longer than this has more than one reason to exist.
const MAX_LINES: usize = 700;

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).expect("src is readable") {
            let path = entry.expect("src is readable").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).expect("sources are UTF-8");
                found.push((path, text));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["src", "tests", "benches", "examples"] {
        if root.join(folder).is_dir() {
            walk(&root.join(folder), &mut found);
        }
    }
    found.iter_mut().for_each(|(path, _)| *path = path.strip_prefix(root).expect("below the root").to_path_buf());
    found
}

/// The room a file of `src` belongs to; `None` for `main.rs` and `lib.rs`.
fn room(path: &Path) -> Option<&str> {
    let mut parts = path.strip_prefix("src").ok()?.components();
    let first = parts.next()?.as_os_str().to_str()?;
    parts.next().map(|_| first)
}

fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !joins(before) && !joins(after)
    })
}

/// The modules of the library with what they name, whatever the form of the path.
fn library() -> Vec<Module> {
    modules(sources().into_iter().filter(|(path, _)| path.starts_with("src")))
}

/// Whether `used` is behind the door `door`, such as `model` or `std::fs`.
fn behind(used: &[String], door: &str) -> bool {
    door.split("::").enumerate().all(|(i, part)| used.get(i).is_some_and(|used| used == part))
}

fn is_room(name: &str) -> bool {
    MAY_USE.iter().any(|(room, _)| *room == name)
}

#[test]
fn doors_between_rooms_open_one_way() {
    let mut broken = Vec::new();
    let mut needed = BTreeSet::new();
    for module in library() {
        let Some(room) = room(&module.path) else { continue };
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == room) else {
            broken.push(format!("{}: the room '{room}' is not in the table", module.path.display()));
            continue;
        };
        for used in module.uses.iter().chain(&module.uses_of_tests) {
            if used.first().is_none_or(|target| target == room || !is_room(target)) {
                continue;
            }
            match allowed.iter().find(|door| behind(used, door)) {
                Some(door) => drop(needed.insert((room.to_owned(), *door))),
                None => broken.push(format!("{}: '{room}' may not use '{}'", module.path.display(), used.join("::"))),
            }
        }
    }
    for (room, allowed) in MAY_USE {
        for door in allowed.iter().filter(|door| !needed.contains(&((*room).to_owned(), **door))) {
            broken.push(format!("'{room}' does not use '{door}' and needs no permission"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The page that people read says the same as the table here.
#[test]
fn the_table_of_rooms_is_that_of_the_architecture() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there");
    let told: BTreeMap<String, BTreeSet<String>> = page
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.strip_prefix("| `")?.strip_suffix('|')?.split('|').collect();
            let [room, _, doors] = cells[..] else { return None };
            let doors = doors.split(',').map(|door| door.trim().to_owned()).filter(|door| door != "–");
            Some((room.trim().trim_matches('`').to_owned(), doors.collect()))
        })
        .filter(|(room, _)| is_room(room))
        .collect();
    let held: BTreeMap<String, BTreeSet<String>> = MAY_USE
        .iter()
        .map(|(room, doors)| ((*room).to_owned(), doors.iter().map(|door| (*door).to_owned()).collect()))
        .collect();
    assert_eq!(told, held);
}

#[test]
fn no_new_circle_of_files_stands_in_a_room() {
    let all = library();
    let of = |path: &[String]| {
        // The longest beginning that is a module.
        (1..=path.len()).rev().find_map(|n| all.iter().position(|module| module.name == path[..n]))
    };
    let edges: Vec<BTreeSet<usize>> = all
        .iter()
        .enumerate()
        .map(|(n, module)| {
            let used = module.uses.iter().filter_map(|path| of(path));
            used.filter(|other| *other != n && room(&all[*other].path) == room(&module.path)).collect()
        })
        .collect();
    let reach = |from: usize| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(at) = next.pop() {
            next.extend(edges[at].iter().filter(|to| seen.insert(**to)));
        }
        seen
    };
    let reached: Vec<BTreeSet<usize>> = (0..all.len()).map(reach).collect();
    let circles: BTreeSet<Vec<String>> = (0..all.len())
        .filter(|n| room(&all[*n].path).is_some() && reached[*n].contains(n))
        .map(|n| {
            let together = reached[n].iter().filter(|m| reached[**m].contains(&n));
            together.map(|m| all[*m].path.to_string_lossy().replace("src/", "")).collect::<BTreeSet<_>>()
        })
        .map(|circle| circle.into_iter().collect())
        .collect();
    let known: BTreeSet<Vec<String>> =
        CIRCLES.iter().map(|circle| circle.iter().map(|file| (*file).to_owned()).collect()).collect();
    let shown = |circles: &BTreeSet<Vec<String>>| {
        circles.iter().map(|circle| format!("    &{circle:?},\n")).collect::<String>()
    };
    assert!(circles == known, "the circles are now:\n{}\nand were:\n{}", shown(&circles), shown(&known));
}

#[test]
fn no_word_that_gave_way_comes_back_as_a_name() {
    const ITEMS: [&str; 8] = ["struct", "enum", "trait", "type", "const", "static", "fn", "mod"];
    let mut broken = Vec::new();
    for (path, text) in sources() {
        let code = code_of(&text);
        let words: Vec<&str> =
            code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
        for (old, new) in RETIRED_ANYWHERE.iter().filter(|(old, _)| words.contains(old)) {
            broken.push(format!("{}: {old} is called {new} now, also as a variable", path.display()));
        }
        for name in words.windows(2).filter(|pair| ITEMS.contains(&pair[0])).map(|pair| pair[1]) {
            if let Some((old, new)) = RETIRED.iter().find(|(old, _)| *old == name) {
                broken.push(format!("{}: {old} is called {new} now", path.display()));
            } else if name.starts_with(RETIRED_PREFIX.0) {
                broken.push(format!("{}: {name}: limits begin with {}", path.display(), RETIRED_PREFIX.1));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn toolkit_and_disk_stay_in_their_rooms() {
    let mut broken = Vec::new();
    for module in library() {
        // Tests may use the disk.
        let Some(room) = room(&module.path) else { continue };
        for (word, rooms) in ONLY_IN.iter().filter(|(_, rooms)| !rooms.contains(&room)) {
            if module.uses.iter().any(|used| behind(used, word)) {
                broken.push(format!("{}: '{word}' belongs in {rooms:?}", module.path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// What is no plain file may have no end, and to open it may wait for ever.
#[test]
fn files_are_opened_for_reading_in_one_place() {
    let mut broken = Vec::new();
    for (path, text) in sources() {
        let code = code_of(text.split("#[cfg(test)]").next().unwrap_or_default());
        let reads = ["File::open(", "fs::read(", "fs::read_to_string(", ".read(true).write(true).open("];
        if path.starts_with("src") && !path.ends_with("store/plain.rs") && reads.iter().any(|read| code.contains(read))
        {
            broken.push(path.display().to_string());
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// What the command line may not do by itself: whatever changes a file goes through the workspace.
const NOT_IN_CLI: &[&str] = &[
    "plan",
    "Lock",
    "Context",
    "Transaction",
    "ChangeSet",
    "std::fs",
    "fs::File",
    "store::save",
    "store::save_telling",
    "store::write",
    "store::keep_damaged",
    "store::versions",
    "store::journal",
    "store::save_schema",
    "store::save_memory",
    "store::save_project",
    "store::disk",
    "with_moves",
];

#[test]
fn the_command_line_plans_locks_and_writes_through_the_workspace() {
    let mut broken = Vec::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| path.starts_with("src/cli")) {
        let code = code_of(text.split("#[cfg(test)]").next().unwrap_or_default());
        for word in NOT_IN_CLI.iter().filter(|word| names(&code, word)) {
            broken.push(format!("{}: '{word}' is the workspace's", path.display()));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_file_says_why_it_exists_and_is_short_enough_to_read() {
    let mut broken = Vec::new();
    for (path, text) in sources() {
        if !text.starts_with("//! ") {
            broken.push(format!("{}: begins without //!", path.display()));
        }
        let lines = text.lines().count();
        if lines > MAX_LINES {
            broken.push(format!("{}: {lines} lines, at most {MAX_LINES}", path.display()));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Where the scripts are.
const SCRIPTS: &[&str] = &[".ci", "tests/validators", "packaging", "docs/pictures"];

/// Whether the line of a script reads only the beginning of what another program writes. That program ends by SIGPIPE if it writes on
/// (exit code 141), now and then: `ls` of a folder whose list is longer than its buffer.
fn stops_reading_early(line: &str) -> bool {
    line.split('|').skip(1).any(|reader| {
        let mut words = reader.split_whitespace();
        match words.next() {
            Some("head") => true,
            Some("grep") => words
                .take_while(|word| word.starts_with('-'))
                .any(|word| !word.starts_with("--") && word.contains(['q', 'm'])),
            _ => false,
        }
    })
}

#[test]
fn a_script_that_fails_with_a_pipe_reads_it_to_its_end() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut broken = Vec::new();
    let mut strict = 0;
    for folder in SCRIPTS {
        for entry in fs::read_dir(root.join(folder)).expect("the folders of scripts are there") {
            let path = entry.expect("readable").path();
            let Some(text) = fs::read_to_string(&path).ok().filter(|text| text.starts_with("#!")) else { continue };
            if !text.contains("set -euo pipefail") {
                continue;
            }
            strict += 1;
            for (number, line) in text.lines().enumerate() {
                if stops_reading_early(line) && !line.contains("|| true") {
                    broken.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
                }
            }
        }
    }
    assert!(strict >= 9, "{strict} scripts found");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(stops_reading_early("ls | head -1") && stops_reading_early("x | sort | grep -vq a"));
    assert!(!stops_reading_early("grep -q x file") && !stops_reading_early("ls | grep -v --max-count x"));
}

#[test]
fn a_word_is_found_whole_alone() {
    assert!(names("use egui::Ui;", "egui") && !names("fn my_egui_like() {}", "egui"));
}
