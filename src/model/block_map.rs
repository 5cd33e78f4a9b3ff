//! A sorted map of which copies are cheap: blocks of entries that copies share until one is changed, so that a change of one entry among
//! a hundred thousand copies one block, and two states of the map are compared by the blocks that they do not share.

use std::sync::Arc;

/// Entries of one block, at most; one more and it is parted in two.
const MAX_BLOCK: usize = 512;

type Block<K, V> = Vec<(K, V)>;

/// A value of one map and of another under one key; `None` where a map has none.
pub(crate) type Difference<'a, V> = (Option<&'a V>, Option<&'a V>);

/// A sorted map; no block is empty, and the keys of each come before those of the next.
#[derive(Clone, Debug)]
pub(crate) struct BlockMap<K, V> {
    blocks: Vec<Arc<Block<K, V>>>,
    len: usize,
}

impl<K, V> Default for BlockMap<K, V> {
    fn default() -> Self {
        BlockMap { blocks: Vec::new(), len: 0 }
    }
}

impl<K: Ord + Clone, V: Clone> BlockMap<K, V> {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Keys and values in the order of the keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &(K, V)> {
        self.blocks.iter().flat_map(|block| block.iter())
    }

    /// The same from the first key on that is not `before` the wanted ones; those that are come first.
    pub(crate) fn iter_from(&self, before: impl Fn(&K) -> bool) -> impl Iterator<Item = &(K, V)> {
        let n = self.blocks.partition_point(|block| block.last().is_some_and(|(key, _)| before(key)));
        let at = self.blocks.get(n).map_or(0, |block| block.partition_point(|(key, _)| before(key)));
        let first = self.blocks.get(n).and_then(|block| block.get(at..)).unwrap_or_default();
        first.iter().chain(self.blocks.iter().skip(n + 1).flat_map(|block| block.iter()))
    }

    /// All of it, copied where other maps share it.
    pub(crate) fn into_entries(self) -> impl Iterator<Item = (K, V)> {
        self.blocks.into_iter().flat_map(Arc::unwrap_or_clone)
    }

    /// The block that has a key, or would have it.
    fn block_of(&self, key: &K) -> usize {
        let after = self.blocks.partition_point(|block| block.first().is_some_and(|(first, _)| first <= key));
        after.saturating_sub(1)
    }

    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        let block = self.blocks.get(self.block_of(key))?;
        let at = block.binary_search_by(|(known, _)| known.cmp(key)).ok()?;
        block.get(at).map(|(_, value)| value)
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        let n = self.block_of(&key);
        let Some(block) = self.blocks.get_mut(n) else {
            self.blocks.push(Arc::new(vec![(key, value)]));
            self.len += 1;
            return;
        };
        let block = Arc::make_mut(block);
        match block.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(at) => block[at].1 = value,
            Err(at) => {
                block.insert(at, (key, value));
                self.len += 1;
                if block.len() > MAX_BLOCK {
                    let second = block.split_off(MAX_BLOCK / 2);
                    self.blocks.insert(n + 1, Arc::new(second));
                }
            }
        }
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        let n = self.block_of(key);
        let block = self.blocks.get_mut(n)?;
        let at = block.binary_search_by(|(known, _)| known.cmp(key)).ok()?;
        let (_, value) = Arc::make_mut(block).remove(at);
        self.len -= 1;
        if block.is_empty() {
            self.blocks.remove(n);
        }
        Some(value)
    }

    /// The values in which two maps differ, in the order of their keys. Blocks that they share are passed over.
    pub(crate) fn differences<'a>(&'a self, other: &'a Self) -> Vec<Difference<'a, V>>
    where
        V: PartialEq,
    {
        let mut found = Vec::new();
        let (mut here, mut there) = (Cursor::of(self), Cursor::of(other));
        loop {
            if here.shares_block_with(&there) {
                here.pass_block();
                there.pass_block();
                continue;
            }
            let (ours, theirs) = match (here.at(), there.at()) {
                (None, None) => return found,
                (ours, None) => (ours, None),
                (None, theirs) => (None, theirs),
                (Some(ours), Some(theirs)) => match ours.0.cmp(&theirs.0) {
                    std::cmp::Ordering::Less => (Some(ours), None),
                    std::cmp::Ordering::Greater => (None, Some(theirs)),
                    std::cmp::Ordering::Equal => (Some(ours), Some(theirs)),
                },
            };
            if ours.is_some() {
                here.step();
            }
            if theirs.is_some() {
                there.step();
            }
            let (ours, theirs) = (ours.map(|(_, value)| value), theirs.map(|(_, value)| value));
            if ours != theirs {
                found.push((ours, theirs));
            }
        }
    }
}

/// A place in a map.
struct Cursor<'a, K, V> {
    map: &'a BlockMap<K, V>,
    block: usize,
    at: usize,
}

impl<'a, K, V> Cursor<'a, K, V> {
    fn of(map: &'a BlockMap<K, V>) -> Self {
        Cursor { map, block: 0, at: 0 }
    }

