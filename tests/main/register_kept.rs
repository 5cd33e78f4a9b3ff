//! No entry of the register and no link to one is lost: by leaving a project while it is being written, by a project that another program
//! holds, by several who write at once.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use hashiya::edit;
use hashiya::model::{AnnotatedDocument, AnnotationId, Annotator, Document, DocumentId, EntityId, Project, Provenance};
use hashiya::session::Session;
use hashiya::store::{self, Lock, PROJECT_FILE};
use hashiya::workspace::replace::create;
use hashiya::workspace::{Editor, ProjectFolder, register};

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

/// Documents of the project, each with as many names to link.
const DOCUMENTS: usize = 4;
const NAMES: usize = 6;

fn document_path(root: &Path, n: usize) -> PathBuf {
    ProjectFolder::open(root).expect("a project").documents().join(format!("d{n}.ron"))
}

/// A project whose documents have annotated names that nothing is linked to.
fn project_of_names(folder: &Folder) -> PathBuf {
    let root = project(folder);
    let schema = Arc::new(store::default_schema());
    for n in 0..DOCUMENTS {
        let (mut text, mut places) = (String::new(), Vec::new());
        for name in 0..NAMES {
            let start = text.len();
            text.push_str(&format!("اسم{name}"));
            places.push(vec![std::ops::Range { start, end: text.len() }]);
            text.push(' ');
        }
        let document = Document::new(DocumentId(format!("d{n}").into()), format!("d{n}"), text, Default::default());
        let mut document = AnnotatedDocument::new(document.expect("a text"), schema.clone(), Annotator::new("ليلى"));
        let provenance = Provenance::Human;
        let places = edit::Command::AnnotatePlaces { places, label: "PER".into(), provenance, skip_existing: false };
        Editor::new(Annotator::new("ليلى")).run(&mut document, places).expect("annotated");
        create(&document_path(&root, n), &document).expect("written");
    }
    root
}

/// The names of the entries that the annotations of a document are linked to; what is linked to nothing, or leads nowhere.
fn linked_names(root: &Path, n: usize) -> Vec<String> {
    let (register, _) = register::load(root).expect("read");
    let (document, _) = store::load(&document_path(root, n)).expect("read");
    let name = |id: &EntityId| register.resolve(id).map_or(format!("nowhere: {id}"), |entry| entry.name.clone());
    let names = document.annotations.iter().map(|a| a.entity.as_ref().map_or("nothing".to_owned(), name));
    names.collect()
}

fn ids_of(root: &Path, n: usize) -> Vec<AnnotationId> {
    let (document, _) = store::load(&document_path(root, n)).expect("read");
    document.annotations.iter().map(|annotation| annotation.id.clone()).collect()
}

fn shows(session: &mut Session, path: &Path) {
    let entry = session.entries().iter().find(|entry| entry.path().is_some_and(|known| known == path));
    let id = entry.map(|entry| entry.id).expect("it is listed");
    session.show(id);
    session.finish_jobs();
}

fn line(words: &[&str], path: &Path, more: &[&str]) -> Result<String, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hashiya"));
    let output = command.args(words).arg(path).args(more).output().expect("it runs");
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(said(&output.stdout)) } else { Err(said(&output.stderr)) }
}

