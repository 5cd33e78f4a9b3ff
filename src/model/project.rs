//! A body of work: documents in an order, one schema, guidelines.

use std::sync::Arc;

use super::document::DocumentId;
use super::schema::Schema;

/// What `project.ron` says. Curated gold is another annotator's set of documents, never a flag.
#[derive(Clone, Debug, Default)]
pub struct Project {
    pub name: String,
    pub schema: Arc<Schema>,
    pub documents: Vec<DocumentId>,
    /// Markdown for the analysts, as a whole; each label's own text is in the schema.
    pub guidelines: String,
}
