//! A large document read in stages: its text, the annotations in view, then all the rest.
//!
//! The file is read a chunk at a time. The text stands before the annotations and is handed on as soon as its bytes are
//! there; the annotations, one a line, are read by several processors, those in view first; each chunk is given back when
//! it was read, so that file and document never stand in memory beside each other. The file is hashed meanwhile.
//!
//! This is a shorter way to what the whole file means, never another meaning: at the least doubt (a line that is no
//! annotation, a text whose digest is another, any problem at all) nothing is read this way, and the caller reads the file
//! as a whole, which also gives the exact messages. What was handed on in stages is for showing only.

mod cut;
mod hash;
mod head;
mod queue;
mod records;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use self::cut::Cutter;
use self::head::Head;
use self::queue::Queue;
use super::disk::{MAX_OWN_BYTES, Stamp};
use super::document_file::{FileV2, Reader, parse_file};
use super::error::LoadError;
use super::seal::Seal;
use super::thread_priority::lower_thread_priority;
use crate::model::{AnnotatedDocument, Annotation, AnnotationSet, Digest, Relation};

/// Below this many bytes one processor is as fast, and nobody waits.
const WORTH: u64 = 1 << 19;
/// Bytes read at a time: about a thousand annotations.
const CHUNK: usize = 1 << 18;
/// More threads than this gain little: the disk is read by one.
const MOST_THREADS: usize = 8;

/// What is known of a document before all of it was read and checked. For showing only.
#[derive(Clone, Debug)]
pub enum Stage {
    /// The text and what stands before it. There are no annotations yet.
    Text(Box<AnnotatedDocument>),
    /// Annotations in view, in the order of the file.
    View(Vec<Arc<Annotation>>),
}

/// Which part of the text somebody looks at while it is read, and how far reading has come. Bytes of the text.
#[derive(Debug, Default)]
pub struct InView {
    start: AtomicUsize,
    end: AtomicUsize,
    annotations: AtomicUsize,
}

impl InView {
    /// What is looked at now.
    pub fn look(&self, bytes: std::ops::Range<usize>) {
        self.start.store(bytes.start, Relaxed);
        self.end.store(bytes.end, Relaxed);
    }

    /// How many annotations were read so far.
    pub fn read(&self) -> usize {
        self.annotations.load(Relaxed)
    }

    fn bytes(&self) -> std::ops::Range<usize> {
        let (start, end) = (self.start.load(Relaxed), self.end.load(Relaxed));
        // The two are not stored at once; a range that is turned round is of no use for a moment.
        start..end.max(start)
    }

    fn count(&self, more: usize) {
        self.annotations.fetch_add(more, Relaxed);
    }
}

/// Somebody who wants to see a document while it is read.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    pub view: &'a InView,
    /// Called by the threads that read.
    pub tell: &'a (dyn Fn(Stage) + Sync),
}

/// Reads a document of `len` bytes or about; `None` where it is small, or where anything is in doubt.
pub(super) fn read(
    path: &Path,
    input: impl Read,
    len: u64,
    watch: Option<Watch<'_>>,
) -> Result<Option<(AnnotatedDocument, Stamp, Seal)>, LoadError> {
    match len < WORTH {
        true => Ok(None),
        false => read_by(path, input, CHUNK, watch),
    }
}

