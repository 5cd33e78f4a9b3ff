//! How the work goes on from day to day, and when it may be done. Of one day nothing is estimated.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// Days of work that an estimate looks back on: what somebody did half a year ago says little of tomorrow.
const DAYS: usize = 20;

/// The 97.5 % quantile of Student's t for 1 to 19 degrees of freedom: of few days the range is wide.
const STUDENT: [f64; DAYS - 1] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
    2.110, 2.101, 2.093,
];

/// What was done on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayCounts {
    /// Annotations made then, without those that were imported and not touched since.
    pub made: u64,
    /// Annotations last changed then, those made then among them.
    pub changed: u64,
    /// Documents that are done or rejected and were last changed then.
    pub documents: u64,
    /// Their words.
    pub words: u64,
}

impl DayCounts {
    pub(super) fn merge(&mut self, other: DayCounts) {
        self.made += other.made;
        self.changed += other.changed;
        self.documents += other.documents;
        self.words += other.words;
    }
}

/// How long the rest may take, in days of work such as there were.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Documents that are neither done nor rejected.
    pub remaining: u64,
    /// Days that were looked at.
    pub days: usize,
    /// Documents settled on one of them, on average.
    pub per_day: f64,
    /// Days of work that the rest takes, and the range in which the average of the days leaves it with 95 %. `most` is
    /// `None` where the days differ so much that no end can be named.
    pub expected: u64,
    pub least: u64,
    pub most: Option<u64>,
}

/// The estimate of the end; `None` where nothing is left, or documents were settled on fewer than two days.
pub fn estimate(days: &BTreeMap<Date, DayCounts>, remaining: u64) -> Option<Estimate> {
    let settled = days.values().rev().map(|day| day.documents).filter(|documents| *documents > 0);
    let settled: Vec<f64> = settled.take(DAYS).map(|documents| documents as f64).collect();
    let n = settled.len();
    if n < 2 || remaining == 0 {
        return None;
    }
    let mean = settled.iter().sum::<f64>() / n as f64;
    let variance = settled.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1) as f64;
    let margin = STUDENT[n - 2] * (variance / n as f64).sqrt();
    let left = |per_day: f64| (remaining as f64 / per_day).ceil() as u64;
    Some(Estimate {
        remaining,
        days: n,
        per_day: mean,
        expected: left(mean),
        least: left(mean + margin),
        most: (mean - margin > 0.0).then(|| left(mean - margin)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(settled: &[u64]) -> BTreeMap<Date, DayCounts> {
        let day = |(n, documents): (usize, &u64)| {
            let date = jiff::civil::date(2026, 1, 1 + n as i8);
            (date, DayCounts { documents: *documents, ..DayCounts::default() })
        };
        settled.iter().enumerate().map(day).collect()
    }

    #[test]
    fn nothing_is_estimated_of_one_day_or_of_none() {
        assert_eq!(estimate(&days(&[]), 10), None);
        assert_eq!(estimate(&days(&[0, 7, 0]), 10), None);
        assert_eq!(estimate(&days(&[7, 7]), 0), None);
    }

    #[test]
    fn even_days_leave_no_doubt_and_uneven_ones_do() {
        let even = estimate(&days(&[5, 5, 0, 5]), 50).expect("three days");
        assert_eq!((even.expected, even.least, even.most, even.days), (10, 10, Some(10), 3));
        let two = estimate(&days(&[4, 6]), 50).expect("two days");
        assert_eq!((two.expected, two.most), (10, None), "two days that differ name no end");
        let many = estimate(&days(&[8, 12, 9, 11, 10, 10, 9, 11]), 1000).expect("eight days");
        assert!(many.least < many.expected && many.most.is_some_and(|most| most > many.expected), "{many:?}");
    }

    #[test]
    fn days_long_ago_do_not_count() {
        let mut settled = vec![100; 5];
        settled.extend([2; DAYS]);
        assert_eq!(estimate(&days(&settled), 10).map(|estimate| estimate.expected), Some(5));
    }
}
