//! One way to the disk: whoever replaces a document holds it from before it is read, keeps an earlier version, changes all
//! or none, and puts nothing in the place of what is not his.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hashiya::edit::Command;
use hashiya::model::{Annotator, Target};
use hashiya::session::{Durability, Session};
use hashiya::store::{self, ChangeSet, ContentHash, Expect, Lock, SaveError, versions};

use crate::cli::{done, fails, path};
use crate::fixture::{Folder, hard_document};

const TEXT: &str = "زار كريم مدينة صلالة وبالقاهرة، ثم عاد إلى القاهرة.";

/// A folder with `docs/NAME.ron` for each name, in which «وبالقاهرة» is labelled with its proclitics.
fn documents(names: &[&str]) -> (Folder, Vec<String>) {
    let folder = Folder::new();
    for name in names {
        folder.write(&format!("{name}.txt"), TEXT);
        done(&["import", &path(&folder, &format!("{name}.txt")), "--out", &path(&folder, "docs")]);
    }
    let files: Vec<String> = names.iter().map(|name| path(&folder, &format!("docs/{name}.ron"))).collect();
    for file in &files {
        let at = TEXT.chars().collect::<Vec<_>>();
        let start = (0..at.len()).find(|i| at[*i..].starts_with(&['و', 'ب', 'ا', 'ل', 'ق'])).expect("it is there");
        done(&["annotate", file, "--label", "LOC", "--span", &format!("{start}..{}", start + 9)]);
    }
    (folder, files)
}

fn bytes(file: &str) -> Vec<u8> {
    fs::read(file).expect("readable")
}

/// What every command that replaces a document must refuse to do, and leave as it was.
#[track_caller]
fn all_refuse(folder: &Folder, file: &str, why: &str) {
    let before = bytes(file);
    let kept = versions::versions(Path::new(file));
    let (base, theirs) = (path(folder, "base"), path(folder, "theirs"));
    let copy = store::load(Path::new(file)).expect("sound").0;
    for side in [&base, &theirs] {
        store::save(&copy, Path::new(side), Expect::Anything).expect("writable");
    }
    for command in [
        &["annotate", file, "--label", "PER", "--match", "كريم"][..],
        &["clitics", file, "--clitics", "exclude", "--write"],
        &["merge", &base, file, &theirs],
        &["restore", file, "1"],
    ] {
        fails(command, 1, &[why]);
        assert_eq!(bytes(file), before, "{command:?}");
        assert_eq!(versions::versions(Path::new(file)), kept, "{command:?}");
    }
}

#[test]
fn what_another_program_holds_is_not_replaced() {
    let (folder, files) = documents(&["خبر"]);
    let lock = Lock::take(Path::new(&files[0])).expect("free").expect("this folder knows locks");
    all_refuse(&folder, &files[0], "it is open in another program");
    drop(lock);
    done(&["clitics", &files[0], "--clitics", "exclude", "--write"]);
}

#[test]
fn what_a_crash_left_beside_a_file_is_not_made_unreadable() {
    let (folder, files) = documents(&["خبر"]);
    let file = Path::new(&files[0]);
    {
        let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
        session.open_paths(vec![file.to_path_buf()]);
        session.finish_jobs();
        let id = session.current().expect("open").content().annotations.iter().next().expect("one").id.clone();
        session.dispatch(Command::SetNote { of: Target::Annotation(id), note: "لم يُحفظ".into() }).expect("changeable");
        session.finish_journals();
        assert_eq!(session.current().expect("open").safety(), Durability::Kept);
        // Dropped without leave: what a crash leaves.
    }
    all_refuse(&folder, &files[0], "a window that crashed left steps");
    // Nor where the document was renamed since, so that the journal stands under its old name.
    let renamed = path(&folder, "docs/جديد.ron");
    fs::rename(file, &renamed).expect("renamed");
    all_refuse(&folder, &renamed, "a window that crashed left steps");
    let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
    session.open_paths(vec![PathBuf::from(&renamed)]);
    session.finish_jobs();
    let content = session.current().expect("open").content();
    assert_eq!(content.annotations.iter().next().expect("one").record.note, "لم يُحفظ");
}

