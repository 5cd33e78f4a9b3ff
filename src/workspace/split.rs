//! The parts of a dataset, such as those to train, to tune and to test with: which documents go to which.
//!
//! Parts are made by iterative stratification (K. Sechidis, G. Tsoumakas, I. Vlahavas, "On the Stratification of Multi-Label Data",
//! ECML PKDD 2011), in which the documents of the rarest label are given out first, each to the part that still lacks most of that
//! label. Beyond the paper: documents of one text stay together, since a text that was trained on tests nothing, and no part
//! stays empty.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use crate::model::{AnnotatedDocument, Digest, DocumentId, LabelName};

/// The parts a dataset may have.
const MAX_PARTS: usize = 16;
/// The greatest share a part may be given.
const MAX_SHARE: u32 = 1_000_000;
/// Names of files that stand beside the parts.
const TAKEN: [&str; 3] = ["manifest", "croissant", "readme"];

/// A part and how much of the whole it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Of Latin letters, digits and `_`, as loaders of datasets want names of parts to be.
    pub name: String,
    /// In relation to the shares of the other parts.
    pub share: u32,
}

/// How a dataset is parted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    parts: Vec<Part>,
    /// What decides where the paper leaves it to chance: the same seed parts the same documents alike.
    pub seed: u64,
}

/// Why parts cannot be as somebody wants them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SplitError {
    #[error("a split is written as 'train=80,dev=10,test=10'; '{0}' is no part and its share")]
    NoShare(String),
    #[error("'{0}' names no part: Latin letters, digits and _ do, but not manifest, croissant or readme")]
    BadName(String),
    #[error("two parts of a split have the name '{0}'")]
    SameName(String),
    #[error("a split has two parts or more, and {MAX_PARTS} at most")]
    Count,
}

impl FromStr for Split {
    type Err = SplitError;

    /// `train=80,dev=10,test=10`; percentages or any other shares.
    fn from_str(text: &str) -> Result<Self, SplitError> {
        let part = |text: &str| {
            let wrong = || SplitError::NoShare(text.trim().to_owned());
            let (name, share) = text.split_once('=').ok_or_else(wrong)?;
            let share = share.trim().trim_end_matches('%').parse().ok();
            let share = share.filter(|share| (1..=MAX_SHARE).contains(share)).ok_or_else(wrong)?;
            Ok(Part { name: name.trim().to_owned(), share })
        };
        Split::new(text.split([',', '،']).map(part).collect::<Result<_, _>>()?, 0)
    }
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.parts.iter().map(|part| format!("{}={}", part.name, part.share)).collect();
        f.write_str(&parts.join(","))
    }
}

/// What the parts of a dataset are made of: as much of each document as that takes.
#[derive(Debug)]
pub(super) struct Sorter<'a> {
    split: &'a Split,
    /// By text, so that what has one text stays together.
    groups: BTreeMap<[u8; 32], Group>,
    ids: HashMap<LabelName, usize>,
}

/// Documents of one text.
#[derive(Debug, Default)]
struct Group {
    /// The ids of its documents decide its turn.
    ids: Vec<DocumentId>,
    /// Their places among the documents of the export.
    members: Vec<usize>,
    labels: BTreeSet<usize>,
}

impl Split {
    /// # Errors
    /// Where a name or the number of parts will not do.
    pub fn new(parts: Vec<Part>, seed: u64) -> Result<Self, SplitError> {
        let mut names = BTreeSet::new();
        for Part { name, .. } in &parts {
            let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let lower = name.to_ascii_lowercase();
            if name.is_empty() || name.len() > 64 || !name.chars().all(fits) || TAKEN.contains(&lower.as_str()) {
                return Err(SplitError::BadName(name.clone()));
            }
            // Some disks do not tell capitals from small letters.
            if !names.insert(lower) {
                return Err(SplitError::SameName(name.clone()));
            }
        }
        match (2..=MAX_PARTS).contains(&parts.len()) {
            true => Ok(Split { parts, seed }),
            false => Err(SplitError::Count),
        }
    }

    /// The same parts by another chance.
    pub fn seeded(self, seed: u64) -> Self {
        Split { seed, ..self }
    }

    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    pub(super) fn sorter(&self) -> Sorter<'_> {
        Sorter { split: self, groups: BTreeMap::new(), ids: HashMap::new() }
    }
}

