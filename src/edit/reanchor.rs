//! A text that changed under its annotations: where each of them stands in the new one.
//!
//! Lines that stand once in both texts, in the same order, are fixed points; what lies in lines between which nothing
//! changed moves with them. The rest is looked for by its quote and the characters around it. What could stand in two
//! places is asked, never guessed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, AnnotationSet, Document, DocumentError, Spans, TextSpan,
};

/// Characters on either side of a quote that are compared.
const CONTEXT: usize = 32;

/// Places of one quote that are compared, at most; a quote that stands more often is asked.
const MAX_PLACES: usize = 2048;

/// Bytes of text that are searched for quotes, over all annotations.
const MAX_SEARCHED_BYTES: usize = 4 << 30;

/// What became of an annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReanchorOutcome {
    /// It stands where it stood.
    Exact(Spans),
    Moved(Spans),
    /// It may stand in any of these places; none is better.
    Ambiguous(Vec<Spans>),
    /// Its words are gone.
    Lost,
}

/// Where the annotations of a document stand in a new text.
#[derive(Clone, Debug)]
pub struct Reanchoring {
    old: AnnotatedDocument,
    text: Arc<str>,
    /// In document order.
    pub fates: Vec<(Arc<Annotation>, ReanchorOutcome)>,
}

/// Looks for each annotation of `document` in `text`. Nothing is changed by that.
pub fn reanchor(document: &AnnotatedDocument, text: impl Into<Arc<str>>) -> Reanchoring {
    let text = text.into();
    let lines = Alignment::new(document.text(), &text);
    let mut search = Search { old: document.text(), new: &text, known: HashMap::new(), searched: 0 };
    let fates = document.annotations.iter().map(|annotation| {
        let fate = lines.carry(&annotation.spans, &text).unwrap_or_else(|| search.fate(annotation));
        (annotation.clone(), fate)
    });
    let fates = fates.collect();
    Reanchoring { old: document.clone(), text, fates }
}

impl Reanchoring {
    /// The document as it was.
    pub fn old(&self) -> &AnnotatedDocument {
        &self.old
    }

    /// The new text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many stand where they stood, moved, are to be asked, and are lost.
    pub fn counts(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for (_, fate) in &self.fates {
            counts[match fate {
                ReanchorOutcome::Exact(_) => 0,
                ReanchorOutcome::Moved(_) => 1,
                ReanchorOutcome::Ambiguous(_) => 2,
                ReanchorOutcome::Lost => 3,
            }] += 1;
        }
        counts
    }

    /// How many relations would lack an end in the document with these choices.
    pub fn unlinked(&self, chosen: &HashMap<AnnotationId, Spans>) -> usize {
        let left_out = |(annotation, fate): &&(Arc<Annotation>, ReanchorOutcome)| {
            matches!(fate, ReanchorOutcome::Ambiguous(_) | ReanchorOutcome::Lost)
                && !chosen.contains_key(&annotation.id)
        };
        let gone: HashSet<&AnnotationId> = self.fates.iter().filter(left_out).map(|(a, _)| &a.id).collect();
        self.old.relations.values().filter(|r| gone.contains(&r.source) || gone.contains(&r.target)).count()
    }

    /// The document with the new text and every annotation whose place is known, or chosen in `chosen`. The others, and
    /// relations that would lack an end, are not in it.
    pub fn document(&self, chosen: &HashMap<AnnotationId, Spans>) -> Result<AnnotatedDocument, DocumentError> {
        let old = &self.old.document;
        let document = Document::new(old.id().clone(), old.title(), self.text.clone(), old.metadata().clone())?;
        let placed = self.fates.iter().filter_map(|(annotation, fate)| {
            let spans = match fate {
                ReanchorOutcome::Exact(spans) | ReanchorOutcome::Moved(spans) => Some(spans),
                ReanchorOutcome::Ambiguous(_) | ReanchorOutcome::Lost => chosen.get(&annotation.id),
            };
            spans.map(|spans| Annotation { spans: spans.clone(), ..(**annotation).clone() })
        });
        let annotations = AnnotationSet::from_annotations(placed);
        let mut relations = self.old.relations.clone();
        relations.retain(|r| annotations.contains(&r.source) && annotations.contains(&r.target));
        Ok(AnnotatedDocument { document, annotations, relations, ..self.old.clone() })
    }
}

/// Which lines of the old text are which of the new one.
struct Alignment {
    /// For each old line: where it begins in the old text, its length, and where it begins in the new text.
    lines: Vec<(usize, usize, Option<usize>)>,
}

