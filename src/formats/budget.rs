//! Memory that an import may take, counted while it is read: a file of the smallest entries there can be is refused in words
//! before it fills the memory.

use super::error::ImportProblem;

/// Times the bytes of the files.
const TIMES: u64 = 16;
/// Bytes that any import may take: as many documents as there may be, or a quarter of a million annotations, however short
/// their lines.
const FREE: u64 = 128 << 20;

/// What each thing takes in memory, in bytes, as `cargo bench --bench readers` measures it.
pub(super) const ANNOTATION: u64 = 500;
pub(super) const RELATION: u64 = 450;
pub(super) const DOCUMENT: u64 = 1200;
pub(super) const LOSS: u64 = 250;

/// What is left of it.
pub(super) struct Budget {
    most: u64,
    left: u64,
}

impl Budget {
    /// For files of so many bytes together.
    pub fn of(bytes: usize) -> Self {
        let most = TIMES * bytes as u64 + FREE;
        Budget { most, left: most }
    }

    /// Takes what so many things need.
    ///
    /// # Errors
    /// Where it is more than is left.
    pub fn charge(&mut self, count: usize, each: u64) -> Result<(), ImportProblem> {
        let too_dense = ImportProblem::TooDense { megabytes: self.most >> 20 };
        self.left = self.left.checked_sub(count as u64 * each).ok_or(too_dense)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_sixteen_times_the_file_and_a_constant() {
        let mut budget = Budget::of(1 << 20);
        assert_eq!(budget.charge(144, 1 << 20), Ok(()));
        assert_eq!(budget.charge(1, 1), Err(ImportProblem::TooDense { megabytes: 144 }));
    }
}
