//! kill -9, a few times in every run of the tests: the file is always whole, nothing that was acknowledged is missing.
//! The example `torture` does the same thousands of times.
//!
//! The process that is killed is this test program itself, started on one test that is its work; in an ordinary run that
//! test has nothing to do.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::sync::Arc;
use std::time::Duration;

use hashiya::edit::Command;
use hashiya::model::{AnnotatedDocument, Annotator, Target};
use hashiya::session::event::JournalingEvent;
use hashiya::session::{Durability, Session, SessionEvent};
use hashiya::store::{self, Expect};

use crate::fixture::{Folder, hard_document};

/// Names the file for a process that is there to be killed.
const FILE: &str = "HASHIYA_TEST_KILLED_AT";

fn file() -> Option<PathBuf> {
    std::env::var_os(FILE).map(PathBuf::from)
}

/// A number in a note, which grows with every step.
fn count(content: &AnnotatedDocument) -> u64 {
    content.annotations.get(&"l1".into()).expect("it is there").record.note.parse().expect("a number")
}

fn say(word: &str, number: u64) {
    // Straight to the pipe, and not to what the test program keeps of its tests.
    let _ = writeln!(std::io::stdout(), "\n{word} {number}");
}

/// A file whose counter is 0.
fn counted(folder: &Folder) -> PathBuf {
    let path = folder.join("خبر.ron");
    let mut content = hard_document();
    let mut annotation = (**content.annotations.get(&"l1".into()).expect("it is there")).clone();
    annotation.record.note = "0".into();
    content.annotations.insert(annotation);
    store::save(&content, &path, Expect::Absent).expect("saved");
    path
}