impl Alignment {
    fn new(old: &str, new: &str) -> Self {
        let starts = |text: &str| -> Vec<usize> {
            text.split_inclusive('\n')
                .scan(0, |at, line| {
                    *at += line.len();
                    Some(*at - line.len())
                })
                .collect()
        };
        let (old_lines, new_lines): (Vec<&str>, Vec<&str>) =
            (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
        let (old_starts, new_starts) = (starts(old), starts(new));
        let anchors = fixed_points(&old_lines, &new_lines);
        // From each fixed point on, in both directions, as long as the lines are the same. Where the two directions
        // disagree, a line like its neighbours came or went, and it cannot be said which.
        let mut forward = vec![None; old_lines.len()];
        let mut backward = vec![None; old_lines.len()];
        let same = |a: usize, b: usize| old_lines.get(a).is_some_and(|line| new_lines.get(b) == Some(line));
        // The beginning and the end of the texts are fixed points as well.
        let mut next = Some(0);
        for (at, to) in forward.iter_mut().enumerate() {
            next = anchors.get(&at).copied().or(next).filter(|line| same(at, *line));
            *to = next;
            next = next.map(|line| line + 1);
        }
        // Counted from behind: the line before `next`.
        let mut next = Some(new_lines.len());
        for (at, to) in backward.iter_mut().enumerate().rev() {
            let after = anchors.get(&at).map(|line| line + 1).or(next);
            *to = after.and_then(|line| line.checked_sub(1)).filter(|line| same(at, *line));
            next = *to;
        }
        let mapped = forward.into_iter().zip(backward).map(|pair| match pair {
            (Some(a), Some(b)) if a == b => Some(a),
            (Some(_), Some(_)) => None,
            (a, b) => a.or(b),
        });
        let lines = old_starts.iter().zip(&old_lines).zip(mapped);
        let lines = lines.map(|((start, line), to)| (*start, line.len(), to.map(|line| new_starts[line]))).collect();
        Alignment { lines }
    }

    /// The spans in the new text, where all of their lines are in it; `None` where a search is needed.
    fn carry(&self, spans: &Spans, text: &str) -> Option<ReanchorOutcome> {
        let mut carried = Vec::new();
        for span in spans.iter() {
            let range = span.range();
            let first = self.lines.partition_point(|(start, _, _)| *start <= range.start).checked_sub(1)?;
            let (start, len, to) = self.lines[first];
            let shift = |at: usize| Some(to? + (at - start));
            // A span over several lines moves where all of them moved alike.
            let mut line = first;
            let mut end = start + len;
            while end < range.end {
                line += 1;
                let (next, len, moved) = *self.lines.get(line)?;
                if moved? != shift(next)? {
                    return None;
                }
                end = next + len;
            }
            carried.push(TextSpan::new_or_empty(text, shift(range.start)?..shift(range.end)?).ok()?);
        }
        let moved = Spans::new(carried).ok()?;
        Some(if moved == *spans { ReanchorOutcome::Exact(moved) } else { ReanchorOutcome::Moved(moved) })
    }
}

/// Lines that stand once in both texts, in the longest order that both share: old line → new line.
fn fixed_points(old: &[&str], new: &[&str]) -> HashMap<usize, usize> {
    let once = |lines: &[&str]| {
        let mut places: HashMap<String, Option<usize>> = HashMap::new();
        for (at, line) in lines.iter().enumerate() {
            places.entry((*line).to_owned()).and_modify(|place| *place = None).or_insert(Some(at));
        }
        places
    };
    let there = once(new);
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (line, at) in once(old) {
        if let (Some(at), Some(Some(to))) = (at, there.get(&line)) {
            pairs.push((at, *to));
        }
    }
    pairs.sort_unstable();
    // The longest increasing run of new lines, by patience: `ends[n]` is the pair at which a run of n + 1 ends lowest.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (i, (_, to)) in pairs.iter().enumerate() {
        let place = ends.partition_point(|&end| pairs[end].1 < *to);
        before[i] = place.checked_sub(1).map(|p| ends[p]);
        match ends.get_mut(place) {
            Some(end) => *end = i,
            None => ends.push(i),
        }
    }
    let mut run = HashMap::new();
    let mut at = ends.last().copied();
    while let Some(i) = at {
        run.insert(pairs[i].0, pairs[i].1);
        at = before[i];
    }
    run
}

/// Where a quote stands in the old text, and in the new one.
type CandidatePlaces = (Vec<usize>, Vec<usize>);

/// Looks for quotes by what stands around them.
struct Search<'a> {
    old: &'a str,
    new: &'a str,
    /// `None` for a quote that stands too often.
    known: HashMap<String, Option<CandidatePlaces>>,
    searched: usize,
}

