//! An entity register of 100 000 entries: what it costs to open, to keep and to write, and what a frame waits for when an entry is
//! proposed, typed for, entered, changed or linked. Goals: 16 ms for whatever a frame waits for, and ten times as many entries at most
//! ten times the cost.
//!
//! Usage: `cargo bench --bench register [-- ENTRIES …]`. Milliseconds of this thread's processor time; what ends with `(task)` is done off
//! the frame.

#[path = "support/clock.rs"]
mod clock;
#[path = "support/record.rs"]
mod record;
#[path = "support/table.rs"]
mod table;

use std::path::Path;
use std::sync::Arc;

use hashiya::edit::{Command, merge_registers};
use hashiya::model::register::OtherName;
use hashiya::model::{
    AnnotatedDocument, Annotator, Document, DocumentId, Entry, LabelName, Project, Provenance, Register,
};
use hashiya::session::Session;
use hashiya::store::{self, Expect};
use hashiya::workspace::bulk::BulkOrder;
use hashiya::workspace::register::{self, RegisterIndex};
use hashiya::workspace::replace::{Edited, create};
use hashiya::workspace::{Editor, ProjectFolder};

use table::{figure, head, resident, row, timed};

const FIRST: [&str; 20] = [
    "أحمد",
    "محمد",
    "سلمى",
    "ليلى",
    "خالد",
    "هدى",
    "عمر",
    "نور",
    "سامي",
    "رنا",
    "يوسف",
    "مريم",
    "حسن",
    "علياء",
    "طارق",
    "دينا",
    "زياد",
    "سعاد",
    "فادي",
    "لمى",
];
const SECOND: [&str; 20] = [
    "الحلبي",
    "الشامي",
    "العلي",
    "المصري",
    "الخطيب",
    "النجار",
    "الحداد",
    "القاضي",
    "البغدادي",
    "الكردي",
    "الحمصي",
    "العمر",
    "السعدي",
    "الراوي",
    "التميمي",
    "الزعبي",
    "الجابري",
    "الأتاسي",
    "القدسي",
    "الطرابلسي",
];

/// Entries whose names share their words, as names of people do.
fn entries(count: usize) -> Register {
    let entry = |n: usize| {
        let (first, second) = (FIRST[n % 20], SECOND[n / 20 % 20]);
        let mut entry = Entry::new(format!("e{:07}", n * 7919 % 10_000_019).as_str().into(), "");
        entry.name = format!("{first} {second} {}", n / 400);
        entry.names.insert(OtherName::new(format!("{second} {}", n / 400)));
        entry.names.insert(OtherName { text: format!("Person number {n}"), language: Some("en".into()) });
        entry.kinds.insert("PER".into());
        entry.references.insert(format!("wikidata:Q{n}"));
        entry
    };
    Register::of((0..count).map(entry))
}

/// Annotations of a document.
const ANNOTATIONS: usize = 200;
/// Documents of the project, each linked to the entry that is merged.
const DOCUMENTS: usize = 20;

fn project(root: &Path, register: &Register) -> ProjectFolder {
    let schema = Arc::new(store::default_schema());
    let made = ProjectFolder::create(root, Project::new("سجل", schema.clone())).expect("made");
    let target = register.iter().next().expect("not empty").id.clone();
    for n in 0..DOCUMENTS {
        let (mut text, mut places) = (String::new(), Vec::new());
        for k in 0..ANNOTATIONS {
            text.push_str("قال و");
            let start = text.len();
            text.push_str(&format!("{} {} {}", FIRST[k % 20], SECOND[k / 20 % 20], k % 7));
            places.push(vec![std::ops::Range { start, end: text.len() }]);
            text.push('\n');
        }
        let document = Document::new(DocumentId(format!("d{n}").into()), format!("d{n}"), text, Default::default());
        let mut document = AnnotatedDocument::new(document.expect("a text"), schema.clone(), Annotator::new("ليلى"));
        let command = Command::AnnotatePlaces {
            places,
            label: LabelName::from("PER"),
            provenance: Provenance::Human,
            skip_existing: false,
        };
        let mut editor = Editor::new(Annotator::new("ليلى"));
        editor.run(&mut document, command).expect("annotated");
        let ids = document.annotations.iter().take(1).map(|annotation| annotation.id.clone()).collect();
        editor.run(&mut document, Command::SetEntity { ids, entity: Some(target.clone()) }).expect("linked");
        create(&made.documents().join(format!("d{n}.ron")), &document).expect("written");
    }
    store::save_register(register, &store::register_path(root), Expect::Absent).expect("written");
    made
}

fn order() -> BulkOrder {
    BulkOrder { what: "bench".into(), by: Annotator::new("ليلى"), edited: Edited::Refuse, versions_kept: 3 }
}

