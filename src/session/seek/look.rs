//! Looking into one document, or into all at once where one cannot be judged without the others.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;
use std::time::Instant;

use super::place::{Change, Context, Kind, MOST_PLACES, Place};
use super::wish::Ready;
use crate::analysis::clitics;
use crate::analysis::lint::{self, Mend};
use crate::arabic::clitics::Vocabulary;
use crate::arabic::fold::{Folder, Folds};
use crate::arabic::search::Line;
use crate::arabic::words::{ceil_edge, floor_edge};
use crate::model::{AnnotatedDocument, Annotation, Innermost};
use crate::session::entry_id::EntryId;

/// Nobody waits for the answer any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cancelled;

/// Words on either side of a place.
const WIDTH: usize = 12;
/// Bytes on either side that are looked at for them: a text without blanks is not read to its ends for each hit.
const REACH: usize = 240;
/// Bytes of a very long place that are shown.
const LONGEST: usize = 400;

/// What was found and is not reported yet.
#[derive(Debug)]
pub(super) struct Basket {
    pub places: Vec<Place>,
    /// How many were found, kept or not.
    pub counted: usize,
    kept: usize,
    pub looked: usize,
    pub unread: usize,
    pub reported: Instant,
    folder: Folder,
}

impl Basket {
    pub(super) fn new() -> Self {
        Basket {
            places: Vec::new(),
            counted: 0,
            kept: 0,
            looked: 0,
            unread: 0,
            reported: Instant::now(),
            folder: Folder::new(Folds::SEARCH),
        }
    }

    /// Beyond the most that are kept, a place is only counted: its line is not made.
    fn put(&mut self, place: impl FnOnce(&Folder) -> Place) {
        self.counted += 1;
        if self.kept < MOST_PLACES {
            self.kept += 1;
            let place = place(&self.folder);
            self.places.push(place);
        }
    }
}

impl Ready {
    pub(super) fn is_of_words(&self) -> bool {
        matches!(self, Ready::Words(..))
    }

    /// Whether one document cannot be judged without the others.
    pub(super) fn needs_all(&self) -> bool {
        matches!(self, Ready::Lint | Ready::Clitics(..))
    }
}

pub(super) fn at_text(
    ready: &Ready,
    entry: EntryId,
    text: &str,
    cancelled: &dyn Fn() -> bool,
    basket: &mut Basket,
) -> Result<(), Cancelled> {
    let Ready::Text(matcher) = ready else { return Ok(()) };
    let flow = matcher.each(text, |range| {
        basket.put(|folder| Place {
            entry,
            line: Context::of(text, &range, Some(folder)),
            range,
            kind: Kind::Hit,
            annotation: None,
            change: None,
        });
        // Asked now and then: the answer comes from another thread.
        match basket.counted.is_multiple_of(256) && cancelled() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    });
    if flow.is_break() { Err(Cancelled) } else { Ok(()) }
}

pub(super) fn at_document(
    ready: &Ready,
    entry: EntryId,
    document: &AnnotatedDocument,
    cancelled: &dyn Fn() -> bool,
    basket: &mut Basket,
) -> Result<(), Cancelled> {
    let text = document.text();
    match ready {
        Ready::Text(_) => {
            let before = basket.places.len();
            let mut innermost = Innermost::new(&document.annotations);
            at_text(ready, entry, text, cancelled, basket)?;
            for place in &mut basket.places[before..] {
                place.annotation = innermost.at(&place.range).map(|(_, a)| (a.id.clone(), a.label.clone()));
            }
        }
        Ready::Annotations(lookup) => {
            for annotation in document.annotations.iter().filter(|a| lookup.matches(document, a)) {
                basket.put(|folder| of_annotation(entry, text, annotation, Kind::Annotation, None, Some(folder)));
            }
        }
        Ready::Propagate(propagation, label) => {
            for occurrence in propagation.find_in(document, label) {
                basket.put(|_| Place {
                    entry,
                    line: Context::of(text, &occurrence.range, None),
                    range: occurrence.range,
                    kind: Kind::Same(occurrence.group),
                    annotation: occurrence.existing,
                    change: Some(Change::Annotate(label.clone())),
                });
            }
        }
        Ready::Relabel(propagation, label) => {
            for (group, annotation) in propagation.annotations_in(document) {
                if annotation.label != *label {
                    let change = Change::Relabel(annotation.id.clone(), label.clone());
                    basket.put(|_| of_annotation(entry, text, annotation, Kind::Same(group), Some(change), None));
                }
            }
        }
        Ready::Remove(propagation, label) => {
            for (group, annotation) in propagation.annotations_in(document) {
                if annotation.label == *label {
                    let change = Change::Delete(annotation.id.clone());
                    basket.put(|_| of_annotation(entry, text, annotation, Kind::Same(group), Some(change), None));
                }
            }
        }
        Ready::Clitics(..) | Ready::Lint | Ready::Words(..) => {}
    }
    Ok(())
}

