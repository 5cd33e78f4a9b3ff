//! `.hashiya-index`: what counting found in the documents of a folder, kept at its root so that the next opening need not read
//! them. Nothing depends on it: it is believed only for a file whose fingerprint is what it was, it adds none to what the
//! folder holds, and where it is damaged, of another version or too large it is as if there were none.
//!
//! A line of JSON says the version, how many records follow and the SHA-256 of all that follows; then one record a line.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{self, ContentHash, Expect};
use super::error::SaveError;
use super::fingerprint::StoredFingerprint;
use super::path_guard::is_link;
use crate::model::{AnnotatedDocument, DocumentState};

/// The name of the file.
pub const INDEX_FILE: &str = ".hashiya-index";

const VERSION: u32 = 1;

/// The longest index that is read or written, in bytes: some 400 000 documents.
pub const MAX_INDEX_BYTES: u64 = 64 << 20;

/// A title that is longer is not kept, in bytes: its document is counted each time.
const MAX_TITLE_BYTES: usize = 1_000;

/// With fewer documents than this an index is not begun: they are counted in the time it takes to read it.
pub const MIN_RECORDS: usize = 256;

/// What the document list shows of a file that is not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub title: String,
    pub state: DocumentState,
    pub annotations: usize,
}

impl From<&AnnotatedDocument> for Summary {
    fn from(content: &AnnotatedDocument) -> Self {
        let title = content.document.title().to_owned();
        Summary { title, state: content.state, annotations: content.annotations.len() }
    }
}

/// What was found in a file, and what the file was then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexRecord {
    /// The path below the folder.
    pub path: String,
    pub fingerprint: StoredFingerprint,
    pub summary: Summary,
}

impl IndexRecord {
    /// `None` for what an index does not hold: a path that is not Unicode, a title that is very long.
    pub fn new(folder: &Path, path: &Path, fingerprint: StoredFingerprint, summary: &Summary) -> Option<IndexRecord> {
        let path = path.strip_prefix(folder).ok()?.to_str()?.to_owned();
        (summary.title.len() <= MAX_TITLE_BYTES).then(|| IndexRecord { path, fingerprint, summary: summary.clone() })
    }
}

/// The index of a folder as it was read, without what was asked for.
#[derive(Debug, Default)]
pub struct Index {
    records: HashMap<String, (StoredFingerprint, Summary)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    version: u32,
    records: usize,
    sha256: String,
}

/// Path, fingerprint, state, annotations, title.
type Line<Text> = (Text, StoredFingerprint, DocumentState, usize, Text);

impl Index {
    /// The index of `folder`; an empty one where there is none that can be believed.
    pub fn of(folder: &Path) -> Index {
        let path = path_in(folder);
        // What stands in the folder is no way out of it.
        let bytes = if is_link(&path) { None } else { disk::read(&path, MAX_INDEX_BYTES).ok() };
        bytes.and_then(|bytes| Index::parse(&bytes)).unwrap_or_default()
    }

    fn parse(bytes: &[u8]) -> Option<Index> {
        let (head, body) = bytes.split_at(bytes.iter().take(200).position(|byte| *byte == b'\n')? + 1);
        let head: Head = serde_json::from_slice(head).ok()?;
        if head.version != VERSION || head.sha256 != ContentHash::of(body).hash.to_string() {
            return None;
        }
        let mut records = HashMap::new();
        for line in body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let (path, fingerprint, state, annotations, title) = serde_json::from_slice::<Line<String>>(line).ok()?;
            records.insert(path, (fingerprint, Summary { title, state, annotations }));
        }
        (records.len() == head.records).then_some(Index { records })
    }

    /// What is known of the file at `path` below `folder`, if it is the file it was. Each is given once.
    pub fn take(&mut self, folder: &Path, path: &Path, fingerprint: StoredFingerprint) -> Option<IndexRecord> {
        let below = path.strip_prefix(folder).ok()?.to_str()?;
        self.records.get(below).filter(|(known, _)| *known == fingerprint)?;
        let (path, (fingerprint, summary)) = self.records.remove_entry(below)?;
        Some(IndexRecord { path, fingerprint, summary })
    }

    /// Whether all that it holds was taken.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}

/// Where the index of `folder` is.
pub fn path_in(folder: &Path) -> PathBuf {
    folder.join(INDEX_FILE)
}

/// Writes the index of `folder` as a whole, where there is enough to keep or one to replace. False where it was not written.
///
/// # Errors
/// Where it cannot be written, such as in a folder that is only to be read: the next opening counts again.
pub fn write(folder: &Path, records: &mut [IndexRecord]) -> Result<bool, SaveError> {
    let path = path_in(folder);
    if is_link(&path) || (records.len() < MIN_RECORDS && !path.exists()) {
        return Ok(false);
    }
    // In one order, so that the same folder has the same index.
    records.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    let mut body = String::new();
    for IndexRecord { path, fingerprint, summary } in records.iter() {
        let Summary { title, state, annotations } = summary;
        let line: Line<&str> = (path, *fingerprint, *state, *annotations, title);
        // Text and numbers are always written; what was not would be no record.
        let _ = writeln!(body, "{}", serde_json::to_string(&line).unwrap_or_default());
    }
    let head =
        Head { version: VERSION, records: records.len(), sha256: ContentHash::of(body.as_bytes()).hash.to_string() };
    let bytes = format!("{}\n{body}", serde_json::to_string(&head).unwrap_or_default());
    if bytes.len() as u64 > MAX_INDEX_BYTES {
        return Ok(false);
    }
    disk::write(&path, bytes.as_bytes(), Expect::Anything).map(|_| true)
}
