//! Which annotations are listed, and in which order: worked out when what is wanted changed, and kept up with what changes in the document,
//! never for each frame.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::AnnotationsInput;
use super::author_filter::AuthorFilter;
use crate::arabic::normalize::{Normalization, Normalizer};
use crate::arabic::search::{Matcher, Query};
use crate::model::index::order;
use crate::model::{AnnotatedDocument, Annotation, AnnotationId, AnnotationSet, Label, LabelName, Schema, TextSpan};

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
    rows: Option<Rows>,
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
            let is_wanted = |key: &Key| {
                key.document == input.key
                    && (key.filter.as_str(), key.sort) == (wanted.filter, wanted.sort)
                    && (key.label.as_ref(), key.maker.as_ref()) == (wanted.label, wanted.maker)
            };
            let kept = self.rows.take().filter(|_| self.made_for.as_ref().is_some_and(is_wanted));
            self.rows = (!wanted.is_all()).then(|| {
                kept.and_then(|rows| rows.followed(input.document)).unwrap_or_else(|| Rows::of(input.document, wanted))
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
                Some(rows) => rows.place_of(input.document, input.document.annotations.get(id)?).ok(),
            });
        }
    }

    /// How many rows there are.
    pub(super) fn count(&self, document: &AnnotatedDocument) -> usize {
        self.rows.as_ref().map_or(document.annotations.len(), |rows| rows.all.len())
    }

    pub(super) fn row<'a>(&'a self, document: &'a AnnotatedDocument, index: usize) -> Option<&'a Arc<Annotation>> {
        match &self.rows {
            None => document.annotations.nth(index),
            Some(rows) => rows.all.get(index),
        }
    }

    /// All rows, as they were made last.
    pub(super) fn all(&self, document: &AnnotatedDocument) -> Vec<AnnotationId> {
        match &self.rows {
            None => document.annotations.iter().map(|row| row.id.clone()).collect(),
            Some(rows) => {
                let ids = rows.all.iter().map(|row| row.id.clone());
                ids.filter(|id| document.annotations.contains(id)).collect()
            }
        }
    }

    /// Where the active annotation is listed.
    pub(super) fn active_row(&self) -> Option<usize> {
        self.active_row
    }
}

/// Changes of a document that the rows follow one by one; after more they are made anew.
const MAX_FOLLOWED: usize = 256;

/// The rows that are wanted of a document.
#[derive(Debug)]
struct Rows {
    all: Vec<Arc<Annotation>>,
    filter: Filter,
    by: Arrangement,
    /// What they were made of; a copy shares what was not changed since.
    annotations: AnnotationSet,
    schema: Arc<Schema>,
    text: Arc<str>,
}

impl Rows {
    fn of(document: &AnnotatedDocument, wanted: &Wanted<'_>) -> Self {
        let filter = Filter::of(document, wanted);
        let by = Arrangement::of(&document.schema, wanted.sort);
        let mut all: Vec<Arc<Annotation>> =
            document.annotations.iter().filter(|annotation| filter.passes(document, annotation)).cloned().collect();
        by.arrange(&mut all, document);
        let (annotations, schema) = (document.annotations.clone(), document.schema.clone());
        Rows { all, filter, by, annotations, schema, text: document.document.text().clone() }
    }

    /// The rows of what became of the document; `None` where so much of it is another that they are better made anew.
    fn followed(mut self, document: &AnnotatedDocument) -> Option<Self> {
        let is_same = Arc::ptr_eq(&self.schema, &document.schema) && Arc::ptr_eq(&self.text, document.document.text());
        let before = std::mem::replace(&mut self.annotations, document.annotations.clone());
        let changes = document.annotations.changes_since(&before);
        if !is_same || changes.len() > MAX_FOLLOWED {
            return None;
        }
        for (was, is) in changes {
            if let Some(Ok(at)) = was.map(|was| self.place_of(document, was)) {
                self.all.remove(at);
            }
            if let Some(is) = is.filter(|is| self.filter.passes(document, is))
                && let Err(at) = self.place_of(document, is)
            {
                self.all.insert(at, is.clone());
            }
        }
        Some(self)
    }

    /// Where an annotation is listed, or would be.
    fn place_of(&self, document: &AnnotatedDocument, annotation: &Annotation) -> Result<usize, usize> {
        let key = self.by.key(document, annotation);
        self.all.binary_search_by(|row| {
            self.by.key(document, row).cmp(&key).then_with(|| order(place(row), place(annotation)))
        })
    }
}

fn place(annotation: &Annotation) -> (TextSpan, &AnnotationId) {
    (annotation.spans.first(), &annotation.id)
}

/// What annotations must have to be listed.
#[derive(Debug)]
struct Filter {
    label: Option<LabelName>,
    maker: Option<AuthorFilter>,
    /// What their words, label or note must hold, spelling differences aside. What folds to nothing, such as a lone mark that has just
    /// been typed, filters nothing.
    matcher: Option<Matcher>,
    /// The labels of which a name holds it.
    labels: HashSet<LabelName>,
}

impl Filter {
    fn of(document: &AnnotatedDocument, wanted: &Wanted<'_>) -> Self {
        let pattern = wanted.filter.trim().to_owned();
        let query = Query { pattern, regex: false, whole_word: false, folds: Normalization::SEARCH };
        let matcher = Matcher::new(&query).ok();
        let holds = |text: &str| matcher.as_ref().is_some_and(|matcher| found_in(matcher, text));
        let has = |label: &&Label| [label.name.as_str(), &label.arabic, &label.english].into_iter().any(holds);
        let labels = document.schema.labels.iter().filter(has).map(|label| label.name.clone()).collect();
        Filter { label: wanted.label.cloned(), maker: wanted.maker.cloned(), matcher, labels }
    }

