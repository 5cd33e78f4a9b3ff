//! `.hashiya-index`: what counting found in the documents of a folder, kept at its root so that the next opening need not read
//! them. Nothing depends on it: it is believed only for a file whose fingerprint is what it was, it adds none to what the
//! folder holds, and where it is damaged, of another version or too large it is as if there were none.
//!
//! A line of JSON says the version, how many records follow and the SHA-256 of all that follows; the next holds the names that
//! occur in many records (labels, annotators, attributes), which name them by their place; then one record a line.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::disk::{self, ContentHash, Expect};
use super::error::SaveError;
use super::fingerprint::StoredFingerprint;
use super::path_guard::is_link;
use super::schema_file::SchemaStamp;
use crate::model::{AnnotatedDocument, Annotator, AttributeValue, DocumentId, DocumentState, LabelName, Timestamp};

/// The name of the file.
pub const INDEX_FILE: &str = ".hashiya-index";

const VERSION: u32 = 3;

/// The longest index that is read or written, in bytes: some 400 000 documents.
pub const MAX_INDEX_BYTES: u64 = 64 << 20;

/// What a document says of itself and is longer is not kept, in bytes: the document is counted each time.
const MAX_TEXT_BYTES: usize = 2_000;

/// The bytes of the shortest record, to make room for no more records than there can be.
const MIN_LINE_BYTES: usize = 100;

/// With fewer documents than this an index is not begun: they are counted in the time it takes to read it.
pub const MIN_RECORDS: usize = 256;

/// What is known of a document that is not open: what the list shows, sorts and filters by, and what a project's status counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    pub title: String,
    pub id: DocumentId,
    pub state: DocumentState,
    pub annotator: Annotator,
    pub annotations: usize,
    pub relations: usize,
    /// What a merge left to be decided.
    pub conflicts: usize,
    /// How many annotations there are of each label that occurs, in the order of their names.
    pub labels: Box<[(LabelName, u32)]>,
    /// What stands between blanks: a measure of how much there is to read.
    pub words: usize,
    /// The length of the text in code points.
    pub code_points: usize,
    /// When an annotation or a relation was last changed; `None` where there are none, or only such as were imported.
    pub changed: Option<Timestamp>,
    /// The labels of the document itself, as text.
    pub attributes: Box<[(Arc<str>, String)]>,
    /// Of the schema that it has.
    pub schema: SchemaStamp,
    /// The first bytes of its text's digest: two documents of one text are found by it.
    pub text: u64,
}

impl From<&AnnotatedDocument> for Summary {
    fn from(content: &AnnotatedDocument) -> Self {
        let mut labels: BTreeMap<&LabelName, u32> = BTreeMap::new();
        content.annotations.iter().for_each(|annotation| *labels.entry(&annotation.label).or_default() += 1);
        let attribute = |(name, value): (&String, &AttributeValue)| (Arc::from(name.as_str()), value.to_string());
        let digest = content.document.digest();
        Summary {
            title: content.document.title().to_owned(),
            id: content.document.id().clone(),
            state: content.state,
            annotator: content.annotator.clone(),
            annotations: content.annotations.len(),
            relations: content.relations.len(),
            conflicts: content.conflicts.len(),
            labels: labels.into_iter().map(|(label, count)| (label.clone(), count)).collect(),
            words: content.text().split_whitespace().count(),
            code_points: content.text().chars().count(),
            changed: content.last_change(),
            attributes: content.attributes.iter().map(attribute).collect(),
            schema: SchemaStamp::of(&content.schema),
            text: digest.bytes().iter().take(8).fold(0, |first, byte| first << 8 | u64::from(*byte)),
        }
    }
}

/// What was found in a file, and what the file was then.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexRecord {
    /// The path below the folder.
    pub path: String,
    pub fingerprint: StoredFingerprint,
    pub summary: Arc<Summary>,
}

impl IndexRecord {
    /// `None` for what an index does not hold: a path that is not Unicode, a title, id or document labels that are very long.
    pub fn new(
        folder: &Path,
        path: &Path,
        fingerprint: StoredFingerprint,
        summary: &Arc<Summary>,
    ) -> Option<IndexRecord> {
        let path = path.strip_prefix(folder).ok()?.to_str()?.to_owned();
        let others: usize = summary.attributes.iter().map(|(name, value)| name.len() + value.len()).sum();
        let long = summary.title.len() + summary.id.0.len() + others;
        (long <= MAX_TEXT_BYTES).then(|| IndexRecord { path, fingerprint, summary: summary.clone() })
    }
}

