//! A body of work: a name, the language of its texts, one schema, guidelines. Its documents are what lies in its folder.

use std::sync::Arc;

use super::schema::Schema;

/// What `project.ron` says. Curated gold is another annotator's set of documents, never a flag.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    pub name: String,
    /// The language of the texts, as a tag of BCP 47, such as `ar` or `arz`.
    pub language: String,
    pub schema: Arc<Schema>,
    /// Markdown for the analysts, as a whole; each label's own text is in the schema.
    pub guidelines: String,
}

/// The language of texts where nobody says another.
pub const DEFAULT_LANGUAGE: &str = "ar";

impl Project {
    pub fn new(name: impl Into<String>, schema: Arc<Schema>) -> Self {
        Project { name: name.into(), language: DEFAULT_LANGUAGE.into(), schema, guidelines: String::new() }
    }
}
