//! The memory that a file may take, held for every reader and everything that can be put in its file: sixteen times the file
//! and 64 MB. A program of its own, since it counts what all threads ask of the allocator.

#[path = "../benches/support/allocator.rs"]
mod allocator;
#[path = "../benches/support/hostile.rs"]
mod hostile;
#[path = "../benches/support/memory.rs"]
mod memory;

/// What `ARCHITECTURE.md` promises.
const TIMES: usize = 16;
const FREE: usize = 64 << 20;

/// `MEGABYTES=N` makes the files larger (1).
#[test]
fn no_file_takes_more_than_sixteen_times_its_bytes_and_64_megabytes() {
    let size = std::env::var("MEGABYTES").ok().and_then(|n| n.parse::<usize>().ok()).unwrap_or(1) << 20;
    let folder = std::env::temp_dir().join(format!("hashiya-memory-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder is writable");
    let mut beyond = Vec::new();
    for (reader, what, make) in hostile::cases() {
        let (bytes, read) = make(size);
        let path = folder.join("f.ron");
        std::fs::write(&path, &bytes).expect("writable");
        // An error is as good as a document.
        let (_, peak) = memory::peak(|| read(&path, &bytes));
        if peak > TIMES * bytes.len() + FREE {
            beyond.push(format!("{reader}, {what}: {peak} bytes for {}", bytes.len()));
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    assert!(beyond.is_empty(), "{beyond:#?}");
}
