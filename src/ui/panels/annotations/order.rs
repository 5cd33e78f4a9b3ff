//! Which annotations are listed, and in which order: worked out when something changed, never for each frame.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::AnnotationsInput;
use super::author_filter::AuthorFilter;
use crate::arabic::normalize::{Normalization, Normalizer};
use crate::arabic::search::{Matcher, Query};
use crate::model::{AnnotatedDocument, Annotation, AnnotationId, LabelName};

/// What the rows are ordered by. Rows that are equal in that stand by their place in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Place,
    /// In the order of the schema.
    Label,
    /// By the annotated words, spelling differences aside.
    Text,
}

impl Sort {
    pub const ALL: [Sort; 3] = [Sort::Place, Sort::Label, Sort::Text];

    /// The key of its name in the words.
    pub fn message_id(self) -> &'static str {
        match self {
            Sort::Place => "sort-position",
            Sort::Label => "sort-label",
            Sort::Text => "sort-text",
        }
    }
}

/// The rows, and what they were made for.
#[derive(Debug, Default)]
pub(super) struct RowOrder {
    made_for: Option<Key>,
    /// `None`: all annotations by place, as the document has them.
    rows: Option<Vec<Arc<Annotation>>>,
    active: Option<AnnotationId>,
    active_row: Option<usize>,
}

#[derive(Clone, Debug, PartialEq)]
struct Key {
    document: u64,
    revision: u64,
    filter: String,
    label: Option<LabelName>,
    maker: Option<AuthorFilter>,
    sort: Sort,
}

/// Characters of a quote that decide its place among others; more would only make sorting slow.
const MAX_SORTED: usize = 64;

/// Which annotations are listed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    pub filter: &'a str,
    pub label: Option<&'a LabelName>,
    pub maker: Option<&'a AuthorFilter>,
    pub sort: Sort,
}

impl Wanted<'_> {
    /// Whether that is all of them as they stand in the text.
    fn is_all(&self) -> bool {
        self.filter.trim().is_empty() && self.label.is_none() && self.maker.is_none() && self.sort == Sort::Place
    }
}

impl RowOrder {
    /// Makes the rows anew where the document, the filter or the order is another than before.
    pub(super) fn update(&mut self, input: &AnnotationsInput<'_>, wanted: &Wanted<'_>) {
        let fits = |key: &Key| {
            (key.document, key.revision, key.sort) == (input.key, input.revision, wanted.sort)
                && key.filter == wanted.filter
                && (key.label.as_ref(), key.maker.as_ref()) == (wanted.label, wanted.maker)
        };
        let known = self.made_for.as_ref().is_some_and(fits);
        if !known {
            self.rows = (!wanted.is_all()).then(|| {
                let mut rows = listed(input.document, wanted);
                arrange(&mut rows, input.document, wanted.sort);
                rows
            });
            self.made_for = Some(Key {
                document: input.key,
                revision: input.revision,
                filter: wanted.filter.to_owned(),
                label: wanted.label.cloned(),
                maker: wanted.maker.cloned(),
                sort: wanted.sort,
            });
        }
        if !known || self.active.as_ref() != input.active {
            self.active = input.active.cloned();
            self.active_row = input.active.and_then(|id| match &self.rows {
                None => input.document.annotations.rank(id),
                Some(rows) => rows.iter().position(|row| row.id == *id),
            });
        }
    }

    /// How many rows there are.
    pub(super) fn count(&self, document: &AnnotatedDocument) -> usize {
        self.rows.as_ref().map_or(document.annotations.len(), Vec::len)
    }

    pub(super) fn row<'a>(&'a self, document: &'a AnnotatedDocument, index: usize) -> Option<&'a Arc<Annotation>> {
        match &self.rows {
            None => document.annotations.nth(index),
            Some(rows) => rows.get(index),
        }
    }

    /// All rows, as they were made last.
    pub(super) fn all(&self, document: &AnnotatedDocument) -> Vec<AnnotationId> {
        match &self.rows {
            None => document.annotations.iter().map(|row| row.id.clone()).collect(),
            Some(rows) => {
                rows.iter().map(|row| row.id.clone()).filter(|id| document.annotations.contains(id)).collect()
            }
        }
    }

    /// Where the active annotation is listed.
    pub(super) fn active_row(&self) -> Option<usize> {
        self.active_row
    }
}

/// The annotations whose words, label or note hold the filter, spelling differences aside.
fn listed(document: &AnnotatedDocument, wanted: &Wanted<'_>) -> Vec<Arc<Annotation>> {
    let chosen = |annotation: &&Arc<Annotation>| {
        wanted.label.is_none_or(|label| annotation.label == *label)
            && wanted.maker.is_none_or(|maker| maker.made(annotation))
    };
    let all = document.annotations.iter().filter(chosen);
    let pattern = wanted.filter.trim().to_owned();
    let query = Query { pattern, regex: false, whole_word: false, folds: Normalization::SEARCH };
    // What folds to nothing, such as a lone mark that has just been typed, filters nothing.
    let Ok(matcher) = Matcher::new(&query) else { return all.cloned().collect() };
    let holds = |text: &str| !text.is_empty() && matcher.each(text, |_| ControlFlow::Break(())).is_break();
    let labels: HashSet<&LabelName> = document
        .schema
        .labels
        .iter()
        .filter(|label| [label.name.as_str(), &label.arabic, &label.english].into_iter().any(holds))
        .map(|label| &label.name)
        .collect();
    let fits = |annotation: &&Arc<Annotation>| {
        labels.contains(&annotation.label)
            || annotation.spans.iter().any(|span| holds(document.document.quote(span)))
            || holds(&annotation.record.note)
    };
    all.filter(fits).cloned().collect()
}

/// `rows` come in document order; sorting is stable.
fn arrange(rows: &mut [Arc<Annotation>], document: &AnnotatedDocument, sort: Sort) {
    match sort {
        Sort::Place => {}
        Sort::Label => {
            let places: HashMap<&LabelName, usize> =
                document.schema.labels.iter().enumerate().map(|(place, label)| (&label.name, place)).collect();
            rows.sort_by_key(|row| places.get(&row.label).copied().unwrap_or(usize::MAX));
        }
        Sort::Text => {
            let folder = Normalizer::new(Normalization::SEARCH);
            rows.sort_by_cached_key(|row| {
                let quote = document.document.quote(row.spans.first());
                let end = quote.char_indices().nth(MAX_SORTED).map_or(quote.len(), |(at, _)| at);
                folder.fold_str(&quote[..end])
            });
        }
    }
}
