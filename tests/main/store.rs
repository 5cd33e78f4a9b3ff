//! The disk: what is saved is what is loaded, and what is damaged is refused by name.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use hashiya::model::{
    AnnotatedDocument, AnnotationSet, AttributeChange, AttributeDefinition, AttributeKind, AttributeValue, Digest,
    Document, DocumentId, DocumentState, LabelChange, Overlap, Project, RelationKind, RelationTypeChange, SchemaChange,
    Spans, TextSpan,
};
use hashiya::store::checksum::Checksum;
use hashiya::store::settings::{Language, Theme};
use hashiya::store::{
    ContentHash, Expect, LoadError, ReadingPlace, ReadingPositions, SaveError, Settings, SettingsFile, document_reader,
    folder, load, load_project, load_schema, save, save_project, save_schema,
};
use hashiya::workspace::inputs;
use proptest::prelude::*;

use crate::fixture::{Folder, HARD_TEXT, any_document, assert_same, hard_document};
use crate::golden::check_golden;

fn ron(document: &AnnotatedDocument) -> String {
    document_reader::write(Path::new("f.ron"), document).expect("a sound document")
}

fn read(source: impl AsRef<[u8]>) -> Result<AnnotatedDocument, LoadError> {
    document_reader::read(Path::new("f.ron"), source.as_ref())
}

#[track_caller]
fn check_refused(source: impl AsRef<[u8]>, expect: &[&str]) {
    let message = read(source).expect_err("a damaged file").lines().join("\n");
    for part in expect {
        assert!(message.contains(part), "'{part}' is not in:\n{message}");
    }
}

/// The line, from 1, in which `part` first stands.
fn line_with(source: &str, part: &str) -> usize {
    source.lines().position(|line| line.contains(part)).expect("the part is in the source") + 1
}

#[test]
fn the_format_is_as_the_golden_file_shows_it() {
    let written = ron(&hard_document());
    check_golden("hard.ron", &written);
    assert_same(&read(&written).expect("sound"), &hard_document());
    assert!(written.contains("مُحَمَّدٌ بنُ عليّ") && written.starts_with("(\n    version: 1,\n"));
    assert_eq!(written.lines().filter(|line| line.trim_start().starts_with("(id: ")).count(), 10);
}

#[test]
fn a_document_survives_the_disk() {
    let folder = Folder::new();
    let path = folder.join("خبر.ron");
    let stamp = save(&hard_document(), &path, Expect::Absent).expect("saved");
    let (loaded, loaded_stamp) = load(&path).expect("loaded");
    assert_same(&loaded, &hard_document());
    assert_eq!(stamp, loaded_stamp);
    assert_eq!(folder.names(), ["خبر.ron"], "no temporary file is left");
}

/// What version 5 brought, each alone: the file says so, and gives back what it was given.
#[test]
fn the_newest_version_is_written_where_it_is_needed_and_read_back() {
    let version_of = |document: &AnnotatedDocument| {
        let source = ron(document);
        assert_same(&read(&source).expect("what was written is read"), document);
        source.lines().nth(1).expect("a version").trim().to_owned()
    };
    let plain = crate::marked::document("زار [PER#1 أحمد] [LOC#2 بيروت]\n#1 → #2 visits");
    assert_eq!(version_of(&plain), "version: 1,");
    for notation in [
        "زار [PER =! أحمد] بيروت",
        "زار أحمد [LOC =@e1 بيروت]",
        "زار [PER#1 أحمد] [LOC#2 بيروت]\n#1 → #2 visits =!",
        "زار [PER roles={كاتب; شاعر} أحمد] بيروت",
        "زار [PER born=<1445-09 AH> أحمد] بيروت",
    ] {
        assert_eq!(version_of(&crate::marked::document(notation)), "version: 5,", "{notation}");
    }
    type Change = fn(&mut AnnotatedDocument);
    let changes: [Change; 8] = [
        |document| document.note = "ملاحظة\nثانية".into(),
        |document| document.flag = true,
        |document| std::sync::Arc::make_mut(&mut document.schema).labels[0].overlap = Overlap::Nested,
        |document| std::sync::Arc::make_mut(&mut document.schema).relation_types[0].kind = RelationKind::Equivalence,
        |document| define(document, |definition| definition.required = true),
        |document| define(document, |definition| definition.remembered = true),
        |document| define(document, |definition| definition.shown = true),
        |document| define(document, |definition| definition.default = Some(AttributeValue::Choice("ب".into()))),
    ];
    for (n, change) in changes.into_iter().enumerate() {
        let mut document = plain.clone();
        change(&mut document);
        assert_eq!(version_of(&document), "version: 5,", "{n}");
        let alone = hashiya::store::schema_to_ron(&document.schema);
        assert_eq!(alone.contains("version: 2,"), n > 1, "{alone}");
        let path = std::path::Path::new("labels.ron");
        let again = hashiya::store::read_schema(path, alone.as_bytes()).expect("what was written is read");
        assert_eq!(again, *document.schema);
    }
}

