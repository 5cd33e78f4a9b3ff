//! The labels of a schema as they are listed: in their tree, with what stands below folded away, or as a few letters find them. Made
//! when something changes and not for each frame.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::widgets::fuzzy;
use crate::model::{Label, LabelName, Schema};

/// A label in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelRow {
    /// Its place in the schema.
    pub at: usize,
    pub depth: usize,
    /// Whether there are labels below it, and whether they are folded away.
    pub has_below: bool,
    pub folded: bool,
}

/// What a list was made of.
#[derive(Clone, Debug, PartialEq)]
struct Made {
    found: Option<String>,
    folded: HashSet<LabelName>,
}

/// The labels that are listed, with how much carries each.
#[derive(Clone, Debug, Default)]
pub struct LabelList {
    /// Held, so that no other schema comes to stand where it stood.
    schema: Arc<Schema>,
    made: Option<Made>,
    /// Which counts the totals are of, and these counts.
    revision: Option<u64>,
    counts: BTreeMap<LabelName, usize>,
    below: Below,
    /// How well each label fits what it is found by, where it does.
    fits: Vec<(i32, usize)>,
    pub rows: Vec<LabelRow>,
    /// How many annotations carry each label of the schema or one below it.
    pub totals: Vec<usize>,
    /// Whether any label stands below another.
    pub is_tree: bool,
}

impl LabelList {
    /// Makes the list anew where something of it changed: the tree, or what a few letters find. `revision` is another one whenever `counts`
    /// are; the totals of what is counted otherwise than before are made anew then.
    pub fn refresh(
        &mut self,
        schema: &Arc<Schema>,
        counts: &BTreeMap<LabelName, usize>,
        revision: u64,
        found: Option<&str>,
        folded: &HashSet<LabelName>,
    ) {
        let is_same_schema = self.made.is_some() && Arc::ptr_eq(schema, &self.schema);
        if !is_same_schema {
            self.schema = schema.clone();
            self.below = Below::of(schema);
            self.is_tree = schema.labels.iter().any(|label| label.parent.is_some());
            self.totals = vec![0; schema.labels.len()];
            (self.revision, self.counts) = (None, BTreeMap::new());
        }
        let is_counted = self.revision == Some(revision);
        let changed = if is_counted { Vec::new() } else { self.count(counts, revision) };
        let is_made = is_same_schema
            && self.made.as_ref().is_some_and(|made| made.found.as_deref() == found && made.folded == *folded);
        if !is_made {
            self.made = Some(Made { found: found.map(str::to_owned), folded: folded.clone() });
            self.fits = found.map(|pattern| fitting(schema, pattern)).unwrap_or_default();
        }
        match found {
            None if !is_made => self.rows = self.below.rows(schema, folded),
            // Of what fits alike the most used comes first.
            Some(_) if !is_made || !changed.is_empty() => {
                let row = |at| LabelRow { at, depth: 0, has_below: false, folded: false };
                self.rows = by_use(schema, counts, &self.fits).into_iter().map(row).collect();
            }
            _ => {}
        }
    }

    /// Counts anew what is counted otherwise than before; gives the labels.
    fn count(&mut self, counts: &BTreeMap<LabelName, usize>, revision: u64) -> Vec<LabelName> {
        self.revision = Some(revision);
        let before = self.counts.iter().filter(|(label, count)| counts.get(*label) != Some(*count));
        let after = counts.iter().filter(|(label, _)| !self.counts.contains_key(*label));
        let changed: Vec<LabelName> = before.chain(after).map(|(label, _)| label.clone()).collect();
        for label in &changed {
            let (was, is) = (self.counts.remove(label).unwrap_or(0), counts.get(label).copied().unwrap_or(0));
            self.counts.extend(Some((label.clone(), is)).filter(|_| is > 0));
            let mut at = self.below.places.get(label).copied();
            while let Some(place) = at {
                self.totals[place] = (self.totals[place] + is).saturating_sub(was);
                at = self.below.parents[place];
            }
        }
        changed
    }
}

/// Which labels stand below which, by their places in the schema.
#[derive(Clone, Debug, Default)]
struct Below {
    places: HashMap<LabelName, usize>,
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    /// Each label with its depth, before those below it.
    order: Vec<(usize, usize)>,
}

impl Below {
    fn of(schema: &Schema) -> Self {
        let places: HashMap<LabelName, usize> =
            schema.labels.iter().enumerate().map(|(at, label)| (label.name.clone(), at)).collect();
        let parent = |label: &Label| label.parent.as_ref().and_then(|parent| places.get(parent).copied());
        let parents: Vec<Option<usize>> = schema.labels.iter().map(parent).collect();
        let mut children = vec![Vec::new(); parents.len()];
        for (at, parent) in parents.iter().enumerate() {
            if let Some(parent) = parent {
                children[*parent].push(at);
            }
        }
        // A schema that is being typed may lead in a circle: what is in it stands below nothing.
        let mut below = Below { places, parents, children, order: Vec::new() };
        below.order = below.in_order();
        let mut is_reached = vec![false; below.parents.len()];
        below.order.iter().for_each(|(at, _)| is_reached[*at] = true);
        below.parents.iter_mut().zip(is_reached).filter(|(_, reached)| !reached).for_each(|(parent, _)| *parent = None);
        below
    }

    /// Each label with its depth, before those below it.
    fn in_order(&self) -> Vec<(usize, usize)> {
        let mut waiting: Vec<(usize, usize)> =
            (0..self.parents.len()).rev().filter(|at| self.parents[*at].is_none()).map(|at| (at, 0)).collect();
        let mut order = Vec::with_capacity(self.parents.len());
        while let Some((at, depth)) = waiting.pop() {
            order.push((at, depth));
            waiting.extend(self.children[at].iter().rev().map(|child| (*child, depth + 1)));
        }
        order
    }

