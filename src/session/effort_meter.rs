//! How much time and how many presses annotations take: measured while the window is used.
//!
//! Time counts from one touch of the keyboard or mouse to the next, unless there is a pause between them. What was spent since the
//! last annotation is what the next one took.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::entry_id::EntryId;
use crate::edit::{Operation, Transaction};
use crate::model::{EffortRecord, Provenance};

/// A longer pause is none of the work, in seconds.
const PAUSE: f64 = 60.0;

/// Nobody decides on a proposal in less, in seconds; and so much more for each word around it.
const LEAST_LOOK: f64 = 0.4;
const A_WORD: f64 = 0.05;

/// What came in with a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Touches {
    /// Of the frame, in seconds; from any moment on.
    pub now: f64,
    /// Keys that went down, and buttons of the mouse.
    pub keys: u32,
    pub clicks: u32,
    /// The hand is at work, if only by moving the mouse.
    pub any: bool,
}

/// What was spent and is not noted yet.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spent {
    pub ms: u64,
    pub keys: u32,
    pub clicks: u32,
}

/// The document that is worked on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WorkedOn {
    pub entry: EntryId,
    pub id: String,
    pub path: Option<PathBuf>,
}

/// What is measured. Switched off it measures nothing and writes nothing.
#[derive(Debug, Default)]
pub(super) struct Effort {
    pub is_on: bool,
    /// Where what belongs to no project is kept.
    pub home: Option<PathBuf>,
    pub now: f64,
    pub last_touch: Option<f64>,
    pub spent: Spent,
    pub on: Option<WorkedOn>,
    /// Since when proposals are to be seen, and the words that are to be read of each.
    pub shown: Option<f64>,
    /// Words around the proposals that are being accepted.
    pub accepting: Option<u64>,
    /// With the document they are of.
    pub waiting: Vec<(Option<PathBuf>, EffortRecord)>,
}

impl Effort {
    pub(super) fn touch(&mut self, touches: Touches) {
        self.now = touches.now;
        if !touches.any {
            return;
        }
        let since = self.last_touch.replace(touches.now).map_or(0.0, |last| touches.now - last);
        if (0.0..=PAUSE).contains(&since) {
            self.spent.ms += (since * 1000.0).round() as u64;
        }
        self.spent.keys += touches.keys;
        self.spent.clicks += touches.clicks;
    }

    /// Another document is worked on: what was spent on the one before led to nothing more there.
    pub(super) fn work_on(&mut self, on: Option<WorkedOn>, annotator: &str, at: i64) {
        if self.on == on {
            return;
        }
        // The same one under another name goes on.
        let is_other = self.on.as_ref().map(|on| on.entry) != on.as_ref().map(|on| on.entry);
        if is_other {
            let spent = std::mem::take(&mut self.spent);
            if let Some(before) = self.on.take().filter(|_| spent.ms > 0 || spent.keys + spent.clicks > 0) {
                let record = EffortRecord {
                    at,
                    document: before.id,
                    annotator: annotator.to_owned(),
                    ms: spent.ms,
                    keys: spent.keys,
                    clicks: spent.clicks,
                    ..EffortRecord::default()
                };
                self.waiting.push((before.path, record));
            }
        }
        self.on = on;
    }

    /// What a step made is what the time since the one before was spent on, each label by how many there are of it.
    pub(super) fn made(&mut self, step: &Transaction, on: &WorkedOn, annotator: &str, at: i64) {
        let mut made: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
        for operation in &step.operations {
            if let Operation::Annotation { before: None, after: Some(annotation), .. } = operation {
                let (count, proposals) = made.entry(annotation.label.as_str()).or_default();
                *count += 1;
                *proposals += u32::from(matches!(annotation.record.provenance, Provenance::AcceptedSuggestion { .. }));
            }
        }
        let all: u32 = made.values().map(|(count, _)| count).sum();
        let proposed: u32 = made.values().map(|(_, proposals)| proposals).sum();
        if all == 0 {
            return;
        }
        let least = f64::from(proposed) * LEAST_LOOK + self.accepting.unwrap_or(0) as f64 * A_WORD;
        let is_hasty = proposed > 0 && self.shown.is_some_and(|shown| self.now - shown < least);
        let mut spent = std::mem::take(&mut self.spent);
        let mut left = all;
        for (label, (count, proposals)) in made {
            // The last one takes what rounding has left.
            let share = |whole: u64| whole * u64::from(count) / u64::from(left);
            let part = Spent {
                ms: share(spent.ms),
                keys: share(u64::from(spent.keys)) as u32,
                clicks: share(u64::from(spent.clicks)) as u32,
            };
            spent = Spent { ms: spent.ms - part.ms, keys: spent.keys - part.keys, clicks: spent.clicks - part.clicks };
            left -= count;
            let record = EffortRecord {
                at,
                document: on.id.clone(),
                annotator: annotator.to_owned(),
                label: Some(label.to_owned()),
                annotations: count,
                ms: part.ms,
                keys: part.keys,
                clicks: part.clicks,
                proposals,
                hasty: if is_hasty { proposals } else { 0 },
            };
            self.waiting.push((on.path.clone(), record));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touch(now: f64, keys: u32) -> Touches {
        Touches { now, keys, any: true, ..Touches::default() }
    }

    #[test]
    fn a_pause_is_none_of_the_work() {
        let mut effort = Effort::default();
        for (now, keys) in [(5.0, 1), (7.0, 1), (67.0, 0), (128.0, 1), (129.5, 1)] {
            effort.touch(touch(now, keys));
        }
        effort.touch(Touches { now: 300.0, ..Touches::default() });
        assert_eq!((effort.spent.ms, effort.spent.keys), (2_000 + 60_000 + 1_500, 4));
    }
}