#[test]
fn each_command_that_replaces_a_document_keeps_an_earlier_version() {
    let (folder, files) = documents(&["خبر"]);
    let file = Path::new(&files[0]);
    let (base, theirs) = (path(&folder, "base"), path(&folder, "theirs"));
    let mut copy = store::load(file).expect("sound").0;
    store::save(&copy, Path::new(&base), Expect::Absent).expect("writable");
    copy.state = hashiya::model::DocumentState::Done;
    store::save(&copy, Path::new(&theirs), Expect::Absent).expect("writable");
    for command in [
        &["clitics", &files[0], "--clitics", "exclude", "--write"][..],
        &["merge", &base, &files[0], &theirs],
        &["annotate", &files[0], "--label", "PER", "--match", "كريم"],
        &["restore", &files[0], "2"],
    ] {
        let before = ContentHash::of(&bytes(&files[0])).hash;
        done(command);
        assert_ne!(ContentHash::of(&bytes(&files[0])).hash, before, "{command:?} changed it");
        let kept = versions::versions(file);
        assert!(kept.iter().any(|version| version.hash == before), "{command:?} kept what it replaced");
    }
}

#[test]
fn several_documents_are_changed_all_or_none() {
    let (folder, files) = documents(&["أ", "ب", "ج"]);
    let docs = path(&folder, "docs");
    let before: Vec<Vec<u8>> = files.iter().map(|file| bytes(file)).collect();
    let unchanged = || files.iter().map(|file| bytes(file)).collect::<Vec<_>>() == before;
    let convert = ["clitics", &docs, "--clitics", "exclude", "--write"];
    // The last one has the place where the span would be already: the command refuses it.
    let there = TEXT.chars().collect::<Vec<_>>();
    let start =
        (0..there.len()).find(|i| there[*i..].starts_with(&['ق', 'ا', 'ه', 'ر', 'ة'])).expect("it is there") - 2;
    done(&["annotate", &files[2], "--label", "LOC", "--span", &format!("{start}..{}", start + 7)]);
    let last = bytes(&files[2]);
    fails(&convert, 1, &["ج.ron", "already stands"]);
    assert_eq!((bytes(&files[0]), bytes(&files[1]), bytes(&files[2])), (before[0].clone(), before[1].clone(), last));
    done(&["restore", &files[2], "1"]);
    // One that is held stops the others too.
    let lock = Lock::take(Path::new(&files[1])).expect("free");
    fails(&convert, 1, &["ب.ron", "it is open in another program"]);
    assert!(unchanged());
    drop(lock);
    done(&[&convert[..], &["--dry-run"]].concat());
    assert!(unchanged());
    done(&convert);
    assert!(files.iter().zip(&before).all(|(file, before)| bytes(file) != *before));
    assert!(!folder.join("docs/.hashiya-change").exists());
}

/// What stands in a folder besides documents and earlier versions.
fn leftovers(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).expect("readable").map(|e| e.expect("an entry").file_name());
    names.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.contains("hashiya")).collect()
}

/// Two documents staged, with the record of the change put down by hand at any moment that a kill may strike.
#[test]
fn a_change_that_was_broken_off_is_completed_by_the_next_opening() {
    let folder = Folder::new();
    let places: Vec<PathBuf> = ["أ.ron", "b/ب.ron", "b/c.ron"].iter().map(|name| folder.join(name)).collect();
    fs::create_dir_all(folder.join("b")).expect("writable");
    let mut old = hard_document();
    let mut new = old.clone();
    old.state = hashiya::model::DocumentState::New;
    new.state = hashiya::model::DocumentState::Done;
    for broken_off in 0..=2 {
        for place in &places[..2] {
            store::save(&old, place, Expect::Anything).expect("writable");
        }
        let _ = fs::remove_file(&places[2]);
        let mut changes = ChangeSet::default();
        for place in &places[..2] {
            let stamp = store::stamp_of(place).expect("readable").expect("there");
            changes.stage(&new, place, Expect::Unchanged(stamp)).expect("staged");
        }
        changes.stage(&new, &places[2], Expect::Absent).expect("staged");
        changes.break_off_after(broken_off).expect("decided");
        let state = |place: &PathBuf| store::load(place).expect("whole").0.state;
        assert!(places[..broken_off].iter().all(|place| place.exists()));
        // Whichever of them is opened next.
        let settled = store::complete(&places[broken_off]).expect("completed");
        assert_eq!(settled.len(), 1);
        assert_eq!((settled[0].completed, settled[0].taken_back), (3 - broken_off, 0));
        assert!(places.iter().all(|place| state(place) == hashiya::model::DocumentState::Done));
        assert_eq!(leftovers(folder.path()), Vec::<String>::new());
        assert_eq!(leftovers(&folder.join("b")), Vec::<String>::new());
        assert!(store::complete(&places[0]).expect("nothing left").is_empty());
    }
}

