//! Which annotations stand where: a set in document order that answers overlap questions without a scan of all.
//!
//! The order is a list of blocks of at most [`BLOCK`] fragments; each block knows the furthest end within it, and a tree
//! of these ends says which blocks can reach into a window. Insertion and removal move at most one block.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::annotation::{Annotation, AnnotationId, LabelName};
use super::offset::TextSpan;
use super::reaches::Reaches;

const BLOCK: usize = 512;

/// Annotations by id and by place. Holds each id once.
///
/// A clone costs next to nothing: it shares its parts until one of the two is changed, and then only the part that the
/// change is in is copied. A save takes a clone off the frame, and planning a batch takes one to plan on.
#[derive(Clone, Debug, Default)]
pub struct AnnotationSet {
    by_id: ById,
    blocks: Vec<Arc<Block>>,
    /// The `reach` of each block.
    reaches: Reaches,
    /// How many annotations carry each label that any carries.
    by_label: BTreeMap<LabelName, usize>,
}

/// An annotation as it was and as it is; none where it was not there, or is no more.
pub type Change<'a> = (Option<&'a Arc<Annotation>>, Option<&'a Arc<Annotation>>);

#[derive(Clone, Debug, Default)]
struct Block {
    fragments: Vec<Fragment>,
    /// The largest `span.end()` in the block, in bytes.
    reach: u32,
    /// Annotations whose first span is in the block.
    firsts: usize,
}

/// One span of one annotation. `first` marks the annotation's first span, so that it is listed once.
#[derive(Clone, Debug)]
struct Fragment {
    span: TextSpan,
    first: bool,
    annotation: Arc<Annotation>,
}

/// Document order: by start, the wider first, then by id.
pub fn order(a: (TextSpan, &AnnotationId), b: (TextSpan, &AnnotationId)) -> std::cmp::Ordering {
    (a.0.start(), std::cmp::Reverse(a.0.end()), a.1).cmp(&(b.0.start(), std::cmp::Reverse(b.0.end()), b.1))
}

impl Fragment {
    fn key(&self) -> (TextSpan, &AnnotationId) {
        (self.span, &self.annotation.id)
    }
}

impl Block {
    fn measure(&mut self) {
        self.reach = self.fragments.iter().map(|f| f.span.end().0).max().unwrap_or(0);
        self.firsts = self.fragments.iter().filter(|f| f.first).count();
    }
}

impl AnnotationSet {
    /// A set of all `annotations`; of two with one id the later stays.
    pub fn from_annotations(annotations: impl IntoIterator<Item = Annotation>) -> Self {
        Self::from_shared(annotations.into_iter().map(Arc::new).collect())
    }

