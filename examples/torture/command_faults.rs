//! Every system call of every command that writes, failed in every way: each document is the old one or the new one, whole,
//! of several all or none, and a command that ended well has done its work.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use hashiya::model::{AnnotatedDocument, AnnotationId};
use hashiya::store::{self, Expect, versions};

use crate::faults::{CALLS, MARKER, calls_after_marker};
use crate::project_faults;
use crate::scene::{Folder, count, counter, document_of, id};

/// Carries out one command; the exit code says how it ended.
pub fn child(arguments: &[String]) {
    let words = std::iter::once("hashiya").chain(arguments.iter().map(String::as_str)).map(Into::into);
    let _ = Path::new(MARKER).exists();
    let hashiya::cli::Outcome::Exit(code) = hashiya::cli::run(words) else { std::process::exit(43) };
    std::process::exit(if code == ExitCode::SUCCESS { 40 } else { 41 });
}

/// One command: its words, with `DIR` for its folder, and whether a file it writes is as it should be afterwards.
pub(crate) struct Subject {
    pub(crate) name: &'static str,
    pub(crate) words: &'static [&'static str],
    /// The files that are to be changed together.
    pub(crate) files: &'static [&'static str],
    pub(crate) done: fn(&Path) -> Result<bool, String>,
    pub(crate) set_up: fn(&Path) -> Result<(), String>,
}

impl Subject {
    /// Its words in a folder.
    pub(crate) fn words_in(&self, folder: &Path) -> Result<Vec<String>, String> {
        let dir = folder.to_str().ok_or("the temporary folder is no Unicode")?;
        let group = if self.words.contains(&"GROUP") { project_faults::group(folder) } else { None };
        let in_folder = |word: &&str| word.replace("DIR", dir).replace("GROUP", group.as_deref().unwrap_or_default());
        Ok(self.words.iter().map(in_folder).collect())
    }

    /// Whether what it is no matter of is as it was.
    pub(crate) fn is_sound(&self, folder: &Path) -> Result<(), String> {
        if self.name.starts_with("project") { project_faults::sound(folder) } else { Ok(()) }
    }
}

/// The commands of all suites.
pub(crate) fn subjects() -> impl Iterator<Item = &'static Subject> {
    let only = std::env::var("COMMAND").ok();
    let all = SUBJECTS.iter().chain(project_faults::SUBJECTS);
    all.filter(move |subject| only.as_deref().is_none_or(|name| subject.name.starts_with(name)))
}

pub(crate) fn load(path: &Path) -> Result<AnnotatedDocument, String> {
    store::load(path).map(|(content, _)| content).map_err(|error| format!("unreadable: {error}"))
}

/// A file that is made: there and whole, or not there.
pub(crate) fn made(path: &Path) -> Result<bool, String> {
    if path.exists() { load(path).map(|_| true) } else { Ok(false) }
}

const SUBJECTS: &[Subject] = &[
    Subject {
        name: "annotate",
        words: &["annotate", "DIR/docs/a.ron", "--label", "PER", "--match", "كريم"],
        files: &["docs/a.ron"],
        done: |path| Ok(load(path)?.annotations.len() > 20),
        set_up,
    },
    Subject {
        name: "clitics",
        words: &["clitics", "DIR/docs", "--clitics", "exclude", "--write"],
        files: &["docs/a.ron", "docs/b.ron", "docs/c.ron"],
        done: |path| {
            let content = load(path)?;
            let moved = content.annotations.iter().filter(|a| content.quote(a) == "القاهرة").count();
            match moved {
                0 => Ok(false),
                20 => Ok(true),
                some => Err(format!("{some} of 20 annotations moved")),
            }
        },
        set_up,
    },
    Subject {
        name: "merge",
        words: &["merge", "DIR/base", "DIR/docs/a.ron", "DIR/theirs"],
        files: &["docs/a.ron"],
        done: |path| Ok(load(path)?.annotations.contains(&AnnotationId::new("theirs"))),
        set_up,
    },
    Subject {
        name: "restore",
        words: &["restore", "DIR/docs/a.ron", "1"],
        files: &["docs/a.ron"],
        done: |path| Ok(counter(&load(path)?, 1) == Some(7)),
        set_up,
    },
    Subject {
        name: "restore --out",
        words: &["restore", "DIR/docs/a.ron", "1", "--out", "DIR/new.ron"],
        files: &["new.ron"],
        done: made,
        set_up,
    },
    Subject {
        name: "import",
        words: &["import", "DIR/in", "--out", "DIR/new"],
        files: &["new/x.ron", "new/y.ron", "new/z.ron"],
        done: made,
        set_up,
    },
    Subject {
        name: "export",
        words: &["export", "DIR/docs/a.ron", "--to", "brat", "--out", "DIR/set"],
        files: &["set/torture.ann", "set/torture.txt"],
        done: |path| match std::fs::metadata(path) {
            Ok(file) if file.len() > 0 => Ok(true),
            Ok(_) => Err("it is empty".into()),
            Err(_) => Ok(false),
        },
        set_up,
    },
    Subject {
        name: "repair",
        words: &["validate", "--repair", "DIR/damaged.ron", "--out", "DIR/new.ron"],
        files: &["new.ron"],
        done: made,
        set_up,
    },
    Subject {
        name: "reanchor",
        words: &["reanchor", "DIR/docs/a.ron", "--text", "DIR/new.txt", "--out", "DIR/new.ron", "--leave-out"],
        files: &["new.ron"],
        done: made,
        set_up,
    },
];