fn start(work: &str, path: &Path) -> Child {
    Process::new(std::env::current_exe().expect("this program"))
        .args([work, "--exact", "--nocapture", "--test-threads=1"])
        .env(FILE, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts")
}

/// Starts `work` on the file, kills it some time after it has said something, and gives back the largest number it said
/// with each of two words.
fn kill(work: &str, path: &Path, after: Duration, words: [&str; 2]) -> [u64; 2] {
    let mut child = start(work, path);
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
    let first = lines.find(|line| line.starts_with(words[0])).expect("it works until it is killed");
    std::thread::sleep(after);
    child.kill().expect("it is ours");
    child.wait().expect("it is ours");
    // What stands in the pipe was said before it died; a line that is cut short was not.
    let said: Vec<String> = std::iter::once(first).chain(lines).collect();
    words.map(|word| {
        let numbers = said.iter().filter_map(|line| line.strip_prefix(word)?.trim().parse::<u64>().ok());
        numbers.max().unwrap_or(0)
    })
}

#[test]
fn killed_while_saving() {
    let Some(path) = file() else { return };
    let (mut content, mut stamp) = store::load(&path).expect("sound");
    let mut number = count(&content);
    loop {
        number += 1;
        let mut annotation = (**content.annotations.get(&"l1".into()).expect("it is there")).clone();
        annotation.record.note = number.to_string();
        content.annotations.insert(annotation);
        say("saving", number);
        stamp = store::save(&content, &path, Expect::Unchanged(stamp)).expect("nobody else writes");
        say("saved", number);
    }
}

#[test]
fn killed_while_annotating() {
    let Some(path) = file() else { return };
    let mut session = open(&path);
    // Short, so that it often dies while its journal is begun anew.
    session.limit_journals(2_000);
    let mut number = count(session.current().expect("open").content());
    let mut safe = number;
    loop {
        number += 1;
        let note = Command::SetNote { of: Target::Annotation("l1".into()), note: number.to_string() };
        session.dispatch(note).expect("the document is ours");
        say("did", number);
        if number.is_multiple_of(50) {
            session.save().expect("it has a file");
        }
        session.poll();
        let kept = matches!(session.current().expect("open").safety(), Durability::Kept | Durability::Saved);
        if kept && safe < number {
            safe = number;
            say("safe", number);
        }
        std::thread::sleep(Duration::from_micros(300));
    }
}

fn open(path: &Path) -> Session {
    let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
    session.open_paths(vec![path.to_path_buf()]);
    session.finish_jobs();
    let document = session.current().expect("it can be read");
    assert!(document.read_only().is_none(), "the lock of the dead is free: {:?}", document.read_only());
    session
}

#[test]
fn fifteen_kills_while_saving_leave_a_whole_file_with_all_that_was_acknowledged() {
    let folder = Folder::new();
    let path = counted(&folder);
    for round in 0..15 {
        let after = Duration::from_micros(round * 1_130);
        let [saving, saved] = kill("kills::killed_while_saving", &path, after, ["saving", "saved"]);
        let found = count(&store::load(&path).expect("the file is whole").0);
        assert!((saved..=saving).contains(&found), "round {round}: {saved} acknowledged, {found} in the file");
        assert!(saving > 0, "it worked");
    }
}

#[test]
fn eight_kills_while_annotating_lose_no_step_that_was_called_safe() {
    let folder = Folder::new();
    let path = counted(&folder);
    for round in 0..8 {
        let after = Duration::from_micros(3_000 + round * 9_700);
        let [did, safe] = kill("kills::killed_while_annotating", &path, after, ["did", "safe"]);
        let mut session = open(&path);
        let found = count(session.current().expect("open").content());
        // A line may be lost with the process; a step that it was about to name is not one too many.
        assert!((safe..=did + 1).contains(&found), "round {round}: {safe} called safe, {found} found, {did} done");
        // The next round begins where this one ended.
        session.save().expect("it has a file");
        session.finish_jobs();
    }
}

/// Annotates; whenever its journal was taken away it says so once every step is on the disk again.
#[test]
fn killed_after_its_journal_was_taken() {
    let Some(path) = file() else { return };
    let mut session = open(&path);
    let mut number = count(session.current().expect("open").content());
    let (mut lost, mut safe) = (false, number);
    loop {
        // The analyst does something, and then sits still.
        if number < safe + 40 && !lost {
            number += 1;
            let note = Command::SetNote { of: Target::Annotation("l1".into()), note: number.to_string() };
            session.dispatch(note).expect("the document is ours");
        }
        lost |=
            session.poll().iter().any(|notice| matches!(notice, SessionEvent::Journal(JournalingEvent::Lost { .. })));
        if session.current().expect("open").safety() == Durability::Kept {
            say(if lost { "again" } else { "safe" }, number);
            if lost {
                (lost, safe) = (false, number);
            }
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_kill_after_the_journal_was_taken_and_begun_anew_loses_no_step() {
    let folder = Folder::new();
    let path = counted(&folder);
    let journal = store::journal::journal_of(&path);
    let takings: [fn(&Path); 3] = [
        |journal| std::fs::remove_file(journal).expect("there"),
        |journal| std::fs::write(journal, "").expect("there"),
        |journal| {
            let other = journal.with_extension("other");
            std::fs::write(&other, "ليس سجلًّا").expect("writable");
            std::fs::rename(other, journal).expect("there");
        },
    ];
    for (round, take) in takings.into_iter().enumerate() {
        let mut child = start("kills::killed_after_its_journal_was_taken", &path);
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
        lines.find(|line| line.starts_with("safe")).expect("it works until it is killed");
        take(&journal);
        let again = lines.find(|line| line.starts_with("again")).expect("it is begun anew without a step");
        child.kill().expect("it is ours");
        child.wait().expect("it is ours");
        let rest = std::iter::once(again).chain(lines).filter_map(|line| {
            let number = line.strip_prefix("again").or_else(|| line.strip_prefix("safe"))?;
            number.trim().parse::<u64>().ok()
        });
        let safe = rest.max().expect("it said so");
        let mut session = open(&path);
        let found = count(session.current().expect("open").content());
        assert!(found >= safe && safe > 0, "round {round}: {safe} called safe, {found} found");
        session.save().expect("it has a file");
        session.finish_jobs();
    }
}
