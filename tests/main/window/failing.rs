//! What goes wrong, as an Arabic window says it: files that cannot be opened, saves that fail, locks that others hold; and
//! the way back to what was kept.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use egui::{Event, Key, Modifiers};
use hashiya::edit::Command;
use hashiya::model::{Annotator, DocumentState};
use hashiya::session::Session;
use hashiya::store::settings::{Language, Settings};
use hashiya::store::{self, Expect, Lock, versions};

use super::{CTRL, Start, Window};
use crate::fixture::hard_document;

const CTRL_ALT: Modifiers = Modifiers { alt: true, ..CTRL };
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };

fn arabic() -> Start {
    let settings = Settings { language: Language::Arabic, ..Start::default().settings };
    Start { settings, ..Start::default() }
}

/// A window in whose folder a document was saved twice; nothing is opened yet.
fn window() -> (Window, PathBuf) {
    let window = arabic().window();
    let path = window.folder.join("خبر.ron");
    store::save(&hard_document(), &path, Expect::Absent).expect("saved");
    versions::keep(&path).expect("kept");
    versions::tidy(&path, 3).expect("compressed");
    (window, path)
}

fn open(window: &mut Window, path: &std::path::Path) {
    window.key(CTRL, Key::L);
    window.type_path(path);
}

/// Waits for a sentence that has all the parts, and holds it to its language: what is Latin in it stands in isolates.
#[track_caller]
fn waits_for_sentence(window: &mut Window, parts: &[&str]) {
    let has = |label: &String| parts.iter().all(|part| label.contains(part));
    window.wait_for(&format!("{parts:?}"), |w| w.labels().iter().any(has));
    let said = window.labels().into_iter().find(|label| has(label)).expect("seen");
    let folder = window.folder.path().display().to_string();
    let rest = said.replace(&folder, "").replace("خبر.ron", "").replace("UTF-8", "");
    let english = [" the ", " file", " saved", " disk", " open", " lock"];
    assert!(!english.iter().any(|word| rest.contains(word)), "{said}");
}

#[test]
fn an_empty_file_is_told_and_its_version_brought_back() {
    let (mut window, path) = window();
    fs::write(&path, "").expect("writable");
    open(&mut window, &path);
    waits_for_sentence(&mut window, &["الملف فارغ", "نسخه السابقة الباقية: ١"]);
    assert!(window.has("تعذّر فتح هذا المستند"), "{:?}", window.labels());
    window.click("النسخ السابقة…");
    window.wait_for("the versions", |w| w.says("علام"));
    window.wait_for("what is in them", |w| !w.says("تُقرأ…"));
    window.click("استرجاع");
    window.wait_for("the version in its place", |w| w.has("محفوظ") && !w.words().is_empty());
    assert_eq!(store::load(&path).expect("sound").0.annotations.len(), hard_document().annotations.len());
    assert_eq!(fs::read(window.folder.join("خبر.ron.damaged-1")).expect("kept"), b"");
    waits_for_sentence(&mut window, &["الملف التالف باقٍ بجانبه باسم"]);
}

#[test]
fn a_damaged_file_is_told_problem_by_problem_and_leads_to_its_versions() {
    let (mut window, path) = window();
    let text = fs::read_to_string(&path).expect("saved");
    let damaged = text.replacen("(72, 92, ", "(70, 90, ", 1).replacen("source: \"p1\"", "source: \"p9\"", 1);
    assert_ne!(text, damaged);
    fs::write(&path, &damaged).expect("writable");
    open(&mut window, &path);
    window.wait_for("the dialog", |w| w.has("مستند تالف"));
    assert!(window.says("تشير ") && window.says("وليس موجودًا"), "{:?}", window.labels());
    window.click("النسخ السابقة…");
    window.wait_for("the versions", |w| w.has("استرجاع") && !w.says("تُقرأ…"));
    window.click("استرجاع");
    window.wait_for("the version in its place", |w| w.has("محفوظ") && !w.has("للقراءة فقط"));
    assert_eq!(fs::read_to_string(window.folder.join("خبر.ron.damaged-1")).expect("kept"), damaged);
}

#[test]
fn a_save_that_fails_is_told() {
    let (mut window, path) = window();
    open(&mut window, &path);
    window.wait_for("the file", |w| w.has("محفوظ") && !w.words().is_empty());
    let folder = window.folder.join("مجلد");
    fs::create_dir(&folder).expect("writable");
    window.key(CTRL_SHIFT, Key::S);
    let inside = folder.join("د.ron");
    window.type_path(&inside);
    window.wait_for("the save", |w| w.says("حُفظ في"));
    fs::remove_dir_all(&folder).expect("there");
    window.key(Modifiers::NONE, Key::Tab);
    window.key(Modifiers::NONE, Key::Delete);
    waits_for_sentence(&mut window, &["مجلد ملفه غير موجود", "مع العمل الذي لم يُحفظ"]);
    // The watcher asks about the file; writing it again is the save that fails.
    window.harness.event(Event::WindowFocused(true));
    window.wait_for("the question", |w| w.has("غيّر برنامج آخر الملف"));
    window.click("كتابته من جديد");
    waits_for_sentence(&mut window, &["لم يُحفظ: المجلد غير موجود"]);
}

#[test]
fn a_lock_that_another_program_holds_is_told() {
    let (mut window, path) = window();
    let lock = Lock::take(&path).expect("free").expect("the file system knows locks");
    open(&mut window, &path);
    waits_for_sentence(&mut window, &["للقراءة فقط: هو مفتوح في برنامج آخر"]);
    drop(lock);
}

#[test]
fn a_journal_that_was_set_aside_without_a_file_is_found_in_the_dialog() {
    let (mut window, _) = window();
    let unsaved = window.folder.join("unsaved");
    fs::create_dir_all(&unsaved).expect("writable");
    fs::write(unsaved.join("مسودة-1-0.journal-kept-1"), "no journal\n").expect("writable");
    window.key(CTRL_ALT, Key::V);
    window.wait_for("the journal", |w| w.has("عمل لم يكن له ملف، من دفاتر خطوات معزولة"));
    waits_for_sentence(&mut window, &["ليس دفترًا يقرؤه هذا الإصدار من حاشية"]);
}

#[test]
fn what_a_journal_brought_back_is_said_until_it_is_dismissed() {
    let (mut window, path) = window();
    let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
    session.open_paths(vec![path.clone()]);
    session.finish_jobs();
    session.dispatch(Command::SetState(DocumentState::Rejected)).expect("ours");
    session.finish_journals();
    drop(session);
    open(&mut window, &path);
    waits_for_sentence(&mut window, &["استُعيد مما لم يُحفظ خطوة واحدة"]);
    let said = |w: &Window| w.labels().iter().filter(|label| label.contains("استُعيد مما لم يُحفظ")).count();
    // In one place, where the word that the document is open does not cover it.
    window.pause();
    assert_eq!(said(&window), 1, "{:?}", window.labels());
    window.click("إخفاء");
    window.run();
    assert_eq!(said(&window), 0, "{:?}", window.labels());
}
