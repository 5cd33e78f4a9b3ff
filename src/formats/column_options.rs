//! What a person may say about files with a token a line: which columns there are, and how they are to be written.

/// Columns that are looked at.
pub(super) const MAX_COLUMNS: usize = 64;

/// A scheme of tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// `B-` only where an annotation follows another of the same label at once.
    Iob1,
    #[default]
    Iob2,
    Bioes,
    Bilou,
    /// `I-` alone.
    Io,
    /// The label alone.
    Plain,
}

impl Scheme {
    pub const ALL: [Scheme; 6] = [Scheme::Iob1, Scheme::Iob2, Scheme::Bioes, Scheme::Bilou, Scheme::Io, Scheme::Plain];

    pub fn name(self) -> &'static str {
        match self {
            Scheme::Iob1 => "iob1",
            Scheme::Iob2 => "iob2",
            Scheme::Bioes => "bioes",
            Scheme::Bilou => "bilou",
            Scheme::Io => "io",
            Scheme::Plain => "plain",
        }
    }

    pub fn from_name(name: &str) -> Option<Scheme> {
        Scheme::ALL.into_iter().find(|scheme| scheme.name() == name)
    }
}

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Ignored,
    /// The number of a token in its sentence.
    Id,
    Token,
    Tag,
    /// `SpaceAfter=No` and others, as CoNLL-U has them.
    Misc,
}

/// The roles of columns as a person names them: `token,_,tag`.
pub fn roles_of(text: &str) -> Option<Vec<Role>> {
    let role = |name: &str| {
        Some(match name.trim() {
            "token" => Role::Token,
            "tag" => Role::Tag,
            "id" => Role::Id,
            "misc" => Role::Misc,
            "_" | "-" => Role::Ignored,
            _ => return None,
        })
    };
    let roles: Vec<Role> = text.split(',').map(role).collect::<Option<_>>()?;
    let has = |wanted| roles.iter().filter(|role| **role == wanted).count();
    (has(Role::Token) == 1 && has(Role::Tag) > 0 && roles.len() <= MAX_COLUMNS).then_some(roles)
}

/// What stands between columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// Any number of blanks.
    Blanks,
    One(char),
}

/// What becomes of annotations on the same tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overlap {
    /// The one that begins first.
    #[default]
    First,
    Longest,
    /// None that lies within another.
    Outermost,
    /// A column for each layer, or as many tags in a cell as there are.
    Columns,
    Cells,
}

impl Overlap {
    pub const ALL: [Overlap; 5] =
        [Overlap::First, Overlap::Longest, Overlap::Outermost, Overlap::Columns, Overlap::Cells];

    pub fn name(self) -> &'static str {
        match self {
            Overlap::First => "first",
            Overlap::Longest => "longest",
            Overlap::Outermost => "outermost",
            Overlap::Columns => "columns",
            Overlap::Cells => "cells",
        }
    }

    pub fn from_name(name: &str) -> Option<Overlap> {
        Overlap::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// Whose tokens are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenSource {
    Ours,
    Whitespace,
    /// Those of the file that the document was imported from; ours where there is none.
    Imported,
}

impl TokenSource {
    pub const ALL: [TokenSource; 3] = [TokenSource::Ours, TokenSource::Whitespace, TokenSource::Imported];

    pub fn name(self) -> &'static str {
        match self {
            TokenSource::Ours => "ours",
            TokenSource::Whitespace => "whitespace",
            TokenSource::Imported => "imported",
        }
    }

    pub fn from_name(name: &str) -> Option<TokenSource> {
        TokenSource::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// What becomes of annotations of several pieces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pieces {
    #[default]
    Drop,
    /// Each piece is an annotation.
    Split,
    /// All from the first to the last.
    Cover,
}

impl Pieces {
    pub const ALL: [Pieces; 3] = [Pieces::Drop, Pieces::Split, Pieces::Cover];

    pub fn name(self) -> &'static str {
        match self {
            Pieces::Drop => "drop",
            Pieces::Split => "split",
            Pieces::Cover => "cover",
        }
    }

    pub fn from_name(name: &str) -> Option<Pieces> {
        Pieces::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// How large the files of a dataset of several become, in megabytes (2²⁰ bytes) of what they hold before it is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShardSize {
    Mb1,
    Mb16,
    Mb64,
    #[default]
    Mb256,
    Mb1024,
}

impl ShardSize {
    pub const ALL: [ShardSize; 5] =
        [ShardSize::Mb1, ShardSize::Mb16, ShardSize::Mb64, ShardSize::Mb256, ShardSize::Mb1024];

    pub fn name(self) -> &'static str {
        match self {
            ShardSize::Mb1 => "1",
            ShardSize::Mb16 => "16",
            ShardSize::Mb64 => "64",
            ShardSize::Mb256 => "256",
            ShardSize::Mb1024 => "1024",
        }
    }

    pub fn from_name(name: &str) -> Option<ShardSize> {
        ShardSize::ALL.into_iter().find(|one| one.name() == name)
    }

    pub(super) fn bytes(self) -> usize {
        let megabytes = match self {
            ShardSize::Mb1 => 1,
            ShardSize::Mb16 => 16,
            ShardSize::Mb64 => 64,
            ShardSize::Mb256 => 256,
            ShardSize::Mb1024 => 1024,
        };
        megabytes << 20
    }
}

/// How a file of columns is to be. What is not said is as it was in the file that a document was imported from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColumnOptions {
    pub scheme: Option<Scheme>,
    pub tokens: Option<TokenSource>,
    pub overlap: Option<Overlap>,
    pub pieces: Pieces,
    /// Comments that carry ids and the text byte for byte. Readers that know none take them for tokens.
    pub comments: bool,
    /// Of a dataset of several files.
    pub shards: Option<ShardSize>,
}
