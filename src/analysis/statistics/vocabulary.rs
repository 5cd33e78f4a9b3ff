//! The strings that bear a label: as they are written, and as all their spellings have in common; which of them bear several labels,
//! and where they bear none.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::bounded::{Bounded, Bucket, Join, hash_of};
use super::places::{Place, Places};
use crate::arabic::gazetteer::Gazetteer;
use crate::arabic::normalize::Normalization;
use crate::model::{AnnotatedDocument, LabelName};

/// Different strings that are kept.
const MAX_STRINGS: usize = 200_000;

/// Longer spans are no names that recur, in bytes: they are counted, and their strings are not kept.
pub const MAX_STRING_BYTES: usize = 200;

/// A string with a label.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct StringKey {
    /// What all its spellings have in common under the safe fold.
    folded: Arc<str>,
    label: LabelName,
    written: Arc<str>,
}

impl Bucket for StringKey {
    fn hash(&self) -> u64 {
        hash_of(&[self.folded.as_bytes()])
    }
}

/// The strings of all labels.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelStrings {
    strings: Bounded<StringKey, Places>,
    /// By label: annotations whose strings are kept, and those of several pieces, without words, or longer than [`MAX_STRING_BYTES`].
    tokens: BTreeMap<LabelName, (u64, u64)>,
}

/// The strings of a label in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StringsSize {
    /// Annotations whose string counts.
    pub tokens: u64,
    /// Different strings as they are written, and under the safe fold.
    pub written: u64,
    pub folded: u64,
    /// Annotations of several pieces, without words, or very long ones, whose string does not count.
    pub apart: u64,
}

/// A string with what bears it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StringRow {
    pub folded: Arc<str>,
    /// How often each label stands on it.
    pub labels: BTreeMap<LabelName, Places>,
    /// Its spellings with their counts.
    pub written: BTreeMap<Arc<str>, u64>,
}

impl Default for LabelStrings {
    fn default() -> Self {
        LabelStrings { strings: Bounded::new(MAX_STRINGS), tokens: BTreeMap::new() }
    }
}

impl LabelStrings {
    /// Counts an annotation; `quote` is its text, where it has one piece.
    pub(super) fn add(&mut self, folder: &Gazetteer<()>, label: &LabelName, quote: Option<&str>, place: Place) {
        let (kept, apart) = self.tokens.entry(label.clone()).or_default();
        let quote = quote.filter(|quote| quote.len() <= MAX_STRING_BYTES);
        let Some((quote, folded)) = quote.and_then(|quote| Some((quote, folder.key(quote)?))) else {
            *apart += 1;
            return;
        };
        *kept += 1;
        let key = StringKey { folded: folded.into(), label: label.clone(), written: quote.into() };
        self.strings.count(key, |places| places.add(place));
    }

    pub(super) fn merge(&mut self, other: LabelStrings) {
        self.strings.merge(other.strings);
        for (label, (kept, apart)) in other.tokens {
            let known = self.tokens.entry(label).or_default();
            *known = (known.0 + kept, known.1 + apart);
        }
    }

    /// Whether every string is there.
    pub fn is_whole(&self) -> bool {
        self.strings.is_whole()
    }

    /// The figures of each label.
    pub fn sizes(&self) -> BTreeMap<LabelName, StringsSize> {
        let mut sizes: BTreeMap<LabelName, StringsSize> = BTreeMap::new();
        for (label, (kept, apart)) in &self.tokens {
            sizes.insert(label.clone(), StringsSize { tokens: *kept, apart: *apart, ..StringsSize::default() });
        }
        let mut folded: BTreeSet<(&LabelName, &str)> = BTreeSet::new();
        for (key, _) in self.strings.iter() {
            let size = sizes.entry(key.label.clone()).or_default();
            size.written += 1;
            size.folded += u64::from(folded.insert((&key.label, &key.folded)));
        }
        sizes
    }

    /// The strings as they are folded, by their folded form.
    pub fn rows(&self) -> Vec<StringRow> {
        let mut rows: BTreeMap<&str, StringRow> = BTreeMap::new();
        for (key, places) in self.strings.iter() {
            let row = rows.entry(&key.folded).or_default();
            row.folded = key.folded.clone();
            row.labels.entry(key.label.clone()).or_default().join(places.clone());
            *row.written.entry(key.written.clone()).or_default() += places.total;
        }
        rows.into_values().collect()
    }

    /// Label, string as it is written, folded form and places of each, in no order that means anything.
    pub fn strings_with_places(&self) -> impl Iterator<Item = (&str, &str, &str, &Places)> {
        self.strings.iter().map(|(key, places)| (key.label.as_str(), &*key.written, &*key.folded, places))
    }

    /// The strings, to be found where they bear no label.
    pub fn strings(&self) -> KnownStrings {
        let mut known = Gazetteer::new(Normalization::SAFE);
        for (key, _) in self.strings.iter() {
            known.entry(&key.written);
        }
        KnownStrings(known)
    }
}

/// The strings that bear a label somewhere.
#[derive(Debug)]
pub struct KnownStrings(Gazetteer<()>);

/// Where strings that bear a label elsewhere bear none. Of places that overlap the first and longest counts, as in the list of
/// inconsistencies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unlabelled(BTreeMap<Arc<str>, Places>);

impl Unlabelled {
    pub fn add(&mut self, known: &KnownStrings, number: u32, document: &AnnotatedDocument) {
        let map = crate::model::OffsetMap::new(document.text());
        let mut end = 0;
        for found in known.0.find(document.text()) {
            if found.range.start < end || document.annotations.overlapping(found.range.clone()).next().is_some() {
                continue;
            }
            end = found.range.end;
            let place = super::place_of(number, &map, found.range.clone());
            match self.0.get_mut(found.key) {
                Some(places) => places.add(place),
                None => self.0.entry(Arc::from(found.key)).or_default().add(place),
            }
        }
    }

    pub fn merge(&mut self, other: Unlabelled) {
        other.0.into_iter().for_each(|(string, places)| self.0.entry(string).or_default().join(places));
    }

    pub fn of(&self, folded: &str) -> Option<&Places> {
        self.0.get(folded)
    }
}
