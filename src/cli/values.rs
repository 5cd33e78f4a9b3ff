//! Values that arguments of several commands have.

use crate::formats::{self, Overlap, Pieces, Role, Scheme, Separator, ShardSize, TextEncoding, TokenSource, Unit};
use crate::model::DocumentState;
use crate::workspace::{DocumentQuery, QueryError, SortBy, Split, SplitError};

fn names(wanted: impl Fn(&'static dyn formats::Format) -> bool) -> String {
    let names = formats::registry().iter().copied().filter(|f| wanted(*f)).map(|f| f.name());
    names.collect::<Vec<_>>().join(", ")
}

pub(super) fn readable_format(name: &str) -> Result<&'static str, String> {
    let format = formats::by_name(name).filter(|format| format.reads());
    format.map(|f| f.name()).ok_or_else(|| format!("formats that can be read: {}", names(|f| f.reads())))
}

pub(super) fn writable_format(name: &str) -> Result<&'static str, String> {
    let format = formats::by_name(name).filter(|format| format.layout().is_some());
    format.map(|f| f.name()).ok_or_else(|| format!("formats that can be written: {}", names(|f| f.layout().is_some())))
}

pub(super) fn unit(name: &str) -> Result<Unit, String> {
    Unit::from_name(name).ok_or_else(|| "units are code-points, utf16 and bytes".into())
}

pub(super) fn encoding(name: &str) -> Result<TextEncoding, String> {
    TextEncoding::from_name(name)
        .ok_or_else(|| "no encoding of this name is known; try utf-8, utf-16, windows-1256 or iso-8859-6".into())
}

/// The roles of columns, in their order.
#[derive(Clone, Debug)]
pub(super) struct Columns(pub Vec<Role>);

pub(super) fn columns(names: &str) -> Result<Columns, String> {
    let wrong = || "columns are token (one), tag (one or more), id, misc and _, joined by commas".into();
    formats::roles_of(names).map(Columns).ok_or_else(wrong)
}

pub(super) fn separator(name: &str) -> Result<Separator, String> {
    match name {
        "tab" => Ok(Separator::One('\t')),
        "blanks" => Ok(Separator::Blanks),
        sign if sign.chars().count() == 1 => Ok(Separator::One(sign.chars().next().unwrap_or(','))),
        _ => Err("separators are tab, blanks, or one sign".into()),
    }
}

pub(super) fn scheme(name: &str) -> Result<Scheme, String> {
    let names = || Scheme::ALL.map(Scheme::name).join(", ");
    Scheme::from_name(name).ok_or_else(|| format!("schemes are {}", names()))
}

pub(super) fn tokens(name: &str) -> Result<TokenSource, String> {
    TokenSource::from_name(name)
        .ok_or_else(|| format!("tokens are {}", TokenSource::ALL.map(TokenSource::name).join(", ")))
}

pub(super) fn overlap(name: &str) -> Result<Overlap, String> {
    Overlap::from_name(name).ok_or_else(|| format!("overlaps are {}", Overlap::ALL.map(Overlap::name).join(", ")))
}

pub(super) fn pieces(name: &str) -> Result<Pieces, String> {
    Pieces::from_name(name).ok_or_else(|| format!("pieces are {}", Pieces::ALL.map(Pieces::name).join(", ")))
}

pub(super) fn shard_size(name: &str) -> Result<ShardSize, String> {
    ShardSize::from_name(name)
        .ok_or_else(|| format!("sizes in MB are {}", ShardSize::ALL.map(ShardSize::name).join(", ")))
}

pub(super) fn split(text: &str) -> Result<Split, String> {
    text.parse().map_err(|error: SplitError| error.to_string())
}

pub(super) fn state(name: &str) -> Result<DocumentState, String> {
    let names = || DocumentState::ALL.map(DocumentState::name).join(", ");
    DocumentState::ALL.into_iter().find(|state| state.name() == name).ok_or_else(|| format!("states are {}", names()))
}

pub(super) fn query(text: &str) -> Result<DocumentQuery, String> {
    text.parse().map_err(|error: QueryError| error.to_string())
}

pub(super) fn sort_by(name: &str) -> Result<SortBy, String> {
    SortBy::from_name(name)
        .ok_or_else(|| format!("documents are sorted by {}", SortBy::ALL.map(SortBy::name).join(", ")))
}
