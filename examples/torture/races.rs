//! Merges, clitic conversions, restores and annotations at once on one file, with and without a window that holds it:
//! whatever was acknowledged is in the file or in one of its earlier versions.

#![expect(unsafe_code, reason = "a variable is set before any thread is started")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use hashiya::edit::Command;
use hashiya::model::{AnnotatedDocument, AnnotationId, Target};
use hashiya::store::{self, Expect, versions};

use crate::scene::{Chance, Folder, Watched, count, document_of, id, open, start};

/// Carries out one command of the command line and says how it ended.
pub fn child(arguments: &[String]) {
    let mut chance = Chance::new(std::process::id().into());
    std::thread::sleep(std::time::Duration::from_micros(chance.below(250_000)));
    let words = std::iter::once("hashiya").chain(arguments.iter().map(String::as_str)).map(Into::into);
    let hashiya::cli::Outcome::Exit(code) = hashiya::cli::run(words) else { return println!("a window?") };
    println!("\nended {}", if code == ExitCode::SUCCESS { "well" } else { "refused" });
}

/// The ids of all annotations that the file or any of its versions holds.
fn everything(path: &Path) -> Result<BTreeSet<AnnotationId>, String> {
    let (now, _) = store::load(path).map_err(|e| e.to_string())?;
    let mut all: BTreeSet<AnnotationId> = now.annotations.iter().map(|a| a.id.clone()).collect();
    for version in versions::versions(path) {
        // One that is being packed or tidied by a command that has just ended.
        let Ok(bytes) = versions::read(&version) else { continue };
        let content = store::document_reader::read(path, &bytes).map_err(|e| e.to_string())?;
        all.extend(content.annotations.iter().map(|a| a.id.clone()));
    }
    Ok(all)
}

/// The lines a command printed, and whether it ended well. `None` in the place of a command that died.
fn ended(mut watched: Watched) -> Option<(Vec<String>, bool)> {
    let lines: Vec<String> = watched.lines.iter().map(|(_, line)| line).collect();
    watched.child.wait().ok()?;
    let well = lines.iter().any(|line| line == "ended well");
    let refused = lines.iter().any(|line| line == "ended refused");
    (well || refused).then_some((lines, well))
}

/// What both sides of the merges came from has one annotation less.
fn with_one_more(of: &AnnotatedDocument, round: usize) -> (AnnotatedDocument, AnnotationId) {
    let mut more = of.clone();
    let mut annotation = (**more.annotations.get(&id(0)).expect("there")).clone();
    annotation.id = AnnotationId::new(format!("theirs{round}"));
    annotation.label = "LOC".into();
    let id = annotation.id.clone();
    more.annotations.insert(annotation);
    (more, id)
}

pub fn run(rounds: usize) -> Result<String, String> {
    let folder = Folder::new("races");
    let config = folder.0.join("config");
    std::fs::create_dir_all(&config).map_err(|e| e.to_string())?;
    std::fs::write(config.join("settings.ron"), "(version: 1, settings: (versions_kept: 100))")
        .map_err(|e| e.to_string())?;
    // Before any thread of this process exists; its children inherit it.
    unsafe { std::env::set_var("HASHIYA_CONFIG_DIR", &config) };
    let (mut acknowledged, mut refused, mut held, mut merges) = (0, 0, 0, 0);
    for round in 0..rounds {
        let docs = folder.0.join(format!("docs-{round}"));
        std::fs::create_dir_all(&docs).map_err(|e| e.to_string())?;
        let path = docs.join("خبر.ron");
        // Annotations that a conversion moves, one way or the other.
        let base = document_of("زار كريم مدينة صلالة وبالقاهرة، ثم عاد إلى القاهرة.\n", "وبالقاهرة", 30);
        store::save(&base, &path, Expect::Absent).map_err(|e| e.to_string())?;
        let base_path = docs.join("base");
        store::save(&base, &base_path, Expect::Absent).map_err(|e| e.to_string())?;
        // So that there is a version to restore.
        let mut second = base.clone();
        count(&mut second, 1, 1);
        let stamp = store::stamp_of(&path).map_err(|e| e.to_string())?.ok_or("it is there")?;
        versions::keep(&path).map_err(|e| e.to_string())?;
        store::save(&second, &path, Expect::Unchanged(stamp)).map_err(|e| e.to_string())?;
        let name = |path: &Path| path.to_str().expect("Unicode").to_owned();
        let (file, base_name) = (name(&path), name(&base_path));
        // Every other round a window has the file open, with a step that is not saved.
        let window = (round % 2 == 1).then(|| {
            let (mut session, _) = open(&path);
            let step = Command::SetNote { of: Target::Annotation(id(2)), note: "in the window".into() };
            session.dispatch(step).expect("the window's own");
            session.finish_journals();
            session
        });
        let mut running = Vec::new();
        for n in 0..2 {
            let (theirs, added) = with_one_more(&base, 10 * round + n);
            let theirs_path = docs.join(format!("theirs{n}"));
            store::save(&theirs, &theirs_path, Expect::Absent).map_err(|e| e.to_string())?;
            running.push((start("child-race", &["merge", &base_name, &file, &name(&theirs_path)]), Some(added)));
        }
        for (n, policy) in ["include", "exclude"].into_iter().enumerate() {
            running.push((start("child-race", &["clitics", &file, "--clitics", policy, "--write"]), None));
            let span = format!("{}..{}", 40 + 5 * n, 44 + 5 * n);
            running.push((start("child-race", &["annotate", &file, "--label", "ORG", "--span", &span]), None));
        }
        running.push((start("child-race", &["restore", &file, "1"]), None));
        let mut expected: BTreeSet<AnnotationId> = BTreeSet::new();
        for (n, (watched, merged)) in running.into_iter().enumerate() {
            let (lines, well) = ended(watched).ok_or_else(|| format!("round {round}: command {n} died"))?;
            match well {
                true if window.is_some() => {
                    return Err(format!("round {round}: command {n} replaced what a window holds: {lines:?}"));
                }
                true => {
                    acknowledged += 1;
                    merges += usize::from(merged.is_some());
                    expected.extend(merged);
                    // What `annotate` made is named first on its line; a line of `clitics` begins with the file.
                    let made = lines.iter().filter(|line| !line.starts_with('/') && line.contains("\tORG\t"));
                    expected.extend(made.map(|line| AnnotationId::new(line.split('\t').next().unwrap_or_default())));
                }
                false if window.is_some() => held += 1,
                false => refused += 1,
            }
        }
        if let Some(mut session) = window {
            session.save().map_err(|e| e.to_string())?;
            session.finish_jobs();
            let (now, _) = store::load(&path).map_err(|e| e.to_string())?;
            if now.annotations.get(&id(2)).is_none_or(|a| a.record.note != "in the window") {
                return Err(format!("round {round}: the window's step is gone"));
            }
        }
        let there = everything(&path)?;
        if let Some(missing) = expected.iter().find(|id| !there.contains(*id)) {
            return Err(format!("round {round}: '{missing}' was acknowledged and is nowhere"));
        }
        std::fs::remove_dir_all(&docs).map_err(|e| e.to_string())?;
    }
    Ok(format!(
        "{rounds} rounds of 7 commands at once: {acknowledged} acknowledged ({merges} merges), {refused} told that another \
         command has the file, {held} that a window has it; 0 acknowledged missing"
    ))
}
