//! Opening and saving a large document: 10 MB of Arabic, 100 000 annotations, 20 000 relations; and a step on it as the frame
//! pays for it, with a journal on the disk.

#[path = "support/clock.rs"]
mod clock;
#[path = "support/table.rs"]
mod table;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use divan::{Bencher, black_box};
use hashiya::edit::Command;
use hashiya::model::{
    AnnotatedDocument, Annotation, AnnotationSet, Annotator, Attributes, Document, DocumentId, Provenance, Relation,
    TextSpan, Timestamp,
};
use hashiya::session::Session;
use hashiya::store::{Expect, default_schema, document_file, load, samples, save};
use table::{row, timed};

fn main() {
    steps();
    divan::main();
}

/// Steps on a document with a file and a journal: the time on the thread that asks for them, until it may go on.
fn steps() {
    const STEPS: usize = 400;
    let folder = std::env::temp_dir().join(format!("hashiya-bench-steps-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder is writable");
    let path = folder.join("large.ron");
    save(large(), &path, Expect::Anything).expect("saved");
    let mut session = Session::new(Annotator::new("ليلى"), Arc::new(|| ()));
    session.open_paths(vec![path]);
    session.finish_jobs();
    let (mut work, mut wall) = (Vec::new(), Vec::new());
    for n in 0..STEPS {
        let id = format!("a{:06}", n * 97 % 100_000);
        let command = Command::SetNote { id: id.as_str().into(), note: n.to_string() };
        let begun = Instant::now();
        work.push(timed(|| {
            session.dispatch(command).expect("the document is ours");
            session.poll();
        }));
        wall.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    session.finish_keeping();
    table::head();
    row("a step, its journal on: this thread's work", work);
    row("a step, its journal on: by the clock", wall);
    drop(session);
    row("check before a save: this thread's work", (0..20).map(|_| timed(|| large().problems())).collect());
    let _ = std::fs::remove_dir_all(&folder);
    println!();
}

fn large() -> &'static AnnotatedDocument {
    static LARGE: OnceLock<AnnotatedDocument> = OnceLock::new();
    LARGE.get_or_init(|| {
        let sample = samples().remove(1);
        let text = sample.text().repeat(10_000_000 / sample.text().len() + 1);
        let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let step = (boundaries.len() - 20) / 100_000;
        let labels = ["PER", "ORG", "LOC", "DATE"];
        let annotation = |i: usize| Annotation {
            id: format!("a{i:06}").as_str().into(),
            label: labels[i % labels.len()].into(),
            spans: TextSpan::new(&text, boundaries[i * step]..boundaries[i * step + 5 + i % 9])
                .expect("in the text")
                .into(),
            attributes: Attributes::new(),
            note: String::new(),
            provenance: Provenance::Human,
            annotator: Annotator::new("ليلى"),
            created: Timestamp(1_780_000_000_000 + i as i64 * 1300),
            modified: Timestamp(1_780_000_000_000 + i as i64 * 1300),
        };
        let relation = |i: usize| Relation {
            id: format!("r{i:06}").as_str().into(),
            label: "works-for".into(),
            source: format!("a{:06}", i * 4).as_str().into(),
            target: format!("a{:06}", i * 4 + 1).as_str().into(),
            attributes: Attributes::new(),
            note: String::new(),
            provenance: Provenance::Human,
            annotator: Annotator::new("ليلى"),
            created: Timestamp(1_780_000_000_000),
            modified: Timestamp(1_780_000_000_000),
        };
        let annotations = AnnotationSet::from_annotations((0..100_000).map(annotation));
        let relations = (0..20_000).map(relation).map(|r| (r.id.clone(), r)).collect();
        let document = Document::new(DocumentId("large".into()), "", text, BTreeMap::new()).expect("10 MB");
        let schema = Arc::new(default_schema());
        AnnotatedDocument {
            annotations, relations, ..AnnotatedDocument::new(document, schema, Annotator::new("ليلى"))
        }
    })
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn write_to_memory(bencher: Bencher) {
    let document = large();
    bencher.bench_local(|| document_file::write(Path::new("large.ron"), black_box(document)).expect("sound").len());
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn read_from_memory(bencher: Bencher) {
    let source = document_file::write(Path::new("large.ron"), large()).expect("sound");
    bencher.bench_local(|| document_file::read(Path::new("large.ron"), black_box(source.as_bytes())).expect("sound"));
}

/// With fsync, read-back and rename; the disk decides.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn save_to_disk(bencher: Bencher) {
    let path = std::env::temp_dir().join(format!("hashiya-bench-{}.ron", std::process::id()));
    bencher.bench_local(|| save(large(), &path, Expect::Anything).expect("saved"));
    let _ = std::fs::remove_file(&path);
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn load_from_disk(bencher: Bencher) {
    let path = std::env::temp_dir().join(format!("hashiya-bench-load-{}.ron", std::process::id()));
    save(large(), &path, Expect::Anything).expect("saved");
    bencher.bench_local(|| load(&path).expect("sound"));
    let _ = std::fs::remove_file(&path);
}