impl Sorter<'_> {
    /// Takes note of the document at place `n` among all.
    pub(super) fn see(&mut self, n: usize, document: &AnnotatedDocument) {
        let labels = document.annotations.label_counts().keys();
        let names = &mut self.ids;
        let labels = labels.map(|label| match names.get(label) {
            Some(id) => *id,
            None => {
                let id = names.len();
                names.insert(label.clone(), id);
                id
            }
        });
        let labels: Vec<usize> = labels.collect();
        let group = self.groups.entry(*document.document.digest().bytes()).or_default();
        group.ids.push(document.document.id().clone());
        group.members.push(n);
        group.labels.extend(labels);
    }

    /// The places of the documents of each part, in their order. In whatever order documents were seen, each is in the same part.
    ///
    /// # Errors
    /// Where there are fewer texts than parts: how many there are.
    pub(super) fn finish(self) -> Result<Vec<Vec<usize>>, usize> {
        let Sorter { split, groups, ids } = self;
        if groups.len() < split.parts.len() {
            return Err(groups.len());
        }
        let mut groups: Vec<([u8; 32], Group)> = groups
            .into_iter()
            .map(|(text, mut group)| {
                group.ids.sort();
                (turn(split.seed, &Digest::from_bytes(text), &group.ids), group)
            })
            .collect();
        groups.sort_by_key(|(turn, _)| *turn);
        let groups: Vec<Group> = groups.into_iter().map(|(_, group)| group).collect();
        let parts = Stratification::of(split, &groups, &in_order(ids)).run();
        let mut members = vec![Vec::new(); split.parts.len()];
        for (group, part) in groups.iter().zip(parts) {
            members[part].extend(&group.members);
        }
        members.iter_mut().for_each(|part| part.sort_unstable());
        Ok(members)
    }
}

/// The numbers of the labels with their ranks by name, so that nothing depends on which was seen first.
fn in_order(ids: HashMap<LabelName, usize>) -> Vec<usize> {
    let sorted: BTreeMap<LabelName, usize> = ids.into_iter().collect();
    let mut ranks = vec![0; sorted.len()];
    sorted.values().enumerate().for_each(|(rank, id)| ranks[*id] = rank);
    ranks
}

/// Chance that a seed repeats: by what a text is and what its documents are called, not by when they came.
fn turn(seed: u64, text: &Digest, ids: &[DocumentId]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(seed.to_le_bytes());
    hash.update(text.bytes());
    for id in ids {
        hash.update((id.0.len() as u64).to_le_bytes());
        hash.update(id.0.as_bytes());
    }
    hash.finalize().into()
}

/// The algorithm of the paper, in its names: `desired[j]` is c_j and `of_label[j][l]` c_j^l.
struct Stratification<'a> {
    groups: &'a [Group],
    desired: Vec<f64>,
    of_label: Vec<Vec<f64>>,
    /// The groups of each label, and how many of them were not given out yet.
    with: Vec<Vec<usize>>,
    left: Vec<usize>,
    ranks: &'a [usize],
    part: Vec<Option<usize>>,
    /// In which order groups were given out.
    given: Vec<usize>,
}

impl<'a> Stratification<'a> {
    fn of(split: &Split, groups: &'a [Group], ranks: &'a [usize]) -> Self {
        let sum: f64 = split.parts.iter().map(|part| f64::from(part.share)).sum();
        let ratios: Vec<f64> = split.parts.iter().map(|part| f64::from(part.share) / sum).collect();
        let mut with = vec![Vec::new(); ranks.len()];
        let mut documents = vec![0; ranks.len()];
        for (n, group) in groups.iter().enumerate() {
            for label in &group.labels {
                with[*label].push(n);
                documents[*label] += group.members.len();
            }
        }
        let all: usize = groups.iter().map(|group| group.members.len()).sum();
        let of = |count: usize, ratio: f64| count as f64 * ratio;
        Stratification {
            groups,
            desired: ratios.iter().map(|ratio| of(all, *ratio)).collect(),
            of_label: ratios.iter().map(|ratio| documents.iter().map(|n| of(*n, *ratio)).collect()).collect(),
            left: with.iter().map(Vec::len).collect(),
            with,
            ranks,
            part: vec![None; groups.len()],
            given: Vec::with_capacity(groups.len()),
        }
    }