/// Two windows and two command lines link at once, each name to an entry that it enters itself.
#[test]
fn windows_and_command_lines_that_link_at_once_lose_nothing() {
    let folder = Folder::new();
    let root = project_of_names(&folder);
    let name = |document: usize, annotation: usize| format!("شخص {document} {annotation}");
    // A window that opens a project shows its first document first: the other has it by then.
    let first_is_open = std::sync::Arc::new(std::sync::Barrier::new(2));
    let windows = (0..2).map(|n| {
        let (root, first_is_open) = (root.clone(), first_is_open.clone());
        std::thread::spawn(move || {
            if n == 1 {
                first_is_open.wait();
            }
            let mut session = window_on(&root);
            shows(&mut session, &document_path(&root, n));
            if n == 0 {
                first_is_open.wait();
            }
            for (at, id) in ids_of(&root, n).into_iter().enumerate() {
                let entity = session.enter(&name(n, at), Some(&"PER".into())).expect("entered");
                session.link(vec![id], Some(entity)).expect("linked");
                if at % 2 == 0 {
                    session.save_all();
                    session.finish_jobs();
                }
            }
            while session.is_dirty() {
                session.save_all();
                session.save_registers();
                session.finish_jobs();
            }
        })
    });
    let windows: Vec<_> = windows.collect();
    let lines = (2..DOCUMENTS).map(|n| {
        let root = root.clone();
        std::thread::spawn(move || {
            for (at, id) in ids_of(&root, n).into_iter().enumerate() {
                let link = || {
                    line(&["register", "link"], &document_path(&root, n), &["--id", id.as_str(), "--new", &name(n, at)])
                };
                while let Err(said) = link() {
                    // A window writes the register: refused as a whole, to be said again.
                    assert!(said.contains("another program"), "{said}");
                }
            }
        })
    });
    let lines: Vec<_> = lines.collect();
    windows.into_iter().chain(lines).for_each(|one| one.join().expect("it works"));
    for n in 0..DOCUMENTS {
        let wanted: Vec<String> = (0..NAMES).map(|at| name(n, at)).collect();
        assert_eq!(linked_names(&root, n), wanted, "document {n}");
    }
    assert_eq!(names(&root).len(), DOCUMENTS * NAMES, "{:?}", names(&root));
}

/// What one program has open, the other does not link behind its back: it is refused, and says so.
#[test]
fn a_document_that_a_window_has_open_is_linked_by_it_alone() {
    let folder = Folder::new();
    let root = project_of_names(&folder);
    let (first, second) = (document_path(&root, 0), document_path(&root, 1));
    let mut session = window_on(&root);
    shows(&mut session, &first);
    let ids = ids_of(&root, 0);
    let mine = session.enter("حلب", None).expect("entered");
    let other = session.enter("مدينة حلب", None).expect("entered");
    session.finish_jobs();
    session.link(vec![ids[0].clone()], Some(mine.clone())).expect("linked");

    let before = std::fs::read(&first).expect("read");
    let link = line(&["register", "link"], &first, &["--id", ids[1].as_str(), "--entity", "حلب"]);
    assert!(link.expect_err("it is open").contains("open in another program"));
    let mut reader = window_on(&root);
    shows(&mut reader, &first);
    let refused = reader.link(vec![ids[1].clone()], Some(mine.clone())).expect_err("it is open");
    assert!(format!("{refused:?}").contains("ReadOnly"), "{refused:?}");
    assert_eq!(std::fs::read(&first).expect("read"), before);
    drop(reader);

    // An entry that is merged meanwhile leads on, wherever it is linked by whom.
    let free = ids_of(&root, 1);
    line(&["register", "link"], &second, &["--id", free[0].as_str(), "--entity", "حلب"]).expect("free");
    session.save_all();
    session.finish_jobs();
    session.link(vec![ids[2].clone()], Some(mine.clone())).expect("linked");
    let merge = || line(&["register", "merge"], &root, &["حلب", "--into", "مدينة حلب"]);
    let said = merge().expect_err("a document that has the link is open");
    assert!(said.contains("open in another program"), "{said}");
    assert_eq!(names(&root), ["حلب", "مدينة حلب"], "nothing was merged");
    session.save_all();
    session.finish_jobs();
    session.leave_project();
    session.finish_jobs();
    drop(session);
    merge().expect("nobody has it open");
    assert_eq!(linked_names(&root, 0)[..3], ["مدينة حلب", "nothing", "مدينة حلب"]);
    assert_eq!(linked_names(&root, 1)[0], "مدينة حلب");
    // Who knows the entry by the id that it had links to what it is now.
    let id = ids_of(&root, 1)[1].clone();
    line(&["register", "link"], &second, &["--id", id.as_str(), "--entity", mine.as_str()]).expect("it leads on");
    let (document, _) = store::load(&second).expect("read");
    assert_eq!(document.annotations.get(&id).and_then(|a| a.entity.clone()), Some(other));
}