    fn passes(&self, document: &AnnotatedDocument, annotation: &Annotation) -> bool {
        self.label.as_ref().is_none_or(|label| annotation.label == *label)
            && self.maker.as_ref().is_none_or(|maker| maker.made(annotation))
            && self.matcher.as_ref().is_none_or(|matcher| {
                self.labels.contains(&annotation.label)
                    || annotation.spans.iter().any(|span| found_in(matcher, document.document.quote(span)))
                    || found_in(matcher, &annotation.record.note)
            })
    }
}

fn found_in(matcher: &Matcher, text: &str) -> bool {
    !text.is_empty() && matcher.each(text, |_| ControlFlow::Break(())).is_break()
}

/// What rows stand by, before their place in the text.
#[derive(Debug)]
enum Arrangement {
    Place,
    /// By the places of labels in the schema.
    Label(HashMap<LabelName, usize>),
    Text(Box<Normalizer>),
}

impl Arrangement {
    fn of(schema: &Schema, sort: Sort) -> Self {
        let place = |(place, label): (usize, &Label)| (label.name.clone(), place);
        match sort {
            Sort::Place => Arrangement::Place,
            Sort::Label => Arrangement::Label(schema.labels.iter().enumerate().map(place).collect()),
            Sort::Text => Arrangement::Text(Box::new(Normalizer::new(Normalization::SEARCH))),
        }
    }

    fn key(&self, document: &AnnotatedDocument, row: &Annotation) -> (usize, String) {
        match self {
            Arrangement::Place => (0, String::new()),
            Arrangement::Label(places) => (places.get(&row.label).copied().unwrap_or(usize::MAX), String::new()),
            Arrangement::Text(folder) => {
                let quote = document.document.quote(row.spans.first());
                let end = quote.char_indices().nth(MAX_SORTED).map_or(quote.len(), |(at, _)| at);
                (0, folder.fold_str(&quote[..end]))
            }
        }
    }

    /// `rows` come in document order; sorting is stable.
    fn arrange(&self, rows: &mut [Arc<Annotation>], document: &AnnotatedDocument) {
        match self {
            Arrangement::Place => {}
            Arrangement::Label(_) | Arrangement::Text(_) => rows.sort_by_cached_key(|row| self.key(document, row)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Command, Context, History, plan};
    use crate::model::{Annotator, Document, DocumentId, IdGenerator, Provenance, Timestamp};
    use crate::session::Selection;
    use crate::ui::label_places::LabelPlaces;

    /// Rows that follow a document through its steps, forwards and back, are those that are made anew.
    #[test]
    fn rows_follow_what_changes() {
        let text = "قال أحمد في القاهرة إن سلمى سافرت الى حلب ثم عادت إلى القاهره مع أحمد ".repeat(20);
        let schema = Arc::new(crate::store::default_schema());
        let labels: Vec<LabelName> = schema.labels.iter().take(3).map(|label| label.name.clone()).collect();
        let (annotator, mut ids) = (Annotator::new("هدى"), IdGenerator::new(7));
        let wanted = [
            ("", None, Sort::Label),
            ("", None, Sort::Text),
            ("القاهره", None, Sort::Place),
            ("احمد", Some(&labels[1]), Sort::Text),
            ("", Some(&labels[0]), Sort::Place),
        ];
        for (filter, label, sort) in wanted {
            let document = Document::new(DocumentId("d".into()), "d", text.clone(), Default::default()).expect("small");
            let mut document = AnnotatedDocument::new(document, schema.clone(), annotator.clone());
            let (mut history, mut kept, labels_of) =
                (History::unsaved(), RowOrder::default(), LabelPlaces::of(&schema));
            for step in 0..300_usize {
                let nth = document.annotations.nth(step * 7 % document.annotations.len().max(1)).cloned();
                let start = text.floor_char_boundary(step * 97 % (text.len() - 60));
                let end = text.floor_char_boundary(start + 4 + step * 31 % 50).max(start + 1);
                let range = start..text.ceil_char_boundary(end);
                let label_of = |n: usize| labels[n % 3].clone();
                let command = match (step % 7, nth) {
                    (4, Some(row)) => Command::Delete { ids: vec![row.id.clone()] },
                    (5, Some(row)) => Command::Relabel { ids: vec![row.id.clone()], label: label_of(step) },
                    (6, Some(row)) => Command::SetSpans { id: row.id.clone(), ranges: vec![range] },
                    _ => Command::Annotate {
                        ranges: vec![range],
                        label: label_of(step / 2),
                        provenance: Provenance::Human,
                    },
                };
                if step % 11 == 10 {
                    history.undo(&mut document).expect("it fits");
                } else {
                    let mut context = Context { annotator: &annotator, now: Timestamp(0), ids: &mut ids };
                    // What is there already is refused.
                    if let Ok(transaction) = plan(&document, command, &mut context) {
                        history.commit(&mut document, transaction).expect("it fits");
                    }
                }
                let active = document.annotations.nth(step % 5).map(|row| row.id.clone());
                let input = AnnotationsInput {
                    key: 1,
                    revision: history.revision(),
                    document: &document,
                    labels: &labels_of,
                    active: active.as_ref(),
                    selection: &Selection::default(),
                    chains: &[],
                    relation: None,
                    register: None,
                    proposed: &[],
                };
                let wanted = Wanted { filter, label, maker: None, sort };
                let mut anew = RowOrder::default();
                kept.update(&input, &wanted);
                anew.update(&input, &wanted);
                assert_eq!(kept.all(&document), anew.all(&document), "{filter} {sort:?}, step {step}");
                let rows = anew.all(&document);
                assert_eq!(kept.active_row(), rows.iter().position(|id| Some(id) == active.as_ref()));
            }
        }
    }
}
