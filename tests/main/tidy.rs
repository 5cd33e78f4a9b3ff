//! The rules of the house that a program can check: who may use whom, where the toolkit and the disk may be named,
//! and that every file says why it exists.

use std::fs;
use std::path::{Path, PathBuf};

/// Which rooms a room may use besides itself.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("edit", &["model"]),
    ("arabic", &["model::offset"]),
    ("typeset", &["model::offset"]),
    ("page", &["model", "arabic", "typeset"]),
    ("store", &["model", "edit"]),
    ("formats", &["model", "arabic"]),
    ("analysis", &["model", "arabic"]),
    ("suggest", &["model", "arabic"]),
    ("workspace", &["model", "edit", "arabic", "store", "formats", "analysis", "suggest"]),
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
const MOST_LINES: usize = 700;

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

/// The code without comments and string contents, so that prose may name what code may not.
fn code_of(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Paths `crate::room…` the code names, groups `crate::{a, b}` taken apart.
fn uses(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => {
                let mut depth = 0;
                let mut name = String::new();
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => found.push(std::mem::take(&mut name)),
                        c if depth == 0 && !c.is_whitespace() => name.push(c),
                        _ => {}
                    }
                }
                found.push(name);
            }
            None => found
                .push(rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect::<String>()),
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !joins(before) && !joins(after)
    })
}

#[test]
fn doors_between_rooms_open_one_way() {
    let mut broken = Vec::new();
    for (path, text) in sources() {
        let Some(room) = room(&path) else { continue };
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == room) else {
            broken.push(format!("{}: the room '{room}' is not in the table", path.display()));
            continue;
        };
        for used in uses(&code_of(&text)) {
            let target = used.split("::").next().unwrap_or_default();
            let is_room = MAY_USE.iter().any(|(name, _)| *name == target);
            let open = |door: &&str| used == **door || used.starts_with(&format!("{door}::"));
            // `use crate::model::TextSpan` is `model::offset` by another door.
            let by_reexport = allowed.contains(&"model::offset")
                && ["model::TextSpan", "model::TextOffset", "model::SpanError"].contains(&used.as_str());
            if is_room && target != room && !by_reexport && !allowed.iter().any(open) {
                broken.push(format!("{}: '{room}' may not use '{used}'", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn toolkit_and_disk_stay_in_their_rooms() {
    let mut broken = Vec::new();
    for (path, text) in sources() {
        let Some(room) = room(&path) else { continue };
        // What stands below `#[cfg(test)]` is a test, which may use the disk.
        let code = code_of(text.split("#[cfg(test)]").next().unwrap_or_default());
        for (word, rooms) in ONLY_IN {
            if !rooms.contains(&room) && names(&code, word) {
                broken.push(format!("{}: '{word}' belongs in {rooms:?}", path.display()));
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
        if lines > MOST_LINES {
            broken.push(format!("{}: {lines} lines, at most {MOST_LINES}", path.display()));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_check_of_doors_sees_a_wrong_one() {
    assert_eq!(
        uses("use crate::{model::{A, B}, edit};\nfn f() { crate::store::x() }"),
        ["model::", "edit", "store::x"]
    );
    assert!(names("use egui::Ui;", "egui") && !names("fn my_egui_like() {}", "egui"));
}