    /// The part of each group.
    fn run(mut self) -> Vec<usize> {
        let rarest = |this: &Self| {
            let left = (0..this.left.len()).filter(|label| this.left[*label] > 0);
            left.min_by_key(|label| (this.left[*label], this.ranks[*label]))
        };
        while let Some(label) = rarest(&self) {
            for n in std::mem::take(&mut self.with[label]) {
                if self.part[n].is_none() {
                    self.give(n, self.neediest(Some(label)));
                }
            }
        }
        for n in 0..self.groups.len() {
            if self.part[n].is_none() {
                self.give(n, self.neediest(None));
            }
        }
        self.fill_empty();
        self.part.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// The part that lacks most of a label, of several of them the one that lacks most documents. Groups come in an order of
    /// chance, so that the first of several that lack as much is as good as any.
    fn neediest(&self, label: Option<usize>) -> usize {
        let need = |part: usize| (label.map_or(0.0, |label| self.of_label[part][label]), self.desired[part]);
        let by_need = |a: &usize, b: &usize| {
            let ((a_label, a_all), (b_label, b_all)) = (need(*a), need(*b));
            a_label.total_cmp(&b_label).then(a_all.total_cmp(&b_all)).then(Reverse(*a).cmp(&Reverse(*b)))
        };
        (0..self.desired.len()).max_by(by_need).unwrap_or_default()
    }

    fn give(&mut self, n: usize, part: usize) {
        let group = &self.groups[n];
        let size = group.members.len() as f64;
        self.part[n] = Some(part);
        self.desired[part] -= size;
        for label in &group.labels {
            self.of_label[part][*label] -= size;
            self.left[*label] -= 1;
        }
        self.given.push(n);
    }

    /// Where labels are rare, the greatest part may have got all: an empty part takes from the one that has most beyond its share
    /// what was given to it last.
    fn fill_empty(&mut self) {
        let parts = self.desired.len();
        loop {
            let mut sizes = vec![0; parts];
            self.part.iter().flatten().for_each(|part| sizes[*part] += 1);
            let Some(empty) = (0..parts).find(|part| sizes[*part] == 0) else { return };
            let rich = (0..parts).filter(|part| sizes[*part] > 1);
            let from = rich.min_by(|a, b| self.desired[*a].total_cmp(&self.desired[*b]));
            let last = from.and_then(|from| self.given.iter().rev().copied().find(|n| self.part[*n] == Some(from)));
            // There are as many groups as parts: one of them has two.
            let (Some(from), Some(n)) = (from, last) else { return };
            let size = self.groups[n].members.len() as f64;
            self.part[n] = Some(empty);
            self.desired[from] += size;
            self.desired[empty] -= size;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_is_written_as_it_is_read() {
        let split: Split = " train=80, dev=10،test=10%".parse().expect("three parts");
        assert_eq!(split.to_string(), "train=80,dev=10,test=10");
        let refused = |text: &str| text.parse::<Split>().expect_err(text);
        assert_eq!(refused("train"), SplitError::NoShare("train".into()));
        assert_eq!(refused("train=0,dev=1"), SplitError::NoShare("train=0".into()));
        assert_eq!(refused("train=1,Train=1"), SplitError::SameName("Train".into()));
        assert_eq!(refused("train=1"), SplitError::Count);
        for bad in ["", "../a", "تدريب", "a b", "Manifest", "con-1"] {
            assert_eq!(refused(&format!("train=1,{bad}=1")), SplitError::BadName(bad.trim().into()));
        }
    }

    /// Groups of one document with these labels each.
    fn parts(labels: &[&[usize]], shares: &str) -> Vec<usize> {
        let group = |(n, labels): (usize, &&[usize])| Group {
            ids: Vec::new(),
            members: vec![n],
            labels: labels.iter().copied().collect(),
        };
        let groups: Vec<Group> = labels.iter().enumerate().map(group).collect();
        let ranks: Vec<usize> = (0..labels.iter().flat_map(|l| l.iter()).max().map_or(0, |most| most + 1)).collect();
        Stratification::of(&shares.parse().expect("a split"), &groups, &ranks).run()
    }

    #[test]
    fn a_rare_label_is_shared_out_before_a_usual_one() {
        // Label 1 stands in two of ten: one for each half, whatever becomes of label 0.
        let usual: &[usize] = &[0];
        let both: &[usize] = &[0, 1];
        let found = parts(&[usual, usual, usual, usual, both, both, usual, usual, usual, usual], "a=1,b=1");
        assert_ne!(found[4], found[5]);
        assert_eq!(found.iter().filter(|part| **part == 0).count(), 5);
    }

    #[test]
    fn no_part_stays_empty_where_all_labels_are_rare() {
        let labels: Vec<Vec<usize>> = (0..10).map(|n| vec![n]).collect();
        let labels: Vec<&[usize]> = labels.iter().map(Vec::as_slice).collect();
        let found = parts(&labels, "train=80,dev=10,test=10");
        let size = |part| found.iter().filter(|found| **found == part).count();
        assert_eq!((size(0), size(1), size(2)), (8, 1, 1));
    }
}
