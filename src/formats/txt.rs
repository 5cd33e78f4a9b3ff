//! Plain text: one file is one document with nothing annotated yet.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::encoding::{self, Decoded};
use super::{Export, Format, Import, ImportError, ImportNote, ImportOptions, Input, Layout, Unit, Vocabulary, stem};
use crate::model::{AnnotatedDocument, Document, DocumentId, Schema};

pub struct Txt;

impl Format for Txt {
    fn name(&self) -> &'static str {
        "txt"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt"]
    }

    fn unit(&self) -> Option<Unit> {
        None
    }

    fn about(&self) -> &'static str {
        "plain text, one document a file; every byte is kept, the encoding is guessed or given"
    }

    fn layout(&self) -> Option<Layout> {
        None
    }

    fn import(&self, input: &Input, options: &ImportOptions, _words: &mut Vocabulary) -> Result<Import, ImportError> {
        let (decoded, notes) = decode(input.path, input.bytes, options)?;
        let metadata = metadata(&decoded);
        let document = Document::new(DocumentId(stem(input.path).into()), stem(input.path), decoded.text, metadata)
            .map_err(|error| super::ImportProblem::from(error).in_file(input.path))?;
        let document = AnnotatedDocument::new(document, Arc::new(Schema::default()), options.annotator.clone());
        Ok(Import { documents: vec![document], losses: vec![], notes })
    }

    fn export(&self, _documents: &[&AnnotatedDocument]) -> Export {
        Export::default()
    }
}

/// The text of a file and what to tell about it. Used by every format, since all are text.
pub(super) fn decode(
    path: &Path,
    bytes: &[u8],
    options: &ImportOptions,
) -> Result<(Decoded, Vec<ImportNote>), ImportError> {
    let decoded = encoding::decode(bytes, options.encoding).map_err(|(problem, at)| {
        let line = 1 + bytes[..at.min(bytes.len())].iter().filter(|b| **b == b'\n').count();
        problem.at(path, line)
    })?;
    let notes = match decoded.guessed {
        true => vec![ImportNote::Guessed { path: path.into(), encoding: decoded.encoding.name() }],
        false => vec![],
    };
    Ok((decoded, notes))
}

/// What is remembered about how the text was found.
pub(super) fn metadata(decoded: &Decoded) -> BTreeMap<String, String> {
    let mut metadata = BTreeMap::from([("encoding".to_owned(), decoded.encoding.name().to_owned())]);
    if decoded.had_mark {
        metadata.insert("byte-order-mark".into(), "yes".into());
    }
    metadata
}