fn times<T>(count: usize, mut work: impl FnMut(usize) -> T) -> Vec<f64> {
    (0..count).map(|n| timed(|| work(n))).collect()
}

fn main() {
    record::begin();
    let mut sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000];
    }
    for count in sizes {
        println!("{count} entries");
        record::section(&format!("{count} entries"));
        head();
        measure(count);
        println!("{:.0} MB\n", resident());
    }
}

fn measure(count: usize) {
    let folder = std::env::temp_dir().join(format!("register-bench-{}-{count}", std::process::id()));
    let root = folder.join("p");
    let register = entries(count);
    let project = project(&root, &register);
    let path = store::register_path(&root);
    // Before anything else is made and given back: what a window holds that opened such a project.
    let before = resident();
    let index = RegisterIndex::of(&register);
    figure("memory of the index of all names", "memory", "MB", resident() - before);

    row("open: read the file (task)", times(3, |_| register::load(&root).expect("read")));
    row("open: index of all names (task)", times(3, |_| RegisterIndex::of(&register)));
    row(
        "write the file (task)",
        times(3, |n| {
            let to = folder.join(format!("r{n}.ron"));
            store::save_register(&register, &to, Expect::Absent).expect("written");
        }),
    );
    let mut theirs = register.clone();
    let last = register.iter().last().expect("not empty").id.clone();
    theirs.edit(&last, |entry| entry.note = "هنا".into()).expect("sound");
    row("merge two lines of work (task)", times(3, |_| merge_registers(&register, &register, &theirs)));

    let forms = ["أحمد الحلبي 3", "وأحمد الحلبي 3", "أحمد", "الحلبي", "Person number 17", "لا أحد", "سلمى القاضي"];
    let label = LabelName::from("PER");
    row("frame: proposals of an annotation", times(210, |n| index.propose(&register, forms[n % 7], Some(&label))));
    let typed = ["أ", "أح", "أحمد", "أحمد الح", "person", "person 17", "الحلبي 3", ""];
    row("frame: entries for what is typed", times(160, |n| index.typed(&register, typed[n % 8], 500)));

    let mut session = Session::new(Annotator::new("ليلى"), Arc::new(|| ()));
    session.open_paths(vec![root.clone()]);
    session.finish_jobs();
    let first = session.entries().iter().find(|entry| entry.path().is_some()).map(|entry| entry.id);
    if let Some(id) = first {
        session.show(id);
        session.finish_jobs();
    }
    assert_eq!(session.register().map(Register::len), Some(count));
    let ids: Vec<_> = session
        .current()
        .map(|document| document.content().annotations.iter().map(|annotation| annotation.id.clone()).collect())
        .unwrap_or_default();
    row(
        "frame: link an annotation",
        times(100, |n| session.link(vec![ids[n].clone()], Some(last.clone())).expect("linked")),
    );
    row("frame: proposals with links learnt", times(100, |n| session.propose_entries(&ids[n])));
    let mut made = Vec::new();
    row("frame: enter and begin to write", times(20, |n| made.push(session.enter(&format!("جديد {n}"), None).is_ok())));
    row(
        "frame: change an entry",
        times(20, |n| session.edit_entry(&last, |entry| entry.note = format!("{n}")).expect("sound")),
    );
    row("frame: whether it is written", times(100, |_| session.is_register_dirty()));
    let mut longest = Vec::new();
    while session.is_busy() {
        longest.push(timed(|| session.poll()));
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    row("frame: take what was written", longest);
    session.save_all();
    session.finish_jobs();
    row("frame: leave the project", times(1, |_| session.leave_project()));
    session.finish_jobs();
    drop(session);

    let go_on = |_: usize, _: usize| true;
    let ids: Vec<_> = register::load(&root).expect("read").0.iter().take(3).map(|entry| entry.id.clone()).collect();
    row(
        &format!("merge two entries, {DOCUMENTS} documents (task)"),
        times(1, |_| register::merge_entries(&project, (&ids[..1], &ids[1]), &order(), &go_on).expect("merged")),
    );
    let mut taken = 0;
    row(
        &format!("proposals of {} annotations (task)", DOCUMENTS * ANNOTATIONS),
        times(1, |_| {
            let mut take = |_: &Path, _: &_, _: &_, proposals: Vec<_>| {
                taken += usize::from(!proposals.is_empty());
                None
            };
            register::take_proposals(&project, &order(), &mut take, true, &go_on).expect("proposed")
        }),
    );
    assert!(taken > 0);
    std::hint::black_box(&path);
    let _ = std::fs::remove_dir_all(&folder);
}
