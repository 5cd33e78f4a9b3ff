//! The orders in which documents are listed, in the window and on the command line.

use std::cmp::Ordering;
use std::sync::Arc;

use super::document_query::DocumentFacts;
use crate::model::DocumentState;

/// What documents are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// As the files lie in their folders.
    #[default]
    Files,
    Title,
    State,
    Annotations,
    Annotator,
    Changed,
    Size,
}

impl SortBy {
    pub const ALL: [SortBy; 7] = [
        SortBy::Files,
        SortBy::Title,
        SortBy::State,
        SortBy::Annotations,
        SortBy::Annotator,
        SortBy::Changed,
        SortBy::Size,
    ];

    /// Its name on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            SortBy::Files => "files",
            SortBy::Title => "title",
            SortBy::State => "state",
            SortBy::Annotations => "annotations",
            SortBy::Annotator => "annotator",
            SortBy::Changed => "changed",
            SortBy::Size => "size",
        }
    }

    pub fn from_name(name: &str) -> Option<SortBy> {
        SortBy::ALL.into_iter().find(|by| by.name() == name)
    }
}

/// An order of documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DocumentOrder {
    pub by: SortBy,
    pub descending: bool,
}

/// Where a document stands in an order. What is not known stands last, whichever way the order goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SortKey {
    #[default]
    Unknown,
    Number(i64),
    Text(Arc<str>),
}

impl DocumentOrder {
    /// As it is kept: the name, with `-` before it where the last is first; nothing for the usual order.
    pub fn to_text(self) -> String {
        match self == DocumentOrder::default() {
            true => String::new(),
            false => format!("{}{}", if self.descending { "-" } else { "" }, self.by.name()),
        }
    }

    /// What was kept; a name that is not known any more is as good as none.
    pub fn from_text(text: &str) -> DocumentOrder {
        let name = text.strip_prefix('-').unwrap_or(text);
        SortBy::from_name(name)
            .map_or_else(DocumentOrder::default, |by| DocumentOrder { by, descending: text.starts_with('-') })
    }

    /// The key of a document. Of the order of files it is its place alone.
    pub fn key(self, facts: &(impl DocumentFacts + ?Sized)) -> SortKey {
        let number = |value: Option<usize>| value.map_or(SortKey::Unknown, |value| SortKey::Number(value as i64));
        let place = |state| DocumentState::ALL.iter().position(|other| *other == state);
        match self.by {
            SortBy::Files => SortKey::Unknown,
            SortBy::Title => SortKey::Text(facts.title().into()),
            SortBy::State => number(facts.state().and_then(place)),
            SortBy::Annotations => number(facts.annotations()),
            SortBy::Annotator => facts.annotator().map_or(SortKey::Unknown, |name| SortKey::Text(name.as_str().into())),
            SortBy::Changed => facts.changed().map_or(SortKey::Unknown, |time| SortKey::Number(time.0)),
            SortBy::Size => number(facts.words()),
        }
    }

    /// Which of two documents comes first, each by its key and its place among the files.
    pub fn compare(self, a: (&SortKey, usize), b: (&SortKey, usize)) -> Ordering {
        let turned = |order: Ordering| if self.descending { order.reverse() } else { order };
        let by_key = match (a.0, b.0) {
            (SortKey::Unknown, SortKey::Unknown) if self.by == SortBy::Files => return turned(a.1.cmp(&b.1)),
            (SortKey::Unknown, SortKey::Unknown) => Ordering::Equal,
            (SortKey::Unknown, _) => Ordering::Greater,
            (_, SortKey::Unknown) => Ordering::Less,
            (SortKey::Number(a), SortKey::Number(b)) => turned(a.cmp(b)),
            (SortKey::Text(a), SortKey::Text(b)) => turned(natural(a, b)),
            (SortKey::Number(_), SortKey::Text(_)) => Ordering::Less,
            (SortKey::Text(_), SortKey::Number(_)) => Ordering::Greater,
        };
        by_key.then(a.1.cmp(&b.1))
    }
}

/// Texts as they are, but numbers in them by their value: خبر 9 before خبر 10.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    loop {
        let same = a.iter().zip(b).take_while(|(x, y)| x == y && !x.is_ascii_digit()).count();
        (a, b) = (&a[same..], &b[same..]);
        let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (in_a, in_b) = (digits(a), digits(b));
        if in_a == 0 || in_b == 0 {
            return a.cmp(b);
        }
        // Equal numbers are the usual case.
        if a[..in_a] != b[..in_b] {
            let zeros = |digits: &[u8]| digits.iter().take_while(|digit| **digit == b'0').count();
            let (x, y) = (&a[zeros(&a[..in_a])..in_a], &b[zeros(&b[..in_b])..in_b]);
            let order = x.len().cmp(&y.len()).then_with(|| x.cmp(y)).then(in_a.cmp(&in_b));
            if order != Ordering::Equal {
                return order;
            }
        }
        (a, b) = (&a[in_a..], &b[in_b..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_titles_are_sorted_by_their_value() {
        let mut titles = ["خبر 10", "خبر 9", "خبر 09", "خبر", "أخبار 2", "خبر 9 ب", "خبر 9 أ"];
        titles.sort_by(|a, b| natural(a, b));
        assert_eq!(titles, ["أخبار 2", "خبر", "خبر 9", "خبر 9 أ", "خبر 9 ب", "خبر 09", "خبر 10"]);
    }

    #[test]
    fn what_is_not_known_is_last_either_way_and_ties_are_as_the_files_are() {
        let keys = [SortKey::Number(5), SortKey::Unknown, SortKey::Number(7), SortKey::Number(5)];
        for (descending, expect) in [(false, [0, 3, 2, 1]), (true, [2, 0, 3, 1])] {
            let order = DocumentOrder { by: SortBy::Size, descending };
            let mut places = [3, 2, 1, 0];
            places.sort_by(|a, b| order.compare((&keys[*a], *a), (&keys[*b], *b)));
            assert_eq!(places, expect);
        }
        for (by, descending) in SortBy::ALL.into_iter().flat_map(|by| [(by, false), (by, true)]) {
            let order = DocumentOrder { by, descending };
            assert_eq!(DocumentOrder::from_text(&order.to_text()), order);
        }
    }
}
