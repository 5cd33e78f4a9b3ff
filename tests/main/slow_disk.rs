//! A disk that does not answer: the window goes on, what was done is kept, and it is said once the disk speaks again.
//!
//! What does not come to an end is a job of the worker's: it waits for a change of several files that another program holds.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hashiya::edit::Command;
use hashiya::model::{Annotator, Target};
use hashiya::session::event::SaveEvent;
use hashiya::session::{Durability, Session, SessionEvent};
use hashiya::store::{self, Expect};

use crate::fixture::{Folder, assert_same, hard_document};

fn open(path: &Path) -> Session {
    let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
    session.open_paths(vec![path.to_path_buf()]);
    session.finish_jobs();
    session
}

/// Another document in the folder whose reading does not come to an end while this lives: it waits for a change of several
/// files that another program is carrying out. Everything else that the worker is to do waits behind it.
struct SilentDisk {
    record: PathBuf,
    _held: fs::File,
}

impl SilentDisk {
    fn of(folder: &Folder) -> SilentDisk {
        let record = folder.write(".hashiya-change", r#"{"version":1,"back":false,"files":[]}"#);
        let held = fs::File::options().read(true).write(true).open(&record).expect("ours");
        held.try_lock().expect("nobody else has it");
        SilentDisk { record, _held: held }
    }

    fn answers(self) {
        fs::remove_file(&self.record).expect("ours");
    }
}

#[test]
fn no_step_waits_for_a_disk_that_does_not_answer() {
    let folder = Folder::new();
    let path = folder.join("خبر.ron");
    store::save(&hard_document(), &path, Expect::Absent).expect("saved");
    let other = folder.join("آخر.ron");
    store::save(&hard_document(), &other, Expect::Absent).expect("saved");
    let mut session = open(&path);
    let id = session.current_id().expect("open");
    session.dispatch(Command::SetNote { of: Target::Annotation("l1".into()), note: "قبل".into() }).expect("ours");
    let disk = SilentDisk::of(&folder);
    // The reading stays where it is, and the save behind it. Were anything below to wait for them, it would be saved before
    // this is over.
    session.open_paths(vec![other]);
    // On a busy machine the list comes late, and the reading would stand behind the save.
    while session.entries().len() < 2 {
        session.poll();
        std::thread::yield_now();
    }
    assert!(session.current_id() != Some(id), "the other is shown, so that it is being read");
    session.show(id);
    session.save().expect("it has a file");
    for n in 0..50 {
        session
            .dispatch(Command::SetNote { of: Target::Annotation("l1".into()), note: format!("أثناء {n}") })
            .expect("ours");
        session.undo().expect("a step");
        session.redo().expect("a step");
        assert!(
            !session.poll().iter().any(|n| matches!(n, SessionEvent::Save(SaveEvent::Saved { .. }))),
            "nothing is called saved"
        );
        session.show(id);
        assert!(session.current().expect("open").is_saving());
    }
    // The journal is on a disk that answers: what was done is safe while the save hangs.
    session.finish_journals();
    assert_eq!(session.current().expect("open").safety(), Durability::Kept);
    let left = session.current().expect("open").content().clone();
    // The disk answers again: the save goes through, and what was done meanwhile is still to be saved.
    disk.answers();
    let notices = session.finish_jobs();
    assert!(notices.iter().any(|n| matches!(n, SessionEvent::Save(SaveEvent::Saved { .. }))), "{notices:?}");
    session.show(id);
    assert!(session.is_dirty());
    assert_same(&left, session.current().expect("open").content());
    // Where what it holds is not what was read, the save is refused in words, and the work stays.
    fs::write(&path, "(version: 1, nothing else)").expect("writable");
    session.save().expect("it has a file");
    let notices = session.finish_jobs();
    assert!(notices.iter().any(|n| matches!(n, SessionEvent::Save(SaveEvent::InTheWay { .. }))), "{notices:?}");
    assert!(session.is_dirty());
    assert_same(&left, session.current().expect("open").content());
}
