//! The text that is annotated: immutable, never normalised, known by its digest.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::offset::{SpanError, TextSpan};

/// The longest text a document may hold, in bytes: offsets are 32 bits wide, and the loaders of `store` and
/// `formats` refuse files long before this.
pub const MAX_TEXT_BYTES: usize = 1 << 30;

/// Identity of a document within its project; stable over renames of its file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(pub Arc<str>);

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// SHA-256 of the stored text's UTF-8 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    pub fn of(text: &str) -> Self {
        Digest(Sha256::digest(text.as_bytes()).into())
    }

    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Digest(bytes)
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads the 64 hexadecimal digits that [`fmt::Display`] writes.
    pub fn from_hex(hex: &str) -> Option<Self> {
        let hex = hex.as_bytes();
        if hex.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
            let digit = |d: u8| (d as char).to_digit(16);
            *byte = (digit(pair[0])? * 16 + digit(pair[1])?) as u8;
        }
        Some(Digest(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// A text with its identity. The text never changes: a changed text is another document.
#[derive(Clone, Debug)]
pub struct Document {
    id: DocumentId,
    title: String,
    text: Arc<str>,
    digest: Digest,
    metadata: BTreeMap<String, String>,
}

/// Why a text cannot be a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    #[error("the text has {len} bytes; a document holds at most {MAX_TEXT_BYTES}")]
    TooLong { len: usize },
}

impl Document {
    pub fn new(
        id: DocumentId,
        title: impl Into<String>,
        text: impl Into<Arc<str>>,
        metadata: BTreeMap<String, String>,
    ) -> Result<Self, DocumentError> {
        let text = text.into();
        if text.len() > MAX_TEXT_BYTES {
            return Err(DocumentError::TooLong { len: text.len() });
        }
        Ok(Document { id, title: title.into(), digest: Digest::of(&text), text, metadata })
    }

    /// A document whose text is said to have this digest; whether it has is for the caller to find out. `text` is at most
    /// [`MAX_TEXT_BYTES`] long.
    pub(crate) fn believed(
        id: DocumentId,
        title: String,
        text: Arc<str>,
        digest: Digest,
        metadata: BTreeMap<String, String>,
    ) -> Self {
        Document { id, title, text, digest, metadata }
    }

    /// The same text under other facts.
    pub fn with_facts(&self, id: DocumentId, title: String, metadata: BTreeMap<String, String>) -> Self {
        Document { id, title, text: self.text.clone(), digest: self.digest, metadata }
    }

    pub fn id(&self) -> &DocumentId {
        &self.id
    }

    pub fn title(&self) -> &str {
        &self.title
    }

    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Free facts about the source: encoding it was read with, URL, date and the like.
    pub fn metadata(&self) -> &BTreeMap<String, String> {
        &self.metadata
    }

    /// The span `range` (bytes) of this text.
    pub fn span(&self, range: std::ops::Range<usize>) -> Result<TextSpan, SpanError> {
        TextSpan::new(&self.text, range)
    }

    /// The characters a span covers. The span must have been made from this document's text.
    pub fn quote(&self, span: TextSpan) -> &str {
        &self.text[span.range()]
    }
}
