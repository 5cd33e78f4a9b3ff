//! Memory that an import may take, counted while it is read: a file of the smallest entries there can be is refused in words
//! before it fills the memory.

use super::error::ImportProblem;

/// Times the bytes of the files.
const TIMES: u64 = 16;
/// Bytes that any import may take, however short its lines: an annotation takes 320 bytes and a line of brat for one may
/// have 11. So a million annotations (`MAX_ANNOTATIONS`) are read from 17 MB of brat, and a hundred thousand documents
/// (`MAX_DOCUMENTS`) from 1.2 MB of JSON lines; only files of shorter lines than any program writes are refused.
const FREE: u64 = 64 << 20;

/// Documents that one file may hold. In memory each takes a kilobyte, however short its line.
pub const MAX_DOCUMENTS: usize = 100_000;

/// Annotations and relations that one file may hold. In memory each takes half a kilobyte, however short its line.
pub const MAX_ANNOTATIONS: usize = 1_000_000;

/// What each thing takes in memory at most, in bytes, while it is read and put in order (`tests/memory.rs` holds it).
pub(super) const ANNOTATION: u64 = 320;
pub(super) const RELATION: u64 = 420;
pub(super) const DOCUMENT: u64 = 690;
/// A list that grows is held twice while it moves.
pub(super) const LOSS: u64 = 450;
/// In a list that has room for all from the start.
pub(super) const SETTLED_LOSS: u64 = 180;
/// A name of the file, to be found by.
pub(super) const NAME: u64 = 90;

/// An attribute; the first of its owner brings room for eleven.
pub(super) const fn attribute(is_first: bool) -> u64 {
    if is_first { 720 } else { 160 }
}

/// What is left of it.
pub(super) struct Budget {
    most: u64,
    left: u64,
}

impl Budget {
    /// For files of so many bytes together.
    pub(super) fn of(bytes: usize) -> Self {
        let most = TIMES * bytes as u64 + FREE;
        Budget { most, left: most }
    }

    /// Takes what so many things need.
    ///
    /// # Errors
    /// Where it is more than is left.
    pub(super) fn charge(&mut self, count: usize, each: u64) -> Result<(), ImportProblem> {
        let too_dense = ImportProblem::TooDense { megabytes: self.most >> 20 };
        self.left = self.left.checked_sub(count as u64 * each).ok_or(too_dense)?;
        Ok(())
    }

    /// Asks for what so many things need for a while.
    ///
    /// # Errors
    /// Where it is more than is left.
    pub(super) fn lend(&self, count: usize, each: u64) -> Result<(), ImportProblem> {
        let too_dense = ImportProblem::TooDense { megabytes: self.most >> 20 };
        if count as u64 * each <= self.left { Ok(()) } else { Err(too_dense) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_sixteen_times_the_file_and_a_constant() {
        let mut budget = Budget::of(1 << 20);
        assert_eq!(budget.lend(81, 1 << 20), Err(ImportProblem::TooDense { megabytes: 80 }));
        assert_eq!(budget.lend(80, 1 << 20), Ok(()));
        assert_eq!(budget.charge(80, 1 << 20), Ok(()));
        assert_eq!(budget.charge(1, 1), Err(ImportProblem::TooDense { megabytes: 80 }));
    }
}