    /// The same of annotations that are where they stay: none is held twice meanwhile.
    pub fn from_shared(annotations: Vec<Arc<Annotation>>) -> Self {
        let mut by_id = ById::for_about(annotations.len());
        annotations.iter().for_each(|annotation| by_id.insert(annotation.clone()));
        // Files list annotations in document order: what is sorted already is sorted again at no cost.
        let spans = annotations.iter().map(|annotation| annotation.spans.as_slice().len()).sum();
        let mut fragments: Vec<Fragment> = Vec::with_capacity(spans);
        match by_id.len() == annotations.len() {
            true => fragments.extend(annotations.iter().flat_map(fragments_of)),
            false => fragments.extend(by_id.values().flat_map(fragments_of)),
        }
        drop(annotations);
        fragments.sort_unstable_by(|a, b| order(a.key(), b.key()));
        let mut blocks = Vec::new();
        let mut rest = fragments.into_iter();
        loop {
            let fragments = rest.by_ref().take(BLOCK / 2).collect();
            let mut block = Block { fragments, ..Block::default() };
            if block.fragments.is_empty() {
                break;
            }
            block.measure();
            blocks.push(Arc::new(block));
        }
        let mut by_label = BTreeMap::new();
        by_id.values().for_each(|annotation| count(&mut by_label, &annotation.label));
        let reaches = reaches_of(&blocks);
        AnnotationSet { by_id, blocks, reaches, by_label }
    }

    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_id.len() == 0
    }

    pub fn get(&self, id: &AnnotationId) -> Option<&Arc<Annotation>> {
        self.by_id.get(id)
    }

    pub fn contains(&self, id: &AnnotationId) -> bool {
        self.by_id.get(id).is_some()
    }

    /// All annotations in document order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Annotation>> + '_ {
        self.blocks.iter().flat_map(|b| &b.fragments).filter(|f| f.first).map(|f| &f.annotation)
    }

    /// How many annotations carry each label; labels that none carries are left out.
    pub fn label_counts(&self) -> &BTreeMap<LabelName, usize> {
        &self.by_label
    }

    /// The `n`-th annotation in document order, from 0.
    pub fn nth(&self, mut n: usize) -> Option<&Arc<Annotation>> {
        let block = self.blocks.iter().find(|block| {
            let here = n < block.firsts;
            n -= if here { 0 } else { block.firsts };
            here
        })?;
        block.fragments.iter().filter(|f| f.first).nth(n).map(|f| &f.annotation)
    }

    /// How many annotations stand before one in document order; `None` where it is not in the set.
    pub fn rank(&self, id: &AnnotationId) -> Option<usize> {
        let annotation = self.by_id.get(id)?;
        let key = (annotation.spans.first(), id);
        let b = self.blocks.partition_point(|b| b.fragments.last().is_some_and(|f| order(f.key(), key).is_lt()));
        let before: usize = self.blocks[..b].iter().map(|block| block.firsts).sum();
        let within = self.blocks.get(b)?.fragments.iter().take_while(|f| order(f.key(), key).is_lt());
        Some(before + within.filter(|f| f.first).count())
    }

    /// The spans that share a byte with `window` (bytes), each with its annotation, in document order. A
    /// discontinuous annotation comes once for each of its spans that does; an empty span comes where it lies within
    /// the window.
    pub fn overlapping(&self, window: Range<usize>) -> impl Iterator<Item = (TextSpan, &Arc<Annotation>)> + '_ {
        let (from, to) = (window.start, window.end);
        let touches = move |f: &&Fragment| {
            let r = f.span.range();
            (r.start < to && from < r.end) || (r.is_empty() && from <= r.start && r.start < to)
        };
        let before = move |f: &Fragment| f.span.start().to_usize() < to;
        self.reaching(from)
            .map(|b| &*self.blocks[b])
            .take_while(move |b| b.fragments.first().is_some_and(before))
            .flat_map(move |b| &b.fragments[..b.fragments.partition_point(before)])
            .filter(touches)
            .map(|f| (f.span, &f.annotation))
    }

    /// The blocks with a span that ends at or behind `place` (bytes).
    fn reaching(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let mut next = 0;
        std::iter::from_fn(move || {
            let found = self.reaches.next(next, place).filter(|found| *found < self.blocks.len())?;
            next = found + 1;
            Some(found)
        })
    }

    /// The annotations that have exactly `span` among their spans, by id.
    pub fn standing_on(&self, span: TextSpan) -> impl Iterator<Item = &Arc<Annotation>> + '_ {
        let before = move |f: &Fragment| {
            (f.span.start(), std::cmp::Reverse(f.span.end())) < (span.start(), std::cmp::Reverse(span.end()))
        };
        let block = self.blocks.partition_point(|b| b.fragments.last().is_some_and(before));
        let within = self.blocks.get(block).map_or(0, |b| b.fragments.partition_point(before));
        let fragments = self.blocks[block..].iter().flat_map(|b| &b.fragments).skip(within);
        fragments.take_while(move |f| f.span == span).map(|f| &f.annotation)
    }

    /// [`AnnotationSet::overlapping`] for something that is looked at: of those that begin before the window the first
    /// `most`, and of those that begin at one place within it the first `most`, each with how many were left out behind
    /// it. The cost depends on the window alone, however many stand on one place.
    pub fn in_view(&self, window: Range<usize>, most: usize) -> Vec<(TextSpan, &Arc<Annotation>, usize)> {
        let from = window.start;
        let early = self.overlapping(from..from.saturating_add(1).min(window.end));
        let early = early.take_while(|(span, _)| span.start().to_usize() < from).take(most);
        let mut found: Vec<_> = early.map(|(span, annotation)| (span, annotation, 0)).collect();
        let mut place = from;
        while let Some((block, within)) = self.first_at(place) {
            let start = self.blocks[block].fragments[within].span.start().to_usize();
            if start >= window.end {
                break;
            }
            let here = self.blocks[block..].iter().flat_map(|b| &b.fragments).skip(within);
            let here = here.take_while(|f| f.span.start().to_usize() == start).take(most);
            let before = found.len();
            found.extend(here.map(|f| (f.span, &f.annotation, 0)));
            place = start + 1;
            if found.len() - before == most
                && let Some(last) = found.last_mut()
            {
                last.2 = self.count_between((block, within), self.first_at(place)).saturating_sub(most);
            }
        }
        found
    }

    /// The block and the place in it of the first span that begins at or behind `offset`.
    fn first_at(&self, offset: usize) -> Option<(usize, usize)> {
        let before = |f: &Fragment| f.span.start().to_usize() < offset;
        let block = self.blocks.partition_point(|b| b.fragments.last().is_some_and(before));
        Some((block, self.blocks.get(block)?.fragments.partition_point(before)))
    }

    fn count_between(&self, from: (usize, usize), to: Option<(usize, usize)>) -> usize {
        let to = to.unwrap_or((self.blocks.len(), 0));
        let whole: usize = self.blocks[from.0..to.0].iter().map(|b| b.fragments.len()).sum();
        (whole + to.1).saturating_sub(from.1)
    }

    /// The first annotation in document order whose first span begins at or after `offset` (bytes).
    pub fn first_from(&self, offset: usize) -> Option<&Arc<Annotation>> {
        let before = |f: &Fragment| f.span.start().to_usize() < offset;
        let block = self.blocks.partition_point(|b| b.fragments.last().is_some_and(before));
        let within = self.blocks.get(block)?.fragments.partition_point(before);
        let rest = self.blocks[block + 1..].iter().flat_map(|b| &b.fragments);
        self.blocks[block].fragments[within..].iter().chain(rest).find(|f| f.first).map(|f| &f.annotation)
    }

    /// The annotation after `place` in document order; `place` is a span and an id, which need not be in the set.
    pub fn next_after(&self, span: TextSpan, id: &AnnotationId) -> Option<&Arc<Annotation>> {
        let block =
            self.blocks.partition_point(|b| b.fragments.last().is_some_and(|f| order(f.key(), (span, id)).is_le()));
        self.blocks[block..]
            .iter()
            .flat_map(|b| &b.fragments)
            .find(|f| f.first && order(f.key(), (span, id)).is_gt())
            .map(|f| &f.annotation)
    }

    /// The annotation before `place` in document order.
    pub fn previous_before(&self, span: TextSpan, id: &AnnotationId) -> Option<&Arc<Annotation>> {
        let blocks =
            self.blocks.partition_point(|b| b.fragments.first().is_some_and(|f| order(f.key(), (span, id)).is_lt()));
        self.blocks[..blocks]
            .iter()
            .rev()
            .flat_map(|b| b.fragments.iter().rev())
            .find(|f| f.first && order(f.key(), (span, id)).is_lt())
            .map(|f| &f.annotation)
    }

    /// The annotations in which this set differs from an earlier one, as it was and as it is. Parts that both share are passed over, so
    /// that between two frames it costs what was changed.
    pub fn changes_since<'a>(&'a self, before: &'a AnnotationSet) -> Vec<Change<'a>> {
        self.by_id.changes_since(&before.by_id)
    }

    pub fn first(&self) -> Option<&Arc<Annotation>> {
        self.iter().next()
    }

    pub fn last(&self) -> Option<&Arc<Annotation>> {
        self.blocks.iter().rev().flat_map(|b| b.fragments.iter().rev()).find(|f| f.first).map(|f| &f.annotation)
    }

    /// Adds an annotation, in place of the one with the same id.
    pub fn insert(&mut self, annotation: Annotation) {
        self.insert_shared(Arc::new(annotation));
    }

    /// The same of one that others may hold as well.
    pub fn insert_shared(&mut self, annotation: Arc<Annotation>) {
        self.remove(&annotation.id);
        count(&mut self.by_label, &annotation.label);
        for fragment in fragments_of(&annotation) {
            self.insert_fragment(fragment);
        }
        self.by_id.insert(annotation);
    }

    pub fn remove(&mut self, id: &AnnotationId) -> Option<Arc<Annotation>> {
        let annotation = self.by_id.remove(id)?;
        if let Some(count) = self.by_label.get_mut(&annotation.label) {
            *count -= 1;
            if *count == 0 {
                self.by_label.remove(&annotation.label);
            }
        }
        for span in annotation.spans.iter() {
            let b =
                self.blocks.partition_point(|b| b.fragments.last().is_some_and(|f| order(f.key(), (span, id)).is_lt()));
            let Some(block) = self.blocks.get_mut(b).map(Arc::make_mut) else { continue };
            if let Ok(i) = block.fragments.binary_search_by(|f| order(f.key(), (span, id))) {
                block.fragments.remove(i);
                if block.fragments.is_empty() {
                    self.blocks.remove(b);
                    self.reaches = reaches_of(&self.blocks);
                } else {
                    block.measure();
                    self.reaches.set(b, block.reach);
                }
            }
        }
        Some(annotation)
    }

    fn insert_fragment(&mut self, fragment: Fragment) {
        if self.blocks.is_empty() {
            self.blocks.push(Arc::default());
            self.reaches = reaches_of(&self.blocks);
        }
        let b = self
            .blocks
            .partition_point(|b| b.fragments.last().is_some_and(|f| order(f.key(), fragment.key()).is_lt()))
            .min(self.blocks.len() - 1);
        let block = Arc::make_mut(&mut self.blocks[b]);
        let i = block.fragments.partition_point(|f| order(f.key(), fragment.key()).is_lt());
        block.reach = block.reach.max(fragment.span.end().0);
        block.firsts += usize::from(fragment.first);
        block.fragments.insert(i, fragment);
        if block.fragments.len() > BLOCK {
            let mut upper = Block { fragments: block.fragments.split_off(BLOCK / 2), ..Block::default() };
            upper.measure();
            block.measure();
            self.blocks.insert(b + 1, Arc::new(upper));
            self.reaches = reaches_of(&self.blocks);
        } else {
            self.reaches.set(b, block.reach);
        }
    }
}

