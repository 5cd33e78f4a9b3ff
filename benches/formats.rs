//! How fast each format is written and read: `cargo bench --bench formats [-- FILTER]`.
//!
//! 200 documents of Arabic text with an annotation for each hundred bytes, attributes, notes and relations. Megabytes are those of
//! the dataset's files, seconds are processor time of the one thread, memory is what the work holds at most beyond documents and
//! files. `MEGABYTES=N` says how much text there is (10), `REPEAT=N` does all of it so many times and takes the fastest of each (3): others may use the machine.
//!
//! A packed file is smaller than what it says: megabytes of `values` are the texts of all documents and what is said in texts and
//! numbers of their annotations and relations, without any name of a field, quote or length. They are the same for every format.

#[path = "support/allocator.rs"]
mod allocator;
#[path = "support/clock.rs"]
mod clock;
#[path = "support/memory.rs"]
mod memory;
#[path = "support/record.rs"]
mod record;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clock::cpu_seconds;
use hashiya::formats::{
    self, ExportOptions, ExportSink, ImportOptions, ImportSink, Input, Loss, SchemaBuilder, Stopped,
};
use hashiya::model::{
    AnnotatedDocument, Annotation, AnnotationSet, Annotator, AttributeValue, Document, DocumentId, Provenance, Record,
    Relation, TextSpan, Timestamp,
};
use hashiya::store::{Shelves, default_schema, samples};

const DOCUMENTS: usize = 200;
/// Bytes of text for an annotation.
const SPARSE: usize = 100;

/// Counts what it is given.
#[derive(Default)]
struct Counts {
    documents: usize,
    annotations: usize,
    losses: usize,
    bytes: usize,
    shelves: Shelves,
}

impl ExportSink for Counts {
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

    fn loss(&mut self, _: Loss) {
        self.losses += 1;
    }
}

impl ImportSink for Counts {
    fn document(&mut self, document: AnnotatedDocument) -> Result<(), Stopped> {
        self.documents += 1;
        self.annotations += document.annotations.len();
        Ok(())
    }

    fn loss(&mut self, _: Loss) {
        self.losses += 1;
    }

    fn note(&mut self, _: formats::ImportNote) {}
}

fn main() {
    let size = std::env::var("MEGABYTES").ok().and_then(|n| n.parse::<usize>().ok()).unwrap_or(10) * 1_000_000;
    let only: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let documents: Vec<AnnotatedDocument> = (0..DOCUMENTS).map(|n| document(n, size / DOCUMENTS)).collect();
    let refs: Vec<&AnnotatedDocument> = documents.iter().collect();
    let annotations: usize = documents.iter().map(|document| document.annotations.len()).sum();
    let times = std::env::var("REPEAT").ok().and_then(|n| n.parse::<usize>().ok()).unwrap_or(3).max(1);
    let values = documents.iter().map(values).sum::<usize>() as f64 / 1e6;
    record::begin();
    println!(
        "{DOCUMENTS} documents, {:.1} MB of text, {annotations} annotations, {values:.1} MB of values",
        size as f64 / 1e6
    );
    println!(
        "{:<18} {:>8} {:>11} {:>9} {:>11} {:>9} {:>9}  read back",
        "format", "MB", "write MB/s", "peak MB", "read MB/s", "values/s", "peak MB"
    );
    for format in formats::registry() {
        if !only.is_empty() && !only.iter().any(|only| format.name().contains(only.as_str())) {
            continue;
        }
        let Some(_) = format.layout() else { continue };
        let survey = format.survey_of(refs.iter().copied(), &ExportOptions::default());
        let options = || ExportOptions { survey: Some(&survey), ..ExportOptions::default() };
        let write = || {
            let mut sink = Counts::default();
            let mut writer = format.writer(options()).expect("it has a layout");
            let written = refs.iter().try_for_each(|document| writer.write(document, &mut sink));
            written.and_then(|()| writer.finish(&mut sink)).expect("nothing stops it");
            sink
        };
        let written = fastest(times, || drop(write()));
        let (mut sink, held) = memory::peak(write);
        let mb = std::mem::take(&mut sink.bytes) as f64 / 1e6;
        let held = held as f64 / 1e6;
        let mut line = format!("{:<18} {mb:>8.1} {:>11.0} {held:>9.1}", format.name(), mb / written);
        record::record(format.name(), "written", "MB/s", mb / written);
        record::record(format.name(), "memory of the writer", "MB", held);
        let export = format.export_with(&refs, options());
        if format.reads() {
            let (answer, seconds, held) = read_all(*format, &export.files, times);
            if answer.is_ok() {
                record::record(format.name(), "read", "MB/s", mb / seconds);
                record::record(format.name(), "memory of the reader", "MB", held as f64 / 1e6);
            }
            let _ = match answer {
                Ok(counts) => write!(
                    line,
                    " {:>11.0} {:>9.0} {:>9.1}  {} documents, {} annotations, {} losses",
                    mb / seconds,
                    values / seconds,
                    held as f64 / 1e6,
                    counts.documents,
                    counts.annotations,
                    counts.losses
                ),
                Err(why) => {
                    write!(line, " {:>11} {:>9} {:>9}  {}", "–", "–", "–", why.lines().next().unwrap_or_default())
                }
            };
        }
        println!("{line}");
    }
}

