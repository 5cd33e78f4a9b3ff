//! The memory that a file may take, held for every reader and everything that can be put in its file: sixteen times the file
//! and 64 MB. A program of its own, since it counts what all threads ask of the allocator.

#[path = "../benches/support/allocator.rs"]
mod allocator;
#[path = "../benches/support/hostile.rs"]
mod hostile;
#[path = "../benches/support/memory.rs"]
mod memory;

use std::path::Path;
use std::sync::Mutex;

use hashiya::formats::{
    self, ColumnOptions, ExportOptions, ExportSink, ImportNote, ImportOptions, ImportSink, Input, Layout, Loss,
    SchemaBuilder, ShardSize, Stopped,
};
use hashiya::model::AnnotatedDocument;
use hashiya::store::{Shelves, default_schema};

/// The allocator counts for the whole program: one test after the other.
static ALONE: Mutex<()> = Mutex::new(());

/// What `ARCHITECTURE.md` promises.
const TIMES: usize = 16;
const FREE: usize = 64 << 20;

/// `MEGABYTES=N` makes the files larger (1); `READER=NAME` asks one reader alone and shows its figures.
#[test]
fn no_file_takes_more_than_sixteen_times_its_bytes_and_64_megabytes() {
    let _alone = ALONE.lock().expect("the other test did not panic");
    let size = std::env::var("MEGABYTES").ok().and_then(|n| n.parse::<usize>().ok()).unwrap_or(1) << 20;
    let folder = std::env::temp_dir().join(format!("hashiya-memory-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder is writable");
    let mut beyond = Vec::new();
    let only = std::env::var("READER").ok();
    for (reader, what, make) in hostile::cases() {
        if only.as_deref().is_some_and(|only| only != reader) {
            continue;
        }
        let (bytes, read) = make(size);
        let path = folder.join("f.ron");
        std::fs::write(&path, &bytes).expect("writable");
        // An error is as good as a document.
        let (end, peak) = memory::peak(|| read(&path, &bytes));
        if only.is_some() {
            println!("{reader}, {what}: {peak} bytes for {}: {end:?}", bytes.len());
        }
        if peak > TIMES * bytes.len() + FREE {
            beyond.push(format!("{reader}, {what}: {peak} bytes for {}", bytes.len()));
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    assert!(beyond.is_empty(), "{beyond:#?}");
}

/// Takes everything and keeps nothing, but for the first documents.
#[derive(Default)]
struct Passing {
    first: Vec<AnnotatedDocument>,
    documents: usize,
    bytes: usize,
    /// What waits until the end goes to the disk.
    shelves: Shelves,
}

impl ImportSink for Passing {
    fn document(&mut self, document: AnnotatedDocument) -> Result<(), Stopped> {
        self.documents += 1;
        if self.first.is_empty() {
            self.first.push(document);
        }
        Ok(())
    }

    fn loss(&mut self, _: Loss) {}

    fn note(&mut self, _: ImportNote) {}
}

impl ExportSink for Passing {
    fn file(&mut self, _: &Path) -> Result<(), Stopped> {
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), Stopped> {
        self.bytes += bytes.len();
        Ok(())
    }

    fn put_aside(&mut self, shelf: usize, bytes: &[u8]) -> Result<(), Stopped> {
        self.shelves.put(shelf, bytes).map_err(|_| Stopped)
    }

    fn take_back(&mut self, shelf: usize, piece: &mut [u8]) -> Result<usize, Stopped> {
        self.shelves.take(shelf, piece).map_err(|_| Stopped)
    }

    fn loss(&mut self, _: Loss) {}
}

/// Of a corpus no more is held than a few documents and the file that is read.
#[test]
fn documents_pass_through_readers_and_writers_one_by_one() {
    let _alone = ALONE.lock().expect("the other test did not panic");
    let line = |n: usize| {
        let spans: Vec<_> =
            (0..40).map(|i| format!("{{\"start\":{},\"end\":{},\"label\":\"A\"}}", i * 5, i * 5 + 4)).collect();
        format!("{{\"id\":\"d{n}\",\"text\":\"{}\",\"spans\":[{}]}}\n", "كلمة ".repeat(40), spans.join(","))
    };
    let lines: String = (0..2000).map(line).collect();
    let read = |sink: &mut dyn ImportSink| {
        let input = Input { path: Path::new("f.jsonl"), bytes: lines.as_bytes(), companions: vec![] };
        let mut words = SchemaBuilder::growing(default_schema());
        let jsonl = formats::by_name("jsonl").expect("a format of the registry");
        jsonl.read_into(&input, &ImportOptions::default(), &mut words, sink).expect("sound");
    };
    let mut passing = Passing::default();
    let ((), streamed) = memory::peak(|| read(&mut passing));
    assert_eq!(passing.documents, 2000);
    let mut all = formats::Import::default();
    let ((), held) = memory::peak(|| read(&mut all));
    // The text of the file is decoded beside its bytes.
    assert!(streamed < 2 * lines.len(), "{streamed} bytes for {}", lines.len());
    assert!(streamed * 4 < held, "{streamed} bytes one by one, {held} all at once");

    for format in formats::registry().iter().filter(|format| format.layout().is_some()) {
        // What is held until a file is full is as much as a file holds.
        let shards = Some(ShardSize::Mb1);
        let write = |count: usize| {
            let mut out = Passing::default();
            let columns = ColumnOptions { shards, ..ColumnOptions::default() };
            let ((), peak) = memory::peak(|| {
                let options = ExportOptions { columns, ..ExportOptions::default() };
                let mut writer = format.writer(options).expect("it is written");
                for _ in 0..count {
                    writer.write(&passing.first[0], &mut out).expect("nothing stops");
                }
                writer.finish(&mut out).expect("nothing stops");
            });
            assert!(out.bytes > 0);
            peak
        };
        let begun = if format.layout() == Some(Layout::Shards) { 1000 } else { 50 };
        let (few, many) = (write(begun), write(begun + 1000));
        // Names of files are remembered, and of an archive what its list says of each at its end.
        let each = if format.name() == "refi-qda" { 450 } else { 200 };
        assert!(many < few + each * 1000, "{}: {few} bytes for {begun} documents, {many} for more", format.name());
    }
}

/// What a file of DocBin is made of waits until it is full: a number for each token, not its row.
#[test]
fn a_large_file_of_docbin_waits_in_less_than_twice_its_texts() {
    let _alone = ALONE.lock().expect("the other test did not panic");
    let text = "كلمة وصل أحمد إلى القاهرة ".repeat(2000);
    let document = {
        let json = format!("{{\"text\":\"{text}\",\"spans\":[{{\"start\":0,\"end\":4,\"label\":\"A\"}}]}}");
        let input = Input { path: Path::new("f.jsonl"), bytes: json.as_bytes(), companions: vec![] };
        let mut words = SchemaBuilder::growing(default_schema());
        let jsonl = formats::by_name("jsonl").expect("a format of the registry");
        jsonl.import(&input, &ImportOptions::default(), &mut words).expect("sound").documents.remove(0)
    };
    let (count, mut out) = (50, Passing::default());
    let ((), peak) = memory::peak(|| {
        let format = formats::by_name("docbin").expect("a format of the registry");
        let mut writer = format.writer(ExportOptions::default()).expect("it is written");
        for _ in 0..count {
            writer.write(&document, &mut out).expect("nothing stops");
        }
        writer.finish(&mut out).expect("nothing stops");
    });
    assert!(out.bytes > 0);
    assert!(peak < 2 * count * text.len(), "{peak} bytes for texts of {}", count * text.len());
}
