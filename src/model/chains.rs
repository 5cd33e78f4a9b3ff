//! Chains: annotations that relations of an equivalence link to each other, such as all mentions of one thing. Found by disjoint sets, in
//! one pass over annotations and relations.

use std::collections::HashMap;

use super::annotated::AnnotatedDocument;
use super::annotation::{AnnotationId, LabelName};
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
    /// The member after (or before) one, going round at the ends.
    pub fn neighbour(&self, id: &AnnotationId, forward: bool) -> Option<&AnnotationId> {
        let (at, count) = (self.members.iter().position(|member| member == id)?, self.members.len());
        self.members.get(if forward { (at + 1) % count } else { (at + count - 1) % count })
    }
}

/// The chains of one state of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chains {
    all: Vec<Chain>,
    by_member: HashMap<AnnotationId, Vec<usize>>,
}

impl Chains {
    /// Those of a document, by their first member in the text.
    pub fn of(document: &AnnotatedDocument) -> Self {
        let types = document.schema.relation_types.iter().filter(|kind| kind.kind == RelationKind::Equivalence);
        let types: Vec<&LabelName> = types.map(|kind| &kind.name).collect();
        let mut chains = Chains::default();
        if types.is_empty() || document.relations.is_empty() {
            return chains;
        }
        let mut sets: Vec<DisjointSets<&AnnotationId>> = types.iter().map(|_| DisjointSets::default()).collect();
        for relation in document.relations.values() {
            if let Some(at) = types.iter().position(|label| **label == relation.label) {
                sets[at].join(&relation.source, &relation.target);
            }
        }
        let mut places: HashMap<(usize, usize), usize> = HashMap::new();
        for annotation in document.annotations.iter() {
            for (at, set) in sets.iter_mut().enumerate() {
                let Some(root) = set.root(&&annotation.id) else { continue };
                let place = *places.entry((at, root)).or_insert_with(|| {
                    chains.all.push(Chain { label: types[at].clone(), members: Vec::new() });
                    chains.all.len() - 1
                });
                chains.all[place].members.push(annotation.id.clone());
                chains.by_member.entry(annotation.id.clone()).or_default().push(place);
            }
        }
        chains
    }

    pub fn all(&self) -> &[Chain] {
        &self.all
    }

    /// The chains that an annotation belongs to: one of each type at most.
    pub fn at<'a>(&'a self, id: &AnnotationId) -> impl Iterator<Item = &'a Chain> + use<'a> {
        self.by_member.get(id).into_iter().flatten().filter_map(|place| self.all.get(*place))
    }
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

impl<T: std::hash::Hash + Eq> DisjointSets<T> {
    /// The set that a thing is in; a thing that was never joined is in none.
    pub fn root(&mut self, of: &T) -> Option<usize> {
        let at = *self.known.get(of)?;
        Some(self.find(at))
    }

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