/// Reads every file that holds documents, each with its companions.
fn read_all(
    format: &dyn formats::Format,
    files: &[(PathBuf, Vec<u8>)],
    times: usize,
) -> (Result<Counts, String>, f64, usize) {
    let by_path: BTreeMap<&Path, &[u8]> =
        files.iter().map(|(path, bytes)| (path.as_path(), bytes.as_slice())).collect();
    let is_main = |path: &Path| path.extension().is_some_and(|e| format.extensions().iter().any(|name| e == *name));
    let read = || {
        let mut counts = Counts::default();
        let options = ImportOptions::default();
        for (path, bytes) in files.iter().filter(|(path, _)| is_main(path)) {
            let companions = format.companions(path).into_iter();
            let companions =
                companions.filter_map(|path| Some((path.clone(), by_path.get(path.as_path())?.to_vec()))).collect();
            let mut words = SchemaBuilder::of_files(default_schema());
            format
                .read_into(&Input { path, bytes, companions }, &options, &mut words, &mut counts)
                .map_err(|end| format!("{end:?}"))?;
        }
        Ok(counts)
    };
    let seconds = fastest(times, || drop(read()));
    let (answer, held) = memory::peak(read);
    (answer, seconds, held)
}

/// Seconds of processor time of the fastest of so many times.
fn fastest(times: usize, work: impl Fn()) -> f64 {
    let once = || {
        let begun = cpu_seconds();
        work();
        cpu_seconds() - begun
    };
    memory::uncounted(|| (0..times).map(|_| once()).fold(f64::INFINITY, f64::min))
}

/// Bytes of what a document says.
fn values(document: &AnnotatedDocument) -> usize {
    const NUMBER: usize = 8;
    let record = |record: &Record| {
        let time = |time: Timestamp| time.to_rfc3339().unwrap_or_default().len();
        let attribute = |(name, value): (&String, &AttributeValue)| match value {
            AttributeValue::Text(text) | AttributeValue::Choice(text) => name.len() + text.len(),
            AttributeValue::Choices(choices) => name.len() + choices.iter().map(String::len).sum::<usize>(),
            AttributeValue::Flag(_) | AttributeValue::Number(_) | AttributeValue::Date(_) => name.len() + NUMBER,
        };
        let said = record.annotator.as_str().len() + record.provenance.to_string().len() + record.note.len();
        said + time(record.created) + time(record.modified) + record.attributes.iter().map(attribute).sum::<usize>()
    };
    let annotation = |one: &Arc<Annotation>| {
        let quote = one.spans.extent().len();
        2 * NUMBER + one.id.as_str().len() + one.label.as_str().len() + quote + record(&one.record)
    };
    let relation = |one: &Relation| {
        let ends = one.source.as_str().len() + one.target.as_str().len();
        one.id.as_str().len() + one.label.as_str().len() + ends + record(&one.record)
    };
    let annotations: usize = document.annotations.iter().map(annotation).sum();
    document.text().len() + annotations + document.relations.values().map(relation).sum::<usize>()
}

fn document(number: usize, bytes: usize) -> AnnotatedDocument {
    let sample = samples().remove(1);
    let text = sample.text().repeat(bytes / sample.text().len() + 1);
    let words: Vec<usize> = text.match_indices(' ').map(|(at, _)| at + 1).collect();
    let count = (text.len() / SPARSE).min(words.len() / 2);
    let step = (words.len() - 2) / count.max(1);
    let labels = ["PER", "ORG", "LOC", "DATE"];
    let record = |i: usize| {
        let time = Timestamp(1_780_000_000_000 + i as i64 * 1300);
        let mut record = Record::new(Provenance::Human, Annotator::new("ليلى"), time);
        if i.is_multiple_of(10) {
            record.attributes.insert("kind".into(), AttributeValue::Text("مدينة".into()));
        }
        if i.is_multiple_of(50) {
            record.note = "يراجع".into();
        }
        record
    };
    let annotation = |i: usize| Annotation {
        id: format!("a{i:05}").as_str().into(),
        label: labels[i % labels.len()].into(),
        spans: TextSpan::new(&text, words[i * step]..words[i * step + 1] - 1).expect("a word").into(),
        entity: None,
        record: record(i),
    };
    let relation = |i: usize| Relation {
        id: format!("r{i:05}").as_str().into(),
        label: "works-for".into(),
        source: format!("a{:05}", i * 4).as_str().into(),
        target: format!("a{:05}", i * 4 + 1).as_str().into(),
        record: record(1),
    };
    let annotations = AnnotationSet::from_annotations((0..count).map(annotation));
    let relations = (0..count / 8).map(relation).collect();
    let document =
        Document::new(DocumentId(format!("d{number:04}").into()), "", text, BTreeMap::new()).expect("a text");
    let schema = Arc::new(default_schema());
    AnnotatedDocument { annotations, relations, ..AnnotatedDocument::new(document, schema, Annotator::new("ليلى")) }
}
