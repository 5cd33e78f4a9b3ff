//! No path that stands in a file, and no link that lies in a folder, makes the program read or write elsewhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::fixture::write_dataset;
use hashiya::edit::Command;
use hashiya::formats::{self, ImportOptions, Input, SchemaBuilder};
use hashiya::model::{AnnotatedDocument, Annotator, Document, DocumentId, DocumentState, Project, Target};
use hashiya::session::event::OpenEvent;
use hashiya::session::{Session, SessionEvent};
use hashiya::store::{self, Expect, default_schema, place_in};
use proptest::prelude::*;

use crate::cli::{done, fails, path};
use crate::fixture::{Folder, hard_document};

/// Names that have led programs out of their folders, or to what is no file.
fn hostile_names() -> Vec<String> {
    let mut names: Vec<String> = [
        "../../خارج",
        "..",
        ".",
        "...",
        "",
        "/etc/passwd",
        "//host/share",
        "\\\\host\\share",
        "C:\\خارج",
        "C:",
        "c:x",
        "..\\..\\خارج",
        "a/../../../b",
        "a\0b",
        "\0",
        "con",
        "CON.ron",
        "nul",
        "COM1",
        "lpt9.txt",
        "aux ",
        "prn.",
        ".ssh",
        ".git/config",
        "~/x",
        "~",
        "$HOME",
        "%TEMP%",
        "a\nb",
        "a\u{202e}nor.txt",
        " ",
        "x.",
        "-rf",
        "\u{feff}",
        "a:stream",
    ]
    .map(str::to_owned)
    .to_vec();
    names.extend([
        "a".repeat(300),
        "م".repeat(300),
        format!("{}/../../خارج", "x".repeat(148)),
        format!("{}.", "a".repeat(149)),
    ]);
    names
}

fn check_name(name: &str) {
    let file = format!("{}.ron", formats::file_name(name));
    let parts: Vec<_> = Path::new(&file).components().collect();
    assert!(matches!(parts[..], [Component::Normal(_)]), "{name:?} → {file:?}");
    assert!(file.len() <= 200 && !file.starts_with('.'), "{name:?} → {file:?}");
    assert!(!file.contains(|c: char| c.is_control() || "/\\:*?\"<>|".contains(c)), "{name:?} → {file:?}");
    let stem = file.split('.').next().unwrap_or_default().trim().to_ascii_uppercase();
    let devices = ["CON", "PRN", "AUX", "NUL", "COM1", "COM9", "LPT1", "LPT9"];
    assert!(!devices.contains(&stem.as_str()), "{name:?} → {file:?}");
}

#[test]
fn an_id_becomes_a_plain_file_name() {
    hostile_names().iter().for_each(|name| check_name(name));
}

proptest! {
    #[test]
    fn any_id_becomes_a_plain_file_name(name in "[a-zA-Z./\\\\:~ \u{0}م*|<]{0,12}|(?i:con|nul|com[0-9]|lpt[0-9])[. x]{0,3}") {
        check_name(&name);
    }
}

/// A folder with `outside` and `project` in it; what is outside must stay as it is.
struct Fence {
    folder: Folder,
    before: BTreeMap<String, Vec<u8>>,
}

impl Fence {
    fn new() -> Self {
        let folder = Folder::new();
        folder.write("outside/secret.txt", "سر\n");
        folder.write("outside/secret.ron", "(version: 1, memory: [])");
        fs::create_dir_all(folder.join("outside/empty")).expect("writable");
        fs::create_dir_all(folder.join("project")).expect("writable");
        let before = outside(&folder);
        Fence { folder, before }
    }

    fn holds(&self, what: &str) {
        assert_eq!(outside(&self.folder), self.before, "{what}");
        let mut names = self.folder.names();
        names.retain(|name| !["outside", "project", "out", "unsaved"].contains(&name.as_str()));
        assert_eq!(names, Vec::<String>::new(), "{what}: beside the project stands nothing new");
    }
}

fn outside(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder.join("outside")).expect("there").map(|e| e.expect("readable").path());
    entries.map(|p| (p.display().to_string(), fs::read(&p).unwrap_or_default())).collect()
}

fn document(id: &str, text: &str) -> AnnotatedDocument {
    let document = Document::new(DocumentId(id.into()), id, text, BTreeMap::new()).expect("short");
    AnnotatedDocument::new(document, Arc::new(default_schema()), Annotator::new("أحمد"))
}

