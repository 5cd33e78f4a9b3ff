//! Who looks at a document while it is read, and what is shown of it meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::model::{AnnotatedDocument, Annotation};

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

    pub(super) fn bytes(&self) -> std::ops::Range<usize> {
        let (start, end) = (self.start.load(Relaxed), self.end.load(Relaxed));
        // The two are not stored at once; a range that is turned round is of no use for a moment.
        start..end.max(start)
    }

    pub(super) fn count(&self, more: usize) {
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