fn define(document: &mut AnnotatedDocument, change: impl FnOnce(&mut AttributeDefinition)) {
    let kind = AttributeKind::Choice(vec!["أ".into(), "ب".into()]);
    let mut definition = AttributeDefinition::new("quality", kind);
    change(&mut definition);
    std::sync::Arc::make_mut(&mut document.schema).labels[0].attributes.push(definition);
}

proptest! {
    #[test]
    fn any_document_is_read_as_it_was_written(document in any_document()) {
        let source = ron(&document);
        assert_same(&read(&source).expect("what was written is read"), &document);
        let with_mark = format!("\u{feff}{source}");
        assert_same(&read(with_mark).expect("a byte order mark is stripped"), &document);
    }
}

/// One damage of the file at a time, each with the words its message must hold.
#[test]
fn damage_is_refused_by_name_and_place() {
    let sound = ron(&hard_document());
    let damaged = |from: &str, to: &str| {
        assert!(sound.contains(from), "'{from}' is not in the file");
        sound.replacen(from, to, 1)
    };
    check_refused("", &["f.ron", "empty"]);
    check_refused(" \n ", &["empty"]);
    check_refused(b"\xff\xfe\x00", &["f.ron:1", "byte 0", "UTF-8"]);
    check_refused("\u{0}\u{1}\u{2}", &["not a file of Hashiya"]);
    check_refused("مرحبا", &["not a file of Hashiya"]);
    check_refused(damaged("version: 1", "version: 6"), &["f.ron", "version 6", "up to 5", "untouched"]);
    check_refused(damaged("version: 1", "version: 2"), &["conflicts"]);
    check_refused(damaged("version: 1", "version: 3"), &["conflicts"]);
    check_refused(damaged("    relations: [", "    conflicts: [],\n    relations: ["), &["conflicts"]);
    check_refused(sound.replacen("    version: 1,\n", "", 1), &["first field is not 'version'"]);
    check_refused(damaged("title:", "color: 3,\n    title:"), &["f.ron:4:", "color"]);
    let l1 = line_with(&sound, "(id: \"l1\"");
    check_refused(damaged("(id: \"l1\",", "(id: \"l1\", confidence: 0.5,"), &[&format!("f.ron:{l1}:"), "confidence"]);
    check_refused(
        damaged("\"encoding\": \"UTF-8\"", "\"encoding\": \"UTF-8\", \"encoding\": \"x\""),
        &["f.ron:7:", "'encoding'", "twice"],
    );
    check_refused(damaged("title:", "title: \"\",\n    title:"), &["title"]);
    check_refused(damaged("انتهى", "انتهت"), &["digest", "changed outside Hashiya"]);
    check_refused(damaged("انتهى\"", "انتهى\n\""), &["digest", "line feeds at its end"]);
    check_refused(damaged("digest: \"", "digest: \"0"), &["64 hexadecimal"]);
    check_refused(damaged("\"القـــاهرة\"", "\"القاهـــرة\""), &[&format!("f.ron:{l1}:"), "'l1'", "quote"]);
    check_refused(damaged("(id: \"l1\"", "(id: \"l2\""), &["'l2'", "twice"]);
    check_refused(damaged("(id: \"r1\"", "(id: \"r2\""), &["'r2'", "twice"]);
    check_refused(damaged("(id: \"r1\"", "(id: \"p1\""), &["'p1'", "annotation and by a relation"]);
    check_refused(
        damaged("label: \"LOC\", spans", "label: \"LOCATION\", spans"),
        &[&format!("f.ron:{l1}:"), "LOCATION"],
    );
    check_refused(damaged("source: \"p1\"", "source: \"p9\""), &["'r1'", "'p9'"]);
    check_refused(damaged("target: \"o1\"", "target: \"l1\""), &["'works-for'", "'LOC'"]);
    check_refused(damaged("label: \"works-for\"", "label: \"WORKS\""), &["'r1'", "WORKS"]);
    check_refused(damaged("Choice(\"male\")", "Choice(\"m\")"), &["gender", "'m'"]);
    check_refused(damaged("Choice(\"male\")", "Number(1e400)"), &["gender"]);
    check_refused(damaged("created: \"2026", "created: \"x2026"), &["'p1'", "x2026", "not a time"]);
    check_refused(damaged("colour: \"#144acc\"", "colour: \"blue\""), &["blue", "#rrggbb"]);
    check_refused(damaged("state: InProgress", "state: Lost"), &["Lost"]);
    check_refused(damaged("attributes: {", &format!("attributes: {}", "(".repeat(5000))), &["f.ron:"]);
    check_refused(damaged("key: Some('2')", "key: Some('1')"), &["'1'", "'PER'", "'ORG'"]);
    check_refused(format!("{sound}(version: 1)"), &["f.ron:"]);
}

