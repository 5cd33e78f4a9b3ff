//! What each reader costs on the files that cost it most: `cargo bench --bench readers`.
//!
//! A file is made to have as much as it can of what is dearest to hold. The table says how many bytes of memory a reader has at
//! most beyond those of the file, and how long it takes. `MEGABYTES=N` makes the files larger or smaller (16), a name as an
//! argument takes the readers alone that have it in theirs.

#[path = "support/allocator.rs"]
mod allocator;
#[path = "support/hostile.rs"]
mod hostile;
#[path = "support/memory.rs"]
mod memory;
#[path = "support/record.rs"]
mod record;

use std::time::Instant;

fn main() {
    let size = std::env::var("MEGABYTES").ok().and_then(|n| n.parse::<usize>().ok()).unwrap_or(16) << 20;
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let folder = std::env::temp_dir().join(format!("hashiya-readers-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder is writable");
    record::begin();
    println!("{:<10} {:<34} {:>8} {:>8} {:>6} {:>7}  answer", "reader", "file", "MB", "peak MB", "times", "s");
    for (reader, what, make) in hostile::cases() {
        if only.as_ref().is_some_and(|only| !reader.contains(only.as_str())) {
            continue;
        }
        let (bytes, read) = make(size);
        let path = folder.join("f.ron");
        std::fs::write(&path, &bytes).expect("writable");
        let begun = Instant::now();
        let (answer, peak) = memory::peak(|| read(&path, &bytes));
        let seconds = begun.elapsed().as_secs_f64();
        let mb = |bytes: usize| bytes as f64 / (1 << 20) as f64;
        let times = peak as f64 / bytes.len().max(1) as f64;
        let answer = answer.err().map_or_else(|| "read".into(), |error| said(&error));
        println!(
            "{reader:<10} {what:<34} {:>8.2} {:>8.1} {times:>6.1} {seconds:>7.2}  {answer}",
            mb(bytes.len()),
            mb(peak)
        );
        let row = format!("{reader}, {what}");
        record::record(&row, "time", "s", seconds);
        record::record(&row, "memory", "MB", mb(peak));
    }
    let _ = std::fs::remove_dir_all(&folder);
}

/// The first words of a message, without the file's name.
fn said(error: &str) -> String {
    let line = error.lines().next().unwrap_or_default();
    line.split_once("f.ron").map_or(line, |(_, rest)| rest).trim_start_matches(':').chars().take(70).collect()
}