/// The same of a document of any length, `size` bytes at a time.
fn read_by(
    path: &Path,
    input: impl Read,
    size: usize,
    watch: Option<Watch<'_>>,
) -> Result<Option<(AnnotatedDocument, Stamp, Seal)>, LoadError> {
    let threads = thread::available_parallelism().map_or(1, usize::from).clamp(1, MOST_THREADS);
    let queue = Queue::default();
    let queue = &queue;
    thread::scope(|scope| {
        // Whichever way this ends, the threads do not wait for more.
        let _closing = queue.closing();
        let (chunks, to_hash) = channel();
        let behind = watch.is_some();
        let hashing = scope.spawn(move || {
            let_the_window_go_first(behind);
            hash::all(to_hash)
        });
        let mut chunks = Chunks { path, input, size, chunks, read: 0 };
        let Some(head) = Head::read(path, &mut chunks)? else { return Ok(None) };
        let Head { document, rest, version, preview, chunk, from } = head;
        let text = document.text().clone();
        let digesting = {
            let text = text.clone();
            scope.spawn(move || {
                let_the_window_go_first(behind);
                Digest::of(&text)
            })
        };
        if let Some(watch) = watch {
            (watch.tell)(Stage::Text(preview));
        }
        let reading: Vec<_> = (0..threads)
            .map(|_| {
                let text = text.clone();
                scope.spawn(move || {
                    let_the_window_go_first(behind);
                    queue.work(&text, watch);
                })
            })
            .collect();
        let mut cutter = Cutter::default();
        let mut next = Some((chunk, from));
        while let Some((chunk, from)) = next {
            if cutter.take(chunk, from, queue).is_none() || queue.is_given_up() {
                return Ok(None);
            }
            next = chunks.next()?.map(|chunk| (chunk, 0));
        }
        drop(chunks);
        queue.close();
        let Some(tail) = cutter.tail() else { return Ok(None) };
        if reading.into_iter().any(|thread| thread.join().is_err()) {
            // What was wrong was said where it happened; the whole file is read again by the plain way.
            return Ok(None);
        }
        let Some((annotations, relations)) = queue.take() else { return Ok(None) };
        let whole = rest + head::NOTHING_ANNOTATED + &tail;
        let Ok(file) = parse_file(path, &whole, version) else { return Ok(None) };
        let Some(read) = assembled(document, file, &whole, annotations, relations) else { return Ok(None) };
        let (Ok(digest), Ok(Some((seal, stamp)))) = (digesting.join(), hashing.join()) else { return Ok(None) };
        Ok((digest == read.document.digest()).then_some((read, stamp, seal)))
    })
}

/// While a window and its first page are painted, a few processors are short.
fn let_the_window_go_first(behind: bool) {
    if behind {
        lower_thread_priority();
    }
}

/// The document of all that was read apart; `None` where anything is wrong with it.
fn assembled(
    document: crate::model::Document,
    file: FileV2<'_>,
    source: &str,
    annotations: Vec<Arc<Annotation>>,
    relations: Vec<Relation>,
) -> Option<AnnotatedDocument> {
    if !file.annotations.is_empty() || !file.relations.is_empty() {
        return None;
    }
    let (spoken_of, linked) = (annotations.len(), relations.len());
    let mut reader = Reader::new(source);
    let text = document.text().clone();
    let conflicts = file.conflicts.into_iter().filter_map(|c| reader.conflict(&text, c)).map(Arc::new).collect();
    let document = AnnotatedDocument {
        document,
        schema: Arc::new(file.schema),
        annotator: crate::model::Annotator::new(file.annotator),
        state: file.state,
        attributes: file.attributes.0,
        annotations: AnnotationSet::from_shared(annotations),
        relations: relations.into_iter().map(|r| (r.id.clone(), r)).collect::<BTreeMap<_, _>>(),
        conflicts,
    };
    let all_there = document.annotations.len() == spoken_of && document.relations.len() == linked;
    (all_there && reader.is_content() && document.problems().is_empty()).then_some(document)
}

/// A file in chunks, each of which is handed to be hashed as well.
struct Chunks<'a, R> {
    path: &'a Path,
    input: R,
    /// Bytes of a chunk.
    size: usize,
    chunks: Sender<Arc<Vec<u8>>>,
    read: u64,
}

impl<R: Read> Chunks<'_, R> {
    /// The next chunk; `None` at the end of the file.
    fn next(&mut self) -> Result<Option<Arc<Vec<u8>>>, LoadError> {
        let mut chunk = Vec::with_capacity(self.size);
        let io = |source| LoadError::Io { path: self.path.to_path_buf(), source };
        self.input.by_ref().take(self.size as u64).read_to_end(&mut chunk).map_err(io)?;
        self.read += chunk.len() as u64;
        if self.read > MAX_OWN_BYTES {
            return Err(LoadError::TooLarge { path: self.path.into(), len: self.read, limit: MAX_OWN_BYTES });
        }
        if chunk.is_empty() {
            return Ok(None);
        }
        let chunk = Arc::new(chunk);
        // Who hashes ends before this only if it failed, which is seen when it is asked for its result.
        let _ = self.chunks.send(chunk.clone());
        Ok(Some(chunk))
    }
}

#[cfg(test)]
mod tests;
