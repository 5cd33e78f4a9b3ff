//! Looking into one document, or into all at once where one cannot be judged without the others.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;
use std::time::Instant;

use super::place::{Fix, HitContext, HitKind, MAX_HITS, SearchHit};
use super::request::{CompiledQuery, MarkKind};
use crate::analysis::clitics;
use crate::analysis::lint::{self, Mend};
use crate::arabic::clitics::Lexicon;
use crate::arabic::normalize::{Normalization, Normalizer};
use crate::arabic::search::{KwicLine, Matcher};
use crate::arabic::words::{ceil_edge, floor_edge};
use crate::model::{AnnotatedDocument, Annotation, Innermost, LabelName, Record, Target};
use crate::session::entry_id::EntryId;

/// Nobody waits for the answer any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cancelled;

/// Words on either side of a place.
const WIDTH: usize = 12;
/// Bytes on either side that are looked at for them: a text without blanks is not read to its ends for each hit.
const KWIC_REACH_BYTES: usize = 240;
/// Bytes of a very long place that are shown.
const MAX_KWIC_BYTES: usize = 400;

/// What was found and is not reported yet.
#[derive(Debug)]
pub(super) struct HitCollector {
    pub places: Vec<SearchHit>,
    /// How many were found, kept or not.
    pub counted: usize,
    kept: usize,
    pub looked: usize,
    pub unread: usize,
    pub reported: Instant,
    folder: Normalizer,
}

impl HitCollector {
    pub(super) fn new() -> Self {
        HitCollector {
            places: Vec::new(),
            counted: 0,
            kept: 0,
            looked: 0,
            unread: 0,
            reported: Instant::now(),
            folder: Normalizer::new(Normalization::SEARCH),
        }
    }

    /// Beyond the most that are kept, a place is only counted: its line is not made.
    fn put(&mut self, place: impl FnOnce(&Normalizer) -> SearchHit) {
        self.counted += 1;
        if self.kept < MAX_HITS {
            self.kept += 1;
            let place = place(&self.folder);
            self.places.push(place);
        }
    }
}

impl CompiledQuery {
    pub(super) fn is_of_words(&self) -> bool {
        matches!(self, CompiledQuery::Words(..))
    }

    /// Whether one document cannot be judged without the others.
    pub(super) fn needs_all(&self) -> bool {
        matches!(self, CompiledQuery::Lint | CompiledQuery::Clitics(..))
    }
}

