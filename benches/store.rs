//! Opening and saving a large document: 10 MB of Arabic, 100 000 annotations, 20 000 relations; and a step on it as the frame
//! pays for it, with a journal on the disk.

#[path = "support/clock.rs"]
mod clock;
#[path = "support/large.rs"]
mod large;
#[path = "support/record.rs"]
mod record;
#[path = "support/sampled.rs"]
mod sampled;
#[path = "support/table.rs"]
mod table;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use divan::{Bencher, black_box};
use hashiya::edit::Command;
use hashiya::model::{Annotator, Target};
use hashiya::session::Session;
use hashiya::store::{Expect, InView, Stage, Watch, document_reader, load, load_watched, save};
use large::large;
use sampled::sampled;
use table::{row, timed};

fn main() {
    record::begin();
    stages();
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
        let command = Command::SetNote { of: Target::Annotation(id.as_str().into()), note: n.to_string() };
        let begun = Instant::now();
        work.push(timed(|| {
            session.dispatch(command).expect("the document is ours");
            session.poll();
        }));
        wall.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    session.finish_journals();
    table::head();
    row("a step, its journal on: this thread's work", work);
    row("a step, its journal on: by the clock", wall);
    drop(session);
    row("check before a save: this thread's work", (0..20).map(|_| timed(|| large().problems())).collect());
    let _ = std::fs::remove_dir_all(&folder);
    println!();
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn write_to_memory(bencher: Bencher) {
    let document = large();
    sampled(bencher, "write to memory", || {
        document_reader::write(Path::new("large.ron"), black_box(document)).expect("sound").len()
    });
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn read_from_memory(bencher: Bencher) {
    let source = document_reader::write(Path::new("large.ron"), large()).expect("sound");
    sampled(bencher, "read from memory", || {
        document_reader::read(Path::new("large.ron"), black_box(source.as_bytes())).expect("sound")
    });
}

/// With fsync, read-back and rename; the disk decides.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn save_to_disk(bencher: Bencher) {
    let path = std::env::temp_dir().join(format!("hashiya-bench-{}.ron", std::process::id()));
    sampled(bencher, "save to disk", || save(large(), &path, Expect::Anything).expect("saved"));
    let _ = std::fs::remove_file(&path);
}

/// From the disk until the text can be shown, until annotations in view can, and until all is there.
fn stages() {
    let path = std::env::temp_dir().join(format!("hashiya-bench-stages-{}.ron", std::process::id()));
    save(large(), &path, Expect::Anything).expect("saved");
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..20 {
        let begun = Instant::now();
        let passed = || begun.elapsed().as_secs_f64() * 1e3;
        let (text, view) = (Mutex::new(None), Mutex::new(None));
        let tell = |stage| {
            let first = if matches!(stage, Stage::Text(_)) { &text } else { &view };
            first.lock().expect("nobody panics").get_or_insert(passed());
        };
        let loaded = load_watched(&path, Some(Watch { view: &InView::default(), tell: &tell })).expect("sound");
        times[2].push(passed());
        drop(loaded);
        for (slot, times) in [text, view].into_iter().zip(&mut times) {
            times.extend(slot.into_inner().expect("nobody panics"));
        }
    }
    table::head();
    let names = ["loading: the text, by the clock", "loading: annotations in view", "loading: all of it"];
    names.into_iter().zip(times).for_each(|(name, times)| row(name, times));
    let _ = std::fs::remove_file(&path);
    println!();
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn load_from_disk(bencher: Bencher) {
    let path = std::env::temp_dir().join(format!("hashiya-bench-load-{}.ron", std::process::id()));
    save(large(), &path, Expect::Anything).expect("saved");
    sampled(bencher, "load from disk", || load(&path).expect("sound"));
    let _ = std::fs::remove_file(&path);
}
