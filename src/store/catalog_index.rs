//! `.hashiya-index`: what counting found in the documents of a folder, kept at its root so that the next opening need not read
//! them. Nothing depends on it: it is believed only for a file whose fingerprint is what it was, it adds none to what the
//! folder holds, and where it is damaged, of another version or too large it is as if there were none.
//!
//! A line says the version; then the CRC-32 of all that follows, the names that occur in many records (labels, annotators,
//! attributes), which name them by their place, and the records in the order in which a folder is walked, so that a list of
//! them stands before the folder was walked. Numbers are variable in length (LEB128), texts have their length before them: as JSON
//! 100 000 records took a third of a second to read.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::Crc;

use super::disk::{self, Expect};
use super::error::SaveError;
use super::fingerprint::StoredFingerprint;
use super::folder;
use super::path_guard::is_link;
use super::schema_file::SchemaStamp;
use crate::model::{
    AnnotatedDocument, Annotator, AttributeValue, DocumentId, DocumentState, EntityId, LabelName, Timestamp,
};

/// The name of the file.
pub const INDEX_FILE: &str = ".hashiya-index";

const MAGIC: &[u8] = b"hashiya-index 5\n";

/// The longest index that is read or written, in bytes: some 400 000 documents.
pub const MAX_INDEX_BYTES: u64 = 64 << 20;

/// What a document says of itself and is longer is not kept, in bytes: the document is counted each time.
const MAX_TEXT_BYTES: usize = 2_000;

/// The bytes of the shortest record, to make room for no more records than there can be.
const MIN_RECORD_BYTES: usize = 40;

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
    /// How many annotations are linked to each entry of the entity register, in the order of their ids.
    pub entities: Box<[(EntityId, u32)]>,
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
        let mut entities: BTreeMap<&EntityId, u32> = BTreeMap::new();
        for annotation in content.annotations.iter() {
            *labels.entry(&annotation.label).or_default() += 1;
            annotation.entity.iter().for_each(|id| *entities.entry(id).or_default() += 1);
        }
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
            entities: entities.into_iter().map(|(id, count)| (id.clone(), count)).collect(),
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
    /// In the order in which the folder is walked.
    records: Vec<Option<IndexRecord>>,
    /// Where the next one that is asked for stands, unless the folder is another one by now.
    next: usize,
    /// Where those stand that are asked for in another order.
    places: Option<HashMap<String, usize>>,
    left: usize,
}

/// Names that stand in many records, each once.
#[derive(Default)]
struct Names {
    known: HashMap<Arc<str>, u64>,
    all: Vec<Arc<str>>,
}

impl Names {
    fn place(&mut self, name: &str) -> u64 {
        if let Some(place) = self.known.get(name) {
            return *place;
        }
        let (name, place): (Arc<str>, u64) = (name.into(), self.all.len() as u64);
        self.all.push(name.clone());
        self.known.insert(name, place);
        place
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
        let (check, body) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<4>()?;
        if crc_of(body) != u32::from_le_bytes(*check) {
            return None;
        }
        let mut reader = Reader(body);
        let mut names: Vec<Arc<str>> = Vec::new();
        for _ in 0..reader.number()? {
            names.push(reader.text()?.into());
        }
        let labels: Vec<LabelName> = names.iter().cloned().map(LabelName::new).collect();
        let annotators: Vec<Annotator> = names.iter().cloned().map(Annotator::new).collect();
        let count = reader.size()?;
        let mut records = Vec::with_capacity(count.min(body.len() / MIN_RECORD_BYTES));
        for _ in 0..count {
            records.push(Some(reader.record(&names, &labels, &annotators)?));
        }
        let left = records.len();
        reader.0.is_empty().then_some(Index { records, next: 0, places: None, left })
    }

    /// All that it holds, in the order in which the folder is walked.
    pub fn records(&self) -> impl Iterator<Item = &IndexRecord> {
        self.records.iter().flatten()
    }

    /// What is known of the file at `path` below `folder`, if it is the file it was. Each is given once.
    pub fn take(&mut self, folder: &Path, path: &Path, fingerprint: StoredFingerprint) -> Option<IndexRecord> {
        let below = path.strip_prefix(folder).ok()?.to_str()?;
        let is_at = |records: &[Option<IndexRecord>], at: usize| {
            records.get(at).is_some_and(|record| record.as_ref().is_some_and(|record| record.path == below))
        };
        let at = match is_at(&self.records, self.next) {
            true => self.next,
            false => {
                let placed = self.records.iter().enumerate();
                let of = |(at, record): (usize, &Option<IndexRecord>)| Some((record.as_ref()?.path.clone(), at));
                *self.places.get_or_insert_with(|| placed.filter_map(of).collect()).get(below)?
            }
        };
        self.next = at + 1;
        let known = self.records.get_mut(at)?;
        let record = known.take_if(|record| record.fingerprint == fingerprint)?;
        self.left -= 1;
        Some(record)
    }

    /// Whether all that it holds was taken.
    pub fn is_empty(&self) -> bool {
        self.left == 0
    }
}