/// A folder in which each command can be carried out.
pub(crate) fn set_up(folder: &Path) -> Result<(), String> {
    let text = |e: &dyn std::fmt::Display| e.to_string();
    let _ = std::fs::remove_dir_all(folder);
    for inner in ["docs", "in", "config"] {
        std::fs::create_dir_all(folder.join(inner)).map_err(|e| text(&e))?;
    }
    let content = document_of("زار كريم مدينة صلالة وبالقاهرة، ثم عاد.\n", "وبالقاهرة", 20);
    let save = |content: &AnnotatedDocument, name: &str| {
        store::save(content, &folder.join(name), Expect::Anything).map(|_| ()).map_err(|e| text(&e))
    };
    for name in ["docs/a.ron", "docs/b.ron", "docs/c.ron", "base"] {
        save(&content, name)?;
    }
    let mut theirs = content.clone();
    let mut annotation = (**theirs.annotations.get(&id(0)).ok_or("there")?).clone();
    (annotation.id, annotation.label) = (AnnotationId::new("theirs"), "LOC".into());
    theirs.annotations.insert(annotation);
    save(&theirs, "theirs")?;
    // A version to restore.
    let mut before = content.clone();
    count(&mut before, 1, 7);
    save(&before, "docs/a.ron")?;
    versions::keep(&folder.join("docs/a.ron")).map_err(|e| text(&e))?;
    save(&content, "docs/a.ron")?;
    let whole = std::fs::read_to_string(folder.join("docs/a.ron")).map_err(|e| text(&e))?;
    let damaged = whole.replacen("وبالقاهرة\")", "غيرها\")", 1);
    std::fs::write(folder.join("damaged.ron"), damaged).map_err(|e| text(&e))?;
    std::fs::write(folder.join("new.txt"), format!("سطر جديد.\n{}", content.text())).map_err(|e| text(&e))?;
    for name in ["x", "y", "z"] {
        std::fs::write(folder.join(format!("in/{name}.txt")), "نص قصير").map_err(|e| text(&e))?;
    }
    Ok(())
}

fn traced(subject: &Subject, folder: &Path, trace: &Path, inject: Option<&str>) -> Result<Option<i32>, String> {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o"]).arg(trace).arg("-e").arg(format!("trace={}", CALLS.join(",")));
    if let Some(inject) = inject {
        strace.arg("-e").arg(format!("inject={inject}"));
    }
    let words = subject.words_in(folder)?;
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    strace.arg(program).arg("child-command-fault").args(words);
    strace.env("HASHIYA_CONFIG_DIR", folder.join("config")).stdout(Stdio::null()).stderr(Stdio::null());
    Ok(strace.status().map_err(|e| format!("strace: {e}"))?.code())
}

/// `Some(true)`: all are new; `Some(false)`: all are old.
pub(crate) fn all_or_none(subject: &Subject, folder: &Path) -> Result<bool, String> {
    let paths: Vec<PathBuf> = subject.files.iter().map(|name| folder.join(name)).collect();
    // Whoever opens one of them completes what a kill broke off.
    store::complete(&paths[0]).map_err(|e| format!("it cannot be completed: {e}"))?;
    let done = paths.iter().map(|path| (subject.done)(path)).collect::<Result<Vec<bool>, _>>()?;
    match done.iter().all(|one| *one == done[0]) {
        true => Ok(done[0]),
        false => Err(format!("some are changed and some are not: {done:?}")),
    }
}

pub fn run(_: usize) -> Result<String, String> {
    let place = Folder::new("command-faults");
    let (folder, trace) = (place.0.join("work"), place.0.join("trace"));
    let faults = ["error=EIO", "error=ENOSPC", "error=EACCES", "error=EINTR", "retval=1", "signal=KILL"];
    let (mut runs, mut calls_in_all, mut told, mut given_up, mut new, mut old) = (0, 0, 0, 0, 0, 0);
    for subject in subjects() {
        (subject.set_up)(&folder)?;
        if traced(subject, &folder, &trace, None)? != Some(40) || !all_or_none(subject, &folder)? {
            return Err(format!("{} fails without any fault", subject.name));
        }
        let calls = calls_after_marker(&std::fs::read_to_string(&trace).map_err(|e| e.to_string())?)?;
        for (call, (before, after)) in &calls {
            calls_in_all += after;
            for nth in before + 1..=before + after {
                for fault in faults {
                    // A short count is only for calls that count.
                    if fault == "retval=1" && !["write", "read"].contains(&call.as_str()) {
                        continue;
                    }
                    (subject.set_up)(&folder)?;
                    let code = traced(subject, &folder, &trace, Some(&format!("{call}:{fault}:when={nth}")))?;
                    let what = format!("{}: {call} #{} × {fault} (ended with {code:?})", subject.name, nth - before);
                    let done = all_or_none(subject, &folder).map_err(|error| format!("{what}: {error}"))?;
                    subject.is_sound(&folder).map_err(|error| format!("{what}: {error}"))?;
                    if code == Some(40) && !done {
                        return Err(format!("{what}: it ended well and nothing was done"));
                    }
                    // The standard library gives up where a folder that was read cannot be closed: as good as a kill.
                    let gave_up = code == Some(101) && call == "close";
                    if !matches!(code, Some(40 | 41) | None) && !gave_up {
                        return Err(format!("{what}: it ended otherwise"));
                    }
                    runs += 1;
                    told += usize::from(code == Some(41));
                    given_up += usize::from(gave_up);
                    *(if done { &mut new } else { &mut old }) += 1;
                }
            }
        }
        println!("{}: {} kinds of calls, {runs} faults so far", subject.name, calls.len());
    }
    Ok(format!(
        "{runs} faults over {calls_in_all} calls of {} commands: {new} times all is new, {old} times all is old, an error was told \
         {told} times, {given_up} times the standard library gave up on closing a folder; 0 in part, 0 unreadable, none ended well with nothing done",
        subjects().count()
    ))
}
