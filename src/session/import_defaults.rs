//! How files of others are read: where nobody says otherwise, and as it was said of some of them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::formats::{ImportOptions, TextEncoding, Unit};
use crate::model::{Annotator, Schema};
use crate::workspace::ImportRequest;

/// What an analyst says of files whose import could not know it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportChoices {
    /// `None` looks at what a file holds.
    pub format: Option<&'static str>,
    /// `None` guesses.
    pub encoding: Option<TextEncoding>,
    /// What offsets count; `None` looks at the text beside them.
    pub unit: Option<Unit>,
    /// Lines that cannot be read are left out.
    pub keep_going: bool,
}

/// How files of others are read.
#[derive(Debug)]
pub struct ImportDefaults {
    /// The encoding text files are read in; `None` guesses.
    pub encoding: Option<TextEncoding>,
    /// The labels that texts get which bring none.
    pub schema: Arc<Schema>,
    /// What was said of single files, by their absolute path.
    pub(super) said: HashMap<PathBuf, ImportChoices>,
}

impl Default for ImportDefaults {
    fn default() -> Self {
        let schema = Arc::new(crate::store::default_schema());
        ImportDefaults { encoding: None, schema, said: HashMap::new() }
    }
}

impl ImportDefaults {
    /// What reading a file now asks for.
    pub(super) fn request(&self, annotator: &Annotator) -> ImportRequest {
        self.request_with(ImportChoices::default(), annotator)
    }

    /// The same for the file at `path`, of which something may have been said.
    pub(super) fn request_for(&self, path: &Path, annotator: &Annotator) -> ImportRequest {
        self.request_with(self.said.get(path).copied().unwrap_or_default(), annotator)
    }

    pub(super) fn request_with(&self, choices: ImportChoices, annotator: &Annotator) -> ImportRequest {
        let ImportChoices { format, encoding, unit, keep_going } = choices;
        let options = ImportOptions {
            encoding: encoding.or(self.encoding),
            unit,
            keep_going,
            annotator: annotator.clone(),
            now: crate::store::now(),
            ..ImportOptions::default()
        };
        ImportRequest { options, schema: self.schema.clone(), from: format }
    }
}
