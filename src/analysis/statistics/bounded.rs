//! Counting very many different things within a bound, so that neither the order of counting nor how it was shared out shows.
//!
//! Where there are more than the bound, those with the smallest hashes stay, and what is counted of them is exact: what is
//! among the smallest of all was among the smallest of every part, so that it was never left out before. What stays is then a
//! fair sample of all, since a hash knows nothing of how often a thing occurs.

use std::collections::BTreeMap;

/// What can be counted within a bound.
pub(super) trait Bucket {
    /// Things with one hash stay or go together.
    fn hash(&self) -> u64;
}

/// What comes of two counts of one thing.
pub(super) trait Join {
    fn join(&mut self, other: Self);
}

/// Things with what is counted of them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bounded<K, V> {
    held: BTreeMap<(u64, K), V>,
    most: usize,
    /// Nothing with this hash or a larger one is held, where something was left out.
    cut: Option<u64>,
}

impl<K: Bucket + Ord + Clone, V: Default + Join> Bounded<K, V> {
    pub(super) fn new(most: usize) -> Self {
        Bounded { held: BTreeMap::new(), most, cut: None }
    }

    /// Counts something in, unless it is among what is left out.
    pub(super) fn count(&mut self, key: K, count: impl FnOnce(&mut V)) {
        let hash = key.hash();
        if self.cut.is_some_and(|cut| hash >= cut) {
            return;
        }
        count(self.held.entry((hash, key)).or_default());
        self.trim();
    }

    pub(super) fn merge(&mut self, other: Self) {
        if let Some(cut) = other.cut {
            self.cut_at(cut);
        }
        for ((hash, key), value) in other.held {
            if self.cut.is_none_or(|cut| hash < cut) {
                match self.held.entry((hash, key)) {
                    std::collections::btree_map::Entry::Vacant(free) => drop(free.insert(value)),
                    std::collections::btree_map::Entry::Occupied(mut held) => held.get_mut().join(value),
                }
                self.trim();
            }
        }
    }

    fn trim(&mut self) {
        while self.held.len() > self.most {
            let Some(((hash, _), _)) = self.held.last_key_value() else { return };
            self.cut_at(*hash);
        }
    }

    fn cut_at(&mut self, cut: u64) {
        let cut = self.cut.map_or(cut, |known| known.min(cut));
        self.cut = Some(cut);
        while self.held.last_key_value().is_some_and(|((hash, _), _)| *hash >= cut) {
            self.held.pop_last();
        }
    }

    /// In no order that means anything.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.held.iter().map(|((_, key), value)| (key, value))
    }

    pub(super) fn get(&self, key: &K) -> Option<&V> {
        self.held.get(&(key.hash(), key.clone()))
    }

    /// Whether nothing was left out.
    pub(super) fn is_whole(&self) -> bool {
        self.cut.is_none()
    }
}

/// A hash that is the same in every run and on every machine: FNV-1a, its bits scattered by the finaliser of SplitMix64.
pub(super) fn hash_of(parts: &[&[u8]]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for part in parts {
        for byte in part.iter().chain(&[0xff]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    hash ^= hash >> 30;
    hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash ^= hash >> 27;
    hash = hash.wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    impl Bucket for u16 {
        fn hash(&self) -> u64 {
            // Two things share a hash.
            hash_of(&[&(self / 2).to_le_bytes()])
        }
    }

    impl Join for u32 {
        fn join(&mut self, other: u32) {
            *self += other;
        }
    }

    fn counted(things: &[u16], most: usize) -> Bounded<u16, u32> {
        let mut bounded = Bounded::new(most);
        things.iter().for_each(|thing| bounded.count(*thing, |n| *n += 1));
        bounded
    }

    proptest! {
        #[test]
        fn neither_order_nor_parts_show(things in prop::collection::vec(0u16..60, 0..200), cuts in prop::collection::vec(0usize..200, 0..4), most in 1usize..40) {
            let whole = counted(&things, most);
            for (thing, n) in whole.iter() {
                prop_assert_eq!(*n as usize, things.iter().filter(|other| *other == thing).count());
            }
            prop_assert!(whole.iter().count() <= most);
            let mut reversed = things.clone();
            reversed.reverse();
            prop_assert_eq!(&counted(&reversed, most), &whole);
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(things.len())).collect();
            cuts.extend([0, things.len()]);
            cuts.sort_unstable();
            let mut merged = Bounded::new(most);
            cuts.windows(2).rev().for_each(|part| merged.merge(counted(&things[part[0]..part[1]], most)));
            prop_assert_eq!(merged, whole);
        }
    }
}
