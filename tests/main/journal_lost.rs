//! The journal of an open document is taken away or changed by another program: nothing is called safe, the analyst is told
//! without doing anything, and all that was done is in a new journal at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use hashiya::edit::Command;
use hashiya::model::{AnnotatedDocument, Annotator, Document, DocumentId, DocumentState, Target};
use hashiya::session::event::{JournalingEvent, OpenEvent, SaveEvent};
use hashiya::session::files::Replace;
use hashiya::session::{Durability, ReadOnly, Session, SessionEvent, journal_writer};
use hashiya::store::journal::{self, Loss, journal_of};
use hashiya::store::{self, Expect};

use crate::fixture::{Folder, assert_same, hard_document};

// What befalls a journal is to be told within a second.
const _: () = assert!(journal_writer::LOOK_EVERY.as_millis() <= 500);

/// A window: it looks at its session only when it is woken.
struct Window {
    session: Session,
    woken: Receiver<()>,
    notices: Vec<SessionEvent>,
}

impl Window {
    fn new() -> Window {
        let (wake, woken) = channel();
        let waker = move || {
            // Nobody listens to a window that is gone.
            let _ = wake.send(());
        };
        Window { session: Session::new(Annotator::new("أحمد"), Arc::new(waker)), woken, notices: Vec::new() }
    }

    fn open(path: &Path) -> Window {
        let mut window = Window::new();
        window.session.open_paths(vec![path.to_path_buf()]);
        window.notices = window.session.finish_jobs();
        window
    }

    fn note(&mut self, note: &str) {
        let step = Command::SetNote { of: Target::Annotation("l1".into()), note: note.into() };
        self.session.dispatch(step).expect("the document is ours");
    }

    fn safety(&self) -> Durability {
        self.session.current().expect("open").safety()
    }

    fn content(&self) -> AnnotatedDocument {
        self.session.current().expect("open").content().clone()
    }

    /// Sleeps until it is woken and has something that `wanted` knows.
    #[track_caller]
    fn said(&mut self, wanted: impl Fn(&SessionEvent) -> bool) -> SessionEvent {
        // So long that only a program that does not work needs it.
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            self.notices.extend(self.session.poll());
            if let Some(at) = self.notices.iter().position(&wanted) {
                return self.notices.remove(at);
            }
            let left = end.saturating_duration_since(Instant::now());
            let woken = self.woken.recv_timeout(left);
            assert!(woken.is_ok(), "nobody was told: {:?}, {:?}", self.notices, self.safety());
        }
    }

    /// Waits until it is told of a loss, which is what it is.
    #[track_caller]
    fn told_of_loss(&mut self) -> (PathBuf, Loss, Option<PathBuf>) {
        match self.said(|notice| matches!(notice, SessionEvent::Journal(JournalingEvent::Lost { .. }))) {
            SessionEvent::Journal(JournalingEvent::Lost { path, loss, aside, title }) => {
                assert!(!title.is_empty());
                (path, loss, aside)
            }
            other => panic!("{other:?}"),
        }
    }

    fn kept(&mut self) {
        self.session.finish_journals();
        assert_eq!(self.safety(), Durability::Kept);
    }

    /// The program ends without a word, as if it had been killed.
    fn killed(self) -> AnnotatedDocument {
        let left = self.content();
        drop(self.session);
        left
    }
}

fn file_in(folder: &Folder) -> PathBuf {
    let path = folder.join("خبر.ron");
    store::save(&hard_document(), &path, Expect::Absent).expect("saved");
    path
}

/// A window on a file with two steps that its journal alone holds.
fn at_work(path: &Path) -> Window {
    let mut window = Window::open(path);
    window.note("أولى");
    window.note("ثانية");
    window.kept();
    window
}

/// Everything is there again after a crash, and nothing was kept aside at this opening.
#[track_caller]
fn check_comes_back(path: &Path, left: &AnnotatedDocument) {
    let window = Window::open(path);
    assert_same(left, &window.content());
    assert!(window.session.is_dirty(), "no file has it");
    let aside = |n: &SessionEvent| matches!(n, SessionEvent::Journal(JournalingEvent::KeptAside { .. }));
    assert!(!window.notices.iter().any(aside), "{:?}", window.notices);
}

