//! What a format of schemas is: how its files are called, read and written, and what comes of reading one.

use std::path::Path;

use super::losses::{self, SchemaLoss};
use crate::formats::encoding;
use crate::formats::error::ImportError;
use crate::model::Schema;

/// Things of a file that a schema has no place for which are named; the rest is counted.
pub(super) const MAX_NOTES: usize = 100;

/// A way to write the labels of a task.
pub struct SchemaFormat {
    pub name: &'static str,
    pub title: &'static str,
    /// What its file is called in a folder.
    pub file: &'static str,
    /// How names of its files end.
    pub endings: &'static [&'static str],
    /// The files beside it that belong to it.
    pub companions: &'static [&'static str],
    pub(super) read: fn(&SchemaText<'_>) -> Result<SchemaRead, ImportError>,
    pub(super) write: fn(&Schema) -> Vec<(&'static str, String)>,
}

impl std::fmt::Debug for SchemaFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for SchemaFormat {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// A file with a schema, decoded.
pub(super) struct SchemaText<'a> {
    pub path: &'a Path,
    pub text: &'a str,
    companions: Vec<(&'static str, String)>,
}

impl SchemaText<'_> {
    pub(super) fn companion(&self, name: &str) -> &str {
        self.companions.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text)
    }
}

/// Something of a file that a schema of ours has no place for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaNote {
    #[error("line {line}: '{said}' has no place in a schema and was left out")]
    LeftOut { line: usize, said: String },
    #[error("line {line}: '{name}' stands twice; the first is kept")]
    Twice { line: usize, name: String },
    #[error("line {line}: the key '{key}' of '{name}' belongs to another label already and was left out")]
    KeyTaken { line: usize, key: String, name: String },
    #[error("and {0} things more that were left out")]
    More(usize),
}

/// A schema that was read, and what of its file was not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SchemaRead {
    pub schema: Schema,
    pub notes: Vec<SchemaNote>,
}

impl SchemaFormat {
    /// Reads a schema; `companions` are the files of these names that are there.
    ///
    /// # Errors
    /// Where the file is not of this format, or its labels do not go together.
    pub fn read(
        &self,
        path: &Path,
        bytes: &[u8],
        companions: &[(&'static str, Vec<u8>)],
    ) -> Result<SchemaRead, ImportError> {
        let decoded = encoding::decode(bytes, None).map_err(|(problem, at)| {
            let line = 1 + memchr::memchr_iter(b'\n', &bytes[..at.min(bytes.len())]).count();
            problem.at(path, line)
        })?;
        // A companion that cannot be read says nothing.
        let readable = |(name, bytes): &(&'static str, Vec<u8>)| {
            encoding::decode(bytes, None).ok().map(|decoded| (*name, decoded.text.into_owned()))
        };
        let companions = companions.iter().filter_map(readable).collect();
        (self.read)(&SchemaText { path, text: &decoded.text, companions })
    }

    /// The files of a schema, by the names that they have beside each other; the first is the one a person names.
    pub fn write(&self, schema: &Schema) -> Vec<(&'static str, String)> {
        (self.write)(schema)
    }

    /// What the format has no place for.
    pub fn losses(&self, schema: &Schema) -> Vec<SchemaLoss> {
        let mut files = self.write(schema).into_iter();
        let Some((_, first)) = files.next() else { return Vec::new() };
        let text = SchemaText { path: Path::new(self.file), text: &first, companions: files.collect() };
        // What is not read back at all is lost as a whole.
        let back = (self.read)(&text).unwrap_or_default();
        losses::losses(schema, &back.schema)
    }
}