fn session() -> Session {
    Session::new(Annotator::new("أحمد"), Arc::new(|| ()))
}

#[test]
fn imports_and_exports_of_documents_with_hostile_ids_stay_in_their_folder() {
    let fence = Fence::new();
    let rows = hostile_names().into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>();
    for (n, id) in rows.iter().enumerate() {
        let row = serde_json::json!({ "id": id, "text": format!("نص {n}"), "spans": [] });
        let file = fence.folder.write("project/in.jsonl", format!("{row}\n"));
        let out = path(&fence.folder, &format!("out/ron-{n}"));
        done(&["import", file.to_str().expect("Unicode"), "--out", &out]);
        let dataset = path(&fence.folder, &format!("out/brat-{n}"));
        done(&["export", &out, "--to", "brat", "--out", &dataset]);
        for (folder, most) in [(&out, 2), (&dataset, 4)] {
            // What an export remembers of itself is none of its files.
            let files = fs::read_dir(folder).expect("made").map(|entry| entry.expect("an entry").file_name());
            let made = files.filter(|name| name.to_str() != Some(".hashiya-exports")).count();
            assert!((1..=most).contains(&made), "{id:?}: {made} files in {folder}");
        }
    }
    fence.holds("ids of a dataset");
}

#[test]
fn unsaved_work_on_documents_with_hostile_ids_stays_in_its_folder() {
    let fence = Fence::new();
    let unsaved = fence.folder.join("unsaved");
    let mut session = session();
    session.set_unsaved_folder(unsaved.clone());
    for id in hostile_names() {
        session.add(vec![document(&id, "نص")]);
        session.dispatch(Command::SetState(DocumentState::Done)).expect("ours");
        let suggested = session.suggested_path().expect("a place");
        let below = std::env::home_dir().and_then(|home| suggested.strip_prefix(home).ok().map(PathBuf::from));
        let below = below.unwrap_or(suggested);
        assert!(matches!(below.components().collect::<Vec<_>>()[..], [Component::Normal(_)]), "{below:?}");
    }
    session.finish_journals();
    assert!(session.poll().is_empty());
    assert_eq!(fs::read_dir(&unsaved).expect("made").count(), hostile_names().len());
    fence.holds("journals of unsaved work");
}

#[test]
fn a_dataset_is_written_below_its_folder_or_not_at_all() {
    let fence = Fence::new();
    let out = fence.folder.join("out");
    for name in ["../outside/secret.txt", "/tmp/hashiya-outside.txt", "a/../../outside/x", "..", "."] {
        let files = [("inside.txt".into(), vec![1]), (name.into(), vec![2])];
        write_dataset(&out, &files).expect_err("it leads out");
        assert!(!out.join("inside.txt").exists(), "{name}: not in part");
    }
    write_dataset(&out, &[("a\0b".into(), vec![])]).expect_err("no system has such a name");
    assert!(place_in(&out, Path::new("deep/er/a.txt")).is_ok());
    fence.holds("names of a dataset");
}

#[test]
fn the_documents_that_assignments_and_packages_name_are_not_followed() {
    let fence = Fence::new();
    let project = path(&fence.folder, "project/p");
    fence.folder.write("project/in/خبر.txt", "زار أحمد القاهرة\n");
    done(&["project", "new", &project, "--from", &path(&fence.folder, "project/in"), "--annotator", "أحمد"]);
    done(&["project", "assign", &project, "--to", "سلمى"]);
    let at = fence.folder.join("project/p/assignments.ron");
    let list = fs::read_to_string(&at).expect("made");
    assert!(list.contains("\"خبر.ron\""), "{list}");
    for (n, name) in ["../../../outside/secret.ron", "/etc/passwd", "a/../../x.ron", ".."].into_iter().enumerate() {
        fs::write(&at, list.replace("خبر.ron", name)).expect("writable");
        let package = format!("out/package-{n}");
        let out = path(&fence.folder, &package);
        fails(&["project", "package", &project, "--for", "سلمى", "--out", &out], 1, &[name]);
        assert!(!fence.folder.join(&package).exists(), "{name}: not in part");
        fence.holds(name);
    }
}

