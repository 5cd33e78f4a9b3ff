//! Pipes, sockets, devices and folders where files are expected: refused in words, and nothing waits for them.
#![cfg(unix)]

use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use hashiya::edit::Command as Edit;
use hashiya::model::{Annotator, Digest, Target};
use hashiya::session::event::SaveEvent;
use hashiya::session::{Session, SessionEvent};
use hashiya::store::journal::{Recovery, journal_of, open_unsaved, read_quarantined, recover};
use hashiya::store::settings::SettingsFile;
use hashiya::store::{self, Expect, Lock, folder, versions};
use hashiya::workspace::inputs;

use crate::fixture::{Folder, hard_document};

/// A call that waits for ever fails the test instead of holding up the run.
fn in_time<T: Send + 'static>(what: &str, call: impl FnOnce() -> T + Send + 'static) -> T {
    let (send, answer) = mpsc::channel();
    std::thread::spawn(move || send.send(call()));
    answer.recv_timeout(Duration::from_secs(60)).unwrap_or_else(|_| panic!("{what} waits"))
}

fn pipe(path: &Path) -> PathBuf {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success());
    path.to_path_buf()
}

/// Everything that is no plain file, under names that end like those of files.
fn others(folder: &Folder, name: &str) -> Vec<PathBuf> {
    let device = folder.join(&format!("zero-{name}"));
    std::os::unix::fs::symlink("/dev/zero", &device).expect("writable");
    let socket = folder.join(&format!("socket-{name}"));
    // The name stays after the socket is closed.
    drop(UnixListener::bind(&socket).expect("writable"));
    let directory = folder.join(&format!("folder-{name}"));
    std::fs::create_dir(&directory).expect("writable");
    vec![pipe(&folder.join(&format!("pipe-{name}"))), device, socket, directory]
}