/// What is left to be read of an index.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn fixed(&mut self) -> Option<u64> {
        let (bytes, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*bytes))
    }

    fn text(&mut self) -> Option<&'a str> {
        let (text, rest) = self.size().and_then(|len| self.0.split_at_checked(len))?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    fn record(&mut self, names: &[Arc<str>], labels: &[LabelName], annotators: &[Annotator]) -> Option<IndexRecord> {
        let path = self.text()?.to_owned();
        let mut seen = [0; 6];
        for number in &mut seen {
            *number = self.number()?;
        }
        let state = *DocumentState::ALL.get(self.size()?)?;
        let (title, id) = (self.text()?.to_owned(), DocumentId(self.text()?.into()));
        let annotator = annotators.get(self.size()?)?.clone();
        let mut counts = [0; 5];
        for count in &mut counts {
            *count = self.size()?;
        }
        let [annotations, relations, conflicts, words, code_points] = counts;
        let changed = match self.number()? {
            0 => None,
            _ => Some(Timestamp(self.number()? as i64)),
        };
        let mut own = Vec::new();
        for _ in 0..self.number()? {
            own.push((labels.get(self.size()?)?.clone(), u32::try_from(self.number()?).ok()?));
        }
        let mut entities = Vec::new();
        for _ in 0..self.number()? {
            let name = names.get(self.size()?)?.clone();
            entities.push((EntityId::new(name), u32::try_from(self.number()?).ok()?));
        }
        let mut attributes = Vec::new();
        for _ in 0..self.number()? {
            attributes.push((names.get(self.size()?)?.clone(), self.text()?.to_owned()));
        }
        let summary = Summary {
            title,
            id,
            state,
            annotator,
            annotations,
            relations,
            conflicts,
            labels: own.into(),
            entities: entities.into(),
            words,
            code_points,
            changed,
            attributes: attributes.into(),
            schema: SchemaStamp(self.fixed()?),
            text: self.fixed()?,
        };
        Some(IndexRecord { path, fingerprint: StoredFingerprint::from_numbers(seen)?, summary: Arc::new(summary) })
    }
}

fn crc_of(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

fn put_record(out: &mut Vec<u8>, names: &mut Names, record: &IndexRecord) {
    let IndexRecord { path, fingerprint, summary } = record;
    put_text(out, path);
    fingerprint.to_numbers().into_iter().for_each(|number| put_number(out, number));
    let state = DocumentState::ALL.iter().position(|state| *state == summary.state).unwrap_or_default();
    put_number(out, state as u64);
    put_text(out, &summary.title);
    put_text(out, &summary.id.0);
    put_number(out, names.place(summary.annotator.as_str()));
    let counts = [summary.annotations, summary.relations, summary.conflicts, summary.words, summary.code_points];
    counts.into_iter().for_each(|count| put_number(out, count as u64));
    put_number(out, u64::from(summary.changed.is_some()));
    summary.changed.into_iter().for_each(|time| put_number(out, time.0 as u64));
    put_number(out, summary.labels.len() as u64);
    for (label, count) in &summary.labels {
        put_number(out, names.place(label.as_str()));
        put_number(out, u64::from(*count));
    }
    put_number(out, summary.entities.len() as u64);
    for (id, count) in &summary.entities {
        put_number(out, names.place(id.as_str()));
        put_number(out, u64::from(*count));
    }
    put_number(out, summary.attributes.len() as u64);
    for (name, value) in &summary.attributes {
        put_number(out, names.place(name));
        put_text(out, value);
    }
    out.extend_from_slice(&summary.schema.0.to_le_bytes());
    out.extend_from_slice(&summary.text.to_le_bytes());
}

/// Where the index of `folder` is.
pub fn path_in(folder: &Path) -> PathBuf {
    folder.join(INDEX_FILE)
}

/// Writes the index of `root` as a whole, where there is enough to keep or one to replace. False where it was not written.
///
/// # Errors
/// Where it cannot be written, such as in a folder that is only to be read: the next opening counts again.
pub fn write(root: &Path, records: &mut [IndexRecord]) -> Result<bool, SaveError> {
    let path = path_in(root);
    if is_link(&path) || (records.len() < MIN_RECORDS && !path.exists()) {
        return Ok(false);
    }
    // The order of the walk: a list of them stands before it.
    records.sort_by_cached_key(|record| folder::walk_key(&record.path));
    let (mut names, mut written) = (Names::default(), Vec::new());
    records.iter().for_each(|record| put_record(&mut written, &mut names, record));
    let mut body = Vec::with_capacity(written.len() + 64 * names.all.len());
    put_number(&mut body, names.all.len() as u64);
    names.all.iter().for_each(|name| put_text(&mut body, name));
    put_number(&mut body, records.len() as u64);
    body.append(&mut written);
    let bytes = [MAGIC, &crc_of(&body).to_le_bytes(), &body].concat();
    if bytes.len() as u64 > MAX_INDEX_BYTES {
        return Ok(false);
    }
    disk::write(&path, &bytes, Expect::Anything).map(|_| true)
}
