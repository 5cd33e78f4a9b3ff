//! The text of a file of any format, and what is remembered of how it was found.

use std::collections::BTreeMap;
use std::path::Path;

use super::builder::Importer;
use super::encoding::{self, Decoded};
use super::error::ImportError;
use super::flow::ImportNote;

/// The text of a file; that its encoding was guessed is told.
pub(super) fn decode<'b>(
    path: &Path,
    bytes: &'b [u8],
    importer: &mut Importer<'_>,
) -> Result<Decoded<'b>, ImportError> {
    let decoded = encoding::decode(bytes, importer.options.encoding).map_err(|(problem, at)| {
        let line = 1 + bytes[..at.min(bytes.len())].iter().filter(|b| **b == b'\n').count();
        problem.at(path, line)
    })?;
    if decoded.guessed {
        importer.note(ImportNote::Guessed { path: path.into(), encoding: decoded.encoding.name() });
    }
    Ok(decoded)
}

/// What is remembered about how the text was found.
pub(super) fn metadata(decoded: &Decoded<'_>) -> BTreeMap<String, String> {
    let mut metadata = BTreeMap::from([("encoding".to_owned(), decoded.encoding.name().to_owned())]);
    if decoded.had_mark {
        metadata.insert("byte-order-mark".into(), "yes".into());
    }
    metadata
}