#[test]
fn spans_out_of_place_are_refused() {
    let sound = ron(&hard_document());
    let l1 = hard_document().annotations.get(&"l1".into()).expect("in the fixture").spans.first();
    let with_span = |span: &str| sound.replacen(&format!("({}, {}, ", l1.start(), l1.end()), &format!("({span}, "), 1);
    check_refused(with_span("60, 4000000"), &["'l1'", "outside the text"]);
    check_refused(with_span("60, 99999999999999"), &["'l1'", "outside the text"]);
    check_refused(with_span("60, 40"), &["'l1'", "ends before it starts"]);
    check_refused(with_span("1, 40"), &["'l1'", "inside '😀'"]);
    check_refused(with_span("-1, 40"), &["f.ron:"]);
    check_refused(with_span("0, 4"), &["'l1'", "quote", "😀"]);
}

#[test]
fn changed_line_ends_are_named() {
    let sound = ron(&hard_document());
    check_refused(sound.replace('\n', "\r\n"), &["LF to CRLF", ".gitattributes"]);
}

#[test]
fn all_problems_are_listed_and_the_message_shows_the_first() {
    let damaged = ron(&hard_document())
        .replace("label: \"LOC\", spans", "label: \"XX\", spans")
        .replace("label: \"ORG\", spans", "label: \"YY\", spans");
    let error = read(damaged).expect_err("damaged");
    let LoadError::Unsound { problems, .. } = &error else { panic!("{error}") };
    assert_eq!(problems.iter().filter(|p| p.what.to_string().contains("which the schema lacks")).count(), 5);
    assert!(error.to_string().contains("more") && error.to_string().lines().count() == 5, "{error}");
    assert_eq!(error.lines().len(), problems.len());
}

#[test]
fn no_truncation_and_no_flipped_byte_is_accepted_silently() {
    let mut document = hard_document();
    // A short file: every byte of it is tried.
    document.schema = Arc::new(hashiya::model::Schema {
        labels: document
            .schema
            .labels
            .iter()
            .map(|l| hashiya::model::Label { guideline: String::new(), ..l.clone() })
            .collect(),
        ..(*document.schema).clone()
    });
    let source = ron(&document).into_bytes();
    for end in 0..source.len() {
        check_noticed(&source[..end], &source, &format!("cut at {end}"));
    }
    for at in 0..source.len() {
        for bit in if at % 16 == 0 { 0..8 } else { at % 8..at % 8 + 1 } {
            let mut flipped = source.clone();
            flipped[at] ^= 1 << bit;
            check_noticed(&flipped, &source, &format!("bit {bit} of byte {at}"));
        }
    }
}