#[test]
fn a_change_that_was_never_decided_leaves_every_file_as_it_was() {
    let folder = Folder::new();
    let place = folder.join("أ.ron");
    let stamp = store::save(&hard_document(), &place, Expect::Absent).expect("writable");
    let mut changes = ChangeSet::default();
    changes.stage(&hard_document(), &place, Expect::Unchanged(stamp)).expect("staged");
    changes.stage(&hard_document(), &folder.join("ب.ron"), Expect::Absent).expect("staged");
    drop(changes);
    assert_eq!(folder.names(), ["أ.ron"]);
    // One that finds a file changed meanwhile does not begin.
    let mut changes = ChangeSet::default();
    changes.stage(&hard_document(), &folder.join("ب.ron"), Expect::Absent).expect("staged");
    changes.stage(&hard_document(), &place, Expect::Unchanged(stamp)).expect("staged");
    fs::write(&place, "another program").expect("writable");
    assert!(matches!(changes.commit(), Err(SaveError::Changed { .. })));
    assert_eq!(folder.names(), ["أ.ron"]);
}

#[test]
fn a_record_of_a_change_that_is_not_ours_is_refused_and_moves_nothing() {
    let folder = Folder::new();
    let place = folder.join("أ.ron");
    store::save(&hard_document(), &place, Expect::Absent).expect("writable");
    folder.write("outside", "somebody's");
    let hash = ContentHash::of(b"somebody's").hash;
    let old = store::stamp_of(&place).expect("readable").expect("there").hash;
    for record in [
        "not json".to_owned(),
        "{}".to_owned(),
        format!(
            r#"{{"version":1,"back":false,"files":[{{"target":"أ.ron","temporary":"outside","backup":null,"new":"{hash}","old":"{old}"}}]}}"#
        ),
        format!(
            r#"{{"version":1,"back":false,"files":[{{"target":"../x.ron","temporary":".x.ron.0.hashiya-tmp","backup":null,"new":"{hash}","old":null}}]}}"#
        ),
        r#"{"version":2,"back":false,"files":[]}"#.to_owned(),
    ] {
        folder.write(".hashiya-change", &record);
        let before = folder.names();
        assert!(matches!(store::complete(&place), Err(SaveError::BadChangeRecord { .. })), "{record}");
        assert_eq!(folder.names(), before, "{record}");
        fails(&["list", place.to_str().expect("UTF-8")], 1, &[".hashiya-change"]);
    }
}

/// More documents than a process may have files open unless it asks for more.
#[cfg(unix)]
#[test]
fn more_documents_than_open_files_are_changed_together() {
    let folder = Folder::new();
    let row = |n| {
        let span = r#"{"start": 0, "end": 9, "label": "LOC"}"#;
        format!("{{\"id\": \"د{n}\", \"text\": \"وبالقاهرة\", \"spans\": [{span}]}}\n")
    };
    folder.write("set.jsonl", (0..150).map(row).collect::<String>());
    let docs = path(&folder, "docs");
    done(&["import", &path(&folder, "set.jsonl"), "--out", &docs]);
    let convert =
        format!("ulimit -Sn 100; exec '{}' clitics '{docs}' --clitics exclude --write", env!("CARGO_BIN_EXE_hashiya"));
    let output = std::process::Command::new("sh").args(["-c", &convert]).output().expect("a shell");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 150);
    let converted = done(&["clitics", &docs, "--clitics", "include"]);
    assert_eq!(converted.lines().count(), 150);
}

#[test]
fn an_import_that_cannot_be_finished_leaves_nothing() {
    let folder = Folder::new();
    folder.write("in/a.txt", TEXT);
    folder.write("in/b.txt", TEXT);
    folder.write("docs/b.ron", "somebody's");
    fails(&["import", &path(&folder, "in"), "--out", &path(&folder, "docs")], 1, &["b.ron", "already there"]);
    assert!(!folder.join("docs/a.ron").exists());
    assert_eq!(bytes(&path(&folder, "docs/b.ron")), b"somebody's");
    let listed = done(&["import", &path(&folder, "in"), "--out", &path(&folder, "new"), "--dry-run"]);
    assert_eq!(listed.lines().count(), 2);
    assert!(!folder.join("new").exists(), "a dry run makes no folder");
    // An import that finds nothing says so.
    fs::create_dir_all(folder.join("empty")).expect("writable");
    fails(&["import", &path(&folder, "empty"), "--out", &path(&folder, "new")], 1, &["no file of the kind"]);
    folder.write("none.jsonl", "");
    fails(&["import", &path(&folder, "none.jsonl"), "--out", &path(&folder, "new")], 1, &["nothing was written"]);
}

