//! The commands of a project for the suites that fail each system call and fill the disk: what each changes, and how a project
//! looks in which it was carried out.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;

use hashiya::model::Annotator;
use hashiya::store::{self, Expect, PROJECT_FILE, assignments_file, history};
use hashiya::workspace::{ProjectFolder, ProjectStatus, bulk};

use crate::command_faults::{Subject, load, made};

/// Whether `project.ron`, or a document, has the label that a migration brings.
fn migrated(path: &Path) -> Result<bool, String> {
    let schema = match path.ends_with(PROJECT_FILE) {
        true => store::load_project(path).map_err(|e| format!("unreadable: {e}"))?.0.schema,
        false => load(path)?.schema,
    };
    Ok(schema.label(&"PERSON".into()).is_some())
}

fn undone(path: &Path) -> Result<bool, String> {
    migrated(path).map(|migrated| !migrated)
}

fn assigned(path: &Path) -> Result<bool, String> {
    if !path.ends_with(assignments_file::ASSIGNMENTS_FILE) {
        return made(path);
    }
    let read = assignments_file::load_assignments(path).map_err(|e| format!("unreadable: {e}"))?;
    Ok(read.is_some_and(|(assignments, _)| assignments.len() == 3))
}

fn packed(path: &Path) -> Result<bool, String> {
    match path.extension().is_some_and(|extension| extension == "ron") && !path.ends_with(PROJECT_FILE) {
        true => made(path),
        false => Ok(path.exists()),
    }
}

fn returned(path: &Path) -> Result<bool, String> {
    Ok(load(path)?.annotations.iter().any(|annotation| annotation.record.note == "عادت"))
}

/// A document under its new name alone; under the old one, or for a moment both, it is not moved yet.
fn moved_to(path: &Path, old: &Path) -> Result<bool, String> {
    match (made(path)?, made(old)?) {
        (false, false) => Err("the document is gone".into()),
        (new, old) => Ok(new && !old),
    }
}

pub(crate) const SUBJECTS: &[Subject] = &[
    Subject {
        name: "project new",
        words: &["project", "new", "DIR/new", "--from", "DIR/more"],
        files: &["new/documents/x.ron", "new/documents/y.ron"],
        done: made,
        set_up,
    },
    Subject {
        name: "project add",
        words: &["project", "add", "DIR/p", "DIR/more"],
        files: &["p/documents/x.ron", "p/documents/y.ron"],
        done: made,
        set_up,
    },
    Subject {
        name: "project assign",
        words: &["project", "assign", "DIR/p", "--to", "أحمد", "--to", "سارة", "--overlap", "100"],
        files: &["p/assignments.ron", "p/readings/أحمد/1.ron", "p/readings/سارة/1.ron", "p/readings/سارة/3.ron"],
        done: assigned,
        set_up,
    },
    Subject {
        name: "project migrate",
        words: &["project", "migrate", "DIR/p", "--rename", "PER=PERSON"],
        files: &["p/documents/1.ron", "p/documents/2.ron", "p/documents/3.ron", "p/project.ron"],
        done: migrated,
        set_up,
    },
    Subject {
        name: "project undo",
        words: &["undo", "DIR/m", "--group", "GROUP"],
        files: &["m/documents/1.ron", "m/documents/2.ron", "m/documents/3.ron", "m/project.ron"],
        done: undone,
        set_up,
    },
    Subject {
        name: "project package",
        words: &["project", "package", "DIR/a", "--for", "أحمد", "--out", "DIR/out"],
        files: &["out/project.ron", "out/documents/1.ron", "out/documents/3.ron", "out/.hashiya-base/1.ron"],
        done: packed,
        set_up,
    },
    Subject {
        name: "project return",
        words: &["project", "return", "DIR/a", "DIR/package"],
        files: &["a/documents/1.ron", "a/documents/2.ron", "a/documents/3.ron"],
        done: returned,
        set_up,
    },
    Subject {
        name: "project rename",
        words: &["project", "rename", "DIR/m/documents/2.ron", "--file", "جديد"],
        files: &["m/documents/جديد.ron"],
        done: |path| moved_to(path, &path.with_file_name("2.ron")),
        set_up,
    },
    Subject {
        name: "project remove",
        words: &["project", "remove", "DIR/m", "DIR/m/documents/2.ron"],
        files: &["m/removed/2.ron"],
        // By a path of its own: one through `removed` leads nowhere before that folder is made.
        done: |path| {
            let project = path.ancestors().nth(2).ok_or("a path of two folders")?;
            moved_to(path, &project.join("documents/2.ron"))
        },
        set_up,
    },
];

