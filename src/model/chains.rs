//! Chains: annotations that relations of an equivalence link to each other, such as all mentions of one thing. Found from one of their
//! members by the relations at it, so that what it costs is the chain and not the document.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::annotated::AnnotatedDocument;
use super::annotation::{AnnotationId, LabelName, Relation};
use super::offset::TextOffset;
use super::schema::RelationKind;

/// Annotations that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The relation type that links them.
    pub label: LabelName,
    /// In the order of the text, two at least.
    pub members: Vec<AnnotationId>,
}

impl Chain {
    /// The one of a type that an annotation belongs to.
    pub fn of(document: &AnnotatedDocument, label: &LabelName, id: &AnnotationId) -> Option<Self> {
        let links = links_of_chains(document, label, [id]);
        let members: HashSet<&AnnotationId> = links.iter().flat_map(|link| [&link.source, &link.target]).collect();
        if members.len() < 2 {
            return None;
        }
        let mut members: Vec<AnnotationId> = members.into_iter().cloned().collect();
        members.sort_by_cached_key(|member| (place(document, member), member.clone()));
        Some(Chain { label: label.clone(), members })
    }

    /// The types of the chains that an annotation may belong to.
    pub fn labels_at<'a>(document: &'a AnnotatedDocument, id: &AnnotationId) -> BTreeSet<&'a LabelName> {
        let mut labels: BTreeSet<&LabelName> = document.relations.at(id).map(|relation| &relation.label).collect();
        let is_chain = |kind: RelationKind| kind == RelationKind::Equivalence;
        labels.retain(|label| document.schema.relation_type(label).is_some_and(|kind| is_chain(kind.kind)));
        labels
    }

    /// Where it begins in the text.
    pub(crate) fn start(&self, document: &AnnotatedDocument) -> Option<ChainStart> {
        place(document, self.members.first()?)
    }
}

/// Where something begins in the text, the wider before the narrower.
pub(crate) type ChainStart = (TextOffset, Reverse<TextOffset>);

/// Where an annotation stands among others, as the annotations of a document are ordered.
fn place(document: &AnnotatedDocument, id: &AnnotationId) -> Option<ChainStart> {
    let span = document.annotations.get(id)?.spans.first();
    Some((span.start(), Reverse(span.end())))
}

/// An annotation's place in a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainPlace {
    pub chain: Arc<Chain>,
    /// Among its members.
    pub at: usize,
}

impl ChainPlace {
    /// The place after (or before) this one, going round at the ends.
    pub fn neighbour(&self, forward: bool) -> usize {
        let count = self.chain.members.len();
        if forward { (self.at + 1) % count } else { (self.at + count - 1) % count }
    }
}

/// The relations of a type that make the chains of these annotations, in the order of their ids.
pub fn links_of_chains<'a>(
    document: &'a AnnotatedDocument,
    label: &LabelName,
    of: impl IntoIterator<Item = &'a AnnotationId>,
) -> Vec<&'a Relation> {
    let mut waiting: Vec<&AnnotationId> = of.into_iter().collect();
    let (mut reached, mut links) = (HashSet::new(), Vec::new());
    while let Some(id) = waiting.pop() {
        if !reached.insert(id) {
            continue;
        }
        for link in document.relations.at(id).filter(|relation| relation.label == *label) {
            waiting.extend([&link.source, &link.target].into_iter().filter(|end| !reached.contains(*end)));
            // Both its ends are reached; it counts at one of them.
            if link.source == *id {
                links.push(link);
            }
        }
    }
    links.sort_by(|a, b| a.id.cmp(&b.id));
    links
}

/// Which of many things belong together, as pairs of them are joined.
#[derive(Clone, Debug)]
pub struct DisjointSets<T> {
    known: HashMap<T, usize>,
    parents: Vec<usize>,
    sizes: Vec<usize>,
}

impl<T> Default for DisjointSets<T> {
    fn default() -> Self {
        DisjointSets { known: HashMap::new(), parents: Vec::new(), sizes: Vec::new() }
    }
}

impl<T: std::hash::Hash + Eq + Copy> DisjointSets<T> {
    /// Puts two things into one set. False where they were in one already.
    pub fn join(&mut self, a: T, b: T) -> bool {
        let (a, b) = (self.place(a), self.place(b));
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return false;
        }
        let (large, small) = if self.sizes[a] >= self.sizes[b] { (a, b) } else { (b, a) };
        self.parents[small] = large;
        self.sizes[large] += self.sizes[small];
        true
    }

    fn place(&mut self, of: T) -> usize {
        let next = self.parents.len();
        let at = *self.known.entry(of).or_insert(next);
        if at == next {
            self.parents.push(next);
            self.sizes.push(1);
        }
        at
    }

    fn find(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            // Each look halves the way of the next one.
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }
}