#[test]
fn an_export_replaces_what_it_made_and_nothing_else() {
    let (folder, files) = documents(&["خبر"]);
    let (docs, out) = (path(&folder, "docs"), path(&folder, "set.jsonl"));
    let export =
        |out: &str, more: &[&str]| [&["export", &docs, "--to", "jsonl", "--out", out], more].concat().join("\n");
    let run = |line: String| done(&line.split('\n').collect::<Vec<_>>());
    let refused = |line: String, why: &str| fails(&line.split('\n').collect::<Vec<_>>(), 1, &[why]);
    run(export(&out, &[]));
    let first = bytes(&out);
    // Again, once there is more to export: it is its own.
    done(&["annotate", &files[0], "--label", "PER", "--match", "كريم"]);
    assert_eq!(run(export(&out, &["--dry-run"])), format!("{out}\treplaced\n"));
    assert_eq!(bytes(&out), first);
    run(export(&out, &[]));
    assert_ne!(bytes(&out), first);
    // Edited since, or never its own.
    fs::write(&out, "edited by hand\n").expect("writable");
    refused(export(&out, &[]), "--force replaces it");
    assert_eq!(bytes(&out), b"edited by hand\n");
    run(export(&out, &["--force"]));
    assert_ne!(bytes(&out), b"edited by hand\n");
    // A source text, in another encoding, in the place where brat puts its own.
    folder.write("brat/خبر.txt", [0xC7, 0xE1]);
    fails(&["export", &docs, "--to", "brat", "--out", &path(&folder, "brat")], 1, &["خبر.txt", "--force"]);
    assert_eq!(bytes(&path(&folder, "brat/خبر.txt")), [0xC7, 0xE1]);
    assert!(!folder.join("brat/خبر.ann").exists(), "all of a dataset or none");
    // A picture.
    let picture = path(&folder, "page.png");
    done(&["render", &files[0], "--out", &picture]);
    done(&["render", &files[0], "--out", &picture, "--width", "600"]);
    folder.write("photo.png", "a photograph");
    fails(&["render", &files[0], "--out", &path(&folder, "photo.png")], 1, &["--force"]);
}

/// What an export writes, the import reads; and what it does not read is refused for what it is.
#[test]
fn an_annotation_of_many_pieces_comes_back_from_brat() {
    let folder = Folder::new();
    let write = |pieces: usize| {
        folder.write("many.txt", "ab ".repeat(pieces));
        let places: Vec<String> = (0..pieces).map(|n| format!("{} {}", 3 * n, 3 * n + 1)).collect();
        let quote = vec!["a"; pieces].join(" ");
        folder.write("many.ann", format!("T1\tPER {}\t{quote}\n", places.join(";")));
    };
    write(20_000);
    done(&["import", &path(&folder, "many.ann"), "--out", &path(&folder, "docs")]);
    done(&["export", &path(&folder, "docs"), "--to", "brat", "--out", &path(&folder, "brat")]);
    done(&["import", &path(&folder, "brat"), "--out", &path(&folder, "back")]);
    let load = |name: &str| store::load(&folder.join(name)).expect("sound").0;
    let spans = |name: &str| load(name).annotations.first().expect("one").spans.clone();
    assert_eq!(spans("docs/many.ron").iter().count(), 20_000);
    assert_eq!(spans("docs/many.ron"), spans("back/many.ron"));
    write(100_001);
    fails(
        &["import", &path(&folder, "many.ann"), "--out", &path(&folder, "more")],
        1,
        &["many.ann:1", "'T1' has more than 100000 pieces"],
    );
}

#[cfg(unix)]
#[test]
fn no_document_gives_way_to_an_export_whatever_leads_to_it() {
    let (folder, files) = documents(&["خبر"]);
    let before = bytes(&files[0]);
    let docs = path(&folder, "docs");
    std::os::unix::fs::symlink(&files[0], folder.join("set.jsonl")).expect("a link");
    fs::copy(&files[0], folder.join("copy.RON")).expect("copied");
    fs::copy(&files[0], folder.join("copy.png")).expect("copied");
    for out in ["set.jsonl", "copy.RON", "copy.png", "new.ron", "docs/خبر.ron"] {
        let out = path(&folder, out);
        fails(&["export", &docs, "--to", "jsonl", "--out", &out], 1, &["may not take the place"]);
        fails(&["render", &files[0], "--out", &out, "--as", "png"], 1, &["may not take the place"]);
    }
    assert_eq!(bytes(&files[0]), before);
    // With --force it becomes an earlier version.
    done(&["export", &docs, "--to", "jsonl", "--out", &path(&folder, "copy.RON"), "--force"]);
    assert_eq!(versions::versions(&folder.join("copy.RON")).len(), 1);
}