/// The group that the project `m` was migrated in.
pub(crate) fn group(folder: &Path) -> Option<String> {
    bulk::changes(&folder.join("m")).first().map(|(record, _)| record.id.to_string())
}

/// What holds of every project, whatever was done to it: it opens, its documents can be read, and the logs of those that were
/// migrated before go back to their first step.
pub(crate) fn sound(folder: &Path) -> Result<(), String> {
    for name in ["p", "m", "a", "new"] {
        let root = folder.join(name);
        if !root.join(PROJECT_FILE).exists() {
            if name != "new" {
                return Err(format!("{name}: project.ron is gone"));
            }
            continue;
        }
        let opened = ProjectFolder::open(&root).map_err(|e| format!("{name}: {e}"))?;
        let status = ProjectStatus::of(&opened, &|_, _| true).map_err(|e| format!("{name}: {e}"))?;
        if let Some(error) = status.failed.first() {
            return Err(format!("{name}: unreadable: {error}"));
        }
        if name != "new" && status.documents + usize::from(root.join("removed/2.ron").exists()) < 3 {
            return Err(format!("{name}: {} documents", status.documents));
        }
    }
    for document in ["1", "3"] {
        let log = history::read(&folder.join(format!("m/documents/{document}.ron")));
        if log.saves.is_empty() {
            return Err(format!("the log of {document} is gone: {:?}", log.missing));
        }
    }
    Ok(())
}

/// A folder in which each command can be carried out: a copy of one that is made once beside it. A suite that gives each command
/// a disk of its own takes the one before away.
pub(crate) fn set_up(folder: &Path) -> Result<(), String> {
    static MADE: Mutex<Option<PathBuf>> = Mutex::new(None);
    let mut made = MADE.lock().map_err(|e| e.to_string())?;
    let template = folder.with_file_name("template");
    if made.as_ref() != Some(&template) || !template.is_dir() {
        let _ = std::fs::remove_dir_all(&template);
        make(&template)?;
        *made = Some(template.clone());
    }
    let _ = std::fs::remove_dir_all(folder);
    copy(&template, folder).map_err(|e| e.to_string())
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &place)?;
        } else {
            std::fs::copy(entry.path(), place)?;
        }
    }
    Ok(())
}

fn command(words: &[&str]) -> Result<(), String> {
    let all = std::iter::once("hashiya").chain(words.iter().copied()).map(Into::into);
    match hashiya::cli::run(all) {
        hashiya::cli::Outcome::Exit(code) if code == ExitCode::SUCCESS => Ok(()),
        _ => Err(format!("{words:?} does not go through")),
    }
}

fn make(folder: &Path) -> Result<(), String> {
    let text = |e: &dyn std::fmt::Display| e.to_string();
    for inner in ["in", "more", "config"] {
        std::fs::create_dir_all(folder.join(inner)).map_err(|e| text(&e))?;
    }
    let line = |n: usize| {
        let spans = "[{\"start\": 4, \"end\": 8, \"label\": \"PER\"}]";
        format!("{{\"id\": \"{n}\", \"text\": \"زار أحمد القاهرة ثم عاد {n}.\", \"spans\": {spans}}}\n")
    };
    std::fs::write(folder.join("in/news.jsonl"), (1..=3).map(line).collect::<String>()).map_err(|e| text(&e))?;
    for name in ["x", "y"] {
        std::fs::write(folder.join(format!("more/{name}.txt")), format!("نص قصير {name}")).map_err(|e| text(&e))?;
    }
    let at = |name: &str| folder.join(name).to_str().unwrap_or_default().to_owned();
    for project in ["p", "m", "a"] {
        command(&["project", "new", &at(project), "--from", &at("in")])?;
    }
    command(&["project", "migrate", &at("m"), "--rename", "PER=PERSON"])?;
    command(&["project", "assign", &at("a"), "--to", "أحمد"])?;
    command(&["project", "package", &at("a"), "--for", "أحمد", "--out", &at("package")])?;
    for n in 1..=3 {
        let path = folder.join(format!("package/documents/{n}.ron"));
        let (mut document, stamp) = store::load(&path).map_err(|e| text(&e))?;
        let mut annotation = (**document.annotations.iter().next().ok_or("one")?).clone();
        annotation.record.note = "عادت".into();
        annotation.record.annotator = Annotator::new("أحمد");
        document.annotations.insert(annotation);
        store::save(&document, &path, Expect::Unchanged(stamp)).map_err(|e| text(&e))?;
    }
    Ok(())
}
