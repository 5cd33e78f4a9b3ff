//! Names in the order in which they came, looked up by what they are and by what brat makes of them.

use std::collections::HashMap;

/// A name as brat can write it: no white space.
pub(super) fn brat_name(name: &str) -> String {
    name.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c }).collect()
}

/// Where each name stands in a list beside this.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    exact: HashMap<String, usize>,
    /// Those that brat writes otherwise than they are.
    in_brat: HashMap<String, usize>,
    len: usize,
}

impl Names {
    /// Adds a name behind the others; where it stands. Of two of one name the first is meant.
    pub(super) fn add(&mut self, name: &str) -> usize {
        let at = self.len;
        self.exact.entry(name.to_owned()).or_insert(at);
        let written = brat_name(name);
        if written != name {
            self.in_brat.entry(written).or_insert(at);
        }
        self.len += 1;
        at
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn get(&self, name: &str) -> Option<usize> {
        self.exact.get(name).copied()
    }

    /// The first that brat writes so.
    pub(super) fn in_brat(&self, written: &str) -> Option<usize> {
        // A name with blanks in it is never what brat wrote.
        let exact = self.get(written).filter(|_| !written.chars().any(|c| c.is_whitespace() || c.is_control()));
        let otherwise = self.in_brat.get(written).copied();
        exact.into_iter().chain(otherwise).min()
    }
}

impl<S: AsRef<str>> FromIterator<S> for Names {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        let mut all = Names::default();
        for name in names {
            all.add(name.as_ref());
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_name_that_is_written_so_is_meant() {
        let names: Names = ["اسم علم", "اسم_علم", "PER", "PER"].into_iter().collect();
        assert_eq!((names.get("اسم علم"), names.get("اسم_علم"), names.get("PER")), (Some(0), Some(1), Some(2)));
        assert_eq!(
            (names.in_brat("اسم_علم"), names.in_brat("PER"), names.in_brat("اسم علم")),
            (Some(0), Some(2), None)
        );
        assert_eq!(names.len(), 4);
    }
}
