//! No entry of the register is lost: by leaving a project while it is being written, by a project that another program holds, by several
//! who write at once.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use hashiya::model::{Annotator, Project};
use hashiya::session::Session;
use hashiya::store::{self, Lock, PROJECT_FILE};
use hashiya::workspace::{ProjectFolder, register};

use crate::fixture::Folder;

fn project(folder: &Folder) -> PathBuf {
    let root = folder.join("p");
    ProjectFolder::create(&root, Project::new("أخبار", Arc::new(store::default_schema()))).expect("made");
    root
}

fn window_on(root: &Path) -> Session {
    let mut session = Session::new(Annotator::new("ليلى"), Arc::new(|| ()));
    session.open_paths(vec![root.to_path_buf()]);
    session.finish_jobs();
    assert!(session.register().is_some());
    session
}

fn names(root: &Path) -> Vec<String> {
    let (register, _) = register::load(root).expect("read");
    let mut names: Vec<String> = register.iter().map(|entry| entry.name.clone()).collect();
    names.sort();
    names
}

#[test]
fn what_is_entered_while_the_register_is_written_outlives_the_leaving_of_its_project() {
    let folder = Folder::new();
    let root = project(&folder);
    let mut session = window_on(&root);
    let first = session.enter("حلب", None).expect("entered");
    session.enter("حمص", None).expect("entered");
    session.edit_entry(&first, |entry| entry.note = "مدينة".into()).expect("changed");
    assert!(session.is_register_dirty() && session.is_dirty(), "the window does not close over it");
    session.leave_project();
    session.finish_jobs();
    assert!(!session.is_register_dirty());
    assert_eq!(names(&root), ["حلب", "حمص"]);
    assert_eq!(register::load(&root).expect("read").0.get(&first).map(|entry| &*entry.note), Some("مدينة"));
}

#[test]
fn what_could_not_be_written_is_held_after_its_project_was_left_and_comes_back_with_it() {
    let folder = Folder::new();
    let root = project(&folder);
    let mut session = window_on(&root);
    let other = Lock::take(&root.join(PROJECT_FILE)).expect("free");
    session.enter("حلب", None).expect("entered");
    let told = session.finish_jobs();
    assert!(told.iter().any(|event| format!("{event:?}").contains("Held")), "{told:?}");
    assert!(session.has_register_failed() && session.is_project_dirty(), "it is asked about");
    session.leave_project();
    session.finish_jobs();
    assert!(session.register().is_none() && session.has_register_failed() && session.is_dirty());
    // Opened again while it cannot be written yet, it is as it was left.
    session.open_paths(vec![root.clone()]);
    session.finish_jobs();
    let shown: Vec<String> = session.register().expect("read").iter().map(|entry| entry.name.clone()).collect();
    assert_eq!(shown, ["حلب"]);
    assert!(session.has_register_failed());
    register::change(&folder.join("p"), |_| Ok(())).expect_err("held");
    drop(other);
    // Another program was quicker.
    register::change(&root, |register| register.enter(hashiya::model::Entry::new("x".into(), "حماة"))).expect("free");
    session.save_all();
    session.finish_jobs();
    assert!(!session.is_dirty());
    assert_eq!(names(&root), ["حلب", "حماة"]);
}

#[test]
fn what_a_person_discards_is_not_held() {
    let folder = Folder::new();
    let root = project(&folder);
    let mut session = window_on(&root);
    let other = Lock::take(&root.join(PROJECT_FILE)).expect("free");
    session.enter("حلب", None).expect("entered");
    session.finish_jobs();
    session.drop_project();
    assert!(session.is_dirty(), "a last try is under way");
    session.finish_jobs();
    drop(other);
    session.save_registers();
    session.finish_jobs();
    assert!(!session.is_dirty());
}

#[test]
fn windows_and_command_lines_that_enter_at_once_lose_nothing() {
    const EACH: usize = 8;
    let folder = Folder::new();
    let root = project(&folder);
    let windows: Vec<_> = (0..2)
        .map(|window| {
            let root = root.clone();
            std::thread::spawn(move || {
                let mut session = window_on(&root);
                for n in 0..EACH {
                    session.enter(&format!("نافذة {window} رقم {n}"), None).expect("entered");
                    if n % 3 == 0 {
                        session.finish_jobs();
                    }
                }
                while session.is_register_dirty() {
                    session.save_registers();
                    session.finish_jobs();
                }
                // What others wrote is known here after a save.
                session.register().expect("read").len()
            })
        })
        .collect();
    let lines = std::thread::spawn({
        let root = root.clone();
        move || {
            for n in 0..EACH {
                let add = || {
                    Command::new(env!("CARGO_BIN_EXE_hashiya"))
                        .args(["register", "add"])
                        .arg(&root)
                        .arg(format!("سطر رقم {n}"))
                        .output()
                        .expect("it runs")
                };
                let mut done = add();
                // A window may hold the project for a moment: the command says so, and changes nothing.
                while !done.status.success() {
                    let said = String::from_utf8_lossy(&done.stderr).into_owned();
                    assert!(said.contains("another program"), "{said}");
                    done = add();
                }
            }
        }
    });
    windows.into_iter().for_each(|window| assert!(window.join().expect("it works") >= EACH));
    lines.join().expect("it works");
    assert_eq!(names(&root).len(), 3 * EACH, "{:?}", names(&root));
}
