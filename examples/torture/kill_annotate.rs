//! kill -9 while annotating: what was called safe is there, and so is everything older than 50 ms.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use hashiya::edit::Command;
use hashiya::session::Durability;
use hashiya::store::{self, Expect};

use crate::scene::{Chance, Folder, counter, document, id, open, start, voice};

/// The longest a step may be in memory alone.
const MOST: Duration = Duration::from_millis(50);

/// Counts in a note, one step after the other, now and then with a save, and says what was done and what is safe.
pub fn child(arguments: &[String]) {
    let (mut session, _) = open(Path::new(&arguments[0]));
    let mut chance = Chance::new(std::process::id().into());
    let mut number = counter(session.current().expect("open").content(), 0).expect("a counter");
    let mut safe = number;
    let mut out = voice(arguments);
    loop {
        if chance.below(3) == 0 {
            number += 1;
            let done = session
                .dispatch(Command::SetNote { of: hashiya::model::Target::Annotation(id(0)), note: number.to_string() });
            done.expect("the document is ours");
            let _ = writeln!(out, "did {number}");
        }
        if chance.below(400) == 0 {
            session.save().expect("open");
        }
        session.poll();
        let is_safe = matches!(session.current().expect("open").safety(), Durability::Kept | Durability::Saved);
        if is_safe && safe < number {
            safe = number;
            let _ = writeln!(out, "safe {number}");
        }
        std::thread::sleep(Duration::from_micros(chance.below(400)));
    }
}

pub fn run(times: usize) -> Result<String, String> {
    let folder = Folder::new("kill-annotate");
    let path = folder.0.join("خبر.ron");
    store::save(&document(200), &path, Expect::Anything).map_err(|e| e.to_string())?;
    let name = path.to_str().expect("Unicode");
    let mut chance = Chance::new(2);
    let (mut steps, mut recoveries, mut unsafe_steps) = (0, 0, 0);
    let mut slowest = Duration::ZERO;
    for round in 0..times {
        let watched = start("child-annotate", &[name]);
        let first = watched.lines.recv().map_err(|_| format!("round {round}: the child died by itself"))?;
        std::thread::sleep(Duration::from_micros(20_000 + chance.below(60_000)));
        let (killed, mut lines) = watched.kill();
        lines.insert(0, first);
        let said = |word: &str, before: Instant| {
            let of_word = lines.iter().filter(|(at, _)| *at <= before);
            of_word.filter_map(|(_, line)| line.strip_prefix(word)?.parse::<u64>().ok()).max().unwrap_or(0)
        };
        let far = killed + Duration::from_secs(60);
        let (did, safe) = (said("did ", far), said("safe ", far));
        let old = said("did ", killed.checked_sub(MOST).unwrap_or(killed));
        slowest = slowest.max(longest_wait(&lines));
        let (mut session, notices) = open(&path);
        let document = session.current().ok_or_else(|| format!("round {round}: unreadable: {notices:?}"))?;
        let found = counter(document.content(), 0).ok_or_else(|| format!("round {round}: no counter"))?;
        // A step may be on the disk before the child has said that it did it.
        if found < safe.max(old) || found > did + 1 {
            return Err(format!(
                "round {round}: {safe} was called safe and {old} was older than {MOST:?}, but {found} was recovered"
            ));
        }
        if document.read_only().is_some() {
            return Err(format!("round {round}: the lock outlived its holder"));
        }
        recoveries += usize::from(session.is_dirty());
        unsafe_steps += did.saturating_sub(found);
        steps += lines.iter().filter(|(_, line)| line.starts_with("did ")).count();
        // Half of the rounds go on with the journal that was recovered, half with a saved file.
        if round % 2 == 0 && session.is_dirty() {
            session.save().map_err(|e| e.to_string())?;
            session.finish_jobs();
        }
        session.finish_journals();
    }
    let names = std::fs::read_dir(&folder.0).map_err(|e| e.to_string())?;
    let kept = names.flatten().filter(|e| e.file_name().to_string_lossy().contains("journal-kept")).count();
    if kept > 0 {
        return Err(format!("{kept} journals did not fit their file"));
    }
    Ok(format!(
        "{times} kills, {steps} steps, {recoveries} recoveries from a journal; 0 called safe and lost, 0 older than 50 ms \
         lost, {unsafe_steps} younger steps lost; longest wait from a step to safe {slowest:?}"
    ))
}

/// From a step to the first word that it is safe.
fn longest_wait(lines: &[(Instant, String)]) -> Duration {
    let number = |line: &str, word: &str| line.strip_prefix(word).and_then(|n| n.parse::<u64>().ok());
    let mut waiting: Vec<(u64, Instant)> = Vec::new();
    let mut longest = Duration::ZERO;
    for (at, line) in lines {
        if let Some(n) = number(line, "did ") {
            waiting.push((n, *at));
        } else if let Some(n) = number(line, "safe ") {
            for (_, since) in waiting.extract_if(.., |(step, _)| *step <= n) {
                longest = longest.max(at.duration_since(since));
            }
        }
    }
    longest
}
