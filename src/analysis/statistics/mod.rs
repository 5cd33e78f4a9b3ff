//! What the documents of a project amount to: counts by label, document, annotator, day and state, a pivot of any two things,
//! lengths, strings, pace.
//!
//! Documents are taken one by one and partial results are merged; neither order nor parts show in what comes of it, and what is
//! kept does not grow without end (`bounded`). A document is known by the number that whoever counts gives it.

mod bounded;
mod dimension;
mod effort;
mod lengths;
mod overlaps;
mod pace;
mod pivot;
mod places;
pub mod tables;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use self::bounded::{Bounded, Bucket, Join, hash_of};
use self::dimension::Seen;
pub use self::dimension::{Dimension, Value, day_of};
pub use self::effort::effort_table;
pub use self::lengths::Lengths;
pub use self::overlaps::OverlapKind;
pub use self::pace::{DayCounts, Estimate, estimate};
pub use self::pivot::{MAX_CELLS, Pivot};
pub use self::places::{MAX_PLACES, Place, Places};
pub use self::vocabulary::{KnownStrings, LabelStrings, MAX_STRING_BYTES, StringRow, StringsSize, Unlabelled};
use crate::arabic::gazetteer::Gazetteer;
use crate::arabic::normalize::Normalization;
use crate::arabic::words;
use crate::model::{AnnotatedDocument, Annotator, DocumentState, LabelName, OffsetMap};

/// Annotators that are counted: more names than people work on a project.
const MAX_ANNOTATORS: usize = 16_384;

/// What is to be counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Counts by label, document, annotator, day and state, and lengths.
    pub counts: bool,
    pub vocabulary: bool,
    /// Rows and, where there are to be any, columns.
    pub pivot: Option<(Dimension, Option<Dimension>)>,
}

impl Wanted {
    /// Everything but a pivot.
    pub const TABLES: Wanted = Wanted { counts: true, vocabulary: true, pivot: None };
}

/// All documents together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub documents: u64,
    /// What stands between blanks.
    pub words: u64,
    /// Words as the program takes them, without punctuation.
    pub tokens: u64,
    pub code_points: u64,
    pub annotations: u64,
    pub discontinuous: u64,
    pub relations: u64,
    /// Documents that are done or rejected.
    pub settled: u64,
    /// Of these, those of which nobody knows when: nothing in them was made by hand.
    pub settled_undated: u64,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelCounts {
    pub annotations: u64,
    /// Documents in which it occurs.
    pub documents: u64,
    /// Lengths of its spans in words (what stands between blanks) and in code points; of all pieces together.
    pub words: Lengths,
    pub code_points: Lengths,
}

/// What is known of one document.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentFacts {
    /// What whoever counts calls it, such as its path.
    pub place: Arc<str>,
    pub id: Arc<str>,
    pub title: Arc<str>,
    pub state: DocumentState,
    pub annotator: Annotator,
    pub words: u64,
    pub code_points: u64,
    pub annotations: u64,
    pub relations: u64,
    /// When something in it was last changed by hand.
    pub changed: Option<Date>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnnotatorCounts {
    /// Annotations made by them.
    pub annotations: u64,
    /// Documents in which there are such.
    pub documents: u64,
    /// Documents that are theirs.
    pub own: u64,
    pub own_settled: u64,
}

impl Join for AnnotatorCounts {
    fn join(&mut self, other: Self) {
        self.annotations += other.annotations;
        self.documents += other.documents;
        self.own += other.own;
        self.own_settled += other.own_settled;
    }
}