/// Damage is refused, or the seal is broken, or nothing but the seal was damaged.
fn check_noticed(damaged: &[u8], sound: &[u8], what: &str) {
    match document_reader::read_sealed(Path::new("f.ron"), damaged) {
        Err(_) | Ok((_, Checksum::Broken)) => {}
        Ok((document, seal)) => assert_eq!(ron(&document).as_bytes(), sound, "{what}: {seal:?}"),
    }
}

#[test]
fn a_save_replaces_only_what_it_expects() {
    let folder = Folder::new();
    let path = folder.join("a.ron");
    let mut document = hard_document();
    let first = save(&document, &path, Expect::Absent).expect("saved");
    assert!(matches!(save(&document, &path, Expect::Absent), Err(SaveError::Exists { .. })));
    document.state = DocumentState::Done;
    let second = save(&document, &path, Expect::Unchanged(first)).expect("saved");
    assert_ne!(first, second);
    document.state = DocumentState::Rejected;
    let refused = save(&document, &path, Expect::Unchanged(first)).expect_err("changed since");
    assert!(matches!(refused, SaveError::Changed { found, .. } if found == second.hash), "{refused}");
    assert_eq!(load(&path).expect("sound").0.state, DocumentState::Done);
    save(&document, &path, Expect::Anything).expect("knowingly");
    std::fs::remove_file(&path).expect("removable");
    save(&document, &path, Expect::Unchanged(first)).expect("what is gone cannot be overwritten");
    assert_eq!(folder.names(), ["a.ron"]);
}

#[test]
fn an_unsound_document_is_never_written() {
    let folder = Folder::new();
    let path = folder.join("a.ron");
    save(&hard_document(), &path, Expect::Absent).expect("saved");
    let before = std::fs::read(&path).expect("readable");
    let mut document = hard_document();
    document.annotations = AnnotationSet::default();
    let refused = save(&document, &path, Expect::Anything).expect_err("relations without ends");
    assert!(matches!(&refused, SaveError::Unsound { problems, .. } if problems.len() == 4), "{refused}");
    let mut document = hard_document();
    document.relations.change_each(|r| r.record.created.0 = i64::MAX);
    assert!(matches!(save(&document, &path, Expect::Anything), Err(SaveError::Time { .. })));
    assert_eq!(std::fs::read(&path).expect("readable"), before);
}

#[test]
fn a_missing_folder_and_a_folder_in_the_way_are_named() {
    let folder = Folder::new();
    let missing = folder.join("gone/a.ron");
    assert!(matches!(save(&hard_document(), &missing, Expect::Absent), Err(SaveError::NoFolder { .. })));
    let refused = save(&hard_document(), folder.path(), Expect::Anything).expect_err("a folder");
    assert!(refused.to_string().contains("it is a folder"), "{refused}");
    let refused = load(folder.path()).expect_err("a folder");
    assert!(refused.to_string().contains("it is a folder"), "{refused}");
    assert!(load(&folder.join("none.ron")).expect_err("missing").to_string().contains("no such file"));
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new();
    let target = folder.join("real.ron");
    let stamp = save(&hard_document(), &target, Expect::Absent).expect("saved");
    std::fs::set_permissions(&target, std::fs::Permissions::from_mode(0o640)).expect("own file");
    let link = folder.join("link.ron");
    symlink("real.ron", &link).expect("links work");
    save(&hard_document(), &link, Expect::Unchanged(stamp)).expect("saved");
    assert!(std::fs::symlink_metadata(&link).expect("there").is_symlink());
    assert_eq!(std::fs::metadata(&target).expect("there").permissions().mode() & 0o777, 0o640);
    symlink("circle.ron", folder.join("circle.ron")).expect("links work");
    assert!(save(&hard_document(), &folder.join("circle.ron"), Expect::Anything).is_err());
}

#[test]
fn a_huge_file_is_refused_before_it_is_read() {
    let folder = Folder::new();
    let path = folder.join("huge.ron");
    let file = std::fs::File::create(&path).expect("writable");
    file.set_len(hashiya::store::MAX_OWN_BYTES + 1).expect("a sparse file takes no room");
    let refused = load(&path).expect_err("too large");
    assert!(matches!(refused, LoadError::TooLarge { .. }), "{refused}");
    file.set_len(0).expect("shrinks");
}

