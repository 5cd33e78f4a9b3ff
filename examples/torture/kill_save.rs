//! kill -9 while saves are written: the file is always whole, and no acknowledged save is missing.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use hashiya::store::{self, Expect};

use crate::scene::{Chance, Folder, count, counter, document, start, voice};

/// Saves the document with a counter that grows, and says before and after each save.
pub fn child(arguments: &[String]) {
    let path = Path::new(&arguments[0]);
    let (mut content, mut stamp) = store::load(path).expect("a sound file");
    let mut number = counter(&content, 0).expect("a counter");
    let mut out = voice(arguments);
    loop {
        number += 1;
        count(&mut content, 0, number);
        let _ = writeln!(out, "saving {number}");
        stamp = store::save(&content, path, Expect::Unchanged(stamp)).expect("nobody else writes");
        let _ = writeln!(out, "saved {number}");
    }
}

pub fn run(times: usize) -> Result<String, String> {
    let folder = Folder::new("kill-save");
    let path = folder.0.join("خبر.ron");
    store::save(&document(200), &path, Expect::Anything).map_err(|e| e.to_string())?;
    let name = path.to_str().expect("Unicode");
    let mut chance = Chance::new(1);
    let (mut within, mut saves, mut temporaries) = (0, 0, 0);
    for round in 0..times {
        let watched = start("child-save", &[name]);
        // The first save has begun; then any moment of it or of the next few.
        let first = watched.lines.recv().map_err(|_| format!("round {round}: the child died by itself"))?;
        std::thread::sleep(Duration::from_micros(chance.below(6_000)));
        let (_, mut lines) = watched.kill();
        lines.insert(0, first);
        let said = |word: &str| {
            let of_word = lines.iter().filter_map(|(_, line)| line.strip_prefix(word)?.parse::<u64>().ok());
            of_word.max().unwrap_or(0)
        };
        let (began, acknowledged) = (said("saving "), said("saved "));
        let (content, _) = store::load(&path).map_err(|e| format!("round {round}: unreadable: {e}"))?;
        let found = counter(&content, 0).ok_or_else(|| format!("round {round}: no counter"))?;
        if found < acknowledged || found > began {
            return Err(format!("round {round}: {acknowledged} was acknowledged, {found} is in the file"));
        }
        within += usize::from(began > acknowledged);
        saves += lines.iter().filter(|(_, line)| line.starts_with("saved ")).count();
        temporaries += folder.temporaries();
    }
    let share = 100 * within / times.max(1);
    Ok(format!(
        "{times} kills, {within} ({share} %) within a save, {saves} saves acknowledged; 0 unreadable, 0 acknowledged \
         missing, {temporaries} temporary files left by kills and cleaned"
    ))
}
