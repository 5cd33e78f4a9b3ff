//! Which documents an export takes, and which annotations of them. What is left out is counted, and a name that nothing has is
//! refused: a dataset that lacks what somebody asked for by a wrong name looks like any other.

use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document_query::DocumentQuery;
use super::error::{FilterPart, WorkspaceError};
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, AnnotationSet, Annotator, DocumentState, LabelName, Relation, Schema,
};

/// What a person wants of the documents of an export. An empty list leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportFilter {
    /// Documents in one of these states.
    pub states: Vec<DocumentState>,
    /// Annotations and relations made by one of these, and the documents that are theirs or have such annotations. A document of
    /// somebody else with nothing by them is not in the dataset: it would look as if they had found nothing there.
    pub annotators: Vec<Annotator>,
    /// Annotations of one of these labels, not of those below them in the hierarchy. Documents without any stay, since to a
    /// model a text in which there is nothing says as much as any other.
    pub labels: Vec<LabelName>,
    /// Documents that lie in one of these folders, named from the folder that was given, or in one of their inner folders.
    pub folders: Vec<PathBuf>,
    /// Documents that this takes.
    pub query: DocumentQuery,
}

impl ExportFilter {
    pub fn is_empty(&self) -> bool {
        *self == ExportFilter::default()
    }

    /// Whether a document lies where it is wanted; `below` are the folders between what was named and its file.
    pub fn takes_place(&self, below: &Path) -> bool {
        self.folders.is_empty() || self.folders.iter().any(|folder| below.starts_with(folder))
    }

    fn takes(&self, document: &AnnotatedDocument, place: &Path) -> bool {
        let in_state = self.states.is_empty() || self.states.contains(&document.state);
        let by_them = || {
            self.made(&document.annotator)
                || document.annotations.iter().any(|annotation| self.made(&annotation.record.annotator))
        };
        in_state && by_them() && self.query.takes_document(document, place)
    }

    fn made(&self, annotator: &Annotator) -> bool {
        self.annotators.is_empty() || self.annotators.contains(annotator)
    }

    fn has_label(&self, label: &LabelName) -> bool {
        self.labels.is_empty() || self.labels.contains(label)
    }

    fn wants(&self, annotation: &Annotation) -> bool {
        self.has_label(&annotation.label) && self.made(&annotation.record.annotator)
    }

    /// The labels that are wanted, each below the nearest of its ancestors that is, and the relations that may link them.
    fn schema(&self, schema: &Arc<Schema>) -> Arc<Schema> {
        if self.labels.is_empty() {
            return schema.clone();
        }
        let mut filtered = Schema { labels: Vec::new(), ..(**schema).clone() };
        for label in schema.labels.iter().filter(|label| self.labels.contains(&label.name)) {
            let mut label = label.clone();
            // As often as there are labels: a circle, which a sound schema has not, ends as well.
            for _ in 0..schema.labels.len() {
                match &label.parent {
                    Some(parent) if !self.labels.contains(parent) => {
                        label.parent = schema.label(parent).and_then(|parent| parent.parent.clone());
                    }
                    _ => break,
                }
            }
            filtered.labels.push(label);
        }
        filtered.relation_types.retain_mut(|kind| {
            [&mut kind.source_labels, &mut kind.target_labels].into_iter().all(|ends| {
                // An empty list allows all labels.
                let all = ends.is_empty();
                ends.retain(|label| self.labels.contains(label));
                all || !ends.is_empty()
            })
        });
        Arc::new(filtered)
    }
}

/// What a filter leaves out. What lies in documents that are left out is not counted by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FilteredOut {
    pub documents: usize,
    pub annotations: usize,
    /// Made by others, of a type that none of the labels may have, or without one of their ends.
    pub relations: usize,
}

impl FilteredOut {
    pub fn is_nothing(&self) -> bool {
        *self == FilteredOut::default()
    }
}

impl fmt::Display for FilteredOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        let (documents, annotations) = (count(self.documents, "document"), count(self.annotations, "annotation"));
        write!(f, "the filter leaves out {documents}, and of the others {annotations} and ")?;
        f.write_str(&count(self.relations, "relation"))
    }
}

