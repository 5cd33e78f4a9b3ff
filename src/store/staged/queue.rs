//! Pieces that wait to be read, what came of them, and which of it is in view.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::piece::{Kind, Piece};
use super::records::{RecordBuilder, first_start};
use super::watch::{Stage, Watch};
use crate::model::{Annotation, Relation};

/// The pieces of one file.
#[derive(Debug, Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    more: Condvar,
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Waiting>,
    pushed: usize,
    done: Vec<Done>,
    relations: Vec<(usize, Vec<Relation>)>,
    closed: bool,
    given_up: bool,
}

#[derive(Debug)]
struct Waiting {
    number: usize,
    piece: Piece,
    /// Where its first annotation begins, in bytes of the text; beyond all where it has none.
    start: usize,
}

/// The annotations of a piece.
#[derive(Debug)]
struct Done {
    number: usize,
    annotations: Vec<Arc<Annotation>>,
    /// The text they lie on, in bytes.
    extent: Range<usize>,
    shown: bool,
}

/// A queue that is closed when this goes.
pub(super) struct Closing<'a>(&'a Queue);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        // Nobody will ask for what is left, unless it was closed and waited for before.
        let mut state = self.0.state();
        if !std::mem::replace(&mut state.closed, true) {
            state.given_up = true;
            state.waiting.clear();
        }
        self.0.more.notify_all();
    }
}

impl Queue {
    pub(super) fn closing(&self) -> Closing<'_> {
        Closing(self)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A thread that panicked is noticed where it is joined.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn push(&self, piece: Piece) {
        let start = match piece.kind {
            Kind::Annotations => first_start(&piece).unwrap_or(usize::MAX),
            Kind::Relations => usize::MAX,
        };
        let mut state = self.state();
        let number = state.pushed;
        state.pushed += 1;
        state.waiting.push_back(Waiting { number, piece, start });
        drop(state);
        self.more.notify_one();
    }

    /// No more pieces come.
    pub(super) fn close(&self) {
        self.state().closed = true;
        self.more.notify_all();
    }

    /// Whether something was found that is not as Hashiya writes it.
    pub(super) fn is_given_up(&self) -> bool {
        self.state().given_up
    }

    fn give_up(&self) {
        let mut state = self.state();
        state.given_up = true;
        state.waiting.clear();
    }

    /// Reads pieces until there are no more.
    pub(super) fn work(&self, text: &str, watch: Option<Watch<'_>>) {
        let mut maker = RecordBuilder::new(text);
        while let Some(Waiting { number, piece, .. }) = self.next(watch) {
            match piece.kind {
                Kind::Annotations => {
                    let Some(annotations) = maker.annotations(&piece) else { return self.give_up() };
                    drop(piece);
                    let start = annotations.first().map_or(0, |a| a.spans.extent().start);
                    let end = annotations.iter().map(|a| a.spans.extent().end).max().unwrap_or(start);
                    if let Some(watch) = watch {
                        watch.view.count(annotations.len());
                    }
                    let done = Done { number, annotations, extent: start..end.max(start), shown: false };
                    self.state().done.push(done);
                    self.show(watch);
                }
                Kind::Relations => {
                    let Some(relations) = maker.relations(&piece) else { return self.give_up() };
                    self.state().relations.push((number, relations));
                }
            }
        }
    }

    /// The piece to be read next: the one in view, else the first. Waits for one.
    fn next(&self, watch: Option<Watch<'_>>) -> Option<Waiting> {
        let mut state = self.state();
        loop {
            if state.given_up {
                return None;
            }
            if !state.waiting.is_empty() {
                let at = watch.map_or(0, |watch| {
                    let view = watch.view.bytes();
                    state.waiting.partition_point(|waiting| waiting.start <= view.start).saturating_sub(1)
                });
                return state.waiting.remove(at);
            }
            if state.closed {
                return None;
            }
            state = self.more.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Hands on what is in view and was read.
    fn show(&self, watch: Option<Watch<'_>>) {
        let Some(watch) = watch else { return };
        let view = watch.view.bytes();
        let mut state = self.state();
        let mut found = Vec::new();
        for done in &mut state.done {
            if !done.shown && done.extent.start <= view.end && view.start <= done.extent.end {
                done.shown = true;
                found.push(done.annotations.clone());
            }
        }
        drop(state);
        found.into_iter().for_each(|annotations| (watch.tell)(Stage::View(annotations)));
    }

    /// All that was read, in the order of the file; `None` where it is not all that was in it.
    pub(super) fn take(&self) -> Option<(Vec<Arc<Annotation>>, Vec<Relation>)> {
        let mut state = self.state();
        let (mut done, mut linked) = (std::mem::take(&mut state.done), std::mem::take(&mut state.relations));
        if state.given_up || done.len() + linked.len() != state.pushed {
            return None;
        }
        drop(state);
        done.sort_unstable_by_key(|done| done.number);
        linked.sort_unstable_by_key(|(number, _)| *number);
        let mut annotations = Vec::with_capacity(done.iter().map(|done| done.annotations.len()).sum());
        done.into_iter().for_each(|done| annotations.extend(done.annotations));
        let mut relations = Vec::with_capacity(linked.iter().map(|(_, some)| some.len()).sum());
        linked.into_iter().for_each(|(_, some)| relations.extend(some));
        Some((annotations, relations))
    }
}
