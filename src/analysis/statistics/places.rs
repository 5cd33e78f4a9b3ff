//! Where what was counted stands: the first places, up to a bound, and how many there are in all.

use std::ops::Range;

use super::bounded::Join;

/// Places that are kept of one count.
pub const MAX_PLACES: usize = 100;

/// A place in one of the documents that were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The number of the document.
    pub document: u32,
    /// In bytes of its text.
    pub start: u32,
    pub end: u32,
    /// The same in code points, as datasets and the command line have them.
    pub code_points: (u32, u32),
}

impl Place {
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// How often something was counted, and the first of its places by document and offset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    first: Vec<Place>,
    pub total: u64,
}

impl Places {
    pub fn add(&mut self, place: Place) {
        self.total += 1;
        if self.first.len() == MAX_PLACES {
            if self.first.last().is_some_and(|last| *last <= place) {
                return;
            }
            self.first.pop();
        }
        let at = self.first.partition_point(|known| *known <= place);
        self.first.insert(at, place);
    }

    pub fn first(&self) -> &[Place] {
        &self.first
    }

    /// How many there are beyond those that are kept.
    pub fn more(&self) -> u64 {
        self.total - self.first.len() as u64
    }
}

impl Join for Places {
    fn join(&mut self, other: Places) {
        self.total += other.total;
        self.first.extend(other.first);
        self.first.sort_unstable();
        self.first.truncate(MAX_PLACES);
    }
}