/// A filter at work: it counts what it leaves out and notes which of its names occur.
#[derive(Debug)]
pub(super) struct Filtering<'a> {
    filter: &'a ExportFilter,
    out: FilteredOut,
    taken: usize,
    labels: HashSet<&'a LabelName>,
    annotators: HashSet<&'a Annotator>,
}

impl<'a> Filtering<'a> {
    pub(super) fn new(filter: &'a ExportFilter) -> Self {
        let (labels, annotators) = (HashSet::new(), HashSet::new());
        Filtering { filter, out: FilteredOut::default(), taken: 0, labels, annotators }
    }

    /// A document that does not lie where it is wanted need not be read.
    pub(super) fn takes_place(&mut self, below: &Path) -> bool {
        let takes = self.filter.takes_place(below);
        self.out.documents += usize::from(!takes);
        takes
    }

    /// What of a document is wanted; `None` where nothing is. `place` is the path of its file below what was named.
    pub(super) fn take(&mut self, document: AnnotatedDocument, place: &Path) -> Option<AnnotatedDocument> {
        let filter = self.filter;
        self.see_names(&document);
        if !filter.takes(&document, place) {
            self.out.documents += 1;
            return None;
        }
        self.taken += 1;
        Some(self.narrowed(document))
    }

    fn narrowed(&mut self, mut document: AnnotatedDocument) -> AnnotatedDocument {
        let filter = self.filter;
        if filter.labels.is_empty() && filter.annotators.is_empty() {
            return document;
        }
        let all = document.annotations.len();
        let wanted = document.annotations.iter().filter(|annotation| filter.wants(annotation)).cloned().collect();
        document.annotations = AnnotationSet::from_shared(wanted);
        self.out.annotations += all - document.annotations.len();
        document.schema = filter.schema(&document.schema);
        let types: HashSet<&LabelName> = document.schema.relation_types.iter().map(|kind| &kind.name).collect();
        let annotations = &document.annotations;
        let stays = |relation: &Relation| {
            filter.made(&relation.record.annotator)
                && types.contains(&relation.label)
                && annotations.contains(&relation.source)
                && annotations.contains(&relation.target)
        };
        let before = document.relations.len();
        document.relations.retain(stays);
        self.out.relations += before - document.relations.len();
        let (annotations, relations) = (&document.annotations, &document.relations);
        let is_there = |id: &AnnotationId| annotations.contains(id) || relations.contains(id);
        document.conflicts.retain(|conflict| conflict.id().is_none_or(is_there));
        document
    }

    fn see_names(&mut self, document: &AnnotatedDocument) {
        let filter = self.filter;
        if self.labels.len() < filter.labels.len() {
            self.labels.extend(filter.labels.iter().filter(|name| document.schema.label(name).is_some()));
        }
        for name in &filter.annotators {
            let is_of = || document.annotations.iter().any(|annotation| annotation.record.annotator == *name);
            if !self.annotators.contains(name) && (document.annotator == *name || is_of()) {
                self.annotators.insert(name);
            }
        }
    }

    /// Takes over what the same filter saw of other documents.
    pub(super) fn merge(&mut self, other: Self) {
        self.out.documents += other.out.documents;
        self.out.annotations += other.out.annotations;
        self.out.relations += other.out.relations;
        self.taken += other.taken;
        self.labels.extend(other.labels);
        self.annotators.extend(other.annotators);
    }

    /// What was left out, once all documents were seen.
    pub(super) fn finish(self) -> Result<FilteredOut, WorkspaceError> {
        let unknown = |part, name: &str| WorkspaceError::UnknownInFilter { part, name: name.to_owned() };
        if let Some(name) = self.filter.labels.iter().find(|name| !self.labels.contains(name)) {
            return Err(unknown(FilterPart::Label, name.as_str()));
        }
        if let Some(name) = self.filter.annotators.iter().find(|name| !self.annotators.contains(name)) {
            return Err(unknown(FilterPart::Annotator, name.as_str()));
        }
        match self.taken == 0 && self.out.documents > 0 {
            true => Err(WorkspaceError::AllFilteredOut(self.out.documents)),
            false => Ok(self.out),
        }
    }
}
