//! How far each block of a list reaches, as a tree of largest ends: which block is the next to reach a place is answered
//! without a look at each of them.

/// The largest end in each block (bytes). The tree is a heap in an array: node 1 is the whole, the children of `n` are
/// `2n` and `2n + 1`, and the blocks are its last row.
#[derive(Clone, Debug, Default)]
pub(super) struct Reaches {
    tree: Vec<u32>,
    /// How many nodes the last row has: a power of two, or 0.
    row: usize,
}

impl Reaches {
    pub(super) fn of(ends: impl ExactSizeIterator<Item = u32>) -> Self {
        let row = ends.len().next_power_of_two();
        let mut tree = vec![0; row];
        tree.extend(ends);
        tree.resize(2 * row, 0);
        for node in (1..row).rev() {
            tree[node] = tree[2 * node].max(tree[2 * node + 1]);
        }
        Reaches { tree, row }
    }

    /// One block reaches to another place than before.
    pub(super) fn set(&mut self, block: usize, end: u32) {
        let mut node = self.row + block;
        self.tree[node] = end;
        while node > 1 {
            node /= 2;
            self.tree[node] = self.tree[2 * node].max(self.tree[2 * node + 1]);
        }
    }

    /// The first block from `block` on that reaches `place` or beyond it.
    pub(super) fn next(&self, block: usize, place: u32) -> Option<usize> {
        if block >= self.row {
            return None;
        }
        let mut node = self.row + block;
        // Up and to the right until a subtree reaches, then down to its first leaf that does.
        while self.tree[node] < place {
            while node % 2 == 1 {
                node /= 2;
            }
            if node == 0 {
                return None;
            }
            node += 1;
        }
        while node < self.row {
            node *= 2;
            node += usize::from(self.tree[node] < place);
        }
        Some(node - self.row)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_next_that_reaches_is_found_as_by_a_look_at_each(
            mut ends in proptest::collection::vec(0u32..50, 0..70),
            changes in proptest::collection::vec((0usize..70, 0u32..50), 0..20),
            from in 0usize..80,
            place in 1u32..60,
        ) {
            let mut reaches = Reaches::of(ends.iter().copied());
            for (at, end) in changes {
                if let Some(held) = ends.get_mut(at) {
                    *held = end;
                    reaches.set(at, end);
                }
            }
            let plain = (from..ends.len()).find(|&at| ends[at] >= place);
            prop_assert_eq!(reaches.next(from, place), plain);
        }
    }
}