pub(super) fn at_text(
    ready: &CompiledQuery,
    entry: EntryId,
    text: &str,
    cancelled: &dyn Fn() -> bool,
    basket: &mut HitCollector,
) -> Result<(), Cancelled> {
    let CompiledQuery::Text(matcher) = ready else { return Ok(()) };
    let flow = matcher.each(text, |range| {
        basket.put(|folder| SearchHit {
            entry,
            line: HitContext::of(text, &range, Some(folder)),
            range,
            kind: HitKind::Hit,
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
    ready: &CompiledQuery,
    entry: EntryId,
    document: &AnnotatedDocument,
    cancelled: &dyn Fn() -> bool,
    basket: &mut HitCollector,
) -> Result<(), Cancelled> {
    let text = document.text();
    match ready {
        CompiledQuery::Text(_) => {
            let before = basket.places.len();
            let mut innermost = Innermost::new(&document.annotations);
            at_text(ready, entry, text, cancelled, basket)?;
            for place in &mut basket.places[before..] {
                place.annotation = innermost.at(&place.range).map(|(_, a)| (a.id.clone(), a.label.clone()));
            }
        }
        CompiledQuery::Annotations(lookup) => {
            for annotation in document.annotations.iter().filter(|a| lookup.matches(document, a)) {
                basket.put(|folder| of_annotation(entry, text, annotation, HitKind::Annotation, None, Some(folder)));
            }
        }
        CompiledQuery::Propagate(propagation, label) => {
            for occurrence in propagation.find_in(document, label) {
                basket.put(|_| SearchHit {
                    entry,
                    line: HitContext::of(text, &occurrence.range, None),
                    range: occurrence.range,
                    kind: HitKind::Same(occurrence.group),
                    annotation: occurrence.existing,
                    change: Some(Fix::Annotate(label.clone())),
                });
            }
        }
        CompiledQuery::Relabel(propagation, label) => {
            for (group, annotation) in propagation.annotations_in(document) {
                if annotation.label != *label {
                    let change = Fix::Relabel(annotation.id.clone(), label.clone());
                    basket.put(|_| of_annotation(entry, text, annotation, HitKind::Same(group), Some(change), None));
                }
            }
        }
        CompiledQuery::Remove(propagation, label) => {
            for (group, annotation) in propagation.annotations_in(document) {
                if annotation.label == *label {
                    let change = Fix::Delete(annotation.id.clone());
                    basket.put(|_| of_annotation(entry, text, annotation, HitKind::Same(group), Some(change), None));
                }
            }
        }
        CompiledQuery::Places(list) => {
            for range in list.by_entry.get(&entry).into_iter().flatten() {
                // The text may be another by now.
                if text.get(range.clone()).is_none() {
                    continue;
                }
                let there = document.annotations.overlapping(range.clone());
                let annotation = there.map(|(_, a)| a).find(|a| a.spans.extent() == *range);
                basket.put(|folder| SearchHit {
                    entry,
                    line: HitContext::of(text, range, Some(folder)),
                    range: range.clone(),
                    kind: HitKind::Hit,
                    annotation: annotation.map(|a| (a.id.clone(), a.label.clone())),
                    change: None,
                });
            }
        }
        CompiledQuery::Marks(matcher, kind) => marks(entry, document, matcher.as_ref(), *kind, basket),
        CompiledQuery::Clitics(..) | CompiledQuery::Lint | CompiledQuery::Words(..) => {}
    }
    Ok(())
}

pub(super) fn at_all(
    ready: &CompiledQuery,
    documents: &[(EntryId, Arc<AnnotatedDocument>)],
    cancelled: &dyn Fn() -> bool,
    basket: &mut HitCollector,
) -> Result<(), Cancelled> {
    match *ready {
        CompiledQuery::Lint => {
            let all: Vec<&AnnotatedDocument> = documents.iter().map(|(_, document)| &**document).collect();
            for finding in lint::lint(&all) {
                let (entry, document) = &documents[finding.document];
                let annotation = finding.annotation.as_ref().and_then(|id| document.annotations.get(id));
                basket.put(|_| SearchHit {
                    entry: *entry,
                    line: HitContext::of(document.text(), &finding.range, None),
                    range: finding.range,
                    kind: HitKind::Trouble(finding.trouble),
                    change: finding.mend.and_then(|mend| match (mend, annotation) {
                        (Mend::Label(label), _) => Some(Fix::Annotate(label)),
                        (Mend::Move(range), Some(a)) => Some(Fix::Move(a.id.clone(), range)),
                        (Mend::Relabel(label), Some(a)) => Some(Fix::Relabel(a.id.clone(), label)),
                        (_, None) => None,
                    }),
                    annotation: annotation.map(|a| (a.id.clone(), a.label.clone())),
                });
            }
        }
        CompiledQuery::Clitics(policy, article) => {
            let mut vocabulary = Lexicon::default();
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
                    let change = Fix::Move(moved.id, moved.to);
                    basket.put(|_| {
                        of_annotation(*entry, text, annotation, HitKind::Clitics(between), Some(change), None)
                    });
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// Notes and flags: that of the document first, then those of annotations and relations by their place, a relation at its source.
fn marks(
    entry: EntryId,
    document: &AnnotatedDocument,
    matcher: Option<&Matcher>,
    kind: MarkKind,
    basket: &mut HitCollector,
) {
    let text = document.text();
    let wanted = |note: &str, flag: bool| match kind {
        MarkKind::All => flag || !note.is_empty(),
        MarkKind::Notes => !note.is_empty(),
        MarkKind::Flags => flag,
    };
    let holds = |text: &str| matcher.is_none_or(|matcher| matcher.count(text) > 0);
    if wanted(&document.note, document.flag) && (holds(&document.note) || holds(document.document.title())) {
        let kind = HitKind::Mark { of: Target::Document, note: document.note.clone(), flag: document.flag };
        let line = HitContext::of(text, &(0..0), None);
        basket.put(|_| SearchHit { entry, line, range: 0..0, kind, annotation: None, change: None });
    }
    let mut found: Vec<(&Arc<Annotation>, Target, &LabelName, &Record)> = Vec::new();
    for annotation in document.annotations.iter().filter(|a| wanted(&a.record.note, a.record.flag)) {
        let of = Target::Annotation(annotation.id.clone());
        found.push((annotation, of, &annotation.label, &annotation.record));
    }
    for relation in document.relations.values().filter(|r| wanted(&r.record.note, r.record.flag)) {
        if let Some(source) = document.annotations.get(&relation.source) {
            found.push((source, Target::Relation(relation.id.clone()), &relation.label, &relation.record));
        }
    }
    // Stable: an annotation comes before its relations.
    found.sort_by_key(|(at, ..)| at.spans.first());
    for (annotation, of, label, record) in found {
        let quoted = || annotation.spans.iter().any(|span| holds(document.document.quote(span)));
        if holds(&record.note) || holds(label.as_str()) || quoted() {
            let kind = HitKind::Mark { of, note: record.note.clone(), flag: record.flag };
            basket.put(|folder| SearchHit {
                annotation: Some((annotation.id.clone(), label.clone())),
                ..of_annotation(entry, text, annotation, kind, None, Some(folder))
            });
        }
    }
}

fn of_annotation(
    entry: EntryId,
    text: &str,
    annotation: &Annotation,
    kind: HitKind,
    change: Option<Fix>,
    folder: Option<&Normalizer>,
) -> SearchHit {
    let range = annotation.spans.extent();
    SearchHit {
        entry,
        line: HitContext::of(text, &range, folder),
        range,
        kind,
        annotation: Some((annotation.id.clone(), annotation.label.clone())),
        change,
    }
}

impl HitContext {
    /// The line around a place of a text.
    pub fn around(text: &str, range: Range<usize>) -> HitContext {
        HitContext::of(text, &range, None)
    }

    /// The line around `range`; with a folder, what it is sorted by too.
    fn of(text: &str, range: &Range<usize>, folder: Option<&Normalizer>) -> HitContext {
        let from = floor_edge(text, range.start.saturating_sub(KWIC_REACH_BYTES));
        let to = ceil_edge(text, range.end.min(range.start + MAX_KWIC_BYTES) + KWIC_REACH_BYTES);
        let shown_end = floor_edge(text, range.end.min(range.start + MAX_KWIC_BYTES)).max(range.start);
        let window = &text[from..to.max(shown_end)];
        let hit = range.start - from..shown_end - from;
        let line = KwicLine::new(window, hit.clone(), WIDTH);
        let (after, before) = folder.map(|folder| line.sort_keys(window, folder)).unwrap_or_default();
        HitContext {
            text: window[line.before.start..line.after.end].to_owned(),
            hit: hit.start - line.before.start..hit.end - line.before.start,
            before: before.join(" "),
            after: after.join(" "),
        }
    }
}
