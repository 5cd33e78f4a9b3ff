//! A large document read in stages: its text, the annotations in view, then all the rest.
//!
//! The file is read a chunk at a time. The text stands before the annotations and is handed on as soon as its bytes are
//! there; the annotations, one a line, are read by several processors, those in view first; each chunk is given back when
//! it was read, so that file and document never stand in memory beside each other. The file is hashed meanwhile.
//!
//! This is a shorter way to what the whole file means, never another meaning: at the least doubt (a line that is no
//! annotation, a text whose digest is another, any problem at all) nothing is read this way, and the caller reads the file
//! as a whole, which also gives the exact messages. What was handed on in stages is for showing only.

mod chunks;
mod cut;
mod hash;
mod head;
mod piece;
mod queue;
mod records;
mod watch;

use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;

pub use self::watch::{InView, Stage, Watch};

use self::chunks::Chunks;
use self::cut::Cutter;
use self::head::StagedHeader;
use self::queue::Queue;
use super::checksum::Checksum;
use super::disk::ContentHash;
use super::document_reader::{FileV2, Reader, parse_file};
use super::error::LoadError;
use super::thread_priority::lower_thread_priority;
use crate::model::{AnnotatedDocument, Annotation, AnnotationSet, Digest, Relation};

/// Below this many bytes one processor is as fast, and nobody waits.
const MIN_STAGED_BYTES: u64 = 1 << 19;
/// Bytes read at a time: about a thousand annotations.
const CHUNK: usize = 1 << 18;
/// More threads than this gain little: the disk is read by one.
const MAX_THREADS: usize = 8;

/// Reads a document of `len` bytes or about; `None` where it is small, or where anything is in doubt.
pub(super) fn read(
    path: &Path,
    input: impl Read,
    len: u64,
    watch: Option<Watch<'_>>,
) -> Result<Option<(AnnotatedDocument, ContentHash, Checksum)>, LoadError> {
    match len < MIN_STAGED_BYTES {
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
) -> Result<Option<(AnnotatedDocument, ContentHash, Checksum)>, LoadError> {
    let threads = thread::available_parallelism().map_or(1, usize::from).clamp(1, MAX_THREADS);
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
        let Some(head) = StagedHeader::read(path, &mut chunks)? else { return Ok(None) };
        let StagedHeader { document, rest, version, preview, chunk, from } = head;
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
        note: file.note,
        flag: file.flag,
        annotations: AnnotationSet::from_shared(annotations),
        relations: relations.into_iter().collect(),
        conflicts,
    };
    let all_there = document.annotations.len() == spoken_of && document.relations.len() == linked;
    (all_there && reader.is_content() && document.problems().is_empty()).then_some(document)
}

#[cfg(test)]
mod tests;
