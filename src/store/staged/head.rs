//! What stands before the annotations: the head of a file and its text.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::chunks::Chunks;
use crate::model::{AnnotatedDocument, Annotator, Digest, Document, DocumentId, MAX_TEXT_BYTES};
use crate::store::document_reader::parse_file;
use crate::store::error::LoadError;
use crate::store::header::{FileKind, head_of};
use crate::store::unique::options;

const TEXT: &[u8] = b"\n    text: ";
const ANNOTATIONS: &[u8] = b",\n    annotations: [\n";
/// What stands in the place of a text that was read already, and of all annotations and relations.
pub(super) const NOTHING_ANNOTATED: &str = "\"\",\n    annotations: [\n    ],\n    relations: [\n    ],\n";
/// So much may stand before the text: the largest schema that is read has a tenth of it.
const MAX_HEADER_BYTES: usize = 16 << 20;

/// What stands before the annotations.
pub(super) struct StagedHeader {
    /// With the digest that the file says its text has.
    pub document: Document,
    /// The source before the text.
    pub rest: String,
    pub version: u32,
    /// All of it, to be shown.
    pub preview: Box<AnnotatedDocument>,
    /// The chunk in which the annotations begin, and where.
    pub chunk: Arc<Vec<u8>>,
    pub from: usize,
}

impl StagedHeader {
    /// `None` where it is not as Hashiya writes it.
    pub(super) fn read(path: &Path, chunks: &mut Chunks<'_, impl Read>) -> Result<Option<StagedHeader>, LoadError> {
        let mut source: Vec<u8> = Vec::new();
        let mut literal: Option<Literal> = None;
        while let Some(chunk) = chunks.next()? {
            let looked = source.len().saturating_sub(TEXT.len());
            source.extend_from_slice(&chunk);
            if literal.is_none() {
                let begun = memchr::memmem::find(&source[looked..], TEXT).map(|at| looked + at + TEXT.len());
                literal = begun.map(Literal::at);
            }
            let Some(literal) = &mut literal else {
                if source.len() > MAX_HEADER_BYTES {
                    return Ok(None);
                }
                continue;
            };
            let Some(end) = literal.end(&source) else { continue };
            let Some(after) = source.get(end..end + ANNOTATIONS.len()) else { continue };
            if after != ANNOTATIONS {
                return Ok(None);
            }
            // The annotations begin in this chunk: else they would have been found in the one before.
            let from = (end + ANNOTATIONS.len()).saturating_sub(source.len() - chunk.len());
            return Ok(StagedHeader::of(path, &source[..literal.start], &source[literal.start..end], chunk, from));
        }
        Ok(None)
    }

    fn of(path: &Path, before: &[u8], literal: &[u8], chunk: Arc<Vec<u8>>, from: usize) -> Option<StagedHeader> {
        let rest = std::str::from_utf8(before).ok()?.to_owned();
        let (kind, version) = head_of(path, &rest).ok()?;
        if kind != FileKind::Document || rest.starts_with('\u{feff}') {
            return None;
        }
        let conflicts = if version == 1 { "" } else { "    conflicts: [\n    ],\n" };
        let alone = format!("{rest}{NOTHING_ANNOTATED}{conflicts})\n");
        let file = parse_file(path, &alone, version).ok()?;
        let said = Digest::from_hex(&file.digest)?;
        let text = text_of(std::str::from_utf8(literal).ok()?)?;
        if text.len() > MAX_TEXT_BYTES || file.schema.check().is_err() {
            return None;
        }
        let document = Document::believed(DocumentId(file.id.into()), file.title, text, said, file.metadata.0);
        let mut preview =
            AnnotatedDocument::new(document.clone(), Arc::new(file.schema), Annotator::new(file.annotator));
        (preview.state, preview.attributes) = (file.state, file.attributes.0);
        Some(StagedHeader { document, rest, version, preview: Box::new(preview), chunk, from })
    }
}

/// The string that a literal means.
fn text_of(literal: &str) -> Option<Arc<str>> {
    let inside = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inside.filter(|inside| memchr::memchr(b'\\', inside.as_bytes()).is_none()) {
        Some(inside) => Some(inside.into()),
        // With escapes, or raw.
        None => options().from_str::<String>(literal).ok().map(Arc::from),
    }
}

/// Where a string literal ends in bytes of which more may come.
struct Literal {
    start: usize,
    /// How many `#` a raw one has.
    raw: Option<usize>,
    /// Up to here it has not ended.
    at: usize,
}

impl Literal {
    fn at(start: usize) -> Self {
        Literal { start, raw: None, at: start }
    }

    /// The byte after it; `None` where it goes on.
    fn end(&mut self, source: &[u8]) -> Option<usize> {
        if self.at == self.start {
            let opening = &source[self.start..];
            match *opening.first()? {
                b'r' => {
                    let hashes = opening[1..].iter().take_while(|byte| **byte == b'#').count();
                    // The quotation mark may be still to come.
                    opening.get(1 + hashes)?;
                    self.raw = Some(hashes);
                    self.at = self.start + 2 + hashes;
                }
                _ => self.at = self.start + 1,
            }
        }
        loop {
            let rest = source.get(self.at..)?;
            let Some(hashes) = self.raw else {
                match memchr::memchr2(b'"', b'\\', rest) {
                    Some(found) if rest[found] == b'"' => return Some(self.at + found + 1),
                    Some(found) => self.at += found + 2,
                    None => self.at = source.len(),
                }
                if self.at >= source.len() {
                    return None;
                }
                continue;
            };
            let Some(found) = memchr::memchr(b'"', rest) else {
                self.at = source.len();
                return None;
            };
            let closing = rest.get(found + 1..found + 1 + hashes);
            match closing {
                Some(closing) if closing.iter().all(|byte| *byte == b'#') => return Some(self.at + found + 1 + hashes),
                Some(_) => self.at += found + 1,
                None => {
                    self.at += found;
                    return None;
                }
            }
        }
    }
}
