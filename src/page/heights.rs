//! Heights of all paragraphs with their running sums: where a paragraph is, and which one is at a height, without
//! adding up the document.

/// A Fenwick tree (P. Fenwick 1994) over heights in pixels: reading a sum and changing a height take a step for each
/// binary digit of the number of paragraphs.
#[derive(Clone, Debug, Default)]
pub(super) struct Heights {
    each: Vec<f32>,
    /// `tree[i]` holds the sum of the `lowbit(i)` heights that end at `i` (counted from 1).
    tree: Vec<f64>,
}

impl Heights {
    pub(super) fn new(each: Vec<f32>) -> Self {
        let mut tree = vec![0.0; each.len() + 1];
        for i in 1..tree.len() {
            tree[i] += f64::from(each[i - 1]);
            let parent = i + (i & i.wrapping_neg());
            if parent < tree.len() {
                tree[parent] += tree[i];
            }
        }
        Heights { each, tree }
    }

    pub(super) fn get(&self, index: usize) -> f32 {
        self.each.get(index).copied().unwrap_or(0.0)
    }

    /// Gives one paragraph its height and says by how much that changed the whole.
    pub(super) fn set(&mut self, index: usize, height: f32) -> f32 {
        let Some(slot) = self.each.get_mut(index) else { return 0.0 };
        let change = height - *slot;
        *slot = height;
        if change != 0.0 {
            let mut i = index + 1;
            while i < self.tree.len() {
                self.tree[i] += f64::from(change);
                i += i & i.wrapping_neg();
            }
        }
        change
    }

    /// Height of all paragraphs before `index`.
    pub(super) fn before(&self, index: usize) -> f64 {
        let mut sum = 0.0;
        let mut i = index.min(self.each.len());
        while i > 0 {
            sum += self.tree[i];
            i -= i & i.wrapping_neg();
        }
        sum
    }

    pub(super) fn total(&self) -> f64 {
        self.before(self.each.len())
    }

    /// The paragraph at height `y`, and how far `y` is below its top. Above all it is the first, below all the last.
    pub(super) fn at(&self, y: f64) -> (usize, f64) {
        if self.each.is_empty() {
            return (0, 0.0);
        }
        let mut index = 0;
        let mut rest = y.max(0.0);
        let mut step = self.each.len().next_power_of_two();
        while step > 0 {
            if let Some(&sum) = self.tree.get(index + step).filter(|sum| **sum <= rest) {
                rest -= sum;
                index += step;
            }
            step /= 2;
        }
        match index < self.each.len() {
            true => (index, rest),
            false => (index - 1, rest + f64::from(self.each[index - 1])),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sums_and_places_are_those_of_plain_addition(
            heights in proptest::collection::vec(0u8..50, 1..200),
            changes in proptest::collection::vec((0usize..200, 0u8..90), 0..50),
            y in 0u32..6000,
        ) {
            let mut plain: Vec<f32> = heights.iter().map(|h| f32::from(*h)).collect();
            let mut tree = Heights::new(plain.clone());
            for (index, height) in changes {
                if index < plain.len() {
                    plain[index] = f32::from(height);
                }
                tree.set(index, f32::from(height));
            }
            for index in 0..=plain.len() {
                let sum: f32 = plain[..index].iter().sum();
                prop_assert_eq!(tree.before(index), f64::from(sum));
            }
            let (index, rest) = tree.at(f64::from(y));
            prop_assert_eq!(tree.before(index) + rest, f64::from(y));
            prop_assert!(rest < f64::from(plain[index]) || index == plain.len() - 1);
        }
    }
}
