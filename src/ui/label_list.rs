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
    revision: u64,
}

/// The labels that are listed, with how much carries each.
#[derive(Clone, Debug, Default)]
pub struct LabelList {
    /// Held, so that no other schema comes to stand where it stood.
    schema: Arc<Schema>,
    made: Option<Made>,
    pub rows: Vec<LabelRow>,
    /// How many annotations carry each label of the schema or one below it.
    pub totals: Vec<usize>,
    /// Whether any label stands below another.
    pub is_tree: bool,
}

impl LabelList {
    /// Makes the list anew where something of it changed: the tree, or what a few letters find. `revision` is another one whenever `counts` are.
    pub fn refresh(
        &mut self,
        schema: &Arc<Schema>,
        counts: &BTreeMap<LabelName, usize>,
        revision: u64,
        found: Option<&str>,
        folded: &HashSet<LabelName>,
    ) {
        let is_known = self
            .made
            .as_ref()
            .is_some_and(|made| made.revision == revision && made.found.as_deref() == found && made.folded == *folded);
        if is_known && Arc::ptr_eq(schema, &self.schema) {
            return;
        }
        self.schema = schema.clone();
        self.made = Some(Made { found: found.map(str::to_owned), folded: folded.clone(), revision });
        let below = Below::of(schema);
        self.is_tree = schema.labels.iter().any(|label| label.parent.is_some());
        let order = below.in_order();
        self.totals = schema.labels.iter().map(|label| counts.get(&label.name).copied().unwrap_or(0)).collect();
        // From the last to the first: whatever stands below a label comes after it.
        for (at, _) in order.iter().rev() {
            if let Some(parent) = below.parents[*at] {
                self.totals[parent] += self.totals[*at];
            }
        }
        self.rows = match found {
            None => below.rows(schema, &order, folded),
            Some(pattern) => {
                let row = |at| LabelRow { at, depth: 0, has_below: false, folded: false };
                find(schema, counts, pattern).into_iter().map(row).collect()
            }
        };
    }
}

/// Which labels stand below which, by their places in the schema.
struct Below {
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
}

impl Below {
    fn of(schema: &Schema) -> Self {
        let places: HashMap<&LabelName, usize> =
            schema.labels.iter().enumerate().map(|(at, label)| (&label.name, at)).collect();
        let parent = |label: &Label| label.parent.as_ref().and_then(|parent| places.get(parent).copied());
        let parents: Vec<Option<usize>> = schema.labels.iter().map(parent).collect();
        let mut children = vec![Vec::new(); parents.len()];
        for (at, parent) in parents.iter().enumerate() {
            if let Some(parent) = parent {
                children[*parent].push(at);
            }
        }
        Below { parents, children }
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

    fn rows(&self, schema: &Schema, order: &[(usize, usize)], folded: &HashSet<LabelName>) -> Vec<LabelRow> {
        let mut rows = Vec::new();
        // Deeper than this is folded away.
        let mut shut = usize::MAX;
        for (at, depth) in order {
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

/// The labels that a few letters find, by their places in the schema: those that fit best first, of those that fit alike the most used.
/// Without letters all of them, the most used first.
pub fn find(schema: &Schema, counts: &BTreeMap<LabelName, usize>, pattern: &str) -> Vec<usize> {
    let used = |label: &Label| counts.get(&label.name).copied().unwrap_or(0);
    let fits = |label: &Label| {
        let names = [label.name.as_str(), &label.arabic, &label.english];
        let best = names.iter().filter(|name| !name.is_empty()).filter_map(|name| fuzzy::score(pattern, name)).max()?;
        // How it fits, without the length of the name.
        Some((best + 63).div_euclid(64))
    };
    let mut found: Vec<(i32, usize, usize)> =
        schema.labels.iter().enumerate().filter_map(|(at, label)| Some((fits(label)?, used(label), at))).collect();
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
        assert_eq!(find(&schema, &counts, "per"), [1, 0, 2]);
        assert_eq!(find(&schema, &counts, "اثر"), [3]);
        assert_eq!(find(&schema, &counts, ""), [2, 1, 0, 3]);
    }
}
