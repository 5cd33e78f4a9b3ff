//! How files of others are read where nobody says otherwise.

use std::sync::Arc;

use crate::formats::{ImportOptions, TextEncoding};
use crate::model::{Annotator, Schema};
use crate::workspace::ImportRequest;

/// How files of others are read where nobody says otherwise.
#[derive(Debug)]
pub struct ImportDefaults {
    /// The encoding text files are read in; `None` guesses.
    pub encoding: Option<TextEncoding>,
    /// The labels that texts get which bring none.
    pub schema: Arc<Schema>,
}

impl Default for ImportDefaults {
    fn default() -> Self {
        ImportDefaults { encoding: None, schema: Arc::new(crate::store::default_schema()) }
    }
}

impl ImportDefaults {
    /// What reading a file now asks for.
    pub(super) fn request(&self, annotator: &Annotator) -> ImportRequest {
        let (encoding, now) = (self.encoding, crate::store::now());
        let options = ImportOptions { encoding, annotator: annotator.clone(), now, ..ImportOptions::default() };
        ImportRequest { options, schema: self.schema.clone() }
    }
}