#[test]
fn each_reader_refuses_what_is_no_file() {
    let folder = Folder::new();
    for path in others(&folder, "خبر.ron") {
        type Reader = (&'static str, fn(&Path) -> Result<(), String>);
        fn said<T, E: ToString>(read: Result<T, E>) -> Result<(), String> {
            read.map(drop).map_err(|error| error.to_string())
        }
        let readers: [Reader; 11] = [
            ("a document", |path| said(store::load(path))),
            ("an import", |path| said(store::read(path, store::MAX_IMPORT_BYTES))),
            ("a schema", |path| said(store::load_schema(path))),
            ("a project", |path| said(store::load_project(path))),
            ("a memory", |path| match path.is_symlink() {
                // A link that leads out of its folder is refused as one.
                true => said(store::load_memory(path)).map_err(|_| "it is not a file".into()),
                false => said(store::load_memory(path)),
            }),
            ("a stamp", |path| said(store::stamp_of(path))),
            ("a version to keep", |path| said(versions::keep(path))),
            ("a damaged file", |path| said(store::quarantine(path))),
            ("a journal", |path| said(read_quarantined(path, |_| None))),
            ("a journal without a file", |path| match open_unsaved(path) {
                Recovery::Aside { why, .. } => Err(why.to_string()),
                _ => Ok(()),
            }),
            ("a save", |path| said(store::save(&hard_document(), path, Expect::Anything))),
        ];
        for (what, read) in readers {
            let at = path.clone();
            let refused = in_time(what, move || read(&at)).expect_err(what);
            let words = ["not a file", "is a directory"];
            assert!(words.iter().any(|words| refused.contains(words)), "{what} of {}: {refused}", path.display());
        }
        assert!(std::fs::symlink_metadata(&path).is_ok(), "it is still there");
    }
}

#[test]
fn a_folder_with_pipes_in_it_is_listed_without_them() {
    let folder = Folder::new();
    others(&folder, "خبر.ron");
    others(&folder, "نص.txt");
    folder.write("واحد.txt", "نص");
    let at = folder.path().to_path_buf();
    let listed = in_time("a listing", move || inputs::list(&[at], &|_| true));
    let files: Vec<_> = listed.files.into_iter().map(|file| file.path).collect();
    assert_eq!(files, [folder.join("واحد.txt")]);
    let pipe = folder.join("pipe-خبر.ron");
    in_time("a look", move || folder::kind_of(&pipe));
}

/// Each in the list of the window by its name, and all of them by their folder.
#[test]
fn the_window_opens_and_saves_documents_among_pipes_sockets_and_folders() {
    let folder = Folder::new();
    let path = folder.join("خبر.ron");
    store::save(&hard_document(), &path, Expect::Absent).expect("writable");
    let others = others(&folder, "x.ron");
    for (n, paths) in [[vec![path.clone()], others].concat(), vec![folder.path().to_path_buf()]].into_iter().enumerate()
    {
        let at = path.clone();
        in_time("a window", move || {
            let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
            session.open_paths(paths);
            session.finish_jobs();
            let ids: Vec<_> = session.entries().iter().map(|entry| (entry.id, entry.path() == Some(&at))).collect();
            let &(document, _) = ids.iter().find(|(_, ours)| *ours).expect("it is in the list");
            // Those that are no files are asked for as well, and none holds up the worker.
            ids.iter().filter(|(_, ours)| !ours).for_each(|(id, _)| session.show(*id));
            session.show(document);
            session.finish_jobs();
            let note = format!("بين الأنابيب {n}");
            session.dispatch(Edit::SetNote { of: Target::Annotation("l1".into()), note }).expect("it is open");
            session.save().expect("it has a file");
            let notices = session.finish_jobs();
            assert!(
                notices.iter().any(|notice| matches!(notice, SessionEvent::Save(SaveEvent::Saved { .. }))),
                "{notices:?}"
            );
        });
        let saved = store::load(&path).expect("sound").0;
        assert_eq!(saved.annotations.get(&"l1".into()).expect("there").record.note, format!("بين الأنابيب {n}"));
    }
}

/// Lock, journal, earlier versions, memory, places, settings: a pipe in the place of each.
#[test]
fn pipes_beside_a_document_hold_up_nobody() {
    let folder = Folder::new();
    let path = folder.join("خبر.ron");
    let stamp = store::save(&hard_document(), &path, Expect::Absent).expect("writable");
    pipe(&folder.join(".خبر.ron.lock"));
    let at = path.clone();
    assert!(in_time("a lock", move || Lock::take(&at)).expect("nobody holds it").is_none());
    pipe(&journal_of(&path));
    let at = path.clone();
    let recovery = in_time("a recovery", move || recover(&at, &hard_document(), stamp));
    assert!(matches!(recovery, Recovery::Aside { .. }), "it is kept aside, and the analyst is told");
    let kept = folder.join(".خبر.ron.versions");
    std::fs::create_dir(&kept).expect("writable");
    pipe(&kept.join(format!("2026-11-20T10.00.00.000Z-{}.ron", Digest::of("x"))));
    pipe(&kept.join(format!("2026-11-20T10.00.01.000Z-{}.ron.gz", Digest::of("y"))));
    let at = path.clone();
    let listed = in_time("versions", move || {
        versions::keep(&at).expect("kept");
        versions::tidy(&at, 9).expect("packed");
        versions::versions(&at)
    });
    assert_eq!(listed.len(), 1, "the one that was kept");
    for name in ["places.ron", "settings.ron"] {
        pipe(&folder.join(name));
    }
    let at = folder.path().to_path_buf();
    in_time("places", {
        let at = at.clone();
        move || store::ReadingPositions::in_folder(Some(&at))
    });
    let (_, complaint) = in_time("settings", move || SettingsFile::in_folder(&at).load());
    assert!(complaint.is_some(), "settings that cannot be read are said");
}

/// They have no length and say something: what they hold is what counts.
#[test]
fn files_without_a_length_are_read_as_what_they_hold() {
    let path = Path::new("/proc/self/status");
    if cfg!(target_os = "linux") {
        assert!(!store::read(path, 1 << 20).expect("readable").is_empty());
        assert!(store::load(path).expect_err("no document").to_string().contains("not a file of Hashiya"));
        assert!(matches!(store::read(path, 10), Err(store::LoadError::TooLarge { .. })));
    }
}

#[test]
fn the_command_line_answers_about_a_pipe_at_once() {
    let folder = Folder::new();
    let pipe = pipe(&folder.join("خبر.ron"));
    let dataset = crate::plain::pipe(&folder.join("بيانات.jsonl")).display().to_string();
    let text = folder.write("نص.txt", "نص");
    let schema = pipe.display().to_string();
    let commands: [&[&str]; 6] = [
        &["validate", &schema],
        &["list", &schema],
        &["annotate", &schema, "--span", "0..1", "--label", "PER"],
        &["import", &dataset, "--out", "neu"],
        &["import", &text.display().to_string(), "--schema", &schema, "--out", "neu"],
        &["export", &schema, "--to", "jsonl", "--out", "neu.jsonl"],
    ];
    for arguments in commands {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hashiya"));
        command.args(arguments).current_dir(folder.path()).stdin(Stdio::null());
        let output = in_time(arguments[0], move || command.output().expect("it runs"));
        let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        assert!(!output.status.success() && said.contains("not a file"), "{arguments:?}: {said}");
    }
}
