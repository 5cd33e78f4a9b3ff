//! What is looked for, by whom and where.

use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::lookup::{AnnotationQuery, Lookup};
use crate::arabic::clitics::{CliticPolicy, Vocabulary};
use crate::arabic::fold::Folds;
use crate::arabic::search::{Matcher, Query, QueryError};
use crate::model::{AnnotatedDocument, LabelName};
use crate::suggest::Propagation;

/// Who asks. Each has one wish at a time: a newer one ends the older.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// The search and consistency panel.
    Panel,
    /// A dialog that proposes changes.
    Proposals,
    /// The bar that finds in one document.
    Bar,
    /// The session itself: the words of the project.
    Words,
}

pub(super) const LANES: usize = 4;
pub(super) const LANES_ALL: [Lane; LANES] = [Lane::Panel, Lane::Proposals, Lane::Bar, Lane::Words];

/// Which documents are looked into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    #[default]
    Document,
    Project,
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    Text(Query),
    Annotations(AnnotationQuery),
    /// Places where a string stands without bearing a label.
    Propagate {
        quote: String,
        label: LabelName,
        folds: Folds,
        policy: CliticPolicy,
    },
    /// Annotations on the same string with other labels, to be given this one.
    Relabel {
        quote: String,
        label: LabelName,
        folds: Folds,
    },
    /// Annotations on the same string with this label, to be taken away.
    Remove {
        quote: String,
        label: LabelName,
        folds: Folds,
    },
    /// Annotations whose start is to be moved before or after proclitics; the article too where `article` says so.
    Clitics {
        policy: CliticPolicy,
        article: bool,
    },
    Lint,
}

/// A wish made ready for any number of documents.
#[derive(Clone, Debug)]
pub(super) enum Ready {
    Text(Matcher),
    Annotations(Lookup),
    Propagate(Propagation, LabelName),
    Relabel(Propagation, LabelName),
    Remove(Propagation, LabelName),
    Clitics(CliticPolicy, bool),
    Lint,
    /// Words counted into these, after those of these texts were counted out.
    Words(Arc<Vocabulary>, Vec<Arc<str>>),
}

impl Wish {
    pub(super) fn ready(&self) -> Result<Ready, QueryError> {
        let same = |quote: &str, folds: Folds| Propagation::new(quote, folds, CliticPolicy::Exclude);
        Ok(match self {
            Wish::Text(query) => Ready::Text(Matcher::new(query)?),
            Wish::Annotations(query) => Ready::Annotations(Lookup::new(query.clone())?),
            Wish::Propagate { quote, label, folds, policy } => {
                Ready::Propagate(Propagation::new(quote, *folds, *policy)?, label.clone())
            }
            Wish::Relabel { quote, label, folds } => Ready::Relabel(same(quote, *folds)?, label.clone()),
            Wish::Remove { quote, label, folds } => Ready::Remove(same(quote, *folds)?, label.clone()),
            Wish::Clitics { policy, article } => Ready::Clitics(*policy, *article),
            Wish::Lint => Ready::Lint,
        })
    }

    /// Whether it is worth its copy to look into a document with so many annotations, rather than into its text alone.
    /// A hit of a text shows the label that stands there, where that is cheap to know.
    pub(super) fn reads_annotations(&self, count: usize) -> bool {
        match self {
            Wish::Text(_) => count <= 5_000,
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