pub(super) fn at_all(
    ready: &Ready,
    documents: &[(EntryId, Arc<AnnotatedDocument>)],
    cancelled: &dyn Fn() -> bool,
    basket: &mut Basket,
) -> Result<(), Cancelled> {
    match *ready {
        Ready::Lint => {
            let all: Vec<&AnnotatedDocument> = documents.iter().map(|(_, document)| &**document).collect();
            for finding in lint::lint(&all) {
                let (entry, document) = &documents[finding.document];
                let annotation = finding.annotation.as_ref().and_then(|id| document.annotations.get(id));
                basket.put(|_| Place {
                    entry: *entry,
                    line: Context::of(document.text(), &finding.range, None),
                    range: finding.range,
                    kind: Kind::Trouble(finding.trouble),
                    change: finding.mend.and_then(|mend| match (mend, annotation) {
                        (Mend::Label(label), _) => Some(Change::Annotate(label)),
                        (Mend::Move(range), Some(a)) => Some(Change::Move(a.id.clone(), range)),
                        (Mend::Relabel(label), Some(a)) => Some(Change::Relabel(a.id.clone(), label)),
                        (_, None) => None,
                    }),
                    annotation: annotation.map(|a| (a.id.clone(), a.label.clone())),
                });
            }
        }
        Ready::Clitics(policy, article) => {
            let mut vocabulary = Vocabulary::default();
            for (_, document) in documents {
                if cancelled() {
                    return Err(Cancelled);
                }
                vocabulary.add_text(document.text());
            }
            for (entry, document) in documents {
                if cancelled() {
                    return Err(Cancelled);
                }
                let text = document.text();
                for moved in clitics::moves(document, policy, article, &vocabulary) {
                    let Some(annotation) = document.annotations.get(&moved.id) else { continue };
                    let between = text[moved.between()].to_owned();
                    let change = Change::Move(moved.id, moved.to);
                    basket.put(|_| of_annotation(*entry, text, annotation, Kind::Clitics(between), Some(change), None));
                }
            }
        }
        _ => {}
    }
    Ok(())
}

fn of_annotation(
    entry: EntryId,
    text: &str,
    annotation: &Annotation,
    kind: Kind,
    change: Option<Change>,
    folder: Option<&Folder>,
) -> Place {
    let range = annotation.spans.extent();
    Place {
        entry,
        line: Context::of(text, &range, folder),
        range,
        kind,
        annotation: Some((annotation.id.clone(), annotation.label.clone())),
        change,
    }
}

impl Context {
    /// The line around a place of a text.
    pub fn around(text: &str, range: Range<usize>) -> Context {
        Context::of(text, &range, None)
    }

    /// The line around `range`; with a folder, what it is sorted by too.
    fn of(text: &str, range: &Range<usize>, folder: Option<&Folder>) -> Context {
        let from = floor_edge(text, range.start.saturating_sub(REACH));
        let to = ceil_edge(text, range.end.min(range.start + LONGEST) + REACH);
        let shown_end = floor_edge(text, range.end.min(range.start + LONGEST)).max(range.start);
        let window = &text[from..to.max(shown_end)];
        let hit = range.start - from..shown_end - from;
        let line = Line::new(window, hit.clone(), WIDTH);
        let (after, before) = folder.map(|folder| line.sort_keys(window, folder)).unwrap_or_default();
        Context {
            text: window[line.before.start..line.after.end].to_owned(),
            hit: hit.start - line.before.start..hit.end - line.before.start,
            before: before.join(" "),
            after: after.join(" "),
        }
    }
}
