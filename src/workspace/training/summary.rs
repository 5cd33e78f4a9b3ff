//! What a dataset holds, counted while it is written: all that its manifest, card and metadata say, and nothing else.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::formats::{DatasetFeature, FormatInfo, LossReport, Survey};
use crate::model::{AnnotatedDocument, LabelName, Schema};
use crate::store::ContentHash;
use crate::workspace::export::ExportRequest;
use crate::workspace::filter::FilteredOut;

/// A file of the dataset.
#[derive(Clone, Debug)]
pub(in crate::workspace) struct FileSummary {
    /// From the folder of the dataset, with `/` between names.
    pub(super) path: String,
    pub(super) stamp: ContentHash,
}

/// What is counted of a part, and of the whole.
#[derive(Clone, Debug, Default)]
pub(in crate::workspace) struct Counts {
    pub documents: usize,
    pub code_points: usize,
    pub annotations: usize,
    pub discontinuous: usize,
    /// Pieces of the annotation that has most.
    pub pieces: usize,
    pub relations: usize,
    pub labels: BTreeMap<LabelName, usize>,
    pub relation_types: BTreeMap<LabelName, usize>,
    /// Documents in each state, by its name.
    pub states: BTreeMap<&'static str, usize>,
    /// Annotations by who made them.
    pub annotators: BTreeMap<String, usize>,
    /// Annotations by how they came about, as datasets name it.
    pub provenance: BTreeMap<String, usize>,
    /// Letters of the Arabic script, those of them that Arabic is not written with, and letters of other scripts.
    pub letters: [usize; 3],
}

/// Letters that Persian, Urdu, Kurdish and their neighbours have and Arabic has not.
const NOT_OF_ARABIC: &str = "پچژگکیٹڈڑںھہےۆێڵەڤڕۇۈېڭټډړښۍ";

impl Counts {
    fn see(&mut self, document: &AnnotatedDocument) {
        self.documents += 1;
        *self.states.entry(document.state.name()).or_default() += 1;
        for c in document.text().chars() {
            self.code_points += 1;
            match c {
                c if NOT_OF_ARABIC.contains(c) => self.letters[1] += 1,
                '\u{620}'..='\u{63f}' | '\u{641}'..='\u{64a}' | '\u{671}'..='\u{6d3}' | '\u{750}'..='\u{77f}' => {
                    self.letters[0] += 1;
                }
                c if c.is_alphabetic() => self.letters[2] += 1,
                _ => {}
            }
        }
        for annotation in document.annotations.iter() {
            self.annotations += 1;
            self.discontinuous += usize::from(annotation.spans.is_discontinuous());
            self.pieces = self.pieces.max(annotation.spans.iter().count());
            add(&mut self.labels, &annotation.label, 1);
            let record = &annotation.record;
            add(&mut self.provenance, &record.provenance.to_string(), 1);
            match self.annotators.get_mut(record.annotator.as_str()) {
                Some(count) => *count += 1,
                None => add(&mut self.annotators, &record.annotator.to_string(), 1),
            }
        }
        self.relations += document.relations.len();
        document.relations.values().for_each(|relation| add(&mut self.relation_types, &relation.label, 1));
    }

    fn take(&mut self, other: &Counts) {
        self.documents += other.documents;
        self.code_points += other.code_points;
        self.annotations += other.annotations;
        self.discontinuous += other.discontinuous;
        self.pieces = self.pieces.max(other.pieces);
        self.relations += other.relations;
        other.labels.iter().for_each(|(name, n)| add(&mut self.labels, name, *n));
        other.relation_types.iter().for_each(|(name, n)| add(&mut self.relation_types, name, *n));
        other.states.iter().for_each(|(name, n)| add(&mut self.states, name, *n));
        other.annotators.iter().for_each(|(name, n)| add(&mut self.annotators, name, *n));
        other.provenance.iter().for_each(|(name, n)| add(&mut self.provenance, name, *n));
        self.letters.iter_mut().zip(other.letters).for_each(|(all, n)| *all += n);
    }
}

