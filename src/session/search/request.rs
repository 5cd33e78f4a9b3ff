//! What is looked for, by whom and where.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::lookup::{AnnotationQuery, Lookup};
use crate::arabic::clitics::{CliticPolicy, Lexicon};
use crate::arabic::normalize::Normalization;
use crate::arabic::search::{Matcher, Query, QueryError};
use crate::model::{AnnotatedDocument, LabelName};
use crate::session::entry_id::EntryId;
use crate::suggest::Propagation;

/// Who asks. Each has one request at a time: a newer one ends the older.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchSlot {
    /// The search and consistency panel.
    Panel,
    /// A dialog that proposes changes.
    Proposals,
    /// The bar that finds in one document.
    Bar,
    /// The session itself: the words of the project.
    Words,
}

pub(super) const SEARCH_SLOTS: usize = 4;
pub(super) const SEARCH_SLOTS_ALL: [SearchSlot; SEARCH_SLOTS] =
    [SearchSlot::Panel, SearchSlot::Proposals, SearchSlot::Bar, SearchSlot::Words];

/// Which documents are looked into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    #[default]
    Document,
    Project,
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq)]
pub enum SearchQuery {
    Text(Query),
    Annotations(AnnotationQuery),
    /// Places where a string stands without bearing a label.
    Propagate {
        quote: String,
        label: LabelName,
        folds: Normalization,
        policy: CliticPolicy,
    },
    /// Annotations on the same string with other labels, to be given this one.
    Relabel {
        quote: String,
        label: LabelName,
        folds: Normalization,
    },
    /// Annotations on the same string with this label, to be taken away.
    Remove {
        quote: String,
        label: LabelName,
        folds: Normalization,
    },
    /// Annotations whose start is to be moved before or after proclitics; the article too where `article` says so.
    Clitics {
        policy: CliticPolicy,
        article: bool,
    },
    Lint,
    /// Notes and flags of annotations, relations and documents.
    Marks(MarkQuery),
    /// Places that are known, to be shown as they are now.
    Places(Arc<PlaceList>),
}

/// Which notes and flags are looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MarkQuery {
    /// In the note, in what is annotated, or in the name of the label.
    pub text: Option<Query>,
    pub kind: MarkKind,
}

/// What somebody left behind for later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkKind {
    #[default]
    All,
    Notes,
    Flags,
}

/// Places that were counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceList {
    /// Bytes of the texts.
    pub by_entry: BTreeMap<EntryId, Vec<Range<usize>>>,
    /// How many there are besides.
    pub more: usize,
}

/// A request made ready for any number of documents.
#[derive(Clone, Debug)]
pub(super) enum CompiledQuery {
    Text(Matcher),
    Annotations(Lookup),
    Propagate(Propagation, LabelName),
    Relabel(Propagation, LabelName),
    Remove(Propagation, LabelName),
    Clitics(CliticPolicy, bool),
    Lint,
    Marks(Option<Matcher>, MarkKind),
    Places(Arc<PlaceList>),
    /// Words counted into these, after those of these texts were counted out.
    Words(Arc<Lexicon>, Vec<Arc<str>>),
}

impl SearchQuery {
    pub(super) fn ready(&self) -> Result<CompiledQuery, QueryError> {
        let same = |quote: &str, folds: Normalization| Propagation::new(quote, folds, CliticPolicy::Exclude);
        Ok(match self {
            SearchQuery::Text(query) => CompiledQuery::Text(Matcher::new(query)?),
            SearchQuery::Annotations(query) => CompiledQuery::Annotations(Lookup::new(query.clone())?),
            SearchQuery::Propagate { quote, label, folds, policy } => {
                CompiledQuery::Propagate(Propagation::new(quote, *folds, *policy)?, label.clone())
            }
            SearchQuery::Relabel { quote, label, folds } => CompiledQuery::Relabel(same(quote, *folds)?, label.clone()),
            SearchQuery::Remove { quote, label, folds } => CompiledQuery::Remove(same(quote, *folds)?, label.clone()),
            SearchQuery::Clitics { policy, article } => CompiledQuery::Clitics(*policy, *article),
            SearchQuery::Lint => CompiledQuery::Lint,
            SearchQuery::Marks(MarkQuery { text, kind }) => {
                CompiledQuery::Marks(text.as_ref().map(Matcher::new).transpose()?, *kind)
            }
            SearchQuery::Places(list) => CompiledQuery::Places(list.clone()),
        })
    }

    /// Whether it is worth its copy to look into a document with so many annotations, rather than into its text alone.
    /// A hit of a text shows the label that stands there, where that is cheap to know.
    pub(super) fn reads_annotations(&self, count: usize) -> bool {
        match self {
            SearchQuery::Text(_) => count <= 5_000,
            _ => true,
        }
    }
}

/// Where a document that is looked into comes from.
#[derive(Debug)]
pub(super) enum Source {
    Open(Box<AnnotatedDocument>),
    Text(Arc<str>),
    File(PathBuf),
}
