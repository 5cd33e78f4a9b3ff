//! How long spans are: least, median, mean, 95 %, most, and how many there are of each length.

use std::collections::BTreeMap;

/// Lengths below this are told apart; longer ones are rounded down to their eleven highest bits (0.1 %), so that spans within each
/// other do not make a list of every length there can be.
const EXACT: u64 = 2048;

/// The lengths of the spans of a label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lengths {
    counts: BTreeMap<u64, u64>,
    pub spans: u64,
    sum: u64,
    least: Option<u64>,
    most: Option<u64>,
}

impl Lengths {
    pub fn add(&mut self, length: u64) {
        *self.counts.entry(rounded(length)).or_default() += 1;
        self.spans += 1;
        self.sum += length;
        self.least = Some(self.least.map_or(length, |known| known.min(length)));
        self.most = Some(self.most.map_or(length, |known| known.max(length)));
    }

    pub fn merge(&mut self, other: &Lengths) {
        for (length, count) in &other.counts {
            *self.counts.entry(*length).or_default() += count;
        }
        self.spans += other.spans;
        self.sum += other.sum;
        self.least = [self.least, other.least].into_iter().flatten().min();
        self.most = self.most.max(other.most);
    }

    pub fn least(&self) -> Option<u64> {
        self.least
    }

    pub fn most(&self) -> Option<u64> {
        self.most
    }

    pub fn mean(&self) -> Option<f64> {
        (self.spans > 0).then(|| self.sum as f64 / self.spans as f64)
    }

    /// The one in the middle, or half way between the two there.
    pub fn median(&self) -> Option<f64> {
        let (below, above) = (self.nth(self.spans.checked_sub(1)? / 2)?, self.nth(self.spans / 2)?);
        Some((below + above) as f64 / 2.0)
    }

    /// The least length that is no shorter than 95 of a hundred spans.
    pub fn percentile_95(&self) -> Option<u64> {
        self.nth((self.spans * 95).div_ceil(100).checked_sub(1)?)
    }

    fn nth(&self, at: u64) -> Option<u64> {
        let mut seen = 0;
        self.counts.iter().find_map(|(length, count)| {
            seen += count;
            (seen > at).then_some(*length)
        })
    }

    /// Lengths with how many spans have them, the shortest first.
    pub fn counts(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.counts.iter().map(|(length, count)| (*length, *count))
    }
}

fn rounded(length: u64) -> u64 {
    match length < EXACT {
        true => length,
        false => {
            let low_bits = length.ilog2() - 10;
            length >> low_bits << low_bits
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lengths: &[u64]) -> Lengths {
        let mut all = Lengths::default();
        lengths.iter().for_each(|length| all.add(*length));
        all
    }

    #[test]
    fn lengths_are_summed_up_as_textbooks_do() {
        let lengths = of(&[5, 1, 2, 4]);
        assert_eq!((lengths.least(), lengths.median(), lengths.mean()), (Some(1), Some(3.0), Some(3.0)));
        assert_eq!((lengths.percentile_95(), lengths.most()), (Some(5), Some(5)));
        assert_eq!(of(&(1..=100).collect::<Vec<_>>()).percentile_95(), Some(95));
        let none = Lengths::default();
        assert_eq!((none.least(), none.median(), none.mean(), none.percentile_95()), (None, None, None, None));
    }

    #[test]
    fn long_ones_are_rounded_by_a_thousandth_at_most() {
        for length in [2047, 2048, 2049, 1 << 20, (1 << 30) - 1] {
            let shown = rounded(length);
            assert!(shown <= length && (length - shown) * 1000 <= length, "{length} is shown as {shown}");
        }
        assert_eq!(rounded(2047), 2047);
        assert_eq!(of(&[1 << 29, (1 << 30) - 1]).most(), Some((1 << 30) - 1));
    }
}