#[test]
fn the_documents_an_old_project_names_are_not_followed() {
    let fence = Fence::new();
    let named: String = hostile_names().iter().map(|name| format!("        {name:?},\n")).collect();
    let project = store::project_to_ron(&Project::new("م", default_schema().into()))
        .replace("version: 2", "version: 1")
        .replace("    language: \"ar\",\n", &format!("    documents: [\n{named}    ],\n"));
    let path = fence.folder.join("project/project.ron");
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(&path, project).expect("written");
    store::save(&hard_document(), &fence.folder.join("project/خبر.ron"), Expect::Absent).expect("saved");
    let mut session = session();
    session.open_paths(vec![fence.folder.join("project")]);
    session.finish_jobs();
    assert_eq!(session.entries().len(), 1, "what lies in the folder, and nothing by name");
    fence.holds("names in a project");
}

/// Links in a folder somebody sent: on systems that have them.
#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    fn opened(path: &Path) -> (Session, Vec<SessionEvent>) {
        let mut session = session();
        session.open_paths(vec![path.to_path_buf()]);
        let notices = session.finish_jobs();
        (session, notices)
    }

    /// A whole session of work on a document beside which `planted` stands and leads to `target` outside.
    fn check(planted: &str, target: &str) {
        let fence = Fence::new();
        let path = fence.folder.join("project/خبر.ron");
        store::save(&hard_document(), &path, Expect::Absent).expect("saved");
        let link = fence.folder.join("project").join(planted);
        symlink(Path::new("../outside").join(target), &link).expect("links");
        let what = format!("{planted} → {target}");
        let (mut session, _) = opened(&path);
        session.limit_journals(1);
        for n in 0..6 {
            let done = session
                .dispatch(Command::SetNote { of: Target::Annotation("l1".into()), note: format!("ملاحظة {n}") });
            done.unwrap_or_else(|error| panic!("{what}: {error}"));
            session.label(&"LOC".into()).ok();
            session.finish_journals();
        }
        for _ in 0..3 {
            session.save().expect("it has a file");
            session.finish_jobs();
            session.dispatch(Command::SetNote { of: Target::Annotation("l1".into()), note: "ب".into() }).expect("ours");
            session.finish_journals();
        }
        drop(session);
        fence.holds(&what);
        let saved = store::load(&path).expect("sound").0;
        assert_eq!(saved.annotations.get(&"l1".into()).map(|a| a.record.note.as_str()), Some("ب"), "{what}");
        opened(&path);
        fence.holds(&what);
    }

    #[test]
    fn links_in_the_place_of_a_document_s_hidden_files_lead_nowhere() {
        for target in ["secret.txt", "secret.ron", "none.txt", "empty", "."] {
            for planted in [".خبر.ron.lock", ".خبر.ron.journal", ".خبر.ron.journal-new", ".خبر.ron.journal-kept-1"]
            {
                check(planted, target);
            }
            let unfinished = store::journal::unfinished(std::path::Path::new(".خبر.ron.journal"));
            check(unfinished.to_str().expect("Unicode"), target);
            check(".خبر.ron.versions", target);
            check("memory.ron", target);
        }
    }

    #[test]
    fn a_memory_that_leads_out_is_neither_read_nor_written() {
        let fence = Fence::new();
        let memory = store::memory_path(&fence.folder.join("project"));
        symlink("../outside/secret.ron", &memory).expect("links");
        assert!(store::load_memory(&memory).expect_err("it leads out").to_string().contains("leads out"));
        assert!(store::save_memory(&[], &memory, Expect::Anything).is_err());
        fs::remove_file(&memory).expect("there");
        // Within the folder a link is as good as a file.
        fence.folder.write("project/ذاكرة.ron", "(version: 1, memory: [])");
        symlink("ذاكرة.ron", &memory).expect("links");
        assert!(store::load_memory(&memory).expect("inside").is_some());
        fence.holds("a memory");
    }

    #[test]
    fn a_folder_offers_no_link_that_leads_out_and_says_so() {
        let fence = Fence::new();
        let project = fence.folder.join("project");
        fence.folder.write("project/داخل.txt", "نص");
        symlink("../outside/secret.txt", project.join("خارج.txt")).expect("links");
        symlink("/etc/hosts", project.join("مطلق.txt")).expect("links");
        symlink("داخل.txt", project.join("وصلة.txt")).expect("links");
        symlink("حلقة.txt", project.join("حلقة.txt")).expect("links");
        let (session, notices) = opened(&project);
        let mut titles: Vec<&str> = session.entries().iter().map(|e| e.title()).collect();
        titles.sort();
        assert_eq!(titles, ["داخل", "وصلة"]);
        let told = |name: &str| {
            notices
                .iter()
                .any(|n| matches!(n, SessionEvent::Open(OpenEvent::PassedOver(passed)) if passed.leading_out.iter().any(|path| path.ends_with(name))))
        };
        assert!(told("خارج.txt") && told("مطلق.txt"), "{notices:?}");
        // The link itself, named by a person, is followed.
        let (session, _) = opened(&project.join("خارج.txt"));
        assert_eq!(session.current().map(|d| d.content().text()), Some("سر\n"));
        let out = path(&fence.folder, "out");
        done(&["import", project.to_str().expect("Unicode"), "--out", &out]);
        let mut imported: Vec<_> =
            fs::read_dir(&out).expect("made").map(|e| e.expect("readable").file_name()).collect();
        imported.retain(|name| name != "schema.ron");
        assert_eq!(imported.len(), 2, "{imported:?}");
    }

    #[test]
    fn a_text_beside_brat_that_leads_out_is_not_read() {
        let fence = Fence::new();
        let ann = fence.folder.write("project/a.ann", "T1\tPER 0 2\tسر\n");
        symlink("../outside/secret.txt", fence.folder.join("project/a.txt")).expect("links");
        let (session, _) = opened(&ann);
        assert!(session.current().is_none());
        crate::cli::fails(
            &["import", ann.to_str().expect("Unicode"), "--out", &path(&fence.folder, "out")],
            1,
            &["a.txt"],
        );
        // The same within the folder is read, so that it is the link that was refused.
        fs::remove_file(fence.folder.join("project/a.txt")).expect("there");
        fence.folder.write("project/a.txt", "سر\n");
        assert!(opened(&ann).0.current().is_some());
    }

    #[test]
    fn a_dataset_is_not_written_through_a_link() {
        let fence = Fence::new();
        let out = fence.folder.join("out");
        fs::create_dir_all(&out).expect("writable");
        symlink("../outside", out.join("folder")).expect("links");
        symlink("../outside/secret.txt", out.join("secret.txt")).expect("links");
        symlink("../outside/none.txt", out.join("none.txt")).expect("links");
        for name in ["folder/x.txt", "folder/empty/x.txt", "secret.txt", "none.txt"] {
            let refused = write_dataset(&out, &[(name.into(), b"x".to_vec())]).expect_err(name).to_string();
            assert!(refused.contains("leads out"), "{refused}");
        }
        store::write(&out.join("none.txt"), b"x", Expect::Absent).expect_err("something is there");
        let ron = fence.folder.join("project/secret.ron");
        store::save(&document("secret", "نص"), &ron, Expect::Absent).expect("saved");
        crate::cli::fails(
            &["export", ron.to_str().expect("Unicode"), "--to", "brat", "--out", out.to_str().expect("Unicode")],
            1,
            &["leads out"],
        );
        fence.holds("links in a dataset's folder");
    }

    #[test]
    fn a_memory_that_is_a_pipe_holds_nothing_up() {
        let fence = Fence::new();
        let memory = store::memory_path(&fence.folder.join("project"));
        let made = std::process::Command::new("mkfifo").arg(&memory).status();
        if !made.is_ok_and(|status| status.success()) {
            crate::support::skip("mkfifo is not there: a memory that is a pipe");
            return;
        }
        assert!(store::load_memory(&memory).expect_err("a pipe").to_string().contains("not a file"));
    }
}

#[test]
fn brat_asks_only_for_the_files_beside_its_own() {
    let brat = formats::by_name("brat").expect("a format");
    for name in ["project/a.ann", "a.ann", "../a.ann"] {
        let asked = brat.companions(Path::new(name));
        let own = Path::new(name);
        let project = ["annotation.conf", "visual.conf"].map(|name| own.with_file_name(name));
        assert_eq!(asked, [&[own.with_extension("txt")], &project[..]].concat());
    }
    // What stands in the file names no other.
    let mut words = SchemaBuilder::growing(default_schema());
    let input = Input {
        path: Path::new("a.ann"),
        bytes: "T1\tPER 0 2\tسر\n#1\tAnnotatorNotes T1\t../../outside\n".as_bytes(),
        companions: vec![("a.txt".into(), "سر".into())],
    };
    let read = brat.import(&input, &ImportOptions::default(), &mut words).expect("sound");
    assert_eq!(read.documents.len(), 1);
}