#[test]
fn temporary_files_of_killed_saves_are_cleaned_and_nothing_else() {
    let folder = Folder::new();
    let ours = [
        ".a.ron.0a1b2c3d.hashiya-tmp",
        ".تصدير.jsonl.00000000.hashiya-tmp",
        ".settings.ron.ffffffff.hashiya-tmp",
        ".hashiya-index.01234567.hashiya-tmp",
        ".a.ron.journal.12345678.hashiya-tmp",
        ".a.ron.versions/.2026-11-20T10.00.00.000Z-ab.ron.gz.0a1b2c3d.hashiya-tmp",
    ];
    let others = [
        // A person's own, and those of versions before, which cannot be told from them.
        ".doc.ron.backup",
        ".a.ron.Ab12Cd",
        ".other.txt.Ab12Cd",
        "a.ron",
        ".b.ron",
        ".hashiya-index",
        ".hashiya-tmp",
        "a.0a1b2c3d.hashiya-tmp",
        ".a.ron.0a1b2c3d.hashiya-tmp.bak",
        ".a.ron.versions/.doc.ron.backup",
        "own/.a.ron.0a1b2c3d.hashiya-tmp",
    ];
    ours.iter().chain(&others).for_each(|name| drop(folder.write(name, "x")));
    // What is no file has the name and is not ours.
    std::fs::create_dir(folder.join(".a.ron.0a1b2c3e.hashiya-tmp")).expect("writable");
    #[cfg(unix)]
    std::os::unix::fs::symlink("own", folder.join(".linked.versions")).expect("links work");
    assert_eq!(hashiya::store::clean_stale_temporaries(folder.path(), Duration::from_secs(3600)), 0);
    assert_eq!(hashiya::store::clean_stale_temporaries(folder.path(), Duration::ZERO), ours.len());
    assert_eq!(ours.map(|name| folder.join(name).exists()), [false; 6]);
    assert_eq!(others.map(|name| folder.join(name).exists()), [true; 11]);
    assert!(folder.join(".a.ron.0a1b2c3e.hashiya-tmp").is_dir());
}

/// What a save that is killed at its worst moment leaves: found by its mark, wherever it was writing.
#[test]
fn whatever_is_written_has_the_mark_until_it_has_its_place() {
    let folder = Folder::new();
    let seen = std::cell::RefCell::new(Vec::new());
    for name in ["a.ron", "بلا-امتداد", ".hidden.ron", "a.jsonl"] {
        let path = folder.join(name);
        let look = |_| seen.borrow_mut().extend(folder.names().into_iter().filter(|n| n.ends_with(".hashiya-tmp")));
        hashiya::store::save_telling(&hard_document(), &path, Expect::Absent, look).expect("saved");
        assert!(folder.names().iter().all(|name| !name.ends_with("-tmp")), "{:?}", folder.names());
    }
    let seen = seen.into_inner();
    assert_eq!(seen.len(), 4, "{seen:?}");
    for name in &seen {
        folder.write(name, "half");
    }
    assert_eq!(hashiya::store::clean_stale_temporaries(folder.path(), Duration::ZERO), 4);
}

#[test]
fn an_export_cleans_what_one_before_left_where_it_writes() {
    let folder = Folder::new();
    let long_ago = std::time::SystemTime::now() - Duration::from_secs(48 * 3600);
    let age = |path: &Path| {
        std::fs::File::options().write(true).open(path).and_then(|file| file.set_modified(long_ago)).expect("ours");
    };
    let old = folder.write("out/أ/.x.ann.0a1b2c3d.hashiya-tmp", "half");
    let backup = folder.write("out/أ/.doc.ron.backup", "a person's");
    let fresh = folder.write("out/أ/.y.ann.0a1b2c3d.hashiya-tmp", "half");
    [&old, &backup].into_iter().for_each(|path| age(path));
    let files = [(PathBuf::from("أ/x.ann"), b"T1".to_vec()), (PathBuf::from("أ/y.ann"), Vec::new())];
    crate::fixture::write_dataset(&folder.join("out"), &files).expect("written");
    assert!(!old.exists() && backup.exists() && fresh.exists());
    let settings = folder.write("config/.settings.ron.0a1b2c3d.hashiya-tmp", "half");
    age(&settings);
    SettingsFile::in_folder(&folder.join("config")).save(&Settings::default()).expect("saved");
    assert!(!settings.exists());
}