    fn rows(&self, schema: &Schema, folded: &HashSet<LabelName>) -> Vec<LabelRow> {
        let mut rows = Vec::new();
        // Deeper than this is folded away.
        let mut shut = usize::MAX;
        for (at, depth) in &self.order {
            if *depth > shut {
                continue;
            }
            let has_below = !self.children[*at].is_empty();
            let is_folded = has_below && folded.contains(&schema.labels[*at].name);
            shut = if is_folded { *depth } else { usize::MAX };
            rows.push(LabelRow { at: *at, depth: *depth, has_below, folded: is_folded });
        }
        rows
    }
}

/// How well each label fits a few letters, with its place in the schema; those that do not fit are left out.
fn fitting(schema: &Schema, pattern: &str) -> Vec<(i32, usize)> {
    let fits = |label: &Label| {
        let names = [label.name.as_str(), &label.arabic, &label.english];
        let best = names.iter().filter(|name| !name.is_empty()).filter_map(|name| fuzzy::score(pattern, name)).max()?;
        // How it fits, without the length of the name.
        Some((best + 63).div_euclid(64))
    };
    schema.labels.iter().enumerate().filter_map(|(at, label)| Some((fits(label)?, at))).collect()
}

/// Those that fit best first, of those that fit alike the most used.
fn by_use(schema: &Schema, counts: &BTreeMap<LabelName, usize>, fits: &[(i32, usize)]) -> Vec<usize> {
    let used = |at: usize| counts.get(&schema.labels[at].name).copied().unwrap_or(0);
    let mut found: Vec<(i32, usize, usize)> = fits.iter().map(|(fit, at)| (*fit, used(*at), *at)).collect();
    found.sort_by_key(|(fit, used, at)| (-fit, std::cmp::Reverse(*used), *at));
    found.into_iter().map(|(.., at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Colour;

    fn schema(labels: &[(&str, &str, Option<&str>)]) -> Arc<Schema> {
        let label = |(name, arabic, parent): &(&str, &str, Option<&str>)| Label {
            parent: parent.map(LabelName::new),
            ..Label::new(name, arabic, "", Colour([0; 3]), None)
        };
        Arc::new(Schema { labels: labels.iter().map(label).collect(), ..Schema::default() })
    }

    #[test]
    fn labels_stand_below_their_parents_and_count_upward() {
        let schema = schema(&[
            ("city", "مدينة", Some("loc")),
            ("loc", "مكان", None),
            ("per", "شخص", None),
            ("quarter", "حي", Some("city")),
        ]);
        let counts = BTreeMap::from([("city".into(), 2), ("quarter".into(), 3), ("loc".into(), 1)]);
        let mut list = LabelList::default();
        let mut check = |filter: &str, folded: &[&str], expect: &[(usize, usize)]| {
            let folded = folded.iter().map(|name| LabelName::new(*name)).collect();
            list.refresh(&schema, &counts, 1, Some(filter).filter(|f| !f.is_empty()), &folded);
            let rows: Vec<_> = list.rows.iter().map(|row| (row.at, row.depth)).collect();
            assert_eq!((rows.as_slice(), &list.totals[..]), (expect, &[5, 6, 0, 3][..]), "{filter}");
        };
        check("", &[], &[(1, 0), (0, 1), (3, 2), (2, 0)]);
        check("", &["city"], &[(1, 0), (0, 1), (2, 0)]);
        check("", &["loc", "city"], &[(1, 0), (2, 0)]);
        check("مكا", &["loc"], &[(1, 0)]);
        check("ي", &[], &[(3, 0), (0, 0)]);
    }

    #[test]
    fn of_labels_that_fit_alike_the_most_used_comes_first() {
        let schema = schema(&[("PERSON", "", None), ("PERIOD", "", None), ("EXPERT", "", None), ("أثر", "", None)]);
        let counts = BTreeMap::from([("PERIOD".into(), 9), ("EXPERT".into(), 99)]);
        let find = |pattern: &str| by_use(&schema, &counts, &fitting(&schema, pattern));
        assert_eq!(find("per"), [1, 0, 2]);
        assert_eq!(find("اثر"), [3]);
        assert_eq!(find(""), [2, 1, 0, 3]);
    }

    /// Totals that are kept up as counts change are those that are made anew, whatever stands below what, and so are the rows.
    #[test]
    fn totals_are_kept_up_as_counts_change() {
        let parents = [None, Some("l0"), Some("l1"), Some("l0"), None, Some("l4"), Some("l7"), Some("l6")];
        let names: Vec<String> = (0..parents.len()).map(|n| format!("l{n}")).collect();
        let labels: Vec<_> = names.iter().zip(parents).map(|(name, parent)| (name.as_str(), "", parent)).collect();
        let schema = schema(&labels);
        for pattern in [None, Some("l"), Some("4")] {
            let (mut kept, mut counts) = (LabelList::default(), BTreeMap::new());
            for step in 0..200u64 {
                let label = LabelName::new(names[(step * 7 % 8) as usize].as_str());
                match step * step % 5 {
                    0 => drop(counts.remove(&label)),
                    more => *counts.entry(label).or_insert(0) += more as usize,
                }
                let mut anew = LabelList::default();
                for list in [&mut kept, &mut anew] {
                    list.refresh(&schema, &counts, step, pattern, &HashSet::new());
                }
                assert_eq!((&kept.totals, &kept.rows), (&anew.totals, &anew.rows), "{pattern:?}, step {step}");
            }
        }
    }
}