/// The index of a folder as it was read, without what was asked for.
#[derive(Debug, Default)]
pub struct Index {
    records: HashMap<String, (StoredFingerprint, Arc<Summary>)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    version: u32,
    records: usize,
    sha256: String,
}

/// A record as it is written: names by their place among the names.
#[derive(Serialize, Deserialize)]
struct Line<'a>(
    /// The path below the folder.
    #[serde(borrow)]
    Cow<'a, str>,
    StoredFingerprint,
    DocumentState,
    /// Title and id.
    #[serde(borrow)]
    Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    /// The annotator.
    usize,
    /// Annotations, relations, conflicts, words, code points.
    [usize; 5],
    /// When it was changed, in milliseconds since 1970.
    Option<i64>,
    /// Labels with their counts.
    Vec<(usize, u32)>,
    /// Document labels with their values.
    Vec<(usize, String)>,
    /// Of the schema and of the text.
    u64,
    u64,
);

/// Names that stand in many records, each once.
#[derive(Default)]
struct Names {
    known: HashMap<Arc<str>, usize>,
    all: Vec<Arc<str>>,
}

impl Names {
    fn place(&mut self, name: &str) -> usize {
        if let Some(place) = self.known.get(name) {
            return *place;
        }
        let name: Arc<str> = name.into();
        self.all.push(name.clone());
        self.known.insert(name, self.all.len() - 1);
        self.all.len() - 1
    }
}

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
        let (names, body) = body.split_at(body.iter().position(|byte| *byte == b'\n')? + 1);
        let names: Vec<Arc<str>> = serde_json::from_slice(names).ok()?;
        let labels: Vec<LabelName> = names.iter().cloned().map(LabelName::new).collect();
        let annotators: Vec<Annotator> = names.iter().cloned().map(Annotator::new).collect();
        let mut records = HashMap::with_capacity(head.records.min(body.len() / MIN_LINE_BYTES));
        for line in body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let Line(path, fingerprint, state, title, id, annotator, counts, changed, own, attributes, schema, text) =
                serde_json::from_slice(line).ok()?;
            let [annotations, relations, conflicts, words, code_points] = counts;
            let own: Option<Box<[_]>> =
                own.into_iter().map(|(at, count)| Some((labels.get(at)?.clone(), count))).collect();
            let attributes: Option<Box<[_]>> =
                attributes.into_iter().map(|(at, value)| Some((names.get(at)?.clone(), value))).collect();
            let summary = Summary {
                title: title.into_owned(),
                id: DocumentId(id.into()),
                state,
                annotator: annotators.get(annotator)?.clone(),
                annotations,
                relations,
                conflicts,
                labels: own?,
                words,
                code_points,
                changed: changed.map(Timestamp),
                attributes: attributes?,
                schema: SchemaStamp(schema),
                text,
            };
            records.insert(path.into_owned(), (fingerprint, Arc::new(summary)));
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
    let (mut names, mut lines) = (Names::default(), String::new());
    for IndexRecord { path, fingerprint, summary } in records.iter() {
        let labels = summary.labels.iter().map(|(label, count)| (names.place(label.as_str()), *count)).collect();
        let attributes = summary.attributes.iter().map(|(name, value)| (names.place(name), value.clone())).collect();
        let line = Line(
            path.into(),
            *fingerprint,
            summary.state,
            (&summary.title).into(),
            (&*summary.id.0).into(),
            names.place(summary.annotator.as_str()),
            [summary.annotations, summary.relations, summary.conflicts, summary.words, summary.code_points],
            summary.changed.map(|time| time.0),
            labels,
            attributes,
            summary.schema.0,
            summary.text,
        );
        // Text and numbers are always written; what was not would be no record.
        let _ = writeln!(lines, "{}", serde_json::to_string(&line).unwrap_or_default());
    }
    let body = format!("{}\n{lines}", serde_json::to_string(&names.all).unwrap_or_default());
    let head =
        Head { version: VERSION, records: records.len(), sha256: ContentHash::of(body.as_bytes()).hash.to_string() };
    let bytes = format!("{}\n{body}", serde_json::to_string(&head).unwrap_or_default());
    if bytes.len() as u64 > MAX_INDEX_BYTES {
        return Ok(false);
    }
    disk::write(&path, bytes.as_bytes(), Expect::Anything).map(|_| true)
}