#[cfg(unix)]
#[test]
fn a_save_that_cannot_take_its_place_leaves_nothing_behind() {
    let folder = Folder::new();
    let path = folder.join("a.ron");
    let stamp = save(&hard_document(), &path, Expect::Absent).expect("saved");
    let before = std::fs::read(&path).expect("readable");
    // Nothing takes the place of a folder that is not empty; it comes between the first look and the rename.
    let in_the_way = |_| {
        std::fs::rename(&path, folder.join("away")).expect("ours");
        std::fs::create_dir_all(path.join("x")).expect("writable");
    };
    let refused = hashiya::store::save_telling(&hard_document(), &path, Expect::Anything, in_the_way);
    assert!(matches!(refused, Err(SaveError::Io { .. })), "{refused:?}");
    assert_eq!(folder.names(), ["a.ron", "away"]);
    assert_eq!(std::fs::read(folder.join("away")).expect("readable"), before);
    std::fs::remove_dir_all(&path).expect("ours");
    std::fs::rename(folder.join("away"), &path).expect("ours");
    // Nor does one that finds another file at the last look.
    let refused = hashiya::store::save_telling(&hard_document(), &path, Expect::Unchanged(stamp), |_| {
        std::fs::write(&path, "theirs").expect("writable");
    });
    assert!(matches!(refused, Err(SaveError::Changed { .. })), "{refused:?}");
    assert_eq!(folder.names(), ["a.ron"]);
}

