//! What a person may choose about a dataset, as values with names: the table of formats says which of them a format takes, and
//! the window and the command line ask for those.

use super::column_options::{ColumnOptions, Overlap, Pieces, Scheme, ShardSize, TokenSource};

/// Something about a dataset that a person may choose, where its format has room for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExportChoice {
    /// The scheme of the tags.
    Scheme,
    /// Whose tokens there are. A format that has tokens has a place for clitics that are tokens of their own.
    Tokens,
    /// What becomes of annotations on the same tokens.
    Overlap,
    /// What becomes of annotations of several pieces.
    Pieces,
    /// Comments that carry ids and the text.
    Comments,
    /// How large the files of a dataset become.
    Shards,
}

/// The values of a [`ExportChoice`] that a format takes, by their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    pub choice: ExportChoice,
    pub values: &'static [&'static str],
}

/// The value of a choice that is a switch, where it is on.
const ON: &str = "yes";

impl ExportChoice {
    pub const ALL: [ExportChoice; 6] = [
        ExportChoice::Scheme,
        ExportChoice::Tokens,
        ExportChoice::Overlap,
        ExportChoice::Pieces,
        ExportChoice::Comments,
        ExportChoice::Shards,
    ];

    /// The name of the option on the command line.
    pub fn option(self) -> &'static str {
        match self {
            ExportChoice::Scheme => "scheme",
            ExportChoice::Tokens => "tokens",
            ExportChoice::Overlap => "overlap",
            ExportChoice::Pieces => "discontinuous",
            ExportChoice::Comments => "comments",
            ExportChoice::Shards => "shard-size",
        }
    }

    /// All that it may be in any format.
    pub const fn with_all(self) -> Offer {
        let values: &[&str] = match self {
            ExportChoice::Scheme => &["iob1", "iob2", "bioes", "bilou", "io", "plain"],
            ExportChoice::Tokens => &["ours", "whitespace", "imported"],
            ExportChoice::Overlap => &["first", "longest", "outermost", "columns", "cells"],
            ExportChoice::Pieces => &["drop", "split", "cover"],
            ExportChoice::Comments => &[ON],
            ExportChoice::Shards => &["1", "16", "64", "256", "1024"],
        };
        Offer { choice: self, values }
    }

    /// Whether it is on or off, and no list of values.
    pub fn is_switch(self) -> bool {
        self == ExportChoice::Comments
    }

    /// Whether nothing need be said: it is then as in the file that was imported, or as is usual.
    pub fn may_be_left(self) -> bool {
        matches!(self, ExportChoice::Scheme | ExportChoice::Tokens | ExportChoice::Overlap | ExportChoice::Shards)
    }

    /// What was chosen; `None` where it was left.
    pub fn get(self, columns: &ColumnOptions) -> Option<&'static str> {
        match self {
            ExportChoice::Scheme => columns.scheme.map(Scheme::name),
            ExportChoice::Tokens => columns.tokens.map(TokenSource::name),
            ExportChoice::Overlap => columns.overlap.map(Overlap::name),
            ExportChoice::Pieces => Some(columns.pieces.name()),
            ExportChoice::Comments => columns.comments.then_some(ON),
            ExportChoice::Shards => columns.shards.map(ShardSize::name),
        }
    }

    /// Chooses the value of this name; what has no such value is left.
    pub fn set(self, columns: &mut ColumnOptions, value: Option<&str>) {
        match self {
            ExportChoice::Scheme => columns.scheme = value.and_then(Scheme::from_name),
            ExportChoice::Tokens => columns.tokens = value.and_then(TokenSource::from_name),
            ExportChoice::Overlap => columns.overlap = value.and_then(Overlap::from_name),
            ExportChoice::Pieces => columns.pieces = value.and_then(Pieces::from_name).unwrap_or_default(),
            ExportChoice::Comments => columns.comments = value == Some(ON),
            ExportChoice::Shards => columns.shards = value.and_then(ShardSize::from_name),
        }
    }

    /// Whether something else was chosen than what is there where nobody chooses.
    pub fn is_set(self, columns: &ColumnOptions) -> bool {
        self.get(columns) != self.get(&ColumnOptions::default())
    }
}

/// What of `columns` a format with these offers takes; the rest is as if nobody had chosen.
pub fn only_offered(offers: &[Offer], columns: &ColumnOptions) -> ColumnOptions {
    let mut taken = ColumnOptions::default();
    for offer in offers {
        let value = offer.choice.get(columns).filter(|value| offer.values.contains(value));
        offer.choice.set(&mut taken, value);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_has_a_name_by_which_it_is_chosen() {
        for choice in ExportChoice::ALL {
            let mut columns = ColumnOptions::default();
            assert!(!choice.is_set(&columns));
            for value in choice.with_all().values {
                choice.set(&mut columns, Some(value));
                assert_eq!(choice.get(&columns), Some(*value), "{choice:?}");
                let others = ExportChoice::ALL.into_iter().filter(|other| *other != choice);
                assert!(others.into_iter().all(|other| !other.is_set(&columns)), "{choice:?} {value} is one thing");
            }
            choice.set(&mut columns, Some("nothing of the kind"));
            assert!(!choice.is_set(&columns), "{choice:?}");
        }
        assert_eq!(ExportChoice::Shards.with_all().values, ShardSize::ALL.map(ShardSize::name));
        assert_eq!(ExportChoice::Scheme.with_all().values, Scheme::ALL.map(Scheme::name));
    }

    #[test]
    fn what_a_format_does_not_offer_is_not_taken() {
        let columns = ColumnOptions { scheme: Some(Scheme::Io), overlap: Some(Overlap::Cells), ..Default::default() };
        let without_cells = Offer { choice: ExportChoice::Overlap, values: &["first", "columns"] };
        let taken = only_offered(&[ExportChoice::Scheme.with_all(), without_cells], &columns);
        assert_eq!((taken.scheme, taken.overlap), (Some(Scheme::Io), None));
        assert_eq!(only_offered(&[], &columns), ColumnOptions::default());
    }
}