fn add<K: Ord + Clone>(counts: &mut BTreeMap<K, usize>, name: &K, n: usize) {
    match counts.get_mut(name) {
        Some(count) => *count += n,
        None => {
            counts.insert(name.clone(), n);
        }
    }
}

/// A part of a dataset.
#[derive(Clone, Debug)]
pub(in crate::workspace) struct PartSummary {
    pub name: String,
    /// `None` where the dataset is not parted.
    pub share: Option<u32>,
    pub counts: Counts,
    /// The ids of its documents, in their order: some formats do not carry them.
    pub ids: Vec<String>,
    pub files: Vec<FileSummary>,
}

impl PartSummary {
    pub(super) fn new(name: &str, share: Option<u32>) -> Self {
        let (counts, ids, files) = (Counts::default(), Vec::new(), Vec::new());
        PartSummary { name: name.to_owned(), share, counts, ids, files }
    }
}

/// A dataset.
pub(in crate::workspace) struct DatasetSummary<'a> {
    pub(super) request: &'a ExportRequest,
    pub(super) format: &'static FormatInfo,
    pub(super) parts: Vec<PartSummary>,
    /// Of all parts together.
    pub(super) counts: Counts,
    /// The labels, relation types and attributes of all documents; of two of one name the one that came first.
    pub(super) schema: Schema,
    names: HashSet<String>,
    last: Option<Arc<Schema>>,
    /// What the format does not carry, a report for each part.
    pub(super) losses: Vec<LossReport>,
    pub(in crate::workspace) filtered_out: FilteredOut,
    /// The columns of a format whose rows all have the same.
    pub(super) features: Option<Vec<DatasetFeature>>,
}

impl<'a> DatasetSummary<'a> {
    pub(in crate::workspace) fn new(request: &'a ExportRequest, format: &'static FormatInfo, survey: &Survey) -> Self {
        let has_columns = matches!(format.name, "datasets" | "parquet");
        DatasetSummary {
            request,
            format,
            parts: Vec::new(),
            counts: Counts::default(),
            schema: Schema::default(),
            names: HashSet::new(),
            last: None,
            losses: Vec::new(),
            filtered_out: FilteredOut::default(),
            features: has_columns.then(|| DatasetFeature::all(survey)),
        }
    }

    /// A document as it is written into a part.
    pub(in crate::workspace) fn see(&mut self, part: &mut PartSummary, document: &AnnotatedDocument) {
        part.counts.see(document);
        part.ids.push(document.document.id().to_string());
        if self.last.as_ref().is_some_and(|last| Arc::ptr_eq(last, &document.schema)) {
            return;
        }
        self.last = Some(document.schema.clone());
        let (schema, names) = (&*document.schema, &mut self.names);
        if self.schema.name.is_empty() {
            self.schema.name.clone_from(&schema.name);
        }
        let mut is_new = |kind: char, name: &str| names.insert(format!("{kind}{name}"));
        self.schema.labels.extend(schema.labels.iter().filter(|l| is_new('l', l.name.as_str())).cloned());
        self.schema
            .relation_types
            .extend(schema.relation_types.iter().filter(|r| is_new('r', r.name.as_str())).cloned());
        self.schema
            .document_attributes
            .extend(schema.document_attributes.iter().filter(|a| is_new('a', &a.name)).cloned());
    }

    /// How many annotations were proposed by the program and accepted by a person, by what proposed them.
    pub(super) fn suggestions(&self) -> impl Iterator<Item = (&str, usize)> {
        self.counts.provenance.iter().filter_map(|(name, n)| Some((name.strip_prefix("suggestion:")?, *n)))
    }

    /// A part that was written to its end.
    pub(in crate::workspace) fn take(&mut self, mut part: PartSummary, written: (Vec<FileSummary>, LossReport)) {
        part.files = written.0;
        self.losses.push(written.1);
        self.counts.take(&part.counts);
        self.parts.push(part);
    }
}