#[test]
fn a_write_protected_file_stays() {
    let (folder, files) = documents(&["خبر"]);
    let before = bytes(&files[0]);
    let mut permissions = fs::metadata(&files[0]).expect("there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&files[0], permissions).expect("ours");
    all_refuse(&folder, &files[0], "write-protected");
    assert_eq!(bytes(&files[0]), before);
}

#[test]
fn a_file_that_was_edited_by_hand_is_said_to_be_wherever_it_is_read() {
    let (folder, files) = documents(&["خبر"]);
    let file = &files[0];
    let text = fs::read_to_string(file).expect("readable");
    fs::write(file, text.replace("note: \"\"", "note: \"x\"").replace("state: InProgress", "state: Done"))
        .expect("writable");
    let edited = bytes(file);
    assert_ne!(edited, text.as_bytes());
    let docs = path(&folder, "docs");
    let said = "was changed after Hashiya wrote it";
    for command in [
        &["list", file][..],
        &["stats", &docs],
        &["export", &docs, "--to", "jsonl", "--out", &path(&folder, "set.jsonl")],
        &["search", &docs, "كريم"],
        &["render", file, "--out", &path(&folder, "page.png")],
    ] {
        crate::cli::done_saying(command, said);
    }
    fails(&["validate", &docs], 1, &[said]);
    fails(&["annotate", file, "--label", "PER", "--match", "كريم"], 1, &["--force"]);
    fails(&["clitics", &docs, "--clitics", "exclude", "--write"], 1, &["--force"]);
    assert_eq!(bytes(file), edited, "nothing put a new checksum under it");
    done(&["annotate", file, "--label", "PER", "--match", "كريم", "--force"]);
    assert!(versions::versions(Path::new(file)).iter().any(|version| version.hash == ContentHash::of(&edited).hash));
}

#[test]
fn a_folder_with_all_files_of_ours_is_valid() {
    let (folder, _) = documents(&["خبر"]);
    let docs = folder.join("docs");
    store::save_memory(&[], &store::memory_path(&docs), Expect::Absent).expect("writable");
    store::save_schema(&store::default_schema(), &docs.join("schema.ron"), Expect::Absent).expect("writable");
    let settings = store::settings::settings_to_ron(&store::Settings::default()).expect("written");
    fs::write(docs.join("settings.ron"), settings).expect("writable");
    done(&["validate", &path(&folder, "docs")]);
    folder.write("docs/memory.ron", "(version: 1, memory: [damaged");
    fails(&["validate", &path(&folder, "docs")], 1, &["memory.ron"]);
}

#[test]
fn the_command_line_keeps_as_many_versions_as_the_settings_say() {
    let (folder, files) = documents(&["خبر"]);
    let config = folder.join("config");
    fs::create_dir_all(&config).expect("writable");
    let settings = store::Settings { versions_kept: 3, ..store::Settings::default() };
    store::SettingsFile::in_folder(&config).save(&settings).expect("writable");
    for span in ["0..3", "4..8", "9..14", "15..20", "0..8"] {
        crate::cli::done_with(&["annotate", &files[0], "--label", "ORG", "--span", span], &config);
    }
    assert_eq!(versions::versions(Path::new(&files[0])).len(), 3);
}

#[test]
fn a_save_that_fails_leaves_no_version_that_is_the_live_file() {
    let folder = Folder::new();
    let place = folder.join("أ.ron");
    let stamp = store::save(&hard_document(), &place, Expect::Absent).expect("writable");
    let mut unsound = hard_document();
    unsound.schema = Arc::new(hashiya::model::Schema::default());
    let request = hashiya::workspace::SaveRequest {
        path: &place,
        content: &unsound,
        expect: Expect::Unchanged(stamp),
        set_aside: false,
        steps: &[],
        base: None,
    };
    let mut report = hashiya::workspace::SaveReport::default();
    assert!(hashiya::workspace::save::save(&request, &mut report, |_| ()).is_err());
    assert!(versions::versions(&place).is_empty());
    assert_eq!(store::stamp_of(&place).expect("readable"), Some(stamp));
}