impl Search<'_> {
    fn fate(&mut self, annotation: &Annotation) -> ReanchorOutcome {
        let mut parts: Vec<Vec<TextSpan>> = Vec::new();
        for span in annotation.spans.iter() {
            match self.places(span) {
                Some(places) if places.is_empty() => return ReanchorOutcome::Lost,
                Some(places) => parts.push(places),
                None => return ReanchorOutcome::Ambiguous(Vec::new()),
            }
        }
        let single: Option<Vec<TextSpan>> = parts.iter().map(|p| (p.len() == 1).then(|| p[0])).collect();
        let Some(found) = single else {
            // Of a discontinuous annotation, combinations are not listed: there is no better guess among them.
            let [places] = &parts[..] else { return ReanchorOutcome::Ambiguous(Vec::new()) };
            return ReanchorOutcome::Ambiguous(places.iter().map(|span| Spans::from(*span)).collect());
        };
        // Parts that changed their order or came to overlap are no longer what was meant.
        let ordered = found.windows(2).all(|pair| pair[0].end() <= pair[1].start());
        match Spans::new(found) {
            Ok(spans) if !ordered => ReanchorOutcome::Ambiguous(vec![spans]),
            Ok(spans) if spans == annotation.spans => ReanchorOutcome::Exact(spans),
            Ok(spans) => ReanchorOutcome::Moved(spans),
            Err(_) => ReanchorOutcome::Lost,
        }
    }

    /// The places in the new text that are best for a span; `None` where there are too many to compare.
    fn places(&mut self, span: TextSpan) -> Option<Vec<TextSpan>> {
        let quote = &self.old[span.range()];
        if quote.is_empty() {
            return None;
        }
        if !self.known.contains_key(quote) {
            let places = self.all_places(quote);
            self.known.insert(quote.to_owned(), places);
        }
        let (before, after) = self.known.get(quote)?.as_ref()?;
        let likeness = |text: &str, at: usize| likeness(self.old, span.range().start, text, at, quote.len());
        let best = after.iter().map(|at| likeness(self.new, *at)).max().unwrap_or(0);
        let found: Vec<usize> = after.iter().copied().filter(|at| likeness(self.new, *at) == best).collect();
        let whole = likeness(self.old, span.range().start);
        let chosen = match &found[..] {
            // A word that stands here by itself, among words of which none is like those it stood among, is another.
            _ if best == 0 && whole > 0 => Vec::new(),
            [one] => vec![*one],
            many => {
                // As many like it before as now: the first is the first, the second the second.
                let like: Vec<usize> = before.iter().copied().filter(|at| likeness(self.old, *at) == whole).collect();
                let rank = like.iter().position(|at| *at == span.range().start);
                match rank.filter(|_| best == whole && like.len() == many.len()) {
                    Some(rank) => vec![many[rank]],
                    None => many.to_vec(),
                }
            }
        };
        Some(chosen.into_iter().filter_map(|at| TextSpan::new(self.new, at..at + quote.len()).ok()).collect())
    }

    fn all_places(&mut self, quote: &str) -> Option<CandidatePlaces> {
        if self.searched > MAX_SEARCHED_BYTES {
            return None;
        }
        self.searched += self.old.len() + self.new.len();
        let places = |text: &str| -> Option<Vec<usize>> {
            // Overlapping ones too: «ااا» has «اا» twice.
            let mut found = Vec::new();
            let mut from = 0;
            while let Some(at) = memchr::memmem::find(&text.as_bytes()[from..], quote.as_bytes()) {
                found.push(from + at);
                if found.len() > MAX_PLACES {
                    return None;
                }
                from += at + quote.chars().next().map_or(1, char::len_utf8);
            }
            Some(found)
        };
        Some((places(self.old)?, places(self.new)?))
    }
}

/// How many characters around two places of a quote are the same, up to [`CONTEXT`] on each side. The ends of a text
/// are like each other.
fn likeness(a: &str, at_a: usize, b: &str, at_b: usize, len: usize) -> usize {
    let mut before = a[..at_a].chars().rev().zip(b[..at_b].chars().rev()).take(CONTEXT);
    let mut after = a[at_a + len..].chars().zip(b[at_b + len..].chars()).take(CONTEXT);
    let same = |pairs: &mut dyn Iterator<Item = (char, char)>| pairs.take_while(|(a, b)| a == b).count();
    let ends = usize::from(at_a == 0 && at_b == 0) + usize::from(at_a + len == a.len() && at_b + len == b.len());
    same(&mut before) + same(&mut after) + ends
}