fn reaches_of(blocks: &[Arc<Block>]) -> Reaches {
    Reaches::of(blocks.iter().map(|block| block.reach))
}

/// How many maps the ids are spread over: of 100 000, a change under a clone copies fewer than two thousand.
const SHARDS: usize = 64;

/// Annotations by id, spread over maps that clones share.
#[derive(Clone, Debug, Default)]
struct ById {
    /// None, or [`SHARDS`].
    shards: Vec<Arc<HashMap<AnnotationId, Arc<Annotation>>>>,
    len: usize,
}

impl ById {
    /// Ids are short and mostly counted up or random: a sum that lets each byte move the others spreads both (FNV-1a).
    fn shard(id: &AnnotationId) -> usize {
        let mixed =
            id.as_str().bytes().fold(0x811c_9dc5u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        (mixed ^ (mixed >> 16)) as usize % SHARDS
    }

    /// With room for so many, if their ids are spread evenly.
    fn for_about(len: usize) -> Self {
        let room = len / SHARDS;
        let shards = match len {
            0 => Vec::new(),
            _ => (0..SHARDS).map(|_| Arc::new(HashMap::with_capacity(room))).collect(),
        };
        ById { shards, len: 0 }
    }

    fn len(&self) -> usize {
        self.len
    }

    fn get(&self, id: &AnnotationId) -> Option<&Arc<Annotation>> {
        self.shards.get(Self::shard(id))?.get(id)
    }

    fn insert(&mut self, annotation: Arc<Annotation>) {
        if self.shards.is_empty() {
            self.shards = vec![Arc::default(); SHARDS];
        }
        let shard = Arc::make_mut(&mut self.shards[Self::shard(&annotation.id)]);
        self.len += usize::from(shard.insert(annotation.id.clone(), annotation).is_none());
    }

    fn remove(&mut self, id: &AnnotationId) -> Option<Arc<Annotation>> {
        // What is not there must not cost a copy.
        self.get(id)?;
        let removed = Arc::make_mut(self.shards.get_mut(Self::shard(id))?).remove(id)?;
        self.len -= 1;
        Some(removed)
    }

    fn changes_since<'a>(&'a self, before: &'a ById) -> Vec<Change<'a>> {
        let mut found = Vec::new();
        for at in 0..self.shards.len().max(before.shards.len()) {
            let (was, is) = (before.shards.get(at), self.shards.get(at));
            if was.zip(is).is_some_and(|(was, is)| Arc::ptr_eq(was, is)) {
                continue;
            }
            let (was, is) = (was.map(|was| &**was), is.map(|is| &**is));
            for (id, annotation) in was.into_iter().flatten() {
                let now = is.and_then(|is| is.get(id));
                if now.is_none_or(|now| !Arc::ptr_eq(now, annotation)) {
                    found.push((Some(annotation), now));
                }
            }
            let is_new = |id: &AnnotationId| was.is_none_or(|was| !was.contains_key(id));
            found.extend(is.into_iter().flatten().filter(|(id, _)| is_new(id)).map(|(_, now)| (None, Some(now))));
        }
        found
    }

    fn values(&self) -> impl Iterator<Item = &Arc<Annotation>> + '_ {
        self.shards.iter().flat_map(|shard| shard.values())
    }
}

