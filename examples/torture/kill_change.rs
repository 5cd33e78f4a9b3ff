//! kill -9 while several documents are changed together: whatever moment it strikes, all are changed or none.

use std::path::{Path, PathBuf};
use std::time::Duration;

use hashiya::store::{self, Expect};
use hashiya::workspace::replace::{Edited, LockedDocument, Replacements};

use crate::scene::{Chance, Folder, count, counter, document, start, voice};

/// Documents that are changed together, in two folders.
const DOCUMENTS: usize = 6;

fn paths(folder: &Path) -> Vec<PathBuf> {
    (0..DOCUMENTS).map(|n| folder.join(["a", "b"][n % 2]).join(format!("خبر {n}.ron"))).collect()
}

/// Counts all documents up, again and again, and says before and after each time.
pub fn child(arguments: &[String]) {
    let paths = paths(Path::new(&arguments[0]));
    let mut out = voice(&[]);
    let mut number = counter(&store::load(&paths[0]).expect("sound").0, 0).expect("a counter");
    loop {
        number += 1;
        let _ = writeln!(out, "changing {number}");
        let mut replacements = Replacements::default();
        for path in &paths {
            let mut locked = LockedDocument::open(path, Edited::Refuse).expect("nobody else is at work");
            count(&mut locked.content, 0, number);
            replacements.replace(locked).expect("written");
        }
        replacements.commit(2).expect("all of them");
        let _ = writeln!(out, "changed {number}");
    }
}

pub fn run(times: usize) -> Result<String, String> {
    let folder = Folder::new("kill-change");
    let paths = paths(&folder.0);
    for path in &paths {
        std::fs::create_dir_all(path.parent().ok_or("a folder")?).map_err(|e| e.to_string())?;
        store::save(&document(40), path, Expect::Absent).map_err(|e| e.to_string())?;
    }
    let name = folder.0.to_str().expect("Unicode");
    let mut chance = Chance::new(7);
    let (mut within, mut completed, mut changes) = (0, 0, 0);
    for round in 0..times {
        let watched = start("child-change", &[name]);
        let first = watched.lines.recv().map_err(|_| format!("round {round}: the child died by itself"))?;
        std::thread::sleep(Duration::from_micros(chance.below(500_000)));
        let (_, mut lines) = watched.kill();
        lines.insert(0, first);
        let said = |word: &str| {
            let numbers = lines.iter().filter_map(|(_, line)| line.strip_prefix(word)?.parse::<u64>().ok());
            numbers.max().unwrap_or(0)
        };
        let (began, acknowledged) = (said("changing "), said("changed "));
        // Any of the files leads to the record.
        let settled = store::complete(&paths[round % DOCUMENTS]).map_err(|e| format!("round {round}: {e}"))?;
        completed += usize::from(!settled.is_empty());
        if settled.iter().any(|settled| !settled.left.is_empty()) {
            return Err(format!("round {round}: a file was left: {settled:?}"));
        }
        let mut found = Vec::new();
        for path in &paths {
            let (content, _) = store::load(path).map_err(|e| format!("round {round}: unreadable: {e}"))?;
            found.push(counter(&content, 0).ok_or_else(|| format!("round {round}: no counter"))?);
        }
        if found.iter().any(|number| *number != found[0]) {
            return Err(format!("round {round}: some are changed and some are not: {found:?}"));
        }
        if found[0] < acknowledged || found[0] > began {
            return Err(format!("round {round}: {acknowledged} was acknowledged, {} is in the files", found[0]));
        }
        within += usize::from(began > acknowledged);
        changes += lines.iter().filter(|(_, line)| line.starts_with("changed ")).count();
    }
    Ok(format!(
        "{times} kills, {within} within a change of {DOCUMENTS} documents, {changes} changes acknowledged; {completed} were \
         completed at the next opening; 0 changed in part, 0 acknowledged missing"
    ))
}