type Damage = (&'static str, fn(&Path), Loss);

/// What other programs do to a file.
fn damages() -> Vec<Damage> {
    let mut all: Vec<Damage> = vec![
        ("removed", |journal| fs::remove_file(journal).expect("there"), Loss::Removed),
        ("moved", |journal| fs::rename(journal, journal.with_extension("away")).expect("there"), Loss::Removed),
        ("emptied", |journal| fs::write(journal, "").expect("there"), Loss::Cut),
        (
            "cut",
            |journal| {
                let file = fs::File::options().write(true).open(journal).expect("there");
                file.set_len(file.metadata().expect("there").len() - 1).expect("ours");
            },
            Loss::Cut,
        ),
        (
            "written into",
            |journal| {
                use std::io::Write;
                let mut file = fs::File::options().append(true).open(journal).expect("there");
                file.write_all(b"S 12 not ours").expect("ours");
            },
            Loss::WrittenInto,
        ),
        (
            "replaced by an editor",
            |journal| {
                let new = journal.with_extension("new");
                fs::write(&new, "ليس سجلًّا").expect("writable");
                fs::rename(new, journal).expect("there");
            },
            Loss::Replaced,
        ),
        (
            "replaced by its own copy",
            |journal| {
                let new = journal.with_extension("new");
                fs::copy(journal, &new).expect("there");
                fs::rename(new, journal).expect("there");
            },
            Loss::Replaced,
        ),
        (
            "a folder in its place",
            |journal| {
                fs::remove_file(journal).expect("there");
                fs::create_dir_all(journal.join("x")).expect("writable");
            },
            Loss::Replaced,
        ),
    ];
    #[cfg(unix)]
    all.push((
        "a link to itself in its place",
        |journal| {
            let away = journal.with_extension("away");
            fs::rename(journal, &away).expect("there");
            std::os::unix::fs::symlink(away, journal).expect("links work");
        },
        Loss::Replaced,
    ));
    all
}

#[test]
fn whatever_is_done_to_a_journal_is_told_without_a_step_and_all_steps_come_back() {
    for (what, damage, loss) in damages() {
        let folder = Folder::new();
        let path = file_in(&folder);
        let mut window = at_work(&path);
        let journal = journal_of(&path);
        damage(&journal);
        let foreign = fs::read(&journal).ok().filter(|_| loss.is_foreign());
        // The analyst sits still.
        let (at, told, aside) = window.told_of_loss();
        assert_eq!((at.as_path(), told), (journal.as_path(), loss), "{what}");
        assert_eq!(aside.is_some(), loss.is_foreign(), "{what}");
        if let (Some(aside), Some(foreign)) = (&aside, foreign) {
            assert_eq!(fs::read(aside).expect("kept aside"), foreign, "{what}: not ours to destroy");
        }
        window.kept();
        assert!(fs::symlink_metadata(&journal).is_ok_and(|journal| journal.is_file()), "{what}");
        // And it is gone on with.
        window.note("ثالثة");
        window.kept();
        let left = window.killed();
        assert_eq!(left.annotations.get(&"l1".into()).map(|a| a.record.note.as_str()), Some("ثالثة"));
        check_comes_back(&path, &left);
    }
}

#[test]
fn no_step_is_called_safe_in_a_journal_that_is_gone() {
    for (what, damage, _) in damages() {
        let folder = Folder::new();
        let path = file_in(&folder);
        let mut window = at_work(&path);
        damage(&journal_of(&path));
        window.note("ثالثة");
        // Once it is said to be safe it is.
        window.kept();
        let left = window.killed();
        let window = Window::open(&path);
        assert_same(&left, &window.content());
        assert!(window.session.is_dirty(), "{what}");
    }
}

#[test]
fn until_the_new_journal_is_on_the_disk_the_work_is_not_called_kept() {
    let folder = Folder::new();
    let path = file_in(&folder);
    let mut window = at_work(&path);
    // The new one cannot be begun.
    let in_the_way = journal::unfinished(&journal_of(&path));
    fs::create_dir_all(in_the_way.join("x")).expect("writable");
    fs::remove_file(journal_of(&path)).expect("there");
    window.told_of_loss();
    window.said(|notice| matches!(notice, SessionEvent::Journal(JournalingEvent::Failed { .. })));
    assert!(matches!(window.safety(), Durability::InMemory(Some(_))), "{:?}", window.safety());
    assert!(window.session.current().expect("open").why_not_kept().is_some());
    // Once it can be, it is, without a step.
    fs::remove_dir_all(&in_the_way).expect("ours");
    while window.safety() != Durability::Kept {
        window.woken.recv_timeout(Duration::from_secs(60)).expect("it is tried again");
        window.notices.extend(window.session.poll());
    }
    assert!(window.session.current().expect("open").why_not_kept().is_none());
    let left = window.killed();
    check_comes_back(&path, &left);
}

#[test]
fn a_save_that_succeeds_tries_the_journals_that_failed_again_at_once() {
    let folder = Folder::new();
    let path = file_in(&folder);
    let unsaved = folder.write("unsaved", "a file where a folder should be");
    let mut window = Window::open(&path);
    window.session.set_unsaved_folder(unsaved.clone());
    window.session.finish_jobs();
    let homeless = Document::new(DocumentId("بلا-ملف".into()), "بلا", "زار كريم صلالة", BTreeMap::new()).expect("short");
    window.session.add(vec![AnnotatedDocument::new(
        homeless,
        Arc::new(store::default_schema()),
        Annotator::new("أحمد"),
    )]);
    window.session.dispatch(Command::SetState(DocumentState::Done)).expect("ours");
    window.session.finish_journals();
    assert!(matches!(window.safety(), Durability::InMemory(Some(_))));
    let homeless = window.session.current_id().expect("open");
    fs::remove_file(&unsaved).expect("ours");
    let first = window.session.entries()[0].id;
    window.session.show(first);
    window.note("أولى");
    window.session.save().expect("has a file");
    window.session.finish_jobs();
    window.session.finish_journals();
    window.session.show(homeless);
    assert_eq!(window.safety(), Durability::Kept);
    drop(window);
    let mut window = Window::new();
    window.session.set_unsaved_folder(unsaved);
    window.session.finish_jobs();
    assert_eq!(window.content().state, DocumentState::Done);
}

#[test]
fn work_without_a_file_is_looked_after_as_well() {
    let folder = Folder::new();
    let unsaved = folder.join("unsaved");
    let start = || {
        let mut window = Window::new();
        window.session.add(vec![hard_document()]);
        window.session.set_unsaved_folder(unsaved.clone());
        window.notices = window.session.finish_jobs();
        window
    };
    for (remove, loss) in [
        ((|folder| fs::remove_dir_all(folder).expect("there")) as fn(&Path), Loss::FolderRemoved),
        (
            |folder| {
                let [journal] = &journal::unsaved_in(folder)[..] else { panic!("one journal") };
                fs::remove_file(journal).expect("there");
            },
            Loss::Removed,
        ),
    ] {
        let mut window = start();
        window.note("أولى");
        window.kept();
        remove(&unsaved);
        let (at, told, _) = window.told_of_loss();
        assert_eq!((at.parent(), told), (Some(unsaved.as_path()), loss));
        window.kept();
        let left = window.killed();
        let window = start();
        assert_same(&left, &window.content());
        assert!(window.session.is_dirty());
        let mut window = window;
        window.session.discard_journals();
    }
}

#[test]
fn where_the_folder_of_a_document_is_gone_its_steps_are_kept_with_the_unsaved_work() {
    let folder = Folder::new();
    let project = folder.join("project");
    fs::create_dir(&project).expect("writable");
    let path = project.join("خبر.ron");
    store::save(&hard_document(), &path, Expect::Absent).expect("saved");
    let unsaved = folder.join("unsaved");
    let mut window = Window::open(&path);
    window.session.set_unsaved_folder(unsaved.clone());
    window.session.finish_jobs();
    window.note("أولى");
    window.kept();
    fs::remove_dir_all(&project).expect("there");
    assert_eq!(window.told_of_loss().1, Loss::FolderRemoved);
    window.said(|notice| matches!(notice, SessionEvent::Journal(JournalingEvent::Elsewhere { .. })));
    window.note("ثانية");
    window.kept();
    assert!(!project.exists(), "a folder that is gone is not made anew");
    // Killed now, all of it comes back as work without a file.
    let [journal] = &journal::unsaved_in(&unsaved)[..] else { panic!("one journal") };
    let left = window.content();
    let copy = fs::read(journal).expect("there");
    let elsewhere = folder.join("copy");
    fs::create_dir(&elsewhere).expect("writable");
    fs::write(elsewhere.join("خبر.journal"), copy).expect("writable");
    let mut other = Window::new();
    other.session.set_unsaved_folder(elsewhere);
    other.session.finish_jobs();
    assert_same(&left, &other.content());
    // Saved in another folder, it is kept beside its file again.
    let home = folder.join("home.ron");
    window.session.save_as(home.clone(), Replace::OnlyUnchanged).expect("open");
    window.session.finish_jobs();
    window.note("ثالثة");
    window.kept();
    assert!(journal_of(&home).exists());
    assert_eq!(journal::unsaved_in(&unsaved), [""; 0].map(PathBuf::from));
    let left = window.killed();
    check_comes_back(&home, &left);
}

#[test]
fn a_journal_that_holds_nothing_unsaved_is_missed_by_nobody() {
    let folder = Folder::new();
    let path = file_in(&folder);
    let mut window = at_work(&path);
    let quiet = folder.join("هادئ.ron");
    store::save(&hard_document(), &quiet, Expect::Absent).expect("saved");
    window.session.open_paths(vec![quiet.clone()]);
    window.session.finish_jobs();
    window.note("أولى");
    window.kept();
    // What its file holds: the journal has the steps there and back.
    window.session.undo().expect("a step");
    window.session.finish_journals();
    assert_eq!(window.safety(), Durability::Saved);
    fs::remove_file(journal_of(&quiet)).expect("there");
    fs::remove_file(journal_of(&path)).expect("there");
    // Both are looked at together.
    let (at, ..) = window.told_of_loss();
    assert_eq!(at, journal_of(&path));
    window.session.finish_journals();
    window.notices.extend(window.session.poll());
    assert!(
        !window.notices.iter().any(|n| matches!(n, SessionEvent::Journal(JournalingEvent::Lost { .. }))),
        "{:?}",
        window.notices
    );
    assert_eq!(window.safety(), Durability::Saved);
    // The next step is kept as the first one was.
    window.note("ثانية");
    window.kept();
    let left = window.killed();
    check_comes_back(&quiet, &left);
}

#[test]
fn the_program_s_own_saves_are_no_loss() {
    let folder = Folder::new();
    let path = file_in(&folder);
    let mut window = Window::open(&path);
    window.session.limit_journals(1);
    let end = Instant::now() + 4 * journal_writer::LOOK_EVERY;
    let mut n = 0;
    // For a few looks, and for some saves where each takes longer than a look.
    while n < 20 || Instant::now() < end {
        n += 1;
        for step in 0..3 {
            window.note(&format!("{n} {step}"));
        }
        window.session.save().expect("has a file");
        window.note(&format!("{n} أثناء الحفظ"));
        if n % 3 == 0 {
            let path = folder.join(["أ.ron", "ب.ron"][n / 3 % 2]);
            window.session.save_as(path, Replace::Anyway).expect("open");
        }
        window.notices.extend(window.session.finish_jobs());
        window.session.finish_journals();
        window.notices.extend(window.session.poll());
    }
    let wrong = |n: &SessionEvent| {
        !matches!(n, SessionEvent::Open(OpenEvent::Opened { .. }) | SessionEvent::Save(SaveEvent::Saved { .. }))
    };
    let wrong: Vec<&SessionEvent> = window.notices.iter().filter(|n| wrong(n)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_journal_that_is_taken_away_again_and_again_is_put_off_and_not_given_up() {
    let folder = Folder::new();
    let path = file_in(&folder);
    let mut window = at_work(&path);
    for _ in 0..6 {
        fs::remove_file(journal_of(&path)).expect("there");
        window.told_of_loss();
        window.session.finish_journals();
    }
    let told = window.said(|notice| matches!(notice, SessionEvent::Journal(JournalingEvent::Failed { .. })));
    let SessionEvent::Journal(JournalingEvent::Failed { error, .. }) = told else { panic!("{told:?}") };
    assert!(error.to_string().contains("again and again"), "{error}");
    assert!(matches!(window.safety(), Durability::InMemory(Some(_))));
    while window.safety() != Durability::Kept {
        window.woken.recv_timeout(Duration::from_secs(60)).expect("it is tried again");
        window.notices.extend(window.session.poll());
    }
    let left = window.killed();
    check_comes_back(&path, &left);
}

/// Runs git in a folder; false where it is not installed.
fn git(folder: &Path, arguments: &[&str]) -> bool {
    let mut command = Process::new("git");
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let identity = ["-c", "user.name=ليلى", "-c", "user.email=l@example.org"];
    let Ok(output) = command.arg("-C").arg(folder).args(identity).args(arguments).output() else {
        eprintln!("git is not installed: what it does to journals is not tested here");
        return false;
    };
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    true
}

/// A repository with the committed file of a document, in a folder of its own.
fn repository(folder: &Folder) -> Option<PathBuf> {
    git(folder.path(), &["init", "-q", "-b", "main"]).then_some(())?;
    fs::create_dir(folder.join("نصوص")).expect("writable");
    let path = folder.join("نصوص/خبر.ron");
    store::save(&hard_document(), &path, Expect::Absent).expect("saved");
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "base"]);
    Some(path)
}

#[test]
fn git_clean_and_git_stash_under_an_open_window_lose_no_step() {
    for sweep in [&["clean", "-fdq"][..], &["clean", "-fdxq"], &["stash", "-u", "-q"], &["stash", "-a", "-q"]] {
        let folder = Folder::new();
        let Some(path) = repository(&folder) else { return };
        let mut window = at_work(&path);
        git(folder.path(), sweep);
        assert!(!journal_of(&path).exists(), "{sweep:?}");
        assert_eq!(window.told_of_loss().1, Loss::Removed, "{sweep:?}");
        window.kept();
        // Its lock went with it, and is there again: who comes now only reads.
        window.session.finish_jobs();
        let other = Window::open(&path);
        let read_only = other.session.current().expect("open").read_only();
        assert!(matches!(read_only, Some(ReadOnly::Held { .. })), "{sweep:?}: {read_only:?}");
        drop(other);
        let left = window.killed();
        check_comes_back(&path, &left);
    }
}

#[test]
fn what_git_stash_takes_back_of_the_file_too_is_in_the_journal_that_is_kept_aside() {
    let folder = Folder::new();
    let Some(path) = repository(&folder) else { return };
    let mut window = Window::open(&path);
    window.note("محفوظة");
    window.session.save().expect("has a file");
    window.session.finish_jobs();
    window.note("غير محفوظة");
    window.kept();
    // The file goes back to what was committed, the journal goes altogether.
    git(folder.path(), &["stash", "-u", "-q"]);
    assert_eq!(window.told_of_loss().1, Loss::Removed);
    window.kept();
    let left = window.killed();
    let window = Window::open(&path);
    let aside = window.notices.iter().find_map(|n| match n {
        SessionEvent::Journal(JournalingEvent::KeptAside { path, .. }) => Some(path.clone()),
        _ => None,
    });
    let (content, _) = journal::read_quarantined(&aside.expect("told"), |_| None).expect("it holds the whole document");
    assert_same(&left, &content);
}

#[test]
fn a_repository_whose_git_was_told_leaves_the_journal_alone() {
    let folder = Folder::new();
    let Some(path) = repository(&folder) else { return };
    let install = || {
        let output = Process::new(env!("CARGO_BIN_EXE_hashiya"))
            .args(["git", "install", "--project"])
            .arg(folder.path())
            .output()
            .expect("the binary runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    install();
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "attributes"]);
    let mut window = at_work(&path);
    // An earlier version, a journal kept aside, a save that was killed: all that can stand beside a document.
    window.session.save().expect("has a file");
    window.session.finish_jobs();
    git(folder.path(), &["commit", "-qam", "saved"]);
    window.note("ثالثة");
    window.kept();
    let journal = journal_of(&path);
    let hidden = [
        journal.clone(),
        journal.with_extension("journal-kept-1"),
        journal.with_extension("lock"),
        folder.join("نصوص/.خبر.ron.versions"),
        folder.join("نصوص/.خبر.ron.0a1b2c3d.hashiya-tmp"),
        journal::unfinished(&journal),
        hashiya::store::catalog_index::path_in(folder.path()),
        folder.join("نصوص/.hashiya-index.0a1b2c3d.hashiya-tmp"),
    ];
    for n in [1, 4, 5, 6, 7] {
        fs::write(&hidden[n], "x").expect("writable");
    }
    assert!(hidden.iter().all(|path| path.exists()), "{hidden:?}");
    let status = Process::new("git").arg("-C").arg(folder.path()).args(["status", "--porcelain", "-uall"]).output();
    assert_eq!(String::from_utf8_lossy(&status.expect("git runs").stdout), "");
    let before = fs::read(&journal).expect("there");
    // Something to stash, and something to clean.
    fs::write(folder.join("own.txt"), "own").expect("writable");
    git(folder.path(), &["stash", "-u", "-q"]);
    assert!(!folder.join("own.txt").exists());
    fs::write(folder.join("own.txt"), "own").expect("writable");
    git(folder.path(), &["clean", "-fdq"]);
    assert!(!folder.join("own.txt").exists());
    assert!(hidden.iter().all(|path| path.exists()), "{hidden:?}");
    assert_eq!(fs::read(&journal).expect("there"), before);
    window.note("رابعة");
    window.kept();
    window.notices.extend(window.session.poll());
    assert!(
        !window.notices.iter().any(|n| matches!(n, SessionEvent::Journal(JournalingEvent::Lost { .. }))),
        "{:?}",
        window.notices
    );
    // Work goes on through a checkout of another branch, too.
    git(folder.path(), &["checkout", "-qb", "layla"]);
    let left = window.killed();
    check_comes_back(&path, &left);
}
