//! A disk that does not answer: the window goes on, what was done is kept, and it is said once the disk speaks again.
//!
//! The disk that does not answer is a pipe in the place of the document's file: whoever opens it waits until somebody writes
//! into it, as on a share whose server is gone.

#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hashiya::edit::Command;
use hashiya::model::Annotator;
use hashiya::session::{Notice, Safety, Session};
use hashiya::store::{self, Expect};

use crate::fixture::{Folder, assert_same, hard_document};

fn open(path: &Path) -> Session {
    let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
    session.open_paths(vec![path.to_path_buf()]);
    session.finish_jobs();
    session
}

/// A pipe at `path`; what stood there is at the path that is returned. `None` where the system makes no pipes.
fn silenced(path: &Path) -> Option<PathBuf> {
    let away = path.with_extension("away");
    fs::rename(path, &away).expect("writable");
    let made = std::process::Command::new("mkfifo").arg(path).status();
    made.is_ok_and(|status| status.success()).then_some(away)
}

#[test]
fn no_step_waits_for_a_disk_that_does_not_answer() {
    let folder = Folder::new();
    let path = folder.join("خبر.ron");
    store::save(&hard_document(), &path, Expect::Absent).expect("saved");
    let mut session = open(&path);
    session.dispatch(Command::SetNote { id: "l1".into(), note: "قبل".into() }).expect("ours");
    let Some(away) = silenced(&path) else {
        crate::support::skip("mkfifo is not there: a disk that does not answer");
        return;
    };
    // The save reaches the file and stays there. Were anything below to wait for it, this test would never end.
    session.save().expect("it has a file");
    for n in 0..50 {
        session.dispatch(Command::SetNote { id: "l1".into(), note: format!("أثناء {n}") }).expect("ours");
        session.undo().expect("a step");
        session.redo().expect("a step");
        assert!(!session.poll().iter().any(|n| matches!(n, Notice::Saved { .. })), "nothing is called saved");
        assert!(session.current().expect("open").is_saving());
    }
    // The journal is on a disk that answers: what was done is safe while the save hangs.
    session.finish_keeping();
    assert_eq!(session.current().expect("open").safety(), Safety::Kept);
    let left = session.current().expect("open").content().clone();
    // The disk answers again, and what it holds is not what was read: the save is refused in words, and the work stays.
    let over = Arc::new(AtomicBool::new(false));
    let answer = std::thread::spawn({
        let (path, over) = (path.clone(), over.clone());
        move || {
            while let Ok(mut pipe) = fs::OpenOptions::new().write(true).open(&path) {
                if over.load(Ordering::SeqCst) {
                    return;
                }
                // Who reads may be gone already.
                let _ = pipe.write_all(b"(version: 1, nothing else)");
            }
        }
    });
    let notices = session.finish_jobs();
    assert!(notices.iter().any(|n| matches!(n, Notice::InTheWay { .. })), "{notices:?}");
    assert!(session.is_dirty());
    assert_same(&left, session.current().expect("open").content());
    over.store(true, Ordering::SeqCst);
    // Opened to read and to write, a pipe waits for nobody, and whoever waits for it goes on.
    let both_ends = fs::OpenOptions::new().read(true).write(true).open(&path).expect("there");
    answer.join().expect("it ends");
    drop(both_ends);
    // The file is there again, and the save goes through.
    fs::remove_file(&path).expect("there");
    fs::rename(&away, &path).expect("writable");
    session.save().expect("it has a file");
    let notices = session.finish_jobs();
    assert!(notices.iter().any(|n| matches!(n, Notice::Saved { .. })), "{notices:?}");
    assert_same(&left, &store::load(&path).expect("sound").0);
}
