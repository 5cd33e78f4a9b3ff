//! Which labels stand in, around, across and on the place of each annotation. Found by sweeps over the text that take time for
//! what they find, and do not compare each annotation with all others.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use crate::model::{AnnotatedDocument, LabelName};

/// How two annotations share text. Of a discontinuous one its whole extent counts; one without length shares none, but may be on
/// the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OverlapKind {
    /// It lies within the other.
    Inside,
    /// The other lies within it.
    Around,
    /// Each has text that the other has not.
    Crossing,
    Same,
}

impl OverlapKind {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            OverlapKind::Inside => "inside",
            OverlapKind::Around => "around",
            OverlapKind::Crossing => "crossing",
            OverlapKind::Same => "same",
        }
    }
}

/// An annotation as the sweeps see it.
#[derive(Clone, Copy, Debug)]
struct Item {
    start: i64,
    end: i64,
    /// By its place among the labels that occur.
    label: usize,
    /// Its place in document order.
    at: usize,
}

/// For each annotation, in document order, what overlaps it: each label and kind once.
pub(super) fn overlaps(document: &AnnotatedDocument) -> Vec<BTreeSet<(LabelName, OverlapKind)>> {
    let labels: BTreeSet<&LabelName> = document.annotations.iter().map(|annotation| &annotation.label).collect();
    let names: Vec<&LabelName> = labels.into_iter().collect();
    let labels: HashMap<&LabelName, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    let items: Vec<Item> = document
        .annotations
        .iter()
        .enumerate()
        .map(|(at, annotation)| {
            let extent = annotation.spans.extent();
            Item { start: extent.start as i64, end: extent.end as i64, label: labels[&annotation.label], at }
        })
        .collect();
    let mut found = vec![BTreeSet::new(); items.len()];
    let mut note = |at: usize, label: usize, kind| {
        found[at].insert((names[label].clone(), kind));
    };
    on_same_place(&items, &mut note);
    let mut long: Vec<Item> = items.into_iter().filter(|item| item.start < item.end).collect();
    long.sort_by_key(|item| (item.start, Reverse(item.end)));
    nested(&long, &mut note);
    crossing(&long, &mut note);
    // What begins later and ends later is what begins earlier in the mirror.
    let mut mirrored: Vec<Item> =
        long.iter().map(|item| Item { start: -item.end, end: -item.start, ..*item }).collect();
    mirrored.sort_by_key(|item| (item.start, Reverse(item.end)));
    crossing(&mirrored, &mut note);
    found
}

fn on_same_place(items: &[Item], note: &mut impl FnMut(usize, usize, OverlapKind)) {
    let mut places: HashMap<(i64, i64), BTreeMap<usize, usize>> = HashMap::new();
    for item in items {
        *places.entry((item.start, item.end)).or_default().entry(item.label).or_default() += 1;
    }
    for item in items {
        for (label, count) in &places[&(item.start, item.end)] {
            if *label != item.label || *count > 1 {
                note(item.at, *label, OverlapKind::Same);
            }
        }
    }
}

/// Items in order of their starts, the longest first: what contains an item comes before it.
fn nested(items: &[Item], note: &mut impl FnMut(usize, usize, OverlapKind)) {
    // By label the furthest end so far: a label whose furthest end is beyond an item has something around it.
    let mut furthest: HashMap<usize, i64> = HashMap::new();
    let mut by_end: BTreeSet<(Reverse<i64>, usize)> = BTreeSet::new();
    for group in items.chunk_by(|a, b| (a.start, a.end) == (b.start, b.end)) {
        for item in group {
            for (_, label) in by_end.iter().take_while(|(end, _)| end.0 >= item.end) {
                note(item.at, *label, OverlapKind::Inside);
            }
        }
        for item in group {
            let known = furthest.insert(item.label, item.end);
            let end = known.map_or(item.end, |known| known.max(item.end));
            known.map(|known| by_end.remove(&(Reverse(known), item.label)));
            furthest.insert(item.label, end);
            by_end.insert((Reverse(end), item.label));
        }
    }
    // From the back: by label the nearest end so far of what begins here or later.
    let mut nearest: HashMap<usize, i64> = HashMap::new();
    let mut by_end: BTreeSet<(i64, usize)> = BTreeSet::new();
    for group in items.chunk_by(|a, b| (a.start, a.end) == (b.start, b.end)).collect::<Vec<_>>().into_iter().rev() {
        for item in group {
            for (_, label) in by_end.iter().take_while(|(end, _)| *end <= item.end) {
                note(item.at, *label, OverlapKind::Around);
            }
        }
        for item in group {
            let known = nearest.get(&item.label).copied();
            let end = known.map_or(item.end, |known| known.min(item.end));
            known.map(|known| by_end.remove(&(known, item.label)));
            nearest.insert(item.label, end);
            by_end.insert((end, item.label));
        }
    }
}

/// Notes for each item what begins before it and ends within it.
fn crossing(items: &[Item], note: &mut impl FnMut(usize, usize, OverlapKind)) {
    // Of each label the ends that are still ahead, and the labels by the nearest of these.
    let mut ends: HashMap<usize, BTreeMap<i64, usize>> = HashMap::new();
    let mut by_end: BTreeSet<(i64, usize)> = BTreeSet::new();
    let mut ahead: BinaryHeap<Reverse<(i64, usize)>> = BinaryHeap::new();
    for group in items.chunk_by(|a, b| a.start == b.start) {
        let start = group[0].start;
        while let Some(&Reverse((end, label))) = ahead.peek().filter(|next| next.0.0 <= start) {
            ahead.pop();
            let of_label = ends.entry(label).or_default();
            of_label.first_key_value().map(|(nearest, _)| by_end.remove(&(*nearest, label)));
            if let Some(count) = of_label.get_mut(&end) {
                *count -= 1;
                if *count == 0 {
                    of_label.remove(&end);
                }
            }
            of_label.first_key_value().map(|(nearest, _)| by_end.insert((*nearest, label)));
        }
        for item in group {
            for (_, label) in by_end.iter().take_while(|(end, _)| *end < item.end) {
                note(item.at, *label, OverlapKind::Crossing);
            }
        }
        for item in group {
            let of_label = ends.entry(item.label).or_default();
            of_label.first_key_value().map(|(nearest, _)| by_end.remove(&(*nearest, item.label)));
            *of_label.entry(item.end).or_default() += 1;
            of_label.first_key_value().map(|(nearest, _)| by_end.insert((*nearest, item.label)));
            ahead.push(Reverse((item.end, item.label)));
        }
    }
}
