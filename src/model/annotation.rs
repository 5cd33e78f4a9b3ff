//! Stand-off annotations and relations: what an analyst says about spans of a text.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::attribute::Attributes;
use super::offset::TextSpan;
use super::timestamp::Timestamp;

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn new(name: impl Into<Arc<str>>) -> Self {
                $name(name.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                $name(name.into())
            }
        }
    };
}

name_type! {
    /// Identity of an annotation or a relation within its document. Imports keep the id their file gives.
    AnnotationId
}
name_type! {
    /// A label's name in its schema, such as `PER`: what annotations refer to and datasets contain.
    LabelName
}
name_type! {
    /// An entry of the register of entities, which one thing has in all documents.
    EntityId
}
name_type! {
    /// Who annotated: a person's or a program's name.
    Annotator
}

/// Where an annotation comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Provenance {
    /// Made by a person's own hand.
    Human,
    /// Read from a file of another format.
    Imported { format: String },
    /// Proposed by the program and accepted by a person.
    AcceptedSuggestion { source: String },
}

impl fmt::Display for Provenance {
    /// As in datasets: `human`, `imported:FORMAT` or `suggestion:SOURCE`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Provenance::Human => f.write_str("human"),
            Provenance::Imported { format } => write!(f, "imported:{format}"),
            Provenance::AcceptedSuggestion { source } => write!(f, "suggestion:{source}"),
        }
    }
}

/// One or more disjoint spans in ascending order. More than one makes the annotation discontinuous.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spans(List);

/// Nearly every annotation has one span: a hundred thousand lists of one take dozens of times the bytes of their spans.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum List {
    One(TextSpan),
    Many(Box<[TextSpan]>),
}

/// Why a list of spans cannot carry an annotation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpansError {
    #[error("an annotation needs at least one span")]
    None,
    #[error("the spans {first} and {second} of one annotation overlap")]
    Overlapping { first: TextSpan, second: TextSpan },
}

impl Spans {
    /// Sorts the spans; refuses an empty list and spans that overlap each other.
    pub fn new(mut spans: Vec<TextSpan>) -> Result<Self, SpansError> {
        if spans.is_empty() {
            return Err(SpansError::None);
        }
        spans.sort_unstable();
        for pair in spans.windows(2) {
            if pair[1].start() < pair[0].end() || pair[0] == pair[1] {
                return Err(SpansError::Overlapping { first: pair[0], second: pair[1] });
            }
        }
        Ok(Spans(match spans[..] {
            [span] => List::One(span),
            _ => List::Many(spans.into()),
        }))
    }

    pub fn as_slice(&self) -> &[TextSpan] {
        match &self.0 {
            List::One(span) => std::slice::from_ref(span),
            List::Many(spans) => spans,
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = TextSpan> + '_ {
        self.as_slice().iter().copied()
    }

    pub fn first(&self) -> TextSpan {
        self.as_slice()[0]
    }

    pub fn last(&self) -> TextSpan {
        self.as_slice()[self.as_slice().len() - 1]
    }

    pub fn is_discontinuous(&self) -> bool {
        self.as_slice().len() > 1
    }

    /// The bytes from the first span's start to the last span's end.
    pub fn extent(&self) -> std::ops::Range<usize> {
        self.first().start().to_usize()..self.last().end().to_usize()
    }
}

impl From<TextSpan> for Spans {
    fn from(span: TextSpan) -> Self {
        Spans(List::One(span))
    }
}

/// What annotations and relations share: what is said of them beyond their label and place, by whom and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub attributes: Attributes,
    pub note: String,
    /// Somebody is to look at it again.
    pub flag: bool,
    pub provenance: Provenance,
    pub annotator: Annotator,
    pub created: Timestamp,
    pub modified: Timestamp,
}

impl Record {
    /// A record that says nothing yet, made at `now`.
    pub fn new(provenance: Provenance, annotator: Annotator, now: Timestamp) -> Self {
        Record {
            attributes: Attributes::new(),
            note: String::new(),
            flag: false,
            provenance,
            annotator,
            created: now,
            modified: now,
        }
    }

    /// When it was imported, where nobody touched it since: what two imports of one file differ in.
    pub fn given_time(&self) -> Option<Timestamp> {
        let imported = matches!(self.provenance, Provenance::Imported { .. }) && self.created == self.modified;
        imported.then_some(self.created)
    }

    /// Whether they differ in nothing but when they were imported.
    pub fn differs_in_import_alone(&self, other: &Record) -> bool {
        let (Some(_), Some(_)) = (self.given_time(), other.given_time()) else { return false };
        (&self.attributes, &self.note, self.flag, &self.provenance, &self.annotator)
            == (&other.attributes, &other.note, other.flag, &other.provenance, &other.annotator)
    }
}

/// What attributes and notes are put on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    Annotation(AnnotationId),
    Relation(AnnotationId),
    /// The document as a whole.
    Document,
}

/// A label on one or more disjoint spans of a text, kept apart from the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    pub id: AnnotationId,
    pub label: LabelName,
    pub spans: Spans,
    /// What it names, by the register of entities.
    pub entity: Option<EntityId>,
    pub record: Record,
}

/// A typed link between two annotations, directed or not as its type says. It dies with either end.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    pub id: AnnotationId,
    /// The name of its type in the schema.
    pub label: LabelName,
    pub source: AnnotationId,
    pub target: AnnotationId,
    pub record: Record,
}

/// Makes ids that do not collide in practice between analysts who work apart: 50 bits of a hash of the seed and a
/// counter, as ten characters of `0-9a-v`.
///
/// The seed comes from outside (the model has no clock and no randomness), so tests are repeatable.
#[derive(Clone, Debug)]
pub struct IdGenerator {
    seed: u64,
    counter: u64,
}

impl IdGenerator {
    pub fn new(seed: u64) -> Self {
        IdGenerator { seed, counter: 0 }
    }

    pub fn next_id(&mut self) -> AnnotationId {
        self.counter += 1;
        // SplitMix64 (Steele, Lea and Flood 2014): the finaliser scatters consecutive counters over all bits.
        let mut x = self.seed.wrapping_add(self.counter.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^= x >> 31;
        let digits: String =
            (0..10).map(|i| char::from(b"0123456789abcdefghijklmnopqrstuv"[(x >> (5 * i)) as usize & 31])).collect();
        AnnotationId::new(digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_sorted_and_disjoint() {
        let text = "أحمد في القاهرة";
        let span = |r| TextSpan::new(text, r).unwrap();
        let spans = Spans::new(vec![span(8..9), span(0..4)]).unwrap();
        assert_eq!(spans.extent(), 0..9);
        assert!(spans.is_discontinuous());
        assert_eq!(Spans::new(vec![]), Err(SpansError::None));
        assert!(matches!(Spans::new(vec![span(0..4), span(2..6)]), Err(SpansError::Overlapping { .. })));
        assert!(Spans::new(vec![span(0..4), span(4..6)]).is_ok(), "touching spans do not overlap");
    }

    #[test]
    fn ids_of_one_generator_differ() {
        let mut ids = IdGenerator::new(7);
        let made: std::collections::HashSet<_> = (0..10_000).map(|_| ids.next_id()).collect();
        assert_eq!(made.len(), 10_000);
    }
}