#[test]
fn a_stamp_is_the_hash_of_the_bytes() {
    assert_eq!(
        ContentHash::of(b"abc").hash.to_string(),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

#[test]
fn schemas_and_projects_survive_the_disk() {
    let folder = Folder::new();
    let schema = hashiya::store::default_schema();
    let path = folder.join("schema.ron");
    save_schema(&schema, &path, Expect::Absent).expect("saved");
    assert_eq!(load_schema(&path).expect("loaded"), schema);
    let document = folder.join("a.ron");
    save(&hard_document(), &document, Expect::Absent).expect("saved");
    assert_eq!(load_schema(&document).expect("a document carries its schema"), schema);
    let refused = load(&path).expect_err("not a document").to_string();
    assert!(refused.contains("it holds a schema, not a document"), "{refused}");

    let project = Project {
        name: "أخبار \"٢٠٢٦\"".into(),
        language: "arz".into(),
        schema: Arc::new(schema),
        guidelines: "# دليل\n\nسطر \\ آخر".into(),
        changes: vec![SchemaChange {
            labels: [
                ("GPE".into(), LabelChange::Becomes("م \"كان\"".into())),
                ("OLD".into(), LabelChange::Deleted),
                (
                    "LOC".into(),
                    LabelChange::Split {
                        attribute: "نوع".into(),
                        into: [("مدينة".to_owned(), "CITY".into())].into(),
                        rest: "LOC".into(),
                    },
                ),
            ]
            .into(),
            relation_types: [("in".into(), RelationTypeChange::Becomes("located".into()))].into(),
            attributes: vec![
                AttributeChange { owner: None, name: "a".into(), becomes: "ب \"".into(), values: Default::default() },
                AttributeChange {
                    owner: Some("PER".into()),
                    name: "a".into(),
                    becomes: "a".into(),
                    values: [("x".to_owned(), "y".to_owned())].into(),
                },
            ],
        }],
    };
    let path = folder.join("project.ron");
    save_project(&project, &path, Expect::Absent).expect("saved");
    let (loaded, _) = load_project(&path).expect("loaded");
    assert_eq!(loaded, project);

    let twice = "(version: 1, labels: [(name: \"A\", arabic: \"\", english: \"\", colour: \"#000000\"), (name: \"A\", arabic: \"\", english: \"\", colour: \"#000000\")])";
    let refused = load_schema(&folder.write("bad.ron", twice)).expect_err("a name twice").to_string();
    assert!(refused.contains("bad.ron") && refused.contains("'A' is used twice"), "{refused}");
}

#[test]
fn a_folder_lists_what_can_be_opened() {
    let folder = Folder::new();
    save(&hard_document(), &folder.join("خبر 10.ron"), Expect::Absent).expect("saved");
    save(&hard_document(), &folder.join("خبر 9.ron"), Expect::Absent).expect("saved");
    save_schema(&hashiya::store::default_schema(), &folder.join("schema.ron"), Expect::Absent).expect("saved");
    for name in ["خبر 9.txt", "new.txt", "picture.png", ".hidden.txt", "broken.ron"] {
        folder.write(name, "x");
    }
    std::fs::create_dir(folder.join("inner.ron")).expect("writable");
    let listed = inputs::list(&[folder.path().to_path_buf()], &|_| true);
    let names: Vec<_> = listed.files.iter().map(|file| file.path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["broken.ron", "new.txt", "خبر 9.ron", "خبر 10.ron"]);
    assert_eq!(listed.passed_over.foreign, [folder.join("picture.png")]);
    assert_eq!(folder::kind_of(&folder.join("schema.ron")), Some(hashiya::store::EntryKind::Schema));
}

#[test]
fn settings_never_stop_the_program() {
    let folder = Folder::new();
    let mut file = SettingsFile::in_folder(&folder.join("config"));
    let (settings, notice) = file.load();
    assert!(settings == Settings::of_system() && notice.is_none());
    let mut settings =
        Settings {
            theme: Theme::Dark, language: Language::English, annotator: "ليلى".into(), ..Settings::default()
        };
    settings.keys.insert("save".into(), "Ctrl+S".into());
    for i in 0..20 {
        settings.opened(Path::new(&format!("/نصوص/{i}.ron")));
    }
    settings.opened(Path::new("/نصوص/15.ron"));
    file.save(&settings).expect("saved");
    let (read, notice) = file.load();
    assert!(read == settings && notice.is_none());
    assert_eq!(settings.recent.len(), 12);

    let path = file.path().expect("has a folder").to_path_buf();
    std::fs::write(&path, "(version: 1, settings: (theme: Purple))").expect("writable");
    let (loaded, notice) = file.load();
    assert_eq!(loaded, Settings::of_system());
    assert!(notice.expect("told").to_string().contains("settings.ron.bad"));
    assert!(path.with_extension("ron.bad").exists() && !path.exists());

    std::fs::write(&path, "(version: 1, settings: (reading_size: inf, zoom: 0.0, line_height: 2.5))")
        .expect("writable");
    let (loaded, notice) = file.load();
    assert_eq!((loaded.reading_size, loaded.zoom, loaded.line_height), (20.0, 1.0, 2.5));
    assert!(notice.is_none());

    let newer = "(version: 7, settings: (hologram: true))";
    std::fs::write(&path, newer).expect("writable");
    assert!(file.load().1.expect("told").to_string().contains("version 7"));
    file.save(&settings).expect("left alone");
    assert_eq!(std::fs::read_to_string(&path).expect("readable"), newer, "a newer file is not overwritten");
}

#[test]
fn the_fixture_is_as_hard_as_it_says() {
    let document = hard_document();
    assert!(document.problems().is_empty(), "{:?}", document.problems());
    assert!(HARD_TEXT.contains("\r\n") && HARD_TEXT.contains('\u{2028}'));
    assert_eq!(document.annotations.len(), 8);
}

fn reading(top: usize) -> ReadingPlace {
    ReadingPlace { top, above: 0.25, caret: top + 7 }
}

#[test]
fn places_are_remembered_by_text_and_the_longest_unseen_is_forgotten() {
    let folder = Folder::new();
    let mut places = ReadingPositions::in_folder(Some(folder.path()));
    for n in 0..600 {
        places.put(Digest::of(&n.to_string()), reading(n));
    }
    places.put(Digest::of("200"), reading(999));
    places.take_changed().expect("they changed").save().expect("the folder is writable");
    assert!(places.take_changed().is_none());
    let mut again = ReadingPositions::in_folder(Some(folder.path()));
    let known = |places: &ReadingPositions, n: usize| places.get(Digest::of(&n.to_string())).map(|place| place.top);
    assert_eq!([0, 99, 100, 200, 599].map(|n| known(&again, n)), [None, None, Some(100), Some(999), Some(599)]);
    again.put(Digest::of("200"), reading(999));
    assert!(again.take_changed().is_none(), "the same place is no change");
}

#[test]
fn a_bad_file_of_places_is_as_good_as_none_and_a_newer_one_is_left_alone() {
    let folder = Folder::new();
    for bad in ["", "(version: 1, places: [(\"x", "(version: 1, places: [(\"zz\", (top: 1, above: 9e9, caret: 0))])"] {
        let path = folder.write("places.ron", bad);
        let mut places = ReadingPositions::in_folder(Some(folder.path()));
        places.put(Digest::of("نص"), reading(3));
        places.save().expect("the folder is writable");
        assert_eq!(ReadingPositions::in_folder(Some(folder.path())).get(Digest::of("نص")), Some(reading(3)), "{bad}");
        std::fs::remove_file(path).expect("it was written");
    }
    let newer = "(version: 9, places: {})";
    let path = folder.write("places.ron", newer);
    let mut places = ReadingPositions::in_folder(Some(folder.path()));
    places.put(Digest::of("نص"), reading(3));
    places.save().expect("nothing is written");
    assert_eq!(std::fs::read_to_string(path).expect("it is there"), newer);
}

/// A document large enough to be read by several processors, whose text looks like a file of ours.
fn large_document() -> AnnotatedDocument {
    let decoy = "\n    annotations: [\n        (id: \"z\", label: \"PER\"),\n    ],\n    relations: [\n    ],\n)\n";
    let text = format!("{}{decoy}", HARD_TEXT).repeat(1500);
    let hard = hard_document();
    let step = HARD_TEXT.len() + decoy.len();
    let moved = |n: usize| {
        let text = &text;
        hard.annotations.iter().map(move |annotation| {
            let spans = annotation.spans.iter().map(|span| {
                TextSpan::new(text, span.range().start + n * step..span.range().end + n * step).expect("repeated")
            });
            let mut annotation = (**annotation).clone();
            annotation.spans = Spans::new(spans.collect()).expect("as they were");
            annotation.id = format!("{}-{n}", annotation.id).as_str().into();
            annotation.record.note = format!("{decoy}{}", annotation.record.note);
            annotation
        })
    };
    let annotations: Vec<_> = (0..450).flat_map(moved).collect();
    let document = Document::new(DocumentId("كبير".into()), "كبير", text.clone(), Default::default()).expect("short");
    AnnotatedDocument {
        annotations: AnnotationSet::from_annotations(annotations),
        relations: Default::default(),
        document,
        ..hard
    }
}

#[test]
fn a_large_file_read_in_parts_is_what_it_is_as_a_whole() {
    let document = large_document();
    let source = ron(&document);
    assert!(source.len() > 1 << 20);
    assert_same(&read(&source).expect("sound"), &document);
    // Anything that is not as Hashiya writes it is read as a whole, with the same result.
    let by_hand = source.replacen("        (id: \"p1-7\"", "        /* by hand */\n        (id: \"p1-7\"", 1);
    assert_same(&read(&by_hand).expect("sound"), &document);
    let split_head = source.replacen("\n    annotations: [\n", "\n    annotations:\n    [\n", usize::MAX);
    check_refused(&split_head, &["digest"]);
}

#[test]
fn a_problem_in_a_large_file_is_named_with_its_line() {
    let source = ron(&large_document());
    let line_of = |part: &str| 1 + source[..source.find(part).expect("it is there")].matches('\n').count();
    let wrong = source.replacen("(id: \"l2-400\", label: \"LOC\"", "(id: \"l2-400\", label: \"XYZ\"", 1);
    check_refused(&wrong, &[&format!("f.ron:{}", line_of("(id: \"l2-400\"")), "XYZ"]);
    let twice = source.replacen("(id: \"l2-400\"", "(id: \"l2-399\"", 1);
    check_refused(&twice, &["l2-399", "twice"]);
    let broken = source.replacen("(id: \"l2-400\", label: ", "(id: \"l2-400\", label ", 1);
    check_refused(&broken, &[&format!("f.ron:{}:", line_of("(id: \"l2-400\""))]);
}