impl Bucket for Annotator {
    fn hash(&self) -> u64 {
        hash_of(&[self.as_str().as_bytes()])
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateCounts {
    pub documents: u64,
    pub words: u64,
    pub annotations: u64,
}

/// What was counted so far.
#[derive(Clone, Debug)]
pub struct Statistics {
    wanted: Wanted,
    zone: TimeZone,
    /// Only for what spellings have in common; it holds no phrases.
    folder: Arc<Gazetteer<()>>,
    pub totals: Totals,
    /// By number.
    pub documents: BTreeMap<u32, DocumentFacts>,
    pub labels: BTreeMap<LabelName, LabelCounts>,
    annotators: Bounded<Annotator, AnnotatorCounts>,
    pub days: BTreeMap<Date, DayCounts>,
    /// In the order of [`DocumentState::ALL`].
    pub states: [StateCounts; DocumentState::ALL.len()],
    pub vocabulary: LabelStrings,
    pub pivot: Option<Pivot>,
}

impl PartialEq for Statistics {
    fn eq(&self, other: &Self) -> bool {
        (self.wanted, &self.totals, &self.documents, &self.labels)
            == (other.wanted, &other.totals, &other.documents, &other.labels)
            && (&self.annotators, &self.days, &self.states) == (&other.annotators, &other.days, &other.states)
            && (&self.vocabulary, &self.pivot) == (&other.vocabulary, &other.pivot)
    }
}

impl Statistics {
    /// Nothing counted yet; days are those of `zone`.
    pub fn new(wanted: Wanted, zone: TimeZone) -> Self {
        Statistics {
            wanted,
            zone,
            folder: Arc::new(Gazetteer::new(Normalization::SAFE)),
            totals: Totals::default(),
            documents: BTreeMap::new(),
            labels: BTreeMap::new(),
            annotators: Bounded::new(MAX_ANNOTATORS),
            days: BTreeMap::new(),
            states: Default::default(),
            vocabulary: LabelStrings::default(),
            pivot: wanted.pivot.map(|(rows, columns)| Pivot::new(rows, columns)),
        }
    }

    /// Nothing counted yet of the same.
    pub fn another(&self) -> Self {
        Statistics { folder: self.folder.clone(), ..Statistics::new(self.wanted, self.zone.clone()) }
    }

    /// Counts a document; `place` is what it is called. Each number is counted once.
    pub fn add(&mut self, number: u32, place: &str, document: &AnnotatedDocument) {
        let text = document.text();
        let map = OffsetMap::new(text);
        let starts = WordStarts::of(text);
        let uses_overlaps = self.pivot.as_ref().is_some_and(|pivot| pivot.uses(Dimension::Overlap));
        let overlaps = if uses_overlaps { overlaps::overlaps(document) } else { Vec::new() };
        let words = starts.0.len() as u64;
        let code_points = map.code_point(text.len()).0;
        if self.wanted.counts {
            self.add_facts(number, place, document, words, code_points);
        }
        let (mut labels, mut makers) = (BTreeSet::new(), BTreeSet::new());
        for (at, annotation) in document.annotations.iter().enumerate() {
            let extent = annotation.spans.extent();
            let place = place_of(number, &map, extent.clone());
            let pieces = || annotation.spans.iter().map(|span| span.range());
            let span_words = pieces().map(|span| starts.within(span)).sum();
            if self.wanted.counts {
                let counts = self.labels.entry(annotation.label.clone()).or_default();
                counts.annotations += 1;
                counts.documents += u64::from(labels.insert(&annotation.label));
                counts.words.add(span_words);
                let length = |span: Range<usize>| map.code_point(span.end).0 - map.code_point(span.start).0;
                counts.code_points.add(pieces().map(length).sum());
                let maker = &annotation.record.annotator;
                let is_first = makers.insert(maker);
                self.annotators.count(maker.clone(), |counts| {
                    counts.annotations += 1;
                    counts.documents += u64::from(is_first);
                });
                self.totals.discontinuous += u64::from(annotation.spans.is_discontinuous());
                self.add_to_days(&annotation.record);
            }
            if self.wanted.vocabulary {
                let quote = (!annotation.spans.is_discontinuous()).then(|| &text[extent]);
                self.vocabulary.add(&self.folder, &annotation.label, quote, place);
            }
            if let Some(pivot) = &mut self.pivot {
                let (overlaps, zone) = (overlaps.get(at), &self.zone);
                pivot.add(&Seen { document, number, annotation, words: span_words, overlaps, zone }, place);
            }
        }
    }

    fn add_facts(&mut self, number: u32, place: &str, document: &AnnotatedDocument, words: u64, code_points: u64) {
        // A label that nothing carries is worth seeing as well.
        for label in &document.schema.labels {
            if !self.labels.contains_key(&label.name) {
                self.labels.insert(label.name.clone(), LabelCounts::default());
            }
        }
        let annotations = document.annotations.len() as u64;
        let relations = document.relations.len() as u64;
        let changed = document.last_change().and_then(|changed| day_of(changed, &self.zone));
        let is_settled = document.state.is_settled();
        let totals = &mut self.totals;
        totals.documents += 1;
        totals.words += words;
        totals.tokens += words::tokens(document.text()).filter(|token| token.is_content()).count() as u64;
        totals.code_points += code_points;
        totals.annotations += annotations;
        totals.relations += relations;
        totals.settled += u64::from(is_settled);
        match changed {
            Some(day) if is_settled => {
                let day = self.days.entry(day).or_default();
                day.documents += 1;
                day.words += words;
            }
            _ => totals.settled_undated += u64::from(is_settled),
        }
        if let Some(at) = DocumentState::ALL.iter().position(|state| *state == document.state) {
            let state = &mut self.states[at];
            state.documents += 1;
            state.words += words;
            state.annotations += annotations;
        }
        self.annotators.count(document.annotator.clone(), |counts| {
            counts.own += 1;
            counts.own_settled += u64::from(is_settled);
        });
        let facts = DocumentFacts {
            place: place.into(),
            id: document.document.id().0.clone(),
            title: document.document.title().into(),
            state: document.state,
            annotator: document.annotator.clone(),
            words,
            code_points,
            annotations,
            relations,
            changed,
        };
        self.documents.insert(number, facts);
    }

    fn add_to_days(&mut self, record: &crate::model::Record) {
        if record.given_time().is_some() {
            return;
        }
        if let Some(day) = day_of(record.created, &self.zone) {
            self.days.entry(day).or_default().made += 1;
        }
        if let Some(day) = day_of(record.modified, &self.zone) {
            self.days.entry(day).or_default().changed += 1;
        }
    }

    /// Takes over what was counted of other documents, for the same that is wanted.
    pub fn merge(&mut self, other: Statistics) {
        let (totals, others) = (&mut self.totals, other.totals);
        totals.documents += others.documents;
        totals.words += others.words;
        totals.tokens += others.tokens;
        totals.code_points += others.code_points;
        totals.annotations += others.annotations;
        totals.discontinuous += others.discontinuous;
        totals.relations += others.relations;
        totals.settled += others.settled;
        totals.settled_undated += others.settled_undated;
        self.documents.extend(other.documents);
        for (label, others) in other.labels {
            let counts = self.labels.entry(label).or_default();
            counts.annotations += others.annotations;
            counts.documents += others.documents;
            counts.words.merge(&others.words);
            counts.code_points.merge(&others.code_points);
        }
        self.annotators.merge(other.annotators);
        other.days.into_iter().for_each(|(day, counts)| self.days.entry(day).or_default().merge(counts));
        for (state, others) in self.states.iter_mut().zip(other.states) {
            state.documents += others.documents;
            state.words += others.words;
            state.annotations += others.annotations;
        }
        self.vocabulary.merge(other.vocabulary);
        if let (Some(pivot), Some(others)) = (&mut self.pivot, other.pivot) {
            pivot.merge(others);
        }
    }

    /// By name.
    pub fn annotators(&self) -> BTreeMap<&Annotator, &AnnotatorCounts> {
        self.annotators.iter().collect()
    }

    /// When the work may be done.
    pub fn estimate(&self) -> Option<Estimate> {
        estimate(&self.days, self.totals.documents - self.totals.settled)
    }
}

fn place_of(document: u32, map: &OffsetMap<'_>, range: Range<usize>) -> Place {
    let code_point = |at| map.code_point(at).0 as u32;
    let code_points = (code_point(range.start), code_point(range.end));
    Place { document, start: range.start as u32, end: range.end as u32, code_points }
}

/// Where the words of a text are (bytes), so that those of spans within each other are not counted over and over.
struct WordStarts(Vec<(u32, u32)>);

impl WordStarts {
    fn of(text: &str) -> Self {
        let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
        let word = |word: &str| (at(word) as u32, (at(word) + word.len()) as u32);
        WordStarts(text.split_whitespace().map(word).collect())
    }

    /// How many words a part of the text has by itself: one that is cut counts.
    fn within(&self, part: Range<usize>) -> u64 {
        if part.is_empty() {
            return 0;
        }
        let ended = self.0.partition_point(|(_, end)| *end as usize <= part.start);
        let begun = self.0.partition_point(|(start, _)| (*start as usize) < part.end);
        begun.saturating_sub(ended) as u64
    }
}
