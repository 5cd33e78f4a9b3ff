//! Opening a large document (10 MB of Arabic, 100 000 annotations, 20 000 relations): how much memory it takes at most and
//! in the end, beside the length of its file. Memory is counted as it is asked for.
//!
//! Usage: `cargo bench --bench loading`.

#[path = "support/allocator.rs"]
mod allocator;
#[path = "support/large.rs"]
mod large;
#[path = "support/memory.rs"]
mod memory;
#[path = "support/record.rs"]
mod record;

use hashiya::store::{Expect, document_reader, load, save};

fn main() {
    record::begin();
    let path = std::env::temp_dir().join(format!("hashiya-bench-loading-{}.ron", std::process::id()));
    let stamp = save(large::large(), &path, Expect::Anything).expect("saved");
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    let file = stamp.len as usize;
    println!("{:<40} {:>8.1} MB", "the file", megabytes(file));
    let before = memory::held();
    let (loaded, most) = memory::peak(|| load(&path).expect("sound"));
    let kept = memory::held() - before;
    let row = |name: &str, bytes: usize| {
        println!("{name:<40} {:>8.1} MB, {:.2} x the file", megabytes(bytes), bytes as f64 / file as f64);
        record::record(name, "memory", "MB", megabytes(bytes));
    };
    row("in memory", kept);
    row("at most while loading", most);
    drop(loaded);
    let whole = || std::fs::read(&path).map(|bytes| document_reader::read_sealed(&path, &bytes).expect("sound"));
    let (loaded, most) = memory::peak(|| whole().expect("readable"));
    row("at most, read as a whole", most);
    drop(loaded);
    // A file of the temporary folder that cannot be removed is the system's to clean.
    let _ = std::fs::remove_file(&path);
}
