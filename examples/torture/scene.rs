//! What the suites share: a document with a counter in it, folders, children, chance.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use hashiya::model::{
    AnnotatedDocument, Annotation, AnnotationId, Annotator, Attributes, Document, DocumentId, Provenance, Record,
    TextSpan, Timestamp,
};
use hashiya::session::{Session, SessionEvent};
use hashiya::store;

/// A document of about `paragraphs` times 150 bytes with as many annotations; the first one's note is the counter.
pub fn document(paragraphs: usize) -> AnnotatedDocument {
    document_of("زار كريم الحداد مدينة صلالة، ثم عاد إلى القاهرة مع سعيد في اليوم نفسه.\n", "كريم", paragraphs)
}

/// The same of any line, with an annotation on `word` in each.
pub fn document_of(line: &str, word: &str, paragraphs: usize) -> AnnotatedDocument {
    let text = line.repeat(paragraphs);
    let at = line.find(word).expect("the word is in the line");
    let line = line.len();
    let document = Document::new(DocumentId("torture".into()), "خبر", text.clone(), BTreeMap::new()).expect("short");
    let mut content = AnnotatedDocument::new(document, Arc::new(store::default_schema()), Annotator::new("أحمد"));
    for i in 0..paragraphs {
        content.annotations.insert(Annotation {
            id: id(i),
            label: "PER".into(),
            spans: TextSpan::new(&text, i * line + at..i * line + at + word.len()).expect("a word").into(),
            entity: None,
            record: Record {
                attributes: Attributes::new(),
                note: "0".into(),
                flag: false,
                provenance: Provenance::Human,
                annotator: Annotator::new("أحمد"),
                created: Timestamp(1_780_000_000_000),
                modified: Timestamp(1_780_000_000_000),
            },
        });
    }
    content
}

pub fn id(i: usize) -> AnnotationId {
    AnnotationId::new(format!("a{i:05}"))
}

/// The note of annotation `i` as a number.
pub fn counter(content: &AnnotatedDocument, i: usize) -> Option<u64> {
    content.annotations.get(&id(i))?.record.note.parse().ok()
}

pub fn count(content: &mut AnnotatedDocument, i: usize, number: u64) {
    let mut annotation = (**content.annotations.get(&id(i)).expect("there")).clone();
    annotation.record.note = number.to_string();
    content.annotations.insert(annotation);
}

/// A folder of its own, removed at the end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("hashiya-torture-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the temporary folder is writable");
        Folder(path)
    }

    /// How many hidden temporary files of saves are left in it.
    pub fn temporaries(&self) -> usize {
        store::clean_stale_temporaries(&self.0, Duration::ZERO)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Where a child says what it does: into the file that its second argument names, or to the suite that reads its output.
pub fn voice(arguments: &[String]) -> Box<dyn std::io::Write> {
    match arguments.get(1) {
        Some(ear) => {
            let ear = std::fs::OpenOptions::new().write(true).open(ear).expect("somebody listens");
            Box::new(std::io::LineWriter::new(ear))
        }
        None => Box::new(std::io::stdout()),
    }
}

/// A session on a file, opened.
pub fn open(path: &Path) -> (Session, Vec<SessionEvent>) {
    let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
    session.open_paths(vec![path.to_path_buf()]);
    let notices = session.finish_jobs();
    (session, notices)
}

/// A process of this program and the lines it prints, each with the moment it arrived.
pub struct Watched {
    pub child: Child,
    pub lines: Receiver<(Instant, String)>,
}

pub fn start(name: &str, arguments: &[&str]) -> Watched {
    let program = std::env::current_exe().expect("this program");
    let mut child = Command::new(program)
        .arg(name)
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .expect("this program starts again");
    let output = child.stdout.take().expect("piped");
    let (send, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if send.send((Instant::now(), line)).is_err() {
                return;
            }
        }
    });
    Watched { child, lines }
}

impl Watched {
    /// Kills the child without warning; returns the moment before, and every line it had printed.
    pub fn kill(mut self) -> (Instant, Vec<(Instant, String)>) {
        let moment = Instant::now();
        self.child.kill().expect("it is ours");
        self.child.wait().expect("it is ours");
        (moment, self.lines.iter().collect())
    }
}

/// No child outlives its suite, even where a promise was broken.
impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Small numbers by chance, repeatable by the seed.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
