//! What a dataset has to say of all its documents before the first of them is written: how many columns there are, and which labels
//! there are, in an order that is the same in all its files.

use std::collections::HashSet;
use std::sync::Arc;

use super::conll::row_log::Columns;
use crate::model::{AnnotatedDocument, Schema};

/// What a look at all documents of an export found. Parts of a corpus that are exported one by one, such as splits, are looked at
/// together where labels shall have the same numbers in all of them.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Layers of columns of the document that needs most.
    pub(super) layers: usize,
    /// The columns that the files of documents had.
    pub(super) columns: FileColumns,
    /// An annotation stands in one of them.
    pub(super) is_tagged: bool,
    labels: NameList,
    relation_types: NameList,
    /// Whose names are known: most documents of a corpus share theirs.
    last: Option<Arc<Schema>>,
}

impl Survey {
    /// The labels, in the order in which the schemas have them.
    pub fn labels(&self) -> &[String] {
        &self.labels.names
    }

    pub fn relation_types(&self) -> &[String] {
        &self.relation_types.names
    }

    /// Takes the names of a document's schema, and any that it has without.
    pub(super) fn see_names(&mut self, document: &AnnotatedDocument) {
        let schema = &document.schema;
        if self.last.as_ref().is_none_or(|last| !Arc::ptr_eq(last, schema)) {
            schema.labels.iter().for_each(|label| self.labels.take(label.name.as_str()));
            schema.relation_types.iter().for_each(|kind| self.relation_types.take(kind.name.as_str()));
            self.last = Some(schema.clone());
        }
        document.annotations.iter().for_each(|annotation| self.labels.take(annotation.label.as_str()));
        document.relations.values().for_each(|relation| self.relation_types.take(relation.label.as_str()));
    }
}

/// Whether documents that keep the lines of their files have the same columns.
#[derive(Clone, Debug, Default)]
pub(super) enum FileColumns {
    #[default]
    None,
    Alike(Columns),
    /// No file can have them all.
    Various,
}

impl FileColumns {
    pub(super) fn see(&mut self, columns: Columns) {
        match self {
            FileColumns::None => *self = FileColumns::Alike(columns),
            FileColumns::Alike(known) if *known == columns => {}
            _ => *self = FileColumns::Various,
        }
    }

    pub(super) fn alike(&self) -> Option<&Columns> {
        match self {
            FileColumns::Alike(columns) => Some(columns),
            _ => None,
        }
    }
}

/// Names, each once, in the order in which they came.
#[derive(Clone, Debug, Default)]
struct NameList {
    names: Vec<String>,
    known: HashSet<String>,
}

impl NameList {
    fn take(&mut self, name: &str) {
        if !self.known.contains(name) {
            self.known.insert(name.to_owned());
            self.names.push(name.to_owned());
        }
    }
}