    fn at(&self) -> Option<&'a (K, V)> {
        self.map.blocks.get(self.block)?.get(self.at)
    }

    fn step(&mut self) {
        self.at += 1;
        if self.map.blocks.get(self.block).is_some_and(|block| self.at >= block.len()) {
            self.pass_block();
        }
    }

    fn pass_block(&mut self) {
        self.block += 1;
        self.at = 0;
    }

    /// Whether both stand at the beginning of a block that is one and the same.
    fn shares_block_with(&self, other: &Self) -> bool {
        match (self.map.blocks.get(self.block), other.map.blocks.get(other.block)) {
            (Some(one), Some(two)) => self.at == 0 && other.at == 0 && Arc::ptr_eq(one, two),
            _ => false,
        }
    }
}

impl<K: Ord + Clone, V: Clone + PartialEq> PartialEq for BlockMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.differences(other).is_empty()
    }
}

impl<K: Ord + Clone, V: Clone + Eq> Eq for BlockMap<K, V> {}

impl<K: Ord + Clone, V: Clone> FromIterator<(K, V)> for BlockMap<K, V> {
    /// Of several values of one key the last one stays.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(items: I) -> Self {
        let mut all: Vec<(K, V)> = items.into_iter().collect();
        // Stable, so that the last is the last.
        all.sort_by(|a, b| a.0.cmp(&b.0));
        let mut map = BlockMap::default();
        let mut block: Block<K, V> = Vec::new();
        for (key, value) in all {
            if let Some(last) = block.last_mut().filter(|last| last.0 == key) {
                last.1 = value;
                continue;
            }
            if block.len() == MAX_BLOCK / 2 {
                let full = std::mem::replace(&mut block, Vec::with_capacity(MAX_BLOCK / 2));
                map.len += full.len();
                map.blocks.push(Arc::new(full));
            }
            block.push((key, value));
        }
        if !block.is_empty() {
            map.len += block.len();
            map.blocks.push(Arc::new(block));
        }
        map
    }
}

impl<K: Ord + Clone, V: Clone> Extend<(K, V)> for BlockMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, items: I) {
        items.into_iter().for_each(|(key, value)| self.insert(key, value));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn worked_on(map: &mut BlockMap<u16, u8>, model: &mut BTreeMap<u16, u8>, steps: &[(u16, Option<u8>)]) {
        for (key, value) in steps {
            match value {
                Some(value) => {
                    map.insert(*key, *value);
                    model.insert(*key, *value);
                }
                None => assert_eq!(map.remove(key), model.remove(key)),
            }
        }
    }

    fn steps() -> impl Strategy<Value = Vec<(u16, Option<u8>)>> {
        prop::collection::vec((0..3_000u16, prop::option::weighted(0.7, any::<u8>())), 0..3_000)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn it_is_a_sorted_map_and_copies_differ_where_they_were_changed(first in steps(), second in steps()) {
            let (mut map, mut model) = (BlockMap::default(), BTreeMap::new());
            worked_on(&mut map, &mut model, &first);
            let (before, before_model) = (map.clone(), model.clone());
            worked_on(&mut map, &mut model, &second[..second.len().min(40)]);
            prop_assert_eq!(map.iter().copied().collect::<Vec<_>>(), model.clone().into_iter().collect::<Vec<_>>());
            prop_assert_eq!(map.len(), model.len());
            for key in 0..3_000 {
                prop_assert_eq!(map.get(&key), model.get(&key));
            }
            let differences = before.differences(&map);
            let wanted: Vec<Difference<'_, u8>> = (0..3_000)
                .map(|key| (before_model.get(&key), model.get(&key)))
                .filter(|(before, after)| before != after)
                .collect();
            prop_assert_eq!(differences, wanted);
            let mut anew: BlockMap<u16, u8> = BlockMap::default();
            anew.extend(model.clone());
            prop_assert!(anew == map, "equal whatever its blocks are");
            let shuffled = model.iter().rev().flat_map(|(key, value)| [(*key, !value), (*key, *value)]);
            let at_once: BlockMap<u16, u8> = shuffled.collect();
            prop_assert!(at_once == map && at_once.len() == map.len());
            prop_assert_eq!(map.clone().into_entries().collect::<BTreeMap<_, _>>(), model.clone());
            for key in (0..3_100).step_by(61) {
                let wanted: Vec<_> = model.range(key..).map(|(key, value)| (*key, *value)).collect();
                prop_assert_eq!(map.iter_from(|known| *known < key).copied().collect::<Vec<_>>(), wanted);
            }
        }
    }

    #[test]
    fn a_change_of_a_copy_leaves_all_blocks_but_one_shared() {
        let mut map = BlockMap::default();
        map.extend((0..100_000).map(|n| (n, n)));
        let before = map.clone();
        map.insert(50_000, 1);
        let shared = map.blocks.iter().zip(&before.blocks).filter(|(one, two)| Arc::ptr_eq(one, two)).count();
        assert_eq!(shared, map.blocks.len() - 1);
        assert_eq!(before.differences(&map), [(Some(&50_000), Some(&1))]);
    }
}