fn count(by_label: &mut BTreeMap<LabelName, usize>, label: &LabelName) {
    match by_label.get_mut(label) {
        Some(count) => *count += 1,
        None => {
            by_label.insert(label.clone(), 1);
        }
    }
}

fn fragments_of(annotation: &Arc<Annotation>) -> impl Iterator<Item = Fragment> + use<'_> {
    annotation.spans.iter().enumerate().map(|(i, span)| Fragment {
        span,
        first: i == 0,
        annotation: annotation.clone(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Annotator, Provenance, Record, Spans, Timestamp};

    fn annotation(id: u32, spans: &[(usize, usize)], text: &str) -> Annotation {
        let spans = spans.iter().map(|&(s, e)| TextSpan::new(text, s..e).unwrap()).collect();
        Annotation {
            id: AnnotationId::new(format!("a{id}")),
            label: if id.is_multiple_of(3) { "PER" } else { "LOC" }.into(),
            spans: Spans::new(spans).unwrap(),
            entity: None,
            record: Record::new(Provenance::Human, Annotator::from("t"), Timestamp(0)),
        }
    }

    proptest! {
        /// Whatever is put in and taken out, the set answers as a plain list would.
        #[test]
        fn answers_as_a_list_would(
            steps in proptest::collection::vec((0u32..400, 0usize..900, 1usize..90, any::<bool>(), any::<bool>()), 1..900),
            window in (0usize..1000, 0usize..200),
        ) {
            let text = "x".repeat(2000);
            let mut set = AnnotationSet::default();
            let mut list: HashMap<AnnotationId, Annotation> = HashMap::new();
            let mut clone: Option<(AnnotationSet, Vec<AnnotationId>)> = None;
            for (id, start, len, remove, split) in steps {
                let spans = if split { vec![(start, start + len), (start + len + 3, start + len + 9)] } else { vec![(start, start + len)] };
                let a = annotation(id, &spans, &text);
                if id.is_multiple_of(50) {
                    let ids = set.iter().map(|a| a.id.clone()).collect();
                    clone = Some((set.clone(), ids));
                }
                if remove {
                    prop_assert_eq!(set.remove(&a.id).is_some(), list.remove(&a.id).is_some());
                } else {
                    set.insert(a.clone());
                    list.insert(a.id.clone(), a);
                }
            }
            let mut expected: Vec<_> = list.values().collect();
            expected.sort_by(|a, b| order((a.spans.first(), &a.id), (b.spans.first(), &b.id)));
            let got: Vec<_> = set.iter().map(|a| a.id.clone()).collect();
            prop_assert_eq!(&got, &expected.iter().map(|a| a.id.clone()).collect::<Vec<_>>());
            if let Some((clone, ids)) = clone {
                prop_assert_eq!(clone.iter().map(|a| a.id.clone()).collect::<Vec<_>>(), ids, "a clone stays as it was");
                prop_assert_eq!(clone.len(), clone.by_id.values().count());
            }
            prop_assert_eq!(set.len(), list.len());
            let rebuilt = AnnotationSet::from_annotations(list.values().cloned());
            prop_assert_eq!(got, rebuilt.iter().map(|a| a.id.clone()).collect::<Vec<_>>());

            for (rank, annotation) in expected.iter().enumerate() {
                prop_assert_eq!(set.rank(&annotation.id), Some(rank));
                prop_assert_eq!(set.nth(rank).map(|a| &a.id), Some(&annotation.id));
            }
            prop_assert!(set.nth(expected.len()).is_none());
            prop_assert_eq!(set.rank(&AnnotationId::new("no one")), None);
            let mut counts = BTreeMap::new();
            list.values().for_each(|annotation| *counts.entry(annotation.label.clone()).or_insert(0) += 1);
            prop_assert_eq!(set.label_counts(), &counts);
            prop_assert_eq!(rebuilt.label_counts(), &counts);

            let window = window.0..window.0 + window.1;
            let mut hits: Vec<_> = set.overlapping(window.clone()).map(|(s, a)| (s, a.id.clone())).collect();
            hits.sort();
            let mut plain: Vec<_> = list
                .values()
                .flat_map(|a| a.spans.iter().map(move |s| (s, a.id.clone())))
                .filter(|(s, _)| s.range().start < window.end && window.start < s.range().end)
                .collect();
            plain.sort();
            prop_assert_eq!(hits, plain);

            for annotation in list.values() {
                for span in annotation.spans.iter() {
                    let on: Vec<_> = set.standing_on(span).map(|a| a.id.clone()).collect();
                    let mut plain: Vec<_> =
                        list.values().filter(|a| a.spans.iter().any(|s| s == span)).map(|a| a.id.clone()).collect();
                    plain.sort();
                    prop_assert_eq!(on, plain);
                }
            }
            let shown = set.in_view(window.clone(), usize::MAX).into_iter();
            let all = set.overlapping(window.clone()).map(|(s, a)| (s, a.id.clone(), 0)).collect::<Vec<_>>();
            prop_assert_eq!(shown.map(|(s, a, n)| (s, a.id.clone(), n)).collect::<Vec<_>>(), all);

            let from = set.first_from(window.start).map(|a| a.id.clone());
            let plain = expected.iter().find(|a| a.spans.first().start().to_usize() >= window.start);
            prop_assert_eq!(from, plain.map(|a| a.id.clone()));

            for pair in expected.windows(2) {
                let next = set.next_after(pair[0].spans.first(), &pair[0].id).map(|a| a.id.clone());
                prop_assert_eq!(next.as_ref(), Some(&pair[1].id));
                let previous = set.previous_before(pair[1].spans.first(), &pair[1].id).map(|a| a.id.clone());
                prop_assert_eq!(previous.as_ref(), Some(&pair[0].id));
            }
        }
    }
}
